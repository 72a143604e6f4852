//! Lines in memory to the contact slot: that of the bench, and one of another maker made by hand. Waiting costs nothing.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use keywright::bench::contact::Contact;
use keywright::bench::fault::Piece;
use keywright::device::Error;
use keywright::device::line::Line;

/// A line to the bench's reader. Clones lead to the same.
#[derive(Clone, Default)]
pub struct Wire(Arc<Mutex<(Contact, [u64; 2])>>);

impl Wire {
    pub fn contact(&self) -> impl std::ops::DerefMut<Target = (Contact, [u64; 2])> + '_ {
        let held: MutexGuard<'_, _> = self.0.lock().unwrap();
        held
    }

    /// Bytes to the reader and back since the last call.
    pub fn take_bytes(&self) -> [u64; 2] {
        std::mem::take(&mut self.contact().1)
    }
}

impl Line for Wire {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let (contact, counts) = &mut *self.contact();
        counts[0] += bytes.len() as u64;
        contact.write(bytes);
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
        let left = deadline.saturating_duration_since(Instant::now());
        let (contact, counts) = &mut *self.contact();
        let next = contact.read().or_else(|| {
            // Nothing comes from us either.
            contact.pause();
            contact.read()
        });
        let Some(Piece { late, mut bytes }) = next else {
            return Ok(0);
        };
        if late > left {
            let late = late.saturating_sub(left);
            contact.put_back(Piece { late, bytes });
            return Ok(0);
        }
        let rest = bytes.split_off(bytes.len().min(buffer.len()));
        buffer[..bytes.len()].copy_from_slice(&bytes);
        counts[1] += bytes.len() as u64;
        if !rest.is_empty() {
            let late = Duration::ZERO;
            contact.put_back(Piece { late, bytes: rest });
        }
        Ok(bytes.len())
    }

    fn set_baud(&mut self, _: u32) -> Result<(), Error> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.contact().0.discard();
        Ok(())
    }
}

/// A line on which something comes without end, and no reader is. It counts what was read.
pub struct Noise {
    /// What comes, again and again.
    pub bytes: &'static [u8],
    /// How long each piece takes.
    pub pause: Duration,
}

impl Line for Noise {
    fn write_all(&mut self, _: &[u8]) -> Result<(), Error> {
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
        let left = deadline.saturating_duration_since(Instant::now());
        std::thread::sleep(self.pause.min(left));
        if self.pause > left {
            return Ok(0);
        }
        let count = buffer.len().min(self.bytes.len());
        buffer[..count].copy_from_slice(&self.bytes[..count]);
        Ok(count)
    }

    fn set_baud(&mut self, _: u32) -> Result<(), Error> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// A reader that sends nothing back but its answers and does not tell its firmware, with a card of T=0 that knows no
/// application; or a mute one.
pub struct OtherMaker {
    answers: VecDeque<u8>,
    mute: bool,
}

impl OtherMaker {
    pub fn new(mute: bool) -> Self {
        Self {
            answers: VecDeque::new(),
            mute,
        }
    }
}

impl Line for OtherMaker {
    fn write_all(&mut self, frame: &[u8]) -> Result<(), Error> {
        let data = &frame[12..frame.len() - 1];
        let (kind, status, error, data): (u8, u8, u8, &[u8]) = match frame[2] {
            0x62 if self.mute => (0x80, 0x41, 0xFE, &[]),
            0x62 => (0x80, 0, 0, &[0x3B, 0x00]),
            0x61 => (0x82, 0, 0, data),
            0x6F => (0x80, 0, 0, &[0x6A, 0x82]),
            0x63 | 0x65 => (0x81, 1, 0, &[]),
            _ => (0x81, 0x41, 0, &[]),
        };
        let length = u8::try_from(data.len()).unwrap();
        let mut answer = vec![3, 6, kind, length, 0, 0, 0, frame[7], frame[8]];
        answer.extend([status, error, 0]);
        answer.extend(data);
        answer.push(answer.iter().fold(0, |sum, byte| sum ^ byte));
        self.answers.extend(answer);
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], _: Instant) -> Result<usize, Error> {
        let count = buffer.len().min(self.answers.len());
        for (place, byte) in buffer.iter_mut().zip(self.answers.drain(..count)) {
            *place = byte;
        }
        Ok(count)
    }

    fn set_baud(&mut self, _: u32) -> Result<(), Error> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.answers.clear();
        Ok(())
    }
}
