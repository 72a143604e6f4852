//! Keys that change hands at the counter without the encoder: a returned one goes on to its next holder, and one whose
//! medium is lost, destroyed or dead gives way to another or to none.

use iced_test::core::keyboard::key::Named;
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::model::{KeyState, Permission};
use keywright::window::app::program;
use keywright::window::desk::Secret;
use keywright::workflow::Access;

use super::window_confirmed::meanwhile;
use super::window_drafts::station;
use super::window_people::{with_programmed_cleaner, without};
use super::window_wizard::desk::{Counter, UID, fill, pictures, shut, tab_to, tell};
use crate::driver::Driver;

pub(super) const CLEANER: &str = "Marja Siivonen";
const NEXT: &str = "Aada Korhonen";

/// The list of keys with that of the cleaner chosen.
#[track_caller]
pub(super) fn at_the_key<P: Program + 'static>(person: &mut Driver<P>) {
    person.click("window-nav-keys");
    fill(person, "window-search", "marja");
    person.click(CLEANER);
    person.expect("window-replace-key");
}

/// Opens the list of ends, of which none is chosen, and takes the one with this text.
#[track_caller]
fn take<P: Program + 'static>(person: &mut Driver<P>, text: &str) {
    person.click("window-choose-none");
    person.click_on_top(text);
}

/// The states of the keys of a user, in their order.
pub(super) fn states(counter: &Counter, user: &str) -> Vec<KeyState> {
    let station = station(counter, Access::Read);
    let user = station.user(user).unwrap().value.id;
    let keys = station.read(|reading| reading.keys(user)).unwrap();
    keys.iter().map(|record| record.key.state).collect()
}

#[test]
fn a_returned_key_goes_on_to_its_next_holder_by_keyboard() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    at_the_key(&mut person);
    // What is not returned is not passed on.
    person.expect_none("window-pass-on");
    person.click("window-return-key");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    let uid = Arguments::from([("uid", UID.into())]);
    person.expect(&tell("window-emptying-done", &uid));
    person.click_on_top("window-close");
    let before = states(&counter, NEXT).len();
    tab_to(&mut person, "window-pass-on");
    person.press(Named::Enter);
    person.expect("window-pass-on-hint");
    // Nobody is nobody: it says so.
    person.click("window-save");
    person.expect(&tell(
        "error-not-chosen",
        &Arguments::from([("what", "user".into())]),
    ));
    person.click("Filter");
    person.type_text("aada");
    person.expect("Aada Korhonen (aada.korhonen@example.org)");
    tab_to(&mut person, "Aada Korhonen (aada.korhonen@example.org)");
    person.press(Named::Space);
    pictures(&mut person, "window-pass-on");
    tab_to(&mut person, "window-save");
    person.press(Named::Enter);
    person.expect("window-saved");
    let after = states(&counter, NEXT);
    assert_eq!(after.len(), before + 1);
    assert!(after.contains(&KeyState::Draft), "{after:?}");
    assert_eq!(states(&counter, CLEANER), [KeyState::Returned]);
    // A definition goes on once.
    person.click(CLEANER);
    person.expect("window-state-returned");
    person.expect_none("window-pass-on");
}

#[test]
fn a_dead_fob_is_written_off_and_gives_way_to_a_draft() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    at_the_key(&mut person);
    person.click("window-replace-key");
    person.expect("window-write-off-hint");
    take(&mut person, "window-replace-written-off");
    pictures(&mut person, "window-replace");
    // It asks, and no is the answer of Enter in haste.
    person.click("window-save");
    person.expect_focus("window-not-written-off");
    pictures(&mut person, "window-replace-sure");
    person.press(Named::Enter);
    person.expect_none("window-not-written-off");
    assert_eq!(states(&counter, CLEANER), [KeyState::Programmed]);
    person.click("window-save");
    person.click("window-write-off-now");
    person.expect("window-saved");
    let all = states(&counter, CLEANER);
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all.contains(&KeyState::WrittenOff) && all.contains(&KeyState::Draft));
}

#[test]
fn a_lost_fob_is_blocked_where_another_takes_its_place() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    at_the_key(&mut person);
    person.click("window-replace-key");
    take(&mut person, "window-replace-lost");
    person.click("window-save");
    person.expect_focus("window-not-blocked");
    tab_to(&mut person, "window-block-now");
    person.press(Named::Enter);
    person.expect("window-saved");
    let all = states(&counter, CLEANER);
    assert!(
        all.contains(&KeyState::Replaced) && all.contains(&KeyState::Draft),
        "{all:?}"
    );
    let station = station(&counter, Access::Read);
    assert!(!station.unsigned_blocklists().unwrap().is_empty());
}

