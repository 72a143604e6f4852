//! Closing the window at any moment, as impatiently as people are; and two windows on one system.

use iced_test::core::Event;
use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::core::window;
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language};
use keywright::window::app::{Message, Start, program};
use keywright::workflow::Access;
use serde_json::json;

use super::window_drafts::{COLLEAGUE, station};
use super::window_wizard::desk::{Counter, UID, add_cleaner, fill, tell, written};
use crate::driver::Driver;

const WORK_HOURS: &str = "2026-11-23T10:05:00+02:00";
const MAIN_DOOR: &str = "A main door";
/// The chip number of another new fob.
const OTHER: &str = "0423C1A2B47881";

/// Gives the PIN; the write is under way when this returns.
fn begin_write<P: Program + 'static>(counter: &Counter, person: &mut Driver<P>) {
    person.type_text(&counter.pin());
    person.press_unheard(Named::Enter);
}

/// A form for a role with a name in it.
fn half_a_role<P: Program + 'static>(person: &mut Driver<P>) {
    person.click("window-nav-roles");
    person.click("window-add-role");
    person.expect_focus("window-column-name");
    person.type_text("Gardener");
}

#[test]
fn the_last_letters_before_the_window_is_closed_are_kept() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-add-user");
    person.expect_focus("window-field-first-name");
    person.type_text("Marja");
    // At once, and once more.
    person.ask_to_close();
    person.ask_to_close();
    person.expect_closed();
    // The thread has let go of the system file.
    let station = station(&counter, Access::Write);
    let kept = station.read(|reading| reading.drafts()).unwrap();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].document.contains("\"Marja\""));
}

#[test]
fn a_window_nobody_has_signed_in_to_closes() {
    let counter = Counter::new();
    let mut person = Driver::new(program(counter.start()), Language::English, 1280.0, 800.0);
    person.expect_focus("window-sign-in-password");
    person.ask_to_close();
    person.expect_closed();
}

#[test]
fn a_write_is_finished_before_the_window_closes_however_often_one_asks() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    begin_write(&counter, &mut person);
    let close = || Event::Window(window::Event::CloseRequested);
    person.send_quietly(close());
    person.send_quietly(close());
    person.expect("window-close-writing-body");
    assert!(!person.is_closed());
    person.click("window-close-after");
    person.ask_to_close();
    person.expect_closed();
    drop(person);
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "open");
}

#[test]
fn a_signal_that_ends_programs_waits_for_the_write_and_asks_nobody() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    begin_write(&counter, &mut person);
    person.update(Message::Ended);
    person.expect_closed();
    drop(person);
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "open");
}

#[test]
fn a_signal_that_ends_programs_does_not_stay_for_a_write_that_fails() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    let _armed = counter.ask(&json!({"verb": "pull", "after_exchange": 24}));
    begin_write(&counter, &mut person);
    person.update(Message::Ended);
    person.expect_closed();
}

#[test]
fn a_signal_that_ends_programs_leaves_a_half_filled_form() {
    let counter = Counter::new();
    let mut person = counter.window();
    half_a_role(&mut person);
    person.update(Message::Ended);
    person.expect_closed();
    drop(station(&counter, Access::Write));
}

#[test]
fn whoever_keeps_the_window_open_sees_what_came_of_the_write() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    begin_write(&counter, &mut person);
    person.send_quietly(Event::Window(window::Event::CloseRequested));
    person.expect("window-close-writing-body");
    person.click("window-close-stay");
    person.expect(&written("window-programming-done", 20));
    assert!(!person.is_closed());
}

#[test]
fn a_write_that_fails_while_the_window_waits_to_close_says_why() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    let _armed = counter.ask(&json!({"verb": "pull", "after_exchange": 24}));
    begin_write(&counter, &mut person);
    person.send_quietly(Event::Window(window::Event::CloseRequested));
    person.click("window-close-after");
    person.expect("error-fob-lifted-remedy");
    person.expect_none("window-close-writing");
    assert!(!person.is_closed());
    // Then it is closed as ever.
    person.ask_to_close();
    person.expect_closed();
}

#[test]
fn a_half_filled_form_is_asked_about() {
    let counter = Counter::new();
    let mut person = counter.window();
    half_a_role(&mut person);
    person.ask_to_close();
    person.expect("window-discard-title");
    person.press(Named::Escape);
    person.expect_none("window-discard-title");
    assert!(!person.is_closed());
    person.expect("Gardener");
    person.ask_to_close();
    person.click("window-discard-go");
    person.expect_closed();
}

/// Another window on the system of `counter`, with an encoder and a token of its own.
fn another_window(
    counter: &Counter,
    bench: &Counter,
) -> Driver<
    impl Program<State = keywright::window::app::App, Message = keywright::window::app::Message> + use<>,
> {
    let start = Start {
        config: bench.start().config,
        ..counter.start()
    };
    Driver::new(program(start), Language::English, 1280.0, 800.0)
}

