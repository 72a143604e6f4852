//! Frames to the card and back: one native frame carries a code and at most 59 bytes; longer commands and answers are
//! chained with 0xAF. Whatever the card answers, memory and time stay bounded.

use super::session::{MAC, Session};
use crate::device::Error;

/// Data bytes that one native frame carries besides its code (60 bytes in a 64-byte block).
pub const LONGEST_FRAME_DATA: usize = 59;

/// Bytes that a frame of a long answer carries at least. Cards fill them; a card that hands out single bytes only
/// wants to keep us.
const LEAST_FRAME_DATA: usize = 16;
/// Frames that may carry less: GetVersion comes in three of seven bytes.
const SHORT_FRAMES: usize = 3;

/// Status codes of the card.
pub mod status {
    /// Done.
    pub const OK: u8 = 0x00;
    /// The memory is full.
    pub const OUT_OF_MEMORY: u8 = 0x0E;
    /// No such command.
    pub const ILLEGAL_COMMAND: u8 = 0x1C;
    /// Enciphered data does not match its checksum.
    pub const INTEGRITY_ERROR: u8 = 0x1E;
    /// Wrong length of a command.
    pub const LENGTH_ERROR: u8 = 0x7E;
    /// The current session may not do this.
    pub const PERMISSION_DENIED: u8 = 0x9D;
    /// No such application.
    pub const APPLICATION_NOT_FOUND: u8 = 0xA0;
    /// Wrong key, or a session is needed.
    pub const AUTHENTICATION_ERROR: u8 = 0xAE;
    /// There is more.
    pub const ADDITIONAL_FRAME: u8 = 0xAF;
    /// No room for another application.
    pub const COUNT_ERROR: u8 = 0xCE;
    /// A chain of frames was broken by another command.
    pub const COMMAND_ABORTED: u8 = 0xCA;
    /// Beyond the end of a file.
    pub const BOUNDARY_ERROR: u8 = 0xBE;
    /// Application or file exists already.
    pub const DUPLICATE_ERROR: u8 = 0xDE;
    /// No such file.
    pub const FILE_NOT_FOUND: u8 = 0xF0;
}

/// Carries one frame to a card and its answer back.
pub trait Transceiver {
    /// Sends one frame; returns the card's answer, status byte first.
    ///
    /// # Errors
    /// Of the reader and the field; after any of them it is unknown whether the card carried out the command.
    fn transceive(&mut self, frame: &[u8]) -> Result<Vec<u8>, Error>;
}

/// A card, and the session with it if there is one.
pub struct Card<'a> {
    air: &'a mut dyn Transceiver,
    session: Option<Session>,
    changed: bool,
}

impl<'a> Card<'a> {
    /// A card that was just activated: its master level is selected, there is no session.
    pub fn new(air: &'a mut dyn Transceiver) -> Self {
        Self {
            air,
            session: None,
            changed: false,
        }
    }

    /// A card that stayed in the field since [`Card::leave`], with the session that was open then.
    pub fn resumed(air: &'a mut dyn Transceiver, session: Option<Session>) -> Self {
        Self {
            session,
            ..Self::new(air)
        }
    }

    /// Gives the running session away, to be gone on with.
    pub fn leave(&mut self) -> Option<Session> {
        self.session.take()
    }

    /// Whether a command with a lasting effect was, or may have been, carried out.
    pub fn changed(&self) -> bool {
        self.changed
    }

    /// Starts a session.
    pub(super) fn begin(&mut self, session: Session) {
        self.session = Some(session);
    }

    /// Forgets the session, as the card does.
    pub(super) fn end(&mut self) {
        self.session = None;
    }

    /// The running session.
    #[cfg(test)]
    pub(super) fn session_mut(&mut self) -> Option<&mut Session> {
        self.session.as_mut()
    }

    /// The running session, which a command needs.
    pub(super) fn need_session(&mut self, command: u8) -> Result<&mut Session, Error> {
        self.session.as_mut().ok_or(Error::FobRefused {
            command,
            status: status::AUTHENTICATION_ERROR,
        })
    }

