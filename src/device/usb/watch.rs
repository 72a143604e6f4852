//! Noticing that readers come and go.
//!
//! Events of libusb shorten the wait where they come. They are not relied on: with libusb on udev none comes while
//! udev does not run, and some systems have none at all. So the list is compared once a second in any case.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusb::{Context, Device, Hotplug, HotplugBuilder, Registration, UsbContext};

use super::{Error, Found, list};

/// The longest time between two looks.
const PERIOD: Duration = Duration::from_secs(1);

/// What happened on USB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A reader was plugged in.
    Arrived(Found),
    /// A reader was pulled out.
    Left(Found),
}

/// Rings when anything is plugged into USB or pulled out, where the operating system tells it.
pub struct Bell {
    // The registration names the context, so it goes first.
    registration: Option<Registration<Context>>,
    context: Option<Context>,
    moved: Arc<AtomicBool>,
}

struct Clapper(Arc<AtomicBool>);

impl Hotplug<Context> for Clapper {
    fn device_arrived(&mut self, _device: Device<Context>) {
        self.0.store(true, Ordering::Release);
    }

    fn device_left(&mut self, _device: Device<Context>) {
        self.0.store(true, Ordering::Release);
    }
}

impl Bell {
    /// Rings from now on.
    pub fn hang() -> Self {
        let moved = Arc::new(AtomicBool::new(false));
        let context = rusb::has_hotplug().then(Context::new).and_then(Result::ok);
        let registration = context.as_ref().and_then(|context| {
            let clapper = Box::new(Clapper(Arc::clone(&moved)));
            HotplugBuilder::new()
                .register(context.clone(), clapper)
                .ok()
        });
        Self {
            registration,
            context,
            moved,
        }
    }

    /// The operating system tells of changes, so that they are heard at once.
    pub fn is_told(&self) -> bool {
        self.registration.is_some()
    }

    /// Waits until it rings, at most until `end`; whether it rang.
    pub fn wait(&self, end: Instant) -> bool {
        while !self.moved.swap(false, Ordering::AcqRel) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let step = left.min(Duration::from_millis(100));
            let handled = self
                .context
                .as_ref()
                .filter(|_| self.registration.is_some())
                .map(|context| context.handle_events(Some(step)));
            if !matches!(handled, Some(Ok(()))) {
                thread::sleep(step);
            }
        }
        true
    }
}

impl std::fmt::Debug for Bell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bell")
            .field("is_told", &self.is_told())
            .finish_non_exhaustive()
    }
}

/// A watch over the readers on USB.
pub struct Watch {
    bell: Bell,
    known: Vec<Found>,
}

impl Watch {
    /// Begins with what is plugged in now.
    ///
    /// # Errors
    /// As [`list`].
    pub fn begin() -> Result<Self, Error> {
        Ok(Self {
            bell: Bell::hang(),
            known: list()?,
        })
    }

    /// The readers that were there at the last look.
    pub fn known(&self) -> &[Found] {
        &self.known
    }

    /// The operating system tells of changes, so that they are seen at once.
    pub fn is_told(&self) -> bool {
        self.bell.is_told()
    }

    /// Waits for a change, at most until `deadline`; empty when there was none.
    ///
    /// # Errors
    /// As [`list`].
    pub fn wait(&mut self, deadline: Instant) -> Result<Vec<Change>, Error> {
        loop {
            let look = (Instant::now() + PERIOD).min(deadline);
            let _rang = self.bell.wait(look);
            let changes = self.compare()?;
            if !changes.is_empty() || Instant::now() >= deadline {
                return Ok(changes);
            }
        }
    }

    fn compare(&mut self) -> Result<Vec<Change>, Error> {
        let now = list()?;
        let missing = |from: &[Found], one: &Found| !from.iter().any(|other| other.same_place(one));
        let left = self
            .known
            .iter()
            .filter(|one| missing(&now, one))
            .cloned()
            .map(Change::Left);
        let arrived = now
            .iter()
            .filter(|one| missing(&self.known, one))
            .cloned()
            .map(Change::Arrived);
        let changes = left.chain(arrived).collect();
        self.known = now;
        Ok(changes)
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch")
            .field("known", &self.known)
            .finish_non_exhaustive()
    }
}
