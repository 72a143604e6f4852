//! What a lock spends on reading, and the sizes that follow from it.
//!
//! The reckoning is that of enciphered reading from a DESFire EV1 with 64-byte frames: a command of 8 bytes
//! (command byte, file, offset, length), an answer that is the data and a 4-byte CRC padded to 16, sent in
//! frames of at most 59 bytes each with a status byte, and one byte to ask for each further frame.

use std::ops::AddAssign;

/// A lock reads this much of the image at first: three frames filled.
pub const FIRST_READ: usize = 172;
/// How long a head may be, by the number of levels under it, so that no lock reads more than
/// [`BYTES_LIMIT`] bytes in [`EXCHANGES_LIMIT`] exchanges.
pub const HEAD_LIMITS: [usize; 3] = [456, 376, 280];
/// Bytes of a leaf.
pub const LEAF: usize = 60;
/// Leaves listed by a page.
pub const LEAVES_PER_PAGE: usize = 6;
/// Bytes of a branch: first number (3), hash (12).
pub const BRANCH: usize = 15;
/// Bytes of a page.
pub const PAGE: usize = LEAVES_PER_PAGE * BRANCH;
/// The body starts at a multiple of this.
pub const BODY_ALIGNMENT: usize = 32;
/// How many zeros there are between head and body at most.
pub const SPARE_LIMIT: usize = 64;
/// Most exchanges of a decision, after authentication.
pub const EXCHANGES_LIMIT: u32 = 10;
/// Most bytes of a decision, both directions together, after authentication.
pub const BYTES_LIMIT: u32 = 500;

/// Where the body begins after a new head of `length` bytes: behind the room for two more branches where branches
/// lead to leaves, so that another leaf does not move those there are.
pub(super) fn body_offset(length: usize, levels: u8) -> usize {
    let spare = if levels == 1 { 2 * BRANCH } else { 0 };
    (length + spare).next_multiple_of(BODY_ALIGNMENT)
}

/// Exchanges and bytes, both directions together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// Commands with their answers.
    pub exchanges: u32,
    /// Bytes of commands and answers.
    pub bytes: u32,
}

impl Traffic {
    /// What reading `length` bytes at once costs.
    pub fn of_read(length: u32) -> Self {
        let answer = length.saturating_add(4).div_ceil(16) * 16;
        let frames = answer.div_ceil(59);
        Self {
            exchanges: frames,
            bytes: 8 + (frames - 1) + answer + frames,
        }
    }

    /// What writing `length` bytes at once costs: the same frames the other way, the first of them holding the
    /// 8 bytes of the command, the answer a status byte and an 8-byte CMAC.
    pub fn of_write(length: u32) -> Self {
        let sent = 8 + length.saturating_add(4).div_ceil(16) * 16;
        let frames = sent.div_ceil(60).max(1);
        Self {
            exchanges: frames,
            bytes: sent + (frames - 1) + frames + 8,
        }
    }
}

impl AddAssign for Traffic {
    fn add_assign(&mut self, other: Self) {
        self.exchanges = self.exchanges.saturating_add(other.exchanges);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(reads: &[usize]) -> Traffic {
        let mut total = Traffic::default();
        for &length in reads {
            total += Traffic::of_read(u32::try_from(length).unwrap_or(u32::MAX));
        }
        total
    }

    #[test]
    fn the_longest_heads_still_keep_a_lock_within_its_budget() {
        let [inline, leaves, pages] = HEAD_LIMITS.map(|limit| limit - FIRST_READ);
        for reads in [
            &[FIRST_READ, inline][..],
            &[FIRST_READ, leaves, LEAF],
            &[FIRST_READ, pages, PAGE, LEAF],
        ] {
            let spent = cost(reads);
            assert!(
                spent.exchanges <= EXCHANGES_LIMIT && spent.bytes <= BYTES_LIMIT,
                "{spent:?}"
            );
        }
    }

    #[test]
    fn a_read_is_reckoned_by_its_padded_frames() {
        assert_eq!(
            Traffic::of_read(44),
            Traffic {
                exchanges: 1,
                bytes: 57
            }
        );
        assert_eq!(
            Traffic::of_read(172),
            Traffic {
                exchanges: 3,
                bytes: 189
            }
        );
    }
}
