//! The card's side of T=1 (ISO/IEC 7816-3, section 11), LRC only.

use super::Fault;
use crate::bench::token::Token;

/// The state of the protocol in the card.
#[derive(Debug)]
pub(super) struct BlockCard {
    /// N(S) of our next I-block.
    ours: u8,
    /// N(S) that we expect.
    theirs: u8,
    /// The most bytes of a block of ours.
    size: usize,
    command: Vec<u8>,
    answer: Vec<u8>,
    /// Our last block, for who asks again.
    last: Vec<u8>,
    /// What we would have answered, while we wait for the reply to a request of ours.
    held: Option<Vec<u8>>,
}

impl Default for BlockCard {
    fn default() -> Self {
        Self {
            ours: 0,
            theirs: 0,
            size: 32,
            command: Vec::new(),
            answer: Vec::new(),
            last: Vec::new(),
            held: None,
        }
    }
}

impl BlockCard {
    /// Answers one block.
    pub(super) fn answer(
        &mut self,
        bytes: &[u8],
        token: &mut Token,
        fault: Option<Fault>,
    ) -> Vec<u8> {
        let answer = self.react(bytes, token);
        self.last.clone_from(&answer);
        match fault {
            Some(Fault::DamagedBlock) => {
                let mut damaged = answer;
                if let Some(check) = damaged.last_mut() {
                    *check ^= 0xFF;
                }
                damaged
            }
            Some(Fault::WaitingTime) => self.ask(block(0xC3, &[4]), answer),
            Some(Fault::BlockSize(size)) => self.ask(block(0xC1, &[size]), answer),
            _ => answer,
        }
    }

    fn ask(&mut self, request: Vec<u8>, answer: Vec<u8>) -> Vec<u8> {
        self.held = Some(answer);
        self.last.clone_from(&request);
        request
    }

    fn react(&mut self, bytes: &[u8], token: &mut Token) -> Vec<u8> {
        let sound = bytes.iter().fold(0, |sum, byte| sum ^ byte) == 0;
        let (control, information) = match bytes {
            [0, control, length, rest @ .., _] if sound && rest.len() == usize::from(*length) => {
                (*control, rest)
            }
            _ => return block(0x81 | self.theirs << 4, &[]),
        };
        match control {
            0xC0 => {
                *self = Self {
                    size: self.size,
                    ..Self::default()
                };
                block(0xE0, &[])
            }
            0xC1 => {
                self.size = information.first().map_or(32, |size| usize::from(*size));
                block(0xE1, information)
            }
            // The reply to a request of ours.
            0xE1 | 0xE3 => self.held.take().unwrap_or_default(),
            _ if control & 0x80 == 0 => self.data(control, information, token),
            _ if control & 0xC0 == 0x80 => self.asked(control >> 4 & 1),
            _ => block(0x82 | self.theirs << 4, &[]),
        }
    }

    fn data(&mut self, control: u8, information: &[u8], token: &mut Token) -> Vec<u8> {
        if control >> 6 & 1 != self.theirs {
            return block(0x82 | self.theirs << 4, &[]);
        }
        self.theirs ^= 1;
        self.command.extend_from_slice(information);
        if control & 0x20 != 0 {
            return block(0x80 | self.theirs << 4, &[]);
        }
        let command = std::mem::take(&mut self.command);
        self.answer = token.apdu(&command);
        self.next()
    }

    /// N(R) asks for our next block, or for the last once more.
    fn asked(&mut self, number: u8) -> Vec<u8> {
        match (number == self.ours, self.answer.is_empty()) {
            (true, false) => self.next(),
            // It is the station's turn.
            (true, true) => block(0x80 | self.theirs << 4, &[]),
            (false, _) => self.last.clone(),
        }
    }

    fn next(&mut self) -> Vec<u8> {
        let rest = self.answer.split_off(self.answer.len().min(self.size));
        let now = std::mem::replace(&mut self.answer, rest);
        let more = u8::from(!self.answer.is_empty());
        let number = self.ours;
        self.ours ^= 1;
        block(number << 6 | more << 5, &now)
    }
}

fn block(control: u8, information: &[u8]) -> Vec<u8> {
    let mut block = vec![0, control, u8::try_from(information.len()).unwrap_or(0)];
    block.extend_from_slice(information);
    block.push(block.iter().fold(0, |sum, byte| sum ^ byte));
    block
}
