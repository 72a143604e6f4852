//! The record that a lock leaves on a medium: 16 bytes in a ring of 16. The byte table stands in [`super`].

use super::Error;
use super::bits::{Bytes, push_u24};
use super::decision::Decision;
use super::image::header::FORMAT;
use crate::model::LockNumber;
use cmac::{Cmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};

/// Bytes of a record.
pub const RECORD: usize = 16;
const CHECKED: usize = 12;

const CLOCK_SURE: u8 = 1;
const BATTERY_LOW: u8 = 2;
const LIST_TAKEN: u8 = 4;
const LIST_GIVEN: u8 = 8;

/// What happened when a medium met a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The lock's time, seconds since 1970-01-01T00:00Z; none where it was unsure.
    pub time: Option<u32>,
    /// The lock.
    pub lock: LockNumber,
    /// What it decided.
    pub decision: Decision,
    /// The lock's own counter of events, which wraps.
    pub sequence: u16,
    /// Whether the lock's battery is low.
    pub battery_low: bool,
    /// Whether the lock took the medium's blocklist.
    pub list_taken: bool,
    /// Whether the medium was given the lock's blocklist.
    pub list_given: bool,
}

impl Event {
    /// The record, checked under the medium's own lock-carry key.
    ///
    /// # Errors
    /// [`Error::Number`] for a lock number of 2^24 or more.
    pub fn encode(&self, carry_key: &[u8; 16]) -> Result<[u8; RECORD], Error> {
        if self.lock.0 >= super::lockset::NUMBER_LIMIT {
            return Err(Error::Number);
        }
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        let flags = flag(self.time.is_some(), CLOCK_SURE)
            | flag(self.battery_low, BATTERY_LOW)
            | flag(self.list_taken, LIST_TAKEN)
            | flag(self.list_given, LIST_GIVEN);
        let mut out = vec![FORMAT, self.decision.code(), flags];
        push_u24(&mut out, self.lock.0);
        out.extend_from_slice(&self.sequence.to_be_bytes());
        out.extend_from_slice(&self.time.unwrap_or(0).to_be_bytes());
        out.extend_from_slice(&check(carry_key, &out));
        out.try_into().map_err(|_| Error::Malformed)
    }

    /// Reads a record and its check.
    ///
    /// # Errors
    /// [`Error::Check`] where the record was not made under this key; [`Error`] where it is none.
    pub fn decode(record: &[u8; RECORD], carry_key: &[u8; 16]) -> Result<Self, Error> {
        let (checked, found) = record.split_at(CHECKED);
        if check(carry_key, checked) != found {
            return Err(Error::Check);
        }
        Self::parse(record)
    }

    /// Reads a record without its key.
    ///
    /// # Errors
    /// [`Error`] where it is none.
    pub fn parse(record: &[u8; RECORD]) -> Result<Self, Error> {
        let mut rest = Bytes(record);
        let format = rest.u8()?;
        if format != FORMAT {
            return Err(Error::Format { found: format });
        }
        let decision = Decision::from_code(rest.u8()?).ok_or(Error::Malformed)?;
        let flags = rest.u8()?;
        let lock = LockNumber(rest.u24()?);
        let sequence = rest.u16()?;
        let time = rest.u32()?;
        if flags >= 16 || (flags & CLOCK_SURE == 0 && time != 0) {
            return Err(Error::Malformed);
        }
        Ok(Self {
            time: (flags & CLOCK_SURE != 0).then_some(time),
            lock,
            decision,
            sequence,
            battery_low: flags & BATTERY_LOW != 0,
            list_taken: flags & LIST_TAKEN != 0,
            list_given: flags & LIST_GIVEN != 0,
        })
    }
}

/// First 4 bytes of AES-128-CMAC (NIST SP 800-38B). The key depends on the chip number, so that a record
/// copied to another medium fails.
fn check(carry_key: &[u8; 16], bytes: &[u8]) -> [u8; 4] {
    let mut mac = Cmac::<aes::Aes128>::new(&(*carry_key).into());
    mac.update(bytes);
    let tag = mac.finalize().into_bytes();
    std::array::from_fn(|place| tag[place])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_record_survives_and_no_other_key_takes_it(
            time in prop::option::of(any::<u32>()), lock in 0u32..1 << 24, code in 0u8..11,
            sequence in any::<u16>(), flags in 0u8..8, bit in 0usize..128,
        ) {
            let event = Event {
                time, lock: LockNumber(lock), decision: Decision::from_code(code).unwrap(), sequence,
                battery_low: flags & 1 > 0, list_taken: flags & 2 > 0, list_given: flags & 4 > 0,
            };
            let record = event.encode(&[7; 16]).unwrap();
            prop_assert_eq!(Event::decode(&record, &[7; 16]), Ok(event));
            prop_assert_eq!(Event::decode(&record, &[8; 16]), Err(Error::Check));
            let mut flipped = record;
            flipped[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(Event::decode(&flipped, &[7; 16]).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused(record in any::<[u8; RECORD]>()) {
            let _ = Event::parse(&record);
        }
    }
}
