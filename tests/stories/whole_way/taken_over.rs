//! A copy comes back over newer records, or newer over older ones: nothing is given out twice, who was shut out stays
//! out, and the secrets are those that were made last.

use serde_json::{Value, json};

use super::authority::Reserve;
use super::restored::{backup, block, group, lose_the_disk};
use super::scene::{NOW, Run, Scene, finish, init_of_the_town};

/// Adds a lock group, puts a lock and a role into it; its number.
fn new_group(scene: &Scene, name: &str, lock: &str) -> u64 {
    let added = scene.run(["lock-group", "add", "--name", name]).done();
    let _edited = scene
        .run(["lock", "edit", lock, "--add-lock-group", name])
        .done();
    let role = ["role", "add", "--name", name, "--lock-group", name];
    let _added = scene.run(role).done();
    added["number"].as_u64().unwrap()
}

/// Visits the doors of the stories: each gets its configuration and the list of its group.
fn deploy(scene: &Scene) {
    for lock in ["A main", "A laundry", "Shed"] {
        let _deployed = scene.run(["lock", "deploy", lock]).done();
    }
}

/// A person with a written fob; the number of the key.
fn written(scene: &Scene, fob: &str, name: &str, role: &str) -> String {
    let number = scene.draft(name, role);
    let _uid = scene.new_fob(fob);
    let _written = scene.persevere(&["key", "program", &number]).done();
    number
}

#[test]
fn the_same_copy_comes_back_twice_and_nothing_is_given_out_again() {
    let scene = Scene::town();
    let lost = written(&scene, "lost", "Aada Korhonen", "Resident A");
    let next = written(&scene, "next", "Onni Aho", "Resident A");
    let copy = backup(&scene, "a.keywright");
    let _restored = scene.run(["system", "restore", &copy]).done();

    let cellar = new_group(&scene, "Cellar", "Shed");
    let first_key = written(&scene, "cellar", "Eeva Virta", "Cellar");
    block(&scene, &lost);
    let list = group(&scene, "North");
    deploy(&scene);
    assert_eq!(scene.present("cellar", "Shed", NOW), "open");
    assert_eq!(scene.present("lost", "A main", NOW), "blocked");

    let _restored = scene.run(["system", "restore", &copy]).done();
    // The list that locks hold is no secret to these records: what it blocks is blocked, and the next one is newer.
    assert_eq!(scene.key(&lost)["state"], "blocked");
    assert!(group(&scene, "North") > list);
    let attic = new_group(&scene, "Attic", "Shed");
    assert!(attic > cellar, "{attic} {cellar}");
    let second_key = scene.draft("Tuuli Salo", "Attic");
    let numbers = [&first_key, &second_key].map(|number| number.parse::<u32>().unwrap());
    assert!(numbers[1] > numbers[0], "{numbers:?}");
    deploy(&scene);
    assert_eq!(scene.present("cellar", "Shed", NOW), "not-listed");
    assert_eq!(scene.present("lost", "A main", NOW), "blocked");
    assert_eq!(scene.present("next", "A main", NOW), "open");
    block(&scene, &next);
    deploy(&scene);
    assert_eq!(scene.present("next", "A main", NOW), "blocked");

    // A third time with nothing in between, and who was found again comes in.
    let _restored = scene.run(["system", "restore", &copy]).done();
    for number in [&lost, &next] {
        assert_eq!(scene.key(number)["state"], "blocked", "{number}");
    }
    let _unblocked = scene.run(["key", "unblock", &next]).done();
    deploy(&scene);
    assert_eq!(scene.present("next", "A main", NOW), "open");
    assert_eq!(scene.present("lost", "A main", NOW), "blocked");
    let _whole = scene.run(["system", "verify"]).done();
}

