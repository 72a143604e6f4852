//! A medium is held to a lock: the visit that [`crate::lock`] describes, on the model of the card.

use super::channel::{Air, Channel, Failure};
use super::state::{Deployed, Door};
use super::{Answer, Spent, Visit};
use crate::bench::Error;
use crate::bench::card::{Fob, RandomBytes};
use crate::lock::{self, Exchange, UtcSeconds, Verdict};
use crate::medium::layout::AID_ON_WIRE;
use crate::medium::{Configuration, Decision, Event, File, KeySlot, LockKeys};
use crate::model::Generation;

/// The card's word for a key that is not its own.
const WRONG_KEY: u8 = 0xAE;
/// SAK bit of ISO 14443-4.
const SPEAKS_COMMANDS: u8 = 0x20;

/// Holds `fob` to `door` at `now` (which the lock disregards while its clock is unsure).
///
/// # Errors
/// Where the lock's memory cannot be kept. Nothing about the medium is an error.
pub fn present(
    door: &mut Door,
    fob: &mut Fob,
    random: RandomBytes<'_>,
    now: UtcSeconds,
) -> Result<Visit, Error> {
    let mut visit = Visit {
        lock: door.number(),
        answer: Answer::NotDeployed,
        deciding: Spent::default(),
        whole: Spent::default(),
        taken: None,
        given: None,
        event: None,
    };
    let Some(deployed) = door.deployed().cloned() else {
        return Ok(visit);
    };
    let mut air = Air::new(fob, random);
    let result = meet(door, &deployed, &mut air, now, &mut visit);
    visit.whole = air.switch_off();
    result.map(|()| visit)
}

fn meet(
    door: &mut Door,
    deployed: &Deployed,
    air: &mut Air<'_>,
    now: UtcSeconds,
    visit: &mut Visit,
) -> Result<(), Error> {
    let configuration = deployed.signed.configuration();
    let time = Some(now).filter(|_| door.tells_time());
    let (uid, keys) = match recognise(air, &deployed.keys) {
        Ok(recognised) => recognised,
        Err(answer) => {
            visit.answer = answer;
            return Ok(());
        }
    };
    let key = lock::fob_key(&keys.read, &uid, configuration.system);
    let verdict = match air.authenticate(KeySlot::LockRead.number(), &key) {
        Ok(mut channel) => {
            let before = channel.spent();
            let presented = lock::Presented {
                uid,
                generation: keys.generation,
            };
            let blocklist = door.blocklist();
            let verdict = lock::decide(configuration, &presented, &mut channel, time, blocklist);
            visit.deciding = difference(channel.spent(), before);
            verdict.ok()
        }
        Err(Failure::Refused(WRONG_KEY)) => {
            visit.answer = Answer::Decided(Decision::WrongSystem);
            return Ok(());
        }
        Err(_) => None,
    };
    let Some(verdict) = verdict else {
        visit.answer = Answer::NotReadable;
        return Ok(());
    };
    visit.answer = Answer::Decided(verdict.decision);
    // The door is open or not; what follows is for the next visit.
    let key = lock::fob_key(&keys.carry, &uid, configuration.system);
    carry(air, &key, door, configuration, &verdict, time, visit)
}

/// Whose fob it is as far as it shows without a key: its chip number and the lock's keys of its generation.
fn recognise<'k>(
    air: &mut Air<'_>,
    keys: &'k [LockKeys],
) -> Result<([u8; 7], &'k LockKeys), Answer> {
    let activation = air.activation();
    let uid = <[u8; 7]>::try_from(activation.uid.as_slice());
    let uid = uid
        .ok()
        .filter(|_| activation.sak & SPEAKS_COMMANDS != 0)
        .ok_or(Answer::NotReadable)?;
    let version = air
        .select(AID_ON_WIRE)
        .and_then(|()| air.key_version(KeySlot::LockRead.number()))
        .map_err(|_| Answer::NotReadable)?;
    // Version 0 is a factory key: a fob whose first programming was cut off.
    let generation = Generation::new(version).map_err(|_| Answer::NotReadable)?;
    keys.iter()
        .find(|keys| keys.generation == generation)
        .map(|keys| (uid, keys))
        .ok_or(Answer::Decided(Decision::OldGeneration))
}

/// The second session of a visit: lists and the record. A failure on the air costs the medium its record or its
/// list, never the lock its memory, and never what was decided.
fn carry(
    air: &mut Air<'_>,
    key: &[u8; 16],
    door: &mut Door,
    configuration: &Configuration,
    verdict: &Verdict,
    time: Option<UtcSeconds>,
    visit: &mut Visit,
) -> Result<(), Error> {
    const KEY: KeySlot = KeySlot::LockCarry;
    let mut session = air.authenticate(KEY.number(), key).ok();
    let exchange = match (&mut session, &verdict.header) {
        (Some(channel), Some(header)) => {
            lock::exchange(configuration, header, channel, door.blocklist()).ok()
        }
        _ => None,
    };
    let Exchange { take, give } = exchange.unwrap_or_default();
    visit.taken = take.as_ref().map(|list| list.front().version);
    let event = door.note(verdict.decision, time.map(|time| time.0), take)?;
    let given = Event {
        list_given: give.is_some(),
        ..event
    };
    let left = session
        .as_mut()
        .is_some_and(|channel| leave(channel, key, give.as_deref(), &given).is_ok());
    drop(session);
    if left {
        let version = door.blocklist().map(|list| list.front().version);
        visit.given = version.filter(|_| given.list_given);
        visit.event = Some(given);
        return Ok(());
    }
    // A list too long for the medium, or one that could not be read, has ended the session; the record still fits.
    let again = air
        .authenticate(KEY.number(), key)
        .is_ok_and(|mut channel| leave(&mut channel, key, None, &event).is_ok());
    visit.event = again.then_some(event);
    Ok(())
}

/// Writes a list, if there is one, and the record, in one transaction.
fn leave(
    channel: &mut Channel<'_, '_>,
    key: &[u8; 16],
    list: Option<&[u8]>,
    event: &Event,
) -> Result<(), Failure> {
    let record = event.encode(key).map_err(|_| Failure::Forged)?;
    if let Some(list) = list {
        channel.write_data(File::Blocklist.number(), list)?;
    }
    channel.write_record(File::Events.number(), &record)?;
    channel.commit()
}

fn difference(after: Spent, before: Spent) -> Spent {
    Spent {
        exchanges: after.exchanges - before.exchanges,
        bytes: after.bytes - before.bytes,
        microseconds: after.microseconds - before.microseconds,
    }
}
