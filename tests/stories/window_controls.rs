//! The controls of the window as a person works them, by mouse and by keyboard alone, in the gallery.

use iced_test::core::Point;
use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use keywright::i18n::Language;
use keywright::window::gallery::{Page, Start, program};
use keywright::window::ui::theme::{Mode, Scale, TextSize};

use crate::driver::Driver;

macro_rules! gallery {
    ($page:expr) => {
        gallery!($page, Language::English)
    };
    ($page:expr, $language:expr) => {{
        let language = Language::ALL
            .iter()
            .position(|language| *language == $language)
            .unwrap();
        let start = Start {
            page: $page,
            language,
            ..Start::default()
        };
        Driver::new(program(start), $language, 1280.0, 900.0)
    }};
}

#[test]
fn every_control_is_reached_with_tab_in_the_order_in_which_it_is_drawn() {
    let mut person = gallery!(Page::Fields);
    let mut reached = Vec::new();
    for _ in 0..42 {
        person.press(Named::Tab);
        reached.push(person.focus().unwrap_or_default());
    }
    let expected = [
        "Users",
        "Keys",
        "Locks",
        "Premises",
        "Roles",
        "Blocking groups",
        "To-do",
        "Log",
        "Programming keys",
        "Settings",
        "Light",
        "Fields",
        "People",
        "Feedback",
        "Steps",
        "Next",
        "Back",
        "Remove",
        "Cancel",
        "Edit",
    ];
    assert_eq!(reached[..expected.len()], expected);
    for label in [
        "Add",
        "Filter",
        "First name",
        "E-mail",
        "PIN",
        "Valid from",
        "Send sign-up invitation",
        "Private premises B 14",
        "North stair",
        "South stair",
        "Garage",
        "Choose",
        "Open the calendar",
        "Try again",
    ] {
        assert!(
            reached.iter().any(|text| text == label),
            "{label}: {reached:#?}"
        );
    }
    // What cannot be worked is left out.
    assert!(
        !reached
            .iter()
            .any(|text| text == "Confirm" || text == "Write to K5 key")
    );
    person.press_with(Modifiers::SHIFT, Key::Named(Named::Tab));
    assert_eq!(person.focus().unwrap_or_default(), reached[40]);
}

#[test]
fn tab_goes_around_at_the_end() {
    let mut person = gallery!(Page::Fields);
    person.press_with(Modifiers::SHIFT, Key::Named(Named::Tab));
    person.expect_focus("window-retry");
    person.press(Named::Tab);
    person.expect_focus("window-nav-users");
}

#[test]
fn what_tab_reaches_is_brought_into_view() {
    let mut person = Driver::new(program(Start::default()), Language::English, 1280.0, 480.0);
    assert!(!person.all_texts().contains(&"Country".to_owned()));
    for _ in 0..36 {
        if person.focus() == Some(person.say("window-choose")) {
            break;
        }
        person.press(Named::Tab);
    }
    person.expect_focus("window-choose");
    person.expect("Country");
    person.press(Named::Enter);
    person.expect("Austria");
}

#[test]
fn a_press_on_the_button_inside_an_input_takes_the_focus_from_the_input() {
    let mut person = gallery!(Page::Fields);
    person.click("Valid from");
    person.click("window-open-calendar");
    person.press(Named::Escape);
    person.type_text("2026");
    person.expect_none("2026");
    person.press(Named::Enter);
    person.expect("November 2026");
}

#[test]
fn a_button_is_pressed_by_mouse_by_enter_and_by_space_and_a_held_key_presses_once() {
    let mut person = gallery!(Page::Fields);
    person.click("window-next");
    person.expect("Pressed 1 times");
    person.press(Named::Enter);
    person.expect("Pressed 2 times");
    person.press(Named::Space);
    person.expect("Pressed 3 times");
    person.hold(Named::Enter);
    person.hold(Named::Enter);
    person.expect("Pressed 3 times");
    // One that is disabled stays silent.
    let dead = person.place("window-confirm");
    person.click_at(dead);
    person.expect("Pressed 3 times");
}

