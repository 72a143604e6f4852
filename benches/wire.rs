//! Prints what programming a fob takes on the wire, beside a client on libfreefare that does the same job on the
//! same simulated encoder in the same run; what of our own processor it takes; and what a person at a station
//! waits for beside the wire. Ends with 0 in any case and says what is missed.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use keywright::access::{AccessTable, Conditions, Entry, Target};
use keywright::bench::{Bench, control};
use keywright::device::Error;
use keywright::device::encoder::{
    Encoder, Expected, Fence, FileSizes, FobEncoder, FobKeys, Format, KeyRole, OPENING_BAUD,
    ProgramJob, WriteReport,
};
use keywright::device::line::SerialLine;
use keywright::device::pn532::Timing;
use keywright::medium::{self, Blocklist, Header, Image, changed_ranges};
use keywright::model::{
    BlockingGroupNumber, Email, Generation, KeyNumber, LockNumber, Revision, SystemId,
};
use keywright::secrets::slots;
use keywright::time::{FixedClock, UtcMillis};
use keywright::workflow::{Access, Authority, Services, Station, hardware};
use p256::ecdsa::signature::Signer as _;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const SYSTEM: SystemId = SystemId([7; 8]);
const NOW: u32 = 1_795_248_000;
/// Locks of the system.
const LOCKS: u32 = 10_000;
const IMAGE: usize = 1_024;
/// As the client on libfreefare has it.
const LIST: usize = 90;
/// How often each job is run for the processor's time.
const RUNS: usize = 21;

fn main() {
    let mut missed = Vec::new();
    wire(&mut missed);
    person(&mut missed);
    match missed.as_slice() {
        [] => println!("\nEvery limit is kept."),
        _ => println!("\nMissed: {}.", missed.join("; ")),
    }
}

/// The counters of the bench over a piece of work.
#[derive(Clone, Copy, Default)]
struct Wire {
    exchanges: u64,
    out: u64,
    back: u64,
    /// As it ran.
    own: f64,
    /// The same exchanges all at 115,200 baud and 106 kbit/s, and all at 921,600 and 424, in milliseconds.
    slow: f64,
    fast: f64,
}

impl Wire {
    fn bytes(&self) -> u64 {
        self.out + self.back
    }

    fn without(self, opening: Self) -> Self {
        Self {
            exchanges: self.exchanges - opening.exchanges,
            out: self.out - opening.out,
            back: self.back - opening.back,
            own: self.own - opening.own,
            slow: self.slow - opening.slow,
            fast: self.fast - opening.fast,
        }
    }

    /// Fewer bytes and less time at either speed.
    fn is_ahead_of(&self, other: &Self) -> bool {
        self.bytes() < other.bytes() && self.slow < other.slow && self.fast < other.fast
    }
}

/// A job as we did it.
struct Done {
    wire: Wire,
    report: WriteReport,
    cpu: Duration,
}

/// Several runs of one job; the figures of the wire are the same in each.
struct Row {
    name: &'static str,
    ours: Wire,
    theirs: Option<Wire>,
    cpu: Duration,
}

