//! What a lock says to the card: frames, AES authentication, and the enciphered commands it needs. Written for
//! the locks alone, after the same public descriptions as everyone else's; shares nothing with the driver of the
//! station or with the model of the card.

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use crc::{CRC_32_ISO_HDLC, Crc};

use super::Spent;
use crate::bench::card::{Activation, Fob, RandomBytes};
use crate::bench::clock::Clock;
use crate::lock;

/// The card's checksum is the usual one without its last inversion.
const CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);
/// Longest frame to the card.
const LONGEST_FRAME: usize = 60;
/// kbit/s both ways: a lock that saves its battery does not ask for more.
const RATE: u64 = 106;
const DONE: u8 = 0x00;
const MORE: u8 = 0xAF;

/// Why the card did not do what it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// It is gone.
    Silent,
    /// It refused with this status.
    Refused(u8),
    /// Its answer is not authentic, or has not the shape it must have.
    Forged,
}

/// The air between a lock and a fob, with its counters.
pub(super) struct Air<'f> {
    fob: &'f mut Fob,
    random: RandomBytes<'f>,
    clock: Clock,
    spent: Spent,
}

impl<'f> Air<'f> {
    /// The field comes up.
    pub(super) fn new(fob: &'f mut Fob, random: RandomBytes<'f>) -> Self {
        fob.power_up(&mut *random);
        Self {
            fob,
            random,
            clock: Clock::new(1),
            spent: Spent::default(),
        }
    }

    /// What the medium tells when selected.
    pub(super) fn activation(&self) -> Activation {
        self.fob.activation()
    }

    /// The field goes down.
    pub(super) fn switch_off(self) -> Spent {
        self.fob.deselect();
        self.spent()
    }

    /// What went over the air so far.
    pub(super) fn spent(&self) -> Spent {
        Spent {
            microseconds: self.clock.now(),
            ..self.spent
        }
    }

    /// One exchange: the status and what follows it.
    fn exchange(&mut self, frame: &[u8]) -> Result<(u8, Vec<u8>), Failure> {
        let reaction = self.fob.exchange(frame, &mut *self.random);
        let heard = reaction.as_ref().map(|reaction| reaction.answer.len());
        let written = reaction.as_ref().map_or(0, |reaction| reaction.written);
        self.clock.exchange(frame.len(), heard, written, RATE);
        self.spent.exchanges += 1;
        self.spent.bytes += (frame.len() + heard.unwrap_or(0)) as u64;
        let answer = reaction.ok_or(Failure::Silent)?.answer;
        let (status, data) = answer.split_first().ok_or(Failure::Forged)?;
        Ok((*status, data.to_vec()))
    }

    /// A command outside of any session that is done with one answer.
    fn ask(&mut self, frame: &[u8]) -> Result<Vec<u8>, Failure> {
        match self.exchange(frame)? {
            (DONE, data) => Ok(data),
            (status, _) => Err(Failure::Refused(status)),
        }
    }

    /// 5A: selects an application.
    pub(super) fn select(&mut self, [a, b, c]: [u8; 3]) -> Result<(), Failure> {
        self.ask(&[0x5A, a, b, c]).map(drop)
    }

    /// 64: the version of a key.
    pub(super) fn key_version(&mut self, key: u8) -> Result<u8, Failure> {
        match self.ask(&[0x64, key])?.as_slice() {
            [version] => Ok(*version),
            _ => Err(Failure::Forged),
        }
    }

    /// AA: proves the key to the card and has it proven back. Each side's number is turned by one byte.
    pub(super) fn authenticate(
        &mut self,
        number: u8,
        key: &[u8; 16],
    ) -> Result<Channel<'_, 'f>, Failure> {
        let challenge = match self.exchange(&[0xAA, number])? {
            (MORE, data) => data,
            (status, _) => return Err(Failure::Refused(status)),
        };
        let mut chain = Chain::new(key);
        let theirs = number_of(&chain.decipher(&challenge))?;
        let mut bytes = [0; 16];
        (self.random)(&mut bytes);
        let ours = u128::from_be_bytes(bytes);
        let proof = [ours.to_be_bytes(), theirs.rotate_left(8).to_be_bytes()].concat();
        let frame = [vec![MORE], chain.encipher(&proof)].concat();
        let answer = self.ask(&frame)?;
        if number_of(&chain.decipher(&answer))? != ours.rotate_left(8) {
            return Err(Failure::Forged);
        }
        let chain = Chain::new(&session_key(ours, theirs));
        Ok(Channel { air: self, chain })
    }
}

fn number_of(block: &[u8]) -> Result<u128, Failure> {
    let block = block.try_into().map_err(|_| Failure::Forged)?;
    Ok(u128::from_be_bytes(block))
}

