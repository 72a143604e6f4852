//! What a system that comes back from a backup must assume of the time it does not know.
//!
//! Since the copy was made, numbers may have been given and blocklists signed that stand on fobs and in locks. Given
//! again, a lock group's number would open other doors for the old fobs; a blocklist with a version that a lock has
//! seen would not be taken by it. So every counter and every blocklist's version jumps by a step that no system takes
//! between two backups, and where newer records stand at the place, beyond what these have given
//! ([`Change::go_beyond`]): the same copy may come back twice. A fob that is then adopted or a lock that is deployed with
//! a still newer list raises the version further ([`Change::raise_blocklist_above`]).
//!
//! The same holds for generations of secrets: a new one under a number that fobs and locks have seen would be taken for
//! the one they know. The next number jumps too ([`Change::saw_generation`]), and where the newer records still stand
//! at the place, their secrets are kept ([`Change::keep_secrets`]): records go back, keys do not.
//!
//! What the jump cannot bring back: keys that were blocked after the copy was made are not on the restored lists. Where
//! the newer records stand at the place, they tell which. Where they are lost, media and locks do: the version at which
//! each list stood in the copy is kept, so that a list on a fob or in a lock is known to be from after it. Such a list
//! names them, and whoever comes upon it blocks them again.
//!
//! Nobody knows either whether a letter that waits in the copy has gone since; sent again, it would make the first
//! worthless ([`Change::doubt_invitations`]).

use super::{Change, Subject};
use crate::model::{BlockingGroupId, Generation, KeyNumber, OperatorId};
use crate::store::sql::{params, statement};
use crate::store::{
    Entity, Envelope, Error, Given, GivenLists, InvitationState, ProgrammingKey, StandingSecrets,
    Stored,
};

/// By how much a blocklist's version jumps: 65,536. A group can be restored 65,535 times.
pub const BLOCKLIST_STEP: u32 = 1 << 16;

/// By how much the numbers of keys jump (32 bits).
pub const KEY_STEP: u32 = 10_000;
/// By how much the numbers of locks jump (32 bits).
pub const LOCK_STEP: u32 = 1_000;
/// By how much the numbers of lock groups and of key blocking groups jump (16 bits).
pub const GROUP_STEP: u32 = 100;

/// By how much the number of the next generation jumps (8 bits, so it cannot jump far).
pub const GENERATION_STEP: u8 = 8;

