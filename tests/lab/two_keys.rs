//! Two empty keys become programming keys of a new system, word for word as the README has it: neither has a number of
//! its own on USB, and both are plugged in at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use keywright::device::usb;
use serde_json::Value;

use crate::kit::{Bench, ours, wait_for};
use crate::security_key::Pull;

const README: &str = include_str!("../../README.md");
const PIN: &str = "27182818";
const NEW_PIN: &str = "14142135";
const PUK: &str = "31415926";

/// A line of the README's blocks.
enum Line {
    /// A variable is set.
    Export(Vec<String>),
    /// The program is run with these words.
    Run(Vec<String>),
}

/// The README's lines between two of its texts, as a shell would take them.
fn lines(from: &str, to: &str) -> Vec<Line> {
    let start = README.find(from).unwrap();
    let end = start + README[start..].find(to).unwrap();
    README[start..end]
        .lines()
        .filter_map(|line| match line.split_once(' ')? {
            ("export", rest) => Some(Line::Export(words(rest))),
            ("keywright", rest) => Some(Line::Run(words(rest))),
            _ => None,
        })
        .collect()
}

/// What the reader puts in the place of the dots.
fn own(name: &str, code: &str) -> String {
    let own = match name {
        "KEYWRIGHT_PIN" => PIN,
        "KEYWRIGHT_PUK" => PUK,
        "KEYWRIGHT_NEW_TOKEN_PIN" => NEW_PIN,
        "KEYWRIGHT_RECOVERY_CODE" => code,
        other => panic!("the README has no value for {other}"),
    };
    own.to_owned()
}

fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '"' | '\'' => quoted = !quoted,
            '#' if !quoted && word.is_empty() => break,
            ' ' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            other => word.push(other),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// What the program answered, or what it said instead.
fn run(
    folder: &Path,
    exported: &BTreeMap<String, String>,
    words: &[String],
) -> Result<Value, String> {
    // Nothing but what the README has set.
    let output = Command::new("/bin/keywright")
        .arg("--json")
        .args(words)
        .current_dir(folder)
        .env_clear()
        .envs(exported)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).unwrap())
    } else {
        Err(text(&output.stdout) + &text(&output.stderr))
    }
}

/// Waits until so many of our keys are plugged in.
fn there(count: usize) {
    wait_for(|| {
        let all = usb::list().unwrap();
        (all.iter().filter(|found| ours(found)).count() == count).then_some(())
    });
}

/// QEMU's reader has a key of its own in it; here nobody else's key is there.
struct Unplugged(std::path::PathBuf);

impl Unplugged {
    fn qemu() -> Self {
        let folders = std::fs::read_dir("/sys/bus/usb/devices").unwrap();
        let is_it = |folder: &std::path::PathBuf| {
            let vendor = std::fs::read_to_string(folder.join("idVendor"));
            vendor.is_ok_and(|vendor| vendor.trim() == "08e6")
        };
        let mut folders = folders.map(|folder| folder.unwrap().path());
        let switch = folders.find(is_it).unwrap().join("authorized");
        std::fs::write(&switch, "0").unwrap();
        Self(switch)
    }
}

impl Drop for Unplugged {
    fn drop(&mut self) {
        let _back = std::fs::write(&self.0, "1");
    }
}

/// Plugs the key in beside the other one; after so many commands it is pulled out.
fn plug_in_for(key: &mut Bench, after: u32) {
    drop(key.plugged.take());
    there(1);
    key.plug_in();
    let pull = Pull {
        after,
        executes: after.is_multiple_of(2),
    };
    key.with_key(|key| key.pull = Some(pull));
    there(2);
}

/// Sets variables; for dots stands what the reader has.
fn export(exported: &mut BTreeMap<String, String>, set: &[String], own: impl Fn(&str) -> String) {
    for one in set {
        let (name, value) = one.split_once('=').unwrap();
        let value = match value {
            "..." => own(name),
            value => value.to_owned(),
        };
        let _before = exported.insert(name.to_owned(), value);
    }
}

/// The README's way back where the key that opened the system is gone: the recovery code lets in another one, and what
/// is gone becomes worthless.
fn way_back(folder: &Path, mut exported: BTreeMap<String, String>) {
    let mut third = Bench::from_the_factory(None);
    third.plug_in();
    there(1);
    let all = lines(
        "keywright programming-key add --with-recovery-code",
        "It needs the same right",
    );
    let mut answers = Vec::new();
    for line in &all {
        match line {
            Line::Run(words) => answers.push(run(folder, &exported, words).unwrap()),
            Line::Export(set) => export(&mut exported, set, |name| {
                assert_eq!(name, "KEYWRIGHT_PIN");
                NEW_PIN.to_owned()
            }),
        }
    }
    let [added, lost] = &answers[..] else {
        panic!("{answers:?}");
    };
    assert_eq!(added["opened_by"], "recovery-code", "{added}");
    assert_eq!(lost["removed"], true, "{lost}");
    assert_eq!(lost["new_secrets"], "made", "{lost}");
    let listed = words("programming-key list");
    let listed = run(folder, &exported, &listed).unwrap();
    let names = listed["items"].as_array().unwrap().iter();
    let names: Vec<&Value> = names.map(|key| &key["name"]).collect();
    assert_eq!(names, ["Counter 2", "Safe"], "{listed}");
    println!("LAB note: a lost key gave way to another by the recovery code, by the README");
}

pub fn as_the_readme_says() {
    let _nobody_else = Unplugged::qemu();
    let folder = tempfile::tempdir().unwrap();
    let mut first = Bench::from_the_factory(None);
    first.plug_in();
    there(1);
    let mut second = Bench::from_the_factory(None);
    let all = lines("export KEYWRIGHT_TOKEN=usb", "Before the first fob");
    let runs = all.iter().filter(|line| matches!(line, Line::Run(_)));
    assert_eq!((runs.count(), all.len()), (6, 13));
    let (mut code, mut cut_off) = (String::new(), 0);
    let mut exported = BTreeMap::new();
    for line in &all {
        let line = match line {
            Line::Run(words) => words,
            Line::Export(set) => {
                export(&mut exported, set, |name| own(name, &code));
                continue;
            }
        };
        let is_add = line.iter().any(|word| word == "--new-token");
        // Pulled out in the middle, the same call goes on.
        let stops: &[u32] = if is_add { &[1, 12, 22, 30, 36] } else { &[] };
        for stop in stops {
            plug_in_for(&mut second, *stop);
            if let Err(said) = run(folder.path(), &exported, line) {
                assert!(!said.contains("usb-several"), "{stop}: {said}");
                cut_off += 1;
            }
        }
        if is_add {
            plug_in_for(&mut second, u32::MAX);
        }
        let answer = match run(folder.path(), &exported, line) {
            Ok(answer) => answer,
            // The last of the calls that were cut off had done it all.
            Err(said) if is_add && said.contains("programming-key-known") => continue,
            Err(said) => panic!("{line:?}: {said}"),
        };
        if let Some(told) = answer["recovery_code"].as_str() {
            told.clone_into(&mut code);
        }
        if line.iter().any(|word| word == "list") {
            let items = answer["items"].as_array().unwrap();
            assert_eq!(items.len(), 2, "{answer}");
        }
    }
    assert!(cut_off > 2, "it was cut off {cut_off} times only");
    drop((first.plugged.take(), second.plugged.take()));
    there(0);
    way_back(folder.path(), exported);
    println!(
        "LAB note: two keys without a number, by the README; the second was pulled out {cut_off} times"
    );
}
