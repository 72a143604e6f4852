//! People and places change by verbs: what was named changes, the rest stays, and the doors follow once the fob was
//! written.

use serde_json::{Value, json};

use super::scene::{NOW, Scene};

const AADA: &str = "aada.korhonen@example.org";

fn edit(scene: &Scene, words: &[&str]) -> super::scene::Run {
    scene.run(["user", "edit", AADA].iter().chain(words))
}

/// The locks that come or go, with their signs.
fn changes(answer: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let all = answer["difference"].as_array().unwrap().iter();
    all.map(|one| [word(&one["change"]), word(&one["lock"])].join(" "))
        .collect()
}

/// What Confirm would do.
fn deeds(answer: &Value) -> Vec<&str> {
    let all = answer["planned"].as_array().unwrap().iter();
    all.map(|deed| deed["action"].as_str().unwrap()).collect()
}

#[test]
fn the_summary_of_an_edit_tells_everything_that_confirm_will_do() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let planned = |words: &[&str]| edit(&scene, &[words, &["--dry-run"]].concat()).done();
    // The language of the invitation alone is a change.
    let language = planned(&["--language", "sv"]);
    assert_eq!(deeds(&language), ["edit-user"], "{language}");
    assert_eq!(
        language["fields"],
        json!([{"field": "language", "before": "", "after": "sv"}])
    );
    assert_eq!(deeds(&planned(&["--invite"])), ["queue-invitation"]);
    let draft = planned(&["--add-role", "Short", "--key", "fob", "--key", "phone"]);
    assert_eq!(
        deeds(&draft),
        ["give-source", "change-draft", "save-draft", "save-draft"],
        "{draft}"
    );
    assert_eq!(draft["planned"][1]["key"].to_string(), number, "{draft}");
    assert_eq!(draft["planned"][2]["kind"], "fob", "{draft}");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let nothing_left = planned(&["--remove-role", "Resident A"]);
    assert_eq!(
        deeds(&nothing_left),
        ["take-source", "take-key-back"],
        "{nothing_left}"
    );
    let told = edit(&scene, &["--language", "sv"]).done();
    assert_eq!(told["planned"], language["planned"], "{told}");
    // It was stored: asked for once more it changes nothing.
    assert_eq!(deeds(&planned(&["--language", "sv"])), [""; 0]);
}

#[test]
fn a_medium_that_a_write_has_begun_on_is_no_draft_any_more() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _armed = scene.bench(["pull", "--after-exchange", "20"]).done();
    assert_eq!(scene.run(["key", "program", &number]).code, 3);
    let key = scene.key(&number);
    assert_ne!(key["state"], "draft", "{key}");
    assert_ne!(key["state"], "task", "{key}");
    let planned = edit(&scene, &["--add-role", "Short", "--dry-run"]).done();
    assert_eq!(deeds(&planned), ["give-source", "rewrite-key"], "{planned}");
}

#[test]
fn a_user_changes_role_and_address_and_the_fob_follows() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let before = scene.run(["user", "show", AADA]).done();

    let words = [
        "--last",
        "Laine",
        "--title",
        "Cleaner",
        "--remove-role",
        "Resident A",
        "--add-role",
        "Short@..2027-01-01",
    ];
    let planned = edit(&scene, &[&words[..], &["--dry-run"]].concat()).done();
    assert_eq!(
        changes(&planned),
        ["- A main", "- A laundry", "+ Shed"],
        "{planned}"
    );
    assert_eq!(planned["actions"], json!([]));
    assert_eq!(
        deeds(&planned),
        ["edit-user", "take-source", "give-source", "rewrite-key"],
        "{planned}"
    );
    assert_eq!(scene.run(["user", "show", AADA]).done(), before);

    let done = edit(&scene, &words).done();
    assert_eq!(changes(&done), changes(&planned));
    assert_eq!(
        (
            &done["user"]["name"],
            &done["keys"][0]["pending"],
            &done["actions"][0]["action"]
        ),
        (&json!("Aada Laine"), &json!(true), &json!("edit-user")),
        "{done}"
    );
    let fields: Vec<&str> = done["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["last-name", "title"], "{done}");
    assert_eq!(scene.present("aada", "Shed", NOW), "not-listed");
    let _written = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(scene.present("aada", "Shed", NOW), "open");
    assert_eq!(scene.present("aada", "A main", NOW), "not-listed");

    // A role that is held gets another validity; its key keeps or loses it.
    let longer = edit(
        &scene,
        &[
            "--add-role",
            "Short@..2028-01-01",
            "--add-role",
            "Resident A",
        ],
    )
    .done();
    assert_eq!(longer["sources"][0]["change"], "~", "{longer}");
    let off = edit(&scene, &["--take-off", &format!("{number}=Resident A")]).done();
    assert_eq!(scene.key(&number)["pending"], true, "{off}");
    let _written = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(scene.present("aada", "A main", NOW), "not-listed");
    let _on = edit(&scene, &["--put-on", &format!("{number}=Resident A")]).done();
    let _written = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(scene.present("aada", "A main", NOW), "open");

    let _told = edit(&scene, &["--remove-role", "Cleaner"]).refused(1, "source-not-held");
    let _told = edit(&scene, &["--add-role", "Nobody"]).refused(1, "name-unknown");
    let _told = edit(&scene, &["--language", "xx"]).refused(1, "language-unknown");
    let _told = edit(&scene, &["--email", "locksmith@example.org"]).refused(1, "email-taken");
    assert_eq!(edit(&scene, &["--program"]).code, 2);
}

