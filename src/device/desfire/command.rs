//! The commands of the card, one function each. Names and codes are those of the public data sheets.

use super::access::AccessRights;
use super::card::{Card, status};
use crate::device::Error;

const GET_VERSION: u8 = 0x60;
const SELECT_APPLICATION: u8 = 0x5A;
const GET_APPLICATION_IDS: u8 = 0x6A;
const FREE_MEMORY: u8 = 0x6E;
const CREATE_APPLICATION: u8 = 0xCA;
const DELETE_APPLICATION: u8 = 0xDA;
const FORMAT_PICC: u8 = 0xFC;
const CREATE_BACKUP_FILE: u8 = 0xCB;
const CREATE_CYCLIC_RECORD_FILE: u8 = 0xC0;
const DELETE_FILE: u8 = 0xDF;
const GET_FILE_IDS: u8 = 0x6F;
const GET_FILE_SETTINGS: u8 = 0xF5;
const GET_KEY_VERSION: u8 = 0x64;
const GET_KEY_SETTINGS: u8 = 0x45;
const CHANGE_KEY_SETTINGS: u8 = 0x54;
pub(super) const CHANGE_KEY: u8 = 0xC4;
const READ_DATA: u8 = 0xBD;
const WRITE_DATA: u8 = 0x3D;
const READ_RECORDS: u8 = 0xBB;
const WRITE_RECORD: u8 = 0x3B;
const COMMIT_TRANSACTION: u8 = 0xC7;
const ABORT_TRANSACTION: u8 = 0xA7;

/// Communication mode "enciphered" in file settings.
const ENCIPHERED: u8 = 0x03;
/// Flag on the card's master key number in ChangeKey: the new key is AES.
const BECOMES_AES: u8 = 0x80;
/// Most applications a card lists.
const MOST_APPLICATIONS: usize = 64;
/// Longest data of one command: what a 3-byte length would allow is far beyond any card.
const LONGEST_DATA: usize = 32 * 1_024;

/// Whether the command has an effect that outlasts the field. Writes do not: they last from the commit on.
pub(super) fn lasts(code: u8) -> bool {
    matches!(
        code,
        CREATE_APPLICATION
            | DELETE_APPLICATION
            | FORMAT_PICC
            | CREATE_BACKUP_FILE
            | CREATE_CYCLIC_RECORD_FILE
            | DELETE_FILE
            | CHANGE_KEY_SETTINGS
            | CHANGE_KEY
            | COMMIT_TRANSACTION
    )
}

/// Application number, as on the wire (least significant byte first).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aid(pub [u8; 3]);

impl Aid {
    /// The card's master level.
    pub const MASTER_LEVEL: Self = Self([0; 3]);
}

/// What GetVersion says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Hardware: vendor, type, subtype, major, minor, storage size, protocol.
    pub hardware: [u8; 7],
    /// Software, the same seven fields.
    pub software: [u8; 7],
    /// Chip number; all zero when the card hides it.
    pub uid: [u8; 7],
}

/// Settings of the keys of an application or of the master level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeySettings {
    /// Settings byte: bit 0 master key changeable, 1 free listing, 2 free creation, 3 settings changeable.
    pub settings: u8,
    /// Number of keys in the low half, kind of keys in the high one (0x80 AES).
    pub keys: u8,
}

/// Settings of a file, as far as we make such files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSettings {
    /// 0x01 backup data file, 0x04 cyclic record file.
    pub kind: u8,
    /// 0x03 enciphered.
    pub communication: u8,
    /// Access rights as on the wire; may show free access, which [`AccessRights`] cannot.
    pub rights: [u8; 2],
    /// Size of the file, or of one record, in bytes.
    pub size: u32,
    /// Number of records the file is made for; 0 for data files.
    pub records: u32,
}

