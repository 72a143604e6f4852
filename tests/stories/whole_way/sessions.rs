//! What a session with the programming key takes and leaves: one key agreement, and a log that is signed to its end
//! however the session went.

use serde_json::{Value, json};

use super::scene::{NOW, Run, Scene, finish, user_add};

/// Runs a verb until the bench has kept up with it; the key agreements of the run that succeeded.
fn agreements(scene: &Scene, words: &[&str]) -> u64 {
    for _again in 0..4 {
        let _before = scene.bench(["stats"]).done();
        let run = scene.run(words);
        if run.code == 3 && run.stdout.contains("encoder-silent") {
            continue;
        }
        assert_eq!(run.code, 0, "{run:?}");
        let stats = scene.bench(["stats"]).done();
        return stats["agreements"].as_u64().unwrap();
    }
    panic!("{words:?}: the bench never kept up");
}

fn phase(scene: &Scene) -> Value {
    scene.run(["campaign", "show"]).done()["phase"].clone()
}

#[test]
fn a_confirmed_change_takes_one_key_agreement_however_many_generations_there_were() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let program = ["key", "program", &number, "--again"];
    assert_eq!(agreements(&scene, &program), 1);
    for round in 0..2 {
        let _started = scene.run(["campaign", "start"]).done();
        let _told = scene.run(["lock", "deploy", "--all"]).done();
        let _written = scene.persevere(&["key", "program", &number]).done();
        let _told = scene.run(["lock", "deploy", "--all"]).done();
        assert_eq!(phase(&scene), "done", "round {round}");
        assert_eq!(agreements(&scene, &program), 1, "round {round}");
        assert_eq!(agreements(&scene, &["lock", "deploy", "A main"]), 1);
        assert_eq!(agreements(&scene, &["key", "read"]), 1);
        assert_eq!(scene.present("aada", "A main", NOW), "open");
    }
    assert_eq!(scene.key(&number)["generation"], json!(3));

    // Sealed for others, the older generations are opened by themselves once more; then one is enough again.
    let _renewed = scene.run(["system", "recovery-sheet", "--renew"]).done();
    assert!(agreements(&scene, &program) <= 3);
    assert_eq!(agreements(&scene, &program), 1);
}

#[test]
fn what_is_confirmed_together_takes_one_key_agreement() {
    let scene = Scene::town();
    let _made = scene.new_fob("both");
    // Two fobs in one go: the second is refused, because the first lies there still.
    let more = [
        "--role",
        "Resident A",
        "--key",
        "fob",
        "--key",
        "fob",
        "--program",
    ];
    let words = user_add(("Aada", "Korhonen"), "aada@example.org", &more);
    let _before = scene.bench(["stats"]).done();
    let run = scene.run(&words);
    assert_eq!(run.broken_action()["code"], "fob-of-other-key", "{run:?}");
    let told = run.json();
    let done = told["actions"].as_array().unwrap().iter();
    let done = done.filter(|action| action["outcome"] == "done");
    assert_eq!(done.count(), 2, "{told}");
    assert_eq!(scene.bench(["stats"]).done()["agreements"], json!(1));
    assert_eq!(
        agreements(&scene, &["system", "recovery-sheet", "--renew"]),
        1
    );
    // The old code opens nothing any more, the token still does.
    assert_eq!(agreements(&scene, &["key", "read"]), 1);
}

/// Runs a verb that is confirmed once; its key agreements, and how often the token took the PIN.
fn unlockings(scene: &Scene, words: &[&str]) -> (u64, u64) {
    let _before = scene.bench(["stats"]).done();
    let _done = scene.run(words).done();
    let stats = scene.bench(["stats"]).done();
    let count = |name: &str| stats[name].as_u64().unwrap();
    (count("agreements"), count("pins"))
}

