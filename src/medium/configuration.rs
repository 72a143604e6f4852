//! The lock configuration: all that a lock must know, signed, with its base keys sealed for it alone. The byte
//! table stands in [`super`].

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

use super::Error;
use super::bits::Bytes;
use super::image::header::FORMAT;
use super::lockset::{NUMBER_LIMIT, NumberSet};
use super::signature::{PublicKey, SIGNATURE_LENGTH, Signer};
use crate::model::{
    BlockingGroupNumber, Generation, LockGroupNumber, LockId, LockNumber, Revision, SystemId,
};
use crate::time::Transition;

/// Bytes of the fields before the signature.
pub const FIELDS: usize = 48;
/// How many generations a lock trusts at most: two, during a change of generation.
pub const TRUSTED_LIMIT: usize = 2;
const GROUP_LIMIT: u32 = 1 << 16;
const DOMAIN: &[u8] = b"keywright/lock/1";
const SEAL_DOMAIN: &[u8] = b"keywright/lock-keys/1";
const NONCE: usize = 12;
const TAG: usize = 16;
const KEYS_OF_GENERATION: usize = 33;
const HAS_CLOCK: u8 = 1;

/// A signing key that a lock believes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedKey {
    /// Its generation.
    pub generation: Generation,
    /// The key.
    pub key: PublicKey,
}

/// What a lock must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configuration {
    /// The system it belongs to.
    pub system: SystemId,
    /// Its number.
    pub lock: LockNumber,
    /// Its identity at the station.
    pub id: LockId,
    /// The generation of the key that signed this.
    pub signer: Generation,
    /// Up by one with each configuration of this lock; a lock takes only higher ones.
    pub revision: Revision,
    /// When it was signed: seconds since 1970-01-01T00:00Z.
    pub issued: u32,
    /// The group whose blocklist it obeys.
    pub blocking_group: BlockingGroupNumber,
    /// The lowest version of that list which it may hold.
    pub blocklist_version: u32,
    /// Whether it has a clock.
    pub clock: bool,
    /// The lock groups it is in.
    pub groups: BTreeSet<LockGroupNumber>,
    /// The signing keys it believes, one or two, ascending by generation.
    pub trusted: Vec<TrustedKey>,
    /// Local time: ascending; before the first one its offset holds too, with none local time is UTC.
    pub transitions: Vec<Transition>,
}

/// The base keys of one generation from which a lock derives each medium's keys.
#[derive(Clone, PartialEq, Eq)]
pub struct LockKeys {
    /// Their generation.
    pub generation: Generation,
    /// Base of lock-read.
    pub read: Zeroizing<[u8; 16]>,
    /// Base of lock-carry.
    pub carry: Zeroizing<[u8; 16]>,
}

/// Shows no key.
impl std::fmt::Debug for LockKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LockKeys(generation {})", self.generation.get())
    }
}

/// What seals base keys for one lock: AES-256-GCM (NIST SP 800-38D).
pub struct Seal<'a> {
    /// A key that this lock and the station alone have.
    pub key: &'a [u8; 32],
    /// Never used twice with this key.
    pub nonce: [u8; NONCE],
}

/// Shows no key.
impl std::fmt::Debug for Seal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(...)")
    }
}

/// A configuration with its sealed keys and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedConfiguration {
    configuration: Configuration,
    sealed: Vec<u8>,
    bytes: Vec<u8>,
}

impl SignedConfiguration {
    /// Seals `keys` and signs it all. The same input gives the same bytes.
    ///
    /// # Errors
    /// [`Error::Number`] for a lock number of 2^24 or more, blocking group 0, or unordered lists;
    /// [`Error::Seal`] where sealing fails.
    pub fn build(
        configuration: &Configuration,
        keys: &[LockKeys],
        seal: &Seal<'_>,
        signer: Signer<'_>,
    ) -> Result<Self, Error> {
        configuration.check()?;
        let sealed = configuration.seal(keys, seal)?;
        let (fields, rest) = configuration.encode(sealed.len())?;
        let rest = [&rest[..], &sealed].concat();
        let signature = signer(&message(&fields, &rest));
        let bytes = [&fields[..], &signature, &rest].concat();
        Ok(Self {
            configuration: configuration.clone(),
            sealed,
            bytes,
        })
    }

