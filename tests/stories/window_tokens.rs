//! Programming keys in the window: one is added from an empty token, edited, removed, lost with its campaign; its PIN
//! unblocked; the recovery code proven and put on a sheet; and what a missing right and impatience meet.

use iced_test::core::keyboard::Modifiers;
use iced_test::core::keyboard::key::{Key, Named};
use iced_test::program::Program;
use keywright::device::piv::Piv;
use keywright::device::piv::management::{Cipher, ManagementKey};
use keywright::device::token_link::SocketLink;
use keywright::i18n::{Arguments, Language};
use keywright::model::Permission;
use keywright::secrets::random::OsRandom;
use serde_json::json;

use super::window_people::without;
use super::window_wizard::desk::{Counter, fill, pictures, shut, tab_to, tell};
use crate::driver::Driver;

pub(super) const NEW_PIN: &str = "27182818";
pub(super) const NEW_PUK: &str = "31415926";

pub(super) fn with(
    id: &str,
    name: &'static str,
    value: impl Into<keywright::i18n::Argument>,
) -> String {
    tell(id, &Arguments::from([(name, value.into())]))
}

/// An empty token on the bench, as from the factory.
pub(super) fn new_token(counter: &Counter, name: &str) {
    let _made =
        counter.ask(&json!({"verb": "new", "kind": "token", "name": name, "factory": "aes192"}));
}

pub(super) fn plug(counter: &Counter, name: &str) {
    let _in = counter.ask(&json!({"verb": "insert", "name": name}));
}

/// Waits until the window has noticed that the token of the demo is plugged in: a PIN typed before that would be for the
/// other one, and is forgotten with it.
#[track_caller]
pub(super) fn noticed<P: Program + 'static>(person: &mut Driver<P>) {
    let office = [("label", "office".into()), ("count", 3usize.into())];
    person.expect(&tell("window-plugged-tries", &Arguments::from(office)));
}

/// The name of the token that the demo came with.
pub(super) fn first_token(counter: &Counter) -> String {
    let list = counter.ask(&json!({"verb": "list"}));
    list["inserted"].as_str().unwrap().to_owned()
}

pub(super) fn go<P: Program + 'static>(person: &mut Driver<P>) {
    person.click("window-nav-programming-keys");
    person.expect("window-rite-recover");
}

/// From the list to the dialog of the new key.
#[track_caller]
pub(super) fn begin<P: Program + 'static>(person: &mut Driver<P>, label: &str) {
    person.click("window-add-programming-key");
    person.expect_focus("window-token-label");
    person.type_text(label);
    person.click("locksmith Operator");
    person.click("window-next");
    person.expect(&with("window-rite-add", "name", label.to_owned()));
}

#[track_caller]
pub(super) fn new_secrets<P: Program + 'static>(person: &mut Driver<P>) {
    fill(person, "window-rite-new-pin", NEW_PIN);
    fill(person, "window-rite-new-pin-again", NEW_PIN);
    fill(person, "window-rite-new-puk", NEW_PUK);
    fill(person, "window-rite-new-puk-again", NEW_PUK);
}

/// Adds a second programming key, swapping the two on the one place for them.
#[track_caller]
pub(super) fn add<P: Program + 'static>(counter: &Counter, person: &mut Driver<P>, label: &str) {
    let first = first_token(counter);
    add_after(counter, person, label, &first);
}

/// As [`add`], with the token that opens the secrets.
#[track_caller]
fn add_after<P: Program + 'static>(
    counter: &Counter,
    person: &mut Driver<P>,
    label: &str,
    first: &str,
) {
    new_token(counter, label);
    begin(person, label);
    plug(counter, label);
    person.expect("window-plugged-empty");
    new_secrets(person);
    person.click("window-rite-go-prepare");
    person.expect("window-rite-say-seal");
    plug(counter, first);
    noticed(person);
    person.type_text(&counter.pin());
    person.click("window-rite-go-seal");
    person.expect("window-rite-say-admit");
    plug(counter, label);
    person.click("window-rite-go-admit");
    person.expect("window-rite-added");
    person.click("window-close");
    person.expect(label);
}

