//! The management key of the simulated card (SP 800-73-4 part 2, section 3.2.4; slot 9B), in the four ciphers that
//! tokens have it in.

use super::apdu::Status;
use super::{Error, SLOT_MANAGEMENT, Token, objects};
use crate::secrets::random::{self, Random};
use aes::cipher::{Block, BlockCipherEncrypt, KeyInit};
use subtle::ConstantTimeEq;

const TRIPLE_DES: u8 = 0x03;
const AES_128: u8 = 0x08;
const AES_192: u8 = 0x0A;
const AES_256: u8 = 0x0C;

/// The number of a cipher by its name: `3des`, `aes128`, `aes192` or `aes256`.
pub fn factory_algorithm(name: &str) -> Option<u8> {
    Some(match name {
        "3des" => TRIPLE_DES,
        "aes128" => AES_128,
        "aes192" => AES_192,
        "aes256" => AES_256,
        _ => return None,
    })
}

/// Key and cipher.
pub(super) struct Management {
    algorithm: u8,
    key: Vec<u8>,
}

/// What the card waits for after its first answer.
pub(super) enum Challenge {
    /// The plain text of the witness that was told enciphered.
    Witness(Vec<u8>),
    /// What the challenge that was told must come back as.
    Response(Vec<u8>),
}

impl Management {
    /// None where the length does not fit the cipher.
    pub(super) fn new(algorithm: u8, key: &[u8]) -> Option<Self> {
        (key_length(algorithm)? == key.len()).then(|| Self {
            algorithm,
            key: key.to_vec(),
        })
    }

    /// 0102..08 over and over, as long as the cipher wants it.
    pub(super) fn factory(algorithm: u8) -> Option<Self> {
        let key: Vec<u8> = (0..key_length(algorithm)?)
            .map(|place| u8::try_from(place % 8).unwrap_or(0) + 1)
            .collect();
        Self::new(algorithm, &key)
    }

    pub(super) fn random(random: &mut dyn Random) -> Result<Self, Error> {
        let key = random::bytes::<24>(random)?.to_vec();
        let algorithm = AES_192;
        Ok(Self { algorithm, key })
    }

    pub(super) fn algorithm(&self) -> u8 {
        self.algorithm
    }

    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }

    pub(super) fn is_factory(&self) -> bool {
        Self::factory(self.algorithm).is_some_and(|factory| factory.key == self.key)
    }

    fn block(&self) -> usize {
        if self.algorithm == TRIPLE_DES { 8 } else { 16 }
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        match self.algorithm {
            TRIPLE_DES => encrypt::<des::TdesEde3>(&self.key, plain),
            AES_128 => encrypt::<aes::Aes128>(&self.key, plain),
            AES_192 => encrypt::<aes::Aes192>(&self.key, plain),
            _ => encrypt::<aes::Aes256>(&self.key, plain),
        }
    }
}

fn key_length(algorithm: u8) -> Option<usize> {
    Some(match algorithm {
        AES_128 => 16,
        TRIPLE_DES | AES_192 => 24,
        AES_256 => 32,
        _ => return None,
    })
}

fn encrypt<C: KeyInit + BlockCipherEncrypt>(key: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let mut block = Block::<C>::try_from(plain).ok()?;
    C::new_from_slice(key).ok()?.encrypt_block(&mut block);
    Some(block.to_vec())
}

