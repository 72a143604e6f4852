//! Opening the devices that a face has named.

mod encoders;
mod finding;
mod own;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use self::finding::{Candidate, Held, as_key, find_candidate, find_token};
use super::{Error, Station};
use crate::device::card_service;
use crate::device::contact::{ContactSlot, Content};
use crate::device::encoder::{Encoder, FobEncoder, OPENING_BAUD};
use crate::device::enrolment::{self, Asks, Step, Wishes};
use crate::device::line::{SerialLine, latency, serial};
use crate::device::lock_service::{BenchDoors, LockService};
use crate::device::piv::{PinState, Reference};
use crate::device::pn532::Timing;
use crate::device::programming_key::{self, LastTry, Pin, PivProgrammingKey, ProgrammingKey, Puk};
use crate::device::{self, usb};
use crate::model::Generation;
use crate::secrets::certificate::Certificate;
use crate::secrets::envelope;
use crate::secrets::random::{OsRandom, Random};

/// An opened encoder.
pub type BoxedEncoder = Box<dyn Encoder>;
/// A programming key.
pub type BoxedProgrammingKey = Box<dyn ProgrammingKey>;
/// A way to locks.
pub type BoxedLockService = Box<dyn LockService>;
pub use self::encoders::{EncoderPort, Finder};
pub use self::own::OwnKeys;
/// Hears that a card or a reader came or went.
pub use crate::device::card_listener::CardListener;
/// Rings when anything is plugged in or pulled out.
pub use crate::device::usb::Bell;

/// Opens the encoder on a serial port.
///
/// # Errors
/// [`Error::Encoder`] where the port cannot be opened or no PN532 answers.
pub fn open_encoder(port: &Path) -> Result<BoxedEncoder, Error> {
    let line = SerialLine::open(&port.to_string_lossy(), OPENING_BAUD)?;
    let random = Box::new(|buffer: &mut [u8]| {
        OsRandom
            .fill(buffer)
            .map_err(|_| device::Error::NoRandomness)
    });
    Ok(Box::new(FobEncoder::open(
        Box::new(line),
        Timing::default(),
        random,
    )?))
}

/// What the reader of a contact slot calls its firmware, and what lies in the slot.
///
/// # Errors
/// [`Error::ContactSlot`] where the port cannot be opened, no reader answers, or its card does not.
pub fn look_at_contact_slot(port: &Path) -> Result<(String, Content), Error> {
    let slot = ContactSlot::open(&port.to_string_lossy())?;
    let firmware = slot.firmware().to_owned();
    Ok((firmware, slot.look()?))
}

/// How long the adapter at an opened port keeps each answer back, in milliseconds, where that is so long that people
/// wait: then we were not allowed to change it.
pub fn slow_adapter(port: &Path) -> Option<u8> {
    latency::of(&port.to_string_lossy()).filter(|timer| latency::is_slow(*timer))
}

/// The serial ports on USB, where an encoder may be. Nothing is sent to them.
pub fn serial_ports() -> Vec<serial::UsbPort> {
    serial::ports()
}

/// The smart card readers and security keys on USB, and whether each can be used. Nothing is sent to a card.
///
/// # Errors
/// [`Error::ProgrammingKey`] where USB cannot be asked at all.
pub fn usb_readers() -> Result<Vec<usb::Found>, Error> {
    Ok(usb::list().map_err(programming_key::Error::from)?)
}

/// Where cards are, in the readers on USB and in those of the smart card service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cards(Vec<usb::Occupied>, Vec<(String, bool)>);

/// Whether a card is in the readers that could hold the programming key; the cards themselves are not asked. Readers
/// that tell by themselves are kept for that until [`leave_readers`], and asked no more. None where it is in no reader.
pub fn cards(name: &TokenName) -> Option<Cards> {
    if let TokenName::Bench(_) = name {
        return None;
    }
    let serviced = card_service::occupied();
    let on_usb = match name {
        TokenName::Usb(_) => usb::occupied(serviced.is_none()),
        TokenName::Pcsc(_) | TokenName::Bench(_) => Vec::new(),
    };
    Some(Cards(on_usb, serviced.unwrap_or_default()))
}

/// Nobody asks for [`cards`] any more: other programs may have the readers.
pub fn leave_readers() {
    usb::leave();
}

/// The readers of the smart card service, by name.
///
/// # Errors
/// [`Error::ProgrammingKey`] where the service does not run.
pub fn service_readers() -> Result<Vec<String>, Error> {
    Ok(card_service::readers().map_err(programming_key::Error::from)?)
}

