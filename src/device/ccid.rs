//! Smart card readers that speak CCID (USB-IF, "Specification for Integrated Circuit(s) Cards Interface Devices",
//! revision 1.1), over any way that carries whole messages.
//!
//! [`message`] writes requests and reads answers, [`descriptor`] says what a reader can do, [`atr`] what a card
//! wants; [`reader`] matches answers to requests; [`card`] carries APDUs at the level the reader asks for, with
//! [`t1`] and [`t0`] where it leaves the card's protocol to us; [`twin`] carries the messages over a serial line. It
//! must not know what the APDUs say, nor, [`twin`] aside, what the messages travel over.

/// The answer to reset.
pub mod atr;
/// A card in a slot.
pub mod card;
/// What a reader says about itself.
pub mod descriptor;
/// Requests and answers as bytes.
pub mod message;
/// One reader: requests with their answers.
pub mod reader;
/// The T=0 rules for APDUs.
pub mod t0;
/// The T=1 block protocol.
pub mod t1;
/// Messages over a serial line.
pub mod twin;

use std::time::Instant;

use zeroize::Zeroizing;

use message::{Fault, Notification};

/// What stopped a reader or its card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The reader was unplugged.
    #[error("the reader is gone")]
    Gone,
    /// No answer in time. Says nothing about whether the command was carried out.
    #[error("the reader does not answer")]
    Silent,
    /// The reader refuses the transfer itself (a USB STALL).
    #[error("the reader stalled")]
    Stalled,
    /// The way to the reader failed otherwise.
    #[error("the way to the reader failed: {0}")]
    Broken(String),
    /// What arrived is not CCID.
    #[error("not a CCID message: {0}")]
    Malformed(&'static str),
    /// No card is in the slot.
    #[error("no card in the slot")]
    NoCard,
    /// A card is in the slot and does not answer.
    #[error("the card is mute")]
    CardMute,
    /// Another program uses the slot through the same reader.
    #[error("the slot is busy")]
    SlotBusy,
    /// The reader refuses the command.
    #[error("the reader refused: {0:?}")]
    Refused(Fault),
    /// The card breaks the rules of its transmission protocol.
    #[error("the card's answers break its protocol: {0}")]
    CardProtocol(&'static str),
    /// The reader, or this card in this reader, needs something that is not built.
    #[error("not supported: {0}")]
    Unsupported(&'static str),
    /// The command or its answer is longer than the reader carries.
    #[error("too long for this reader")]
    TooLong,
}

impl Error {
    /// Whether this says that the reader, or its card, is there no more.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Gone | Self::NoCard)
    }

    /// Stable code of the error, in kebab case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gone => "reader-gone",
            Self::Silent => "reader-silent",
            Self::Stalled | Self::Broken(_) | Self::Malformed(_) => "reader-garbled",
            Self::NoCard => "reader-no-card",
            Self::CardMute | Self::CardProtocol(_) => "reader-card-mute",
            Self::SlotBusy => "reader-busy",
            Self::Refused(_) => "reader-refused",
            Self::Unsupported(_) | Self::TooLong => "reader-unsupported",
        }
    }
}

/// For the seam of the APDUs, where everything that fails means that the card cannot be reached.
impl From<Error> for std::io::Error {
    fn from(error: Error) -> Self {
        let kind = match error {
            Error::Gone | Error::NoCard => std::io::ErrorKind::BrokenPipe,
            Error::Silent | Error::CardMute => std::io::ErrorKind::TimedOut,
            Error::TooLong => std::io::ErrorKind::InvalidInput,
            Error::SlotBusy => std::io::ErrorKind::ResourceBusy,
            _ => std::io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}

/// A way that carries whole CCID messages to one reader. Dropping it lets the reader go.
pub trait CcidTransport: Send {
    /// Sends one message.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Silent`] when it was not taken before `deadline`, [`Error::Stalled`].
    fn send(&mut self, message: &[u8], deadline: Instant) -> Result<(), Error>;

    /// Waits for one message, at most [`message::MOST_BYTES`] long. It may hold anything: reading it is the
    /// caller's work.
    ///
    /// # Errors
    /// As [`CcidTransport::send`].
    fn receive(&mut self, deadline: Instant) -> Result<Zeroizing<Vec<u8>>, Error>;

    /// What the reader told by itself since the last call. Never waits.
    ///
    /// # Errors
    /// [`Error::Gone`].
    fn notifications(&mut self) -> Result<Vec<Notification>, Error>;

    /// Announces outside of the stream of messages that a command is given up (section 5.3.1, ABORT). Ways
    /// without such a side door do nothing.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Stalled`] where the reader does not know the request.
    fn announce_abort(&mut self, _slot: u8, _sequence: u8) -> Result<(), Error> {
        Ok(())
    }
}

impl<T: CcidTransport + ?Sized> CcidTransport for Box<T> {
    fn send(&mut self, message: &[u8], deadline: Instant) -> Result<(), Error> {
        (**self).send(message, deadline)
    }

    fn receive(&mut self, deadline: Instant) -> Result<Zeroizing<Vec<u8>>, Error> {
        (**self).receive(deadline)
    }

    fn notifications(&mut self) -> Result<Vec<Notification>, Error> {
        (**self).notifications()
    }

    fn announce_abort(&mut self, slot: u8, sequence: u8) -> Result<(), Error> {
        (**self).announce_abort(slot, sequence)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