fn wire(missed: &mut Vec<String>) {
    let bench = Running::new();
    let client = client();
    if let Err(error) = &client {
        println!("The client on libfreefare cannot be compiled: {error}\n");
        missed.push("no comparison with libfreefare".to_owned());
    }
    let client = client.ok();
    let theirs = |size: usize, arguments: &[&str]| {
        let client = client.as_deref()?;
        Some(bench.client(client, &[&[size.to_string().as_str()], arguments].concat()))
    };

    // A factory fob becomes a key; each time another fob. The last two are one of ours and one of theirs.
    let (ours, other) = (RUNS - 1, RUNS);
    let mut firsts = Vec::new();
    for run in 0..RUNS {
        let uid = bench.fresh(run);
        let job = first_job(uid, plain(uid, 1));
        firsts.push(bench.ours(|encoder| program(encoder, &job)));
    }
    let _uid = bench.fresh(other);
    let their_first = theirs(IMAGE, &["first"]);
    let their_rewrite = theirs(IMAGE, &["again"]);
    let their_read = theirs(IMAGE, &["fetch"]);
    let their_opening = theirs(IMAGE, &["connect"]);

    bench.lay(ours);
    let mut job = first_job(uid(ours), plain(uid(ours), 1));
    let (mut rewrites, mut reads, mut openings) = (Vec::new(), Vec::new(), Vec::new());
    for revision in (2..).take(RUNS) {
        job = next_job(&job, plain(uid(ours), revision));
        rewrites.push(bench.ours(|encoder| program(encoder, &job)));
        reads.push(bench.ours(|encoder| {
            let contents = encoder.read(&Keys, &PLAIN).unwrap();
            assert_eq!(contents.image, job.image);
            WriteReport::default()
        }));
        openings.push(bench.ours(|encoder| {
            assert!(encoder.presence().unwrap().is_some());
            WriteReport::default()
        }));
    }

    // A real image from here on, written as a whole and then changed lock by lock.
    let mut held = locks_of_size();
    let mut revision = 1;
    let uid = bench.fresh(other + 1);
    job = first_job(uid, image(&held, uid, revision));
    job.format = FORMAT;
    println!(
        "Images of {IMAGE} bytes and a blocklist of {LIST} on a DESFire EV1 of 8 KB. Locks are changed in a real image of {} \
         bytes: {} locks of {LOCKS}.\n",
        job.image.len(),
        held.len()
    );
    let _first = bench.ours(|encoder| program(encoder, &job));
    revision += 1;
    job = next_job(&job, image(&held, uid, revision));
    let real_rewrite = bench.ours(|encoder| program(encoder, &job));
    let mut changes = Vec::new();
    for run in 0..RUNS {
        let victim = *held.iter().nth(run * held.len() / RUNS).unwrap();
        let _was = held.remove(&victim);
        revision += 1;
        let before = job.image.clone();
        job = next_job(&job, image(&held, uid, revision));
        job.previous = Some(before.clone());
        bench.lay(other + 1);
        let ours = bench.ours(|encoder| program(encoder, &job));
        bench.lay(other);
        let _same_start = theirs(job.image.len(), &["again"]);
        let ranges = text_of(&changed_ranges(&before, &job.image));
        changes.push((ours, theirs(job.image.len(), &["change", &ranges])));
    }
    changes.sort_by_key(|(ours, _)| ours.report.bytes_out + ours.report.bytes_in);

    let change_cpu = median(changes.iter().map(|(ours, _)| ours.cpu));
    let (change, their_change) = &changes[RUNS / 2];
    let change_row = Row {
        name: "one lock changed (median of 21)",
        ours: change.wire,
        theirs: *their_change,
        cpu: change_cpu,
    };
    let opening = row("opening, finding, letting go", &openings, their_opening);
    let first = row("first programming", &firsts, their_first);
    let rewrite = row("rewrite", &rewrites, their_rewrite);
    let read = row("read all", &reads, their_read);
    budgets(missed, &firsts[0], &rewrites[0], &real_rewrite, &changes);
    comparison(missed, &opening, &[&first, &rewrite, &change_row, &read]);
    processor(missed, &[&first, &rewrite, &change_row, &read]);
}

fn row(name: &'static str, runs: &[Done], theirs: Option<Wire>) -> Row {
    Row {
        name,
        ours: runs[0].wire,
        theirs,
        cpu: median(runs.iter().map(|run| run.cpu)),
    }
}

fn budgets(
    missed: &mut Vec<String>,
    first: &Done,
    rewrite: &Done,
    real: &Done,
    changes: &[(Done, Option<Wire>)],
) {
    let whole = real.report.bytes_out + real.report.bytes_in;
    let share = |done: &Done| {
        let bytes = done.report.bytes_out + done.report.bytes_in;
        bytes as f64 / whole as f64
    };
    let written = |done: &Done| f64::from(done.report.written) / f64::from(real.report.written);
    let at = |share: &dyn Fn(&Done) -> f64, place: usize| {
        let mut all: Vec<f64> = changes.iter().map(|(done, _)| share(done)).collect();
        all.sort_by(f64::total_cmp);
        all[place]
    };
    let (middle, nine_of_ten, most) = (RUNS / 2, RUNS * 9 / 10, RUNS - 1);
    println!("| ours | | allowed | |\n|---|---|---|---|");
    let mut line = |what: &str, found: f64, allowed: f64, digits: usize| {
        let held = found <= allowed;
        println!(
            "| {what} | {found:.digits$} | {allowed:.digits$} | {} |",
            verdict(held)
        );
        if !held {
            missed.push(format!("{what}: {found:.digits$} of {allowed:.digits$}"));
        }
    };
    line(
        "first programming, exchanges",
        first.wire.exchanges as f64,
        70.0,
        0,
    );
    line("rewrite, exchanges", rewrite.wire.exchanges as f64, 42.0, 0);
    for (name, place) in [
        ("median", middle),
        ("nine of ten", nine_of_ten),
        ("most", most),
    ] {
        let what = format!("one lock changed, content written / all of it, {name}");
        line(&what, at(&written, place), 0.25, 3);
        let what = format!("one lock changed, all bytes / a rewrite's, {name}");
        line(&what, at(&share, place), 0.70, 3);
    }
}