#[test]
fn a_key_that_was_blocked_meanwhile_is_not_written_off_as_it_was_shown() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    at_the_key(&mut person);
    person.click("window-replace-key");
    take(&mut person, "window-write-off-only");
    meanwhile(&counter, &mut person, || {
        let mut other = station(&counter, Access::Write);
        let user = other.user(CLEANER).unwrap().value.id;
        let key = other.read(|reading| reading.keys(user)).unwrap()[0].key.id;
        let _blocked = other.block_key(key, "lost").unwrap();
    });
    person.click("window-save");
    person.click("window-write-off-now");
    person.expect("error-changed-meanwhile-remedy");
    assert_eq!(states(&counter, CLEANER), [KeyState::Blocked]);
    // Nothing that was entered is done with the key as it is now, until it was looked at.
    person.click("window-save");
    person.click("window-write-off-now");
    person.expect("error-changed-meanwhile-remedy");
    assert_eq!(states(&counter, CLEANER), [KeyState::Blocked]);
}

#[test]
fn who_may_not_order_keys_is_told_which_right_is_missing_and_nothing_ends() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    at_the_key(&mut person);
    person.click("window-replace-key");
    take(&mut person, "window-replace-written-off");
    meanwhile(&counter, &mut person, || {
        without(&counter, Permission::OrderKeys);
    });
    person.click("window-save");
    person.click("window-write-off-now");
    let right = Arguments::from([("right", "order-keys".into())]);
    person.expect(&tell("error-right-missing", &right));
    assert_eq!(states(&counter, CLEANER), [KeyState::Programmed]);
}

#[test]
fn a_user_leaves_with_a_dead_fob_that_is_written_off() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    person.click("window-remove-user");
    // It asks, and no is the answer of Enter in haste.
    person.click("window-write-off");
    person.expect("window-write-off-hint");
    person.expect_focus("window-not-written-off");
    person.press(Named::Enter);
    person.expect_none("window-write-off-hint");
    assert_eq!(states(&counter, CLEANER), [KeyState::Programmed]);
    person.click("window-write-off");
    tab_to(&mut person, "window-write-off-now");
    person.press(Named::Enter);
    person.expect_none("window-write-off-now");
    let key = Arguments::from([("key", "Key fob 31".into())]);
    person.expect(&tell("window-leave-written-off", &key));
    assert_eq!(states(&counter, CLEANER), [KeyState::WrittenOff]);
    person.click_on_top("window-remove-user");
    let gone = Arguments::from([("count", 40usize.into())]);
    person.expect(&tell("window-users-count", &gone));
}

#[test]
fn in_german_a_user_leaves_with_a_dead_fob_and_one_who_stays_gets_another() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    shut(person);
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.preferences.language = Language::German.tag().to_owned();
    let german = Texts::new(Language::German);
    let mut person = Driver::new(program(start), Language::German, 1280.0, 800.0);
    let count = |count: usize| {
        let count = Arguments::from([("count", count.into())]);
        german.text("window-users-count", &count)
    };
    person.expect(&count(41));
    at_the_key(&mut person);
    person.click("window-replace-key");
    person.expect("window-write-off-hint");
    take(&mut person, "window-replace-written-off");
    person.click("window-save");
    person.expect_focus("window-not-written-off");
    person.expect("Jetzt abschreiben");
    tab_to(&mut person, "window-write-off-now");
    person.press(Named::Enter);
    person.expect("window-saved");
    let all = states(&counter, CLEANER);
    assert!(
        all.contains(&KeyState::WrittenOff) && all.contains(&KeyState::Draft),
        "{all:?}"
    );
    person.expect("window-state-written-off");
    // Nothing of the key is in the way of the user any more.
    person.click("window-nav-users");
    fill(&mut person, "window-search", "siivonen");
    person.click("Siivonen, Marja");
    person.click("window-remove-user");
    let key = format!("{} 31", german.text("window-key-fob", &Arguments::new()));
    let key = Arguments::from([("key", key.into())]);
    person.expect(&german.text("window-leave-written-off", &key));
    person.click_on_top("window-remove-user");
    person.expect("window-removed");
}
