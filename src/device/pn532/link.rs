//! One command to the chip and its answer, over a line that may lose, damage or repeat bytes.
//!
//! The chip is not always polite: it may answer without acknowledging, and stray bytes may stand before a frame. A
//! damaged answer is asked for again; a time-out aborts the command, and then nobody may assume that it was not
//! carried out.

use std::time::{Duration, Instant};

use super::frame::{self, Decoder, Received};
use crate::device::Error;
use crate::device::line::Line;

/// How often a damaged frame is asked for, or sent, again.
const REPEATS: u32 = 3;
/// Bytes of one answer after which a talkative line is given up.
const MOST_BYTES: usize = 4_096;

/// How long the link waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// For the first sign of life after a command. The chip needs at most 15 ms; adapters add up to 16 ms each way.
    pub acknowledge: Duration,
    /// For the answer, once the command was acknowledged.
    pub answer: Duration,
    /// With the field off, so that a card surely loses its power and starts afresh.
    pub field_off: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            acknowledge: Duration::from_millis(250),
            answer: Duration::from_secs(1),
            field_off: Duration::from_millis(8),
        }
    }
}

/// What went over the line, counted since the link was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Commands sent to the chip, repeats not counted.
    pub commands: u32,
    /// Of these, exchanges with the fob (`InDataExchange`).
    pub exchanges: u32,
    /// Bytes sent on the line.
    pub bytes_out: u64,
    /// Bytes received on the line.
    pub bytes_in: u64,
}

/// The host link to one chip.
pub struct Link {
    line: Box<dyn Line>,
    decoder: Decoder,
    pub(super) timing: Timing,
    pub(super) traffic: Traffic,
}

impl Link {
    /// A link over `line`.
    pub fn new(line: Box<dyn Line>, timing: Timing) -> Self {
        Self {
            line,
            decoder: Decoder::default(),
            timing,
            traffic: Traffic::default(),
        }
    }

    /// Sends the wake-up pattern: the chip sleeps with its UART off and needs some edges to start.
    pub fn wake(&mut self) -> Result<(), Error> {
        let mut pattern = [0u8; 16];
        pattern[..2].fill(0x55);
        self.send(&pattern)
    }

    /// Sends one command and returns the data of its answer (what follows the command code).
    pub fn command(&mut self, code: u8, data: &[u8]) -> Result<Vec<u8>, Error> {
        let mut content = Vec::with_capacity(data.len() + 2);
        content.extend([frame::FROM_HOST, code]);
        content.extend_from_slice(data);
        let frame = frame::encode(&content);
        self.traffic.commands += 1;
        self.line.clear()?;
        self.decoder.reset();
        self.send(&frame)?;
        let answer = self.await_answer(code, &frame);
        if matches!(answer, Err(Error::EncoderSilent | Error::EncoderGarbled)) {
            self.abort()?;
        }
        answer
    }

    /// Tells the chip to drop the running command (host ACK).
    pub fn abort(&mut self) -> Result<(), Error> {
        self.send(&frame::ACK)
    }

    /// Sets the speed of this end.
    pub fn set_baud(&mut self, baud: u32) -> Result<(), Error> {
        self.line.set_baud(baud)
    }

    /// Reads frames until the answer to `code` is there.
    fn await_answer(&mut self, code: u8, frame: &[u8]) -> Result<Vec<u8>, Error> {
        let mut deadline = Instant::now() + self.timing.acknowledge;
        let mut repeats = 0;
        let mut seen = 0;
        let mut acknowledged = false;
        loop {
            let Some(received) = self.receive(deadline, &mut seen)? else {
                return Err(Error::EncoderSilent);
            };
            match received {
                // Only once: who acknowledges again and again would never let us go.
                Received::Ack if acknowledged => {}
                Received::Ack => {
                    acknowledged = true;
                    deadline = Instant::now() + self.timing.answer;
                }
                Received::Error => return Err(Error::EncoderRefused { command: code }),
                Received::Frame(content) => {
                    if content.starts_with(&[frame::FROM_CHIP, code.wrapping_add(1)]) {
                        return Ok(content[2..].to_vec());
                    }
                }
                Received::Nack | Received::Damaged => {
                    repeats += 1;
                    if repeats > REPEATS {
                        return Err(Error::EncoderGarbled);
                    }
                    // A refused command was not carried out and is sent again; a damaged answer is asked for again.
                    let again: &[u8] = if received == Received::Nack {
                        frame
                    } else {
                        &frame::NACK
                    };
                    self.send(again)?;
                    deadline = Instant::now() + self.timing.answer;
                }
            }
        }
    }

