//! Instants, dates and time zones. The only room that names `chrono` and `chrono-tz`, so that another
//! calendar library can take their place; everyone else is handed a [`Clock`] and these plain types.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike as _, Days, NaiveDate, Offset as _, SecondsFormat, TimeZone as _,
    Timelike as _, Utc,
};
use serde::{Deserialize, Serialize};

/// What is wrong with a time that was given as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not an RFC 3339 time such as `2026-11-21T08:00:00+02:00`, nor a date.
    #[error("not a time")]
    Malformed,
    /// Not a name of the IANA time zone database such as `Europe/Helsinki`.
    #[error("not a time zone")]
    Zone,
    /// A year before 1970 or after 2105, which media cannot hold.
    #[error("outside the years that media can hold")]
    Range,
}

impl Error {
    /// The stable code scripts and message texts refer to.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "time-malformed",
            Self::Zone => "zone-unknown",
            Self::Range => "time-out-of-range",
        }
    }
}

const MINUTE: i64 = 60_000;

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcMillis(pub i64);

impl UtcMillis {
    /// Whole minutes since 1970, rounded down; 0 before 1970.
    pub fn floor_minutes(self) -> u32 {
        u32::try_from(self.0.div_euclid(MINUTE).max(0)).unwrap_or(u32::MAX)
    }

    /// Whole minutes since 1970, rounded up; 0 before 1970.
    pub fn ceil_minutes(self) -> u32 {
        u32::try_from(
            (self.0.saturating_add(MINUTE - 1))
                .div_euclid(MINUTE)
                .max(0),
        )
        .unwrap_or(u32::MAX)
    }

    /// Whole seconds since 1970, rounded down; 0 before 1970.
    pub fn seconds(self) -> u32 {
        u32::try_from(self.0.div_euclid(1000).max(0)).unwrap_or(u32::MAX)
    }

    /// The instant so many seconds after 1970.
    pub fn from_seconds(seconds: u32) -> Self {
        Self(i64::from(seconds) * 1000)
    }

    /// The instant so many minutes after 1970.
    pub fn from_minutes(minutes: u32) -> Self {
        Self(i64::from(minutes) * MINUTE)
    }
}

impl fmt::Display for UtcMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::<Utc>::from_timestamp_millis(self.0) {
            Some(time) => f.write_str(&time.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            None => write!(f, "{} ms", self.0),
        }
    }
}

impl FromStr for UtcMillis {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let time = DateTime::parse_from_rfc3339(text.trim()).map_err(|_| Error::Malformed)?;
        if !(1970..=2105).contains(&time.with_timezone(&Utc).year()) {
            return Err(Error::Range);
        }
        Ok(Self(time.timestamp_millis()))
    }
}

