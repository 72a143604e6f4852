//! A simulated smart card reader with a simulated token in it, as messages of CCID (USB-IF, revision 1.1).
//!
//! It shares no line with the station's side of these messages, so that a shared mistake does not hide. It knows
//! nothing of the wire the messages travel on. It can be told to misbehave in the ways real readers do.

mod block_card;

use std::collections::VecDeque;

use super::token::Token;
use block_card::BlockCard;

/// What a reader leaves to the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// APDUs of any length, in messages of so many bytes at most, as security keys have it.
    ExtendedApdu {
        /// dwMaxCCIDMessageLength.
        most_message: u32,
    },
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

/// A reader with one slot.
#[derive(Debug)]
pub struct Reader {
    token: Token,
    level: Level,
    present: bool,
    powered: bool,
    changed: bool,
    block_card: BlockCard,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    pending_t0: Vec<u8>,
    faults: VecDeque<Fault>,
    last: Vec<u8>,
}

/// T=1 alone, IFSC 254 unless the card says otherwise later; with check byte.
const ATR_T1: [u8; 9] = [0x3B, 0x81, 0x91, 0x01, 0x31, 0xFE, 0x45, 0x4B, 0x00];
/// T=0 alone; no check byte.
const ATR_T0: [u8; 4] = [0x3B, 0x02, 0x4B, 0x57];

impl Reader {
    /// With the token in its slot, without power.
    pub fn new(token: Token, level: Level) -> Self {
        Self {
            token,
            level,
            present: true,
            powered: false,
            changed: true,
            block_card: BlockCard::default(),
            incoming: Vec::new(),
            outgoing: Vec::new(),
            pending_t0: Vec::new(),
            faults: VecDeque::new(),
            last: Vec::new(),
        }
    }

    /// The token, when the reader is no longer needed.
    pub fn into_token(self) -> Token {
        self.token
    }

    /// Adds a fault to those waiting.
    pub fn misbehave(&mut self, fault: Fault) {
        self.faults.push_back(fault);
    }

    /// Puts the token in or takes it out.
    pub fn set_present(&mut self, present: bool) {
        self.changed |= self.present != present;
        self.present = present;
        if !present {
            self.power_off();
        }
    }

    /// RDR_to_PC_NotifySlotChange, if there is something to tell.
    pub fn notification(&mut self) -> Option<Vec<u8>> {
        let changed = std::mem::take(&mut self.changed);
        changed.then(|| vec![0x50, 0x02 | u8::from(self.present)])
    }

    /// The class descriptor of 54 bytes.
    pub fn descriptor(&self) -> Vec<u8> {
        let (features, most, protocols): (u32, u32, u32) = match self.level {
            Level::ExtendedApdu { most_message } => (0x0004_00FE, most_message, 3),
            Level::BlocksT1 => (0x0001_0030, 271, 2),
            Level::CommandsT0 => (0x0001_00FE, 271, 1),
        };
        let mut bytes = vec![54, 0x21, 0x10, 0x01, 0, 7];
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
        let slip = |kind, own, data: &[u8]| (kind, 0, own, data.to_vec());
        let (kind, error, own, data) = match kind {
            _ if slot != 0 => (0x81, 5, 0, Vec::new()),
            0x62 => self.power_on(),
            0x63 => {
                self.power_off();
                slip(0x81, 0, &[])
            }
            0x65 | 0x72 => slip(0x81, 0, &[]),
            0x6C | 0x6D => slip(0x82, self.protocol(), &[0x11, 0, 0, 10, 0]),
            0x61 if a == self.protocol() => slip(0x82, a, data),
            0x61 => (0x82, 7, 0, Vec::new()),
            0x6F if !self.present || !self.powered => (0x80, 0xFE, 0, Vec::new()),
            0x6F => return self.transfer(sequence, b, data),
            _ => (0x81, 0x100, 0, Vec::new()),
        };
        vec![self.message(kind, sequence, error, own, &data)]
    }

    /// `error` 0 for success; 0x100 stands for the code 0, "command not supported".
    fn message(&self, kind: u8, sequence: u8, error: u16, own: u8, data: &[u8]) -> Vec<u8> {
        let icc = match (self.present, self.powered) {
            (false, _) => 2,
            (true, false) => 1,
            (true, true) => 0,
        };
        let status = icc | if error == 0 { 0 } else { 0x40 };
        let mut bytes = vec![kind];
        bytes.extend(u32::try_from(data.len()).unwrap_or(0).to_le_bytes());
        bytes.extend([0, sequence, status, error.to_le_bytes()[0], own]);
        bytes.extend_from_slice(data);
        bytes
    }

    fn protocol(&self) -> u8 {
        u8::from(self.level == Level::BlocksT1)
    }

