//! One fob in the field for the length of one attempt, and the loop that continues after an interruption.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use zeroize::Zeroizing;

use super::FobEncoder;
use super::identify::accepted;
use super::job::{FobKeys, KeyRole, Phase, Progress, WriteReport};
use crate::device::Error;
use crate::device::desfire::{Card, Session, Transceiver, status};
use crate::device::pn532::{Pn532, Target, Traffic};

/// Fills a buffer with fresh, unpredictable bytes, or fails.
pub type Randomness = Box<dyn FnMut(&mut [u8]) -> Result<(), Error> + Send>;

/// How often an interrupted operation is continued without asking anyone.
const RESTARTS: u32 = 2;

/// The way to the fob, with a sign of life for each exchange.
struct Watched<'a> {
    chip: &'a mut Pn532,
    phase: &'a Cell<Phase>,
    start: Traffic,
    expected: u32,
    progress: &'a mut dyn FnMut(Progress),
}

impl Transceiver for Watched<'_> {
    fn transceive(&mut self, frame: &[u8]) -> Result<Vec<u8>, Error> {
        let answer = self.chip.transceive(frame);
        let exchanges = self.chip.traffic().exchanges - self.start.exchanges;
        (self.progress)(Progress {
            phase: self.phase.get(),
            exchanges,
            expected: self.expected.max(exchanges),
        });
        answer
    }
}

/// A card that was activated and left in the field, so that the next operation on it need not find it again. The reader
/// asks whether it still attends: another card in its place, or the same one laid down again, was not activated and says
/// nothing.
pub(super) struct Held {
    uid: [u8; 7],
    /// What its first programming asks first, where that was asked already.
    opened: Option<Opened>,
}

/// A fob whose chip was identified and that the factory's master key opens.
struct Opened {
    free: u32,
    session: Option<Session>,
    /// When the look began: what it cost belongs to the write that goes on from it.
    since: Traffic,
}

/// Where an operation begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// At a fob of which nothing is known.
    Fresh,
    /// At one that was identified and has so much memory free, in a session with the factory's master key.
    Opened {
        /// Free memory in bytes.
        free: u32,
    },
    /// After an interruption.
    Again {
        /// The operation may have changed the fob before.
        changed: bool,
    },
}

/// A fob that answers, with all that its operation needs.
pub(super) struct Visit<'a> {
    pub(super) card: Card<'a>,
    pub(super) uid: [u8; 7],
    keys: &'a dyn FobKeys,
    phase: &'a Cell<Phase>,
    cancel: &'a AtomicBool,
    random: &'a mut Randomness,
    /// The factory's master key was tried and is not the card's.
    pub(super) factory_refused: bool,
}

