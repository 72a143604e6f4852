//! The ciphers and checksums of a DESFire card: DES, two- and three-key triple DES, AES; CBC in both
//! directions, the old cards' inverted CBC, CMAC with a running vector, CRC-16 and CRC-32.
//! Must not know commands or files. Built on block ciphers alone and shared with no driver.

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2, TdesEde3};
use serde::{Deserialize, Serialize};

/// Which cipher a key is for. Single DES is a two-key triple DES key with equal halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// DES or two-key triple DES, 16 bytes.
    Des,
    /// Three-key triple DES, 24 bytes.
    ThreeKeyDes,
    /// AES-128, 16 bytes and a version byte.
    Aes,
}

impl KeyKind {
    /// Bytes of a key.
    pub fn size(self) -> usize {
        match self {
            Self::Des | Self::Aes => 16,
            Self::ThreeKeyDes => 24,
        }
    }

    /// The kind by the two top bits of a key settings byte (00, 40, 80).
    pub(super) fn from_settings(bits: u8) -> Option<Self> {
        match bits & 0xC0 {
            0x00 => Some(Self::Des),
            0x40 => Some(Self::ThreeKeyDes),
            0x80 => Some(Self::Aes),
            _ => None,
        }
    }

    /// The two top bits of a key settings byte.
    pub(super) fn settings(self) -> u8 {
        match self {
            Self::Des => 0x00,
            Self::ThreeKeyDes => 0x40,
            Self::Aes => 0x80,
        }
    }
}

/// The running vector of a session; DES uses its first eight bytes.
pub(super) type Vector = [u8; 16];

/// A block cipher with its key.
pub(super) enum Cipher {
    Des(Box<Des>),
    Two(Box<TdesEde2>),
    Three(Box<TdesEde3>),
    Aes(Box<Aes128>),
}

impl Cipher {
    /// The cipher for key bytes of a kind; `None` where the length does not fit.
    pub(super) fn new(kind: KeyKind, key: &[u8]) -> Option<Self> {
        match kind {
            KeyKind::Aes => Aes128::new_from_slice(key)
                .ok()
                .map(|c| Self::Aes(Box::new(c))),
            KeyKind::ThreeKeyDes => TdesEde3::new_from_slice(key)
                .ok()
                .map(|c| Self::Three(Box::new(c))),
            KeyKind::Des if is_single(key) => Des::new_from_slice(key.get(..8)?)
                .ok()
                .map(|c| Self::Des(Box::new(c))),
            KeyKind::Des => TdesEde2::new_from_slice(key)
                .ok()
                .map(|c| Self::Two(Box::new(c))),
        }
    }

    /// Bytes of a block: 8 or 16.
    pub(super) fn block(&self) -> usize {
        if matches!(self, Self::Aes(_)) { 16 } else { 8 }
    }

    /// Bytes of the random numbers of an authentication.
    pub(super) fn challenge(&self) -> usize {
        if matches!(self, Self::Three(_) | Self::Aes(_)) {
            16
        } else {
            8
        }
    }

    /// The session key out of both random numbers, and its cipher.
    pub(super) fn session(&self, a: &[u8], b: &[u8]) -> Option<(Vec<u8>, Self)> {
        let parts: &[usize] = match self {
            Self::Des(_) => &[0],
            Self::Two(_) => &[0, 4],
            Self::Three(_) => &[0, 6, 12],
            Self::Aes(_) => &[0, 12],
        };
        let mut key = Vec::new();
        for &at in parts {
            key.extend_from_slice(a.get(at..at + 4)?);
            key.extend_from_slice(b.get(at..at + 4)?);
        }
        let cipher = match self {
            Self::Des(_) => Self::Des(Box::new(Des::new_from_slice(&key).ok()?)),
            Self::Two(_) => Self::Two(Box::new(TdesEde2::new_from_slice(&key).ok()?)),
            Self::Three(_) => Self::Three(Box::new(TdesEde3::new_from_slice(&key).ok()?)),
            Self::Aes(_) => Self::Aes(Box::new(Aes128::new_from_slice(&key).ok()?)),
        };
        Some((key, cipher))
    }

    fn encrypt(&self, block: &mut Vector) {
        if let Self::Aes(cipher) = self {
            let mut array = (*block).into();
            cipher.encrypt_block(&mut array);
            *block = array.into();
            return;
        }
        let mut array = first_half(block).into();
        match self {
            Self::Des(cipher) => cipher.encrypt_block(&mut array),
            Self::Two(cipher) => cipher.encrypt_block(&mut array),
            Self::Three(cipher) => cipher.encrypt_block(&mut array),
            Self::Aes(_) => {}
        }
        block[..8].copy_from_slice(&array);
    }

