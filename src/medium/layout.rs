//! How a key fob is laid out: one DESFire application, four keys, three files, and what fits on which chip.
//!
//! # Application and keys
//!
//! AID F54B57 (on the wire 57 4B F5), no ISO name, AES. Every key is the base key of its role and generation,
//! diversified (NXP AN10922, AES-128): `CMAC(base, 01 || UID (7) || 57 4B F5 || system id (8))`. The 19 bytes
//! of input are padded to 32 as AN10922 asks, which is what CMAC (NIST SP 800-38B) does by itself. The key's
//! version byte is its generation, so GetKeyVersion tells which base key to take.
//!
//! | key | role | held by |
//! |---|---|---|
//! | 0 | application master | station |
//! | 1 | station-write | station |
//! | 2 | lock-read | locks |
//! | 3 | lock-carry | locks |
//!
//! # Files
//!
//! | file | kind | read | write | read and write | change |
//! |---|---|---|---|---|---|
//! | 1 image | backup data, enciphered | 2 | 1 | 1 | 0 |
//! | 2 blocklist | backup data, enciphered | 3 | 3 | 1 | 0 |
//! | 3 events | cyclic records of 16 bytes, 17 of them (16 kept), enciphered | 1 | 3 | 1 | 0 |
//!
//! # What fits
//!
//! Memory is given out in units of 32 bytes; a backup file takes twice its size. The blocklist's file is made
//! for a number of blocked keys among 100,000 in the worst case; the rest is the image's, up to the longest
//! image that a lock can read within its budget (5,248 bytes). Bytes for the image:
//!
//! | chip | memory reckoned with | 0 blocked | 250 blocked | 500 blocked |
//! |---|---|---|---|---|
//! | ev1-2k | 2048 | 640 | 288 | 0 |
//! | ev1-4k | 4096 | 1664 | 1312 | 992 |
//! | ev1-8k | 7680 | 3456 | 3104 | 2784 |
//! | ev2-8k | 7680 | 3456 | 3104 | 2784 |
//! | ev3-16k | 15360 | 5248 | 5248 | 5248 |
//!
//! 0 = no image at all: such a medium is refused for such a list. The image's file never has less than 192 bytes: a
//! lock asks for 172 of any medium before it knows how long the image is, and a card gives nothing of a shorter file. Emptied cards report a little more memory
//! than is reckoned with; where the card's own figure is known, [`Layout::plan`] takes that.

use serde::{Deserialize, Serialize};

use super::Error;
use super::blocklist;
use super::event::RECORD;
use super::image::IMAGE_LIMIT;
use super::image::budget::FIRST_READ;
use crate::model::SystemId;

/// Identifier of the application.
pub const AID: u32 = 0x00F5_4B57;
/// The identifier as it stands on the wire and in derivations, lowest byte first.
pub const AID_ON_WIRE: [u8; 3] = [0x57, 0x4B, 0xF5];
/// Key settings byte 2 of CreateApplication: AES, four keys.
pub const KEY_SETTINGS: u8 = 0x84;
/// Records of the event file; a cyclic file keeps one fewer.
pub const EVENT_RECORDS: u32 = 17;
/// Memory is given out in units of so many bytes.
pub const UNIT: u32 = 32;
/// What application, keys and file heads are reckoned to take.
pub const RESERVE: u32 = 256;
/// How many key numbers the blocklist's file is made for, unless the system has more.
pub const KEYS_RECKONED: u32 = 100_000;

/// The keys of the application. "Free" is no key, so free access cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeySlot {
    /// 0: the application master key.
    ApplicationMaster,
    /// 1: the station writes image and blocklist, and reads everything.
    StationWrite,
    /// 2: a lock reads the image.
    LockRead,
    /// 3: a lock reads and writes the blocklist, and leaves events.
    LockCarry,
}

impl KeySlot {
    /// Every key by number.
    pub const ALL: [Self; 4] = [
        Self::ApplicationMaster,
        Self::StationWrite,
        Self::LockRead,
        Self::LockCarry,
    ];

    /// Its number on the card.
    pub fn number(self) -> u8 {
        match self {
            Self::ApplicationMaster => 0,
            Self::StationWrite => 1,
            Self::LockRead => 2,
            Self::LockCarry => 3,
        }
    }
}

/// Which key gives which access to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Access {
    /// Reading.
    pub read: KeySlot,
    /// Writing.
    pub write: KeySlot,
    /// Reading and writing.
    pub read_write: KeySlot,
    /// Changing these settings.
    pub change: KeySlot,
}

impl Access {
    /// The two bytes as on the wire, lowest first: change and read-write, then write and read.
    pub fn on_wire(self) -> [u8; 2] {
        [
            self.read_write.number() << 4 | self.change.number(),
            self.read.number() << 4 | self.write.number(),
        ]
    }
}

