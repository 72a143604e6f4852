//! Programming keys that are there a second time, or not as they were: one that was made anew elsewhere and takes its
//! old label, one whose certificate belongs to another key, and one whose PUK has a single try left.

use iced_test::core::keyboard::key::Named;
use keywright::device::enrolment::Wishes;
use keywright::device::piv::Piv;
use keywright::device::piv::management::{Cipher, ManagementKey};
use keywright::device::programming_key::{LastTry, Pin, Puk};
use keywright::device::token_link::SocketLink;
use keywright::secrets::random::OsRandom;
use keywright::workflow::hardware::{self, TokenName};
use serde_json::json;

use super::enrolment::wishes;
use super::window_tokens::{
    NEW_PIN, NEW_PUK, add, ask_to_unblock, first_token, go, new_secrets, new_token, noticed, plug,
    spare_token, with,
};
use super::window_wizard::desk::{Counter, fill};

/// The token that is plugged in gets another key and certificate, by who knows nothing of the system.
fn made_anew(counter: &Counter) {
    let (pin, puk) = (Pin::new(NEW_PIN).unwrap(), Puk::new(NEW_PUK).unwrap());
    let wishes = Wishes {
        renew: true,
        ..wishes(&pin, Some(&puk))
    };
    let name = TokenName::Bench(counter.bench());
    drop(hardware::enrol_token(&name, &wishes, &mut |_| ()).unwrap());
}

#[test]
fn a_token_made_anew_takes_its_old_label_again_and_no_other_does() {
    let counter = Counter::new();
    let first = first_token(&counter);
    let mut person = counter.window();
    go(&mut person);
    add(&counter, &mut person, "Safe");
    made_anew(&counter);
    person.expect("window-state-foreign-token");

    // With another one plugged in the label is taken.
    plug(&counter, &first);
    person.expect("window-state-ready");
    person.click("window-add-programming-key");
    person.expect_focus("window-token-label");
    person.type_text("Safe");
    person.click("locksmith Operator");
    person.click("window-next");
    person.expect(&with("error-programming-key-label-taken", "label", "Safe"));

    // The one that bore it is there.
    plug(&counter, "Safe");
    person.expect("window-state-foreign-token");
    person.click("window-next");
    person.expect(&with("window-rite-add", "name", "Safe"));
    new_secrets(&mut person);
    person.click("window-rite-go-prepare");
    person.expect("window-rite-say-seal");
    plug(&counter, &first);
    noticed(&mut person);
    person.click("window-pin-label");
    person.type_text(&counter.pin());
    person.click("window-rite-go-seal");
    person.expect("window-rite-say-admit");
    plug(&counter, "Safe");
    person.click("window-rite-go-admit");
    person.expect("window-rite-added");
    person.click("window-close");
    person.expect("window-state-ready");
    person.expect("Safe");
}

#[test]
fn a_key_that_does_not_fit_its_certificate_is_made_anew_only_after_a_question() {
    let counter = Counter::new();
    let first = first_token(&counter);
    let select = || Piv::select(SocketLink::connect(&counter.bench()).unwrap()).unwrap();
    // That of a token which is none of the system's.
    let _other = counter.ask(&json!({"verb": "new", "kind": "token", "name": "spare"}));
    plug(&counter, "spare");
    let certificate = select().certificate_if_any().unwrap().unwrap();
    new_token(&counter, "Odd");
    plug(&counter, "Odd");
    let mut piv = select();
    let factory = ManagementKey::factory(Cipher::Aes192);
    assert!(piv.prove_management(&factory, &mut OsRandom).unwrap());
    let _key = piv.generate_key_management().unwrap();
    piv.put_key_management_certificate(&certificate).unwrap();
    drop(piv);
    plug(&counter, &first);
    let mut person = counter.window();
    go(&mut person);
    person.click("window-rite-prepare");
    plug(&counter, "Odd");
    new_secrets(&mut person);
    person.click("window-rite-go-prepare");
    person.expect("error-programming-key-key-mismatch");
    person.expect("window-rite-say-anew");
    // Enter is no answer to it.
    person.press(Named::Enter);
    person.settle_down();
    person.expect("window-rite-say-anew");
    person.click("window-rite-go-anew");
    person.expect("window-rite-prepared-remedy");
}

#[test]
fn the_last_try_of_a_puk_is_sent_only_when_somebody_says_so() {
    let counter = Counter::new();
    let puk = spare_token(&counter);
    let mut person = counter.window();
    ask_to_unblock(&counter, &mut person);
    fill(&mut person, "window-rite-fresh-pin", NEW_PIN);
    fill(&mut person, "window-rite-new-pin-again", NEW_PIN);
    for left in ["2", "1"] {
        fill(&mut person, "window-rite-puk", "00000000");
        person.press(Named::Enter);
        person.expect(&with("error-programming-key-wrong-puk", "left", left));
        person.click("window-rite-puk");
        for _ in 0..8 {
            person.press(Named::Backspace);
        }
    }
    // The right one is not sent either, and Enter is no answer.
    person.type_text(&puk);
    person.press(Named::Enter);
    person.expect("error-programming-key-last-puk-try");
    person.press(Named::Enter);
    person.settle_down();
    person.expect("error-programming-key-last-puk-try");
    person.expect_none("window-rite-go-unblock");
    person.click("window-pin-use-last");
    person.expect_none("error-programming-key-last-puk-try");
    person.expect("window-close");
    let name = TokenName::Bench(counter.bench());
    drop(hardware::open_token(&name, NEW_PIN, LastTry::Keep).unwrap());
}