    fn power_on(&mut self) -> (u8, u16, u8, Vec<u8>) {
        if !self.present {
            return (0x80, 0xFE, 0, Vec::new());
        }
        self.power_off();
        self.powered = true;
        let mut atr = ATR_T1.to_vec();
        if let Some((check, rest)) = atr.split_last_mut() {
            *check = rest[1..].iter().fold(0, |sum, byte| sum ^ byte);
        }
        match self.level {
            Level::CommandsT0 => (0x80, 0, 0, ATR_T0.to_vec()),
            _ => (0x80, 0, 0, atr),
        }
    }

    fn power_off(&mut self) {
        self.powered = false;
        self.token.reset();
        self.block_card = BlockCard::default();
        self.incoming.clear();
        self.outgoing.clear();
        self.pending_t0.clear();
    }

    fn transfer(&mut self, sequence: u8, piece: u8, data: &[u8]) -> Vec<Vec<u8>> {
        let fault = self.faults.pop_front();
        match fault {
            Some(Fault::SlotBusy) => {
                return vec![self.message(0x80, sequence, 0xE0, 0, &[])];
            }
            Some(Fault::Mute) => return vec![self.message(0x80, sequence, 0xFE, 0, &[])],
            Some(Fault::Parity) => return vec![self.message(0x80, sequence, 0xFD, 0, &[])],
            _ => {}
        }
        let (own, data) = match self.level {
            Level::ExtendedApdu { most_message } => {
                let room = usize::try_from(most_message).unwrap_or(usize::MAX) - 10;
                self.piece(piece, data, room)
            }
            Level::BlocksT1 => {
                let token = &mut self.token;
                (0, self.block_card.answer(data, token, fault))
            }
            Level::CommandsT0 => (0, self.command_t0(data)),
        };
        let answer = self.message(0x80, sequence, 0, own, &data);
        let older = std::mem::replace(&mut self.last, answer.clone());
        match fault {
            Some(Fault::Silent) => Vec::new(),
            Some(Fault::MoreTime(times)) => {
                let mut wait = self.message(0x80, sequence, 0, 0, &[]);
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

    /// Section 6.1.4: 0 whole, 1 begins, 2 ends, 3 goes on, 10 asks us to go on.
    fn piece(&mut self, piece: u8, data: &[u8], room: usize) -> (u8, Vec<u8>) {
        let started = match piece {
            0 | 1 => {
                self.incoming = data.to_vec();
                true
            }
            2 | 3 => {
                self.incoming.extend_from_slice(data);
                true
            }
            _ => false,
        };
        if matches!(piece, 1 | 3) {
            return (0x10, Vec::new());
        }
        if started {
            let command = std::mem::take(&mut self.incoming);
            self.outgoing = self.token.apdu(&command);
        }
        let first = started;
        let rest = self.outgoing.split_off(self.outgoing.len().min(room));
        let now = std::mem::replace(&mut self.outgoing, rest);
        let own = match (first, self.outgoing.is_empty()) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        (own, now)
    }

    /// A strict card: five bytes at least, no Le behind data, answers to commands with data fetched afterwards.
    fn command_t0(&mut self, command: &[u8]) -> Vec<u8> {
        let [class, instruction, _, _, length, data @ ..] = command else {
            return vec![0x67, 0x00];
        };
        if *instruction == 0xC0 {
            let wanted = if *length == 0 {
                256
            } else {
                usize::from(*length)
            };
            let rest = self.pending_t0.split_off(self.pending_t0.len().min(wanted));
            let mut now = std::mem::replace(&mut self.pending_t0, rest);
            now.extend(match u8::try_from(self.pending_t0.len()) {
                Ok(0) => [0x90, 0x00],
                Ok(left) => [0x61, left],
                Err(_) => [0x61, 0x00],
            });
            return now;
        }
        self.pending_t0.clear();
        if data.is_empty() && *length == 0 {
            return self
                .token
                .apdu(&[*class, *instruction, command[2], command[3]]);
        }
        let mut answer = self.token.apdu(command);
        if data.is_empty() {
            return answer;
        }
        // All pieces of the token's answer, kept for GET RESPONSE.
        let mut whole = Vec::new();
        while answer.len() >= 2 {
            let status = answer.split_off(answer.len() - 2);
            whole.append(&mut answer);
            if status[0] != 0x61 {
                if whole.is_empty() {
                    return status;
                }
                break;
            }
            answer = self.token.apdu(&[0x00, 0xC0, 0x00, 0x00, status[1]]);
        }
        self.pending_t0 = whole;
        vec![0x61, u8::try_from(self.pending_t0.len()).unwrap_or(0)]
    }
}