    /// Reads a configuration from the front of `bytes`. The signature is not looked at.
    ///
    /// # Errors
    /// [`Error`] for anything that is not the one form of a configuration.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let (configuration, sealed, length) = decode(bytes)?;
        let bytes = bytes.get(..length).ok_or(Error::Truncated)?;
        configuration.check().map_err(|_| Error::Malformed)?;
        let (fields, rest) = configuration.encode(sealed.len())?;
        let rest = [&rest[..], &sealed].concat();
        let same = bytes.get(..FIELDS) == Some(&fields[..])
            && bytes.get(FIELDS + SIGNATURE_LENGTH..) == Some(&rest[..]);
        if same {
            Ok(Self {
                configuration,
                sealed,
                bytes: bytes.to_vec(),
            })
        } else {
            Err(Error::NotCanonical)
        }
    }

    /// Whether `key` signed it.
    ///
    /// # Errors
    /// [`Error::Signature`] where it did not.
    pub fn verify(&self, key: &PublicKey) -> Result<(), Error> {
        let mut rest = Bytes(&self.bytes);
        let fields = rest.take(FIELDS)?;
        let signature = rest.array::<SIGNATURE_LENGTH>()?;
        key.verify(&message(fields, rest.0), &signature)
    }

    /// What it says.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The base keys, opened with the lock's own sealing key.
    ///
    /// # Errors
    /// [`Error::Seal`] where `key` did not seal them for this lock.
    pub fn open_keys(&self, key: &[u8; 32]) -> Result<Vec<LockKeys>, Error> {
        let (nonce, sealed) = self
            .sealed
            .split_first_chunk::<NONCE>()
            .ok_or(Error::Truncated)?;
        let cipher = aes_gcm::Aes256Gcm::new(key.into());
        let associated = self.configuration.associated(self.sealed.len())?;
        let payload = Payload {
            msg: sealed,
            aad: &associated,
        };
        let opened = cipher
            .decrypt(nonce.into(), payload)
            .map_err(|_| Error::Seal)?;
        let opened = Zeroizing::new(opened);
        let (list, odd) = opened.as_chunks::<KEYS_OF_GENERATION>();
        if !odd.is_empty() {
            return Err(Error::Malformed);
        }
        list.iter().map(read_keys).collect()
    }

    /// The bytes, as they are handed to the lock.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Configuration {
    /// The signing key of a trusted generation.
    pub fn trusted_key(&self, generation: Generation) -> Option<&PublicKey> {
        self.trusted
            .iter()
            .find(|known| known.generation == generation)
            .map(|known| &known.key)
    }

    fn check(&self) -> Result<(), Error> {
        let trusted = (1..=TRUSTED_LIMIT).contains(&self.trusted.len())
            && self
                .trusted
                .is_sorted_by(|a, b| a.generation < b.generation);
        let times = self.transitions.is_sorted_by(|a, b| a.from < b.from)
            && u8::try_from(self.transitions.len()).is_ok();
        let numbers = self.lock.0 < NUMBER_LIMIT && self.blocking_group.0 > 0;
        if trusted && times && numbers {
            Ok(())
        } else {
            Err(Error::Number)
        }
    }

    /// All of the configuration but signature and sealed part: a lock without one knows nobody's signature yet,
    /// and takes the first from whoever has its sealing key.
    fn associated(&self, sealed: usize) -> Result<Vec<u8>, Error> {
        let (fields, rest) = self.encode(sealed)?;
        Ok([SEAL_DOMAIN, &fields, &rest].concat())
    }

    fn seal(&self, keys: &[LockKeys], seal: &Seal<'_>) -> Result<Vec<u8>, Error> {
        let mut plain = Zeroizing::new(Vec::with_capacity(keys.len() * KEYS_OF_GENERATION));
        for generation in keys {
            plain.push(generation.generation.get());
            plain.extend_from_slice(&*generation.read);
            plain.extend_from_slice(&*generation.carry);
        }
        let associated = self.associated(NONCE + plain.len() + TAG)?;
        let payload = Payload {
            msg: &plain,
            aad: &associated,
        };
        let cipher = aes_gcm::Aes256Gcm::new(seal.key.into());
        let sealed = cipher
            .encrypt((&seal.nonce).into(), payload)
            .map_err(|_| Error::Seal)?;
        Ok([&seal.nonce[..], &sealed].concat())
    }

    /// The fields and what follows the signature, up to the sealed part of so many bytes.
    fn encode(&self, sealed: usize) -> Result<(Vec<u8>, Vec<u8>), Error> {
        let groups: NumberSet = self.groups.iter().map(|group| u32::from(group.0)).collect();
        let mut rest = Vec::new();
        for trusted in &self.trusted {
            rest.push(trusted.generation.get());
            rest.extend_from_slice(trusted.key.as_bytes());
        }
        rest.push(u8::try_from(self.transitions.len()).map_err(|_| Error::Number)?);
        for transition in &self.transitions {
            rest.extend_from_slice(&transition.from.to_be_bytes());
            rest.extend_from_slice(&transition.offset_minutes.to_be_bytes());
        }
        rest.extend_from_slice(&groups.encode(GROUP_LIMIT)?);
        rest.push(u8::try_from(sealed).map_err(|_| Error::Number)?);
        let length = FIELDS + SIGNATURE_LENGTH + rest.len() + sealed;
        let length = u16::try_from(length).map_err(|_| Error::Number)?;
        let mut fields = vec![FORMAT, self.signer.get()];
        fields.extend_from_slice(&length.to_be_bytes());
        fields.extend_from_slice(&self.system.0);
        fields.extend_from_slice(&self.lock.0.to_be_bytes());
        fields.extend_from_slice(self.id.as_bytes());
        fields.extend_from_slice(&self.revision.0.to_be_bytes());
        fields.extend_from_slice(&self.issued.to_be_bytes());
        fields.extend_from_slice(&self.blocking_group.0.to_be_bytes());
        fields.push(if self.clock { HAS_CLOCK } else { 0 });
        fields.push(u8::try_from(self.trusted.len()).map_err(|_| Error::Number)?);
        fields.extend_from_slice(&self.blocklist_version.to_be_bytes());
        Ok((fields, rest))
    }
}

