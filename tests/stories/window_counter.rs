//! What the window tells of the things on the counter: the PIN of a demo's programming key, the device strip and the
//! buttons in it, what lies on the encoder, and an encoder that is pulled out and plugged in again.

use std::time::{Duration, Instant};

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::device::programming_key::LastTry;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::time::{Clock as _, SystemClock, UtcMillis, Zone};
use keywright::window::app::{App, Message, program};
use keywright::window::desk::{PinNote, Secret};
use keywright::workflow::hardware::{TokenName, open_token};
use serde_json::json;

use super::window_wizard::desk::{
    Counter, UID, add_cleaner, cleaner_with_fob, fill, fill_basic, pictures, tab_to, tell, written,
};
use crate::driver::Driver;
use crate::slowdown::slowdown;

const WORK_HOURS: &str = "2026-11-23T10:05:00+02:00";
const MAIN_DOOR: &str = "A main door";
const FLAT_DOOR: &str = "A 1 door";

/// How soon the strip tells of an encoder that comes or goes: what people are promised.
const NOTICED: Duration = Duration::from_secs(1);
/// How long it is waited for where it is late, to tell by how much.
const LATE: Duration = Duration::from_secs(20);

/// The window with the bench of the demo below the list, and what is noted of this token.
fn window_with_bench(
    counter: &Counter,
    token: &str,
    note: &str,
) -> Driver<impl Program<State = App, Message = Message> + use<>> {
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.bench = true;
    start.config.note = Some(PinNote {
        token: token.to_owned(),
        file: counter.folder().join(note),
    });
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    person.expect("window-state-new-fob");
    person.expect("window-state-ready");
    person
}

/// What stands on the screen after these words.
#[track_caller]
fn after<P: Program + 'static>(person: &mut Driver<P>, words: &str) -> String {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        person.settle_down();
        let texts = person.all_texts();
        let found = texts.iter().find_map(|text| text.strip_prefix(words));
        if let Some(found) = found {
            return found.to_owned();
        }
        assert!(Instant::now() < deadline, "{words:?} is not in {texts:#?}");
    }
}

/// A text of the window up to its value.
fn beginning(id: &str, value: &'static str) -> String {
    let marked = tell(id, &Arguments::from([(value, "\u{1}".into())]));
    marked.split('\u{1}').next().unwrap_or_default().to_owned()
}

#[test]
fn a_newcomer_reads_the_pin_of_the_demo_from_the_screen() {
    let counter = Counter::new();
    let mut person = window_with_bench(&counter, "office", "pin");
    add_cleaner(&mut person);
    let words = format!("3. {}", beginning("window-tour-3-pin", "pin"));
    let pin = after(&mut person, &words);
    assert_eq!(pin, counter.pin());
    person.type_text(&pin);
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    // On the panel it stands beside the token it belongs to, and goes with it.
    let noted = [("token", "office".into()), ("pin", pin.into())];
    let noted = tell("window-bench-pin", &Arguments::from(noted));
    person.expect(&noted);
    person.click("window-bench-unplug");
    person.expect_none(&noted);
    person.expect(&format!("3. {}", tell("window-tour-3", &Arguments::new())));
    person.click("window-bench-plug");
    person.expect(&noted);
}

#[test]
fn a_blocked_pin_gets_its_tries_back_from_the_strip_in_the_middle_of_a_wizard() {
    let counter = Counter::new();
    let made = counter.ask(&json!({"verb": "new", "kind": "token", "name": "spare"}));
    std::fs::write(counter.folder().join("note"), made["pin"].as_str().unwrap()).unwrap();
    let mut person = window_with_bench(&counter, "spare", "note");
    add_cleaner(&mut person);
    // Also one that is not the system's.
    let _plugged = counter.ask(&json!({"verb": "insert", "name": "spare"}));
    person.expect("window-state-foreign-token");
    for _ in 0..3 {
        let name = TokenName::Bench(counter.bench());
        assert!(open_token(&name, "11111111", LastTry::Risk).is_err());
    }
    person.expect("window-state-pin-blocked");
    person.click_on_top("window-rite-unblock");
    person.expect("window-rite-say-unblock");
    let puk = made["puk"].as_str().unwrap();
    for (label, text) in [
        ("window-rite-puk", puk),
        ("window-rite-fresh-pin", "24682468"),
        ("window-rite-new-pin-again", "24682468"),
    ] {
        person.click(label);
        person.type_text(text);
    }
    let go = person.place("window-rite-go-unblock");
    person.click_at(go);
    let name = [("name", "spare".into())];
    let unblocked = tell("window-rite-unblocked", &Arguments::from(name));
    person.expect(&unblocked);
    // Pressed once more, it is not closed unread.
    person.click_at(go);
    person.settle_down();
    person.expect(&unblocked);
    person.click_on_top("window-close");
    person.expect_none("window-state-pin-blocked");
    // The wizard waits where it was, and the panel tells the new PIN.
    person.expect("window-pin-label");
    let noted = [("token", "spare".into()), ("pin", "24682468".into())];
    person.expect(&tell("window-bench-pin", &Arguments::from(noted)));
}

