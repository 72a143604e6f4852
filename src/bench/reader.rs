//! A simulated smart card reader with simulated tokens in its slots, as messages of CCID (USB-IF, revision 1.1).
//!
//! It shares no line with the station's side of these messages, so that a shared mistake does not hide. It knows
//! nothing of the wire the messages travel on. It can be told to misbehave in the ways real readers do.

mod block_card;
mod slot;

use super::token::Token;
use slot::{Said, Slot};

/// What a reader leaves to the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// APDUs of any length, in messages of so many bytes at most, as security keys have it.
    ExtendedApdu {
        /// dwMaxCCIDMessageLength.
        most_message: u32,
    },
    /// Short APDUs, one in each message.
    ShortApdu,
    /// Blocks of T=1.
    BlocksT1,
    /// Commands of T=0.
    CommandsT0,
}

/// How the reader misbehaves once, at the next command that carries data to the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The command is carried out and never answered.
    Silent,
    /// The card asks for more time this many times, then answers.
    MoreTime(u8),
    /// An answer to an older command comes first.
    StaleAnswer,
    /// The announced length does not fit.
    WrongLength,
    /// The reader says that the slot is busy.
    SlotBusy,
    /// The card does not answer.
    Mute,
    /// The check byte of the card's block is wrong (T=1 alone).
    DamagedBlock,
    /// The reader reports a parity error (T=1 alone).
    Parity,
    /// The card asks for waiting time (T=1 alone).
    WaitingTime,
    /// The card changes the size of our blocks (T=1 alone).
    BlockSize(u8),
}

/// A reader with one slot or several.
#[derive(Debug)]
pub struct Reader {
    slots: Vec<Slot>,
    level: Level,
}

impl Reader {
    /// With one slot and the token in it, without power.
    pub fn new(token: Token, level: Level) -> Self {
        Self::with_slots(vec![Some(token)], level)
    }

    /// With these slots, empty or with a token in them, of which one works at a time.
    pub fn with_slots(tokens: Vec<Option<Token>>, level: Level) -> Self {
        let mut slots: Vec<Slot> = tokens.into_iter().map(Slot::with).collect();
        // Every reader tells once how it stands.
        if let Some(first) = slots.first_mut() {
            first.changed = true;
        }
        Self { slots, level }
    }

    /// Adds a fault of the first slot to those waiting.
    pub fn misbehave(&mut self, fault: Fault) {
        self.slots[0].misbehave(fault);
    }

    /// Puts the token of the first slot in or takes it out.
    pub fn set_present(&mut self, present: bool) {
        self.slots[0].set_present(present);
    }

    /// Puts a token into a slot.
    pub fn insert(&mut self, slot: usize, token: Token) {
        self.slots[slot].insert(token);
    }

    /// Takes the token out of a slot.
    pub fn take(&mut self, slot: usize) -> Option<Token> {
        self.slots[slot].take()
    }

    /// Cuts the power of every slot, as when the reader is plugged in.
    pub fn restart(&mut self) {
        self.slots.iter_mut().for_each(Slot::power_off);
    }

    /// RDR_to_PC_NotifySlotChange, if there is something to tell: two bits a slot, present and changed.
    pub fn notification(&mut self) -> Option<Vec<u8>> {
        if !self.slots.iter().any(|slot| slot.changed) {
            return None;
        }
        let mut told = vec![0x50];
        for four in self.slots.chunks_mut(4) {
            let bits = four.iter_mut().enumerate().map(|(place, slot)| {
                let changed = std::mem::take(&mut slot.changed);
                (u8::from(slot.is_present()) | u8::from(changed) << 1) << (place * 2)
            });
            told.push(bits.sum());
        }
        Some(told)
    }

    /// bmICCStatus of the first slot.
    pub fn icc_status(&self) -> u8 {
        self.slots.first().map_or(2, Slot::status)
    }

    /// The class descriptor of 54 bytes.
    pub fn descriptor(&self) -> Vec<u8> {
        let (features, most, protocols): (u32, u32, u32) = match self.level {
            Level::ExtendedApdu { most_message } => (0x0004_00FE, most_message, 3),
            Level::ShortApdu => (0x0002_00FE, 271, 3),
            Level::BlocksT1 => (0x0001_0030, 271, 2),
            Level::CommandsT0 => (0x0001_00FE, 271, 1),
        };
        let most_index = u8::try_from(self.slots.len() - 1).unwrap_or(u8::MAX);
        let mut bytes = vec![54, 0x21, 0x10, 0x01, most_index, 7];
        for long in [protocols, 4000, 4000] {
            bytes.extend(long.to_le_bytes());
        }
        bytes.push(0);
        for long in [10_753, 10_753] {
            bytes.extend(u32::to_le_bytes(long));
        }
        bytes.push(0);
        for long in [254, 0, 0, features, most] {
            bytes.extend(u32::to_le_bytes(long));
        }
        bytes.extend([0xFF, 0xFF, 0, 0, 0, 1]);
        bytes
    }

