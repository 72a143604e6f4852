//! The window as a program: what is open, which screen is shown, and the way of messages between screens and the
//! thread behind them.

mod place;
mod post;
mod view;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

pub use place::Place;

use iced::futures::channel::mpsc::UnboundedReceiver;
use iced::{Size, Subscription, Task};

use super::desk::{
    self, Answer, Config, EncoderState, Handle, Job, MailAsk, Owner, Request, Secret, Session,
    TokenState,
};
use super::preferences::Preferences;
use super::screen::bench::{self, Bench};
use super::screen::leave::{self, Leave};
use super::screen::listing::{self, Listing};
use super::screen::mail::Mail;
use super::screen::program::{self, Program};
use super::screen::settings;
use super::screen::sign_in::{self, SignIn};
use super::screen::users::{self, Users};
use super::screen::wizard::draft::Draft;
use super::screen::wizard::{self, Mode, Step, Wizard};
use super::ui::Look;
use super::ui::frame::is_narrow;
use super::ui::theme::Tone;
use crate::i18n::Texts;
use crate::model::UserId;
use crate::store::DraftId;

/// How the window begins.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The system file.
    pub system: Option<PathBuf>,
    /// The operator's address.
    pub operator: Option<String>,
    /// The operator's password; with it the window signs in by itself.
    pub password: Option<Secret>,
    /// Where the devices are.
    pub config: Config,
    /// How the person wants the window.
    pub preferences: Preferences,
    /// After which time without a key or a press the window locks itself, where that is not as the person wants.
    pub lock_after: Option<Duration>,
    /// Whether the panel of the bench is shown, as in a demo.
    pub bench: bool,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// The thread says something.
    Heard(Box<Answer>),
    /// The window has another size.
    Resized(Size),
    /// On the sign-in screen.
    SignIn(sign_in::Message),
    /// On the list of users.
    Users(users::Message),
    /// In the wizard.
    Wizard(wizard::Message),
    /// In the dialog that programs a key.
    Program(program::Message),
    /// On a list screen.
    Listing(listing::Message),
    /// In the settings.
    Settings(settings::Message),
    /// Went to another place.
    Went(Place),
    /// At the bench of a demo.
    Bench(bench::Message),
    /// In the question what becomes of a user's media.
    Leave(leave::Message),
    /// Wants to go on with what was entered before.
    Resume,
    /// Wants it thrown away.
    DropDraft,
    /// Wants the new fob on the encoder to become a key of this user.
    NewKeyFor(UserId),
    /// Ctrl+P: program what lies on the encoder.
    ProgramLaid,
    /// Wants to see a user.
    Show(UserId),
    /// Closed a word in the corner.
    SaidClosed(u64),
    /// Time goes by.
    Tick(Instant),
    /// Pressed a key or a button anywhere.
    Active,
    /// Locks the window now.
    Lock,
    /// Ctrl+N.
    New,
    /// Ctrl+F.
    Find,
    /// F1.
    Shortcuts,
    /// Escape.
    Escape,
    /// Nothing.
    Nothing,
}

/// A word in the corner.
#[derive(Debug, Clone)]
struct Said {
    number: u64,
    tone: Tone,
    id: &'static str,
    count: usize,
    since: Option<Instant>,
}

/// From which height on, in pixels before the scale, there is room for the bench beside a list.
const ROOMY: f32 = 600.0;

/// How long a word stays in the corner.
const SAID: Duration = Duration::from_secs(6);

/// The window.
#[derive(Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says something else of the window"
)]
pub struct App {
    texts: Texts,
    preferences: Preferences,
    look: Look,
    width: f32,
    height: f32,
    narrow: bool,
    place: Place,
    listings: BTreeMap<Place, Listing>,
    waiting: usize,
    said: Vec<Said>,
    said_so_far: u64,
    active: Option<Instant>,
    lock_after: Option<Duration>,
    config: Config,
    by_itself: bool,
    handle: Option<Handle>,
    session: Option<Session>,
    sign_in: SignIn,
    users: Users,
    wizard: Option<Box<Wizard>>,
    leave: Option<Box<Leave>>,
    bench: Option<Box<Bench>>,
    draft: Option<(DraftId, Draft)>,
    program: Option<Box<Program>>,
    shortcuts: bool,
    encoder: Option<EncoderState>,
    token: Option<TokenState>,
    owner: Option<Owner>,
    behind: Option<String>,
    shows_bench: bool,
    mail: Mail,
}

