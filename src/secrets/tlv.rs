//! The little DER this room writes and reads. Reading goes through the `der` crate's reader, which holds
//! DER's rules (definite, shortest lengths); every field is asked for by its tag, and nothing may be left over.

use der::{Decode, Reader, SliceReader};
use zeroize::Zeroizing;

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// Context-specific, constructed, numbers 0 to 2.
pub(super) const CONTEXT: [u8; 3] = [0xA0, 0xA1, 0xA2];
/// Context-specific 0, primitive: an implicitly tagged string.
pub(super) const CONTEXT_0_PRIMITIVE: u8 = 0x80;

/// The bytes are not the DER that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// One element with the parts as its content. Wipes itself, because it may hold a key; made in one
/// allocation, so that no copy stays behind.
pub(super) fn tlv(tag: u8, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Zeroizing::new(Vec::with_capacity(length + 6));
    out.push(tag);
    let octets = length.to_be_bytes();
    if length < 0x80 {
        out.push(octets[octets.len() - 1]);
    } else {
        let first = octets.iter().take_while(|&&octet| octet == 0).count();
        let count = octets.len() - first;
        // At most 8 octets, so the low bits hold it.
        out.push(0x80 | count.to_be_bytes()[size_of::<usize>() - 1]);
        out.extend_from_slice(&octets[first..]);
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A non-negative INTEGER.
pub(super) fn unsigned(number: u64) -> Zeroizing<Vec<u8>> {
    let mut octets = vec![0];
    octets.extend_from_slice(&number.to_be_bytes());
    let first = (0..octets.len() - 1)
        .take_while(|&at| octets[at] == 0 && octets[at + 1] < 0x80)
        .count();
    tlv(INTEGER, &[&octets[first..]])
}

/// The number in the content of an INTEGER, if it is not negative, shortest and below 2^63.
pub(super) fn number(content: &[u8]) -> Result<u64, Malformed> {
    let shortest = match content {
        [] => false,
        [0, second, ..] => *second >= 0x80,
        [first, ..] => *first < 0x80,
    };
    if !shortest && content != [0] || content.len() > 8 {
        return Err(Malformed);
    }
    Ok(content
        .iter()
        .fold(0, |sum, &octet| sum << 8 | u64::from(octet)))
}

/// The elements inside one content, read from front to back.
pub(super) struct Elements<'a> {
    reader: SliceReader<'a>,
    bytes: &'a [u8],
}

impl<'a> Elements<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let reader = SliceReader::new(bytes).map_err(|_| Malformed)?;
        Ok(Self { reader, bytes })
    }

    /// The content of the only element in `bytes`.
    pub(super) fn only(bytes: &'a [u8], tag: u8) -> Result<&'a [u8], Malformed> {
        let mut elements = Self::new(bytes)?;
        let content = elements.take(tag)?;
        elements.end()?;
        Ok(content)
    }

    /// The elements of the next element, which has this tag.
    pub(super) fn enter(&mut self, tag: u8) -> Result<Elements<'a>, Malformed> {
        Elements::new(self.take(tag)?)
    }

    /// The content of the next element, which has this tag.
    pub(super) fn take(&mut self, tag: u8) -> Result<&'a [u8], Malformed> {
        if self.reader.peek_byte() != Some(tag) {
            return Err(Malformed);
        }
        let any = der::asn1::AnyRef::decode(&mut self.reader).map_err(|_| Malformed)?;
        Ok(any.value())
    }

    /// The next element with its tag and length, if it has this tag.
    pub(super) fn take_whole(&mut self, tag: u8) -> Result<&'a [u8], Malformed> {
        let from = self.position()?;
        let _content = self.take(tag)?;
        let to = self.position()?;
        self.bytes.get(from..to).ok_or(Malformed)
    }

    /// The content of the next element if it has this tag; nothing is read if not.
    pub(super) fn take_if(&mut self, tag: u8) -> Result<Option<&'a [u8]>, Malformed> {
        if self.reader.peek_byte() == Some(tag) {
            self.take(tag).map(Some)
        } else {
            Ok(None)
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.reader.is_finished()
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<(), Malformed> {
        self.reader.finish().map_err(|_| Malformed)
    }

    fn position(&self) -> Result<usize, Malformed> {
        self.reader.position().try_into().map_err(|_| Malformed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_the_shortest() {
        assert_eq!(tlv(4, &[&[0; 127]])[..2], [4, 127]);
        assert_eq!(tlv(4, &[&[0; 128]])[..3], [4, 0x81, 128]);
        assert_eq!(tlv(4, &[&[0; 200], &[0; 100]])[..4], [4, 0x82, 1, 44]);
    }

    proptest! {
        #[test]
        fn numbers_come_back(wanted in 0..u64::MAX / 2) {
            let written = unsigned(wanted);
            prop_assert_eq!(number(Elements::only(&written, INTEGER).unwrap()), Ok(wanted));
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(mut elements) = Elements::new(&bytes) {
                while !elements.is_empty() && elements.take_whole(SEQUENCE).is_ok() {}
            }
            let _number = number(&bytes);
        }
    }
}
