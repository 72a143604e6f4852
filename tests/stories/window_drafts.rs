//! What is entered and not confirmed: whose it is, what becomes of it when the window is locked, taken by somebody
//! else or killed, and that nothing of it is thrown away unasked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::Arguments;
use keywright::model::Email;
use keywright::store::{DraftRecord, UserQuery};
use keywright::time::SystemClock;
use keywright::window::app::{Message, Place};
use keywright::window::screen::{form, listing, users, wizard};
use keywright::workflow::{Access, Services, Station};
use serde_json::Value;

use super::window_confirmed::changed_meanwhile;
use super::window_wizard::desk::{
    Counter, add_cleaner, cleaner_with_fob, fill, fill_basic, shut, tell,
};
use crate::driver::Driver;

/// A colleague who is an operator too.
pub(super) const COLLEAGUE: &str = "aada.korhonen@example.org";
/// The colleague's password.
pub(super) const COLLEAGUES: &str = "the colleague's own long password";

/// The system beside the window.
pub(super) fn station(counter: &Counter, mode: Access) -> Station {
    let start = counter.start();
    let email = Email::new(&start.operator.unwrap()).unwrap();
    let services = Services::of_this_computer(Arc::new(SystemClock));
    let path = start.system.unwrap();
    Station::open(&path, &email, &counter.password(), mode, services).unwrap()
}

/// Makes the colleague an operator, before a window opens.
pub(super) fn with_colleague(counter: &Counter) {
    let mut station = station(counter, Access::Write);
    let user = station.user(COLLEAGUE).unwrap().value.id;
    let roles = station.read(|reading| reading.administrator_roles());
    let roles = roles.unwrap().iter().map(|role| role.value.id).collect();
    let _operator = station
        .add_operator(user, roles, &counter.password(), COLLEAGUES)
        .unwrap();
}

/// What is kept of wizards.
fn drafts(counter: &Counter) -> Vec<DraftRecord> {
    let station = station(counter, Access::Read);
    station.read(|reading| reading.drafts()).unwrap()
}

fn first_name(draft: &DraftRecord) -> String {
    let document: Value = serde_json::from_str(&draft.document).unwrap();
    document["basic"]["first"].as_str().unwrap().to_owned()
}

/// Waits until what is kept is as it shall be: it is kept a moment after it was entered.
#[track_caller]
fn until_kept(counter: &Counter, holds: impl Fn(&[DraftRecord]) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let kept = drafts(counter);
        if holds(&kept) {
            return;
        }
        assert!(Instant::now() < deadline, "{kept:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Locks the window, and somebody opens it.
#[track_caller]
pub(super) fn hand_over<P: Program + 'static>(person: &mut Driver<P>, email: &str, password: &str) {
    person.press_with(Modifiers::CTRL, Key::Character("l".into()));
    person.expect_focus("window-sign-in-password");
    person.click("window-field-email");
    person.press_with(Modifiers::CTRL, Key::Character("a".into()));
    person.type_text(email);
    person.click("window-sign-in-password");
    person.type_text(password);
    person.press(Named::Enter);
    person.expect_none("window-sign-in-title");
}

/// The operator of the demo.
pub(super) fn operator(counter: &Counter) -> String {
    counter.start().operator.unwrap()
}

fn left(id: &str, name: &str) -> String {
    tell(id, &Arguments::from([("name", name.into())]))
}

/// Opens the wizard on the colleague, with everything there.
#[track_caller]
fn edit_colleague<P: Program + 'static>(person: &mut Driver<P>) {
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("aada");
    person.expect("1 found");
    person.click("Korhonen, Aada");
    person.click("window-edit-user");
    person.expect(COLLEAGUE);
    // What can be given has come too.
    person.click("window-next");
    person.expect("Resident A");
    person.click("window-back");
    person.expect(COLLEAGUE);
}

