//! What people do without a mouse: each wizard and each question, from the first key to the last.

use std::time::Duration;

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language};
use keywright::model::KeyState;
use keywright::window::app::program;
use keywright::workflow::Access;
use serde_json::json;

use super::window_drafts::station;
use super::window_wizard::desk::{Counter, cleaner_with_fob, counted, tab_to, tell, written};
use crate::driver::Driver;

const WORK_HOURS: &str = "2026-11-23T10:05:00+02:00";
const FLAT_DOOR: &str = "A 1 door";

/// Finds a user, and chooses the only row there is.
#[track_caller]
fn choose<P: Program + 'static>(person: &mut Driver<P>, search: &str, name: &str) {
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text(search);
    person.expect("1 found");
    tab_to(person, name);
    person.press(Named::Home);
    person.expect("window-remove-user");
}

/// Presses what Tab leads to.
#[track_caller]
fn press_on<P: Program + 'static>(person: &mut Driver<P>, text: &str) {
    tab_to(person, text);
    person.press(Named::Enter);
}

/// Name and address, from the first field to the third.
#[track_caller]
fn enter_name<P: Program + 'static>(person: &mut Driver<P>) {
    person.expect_focus("window-field-first-name");
    person.type_text("Marja");
    person.press(Named::Tab);
    person.type_text("Siivonen");
    person.press(Named::Tab);
    person.type_text("marja.siivonen@example.org");
}

/// From the first field to the summary of a resident of flat A 1 with a fob.
#[track_caller]
fn enter_resident<P: Program + 'static>(person: &mut Driver<P>, programs: bool) {
    enter_name(person);
    person.press(Named::Enter);
    person.expect("window-private-premises");
    // Few flats are left, so that Tab soon leads on.
    person.type_text("a 1");
    person.press_with(Modifiers::SHIFT, Key::Named(Named::Tab));
    person.expect_focus("window-private-premises");
    person.press(Named::Enter);
    person.expect("A 1");
    tab_to(person, "A 1");
    person.press(Named::Space);
    press_on(person, "window-next");
    person.expect_focus("window-key-fob");
    person.press(Named::Enter);
    person.expect(&counted("window-key-opens", 10));
    if programs {
        tab_to(person, "North");
        person.press(Named::Space);
    } else {
        person.expect_none("window-program-now");
    }
    press_on(person, "window-next");
    person.expect(FLAT_DOOR);
}

#[test]
fn a_resident_is_added_and_the_fob_programmed() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.press_with(Modifiers::CTRL, Key::Character("n".into()));
    enter_resident(&mut person, true);
    person.expect_focus("window-confirm");
    person.press(Named::Enter);
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 10));
    person.expect_focus("window-close");
    person.press(Named::Enter);
    person.expect("41 users");
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "open");
}

#[test]
fn a_resident_is_saved_without_programming() {
    let counter = Counter::new();
    let mut person = counter.window();
    press_on(&mut person, "window-add-user-save");
    enter_resident(&mut person, false);
    person.expect_focus("window-save-and-close");
    person.press(Named::Enter);
    person.expect("41 users");
    person.expect("window-state-draft");
}

#[test]
fn a_user_is_changed() {
    let counter = Counter::new();
    let mut person = counter.window();
    choose(&mut person, "aada", "Korhonen, Aada");
    press_on(&mut person, "window-edit-user");
    person.expect("aada.korhonen@example.org");
    person.expect_focus("window-field-first-name");
    person.press(Named::Tab);
    person.expect_focus("window-field-last-name");
    person.type_text("-Laine");
    press_on(&mut person, "window-to-summary");
    person.expect("Korhonen-Laine");
    person.expect_focus("window-confirm");
    person.press(Named::Enter);
    person.hold(Named::Enter);
    person.expect("window-summary-show");
    person.expect_focus("window-close");
    person.press(Named::Enter);
    person.expect("Korhonen-Laine, Aada");
    person.expect_none("window-summary-show");
}