#[test]
fn an_empty_token_becomes_a_programming_key_and_is_removed_again() {
    let counter = Counter::new();
    let first = first_token(&counter);
    let mut person = counter.window();
    go(&mut person);
    person.expect("window-one-way");
    add(&counter, &mut person, "Safe");
    person.expect_none("window-one-way");
    person.expect("window-token-plugged");
    person.click("Safe");
    person.expect("window-token-rights");
    person.click("window-edit");
    person.expect_focus("window-token-label");
    person.type_text(" 2");
    person.click("window-save");
    person.expect("Safe 2");
    // The one that is plugged in cannot remove itself; another one can.
    person.click_right("Safe 2");
    person.click_on_top("window-remove");
    person.expect_focus("window-pin-label");
    let safe = [("label", "Safe".into()), ("count", 3usize.into())];
    person.expect(&tell("window-plugged-tries", &Arguments::from(safe)));
    person.type_text(NEW_PIN);
    person.press(Named::Enter);
    person.expect("error-programming-key-removes-itself");
    plug(&counter, &first);
    noticed(&mut person);
    // The PIN of the one that was plugged in is no use to this one.
    person.click_on_top("window-pin-anew");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("window-rite-removed");
    person.expect("window-one-way");
    person.click_on_top("window-close");
    person.expect_none("Safe 2");
}

#[test]
fn a_form_without_operators_and_a_right_that_is_missing_are_refused_before_anything_is_plugged_in()
{
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person);
    person.click("window-add-programming-key");
    person.expect_focus("window-token-label");
    person.type_text("Safe");
    person.click("window-next");
    person.expect("error-programming-key-no-operator");
    person.expect("window-remedy-programming-key-no-operator");
    shut(person);
    without(&counter, Permission::EditProgrammingKeys);
    let mut person = counter.window();
    go(&mut person);
    person.click("window-add-programming-key");
    let missing = with("error-right-missing", "right", "edit-programming-keys");
    person.expect(&missing);
    person.expect("error-right-missing-remedy");
    // The list stays.
    person.expect("window-token-plugged");
    person.click("window-rite-prepare");
    new_secrets(&mut person);
    person.click("window-rite-go-prepare");
    person.expect(&missing);
}

#[test]
fn a_wrong_pin_and_the_wrong_token_cost_no_input() {
    let counter = Counter::new();
    let first = first_token(&counter);
    new_token(&counter, "Safe");
    let mut person = counter.window();
    go(&mut person);
    begin(&mut person, "Safe");
    new_secrets(&mut person);
    person.type_text("x");
    person.expect("window-rite-differs");
    person.press(Named::Backspace);
    person.expect_none("window-rite-differs");
    plug(&counter, "Safe");
    person.expect("window-plugged-empty");
    person.press(Named::Enter);
    // Enter held down presses once.
    person.hold(Named::Enter);
    person.hold(Named::Enter);
    person.expect("window-rite-say-seal");
    // The new token itself opens nothing yet.
    person.type_text(NEW_PIN);
    person.press(Named::Enter);
    person.expect("error-programming-key-foreign");
    plug(&counter, &first);
    noticed(&mut person);
    person.click("window-pin-label");
    person.type_text("900000");
    person.press(Named::Enter);
    person.expect(&with("error-programming-key-wrong-pin", "left", 2usize));
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect("window-rite-say-admit");
    // The wrong one gets no PIN.
    person.click("window-rite-go-admit");
    person.expect("error-programming-key-swapped-remedy");
    plug(&counter, "Safe");
    person.click("window-rite-go-admit");
    person.expect("window-rite-added");
}

