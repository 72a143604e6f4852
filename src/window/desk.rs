//! The thread behind the window. The system file and the programming of keys live there: requests go in by a
//! channel, answers come out by another, so that drawing never waits. A second thread watches what lies on the
//! encoder and whether the programming key is there.
//!
//! What crosses the channels is plain data. An answer carries the ticket of its request; one that comes late, to a
//! screen that was left, is known by its ticket and ignored.

mod cards;
mod changes;
mod data;
mod forms;
mod hands;
mod holders;
mod log;
mod operators;
mod person;
mod post;
mod reader;
mod reading;
pub mod sheet;
mod sheets;
mod tokens;
mod views;
mod work;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};

use iced::futures::channel::mpsc::{UnboundedReceiver, unbounded};

pub(crate) use work::sheet_text;

pub use data::{
    Added, Answer, BenchAsk, BenchTold, ChangeLine, DeedView, EditStart, EncoderState, Entered,
    EntryView, Fault, Group, HomeNeed, Job, KeyPreview, KeyView, Leaving, Letters, Likeness,
    LogLine, Offer, Owner, PersonView, PremisesOffer, Preview, ReadView, Reason, Request, Rite,
    RiteDone, RoleOffer, Seat, Secret, Session, ShareView, SourceView, TokenState, Unlock,
    UserLine, UserPage, UsersAsked, WayView, Whose, Written,
};

pub use post::{InvitationView, MailAsk, MailForm, MailTold};

use cards::feature_word as word_of_feature;

use crate::model::role::UserFeature;
use crate::time::UtcMillis;
use crate::workflow::hardware::TokenName;

/// Where the devices are, and the clock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Config {
    /// The serial port of the encoder; none where it is to be found.
    pub encoder: Option<PathBuf>,
    /// The folder with links to the ports where it may be found, where those are not the usual ones on USB.
    pub encoder_ports: Option<PathBuf>,
    /// The serial port of the contact slot, where no encoder is looked for.
    pub contact: Option<PathBuf>,
    /// The programming key.
    pub token: Option<TokenName>,
    /// The time that a demo system is to take for now.
    pub at: Option<UtcMillis>,
    /// Where the person's settings of the window are kept.
    pub preferences: Option<PathBuf>,
    /// Where the PIN of a demo's programming key is noted.
    pub note: Option<PinNote>,
}

/// Where the PIN of a demo's programming key is noted, for its bench panel. Real programming keys have no such note.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PinNote {
    /// The name of the token on the bench.
    pub token: String,
    /// The file with its PIN.
    pub file: PathBuf,
}

/// The id of the word for a user feature.
pub fn feature_word(feature: UserFeature) -> &'static str {
    word_of_feature(feature)
}

/// The way to the thread.
#[derive(Debug, Clone)]
pub struct Handle {
    requests: Sender<Request>,
    cancel: Arc<AtomicBool>,
    tickets: Arc<AtomicU64>,
    hands: Option<Sender<BenchAsk>>,
}

impl Handle {
    /// A number that no other request has.
    pub fn ticket(&self) -> u64 {
        self.tickets.fetch_add(1, Ordering::Relaxed)
    }

    /// Asks for something. Where the thread has ended the window is closing, and nobody waits for the answer.
    pub fn send(&self, request: Request) {
        let _gone = self.requests.send(request);
    }

    /// Does something at the bench of a demo, also while a write runs.
    pub fn bench(&self, ask: BenchAsk) {
        if let Some(hands) = &self.hands {
            let _gone = hands.send(ask);
        }
    }

    /// Asks the running write to stop at its next safe point.
    pub fn stop(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// Starts the thread. The first answer is the way to it; the thread ends when nobody listens any more.
pub fn start(config: &Config) -> UnboundedReceiver<Answer> {
    let (requests, inbox) = channel();
    let (outbox, answers) = unbounded();
    let cancel = Arc::new(AtomicBool::new(false));
    let hands = match &config.token {
        Some(TokenName::Bench(folder)) => {
            let note = config.note.clone();
            Some(hands::start(folder, (note, config.at), outbox.clone()))
        }
        _ => None,
    };
    let handle = Handle {
        hands,
        requests,
        cancel: Arc::clone(&cancel),
        tickets: Arc::new(AtomicU64::new(1)),
    };
    let _first = outbox.unbounded_send(Answer::Ready(handle));
    let config = config.clone();
    let _thread = std::thread::spawn(move || work::serve(config, &inbox, outbox, &cancel));
    answers
}
