//! Programs that others wrote, driven against the simulated encoder: libnfc, the tools of libfreefare, a C
//! client on libfreefare, and python-desfire. What they accept is not only what we believe. A missing program
//! is a failure, never a skip.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use keywright::bench::{Bench, control};
use serde_json::{Value, json};

use super::running::Running;

impl Running {
    /// A bench with a fresh fob on the encoder.
    fn with(chip: &str) -> Self {
        let bench = Self::start();
        let _ = bench.act(&json!({ "verb": "new", "kind": "fob", "name": "fob", "chip": chip, "uid": "04A1B2C3D4E5F6" }));
        let _ = bench.act(&json!({ "verb": "lay", "name": "fob" }));
        bench
    }

    fn dump(&self) -> Value {
        self.act(&json!({ "verb": "dump", "name": "fob" }))
    }

    fn stats(&self) -> Value {
        self.act(&json!({ "verb": "stats" }))
    }

    fn port(&self) -> PathBuf {
        self.folder().join("encoder")
    }

    /// Runs a program against the encoder and returns what it printed; it must succeed.
    fn run(&self, program: &Path, arguments: &[&str]) -> String {
        let (success, output) = self.try_run(program, arguments);
        assert!(success, "{} {arguments:?}:\n{output}", program.display());
        output
    }

    fn try_run(&self, program: &Path, arguments: &[&str]) -> (bool, String) {
        let device = format!("pn532_uart:{}:115200", self.port().display());
        let output = Command::new("timeout")
            .arg("60")
            .arg(program)
            .args(arguments)
            .env("LIBNFC_DEVICE", device)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        let missing = output.status.code() == Some(127);
        assert!(!missing, "{} is not installed", program.display());
        (output.status.success(), text)
    }

