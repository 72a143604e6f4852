//! The end of the log in short goes out of the house on receipts and with backups, and a log is compared with it: so
//! whoever changes the log and its signatures too is found out by a piece of paper.

use serde_json::{Value, json};

use super::scene::Scene;

fn head(told: &Value) -> String {
    told["head"].as_str().unwrap().to_owned()
}

#[test]
fn the_log_is_compared_with_what_stands_on_receipts_and_with_backups() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let held = scene.run(["key", "hand-over", &number]).done();
    let receipt = held["receipt"].as_str().unwrap();
    assert!(receipt.contains(&head(&held)), "{receipt}");
    let back = scene.persevere(&["key", "return", &number]).done();
    let copy = scene.root().join("copy.keywright");
    let copied = scene
        .run(["system", "backup", copy.to_str().unwrap()])
        .done();
    let heads = [head(&held), head(&back), head(&copied)];
    let mut words = vec!["audit", "verify"];
    for head in &heads {
        words.extend(["--noted", head]);
    }
    let verified = scene.run(&words).done();
    assert_eq!(
        (&verified["noted"], &verified["verified"]),
        (&json!(3), &json!(true))
    );
    // The copy holds what was noted with it.
    let of_copy = |words: &[&str]| {
        let mut command = scene.command();
        let _command = command.env("KEYWRIGHT_SYSTEM", &copy).args(["--json"]);
        super::scene::finish(command.args(words))
    };
    let _verified = of_copy(&["audit", "verify", "--noted", &heads[2]]).done();

    // One that was written anew, one that was cut off, and a slip of the pen.
    let (count, hash) = heads[0].split_once('-').unwrap();
    let other = format!("{count}-{}", hash.chars().rev().collect::<String>());
    let told = scene
        .run(["audit", "verify", "--noted", &other])
        .refused(4, "log-broken");
    assert!(told["message"].as_str().unwrap().contains(count), "{told}");
    assert!(
        told["remedy"].as_str().unwrap().contains("--noted"),
        "{told}"
    );
    let later = scene.run(["key", "list"]).done();
    assert!(later["items"].is_array());
    let _more = scene.draft("Eeva Virta", "Resident A");
    let grown = scene.run(["system", "info"]).done()["audit"]
        .as_str()
        .unwrap()
        .to_owned();
    let _cut = of_copy(&["audit", "verify", "--noted", &grown]).refused(4, "log-broken");
    let _slip = scene
        .run(["audit", "verify", "--noted", "12"])
        .refused(1, "log-head-malformed");
}
