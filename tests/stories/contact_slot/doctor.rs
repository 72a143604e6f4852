//! What `doctor` says about the contact slot, on the pseudo-terminal of a bench.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use keywright::bench::line::Terminal;
use keywright::device::contact::{BAUD, ContactSlot};
use keywright::device::line::SerialLine;
use serde_json::{Value, json};

use crate::stories::running::Running;

const PROGRAM: &str = env!("CARGO_BIN_EXE_keywright");

/// What is said of the contact slot, and how the program ended.
fn doctor(language: &str, port: Option<&Path>) -> (Value, i32) {
    let mut command = Command::new(PROGRAM);
    for name in ["SYSTEM", "ENCODER", "CONTACT", "TOKEN", "PIN"] {
        let _command = command.env_remove(format!("KEYWRIGHT_{name}"));
    }
    let _command = command.args(["--json", "--messages", language, "doctor"]);
    if let Some(port) = port {
        let _command = command.arg("--contact").arg(port);
    }
    let output = command.output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {output:?}");
    });
    let items = answer["items"].as_array().unwrap();
    let slot = items.iter().find(|item| item["id"] == "contact slot");
    (slot.unwrap().clone(), output.status.code().unwrap())
}

#[test]
fn doctor_tells_what_the_contact_slot_holds_in_each_language() {
    let bench = Running::start();
    for name in ["key", "card"] {
        let _made = bench.act(&json!({"verb": "new", "kind": "token", "name": name}));
    }
    let port = bench.folder().join("contact");
    let mut said = Vec::new();
    for (seated, word) in [(false, "the slot is empty"), (true, "a PIV card lies")] {
        if seated {
            let _seated = bench.act(&json!({"verb": "seat", "name": "card"}));
        }
        for language in ["en", "fi", "sv", "de"] {
            let (slot, code) = doctor(language, Some(&port));
            assert_eq!((code, &slot["state"]), (0, &json!("ok")), "{slot}");
            let found = slot["found"].as_str().unwrap().to_owned();
            assert!(found.contains("Keywright bench twin 1.00"), "{slot}");
            assert!(language != "en" || found.contains(word), "{slot}");
            said.push(found);
        }
    }
    said.sort();
    said.dedup();
    assert_eq!(said.len(), 8, "each in words of its own: {said:?}");
    let (slot, code) = doctor("en", None);
    assert_eq!((code, &slot["state"]), (0, &json!("not checked")), "{slot}");
    println!("doctor: contact slot empty, with a card, not named, in four languages");
}

#[test]
fn a_token_is_in_one_place_at_a_time() {
    let bench = Running::start();
    for name in ["key", "card"] {
        let _made = bench.act(&json!({"verb": "new", "kind": "token", "name": name}));
    }
    let code = |request: Value| bench.ask(&request)["code"].clone();
    let seat = |name: &str| json!({"verb": "seat", "name": name});
    assert_eq!(code(seat("key")), "bench-medium-in-use", "plugged in");
    assert_eq!(code(seat("none")), "bench-token-unknown");
    let told = Command::new(PROGRAM)
        .arg("bench")
        .arg(bench.folder())
        .args(["seat", "card"])
        .output()
        .unwrap();
    assert!(told.status.success(), "{told:?}");
    assert_eq!(bench.act(&json!({"verb": "list"}))["seated"], "card");
    let insert = json!({"verb": "insert", "name": "card"});
    assert_eq!(code(insert.clone()), "bench-medium-in-use", "in the slot");
    let taken = bench.act(&json!({"verb": "unseat"}));
    assert_eq!(taken["name"], "card");
    let _inserted = bench.act(&insert);
    assert_eq!(bench.act(&json!({"verb": "list"}))["seated"], Value::Null);
}

/// Sends noise to whoever writes, as long as it lives.
struct Stranger {
    stop: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Stranger {
    fn at(port: &Path) -> Self {
        let terminal = Terminal::open(port).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            while !flag.load(Ordering::Relaxed) {
                if !terminal.receive().unwrap().is_empty() {
                    let _sent = terminal.send(b"OK\r\nERROR\r\n").unwrap();
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        Self {
            stop,
            thread: Some(thread),
        }
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().unwrap().join().unwrap();
    }
}

#[test]
fn what_is_wrong_with_the_contact_slot_has_a_code_and_a_remedy() {
    let bench = Running::start();
    let folder = tempfile::tempdir().unwrap();
    let silent = folder.path().join("silent");
    let _nobody = Terminal::open(&silent).unwrap();
    let strange = folder.path().join("strange");
    let _stranger = Stranger::at(&strange);
    let nowhere = folder.path().join("nowhere");
    symlink("/dev/none-there", &nowhere).unwrap();
    let held = bench.folder().join("contact");
    let _holder = SerialLine::open_contact_reader(held.to_str().unwrap(), BAUD).unwrap();
    let cases = [
        (&silent, "contact-silent"),
        (&strange, "contact-not-a-reader"),
        (&nowhere, "port-unavailable"),
        (&held, "port-busy"),
    ];
    for (port, expected) in cases {
        let mut remedies = Vec::new();
        for language in ["en", "fi", "sv", "de"] {
            let (slot, code) = doctor(language, Some(port));
            assert_eq!(code, 3, "{slot}");
            assert_eq!(slot["state"], "wrong", "{slot}");
            assert_eq!(slot["code"], expected, "{slot}");
            let remedy = slot["remedy"].as_str().unwrap().to_owned();
            assert!(remedy.len() > 20 && !remedy.contains("error-"), "{slot}");
            remedies.push(remedy);
        }
        remedies.sort();
        remedies.dedup();
        assert_eq!(remedies.len(), 4, "{expected}: {remedies:?}");
    }
    println!("doctor: contact slot silent, strange, not there, busy: each told with its remedy");
}

#[test]
fn a_reader_that_is_unplugged_is_gone() {
    let bench = Running::start();
    let port = bench.folder().join("contact");
    let slot = ContactSlot::open(port.to_str().unwrap()).unwrap();
    drop(bench);
    assert_eq!(slot.look().unwrap_err().code(), "contact-gone");
}

#[test]
fn the_port_of_the_contact_slot_has_two_stop_bits() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("contact");
    let _terminal = Terminal::open(&port).unwrap();
    let two = || {
        let seen = std::fs::OpenOptions::new().read(true).open(&port).unwrap();
        let settings = rustix::termios::tcgetattr(&seen).unwrap();
        settings
            .control_modes
            .contains(rustix::termios::ControlModes::CSTOPB)
    };
    let path = port.to_str().unwrap();
    drop(SerialLine::open(path, BAUD).unwrap());
    assert!(!two());
    drop(SerialLine::open_contact_reader(path, BAUD).unwrap());
    assert!(two());
}
