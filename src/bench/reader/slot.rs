//! One slot of the reader: what is in it, whether it has power, and what of a command or an answer is on its way.

use std::collections::VecDeque;

use super::block_card::BlockCard;
use super::{Fault, Level};
use crate::bench::token::Token;

/// T=1 alone, IFSC 254 unless the card says otherwise later; with check byte.
const ATR_T1: [u8; 9] = [0x3B, 0x81, 0x91, 0x01, 0x31, 0xFE, 0x45, 0x4B, 0x00];
/// T=0 alone; no check byte.
const ATR_T0: [u8; 4] = [0x3B, 0x02, 0x4B, 0x57];

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Slot {
    token: Option<Token>,
    /// A token lies in it, and is not pushed in.
    lifted: bool,
    powered: bool,
    pub(super) changed: bool,
    block_card: BlockCard,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    pending_t0: Vec<u8>,
    faults: VecDeque<Fault>,
    last: Vec<u8>,
}

/// Kind of the answer, error (0 none), its own byte, data.
pub(super) type Said = (u8, u16, u8, Vec<u8>);

const MUTE: u16 = 0xFE;

impl Slot {
    pub(super) fn with(token: Option<Token>) -> Self {
        Self {
            changed: token.is_some(),
            token,
            ..Self::default()
        }
    }

    pub(super) fn insert(&mut self, token: Token) {
        self.changed = true;
        self.token = Some(token);
        self.lifted = false;
        self.power_off();
    }

    pub(super) fn take(&mut self) -> Option<Token> {
        self.power_off();
        let token = self.token.take();
        self.changed |= token.is_some() && !self.lifted;
        token
    }

    pub(super) fn set_present(&mut self, present: bool) {
        self.changed |= self.is_present() != present;
        self.lifted = !present;
        if !present {
            self.power_off();
        }
    }

    pub(super) fn is_present(&self) -> bool {
        self.token.is_some() && !self.lifted
    }

    pub(super) fn misbehave(&mut self, fault: Fault) {
        self.faults.push_back(fault);
    }

    /// bmICCStatus.
    pub(super) fn status(&self) -> u8 {
        match (self.is_present(), self.powered) {
            (false, _) => 2,
            (true, false) => 1,
            (true, true) => 0,
        }
    }

    pub(super) fn can_transfer(&self) -> bool {
        self.is_present() && self.powered
    }

    pub(super) fn power_on(&mut self, level: Level) -> Said {
        if !self.is_present() {
            return (0x80, MUTE, 0, Vec::new());
        }
        self.power_off();
        self.powered = true;
        if level == Level::CommandsT0 {
            return (0x80, 0, 0, ATR_T0.to_vec());
        }
        let mut atr = ATR_T1.to_vec();
        if let Some((check, rest)) = atr.split_last_mut() {
            *check = rest[1..].iter().fold(0, |sum, byte| sum ^ byte);
        }
        (0x80, 0, 0, atr)
    }

    pub(super) fn power_off(&mut self) {
        self.powered = false;
        if let Some(token) = &mut self.token {
            token.reset();
        }
        self.block_card = BlockCard::default();
        self.incoming.clear();
        self.outgoing.clear();
        self.pending_t0.clear();
    }

    pub(super) fn next_fault(&mut self) -> Option<Fault> {
        self.faults.pop_front()
    }

    /// Keeps the answer; the one before.
    pub(super) fn keep(&mut self, answer: &[u8]) -> Vec<u8> {
        std::mem::replace(&mut self.last, answer.to_vec())
    }

    /// What the card in it makes of the data of a transfer: own byte and data of the answer.
    pub(super) fn transfer(
        &mut self,
        level: Level,
        piece: u8,
        data: &[u8],
        fault: Option<Fault>,
    ) -> (u8, Vec<u8>) {
        let Some(token) = &mut self.token else {
            return (0, Vec::new());
        };
        match level {
            Level::ExtendedApdu { most_message } => {
                let room = usize::try_from(most_message).unwrap_or(usize::MAX) - 10;
                self.piece(piece, data, room)
            }
            // A reader of this level refuses what is longer: the card is never asked.
            Level::ShortApdu if data.len() > 261 || data.get(4) == Some(&0) && data.len() > 5 => {
                (0, vec![0x67, 0x00])
            }
            Level::ShortApdu => (0, token.apdu(data)),
            Level::BlocksT1 => (0, self.block_card.answer(data, token, fault)),
            Level::CommandsT0 => (0, self.command_t0(data)),
        }
    }

    fn apdu(&mut self, command: &[u8]) -> Vec<u8> {
        self.token
            .as_mut()
            .map_or_else(Vec::new, |token| token.apdu(command))
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
            self.outgoing = self.apdu(&command);
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
            return self.apdu(&[*class, *instruction, command[2], command[3]]);
        }
        let mut answer = self.apdu(command);
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
            answer = self.apdu(&[0x00, 0xC0, 0x00, 0x00, status[1]]);
        }
        self.pending_t0 = whole;
        vec![0x61, u8::try_from(self.pending_t0.len()).unwrap_or(0)]
    }
}