    /// One frame: returns status and data.
    pub(super) fn frame(&mut self, code: u8, data: &[u8]) -> Result<(u8, Vec<u8>), Error> {
        let mut frame = Vec::with_capacity(data.len() + 1);
        frame.push(code);
        frame.extend_from_slice(data);
        let mut answer = self.air.transceive(&frame)?;
        if answer.is_empty() {
            return Err(Error::AnswerMalformed { what: "status" });
        }
        let status = answer.remove(0);
        Ok((status, answer))
    }

    /// A command whose data goes as it is and whose answer carries at most `most` bytes; inside a session both are
    /// bound into the MAC chain and the answer's MAC is checked.
    pub(super) fn plain(&mut self, code: u8, data: &[u8], most: usize) -> Result<Vec<u8>, Error> {
        if let Some(session) = &mut self.session {
            session.note_command(&[&[code], data].concat());
        }
        let mac = if self.session.is_some() { MAC } else { 0 };
        let answer = self.chained(code, data, most + mac)?;
        let result = match &mut self.session {
            Some(session) => session.open(answer),
            None => Ok(answer),
        };
        self.closing(result)
    }

    /// Ends the session when an answer was not what it should be.
    pub(super) fn closing<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        if result.is_err() {
            self.end();
        }
        result
    }

    /// A command that ends the session with its success, so that its answer is bare.
    pub(super) fn last(&mut self, code: u8, data: &[u8]) -> Result<(), Error> {
        let result = self.chained(code, data, 0).map(drop);
        self.end();
        result
    }

    /// A command with enciphered data; the answer is empty but for its MAC.
    pub(super) fn enciphered(
        &mut self,
        code: u8,
        parameters: &[u8],
        data: &[u8],
    ) -> Result<(), Error> {
        let header = [&[code], parameters].concat();
        let cryptogram = self.need_session(code)?.encipher(&header, data);
        self.cryptogram(code, parameters, &cryptogram)
    }

    /// A command whose cryptogram is ready; the answer is empty but for its MAC.
    pub(super) fn cryptogram(
        &mut self,
        code: u8,
        parameters: &[u8],
        cryptogram: &[u8],
    ) -> Result<(), Error> {
        let answer = self.chained(code, &[parameters, cryptogram].concat(), MAC)?;
        let opened = self.need_session(code)?.open(answer);
        let rest = self.closing(opened)?;
        if rest.is_empty() {
            Ok(())
        } else {
            Err(Error::AnswerForged)
        }
    }

    /// Sends a command in as many frames as it takes and collects an answer of at most `most` bytes. Any status but
    /// success ends the session, as it does on the card.
    pub(super) fn chained(&mut self, code: u8, data: &[u8], most: usize) -> Result<Vec<u8>, Error> {
        let result = self.chain(code, data, most);
        // A refusal in plain words is the only sign that nothing happened.
        let refused =
            matches!(&result, Err(error @ Error::FobRefused { .. }) if !error.is_interruption());
        self.changed |= super::command::lasts(code) && !refused;
        self.closing(result)
    }

    fn chain(&mut self, code: u8, data: &[u8], most: usize) -> Result<Vec<u8>, Error> {
        let (first, mut rest) = data.split_at(data.len().min(LONGEST_FRAME_DATA));
        let (mut status, mut answer) = self.frame(code, first)?;
        while !rest.is_empty() {
            if status != status::ADDITIONAL_FRAME {
                return Err(refusal(code, status));
            }
            if !answer.is_empty() {
                return Err(Error::AnswerMalformed {
                    what: "command chain",
                });
            }
            let (next, later) = rest.split_at(rest.len().min(LONGEST_FRAME_DATA));
            (status, answer) = self.frame(status::ADDITIONAL_FRAME, next)?;
            rest = later;
        }
        let mut frames = 0;
        while status == status::ADDITIONAL_FRAME {
            frames += 1;
            if answer.len() >= most.max(1) || frames > most / LEAST_FRAME_DATA + SHORT_FRAMES {
                return Err(Error::AnswerEndless);
            }
            let (next, more) = self.frame(status::ADDITIONAL_FRAME, &[])?;
            if next == status::ADDITIONAL_FRAME && more.is_empty() {
                return Err(Error::AnswerEndless);
            }
            status = next;
            answer.extend_from_slice(&more);
        }
        if status != status::OK {
            return Err(Error::FobRefused {
                command: code,
                status,
            });
        }
        if answer.len() > most {
            Err(Error::AnswerEndless)
        } else {
            Ok(answer)
        }
    }
}