#[test]
fn what_one_operator_entered_is_neither_overwritten_nor_deleted_by_another() {
    let counter = Counter::new();
    with_colleague(&counter);
    let mut person = counter.window();
    fill_basic(&mut person);
    hand_over(&mut person, COLLEAGUE, COLLEAGUES);
    person.expect("40 users");
    person.expect_none("window-draft-continue");
    person.click("window-add-user");
    fill(&mut person, "window-field-first-name", "Bertta");
    until_kept(&counter, |kept| kept.len() == 2);
    person.press(Named::Escape);
    person.click("window-discard-go");
    person.expect("40 users");
    until_kept(&counter, |kept| kept.len() == 1);
    let kept = drafts(&counter);
    assert_eq!(first_name(&kept[0]), "Marja");
    let email = operator(&counter);
    hand_over(&mut person, &email, &counter.password());
    person.expect(&left("window-draft-left", "Marja Siivonen"));
    person.click("window-draft-continue");
    person.expect("marja.siivonen@example.org");
}

#[test]
fn an_operator_cannot_touch_the_draft_of_another() {
    let counter = Counter::new();
    with_colleague(&counter);
    let mut own = station(&counter, Access::Write);
    let id = own.keep_draft(None, "add-user", "{}").unwrap();
    drop(own);
    let email = Email::new(COLLEAGUE).unwrap();
    let services = Services::of_this_computer(Arc::new(SystemClock));
    let path = counter.start().system.unwrap();
    let mut other = Station::open(&path, &email, COLLEAGUES, Access::Write, services).unwrap();
    let refused = other.keep_draft(Some(id), "add-user", "[]").unwrap_err();
    assert_eq!(refused.code(), "not-found");
    assert_eq!(other.drop_draft(id).unwrap_err().code(), "not-found");
    drop(other);
    let kept = drafts(&counter);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].document, "{}");
}

#[test]
fn a_double_click_on_discard_asks_and_throws_away_one_draft() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    until_kept(&counter, |kept| kept.len() == 1);
    shut(person);
    let mut person = counter.window();
    person.click("window-add-user");
    fill(&mut person, "window-field-first-name", "Bertta");
    until_kept(&counter, |kept| kept.len() == 2);
    shut(person);
    let mut person = counter.window();
    person.expect(&left("window-draft-left", "Bertta"));
    let at = person.place("window-discard-go");
    person.click_at(at);
    person.click_at(at);
    person.expect("window-discard-title");
    assert_eq!(drafts(&counter).len(), 2);
    // Escape keeps both.
    person.press(Named::Escape);
    person.expect_none("window-discard-title");
    person.click("window-discard-go");
    person.click_on_top("window-discard-go");
    person.expect(&left("window-draft-left", "Marja Siivonen"));
    until_kept(&counter, |kept| kept.len() == 1);
    assert_eq!(first_name(&drafts(&counter)[0]), "Marja");
}

#[test]
fn an_emptied_wizard_leaves_no_draft_behind() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-add-user");
    fill(&mut person, "window-field-first-name", "M");
    until_kept(&counter, |kept| kept.len() == 1);
    person.press(Named::Backspace);
    until_kept(&counter, <[DraftRecord]>::is_empty);
    person.press(Named::Escape);
    person.expect("40 users");
    person.click("window-nav-todo");
    person.expect("1 Aada Korhonen");
    person.expect_none("window-todo-wizard");
}

#[test]
fn a_draft_of_another_window_is_continued_from_the_to_do_list_or_said_to_be_gone() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    until_kept(&counter, |kept| kept.len() == 1);
    let kept = drafts(&counter).remove(0);
    person.press(Named::Escape);
    person.click("window-discard-go");
    person.expect("40 users");
    until_kept(&counter, <[DraftRecord]>::is_empty);
    // The window that signs in now knows of no draft; one comes by another way.
    person.press_with(Modifiers::CTRL, Key::Character("l".into()));
    person.expect_focus("window-sign-in-password");
    person.settle_down();
    let mut beside = station(&counter, Access::Write);
    let id = beside
        .keep_draft(None, &kept.wizard, &kept.document)
        .unwrap();
    drop(beside);
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("40 users");
    person.click("window-nav-todo");
    person.expect("Marja Siivonen");
    person.press_with(Modifiers::CTRL, Key::Character("l".into()));
    person.expect_focus("window-sign-in-password");
    person.settle_down();
    station(&counter, Access::Write).drop_draft(id).unwrap();
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("window-nav-todo");
    person.update(Message::Listing(listing::Message::Act(
        keywright::window::desk::sheet::Act::Resume(id),
    )));
    person.expect("window-draft-gone");
}

