//! The secrets of a system: master key, envelopes, derivations, signatures, the slots of the store key.
//!
//! Nothing here talks to a device, a store or a clock: randomness, time and the agreement with a
//! programming key come in as parameters. Key material lives in types that wipe themselves and whose
//! `Debug` says nothing.

use std::io;

pub mod certificate;
pub mod diversify;
pub mod envelope;
pub mod field;
pub mod hardening;
pub mod master;
pub mod random;
pub mod recovery;
pub mod signing;
pub mod slots;

mod tlv;

use crate::model::SystemId;

/// What can go wrong with secrets. The sentences for the operator stand under `error-<code>` in `secrets.ftl`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system gave no random numbers.
    #[error("no random numbers: {0}")]
    NoRandomness(String),
    /// Bytes that should be a private or public key of P-256, or a key of fixed length, are not one.
    #[error("not a valid key")]
    BadKey,
    /// A key fob base key was asked for an input AN10922 does not allow (1 to 31 bytes).
    #[error("diversification input of {0} bytes")]
    DiversificationInput(usize),
    /// A signature does not belong to these bytes and this public key.
    #[error("signature does not verify")]
    SignatureInvalid,
    /// A generation outside 1..=255; a fob's key version byte holds it.
    #[error("generation 0 means a factory key")]
    GenerationZero,
    /// Bytes that should be an X.509 certificate with a P-256 key are not one.
    #[error("certificate unusable: {0}")]
    CertificateUnusable(&'static str),
    /// The envelope is not the DER this program writes or accepts: damaged, truncated, or something else.
    #[error("envelope damaged: {0}")]
    EnvelopeDamaged(&'static str),
    /// A well-formed envelope in an algorithm or shape outside the profile.
    #[error("envelope outside the profile: {0}")]
    EnvelopeUnsupported(&'static str),
    /// The envelope was not made for this programming key or recovery code.
    #[error("the envelope has no such recipient")]
    NotARecipient,
    /// The envelope decrypts to nothing: altered, or the wrong private key.
    #[error("the envelope does not open")]
    EnvelopeTampered,
    /// An envelope must have at least one recipient, and none twice.
    #[error("recipients of an envelope must be some, and each different")]
    Recipients,
    /// The master secrets belong to another system than the one at hand.
    #[error("master secrets of another system")]
    OtherSystem,
    /// The programming key could not take its part; the source says why.
    #[error("key agreement failed")]
    Agreement(#[source] AgreementError),
    /// A recovery code with the wrong number of characters.
    #[error("recovery code of {0} characters")]
    RecoveryCodeLength(usize),
    /// A recovery code whose check characters do not fit: one was misread.
    #[error("recovery code mistyped")]
    RecoveryCodeMistyped,
    /// A password below the least length.
    #[error("password too short")]
    PasswordTooShort,
    /// No slot opens with this operator and password.
    #[error("wrong operator or password")]
    WrongPassword,
    /// No slot opens with this recovery code.
    #[error("wrong recovery code")]
    WrongRecoveryCode,
    /// Both copies of the slots are damaged, or the file is something else.
    #[error("slots damaged")]
    SlotsDamaged,
    /// The store key at hand is not the one of these slots.
    #[error("slots of another store key")]
    SlotsOfAnotherKey,
    /// There is no slot with this number.
    #[error("no such slot")]
    NoSuchSlot,
    /// The last slot must stay, or nobody opens the system any more.
    #[error("the last slot cannot be removed")]
    LastSlot,
    /// No room for another slot.
    #[error("too many slots")]
    TooManySlots,
    /// Argon2 parameters that are too weak to use or too costly to be meant.
    #[error("password cost out of bounds")]
    PasswordCost,
    /// The slot file could not be read or written.
    #[error("slot file")]
    SlotFile(#[source] io::Error),
    /// The operating system refused to keep this process out of core dumps.
    #[error("process hardening")]
    Hardening(#[source] io::Error),
}

/// Why the other side of a key agreement failed: whatever error the programming key reports.
pub type AgreementError = Box<dyn std::error::Error + Send + Sync>;

impl Error {
    /// The stable name of this error, for scripts and for the texts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRandomness(_) => "secrets-no-randomness",
            Self::BadKey => "secrets-bad-key",
            Self::DiversificationInput(_) => "secrets-diversification-input",
            Self::SignatureInvalid => "secrets-signature-invalid",
            Self::GenerationZero => "secrets-generation-zero",
            Self::CertificateUnusable(_) => "secrets-certificate-unusable",
            Self::EnvelopeDamaged(_) => "secrets-envelope-damaged",
            Self::EnvelopeUnsupported(_) => "secrets-envelope-unsupported",
            Self::NotARecipient => "secrets-not-a-recipient",
            Self::EnvelopeTampered => "secrets-envelope-tampered",
            Self::Recipients => "secrets-recipients",
            Self::OtherSystem => "secrets-other-system",
            Self::Agreement(_) => "secrets-agreement-failed",
            Self::RecoveryCodeLength(_) => "secrets-recovery-code-length",
            Self::RecoveryCodeMistyped => "secrets-recovery-code-mistyped",
            Self::PasswordTooShort => "secrets-password-too-short",
            Self::WrongPassword => "secrets-wrong-password",
            Self::WrongRecoveryCode => "secrets-wrong-recovery-code",
            Self::SlotsDamaged => "secrets-slots-damaged",
            Self::SlotsOfAnotherKey => "secrets-slots-of-another-key",
            Self::NoSuchSlot => "secrets-no-such-slot",
            Self::LastSlot => "secrets-last-slot",
            Self::TooManySlots => "secrets-too-many-slots",
            Self::PasswordCost => "secrets-password-cost",
            Self::SlotFile(_) => "secrets-slot-file",
            Self::Hardening(_) => "secrets-hardening",
        }
    }

    /// What the texts may name, by variable.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::RecoveryCodeLength(count) => vec![("count", count.to_string())],
            _ => Vec::new(),
        }
    }
}
