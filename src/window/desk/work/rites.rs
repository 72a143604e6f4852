//! What is done with programming keys and the recovery code. A token serves one link at a time: while one is open the
//! watching thread waits.
//!
//! PINs, passwords and the recovery code lie in memory that is wiped. What the toolkit copies of them while it draws and
//! edits an input or a text is its own and is not: that is the limit of every window made with it.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::Worker;
use crate::device::enrolment::{Step, Wishes};
use crate::device::programming_key::{Pin, Puk};
use crate::i18n::{Arguments, Texts};
use crate::model::Permission;
use crate::secrets::certificate::Certificate;
use crate::secrets::recovery::RecoveryCode;
use crate::window::desk::data::{Answer, Rite, RiteDone, Secret, Unlock};
use crate::window::desk::hands;
use crate::window::desk::reader::hold;
use crate::workflow::hardware::{self, BlockedToken, BoxedProgrammingKey, TokenName};
use crate::workflow::programming_keys::SealedFor;
use crate::workflow::recovery::Sheet;
use crate::workflow::rights::Place;
use crate::workflow::{Error, Station};

/// A token on its way into the system, between the questions.
#[derive(Debug, Default)]
pub(super) struct Joining {
    token: Option<(String, Certificate)>,
    sealed: Option<SealedFor>,
}

impl Worker<'_> {
    /// Does one thing.
    pub(super) fn rite(&mut self, ticket: u64, rite: Rite) -> Result<RiteDone, Error> {
        match rite {
            Rite::Rehearse(code) => {
                let station = self.station()?;
                let code = station.rehearse_recovery(code.expose())?;
                return sheet(station, &code);
            }
            Rite::WriteSheet { path, text } => {
                write_privately(&path, &text)?;
                return Ok(RiteDone::Written);
            }
            _ => {}
        }
        let name = self.config.token.clone().ok_or(Error::NoProgrammingKey)?;
        let station = self.station()?;
        if matches!(name, TokenName::Bench(_)) && !station.info()?.demo {
            return Err(Error::DemoOnly);
        }
        let reader = Arc::clone(&self.reader);
        let mut alone = hold(&reader);
        let outcome = self.with_token(ticket, rite, &name);
        if matches!(outcome, Err(_) | Ok(RiteDone::Prepared(_))) {
            // What is left of the tries, or what an empty token became, is told at once.
            let state = alone.token_state(&name);
            let _gone = self.outbox.unbounded_send(Answer::Token(state));
            alone.note_token_told();
        }
        outcome
    }

    fn station(&mut self) -> Result<&mut Station, Error> {
        let station = self.station.as_mut();
        station.ok_or_else(|| crate::store::Error::FileMissing.into())
    }

    fn with_token(&mut self, ticket: u64, rite: Rite, name: &TokenName) -> Result<RiteDone, Error> {
        match rite {
            Rite::Prepare {
                label,
                unlock,
                puk,
                renew,
            } => {
                let right = Permission::EditProgrammingKeys;
                self.station()?.require_at(right, Place::System)?;
                self.joining = Joining::default();
                let key = self.prepare(ticket, name, (&label, renew), (&unlock, &puk))?;
                let serial = key.serial().to_owned();
                self.joining.token = Some((serial.clone(), key.certificate().clone()));
                Ok(RiteDone::Prepared(serial))
            }
            Rite::Seal(unlock) => {
                let (serial, certificate) = self.joining.token.clone().ok_or(NOT_PREPARED)?;
                let station = self.station()?;
                let mut token = open(station, name, &unlock)?;
                let sealed =
                    station.seal_for_programming_key(&serial, &certificate, &mut *token)?;
                self.joining.sealed = Some(sealed);
                Ok(RiteDone::Sealed)
            }
            Rite::Admit { new, unlock, puk } => {
                let sealed = self.joining.sealed.clone().ok_or(NOT_PREPARED)?;
                let mut token = self.prepared(name, &unlock, &puk)?;
                let added = self.station()?;
                let id = added.admit_programming_key(&new, &sealed, &mut *token)?;
                self.joining = Joining::default();
                Ok(RiteDone::Admitted(id))
            }
            Rite::AdmitByCode {
                new,
                code,
                unlock,
                puk,
            } => {
                let code = self.station()?.recovery_code(code.expose())?;
                let mut token = self.prepared(name, &unlock, &puk)?;
                let station = self.station()?;
                let id = station.add_programming_key_by_code(&new, &code, &mut *token)?;
                self.joining = Joining::default();
                Ok(RiteDone::Admitted(id))
            }
            Rite::Remove {
                key,
                stolen,
                unlock,
            } => {
                let station = self.station()?;
                let mut token = open(station, name, &unlock)?;
                let key = station.programming_key(&key.to_string())?;
                let removal = station.remove_programming_key(&key, stolen, &mut *token)?;
                Ok(RiteDone::Removed {
                    ways: removal.ways_left,
                    new_secrets: removal.new_secrets,
                })
            }
            Rite::Unblock {
                puk,
                pin,
                last_puk_try,
            } => {
                let (puk, new) = (Puk::new(puk.expose())?, Pin::new(pin.expose())?);
                let state = BlockedToken::find(name)?.unblock(&puk, &new, last_puk_try)?;
                if let (TokenName::Bench(folder), Some(note)) = (name, &self.config.note) {
                    hands::renote(folder, note, &pin);
                }
                Ok(RiteDone::Unblocked(state.label))
            }
            Rite::Renew {
                password,
                path,
                language,
                unlock,
            } => {
                let texts = Texts::new(language);
                let mut refused = None;
                let mut hand = |sheet: &Sheet| {
                    let text = sheet_text(&texts, &sheet.system, &sheet.code, &sheet.date);
                    refused = write_privately(&path, &text).err();
                    refused.is_none()
                };
                let station = self.station()?;
                let mut token = open(station, name, &unlock)?;
                let renewed = station.renew_recovery(password.expose(), &mut *token, &mut hand);
                // That the file could not be written says more than that the code was not shown.
                match (renewed, refused) {
                    (Ok(()), _) => Ok(RiteDone::Written),
                    (Err(_), Some(error)) | (Err(error), None) => Err(error),
                }
            }
            Rite::Rehearse(_) | Rite::WriteSheet { .. } => Err(NOT_PREPARED),
        }
    }

    /// The token that was prepared before, its PIN given. What was proven of its PUK then is proven again: it was out of
    /// the station's hands.
    fn prepared(
        &self,
        name: &TokenName,
        unlock: &Unlock,
        puk: &Secret,
    ) -> Result<BoxedProgrammingKey, Error> {
        let (serial, _) = self.joining.token.as_ref().ok_or(NOT_PREPARED)?;
        let pin = unlock.pin.expose();
        let mut token = hardware::open_same_token(name, serial, pin, unlock.last_try)?;
        if !puk.expose().is_empty() {
            token.prove_puk(&Puk::new(puk.expose())?)?;
        }
        Ok(token)
    }

    fn prepare(
        &self,
        ticket: u64,
        name: &TokenName,
        (label, renew): (&str, bool),
        (unlock, puk): (&Unlock, &Secret),
    ) -> Result<BoxedProgrammingKey, Error> {
        let pin = Pin::new(unlock.pin.expose())?;
        let puk = Some(puk.expose()).filter(|puk| !puk.is_empty());
        let puk = puk.map(Puk::new).transpose()?;
        let wishes = Wishes {
            pin: &pin,
            puk: puk.as_ref(),
            management: None,
            label,
            renew,
            last_try: unlock.last_try,
        };
        let outbox = self.outbox.clone();
        let mut note = |step: Step| {
            let _gone = outbox.unbounded_send(Answer::Prepared(ticket, step));
        };
        let mut token = hardware::new_token(None, name)?;
        if let Some(station) = self.station.as_ref().filter(|_| renew) {
            token.refuse_in_use(station)?;
        }
        token.enrol(&wishes, &mut note)
    }
}

