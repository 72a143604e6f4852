//! Which fobs have room for an access table, told before anything is written.

use super::{Error, Station};
use crate::medium::layout::{Chip, KEYS_RECKONED, Layout};
use crate::medium::{self};
use crate::model::BLOCKLIST_CAPACITY;

/// How an empty fob is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// The sizes of its files.
    pub layout: Layout,
    /// Whether it has room for half a blocklist only.
    pub half_list: bool,
}

impl Room {
    /// The division of a fob with `memory` free bytes in a system of so many keys: a full blocklist where the chip
    /// has room for one, and all the rest for the table.
    ///
    /// # Errors
    /// [`medium::Error::ChipTooSmall`].
    pub fn of(memory: u32, keys: u32) -> Result<Self, medium::Error> {
        let keys = keys.max(KEYS_RECKONED);
        if let Ok(layout) = Layout::plan(memory, BLOCKLIST_CAPACITY, keys) {
            return Ok(Self {
                layout,
                half_list: false,
            });
        }
        Ok(Self {
            layout: Layout::plan(memory, BLOCKLIST_CAPACITY / 2, keys)?,
            half_list: true,
        })
    }
}

impl Station {
    /// How a fob with `memory` free bytes would be divided in this system.
    ///
    /// # Errors
    /// [`Error::Medium`] for a chip that is too small, [`Error::Store`].
    pub fn room(&self, memory: u32) -> Result<Room, Error> {
        Ok(Room::of(memory, self.keys_reckoned()?)?)
    }

    /// The chips on which a table of `length` bytes has room, the smallest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn chips_with_room(&self, length: usize) -> Result<Vec<&'static str>, Error> {
        let keys = self.keys_reckoned()?;
        let fits = |chip: &Chip| {
            Room::of(chip.memory(), keys).is_ok_and(|room| room.layout.check_image(length).is_ok())
        };
        let chips = Chip::ALL.into_iter().filter(fits);
        Ok(chips.map(Chip::as_str).collect())
    }

    pub(super) fn keys_reckoned(&self) -> Result<u32, Error> {
        let keys = self.read(|reading| reading.key_count())?;
        Ok(u32::try_from(keys).unwrap_or(u32::MAX).max(KEYS_RECKONED))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_chip_has_room_for_half_a_list_and_the_larger_for_a_whole_one() {
        let rooms = Chip::ALL.map(|chip| Room::of(chip.memory(), 1).unwrap());
        assert!(rooms[0].half_list);
        assert!(rooms[1..].iter().all(|room| !room.half_list));
        assert!(
            rooms
                .windows(2)
                .all(|pair| pair[0].layout.image <= pair[1].layout.image)
        );
        assert!(Room::of(500, 1).is_err());
    }
}
