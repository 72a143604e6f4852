//! What stands in the way at a counter, said with what to do about it: devices that may not be used, a system that does
//! not answer, access that no medium has room for, fobs of nobody; and access times in the words of the language.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use iced_test::core::Point;
use iced_test::core::keyboard::key::Named;
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::model::KeyState;
use keywright::window::app::{Message, Start, program};
use keywright::window::desk::{Answer, EncoderState, Fault, Secret, TokenState};
use keywright::workflow::Access;
use serde_json::json;

use super::window_drafts::{operator, station};
use super::window_people::with_programmed_cleaner;
use super::window_wizard::desk::{Counter, add_cleaner, fill, pictures, tell, written};
use crate::driver::Driver;

const FLAT_DOOR: &str = "A 1 door";
const PROGRAM: &str = env!("CARGO_BIN_EXE_keywright");

/// Holds the lock that writers of the file take, until it is ended: what another process does that does not let go.
const HOLD: &str = "
import fcntl, sys
file = open(sys.argv[1], 'r+b')
fcntl.lockf(file, fcntl.LOCK_EX, 1, 120)
print('held', flush=True)
sys.stdin.read()
";

struct Held(Child);

impl Held {
    fn new(counter: &Counter) -> Self {
        let index = counter.folder().join("demo.keywright-shm");
        let mut child = Command::new("python3")
            .args(["-c", HOLD])
            .arg(index)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut word = String::new();
        let mut told = BufReader::new(child.stdout.take().unwrap());
        let _length = told.read_line(&mut word).unwrap();
        assert_eq!(word.trim(), "held");
        Self(child)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Waits longer than the system does for who holds it.
#[track_caller]
fn expect_late<P: Program + 'static>(person: &mut Driver<P>, text: &str) {
    let wanted = person.say(text);
    for _moment in 0..120 {
        if person.all_texts().contains(&wanted) {
            return;
        }
        person.settle_down();
    }
    person.expect(text);
}

#[test]
fn a_window_that_cannot_keep_what_was_entered_asks_before_it_closes() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-add-user");
    person.expect_focus("window-field-first-name");
    let held = Held::new(&counter);
    person.type_text("Marja");
    person.ask_to_close();
    person.expect("window-close-going");
    expect_late(&mut person, "window-close-unkept");
    person.expect("error-store-busy");
    person.expect("error-store-busy-remedy");
    assert!(!person.is_closed());
    person.click("window-close-stay");
    person.expect_none("window-close-unkept");
    person.expect("Marja");
    // Once the system answers, nothing is asked and nothing lost.
    drop(held);
    person.ask_to_close();
    person.expect_closed();
    drop(person);
    let kept = station(&counter, Access::Read);
    let kept = kept.read(|reading| reading.drafts()).unwrap();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].document.contains("\"Marja\""));
}

#[test]
fn a_window_closes_without_what_cannot_be_kept_where_somebody_says_so() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-add-user");
    person.expect_focus("window-field-first-name");
    let _held = Held::new(&counter);
    person.type_text("Marja");
    person.ask_to_close();
    expect_late(&mut person, "window-close-unkept");
    person.click("window-close-anyway");
    for _moment in 0..120 {
        if person.is_closed() {
            break;
        }
        person.settle_down();
    }
    person.expect_closed();
}

