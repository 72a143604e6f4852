//! A system comes back from a backup that was made before a change of generation: over the newer records their secrets
//! stay in force; where these are lost, no number that fobs and locks have seen is given again.

use serde_json::{Value, json};

use super::authority::Reserve;
use super::scene::{NOW, OPERATOR, Run, Scene, finish, init_of_the_town};

fn backup(scene: &Scene) -> String {
    let path = scene.root().join("old.keywright");
    let path = path.to_str().unwrap().to_owned();
    let _done = scene.run(["system", "backup", &path]).done();
    path
}

/// A verb on the system at another place.
fn run_at(scene: &Scene, place: &str, words: &[&str]) -> Run {
    let mut command = scene.command();
    let locks = format!("bench:{}", scene.bench_folder().display());
    let _command = command
        .env("KEYWRIGHT_SYSTEM", scene.root().join(place))
        .env("KEYWRIGHT_LOCKS", locks)
        .args(["--json", "--at", NOW]);
    finish(command.args(words))
}

fn campaign(scene: &Scene) -> Value {
    scene.run(["campaign", "show"]).done()
}

#[test]
fn secrets_made_since_the_backup_stay_in_force_when_it_comes_back() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _uid = scene.new_fob("aada");
    let _written = scene.run(["key", "program", &number]).done();
    let old = backup(&scene);
    let reserve = Reserve::new(&scene, "reserve");
    let _added = reserve.add(&scene, "Reserve").done();
    let renewed = scene.run(["system", "recovery-sheet", "--renew"]).done();
    let lost = ["programming-key", "lost", "CN=office", "--pin-may-be-known"];
    let _lost = reserve.run(&scene, &lost).done();
    let _told = reserve.run(&scene, &["lock", "deploy", "--all"]).done();
    let _written = reserve.run(&scene, &["key", "program", &number]).done();
    let _told = reserve.run(&scene, &["lock", "deploy", "--all"]).done();
    assert_eq!(campaign(&scene)["phase"], "done");

    let _restored = scene.run(["system", "restore", &old]).done();
    // The lost key opens nothing, as before; the one that took its place does.
    let _told = scene
        .run(["key", "read", "--adopt"])
        .refused(1, "programming-key-foreign");
    let adopted = reserve.run(&scene, &["key", "read", "--adopt"]).done();
    assert_eq!(
        (&adopted["adopted"], &adopted["generation"]),
        (&json!(true), &json!(2)),
        "{adopted}"
    );
    let keys = scene.run(["programming-key", "list"]).done();
    assert_eq!(keys["items"].as_array().unwrap().len(), 1, "{keys}");
    assert_eq!(keys["items"][0]["opens_generations"], json!([1, 2]));
    assert_eq!(keys["items"][0]["operators"][0]["email"], OPERATOR);
    // The code that was printed last opens it, the one before does not.
    let with = |code: &Value| {
        let mut command = scene.command();
        let _command = command.env("KEYWRIGHT_RECOVERY_CODE", code.as_str().unwrap());
        finish(command.args(["--json", "--at", NOW, "system", "rehearse-recovery"]))
    };
    assert_eq!(with(&renewed["recovery_code"]).done()["ways"], 2);
    let _told =
        with(&init_of_the_town()["recovery_code"]).refused(1, "secrets-wrong-recovery-code");

    // Everything goes on from there, and no door refuses.
    let status = campaign(&scene);
    assert_eq!(
        (&status["generation"], &status["media_generation"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(scene.present("aada", "A main", NOW), "open");
    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    let _written = reserve.run(&scene, &["key", "program", &number]).done();
    let deployed = reserve.run(&scene, &["lock", "deploy", "--all"]).done();
    assert_eq!(deployed["items"].as_array().unwrap().len(), 7);
    assert_eq!(scene.present("aada", "Shed", NOW), "open");
    assert_eq!(campaign(&scene)["phase"], "done");
    let next = reserve.run(&scene, &["campaign", "start"]).done();
    assert!(next["generation"].as_u64() > Some(2), "{next}");
    let _whole = scene.run(["system", "verify"]).done();
}

#[test]
fn a_generation_whose_secrets_are_lost_is_never_taken_for_a_new_one() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _uid = scene.new_fob("aada");
    let _written = scene.run(["key", "program", &number]).done();
    let old = backup(&scene);
    let _started = scene.run(["campaign", "start"]).done();
    let _told = scene.run(["lock", "deploy", "--all"]).done();

    // Locks believe the generation of these records still: they take a configuration, and the new number lies beyond.
    let place = "empty.keywright";
    let _restored = run_at(&scene, place, &["system", "restore", &old]).done();
    let _told = run_at(&scene, place, &["lock", "deploy", "B main"]).done();
    let started = run_at(&scene, place, &["campaign", "start"]).done();
    assert_eq!(started["generation"], 10, "{started}");
    let _told = run_at(&scene, place, &["lock", "deploy", "B main"]).done();

    // The newer records have a generation that these have not, and these one that those have not.
    let newer = scene.root().join("newer.keywright");
    let newer = newer.to_str().unwrap();
    let _done = scene.run(["system", "backup", newer]).done();
    let _told = run_at(&scene, place, &["system", "restore", newer])
        .refused(1, "restore-generations-differ");
    let keys = run_at(&scene, place, &["programming-key", "list"]).done();
    assert_eq!(keys["items"][0]["opens_generations"], json!([1, 10]));

    // Fob and locks go on to the lost generation, and forget the one these records know.
    let _written = scene.run(["key", "program", &number]).done();
    let _told = scene.run(["lock", "deploy", "A main"]).done();
    let last = "last.keywright";
    let _restored = run_at(&scene, last, &["system", "restore", &old]).done();
    let told = run_at(&scene, last, &["lock", "deploy", "A main"]).json();
    assert_eq!(
        told["items"][0]["code"], "lock-of-lost-generation",
        "{told}"
    );
    assert!(
        told["items"][0]["remedy"]
            .as_str()
            .unwrap()
            .contains("--install")
    );
    let _told = run_at(&scene, last, &["key", "read", "--adopt"]).refused(3, "fob-no-key");

    // Nor do two that gave the same number to secrets of their own.
    let clash = run_at(&scene, last, &["campaign", "start"]).done();
    assert_eq!(clash["generation"], 10);
    let other = scene.root().join("other.keywright");
    let other = other.to_str().unwrap();
    let _done = run_at(&scene, last, &["system", "backup", other]).done();
    let _told = run_at(&scene, place, &["system", "restore", other])
        .refused(1, "restore-generations-differ");
    // The newer ones over older ones are no question.
    let older = "older.keywright";
    let _restored = run_at(&scene, older, &["system", "restore", &old]).done();
    let _restored = run_at(&scene, older, &["system", "restore", newer]).done();
    let keys = run_at(&scene, older, &["programming-key", "list"]).done();
    assert_eq!(keys["items"][0]["opens_generations"], json!([1, 2]));
}
