//! People who are changed, leave, or come without an encoder at hand, as an operator works it; and what was entered and
//! not confirmed.

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language};
use keywright::model::Permission;
use keywright::window::app::{Message, program};
use keywright::window::desk::Secret;
use keywright::window::screen::bench;
use keywright::window::ui::Look;
use keywright::window::ui::line::Line;
use keywright::workflow::Access;

use super::window_drafts::station;
use super::window_wizard::desk::{
    Counter, UID, add_cleaner, fill, fill_basic, pictures, shut, tab_to, tell, written,
};
use crate::driver::Driver;

const WORK_HOURS: &str = "2026-11-23T10:05:00+02:00";
const MAIN_DOOR: &str = "A main door";
const FLAT_DOOR: &str = "A 1 door";

/// Finds a user by search and chooses it.
#[track_caller]
fn choose<P: Program + 'static>(person: &mut Driver<P>, search: &str, name: &str) {
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text(search);
    person.expect("1 found");
    person.click(name);
    person.expect("window-remove-user");
}

/// A cleaner with a programmed fob, shown at the side.
#[track_caller]
pub(super) fn with_programmed_cleaner<P: Program + 'static>(
    counter: &Counter,
    person: &mut Driver<P>,
) {
    add_cleaner(person);
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    person.click("window-close");
    person.expect("41 users");
    person.expect("window-remove-user");
}

/// Takes a right from the operator.
pub(super) fn without(counter: &Counter, right: Permission) {
    let mut station = station(counter, Access::Write);
    let roles = station
        .read(|reading| reading.administrator_roles())
        .unwrap();
    let mut role = roles.into_iter().next().unwrap();
    assert!(role.value.permissions.remove(&right));
    station
        .update_administrator_role(&role.value, role.version)
        .unwrap();
}

#[test]
fn every_section_of_a_user_who_is_there_is_opened_directly() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("Ahonen, Daniel");
    person.click("window-edit-user");
    person.expect("window-field-first-name");
    // What the user holds has come, too.
    person.click("window-step-keys");
    person.expect("window-keys-add");
    person.click("window-step-basic");
    person.expect("window-field-first-name");
    person.press(Named::Escape);
    person.expect("window-edit-user");
    // Of a user who is added only what was seen already.
    person.click("window-add-user");
    person.expect("window-field-first-name");
    let ahead = person.place("window-step-keys");
    person.click_at(ahead);
    person.settle_down();
    person.expect("window-field-first-name");
}

#[test]
fn a_menu_is_as_wide_as_its_longest_entry() {
    let counter = Counter::new();
    for language in Language::ALL {
        let mut person = counter.window_of(language, 1280.0, 800.0);
        person.click_right("Ahonen, Daniel");
        for entry in [
            "edit",
            "add-key",
            "program-fob",
            "copy-email",
            "add-user-save",
        ] {
            let entry = person.say(&format!("window-{entry}"));
            person.expect(&entry);
            let needed = Line::new(Look::default(), entry.as_str()).needed();
            let seen = person.width(&entry);
            assert!(seen + 1.0 > needed, "{entry}: {seen} of {needed} pixels");
        }
        person.press(Named::Escape);
        shut(person);
    }
}

#[test]
fn a_user_is_changed_and_the_summary_says_before_and_after_per_key_and_lock() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.click("window-edit-user");
    person.expect("marja.siivonen@example.org");
    fill(&mut person, "window-field-last-name", "-Laine");
    person.click("window-next");
    person.expect("window-private-premises");
    // Beside the cleaner's role a flat.
    person.click("window-private-premises");
    person.click("A 1");
    person.click("window-next");
    person.expect("Key fob 31");
    person.expect(&tell(
        "window-program-changes",
        &Arguments::from([("count", 10usize.into())]),
    ));
    person.click("window-to-summary");
    person.expect("window-change-before-after");
    person.expect("Siivonen-Laine");
    person.expect("+ opens");
    person.expect(FLAT_DOOR);
    person.expect(&tell(
        "window-change-rewrites",
        &Arguments::from([("count", 1usize.into())]),
    ));
    tab_to(&mut person, "window-confirm");
    pictures(&mut person, "window-change-summary");
    person.click("window-confirm");
    // The fob still lies there: it is programmed in place.
    person.expect_focus("window-pin-label");
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "denied: not-listed");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 10));
    person.click("window-close");
    person.expect("Siivonen-Laine, Marja");
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "open");
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "open");
}

