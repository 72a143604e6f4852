//! Weekly access times on quarter hours, in the system's time zone.

use serde::{Deserialize, Serialize};

use super::Error;

/// Quarter hours in a day.
pub const QUARTERS_PER_DAY: u8 = 96;

/// One daily interval on some days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// Days it holds on: bit 0 = Monday ... bit 6 = Sunday.
    pub days: u8,
    /// First quarter hour of the day it holds in, 0 to 95.
    pub from: u8,
    /// First quarter hour of the day it no longer holds in, 1 to 96, after `from`.
    pub to: u8,
}

/// A weekly profile: the set of quarter hours of the week at which access is given. Two profiles that allow
/// the same quarter hours are equal, however they were written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessTimes {
    /// For each day from Monday, bit `q` tells whether quarter hour `q` is allowed.
    days: [u128; 7],
}

impl AccessTimes {
    /// Every quarter hour of the week.
    pub const ALWAYS: Self = Self {
        days: [(1 << QUARTERS_PER_DAY) - 1; 7],
    };

    /// The times that any of the intervals allows.
    ///
    /// # Errors
    /// [`Error::Interval`] for an interval that is empty, leaves the day, or names no or an eighth day, and
    /// for a list of none.
    pub fn new(intervals: &[Interval]) -> Result<Self, Error> {
        let mut days = [0u128; 7];
        for interval in intervals {
            let valid = interval.from < interval.to
                && interval.to <= QUARTERS_PER_DAY
                && (1..=0x7F).contains(&interval.days);
            if !valid {
                return Err(Error::Interval);
            }
            let quarters = ((1u128 << interval.to) - 1) & !((1u128 << interval.from) - 1);
            for (number, day) in days.iter_mut().enumerate() {
                if interval.days & (1 << number) != 0 {
                    *day |= quarters;
                }
            }
        }
        if days == [0; 7] {
            Err(Error::Interval)
        } else {
            Ok(Self { days })
        }
    }

    /// Whether the quarter hour `quarter` (0 to 95) of `weekday` (0 = Monday) is allowed.
    pub fn allows(&self, weekday: u8, quarter: u8) -> bool {
        quarter < QUARTERS_PER_DAY
            && self
                .days
                .get(usize::from(weekday))
                .is_some_and(|day| day >> quarter & 1 == 1)
    }

    /// Whether the whole week is allowed.
    pub fn is_always(&self) -> bool {
        *self == Self::ALWAYS
    }

    /// The times that either allows.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            days: std::array::from_fn(|day| self.days[day] | other.days[day]),
        }
    }

    /// Whether everything that `other` allows is allowed here too.
    pub fn covers(&self, other: &Self) -> bool {
        self.union(other) == *self
    }

    /// The canonical list of intervals: by start, then end; days with the same interval share one.
    pub fn intervals(&self) -> Vec<Interval> {
        let mut found: Vec<Interval> = Vec::new();
        for (number, &day) in self.days.iter().enumerate() {
            for (from, to) in runs(day) {
                let bit = 1u8 << number;
                match found
                    .iter_mut()
                    .find(|known| (known.from, known.to) == (from, to))
                {
                    Some(known) => known.days |= bit,
                    None => found.push(Interval {
                        days: bit,
                        from,
                        to,
                    }),
                }
            }
        }
        found.sort_by_key(|interval| (interval.from, interval.to, interval.days));
        found
    }
}

/// The runs of set bits of a day as (first, first after).
fn runs(day: u128) -> impl Iterator<Item = (u8, u8)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < QUARTERS_PER_DAY && day >> from & 1 == 0 {
            from += 1;
        }
        let start = from;
        while from < QUARTERS_PER_DAY && day >> from & 1 == 1 {
            from += 1;
        }
        (start < from).then_some((start, from))
    })
}

const DAY_NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Written as `mon-fri 07:00-18:00, sat 10:00-14:30`, or `always`.
impl std::fmt::Display for AccessTimes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_always() {
            return f.write_str("always");
        }
        for (position, interval) in self.intervals().iter().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            let days: Vec<String> = runs(u128::from(interval.days))
                .map(|(from, to)| {
                    let (first, last) =
                        (DAY_NAMES[usize::from(from)], DAY_NAMES[usize::from(to) - 1]);
                    if first == last {
                        first.to_owned()
                    } else {
                        format!("{first}-{last}")
                    }
                })
                .collect();
            let clock = |quarter: u8| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
            write!(
                f,
                "{} {}-{}",
                days.join("+"),
                clock(interval.from),
                clock(interval.to)
            )?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for AccessTimes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccessTimes({self})")
    }
}

impl std::str::FromStr for AccessTimes {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.trim() == "always" {
            return Ok(Self::ALWAYS);
        }
        let mut intervals = Vec::new();
        for part in text.split(',') {
            intervals.extend(parse_interval(part)?.within_days());
        }
        Self::new(&intervals)
    }
}

