//! Invitations in the window: the mail server in the settings, the box of the wizard, what the feedback tells of it,
//! and sending again, beside a mail server of others.

use iced_test::core::Point;
use iced_test::core::keyboard::key::Named;
use iced_test::core::keyboard::{Key, Modifiers};
use iced_test::program::Program;
use keywright::i18n::Arguments;

use super::whole_way::invitations::post::Post;
use super::window_wizard::desk::{Counter, cleaner_with_fob, fill, shut, tell};
use crate::driver::Driver;

/// A server on this very computer, which the window may speak to without TLS.
fn post() -> Post {
    Post::new("none", "good", false)
}

/// Turns the page to its end.
fn to_the_end<P: Program + 'static>(person: &mut Driver<P>) {
    person.point_at(Point::new(760.0, 400.0));
    person.wheel(400.0);
}

/// Enters the mail server in the settings and keeps it.
fn set_up<P: Program + 'static>(person: &mut Driver<P>, port: u16) {
    person.click("window-nav-settings");
    person.expect("window-setting-language");
    to_the_end(person);
    fill(person, "window-mail-host", "127.0.0.1");
    person.click("window-mail-loopback");
    person.click("window-mail-port");
    for _ in 0..8 {
        person.press(Named::Backspace);
    }
    person.type_text(&port.to_string());
    fill(person, "window-mail-sender", "keys@example.org");
    person.click("window-mail-save");
    person.expect("window-mail-saved");
    to_the_end(person);
}

/// Adds a cleaner with a fob that is kept as a draft, and an invitation.
pub(super) fn add_invited<P: Program + 'static>(person: &mut Driver<P>) {
    person.click("window-nav-users");
    cleaner_with_fob(person);
    person.click("window-next");
    person.expect("+ opens");
    to_the_end(person);
    person.click("window-invite");
    person.click("window-confirm");
}

#[test]
fn an_invited_user_gets_one_letter_and_the_feedback_says_so() {
    let (counter, post) = (Counter::new(), post());
    let mut person = counter.window();
    set_up(&mut person, post.port);
    person.click("window-mail-try");
    let to = std::fs::read_to_string(counter.folder().join("operator")).unwrap();
    let to = [("to", to.trim().into())];
    person.expect(&tell("window-mail-tried", &Arguments::from(to)));
    add_invited(&mut person);
    person.expect("window-action-invitation-sent");
    // The letter held up nothing: the fob waits for its PIN as ever.
    person.expect_focus("window-pin-label");
    let taken = post.taken();
    assert_eq!(taken.len(), 2, "a trial and an invitation");
    assert_eq!(taken[1].to(), "marja.siivonen@example.org");
    assert_eq!(taken[1].way().len(), 19);
}

#[test]
fn an_invitation_that_fails_leaves_user_and_key_and_is_tried_again_in_place() {
    let (counter, post) = (Counter::new(), post());
    let mut person = counter.window();
    set_up(&mut person, post.port);
    post.faults("rcpt 550");
    add_invited(&mut person);
    person.expect("window-action-invitation-failed");
    let cause = Arguments::from([("status", "550".into())]);
    person.expect(&tell("error-mail-recipient-refused", &cause));
    person.expect("error-mail-recipient-refused-remedy");
    assert_eq!(post.met(), 1);
    // User and key are there, and the fob is programmed while the invitation is not.
    person.type_text(&counter.pin());
    person.click("window-program");
    person.expect("window-state-done");
    post.faults("");
    let retry = person.place("window-retry");
    for _impatient in 0..3 {
        person.click_at(retry);
    }
    person.expect("window-action-invitation-sent");
    assert_eq!(post.count(), 1, "pressed however often, sent once");
    person.click("window-close");
    person.expect("41 users");
    person.expect("Siivonen, Marja");
    person.expect("Key fob 31");
}

