//! The encoder where none was named: it is found among the serial ports that come into question, by asking each
//! once whether a PN532 is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{BoxedEncoder, open_encoder};
use crate::device;
use crate::device::line::candidates::{self, Candidate};
use crate::workflow::Error;

/// A serial port where the encoder may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncoderPort {
    /// By what it is remembered.
    pub name: String,
    /// For people.
    pub label: String,
    /// Whether an encoder answered there; none where it was not asked, as another program has it.
    pub answers: Option<bool>,
}

/// What a port was when it was asked. One that is plugged in again may be another.
type Stamp = (PathBuf, Option<SystemTime>, u64);

/// Looks for the encoder.
#[derive(Debug, Default)]
pub struct Finder {
    folder: Option<PathBuf>,
    except: Option<PathBuf>,
    chosen: Option<String>,
    asked: BTreeMap<String, (Stamp, bool)>,
}

impl Finder {
    /// Looks among the ports that the folder has links to; without one, among those of the usual bridges on USB. The
    /// port that is known to be something else's is left alone.
    pub fn new(folder: Option<PathBuf>, except: Option<PathBuf>) -> Self {
        Self {
            folder,
            except,
            ..Self::default()
        }
    }

    /// The ports that come into question.
    fn candidates(&self) -> Vec<Candidate> {
        let port_of = |path: &Path| std::fs::canonicalize(path).ok();
        let except = self.except.as_deref().and_then(port_of);
        let mut all = candidates::candidates(self.folder.as_deref());
        all.retain(|one| except.is_none() || port_of(&one.path) != except);
        all
    }

    /// Takes the port of this name from now on, and asks no other; with none, the only one that answers. Whether that is
    /// another choice than before.
    pub fn choose(&mut self, name: Option<String>) -> bool {
        let chosen = name.filter(|name| !name.is_empty());
        std::mem::replace(&mut self.chosen, chosen.clone()) != chosen
    }

    /// The ports that come into question, and what is known of them.
    pub fn ports(&self) -> Vec<EncoderPort> {
        let told = |one: Candidate| {
            let known = self.asked.get(&one.name);
            EncoderPort {
                answers: known.map(|known| known.1),
                name: one.name,
                label: one.label,
            }
        };
        self.candidates().into_iter().map(told).collect()
    }

    /// Opens the encoder that was chosen, or the only one that answers. No port is asked twice as long as it stays
    /// plugged in, and none that another program has.
    ///
    /// # Errors
    /// [`Error::NoEncoder`] where no port comes into question, [`Error::NoEncoderAnswers`],
    /// [`Error::SeveralEncoders`], and as [`open_encoder`] for the one port that is taken.
    pub fn open(&mut self) -> Result<(PathBuf, BoxedEncoder), Error> {
        let all = self.candidates();
        if let Some(chosen) = &self.chosen {
            let listed = all.iter().find(|one| one.name == *chosen);
            let path = listed.map_or_else(|| PathBuf::from(chosen), |one| one.path.clone());
            let encoder = open_encoder(&path)?;
            return Ok((path, encoder));
        }
        let is_there = |name: &String, stamp: &Stamp| {
            let mut all = all.iter();
            all.any(|one| one.name == *name && stamp_of(&one.path) == *stamp)
        };
        self.asked.retain(|name, (stamp, _)| is_there(name, stamp));
        let mut opened = None;
        let mut barred = None;
        for one in &all {
            if self.asked.contains_key(&one.name) {
                continue;
            }
            let answers = match ask(&one.path) {
                Ok(encoder) => {
                    opened = Some((one.path.clone(), encoder));
                    true
                }
                Err(Error::Encoder(device::Error::PortBusy { .. })) => continue,
                Err(error @ Error::Encoder(device::Error::PortDenied { .. })) => {
                    barred = barred.or(Some(error));
                    continue;
                }
                Err(_) => false,
            };
            let known = (stamp_of(&one.path), answers);
            let _before = self.asked.insert(one.name.clone(), known);
        }
        let answers = |one: &&Candidate| self.asked.get(&one.name).is_some_and(|known| known.1);
        let found: Vec<&Candidate> = all.iter().filter(answers).collect();
        let paths = |of: &[&Candidate]| {
            let paths = of.iter().map(|one| one.path.display().to_string());
            paths.collect::<Vec<_>>()
        };
        match (&found[..], barred) {
            ([one], _) => match opened {
                Some(opened) => Ok(opened),
                None => self.open_again(&one.name.clone(), &one.path),
            },
            ([], Some(error)) => Err(error),
            ([], None) if all.is_empty() => Err(Error::NoEncoder),
            ([], None) => Err(Error::NoEncoderAnswers {
                ports: paths(&all.iter().collect::<Vec<_>>()),
            }),
            _ => Err(Error::SeveralEncoders {
                ports: paths(&found),
            }),
        }
    }

    /// Opens one that answered before; where it does so no more, it is asked anew next time.
    fn open_again(&mut self, name: &str, path: &Path) -> Result<(PathBuf, BoxedEncoder), Error> {
        match open_encoder(path) {
            Ok(encoder) => Ok((path.to_path_buf(), encoder)),
            Err(error) => {
                let _forgotten = self.asked.remove(name);
                Err(error)
            }
        }
    }
}

fn ask(path: &Path) -> Result<BoxedEncoder, Error> {
    if candidates::is_held(path) {
        let path = path.display().to_string();
        return Err(device::Error::PortBusy { path }.into());
    }
    open_encoder(path)
}

fn stamp_of(path: &Path) -> Stamp {
    let port = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let found = std::fs::metadata(&port).ok();
    let made = found.as_ref().and_then(|found| found.created().ok());
    #[cfg(unix)]
    let number = found
        .as_ref()
        .map_or(0, std::os::unix::fs::MetadataExt::ino);
    #[cfg(not(unix))]
    let number = 0;
    (port, made, number)
}