impl Card<'_> {
    /// GetVersion (three frames).
    pub fn version(&mut self) -> Result<Version, Error> {
        let answer = self.plain(GET_VERSION, &[], 28)?;
        let (Some(hardware), Some(software), Some(uid)) =
            (piece(&answer, 0), piece(&answer, 7), piece(&answer, 14))
        else {
            return Err(Error::AnswerMalformed { what: "version" });
        };
        Ok(Version {
            hardware,
            software,
            uid,
        })
    }

    /// SelectApplication; ends any session.
    pub fn select(&mut self, aid: Aid) -> Result<(), Error> {
        self.last(SELECT_APPLICATION, &aid.0)
    }

    /// GetApplicationIDs.
    pub fn applications(&mut self) -> Result<Vec<Aid>, Error> {
        let answer = self.plain(GET_APPLICATION_IDS, &[], 3 * MOST_APPLICATIONS)?;
        let (ids, rest) = answer.as_chunks::<3>();
        if !rest.is_empty() {
            return Err(Error::AnswerMalformed {
                what: "application list",
            });
        }
        Ok(ids.iter().copied().map(Aid).collect())
    }

    /// FreeMemory: free bytes.
    pub fn free_memory(&mut self) -> Result<u32, Error> {
        let answer: [u8; 3] = self.exactly(FREE_MEMORY, &[], "free memory")?;
        Ok(number(answer))
    }

    /// CreateApplication with `keys` AES keys.
    pub fn create_application(&mut self, aid: Aid, settings: KeySettings) -> Result<(), Error> {
        let mut data = aid.0.to_vec();
        data.extend([settings.settings, settings.keys]);
        self.nothing(CREATE_APPLICATION, &data)
    }

    /// DeleteApplication from the master level.
    pub fn delete_application(&mut self, aid: Aid) -> Result<(), Error> {
        self.nothing(DELETE_APPLICATION, &aid.0)
    }

    /// FormatPICC: deletes all applications and gives their memory back. Keys of the master level stay.
    pub fn format(&mut self) -> Result<(), Error> {
        self.nothing(FORMAT_PICC, &[])
    }

    /// CreateBackupDataFile, enciphered.
    pub fn create_backup_file(
        &mut self,
        file: u8,
        rights: AccessRights,
        size: u32,
    ) -> Result<(), Error> {
        let [low, high] = rights.to_bytes();
        let mut data = vec![file, ENCIPHERED, low, high];
        data.extend(three(size)?);
        self.nothing(CREATE_BACKUP_FILE, &data)
    }

    /// CreateCyclicRecordFile, enciphered; one of `records` is always the one being written.
    pub fn create_cyclic_record_file(
        &mut self,
        file: u8,
        rights: AccessRights,
        size: u32,
        records: u32,
    ) -> Result<(), Error> {
        let [low, high] = rights.to_bytes();
        let mut data = vec![file, ENCIPHERED, low, high];
        data.extend(three(size)?);
        data.extend(three(records)?);
        self.nothing(CREATE_CYCLIC_RECORD_FILE, &data)
    }

    /// DeleteFile.
    pub fn delete_file(&mut self, file: u8) -> Result<(), Error> {
        self.nothing(DELETE_FILE, &[file])
    }

    /// GetFileIDs.
    pub fn files(&mut self) -> Result<Vec<u8>, Error> {
        self.plain(GET_FILE_IDS, &[], 32)
    }

    /// GetFileSettings.
    pub fn file_settings(&mut self, file: u8) -> Result<FileSettings, Error> {
        let answer = self.plain(GET_FILE_SETTINGS, &[file], 32)?;
        let malformed = Error::AnswerMalformed {
            what: "file settings",
        };
        let (general, own) = answer.split_at_checked(4).ok_or(malformed)?;
        let field = |at: usize| match own.get(at..at + 3) {
            Some(&[low, middle, high]) => number([low, middle, high]),
            _ => 0,
        };
        // Other kinds of file have fields of their own, which nobody here needs.
        Ok(FileSettings {
            kind: general[0],
            communication: general[1],
            rights: [general[2], general[3]],
            size: field(0),
            records: if general[0] == 0x04 { field(3) } else { 0 },
        })
    }

    /// GetKeyVersion: the version byte of a key, which needs no session.
    pub fn key_version(&mut self, number: u8) -> Result<u8, Error> {
        let [version] = self.exactly(GET_KEY_VERSION, &[number], "key version")?;
        Ok(version)
    }

    /// GetKeySettings.
    pub fn key_settings(&mut self) -> Result<KeySettings, Error> {
        let [settings, keys] = self.exactly(GET_KEY_SETTINGS, &[], "key settings")?;
        Ok(KeySettings { settings, keys })
    }

    /// ChangeKeySettings.
    pub fn change_key_settings(&mut self, settings: u8) -> Result<(), Error> {
        self.enciphered(CHANGE_KEY_SETTINGS, &[], &[settings])
    }

    /// ChangeKey of another AES key than the session's.
    pub fn change_key(
        &mut self,
        number: u8,
        old: &[u8; 16],
        new: &[u8; 16],
        version: u8,
    ) -> Result<(), Error> {
        let cryptogram = self
            .need_session(CHANGE_KEY)?
            .change_other_key(number, old, new, version);
        self.cryptogram(CHANGE_KEY, &[number], &cryptogram)
    }

    /// ChangeKey of the application's AES key that opened the session, which ends.
    pub fn change_own_key(&mut self, new: &[u8; 16], version: u8) -> Result<(), Error> {
        let session = self.need_session(CHANGE_KEY)?;
        let number = session.key_number();
        let cryptogram = session.change_own_key(number, new, Some(version));
        self.last(CHANGE_KEY, &[&[number], &cryptogram[..]].concat())
    }

    /// ChangeKey of the card's master key, from whatever it is to AES; the session ends.
    pub fn change_master_key(&mut self, new: &[u8; 16], version: u8) -> Result<(), Error> {
        let cryptogram =
            self.need_session(CHANGE_KEY)?
                .change_own_key(BECOMES_AES, new, Some(version));
        self.last(CHANGE_KEY, &[&[BECOMES_AES], &cryptogram[..]].concat())
    }

    /// ChangeKey of the card's master key back to the factory's DES key; the session ends.
    pub fn restore_factory_master_key(&mut self) -> Result<(), Error> {
        let cryptogram = self
            .need_session(CHANGE_KEY)?
            .change_own_key(0x00, &[0; 16], None);
        self.last(CHANGE_KEY, &[&[0x00], &cryptogram[..]].concat())
    }

    /// ReadData of exactly `length` bytes (at least one), enciphered.
    pub fn read(&mut self, file: u8, offset: u32, length: usize) -> Result<Vec<u8>, Error> {
        let parameters = range(file, offset, length)?;
        let session = self.need_session(READ_DATA)?;
        session.note_command(&[&[READ_DATA], &parameters[..]].concat());
        let most = session.enciphered_length(length);
        let answer = self.chained(READ_DATA, &parameters, most)?;
        let result = self.need_session(READ_DATA)?.decipher(answer, length);
        self.closing(result)
    }

    /// WriteData, enciphered. Takes effect with [`Card::commit`].
    pub fn write(&mut self, file: u8, offset: u32, data: &[u8]) -> Result<(), Error> {
        let parameters = range(file, offset, data.len())?;
        self.enciphered(WRITE_DATA, &parameters, data)
    }

    /// ReadRecords: all records of `size` bytes, oldest first, at most `most` of them. No records give an empty list,
    /// but end the session.
    pub fn records(&mut self, file: u8, size: usize, most: usize) -> Result<Vec<u8>, Error> {
        let parameters = [file, 0, 0, 0, 0, 0, 0];
        let session = self.need_session(READ_RECORDS)?;
        session.note_command(&[&[READ_RECORDS], &parameters[..]].concat());
        // The padding may take a whole block of its own here.
        let longest = session.enciphered_length(size * most + 1);
        match self.chained(READ_RECORDS, &parameters, longest) {
            Ok(answer) => {
                let result = self
                    .need_session(READ_RECORDS)?
                    .decipher_records(answer, size);
                self.closing(result)
            }
            Err(error) if error.is_status(status::BOUNDARY_ERROR) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// WriteRecord, enciphered. Takes effect with [`Card::commit`].
    pub fn write_record(&mut self, file: u8, data: &[u8]) -> Result<(), Error> {
        let parameters = range(file, 0, data.len())?;
        self.enciphered(WRITE_RECORD, &parameters, data)
    }

    /// CommitTransaction: all writes since the last one take effect together.
    pub fn commit(&mut self) -> Result<(), Error> {
        self.nothing(COMMIT_TRANSACTION, &[])
    }

    /// AbortTransaction: all writes since the last commit are dropped.
    pub fn abort(&mut self) -> Result<(), Error> {
        self.nothing(ABORT_TRANSACTION, &[])
    }

    /// A command whose answer carries nothing.
    fn nothing(&mut self, code: u8, data: &[u8]) -> Result<(), Error> {
        let [] = self.exactly(code, data, "empty answer")?;
        Ok(())
    }

    /// A command whose answer has a fixed length.
    fn exactly<const N: usize>(
        &mut self,
        code: u8,
        data: &[u8],
        what: &'static str,
    ) -> Result<[u8; N], Error> {
        let answer = self.plain(code, data, N)?;
        answer
            .try_into()
            .map_err(|_| Error::AnswerMalformed { what })
    }
}

/// Seven bytes from `from` on.
fn piece(answer: &[u8], from: usize) -> Option<[u8; 7]> {
    answer.get(from..from + 7)?.try_into().ok()
}

/// A number of three bytes, least significant first.
fn number([low, middle, high]: [u8; 3]) -> u32 {
    u32::from_le_bytes([low, middle, high, 0])
}

/// A number in three bytes, least significant first.
fn three(number: u32) -> Result<[u8; 3], Error> {
    match number.to_le_bytes() {
        [low, middle, high, 0] => Ok([low, middle, high]),
        _ => Err(Error::BadJob {
            what: "number above three bytes",
        }),
    }
}

/// File, offset and length, as commands on data take them.
fn range(file: u8, offset: u32, length: usize) -> Result<[u8; 7], Error> {
    if length == 0 || length > LONGEST_DATA {
        return Err(Error::BadJob {
            what: "length of a range",
        });
    }
    let length = u32::try_from(length).map_err(|_| Error::BadJob {
        what: "length of a range",
    })?;
    let mut parameters = [file; 7];
    parameters[1..4].copy_from_slice(&three(offset)?);
    parameters[4..].copy_from_slice(&three(length)?);
    Ok(parameters)
}