#[test]
fn a_change_that_changes_nothing_cannot_be_confirmed() {
    let counter = Counter::new();
    let mut person = counter.window();
    choose(&mut person, "aada", "Korhonen, Aada");
    person.click("window-edit-user");
    person.expect("aada.korhonen@example.org");
    person.click("window-to-summary");
    person.expect("window-change-nothing");
    let confirm = person.place("window-confirm");
    person.click_at(confirm);
    person.expect("window-change-nothing");
    person.click("window-cancel");
    person.expect("window-remove-user");
}

#[test]
fn another_key_is_added_to_a_user_and_the_laid_fob_becomes_it() {
    let counter = Counter::new();
    let mut person = counter.window();
    choose(&mut person, "anna", "Lindqvist, Anna");
    let name = [("name", "Anna Lindqvist".into())];
    person.click(&tell("window-new-key-for", &Arguments::from(name)));
    person.expect("window-home-group-title");
    person.click("North");
    person.click("window-to-summary");
    person.expect("+ opens");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    person.click("window-close");
    person.expect("Fob of Anna Lindqvist");
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "open");
}

#[test]
fn a_resident_is_saved_without_a_programming_key() {
    let counter = Counter::new();
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.config.encoder = None;
    start.config.token = None;
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    person.click("window-add-user-save");
    person.expect("window-field-first-name");
    fill(&mut person, "window-field-first-name", "Marja");
    fill(&mut person, "window-field-last-name", "Siivonen");
    fill(
        &mut person,
        "window-field-email",
        "marja.siivonen@example.org",
    );
    person.click("window-next");
    person.click("window-private-premises");
    person.click("A 1");
    person.click("window-next");
    person.click("window-key-fob");
    person.expect(&tell(
        "window-key-opens",
        &Arguments::from([("count", 10usize.into())]),
    ));
    person.expect_none("window-program-now");
    person.click("window-next");
    person.expect("+ opens");
    person.click("window-save-and-close");
    person.expect("41 users");
    person.expect("Siivonen, Marja");
    person.expect("window-state-draft");
}

#[test]
fn a_user_leaves_once_each_medium_was_returned_and_emptied() {
    let counter = Counter::new();
    // So low that the log, whose times are never the same, is not seen in the picture.
    let mut person = counter.window_of(Language::English, 1280.0, 640.0);
    with_programmed_cleaner(&counter, &mut person);
    person.expect("Fob of Marja Siivonen");
    // One row alone: how far the list was scrolled does not matter for the picture.
    choose(&mut person, "siivonen", "Siivonen, Marja");
    person.click("window-remove-user");
    let one = Arguments::from([("count", 1usize.into())]);
    person.expect(&tell("window-leave-media", &one));
    tab_to(&mut person, "window-return-now");
    pictures(&mut person, "window-remove");
    // Nobody is removed while a medium waits for its decision.
    person.click_on_top("window-remove-user");
    person.expect(&tell("window-leave-media", &one));
    person.click("window-return-now");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    let key = [("key", "Key fob 31".into())];
    person.expect(&tell("window-leave-kept", &Arguments::from(key)));
    person.click_on_top("window-remove-user");
    person.expect("window-removed");
    person.press(Named::Escape);
    person.expect("40 users");
    person.expect_none("Siivonen, Marja");
    // The fob is anybody's again.
    person.expect("window-state-new-fob");
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "denied: not-readable");
}

