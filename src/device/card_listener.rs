//! Hears from the smart card service that a card or a reader came or went, instead of asking it time and again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use pcsc::{Context, PNP_NOTIFICATION, ReaderState, Scope, State};

/// Time between two looks for a service that does not run.
const AGAIN: Duration = Duration::from_secs(2);

/// Waits at the smart card service in a thread of its own, until it is dropped.
#[derive(Debug)]
pub struct CardListener {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    over: AtomicBool,
    told: AtomicBool,
    moved: AtomicBool,
    /// Where the thread waits, so that it can be called back.
    waits: Mutex<Option<Context>>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("told", &self.told)
            .finish_non_exhaustive()
    }
}

impl CardListener {
    /// Listens from now on. Where no thread can be had, it hears nothing.
    pub fn start() -> Self {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("cards".to_owned())
            .spawn(move || own.listen());
        Self {
            shared,
            thread: thread.ok(),
        }
    }

    /// Whether the service runs, so that what happens is heard at once.
    pub fn is_told(&self) -> bool {
        self.shared.told.load(Ordering::Acquire)
    }

    /// Whether anything came or went, or the service did, since this was asked last.
    pub fn moved(&self) -> bool {
        self.shared.moved.swap(false, Ordering::AcqRel)
    }
}

impl Drop for CardListener {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Release);
        let Some(thread) = self.thread.take() else {
            return;
        };
        // It may be between two waits, which no call reaches.
        while !thread.is_finished() {
            if let Some(context) = self.shared.waits().as_ref() {
                let _called = context.cancel();
            }
            thread.thread().unpark();
            thread::sleep(Duration::from_millis(5));
        }
        let _ended = thread.join();
    }
}

impl Shared {
    fn waits(&self) -> MutexGuard<'_, Option<Context>> {
        // It is never half written.
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    fn listen(&self) {
        while !self.is_over() {
            // Only a service that ended brings it back, and one that does not run.
            let _why = self.follow();
            *self.waits() = None;
            if self.told.swap(false, Ordering::AcqRel) {
                self.moved.store(true, Ordering::Release);
            }
            if !self.is_over() {
                thread::park_timeout(AGAIN);
            }
        }
    }

    /// Listens as long as the service runs.
    fn follow(&self) -> Result<(), pcsc::Error> {
        let context = Context::establish(Scope::User)?;
        *self.waits() = Some(context.clone());
        let mut states = vec![ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE)];
        while !self.is_over() {
            let gone = State::UNKNOWN | State::IGNORE;
            states.retain(|state| {
                state.name() == PNP_NOTIFICATION() || !state.event_state().intersects(gone)
            });
            let names = match context.list_readers_owned() {
                Err(pcsc::Error::NoReadersAvailable) => Vec::new(),
                names => names?,
            };
            for name in names {
                if !states.iter().any(|state| *state.name() == *name) {
                    states.push(ReaderState::new(name, State::UNAWARE));
                }
            }
            states.iter_mut().for_each(ReaderState::sync_current_state);
            if !self.told.swap(true, Ordering::AcqRel) {
                self.moved.store(true, Ordering::Release);
            }
            match context.get_status_change(None, &mut states) {
                Ok(()) => self.moved.store(true, Ordering::Release),
                Err(pcsc::Error::Cancelled | pcsc::Error::Timeout) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
