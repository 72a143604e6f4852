//! One thread for each encoder. It alone talks to the device: commands go in by a channel, events come out by
//! another, so that no face ever waits for a wire.
//!
//! While nothing is asked of it, the thread looks whether a fob was laid down or lifted. Progress is thinned to twenty
//! events a second.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::device::Error;
use crate::device::encoder::{
    EmptyJob, Encoder, FobKeys, Format, MediumContents, MediumInfo, ProgramJob, Progress,
    WriteReport,
};

/// Least time between two events of progress.
const PROGRESS_PAUSE: Duration = Duration::from_millis(50);
/// Time between two looks at the field.
const WATCH_PAUSE: Duration = Duration::from_millis(300);

/// What the thread is asked to do. Answers carry the number of the request.
pub enum Command {
    /// Say what lies on the encoder.
    Look {
        /// Number of the request.
        request: u64,
    },
    /// Read all content.
    Read {
        /// Number of the request.
        request: u64,
        /// Keys of the fob.
        keys: Arc<dyn FobKeys>,
        /// Form of the content.
        format: Format,
    },
    /// Program a fob.
    Program {
        /// Number of the request.
        request: u64,
        /// What to write.
        job: Box<ProgramJob>,
    },
    /// Empty a fob.
    Empty {
        /// Number of the request.
        request: u64,
        /// Which fob.
        job: EmptyJob,
    },
}

/// What the thread reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A fob was laid on the encoder.
    Laid(MediumInfo),
    /// Something was laid on the encoder that cannot be used.
    Refused(Error),
    /// The encoder is empty again.
    Lifted,
    /// The running request advances.
    Progress {
        /// Number of the request.
        request: u64,
        /// How far it is.
        progress: Progress,
    },
    /// A request ended.
    Done {
        /// Number of the request.
        request: u64,
        /// How it ended.
        outcome: Result<Outcome, Error>,
    },
    /// The device is gone; the thread has ended.
    Lost(Error),
}

/// Result of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Of [`Command::Look`].
    Look(Option<MediumInfo>),
    /// Of [`Command::Read`].
    Read(Box<MediumContents>),
    /// Of [`Command::Program`]: read back and equal.
    Programmed(WriteReport),
    /// Of [`Command::Empty`].
    Emptied(WriteReport),
}

/// Opens the device, on the thread that will use it.
pub type Opener = Box<dyn FnOnce() -> Result<Box<dyn Encoder>, Error> + Send>;

/// Handle to an encoder's thread. Dropping it ends the thread after the running request, which is cancelled at its
/// next safe point.
pub struct Worker {
    commands: Option<Sender<Command>>,
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread; its events come out of the receiver. When the device cannot be opened, the first and only
    /// event is [`Event::Lost`].
    pub fn start(open: Opener) -> (Self, Receiver<Event>) {
        let (commands, inbox) = channel();
        let (outbox, events) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&cancel);
        let thread = std::thread::spawn(move || {
            let result = open().and_then(|encoder| {
                Attendant {
                    encoder,
                    inbox,
                    outbox: outbox.clone(),
                    cancel: flag,
                    lying: None,
                }
                .attend()
            });
            if let Err(error) = result {
                let _ = outbox.send(Event::Lost(error));
            }
        });
        (
            Self {
                commands: Some(commands),
                cancel,
                thread: Some(thread),
            },
            events,
        )
    }

    /// Hands a command to the thread.
    ///
    /// # Errors
    /// [`Error::Closed`] when the thread has ended.
    pub fn send(&self, command: Command) -> Result<(), Error> {
        self.cancel.store(false, Ordering::Relaxed);
        self.commands
            .as_ref()
            .ok_or(Error::Closed)?
            .send(command)
            .map_err(|_| Error::Closed)
    }

    /// Asks the running request to stop at its next safe point.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancel();
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The thread's own side.
struct Attendant {
    encoder: Box<dyn Encoder>,
    inbox: Receiver<Command>,
    outbox: Sender<Event>,
    cancel: Arc<AtomicBool>,
    /// Chip number of what was last seen.
    lying: Option<Vec<u8>>,
}

impl Attendant {
    /// Serves until the handle is dropped or the device is gone.
    fn attend(mut self) -> Result<(), Error> {
        loop {
            let more = match self.inbox.recv_timeout(WATCH_PAUSE) {
                Ok(command) => self.serve(command)?,
                Err(RecvTimeoutError::Timeout) => self.watch()?,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            if !more {
                return Ok(());
            }
        }
    }

    /// Runs one command. `false` when nobody listens any more.
    fn serve(&mut self, command: Command) -> Result<bool, Error> {
        let (request, outcome) = match command {
            Command::Look { request } => (request, self.encoder.look().map(Outcome::Look)),
            Command::Read {
                request,
                keys,
                format,
            } => (
                request,
                self.encoder
                    .read(&*keys, &format)
                    .map(Box::new)
                    .map(Outcome::Read),
            ),
            Command::Program { request, job } => {
                let mut report = thinned(&self.outbox, request);
                (
                    request,
                    self.encoder
                        .program(&job, &mut report, &self.cancel)
                        .map(Outcome::Programmed),
                )
            }
            Command::Empty { request, job } => {
                let mut report = thinned(&self.outbox, request);
                (
                    request,
                    self.encoder
                        .empty(&job, &mut report, &self.cancel)
                        .map(Outcome::Emptied),
                )
            }
        };
        let lost = gone(outcome.as_ref().err());
        let heard = self.outbox.send(Event::Done { request, outcome }).is_ok();
        lost.map_or(Ok(heard), Err)
    }

    /// Looks whether something was laid down or lifted. `false` when nobody listens any more.
    fn watch(&mut self) -> Result<bool, Error> {
        let seen = match self.encoder.presence() {
            Ok(seen) => seen,
            Err(error) => return gone(Some(&error)).map_or(Ok(true), Err),
        };
        if seen == self.lying {
            return Ok(true);
        }
        self.lying.clone_from(&seen);
        let event = match seen.map(|_| self.encoder.look()) {
            None | Some(Ok(None)) => {
                self.lying = None;
                Event::Lifted
            }
            Some(Ok(Some(info))) => Event::Laid(info),
            Some(Err(error)) => {
                if let Some(error) = gone(Some(&error)) {
                    return Err(error);
                }
                if error.is_interruption() {
                    // Laid down while we looked: look again next time.
                    self.lying = None;
                    return Ok(true);
                }
                Event::Refused(error)
            }
        };
        Ok(self.outbox.send(event).is_ok())
    }
}

/// The error, when it means that the device is no longer there.
fn gone(error: Option<&Error>) -> Option<Error> {
    error
        .filter(|error| matches!(error, Error::Unplugged { .. } | Error::Closed))
        .cloned()
}

/// A progress sink that lets through what changes phase, and otherwise twenty events a second.
fn thinned(outbox: &Sender<Event>, request: u64) -> impl FnMut(Progress) {
    let mut last: Option<(Instant, Progress)> = None;
    move |progress| {
        let now = Instant::now();
        let due = last.is_none_or(|(sent, before)| {
            now.duration_since(sent) >= PROGRESS_PAUSE || before.phase != progress.phase
        });
        if due {
            last = Some((now, progress));
            let _ = outbox.send(Event::Progress { request, progress });
        }
    }
}
