//! What is done with programming keys and the recovery code, in a dialog over the list: one is added (made ready,
//! sealed for, proven), removed or lost, its PIN unblocked; the recovery code proven, made anew, put on a sheet.
//!
//! A station has one place for a programming key, so the two that adding needs are plugged in one after the other.

mod ask;
mod view;

use std::collections::BTreeMap;
use std::path::Path;

use iced::Task;

use crate::device::enrolment::Step;
use crate::device::programming_key::LastTry;
use crate::model::ProgrammingKeyId;
use crate::window::desk::{Answer, Fault, Handle, Request, RiteDone, Secret};
use crate::workflow::programming_keys::NewProgrammingKey;

use super::Ctx;

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A token becomes a programming key of the system.
    Add(NewProgrammingKey),
    /// A token is made ready, and nothing more.
    Prepare,
    /// A programming key that is at hand or destroyed is removed; what is written on it.
    Remove(ProgrammingKeyId, String),
    /// The same for one that is lost.
    Lose(ProgrammingKeyId, String),
    /// A PIN gets its tries again.
    Unblock,
    /// The recovery code is proven, or made anew.
    Recover,
}

/// What can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// The PIN of the programming key of the system.
    Pin,
    /// The PIN of the new token.
    NewPin,
    /// The same again.
    NewPinAgain,
    /// The PUK of the token.
    Puk,
    /// The same again.
    PukAgain,
    /// The recovery code.
    Code,
    /// The operator's password.
    Password,
}

impl Entry {
    /// The id of its input.
    fn id(self) -> &'static str {
        match self {
            Self::Pin => "rite pin",
            Self::NewPin => "rite new pin",
            Self::NewPinAgain => "rite new pin again",
            Self::Puk => "rite puk",
            Self::PukAgain => "rite puk again",
            Self::Code => "rite code",
            Self::Password => "rite password",
        }
    }

    /// The input whose words this one repeats.
    fn repeats(self) -> Option<Self> {
        match self {
            Self::NewPinAgain => Some(Self::NewPin),
            Self::PukAgain => Some(Self::Puk),
            _ => None,
        }
    }
}

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed.
    Typed(Entry, Secret),
    /// Said whether the PIN of the lost key may be known, whether the code is made anew, or whether it opens the
    /// secrets for a new key.
    Chose(bool),
    /// Goes on.
    Go,
    /// Goes on, though a wrong PIN would block the programming key.
    Risk,
    /// Goes on, and gives the token key and certificate anew in the place of those that cannot be used.
    Anew,
    /// Typed the name of the file for the sheet.
    Path(String),
    /// Has seen that the programming key was changed, and types its PIN anew.
    TypeAnew,
    /// Wants to leave.
    Close,
}

/// What the window must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    None,
    /// Close the dialog; whether something was done.
    Close(bool),
}

/// How far it is.
#[derive(Debug, Clone)]
enum Stage {
    /// The first question.
    First,
    /// The token is ready; the secrets are to be sealed for it.
    Seal,
    /// They are; the token is to prove that it opens them.
    Admit,
    /// It is done.
    Done(RiteDone),
    /// The sheet is in a file.
    Kept,
}

/// The dialog.
#[derive(Debug)]
pub struct RiteDialog {
    kind: Kind,
    stage: Stage,
    typed: BTreeMap<Entry, Secret>,
    chosen: Option<bool>,
    steps: Vec<Step>,
    path: String,
    renew: bool,
    interrupted: bool,
    running: bool,
    fault: Option<Fault>,
    ticket: u64,
}

impl RiteDialog {
    /// Begins; a file is proposed in this folder.
    pub fn new(kind: Kind, home: &Path) -> (Self, Task<Message>) {
        let dialog = Self {
            kind,
            stage: Stage::First,
            typed: BTreeMap::new(),
            chosen: None,
            steps: Vec::new(),
            path: home.join("keywright-recovery.txt").display().to_string(),
            renew: false,
            interrupted: false,
            running: false,
            fault: None,
            ticket: 0,
        };
        let task = dialog.focus();
        (dialog, task)
    }

