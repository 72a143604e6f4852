//! The window as a program: what is open, which screen is shown, and the way of messages between screens and the
//! thread behind them.

mod closing;
mod going;
mod hearing;
mod mending;
mod place;
mod post;
mod resting;
mod view;

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::time::{Duration, Instant};

pub use place::Place;

use iced::futures::channel::mpsc::UnboundedReceiver;
use iced::{Size, Subscription, Task, window};

use super::desk::{
    self, Answer, Config, EncoderState, Fault, Handle, Letters, Seat, Secret, Session, TokenState,
    Whose,
};
use super::preferences::Preferences;
use super::screen::bench::{self, Bench};
use super::screen::leave::{self, Leave};
use super::screen::listing::{self, Listing};
use super::screen::mail::Mail;
use super::screen::program::{self, Program};
use super::screen::rite::{self, RiteDialog};
use super::screen::settings;
use super::screen::sign_in::{self, SignIn};
use super::screen::strip::Mend;
use super::screen::users::{self, Users};
use super::screen::wizard::draft::Draft;
use super::screen::wizard::{self, Wizard};
use super::ui::Look;
use super::ui::frame::is_narrow;
use super::ui::theme::Tone;
use crate::i18n::Texts;
use crate::model::UserId;
use crate::store::DraftId;
use crate::workflow::hardware::EncoderPort;

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
    /// Whether a signal that ends programs closes the window in order. Signals reach the whole process.
    pub signals: bool,
    /// The folder where files are proposed, where that is not the person's own.
    pub home: Option<PathBuf>,
}

impl Start {
    fn home(&self) -> PathBuf {
        let own = || std::env::var_os("HOME").map(PathBuf::from);
        let home = self.home.clone().or_else(own);
        home.unwrap_or_else(|| PathBuf::from("."))
    }
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
    /// In a dialog about programming keys.
    Rite(rite::Message),
    /// In the question what becomes of a user's media.
    Leave(leave::Message),
    /// Wants to go on with what was entered before.
    Resume,
    /// Wants this draft thrown away.
    DropDraft(DraftId),
    /// Says whether it shall go.
    Dropping(bool),
    /// Wants the window closed.
    CloseWanted(window::Id),
    /// A signal says that the program shall end.
    Ended,
    /// As above; this is its window.
    Ending(Option<window::Id>),
    /// Answers what was asked before it closes: to go on, or to stay.
    Closing(bool),
    /// Wants the new fob on the encoder to become a key of this user.
    NewKeyFor(UserId),
    /// Ctrl+P: program what lies on the encoder.
    ProgramLaid,
    /// Wants the fob that lies on the encoder taken back and emptied.
    EmptyLaid,
    /// Ctrl+R: read what lies on the encoder.
    ReadLaid,
    /// On the device strip.
    Mend(Mend),
    /// Has read what to do.
    ToldClosed,
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
    what: Word,
    since: Option<Instant>,
}

#[derive(Debug, Clone)]
enum Word {
    /// A sentence, by its id and its count.
    Text(&'static str, usize),
    /// Why something could not be done, and what to do.
    Fault(Fault),
}

/// What an operator had entered when another one took the window.
#[derive(Debug)]
struct Parked {
    seat: Seat,
    listings: BTreeMap<Place, Listing>,
    mail: Mail,
}

/// From which height on, in pixels before the scale, there is room for the bench beside a list.
const ROOMY: f32 = 600.0;

/// Below which height only the fewest words stand around a list: 1024 by 700 pixels at 200 %.
const SCANT: f32 = 380.0;

/// How long a word stays in the corner.
const SAID: Duration = Duration::from_secs(6);
/// The same for one that says what to do.
const TOLD: Duration = Duration::from_secs(30);

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
    home: PathBuf,
    by_itself: bool,
    handle: Option<Handle>,
    session: Option<Session>,
    sign_in: SignIn,
    users: Users,
    wizard: Option<Box<Wizard>>,
    leave: Option<Box<Leave>>,
    leaving: VecDeque<UserId>,
    bench: Option<Box<Bench>>,
    drafts: Vec<(DraftId, Draft)>,
    resuming: Option<DraftId>,
    dropping: Option<DraftId>,
    closing: closing::Closing,
    /// A signal wants the program to end.
    ending: bool,
    signals: bool,
    program: Option<Box<Program>>,
    rite: Option<Box<RiteDialog>>,
    shortcuts: bool,
    encoder: Option<EncoderState>,
    ports: Vec<EncoderPort>,
    token: Option<TokenState>,
    /// The number of the programming key that is plugged in.
    plugged: Option<String>,
    whose: Whose,
    lock_later: bool,
    behind: Option<Seat>,
    parked: Vec<Parked>,
    shows_bench: bool,
    mail: Mail,
    letters: Option<Letters>,
    told: Option<Box<Fault>>,
}

impl Message {
    /// Whether it comes from what the sign-in hides.
    fn is_of_a_page(&self) -> bool {
        matches!(
            self,
            Self::Users(_)
                | Self::Wizard(_)
                | Self::Program(_)
                | Self::Listing(_)
                | Self::Rite(_)
                | Self::Leave(_)
        )
    }
}

