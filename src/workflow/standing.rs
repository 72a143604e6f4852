//! What a copy takes over from the newer records of the same system at whose place it comes back. People, doors and
//! passwords go back to what they were; this does not: what fobs and locks have seen, who must not open, and the
//! secrets.
//!
//! Which of the two is the newer is asked for each of these on its own. Their logs tell where they parted; what neither
//! did since then is the same in both, what one did is newer there, and where both did, what stands at the place goes
//! before the copy, as far as one can be had with the other ([`Change::keep_secrets`]). Of locks and blocked keys,
//! everything holds that either did: whoever is blocked in vain comes to the counter, whoever is not is in the house.

use std::collections::{BTreeMap, BTreeSet};

use super::{Error, Station};
use crate::model::{BlockingGroupId, KeyId, KeyNumber, LockId, OperatorId};
use crate::secrets::certificate::Certificate;
use crate::secrets::envelope;
use crate::store::{Change, Given, Reading, Since, StandingSecrets, Store};

/// What is taken over.
#[derive(Debug)]
pub(super) struct Kept {
    given: Option<Given>,
    /// Whether the records at the place go on from the copy, and nothing else does.
    follow: bool,
    secrets: Option<(StandingSecrets, Newer)>,
    blocked: Vec<Blocked>,
    /// What was taken off the lists, and with which version. Known only of records that go on from the copy: of others
    /// nobody can tell whether it was blocked again since.
    lifted: Vec<(BlockingGroupId, KeyNumber, u32)>,
    stolen: BTreeSet<LockId>,
}

/// Whose secrets are the newer ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Newer {
    /// Those at the place.
    Standing,
    /// Those of the copy.
    Copy,
    /// They are the same.
    Neither,
}

/// A number that was blocked since the copy was made.
#[derive(Debug)]
struct Blocked {
    number: KeyNumber,
    /// The groups whose list has it, without those that the copy does not know.
    groups: BTreeSet<BlockingGroupId>,
    reason: String,
    /// The key that has the number in the copy, with every group whose locks it may open.
    key: Option<(KeyId, BTreeSet<BlockingGroupId>)>,
}

impl Kept {
    /// What `copy` takes over from the records at the place, as far as these can be read: damaged ones give less. Where
    /// it cannot be told which are the newer, those at the place are.
    ///
    /// # Errors
    /// [`Error::Store`] where the copy cannot be read.
    pub(super) fn of(standing: &dyn Store, copy: &Station) -> Result<Self, Error> {
        let parted = standing
            .read(|standing| {
                copy.store().read(|copy| {
                    let common = standing.entries_in_common(copy)?;
                    let follow = copy.audit_head()?.count == common;
                    Ok((standing.since(common)?, copy.since(common)?, follow))
                })
            })
            .ok();
        let newer = match &parted {
            Some((standing, copy, _)) if !standing.secrets && copy.secrets => Newer::Copy,
            Some((standing, copy, _)) if !standing.secrets && !copy.secrets => Newer::Neither,
            _ => Newer::Standing,
        };
        let since = parted.as_ref().map(|(standing, ..)| standing);
        let secrets = standing.read(|reading| reading.standing_secrets()).ok();
        let follow = parted.as_ref().is_some_and(|(.., follow)| *follow);
        let lifted = if follow {
            lifted(standing, copy)?
        } else {
            Vec::new()
        };
        Ok(Self {
            lifted,
            given: standing.read(|reading| reading.given()).ok(),
            follow,
            secrets: secrets.map(|secrets| (secrets, newer)),
            blocked: blocked(standing, since, copy)?,
            stolen: standing
                .read(|reading| stolen(reading, since))
                .unwrap_or_default(),
        })
    }

