//! What a lock does with a medium: the decision, the exchange of blocklists, the event. Written for lock
//! makers and used by the simulated locks. Plain data in, plain data out: no clock, no card, no memory of its
//! own. What travels is described in [`crate::medium`].
//!
//! # A visit
//!
//! 1. Select the application, GetKeyVersion of key 2: the generation. Authenticate with lock-read of that
//!    generation, derived for the medium ([`fob_key`]).
//! 2. [`decide`], which reads the image through a [`Reader`]: at most 10 exchanges and 500 bytes. Open.
//! 3. Authenticate with lock-carry and [`exchange`] blocklists: the 16 bytes at the front of the medium's list
//!    tell whether either side has something newer. Write the list where the medium's is older, and one event
//!    record; commit.
//!
//! A medium that carries the list which blocks itself still opens this once; the list holds from the next
//! visit on. A lock that would rather be strict exchanges first.

mod blocklists;
mod decide;
mod local_time;
mod replace;

pub use crate::medium::Decision;
pub use blocklists::{Exchange, exchange, take_blocklist};
pub use decide::{Presented, Verdict, decide};
pub use replace::take_configuration;

use crate::medium::layout::{File, diversification_input};
use crate::model::SystemId;

/// Why a visit could not be brought to an end. A decision is never an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The medium left the field, or its answer was not authentic.
    #[error("the medium could not be read")]
    Reader,
    /// A configuration that is damaged, or not signed by a key the lock trusts.
    #[error("the configuration is not authentic")]
    ConfigurationForged,
    /// A configuration for another lock or another system.
    #[error("the configuration is for another lock")]
    ConfigurationForeign,
    /// A configuration that is not newer than the one held.
    #[error("the configuration is not newer")]
    ConfigurationOld,
    /// A blocklist that is damaged, of another group, too old, or not signed by a key the lock trusts.
    #[error("the blocklist is not authentic")]
    BlocklistForged,
}

impl Error {
    /// The stable code scripts and message texts refer to.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Reader => "lock-reader-failed",
            Self::ConfigurationForged => "lock-configuration-forged",
            Self::ConfigurationForeign => "lock-configuration-foreign",
            Self::ConfigurationOld => "lock-configuration-old",
            Self::BlocklistForged => "lock-blocklist-forged",
        }
    }
}

/// The time as a lock's clock has it: seconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcSeconds(pub u32);

/// Reads a file of a medium over an authenticated, enciphered session.
pub trait Reader {
    /// `length` bytes of `file` ([`File::number`]) from `offset` on.
    ///
    /// # Errors
    /// [`Error::Reader`] where they cannot be had: out of the field, out of the file, wrong MAC.
    fn read(&mut self, file: u8, offset: u32, length: u32) -> Result<Vec<u8>, Error>;
}

/// A medium's files as bytes: for tests, demonstrations and dumps. What a file lacks reads as zeros.
#[derive(Debug, Clone, Default)]
pub struct Dump {
    /// File 1.
    pub image: Vec<u8>,
    /// File 2.
    pub blocklist: Vec<u8>,
    /// What was read, as (file, offset, length).
    pub reads: Vec<(u8, u32, u32)>,
}

impl Reader for Dump {
    fn read(&mut self, file: u8, offset: u32, length: u32) -> Result<Vec<u8>, Error> {
        self.reads.push((file, offset, length));
        let content = if file == File::Image.number() {
            &self.image
        } else {
            &self.blocklist
        };
        let byte = |place: u32| content.get(place as usize).copied().unwrap_or(0);
        let end = offset
            .checked_add(length)
            .filter(|&end| end < 1 << 20)
            .ok_or(Error::Reader)?;
        Ok((offset..end).map(byte).collect())
    }
}

/// A medium's own key: the base key of its role and generation, diversified after NXP AN10922 (AES-128) over
/// UID, AID and system id. The input with its leading 01 is 19 bytes, which CMAC (NIST SP 800-38B) pads to 32
/// just as AN10922 demands.
pub fn fob_key(base: &[u8; 16], uid: &[u8; 7], system: SystemId) -> zeroize::Zeroizing<[u8; 16]> {
    diversified(base, &diversification_input(uid, system))
}

/// AN10922 for inputs of 16 to 31 bytes.
fn diversified(base: &[u8; 16], input: &[u8]) -> zeroize::Zeroizing<[u8; 16]> {
    use cmac::{KeyInit as _, Mac as _};
    let mut mac = cmac::Cmac::<aes::Aes128>::new(&(*base).into());
    mac.update(&[1]);
    mac.update(input);
    zeroize::Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    #[test]
    fn keys_are_diversified_as_in_the_published_example() {
        // NXP AN10922 section 2.2.1: UID, AID and system name of 7 bytes.
        let base = 0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF_u128.to_be_bytes();
        let input = [
            &[0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80, 0x30, 0x42, 0xF5][..],
            b"NXP Abu",
        ]
        .concat();
        let expected = 0xA8DD_63A3_B89D_54B3_7CA8_0247_3FDA_9175_u128.to_be_bytes();
        assert_eq!(*super::diversified(&base, &input), expected);
    }
}
