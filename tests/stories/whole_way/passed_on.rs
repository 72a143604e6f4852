//! A fob comes back, is emptied, and the next holder gets it: what was defined for the key goes with it, what it opens
//! is the new holder's.

use serde_json::json;

use super::scene::{NOW, Scene};

const EEVA: &str = "eeva.virta@example.org";

/// Adds somebody with a key fob. Tells its number.
fn add_aada(scene: &Scene, given: &[&str]) -> String {
    let name = ["user", "add", "--first", "Aada", "--last", "Korhonen"];
    let email = ["--email", "aada@example.org"];
    let added = scene.run([&name[..], &email, given].concat()).done();
    added["keys"][0]["number"].to_string()
}

#[test]
fn a_returned_key_goes_on_to_its_next_holder_once() {
    let scene = Scene::town();
    let _uid = scene.new_fob("fob");
    let given = ["--role", "Everywhere", "--role", "Short", "--key", "fob"];
    let held_back = [
        "--without-source",
        "Short",
        "--home-group",
        "South",
        "--program",
    ];
    let number = add_aada(&scene, &[&given[..], &held_back].concat());
    let again = ["key", "program", &number, "--again", "--stamp", "0042"];
    let _stamped = scene.persevere(&again).done();
    let next = scene.draft("Eeva Virta", "Resident A");
    let give = ["user", "edit", EEVA, "--add-role", "Short"];
    let _more = scene.run(give).done();
    let on = ["key", "pass-on", &number, "--to", EEVA];
    let told = scene.run(on).refused(1, "key-not-returned");
    let way_out = format!("keywright key return {number}");
    assert!(
        told["remedy"].as_str().unwrap().contains(&way_out),
        "{told}"
    );

    let found = scene.run(["key", "list", "--stamp", "0042"]).done();
    assert_eq!(found["items"][0]["number"].to_string(), number, "{found}");
    let none = scene.run(["key", "list", "--stamp", "0043"]).done();
    assert_eq!(none["items"], json!([]));
    let _back = scene.persevere(&["key", "return", &number]).done();
    // Whose it was may be gone by then.
    let _gone = scene.run(["user", "remove", "aada@example.org"]).done();

    let draft = scene.run(on).done();
    assert_eq!(
        (
            &draft["state"],
            &draft["user"]["name"],
            &draft["replaces"]["state"]
        ),
        (&json!("draft"), &json!("Eeva Virta"), &json!("returned")),
        "{draft}"
    );
    // The group that it had does not hold what it opens now; the new holder's doors lie in one group.
    assert_eq!(draft["home_group"], "North", "{draft}");
    let fresh = draft["number"].to_string();
    assert!(fresh != number && fresh != next, "a number of its own");
    let shown = scene.run(["key", "show", &number]).done();
    assert_eq!(shown["replaced_by"], draft["number"]);
    let _told = scene.run(on).refused(1, "key-replaced-before");

    let written = scene.persevere(&["key", "program", &fresh]).done();
    assert_eq!(written["keys"][0]["state"], "programmed");
    assert_eq!(scene.present("fob", "A main", NOW), "open");
    assert_eq!(scene.present("fob", "B main", NOW), "not-listed");
    let _report = scene.run(["audit", "verify"]).done();
}

#[test]
fn what_a_returned_key_did_not_carry_its_next_holders_does_not_carry_either() {
    let scene = Scene::town();
    let _uid = scene.new_fob("fob");
    let given = ["--role", "Resident A", "--role", "Short", "--key", "fob"];
    let held_back = ["--without-source", "Short", "--program"];
    let number = add_aada(&scene, &[&given[..], &held_back].concat());
    let _back = scene.persevere(&["key", "return", &number]).done();
    let _other = scene.draft("Eeva Virta", "Resident A");
    let give = ["user", "edit", EEVA, "--add-role", "Short"];
    let _more = scene.run(give).done();
    let on = ["key", "pass-on", &number, "--to", EEVA];
    let fresh = scene.run(on).done()["number"].to_string();
    let _written = scene.persevere(&["key", "program", &fresh]).done();
    assert_eq!(scene.present("fob", "A main", NOW), "open");
    assert_eq!(scene.present("fob", "Shed", NOW), "not-listed");
    let _told = scene
        .run(["key", "pass-on", &number, "--to", "nobody@example.org"])
        .refused(1, "name-unknown");
}
