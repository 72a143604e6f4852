//! The programming key as the strip tells it, and what becomes of a typed PIN when it leaves.

use std::thread;
use std::time::{Duration, Instant};

use iced_test::core::keyboard::key::Named;
use keywright::bench::control;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::window::app::Message;
use keywright::window::desk::{Answer, Fault, TokenState};
use serde_json::json;

use super::window_tokens::{first_token, plug};
use super::window_wizard::desk::{Counter, add_cleaner, written};

fn pull(counter: &Counter) {
    let _out = counter.ask(&json!({"verb": "remove"}));
}

#[test]
fn the_strip_says_what_is_wrong_with_the_programming_key_and_its_button_what_to_do() {
    let counter = Counter::new();
    let mut person = counter.window();
    let device = || Arguments::from([("device", "YubiKey 5".into())]);
    let serials = || Arguments::from([("serials", "1, 2".into())]);
    let cases = [
        ("usb-none-there", Arguments::new(), "missing"),
        ("usb-no-permission", device(), "no-permission"),
        ("usb-busy", device(), "token-busy"),
        ("usb-several", serials(), "several"),
        ("usb-no-driver", device(), "no-driver"),
        ("pcsc-not-running", Arguments::new(), "no-service"),
        ("programming-key-not-piv", Arguments::new(), "not-piv"),
    ];
    // What the watching thread says of the bench's own is in the way of none of them for long.
    for (code, arguments, state) in cases {
        let fault = Fault::new(code, arguments);
        let (cause, _) = fault.say(&Texts::new(Language::English));
        let missing = TokenState::Missing(fault);
        person.update(Message::Heard(Box::new(Answer::Token(missing))));
        person.expect(&format!("window-state-{state}"));
        person.click("window-mend-help");
        person.expect(&cause);
        person.press(Named::Escape);
        person.expect_none(&cause);
    }
}

#[test]
fn a_key_of_another_system_is_told_in_the_strip_as_a_write_would_refuse_it() {
    let counter = Counter::new();
    let own = first_token(&counter);
    let _made = counter.ask(&json!({"verb": "new", "kind": "token", "name": "stranger"}));
    let mut person = counter.window();
    plug(&counter, "stranger");
    person.expect("window-state-foreign-token");
    person.click("window-mend-keys");
    person.expect("window-rite-recover");
    // None of the list is plugged in.
    person.expect_none("window-token-plugged");
    plug(&counter, &own);
    person.expect("window-state-ready");
    person.expect("window-token-plugged");
}

#[test]
fn a_pin_is_forgotten_when_its_programming_key_leaves() {
    let counter = Counter::new();
    let own = first_token(&counter);
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    pull(&counter);
    person.expect("window-state-missing");
    plug(&counter, &own);
    person.expect("window-state-ready");
    // It is asked anew: nothing is begun without it, and what is typed now is all there is.
    person.press(Named::Enter);
    person.settle_down();
    person.expect("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
}

#[test]
fn a_write_under_way_is_finished_without_its_programming_key() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    let bench = counter.bench();
    let _since = counter.ask(&json!({"verb": "stats"}));
    // Pulled as soon as the fob is at work: the secrets are open by then.
    let hand = thread::spawn(move || {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_mins(1) {
            let stats = control::request(&bench, &json!({"verb": "stats"})).unwrap();
            if stats["exchanges"].as_u64().unwrap_or_default() > 6 {
                return control::request(&bench, &json!({"verb": "remove"})).unwrap();
            }
            thread::sleep(Duration::from_millis(1));
        }
        panic!("nothing was written");
    });
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    assert_eq!(hand.join().unwrap()["ok"], true);
    person.expect("window-state-missing");
}
