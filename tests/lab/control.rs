//! The guest's way to the bench on the host: its second serial port leads to the bench's control socket. Here it
//! becomes a control socket again, so that the program works with the bench as it does on one computer.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use keywright::device::line::{Line as _, SerialLine};
use serde_json::{Value, json};

use crate::cable::Moment;
use crate::kit::wait_for;

const PORT: &str = "/dev/ttyS1";
/// The bench, as it looks from here.
pub const FOLDER: &str = "/run/bench";
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves the socket of [`FOLDER`] from now on.
pub fn begin() {
    std::fs::create_dir_all(FOLDER).unwrap();
    let listener = UnixListener::bind(Path::new(FOLDER).join("control.sock")).unwrap();
    let _to_the_end = std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut line = String::new();
            let read = BufReader::new(&stream).read_line(&mut line);
            if matches!(read, Ok(1..)) {
                // Who asked may have left.
                let _sent = writeln!(stream, "{}", exchange(line.trim_end()));
            }
        }
    });
}

fn exchange(request: &str) -> String {
    static LINE: OnceLock<Mutex<SerialLine>> = OnceLock::new();
    let line = LINE.get_or_init(|| Mutex::new(SerialLine::open(PORT, 115_200).unwrap()));
    let mut line = line.lock().unwrap();
    line.write_all(format!("{request}\n").as_bytes()).unwrap();
    let deadline = Instant::now() + PATIENCE;
    let mut answer = Vec::new();
    while answer.last() != Some(&b'\n') {
        assert!(Instant::now() < deadline, "the bench is silent: {request}");
        let mut buffer = [0; 4096];
        let count = line.read(&mut buffer, deadline).unwrap();
        answer.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8(answer).unwrap().trim_end().to_owned()
}

/// Asks the bench for something that it does.
pub fn ask(request: &Value) -> Value {
    let answer: Value = serde_json::from_str(&exchange(&request.to_string())).unwrap();
    assert_eq!(answer["ok"], true, "{request}: {answer}");
    answer
}

/// A new fob on the encoder; its chip number.
pub fn new_fob(name: &str) -> String {
    let new = json!({ "verb": "new", "kind": "fob", "name": name, "chip": "ev1-4k" });
    let made = ask(&new);
    let _laid = ask(&json!({ "verb": "lay", "name": name }));
    made["uid"].as_str().unwrap().to_owned()
}

/// Every lock as it left the factory: another system begins.
pub fn reset_locks() {
    let locks = ask(&json!({ "verb": "locks" }));
    for lock in locks["items"].as_array().unwrap() {
        let _reset = ask(&json!({ "verb": "lock-reset", "lock": lock["lock"] }));
    }
}

/// What a lock says to a fob: its reason, or `open`.
pub fn present(name: &str, lock: u32) -> String {
    let answer = ask(&json!({ "verb": "present", "name": name, "lock": lock }));
    let reason = answer["reason"].as_str().or(answer["decision"].as_str());
    reason.unwrap().to_owned()
}

/// What a fob holds: all files but that of the events.
pub fn content(name: &str) -> Vec<String> {
    let dump = ask(&json!({ "verb": "dump", "name": name }));
    let mut files = Vec::new();
    for application in dump["applications"].as_array().unwrap() {
        for file in application["files"].as_array().into_iter().flatten() {
            if file["number"] != 3 {
                files.push(format!(
                    "{}/{} {}",
                    application["aid"], file["number"], file["data"]
                ));
            }
        }
    }
    files
}

/// The number of the encoder's adapter at one of the two USB ports that it can be plugged into.
fn number(port: usize) -> &'static str {
    ["ENC-A", "ENC-B"][port]
}

/// Plugs the encoder in; the port that it becomes.
pub fn plug_encoder(port: usize) -> String {
    let _plugged = ask(&json!({ "verb": "cable-plug", "port": port }));
    wait_for(|| encoder_port(port))
}

/// The name of the port that an adapter has now, once udev is done with it.
pub fn encoder_port(port: usize) -> Option<String> {
    for entry in std::fs::read_dir("/sys/class/tty").ok()? {
        let entry = entry.ok()?;
        let name = entry.file_name().into_string().ok()?;
        let serial = entry.path().join("device/../../serial");
        let serial = std::fs::read_to_string(serial).unwrap_or_default();
        if name.starts_with("ttyUSB") && serial.trim() == number(port) {
            let node = format!("/dev/{name}");
            let group = std::os::unix::fs::MetadataExt::gid(&std::fs::metadata(&node).ok()?);
            return (group == 46).then_some(node);
        }
    }
    None
}

/// Pulls the encoder out now.
pub fn pull_encoder() {
    let _pulled = ask(&json!({ "verb": "cable-pull" }));
    wait_for(|| {
        (0..2)
            .all(|port| encoder_port(port).is_none())
            .then_some(())
    });
}

/// Pulls the encoder out at the `frame`-th command from now on.
pub fn cut_encoder(frame: u32, moment: Moment) {
    let _armed = ask(&json!({ "verb": "cable-cut", "frame": frame, "moment": moment }));
}

/// Commands that reached the encoder since it was plugged in, and whether it still is.
pub fn encoder_cable() -> (u64, bool) {
    let cable = ask(&json!({ "verb": "cable" }));
    (cable["frames"].as_u64().unwrap(), !cable["port"].is_null())
}
