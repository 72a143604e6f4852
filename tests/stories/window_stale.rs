//! What is shown of a key may be older than the key: another station works with the same system. A question that was asked
//! about the key as it was is answered with a refusal, and nothing is done until it was looked at again.

use iced_test::program::Program;
use keywright::i18n::Arguments;
use keywright::model::KeyState;
use keywright::store::KeyRecord;
use keywright::window::app::{App, Message};
use keywright::window::desk::sheet::{Act, Card, Cell, Thing, Told};
use keywright::window::desk::{Answer, KeyView, Leaving};
use keywright::workflow::Access;

use super::window_drafts::station;
use super::window_holders::{CLEANER, at_the_key, states};
use super::window_people::with_programmed_cleaner;
use super::window_wizard::desk::{Counter, tell};
use crate::driver::Driver;

/// More tickets than the window has drawn by then; only the one that is waited for is taken.
const TICKETS: u64 = 4096;

/// The window hears this as the answer to what it asked last.
fn hears<P>(person: &mut Driver<P>, answer: impl Fn(u64) -> Answer)
where
    P: Program<State = App, Message = Message> + 'static,
{
    for ticket in 0..TICKETS {
        person.update(Message::Heard(Box::new(answer(ticket))));
    }
    person.settle_down();
}

/// The key of the cleaner as it is.
fn record(counter: &Counter) -> KeyRecord {
    let station = station(counter, Access::Read);
    let user = station.user(CLEANER).unwrap().value.id;
    let mut keys = station.read(|reading| reading.keys(user)).unwrap();
    assert_eq!(keys.len(), 1);
    keys.remove(0)
}

/// What a window shows of who leaves, read before another station changed the key.
fn leaving_before(counter: &Counter) -> Leaving {
    let record = record(counter);
    let station = station(counter, Access::Read);
    let user = station.user(CLEANER).unwrap();
    Leaving {
        user: user.value.id,
        version: user.version,
        name: CLEANER.to_owned(),
        media: vec![KeyView {
            id: record.key.id,
            version: record.version - 1,
            number: record.key.number.0,
            kind: record.key.kind,
            state: record.key.state,
            pending: false,
            uid: None,
            home_group: None,
            programmable: false,
        }],
        given: Vec::new(),
        drafts: 0,
        decided: Vec::new(),
        refused: None,
    }
}

#[test]
fn who_removes_a_user_ends_no_key_that_is_not_as_it_was_shown() {
    for (ask, go, end, told) in [
        (
            "window-write-off",
            "window-write-off-now",
            KeyState::WrittenOff,
            "window-leave-written-off",
        ),
        (
            "window-block-key",
            "window-block-now",
            KeyState::Blocked,
            "window-leave-blocked",
        ),
    ] {
        let counter = Counter::new();
        let mut person = counter.window();
        with_programmed_cleaner(&counter, &mut person);
        person.click("window-remove-user");
        person.expect("window-return-now");
        let before = leaving_before(&counter);
        hears(&mut person, |ticket| {
            Answer::Leaving(ticket, Ok(Box::new(before.clone())))
        });
        person.click_on_top(ask);
        person.click(go);
        person.expect("error-changed-meanwhile-remedy");
        assert_eq!(states(&counter, CLEANER), [KeyState::Programmed]);
        // By now it is shown as it is, and can be decided about.
        person.click_on_top(ask);
        person.click(go);
        let key = Arguments::from([("key", "Key fob 31".into())]);
        person.expect(&tell(told, &key));
        assert_eq!(states(&counter, CLEANER), [end]);
    }
}

#[test]
fn no_key_is_blocked_from_the_list_that_is_not_as_it_was_shown() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    at_the_key(&mut person);
    let record = record(&counter);
    let card = Card {
        thing: Thing::Key(record.key.id),
        version: record.version - 1,
        title: Cell::Text("as it was".to_owned()),
        subtitle: Cell::Text(String::new()),
        parts: Vec::new(),
        acts: vec![Act::Block(record.key.id)],
        editable: false,
        removable: false,
    };
    hears(&mut person, |ticket| {
        Answer::Told(ticket, Told::Card(Ok(Box::new(card.clone()))))
    });
    person.expect("as it was");
    person.click("window-block-key");
    person.expect("window-block-body");
    person.click_on_top("window-block-key");
    person.expect("error-changed-meanwhile-remedy");
    assert_eq!(states(&counter, CLEANER), [KeyState::Programmed]);
    // Behind the question it is shown as it is by now.
    person.click("window-cancel");
    person.expect_none("as it was");
    person.click("window-block-key");
    person.click_on_top("window-block-key");
    person.expect("window-blocked");
    assert_eq!(states(&counter, CLEANER), [KeyState::Blocked]);
}
