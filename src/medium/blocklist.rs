//! The blocklist of a key blocking group: signed without a chip number, so that locks and media pass it on.
//! The byte table stands in [`super`].

use super::Error;
use super::bits::{Bytes, push_u24};
use super::image::header::FORMAT;
use super::lockset::{NUMBER_LIMIT, NumberSet};
use super::signature::{PublicKey, SIGNATURE_LENGTH, Signer};
use crate::model::{BLOCKLIST_CAPACITY, BlockingGroupNumber, Generation, KeyNumber, SystemId};

/// Bytes of the fields before the signature. They tell group, version and length.
pub const FIELDS: usize = 16;
/// Bytes of a list before its coded numbers: fields, signature, bound.
pub const OVERHEAD: usize = FIELDS + SIGNATURE_LENGTH + 3;
const DOMAIN: &[u8] = b"keywright/blocklist/1";

/// The fields at the front of a blocklist, not yet believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Front {
    /// The generation of the signing key.
    pub signer: Generation,
    /// The group whose locks obey it.
    pub group: BlockingGroupNumber,
    /// Up by one with each confirmed change.
    pub version: u32,
    /// When it was signed: seconds since 1970-01-01T00:00Z.
    pub issued: u32,
    /// Bytes of the whole list.
    pub length: u16,
    /// How many keys it blocks.
    pub count: u16,
}

impl Front {
    /// Reads the fields from the front of `bytes`.
    ///
    /// # Errors
    /// [`Error`] where they are none; an empty file (zeros) is [`Error::Format`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let mut rest = Bytes(bytes);
        let format = rest.u8()?;
        if format != FORMAT {
            return Err(Error::Format { found: format });
        }
        let front = Self {
            signer: Generation::new(rest.u8()?).map_err(|_| Error::Malformed)?,
            group: BlockingGroupNumber(rest.u16()?),
            version: rest.u32()?,
            issued: rest.u32()?,
            length: rest.u16()?,
            count: rest.u16()?,
        };
        let plausible = usize::from(front.count) <= BLOCKLIST_CAPACITY
            && usize::from(front.length) > OVERHEAD
            && front.group.0 > 0;
        if plausible {
            Ok(front)
        } else {
            Err(Error::Malformed)
        }
    }

    fn encode(self) -> Vec<u8> {
        let mut out = vec![FORMAT, self.signer.get()];
        out.extend_from_slice(&self.group.0.to_be_bytes());
        out.extend_from_slice(&self.version.to_be_bytes());
        out.extend_from_slice(&self.issued.to_be_bytes());
        out.extend_from_slice(&self.length.to_be_bytes());
        out.extend_from_slice(&self.count.to_be_bytes());
        out
    }
}

/// A blocklist and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocklist {
    front: Front,
    keys: NumberSet,
    bytes: Vec<u8>,
}

impl Blocklist {
    /// Signs the list of `keys`. The same input gives the same bytes.
    ///
    /// # Errors
    /// [`Error::BlocklistFull`] for more than 500 keys, [`Error::Number`] for a key number of 2^24 - 1 or more
    /// and for group 0.
    pub fn build(
        system: SystemId,
        signer_generation: Generation,
        group: BlockingGroupNumber,
        version: u32,
        issued: u32,
        keys: impl IntoIterator<Item = KeyNumber>,
        signer: Signer<'_>,
    ) -> Result<Self, Error> {
        let keys: NumberSet = keys.into_iter().map(|key| key.0).collect();
        let count = keys.count();
        if count as usize > BLOCKLIST_CAPACITY {
            return Err(Error::BlocklistFull {
                count: count as usize,
            });
        }
        let bound = keys.last().map_or(0, |last| last.saturating_add(1));
        if group.0 == 0 || bound >= NUMBER_LIMIT {
            return Err(Error::Number);
        }
        let mut listed = Vec::new();
        push_u24(&mut listed, bound);
        listed.extend_from_slice(&keys.encode(bound)?);
        let length = u16::try_from(FIELDS + SIGNATURE_LENGTH + listed.len()).map_err(|_| {
            Error::BlocklistFull {
                count: count as usize,
            }
        })?;
        let count = u16::try_from(count).map_err(|_| Error::Number)?;
        let front = Front {
            signer: signer_generation,
            group,
            version,
            issued,
            length,
            count,
        };
        let fields = front.encode();
        let signature = signer(&message(system, &fields, &listed));
        let bytes = [&fields[..], &signature, &listed].concat();
        Ok(Self { front, keys, bytes })
    }

