//! What a simulated card keeps without power: chip, keys, applications, files. Plain data, one value that is
//! replaced as a whole, so that a card torn from the field shows either the old memory or the new one.
//! Must not know commands, sessions or where the memory is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::crypto::{KeyKind, parity_version};

/// Which chip a simulated DESFire is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Chip {
    /// The first generation, which knows neither AES nor ISO authentication.
    #[serde(rename = "d40")]
    D40,
    /// EV1 with 2 KB.
    #[serde(rename = "ev1-2k")]
    Ev1With2K,
    /// EV1 with 4 KB.
    #[serde(rename = "ev1-4k")]
    Ev1With4K,
    /// EV1 with 8 KB.
    #[serde(rename = "ev1-8k")]
    Ev1With8K,
    /// EV2 with 8 KB.
    #[serde(rename = "ev2-8k")]
    Ev2With8K,
    /// EV3 with 16 KB.
    #[serde(rename = "ev3-16k")]
    Ev3With16K,
}

impl Chip {
    /// Every chip with its name on the command line.
    pub const ALL: [(&'static str, Self); 6] = [
        ("d40", Self::D40),
        ("ev1-2k", Self::Ev1With2K),
        ("ev1-4k", Self::Ev1With4K),
        ("ev1-8k", Self::Ev1With8K),
        ("ev2-8k", Self::Ev2With8K),
        ("ev3-16k", Self::Ev3With16K),
    ];

    /// The chip by its name (`ev1-8k` ...).
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, chip)| *chip)
    }

    /// Hardware version (major, minor), software version (major, minor) and storage byte of GetVersion.
    pub(super) fn version(self) -> ([u8; 2], [u8; 2], u8) {
        match self {
            Self::D40 => ([0x00, 0x02], [0x00, 0x06], 0x18),
            Self::Ev1With2K => ([0x01, 0x00], [0x01, 0x04], 0x16),
            Self::Ev1With4K => ([0x01, 0x00], [0x01, 0x04], 0x18),
            Self::Ev1With8K => ([0x01, 0x00], [0x01, 0x04], 0x1A),
            Self::Ev2With8K => ([0x12, 0x00], [0x02, 0x01], 0x1A),
            Self::Ev3With16K => ([0x33, 0x00], [0x03, 0x00], 0x1C),
        }
    }

    /// Bytes that files and applications can use on an empty card. Modelled after what emptied cards
    /// report; makers publish only the round figure.
    pub fn memory(self) -> u32 {
        match self {
            Self::Ev1With2K => 2_304,
            Self::D40 | Self::Ev1With4K => 4_864,
            Self::Ev1With8K | Self::Ev2With8K => 7_936,
            Self::Ev3With16K => 16_128,
        }
    }

    /// Whether deleting gives the memory back. The older chips keep it until the card is formatted.
    pub(super) fn reclaims(self) -> bool {
        matches!(self, Self::Ev2With8K | Self::Ev3With16K)
    }
}

/// A key in a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Its cipher.
    pub kind: KeyKind,
    /// 16 or 24 bytes; a single DES key stands there twice.
    #[serde(with = "hexed")]
    pub bytes: Vec<u8>,
    /// The version of an AES key; a DES key carries its version in its parity bits.
    pub aes_version: u8,
}

impl Key {
    /// The all-zero key of a kind.
    pub fn zero(kind: KeyKind) -> Self {
        Self {
            kind,
            bytes: vec![0; kind.size()],
            aes_version: 0,
        }
    }

    /// The all-zero DES key with a version in its parity bits, which the cipher does not look at.
    pub fn factory_des(version: u8) -> Self {
        let mut key = Self::zero(KeyKind::Des);
        for (place, byte) in key.bytes.iter_mut().enumerate() {
            *byte = version >> (7 - place % 8) & 1;
        }
        key
    }

    /// The version as GetKeyVersion tells it.
    pub fn version(&self) -> u8 {
        if self.kind == KeyKind::Aes {
            self.aes_version
        } else {
            parity_version(&self.bytes)
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum Body {
    /// Written at once.
    Standard {
        /// The content.
        #[serde(with = "hexed")]
        data: Vec<u8>,
    },
    /// Written by CommitTransaction.
    Backup {
        /// The content last committed.
        #[serde(with = "hexed")]
        data: Vec<u8>,
    },
    /// A number between limits.
    Value {
        /// Lowest value.
        lower: i32,
        /// Highest value.
        upper: i32,
        /// The value last committed.
        value: i32,
        /// What LimitedCredit may give back.
        limited: i32,
        /// Bit 0: limited credit allowed; bit 1: GetValue is free.
        options: u8,
    },
    /// Records up to a maximum.
    Linear(Records),
    /// Records where a new one replaces the oldest.
    Cyclic(Records),
}

/// The records of a record file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// Bytes of one record.
    pub size: u32,
    /// Places for records; a cyclic file keeps one place free for the next.
    pub max: u32,
    /// The records, oldest first, one after the other.
    #[serde(with = "hexed")]
    pub data: Vec<u8>,
}

impl Records {
    /// Adds a record and lets the oldest go where more than `keep` would stay.
    pub(super) fn add(&mut self, record: Vec<u8>, keep: u32) {
        self.data.extend(record);
        let surplus = self.count().saturating_sub(keep) as usize * self.size as usize;
        drop(self.data.drain(..surplus));
    }

    /// How many records there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.data.len()).unwrap_or(u32::MAX) / self.size.max(1)
    }
}

/// A file with its settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// 0 plain, 1 with MAC, 3 enciphered.
    pub communication: u8,
    /// Read, write, read and write, change: a nibble each from the top; E free, F never.
    pub access: u16,
    /// The ISO file identifier, if there is one.
    pub iso_id: Option<u16>,
    /// The content.
    pub body: Body,
}