/// The files of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum File {
    /// 1: the image.
    Image,
    /// 2: the blocklist of the home group.
    Blocklist,
    /// 3: what locks decided.
    Events,
}

impl File {
    /// Every file by number.
    pub const ALL: [Self; 3] = [Self::Image, Self::Blocklist, Self::Events];

    /// Its number on the card.
    pub fn number(self) -> u8 {
        match self {
            Self::Image => 1,
            Self::Blocklist => 2,
            Self::Events => 3,
        }
    }

    /// Who may do what with it.
    pub fn access(self) -> Access {
        let (read, write) = match self {
            Self::Image => (KeySlot::LockRead, KeySlot::StationWrite),
            Self::Blocklist => (KeySlot::LockCarry, KeySlot::LockCarry),
            Self::Events => (KeySlot::StationWrite, KeySlot::LockCarry),
        };
        let (read_write, change) = (KeySlot::StationWrite, KeySlot::ApplicationMaster);
        Access {
            read,
            write,
            read_write,
            change,
        }
    }
}

/// The chips that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Chip {
    /// DESFire EV1 with 2 KB.
    #[serde(rename = "ev1-2k")]
    Ev1With2K,
    /// DESFire EV1 with 4 KB.
    #[serde(rename = "ev1-4k")]
    Ev1With4K,
    /// DESFire EV1 with 8 KB.
    #[serde(rename = "ev1-8k")]
    Ev1With8K,
    /// DESFire EV2 with 8 KB.
    #[serde(rename = "ev2-8k")]
    Ev2With8K,
    /// DESFire EV3 with 16 KB.
    #[serde(rename = "ev3-16k")]
    Ev3With16K,
}

impl Chip {
    /// Every chip, the smallest first.
    pub const ALL: [Self; 5] = [
        Self::Ev1With2K,
        Self::Ev1With4K,
        Self::Ev1With8K,
        Self::Ev2With8K,
        Self::Ev3With16K,
    ];

    /// Its name in commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ev1With2K => "ev1-2k",
            Self::Ev1With4K => "ev1-4k",
            Self::Ev1With8K => "ev1-8k",
            Self::Ev2With8K => "ev2-8k",
            Self::Ev3With16K => "ev3-16k",
        }
    }

    /// Its name as it is sold.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ev1With2K => "MIFARE DESFire EV1 2K",
            Self::Ev1With4K => "MIFARE DESFire EV1 4K",
            Self::Ev1With8K => "MIFARE DESFire EV1 8K",
            Self::Ev2With8K => "MIFARE DESFire EV2 8K",
            Self::Ev3With16K => "MIFARE DESFire EV3 16K",
        }
    }

    /// Bytes reckoned with on an empty card: never more than such cards report.
    pub fn memory(self) -> u32 {
        match self {
            Self::Ev1With2K => 2_048,
            Self::Ev1With4K => 4_096,
            Self::Ev1With8K | Self::Ev2With8K => 7_680,
            Self::Ev3With16K => 15_360,
        }
    }
}

/// How large the files of one medium are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Layout {
    /// Bytes of the image file.
    pub image: u32,
    /// Bytes of the blocklist file.
    pub blocklist: u32,
}

impl Layout {
    /// The layout of a card with `memory` free bytes whose blocklist file shall hold any `blocked` of the keys
    /// below `keys`. The image takes the rest, up to the longest image there is.
    ///
    /// # Errors
    /// [`Error::ChipTooSmall`] where no image would fit.
    pub fn plan(memory: u32, blocked: usize, keys: u32) -> Result<Self, Error> {
        let blocklist = whole_units(blocklist::longest(blocked, keys));
        let events = whole_units(EVENT_RECORDS as usize * RECORD);
        let left = memory
            .saturating_sub(RESERVE + events)
            .saturating_sub(2 * blocklist);
        let image = (left / 2 / UNIT * UNIT).min(whole_units(IMAGE_LIMIT));
        if image < whole_units(FIRST_READ) {
            return Err(Error::ChipTooSmall { memory, blocked });
        }
        Ok(Self { image, blocklist })
    }

    /// As [`Layout::plan`] where the medium has room for a list of `blocked` keys, else for one of half as many.
    ///
    /// # Errors
    /// [`Error::ChipTooSmall`] where no image would fit beside that either.
    pub fn plan_or_half(memory: u32, blocked: usize, keys: u32) -> Result<Self, Error> {
        Self::plan(memory, blocked, keys).or_else(|_| Self::plan(memory, blocked / 2, keys))
    }

    /// What fits into the memory that is left on a medium where an interrupted run, whose layout nobody knows any
    /// more, may have made the image file already: as [`Layout::plan_or_half`] where that is possible, else the
    /// half list and an image of `length` bytes, for which a file may stand. Never shorter than what a lock reads
    /// first: of a shorter file it reads nothing.
    pub fn rest(memory: u32, blocked: usize, keys: u32, length: usize) -> Self {
        Self::plan_or_half(memory, blocked, keys).unwrap_or_else(|_| Self {
            image: whole_units(length.max(FIRST_READ)),
            blocklist: whole_units(blocklist::longest(blocked / 2, keys)),
        })
    }