    /// Reads a list from the front of `bytes`, which may be longer. The signature is not looked at.
    ///
    /// # Errors
    /// [`Error`] for anything that is not the one form of a list.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let front = Front::parse(bytes)?;
        let bytes = bytes
            .get(..usize::from(front.length))
            .ok_or(Error::Truncated)?;
        let mut rest = Bytes(bytes);
        let _fields_and_signature = rest.take(FIELDS + SIGNATURE_LENGTH)?;
        let bound = rest.u24()?;
        let (keys, used) = NumberSet::decode(rest.0, bound)?;
        let canonical = used == rest.0.len()
            && keys.count() == u32::from(front.count)
            && keys.last().map_or(0, |last| last + 1) == bound
            && keys.encode(bound)? == rest.0;
        if canonical {
            Ok(Self {
                front,
                keys,
                bytes: bytes.to_vec(),
            })
        } else {
            Err(Error::NotCanonical)
        }
    }

    /// Whether `key` signed this list for `system`.
    ///
    /// # Errors
    /// [`Error::Signature`] where it did not.
    pub fn verify(&self, system: SystemId, key: &PublicKey) -> Result<(), Error> {
        let mut rest = Bytes(&self.bytes);
        let fields = rest.take(FIELDS)?;
        let signature = rest.array::<SIGNATURE_LENGTH>()?;
        key.verify(&message(system, fields, rest.0), &signature)
    }

    /// Group, version and age.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// Whether it blocks `key`.
    pub fn blocks(&self, key: KeyNumber) -> bool {
        self.keys.contains(key.0)
    }

    /// The blocked keys, ascending.
    pub fn keys(&self) -> impl Iterator<Item = KeyNumber> + '_ {
        self.keys.numbers().map(KeyNumber)
    }

    /// The bytes, as they stand in the blocklist file from its first byte on.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn message(system: SystemId, fields: &[u8], listed: &[u8]) -> Vec<u8> {
    [DOMAIN, &system.0, fields, listed].concat()
}

/// The most bytes that a list of `blocked` keys can take where key numbers stay below `keys`, however they
/// lie: every codeword at its longest. What a file must hold for such a list.
pub fn longest(blocked: usize, keys: u32) -> usize {
    OVERHEAD + super::lockset::longest_members(u32::try_from(blocked).unwrap_or(u32::MAX), keys)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::medium::testing::{KEY, draw, sign};
    use proptest::prelude::*;

    const SYSTEM: SystemId = SystemId([9; 8]);

    fn list(version: u32, keys: impl IntoIterator<Item = u32>) -> Result<Blocklist, Error> {
        let keys = keys.into_iter().map(KeyNumber);
        let group = BlockingGroupNumber(3);
        Blocklist::build(
            SYSTEM,
            Generation::FIRST,
            group,
            version,
            1_800_000_000,
            keys,
            &sign,
        )
    }

    #[test]
    fn the_five_hundred_and_first_key_is_refused() {
        for count in [0, 1, 499, 500] {
            assert_eq!(
                list(1, 1..=count).unwrap().front().count,
                u16::try_from(count).unwrap()
            );
        }
        assert_eq!(list(1, 1..=501), Err(Error::BlocklistFull { count: 501 }));
    }

    #[test]
    fn five_hundred_of_a_hundred_thousand_take_the_least_and_the_signature() {
        // log2 C(100,000, 500) is 4,536 bits: 567 bytes that no coding can save, beside 64 of signature.
        for seed in 0..50 {
            let list = list(7, draw(seed, 500, 100_000)).unwrap();
            let bytes = list.as_bytes().len();
            assert!(
                bytes <= 588 + OVERHEAD && bytes <= longest(500, 100_000),
                "{bytes} bytes"
            );
            assert!(bytes - OVERHEAD <= 600);
        }
    }

    #[test]
    fn a_list_of_another_system_or_signer_is_refused() {
        let list = list(7, [5, 6, 900]).unwrap();
        let key = KEY.public();
        assert_eq!(list.verify(SYSTEM, &key), Ok(()));
        assert_eq!(list.verify(SystemId([8; 8]), &key), Err(Error::Signature));
        let other = crate::medium::testing::TestKey(77).public();
        assert_eq!(list.verify(SYSTEM, &other), Err(Error::Signature));
    }

    #[test]
    fn every_flipped_bit_of_a_signed_list_is_refused() {
        let list = list(7, draw(3, 40, 5_000)).unwrap();
        for bit in 0..list.as_bytes().len() * 8 {
            let mut bytes = list.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let read = Blocklist::parse(&bytes).and_then(|read| read.verify(SYSTEM, &KEY.public()));
            assert!(read.is_err(), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn every_list_survives(keys in prop::collection::btree_set(1u32..200_000, 0..500), version in any::<u32>()) {
            let list = list(version, keys.iter().copied()).unwrap();
            let read = Blocklist::parse(list.as_bytes()).unwrap();
            prop_assert_eq!(&read, &list);
            prop_assert_eq!(read.keys().map(|key| key.0).collect::<Vec<_>>(), keys.iter().copied().collect::<Vec<_>>());
            prop_assert!(keys.iter().all(|&key| read.blocks(KeyNumber(key))));
            prop_assert!(list.as_bytes().len() <= longest(keys.len(), 200_000));
        }

        #[test]
        fn any_bytes_are_read_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Blocklist::parse(&bytes);
            if let Some(first) = bytes.first_mut() {
                *first = 1;
            }
            let _ = Blocklist::parse(&bytes);
        }
    }
}
