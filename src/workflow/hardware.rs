//! Opening the devices that a face has named.

use std::path::Path;

use super::Error;
use crate::device::ccid::card::Card;
use crate::device::encoder::{Encoder, FobEncoder, OPENING_BAUD};
use crate::device::line::SerialLine;
use crate::device::lock_service::{BenchDoors, LockService};
use crate::device::piv::PinState;
use crate::device::pn532::Timing;
use crate::device::programming_key::{self, LastTry, Pin, PivProgrammingKey, ProgrammingKey};
use crate::device::token_link::SocketLink;
use crate::device::{self, usb};
use crate::secrets::random::{OsRandom, Random};

/// An opened encoder.
pub type BoxedEncoder = Box<dyn Encoder>;
/// A programming key.
pub type BoxedProgrammingKey = Box<dyn ProgrammingKey>;
/// A way to locks.
pub type BoxedLockService = Box<dyn LockService>;

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

/// Opens the token of a bench and gives it its PIN. The last try is sent only where that was confirmed.
///
/// # Errors
/// [`Error::ProgrammingKey`].
pub fn open_bench_token(
    folder: &Path,
    pin: &str,
    last_try: LastTry,
) -> Result<BoxedProgrammingKey, Error> {
    let link = SocketLink::connect(folder).map_err(device::programming_key::Error::Gone)?;
    let mut key = PivProgrammingKey::open(link)?;
    key.verify_pin(&Pin::new(pin)?, last_try)?;
    Ok(Box::new(key))
}

/// Opens a programming key on USB and gives it its PIN. The last try is never sent.
///
/// Without a number the only key that is plugged in is meant; readers without a PIV card do not count. A number is
/// that of the USB device or, as many keys have none there, that of the card.
///
/// # Errors
/// [`Error::ProgrammingKey`]: none or several are there, or why none of those that could be meant serves.
pub fn open_usb_token(
    serial: Option<&str>,
    pin: &str,
    last_try: LastTry,
) -> Result<BoxedProgrammingKey, Error> {
    let pin = Pin::new(pin)?;
    let mut key = find_usb_token(serial)?;
    key.verify_pin(&pin, last_try)?;
    Ok(key)
}

fn find_usb_token(serial: Option<&str>) -> Result<BoxedProgrammingKey, programming_key::Error> {
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
    for found in &all {
        if by_device && !serial.is_some_and(|serial| wanted(found, serial)) {
            continue;
        }
        match open_usb(found) {
            Ok(key) => keys.push(key),
            // Readers that stand there empty, and cards for other purposes.
            Err(
                programming_key::Error::NotPiv
                | programming_key::Error::Reader(device::ccid::Error::NoCard),
            ) => {}
            Err(error) => first = first.or(Some(error)),
        }
    }
    if !by_device && let Some(serial) = serial {
        keys.retain(|key| key.serial().eq_ignore_ascii_case(serial));
    }
    match (keys.len(), first) {
        (1, _) => keys.pop().ok_or_else(|| not_there().into()),
        (0, Some(error)) => Err(error),
        (0, None) => Err(not_there().into()),
        _ => Err(usb::Error::Several {
            serials: keys.iter().map(|key| key.serial().to_owned()).collect(),
        }
        .into()),
    }
}

fn open_usb(found: &usb::Found) -> Result<BoxedProgrammingKey, programming_key::Error> {
    let card = Card::open(usb::open(found)?)?;
    Ok(Box::new(PivProgrammingKey::open(card)?))
}

/// The smart card readers and security keys on USB, and whether each can be used. Nothing is sent to a card.
///
/// # Errors
/// [`Error::ProgrammingKey`] where USB cannot be asked at all.
pub fn usb_readers() -> Result<Vec<usb::Found>, Error> {
    Ok(usb::list().map_err(programming_key::Error::from)?)
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

/// The locks of a bench.
pub fn open_bench_doors(folder: &Path) -> BoxedLockService {
    Box::new(BenchDoors::new(folder))
}

/// How a programming key stands, asked without using up a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammingKeyState {
    /// What stands on it.
    pub label: String,
    /// Where its PIN stands.
    pub pin: PinState,
}

/// Looks at the token of a bench without giving it a PIN.
///
/// # Errors
/// [`Error::ProgrammingKey`] where none is plugged in.
pub fn look_at_bench_token(folder: &Path) -> Result<ProgrammingKeyState, Error> {
    let link = SocketLink::connect(folder).map_err(device::programming_key::Error::Gone)?;
    let mut key = PivProgrammingKey::open(link)?;
    Ok(ProgrammingKeyState {
        label: key.label(),
        pin: key.pin_state()?,
    })
}
