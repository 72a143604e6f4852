//! The programming key as the strip tells it, and what becomes of a typed PIN when it leaves.

use std::thread;
use std::time::{Duration, Instant};

use iced_test::core::keyboard::key::Named;
use iced_test::program::Program;
use keywright::bench::control;
use keywright::device::token_link::SocketLink;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::window::app::Message;
use keywright::window::desk::{Answer, Fault, TokenState};
use serde_json::json;

use super::window_tokens::{first_token, plug};
use super::window_wizard::desk::{Counter, add_cleaner, tell, written};
use crate::driver::Driver;

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
        let told = match code {
            "usb-none-there" | "programming-key-not-piv" => TokenState::Missing(fault),
            _ => TokenState::Barred(fault),
        };
        person.update(Message::Heard(Box::new(Answer::Token(told))));
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

/// The tries that the window says are left.
#[track_caller]
fn has_all_tries<P: Program + 'static>(person: &mut Driver<P>, label: &str) {
    let values = [("label", label.into()), ("count", 3usize.into())];
    person.expect(&tell("window-pin-tries", &Arguments::from(values)));
}

#[test]
fn the_rest_of_a_pin_that_was_forgotten_is_never_sent() {
    let counter = Counter::new();
    let own = first_token(&counter);
    let pin = counter.pin();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text(&pin[..2]);
    pull(&counter);
    person.expect("window-pin-interrupted");
    person.expect_none("window-pin-label");
    plug(&counter, &own);
    person.expect("window-state-ready");
    // Somebody who looks at the keys and not at the screen goes on, beyond the least that a PIN has.
    person.type_text(&pin[2..]);
    person.type_text(&pin);
    person.expect("window-pin-interrupted");
    // The same who closes it with Enter has seen nothing sent, and finds the field empty.
    person.press(Named::Enter);
    person.expect_none("window-pin-interrupted");
    person.expect_focus("window-pin-label");
    has_all_tries(&mut person, "office");
    person.press(Named::Enter);
    person.settle_down();
    has_all_tries(&mut person, "office");
    person.type_text(&pin);
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
}

#[test]
fn a_pin_that_is_begun_is_kept_while_its_programming_key_only_cannot_be_looked_at() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    let pin = counter.pin();
    person.expect("window-state-ready");
    let mut begun = pin.chars();
    let device = || Arguments::from([("device", "YubiKey 5".into())]);
    for (code, arguments) in [
        ("usb-busy", device()),
        ("usb-no-permission", device()),
        ("programming-key-gone", Arguments::new()),
    ] {
        person.type_text(&begun.next().unwrap().to_string());
        let barred = TokenState::Barred(Fault::new(code, arguments));
        person.update(Message::Heard(Box::new(Answer::Token(barred))));
        person.expect("window-pin-label");
        person.expect_none("window-pin-interrupted");
    }
    person.type_text(begun.as_str());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
}

#[test]
fn a_programming_key_that_another_program_holds_is_not_taken_for_gone() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.expect("window-state-ready");
    let pin = counter.pin();
    person.type_text(&pin[..3]);
    // The station waits for it in vain.
    let held = SocketLink::connect(&counter.bench()).unwrap();
    person.expect("error-programming-key-gone");
    person.expect_none("window-state-missing");
    person.expect_none("window-pin-interrupted");
    drop(held);
    person.expect("window-state-ready");
    person.type_text(&pin[3..]);
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
        let (begun, mut asked) = (Instant::now(), 0);
        while begun.elapsed() < Duration::from_mins(1) {
            // Each answer counts from the one before.
            let stats = control::request(&bench, &json!({"verb": "stats"})).unwrap();
            asked += stats["exchanges"].as_u64().unwrap_or_default();
            if asked > 6 {
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