#[test]
fn a_user_is_removed() {
    let counter = Counter::new();
    let mut person = counter.window();
    choose(&mut person, "aada", "Korhonen, Aada");
    press_on(&mut person, "window-remove-user");
    let name = Arguments::from([("name", "Aada Korhonen".into())]);
    let title = tell("window-remove-title", &name);
    person.expect(&title);
    // Enter in haste removes nobody.
    person.expect_focus("window-cancel");
    person.press(Named::Enter);
    person.expect_none(&title);
    person.expect("1 found");
    press_on(&mut person, "window-remove-user");
    person.expect(&title);
    person.expect_focus("window-cancel");
    press_on(&mut person, "window-remove-user");
    person.expect_none(&title);
    person.press(Named::Escape);
    person.expect("39 users");
}

#[test]
fn a_draft_is_programmed() {
    let counter = Counter::new();
    let mut person = counter.window();
    choose(&mut person, "aada", "Korhonen, Aada");
    press_on(&mut person, "window-program");
    person.expect("window-home-group-title");
    tab_to(&mut person, "North");
    person.press(Named::Space);
    tab_to(&mut person, "window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 10));
    person.expect_focus("window-close");
    person.press(Named::Enter);
    person.expect_none("window-close-writing");
    person.expect_none(&written("window-programming-done", 10));
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "open");
}

#[test]
fn the_station_is_locked_over_any_question() {
    let counter = Counter::new();
    let mut person = counter.window();
    let lock = |person: &mut Driver<_>| {
        Driver::press_with(person, Modifiers::CTRL, Key::Character("l".into()));
        person.expect_focus("window-sign-in-password");
        person.type_text(&counter.password());
        person.press(Named::Enter);
        person.expect_none("window-sign-in-title");
    };
    person.press(Named::F1);
    person.expect("window-shortcut-lock");
    lock(&mut person);
    person.expect_none("window-shortcut-lock");
    choose(&mut person, "aada", "Korhonen, Aada");
    press_on(&mut person, "window-remove-user");
    person.expect_focus("window-cancel");
    lock(&mut person);
    person.expect("40 users");
    choose(&mut person, "aada", "Korhonen, Aada");
    press_on(&mut person, "window-program");
    tab_to(&mut person, "North");
    person.press(Named::Space);
    // From within an input too.
    tab_to(&mut person, "window-pin-label");
    person.type_text(&counter.pin());
    lock(&mut person);
    person.expect("40 users");
    person.expect_none("window-pin-label");
}

#[test]
fn what_is_answered_behind_the_sign_in_leaves_the_focus_on_the_password() {
    let counter = Counter::new();
    let mut person = counter.window();
    cleaner_with_fob(&mut person);
    person.answers_late(Duration::from_secs(1));
    // The summary comes while the password is being typed, and would put the focus on its own button.
    person.click("window-next");
    person.press_with(Modifiers::CTRL, Key::Character("l".into()));
    person.expect_focus("window-sign-in-password");
    let password = counter.password();
    let (first, rest) = password.split_at(4);
    person.type_text(first);
    std::thread::sleep(Duration::from_millis(1500));
    person.settle_down();
    person.expect_focus("window-sign-in-password");
    person.type_text(rest);
    person.press(Named::Enter);
    person.expect("+ opens");
}

#[test]
fn who_presses_enter_before_the_station_has_woken_up_is_let_in_once_it_has() {
    let counter = Counter::new();
    let program = program(counter.start());
    let (size, late) = ((1280.0, 800.0), Duration::from_secs(1));
    let mut person = Driver::late(program, Language::English, size, late);
    person.expect_focus("window-sign-in-password");
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("window-sign-in-opening");
    person.expect("40 users");
}

