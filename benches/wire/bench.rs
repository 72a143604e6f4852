//! The simulated encoder, our driver and the client on libfreefare at it, and what each cost.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use keywright::bench::{Bench, control};
use keywright::device::Error;
use keywright::device::encoder::{Encoder, FobEncoder, OPENING_BAUD, ProgramJob, WriteReport};
use keywright::device::line::SerialLine;
use keywright::device::pn532::Timing;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

use super::jobs::uid;

/// The counters of the bench over a piece of work.
#[derive(Clone, Copy, Default)]
pub struct Wire {
    pub exchanges: u64,
    pub out: u64,
    pub back: u64,
    /// As it ran.
    pub own: f64,
    /// The same exchanges all at 115,200 baud and 106 kbit/s, and all at 921,600 and 424, in milliseconds.
    pub slow: f64,
    pub fast: f64,
}

impl Wire {
    pub fn bytes(&self) -> u64 {
        self.out + self.back
    }

    pub fn without(self, opening: Self) -> Self {
        Self {
            exchanges: self.exchanges - opening.exchanges,
            out: self.out - opening.out,
            back: self.back - opening.back,
            own: self.own - opening.own,
            slow: self.slow - opening.slow,
            fast: self.fast - opening.fast,
        }
    }

    /// Exchanges compared, in words; whether there are no more.
    pub fn exchanges_beside(&self, other: &Self) -> (String, bool) {
        match self.exchanges.cmp(&other.exchanges) {
            std::cmp::Ordering::Less => (
                format!("PASS by {}", other.exchanges - self.exchanges),
                true,
            ),
            std::cmp::Ordering::Equal => ("PASS, as many".to_owned(), true),
            std::cmp::Ordering::Greater => (
                format!("over by {}", self.exchanges - other.exchanges),
                false,
            ),
        }
    }

    /// Fewer bytes and less time at either speed.
    pub fn is_ahead_of(&self, other: &Self) -> bool {
        self.bytes() < other.bytes() && self.slow < other.slow && self.fast < other.fast
    }
}

/// A job as we did it.
pub struct Done {
    pub wire: Wire,
    pub report: WriteReport,
    pub cpu: Duration,
}

/// Other work on the machine may leave the simulated reader without a turn for longer than a reader ever takes.
/// Waits cost nothing on the wire.
const PATIENT: Timing = Timing {
    acknowledge: Duration::from_secs(10),
    answer: Duration::from_secs(10),
    field_off: Duration::from_millis(8),
};

/// A bench that serves as long as the value lives.
pub struct Running {
    folder: tempfile::TempDir,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let mut bench = Bench::open(folder.path()).unwrap();
        let flag = Arc::clone(&stop);
        let thread = std::thread::spawn(move || bench.serve(&flag).unwrap());
        Self {
            folder,
            stop,
            thread: Some(thread),
        }
    }

    fn ask(&self, request: &Value) -> Value {
        let answer = control::request(self.folder.path(), request).unwrap();
        assert_eq!(answer["ok"], true, "{request}: {answer}");
        answer
    }

    /// A new fob on the encoder.
    pub fn fresh(&self, number: usize) -> [u8; 7] {
        let uid = uid(number);
        let text = data_encoding::HEXUPPER.encode(&uid);
        let name = format!("fob{number}");
        let _new = self.ask(
            &json!({ "verb": "new", "kind": "fob", "name": name, "chip": "ev1-8k", "uid": text }),
        );
        self.lay(number);
        uid
    }

    pub fn lay(&self, number: usize) {
        let _laid = self.ask(&json!({ "verb": "lay", "name": format!("fob{number}") }));
    }

    fn take(&self) -> Wire {
        let stats = self.ask(&json!({ "verb": "stats" }));
        let number = |name: &str| stats[name].as_u64().unwrap();
        let millis = |name: &str| number(name) as f64 / 1e3;
        Wire {
            exchanges: number("exchanges"),
            out: number("bytes_out"),
            back: number("bytes_in"),
            own: millis("microseconds"),
            slow: millis("microseconds_slow"),
            fast: millis("microseconds_fast"),
        }
    }

    /// A job of ours, from opening the encoder on.
    pub fn ours(&self, work: impl FnOnce(&mut FobEncoder) -> WriteReport) -> Done {
        let _before = self.take();
        let start = cpu_time();
        let path = self.folder.path().join("encoder").display().to_string();
        let line = SerialLine::open(&path, OPENING_BAUD).unwrap();
        let random =
            Box::new(|bytes: &mut [u8]| getrandom::fill(bytes).map_err(|_| Error::NoRandomness));
        let mut encoder = FobEncoder::open(Box::new(line), PATIENT, random).unwrap();
        let report = work(&mut encoder);
        drop(encoder);
        let cpu = cpu_time().saturating_sub(start);
        Done {
            wire: self.take(),
            report,
            cpu,
        }
    }

    /// A job of the client on libfreefare.
    pub fn client(&self, client: &Path, arguments: &[&str]) -> Wire {
        let _before = self.take();
        let port = self.folder.path().join("encoder");
        let output = Command::new("timeout")
            .arg("60")
            .arg(client)
            .args(arguments)
            .env(
                "LIBNFC_DEVICE",
                format!("pn532_uart:{}:115200", port.display()),
            )
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        assert!(output.status.success(), "{arguments:?}:\n{text}");
        let wire = self.take();
        // The simulated line carries its bytes at whatever speed an earlier program left; libnfc raises none.
        Wire {
            own: wire.slow,
            ..wire
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

/// The C client, compiled now; or what the compiler says.
pub fn client() -> Result<PathBuf, String> {
    let client = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fob_client_of_bench");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/fob_client.c");
    let output = Command::new("gcc")
        .args(["-Wall", "-Wextra", "-Werror", "-O1", "-o"])
        .arg(&client)
        .arg(source)
        .args(["-lfreefare", "-lnfc"])
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(client)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

pub fn program(encoder: &mut FobEncoder, job: &ProgramJob) -> WriteReport {
    let report = encoder
        .program(job, &mut |_| {}, &AtomicBool::new(false))
        .unwrap();
    assert_eq!(report.restarts, 0);
    report
}

/// User and system time of this thread.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap(),
    )
}
