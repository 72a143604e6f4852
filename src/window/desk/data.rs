//! What crosses the channels between the window and its thread.

pub mod devices;
pub mod people;
pub mod rites;
pub mod talk;
pub mod wizard;

use std::path::PathBuf;

use zeroize::Zeroizing;

pub use devices::{
    EncoderState, EntryView, Job, Letters, Owner, Plugged, ReadView, TokenState, Whose, Written,
};
pub use people::{
    Group, InvitedView, KeyView, LogLine, PersonView, Reason, SourceView, UserLine, UserPage,
    UsersAsked, WayView,
};
pub use rites::{Rite, RiteDone, Unlock};
pub use talk::{Answer, BenchAsk, BenchTold, Request};
pub use wizard::{
    Added, ChangeLine, DeedView, EditStart, Entered, HomeNeed, KeyPreview, Leaving, Likeness,
    Offer, PremisesOffer, Preview, RoleOffer, ShareView,
};

use crate::i18n::{Arguments, Texts};
use crate::model::{SystemId, UserId};
use crate::time::{LocalDate, Zone};
use crate::workflow;

/// Something typed that must not be shown or kept: wiped when it is dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// What was typed.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// What was typed, for the one who needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(...)")
    }
}

/// Why something could not be done, as a code and the values of its sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Stable code.
    pub code: &'static str,
    /// Values of its sentences.
    pub arguments: Arguments,
    /// Where access has no room on a medium: the name of each source and the bytes it takes, the dearest first.
    pub costs: Vec<(String, usize)>,
    /// How many bytes are too many, where that is what is wrong.
    pub excess: usize,
}

impl Fault {
    /// What went wrong, with the values of its sentences.
    pub fn new(code: &'static str, arguments: Arguments) -> Self {
        Self {
            code,
            arguments,
            costs: Vec::new(),
            excess: 0,
        }
    }

    /// What happened, and what to do next.
    pub fn say(&self, texts: &Texts) -> (String, String) {
        texts.error_in_window(self.code, &self.arguments)
    }

    /// Whether the last try of a PIN or PUK was spared, or one that may be the last: the person must say that it may be
    /// used.
    pub fn spared_a_try(&self) -> bool {
        matches!(
            self.code,
            "programming-key-last-pin-try"
                | "programming-key-pin-untold"
                | "programming-key-last-puk-try"
        )
    }
}

impl From<workflow::Error> for Fault {
    fn from(error: workflow::Error) -> Self {
        let costs = match &error {
            workflow::Error::Detailed {
                detail: workflow::Detail::Costs(costs),
                ..
            } => costs.as_slice(),
            _ => &[],
        };
        Self {
            costs: costs
                .iter()
                .map(|one| (one.name.clone(), one.bytes))
                .collect(),
            excess: error.excess().unwrap_or_default(),
            ..Self::new(error.code(), error.arguments())
        }
    }
}

/// Who works with which system: what was entered by one is never shown to, or kept for, another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The system file.
    pub path: PathBuf,
    /// The system in it.
    pub system: SystemId,
    /// The operator.
    pub operator: UserId,
}

/// An open system.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who works with it.
    pub seat: Seat,
    /// Its name.
    pub system: String,
    /// Who works.
    pub operator: String,
    /// That operator's address.
    pub email: String,
    /// The zone of its times.
    pub zone: Zone,
    /// The day in that zone.
    pub today: LocalDate,
    /// Whether the clock cannot be right.
    pub clock_wrong: bool,
}
