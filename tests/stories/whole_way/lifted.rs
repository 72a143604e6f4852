//! What was taken off a blocklist stays off: a replaced key never comes back, a number that was lifted is not put on
//! again by an older list, and one that the records do not know can be taken off.

use keywright::workflow::Station;
use serde_json::{Value, json};

use super::blocking::fill;
use super::restored::lose_the_disk;
use super::scene::{NOW, Run, Scene, finish};

fn written(scene: &Scene, fob: &str, name: &str) -> String {
    written_as(scene, fob, name, "Resident A")
}

fn written_as(scene: &Scene, fob: &str, name: &str, role: &str) -> String {
    let _uid = scene.new_fob(fob);
    let number = scene.draft(name, role);
    let _done = scene.persevere(&["key", "program", &number]).done();
    number
}

fn backup(scene: &Scene) -> String {
    let path = scene.root().join("old.keywright");
    let path = path.to_str().unwrap().to_owned();
    let _done = scene.run(["system", "backup", &path]).done();
    path
}

/// Brings a copy back where nothing is left of what was newer.
fn restore(scene: &Scene, copy: &str) {
    lose_the_disk(scene);
    let _restored = scene.run(["system", "restore", copy]).done();
}

fn number(text: &str) -> u32 {
    text.parse().unwrap()
}

