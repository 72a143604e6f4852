//! The cable to a lock: how a station gives it its seal key and its configuration, and reads what it holds. What
//! the bytes say is the business of others.

use crate::model::LockNumber;

/// Why a lock could not be installed, deployed or read.
///
/// [`Error::code`] is stable; the sentences for people stand in the language files under `error-<code>` and
/// `error-<code>-remedy`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no way to the lock, or it broke. Whether the last request took effect is unknown; all of them may
    /// be sent again.
    #[error("no way to lock {lock}: {reason}")]
    Gone {
        /// The lock.
        lock: LockNumber,
        /// What the operating system said.
        reason: String,
    },
    /// The lock is as it left the factory: it has no seal key yet.
    #[error("lock {lock} is not installed")]
    NotInstalled {
        /// The lock.
        lock: LockNumber,
    },
    /// The lock has another seal key: it belongs to another system, or to an earlier record of this one.
    #[error("lock {lock} has another seal key")]
    InstalledAlready {
        /// The lock.
        lock: LockNumber,
    },
    /// The lock does not believe the configuration: damaged, or not signed by a key it trusts.
    #[error("lock {lock} does not believe the configuration")]
    ConfigurationForged {
        /// The lock.
        lock: LockNumber,
    },
    /// The configuration is for another lock or another system, or its keys were sealed for another lock.
    #[error("the configuration is not for lock {lock}")]
    ConfigurationForeign {
        /// The lock.
        lock: LockNumber,
    },
    /// The lock holds this configuration or a newer one.
    #[error("lock {lock} holds a configuration as new")]
    ConfigurationOld {
        /// The lock.
        lock: LockNumber,
    },
    /// The lock does not believe the blocklist: damaged, of another group, or not signed by a key it trusts.
    #[error("lock {lock} does not believe the blocklist")]
    BlocklistForged {
        /// The lock.
        lock: LockNumber,
    },
    /// The lock refused for a reason of its own.
    #[error("lock {lock} refused: {code}")]
    Refused {
        /// The lock.
        lock: LockNumber,
        /// The code that it gave.
        code: String,
    },
    /// What the lock answered makes no sense.
    #[error("lock {lock} answered something else")]
    BadAnswer {
        /// The lock.
        lock: LockNumber,
    },
}

impl Error {
    /// Stable code of the error, in kebab case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gone { .. } => "lock-gone",
            Self::NotInstalled { .. } => "lock-not-installed",
            Self::InstalledAlready { .. } => "lock-installed-already",
            Self::ConfigurationForged { .. } => "lock-configuration-forged",
            Self::ConfigurationForeign { .. } => "lock-configuration-foreign",
            Self::ConfigurationOld { .. } => "lock-configuration-old",
            Self::BlocklistForged { .. } => "lock-blocklist-forged",
            Self::Refused { .. } => "lock-refused",
            Self::BadAnswer { .. } => "lock-answer-malformed",
        }
    }

    /// Values for the sentences of the language files, by the names used there.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let mut arguments = vec![("lock", self.lock().to_string())];
        match self {
            Self::Gone { reason, .. } => arguments.push(("reason", reason.clone())),
            Self::Refused { code, .. } => arguments.push(("status", code.clone())),
            _ => {}
        }
        arguments
    }

    /// The lock it is about.
    pub fn lock(&self) -> LockNumber {
        match self {
            Self::Gone { lock, .. }
            | Self::NotInstalled { lock }
            | Self::InstalledAlready { lock }
            | Self::ConfigurationForged { lock }
            | Self::ConfigurationForeign { lock }
            | Self::ConfigurationOld { lock }
            | Self::BlocklistForged { lock }
            | Self::Refused { lock, .. }
            | Self::BadAnswer { lock } => *lock,
        }
    }
}

/// What a lock holds, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LockHolds {
    /// Its signed configuration; none where it was never deployed.
    pub configuration: Option<Vec<u8>>,
    /// The blocklist it obeys; none where it never met one.
    pub blocklist: Option<Vec<u8>>,
}

/// A way to locks.
pub trait LockService: Send {
    /// Gives a lock in the factory's state the 32 bytes that it shares with the station alone. Giving the same
    /// again is no error.
    ///
    /// # Errors
    /// [`Error::InstalledAlready`] where it has others; [`Error::Gone`].
    fn install(&mut self, lock: LockNumber, seal_key: &[u8; 32]) -> Result<(), Error>;

    /// Brings a lock its sealed and signed configuration. `Ok` means that it obeys it from now on.
    ///
    /// # Errors
    /// [`Error::NotInstalled`]; what the lock has against the configuration; [`Error::Gone`]. After that one, reading
    /// tells whether it took effect.
    fn configure(&mut self, lock: LockNumber, configuration: &[u8]) -> Result<(), Error>;

