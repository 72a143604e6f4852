//! The program where there is no display, or none that a window can be opened on: a sentence and an exit code, never a
//! panic.

use std::io::{ErrorKind, Read as _};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::time::Duration;

use keywright::i18n::{Arguments, Language, Texts};

/// What the program says where the display is named so.
fn started(display: Option<&str>, verb: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_keywright"));
    let program = program.args(verb).args(["--messages", "en"]);
    let program = program
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .env_remove("DISPLAY");
    if let Some(display) = display {
        let _named = program.env("DISPLAY", display);
    }
    program.output().unwrap()
}

#[track_caller]
fn says(output: &Output, id: &str, arguments: &Arguments) {
    let said = String::from_utf8_lossy(&output.stderr);
    let wanted = Texts::new(Language::English).text(id, arguments);
    assert!(said.contains(&wanted), "{said:?} is not {wanted:?}");
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(output.status.code(), Some(2), "{said}");
}

#[test]
fn without_a_display_the_program_says_what_to_do() {
    for verb in [&["open"][..], &["gallery"], &[]] {
        let output = started(None, verb);
        says(&output, "window-no-display", &Arguments::new());
    }
}

#[test]
fn a_display_that_does_not_answer_is_named() {
    // The first number that nobody serves here.
    let free = (99..4096).find(|number| {
        let socket = format!("/tmp/.X11-unix/X{number}");
        !std::path::Path::new(&socket).exists()
    });
    let display = format!(":{}", free.unwrap());
    let values = [("display", display.clone().into())];
    for verb in [&["open"][..], &["gallery"], &[]] {
        let output = started(Some(&display), verb);
        says(
            &output,
            "window-display-dead",
            &Arguments::from(values.clone()),
        );
    }
}

/// Something that answers at the port of a display and is none; the number of that display.
fn no_display() -> (TcpListener, u16) {
    let served = (4200..4300).find_map(|number| {
        let server = TcpListener::bind(("127.0.0.1", 6000 + number)).ok()?;
        Some((server, number))
    });
    served.unwrap()
}

/// An X server begins anew when the last line to it is cut, and cuts off who calls just then.
#[test]
fn the_line_that_asks_for_a_display_is_held_while_the_window_calls() {
    let (server, number) = no_display();
    let asked = std::thread::spawn(move || {
        let (mut first, _) = server.accept().unwrap();
        let (_window, _) = server.accept().unwrap();
        first
            .set_read_timeout(Some(Duration::from_secs(1)))
            .unwrap();
        first.read(&mut [0]).map_err(|error| error.kind())
    });
    let _said = started(Some(&format!("127.0.0.1:{number}")), &["open"]);
    assert_eq!(asked.join().unwrap(), Err(ErrorKind::WouldBlock));
}

#[test]
fn a_display_that_hangs_up_is_a_sentence_too() {
    let (server, number) = no_display();
    // It ends with the process of the test.
    let _hanging_up = std::thread::spawn(move || server.incoming().for_each(drop));
    let output = started(Some(&format!("127.0.0.1:{number}")), &["open"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    let beginning = Texts::new(Language::English).text("window-display-refused", &Arguments::new());
    let beginning = beginning.split('{').next().unwrap().to_owned();
    assert!(said.contains(&beginning), "{said}");
    assert_eq!(output.status.code(), Some(2), "{said}");
}

/// Who asks for JSON gets one object with a code on the standard output, and nothing else anywhere.
#[test]
fn a_script_is_told_in_json_that_there_is_no_window_and_what_makes_no_sense() {
    let nowhere = ["bench", "/proc/nowhere"];
    let calls: [(&[&str], &str, i32); 10] = [
        (&[], "usage", 2),
        (&["open"], "no-window", 2),
        (&["user"], "usage", 2),
        (&["frobnicate"], "usage", 2),
        (&["user", "add", "--nope"], "usage", 2),
        (&["user", "add", "--first"], "usage", 2),
        (&["key", "program", "1", "2"], "usage", 2),
        (&["demo"], "usage", 2),
        (&["user", "list", "--confirm-clock=perhaps"], "usage", 2),
        (&nowhere, "bench-files", 3),
    ];
    for (words, code, exit) in calls {
        for first in [true, false] {
            let json = ["--json"];
            let words = if first {
                [&json[..], words].concat()
            } else {
                [words, &json[..]].concat()
            };
            let output = started(None, &words);
            let said = String::from_utf8_lossy(&output.stdout);
            let told: serde_json::Value =
                serde_json::from_str(&said).unwrap_or_else(|_| panic!("{words:?}: {output:?}"));
            assert_eq!(told["code"], code, "{words:?}: {told}");
            assert!(!told["message"].as_str().unwrap().is_empty(), "{told}");
            assert_eq!(output.status.code(), Some(exit), "{words:?}: {output:?}");
            let beside = String::from_utf8_lossy(&output.stderr);
            assert!(beside.is_empty(), "{words:?}: {beside}");
        }
    }
}
