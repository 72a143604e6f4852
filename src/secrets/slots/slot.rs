//! One slot: the store key under a key that comes from a password or a code.

use super::super::{
    Error, SystemId,
    random::{Random, bytes},
    recovery::RecoveryCode,
};
use super::StoreKey;
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use zeroize::Zeroizing;

/// The shortest password in characters (NIST SP 800-63B).
pub const LEAST_PASSWORD: usize = 8;

/// What opens a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// An operator's name and password.
    Password,
    /// The printed recovery code.
    Recovery,
}

/// What one try of a password costs: argon2id, version 1.3 (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// What new slots use: 64 MiB, 3 passes, 1 lane; about a quarter of a second on an office PC and above
    /// OWASP's least (19 MiB, 2 passes).
    pub const STANDARD: Self = Self {
        memory: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// OWASP's least. Nothing weaker is written.
    pub const LEAST: Self = Self {
        memory: 19 * 1024,
        passes: 2,
        lanes: 1,
    };
    /// Beyond this a slot is damage or an attack on this machine's memory, not a slot.
    const MOST: Self = Self {
        memory: 1024 * 1024,
        passes: 32,
        lanes: 16,
    };

    fn check(self) -> Result<Self, Error> {
        let enough = self.memory >= Self::LEAST.memory
            && self.passes >= Self::LEAST.passes
            && self.lanes >= 1;
        let bounded = self.memory <= Self::MOST.memory
            && self.passes <= Self::MOST.passes
            && self.lanes <= Self::MOST.lanes;
        if enough && bounded {
            Ok(self)
        } else {
            Err(Error::PasswordCost)
        }
    }
}

/// What the wrapping key of a slot comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opener {
    Password { hint: [u8; 2], cost: Cost },
    Recovery,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) number: u32,
    pub(super) opener: Opener,
    pub(super) salt: [u8; 16],
    pub(super) nonce: [u8; 12],
    /// The store key and GCM's tag.
    pub(super) wrapped: [u8; 48],
}

impl Slot {
    pub(super) fn for_password(
        number: u32,
        hint: [u8; 2],
        password: &str,
        cost: Cost,
        system: SystemId,
        key: &StoreKey,
        random: &mut dyn Random,
    ) -> Result<Self, Error> {
        let password = normalised(password);
        if password.chars().count() < LEAST_PASSWORD {
            return Err(Error::PasswordTooShort);
        }
        let salt = bytes(random)?;
        let wrapping = stretched(&password, &salt, cost.check()?)?;
        let opener = Opener::Password { hint, cost };
        Self::wrap(number, opener, salt, &wrapping, system, key, random)
    }

    pub(super) fn for_recovery(
        number: u32,
        code: &RecoveryCode,
        system: SystemId,
        key: &StoreKey,
        random: &mut dyn Random,
    ) -> Result<Self, Error> {
        let salt = bytes(random)?;
        let wrapping = code.slot_key(&salt)?;
        Self::wrap(
            number,
            Opener::Recovery,
            salt,
            &wrapping,
            system,
            key,
            random,
        )
    }

    pub(super) fn kind(&self) -> SlotKind {
        match self.opener {
            Opener::Password { .. } => SlotKind::Password,
            Opener::Recovery => SlotKind::Recovery,
        }
    }

    pub(super) fn has_hint(&self, wanted: [u8; 2]) -> bool {
        matches!(self.opener, Opener::Password { hint, .. } if hint == wanted)
    }

    pub(super) fn open_with_password(&self, password: &str, system: SystemId) -> Option<StoreKey> {
        let Opener::Password { cost, .. } = self.opener else {
            return None;
        };
        let wrapping = stretched(&normalised(password), &self.salt, cost.check().ok()?).ok()?;
        self.unwrap(&wrapping, system)
    }

    pub(super) fn open_with_recovery(
        &self,
        code: &RecoveryCode,
        system: SystemId,
    ) -> Option<StoreKey> {
        if self.opener != Opener::Recovery {
            return None;
        }
        self.unwrap(&*code.slot_key(&self.salt).ok()?, system)
    }