fn blocked(scene: &Scene) -> Vec<u64> {
    let list = scene.run(["blocklist", "show", "North"]).done();
    let entries = list["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["key"].as_u64().unwrap())
        .collect()
}

fn with_pin(scene: &Scene, pin: &str, words: &[&str]) -> Run {
    let mut command = scene.command();
    let _command = command
        .env("KEYWRIGHT_PIN", pin)
        .args(["--json", "--at", NOW]);
    finish(command.args(words))
}

#[test]
fn a_replaced_key_is_never_unblocked() {
    let scene = Scene::town();
    let lost = written(&scene, "lost", "Aada Korhonen");
    let _replaced = scene.run(["key", "replace", &lost, "--lost"]).done();
    let again = scene.run(["key", "block", &lost]).done();
    assert_eq!(again["state"], "replaced", "{again}");
    let _told = scene
        .run(["key", "unblock", &lost])
        .refused(1, "key-replaced");
    assert_eq!(scene.key(&lost)["state"], "replaced");
    assert_eq!(blocked(&scene), [u64::from(number(&lost))]);
    let _told = scene
        .run(["key", "replace", &lost, "--lost"])
        .refused(1, "key-replaced-before");
    // A lock in another group is found to be opened by it: the list of that group gets it too.
    let _moved = scene
        .run(["lock", "edit", "A main", "--blocking-group", "South"])
        .done();
    let more = scene.run(["key", "block", &lost]).done();
    let lists = more["blocklists"].as_array().unwrap();
    assert_eq!((lists.len(), &more["state"]), (2, &json!("replaced")));
    // Found again, its emptying is cut off; blocked in that state it does not come back either.
    scene.lay("lost");
    let _armed = scene.bench(["pull", "--after-exchange", "8"]).done();
    assert_eq!(scene.run(["key", "return", &lost]).code, 3);
    assert_eq!(scene.key(&lost)["state"], "writing");
    let blocked_then = scene.run(["key", "block", &lost]).done();
    assert_eq!(blocked_then["state"], "replaced", "{blocked_then}");
    let _told = scene
        .run(["key", "unblock", &lost])
        .refused(1, "key-replaced");
    scene.lay("lost");
    let _back = scene.persevere(&["key", "return", &lost]).done();
    assert_eq!(scene.key(&lost)["state"], "returned");
    assert_eq!(blocked(&scene), [0; 0]);
}

/// A key that was blocked since the backup, and two fobs that carry the list that says so; then the backup comes back
/// and the first fob is adopted.
fn found_on_two_fobs(scene: &Scene) -> (String, [String; 2]) {
    // Its access ends, so that nothing on it opens any more one day.
    let lost = written_as(scene, "lost", "Aada Korhonen", "Resident A@..2026-12-31");
    let carriers = [
        written(scene, "one", "Eeva Virta"),
        written(scene, "two", "Onni Aho"),
    ];
    let old = backup(scene);
    let _blocked = scene.run(["key", "block", &lost]).done();
    for (fob, number) in ["one", "two"].iter().zip(&carriers) {
        scene.lay(fob);
        let _done = scene.persevere(&["key", "program", number]).done();
    }
    restore(scene, &old);
    assert_eq!(scene.key(&lost)["state"], "programmed");
    scene.lay("one");
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(adopted["blocked_again"], json!([number(&lost)]));
    assert_eq!(scene.key(&lost)["state"], "blocked");
    (lost, carriers)
}

fn adopt_the_second(scene: &Scene) {
    scene.lay("two");
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(
        (&adopted["blocked_again"], &adopted["blocked_unknown"]),
        (&json!([]), &json!([])),
        "{adopted}"
    );
    assert_eq!(blocked(scene), [0; 0]);
}

#[test]
fn a_key_that_was_unblocked_is_not_blocked_again_by_an_older_list() {
    let scene = Scene::town();
    let (lost, _carriers) = found_on_two_fobs(&scene);
    let _found = scene.run(["key", "unblock", &lost]).done();
    adopt_the_second(&scene);
    assert_eq!(scene.key(&lost)["state"], "programmed");
    // Blocked anew it is blocked, and a list that says so is believed after the next restore.
    let copy = scene.root().join("newer.keywright");
    let copy = copy.to_str().unwrap();
    let _copied = scene.run(["system", "backup", copy]).done();
    let _blocked = scene.run(["key", "block", &lost]).done();
    let _done = scene.persevere(&["key", "program"]).done();
    restore(&scene, copy);
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(adopted["blocked_again"], json!([number(&lost)]));
}

#[test]
fn a_key_that_was_emptied_is_not_blocked_again_by_an_older_list() {
    let scene = Scene::town();
    let (lost, _carriers) = found_on_two_fobs(&scene);
    scene.lay("lost");
    let _back = scene.persevere(&["key", "return", &lost]).done();
    adopt_the_second(&scene);
    assert_eq!(scene.key(&lost)["state"], "returned");
}

#[test]
fn a_key_that_was_pruned_is_not_blocked_again_by_an_older_list() {
    let scene = Scene::town();
    let (lost, _carriers) = found_on_two_fobs(&scene);
    let later = |words: &[&str]| {
        let mut command = scene.command();
        let _command = command.args(["--json", "--at", "2027-01-02T10:00:00+02:00"]);
        finish(command.args(words)).done()
    };
    // It may have got more since the backup, so its end is not certain until its fob is met.
    let pruned = later(&["blocklist", "prune", "North"]);
    assert_eq!(pruned["removed"], json!([]), "{pruned}");
    scene.lay("lost");
    let _met = later(&["key", "read", "--adopt"]);
    let pruned = later(&["blocklist", "prune", "North"]);
    assert_eq!(
        pruned["removed"][0]["key"],
        json!(number(&lost)),
        "{pruned}"
    );
    scene.lay("two");
    let adopted = later(&["key", "read", "--adopt"]);
    assert_eq!(adopted["blocked_again"], json!([]), "{adopted}");
    assert_eq!(blocked(&scene), [0; 0]);
    assert_eq!(scene.key(&lost)["state"], "blocked");
}

#[test]
fn a_returned_key_that_a_list_blocks_is_listed_as_a_number() {
    let scene = Scene::town();
    let carrier = written(&scene, "one", "Eeva Virta");
    let lost = written(&scene, "lost", "Aada Korhonen");
    scene.lay("lost");
    let _back = scene.persevere(&["key", "return", &lost]).done();
    // Whose it was has gone too.
    let _gone = scene
        .run(["user", "remove", "aada.korhonen@example.org"])
        .done();
    let old = backup(&scene);
    // The number is blocked after the backup: by then it stood on another medium.
    let group = scene.station().blocking_group("North").unwrap().id;
    scene
        .station()
        .change(|change| {
            change.block_stranger(group, keywright::model::KeyNumber(number(&lost)), "test")
        })
        .unwrap();
    scene.lay("one");
    let _done = scene.persevere(&["key", "program", &carrier]).done();
    restore(&scene, &old);
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(
        (&adopted["blocked_again"], &adopted["blocked_unknown"]),
        (&json!([]), &json!([number(&lost)])),
        "{adopted}"
    );
    assert_eq!(scene.key(&lost)["state"], "returned");
    assert_eq!(blocked(&scene), [u64::from(number(&lost))]);
}

#[test]
fn a_number_that_the_records_do_not_know_is_shown_and_taken_off() {
    let scene = Scene::town();
    let carrier = written(&scene, "one", "Eeva Virta");
    let other = written(&scene, "two", "Aada Korhonen");
    let old = backup(&scene);
    let later = written(&scene, "later", "Onni Aho");
    let _blocked = scene.run(["key", "block", &later]).done();
    for (fob, number) in [("one", &carrier), ("two", &other)] {
        scene.lay(fob);
        let _done = scene.persevere(&["key", "program", number]).done();
    }
    restore(&scene, &old);
    scene.lay("one");
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(adopted["blocked_unknown"], json!([number(&later)]));
    let list = scene.run(["blocklist", "show", "North"]).done();
    let entry = &list["entries"][0];
    assert_eq!(
        (
            &list["blocked"],
            &entry["key"],
            &entry["name"],
            &entry["reason"],
            &entry["known"],
            &entry["id"]
        ),
        (
            &json!(1),
            &json!(number(&later)),
            &json!(later),
            &json!("found-on-medium"),
            &json!(false),
            &Value::Null
        ),
        "{list}"
    );
    let words = ["blocklist", "unblock", "North", &later];
    let mut command = scene.command();
    let _command = command
        .env_remove("KEYWRIGHT_TOKEN")
        .args(["--json", "--at", NOW]);
    let _told = finish(command.args(words)).refused(2, "programming-key-not-named");
    let lifted = scene.run(words).done();
    assert_eq!(
        (
            &lifted["blocked"],
            &lifted["distributable"],
            &lifted["entries"]
        ),
        (&json!(0), &json!(true), &json!([])),
        "{lifted}"
    );
    let _told = scene.run(words).refused(1, "blocklist-number-unknown");
    // A key of the records has a verb of its own.
    let _blocked = scene.run(["key", "block", &other]).done();
    let _told = scene
        .run(["blocklist", "unblock", "North", &other])
        .refused(1, "blocklist-number-unknown");
    let _found = scene.run(["key", "unblock", &other]).done();
    adopt_the_second(&scene);
}

#[test]
fn a_list_that_an_adopted_fob_overfills_is_named_with_the_way_out() {
    let scene = Scene::town();
    let carrier = written(&scene, "one", "Eeva Virta");
    let lost = [
        written(&scene, "aada", "Aada Korhonen"),
        written(&scene, "onni", "Onni Aho"),
    ];
    let old = backup(&scene);
    for number in &lost {
        let _blocked = scene.run(["key", "block", number]).done();
    }
    scene.lay("one");
    let _done = scene.persevere(&["key", "program", &carrier]).done();
    restore(&scene, &old);
    // One place is left for two.
    let first = fill(&scene.station(), "many", 499);
    let dead = first.0.to_string();
    let _dead = scene.run(["key", "replace", &dead, "--written-off"]).done();
    let told = scene.run(["key", "read", "--adopt"]);
    let told = told.refused(1, "blocklist-full");
    assert_eq!(
        (
            &told["removable"][0]["name"],
            &told["removable"][0]["entries"][0]["key"]
        ),
        (&json!("North"), &json!(first.0)),
        "{told}"
    );
    let _pruned = scene.run(["blocklist", "prune", "North"]).done();
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(adopted["blocked_again"].as_array().unwrap().len(), 2);
}

/// What a verb tells that blocked while the PIN was wrong.
fn told_of_the_pin(answer: &Value) {
    let notice = answer["notice"].as_str().unwrap();
    let told = ["PIN is wrong", "Tries left: 2", "blocklist sign"];
    for words in told {
        assert!(notice.contains(words), "{words}: {answer}");
    }
    assert_eq!(answer["signing"]["code"], "programming-key-wrong-pin");
    assert_eq!(answer["blocklists"][0]["distributable"], false, "{answer}");
}

/// Gives the programming key its tries back.
fn right_pin(scene: &Scene) {
    let _signed = scene.run(["blocklist", "sign"]).done();
}

#[test]
fn a_try_of_the_pin_that_a_block_used_up_is_told() {
    let scene = Scene::town();
    let keys = [
        written(&scene, "one", "Eeva Virta"),
        written(&scene, "two", "Onni Aho"),
        written(&scene, "three", "Aada Korhonen"),
    ];
    let wrong = |words: &[&str]| with_pin(&scene, "00000000", words).done();
    told_of_the_pin(&wrong(&["key", "block", &keys[0]]));
    right_pin(&scene);
    told_of_the_pin(&wrong(&["key", "replace", &keys[1], "--lost"]));
    right_pin(&scene);
    let user = "aada.korhonen@example.org";
    told_of_the_pin(&wrong(&["user", "remove", user, "--block", &keys[2]]));
    right_pin(&scene);
    // Nothing was told where all went well.
    let more = written(&scene, "four", "Ilona Niemi");
    let fine = scene.run(["key", "block", &more]).done();
    assert_eq!(
        (&fine["notice"], &fine["signing"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn removing_a_user_signs_the_lists_or_says_that_they_are_not() {
    let scene = Scene::town();
    let first = written(&scene, "one", "Eeva Virta");
    let second = written(&scene, "two", "Onni Aho");
    let remove = |user: &str, key: &str| -> Vec<String> {
        ["user", "remove", user, "--block", key]
            .map(str::to_owned)
            .to_vec()
    };
    let signed = scene.run(remove("eeva.virta@example.org", &first)).done();
    assert_eq!(signed["blocklists"][0]["distributable"], true, "{signed}");
    assert_eq!(signed["notice"], Value::Null, "{signed}");
    let mut command = scene.command();
    let _command = command
        .env_remove("KEYWRIGHT_TOKEN")
        .args(["--json", "--at", NOW]);
    let told = finish(command.args(remove("onni.aho@example.org", &second))).done();
    assert_eq!(told["blocklists"][0]["distributable"], false, "{told}");
    let notice = told["notice"].as_str().unwrap();
    assert!(notice.contains("not yet distributable"), "{told}");
    let station: Station = scene.station();
    assert!(station.user("onni.aho@example.org").is_err());
}

#[test]
fn a_block_over_a_begun_emptying_forgets_nothing() {
    let scene = Scene::town();
    let lost = written(&scene, "lost", "Aada Korhonen");
    let _held = scene.run(["key", "hand-over", &lost]).done();
    let _blocked = scene.run(["key", "block", &lost]).done();
    // Emptying is begun, cut off before it did anything, and the key is blocked in that state.
    let _armed = scene.bench(["pull", "--after-exchange", "8"]).done();
    assert_eq!(scene.run(["key", "return", &lost]).code, 3);
    assert_eq!(scene.key(&lost)["state"], "writing");
    let _blocked = scene.run(["key", "block", &lost]).done();
    let found = scene.run(["key", "unblock", &lost]).done();
    assert_eq!(found["state"], "handed-over", "{found}");
}

#[test]
fn what_was_lifted_since_a_copy_stays_off_when_the_copy_comes_back_over_it() {
    let scene = Scene::town();
    let lost = written(&scene, "lost", "Aada Korhonen");
    let carrier = written(&scene, "two", "Onni Aho");
    let old = backup(&scene);
    let _blocked = scene.run(["key", "block", &lost]).done();
    scene.lay("two");
    let _done = scene.persevere(&["key", "program", &carrier]).done();
    // The disk is lost, and with it what was done since; then another copy is made.
    restore(&scene, &old);
    let copy = scene.root().join("newer.keywright");
    let copy = copy.to_str().unwrap();
    let _copied = scene.run(["system", "backup", copy]).done();
    let _blocked = scene.run(["key", "block", &lost]).done();
    let _found = scene.run(["key", "unblock", &lost]).done();
    // That copy comes back where the records stand that know of the lift.
    let _restored = scene.run(["system", "restore", copy]).done();
    adopt_the_second(&scene);
    assert_eq!(scene.key(&lost)["state"], "programmed");
}
