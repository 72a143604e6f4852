//! A bench that runs beside the story, in a folder of its own.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use keywright::bench::{Bench, control};
use serde_json::Value;

/// A bench in a thread of its own.
pub struct Running {
    folder: tempfile::TempDir,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Bench::open(folder.path()).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        let thread = std::thread::spawn(move || bench.serve(&flag).unwrap());
        Self {
            folder,
            stop,
            thread: Some(thread),
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// One request to it; its answer says how it went.
    pub fn ask(&self, request: &Value) -> Value {
        control::request(self.folder(), request).unwrap()
    }

    /// As [`Self::ask`]; it must be done.
    pub fn act(&self, request: &Value) -> Value {
        let answer = self.ask(request);
        assert_eq!(answer["ok"], true, "{request} {answer}");
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ended = self.thread.take().map(JoinHandle::join);
    }
}