impl AccessTimes {
    /// Whether what was written has a night: an interval that ends on the day after. It is kept as two, split at midnight.
    pub fn has_night(text: &str) -> bool {
        text.split(',')
            .filter_map(|part| parse_interval(part).ok())
            .any(|interval| interval.within_days().count() > 1)
    }
}

impl Interval {
    /// Itself, or where it ends before it starts its part until midnight and its part on the days after.
    fn within_days(self) -> impl Iterator<Item = Self> {
        let night = self.to < self.from;
        let evening = Self {
            to: if night { QUARTERS_PER_DAY } else { self.to },
            ..self
        };
        let morning = Self {
            days: (self.days << 1 | self.days >> 6) & 0x7F,
            from: 0,
            ..self
        };
        let morning = Some(morning).filter(|morning| night && morning.to > 0);
        std::iter::once(evening).chain(morning)
    }
}

fn parse_interval(text: &str) -> Result<Interval, Error> {
    let (days, hours) = text.trim().split_once(' ').ok_or(Error::Interval)?;
    let (from, to) = hours.trim().split_once('-').ok_or(Error::Interval)?;
    let mut mask = 0;
    for part in days.split('+') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day_number(first)?, day_number(last)?);
        if last < first {
            return Err(Error::Interval);
        }
        (first..=last).for_each(|day| mask |= 1u8 << day);
    }
    Ok(Interval {
        days: mask,
        from: quarter(from)?,
        to: quarter(to)?,
    })
}

fn day_number(name: &str) -> Result<usize, Error> {
    DAY_NAMES
        .iter()
        .position(|known| known.eq_ignore_ascii_case(name))
        .ok_or(Error::Interval)
}

fn quarter(clock: &str) -> Result<u8, Error> {
    let (hour, minute) = clock.split_once(':').ok_or(Error::Interval)?;
    let (hour, minute): (u8, u8) = (
        hour.parse().map_err(|_| Error::Interval)?,
        minute.parse().map_err(|_| Error::Interval)?,
    );
    if hour > 24 || minute >= 60 || (hour == 24 && minute != 0) {
        return Err(Error::Interval);
    }
    if minute % 15 != 0 {
        let nearest = hour * 4 + (minute + 7) / 15;
        return Err(Error::Quarter {
            given: clock.to_owned(),
            nearest: format!("{:02}:{:02}", nearest / 4, nearest % 4 * 15),
        });
    }
    Ok(hour * 4 + minute / 15)
}

impl Serialize for AccessTimes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for AccessTimes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_their_text() {
        let text = "mon-fri 07:00-18:00, sat 10:00-14:30";
        let times: AccessTimes = text.parse().unwrap();
        assert_eq!(times.to_string(), text);
        assert!(
            times.allows(0, 28)
                && !times.allows(0, 72)
                && times.allows(5, 57)
                && !times.allows(6, 40)
        );
    }

    #[test]
    fn overlapping_intervals_become_one() {
        let times: AccessTimes = "mon 08:00-12:00, mon 11:00-13:00".parse().unwrap();
        assert_eq!(times.to_string(), "mon 08:00-13:00");
    }

    #[test]
    fn a_whole_week_is_always() {
        let times: AccessTimes = "mon-sun 00:00-24:00".parse().unwrap();
        assert!(times.is_always());
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            "mon",
            "mon 25:00-26:00",
            "mon 10:10-11:00",
            "fri-mon 10:00-11:00",
            "mon 11:00-11:00",
            "mon 24:00-10:00",
        ] {
            assert!(text.parse::<AccessTimes>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_between_quarter_hours_is_named_with_the_nearest() {
        for (text, given, nearest) in [
            ("mon-fri 07:07-18:00", "07:07", "07:00"),
            ("mon-fri 07:08-18:00", "07:08", "07:15"),
            ("mon 07:00-23:59", "23:59", "24:00"),
        ] {
            let expected = Error::Quarter {
                given: given.to_owned(),
                nearest: nearest.to_owned(),
            };
            assert_eq!(text.parse::<AccessTimes>(), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_night_is_split_at_midnight() {
        for (night, split) in [
            (
                "mon-fri 18:00-07:00",
                "tue-sat 00:00-07:00, mon-fri 18:00-24:00",
            ),
            ("sun 22:00-06:00", "mon 00:00-06:00, sun 22:00-24:00"),
            ("sat+sun 18:00-00:00", "sat-sun 18:00-24:00"),
        ] {
            let times: AccessTimes = night.parse().unwrap();
            assert_eq!(times.to_string(), split);
            assert_eq!(split.parse(), Ok(times));
            assert!(!AccessTimes::has_night(split));
        }
        assert!(AccessTimes::has_night("mon 08:00-12:00, sat 22:00-02:00"));
        assert!(!AccessTimes::has_night("sat+sun 18:00-00:00"));
    }
}
