//! Keys whose holder was removed: they are shown, listed, emptied and blocked like any other, but nobody gets a new
//! medium in their place.

use serde_json::{Value, json};

use super::scene::{NOW, Scene};

const AADA: &str = "aada.korhonen@example.org";

/// A blocked key of somebody who was removed.
fn left_behind(scene: &Scene) -> String {
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let _gone = scene
        .run(["user", "remove", AADA, "--block", &number])
        .done();
    number
}

#[test]
fn a_found_fob_of_a_removed_user_is_emptied() {
    let scene = Scene::town();
    let number = left_behind(&scene);
    let shown = scene.run(["key", "show", &number]).done();
    assert_eq!(
        (&shown["state"], &shown["user"]["name"], &shown["wanted"]),
        (&json!("blocked"), &Value::Null, &json!([])),
        "{shown}"
    );
    assert_eq!(shown["user"]["removed"], true, "{shown}");
    for words in [&["key", "show", &number][..], &["key", "return", &number]] {
        let told = scene.tell(words);
        assert_eq!(told.code, 0, "{told:?}");
        assert!(told.stdout.contains("removed user"), "{told:?}");
    }
    assert_eq!(scene.key(&number)["state"], "returned");
}

#[test]
fn the_fob_of_a_removed_user_is_named_on_the_encoder() {
    let scene = Scene::town();
    let number = left_behind(&scene);
    let told = scene.tell(&["doctor"]);
    assert!(
        told.stdout.contains("removed user") && told.stdout.contains(&number),
        "{told:?}"
    );
    let run = scene.run(["key", "program"]);
    assert_eq!(run.broken_action()["code"], "key-state-not-programmable");
}

#[test]
fn nobody_gets_a_key_in_the_place_of_a_removed_users() {
    let scene = Scene::town();
    let number = left_behind(&scene);
    let keys = || scene.run(["key", "list"]).done();
    let before = keys();
    for how in ["--lost", "--written-off"] {
        let _told = scene
            .run(["key", "replace", &number, how])
            .refused(1, "key-holder-removed");
    }
    let _told = scene
        .run(["key", "unblock", &number])
        .refused(1, "key-holder-removed");
    assert_eq!(keys(), before);
}

#[test]
fn what_was_begun_for_a_removed_user_is_listed() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    let _armed = scene.bench(["pull", "--after-exchange", "8"]).done();
    assert_eq!(scene.run(["key", "program", &number]).code, 3);
    let _blocked = scene.run(["key", "block", &number]).done();
    let _gone = scene.run(["user", "remove", AADA]).done();
    let list = scene.run(["task", "list"]).done();
    let task = &list["items"][0];
    assert_eq!(
        (&task["key_number"], &task["user_name"]),
        (&json!(number.parse::<u32>().unwrap()), &Value::Null),
        "{list}"
    );
    let told = scene.tell(&["task", "list"]);
    assert_eq!(told.code, 0, "{told:?}");
    scene.lay("aada");
    let run = scene.run(["task", "run"]);
    assert_eq!(run.broken_action()["code"], "key-state-not-programmable");
    let _back = scene.persevere(&["key", "return", &number]).done();
    assert_eq!(scene.run(["task", "list"]).done()["items"], json!([]));
}

#[test]
fn a_replaced_key_of_a_removed_user_is_blocked_once_more() {
    let scene = Scene::town();
    let _uid = scene.new_fob("lost");
    let lost = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &lost]).done();
    let replaced = scene.run(["key", "replace", &lost, "--lost"]).done();
    assert_eq!(replaced["replaces"]["state"], "replaced");
    let _gone = scene.run(["user", "remove", AADA]).done();
    // Put on the lists once more: none is missing it, and it stays what it is.
    let again = scene.run(["key", "block", &lost]).done();
    assert_eq!(again["state"], "replaced", "{again}");
}

#[test]
fn the_blocked_fob_of_a_removed_user_that_is_written_off_stays_shut_out() {
    let scene = Scene::town();
    let number = left_behind(&scene);
    let ended = scene.run(["key", "write-off", &number]).done();
    assert_eq!(ended["state"], "written-off", "{ended}");
    assert_eq!(
        scene.run(["key", "list"]).done()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let listed =
        |scene: &Scene| scene.run(["blocklist", "show", "North"]).done()["blocked"].clone();
    // Nobody saw it dead: it may be alive in somebody's hand.
    let list = scene.run(["blocklist", "show", "North"]).done();
    assert_eq!(list["entries"][0]["removable"], false, "{list}");
    let pruned = scene.run(["blocklist", "prune", "North"]).done();
    assert_eq!((&pruned["removed"], listed(&scene)), (&json!([]), json!(1)));
    let _reached = scene.run(["lock", "deploy", "--all"]).done();
    assert_eq!(scene.present("aada", "A main", NOW), "blocked");
    let _told = scene
        .run(["key", "write-off", &number])
        .refused(1, "key-state");
    // What has no medium has nothing that could be dead.
    let draft = scene.draft("Eeva Virta", "Resident A");
    let _told = scene
        .run(["key", "write-off", &draft])
        .refused(1, "key-state");
    // It turns up, and is emptied: that takes it off.
    scene.lay("aada");
    let _back = scene.persevere(&["key", "return", &number]).done();
    assert_eq!(listed(&scene), json!(0));
}

#[test]
fn what_was_begun_on_a_dead_fob_of_a_removed_user_ends_with_it() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    let _armed = scene.bench(["pull", "--after-exchange", "8"]).done();
    assert_eq!(scene.run(["key", "program", &number]).code, 3);
    let _blocked = scene.run(["key", "block", &number]).done();
    let _gone = scene.run(["user", "remove", AADA]).done();
    let _ended = scene.run(["key", "write-off", &number]).done();
    assert_eq!(scene.run(["task", "list"]).done()["items"], json!([]));
}
