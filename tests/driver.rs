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

mod snapshot;

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
fn load_fonts() {
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

    // ----- the person -----

    /// Presses what shows this text, where it stands first.
    #[track_caller]
    pub fn click(&mut self, text: &str) {
        self.click_there(text, false, mouse::Button::Left);
    }

    /// Presses what shows this text where it stands last: in a menu or a list over the page.
    #[track_caller]
    pub fn click_on_top(&mut self, text: &str) {
        self.click_there(text, true, mouse::Button::Left);
    }

    /// Presses the right button on what shows this text.
    #[track_caller]
    pub fn click_right(&mut self, text: &str) {
        self.click_there(text, false, mouse::Button::Right);
    }

    /// Presses what shows this text while modifiers are held.
    #[track_caller]
    pub fn click_with(&mut self, modifiers: Modifiers, text: &str) {
        self.hold_modifiers(modifiers);
        self.click_there(text, false, mouse::Button::Left);
        self.hold_modifiers(Modifiers::default());
    }

    fn hold_modifiers(&mut self, modifiers: Modifiers) {
        self.modifiers = modifiers;
        self.send(Event::Keyboard(keyboard::Event::ModifiersChanged(
            modifiers,
        )));
    }

    /// Turns the wheel by so many lines downwards over what shows this text.
    #[track_caller]
    pub fn wheel_over(&mut self, text: &str, lines: f32) {
        let at = self.locate(text, false);
        self.point_at(at);
        self.wheel(lines);
    }

    /// Waits for what the thread behind the window answers within a moment.
    pub fn settle_down(&mut self) {
        let deadline = Instant::now() + STEP;
        while Instant::now() < deadline {
            self.settle();
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Hears what has been said by now.
    pub fn settle_briefly(&mut self) {
        self.settle();
        std::thread::sleep(Duration::from_millis(5));
    }

    /// Presses at a point.
    pub fn click_at(&mut self, at: Point) {
        self.press_at(at, mouse::Button::Left);
    }

    fn press_at(&mut self, at: Point, button: mouse::Button) {
        self.point_at(at);
        let _taken = self.press_here(button);
    }

    /// Presses where the pointer is. Nothing is heard between press and release: what answers meanwhile cannot put
    /// something else under the pointer.
    /// Whether something took it.
    fn press_here(&mut self, button: mouse::Button) -> bool {
        let taken = self.send_now(Event::Mouse(mouse::Event::ButtonPressed(button)));
        self.send(Event::Mouse(mouse::Event::ButtonReleased(button)));
        taken
    }

    /// Presses what shows this text, where it stands at that moment: a page that moved while the pointer was on its way
    /// is followed. Where nothing takes the press, as a button that cannot be pressed yet, it is pressed again.
    #[track_caller]
    fn click_there(&mut self, text: &str, last: bool, button: mouse::Button) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let at = self.locate(text, last);
            if self.press_if_there(text, last, at, button) {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "nothing takes a press on {text:?}"
            );
            self.settle_briefly();
        }
    }

    /// Points there, and presses if the text is still there. Whether something took it.
    fn press_if_there(&mut self, text: &str, last: bool, at: Point, button: mouse::Button) -> bool {
        self.point_at(at);
        self.find(text, last) == Some(at) && self.press_here(button)
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

    /// Waits until the window is closed.
    #[track_caller]
    pub fn expect_closed(&mut self) {
        let closed = self.until(|driver| driver.closed);
        assert!(closed, "the window is open: {:#?}", self.all_texts());
    }

    /// Waits until the window is closed, or until this stands on the screen. Whether it is closed.
    pub fn closes_or_asks(&mut self, text: &str) -> bool {
        let asked = self.say(text);
        let _either = self.until(|driver| driver.closed || driver.sees(&asked));
        self.closed
    }

    /// Moves the pointer.
    pub fn point_at(&mut self, at: Point) {
        self.cursor = mouse::Cursor::Available(at);
        self.send(Event::Mouse(mouse::Event::CursorMoved { position: at }));
    }

    /// Holds the left button at one point and lets go at another.
    pub fn drag(&mut self, from: Point, to: Point) {
        self.point_at(from);
        self.send(Event::Mouse(mouse::Event::ButtonPressed(
            mouse::Button::Left,
        )));
        self.point_at(to);
        self.send(Event::Mouse(mouse::Event::ButtonReleased(
            mouse::Button::Left,
        )));
    }

    /// Turns the wheel by so many lines downwards, where the pointer is.
    pub fn wheel(&mut self, lines: f32) {
        self.send(Event::Mouse(mouse::Event::WheelScrolled {
            delta: mouse::ScrollDelta::Lines { x: 0.0, y: -lines },
        }));
    }

    /// Types letters into what has the focus.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            let letter: String = letter.into();
            self.key(
                Key::Character(letter.as_str().into()),
                Some(letter.as_str()),
                false,
            );
        }
    }

    /// Presses and releases a named key.
    pub fn press(&mut self, named: key::Named) {
        let text = match named {
            key::Named::Space => Some(" "),
            key::Named::Enter => Some("\r"),
            key::Named::Tab => Some("\t"),
            _ => None,
        };
        self.key(Key::Named(named), text, false);
    }

    /// Presses a named key, and hears nothing of what comes of it until something else is done: the screen stays as it
    /// is right after the press.
    pub fn press_unheard(&mut self, named: key::Named) {
        self.send_quietly(Event::Keyboard(keyboard::Event::KeyPressed {
            key: Key::Named(named),
            modified_key: Key::Named(named),
            physical_key: key::Physical::Unidentified(key::NativeCode::Unidentified),
            location: keyboard::Location::Standard,
            modifiers: self.modifiers,
            text: None,
            repeat: false,
        }));
    }

    /// A key that is held down sends itself again.
    pub fn hold(&mut self, named: key::Named) {
        self.key(Key::Named(named), None, true);
    }

    /// Presses a key while modifiers are held.
    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.hold_modifiers(modifiers);
        self.key(key, None, false);
        self.hold_modifiers(Modifiers::default());
    }

    fn key(&mut self, key: Key, text: Option<&str>, repeat: bool) {
        let physical_key = key::Physical::Unidentified(key::NativeCode::Unidentified);
        self.send(Event::Keyboard(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key.clone(),
            physical_key,
            location: keyboard::Location::Standard,
            modifiers: self.modifiers,
            text: text.map(Into::into),
            repeat,
        }));
        self.send(Event::Keyboard(keyboard::Event::KeyReleased {
            key: key.clone(),
            modified_key: key,
            physical_key,
            location: keyboard::Location::Standard,
            modifiers: self.modifiers,
        }));
    }

    // ----- what the person sees -----

    /// Waits until this text stands on the screen.
    #[track_caller]
    pub fn expect(&mut self, text: &str) {
        let wanted = self.say(text);
        let found = self.until(|driver| driver.sees(&wanted));
        assert!(
            found,
            "{wanted:?} is not on the screen: {:#?}",
            self.all_texts()
        );
    }

    /// Presses a button as somebody does who sees that nothing happens: again and again, until one of these texts
    /// stands on the screen. For a button that is dead until something in the background has been noticed.
    #[track_caller]
    pub fn click_until_one_of(&mut self, button: &str, texts: &[&str]) {
        let wanted: Vec<String> = texts.iter().map(|text| self.say(text)).collect();
        let found = self.until(|driver| {
            let seen = wanted.iter().any(|text| driver.sees(text));
            if !seen && let Some(at) = driver.find(button, false) {
                let _ = driver.press_if_there(button, false, at, mouse::Button::Left);
            }
            seen
        });
        assert!(
            found,
            "none of {wanted:?} is on the screen: {:#?}",
            self.all_texts()
        );
    }

    /// Waits until something holds that no single text tells.
    #[track_caller]
    pub fn expect_that(&mut self, what: &str, holds: impl FnMut(&mut Self) -> bool) {
        let held = self.until(holds);
        assert!(held, "{what}: {:#?}", self.all_texts());
    }

    /// Waits until this text stands nowhere on the screen.
    #[track_caller]
    pub fn expect_none(&mut self, text: &str) {
        let unwanted = self.say(text);
        let gone = self.until(|driver| !driver.sees(&unwanted));
        assert!(gone, "{unwanted:?} is on the screen");
    }

    /// Waits until this text stands within what has the focus, or is the label before it.
    #[track_caller]
    pub fn expect_focus(&mut self, text: &str) {
        let wanted = self.say(text);
        let found = self.until(|driver| driver.focus().as_deref() == Some(wanted.as_str()));
        assert!(
            found,
            "the focus is on {:?}, not on {wanted:?}",
            self.focus()
        );
    }

    /// Every text that is seen, in the order in which it is drawn.
    pub fn all_texts(&mut self) -> Vec<String> {
        let seen = self.survey();
        seen.into_iter()
            .filter_map(|seen| match seen {
                Seen::Text(text, Some(_)) | Seen::Input(text, Some(_)) => Some(text),
                _ => None,
            })
            .collect()
    }

    /// The first text within what has the focus; where there is none, as in an input, the label before it.
    /// With a popup open its own focus counts, which is drawn last.
    pub fn focus(&mut self) -> Option<String> {
        let seen = self.survey();
        let place = seen
            .iter()
            .rposition(|seen| matches!(seen, Seen::Focus(_)))?;
        let Seen::Focus(Some(bounds)) = seen[place] else {
            return None;
        };
        let text = |seen: &Seen| match seen {
            Seen::Text(text, _) if !text.is_empty() => Some(text.clone()),
            _ => None,
        };
        let input = |seen: &Seen| matches!(seen, Seen::Input(_, Some(at)) if *at == bounds);
        if seen.iter().any(input) {
            return seen[..place].iter().rev().find_map(text);
        }
        let inside = seen[place..].iter().find_map(|seen| match seen {
            Seen::Text(text, Some(at)) if at.is_within(&bounds) => Some(text.clone()),
            _ => None,
        });
        inside.or_else(|| seen[..place].iter().rev().find_map(text))
    }

    /// The message with this id, or the text itself where it is no id.
    pub fn say(&self, text: &str) -> String {
        self.texts
            .find(text, &Arguments::new())
            .unwrap_or_else(|| text.to_owned())
    }

    fn sees(&mut self, text: &str) -> bool {
        self.all_texts().iter().any(|seen| seen == text)
    }

    /// Whether this text, where it stands last, is seen from its first letter to its last, cut by no edge.
    pub fn is_whole(&mut self, text: &str) -> bool {
        let wanted = self.say(text);
        let look = move |candidate: Candidate<'_>| match candidate {
            Candidate::Text {
                content,
                bounds,
                visible_bounds,
                ..
            } if content == wanted => Some(visible_bounds.is_some_and(|seen| {
                // Half a pixel is lost to rounding.
                seen.width + 0.5 > bounds.width && seen.height + 0.5 > bounds.height
            })),
            _ => None,
        };
        let mut operation = look.find_all();
        self.operate(&mut widget::operation::black_box(&mut operation));
        match widget::Operation::finish(&operation) {
            widget::operation::Outcome::Some(found) => found.last().copied().unwrap_or(false),
            _ => false,
        }
    }

    /// How wide this text, where it stands last, is seen, in pixels.
    pub fn width(&mut self, text: &str) -> f32 {
        let wanted = self.say(text);
        let mut seen = self.survey().into_iter().filter_map(|seen| match seen {
            Seen::Text(text, Some(at)) if text == wanted => Some(at.width),
            _ => None,
        });
        seen.next_back().unwrap_or_default()
    }

    /// The middle of what shows this text.
    #[track_caller]
    pub fn place(&mut self, text: &str) -> Point {
        self.locate(text, false)
    }

    /// The same where it stands last.
    #[track_caller]
    pub fn place_on_top(&mut self, text: &str) -> Point {
        self.locate(text, true)
    }

    #[track_caller]
    fn locate(&mut self, text: &str, last: bool) -> Point {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.expect(text);
            if let Some(at) = self.find(text, last) {
                return at;
            }
            assert!(Instant::now() < deadline, "{text:?} is not in sight");
        }
    }

    /// The middle of what shows this text, if it is in sight.
    fn find(&mut self, text: &str, last: bool) -> Option<Point> {
        let wanted = self.say(text);
        let mut found = self.survey().into_iter().filter_map(|seen| match seen {
            Seen::Text(text, Some(at)) | Seen::Input(text, Some(at)) if text == wanted => {
                Some(at.center())
            }
            _ => None,
        });
        if last {
            found.next_back()
        } else {
            found.next()
        }
    }

    fn survey(&mut self) -> Vec<Seen> {
        let look = |candidate: Candidate<'_>| match candidate {
            Candidate::Text {
                content,
                visible_bounds,
                ..
            } => Some(Seen::Text(content.to_owned(), visible_bounds)),
            Candidate::TextInput {
                state,
                visible_bounds,
                ..
            } => Some(Seen::Input(state.text().to_owned(), visible_bounds)),
            Candidate::Focusable {
                state,
                visible_bounds,
                ..
            } if state.is_focused() => Some(Seen::Focus(visible_bounds)),
            _ => None,
        };
        let mut operation = look.find_all();
        self.operate(&mut widget::operation::black_box(&mut operation));
        match widget::Operation::finish(&operation) {
            widget::operation::Outcome::Some(found) => found,
            _ => Vec::new(),
        }
    }

    fn until(&mut self, mut holds: impl FnMut(&mut Self) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.settle();
            if holds(self) {
                return true;
            }
            if Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    // ----- the machinery -----

    fn send(&mut self, event: Event) {
        self.send_quietly(event);
        self.settle();
        self.send_quietly(Event::Window(
            window::Event::RedrawRequested(Instant::now()),
        ));
        self.settle();
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

    /// Lets tasks come to an end, but does not wait long for those that do not.
    fn settle(&mut self) {
        let deadline = Instant::now() + STEP;
        loop {
            while let Some(done) = self.arrived() {
                match done {
                    Done::Finished => self.running -= 1,
                    Done::Action(action) => self.perform(action),
                }
            }
            if self.running == 0 || Instant::now() > deadline {
                return;
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

    fn operate(&mut self, operation: &mut dyn widget::Operation) {
        let mut interface = UserInterface::build(
            self.program.view(&self.state, self.window),
            self.size,
            self.cache.take().unwrap(),
            &mut self.renderer,
        );
        interface.operate(&self.renderer, operation);
        self.cache = Some(interface.into_cache());
    }

    /// Draws the screen and gives its pixels, four bytes each, at scale 1.
    pub fn pixels(&mut self) -> (u32, u32, Vec<u8>) {
        use iced_test::core::renderer::Headless as _;
        use iced_test::core::theme::Base as _;

        self.send_quietly(Event::Window(
            window::Event::RedrawRequested(Instant::now()),
        ));
        let theme = self
            .program
            .theme(&self.state, self.window)
            .expect("a theme");
        let base = theme.base();
        let mut interface = UserInterface::build(
            self.program.view(&self.state, self.window),
            self.size,
            self.cache.take().unwrap(),
            &mut self.renderer,
        );
        let _ = interface.update(
            &[Event::Window(
                window::Event::RedrawRequested(Instant::now()),
            )],
            mouse::Cursor::Unavailable,
            &mut self.renderer,
            &mut self.board,
            &mut Vec::new(),
        );
        interface.draw(
            &mut self.renderer,
            &theme,
            &renderer::Style {
                text_color: base.text_color,
            },
            mouse::Cursor::Unavailable,
        );
        self.cache = Some(interface.into_cache());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (width, height) = (self.size.width as u32, self.size.height as u32);
        let pixels = self
            .renderer
            .screenshot(Size::new(width, height), 1.0, base.background_color);
        (width, height, pixels)
    }

    /// Compares the screen with the reference of this name; see [`snapshot::compare`].
    #[track_caller]
    pub fn snapshot(&mut self, name: &str) {
        let (width, height, pixels) = self.pixels();
        snapshot::compare(name, width, height, &pixels);
    }
}
