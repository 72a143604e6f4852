//! The list of users as an operator works it: filters with their counts, order by every column, several users at once,
//! the panel at the side with the log and the reasons, and drafts that are edited where they stand.

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language};

use super::window_wizard::desk::{
    Counter, add_cleaner, counted, fill_basic, pictures, shut, tab_to, tell,
};
use crate::driver::Driver;

/// The names of the list from top to bottom.
fn listed<P: Program + 'static>(person: &mut Driver<P>) -> Vec<String> {
    let texts = person.all_texts();
    let names = texts.into_iter().filter(|text| {
        let mut halves = text.split(", ");
        let name =
            |half: &str| !half.is_empty() && half.chars().all(|c| c.is_alphabetic() || c == '-');
        halves.next().is_some_and(name)
            && halves.next().is_some_and(name)
            && halves.next().is_none()
    });
    names.collect()
}

/// Opens the filter and chooses one of the groups.
#[track_caller]
fn filter<P: Program + 'static>(person: &mut Driver<P>, from: (&str, usize), to: (&str, usize)) {
    person.click(&counted(from.0, from.1));
    person.click_on_top(&counted(to.0, to.1));
}

#[test]
fn the_filters_count_their_users_and_keep_them_beside_a_search() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click(&counted("window-group-all", 40));
    let texts = person.all_texts();
    let count = |id: &str| {
        (0..=40)
            .find(|count| texts.contains(&counted(id, *count)))
            .unwrap_or_else(|| panic!("{id} is not offered: {texts:?}"))
    };
    let (residents, staff) = (count("window-group-residents"), count("window-group-staff"));
    assert!(residents > 20 && staff > 5, "{residents} {staff}");
    assert_eq!(count("window-group-pending"), 0);
    assert_eq!(count("window-group-ended"), 0);
    person.click_on_top(&counted("window-group-staff", staff));
    person.expect(&counted("window-users-count", staff));
    person.expect("Lindqvist, Anna");
    person.expect_none("Korhonen, Aada");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("aada");
    person.expect("window-users-none");
    filter(
        &mut person,
        ("window-group-staff", staff),
        ("window-group-residents", residents),
    );
    person.expect("Korhonen, Aada");
    person.expect(&counted("window-users-found", 1));
    // Escape empties both.
    person.press(Named::Escape);
    person.expect(&counted("window-group-all", 40));
}

#[test]
fn a_user_is_found_by_the_number_and_the_chip_of_a_key() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_cleaner(&mut person);
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("Fob of Marja Siivonen");
    person.click("window-close");
    person.expect("41 users");
    for search in ["31", "0423c1a2"] {
        person.press_with(Modifiers::CTRL, Key::Character("f".into()));
        person.type_text(search);
        person.expect(&counted("window-users-found", 1));
        person.expect("Siivonen, Marja");
        for _ in search.chars() {
            person.press(Named::Backspace);
        }
        person.expect("41 users");
    }
}

#[test]
fn each_column_sorts_both_ways() {
    let counter = Counter::new();
    let mut person = counter.window();
    let by_name = listed(&mut person);
    assert!(by_name.is_sorted(), "{by_name:?}");
    person.click("window-column-name");
    person.expect_none(by_name.first().unwrap());
    let down = listed(&mut person);
    assert!(down.is_sorted_by(|one, other| one >= other), "{down:?}");
    let mut before = down;
    for head in ["window-field-email", "window-column-given"] {
        for _direction in 0..2 {
            person.click(head);
            person.expect_that(head, |person| listed(person) != before);
            before = listed(&mut person);
        }
    }
    // Whoever has a draft comes before those without a key; the other way round those without come first.
    person.click_on_top("window-nav-keys");
    person.expect_none("window-keys-none");
    person.click_on_top("window-nav-keys");
    person.expect("window-keys-none");
}

