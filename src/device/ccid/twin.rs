//! CCID messages over a serial line, in the framing of the Gemalto GemPC Twin and of the chips that follow it
//! (GemCore SIM Pro and POS Pro, Microchip SEC1210).
//!
//! | bytes | meaning |
//! | --- | --- |
//! | `03 06` message LRC | one CCID message (revision 1.1, chapter 6); LRC is the exclusive or of all bytes before it |
//! | `03 15 16` | the last frame arrived damaged: once more |
//! | `50 02`, `50 03` | the card was taken out, put in |
//! | one byte from `80` on | the card asks for time |
//!
//! The maker's manual is not public; this is what the driver libccid 1.5.2 speaks. Some readers send back each of our
//! frames before they answer it, others do not.

use std::time::{Duration, Instant};

use zeroize::{Zeroize, Zeroizing};

use super::message::{Notification, Response, SlotChange};
use super::{CcidTransport, Error};
use crate::device::line::Line;

/// The longest message that such a reader takes and sends: ten bytes of header, 261 of data.
pub const MOST_MESSAGE: usize = 271;

const SYNC: u8 = 0x03;
const ACKNOWLEDGED: u8 = 0x06;
const REFUSED: u8 = 0x15;
/// Asks for the last frame once more, both ways.
const AGAIN: [u8; 3] = [SYNC, REFUSED, SYNC ^ REFUSED];
const SLOT_CHANGE: u8 = 0x50;
const CARD_OUT: u8 = 0x02;
const CARD_IN: u8 = 0x03;
/// A single byte from here on asks for time.
const TIME: u8 = 0x80;

/// How often one message is sent again, and an answer asked for again.
const MOST_TRIES: u8 = 2;
/// A frame of which nothing more has come for so long is cut short: 2,000 bytes could have passed, and an adapter on
/// USB keeps bytes back for 16 ms.
const GAP: Duration = Duration::from_millis(200);
/// However often the card asks for time.
const MOST_TIME: Duration = Duration::from_secs(30);
/// Unread bytes: some frames. Older ones are garbage.
const ROOM: usize = 4 * (MOST_MESSAGE + 3);

/// A reader at the other end of a line.
pub struct TwinTransport<L> {
    line: L,
    /// What arrived and was not made out yet. Never longer than [`ROOM`], so that it stays where it can be wiped.
    heard: Zeroizing<Vec<u8>>,
    /// Whole messages that arrived before anybody waited for them.
    messages: Vec<Zeroizing<Vec<u8>>>,
    told: Vec<Notification>,
    /// Our last frame.
    last: Zeroizing<Vec<u8>>,
    /// So often it was sent again.
    resent: u8,
    /// So often an answer to it was asked for again.
    asked: u8,
    /// Bytes arrived that mean nothing, and no sound frame since.
    garbled: bool,
    /// So many bytes arrived since our last message.
    arrived: usize,
    /// Anything at all arrived since the line was opened.
    alive: bool,
    /// Nobody knows yet whether a reader is at the other end: it gets neither time beyond what it was given nor room for
    /// more than a few frames, so that noise is known as noise.
    stranger: bool,
}

/// What the bytes at the front of the line are.
enum Heard {
    /// A whole message.
    Message(Zeroizing<Vec<u8>>),
    /// Our own frame, or another station's.
    Echo,
    /// Our last frame is refused.
    Again,
    Notification(bool),
    /// The card asks for time.
    Time,
    /// One byte that means nothing.
    Garbage,
    /// The beginning of something.
    Unfinished,
    Nothing,
}

impl<L> std::fmt::Debug for TwinTransport<L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TwinTransport")
    }
}

impl<L: Line> TwinTransport<L> {
    /// Nothing is sent yet. What came before on the line is left to the caller.
    pub fn new(line: L) -> Self {
        Self {
            line,
            heard: Zeroizing::new(Vec::with_capacity(ROOM)),
            messages: Vec::new(),
            told: Vec::new(),
            last: Zeroizing::new(Vec::new()),
            resent: 0,
            asked: 0,
            garbled: false,
            arrived: 0,
            alive: false,
            stranger: false,
        }
    }