#[test]
fn a_device_that_is_not_there_says_what_to_do() {
    let counter = Counter::new();
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.config.encoder = Some(counter.folder().join("no-such-port"));
    start.config.token = None;
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    person.expect("window-state-unnamed");
    person.click("window-mend-help");
    person.expect("window-remedy-programming-key-not-named");
    person.press(Named::Escape);
    person.expect_none("window-remedy-programming-key-not-named");
    person.click_on_top("window-mend-help");
    person.expect("error-port-unavailable-remedy");
    person.click("window-close");
    person.expect_none("error-port-unavailable-remedy");
    person.expect("40 users");
}

#[test]
fn the_strip_tells_of_letters_and_leads_to_them() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.expect("window-mail-not-set");
    person.click("window-mend-mail");
    person.expect("window-setting-language");
    person.point_at(iced_test::core::Point::new(760.0, 400.0));
    person.wheel(400.0);
    fill(&mut person, "window-mail-host", "127.0.0.1");
    person.click("window-mail-loopback");
    person.click("window-mail-port");
    for _ in 0..8 {
        person.press(Named::Backspace);
    }
    // Where nobody listens: every letter is put off.
    person.type_text("1");
    fill(&mut person, "window-mail-sender", "keys@example.org");
    person.click("window-mail-save");
    person.expect("window-mail-settled");
    person.click("window-nav-users");
    fill_basic(&mut person);
    person.click("window-next");
    person.expect("window-private-premises");
    person.click("window-next");
    person.expect("window-keys-add");
    person.click("window-next");
    person.click("window-invite");
    person.click_until_one_of("window-confirm", &["window-close"]);
    person.expect("window-summary-show");
    let one = Arguments::from([("count", 1usize.into())]);
    person.expect(&tell("window-mail-waiting", &one));
    // In a wizard one stays in it; then the button leads to what waits.
    person.expect_none("window-mend-letters");
    person.click("window-close");
    // The panel at the side has a button of the same word.
    person.click_on_top("window-mend-letters");
    person.expect("window-todo-what");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("marja");
    person.expect("Marja Siivonen");
}

/// Waits until this is on the screen; tells how long that took.
#[track_caller]
fn noticed<P: Program + 'static>(person: &mut Driver<P>, texts: &[String]) -> Duration {
    let begun = Instant::now();
    loop {
        let seen = person.all_texts();
        if seen.iter().any(|text| texts.contains(text)) {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < LATE, "none of {texts:?} in {seen:#?}");
        person.settle_briefly();
    }
}

/// Pulls the encoder out and plugs it in again; the strip tells both.
#[track_caller]
fn pull_and_plug<P: Program + 'static>(counter: &Counter, person: &mut Driver<P>, place: &str) {
    let texts = Texts::new(Language::English);
    let port = counter.bench().join("encoder").display().to_string();
    let none = Arguments::from([("path", port.into())]);
    let gone = [
        texts.error("encoder-unplugged", &Arguments::new()).0,
        texts.error("port-unavailable", &none).0,
    ];
    let back = [tell("window-state-new-fob", &Arguments::new())];
    let _pulled = counter.ask(&json!({"verb": "unplug"}));
    let out = noticed(person, &gone);
    let _plugged = counter.ask(&json!({"verb": "plug"}));
    let there = noticed(person, &back);
    // Other work on the computer stretches the second, and is no other excuse than that.
    let slowdown = slowdown();
    println!(
        "{place}: pulled out told after {out:?}, plugged in after {there:?} (computer slowed down {slowdown:.1} times)"
    );
    let promised = NOTICED.mul_f64(slowdown);
    assert!(
        out <= promised && there <= promised,
        "{place}: {out:?} and {there:?} of {promised:?}"
    );
}

#[test]
fn an_encoder_that_is_pulled_out_and_plugged_in_loses_no_wizard() {
    let counter = Counter::new();
    let mut person = counter.window();
    cleaner_with_fob(&mut person);
    pull_and_plug(&counter, &mut person, "in the third step");
    person.click("window-next");
    person.expect("+ opens");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    pull_and_plug(&counter, &mut person, "in the fifth step");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "open");
}

#[test]
fn an_encoder_that_is_pulled_out_while_it_writes_goes_on_when_it_is_back() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    let _armed = counter.ask(&json!({"verb": "unplug", "after_exchange": 24}));
    person.press(Named::Enter);
    person.expect("window-retry");
    let _plugged = counter.ask(&json!({"verb": "plug"}));
    person.click("window-retry");
    person.expect(&written("window-programming-resumed", 20));
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "open");
}

#[test]
fn the_encoder_is_pulled_out_by_mouse_at_the_bench() {
    let counter = Counter::new();
    let mut person = window_with_bench(&counter, "office", "pin");
    person.click("window-bench-unplug-encoder");
    person.expect_none("window-state-new-fob");
    person.click("window-bench-plug-encoder");
    person.expect("window-state-new-fob");
    person.expect("window-bench-unplug-encoder");
}

