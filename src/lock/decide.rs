//! The decision.

use super::{Error, Reader, UtcSeconds, local_time};
use crate::access::Conditions;
use crate::medium::image::budget::FIRST_READ;
use crate::medium::image::head::{self, Head, Step};
use crate::medium::image::header::Header;
use crate::medium::{Blocklist, Configuration, Decision, File};
use crate::model::Generation;

/// What a lock decided, and whose medium it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Open, or why not.
    pub decision: Decision,
    /// The verified fields of the image: none where the image was not to be believed.
    pub header: Option<Header>,
}

/// What the card itself proved before its image was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presented {
    /// Its chip number, from which the lock derived the key that it authenticated with.
    pub uid: [u8; 7],
    /// The generation of that key: the version byte of lock-read.
    pub generation: Generation,
}

impl Verdict {
    fn disbelieved(decision: Decision) -> Self {
        Self {
            decision,
            header: None,
        }
    }
}

/// Decides whether the medium that authenticated as `presented`, read through `reader`, opens the lock that
/// `configuration` describes. `now` is none where the lock is unsure of its time; `blocklist` is the verified
/// list that the lock holds.
///
/// In this order: an image of another system is `wrong-system`; of a generation (of keys or of signature) that
/// the lock does not trust, or made for other card keys than those that the card proved to have,
/// `old-generation`; not signed by the trusted key of that generation, or not an image
/// at all, `bad-signature`; signed for another chip, `wrong-uid`; a blocked key, `blocked`. Then the entries for
/// this lock and its groups: one that holds opens. Where none does, the answer is that of the entry which is
/// nearest to opening: `outside-times`, then `not-yet-valid`, then `expired`; where the lock has no time and an
/// entry needs it, `clock-unsure`; where there is no entry, `not-listed`.
///
/// # Errors
/// [`Error::Reader`] where the medium could not be read. Nothing on a medium is an error.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "handed on as it was handed in"
)]
pub fn decide(
    configuration: &Configuration,
    presented: &Presented,
    reader: &mut dyn Reader,
    now: Option<UtcSeconds>,
    blocklist: Option<&Blocklist>,
) -> Result<Verdict, Error> {
    let head = match read_head(reader)? {
        Ok(head) => head,
        Err(decision) => return Ok(Verdict::disbelieved(decision)),
    };
    if let Err(decision) = believe(configuration, presented, &head) {
        return Ok(Verdict::disbelieved(decision));
    }
    let header = Some(head.header);
    if blocklist.is_some_and(|list| obeyed(configuration, list) && list.blocks(head.header.key)) {
        return Ok(Verdict {
            decision: Decision::Blocked,
            header,
        });
    }
    let Some(places) = find_lock(configuration, reader, &head)? else {
        return Ok(Verdict::disbelieved(Decision::BadSignature));
    };
    let groups = configuration
        .groups
        .iter()
        .flat_map(|group| head.groups.places(group.0.into()));
    let entries = groups
        .chain(places)
        .filter_map(|place| head.conditions.get(usize::from(place)));
    let now = now.filter(|_| configuration.clock);
    let judge = |entry: &Conditions| judge(entry, configuration, &head.header, now);
    let decision = entries.map(judge).max_by_key(|answer| nearness(*answer));
    Ok(Verdict {
        decision: decision.unwrap_or(Decision::NotListed),
        header,
    })
}

/// Reads the head: what fits into three frames first, then the rest.
fn read_head(reader: &mut dyn Reader) -> Result<Result<Head, Decision>, Error> {
    let image = File::Image.number();
    let first = u32::try_from(FIRST_READ).unwrap_or(u32::MAX);
    let mut bytes = reader.read(image, 0, first)?;
    let Ok(length) = head::length(&bytes) else {
        return Ok(Err(Decision::BadSignature));
    };
    if let Ok(rest @ 1..) = u32::try_from(length.saturating_sub(bytes.len())) {
        bytes.extend(reader.read(image, first, rest)?);
    }
    Ok(Head::parse(&bytes).map_err(|_| Decision::BadSignature))
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "handed on as it was handed in"
)]
fn believe(
    configuration: &Configuration,
    presented: &Presented,
    head: &Head,
) -> Result<(), Decision> {
    if head.header.system != configuration.system {
        return Err(Decision::WrongSystem);
    }
    // An image for other card keys than the card has was copied from elsewhere, or the card is a clone made with
    // the keys of one generation alone.
    let generation = head.header.generation;
    let keys_match = generation == presented.generation;
    let generations_trusted = keys_match && configuration.trusted_key(generation).is_some();
    let Some(key) = configuration
        .trusted_key(head.header.signer)
        .filter(|_| generations_trusted)
    else {
        return Err(Decision::OldGeneration);
    };
    if head.verify(key).is_err() {
        return Err(Decision::BadSignature);
    }
    if head.header.uid == presented.uid {
        Ok(())
    } else {
        Err(Decision::WrongUid)
    }
}

fn obeyed(configuration: &Configuration, list: &Blocklist) -> bool {
    list.front().group == configuration.blocking_group
}

/// The places of the conditions under which the lock itself is listed; none where a part is not the one that
/// was signed for.
fn find_lock(
    configuration: &Configuration,
    reader: &mut dyn Reader,
    head: &Head,
) -> Result<Option<Vec<u8>>, Error> {
    let number = configuration.lock.0;
    let mut step = head.search(number);
    loop {
        let part = match step {
            Step::Found(places) => return Ok(Some(places)),
            Step::Read(part) => part,
        };
        let place = |length| u32::try_from(length).map_err(|_| Error::Reader);
        let bytes = reader.read(
            File::Image.number(),
            place(part.offset)?,
            place(part.length)?,
        )?;
        match head.follow(&part, &bytes, number) {
            Ok(next) => step = next,
            Err(_) => return Ok(None),
        }
    }
}

fn judge(
    entry: &Conditions,
    configuration: &Configuration,
    header: &Header,
    now: Option<UtcSeconds>,
) -> Decision {
    if entry.are_unrestricted() {
        return Decision::Open;
    }
    let Some(now) = now else {
        return Decision::ClockUnsure;
    };
    let minute = now.0 / 60;
    let run_out = entry.expiry.is_some_and(|interval| {
        let end = u64::from(header.issued) + u64::from(interval.as_hours()) * 3600;
        end <= u64::from(now.0)
    });
    if run_out || entry.window.end.is_some_and(|end| end <= minute) {
        return Decision::Expired;
    }
    if entry.window.start.is_some_and(|start| minute < start) {
        return Decision::NotYetValid;
    }
    let times = entry.access_times.as_ref();
    if times.is_none_or(|times| local_time::allows(times, &configuration.transitions, now)) {
        Decision::Open
    } else {
        Decision::OutsideTimes
    }
}

/// How near to opening an entry was.
fn nearness(answer: Decision) -> u8 {
    match answer {
        Decision::Open => 4,
        Decision::OutsideTimes => 3,
        Decision::NotYetValid => 2,
        Decision::Expired => 1,
        _ => 0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
