//! What is done with a fob that was written, in windows that are too low for it.

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::window::app::{App, Message};
use keywright::window::ui::theme::ROW;

use super::window_dialogs::{WINDOWS, fits};
use super::window_people::with_programmed_cleaner;
use super::window_small::{control, reach};
use super::window_wizard::desk::{Counter, shut};
use crate::driver::Driver;

fn small(
    counter: &Counter,
    language: Language,
    (width, height): (f32, f32),
) -> Driver<impl Program<State = App, Message = Message> + use<>> {
    let mut person = counter.window_with(41, language, width, height);
    person.expect("window-state-ready");
    person.settle_down();
    person
}

/// Somebody with a fob that was written and lies on the encoder.
pub(super) fn with_written_fob() -> Counter {
    let counter = Counter::new();
    let mut person = counter.window();
    with_programmed_cleaner(&counter, &mut person);
    shut(person);
    counter
}

const SMALLEST: (f32, f32) = WINDOWS[1];

#[test]
fn in_the_smallest_window_each_list_shows_rows_and_its_buttons() {
    let counter = with_written_fob();
    for language in Language::ALL {
        let mut person = small(&counter, language, SMALLEST);
        // What is said of the fob takes a line of its own.
        person.expect("window-fob-laid-show");
        let strip = person.place_on_top("window-mend-mail").y - ROW;
        for (key, head, add) in [
            ("1", "window-column-name", Some("window-add")),
            ("2", "window-holder", None),
            ("3", "window-column-name", Some("window-add")),
            ("4", "window-column-name", Some("window-add")),
            ("5", "window-column-name", Some("window-add")),
            ("6", "window-column-name", Some("window-add")),
            ("7", "window-todo-what", Some("window-todo-act")),
            ("8", "window-log-done", Some("window-export")),
        ] {
            control(&mut person, key);
            person.expect(head);
            person.settle_down();
            assert!(person.is_whole(head), "{head} is cut on page {key}");
            let rows = (strip - ROW / 2.0) - (person.place(head).y + ROW / 2.0);
            assert!(
                rows >= 1.8 * ROW,
                "{rows} pixels for the rows of page {key}"
            );
            if let Some(add) = add {
                assert!(person.is_whole(add), "{add} is cut on page {key}");
            }
            if language == Language::German && ["5", "7"].contains(&key) {
                // Away from the input, whose caret blinks.
                person.press(Named::Tab);
                person.snapshot(&format!("window-smallest-{key}-german"));
            }
        }
        shut(person);
    }
}

#[test]
fn a_fob_that_lies_there_is_read_in_low_windows() {
    let counter = with_written_fob();
    for language in [Language::English, Language::German] {
        for window in WINDOWS {
            let mut person = small(&counter, language, window);
            person.expect("window-fob-laid-show");
            if window == SMALLEST {
                control(&mut person, "r");
            } else {
                assert!(person.is_whole("window-read"));
                person.click("window-read");
            }
            person.expect_focus("window-pin-label");
            fits(
                &mut person,
                window,
                &["window-read-title", "window-cancel"],
                "window-pin-label",
            );
            person.click("window-pin-label");
            person.type_text(&counter.pin());
            person.press(Named::Enter);
            person.expect("window-read-genuine");
            person.settle_down();
            if window == SMALLEST && language == Language::German {
                person.snapshot("window-read-german-smallest");
            }
            let last = Arguments::from([("name", "Common rooms D".into())]);
            let last = Texts::new(language).text("window-why-group", &last);
            fits(
                &mut person,
                window,
                &["window-read-title", "window-close"],
                &last,
            );
            person.press(Named::Escape);
            shut(person);
        }
    }
}

#[test]
fn somebody_with_a_fob_is_removed_in_low_windows() {
    let before = with_written_fob();
    for language in [Language::English, Language::German] {
        for window in WINDOWS {
            let counter = before.copied();
            let mut person = small(&counter, language, window);
            control(&mut person, "f");
            person.type_text("siivonen");
            person.expect("Siivonen, Marja");
            person.click("Siivonen, Marja");
            reach(&mut person, "window-remove-user");
            person.press(Named::Enter);
            let title = Arguments::from([("name", "Marja Siivonen".into())]);
            let title = Texts::new(language).text("window-remove-title", &title);
            person.expect("window-return-now");
            person.expect_focus("window-cancel");
            fits(
                &mut person,
                window,
                &[&title, "window-cancel"],
                "window-write-off",
            );
            if window == SMALLEST && language == Language::German {
                person.press(Named::Home);
                person.settle_down();
                person.snapshot("window-remove-german-smallest");
            }
            // The question before a block stands where it was asked for, and is seen whole.
            reach(&mut person, "window-block-key");
            person.press(Named::Enter);
            person.expect_focus("window-not-blocked");
            for text in ["window-not-blocked", "window-block-now"] {
                assert!(person.is_whole(text), "{text} is cut");
            }
            if window == SMALLEST && language == Language::German {
                person.snapshot("window-remove-block-german-smallest");
            }
            person.press(Named::Enter);
            // So does the PIN while the medium is emptied.
            reach(&mut person, "window-return-now");
            person.press(Named::Enter);
            person.expect_focus("window-pin-label");
            assert!(person.is_whole("window-pin-label"));
            person.type_text(&counter.pin());
            if window == SMALLEST && language == Language::German {
                person.press(Named::Tab);
                person.settle_down();
                person.snapshot("window-remove-pin-german-smallest");
                person.press_with(Modifiers::SHIFT, Key::Named(Named::Tab));
            }
            person.press(Named::Enter);
            let key = if language == Language::English {
                "Key fob 31"
            } else {
                "Schlüsselanhänger 31"
            };
            let kept = Arguments::from([("key", key.into())]);
            person.expect(&Texts::new(language).text("window-leave-kept", &kept));
            person.click_on_top("window-remove-user");
            person.expect("window-removed");
            shut(person);
        }
    }
}

#[test]
fn the_menu_of_a_row_is_seen_where_the_panel_takes_the_place_of_the_list() {
    let counter = with_written_fob();
    for window in [WINDOWS[0], SMALLEST] {
        let mut person = small(&counter, Language::English, window);
        control(&mut person, "f");
        person.type_text("siivonen");
        person.expect("1 found");
        person.click_right("Siivonen, Marja");
        person.expect("window-remove");
        person.settle_down();
        assert!(person.is_whole("window-remove"), "{window:?}");
        // Closed, what is known of the row takes the place of the list.
        person.press(Named::Escape);
        person.expect("window-remove-user");
        person.expect_none("Siivonen, Marja");
        person.press(Named::Escape);
        person.expect("Siivonen, Marja");
        control(&mut person, "2");
        person.expect("window-holder");
        person.click_right("Aada Korhonen");
        person.expect("window-program");
        person.press(Named::Escape);
        shut(person);
    }
}
