//! Opening the devices that a face has named.

use std::path::Path;

use super::Error;
use crate::device::encoder::{Encoder, FobEncoder, OPENING_BAUD};
use crate::device::line::SerialLine;
use crate::device::lock_service::{BenchDoors, LockService};
use crate::device::pn532::Timing;
use crate::device::programming_key::{LastTry, Pin, PivProgrammingKey, ProgrammingKey};
use crate::device::token_link::SocketLink;
use crate::device::{self};
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

/// The locks of a bench.
pub fn open_bench_doors(folder: &Path) -> BoxedLockService {
    Box::new(BenchDoors::new(folder))
}