    /// Makes it part of the copy. A programming key whose operators the copy does not know is given to `operator`.
    /// Answers whether the secrets are those of the records at the place.
    ///
    /// # Errors
    /// [`Error::RecipientsDiffer`], [`Error::Store`].
    pub(super) fn put_into(
        &self,
        change: &mut Change<'_>,
        operator: OperatorId,
    ) -> Result<bool, Error> {
        if let Some(given) = &self.given {
            change.go_beyond(given, self.follow)?;
        }
        for (group, number, version) in &self.lifted {
            change.keep_lifted(*group, *number, *version)?;
        }
        for blocked in &self.blocked {
            blocked.put_into(change)?;
        }
        for lock in &self.stolen {
            match change.lock(*lock) {
                Ok(record) if !record.lost => {
                    let _version = change.lock_lost(*lock, record.version)?;
                }
                Ok(_) | Err(crate::store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let Some((secrets, newer)) = &self.secrets else {
            return Ok(false);
        };
        if *newer == Newer::Standing {
            change.keep_secrets(secrets, operator)?;
            somebody_opens_all(change)?;
            return Ok(true);
        }
        if let Some(seen) = secrets.seen {
            change.saw_generation(seen)?;
        }
        let known = change.system()?.recovery_rehearsed;
        if *newer == Newer::Neither && secrets.recovery_rehearsed > known {
            change.set_recovery_rehearsed(secrets.recovery_rehearsed)?;
        }
        Ok(false)
    }
}

/// # Errors
/// [`Error::RecipientsDiffer`] where no programming key opens the secrets of every generation.
fn somebody_opens_all(change: &Change<'_>) -> Result<(), Error> {
    let envelopes = change.envelopes()?;
    for known in change.programming_keys()? {
        let certificate = Certificate::from_der(&known.certificate)?;
        let mut opens = true;
        for envelope in &envelopes {
            opens &= envelope::is_for(&envelope.cms, &certificate)?;
        }
        if opens {
            return Ok(());
        }
    }
    Err(Error::RecipientsDiffer)
}

/// The locks that count as stolen and were not before the two records parted.
fn stolen(
    reading: &Reading<'_>,
    since: Option<&Since>,
) -> Result<BTreeSet<LockId>, crate::store::Error> {
    let is_new = |id: &LockId| since.is_none_or(|since| since.stolen.contains(id));
    let locks = reading.locks()?.into_iter();
    let lost = locks.filter(|record| record.lost && is_new(&record.lock.id));
    Ok(lost.map(|record| record.lock.id).collect())
}

/// What was taken off the lists of the groups that the copy knows.
fn lifted(
    standing: &dyn Store,
    copy: &Station,
) -> Result<Vec<(BlockingGroupId, KeyNumber, u32)>, Error> {
    let mut all = Vec::new();
    for group in copy.read(|reading| reading.blocking_groups())? {
        let id = group.id;
        let known = standing.read(|reading| reading.lifted_numbers(id));
        let known = known.unwrap_or_default().into_iter();
        all.extend(known.map(|(number, version)| (id, number, version)));
    }
    Ok(all)
}

/// The numbers that are blocked and were not before the two records parted, as the copy shall block them.
fn blocked(
    standing: &dyn Store,
    since: Option<&Since>,
    copy: &Station,
) -> Result<Vec<Blocked>, Error> {
    let mut found: BTreeMap<KeyNumber, Blocked> = BTreeMap::new();
    for group in copy.read(|reading| reading.blocking_groups())? {
        let id = group.id;
        let Ok(list) = standing.read(|reading| reading.blocklist(id)) else {
            continue;
        };
        let keys = list.entries.iter().map(|one| (one.number, &one.reason));
        let strangers = list.strangers.iter().map(|one| (one.number, &one.reason));
        for (number, reason) in keys.chain(strangers) {
            if since.is_some_and(|since| !since.blocked.contains(&(id, number))) {
                continue;
            }
            let blocked = found.entry(number).or_insert_with(|| Blocked {
                number,
                groups: BTreeSet::new(),
                reason: reason.clone(),
                key: None,
            });
            let _new = blocked.groups.insert(id);
        }
    }
    for blocked in found.values_mut() {
        let record = copy.read(|reading| reading.key_by_number(blocked.number))?;
        blocked.key = record.map(|record| {
            // Where its locks are in other groups than they were, those on whose lists it stood are known at least.
            // The records at the place knew what it opened, so nothing is unknown of it.
            let mut groups = copy.groups_reached(&record).unwrap_or_default();
            groups.extend(&blocked.groups);
            (record.key.id, groups)
        });
    }
    Ok(found.into_values().collect())
}

impl Blocked {
    fn put_into(&self, change: &mut Change<'_>) -> Result<(), crate::store::Error> {
        if let Some((key, groups)) = &self.key
            && change.block_found_key(*key, groups, &self.reason)?
        {
            return Ok(());
        }
        for group in &self.groups {
            let listed = change.blocklist(*group)?;
            if !listed.numbers().any(|number| number == self.number) {
                change.block_stranger(*group, self.number, &self.reason)?;
            }
        }
        Ok(())
    }
}