/// First and last four bytes of both numbers, by turns.
fn session_key(ours: u128, theirs: u128) -> [u8; 16] {
    const WORD: u128 = 0xFFFF_FFFF;
    let key = ours >> 96 << 96 | theirs >> 96 << 64 | (ours & WORD) << 32 | theirs & WORD;
    key.to_be_bytes()
}

/// AES-128 with a vector that runs through everything said: CBC both ways, and CMAC.
struct Chain {
    cipher: Aes128,
    vector: u128,
}

impl Chain {
    fn new(key: &[u8; 16]) -> Self {
        Self {
            cipher: Aes128::new(key.into()),
            vector: 0,
        }
    }

    fn block(&self, block: u128) -> u128 {
        let mut bytes = block.to_be_bytes();
        self.cipher.encrypt_block((&mut bytes).into());
        u128::from_be_bytes(bytes)
    }

    /// Enciphers; what is short of a block is filled up with zeros.
    fn encipher(&mut self, plain: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(plain.len() + 15);
        for block in blocks(plain) {
            self.vector = self.block(self.vector ^ block);
            out.extend(self.vector.to_be_bytes());
        }
        out
    }

    fn decipher(&mut self, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(data.len());
        for block in blocks(data) {
            let mut bytes = block.to_be_bytes();
            self.cipher.decrypt_block((&mut bytes).into());
            out.extend((u128::from_be_bytes(bytes) ^ self.vector).to_be_bytes());
            self.vector = block;
        }
        out
    }

    /// CMAC (NIST SP 800-38B) from the running vector on; the eight bytes that are sent of it.
    fn code(&mut self, message: &[u8]) -> [u8; 8] {
        let mut mask = doubled(self.block(0));
        let mut padded = message.to_vec();
        if message.is_empty() || !message.len().is_multiple_of(16) {
            padded.push(0x80);
            mask = doubled(mask);
        }
        let last = padded.len().div_ceil(16) - 1;
        for (place, block) in blocks(&padded).enumerate() {
            let mask = if place == last { mask } else { 0 };
            self.vector = self.block(self.vector ^ block ^ mask);
        }
        let code = self.vector.to_be_bytes();
        std::array::from_fn(|place| code[place])
    }
}

/// The blocks of these bytes, the last filled up with zeros.
fn blocks(bytes: &[u8]) -> impl Iterator<Item = u128> + '_ {
    bytes.chunks(16).map(|chunk| {
        let mut block = [0; 16];
        block[..chunk.len()].copy_from_slice(chunk);
        u128::from_be_bytes(block)
    })
}

fn doubled(block: u128) -> u128 {
    (block << 1) ^ if block >> 127 == 1 { 0x87 } else { 0 }
}

fn checksum(bytes: &[u8]) -> [u8; 4] {
    (!CHECKSUM.checksum(bytes)).to_le_bytes()
}

/// Command, file, offset and length: 24 bits each, lowest byte first.
fn header(command: u8, file: u8, offset: u32, length: u32) -> [u8; 8] {
    let (offset, length) = (offset.to_le_bytes(), length.to_le_bytes());
    let mut header = [command, file, 0, 0, 0, 0, 0, 0];
    header[2..5].copy_from_slice(&offset[..3]);
    header[5..].copy_from_slice(&length[..3]);
    header
}

/// An authenticated session.
pub(super) struct Channel<'a, 'f> {
    air: &'a mut Air<'f>,
    chain: Chain,
}

impl Channel<'_, '_> {
    /// What went over the air so far.
    pub(super) fn spent(&self) -> Spent {
        self.air.spent()
    }

    /// BD: reads from an enciphered file.
    fn read_data(&mut self, file: u8, offset: u32, length: u32) -> Result<Vec<u8>, Failure> {
        let command = header(0xBD, file, offset, length);
        let _ = self.chain.code(&command);
        let wanted = usize::try_from(length).map_err(|_| Failure::Forged)?;
        let travelling = (wanted + 4).next_multiple_of(16);
        let (mut status, mut gathered) = self.air.exchange(&command)?;
        while status == MORE && gathered.len() < travelling {
            let (next, data) = self.air.exchange(&[MORE])?;
            gathered.extend(data);
            status = next;
        }
        if status != DONE {
            return Err(Failure::Refused(status));
        }
        if gathered.len() != travelling {
            return Err(Failure::Forged);
        }
        let plain = self.chain.decipher(&gathered);
        let (data, rest) = plain.split_at(wanted);
        let (found, padding) = rest.split_at(4);
        let right = found == checksum(&[data, &[DONE]].concat());
        if right && padding.iter().all(|byte| *byte == 0) {
            Ok(data.to_vec())
        } else {
            Err(Failure::Forged)
        }
    }