#[test]
fn a_user_leaves_with_a_lost_fob_that_is_blocked() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.click("window-remove-user");
    // It asks, and no is the answer of Enter in haste.
    person.click("window-block-key");
    person.expect("window-block-body");
    person.expect_focus("window-not-blocked");
    person.press(Named::Enter);
    person.expect_none("window-block-body");
    person.click("window-block-key");
    person.click("window-block-now");
    let key = [("key", "Key fob 31".into())];
    person.expect(&tell("window-leave-blocked", &Arguments::from(key)));
    // The panel behind knows at once.
    person.expect("window-state-blocked");
    person.click_on_top("window-remove-user");
    person.expect("40 users");
    person.click("window-nav-blocking-groups");
    person.expect("1/500");
    person.expect("window-blocklist-unsigned");
    person.click("window-nav-todo");
    person.click("window-filter-all");
    person.click_on_top("window-todo-pending");
    person.expect("window-todo-unsigned");
}

#[test]
fn lists_that_are_not_signed_stand_first_and_are_signed_with_the_pin() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.click("window-nav-keys");
    fill(&mut person, "window-search", "marja");
    person.click("Marja Siivonen");
    person.click("window-block-key");
    person.expect("window-block-body");
    person.click_on_top("window-block-key");
    person.expect("window-blocked");
    person.expect("window-state-blocked");
    let lists = station(&counter, Access::Read).unsigned_blocklists();
    let lists = lists.unwrap().len();
    assert!(lists > 0);
    // Above what else waits.
    person.click("window-nav-todo");
    person.expect("window-todo-unsigned");
    let texts = person.all_texts();
    let first = person.say("window-todo-unsigned");
    let others = [
        "window-todo-draft",
        "window-todo-pending",
        "window-todo-door",
    ];
    let others = others.map(|id| person.say(id));
    let place = texts.iter().position(|text| *text == first);
    for other in others {
        let lower = texts.iter().rposition(|text| *text == other);
        assert!(lower.is_none_or(|lower| Some(lower) > place), "{texts:#?}");
    }
    person.click("window-sign-lists");
    person.expect("window-signing-why");
    person.expect_focus("window-pin-label");
    person.type_text("900000");
    person.press(Named::Enter);
    let wrong = Arguments::from([("left", 2usize.into())]);
    person.expect(&tell("error-programming-key-wrong-pin", &wrong));
    person.press(Named::Escape);
    person.expect_none("window-signing-why");
    person.click("window-nav-blocking-groups");
    person.expect("window-blocklist-unsigned");
    person.click("window-sign-lists");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    let signed = Arguments::from([("count", lists.into())]);
    person.expect(&tell("window-signing-done", &signed));
    person.expect_focus("window-close");
    // From there the keys that work anywhere work.
    person.press_with(Modifiers::CTRL, Key::Character("7".into()));
    person.expect_none("window-signing-why");
    person.expect("window-todo-what");
    person.expect_none("window-todo-unsigned");
    person.click("window-nav-blocking-groups");
    person.expect("window-blocklist-signed");
    person.expect_none("window-blocklist-unsigned");
    person.expect_none("window-sign-lists");
    let left = station(&counter, Access::Read).unsigned_blocklists();
    assert!(left.unwrap().is_empty());
}

#[test]
fn the_keyboard_goes_on_after_programming_and_after_an_emptied_search() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("marja");
    person.expect("1 found");
    person.press(Named::Tab);
    person.press(Named::Space);
    person.expect("41 users");
    person.type_text("aada");
    person.expect("1 found");
    // What is left of a wizard that is over does not stand in the way.
    let _lifted = counter.ask(&serde_json::json!({"verb": "lift"}));
    let new = serde_json::json!({"verb": "new", "kind": "fob", "name": "other", "chip": "ev1-4k"});
    let _made = counter.ask(&new);
    person.press_with(Modifiers::CTRL, Key::Character("n".into()));
    person.expect_focus("window-field-first-name");
    person.type_text("Olli");
    fill(&mut person, "window-field-last-name", "Siivonen");
    fill(&mut person, "window-field-email", "olli@example.org");
    person.press(Named::Enter);
    person.click("Cleaner");
    person.click("window-next");
    person.click("window-key-fob");
    // Why it does not go on.
    person.expect("window-home-group-missing");
    person.click("North");
    person.expect_none("window-home-group-missing");
    person.click("window-next");
    person.expect_focus("window-confirm");
    person.press(Named::Enter);
    person.expect_focus("window-pin-label");
    let _lifted = counter.ask(&serde_json::json!({"verb": "lift"}));
    person.expect("window-programming-lay-fob");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("error-no-fob");
    // Laid back, the sentence is not true any more, and Enter writes.
    let _laid = counter.ask(&serde_json::json!({"verb": "lay", "name": "other"}));
    person.expect_none("error-no-fob");
    person.expect_focus("window-pin-label");
    person.press(Named::Enter);
    person.expect_focus("window-close");
    person.press_with(Modifiers::CTRL, Key::Character("n".into()));
    person.expect_focus("window-field-first-name");
    person.press(Named::Escape);
    person.expect("olli@example.org");
}

