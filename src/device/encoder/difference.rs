//! Which byte ranges of an image must be written when the old one is known.

use std::ops::Range;

/// Equal bytes between two changes that cost less to write along than a second command would: a command has 8 bytes
/// of header and up to 19 of checksum and padding, and a frame carries 59.
const WORTH_BRIDGING: usize = 59;

/// Bytes that a write command carries besides its data: header, checksum and, on average, half a block of padding.
const OVERHEAD: usize = 20;

/// The ranges of `new` that differ from `old`, close ones joined; all of `new` when that is as cheap.
pub fn written_ranges(old: Option<&[u8]>, new: &[u8]) -> Vec<Range<usize>> {
    let Some(old) = old else {
        return whole(new);
    };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (place, byte) in new.iter().enumerate() {
        if old.get(place) == Some(byte) {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if place - last.end <= WORTH_BRIDGING => last.end = place + 1,
            _ => ranges.push(place..place + 1),
        }
    }
    let cost: usize = ranges.iter().map(|range| range.len() + OVERHEAD).sum();
    if cost >= new.len() + OVERHEAD {
        whole(new)
    } else {
        ranges
    }
}

/// All of it, as one range.
fn whole(new: &[u8]) -> Vec<Range<usize>> {
    std::iter::once(0..new.len()).collect()
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_distant_changes_are_two_ranges() {
        let old = [0; 1_000];
        let mut new = old;
        new[10] = 1;
        new[12] = 1;
        new[700] = 1;
        assert_eq!(written_ranges(Some(&old), &new), [10..13, 700..701]);
    }

    #[test]
    fn an_unknown_image_is_written_whole() {
        assert_eq!(written_ranges(None, &[1; 5]), [0..5]);
    }

    proptest! {
        #[test]
        fn writing_the_ranges_over_the_old_image_gives_the_new_one(
            old in proptest::collection::vec(0u8..3, 0..400),
            new in proptest::collection::vec(0u8..3, 1..400),
        ) {
            let ranges = written_ranges(Some(&old), &new);
            let mut file = old.clone();
            file.resize(400.max(file.len()), 0xEE);
            for range in &ranges {
                file[range.clone()].copy_from_slice(&new[range.clone()]);
            }
            prop_assert_eq!(&file[..new.len()], &new[..]);
        }
    }
}
