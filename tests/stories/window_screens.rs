//! The places of the navigation as an operator works them: lists, cards, forms, removal refused and granted, the to-do
//! list, the log as a file, the settings, the lock.

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language};
use keywright::window::app::program;
use keywright::window::desk::Secret;
use std::time::Duration;

use super::window_wizard::desk::{Counter, fill, pictures, tab_to, tell};
use crate::driver::Driver;

/// Goes to a place; its word stands in the navigation first.
#[track_caller]
fn go<P: Program + 'static>(person: &mut Driver<P>, place: &str) {
    person.click(place);
}

#[track_caller]
fn count<P: Program + 'static>(person: &mut Driver<P>, id: &str, count: usize) {
    person.expect(&tell(id, &Arguments::from([("count", count.into())])));
}

#[test]
fn every_place_shows_its_list() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-keys");
    person.expect("Aada Korhonen");
    person.expect("window-column-number");
    go(&mut person, "window-nav-locks");
    count(&mut person, "window-rows-count", 60);
    person.expect("A 1 door");
    person.click("window-lock-groups");
    count(&mut person, "window-rows-count", 6);
    go(&mut person, "window-nav-premises");
    person.expect("window-common-premises");
    go(&mut person, "window-nav-roles");
    person.expect("Cleaner");
    person.click("window-administrator-roles");
    person.expect("window-everywhere");
    go(&mut person, "window-nav-blocking-groups");
    person.expect("North");
    person.expect("0/500");
    go(&mut person, "window-nav-log");
    person.expect("window-log-done");
    go(&mut person, "window-nav-programming-keys");
    count(&mut person, "window-rows-count", 1);
    go(&mut person, "window-nav-settings");
    person.expect("window-setting-language");
    go(&mut person, "window-nav-users");
    person.expect("40 users");
}

#[test]
fn a_role_is_added_changed_and_removed_and_its_keys_become_pending() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-roles");
    person.click("window-add-role");
    person.expect_focus("window-column-name");
    person.type_text("Gardener");
    person.click("window-save");
    person.expect("window-saved");
    person.expect("window-user-role");
    person.click("window-edit");
    person.expect("window-times-hint");
    fill(&mut person, "window-details-times", "gibberish");
    person.click("window-save");
    person.expect("error-access-times-interval");
    person.expect("error-access-times-interval-remedy");
    person.press(Named::Escape);
    person.click("window-discard-go");
    person.expect("Gardener");
    person.click("window-remove");
    person.expect("window-remove-body");
    person.click_on_top("window-remove");
    person.expect("window-removed");
    person.expect_none("Gardener");
}

#[test]
fn what_is_still_linked_is_not_removed_and_the_refusal_says_by_what() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-roles");
    person.click("Cleaner");
    person.click("window-remove");
    person.expect("window-remove-body");
    person.click_on_top("window-remove");
    let names = "Anna Lindqvist, Mehmet Kaya, Oksana Bondar";
    let linked = [
        ("linked", "yes".into()),
        ("name", "Cleaner".into()),
        ("links", names.into()),
        ("more", 0usize.into()),
    ];
    person.expect(&tell("error-still-used", &Arguments::from(linked)));
    person.expect("error-still-used-remedy");
    person.press(Named::Escape);
    person.expect_none("window-remove-body");
    person.expect("Cleaner");
}

#[test]
fn premises_stand_below_what_they_lie_in_and_a_search_keeps_the_way_to_them() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-premises");
    person.expect("window-common-premises");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("b 3");
    count(&mut person, "window-users-found", 1);
    let texts = person.all_texts();
    let building = texts.iter().position(|text| text.contains("Building B"));
    let flat = texts.iter().position(|text| text.contains("B 3"));
    assert!(building.is_some() && building < flat, "{texts:?}");
    person.click("window-add-premises");
    person.expect_focus("window-column-name");
    person.type_text("Attic");
    person.click("window-save");
    person.expect("window-saved");
}

#[test]
fn a_changed_lock_group_sends_somebody_to_the_door_and_the_to_do_list_knows() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-locks");
    person.expect("A 1 door");
    person.click("A 1 door");
    person.click("window-edit");
    person.expect("window-lock-clock-hint");
    person.click("window-lock-clock");
    person.click("window-save");
    person.expect("window-saved");
    person.expect("window-lock-pending");
    go(&mut person, "window-nav-todo");
    person.click("window-filter-all");
    person.click_on_top("window-todo-doors");
    person.expect("window-todo-door");
    person.click("window-deploy");
    person.expect("window-deploying-visit");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    let done = [("uid", "A 1 door".into())];
    person.expect(&tell("window-deploying-done", &Arguments::from(done)));
    person.click_on_top("window-close");
    person.expect_none("window-todo-door");
}

#[test]
fn what_a_search_leaves_out_marks_no_other_row_in_its_place() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-locks");
    person.click("A 1 door");
    person.expect("Lock 9");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("B 1 door");
    person.expect("B 1 door");
    person.expect_none("A 2 door");
    // Into the list, whose first row is not the chosen one yet.
    tab_to(&mut person, "A back door");
    person.press(Named::ArrowDown);
    person.expect("Lock 1");
}