#[test]
fn who_may_not_be_removed_at_all_is_told_so_before_a_medium_is_emptied() {
    let counter = Counter::new();
    let mut person = counter.window();
    choose(&mut person, "locksmith", "Operator, locksmith");
    person.click("window-remove-user");
    person.expect("error-operator-own-account");
    person.expect_none("window-return-now");
    person.expect_none("window-block-key");
}

#[test]
fn without_the_right_a_notice_names_it_and_nothing_changes() {
    let counter = Counter::new();
    without(&counter, Permission::EditUsers);
    // So low that the log, whose times are never the same, is not seen in the picture.
    let mut person = counter.window_of(Language::English, 1280.0, 640.0);
    choose(&mut person, "aada", "Korhonen, Aada");
    person.click("window-remove-user");
    let right = Arguments::from([("right", "edit-users".into())]);
    person.expect(&tell("error-right-missing", &right));
    person.expect("error-right-missing-remedy");
    pictures(&mut person, "window-right-missing");
    person.click("window-cancel");
    person.expect_none("error-right-missing-remedy");
    person.expect("1 found");
    // Adding is refused before anything is entered in vain, and says the same.
    person.click("window-add-user");
    fill(&mut person, "window-field-first-name", "Marja");
    fill(&mut person, "window-field-last-name", "Siivonen");
    fill(
        &mut person,
        "window-field-email",
        "marja.siivonen@example.org",
    );
    person.click("window-next");
    person.expect("window-private-premises");
    person.click("window-next");
    person.expect(&tell("error-right-missing", &right));
}

#[test]
fn what_was_entered_survives_a_killed_program() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-next");
    person.click("Cleaner");
    fill(&mut person, "window-valid-until", "2027-12-31");
    person.click("window-next");
    person.click("window-key-fob");
    person.click("North");
    person.click("window-next");
    person.expect("Give Cleaner, until 31 Dec 2027");
    // What was clicked a moment ago is kept by a thread of its own; then the files are what a killed program leaves.
    let reader = station(&counter, Access::Read);
    let kept = || {
        let drafts = reader.read(|reading| reading.drafts()).unwrap();
        let document = drafts.first().map(|draft| draft.document.clone());
        let document: serde_json::Value =
            serde_json::from_str(&document.unwrap_or_default()).unwrap_or_default();
        document["step"] == "Summary"
    };
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !kept() {
        assert!(
            std::time::Instant::now() < deadline,
            "the draft was not kept"
        );
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    drop(reader);
    let killed = counter.copied();
    drop(person);
    let mut person = killed.window();
    let name = [("name", "Marja Siivonen".into())];
    person.expect(&tell("window-draft-left", &Arguments::from(name)));
    person.click("window-draft-continue");
    person.expect("window-home-group-title");
    person.click("window-next");
    person.expect("Give Cleaner, until 31 Dec 2027");
    person.expect("+ opens");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    person.type_text(&killed.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    assert!(person.all_texts().iter().any(|text| text.contains(UID)));
    person.click("window-close");
    person.expect("41 users");
    person.expect_none("window-draft-continue");
}

#[test]
fn a_laid_fob_that_is_out_of_date_says_so_anywhere_and_one_key_programs_it() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.click("window-edit-user");
    person.expect("marja.siivonen@example.org");
    person.click("window-next");
    person.click("window-private-premises");
    person.click("A 1");
    person.click("window-next");
    person.expect(&tell(
        "window-program-changes",
        &Arguments::from([("count", 10usize.into())]),
    ));
    person.click("window-to-summary");
    person.expect("+ opens");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    // Not now: it waits.
    person.click("window-close");
    person.click("window-nav-locks");
    person.expect(&tell(
        "window-fob-laid-pending",
        &Arguments::from([("count", 10usize.into())]),
    ));
    person.press_with(Modifiers::CTRL, Key::Character("p".into()));
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 10));
    person.click("window-close");
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "open");
}

