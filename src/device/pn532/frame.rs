//! Frames of the host link (UM0701-02, 6.2.1): normal, extended, ACK, NACK and error frames.
//!
//! A normal frame is `00 00 FF LEN LCS TFI data DCS 00`, an extended one `00 00 FF FF FF LENm LENl LCS ...`.
//! LEN + LCS = 0 and TFI + data + DCS = 0, both modulo 256.

/// Frame identifier of what the host sends.
pub const FROM_HOST: u8 = 0xD4;
/// Frame identifier of what the chip sends.
pub const FROM_CHIP: u8 = 0xD5;
/// Acknowledges a frame; sent by the host, it also aborts the running command.
pub const ACK: [u8; 6] = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];
/// Asks for the last frame once more.
pub const NACK: [u8; 6] = [0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00];

/// Longest content of a frame we take: 264 data bytes, identifier, command, status, with room to spare.
pub const LONGEST: usize = 300;
/// Longest content of a normal frame.
const LONGEST_NORMAL: usize = 254;

/// What the decoder found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// An acknowledgement.
    Ack,
    /// A request to send the last frame again.
    Nack,
    /// The chip reports a syntax error in the command.
    Error,
    /// A whole frame; the content starts with the frame identifier.
    Frame(Vec<u8>),
    /// A frame whose content does not match its checksum.
    Damaged,
}

/// Wraps `content` (frame identifier first) into a normal or, above 254 bytes, an extended frame.
/// Content longer than 65,535 bytes is cut; no command comes near it.
pub fn encode(content: &[u8]) -> Vec<u8> {
    let content = &content[..content.len().min(usize::from(u16::MAX))];
    let mut frame = vec![0x00, 0x00, 0xFF];
    let [high, low] = u16::try_from(content.len())
        .unwrap_or(u16::MAX)
        .to_be_bytes();
    if content.len() <= LONGEST_NORMAL {
        frame.extend([low, low.wrapping_neg()]);
    } else {
        frame.extend([0xFF, 0xFF, high, low, high.wrapping_add(low).wrapping_neg()]);
    }
    frame.extend_from_slice(content);
    frame.extend([sum(content).wrapping_neg(), 0x00]);
    frame
}

/// Sum of all bytes modulo 256.
fn sum(bytes: &[u8]) -> u8 {
    bytes
        .iter()
        .fold(0, |total, byte| total.wrapping_add(*byte))
}

/// Finds frames in a stream of bytes. Skips whatever stands before a start code, and looks for the next one
/// after a header that makes no sense.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
}

/// What can be said about the bytes at hand.
enum Look {
    /// More bytes are needed.
    Wait,
    /// These many bytes are of no use.
    Skip(usize),
    /// A finding that used up these many bytes.
    Found(Received, usize),
}

impl Decoder {
    /// Forgets everything received so far.
    pub fn reset(&mut self) {
        self.buffer.clear();
    }

    /// Takes newly arrived bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next finding, or `None` when more bytes are needed. What is kept never exceeds one frame.
    pub fn find(&mut self) -> Option<Received> {
        loop {
            match examine(&self.buffer) {
                Look::Wait => return None,
                Look::Skip(count) => self.discard(count),
                Look::Found(received, count) => {
                    self.discard(count);
                    return Some(received);
                }
            }
        }
    }

    /// The bytes at hand are a frame that began soundly and did not end: nothing more will come of it. Forgets it.
    pub fn breaks_off(&mut self) -> bool {
        let Some(start) = self.buffer.windows(2).position(|pair| pair == [0x00, 0xFF]) else {
            return false;
        };
        let began = match self.buffer[start + 2..] {
            [0xFF, 0xFF, high, low, check, ..] => high.wrapping_add(low).wrapping_add(check) == 0,
            [length, check, ..] => length != 0 && length != 0xFF && length.wrapping_add(check) == 0,
            _ => false,
        };
        if began {
            self.reset();
        }
        began
    }

    /// Drops bytes from the front.
    fn discard(&mut self, count: usize) {
        let _ = self.buffer.drain(..count.min(self.buffer.len()));
    }
}