#[track_caller]
fn lock<P: Program + 'static>(person: &mut Driver<P>) {
    person.press_with(Modifiers::CTRL, Key::Character("l".into()));
    person.expect_focus("window-sign-in-password");
    person.settle_down();
}

#[track_caller]
fn unlock<P: Program + 'static>(person: &mut Driver<P>, counter: &Counter) {
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect_none("window-sign-in-title");
}

#[track_caller]
fn edit_to_summary<P: Program + 'static>(person: &mut Driver<P>, suffix: &str) {
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("aada");
    person.expect("1 found");
    person.click("Korhonen, Aada");
    person.click("window-edit-user");
    person.expect(COLLEAGUE);
    fill(person, "window-field-last-name", suffix);
    person.click("window-to-summary");
    person.expect(&format!("Korhonen{suffix}"));
}

#[test]
fn of_two_windows_that_confirm_the_same_edit_one_is_told_that_the_other_was_first() {
    let counter = Counter::new();
    let bench = counter.copied();
    let mut first = counter.window();
    edit_to_summary(&mut first, "-Laine");
    let mut second = another_window(&counter, &bench);
    second.expect_focus("window-sign-in-password");
    second.type_text(&counter.password());
    second.press(Named::Enter);
    // One window writes at a time, and the other says so.
    second.expect("error-store-in-use");
    second.expect("error-store-in-use-remedy");
    lock(&mut first);
    unlock(&mut second, &counter);
    edit_to_summary(&mut second, "-Niemi");
    second.click("window-confirm");
    second.expect("window-summary-show");
    second.click("window-close");
    second.expect("Korhonen-Niemi, Aada");
    lock(&mut second);
    unlock(&mut first, &counter);
    first.click("window-confirm");
    // The summary is made anew over what is stored now, and waits to be confirmed.
    first.expect("error-summary-changed");
    first.expect("error-summary-changed-remedy");
    first.expect("Korhonen-Niemi");
    first.expect("Korhonen-Laine");
    drop((first, second));
    let stored = station(&counter, Access::Read).user(COLLEAGUE).unwrap();
    assert_eq!(stored.value.last_name, "Korhonen-Niemi");
}

#[test]
fn of_two_windows_that_confirm_the_same_write_one_writes_and_the_other_is_told() {
    let counter = Counter::new();
    let mut first = counter.window();
    add_cleaner(&mut first);
    // At the other counter another new fob lies on the encoder.
    let bench = counter.copied();
    let _lifted = bench.ask(&json!({"verb": "lift"}));
    let _new = bench.ask(
        &json!({"verb": "new", "kind": "fob", "name": "other", "chip": "ev1-4k", "uid": OTHER}),
    );
    let _laid = bench.ask(&json!({"verb": "lay", "name": "other"}));
    lock(&mut first);
    let mut second = another_window(&counter, &bench);
    second.expect_focus("window-sign-in-password");
    unlock(&mut second, &counter);
    second.press_with(Modifiers::CTRL, Key::Character("f".into()));
    second.type_text("marja");
    second.expect("1 found");
    second.click_right("Siivonen, Marja");
    second.click_on_top("window-program-fob");
    second.click("window-pin-label");
    second.type_text(&counter.pin());
    second.press(Named::Enter);
    let done = [("uid", OTHER.into()), ("count", 20usize.into())];
    second.expect(&tell("window-programming-done", &Arguments::from(done)));
    second.click_on_top("window-close");
    lock(&mut second);
    unlock(&mut first, &counter);
    first.click("window-pin-label");
    first.type_text(&counter.pin());
    first.press(Named::Enter);
    // What was confirmed there is done already; told so, the person asks for it all the same.
    first.expect("error-summary-changed");
    first.click("window-program");
    first.settle_down();
    first.settle_down();
    // The key has its fob: the one that lies here stays blank, and the window says which it is,
    // and for whom the right one is.
    let marja = {
        let station = station(&counter, Access::Read);
        let user = station.user("marja.siivonen@example.org").unwrap().value.id;
        let keys = station.read(|reading| reading.keys(user)).unwrap();
        keys[0].key.number.to_string()
    };
    let fobs = [
        ("expected", OTHER.into()),
        ("found", UID.into()),
        ("expected_known", "yes".into()),
        ("expected_number", marja.as_str().into()),
        ("expected_name", "Marja Siivonen".into()),
    ];
    first.expect(&tell("error-wrong-fob", &Arguments::from(fobs)));
    first.expect("error-wrong-fob-remedy");
    first.expect("window-state-new-fob");
    drop((first, second));
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "denied: not-readable");
    let station = station(&counter, Access::Read);
    let keys = station.user("marja.siivonen@example.org").unwrap().value.id;
    let keys = station.read(|reading| reading.keys(keys)).unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].key.revision.0, 1);
}
