//! A person at a terminal who named no PIN is asked for it, and told before how many tries are left.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::scene::{NOW, Scene};

/// What stood on the terminal, and the exit code.
#[derive(Debug)]
struct Seen {
    code: i32,
    shown: String,
}

/// Runs a command on a terminal of its own; types the line once something is asked for.
fn at_terminal(mut command: Command, line: &str) -> Seen {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let mut options = File::options();
    let no_controlling = i32::try_from(rustix::fs::OFlags::NOCTTY.bits()).unwrap();
    let slave = options
        .read(true)
        .write(true)
        .custom_flags(no_controlling)
        .open(std::ffi::OsStr::from_bytes(name.as_bytes()))
        .unwrap();
    let _command = command
        .stdin(slave.try_clone().unwrap())
        .stdout(slave.try_clone().unwrap())
        .stderr(slave);
    let mut child = command.spawn().unwrap();
    // It holds the terminal open.
    drop(command);
    let shown = Arc::<Mutex<Vec<u8>>>::default();
    let screen = Arc::clone(&shown);
    let mut hand = File::from(master);
    let mut eye = hand.try_clone().unwrap();
    let reader = std::thread::spawn(move || {
        let mut bytes = [0; 512];
        // The last one to hold the other end has left.
        while let Ok(count @ 1..) = eye.read(&mut bytes) {
            screen.lock().unwrap().extend(&bytes[..count]);
        }
    });
    let text = || String::from_utf8_lossy(&shown.lock().unwrap()).into_owned();
    let end = Instant::now() + Duration::from_mins(1);
    let mut typed = false;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if !typed && text().contains("PIN of") && text().trim_end().ends_with(':') {
            hand.write_all(format!("{line}\n").as_bytes()).unwrap();
            typed = true;
        }
        assert!(Instant::now() < end, "{}", text());
        std::thread::sleep(Duration::from_millis(10));
    };
    reader.join().unwrap();
    let (code, shown) = (status.code().unwrap(), text());
    Seen { code, shown }
}

#[test]
fn who_sits_at_a_terminal_is_asked_for_the_pin_and_told_the_tries_that_are_left() {
    let town = Scene::town();
    let run = |more: &[&str], line: &str| {
        let mut command = town.command();
        let _command = command
            .env_remove("KEYWRIGHT_PIN")
            .args(["--messages", "en", "--at", NOW])
            .args(more)
            .args(["lock", "deploy", "Shed"]);
        at_terminal(command, line)
    };
    let seen = run(&[], &town.pin);
    assert_eq!(seen.code, 0, "{seen:?}");
    assert!(
        seen.shown.contains("PIN of CN=office (3 tries left):"),
        "{seen:?}"
    );
    assert!(!seen.shown.contains(&town.pin), "it is not shown: {seen:?}");
    for left in [3, 2] {
        let seen = run(&[], "00000000");
        assert_eq!(seen.code, 3, "{seen:?}");
        assert!(
            seen.shown.contains(&format!("({left} tries left)")),
            "{seen:?}"
        );
        assert!(seen.shown.contains("programming-key-wrong-pin"), "{seen:?}");
    }
    // The last one is not even asked for, unless it is risked, and then that is said.
    let seen = run(&[], &town.pin);
    assert_eq!(seen.code, 3, "{seen:?}");
    assert!(!seen.shown.contains("PIN of"), "{seen:?}");
    assert!(
        seen.shown.contains("programming-key-last-pin-try"),
        "{seen:?}"
    );
    let seen = run(&["--risk-last-pin-try"], &town.pin);
    assert_eq!(seen.code, 0, "{seen:?}");
    assert!(
        seen.shown.contains("the last try: a wrong PIN blocks it"),
        "{seen:?}"
    );
    let seen = run(&[], &town.pin);
    assert!(seen.shown.contains("(3 tries left)"), "{seen:?}");
    // Nobody answers questions in a script.
    let seen = run(&["--json"], "");
    assert_eq!(seen.code, 2, "{seen:?}");
    assert!(!seen.shown.contains("PIN of"), "{seen:?}");
}
