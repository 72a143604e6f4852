//! Keys change hands: handed over, lost and blocked, found again, returned and emptied, replaced. The doors tell
//! each time what that is worth.

use serde_json::{Value, json};

use super::scene::{NOW, Run, Scene, finish};

/// A fob that opens both buildings and carries the list of the North; the number of its key.
fn everywhere(scene: &Scene, fob: &str, name: &str) -> String {
    let _uid = scene.new_fob(fob);
    let number = scene.draft(name, "Everywhere");
    let done = scene
        .persevere(&["key", "program", &number, "--home-group", "North"])
        .done();
    assert_eq!(done["keys"][0]["state"], "programmed");
    number
}

/// A verb without a programming key at hand.
fn without_token(scene: &Scene, words: &[&str]) -> Run {
    let mut command = scene.command();
    let _command = command
        .env_remove("KEYWRIGHT_TOKEN")
        .args(["--json", "--at", NOW]);
    finish(command.args(words))
}

fn list(scene: &Scene, group: &str) -> Value {
    scene.run(["blocklist", "show", group]).done()
}

#[test]
fn a_key_is_handed_over_against_a_receipt() {
    let scene = Scene::town();
    let added = scene
        .run([
            "user",
            "add",
            "--first",
            "Aada",
            "--last",
            "Korhonen",
            "--email",
            "aada@example.org",
            "--role",
            "Resident A",
            "--key",
            "fob",
            "--draft",
            "--language",
            "fi",
        ])
        .done();
    let number = added["keys"][0]["number"].to_string();
    let _told = scene
        .run(["key", "hand-over", &number])
        .refused(1, "key-state");
    let uid = scene.new_fob("aada");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let held = scene.run(["key", "hand-over", &number]).done();
    assert_eq!(
        (&held["state"], &held["uid"], &held["user"]["name"]),
        (&json!("handed-over"), &json!(uid), &json!("Aada Korhonen")),
        "{held}"
    );
    assert_eq!(held["opens"], json!(["A main", "A laundry"]), "{held}");
    let receipt = held["receipt"].as_str().unwrap();
    for word in [
        "KUITTAUS",
        "Small town",
        "Aada Korhonen",
        &uid,
        "A laundry",
        "2026-11-23 10:00",
    ] {
        assert!(receipt.contains(word), "{word}: {receipt}");
    }
    let _told = scene
        .run(["key", "hand-over", &number])
        .refused(1, "key-state");
    // Written anew it is still with its holder.
    let _written = scene
        .persevere(&["key", "program", &number, "--again"])
        .done();
    assert_eq!(scene.key(&number)["state"], "handed-over");
    assert_eq!(scene.present("aada", "A main", NOW), "open");
}