fn comparison(missed: &mut Vec<String>, opening: &Row, rows: &[&Row]) {
    println!(
        "\nBeside libfreefare: the whole way of a process, from opening the encoder to letting go. libnfc stays at \
         115,200 baud and\n106 kbit/s always; both are priced by the bench's clock at both speeds. As it runs, ours \
         raises both. `alone` is without\nopening (the last row). One lock changed: both write the same bytes. Ours reads \
         the fence before it writes, libfreefare does not.\n"
    );
    println!(
        "| job | who | exchanges | bytes out | bytes in | ms at 115,200/106 | ms at 921,600/424 | ms as it runs | ours / theirs, bytes | slow | fast | alone: bytes | slow | fast | |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for row in rows.iter().copied().chain([opening]) {
        let figures = |wire: &Wire| {
            format!(
                "{} | {} | {} | {:.1} | {:.1} | {:.1}",
                wire.exchanges, wire.out, wire.back, wire.slow, wire.fast, wire.own
            )
        };
        let Some(theirs) = &row.theirs else {
            println!(
                "| {} | ours | {} | | | | | | | |",
                row.name,
                figures(&row.ours)
            );
            continue;
        };
        println!(
            "| {} | libfreefare | {} | | | | | | | |",
            row.name,
            figures(theirs)
        );
        let ratios = |ours: &Wire, theirs: &Wire| {
            format!(
                "{:.2} | {:.2} | {:.2}",
                ours.bytes() as f64 / theirs.bytes() as f64,
                ours.slow / theirs.slow,
                ours.fast / theirs.fast
            )
        };
        let whole = ratios(&row.ours, theirs);
        let mut ahead = row.ours.is_ahead_of(theirs);
        let alone = match &opening.theirs {
            Some(their_opening) if !std::ptr::eq(row, opening) => {
                let (ours, theirs) = (
                    row.ours.without(opening.ours),
                    theirs.without(*their_opening),
                );
                ahead &= ours.is_ahead_of(&theirs);
                ratios(&ours, &theirs)
            }
            _ => " | | ".to_owned(),
        };
        println!(
            "| | ours | {} | {whole} | {alone} | {} |",
            figures(&row.ours),
            verdict(ahead)
        );
        if !ahead {
            missed.push(format!("{} is not ahead of libfreefare", row.name));
        }
    }
}

fn processor(missed: &mut Vec<String>, rows: &[&Row]) {
    println!(
        "\nOur processor time, user and system, of the thread that drives the encoder (median of {RUNS} runs)\n"
    );
    println!(
        "| job | cpu ms | modelled ms as it runs | share % | allowed | |\n|---|---|---|---|---|---|"
    );
    for row in rows {
        let cpu = row.cpu.as_secs_f64() * 1e3;
        let share = 100.0 * cpu / row.ours.own;
        println!(
            "| {} | {cpu:.2} | {:.1} | {share:.2} | 3 | {} |",
            row.name,
            row.ours.own,
            verdict(share <= 3.0)
        );
        if share > 3.0 {
            missed.push(format!("processor time of {}: {share:.2} %", row.name));
        }
    }
}