#[test]
fn a_user_is_shown_with_everything_that_was_written_of_them() {
    let scene = Scene::town();
    let _number = scene.draft("Aada Korhonen", "Resident A");
    let written = [
        ("--title", "title", "Cleaner"),
        ("--person-code", "person_code", "131052-308T"),
        ("--street", "street", "Kauppakatu 1"),
        ("--postal-code", "postal_code", "33100"),
        ("--post-office", "post_office", "Tampere"),
        ("--country", "country", "Finland"),
        ("--description", "description", "rings twice"),
        ("--language", "language", "sv"),
    ];
    let words = written
        .iter()
        .flat_map(|(option, _, value)| [*option, *value]);
    let telephones = ["--telephone", "0401", "--telephone", "0402"];
    let words: Vec<&str> = words.chain(telephones).collect();
    let _done = edit(&scene, &words).done();
    let shown = scene.run(["user", "show", AADA]).done();
    let told = scene.tell(&["user", "show", AADA]).stdout;
    for (_, field, value) in written {
        assert_eq!(shown[field], value, "{shown}");
        assert!(told.contains(value), "{told}");
    }
    assert_eq!(shown["telephones"], json!(["0401", "0402"]), "{shown}");
    assert!(told.contains("0401, 0402"), "{told}");
}

#[test]
fn a_key_that_an_edit_leaves_with_nothing_is_to_be_returned_or_blocked() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let words = ["user", "edit", AADA, "--remove-role", "Resident A"];
    let told = scene.tell(&[&words[..], &["--dry-run"]].concat());
    assert!(
        told.stdout.contains("block it") && !told.stdout.contains("program it anew"),
        "{}",
        told.stdout
    );
    let done = scene.run(words).done();
    assert_eq!(
        done["home_group_orphaned"][0]["opens_nothing"], true,
        "{done}"
    );
    let shown = scene.run(["key", "show", &number]).done();
    let notice = shown["notice"].as_str().unwrap();
    assert!(
        notice.contains("key return") && notice.contains("key block"),
        "{notice}"
    );
}

#[test]
fn keys_whose_time_is_over_are_marked_and_those_that_are_out_are_collected() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let _phone = edit(&scene, &["--key", "phone", "--end-date", "2026-11-30"]).done();
    let other = scene.draft("Eeva Virta", "Resident A");
    let listed = |at: &str, words: &[&str]| -> Vec<(String, bool)> {
        let mut command = scene.command();
        let _command = command
            .args(["--json", "--at", at, "key", "list"])
            .args(words);
        let told = super::scene::finish(&mut command).done();
        let items = told["items"].as_array().unwrap().iter();
        let one = |key: &Value| (key["number"].to_string(), key["ended"].as_bool().unwrap());
        items.map(one).collect()
    };
    let (last_day, after) = ("2026-11-30T23:00:00+02:00", "2026-12-01T00:00:00+02:00");
    assert!(listed(last_day, &[]).iter().all(|(_, ended)| !ended));
    assert_eq!(listed(last_day, &["--to-collect"]), []);
    let all = listed(after, &[]);
    assert_eq!(all.len(), 3, "{all:?}");
    for (key, ended) in all {
        assert_eq!(ended, key != other, "{key}");
    }
    // Only a medium can be collected.
    assert_eq!(listed(after, &["--to-collect"]), [(number.clone(), true)]);
    assert_eq!(
        listed(after, &["--user", AADA, "--to-collect"]),
        [(number, true)]
    );
}

