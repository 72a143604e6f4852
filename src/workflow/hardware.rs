//! Opening the devices that a face has named.

use std::path::{Path, PathBuf};

use super::{Error, Station};
use crate::device::card_service;
use crate::device::ccid::card::Card;
use crate::device::encoder::{Encoder, FobEncoder, OPENING_BAUD};
use crate::device::enrolment::{self, Step, Wishes};
use crate::device::line::{SerialLine, latency};
use crate::device::lock_service::{BenchDoors, LockService};
use crate::device::piv::{PinState, Piv};
use crate::device::pn532::Timing;
use crate::device::programming_key::{self, LastTry, Pin, PivProgrammingKey, ProgrammingKey, Puk};
use crate::device::token_link::{ApduLink, SocketLink};
use crate::device::{self, usb};
use crate::model::Generation;
use crate::secrets::certificate::Certificate;
use crate::secrets::envelope;
use crate::secrets::random::{OsRandom, Random};
use crate::store::Envelope;

/// An opened encoder.
pub type BoxedEncoder = Box<dyn Encoder>;
/// A programming key.
pub type BoxedProgrammingKey = Box<dyn ProgrammingKey>;
/// A way to a token.
type BoxedLink = Box<dyn ApduLink>;
/// A way to locks.
pub type BoxedLockService = Box<dyn LockService>;
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

/// How long the adapter of an opened encoder keeps each answer back, in milliseconds, where that is so long that people
/// wait: then we were not allowed to change it.
pub fn slow_adapter(port: &Path) -> Option<u8> {
    latency::of(&port.to_string_lossy()).filter(|timer| latency::is_slow(*timer))
}

/// Finds a token on USB without giving it a PIN. Where another program holds its reader, the smart card service is
/// asked for it. Where several are there and no number was given, the only one that is `meant` is taken.
fn find_usb<T>(
    serial: Option<&str>,
    open: &dyn Fn(BoxedLink) -> Result<T, programming_key::Error>,
    number: &dyn Fn(&mut T) -> Option<String>,
    meant: &dyn Fn(&mut T) -> Result<bool, programming_key::Error>,
) -> Result<T, programming_key::Error> {
    let not_there = || usb::Error::NotThere {
        serial: serial.map(str::to_owned),
    };
    let all = usb::list()?;
    let wanted = |found: &usb::Found, serial: &str| {
        let own = found.serial.as_deref();
        own.is_some_and(|own| own.eq_ignore_ascii_case(serial))
    };
    let by_device = serial.is_some_and(|serial| all.iter().any(|found| wanted(found, serial)));
    let mut keys = Vec::new();
    let mut first = None;
    let mut busy = false;
    for found in &all {
        if by_device && !serial.is_some_and(|serial| wanted(found, serial)) {
            continue;
        }
        match open_usb(found).and_then(open) {
            Ok(key) => keys.push(key),
            // Readers that stand there empty, and cards for other purposes.
            Err(error) if is_nothing(&error) => {}
            Err(error) => {
                busy |= matches!(error, programming_key::Error::Usb(usb::Error::Busy { .. }));
                first = first.or(Some(error));
            }
        }
    }
    let named = |keys: &mut Vec<T>| match serial {
        Some(serial) if !by_device => keys.retain_mut(|key| {
            let own = number(key);
            own.is_some_and(|own| own.eq_ignore_ascii_case(serial))
        }),
        _ => {}
    };
    named(&mut keys);
    if keys.is_empty() && busy {
        keys = through_the_service(open, serial.filter(|_| by_device));
        named(&mut keys);
    }
    let serials = keys.iter_mut().filter_map(number).collect();
    if keys.len() > 1 && serial.is_none() {
        let mut chosen = Vec::new();
        for mut key in keys.drain(..) {
            if meant(&mut key)? {
                chosen.push(key);
            }
        }
        keys = chosen;
        if keys.len() != 1 {
            return Err(usb::Error::Several { serials }.into());
        }
    }
    match (keys.len(), first) {
        (1, _) => keys.pop().ok_or_else(|| not_there().into()),
        (0, Some(error)) => Err(error),
        (0, None) => Err(not_there().into()),
        _ => Err(usb::Error::Several { serials }.into()),
    }
}

