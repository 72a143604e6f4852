//! The programming key: the USB token that holds the authority to write. Rooms above see this trait; which
//! card and which wire are behind it stays here.

use super::{
    card_service, ccid, enrolment,
    piv::{PinState, Piv},
    token_link::ApduLink,
    usb,
};
use crate::secrets::{
    self, AgreementError,
    certificate::Certificate,
    envelope::{AgreementKey, KeyAgreement},
    random::Random,
};
use data_encoding::HEXLOWER;
use std::io;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What can go wrong with a programming key.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The token was pulled, or the way to it broke.
    #[error("programming key gone")]
    Gone(#[source] io::Error),
    /// No way to the reader on USB.
    #[error("USB")]
    Usb(#[from] usb::Error),
    /// No way to the reader through the smart card service.
    #[error("smart card service")]
    Pcsc(#[from] card_service::Error),
    /// The reader, or the card in it, does not serve.
    #[error("reader")]
    Reader(#[from] ccid::Error),
    /// The card has no PIV application.
    #[error("not a PIV card")]
    NotPiv,
    /// Slot 9D holds no certificate.
    #[error("no certificate in slot 9D")]
    NoCertificate,
    /// The certificate of slot 9D does not serve.
    #[error("certificate of slot 9D unusable")]
    Certificate(#[source] secrets::Error),
    /// A PIN has 6 to 8 printable ASCII characters.
    #[error("not a PIN")]
    PinShape,
    /// The token still has the PIN it left the factory with; everybody knows it.
    #[error("factory PIN")]
    FactoryPin,
    /// The card refused the PIN.
    #[error("wrong PIN, {left} tries left")]
    WrongPin {
        /// Tries left before the PIN is blocked.
        left: u8,
    },
    /// One try is left and nobody confirmed to use it. Nothing was sent.
    #[error("only the last PIN try is left")]
    LastPinTry,
    /// The card does not tell how many tries are left, and nobody confirmed to use what may be the last. Nothing was sent.
    #[error("the card does not tell how many PIN tries are left")]
    PinUntold,
    /// No tries are left.
    #[error("PIN blocked")]
    PinBlocked,
    /// The key in 9D wants the PIN first.
    #[error("PIN not given")]
    PinMissing,
    /// The computer gave no random numbers, or a key of them failed.
    #[error("no random numbers")]
    NoRandomness(#[source] secrets::Error),
    /// A PUK has 8 printable ASCII characters.
    #[error("not a PUK")]
    PukShape,
    /// The token still has the PUK it left the factory with, and no other was given.
    #[error("factory PUK")]
    FactoryPuk,
    /// The card does not tell whether its PUK is the factory's, and no other was given to prove it with.
    #[error("the card does not tell about its PUK")]
    PukUntold,
    /// One try of the PUK is left and nobody confirmed to use it. Nothing was sent.
    #[error("only the last PUK try is left")]
    LastPukTry,
    /// The card refused the PUK.
    #[error("wrong PUK, {left:?} tries left")]
    WrongPuk {
        /// Tries left before the PUK is blocked, where the card told them.
        left: Option<u8>,
    },
    /// No tries of the PUK are left.
    #[error("PUK blocked")]
    PukBlocked,
    /// The token still has the management key it left the factory with.
    #[error("factory management key")]
    FactoryManagementKey,
    /// Its management key is neither that of the factory nor one kept on the token.
    #[error("management key unknown")]
    ManagementKeyUnknown,
    /// The token offers no way to change its management key.
    #[error("management key cannot be changed")]
    ManagementKeyFixed,
    /// A management key is 16, 24 or 32 bytes in hexadecimal digits.
    #[error("not a management key")]
    ManagementKeyShape,
    /// The key in 9D is not the one that its certificate names.
    #[error("key and certificate of slot 9D differ")]
    KeyMismatch,
    /// It does not have the key that its certificate names: an agreement with it does not come out as it must.
    #[error("the programming key does not have the key of its certificate")]
    Untrue,
    /// What was written onto the token did not come back.
    #[error("not read back")]
    NotReadBack,
    /// Another token is there than the one that was meant. Nothing was sent to it but the question who it is.
    #[error("another programming key: {found}")]
    Swapped {
        /// Its number.
        found: String,
    },
    /// The card refused a command.
    #[error("refused with status {status:04X}")]
    Refused {
        /// SW1 SW2.
        status: u16,
    },
    /// The card said something that is not PIV.
    #[error("unexpected answer: {0}")]
    BadAnswer(&'static str),
}

impl Error {
    /// What a failed transmission means: a reader says more than that the card is out of reach.
    pub(super) fn lost(error: io::Error) -> Self {
        match error.downcast::<ccid::Error>() {
            Ok(gone @ (ccid::Error::Gone | ccid::Error::NoCard)) => Self::Gone(gone.into()),
            Ok(error) => Self::Reader(error),
            Err(error) => Self::Gone(error),
        }
    }

    /// Whether this says that the key which was there is there no more: it was pulled out, its card was taken out of the
    /// reader, or something else is in its place. What is busy, late or not permitted says nothing of that.
    pub fn is_gone(&self) -> bool {
        match self {
            Self::Gone(error) => !matches!(
                error.kind(),
                io::ErrorKind::TimedOut
                    | io::ErrorKind::WouldBlock
                    | io::ErrorKind::Interrupted
                    | io::ErrorKind::ResourceBusy
                    | io::ErrorKind::PermissionDenied
            ),
            Self::Usb(error) => error.is_gone(),
            Self::Pcsc(error) => error.is_gone(),
            Self::Reader(error) => error.is_gone(),
            Self::NotPiv
            | Self::NoCertificate
            | Self::Certificate(_)
            | Self::KeyMismatch
            | Self::Swapped { .. } => true,
            _ => false,
        }
    }

    /// The stable name of this error, for scripts and for the texts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gone(_) => "programming-key-gone",
            Self::Usb(error) => error.code(),
            Self::Pcsc(error) => error.code(),
            Self::Reader(error) => error.code(),
            Self::NoRandomness(error) => error.code(),
            Self::PukShape => "programming-key-puk-shape",
            Self::FactoryPuk => "programming-key-factory-puk",
            Self::PukUntold => "programming-key-puk-untold",
            Self::LastPukTry => "programming-key-last-puk-try",
            Self::WrongPuk { .. } => "programming-key-wrong-puk",
            Self::PukBlocked => "programming-key-puk-blocked",
            Self::FactoryManagementKey => "programming-key-factory-management-key",
            Self::ManagementKeyUnknown => "programming-key-management-key-unknown",
            Self::ManagementKeyFixed => "programming-key-management-key-fixed",
            Self::ManagementKeyShape => "programming-key-management-key-shape",
            Self::Untrue => "programming-key-untrue",
            Self::KeyMismatch => "programming-key-key-mismatch",
            Self::NotReadBack => "programming-key-not-read-back",
            Self::Swapped { .. } => "programming-key-swapped",
            Self::NotPiv => "programming-key-not-piv",
            Self::NoCertificate => "programming-key-no-certificate",
            Self::Certificate(_) => "programming-key-certificate-unusable",
            Self::PinShape => "programming-key-pin-shape",
            Self::FactoryPin => "programming-key-factory-pin",
            Self::WrongPin { .. } => "programming-key-wrong-pin",
            Self::LastPinTry => "programming-key-last-pin-try",
            Self::PinUntold => "programming-key-pin-untold",
            Self::PinBlocked => "programming-key-pin-blocked",
            Self::PinMissing => "programming-key-pin-missing",
            Self::Refused { .. } => "programming-key-refused",
            Self::BadAnswer(_) => "programming-key-bad-answer",
        }
    }

    /// What the texts may name, by variable.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Usb(error) => error.arguments(),
            Self::Pcsc(error) => error.arguments(),
            Self::Swapped { found } => vec![("found", found.clone())],
            Self::WrongPuk { left } => {
                let left = left.map_or_else(|| "?".to_owned(), |left| left.to_string());
                vec![("left", left)]
            }
            Self::WrongPin { left } => vec![("left", left.to_string())],
            Self::Refused { status } => vec![("status", format!("{status:04X}"))],
            _ => Vec::new(),
        }
    }
}

/// Whether the last try of a PIN may be used up. Only after the operator was told and said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LastTry {
    /// Stop with [`Error::LastPinTry`] or [`Error::PinUntold`] before anything is sent.
    #[default]
    Keep,
    /// Use it.
    Risk,
}

/// A PIN as typed. Wiped on drop.
#[derive(Clone)]
pub struct Pin(Zeroizing<String>);

/// What PIV tokens have when they leave the factory.
const FACTORY_PIN: &str = "123456";

impl Pin {
    /// 6 to 8 printable ASCII characters (SP 800-73-4 part 2, section 2.4.3, and what tokens accept beyond).
    /// The factory PIN is refused.
    pub fn new(text: &str) -> Result<Self, Error> {
        if !(6..=8).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::PinShape);
        }
        if text == FACTORY_PIN {
            return Err(Error::FactoryPin);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// On the wire: eight bytes, filled up with FF.
    pub(super) fn padded(&self) -> Zeroizing<[u8; 8]> {
        let mut padded = Zeroizing::new([0xFF; 8]);
        padded[..self.0.len()].copy_from_slice(self.0.as_bytes());
        padded
    }
}

/// What unblocks a PIN, as typed. Wiped on drop.
#[derive(Clone)]
pub struct Puk(Zeroizing<String>);

/// What PIV tokens have when they leave the factory.
const FACTORY_PUK: &str = "12345678";

impl Puk {
    /// 8 printable ASCII characters. The factory PUK is refused.
    pub fn new(text: &str) -> Result<Self, Error> {
        if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::PukShape);
        }
        if text == FACTORY_PUK {
            return Err(Error::FactoryPuk);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    pub(super) fn padded(&self) -> Zeroizing<[u8; 8]> {
        let mut padded = Zeroizing::new([0xFF; 8]);
        padded.copy_from_slice(self.0.as_bytes());
        padded
    }
}

impl std::fmt::Debug for Puk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Puk(..)")
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(..)")
    }
}