    fn decrypt(&self, block: &mut Vector) {
        if let Self::Aes(cipher) = self {
            let mut array = (*block).into();
            cipher.decrypt_block(&mut array);
            *block = array.into();
            return;
        }
        let mut array = first_half(block).into();
        match self {
            Self::Des(cipher) => cipher.decrypt_block(&mut array),
            Self::Two(cipher) => cipher.decrypt_block(&mut array),
            Self::Three(cipher) => cipher.decrypt_block(&mut array),
            Self::Aes(_) => {}
        }
        block[..8].copy_from_slice(&array);
    }

    /// CBC encryption of whole blocks; the vector runs on.
    pub(super) fn cbc_encrypt(&self, vector: &mut Vector, data: &mut [u8]) {
        let size = self.block();
        for chunk in data.chunks_exact_mut(size) {
            let mut block = *vector;
            xor(&mut block[..size], chunk);
            self.encrypt(&mut block);
            chunk.copy_from_slice(&block[..size]);
            *vector = block;
        }
    }

    /// CBC decryption of whole blocks; the vector runs on.
    pub(super) fn cbc_decrypt(&self, vector: &mut Vector, data: &mut [u8]) {
        let size = self.block();
        for chunk in data.chunks_exact_mut(size) {
            let mut block = padded(chunk);
            self.decrypt(&mut block);
            xor(&mut block[..size], &vector[..size]);
            *vector = padded(chunk);
            chunk.copy_from_slice(&block[..size]);
        }
    }

    /// Undoes what a reader did that can only decipher (the first DESFire generation: the reader
    /// deciphers in both directions, so the card enciphers to read). Starts from a zero vector.
    pub(super) fn undo_decipher(&self, data: &mut [u8]) {
        let size = self.block();
        let mut previous = [0; 16];
        for chunk in data.chunks_exact_mut(size) {
            let mut block = padded(chunk);
            self.encrypt(&mut block);
            xor(&mut block[..size], &previous[..size]);
            previous = padded(chunk);
            chunk.copy_from_slice(&block[..size]);
        }
    }

    /// CMAC (SP 800-38B) starting from the running vector, which becomes the full code.
    pub(super) fn cmac(&self, vector: &mut Vector, message: &[u8]) {
        let size = self.block();
        let mut subkey = [0; 16];
        self.encrypt(&mut subkey);
        double(&mut subkey[..size]);
        let mut data = message.to_vec();
        if data.is_empty() || !data.len().is_multiple_of(size) {
            double(&mut subkey[..size]);
            data.push(0x80);
            data.resize(data.len().next_multiple_of(size), 0);
        }
        let last = data.len() - size;
        xor(&mut data[last..], &subkey[..size]);
        self.cbc_encrypt(vector, &mut data);
    }

    /// The four-byte code of the first generation: CBC from a zero vector over zero-padded data.
    pub(super) fn old_mac(&self, data: &[u8]) -> [u8; 4] {
        let mut data = data.to_vec();
        data.resize(data.len().max(1).next_multiple_of(self.block()), 0);
        let mut vector = [0; 16];
        self.cbc_encrypt(&mut vector, &mut data);
        [vector[0], vector[1], vector[2], vector[3]]
    }
}

/// The version of a DES key: the parity bits of its first eight bytes, highest first.
pub(super) fn parity_version(key: &[u8]) -> u8 {
    key.iter()
        .take(8)
        .fold(0, |version, byte| version << 1 | byte & 1)
}

/// CRC-16 as in ISO 14443-3 A, low byte first.
pub(super) fn crc16(data: &[u8]) -> [u8; 2] {
    let mut crc = 0x6363_u16;
    for &byte in data {
        crc ^= u16::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0x8408
            } else {
                crc >> 1
            };
        }
    }
    crc.to_le_bytes()
}