    /// Answers one message; several messages where the card asks for time, none where the reader stays silent.
    pub fn answer(&mut self, message: &[u8]) -> Vec<Vec<u8>> {
        let Some((&[kind, _, _, _, _, slot, sequence, a, b, _], data)) =
            message.split_first_chunk::<10>()
        else {
            return Vec::new();
        };
        let (level, protocol) = (self.level, self.protocol());
        let number = usize::from(slot);
        let Some(place) = self.slots.get_mut(number) else {
            // Error 5: the slot does not exist. Its status byte says that no card is there.
            let mut refusal = framed(0x81, (slot, sequence), 2, (5, 0), &[]);
            refusal[7] |= 0x40;
            return vec![refusal];
        };
        let slip = |kind, own, data: &[u8]| -> Said { (kind, 0, own, data.to_vec()) };
        let said = match kind {
            0x62 => place.power_on(level),
            0x63 => {
                place.power_off();
                slip(0x81, 0, &[])
            }
            0x65 | 0x72 => slip(0x81, 0, &[]),
            0x6C | 0x6D => slip(0x82, protocol, &[0x11, 0, 0, 10, 0]),
            0x61 if a == protocol => slip(0x82, a, data),
            0x61 => (0x82, 7, 0, Vec::new()),
            0x6F if !place.can_transfer() => (0x80, 0xFE, 0, Vec::new()),
            0x6F => return self.transfer((slot, sequence), b, data),
            _ => (0x81, 0x100, 0, Vec::new()),
        };
        vec![self.message((slot, sequence), &said)]
    }

    /// `error` 0 for success; 0x100 stands for the code 0, "command not supported".
    fn message(&self, (slot, sequence): (u8, u8), (kind, error, own, data): &Said) -> Vec<u8> {
        let icc = self.slots.get(usize::from(slot)).map_or(2, Slot::status);
        let status = icc | if *error == 0 { 0 } else { 0x40 };
        let mut bytes = framed(*kind, (slot, sequence), 0, (*error, *own), data);
        bytes[7] = status;
        bytes
    }

    fn protocol(&self) -> u8 {
        u8::from(self.level == Level::BlocksT1)
    }

    fn transfer(&mut self, to: (u8, u8), piece: u8, data: &[u8]) -> Vec<Vec<u8>> {
        let level = self.level;
        let number = usize::from(to.0);
        let Some(place) = self.slots.get_mut(number) else {
            return Vec::new();
        };
        let fault = place.next_fault();
        let refused = match fault {
            Some(Fault::SlotBusy) => Some(0xE0),
            Some(Fault::Mute) => Some(0xFE),
            Some(Fault::Parity) => Some(0xFD),
            _ => None,
        };
        if let Some(error) = refused {
            return vec![self.message(to, &(0x80, error, 0, Vec::new()))];
        }
        let (own, data) = place.transfer(level, piece, data, fault);
        let answer = self.message(to, &(0x80, 0, own, data));
        let older = self.slots[number].keep(&answer);
        match fault {
            Some(Fault::Silent) => Vec::new(),
            Some(Fault::MoreTime(times)) => {
                let mut wait = self.message(to, &(0x80, 0, 0, Vec::new()));
                wait[7] |= 0x80;
                wait[8] = 1;
                let mut all = vec![wait; usize::from(times)];
                all.push(answer);
                all
            }
            Some(Fault::StaleAnswer) if !older.is_empty() => vec![older, answer],
            Some(Fault::WrongLength) => {
                let mut wrong = answer;
                wrong[1] = wrong[1].wrapping_add(9);
                vec![wrong]
            }
            _ => vec![answer],
        }
    }
}

/// Header and data of an answer.
fn framed(
    kind: u8,
    (slot, sequence): (u8, u8),
    status: u8,
    (error, own): (u16, u8),
    data: &[u8],
) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend(u32::try_from(data.len()).unwrap_or(0).to_le_bytes());
    bytes.extend([slot, sequence, status, error.to_le_bytes()[0], own]);
    bytes.extend_from_slice(data);
    bytes
}