/// A token that can open envelopes.
pub trait ProgrammingKey {
    /// What an operator reads: the name in the certificate.
    fn label(&self) -> String;
    /// What tells one token from another: the card's GUID in hex, else the head of the fingerprint.
    fn serial(&self) -> &str;
    /// The certificate of its key agreement key.
    fn certificate(&self) -> &Certificate;
    /// Where the PIN stands, without using up a try.
    fn pin_state(&mut self) -> Result<PinState, Error>;
    /// Gives the PIN. With [`LastTry::Keep`] the last try, or what may be the last, is never sent.
    fn verify_pin(&mut self, pin: &Pin, last_try: LastTry) -> Result<(), Error>;
    /// The x coordinate of (private key * `point`). Needs the PIN before.
    fn agree(&mut self, point: &[u8; 65]) -> Result<Zeroizing<[u8; 32]>, Error>;
    /// Makes the token ask for the PIN again.
    fn forget_pin(&mut self) -> Result<(), Error>;
    /// That this is the PUK of the token, where the token does not tell that it has another than the factory's. A try
    /// is used up only where it is wrong.
    fn prove_puk(&mut self, puk: &Puk) -> Result<(), Error>;
    /// Refuses a token that still has its PUK or management key from the factory, without using up a try. Of one that
    /// does not tell about its PUK that must have been proven.
    fn check_factory_values(&mut self) -> Result<(), Error>;
}

