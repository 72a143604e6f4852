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

impl Station {
    /// The time that the clock must have passed, where it stands a minute or more before it: that of the latest entry of
    /// the log since it was last said to be right. A demo tells invented times, so there only a clock that was set is compared.
    ///
    /// # Errors
    /// What the store says.
    pub fn clock_behind(&self) -> Result<Option<UtcMillis>, Error> {
        let info = self.info()?;
        if info.demo && !self.services.clock.is_set() {
            return Ok(None);
        }
        let passed = info.log_reaches.max(FIRST);
        Ok((passed.0 - self.services.now().0 >= STEP).then_some(passed))
    }

    /// Says that the clock is right, though the log was written at a later time. In the log it stands who said so.
    ///
    /// # Errors
    /// [`Error::RightMissing`], what the store says; [`Error::ClockBehind`] for a time at which there was no such program.
    pub fn confirm_clock(&self) -> Result<(), Error> {
        if self.services.now() < FIRST || self.clock_behind()?.is_none() {
            return self.require_clock();
        }
        self.change(|change| change.confirm_clock())
    }

    /// Refuses where what is written now would begin and end at wrong times.
    ///
    /// # Errors
    /// [`Error::ClockBehind`].
    pub(super) fn require_clock(&self) -> Result<(), Error> {
        let Some(passed) = self.clock_behind()? else {
            return Ok(());
        };
        let zone = self.info()?.zone;
        Err(Error::ClockBehind {
            now: zone.shown(self.services.now()),
            passed: zone.shown(passed),
        })
    }
}