#[test]
fn a_lost_key_is_blocked_until_it_is_found_again() {
    let scene = Scene::town();
    let lost = everywhere(&scene, "lost", "Aada Korhonen");
    let carrier = everywhere(&scene, "carrier", "Eeva Virta");
    let _held = scene.run(["key", "hand-over", &lost]).done();
    let draft = scene.draft("Otto Laine", "Resident A");
    let _told = scene.run(["key", "block", &draft]).refused(1, "key-state");
    assert_eq!(list(&scene, "North")["blocked"], 0);

    let blocked = without_token(&scene, &["key", "block", &lost, "--reason", "lost"]).done();
    assert_eq!(blocked["state"], "blocked");
    assert!(
        blocked["notice"]
            .as_str()
            .unwrap()
            .contains("blocklist sign"),
        "{blocked}"
    );
    let names: Vec<&str> = blocked["blocklists"]
        .as_array()
        .unwrap()
        .iter()
        .map(|list| list["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["North", "South"], "{blocked}");
    let north = list(&scene, "North");
    assert_eq!(
        (&north["distributable"], &north["blocklist_version"]),
        (&json!(false), &json!(1)),
        "{north}"
    );
    let entry = &north["entries"][0];
    assert_eq!(
        (
            &entry["reason"],
            &entry["user_name"],
            &entry["state"],
            &entry["removable"]
        ),
        (
            &json!("lost"),
            &json!("Aada Korhonen"),
            &json!("blocked"),
            &json!(false)
        ),
        "{north}"
    );
    let _told =
        without_token(&scene, &["blocklist", "sign"]).refused(2, "programming-key-not-named");
    let signed = scene.run(["blocklist", "sign"]).done();
    assert_eq!(
        signed["items"].as_array().map(Vec::len),
        Some(2),
        "{signed}"
    );
    assert_eq!(list(&scene, "North")["distributable"], true);
    let _told = scene.run(["key", "block", &lost]).refused(1, "key-state");
    scene.lay("lost");
    assert_eq!(
        scene.run(["key", "program", &lost]).broken_action()["code"],
        "key-state-not-programmable"
    );

    // The list travels on somebody else's fob.
    assert_eq!(scene.present("lost", "A main", NOW), "open");
    scene.lay("carrier");
    let _written = scene.persevere(&["key", "program", &carrier]).done();
    assert_eq!(scene.present("carrier", "A main", NOW), "open");
    assert_eq!(scene.present("lost", "A main", NOW), "blocked");

    let _told =
        without_token(&scene, &["key", "unblock", &lost]).refused(2, "programming-key-not-named");
    let found = scene.run(["key", "unblock", &lost]).done();
    assert_eq!(found["state"], "handed-over", "{found}");
    assert_eq!(found["blocklists"][0]["distributable"], true, "{found}");
    let north = list(&scene, "North");
    assert_eq!(
        (&north["blocked"], &north["blocklist_version"]),
        (&json!(0), &json!(2)),
        "{north}"
    );
    let _told = scene.run(["key", "unblock", &lost]).refused(1, "key-state");
    scene.lay("carrier");
    let _written = scene.persevere(&["key", "program", &carrier]).done();
    assert_eq!(scene.present("carrier", "A main", NOW), "open");
    assert_eq!(scene.present("lost", "A main", NOW), "open");
}

#[test]
fn a_returned_key_is_empty_and_leaves_the_lists() {
    let scene = Scene::town();
    let number = everywhere(&scene, "aada", "Aada Korhonen");
    let _uid = scene.new_fob("blank");
    let wrong = scene.run(["key", "return", &number]);
    assert_eq!(wrong.code, 3, "{wrong:?}");
    assert_eq!(wrong.broken_action()["code"], "wrong-fob");
    let draft = scene.draft("Otto Laine", "Resident A");
    assert_eq!(
        scene.run(["key", "return", &draft]).broken_action()["code"],
        "key-without-medium"
    );
    let _blocked = scene.run(["key", "block", &number]).done();
    scene.lay("aada");
    let back = scene.persevere(&["key", "return"]).done();
    assert_eq!(
        (
            &back["keys"][0]["state"],
            &back["actions"][0]["action"],
            &back["actions"][0]["outcome"]
        ),
        (&json!("returned"), &json!("return-key"), &json!("done")),
        "{back}"
    );
    assert!(back["wire"]["exchanges"].as_u64().unwrap() > 5, "{back}");
    for list in back["blocklists"].as_array().unwrap() {
        assert_eq!(
            (&list["blocked"], &list["blocklist_version"]),
            (&json!(0), &json!(2)),
            "{back}"
        );
    }
    let dump = scene.bench(["dump", "aada"]).done();
    assert_eq!(
        dump["applications"].as_array().map(Vec::len),
        Some(0),
        "{dump}"
    );
    assert_ne!(scene.present("aada", "A main", NOW), "open");
    // The fob serves the next.
    let _written = scene.persevere(&["key", "program", &draft]).done();
    assert_eq!(scene.present("aada", "A main", NOW), "open");
}

#[test]
fn a_lost_key_gives_way_to_another_for_the_same_holder() {
    let scene = Scene::town();
    let number = everywhere(&scene, "lost", "Aada Korhonen");
    assert_eq!(scene.run(["key", "replace", &number]).code, 2);
    let both = ["key", "replace", &number, "--lost", "--written-off"];
    assert_eq!(scene.run(both).code, 2);
    let replaced = scene.run(["key", "replace", &number, "--lost"]).done();
    assert_eq!(
        (
            &replaced["state"],
            &replaced["home_group"],
            &replaced["replaces"]["state"],
            &replaced["blocklists"][0]["blocked"],
            &replaced["blocklists"][0]["distributable"],
        ),
        (
            &json!("draft"),
            &json!("North"),
            &json!("replaced"),
            &json!(1),
            &json!(true)
        ),
        "{replaced}"
    );
    let _told = scene
        .run(["key", "replace", &number, "--lost"])
        .refused(1, "key-replaced-before");
    let fresh = replaced["number"].to_string();
    let _uid = scene.new_fob("fresh");
    let _written = scene.persevere(&["key", "program", &fresh]).done();
    // The new fob brings the list that blocks the old one.
    assert_eq!(scene.present("fresh", "A main", NOW), "open");
    assert_eq!(scene.present("lost", "A main", NOW), "blocked");
    // One that was blocked first is replaced without being blocked again.
    let other = everywhere(&scene, "other", "Eeva Virta");
    let _blocked = scene.run(["key", "block", &other]).done();
    let version = list(&scene, "North")["blocklist_version"].clone();
    let _replaced = scene.run(["key", "replace", &other, "--lost"]).done();
    assert_eq!(list(&scene, "North")["blocklist_version"], version);
}

#[test]
fn a_key_whose_replacement_was_a_draft_and_is_removed_can_be_replaced_again() {
    let scene = Scene::town();
    let before = "key-replaced-before";
    for (name, holder, how, code) in [
        ("lost", "Aada Korhonen", &["replace", "--lost"][..], before),
        (
            "dead",
            "Eino Korhonen",
            &["replace", "--written-off"],
            "key-state",
        ),
        (
            "left",
            "Eeva Virta",
            &["pass-on", "--to", "Aada Korhonen"],
            before,
        ),
    ] {
        let number = everywhere(&scene, name, holder);
        if name == "left" {
            let _lifted = scene.bench(["lift"]).done();
            let _laid = scene.bench(["lay", name]).done();
            let _returned = scene.persevere(&["key", "return"]).done();
        }
        let words = [&["key", how[0], &number][..], &how[1..]].concat();
        for _time in 0..2 {
            let draft = scene.run(words.clone()).done()["number"].to_string();
            let _told = scene.run(words.clone()).refused(1, code);
            let _removed = scene.run(["key", "remove", &draft]).done();
        }
    }
}

#[test]
fn the_receipt_says_when_each_door_opens() {
    let scene = Scene::town();
    let _uid = scene.new_fob("lena");
    let number = scene.draft("Lena Aalto", "Cleaner@2026-11-01..2027-01-31");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let held = scene.run(["key", "hand-over", &number]).done();
    assert_eq!(held["opens"], json!(["A main", "A laundry"]), "{held}");
    let receipt = held["receipt"].as_str().unwrap();
    let within = "(2026-11-01 00:00..2027-01-31, Mon-Fri 06:00-16:00)";
    for lock in ["A main", "A laundry"] {
        let told = format!("{lock} {within}");
        assert!(receipt.contains(&told), "{told}: {receipt}");
    }
    // The views of a key say so to people too, not to scripts alone.
    let shown = scene.tell(&["key", "show", &number]);
    assert!(shown.stdout.contains("2027-01-31"), "{shown:?}");
}

#[test]
fn a_draft_is_removed_and_one_that_was_written_is_not() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let stamped = scene
        .run(["key", "edit", &number, "--stamp", "0042"])
        .done();
    assert_eq!(stamped["stamp"], "0042", "{stamped}");
    let _told = scene
        .run(["key", "edit", &number, "--stamp", "42"])
        .refused(1, "stamp-malformed");
    let found = scene.run(["key", "list", "--stamp", "0042"]).done();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
    let removed = scene.run(["key", "remove", &number]).done();
    assert_eq!(removed["state"], "deleted", "{removed}");
    let again = scene.run(["key", "remove", &number]);
    assert_ne!(again.json()["code"], json!(null));
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Eino Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let _told = scene
        .run(["key", "remove", &number])
        .refused(1, "key-state");
    let bare = scene.run(["key", "edit", &number, "--stamp", ""]).done();
    assert_eq!(bare["stamp"], json!(null), "{bare}");
    // What is engraved changes nothing of what is written.
    assert_eq!(bare["pending"], json!(false), "{bare}");
}
