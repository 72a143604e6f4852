//! A key that was written off, and whose fob was not dead: it is told for what it is, shut out like a lost one, or
//! taken back like any other.

use serde_json::{Value, json};

use super::scene::{NOW, Scene};

/// A fob in its holder's hands that opens both buildings; the number of its key.
fn held(scene: &Scene) -> String {
    let _uid = scene.new_fob("fob");
    let number = scene.draft("Aada Korhonen", "Everywhere");
    let program = ["key", "program", &number, "--home-group", "North"];
    let _done = scene.persevere(&program).done();
    let _handed = scene.run(["key", "hand-over", &number]).done();
    number
}

/// How many keys each list has of those that an answer tells of.
fn blocked(answer: &Value) -> Vec<(String, u64)> {
    let lists = answer["blocklists"].as_array().unwrap();
    let told = |list: &Value| {
        let name = list["name"].as_str().unwrap().to_owned();
        (name, list["blocked"].as_u64().unwrap())
    };
    lists.iter().map(told).collect()
}

fn lists(count: u64) -> Vec<(String, u64)> {
    vec![("North".to_owned(), count), ("South".to_owned(), count)]
}

/// What `doctor` says of the fob.
fn doctor(scene: &Scene) -> Value {
    let told = scene.run(["doctor"]).json();
    let items = told["items"].as_array().unwrap();
    items
        .iter()
        .find(|item| item["id"] == "fob")
        .unwrap()
        .clone()
}

#[test]
fn a_fob_that_was_written_off_and_lives_is_shut_out_everywhere_and_taken_back() {
    let scene = Scene::town();
    let number = held(&scene);
    let replaced = scene
        .run(["key", "replace", &number, "--written-off"])
        .done();
    assert_eq!(blocked(&replaced), []);
    let notice = replaced["notice"].as_str().unwrap();
    for word in ["no blocklist", "key block ", "key return "] {
        assert!(notice.contains(word), "{notice}");
    }
    assert_eq!(
        scene.present("fob", "B main", NOW),
        "open",
        "nothing shuts it out"
    );

    scene.lay("fob");
    let way = format!("keywright key return {number}");
    let told = doctor(&scene);
    assert_eq!(
        (&told["state"], &told["code"]),
        (&json!("wrong"), &json!("fob-not-dead"))
    );
    assert!(told["remedy"].as_str().unwrap().contains(&way), "{told}");
    let read = scene.run(["key", "read"]).done();
    assert_eq!(
        (&read["state"], &read["code"]),
        (&json!("written-off"), &json!("fob-not-dead"))
    );
    assert!(read["notice"].as_str().unwrap().contains(&way), "{read}");

    let shut_out = scene.run(["key", "block", &number]).done();
    assert_eq!(
        shut_out["state"], "replaced",
        "another has its place: {shut_out}"
    );
    assert_eq!(blocked(&shut_out), lists(1));
    let doors = shut_out["doors_to_visit"].as_array().unwrap();
    assert_eq!(doors.len(), 7, "every lock of both groups: {shut_out}");
    let _reached = scene.run(["lock", "deploy", "--all"]).done();
    for lock in ["A main", "B main"] {
        assert_eq!(scene.present("fob", lock, NOW), "blocked", "{lock}");
    }
    let _told = scene
        .run(["key", "unblock", &number])
        .refused(1, "key-replaced");

    scene.lay("fob");
    let back = scene.persevere(&["key", "return"]).done();
    assert_eq!(back["keys"][0]["state"], "returned");
    assert_eq!(blocked(&back), lists(0));
    let _report = scene.run(["audit", "verify"]).done();
}

#[test]
fn a_key_written_off_without_another_in_its_place_is_blocked_and_good_again() {
    let scene = Scene::town();
    let number = held(&scene);
    let ended = scene.run(["key", "write-off", &number]).done();
    assert_eq!(
        (&ended["state"], blocked(&ended)),
        (&json!("written-off"), vec![])
    );
    assert!(
        ended["notice"].as_str().unwrap().contains("no blocklist"),
        "{ended}"
    );
    let shut_out = scene.run(["key", "block", &number]).done();
    assert_eq!(
        (&shut_out["state"], blocked(&shut_out)),
        (&json!("blocked"), lists(1))
    );
    // Written off once more it stays on the lists, and that is told.
    let again = scene.run(["key", "write-off", &number]).done();
    assert_eq!(blocked(&again), lists(1));
    assert!(
        again["notice"]
            .as_str()
            .unwrap()
            .contains("stays on the blocklists"),
        "{again}"
    );
    let _shut_out = scene.run(["key", "block", &number]).done();

    let _reached = scene.run(["lock", "deploy", "--all"]).done();
    let found = scene.run(["key", "unblock", &number]).done();
    assert_eq!(
        (&found["state"], blocked(&found)),
        (&json!("handed-over"), lists(0))
    );
    // Until the new lists reach them, the doors refuse it, and are named.
    assert_eq!(scene.present("fob", "A main", NOW), "blocked");
    let doors = found["doors_to_visit"].as_array().unwrap();
    assert!(
        doors.contains(&json!("A main")) && doors.len() == 7,
        "{found}"
    );
    assert!(
        found["notice"].as_str().unwrap().contains("lock deploy"),
        "{found}"
    );
    let _reached = scene.run(["lock", "deploy", "--all"]).done();
    assert_eq!(scene.present("fob", "A main", NOW), "open");
}

#[test]
fn an_emptying_of_a_written_off_fob_that_was_cut_off_goes_on() {
    let scene = Scene::town();
    let number = held(&scene);
    let _ended = scene.run(["key", "write-off", &number]).done();
    let _armed = scene.bench(["pull", "--after-exchange", "12"]).done();
    let cut = scene.run(["key", "return", &number]);
    assert_eq!(cut.code, 3, "{cut:?}");
    scene.lay("fob");
    // Written off meanwhile, that ends the emptying.
    let _again = scene.run(["key", "write-off", &number]).done();
    assert_eq!(scene.key(&number)["state"], "written-off");
    let back = scene.persevere(&["key", "return", &number]).done();
    assert_eq!(back["keys"][0]["state"], "returned");
    let next = scene.draft("Eeva Virta", "Resident A");
    let _written = scene.persevere(&["key", "program", &next]).done();
    assert_eq!(scene.present("fob", "A main", NOW), "open");
}