#[test]
fn the_menu_of_a_row_has_the_focus_though_what_can_be_done_is_known_later() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-roles");
    person.click_right("Cleaner");
    person.expect_focus("window-edit");
    person.press(Named::Enter);
    person.expect_focus("window-column-name");
}

#[test]
fn a_draft_is_programmed_from_the_to_do_list_and_returned_from_the_list_of_keys() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-todo");
    person.expect("1 Aada Korhonen");
    person.click("window-program");
    person.click("North");
    person.click("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("window-close");
    person.expect_none("window-home-group-title");
    person.click_on_top("window-close");
    person.expect_none("1 Aada Korhonen");
    go(&mut person, "window-nav-keys");
    person.click("Aada Korhonen");
    person.expect("window-no-difference");
    person.click("window-return-key");
    person.expect("window-emptying-known-fob");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    let uid = [("uid", super::window_wizard::desk::UID.into())];
    person.expect(&tell("window-emptying-done", &Arguments::from(uid)));
    person.click_on_top("window-close");
    person.expect("window-state-returned");
    // As it left the factory: the encoder sees a new fob.
    person.expect("window-state-new-fob");
}

#[test]
fn the_log_goes_into_a_file_that_is_not_there_yet() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-log");
    person.expect("window-log-done");
    person.click("window-export");
    person.expect("window-export-title");
    let path = counter.folder().join("log.csv");
    for _ in 0..120 {
        person.press(Named::Backspace);
    }
    person.type_text(&path.display().to_string());
    person.press(Named::Enter);
    person.expect_none("window-export-title");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("number,time,operator,action,"), "{text}");
    assert!(text.contains("\"user-added\""));
    // Again: nothing is overwritten.
    person.click("window-export");
    for _ in 0..120 {
        person.press(Named::Backspace);
    }
    person.type_text(&path.display().to_string());
    person.press(Named::Enter);
    person.expect("error-file-not-written-remedy");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn the_language_changes_at_once_and_the_settings_are_there_again() {
    let counter = Counter::new();
    let path = counter.folder().join("window.json");
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.config.preferences = Some(path.clone());
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    go(&mut person, "window-nav-settings");
    person.click("Suomi");
    person.expect("Käyttäjät");
    person.click("Tumma");
    person.click("150 %");
    let kept = || keywright::window::preferences::Preferences::read(&path);
    for _ in 0..100 {
        if kept().scale == 150 {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(kept().language(), Language::Finnish);
    assert_eq!(kept().theme, "dark");
    assert_eq!(kept().scale, 150);
}

#[test]
fn the_window_locks_itself_and_the_password_opens_it_where_it_was() {
    let counter = Counter::new();
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.lock_after = Some(Duration::from_secs(4));
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    person.click("window-add-user");
    fill(&mut person, "window-field-first-name", "Marja");
    person.expect("window-sign-in-title");
    person.expect_none("Marja");
    // It says why, and what keys do here.
    let idle = Arguments::from([("count", 1usize.into())]);
    person.expect(&tell("window-locked-itself", &idle));
    person.expect("window-locked-itself-remedy");
    person.expect_focus("window-sign-in-password");
    person.press(Named::F1);
    person.expect("window-shortcut-tab");
    person.expect_none("window-shortcut-program");
    person.press(Named::Escape);
    person.expect_none("window-shortcut-tab");
    person.expect_focus("window-sign-in-password");
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("window-field-first-name");
    person.expect("Marja");
}

#[test]
fn the_screens_look_as_they_did() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person, "window-nav-todo");
    person.expect("1 Aada Korhonen");
    tab_to(&mut person, "window-nav-todo");
    person.snapshot("window-todo-light");
    go(&mut person, "window-nav-blocking-groups");
    person.expect("0/500");
    person.click("North");
    person.expect("window-entries-used");
    pictures(&mut person, "window-blocking-groups");
    go(&mut person, "window-nav-roles");
    person.click("Cleaner");
    person.expect("window-user-role");
    person.click("window-edit");
    person.expect_focus("window-column-name");
    // Away from the input, whose caret blinks.
    person.press(Named::Tab);
    pictures(&mut person, "window-form-role");
    person.press(Named::Escape);
    person.expect("window-user-role");
    go(&mut person, "window-nav-premises");
    person.expect("window-common-premises");
    person.click("window-add-premises");
    person.expect_focus("window-column-name");
    tab_to(&mut person, "window-save");
    pictures(&mut person, "window-form-premises");
    person.press(Named::Escape);
    person.expect("window-common-premises");
    go(&mut person, "window-nav-settings");
    person.expect("window-setting-language");
    person.snapshot("window-settings-light");
    person.click("window-theme-dark");
    person.snapshot("window-settings-dark");
    go(&mut person, "window-nav-todo");
    person.expect("1 Aada Korhonen");
    person.snapshot("window-todo-dark");
}
