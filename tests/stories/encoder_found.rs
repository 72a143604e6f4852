//! The encoder that nobody named: found among the serial ports where one may be, chosen where there are several, and
//! none of the other ports asked twice or taken from who has it.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use keywright::device::line::candidates;
use keywright::i18n::Language;
use keywright::window::app::{Start, program};
use keywright::window::desk::{Config, Secret};
use keywright::window::preferences::Preferences;
use keywright::workflow::Error;
use keywright::workflow::hardware::{self, Finder};
use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use serde_json::{Value, json};

use super::running::Running;
use super::window_wizard::desk::Counter;
use crate::driver::Driver;

/// A device that is no encoder, at a serial port: it hears and says nothing.
struct Stranger {
    heard: File,
    port: PathBuf,
}

impl Stranger {
    fn new() -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let port = ptsname(&master, Vec::new()).unwrap();
        let port = PathBuf::from(port.to_str().unwrap());
        let flags = rustix::fs::fcntl_getfl(&master).unwrap();
        rustix::fs::fcntl_setfl(&master, flags | OFlags::NONBLOCK).unwrap();
        Self {
            heard: File::from(master),
            port,
        }
    }

    /// Whether anything was sent to it since the last time.
    fn was_asked(&mut self) -> bool {
        let mut buffer = [0; 4096];
        let mut asked = false;
        loop {
            match self.heard.read(&mut buffer) {
                Ok(1..) => asked = true,
                Ok(_) => return asked,
                // With nobody at the port there is nothing to read either.
                Err(error) => {
                    assert!(
                        error.kind() == ErrorKind::WouldBlock || error.raw_os_error() == Some(5),
                        "{error}"
                    );
                    return asked;
                }
            }
        }
    }
}

/// A folder with links to the ports where the encoder may be.
struct Ports(tempfile::TempDir);

impl Ports {
    fn new(ports: &[(&str, &Path)]) -> Self {
        let ports_folder = Self(tempfile::tempdir().unwrap());
        for (name, port) in ports {
            ports_folder.plug(name, port);
        }
        ports_folder
    }

    fn plug(&self, name: &str, port: &Path) {
        symlink(port, self.path().join(name)).unwrap();
    }

    fn pull(&self, name: &str) {
        std::fs::remove_file(self.path().join(name)).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_path_buf()
    }

    fn finder(&self) -> Finder {
        Finder::new(Some(self.path()), None)
    }
}

fn encoder_of(bench: &Running) -> PathBuf {
    bench.folder().join("encoder")
}

#[test]
fn the_only_encoder_is_found_and_no_other_port_is_asked_twice() {
    let bench = Running::start();
    let mut stranger = Stranger::new();
    let ports = Ports::new(&[("a", &stranger.port), ("b", &encoder_of(&bench))]);
    let mut finder = ports.finder();
    let (port, encoder) = finder.open().unwrap();
    assert_eq!(port, ports.path().join("b"));
    assert!(stranger.was_asked());
    drop(encoder);
    for _ in 0..3 {
        drop(finder.open().unwrap());
        assert!(!stranger.was_asked());
    }
    // What is known of each can be told.
    let known: Vec<_> = finder.ports().iter().map(|port| port.answers).collect();
    assert_eq!(known, [Some(false), Some(true)]);

    // Plugged in elsewhere it is found there, and what was asked before is not asked for that.
    ports.pull("b");
    let none = finder.open().map(drop).unwrap_err();
    assert!(matches!(none, Error::NoEncoderAnswers { .. }), "{none}");
    ports.plug("c", &encoder_of(&bench));
    assert_eq!(finder.open().unwrap().0, ports.path().join("c"));
    assert!(!stranger.was_asked());

    // Nor is a port that is known to be the contact slot's.
    let mut apart = Finder::new(Some(ports.path()), Some(stranger.port.clone()));
    drop(apart.open().unwrap());
    assert!(!stranger.was_asked());
    assert_eq!(apart.ports().len(), 1);

    // Another device at the same name is asked.
    ports.pull("a");
    let mut other = Stranger::new();
    ports.plug("a", &other.port);
    drop(finder.open().unwrap());
    assert!(other.was_asked() && !stranger.was_asked());
}