#[test]
fn what_was_shut_out_before_the_copy_came_back_stays_out() {
    let scene = Scene::town();
    let lost = written(&scene, "lost", "Aada Korhonen", "Resident A");
    let found = written(&scene, "found", "Onni Aho", "Resident A");
    block(&scene, &found);
    deploy(&scene);
    let copy = backup(&scene, "a.keywright");
    let later = written(&scene, "later", "Eeva Virta", "Resident A");
    block(&scene, &lost);
    block(&scene, &later);
    let _started = scene.run(["campaign", "start"]).done();
    let _deployed = scene.run(["lock", "deploy", "A main"]).done();
    let _stolen = scene.run(["lock", "stolen", "A main"]).done();
    let locks = scene.run(["lock", "list"]).done();
    let told = |stolen: bool| {
        let items = locks["items"].as_array().unwrap().iter();
        let told = items.filter(|lock| lock["stolen"] == stolen);
        told.map(|lock| lock["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(told(true), [json!("A main")], "{locks}");
    assert!(told(false).contains(&json!("B main")), "{locks}");

    let _restored = scene.run(["system", "restore", &copy]).done();
    for number in [&lost, &found] {
        assert_eq!(scene.key(number)["state"], "blocked", "{number}");
    }
    // The third is a number of which these records know no key.
    let shown = scene.run(["blocking-group", "show", "North"]).done();
    assert_eq!(shown["blocked"], 3, "{shown}");
    assert_eq!(
        scene.run(["key", "list"]).done()["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    // The stolen lock gets no keys over the cable, and nobody waits for it.
    let told = scene.run(["lock", "deploy", "A main"]).json();
    assert_eq!(told["items"][0]["code"], "lock-not-installed", "{told}");
    let campaign = scene.run(["campaign", "show"]).done();
    assert_eq!(campaign["generation"], 3, "{campaign}");
    assert_eq!(campaign["locks"]["total"], 6, "{campaign}");
    let _deployed = scene.run(["lock", "deploy", "--all"]).done();
    for fob in ["lost", "found", "later"] {
        assert_eq!(scene.present(fob, "A laundry", NOW), "blocked", "{fob}");
    }
    let _installed = scene.run(["lock", "deploy", "A main", "--install"]).done();
    let _whole = scene.run(["system", "verify"]).done();
}

#[test]
fn a_lock_with_a_list_from_the_lost_time_is_believed() {
    let scene = Scene::town();
    let lost = written(&scene, "lost", "Aada Korhonen", "Resident A");
    let next = written(&scene, "next", "Onni Aho", "Resident A");
    let copy = backup(&scene, "a.keywright");
    lose_the_disk(&scene);
    let _restored = scene.run(["system", "restore", &copy]).done();
    block(&scene, &lost);
    deploy(&scene);
    let _deployed = scene.run(["lock", "deploy", "A 1 door"]).done();
    let seen = scene.run(["lock", "read", "A main"]).done()["blocklist_version"].clone();

    lose_the_disk(&scene);
    let restored = scene.run(["system", "restore", &copy]).done();
    assert!(restored["previous"].is_null(), "{restored}");
    assert_eq!(scene.key(&lost)["state"], "programmed");
    assert!(group(&scene, "North") < seen.as_u64().unwrap());
    // The lock says what these records do not know: it is blocked again, and the next list is newer than the lock's.
    let _deployed = scene.run(["lock", "deploy", "A main"]).done();
    assert_eq!(scene.key(&lost)["state"], "blocked");
    assert!(group(&scene, "North") > seen.as_u64().unwrap());
    assert_eq!(scene.present("lost", "A main", NOW), "blocked");
    block(&scene, &next);
    deploy(&scene);
    for fob in ["lost", "next"] {
        assert_eq!(scene.present(fob, "A main", NOW), "blocked", "{fob}");
    }
    // Found again: what another lock still has from the lost time says nothing against it.
    let held = scene.run(["lock", "read", "A 1 door"]).done();
    assert_eq!(held["blocklist_version"], seen, "{held}");
    scene.lay("lost");
    let _unblocked = scene.run(["key", "unblock", &lost]).done();
    let _deployed = scene.run(["lock", "deploy", "A 1 door"]).done();
    assert_eq!(scene.key(&lost)["state"], "programmed");
    deploy(&scene);
    assert_eq!(scene.present("lost", "A main", NOW), "open");
}

fn labels(scene: &Scene) -> Vec<Value> {
    let keys = scene.run(["programming-key", "list"]).done();
    let items = keys["items"].as_array().unwrap();
    let mut names: Vec<_> = items.iter().map(|key| key["name"].clone()).collect();
    names.sort_by_key(ToString::to_string);
    names
}

fn rehearse(scene: &Scene, code: &Value) -> Run {
    let mut command = scene.command();
    let _command = command.env("KEYWRIGHT_RECOVERY_CODE", code.as_str().unwrap());
    finish(command.args(["--json", "--at", NOW, "system", "rehearse-recovery"]))
}

#[test]
fn a_key_that_was_removed_stays_removed_whichever_of_two_copies_is_the_newer() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    let _added = reserve.add(&scene, "Spare").done();
    let older = backup(&scene, "a.keywright");
    let _removed = scene.run(["programming-key", "remove", "Spare"]).done();
    let renewed =
        scene.run(["system", "recovery-sheet", "--renew"]).done()["recovery_code"].clone();
    let newer = backup(&scene, "b.keywright");
    let first = init_of_the_town()["recovery_code"].clone();
    let left = [json!("office")];
    let is_as_it_was_made_last = || {
        assert_eq!(labels(&scene), left);
        let _told = reserve
            .run(&scene, &["lock", "deploy", "A main"])
            .refused(1, "programming-key-foreign");
        let _told = rehearse(&scene, &first).refused(1, "secrets-wrong-recovery-code");
        assert_eq!(rehearse(&scene, &renewed).done()["ways"], 2);
        let _deployed = scene.run(["lock", "deploy", "A main"]).done();
        let _whole = scene.run(["system", "verify"]).done();
    };

    // Older over newer: as it stands.
    let _restored = scene.run(["system", "restore", &older]).done();
    is_as_it_was_made_last();
    // The disk dies; the older copy is put there by hand, and the newer one over it.
    lose_the_disk(&scene);
    for ending in ["", ".slots"] {
        let to = format!("{}{ending}", scene.system.display());
        let _length = std::fs::copy(format!("{older}{ending}"), to).unwrap();
    }
    assert_eq!(labels(&scene).len(), 2);
    let _restored = scene.run(["system", "restore", &newer]).done();
    is_as_it_was_made_last();
    // The same where the older one came back by the verb and was worked with.
    lose_the_disk(&scene);
    let _restored = scene.run(["system", "restore", &older]).done();
    let _number = scene.draft("Aada Korhonen", "Resident A");
    assert_eq!(labels(&scene).len(), 2);
    let _restored = scene.run(["system", "restore", &newer]).done();
    is_as_it_was_made_last();
}

#[test]
fn a_key_that_was_found_again_stays_found_when_newer_records_come_over_older_ones() {
    let scene = Scene::town();
    let number = written(&scene, "aada", "Aada Korhonen", "Resident A");
    block(&scene, &number);
    let older = backup(&scene, "a.keywright");
    let _unblocked = scene.run(["key", "unblock", &number]).done();
    let newer = backup(&scene, "b.keywright");
    lose_the_disk(&scene);
    let _restored = scene.run(["system", "restore", &older]).done();
    assert_eq!(scene.key(&number)["state"], "blocked");
    let list = group(&scene, "North");
    let _restored = scene.run(["system", "restore", &newer]).done();
    assert_eq!(scene.key(&number)["state"], "programmed");
    assert!(group(&scene, "North") > list);
    deploy(&scene);
    assert_eq!(scene.present("aada", "A main", NOW), "open");
    // Blocked in one and not in the other, after both went their own way: blocked.
    block(&scene, &number);
    let _restored = scene.run(["system", "restore", &newer]).done();
    assert_eq!(scene.key(&number)["state"], "blocked");
}
