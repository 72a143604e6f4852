//! The keys step of the wizard: what each source opens and takes, the kinds of keys that stay drafts for now, drafts
//! instead of programming, and private premises beside roles.

use iced_test::core::keyboard::key::Named;
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};

use super::window_wizard::desk::{
    Counter, UID, counted, fill, fill_basic, pictures, tab_to, tell, written,
};
use crate::driver::Driver;

const WORK_HOURS: &str = "2026-11-23T10:05:00+02:00";
const MAIN_DOOR: &str = "A main door";
const FLAT_DOOR: &str = "A 1 door";

/// From the list to the keys step, with these roles and private premises.
#[track_caller]
fn to_the_keys<P: Program + 'static>(person: &mut Driver<P>, roles: &[&str], premises: &[&str]) {
    fill_basic(person);
    person.click("window-next");
    for role in roles {
        person.click(role);
    }
    if !premises.is_empty() {
        person.click("window-private-premises");
        for one in premises {
            person.click(one);
        }
    }
    person.click("window-next");
    person.expect("window-keys-add");
}

/// What a source says of itself on a card, for so many locks: the bytes stand between the words.
fn shares<P: Program + 'static>(person: &mut Driver<P>, id: &str, locks: usize) -> Vec<usize> {
    person.settle_down();
    let values = [("count", locks.into()), ("bytes", "\u{1}".into())];
    let pattern = tell(id, &Arguments::from(values));
    let (head, tail) = pattern.split_once('\u{1}').unwrap();
    let texts = person.all_texts();
    let bytes = texts
        .iter()
        .filter_map(|text| text.strip_prefix(head)?.strip_suffix(tail)?.parse().ok());
    bytes.collect()
}

#[test]
fn each_source_on_a_key_says_what_it_opens_and_takes() {
    let counter = Counter::new();
    let mut person = counter.window();
    to_the_keys(&mut person, &["Cleaner"], &["A 1"]);
    person.click("window-key-fob");
    person.expect("window-home-group-title");
    let cleaner = shares(&mut person, "window-source-opens", 20);
    let flat = shares(&mut person, "window-source-opens", 10);
    assert!(
        cleaner.len() == 1 && flat.len() == 1,
        "{cleaner:?} {flat:?}"
    );
    assert!(cleaner[0] > 0 && flat[0] > 0, "{cleaner:?} {flat:?}");
    // The locks by name, once they are asked for.
    person.expect_none(FLAT_DOOR);
    person.click("window-show-details");
    person.settle_down();
    let named = |person: &mut Driver<_>, name: &str| {
        person.all_texts().iter().any(|text| text.contains(name))
    };
    assert!(named(&mut person, FLAT_DOOR));
    person.click("North");
    tab_to(&mut person, "window-next");
    pictures(&mut person, "window-step-3-details");
    person.click("window-hide-details");
    // Taken off, the flat says what it would take.
    person.click("A 1");
    person.expect(&counted("window-key-opens", 20));
    let off = shares(&mut person, "window-source-would-open", 10);
    assert_eq!(off.len(), 1);
    assert!(off[0] > 0);
    assert!(shares(&mut person, "window-source-opens", 10).is_empty());
}

#[test]
fn kinds_that_cannot_be_written_yet_say_so_on_card_summary_and_feedback() {
    for (kind, word) in [("window-key-k5", "k5"), ("window-key-phone", "phone")] {
        let counter = Counter::new();
        let mut person = counter.window();
        let (cause, what) = (
            format!("window-later-{word}"),
            format!("window-later-{word}-what"),
        );
        to_the_keys(&mut person, &["Cleaner"], &[]);
        person.click(kind);
        person.expect(&cause);
        person.expect(&what);
        // Nothing is offered that is not there.
        person.expect_none("window-program-now");
        person.expect(&counted("window-key-opens", 20));
        person.click("window-next");
        person.expect(&cause);
        person.expect("+ opens");
        person.click("window-confirm");
        person.expect(&cause);
        person.expect_none("window-pin-label");
        person.click("window-close");
        person.expect("41 users");
        person.expect("window-state-draft");
        let number = Texts::new(Language::English).text(kind, &Arguments::new());
        person.expect(&format!("{number} 31"));
    }
}

