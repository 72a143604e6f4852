//! The hashes of the wanted tables of very many keys, and the locks that could not judge them. Most keys of a system share
//! a few roles and windows, so what a combination of them comes to is worked out once and remembered. Gives exactly what
//! [`super::wanted()`], [`AccessTable::hash`] and [`blind`] give, which stay the definition; must not decide anything.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};

use sha2::{Digest as _, Sha256};

use super::table::hash_of_parts;
use super::wanted::{blind, chosen_roles, merge, narrower, times_of, widest};
use super::{AccessTable, Conditions, Entry, Facts, KeyRequest, Refusal, Target};
use crate::model::{
    AccessTimes, ExpiryInterval, LockGroupNumber, LockId, LockNumber, PremisesId, RoleId,
    SourceKind, Window,
};
use crate::time::UtcMillis;

/// How many combinations are remembered; then all are forgotten, which costs time only.
const REMEMBERED: usize = 1 << 16;
/// Most different conditions that one combination may bring: one bit each.
const MOST_CONDITIONS: usize = 64;

/// Works out hashes of wanted tables, one key after the other, for one moment and one set of facts.
#[derive(Debug)]
pub struct WantedHashes<'a> {
    facts: &'a Facts,
    now: UtcMillis,
    grants: Vec<Grant>,
    by_giver: HashMap<Giver, usize>,
    /// For each lock its groups, by number.
    groups_of: HashMap<LockNumber, Vec<LockGroupNumber>>,
    known: HashMap<Recipe, [u8; 32]>,
    shapes: HashMap<Recipe, Vec<(Conditions, [u8; 32])>>,
    /// The locks without a clock.
    timeless: HashSet<LockNumber>,
    blind: HashMap<Recipe, Vec<LockId>>,
    /// An empty list with room, for the next recipe.
    spare: Vec<(usize, Window)>,
}

/// What gives targets: a role, or premises with the locks that are their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Giver {
    Role(RoleId),
    Premises(PremisesId),
}

/// What a giver gives, in whatever window.
#[derive(Debug)]
struct Grant {
    /// In order, each once.
    targets: Vec<Target>,
    /// Those of them that reach a lock without a clock.
    timeless: Vec<Target>,
    times: Option<AccessTimes>,
    expiry: Option<ExpiryInterval>,
}

/// All that a key's table depends on beside the facts: each giver's place among the grants with its window, in
/// order and each pair once, and the key's own expiry interval.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Recipe {
    parts: Vec<(usize, Window)>,
    expiry: Option<ExpiryInterval>,
}

impl Recipe {
    /// The window that all parts share, if they do.
    fn common_window(&self) -> Option<Window> {
        let (_, first) = *self.parts.first()?;
        let same = self.parts.iter().all(|(_, window)| *window == first);
        same.then_some(first)
    }
}

impl<'a> WantedHashes<'a> {
    /// For these facts at `now`.
    pub fn new(facts: &'a Facts, now: UtcMillis) -> Self {
        let mut groups_of: HashMap<LockNumber, Vec<LockGroupNumber>> = HashMap::new();
        for group in facts.lock_groups.values() {
            for lock in facts.members(group.number) {
                groups_of.entry(lock).or_default().push(group.number);
            }
        }
        Self {
            facts,
            now,
            grants: Vec::new(),
            by_giver: HashMap::new(),
            groups_of,
            known: HashMap::new(),
            shapes: HashMap::new(),
            timeless: facts
                .locks
                .values()
                .filter(|lock| !lock.clock)
                .map(|lock| lock.number)
                .collect(),
            blind: HashMap::new(),
            spare: Vec::new(),
        }
    }

    /// The hash of the table that [`super::wanted()`] would make for the request.
    ///
    /// # Errors
    /// As [`super::wanted()`].
    pub fn hash(&mut self, request: &KeyRequest<'_>) -> Result<[u8; 32], Refusal> {
        let recipe = self.recipe(request)?;
        let hash = if let Some(hash) = self.known.get(&recipe) {
            *hash
        } else {
            let hash = self.work_out(&recipe);
            remember(&mut self.known, recipe.clone(), hash);
            hash
        };
        self.spare = recipe.parts;
        Ok(hash)
    }

    /// The locks that are [`blind`](super::wanted::blind) to the table that [`super::wanted()`] would make for the request.
    ///
    /// # Errors
    /// As [`super::wanted()`].
    pub fn blind(&mut self, request: &KeyRequest<'_>) -> Result<Vec<LockId>, Refusal> {
        if self.timeless.is_empty() {
            return Ok(Vec::new());
        }
        let recipe = self.recipe(request)?;
        if let Some(known) = self.blind.get(&recipe) {
            return Ok(known.clone());
        }
        let given = self.given(&recipe);
        let limited = |(grant, conditions): &(&Grant, Conditions)| {
            !grant.timeless.is_empty() && !conditions.are_unrestricted()
        };
        if !given.iter().any(limited) {
            self.spare = recipe.parts;
            return Ok(Vec::new());
        }
        // What reaches no such lock neither joins nor covers anything that does.
        let entries = given.iter().flat_map(|(grant, conditions)| {
            grant.timeless.iter().map(|target| Entry {
                target: *target,
                conditions: conditions.clone(),
            })
        });
        let found = blind(self.facts, &merge(self.facts, entries.collect()));
        remember(&mut self.blind, recipe, found.clone());
        Ok(found)
    }

