//! The one row that says which system a file holds.

use super::audit::AuditHead;
use super::sql::{Connection, Row, params, statement};
use super::{Change, Entity, Error, Reading, Subject};
use crate::model::{Generation, SystemId};
use crate::time::{UtcMillis, Zone};

/// What a system starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSystem {
    /// Its identity on media and in derivations: 8 random bytes.
    pub id: SystemId,
    /// Its name.
    pub name: String,
    /// The zone of its access times and dates.
    pub zone: Zone,
    /// When it was made.
    pub created: UtcMillis,
    /// Whether it takes a set clock and bench tokens. Decided here and never again.
    pub demo: bool,
}

/// What a system is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemInfo {
    /// Its identity on media and in derivations.
    pub id: SystemId,
    /// Its name.
    pub name: String,
    /// The zone of its access times and dates.
    pub zone: Zone,
    /// When it was made.
    pub created: UtcMillis,
    /// Whether it takes a set clock and bench tokens.
    pub demo: bool,
    /// Whether media of it have left the counter.
    pub live: bool,
    /// The generation of secrets that new media get.
    pub generation: Generation,
    /// When the recovery code was last typed and opened everything.
    pub recovery_rehearsed: Option<UtcMillis>,
    /// Raised by each change of the settings.
    pub version: u64,
    /// The end of the log.
    pub head: AuditHead,
    /// The latest time at which the system was changed since the clock was last said to be right; that itself was such a
    /// change, and the first. A change that left no entry in the log counts too: the clock showed its time.
    pub log_reaches: UtcMillis,
}

pub(super) fn insert_system(link: &dyn Connection, system: &NewSystem) -> Result<(), Error> {
    let _one = link.execute(
        statement!("system/insert"),
        params![
            system.id.0,
            &system.name,
            system.zone.to_string(),
            system.created,
            system.demo,
            AuditHead::first(system.id).hash,
        ],
    )?;
    Ok(())
}

impl Reading<'_> {
    /// What the system is.
    pub fn system(&self) -> Result<SystemInfo, Error> {
        self.link
            .first(statement!("system/get"), &[], |row| {
                Ok(SystemInfo {
                    id: SystemId(row.array(0)?),
                    name: row.text(1)?.to_owned(),
                    zone: row.word(2)?,
                    created: row.time(3)?,
                    demo: row.bool(4)?,
                    live: row.bool(5)?,
                    generation: Generation::new(row.number(6)?)?,
                    version: row.number(7)?,
                    head: AuditHead {
                        count: row.number(8)?,
                        hash: row.array(9)?,
                    },
                    recovery_rehearsed: row.maybe(10, Row::time)?,
                    log_reaches: row.time(11)?,
                })
            })?
            .ok_or(Error::NotFound {
                entity: Entity::System,
            })
    }

    /// Whether another change of generation follows the one that is under way.
    pub fn generation_due(&self) -> Result<bool, Error> {
        let due = self
            .link
            .first(statement!("system/generation_due"), &[], |row| row.bool(0))?;
        Ok(due.unwrap_or_default())
    }

    /// The highest generation that media or locks may have, though the records may not know it; none where the
    /// records were never turned back, so that they know every one.
    pub fn generations_seen(&self) -> Result<Option<Generation>, Error> {
        let seen = self
            .link
            .first(statement!("system/generations_seen"), &[], |row| {
                row.maybe(0, |row, n| Ok(Generation::new(row.number(n)?)?))
            })?;
        Ok(seen.flatten())
    }
}

impl Change<'_> {
    /// Changes the settings that may change.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`].
    pub fn update_system(
        &mut self,
        name: &str,
        zone: Zone,
        live: bool,
        expected: u64,
    ) -> Result<(), Error> {
        let updated = self.link.first(
            statement!("system/update"),
            params![name, zone.to_string(), live, expected],
            |row| row.int(0),
        )?;
        let _version = updated.ok_or(Error::ChangedMeanwhile {
            entity: Entity::System,
        })?;
        self.record(
            "settings-changed",
            Subject::none(Entity::System),
            &[("name", name), ("zone", &zone.to_string())],
        )
    }

    /// Makes `generation` the one that new media get. It never goes back.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] where the system is at that generation or a later one.
    pub fn set_generation(&mut self, generation: Generation) -> Result<(), Error> {
        let touched = self.link.execute(
            statement!("system/set_generation"),
            params![generation.get()],
        )?;
        if touched == 0 {
            return Err(Error::ChangedMeanwhile {
                entity: Entity::System,
            });
        }
        // Every medium of an older generation is due from now on.
        self.renew_pending_of_all()?;
        self.record(
            "generation-raised",
            Subject::none(Entity::System),
            &[("generation", &generation.get().to_string())],
        )
    }

    /// Notes that another change of generation follows the one that is under way.
    ///
    /// # Errors
    /// What the engine says.
    pub fn set_generation_due(&mut self) -> Result<(), Error> {
        let _one = self
            .link
            .execute(statement!("system/set_generation_due"), params![true])?;
        self.record("generation-due", Subject::none(Entity::System), &[])
    }

    /// Sees to it that no new generation gets this number or a lower one: media or locks may have it.
    ///
    /// # Errors
    /// What the engine says.
    pub fn saw_generation(&mut self, generation: Generation) -> Result<(), Error> {
        let touched = self.link.execute(
            statement!("system/saw_generation"),
            params![generation.get()],
        )?;
        if touched == 0 {
            return Ok(());
        }
        self.record(
            "generation-seen",
            Subject::none(Entity::System),
            &[("generation", &generation.get().to_string())],
        )
    }

    /// Notes that the recovery code was typed and opened everything; none, that a new one was made.
    ///
    /// # Errors
    /// What the engine says.
    pub fn set_recovery_rehearsed(&mut self, at: Option<UtcMillis>) -> Result<(), Error> {
        let _one = self
            .link
            .execute(statement!("system/set_rehearsed"), params![at])?;
        let action = if at.is_some() {
            "recovery-rehearsed"
        } else {
            "recovery-renewed"
        };
        self.record(action, Subject::none(Entity::System), &[])
    }

    /// Notes that the clock is right, though changes are of a later time: from now on it is compared with this change and
    /// with those that follow.
    ///
    /// # Errors
    /// What the engine says.
    pub fn confirm_clock(&mut self) -> Result<(), Error> {
        let before = self.system()?.log_reaches;
        let now = self.now();
        let _one = self
            .link
            .execute(statement!("system/confirm_clock"), params![now])?;
        self.record(
            "clock-confirmed",
            Subject::none(Entity::System),
            &[("before", &before.to_string())],
        )
    }

    /// Notes that media of the system leave the counter from now on. Noting it again is no fault.
    ///
    /// # Errors
    /// What the engine says.
    pub fn set_live(&mut self) -> Result<(), Error> {
        if self.link.execute(statement!("system/set_live"), &[])? == 0 {
            return Ok(());
        }
        self.record("system-live", Subject::none(Entity::System), &[])
    }
}