#[test]
fn a_k5_key_beside_a_fob_stays_a_draft_while_the_fob_is_programmed() {
    let counter = Counter::new();
    let mut person = counter.window();
    to_the_keys(&mut person, &["Cleaner"], &[]);
    person.click("window-key-k5");
    person.expect("window-later-k5");
    person.click("window-key-fob");
    person.click("North");
    person.click("window-next");
    person.expect("+ opens");
    tab_to(&mut person, "window-confirm");
    pictures(&mut person, "window-step-4-k5");
    person.press(Named::Enter);
    person.expect_focus("window-pin-label");
    person.expect("window-later-k5");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 20));
    person.expect("Fob of Marja Siivonen");
    tab_to(&mut person, "window-close");
    pictures(&mut person, "window-step-5-k5");
    person.click("window-close");
    person.expect("window-state-draft");
    person.expect("window-state-programmed");
}

#[test]
fn a_fob_is_kept_as_a_draft_instead_of_being_programmed_now() {
    let counter = Counter::new();
    let mut person = counter.window();
    to_the_keys(&mut person, &["Cleaner"], &[]);
    person.click("window-key-fob");
    // Once the preview has come, nothing moves any more. A draft may lack its home group.
    person.expect("window-home-group-title");
    person.click("window-save-draft");
    person.click("window-next");
    let draft = [("key", "Key fob".into())];
    person.expect(&tell("window-action-draft", &Arguments::from(draft)));
    person.expect("+ opens");
    person.click("window-confirm");
    let kept = [("key", "Key fob 31".into())];
    person.expect(&tell("window-action-draft", &Arguments::from(kept)));
    person.expect_none("window-pin-label");
    person.click("window-close");
    person.expect("window-state-draft");
    // Nothing was written.
    person.expect("window-state-new-fob");
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "denied: not-readable");
}

#[test]
fn a_resident_of_private_premises_gets_a_fob_that_opens_the_flat() {
    let counter = Counter::new();
    let mut person = counter.window();
    to_the_keys(&mut person, &[], &["A 1"]);
    person.click("window-key-fob");
    person.expect(&counted("window-key-opens", 10));
    // Cellars lie in two key blocking groups.
    person.click("North");
    person.click("window-next");
    person.expect(FLAT_DOOR);
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 10));
    assert!(person.all_texts().iter().any(|text| text.contains(UID)));
    person.click("window-close");
    person.expect("41 users");
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "open");
}

#[test]
fn a_flat_that_offers_several_roles_shows_them_as_options_with_what_each_adds() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-next");
    person.click("Cleaner");
    fill(&mut person, "window-filter", "Clea");
    person.expect_none("Caretaker");
    // What was looked for among the roles does not hide the premises.
    person.click("window-private-premises");
    person.expect("A 1");
    fill(&mut person, "window-filter", "D 6");
    person.expect_none("A 1");
    // The box, and not the search that holds the same words.
    person.click_on_top("D 6");
    person.click("window-show-options");
    person.expect("D 6 door");
    for offered in ["Resident D", "Cycle store C", "Laundry C, evenings"] {
        person.expect(offered);
    }
    person.expect("C laundry");
    person.expect("window-feature-share-access");
    pictures(&mut person, "window-step-2-options");
    // What is not chosen adds nothing.
    person.click("Laundry C, evenings");
    person.expect_none("C laundry");
    person.expect("C bicycle room");
    person.click("window-hide-options");
    person.expect_none("C bicycle room");
    person.click("window-next");
    person.click("window-key-fob");
    // The cleaner's 20, the flat's door and the cellars; the bicycle room of building C is the cleaner's too.
    person.expect(&counted("window-key-opens", 25));
}

#[test]
fn one_wizard_gives_a_role_and_private_premises_with_their_options() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-next");
    person.click("Cleaner");
    person.click("window-show-details");
    person.expect("window-details-groups");
    person.click("window-private-premises");
    person.click("A 1");
    person.click("window-show-details");
    person.settle_down();
    let named = person
        .all_texts()
        .iter()
        .any(|text| text.contains(FLAT_DOOR));
    assert!(named, "{:#?}", person.all_texts());
    // With them come what their linked role adds.
    person.expect("Resident A");
    person.expect("Cellars, Common rooms A");
    person.expect("window-times-always");
    person.click("window-next");
    person.click("window-key-fob");
    person.expect(&counted("window-key-opens", 25));
    person.click("North");
    person.click("window-next");
    for given in ["Cleaner", "A 1"] {
        let given = [("given", given.into())];
        person.expect(&tell("window-action-give", &Arguments::from(given)));
    }
    person.expect("+ opens");
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
    person.type_text(&counter.pin());
    person.press(Named::Enter);
    person.expect(&written("window-programming-done", 25));
    assert_eq!(counter.door(MAIN_DOOR, WORK_HOURS), "open");
    assert_eq!(counter.door(FLAT_DOOR, WORK_HOURS), "open");
}
