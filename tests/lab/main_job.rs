//! The whole main job, word for word with the program: programming key and encoder on USB of a real kernel, fob and
//! locks on the bench.

use std::process::Command;

use serde_json::Value;

use crate::control;
use crate::kit::{Bench, KEY};
use crate::site::{OPERATOR, PASSWORD};

/// Runs the program; it must succeed.
fn done(system: &std::path::Path, port: &str, pin: &str, words: &[&str]) -> Value {
    let output = Command::new("/bin/keywright")
        .arg("--json")
        .args(words)
        .env("KEYWRIGHT_SYSTEM", system)
        .env("KEYWRIGHT_OPERATOR", OPERATOR)
        .env("KEYWRIGHT_PASSWORD", PASSWORD)
        .env("KEYWRIGHT_PIN", pin)
        .env("KEYWRIGHT_TOKEN", "usb:LAB0001")
        .env("KEYWRIGHT_ENCODER", port)
        .env("KEYWRIGHT_LOCKS", format!("bench:{}", control::FOLDER))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {text}{errors}");
    serde_json::from_str(&text).unwrap()
}

pub fn by_the_program() {
    control::reset_locks();
    let bench = Bench::new(KEY);
    let _there = bench.found();
    let folder = tempfile::tempdir().unwrap();
    let system = folder.path().join("house.keywright");
    let port = control::plug_encoder(0);
    let run = |words: &[&str]| done(&system, &port, &bench.pin, words);
    let file = system.to_str().unwrap();
    let init = [
        "system",
        "init",
        file,
        "--name",
        "House",
        "--zone",
        "Europe/Helsinki",
    ];
    let _made = run(&[&init[..], &["--demo"]].concat());
    let _group = run(&["blocking-group", "add", "--name", "House"]);
    let door = |name: &str| run(&["lock", "add", "--name", name, "--blocking-group", "House"]);
    let doors = ["Main door", "Roof"].map(|name| door(name)["number"].to_string());
    let _role = run(&["role", "add", "--name", "Resident", "--lock", "Main door"]);
    let deployed = run(&["lock", "deploy", "--all"]);
    assert_eq!(deployed["items"].as_array().unwrap().len(), 2);

    let bench_does = |words: &[&str]| run(&[&["bench", control::FOLDER], words].concat());
    let fob = bench_does(&["new", "fob", "resident", "--chip", "ev1-4k"]);
    let _laid = bench_does(&["lay", "resident"]);
    let add = "user add --first Aino --last Salo --email aino@example.org --role Resident";
    let add: Vec<&str> = add.split(' ').chain(["--key", "fob", "--draft"]).collect();
    let added = run(&add);
    let number = added["keys"][0]["number"].to_string();
    let written = run(&["key", "program", &number]);
    assert_eq!(written["actions"][0]["outcome"], "done", "{written}");
    assert_eq!(written["keys"][0]["state"], "programmed");
    assert_eq!(written["difference"][0]["change"], "+");
    let read = run(&["key", "read"]);
    assert_eq!(
        (&read["signature"], &read["uid"]),
        (&"valid".into(), &fob["uid"])
    );
    let present = |lock: &str| bench_does(&["present", "resident", "--lock", lock]);
    assert_eq!(present(&doors[0])["decision"], "open");
    let denied = present(&doors[1]);
    assert_eq!(
        (&denied["decision"], &denied["reason"]),
        (&"denied".into(), &"not-listed".into())
    );
    let sound = run(&["doctor"]);
    let states = sound["items"].as_array().unwrap();
    let of = |id: &str| states.iter().find(|item| item["id"] == id).unwrap()["state"].clone();
    for id in ["system file", "encoder", "fob", "programming key"] {
        assert_eq!(of(id), "ok", "{sound}");
    }
    println!(
        "LAB note: the main job by the program: {} exchanges, {} bytes out, {} in over the encoder's adapter",
        written["wire"]["exchanges"], written["wire"]["bytes_out"], written["wire"]["bytes_in"]
    );
    control::pull_encoder();
}
