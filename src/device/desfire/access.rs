//! Who may do what with a file. The type cannot say "free for all": a file without a key in front of it is a mistake
//! that published installations have made, so it is not expressible here.

/// One of the 14 keys that an application can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyNumber(u8);

impl KeyNumber {
    /// Key `number`, when it is 0 to 13.
    pub const fn new(number: u8) -> Option<Self> {
        if number < 14 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The application master key.
    pub const MASTER: Self = Self(0);
    /// Key 1.
    pub const ONE: Self = Self(1);
    /// Key 2.
    pub const TWO: Self = Self(2);
    /// Key 3.
    pub const THREE: Self = Self(3);
}

/// What one right asks for. The card's third possibility, free access (0xE), has no word here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// A session with this key.
    Key(KeyNumber),
    /// Nobody.
    Never,
}

impl Right {
    /// The card's half byte.
    const fn nibble(self) -> u8 {
        match self {
            Self::Key(key) => key.0,
            Self::Never => 0xF,
        }
    }
}

/// The four rights of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessRights {
    /// Read.
    pub read: Right,
    /// Write.
    pub write: Right,
    /// Read and write.
    pub read_write: Right,
    /// Change these rights.
    pub change: Right,
}

impl AccessRights {
    /// As on the wire, least significant byte first: read&write and change, then read and write.
    pub const fn to_bytes(self) -> [u8; 2] {
        [
            self.read_write.nibble() << 4 | self.change.nibble(),
            self.read.nibble() << 4 | self.write.nibble(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_sent_least_significant_byte_first() {
        let rights = AccessRights {
            read: Right::Key(KeyNumber::TWO),
            write: Right::Key(KeyNumber::ONE),
            read_write: Right::Never,
            change: Right::Key(KeyNumber::MASTER),
        };
        assert_eq!(rights.to_bytes(), [0xF0, 0x21]);
    }

    #[test]
    fn no_key_number_means_free_access() {
        assert_eq!(KeyNumber::new(0xE), None);
        assert_eq!(KeyNumber::new(13).map(KeyNumber::number), Some(13));
    }
}
