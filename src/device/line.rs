//! Byte transports. A line carries bytes to a device and back and knows nothing of frames.

pub mod candidates;
pub mod latency;
mod memory;
pub mod serial;

pub use memory::MemoryLine;
pub use serial::{SerialLine, ports};

use std::time::Instant;

use crate::device::Error;

/// A blocking, ordered, unreliable stream of bytes to one device.
pub trait Line: Send {
    /// Sends all bytes.
    ///
    /// # Errors
    /// [`Error::Unplugged`] when the other end is gone.
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error>;

    /// Waits for at least one byte and returns how many were put into `buffer`; 0 when `deadline` passed first.
    ///
    /// # Errors
    /// [`Error::Unplugged`] when the other end is gone.
    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error>;

    /// Changes the speed, in baud, of this end.
    ///
    /// # Errors
    /// [`Error::Unplugged`] when the port does not take it.
    fn set_baud(&mut self, baud: u32) -> Result<(), Error>;

    /// Throws away what has arrived and was not read.
    ///
    /// # Errors
    /// [`Error::Unplugged`] when the other end is gone.
    fn clear(&mut self) -> Result<(), Error>;
}
