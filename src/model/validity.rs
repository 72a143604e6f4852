//! From when until when something holds.

use serde::{Deserialize, Serialize};

use super::Error;
use crate::time::UtcMillis;

/// The validity of a source or a key: none set means at once, without end. The end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Validity {
    /// The first instant at which it holds; none = at once.
    pub start: Option<UtcMillis>,
    /// The first instant at which it no longer holds; none = without end.
    pub end: Option<UtcMillis>,
}

impl Validity {
    /// Valid at once and without end.
    pub const ALWAYS: Self = Self {
        start: None,
        end: None,
    };

    /// # Errors
    /// [`Error::Validity`] where the end is not after the start.
    pub fn new(start: Option<UtcMillis>, end: Option<UtcMillis>) -> Result<Self, Error> {
        match (start, end) {
            (Some(start), Some(end)) if end <= start => Err(Error::Validity),
            _ => Ok(Self { start, end }),
        }
    }

    /// The time that both validities share, or none where they share none.
    pub fn meet(self, other: Self) -> Option<Self> {
        let start = self.start.max(other.start);
        let end = match (self.end, other.end) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self::new(start, end).ok()
    }

    /// Whether it has ended at `now`.
    pub fn is_over(self, now: UtcMillis) -> bool {
        self.end.is_some_and(|end| end <= now)
    }

    /// Whether it holds at `at`.
    pub fn holds(self, at: UtcMillis) -> bool {
        self.start.is_none_or(|start| start <= at) && !self.is_over(at)
    }

    /// Whether all of `other` lies within this validity.
    pub fn covers(self, other: Self) -> bool {
        let starts_before = self
            .start
            .is_none_or(|mine| other.start.is_some_and(|theirs| mine <= theirs));
        let ends_after = self
            .end
            .is_none_or(|mine| other.end.is_some_and(|theirs| theirs <= mine));
        starts_before && ends_after
    }

    /// As a medium holds it: whole minutes, the start rounded down and the end rounded up, so that rounding
    /// never takes time from the holder.
    pub fn window(self) -> Window {
        Window {
            start: self.start.map(UtcMillis::floor_minutes),
            end: self.end.map(UtcMillis::ceil_minutes),
        }
    }
}

/// A validity in whole minutes since 1970-01-01T00:00Z, as it stands on a medium. The end is exclusive.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Window {
    /// First minute at which it holds; none = at once.
    pub start: Option<u32>,
    /// First minute at which it no longer holds; none = without end.
    pub end: Option<u32>,
}

impl Window {
    /// Without start and end.
    pub const ALWAYS: Self = Self {
        start: None,
        end: None,
    };

    /// Whether neither end is set, so that no clock is needed to judge it.
    pub fn is_unrestricted(self) -> bool {
        self == Self::ALWAYS
    }

    /// Whether all of `other` lies within this window.
    pub fn covers(self, other: Self) -> bool {
        self.start
            .is_none_or(|mine| other.start.is_some_and(|theirs| mine <= theirs))
            && self
                .end
                .is_none_or(|mine| other.end.is_some_and(|theirs| theirs <= mine))
    }
}

/// The time since last programming after which a key opens nothing: 1 to 65,535 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct ExpiryInterval(u16);

impl ExpiryInterval {
    /// # Errors
    /// [`Error::Number`] for 0 hours.
    pub fn hours(hours: u16) -> Result<Self, Error> {
        if hours == 0 {
            Err(Error::Number)
        } else {
            Ok(Self(hours))
        }
    }

    /// The interval in hours.
    pub fn as_hours(self) -> u16 {
        self.0
    }
}
impl TryFrom<u16> for ExpiryInterval {
    type Error = Error;
    fn try_from(hours: u16) -> Result<Self, Error> {
        Self::hours(hours)
    }
}
impl From<ExpiryInterval> for u16 {
    fn from(interval: ExpiryInterval) -> u16 {
        interval.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[allow(clippy::unnecessary_wraps, reason = "the shape of a bound")]
    fn at(n: i64) -> Option<UtcMillis> {
        Some(UtcMillis(n))
    }

    #[test]
    fn the_end_must_come_after_the_start() {
        assert_eq!(Validity::new(at(5), at(5)), Err(Error::Validity));
        assert!(Validity::new(at(5), at(6)).is_ok());
    }

    #[test]
    fn meeting_keeps_what_both_share() {
        let a = Validity::new(at(0), at(10)).unwrap();
        let b = Validity::new(at(5), None).unwrap();
        assert_eq!(a.meet(b), Some(Validity::new(at(5), at(10)).unwrap()));
        assert_eq!(a.meet(Validity::new(at(10), None).unwrap()), None);
    }

    #[test]
    fn the_end_itself_is_no_longer_valid() {
        let a = Validity::new(at(0), at(10)).unwrap();
        assert!(a.holds(UtcMillis(9)) && !a.holds(UtcMillis(10)) && a.is_over(UtcMillis(10)));
    }

    #[test]
    fn minutes_on_a_medium_never_take_time_from_the_holder() {
        let window = Validity::new(at(60_001), at(120_001)).unwrap().window();
        assert_eq!((window.start, window.end), (Some(1), Some(3)));
    }
}