/// CRC-32 as DESFire counts it: the usual polynomial without the final inversion, low byte first.
pub(super) fn crc32(data: &[u8]) -> [u8; 4] {
    let mut crc = u32::MAX;
    for &byte in data {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    crc.to_le_bytes()
}

/// Rotates left by one byte.
pub(super) fn rotated(bytes: &[u8]) -> Vec<u8> {
    let mut turned = bytes.to_vec();
    if !turned.is_empty() {
        turned.rotate_left(1);
    }
    turned
}

fn is_single(key: &[u8]) -> bool {
    key.len() == 16 && key[..8] == key[8..]
}

fn first_half(block: &Vector) -> [u8; 8] {
    std::array::from_fn(|at| block[at])
}

fn padded(chunk: &[u8]) -> Vector {
    let mut block = [0; 16];
    block[..chunk.len()].copy_from_slice(chunk);
    block
}

fn xor(target: &mut [u8], with: &[u8]) {
    for (byte, other) in target.iter_mut().zip(with) {
        *byte ^= other;
    }
}

/// Doubling in the field of CMAC's subkeys.
fn double(block: &mut [u8]) {
    let reduction = if block.len() == 16 { 0x87 } else { 0x1B };
    let mut carry = 0;
    for byte in block.iter_mut().rev() {
        let next = *byte >> 7;
        *byte = *byte << 1 | carry;
        carry = next;
    }
    if carry == 1
        && let Some(last) = block.last_mut()
    {
        *last ^= reduction;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        data_encoding::HEXUPPER.decode(text.as_bytes()).unwrap()
    }

    fn aes(key: &str) -> Cipher {
        Cipher::new(KeyKind::Aes, &hex(key)).unwrap()
    }

    /// Runs the card's side of an ISO or AES authentication against a published dialogue.
    fn dialogue(
        cipher: &Cipher,
        challenge: &str,
        a: &str,
        token: Option<&str>,
        answer: &str,
        session: &str,
    ) {
        let mut vector = [0; 16];
        let mut b = hex(challenge);
        cipher.cbc_decrypt(&mut vector, &mut b);
        let mut sent = hex(a);
        sent.extend(rotated(&b));
        cipher.cbc_encrypt(&mut vector, &mut sent);
        if let Some(token) = token {
            assert_eq!(sent, hex(token));
        }
        let mut back = rotated(&hex(a));
        cipher.cbc_encrypt(&mut vector, &mut back);
        assert_eq!(back, hex(answer));
        assert_eq!(cipher.session(&hex(a), &b).unwrap().0, hex(session));
    }

    #[test]
    fn the_published_aes_dialogues_come_out() {
        dialogue(
            &aes("00000000000000000000000000000000"),
            "B969FDFE56FD91FC9DE6F6F213B8FD1E",
            "F44B26F5686F3A391CD38EBD10772281",
            Some("36AAD7DF6E436BA08D18613830A70D5AD43E3D3F4A8D47541EEE623A934E4774"),
            "800DB680BC146BD121D6578F2D2E2059",
            "F44B26F5C05DDD7110772281C4D066E8",
        );
        dialogue(
            &aes("00000000000000000000000000000000"),
            "C5537C8EFFFCC7E152C27831AFD383BA",
            "2347C1557F80707ABDFF86BF9D965CA7",
            Some("1EF512D957973AED7E6E13991EB0FB431B373EA23400A3AC0B7749CD6FB1C328"),
            "FFC212245F03DB0EA0645A495190952A",
            "2347C1551EA0353A9D965CA7B52FCA84",
        );
    }

    #[test]
    fn the_published_des_dialogues_come_out() {
        let factory = Cipher::new(KeyKind::Des, &[0; 16]).unwrap();
        dialogue(
            &factory,
            "D3C84E1AAB3AA692",
            "FE07A026547F0BAE",
            None,
            "DC9A5F5B3F8DE04E",
            "FE07A026682EB9D7",
        );
        // The old dialogue: every message from a zero vector, the card only enciphers.
        let mut b = hex("07B4246843F94E2F");
        factory.cbc_decrypt(&mut [0; 16], &mut b);
        let mut back = rotated(&hex("CB4B2F5A73160F44"));
        factory.cbc_encrypt(&mut [0; 16], &mut back);
        assert_eq!(back, hex("0F3E03224EE6260F"));
        assert_eq!(
            factory.session(&hex("CB4B2F5A73160F44"), &b).unwrap().0,
            hex("CB4B2F5AFC68213E")
        );
    }

    #[test]
    fn the_published_key_changes_come_out() {
        for (session, key, cryptogram) in [
            (
                "F44B26F5C05DDD7110772281C4D066E8",
                "00102030405060708090A0B0B0A09080",
                "E9F85E219496C2B58C1090DC3935FAE9E840CF61B383D9531946256B1F110C10",
            ),
            (
                "C2A1E47B27104712FE6D00A71177A19B",
                "10182028303840485058606870788088",
                "2945E3760E60F4A4046BB8A505B31CF559A3A2E05213BC82942CA6AB5DBCECF5",
            ),
        ] {
            let mut plain = hex(key);
            plain.push(0x10);
            let mut message = vec![0xC4, 0x00];
            message.extend(&plain);
            plain.extend(crc32(&message));
            let mut open = hex(cryptogram);
            aes(session).cbc_decrypt(&mut [0; 16], &mut open);
            assert_eq!(open[..plain.len()], plain);
            assert!(open[plain.len()..].iter().all(|byte| *byte == 0));
        }
    }

    #[test]
    fn the_published_secure_channel_comes_out() {
        let cipher = aes("227EAC508FB2D130E0451988D51F8DD0");
        let header = hex("3D020000000F0000");
        let data = hex("112233445566778899AABBCCDDEEFF");
        let mut vector = [0; 16];
        let mut plain = data.clone();
        plain.extend(crc32(&[header, data.clone()].concat()));
        plain.resize(32, 0);
        cipher.cbc_encrypt(&mut vector, &mut plain);
        assert_eq!(
            plain,
            hex("9B9915A7572364D05CDF03FBA9B0F69EA88E3C4F0DEE3EDAB9ACC8BE88B7DAC9")
        );
        cipher.cmac(&mut vector, &[0x00]);
        assert_eq!(vector[..8], hex("B987074D3F60EEF6"));
        cipher.cmac(&mut vector, &hex("BD020000000F0000"));
        let mut answer = data.clone();
        answer.extend(crc32(&[data, vec![0x00]].concat()));
        answer.resize(32, 0);
        cipher.cbc_encrypt(&mut vector, &mut answer);
        assert_eq!(
            answer,
            hex("3C624B56FF16798F960E341E10EEA8CF5155D67AC6273EE5DDEB90E16228DF03")
        );
    }

    #[test]
    fn the_published_code_of_a_plain_answer_comes_out() {
        let cipher = aes("CB45D8074BD262A526782FEF5049B5D5");
        let mut vector = [0; 16];
        cipher.cmac(&mut vector, &[0x45]);
        cipher.cmac(&mut vector, &[0x0F, 0x84, 0x00]);
        assert_eq!(vector[..8], hex("C5D5E829E923C3B5"));
    }

    #[test]
    fn the_published_codes_over_longer_messages_come_out() {
        // AN10922 2.2.1: constant 01, number, application, system.
        let mut vector = [0; 16];
        let message = hex("0104782E21801D803042F54E585020416275");
        aes("00112233445566778899AABBCCDDEEFF").cmac(&mut vector, &message);
        assert_eq!(vector[..], hex("A8DD63A3B89D54B37CA802473FDA9175"));
        // AN12343 tables 23 and 24: command, counter, transaction, header, data; every second byte.
        let mac = aes("9366FA195EB566F5BD2BAD4020B83002");
        let write = [hex("8D0000E2D3AF6900000000190000"), vec![0x22; 25]].concat();
        let answered = hex("000100E2D3AF69");
        let read = hex("AD0100E2D3AF6900000000300000");
        for (message, code) in [
            (write, "68F2C28C575A1628"),
            (answered, "0820F68898C2A7F1"),
            (read, "0D9BE191D5960834"),
        ] {
            let mut vector = [0; 16];
            mac.cmac(&mut vector, &message);
            let odd: Vec<u8> = vector.iter().skip(1).step_by(2).copied().collect();
            assert_eq!(odd, hex(code));
        }
    }

    #[test]
    fn the_reader_that_only_deciphers_is_understood() {
        for key in [&[7_u8; 16][..], &hex("00112233445566778899AABBCCDDEEFE")] {
            let cipher = Cipher::new(KeyKind::Des, key).unwrap();
            let plain: Vec<u8> = (0..24).collect();
            let mut sent = Vec::new();
            let mut previous = [0; 16];
            for chunk in plain.chunks(8) {
                xor(&mut previous[..8], chunk);
                cipher.decrypt(&mut previous);
                sent.extend_from_slice(&previous[..8]);
            }
            cipher.undo_decipher(&mut sent);
            assert_eq!(sent, plain);
        }
    }

    #[test]
    fn a_des_version_lies_in_the_parity_bits() {
        assert_eq!(
            parity_version(&hex("0100010001000100FFFFFFFFFFFFFFFF")),
            0xAA
        );
        assert_eq!(parity_version(&[0; 16]), 0);
    }
}