/// What a status in the middle of a command chain means: success there is a lie.
fn refusal(command: u8, status: u8) -> Error {
    if status == status::OK {
        Error::AnswerMalformed {
            what: "command chain",
        }
    } else {
        Error::FobRefused { command, status }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Answers every frame with what the function says.
    struct Peer<F>(F);

    impl<F: FnMut(&[u8]) -> Vec<u8>> Transceiver for Peer<F> {
        fn transceive(&mut self, frame: &[u8]) -> Result<Vec<u8>, Error> {
            Ok((self.0)(frame))
        }
    }

    #[test]
    fn a_long_command_goes_in_frames_of_sixty_bytes() {
        let mut frames = Vec::new();
        let mut peer = Peer(|frame: &[u8]| {
            frames.push(frame.to_vec());
            vec![if frames.len() == 3 { 0x00 } else { 0xAF }]
        });
        let _ = Card::new(&mut peer).chained(0x3D, &[7; 150], 0).unwrap();
        let lengths: Vec<_> = frames.iter().map(|frame| (frame[0], frame.len())).collect();
        assert_eq!(lengths, [(0x3D, 60), (0xAF, 60), (0xAF, 33)]);
    }

    #[test]
    fn an_answer_that_does_not_end_is_given_up() {
        let mut peer = Peer(|_: &[u8]| vec![0xAF; 60]);
        assert_eq!(
            Card::new(&mut peer).chained(0xBD, &[], 500),
            Err(Error::AnswerEndless)
        );
        let mut empty = Peer(|_: &[u8]| vec![0xAF]);
        assert_eq!(
            Card::new(&mut empty).chained(0xBD, &[], 500),
            Err(Error::AnswerEndless)
        );
    }

    #[test]
    fn an_answer_in_single_bytes_is_given_up_soon() {
        let mut count = 0;
        let mut peer = Peer(|_: &[u8]| {
            count += 1;
            vec![0xAF, 0x07]
        });
        assert_eq!(
            Card::new(&mut peer).chained(0xBD, &[], 8_192),
            Err(Error::AnswerEndless)
        );
        assert!(count < 520, "{count} frames");
    }

    #[test]
    fn success_in_the_middle_of_a_command_is_a_lie() {
        let mut peer = Peer(|_: &[u8]| vec![0x00]);
        let result = Card::new(&mut peer).chained(0x3D, &[7; 150], 8);
        assert_eq!(
            result,
            Err(Error::AnswerMalformed {
                what: "command chain"
            })
        );
    }

    #[test]
    fn an_empty_answer_is_malformed() {
        let mut peer = Peer(|_: &[u8]| Vec::new());
        assert_eq!(
            Card::new(&mut peer).chained(0x60, &[], 8),
            Err(Error::AnswerMalformed { what: "status" })
        );
    }

    proptest! {
        #[test]
        fn hostile_answers_end_in_bounded_time(
            answers in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..80), 1..20),
            most in 0usize..2_000,
        ) {
            let mut count = 0;
            let mut peer = Peer(|_: &[u8]| {
                count += 1;
                answers[count % answers.len()].clone()
            });
            if let Ok(answer) = Card::new(&mut peer).chained(0xBD, &[1], most) {
                prop_assert!(answer.len() <= most);
            }
            prop_assert!(count <= most + 3);
        }
    }
}