#[test]
fn a_role_without_locks_is_told_to_open_nothing() {
    let scene = Scene::town();
    let added = scene.run(["role", "add", "--name", "Later"]).done();
    for told in [added, scene.run(["role", "show", "Empty"]).done()] {
        let notice = told["notice"].as_str().unwrap_or_default();
        assert!(notice.contains("opens nothing"), "{told}");
    }
    let full = scene.run(["role", "show", "Cleaner"]).done();
    assert!(full["notice"].is_null(), "{full}");
}

#[test]
fn a_dry_run_shows_a_new_key_and_its_programming_and_what_changes_at_a_lock() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let before = scene.run(["user", "show", AADA]).done();
    let words = ["--key", "fob", "--program", "--dry-run"];
    let planned = edit(&scene, &words).done();
    assert_eq!(deeds(&planned), ["program-now"], "{planned}");
    let told = scene.tell(&[&["user", "edit", AADA], &words[..]].concat());
    assert!(
        told.stdout.contains("new key:") && told.stdout.contains("+ A main"),
        "{}",
        told.stdout
    );
    // What the write would be refused for, its dry run is.
    let nothing = ["--remove-role", "Resident A"];
    let nothing = edit(&scene, &[&nothing[..], &words].concat());
    let _told = nothing.refused(1, "key-opens-nothing");
    let timed = [
        "--remove-role",
        "Resident A",
        "--add-role",
        "Cleaner",
        "--dry-run",
    ];
    let planned = edit(&scene, &timed).done();
    let change = &planned["difference"][0];
    assert_eq!(
        (
            &change["change"],
            &change["before"][0]["access_times"],
            &change["after"][0]["access_times"],
            change["key"].to_string()
        ),
        (
            &json!("~"),
            &Value::Null,
            &json!("mon-fri 06:00-16:00"),
            number
        ),
        "{planned}"
    );
    let told = scene.tell(&[&["user", "edit", AADA], &timed[..]].concat());
    assert!(
        told.stdout.contains("always > Mon-Fri 06:00-16:00"),
        "{}",
        told.stdout
    );
    assert_eq!(scene.run(["user", "show", AADA]).done(), before);
}

#[test]
fn what_an_edit_brings_starts_before_the_end_date() {
    let scene = Scene::town();
    let _number = scene.draft("Aada Korhonen", "Resident A");
    let late = edit(
        &scene,
        &[
            "--end-date",
            "2026-12-31",
            "--add-role",
            "Cleaner@2027-01-01..",
        ],
    );
    let _told = late.refused(1, "start-after-end-date");
    let _given = edit(&scene, &["--add-role", "Cleaner@2026-12-31.."]).done();
    // An end date that comes before what was given is as much of a slip.
    let earlier = edit(&scene, &["--end-date", "2026-12-30"]);
    let _told = earlier.refused(1, "start-after-end-date");
    let same_day = edit(&scene, &["--end-date", "2026-12-31"]).done();
    assert_eq!(same_day["user"]["end_date"], "2026-12-31", "{same_day}");
    let cleared = edit(&scene, &["--end-date", "", "--title", "Cleaner"]).done();
    assert_eq!(cleared["user"]["end_date"], Value::Null, "{cleared}");
}

#[test]
fn an_edit_adds_a_key_and_programs_it() {
    let scene = Scene::town();
    let _user = scene
        .run([
            "user", "add", "--first", "Aada", "--last", "Korhonen", "--email", AADA,
        ])
        .done();
    let _uid = scene.new_fob("aada");
    let words = [
        "--add-premises",
        "A 1",
        "--add-role",
        "Short",
        "--key",
        "fob",
        "--without-source",
        "Short",
        "--program",
    ];
    let done = edit(&scene, &words).done();
    assert_eq!(done["keys"][0]["state"], "programmed", "{done}");
    assert!(done["wire"]["exchanges"].as_u64().unwrap() > 20, "{done}");
    assert_eq!(done["difference"][0]["key"], done["keys"][0]["number"]);
    assert_eq!(scene.present("aada", "A 1 door", NOW), "open");
    assert_eq!(scene.present("aada", "Shed", NOW), "not-listed");
}

