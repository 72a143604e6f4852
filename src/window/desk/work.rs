//! The thread's own side: opens the system, answers, adds, programs.

mod rites;

pub(crate) use rites::sheet_text;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use iced::futures::channel::mpsc::UnboundedSender;

use super::data::{Answer, Fault, Job, Request, Seat, Secret, Session, Written};
use super::post::Post;
use super::reader::{self, Reader, Shared, hold};
use super::reading;
use super::sheet::{Ask, Kind, Told};
use super::sheets::DRAFT;
use super::{Config, cards, changes, forms, log, operators, person, sheets, views};
use crate::device::encoder::{Phase, Progress};
use crate::device::programming_key::{LastTry, ProgrammingKey};
use crate::model::{Email, LockId, Permission, Uid};
use crate::store::DraftId;
use crate::time::{Clock, FixedClock, SystemClock};
use crate::workflow::deploying::Install;
use crate::workflow::hardware::TokenName;
use crate::workflow::programming::{self, Devices};
use crate::workflow::{Access, Error, Services, Shown, Station, hardware};

/// Least time between two words on progress.
const PROGRESS_PAUSE: Duration = Duration::from_millis(50);

/// After so long without a request what was entered into a wizard is kept.
const IDLE: Duration = Duration::from_millis(400);

struct Worker<'a> {
    config: Config,
    outbox: UnboundedSender<Answer>,
    cancel: &'a AtomicBool,
    reader: Shared,
    station: Option<Station>,
    watched: bool,
    seat: Option<Seat>,
    draft: Option<DraftId>,
    unkept: Option<String>,
    refused: bool,
    post: Post,
    joining: rites::Joining,
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
        watched: false,
        seat: None,
        draft: None,
        unkept: None,
        refused: false,
        post: Post::new(),
        joining: rites::Joining::default(),
    };
    loop {
        worker.send_letters();
        let request = match inbox.recv_timeout(IDLE) {
            Ok(request) => request,
            Err(RecvTimeoutError::Timeout) => {
                // What was refused is tried again with what is entered next, and when the system is closed.
                if !worker.refused {
                    let _told = worker.keep_draft();
                }
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => {
                let _told = worker.keep_draft();
                return;
            }
        };
        let rearranges = rearranges(&request);
        let answer = worker.answer(request);
        if rearranges {
            worker.note_own_keys();
        }
        let Some(answer) = answer else {
            continue;
        };
        let last = matches!(answer, Answer::Closed(Ok(())));
        if worker.outbox.unbounded_send(answer).is_err() || last {
            return;
        }
    }
}

/// Whether afterwards the system may have other programming keys, or they other operators.
fn rearranges(request: &Request) -> bool {
    match request {
        Request::Rite(..) | Request::Run { .. } => true,
        Request::Ask(_, ask) => matches!(
            ask,
            Ask::Sheet(Kind::ProgrammingKeys)
                | Ask::Save(_)
                | Ask::Remove(..)
                | Ask::RemoveOperator(..)
        ),
        _ => false,
    }
}

