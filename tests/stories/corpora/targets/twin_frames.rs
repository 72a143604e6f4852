//! A hostile device on the line of the contact slot: whatever bytes, in whatever pieces.
//!
//! The first byte of each piece is its length, the highest bit aside; where that is set, the piece comes only once
//! something more was written to the device.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use keywright::device::Error as LineError;
use keywright::device::ccid::message::Request;
use keywright::device::ccid::twin::{MOST_MESSAGE, TwinTransport};
use keywright::device::ccid::{CcidTransport as _, Error};
use keywright::device::line::Line;

/// For one message: itself, twice more, and twice the wish for its answer.
const MOST_WRITES: u32 = 5;

struct Hostile<'a> {
    pieces: VecDeque<(bool, &'a [u8])>,
    writes: &'a std::sync::atomic::AtomicU32,
}

impl Hostile<'_> {
    /// The rest of a piece that did not fit, or all that wait for nothing.
    fn is_held_back(&self) -> bool {
        self.pieces.front().is_none_or(|(waits, _)| *waits)
    }
}

impl Line for Hostile<'_> {
    fn write_all(&mut self, _: &[u8]) -> Result<(), LineError> {
        let _before = self
            .writes
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if let Some((waits, _)) = self.pieces.front_mut() {
            *waits = false;
        }
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], _: Instant) -> Result<usize, LineError> {
        if self.is_held_back() {
            return Ok(0);
        }
        let Some((_, piece)) = self.pieces.pop_front() else {
            return Ok(0);
        };
        let (now, rest) = piece.split_at(piece.len().min(buffer.len()));
        buffer[..now.len()].copy_from_slice(now);
        if !rest.is_empty() {
            self.pieces.push_front((false, rest));
        }
        Ok(now.len())
    }

    fn set_baud(&mut self, _: u32) -> Result<(), LineError> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), LineError> {
        Ok(())
    }
}

/// Cuts the bytes into pieces.
fn pieces(mut bytes: &[u8]) -> VecDeque<(bool, &[u8])> {
    let mut pieces = VecDeque::new();
    while let Some((&head, rest)) = bytes.split_first() {
        let length = usize::from(head & 0x7F).min(rest.len());
        let (piece, after) = rest.split_at(length);
        if !piece.is_empty() {
            pieces.push_back((head & 0x80 != 0, piece));
        }
        bytes = after;
    }
    pieces
}

pub fn verdict(bytes: &[u8]) -> String {
    let writes = std::sync::atomic::AtomicU32::new(0);
    let pieces = pieces(bytes);
    let all: Vec<u8> = pieces
        .iter()
        .flat_map(|(_, piece)| *piece)
        .copied()
        .collect();
    let mut transport = TwinTransport::new(Hostile {
        pieces,
        writes: &writes,
    });
    let mut said = Vec::new();
    for sequence in 0..3 {
        let soon = Instant::now() + Duration::from_mins(1);
        let told = transport.notifications().unwrap().len();
        writes.store(0, std::sync::atomic::Ordering::Relaxed);
        let request = Request::GetSlotStatus.encode(0, sequence);
        transport.send(&request, soon).unwrap();
        said.push(match transport.receive(soon) {
            Ok(message) => {
                assert!((10..=MOST_MESSAGE).contains(&message.len()));
                assert!(message[0] & 0x80 != 0, "a request is no answer");
                let mut frame = [&[3, 6], &message[..]].concat();
                frame.push(frame.iter().fold(0, |sum, byte| sum ^ byte));
                let sent = all.windows(frame.len()).any(|part| part == frame);
                assert!(sent, "a message that nobody sent");
                format!("{told} told, {:02x} of {}", message[0], message.len())
            }
            Err(error @ (Error::Silent | Error::Malformed(_) | Error::Broken(_))) => {
                format!("{told} told, {}", error.code())
            }
            Err(error) => panic!("{error}"),
        });
        let count = writes.load(std::sync::atomic::Ordering::Relaxed);
        assert!(count <= MOST_WRITES, "{count} frames for one message");
    }
    said.join("; ")
}
