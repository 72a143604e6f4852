//! CCID messages (revision 1.1, chapter 6): a header of ten bytes, little-endian lengths, then data.

use zeroize::Zeroizing;

/// Length of the header of every message.
pub const HEADER: usize = 10;
/// The most data one message carries: an extended APDU (sections 6.1.4 and 6.2.1).
pub const MOST_DATA: usize = 65_544;
/// The longest message.
pub const MOST_BYTES: usize = HEADER + MOST_DATA;

/// The supply of a card (bPowerSelect).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voltage {
    /// The reader chooses.
    Automatic,
    /// Class A.
    Volts5,
    /// Class B.
    Volts3,
    /// Class C.
    Volts18,
}

/// Where a piece of an APDU stands in a chain (wLevelParameter and bChainParameter at the extended APDU level).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Begins and ends here.
    Whole,
    /// Begins here and goes on.
    First,
    /// Goes on and ends here.
    Last,
    /// Goes on.
    Middle,
    /// Empty: the other side shall go on.
    GoOn,
}

impl Piece {
    /// The value on the wire.
    pub fn code(self) -> u8 {
        match self {
            Self::Whole => 0x00,
            Self::First => 0x01,
            Self::Last => 0x02,
            Self::Middle => 0x03,
            Self::GoOn => 0x10,
        }
    }

    /// What a value on the wire means.
    pub fn from_code(code: u8) -> Option<Self> {
        [
            Self::Whole,
            Self::First,
            Self::Last,
            Self::Middle,
            Self::GoOn,
        ]
        .into_iter()
        .find(|piece| piece.code() == code)
    }
}

/// What a station asks of a slot (PC_to_RDR).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request<'a> {
    /// Powers the card up or resets it; answered with its ATR.
    IccPowerOn(Voltage),
    /// Cuts the power.
    IccPowerOff,
    /// Asks whether a card is there.
    GetSlotStatus,
    /// Carries data to the card.
    XfrBlock {
        /// Multiplier of the card's block waiting time (bBWI), 0 for the usual.
        waiting: u8,
        /// Which piece of an APDU this is; [`Piece::Whole`] below the extended APDU level.
        piece: Piece,
        /// A block, TPDU or APDU, or a part of one.
        data: &'a [u8],
    },
    /// Asks which protocol the card is spoken to with.
    GetParameters,
    /// Puts the parameters back to the reader's own.
    ResetParameters,
    /// Chooses the protocol and its parameters.
    SetParameters {
        /// 0 for T=0, 1 for T=1.
        protocol: u8,
        /// The protocol data structure: 5 bytes for T=0, 7 for T=1.
        parameters: &'a [u8],
    },
    /// A command of the reader's maker.
    Escape(&'a [u8]),
    /// Gives up the command with the same sequence number.
    Abort,
}

impl Request<'_> {
    /// As bytes, for a slot and with a sequence number.
    pub fn encode(&self, slot: u8, sequence: u8) -> Zeroizing<Vec<u8>> {
        let (kind, own, data): (u8, [u8; 3], &[u8]) = match *self {
            Self::IccPowerOn(voltage) => (0x62, [power_select(voltage), 0, 0], &[]),
            Self::IccPowerOff => (0x63, [0; 3], &[]),
            Self::GetSlotStatus => (0x65, [0; 3], &[]),
            Self::XfrBlock {
                waiting,
                piece,
                data,
            } => (0x6F, [waiting, piece.code(), 0], data),
            Self::GetParameters => (0x6C, [0; 3], &[]),
            Self::ResetParameters => (0x6D, [0; 3], &[]),
            Self::SetParameters {
                protocol,
                parameters,
            } => (0x61, [protocol, 0, 0], parameters),
            Self::Escape(data) => (0x6B, [0; 3], data),
            Self::Abort => (0x72, [0; 3], &[]),
        };
        // Longer data than MOST_DATA is refused before, by whoever cuts it into pieces.
        let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let mut message = Zeroizing::new(Vec::with_capacity(HEADER + data.len()));
        message.push(kind);
        message.extend_from_slice(&length.to_le_bytes());
        message.extend_from_slice(&[slot, sequence]);
        message.extend_from_slice(&own);
        message.extend_from_slice(data);
        message
    }

    /// The kind of message that answers this.
    pub fn answered_by(&self) -> Kind {
        match self {
            Self::IccPowerOn(_) | Self::XfrBlock { .. } => Kind::DataBlock,
            Self::IccPowerOff | Self::GetSlotStatus | Self::Abort => Kind::SlotStatus,
            Self::GetParameters | Self::ResetParameters | Self::SetParameters { .. } => {
                Kind::Parameters
            }
            Self::Escape(_) => Kind::Escape,
        }
    }
}

fn power_select(voltage: Voltage) -> u8 {
    match voltage {
        Voltage::Automatic => 0,
        Voltage::Volts5 => 1,
        Voltage::Volts3 => 2,
        Voltage::Volts18 => 3,
    }
}

/// Which answer it is (RDR_to_PC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An ATR, or what the card answered.
    DataBlock,
    /// Nothing but the state of the slot.
    SlotStatus,
    /// The parameters in use.
    Parameters,
    /// The answer to a maker's command.
    Escape,
    /// Data rate and clock frequency; never asked for here.
    RateAndClock,
}

/// What is in a slot (bmICCStatus).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icc {
    /// A card, powered.
    Active,
    /// A card without power.
    Inactive,
    /// No card.
    Absent,
}

