//! Locks without a clock that come to be opened only at times: by a change to a role, to premises, to a lock or its
//! groups, or to a user. Such an entry no lock could judge, so no key that has one is ever written again; the change is
//! refused before that, by the names of those whom it would shut out. What was so before stands in nobody's way.

use std::collections::BTreeSet;

use super::Error;
use super::naming::key_of;
use super::plan::{capped, refused, telling};
use crate::access::wanted::blind;
use crate::access::{AccessTable, Facts, KeyRequest, Refusal, WantedHashes};
use crate::model::{Key, KeyNumber, KeyState, LockId, UserId};
use crate::store::{Change, KeyWithSources};
use crate::time::UtcMillis;

/// Those whom a change to what keys open would shut out.
#[derive(Debug)]
pub(super) struct ShutOut<'a> {
    before: WantedHashes<'a>,
    locks: BTreeSet<LockId>,
    keys: Vec<(UserId, KeyNumber)>,
}

impl<'a> ShutOut<'a> {
    /// Nobody yet, by what was true before the change.
    pub(super) fn new(before: &'a Facts, now: UtcMillis) -> Self {
        Self {
            before: WantedHashes::new(before, now),
            locks: BTreeSet::new(),
            keys: Vec::new(),
        }
    }

    /// Looks at one key, by what is true now.
    ///
    /// # Errors
    /// As [`WantedHashes::blind`].
    pub(super) fn meet(
        &mut self,
        found: &KeyWithSources,
        request: &KeyRequest<'_>,
        tables: &mut WantedHashes<'_>,
    ) -> Result<(), Refusal> {
        if is_left_alone(found.record.key.state) {
            return Ok(());
        }
        let mut new = tables.blind(request)?;
        if new.is_empty() {
            return Ok(());
        }
        // What it names may be new itself.
        let before = self.before.blind(request).unwrap_or_default();
        new.retain(|lock| !before.contains(lock));
        if !new.is_empty() {
            let key = &found.record.key;
            self.keys.push((key.user, key.number));
            self.locks.extend(new);
        }
        Ok(())
    }

    /// Refuses the change where it would shut anybody out.
    ///
    /// # Errors
    /// [`Error::Rule`] with the names of locks and holders; what the store says.
    pub(super) fn check(mut self, facts: &Facts, change: &Change<'_>) -> Result<(), Error> {
        if self.keys.is_empty() {
            return Ok(());
        }
        self.keys.sort_unstable_by_key(|(_, number)| *number);
        let (keys, more) = capped(&self.keys);
        let named = keys
            .iter()
            .map(|(user, number)| key_of(change, *user, *number));
        let named: Vec<String> = named.collect::<Result<_, _>>()?;
        let locks = self.locks.into_iter().collect();
        let told = [
            ("shut_out", "people".into()),
            ("keys", named.join(", ").into()),
            ("more", more.into()),
        ];
        Err(telling(refused(facts, Refusal::NeedsClock { locks }), told))
    }
}

/// Refuses to put a key's table in the place of what it should open so far, where that shuts its holder out anywhere.
///
/// # Errors
/// [`Error::Rule`] with the names of the locks and the number of the key.
pub(super) fn allow(
    facts: &Facts,
    key: &Key,
    so_far: impl FnOnce() -> Result<AccessTable, Error>,
    table: &AccessTable,
) -> Result<(), Error> {
    let mut locks = blind(facts, table);
    if locks.is_empty() || is_left_alone(key.state) {
        return Ok(());
    }
    let before = blind(facts, &so_far()?);
    locks.retain(|lock| !before.contains(lock));
    if locks.is_empty() {
        return Ok(());
    }
    let told = [
        ("shut_out", "key".into()),
        ("keys", key.number.to_string().into()),
    ];
    Err(telling(refused(facts, Refusal::NeedsClock { locks }), told))
}

/// What is blocked no write may touch; when it is lifted the rule is met again at the next one.
fn is_left_alone(state: KeyState) -> bool {
    state.is_over() || state.is_out_of_use()
}
