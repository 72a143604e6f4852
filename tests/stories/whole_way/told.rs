//! What is told: to people in their language, by names and local times; to scripts completely, item by item.

use serde_json::{Value, json};

use super::scene::{NOW, PASSWORD, Run, Scene, finish, init_of_the_town};

/// A verb as a person runs it, without JSON.
fn for_people(scene: &Scene, language: &str, words: &[&str]) -> Run {
    let mut command = scene.command();
    let _command = command
        .args(["--messages", language, "--at", NOW])
        .args(words);
    finish(&mut command)
}

#[test]
fn people_are_told_names_and_local_times_in_their_language() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let written = for_people(&scene, "de", &["key", "program", &number]);
    assert_eq!(written.code, 0, "{written:?}");
    assert!(
        written.stdout.contains("programmiert") && written.stdout.contains("Austausche"),
        "{}",
        written.stdout
    );
    for (language, label) in [
        ("en", "STATE"),
        ("fi", "TILA"),
        ("sv", "TILLSTÅND"),
        ("de", "ZUSTAND"),
    ] {
        for words in [
            &["key", "list"][..],
            &["key", "show", &number],
            &["user", "show", "aada.korhonen@example.org"],
            &["lock", "list"],
            &["audit", "list"],
            &["system", "info"],
            &["doctor"],
        ] {
            let told = for_people(&scene, language, words);
            assert_eq!(told.code, 0, "{told:?}");
            let id = told.stdout.split_whitespace().find(|word| {
                let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
                word.len() == 36 && word.matches('-').count() == 4
            });
            assert_eq!(id, None, "{language} {words:?}: {}", told.stdout);
            assert!(
                !told.stdout.contains("T08:00") && !told.stdout.contains("label-"),
                "{language} {words:?}: {}",
                told.stdout
            );
        }
        let list = for_people(&scene, language, &["key", "list"]).stdout;
        assert!(
            list.contains(label) && list.contains("2026-11-23 10:00"),
            "{list}"
        );
    }
}

#[test]
fn doctor_names_what_lies_there_and_what_to_do() {
    let scene = Scene::town();
    let fob = |run: &Run| -> Value {
        let items = run.json()["items"].as_array().unwrap().clone();
        items.into_iter().find(|item| item["id"] == "fob").unwrap()
    };
    let _uid = scene.new_fob("aada");
    let blank = scene.run(["--messages", "en", "doctor"]);
    assert!(
        fob(&blank)["found"]
            .as_str()
            .unwrap()
            .contains("blank, room for an access table of"),
        "{blank:?}"
    );
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.run(["key", "program", &number]).done();
    let own = fob(&scene.run(["--messages", "en", "doctor"]));
    assert!(
        own["found"].as_str().unwrap().contains("Aada Korhonen"),
        "{own}"
    );
    // A fob of another system is a finding with a remedy, in whatever language.
    let other = Scene::town();
    let _uid = other.new_fob("eeva");
    let mut command = other.command();
    let _command = command
        .env("KEYWRIGHT_SYSTEM", &scene.system)
        .args(["--json", "--at", NOW, "key", "program", &number])
        .env(
            "KEYWRIGHT_TOKEN",
            format!("bench:{}", scene.bench_folder().display()),
        );
    let refused = finish(&mut command);
    assert_eq!(refused.code, 3, "{refused:?}");
    let theirs = other.draft("Eeva Virta", "Resident A");
    let _written = other.run(["key", "program", &theirs]).done();
    for language in ["en", "fi", "sv", "de"] {
        let mut command = scene.command();
        let _command = command
            .env("KEYWRIGHT_ENCODER", other.bench_folder().join("encoder"))
            .args(["--json", "--messages", language, "doctor"]);
        let run = finish(&mut command);
        assert_eq!(run.code, 1, "{run:?}");
        let item = fob(&run);
        assert_eq!(
            (&item["state"], &item["code"]),
            (&json!("wrong"), &json!("fob-unknown")),
            "{item}"
        );
        for field in ["found", "message", "remedy"] {
            let text = item[field].as_str().unwrap();
            assert!(text.len() > 10 && !text.contains("Ours"), "{item}");
        }
    }
}

