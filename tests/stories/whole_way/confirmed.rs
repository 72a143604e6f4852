//! Between a summary and its Confirm another session changes what the summary rests on: what is done is what was
//! shown, or nothing.

use serde_json::{Value, json};

use keywright::model::Validity;
use keywright::workflow::{Error, Station};

use super::counter::Counter;
use super::scene::{Run, Scene};

const AADA: &str = "aada.korhonen@example.org";

/// Another session: gives or takes a door of a role.
fn toggle(station: &mut Station, role: &str, lock: &str) {
    let lock = station.lock(lock).unwrap().lock.id;
    let stored = station.role(role).unwrap();
    let mut other = stored.value.clone();
    if !other.locks.remove(&lock) {
        let _new = other.locks.insert(lock);
    }
    let _keys = station.update_role(&other, stored.version).unwrap();
}

/// What is told of a write that is not the one that was confirmed.
fn outrun(run: &Run) -> Value {
    assert_eq!(run.code, 1, "{run:?}");
    let told = run.json();
    assert_eq!(told["actions"][0]["code"], "summary-changed", "{told}");
    told
}

#[test]
fn a_role_that_another_session_changed_is_not_given_as_it_was_not_shown() {
    let scene = Scene::town();
    let mut first = scene.station();
    let new = Counter::somebody(&first, "Aada", &["Resident A"]);
    let summary = first.summary_of_new_user(&new).unwrap();
    assert_eq!(summary.keys[0].1.difference.len(), 2);
    let shown = summary.shown();
    // Ids are drawn anew for each summary; it is the same one nevertheless.
    assert_eq!(first.summary_of_new_user(&new).unwrap().shown(), shown);
    drop(first);

    let mut second = scene.station();
    toggle(&mut second, "Resident A", "Shed");
    drop(second);

    let mut first = scene.station();
    let refused = first.add_user_as_shown(&new, shown).unwrap_err();
    assert!(matches!(refused, Error::SummaryChanged), "{refused:?}");
    let _nobody = first.user("Aada Counter").unwrap_err();
    // What changed and is no matter of this summary refuses nothing, nor does what was put back.
    toggle(&mut first, "Resident A", "Shed");
    toggle(&mut first, "Everywhere", "Shed");
    let added = first.add_user_as_shown(&new, shown).unwrap();
    assert_eq!(added.keys[0].1.difference.len(), 2);
}

/// The ids of sources are drawn, and the store tells them in their order: what a user was confirmed with is what their
/// key is written with, in whichever order that is.
#[test]
fn what_a_key_will_be_written_with_is_told_alike_before_and_after_its_user_is_stored() {
    let mut counter = Counter::new();
    for place in 0..12 {
        let name = format!("P{place}");
        let roles = ["Short", "Shed", "Resident A"];
        let mut new = Counter::somebody(&counter.station, &name, &roles);
        new.keys[0].home_group = Some(counter.station.blocking_group("North").unwrap().id);
        let added = counter.station.add_user(&new).unwrap();
        let (key, told) = &added.keys[0];
        let told = told.to_program(key.id);
        let now = counter.station.key_plan(key.id).unwrap();
        assert_eq!(now.to_program(key.id), told, "{now:#?}");

        let mut edit = counter.station.user_edit(added.user.id).unwrap();
        for role in ["Resident B", "Everywhere"] {
            edit.sources.push(counter.source(role, Validity::ALWAYS));
        }
        let told = counter.station.edit_user(&edit).unwrap().shown[0].1;
        let now = counter.station.key_plan(key.id).unwrap();
        assert_eq!(now.to_program(key.id), told, "{now:#?}");
    }
}