#[test]
fn a_press_on_a_label_goes_to_its_input_and_what_is_wrong_is_said_in_words() {
    let mut person = gallery!(Page::Fields);
    person.click("First name");
    person.type_text("Liisa Öberg");
    person.expect("Liisa Öberg");
    person.press(Named::Tab);
    person.expect_focus("E-mail");
    person.type_text("liisa");
    person.expect("An e-mail address has an @, as in liisa@example.fi.");
    person.type_text("@example.fi");
    person.expect_none("An e-mail address has an @, as in liisa@example.fi.");
}

#[test]
fn choices_follow_the_arrows() {
    let mut person = gallery!(Page::Fields);
    person.click("North stair");
    person.press(Named::ArrowDown);
    let chosen = format!("{:?}", person.state());
    assert!(chosen.contains("group: Some(1)"));
    person.expect_focus("South stair");
    person.press(Named::ArrowUp);
    person.press(Named::ArrowUp);
    person.expect_focus("Garage");
    assert!(format!("{:?}", person.state()).contains("group: Some(2)"));
}

#[test]
fn a_select_is_worked_by_keyboard_and_closed_by_escape_or_a_press_elsewhere() {
    let mut person = gallery!(Page::Fields);
    let control = person.place("window-choose");
    person.click("window-choose");
    // The list stands over its control and is as wide.
    let choice = person.place("Finland");
    assert!(
        (control.x - choice.x).abs() < 100.0,
        "{control:?} {choice:?}"
    );
    person.press(Named::Escape);
    person.expect_none("Finland");
    person.expect_focus("window-choose");
    person.press(Named::ArrowDown);
    person.expect_focus("Austria");
    for _ in 0..3 {
        person.press(Named::ArrowDown);
    }
    person.expect_focus("Finland");
    person.press(Named::Enter);
    person.expect("Finland");
    person.expect_none("Austria");
    // It opens at what was chosen.
    person.press(Named::Enter);
    person.expect_focus("Finland");
    person.click_at(Point::new(600.0, 140.0));
    person.expect_none("Austria");
}

#[test]
fn a_calendar_speaks_the_language_and_is_worked_by_keyboard() {
    let mut person = gallery!(Page::Fields, Language::German);
    person.click("Valid from");
    person.press(Named::Tab);
    person.press(Named::Enter);
    person.expect("November 2026");
    person.expect("window-weekday-1");
    person.press(Named::PageDown);
    person.expect("Dezember 2026");
    person.press(Named::ArrowRight);
    person.press(Named::ArrowDown);
    person.press(Named::Enter);
    person.expect("29.12.2026");
    person.expect_none("Dezember 2026");
}

#[test]
fn a_date_that_is_none_is_refused_in_words() {
    let mut person = gallery!(Page::Fields, Language::Finnish);
    person.click("Valid from");
    person.type_text("2026-02-30");
    person.expect("window-date-malformed");
    for _ in 0..10 {
        person.press(Named::Backspace);
    }
    person.expect_none("window-date-malformed");
}

#[test]
fn a_list_of_a_hundred_thousand_rows_scrolls_filters_and_never_shows_nothing() {
    let mut person = gallery!(Page::People);
    person.expect("Aino Ahonen 00001");
    person.point_at(Point::new(600.0, 500.0));
    for _ in 0..20 {
        person.wheel(10.0);
    }
    person.expect_none("Aino Ahonen 00001");
    // The last row, by dragging the grip to the end of the bar.
    person.drag(Point::new(1248.0, 210.0), Point::new(1248.0, 890.0));
    person.expect("person100000@example.fi");
    // A filter while scrolled down: what is left is shown from its start.
    person.click_at(Point::new(400.0, 136.0));
    person.type_text("hanna fischer 000");
    person.expect("Hanna Fischer 00002");
    person.expect_none("person100000@example.fi");
    for _ in 0..17 {
        person.press(Named::Backspace);
    }
    person.expect("Aino Ahonen 00001");
}

