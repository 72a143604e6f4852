//! The fob's language: MIFARE DESFire native commands over ISO/IEC 14443-4, with the secure channel that every card
//! from EV1 on speaks.
//!
//! [`Card`] sends commands and checks every answer: its length, its end, and inside a session its MAC or CRC. It
//! knows nothing of our files and keys; that is the encoder's business.

mod access;
mod authentication;
mod card;
mod cipher;
mod command;
mod session;

pub use access::{AccessRights, KeyNumber, Right};
pub use authentication::FactoryMaster;
pub use card::{Card, LONGEST_FRAME_DATA, Transceiver, status};
pub use command::{Aid, FileSettings, KeySettings, Version};
pub use session::Session;
