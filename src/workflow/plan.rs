//! What a key shall hold, how that differs from what it holds, and what must be settled before it may be
//! written: the summary that stands before every Confirm.

mod shares;

pub use shares::{SourceCost, SourceShare, costs};

use std::collections::BTreeSet;

use super::{Detail, Error};
use crate::access::home_group::{Situation, for_programming};
use crate::access::wanted::{check_clocks, unreadable};
use crate::access::{
    AccessTable, Facts, GivenBy, HomeGroup, KeyRequest, LockChange, Refusal, Wanted, difference,
    given_by, home_group, wanted,
};
use crate::i18n::{Argument, Arguments};
use crate::medium::{Header, Image};
use crate::model::{
    BlockingGroupId, BlockingGroupNumber, Generation, Key, KeyKind, KeyNumber, LockId, LockState,
    Revision, Source, SystemId, Validity,
};
use crate::store::KeyRecord;
use crate::time::{LocalDate, UtcMillis, Zone};

/// The summary of one key.
#[derive(Debug, Clone)]
pub struct KeyPlan {
    /// The wanted view.
    pub wanted: Wanted,
    /// Its hash, by which *pending* is told.
    pub hash: [u8; 32],
    /// What changes, lock by lock.
    pub difference: Vec<LockChange>,
    /// Which source gives what of the wanted view.
    pub gives: Vec<GivenBy>,
    /// Which source gave what of the written view: it names those in the difference that are gone.
    pub gave: Vec<GivenBy>,
    /// What the rule says of the home group.
    pub home_group: HomeGroup,
    /// Locks of the table that a key of this kind cannot open.
    pub unreadable: Vec<LockId>,
    /// Doors that must be visited before the table works there.
    pub doors: Vec<LockId>,
    /// Bytes of the image; none where it fits no medium.
    pub image_length: Option<usize>,
}

/// A key with all that its plan is made from.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The key.
    pub key: &'a Key,
    /// The last day on which its user holds anything.
    pub user_end: Option<LocalDate>,
    /// The sources of its user.
    pub sources: &'a [Source],
    /// What it holds now.
    pub written: &'a AccessTable,
    /// Which source gave what of that.
    pub given: &'a [GivenBy],
    /// The home group that was chosen now, if any.
    pub chosen: Option<BlockingGroupId>,
}

/// The plan of a key at `now`.
///
/// # Errors
/// [`Error::Rule`] where the rules refuse.
pub fn plan(
    facts: &Facts,
    zone: Zone,
    subject: Subject<'_>,
    now: UtcMillis,
) -> Result<KeyPlan, Error> {
    let key = subject.key;
    let wanted = wanted_view(facts, zone, &subject, now)?;
    let home = home_group(facts, &wanted.table, situation(&subject))
        .map_err(|refusal| refused(facts, refusal))?;
    let unreadable = unreadable(facts, &wanted.table, key.kind);
    let mut difference = difference(
        facts,
        (subject.written, subject.given),
        &wanted.table,
        &wanted.origins,
    );
    // What this kind of key cannot open is told by itself, never as something that it will open.
    difference.retain(|change| {
        let lock = facts.lock(change.lock).map(|lock| lock.id);
        !lock.is_some_and(|id| unreadable.contains(&id))
    });
    Ok(KeyPlan {
        hash: wanted.table.hash(),
        difference,
        gives: given_by(facts, subject.sources, &wanted.origins),
        gave: subject.given.to_vec(),
        home_group: home,
        unreadable,
        doors: doors_to_visit(facts, &wanted.table),
        image_length: Image::measure(&sample_header(), &wanted.table)
            .map(|size| size.total)
            .ok(),
        wanted,
    })
}

fn wanted_view(
    facts: &Facts,
    zone: Zone,
    subject: &Subject<'_>,
    now: UtcMillis,
) -> Result<Wanted, Error> {
    match request(zone, subject.key, subject.user_end, subject.sources) {
        Some(request) => wanted(facts, &request, now).map_err(|refusal| refused(facts, refusal)),
        None => Ok(Wanted::default()),
    }
}

/// What the rules are asked for a key; none where its user's end date lies before the key's own start, so that
/// nothing is left of it.
pub(super) fn request<'a>(
    zone: Zone,
    key: &'a Key,
    user_end: Option<LocalDate>,
    sources: &'a [Source],
) -> Option<KeyRequest<'a>> {
    Some(KeyRequest {
        sources,
        without: &key.without,
        validity: validity_of(zone, key, user_end)?,
        expiry: key.expiry,
    })
}

/// The validity of a key within its user's.
pub(super) fn validity_of(zone: Zone, key: &Key, user_end: Option<LocalDate>) -> Option<Validity> {
    let user_validity = Validity {
        start: None,
        end: user_end.map(|date| date.end(zone)),
    };
    key.validity.meet(user_validity)
}

