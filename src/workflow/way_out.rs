//! What can be done with a key as it stands. A refusal names an action that works, so that nobody who follows remedies is
//! sent in a circle.

use super::{Detail, Error, Station};
use crate::i18n::Arguments;
use crate::model::{KeyId, KeyKind, KeyState};
use crate::store::{self, KeyRecord, Operation};

/// The action that works for a key as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// It is written, or what was begun is finished.
    Write,
    /// The same, and where a medium of it that the records know nothing of is lost, its number is blocked.
    WriteOrLost,
    /// Its medium is taken back and emptied.
    TakeBack,
    /// The same, and until it turns up it is blocked: the key has ended, its medium may not have.
    ShutOut,
    /// The block is lifted, or its medium is taken back and emptied.
    Lift,
    /// Another takes its place: it is blocked, and no medium of it is known.
    Replace,
    /// It is written off: the same, and its holder was removed.
    WriteOff,
    /// Its definition goes on to the next holder.
    PassOn,
    /// It has come to its end; whoever needs a key gets another.
    Add,
    /// The same, and where a medium of it that the records know nothing of is lost, its number is blocked.
    AddOrLost,
}

impl WayOut {
    /// The word by which the texts choose.
    fn as_str(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::WriteOrLost => "write-or-lost",
            Self::TakeBack => "take-back",
            Self::ShutOut => "shut-out",
            Self::Lift => "lift",
            Self::Replace => "replace",
            Self::WriteOff => "write-off",
            Self::PassOn => "pass-on",
            Self::Add => "add",
            Self::AddOrLost => "add-or-lost",
        }
    }
}

/// How a key stands that does not allow what was asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HowItStands {
    /// Its number.
    pub number: u32,
    /// Its state.
    pub state: KeyState,
    /// Whether it has a medium by the records.
    pub medium: bool,
    /// Number of the key that has its place.
    pub successor: Option<u32>,
    /// What it allows.
    pub way_out: WayOut,
}

impl HowItStands {
    /// As values of the texts.
    pub(super) fn arguments(&self) -> Arguments {
        let word = |told: bool| if told { "yes" } else { "no" };
        let successor = self.successor.map(|number| number.to_string());
        Arguments::from([
            ("number", self.number.to_string().into()),
            ("state", self.state.as_str().into()),
            ("medium", word(self.medium).into()),
            ("replaced", word(successor.is_some()).into()),
            ("successor", successor.unwrap_or_default().into()),
            ("way", self.way_out.as_str().into()),
        ])
    }
}

impl Station {
    /// An error by which a key does not allow what was asked of it, with what it allows.
    pub(super) fn naming_way_out(&self, key: KeyId, error: Error) -> Error {
        let is_about_the_key = matches!(
            &error,
            Error::KeyState { .. }
                | Error::NoMedium
                | Error::KeyNotReturned { .. }
                | Error::KeyReplaced { .. }
                | Error::HolderRemoved { .. }
                | Error::OtherTaskOpen { .. }
                | Error::FobNotDead { .. }
                | Error::Store(store::Error::KeyTransition { .. } | store::Error::ReplacedBefore)
        );
        if !is_about_the_key {
            return error;
        }
        match self.how_it_stands(key) {
            Ok(stands) => error.with(Detail::Stands(stands)),
            Err(_) => error,
        }
    }

    /// Refuses a key that was written off though its fob is there.
    ///
    /// # Errors
    /// [`Error::FobNotDead`] with what to do.
    pub fn refuse_written_off(&self, record: &KeyRecord) -> Result<(), Error> {
        if record.key.state != KeyState::WrittenOff {
            return Ok(());
        }
        let number = record.key.number.0;
        Err(self.naming_way_out(record.key.id, Error::FobNotDead { number }))
    }

    /// How a key stands that is not in use though its fob is there, and what can be done with it, as values of the
    /// texts; none for one in use.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn out_of_use(&self, record: &KeyRecord) -> Result<Option<Arguments>, Error> {
        if !record.key.state.is_out_of_use() {
            return Ok(None);
        }
        Ok(Some(self.how_it_stands(record.key.id)?.arguments()))
    }

    /// How a key stands, and what can be done with it.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(super) fn how_it_stands(&self, id: KeyId) -> Result<HowItStands, Error> {
        let (record, held, successor, unseen) = self.read(|reading| {
            let record = reading.key(id)?;
            let held = reading.holder(record.key.user)?.is_some();
            let successor = match reading.replacement_of(id)? {
                Some(id) => Some(reading.key(id)?.key.number.0),
                None => None,
            };
            let unseen = reading.may_hold_more(id)?;
            Ok((record, held, successor, unseen))
        })?;
        let key = &record.key;
        let medium = key.uid.is_some();
        let way_out = match key.state {
            KeyState::Task | KeyState::Writing => match self.open_task(id)? {
                Some(task) if task.operation == Operation::Empty => WayOut::TakeBack,
                _ => WayOut::Write,
            },
            // Other kinds of key are drafts that cannot be written yet.
            KeyState::Draft if key.kind != KeyKind::Fob => WayOut::Add,
            KeyState::Draft if unseen => WayOut::WriteOrLost,
            KeyState::Draft
            | KeyState::Programmed
            | KeyState::HandedOver
            | KeyState::WriteFailed => WayOut::Write,
            KeyState::Returned if successor.is_none() => WayOut::PassOn,
            KeyState::Blocked if !medium && held => WayOut::Replace,
            KeyState::Blocked if !medium => WayOut::WriteOff,
            KeyState::Blocked if held && record.written_hash.is_some() => WayOut::Lift,
            KeyState::Blocked | KeyState::EmptyFailed => WayOut::TakeBack,
            KeyState::Replaced | KeyState::WrittenOff if medium => WayOut::ShutOut,
            KeyState::Returned | KeyState::Deleted if unseen => WayOut::AddOrLost,
            KeyState::Returned | KeyState::Replaced | KeyState::WrittenOff | KeyState::Deleted => {
                WayOut::Add
            }
        };
        Ok(HowItStands {
            number: key.number.0,
            state: key.state,
            medium,
            successor,
            way_out,
        })
    }
}