    /// Runs one of the packaged programs.
    fn tool(&self, name: &str, arguments: &[&str]) -> String {
        let output = self.run(Path::new(name), arguments);
        let stats = self.stats();
        println!(
            "{name}: {} exchanges, {} commands, {} bytes out, {} bytes in, {} us modelled",
            stats["exchanges"],
            stats["commands"],
            stats["bytes_out"],
            stats["bytes_in"],
            stats["microseconds"]
        );
        output
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The C client, compiled once.
fn fob_client() -> PathBuf {
    static CLIENT: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    let build = || {
        let client = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fob_client");
        let output = Command::new("gcc")
            .args(["-Wall", "-Wextra", "-Werror", "-O1", "-o"])
            .arg(&client)
            .arg(root().join("tests/peers/fob_client.c"))
            .args(["-lfreefare", "-lnfc"])
            .output()
            .expect("gcc is installed");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        client
    };
    CLIENT.get_or_init(build).clone()
}

#[test]
fn libnfc_lists_the_fob() {
    let bench = Running::with("ev1-8k");
    let output = bench.tool("nfc-list", &[]);
    assert!(output.contains("04  a1  b2  c3  d4  e5  f6"), "{output}");
    assert!(output.contains("SAK (SEL_RES): 20"), "{output}");
    let _ = bench.act(&json!({ "verb": "lift" }));
    let output = bench.tool("nfc-list", &[]);
    assert!(!output.contains("UID"), "{output}");
}

#[test]
fn libnfc_tells_other_media_apart() {
    for (chip, sak) in [
        ("classic-1k", "08"),
        ("ultralight", "00"),
        ("unknown", "20"),
        ("d40", "20"),
    ] {
        let bench = Running::with(chip);
        let output = bench.tool("nfc-list", &[]);
        assert!(
            output.contains(&format!("SAK (SEL_RES): {sak}")),
            "{chip}: {output}"
        );
    }
}

#[test]
fn the_packaged_tools_read_format_and_configure_a_fob() {
    let mut ran = 0;
    for (chip, software, size) in [
        ("ev1-2k", "1.4", "2048"),
        ("ev1-4k", "1.4", "4096"),
        ("ev1-8k", "1.4", "8192"),
        ("ev2-8k", "2.1", "8192"),
        ("ev3-16k", "3.0", "16384"),
    ] {
        let bench = Running::with(chip);
        let info = bench.tool("mifare-desfire-info", &[]);
        assert!(info.contains("04a1b2c3d4e5f6"), "{info}");
        assert!(
            info.contains(software) && info.contains(size),
            "{chip}: {info}"
        );
        let _ = bench.tool("mifare-desfire-format", &["-y"]);
        ran += 2;
    }
    let bench = Running::with("ev1-8k");
    let _ = bench.tool("mifare-desfire-access", &[]);
    assert_eq!(bench.dump()["applications"], json!([]));
    let _ = bench.tool("mifare-desfire-ev1-configure-default-key", &["-y"]);
    assert_eq!(bench.dump()["applications"], json!([]));
    let _ = bench.tool("mifare-desfire-ev1-configure-ats", &["-y"]);
    let listed = bench.tool("nfc-list", &[]);
    assert!(listed.contains("ATS:"), "{listed}");
    let _ = bench.tool("mifare-desfire-ev1-configure-random-uid", &["-y"]);
    assert_eq!(bench.dump()["random_uid"], true);
    let listed = bench.tool("nfc-list", &[]);
    assert!(listed.contains("UID (NFCID3): 08"), "{listed}");
    println!("packaged tools: {} runs", ran + 6);
}

#[test]
fn a_message_written_by_the_packaged_tools_is_read_back() {
    for chip in ["ev1-4k", "ev1-8k", "ev3-16k"] {
        let bench = Running::with(chip);
        let message: Vec<u8> = (0..700_u32).map(|at| (at * 7 % 251) as u8).collect();
        let sent = bench.folder().join("sent");
        let found = bench.folder().join("found");
        fs::write(&sent, &message).unwrap();
        let _ = bench.tool("mifare-desfire-create-ndef", &["-y"]);
        let _ = bench.tool(
            "mifare-desfire-write-ndef",
            &["-y", "-i", sent.to_str().unwrap()],
        );
        let _ = bench.tool(
            "mifare-desfire-read-ndef",
            &["-y", "-o", found.to_str().unwrap()],
        );
        assert_eq!(fs::read(&found).unwrap(), message, "{chip}");
    }
}

#[test]
fn a_client_on_libfreefare_writes_commits_and_reads_back_in_every_mode() {
    let mut steps = 0;
    for (chip, size) in [
        ("ev1-2k", 256),
        ("ev1-4k", 1),
        ("ev1-8k", 1_024),
        ("ev2-8k", 3_500),
        ("ev3-16k", 4_096),
    ] {
        let bench = Running::with(chip);
        let output = bench.run(&fob_client(), &[&size.to_string(), "all"]);
        let stats = bench.stats();
        for mode in ["plain", "maced", "full"] {
            let whole = format!("every type, {mode}");
            assert!(output.lines().any(|line| line == whole), "{chip}: {mode}");
        }
        let count = output
            .lines()
            .find_map(|line| line.strip_prefix("steps: "))
            .unwrap()
            .parse::<u32>()
            .unwrap();
        steps += count;
        println!(
            "fob_client {chip} {size}: {count} steps, {} exchanges, {} bytes out, {} bytes in, {} us modelled",
            stats["exchanges"], stats["bytes_out"], stats["bytes_in"], stats["microseconds"]
        );
        let dump = bench.dump();
        let keys = dump["applications"][0]["keys"].as_array().unwrap();
        let versions: Vec<u64> = keys
            .iter()
            .map(|key| key["version"].as_u64().unwrap())
            .collect();
        assert_eq!(versions, [0x41, 0x42, 0x43]);
    }
    println!("fob_client: {steps} steps checked");
}

#[test]
fn a_client_on_libfreefare_speaks_every_cipher_in_every_mode() {
    for (chip, size) in [("ev1-4k", 1), ("ev1-8k", 100), ("ev3-16k", 333)] {
        let bench = Running::with(chip);
        let output = bench.run(&fob_client(), &[&size.to_string(), "ciphers"]);
        assert_eq!(
            output
                .lines()
                .filter(|line| line.starts_with("cipher: "))
                .count(),
            5
        );
        assert!(!output.contains("not verified"), "{output}");
        let steps = output
            .lines()
            .find_map(|line| line.strip_prefix("steps: "))
            .unwrap();
        println!(
            "fob_client ciphers {chip} {size}: {steps} steps, {}",
            bench.stats()["exchanges"]
        );
    }
}

#[test]
fn a_client_on_libfreefare_notices_the_loss_of_the_fob() {
    for moment in ["before", "executed", "mid-answer", "answered"] {
        let bench = Running::with("ev1-8k");
        let _ = bench.act(&json!({ "verb": "pull", "after_exchange": 20, "moment": moment }));
        let (success, output) = bench.try_run(&fob_client(), &["1024", "full"]);
        assert!(!success, "{output}");
        let listed = bench.act(&json!({ "verb": "list" }));
        assert_eq!(listed["in_field"], Value::Null);
        let _ = bench.act(&json!({ "verb": "lay", "name": "fob" }));
        let output = bench.run(&fob_client(), &["1024", "full"]);
        assert!(output.contains("equal"), "{moment}: {output}");
    }
}

/// What the client writes into a file.
fn pattern(number: usize, size: usize) -> Vec<u8> {
    (0..size)
        .map(|at| (at * 31 + number * 7 + (at >> 8)).to_le_bytes()[0])
        .collect()
}

/// A file of the fob, if it is there.
fn content(dump: &Value, number: u8) -> Option<Vec<u8>> {
    let files = dump["applications"][0]["files"].as_array()?;
    let file = files.iter().find(|file| file["number"] == number)?;
    Some(
        data_encoding::HEXUPPER
            .decode(file["data"].as_str()?.as_bytes())
            .unwrap(),
    )
}

#[test]
fn a_fob_torn_from_the_field_at_any_exchange_holds_the_old_or_the_new_content() {
    let bench = Running::with("ev1-8k");
    let _ = bench.run(&fob_client(), &["256", "full"]);
    let total = bench.stats()["exchanges"].as_u64().unwrap();
    let new = pattern(2, 256);
    let (mut old_seen, mut new_seen) = (0, 0);
    for exchange in 1..=total {
        let moment = ["before", "executed", "mid-answer"][usize::try_from(exchange).unwrap() % 3];
        let _ = bench.act(&json!({ "verb": "lay", "name": "fob" }));
        let _ = bench.act(&json!({ "verb": "pull", "after_exchange": exchange, "moment": moment }));
        let (success, output) = bench.try_run(&fob_client(), &["256", "full"]);
        assert!(
            !success || exchange + 2 > total,
            "{exchange} {moment}: {output}"
        );
        let dump = bench.dump();
        match content(&dump, 2) {
            Some(content) if content == new => new_seen += 1,
            Some(content) => {
                assert!(
                    content.iter().all(|byte| *byte == 0),
                    "{exchange}: {content:?}"
                );
                old_seen += 1;
            }
            None => {}
        }
        let _ = bench.act(&json!({ "verb": "heal" }));
    }
    println!("torn at {total} exchanges: {old_seen} old, {new_seen} new");
    assert!(old_seen > 0 && new_seen > 0);
}

/// Not a test of its own: the process that the next test kills.
#[test]
#[ignore = "started by a_bench_killed_at_any_moment_keeps_a_whole_memory"]
fn serve_until_killed() {
    if let Ok(folder) = std::env::var("KEYWRIGHT_TEST_BENCH") {
        keywright::bench::run(Path::new(&folder), &AtomicBool::new(false)).unwrap();
    }
}

#[test]
fn a_bench_killed_at_any_moment_keeps_a_whole_memory() {
    let bench = Running::with("ev1-8k");
    let _ = bench.run(&fob_client(), &["256", "prepare"]);
    let prepared = fs::read(bench.folder().join("state/fob.fob")).unwrap();
    drop(bench);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("state")).unwrap();
    let (mut old, mut new) = (0, 0);
    for round in 0..40_u64 {
        fs::write(folder.join("state/fob.fob"), &prepared).unwrap();
        let mut server = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "--ignored",
                "stories::foreign_peers::serve_until_killed",
            ])
            .env("KEYWRIGHT_TEST_BENCH", folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let lay = json!({ "verb": "lay", "name": "fob" });
        let ready = (0..500).any(|_| {
            std::thread::sleep(Duration::from_millis(5));
            control::request(folder, &lay).is_ok_and(|answer| answer["ok"] == true)
        });
        assert!(ready);
        let mut client = Command::new(fob_client())
            .args(["256", "rewrite"])
            .env(
                "LIBNFC_DEVICE",
                format!("pn532_uart:{}:115200", folder.join("encoder").display()),
            )
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Every fourth time the client is told that all is written, and only then the bench dies.
        let told = round % 4 == 3;
        if told {
            assert!(client.wait().unwrap().success());
        } else {
            std::thread::sleep(Duration::from_millis(round * 2));
        }
        server.kill().unwrap();
        let _ = server.wait().unwrap();
        let _ = client.kill();
        let _ = client.wait().unwrap();
        let mut bench = Bench::open(folder).unwrap();
        let content = content(&bench.medium("fob").unwrap().dump(), 0).unwrap();
        if content == pattern(0, 256) {
            new += 1;
        } else {
            assert!(!told, "round {round}: what was told is not there");
            assert!(
                content.iter().all(|byte| *byte == 0),
                "round {round}: {content:?}"
            );
            old += 1;
        }
    }
    println!("killed 40 times: {old} old, {new} new");
    assert!(old > 0 && new > 0);
}