/// The home group under which the key may be written now.
///
/// # Errors
/// [`Error::Rule`] where anything must be settled first, [`Error::Detailed`] with what each source
/// costs where no medium has room for a first image of the table.
pub fn settled(
    facts: &Facts,
    zone: Zone,
    plan: &KeyPlan,
    subject: Subject<'_>,
    now: UtcMillis,
) -> Result<Option<BlockingGroupId>, Error> {
    promised(facts, plan)?;
    let home = for_programming(facts, &plan.wanted.table, situation(&subject))
        .map_err(|refusal| with_medium(refused(facts, refusal), subject.key))?;
    // On a medium that holds an image the next one may be built in ways that are only known when it is written.
    if subject.key.kind != KeyKind::Phone && subject.written.is_empty() {
        match Image::measure(&sample_header(), &plan.wanted.table) {
            Err(error) if error.is_capacity() => {
                let costs = costs(facts, zone, subject, now)?;
                return Err(Error::from(error).with(Detail::Costs(costs)));
            }
            Err(error) => return Err(error.into()),
            Ok(_) => {}
        }
    }
    Ok(home)
}

/// A medium that is out opens what it holds, whatever its key shall open: the sentences say what ends that.
fn with_medium(error: Error, key: &Key) -> Error {
    match &error {
        Error::Rule {
            refusal: Refusal::OpensNothing,
            ..
        } if key.uid.is_some() => {
            let number = key.number.to_string();
            telling(error, [("held", "yes".into()), ("number", number.into())])
        }
        _ => error,
    }
}

/// A refusal of the rules with more that its sentences tell.
pub(super) fn telling<const N: usize>(
    mut error: Error,
    more: [(&'static str, Argument); N],
) -> Error {
    if let Error::Rule { arguments, .. } = &mut error {
        arguments.extend(more);
    }
    error
}

/// As many as a sentence can name, and how many are left.
pub(super) fn capped<T>(all: &[T]) -> (&[T], usize) {
    const NAMED: usize = 5;
    let (named, others) = all.split_at(all.len().min(NAMED));
    (named, others.len())
}

/// What a draft is refused for already: no write would ever get past it, whatever is chosen later.
///
/// # Errors
/// [`Error::Rule`] for an entry that a lock without a clock cannot judge.
pub(super) fn promised(facts: &Facts, plan: &KeyPlan) -> Result<(), Error> {
    check_clocks(facts, &plan.wanted.table).map_err(|refusal| refused(facts, refusal))
}

/// A header for measuring: its fields have fixed lengths.
pub(super) fn sample_header() -> Header {
    Header {
        system: SystemId([0; 8]),
        uid: [0; 7],
        generation: Generation::FIRST,
        signer: Generation::FIRST,
        key: KeyNumber(1),
        home_group: Some(BlockingGroupNumber(1)),
        revision: Revision(1),
        issued: 0,
    }
}

fn situation(subject: &Subject<'_>) -> Situation {
    Situation {
        kind: subject.key.kind,
        current: subject.key.home_group,
        // The chip number stands there from the intent on, the generation only once a write succeeded.
        written: subject.key.generation.is_some() && subject.key.home_group.is_some(),
        chosen: subject.chosen,
    }
}

/// The doors whose lock does not hold its wanted configuration: until somebody visits them the table may not
/// work there.
fn doors_to_visit(facts: &Facts, table: &AccessTable) -> Vec<LockId> {
    let locks: BTreeSet<_> = facts.by_lock(table).into_keys().collect();
    let records = locks.into_iter().filter_map(|number| facts.lock(number));
    records
        .filter(|lock| lock.state != LockState::Deployed)
        .map(|lock| lock.id)
        .collect()
}

/// Whether a table would change on its medium.
pub fn is_pending(record: &KeyRecord, plan: &KeyPlan) -> bool {
    record.key.uid.is_some() && record.written_hash != Some(plan.hash)
}

/// A refusal of the rules with the names its sentences need.
pub fn refused(facts: &Facts, refusal: Refusal) -> Error {
    let group = |id: &BlockingGroupId| {
        facts
            .blocking_groups
            .get(id)
            .map_or_else(|| id.to_string(), |group| group.name.clone())
    };
    let arguments = match &refusal {
        Refusal::HomeGroupNotChosen { groups } => {
            let mut names: Vec<String> = groups.iter().map(group).collect();
            names.sort_unstable();
            Arguments::from([
                ("count", groups.len().into()),
                ("groups", names.join(", ").into()),
            ])
        }
        Refusal::HomeGroupWithoutLocks { chosen: id }
        | Refusal::HomeGroupFixed { home_group: id } => {
            Arguments::from([("group", group(id).into())])
        }
        Refusal::NeedsClock { locks } => {
            let name = |id: &LockId| {
                facts
                    .locks
                    .get(id)
                    .map_or_else(|| id.to_string(), |lock| lock.name.clone())
            };
            let (named, others) = capped(locks);
            let names: Vec<String> = named.iter().map(name).collect();
            Arguments::from([
                ("locks", names.join(", ").into()),
                ("other_locks", others.into()),
            ])
        }
        Refusal::OpensNothing | Refusal::DanglingSource => Arguments::new(),
    };
    Error::Rule { refusal, arguments }
}