impl App {
    /// The window as it begins.
    pub fn new(start: Start) -> (Self, Task<Message>) {
        let file = start.system.map(|path| path.display().to_string());
        let by_itself = start.password.is_some();
        let sign_in = SignIn::new(
            file.unwrap_or_default(),
            start.operator.unwrap_or_default(),
            start.password.unwrap_or_default(),
        );
        let task = sign_in.focus();
        let app = Self {
            texts: Texts::new(start.preferences.language()),
            look: start.preferences.look(),
            preferences: start.preferences,
            width: 1280.0,
            height: 800.0,
            narrow: false,
            place: Place::default(),
            listings: BTreeMap::new(),
            waiting: 0,
            said: Vec::new(),
            said_so_far: 0,
            active: None,
            lock_after: start.lock_after,
            config: start.config,
            by_itself,
            handle: None,
            session: None,
            sign_in,
            users: Users::default(),
            wizard: None,
            leave: None,
            bench: None,
            draft: None,
            program: None,
            shortcuts: false,
            encoder: None,
            token: None,
            owner: None,
            behind: None,
            shows_bench: start.bench,
            mail: Mail::default(),
        };
        (app, task)
    }

    /// Takes in what happened.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Heard(answer) => self.hear(*answer),
            Message::Resized(size) => {
                self.width = size.width;
                self.height = size.height;
                self.narrow = is_narrow(self.look, self.width);
                Task::none()
            }
            Message::SignIn(message) => {
                self.sign_in.update(message, self.handle.as_ref());
                Task::none()
            }
            Message::Users(message) => self.on_users(message),
            Message::Wizard(message) => self.on_wizard(message),
            Message::Program(message) => self.on_program(message),
            Message::Listing(message) => self.on_listing(message),
            Message::Settings(message) => self.on_settings(&message),
            Message::Went(place) => self.go(place),
            Message::ProgramLaid => self.program_laid(),
            Message::Show(user) => self.show(user),
            Message::SaidClosed(number) => {
                self.said.retain(|said| said.number != number);
                Task::none()
            }
            Message::Tick(now) => self.tick(now),
            Message::Active => {
                self.active = None;
                Task::none()
            }
            Message::Lock => self.lock(),
            Message::Bench(message) => {
                if let (Some(handle), Some(bench)) = (&self.handle, &mut self.bench) {
                    bench.update(message, self.height >= ROOMY, handle);
                }
                Task::none()
            }
            Message::Leave(message) => self.on_leave(message),
            Message::Resume => self.resume(),
            Message::DropDraft => {
                if let (Some((id, _)), Some(handle)) = (self.draft.take(), &self.handle) {
                    handle.send(Request::DropDraft(Some(id)));
                }
                Task::none()
            }
            Message::NewKeyFor(user) => self.new_key_for(user),
            Message::New => self.open_wizard(Mode::Add, Step::Basic),
            Message::Find => self.find(),
            Message::Shortcuts => {
                self.shortcuts = !self.shortcuts && self.session.is_some();
                Task::none()
            }
            Message::Escape => self.escape(),
            Message::Nothing => Task::none(),
        }
    }

    fn on_users(&mut self, message: users::Message) -> Task<Message> {
        let Some(handle) = &self.handle else {
            return Task::none();
        };
        let (task, outcome) = self.users.update(message, self.look, handle);
        let task = task.map(Message::Users);
        match outcome {
            users::Outcome::None => task,
            users::Outcome::Wizard(mode, step) => Task::batch([task, self.open_wizard(mode, step)]),
            users::Outcome::Remove(user) => {
                self.leave = Some(Box::new(Leave::new(user, handle)));
                task
            }
            users::Outcome::Program(key) => Task::batch([task, self.run(Job::Program(key, None))]),
        }
    }

    /// Asks for the PIN, then writes.
    fn run(&mut self, job: Job) -> Task<Message> {
        let Some(handle) = &self.handle else {
            return Task::none();
        };
        let (program, task) = Program::new(job, handle);
        self.program = Some(Box::new(program));
        task.map(Message::Program)
    }

    fn on_listing(&mut self, message: listing::Message) -> Task<Message> {
        let (Some(handle), Some(listing)) = (&self.handle, self.listings.get_mut(&self.place))
        else {
            return Task::none();
        };
        let (task, outcome) = listing.update(message, self.look, handle);
        let task = task.map(Message::Listing);
        Task::batch([task, self.after_listing(&outcome)])
    }

    fn after_listing(&mut self, outcome: &listing::Outcome) -> Task<Message> {
        match outcome {
            listing::Outcome::None => Task::none(),
            listing::Outcome::Run(job) => self.run(*job),
            listing::Outcome::Show(user) => self.show(*user),
            listing::Outcome::Resend(id, version, anyway) => {
                if let Some(handle) = &self.handle {
                    let ask = MailAsk::Resend(*id, *version, *anyway);
                    handle.send(Request::Mail(handle.ticket(), ask));
                }
                Task::none()
            }
            listing::Outcome::Say(id, count) => {
                self.say(Tone::Good, id, *count);
                self.ask_waiting();
                Task::none()
            }
        }
    }

    fn show(&mut self, user: UserId) -> Task<Message> {
        self.place = Place::Users;
        self.on_users(users::Message::Show(user))
    }

    fn go(&mut self, place: Place) -> Task<Message> {
        let Some(handle) = self.handle.as_ref().filter(|_| self.session.is_some()) else {
            return Task::none();
        };
        self.place = place;
        match place.kinds() {
            [] if place == Place::Users => self.users.refresh(handle),
            [] if place == Place::Settings => self.mail.refresh(handle),
            [] => {}
            kinds => {
                let listing = self.listings.entry(place);
                listing
                    .or_insert_with(|| Listing::new(kinds))
                    .refresh(handle);
            }
        }
        self.ask_waiting();
        Task::none()
    }

    fn on_settings(&mut self, message: &settings::Message) -> Task<Message> {
        if let (settings::Message::Mail(message), Some(handle)) = (message, &self.handle) {
            self.mail.update(message.clone(), handle);
            return Task::none();
        }
        settings::update(&mut self.preferences, message);
        self.look = self.preferences.look();
        self.narrow = is_narrow(self.look, self.width);
        if self.texts.language() != self.preferences.language() {
            self.texts = Texts::new(self.preferences.language());
        }
        if let Some(handle) = &self.handle {
            handle.send(Request::Preferences(self.preferences.clone()));
        }
        Task::none()
    }

    /// Says something in the corner.
    fn say(&mut self, tone: Tone, id: &'static str, count: usize) {
        self.said_so_far += 1;
        self.said.push(Said {
            number: self.said_so_far,
            tone,
            id,
            count,
            since: None,
        });
        if self.said.len() > 3 {
            let _oldest = self.said.remove(0);
        }
    }

    fn tick(&mut self, now: Instant) -> Task<Message> {
        for said in &mut self.said {
            let _since = said.since.get_or_insert(now);
        }
        self.said.retain(|said| {
            said.since
                .is_none_or(|since| now.duration_since(since) < SAID)
        });
        let since = *self.active.get_or_insert(now);
        let due = self
            .lock_time()
            .is_some_and(|time| now.duration_since(since) >= time);
        if due && self.session.is_some() && !self.is_writing() {
            return self.lock();
        }
        Task::none()
    }

    /// After which time the window locks itself.
    fn lock_time(&self) -> Option<Duration> {
        let minutes = u64::from(self.preferences.auto_lock);
        let chosen = (minutes > 0).then(|| Duration::from_secs(60 * minutes));
        self.lock_after.or(chosen)
    }

    fn is_writing(&self) -> bool {
        self.program.as_ref().is_some_and(|one| one.is_running())
            || self.wizard.as_ref().is_some_and(|one| one.is_busy())
            || self.leave.as_ref().is_some_and(|one| one.is_running())
    }

    /// Shows the sign-in instead of the system. A wizard waits behind it for the same operator.
    fn lock(&mut self) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, self.session.take()) else {
            return Task::none();
        };
        handle.send(Request::SignOut);
        self.program = None;
        self.leave = None;
        self.active = None;
        self.listings.clear();
        self.mail = Mail::default();
        self.users = Users::default();
        self.behind = Some(session.email.clone());
        self.sign_in = SignIn::new(
            session.path.display().to_string(),
            session.email,
            Secret::default(),
        );
        self.sign_in.focus()
    }

    fn program_laid(&mut self) -> Task<Message> {
        let busy = self.is_asking();
        match &self.owner {
            Some(owner) if !busy && self.session.is_some() && owner.changes > 0 => {
                self.run(Job::Program(owner.key, None))
            }
            _ => Task::none(),
        }
    }

    fn ask_waiting(&self) {
        if let Some(handle) = &self.handle {
            handle.send(Request::Waiting);
        }
    }

    fn on_wizard(&mut self, message: wizard::Message) -> Task<Message> {
        let (Some(handle), Some(wizard)) = (&self.handle, &mut self.wizard) else {
            return Task::none();
        };
        // Enter in an input of the first step goes on.
        let submit = matches!(
            message,
            wizard::Message::Basic(wizard::basic::Message::Submit)
        );
        let message = if submit {
            wizard::Message::Next
        } else {
            message
        };
        let (task, outcome) = wizard.update(message, handle);
        let task = task.map(Message::Wizard);
        Task::batch([task, self.after_wizard(&outcome)])
    }

    fn after_wizard(&mut self, outcome: &wizard::Outcome) -> Task<Message> {
        let (Some(handle), wizard::Outcome::Close(user)) = (&self.handle, outcome) else {
            return Task::none();
        };
        self.wizard = None;
        self.place = Place::Users;
        if let Some(user) = user {
            self.users.choose(*user, handle);
        }
        self.users.refresh(handle);
        self.ask_owner();
        self.ask_waiting();
        focus(users::SEARCH)
    }

    fn on_leave(&mut self, message: leave::Message) -> Task<Message> {
        let (Some(handle), Some(leave)) = (&self.handle, &mut self.leave) else {
            return Task::none();
        };
        let (task, outcome) = leave.update(message, handle);
        Task::batch([task.map(Message::Leave), self.after_leave(outcome)])
    }

    fn after_leave(&mut self, outcome: leave::Outcome) -> Task<Message> {
        if outcome == leave::Outcome::None {
            return Task::none();
        }
        self.leave = None;
        if outcome == leave::Outcome::Removed {
            self.users.forget();
            self.say(Tone::Good, "removed", 0);
        }
        if let Some(handle) = &self.handle {
            self.users.refresh(handle);
        }
        self.ask_waiting();
        focus(users::SEARCH)
    }

    /// Opens the wizard where it was left.
    fn resume(&mut self) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, &self.session) else {
            return Task::none();
        };
        if self.is_asking() {
            return Task::none();
        }
        let Some((id, draft)) = self.draft.take() else {
            return Task::none();
        };
        handle.send(Request::ResumeDraft(id));
        let wizard = Wizard::new(draft.mode, session.zone, session.today, handle).resumed(draft);
        let task = wizard.focus();
        self.wizard = Some(Box::new(wizard));
        task
    }

    fn new_key_for(&mut self, user: UserId) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, &self.session) else {
            return Task::none();
        };
        if self.is_asking() {
            return Task::none();
        }
        let wizard = Wizard::new(Mode::Change(user), session.zone, session.today, handle);
        let wizard = wizard.at(Step::Keys).for_laid_fob();
        let task = wizard.focus();
        self.wizard = Some(Box::new(wizard));
        task
    }

    /// Whether something is open that must be answered first.
    fn is_asking(&self) -> bool {
        self.wizard.is_some() || self.program.is_some() || self.leave.is_some() || self.shortcuts
    }

    fn on_program(&mut self, message: program::Message) -> Task<Message> {
        if let (Some(handle), Some(program)) = (&self.handle, &mut self.program)
            && program.update(message, handle)
        {
            self.program = None;
        }
        Task::none()
    }

    fn open_wizard(&mut self, mode: Mode, step: Step) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, &self.session) else {
            return Task::none();
        };
        if self.is_asking() {
            return Task::none();
        }
        let wizard = Wizard::new(mode, session.zone, session.today, handle).at(step);
        let task = wizard.focus();
        self.wizard = Some(Box::new(wizard));
        task
    }

    fn find(&mut self) -> Task<Message> {
        if self.session.is_none() || self.wizard.is_some() || self.program.is_some() {
            return Task::none();
        }
        focus(match self.place {
            Place::Users => users::SEARCH,
            _ => listing::SEARCH,
        })
    }

    fn escape(&mut self) -> Task<Message> {
        if self.wizard.is_some() {
            return self.on_wizard(wizard::Message::Leave);
        }
        if let Some(handle) = self.handle.as_ref().filter(|_| self.session.is_some()) {
            let _closed = match self.listings.get_mut(&self.place) {
                Some(listing) => listing.back(),
                None => self.users.back(handle),
            };
        }
        Task::none()
    }

    fn hear(&mut self, answer: Answer) -> Task<Message> {
        if let (Some(handle), Some(bench)) = (&self.handle, &mut self.bench) {
            bench.hear(&answer, handle);
        }
        match answer {
            Answer::Ready(handle) => {
                self.handle = Some(handle);
                if self.by_itself {
                    self.sign_in
                        .update(sign_in::Message::Start, self.handle.as_ref());
                }
                Task::none()
            }
            Answer::SignedIn(Ok(session)) => self.signed_in(session),
            Answer::SignedIn(Err(fault)) => {
                self.sign_in.refused(fault);
                self.sign_in.focus()
            }
            Answer::Encoder(state) => {
                self.encoder = Some(state);
                self.owner = None;
                self.ask_owner();
                Task::none()
            }
            Answer::Drafts(drafts) => {
                let mut known = drafts.into_iter();
                self.draft = known.find_map(|(id, text)| Some((id, Draft::of(&text)?)));
                Task::none()
            }
            Answer::Waiting(count) => {
                self.waiting = count;
                Task::none()
            }
            Answer::Token(state) => {
                self.token = Some(state);
                Task::none()
            }
            Answer::Owner(uid, owner) => {
                if self.encoder == Some(EncoderState::Programmed(uid)) {
                    self.owner = owner;
                }
                Task::none()
            }
            answer => self.pass_on(&answer),
        }
    }

    fn signed_in(&mut self, session: Session) -> Task<Message> {
        if self
            .behind
            .take()
            .is_some_and(|email| email != session.email)
        {
            // What another operator has entered is kept as that operator's draft.
            self.wizard = None;
        }
        self.session = Some(session);
        self.sign_in = SignIn::default();
        self.active = None;
        if self.shows_bench && self.bench.is_none() {
            self.bench = self.handle.as_ref().map(Bench::new).map(Box::new);
        }
        let place = self.place;
        let task = self.go(place);
        self.ask_owner();
        if let Some(handle) = self.handle.as_ref().filter(|_| self.wizard.is_none()) {
            handle.send(Request::Drafts);
        }
        match &self.wizard {
            Some(wizard) => Task::batch([task, wizard.focus()]),
            None if place == Place::Users => Task::batch([task, focus(users::SEARCH)]),
            None => task,
        }
    }

    /// Who else may have asked.
    fn pass_on(&mut self, answer: &Answer) -> Task<Message> {
        self.hear_post(answer);
        let mut tasks = vec![self.users.hear(answer, self.look)];
        if let (Some(handle), Some(listing)) = (&self.handle, self.listings.get_mut(&self.place)) {
            let (task, outcome) = listing.hear(answer, self.look, handle);
            tasks.push(task.map(Message::Listing));
            tasks.push(self.after_listing(&outcome));
        }
        if let (Some(handle), Some(wizard)) = (&self.handle, &mut self.wizard) {
            let (task, outcome) = wizard.hear(answer, handle);
            tasks.push(task.map(Message::Wizard));
            tasks.push(self.after_wizard(&outcome));
        }
        if let (Some(handle), Some(leave)) = (&self.handle, &mut self.leave) {
            let (task, outcome) = leave.hear(answer, handle);
            tasks.push(task.map(Message::Leave));
            tasks.push(self.after_leave(outcome));
        }
        if let Some(program) = &mut self.program {
            let (task, written) = program.hear(answer);
            tasks.push(task.map(Message::Program));
            if written && let Some(handle) = &self.handle {
                self.users.refresh(handle);
            }
        }
        if let (Answer::Programmed(_, Ok(written)), Some(handle)) = (answer, &self.handle) {
            // What was new is somebody's now, and what was somebody's is new, though it was not lifted meanwhile.
            self.encoder = match (&self.encoder, written.job) {
                (Some(EncoderState::New(uid)), Job::Program(..)) => {
                    Some(EncoderState::Programmed(*uid))
                }
                (Some(EncoderState::Programmed(uid)), Job::Empty(_)) => {
                    Some(EncoderState::New(*uid))
                }
                (other, _) => (*other).clone(),
            };
            self.owner = None;
            self.users.load(handle);
            if let Some(listing) = self.listings.get_mut(&self.place) {
                listing.refresh(handle);
            }
            self.ask_owner();
            self.ask_waiting();
        }
        Task::batch(tasks)
    }

    fn ask_owner(&self) {
        if let (Some(EncoderState::Programmed(uid)), Some(handle)) = (&self.encoder, &self.handle) {
            handle.send(Request::Owner { uid: *uid });
        }
    }

    fn title(&self) -> String {
        match &self.session {
            Some(session) => format!("{} – Keywright", session.system),
            None => "Keywright".to_owned(),
        }
    }

    fn subscription(&self) -> Subscription<Message> {
        let heard = Subscription::run_with(self.config.clone(), listen)
            .map(|answer| Message::Heard(Box::new(answer)));
        let sized = iced::event::listen_with(|event, _, _| match event {
            iced::Event::Window(
                iced::window::Event::Opened { size, .. } | iced::window::Event::Resized(size),
            ) => Some(Message::Resized(size)),
            iced::Event::Keyboard(iced::keyboard::Event::KeyPressed { .. })
            | iced::Event::Mouse(iced::mouse::Event::ButtonPressed(_))
            | iced::Event::Touch(iced::touch::Event::FingerPressed { .. }) => Some(Message::Active),
            _ => None,
        });
        let lock = self.lock_time().filter(|_| self.session.is_some());
        let every = match (lock, self.said.is_empty()) {
            (Some(time), true) => (time / 10).clamp(Duration::from_millis(100), SAID),
            (_, false) => Duration::from_secs(1),
            (None, true) => return Subscription::batch([heard, sized]),
        };
        let ticks = iced::time::every(every).map(Message::Tick);
        Subscription::batch([heard, sized, ticks])
    }

    fn theme(&self) -> iced::Theme {
        self.look.theme()
    }

    fn scale(&self) -> f32 {
        self.preferences.scale().factor()
    }
}

fn listen(config: &Config) -> UnboundedReceiver<Answer> {
    desk::start(config)
}

fn focus(id: &'static str) -> Task<Message> {
    iced::widget::operation::focus(iced::widget::Id::new(id))
}

/// The window as a program, to be run on a display or by the driver of the tests.
pub fn program(
    start: Start,
) -> iced::Application<impl iced::Program<State = App, Message = Message, Theme = iced::Theme>> {
    // The size is reckoned before the scale: a larger scale must not push the window off the screen.
    let factor = start.preferences.scale().factor();
    iced::application(move || App::new(start.clone()), App::update, App::view)
        .settings(super::settings())
        .title(App::title)
        .subscription(App::subscription)
        .theme(App::theme)
        .scale_factor(App::scale)
        .window_size((1280.0 / factor, 800.0 / factor))
}
