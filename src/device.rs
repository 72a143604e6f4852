//! The wires to real hardware: serial line, PN532, DESFire, and the workflow of the fob on the encoder.
//!
//! From the bottom up: [`line`] carries bytes, [`pn532`] frames and commands the reader chip, [`desfire`] speaks
//! to the fob over it, [`encoder`] turns jobs into exchanges that may be cut off anywhere and simply run again, and
//! [`worker`] keeps all of that on one thread of its own.
//!
//! This room must not know what an image means: image and blocklist are bytes, except for the few fields by which
//! an outdated writer is told apart (handed in as a function). It never sees the system master key: keys of one fob
//! come through [`encoder::FobKeys`].

/// Readers of the smart card service, where another program holds them.
pub mod card_listener;
pub mod card_service;
/// Smart card readers: CCID messages, and cards behind them.
pub mod ccid;
/// The reader of the contact slot.
pub mod contact;
/// Commands and secure channel of the fob.
pub mod desfire;
/// First programming, rewriting, reading and emptying of the fob on the encoder.
pub mod encoder;
/// Making a PIV token a programming key.
pub mod enrolment;
mod error;
/// Byte transports: a serial port, and one in memory.
pub mod line;
/// The cable to a lock: installing, deploying, reading it.
pub mod lock_service;
/// PIV commands to a programming key.
pub mod piv;
/// The reader chip.
pub mod pn532;
/// The programming key, as the station sees it.
pub mod programming_key;
/// APDUs to a programming key.
pub mod token_link;
/// Readers and security keys on USB.
pub mod usb;
/// One thread for each encoder: commands in, events out.
pub mod worker;

pub use error::Error;
