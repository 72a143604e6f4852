//! Frames between host and PN532 (UM0701-02, section 6.2.1): normal, extended, acknowledgement, refusal, error.
//! Finds them in a stream with any noise before them. Must not know commands.

/// Longest data of a frame: identifier, command and 264 bytes.
const LONGEST: usize = 266;
/// Direction byte of the host.
const FROM_HOST: u8 = 0xD4;

/// The acknowledgement.
pub(super) const ACK: [u8; 6] = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];
/// The answer to a command that is not understood.
pub(super) const ERROR: [u8; 8] = [0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00];

/// Something the host sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Incoming {
    /// Acknowledgement: breaks off what is under way.
    Ack,
    /// The last answer is wanted again.
    Nack,
    /// Command code and parameters.
    Command(Vec<u8>),
}

/// Collects the host's bytes.
#[derive(Debug, Default)]
pub(super) struct Collector {
    bytes: Vec<u8>,
}

enum Found {
    /// A frame of so many bytes.
    Frame(Option<Incoming>, usize),
    /// More bytes are needed.
    Unfinished,
    /// No frame starts here.
    Nothing,
}

impl Collector {
    /// Adds a byte; tells what it completed.
    pub(super) fn add(&mut self, byte: u8) -> Option<Incoming> {
        self.bytes.push(byte);
        loop {
            let start = self.bytes.windows(2).position(|pair| pair == [0x00, 0xFF]);
            let Some(start) = start else {
                let keep = usize::from(self.bytes.last() == Some(&0x00));
                drop(self.bytes.drain(..self.bytes.len() - keep));
                return None;
            };
            drop(self.bytes.drain(..start));
            match parse(&self.bytes[2..]) {
                Found::Unfinished => return None,
                Found::Nothing => drop(self.bytes.drain(..2)),
                Found::Frame(incoming, length) => {
                    drop(self.bytes.drain(..2 + length));
                    if incoming.is_some() {
                        return incoming;
                    }
                }
            }
        }
    }

    /// Forgets what has been collected.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }
}

/// Reads what follows the start code.
fn parse(bytes: &[u8]) -> Found {
    match bytes {
        [0x00, 0xFF, ..] => Found::Frame(Some(Incoming::Ack), 2),
        [0xFF, 0x00, ..] => Found::Frame(Some(Incoming::Nack), 2),
        [0xFF, 0xFF, high, low, check, rest @ ..] => {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            let right = high.wrapping_add(*low).wrapping_add(*check) == 0 && length <= LONGEST;
            if right {
                data(rest, length, 5)
            } else {
                Found::Nothing
            }
        }
        [0xFF, 0xFF, ..] | [] | [_] => Found::Unfinished,
        [length, check, rest @ ..] if length.wrapping_add(*check) == 0 => {
            data(rest, usize::from(*length), 2)
        }
        _ => Found::Nothing,
    }
}

fn data(rest: &[u8], length: usize, before: usize) -> Found {
    let Some(bytes) = rest.get(..=length) else {
        return Found::Unfinished;
    };
    let right = bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) == 0;
    match &bytes[..length] {
        [FROM_HOST, command @ ..] if right && !command.is_empty() => Found::Frame(
            Some(Incoming::Command(command.to_vec())),
            before + length + 1,
        ),
        _ => Found::Nothing,
    }
}

/// The frame around an answer: identifier D5 and `answer`.
pub(super) fn answer(answer: &[u8]) -> Vec<u8> {
    let length = answer.len() + 1;
    let mut frame = vec![0x00, 0x00, 0xFF];
    let [low, high, ..] = length.to_le_bytes();
    if length <= 0xFF {
        frame.extend([low, 0_u8.wrapping_sub(low)]);
    } else {
        frame.extend([
            0xFF,
            0xFF,
            high,
            low,
            0_u8.wrapping_sub(high).wrapping_sub(low),
        ]);
    }
    let sum = answer
        .iter()
        .fold(0xD5_u8, |sum, byte| sum.wrapping_add(*byte));
    frame.push(0xD5);
    frame.extend_from_slice(answer);
    frame.extend([0_u8.wrapping_sub(sum), 0x00]);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collect(bytes: &[u8]) -> Vec<Incoming> {
        let mut collector = Collector::default();
        bytes
            .iter()
            .filter_map(|byte| collector.add(*byte))
            .collect()
    }

    #[test]
    fn a_command_is_found_behind_any_wake_up() {
        let command = [0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00];
        let wake_ups: [&[u8]; 4] = [
            &[],
            &[0x55; 20],
            &[0x55, 0x55, 0, 0, 0, 0, 0, 0],
            &[0xFF, 0x00, 0x13],
        ];
        for wake_up in wake_ups {
            let found = collect(&[wake_up, &command].concat());
            assert_eq!(found, [Incoming::Command(vec![0x02])]);
        }
    }

    #[test]
    fn a_broken_frame_is_passed_over_and_the_next_one_found() {
        let good = [0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00];
        for damaged in 3..8 {
            let mut bad = good;
            bad[damaged] ^= 0x01;
            let found = collect(&[bad, good, good].concat());
            assert!(found.contains(&Incoming::Command(vec![0x02])), "{damaged}");
        }
    }

    #[test]
    fn acknowledgement_refusal_and_extended_frames_are_understood() {
        assert_eq!(collect(&ACK), [Incoming::Ack]);
        assert_eq!(
            collect(&[0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00]),
            [Incoming::Nack]
        );
        let extended = [
            0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x00, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00,
        ];
        assert_eq!(collect(&extended), [Incoming::Command(vec![0x02])]);
    }

    #[test]
    fn a_long_answer_is_sent_in_an_extended_frame() {
        assert_eq!(
            answer(&[0x03, 0x32])[..7],
            [0x00, 0x00, 0xFF, 0x03, 0xFD, 0xD5, 0x03]
        );
        assert_eq!(
            answer(&[0; 255])[..8],
            [0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x01, 0x00, 0xFF]
        );
    }
}