#[test]
fn a_key_is_written_with_its_user_as_it_was_told_or_not_at_all() {
    let mut counter = Counter::new();
    let north = Some(counter.station.blocking_group("North").unwrap().id);
    let blank = counter.blank(keywright::medium::Chip::Ev1With4K, false);
    counter.encoder.lay(&blank);
    let mut new = Counter::somebody(&counter.station, "Aada", &["Resident A"]);
    new.keys[0].home_group = north;
    let added = counter.station.add_user(&new).unwrap();
    let key = added.keys[0].0.id;
    toggle(&mut counter.station, "Resident A", "Shed");
    let refused = counter.write(added.write_of(key, north)).unwrap_err();
    assert!(matches!(refused, Error::SummaryChanged), "{refused:?}");
    assert!(counter.written(key).is_none());
    toggle(&mut counter.station, "Resident A", "Shed");
    let written = counter.write(added.write_of(key, north)).unwrap();
    assert_eq!(written.difference.len(), 2);

    let mut edit = counter.station.user_edit(added.user.id).unwrap();
    edit.sources
        .push(counter.source("Cleaner", Validity::ALWAYS));
    edit.new_keys = new.keys;
    let edited = counter.station.edit_user(&edit).unwrap();
    toggle(&mut counter.station, "Resident A", "Shed");
    let key = edited.added[0];
    let refused = counter.write(edited.write_of(key, north)).unwrap_err();
    assert!(matches!(refused, Error::SummaryChanged), "{refused:?}");
    toggle(&mut counter.station, "Resident A", "Shed");
    let blank = counter.blank(keywright::medium::Chip::Ev1With4K, false);
    let _first = counter.encoder.lift();
    counter.encoder.lay(&blank);
    let written = counter.write(edited.write_of(key, north)).unwrap();
    assert_eq!(written.difference.len(), 2);
}

#[test]
fn an_edit_is_bound_to_roles_premises_and_groups_as_they_were_shown() {
    let mut counter = Counter::new();
    let holder = counter.person(&["Short"]);
    let mut edit = counter.station.user_edit(holder.user).unwrap();
    let mut more = vec![counter.source("Resident A", Validity::ALWAYS)];
    edit.sources.append(&mut more);
    let station = &mut counter.station;
    let shown = station.summary_of_edit(&edit).unwrap().shown();
    assert_eq!(station.summary_of_edit(&edit).unwrap().shown(), shown);

    // The role's lock group gets another lock.
    let shed = station.lock("A 1 door").unwrap();
    let group = station.lock_group("Common A").unwrap().value.id;
    let mut lock = shed.lock.clone();
    let _new = lock.groups.insert(group);
    let _keys = station.update_lock(&lock, shed.version).unwrap();
    let refused = station.edit_user_as_shown(&edit, shown).unwrap_err();
    assert!(matches!(refused, Error::SummaryChanged), "{refused:?}");
    assert_eq!(station.person(holder.user).unwrap().sources.len(), 1);

    // Confirmed anew it is done; the same confirmation does not work twice.
    let shown = station.summary_of_edit(&edit).unwrap().shown();
    let _edited = station.edit_user_as_shown(&edit, shown).unwrap();
    assert_eq!(station.person(holder.user).unwrap().sources.len(), 2);
    let refused = station.edit_user_as_shown(&edit, shown).unwrap_err();
    assert!(matches!(refused, Error::SummaryChanged), "{refused:?}");
}

#[test]
fn a_dry_run_can_be_confirmed_and_a_late_confirmation_answers_with_the_new_summary() {
    let scene = Scene::town();
    let _number = scene.draft("Aada Korhonen", "Short");
    let words = ["user", "edit", AADA, "--add-role", "Resident A"];
    let planned = scene.run([&words[..], &["--dry-run"]].concat()).done();
    let shown = planned["shown"].as_str().unwrap().to_owned();
    let confirm = [&words[..], &["--shown", &shown]].concat();

    let more = ["role", "edit", "Resident A", "--add-lock", "B 1 door"];
    let _role = scene.run(more).done();
    let run = scene.run(&confirm);
    assert_eq!(run.code, 1, "{run:?}");
    let told = run.json();
    assert_eq!(told["actions"][0]["code"], "summary-changed", "{told}");
    assert_eq!(
        told["difference"].as_array().unwrap().len(),
        planned["difference"].as_array().unwrap().len() + 1
    );
    assert_ne!(told["shown"], json!(shown));
    let stands = scene.run(["user", "show", AADA]).done();
    assert_eq!(stands["sources"].as_array().unwrap().len(), 1, "{stands}");

    let shown = told["shown"].as_str().unwrap();
    let _done = scene.run([&words[..], &["--shown", shown]].concat()).done();
    let _told = scene
        .run([&words[..], &["--shown", "seen"]].concat())
        .refused(1, "summary-changed");
}