#[test]
fn several_users_are_marked_by_mouse_and_their_addresses_copied() {
    let counter = Counter::new();
    let mut person = counter.window();
    let names = listed(&mut person);
    person.click(&names[0]);
    person.expect("window-remove-user");
    person.click_with(Modifiers::CTRL, &names[2]);
    person.expect(&counted("window-users-picked", 2));
    person.click_with(Modifiers::SHIFT, &names[4]);
    person.expect(&counted("window-users-picked", 3));
    person.click_right(&names[3]);
    person.click_on_top("window-copy-emails");
    let copied = person.clipboard().unwrap().to_owned();
    assert_eq!(
        copied.split(", ").filter(|one| one.contains('@')).count(),
        3,
        "{copied}"
    );
    // One click chooses one again.
    person.click(&names[1]);
    person.expect("window-remove-user");
    person.expect_none(&counted("window-users-picked", 3));
}

#[test]
fn filter_and_selection_need_no_mouse() {
    let counter = Counter::new();
    let mut person = counter.window();
    tab_to(&mut person, &counted("window-group-all", 40));
    person.press(Named::Enter);
    person.press(Named::ArrowDown);
    person.press(Named::Enter);
    person.expect_none(&counted("window-users-count", 40));
    // Into the list: the first row, two more with Shift, and one less with Ctrl and Space.
    let names = listed(&mut person);
    tab_to(&mut person, &names[0]);
    person.press(Named::Home);
    person.expect("window-remove-user");
    person.press_with(Modifiers::SHIFT, Key::Named(Named::ArrowDown));
    person.press_with(Modifiers::SHIFT, Key::Named(Named::ArrowDown));
    person.expect(&counted("window-users-picked", 3));
    person.press_with(Modifiers::CTRL, Key::Named(Named::Space));
    person.expect(&counted("window-users-picked", 2));
    assert!(person.all_texts().contains(&names[0]));
    person.press(Named::Escape);
    person.expect_none(&counted("window-users-picked", 2));
}

#[test]
fn several_users_leave_one_after_another_and_cancel_keeps_the_rest() {
    let counter = Counter::new();
    let mut person = counter.window();
    let names = listed(&mut person);
    person.click(&names[1]);
    person.click_with(Modifiers::SHIFT, &names[3]);
    person.click(&counted("window-remove-users", 3));
    person.expect(&counted("window-leave-others", 2));
    // Impatience: the second press of a double click must not remove the next one unseen.
    person.expect_none("window-summary-computing");
    let at = person.place("window-remove-user");
    person.click_at(at);
    person.expect(&counted("window-leave-others", 1));
    person.click_at(at);
    person.expect("39 users");
    person.expect_none("window-summary-computing");
    person.settle_down();
    person.expect(&counted("window-leave-others", 1));
    person.click("window-cancel");
    person.expect_none(&counted("window-leave-others", 1));
    person.expect("39 users");
    let left = listed(&mut person);
    assert!(!left.contains(&names[1]) && left.contains(&names[2]) && left.contains(&names[3]));
}

#[test]
fn the_panel_says_why_which_lock_opens_and_what_was_done() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("aada");
    person.click("Korhonen, Aada");
    person.expect("window-why-title");
    let added = Arguments::from([("action", "user-added".into())]);
    person.click("window-why-show");
    person.expect("A 1 door");
    let flat = Arguments::from([("name", "A 1".into())]);
    person.expect(&tell("window-why-premises", &flat));
    let steps = person.all_texts();
    let through = steps.iter().find(|text| text.contains(" → "));
    assert!(through.is_some(), "{steps:?}");
    person.click("window-why-hide");
    person.expect_none("A 1 door");
    person.expect("window-why-hint");
    // The log stands at the end of the panel.
    person.wheel_over("window-why-hint", 40.0);
    person.expect(&tell("window-log-action", &added));
    // Its sections lead into the wizard.
    person.wheel_over("window-nav-log", -40.0);
    person.click("window-edit-draft");
    person.expect("window-to-summary");
    person.expect("window-sources-on-key");
}

#[test]
fn without_the_right_the_log_of_a_user_is_not_shown() {
    let counter = Counter::new();
    super::window_people::without(&counter, keywright::model::Permission::ViewLog);
    let mut person = counter.window();
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("aada");
    person.click("Korhonen, Aada");
    person.expect("window-why-title");
    person.wheel_over("window-why-hint", 40.0);
    let right = Arguments::from([("right", "view-log".into())]);
    person.expect(&tell("error-right-missing", &right));
}

