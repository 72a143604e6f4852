//! Presses that are repeated where something else may stand by then: what was done stays in sight until somebody says
//! that it was seen.

use keywright::i18n::{Arguments, Language, Texts};

use super::window_wizard::desk::{Counter, UID, fill, fill_basic, written};

#[test]
fn a_second_press_where_confirm_was_leaves_the_feedback_open() {
    for language in Language::ALL {
        let counter = Counter::new();
        let mut person = counter.window_of(language, 1280.0, 800.0);
        fill_basic(&mut person);
        person.click("window-next");
        person.click("Cleaner");
        person.click("window-next");
        person.expect("window-keys-add");
        person.click("window-next");
        let texts = Texts::new(language);
        let name = Arguments::from([("name", "Marja Siivonen".into())]);
        person.expect(&texts.text("window-action-add-user", &name));
        let confirm = person.place("window-confirm");
        person.click("window-confirm");
        // All is stored, and Close can be pressed.
        person.expect("window-summary-show");
        for _slowly in 0..3 {
            person.click_at(confirm);
            person.settle_down();
        }
        person.expect("window-summary-show");
        person.expect("window-close");
        person.click("window-close");
        let users = Arguments::from([("count", 41usize.into())]);
        person.expect(&texts.text("window-users-count", &users));
    }
}

#[test]
fn a_second_press_where_a_write_began_neither_stops_nor_closes_it() {
    for language in [Language::English, Language::German] {
        let counter = Counter::new();
        let mut person = counter.window_of(language, 1280.0, 800.0);
        person.click("window-nav-todo");
        person.expect("1 Aada Korhonen");
        person.click("window-program");
        person.click("North");
        person.click("window-pin-label");
        person.type_text(&counter.pin());
        let program = person.place_on_top("window-program");
        person.click_at(program);
        person.click_at(program);
        let done = [("uid", UID.into()), ("count", 10usize.into())];
        let done = Texts::new(language).text("window-programming-done", &Arguments::from(done));
        person.expect(&done);
        for _slowly in 0..3 {
            person.click_at(program);
            person.settle_down();
        }
        person.expect(&done);
        person.click("window-close");
        person.expect_none(&done);
    }
}

#[test]
fn a_second_press_where_a_form_was_saved_opens_no_other() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-nav-roles");
    let add = person.place("window-add-role");
    person.click_at(add);
    person.expect_focus("window-column-name");
    // Where the form was opened nothing stands that saves it.
    person.click_at(add);
    person.settle_down();
    person.expect("window-times-hint");
    fill(&mut person, "window-column-name", "Gardener");
    let save = person.place("window-save");
    person.click("window-save");
    person.expect("window-saved");
    person.click_at(save);
    person.settle_down();
    person.expect("Gardener");
    person.expect_none("window-times-hint");
}

#[test]
fn a_fob_is_programmed_and_the_feedback_stays_until_it_was_seen() {
    let counter = Counter::new();
    let mut person = counter.window();
    super::window_wizard::desk::add_cleaner(&mut person);
    person.type_text(&counter.pin());
    let program = person.place("window-program");
    person.click_at(program);
    person.click_at(program);
    let done = written("window-programming-done", 20);
    person.expect(&done);
    person.click_at(program);
    person.settle_down();
    person.expect(&done);
}