#[test]
fn a_user_goes_once_each_medium_is_decided_on() {
    let scene = Scene::town();
    let _uid = scene.new_fob("here");
    let here = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &here]).done();
    let added = edit(&scene, &["--key", "fob"]).done();
    let lost = added["keys"][1]["number"].to_string();
    let _uid = scene.new_fob("lost");
    let _written = scene.persevere(&["key", "program", &lost]).done();
    scene.lay("here");

    let remove = |words: &[&str]| scene.run(["user", "remove", AADA].iter().chain(words));
    let told = remove(&[]).refused(1, "user-has-media");
    assert!(
        told["remedy"].as_str().unwrap().contains("--return"),
        "{told}"
    );
    let _told = remove(&["--return", &here]).refused(1, "user-has-media");
    assert_eq!(scene.key(&here)["state"], "programmed");
    // Somebody else's key is no decision.
    let theirs = scene.draft("Eeva Virta", "Resident A");
    let _told = remove(&["--block", &theirs]).refused(1, "name-unknown");
    let _told = scene
        .run(["user", "remove", "locksmith@example.org"])
        .refused(1, "operator-own-account");

    let gone = remove(&["--return", &here, "--block", &lost]).done();
    let actions: Vec<&str> = gone["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|action| action["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        actions,
        ["return-key", "block-key", "remove-user"],
        "{gone}"
    );
    let dump = scene.bench(["dump", "here"]).done();
    assert_eq!(
        dump["applications"].as_array().map(Vec::len),
        Some(0),
        "{dump}"
    );
    assert_eq!(scene.key(&lost)["state"], "blocked");
    let list = scene.run(["blocklist", "show", "North"]).done();
    assert_eq!(list["entries"][0]["reason"], "removed", "{list}");
    let _told = scene.run(["user", "show", AADA]).refused(1, "name-unknown");
}

#[test]
fn premises_and_roles_change_and_keys_become_pending() {
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
            AADA,
            "--premises",
            "A 1",
            "--key",
            "fob",
        ])
        .done();
    let number = added["keys"][0]["number"].to_string();
    let _uid = scene.new_fob("aada");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let edited = scene
        .run([
            "premises",
            "edit",
            "A 1",
            "--name",
            "A 1 b",
            "--add-lock",
            "Shed",
            "--remove-lock",
            "A 1 door",
        ])
        .done();
    assert_eq!(
        (&edited["name"], &edited["locks"], &edited["keys_changed"]),
        (&json!("A 1 b"), &json!(["Shed"]), &json!(1)),
        "{edited}"
    );
    let _written = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(scene.present("aada", "Shed", NOW), "open");
    assert_eq!(scene.present("aada", "A 1 door", NOW), "not-listed");
    let moved = scene
        .run([
            "premises",
            "edit",
            "A 1 b",
            "--parent",
            "",
            "--private",
            "yes",
        ])
        .done();
    assert_eq!(moved["path"], "A 1 b");
    assert_eq!(
        scene
            .run(["premises", "edit", "A 1 b", "--private", "perhaps"])
            .code,
        2
    );
    let _told = scene
        .run(["premises", "edit", "Nowhere", "--name", "X"])
        .refused(1, "name-unknown");
    let expiring = scene
        .run(["role", "edit", "Cleaner", "--expiry", "12"])
        .done();
    assert_eq!(expiring["expiry_hours"], 12);
    let never = scene
        .run(["role", "edit", "Cleaner", "--expiry", "0"])
        .done();
    assert_eq!(never["expiry_hours"], Value::Null);
}

#[test]
fn whatever_a_role_and_a_lock_were_added_with_can_be_changed() {
    let scene = Scene::town();
    let role = |words: &[&str]| {
        let all = ["role", "edit", "Short"].iter().chain(words);
        scene.run(all).done()
    };
    assert_eq!(role(&["--expiry", "48"])["expiry_hours"], json!(48));
    assert_eq!(role(&["--expiry", "0"])["expiry_hours"], Value::Null);
    assert_eq!(
        role(&["--premises", "Building A"])["premises"],
        "Building A"
    );
    assert_eq!(role(&["--name", "Long"])["premises"], "Building A");
    let away = ["role", "edit", "Long", "--premises", ""];
    assert_eq!(scene.run(away).done()["premises"], Value::Null);

    let lock = |words: &[&str]| {
        scene
            .run(["lock", "edit", "B main"].iter().chain(words))
            .done()
    };
    let before = scene.run(["lock", "show", "B main"]).done();
    assert_eq!(
        (&before["kind"], &before["clock"]),
        (&json!("fob"), &json!(true))
    );
    let changed = lock(&["--kind", "hybrid"]);
    assert_eq!(
        (&changed["kind"], &changed["clock"]),
        (&json!("hybrid"), &json!(true))
    );
    let changed = lock(&["--clock", "no"]);
    assert_eq!(
        (&changed["clock"], &changed["doors_to_visit"]),
        (&json!(false), &json!(["B main"])),
        "{changed}"
    );
    let _told = scene
        .run(["lock", "edit", "B main", "--kind", "vault"])
        .refused(2, "usage");
}