#[test]
fn what_lies_on_the_encoder_is_read_with_what_it_holds_and_how_that_differs() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    person.click("window-close");
    // Where no log is seen, whose times are never the same.
    person.click("window-nav-keys");
    person.expect("Fob of Marja Siivonen");
    person.expect("window-read");
    person.settle_down();
    person.click("window-read");
    person.expect("window-read-why");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("window-read-genuine");
    person.expect("window-no-difference");
    for text in ["Marja Siivonen", UID, "North", "31"] {
        person.expect(text);
    }
    tab_to(&mut person, "window-close");
    person.expect("Fob of Marja Siivonen");
    pictures(&mut person, "window-read");
    person.press(Named::Enter);
    person.expect_none("window-read-genuine");
    person.click("window-nav-users");
    // Given a flat beside the role: the fob is behind, which the strip says in the wizard too.
    person.click("window-edit-user");
    person.expect("marja.siivonen@example.org");
    person.click("window-next");
    person.click("window-private-premises");
    person.click("A 1");
    person.click("window-to-summary");
    person.expect("+ opens");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    person.click("window-close");
    let behind = [("name", "Marja Siivonen".into()), ("count", 10usize.into())];
    let behind = tell("window-state-fob-of-pending", &Arguments::from(behind));
    person.expect(&behind);
    person.press_with(Modifiers::CTRL, Key::Character("n".into()));
    person.expect("window-field-first-name");
    person.expect(&behind);
    person.press(Named::Escape);
    person.expect("41 users");
    person.press_with(Modifiers::CTRL, Key::Character("r".into()));
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("window-read-genuine");
    let ten = Arguments::from([("count", 10usize.into())]);
    person.expect(&tell("window-read-difference", &ten));
    person.expect(FLAT_DOOR);
    // Reading wrote nothing.
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "denied: not-listed");
}

#[test]
fn dates_are_written_as_the_language_has_them() {
    for (language, day) in [
        (Language::English, "31 Dec 2027"),
        (Language::Finnish, "31.12.2027"),
        (Language::Swedish, "2027-12-31"),
        (Language::German, "31.12.2027"),
    ] {
        let counter = Counter::new();
        let mut person = counter.window_of(language, 1280.0, 800.0);
        let texts = Texts::new(language);
        fill_basic(&mut person);
        person.click("window-next");
        person.click("Cleaner");
        fill(&mut person, "window-valid-until", "2027-12-31");
        person.click("window-next");
        person.click("window-next");
        let until = Arguments::from([("end", day.into())]);
        let until = texts.text("window-validity-until", &until);
        let given = Arguments::from([("given", format!("Cleaner, {until}").into())]);
        person.expect(&texts.text("window-action-give", &given));
        // Confirm is dead until it is known what it would do.
        person.click_until_one_of("window-confirm", &["window-close"]);
        person.expect("window-summary-show");
        person.click("window-close");
        // At the side: the validity of the role, and when it was given.
        person.expect(&until);
        let is_time = |text: &String| match language {
            Language::English => text.contains(" 202") && text.contains(", ") && text.contains(':'),
            Language::Finnish => text.contains(" klo "),
            Language::Swedish => text.starts_with("202") && text.contains(':'),
            Language::German => text.contains(".202") && text.contains(", "),
        };
        let by = person.all_texts();
        let line = by.iter().find(|text| text.contains(" · ") && is_time(text));
        assert!(line.is_some(), "{language:?}: {by:#?}");
    }
}

#[test]
fn a_list_without_a_hit_looks_as_it_did() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("nobody is called so");
    person.expect("window-users-none");
    person.press(Named::Tab);
    person.press(Named::Tab);
    pictures(&mut person, "window-users-empty");
}

#[test]
fn a_door_that_is_shut_on_a_sunday_evening_is_tried_on_monday() {
    let counter = Counter::new();
    let zone = "Europe/Helsinki".parse::<Zone>().unwrap();
    // Later than all that the demo did; four hours before a Monday.
    let monday = zone.date(SystemClock.now()).next_monday().next_monday();
    let evening = UtcMillis(monday.start(zone).0 - 4 * 3_600_000);
    let mut start = counter.start();
    start.password = Some(Secret::new(counter.password()));
    start.bench = true;
    start.config.at = Some(evening);
    let mut person = Driver::new(program(start), Language::English, 1280.0, 800.0);
    person.expect("40 users");
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    let fob = [("fob", "story".into())];
    person.click(&tell("window-bench-present", &Arguments::from(fob)));
    let shut = [
        ("door", MAIN_DOOR.into()),
        ("reason", "outside-times".into()),
    ];
    let shut = tell("window-bench-denied", &Arguments::from(shut));
    person.expect(&shut);
    person.click("window-bench-monday");
    let open = [("door", MAIN_DOOR.into())];
    person.expect(&tell("window-bench-open", &Arguments::from(open)));
    person.expect_none(&shut);
    person.expect_none("window-bench-monday");
}