impl Token {
    /// Both ways of the standard: the card proves itself too (80, then 80 and 81), or not (81, then 82).
    pub(super) fn prove_management(
        &mut self,
        algorithm: u8,
        data: &[u8],
    ) -> Result<Vec<u8>, Status> {
        // 00 is another number of 3DES.
        let algorithm = if algorithm == 0 {
            TRIPLE_DES
        } else {
            algorithm
        };
        let waiting = self.challenge.take();
        let template = objects::find(data, 0x7C).ok_or(Status::WRONG_DATA)?;
        if algorithm != self.state.management.algorithm {
            return Err(Status::WRONG_PARAMETERS);
        }
        let find = |tag| objects::find(template, tag);
        let answer = match (find(0x80), find(0x81), find(0x82)) {
            (Some([]), None, None) => {
                let witness = self.draw()?;
                let sealed = self.state.management.encrypt(&witness);
                self.challenge = Some(Challenge::Witness(witness));
                objects::element(0x80, &sealed.ok_or(Status::MEMORY_FAILURE)?)
            }
            (None, Some([]), None) => {
                let challenge = self.draw()?;
                let response = self.state.management.encrypt(&challenge);
                let response = response.ok_or(Status::MEMORY_FAILURE)?;
                self.challenge = Some(Challenge::Response(response));
                objects::element(0x81, &challenge)
            }
            (Some(witness), Some(challenge), _) => {
                let Some(Challenge::Witness(expected)) = waiting else {
                    return Err(Status::CONDITIONS);
                };
                self.managed = expected.ct_eq(witness).into();
                let response = self.state.management.encrypt(challenge);
                objects::element(0x82, &response.ok_or(Status::WRONG_DATA)?)
            }
            (None, None, Some(response)) => {
                let Some(Challenge::Response(expected)) = waiting else {
                    return Err(Status::CONDITIONS);
                };
                self.managed = expected.ct_eq(response).into();
                Vec::new()
            }
            _ => return Err(Status::WRONG_DATA),
        };
        if self.challenge.is_none() && !self.managed {
            return Err(Status::SECURITY);
        }
        Ok(if answer.is_empty() {
            answer
        } else {
            objects::element(0x7C, &answer)
        })
    }

    fn draw(&mut self) -> Result<Vec<u8>, Status> {
        let mut bytes = vec![0; self.state.management.block()];
        self.random
            .fill(&mut bytes)
            .map_err(|_| Status::MEMORY_FAILURE)?;
        Ok(bytes)
    }

    /// algorithm, 9B, length, key.
    pub(super) fn set_management(&mut self, data: &[u8]) -> Result<Vec<u8>, Status> {
        if !self.managed {
            return Err(Status::SECURITY);
        }
        let [algorithm, SLOT_MANAGEMENT, length, key @ ..] = data else {
            return Err(Status::WRONG_DATA);
        };
        if usize::from(*length) != key.len() {
            return Err(Status::WRONG_DATA);
        }
        let management = Management::new(*algorithm, key).ok_or(Status::WRONG_DATA)?;
        self.state.management = management;
        self.save()?;
        Ok(Vec::new())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_cipher_is_the_published_one_and_has_its_factory_key() {
        // FIPS 197 appendix C: key 00 01 02 .., plain 00 11 22 .. of AES.
        let key: Vec<u8> = (0..32).collect();
        let plain: Vec<u8> = (0..16_u8).map(|digit| digit * 0x11).collect();
        for (name, length, start) in [
            ("aes128", 16, [0x69, 0xC4, 0xE0, 0xD8]),
            ("aes192", 24, [0xDD, 0xA9, 0x7C, 0xA4]),
            ("aes256", 32, [0x8E, 0xA2, 0xB7, 0xCA]),
        ] {
            let algorithm = factory_algorithm(name).unwrap();
            let management = Management::new(algorithm, &key[..length]).unwrap();
            assert_eq!(management.encrypt(&plain).unwrap()[..4], start, "{name}");
        }
        // SP 800-67: with three equal keys it is DES; 0123456789ABCDEF over "Now is t".
        let key = [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF].repeat(3);
        let management = Management::new(factory_algorithm("3des").unwrap(), &key).unwrap();
        let sealed = management.encrypt(b"Now is t").unwrap();
        assert_eq!(sealed, [0x3F, 0xA4, 0x0E, 0x8A, 0x98, 0x4D, 0x48, 0x15]);

        for name in ["3des", "aes128", "aes192", "aes256"] {
            let algorithm = factory_algorithm(name).unwrap();
            assert!(Management::factory(algorithm).unwrap().is_factory());
        }
        assert!(factory_algorithm("des").is_none());
        assert!(Management::new(AES_256, &[0; 24]).is_none());
    }
}
