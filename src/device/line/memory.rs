//! A line whose other end is a function: bytes in, bytes out. For tests and for the bench in one process.

use std::collections::VecDeque;
use std::time::Instant;

use super::Line;
use crate::device::Error;

/// A line in memory. What is written is handed to the peer at once; what the peer returns can be read.
///
/// The peer answers synchronously, so an empty buffer means that nothing will come: reading then reports the
/// deadline as passed without waiting for it. That makes time-outs free in tests.
pub struct MemoryLine<Peer> {
    peer: Peer,
    arrived: VecDeque<u8>,
}

impl<Peer: FnMut(&[u8]) -> Vec<u8> + Send> MemoryLine<Peer> {
    /// A line to `peer`, which gets each piece written and returns the bytes it sends back.
    pub fn new(peer: Peer) -> Self {
        Self {
            peer,
            arrived: VecDeque::new(),
        }
    }
}

impl<Peer: FnMut(&[u8]) -> Vec<u8> + Send> Line for MemoryLine<Peer> {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.arrived.extend((self.peer)(bytes));
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], _deadline: Instant) -> Result<usize, Error> {
        let count = buffer.len().min(self.arrived.len());
        for (place, byte) in buffer.iter_mut().zip(self.arrived.drain(..count)) {
            *place = byte;
        }
        Ok(count)
    }

    fn set_baud(&mut self, _baud: u32) -> Result<(), Error> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.arrived.clear();
        Ok(())
    }
}
