//! The window as a program: what is open, which screen is shown, and the way of messages between screens and the
//! thread behind them.

use std::path::PathBuf;

use iced::futures::channel::mpsc::UnboundedReceiver;
use iced::keyboard::{Key, Modifiers, key};
use iced::widget::{column, container, row};
use iced::{Length, Size, Subscription, Task};

use super::desk::{
    self, Answer, Config, EncoderState, Handle, Owner, Request, Secret, Session, TokenState,
};
use super::screen::Ctx;
use super::screen::program::{self, Program};
use super::screen::sign_in::{self, SignIn};
use super::screen::strip::strip;
use super::screen::users::{self, Users};
use super::screen::wizard::{self, Wizard};
use super::ui::button::{Weight, button};
use super::ui::dialog::{self, Dialog};
use super::ui::frame::{Frame, frame, is_narrow};
use super::ui::nav::{Place, nav};
use super::ui::scope::Scope;
use super::ui::theme::{Mode, Scale, TextSize, space as gap};
use super::ui::{Element, Icon, Look, text};
use crate::i18n::{Language, Texts};

/// How the window begins.
#[derive(Debug, Clone)]
pub struct Start {
    /// The system file.
    pub system: Option<PathBuf>,
    /// The operator's address.
    pub operator: Option<String>,
    /// The operator's password; with it the window signs in by itself.
    pub password: Option<Secret>,
    /// Where the devices are.
    pub config: Config,
    /// The language.
    pub language: Language,
    /// The colours.
    pub mode: Mode,
    /// The size of text.
    pub text_size: TextSize,
    /// The scale of the window.
    pub scale: Scale,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            system: None,
            operator: None,
            password: None,
            config: Config::default(),
            language: Language::English,
            mode: Mode::default(),
            text_size: TextSize::default(),
            scale: Scale::default(),
        }
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

