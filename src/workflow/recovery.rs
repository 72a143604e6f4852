//! The recovery code: printed on a sheet, proven, made anew. It opens the system file and the secrets of every
//! generation, as a programming key and a password together do.

use super::programming_keys::keep;
use super::rights::Place;
use super::{Authority, Error, Station};
use crate::device::programming_key::{self, ProgrammingKey};
use crate::model::Permission;
use crate::secrets::certificate::Certificate;
use crate::secrets::master::MasterSecrets;
use crate::secrets::recovery::RecoveryCode;
use crate::secrets::slots::{self, SlotKind};
use crate::store;
use zeroize::Zeroizing;

impl Station {
    /// Proves a recovery code as somebody typed it: it opens the system file and every envelope. That is noted, and
    /// counts as a second way to the secrets.
    ///
    /// # Errors
    /// [`Error::Secrets`] for a code that was mistyped or belongs elsewhere.
    pub fn rehearse_recovery(&mut self, typed: &str) -> Result<RecoveryCode, Error> {
        let code = RecoveryCode::parse(typed)?;
        let slots = slots::file::read(&slots::file::beside(self.path()))?;
        let _key = slots.open_with_recovery(&code)?;
        let (mut key, certificate) = code.recipient()?;
        let (info, envelopes) =
            self.read(|reading| Ok((reading.system()?, reading.envelopes()?)))?;
        for envelope in &envelopes {
            let opened = MasterSecrets::open(&envelope.cms, &info.id, &certificate, &mut key)?;
            let public = opened.secrets.signing_key().public_key().compressed();
            if public[..] != envelope.signing_public_key[..] {
                return Err(crate::secrets::Error::EnvelopeTampered.into());
            }
        }
        let now = self.services.now();
        self.change(|change| change.set_recovery_rehearsed(Some(now)))?;
        Ok(code)
    }

    /// Makes a new recovery code. Both open everything until `hand` has put the new one into somebody's hand; then the
    /// old one opens nothing any more, but copies made before. Whatever is cut off, a code that is known opens it all.
    ///
    /// # Errors
    /// [`Error::Secrets`], [`Error::ProgrammingKey`]; [`Error::CodeNotShown`] where `hand` could not: the old code
    /// stays. An error after that leaves both.
    pub fn renew_recovery(
        &mut self,
        password: &str,
        token: &mut dyn ProgrammingKey,
        hand: &mut dyn FnMut(&Sheet) -> bool,
    ) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        let operator = self.operator;
        let email = self.read(|reading| reading.user(operator))?.value.email;
        let file = slots::file::beside(self.path());
        let mut slots = slots::file::read(&file)?;
        let key = slots.open_with_password(email.as_str(), password)?;
        let code = RecoveryCode::generate(&mut *self.services.random)?;
        let (_, fresh) = code.recipient()?;
        let sheet = self.recovery_sheet(&code)?;
        let old: Vec<u32> = slots
            .list()
            .into_iter()
            .filter(|slot| slot.kind == SlotKind::Recovery)
            .map(|slot| slot.number)
            .collect();

        let added = |recipients: &mut Vec<Certificate>| recipients.push(fresh.clone());
        let mut authority = Authority::unlock(self, token)?;
        self.seal_for(&added, &mut authority)?;
        let _number = slots.add_recovery(&key, &code, &mut *self.services.random)?;
        slots::file::write(&file, &slots)?;
        store::fail_point();
        if !hand(&sheet) {
            return Err(Error::CodeNotShown);
        }

        let known = self.read(|reading| reading.programming_keys())?;
        // Whoever is a recipient and no programming key is an earlier code.
        let alone = |recipients: &mut Vec<Certificate>| {
            let is_key = |one: &Certificate| known.iter().any(|key| key.certificate == one.der());
            recipients.retain(|one| *one == fresh || is_key(one));
        };
        programming_key::require_presence(token)?;
        self.seal_for(&alone, &mut authority)?;
        for number in old {
            slots.remove(&key, number)?;
        }
        slots::file::write(&file, &slots)?;
        store::fail_point();
        Ok(())
    }

    /// Seals the secrets of every generation for other recipients. No code of them is proven then.
    fn seal_for(
        &mut self,
        recipients: &dyn Fn(&mut Vec<Certificate>),
        authority: &mut Authority,
    ) -> Result<(), Error> {
        let sealed = authority.resealed(recipients, &mut *self.services.random)?;
        self.change(|change| {
            keep(change, &sealed)?;
            change.set_recovery_rehearsed(None)
        })?;
        authority.goes_on_with(recipients);
        authority.sign_trail(self)
    }

    /// What a sheet names beside its code: the system, and the day in its zone.
    ///
    /// # Errors
    /// [`Error::Secrets`] where the code cannot be written.
    pub fn recovery_sheet(&self, code: &RecoveryCode) -> Result<Sheet, Error> {
        let info = self.info()?;
        Ok(Sheet {
            system: info.name,
            code: code.printed()?,
            date: info.zone.date(self.services.now()).to_string(),
        })
    }
}

/// What stands on a sheet.
pub struct Sheet {
    /// The system's name.
    pub system: String,
    /// The code in groups.
    pub code: Zeroizing<String>,
    /// The day.
    pub date: String,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sheet({})", self.system)
    }
}
