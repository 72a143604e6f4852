//! The log, read and verified.

use super::Reading;
use crate::model::{Generation, UserId};
use crate::store::Error;
use crate::store::audit::{
    AuditEntry, AuditHead, AuditReport, NotedHead, SignedHead, StoredEntry, Verifier,
    VerifySignature,
};
use crate::store::sql::{Value, params, statement};

impl Reading<'_> {
    /// The end of the log: what a programming key's session signs, and what receipts show in short.
    pub fn audit_head(&self) -> Result<AuditHead, Error> {
        Ok(self.system()?.head)
    }

    /// The newest entries before the one given.
    pub fn audit_page(&self, before: Option<u64>, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        let before = before.unwrap_or(u64::MAX);
        self.audit_entries(statement!("audit/page"), params![before, limit])
    }

    /// The newest entries about a record.
    pub fn audit_of_subject(
        &self,
        subject: &[u8; 16],
        limit: u32,
    ) -> Result<Vec<AuditEntry>, Error> {
        self.audit_entries(statement!("audit/of_subject"), params![*subject, limit])
    }

    /// The newest entries that hold something personal of a user.
    pub fn audit_of_person(&self, person: UserId, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        self.audit_entries(statement!("audit/of_person"), params![person, limit])
    }

    fn audit_entries(&self, sql: &'static str, params: &[Value]) -> Result<Vec<AuditEntry>, Error> {
        self.link
            .all(sql, params, |row| StoredEntry::read(row)?.shown())
    }

    /// Every head that was signed, the oldest first.
    pub fn signed_heads(&self) -> Result<Vec<SignedHead>, Error> {
        self.link.all(statement!("audit/heads"), &[], |row| {
            Ok(SignedHead {
                head: AuditHead {
                    count: row.number(0)?,
                    hash: row.array(1)?,
                },
                signature: row.blob(2)?.to_vec(),
                signer: Generation::new(row.number(3)?)?,
                at: row.time(4)?,
            })
        })
    }

    /// Hands over every entry as it is stored, from the first.
    pub fn for_each_stored_entry(
        &self,
        each: &mut dyn FnMut(&StoredEntry) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.link.rows(statement!("audit/all"), &[], &mut |row| {
            each(&StoredEntry::read(row)?)
        })
    }

    /// Walks the whole log, and compares it with heads that were noted elsewhere.
    ///
    /// # Errors
    /// [`Error::LogBroken`] with the first entry that is wrong.
    pub fn audit_verify(
        &self,
        verify_signature: VerifySignature<'_>,
        noted: &[NotedHead],
    ) -> Result<AuditReport, Error> {
        let system = self.system()?;
        let heads = self.signed_heads()?;
        let mut verifier = Verifier::new(system.id, heads, verify_signature, noted);
        self.for_each_stored_entry(&mut |entry| verifier.take(entry))?;
        verifier.finish(system.head)
    }
}