impl Worker<'_> {
    /// Sends what is due, while somebody is signed in.
    fn send_letters(&mut self) {
        if let Some(station) = &mut self.station {
            self.post.work(station, &self.outbox);
        }
    }

    fn answer(&mut self, request: Request) -> Option<Answer> {
        Some(match request {
            Request::SignIn {
                path,
                email,
                password,
            } => Answer::SignedIn(self.sign_in(&path, &email, &password).map_err(Fault::from)),
            Request::Users { ticket, asked } => {
                Answer::Users(ticket, self.with(|station| views::users(station, &asked)))
            }
            Request::Person { ticket, id } => Answer::Person(
                ticket,
                self.with(|station| person::person(station, id).map(Box::new)),
            ),
            Request::Reasons { ticket, id } => {
                Answer::Reasons(ticket, self.with(|station| person::reasons(station, id)))
            }
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
            Request::KeyPlan { ticket, key } => {
                Answer::KeyPlan(ticket, self.with(|station| views::key_plan(station, key)))
            }
            Request::Run {
                ticket,
                job,
                pin,
                last_try,
                shown,
            } => {
                let outcome = self.run(ticket, (job, shown), (&pin, last_try));
                if let (Err(Error::SummaryChanged), Job::Program(key, _)) = (&outcome, job) {
                    let now = self.with(|station| views::key_plan(station, key));
                    let _gone = self.outbox.unbounded_send(Answer::KeyPlan(ticket, now));
                }
                Answer::Programmed(ticket, outcome.map_err(Fault::from))
            }
            Request::Rite(ticket, rite) => {
                Answer::Rite(ticket, self.rite(ticket, rite).map_err(Fault::from))
            }
            Request::Ask(ticket, ask) => Answer::Told(ticket, self.told(ask)),
            Request::Mail(ticket, ask) => {
                let station = self.station.as_mut()?;
                let told = self.post.answer(station, (ticket, ask), &self.outbox)?;
                Answer::Mail(ticket, told)
            }
            Request::Waiting => {
                let waiting = self.with(|station| sheets::waiting(station)).ok();
                let (count, letters) = waiting.unzip();
                Answer::Waiting(count.unwrap_or_default(), letters)
            }
            Request::Owner { uid } => {
                let owner = Uid::new(&uid)
                    .map_err(Error::from)
                    .map_err(Fault::from)
                    .and_then(|found| self.with(|station| views::owner(station, &found)));
                Answer::Owner(uid, owner)
            }
            Request::ConfirmClock => {
                Answer::ClockConfirmed(self.with(|station| station.confirm_clock()))
            }
            Request::Doors => {
                let doors = self.with(|station| sheets::doors(station));
                Answer::Doors(doors.unwrap_or_default())
            }
            other => return self.answer_on_people(other),
        })
    }

    /// To what is asked while people are added, changed and removed.
    fn answer_on_people(&mut self, request: Request) -> Option<Answer> {
        Some(match request {
            Request::EditStart { ticket, user } => Answer::EditStart(
                ticket,
                self.with(|station| changes::edit_start(station, user).map(Box::new)),
            ),
            Request::Preview { ticket, entered } => Answer::Preview(
                ticket,
                self.with(|station| changes::preview(station, &entered)),
            ),
            Request::Add {
                ticket,
                entered,
                shown,
            } => {
                let added = self.with(|station| changes::store(station, &entered, shown));
                if added.is_ok() {
                    self.drop_draft(None);
                    self.post.hurry();
                }
                Answer::Added(ticket, added)
            }
            Request::Leaving { ticket, user } => Answer::Leaving(
                ticket,
                self.with(|station| changes::leaving(station, user).map(Box::new)),
            ),
            Request::RemoveUser {
                ticket,
                user,
                version,
            } => Answer::UserRemoved(
                ticket,
                self.with(|station| station.remove_user(user, version)),
            ),
            Request::Drafts => {
                let drafts = self.with(|station| station.own_drafts(DRAFT));
                let drafts = drafts.unwrap_or_default().into_iter();
                Answer::Drafts(drafts.map(|draft| (draft.id, draft.document)).collect())
            }
            Request::Close { anyway } => Answer::Closed(self.close(anyway)),
            other => {
                self.note(other);
                return None;
            }
        })
    }

    /// What needs no answer.
    fn note(&mut self, request: Request) {
        match request {
            Request::KeepDraft { document, at_once } => {
                self.unkept = Some(document);
                self.refused = false;
                if at_once {
                    let _told = self.keep_draft();
                }
            }
            Request::DropDraft(id) => self.drop_draft(id),
            Request::ResumeDraft(id) => {
                // What was entered before belongs to another draft.
                let _told = self.keep_draft();
                self.unkept = None;
                self.draft = Some(id);
            }
            Request::Preferences(preferences) => {
                hold(&self.reader).choose_encoder(&preferences.encoder);
                if let Some(path) = &self.config.preferences
                    && let Err(error) = preferences.write(path)
                {
                    tracing::warn!("the settings of the window are not kept: {error}");
                }
            }
            Request::SignOut => {
                let _told = self.keep_draft();
                self.station = None;
                self.joining = rites::Joining::default();
            }
            _ => {}
        }
    }

    fn with<T>(&mut self, work: impl FnOnce(&mut Station) -> Result<T, Error>) -> Result<T, Fault> {
        let station = self
            .station
            .as_mut()
            .ok_or_else(|| Fault::new("store-file-missing", crate::i18n::Arguments::new()))?;
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
        let seat = Seat {
            path: path.to_path_buf(),
            system: info.id,
            operator,
        };
        let session = Session {
            seat: seat.clone(),
            system: info.name.clone(),
            operator: user.full_name(),
            email: user.email.to_string(),
            zone: info.zone,
            today: info.zone.date(station.services.now()),
            clock_wrong: station.look_at_clock()?.1.is_some(),
        };
        self.station = Some(station);
        if self.seat.as_ref() != Some(&seat) {
            // The open wizard was that of somebody else, and so was its draft.
            self.draft = None;
            self.unkept = None;
            self.joining = rites::Joining::default();
            self.seat = Some(seat);
        }
        self.refused = false;
        self.note_own_keys();
        if !self.watched {
            self.watched = true;
            let (config, reader) = (self.config.clone(), Arc::clone(&self.reader));
            let outbox = self.outbox.clone();
            let _thread = std::thread::spawn(move || reader::watch(&config, &reader, &outbox));
        }
        Ok(session)
    }

    /// Writes what was entered into the open wizard since the last time. What cannot be written now waits.
    fn keep_draft(&mut self) -> Result<(), Fault> {
        let Some(document) = self.unkept.take() else {
            return Ok(());
        };
        let draft = self.draft;
        match self.with(|station| station.keep_draft(draft, DRAFT, &document)) {
            Ok(id) => self.draft = Some(id),
            Err(fault) => {
                tracing::warn!("the draft is not kept: {}", fault.code);
                self.unkept = Some(document);
                self.refused = true;
                return Err(fault);
            }
        }
        Ok(())
    }

    /// Keeps what was entered and lets go of the system: after this nothing is left to be done.
    fn close(&mut self, anyway: bool) -> Result<(), Fault> {
        match self.keep_draft() {
            Err(fault) if !anyway => return Err(fault),
            _ => {}
        }
        if let Some(station) = &mut self.station {
            self.post.land(station, &self.outbox);
        }
        self.station = None;
        Ok(())
    }

    /// Throws away a draft: that of the open wizard where none is named.
    fn drop_draft(&mut self, id: Option<DraftId>) {
        let id = id.or(self.draft);
        if id == self.draft {
            self.unkept = None;
            self.draft = None;
        }
        if let Some(id) = id
            && let Err(fault) = self.with(|station| station.drop_draft(id))
        {
            tracing::warn!("the draft is not removed: {}", fault.code);
        }
    }

    fn told(&mut self, ask: Ask) -> Told {
        match ask {
            Ask::Sheet(kind) => {
                let plugged = (kind == Kind::ProgrammingKeys).then(|| self.plugged());
                let plugged = plugged.flatten();
                Told::Sheet(self.with(|station| sheets::sheet(station, kind, plugged.as_deref())))
            }
            Ask::Keys(asked) => Told::Sheet(self.with(|station| sheets::keys(station, &asked))),
            Ask::Log(asked) => Told::Sheet(self.with(|station| log::stretch(station, &asked))),
            Ask::Card(thing) => {
                Told::Card(self.with(|station| cards::card(station, thing).map(Box::new)))
            }
            Ask::Form(kind, thing) => {
                Told::Form(self.with(|station| forms::form(station, kind, thing).map(Box::new)))
            }
            Ask::Save(form) if form.kind == Kind::ProgrammingKeys && form.thing.is_none() => {
                let plugged = self.plugged();
                Told::MayAdd(
                    self.with(|station| {
                        forms::new_programming_key(station, &form, plugged.as_deref())
                    }),
                )
            }
            Ask::Save(form) => Told::Saved(self.with(|station| forms::save(station, &form))),
            Ask::Remove(thing, version) => {
                Told::Removed(self.with(|station| forms::remove(station, thing, version)))
            }
            Ask::RemoveOperator(id, version, own) => {
                Told::Removed(self.with(|station| operators::remove(station, (id, version), &own)))
            }
            Ask::Block(key) => {
                Told::Blocked(self.with(|station| station.block_key(key, "operator").map(|_| ())))
            }
            Ask::WriteOff(key) => {
                Told::Blocked(self.with(|station| station.write_off_key(key).map(|_| ())))
            }
            Ask::Export(path) => Told::Exported(self.with(|station| station.export_log(&path))),
        }
    }

    /// The number of the programming key that is plugged in.
    fn plugged(&self) -> Option<String> {
        hold(&self.reader).plugged()
    }

    /// Tells who watches which programming keys the open system has by now.
    fn note_own_keys(&mut self) {
        let own = self.station.as_ref().map(hardware::OwnKeys::of);
        match own {
            Some(Ok(own)) => hold(&self.reader).know(own),
            Some(Err(error)) => tracing::warn!("programming keys are judged as before: {error}"),
            None => {}
        }
    }

    /// Opens the programming key with its PIN and writes. The encoder is held until it is done.
    fn run(
        &mut self,
        ticket: u64,
        (job, shown): (Job, Option<Shown>),
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
        let mut token = match hardware::open_token_of(station, name, pin.expose(), last_try) {
            Ok(token) => token,
            Err(error) => {
                // What is left of the tries is told at once, not at the next look. A token serves one link at a
                // time, so this is asked only when there is none.
                let state = reader.token_state(name);
                let _gone = self.outbox.unbounded_send(Answer::Token(state));
                return Err(error);
            }
        };
        if let Job::Deploy(lock) = job {
            return deploy(station, lock, (name, &mut *token));
        }
        if job == Job::SignLists {
            return sign_lists(station, &mut *token);
        }
        let mut report = thinned(&self.outbox, ticket);
        let mut bench = Devices {
            encoder: &mut **reader.encoder()?,
            token: &mut *token,
            progress: &mut report,
            cancel: self.cancel,
        };
        let outcome = if job == Job::Read {
            let read = reading::read(station, bench.encoder, bench.token);
            read.map(|(written, view)| {
                let told = Answer::Read(ticket, Box::new(view));
                let _gone = self.outbox.unbounded_send(told);
                written
            })
        } else {
            write(station, (job, shown), &mut bench)
        };
        if let Err(error) = &outcome {
            reader.after(error);
        }
        outcome
    }
}