#[test]
fn a_lost_key_whose_pin_may_be_known_starts_the_campaign_locks_first() {
    let counter = Counter::new();
    let first = first_token(&counter);
    // So narrow that the numbers of the tokens, which are never the same, are not shown.
    let mut person = counter.window_of(Language::English, 820.0, 800.0);
    go(&mut person);
    add(&counter, &mut person, "Safe");
    plug(&counter, &first);
    person.click("Safe");
    person.expect("window-token-rights");
    person.click("window-token-lost");
    person.expect(&with("window-rite-lose", "name", "Safe"));
    noticed(&mut person);
    fill(&mut person, "window-pin-label", &counter.pin());
    // Nothing is preselected, so Enter does nothing yet.
    person.press(Named::Enter);
    person.expect("window-lose-known");
    person.click("window-lose-known");
    // A double click on the button removes once.
    person.click_on_top("window-rite-go-remove");
    person.click_on_top("window-rite-go-remove");
    person.expect("window-rite-campaign");
    person.click_on_top("window-close");
    person.expect(&with("window-campaign-title", "generation", 2usize));
    let none = [("done", 0usize.into()), ("all", 60usize.into())];
    person.expect(&tell("window-campaign-locks", &Arguments::from(none)));
    person.expect("window-campaign-next-locks");
    // Noticed by the strip too.
    person.expect("window-state-ready");
    tab_to(&mut person, "window-add-programming-key");
    pictures(&mut person, "window-campaign");
    // The doors stand on the to-do list, and each visit counts.
    person.click("window-nav-todo");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("a 1 door");
    person.expect(&with("window-users-found", "count", 1usize));
    person.expect("A 1 door");
    person.click("window-deploy");
    person.expect_focus("window-pin-label");
    // The strip has noticed which one is plugged in: a PIN typed for the other would be forgotten.
    let office = [("label", "office".into()), ("count", 3usize.into())];
    person.expect(&tell("window-pin-tries", &Arguments::from(office)));
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&with("window-deploying-done", "uid", "A 1 door"));
    person.click("window-close");
    go(&mut person);
    let one = [("done", 1usize.into()), ("all", 60usize.into())];
    person.expect(&tell("window-campaign-locks", &Arguments::from(one)));
}

/// Takes a token that is not the system's; its PUK.
pub(super) fn spare_token(counter: &Counter) -> String {
    let made = counter.ask(&json!({"verb": "new", "kind": "token", "name": "spare"}));
    made["puk"].as_str().unwrap().to_owned()
}

/// Plugs the spare token in and asks for its PIN to be unblocked: that is offered for one that is not the system's too.
pub(super) fn ask_to_unblock<P: Program + 'static>(counter: &Counter, person: &mut Driver<P>) {
    plug(counter, "spare");
    person.expect("window-state-foreign-token");
    go(person);
    person.click("window-rite-unblock");
    person.expect_focus("window-rite-puk");
}

#[test]
fn a_blocked_pin_is_unblocked_with_its_puk() {
    let counter = Counter::new();
    let puk = spare_token(&counter);
    let mut person = counter.window();
    ask_to_unblock(&counter, &mut person);
    person.type_text("00000000");
    fill(&mut person, "window-rite-fresh-pin", NEW_PIN);
    fill(&mut person, "window-rite-new-pin-again", NEW_PIN);
    person.press(Named::Enter);
    person.expect("error-programming-key-wrong-puk-remedy");
    person.click("window-rite-puk");
    for _ in 0..8 {
        person.press(Named::Backspace);
    }
    person.type_text(&puk);
    person.click("window-rite-go-unblock");
    person.expect_none("error-programming-key-wrong-puk-remedy");
    person.expect("window-close");
    person.click("window-close");
    person.expect("window-add-programming-key");
}

/// Makes the recovery code anew; the file of its sheet, and the code that stands there.
#[track_caller]
fn renewed_code<P: Program + 'static>(
    counter: &Counter,
    person: &mut Driver<P>,
) -> (std::path::PathBuf, String) {
    person.click("window-rite-recover");
    person.click("window-recover-renew");
    person.expect_focus("window-sign-in-password");
    person.type_text(&counter.password());
    fill(person, "window-pin-label", &counter.pin());
    let path = counter.folder().join("sheet.txt");
    person.click("window-rite-file");
    for _ in 0..120 {
        person.press(Named::Backspace);
    }
    person.type_text(&path.display().to_string());
    person.press(Named::Enter);
    person.expect(&with(
        "window-rite-written",
        "file",
        path.display().to_string(),
    ));
    let sheet = std::fs::read_to_string(&path).unwrap();
    let code = sheet
        .lines()
        .map(str::trim)
        .find(|line| {
            line.contains('-')
                && line
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == ' ')
        })
        .unwrap_or_else(|| panic!("no code on the sheet: {sheet}"))
        .to_owned();
    person.click("window-close");
    (path, code)
}

