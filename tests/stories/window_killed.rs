//! The program itself on a display server: killed with SIGKILL while somebody types, closed by the frame of its window in
//! the middle of a word, and ended by a signal as a session that ends sends it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use keywright::i18n::Arguments;
use keywright::workflow::Access;
use rustix::process::{Pid, Signal, kill_process};

use super::window_drafts::{operator, station};
use super::window_wizard::desk::{Counter, tell};

const PROGRAM: &str = env!("CARGO_BIN_EXE_keywright");

/// What is ended when it is dropped.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _code = self.0.wait();
    }
}

/// A display server of our own, as DISPLAY names it.
fn display() -> (Ended, String) {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
        .arg("1280x800x24")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb is missing: run installer/prerequisites.sh test");
    let mut number = String::new();
    let _length = BufReader::new(server.stdout.as_mut().unwrap())
        .read_line(&mut number)
        .unwrap();
    (Ended(server), format!(":{}", number.trim()))
}

/// Does with mouse and keyboard what the words say; what it answers.
#[track_caller]
fn act(display: &str, words: &[&str]) -> String {
    let done = Command::new("timeout")
        .args(["120", "xdotool"])
        .args(words)
        .env("DISPLAY", display)
        .output()
        .unwrap();
    assert!(done.status.success(), "xdotool {words:?}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

/// The program with the operator signed in, and its window.
fn open(counter: &Counter, display: &str) -> (Ended, String) {
    let program = Command::new(PROGRAM)
        .args(["--operator", &operator(counter), "open"])
        .arg(counter.start().system.unwrap())
        .args(["--theme", "light", "--scale", "100", "--language", "en"])
        .env("KEYWRIGHT_PASSWORD", counter.password())
        .env("DISPLAY", display)
        .env("XDG_CONFIG_HOME", counter.folder())
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let program = Ended(program.unwrap());
    // The title names the system as soon as it is open.
    let sought = ["search", "--sync", "--onlyvisible", "--name", "Keinulauta"];
    let window = act(display, &sought);
    let window = window.lines().next().unwrap().to_owned();
    let _focused = act(display, &["windowfocus", "--sync", &window]);
    (program, window)
}

fn documents(counter: &Counter) -> Vec<String> {
    let station = station(counter, Access::Read);
    let drafts = station.read(|reading| reading.drafts()).unwrap();
    drafts.into_iter().map(|draft| draft.document).collect()
}

#[test]
fn what_was_typed_a_second_ago_survives_a_killed_process() {
    let counter = Counter::new();
    let (_server, display) = display();
    let (mut program, _) = open(&counter, &display);
    let _opened = act(
        &display,
        &["key", "--clearmodifiers", "ctrl+n", "sleep", "1"],
    );
    let _typed = act(&display, &["type", "--delay", "20", "Marja\tSiivonen"]);
    let deadline = Instant::now() + Duration::from_secs(20);
    while !documents(&counter)
        .iter()
        .any(|one| one.contains("Siivonen"))
    {
        assert!(Instant::now() < deadline, "{:?}", documents(&counter));
        std::thread::sleep(Duration::from_millis(20));
    }
    // SIGKILL: nothing of the program runs any more.
    program.0.kill().unwrap();
    let _code = program.0.wait().unwrap();
    let mut person = counter.window();
    let name = Arguments::from([("name", "Marja Siivonen".into())]);
    person.expect(&tell("window-draft-left", &name));
    person.click("window-draft-continue");
    person.expect("window-field-first-name");
    person.expect("Siivonen");
}

#[test]
fn the_frame_of_the_window_closes_it_with_the_last_letter_kept() {
    let counter = Counter::new();
    let (_server, display) = display();
    let (mut program, window) = open(&counter, &display);
    let _opened = act(
        &display,
        &["key", "--clearmodifiers", "ctrl+n", "sleep", "1"],
    );
    let _typed = act(&display, &["type", "--delay", "20", "Marja"]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/xvfb/close.py");
    let asked = Command::new("python3")
        .args([script, &window])
        .env("DISPLAY", &display)
        .status();
    assert!(asked.unwrap().success());
    ends_with_the_last_letter_kept(&mut program, &counter);
}

#[test]
fn a_signal_that_ends_programs_closes_the_window_with_the_last_letter_kept() {
    let counter = Counter::new();
    for (round, signal) in [Signal::TERM, Signal::INT, Signal::HUP].iter().enumerate() {
        let (_server, display) = display();
        let (mut program, _) = open(&counter, &display);
        if round == 0 {
            let ctrl_n = ["key", "--clearmodifiers", "ctrl+n", "sleep", "1"];
            let _opened = act(&display, &ctrl_n);
            let _typed = act(&display, &["type", "--delay", "20", "Marja"]);
        }
        kill_process(Pid::from_child(&program.0), *signal).unwrap();
        ends_with_the_last_letter_kept(&mut program, &counter);
    }
}

/// The program ends by itself, has kept what was typed, and holds the system file no more.
#[track_caller]
fn ends_with_the_last_letter_kept(program: &mut Ended, counter: &Counter) {
    let deadline = Instant::now() + Duration::from_secs(20);
    let code = loop {
        if let Some(code) = program.0.try_wait().unwrap() {
            break code;
        }
        assert!(Instant::now() < deadline, "the program runs");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(code.success(), "{code}");
    let kept = documents(counter);
    assert!(kept.iter().any(|one| one.contains("\"Marja\"")), "{kept:?}");
    drop(station(counter, Access::Write));
}
