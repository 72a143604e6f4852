//! A DESFire card as it lies in the field: frames in, frames out. Holds the memory and what is lost with the
//! power (authentication, selection, transaction, chain of frames); the commands stand in the files beside.
//! Behaviour after the public descriptions, and as the foreign tools expect it. Knows no reader.

use std::collections::{BTreeMap, VecDeque};

use super::image::{Application, Chip, File, Image};
use super::iso::Proof;
use super::session::{Mode, Scheme, Session};
use super::status::{
    ABORTED, APPLICATION_NOT_FOUND, AUTHENTICATION, DONE, FILE_NOT_FOUND, ILLEGAL_COMMAND, LENGTH,
    MORE, PERMISSION_DENIED, Status,
};
use super::transaction::Change;

/// Data bytes that one native frame carries besides its first byte.
pub(super) const FRAME: usize = 59;
/// Bytes an ISO 14443-4 block of an EV1 carries.
const BLOCK: usize = 61;

/// Random bytes for the challenges of the card.
pub type RandomBytes<'a> = &'a mut dyn FnMut(&mut [u8]);

/// What the card did besides answering: the basis of the modelled time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The answer.
    pub answer: Vec<u8>,
    /// Units of 32 bytes that were written to the memory.
    pub written: u32,
    /// Whether the lasting memory changed.
    pub changed: bool,
}

/// A DESFire card in the field.
pub struct Desfire {
    pub(super) image: Image,
    pub(super) state: Volatile,
    pub(super) written: u32,
    pub(super) changed: bool,
}

/// What is lost with the power.
#[derive(Default)]
pub(super) struct Volatile {
    /// The selected application, as its identifier on the wire; `None` is the card itself.
    pub(super) selected: Option<[u8; 3]>,
    /// The file selected by ISO 7816 SELECT.
    pub(super) iso_file: Option<u8>,
    pub(super) session: Option<Session>,
    /// How far an ISO 7816 authentication has come.
    pub(super) proof: Proof,
    pub(super) transaction: BTreeMap<u8, Change>,
    pub(super) chain: Chain,
}

/// A chain of frames that is under way.
#[derive(Default)]
pub(super) enum Chain {
    #[default]
    None,
    /// The card has sent its challenge.
    Authentication(super::keys::Challenge),
    /// A command is being received.
    Receiving { message: Vec<u8>, expected: usize },
    /// An answer is being sent.
    Sending(VecDeque<Vec<u8>>),
}

/// A successful answer before it is protected and cut into frames.
pub(super) enum Reply {
    /// Protected by the session as the mode says.
    Data {
        mode: Mode,
        data: Vec<u8>,
        open_ended: bool,
    },
    /// Plain data with its own cut into frames.
    Cut(Vec<Vec<u8>>),
    /// The session ended with this command: nothing but the status.
    Bare,
    /// Data outside of any session with the status "more".
    Challenge(Vec<u8>),
    /// The proof that ends an authentication: outside of the session it begins.
    Proof(Vec<u8>),
    /// The command goes on in further frames.
    Continue,
}

impl Reply {
    pub(super) fn plain(data: Vec<u8>) -> Self {
        Self::Data {
            mode: Mode::Plain,
            data,
            open_ended: false,
        }
    }

    pub(super) fn done() -> Self {
        Self::plain(Vec::new())
    }
}

/// What a key or the lack of one allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grant {
    /// The shown key is named: the file's communication mode applies.
    Keyed,
    /// Free access: plain.
    Free,
}

impl Desfire {
    /// A card with this memory, freshly in the field.
    pub fn new(image: Image) -> Self {
        Self {
            image,
            state: Volatile::default(),
            written: 0,
            changed: false,
        }
    }

    /// The lasting memory.
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// The power is gone: everything but the memory is forgotten.
    pub fn reset(&mut self) {
        self.state = Volatile::default();
    }

    /// The memory as it was before is back, because the new one could not be kept.
    pub(super) fn restore(&mut self, image: Image) {
        self.image = image;
        self.reset();
    }

    /// One exchange: a native frame, a wrapped one (`90 INS 00 00 ..`) or an ISO 7816 command.
    pub fn exchange(&mut self, frame: &[u8], random: RandomBytes<'_>) -> Reaction {
        self.written = 0;
        self.changed = false;
        let answer = self.answer(frame, random);
        Reaction {
            answer,
            written: self.written,
            changed: self.changed,
        }
    }

