//! A fob that was programmed after the backup, of a key that the restored records do not have: it is told for what it
//! is wherever it lies, shut out by its number without being at hand, and emptied when it is.

use serde_json::{Value, json};

use super::main_job::other_system;
use super::restored::{backup, lose_the_disk};
use super::scene::{NOW, Run, Scene};

/// A system that came back from a backup, and a fob on the encoder that was programmed since; the number of its key.
pub(super) fn restored(scene: &Scene) -> String {
    let old = backup(scene, "old.keywright");
    let _uid = scene.new_fob("fob");
    let number = scene.draft("Aada Korhonen", "Everywhere");
    let program = ["key", "program", &number, "--home-group", "North"];
    let _done = scene.persevere(&program).done();
    lose_the_disk(scene);
    let _restored = scene.run(["system", "restore", &old]).done();
    number
}

fn add_eeva(scene: &Scene) -> Run {
    let name = ["user", "add", "--first", "Eeva", "--last", "Virta"];
    let rest = [
        "--email",
        "eeva@example.org",
        "--role",
        "Resident A",
        "--key",
        "fob",
        "--program",
    ];
    scene.persevere(&[&name[..], &rest].concat())
}

fn list(scene: &Scene, group: &str) -> Value {
    scene.run(["blocklist", "show", group]).done()
}

#[test]
fn a_fob_of_a_lost_key_is_told_for_what_it_is_and_shut_out_by_its_number() {
    let scene = Scene::town();
    let number = restored(&scene);
    let ways = [
        format!("key block --lost-number {number}"),
        "keywright key return`".to_owned(),
    ];
    let tells = |remedy: &Value| {
        ways.iter()
            .all(|way| remedy.as_str().unwrap().contains(way))
    };
    let read = scene.run(["key", "read"]).done();
    assert_eq!(
        (&read["code"], &read["signature"]),
        (&json!("fob-of-lost-key"), &json!("valid"))
    );
    assert!(tells(&read["notice"]), "{read}");
    let told = scene.run(["key", "program"]).refused(1, "fob-of-lost-key");
    assert!(tells(&told["remedy"]), "{told}");
    let added = add_eeva(&scene);
    let action = added.broken_action();
    assert_eq!(action["code"], "fob-of-lost-key", "{action}");
    let draft = added.json()["keys"][0]["number"].to_string();
    assert_eq!(
        scene.run(["key", "program", &draft]).broken_action()["code"],
        "fob-of-lost-key"
    );
    let _told = scene
        .run(["key", "read", "--adopt"])
        .refused(1, "fob-of-lost-key");
    // Without a PIN nobody can tell; what can is named.
    let items = scene.run(["doctor"]).json()["items"]
        .as_array()
        .unwrap()
        .clone();
    let fob = items.iter().find(|item| item["id"] == "fob").unwrap();
    assert!(
        fob["remedy"]
            .as_str()
            .unwrap()
            .contains("keywright key read"),
        "{fob}"
    );

    // It opens, and goes away: the receipt tells its number.
    assert_eq!(scene.present("fob", "B main", NOW), "open");
    let _told = scene
        .run(["key", "block", &number])
        .refused(1, "name-unknown");
    let versions = |scene: &Scene| {
        ["North", "South"].map(|group| list(scene, group)["blocklist_version"].as_u64().unwrap())
    };
    let before = versions(&scene);
    let block = ["key", "block", "--lost-number", &number, "--reason", "lost"];
    only_told(&scene, &block);
    assert_eq!(versions(&scene), before);
    let told = scene.run(block).done();
    assert_eq!(
        (&told["number"].to_string(), &told["known"]),
        (&number, &json!(false))
    );
    let lists = told["blocklists"].as_array().unwrap();
    let counted: Vec<_> = lists
        .iter()
        .map(|list| (&list["blocked"], &list["distributable"]))
        .collect();
    assert_eq!(
        counted,
        [(&json!(1), &json!(true)), (&json!(1), &json!(true))],
        "{told}"
    );
    assert!(
        told["doors_to_visit"]
            .as_array()
            .unwrap()
            .contains(&json!("B main")),
        "{told}"
    );
    assert_eq!(
        versions(&scene),
        before.map(|version| version + 1),
        "once each"
    );
    let _again = scene.run(block).done();
    assert_eq!(
        versions(&scene),
        before.map(|version| version + 1),
        "nothing was new"
    );
    let _reached = scene.run(["lock", "deploy", "--all"]).done();
    for lock in ["A main", "B main"] {
        assert_eq!(scene.present("fob", lock, NOW), "blocked", "{lock}");
    }
    let fresh = scene.draft("Onni Aho", "Resident A");
    assert_ne!(fresh, number);

    // An administrator lets it in again.
    for group in ["North", "South"] {
        let _off = scene.run(["blocklist", "unblock", group, &number]).done();
    }
    let _reached = scene.run(["lock", "deploy", "--all"]).done();
    assert_eq!(scene.present("fob", "A main", NOW), "open");
    let _report = scene.run(["audit", "verify"]).done();
}