/// A programming key in an envelope's key agreement. Its error reaches the caller as the source of
/// [`secrets::Error::Agreement`] and can be downcast to [`Error`].
pub struct Agreement<'a>(pub &'a mut dyn ProgrammingKey);

impl KeyAgreement for Agreement<'_> {
    fn agree(&mut self, ephemeral: &[u8; 65]) -> Result<Zeroizing<[u8; 32]>, AgreementError> {
        Ok(self.0.agree(ephemeral)?)
    }
}

/// Any PIV card with a P-256 key and certificate in slot 9D.
pub struct PivProgrammingKey<L> {
    piv: Piv<L>,
    certificate: Certificate,
    serial: String,
    has_own_puk: bool,
}

/// That a programming key, its PIN given, holds the private key of its certificate: both sides agree on the same
/// secret, with a key of ours that is used once.
///
/// # Errors
/// [`Error::Untrue`] where they do not, and what the card says.
pub fn prove(key: &mut dyn ProgrammingKey, random: &mut dyn Random) -> Result<(), Error> {
    let ours = AgreementKey::generate(random).map_err(Error::NoRandomness)?;
    let expected = ours
        .shared_secret(key.certificate().point())
        .map_err(Error::Certificate)?;
    let agreed = match key.agree(&ours.point()) {
        // A certificate without a key behind it.
        Err(Error::Refused { .. }) => return Err(Error::Untrue),
        other => other?,
    };
    if bool::from(agreed.ct_eq(&*expected)) {
        Ok(())
    } else {
        Err(Error::Untrue)
    }
}

