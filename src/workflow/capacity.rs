//! How much of a medium a key's access takes, chip by chip, so that a medium that is too small is known before one lies
//! on the encoder.

use super::{Error, KeyPlan, Station};
use crate::medium::layout::{Chip, KEYS_RECKONED};
use crate::medium::{self, Image, Layout};
use crate::model::BLOCKLIST_CAPACITY;

/// What a key's access takes, and what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// Bytes of the image; where it fits no medium, what it would have, were there no limit.
    pub needed: usize,
    /// What there is on each chip, the smallest first.
    pub rooms: Vec<Room>,
}

/// The room for an image on an empty medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Which chip.
    pub chip: Chip,
    /// Bytes for the image beside the blocklist.
    pub bytes: usize,
    /// Whether the image fits.
    pub fits: bool,
}

impl Capacity {
    /// The chips that are too small.
    pub fn too_small(&self) -> impl Iterator<Item = &Room> {
        self.rooms.iter().filter(|room| !room.fits)
    }
}

impl Station {
    /// What the access of a key takes, and what there is on an empty medium of each chip.
    ///
    /// # Errors
    /// [`Error::Medium`] for a lock number that no medium holds, [`Error::Store`].
    pub fn capacity(&self, plan: &KeyPlan) -> Result<Capacity, Error> {
        let needed = match plan.image_length {
            Some(length) => length,
            None => Image::extent(&plan.wanted.table)?,
        };
        let keys = self.keys_reckoned()?;
        let room = |chip: Chip| {
            let bytes = layout(chip.memory(), keys).map_or(0, |layout| layout.image as usize);
            Room {
                chip,
                bytes,
                fits: plan.image_length.is_some_and(|length| length <= bytes),
            }
        };
        Ok(Capacity {
            needed,
            rooms: Chip::ALL.map(room).to_vec(),
        })
    }

    /// As [`room`], in this system.
    ///
    /// # Errors
    /// [`Error::Medium`] for a chip that is too small, [`Error::Store`].
    pub fn room(&self, memory: u32) -> Result<(u32, bool), Error> {
        Ok(room(memory, self.keys_reckoned()?)?)
    }

    /// The bytes for a table on any medium of the size of one with so much memory, with which [`Station::capacity`]
    /// reckons: media of a size differ a little. None for one that is too small.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn room_reckoned(&self, memory: u32) -> Result<Option<u32>, Error> {
        let keys = self.keys_reckoned()?;
        let size = Chip::ALL.into_iter().map(Chip::memory);
        let size = size.filter(|size| *size <= memory).max();
        Ok(size.and_then(|size| Some(layout(size, keys).ok()?.image)))
    }

    /// For how many keys a blocklist is reckoned.
    pub(super) fn keys_reckoned(&self) -> Result<u32, Error> {
        let keys = self.read(|reading| reading.key_count())?;
        Ok(u32::try_from(keys).unwrap_or(u32::MAX).max(KEYS_RECKONED))
    }
}

/// The files of an empty medium: room for a full blocklist where the chip has it, else for half of one, and all the
/// rest for the image.
pub(super) fn layout(memory: u32, keys: u32) -> Result<Layout, medium::Error> {
    Layout::plan_or_half(memory, BLOCKLIST_CAPACITY, keys)
}

/// The bytes for a table on an empty medium with `memory` free bytes in a system of so many keys, and whether beside it
/// there is room for half a blocklist only.
///
/// # Errors
/// [`medium::Error::ChipTooSmall`].
pub fn room(memory: u32, keys: u32) -> Result<(u32, bool), medium::Error> {
    let keys = keys.max(KEYS_RECKONED);
    let half = Layout::plan(memory, BLOCKLIST_CAPACITY, keys).is_err();
    Ok((layout(memory, keys)?.image, half))
}