fn message(fields: &[u8], rest: &[u8]) -> Vec<u8> {
    [DOMAIN, fields, rest].concat()
}

fn read_keys(bytes: &[u8; KEYS_OF_GENERATION]) -> Result<LockKeys, Error> {
    let mut rest = Bytes(bytes);
    Ok(LockKeys {
        generation: Generation::new(rest.u8()?).map_err(|_| Error::Malformed)?,
        read: Zeroizing::new(rest.array()?),
        carry: Zeroizing::new(rest.array()?),
    })
}

/// The configuration, its sealed part and its length.
fn decode(bytes: &[u8]) -> Result<(Configuration, Vec<u8>, usize), Error> {
    let mut rest = Bytes(bytes);
    let format = rest.u8()?;
    if format != FORMAT {
        return Err(Error::Format { found: format });
    }
    let signer = Generation::new(rest.u8()?).map_err(|_| Error::Malformed)?;
    let length = usize::from(rest.u16()?);
    let system = SystemId(rest.array()?);
    let lock = LockNumber(rest.u32()?);
    let id = LockId::from_bytes(rest.array()?);
    let revision = Revision(rest.u32()?);
    let issued = rest.u32()?;
    let blocking_group = BlockingGroupNumber(rest.u16()?);
    let flags = rest.u8()?;
    let trusted_count = rest.u8()?;
    let blocklist_version = rest.u32()?;
    let _signature = rest.take(SIGNATURE_LENGTH)?;
    if usize::from(trusted_count) > TRUSTED_LIMIT {
        return Err(Error::Malformed);
    }
    let mut trusted = Vec::new();
    for _ in 0..trusted_count {
        let generation = Generation::new(rest.u8()?).map_err(|_| Error::Malformed)?;
        trusted.push(TrustedKey {
            generation,
            key: PublicKey::from_sec1(rest.take(65)?)?,
        });
    }
    let mut transitions = Vec::new();
    for _ in 0..rest.u8()? {
        let from = rest.u32()?;
        transitions.push(Transition {
            from,
            offset_minutes: rest.array().map(i16::from_be_bytes)?,
        });
    }
    let (groups, used) = NumberSet::decode(rest.0, GROUP_LIMIT)?;
    let _coded = rest.take(used)?;
    let sealed_length = usize::from(rest.u8()?);
    let sealed = rest.take(sealed_length)?.to_vec();
    if bytes.len() - rest.0.len() != length {
        return Err(Error::Malformed);
    }
    let group = |number| u16::try_from(number).ok().map(LockGroupNumber);
    let configuration = Configuration {
        system,
        lock,
        id,
        signer,
        revision,
        issued,
        blocking_group,
        blocklist_version,
        clock: flags & HAS_CLOCK != 0,
        groups: groups.numbers().filter_map(group).collect(),
        trusted,
        transitions,
    };
    Ok((configuration, sealed, length))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::medium::testing::{KEY, configuration, lock_keys, sign, signed_configuration};

    #[test]
    fn a_configuration_survives_and_opens_for_its_lock_alone() {
        let signed = signed_configuration();
        let read = SignedConfiguration::parse(signed.as_bytes()).unwrap();
        assert_eq!(read, signed);
        assert_eq!(read.verify(&KEY.public()), Ok(()));
        assert_eq!(read.open_keys(&[5; 32]).unwrap(), lock_keys());
        assert_eq!(read.open_keys(&[6; 32]), Err(Error::Seal));
    }

    #[test]
    fn keys_sealed_for_one_lock_do_not_open_for_another() {
        let signed = signed_configuration();
        let mut other = signed.clone();
        other.configuration.lock = LockNumber(signed.configuration.lock.0 + 1);
        assert_eq!(other.open_keys(&[5; 32]), Err(Error::Seal));
    }

    #[test]
    fn sealed_keys_do_not_vouch_for_another_signer() {
        // Someone on the cable keeps the sealed part of a lock's first configuration and puts his own key and
        // signature around it.
        let forger = crate::medium::testing::TestKey(66);
        let genuine = signed_configuration();
        let mut forged = genuine.configuration().clone();
        forged.trusted[0].key = forger.public();
        let (fields, rest) = forged.encode(genuine.sealed.len()).unwrap();
        let rest = [&rest[..], &genuine.sealed].concat();
        let signature = forger.sign(&message(&fields, &rest));
        let bytes = [&fields[..], &signature, &rest].concat();
        let offered = SignedConfiguration::parse(&bytes).unwrap();
        assert_eq!(offered.verify(&forger.public()), Ok(()));
        assert_eq!(offered.open_keys(&[5; 32]), Err(Error::Seal));
    }

    #[test]
    fn every_flipped_bit_of_a_configuration_is_refused() {
        let signed = signed_configuration();
        for bit in 0..signed.as_bytes().len() * 8 {
            let mut bytes = signed.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let read =
                SignedConfiguration::parse(&bytes).and_then(|read| read.verify(&KEY.public()));
            assert!(read.is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_lock_trusts_one_or_two_generations() {
        let seal = Seal {
            key: &[5; 32],
            nonce: [1; 12],
        };
        let mut wrong = configuration();
        wrong.trusted.clear();
        assert_eq!(
            SignedConfiguration::build(&wrong, &[], &seal, &sign),
            Err(Error::Number)
        );
        wrong.trusted = vec![configuration().trusted[0]; 2];
        assert_eq!(
            SignedConfiguration::build(&wrong, &[], &seal, &sign),
            Err(Error::Number)
        );
    }

    #[test]
    fn no_key_shows_in_debug_output() {
        assert!(!format!("{:?}", lock_keys()).contains("17"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(mut bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600)) {
            let _ = SignedConfiguration::parse(&bytes);
            if let Some(first) = bytes.first_mut() {
                *first = 1;
            }
            let _ = SignedConfiguration::parse(&bytes);
        }
    }
}