/// Writes what lies on the encoder.
fn write(
    station: &mut Station,
    (job, shown): (Job, Option<Shown>),
    bench: &mut Devices<'_>,
) -> Result<Written, Error> {
    let (record, changes, resumed) = match job {
        Job::Empty(key) => {
            let before = station.read(|reading| reading.key(key))?;
            let _emptied = station.empty_key(key, bench)?;
            (before, 0, false)
        }
        Job::Program(key, home_group) => {
            let request = programming::Request {
                home_group,
                shown,
                ..programming::Request::of(key)
            };
            let done = station.program_key(request, bench)?;
            (done.key, done.difference.len(), done.resumed)
        }
        Job::Deploy(_) | Job::SignLists | Job::Read => return Err(Error::NoEncoder),
    };
    Ok(Written {
        job,
        number: record.key.number.0,
        uid: record
            .key
            .uid
            .map(|uid| uid.to_string())
            .unwrap_or_default(),
        changes,
        resumed,
    })
}

/// Signs what waits for it.
fn sign_lists(station: &mut Station, token: &mut dyn ProgrammingKey) -> Result<Written, Error> {
    let waiting = station.unsigned_blocklists()?.len();
    let _groups = station.sign_blocklists(token)?;
    Ok(Written {
        job: Job::SignLists,
        number: 0,
        uid: String::new(),
        changes: waiting,
        resumed: false,
    })
}

/// Delivers its configuration to a lock of the bench.
fn deploy(
    station: &mut Station,
    lock: LockId,
    (name, token): (&TokenName, &mut dyn ProgrammingKey),
) -> Result<Written, Error> {
    station.require(Permission::DeployLocks)?;
    let TokenName::Bench(folder) = name else {
        return Err(Error::DemoOnly);
    };
    let mut doors = hardware::open_bench_doors(folder);
    let done = station.deploy(&[lock], Install::First, &mut *doors, token)?;
    let done = done.into_iter().next();
    let done = done.ok_or(crate::store::Error::NotFound {
        entity: crate::store::Entity::Lock,
    })?;
    let _revision = done.outcome?;
    Ok(Written {
        job: Job::Deploy(lock),
        number: done.lock.lock.number.0,
        uid: done.lock.lock.name,
        changes: 0,
        resumed: false,
    })
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