/// Looks at the front of the buffer.
fn examine(buffer: &[u8]) -> Look {
    let Some(start) = buffer.windows(2).position(|pair| pair == [0x00, 0xFF]) else {
        let keep = usize::from(buffer.last() == Some(&0x00));
        let useless = buffer.len() - keep;
        return if useless == 0 {
            Look::Wait
        } else {
            Look::Skip(useless)
        };
    };
    let head = start + 2;
    match buffer[head..] {
        [0x00, 0xFF, ..] => Look::Found(Received::Ack, head + 2),
        [0xFF, 0x00, ..] => Look::Found(Received::Nack, head + 2),
        [0xFF, 0xFF, high, low, check, ..] => {
            let length = usize::from(u16::from_be_bytes([high, low]));
            let sound =
                high.wrapping_add(low).wrapping_add(check) == 0 && (1..=LONGEST).contains(&length);
            if sound {
                content(buffer, head + 5, length)
            } else {
                Look::Skip(head)
            }
        }
        [0xFF, 0xFF, ..] | [_] | [] => Look::Wait,
        [length, check, ..] => {
            let sound = length.wrapping_add(check) == 0 && length != 0;
            if sound {
                content(buffer, head + 2, usize::from(length))
            } else {
                Look::Skip(head)
            }
        }
    }
}

/// Takes the content of a frame whose header was sound. The closing zero is part of the proof: the checksum alone
/// does not notice a zero that was lost from the content.
fn content(buffer: &[u8], from: usize, length: usize) -> Look {
    let end = from + length;
    let Some(bytes) = buffer.get(from..end + 2) else {
        return Look::Wait;
    };
    let (content, closing) = bytes.split_at(length);
    if sum(bytes) != 0 || closing[1] != 0x00 {
        // What looks like the closing zero may belong to the next frame.
        return Look::Found(Received::Damaged, end + 1);
    }
    let received = if content == [0x7F] {
        Received::Error
    } else {
        Received::Frame(content.to_vec())
    };
    Look::Found(received, end + 2)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8]) -> Vec<Received> {
        let mut decoder = Decoder::default();
        decoder.push(bytes);
        std::iter::from_fn(|| decoder.find()).collect()
    }

    #[test]
    fn a_command_is_framed_as_on_the_wire() {
        assert_eq!(
            encode(&[0xD4, 0x02]),
            [0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00]
        );
    }

    #[test]
    fn acknowledgements_and_errors_are_told_apart() {
        assert_eq!(decode(&ACK), [Received::Ack]);
        assert_eq!(decode(&NACK), [Received::Nack]);
        assert_eq!(
            decode(&[0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00]),
            [Received::Error]
        );
    }

    #[test]
    fn a_wrong_checksum_is_reported() {
        let mut frame = encode(&[0xD5, 0x03, 0x32]);
        frame[7] ^= 1;
        assert_eq!(decode(&frame), [Received::Damaged]);
    }

    #[test]
    fn a_lost_zero_is_noticed() {
        let mut frame = encode(&[0xD5, 0x41, 0x00, 0x00, 0x07]);
        let _ = frame.remove(7);
        let mut decoder = Decoder::default();
        decoder.push(&frame);
        assert_eq!(decoder.find(), None);
        assert!(decoder.breaks_off());
    }

    #[test]
    fn a_broken_header_is_skipped_and_the_next_frame_found() {
        let mut bytes = vec![0x00, 0xFF, 0x05, 0x05, 0x13];
        bytes.extend(encode(&[0xD5, 0x15]));
        assert_eq!(decode(&bytes), [Received::Frame(vec![0xD5, 0x15])]);
    }

    proptest! {
        #[test]
        fn what_is_framed_is_found_again(content in proptest::collection::vec(any::<u8>(), 2..LONGEST), split in 0usize..300) {
            let frame = encode(&content);
            let (left, right) = frame.split_at(split.min(frame.len()));
            let mut decoder = Decoder::default();
            decoder.push(left);
            let early = decoder.find();
            decoder.push(right);
            prop_assert_eq!(early.or_else(|| decoder.find()), Some(Received::Frame(content)));
        }

        #[test]
        fn stray_bytes_before_the_preamble_do_not_hide_a_frame(stray in proptest::collection::vec(1u8..=254, 0..40)) {
            let mut bytes = stray;
            bytes.extend(encode(&[0xD5, 0x41, 0x00, 0xAF]));
            prop_assert_eq!(decode(&bytes), vec![Received::Frame(vec![0xD5, 0x41, 0x00, 0xAF])]);
        }

        #[test]
        fn arbitrary_bytes_neither_panic_nor_pile_up(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let mut decoder = Decoder::default();
            for piece in bytes.chunks(7) {
                decoder.push(piece);
                while decoder.find().is_some() {}
                prop_assert!(decoder.buffer.len() <= LONGEST + 11);
            }
        }
    }
}