/// That a programming key is still there as it was opened: one that was pulled, also for a moment, does not answer for
/// its session any more.
///
/// # Errors
/// [`Error::Gone`].
pub fn require_presence(key: &mut dyn ProgrammingKey) -> Result<(), Error> {
    match key.pin_state() {
        Ok(_) => Ok(()),
        Err(gone @ Error::Gone(_)) => Err(gone),
        Err(error) => Err(Error::Gone(io::Error::other(error))),
    }
}

impl<L: ApduLink> PivProgrammingKey<L> {
    /// Selects the PIV application and reads who the card is.
    pub fn open(link: L) -> Result<Self, Error> {
        let mut piv = Piv::select(link)?;
        let der = piv.key_management_certificate()?;
        Self::with_certificate(piv, &der)
    }

    /// As [`PivProgrammingKey::open`], for a card that was selected and whose certificate was read already.
    ///
    /// # Errors
    /// [`Error::Certificate`] for one that does not serve, and what the card says.
    pub fn with_certificate(mut piv: Piv<L>, der: &[u8]) -> Result<Self, Error> {
        let certificate = Certificate::from_der(der).map_err(Error::Certificate)?;
        let serial = match piv.guid()? {
            Some(guid) => HEXLOWER.encode(&guid),
            None => HEXLOWER.encode(&certificate.fingerprint()[..16]),
        };
        Ok(Self {
            piv,
            certificate,
            serial,
            has_own_puk: false,
        })
    }

    /// It was proven that its PUK is not the factory's.
    pub(super) fn note_own_puk(&mut self) {
        self.has_own_puk = true;
    }

    /// Lets the card go.
    pub(super) fn into_link(self) -> L {
        self.piv.into_link()
    }
}

impl<L: ApduLink> ProgrammingKey for PivProgrammingKey<L> {
    fn label(&self) -> String {
        self.certificate.name()
    }

    fn serial(&self) -> &str {
        &self.serial
    }

    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn pin_state(&mut self) -> Result<PinState, Error> {
        self.piv.pin_state()
    }

    fn verify_pin(&mut self, pin: &Pin, last_try: LastTry) -> Result<(), Error> {
        self.piv.pin_state()?.lets_try(last_try)?;
        self.piv.verify(pin)
    }

    fn agree(&mut self, point: &[u8; 65]) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.piv.key_management_agreement(point)
    }

    fn forget_pin(&mut self) -> Result<(), Error> {
        self.piv.forget_pin().map(|_afresh| ())
    }

    fn prove_puk(&mut self, puk: &Puk) -> Result<(), Error> {
        enrolment::prove_puk(&mut self.piv, puk)?;
        self.has_own_puk = true;
        Ok(())
    }

    fn check_factory_values(&mut self) -> Result<(), Error> {
        enrolment::check_factory_values(&mut self.piv, self.has_own_puk)
    }
}

impl<L> std::fmt::Debug for PivProgrammingKey<L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PivProgrammingKey({})", self.serial)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
