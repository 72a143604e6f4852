//! The window at the largest scale: at 200 % a window of 1280 by 800 pixels holds a quarter of that. What must be seen is
//! seen, or scrolls into view.

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::window::ui::theme::{Look, ROW};

use super::window_wizard::desk::{Counter, UID, shut, tab_to};
use crate::driver::Driver;

const WIDTH: f32 = 640.0;
const HEIGHT: f32 = 400.0;

pub(super) fn control<P: Program + 'static>(person: &mut Driver<P>, key: &str) {
    person.press_with(Modifiers::CTRL, Key::Character(key.into()));
}

/// Presses Tab until the focus stands on this, which need not be in sight before.
#[track_caller]
pub(super) fn reach<P: Program + 'static>(person: &mut Driver<P>, text: &str) {
    let wanted = person.say(text);
    person.expect_that(&format!("Tab does not reach {wanted:?}"), |person| {
        let there = person.focus().as_deref() == Some(wanted.as_str());
        if !there {
            person.press(Named::Tab);
        }
        there
    });
}

/// The same, then presses Space.
#[track_caller]
fn space_on<P: Program + 'static>(person: &mut Driver<P>, text: &str) {
    reach(person, text);
    person.press(Named::Space);
}

/// Types into the input with this label, wherever it has scrolled to.
fn enter<P: Program + 'static>(person: &mut Driver<P>, label: &str, text: &str) {
    reach(person, label);
    person.type_text(text);
}

#[test]
fn below_the_notices_four_programming_keys_have_room() {
    let counter = Counter::new();
    for language in [Language::English, Language::German] {
        let mut person = counter.window_of(language, WIDTH, HEIGHT);
        let strip = person.place_on_top("window-state-ready").y;
        control(&mut person, "9");
        person.expect("window-one-way");
        tab_to(&mut person, "window-rite-prepare");
        let over = person.place("window-rite-prepare");
        person.point_at(over);
        person.wheel(100.0);
        let row = person.place("window-token-plugged").y;
        let below = (strip - ROW / 2.0) - (row + ROW / 2.0);
        assert!(below >= 3.0 * ROW, "{below} pixels below the first row");
        shut(person);
    }
}

#[test]
fn below_what_is_said_above_a_list_three_of_its_rows_are_seen() {
    let counter = Counter::new();
    for language in [Language::English, Language::German] {
        let mut person = counter.window_of(language, WIDTH, HEIGHT);
        // Left half entered, so that the window says so when it opens again.
        control(&mut person, "n");
        person.expect_focus("window-field-first-name");
        person.type_text("Marja");
        shut(person);
        let mut person = counter.window_of(language, WIDTH, HEIGHT);
        person.expect("window-draft-resume");
        // So low a window says what lies on the encoder, too.
        person.expect("window-programming-new-fob");
        let strip = person.place_on_top("window-state-ready").y;
        for (key, add) in [
            ("1", "window-add-user"),
            ("3", "window-add-lock"),
            ("5", "window-add-role"),
        ] {
            control(&mut person, key);
            person.expect("window-column-name");
            person.settle_down();
            assert!(person.is_whole(add), "{add} is cut");
            let head = person.place("window-column-name").y;
            let rows = (strip - ROW / 2.0) - (head + ROW / 2.0);
            assert!(rows >= 3.0 * ROW, "{rows} pixels for the rows of {key}");
            if language == Language::German && key == "3" {
                // Away from the input, whose caret blinks.
                person.press(Named::Tab);
                person.snapshot("window-locks-german-200");
            }
        }
        shut(person);
    }
}

#[test]
fn the_place_where_one_is_stays_in_view_in_the_navigation() {
    let counter = Counter::new();
    let mut person = counter.window_of(Language::English, WIDTH, HEIGHT);
    let seen = |person: &mut Driver<_>| {
        let last = Driver::say(person, "window-nav-settings");
        let texts = Driver::all_texts(person).into_iter();
        texts.filter(|text| *text == last).count()
    };
    assert_eq!(seen(&mut person), 0, "there is room for all");
    control(&mut person, "0");
    person.expect("window-setting-language");
    // Beside the title of the page.
    person.expect_that("the place is in view", |person| seen(person) == 2);
    // Somebody who looks elsewhere is left in peace.
    let over = person.place("window-nav-settings");
    person.point_at(over);
    person.wheel(-100.0);
    person.settle_down();
    assert_eq!(seen(&mut person), 1);
    control(&mut person, "1");
    control(&mut person, "0");
    person.expect_that("the place is in view again", |person| seen(person) == 2);
}