    /// All that the table of the request depends on.
    fn recipe(&mut self, request: &KeyRequest<'_>) -> Result<Recipe, Refusal> {
        let mut parts = std::mem::take(&mut self.spare);
        parts.clear();
        let carried = |id| request.without.is_empty() || !request.without.contains(id);
        for source in request.sources.iter().filter(|source| carried(&source.id)) {
            let validity = source.validity.meet(request.validity);
            if let Some(validity) = validity.filter(|validity| !validity.is_over(self.now)) {
                self.add(&mut parts, &source.kind, validity.window())?;
            }
        }
        parts.sort_unstable();
        parts.dedup();
        Ok(Recipe {
            parts,
            expiry: request.expiry,
        })
    }

    /// Adds what one source gives within a window.
    fn add(
        &mut self,
        parts: &mut Vec<(usize, Window)>,
        kind: &SourceKind,
        window: Window,
    ) -> Result<(), Refusal> {
        match kind {
            SourceKind::Role { role } => parts.push((self.grant(Giver::Role(*role))?, window)),
            SourceKind::Premises { premises, roles } => {
                parts.push((self.grant(Giver::Premises(*premises))?, window));
                let facts = self.facts;
                let premises = facts.premises.get(premises);
                let premises = premises.ok_or(Refusal::DanglingSource)?;
                for role in chosen_roles(facts, roles, &premises.linked_roles)? {
                    parts.push((self.grant(Giver::Role(role.id))?, window));
                }
            }
        }
        Ok(())
    }

    /// The place of what a giver gives.
    fn grant(&mut self, giver: Giver) -> Result<usize, Refusal> {
        match self.by_giver.entry(giver) {
            Slot::Occupied(known) => Ok(*known.get()),
            Slot::Vacant(new) => {
                let reaches = |target: &Target| match target {
                    Target::Lock(lock) => self.timeless.contains(lock),
                    Target::Group(group) => {
                        let mut members = self.facts.members(*group);
                        members.any(|lock| self.timeless.contains(&lock))
                    }
                };
                let mut grant = Grant::of(self.facts, giver)?;
                if !self.timeless.is_empty() {
                    grant.timeless = grant.targets.iter().copied().filter(reaches).collect();
                }
                self.grants.push(grant);
                Ok(*new.insert(self.grants.len() - 1))
            }
        }
    }

    fn work_out(&mut self, recipe: &Recipe) -> [u8; 32] {
        let Some(window) = recipe.common_window() else {
            return hash_of_parts(&self.parts(recipe));
        };
        // One window for all changes neither what joins nor what covers: the targets come out alike in each.
        let mut shape = recipe.clone();
        shape
            .parts
            .iter_mut()
            .for_each(|(_, each)| *each = Window::ALWAYS);
        if !self.shapes.contains_key(&shape) {
            let parts = self.parts(&shape);
            remember(&mut self.shapes, shape.clone(), parts);
        }
        let parts = self.shapes.get(&shape).into_iter().flatten();
        let within = parts.map(|(conditions, targets)| {
            let conditions = Conditions {
                window,
                ..conditions.clone()
            };
            (conditions, *targets)
        });
        hash_of_parts(&within.collect::<Vec<_>>())
    }

    /// What a recipe brings together, under what conditions.
    fn given(&self, recipe: &Recipe) -> Vec<(&Grant, Conditions)> {
        let parts = recipe.parts.iter();
        parts
            .map(|(place, window)| {
                let grant = &self.grants[*place];
                (grant, grant.conditions(*window, recipe.expiry))
            })
            .collect()
    }

    /// The conditions of the table with the SHA-256 of their targets, in order.
    fn parts(&self, recipe: &Recipe) -> Vec<(Conditions, [u8; 32])> {
        let given = self.given(recipe);
        let mut all: Vec<&Conditions> = given.iter().map(|(_, conditions)| conditions).collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > MOST_CONDITIONS {
            return plainly(self.facts, &given).parts();
        }
        let mut marked: Vec<(Target, u64)> = Vec::new();
        for (grant, conditions) in &given {
            let place = all.binary_search(&conditions).unwrap_or_default();
            marked.extend(grant.targets.iter().map(|target| (*target, 1 << place)));
        }
        // Stable, because that one finds the ordered stretches it is made of.
        marked.sort();
        let mut merged = Merged {
            all,
            outcomes: Vec::new(),
            parts: Vec::new(),
        };
        let mut groups: HashMap<LockGroupNumber, usize> = HashMap::new();
        for same in marked.chunk_by(|(a, _), (b, _)| a == b) {
            let (target, _) = same[0];
            let outcome = merged.outcome(same.iter().fold(0, |all, (_, bit)| all | bit));
            match target {
                Target::Group(number) => {
                    let _first = groups.insert(number, outcome);
                    merged.put(target, outcome, &[]);
                }
                Target::Lock(number) if !groups.is_empty() => {
                    let of_lock = self.groups_of.get(&number).into_iter().flatten();
                    let wide: Vec<usize> = of_lock
                        .filter_map(|group| groups.get(group))
                        .copied()
                        .collect();
                    merged.put(target, outcome, &wide);
                }
                Target::Lock(_) => merged.put(target, outcome, &[]),
            }
        }
        merged.hashed()
    }
}

