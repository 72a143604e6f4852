//! On which lists a blocked key goes, and what is done when one of them is full.

use std::collections::BTreeSet;

use keywright::model::user::UserDetails;
use keywright::model::{Email, Id, Key, KeyKind, KeyNumber, KeyState, Revision, User, Validity};
use keywright::store::{self, Entity, NewTask, Operation, TaskResult};
use keywright::workflow::{Error, ShownKey, Station};
use serde_json::{Value, json};

use super::scene::{NOW, Scene, finish};

/// The names of the groups on whose lists a key would go.
fn groups(scene: &Scene, number: &str) -> BTreeSet<String> {
    let station = scene.station();
    let record = station.key(number).unwrap();
    let groups = station.groups_to_block(&record).unwrap();
    let facts = station.facts().unwrap();
    let name = |id| facts.blocking_groups[id].name.clone();
    groups.iter().map(name).collect()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_key_is_blocked_where_its_medium_opens_and_where_it_shall() {
    let scene = Scene::town();
    let _uid = scene.new_fob("f");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let aada = "aada.korhonen@example.org";
    // Only wanted.
    assert_eq!(groups(&scene, &number), names(&["North"]));
    let _done = scene.persevere(&["key", "program", &number]).done();
    let other = [
        "user",
        "edit",
        aada,
        "--remove-role",
        "Resident A",
        "--add-role",
        "Resident B",
    ];
    let _moved = scene.run(other).done();
    // Written, which is its home group too, and wanted.
    assert_eq!(groups(&scene, &number), names(&["North", "South"]));
}

#[test]
fn a_key_is_blocked_where_its_medium_opens_beside_its_home_group() {
    let scene = Scene::town();
    let _uid = scene.new_fob("f");
    let number = scene.draft("Eve Where", "Everywhere");
    let _done = scene
        .persevere(&["key", "program", &number, "--home-group", "South"])
        .done();
    // From now on only the medium knows of the North.
    let role = [
        "role",
        "edit",
        "Everywhere",
        "--remove-lock-group",
        "Common A",
    ];
    let _less = scene.run(role).done();
    assert_eq!(groups(&scene, &number), names(&["North", "South"]));
    let _done = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(groups(&scene, &number), names(&["South"]));
}

#[test]
fn a_key_is_blocked_where_a_write_in_flight_may_have_opened() {
    let scene = Scene::town();
    let _uid = scene.new_fob("f");
    let number = scene.draft("Eve Where", "Everywhere");
    let _armed = scene.bench(["pull", "--after-exchange", "30"]).done();
    let cut = scene.run(["key", "program", &number, "--home-group", "South"]);
    assert_eq!(cut.code, 3, "{cut:?}");
    let role = [
        "role",
        "edit",
        "Everywhere",
        "--remove-lock-group",
        "Common A",
    ];
    let _less = scene.run(role).done();
    let key = scene.key(&number);
    assert_eq!(
        (&key["state"], &key["generation"]),
        (&json!("writing"), &Value::Null),
        "{key}"
    );
    // Neither written nor wanted: the North stands in the task alone.
    assert_eq!(groups(&scene, &number), names(&["North", "South"]));
}

#[test]
fn a_key_is_blocked_by_the_groups_of_locks_as_they_are_and_as_they_shall_be() {
    let scene = Scene::town();
    let _uid = scene.new_fob("f");
    let _group = scene
        .run(["blocking-group", "add", "--name", "East"])
        .done();
    let number = scene.draft("Eve Where", "Resident B");
    let _more = scene
        .run([
            "user",
            "edit",
            "eve.where@example.org",
            "--add-role",
            "Short",
        ])
        .done();
    let _done = scene
        .persevere(&["key", "program", &number, "--home-group", "South"])
        .done();
    assert_eq!(groups(&scene, &number), names(&["North", "South"]));
    let _moved = scene
        .run(["lock", "edit", "Shed", "--blocking-group", "East"])
        .done();
    // The lock itself obeys the North until somebody visits it.
    assert_eq!(groups(&scene, &number), names(&["East", "North", "South"]));
    let _there = scene.run(["lock", "deploy", "Shed"]).done();
    assert_eq!(groups(&scene, &number), names(&["East", "South"]));
}

/// Keys whose media are lost and blocked in the North, without the long way of a write each; the first key's number.
pub(super) fn fill(station: &Station, holder: &str, count: u32) -> KeyNumber {
    // Ids that differ with the holder.
    let own = i64::from(count) * 1_000_000;
    let at = |place: u32| 1_700_000_000_000 + own + i64::from(place);
    let id = |place: u32| Id::new(at(place), [7; 10]);
    let north = station.blocking_group("North").unwrap().id;
    let user = User {
        id: Id::new(at(0), [8; 10]),
        first_name: holder.to_owned(),
        last_name: "Lost".to_owned(),
        email: Email::new(&format!("{holder}@example.org")).unwrap(),
        details: UserDetails::default(),
        end_date: None,
    };
    let key = |place: u32| Key {
        id: Id::new(at(place), [9; 10]),
        number: KeyNumber(0),
        kind: KeyKind::Fob,
        user: user.id,
        state: KeyState::Draft,
        validity: Validity::ALWAYS,
        expiry: None,
        without: BTreeSet::new(),
        home_group: None,
        uid: None,
        stamp: None,
        generation: None,
        revision: Revision(0),
    };
    station
        .change(|change| {
            change.insert_user(&user)?;
            let mut first = None;
            for place in 0..count {
                let key = key(place);
                let number = change.insert_key(&key, None)?;
                let _first = first.get_or_insert(number);
                change.queue_task(&NewTask {
                    id: id(place),
                    key: key.id,
                    operation: Operation::Program,
                    approved_by: None,
                })?;
                change.finish_task(id(place), 1, TaskResult::Failed("test"))?;
                let version = change.key(key.id)?.version;
                let _version = change.block_key(key.id, version, &[north].into(), "lost")?;
            }
            Ok(first.unwrap())
        })
        .unwrap()
}

fn without_token(scene: &Scene, at: &str, words: &[&str]) -> super::scene::Run {
    let mut command = scene.command();
    let _command = command
        .env_remove("KEYWRIGHT_TOKEN")
        .args(["--json", "--at", at]);
    finish(command.args(words))
}

#[test]
fn a_full_list_is_named_with_what_may_be_taken_off_it() {
    let scene = Scene::town();
    let mut written = Vec::new();
    for (fob, name, role) in [
        ("one", "Uno Yksi", "Resident A@..2026-12-31"),
        ("two", "Duo Kaksi", "Resident A"),
        ("three", "Tres Kolme", "Resident A"),
    ] {
        let _uid = scene.new_fob(fob);
        let number = scene.draft(name, role);
        let _done = scene.persevere(&["key", "program", &number]).done();
        written.push(number);
    }
    let first = fill(&scene.station(), "many", 448);
    let block = |number: &str| without_token(&scene, NOW, &["key", "block", number]);
    let told = block(&written[0]).done();
    assert!(
        !told["notice"].as_str().unwrap().contains("nearly full"),
        "449: {told}"
    );
    let told = block(&written[1]).done();
    assert!(
        told["notice"].as_str().unwrap().contains("nearly full"),
        "450: {told}"
    );
    assert_eq!(told["blocklists"][0]["blocked"], json!(450));

    let _first = fill(&scene.station(), "more", 50);
    let full = without_token(&scene, NOW, &["key", "block", &written[2]]);
    assert_eq!(full.code, 1, "{full:?}");
    let told = full.json();
    assert_eq!(
        (
            &told["code"],
            &told["removable"][0]["name"],
            &told["removable"][0]["entries"]
        ),
        (&json!("blocklist-full"), &json!("North"), &json!([])),
        "{told}"
    );
    assert!(
        told["remedy"].as_str().unwrap().contains("blocklist prune"),
        "{told}"
    );
    assert_eq!(scene.key(&written[2])["state"], "programmed");

    // One key ends that never got a medium; in the new year the first one opens nothing any more.
    let _dead = scene
        .run(["key", "replace", &first.to_string(), "--written-off"])
        .done();
    let offered = |at: &str| {
        let told = without_token(&scene, at, &["key", "block", &written[2]]).json();
        let entries = told["removable"][0]["entries"].as_array().unwrap().clone();
        entries
            .iter()
            .map(|entry| entry["key"].to_string())
            .collect::<BTreeSet<_>>()
    };
    let (dead, ended) = (first.to_string(), written[0].clone());
    assert_eq!(offered(NOW), [dead.clone()].into());
    let later = "2027-01-02T10:00:00+02:00";
    assert_eq!(offered(later), [dead.clone(), ended.clone()].into());
    let text = {
        let mut command = scene.command();
        let _command = command.args(["--messages", "en", "--at", later]);
        finish(command.args(["key", "block", &written[2]]))
    };
    let line = "May be taken off the blocklist of North: ";
    assert!(
        text.stderr.contains(line) && text.stderr.contains(&format!("{dead} (")),
        "{text:?}"
    );

    let version = |scene: &Scene| {
        scene.run(["blocklist", "show", "North"]).done()["blocklist_version"]
            .as_u64()
            .unwrap()
    };
    let before = version(&scene);
    let pruned = without_token(&scene, later, &["blocklist", "prune", "North"]).done();
    let removed = pruned["removed"].as_array().unwrap();
    assert_eq!(
        (removed.len(), &pruned["blocked"]),
        (2, &json!(498)),
        "{pruned}"
    );
    assert_eq!(pruned["distributable"], json!(false));
    assert_eq!(version(&scene), before + 1, "one change set, one version");
    let again = without_token(&scene, later, &["blocklist", "prune", "North"]).done();
    assert_eq!(
        (&again["removed"], version(&scene)),
        (&json!([]), before + 1)
    );
    let blocked = without_token(&scene, later, &["key", "block", &written[2]]).done();
    assert_eq!(blocked["state"], "blocked");
    assert_eq!(blocked["blocklists"][0]["blocked"], json!(499));
}

#[test]
fn a_key_is_blocked_as_it_was_shown_or_not_at_all() {
    let scene = Scene::town();
    let _uid = scene.new_fob("f");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let key = || scene.station().key(&number).unwrap();
    let shown = ShownKey::of(&key());
    let _given = scene.run(["key", "hand-over", &number]).done();
    let refused = scene.station().block_key(shown, "operator");
    let changed = store::Error::ChangedMeanwhile {
        entity: Entity::Key,
    };
    assert!(
        matches!(&refused, Err(Error::Store(error)) if *error == changed),
        "{refused:?}"
    );
    assert_eq!(key().key.state, KeyState::HandedOver);
    assert!(scene.station().unsigned_blocklists().unwrap().is_empty());
    let shown = ShownKey::of(&key());
    let blocked = scene.station().block_key(shown, "operator").unwrap();
    assert_eq!(blocked.key.state, KeyState::Blocked);
}

#[test]
fn a_group_is_removed_when_no_lock_obeys_it_and_no_key_carries_it() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let removes = ["blocking-group", "remove", "North"];
    let linked = |scene: &Scene| {
        let refused = scene.run(removes).refused(1, "still-used");
        refused["message"].as_str().unwrap().to_owned()
    };
    let key = format!("Aada Korhonen ({number})");
    let told = linked(&scene);
    assert!(told.contains("A main") && !told.contains(&key), "{told}");
    for lock in scene.run(["lock", "list"]).done()["items"]
        .as_array()
        .unwrap()
    {
        if lock["blocking_group"] == "North" {
            let name = lock["name"].as_str().unwrap();
            let moves = ["lock", "edit", name, "--blocking-group", "South"];
            let _moved = scene.run(moves).done();
        }
    }
    let _deployed = scene.persevere(&["lock", "deploy", "--all"]).done();
    // Whose home it is goes on carrying its list.
    let told = linked(&scene);
    assert!(told.contains(&key), "{told}");
    let _removed = scene.run(["key", "remove", &number]).done();
    let _removed = scene.run(removes).done();
}
