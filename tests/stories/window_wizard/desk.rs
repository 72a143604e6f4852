//! A counter with everything on it: a demo system, its bench, new fobs, and the window. The system is made once;
//! each story gets a copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use clap::Parser as _;
use iced_test::core::keyboard::key::Named;
use iced_test::program::Program;
use keywright::bench::control;
use keywright::cli::arguments::Verb;
use keywright::cli::{Arguments, demo_bench, demo_open};
use keywright::i18n::{self, Language, Texts};
use keywright::model::Email;
use keywright::time::SystemClock;
use keywright::window::app::{App, Message, Start, program};
use keywright::window::desk::{Config, Secret};
use keywright::window::screen::settings;
use keywright::window::ui::theme::Mode;
use keywright::workflow::hardware::TokenName;
use keywright::workflow::{Access, Services, Station};
use serde_json::{Value, json};

use crate::driver::Driver;
use crate::stories::running::Served;

/// The chip number of the fob that lies on the encoder.
pub(crate) const UID: &str = "0423C1A2B47880";

/// The demo that all stories copy.
fn template() -> &'static Path {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().display().to_string();
        let arguments = Arguments::parse_from(["keywright", "--json", "demo", &path]);
        let Some(Verb::Demo(demo)) = &arguments.verb else {
            panic!("no demo");
        };
        let bench = demo_bench(folder.path()).unwrap();
        let _served = Served::new(&bench);
        assert!(demo_open(&arguments.global, demo).is_ok());
        let _lifted = control::request(&bench, &json!({"verb": "lift"})).unwrap();
        let new =
            json!({"verb": "new", "kind": "fob", "name": "story", "chip": "ev1-4k", "uid": UID});
        assert_eq!(control::request(&bench, &new).unwrap()["ok"], true);
        folder
    })
    .path()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        let target = to.join(entry.file_name());
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if kind.is_file() {
            let _bytes = fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// See the module.
pub(crate) struct Counter {
    folder: tempfile::TempDir,
    _served: Served,
}

impl Counter {
    /// A counter with the story's fob on the encoder.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(template(), folder.path());
        let served = Served::new(&folder.path().join("bench"));
        let counter = Self {
            folder,
            _served: served,
        };
        counter.lay();
        counter
    }

    /// Another counter with the files of this one as they stand.
    pub(crate) fn copied(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(self.folder.path(), folder.path());
        let served = Served::new(&folder.path().join("bench"));
        let counter = Self {
            folder,
            _served: served,
        };
        counter.lay();
        counter
    }

    /// The folder of the demo.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn bench(&self) -> PathBuf {
        self.folder.path().join("bench")
    }

    /// Asks the bench for something.
    pub(crate) fn ask(&self, request: &Value) -> Value {
        let answer = control::request(&self.bench(), request).unwrap();
        assert_eq!(answer["ok"], true, "{request}: {answer}");
        answer
    }

    /// Lays the story's fob on the encoder.
    pub(crate) fn lay(&self) {
        let _laid = self.ask(&json!({"verb": "lay", "name": "story"}));
    }

    /// What a door says to the fob.
    pub(crate) fn door(&self, name: &str, at: &str) -> String {
        let services = Services::of_this_computer(Arc::new(SystemClock));
        let email = Email::new(&self.word("operator")).unwrap();
        let path = self.folder.path().join("demo.keywright");
        // Beside the window, which has the system open for writing.
        let opened = Station::open(&path, &email, &self.password(), Access::Read, services);
        let lock = opened.unwrap().lock(name).unwrap().lock.number.0;
        let visit = json!({"verb": "present", "name": "story", "lock": lock, "at": at});
        let answer = self.ask(&visit);
        let reason = answer["reason"].as_str();
        let decision = answer["decision"].as_str().unwrap_or_default();
        reason.map_or_else(
            || decision.to_owned(),
            |reason| format!("{decision}: {reason}"),
        )
    }

    fn word(&self, name: &str) -> String {
        let text = fs::read_to_string(self.folder.path().join(name)).unwrap();
        text.trim().to_owned()
    }

    /// The PIN of the programming key.
    pub(crate) fn pin(&self) -> String {
        self.word("pin")
    }

    /// How the window begins, before anybody signed in.
    pub(crate) fn start(&self) -> Start {
        Start {
            system: Some(self.folder.path().join("demo.keywright")),
            home: Some("/home/locksmith".into()),
            operator: Some(self.word("operator")),
            config: Config {
                encoder: Some(self.bench().join("encoder")),
                encoder_ports: None,
                contact: None,
                token: Some(TokenName::Bench(self.bench())),
                at: None,
                preferences: None,
                note: None,
            },
            ..Start::default()
        }
    }

    /// The operator's password.
    pub(crate) fn password(&self) -> String {
        self.word("password")
    }

    /// The window with the operator signed in and the list of users shown.
    pub(crate) fn window(&self) -> Driver<impl Program<State = App, Message = Message> + use<>> {
        self.window_of(Language::English, 1280.0, 800.0)
    }

    /// The same with so many users.
    pub(crate) fn window_on(
        &self,
        users: usize,
    ) -> Driver<impl Program<State = App, Message = Message> + use<>> {
        let start = Start {
            password: Some(Secret::new(self.password())),
            ..self.start()
        };
        let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
        let count = i18n::Arguments::from([("count", users.into())]);
        person.expect(&tell("window-users-count", &count));
        person
    }

    /// The same in another language and size, with so many users and whatever lies on the encoder.
    pub(crate) fn window_with(
        &self,
        users: usize,
        language: Language,
        width: f32,
        height: f32,
    ) -> Driver<impl Program<State = App, Message = Message> + use<>> {
        let mut start = Start {
            password: Some(Secret::new(self.password())),
            ..self.start()
        };
        language.tag().clone_into(&mut start.preferences.language);
        let mut person = Driver::new(program(start), language, width, height);
        // As a window tells its size when it opens.
        person.update(Message::Resized(iced_test::core::Size::new(width, height)));
        let count = i18n::Arguments::from([("count", users.into())]);
        person.expect(&Texts::new(language).text("window-users-count", &count));
        person
    }

    /// The same in another language and size.
    pub(crate) fn window_of(
        &self,
        language: Language,
        width: f32,
        height: f32,
    ) -> Driver<impl Program<State = App, Message = Message> + use<>> {
        let mut person = self.window_with(40, language, width, height);
        person.expect("window-state-new-fob");
        // The programming key was looked at too, and who sends letters.
        person.expect("window-state-ready");
        person.expect("window-mail-not-set");
        person
    }
}

