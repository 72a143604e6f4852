//! A simulated reader of the contact slot on a serial line: the framing of the GemPC Twin around the messages of
//! [`super::reader`], on a line that can be damaged. Bytes in, pieces of bytes out. Pure state; [`port`] puts it onto a
//! pseudo-terminal.
//!
//! It sends back each sound frame before it answers, as the GemPC Twin does. A frame that is damaged, too long or cut
//! short is refused by `03 15 16`, which sent by the host asks for the last answer once more. How a real reader ends a
//! frame cut short is not known; this one waits for a pause of the line ([`Contact::pause`]).

mod port;

pub(super) use port::{Port, act};

use super::fault::{LineFault, Piece};
use super::queue::Queue;
use super::reader::{Fault, Level, Reader};
use super::token::Token;

/// What it calls itself.
const FIRMWARE: &[u8] = b"Keywright bench twin 1.00";
/// The longest message.
const LONGEST: usize = 271;
const REFUSAL: [u8; 3] = [0x03, 0x15, 0x16];

/// Reader and line.
pub struct Contact {
    reader: Reader,
    queue: Queue,
    heard: Vec<u8>,
    /// The last answer, as a frame, for a host that asks again.
    last: Vec<u8>,
    /// A card that comes or goes is told at once; else before the next answer.
    tells_at_once: bool,
}

impl Default for Contact {
    fn default() -> Self {
        let mut reader = Reader::with_slots(vec![None], Level::BlocksT1);
        // There is nobody yet to be told how it stands.
        let _how = reader.notification();
        Self {
            reader,
            queue: Queue::default(),
            heard: Vec::new(),
            last: Vec::new(),
            tells_at_once: true,
        }
    }
}

impl Contact {
    /// Bytes from the host.
    pub fn write(&mut self, bytes: &[u8]) {
        for piece in self.queue.arrive(bytes) {
            self.queue.delay(piece.late);
            for byte in piece.bytes {
                self.hear(byte);
            }
        }
    }

    /// The next bytes to the host, if any, with the wait before them.
    pub fn read(&mut self) -> Option<Piece> {
        self.queue.read()
    }

    /// Puts a piece back to the front, for a host that did not take all of it or did not wait long enough.
    pub fn put_back(&mut self, piece: Piece) {
        self.queue.put_back(piece);
    }

    /// The host throws away what it has not read.
    pub fn discard(&mut self) {
        self.queue.discard();
    }

    /// The line has been quiet for long: a frame that is not finished will not be.
    pub fn pause(&mut self) {
        if self.is_within_frame() {
            self.refuse();
        }
    }

    /// The rest of a frame is still to come.
    pub fn is_within_frame(&self) -> bool {
        !self.heard.is_empty()
    }

    /// Puts a card into the slot; what was in it is returned.
    pub fn seat(&mut self, card: Token) -> Option<Token> {
        let before = self.unseat();
        self.reader.insert(0, card);
        self.tell();
        before
    }

    /// Takes the card out of the slot.
    pub fn unseat(&mut self) -> Option<Token> {
        let card = self.reader.take(0);
        self.tell();
        card
    }

    /// Arms damage to a byte of the line.
    pub fn arm_line(&mut self, fault: LineFault) {
        self.queue.arm(fault);
    }

    /// Adds to the faults that wait for commands to the card.
    pub fn misbehave(&mut self, fault: Fault) {
        self.reader.misbehave(fault);
    }

    /// Forgets all armed damage of the line, and what of a frame is there.
    pub fn heal(&mut self) {
        self.queue.heal();
        self.queue.cut();
        self.heard.clear();
    }

    fn hear(&mut self, byte: u8) {
        self.heard.push(byte);
        match self.heard[..] {
            [0x03, 0x15, 0x16] => {
                self.heard.clear();
                let last = self.last.clone();
                self.send(&last);
            }
            [0x03, 0x15, _, ..] => self.refuse(),
            [0x03, 0x06, _, l0, l1, l2, l3, ..] => {
                let data = u32::from_le_bytes([l0, l1, l2, l3]);
                let whole = usize::try_from(data).unwrap_or(usize::MAX);
                let whole = whole.saturating_add(10);
                if whole > LONGEST {
                    self.refuse();
                } else if self.heard.len() == whole + 3 {
                    self.take_frame();
                }
            }
            [0x03] | [0x03, 0x15] | [0x03, 0x06, ..] => {}
            [.., 0x03] => self.heard = vec![0x03],
            _ => self.heard.clear(),
        }
    }

    fn refuse(&mut self) {
        self.heard.clear();
        self.send(&REFUSAL);
    }

    fn take_frame(&mut self) {
        let frame = std::mem::take(&mut self.heard);
        let sum = frame.iter().fold(0, |sum, byte| sum ^ byte);
        if sum != 0 {
            return self.refuse();
        }
        self.send(&frame);
        let message = &frame[2..frame.len() - 1];
        let answers = match message {
            [0x6B, _, _, _, _, slot, sequence, _, _, _, escape @ ..] => {
                vec![self.escape(*slot, *sequence, escape)]
            }
            _ => self.reader.answer(message),
        };
        if let Some(movement) = self.movement() {
            self.send(&movement);
        }
        for answer in answers {
            let mut frame = vec![0x03, 0x06];
            frame.extend(answer);
            frame.push(frame.iter().fold(0, |sum, byte| sum ^ byte));
            self.send(&frame);
            self.last = frame;
        }
    }

    /// The maker's own commands: 02 tells the firmware, 01 01 when cards that come and go are told.
    fn escape(&mut self, slot: u8, sequence: u8, command: &[u8]) -> Vec<u8> {
        let said: Option<&[u8]> = match *command {
            [0x02] => Some(FIRMWARE),
            [0x01, 0x01, how] => {
                self.tells_at_once = how == 0;
                Some(&[])
            }
            _ => None,
        };
        let icc = self.reader.icc_status();
        let data = said.unwrap_or_default();
        let mut bytes = vec![0x83, u8::try_from(data.len()).unwrap_or(0), 0, 0, 0];
        bytes.extend([slot, sequence]);
        // Failed with error 0: the command is not known.
        bytes.extend([icc | if said.is_some() { 0 } else { 0x40 }, 0, 0]);
        bytes.extend_from_slice(data);
        bytes
    }

    fn tell(&mut self) {
        if self.tells_at_once
            && let Some(movement) = self.movement()
        {
            self.send(&movement);
        }
    }

    /// 50 02 for a card taken out, 50 03 for one put in.
    fn movement(&mut self) -> Option<[u8; 2]> {
        let bits = *self.reader.notification()?.get(1)?;
        Some([0x50, 0x02 | bits & 1])
    }

    fn send(&mut self, bytes: &[u8]) {
        self.queue.send(bytes);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