impl Serialize for UtcMillis {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for UtcMillis {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A calendar date without a zone, written `2026-11-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDate(NaiveDate);

impl LocalDate {
    /// Year, month from 1, day from 1.
    pub fn parts(self) -> (i32, u8, u8) {
        let part = |number: u32| u8::try_from(number).unwrap_or(1);
        (self.0.year(), part(self.0.month()), part(self.0.day()))
    }

    /// The first instant of this date in `zone`.
    pub fn start(self, zone: Zone) -> UtcMillis {
        zone.first_instant(self.0)
    }

    /// The next Monday after this date.
    #[must_use]
    pub fn next_monday(self) -> Self {
        let ahead = 7 - u64::from(self.0.weekday().num_days_from_monday());
        Self(self.0.checked_add_days(Days::new(ahead)).unwrap_or(self.0))
    }

    /// The first instant after this date in `zone`.
    pub fn end(self, zone: Zone) -> UtcMillis {
        zone.first_instant(self.0.succ_opt().unwrap_or(self.0))
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}
impl FromStr for LocalDate {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let date =
            NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| Error::Malformed)?;
        if (1970..=2105).contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(Error::Range)
        }
    }
}
impl Serialize for LocalDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for LocalDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A time zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(chrono_tz::Tz);

/// From an instant on, local time is so far ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// Whole seconds since 1970 from which the offset holds.
    pub from: u32,
    /// Minutes ahead of UTC; negative west of Greenwich.
    pub offset_minutes: i16,
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(chrono_tz::UTC);

    /// The day of the week (0 = Monday) and quarter hour of the day (0 to 95) at `at`.
    pub fn week_quarter(self, at: UtcMillis) -> (u8, u8) {
        let local = self.local(at);
        let weekday = u8::try_from(local.weekday().num_days_from_monday()).unwrap_or(0);
        let quarter = u8::try_from(local.hour() * 4 + local.minute() / 15).unwrap_or(0);
        (weekday, quarter)
    }

    /// The date at `at`.
    pub fn date(self, at: UtcMillis) -> LocalDate {
        LocalDate(self.local(at).date_naive())
    }

    /// Hour and minute of the day at `at`.
    pub fn hour_minute(self, at: UtcMillis) -> (u8, u8) {
        let local = self.local(at);
        let part = |number: u32| u8::try_from(number).unwrap_or(0);
        (part(local.hour()), part(local.minute()))
    }

    /// An instant as people read it here: `2026-11-21 08:00`.
    pub fn shown(self, at: UtcMillis) -> String {
        self.local(at).format("%Y-%m-%d %H:%M").to_string()
    }

    /// Minutes ahead of UTC at `at`.
    pub fn offset_minutes(self, at: UtcMillis) -> i16 {
        let seconds = self.local(at).offset().fix().local_minus_utc();
        i16::try_from(seconds.div_euclid(60)).unwrap_or(0)
    }

    /// The offset in force at `from` and every change of it up to `until`, found to the second.
    pub fn transitions(self, from: UtcMillis, until: UtcMillis) -> Vec<Transition> {
        const DAY: i64 = 86_400_000;
        let mut found = vec![Transition {
            from: from.seconds(),
            offset_minutes: self.offset_minutes(from),
        }];
        let mut day = from;
        while day < until {
            let next = UtcMillis((day.0 + DAY).min(until.0));
            let after = self.offset_minutes(next);
            if after != self.offset_minutes(day) {
                found.push(Transition {
                    from: self.change_between(day, next).seconds(),
                    offset_minutes: after,
                });
            }
            day = next;
        }
        found
    }

    /// The first whole second in `(before, after]` whose offset is that of `after`.
    fn change_between(self, before: UtcMillis, after: UtcMillis) -> UtcMillis {
        let wanted = self.offset_minutes(after);
        let (mut low, mut high) = (before.0.div_euclid(1000), after.0.div_euclid(1000));
        while high - low > 1 {
            let middle = low.midpoint(high);
            if self.offset_minutes(UtcMillis(middle * 1000)) == wanted {
                high = middle;
            } else {
                low = middle;
            }
        }
        UtcMillis(high * 1000)
    }

    fn local(self, at: UtcMillis) -> DateTime<chrono_tz::Tz> {
        let utc = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
        utc.with_timezone(&self.0)
    }

    /// The first instant of a date; where midnight is skipped, the first one after the gap.
    fn first_instant(self, date: NaiveDate) -> UtcMillis {
        (0..=1440u32)
            .filter_map(|minute| date.and_hms_opt(minute / 60 % 24, minute % 60, 0))
            .find_map(|local| self.0.from_local_datetime(&local).earliest())
            .map_or(UtcMillis(0), |time| UtcMillis(time.timestamp_millis()))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}
impl FromStr for Zone {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        text.trim().parse().map(Self).map_err(|_| Error::Zone)
    }
}
impl Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A point of a validity as people type it: a whole date in the system's zone, or an RFC 3339 instant.
///
/// # Errors
/// [`Error`] where it is neither.
pub fn parse_start(text: &str, zone: Zone) -> Result<UtcMillis, Error> {
    text.parse::<LocalDate>()
        .map(|date| date.start(zone))
        .or_else(|_| text.parse())
}

/// As [`parse_start`], but a whole date means its end: a validity until the 3rd includes the 3rd.
///
/// # Errors
/// [`Error`] where it is neither date nor instant.
pub fn parse_end(text: &str, zone: Zone) -> Result<UtcMillis, Error> {
    text.parse::<LocalDate>()
        .map(|date| date.end(zone))
        .or_else(|_| text.parse())
}

/// Tells the time. Handed to whoever needs "now", so that tests and demo systems can set it.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> UtcMillis;

    /// Whether somebody made it say so, and it is no clock that runs.
    fn is_set(&self) -> bool {
        false
    }
}

/// The computer's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UtcMillis {
        UtcMillis(Utc::now().timestamp_millis())
    }
}

/// A clock that stands at one instant: for tests and demo systems.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub UtcMillis);

impl Clock for FixedClock {
    fn now(&self) -> UtcMillis {
        self.0
    }

    fn is_set(&self) -> bool {
        true
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(text: &str) -> UtcMillis {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    #[test]
    fn after_any_day_of_a_week_comes_the_same_monday() {
        let day = |text: &str| zone("UTC").date(at(&format!("{text}T12:00:00Z")));
        for text in ["2026-11-23", "2026-11-26", "2026-11-29"] {
            assert_eq!(day(text).next_monday(), day("2026-11-30"), "{text}");
        }
        assert_eq!(day("2026-11-30").next_monday(), day("2026-12-07"));
    }

    #[test]
    fn a_time_survives_its_text() {
        assert_eq!(
            at("2026-11-21T10:00:00+02:00").to_string(),
            "2026-11-21T08:00:00Z"
        );
        assert_eq!(at("2026-11-21T08:00:00.250Z").0 % 1000, 250);
    }

    #[test]
    fn the_quarter_of_the_week_follows_the_zone() {
        assert_eq!(
            zone("Europe/Helsinki").week_quarter(at("2026-11-21T22:20:00Z")),
            (6, 1)
        );
        assert_eq!(
            zone("Asia/Kathmandu").week_quarter(at("2026-11-21T00:00:00Z")),
            (5, 23)
        );
    }

    #[test]
    fn both_changes_of_a_summer_are_found() {
        let changes = zone("Europe/Helsinki")
            .transitions(at("2026-01-01T00:00:00Z"), at("2026-12-31T00:00:00Z"));
        let expected = [
            ("2026-01-01T00:00:00Z", 120),
            ("2026-03-29T01:00:00Z", 180),
            ("2026-10-25T01:00:00Z", 120),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|&(from, offset_minutes)| Transition {
                from: at(from).seconds(),
                offset_minutes,
            })
            .collect();
        assert_eq!(changes, expected);
    }

    #[test]
    fn a_day_that_starts_late_still_has_a_start() {
        let date: LocalDate = "2018-11-04".parse().unwrap();
        assert_eq!(
            date.start(zone("America/Sao_Paulo")).to_string(),
            "2018-11-04T03:00:00Z"
        );
    }

    #[test]
    fn until_a_date_includes_that_date() {
        let helsinki = zone("Europe/Helsinki");
        assert_eq!(
            parse_end("2026-11-21", helsinki).unwrap().to_string(),
            "2026-11-21T22:00:00Z"
        );
        assert_eq!(
            parse_start("2026-11-21", helsinki).unwrap().to_string(),
            "2026-11-20T22:00:00Z"
        );
    }

    #[test]
    fn a_skipped_day_has_its_start_at_the_next() {
        // Samoa skipped 2011-12-30 altogether.
        let start = "2011-12-30"
            .parse::<LocalDate>()
            .unwrap()
            .start(zone("Pacific/Apia"));
        assert!(start.0 >= 0);
    }

    #[test]
    fn years_a_medium_cannot_hold_are_refused() {
        assert_eq!(
            "2106-01-01T00:00:00Z".parse::<UtcMillis>(),
            Err(Error::Range)
        );
        assert_eq!("1969-12-31".parse::<LocalDate>(), Err(Error::Range));
    }
}
