//! What the window tells of people and keys beside the wizards: the laid fob of a blocked key, what the badges count,
//! where an invitation stands, the log in the person's language, what stops a step; and what can be noted of a key.

use iced_test::core::keyboard::key::Named;
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language};
use keywright::model::KeyState;
use keywright::workflow::Access;

use super::window_drafts::station;
use super::window_holders::{CLEANER, at_the_key, states};
use super::window_people::with_programmed_cleaner;
use super::window_wizard::desk::{Counter, UID, cleaner_with_fob, counted, fill, fill_basic, tell};
use crate::driver::Driver;

#[test]
fn a_blocked_fob_on_the_encoder_is_taken_back_and_counts_for_nobody_any_more() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.expect(&counted("window-keys-fine", 1));
    at_the_key(&mut person);
    person.click("window-block-key");
    person.expect("window-block-body");
    person.click_on_top("window-block-key");
    person.expect("window-fob-laid-blocked");
    assert_eq!(states(&counter, CLEANER), [KeyState::Blocked]);
    // Its group tells whose key it is, and which locks know nothing of it yet.
    person.click("window-nav-blocking-groups");
    person.click("North");
    person.expect("31 Marja Siivonen");
    person.click("window-nav-users");
    fill(&mut person, "window-search", "siivonen");
    person.expect("Siivonen, Marja");
    person.expect("window-keys-none");
    person.click("window-return-key");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    let uid = Arguments::from([("uid", UID.into())]);
    person.expect(&tell("window-emptying-done", &uid));
    assert_eq!(states(&counter, CLEANER), [KeyState::Returned]);
}

#[test]
fn a_draft_is_deleted_and_a_stamp_is_noted_at_its_key() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-nav-keys");
    fill(&mut person, "window-search", "aada");
    person.click("Aada Korhonen");
    person.expect("window-stamp");
    person.click("window-edit");
    person.expect("window-stamp-hint");
    fill(&mut person, "window-stamp", "12");
    person.click("window-save");
    // Four digits, or none.
    person.expect("error-stamp-malformed");
    fill(&mut person, "window-stamp", "34");
    person.click("window-save");
    person.expect("window-saved");
    person.expect("1234");
    person.click_right("Aada Korhonen");
    person.click_on_top("window-remove");
    person.expect("window-remove-body");
    person.click_on_top("window-remove");
    person.expect("window-removed");
    person.expect_none("1234");
    assert_eq!(states(&counter, "Aada Korhonen"), [KeyState::Deleted]);
    person.click("window-nav-users");
    fill(&mut person, "window-search", "aada");
    person.click("Korhonen, Aada");
    person.expect("window-keys-none");
    person.expect_none("Key fob 1");
}

#[test]
fn the_panel_of_a_user_says_where_the_invitation_stands_and_sends_it_again() {
    let counter = Counter::new();
    let mut person = counter.window();
    cleaner_with_fob(&mut person);
    person.click("window-next");
    person.expect("+ opens");
    person.wheel_over("+ opens", 400.0);
    person.click("window-invite");
    person.click("window-confirm");
    person.expect("window-action-invitation-queued");
    person.click("window-close");
    person.expect("41 users");
    person.expect("window-why-hint");
    person.wheel_over("window-why-hint", 40.0);
    person.expect("window-invitation-queued");
    person.click("window-resend");
    person.expect("window-resent");
}

#[test]
fn the_log_is_searched_and_read_to_its_first_entry() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-nav-log");
    person.expect(&counted("window-rows-newest", 250));
    let added = Arguments::from([("action", "lock-group-added".into())]);
    let added = tell("window-log-action", &added);
    person.expect_none(&added);
    // What was done first stands far below what was read.
    person.click("window-search");
    person.type_text("common rooms");
    person.expect(&counted("window-users-found", 4));
    person.expect(&added);
    person.press(Named::Escape);
    person.expect(&counted("window-rows-newest", 250));
    let all = station(&counter, Access::Read).newest_entries(5_000);
    let all = counted("window-rows-count", all.unwrap().len());
    for _ in 0..4 {
        person.wheel_over("locksmith Operator", 400.0);
        person.settle_down();
    }
    person.expect(&all);
    person.expect(&added);
}

#[test]
fn the_log_is_told_in_the_language_of_the_person_and_sifted_by_what_it_is_about() {
    let counter = Counter::new();
    let mut person = counter.window_of(Language::Finnish, 1280.0, 800.0);
    person.click("window-nav-log");
    person.expect("window-log-done");
    let said = |person: &mut Driver<_>, text: &str| {
        person.settle_down();
        person.all_texts().iter().any(|one| one.contains(text))
    };
    person.click("window-filter-all");
    person.click_on_top("window-log-keys");
    let action = |action: &str| {
        tell_in_finnish(
            "window-log-action",
            &Arguments::from([("action", action.into())]),
        )
    };
    person.expect(&action("key-added"));
    person.expect_none(&action("role-added"));
    // Every fact by its word: no name of a field as the machine writes it.
    assert!(
        said(&mut person, "laji tunniste"),
        "{:#?}",
        person.all_texts()
    );
    assert!(!said(&mut person, "kind fob"));
}

#[test]
fn the_log_says_what_a_key_was_before() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.click("window-nav-log");
    person.expect("window-log-done");
    person.expect("previously draft");
    person.expect("previously being written");
}

#[test]
fn the_log_tells_times_as_the_place_has_them() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-next");
    person.click("Cleaner");
    fill(&mut person, "window-valid-until", "2027-12-31");
    person.click("window-next");
    person.expect("window-key-fob");
    person.click("window-next");
    person.click("window-confirm");
    person.click("window-close");
    person.expect("41 users");
    person.click("window-nav-log");
    // The first instant at which it is over; 22:00 of the day before in Universal Time.
    person.expect("until 1 Jan 2028, 00:00");
    person.click("until 1 Jan 2028, 00:00");
    person.expect("1 Jan 2028, 00:00");
}

fn tell_in_finnish(id: &str, values: &Arguments) -> String {
    keywright::i18n::Texts::new(Language::Finnish).text(id, values)
}

#[test]
fn a_wrong_end_date_below_hidden_options_is_shown_where_it_stops_the_step() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-options-show");
    fill(&mut person, "window-field-end-date", "31.13");
    person.click("window-options-hide");
    person.expect_none("window-field-end-date");
    person.click("window-next");
    person.expect("window-field-end-date");
    person.expect("window-date-malformed");
    person.expect_focus("window-field-end-date");
    // As other languages write it, it is a date too.
    for _ in 0..5 {
        person.press(Named::Backspace);
    }
    person.type_text("31.12.2027");
    person.expect_none("window-date-malformed");
    person.click("window-next");
    person.expect("window-private-premises");
}

/// Turns the list of keys and the to-do list up for the cleaner.
#[track_caller]
fn pending_everywhere<P: Program + 'static>(person: &mut Driver<P>) {
    person.click("window-nav-keys");
    fill(person, "window-search", "marja");
    person.expect("window-state-pending");
    person.click("window-nav-todo");
    fill(person, "window-search", "marja");
    person.expect("31 Marja Siivonen");
    person.expect("window-todo-pending-why");
}

#[test]
fn a_role_that_changes_makes_its_keys_pending_on_the_list_and_on_the_to_do_list() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.click("window-nav-roles");
    person.click("Cleaner");
    person.expect("window-user-role");
    person.click("window-edit");
    person.expect("window-times-hint");
    person.click("Common rooms D");
    person.click("window-save");
    person.expect(&counted("window-saved-pending", 1));
    pending_everywhere(&mut person);
}