/// The programming key that is plugged in, where it belongs to the system: another gets no PIN.
fn open(
    station: &Station,
    name: &TokenName,
    unlock: &Unlock,
) -> Result<BoxedProgrammingKey, Error> {
    hardware::open_token_of(station, name, unlock.pin.expose(), unlock.last_try)
}

/// The questions come in their order, so nobody meets this.
const NOT_PREPARED: Error = Error::NotChosen {
    what: "programming-key",
};

/// Stands in the sheet's text where the code belongs, until the text is in memory that is wiped.
const CODE: &str = "\u{e000}";

/// What stands on the sheet. The code itself never goes through the language files, whose memory nobody wipes.
pub(crate) fn sheet_text(texts: &Texts, system: &str, code: &str, date: &str) -> Secret {
    let words = Arguments::from([
        ("system", system.into()),
        ("code", CODE.into()),
        ("date", date.into()),
    ]);
    let text = texts.text("recovery-sheet", &words);
    // Of its full length at once: a text that grows leaves copies behind.
    let mut sheet = String::with_capacity(text.len() + code.len() + 1);
    for (place, part) in text.split(CODE).enumerate() {
        if place > 0 {
            sheet.push_str(code);
        }
        sheet.push_str(part);
    }
    sheet.push('\n');
    Secret::new(sheet)
}

fn sheet(station: &Station, code: &RecoveryCode) -> Result<RiteDone, Error> {
    let sheet = station.recovery_sheet(code)?;
    Ok(RiteDone::Sheet {
        system: sheet.system.clone(),
        code: Secret::new(sheet.code.to_string()),
        date: sheet.date.clone(),
    })
}

/// Writes what only its owner may read into a file that is not there yet.
fn write_privately(path: &Path, text: &Secret) -> Result<(), Error> {
    let failed = |error: std::io::Error| Error::FileNotWritten {
        file: path.display().to_string(),
        reason: error.to_string(),
    };
    let mut options = OpenOptions::new();
    let _options = options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let _options = options.mode(0o600);
    }
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.expose().as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn the_sheet_holds_the_code_once_in_every_language() {
        for language in Language::ALL {
            let sheet = sheet_text(&Texts::new(language), "House", "ABCD-EFGH", "2026-11-22");
            assert_eq!(sheet.expose().matches("ABCD-EFGH").count(), 1);
            assert!(!sheet.expose().contains(CODE));
            assert!(sheet.expose().ends_with('\n'));
        }
    }
}
