//! A replay in a process of its own that is stopped when an input takes too long or too much memory.

use std::fs;
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;

use super::{recorded, targets};

/// What one input may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) seconds: u64,
    pub(super) mebibytes: u64,
}

/// Far more than any input needs, even on a busy machine and without optimisation.
pub(super) const LIMITS: Limits = Limits {
    seconds: 10,
    mebibytes: 256,
};

const CHILD: &str = "KEYWRIGHT_CORPUS_CHILD";
const SECONDS: &str = "KEYWRIGHT_CORPUS_SECONDS";
const MEBIBYTES: &str = "KEYWRIGHT_CORPUS_MEBIBYTES";
/// Exit codes of a child that was stopped.
const TOO_LONG: i32 = 97;
const TOO_MUCH: i32 = 98;

/// Inputs that no guard may let pass: one that never ends, and one that takes ever more.
const ENDLESS: &str = "endless";
const GREEDY: &str = "greedy";

/// The input that is judged, since when, and the memory that was held before it.
static UNDER_WAY: Mutex<Option<(String, Instant, u64)>> = Mutex::new(None);

/// Memory of this process in KiB, by its name in the kernel's report.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    let figure = line.and_then(|line| line.split_whitespace().nth(1));
    figure.and_then(|figure| figure.parse().ok()).unwrap()
}

/// Replays the inputs of a target in a child, and says what was wrong.
pub(super) fn replayed(target: &str, limits: Limits) -> Result<(), String> {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "--nocapture",
            "stories::corpora::guarded::a_child_that_replays",
        ])
        .env(CHILD, target)
        .env(SECONDS, limits.seconds.to_string())
        .env(MEBIBYTES, limits.mebibytes.to_string())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => Ok(()),
        Some(TOO_LONG) => Err(format!("{target}: too long: {told}")),
        Some(TOO_MUCH) => Err(format!("{target}: too much memory: {told}")),
        code => Err(format!("{target}: ended with {code:?}: {told}")),
    }
}

/// Looks at the input under way until the process ends.
fn watch(limits: Limits) {
    loop {
        thread::sleep(Duration::from_millis(5));
        let under_way = UNDER_WAY.lock().unwrap().clone();
        let Some((input, began, before)) = under_way else {
            continue;
        };
        let code = if memory("VmRSS:").saturating_sub(before) > limits.mebibytes * 1_024 {
            TOO_MUCH
        } else if began.elapsed() > Duration::from_secs(limits.seconds) {
            TOO_LONG
        } else {
            continue;
        };
        eprintln!("{input}");
        std::process::exit(code);
    }
}

fn judge(input: &str, verdict: impl FnOnce() -> String, limits: Limits) -> String {
    let before = memory("VmRSS:");
    *UNDER_WAY.lock().unwrap() = Some((input.to_owned(), Instant::now(), before));
    let said = verdict();
    *UNDER_WAY.lock().unwrap() = None;
    // What came and went between two looks is seen in the highest mark, as soon as one input reaches it.
    if memory("VmHWM:").saturating_sub(before) > limits.mebibytes * 1_024 {
        eprintln!("{input}");
        std::process::exit(TOO_MUCH);
    }
    said
}

#[test]
fn a_child_that_replays() {
    let Some(target) = std::env::var_os(CHILD) else {
        return;
    };
    let number = |name: &str| std::env::var(name).unwrap().parse().unwrap();
    let limits = Limits {
        seconds: number(SECONDS),
        mebibytes: number(MEBIBYTES),
    };
    let _watches_to_the_end = thread::spawn(move || watch(limits));
    let target = target.to_str().unwrap();
    match target {
        ENDLESS => loop {
            let _said = judge(
                "the endless one",
                || {
                    thread::sleep(Duration::from_mins(1));
                    String::new()
                },
                limits,
            );
        },
        GREEDY => {
            // Written to, or the kernel gives it no memory; gone again before anybody looks.
            let _said = judge(
                "the greedy one",
                || {
                    let taken = vec![1_u8; 40 << 20];
                    std::hint::black_box(&taken).len().to_string()
                },
                limits,
            );
        }
        _ => {
            let all = targets::ALL.iter();
            let (_, verdict) = all.clone().find(|(name, _)| *name == target).unwrap();
            for (bytes, expected) in recorded(target) {
                let input = HEXLOWER.encode(&bytes);
                let said = judge(&input, || verdict(&bytes), limits);
                assert_eq!(said, expected, "{target} {input}");
            }
        }
    }
}

#[test]
fn an_input_that_takes_too_long_or_too_much_is_stopped() {
    let limits = Limits {
        seconds: 1,
        mebibytes: 32,
    };
    let endless = replayed(ENDLESS, limits).unwrap_err();
    assert!(
        endless.starts_with("endless: too long: the endless one"),
        "{endless}"
    );
    let greedy = replayed(GREEDY, limits).unwrap_err();
    assert!(greedy.contains("too much memory"), "{greedy}");
    let roomy = Limits {
        mebibytes: 256,
        ..limits
    };
    assert_eq!(replayed(GREEDY, roomy), Ok(()));
}
