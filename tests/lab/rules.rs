//! What the udev rules give, asked as a user without rights, and what `doctor` says about it.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use keywright::device::line::{SerialLine, latency};
use keywright::device::usb;
use serde_json::Value;

use crate::control;
use crate::kit::{Bench, KEY, SECOND, ours, run_as, wait_for};

/// No group of any rule.
const NOBODY: u32 = 65_534;
/// The group of the rules.
const PLUGDEV: u32 = 46;
const PROGRAM: &str = "/bin/keywright";

/// The role of a user without rights: opens the bench's key and says how it went.
pub fn open_as_this_user() -> ExitCode {
    let found = usb::list().unwrap();
    let Some(found) = found.iter().find(|found| ours(found)) else {
        return ExitCode::from(9);
    };
    let begun = Instant::now();
    let opened = usb::open(found);
    println!("took {} ms", begun.elapsed().as_millis());
    match opened {
        Ok(_) => ExitCode::SUCCESS,
        Err(usb::Error::NoPermission { .. }) => ExitCode::from(13),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(8)
        }
    }
}

/// What `doctor` says to a user of this group about the item whose name has this word.
fn doctor(group: u32, port: &str, word: &str) -> Value {
    let words = ["--json", "--token", "usb", "--encoder", port, "doctor"];
    let (_, said) = run_as(group, Path::new(PROGRAM), &words);
    let told: Value = said
        .lines()
        .find_map(|line| serde_json::from_str(line).ok())
        .unwrap();
    let items = told["items"].as_array().unwrap_or_else(|| panic!("{said}"));
    let named = |item: &&Value| item["name"].as_str().unwrap().contains(word);
    items.iter().find(named).unwrap().clone()
}

pub fn permission() {
    let bench = Bench::new(KEY);
    let _there = bench.found();
    let port = control::plug_encoder(0);
    let program = std::env::current_exe().unwrap();
    let open_as = |group: u32| run_as(group, &program, &["open"]).0;
    assert_eq!(open_as(NOBODY), Some(13), "nobody may open it");
    assert_eq!(open_as(PLUGDEV), Some(0), "the group of the rule may not");

    // One that has been there for long says so at once: nothing will come that gives it.
    std::thread::sleep(2 * SECOND);
    let (code, said) = run_as(NOBODY, &program, &["open"]);
    assert_eq!(code, Some(13), "{said}");
    let took = said.lines().find_map(|line| line.strip_prefix("took "));
    let took = took.and_then(|took| took.strip_suffix(" ms")?.parse::<u64>().ok());
    println!("LAB note: denied after {took:?} ms to who asks for a key that was there before");
    assert!(took.is_some_and(|millis| millis < 2000), "{said}");

    let ids = "1209:0001";
    for (word, code) in [(ids, "usb-no-permission"), ("encoder", "port-denied")] {
        let told = doctor(NOBODY, &port, word);
        assert_eq!(
            (&told["state"], &told["code"]),
            (&"wrong".into(), &code.into()),
            "{told}"
        );
        let remedy = told["remedy"].as_str().unwrap();
        assert!(remedy.contains("70-keywright.rules"), "{told}");
        let told = doctor(PLUGDEV, &port, word);
        assert_eq!(told["state"], "ok", "{told}");
    }
    control::pull_encoder();
}

pub fn serial_port() {
    // Its node had the group of the rule before this returns.
    let port = control::plug_encoder(0);
    let mode = std::fs::metadata(&port).unwrap();
    let mode = std::os::unix::fs::MetadataExt::mode(&mode) & 0o777;
    assert_eq!(mode, 0o660);
    let properties = |query: &[&str]| {
        let output = Command::new("udevadm").arg("info").args(query).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let of_port = properties(&[&port]);
    assert!(of_port.contains("ID_MM_PORT_IGNORE=1"), "{of_port}");
    assert!(
        of_port.contains("TAGS=:") && of_port.contains(":uaccess:"),
        "{of_port}"
    );
    let chain = properties(&["--attribute-walk", &port]);
    let device = chain
        .lines()
        .filter_map(|line| line.trim().strip_prefix("looking at parent device '"))
        .map(|line| format!("/sys{}", line.trim_end_matches("':")))
        .find(|path| Path::new(path).join("idVendor").exists());
    let device = properties(&[&device.unwrap()]);
    assert!(device.contains("ID_MM_DEVICE_IGNORE=1"), "{device}");
    control::pull_encoder();
}

pub fn latency() {
    let port = control::plug_encoder(1);
    // By the rule, for everybody.
    wait_for(|| (latency::of(&port) == Some(1)).then_some(()));
    let name = Path::new(&port).file_name().unwrap();
    let timer = Path::new("/sys/class/tty")
        .join(name)
        .join("device/latency_timer");
    let as_from_the_factory = || {
        std::fs::write(&timer, "16").unwrap();
        assert_eq!(latency::of(&port), Some(16));
    };
    // Without the rule: by us where we may, and where we may not it is said.
    as_from_the_factory();
    let told = doctor(PLUGDEV, &port, "encoder");
    assert_eq!(told["state"], "warning", "{told}");
    assert!(told["found"].as_str().unwrap().contains("16 ms"), "{told}");
    assert_eq!(latency::of(&port), Some(16));
    drop(SerialLine::open(&port, 115_200).unwrap());
    assert_eq!(latency::of(&port), Some(1));
    assert_eq!(doctor(PLUGDEV, &port, "encoder")["state"], "ok");
    control::pull_encoder();
}
