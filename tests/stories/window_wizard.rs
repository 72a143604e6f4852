//! The add wizard as an operator works it, in the real program with a real bench: by labels, by keyboard alone,
//! and with what goes wrong at a counter.

pub(crate) mod desk;

use desk::{
    Counter, UID, add_cleaner, cleaner_with_fob, fill, fill_basic, pictures, tab_to, tell, written,
};
use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use keywright::i18n::{Arguments, Language};
use keywright::window::app::program;
use serde_json::json;

use crate::driver::Driver;

const WORK_HOURS: &str = "2026-11-23T10:05:00+02:00";
const NIGHT: &str = "2026-11-23T22:00:00+02:00";
/// A main door, in the role of cleaners; and the door of flat A 1, which is not.
const MAIN_DOOR: &str = "A main door";
const FLAT_DOOR: &str = "A 1 door";

#[track_caller]
fn fob_opens_what_it_shall(counter: &Counter) {
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "open");
    assert_eq!(counter.door(MAIN_DOOR, NIGHT), "denied: outside-times");
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "denied: not-listed");
}

#[test]
fn a_wrong_password_is_said_in_place_and_the_right_one_opens_the_list() {
    let counter = Counter::new();
    let mut person = Driver::new(program(counter.start()), Language::English, 1280.0, 800.0);
    person.expect_focus("window-sign-in-password");
    person.type_text("not the password");
    person.press(Named::Enter);
    person.expect("error-secrets-wrong-password");
    person.expect("window-remedy-secrets-wrong-password");
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("40 users");
}

#[test]
fn a_user_is_added_and_the_fob_programmed_by_what_stands_on_the_screen() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    person.click("window-program");
    person.expect(&written("window-programming-done", 20));
    person.click("window-summary-show");
    person.expect("A main door");
    person.click("window-close");
    person.expect("41 users");
    person.expect("Siivonen, Marja");
    // The panel at the side shows the new user, and the encoder knows whose fob lies there.
    person.expect("Key fob 31");
    person.expect("window-state-programmed");
    person.expect("Fob of Marja Siivonen");
    fob_opens_what_it_shall(&counter);
}

#[test]
fn the_keyboard_alone_is_enough_and_enter_never_stores_twice() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.press_with(Modifiers::CTRL, Key::Character("n".into()));
    person.expect_focus("window-field-first-name");
    person.type_text("Marja");
    person.press(Named::Tab);
    person.type_text("Siivonen");
    person.press(Named::Tab);
    person.type_text("marja.siivonen@example.org");
    person.press(Named::Enter);
    person.expect("window-private-premises");
    person.type_text("clea");
    tab_to(&mut person, "Cleaner");
    person.press(Named::Space);
    tab_to(&mut person, "window-next");
    person.press(Named::Enter);
    person.expect_focus("window-key-fob");
    person.press(Named::Enter);
    person.expect("window-home-group-title");
    tab_to(&mut person, "North");
    person.press(Named::Space);
    tab_to(&mut person, "window-next");
    person.press(Named::Enter);
    // A second Enter in haste would go back, not store; then the focus stands where it goes on.
    person.expect("+ opens");
    person.expect_focus("window-confirm");
    person.press(Named::Enter);
    person.press(Named::Enter);
    person.hold(Named::Enter);
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    person.expect_focus("window-close");
    person.press(Named::Enter);
    person.expect("41 users");
    fob_opens_what_it_shall(&counter);
}

#[test]
fn a_double_click_on_confirm_adds_one_user_and_stays_at_the_pin() {
    let counter = Counter::new();
    let mut person = counter.window();
    cleaner_with_fob(&mut person);
    person.click("window-next");
    person.expect("+ opens");
    let at = person.place("window-confirm");
    person.click_at(at);
    person.click_at(at);
    person.expect_focus("window-pin-label");
    // The second click may fall on what stands there now, which is nothing.
    person.click_at(at);
    person.expect_focus("window-pin-label");
    person.press(Named::Enter);
    person.hold(Named::Enter);
    person.expect("window-pin-label");
    person.click("window-close");
    person.expect("41 users");
}

#[test]
fn the_sign_in_looks_as_it_did() {
    let counter = Counter::new();
    let mut start = counter.start();
    start.system = Some("/srv/keys/town.keywright".into());
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.type_text("not the password");
    tab_to(&mut person, "window-sign-in-open");
    pictures(&mut person, "window-sign-in");
}

#[test]
fn cancel_asks_when_something_was_typed_and_stores_nothing() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-add-user");
    person.expect_focus("window-field-first-name");
    person.press(Named::Escape);
    person.expect("40 users");
    fill_basic(&mut person);
    person.click("window-cancel");
    person.expect("window-discard-title");
    person.press(Named::Escape);
    person.expect_none("window-discard-title");
    person.expect("marja.siivonen@example.org");
    person.press(Named::Escape);
    person.click("window-discard-go");
    person.expect("40 users");
}

