//! The secure channel after an authentication: how a command is opened and an answer protected, in the way
//! of the first generation (four-byte code, CRC-16) and of EV1 (running CMAC, CRC-32).
//! Must not know what a command means.

use super::crypto::{Cipher, Vector, crc16, crc32};
use super::status::{DONE, INTEGRITY, LENGTH, Status};

/// How data travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Plain,
    Maced,
    Full,
}

impl Mode {
    /// The mode by the communication bits of a file: bit 0 protects, bit 1 chooses enciphering.
    pub(super) fn of(bits: u8) -> Self {
        match bits & 0x03 {
            0x01 => Self::Maced,
            0x03 => Self::Full,
            _ => Self::Plain,
        }
    }
}

/// Which of the two channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// After 0A.
    Old,
    /// After 1A and AA.
    Ev1,
}

/// An authenticated session.
pub(super) struct Session {
    pub(super) scheme: Scheme,
    pub(super) key_number: u8,
    pub(super) cipher: Cipher,
    pub(super) vector: Vector,
}

impl Session {
    /// Bytes that `length` bytes of data take on their way to the card.
    pub(super) fn travelling(&self, mode: Mode, length: usize) -> usize {
        match (mode, self.scheme) {
            (Mode::Plain, _) => length,
            (Mode::Maced, Scheme::Old) => length + 4,
            (Mode::Maced, Scheme::Ev1) => length + 8,
            (Mode::Full, Scheme::Old) => (length + 2).next_multiple_of(self.cipher.block()),
            (Mode::Full, Scheme::Ev1) => (length + 4).next_multiple_of(self.cipher.block()),
        }
    }

    /// Takes a command without protected data into the running code.
    pub(super) fn hear(&mut self, message: &[u8]) {
        if self.scheme == Scheme::Ev1 {
            self.cipher.cmac(&mut self.vector, message);
        }
    }

    /// Opens `length` bytes of data that follow `header`.
    pub(super) fn open(
        &mut self,
        mode: Mode,
        header: &[u8],
        payload: &[u8],
        length: usize,
    ) -> Result<Vec<u8>, Status> {
        if payload.len() != self.travelling(mode, length) {
            return Err(LENGTH);
        }
        match mode {
            Mode::Plain => {
                self.hear(&[header, payload].concat());
                Ok(payload.to_vec())
            }
            Mode::Maced => self.open_maced(header, payload, length),
            Mode::Full => {
                let plain = self.decipher(payload)?;
                let rest = self.check(header, &plain, length)?;
                if rest.iter().any(|byte| *byte != 0) {
                    return Err(INTEGRITY);
                }
                Ok(plain[..length].to_vec())
            }
        }
    }

    fn open_maced(
        &mut self,
        header: &[u8],
        payload: &[u8],
        length: usize,
    ) -> Result<Vec<u8>, Status> {
        let (data, code) = payload.split_at(length);
        let right = match self.scheme {
            Scheme::Old => self.cipher.old_mac(data).to_vec(),
            Scheme::Ev1 => {
                self.hear(&[header, data].concat());
                self.vector[..8].to_vec()
            }
        };
        if code == right {
            Ok(data.to_vec())
        } else {
            Err(INTEGRITY)
        }
    }

    /// Deciphers whole blocks as the channel does.
    pub(super) fn decipher(&mut self, payload: &[u8]) -> Result<Vec<u8>, Status> {
        if payload.is_empty() || !payload.len().is_multiple_of(self.cipher.block()) {
            return Err(LENGTH);
        }
        let mut plain = payload.to_vec();
        match self.scheme {
            Scheme::Old => self.cipher.undo_decipher(&mut plain),
            Scheme::Ev1 => self.cipher.cbc_decrypt(&mut self.vector, &mut plain),
        }
        Ok(plain)
    }

    /// Checks the checksum behind the first `length` deciphered bytes and returns what follows it.
    pub(super) fn check<'a>(
        &self,
        header: &[u8],
        plain: &'a [u8],
        length: usize,
    ) -> Result<&'a [u8], Status> {
        let data = plain.get(..length).ok_or(LENGTH)?;
        let expected = match self.scheme {
            Scheme::Old => crc16(data).to_vec(),
            Scheme::Ev1 => crc32(&[header, data].concat()).to_vec(),
        };
        let rest = plain.get(length..).ok_or(LENGTH)?;
        rest.strip_prefix(expected.as_slice()).ok_or(INTEGRITY)
    }

    /// Protects the data of a successful answer. `open_ended`: the reader did not name the length, so
    /// the padding shows where the data ends.
    pub(super) fn protect(&mut self, mode: Mode, data: &[u8], open_ended: bool) -> Vec<u8> {
        let mut answer = data.to_vec();
        match (mode, self.scheme) {
            (Mode::Plain, Scheme::Old) => {}
            (Mode::Maced, Scheme::Old) => answer.extend(self.cipher.old_mac(data)),
            (Mode::Full, Scheme::Old) => {
                answer.extend(crc16(data));
                self.pad(&mut answer, open_ended);
                self.cipher.cbc_encrypt(&mut [0; 16], &mut answer);
            }
            (Mode::Plain | Mode::Maced, Scheme::Ev1) => {
                self.hear(&[data, &[DONE]].concat());
                answer.extend_from_slice(&self.vector[..8]);
            }
            (Mode::Full, Scheme::Ev1) => {
                answer.extend(crc32(&[data, &[DONE]].concat()));
                self.pad(&mut answer, open_ended);
                self.cipher.cbc_encrypt(&mut self.vector, &mut answer);
            }
        }
        answer
    }

    fn pad(&self, answer: &mut Vec<u8>, open_ended: bool) {
        if open_ended {
            answer.push(0x80);
        }
        answer.resize(answer.len().next_multiple_of(self.cipher.block()), 0);
    }
}