#[test]
fn what_is_being_written_is_finished_before_the_station_locks() {
    let counter = Counter::new();
    let mut person = counter.window();
    choose(&mut person, "aada", "Korhonen, Aada");
    press_on(&mut person, "window-program");
    tab_to(&mut person, "North");
    person.press(Named::Space);
    tab_to(&mut person, "window-pin-label");
    person.type_text(&counter.pin());
    person.press_unheard(Named::Enter);
    // Nothing is heard between the two.
    person.update(keywright::window::app::Message::Lock);
    let said = person.say("window-lock-later");
    assert!(person.all_texts().contains(&said));
    person.expect_focus("window-sign-in-password");
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.settle_down();
    person.expect("40 users");
    person.expect("Fob of Aada Korhonen");
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "open");
}

#[test]
fn a_cleaner_is_saved_by_a_clerk_without_a_programming_key() {
    let counter = Counter::new();
    let mut person = counter.window();
    let _out = counter.ask(&json!({"verb": "remove"}));
    let _lifted = counter.ask(&json!({"verb": "lift"}));
    person.expect("window-state-missing");
    press_on(&mut person, "window-add-user-save");
    enter_name(&mut person);
    press_on(&mut person, "window-next");
    tab_to(&mut person, "Cleaner");
    person.press(Named::Space);
    press_on(&mut person, "window-next");
    person.expect_focus("window-key-fob");
    person.press(Named::Enter);
    person.expect(&counted("window-key-opens", 20));
    // Neither the home group nor the PIN is asked where nothing is written.
    person.expect_none("window-program-now");
    press_on(&mut person, "window-next");
    person.expect_focus("window-save-and-close");
    person.expect("+ opens");
    person.expect_none("window-pin-label");
    person.press(Named::Enter);
    // The form closes by itself; the new user is on the list and shown, the key waits as a draft.
    person.expect("41 users");
    person.expect("Siivonen, Marja");
    person.expect("window-state-draft");
    person.expect_none("window-save-and-close");
    let station = station(&counter, Access::Read);
    let user = station.user("marja.siivonen@example.org").unwrap().value.id;
    let (keys, sources) = station
        .read(|reading| Ok((reading.keys(user)?, reading.sources(user)?)))
        .unwrap();
    assert_eq!((keys.len(), sources.len()), (1, 1));
    assert_eq!(keys[0].key.state, KeyState::Draft);
}

#[test]
fn enter_on_the_numeric_keypad_does_what_enter_does() {
    let counter = Counter::new();
    let mut person = Driver::new(program(counter.start()), Language::English, 1280.0, 800.0);
    person.expect_focus("window-sign-in-password");
    person.type_text(&counter.password());
    person.press_keypad_enter();
    person.expect("40 users");
    person.expect("window-state-new-fob");
    person.press_with(Modifiers::CTRL, Key::Character("n".into()));
    enter_name(&mut person);
    person.press_keypad_enter();
    person.expect("window-private-premises");
    person.type_text("clea");
    tab_to(&mut person, "Cleaner");
    person.press(Named::Space);
    tab_to(&mut person, "window-next");
    person.press_keypad_enter();
    person.expect_focus("window-key-fob");
    person.press_keypad_enter();
    person.expect("window-home-group-title");
    tab_to(&mut person, "North");
    person.press_keypad_enter();
    tab_to(&mut person, "window-next");
    person.press_keypad_enter();
    person.expect_focus("window-confirm");
    person.press_keypad_enter();
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press_keypad_enter();
    person.expect(&written("window-programming-done", 20));
    person.expect_focus("window-close");
    person.press_keypad_enter();
    person.expect("41 users");
    // In a list it opens what is chosen, and in a dialog it takes the answer that has the focus.
    choose(&mut person, "siivonen", "Siivonen, Marja");
    tab_to(&mut person, "window-remove-user");
    person.press_keypad_enter();
    person.expect("window-return-now");
    tab_to(&mut person, "window-block-key");
    person.press_keypad_enter();
    person.expect_focus("window-not-blocked");
    person.press_keypad_enter();
    person.expect_none("window-not-blocked");
}