#[test]
fn a_door_that_refuses_is_told_with_its_remedy() {
    let scene = Scene::town();
    let _edited = scene
        .run(["lock", "edit", "Shed", "--add-lock-group", "Common A"])
        .done();
    let mut command = scene.command();
    // The bench of the locks is another one: no lock of it was installed by this system.
    let other = Scene::town();
    let _command = command
        .args(["--json", "--at", NOW, "--locks"])
        .arg(format!("bench:{}", other.root().join("none").display()))
        .args(["lock", "deploy", "Shed"]);
    let run = finish(&mut command);
    assert_eq!(run.code, 3, "{run:?}");
    let item = run.json()["items"][0].clone();
    for field in ["code", "message", "remedy"] {
        assert!(
            item[field].as_str().is_some_and(|text| text.len() > 5),
            "{item}"
        );
    }
}

#[test]
fn a_lock_that_leaves_a_group_or_changes_its_list_must_be_visited() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.run(["key", "program", &number]).done();
    let left = scene
        .run([
            "lock",
            "edit",
            "A laundry",
            "--remove-lock-group",
            "Common A",
        ])
        .done();
    assert_eq!(left["doors_to_visit"], json!(["A laundry"]), "{left}");
    let moved = scene
        .run(["lock", "edit", "Shed", "--blocking-group", "South"])
        .done();
    assert_eq!(moved["doors_to_visit"], json!(["Shed"]), "{moved}");
    let renamed = scene
        .run(["lock", "edit", "A 1 door", "--name", "A 1 front"])
        .done();
    assert_eq!(renamed["doors_to_visit"], json!([]), "{renamed}");
}

fn add(scene: &Scene, email: &str, more: &[&str]) -> Run {
    let words = ["user", "add", "--first", "Aino", "--last", "Salo"];
    scene.run(words.iter().chain(&["--email", email]).chain(more))
}

#[test]
fn names_with_signs_are_found_and_slips_are_refused() {
    let scene = Scene::town();
    for name in ["Help@desk", "Élève", "Night: shift"] {
        let _role = scene
            .run(["role", "add", "--name", name, "--lock", "Shed"])
            .done();
    }
    let _premises = scene
        .run([
            "premises",
            "add",
            "--name",
            "C: 2",
            "--private",
            "--lock",
            "A 2 door",
            "--role",
            "Night: shift",
            "--role",
            "Help@desk",
        ])
        .done();
    let sources = |run: &Run| -> Vec<String> {
        let user = run.done()["user"].clone();
        let of = |source: &Value| {
            format!(
                "{}/{}/{}",
                source["name"].as_str().unwrap(),
                source["roles"].as_array().map_or(0, Vec::len),
                !source["end"].is_null()
            )
        };
        let mut told: Vec<String> = user["sources"].as_array().unwrap().iter().map(of).collect();
        told.sort();
        told
    };
    let plain = add(
        &scene,
        "a@example.org",
        &["--role", "Help@desk", "--premises", "C: 2"],
    );
    assert_eq!(sources(&plain), ["C: 2/2/false", "Help@desk/0/false"]);
    let bounded = add(
        &scene,
        "b@example.org",
        &[
            "--role",
            "Help@desk@..2027-01-01",
            "--premises",
            "C: 2:Night: shift@..2027-01-01",
        ],
    );
    assert_eq!(sources(&bounded), ["C: 2/1/true", "Help@desk/0/true"]);
    // Case does not count, in whatever script.
    let without = add(
        &scene,
        "c@example.org",
        &[
            "--role",
            "Élève",
            "--role",
            "Resident A",
            "--without-source",
            "éLÈVE",
            "--key",
            "fob",
        ],
    )
    .done();
    assert!(
        !without["difference"].to_string().contains("Shed"),
        "{without}"
    );
    let _told =
        add(&scene, "d@example.org", &["--premises", "C: 3:Night"]).refused(1, "name-unknown");
    let _told = add(&scene, "d@example.org", &["--role", "Cleaner@..2026-11-22"])
        .refused(1, "end-in-the-past");
    let _told =
        add(&scene, "d@example.org", &["--end-date", "2026-11-22"]).refused(1, "end-in-the-past");
    let late = ["--end-date", "2026-12-31", "--role", "Cleaner@2027-01-01.."];
    let late = add(&scene, "d@example.org", &late).refused(1, "start-after-end-date");
    let message = late["message"].as_str().unwrap();
    assert!(
        message.contains("Cleaner") && message.contains("2026-12-31"),
        "{message}"
    );
    let _told = add(&scene, "d@example.org", &["--language", "xx"]).refused(1, "language-unknown");
    // Today is not over.
    let today = add(
        &scene,
        "d@example.org",
        &["--end-date", "2026-11-23", "--language", "fi"],
    );
    let _user = today.done();
}