    /// Whether an image of `length` bytes fits, before it is written.
    ///
    /// # Errors
    /// [`Error::ImageTooLarge`] where it does not.
    pub fn check_image(&self, length: usize) -> Result<(), Error> {
        let limit = self.image as usize;
        if length <= limit {
            Ok(())
        } else {
            Err(Error::ImageTooLarge {
                needed: length,
                limit,
            })
        }
    }

    /// Whether a blocklist of `length` bytes fits, before it is written.
    ///
    /// # Errors
    /// [`Error::BlocklistTooLarge`] where it does not.
    pub fn check_blocklist(&self, length: usize) -> Result<(), Error> {
        let limit = self.blocklist as usize;
        if length <= limit {
            Ok(())
        } else {
            Err(Error::BlocklistTooLarge {
                needed: length,
                limit,
            })
        }
    }

    /// Memory that the three files take.
    pub fn memory(&self) -> u32 {
        2 * (self.image + self.blocklist) + whole_units(EVENT_RECORDS as usize * RECORD)
    }
}

fn whole_units(bytes: usize) -> u32 {
    u32::try_from(bytes)
        .unwrap_or(u32::MAX / 4)
        .next_multiple_of(UNIT)
}

/// The 18 bytes over which a medium's keys are diversified: UID, AID as on the wire, system id.
pub fn diversification_input(uid: &[u8; 7], system: SystemId) -> [u8; 18] {
    let mut input = [0; 18];
    input[..7].copy_from_slice(uid);
    input[7..10].copy_from_slice(&AID_ON_WIRE);
    input[10..].copy_from_slice(&system.0);
    input
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_published_table_is_what_is_reckoned() {
        let published: Vec<&str> = include_str!("layout.rs")
            .lines()
            .filter(|line| line.starts_with("//! | ev"))
            .collect();
        let row = |chip: Chip| {
            let image = |blocked| {
                let plan = Layout::plan(chip.memory(), blocked, KEYS_RECKONED);
                plan.map_or(0, |layout| layout.image).to_string()
            };
            let cells = [image(0), image(250), image(500)].join(" | ");
            format!("//! | {} | {} | {cells} |", chip.as_str(), chip.memory())
        };
        assert_eq!(published, Chip::ALL.map(row));
    }

    #[test]
    fn no_layout_takes_more_than_the_chip_has() {
        for chip in Chip::ALL {
            for blocked in [0, 1, 250, 500] {
                if let Ok(layout) = Layout::plan(chip.memory(), blocked, KEYS_RECKONED) {
                    assert!(layout.memory() + RESERVE <= chip.memory());
                }
            }
        }
    }

    #[test]
    fn whatever_is_left_a_lock_can_read_what_it_reads_first() {
        for memory in 0..9_000 {
            for length in [0, 120, 400] {
                let layout = Layout::rest(memory, 500, KEYS_RECKONED, length);
                assert!(layout.image as usize >= FIRST_READ, "{memory}: {layout:?}");
                assert!(
                    layout.blocklist >= Layout::rest(0, 500, KEYS_RECKONED, 0).blocklist,
                    "{memory}: {layout:?}"
                );
            }
        }
        // What an application that stands already takes does not turn half a list into a whole one.
        let fresh = Layout::plan_or_half(2_304, 500, KEYS_RECKONED).unwrap();
        let continued = Layout::rest(2_208, 500, KEYS_RECKONED, 110);
        assert_eq!(continued.blocklist, fresh.blocklist);
        assert!(continued.memory() + 96 <= 2_304);
    }

    #[test]
    fn what_does_not_fit_is_refused_before_it_is_written() {
        let layout = Layout::plan(Chip::Ev1With4K.memory(), 250, KEYS_RECKONED).unwrap();
        assert_eq!(layout.check_image(1312), Ok(()));
        assert_eq!(
            layout.check_image(1313),
            Err(Error::ImageTooLarge {
                needed: 1313,
                limit: 1312
            })
        );
        assert!(layout.check_blocklist(2000).is_err());
        let small = Layout::plan(Chip::Ev1With2K.memory(), 500, KEYS_RECKONED);
        assert_eq!(
            small,
            Err(Error::ChipTooSmall {
                memory: 2048,
                blocked: 500
            })
        );
    }

    #[test]
    fn access_rights_stand_as_the_card_wants_them() {
        assert_eq!(
            File::ALL.map(|file| file.access().on_wire()),
            [[0x10, 0x21], [0x10, 0x33], [0x10, 0x13]]
        );
    }
}