/// A dry run of blocking a number tells the lists, and puts it on none.
fn only_told(scene: &Scene, block: &[&str]) {
    let dry = scene.run([block, &["--dry-run"]].concat()).done();
    assert_eq!(dry["blocklists"][0]["blocked"], 1, "{dry}");
    let notice = dry["notice"].as_str().unwrap();
    assert!(notice.contains("Nothing was changed"), "{dry}");
    assert_eq!(list(scene, "North")["blocked"], 0);
}

#[test]
fn only_numbers_are_blocked_alone_that_a_lost_key_may_have() {
    let scene = Scene::town();
    let _uid = scene.new_fob("fob");
    let known = scene.draft("Aada Korhonen", "Resident A");
    let block = |number: &str| scene.run(["key", "block", "--lost-number", number]);
    let names = |told: &Value, way: &str| {
        let way = format!("keywright key {way} {known}`");
        assert!(told["remedy"].as_str().unwrap().contains(&way), "{told}");
    };
    // These records know all: nothing was ever written of the draft, so nothing can be lost.
    let told = block(&known).refused(1, "key-state");
    names(&told, "program");
    let _done = scene.persevere(&["key", "program", &known]).done();
    let told = block(&known).refused(1, "number-has-key");
    names(&told, "block");
    // The next number that a key will get, and any beyond.
    let next = known.parse::<u32>().unwrap() + 1;
    for number in ["0", &next.to_string(), "5000", "4000000000"] {
        let _told = block(number).refused(1, "number-never-given");
    }
    assert_eq!(list(&scene, "North")["blocked"], 0);
    assert_eq!(scene.draft("Eeva Virta", "Resident A"), next.to_string());
    assert_eq!(scene.run(["key", "block"]).code, 2);
    assert_eq!(
        scene
            .run(["key", "block", &known, "--lost-number", "7"])
            .code,
        2
    );
}

/// A system that came back from a backup with a key as a draft, of which a fob was programmed since; the number.
fn restored_with_the_draft(scene: &Scene) -> String {
    let number = scene.draft("Aada Korhonen", "Everywhere");
    let old = backup(scene, "old.keywright");
    let _uid = scene.new_fob("fob");
    let program = ["key", "program", &number, "--home-group", "North"];
    let _done = scene.persevere(&program).done();
    lose_the_disk(scene);
    let _restored = scene.run(["system", "restore", &old]).done();
    number
}

/// Every lock refuses the fob from now on.
fn shut_out(scene: &Scene) {
    let _reached = scene.run(["lock", "deploy", "--all"]).done();
    for lock in ["A main", "B main"] {
        assert_eq!(scene.present("fob", lock, NOW), "blocked", "{lock}");
    }
}