    /// Whether a token or the store is at work.
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// The inputs of the present question.
    fn entries(&self) -> &'static [Entry] {
        match (&self.kind, &self.stage) {
            (Kind::Add(_) | Kind::Prepare, Stage::First) => &[
                Entry::NewPin,
                Entry::NewPinAgain,
                Entry::Puk,
                Entry::PukAgain,
            ],
            (Kind::Add(_), Stage::Seal) if self.by_code() => &[Entry::Code],
            (Kind::Add(_), Stage::Seal) | (Kind::Remove(..) | Kind::Lose(..), Stage::First) => {
                &[Entry::Pin]
            }
            (Kind::Unblock, Stage::First) => &[Entry::Puk, Entry::NewPin, Entry::NewPinAgain],
            (Kind::Recover, Stage::First) => match self.chosen {
                Some(true) => &[Entry::Password, Entry::Pin],
                Some(false) => &[Entry::Code],
                None => &[],
            },
            _ => &[],
        }
    }

    /// Whether the recovery code opens the secrets for the new programming key.
    fn by_code(&self) -> bool {
        matches!(self.kind, Kind::Add(_)) && self.chosen == Some(true)
    }

    fn text(&self, entry: Entry) -> &str {
        self.typed.get(&entry).map_or("", Secret::expose)
    }

    fn secret(&self, entry: Entry) -> Secret {
        self.typed.get(&entry).cloned().unwrap_or_default()
    }

    /// Whether it says something else than what it repeats.
    fn differs(&self, entry: Entry) -> bool {
        let first = entry.repeats();
        first.is_some_and(|first| self.text(first) != self.text(entry))
    }

    /// Whether this may be left empty: a token that has a PUK of its own needs none typed.
    fn may_be_empty(&self, entry: Entry) -> bool {
        let making = matches!(self.kind, Kind::Add(_) | Kind::Prepare);
        making && matches!(entry, Entry::Puk | Entry::PukAgain)
    }

    fn may_go(&self) -> bool {
        let entries = self.entries();
        let complete = entries.iter().all(|entry| {
            let filled = !self.text(*entry).is_empty() || self.may_be_empty(*entry);
            filled && !self.differs(*entry)
        });
        let chosen = !matches!(self.kind, Kind::Lose(..) | Kind::Recover) || self.chosen.is_some();
        let filed = !self.wants_path() || !self.path.trim().is_empty();
        !self.running && !self.interrupted && complete && chosen && filed
    }

    /// Whether the name of a file is asked for.
    fn wants_path(&self) -> bool {
        let renews = matches!(self.kind, Kind::Recover) && self.chosen == Some(true);
        renews && matches!(self.stage, Stage::First)
            || matches!(self.stage, Stage::Done(RiteDone::Sheet { .. }))
    }

    /// Whether the last try was spared, and the person must say that it may be used.
    fn is_last_try(&self) -> bool {
        self.fault.as_ref().is_some_and(Fault::spared_a_try)
    }

    /// Whether key or certificate of the token cannot be used, and the person must say that both are made anew.
    fn is_unusable(&self) -> bool {
        let unusable = [
            "programming-key-key-mismatch",
            "programming-key-certificate-unusable",
        ];
        let prepares =
            matches!(self.kind, Kind::Add(_) | Kind::Prepare) && matches!(self.stage, Stage::First);
        let fault = self.fault.as_ref();
        prepares && fault.is_some_and(|fault| unusable.contains(&fault.code))
    }

    /// Another token is plugged in, or has tries again: what was said of the one before does not hold. What is wrong with
    /// its key is mended only where it was `changed` for another.
    pub fn other_token(&mut self, changed: bool) {
        if changed && self.is_unusable() && !self.running {
            self.fault = None;
        }
        if self.is_last_try() && !self.running {
            self.fault = None;
            for entry in [Entry::Pin, Entry::Puk] {
                let _tried = self.typed.remove(&entry);
            }
        }
    }

    /// The programming key left; whether it was the system's own. What was typed for it is forgotten. What a new token
    /// is to have stays: adding it swaps the two on their one place. Whether a secret of it was being typed: then nothing
    /// is taken until somebody says that it was seen, as what is typed on would be a wrong one.
    pub fn token_left(&mut self, own: bool) -> bool {
        if self.running {
            return false;
        }
        let wiped = if matches!(self.kind, Kind::Unblock) {
            std::mem::take(&mut self.typed).into_values().collect()
        } else if own {
            Vec::from_iter(self.typed.remove(&Entry::Pin))
        } else {
            Vec::new()
        };
        self.interrupted |= wiped.iter().any(|secret| !secret.expose().is_empty());
        self.interrupted
    }

    fn focus(&self) -> Task<Message> {
        match self.entries().first() {
            Some(entry) => crate::window::ui::focus::to(entry.id()),
            None => Task::none(),
        }
    }

    /// Takes in what the person did.
    pub fn update(
        &mut self,
        ctx: Ctx<'_>,
        message: Message,
        handle: &Handle,
    ) -> (Task<Message>, Outcome) {
        match message {
            Message::Typed(entry, typed) if !self.running && !self.interrupted => {
                let _before = self.typed.insert(entry, typed);
            }
            Message::TypeAnew => {
                self.interrupted = false;
                return (self.focus(), Outcome::None);
            }
            Message::Chose(chosen) if !self.running => {
                self.chosen = Some(chosen);
                return (self.focus(), Outcome::None);
            }
            Message::Path(path) if !self.running => self.path = path,
            Message::Go if !self.is_last_try() && !self.is_unusable() => {
                self.renew = false;
                self.go(ctx, LastTry::Keep, handle);
            }
            Message::Anew if self.is_unusable() => {
                self.renew = true;
                self.go(ctx, LastTry::Keep, handle);
            }
            Message::Risk if self.is_last_try() => self.go(ctx, LastTry::Risk, handle),
            Message::Close if !self.running => {
                let done = matches!(self.stage, Stage::Done(_) | Stage::Kept);
                return (Task::none(), Outcome::Close(done));
            }
            _ => {}
        }
        (Task::none(), Outcome::None)
    }

    fn go(&mut self, ctx: Ctx<'_>, last_try: LastTry, handle: &Handle) {
        if !self.may_go() {
            return;
        }
        let Some(rite) = self.rite(ctx, last_try) else {
            return;
        };
        self.running = true;
        self.fault = None;
        self.steps.clear();
        self.ticket = handle.ticket();
        handle.send(Request::Rite(self.ticket, rite));
    }

    /// Takes in what the thread says.
    pub fn hear(&mut self, answer: &Answer) -> Task<Message> {
        match answer {
            Answer::Prepared(ticket, step) if *ticket == self.ticket => self.steps.push(*step),
            Answer::Rite(ticket, outcome) if *ticket == self.ticket && self.running => {
                self.running = false;
                match outcome {
                    Ok(done) => self.advance(done),
                    Err(fault) => self.refused(fault),
                }
                return self.focus();
            }
            _ => {}
        }
        Task::none()
    }

    fn advance(&mut self, done: &RiteDone) {
        self.stage = match (&self.kind, done) {
            (Kind::Add(_), RiteDone::Prepared(_)) => Stage::Seal,
            (_, RiteDone::Sealed) => Stage::Admit,
            (_, RiteDone::Written) => Stage::Kept,
            _ => Stage::Done(done.clone()),
        };
        match self.stage {
            Stage::Done(_) | Stage::Kept => self.typed.clear(),
            // With a programming key, unless somebody says that there is none.
            Stage::Seal => self.chosen = Some(false),
            _ => {}
        }
    }

    fn refused(&mut self, fault: &Fault) {
        self.fault = Some(fault.clone());
        // The PIN of another key, or of others, is no use to this one.
        let wrong = [
            "programming-key-wrong-pin",
            "programming-key-foreign",
            "programming-key-of-others",
        ];
        if wrong.contains(&fault.code) {
            let _wrong = self.typed.remove(&Entry::Pin);
        }
        // A mistyped one is mended where it stands.
        if fault.code == "secrets-wrong-recovery-code" {
            let _wrong = self.typed.remove(&Entry::Code);
        }
    }
}
