//! The window in looks that few have on their own screen: large scales, high contrast, larger text, languages with long
//! words, and what opens above a page. What is cut off or ugly there is seen by nobody else.

use iced_test::core::keyboard::key::Named;
use keywright::i18n::Language;
use keywright::window::app::Message;
use keywright::window::screen::settings;
use keywright::window::ui::theme::{Mode, TextSize};

use super::window_small::{control, reach};
use super::window_wizard::desk::{Counter, fill, fill_basic, pictures, tab_to};

#[test]
fn every_step_of_the_wizard_fits_the_largest_scale_in_german() {
    let counter = Counter::new();
    // At 200 % a window of 1280 by 800 pixels holds a quarter of that.
    let mut person = counter.window_of(Language::German, 640.0, 400.0);
    fill_basic(&mut person);
    tab_to(&mut person, "window-next");
    person.settle_down();
    person.snapshot("window-step-1-german-200");
    person.press(Named::Enter);
    person.expect("window-private-premises");
    person.click("Cleaner");
    tab_to(&mut person, "window-next");
    person.settle_down();
    person.snapshot("window-step-2-german-200");
    person.press(Named::Enter);
    person.expect_focus("window-key-fob");
    person.settle_down();
    person.snapshot("window-step-3-german-200");
    person.press(Named::Enter);
    // Once it is there nothing moves any more.
    person.expect("window-home-group-missing");
    reach(&mut person, "North");
    person.press(Named::Space);
    person.settle_down();
    person.snapshot("window-home-group-german-200");
    tab_to(&mut person, "window-next");
    person.press(Named::Enter);
    person.expect_focus("window-confirm");
    person.expect_that("the difference is told", |person| {
        let texts = person.all_texts();
        texts.iter().any(|text| text.contains("Zutritt"))
    });
    person.settle_down();
    person.snapshot("window-step-4-german-200");
}

#[test]
fn finnish_and_swedish_words_have_room() {
    for (language, name) in [
        (Language::Finnish, "finnish"),
        (Language::Swedish, "swedish"),
    ] {
        let counter = Counter::new();
        let mut person = counter.window_of(language, 1024.0, 640.0);
        person.click("Heikkinen, Leo");
        person.expect("window-why-title");
        tab_to(&mut person, "window-add-user");
        person.settle_down();
        person.snapshot(&format!("window-users-{name}"));
        fill_basic(&mut person);
        tab_to(&mut person, "window-next");
        person.press(Named::Enter);
        person.expect("window-private-premises");
        person.click("Cleaner");
        tab_to(&mut person, "window-next");
        person.settle_down();
        person.snapshot(&format!("window-step-2-{name}"));
    }
}

#[test]
fn high_contrast_and_larger_text_show_all_there_is() {
    let counter = Counter::new();
    let mut person = counter.window_of(Language::German, 1024.0, 640.0);
    person.update(Message::Settings(settings::Message::Theme(
        Mode::HighContrast,
    )));
    person.press(Named::Tab);
    person.settle_down();
    person.snapshot("window-users-contrast");
    person.update(Message::Settings(settings::Message::TextSize(
        TextSize::Larger,
    )));
    person.settle_down();
    person.snapshot("window-users-contrast-larger");
    control(&mut person, "3");
    person.expect("A 1 door");
    person.press(Named::Tab);
    person.settle_down();
    person.snapshot("window-locks-contrast-larger");
    person.update(Message::Settings(settings::Message::Theme(Mode::Light)));
    fill_basic(&mut person);
    tab_to(&mut person, "window-next");
    person.settle_down();
    person.snapshot("window-step-1-larger");
}

#[test]
fn at_150_percent_lists_and_wizard_fit() {
    let counter = Counter::new();
    let mut person = counter.window_of(Language::German, 853.0, 533.0);
    person.press(Named::Tab);
    person.settle_down();
    person.snapshot("window-users-german-150");
    control(&mut person, "2");
    person.expect("Aada Korhonen");
    person.press(Named::Tab);
    person.settle_down();
    person.snapshot("window-keys-german-150");
    fill_basic(&mut person);
    tab_to(&mut person, "window-next");
    person.settle_down();
    person.snapshot("window-step-1-german-150");
}

#[test]
fn what_opens_above_a_page_looks_as_it_did() {
    let counter = Counter::new();
    // So low that the log, whose times are never the same, is not seen.
    let mut person = counter.window_of(Language::English, 1280.0, 640.0);
    person.click("window-nav-keys");
    person.expect("Aada Korhonen");
    person.click("window-filter-all");
    person.settle_down();
    pictures(&mut person, "window-select");
    person.press(Named::Escape);
    person.click("window-nav-users");
    person.expect("Heikkinen, Leo");
    person.click_right("Heikkinen, Leo");
    person.expect("window-why-title");
    person.settle_down();
    pictures(&mut person, "window-context-menu");
}

#[test]
fn the_calendar_looks_as_it_did() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-options-show");
    fill(&mut person, "window-field-end-date", "2031-05-15");
    person.click("window-open-calendar");
    person.settle_down();
    pictures(&mut person, "window-calendar");
}
