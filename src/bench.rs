//! Simulated hardware on real wires.

pub mod token;
