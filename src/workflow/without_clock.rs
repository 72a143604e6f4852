//! Locks without a clock that come to be opened only at times: by a change to a role, to premises, to a lock or its
//! groups. Such an entry no lock could judge, so no key that has one is ever written again; the change is refused
//! before that, by the names of those whom it would shut out.

use std::collections::{BTreeSet, HashMap};

use super::Error;
use super::plan::refused;
use crate::access::wanted::{check_clocks, times_of};
use crate::access::{Facts, KeyRequest, Refusal, wanted};
use crate::model::{KeyNumber, LockId, PremisesId, RoleId, Source, SourceKind, UserId, UserRole};
use crate::store::{Change, KeyWithSources};
use crate::time::UtcMillis;

/// So many of those who would be shut out are named; the others are counted.
const NAMED: usize = 5;

/// What a change puts among the locks without a clock, by who gives it.
#[derive(Debug, Default)]
pub(super) struct Newcomers {
    roles: HashMap<RoleId, BTreeSet<LockId>>,
    premises: HashMap<PremisesId, BTreeSet<LockId>>,
}

impl Newcomers {
    /// Those that roles and premises reach now and did not reach before, or not only at times.
    pub(super) fn between(before: &Facts, now: &Facts) -> Self {
        let mut found = Self::default();
        for (id, role) in &now.roles {
            let was = before.roles.get(id);
            let known = was.filter(|was| is_limited(was) || !is_limited(role));
            let known = known.map(|was| of_role(before, was)).unwrap_or_default();
            let new: BTreeSet<_> = of_role(now, role).difference(&known).copied().collect();
            if !new.is_empty() {
                let _none = found.roles.insert(*id, new);
            }
        }
        for (id, premises) in &now.premises {
            let was = before.premises.get(id);
            let known = was.map(|was| timeless(before, was.locks.iter()));
            let mut new = timeless(now, premises.locks.iter());
            let known = known.unwrap_or_default();
            new.retain(|lock| !known.contains(lock));
            // A link that comes back gives its role to those who had chosen it.
            let linked = |role: &&RoleId| was.is_none_or(|was| !was.linked_roles.contains(*role));
            let roles = premises.linked_roles.iter().filter(linked);
            let roles = roles.filter_map(|role| now.roles.get(role));
            new.extend(roles.flat_map(|role| of_role(now, role)));
            if !new.is_empty() {
                let _none = found.premises.insert(*id, new);
            }
        }
        found
    }

    /// Those among them that one of these sources gives.
    fn of(&self, sources: &[Source]) -> BTreeSet<LockId> {
        let mut found = BTreeSet::new();
        for source in sources {
            match &source.kind {
                SourceKind::Role { role } => {
                    found.extend(self.roles.get(role).into_iter().flatten());
                }
                SourceKind::Premises { premises, roles } => {
                    found.extend(self.premises.get(premises).into_iter().flatten());
                    let chosen = roles.iter().filter_map(|role| self.roles.get(role));
                    found.extend(chosen.flatten());
                }
            }
        }
        found
    }
}

/// Those whom a change would shut out.
#[derive(Debug)]
pub(super) struct ShutOut<'a> {
    facts: &'a Facts,
    newcomers: Newcomers,
    now: UtcMillis,
    locks: BTreeSet<LockId>,
    keys: Vec<(UserId, KeyNumber)>,
}

impl<'a> ShutOut<'a> {
    /// Nobody yet.
    pub(super) fn new(facts: &'a Facts, newcomers: Newcomers, now: UtcMillis) -> Self {
        Self {
            facts,
            newcomers,
            now,
            locks: BTreeSet::new(),
            keys: Vec::new(),
        }
    }

    /// Looks at one key.
    ///
    /// # Errors
    /// As [`wanted()`].
    pub(super) fn meet(
        &mut self,
        found: &KeyWithSources,
        request: &KeyRequest<'_>,
    ) -> Result<(), Refusal> {
        // What is blocked no write may touch; when it is lifted the rule is met again at the next one.
        let state = found.record.key.state;
        if state.is_over() || state.is_out_of_use() {
            return Ok(());
        }
        let new = self.newcomers.of(&found.sources);
        if new.is_empty() {
            return Ok(());
        }
        let table = wanted(self.facts, request, self.now)?.table;
        let Err(Refusal::NeedsClock { locks }) = check_clocks(self.facts, &table) else {
            return Ok(());
        };
        let mut blind = locks
            .into_iter()
            .filter(|lock| new.contains(lock))
            .peekable();
        if blind.peek().is_some() {
            self.keys
                .push((found.record.key.user, found.record.key.number));
            self.locks.extend(blind);
        }
        Ok(())
    }

    /// Refuses the change where it would shut anybody out.
    ///
    /// # Errors
    /// [`Error::Rule`] with the names of locks and holders; what the store says.
    pub(super) fn check(mut self, change: &Change<'_>) -> Result<(), Error> {
        if self.keys.is_empty() {
            return Ok(());
        }
        self.keys.sort_unstable_by_key(|(_, number)| *number);
        let named = self.keys.iter().take(NAMED).map(|(user, number)| {
            let holder = change.user(*user)?.value.full_name();
            Ok(format!("{holder} ({number})"))
        });
        let named: Vec<String> = named.collect::<Result<_, Error>>()?;
        let locks = self.locks.into_iter().collect();
        let mut error = refused(self.facts, Refusal::NeedsClock { locks });
        if let Error::Rule { arguments, .. } = &mut error {
            arguments.extend([
                ("shut_out", "yes".into()),
                ("keys", named.join(", ").into()),
                ("more", self.keys.len().saturating_sub(NAMED).into()),
            ]);
        }
        Err(error)
    }
}

/// Whether what the role gives holds at times only, or for a time.
fn is_limited(role: &UserRole) -> bool {
    times_of(role).is_some() || role.expiry.is_some()
}

/// The locks without a clock that a role opens.
fn of_role(facts: &Facts, role: &UserRole) -> BTreeSet<LockId> {
    let mut found = timeless(facts, role.locks.iter());
    let groups = role.lock_groups.iter();
    let groups = groups.filter_map(|group| facts.lock_groups.get(group));
    let members = groups.flat_map(|group| facts.members(group.number));
    let members = members.filter_map(|number| facts.lock(number));
    found.extend(members.filter(|lock| !lock.clock).map(|lock| lock.id));
    found
}

fn timeless<'a>(facts: &Facts, locks: impl Iterator<Item = &'a LockId>) -> BTreeSet<LockId> {
    let known = locks.filter_map(|id| facts.locks.get(id));
    known
        .filter(|lock| !lock.clock)
        .map(|lock| lock.id)
        .collect()
}
