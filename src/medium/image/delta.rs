//! Which bytes of a medium must be written anew.

use std::ops::Range;

/// Unchanged bytes up to this many between two changes are written too: they cost less than another command.
const BRIDGED: usize = 16;

/// The byte ranges in which `new` differs from `old`, ascending, close ones joined. What `old` lacks counts as
/// different; what it has beyond `new` is left alone, since no reader looks there.
pub fn changed_ranges(old: &[u8], new: &[u8]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (place, byte) in new.iter().enumerate() {
        if old.get(place) == Some(byte) {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if place <= last.end + BRIDGED => last.end = place + 1,
            _ => ranges.push(place..place + 1),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_are_written_and_near_ones_together() {
        let old = [0u8; 100];
        let mut new = [0u8; 110];
        new[3] = 1;
        new[10] = 1;
        new[60] = 1;
        assert_eq!(changed_ranges(&old, &new), [3..11, 60..61, 100..110]);
        assert_eq!(changed_ranges(&new, &old), [3..11, 60..61]);
        assert!(changed_ranges(&new, &new).is_empty());
    }
}