/// Why a listed reader cannot be used, if so.
pub fn usb_obstacle(found: &usb::Found) -> Option<Error> {
    let device = found.label();
    let error = match found.access {
        usb::Access::Free => return None,
        usb::Access::Busy => usb::Error::Busy { device },
        usb::Access::Denied => usb::Error::NoPermission { device },
        usb::Access::None => usb::Error::NoDriver { device },
    };
    Some(programming_key::Error::from(error).into())
}

/// Which programming key was named.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TokenName {
    /// On USB: the only one, or the one with this number, of the device or the card.
    Usb(Option<String>),
    /// In the reader of this name of the smart card service; a part of the name is enough.
    Pcsc(String),
    /// That of the bench in this folder.
    Bench(PathBuf),
}

impl std::str::FromStr for TokenName {
    type Err = String;

    fn from_str(named: &str) -> Result<Self, String> {
        match named.split_once(':') {
            None if named == "usb" => Ok(Self::Usb(None)),
            Some(("usb", serial)) if !serial.is_empty() => Ok(Self::Usb(Some(serial.to_owned()))),
            Some(("pcsc", reader)) if !reader.is_empty() => Ok(Self::Pcsc(reader.to_owned())),
            Some(("bench", folder)) if !folder.is_empty() => Ok(Self::Bench(folder.into())),
            _ => Err(format!(
                "{named}: programming keys are named usb, usb:SERIAL, pcsc:READER or bench:DIR"
            )),
        }
    }
}

/// Opens the programming key that was named and gives it its PIN. The last try is sent only where that was confirmed.
///
/// On USB without a number the only key that is plugged in is meant, or of several the only one of the system where one is
/// known; readers without a PIV card do not count.
///
/// # Errors
/// [`Error::ProgrammingKey`]: none or several are there, or why none of those that could be meant serves.
pub fn open_token(
    name: &TokenName,
    pin: &str,
    last_try: LastTry,
) -> Result<BoxedProgrammingKey, Error> {
    let pin = Pin::new(pin)?;
    let mut key = find_token(name, None)?;
    key.verify_pin(&pin, last_try)?;
    Ok(key)
}

/// Opens the token of a bench and gives it its PIN.
///
/// # Errors
/// As [`open_token`].
pub fn open_bench_token(
    folder: &Path,
    pin: &str,
    last_try: LastTry,
) -> Result<BoxedProgrammingKey, Error> {
    open_token(&TokenName::Bench(folder.to_path_buf()), pin, last_try)
}

/// Opens a programming key on USB and gives it its PIN.
///
/// # Errors
/// As [`open_token`].
pub fn open_usb_token(
    serial: Option<&str>,
    pin: &str,
    last_try: LastTry,
) -> Result<BoxedProgrammingKey, Error> {
    open_token(&TokenName::Usb(serial.map(str::to_owned)), pin, last_try)
}

/// As [`open_token`], for a key that belongs to the station's system and to its operator. Another that is there instead,
/// whether it was swapped or never belonged, gets no PIN and loses no try.
///
/// # Errors
/// [`Error::ProgrammingKeyForeign`], [`Error::ProgrammingKeyOfOthers`], and as [`open_token`].
pub fn open_token_of(
    station: &Station,
    name: &TokenName,
    pin: &str,
    last_try: LastTry,
) -> Result<BoxedProgrammingKey, Error> {
    let pin = Pin::new(pin)?;
    let mut found = FoundToken::of(station, name)?;
    found.0.verify_pin(&pin, last_try)?;
    Ok(found.0)
}

/// A programming key that was found, so that people can be told how it stands before they are asked for its PIN.
pub struct FoundToken(BoxedProgrammingKey);

impl std::fmt::Debug for FoundToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FoundToken({})", self.0.serial())
    }
}

impl FoundToken {
    /// The one that was named, as [`open_token`] finds it.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn any(name: &TokenName) -> Result<Self, Error> {
        Ok(Self(find_token(name, None)?))
    }

    /// The one that was named, as [`open_token_of`] finds it.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyForeign`], [`Error::ProgrammingKeyOfOthers`], [`Error::ProgrammingKey`].
    pub fn of(station: &Station, name: &TokenName) -> Result<Self, Error> {
        Ok(Self(OwnKeys::of(station)?.find(name)?))
    }

    /// How it stands. Refused where no try is left, or one that nobody risks, or nobody knows how many: no PIN shall be
    /// asked for then.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn state(&mut self, last_try: LastTry) -> Result<TokenState, Error> {
        let state = TokenState {
            label: self.0.label(),
            serial: self.0.serial().to_owned(),
            pin: self.0.pin_state()?,
        };
        state.pin.lets_try(last_try)?;
        Ok(state)
    }

    /// Gives it its PIN.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn open(mut self, pin: &str, last_try: LastTry) -> Result<BoxedProgrammingKey, Error> {
        self.0.verify_pin(&Pin::new(pin)?, last_try)?;
        Ok(self.0)
    }
}