    /// The next finding on the line, `None` when the deadline passed.
    fn receive(&mut self, deadline: Instant, seen: &mut usize) -> Result<Option<Received>, Error> {
        let mut buffer = [0u8; 512];
        loop {
            if let Some(received) = self.decoder.find() {
                return Ok(Some(received));
            }
            let count = self.line.read(&mut buffer, deadline)?;
            *seen += count;
            self.traffic.bytes_in += count as u64;
            self.decoder.push(&buffer[..count]);
            if *seen > MOST_BYTES {
                return Ok(None);
            }
            if count == 0 {
                return Ok(self.decoder.breaks_off().then_some(Received::Damaged));
            }
        }
    }

    /// Sends bytes and counts them.
    fn send(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.traffic.bytes_out += bytes.len() as u64;
        self.line.write_all(bytes)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::device::line::MemoryLine;

    const ANSWER: [u8; 6] = [0xD5, 0x03, 0x32, 0x01, 0x06, 0x07];

    fn link(mut replies: Vec<Vec<u8>>) -> Link {
        replies.reverse();
        Link::new(
            Box::new(MemoryLine::new(move |_: &[u8]| {
                replies.pop().unwrap_or_default()
            })),
            Timing::default(),
        )
    }

    fn acknowledged() -> Vec<u8> {
        [frame::ACK.to_vec(), frame::encode(&ANSWER)].concat()
    }

    #[test]
    fn a_command_is_answered_after_its_acknowledgement() {
        assert_eq!(
            link(vec![acknowledged()]).command(0x02, &[]).unwrap(),
            ANSWER[2..]
        );
    }

    #[test]
    fn an_answer_without_acknowledgement_is_taken() {
        assert_eq!(
            link(vec![frame::encode(&ANSWER)])
                .command(0x02, &[])
                .unwrap(),
            ANSWER[2..]
        );
    }

    #[test]
    fn a_damaged_answer_is_asked_for_again() {
        let mut damaged = acknowledged();
        damaged[14] ^= 0x10;
        assert_eq!(
            link(vec![damaged, frame::encode(&ANSWER)])
                .command(0x02, &[])
                .unwrap(),
            ANSWER[2..]
        );
    }

    #[test]
    fn a_refused_frame_is_sent_again() {
        assert_eq!(
            link(vec![frame::NACK.to_vec(), acknowledged()])
                .command(0x02, &[])
                .unwrap(),
            ANSWER[2..]
        );
    }

    #[test]
    fn endless_damage_ends_in_a_named_error() {
        let mut damaged = acknowledged();
        damaged[14] ^= 0x10;
        assert_eq!(
            link(vec![damaged; 20]).command(0x02, &[]),
            Err(Error::EncoderGarbled)
        );
    }

    #[test]
    fn silence_ends_in_a_named_error() {
        assert_eq!(link(vec![]).command(0x02, &[]), Err(Error::EncoderSilent));
        assert_eq!(
            link(vec![frame::ACK.to_vec()]).command(0x02, &[]),
            Err(Error::EncoderSilent)
        );
    }

    #[test]
    fn an_error_frame_is_a_refusal() {
        let error = vec![0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00];
        assert_eq!(
            link(vec![error]).command(0x10, &[7]),
            Err(Error::EncoderRefused { command: 0x10 })
        );
    }

    #[test]
    fn the_answer_to_another_command_is_not_taken() {
        let stale = [frame::encode(&[0xD5, 0x41, 0x00]), acknowledged()].concat();
        assert_eq!(link(vec![stale]).command(0x02, &[]).unwrap(), ANSWER[2..]);
    }
}
