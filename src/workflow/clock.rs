//! The computer's clock. What is written to a medium or a lock begins and ends by it, so one that is known to be wrong
//! writes nothing until somebody has looked at it. Everything else goes on: the log is ordered by its numbers, and a
//! lost key is blocked at any hour.

use super::{Error, Station};
use crate::time::UtcMillis;

/// Media count in minutes: a clock that was set back by less, as time servers do, is as good as right.
const STEP: i64 = 60_000;

/// 2026-01-01T00:00:00Z. The program is younger than that, so no right clock shows an earlier time; one whose battery
/// is empty does, also on a system that is new.
const FIRST: UtcMillis = UtcMillis(1_767_225_600_000);

/// Why the computer's clock cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockFault {
    /// It stands a minute or more before this time, at which the system was changed. Somebody may say that it is right
    /// all the same: then it was ahead at that time.
    Behind(UtcMillis),
    /// It shows a time at which there was no such program. It must be set; nobody can say that it is right.
    Impossible,
}

impl Station {
    /// What the clock shows, and why that cannot be right, if so: the time of the latest change of the system since the
    /// clock was last said to be right must have passed. A demo tells invented times, so there only a clock that was set
    /// is compared.
    ///
    /// # Errors
    /// What the store says.
    pub fn look_at_clock(&self) -> Result<(UtcMillis, Option<ClockFault>), Error> {
        let info = self.info()?;
        let now = self.services.now();
        let fault = if info.demo && !self.services.clock.is_set() {
            None
        } else if now < FIRST {
            Some(ClockFault::Impossible)
        } else if is_behind(now, info.log_reaches) {
            Some(ClockFault::Behind(info.log_reaches))
        } else {
            None
        };
        Ok((now, fault))
    }

    /// Says that the clock is right, though the system was changed at a later time. In the log it stands who said so.
    ///
    /// # Errors
    /// [`Error::RightMissing`], what the store says; [`Error::ClockImpossible`] where nobody can say so.
    pub fn confirm_clock(&self) -> Result<(), Error> {
        match self.look_at_clock()? {
            (_, None) => Ok(()),
            // The time that was looked at is the one that is confirmed.
            (now, Some(ClockFault::Behind(_))) => {
                self.change_at(now, |change| change.confirm_clock())
            }
            (now, Some(ClockFault::Impossible)) => self.refuse_clock(now, ClockFault::Impossible),
        }
    }

    /// The time, where what is written by it begins and ends rightly: whoever writes goes on by this answer, and does not
    /// look at the clock again.
    ///
    /// # Errors
    /// [`Error::ClockBehind`], [`Error::ClockImpossible`].
    pub(super) fn require_clock(&self) -> Result<UtcMillis, Error> {
        match self.look_at_clock()? {
            (now, None) => Ok(now),
            (now, Some(fault)) => self.refuse_clock(now, fault),
        }
    }

    /// As [`Station::require_clock`], and refuses too where the clock was set back since it showed `then`: what was
    /// prepared by that time must not be begun.
    ///
    /// # Errors
    /// [`Error::ClockBehind`], [`Error::ClockImpossible`].
    pub(super) fn require_clock_since(&self, then: UtcMillis) -> Result<UtcMillis, Error> {
        let now = self.require_clock()?;
        if self.info()?.demo && !self.services.clock.is_set() || !is_behind(now, then) {
            return Ok(now);
        }
        self.refuse_clock(now, ClockFault::Behind(then))
    }

    fn refuse_clock<T>(&self, now: UtcMillis, fault: ClockFault) -> Result<T, Error> {
        let zone = self.info()?.zone;
        let now = zone.shown(now);
        Err(match fault {
            ClockFault::Behind(passed) => Error::ClockBehind {
                now,
                passed: zone.shown(passed),
            },
            ClockFault::Impossible => Error::ClockImpossible { now },
        })
    }
}

/// Whether a clock that shows `now` stands before a time that has passed.
fn is_behind(now: UtcMillis, passed: UtcMillis) -> bool {
    passed.0 - now.0 >= STEP
}
