//! Simulated hardware on real wires.
