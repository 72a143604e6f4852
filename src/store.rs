//! The system file: everything a system knows, in one place, changed only by whole change sets.
//!
//! Reads happen in a [`Reading`], one consistent view of the whole system. Writes happen in a [`Change`]:
//! everything a confirmed change set does, with its entries in the log, is there afterwards or nothing is.
//! Records that people edit carry a version; a change that was prepared on an older one is refused with
//! [`Error::ChangedMeanwhile`] and overwrites nothing.
//!
//! The statements are written once, for SQLite and PostgreSQL alike; an engine is what implements
//! [`Store`]. This room decides nothing about access: it keeps what the rules have decided, and holds the
//! invariants that only a transaction can hold (unique addresses, numbers never given twice, blocklists that
//! never lose a key, states of keys).

pub mod audit;
mod change;
mod error;
mod failpoint;
mod fold;
mod read;
mod records;
mod settings;
pub mod sql;
pub mod sqlite;

use std::path::Path;

pub use self::audit::{
    Actor, AuditEntry, AuditHead, AuditReport, NotedHead, SignedHead, VerifySignature,
};
pub use self::change::{Adopted, BLOCKLIST_STEP, Change, KEY_STEP, NewWanted, Subject};
pub use self::error::{Entity, Error};
pub use self::failpoint::{pass as fail_point, passed as fail_points_passed};
pub use self::fold::fold;
pub use self::read::{
    Facts, Given, GivenLists, KeyFilter, KeyPage, KeyQuery, KeySort, KeyStanding, ListedKey,
    Reading, Since, Sort, StandingSecrets, UserCounts, UserFilter, UserPage, UserQuery,
};
pub use self::records::{
    Blocklist, BlocklistEntry, BlocklistStatus, Deployed, DraftId, DraftRecord, Envelope, Intent,
    InvitationId, InvitationRecord, InvitationState, KeyRecord, KeyWithSources, LockRecord,
    NewTask, Operation, Operator, ProgrammingKey, Stored, Stranger, TaskRecord, TaskResult,
    TaskState, WrittenView, plain_label,
};
pub use self::settings::{NewSystem, SystemInfo};
pub use self::sql::Connection;
pub use self::sqlite::{Incoming, Mode, Options, PATIENCE, Restoring, create, open};
use crate::time::UtcMillis;

/// Fills a buffer with fresh random bytes; false where there are none.
pub type Randomness = Box<dyn FnMut(&mut [u8]) -> bool + Send>;

/// An engine. What people do with a store are the methods of `dyn Store`; an engine only runs statements
/// in transactions and keeps its file or server in order.
pub trait Store: Send + Sync {
    /// Runs `work` on one consistent view that shows no later change. Others may write meanwhile.
    fn snapshot(
        &self,
        work: &mut dyn FnMut(&dyn Connection) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// Runs `work` in a writing transaction and makes it durable where it succeeds. May run it again where
    /// the engine asks for that. Must not be called inside itself.
    fn transaction(
        &self,
        work: &mut dyn FnMut(&dyn Connection) -> Result<(), Error>,
    ) -> Result<(), Error>;

    /// From now on everything is a rehearsal: what is changed is seen by later reads of this store, by nobody else, and is
    /// gone when the store is closed. Nothing may be read while a change or another reading is under way then.
    fn rehearse(&self) -> Result<(), Error>;

    /// Fresh random bytes.
    fn fill_random(&self, buffer: &mut [u8]) -> Result<(), Error>;

    /// Checks the integrity of everything stored.
    fn check(&self) -> Result<(), Error>;

    /// Writes a whole copy that stands under its name only once it was opened and checked.
    fn backup(&self, to: &Path) -> Result<(), Error>;

    /// Sees to it that overwritten values leave the disk.
    fn empty_log(&self) -> Result<(), Error>;

    /// Whether changes are possible.
    fn is_writable(&self) -> bool;
}

impl dyn Store + '_ {
    /// Reads from one consistent view.
    ///
    /// # Errors
    /// What `work` or the engine says.
    pub fn read<T>(
        &self,
        mut work: impl FnMut(&Reading<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut answer = None;
        self.snapshot(&mut |link| {
            answer = Some(work(&Reading { link })?);
            Ok(())
        })?;
        answer.ok_or(Error::Engine { code: 0 })
    }

    /// Performs one change set: all of it, durably, or nothing. `now` is the time that stands in the log.
    /// `work` may run more than once and must not call this again.
    ///
    /// # Errors
    /// What `work` or the engine says; then nothing was changed.
    pub fn change<T>(
        &self,
        actor: Actor,
        now: UtcMillis,
        mut work: impl FnMut(&mut Change<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let random = |buffer: &mut [u8]| self.fill_random(buffer);
        let mut answer = None;
        self.transaction(&mut |link| {
            let mut change = Change::begin(link, actor, now, &random)?;
            answer = Some(work(&mut change)?);
            change.end()
        })?;
        answer.ok_or(Error::Engine { code: 0 })
    }

    /// What the system is.
    ///
    /// # Errors
    /// What the engine says.
    pub fn info(&self) -> Result<SystemInfo, Error> {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method's own lifetime is too narrow for every view"
        )]
        self.read(|reading| reading.system())
    }

    /// Checks everything: pages, structure, references, the log with its signatures, and that what is kept for lists
    /// agrees with what it comes from.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::LogBroken`] or, where nothing worse is wrong, [`Error::Miscounted`].
    pub fn verify(&self, verify_signature: VerifySignature<'_>) -> Result<AuditReport, Error> {
        self.check()?;
        let report = self.audit_verify(verify_signature, &[])?;
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method's own lifetime is too narrow for every view"
        )]
        match self.read(|reading| reading.miscounted())? {
            0 => Ok(report),
            rows => Err(Error::Miscounted { rows }),
        }
    }

    /// Checks the log with its signatures, and against heads that were noted elsewhere.
    ///
    /// # Errors
    /// [`Error::LogBroken`] with the first entry that is wrong.
    pub fn audit_verify(
        &self,
        verify_signature: VerifySignature<'_>,
        noted: &[NotedHead],
    ) -> Result<AuditReport, Error> {
        self.read(|reading| reading.audit_verify(verify_signature, noted))
    }

    /// Erases the personal texts of a person from the log, and from what the disk keeps of it.
    ///
    /// # Errors
    /// What the engine says. [`Error::Busy`] where somebody still reads a view from before: then nobody reads the texts any
    /// more, but the disk has them until the same call succeeds.
    pub fn erase_person(
        &self,
        actor: Actor,
        now: UtcMillis,
        person: crate::model::UserId,
    ) -> Result<(), Error> {
        self.change(actor, now, |change| change.erase_person(person))?;
        self.empty_log()
    }
}