#[test]
fn back_loses_nothing_of_what_was_entered() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-options-show");
    fill(&mut person, "window-field-company", "Siivous Oy");
    person.click("window-next");
    person.click("Cleaner");
    fill(&mut person, "window-valid-until", "2027-12-31");
    person.click("window-next");
    person.click("window-key-fob");
    person.click("North");
    person.click("window-next");
    person.expect("Give Cleaner, until 31 Dec 2027");
    person.click("window-back");
    person.expect("window-home-group-title");
    person.click("window-back");
    person.expect("2027-12-31");
    // By the steps at the left too.
    person.click("window-step-basic");
    person.expect("Siivous Oy");
    person.expect("marja.siivonen@example.org");
    // And forth again, to what was reached before and asks nothing anew.
    person.click("window-step-keys");
    person.expect("window-home-group-title");
    person.click("window-step-basic");
    person.expect("Siivous Oy");
    // Somebody else may be known already, which is asked about first.
    fill(&mut person, "window-field-last-name", "Korhonen");
    let keys = person.place("window-step-keys");
    person.click_at(keys);
    person.settle_down();
    person.expect("Siivous Oy");
    fill(&mut person, "window-field-last-name", "Siivonen");
    person.click("window-next");
    person.expect("window-private-premises");
    person.click("window-next");
    person.expect("window-home-group-title");
    person.click("window-next");
    person.expect("Give Cleaner, until 31 Dec 2027");
    person.expect("+ opens");
}

#[test]
fn a_fob_pulled_in_the_middle_is_said_with_its_remedy_and_tried_again_in_place() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    let _armed = counter.ask(&json!({"verb": "pull", "after_exchange": 24}));
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("error-fob-lifted");
    person.expect("error-fob-lifted-remedy");
    counter.lay();
    person.click("window-retry");
    person.expect(&written("window-programming-resumed", 20));
    person.click("window-close");
    person.expect("41 users");
    fob_opens_what_it_shall(&counter);
}

#[test]
fn somebody_of_the_same_name_is_shown_before_the_second_step() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-add-user");
    fill(&mut person, "window-field-first-name", "Anna");
    fill(&mut person, "window-field-last-name", "Lindqvist");
    fill(
        &mut person,
        "window-field-email",
        "anna.lindqvist@example.org",
    );
    person.click("window-next");
    person.expect("window-email-taken");
    fill(&mut person, "window-field-email", ".fi");
    person.click("window-next");
    let users = ("users", "Anna Lindqvist, anna.lindqvist@example.org".into());
    person.expect(&tell("window-similar", &Arguments::from([users])));
    person.click("window-next");
    person.expect("window-private-premises");
}

#[test]
fn a_wrong_pin_says_how_many_tries_are_left_and_costs_no_input() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text("000000");
    person.press(Named::Enter);
    let left = ("left", 2usize.into());
    person.expect(&tell(
        "error-programming-key-wrong-pin",
        &Arguments::from([left]),
    ));
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
}

#[test]
fn the_list_is_searched_as_one_types_and_a_draft_is_programmed_from_its_menu() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("aada");
    person.expect("1 found");
    person.click_right("Korhonen, Aada");
    person.click_on_top("window-program-fob");
    // Cellars lie in two key blocking groups: nothing is written before one is chosen.
    person.click("South");
    person.click("North");
    person.click("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 10));
    person.click("window-close");
    person.expect("window-state-programmed");
    let laid = [("name", "Aada Korhonen".into()), ("number", "1".into())];
    person.expect(&tell("window-fob-laid", &Arguments::from(laid)));
    assert_eq!(counter.door(FLAT_DOOR, NIGHT), "open");
}

#[test]
fn the_screens_look_as_they_did() {
    let counter = Counter::new();
    let mut person = counter.window();
    // Away from the search, whose caret blinks.
    person.press(Named::Tab);
    pictures(&mut person, "window-users");
    fill_basic(&mut person);
    tab_to(&mut person, "window-next");
    pictures(&mut person, "window-step-1");
    person.press(Named::Enter);
    person.click("Cleaner");
    tab_to(&mut person, "window-next");
    pictures(&mut person, "window-step-2");
    person.press(Named::Enter);
    person.click("window-key-fob");
    person.expect("window-home-group-title");
    tab_to(&mut person, "window-cancel");
    pictures(&mut person, "window-home-group");
    person.click("North");
    tab_to(&mut person, "window-next");
    pictures(&mut person, "window-step-3");
    person.press(Named::Enter);
    person.expect("+ opens");
    tab_to(&mut person, "window-confirm");
    pictures(&mut person, "window-step-4");
    person.press(Named::Enter);
    person.expect_focus("window-pin-label");
    let _armed = counter.ask(&json!({"verb": "pull", "after_exchange": 24}));
    person.type_text(&counter.pin());
    person.press_unheard(Named::Enter);
    pictures(&mut person, "window-feedback-running");
    person.expect("error-fob-lifted");
    // The strip has noticed it too.
    person.expect_none("window-state-new-fob");
    tab_to(&mut person, "window-close");
    pictures(&mut person, "window-feedback-failed");
    counter.lay();
    person.click("window-retry");
    person.expect(&written("window-programming-resumed", 20));
    assert!(person.all_texts().iter().any(|text| text.contains(UID)));
    person.expect("Fob of Marja Siivonen");
    tab_to(&mut person, "window-close");
    pictures(&mut person, "window-step-5");
}