#[test]
fn a_list_is_worked_by_keyboard() {
    let mut person = gallery!(Page::People);
    person.click("Hanna Fischer 00002");
    person.expect("person2@example.fi");
    person.press(Named::ArrowDown);
    person.press(Named::End);
    person.expect("person100000@example.fi");
    person.press(Named::PageUp);
    person.press(Named::Home);
    person.expect("Aino Ahonen 00001");
    assert!(format!("{:?}", person.state()).contains("selected: Some(0)"));
    // Sorting keeps the selection with the person, not with the place.
    person.click("Name");
    assert!(format!("{:?}", person.state()).contains("selected: Some(99999)"));
    person.expect("person1@example.fi");
}

#[test]
fn the_right_button_opens_the_menu_of_the_row() {
    let mut person = gallery!(Page::People);
    person.click_right("Cecilia Korhonen 00003");
    assert!(format!("{:?}", person.state()).contains("selected: Some(2)"));
    person.expect_focus("window-edit");
    person.press(Named::ArrowDown);
    person.expect_focus("window-remove");
    person.press(Named::Enter);
    person.expect("Remove chosen");
    // By the menu key, and away by Escape.
    person.click("Cecilia Korhonen 00003");
    person.press(Named::ContextMenu);
    person.expect_focus("window-edit");
    person.click_on_top("window-edit");
    person.expect("Edit chosen");
}

#[test]
fn a_dialog_keeps_the_focus_and_gives_it_back() {
    let mut person = gallery!(Page::Feedback);
    person.click("window-remove");
    person.expect("Remove Liisa Virtanen?");
    person.expect_focus("window-keep");
    for _ in 0..5 {
        person.press(Named::Tab);
        let focus = person.focus();
        assert!(
            focus.as_deref() == Some("Keep") || focus.as_deref() == Some("Confirm"),
            "{focus:?}"
        );
    }
    // What lies behind it cannot be pressed.
    person.click("Steps");
    person.expect("Remove Liisa Virtanen?");
    person.press(Named::Escape);
    person.expect_none("Remove Liisa Virtanen?");
    person.expect_focus("window-remove");
    person.press(Named::Enter);
    person.press(Named::Tab);
    person.press(Named::Enter);
    person.expect("window-state-done");
    person.expect_none("Remove Liisa Virtanen?");
}

#[test]
fn a_tree_opens_and_closes_with_the_arrows() {
    let mut person = gallery!(Page::Feedback);
    person.click("Harbour street 12");
    person.press(Named::ArrowLeft);
    person.expect_none("Stair A");
    person.press(Named::ArrowRight);
    person.expect("Stair A");
}

#[test]
fn a_wizard_goes_back_to_a_step_that_is_done_and_keeps_what_was_typed() {
    let mut person = gallery!(Page::Steps, Language::Swedish);
    person.click("First name");
    person.type_text("Kåre");
    person.click("window-step-basic");
    person.expect("Kåre");
    // Ahead one goes by the button alone.
    let ahead = person.place("window-step-summary");
    person.click_at(ahead);
    assert!(format!("{:?}", person.state()).contains("Steps { at: 0"));
    person.click("window-next");
    person.expect("Kåre");
    assert!(format!("{:?}", person.state()).contains("Steps { at: 1"));
}

#[test]
fn the_gallery_looks_as_it_did() {
    for page in [Page::Fields, Page::People, Page::Feedback, Page::Steps] {
        for (mode, name) in [(Mode::Light, "light"), (Mode::Dark, "dark")] {
            let start = Start {
                page,
                mode,
                scale: Scale::default(),
                text_size: TextSize::Normal,
                language: 0,
                narrow: false,
            };
            let mut person = Driver::new(program(start), Language::English, 1280.0, 900.0);
            person.snapshot(&format!("gallery-{page:?}-{name}").to_lowercase());
        }
    }
}
