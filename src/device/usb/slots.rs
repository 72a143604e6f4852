//! Which slots of the readers on USB hold a card, without asking the readers for ever.
//!
//! A reader tells by its interrupt endpoint that a card came or went, but only to who has claimed it. So those whose
//! cards come and go, and that have such an endpoint, stay claimed while they are watched, and are let go as soon as
//! this program opens them for work. A security key, whose card never leaves, is not kept from other programs; nor
//! is anything while the smart card service runs, which wants the readers for itself.
//!
//! Who asks a reader has claimed it for that moment, and other programs find it in use. By the standard only a device
//! whose cards cannot be taken out does without an interrupt endpoint (CCID revision 1.1, section 3), so such a one, its
//! slots full, is asked every five seconds. The others could be held for what they tell, and nobody else had them then;
//! until a card was seen to leave them they are asked as often as is promised to notice it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusb::{Context, Device};

use super::{GLANCE, Occupied, Place, UsbTransport, claim_now, devices, interfaces};
use crate::device::ccid::Error;
use crate::device::ccid::message::Notification;
use crate::device::ccid::reader::Reader;

/// Bus, address and interface.
pub(super) type At = (u8, u8, u8);

/// Time between two questions to a device whose cards cannot be taken out.
const SELDOM: Duration = Duration::from_secs(5);

/// What devices said whose cards cannot be taken out, and until when that is believed.
struct Fixed(BTreeMap<At, (Instant, Vec<u8>)>);

impl Fixed {
    /// Takes in what a device of so many slots said.
    fn learn(&mut self, at: At, tells: bool, (occupied, slots): (&[u8], u16), now: Instant) {
        if tells || occupied.len() < usize::from(slots) {
            let _moves = self.0.remove(&at);
        } else {
            let _old = self.0.insert(at, (now + SELDOM, occupied.to_vec()));
        }
    }

    fn known(&self, at: At, now: Instant) -> Option<Vec<u8>> {
        let known = self.0.get(&at).filter(|(until, _)| now < *until);
        known.map(|(_, occupied)| occupied.clone())
    }
}

/// A reader that tells.
struct Held {
    at: At,
    reader: Reader<UsbTransport>,
    occupied: Vec<u8>,
}

impl Held {
    /// Takes in what the reader told since the last time.
    fn hear(&mut self) -> Result<(), Error> {
        for told in self.reader.notifications()? {
            if let Notification::Slots(slots) = told {
                let all = 0..u8::try_from(self.reader.descriptor().slots).unwrap_or(u8::MAX);
                let there =
                    |slot: &u8| slots.get(usize::from(*slot)).is_some_and(|one| one.present);
                self.occupied = all.filter(there).collect();
            }
        }
        Ok(())
    }
}

/// What is known of the readers while they are watched.
struct Watched {
    held: Vec<Held>,
    /// Readers that had an empty slot since they were plugged in.
    moving: BTreeSet<At>,
    fixed: Fixed,
}

static WATCHED: Mutex<Watched> = Mutex::new(Watched {
    held: Vec::new(),
    moving: BTreeSet::new(),
    fixed: Fixed(BTreeMap::new()),
});

fn watched() -> MutexGuard<'static, Watched> {
    // A list of readers is never half changed.
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets a reader go that somebody here wants to open; whether it was held.
pub(super) fn step_aside(at: At) -> bool {
    let held = &mut watched().held;
    let before = held.len();
    held.retain(|one| one.at != at);
    held.len() < before
}

/// Lets all readers go: nobody watches any more.
pub fn leave() {
    watched().held.clear();
}

/// Which slots hold a card. Only readers that are free are asked, for a moment, and no card gets power. Those that
/// tell by themselves are kept to that end, where the caller may do so.
pub fn occupied(may_hold: bool) -> Vec<Occupied> {
    let mut watched = watched();
    let mut before = std::mem::take(&mut watched.held);
    if !may_hold {
        before.clear();
    }
    let mut all = Vec::new();
    for device in devices().unwrap_or_default() {
        for place in interfaces(&device) {
            let at = at(&device, place);
            if let Some(occupied) = watched.fixed.known(at, Instant::now()) {
                all.push((at, Some(occupied)));
                continue;
            }
            let known = before.iter().position(|one| one.at == at);
            let known = known.map(|index| before.swap_remove(index));
            let told = known.and_then(|mut one| one.hear().is_ok().then_some(one));
            let one = told.or_else(|| ask(&device, place));
            all.push((at, one.as_ref().map(|one| one.occupied.clone())));
            let Some(one) = one else { continue };
            let slots = one.reader.descriptor().slots;
            let said = (&one.occupied[..], slots);
            let tells = place.interrupt.is_some();
            watched.fixed.learn(at, tells, said, Instant::now());
            if one.occupied.len() < usize::from(slots) {
                let _known = watched.moving.insert(at);
            }
            if may_hold && tells && watched.moving.contains(&at) {
                watched.held.push(one);
            }
        }
    }
    // Who is plugged in again may be another.
    watched
        .moving
        .retain(|at| all.iter().any(|one| one.0 == *at));
    watched
        .fixed
        .0
        .retain(|at, _| all.iter().any(|one| one.0 == *at));
    all
}

pub(super) fn at(device: &Device<Context>, place: Place) -> At {
    (device.bus_number(), device.address(), place.interface)
}

fn ask(device: &Device<Context>, place: Place) -> Option<Held> {
    let descriptor = place.descriptor?;
    let (input, output) = place.input.zip(place.output)?;
    let handle = claim_now(device, place).ok()?;
    let transport = UsbTransport::new(handle, place.interface, input, output, place.interrupt);
    let mut reader = Reader::new(transport, descriptor, GLANCE);
    // What it told before is older than its answer.
    let _old = reader.notifications().ok()?;
    let occupied = reader.occupied_slots().ok()?;
    let at = at(device, place);
    Some(Held {
        at,
        reader,
        occupied,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_device_whose_cards_cannot_leave_is_asked_seldom() {
        let begun = Instant::now();
        let after = |seconds| begun + Duration::from_secs(seconds);
        let mut fixed = Fixed(BTreeMap::new());
        let at = (1, 4, 0);
        fixed.learn(at, true, (&[0], 1), begun);
        assert_eq!(fixed.known(at, begun), None, "its card may leave");
        fixed.learn(at, false, (&[0], 2), begun);
        assert_eq!(fixed.known(at, begun), None, "a slot is empty");
        fixed.learn(at, false, (&[0, 1], 2), begun);
        assert_eq!(fixed.known(at, after(4)), Some(vec![0, 1]));
        assert_eq!(fixed.known((1, 5, 0), after(4)), None);
        assert_eq!(fixed.known(at, after(5)), None);
        fixed.learn(at, false, (&[0], 2), after(5));
        assert_eq!(fixed.known(at, after(5)), None);
    }
}