#[test]
fn a_lost_fob_of_a_key_that_the_backup_has_as_a_draft_is_shut_out_by_its_number() {
    let scene = Scene::town();
    let number = restored_with_the_draft(&scene);
    assert_eq!(scene.key(&number)["state"], "draft");
    assert_eq!(scene.present("fob", "B main", NOW), "open");
    let told = scene.run(["key", "block", &number]).refused(1, "key-state");
    let way = format!("keywright key block --lost-number {number}`");
    assert!(told["remedy"].as_str().unwrap().contains(&way), "{told}");
    let block = ["key", "block", "--lost-number", &number, "--reason", "lost"];
    let told = scene.run(block).done();
    assert_eq!(
        (&told["known"], &told["state"], &told["id"]),
        (&json!(true), &json!("blocked"), &scene.key(&number)["id"])
    );
    for group in ["North", "South"] {
        assert_eq!(list(&scene, group)["blocked"], 1, "{group}");
    }
    shut_out(&scene);
    let version = list(&scene, "North")["blocklist_version"].clone();
    let _again = scene.run(block).done();
    assert_eq!(list(&scene, "North")["blocklist_version"], version);
    // Its holder gets another; found again, the fob is emptied.
    let _other = scene.run(["key", "replace", &number, "--lost"]).done();
    scene.lay("fob");
    let _adopted = scene.run(["key", "read", "--adopt"]).done();
    let _back = scene.persevere(&["key", "return", &number]).done();
    assert_eq!(list(&scene, "South")["blocked"], 0);
    let _report = scene.run(["audit", "verify"]).done();
}

#[test]
fn a_fob_of_a_draft_that_was_deleted_since_is_shut_out_and_emptied() {
    let scene = Scene::town();
    let number = restored_with_the_draft(&scene);
    let _gone = scene
        .run(["user", "remove", "aada.korhonen@example.org"])
        .done();
    let shown = scene.run(["key", "show", &number]).done();
    assert_eq!(shown["state"], "deleted");
    let _told = scene.run(["key", "program"]).refused(1, "fob-of-lost-key");
    assert_eq!(scene.run(["key", "read"]).done()["code"], "fob-of-lost-key");
    let block = ["key", "block", "--lost-number", &number];
    let told = scene.run(block).done();
    assert_eq!(
        (&told["known"], &told["state"]),
        (&json!(false), &json!("blocked"))
    );
    shut_out(&scene);
    scene.lay("fob");
    let _emptied = scene.persevere(&["key", "return"]).done();
    assert_eq!(
        scene.bench(["dump", "fob"]).done()["applications"],
        json!([])
    );
    for group in ["North", "South"] {
        let _off = scene.run(["blocklist", "unblock", group, &number]).done();
    }
    let _report = scene.run(["audit", "verify"]).done();
}

#[test]
fn a_second_fob_of_a_key_that_was_returned_is_shut_out_and_emptied() {
    let scene = Scene::town();
    let number = restored_with_the_draft(&scene);
    // Nobody remembers that it was programmed; it is, on another fob, and that one comes back.
    let _uid = scene.new_fob("second");
    let program = ["key", "program", &number, "--home-group", "North"];
    let _done = scene.persevere(&program).done();
    let _back = scene.persevere(&["key", "return", &number]).done();
    assert_eq!(scene.key(&number)["state"], "returned");
    let _blocked = scene.run(["key", "block", "--lost-number", &number]).done();
    shut_out(&scene);
    scene.lay("fob");
    let _told = scene
        .run(["key", "read", "--adopt"])
        .refused(1, "fob-of-lost-key");
    let _emptied = scene.persevere(&["key", "return"]).done();
    let _told = scene.run(["key", "return"]).refused(1, "fob-blank");
}

#[test]
fn a_second_fob_of_a_key_in_use_is_emptied_and_the_first_stays_what_it_is() {
    let scene = Scene::town();
    let number = restored_with_the_draft(&scene);
    let _uid = scene.new_fob("second");
    let program = ["key", "program", &number, "--home-group", "North"];
    let _done = scene.persevere(&program).done();
    scene.lay("fob");
    let told = scene.persevere(&["key", "return"]).done();
    assert_eq!(told["key"].to_string(), number);
    let _told = scene.run(["key", "return"]).refused(1, "fob-blank");
    assert_eq!(scene.key(&number)["state"], "programmed");
    assert_eq!(scene.present("second", "B main", NOW), "open");
}