/// The window.
#[derive(Debug)]
pub struct App {
    texts: Texts,
    look: Look,
    scale: Scale,
    narrow: bool,
    config: Config,
    by_itself: bool,
    handle: Option<Handle>,
    session: Option<Session>,
    sign_in: SignIn,
    users: Users,
    wizard: Option<Box<Wizard>>,
    program: Option<Box<Program>>,
    shortcuts: bool,
    encoder: Option<EncoderState>,
    token: Option<TokenState>,
    owner: Option<Owner>,
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
            texts: Texts::new(start.language),
            look: Look::new(start.mode, start.text_size),
            scale: start.scale,
            narrow: false,
            config: start.config,
            by_itself,
            handle: None,
            session: None,
            sign_in,
            users: Users::default(),
            wizard: None,
            program: None,
            shortcuts: false,
            encoder: None,
            token: None,
            owner: None,
        };
        (app, task)
    }

    /// Takes in what happened.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Heard(answer) => self.hear(*answer),
            Message::Resized(size) => {
                self.narrow = is_narrow(self.look, size.width);
                Task::none()
            }
            Message::SignIn(message) => {
                self.sign_in.update(message, self.handle.as_ref());
                Task::none()
            }
            Message::Users(message) => self.on_users(message),
            Message::Wizard(message) => self.on_wizard(message),
            Message::Program(message) => self.on_program(message),
            Message::New => self.open_wizard(),
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
            users::Outcome::Add => Task::batch([task, self.open_wizard()]),
            users::Outcome::Program(key) => {
                self.program = Some(Box::new(Program::new(key, handle)));
                task
            }
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
        if let wizard::Outcome::Close(user) = outcome {
            self.wizard = None;
            if let Some(user) = user {
                self.users.choose(user, handle);
            }
            self.users.refresh(handle);
            self.ask_owner();
            return Task::batch([task, focus(users::SEARCH)]);
        }
        task
    }

    fn on_program(&mut self, message: program::Message) -> Task<Message> {
        if let (Some(handle), Some(program)) = (&self.handle, &mut self.program)
            && program.update(message, handle)
        {
            self.program = None;
        }
        Task::none()
    }

    fn open_wizard(&mut self) -> Task<Message> {
        let (Some(handle), Some(session)) = (&self.handle, &self.session) else {
            return Task::none();
        };
        if self.wizard.is_some() || self.program.is_some() || self.shortcuts {
            return Task::none();
        }
        let wizard = Wizard::new(session.zone, session.today, handle);
        let task = wizard.focus();
        self.wizard = Some(Box::new(wizard));
        task
    }

    fn find(&mut self) -> Task<Message> {
        if self.session.is_none() || self.wizard.is_some() || self.program.is_some() {
            return Task::none();
        }
        focus(users::SEARCH)
    }

    fn escape(&mut self) -> Task<Message> {
        if self.wizard.is_some() {
            return self.on_wizard(wizard::Message::Leave);
        }
        if let Some(handle) = self.handle.as_ref().filter(|_| self.session.is_some()) {
            let _closed = self.users.back(handle);
        }
        Task::none()
    }

    fn hear(&mut self, answer: Answer) -> Task<Message> {
        match answer {
            Answer::Ready(handle) => {
                self.handle = Some(handle);
                if self.by_itself {
                    self.sign_in
                        .update(sign_in::Message::Start, self.handle.as_ref());
                }
                Task::none()
            }
            Answer::SignedIn(Ok(session)) => {
                self.session = Some(session);
                self.sign_in = SignIn::default();
                if let Some(handle) = &self.handle {
                    self.users.load(handle);
                }
                focus(users::SEARCH)
            }
            Answer::SignedIn(Err(fault)) => {
                self.sign_in.refused(fault);
                self.sign_in.focus()
            }
            Answer::Encoder(state) => {
                self.encoder = Some(state);
                self.owner = None;
                self.users.fob_laid(None);
                self.ask_owner();
                Task::none()
            }
            Answer::Token(state) => {
                self.token = Some(state);
                Task::none()
            }
            Answer::Owner(uid, owner) => {
                if self.encoder == Some(EncoderState::Programmed(uid)) {
                    self.owner.clone_from(&owner);
                    self.users.fob_laid(owner);
                }
                Task::none()
            }
            answer => self.pass_on(&answer),
        }
    }

    /// Who else may have asked.
    fn pass_on(&mut self, answer: &Answer) -> Task<Message> {
        let mut tasks = vec![self.users.hear(answer, self.look)];
        if let Some(wizard) = &mut self.wizard {
            tasks.push(wizard.hear(answer).map(Message::Wizard));
        }
        if let Some(program) = &mut self.program {
            let (task, written) = program.hear(answer);
            tasks.push(task.map(Message::Program));
            if written && let Some(handle) = &self.handle {
                self.users.refresh(handle);
            }
        }
        if let (Answer::Programmed(_, Ok(_)), Some(handle)) = (answer, &self.handle) {
            // A fob that was new is somebody's now, though it was not lifted meanwhile.
            if let Some(EncoderState::New(uid)) = self.encoder {
                self.encoder = Some(EncoderState::Programmed(uid));
            }
            self.users.fob_laid(None);
            self.users.load(handle);
            self.ask_owner();
        }
        Task::batch(tasks)
    }

    fn ask_owner(&self) {
        if let (Some(EncoderState::Programmed(uid)), Some(handle)) = (&self.encoder, &self.handle) {
            handle.send(Request::Owner { uid: *uid });
        }
    }

    /// Draws the window.
    pub fn view(&self) -> Element<'_, Message> {
        let ctx = Ctx {
            look: self.look,
            texts: &self.texts,
        };
        let body = match &self.session {
            None => self.sign_in.view(ctx).map(Message::SignIn),
            Some(session) => self.inside(ctx, session),
        };
        let page = Scope::new(body).on_key(shortcut).on_escape(Message::Escape);
        dialog::over(self.look, page, self.question(ctx))
    }

    fn inside<'a>(&'a self, ctx: Ctx<'a>, session: &Session) -> Element<'a, Message> {
        let (encoder, token) = (self.encoder.as_ref(), self.token.as_ref());
        let strip = strip(ctx, session, token, encoder, self.owner.as_ref());
        if let Some(wizard) = &self.wizard {
            let page = wizard.view(ctx, encoder, token).map(Message::Wizard);
            return container(column![page, strip])
                .style(self.look.canvas())
                .into();
        }
        let places = vec![Place {
            icon: Icon::User,
            label: ctx.say("nav-users"),
            waiting: None,
            current: true,
            on_press: Message::Nothing,
        }];
        frame(
            self.look,
            Frame {
                nav: nav(self.look, places, self.narrow),
                page: self.users.view(ctx).map(Message::Users),
                side: self.users.side(ctx).map(|side| side.map(Message::Users)),
                strip,
            },
        )
    }

    fn question<'a>(&'a self, ctx: Ctx<'_>) -> Option<Dialog<'a, Message>> {
        if self.shortcuts {
            return Some(shortcuts(ctx));
        }
        if let Some(program) = &self.program {
            let asked = program.dialog(ctx, self.encoder.as_ref(), self.token.as_ref());
            return Some(mapped(asked, Message::Program));
        }
        let asked = self.wizard.as_ref()?.question(ctx)?;
        Some(mapped(asked, Message::Wizard))
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
            _ => None,
        });
        Subscription::batch([heard, sized])
    }

    fn theme(&self) -> iced::Theme {
        self.look.theme()
    }

    fn scale(&self) -> f32 {
        self.scale.factor()
    }
}

