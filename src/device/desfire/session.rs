//! The secure channel after an AES (AA) or ISO (1A) authentication: CMAC chained through every command and answer,
//! CRC-32 inside enciphered data.
//!
//! The full data sheets are not public; the rules here are those of public implementations and are held by the
//! published vectors in the tests below.

use crc::{CRC_32_JAMCRC, Crc};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::authentication::SessionKey;
use super::cipher::{Chain, xor};
use crate::device::Error;

/// CRC-32 with all-ones start and no final inversion, sent least significant byte first.
const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_JAMCRC);
/// Length of the MAC on an answer.
pub(super) const MAC: usize = 8;
/// Length of the CRC inside enciphered data.
const CRC_LENGTH: usize = 4;

/// An authenticated session with a card: the session key and the chaining value.
pub struct Session {
    chain: Chain,
    key_number: u8,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Session")
            .field("key_number", &self.key_number)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// A session that begins now, authenticated with key `key_number`.
    pub(super) fn new(key: &SessionKey, key_number: u8) -> Self {
        let chain = match key {
            SessionKey::Aes(key) => Chain::aes(key),
            SessionKey::Des(key) => Chain::des(**key),
        };
        Self { chain, key_number }
    }

    /// Number of the key that opened the session.
    pub(super) fn key_number(&self) -> u8 {
        self.key_number
    }

    /// Takes a command that goes in the clear into the chain.
    pub(super) fn note_command(&mut self, command: &[u8]) {
        let _ = self.chain.mac(command);
    }

    /// Enciphers `data` for a command whose `header` (command code and parameters) stays readable.
    pub(super) fn encipher(&mut self, header: &[u8], data: &[u8]) -> Vec<u8> {
        let mut plain = self.room(data.len());
        plain.extend_from_slice(data);
        plain.extend_from_slice(&checksum(&[header, data]));
        self.encipher_as_is(plain)
    }

    /// Pads with zeros and enciphers.
    fn encipher_as_is(&mut self, mut data: Zeroizing<Vec<u8>>) -> Vec<u8> {
        let length = data.len().next_multiple_of(self.chain.block());
        data.resize(length, 0);
        self.chain.encrypt(&mut data);
        // What is left in it is enciphered now.
        std::mem::take(&mut *data)
    }

    /// A buffer for secret data of this length with version, checksums and padding, which never moves in memory.
    fn room(&self, length: usize) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(Vec::with_capacity(
            length + 2 * CRC_LENGTH + 1 + self.chain.block(),
        ))
    }

    /// The cryptogram of ChangeKey for the key that opened this session: new key, version (AES only), CRC.
    pub(super) fn change_own_key(
        &mut self,
        wire_number: u8,
        new: &[u8; 16],
        version: Option<u8>,
    ) -> Vec<u8> {
        let mut plain = self.room(new.len());
        plain.extend_from_slice(new);
        plain.extend(version);
        let checksum = checksum(&[&[super::command::CHANGE_KEY, wire_number], &plain]);
        plain.extend_from_slice(&checksum);
        self.encipher_as_is(plain)
    }

    /// The cryptogram of ChangeKey for another AES key: new XOR old, version, CRC of the command, CRC of the new key.
    pub(super) fn change_other_key(
        &mut self,
        number: u8,
        old: &[u8; 16],
        new: &[u8; 16],
        version: u8,
    ) -> Vec<u8> {
        let mut plain = self.room(new.len());
        plain.extend_from_slice(new);
        xor(&mut plain, old);
        plain.push(version);
        let of_command = checksum(&[&[super::command::CHANGE_KEY, number], &plain]);
        plain.extend_from_slice(&of_command);
        plain.extend_from_slice(&checksum(&[new]));
        self.encipher_as_is(plain)
    }

    /// Checks the MAC at the end of an answer with status 0 and returns the data before it.
    pub(super) fn open(&mut self, mut answer: Vec<u8>) -> Result<Vec<u8>, Error> {
        let Some(length) = answer.len().checked_sub(MAC) else {
            return Err(Error::AnswerForged);
        };
        let mac = answer.split_off(length);
        answer.push(0x00);
        let expected = self.chain.mac(&answer);
        let _ = answer.pop();
        if bool::from(expected.ct_eq(&mac)) {
            Ok(answer)
        } else {
            Err(Error::AnswerForged)
        }
    }

    /// Number of enciphered bytes that carry `length` bytes of data.
    pub(super) fn enciphered_length(&self, length: usize) -> usize {
        (length + CRC_LENGTH).next_multiple_of(self.chain.block())
    }

    /// Deciphers an answer with status 0 that carries exactly `length` bytes of data, and checks its CRC and padding.
    pub(super) fn decipher(
        &mut self,
        mut answer: Vec<u8>,
        length: usize,
    ) -> Result<Vec<u8>, Error> {
        if answer.len() != self.enciphered_length(length) {
            return Err(Error::AnswerForged);
        }
        self.chain.decrypt(&mut answer);
        let rest = answer.split_off(length);
        let (crc, padding) = rest.split_at(CRC_LENGTH);
        let sound =
            checksum(&[&answer, &[0x00]]).ct_eq(crc) & padding.ct_eq(&vec![0; padding.len()]);
        if bool::from(sound) {
            Ok(answer)
        } else {
            Err(Error::AnswerForged)
        }
    }

    /// Deciphers an answer of whole `record`-byte records whose number the host did not say. The card then pads with
    /// 0x80 and zeros.
    pub(super) fn decipher_records(
        &mut self,
        mut answer: Vec<u8>,
        record: usize,
    ) -> Result<Vec<u8>, Error> {
        // A rest would stay as it came: bytes that nobody enciphered.
        if !answer.len().is_multiple_of(self.chain.block()) {
            return Err(Error::AnswerForged);
        }
        self.chain.decrypt(&mut answer);
        let mark = answer
            .iter()
            .rposition(|byte| *byte != 0)
            .ok_or(Error::AnswerForged)?;
        let ends: &[usize] = if answer[mark] == 0x80 {
            &[mark, answer.len()]
        } else {
            &[answer.len()]
        };
        for end in ends {
            let Some(length) = end.checked_sub(CRC_LENGTH) else {
                continue;
            };
            let fits = length.is_multiple_of(record) && answer.len() - end <= self.chain.block();
            if fits
                && bool::from(checksum(&[&answer[..length], &[0x00]]).ct_eq(&answer[length..*end]))
            {
                answer.truncate(length);
                return Ok(answer);
            }
        }
        Err(Error::AnswerForged)
    }
}

