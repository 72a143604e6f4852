//! A clock that stands before the log, met at a counter: nothing is written until somebody says at the device strip that
//! the clock is right.

use iced_test::core::keyboard::key::Named;
use keywright::i18n::Language;
use keywright::window::app::{Start, program};
use keywright::window::desk::Secret;
use serde_json::json;

use super::window_wizard::desk::{Counter, add_cleaner, shut, written};
use crate::driver::Driver;

#[test]
fn a_clock_before_the_log_is_told_at_the_strip_and_said_to_be_right_there() {
    let counter = Counter::new();
    let mut start = Start {
        password: Some(Secret::new(counter.password())),
        ..counter.start()
    };
    start.config.at = Some("2026-02-02T10:00:00+02:00".parse().unwrap());
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("window-state-clock");
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("window-remedy-clock-behind");
    let fob = counter.ask(&json!({"verb": "dump", "name": "story"}));
    assert_eq!(fob["applications"], json!([]), "{fob}");
    person.click("window-mend-clock");
    person.expect_none("window-state-clock");
    // The PIN that was given serves for the same confirmed change.
    person.click("window-retry");
    person.expect(&written("window-programming-done", 20));
    shut(person);
}
