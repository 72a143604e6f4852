//! The contact slot of a bench: its reader on a pseudo-terminal, and which token of the bench lies in it as a card.
//! Empty when the bench starts.

use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};

use super::Contact;
use crate::bench::Error;
use crate::bench::fault::Piece;
use crate::bench::line::Terminal;
use crate::bench::station::Bench;
use crate::bench::token::Token;

/// The name of the line in the folder of a bench.
const LINE: &str = "contact";
/// A frame of which nothing more has come for so long is cut short.
const PAUSE: Duration = Duration::from_millis(150);
/// Before a line that takes nothing is tried again.
const FULL: Duration = Duration::from_millis(5);

/// See the module.
pub struct Port {
    contact: Contact,
    terminal: Terminal,
    seated: Option<String>,
    /// When the piece at the head of the queue may go out.
    due: Option<Instant>,
    /// When the last byte came.
    heard: Instant,
}

impl Port {
    /// Opens the line in the folder of a bench.
    pub fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            contact: Contact::default(),
            terminal: Terminal::open(&folder.join(LINE))?,
            seated: None,
            due: None,
            heard: Instant::now(),
        })
    }

    /// What to wait for.
    pub fn fd(&self) -> BorrowedFd<'_> {
        std::os::fd::AsFd::as_fd(&self.terminal)
    }

    /// The longest wait until it is to be served though no byte comes.
    pub fn until(&self, now: Instant) -> Option<Duration> {
        let pause = self.contact.is_within_frame().then(|| self.heard + PAUSE);
        let next = [self.due, pause].into_iter().flatten().min()?;
        Some(next.saturating_duration_since(now))
    }

    /// The name of the token that lies in the slot.
    pub fn seated(&self) -> Option<&str> {
        self.seated.as_deref()
    }

    /// Receives and sends what there is.
    pub fn serve(&mut self) -> io::Result<()> {
        let bytes = self.terminal.receive()?;
        let now = Instant::now();
        if !bytes.is_empty() {
            self.heard = now;
            self.contact.write(&bytes);
        } else if now >= self.heard + PAUSE {
            self.contact.pause();
        }
        while let Some(Piece { late, bytes }) = self.contact.read() {
            let due = *self.due.get_or_insert(now + late);
            if due > now {
                self.contact.put_back(Piece { late, bytes });
                return Ok(());
            }
            let sent = self.terminal.send(&bytes)?;
            self.due = None;
            if sent < bytes.len() {
                let late = Duration::ZERO;
                let bytes = bytes[sent..].to_vec();
                self.contact.put_back(Piece { late, bytes });
                self.due = Some(now + FULL);
                return Ok(());
            }
        }
        self.due = None;
        Ok(())
    }

    fn seat(&mut self, name: &str, card: Token) {
        drop(self.contact.seat(card));
        self.seated = Some(name.to_owned());
    }

    fn unseat(&mut self) -> Option<String> {
        drop(self.contact.unseat());
        self.seated.take()
    }
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// Answers `seat` and `unseat`.
pub(in crate::bench) fn act(
    bench: &mut Bench,
    verb: &str,
    request: &Value,
) -> Option<Result<Value, Error>> {
    match verb {
        "seat" => {
            let named = Named::deserialize(request).map_err(Error::Request);
            Some(named.and_then(|named| seat(bench, &named.name)))
        }
        "unseat" => Some(Ok(json!({ "name": bench.contact().unseat() }))),
        _ => None,
    }
}

/// A token is in one place at a time.
fn seat(bench: &mut Bench, name: &str) -> Result<Value, Error> {
    if bench.contact().seated() != Some(name) {
        let card = bench.slot().take(name)?;
        bench.contact().seat(name, card);
    }
    Ok(Value::Null)
}