#[test]
fn devices_that_may_not_be_used_say_what_to_do() {
    let counter = Counter::new();
    let start = Start {
        password: Some(Secret::new(counter.password())),
        config: keywright::window::desk::Config::default(),
        ..counter.start()
    };
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    person.expect("window-state-unnamed");
    person.settle_down();
    let hear = |answer| Message::Heard(Box::new(answer));
    let port = Arguments::from([("path", "/dev/ttyUSB0".into())]);
    let denied = Fault::new("port-denied", port.clone());
    person.update(hear(Answer::Encoder(EncoderState::Missing(denied))));
    let device = Arguments::from([("device", "YubiKey 5".into())]);
    let denied = Fault::new("usb-no-permission", device.clone());
    person.update(hear(Answer::Token(TokenState::Barred(denied))));
    let texts = Texts::new(Language::English);
    let (encoder, encoder_remedy) = texts.error("port-denied", &port);
    let (token, token_remedy) = texts.error("usb-no-permission", &device);
    // The strip says it, and its button what to do.
    person.expect(&encoder);
    person.expect("window-state-no-permission");
    person.click("window-mend-help");
    person.expect(&token);
    person.expect(&token_remedy);
    person.press(Named::Escape);
    person.expect_none(&token_remedy);
    person.click_on_top("window-mend-help");
    person.expect(&encoder_remedy);
    person.click("window-close");
    person.expect_none(&encoder_remedy);
}

#[test]
fn in_a_narrow_window_the_button_stands_below_a_long_state() {
    for language in Language::ALL {
        let counter = Counter::new();
        let mut person = counter.window_of(language, 640.0, 700.0);
        let port = "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0";
        let port = Arguments::from([("path", port.into())]);
        let busy = Fault::new("port-busy", port.clone());
        let lost = Answer::Encoder(EncoderState::Missing(busy));
        person.update(Message::Heard(Box::new(lost)));
        let (state, _) = Texts::new(language).error("port-busy", &port);
        person.expect(&state);
        for text in [&state, "window-mend-help"] {
            assert!(person.is_whole(text), "{text} is cut in {language:?}");
        }
    }
}

#[test]
fn access_that_fits_no_medium_is_refused_with_the_cost_of_each_source() {
    let counter = Counter::new();
    let mut words = vec!["user", "add", "--first", "Vera", "--last", "Vuoro"];
    words.extend(["--email", "vera@example.org"]);
    let windows = (0..56).map(|place| {
        // Every other day, so that none joins another.
        let (month, day) = (1 + place / 14, 1 + 2 * (place % 14));
        let day = format!("2027-{month:02}-{day:02}");
        format!("Cleaner@{day}T08:00:00+02:00..{day}T10:00:00+02:00")
    });
    let windows: Vec<String> = windows.collect();
    for window in &windows {
        words.extend(["--role", window]);
    }
    let added = Command::new(PROGRAM)
        .arg("--system")
        .arg(counter.start().system.unwrap())
        .args(["--operator", &operator(&counter), "--json"])
        .args(&words)
        .env("KEYWRIGHT_PASSWORD", counter.password())
        .output()
        .unwrap();
    assert!(added.status.success(), "{added:?}");
    let mut person = counter.window_on(41);
    fill(&mut person, "window-search", "vuoro");
    person.click_right("Vuoro, Vera");
    person.click_on_top("window-add-key");
    person.expect("window-keys-add");
    person.click("window-key-fob");
    // Each source says what it takes.
    let share = [("count", 20usize.into()), ("bytes", 12usize.into())];
    person.expect(&tell("window-source-opens", &Arguments::from(share)));
    person.point_at(Point::new(760.0, 400.0));
    person.wheel(400.0);
    person.click("North");
    person.click("window-to-summary");
    // Too much for any medium: refused with what each takes, the dearest first. A step begins at its top.
    let remedy = Texts::new(Language::English).error("medium-head-full", &Arguments::new());
    person.expect(&remedy.1);
    let bytes: Vec<usize> = person
        .all_texts()
        .iter()
        .filter_map(|text| text.strip_prefix("Cleaner: ")?.strip_suffix(" bytes"))
        .map(|bytes| bytes.parse().unwrap())
        .collect();
    assert!(!bytes.is_empty() && bytes.is_sorted_by(|one, next| one >= next));
    // Nothing is stored before something was taken off.
    let confirm = person.place("window-confirm");
    person.click_at(confirm);
    person.settle_down();
    person.expect(&remedy.1);
    person.click("window-back");
    person.expect("window-keys-add");
}

