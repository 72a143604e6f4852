//! A person at a terminal who named no PIN is asked for it, and told before how many tries are left.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::authority::{RESERVE_PIN, RESERVE_PUK, Reserve};
use super::scene::{NOW, Scene};

/// What stood on the terminal, and the exit code.
#[derive(Debug)]
struct Seen {
    code: i32,
    shown: String,
}

/// Runs a command on a terminal of its own; types each line once its question is asked.
fn at_terminal(mut command: Command, lines: &[(&str, &str)]) -> Seen {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
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
    let mut lines = lines.iter();
    let mut next = lines.next();
    let mut answered = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let seen = text();
        if let Some((question, line)) = next
            && seen[answered..].contains(question)
            && seen.trim_end().ends_with(':')
        {
            answered = seen.len();
            hand.write_all(format!("{line}\n").as_bytes()).unwrap();
            next = lines.next();
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
        at_terminal(command, &[("PIN of", line)])
    };
    let seen = run(&[], &town.pin);
    assert_eq!(seen.code, 0, "{seen:?}");
    assert!(
        seen.shown.contains("PIN of office (3 tries left):"),
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

/// A verb about the reserve's token by a person at a terminal, who named neither PIN nor PUK.
fn with_reserve(scene: &Scene, reserve: &Reserve, words: &[&str], lines: &[(&str, &str)]) -> Seen {
    let mut command = scene.command();
    let _command = command
        .env_remove("KEYWRIGHT_PIN")
        .env_remove("KEYWRIGHT_PUK")
        .env("KEYWRIGHT_TOKEN", reserve.token())
        .args(["--messages", "en", "--at", NOW, "programming-key"])
        .args(words);
    let seen = at_terminal(command, lines);
    for (_, secret) in lines {
        assert!(!seen.shown.contains(secret), "it is not shown: {seen:?}");
    }
    seen
}

const NEW_PIN: &str = "New PIN of this programming key";
const NEW_PUK: &str = "New PUK";
const AGAIN: &str = "Once more";

#[test]
fn a_new_token_gets_the_pin_and_the_puk_that_are_typed_twice() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    let prepare = |lines: &[(&str, &str)]| {
        with_reserve(&scene, &reserve, &["prepare", "--label", "Spare"], lines)
    };
    // Mistyped the second time, or of a shape that no token takes: nothing was done.
    let differ = prepare(&[(NEW_PIN, "47110815"), (AGAIN, "47110816")]);
    assert_eq!(differ.code, 2, "{differ:?}");
    assert!(differ.shown.contains("something else"), "{differ:?}");
    let short = prepare(&[(NEW_PIN, "4711"), (AGAIN, "4711")]);
    assert!(
        short.shown.contains("programming-key-pin-shape"),
        "{short:?}"
    );
    let done = prepare(&[
        (NEW_PIN, RESERVE_PIN),
        (AGAIN, RESERVE_PIN),
        (NEW_PUK, RESERVE_PUK),
        (AGAIN, RESERVE_PUK),
    ]);
    assert_eq!(done.code, 0, "{done:?}");
    // It has them now: asked for once, told how many tries there are, and a wrong one is not a new one.
    let wrong = prepare(&[("PIN of Spare (3 tries left)", "00000000")]);
    assert!(
        wrong.shown.contains("programming-key-wrong-pin"),
        "{wrong:?}"
    );
    let again = prepare(&[("PIN of Spare (2 tries left)", RESERVE_PIN)]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(!again.shown.contains(NEW_PUK), "{again:?}");
}

#[test]
fn a_second_programming_key_is_added_by_who_types_its_pin() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    let mut command = scene.command();
    let _command = command
        .env_remove("KEYWRIGHT_PUK")
        .args(["--messages", "en", "--at", NOW, "programming-key", "add"])
        .args(["--new-token", &reserve.token(), "--label", "Spare"])
        .args(["--operator-of-key", super::scene::OPERATOR]);
    let seen = at_terminal(
        command,
        &[
            (NEW_PIN, RESERVE_PIN),
            (AGAIN, RESERVE_PIN),
            (NEW_PUK, RESERVE_PUK),
            (AGAIN, RESERVE_PUK),
        ],
    );
    assert_eq!(seen.code, 0, "{seen:?}");
    let _used = reserve.run(&scene, &["lock", "deploy", "Shed"]).done();
}

#[test]
fn a_lost_pin_is_set_anew_by_who_types_the_puk_told_its_tries() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    let _added = reserve.add(&scene, "Spare").done();
    let unblock = |more: &[&str], lines: &[(&str, &str)]| {
        with_reserve(&scene, &reserve, &[&["unblock"], more].concat(), lines)
    };
    let new = [(NEW_PIN, "47110815"), (AGAIN, "47110815")];
    for left in ["3 tries left", "2 tries left"] {
        let question = format!("PUK ({left})");
        let wrong = unblock(
            &[],
            &[&[(question.as_str(), "00000000")], &new[..]].concat(),
        );
        assert!(
            wrong.shown.contains("programming-key-wrong-puk"),
            "{wrong:?}"
        );
    }
    // The last one is not even asked for, unless it is risked.
    let kept = unblock(&[], &[]);
    assert_eq!(kept.code, 3, "{kept:?}");
    assert!(
        kept.shown.contains("programming-key-last-puk-try"),
        "{kept:?}"
    );
    let risked = [&[("PUK (the last try", RESERVE_PUK)], &new[..]].concat();
    let done = unblock(&["--risk-last-puk-try"], &risked);
    assert_eq!(done.code, 0, "{done:?}");
    let back = with_reserve(
        &scene,
        &reserve,
        &["prepare", "--label", "Spare"],
        &[("(3 tries left)", "47110815")],
    );
    assert_eq!(back.code, 0, "{back:?}");
}

#[test]
fn a_password_is_asked_for_once_and_a_new_one_twice() {
    let scene = Scene::town();
    let run = |words: &[&str], lines: &[(&str, &str)]| {
        let mut command = scene.command();
        let _command = command
            .env_remove("KEYWRIGHT_PASSWORD")
            .env_remove("KEYWRIGHT_NEW_PASSWORD")
            .args(["--messages", "en", "--at", NOW])
            .args(words);
        at_terminal(command, lines)
    };
    let own = ("Password of locksmith@example.org:", super::scene::PASSWORD);
    let listed = run(&["lock", "list"], &[own]);
    assert_eq!(listed.code, 0, "{listed:?}");
    assert!(listed.shown.contains("Shed"), "{listed:?}");
    let wrong = run(&["lock", "list"], &[(own.0, "not the password")]);
    assert_eq!(wrong.code, 1, "{wrong:?}");
    let fresh = "a quite new password";
    let differ = [own, ("New password:", fresh), (AGAIN, "another one")];
    let differ = run(&["system", "password"], &differ);
    assert_eq!(differ.code, 2, "{differ:?}");
    let new = [own, ("New password:", fresh), (AGAIN, fresh)];
    let done = run(&["system", "password"], &new);
    assert_eq!(done.code, 0, "{done:?}");
    let listed = run(&["lock", "list"], &[(own.0, fresh)]);
    assert_eq!(listed.code, 0, "{listed:?}");
}
