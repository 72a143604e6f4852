//! The reader of the contact slot, on a serial port: opening it, and what lies in it.
//!
//! It must not know what a key is. Programming one is not built yet; this finds out whether the slot works.

use std::time::{Duration, Instant};

use super::ccid::card::Card;
use super::ccid::descriptor::Descriptor;
use super::ccid::message::{Kind, Outcome, Request, Response};
use super::ccid::reader::{Patience, Reader};
use super::ccid::twin::TwinTransport;
use super::ccid::{self, CcidTransport};
use super::line::{Line, SerialLine};
use super::piv::Piv;
use super::programming_key;

/// Speed of these readers, in baud, with 8 data bits and two stop bits.
pub const BAUD: u32 = 115_200;
/// The maker's command that tells the firmware.
const FIRMWARE: [u8; 1] = [0x02];
/// For the first answer: the reader needs no card for it.
const GREETING: Duration = Duration::from_secs(2);
/// So often it is greeted: the first may have been swallowed with what a program before us left unfinished.
const GREETINGS: u8 = 2;
/// The longest name of a firmware that is shown.
const LONGEST_NAME: usize = 60;

/// Why the contact slot cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The port cannot be opened.
    #[error(transparent)]
    Port(#[from] super::Error),
    /// Nothing at all comes from the port.
    #[error("nothing answers on {path}")]
    Silent {
        /// The port.
        path: String,
    },
    /// Something comes from the port, and not from a reader with this framing.
    #[error("what answers on {path} is no reader of the kind of the GemPC Twin")]
    NotAReader {
        /// The port.
        path: String,
    },
    /// The reader, or the card in it, does not serve.
    #[error(transparent)]
    Reader(#[from] ccid::Error),
}

impl Error {
    /// Stable code of the error, in kebab case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Port(error) => error.code(),
            Self::Silent { .. } => "contact-silent",
            Self::NotAReader { .. } => "contact-not-a-reader",
            // On a serial line nothing tells that a reader was pulled out, and there is no hub or other port to try.
            Self::Reader(ccid::Error::Gone) => "contact-gone",
            Self::Reader(ccid::Error::Silent) => "contact-stopped",
            Self::Reader(
                ccid::Error::Stalled | ccid::Error::Broken(_) | ccid::Error::Malformed(_),
            ) => "contact-garbled",
            Self::Reader(ccid::Error::SlotBusy) => "contact-busy",
            Self::Reader(ccid::Error::Refused(_)) => "contact-refused",
            Self::Reader(error) => error.code(),
        }
    }

    /// Values for the sentences of the language files, by the names used there.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Port(error) => error.arguments(),
            Self::Silent { path } | Self::NotAReader { path } => vec![("path", path.clone())],
            Self::Reader(_) => Vec::new(),
        }
    }
}

/// What lies in the slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// A card with the PIV application (NIST SP 800-73-4).
    PivCard,
    /// A card without it.
    OtherCard,
}

/// A reader that has answered.
#[derive(Debug)]
pub struct ContactSlot<L: Line> {
    reader: Reader<TwinTransport<L>>,
    firmware: String,
}

impl ContactSlot<SerialLine> {
    /// Opens the reader on a serial port.
    ///
    /// # Errors
    /// [`Error::Port`], [`Error::Silent`], [`Error::NotAReader`].
    pub fn open(path: &str) -> Result<Self, Error> {
        let line = SerialLine::open_contact_reader(path, BAUD)?;
        Self::on(line, path)
    }
}

impl<L: Line> ContactSlot<L> {
    /// Greets the reader at the other end of a line; `path` is the line's name for who must mend it.
    ///
    /// # Errors
    /// [`Error::Port`], [`Error::Silent`], [`Error::NotAReader`].
    pub fn on(mut line: L, path: &str) -> Result<Self, Error> {
        line.clear().map_err(|_| ccid::Error::Gone)?;
        let mut transport = TwinTransport::new(line);
        transport.set_stranger(true);
        let mut left = GREETINGS;
        let firmware = loop {
            left -= 1;
            match greet(&mut transport, left) {
                Ok(firmware) => break firmware,
                Err(ccid::Error::Gone) => return Err(ccid::Error::Gone.into()),
                Err(_) if left > 0 => {}
                Err(_) => {
                    let path = path.to_owned();
                    return Err(if transport.has_heard() {
                        Error::NotAReader { path }
                    } else {
                        Error::Silent { path }
                    });
                }
            }
        };
        transport.set_stranger(false);
        let descriptor = Descriptor::of_serial_reader();
        Ok(Self {
            reader: Reader::new(transport, descriptor, Patience::default()),
            firmware,
        })
    }

    /// What the reader calls its firmware; empty where it does not tell.
    pub fn firmware(&self) -> &str {
        &self.firmware
    }

    /// The reader itself.
    pub fn into_reader(self) -> Reader<TwinTransport<L>> {
        self.reader
    }
}

impl<L: Line + 'static> ContactSlot<L> {
    /// Powers the card, if there is one, and asks it for the PIV application. No PIN is given.
    ///
    /// # Errors
    /// [`Error::Reader`].
    pub fn look(self) -> Result<Content, Error> {
        let card = match Card::open(self.reader) {
            Err(ccid::Error::NoCard) => return Ok(Content::Nothing),
            card => card?,
        };
        match Piv::select(card) {
            Ok(_) => Ok(Content::PivCard),
            Err(programming_key::Error::Reader(error)) => Err(error.into()),
            // The reader or the card left.
            Err(programming_key::Error::Gone(error)) => {
                let gone = error.downcast::<ccid::Error>();
                Err(gone.unwrap_or(ccid::Error::Gone).into())
            }
            Err(_) => Ok(Content::OtherCard),
        }
    }
}

/// Asks for the firmware, in messages with numbers that no command right after has.
fn greet<L: Line>(transport: &mut TwinTransport<L>, number: u8) -> Result<String, ccid::Error> {
    let deadline = Instant::now() + GREETING;
    let sequence = u8::MAX - number;
    let request = Request::Escape(&FIRMWARE).encode(0, sequence);
    transport.send(&request, deadline)?;
    loop {
        let message = transport.receive(deadline)?;
        let response = Response::parse(&message).map_err(ccid::Error::Malformed)?;
        let ours = response.sequence == sequence;
        return match (response.kind, response.outcome) {
            (Kind::Escape, Outcome::Done) if ours => Ok(shown(&response.data)),
            // A reader of another maker that does not know the command is one all the same.
            (Kind::Escape | Kind::SlotStatus, Outcome::Failed(_)) if ours => Ok(String::new()),
            _ if Instant::now() < deadline => continue,
            _ => Err(ccid::Error::Silent),
        };
    }
}

/// The printable part of a name.
fn shown(bytes: &[u8]) -> String {
    let printable = |byte: &&u8| byte.is_ascii_graphic() || **byte == b' ';
    let letters = bytes.iter().filter(printable).take(LONGEST_NAME);
    let name: String = letters.map(|byte| char::from(*byte)).collect();
    name.trim().to_owned()
}