#[test]
fn a_door_of_the_bench_is_tried_on_monday_whatever_day_it_is() {
    let counter = Counter::new();
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.bench = true;
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("window-state-new-fob");
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.click("window-close");
    person.expect("41 users");
    // At work it opens; at any other time the panel offers the next Monday.
    person.update(Message::Bench(bench::Message::PresentOnMonday));
    let opened = Arguments::from([("door", MAIN_DOOR.into())]);
    person.expect(&tell("window-bench-open", &opened));
}

#[test]
fn the_bench_of_a_demo_is_worked_by_mouse() {
    let counter = Counter::new();
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.bench = true;
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    person.expect("window-state-new-fob");
    person.expect(&format!("4. {}", tell("window-tour-4", &Arguments::new())));
    let fob = [("fob", "story".into())];
    person.click(&tell("window-bench-present", &Arguments::from(fob)));
    let refused = [
        ("door", MAIN_DOOR.into()),
        ("reason", "not-readable".into()),
    ];
    person.expect(&tell("window-bench-denied", &Arguments::from(refused)));
    person.click("window-bench-lift");
    person.expect_none("window-state-new-fob");
    person.click("story");
    person.expect("window-state-new-fob");
    // Pulled away in the middle: the write says so, and the fob can be laid again.
    person.click("window-bench-pull");
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("error-fob-lifted");
    // The panel notices the pull, and the bench lays the fob, on threads of their own; the strip tells when it lies.
    let whose = Arguments::from([("name", "Marja Siivonen".into())]);
    let laid = [
        tell("window-state-fob-of-started", &whose),
        tell("window-state-unknown-fob", &Arguments::new()),
        tell("window-state-foreign-fob", &Arguments::new()),
        tell("window-state-new-fob", &Arguments::new()),
    ];
    person.click_until_one_of("story", &laid.each_ref().map(String::as_str));
    person.click("window-bench-unplug");
    person.expect("window-state-missing");
    person.click("window-bench-plug");
    person.expect("window-state-ready");
}

#[test]
fn the_language_of_the_invitation_alone_is_a_change_and_so_is_an_invitation_alone() {
    let counter = Counter::new();
    let mut person = counter.window();
    choose(&mut person, "aada", "Korhonen, Aada");
    person.click("window-edit-user");
    person.expect("aada.korhonen@example.org");
    person.click("window-options-show");
    person.expect("window-field-language");
    person.click("window-choose");
    person.click("Svenska");
    person.click("window-to-summary");
    let fields = [("fields", person.say("window-field-language").into())];
    person.expect(&tell(
        "window-action-change-basic",
        &Arguments::from(fields),
    ));
    person.expect("Svenska");
    person.expect_none("window-change-nothing");
    person.click("window-confirm");
    person.expect("window-state-done");
    person.click("window-close");
    person.expect("window-remove-user");
    person.click("window-edit-user");
    person.expect("aada.korhonen@example.org");
    person.click("window-to-summary");
    // It was stored; now only the box says that something is to be done.
    person.expect("window-change-nothing");
    person.click("window-invite");
    person.expect("window-summary-actions");
    person.expect("window-action-invite");
    person.expect_none("window-change-nothing");
    person.click("window-confirm");
    person.expect("window-action-invitation-queued");
}
