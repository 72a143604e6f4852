//! From one base key to the key of one fob: NXP AN10922, AES-128.
//!
//! A fob never holds a base key. What it holds is derived from its chip number, so who reads out one fob
//! has one fob. Locks derive the same way from the two base keys they are given.

use super::{Error, SystemId};
use aes::{
    Aes128,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use zeroize::Zeroizing;

/// The DESFire application of this program, 0xF54B57, as its bytes go over the wire (least significant first).
pub const FOB_APPLICATION: [u8; 3] = [0x57, 0x4B, 0xF5];

/// A base key of one purpose and generation of one system, from which the keys of single fobs come.
#[derive(Clone)]
pub struct BaseKey {
    key: Zeroizing<[u8; 16]>,
    system: SystemId,
}

impl BaseKey {
    /// A base key known by its bytes, as a lock holds it.
    pub fn new(key: Zeroizing<[u8; 16]>, system: SystemId) -> Self {
        Self { key, system }
    }

    /// The key on the fob with this 7-byte chip number: AN10922 over UID || AID || system id (18 bytes).
    pub fn fob_key(&self, uid: &[u8; 7]) -> Zeroizing<[u8; 16]> {
        let mut input = [0; 18];
        input[..7].copy_from_slice(uid);
        input[7..10].copy_from_slice(&FOB_APPLICATION);
        input[10..].copy_from_slice(&self.system.0);
        diversify_padded(&self.key, &input)
    }

    /// The base key itself, for the sealed part of a lock's configuration. Nothing else needs it.
    pub fn expose(&self) -> &[u8; 16] {
        &self.key
    }
}

impl std::fmt::Debug for BaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BaseKey(..)")
    }
}

/// AN10922 section 2.2, AES-128: a key for `input` of 1 to 31 bytes.
pub fn an10922_aes128(key: &[u8; 16], input: &[u8]) -> Result<Zeroizing<[u8; 16]>, Error> {
    if input.is_empty() || input.len() > 31 {
        return Err(Error::DiversificationInput(input.len()));
    }
    Ok(diversify_padded(key, input))
}

/// The constant 01 and the input fill exactly two blocks, also when one would do: that is where AN10922
/// leaves RFC 4493, whose CMAC would stop after one block.
fn diversify_padded(key: &[u8; 16], input: &[u8]) -> Zeroizing<[u8; 16]> {
    let cipher = Aes128::new(key.into());
    let (k1, k2) = subkeys(&cipher);

    let mut message = Zeroizing::new([0_u8; 32]);
    message[0] = 0x01;
    message[1..=input.len()].copy_from_slice(input);
    let padded = input.len() < 31;
    if padded {
        message[input.len() + 1] = 0x80;
    }
    let last = if padded { &k2 } else { &k1 };
    for (byte, mask) in message[16..].iter_mut().zip(last.iter()) {
        *byte ^= mask;
    }

    let mut state = Zeroizing::new([0_u8; 16]);
    for block in message.chunks_exact(16) {
        for (byte, add) in state.iter_mut().zip(block) {
            *byte ^= add;
        }
        encrypt(&cipher, &mut state);
    }
    state
}

/// The two subkeys of RFC 4493 section 2.3.
fn subkeys(cipher: &Aes128) -> (Zeroizing<[u8; 16]>, Zeroizing<[u8; 16]>) {
    let mut zero = Zeroizing::new([0_u8; 16]);
    encrypt(cipher, &mut zero);
    let k1 = doubled(&zero);
    let k2 = doubled(&k1);
    (k1, k2)
}

fn doubled(block: &[u8; 16]) -> Zeroizing<[u8; 16]> {
    let number = u128::from_be_bytes(*block);
    let carry = if number >> 127 == 1 { 0x87 } else { 0 };
    Zeroizing::new(((number << 1) ^ carry).to_be_bytes())
}

fn encrypt(cipher: &Aes128, block: &mut [u8; 16]) {
    cipher.encrypt_block(block.into());
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use cmac::{Cmac, Mac};
    use data_encoding::HEXUPPER;

    fn hex<const N: usize>(text: &str) -> [u8; N] {
        HEXUPPER
            .decode(text.as_bytes())
            .unwrap()
            .try_into()
            .unwrap()
    }

    #[test]
    fn the_vector_of_an10922_section_2_2_1_holds() {
        let key = hex("00112233445566778899AABBCCDDEEFF");
        let input: [u8; 17] = hex("04782E21801D803042F54E585020416275");
        let (k1, k2) = subkeys(&Aes128::new(&key.into()));
        assert_eq!(*k1, hex("FBC9F75C9413C041DFEE452D3F0706D1"));
        assert_eq!(*k2, hex("F793EEB928278083BFDC8A5A7E0E0D25"));
        assert_eq!(
            *an10922_aes128(&key, &input).unwrap(),
            hex("A8DD63A3B89D54B37CA802473FDA9175")
        );
    }

    #[test]
    fn a_long_input_is_cmac_and_a_short_one_is_not() {
        let key = [7; 16];
        for length in 1..=31 {
            let input = vec![0xA5; length];
            let mut cmac = Cmac::<Aes128>::new(&key.into());
            cmac.update(&[1]);
            cmac.update(&input);
            let plain: [u8; 16] = cmac.finalize().into_bytes().into();
            let same = *an10922_aes128(&key, &input).unwrap() == plain;
            assert_eq!(same, length >= 16, "{length} bytes");
        }
    }

    #[test]
    fn inputs_out_of_bounds_are_refused() {
        assert!(an10922_aes128(&[0; 16], &[]).is_err());
        assert!(an10922_aes128(&[0; 16], &[0; 32]).is_err());
    }

    #[test]
    fn a_fob_key_is_an10922_over_chip_application_and_system() {
        let base = BaseKey::new(Zeroizing::new([3; 16]), SystemId(*b"systemid"));
        let expected = an10922_aes128(
            &[3; 16],
            b"\x04\x01\x02\x03\x04\x05\x06\x57\x4B\xF5systemid",
        )
        .unwrap();
        assert_eq!(base.fob_key(&[4, 1, 2, 3, 4, 5, 6]), expected);
        assert_ne!(base.fob_key(&[4, 1, 2, 3, 4, 5, 7]), expected);
    }

    #[test]
    fn a_base_key_never_shows_itself() {
        let base = BaseKey::new(Zeroizing::new([3; 16]), SystemId([0; 8]));
        assert_eq!(format!("{base:?}"), "BaseKey(..)");
    }
}