/// What a person waits for when a user with a fob is added, beside the wire, whose time is modelled and not slept.
fn person(missed: &mut Vec<String>) {
    let program = env!("CARGO_BIN_EXE_keywright");
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("demo");
    let demo = Command::new(program)
        .args(["demo", "--headless"])
        .arg(&place)
        .output()
        .unwrap();
    if !demo.status.success() {
        println!(
            "\nThe demo failed:\n{}",
            String::from_utf8_lossy(&demo.stderr)
        );
        missed.push("no figures of what a person waits for".to_owned());
        return;
    }
    let _bench = Served::start(program, &place.join("bench"));
    let run = |arguments: &[&str]| {
        let start = Instant::now();
        let output = Command::new(program)
            .args(["--json", "--at", AT, "--system"])
            .arg(place.join("demo.keywright"))
            .arg("--encoder")
            .arg(place.join("bench/encoder"))
            .arg("--token")
            .arg(format!("bench:{}", place.join("bench").display()))
            .arg("--pin-file")
            .arg(place.join("pin"))
            .arg("--password-file")
            .arg(place.join("password"))
            .arg("--operator")
            .arg(
                std::fs::read_to_string(place.join("operator"))
                    .unwrap()
                    .trim(),
            )
            .args(arguments)
            .output()
            .unwrap();
        let took = start.elapsed();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{arguments:?}: {text}");
        took
    };
    let ask = |request: Value| control::request(&place.join("bench"), &request).unwrap();
    let (mut drafts, mut programmed, mut lists, mut starts, mut modelled) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for n in 0..5 {
        let name = format!("fob{n}");
        let _new = ask(json!({ "verb": "new", "kind": "fob", "name": name, "chip": "ev1-8k" }));
        let _laid = ask(json!({ "verb": "lay", "name": name }));
        let _reset = ask(json!({ "verb": "stats" }));
        let add = |email: &str, how: &str| {
            run(&[
                "user",
                "add",
                "--first",
                "Anna",
                "--last",
                "Waits",
                "--email",
                email,
                "--role",
                "Cleaner@..2027-12-31",
                "--key",
                "fob",
                "--home-group",
                "North",
                how,
            ])
        };
        programmed.push(add(&format!("programmed{n}@example.org"), "--program"));
        let stats = ask(json!({ "verb": "stats" }));
        modelled.push(Duration::from_micros(
            stats["microseconds"].as_u64().unwrap(),
        ));
        drafts.push(add(&format!("draft{n}@example.org"), "--draft"));
        lists.push(run(&["role", "list"]));
        let start = Instant::now();
        let _version = Command::new(program).arg("--version").output().unwrap();
        starts.push(start.elapsed());
    }
    let parts = parts(&place);
    let ms = |time: Duration| format!("{:.0}", time.as_secs_f64() * 1e3);
    println!(
        "\nWhat a person waits for, without the wire (the least of 5, release build, demo system)\n"
    );
    println!("| | ms |\n|---|---|");
    println!(
        "| `user add --program`, all of it | {} |",
        ms(least(programmed))
    );
    println!("| `user add --draft`, all of it | {} |", ms(least(drafts)));
    println!("| `role list`, all of it | {} |", ms(least(lists)));
    println!("| of these: the process starts | {} |", ms(least(starts)));
    for (name, time) in parts {
        println!("| {name} | {} |", ms(time));
    }
    println!("| on top: the wire as modelled | {} |", ms(least(modelled)));
}

const AT: &str = "2026-11-22T10:00:00+02:00";

/// The parts of opening and unlocking, each on its own.
fn parts(place: &Path) -> Vec<(&'static str, Duration)> {
    let read = |name: &str| {
        std::fs::read_to_string(place.join(name))
            .unwrap()
            .trim()
            .to_owned()
    };
    let (operator, password, pin) = (read("operator"), read("password"), read("pin"));
    let system = place.join("demo.keywright");
    let slots = slots::file::read(&slots::file::beside(&system)).unwrap();
    let (mut kdf, mut open, mut token, mut unlock) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        let (_, took) = timed(|| slots.open_with_password(&operator, &password).unwrap());
        kdf.push(took);
        let clock = Arc::new(FixedClock(AT.parse::<UtcMillis>().unwrap()));
        let services = Services::of_this_computer(clock);
        let email = Email::new(&operator).unwrap();
        let (station, took) =
            timed(|| Station::open(&system, &email, &password, Access::Write, services).unwrap());
        open.push(took);
        let (mut key, took) =
            timed(|| hardware::open_bench_token(&place.join("bench"), &pin).unwrap());
        token.push(took);
        let (_, took) = timed(|| Authority::unlock(&station, &mut *key).unwrap());
        unlock.push(took);
    }
    let kdf = least(kdf);
    vec![
        (
            "of these: argon2id over the password (64 MiB, 3 passes; meant)",
            kdf,
        ),
        (
            "of these: the store is opened",
            least(open).saturating_sub(kdf),
        ),
        (
            "of `--program`: the programming key is opened, PIN given (bench)",
            least(token),
        ),
        (
            "of `--program`: the secrets are unsealed (ECDH on the bench token, CMS)",
            least(unlock),
        ),
    ]
}