#[test]
fn without_a_mail_server_an_invitation_waits_on_the_to_do_list_until_there_is_one() {
    let (counter, post) = (Counter::new(), post());
    let mut person = counter.window();
    add_invited(&mut person);
    person.expect("window-action-invitation-queued");
    person.expect("error-mail-not-set");
    person.click("window-close");
    person.expect("41 users");
    person.click("window-nav-todo");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("Marja");
    person.expect("window-resend");
    person.expect("window-invitation-queued");
    assert_eq!(post.count(), 0);
    post.faults("rcpt 550");
    set_up(&mut person, post.port);
    person.click("window-nav-todo");
    person.expect("window-invitation-failed");
    // The strip tells it anywhere, and leads back to it.
    let one = Arguments::from([("count", 1usize.into())]);
    let failed = tell("window-mail-failed", &one);
    person.expect(&failed);
    person.click("window-nav-keys");
    person.expect("Aada Korhonen");
    person.click_on_top("window-mend-letters");
    person.expect("window-invitation-failed");
    post.faults("");
    person.click("window-resend");
    person.expect("window-resent");
    person.expect_none("window-invitation-failed");
    person.expect_none("window-resend");
    // The letter is on its way, on a thread of its own.
    for _moment in 0..20 {
        if post.count() > 0 {
            break;
        }
        person.settle_down();
    }
    assert_eq!(post.count(), 1);
    person.expect_none(&failed);
}

#[test]
fn settings_that_make_no_sense_are_refused_in_place() {
    let counter = Counter::new();
    let mut person = counter.window();
    person.click("window-nav-settings");
    person.expect("window-setting-language");
    to_the_end(&mut person);
    fill(&mut person, "window-mail-host", "127.0.0.1");
    person.click("window-mail-save");
    person.expect("window-remedy-mail-settings");
}

#[test]
fn an_invitation_that_may_not_be_sent_again_says_why_and_what_to_do() {
    let counter = Counter::new();
    let mut person = counter.window();
    add_invited(&mut person);
    person.expect("window-action-invitation-queued");
    person.click("window-close");
    person.expect("41 users");
    shut(person);
    let right = keywright::model::Permission::EditUsers;
    super::window_people::without(&counter, right);
    let mut person = counter.window_on(41);
    person.click("window-nav-todo");
    person.press_with(Modifiers::CTRL, Key::Character("f".into()));
    person.type_text("Marja");
    person.expect("window-invitation-queued");
    person.click("window-resend");
    let right = Arguments::from([("right", "edit-users".into())]);
    let cause = tell("error-right-missing", &right);
    let remedy = tell("error-right-missing-remedy", &right);
    person.expect(&format!("{cause} {remedy}"));
}

#[test]
fn what_is_typed_while_the_mail_server_is_kept_is_kept_by_the_next_press() {
    use keywright::window::app::Message;
    use keywright::window::screen::{mail, settings};

    let (counter, post) = (Counter::new(), post());
    let mut person = counter.window();
    set_up(&mut person, post.port);
    let typed = |message| Message::Settings(settings::Message::Mail(message));
    person.update(typed(mail::Message::Sender("a@example.org".to_owned())));
    // Nothing is heard between the two.
    person.update(typed(mail::Message::Save));
    person.update(typed(mail::Message::Sender("b@example.org".to_owned())));
    person.expect("window-mail-saved");
    // It waits behind the lock too.
    person.press_with(Modifiers::CTRL, Key::Character("l".into()));
    person.expect_focus("window-sign-in-password");
    person.type_text(&counter.password());
    person.press(Named::Enter);
    person.expect("window-setting-language");
    to_the_end(&mut person);
    person.expect("b@example.org");
    person.click("window-mail-save");
    for _moment in 0..80 {
        person.settle_down();
        let beside = super::window_drafts::station(&counter, keywright::workflow::Access::Read);
        let kept = beside.mail_settings().unwrap();
        if kept.is_some_and(|kept| kept.server.sender == "b@example.org") {
            break;
        }
    }
    person.settle_down();
    person.ask_to_close();
    person.expect_closed();
    let station = super::window_drafts::station(&counter, keywright::workflow::Access::Read);
    let kept = station.mail_settings().unwrap().unwrap();
    assert_eq!(kept.server.sender, "b@example.org");
}