/// How a command went (bmCommandStatus).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Carried out.
    Done,
    /// Not carried out.
    Failed(Fault),
    /// The card asks for this many times its waiting time.
    MoreTime(u8),
}

/// Why a command failed (bError, table 6.2-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The reader does not know the command.
    CommandUnknown,
    /// The byte of the message at this offset is wrong or unknown.
    BadField(u8),
    /// Given up on our request.
    Aborted,
    /// The card does not answer.
    CardMute,
    /// Parity error between reader and card.
    Parity,
    /// The reader's buffer overran.
    Overrun,
    /// Short circuit or another fault of the hardware.
    Hardware,
    /// The ATR begins wrongly.
    BadAtrStart,
    /// The ATR's check byte is wrong.
    BadAtrCheck,
    /// The card's protocol is not supported.
    ProtocolUnsupported,
    /// The card's class is not supported.
    ClassUnsupported,
    /// A procedure byte makes no sense.
    ProcedureByte,
    /// The protocol is not activated.
    ProtocolDeactivated,
    /// The reader is busy activating the card.
    BusyActivating,
    /// Nobody typed a PIN at the reader.
    PinTimeout,
    /// The PIN was cancelled at the reader.
    PinCancelled,
    /// The slot still works on another command.
    SlotBusy,
    /// A code of the maker, or one reserved.
    Other(u8),
}

impl Fault {
    fn from_code(code: u8) -> Self {
        match code {
            0x00 => Self::CommandUnknown,
            0x01..=0x7F => Self::BadField(code),
            0xFF => Self::Aborted,
            0xFE => Self::CardMute,
            0xFD => Self::Parity,
            0xFC => Self::Overrun,
            0xFB => Self::Hardware,
            0xF8 => Self::BadAtrStart,
            0xF7 => Self::BadAtrCheck,
            0xF6 => Self::ProtocolUnsupported,
            0xF5 => Self::ClassUnsupported,
            0xF4 => Self::ProcedureByte,
            0xF3 => Self::ProtocolDeactivated,
            0xF2 => Self::BusyActivating,
            0xF0 => Self::PinTimeout,
            0xEF => Self::PinCancelled,
            0xE0 => Self::SlotBusy,
            other => Self::Other(other),
        }
    }
}

/// An answer of the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Which.
    pub kind: Kind,
    /// Of which slot.
    pub slot: u8,
    /// To which request.
    pub sequence: u8,
    /// What is in the slot.
    pub icc: Icc,
    /// How the command went.
    pub outcome: Outcome,
    /// The tenth byte: bChainParameter of a data block, bProtocolNum of parameters.
    pub own: u8,
    /// ATR, answer of the card, or parameters. Wiped on drop.
    pub data: Zeroizing<Vec<u8>>,
}

impl Response {
    /// Reads one message. Bytes behind the announced length are an error, so a message is never mistaken.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let (header, data) = bytes
            .split_first_chunk::<HEADER>()
            .ok_or("shorter than a header")?;
        let &[kind, l0, l1, l2, l3, slot, sequence, status, error, own] = header;
        let kind = match kind {
            0x80 => Kind::DataBlock,
            0x81 => Kind::SlotStatus,
            0x82 => Kind::Parameters,
            0x83 => Kind::Escape,
            0x84 => Kind::RateAndClock,
            _ => return Err("unknown message type"),
        };
        let length = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX);
        if length != data.len() || length > MOST_DATA {
            return Err("length does not fit");
        }
        let icc = match status & 0x03 {
            0 => Icc::Active,
            1 => Icc::Inactive,
            2 => Icc::Absent,
            _ => return Err("reserved card status"),
        };
        let outcome = match status >> 6 {
            0 => Outcome::Done,
            1 => Outcome::Failed(Fault::from_code(error)),
            2 => Outcome::MoreTime(error),
            _ => return Err("reserved command status"),
        };
        Ok(Self {
            kind,
            slot,
            sequence,
            icc,
            outcome,
            own,
            data: Zeroizing::new(data.to_vec()),
        })
    }

    /// How many bytes the message that begins like this has in all; none before the length is there, or where it
    /// is longer than any message may be.
    pub fn announced(beginning: &[u8]) -> Option<usize> {
        let length = beginning.get(1..5)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        (length <= MOST_DATA).then_some(HEADER + length)
    }
}

/// What a reader tells by itself (section 6.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notification {
    /// Cards came or went: for each slot whether a card is there, and whether that changed.
    Slots(Vec<SlotChange>),
    /// A fault of the hardware in a slot.
    Hardware {
        /// Slot concerned.
        slot: u8,
        /// Code of the fault.
        code: u8,
    },
}

/// One slot of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotChange {
    /// A card is there.
    pub present: bool,
    /// That is new.
    pub changed: bool,
}

impl Notification {
    /// Reads one interrupt message; none if it is not one.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x50, states @ ..] if !states.is_empty() && states.len() <= 64 => {
                let slots = states.iter().flat_map(|byte| {
                    [0, 2, 4, 6].map(|shift| SlotChange {
                        present: byte >> shift & 1 == 1,
                        changed: byte >> shift & 2 == 2,
                    })
                });
                Some(Self::Slots(slots.collect()))
            }
            [0x51, slot, _sequence, code, ..] => Some(Self::Hardware {
                slot: *slot,
                code: *code,
            }),
            _ => None,
        }
    }
}
