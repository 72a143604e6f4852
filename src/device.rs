//! The wires to real hardware.

pub mod piv;
pub mod programming_key;
pub mod token_link;
