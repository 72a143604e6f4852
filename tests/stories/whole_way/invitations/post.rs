//! A mail server of others to send to, and what it took, read by a mail library of others.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

use super::super::scene::{Run, Scene};

/// The account at the mail server. Both are looked for where they must not be.
pub(crate) const ACCOUNT: &str = "counter-account";
pub(crate) const SECRET: &str = "Canary-Mail-Password";

/// Authorities and certificates, good and bad.
static CERTIFICATES: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let made = peer().arg("certificates").arg(folder.path()).status();
    assert!(made.unwrap().success());
    folder
});

fn peer() -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join(".venv/bin/python");
    assert!(python.exists(), "the peers are missing: make setup-test");
    let mut command = Command::new(python);
    let _command = command.arg(root.join("tests/peers/mail_server.py"));
    command
}

/// The certificate of the authority that the office trusts.
pub(crate) fn authority() -> PathBuf {
    CERTIFICATES.path().join("office.pem")
}

/// A letter that was taken.
#[derive(Debug)]
pub(crate) struct Taken {
    /// Envelope, protection and account.
    pub(crate) about: Value,
    /// As the mail library reads it.
    pub(crate) letter: Value,
    /// As it came.
    pub(crate) raw: Vec<u8>,
}

impl Taken {
    pub(crate) fn to(&self) -> &str {
        self.about["to"][0].as_str().unwrap()
    }

    /// The token or code that the plain text holds on a line of its own.
    pub(crate) fn way(&self) -> String {
        let plain = self.letter["plain"].as_str().unwrap();
        let alone = |line: &&str| {
            let link = line.starts_with("https://");
            let code = line.len() == 19 && line.matches('-').count() == 3;
            link || code
        };
        plain.lines().find(alone).unwrap().to_owned()
    }

    pub(super) fn token(&self) -> String {
        let way = self.way();
        way.rsplit('/').next().unwrap().to_owned()
    }
}

/// See the module. Ended with the value.
pub(crate) struct Post {
    folder: TempDir,
    process: Child,
    pub(crate) port: u16,
}

impl Post {
    /// A server that protects the line in this way, with this certificate.
    pub(crate) fn new(security: &str, certificate: &str, account: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for ending in ["pem", "key"] {
            let name = format!("{certificate}.{ending}");
            let _bytes = std::fs::copy(CERTIFICATES.path().join(&name), folder.path().join(&name));
        }
        let mut command = peer();
        let command = command.arg("serve").arg(folder.path());
        let command = command.args(["--security", security, "--certificate", certificate]);
        if account {
            let _command = command.args(["--account", &format!("{ACCOUNT}:{SECRET}")]);
        }
        let (output, errors) = (Stdio::piped(), Stdio::null());
        let mut process = command.stdout(output).stderr(errors).spawn().unwrap();
        let mut ready = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let _bytes = output.read_line(&mut ready).unwrap();
        let port = ready.trim().strip_prefix("ready ").unwrap();
        Self {
            folder,
            process,
            port: port.parse().unwrap(),
        }
    }

    /// What the server does wrong from now on.
    pub(crate) fn faults(&self, lines: &str) {
        std::fs::write(self.folder.path().join("faults"), lines).unwrap();
    }

    /// How many faults were met so far.
    pub(crate) fn met(&self) -> usize {
        self.lines("met")
    }

    /// How many lines were opened so far.
    pub(crate) fn connections(&self) -> usize {
        self.lines("lines")
    }

    fn lines(&self, name: &str) -> usize {
        let text = std::fs::read_to_string(self.folder.path().join(name));
        text.unwrap_or_default().lines().count()
    }

    /// How many texts came whole and were not answered.
    pub(super) fn unanswered(&self) -> usize {
        self.letters("unanswered").len()
    }

    /// How many letters were taken.
    pub(crate) fn count(&self) -> usize {
        self.letters("taken").len()
    }

    fn letters(&self, folder: &str) -> Vec<PathBuf> {
        let found = std::fs::read_dir(self.folder.path().join(folder));
        let paths = found
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path());
        let is_letter = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "eml");
        let mut letters: Vec<PathBuf> = paths.filter(is_letter).collect();
        let number = |path: &PathBuf| {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            stem.parse::<usize>().unwrap()
        };
        letters.sort_by_key(number);
        letters
    }

    /// What was taken, in order.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        let read = |path: PathBuf| {
            let read = peer().arg("read").arg(&path).output().unwrap();
            assert!(read.status.success(), "{read:?}");
            let about = std::fs::read(path.with_extension("json")).unwrap();
            Taken {
                about: serde_json::from_slice(&about).unwrap(),
                letter: serde_json::from_slice(&read.stdout).unwrap(),
                raw: std::fs::read(path).unwrap(),
            }
        };
        self.letters("taken").into_iter().map(read).collect()
    }

    /// Sets this server in a system, with the authority of the office.
    pub(super) fn set(&self, scene: &Scene, security: &str, more: &[&str]) -> Run {
        let (port, authority) = (self.port.to_string(), authority());
        let mut words = vec!["system", "mail", "--host", "localhost", "--port", &port];
        words.extend([
            "--security",
            security,
            "--sender",
            "Avaimet Öster <keys@example.org>",
        ]);
        words.extend(["--authority", authority.to_str().unwrap()]);
        words.extend(more);
        scene.run(words)
    }

    /// As [`Post::set`], with the account.
    pub(super) fn set_with_account(&self, scene: &Scene, security: &str, secret: &str) -> Run {
        let _set = self.set(scene, security, &[]).done();
        let words = [
            "system",
            "mail",
            "--account",
            ACCOUNT,
            "--account-password-stdin",
        ];
        scene.run_told(words, secret)
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _killed = self.process.kill();
        let _ended = self.process.wait();
    }
}
