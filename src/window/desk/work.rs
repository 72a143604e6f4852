//! The thread's own side: opens the system, answers, adds, programs.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use iced::futures::channel::mpsc::UnboundedSender;

use super::data::{Answer, Fault, Request, Secret, Session, Written};
use super::reader::{self, Reader, Shared, hold};
use super::{Config, views};
use crate::device::encoder::{Phase, Progress};
use crate::device::programming_key::LastTry;
use crate::model::{Email, Uid};
use crate::time::{Clock, FixedClock, SystemClock};
use crate::workflow::hardware::TokenName;
use crate::workflow::programming::{self, Devices};
use crate::workflow::{Access, Error, Services, Station, hardware};

/// Least time between two words on progress.
const PROGRESS_PAUSE: Duration = Duration::from_millis(50);

struct Worker<'a> {
    config: Config,
    outbox: UnboundedSender<Answer>,
    cancel: &'a AtomicBool,
    reader: Shared,
    station: Option<Station>,
}

/// Serves until nobody asks or nobody listens.
pub(super) fn serve(
    config: Config,
    inbox: &Receiver<Request>,
    outbox: UnboundedSender<Answer>,
    cancel: &AtomicBool,
) {
    let mut worker = Worker {
        reader: Reader::shared(&config),
        config,
        outbox,
        cancel,
        station: None,
    };
    while let Ok(request) = inbox.recv() {
        let answer = worker.answer(request);
        if worker.outbox.unbounded_send(answer).is_err() {
            return;
        }
    }
}

impl Worker<'_> {
    fn answer(&mut self, request: Request) -> Answer {
        match request {
            Request::SignIn {
                path,
                email,
                password,
            } => Answer::SignedIn(self.sign_in(&path, &email, &password).map_err(Fault::from)),
            Request::Users {
                ticket,
                text,
                sort,
                offset,
            } => Answer::Users(
                ticket,
                self.with(|station| views::users(station, text, sort, offset)),
            ),
            Request::Person { ticket, id } => Answer::Person(
                ticket,
                self.with(|station| views::person(station, id).map(Box::new)),
            ),
            Request::Offer => {
                Answer::Offer(self.with(|station| views::offer(station).map(Arc::new)))
            }
            Request::Likeness {
                ticket,
                first,
                last,
                email,
            } => Answer::Likeness(
                ticket,
                self.with(|station| views::likeness(station, &first, &last, &email)),
            ),
            Request::Preview { ticket, new } => {
                Answer::Preview(ticket, self.with(|station| views::preview(station, &new)))
            }
            Request::Add { ticket, new } => {
                Answer::Added(ticket, self.with(|station| views::add(station, &new)))
            }
            Request::KeyPlan { ticket, key } => {
                Answer::KeyPlan(ticket, self.with(|station| views::key_plan(station, key)))
            }
            Request::Program {
                ticket,
                key,
                home_group,
                pin,
                last_try,
            } => {
                let request = programming::Request {
                    key,
                    home_group,
                    stamp: None,
                    again: false,
                };
                let outcome = self.program(ticket, request, (&pin, last_try));
                Answer::Programmed(ticket, outcome.map_err(Fault::from))
            }
            Request::Owner { uid } => {
                let owner = Uid::new(&uid)
                    .map_err(Error::from)
                    .map_err(Fault::from)
                    .and_then(|found| self.with(|station| views::owner(station, &found)));
                Answer::Owner(uid, owner.ok().flatten())
            }
        }
    }

    fn with<T>(&mut self, work: impl FnOnce(&mut Station) -> Result<T, Error>) -> Result<T, Fault> {
        let station = self.station.as_mut().ok_or_else(|| Fault {
            code: "store-file-missing",
            arguments: crate::i18n::Arguments::new(),
        })?;
        Ok(work(station)?)
    }

    fn sign_in(&mut self, path: &Path, email: &str, password: &Secret) -> Result<Session, Error> {
        let clock: Arc<dyn Clock> = match self.config.at {
            Some(at) => Arc::new(FixedClock(at)),
            None => Arc::new(SystemClock),
        };
        let email = Email::new(email)?;
        let services = Services::of_this_computer(clock);
        let station = Station::open(path, &email, password.expose(), Access::Write, services)?;
        let info = station.info()?;
        if self.config.at.is_some() && !info.demo {
            return Err(Error::DemoOnly);
        }
        let operator = station.operator;
        let user = station.read(|reading| reading.user(operator))?;
        let session = Session {
            system: info.name.clone(),
            operator: user.full_name(),
            zone: info.zone,
            today: info.zone.date(station.services.now()),
        };
        if self.station.replace(station).is_none() {
            let (config, reader) = (self.config.clone(), Arc::clone(&self.reader));
            let outbox = self.outbox.clone();
            let _thread = std::thread::spawn(move || reader::watch(&config, &reader, &outbox));
        }
        Ok(session)
    }

    /// Opens the programming key with its PIN and writes. The encoder is held until it is done.
    fn program(
        &mut self,
        ticket: u64,
        request: programming::Request,
        (pin, last_try): (&Secret, LastTry),
    ) -> Result<Written, Error> {
        self.cancel.store(false, Ordering::Relaxed);
        let station = self
            .station
            .as_mut()
            .ok_or(crate::store::Error::FileMissing)?;
        let name = self.config.token.as_ref().ok_or(Error::NoProgrammingKey)?;
        if matches!(name, TokenName::Bench(_)) && !station.info()?.demo {
            return Err(Error::DemoOnly);
        }
        let mut reader = hold(&self.reader);
        let mut token = match hardware::open_token(name, pin.expose(), last_try) {
            Ok(token) => token,
            Err(error) => {
                // What is left of the tries is told at once, not at the next look. A token serves one link at a
                // time, so this is asked only when there is none.
                let state = reader::token_state(name);
                let _gone = self.outbox.unbounded_send(Answer::Token(state));
                return Err(error);
            }
        };
        let mut report = thinned(&self.outbox, ticket);
        let mut bench = Devices {
            encoder: &mut **reader.encoder()?,
            token: &mut *token,
            progress: &mut report,
            cancel: self.cancel,
        };
        let outcome = station.program_key(request, &mut bench);
        if let Err(error) = &outcome {
            reader.after(error);
        }
        let done = outcome?;
        Ok(Written {
            number: done.key.key.number.0,
            uid: done
                .key
                .key
                .uid
                .map(|uid| uid.to_string())
                .unwrap_or_default(),
            changes: done.difference.len(),
            resumed: done.resumed,
        })
    }
}

/// A sink that lets through what changes phase, and otherwise twenty words a second.
fn thinned(outbox: &UnboundedSender<Answer>, ticket: u64) -> impl FnMut(Progress) {
    let mut last: Option<(Instant, Phase)> = None;
    move |progress| {
        let now = Instant::now();
        let due = last.is_none_or(|(sent, phase)| {
            now.duration_since(sent) >= PROGRESS_PAUSE || phase != progress.phase
        });
        if due {
            last = Some((now, progress.phase));
            let _gone = outbox.unbounded_send(Answer::Progress(
                ticket,
                progress.phase,
                progress.exchanges,
                progress.expected,
            ));
        }
    }
}