#[test]
fn drafts_are_edited_from_the_to_do_list() {
    let counter = Counter::new();
    let mut person = counter.window();
    // A wizard that is left by a locked window, and the draft of a key.
    fill_basic(&mut person);
    person.click("window-next");
    person.expect("window-private-premises");
    shut(person);
    let mut person = counter.window();
    person.click("window-nav-todo");
    person.expect("Marja Siivonen");
    person.expect("window-todo-wizard");
    person.click_right("1 Aada Korhonen");
    person.click_on_top("window-edit-draft");
    person.expect("window-sources-on-key");
    person.expect("Key fob 1");
    person.click("window-cancel");
    person.click("window-nav-todo");
    person.click("window-draft-continue");
    person.expect("window-private-premises");
    person.click("window-back");
    person.expect("marja.siivonen@example.org");
    person.press(Named::Escape);
    person.click("window-discard-go");
    person.click("window-nav-todo");
    person.expect("1 Aada Korhonen");
    person.expect_none("window-todo-wizard");
}

#[test]
fn the_list_and_the_panel_look_as_they_did() {
    let counter = Counter::new();
    // So low that the log, whose times are never the same, is not seen.
    let mut person = counter.window_of(Language::English, 1280.0, 640.0);
    person.click("Heikkinen, Leo");
    person.expect("window-why-title");
    tab_to(&mut person, "window-add-user");
    pictures(&mut person, "window-side-panel");
    person.click("window-why-show");
    person.expect("window-why-hide");
    let names = listed(&mut person);
    person.click_with(Modifiers::SHIFT, &names[4]);
    person.expect("window-copy-emails");
    tab_to(&mut person, "window-add-user");
    pictures(&mut person, "window-several");
}

#[test]
fn the_screens_fit_german_words_and_the_largest_scale() {
    let counter = Counter::new();
    let mut person = counter.window_of(Language::German, 1280.0, 640.0);
    person.click("Heikkinen, Leo");
    person.expect("window-why-title");
    tab_to(&mut person, "window-add-user");
    person.snapshot("window-users-german");
    person.click("window-nav-settings");
    person.expect("window-setting-language");
    person.snapshot("window-settings-german");
    shut(person);
    // At 200 % a window of 1280 by 800 pixels holds a quarter of that.
    let mut person = counter.window_of(Language::German, 640.0, 400.0);
    // Away from the search, whose caret blinks.
    person.press(Named::Tab);
    person.snapshot("window-users-german-200");
    person.click("Ahonen, Daniel");
    person.expect("window-edit-user");
    tab_to(&mut person, "window-edit-user");
    person.snapshot("window-side-panel-german-200");
}

#[test]
fn keys_are_read_sifted_and_sorted_stretch_by_stretch() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-nav-keys");
    person.expect("Aada Korhonen");
    person.expect_none("window-list-none");
    let all = person.all_texts();
    let heading = all.iter().find_map(|text| {
        let count = text.strip_suffix(" in all")?;
        count.parse::<usize>().ok()
    });
    assert!(heading.is_some_and(|count| count > 20), "{all:?}");
    // By a part of the holder's name, in any letters, and by number.
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("KORHONEN aada");
    person.expect(&counted("window-users-found", 1));
    person.press(Named::Escape);
    person.expect_none(&counted("window-users-found", 1));
    // By how they stand, which the store tells.
    person.click("window-filter-all");
    person.click_on_top("window-state-draft");
    let draft = person.say("window-state-draft");
    person.expect_that("several drafts", |person| {
        let texts = person.all_texts();
        texts.iter().filter(|text| **text == draft).count() > 2
    });
    person.expect("Aada Korhonen");
    person.click("window-state-draft");
    person.click_on_top("window-state-blocked");
    person.expect("window-list-none");
    person.click("window-state-blocked");
    person.click_on_top("window-filter-all");
    person.expect("Aada Korhonen");
    // Downwards by holder: the last comes first.
    person.click("window-holder");
    person.click("window-holder");
    person.expect_none("Aada Korhonen");
}
