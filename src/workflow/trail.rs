//! The audit log as an operator meets it: listed, verified.

use std::collections::BTreeMap;

use super::{Error, Station};
use crate::model::{Generation, UserId};
use crate::secrets::signing::PublicKey;
use crate::store::{AuditEntry, AuditReport};

impl Station {
    /// Checks every page, every link, and the log with its signatures.
    ///
    /// # Errors
    /// [`Error::Store`] with what is wrong.
    pub fn verify(&self) -> Result<AuditReport, Error> {
        let keys = self.signing_keys()?;
        Ok(self.store().verify(&|message, signature, generation| {
            believes(&keys, message, signature, generation)
        })?)
    }

    /// Checks the chain of the log and every signed head.
    ///
    /// # Errors
    /// [`Error::Store`] with the first entry that is wrong.
    pub fn verify_trail(&self) -> Result<AuditReport, Error> {
        let keys = self.signing_keys()?;
        Ok(self
            .store()
            .audit_verify(&|message, signature, generation| {
                believes(&keys, message, signature, generation)
            })?)
    }

    /// The names of those who acted, by what stands in the log for them. Whoever was removed has none.
    ///
    /// # Errors
    /// What the store says.
    pub fn names_of_actors(
        &self,
        entries: &[AuditEntry],
    ) -> Result<BTreeMap<String, String>, Error> {
        let mut names = BTreeMap::new();
        for entry in entries {
            let Ok(id) = entry.actor.parse::<UserId>() else {
                continue;
            };
            if names.contains_key(&entry.actor) {
                continue;
            }
            match self.read(|reading| reading.user(id)) {
                Ok(user) => {
                    let _new = names.insert(entry.actor.clone(), user.value.full_name());
                }
                Err(Error::Store(crate::store::Error::NotFound { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(names)
    }

    /// The public signing key of every generation.
    ///
    /// # Errors
    /// [`Error::Secrets`] for a stored key off the curve.
    pub fn signing_keys(&self) -> Result<Vec<(Generation, PublicKey)>, Error> {
        let envelopes = self.read(|reading| reading.envelopes())?;
        let key = |envelope: &crate::store::Envelope| {
            Ok((
                envelope.generation,
                PublicKey::from_sec1(&envelope.signing_public_key)?,
            ))
        };
        envelopes.iter().map(key).collect()
    }
}

/// Whether the signing key of `generation` made `signature`.
fn believes(
    keys: &[(Generation, PublicKey)],
    message: &[u8],
    signature: &[u8],
    generation: Generation,
) -> bool {
    let key = keys.iter().find(|(known, _)| *known == generation);
    let signature: Option<&[u8; 64]> = signature.try_into().ok();
    key.zip(signature)
        .is_some_and(|((_, key), signature)| key.verify(message, signature).is_ok())
}
