//! Single bits and plain numbers in a row of bytes: the ground under every shape of this room. Reading is
//! total: whatever the bytes are, it ends in a value or an [`Error`]. Knows nothing of what the bits mean.

use super::Error;

/// Collects bits, the first one in the highest place of the first byte.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    length: usize,
}

impl BitWriter {
    /// How many bits were written.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// One bit.
    pub(super) fn bit(&mut self, bit: bool) {
        if self.length.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let (true, Some(last)) = (bit, self.bytes.last_mut()) {
            *last |= 0x80 >> (self.length % 8);
        }
        self.length += 1;
    }

    /// The lowest `width` bits of `value`, the highest of them first.
    pub(super) fn bits(&mut self, value: u64, width: u32) {
        for place in (0..width).rev() {
            self.bit(value >> place & 1 == 1);
        }
    }

    /// The bytes, the last one filled up with zeros.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads bits in the order in which [`BitWriter`] wrote them.
#[derive(Debug)]
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    /// The next bit.
    pub(super) fn bit(&mut self) -> Result<bool, Error> {
        let byte = self.bytes.get(self.position / 8).ok_or(Error::Truncated)?;
        let bit = byte >> (7 - self.position % 8) & 1 == 1;
        self.position += 1;
        Ok(bit)
    }

    /// The next `width` bits as a number.
    pub(super) fn bits(&mut self, width: u32) -> Result<u64, Error> {
        let mut value = 0;
        for _ in 0..width {
            value = value << 1 | u64::from(self.bit()?);
        }
        Ok(value)
    }

    /// How many bytes were begun. The rest of the last one must be zeros.
    pub(super) fn finish(mut self) -> Result<usize, Error> {
        while !self.position.is_multiple_of(8) {
            if self.bit()? {
                return Err(Error::Malformed);
            }
        }
        Ok(self.position / 8)
    }
}

/// Reads whole bytes and big-endian numbers, front to back.
#[derive(Debug)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next `length` bytes.
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Error::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    /// The next `N` bytes.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(Error::Truncated)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn u8(&mut self) -> Result<u8, Error> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Error> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u24(&mut self) -> Result<u32, Error> {
        self.array()
            .map(|[a, b, c]| u32::from_be_bytes([0, a, b, c]))
    }

    pub(super) fn u32(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_be_bytes)
    }

    /// A number in groups of seven bits, the lowest group first, bit 7 telling that more follow (LEB128).
    /// Only the shortest form is taken.
    pub(super) fn leb(&mut self) -> Result<u32, Error> {
        let mut value = 0u64;
        for place in 0..5 {
            let byte = self.u8()?;
            value |= u64::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                if byte == 0 && place > 0 {
                    return Err(Error::NotCanonical);
                }
                return u32::try_from(value).map_err(|_| Error::Malformed);
            }
        }
        Err(Error::Malformed)
    }
}

/// Writes what [`Bytes::leb`] reads.
pub(super) fn push_leb(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(u8::try_from(value & 0x7F).unwrap_or(0) | 0x80);
        value >>= 7;
    }
    out.push(u8::try_from(value).unwrap_or(0));
}

/// The lowest 24 bits of `value`, highest byte first.
pub(super) fn push_u24(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_be_bytes()[1..]);
}
