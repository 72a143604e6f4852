//! Our application on the fob: its number, keys, files and rights.

use super::job::{FileSizes, KeyRole};
use crate::device::Error;
use crate::device::desfire::{
    AccessRights, Aid, Card, FileSettings, KeyNumber, KeySettings, Right,
};

/// Number of our application: 0xF54B57, least significant byte first.
pub const APPLICATION: Aid = Aid([0x57, 0x4B, 0xF5]);
/// File of the image.
pub const IMAGE_FILE: u8 = 1;
/// File of the blocklist.
pub const BLOCKLIST_FILE: u8 = 2;
/// File of the events that locks leave.
pub const EVENTS_FILE: u8 = 3;
/// Size of one event in bytes.
pub const EVENT_BYTES: u32 = 16;
/// Number of events that are kept.
pub const KEPT_EVENTS: u32 = 16;
/// Records of the events file: the card keeps one aside for the next write.
const EVENT_RECORDS: u32 = KEPT_EVENTS + 1;

/// Four AES keys. The master key may be changed and is needed for everything else; the settings are frozen from
/// the start.
pub(super) const KEY_SETTINGS: KeySettings = KeySettings {
    settings: 0x01,
    keys: 0x84,
};
/// Key of each application key at the factory.
pub(super) const FACTORY_KEY: [u8; 16] = [0; 16];

/// Keys other than the application's master key, by number.
pub(super) const SERVICE_KEYS: [(u8, KeyRole); 3] = [
    (1, KeyRole::StationWrite),
    (2, KeyRole::LockRead),
    (3, KeyRole::LockCarry),
];
/// Number of keys of the application.
pub(super) const KEYS: u8 = 4;

const STATION: Right = Right::Key(KeyNumber::ONE);
const LOCK: Right = Right::Key(KeyNumber::TWO);
const CARRY: Right = Right::Key(KeyNumber::THREE);
const MASTER: Right = Right::Key(KeyNumber::MASTER);

/// A file of our application.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileSpec {
    pub(super) number: u8,
    rights: AccessRights,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Backup { size: u32 },
    Events,
}

/// The three files.
pub(super) fn files(sizes: FileSizes) -> [FileSpec; 3] {
    [
        FileSpec {
            number: IMAGE_FILE,
            rights: AccessRights {
                read: LOCK,
                write: STATION,
                read_write: STATION,
                change: MASTER,
            },
            kind: Kind::Backup { size: sizes.image },
        },
        FileSpec {
            number: BLOCKLIST_FILE,
            rights: AccessRights {
                read: CARRY,
                write: CARRY,
                read_write: STATION,
                change: MASTER,
            },
            kind: Kind::Backup {
                size: sizes.blocklist,
            },
        },
        FileSpec {
            number: EVENTS_FILE,
            rights: AccessRights {
                read: STATION,
                write: CARRY,
                read_write: STATION,
                change: MASTER,
            },
            kind: Kind::Events,
        },
    ]
}

impl FileSpec {
    /// Makes the file.
    pub(super) fn create(&self, card: &mut Card<'_>) -> Result<(), Error> {
        match self.kind {
            Kind::Backup { size } => card.create_backup_file(self.number, self.rights, size),
            Kind::Events => {
                card.create_cyclic_record_file(self.number, self.rights, EVENT_BYTES, EVENT_RECORDS)
            }
        }
    }

    /// Bytes of a data file; of the others, of one record.
    pub(super) fn size(&self) -> u32 {
        match self.kind {
            Kind::Backup { size } => size,
            Kind::Events => EVENT_BYTES,
        }
    }

    /// The same with a data file of another size.
    pub(super) fn with_size(self, size: u32) -> Self {
        let kind = match self.kind {
            Kind::Backup { .. } => Kind::Backup { size },
            Kind::Events => Kind::Events,
        };
        Self { kind, ..self }
    }

    /// Bytes of card memory that it takes: units of 32, a data file twice.
    pub(super) fn memory(&self) -> u32 {
        match self.kind {
            Kind::Backup { size } => 2 * size.next_multiple_of(32),
            Kind::Events => (EVENT_BYTES * EVENT_RECORDS).next_multiple_of(32),
        }
    }

    /// The file on the fob is such a one, of the same size.
    pub(super) fn is_exactly(&self, found: &FileSettings) -> bool {
        let same = match self.kind {
            Kind::Backup { size } => found.size == size,
            Kind::Events => true,
        };
        same && self.is_met_by(found)
    }

    /// The file on the fob is such a one; the size of a data file may differ.
    pub(super) fn is_met_by(&self, found: &FileSettings) -> bool {
        found.communication == 0x03
            && found.rights == self.rights.to_bytes()
            && match self.kind {
                Kind::Backup { .. } => found.kind == 0x01,
                Kind::Events => {
                    found.kind == 0x04
                        && found.size == EVENT_BYTES
                        && found.records == EVENT_RECORDS
                }
            }
    }
}

/// Bytes of card memory that the application takes, to be on the safe side: units of 32 bytes, data files twice,
/// and some for keys and directories.
pub(super) fn memory(sizes: FileSizes) -> u32 {
    let files: u32 = files(sizes).iter().map(FileSpec::memory).sum();
    files + 256
}
