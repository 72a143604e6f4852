//! Operators in the window: made, given roles and passwords, removed, and what each of them may do where.

use std::sync::Arc;
use std::time::{Duration, Instant};

use iced_test::core::keyboard::key::Named;
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language};
use keywright::model::Email;
use keywright::time::SystemClock;
use keywright::window::app::{App, Message, program};
use keywright::window::desk::Secret;
use keywright::workflow::{Access, Error, Services, Station};

use super::window_wizard::desk::{Counter, fill, shut, tell};
use crate::driver::Driver;

const NEW: &str = "a caretaker's password";
const OTHER: &str = "another password of hers";
const NAME: &str = "Anna Lindqvist";

fn with(id: &str, name: &'static str, value: &str) -> String {
    tell(id, &Arguments::from([(name, value.into())]))
}

fn go<P: Program + 'static>(person: &mut Driver<P>) {
    person.click("window-nav-roles");
    person.click("window-operators");
    person.expect("locksmith Operator");
}

/// The e-mail of the user who becomes an operator, as the list of users shows it.
fn email<P: Program + 'static>(person: &mut Driver<P>) -> String {
    let texts = person.all_texts();
    let found = texts
        .iter()
        .find(|text| text.starts_with("anna.lindqvist@"));
    found.unwrap_or_else(|| panic!("{texts:#?}")).clone()
}

/// Opens the system as a command would.
fn open(counter: &Counter, email: &str, password: &str, access: Access) -> Result<Station, Error> {
    let services = Services::of_this_computer(Arc::new(SystemClock));
    let path = counter.start().system.unwrap();
    Station::open(
        &path,
        &Email::new(email).unwrap(),
        password,
        access,
        services,
    )
}

/// Whether this password opens the system.
fn opens(counter: &Counter, email: &str, password: &str) -> bool {
    match open(counter, email, password, Access::Read) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code(), "secrets-wrong-password", "{error}");
            false
        }
    }
}

/// The window of another operator, once the one before has let go of the system.
fn window_of(
    counter: &Counter,
    email: &str,
    password: &str,
) -> Driver<impl Program<State = App, Message = Message> + use<>> {
    let deadline = Instant::now() + Duration::from_secs(10);
    while open(counter, email, password, Access::Write).is_err() {
        assert!(Instant::now() < deadline, "the system is not let go of");
    }
    let mut start = counter.start();
    start.operator = Some(email.to_owned());
    start.password = Some(Secret::new(password.to_owned()));
    Driver::new(program(start), Language::English, 1280.0, 800.0)
}

/// A role for Building A, and a caretaker who has it. Answers with the caretaker's address.
#[track_caller]
fn add_caretaker<P: Program + 'static>(counter: &Counter, person: &mut Driver<P>) -> String {
    fill(person, "window-search", "lindqvist");
    person.expect("1 found");
    let address = email(person);
    person.click("window-nav-roles");
    person.click("window-administrator-roles");
    person.click("window-add-administrator-role");
    person.expect_focus("window-column-name");
    person.type_text("Caretaker A");
    person.click(&with("window-right", "right", "edit-roles"));
    let building = person.all_texts().into_iter();
    let mut building = building.filter(|text| text.trim() == "Building A");
    person.click(&building.next().unwrap());
    person.click("window-save");
    person.expect("window-saved");
    go(person);
    person.click("window-add-operator");
    person.expect("window-operator-password");
    person.type_text("lindqvist");
    person.click(&format!("{NAME} ({address})"));
    person.click("Caretaker A");
    fill(person, "window-operator-password", NEW);
    fill(person, "window-operator-password-again", "something else");
    person.expect("window-rite-differs");
    for _ in 0.."something else".len() {
        person.press(Named::Backspace);
    }
    person.type_text(NEW);
    person.expect_none("window-rite-differs");
    assert!(!person.all_texts().iter().any(|text| text.contains(NEW)));
    fill(person, "window-operator-own-password", "not mine");
    person.click("window-save");
    person.expect("error-secrets-wrong-password");
    person.click("window-operator-own-password");
    for _ in 0.."not mine".len() {
        person.press(Named::Backspace);
    }
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("window-saved");
    address
}

#[test]
fn an_operator_of_one_building_is_made_signs_in_and_is_refused_elsewhere() {
    let counter = Counter::new();
    let mut person = counter.window();
    let address = add_caretaker(&counter, &mut person);
    person.expect(NAME);
    person.expect("Building A");
    shut(person);
    let mut person = window_of(&counter, &address, NEW);
    person.expect("40 users");
    // Elsewhere it is refused, and said why.
    person.click("window-nav-roles");
    person.click("window-add-role");
    person.expect_focus("window-column-name");
    person.type_text("All doors");
    person.click("window-save");
    person.expect(&with("error-right-missing-here", "right", "edit-roles"));
    person.expect("error-right-missing-here-remedy");
    // In the building it is done.
    person.click("window-choose-none");
    let building = person.all_texts().into_iter();
    let mut building = building.filter(|text| text.trim() == "Building A");
    person.click_on_top(&building.next().unwrap());
    person.click("window-save");
    person.expect("window-saved");
    person.expect("All doors");
    // A caretaker makes nobody an operator, gives no role and removes nobody.
    person.click("window-operators");
    person.click("window-add-operator");
    let missing = with("error-right-missing", "right", "administer");
    person.expect(&missing);
    person.click("locksmith Operator");
    person.expect("window-set-password");
    person.click("window-set-password");
    person.expect(&missing);
    person.click("window-remove");
    person.type_text(NEW);
    person.press(Named::Enter);
    person.expect(&missing);
    person.press(Named::Escape);
    // One's own password needs no right.
    person.click(NAME);
    person.expect("Caretaker A");
    person.click("window-set-password");
    person.expect_focus("window-operator-password");
    person.type_text(OTHER);
    fill(&mut person, "window-operator-password-again", OTHER);
    fill(&mut person, "window-operator-own-password", NEW);
    person.press(Named::Enter);
    person.expect_none("window-operator-password-again");
    person.expect("window-saved");
    assert!(!opens(&counter, &address, NEW));
    assert!(opens(&counter, &address, OTHER));
}

#[test]
fn an_operator_gets_other_roles_and_is_removed_but_never_the_last_administrator() {
    let counter = Counter::new();
    let mut person = counter.window();
    let address = add_caretaker(&counter, &mut person);
    person.expect("window-set-password");
    person.click("window-edit");
    person.expect(&format!("{NAME} ({address})"));
    // Who it is stays; the first role is the first that can be worked, by Space alone.
    person.expect_focus("Caretaker A");
    person.press(Named::Space);
    person.click("window-save");
    person.expect("window-saved");
    // Removing asks for the own password.
    person.click("window-remove");
    person.expect("window-operator-remove-body");
    person.expect_focus("window-operator-own-password");
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("window-removed");
    person.expect_none(NAME);
    person.click("locksmith Operator");
    person.expect("window-set-password");
    person.click("window-remove");
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("error-operator-last-administrator");
    person.expect("window-remedy-operator-last-administrator");
    person.press(Named::Escape);
    person.expect("locksmith Operator");
    assert!(!opens(&counter, &address, NEW));
}