impl File {
    /// Bytes of memory it takes, in units of 32; a backup file takes its size twice.
    pub(super) fn memory(&self) -> u32 {
        let units = |bytes: u64| u32::try_from(bytes.next_multiple_of(32)).unwrap_or(u32::MAX);
        match &self.body {
            Body::Standard { data } => units(data.len() as u64),
            Body::Backup { data } => units(data.len() as u64).saturating_mul(2),
            Body::Value { .. } => 32,
            Body::Linear(records) | Body::Cyclic(records) => {
                units(u64::from(records.size) * u64::from(records.max))
            }
        }
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its identifier as on the wire, low byte first.
    #[serde(with = "hexed")]
    pub aid: [u8; 3],
    /// The key settings byte.
    pub settings: u8,
    /// The cipher of its keys.
    pub kind: KeyKind,
    /// Whether its files have ISO file identifiers.
    pub iso_files: bool,
    /// Its ISO file identifier, if it has one.
    pub iso_id: Option<u16>,
    /// Its ISO name, empty if it has none.
    #[serde(with = "hexed")]
    pub iso_name: Vec<u8>,
    /// Its keys.
    pub keys: Vec<Key>,
    /// Its files by number.
    pub files: BTreeMap<u8, File>,
}

impl Application {
    fn own_memory(&self) -> u32 {
        let keys: usize = self.keys.iter().map(|key| key.bytes.len()).sum();
        u32::try_from((32 + keys).next_multiple_of(32)).unwrap_or(u32::MAX)
    }

    /// Bytes of memory it takes with its files.
    pub(super) fn memory(&self) -> u32 {
        self.files.values().fold(self.own_memory(), |sum, file| {
            sum.saturating_add(file.memory())
        })
    }
}

/// The card master key among [`Image::factory_keys_kept`].
const CARD_MASTER: u8 = 0xFF;

/// The whole memory of a DESFire card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// The chip.
    pub chip: Chip,
    /// The unique number.
    #[serde(with = "hexed")]
    pub uid: [u8; 7],
    /// The card master key.
    pub key: Key,
    /// The key settings of the card.
    pub settings: u8,
    /// FormatPICC is switched off for good.
    pub format_disabled: bool,
    /// The card shows a random number when it is selected.
    pub random_uid: bool,
    /// Key and version that new applications start with (24 bytes and one).
    #[serde(with = "hexed")]
    pub default_key: Vec<u8>,
    /// The answer to select.
    #[serde(with = "hexed")]
    pub ats: Vec<u8>,
    /// A fault by script: keys of every application that go on opening to the factory's key too, and 255 for the
    /// card master key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factory_keys_kept: Vec<u8>,
    /// Memory of deleted things that only formatting gives back.
    pub lost: u32,
    /// The applications in the order of their creation.
    pub applications: Vec<Application>,
}

impl Image {
    /// A card as it leaves the factory.
    pub fn factory(chip: Chip, uid: [u8; 7]) -> Self {
        Self {
            chip,
            uid,
            key: Key::zero(KeyKind::Des),
            settings: 0x0F,
            format_disabled: false,
            random_uid: false,
            default_key: vec![0; 25],
            ats: vec![0x06, 0x75, 0x77, 0x81, 0x02, 0x80],
            factory_keys_kept: Vec::new(),
            lost: 0,
            applications: Vec::new(),
        }
    }

    /// Whether key `number` of an application, or the card master key, still opens to the factory's.
    pub(super) fn keeps_factory_key(&self, on_card_level: bool, number: u8) -> bool {
        let kept = if on_card_level { CARD_MASTER } else { number };
        self.factory_keys_kept.contains(&kept)
    }

    /// Bytes still free.
    pub fn free(&self) -> u32 {
        let used = self
            .applications
            .iter()
            .fold(self.lost, |sum, app| sum.saturating_add(app.memory()));
        self.chip.memory().saturating_sub(used)
    }

    /// The key that a new application of this kind gets.
    pub(super) fn first_key(&self, kind: KeyKind) -> Key {
        let mut key = Key::zero(kind);
        for (byte, default) in key.bytes.iter_mut().zip(&self.default_key) {
            *byte = *default;
        }
        if kind == KeyKind::Aes {
            key.aes_version = self.default_key.get(24).copied().unwrap_or(0);
        }
        key
    }
}

/// Bytes as hexadecimal text.
mod hexed {
    use data_encoding::HEXUPPER;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<T: AsRef<[u8]>, S: Serializer>(
        bytes: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&HEXUPPER.encode(bytes.as_ref()))
    }

    pub(super) fn deserialize<'a, T: TryFrom<Vec<u8>>, D: Deserializer<'a>>(
        from: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(from)?;
        let bytes = HEXUPPER.decode(text.as_bytes()).map_err(D::Error::custom)?;
        T::try_from(bytes).map_err(|_| D::Error::custom("wrong number of bytes"))
    }
}
