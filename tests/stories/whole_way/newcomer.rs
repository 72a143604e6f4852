//! What somebody meets who uses the command line for the first time: slips, writes that are cut off, and whether the
//! advice given then leads on.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use serde_json::{Value, json};

use super::scene::{NOW, Run, Scene, finish};

fn add(scene: &Scene, email: &str, more: &[&str]) -> Run {
    let words = ["user", "add", "--first", "Aada", "--last", "Korhonen"];
    scene.run(words.iter().chain(&["--email", email]).chain(more))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn a_write_that_was_cut_off_says_which_command_finishes_it() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let _armed = scene.bench(["pull", "--after-exchange", "20"]).done();
    let fob = ["--role", "Resident A", "--key", "fob", "--program"];
    let cut = add(&scene, "aada@example.org", &fob);
    assert_eq!(cut.code, 3, "{cut:?}");
    let number = cut.json()["keys"][0]["number"].to_string();
    let command = format!("`keywright key program {number}`");
    let broken = cut.broken_action();
    for advice in [&command, "`keywright task run`"] {
        assert!(text(&broken["remedy"]).contains(advice), "{broken}");
    }
    // The same command again: the address is taken, by somebody whose key waits.
    let again = add(&scene, "AADA@example.org", &fob).refused(1, "email-taken");
    assert!(text(&again["message"]).contains("Aada Korhonen"), "{again}");
    assert!(text(&again["remedy"]).contains(&command), "{again}");
    assert_eq!(again["waiting"]["key"].to_string(), number, "{again}");
    // Added under another address, with the fob that was begun: it says whose that is.
    scene.lay("aada");
    let other = add(&scene, "aada2@example.org", &fob);
    let refused = other.broken_action();
    assert_eq!(refused["code"], "fob-of-other-key", "{refused}");
    assert!(
        text(&refused["message"]).contains("Aada Korhonen"),
        "{refused}"
    );
    assert!(text(&refused["remedy"]).contains(&command), "{refused}");
    let _done = scene.persevere(&["key", "program", &number]).done();
    // Once it is written nothing waits for that address.
    let taken = add(&scene, "aada@example.org", &fob).refused(1, "email-taken");
    assert_eq!(taken["waiting"], Value::Null, "{taken}");

    let read = scene.run(["key", "read"]).done();
    assert_eq!(
        (&read["user"]["name"], read["key_number"].to_string()),
        (&json!("Aada Korhonen"), number.clone()),
        "{read}"
    );
    let told = scene.tell(&["key", "read"]).stdout;
    assert!(told.contains("Aada Korhonen"), "{told}");
    let _uid = scene.new_fob("blank");
    let wrong = scene
        .run(["key", "program", &number, "--again"])
        .broken_action();
    assert_eq!(wrong["code"], "wrong-fob");
    let whose = format!("(key {number}, Aada Korhonen)");
    let english = scene.tell(&["key", "program", &number, "--again"]).stderr;
    assert!(english.contains(&whose), "{english}");
}

#[test]
fn an_edit_that_changes_nothing_and_a_file_that_is_no_system_are_refused() {
    let scene = Scene::town();
    for words in [
        &["role", "edit", "Resident A"][..],
        &["lock", "edit", "Shed", "--locks", "A main"],
    ] {
        let told = scene.run(words).refused(2, "usage");
        assert!(text(&told["message"]).contains("--name"), "{told}");
    }
    let pin = scene.root().join("pin");
    std::fs::write(&pin, "123456\n").unwrap();
    let told = scene.run(["system", "restore", pin.to_str().unwrap()]);
    let told = told.refused(4, "store-not-a-system-file");
    assert!(
        text(&told["message"]).contains(pin.to_str().unwrap()),
        "{told}"
    );
}