    fn wrap(
        number: u32,
        opener: Opener,
        salt: [u8; 16],
        wrapping: &[u8; 32],
        system: SystemId,
        key: &StoreKey,
        random: &mut dyn Random,
    ) -> Result<Self, Error> {
        let mut slot = Self {
            number,
            opener,
            salt,
            nonce: bytes(random)?,
            wrapped: [0; 48],
        };
        let payload = Payload {
            msg: key.expose(),
            aad: &slot.context(system),
        };
        let wrapped = Aes256Gcm::new(wrapping.into())
            .encrypt(&slot.nonce.into(), payload)
            .map_err(|_| Error::BadKey)?;
        slot.wrapped.copy_from_slice(&wrapped);
        Ok(slot)
    }

    fn unwrap(&self, wrapping: &[u8; 32], system: SystemId) -> Option<StoreKey> {
        let payload = Payload {
            msg: &self.wrapped,
            aad: &self.context(system),
        };
        let bytes = Aes256Gcm::new(wrapping.into())
            .decrypt(&self.nonce.into(), payload)
            .map(Zeroizing::new)
            .ok()?;
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(bytes.get(..32)?);
        Some(StoreKey(key))
    }

    /// What the wrapping is for; a slot does not open in another system or under another number.
    fn context(&self, system: SystemId) -> Vec<u8> {
        let mut context = b"keywright v1 slot\0".to_vec();
        context.extend_from_slice(&system.0);
        context.extend_from_slice(&self.number.to_be_bytes());
        context.extend_from_slice(&super::layout::opener(&self.opener));
        context
    }
}

/// How many times as many bytes of UTF-8 as before a text has in NFC at most (UAX 15, table 7).
const LONGEST_NFC: usize = 3;

/// The same password from every keyboard: Unicode NFC, as RFC 8265 asks for passwords.
fn normalised(password: &str) -> Zeroizing<String> {
    // Room for the longest outcome (UAX 15: three times), so that no growing leaves a copy behind.
    let mut text = Zeroizing::new(String::with_capacity(LONGEST_NFC * password.len()));
    // Most passwords are in that form already and need no composing, whose own few characters nobody wipes.
    if is_nfc_quick(password.chars()) == IsNormalized::Yes {
        text.push_str(password);
    } else {
        text.extend(password.nfc());
    }
    text
}

fn stretched(password: &str, salt: &[u8; 16], cost: Cost) -> Result<Zeroizing<[u8; 32]>, Error> {
    let parameters = Params::new(cost.memory, cost.passes, cost.lanes, Some(32))
        .map_err(|_| Error::PasswordCost)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(password.as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| Error::PasswordCost)?;
    Ok(key)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn stretching_agrees_with_openssl() {
        // OpenSSL 3's ARGON2ID with memcost 19456, iter 2, lanes 1, version 0x13, size 32.
        let expected = "2b5dc4054886ec957ef59c73b661c54dd6fb274590b278f657c6d96aac8fa6d1";
        let key = stretched("password", b"somesaltsomesalt", Cost::LEAST).unwrap();
        assert_eq!(data_encoding::HEXLOWER.encode(key.as_slice()), expected);
    }

    #[test]
    fn normalising_gives_one_form_and_leaves_no_copy_by_growing() {
        // Each is written apart, and U+0390 and U+1D160 are among those that grow most.
        for (typed, expected) in [
            ("plain ascii", "plain ascii"),
            ("a\u{308}o\u{30a}", "\u{e4}o\u{30a}"),
            ("\u{e4}", "\u{e4}"),
            ("\u{390}\u{1fd3}", "\u{390}\u{390}"),
            (
                "\u{1d160}\u{1d160}",
                "\u{1d158}\u{1d165}\u{1d16e}\u{1d158}\u{1d165}\u{1d16e}",
            ),
        ] {
            let text = normalised(typed);
            assert_eq!(*text, expected);
            let room = String::with_capacity(LONGEST_NFC * typed.len()).capacity();
            assert_eq!(text.capacity(), room, "{typed} has grown");
        }
    }

    #[test]
    fn costs_too_weak_or_absurd_are_refused() {
        let cost = |memory, passes, lanes| Cost {
            memory,
            passes,
            lanes,
        };
        assert!(Cost::STANDARD.check().is_ok());
        assert!(Cost::LEAST.check().is_ok());
        for bad in [
            cost(19_455, 2, 1),
            cost(19_456, 1, 1),
            cost(19_456, 2, 0),
            cost(u32::MAX, 2, 1),
        ] {
            assert!(bad.check().is_err());
        }
    }
}