#[test]
fn a_change_survives_a_killed_program_and_lies_over_what_was_stored_meanwhile() {
    let counter = Counter::new();
    let mut person = counter.window();
    edit_colleague(&mut person);
    fill(&mut person, "window-field-last-name", "-Laine");
    person.click("window-next");
    person.click("Cleaner");
    until_kept(&counter, |kept| {
        let step = |draft: &DraftRecord| draft.document.contains("Korhonen-Laine");
        kept.iter().any(step) && kept[0].document.contains("Sources")
    });
    std::thread::sleep(Duration::from_millis(600));
    // The files are what a killed program leaves.
    let killed = counter.copied();
    drop(person);
    // Somebody else gives the user a company.
    let mut beside = station(&killed, Access::Write);
    let user = beside.user(COLLEAGUE).unwrap().value.id;
    let mut edit = beside.user_edit(user).unwrap();
    let sources = edit.sources.len();
    "Laine Oy".clone_into(&mut edit.user.details.company);
    let _edited = beside.edit_user(&edit).unwrap();
    drop(beside);
    let mut person = killed.window();
    person.expect(&left("window-draft-change-left", "Aada Korhonen-Laine"));
    person.click("window-draft-continue");
    person.expect("window-draft-user-changed");
    person.expect("window-draft-user-changed-remedy");
    person.click("window-to-summary");
    person.expect("Korhonen-Laine");
    person.expect_none("Laine Oy");
    person.click("window-confirm");
    person.expect("window-summary-show");
    person.click("window-close");
    person.expect_none("window-draft-continue");
    shut(person);
    let stored = station(&killed, Access::Read);
    let person = stored.person(user).unwrap();
    assert_eq!(person.user.value.last_name, "Korhonen-Laine");
    assert_eq!(person.user.value.details.company, "Laine Oy");
    assert_eq!(person.sources.len(), sources + 1);
    assert!(drafts(&killed).is_empty());
}

#[test]
fn a_key_begun_for_a_laid_fob_is_kept_and_continued_from_the_to_do_list() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("anna");
    person.expect("1 found");
    person.click("Lindqvist, Anna");
    person.click(&left("window-new-key-for", "Anna Lindqvist"));
    person.click("North");
    until_kept(&counter, |kept| kept.len() == 1);
    person.settle_down();
    std::thread::sleep(Duration::from_millis(600));
    let killed = counter.copied();
    drop(person);
    let mut person = killed.window();
    person.click("window-nav-todo");
    person.expect("window-todo-wizard-change");
    person.click("window-draft-continue");
    person.expect("window-home-group-title");
    person.expect_none("window-draft-user-changed");
    person.click("window-to-summary");
    person.expect("+ opens");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
}

#[test]
fn a_half_filled_form_waits_behind_the_lock_for_its_operator() {
    let counter = Counter::new();
    with_colleague(&counter);
    let mut person = counter.window();
    person.click("window-nav-roles");
    person.click("window-add-role");
    person.expect_focus("window-column-name");
    person.type_text("Gardener");
    // Somebody else works in between.
    hand_over(&mut person, COLLEAGUE, COLLEAGUES);
    person.expect("Cleaner");
    person.expect_none("Gardener");
    let email = operator(&counter);
    hand_over(&mut person, &email, &counter.password());
    person.expect("Gardener");
    person.click("window-save");
    person.expect("window-saved");
    person.expect("window-user-role");
}

#[test]
fn a_form_that_was_left_while_it_was_saved_is_not_stuck() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-nav-roles");
    person.click("window-add-role");
    person.expect_focus("window-column-name");
    person.type_text("Cleaner");
    // Nothing is heard between the two.
    person.update(Message::Listing(listing::Message::Form(
        form::Message::Save,
    )));
    person.update(Message::Went(Place::Users));
    person.expect("40 users");
    person.settle_down();
    person.click("window-nav-roles");
    // The refusal stands there, and the form can be changed and saved.
    person.expect("error-name-taken-remedy");
    person.click("window-column-name");
    person.type_text(" two");
    person.click("window-save");
    person.expect("window-saved");
}