/// What a reader says that has no programming key in it.
fn is_nothing(error: &programming_key::Error) -> bool {
    matches!(
        error,
        programming_key::Error::NotPiv
            | programming_key::Error::Reader(device::ccid::Error::NoCard)
            | programming_key::Error::Pcsc(card_service::Error::NotThere { .. })
    )
}

/// Every token that the smart card service reaches; none where it does not run. A device that was named by its number
/// bears it in the name of its reader, in brackets.
fn through_the_service<T>(
    open: &dyn Fn(BoxedLink) -> Result<T, programming_key::Error>,
    serial: Option<&str>,
) -> Vec<T> {
    let readers = card_service::readers().unwrap_or_default();
    let mark = serial.map(|serial| format!("({})", serial.to_lowercase()));
    let meant = |reader: &&String| {
        let mark = mark.as_ref();
        mark.is_none_or(|mark| reader.to_lowercase().contains(mark))
    };
    let key = |reader: &String| open(Box::new(card_service::open(reader).ok()?)).ok();
    readers.iter().filter(meant).filter_map(key).collect()
}

fn open_usb(found: &usb::Found) -> Result<BoxedLink, programming_key::Error> {
    Ok(Box::new(Card::open(usb::open(found)?)?))
}

fn as_key(link: BoxedLink) -> Result<PivProgrammingKey<BoxedLink>, programming_key::Error> {
    PivProgrammingKey::open(link)
}

/// Opens the programming key that was named, its PIN not given yet; of several on USB the only one that is `meant`.
fn find_token(
    name: &TokenName,
    meant: &dyn Fn(&Certificate) -> bool,
) -> Result<BoxedProgrammingKey, programming_key::Error> {
    let number = |key: &mut PivProgrammingKey<BoxedLink>| Some(key.serial().to_owned());
    let meant = |key: &mut PivProgrammingKey<BoxedLink>| Ok(meant(key.certificate()));
    let key = match name {
        TokenName::Usb(serial) => find_usb(serial.as_deref(), &as_key, &number, &meant)?,
        TokenName::Pcsc(_) | TokenName::Bench(_) => as_key(open_named(name, &|_| Ok(false))?)?,
    };
    Ok(Box::new(key))
}

/// For whom no programming key is meant more than another.
fn none_rather(_certificate: &Certificate) -> bool {
    false
}

/// A way to the token that was named, whether it is a programming key already or shall become one; of several on USB
/// to the only one that is `meant`.
fn open_named(
    name: &TokenName,
    meant: &dyn Fn(&mut Piv<BoxedLink>) -> Result<bool, programming_key::Error>,
) -> Result<BoxedLink, programming_key::Error> {
    Ok(match name {
        TokenName::Usb(serial) => {
            // One that is empty has no certificate to be known by.
            let number = |piv: &mut Piv<BoxedLink>| {
                let guid = piv.guid().ok().flatten();
                guid.map(|guid| data_encoding::HEXLOWER.encode(&guid))
            };
            find_usb(serial.as_deref(), &Piv::select, &number, meant)?.into_link()
        }
        TokenName::Pcsc(reader) => Box::new(card_service::open(reader)?),
        TokenName::Bench(folder) => {
            Box::new(SocketLink::connect(folder).map_err(programming_key::Error::Gone)?)
        }
    })
}