impl FobEncoder {
    /// Finds the fob `uid` (any, when `None`) and runs `act` on it; after an interruption the fob is started afresh and
    /// `act` runs again. A fob that was held since the operation before is gone on with where it is still there.
    pub(super) fn visit<T>(
        &mut self,
        uid: Option<[u8; 7]>,
        keys: &dyn FobKeys,
        expected: u32,
        progress: &mut dyn FnMut(Progress),
        cancel: &AtomicBool,
        mut act: impl FnMut(&mut Visit<'_>, Start) -> Result<T, Error>,
    ) -> Result<(T, WriteReport), Error> {
        let now = self.chip.traffic();
        let held = self.held.take().filter(|held| Some(held.uid) == uid);
        let mut held = held.filter(|_| self.chip.attends());
        let opened = held.as_ref().and_then(|held| held.opened.as_ref());
        let start = opened.map_or(now, |opened| opened.since);
        if opened.is_some() {
            let exchanges = now.exchanges - start.exchanges;
            progress(Progress {
                phase: Phase::Identify,
                exchanges,
                expected: expected.max(exchanges),
            });
        }
        let phase = Cell::new(Phase::Identify);
        let mut restarts = 0;
        let mut changed = false;
        loop {
            let still = held.take();
            // A chip that is not heard even after waking it again will not be heard on the next attempt either.
            let target = match &still {
                Some(_) => None,
                None => self.activate()?,
            };
            let attempt = (|| {
                let (found, from, session) = if let Some(held) = still {
                    held.parts()
                } else {
                    let found = arrived(target, uid, restarts)?;
                    (found, Start::of(restarts, changed), None)
                };
                let mut air = Watched {
                    chip: &mut self.chip,
                    phase: &phase,
                    start,
                    expected,
                    progress,
                };
                let card = Card::resumed(&mut air, session);
                let mut visit = Visit {
                    card,
                    uid: found,
                    keys,
                    phase: &phase,
                    cancel,
                    random: &mut self.random,
                    factory_refused: false,
                };
                let result = act(&mut visit, from);
                changed |= visit.card.changed();
                result
            })();
            match attempt {
                Ok(value) => return Ok((value, report(start, self.chip.traffic(), restarts))),
                Err(error) if error.is_interruption() && restarts < RESTARTS => {
                    tracing::debug!(%error, restarts, "interrupted, starting the fob afresh");
                    restarts += 1;
                }
                Err(error) if changed => return Err(error.halfway()),
                Err(error) => return Err(error),
            }
        }
    }

    /// The chip number of what lies on the encoder. A fob that may be talked to is held.
    pub(super) fn present_fob(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let Some(target) = self.activate()? else {
            return Ok(None);
        };
        if let Ok(uid) = accepted(&target) {
            self.held = Some(Held { uid, opened: None });
        }
        Ok(Some(target.uid))
    }

    /// Keeps the fob of a visit that just ended, in a session with the factory's master key.
    pub(super) fn hold(
        &mut self,
        (uid, free): ([u8; 7], u32),
        session: Option<Session>,
        since: Traffic,
    ) {
        let opened = Some(Opened {
            free,
            session,
            since,
        });
        self.held = Some(Held { uid, opened });
    }

    /// Whether this fob is held as one that the factory's master key opens.
    pub(super) fn holds_factory_fob(&self, uid: [u8; 7]) -> bool {
        let held = self.held.as_ref().filter(|held| held.uid == uid);
        held.is_some_and(|held| held.opened.is_some())
    }

    /// Activates whatever lies on the encoder, from a clean start. A chip that lost its power or its place in the
    /// dialogue is woken first.
    fn activate(&mut self) -> Result<Option<Target>, Error> {
        self.held = None;
        match self.search() {
            Err(Error::EncoderSilent | Error::EncoderGarbled) => {
                self.chip.revive()?;
                self.search()
            }
            other => other,
        }
    }

    /// Starts the field afresh where it is needed, and lists.
    fn search(&mut self) -> Result<Option<Target>, Error> {
        if self.occupied {
            self.chip.reset_field()?;
        }
        // Even a failed search may have activated a fob.
        self.occupied = true;
        let target = self.chip.find()?;
        self.occupied = target.is_some();
        Ok(target)
    }
}

impl Held {
    fn parts(self) -> ([u8; 7], Start, Option<Session>) {
        match self.opened {
            Some(Opened { free, session, .. }) => (self.uid, Start::Opened { free }, session),
            None => (self.uid, Start::Fresh, None),
        }
    }
}

impl Start {
    fn of(restarts: u32, changed: bool) -> Self {
        if restarts == 0 {
            Self::Fresh
        } else {
            Self::Again { changed }
        }
    }
}

/// The chip number of what a search found, where it is what the operation is for.
fn arrived(target: Option<Target>, uid: Option<[u8; 7]>, restarts: u32) -> Result<[u8; 7], Error> {
    let missing = if restarts == 0 {
        Error::NoFob
    } else {
        Error::FobLifted
    };
    let found = accepted(&target.ok_or(missing)?)?;
    match uid {
        Some(expected) if expected != found && restarts == 0 => {
            Err(Error::WrongFob { expected, found })
        }
        Some(expected) if expected != found => Err(Error::FobLifted),
        _ => Ok(found),
    }
}

/// What was spent between two readings of the counters.
fn report(start: Traffic, end: Traffic, restarts: u32) -> WriteReport {
    WriteReport {
        exchanges: end.exchanges - start.exchanges,
        bytes_out: end.bytes_out - start.bytes_out,
        bytes_in: end.bytes_in - start.bytes_in,
        written: 0,
        restarts,
    }
}

impl Visit<'_> {
    /// Says what comes next.
    pub(super) fn enter_phase(&mut self, phase: Phase) {
        self.phase.set(phase);
    }

    /// A place where stopping does no harm.
    pub(super) fn safe_point(&self) -> Result<(), Error> {
        if self.cancel.load(Ordering::Relaxed) {
            Err(Error::Cancelled)
        } else {
            Ok(())
        }
    }

    /// Sixteen fresh random bytes.
    pub(super) fn nonce(&mut self) -> Result<Zeroizing<[u8; 16]>, Error> {
        let mut nonce = Zeroizing::new([0; 16]);
        (self.random)(&mut *nonce)?;
        Ok(nonce)
    }

    /// The fob's key for a role.
    pub(super) fn key(&self, role: KeyRole, generation: u8) -> Result<Zeroizing<[u8; 16]>, Error> {
        self.keys.key(role, &self.uid, generation)
    }

    /// Opens a session; `false` when the fob has another key.
    pub(super) fn opens(&mut self, number: u8, key: &[u8; 16]) -> Result<bool, Error> {
        let nonce = self.nonce()?;
        match self.card.authenticate(number, key, &nonce) {
            Ok(()) => Ok(true),
            Err(error) if error.is_status(status::AUTHENTICATION_ERROR) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