#[test]
fn a_new_recovery_code_is_put_on_a_sheet_and_proven_from_it() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person);
    let (path, code) = renewed_code(&counter, &mut person);
    let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&path).unwrap());
    assert_eq!(mode & 0o077, 0);
    person.expect("window-one-way");
    person.click("window-rite-recover");
    person.click("window-recover-prove");
    person.expect_focus("window-rite-code");
    person.type_text("AAAA-AAAA");
    person.press(Named::Enter);
    person.expect_none("window-state-busy");
    person.expect_none("window-rite-code-holds");
    person.click("window-rite-code");
    for _ in 0..9 {
        person.press(Named::Backspace);
    }
    person.type_text(&code);
    person.press(Named::Enter);
    person.expect("window-rite-code-holds");
    person.click("window-close");
    // It counts as the second way.
    person.expect_none("window-one-way");
}

#[test]
fn the_recovery_code_opens_the_secrets_for_a_new_key_when_the_only_one_is_gone() {
    let counter = Counter::new();
    let mut person = counter.window();
    go(&mut person);
    let (_sheet, code) = renewed_code(&counter, &mut person);
    // The old one never comes back; the new one stays plugged in all the time.
    new_token(&counter, "Safe");
    plug(&counter, "Safe");
    begin(&mut person, "Safe");
    person.expect("window-plugged-empty");
    new_secrets(&mut person);
    person.click("window-rite-go-prepare");
    person.expect("window-rite-say-seal");
    person.click("window-seal-code");
    person.expect("window-rite-say-seal-code");
    person.expect_focus("window-rite-code");
    tab_to(&mut person, "window-cancel");
    pictures(&mut person, "window-way-back");
    person.click("window-rite-code");
    person.type_text("0000-0000-0000-0000-0000-0000-015Z-YDP7");
    person.press(Named::Enter);
    person.expect("error-secrets-wrong-recovery-code");
    // The wrong one is gone, so what is typed is all there is.
    person.expect_focus("window-rite-code");
    person.type_text(&code);
    person.press(Named::Enter);
    person.expect("window-rite-added");
    person.expect("window-rite-added-by-code-remedy");
    person.expect_none("window-rite-code");
    person.click("window-close");
    person.click("Safe");
    person.expect("window-token-rights");
    person.expect("window-token-plugged");
    person.click("window-nav-log");
    person.expect("Secrets opened with the recovery code");
}

#[test]
fn a_certificate_that_cannot_be_used_is_made_anew_only_after_a_question() {
    let counter = Counter::new();
    let first = first_token(&counter);
    new_token(&counter, "Odd");
    plug(&counter, "Odd");
    let mut piv = Piv::select(SocketLink::connect(&counter.bench()).unwrap()).unwrap();
    let factory = ManagementKey::factory(Cipher::Aes192);
    assert!(piv.prove_management(&factory, &mut OsRandom).unwrap());
    piv.put_key_management_certificate(b"no certificate")
        .unwrap();
    drop(piv);
    plug(&counter, &first);
    let mut person = counter.window();
    go(&mut person);
    person.click("window-rite-prepare");
    plug(&counter, "Odd");
    person.expect("error-programming-key-certificate-unusable");
    new_secrets(&mut person);
    person.click("window-rite-go-prepare");
    person.expect("window-rite-say-anew");
    // Enter is no answer to it.
    person.press(Named::Enter);
    person.expect("window-rite-say-anew");
    tab_to(&mut person, "window-cancel");
    pictures(&mut person, "window-made-anew");
    person.click("window-rite-go-anew");
    person.expect("window-rite-prepared-remedy");
}