#[test]
fn a_pin_does_not_outlive_the_lock() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    let pin = counter.pin();
    person.type_text(&pin);
    person.press_with(Modifiers::CTRL, Key::Character("l".into()));
    person.expect_focus("window-sign-in-password");
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("window-pin-label");
    let inputs = person.all_texts();
    assert!(!inputs.contains(&pin), "{inputs:?}");
    // So nothing is written before it is typed again.
    let program = person.place("window-program");
    person.click_at(program);
    person.settle_down();
    person.expect("window-pin-label");
}

#[test]
fn what_was_asked_before_one_typed_on_does_not_lead_away() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.update(Message::Wizard(wizard::Message::Next));
    person.update(Message::Wizard(wizard::Message::Basic(
        wizard::basic::Message::Typed(
            wizard::basic::Input::Email,
            "anna.lindqvist@example.org".to_owned(),
        ),
    )));
    person.settle_down();
    person.expect("anna.lindqvist@example.org");
    person.expect_none("window-private-premises");
    person.click("window-next");
    person.expect("window-email-taken");
}

#[test]
fn a_panel_that_was_closed_does_not_open_again_and_settings_leave_the_list_alone() {
    let counter = Counter::new();
    let mut person = counter.window();
    let user = {
        let beside = station(&counter, Access::Read);
        beside.user(COLLEAGUE).unwrap().value.id
    };
    person.update(Message::Users(users::Message::Show(user)));
    person.update(Message::Escape);
    person.settle_down();
    person.expect_none("window-remove-user");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("aada");
    person.expect("1 found");
    person.click("window-nav-settings");
    person.expect("window-setting-language");
    person.press(Named::Escape);
    person.click("window-nav-users");
    person.expect("1 found");
}

#[test]
fn a_long_list_stays_where_it_was_scrolled_to_when_it_is_read_again() {
    let counter = Counter::new();
    let mut beside = station(&counter, Access::Write);
    for number in 0..260 {
        let mut new = keywright::workflow::people::NewUser {
            first_name: "Zacharias".to_owned(),
            last_name: format!("Zz {number:03}"),
            email: Email::new(&format!("zz{number}@example.org")).unwrap(),
            details: keywright::model::user::UserDetails::default(),
            end_date: None,
            sources: Vec::new(),
            keys: Vec::new(),
            program: false,
            invite: false,
        };
        new.details.company = "Long list".to_owned();
        let _added = beside.add_user(&new).unwrap();
    }
    drop(beside);
    let mut person = counter.window_on(300);
    person.wheel_over("Ahonen, Daniel", 0.0);
    for _ in 0..40 {
        person.wheel(40.0);
        person.settle_down();
        if person
            .all_texts()
            .iter()
            .any(|text| text.contains("Zz 250"))
        {
            break;
        }
    }
    person.click("Zz 250, Zacharias");
    person.expect("window-remove-user");
    let before = person.place("Zz 250, Zacharias");
    // As after every edit.
    person.update(Message::Went(Place::Users));
    person.settle_down();
    person.settle_down();
    let after = person.place("Zz 250, Zacharias");
    assert!((before.y - after.y).abs() < 400.0, "{before:?} {after:?}");
}

#[test]
fn what_was_changed_behind_a_locked_window_is_shown_before_it_is_confirmed() {
    let counter = Counter::new();
    let mut person = counter.window();
    cleaner_with_fob(&mut person);
    person.click("window-next");
    person.expect("A main door");
    changed_meanwhile(&counter, &mut person, "Cleaner");
    person.expect("A main door");
    person.click("window-confirm");
    person.expect("error-summary-changed");
    person.expect("error-summary-changed-remedy");
    person.expect("+ opens");
    person.expect_none("A main door");
    let users = station_users(&counter);
    assert_eq!(users, 40, "nothing was stored");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
}

/// How many users there are.
fn station_users(counter: &Counter) -> usize {
    let station = station(counter, Access::Read);
    let all = UserQuery {
        limit: u32::MAX,
        ..UserQuery::default()
    };
    let all = station.read(|reading| reading.users(&all));
    all.unwrap().items.len()
}
