//! The class descriptor of a reader (CCID revision 1.1, section 5.1): 54 bytes among those of its interface.

/// Length of the descriptor.
pub const LENGTH: usize = 54;

/// What a reader leaves to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Single characters. Not supported here.
    Character,
    /// Blocks of T=1, commands of T=0.
    Tpdu,
    /// Short APDUs.
    ShortApdu,
    /// Short and extended APDUs, in pieces where a message is too small.
    ExtendedApdu,
}

/// What a reader says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Descriptor {
    /// bcdCCID: 0x0110 for revision 1.1.
    pub version: u16,
    /// The number of slots, 1 to 256.
    pub slots: u16,
    /// bVoltageSupport: bit 0 for 5 V, 1 for 3 V, 2 for 1.8 V.
    pub voltages: u8,
    /// dwProtocols: bit 0 for T=0, 1 for T=1.
    pub protocols: u32,
    /// dwDefaultClock in kHz.
    pub clock: u32,
    /// The largest T=1 block the reader takes (dwMaxIFSD).
    pub most_ifsd: u32,
    /// dwFeatures as sent.
    pub features: u32,
    /// The longest message with its header (dwMaxCCIDMessageLength).
    pub most_message: u32,
    /// bPINSupport: bit 0 verification, bit 1 modification at a pad of the reader.
    pub pin_support: u8,
    /// How many slots may work at the same time.
    pub busy_slots: u8,
}

const AUTO_PARAMETERS_BY_ATR: u32 = 0x0002;
const AUTO_VOLTAGE: u32 = 0x0008;
const AUTO_NEGOTIATION: u32 = 0x0040;
const AUTO_PPS: u32 = 0x0080;
const AUTO_IFSD: u32 = 0x0400;
const TPDU: u32 = 0x0001_0000;
const SHORT_APDU: u32 = 0x0002_0000;
const EXTENDED_APDU: u32 = 0x0004_0000;

impl Descriptor {
    /// Finds the descriptor among the extra bytes of an interface (each descriptor: length, type, content).
    /// None where there is none; old readers number its type 0xFF instead of 0x21.
    pub fn find(mut extra: &[u8]) -> Option<Self> {
        while let [length, kind, ..] = *extra {
            let (one, rest) = extra.split_at_checked(usize::from(length).max(1))?;
            if usize::from(length) == LENGTH && matches!(kind, 0x21 | 0xFF) {
                return Self::parse(one);
            }
            extra = rest;
        }
        None
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; LENGTH] = bytes.try_into().ok()?;
        let long = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        Some(Self {
            version: u16::from_le_bytes([bytes[2], bytes[3]]),
            slots: u16::from(bytes[4]) + 1,
            voltages: bytes[5],
            protocols: long(6),
            clock: long(10),
            most_ifsd: long(28),
            features: long(40),
            most_message: long(44),
            pin_support: bytes[52],
            busy_slots: bytes[53],
        })
    }

    /// Of a reader on a serial line, which has no descriptor to be read: one slot, no automatics, messages as long as
    /// the GemPC Twin's.
    pub fn of_serial_reader() -> Self {
        Self {
            version: 0x0110,
            slots: 1,
            voltages: 0b011,
            protocols: 0b11,
            clock: 4_000,
            most_ifsd: 254,
            features: TPDU,
            most_message: 271,
            pin_support: 0,
            busy_slots: 1,
        }
    }

    /// What the reader leaves to us. The highest level counts where several are announced.
    pub fn level(&self) -> Level {
        match self.features {
            features if features & EXTENDED_APDU != 0 => Level::ExtendedApdu,
            features if features & SHORT_APDU != 0 => Level::ShortApdu,
            features if features & TPDU != 0 => Level::Tpdu,
            _ => Level::Character,
        }
    }

    /// The reader finds the card's voltage.
    pub fn chooses_voltage(&self) -> bool {
        self.features & AUTO_VOLTAGE != 0
    }

    /// The reader sets protocol and parameters from the ATR by itself.
    pub fn chooses_parameters(&self) -> bool {
        self.features & (AUTO_PARAMETERS_BY_ATR | AUTO_NEGOTIATION | AUTO_PPS) != 0
    }

    /// The reader tells the card the size of its blocks before our first T=1 block.
    pub fn announces_block_size(&self) -> bool {
        self.features & AUTO_IFSD != 0
    }

    /// The data that fits one message, never 0: at least a short APDU, whatever the reader says.
    pub fn room(&self) -> usize {
        let most = usize::try_from(self.most_message).unwrap_or(usize::MAX);
        most.clamp(271, super::message::MOST_BYTES) - super::message::HEADER
    }
}
