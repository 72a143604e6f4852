//! Inputs that the fuzzer found, replayed: nothing panics, memory stays bounded, every verdict is the recorded one.
//!
//! `tests/vectors/corpus/TARGET.txt` has an input on each line, as hexadecimal digits, and after it its verdict. To
//! record the verdicts anew after a change that is meant: `KEYWRIGHT_RECORD=1 cargo test --test stories corpora`; to
//! take up new inputs: `fuzz/run.sh keep`, then the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;

mod guarded;
mod targets;

/// So many inputs with the same verdict are kept, the shortest first, and so many of a target where it has no more
/// verdicts than that.
const OF_A_VERDICT: usize = 3;
const OF_A_TARGET: usize = 100;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn record_of(target: &str) -> PathBuf {
    root().join(format!("tests/vectors/corpus/{target}.txt"))
}

/// The inputs of a target with their recorded verdicts.
fn recorded(target: &str) -> Vec<(Vec<u8>, String)> {
    let text = fs::read_to_string(record_of(target)).unwrap_or_default();
    let line = |line: &str| {
        let (bytes, verdict) = line.split_once(' ').unwrap();
        (
            HEXLOWER.decode(bytes.as_bytes()).unwrap(),
            verdict.to_owned(),
        )
    };
    text.lines().map(line).collect()
}

/// Writes down what is kept of the inputs there are, with what they are judged now.
fn record(target: &str, verdict: fn(&[u8]) -> String) {
    let mut inputs: BTreeSet<(usize, Vec<u8>)> = BTreeSet::new();
    inputs.extend(
        recorded(target)
            .into_iter()
            .map(|(bytes, _)| (bytes.len(), bytes)),
    );
    for file in fs::read_dir(root().join("fuzz/kept").join(target))
        .into_iter()
        .flatten()
    {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let _new = inputs.insert((bytes.len(), bytes));
    }
    let mut judged: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for (_, bytes) in inputs.into_iter().filter(|(length, _)| *length > 0) {
        judged.entry(verdict(&bytes)).or_default().push(bytes);
    }
    // One of each verdict before a second of any: no verdict is lost to others that are shorter.
    let mut chosen = BTreeSet::new();
    for round in 0..OF_A_VERDICT {
        for (said, all) in &judged {
            if let Some(bytes) = all.get(round)
                && (round == 0 || chosen.len() < OF_A_TARGET)
            {
                let _new = chosen.insert((bytes.len(), bytes, said));
            }
        }
    }
    let mut text = String::new();
    for (_, bytes, said) in chosen {
        writeln!(text, "{} {said}", HEXLOWER.encode(bytes)).unwrap();
    }
    fs::write(record_of(target), text).unwrap();
}

#[test]
fn every_kept_input_is_judged_as_recorded() {
    let mut count = 0;
    for (target, verdict) in targets::ALL {
        if std::env::var_os("KEYWRIGHT_RECORD").is_some() {
            record(target, verdict);
        }
        let inputs = recorded(target);
        assert!(!inputs.is_empty(), "{target} has no inputs");
        guarded::replayed(target, guarded::LIMITS).unwrap_or_else(|told| panic!("{told}"));
        let different: BTreeSet<&String> = inputs.iter().map(|(_, said)| said).collect();
        println!(
            "{target}: {} inputs, {} different verdicts",
            inputs.len(),
            different.len()
        );
        count += inputs.len();
    }
    println!("{count} inputs replayed");
}

#[test]
fn no_bytes_at_all_are_judged_too() {
    for (target, verdict) in targets::ALL {
        for bytes in [&[][..], &[0], &[0xFF; 3], &[0; 200], &[0xFF; 600]] {
            assert!(!verdict(bytes).is_empty(), "{target}");
        }
    }
}
