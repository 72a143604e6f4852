//! What the system shows of a process while it runs: its arguments and environment and those of every process that it
//! starts, and files that are gone when it ends.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::super::scene::Run;
use super::files_below;

/// What was seen.
#[derive(Default)]
pub(super) struct Seen {
    /// How many processes.
    pub(super) processes: usize,
    /// Their arguments, each once.
    pub(super) arguments: BTreeSet<Vec<u8>>,
    /// Their environments, as far as anybody may read them.
    pub(super) environments: BTreeSet<Vec<u8>>,
    /// Files beside the known ones, by name and the last content seen.
    pub(super) passing: BTreeMap<String, Vec<u8>>,
}

/// Runs a command to its end and looks at it all the time.
pub(super) fn watched(command: &mut Command, folder: &Path, seen: &mut Seen) -> Run {
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let pid = child.id();
    let waiting = std::thread::spawn(move || child.wait_with_output().unwrap());
    let mut processes = BTreeSet::new();
    while !waiting.is_finished() {
        for process in with_descendants(pid) {
            let part = |name: &str| std::fs::read(format!("/proc/{process}/{name}")).ok();
            // Between fork and exec it is still the test's own.
            let program = std::fs::read_link(format!("/proc/{process}/exe")).ok();
            if program == std::env::current_exe().ok() {
                continue;
            }
            let Some(arguments) = part("cmdline").filter(|line| !line.is_empty()) else {
                continue;
            };
            let _new = processes.insert(process);
            let _new = seen.arguments.insert(arguments);
            seen.environments.extend(part("environ"));
        }
        look_for_passing_files(folder, seen);
        std::thread::sleep(Duration::from_millis(3));
    }
    assert!(processes.contains(&pid), "the process was never seen");
    seen.processes += processes.len();
    Run::of(command, waiting.join().unwrap())
}

/// The process and all that it started, as far as they live.
fn with_descendants(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let parents: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|process: u32| {
            let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
            let (_, rest) = text.rsplit_once(')')?;
            let parent = rest.split_whitespace().nth(1)?.parse().ok()?;
            Some((process, parent))
        })
        .collect();
    let mut place = 0;
    while let Some(one) = all.get(place).copied() {
        let children = parents.iter().filter(|(_, parent)| *parent == one);
        all.extend(children.map(|(process, _)| *process));
        place += 1;
    }
    all
}

/// Files that are no lasting ones are read at once: they may be gone when all is done.
fn look_for_passing_files(folder: &Path, seen: &mut Seen) {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    for path in entries.map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "bench" && name != "reserve" {
            files_below(&path, &mut files);
        } else if path.is_file() {
            files.push(path);
        }
    }
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let lasting = ["town.keywright", "copy.keywright"];
        let ends = ["", "-wal", "-shm", ".slots", ".lock"];
        let known = |whole: &str| ends.iter().any(|end| name == format!("{whole}{end}"));
        if lasting.iter().any(|whole| known(whole)) {
            continue;
        }
        if let Ok(content) = std::fs::read(&path) {
            drop(seen.passing.insert(name.into_owned(), content));
        }
    }
}
