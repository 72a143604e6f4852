//! What people with low vision or a small screen must see: words in the corner, the panel of a user and what changes one
//! at the largest scale, and dialogs in high contrast.

use iced_test::core::keyboard::key::Named;
use iced_test::core::keyboard::{Key, Modifiers};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::window::app::{App, Message};
use keywright::window::screen::settings;
use keywright::window::ui::Look;
use keywright::window::ui::line::Line;
use keywright::window::ui::theme::{FONT_STRONG, Mode};

use super::window_dialogs::program_draft;
use super::window_invitations::add_invited;
use super::window_low::with_written_fob;
use super::window_small::{control, reach};
use super::window_wizard::desk::{Counter, fill_basic, pictures, shut, tab_to};
use crate::driver::Driver;

#[test]
fn a_word_in_the_corner_is_as_wide_as_the_window_has_room() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_invited(&mut person);
    person.expect("window-action-invitation-queued");
    person.click("window-close");
    person.expect("41 users");
    shut(person);
    let right = keywright::model::Permission::EditUsers;
    super::window_people::without(&counter, right);
    let texts = Texts::new(Language::German);
    let right = Arguments::from([("right", "edit-users".into())]);
    let cause = texts.text("error-right-missing", &right);
    let remedy = texts.text("error-right-missing-remedy", &right);
    let fault = format!("{cause} {remedy}");
    for (width, height, room) in [
        (1280.0, 800.0, 440.0),
        (640.0, 400.0, 440.0),
        (512.0, 350.0, 380.0),
    ] {
        let mut person = counter.window_with(41, Language::German, width, height);
        person.expect("window-state-ready");
        person.expect("window-state-new-fob");
        control(&mut person, "7");
        person.press_with(Modifiers::CTRL, Key::Character("f".into()));
        person.type_text("Marja");
        person.expect("window-resend");
        person.click("window-resend");
        person.expect(&fault);
        person.settle_down();
        assert!(person.is_whole(&fault), "cut at {width}x{height}");
        // Nor does it cover what the devices say.
        let texts = person.seen_texts();
        let place = |text: &str| texts.iter().rev().find(|(seen, _)| seen == text);
        let (_, said) = place(&fault).unwrap();
        let (_, strip) = place(&person.say("window-state-ready")).unwrap();
        assert!(said.y + said.height < strip.y, "{said:?} over {strip:?}");
        let seen = person.width(&fault);
        assert!(seen > room && seen + 100.0 < width, "{seen} of {width}");
        // Away from the input, whose caret blinks.
        person.press(Named::Tab);
        if width > 1000.0 {
            pictures(&mut person, "window-corner-german");
        } else {
            person.snapshot(&format!("window-corner-german-{width}"));
        }
        shut(person);
    }
}

/// All of a word on a button is seen.
#[track_caller]
fn assert_word(person: &mut Driver<impl Program + 'static>, word: &str) {
    let said = person.say(word);
    let look = Look::default();
    let needed = Line::new(look, said.as_str()).font(FONT_STRONG).needed();
    let seen = person.width(&said);
    assert!(person.is_whole(&said), "{said:?} is cut");
    assert!(seen + 1.0 > needed, "{said:?}: {seen} of {needed} pixels");
}

#[test]
fn at_the_largest_scale_a_user_is_looked_at_and_changed_with_nothing_cut() {
    let counter = Counter::new();
    for language in Language::ALL {
        let mut person = counter.window_of(language, 640.0, 400.0);
        person.click("Ahonen, Daniel");
        person.expect("window-edit-user");
        for word in [
            "window-edit",
            "window-add-key",
            "window-why-show",
            "window-edit-user",
            "window-remove-user",
        ] {
            reach(&mut person, word);
            assert_word(&mut person, word);
            if language == Language::German && word == "window-add-key" {
                person.snapshot("window-panel-keys-german-200");
            }
        }
        reach(&mut person, "window-edit-user");
        person.press(Named::Enter);
        person.expect_focus("window-field-first-name");
        for (step, first) in [
            ("basic", "window-field-first-name"),
            ("given", "Caretaker"),
            ("keys", "window-keys-add"),
        ] {
            person.expect(first);
            for word in ["window-cancel", "window-back"] {
                assert_word(&mut person, word);
            }
            reach(&mut person, "window-cancel");
            person.settle_down();
            if language == Language::German {
                person.snapshot(&format!("window-edit-{step}-german-200"));
            }
            let on = if step == "keys" {
                "window-to-summary"
            } else {
                "window-next"
            };
            reach(&mut person, on);
            assert_word(&mut person, on);
            person.press(Named::Enter);
        }
        person.expect("window-change-nothing");
        // Where the foot has no room for it, the steps lead there.
        person.click("window-step-basic");
        person.expect("window-field-first-name");
        person.click("window-step-change-summary");
        person.expect("window-change-nothing");
        shut(person);
    }
}

/// The look of high contrast.
fn contrast<P>(person: &mut Driver<P>)
where
    P: Program<State = App, Message = Message> + 'static,
{
    person.update(Message::Settings(settings::Message::Theme(
        Mode::HighContrast,
    )));
}

#[test]
fn dialogs_in_high_contrast_have_lines_around_all_that_can_be_worked() {
    let counter = with_written_fob();
    let mut person = counter.window_with(41, Language::English, 1280.0, 640.0);
    contrast(&mut person);
    person.expect("window-state-ready");
    person.expect("Fob of Marja Siivonen");
    control(&mut person, "f");
    person.type_text("siivonen");
    person.expect("1 found");
    person.click("Siivonen, Marja");
    person.expect("window-remove-user");
    person.click("window-remove-user");
    tab_to(&mut person, "window-return-now");
    person.snapshot("window-remove-contrast");
    tab_to(&mut person, "window-block-key");
    person.press(Named::Enter);
    person.expect_focus("window-not-blocked");
    person.snapshot("window-block-contrast");
    person.press(Named::Escape);
    person.press(Named::Escape);
    person.press(Named::Escape);
    program_draft(&mut person);
    tab_to(&mut person, "North");
    person.press(Named::ArrowDown);
    person.expect("window-pin-label");
    person.settle_down();
    person.snapshot("window-program-contrast");
    person.press(Named::Escape);
    control(&mut person, "1");
    fill_basic(&mut person);
    person.click("window-cancel");
    person.expect("window-discard-title");
    person.settle_down();
    person.snapshot("window-discard-contrast");
}