    /// Whether what is at the other end is still to show that it is a reader.
    pub fn set_stranger(&mut self, stranger: bool) {
        self.stranger = stranger;
    }

    /// Whether anything at all has arrived, be it no message.
    pub fn has_heard(&self) -> bool {
        self.alive
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.line.write_all(bytes).map_err(|_| Error::Gone)
    }

    fn write_last(&mut self) -> Result<(), Error> {
        self.line.write_all(&self.last).map_err(|_| Error::Gone)
    }

    /// Reads until `deadline`; false where nothing came.
    fn listen(&mut self, deadline: Instant) -> Result<bool, Error> {
        let mut buffer = Zeroizing::new([0; MOST_MESSAGE]);
        let room = ROOM.saturating_sub(self.heard.len());
        if room < buffer.len() {
            // More than any reader sends unasked: noise.
            self.drop_front(buffer.len() - room);
            self.garbled = true;
        }
        let count = self
            .line
            .read(&mut buffer[..], deadline)
            .map_err(|_| Error::Gone)?;
        self.heard.extend_from_slice(&buffer[..count]);
        self.alive |= count > 0;
        self.arrived = self.arrived.saturating_add(count);
        if self.stranger && self.arrived > ROOM {
            return Err(Error::Malformed("more than any reader answers"));
        }
        Ok(count > 0)
    }

    fn drop_front(&mut self, count: usize) {
        drop(self.heard.drain(..count));
        if self.heard.is_empty() {
            // Its room stays.
            self.heard.zeroize();
        }
    }

    /// Takes what stands at the front of what was heard. Where no more comes, what is unfinished is garbage.
    fn next(&mut self, no_more: bool) -> Heard {
        let (what, length) = made_out(&self.heard);
        let (what, length) = match what {
            Heard::Unfinished if no_more => (Heard::Garbage, 1),
            other => (other, length),
        };
        match what {
            // A frame with a wrong check may hide a sound one, so that one byte of it is dropped as well.
            Heard::Garbage => self.garbled = true,
            Heard::Message(_) | Heard::Echo => self.garbled = false,
            _ => {}
        }
        self.drop_front(length);
        what
    }

    /// Our last frame once more, as the reader asked; or where we had asked it for its own, that again, because then
    /// it has ours, and a command must not reach a card twice.
    fn repeat(&mut self) -> Result<(), Error> {
        if self.asked > 0 {
            return if self.asked < MOST_TRIES {
                self.ask_again()
            } else {
                Ok(())
            };
        }
        if self.resent == MOST_TRIES {
            return Err(Error::Broken(
                "the reader refuses each of our frames as damaged".to_owned(),
            ));
        }
        self.resent += 1;
        self.write_last()
    }

    fn ask_again(&mut self) -> Result<(), Error> {
        self.asked += 1;
        self.garbled = false;
        self.write(&AGAIN)
    }

    fn note(&mut self, present: bool) {
        let changed = true;
        let change = SlotChange { present, changed };
        self.told.push(Notification::Slots(vec![change]));
    }
}

impl<L: Line> CcidTransport for TwinTransport<L> {
    fn send(&mut self, message: &[u8], _deadline: Instant) -> Result<(), Error> {
        if message.len() > MOST_MESSAGE {
            return Err(Error::TooLong);
        }
        let mut frame = Zeroizing::new(Vec::with_capacity(message.len() + 3));
        frame.extend_from_slice(&[SYNC, ACKNOWLEDGED]);
        frame.extend_from_slice(message);
        let check = check(&frame);
        frame.push(check);
        (self.resent, self.asked, self.garbled, self.arrived) = (0, 0, false, 0);
        self.last = frame;
        self.write_last()
    }

