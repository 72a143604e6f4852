//! One fob in the field for the length of one attempt, and the loop that continues after an interruption.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use zeroize::Zeroizing;

use super::FobEncoder;
use super::identify::accepted;
use super::job::{FobKeys, KeyRole, Phase, Progress, WriteReport};
use crate::device::Error;
use crate::device::desfire::{Card, Transceiver, status};
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

/// A fob that answers, with all that its operation needs.
pub(super) struct Visit<'a> {
    pub(super) card: Card<'a>,
    pub(super) uid: [u8; 7],
    keys: &'a dyn FobKeys,
    phase: &'a Cell<Phase>,
    cancel: &'a AtomicBool,
    random: &'a mut Randomness,
}

impl FobEncoder {
    /// Finds the fob `uid` (any, when `None`) and runs `act` on it; after an interruption the fob is started afresh and
    /// `act` runs again, with `true`.
    pub(super) fn visit<T>(
        &mut self,
        uid: Option<[u8; 7]>,
        keys: &dyn FobKeys,
        expected: u32,
        progress: &mut dyn FnMut(Progress),
        cancel: &AtomicBool,
        mut act: impl FnMut(&mut Visit<'_>, bool) -> Result<T, Error>,
    ) -> Result<(T, WriteReport), Error> {
        let start = self.chip.traffic();
        let phase = Cell::new(Phase::Identify);
        let mut restarts = 0;
        let mut changed = false;
        loop {
            // A chip that is not heard even after waking it again will not be heard on the next attempt either.
            let target = self.activate()?;
            let attempt = (|| {
                let found = accepted(&target.ok_or(if restarts == 0 {
                    Error::NoFob
                } else {
                    Error::FobLifted
                })?)?;
                match uid {
                    Some(wanted) if wanted != found && restarts == 0 => {
                        return Err(Error::WrongFob {
                            expected: wanted,
                            found,
                        });
                    }
                    Some(wanted) if wanted != found => return Err(Error::FobLifted),
                    _ => {}
                }
                let mut air = Watched {
                    chip: &mut self.chip,
                    phase: &phase,
                    start,
                    expected,
                    progress,
                };
                let card = Card::new(&mut air);
                let mut visit = Visit {
                    card,
                    uid: found,
                    keys,
                    phase: &phase,
                    cancel,
                    random: &mut self.random,
                };
                let result = act(&mut visit, restarts > 0);
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

    /// Activates whatever lies on the encoder, from a clean start. A chip that lost its power or its place in the
    /// dialogue is woken first.
    pub(super) fn activate(&mut self) -> Result<Option<Target>, Error> {
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