#[test]
fn a_dry_run_of_an_addition_tells_it_and_adds_nothing() {
    let scene = Scene::town();
    let before = (
        scene.run(["user", "list"]).done(),
        scene.run(["key", "list"]).done(),
    );
    let words = [
        "--role",
        "Resident A",
        "--key",
        "fob",
        "--key",
        "phone",
        "--program",
        "--invite",
        "--dry-run",
    ];
    let told = add(&scene, "aino@example.org", &words).done();
    let deeds: Vec<&Value> = told["planned"]
        .as_array()
        .unwrap()
        .iter()
        .map(|deed| &deed["action"])
        .collect();
    assert_eq!(
        deeds,
        [
            "add-user",
            "give-source",
            "program-now",
            "save-draft",
            "queue-invitation"
        ],
        "{told}"
    );
    assert_eq!(told["actions"], json!([]), "{told}");
    assert_eq!(told["user"]["id"], Value::Null, "{told}");
    let locks = told["difference"].as_array().unwrap().iter();
    let locks: Vec<&Value> = locks.map(|change| &change["lock"]).collect();
    assert_eq!(
        locks,
        ["A main", "A laundry", "A main", "A laundry"],
        "{told}"
    );
    // What would be refused is refused.
    let nothing = ["--key", "fob", "--program", "--dry-run"];
    let _told = add(&scene, "aino@example.org", &nothing).refused(1, "key-opens-nothing");
    let taken = ["--dry-run"];
    let _told = add(&scene, "locksmith@example.org", &taken).refused(1, "email-taken");
    let after = (
        scene.run(["user", "list"]).done(),
        scene.run(["key", "list"]).done(),
    );
    assert_eq!(after, before);
}