/// The smart card readers and security keys on USB, and whether each can be used. Nothing is sent to a card.
///
/// # Errors
/// [`Error::ProgrammingKey`] where USB cannot be asked at all.
pub fn usb_readers() -> Result<Vec<usb::Found>, Error> {
    Ok(usb::list().map_err(programming_key::Error::from)?)
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
    let mut key = find_token(name, &none_rather)?;
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

/// As [`open_token`], for a key that belongs to the station's system. Another that is there instead, whether it was
/// swapped or never belonged, gets no PIN and loses no try.
///
/// # Errors
/// [`Error::ProgrammingKeyForeign`], and as [`open_token`].
pub fn open_token_of(
    station: &Station,
    name: &TokenName,
    pin: &str,
    last_try: LastTry,
) -> Result<BoxedProgrammingKey, Error> {
    let pin = Pin::new(pin)?;
    let envelopes = station.read(|reading| reading.envelopes())?;
    let newest = envelopes.last().ok_or(Error::ProgrammingKeyForeign)?;
    let mut key = find_token(name, &|key| is_for(newest, key))?;
    if !envelope::is_for(&newest.cms, key.certificate())? {
        return Err(Error::ProgrammingKeyForeign);
    }
    key.verify_pin(&pin, last_try)?;
    Ok(key)
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
    let mut key = find_token(name, &none_rather)?;
    if key.serial() != serial {
        let found = key.serial().to_owned();
        return Err(programming_key::Error::Swapped { found }.into());
    }
    key.verify_pin(&pin, last_try)?;
    Ok(key)
}

/// A token that shall become a programming key of a system, or was made one that it does not know yet.
pub struct NewToken(BoxedLink);

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
/// programming key of the station's system.
pub fn new_token(station: Option<&Station>, name: &TokenName) -> Result<NewToken, Error> {
    let envelopes = match station {
        Some(station) => station.read(|reading| reading.envelopes())?,
        None => Vec::new(),
    };
    let newest = envelopes.last();
    let link = open_named(name, &|piv| is_new(piv, newest))?;
    let mut piv = Piv::select(link)?;
    if newest.is_some() && !is_new(&mut piv, newest)? {
        return Err(Error::ProgrammingKeyKnown);
    }
    Ok(NewToken(piv.into_link()))
}

/// Whether a token has no certificate yet, or one that the envelope is not sealed for.
fn is_new(
    piv: &mut Piv<BoxedLink>,
    newest: Option<&Envelope>,
) -> Result<bool, programming_key::Error> {
    if piv.lacks_certificate()? {
        return Ok(true);
    }
    let der = piv.key_management_certificate()?;
    let known = Certificate::from_der(&der)
        .is_ok_and(|certificate| newest.is_none_or(|newest| is_for(newest, &certificate)));
    Ok(!known)
}

fn is_for(envelope: &Envelope, key: &Certificate) -> bool {
    envelope::is_for(&envelope.cms, key).unwrap_or(false)
}

impl NewToken {
    /// Makes it a programming key, or goes on where an earlier call was cut off; opens it with its PIN given.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn enrol(
        self,
        wishes: &Wishes<'_>,
        done: &mut dyn FnMut(Step),
    ) -> Result<BoxedProgrammingKey, Error> {
        let link = enrolment::enrol(self.0, wishes, &mut OsRandom, done)?;
        let mut key = as_key(link)?;
        key.verify_pin(wishes.pin, wishes.last_try)?;
        Ok(Box::new(key))
    }

    /// Opens it with its PIN given, as one that was made ready before.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`].
    pub fn open(self, pin: &str, last_try: LastTry) -> Result<BoxedProgrammingKey, Error> {
        let pin = Pin::new(pin)?;
        let mut key = as_key(self.0)?;
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

/// Gives the PIN of the token that was named its tries back, with another value.
///
/// # Errors
/// [`Error::ProgrammingKey`].
pub fn unblock_token(name: &TokenName, puk: &Puk, pin: &Pin) -> Result<TokenState, Error> {
    let link = enrolment::unblock(open_named(name, &|_| Ok(false))?, puk, pin)?;
    state_of(Box::new(as_key(link)?))
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
    state_of(find_token(name, &none_rather)?)
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
    let own = |key: &Certificate| envelopes.last().is_some_and(|newest| is_for(newest, key));
    let mut key = find_token(name, &own)?;
    for sealed in &envelopes {
        if !envelope::is_for(&sealed.cms, key.certificate())? {
            return Err(Error::ProgrammingKeyForeign);
        }
    }
    match key.pin_state()? {
        PinState::Blocked => Err(programming_key::Error::PinBlocked.into()),
        PinState::Tries(1) => Err(programming_key::Error::LastPinTry.into()),
        PinState::Tries(_) | PinState::Verified => Ok((state_of(key)?, info.generation)),
    }
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
