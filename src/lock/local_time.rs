//! Local time in a lock: a list of offsets, no calendar, no time zone database.

use super::UtcSeconds;
use crate::model::AccessTimes;
use crate::time::Transition;

const DAY: i64 = 86_400;
const QUARTER: i64 = 900;
/// 1970-01-01 was a Thursday; days count from Monday.
const FIRST_WEEKDAY: i64 = 3;

/// Whether `times` allow `now` by the offset in force. Before the first transition its offset holds too.
pub(super) fn allows(times: &AccessTimes, transitions: &[Transition], now: UtcSeconds) -> bool {
    let after = transitions.partition_point(|transition| transition.from <= now.0);
    let transition = transitions.get(after.saturating_sub(1));
    let offset = transition.map_or(0, |transition| i64::from(transition.offset_minutes));
    let local = i64::from(now.0) + offset * 60;
    let weekday = (local.div_euclid(DAY) + FIRST_WEEKDAY).rem_euclid(7);
    let quarter = local.rem_euclid(DAY) / QUARTER;
    match (u8::try_from(weekday), u8::try_from(quarter)) {
        (Ok(weekday), Ok(quarter)) => times.allows(weekday, quarter),
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time::{UtcMillis, Zone};

    #[test]
    fn a_lock_agrees_with_the_calendar_at_every_quarter_of_two_years() {
        for name in [
            "Europe/Helsinki",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Pacific/Apia",
            "America/New_York",
        ] {
            let zone: Zone = name.parse().unwrap();
            let (from, until): (UtcMillis, UtcMillis) = (
                "2026-01-01T00:00:00Z".parse().unwrap(),
                "2028-01-01T00:00:00Z".parse().unwrap(),
            );
            let transitions = zone.transitions(from, until);
            let times: AccessTimes = "mon-fri 07:15-18:30, sat+sun 00:00-04:45".parse().unwrap();
            for second in (from.seconds()..until.seconds()).step_by(900) {
                let (weekday, quarter) = zone.week_quarter(UtcMillis::from_seconds(second));
                let expected = times.allows(weekday, quarter);
                assert_eq!(
                    allows(&times, &transitions, UtcSeconds(second)),
                    expected,
                    "{name} at {second}"
                );
            }
        }
    }

    #[test]
    fn the_edges_of_time_are_no_trouble() {
        let times = AccessTimes::ALWAYS;
        for now in [0, 1, i32::MAX as u32, u32::MAX] {
            for offset_minutes in [i16::MIN, 0, i16::MAX] {
                assert!(allows(
                    &times,
                    &[Transition {
                        from: 5,
                        offset_minutes
                    }],
                    UtcSeconds(now)
                ));
            }
        }
        assert!(allows(&times, &[], UtcSeconds(0)));
    }
}