#[test]
fn of_several_encoders_none_is_taken_until_one_is_chosen() {
    let (one, two) = (Running::start(), Running::start());
    let ports = Ports::new(&[("a", &encoder_of(&one)), ("b", &encoder_of(&two))]);
    let mut finder = ports.finder();
    for _ in 0..2 {
        let several = finder.open().map(drop).unwrap_err();
        let Error::SeveralEncoders { ports: told } = several else {
            panic!("{several}");
        };
        let paths = ["a", "b"].map(|name| ports.path().join(name).display().to_string());
        assert_eq!(told, paths);
    }
    let name = finder.ports()[1].name.clone();
    assert!(finder.choose(Some(name.clone())));
    assert!(!finder.choose(Some(name)));
    assert_eq!(finder.open().unwrap().0, ports.path().join("b"));
    assert!(finder.choose(None));
    ports.pull("a");
    assert_eq!(finder.open().unwrap().0, ports.path().join("b"));
}

/// A program that has a port open, as ModemManager or gpsd would.
struct Holder(Child);

impl Holder {
    fn of(port: &Path) -> Self {
        let child = Command::new("sh")
            .arg("-c")
            .arg("exec 3<>\"$0\"; exec sleep 60")
            .arg(port)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while !candidates::is_held(port) {
            assert!(begun.elapsed() < Duration::from_mins(1), "not held");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _status = self.0.wait();
    }
}

#[test]
fn a_port_that_another_program_has_is_left_alone_until_it_is_free() {
    let mut stranger = Stranger::new();
    let holder = Holder::of(&stranger.port);
    let ports = Ports::new(&[("gps", &stranger.port)]);
    let mut finder = ports.finder();
    let none = finder.open().map(drop).unwrap_err();
    assert!(matches!(none, Error::NoEncoderAnswers { .. }), "{none}");
    assert!(!stranger.was_asked());
    assert_eq!(finder.ports()[0].answers, None);
    drop(holder);
    let _none = finder.open().map(drop).unwrap_err();
    assert!(stranger.was_asked());
}

#[test]
fn the_command_line_finds_the_encoder_and_says_where() {
    let bench = Running::start();
    let ports = Ports::new(&[]);
    let folder = ports.path().display().to_string();
    let doctor = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_keywright"));
        for name in ["SYSTEM", "ENCODER", "CONTACT", "TOKEN", "PIN"] {
            let _command = command.env_remove(format!("KEYWRIGHT_{name}"));
        }
        let command = command.args(["--json", "--encoder-ports", &folder, "doctor"]);
        let output = command.output().unwrap();
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        let items = told["items"].as_array().unwrap().clone();
        items
            .into_iter()
            .find(|item| item["id"] == "encoder")
            .unwrap()
    };
    assert_eq!(doctor()["state"], "not checked");
    ports.plug("desk", &encoder_of(&bench));
    let found = doctor();
    assert_eq!(found["state"], "ok", "{found}");
    let path = ports.path().join("desk").display().to_string();
    assert!(found["found"].as_str().unwrap().contains(&path), "{found}");
    let second = Running::start();
    ports.plug("shelf", &encoder_of(&second));
    assert_eq!(doctor()["code"], "encoder-several");
    ports.pull("shelf");
    ports.pull("desk");
    let stranger = Stranger::new();
    ports.plug("gps", &stranger.port);
    assert_eq!(doctor()["code"], "encoder-none-answers");
}

/// Waits until a window that was closed has let the encoder go.
#[track_caller]
fn let_go(port: &Path) {
    let begun = Instant::now();
    while hardware::open_encoder(port).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(10), "never let go");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_window_finds_the_encoder_and_lets_one_of_several_be_chosen() {
    let counter = Counter::new();
    let other = Running::start();
    let (here, there) = (counter.bench().join("encoder"), encoder_of(&other));
    let ports = Ports::new(&[]);
    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("window.json");
    let start = || Start {
        password: Some(Secret::new(counter.password())),
        config: Config {
            encoder: None,
            encoder_ports: Some(ports.path()),
            preferences: Some(file.clone()),
            ..counter.start().config
        },
        ..counter.start()
    };
    let mut person = Driver::new(program(start()), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    person.expect("window-state-unnamed");
    // Plugged in while the window is open.
    ports.plug("desk", &here);
    person.expect("window-state-new-fob");
    drop(person);
    let_go(&here);

    ports.plug("shelf", &there);
    let mut person = Driver::new(program(start()), Language::English, 1280.0, 800.0);
    person.expect("window-state-several");
    person.click("window-mend-encoder");
    person.expect("window-setting-encoder");
    person.click("desk");
    person.expect("window-state-new-fob");
    drop(person);
    let_go(&here);
    let chosen = Preferences::read(&file).encoder;
    assert_eq!(chosen, ports.path().join("desk").display().to_string());

    // It is remembered.
    let mut person = Driver::new(program(start()), Language::English, 1280.0, 800.0);
    person.expect("window-state-new-fob");
    let _empty = other.act(&json!({"verb": "stats"}));
}