#[test]
fn the_parts_of_a_foreign_write_cost_what_was_measured_elsewhere() {
    // Exchanges of select, authenticate, write, commit; and of select, authenticate, read.
    for (size, write, read) in [(256, 10, 8), (1_024, 24, 21), (3_500, 70, 63)] {
        let bench = Running::with("ev1-8k");
        let _ = bench.run(&fob_client(), &[&size.to_string(), "prepare"]);
        let _ = bench.stats();
        for (part, exchanges) in [("rewrite", write), ("read", read)] {
            let _ = bench.run(&fob_client(), &[&size.to_string(), part]);
            let stats = bench.stats();
            println!("fob_client {part} {size}: {stats}");
            assert_eq!(stats["exchanges"], exchanges, "{part} {size}");
        }
    }
}

#[test]
fn python_desfire_programs_a_fob_in_native_frames() {
    let python = root().join(".venv/bin/python");
    assert!(
        python.exists(),
        "make the environment of the test peers first: installer/prerequisites.sh"
    );
    let mut checks = 0;
    for chip in ["ev1-8k", "ev3-16k"] {
        let bench = Running::with(chip);
        let script = root().join("tests/peers/native_client.py");
        let output = bench.run(
            &python,
            &[script.to_str().unwrap(), bench.port().to_str().unwrap()],
        );
        let stats = bench.stats();
        checks += output
            .lines()
            .filter(|line| line.starts_with("done: "))
            .count();
        println!(
            "python-desfire {chip}: {} exchanges, {} bytes out",
            stats["exchanges"], stats["bytes_out"]
        );
        let dump = bench.dump();
        let file = &dump["applications"][0]["files"][0];
        assert!(
            file["data"]
                .as_str()
                .unwrap()
                .starts_with("4B657977726967687421"),
            "{dump}"
        );
        assert_eq!(dump["applications"][0]["keys"][2]["version"], 0x12);
    }
    println!("python-desfire: {checks} steps checked");
}
