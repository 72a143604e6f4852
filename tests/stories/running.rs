//! A bench that runs beside the story.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use keywright::bench::{Bench, control};
use serde_json::Value;

/// A bench in a thread of its own, served until it is dropped.
pub(crate) struct Served {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    pub(crate) fn new(folder: &Path) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        let mut bench = Bench::open(folder).unwrap();
        let thread = std::thread::spawn(move || bench.serve(&flag).unwrap());
        Self {
            stop,
            thread: Some(thread),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking());
        }
    }
}

/// A bench in a folder of its own.
pub(crate) struct Running {
    /// Ends before its folder goes.
    _served: Served,
    folder: tempfile::TempDir,
}

impl Running {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            _served: Served::new(folder.path()),
            folder,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// One request to it; its answer says how it went.
    pub(crate) fn ask(&self, request: &Value) -> Value {
        control::request(self.folder(), request).unwrap()
    }

    /// As [`Self::ask`]; it must be done.
    pub(crate) fn act(&self, request: &Value) -> Value {
        let answer = self.ask(request);
        assert_eq!(answer["ok"], true, "{request}: {answer}");
        answer
    }
}