#[test]
fn new_secrets_are_made_with_one_key_agreement_and_one_pin() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let program = ["key", "program", &number];
    let all = ["lock", "deploy", "--all"];
    let _written = scene.persevere(&program).done();
    // A lock is stolen, another while locks still learn, and a third while fobs get the new secrets.
    for lock in ["A 2 door", "B 1 door"] {
        let stolen = unlockings(&scene, &["lock", "stolen", lock]);
        assert_eq!(stolen, (1, 1), "{lock}");
        assert_eq!(phase(&scene), "locks");
    }
    // What was made is linked at once.
    assert_eq!(unlockings(&scene, &["key", "read"]), (1, 1));
    assert_eq!(unlockings(&scene, &all), (1, 1));
    assert_eq!(phase(&scene), "fobs");
    assert_eq!(unlockings(&scene, &["lock", "stolen", "Shed"]), (1, 1));
    let due = scene.run(["campaign", "show"]).done();
    assert_eq!(
        (&due["phase"], &due["due"]),
        (&json!("fobs"), &json!(true)),
        "{due}"
    );
    assert_eq!(unlockings(&scene, &program), (1, 1));
    assert_eq!(phase(&scene), "closing");
    // The first visit starts the change that is due, and delivers it.
    let generation = scene.run(["campaign", "show"]).done()["generation"].clone();
    assert_eq!(unlockings(&scene, &all), (1, 1));
    let begun = scene.run(["campaign", "show"]).done();
    assert_eq!(begun["phase"], "fobs", "{begun}");
    assert!(
        begun["generation"].as_u64() > generation.as_u64(),
        "{begun}"
    );
    assert_eq!(unlockings(&scene, &program), (1, 1));
    assert_eq!(unlockings(&scene, &all), (1, 1));
    assert_eq!(phase(&scene), "done");
    assert_eq!(unlockings(&scene, &["campaign", "start"]), (1, 1));
    assert_eq!(scene.present("aada", "A main", NOW), "open");
}

/// The number of the last entry, and of the last that is signed for.
fn ends(scene: &Scene) -> (u64, u64) {
    let report = scene.run(["audit", "verify"]).done();
    (
        report["entries"].as_u64().unwrap(),
        report["signed"].as_u64().unwrap(),
    )
}

fn signed_to_its_end(scene: &Scene, what: &str, since: u64) {
    let (entries, signed) = ends(scene);
    assert!(entries > since, "{what}: nothing was noted");
    assert_eq!(entries, signed, "{what}");
}

#[test]
fn a_write_that_was_cut_off_leaves_a_signed_log() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    for after in [5, 12, 30] {
        let (before, _) = ends(&scene);
        let _armed = scene
            .bench(["pull", "--after-exchange", &after.to_string()])
            .done();
        let cut: Run = scene.run(["key", "program", &number]);
        assert_eq!(cut.code, 3, "{cut:?}");
        if scene.key(&number)["state"] == "writing" {
            signed_to_its_end(&scene, "a pulled write", before);
            let newest = scene.run(["audit", "list", "--count", "1"]).done();
            let newest = &newest["items"][0];
            assert_eq!(newest["name"], "write-interrupted", "{newest}");
        }
        scene.lay("aada");
    }
    assert_eq!(scene.key(&number)["state"], "writing");
    let _done = scene.persevere(&["key", "program", &number]).done();

    // Emptying that was cut off.
    let (before, _) = ends(&scene);
    let _armed = scene.bench(["pull", "--after-exchange", "8"]).done();
    let cut = scene.run(["key", "return", &number]);
    assert_eq!(cut.code, 3, "{cut:?}");
    signed_to_its_end(&scene, "a pulled emptying", before);

    // Access that a fob has no room for is refused after the authority was opened.
    scene.lay("aada");
    let _done = scene.persevere(&["key", "return", &number]).done();
    let wrong = scene.draft("Bea Korhonen", "Resident A");
    let _uid = scene.new_fob("bea");
    let _done = scene.persevere(&["key", "program", &wrong]).done();
    let _other = scene.new_fob("other");
    let refused = finish(
        scene
            .command()
            .args(["--json", "--at", NOW, "key", "program", &wrong, "--again"]),
    );
    assert_eq!(refused.broken_action()["code"], "wrong-fob", "{refused:?}");
    let (entries, signed) = ends(&scene);
    assert_eq!(entries, signed);
}