#[test]
fn a_key_lost_while_fobs_get_new_secrets_is_told_to_be_answered_later() {
    let counter = Counter::new();
    let first = first_token(&counter);
    let mut person = counter.window();
    go(&mut person);
    add(&counter, &mut person, "Safe");
    add_after(&counter, &mut person, "Third", &first);
    plug(&counter, &first);
    lose(&counter, &mut person, "Safe");
    person.expect("window-rite-campaign");
    person.expect_none("window-rite-campaign-due");
    shut(person);
    // Every lock learns the new secrets; fobs come next.
    let run = |words: &[&str]| {
        let bench = format!("bench:{}", counter.bench().display());
        let file = |name: &str| counter.folder().join(name);
        let ended = std::process::Command::new(env!("CARGO_BIN_EXE_keywright"))
            .env("KEYWRIGHT_SYSTEM", file("demo.keywright"))
            .env("KEYWRIGHT_TOKEN", bench)
            .env("KEYWRIGHT_ENCODER", counter.bench().join("encoder"))
            .env("KEYWRIGHT_PIN", counter.pin())
            .env("KEYWRIGHT_PASSWORD", counter.password())
            .env(
                "KEYWRIGHT_OPERATOR",
                std::fs::read_to_string(file("operator")).unwrap().trim(),
            )
            .arg("--json")
            .args(words)
            .output()
            .unwrap();
        let said = String::from_utf8(ended.stdout).unwrap();
        serde_json::from_str::<serde_json::Value>(&said).unwrap()
    };
    // One fob in use has the old ones.
    let keys = run(&["key", "list"])["items"].clone();
    let mut numbers = keys
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["number"].to_string());
    let is_written = numbers.any(|number| {
        let told = run(&["key", "program", &number, "--home-group", "North"]);
        told["keys"][0]["generation"] == 1
    });
    assert!(is_written, "{keys}");
    let blank = json!({"verb": "new", "kind": "fob", "name": "blank"});
    let _made = counter.ask(&blank);
    let _laid = counter.ask(&json!({"verb": "lay", "name": "blank"}));
    let _deployed = run(&["lock", "deploy", "--all"]);
    assert_eq!(run(&["campaign", "show"])["phase"], "fobs");
    let mut person = counter.window();
    go(&mut person);
    person.expect_none("window-campaign-due");
    lose(&counter, &mut person, "Third");
    person.expect("window-rite-campaign-due");
    person.expect_none("window-rite-campaign");
    person.click_on_top("window-close");
    person.expect("window-campaign-due");
    assert_eq!(run(&["campaign", "show"])["due"], true);
}

/// Loses a programming key whose PIN may be known, with the one that is plugged in.
#[track_caller]
fn lose<P: Program + 'static>(counter: &Counter, person: &mut Driver<P>, label: &str) {
    person.click(label);
    person.expect("window-token-rights");
    person.click("window-token-lost");
    noticed(person);
    fill(person, "window-pin-label", &counter.pin());
    person.click("window-lose-known");
    person.click_on_top("window-rite-go-remove");
    person.expect("window-rite-removed");
}

#[test]
fn the_screen_of_programming_keys_looks_as_it_did() {
    let counter = Counter::new();
    let first = first_token(&counter);
    new_token(&counter, "Safe");
    let mut person = counter.window();
    go(&mut person);
    begin(&mut person, "Safe");
    plug(&counter, "Safe");
    person.expect("window-plugged-empty");
    person.expect("window-state-empty-token");
    new_secrets(&mut person);
    tab_to(&mut person, "window-rite-go-prepare");
    pictures(&mut person, "window-add-token");
    shut(person);
    plug(&counter, &first);
    let mut person = counter.window_of(Language::German, 820.0, 800.0);
    go(&mut person);
    person.expect("window-token-plugged");
    tab_to(&mut person, "window-add-programming-key");
    person.snapshot("window-tokens-german");
    person.click("window-rite-recover");
    person.click("window-recover-renew");
    tab_to(&mut person, "window-cancel");
    person.snapshot("window-recover-german");
}