    /// Brings a lock the signed blocklist of its group. `Ok` means that it holds this one or a newer one.
    ///
    /// # Errors
    /// [`Error::NotInstalled`], [`Error::BlocklistForged`], [`Error::Gone`].
    fn bring_list(&mut self, lock: LockNumber, blocklist: &[u8]) -> Result<(), Error>;

    /// What a lock holds; nothing where it is as it left the factory.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::BadAnswer`].
    fn read(&mut self, lock: LockNumber) -> Result<LockHolds, Error>;
}

#[cfg(unix)]
pub use socket::BenchDoors;

#[cfg(unix)]
mod socket {
    use super::{Error, LockHolds, LockService};
    use crate::model::LockNumber;
    use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
    use serde::Deserialize;
    use serde_json::{Value, json};
    use std::{
        io::{self, BufRead, BufReader, Read, Write},
        os::unix::net::UnixStream,
        path::{Path, PathBuf},
        time::Duration,
    };
    use zeroize::Zeroizing;

    /// Longer than any lock takes.
    const PATIENCE: Duration = Duration::from_secs(10);
    /// The longest answer that is listened to.
    const MOST_BYTES: u64 = 1 << 20;

    /// Simulated locks behind `DIR/control.sock`: a JSON object on a line each way.
    #[derive(Debug, Clone)]
    pub struct BenchDoors {
        socket: PathBuf,
    }

    #[derive(Deserialize)]
    struct Answer {
        ok: bool,
        #[serde(default)]
        code: String,
    }

    #[derive(Deserialize)]
    struct Holds {
        configuration: Option<String>,
        blocklist: Option<String>,
    }

    impl BenchDoors {
        /// The locks of the bench in this directory. Connects anew for each request.
        pub fn new(bench: &Path) -> Self {
            Self {
                socket: bench.join("control.sock"),
            }
        }

        fn ask(&self, lock: LockNumber, request: &Value) -> Result<Value, Error> {
            let answer = self.exchange(request).map_err(|error| Error::Gone {
                lock,
                reason: error.to_string(),
            })?;
            let bad = |_| Error::BadAnswer { lock };
            let answer: Value = serde_json::from_str(&answer).map_err(bad)?;
            let Answer { ok, code } = Answer::deserialize(&answer).map_err(bad)?;
            if ok {
                return Ok(answer);
            }
            Err(match code.as_str() {
                "lock-not-installed" => Error::NotInstalled { lock },
                "lock-installed-already" => Error::InstalledAlready { lock },
                "lock-configuration-forged" => Error::ConfigurationForged { lock },
                "lock-configuration-foreign" => Error::ConfigurationForeign { lock },
                "lock-configuration-old" => Error::ConfigurationOld { lock },
                "lock-blocklist-forged" => Error::BlocklistForged { lock },
                _ => Error::Refused { lock, code },
            })
        }

        fn exchange(&self, request: &Value) -> io::Result<Zeroizing<String>> {
            let mut stream = UnixStream::connect(&self.socket)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            let line = Zeroizing::new(format!("{request}\n"));
            stream.write_all(line.as_bytes())?;
            let mut answer = Zeroizing::new(String::new());
            let read = BufReader::new(stream.take(MOST_BYTES)).read_line(&mut answer)?;
            if read == 0 || !answer.ends_with('\n') {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            Ok(answer)
        }
    }

    impl LockService for BenchDoors {
        fn install(&mut self, lock: LockNumber, seal_key: &[u8; 32]) -> Result<(), Error> {
            let seal_key = HEXLOWER.encode(seal_key);
            let request = json!({ "verb": "lock-install", "lock": lock, "seal_key": seal_key });
            self.ask(lock, &request).map(drop)
        }

        fn configure(&mut self, lock: LockNumber, configuration: &[u8]) -> Result<(), Error> {
            let configuration = HEXLOWER.encode(configuration);
            let request =
                json!({ "verb": "lock-configure", "lock": lock, "configuration": configuration });
            self.ask(lock, &request).map(drop)
        }

        fn bring_list(&mut self, lock: LockNumber, blocklist: &[u8]) -> Result<(), Error> {
            let blocklist = HEXLOWER.encode(blocklist);
            let request = json!({ "verb": "lock-blocklist", "lock": lock, "blocklist": blocklist });
            self.ask(lock, &request).map(drop)
        }

        fn read(&mut self, lock: LockNumber) -> Result<LockHolds, Error> {
            let answer = self.ask(lock, &json!({ "verb": "lock-read", "lock": lock }))?;
            let holds = Holds::deserialize(&answer).map_err(|_| Error::BadAnswer { lock })?;
            let bytes = |text: Option<String>| match text {
                Some(text) => HEXLOWER_PERMISSIVE
                    .decode(text.as_bytes())
                    .map(Some)
                    .map_err(|_| Error::BadAnswer { lock }),
                None => Ok(None),
            };
            Ok(LockHolds {
                configuration: bytes(holds.configuration)?,
                blocklist: bytes(holds.blocklist)?,
            })
        }
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::os::unix::net::UnixListener;