    fn answer(&mut self, frame: &[u8], random: RandomBytes<'_>) -> Vec<u8> {
        let short_blocks = matches!(
            self.image.chip,
            Chip::D40 | Chip::Ev1With2K | Chip::Ev1With4K | Chip::Ev1With8K
        );
        match frame {
            [0x90, rest @ ..] => {
                let (status, mut answer) = match unwrapped(rest) {
                    Some(command) if !short_blocks || frame.len() <= BLOCK => {
                        self.native(&command, random)
                    }
                    _ => (self.failed(LENGTH), Vec::new()),
                };
                answer.extend([0x91, status]);
                answer
            }
            [0x00, rest @ ..] if rest.len() >= 3 => self.iso(frame, random),
            [] => vec![self.failed(LENGTH)],
            _ => {
                let (status, data) = if short_blocks && frame.len() > FRAME + 1 {
                    (self.failed(LENGTH), Vec::new())
                } else {
                    self.native(frame, random)
                };
                let mut answer = vec![status];
                answer.extend(data);
                answer
            }
        }
    }

    fn native(&mut self, command: &[u8], random: RandomBytes<'_>) -> (Status, Vec<u8>) {
        self.state.proof = Proof::None;
        match self.step(command, random) {
            Ok(reply) => self.reply(reply),
            Err(status) => (self.failed(status), Vec::new()),
        }
    }

    /// Every error ends the chain and the transaction, and an EV1 session with it; a session of the
    /// first generation lives on.
    pub(super) fn failed(&mut self, status: Status) -> Status {
        self.state.chain = Chain::None;
        self.state.transaction.clear();
        if self
            .state
            .session
            .as_ref()
            .is_some_and(|session| session.scheme == Scheme::Ev1)
        {
            self.state.session = None;
        }
        status
    }

    fn step(&mut self, command: &[u8], random: RandomBytes<'_>) -> Result<Reply, Status> {
        let Some((&instruction, data)) = command.split_first() else {
            return Err(LENGTH);
        };
        match std::mem::take(&mut self.state.chain) {
            Chain::None if instruction == MORE => Err(ILLEGAL_COMMAND),
            Chain::None => self.begin(command, random),
            _ if instruction != MORE => Err(ABORTED),
            Chain::Authentication(challenge) => self.finish_authentication(challenge, data),
            Chain::Receiving {
                mut message,
                expected,
            } => {
                message.extend_from_slice(data);
                self.receive(message, expected)
            }
            Chain::Sending(frames) if data.is_empty() => {
                self.state.chain = Chain::Sending(frames);
                Ok(Reply::Continue)
            }
            Chain::Sending(_) => Err(LENGTH),
        }
    }

    fn begin(&mut self, command: &[u8], random: RandomBytes<'_>) -> Result<Reply, Status> {
        if self.image.chip == Chip::D40 && !known_to_d40(command[0]) {
            return Err(ILLEGAL_COMMAND);
        }
        match command[0] {
            0x0A | 0x1A | 0xAA => self.authenticate(command, random),
            0x0C | 0x1C | 0xDC | 0x3D | 0x3B => {
                let expected = self.expected(command)?;
                self.receive(command.to_vec(), expected)
            }
            _ => self.run(command),
        }
    }

    fn receive(&mut self, message: Vec<u8>, expected: usize) -> Result<Reply, Status> {
        match message.len() {
            length if length > expected => Err(LENGTH),
            length if length == expected => self.run(&message),
            _ => {
                self.state.chain = Chain::Receiving { message, expected };
                Ok(Reply::Continue)
            }
        }
    }

    fn reply(&mut self, reply: Reply) -> (Status, Vec<u8>) {
        let mut frames: VecDeque<Vec<u8>> = match reply {
            Reply::Bare => return (DONE, Vec::new()),
            Reply::Challenge(data) => return (MORE, data),
            Reply::Proof(data) => return (DONE, data),
            Reply::Continue => return self.next_frame(),
            Reply::Data {
                mode,
                data,
                open_ended,
            } => {
                let answer = match &mut self.state.session {
                    Some(session) => session.protect(mode, &data, open_ended),
                    None => data,
                };
                answer.chunks(FRAME).map(<[u8]>::to_vec).collect()
            }
            Reply::Cut(mut frames) => {
                if let Some(session) = &mut self.state.session
                    && let Some(last) = frames.last_mut()
                {
                    // The code over all frames follows the last one.
                    let tail = std::mem::take(last);
                    let whole = [frames.concat(), tail.clone()].concat();
                    let answer = session.protect(Mode::Plain, &whole, false);
                    let code = answer.get(whole.len()..).unwrap_or_default();
                    let _ = frames.pop();
                    frames.push([&tail, code].concat());
                }
                frames.into()
            }
        };
        if frames.is_empty() {
            frames.push_back(Vec::new());
        }
        self.state.chain = Chain::Sending(frames);
        self.next_frame()
    }