impl App {
    /// The window as it begins.
    pub fn new(start: Start) -> (Self, Task<Message>) {
        let home = start.home();
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
            home,
            by_itself,
            handle: None,
            session: None,
            sign_in,
            users: Users::default(),
            wizard: None,
            leave: None,
            leaving: VecDeque::new(),
            bench: None,
            drafts: Vec::new(),
            resuming: None,
            dropping: None,
            closing: closing::Closing::default(),
            ending: false,
            signals: start.signals,
            program: None,
            rite: None,
            shortcuts: false,
            encoder: None,
            ports: Vec::new(),
            token: None,
            plugged: None,
            whose: Whose::default(),
            lock_later: false,
            behind: None,
            parked: Vec::new(),
            shows_bench: start.bench,
            mail: Mail::default(),
            letters: None,
            told: None,
        };
        (app, task)
    }

    /// Takes in what happened.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        let behind = self.session.is_none() && message.is_of_a_page();
        let task = self.work(message);
        // What waits behind the sign-in must not take the focus from the password.
        if behind { Task::none() } else { task }
    }

    fn work(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Heard(answer) => self.hear(*answer),
            Message::Resized(size) => {
                super::display::opened();
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
            Message::Went(place) => self.went(place),
            Message::ProgramLaid => self.program_laid(),
            Message::EmptyLaid => self.empty_laid(),
            Message::ReadLaid => self.read_laid(),
            Message::Mend(mend) => self.mend(mend),
            Message::ToldClosed => {
                self.told = None;
                Task::none()
            }
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
            Message::Lock => self.want_lock(),
            Message::Bench(message) => {
                if let (Some(handle), Some(bench), Some(session)) =
                    (&self.handle, &mut self.bench, &self.session)
                {
                    let day = (session.zone, session.today);
                    bench.update(message, self.height >= ROOMY, day, handle);
                }
                Task::none()
            }
            Message::Rite(message) => self.on_rite(message),
            Message::Leave(message) => self.on_leave(message),
            Message::Resume => self.resume(None),
            Message::DropDraft(id) => {
                self.ask_dropping(id);
                Task::none()
            }
            Message::Dropping(yes) => {
                self.answer_dropping(yes);
                Task::none()
            }
            Message::CloseWanted(id) => self.want_close(id),
            Message::Ended => self.want_end(),
            Message::Ending(id) => self.close_for_good(id),
            Message::Closing(yes) => self.answer_closing(yes),
            Message::NewKeyFor(user) => self.new_key_for(user),
            Message::New => self.new_user(),
            Message::Find => self.find(),
            Message::Shortcuts => {
                self.shortcuts = !self.shortcuts;
                Task::none()
            }
            Message::Escape => self.escape(),
            Message::Nothing => Task::none(),
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
        let sized = iced::event::listen_with(|event, _, id| match event {
            iced::Event::Window(window::Event::CloseRequested) => Some(Message::CloseWanted(id)),
            iced::Event::Window(
                window::Event::Opened { size, .. } | window::Event::Resized(size),
            ) => Some(Message::Resized(size)),
            iced::Event::Keyboard(iced::keyboard::Event::KeyPressed { .. })
            | iced::Event::Mouse(iced::mouse::Event::ButtonPressed(_))
            | iced::Event::Touch(iced::touch::Event::FingerPressed { .. }) => Some(Message::Active),
            _ => None,
        });
        let mut all = vec![heard, sized];
        #[cfg(unix)]
        if self.signals {
            let signals = closing::ENDS.into_iter();
            all.extend(signals.map(|one| Subscription::run_with(one, closing::heard_signal)));
        }
        let lock = self.lock_time().filter(|_| self.session.is_some());
        let every = match (lock, self.said.is_empty()) {
            (Some(time), true) => (time / 10).clamp(Duration::from_millis(100), SAID),
            (_, false) => Duration::from_secs(1),
            (None, true) => return Subscription::batch(all),
        };
        let ticks = iced::time::every(every).map(Message::Tick);
        all.push(ticks);
        Subscription::batch(all)
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
    crate::window::ui::focus::to(id)
}

/// The window as a program, to be run on a display or by the driver of the tests.
pub fn program(
    mut start: Start,
) -> iced::Application<impl iced::Program<State = App, Message = Message, Theme = iced::Theme>> {
    // The size is reckoned before the scale: a larger scale must not push the window off the screen.
    let factor = start.preferences.scale().factor();
    // The password is given away once: nothing of it stays with what begins the window.
    let password = RefCell::new(start.password.take());
    let boot = move || {
        App::new(Start {
            password: password.borrow_mut().take(),
            ..start.clone()
        })
    };
    iced::application(boot, App::update, App::view)
        .settings(super::settings())
        .title(App::title)
        .subscription(App::subscription)
        .theme(App::theme)
        .scale_factor(App::scale)
        .window_size((1280.0 / factor, 800.0 / factor))
        .exit_on_close_request(false)
}