/// The card's CRC over several pieces, as sent.
fn checksum(pieces: &[&[u8]]) -> [u8; CRC_LENGTH] {
    let mut digest = CRC.digest();
    for piece in pieces {
        digest.update(piece);
    }
    digest.finalize().to_le_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use data_encoding::HEXUPPER;

    fn hex(text: &str) -> Vec<u8> {
        HEXUPPER.decode(text.replace(' ', "").as_bytes()).unwrap()
    }

    fn session(key: &str) -> Session {
        Session::new(
            &SessionKey::Aes(Zeroizing::new(hex(key).try_into().unwrap())),
            0,
        )
    }

    #[test]
    fn change_of_the_own_key_matches_the_published_examples() {
        let mut first = session("F44B26F5C05DDD7110772281C4D066E8");
        let new = hex("00102030405060708090A0B0B0A09080").try_into().unwrap();
        assert_eq!(
            first.change_own_key(0, &new, Some(0x10)),
            hex("E9F85E219496C2B58C1090DC3935FAE9E840CF61B383D9531946256B1F110C10")
        );
        let mut second = session("C2A1E47B27104712FE6D00A71177A19B");
        let new = hex("10182028303840485058606870788088").try_into().unwrap();
        assert_eq!(
            second.change_own_key(0, &new, Some(0x10)),
            hex("2945E3760E60F4A4046BB8A505B31CF559A3A2E05213BC82942CA6AB5DBCECF5")
        );
    }

    #[test]
    fn an_enciphered_write_and_read_match_the_published_example() {
        let mut session = session("227EAC508FB2D130E0451988D51F8DD0");
        let data = hex("112233445566778899AABBCCDDEEFF");
        let enciphered = session.encipher(&hex("3D020000000F0000"), &data);
        assert_eq!(
            enciphered,
            hex("9B9915A7572364D05CDF03FBA9B0F69EA88E3C4F0DEE3EDAB9ACC8BE88B7DAC9")
        );
        assert_eq!(session.open(hex("B987074D3F60EEF6")), Ok(Vec::new()));
        session.note_command(&hex("BD020000000F0000"));
        let answer = hex("3C624B56FF16798F960E341E10EEA8CF5155D67AC6273EE5DDEB90E16228DF03");
        assert_eq!(session.decipher(answer, 15), Ok(data));
    }

    #[test]
    fn the_mac_of_a_plain_answer_matches_the_published_example() {
        let mut right = session("CB45D8074BD262A526782FEF5049B5D5");
        right.note_command(&[0x45]);
        assert_eq!(right.open(hex("0F84C5D5E829E923C3B5")), Ok(hex("0F84")));
        let mut wrong = session("CB45D8074BD262A526782FEF5049B5D5");
        wrong.note_command(&[0x45]);
        assert_eq!(
            wrong.open(hex("0F84C5D5E829E923C3B4")),
            Err(Error::AnswerForged)
        );
    }

    #[test]
    fn bytes_hung_onto_enciphered_records_are_refused() {
        // Whoever knows the records can reckon a checksum over them, their checksum and their padding.
        let records = vec![7; 32];
        let mut card = session("227EAC508FB2D130E0451988D51F8DD0");
        let mut plain = records.clone();
        plain.extend_from_slice(&checksum(&[&records, &[0x00]]));
        plain.push(0x80);
        plain.resize(48, 0);
        let forged = checksum(&[&plain, &[0x00]]);
        card.chain.encrypt(&mut plain);
        let genuine = plain.clone();
        plain.extend_from_slice(&forged);
        let reader = || session("227EAC508FB2D130E0451988D51F8DD0");
        assert_eq!(reader().decipher_records(genuine, 16), Ok(records));
        assert_eq!(
            reader().decipher_records(plain, 16),
            Err(Error::AnswerForged)
        );
    }

    #[test]
    fn cmac_over_des_matches_a_message_of_one_block_by_hand() {
        // SP 800-38B with single DES, key 0: L = E(0) = 8CA64DE9C1B123A7, K1 = 2L xor 1B.
        // A message equal to K1 meets E(0) = L again.
        let whole = hex("194C9BD383624755");
        assert_eq!(
            Chain::des([0; 8]).mac(&whole).to_vec(),
            hex("8CA64DE9C1B123A7")
        );
    }

    proptest! {
        #[test]
        fn no_answer_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), length in 0usize..200) {
            let _ = session("227EAC508FB2D130E0451988D51F8DD0").open(bytes.clone());
            let _ = session("227EAC508FB2D130E0451988D51F8DD0").decipher_records(bytes.clone(), 16);
            let _ = session("227EAC508FB2D130E0451988D51F8DD0").decipher(bytes, length);
        }
    }
}