#[test]
fn a_fob_of_nobody_says_so_on_every_screen_and_can_be_read() {
    let counter = Counter::new();
    // The same system as it was before the fob was programmed.
    let before = counter.copied();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    person.ask_to_close();
    person.expect_closed();
    drop(person);
    let start = Start {
        password: Some(Secret::new(counter.password())),
        config: counter.start().config,
        ..before.start()
    };
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    for place in ["window-nav-users", "window-nav-todo", "window-nav-locks"] {
        person.click(place);
        person.expect("window-fob-unknown");
        person.expect("window-fob-unknown-remedy");
        person.expect("window-state-unknown-fob");
    }
    person.expect(FLAT_DOOR);
    pictures(&mut person, "window-fob-unknown");
    person.click("window-read");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("window-read-genuine");
}

#[test]
fn access_times_are_in_the_words_of_the_language() {
    let counter = Counter::new();
    let mut person = counter.window_of(Language::Finnish, 1280.0, 800.0);
    person.click("window-nav-roles");
    person.click("Cleaner");
    person.expect("window-user-role");
    let texts = person.all_texts();
    assert!(
        texts.iter().any(|text| text.starts_with("ma-")),
        "{texts:?}"
    );
    let words = texts.iter().flat_map(|text| text.split([' ', '-', '+']));
    let english: Vec<&str> = words
        .filter(|word| ["mon", "fri", "sat", "sun"].contains(word))
        .collect();
    assert!(english.is_empty(), "{texts:?}");
    person.click("window-edit");
    person.expect("window-times-hint");
    person.click("window-details-times");
    for _ in 0..40 {
        person.press(Named::Backspace);
    }
    person.type_text("ti+to 08:00-16:00");
    person.click("window-save");
    person.expect_none("window-times-hint");
    person.expect("ti+to 08:00-16:00");
    let role = station(&counter, Access::Read).read(|reading| reading.roles());
    let role = role
        .unwrap()
        .into_iter()
        .find(|role| role.name == "Cleaner");
    let times = role.unwrap().value.access_times.unwrap().to_string();
    assert_eq!(times, "tue+thu 08:00-16:00");
}

#[test]
fn the_dialog_that_programs_tells_a_fob_of_another_key_in_place_and_tries_again() {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    let new = json!({"verb": "new", "kind": "fob", "name": "second", "chip": "ev1-4k"});
    let _made = counter.ask(&new);
    let before = counter.ask(&json!({"verb": "dump", "name": "story"}));
    person.click("window-nav-todo");
    person.expect("1 Aada Korhonen");
    person.click("window-program");
    person.click("North");
    fill(&mut person, "window-pin-label", &counter.pin());
    person.press(Named::Enter);
    // The cause names whose it is, the remedy what to lay, and the dialog stays.
    person.expect_that("the cause is told", |person| {
        let texts = person.all_texts();
        texts
            .iter()
            .any(|text| text.contains("Marja Siivonen") && text.contains("31"))
    });
    let lay_another = [("writable", "yes".into()), ("number", "31".into())];
    let lay_another = Arguments::from(lay_another);
    person.expect(&tell("window-remedy-fob-of-other-key", &lay_another));
    person.expect("window-retry");
    let after = counter.ask(&json!({"verb": "dump", "name": "story"}));
    assert_eq!(before, after);
    let state = |counter: &Counter| {
        let station = station(counter, Access::Read);
        station.key("1").unwrap().key.state
    };
    assert_eq!(state(&counter), KeyState::Draft);
    let _laid = counter.ask(&json!({"verb": "lay", "name": "second"}));
    person.click("window-retry");
    person.expect("window-close");
    person.expect_none("window-retry");
    assert_eq!(state(&counter), KeyState::Programmed);
    let after = counter.ask(&json!({"verb": "dump", "name": "story"}));
    assert_eq!(before, after);
}
