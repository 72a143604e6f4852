//! Keys, headers and tables for the tests of `medium` and `lock`.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use p256::ecdsa::signature::Signer as _;
use zeroize::Zeroizing;

use super::configuration::{Configuration, LockKeys, Seal, SignedConfiguration, TrustedKey};
use super::image::Header;
use super::signature::PublicKey;
use crate::access::{AccessTable, Conditions, Entry, Target};
use crate::model::*;
use crate::time::Transition;

/// A signing key made of one byte.
pub(crate) struct TestKey(pub(crate) u8);

pub(crate) const KEY: TestKey = TestKey(42);

impl TestKey {
    fn signing(&self) -> p256::ecdsa::SigningKey {
        p256::ecdsa::SigningKey::from_slice(&[self.0; 32]).unwrap()
    }

    pub(crate) fn public(&self) -> PublicKey {
        PublicKey::from_sec1(
            self.signing()
                .verifying_key()
                .to_sec1_point(false)
                .as_bytes(),
        )
        .unwrap()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: p256::ecdsa::Signature = self.signing().sign(message);
        signature.to_bytes().into()
    }
}

pub(crate) fn sign(message: &[u8]) -> [u8; 64] {
    KEY.sign(message)
}

pub(crate) const SYSTEM: SystemId = SystemId([9; 8]);
pub(crate) const UID: [u8; 7] = [4, 1, 2, 3, 4, 5, 6];
/// 2026-11-21T08:00:00Z, a Saturday.
pub(crate) const NOW: u32 = 1_795_248_000;

pub(crate) fn header() -> Header {
    Header {
        system: SYSTEM,
        uid: UID,
        generation: Generation::FIRST,
        signer: Generation::FIRST,
        key: KeyNumber(1234),
        home_group: Some(BlockingGroupNumber(3)),
        revision: Revision(17),
        issued: NOW - 86_400,
    }
}

pub(crate) fn configuration() -> Configuration {
    Configuration {
        system: SYSTEM,
        lock: LockNumber(100),
        id: LockId::from_bytes([3; 16]),
        signer: Generation::FIRST,
        revision: Revision(2),
        issued: NOW - 1000,
        blocking_group: BlockingGroupNumber(3),
        blocklist_version: 5,
        clock: true,
        groups: BTreeSet::from([LockGroupNumber(2), LockGroupNumber(300)]),
        trusted: vec![TrustedKey {
            generation: Generation::FIRST,
            key: KEY.public(),
        }],
        transitions: vec![Transition {
            from: 0,
            offset_minutes: 120,
        }],
    }
}

pub(crate) fn lock_keys() -> Vec<LockKeys> {
    vec![LockKeys {
        generation: Generation::FIRST,
        read: Zeroizing::new([17; 16]),
        carry: Zeroizing::new([18; 16]),
    }]
}

pub(crate) fn signed_configuration() -> SignedConfiguration {
    let seal = Seal {
        key: &[5; 32],
        nonce: [1; 12],
    };
    SignedConfiguration::build(&configuration(), &lock_keys(), &seal, &sign).unwrap()
}

pub(crate) fn entry(target: Target, conditions: &Conditions) -> Entry {
    Entry {
        target,
        conditions: conditions.clone(),
    }
}

/// Unrestricted entries for these locks.
pub(crate) fn locks(numbers: impl IntoIterator<Item = u32>) -> AccessTable {
    let always = Conditions::default();
    let entries = numbers
        .into_iter()
        .map(|number| entry(Target::Lock(LockNumber(number)), &always));
    AccessTable::new(entries.collect())
}

/// `count` different numbers below `bound` (Steele, Lea and Flood's SplitMix64).
pub(crate) fn draw(seed: u64, count: usize, bound: u32) -> BTreeSet<u32> {
    let mut state = seed;
    let mut drawn = BTreeSet::new();
    while drawn.len() < count {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        let _new = drawn.insert(u32::try_from((z ^ z >> 31) % u64::from(bound)).unwrap());
    }
    drawn
}
