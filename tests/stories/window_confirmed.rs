//! Between what the window shows and *Program* another session changes what it rests on: written is what was shown, or
//! nothing, and the window tells what it would be now.

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::model::SourceKind;
use keywright::workflow::Access;

use super::window_drafts::station;
use super::window_wizard::desk::{Counter, UID, add_cleaner, fill, tell};
use crate::driver::Driver;

const DOOR: &str = "A main door";
const WORK_HOURS: &str = "2026-11-23T10:05:00+02:00";

/// While the window is locked and has let go of the system, somebody else takes the main door of A, and what goes with
/// it, from the role.
#[track_caller]
pub(super) fn changed_meanwhile<P: Program + 'static>(
    counter: &Counter,
    person: &mut Driver<P>,
    role: &str,
) {
    meanwhile(counter, person, || {
        let mut beside = station(counter, Access::Write);
        let facts = beside.facts().unwrap();
        let door = facts.locks.values().find(|lock| lock.name == DOOR).unwrap();
        let role = beside.role(role).unwrap();
        let mut less = role.value.clone();
        less.lock_groups
            .retain(|group| !door.groups.contains(group));
        let _gone = less.locks.remove(&door.id);
        assert_ne!(less, role.value);
        let _keys = beside.update_role(&less, role.version).unwrap();
    });
}

/// The window is locked, this is done, and it is opened again.
#[track_caller]
pub(super) fn meanwhile<P: Program + 'static>(
    counter: &Counter,
    person: &mut Driver<P>,
    work: impl FnOnce(),
) {
    person.press_with(Modifiers::CTRL, Key::Character("l".into()));
    person.expect_focus("window-sign-in-password");
    person.settle_down();
    work();
    person.type_text(&counter.password());
    person.press(Named::Enter);
}

/// At how many locks the key of this user would change now.
fn changes(counter: &Counter, user: &str) -> usize {
    let station = station(counter, Access::Read);
    let user = station.user(user).unwrap().value.id;
    let keys = station.read(|reading| reading.keys(user)).unwrap();
    let plan = station.key_plan(keys[0].key.id).unwrap();
    plan.difference.len()
}

/// The role that the first resident has with the flat.
fn role_of_the_flat(counter: &Counter) -> String {
    let station = station(counter, Access::Read);
    let user = station.key("1").unwrap().key.user;
    let sources = station.read(|reading| reading.sources(user)).unwrap();
    let mut roles = sources
        .iter()
        .filter_map(|source| match &source.value.kind {
            SourceKind::Premises { roles, .. } => roles.first(),
            SourceKind::Role { .. } => None,
        });
    let role = roles.next().unwrap();
    station.facts().unwrap().roles[role].name.clone()
}

#[test]
fn a_key_is_not_programmed_as_it_was_not_shown() {
    for language in [Language::English, Language::German] {
        let counter = Counter::new();
        let mut person = counter.window_of(language, 1280.0, 800.0);
        let changing = |count: usize| {
            let count = Arguments::from([("count", count.into())]);
            Texts::new(language).text("window-program-changes", &count)
        };
        person.click("window-nav-todo");
        person.expect("1 Aada Korhonen");
        person.click("window-program");
        person.click("North");
        let before = changes(&counter, "Aada Korhonen");
        person.expect(&changing(before));
        let role = role_of_the_flat(&counter);
        changed_meanwhile(&counter, &mut person, &role);
        let after = changes(&counter, "Aada Korhonen");
        assert_ne!(before, after);
        // What was shown is gone with the lock: it is shown anew, as it is by now.
        person.expect("1 Aada Korhonen");
        person.expect_none(&changing(before));
        person.click("window-program");
        person.click("North");
        person.expect(&changing(after));
        person.expect_none(DOOR);
        fill(&mut person, "window-pin-label", &counter.pin());
        person.click_on_top("window-program");
        let done = [("uid", UID.into()), ("count", after.into())];
        let done = Texts::new(language).text("window-programming-done", &Arguments::from(done));
        person.expect(&done);
    }
}

#[test]
fn a_fob_of_the_wizard_is_programmed_as_its_summary_said_or_not_at_all() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    let count = Arguments::from([("count", changes(&counter, "Marja Siivonen").into())]);
    changed_meanwhile(&counter, &mut person, "Cleaner");
    person.expect("window-pin-label");
    fill(&mut person, "window-pin-label", &counter.pin());
    person.click("window-program");
    person.expect("error-summary-changed");
    person.expect("error-summary-changed-remedy");
    let after = changes(&counter, "Marja Siivonen");
    person.expect_none(&tell("window-program-changes", &count));
    person.expect("+ opens");
    person.expect_none(DOOR);
    person.click("window-program");
    let left = Arguments::from([("uid", UID.into()), ("count", after.into())]);
    person.expect(&tell("window-programming-done", &left));
    person.expect("window-close");
    assert_eq!(counter.door(DOOR, WORK_HOURS), "denied: not-listed");
}