/// As [`open_token`], for the one key that was shown before: another that is there instead gets no PIN.
///
/// # Errors
/// [`programming_key::Error::Swapped`], and as [`open_token`].
pub fn open_same_token(
    name: &TokenName,
    serial: &str,
    pin: &str,
    last_try: LastTry,
) -> Result<BoxedProgrammingKey, Error> {
    let pin = Pin::new(pin)?;
    let mut key = find_token(name, None)?;
    if key.serial() != serial {
        let found = key.serial().to_owned();
        return Err(programming_key::Error::Swapped { found }.into());
    }
    key.verify_pin(&pin, last_try)?;
    Ok(key)
}

/// A token that shall become a programming key of a system, or was made one that it does not know yet.
pub struct NewToken(Candidate);

impl std::fmt::Debug for NewToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewToken")
    }
}

/// Looks for the token that was named, without giving it a PIN. Of several on USB the only one is meant that has no
/// certificate yet or, for a station, that its system does not know.
///
/// # Errors
/// [`Error::ProgrammingKey`]: none or several are there. [`Error::ProgrammingKeyKnown`] where the one that is there is a
/// programming key of the station's system, or all of several are.
pub fn new_token(station: Option<&Station>, name: &TokenName) -> Result<NewToken, Error> {
    let envelopes = match station {
        Some(station) => station.read(|reading| reading.envelopes())?,
        None => Vec::new(),
    };
    let newest = envelopes.last();
    let (known, others) = (Cell::new(false), Cell::new(false));
    let is_new = |candidate: &mut Candidate| {
        let answer = candidate.is_new(newest);
        let seen = if matches!(answer, Ok(false)) {
            &known
        } else {
            &others
        };
        seen.set(true);
        answer
    };
    let found = find_candidate(name, Some(&is_new));
    if newest.is_some() && known.get() && !others.get() {
        return Err(Error::ProgrammingKeyKnown);
    }
    let mut found = found?;
    if newest.is_some() && !found.is_new(newest)? {
        return Err(Error::ProgrammingKeyKnown);
    }
    Ok(NewToken(found))
}

impl NewToken {
    /// The number that is written on it, where there is one.
    pub fn serial(&mut self) -> Option<String> {
        self.0.number()
    }

    /// What it asks of whoever makes it a programming key.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn asks(&mut self) -> Result<Asks, Error> {
        Ok(enrolment::asks(&mut self.0.piv, &mut OsRandom)?)
    }

    /// Refuses a programming key of the station's system, whose key must not be made anew as long as it belongs there.
    ///
    /// # Errors
    /// [`Error::ProgrammingKeyInUse`].
    pub fn refuse_in_use(&mut self, station: &Station) -> Result<(), Error> {
        let Some(own) = self
            .0
            .der()?
            .and_then(|der| Certificate::from_der(der).ok())
        else {
            return Ok(());
        };
        for key in station.read(|reading| reading.programming_keys())? {
            if Certificate::from_der(&key.certificate)?.point() == own.point() {
                let label = key.value.label;
                return Err(Error::ProgrammingKeyInUse { label });
            }
        }
        Ok(())
    }

    /// Makes it a programming key, or goes on where an earlier call was cut off; opens it with its PIN given.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn enrol(
        self,
        wishes: &Wishes<'_>,
        done: &mut dyn FnMut(Step),
    ) -> Result<BoxedProgrammingKey, Error> {
        let Candidate { piv, held } = self.0;
        let empty = match held {
            Held::Unread => None,
            Held::Nothing => Some(true),
            Held::Certificate(_) => Some(false),
        };
        let key = enrolment::enrol_selected(piv, empty, wishes, &mut OsRandom, done)?;
        Ok(Box::new(key))
    }

    /// Opens it with its PIN given, as one that was made ready before.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn open(self, pin: &str, last_try: LastTry) -> Result<BoxedProgrammingKey, Error> {
        let pin = Pin::new(pin)?;
        let mut found = self.0;
        let der = found.der()?.map(<[u8]>::to_vec);
        let der = der.ok_or(programming_key::Error::NoCertificate)?;
        let mut key = PivProgrammingKey::with_certificate(found.piv, &der)?;
        key.verify_pin(&pin, last_try)?;
        Ok(Box::new(key))
    }
}

