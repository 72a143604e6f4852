//! Drives a program of the window without a display, as a person would: by what stands on the screen, by mouse
//! and by keyboard. Tasks and subscriptions run as they do in the window. What is expected is looked for until
//! a deadline, since devices and stores answer when they answer.
//!
//! A text is named by the id of its message where there is one, so that stories hold in every language.
//!
//! `KEYWRIGHT_LATE` says by how many milliseconds everything that is answered arrives late, as on a station that is slow:
//! a story that leans on an answer being there already fails then.
#![allow(dead_code)]

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use iced_test::core::keyboard::{self, Key, Modifiers, key};
use iced_test::core::{Event, Point, Rectangle, Size, clipboard, mouse, renderer, widget, window};
use iced_test::futures::futures::StreamExt;
use iced_test::futures::futures::channel::mpsc;
use iced_test::futures::futures::stream;
use iced_test::futures::{Executor, Runtime, subscription};
use iced_test::program::Program;
use iced_test::runtime::user_interface::Cache;
use iced_test::runtime::{Action, UserInterface, task};
use iced_test::selector::{Candidate, Selector};
use keywright::i18n::{Arguments, Language, Texts};

mod keys;
mod looking;
mod pointer;
mod snapshot;
mod waiting;

/// How long something that is expected may take to appear.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long the tasks of one step may take before the story goes on.
const STEP: Duration = Duration::from_millis(250);

enum Done<Message> {
    Action(Action<Message>),
    Finished,
}

/// Something on the screen.
#[derive(Debug, Clone)]
enum Seen {
    Text(String, Option<Rectangle>),
    Input(String, Option<Rectangle>),
    Focus(Option<Rectangle>),
}

type Inbox<Message> = mpsc::UnboundedReceiver<Done<Message>>;
type Outbox<Message> = mpsc::UnboundedSender<Done<Message>>;

/// A running program and the person before it.
pub struct Driver<P: Program + 'static> {
    program: P,
    state: P::State,
    runtime: Runtime<P::Executor, Outbox<P::Message>, Done<P::Message>>,
    inbox: Inbox<P::Message>,
    late: VecDeque<(Instant, Done<P::Message>)>,
    lateness: Duration,
    renderer: P::Renderer,
    cache: Option<Cache>,
    window: window::Id,
    size: Size,
    cursor: mouse::Cursor,
    modifiers: Modifiers,
    board: Board,
    texts: Texts,
    running: usize,
    outdated: bool,
    closed: bool,
}

#[derive(Default)]
struct Board(Option<String>);

impl clipboard::Clipboard for Board {
    fn read(&self, _kind: clipboard::Kind) -> Option<String> {
        self.0.clone()
    }
    fn write(&mut self, _kind: clipboard::Kind, contents: String) {
        self.0 = Some(contents);
    }
}

/// By how much every answer is late.
fn lateness() -> Duration {
    let wanted = std::env::var("KEYWRIGHT_LATE").ok();
    let wanted = wanted.map(|text| text.parse().expect("KEYWRIGHT_LATE counts milliseconds"));
    Duration::from_millis(wanted.unwrap_or_default())
}

/// Makes the embedded typeface known to the headless renderer, which does not ask the program for it.
pub fn load_fonts() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let mut system = iced_test::renderer::graphics::text::font_system()
            .write()
            .unwrap();
        for font in keywright::window::FONTS {
            system.load_font(font.into());
        }
    });
}

