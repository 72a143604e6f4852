//! Invitations and a clock that was wrong: none works for longer than it says, and none waits for a year.

use serde_json::json;

use super::super::scene::{Run, Scene, finish, user_add};
use super::post::Post;
use super::{PORTAL, at, send, standing};

/// A year and a day after the day of the stories.
const AHEAD: &str = "2027-11-24T10:00:00+02:00";
/// A week after it.
const LATER: &str = "2026-11-30T10:00:00+02:00";
const AINO: &str = "aino@example.org";

fn accept(scene: &Scene, time: &str, token: &str) -> Run {
    let mut command = scene.command();
    let command = command.args(["--json", "--at", time, "invitation", "accept"]);
    Scene::told(command, token)
}

fn invite(scene: &Scene, time: &str, email: &str) {
    let words = user_add(
        ("Aino", "Aalto"),
        email,
        &["--role", "Resident A", "--invite"],
    );
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let _added = at(scene, time, &words).done();
}

/// The clock was set right, and somebody said so.
fn confirm(scene: &Scene) {
    let mut command = scene.command();
    let words = [
        "--json",
        "--at",
        super::super::scene::NOW,
        "--confirm-clock",
    ];
    let command = command.args(words).args(["invitation", "send"]);
    let _done = finish(command).done();
}

#[test]
fn what_was_sent_while_the_clock_was_ahead_does_not_work_for_longer() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", false));
    let _set = post.set(&scene, "starttls", &["--portal", PORTAL]).done();
    invite(&scene, AHEAD, AINO);
    assert_eq!(at(&scene, AHEAD, &["invitation", "send"]).done()["sent"], 1);
    let first = post.taken()[0].token();
    // By a clock that is known to be wrong nobody knows whether it works.
    let _told = accept(&scene, super::super::scene::NOW, &first).refused(1, "clock-behind");
    confirm(&scene);
    assert_eq!(standing(&scene, AINO)["state"], "expired");
    let _told = accept(&scene, super::super::scene::NOW, &first).refused(1, "invitation-expired");
    let _again = scene.run(["invitation", "resend", AINO]).done();
    assert_eq!(send(&scene).done()["sent"], 1);
    let second = post.taken()[1].token();
    assert_eq!(accept(&scene, LATER, &second).done()["state"], "accepted");
}

#[test]
fn what_waits_since_the_clock_was_ahead_is_sent_when_it_is_right() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", false));
    let _set = post.set(&scene, "starttls", &["--portal", PORTAL]).done();
    invite(&scene, AHEAD, AINO);
    let _told = scene.run(["invitation", "send"]).refused(1, "clock-behind");
    assert_eq!(post.count(), 0);
    assert_eq!(standing(&scene, AINO)["state"], "queued");
    confirm(&scene);
    assert_eq!(standing(&scene, AINO)["state"], "sent");
    let token = post.taken()[0].token();
    assert_eq!(accept(&scene, LATER, &token).done()["state"], "accepted");
}

#[test]
fn a_clock_that_falls_back_neither_prolongs_an_invitation_nor_ends_it() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", false));
    let _set = post.set(&scene, "starttls", &["--portal", PORTAL]).done();
    for email in [AINO, "eino@example.org"] {
        invite(&scene, super::super::scene::NOW, email);
    }
    assert_eq!(send(&scene).done()["sent"], 2);
    let taken = post.taken();
    let of = |email: &str| taken.iter().find(|one| one.to() == email).unwrap().token();
    let tokens = [of(AINO), of("eino@example.org")];
    // A week later the clock falls back by two, and by years.
    let _later = at(&scene, LATER, &["lock-group", "add", "--name", "Later"]).done();
    for (time, code) in [
        ("2026-11-16T10:00:00+02:00", "clock-behind"),
        ("2000-01-01T00:00:00Z", "clock-impossible"),
    ] {
        let _told = accept(&scene, time, &tokens[0]).refused(1, code);
    }
    assert_eq!(
        accept(&scene, LATER, &tokens[0]).done()["state"],
        "accepted"
    );
    // Too late it stays too late, though the clock falls back to a day on which it worked.
    let _late = at(
        &scene,
        super::LATE,
        &["lock-group", "add", "--name", "Late"],
    )
    .done();
    let _told = accept(&scene, super::LATE, &tokens[1]).refused(1, "invitation-expired");
    let _told = accept(&scene, LATER, &tokens[1]).refused(1, "clock-behind");
    assert_eq!(
        at(
            &scene,
            super::LATE,
            &["invitation", "show", "eino@example.org"]
        )
        .done()["state"],
        json!("expired")
    );
}

#[test]
fn an_invitation_that_was_told_to_have_run_out_does_not_come_back_with_the_clock() {
    let (scene, post) = (Scene::town(), Post::new("starttls", "good", false));
    let _set = post.set(&scene, "starttls", &["--portal", PORTAL]).done();
    invite(&scene, super::super::scene::NOW, AINO);
    assert_eq!(send(&scene).done()["sent"], 1);
    let token = post.taken()[0].token();
    // The clock runs ahead by a year, and somebody comes with the code.
    let _told = accept(&scene, AHEAD, &token).refused(1, "invitation-expired");
    confirm(&scene);
    assert_eq!(standing(&scene, AINO)["state"], "expired");
    let told = accept(&scene, super::super::scene::NOW, &token);
    let _told = told.refused(1, "invitation-expired");
    // Sent again it works, and what had been told of it is forgotten.
    let _again = scene.run(["invitation", "resend", AINO]).done();
    assert_eq!(send(&scene).done()["sent"], 1);
    assert_eq!(standing(&scene, AINO)["state"], "sent");
    let token = post.taken()[1].token();
    assert_eq!(accept(&scene, LATER, &token).done()["state"], "accepted");
}