#[test]
fn a_write_is_the_one_that_a_dry_run_told_or_none() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let planned = scene.run(["key", "program", &number, "--dry-run"]).done();
    assert_eq!(planned["difference"].as_array().unwrap().len(), 2);
    assert_eq!(planned["keys"][0]["state"], "draft", "{planned}");
    assert!(planned["home_group"].is_string(), "{planned}");
    let shown = planned["shown"].as_str().unwrap().to_owned();

    let more = ["role", "edit", "Resident A", "--add-lock", "Shed"];
    let _role = scene.run(more).done();
    let run = scene.run(["key", "program", &number, "--shown", &shown]);
    let told = outrun(&run);
    assert_eq!(told["difference"].as_array().unwrap().len(), 3, "{told}");
    assert_eq!(told["keys"][0]["state"], "draft", "{told}");
    assert_eq!(scene.key(&number)["written"], json!(null));
    assert_eq!(scene.run(["task", "list"]).done()["items"], json!([]));

    // Another session that changes what is no matter of this key refuses nothing.
    let other = ["role", "edit", "Resident B", "--add-lock", "Shed"];
    let _role = scene.run(other).done();
    let now = told["shown"].as_str().unwrap();
    let done = scene
        .run(["key", "program", &number, "--shown", now])
        .done();
    assert_eq!(done["difference"], told["difference"]);
    // What was written is no longer to be written: the same confirmation does not work twice.
    let run = scene.run(["key", "program", &number, "--shown", now]);
    let _told = outrun(&run);
    let _told = scene
        .run(["key", "program", &number, "--shown", "seen"])
        .refused(1, "summary-changed");
}

#[test]
fn a_write_is_bound_to_the_home_group_and_to_the_doors_that_were_told() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Everywhere");
    let of = |group: &str| {
        let words = ["key", "program", &number, "--home-group", group];
        words.map(str::to_owned)
    };
    let refused = scene.run(["key", "program", &number, "--dry-run"]);
    let _told = refused.refused(1, "home-group-not-chosen");
    let mut dry = of("North").to_vec();
    dry.push("--dry-run".to_owned());
    let planned = scene.run(&dry).done();
    assert_eq!(planned["home_group"], "North");
    let shown = planned["shown"].as_str().unwrap().to_owned();
    let confirm = |group: &str| {
        let mut words = of(group).to_vec();
        words.extend(["--shown".to_owned(), shown.clone()]);
        scene.run(&words)
    };
    let told = outrun(&confirm("South"));
    assert_ne!(told["shown"], planned["shown"]);
    // A door that must be visited first, which nobody was told of.
    let edit = ["lock", "edit", "Shed", "--add-lock-group", "Common A"];
    let _lock = scene.run(edit).done();
    let told = outrun(&confirm("North"));
    assert_ne!(told["doors_to_visit"], planned["doors_to_visit"], "{told}");
    assert_eq!(told["home_group"], "North");
}

#[test]
fn a_confirmed_write_that_was_cut_off_is_finished_by_the_same_confirmation() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let planned = scene.run(["key", "program", &number, "--dry-run"]).done();
    let shown = planned["shown"].as_str().unwrap().to_owned();
    let confirm = ["key", "program", &number, "--shown", &shown];
    let _pulled = scene.bench(["pull", "--after-exchange", "30"]);
    let run = scene.run(confirm);
    assert_eq!(run.code, 3, "{run:?}");
    scene.lay("aada");
    let done = scene.run(confirm).done();
    assert_eq!(done["resumed"], true, "{done}");
    assert_eq!(done["difference"], planned["difference"]);

    // Cut off again, and the role is another one by then: what was begun is not gone on with unseen.
    let more = ["role", "edit", "Resident A", "--add-lock", "Shed"];
    let _role = scene.run(more).done();
    let planned = scene.run(["key", "program", &number, "--dry-run"]).done();
    let shown = planned["shown"].as_str().unwrap().to_owned();
    let confirm = ["key", "program", &number, "--shown", &shown];
    let _pulled = scene.bench(["pull", "--after-exchange", "8"]);
    assert_eq!(scene.run(confirm).code, 3);
    scene.lay("aada");
    let more = ["role", "edit", "Resident A", "--add-lock", "A 2 door"];
    let _role = scene.run(more).done();
    let told = outrun(&scene.run(confirm));
    let now = told["shown"].as_str().unwrap();
    let done = scene
        .run(["key", "program", &number, "--shown", now])
        .done();
    assert_eq!(done["resumed"], true, "{done}");
    assert_eq!(scene.key(&number)["pending"], false);
}