impl Grant {
    fn of(facts: &Facts, giver: Giver) -> Result<Self, Refusal> {
        let lock = |id: &LockId| {
            let lock = facts.locks.get(id).ok_or(Refusal::DanglingSource)?;
            Ok(Target::Lock(lock.number))
        };
        let mut grant = match giver {
            Giver::Premises(id) => {
                let premises = facts.premises.get(&id).ok_or(Refusal::DanglingSource)?;
                Self {
                    targets: premises.locks.iter().map(lock).collect::<Result<_, _>>()?,
                    timeless: Vec::new(),
                    times: None,
                    expiry: None,
                }
            }
            Giver::Role(id) => {
                let role = facts.roles.get(&id).ok_or(Refusal::DanglingSource)?;
                let mut targets: Vec<Target> =
                    role.locks.iter().map(lock).collect::<Result<_, _>>()?;
                for group in &role.lock_groups {
                    let group = facts.lock_groups.get(group);
                    targets.push(Target::Group(group.ok_or(Refusal::DanglingSource)?.number));
                }
                Self {
                    targets,
                    timeless: Vec::new(),
                    times: times_of(role),
                    expiry: role.expiry,
                }
            }
        };
        grant.targets.sort_unstable();
        grant.targets.dedup();
        Ok(grant)
    }

    fn conditions(&self, window: Window, key_expiry: Option<ExpiryInterval>) -> Conditions {
        Conditions {
            window,
            access_times: self.times.clone(),
            expiry: narrower(self.expiry, key_expiry),
        }
    }
}

/// A table while it is merged: its targets by their conditions.
struct Merged<'a> {
    /// Every condition that comes in; bit `n` of a mark stands for the `n`th.
    all: Vec<&'a Conditions>,
    /// For each mark that was met, the parts in which such a target stands.
    outcomes: Vec<(u64, Vec<usize>)>,
    /// Conditions with the bytes of their targets, as [`Target::digest_bytes`] makes them.
    parts: Vec<(Conditions, Vec<u8>)>,
}

impl Merged<'_> {
    /// The place of the outcome for a target under the conditions of a mark.
    fn outcome(&mut self, mark: u64) -> usize {
        if let Some(known) = self.outcomes.iter().position(|(known, _)| *known == mark) {
            return known;
        }
        let marked = self.all.iter().enumerate();
        let marked = marked.filter(|(place, _)| mark >> place & 1 == 1);
        let conditions = widest(marked.map(|(_, one)| (*one).clone()).collect());
        let places = conditions.into_iter().map(|one| self.part(one)).collect();
        self.outcomes.push((mark, places));
        self.outcomes.len() - 1
    }

    fn part(&mut self, conditions: Conditions) -> usize {
        let known = self
            .parts
            .iter()
            .position(|(known, _)| *known == conditions);
        known.unwrap_or_else(|| {
            self.parts.push((conditions, Vec::new()));
            self.parts.len() - 1
        })
    }

    /// Puts a target into the parts of its outcome, except where one of the outcomes `wide` covers them.
    fn put(&mut self, target: Target, outcome: usize, wide: &[usize]) {
        let bytes = target.digest_bytes();
        for &place in &self.outcomes[outcome].1 {
            let conditions = &self.parts[place].0;
            let mut wider = wide.iter().flat_map(|wide| &self.outcomes[*wide].1);
            if !wider.any(|wide| *wide == place || self.parts[*wide].0.cover(conditions)) {
                self.parts[place].1.extend(bytes);
            }
        }
    }

    fn hashed(self) -> Vec<(Conditions, [u8; 32])> {
        let parts = self.parts.into_iter();
        let parts = parts.filter(|(_, targets)| !targets.is_empty());
        let mut hashed: Vec<(Conditions, [u8; 32])> = parts
            .map(|(conditions, targets)| (conditions, Sha256::digest(targets).into()))
            .collect();
        hashed.sort_unstable();
        hashed
    }
}

/// The table in the plain way, where there are more conditions than bits.
fn plainly(facts: &Facts, given: &[(&Grant, Conditions)]) -> AccessTable {
    let entries = given.iter().flat_map(|(grant, conditions)| {
        grant.targets.iter().map(|target| Entry {
            target: *target,
            conditions: conditions.clone(),
        })
    });
    merge(facts, entries.collect())
}

/// Keeps memory bounded: what is full starts anew.
fn remember<T>(known: &mut HashMap<Recipe, T>, recipe: Recipe, value: T) {
    if known.len() >= REMEMBERED {
        known.clear();
    }
    let _new = known.insert(recipe, value);
}
