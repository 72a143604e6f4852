//! The wires to real hardware.