fn listen(config: &Config) -> UnboundedReceiver<Answer> {
    desk::start(config)
}

fn focus(id: &'static str) -> Task<Message> {
    iced::widget::operation::focus(iced::widget::Id::new(id))
}

/// What keys mean anywhere.
fn shortcut(pressed: &Key, modifiers: Modifiers) -> Option<Message> {
    match pressed {
        Key::Named(key::Named::F1) => Some(Message::Shortcuts),
        Key::Character(letter) if modifiers.command() => match letter.as_str() {
            "n" | "N" => Some(Message::New),
            "f" | "F" => Some(Message::Find),
            _ => None,
        },
        _ => None,
    }
}

fn mapped<'a, Inner: Clone + 'a>(
    asked: Dialog<'a, Inner>,
    wrap: fn(Inner) -> Message,
) -> Dialog<'a, Message> {
    Dialog {
        title: asked.title,
        body: asked.body.map(wrap),
        answers: asked
            .answers
            .into_iter()
            .map(|answer| answer.map(wrap))
            .collect(),
        on_close: wrap(asked.on_close),
    }
}

/// The keys that work anywhere.
fn shortcuts<'a>(ctx: Ctx<'_>) -> Dialog<'a, Message> {
    let look = ctx.look;
    let lines = [
        ("Ctrl+N", "add-user"),
        ("Ctrl+F", "shortcut-find"),
        ("Tab", "shortcut-tab"),
        ("Enter", "shortcut-enter"),
        ("Shift+F10", "shortcut-menu"),
        ("Esc", "shortcut-back"),
        ("F1", "shortcuts"),
    ];
    let lines = lines.into_iter().map(|(keys, id)| {
        row![
            container(text::strong(look, keys)).width(look.wide(112.0)),
            container(text::body(look, ctx.say(id))).width(Length::Fill)
        ]
        .into()
    });
    Dialog {
        title: ctx.say("shortcuts"),
        body: column(lines).spacing(gap::SMALL).into(),
        answers: vec![button(
            look,
            Weight::Secondary,
            ctx.say("close"),
            Some(Message::Shortcuts),
        )],
        on_close: Message::Shortcuts,
    }
}

/// The window as a program, to be run on a display or by the driver of the tests.
pub fn program(
    start: Start,
) -> iced::Application<impl iced::Program<State = App, Message = Message, Theme = iced::Theme>> {
    // The size is reckoned before the scale: a larger scale must not push the window off the screen.
    let factor = start.scale.factor();
    iced::application(move || App::new(start.clone()), App::update, App::view)
        .settings(super::settings())
        .title(App::title)
        .subscription(App::subscription)
        .theme(App::theme)
        .scale_factor(App::scale)
        .window_size((1280.0 / factor, 800.0 / factor))
}