/// The screen in light and dark, with nothing heard in between.
#[track_caller]
pub(crate) fn pictures<P>(person: &mut Driver<P>, name: &str)
where
    P: Program<State = App, Message = Message> + 'static,
{
    let theme = |mode| Message::Settings(settings::Message::Theme(mode));
    person.snapshot(&format!("{name}-light"));
    person.update(theme(Mode::Dark));
    person.snapshot(&format!("{name}-dark"));
    person.update(theme(Mode::Light));
}

/// A text of the window with values.
pub(crate) fn tell(id: &str, arguments: &i18n::Arguments) -> String {
    Texts::new(Language::English).text(id, arguments)
}

/// A text that counts.
pub(crate) fn counted(id: &str, count: usize) -> String {
    tell(id, &i18n::Arguments::from([("count", count.into())]))
}

/// What stands there after a fob was programmed for so many locks.
pub(crate) fn written(id: &str, locks: usize) -> String {
    let arguments = [("uid", UID.into()), ("count", locks.into())];
    tell(id, &i18n::Arguments::from(arguments))
}

/// Closes the window, and waits until its thread has let go of the system: another one can have it at once.
#[track_caller]
pub(crate) fn shut<P: Program + 'static>(mut person: Driver<P>) {
    person.ask_to_close();
    if !person.closes_or_asks("window-discard-go") {
        person.click_on_top("window-discard-go");
    }
    person.expect_closed();
}

/// Presses Tab until the focus stands on this, once it is there.
#[track_caller]
pub(crate) fn tab_to<P: Program + 'static>(person: &mut Driver<P>, text: &str) {
    let wanted = person.say(text);
    person.expect(text);
    for _ in 0..80 {
        if person.focus().as_deref() == Some(wanted.as_str()) {
            return;
        }
        person.press(Named::Tab);
    }
    panic!("Tab does not reach {wanted:?}");
}

/// Types into the input with this label.
#[track_caller]
pub(crate) fn fill<P: Program + 'static>(person: &mut Driver<P>, label: &str, text: &str) {
    person.click(label);
    person.type_text(text);
}

/// The first step of a cleaner who is not there yet.
#[track_caller]
pub(crate) fn fill_basic<P: Program + 'static>(person: &mut Driver<P>) {
    person.click("window-add-user");
    person.expect("window-field-first-name");
    fill(person, "window-field-first-name", "Marja");
    fill(person, "window-field-last-name", "Siivonen");
    fill(person, "window-field-email", "marja.siivonen@example.org");
}

/// The first three steps of a cleaner with a fob whose home group is North.
#[track_caller]
pub(crate) fn cleaner_with_fob<P: Program + 'static>(person: &mut Driver<P>) {
    fill_basic(person);
    person.click("window-next");
    person.click("Cleaner");
    person.click("window-next");
    person.click("window-key-fob");
    person.click("North");
}

/// From an open list to the feedback of a cleaner with a fob that waits for the PIN.
#[track_caller]
pub(crate) fn add_cleaner<P: Program + 'static>(person: &mut Driver<P>) {
    cleaner_with_fob(person);
    person.click("window-next");
    person.expect("+ opens");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
}
