//! The recovery code: 128 random bits on paper that open what a lost programming key or a forgotten
//! password no longer opens.
//!
//! Printed are 32 characters of Crockford's base 32 in eight groups of four: 16 random bytes and 4 bytes
//! of SHA-256 over them, so that a misread character is told from a wrong code (one chance in 2^32).
//! I, L and O are read as 1, 1 and 0; case, spaces and hyphens do not count.
//!
//! The code is a full-strength key, so it is expanded with HKDF and needs no slow password function. From
//! it come a P-256 key with a certificate, which makes it a recipient of envelopes like any programming
//! key, and the key of a slot of the store key. Both come out the same each time.

use super::{
    Error,
    certificate::Certificate,
    envelope::AgreementKey,
    master::derive,
    random::{Random, secret_bytes},
};
use data_encoding::{BitOrder, Encoding, Specification};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_BYTES: usize = 16;
const CHARACTERS: usize = 32;
const GROUP: usize = 4;
const CERTIFICATE_NAME: &str = "Keywright recovery code";

/// A recovery code. Wiped on drop.
#[derive(Clone)]
pub struct RecoveryCode(Zeroizing<[u8; RANDOM_BYTES]>);

impl RecoveryCode {
    /// A new random code.
    pub fn generate(random: &mut dyn Random) -> Result<Self, Error> {
        secret_bytes(random).map(Self)
    }

    /// Reads a code as somebody typed it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let typed = typed(text);
        let characters = typed.chars().count();
        if characters != CHARACTERS {
            return Err(Error::RecoveryCodeLength(characters));
        }
        let bytes = base32()?
            .decode(typed.as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| Error::RecoveryCodeMistyped)?;
        let (random, check) = bytes
            .split_first_chunk::<RANDOM_BYTES>()
            .ok_or(Error::RecoveryCodeMistyped)?;
        let code = Self(Zeroizing::new(*random));
        if code.check().ct_eq(check).into() {
            Ok(code)
        } else {
            Err(Error::RecoveryCodeMistyped)
        }
    }

    /// The code as it is printed: eight groups of four, joined by hyphens.
    pub fn printed(&self) -> Result<Zeroizing<String>, Error> {
        let bytes = Zeroizing::new([&self.0[..], &self.check()[..]].concat());
        let characters = Zeroizing::new(base32()?.encode(&bytes));
        Ok(grouped(&characters))
    }

    /// The code's private key and certificate: its identity as a recipient of envelopes.
    ///
    /// The scalar is the first of HKDF's outputs for `recovery recipient 0`, `1`, ... that lies in 1..n, so
    /// every scalar is as likely as every other.
    pub fn recipient(&self) -> Result<(AgreementKey, Certificate), Error> {
        let key = (0..8)
            .find_map(|attempt| {
                let scalar = self
                    .expand(&[], &format!("recovery recipient {attempt}"))
                    .ok()?;
                AgreementKey::from_bytes(&scalar).ok()
            })
            .ok_or(Error::BadKey)?;
        let digest = Sha256::digest(key.point());
        let mut serial = [0; 16];
        serial.copy_from_slice(&digest[..16]);
        let certificate =
            Certificate::self_signed(&key.certifying_key()?, CERTIFICATE_NAME, serial)?;
        Ok((key, certificate))
    }

    /// The key of a slot with this salt.
    pub(super) fn slot_key(&self, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.expand(salt, "recovery slot")
    }

    fn expand(&self, salt: &[u8], purpose: &str) -> Result<Zeroizing<[u8; 32]>, Error> {
        derive(&*self.0, salt, purpose)
    }

    fn check(&self) -> [u8; 4] {
        let mut hash = Sha256::new();
        hash.update(b"keywright v1 recovery check");
        hash.update(*self.0);
        let digest = hash.finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

/// A code as somebody typed it, in the characters of the alphabet where that can be told.
pub fn typed(text: &str) -> Zeroizing<String> {
    let mut typed = Zeroizing::new(String::with_capacity(text.len()));
    for character in text
        .chars()
        .filter(|one| !one.is_whitespace() && *one != '-')
    {
        typed.push(match character.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        });
    }
    typed
}

/// The characters of a code in groups of four, joined by hyphens.
pub fn grouped(characters: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(2 * characters.len()));
    for (place, character) in characters.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        text.push(character);
    }
    text
}

/// The alphabet of codes. Multiples of 5 bytes need no padding.
///
/// # Errors
/// [`Error::BadKey`], never while the alphabet stands as it does.
pub fn base32() -> Result<&'static Encoding, Error> {
    static ENCODING: OnceLock<Option<Encoding>> = OnceLock::new();
    ENCODING
        .get_or_init(|| {
            let mut specification = Specification::new();
            specification.symbols.push_str(ALPHABET);
            specification.bit_order = BitOrder::MostSignificantFirst;
            specification.encoding().ok()
        })
        .as_ref()
        .ok_or(Error::BadKey)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::secrets::{envelope, random::SeededRandom};

    fn code() -> RecoveryCode {
        RecoveryCode::generate(&mut SeededRandom::new(b"recovery")).unwrap()
    }

    #[test]
    fn a_code_is_printed_in_groups_and_read_as_people_type() {
        let printed = code().printed().unwrap();
        assert_eq!(printed.split('-').map(str::len).collect::<Vec<_>>(), [4; 8]);
        let typed = printed
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        for text in [printed.as_str(), typed.as_str()] {
            assert_eq!(RecoveryCode::parse(text).unwrap().0, code().0);
        }
    }

    #[test]
    fn every_single_misread_character_is_noticed() {
        let printed = code().printed().unwrap();
        let mut tried = 0;
        for place in 0..printed.len() {
            if printed.as_bytes()[place] == b'-' {
                continue;
            }
            for character in ALPHABET.chars() {
                let mut typed = printed.to_string();
                typed.replace_range(place..=place, &character.to_string());
                if typed != *printed {
                    assert!(matches!(
                        RecoveryCode::parse(&typed),
                        Err(Error::RecoveryCodeMistyped)
                    ));
                    tried += 1;
                }
            }
        }
        assert_eq!(tried, 32 * 31);
    }

    #[test]
    fn foreign_characters_and_lengths_are_refused() {
        for text in [
            "",
            "ABCD",
            &"U".repeat(32),
            &"ä".repeat(32),
            &"0".repeat(33),
        ] {
            assert!(RecoveryCode::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_typed_code_opens_what_was_sealed_for_the_printed_one() {
        let (_, certificate) = code().recipient().unwrap();
        let blob =
            envelope::seal(b"content", &[certificate], &mut SeededRandom::new(b"seal")).unwrap();
        let (mut key, same) = RecoveryCode::parse(&code().printed().unwrap())
            .unwrap()
            .recipient()
            .unwrap();
        assert_eq!(
            *envelope::open(&blob, &same, &mut key).unwrap().content,
            b"content"
        );
    }

    #[test]
    fn a_code_never_shows_itself() {
        assert_eq!(format!("{:?}", code()), "RecoveryCode(..)");
    }
}
