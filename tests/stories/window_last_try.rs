//! The last try of a PIN in the window: nobody loses it by haste, and who is sure uses it.

use iced_test::core::keyboard::key::Named;
use keywright::device::programming_key::LastTry;
use keywright::i18n::Arguments;
use keywright::workflow::hardware::{self, TokenName};

use super::window_wizard::desk::{Counter, add_cleaner, tell, written};

#[test]
fn the_last_try_of_a_pin_is_sent_only_when_somebody_says_so() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    for left in [2_usize, 1] {
        person.type_text("00000000");
        person.press(Named::Enter);
        let left = Arguments::from([("left", left.into())]);
        person.expect(&tell("error-programming-key-wrong-pin", &left));
        person.expect_focus("window-pin-label");
    }
    person.expect("window-state-last-try");
    // The right one is not sent either, and Enter in haste is no answer.
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("error-programming-key-last-pin-try");
    person.press(Named::Enter);
    person.settle_down();
    person.expect("error-programming-key-last-pin-try");
    let token = TokenName::Bench(counter.bench());
    let left = hardware::look_at_token(&token).unwrap().pin;
    assert_eq!(left, keywright::device::piv::PinState::Tries(1));
    person.click("window-pin-use-last");
    person.expect(&written("window-programming-done", 20));
    drop(hardware::open_token(&token, &counter.pin(), LastTry::Keep).unwrap());
}
