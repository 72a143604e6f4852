//! Doors that a key does not open, not yet, or no more: what the window tells of them before anything is written.

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::Arguments;
use keywright::model::LockKind;
use keywright::workflow::Access;
use keywright::workflow::places::NewLock;

use super::window_drafts::station;
use super::window_people::with_programmed_cleaner;
use super::window_wizard::desk::{
    Counter, UID, cleaner_with_fob, counted, fill_basic, tell, written,
};
use crate::driver::Driver;

const NEW_DOOR: &str = "A winter garden";
const MAIN_DOOR: &str = "A main door";
const WORK_HOURS: &str = "2026-11-23T10:05:00+02:00";

fn contains<P: Program + 'static>(person: &mut Driver<P>, names: &[&str]) -> bool {
    person.settle_down();
    let texts = person.all_texts();
    let named = |text: &String| names.iter().all(|name| text.contains(name));
    texts.iter().any(named)
}

/// A door beside those of the cleaner, which nobody has visited yet.
fn new_door(counter: &Counter) {
    let mut station = station(counter, Access::Write);
    let like = station.lock("A laundry").unwrap().lock;
    let lock = NewLock {
        name: NEW_DOOR.to_owned(),
        kind: LockKind::Fob,
        clock: true,
        groups: like.groups,
        blocking_group: like.blocking_group,
    };
    let _added = station.add_lock(lock).unwrap();
}

#[test]
fn a_k5_key_names_the_locks_that_have_no_slot_for_it() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-next");
    person.click("window-private-premises");
    person.click("A 1");
    person.click("window-next");
    person.click("window-key-k5");
    // The flat and the cellar of each of the four buildings.
    let shut_out = counted("window-key-cannot-open", 5);
    let doors = ["A 1 door", "A cellar", "D cellar"];
    person.expect(&shut_out);
    assert!(contains(&mut person, &doors), "{:?}", person.all_texts());
    person.click("window-next");
    person.expect("+ opens");
    person.expect(&shut_out);
    assert!(contains(&mut person, &doors), "{:?}", person.all_texts());
    // A fob for the same doors says nothing of the kind.
    person.click("window-back");
    person.expect("window-keys-add");
    person.click("window-key-remove");
    person.click("window-key-fob");
    person.expect(&counted("window-key-opens", 10));
    person.expect_none(&shut_out);
}

#[test]
fn a_door_that_nobody_has_visited_is_told_before_confirm_and_until_somebody_was_there() {
    let counter = Counter::new();
    new_door(&counter);
    let mut person = counter.window();
    cleaner_with_fob(&mut person);
    person.click("window-next");
    let visit = counted("window-summary-doors", 1);
    person.expect(&visit);
    assert!(contains(&mut person, &[NEW_DOOR]));
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 21));
    person.click("window-close");
    person.click("window-nav-todo");
    person.click("window-filter-all");
    person.click_on_top("window-todo-doors");
    person.expect(NEW_DOOR);
    person.click("window-deploy");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    let done = [("uid", NEW_DOOR.into())];
    person.expect(&tell("window-deploying-done", &Arguments::from(done)));
    person.click_on_top("window-close");
    person.expect_none("window-todo-door");
    // From now on nobody is sent there any more.
    person.click("window-nav-users");
    person.click("window-edit-user");
    person.expect("marja.siivonen@example.org");
    person.click("window-next");
    person.click("window-private-premises");
    person.click("A 1");
    person.click("window-to-summary");
    person.expect("+ opens");
    person.expect_none(&visit);
}

#[test]
fn an_edit_that_leaves_a_key_nothing_to_open_says_that_it_is_taken_back() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.click("window-edit-user");
    person.expect("marja.siivonen@example.org");
    person.click("window-next");
    person.click("Cleaner");
    person.click("window-to-summary");
    let key = [("key", "Key fob 31".into())];
    person.expect(&tell("window-action-take-back", &Arguments::from(key)));
    person.expect(&counted("window-change-takes-back", 1));
    person.expect_none(&counted("window-change-rewrites", 1));
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    person.expect("window-emptying-known-fob");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    let emptied = [("uid", UID.into())];
    person.expect(&tell("window-emptying-done", &Arguments::from(emptied)));
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "denied: not-readable");
    person.click("window-close");
    // Nothing is left to do about it.
    person.expect("window-state-new-fob");
    person.click("window-nav-keys");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("siivonen");
    person.expect("window-state-returned");
}