#[test]
fn a_fob_of_a_lost_key_is_emptied_and_serves_again() {
    let scene = Scene::town();
    let _number = restored(&scene);
    let refused = add_eeva(&scene);
    let draft = refused.json()["keys"][0]["number"].to_string();
    // Cut off in the middle, the same call goes on.
    let _armed = scene.bench(["pull", "--after-exchange", "30"]).done();
    let cut = scene.run(["key", "return"]);
    assert_eq!(cut.code, 3, "{cut:?}");
    // The log has it before the fob was touched.
    let newest = || {
        let list = scene.run(["audit", "list", "--count", "20"]).done();
        let items = list["items"].as_array().unwrap().clone();
        let of_fob = |one: &&Value| one["name"].as_str().unwrap().starts_with("unknown-fob");
        let found = items
            .iter()
            .filter(of_fob)
            .max_by_key(|one| one["sequence"].as_u64());
        found.map(|one| one["name"].clone())
    };
    assert_eq!(newest(), Some(json!("unknown-fob-emptying")));
    scene.lay("fob");
    let told = scene.persevere(&["key", "return"]).done();
    assert_eq!(newest(), Some(json!("unknown-fob-emptied")));
    assert!(told["notice"].as_str().unwrap().contains("empty"), "{told}");
    let dump = scene.bench(["dump", "fob"]).done();
    assert_eq!(dump["applications"], json!([]));
    let _told = scene.run(["key", "return"]).refused(1, "fob-blank");
    let _written = scene.persevere(&["key", "program", &draft]).done();
    assert_eq!(scene.present("fob", "A main", NOW), "open");
    assert_eq!(scene.present("fob", "B main", NOW), "not-listed");
    let _report = scene.run(["audit", "verify"]).done();
}

#[test]
fn another_systems_fob_is_not_emptied_as_one_of_a_lost_key() {
    let scene = Scene::town();
    let _system = other_system(&scene, "theirs");
    let theirs = scene.content("theirs");
    let _told = scene.run(["key", "return"]).refused(3, "fob-other-system");
    let _told = scene.run(["key", "program"]).refused(3, "fob-other-system");
    let _told = scene.run(["key", "read"]).refused(3, "fob-other-system");
    assert_eq!(scene.content("theirs"), theirs);
}

/// How many keys are blocked in the North and in the South.
fn blocked(scene: &Scene) -> [Value; 2] {
    ["North", "South"].map(|group| list(scene, group)["blocked"].clone())
}

#[test]
fn a_key_that_may_have_got_more_since_the_backup_is_blocked_everywhere() {
    let scene = Scene::town();
    let _uid = scene.new_fob("fob");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let old = backup(&scene, "old.keywright");
    // Since then it opens the other building too.
    let aada = "aada.korhonen@example.org";
    let _more = scene
        .run(["user", "edit", aada, "--add-role", "Resident B"])
        .done();
    let _done = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(scene.present("fob", "B main", NOW), "open");
    lose_the_disk(&scene);
    let _restored = scene.run(["system", "restore", &old]).done();
    let told = scene.run(["key", "block", &number]).done();
    assert_eq!(told["blocklists"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(blocked(&scene), [1, 1]);
    shut_out(&scene);
    // Found again, it is taken off everywhere.
    let found = scene.run(["key", "unblock", &number]).done();
    assert_eq!(found["blocklists"].as_array().unwrap().len(), 2, "{found}");
    assert_eq!(blocked(&scene), [0, 0]);
}

#[test]
fn a_key_whose_fob_was_met_since_the_restore_is_blocked_where_it_opens() {
    let scene = Scene::town();
    let written = |fob: &str, name: &str| {
        let _uid = scene.new_fob(fob);
        let number = scene.draft(name, "Resident A");
        let _done = scene.persevere(&["key", "program", &number]).done();
        number
    };
    let again = written("again", "Aada Korhonen");
    let read = written("read", "Eeva Virta");
    let old = backup(&scene, "old.keywright");
    lose_the_disk(&scene);
    let _restored = scene.run(["system", "restore", &old]).done();
    let _adopted = scene.run(["key", "read", "--adopt"]).done();
    scene.lay("again");
    let once_more = ["key", "program", &again, "--again"];
    let _done = scene.persevere(&once_more).done();
    let fresh = written("fresh", "Onni Aho");
    for (number, count) in [(&again, 1), (&read, 2), (&fresh, 3)] {
        let told = scene.run(["key", "block", number]).done();
        let lists = told["blocklists"].as_array().unwrap();
        let names: Vec<_> = lists.iter().map(|list| &list["name"]).collect();
        assert_eq!(names, ["North"], "{told}");
        assert_eq!(blocked(&scene), [json!(count), json!(0)]);
    }
}
