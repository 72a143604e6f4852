//! The PN532 reader chip on a serial line (high-speed UART), after UM0701-02.
//!
//! [`frame`] is the codec, [`Link`] sends a command and waits for its answer, [`Pn532`] knows the commands. Nothing
//! here knows what a fob's answer means.

/// The frame codec: pure functions and a decoder that resynchronises by itself.
pub mod frame;
mod link;
mod reader;

pub use link::{Link, Timing, Traffic};
pub use reader::{Firmware, Pn532, Target};