#[test]
fn a_likely_duplicate_and_every_key_are_told() {
    let scene = Scene::town();
    let first = add(&scene, "aino@example.org", &[]).done();
    assert_eq!(first["similar"], json!([]));
    let _uid = scene.new_fob("one");
    let words = [
        "--role",
        "Resident A",
        "--key",
        "phone",
        "--key",
        "fob",
        "--program",
    ];
    let second = add(&scene, "a.salo@example.org", &words).done();
    assert_eq!(
        (
            &second["similar"][0]["email"],
            &second["similar"][0]["name"]
        ),
        (&json!("aino@example.org"), &json!("Aino Salo")),
        "{second}"
    );
    let keys: Vec<&Value> = second["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["number"])
        .collect();
    for key in keys {
        let own = second["difference"].as_array().unwrap().iter();
        assert_eq!(
            own.filter(|change| change["key"] == *key).count(),
            2,
            "{second}"
        );
    }
    assert!(second["wire"]["exchanges"].as_u64().unwrap() > 30);
    let told = for_people(
        &scene,
        "fi",
        &[
            "user",
            "add",
            "--first",
            "Aino",
            "--last",
            "Salo",
            "--email",
            "third@example.org",
        ],
    );
    assert!(
        told.stdout.contains("aino@example.org") && told.stdout.contains("käyttäjä"),
        "{told:?}"
    );
}

#[test]
fn lists_tell_holders_roles_and_no_fingerprints() {
    let scene = Scene::town();
    let added = add(
        &scene,
        "aino@example.org",
        &["--role", "Cleaner", "--premises", "A 1", "--key", "fob"],
    )
    .done();
    let users = scene.run(["user", "list"]).done();
    let items = users["items"].as_array().unwrap();
    let own = items
        .iter()
        .find(|user| user["email"] == "aino@example.org");
    assert_eq!(
        (&own.unwrap()["roles"], &own.unwrap()["premises"]),
        (&json!(["Cleaner"]), &json!(["A 1"])),
        "{users}"
    );
    let key = scene.key(&added["keys"][0]["number"].to_string());
    assert_eq!(key["user"]["name"], "Aino Salo");
    let told = for_people(&scene, "en", &["key", "list"]).stdout;
    assert!(
        told.contains("USER") && told.contains("Aino Salo"),
        "{told}"
    );
    let told = for_people(&scene, "en", &["programming-key", "list"]).stdout;
    let widest = told.lines().map(|line| line.chars().count()).max();
    assert!(widest < Some(140) && told.contains("Operator"), "{told}");
    let shown = scene.run(["programming-key", "list"]).done();
    assert!(shown["items"][0]["fingerprint"].is_string(), "{shown}");
}

#[test]
fn what_a_fob_has_room_for_is_told_before_it_is_written() {
    let scene = Scene::town();
    let _small = scene
        .bench(["new", "fob", "small", "--chip", "ev1-2k"])
        .done();
    scene.lay("small");
    let doctor = scene.run(["--messages", "en", "doctor"]);
    let fob = doctor.json()["items"][2]["found"].to_string();
    assert!(fob.contains("half a blocklist only"), "{fob}");
}

#[test]
fn a_second_token_is_plugged_in_and_out_from_the_command_line() {
    let scene = Scene::town();
    let _second = scene.bench(["new", "token", "spare"]).done();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _there = scene.bench(["insert", "spare"]).done();
    assert_ne!(scene.run(["key", "program", &number]).code, 0);
    let _gone = scene.bench(["remove"]).done();
    assert_eq!(
        scene.run(["key", "program", &number]).broken_action()["code"],
        "programming-key-gone"
    );
    let _back = scene.bench(["insert", "office"]).done();
    let _done = scene.run(["key", "program", &number]).done();
    assert_eq!(scene.bench(["new", "k5", "k"]).code, 2);
}

#[test]
fn a_forgotten_password_is_set_anew_with_the_recovery_code() {
    let scene = Scene::town();
    let code = init_of_the_town()["recovery_code"]
        .as_str()
        .unwrap()
        .to_owned();
    let set = |old: Option<&str>, recovery: Option<&str>, fresh: &str| {
        let mut command = scene.command();
        let _command = command.env_remove("KEYWRIGHT_PASSWORD");
        if let Some(old) = old {
            let _command = command.env("KEYWRIGHT_PASSWORD", old);
        }
        if let Some(recovery) = recovery {
            let _command = command.env("KEYWRIGHT_RECOVERY_CODE", recovery);
        }
        let _command = command.env("KEYWRIGHT_NEW_PASSWORD", fresh);
        finish(command.args(["--json", "--at", NOW, "system", "password"]))
    };
    let opens = |password: &str| {
        let mut command = scene.command();
        let _command = command.env("KEYWRIGHT_PASSWORD", password);
        finish(command.args(["--json", "user", "list"])).code
    };
    let _told =
        set(Some("wrong password"), None, "quite a new one").refused(1, "secrets-wrong-password");
    let mut mistyped = code.clone();
    let last = mistyped.pop().unwrap();
    mistyped.push(if last == 'A' { 'B' } else { 'A' });
    let _told =
        set(None, Some(&mistyped), "quite a new one").refused(1, "secrets-recovery-code-mistyped");
    let _told = set(None, Some(&code), "short").refused(1, "secrets-password-too-short");
    let _done = set(None, Some(&code), "quite a new one").done();
    assert_eq!(opens("quite a new one"), 0);
    let _done = set(Some("quite a new one"), None, "a still newer one").done();
    assert_eq!(
        (opens("a still newer one"), opens("quite a new one")),
        (0, 1)
    );
    let log = scene_with(&scene, "a still newer one");
    assert!(log.contains("password-recovered"), "{log}");
    // What was forgotten opens no more.
    assert_eq!(opens(PASSWORD), 1);
}

fn scene_with(scene: &Scene, password: &str) -> String {
    let mut command = scene.command();
    let _command = command.env("KEYWRIGHT_PASSWORD", password);
    finish(command.args(["--json", "audit", "list"])).stdout
}

#[test]
fn missing_or_damaged_slots_are_a_matter_of_the_system_file() {
    let scene = Scene::town();
    let slots = scene.root().join("town.keywright.slots");
    let whole = std::fs::read(&slots).unwrap();
    std::fs::write(&slots, b"damaged").unwrap();
    let _told = scene
        .run(["user", "list"])
        .refused(4, "secrets-slots-damaged");
    std::fs::remove_file(&slots).unwrap();
    let _told = scene.run(["user", "list"]).refused(4, "secrets-slot-file");
    std::fs::write(&slots, whole).unwrap();
    let _list = scene.run(["user", "list"]).done();
}

fn made_by_another_tool(bench: &std::path::Path) {
    use keywright::device::piv::Piv;
    use keywright::device::piv::management::{Cipher, ManagementKey};
    use keywright::device::programming_key::Pin;
    use keywright::device::token_link::SocketLink;
    use keywright::secrets::certificate::Certificate;
    let mut piv = Piv::select(SocketLink::connect(bench).unwrap()).unwrap();
    let pin = Pin::new("27182818").unwrap();
    piv.change_factory_pin(&pin).unwrap();
    piv.verify(&pin).unwrap();
    let random = &mut keywright::secrets::random::SeededRandom::new(b"other");
    let factory = ManagementKey::factory(Cipher::Aes192);
    assert!(piv.prove_management(&factory, random).unwrap());
    let point = piv.generate_key_management().unwrap();
    let sign = &mut |digest: &[u8; 32]| piv.key_management_signature(digest).ok();
    let made = Certificate::self_signed_by(&point, "x", [1; 16], sign).unwrap();
    piv.put_key_management_certificate(made.der()).unwrap();
}

#[test]
fn doctor_tells_what_a_token_is_before_there_is_a_system() {
    let scene = Scene::bare();
    let bench = scene.bench_folder();
    let ask = |request: serde_json::Value| keywright::bench::control::request(&bench, &request);
    let token = || {
        let told = scene.run(["--messages", "en", "doctor"]).json();
        let items = told["items"].as_array().unwrap();
        let mut items = items.iter();
        let token = items.find(|item| item["id"] == "programming key");
        token.unwrap().clone()
    };
    let list = ask(serde_json::json!({"verb": "list"})).unwrap();
    let own = list["inserted"].as_str().unwrap().to_owned();
    let told = token();
    let found = told["found"].as_str().unwrap();
    assert_eq!(told["state"], "ok", "{told}");
    assert!(
        found.contains("made ready as") && found.contains("3 tries"),
        "{told}"
    );
    let new = ["new", "token", "Empty", "--factory", "aes192"];
    let _made = scene.bench(new).done();
    let _in = scene.bench(["insert", "Empty"]).done();
    let told = token();
    let found = told["found"].as_str().unwrap();
    assert_eq!(told["state"], "ok", "{told}");
    assert!(found.contains("not made ready yet"), "{told}");
    // Another tool made key and certificate, and left the rest as it came from the factory.
    made_by_another_tool(&bench);
    let told = token();
    let found = told["found"].as_str().unwrap();
    assert_eq!(told["state"], "warning", "{told}");
    assert!(
        found.contains("made ready as x") && found.contains("PUK or the management key"),
        "{told}"
    );
    let _out = scene.bench(["remove"]).done();
    assert_eq!(token()["code"], "programming-key-gone");
    let _back = scene.bench(["insert", &own]).done();
}

#[test]
fn a_role_that_is_said_twice_is_given_once() {
    let scene = Scene::town();
    let twice = ["--role", "Resident A", "--role", "resident a"];
    let more = ["--premises", "A 1", "--premises", "A 1", "--dry-run"];
    let told = add(&scene, "aino@example.org", &[&twice[..], &more].concat()).done();
    let given = told["planned"].as_array().unwrap().iter();
    let given = given.filter(|deed| deed["action"] == "give-source").count();
    assert_eq!(given, 2, "{told}");
    let windows = ["--role", "Resident A@..2026-12-31", "--role"];
    let other = ["Resident A@2027-02-01..", "--dry-run"];
    let told = add(&scene, "aino@example.org", &[&windows[..], &other].concat()).done();
    let given = told["planned"].as_array().unwrap().iter();
    let given = given.filter(|deed| deed["action"] == "give-source").count();
    assert_eq!(given, 2, "{told}");
}

#[test]
fn doctor_refuses_a_programming_key_whose_name_is_mistyped() {
    let scene = Scene::bare();
    let told = scene.run(["--token", "ubs", "doctor"]).refused(2, "usage");
    assert!(told["message"].as_str().unwrap().contains("ubs"), "{told}");
    // Another word for a port: a contact slot is no encoder.
    let told = scene.run(["--messages", "en", "--contact", "/dev/null", "doctor"]);
    assert!(!told.json().to_string().contains("the port of the encoder"));
}
