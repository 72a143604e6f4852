//! Dialogs in windows that are too low for them: at 200 % a window of 1280 by 800 pixels holds a quarter of that. The title
//! and the answers are seen whole, and what stands between them can be read to its end, by keyboard and by wheel.

use iced_test::core::Point;
use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};

use super::window_wizard::desk::{Counter, pictures, shut, tab_to};
use crate::driver::Driver;

/// 1280x800 and 1024x700 at 200 %, and 1024x700 at 150 %.
pub(super) const WINDOWS: [(f32, f32); 3] = [(640.0, 400.0), (512.0, 350.0), (683.0, 467.0)];

fn control<P: Program + 'static>(person: &mut Driver<P>, key: &str) {
    person.press_with(Modifiers::CTRL, Key::Character(key.into()));
}

/// All of this is seen whole, and this last text can be reached both ways.
#[track_caller]
pub(super) fn fits<P: Program + 'static>(
    person: &mut Driver<P>,
    (width, height): (f32, f32),
    always: &[&str],
    last: &str,
) {
    for text in always {
        person.expect(text);
        assert!(person.is_whole(text), "{text:?} is cut at {width}x{height}");
    }
    person.point_at(Point::new(width / 2.0, height / 2.0));
    person.wheel(-1000.0);
    person.wheel(1000.0);
    assert!(
        person.is_whole(last),
        "the wheel does not reach {last:?} at {width}x{height}: {:#?}",
        person.all_texts()
    );
    person.wheel(-1000.0);
    for _ in 0..60 {
        if person.is_whole(last) {
            break;
        }
        person.press(Named::PageDown);
    }
    assert!(
        person.is_whole(last),
        "no key reaches {last:?} at {width}x{height}"
    );
    for text in always {
        assert!(person.is_whole(text), "{text:?} is cut at {width}x{height}");
    }
}

#[test]
fn the_shortcuts_can_be_read_to_the_end() {
    let counter = Counter::new();
    for language in [Language::English, Language::German] {
        for window in WINDOWS {
            let mut person = counter.window_of(language, window.0, window.1);
            person.press(Named::F1);
            fits(&mut person, window, &["window-close"], "F1");
            if window == WINDOWS[0] && language == Language::German {
                person.snapshot("window-shortcuts-german-200");
            }
            person.press(Named::Home);
            assert!(person.is_whole("window-add-user"));
            assert!(!person.is_whole("F1"));
            shut(person);
        }
    }
}

/// Opens the dialog that programs the draft of the demo, from the to-do list.
#[track_caller]
pub(super) fn program_draft<P: Program + 'static>(person: &mut Driver<P>) {
    control(person, "7");
    person.expect("1 Aada Korhonen");
    person.click("window-program");
    person.expect("North");
}

#[test]
fn a_key_is_programmed_in_small_windows() {
    let counter = Counter::new();
    for language in [Language::English, Language::German] {
        for window in WINDOWS {
            let mut person = counter.window_of(language, window.0, window.1);
            program_draft(&mut person);
            let title = Arguments::from([("number", "1".into())]);
            let title = Texts::new(language).text("window-program-title", &title);
            fits(&mut person, window, &[&title, "window-cancel"], "D cellar");
            if window == WINDOWS[0] && language == Language::German {
                person.press(Named::Home);
                person.snapshot("window-program-german-200");
            }
            person.press(Named::Home);
            person.click("North");
            // What comes next has the focus, and is in view.
            person.expect_focus("window-pin-label");
            assert!(person.is_whole("window-pin-label"));
            fits(&mut person, window, &[&title, "window-cancel"], "D cellar");
            shut(person);
        }
    }
}

#[test]
fn the_home_group_is_chosen_there_by_what_each_choice_means() {
    let counter = Counter::new();
    let mut person = counter.window();
    program_draft(&mut person);
    // However soon the groups are known, an Enter that was meant for what opened the question chooses none.
    person.expect_focus("window-cancel");
    let facts = |locks: usize| {
        let count = |number: usize| number.into();
        let facts = Arguments::from([
            ("locks", count(locks)),
            ("version", "0".into()),
            ("entries", "0".into()),
            ("most", "500".into()),
            ("behind", count(0)),
            ("carriers", count(0)),
        ]);
        Texts::new(Language::English).text("window-home-group-facts", &facts)
    };
    let texts = person.all_texts();
    assert!(texts.contains(&facts(8)), "{}: {texts:#?}", facts(8));
    let left = |groups: &str| {
        let left = Arguments::from([("groups", groups.into())]);
        Texts::new(Language::English).text("window-home-group-without", &left)
    };
    // The arrows go through them, and the focus stays with them.
    tab_to(&mut person, "North");
    person.press(Named::ArrowDown);
    person.expect("window-pin-label");
    person.expect_focus("South");
    person.expect(&left("North"));
    // A press chooses, and goes on to what comes next.
    person.press(Named::ArrowUp);
    person.expect_focus("North");
    person.press(Named::Space);
    person.expect_focus("window-pin-label");
    person.expect(&left("South"));
    // Away from the input, whose caret blinks.
    person.press(Named::Tab);
    pictures(&mut person, "window-program");
}
