//! What is done with programming keys and the recovery code, one question at a time.

use std::path::PathBuf;

use super::Secret;
use crate::device::programming_key::LastTry;
use crate::i18n::Language;
use crate::model::ProgrammingKeyId;
use crate::workflow::programming_keys::{NewProgrammingKey, NewSecrets};

/// The PIN of a programming key, and whether its last try may be used up.
#[derive(Debug, Clone, Default)]
pub struct Unlock {
    /// The PIN.
    pub pin: Secret,
    /// Whether the last try may be sent.
    pub last_try: LastTry,
}

/// One thing to do.
#[derive(Debug, Clone)]
pub enum Rite {
    /// Makes the token that is plugged in ready: PIN, PUK, management key, key and certificate of its own.
    Prepare {
        /// The name in its certificate.
        label: String,
        /// The PIN it has or shall have.
        unlock: Unlock,
        /// The PUK it shall have; none typed where it has one already.
        puk: Secret,
        /// Whether it gets key and certificate anew, though it has some.
        renew: bool,
    },
    /// Seals the secrets for the token that was prepared, with the programming key that is plugged in now.
    Seal(Unlock),
    /// Lets the prepared token, plugged in again, open what was sealed for it; then it belongs to the system.
    Admit {
        /// What it shall be.
        new: NewProgrammingKey,
        /// Its PIN.
        unlock: Unlock,
        /// The PUK that it was prepared with, where one was typed.
        puk: Secret,
    },
    /// As sealing and admitting at once, for who has no programming key of the system: the recovery code opens the
    /// secrets, and the prepared token stays where it is.
    AdmitByCode {
        /// What it shall be.
        new: NewProgrammingKey,
        /// The code as typed.
        code: Secret,
        /// That of the new one.
        unlock: Unlock,
        /// As for [`Rite::Admit`].
        puk: Secret,
    },
    /// Removes a programming key; with new secrets where its PIN may be known.
    Remove {
        /// Which.
        key: ProgrammingKeyId,
        /// Whether its PIN may be known.
        stolen: bool,
        /// That of the key that is plugged in.
        unlock: Unlock,
    },
    /// Gives the PIN of the token that is plugged in its tries back, with another value.
    Unblock {
        /// Its PUK.
        puk: Secret,
        /// The new PIN.
        pin: Secret,
        /// Whether the last try of the PUK may be sent.
        last_puk_try: LastTry,
    },
    /// Proves the recovery code as typed.
    Rehearse(Secret),
    /// Makes a new recovery code. The old one holds until the sheet with the new one is in a file.
    Renew {
        /// The operator's password.
        password: Secret,
        /// The file, which is not there yet.
        path: PathBuf,
        /// The language of the sheet.
        language: Language,
        /// That of the key that is plugged in.
        unlock: Unlock,
    },
    /// Writes the sheet into a file that is not there yet.
    WriteSheet {
        /// The file.
        path: PathBuf,
        /// What stands on the sheet.
        text: Secret,
    },
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum RiteDone {
    /// The token is ready; its number.
    Prepared(String),
    /// The secrets are sealed for it.
    Sealed,
    /// It belongs to the system.
    Admitted(ProgrammingKeyId),
    /// The programming key is removed; so many ways to the secrets are left.
    Removed {
        /// How many.
        ways: usize,
        /// What was done about secrets that may be known, where the PIN may be.
        new_secrets: Option<NewSecrets>,
    },
    /// The PIN has its tries again; what is written on the token.
    Unblocked(String),
    /// The recovery code holds.
    Sheet {
        /// The name of the system.
        system: String,
        /// The code in groups.
        code: Secret,
        /// The day.
        date: String,
    },
    /// The sheet is in the file.
    Written,
}