impl Change<'_> {
    /// Keeps the secrets of the records that stood where this system comes back: every generation with its envelope
    /// and whether it is retired, the generation that media get, and the programming keys. A programming key whose
    /// operators are no operators of these records is given to `operator`.
    ///
    /// # Errors
    /// [`Error::GenerationsDiffer`] where both made a generation that the other does not have.
    pub fn keep_secrets(
        &mut self,
        standing: &StandingSecrets,
        operator: OperatorId,
    ) -> Result<(), Error> {
        let own = self.envelopes()?;
        let beyond = |one: &[Envelope], other: &[Envelope]| {
            let known = |envelope: &Envelope| {
                other.iter().any(|known| {
                    known.generation == envelope.generation
                        && known.signing_public_key == envelope.signing_public_key
                })
            };
            let strange = one.iter().find(|envelope| !known(envelope));
            strange.map(|envelope| envelope.generation.get())
        };
        if let Some(generation) = beyond(&own, &standing.envelopes)
            && beyond(&standing.envelopes, &own).is_some()
        {
            return Err(Error::GenerationsDiffer { generation });
        }
        for kept in &standing.envelopes {
            self.run(
                statement!("envelope/put"),
                params![
                    kept.generation.get(),
                    &kept.cms,
                    &kept.signing_public_key,
                    kept.created_at,
                    kept.retired_at
                ],
            )?;
        }
        self.keep_programming_keys(&standing.programming_keys, operator)?;
        if standing.generation > self.system()?.generation {
            self.set_generation(standing.generation)?;
        }
        if standing.due {
            self.set_generation_due()?;
        }
        if let Some(seen) = standing.seen {
            self.saw_generation(seen)?;
        }
        self.run(
            statement!("system/set_rehearsed"),
            params![standing.recovery_rehearsed],
        )?;
        self.record(
            "secrets-kept",
            Subject::none(Entity::Envelope),
            &[("generation", &standing.generation.get().to_string())],
        )
    }

    fn keep_programming_keys(
        &mut self,
        standing: &[Stored<ProgrammingKey>],
        operator: OperatorId,
    ) -> Result<(), Error> {
        let own = self.programming_keys()?;
        for key in &own {
            if !standing.iter().any(|kept| kept.id == key.id) {
                self.remove_programming_key(key.id, key.version)?;
            }
        }
        let operators = self.operators()?;
        let known = |id: &OperatorId| operators.iter().any(|one| one.id == *id);
        for kept in standing {
            if own.iter().any(|key| key.id == kept.id) {
                continue;
            }
            let mut key = kept.value.clone();
            key.operators.retain(known);
            if key.operators.is_empty() {
                let _new = key.operators.insert(operator);
            }
            self.insert_programming_key(&key)?;
        }
        Ok(())
    }

    /// Marks the system as restored: counters and blocklists jump, and no list counts as signed.
    ///
    /// # Errors
    /// [`Error::NumbersExhausted`] for a blocklist that has no version left.
    pub fn mark_restored(&mut self) -> Result<(), Error> {
        self.run(
            statement!("system/jump_numbers"),
            params![KEY_STEP, LOCK_STEP, GROUP_STEP],
        )?;
        for group in self.blocking_groups()? {
            let version = group.blocklist_version.checked_add(BLOCKLIST_STEP).ok_or(
                Error::NumbersExhausted {
                    entity: Entity::BlockingGroup,
                },
            )?;
            self.run(
                statement!("blocking_group/set_restored_from"),
                params![group.id, group.blocklist_version],
            )?;
            self.set_blocklist_version(group.id, version)?;
        }
        let newest = self.envelopes()?.last().map(|last| last.generation);
        let known = newest.max(self.generations_seen()?);
        let known = known.unwrap_or(Generation::FIRST).get();
        self.run(
            statement!("system/saw_generation"),
            params![known.saturating_add(GENERATION_STEP)],
        )?;
        self.record("system-restored", Subject::none(Entity::System), &[])
    }

    /// Sees to it that no number is given again that the records at the place have given, and that the next list of
    /// each group is newer than any that they have signed. Where these go on from the copy (`follow`), no list of
    /// theirs tells anything new: only those from a time that they do not know either do.
    ///
    /// # Errors
    /// [`Error::NumbersExhausted`] for a blocklist that has no version left.
    pub fn go_beyond(&mut self, given: &Given, follow: bool) -> Result<(), Error> {
        self.run(
            statement!("system/raise_numbers"),
            params![
                given.next_key,
                given.next_lock,
                given.next_lock_group,
                given.next_blocking_group
            ],
        )?;
        for group in self.blocking_groups()? {
            let Some(&GivenLists { seen, lost_after }) = given.lists.get(&group.id) else {
                continue;
            };
            if follow {
                self.run(
                    statement!("blocking_group/set_restored_from"),
                    params![group.id, lost_after.unwrap_or(seen)],
                )?;
            }
            let version = seen
                .checked_add(BLOCKLIST_STEP)
                .ok_or(Error::NumbersExhausted {
                    entity: Entity::BlockingGroup,
                })?;
            if version > group.blocklist_version {
                self.set_blocklist_version(group.id, version)?;
            }
        }
        Ok(())
    }

    /// Keeps in mind that a number is off the list of a group from this version on.
    ///
    /// # Errors
    /// What the engine says.
    pub fn keep_lifted(
        &mut self,
        group: BlockingGroupId,
        number: KeyNumber,
        version: u32,
    ) -> Result<(), Error> {
        self.run(
            statement!("blocklist/lift"),
            params![group, number.0, version],
        )
    }

    /// Holds back every letter that waits to be sent, now or once something is mended: it may have gone since the copy
    /// was made. `failure` is what is kept of a letter of which nobody knows that.
    ///
    /// # Errors
    /// What the engine says.
    pub fn doubt_invitations(&mut self, failure: &str) -> Result<(), Error> {
        for one in self.invitations_waiting()? {
            let _version = self.set_invitation_state(
                one.id,
                one.version,
                InvitationState::Sending,
                one.attempts,
                self.now,
                Some(failure),
            )?;
        }
        Ok(())
    }

    /// Sees to it that the next list of a group is newer than one that was seen on a medium or in a lock. Answers
    /// whether its version had to be raised for that.
    ///
    /// # Errors
    /// [`Error::NumbersExhausted`] where the seen version is the last there is.
    pub fn raise_blocklist_above(
        &mut self,
        group: BlockingGroupId,
        seen: u32,
    ) -> Result<bool, Error> {
        if self.blocking_group(group)?.blocklist_version > seen {
            return Ok(false);
        }
        let version = seen.checked_add(1).ok_or(Error::NumbersExhausted {
            entity: Entity::BlockingGroup,
        })?;
        self.set_blocklist_version(group, version)?;
        Ok(true)
    }

    fn set_blocklist_version(&mut self, group: BlockingGroupId, version: u32) -> Result<(), Error> {
        self.run(
            statement!("blocking_group/set_version"),
            params![group, version],
        )?;
        self.run(
            statement!("blocklist/set_signed"),
            params![group, version, None::<Vec<u8>>],
        )?;
        let _before = self.raised.insert(group, version);
        self.record(
            "blocklist-version-raised",
            Subject::of(Entity::BlockingGroup, group),
            &[("version", &version.to_string())],
        )
    }
}