#[test]
fn a_lock_whose_blocklist_is_newer_than_recorded_is_told_and_recorded() {
    let scene = Scene::town();
    let write = |fob: &str, name: &str| {
        let _uid = scene.new_fob(fob);
        let number = scene.draft(name, "Resident A");
        let _done = scene.persevere(&["key", "program", &number]).done();
        number
    };
    let lost = write("lost", "Aada Korhonen");
    let read = || scene.run(["lock", "read", "A main"]).done();
    assert_eq!(read()["as_recorded"], true);
    let _blocked = scene
        .run(["key", "block", &lost, "--reason", "lost"])
        .done();
    let _carrier = write("carrier", "Eeva Virta");
    assert_eq!(scene.present("carrier", "A main", NOW), "open");
    let newer = read();
    let versions = |read: &Value| {
        let number = |name: &str| read[name].as_u64();
        (
            number("blocklist_version"),
            number("recorded_blocklist_version"),
        )
    };
    assert_eq!(newer["as_recorded"], false, "{newer}");
    let (held, recorded) = versions(&newer);
    assert!(held > recorded, "{newer}");
    let known = read();
    assert_eq!(known["as_recorded"], true, "{known}");
    assert_eq!(versions(&known), (held, held));
}

#[test]
fn what_is_copied_and_restored_is_for_its_owner_alone() {
    let scene = Scene::town();
    let backup = scene.root().join("backup.keywright");
    let to = backup.to_str().unwrap();
    let _done = scene.run(["system", "backup", to]).done();
    let _restored = scene.run(["system", "restore", to]).done();
    let beside = |path: &std::path::Path| path.with_extension("keywright.slots");
    for path in [
        &backup,
        &scene.system,
        &beside(&backup),
        &beside(&scene.system),
    ] {
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn a_returned_key_wants_nothing_and_is_not_counted() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _done = scene.persevere(&["key", "program", &number]).done();
    let _back = scene.persevere(&["key", "return", &number]).done();
    let shown = scene.run(["key", "show", &number]).done();
    assert_eq!(shown["state"], "returned");
    assert_eq!(
        (&shown["wanted"], &shown["difference"]),
        (&json!([]), &json!([])),
        "{shown}"
    );
    let times = [
        "role",
        "edit",
        "Resident A",
        "--times",
        "mon-fri 07:00-18:00",
    ];
    assert_eq!(scene.run(times).done()["keys_changed"], 0);

    // The log says what each entry is about, and tells nothing that is not there.
    let log = scene.run(["audit", "list", "--count", "500"]).done();
    let items = log["items"].as_array().unwrap();
    let about = |kind: &str, name: &str| {
        let mut items = items.iter();
        items.any(|item| item["subject_kind"] == kind && item["subject_name"] == name)
    };
    assert!(about("key", &format!("fob {number}")), "{log}");
    assert!(about("user", "Aada Korhonen"), "{log}");
    // So it does of what the system began with.
    let own = scene.run(["programming-key", "list"]).done();
    let label = own["items"][0]["name"].as_str().unwrap();
    assert!(about("programming-key", label), "{log}");
    assert!(about("administrator-role", "Administrator"), "{log}");
    let operators = scene.run(["operator", "list"]).done();
    let name = operators["items"][0]["user_name"].as_str().unwrap();
    assert!(about("operator", name), "{log}");
    assert!(!log.to_string().contains("failure=\""), "{log}");
    let told = scene.tell(&["audit", "list"]).stdout;
    assert!(told.contains(&format!("fob {number}")), "{told}");
}

#[test]
fn what_a_kind_of_key_cannot_open_is_no_difference() {
    let scene = Scene::town();
    let k5 = ["--role", "Resident A", "--key", "k5", "--draft"];
    let added = add(&scene, "aada@example.org", &k5).done();
    let cannot: Vec<&Value> = added["cannot_open"].as_array().unwrap().iter().collect();
    assert!(!cannot.is_empty(), "{added}");
    let difference = added["difference"].as_array().unwrap();
    let both = difference.iter().find(|one| cannot.contains(&&one["lock"]));
    assert_eq!(both, None, "{added}");
}

#[test]
fn people_are_told_once_that_nothing_is_there_and_until_which_day() {
    let scene = Scene::town();
    let nothing = scene.tell(&["task", "list"]);
    assert_eq!(
        (nothing.code, nothing.stdout.lines().count()),
        (0, 1),
        "{nothing:?}"
    );
    let until = [
        "--role",
        "Resident A@..2026-12-31",
        "--key",
        "fob",
        "--draft",
    ];
    let _added = add(&scene, "aada@example.org", &until).done();
    let told = scene.tell(&["user", "show", "aada@example.org"]).stdout;
    assert!(
        told.contains("2026-12-31") && !told.contains("2027-01-01"),
        "{told}"
    );
    let german = |words: &[&str]| {
        let mut command = scene.command();
        finish(command.args(["--messages", "de"]).args(words)).stdout
    };
    for words in [&["user", "list"][..], &["administrator-role", "list"]] {
        let head = german(words).lines().next().unwrap().to_owned();
        assert!(
            !head.contains("PREMISES") && !head.contains("EVERYWHERE"),
            "{head}"
        );
    }

    // A fault is told once, and the contact slot is not passed over.
    let mut command = scene.command();
    let _command = command
        .env("KEYWRIGHT_ENCODER", "/dev/none-there")
        .env("KEYWRIGHT_CONTACT", "");
    let doctor = finish(command.args(["--messages", "en", "doctor"]));
    assert_eq!(doctor.code, 3, "{doctor:?}");
    let fault = "The port /dev/none-there cannot be opened";
    let all = [doctor.stdout.as_str(), doctor.stderr.as_str()].concat();
    assert_eq!(all.matches(fault).count(), 1, "{doctor:?}");
    assert!(doctor.stdout.contains("contact slot"), "{doctor:?}");
    let items = scene.run(["doctor"]).done()["items"].clone();
    let slot = items
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["id"] == "contact slot");
    assert_eq!(slot.unwrap()["state"], "not checked", "{items}");

    // An empty variable names nothing, and what the operating system says ends as a sentence.
    let mut command = scene.command();
    let empty =
        finish(
            command
                .env("KEYWRIGHT_TOKEN", "")
                .args(["--messages", "en", "key", "read"]),
        );
    assert!(
        empty.stderr.contains("[programming-key-not-named]"),
        "{empty:?}"
    );
    let mut command = scene.command();
    let _command = command.env("KEYWRIGHT_ENCODER", "/dev/none-there");
    let gone = finish(command.args(["--messages", "en", "key", "read"])).stderr;
    assert!(gone.contains(". Check the name"), "{gone}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let scene = Scene::town();
    let mut command = scene.command();
    let _command = command
        .args(["audit", "list", "--count", "2000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Closed before anything can be written: as by a reader that ends at once.
    let out = child.stdout.take().unwrap();
    drop(out);
    let mut said = String::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines() {
        said += &line.unwrap();
    }
    assert!(child.wait().unwrap().success(), "{said}");
    assert_eq!(said, "");
}

/// The number that stands behind a text of the README.
fn told_number(readme: &str, before: &str) -> String {
    let behind = readme
        .split(before)
        .nth(1)
        .unwrap_or_else(|| panic!("{before}"));
    let digits: String = behind.chars().take_while(char::is_ascii_digit).collect();
    assert!(!digits.is_empty(), "{before}");
    digits
}

#[test]
fn a_write_is_cut_off_where_the_readme_says() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    // Wherever its lines end.
    let words: Vec<&str> = readme.split_whitespace().collect();
    let readme = words.join(" ");
    let pull = told_number(&readme, "bench bench pull --after-exchange ");
    let unplug = told_number(&readme, "`unplug --after-exchange ");
    let again = told_number(&readme, "pull with `--after-exchange ");
    let scene = Scene::town();
    let waits = || scene.run(["task", "list"]).done()["items"][0]["state"].clone();
    for (fob, cut, code) in [
        ("aada", ["pull", "--after-exchange", &pull], "fob-lifted"),
        (
            "eeva",
            ["unplug", "--after-exchange", &unplug],
            "encoder-unplugged",
        ),
    ] {
        let _uid = scene.new_fob(fob);
        let number = scene.draft(&format!("{fob} Korhonen"), "Resident A");
        let _armed = scene.bench(cut).done();
        let broken = scene.run(["key", "program", &number]).broken_action();
        assert_eq!(broken["code"], code, "{broken}");
        assert_eq!(waits(), "writing", "{fob}");
        if fob == "eeva" {
            let _plugged = scene.bench(["plug"]).done();
        }
        scene.lay(fob);
        let _done = scene.persevere(&["task", "run"]).done();
    }
    let keys = scene.run(["key", "list"]).done();
    let number = keys["items"].as_array().unwrap().last().unwrap()["number"].to_string();
    let _armed = scene.bench(["pull", "--after-exchange", &again]).done();
    let program = ["key", "program", &number, "--again"];
    assert_eq!(scene.run(program).code, 3);
    assert_eq!(waits(), "writing");
    scene.lay("eeva");
    let _done = scene.persevere(&["key", "program", &number]).done();
}