/// A bench in a process of its own.
struct Served(Child);

impl Served {
    fn start(program: &str, folder: &Path) -> Self {
        let mut child = Command::new(program)
            .arg("bench")
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let _ready = BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self(child)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ended = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// A bench that serves as long as the value lives.
struct Running {
    folder: tempfile::TempDir,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn new() -> Self {
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
    fn fresh(&self, number: usize) -> [u8; 7] {
        let uid = uid(number);
        let text = data_encoding::HEXUPPER.encode(&uid);
        let name = format!("fob{number}");
        let _new = self.ask(
            &json!({ "verb": "new", "kind": "fob", "name": name, "chip": "ev1-8k", "uid": text }),
        );
        self.lay(number);
        uid
    }

    fn lay(&self, number: usize) {
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

    /// The encoder, opened, and the processor's time before that. A machine that others keep busy may leave the
    /// simulated reader without a turn for longer than a reader ever takes: then again.
    fn opened(&self) -> (FobEncoder, Duration) {
        let path = self.folder.path().join("encoder").display().to_string();
        let mut tries = 3;
        loop {
            let _before = self.take();
            let start = cpu_time();
            let line = SerialLine::open(&path, OPENING_BAUD).unwrap();
            let random = Box::new(|bytes: &mut [u8]| {
                getrandom::fill(bytes).map_err(|_| Error::NoRandomness)
            });
            match FobEncoder::open(Box::new(line), Timing::default(), random) {
                Ok(encoder) => return (encoder, start),
                Err(Error::EncoderSilent) if tries > 1 => tries -= 1,
                Err(error) => unreachable!("the simulated encoder does not open: {error}"),
            }
        }
    }

    /// A job of ours, from opening the encoder on.
    fn ours(&self, work: impl FnOnce(&mut FobEncoder) -> WriteReport) -> Done {
        let (mut encoder, start) = self.opened();
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
    fn client(&self, client: &Path, arguments: &[&str]) -> Wire {
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
fn client() -> Result<PathBuf, String> {
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

fn program(encoder: &mut FobEncoder, job: &ProgramJob) -> WriteReport {
    let report = encoder
        .program(job, &mut |_| {}, &AtomicBool::new(false))
        .unwrap();
    assert_eq!(report.restarts, 0);
    report
}

/// Keys of a made-up system.
struct Keys;

impl FobKeys for Keys {
    fn key(
        &self,
        role: KeyRole,
        uid: &[u8; 7],
        generation: u8,
    ) -> Result<Zeroizing<[u8; 16]>, Error> {
        let digest = Sha256::new()
            .chain_update([role as u8, generation])
            .chain_update(uid)
            .finalize();
        Ok(Zeroizing::new(digest[..16].try_into().unwrap()))
    }
}

/// The form of image and blocklist, as a station tells it to its encoder.
const FORMAT: Format = Format {
    fence_offset: 0,
    fence_length: 40,
    fence: |front| {
        let fence = medium::Fence::read(front).ok()??;
        Some(Fence {
            generation: fence.generation.get(),
            revision: fence.revision.0,
            length: fence.length,
        })
    },
    blocklist_head: 16,
    blocklist_length: |front| {
        let front = medium::blocklist::Front::parse(front).ok()?;
        Some(u32::from(front.length))
    },
};

/// As [`FORMAT`], with the fence of [`plain`].
const PLAIN: Format = Format {
    fence: |front| {
        let number = |at: usize| u32::from_be_bytes(front[at..at + 4].try_into().unwrap());
        (front[0] != 0).then(|| Fence {
            generation: front[0],
            revision: number(1),
            length: number(5),
        })
    },
    ..FORMAT
};

fn first_job(uid: [u8; 7], image: Vec<u8>) -> ProgramJob {
    assert_eq!(medium::FENCE_LENGTH, 40);
    assert_eq!(medium::blocklist::FIELDS, 16);
    ProgramJob {
        uid,
        keys: Arc::new(Keys),
        generation: 1,
        expected: Expected::Factory,
        previous: None,
        image,
        blocklist: Some(blocklist()),
        format: PLAIN,
        sizes: FileSizes::default(),
    }
}

fn next_job(before: &ProgramJob, image: Vec<u8>) -> ProgramJob {
    ProgramJob {
        expected: Expected::Ours {
            generation: 1,
            fence: before.format.fence_of(&before.image).unwrap(),
        },
        image,
        blocklist: None,
        ..before.clone()
    }
}

/// An image of just 1,024 bytes, in which only the fence means anything: real ones come in steps.
fn plain(uid: [u8; 7], revision: u32) -> Vec<u8> {
    let mut image = vec![1];
    image.extend(revision.to_be_bytes());
    image.extend(u32::try_from(IMAGE).unwrap().to_be_bytes());
    for block in 0_u32.. {
        let digest = Sha256::new()
            .chain_update(uid)
            .chain_update(revision.to_be_bytes());
        image.extend(digest.chain_update(block.to_be_bytes()).finalize());
        if image.len() >= IMAGE {
            break;
        }
    }
    image.truncate(IMAGE);
    image
}

/// Locks whose image is of the smallest size of at least 1,024 bytes; of those with that size the middle one, since
/// real images come in steps and one at the edge of a step is no example of anything.
fn locks_of_size() -> BTreeSet<u32> {
    let all = (700..1_200).map(|count| distinct(1, count, LOCKS));
    let sized = all.map(|locks| {
        let size = Image::measure(&header(uid(0), 1), &table(&locks)).unwrap();
        (size.total, locks)
    });
    let mut fitting: Vec<(usize, BTreeSet<u32>)> =
        sized.filter(|(size, _)| *size >= IMAGE).collect();
    let least = fitting[0].0;
    fitting.retain(|(size, _)| *size == least);
    fitting.swap_remove(fitting.len() / 2).1
}

fn image(locks: &BTreeSet<u32>, uid: [u8; 7], revision: u32) -> Vec<u8> {
    let image = Image::build(&header(uid, revision), &table(locks), &sign).unwrap();
    image.as_bytes().to_vec()
}

/// A blocklist of just the length that the client on libfreefare writes.
fn blocklist() -> Vec<u8> {
    for count in 0..20 {
        for seed in 0..40 {
            let keys = distinct(seed, count, 100_000).into_iter().map(KeyNumber);
            let group = BlockingGroupNumber(1);
            let list =
                Blocklist::build(SYSTEM, Generation::FIRST, group, 1, NOW, keys, &sign).unwrap();
            if list.as_bytes().len() == LIST {
                return list.as_bytes().to_vec();
            }
        }
    }
    unreachable!("some blocklist takes {LIST} bytes")
}

fn table(locks: &BTreeSet<u32>) -> AccessTable {
    let entry = |number: &u32| Entry {
        target: Target::Lock(LockNumber(*number)),
        conditions: Conditions::default(),
    };
    AccessTable::new(locks.iter().map(entry).collect())
}

fn header(uid: [u8; 7], revision: u32) -> Header {
    Header {
        system: SYSTEM,
        uid,
        generation: Generation::FIRST,
        signer: Generation::FIRST,
        key: KeyNumber(1),
        home_group: Some(BlockingGroupNumber(1)),
        revision: Revision(revision),
        issued: NOW + 3_600 * revision,
    }
}

fn uid(number: usize) -> [u8; 7] {
    [4, 1, 2, 3, 4, 5, u8::try_from(number).unwrap()]
}

fn sign(message: &[u8]) -> [u8; 64] {
    let key = p256::ecdsa::SigningKey::from_slice(&[42; 32]).unwrap();
    let signature: p256::ecdsa::Signature = key.sign(message);
    signature.to_bytes().into()
}

fn text_of(ranges: &[Range<usize>]) -> String {
    let texts: Vec<String> = ranges
        .iter()
        .map(|range| format!("{}-{}", range.start, range.end))
        .collect();
    texts.join(",")
}

/// User and system time of this thread.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap(),
    )
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// The least, which other work on the machine disturbs the least.
fn least(times: Vec<Duration>) -> Duration {
    times.into_iter().min().unwrap()
}

fn median(times: impl IntoIterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.into_iter().collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn verdict(held: bool) -> &'static str {
    if held { "PASS" } else { "over" }
}

/// `count` different numbers below `bound` (Steele, Lea and Flood's SplitMix64).
fn distinct(seed: u64, count: u32, bound: u32) -> BTreeSet<u32> {
    let mut state = seed;
    let mut drawn = BTreeSet::new();
    while drawn.len() < count as usize {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        let _new = drawn.insert(u32::try_from((z ^ z >> 31) % u64::from(bound)).unwrap());
    }
    drawn
}