impl<P: Program + 'static> Driver<P> {
    /// Starts the program in a window of this size.
    pub fn new(program: P, language: Language, width: f32, height: f32) -> Self {
        Self::late(program, language, (width, height), lateness())
    }

    /// The same, with everything that is answered from the beginning on late by this.
    pub fn late(
        program: P,
        language: Language,
        (width, height): (f32, f32),
        lateness: Duration,
    ) -> Self {
        load_fonts();
        let settings = program.settings();
        let executor = P::Executor::new().unwrap();
        let renderer = executor
            .block_on(<P::Renderer as renderer::Headless>::new(
                settings.default_font,
                settings.default_text_size,
                Some("tiny-skia"),
            ))
            .unwrap();
        let (outbox, inbox) = mpsc::unbounded();
        let runtime = Runtime::new(executor, outbox);
        let (state, task) = runtime.enter(|| program.boot());
        let mut driver = Self {
            program,
            state,
            runtime,
            inbox,
            late: VecDeque::new(),
            lateness,
            renderer,
            cache: Some(Cache::default()),
            window: window::Id::unique(),
            size: Size::new(width, height),
            cursor: mouse::Cursor::Unavailable,
            modifiers: Modifiers::default(),
            board: Board::default(),
            texts: Texts::new(language),
            running: 0,
            outdated: false,
            closed: false,
        };
        driver.resubscribe();
        driver.start(task);
        driver.settle();
        driver
    }

    /// From now on everything that is answered arrives late by this.
    pub fn answers_late(&mut self, by: Duration) {
        self.lateness = by;
    }

    /// The state of the program, to assert on what no screen shows.
    pub fn state(&self) -> &P::State {
        &self.state
    }

    /// What lies on the clipboard.
    pub fn clipboard(&self) -> Option<&str> {
        self.board.0.as_deref()
    }

    /// Presses the X of the window's frame.
    pub fn ask_to_close(&mut self) {
        self.send(Event::Window(window::Event::CloseRequested));
    }

    /// Whether the window is closed.
    pub fn is_closed(&mut self) -> bool {
        self.settle();
        self.closed
    }

    fn send(&mut self, event: Event) {
        self.send_quietly(event);
        self.settle();
        self.redraw();
        self.settle();
    }

    fn redraw(&mut self) {
        self.outdated = false;
        self.send_quietly(Event::Window(
            window::Event::RedrawRequested(Instant::now()),
        ));
    }

    /// One event and what comes of it, without a redraw.
    pub fn send_quietly(&mut self, event: Event) {
        let _taken = self.send_now(event);
    }

    /// The same; whether something on the screen took it.
    fn send_now(&mut self, event: Event) -> bool {
        let mut messages = Vec::new();
        let mut interface = UserInterface::build(
            self.program.view(&self.state, self.window),
            self.size,
            self.cache.take().unwrap(),
            &mut self.renderer,
        );
        let (_, statuses) = interface.update(
            std::slice::from_ref(&event),
            self.cursor,
            &mut self.renderer,
            &mut self.board,
            &mut messages,
        );
        self.cache = Some(interface.into_cache());
        if let Some(status) = statuses.first() {
            self.runtime.broadcast(subscription::Event::Interaction {
                window: self.window,
                event,
                status: *status,
            });
        }
        for message in messages {
            self.update(message);
        }
        statuses.contains(&iced_test::core::event::Status::Captured)
    }

    /// Sends a message as a control would.
    pub fn update(&mut self, message: P::Message) {
        let task = self
            .runtime
            .enter(|| self.program.update(&mut self.state, message));
        self.outdated = true;
        self.resubscribe();
        self.start(task);
    }

    fn start(&mut self, task: iced_test::runtime::Task<P::Message>) {
        if let Some(actions) = task::into_stream(task) {
            self.running += 1;
            self.runtime.run(
                actions
                    .map(Done::Action)
                    .chain(stream::once(async { Done::Finished }))
                    .boxed(),
            );
        }
    }

    fn resubscribe(&mut self) {
        let recipes = self.runtime.enter(|| {
            subscription::into_recipes(
                self.program
                    .subscription(&self.state)
                    .map(|message| Done::Action(Action::Output(message))),
            )
        });
        self.runtime.track(recipes);
    }

    /// Lets tasks come to an end, but does not wait long for those that do not. What was answered is drawn, as the
    /// toolkit does after every message.
    fn settle(&mut self) {
        let deadline = Instant::now() + STEP;
        loop {
            while let Some(done) = self.arrived() {
                match done {
                    Done::Finished => self.running -= 1,
                    Done::Action(action) => self.perform(action),
                }
            }
            if Instant::now() > deadline || self.running == 0 && !self.outdated {
                return;
            }
            if self.outdated {
                self.redraw();
                continue;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// The next that has arrived. What the window does by itself, as moving the focus, is never late.
    fn arrived(&mut self) -> Option<Done<P::Message>> {
        while let Ok(done) = self.inbox.try_recv() {
            match done {
                done if self.lateness.is_zero() && self.late.is_empty() => return Some(done),
                Done::Action(Action::Output(_)) => {
                    self.late.push_back((Instant::now() + self.lateness, done));
                }
                done => return Some(done),
            }
        }
        let (due, _) = self.late.front()?;
        if *due > Instant::now() {
            return None;
        }
        self.late.pop_front().map(|(_, done)| done)
    }

    fn perform(&mut self, action: Action<P::Message>) {
        match action {
            Action::Output(message) => self.update(message),
            Action::Widget(operation) => {
                let mut next = Some(operation);
                while let Some(mut operation) = next.take() {
                    self.operate(operation.as_mut());
                    if let widget::operation::Outcome::Chain(chained) = operation.finish() {
                        next = Some(chained);
                    }
                }
            }
            Action::Clipboard(iced_test::runtime::clipboard::Action::Write {
                contents, ..
            }) => self.board.0 = Some(contents),
            Action::Window(iced_test::runtime::window::Action::Close(id)) => {
                self.closed |= id == self.window;
            }
            Action::Window(iced_test::runtime::window::Action::GetOldest(told)) => {
                let _heard = told.send(Some(self.window));
            }
            Action::Exit => self.closed = true,
            // Other windows, fonts and the system are not played.
            _ => {}
        }
    }
}