    fn next_frame(&mut self) -> (Status, Vec<u8>) {
        let Chain::Sending(frames) = &mut self.state.chain else {
            return (MORE, Vec::new());
        };
        let frame = frames.pop_front().unwrap_or_default();
        if frames.is_empty() {
            self.state.chain = Chain::None;
            (DONE, frame)
        } else {
            (MORE, frame)
        }
    }

    /// Takes a plain command into the running code of the session.
    pub(super) fn hear(&mut self, command: &[u8]) {
        if let Some(session) = &mut self.state.session {
            session.hear(command);
        }
    }

    /// Changes the lasting memory: the one place where that happens, as one replacement.
    pub(super) fn change(&mut self, bytes: usize, how: impl FnOnce(&mut Image)) {
        let mut next = self.image.clone();
        how(&mut next);
        self.image = next;
        self.changed = true;
        self.wrote(bytes);
    }

    /// Counts bytes written to the memory.
    pub(super) fn wrote(&mut self, bytes: usize) {
        self.written += u32::try_from(bytes.div_ceil(32).max(1)).unwrap_or(u32::MAX);
    }

    /// Changes a file of the selected application.
    pub(super) fn change_file(&mut self, number: u8, bytes: usize, how: impl FnOnce(&mut File)) {
        let selected = self.state.selected;
        self.change(bytes, |image| {
            if let Some(file) = image
                .applications
                .iter_mut()
                .find(|application| Some(application.aid) == selected)
                .and_then(|application| application.files.get_mut(&number))
            {
                how(file);
            }
        });
    }

    /// The selected application; an error on the card level.
    pub(super) fn application(&self) -> Result<&Application, Status> {
        let aid = self.state.selected.ok_or(PERMISSION_DENIED)?;
        let found = self
            .image
            .applications
            .iter()
            .find(|application| application.aid == aid);
        found.ok_or(APPLICATION_NOT_FOUND)
    }

    pub(super) fn file(&self, number: u8) -> Result<&File, Status> {
        self.application()?.files.get(&number).ok_or(FILE_NOT_FOUND)
    }

    /// Whether key `number` of the selected level has been shown.
    pub(super) fn shown(&self, number: u8) -> bool {
        self.state
            .session
            .as_ref()
            .is_some_and(|session| session.key_number == number)
    }

    pub(super) fn need_master(&self) -> Result<(), Status> {
        if self.shown(0) {
            Ok(())
        } else {
            Err(AUTHENTICATION)
        }
    }

    /// The key settings of the selected level.
    pub(super) fn settings(&self) -> Result<u8, Status> {
        match self.state.selected {
            None => Ok(self.image.settings),
            Some(_) => Ok(self.application()?.settings),
        }
    }

    /// What the named rights (nibbles) allow with the key shown. F alone is a denial, a missing key a
    /// call for authentication.
    pub(super) fn grant(&self, rights: &[u16]) -> Result<Grant, Status> {
        let key = self
            .state
            .session
            .as_ref()
            .map(|session| u16::from(session.key_number));
        if rights
            .iter()
            .any(|right| *right < 0x0E && Some(*right) == key)
        {
            Ok(Grant::Keyed)
        } else if rights.contains(&0x0E) {
            Ok(Grant::Free)
        } else if rights.iter().all(|right| *right == 0x0F) {
            Err(PERMISSION_DENIED)
        } else {
            Err(AUTHENTICATION)
        }
    }
}

/// The four rights of a file: read, write, read and write, change.
pub(super) fn rights(access: u16) -> [u16; 4] {
    [
        access >> 12,
        access >> 8 & 0xF,
        access >> 4 & 0xF,
        access & 0xF,
    ]
}

/// The native command inside `INS P1 P2 [Lc data] Le`.
fn unwrapped(rest: &[u8]) -> Option<Vec<u8>> {
    match rest {
        [instruction, 0, 0, 0] => Some(vec![*instruction]),
        [instruction, 0, 0, length, data @ .., 0] if data.len() == usize::from(*length) => {
            Some([&[*instruction], data].concat())
        }
        _ => None,
    }
}

fn known_to_d40(instruction: u8) -> bool {
    !matches!(instruction, 0x1A | 0xAA | 0x5C | 0x51 | 0x6E | 0x6D | 0x61)
}