#[test]
fn the_ring_around_a_box_of_a_form_is_seen_on_every_side() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-nav-roles");
    person.click("window-add-role");
    person.expect_focus("window-column-name");
    tab_to(&mut person, "Common rooms A");
    let label = person.place("Common rooms A");
    let accent = Look::default().palette.accent.into_rgba8();
    let (width, _, pixels) = person.pixels();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let (x, y) = (label.x as u32, label.y as u32);
    let is_ring = |x: u32, y: u32| {
        let at = ((y * width + x) * 4) as usize;
        pixels[at..at + 3] == accent[..3]
    };
    // The words themselves are not of this colour.
    assert!((0..120).any(|by| is_ring(x - by, y)), "left of it");
    assert!((0..120).any(|by| is_ring(x + by, y)), "right of it");
    assert!((0..24).any(|by| is_ring(x, y - by)), "above it");
    assert!((0..24).any(|by| is_ring(x, y + by)), "below it");
}

#[test]
fn the_ring_around_a_box_or_a_choice_leaves_its_words_room() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-nav-roles");
    person.click("window-add-role");
    person.expect_focus("window-column-name");
    tab_to(&mut person, "Common rooms A");
    assert_room_beside(&mut person, "Common rooms A");
    person.press(Named::Escape);
    person.click("window-nav-settings");
    person.expect("window-theme-dark");
    tab_to(&mut person, "window-theme-dark");
    assert_room_beside(&mut person, "window-theme-dark");
}

/// Between the last letter and the ring there is as much as between an icon and its word.
#[track_caller]
fn assert_room_beside<P: Program + 'static>(person: &mut Driver<P>, label: &str) {
    let middle = person.place_on_top(label);
    let end = middle.x + person.width(label) / 2.0;
    let accent = Look::default().palette.accent.into_rgba8();
    let (width, _, pixels) = person.pixels();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let (end, y) = (end.ceil() as u32, middle.y as u32);
    let is_ring = |x: u32| {
        let at = ((y * width + x) * 4) as usize;
        pixels[at..at + 3] == accent[..3]
    };
    let room = (0..60).find(|by| is_ring(end + by));
    assert!(room.is_some_and(|room| room >= 4), "{label}: {room:?}");
}

#[test]
fn a_fob_is_programmed_in_the_wizard_at_the_largest_scale() {
    for language in [Language::English, Language::German] {
        let counter = Counter::new();
        let mut person = counter.window_of(language, WIDTH, HEIGHT);
        control(&mut person, "n");
        person.expect_focus("window-field-first-name");
        person.type_text("Marja");
        enter(&mut person, "window-field-last-name", "Siivonen");
        enter(
            &mut person,
            "window-field-email",
            "marja.siivonen@example.org",
        );
        space_on(&mut person, "window-next");
        space_on(&mut person, "Cleaner");
        space_on(&mut person, "window-next");
        space_on(&mut person, "window-key-fob");
        space_on(&mut person, "North");
        space_on(&mut person, "window-next");
        space_on(&mut person, "window-confirm");
        person.expect_focus("window-pin-label");
        person.settle_down();
        // The label, the input and its button are seen whole, one beside or below the other.
        let program = person.say("window-program");
        let texts = person.all_texts();
        assert!(
            texts.contains(&program),
            "the button is in sight: {texts:?}"
        );
        if language == Language::German {
            // Away from the input, whose caret blinks.
            person.press(Named::Tab);
            person.snapshot("window-feedback-german-200");
            person.press_with(Modifiers::SHIFT, Key::Named(Named::Tab));
            person.expect_focus("window-pin-label");
        }
        person.type_text(&counter.pin());
        person.press(Named::Enter);
        let done = [("uid", UID.into()), ("count", 20usize.into())];
        let done = Texts::new(language).text("window-programming-done", &Arguments::from(done));
        person.expect(&done);
        shut(person);
    }
}
