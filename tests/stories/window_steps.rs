//! The steps at the left of the wizard, pressed: back to all that was entered, and forth to the summary where nothing is
//! missing before it.

use std::time::Duration;

use iced_test::core::keyboard::key::Named;
use iced_test::program::Program;

use super::window_wizard::desk::{Counter, cleaner_with_fob, fill, fill_basic};
use crate::driver::Driver;

/// Presses the summary among the steps, which leads nowhere: this is still on the screen.
#[track_caller]
fn stays<P: Program + 'static>(person: &mut Driver<P>, here: &str) {
    let summary = person.place("window-step-summary");
    person.click_at(summary);
    person.settle_down();
    person.expect(here);
    person.expect_none("window-confirm");
}

#[test]
fn the_steps_lead_forth_to_the_summary_once_all_before_it_was_reached() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    stays(&mut person, "window-field-first-name");
    person.click("window-next");
    person.click("Cleaner");
    stays(&mut person, "window-private-premises");
    person.click("window-next");
    person.click("window-key-fob");
    person.click("North");
    person.click("window-step-summary");
    person.expect("+ opens");
    // What goes on has the focus, once the press that led here is over.
    person.expect_focus("window-confirm");
    for before in ["window-step-basic", "window-step-given", "window-step-keys"] {
        person.click(before);
        person.expect_none("+ opens");
        person.click("window-step-summary");
        person.expect("+ opens");
        person.expect_focus("window-confirm");
    }
    person.click("window-confirm");
    person.expect_focus("window-pin-label");
}

#[test]
fn a_step_in_which_something_is_missing_is_not_jumped_over() {
    let counter = Counter::new();
    let mut person = counter.window();
    cleaner_with_fob(&mut person);
    person.click("window-step-summary");
    person.expect("+ opens");
    // A day that is none.
    person.click("window-step-given");
    fill(&mut person, "window-valid-until", "2027-13");
    stays(&mut person, "window-private-premises");
    fill(&mut person, "window-valid-until", "");
    for _letter in 0..7 {
        person.press(Named::Backspace);
    }
    person.click("window-step-summary");
    person.expect("+ opens");
    // A second fob whose home group nobody has chosen.
    person.click("window-step-keys");
    person.click("window-key-fob");
    person.expect("window-home-group-missing");
    stays(&mut person, "window-keys-add");
    person.click("window-step-basic");
    stays(&mut person, "window-field-first-name");
    // Somebody else, who may be there already.
    person.click("window-step-keys");
    person.click_on_top("North");
    person.click("window-step-basic");
    fill(&mut person, "window-field-last-name", "Korhonen");
    stays(&mut person, "window-field-first-name");
}

#[test]
fn what_is_given_anew_may_ask_for_a_home_group_before_the_summary() {
    let counter = Counter::new();
    let mut person = counter.window();
    fill_basic(&mut person);
    person.click("window-next");
    person.expect("window-private-premises");
    person.click("window-next");
    person.click("window-key-fob");
    // A fob that opens nothing needs no group.
    person.click("window-step-summary");
    person.expect("window-confirm");
    person.click("window-step-given");
    person.expect("window-private-premises");
    // Not even while that is being looked up.
    person.answers_late(Duration::from_millis(400));
    person.click("Cleaner");
    let summary = person.place("window-step-summary");
    person.click_at(summary);
    person.answers_late(Duration::ZERO);
    person.settle_down();
    person.settle_down();
    stays(&mut person, "window-private-premises");
    person.click("window-step-keys");
    person.expect("window-home-group-missing");
    person.click("North");
    person.click("window-step-summary");
    person.expect("+ opens");
}