/// Makes the token that was named a programming key of a system that is still to be made: [`NewToken::enrol`] for the
/// token that [`new_token`] finds.
///
/// # Errors
/// As theirs.
pub fn enrol_token(
    name: &TokenName,
    wishes: &Wishes<'_>,
    done: &mut dyn FnMut(Step),
) -> Result<BoxedProgrammingKey, Error> {
    new_token(None, name)?.enrol(wishes, done)
}

/// A token whose PIN shall get its tries back.
pub struct BlockedToken(Candidate);

impl std::fmt::Debug for BlockedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BlockedToken")
    }
}

impl BlockedToken {
    /// The one that was named.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn find(name: &TokenName) -> Result<Self, Error> {
        Ok(Self(find_candidate(name, None)?))
    }

    /// How many tries its PUK has left, where it tells. Refused where that is none, or the last one and nobody risks
    /// it: no PUK shall be asked for then.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn puk_tries(&mut self, last_puk_try: LastTry) -> Result<Option<u8>, Error> {
        Ok(enrolment::puk_tries(&mut self.0.piv, last_puk_try)?)
    }

    /// Gives its PIN its tries back, with another value. The last try of its PUK is sent only where that was confirmed.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn unblock(self, puk: &Puk, pin: &Pin, last_puk_try: LastTry) -> Result<TokenState, Error> {
        let link = enrolment::unblock(self.0.into_link(), puk, pin, last_puk_try)?;
        state_of(Box::new(as_key(link)?))
    }
}

/// How a programming key stands, asked without using up a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenState {
    /// What stands on it.
    pub label: String,
    /// What tells it from others.
    pub serial: String,
    /// Where its PIN stands.
    pub pin: PinState,
}

/// Looks at the programming key that was named without giving it a PIN. A key serves one link at a time: this is
/// for when none is open.
///
/// # Errors
/// [`Error::ProgrammingKey`] where none is plugged in.
pub fn look_at_token(name: &TokenName) -> Result<TokenState, Error> {
    state_of(find_token(name, None)?)
}

/// Looks at the programming key that was named without giving it a PIN: it opens the secrets of the system, of the
/// generation that media get, once its PIN is given, and that can be given.
///
/// # Errors
/// [`Error::ProgrammingKeyForeign`]; [`Error::ProgrammingKey`] where none is plugged in, its PIN is blocked, or one try
/// is left.
pub fn check_token(station: &Station, name: &TokenName) -> Result<(TokenState, Generation), Error> {
    let (info, envelopes) =
        station.read(|reading| Ok((reading.system()?, reading.envelopes()?)))?;
    let mut found = FoundToken::of(station, name)?;
    for sealed in &envelopes {
        if !envelope::is_for(&sealed.cms, found.0.certificate())? {
            return Err(Error::ProgrammingKeyForeign);
        }
    }
    // Nobody gives it a PIN here.
    let state = match found.state(LastTry::Keep) {
        Err(Error::ProgrammingKey(programming_key::Error::PinUntold)) => {
            found.state(LastTry::Risk)?
        }
        state => state?,
    };
    Ok((state, info.generation))
}

/// What a token is, whosever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenKind {
    /// What tells it from others; one from the factory may have nothing.
    pub number: Option<String>,
    /// What stands on its certificate; none where it has none, as from the factory.
    pub label: Option<String>,
    /// Whether it tells that PUK or management key are still the factory's.
    pub has_factory_values: bool,
    /// Where its PIN stands.
    pub pin: PinState,
}

/// What the token is that was named, without a system to ask whose it is, and without a PIN.
///
/// # Errors
/// [`Error::ProgrammingKey`]: none or several are there, or a certificate on it does not serve.
pub fn look_at_any_token(name: &TokenName) -> Result<TokenKind, Error> {
    let mut found = find_candidate(name, None)?;
    let label = match found.der()? {
        None => None,
        Some(der) => Some(
            Certificate::from_der(der)
                .map_err(programming_key::Error::Certificate)?
                .name(),
        ),
    };
    let mut has_factory_values = false;
    for secret in [Reference::Puk, Reference::Management] {
        let told = found.piv.metadata(secret)?;
        has_factory_values |= told.and_then(|metadata| metadata.factory) == Some(true);
    }
    Ok(TokenKind {
        number: found.number(),
        label,
        has_factory_values,
        pin: found.piv.pin_state()?,
    })
}

fn state_of(mut key: BoxedProgrammingKey) -> Result<TokenState, Error> {
    Ok(TokenState {
        label: key.label(),
        serial: key.serial().to_owned(),
        pin: key.pin_state()?,
    })
}

/// The locks of a bench.
pub fn open_bench_doors(folder: &Path) -> BoxedLockService {
    Box::new(BenchDoors::new(folder))
}
