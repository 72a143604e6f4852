//! The bench of a demo, worked from a face: media are laid down, lifted and put on doors, as hands do at a counter.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Error;
use crate::time::UtcMillis;

/// What stands on the bench.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct BenchView {
    /// The names of the fobs.
    #[serde(rename = "items")]
    pub fobs: Vec<String>,
    /// The one that lies on the encoder.
    pub in_field: Option<String>,
    /// Whether the encoder is plugged in.
    #[serde(default)]
    pub encoder: bool,
    /// The names of the programming keys.
    #[serde(default)]
    pub tokens: Vec<String>,
    /// The one that is plugged in.
    pub inserted: Option<String>,
}

/// What a door said.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Visit {
    /// `open` or `denied`.
    pub decision: String,
    /// Why not.
    pub reason: Option<String>,
}

/// The simulated hardware that runs in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    folder: std::path::PathBuf,
}

impl Simulation {
    /// The bench in this folder. Connects anew for each request.
    pub fn new(folder: &std::path::Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
        }
    }

    /// What stands on it.
    ///
    /// # Errors
    /// [`Error::BenchRefused`] where it does not run.
    pub fn view(&self) -> Result<BenchView, Error> {
        self.read(&json!({"verb": "list"}))
    }

    /// Lays a fob on the encoder; what lay there is lifted.
    ///
    /// # Errors
    /// [`Error::BenchRefused`].
    pub fn lay(&self, fob: &str) -> Result<(), Error> {
        self.ask(&json!({"verb": "lay", "name": fob})).map(drop)
    }

    /// Lifts what lies on the encoder, in the middle of a write too.
    ///
    /// # Errors
    /// [`Error::BenchRefused`].
    pub fn lift(&self) -> Result<(), Error> {
        self.ask(&json!({"verb": "lift"})).map(drop)
    }

    /// Pulls the fob away after so many exchanges of the next write.
    ///
    /// # Errors
    /// [`Error::BenchRefused`].
    pub fn pull_after(&self, exchanges: u32) -> Result<(), Error> {
        self.ask(&json!({"verb": "pull", "after_exchange": exchanges}))
            .map(drop)
    }

    /// Puts a new fob on the bench.
    ///
    /// # Errors
    /// [`Error::BenchRefused`].
    pub fn new_fob(&self, name: &str) -> Result<(), Error> {
        let request = json!({"verb": "new", "kind": "fob", "name": name, "chip": "ev1-4k"});
        self.ask(&request).map(drop)
    }

    /// Puts a token on the bench as it leaves the factory.
    ///
    /// # Errors
    /// [`Error::BenchRefused`].
    pub fn new_token(&self, name: &str) -> Result<(), Error> {
        let request = json!({"verb": "new", "kind": "token", "name": name, "factory": "aes192"});
        self.ask(&request).map(drop)
    }

    /// Puts a fob on a door, now or at another time.
    ///
    /// # Errors
    /// [`Error::BenchRefused`].
    pub fn present(&self, fob: &str, lock: u32, at: Option<UtcMillis>) -> Result<Visit, Error> {
        self.read(&json!({"verb": "present", "name": fob, "lock": lock, "at": at}))
    }

    /// Plugs a programming key in, or none.
    ///
    /// # Errors
    /// [`Error::BenchRefused`].
    pub fn plug(&self, token: Option<&str>) -> Result<(), Error> {
        let request = match token {
            Some(name) => json!({"verb": "insert", "name": name}),
            None => json!({"verb": "remove"}),
        };
        self.ask(&request).map(drop)
    }

    /// Plugs the encoder in, or pulls it out.
    ///
    /// # Errors
    /// [`Error::BenchRefused`].
    pub fn plug_encoder(&self, plugged: bool) -> Result<(), Error> {
        let verb = if plugged { "plug" } else { "unplug" };
        self.ask(&json!({"verb": verb})).map(drop)
    }

    fn read<T: for<'de> Deserialize<'de>>(&self, request: &Value) -> Result<T, Error> {
        T::deserialize(&self.ask(request)?).map_err(refused)
    }

    fn ask(&self, request: &Value) -> Result<Value, Error> {
        let answer = exchange(&self.folder, &format!("{request}\n")).map_err(refused)?;
        let answer: Value = serde_json::from_str(&answer).map_err(refused)?;
        if answer["ok"] == true {
            return Ok(answer);
        }
        Err(refused(answer["message"].as_str().unwrap_or_default()))
    }
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "stands as a function in map_err"
)]
fn refused(reason: impl ToString) -> Error {
    Error::BenchRefused {
        reason: reason.to_string(),
    }
}

#[cfg(unix)]
fn exchange(folder: &std::path::Path, line: &str) -> std::io::Result<String> {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::os::unix::net::UnixStream;
    use std::time::Duration;

    let mut stream = UnixStream::connect(folder.join("control.sock"))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_write_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(line.as_bytes())?;
    let mut answer = String::new();
    let _length = BufReader::new(stream.take(1 << 20)).read_line(&mut answer)?;
    Ok(answer)
}

#[cfg(not(unix))]
fn exchange(_folder: &std::path::Path, _line: &str) -> std::io::Result<String> {
    Err(std::io::ErrorKind::Unsupported.into())
}
