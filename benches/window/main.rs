//! What a person waits for in the window of the release binary, on a display server of its own (Xvfb): the first frame,
//! the list of users, a scrolled frame, a keystroke in the search; and the memory. Seen from outside: a frame counts
//! when its pixels have changed on the display.
//!
//! `cargo bench --bench window`. Says what is over and ends with 0.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod display;
#[path = "../shared/people.rs"]
mod people;
#[path = "../shared/system.rs"]
mod system;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use display::{Act, Display, key};

const PROGRAM: &str = env!("CARGO_BIN_EXE_keywright");
const STARTS: usize = 11;
const TURNS: usize = 40;
const USERS: u64 = 100_000;
/// What is typed: with every letter other users stand at the top (Kallio, Korhonen, Koskinen).
const SEARCH: [char; 3] = ['k', 'o', 's'];

/// A point of the list of users that is beside its texts until a row is marked or another is scrolled there.
const LIST: display::Area = (230, 150, 500, 600);

fn main() {
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    println!(
        "The release binary under Xvfb, 1280x800, drawn in software; as seen on the display.\n"
    );
    println!("| what | median | worst | allowed | |");
    println!("|---|---|---|---|---|");
    demo(folder.path());
    many(folder.path());
}

/// A window that is closed when it goes.
struct Window(Child);

impl Window {
    fn open(display: &Display, arguments: &[&str]) -> Self {
        let child = Command::new(PROGRAM)
            .args(arguments)
            .args(["--theme", "light", "--scale", "100", "--language", "en"])
            .env("DISPLAY", &display.name)
            .env("XDG_CONFIG_HOME", display.folder.path())
            .env("KEYWRIGHT_LOG", "error")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .spawn();
        Self(child.unwrap())
    }

    /// The memory that lies in RAM, in MB.
    fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
        kilobytes.parse::<f64>().unwrap() * 1_024.0 / 1e6
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _code = self.0.wait();
    }
}

/// The demo system: from the start of the process to pixels, and to its users.
fn demo(folder: &Path) {
    let demo = folder.join("demo");
    let demo = demo.to_str().unwrap();
    let made = Command::new(PROGRAM)
        .args(["demo", demo, "--headless"])
        .stdout(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let (mut frames, mut lists, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        // Each on a server of its own: one whose last window went begins anew, and refuses the next meanwhile.
        let display = Display::start();
        let begun = Instant::now();
        let window = Window::open(&display, &["demo", demo]);
        display.until("a frame", Display::is_drawn);
        frames.push(begun.elapsed());
        display.until("the users", |display| display.settled(LIST));
        lists.push(begun.elapsed());
        std::thread::sleep(Duration::from_secs(2));
        memory.push(window.memory());
    }
    row("first frame, ms", &millis(&frames), 150.0);
    row(
        "users of the demo on the screen, ms",
        &millis(&lists),
        f64::INFINITY,
    );
    row("memory with the demo, MB", &memory, 80.0);
}

/// A hundred thousand users: what scrolling and searching show.
fn many(folder: &Path) {
    let mut display = Display::start();
    let path = folder.join("many.keywright");
    people::fill(system::create(&path, false).as_ref(), USERS);
    let password = folder.join("password");
    std::fs::write(&password, system::PASSWORD).unwrap();
    let arguments = [
        "open",
        path.to_str().unwrap(),
        "--operator",
        system::EMAIL,
        "--password-file",
        password.to_str().unwrap(),
    ];
    let window = Window::open(&display, &arguments);
    display.until("a frame", Display::is_drawn);
    display.until("the users", |display| display.settled(LIST));
    std::thread::sleep(Duration::from_secs(2));
    let mut scrolled = Vec::new();
    display.act(Act::Point(480, 500));
    for _ in 0..TURNS {
        scrolled.push(display.time_until_changed(LIST, Act::Wheel));
        std::thread::sleep(Duration::from_millis(60));
    }
    row(
        "100,000 users: a scrolled frame, ms",
        &millis(&scrolled),
        18.0,
    );
    let mut typed = Vec::new();
    display.act(Act::Keys(&[key::CONTROL, 'f'.into()]));
    std::thread::sleep(Duration::from_millis(500));
    for turn in 0..TURNS {
        // Each letter narrows the list, which then shows others.
        let letter = u32::from(SEARCH[turn % SEARCH.len()]);
        if turn % SEARCH.len() == 0 && turn > 0 {
            display.act(Act::Keys(&[key::CONTROL, 'a'.into()]));
            display.act(Act::Keys(&[key::BACKSPACE]));
            std::thread::sleep(Duration::from_millis(600));
        }
        typed.push(display.time_until_changed(LIST, Act::Keys(&[letter])));
        std::thread::sleep(Duration::from_millis(150));
    }
    row(
        "100,000 users: a letter in the search, to the new list, ms",
        &millis(&typed),
        f64::INFINITY,
    );
    row("100,000 users: memory, MB", &[window.memory()], 120.0);
}

fn millis(times: &[Duration]) -> Vec<f64> {
    times.iter().map(|time| time.as_secs_f64() * 1e3).collect()
}

fn row(what: &str, values: &[f64], allowed: f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (median, worst) = (sorted[sorted.len() / 2], sorted[sorted.len() - 1]);
    let (limit, verdict) = if allowed.is_finite() {
        let held = if median <= allowed { "PASS" } else { "over" };
        (format!("{allowed:.0}"), held)
    } else {
        ("-".to_owned(), "-")
    };
    println!("| {what} | {median:.1} | {worst:.1} | {limit} | {verdict} |");
}
