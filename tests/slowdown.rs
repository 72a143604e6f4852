//! How busy the computer is, for what must happen within a time that people are promised.

use std::time::{Duration, Instant};

/// How long is looked.
const PROBE: Duration = Duration::from_millis(500);

/// How many times longer things take now than they would if nothing else ran on the computer: a short piece of work
/// is hardly ever interrupted, many of them are.
pub fn slowdown() -> f64 {
    let begun = Instant::now();
    let mut pieces = Vec::new();
    while begun.elapsed() < PROBE {
        let piece = Instant::now();
        let mut sum = 0_u32;
        for number in 0..2_000 {
            sum = std::hint::black_box(sum.rotate_left(3) ^ number);
        }
        pieces.push(piece.elapsed());
    }
    let least = pieces.iter().min().unwrap().as_secs_f64();
    let undisturbed = least * f64::from(u32::try_from(pieces.len()).unwrap());
    (begun.elapsed().as_secs_f64() / undisturbed).max(1.0)
}
