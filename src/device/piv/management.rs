//! The management key of a PIV card: what slot 9B wants before it lets keys and data objects be written
//! (SP 800-78-4 table 5; YubiKeys from version 5.4 on take AES, from 5.7 on have AES-192 from the factory).

use aes::cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use zeroize::Zeroizing;

use crate::device::programming_key::Error;
use crate::secrets::random::Random;

/// The cipher of a management key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cipher {
    /// 3DES with three keys.
    TripleDes,
    /// AES-128.
    Aes128,
    /// AES-192.
    Aes192,
    /// AES-256.
    Aes256,
}

impl Cipher {
    /// Every cipher, the commonest first.
    pub const ALL: [Self; 4] = [Self::TripleDes, Self::Aes192, Self::Aes256, Self::Aes128];

    /// Its number in commands.
    pub fn number(self) -> u8 {
        match self {
            Self::TripleDes => 0x03,
            Self::Aes128 => 0x08,
            Self::Aes192 => 0x0A,
            Self::Aes256 => 0x0C,
        }
    }

    /// The cipher of a number; 00 stands for 3DES too.
    pub fn of_number(number: u8) -> Option<Self> {
        let number = if number == 0 { 0x03 } else { number };
        Self::ALL.into_iter().find(|known| known.number() == number)
    }

    /// Bytes of a key.
    pub fn key_length(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::TripleDes | Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    /// Bytes of a block, and so of a challenge.
    pub fn block(self) -> usize {
        if self == Self::TripleDes { 8 } else { 16 }
    }
}

/// A management key. Wiped on drop.
#[derive(Clone)]
pub struct ManagementKey {
    cipher: Cipher,
    bytes: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for ManagementKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ManagementKey({:?})", self.cipher)
    }
}

impl ManagementKey {
    /// A key for this cipher.
    ///
    /// # Errors
    /// [`Error::ManagementKeyShape`] where the length does not fit.
    pub fn new(cipher: Cipher, bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() != cipher.key_length() {
            return Err(Error::ManagementKeyShape);
        }
        Ok(Self {
            cipher,
            bytes: Zeroizing::new(bytes.to_vec()),
        })
    }

    /// What tokens leave the factory with: 01 to 08, as often as it takes.
    pub fn factory(cipher: Cipher) -> Self {
        let bytes = (1..=8).cycle().take(cipher.key_length()).collect();
        Self {
            cipher,
            bytes: Zeroizing::new(bytes),
        }
    }

    /// A random key.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub fn random(cipher: Cipher, random: &mut dyn Random) -> Result<Self, Error> {
        let mut bytes = Zeroizing::new(vec![0; cipher.key_length()]);
        random.fill(&mut bytes).map_err(Error::NoRandomness)?;
        // Cards that look at the parity of DES keys want it odd.
        if cipher == Cipher::TripleDes {
            for byte in bytes.iter_mut() {
                *byte = *byte & 0xFE | u8::from((*byte >> 1).count_ones() % 2 == 0);
            }
        }
        Ok(Self { cipher, bytes })
    }

    /// Its cipher.
    pub fn cipher(&self) -> Cipher {
        self.cipher
    }

    /// Its bytes.
    pub fn expose(&self) -> &[u8] {
        &self.bytes
    }

    /// One block enciphered; none where it is not one block.
    pub(super) fn encrypt(&self, plain: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        match self.cipher {
            Cipher::TripleDes => encrypt::<des::TdesEde3>(&self.bytes, plain),
            Cipher::Aes128 => encrypt::<aes::Aes128>(&self.bytes, plain),
            Cipher::Aes192 => encrypt::<aes::Aes192>(&self.bytes, plain),
            Cipher::Aes256 => encrypt::<aes::Aes256>(&self.bytes, plain),
        }
    }

    /// One block deciphered; none where it is not one block.
    pub(super) fn decrypt(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        match self.cipher {
            Cipher::TripleDes => decrypt::<des::TdesEde3>(&self.bytes, sealed),
            Cipher::Aes128 => decrypt::<aes::Aes128>(&self.bytes, sealed),
            Cipher::Aes192 => decrypt::<aes::Aes192>(&self.bytes, sealed),
            Cipher::Aes256 => decrypt::<aes::Aes256>(&self.bytes, sealed),
        }
    }
}

fn encrypt<C: KeyInit + BlockCipherEncrypt>(
    key: &[u8],
    plain: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let mut block = Block::<C>::try_from(plain).ok()?;
    C::new_from_slice(key).ok()?.encrypt_block(&mut block);
    Some(Zeroizing::new(block.to_vec()))
}

fn decrypt<C: KeyInit + BlockCipherDecrypt>(
    key: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let mut block = Block::<C>::try_from(sealed).ok()?;
    C::new_from_slice(key).ok()?.decrypt_block(&mut block);
    Some(Zeroizing::new(block.to_vec()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::secrets::random::SeededRandom;

    #[test]
    fn every_cipher_is_the_published_one() {
        // FIPS 197 appendix C, and DES of "Now is t" as 3DES with three equal keys.
        let key: Vec<u8> = (0..32).collect();
        let plain: Vec<u8> = (0..16_u8).map(|digit| digit * 0x11).collect();
        for (cipher, start) in [
            (Cipher::Aes128, [0x69, 0xC4, 0xE0, 0xD8]),
            (Cipher::Aes192, [0xDD, 0xA9, 0x7C, 0xA4]),
            (Cipher::Aes256, [0x8E, 0xA2, 0xB7, 0xCA]),
        ] {
            let key = ManagementKey::new(cipher, &key[..cipher.key_length()]).unwrap();
            let sealed = key.encrypt(&plain).unwrap();
            assert_eq!(sealed[..4], start);
            assert_eq!(*key.decrypt(&sealed).unwrap(), plain);
            assert_eq!(key.encrypt(&plain[..15]), None);
        }
        let key = [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF].repeat(3);
        let key = ManagementKey::new(Cipher::TripleDes, &key).unwrap();
        let sealed = key.encrypt(b"Now is t").unwrap();
        assert_eq!(*sealed, [0x3F, 0xA4, 0x0E, 0x8A, 0x98, 0x4D, 0x48, 0x15]);
        assert_eq!(*key.decrypt(&sealed).unwrap(), b"Now is t");
    }

    #[test]
    fn random_keys_differ_from_the_factory_s_and_show_nothing() {
        for cipher in Cipher::ALL {
            let key = ManagementKey::random(cipher, &mut SeededRandom::new(b"key")).unwrap();
            assert_ne!(key.expose(), ManagementKey::factory(cipher).expose());
            assert!(!format!("{key:?}").contains(&format!("{:?}", key.expose())));
            let odd = |byte: &u8| byte.count_ones() % 2 == 1;
            assert!(cipher != Cipher::TripleDes || key.expose().iter().all(odd));
        }
    }
}
