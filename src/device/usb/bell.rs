//! Noticing that something was plugged in or pulled out.
//!
//! Who waits for the bell looks for himself now and then as well: with libusb on udev it does not ring while udev does
//! not run, some systems have none at all, and of a card that comes into its reader it knows nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusb::{Context, Device, Hotplug, HotplugBuilder, Registration, UsbContext};

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