    fn receive(&mut self, deadline: Instant) -> Result<Zeroizing<Vec<u8>>, Error> {
        if !self.messages.is_empty() {
            return Ok(self.messages.remove(0));
        }
        let start = Instant::now();
        let patience = deadline.saturating_duration_since(start);
        let latest = if self.stranger {
            deadline
        } else {
            deadline.max(start + MOST_TIME)
        };
        let mut deadline = deadline;
        let mut no_more = false;
        loop {
            match self.next(std::mem::take(&mut no_more)) {
                Heard::Message(message) => return Ok(message),
                Heard::Echo | Heard::Garbage => {}
                Heard::Again => self.repeat()?,
                Heard::Notification(present) => self.note(present),
                // Among garbage it is a part of it.
                Heard::Time if self.garbled => {}
                Heard::Time => deadline = (Instant::now() + patience).min(latest),
                what @ (Heard::Unfinished | Heard::Nothing) => {
                    let unfinished = matches!(what, Heard::Unfinished);
                    // Something is amiss already where an answer broke off or arrived damaged.
                    let soon = unfinished || self.garbled;
                    let until = if soon {
                        deadline.min(Instant::now() + GAP)
                    } else {
                        deadline
                    };
                    if self.listen(until)? {
                        if Instant::now() < deadline + GAP {
                            continue;
                        }
                        // Noise without end.
                        return Err(Error::Silent);
                    }
                    match (unfinished, self.garbled) {
                        (true, _) => no_more = true,
                        (false, true) if self.asked < MOST_TRIES => self.ask_again()?,
                        (false, true) => {
                            return Err(Error::Malformed("damaged each time it was asked for"));
                        }
                        (false, false) => return Err(Error::Silent),
                    }
                }
            }
        }
    }

    fn notifications(&mut self) -> Result<Vec<Notification>, Error> {
        let _any = self.listen(Instant::now())?;
        loop {
            match self.next(false) {
                Heard::Message(message) => self.messages.push(message),
                Heard::Notification(present) => self.note(present),
                Heard::Unfinished | Heard::Nothing => return Ok(std::mem::take(&mut self.told)),
                // Nobody waits for an answer.
                Heard::Echo | Heard::Again | Heard::Time | Heard::Garbage => {}
            }
        }
    }

    /// There is no pipe beside the stream.
    fn announce_abort(&mut self, _slot: u8, _sequence: u8) -> Result<(), Error> {
        Err(Error::Stalled)
    }
}

/// What stands at the front of some bytes, and how many bytes it takes.
fn made_out(bytes: &[u8]) -> (Heard, usize) {
    match *bytes {
        [] => (Heard::Nothing, 0),
        [SYNC | SLOT_CHANGE] | [SYNC, REFUSED] => (Heard::Unfinished, 0),
        [SLOT_CHANGE, movement @ (CARD_OUT | CARD_IN), ..] => {
            (Heard::Notification(movement == CARD_IN), 2)
        }
        [SYNC, REFUSED, third, ..] if third == AGAIN[2] => (Heard::Again, AGAIN.len()),
        [SYNC, ACKNOWLEDGED, ref rest @ ..] => frame(bytes, rest),
        [TIME..=u8::MAX, ..] => (Heard::Time, 1),
        _ => (Heard::Garbage, 1),
    }
}

fn frame(bytes: &[u8], rest: &[u8]) -> (Heard, usize) {
    let whole = match (rest.get(1..5), Response::announced(rest)) {
        (None, _) => return (Heard::Unfinished, 0),
        (_, Some(whole)) if whole <= MOST_MESSAGE => whole,
        _ => return (Heard::Garbage, 1),
    };
    match bytes.get(..whole + 3) {
        None => (Heard::Unfinished, 0),
        Some(frame) if check(frame) != 0 => (Heard::Garbage, 1),
        // Requests have the top bit clear (chapter 6).
        Some(frame) if rest[0] & 0x80 == 0 => (Heard::Echo, frame.len()),
        Some(frame) => (
            Heard::Message(Zeroizing::new(rest[..whole].to_vec())),
            frame.len(),
        ),
    }
}

/// The exclusive or of all bytes: of a frame with its check it is 0.
fn check(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
