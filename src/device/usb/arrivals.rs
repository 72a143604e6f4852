//! Since when each device is plugged in. The kernel shows a device before udev has applied its rules, so that one which
//! has just come may deny access for a moment; one that has been there for long denies it for good.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a fresh device may deny access.
const SETTLING: Duration = Duration::from_secs(2);

/// Bus and address.
type At = (u8, u8);

static ARRIVALS: Mutex<Arrivals> = Mutex::new(Arrivals(BTreeMap::new()));

/// Until when each device that is there may deny access.
struct Arrivals(BTreeMap<At, Instant>);

impl Arrivals {
    /// Takes in which devices are there now. Of one that was not there before `age` tells how old it is, which is
    /// younger than nothing where nobody knows.
    fn note(&mut self, there: &[At], now: Instant, age: &dyn Fn(At) -> Option<Duration>) {
        self.0.retain(|at, _| there.contains(at));
        for at in there {
            let _until = self
                .0
                .entry(*at)
                .or_insert_with(|| now + SETTLING.saturating_sub(age(*at).unwrap_or_default()));
        }
    }

    fn is_settling(&self, at: At, now: Instant) -> bool {
        self.0.get(&at).is_some_and(|until| now < *until)
    }
}

/// Takes in which devices are there now.
pub(super) fn note(there: &[At]) {
    let mut arrivals = ARRIVALS.lock().unwrap_or_else(PoisonError::into_inner);
    arrivals.note(there, Instant::now(), &age);
}

/// Whether a device has come so lately that it may deny access and yet give it soon.
pub(super) fn is_settling(at: At) -> bool {
    let arrivals = ARRIVALS.lock().unwrap_or_else(PoisonError::into_inner);
    arrivals.is_settling(at, Instant::now())
}

/// By the device's file, whose owner and rights were set last when it came; also where this program was started later.
fn age((bus, address): At) -> Option<Duration> {
    let file = std::fs::metadata(format!("/dev/bus/usb/{bus:03}/{address:03}")).ok()?;
    changed(&file)?.elapsed().ok()
}

#[cfg(unix)]
fn changed(file: &std::fs::Metadata) -> Option<std::time::SystemTime> {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = u64::try_from(file.ctime()).ok()?;
    let part = u32::try_from(file.ctime_nsec()).ok()?;
    Some(std::time::UNIX_EPOCH + Duration::new(seconds, part))
}

#[cfg(not(unix))]
fn changed(file: &std::fs::Metadata) -> Option<std::time::SystemTime> {
    file.modified().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const READER: At = (1, 4);
    const KEY: At = (1, 5);

    #[test]
    fn only_a_device_that_has_just_come_is_waited_for() {
        let begun = Instant::now();
        let after = |millis| begun + Duration::from_millis(millis);
        let mut arrivals = Arrivals(BTreeMap::new());
        let long_ago = |_| Some(Duration::from_hours(1));
        let fresh = |_| Some(Duration::from_millis(500));
        arrivals.note(&[READER], begun, &long_ago);
        assert!(!arrivals.is_settling(READER, begun), "there for an hour");
        arrivals.note(&[READER, KEY], begun, &fresh);
        assert!(!arrivals.is_settling(READER, begun));
        assert!(arrivals.is_settling(KEY, after(1400)));
        // Looking again does not make it younger.
        for millis in [500, 1000, 1600] {
            arrivals.note(&[READER, KEY], after(millis), &|_| None);
        }
        assert!(!arrivals.is_settling(KEY, after(1600)));
        // Plugged in again it is another.
        arrivals.note(&[READER], after(5000), &long_ago);
        assert!(!arrivals.is_settling(KEY, after(5000)));
        arrivals.note(&[READER, KEY], after(6000), &|_| None);
        assert!(arrivals.is_settling(KEY, after(7900)));
        assert!(!arrivals.is_settling(KEY, after(8100)));
        assert!(!arrivals.is_settling(READER, after(6000)));
    }

    #[test]
    fn a_device_without_a_file_is_as_old_as_nobody_knows() {
        assert_eq!(age((255, 255)), None);
        let file = std::fs::metadata("/dev/null").unwrap();
        assert!(changed(&file).is_some());
    }
}