    /// 3D: prepares bytes of an enciphered backup file.
    pub(super) fn write_data(&mut self, file: u8, data: &[u8]) -> Result<(), Failure> {
        self.write(0x3D, file, data)
    }

    /// 3B: prepares a record of an enciphered file.
    pub(super) fn write_record(&mut self, file: u8, record: &[u8]) -> Result<(), Failure> {
        self.write(0x3B, file, record)
    }

    fn write(&mut self, command: u8, file: u8, data: &[u8]) -> Result<(), Failure> {
        let length = u32::try_from(data.len()).map_err(|_| Failure::Forged)?;
        let header = header(command, file, 0, length);
        let sum = checksum(&[&header, data].concat());
        let secret = self.chain.encipher(&[data, &sum].concat());
        let message = [&header[..], &secret].concat();
        let (first, rest) = message.split_at(message.len().min(LONGEST_FRAME));
        let mut frames = vec![first.to_vec()];
        let further = rest.chunks(LONGEST_FRAME - 1);
        frames.extend(further.map(|part| [&[MORE], part].concat()));
        let last = frames.pop().unwrap_or_default();
        for frame in frames {
            match self.air.exchange(&frame)? {
                (MORE, _) => {}
                (status, _) => return Err(Failure::Refused(status)),
            }
        }
        self.finish(&last)
    }

    /// C7: what was prepared becomes the memory.
    pub(super) fn commit(&mut self) -> Result<(), Failure> {
        let _ = self.chain.code(&[0xC7]);
        self.finish(&[0xC7])
    }

    /// The last frame of a command whose answer is no data but a code.
    fn finish(&mut self, frame: &[u8]) -> Result<(), Failure> {
        let code = self.air.ask(frame)?;
        if code == self.chain.code(&[DONE]) {
            Ok(())
        } else {
            Err(Failure::Forged)
        }
    }
}

impl lock::Reader for Channel<'_, '_> {
    fn read(&mut self, file: u8, offset: u32, length: u32) -> Result<Vec<u8>, lock::Error> {
        // Length 0 would mean "to the end" to the card.
        if length == 0 {
            return Ok(Vec::new());
        }
        self.read_data(file, offset, length)
            .map_err(|_| lock::Error::Reader)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        data_encoding::HEXUPPER.decode(text.as_bytes()).unwrap()
    }

    fn key(text: &str) -> [u8; 16] {
        hex(text).try_into().unwrap()
    }

    #[test]
    fn a_published_dialogue_gives_its_session_key() {
        let mut chain = Chain::new(&[0; 16]);
        let theirs = number_of(&chain.decipher(&hex("B969FDFE56FD91FC9DE6F6F213B8FD1E"))).unwrap();
        let ours = number_of(&hex("F44B26F5686F3A391CD38EBD10772281")).unwrap();
        let proof = [ours.to_be_bytes(), theirs.rotate_left(8).to_be_bytes()].concat();
        assert_eq!(
            chain.encipher(&proof),
            hex("36AAD7DF6E436BA08D18613830A70D5AD43E3D3F4A8D47541EEE623A934E4774")
        );
        let answer = chain.decipher(&hex("800DB680BC146BD121D6578F2D2E2059"));
        assert_eq!(number_of(&answer).unwrap(), ours.rotate_left(8));
        let expected = hex("F44B26F5C05DDD7110772281C4D066E8");
        assert_eq!(session_key(ours, theirs).to_vec(), expected);
    }

    #[test]
    fn a_published_write_and_read_come_out() {
        let mut chain = Chain::new(&key("227EAC508FB2D130E0451988D51F8DD0"));
        let data = hex("112233445566778899AABBCCDDEEFF");
        let command = header(0x3D, 2, 0, 15);
        let sum = checksum(&[&command, &data[..]].concat());
        assert_eq!(
            chain.encipher(&[&data[..], &sum].concat()),
            hex("9B9915A7572364D05CDF03FBA9B0F69EA88E3C4F0DEE3EDAB9ACC8BE88B7DAC9")
        );
        assert_eq!(chain.code(&[DONE]).to_vec(), hex("B987074D3F60EEF6"));
        let _ = chain.code(&header(0xBD, 2, 0, 15));
        let answer = hex("3C624B56FF16798F960E341E10EEA8CF5155D67AC6273EE5DDEB90E16228DF03");
        assert!(chain.decipher(&answer).starts_with(&data));
    }

    #[test]
    fn codes_are_those_of_the_published_examples() {
        // RFC 4493 section 4.
        let chain = || Chain::new(&key("2B7E151628AED2A6ABF7158809CF4F3C"));
        let message = hex("6BC1BEE22E409F96E93D7E117393172A");
        assert_eq!(chain().code(&[]).to_vec(), hex("BB1D6929E9593728"));
        assert_eq!(chain().code(&message).to_vec(), hex("070A16B46B4D4144"));
    }
}