    const LOCK: LockNumber = LockNumber(7);

    /// Somebody who gives one answer and keeps the question.
    fn answered<T>(answer: &str, ask: impl FnOnce(&mut BenchDoors) -> T) -> (serde_json::Value, T) {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("control.sock")).unwrap();
        let answer = answer.to_owned();
        let thread = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut question = String::new();
            let _ = BufReader::new(stream.try_clone().unwrap())
                .read_line(&mut question)
                .unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            serde_json::from_str(&question).unwrap()
        });
        let found = ask(&mut BenchDoors::new(folder.path()));
        (thread.join().unwrap(), found)
    }

    #[test]
    fn questions_and_answers_are_lines_of_json() {
        let (question, found) = answered("{\"ok\":true,\"lock\":7}\n", |doors| {
            doors.install(LOCK, &[0xAB; 32])
        });
        assert_eq!(found, Ok(()));
        assert_eq!(question["verb"], "lock-install");
        assert_eq!(question["seal_key"], "ab".repeat(32));
        let (question, found) = answered(
            "{\"ok\":true,\"configuration\":\"0a0B\",\"blocklist\":null}\n",
            |doors| doors.read(LOCK),
        );
        assert_eq!(
            question,
            serde_json::json!({ "verb": "lock-read", "lock": 7 })
        );
        let configuration = Some(vec![10, 11]);
        let blocklist = None;
        assert_eq!(
            found,
            Ok(LockHolds {
                configuration,
                blocklist
            })
        );
    }

    #[test]
    fn a_refusal_keeps_its_code() {
        for code in [
            "lock-not-installed",
            "lock-installed-already",
            "lock-configuration-forged",
            "lock-configuration-foreign",
            "lock-configuration-old",
            "lock-blocklist-forged",
        ] {
            let answer = format!("{{\"ok\":false,\"code\":\"{code}\",\"message\":\"\"}}\n");
            let (_, found) = answered(&answer, |doors| doors.configure(LOCK, &[1, 2]));
            assert_eq!(found.unwrap_err().code(), code);
        }
        let (_, found) = answered("{\"ok\":false,\"code\":\"bench-files\"}\n", |doors| {
            doors.read(LOCK)
        });
        let error = found.unwrap_err();
        assert_eq!(error.code(), "lock-refused");
        assert!(
            error
                .arguments()
                .contains(&("status", "bench-files".to_owned()))
        );
    }

    #[test]
    fn nobody_and_nonsense_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let nobody = BenchDoors::new(folder.path()).read(LOCK).unwrap_err();
        assert_eq!(nobody.code(), "lock-gone");
        for answer in [
            "hello\n",
            "{}\n",
            "{\"ok\":true,\"configuration\":\"xy\"}\n",
        ] {
            let (_, found) = answered(answer, |doors| doors.read(LOCK));
            assert_eq!(found, Err(Error::BadAnswer { lock: LOCK }), "{answer}");
        }
        let (_, cut) = answered("{\"ok\":tr", |doors| doors.read(LOCK));
        assert_eq!(cut.unwrap_err().code(), "lock-gone");
    }

    #[test]
    fn every_code_has_its_sentence_in_every_language() {
        let lock = LOCK;
        let errors = [
            Error::Gone {
                lock,
                reason: String::new(),
            },
            Error::NotInstalled { lock },
            Error::InstalledAlready { lock },
            Error::ConfigurationForged { lock },
            Error::ConfigurationForeign { lock },
            Error::ConfigurationOld { lock },
            Error::BlocklistForged { lock },
            Error::Refused {
                lock,
                code: String::new(),
            },
            Error::BadAnswer { lock },
        ];
        let files = [
            include_str!("../../resources/i18n/en/device.ftl"),
            include_str!("../../resources/i18n/fi/device.ftl"),
            include_str!("../../resources/i18n/sv/device.ftl"),
            include_str!("../../resources/i18n/de/device.ftl"),
        ];
        for error in errors {
            for file in files {
                let code = error.code();
                let start = format!("error-{code} = ");
                let sentence = file.lines().find(|line| line.starts_with(&start));
                for (name, _) in error.arguments() {
                    let used = sentence.unwrap().contains(&format!("{{${name}}}"));
                    assert!(used, "{code} does not use {name}");
                }
                assert!(
                    file.contains(&format!("\nerror-{code}-remedy = ")),
                    "{code}"
                );
            }
        }
    }
}
