//! Who holds the authority: a second programming key, made from a token of the factory; keys pulled out in the
//! middle; the recovery code proven and made anew; nothing leaves the counter before two ways are known.

use std::sync::Arc;

use keywright::model::Email;
use keywright::time::SystemClock;
use keywright::workflow::{NewStation, Services, Station, hardware};
use serde_json::Value;

use super::scene::{BenchProcess, NOW, OPERATOR, PASSWORD, Run, Scene, finish, init_of_the_town};

pub(super) const RESERVE_PIN: &str = "27182818";
pub(super) const RESERVE_PUK: &str = "31415926";

/// A second bench beside the scene's own, with a token as from the factory.
pub(super) struct Reserve {
    _process: BenchProcess,
    folder: std::path::PathBuf,
}

impl Reserve {
    pub(super) fn new(scene: &Scene, name: &str) -> Self {
        let folder = scene.root().join(name);
        let process = BenchProcess::start(&folder);
        let reserve = Self {
            _process: process,
            folder,
        };
        let made = ["new", "token", name, "--factory", "aes192"];
        let _made = reserve.bench(scene, &made).done();
        reserve
    }

    pub(super) fn bench(&self, scene: &Scene, words: &[&str]) -> Run {
        let mut command = scene.command();
        finish(
            command
                .args(["--json", "bench"])
                .arg(&self.folder)
                .args(words),
        )
    }

    pub(super) fn token(&self) -> String {
        format!("bench:{}", self.folder.display())
    }

    /// Runs a verb with this token as the programming key.
    pub(super) fn run(&self, scene: &Scene, words: &[&str]) -> Run {
        let mut command = scene.command();
        let _command = command
            .env("KEYWRIGHT_TOKEN", self.token())
            .env(
                "KEYWRIGHT_LOCKS",
                format!("bench:{}", scene.bench_folder().display()),
            )
            .env("KEYWRIGHT_PIN", RESERVE_PIN)
            .args(["--json", "--at", NOW]);
        finish(command.args(words))
    }

    /// Adds it to the system, made ready first.
    pub(super) fn add(&self, scene: &Scene, label: &str) -> Run {
        let mut command = scene.command();
        let _command = command
            .env("KEYWRIGHT_NEW_TOKEN_PIN", RESERVE_PIN)
            .env("KEYWRIGHT_PUK", RESERVE_PUK)
            .args(["--json", "--at", NOW, "programming-key", "add"])
            .args(["--new-token", &self.token(), "--label", label])
            .args(["--operator-of-key", OPERATOR]);
        finish(&mut command)
    }
}

fn items(run: &Run) -> Vec<Value> {
    run.done()["items"].as_array().unwrap().clone()
}

#[test]
fn a_second_programming_key_is_added_edited_and_removed() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    // Empty, and with what the factory gave it, it is refused.
    let mut bare = scene.command();
    let _command = bare
        .env("KEYWRIGHT_NEW_TOKEN_PIN", RESERVE_PIN)
        .args([
            "--json",
            "programming-key",
            "add",
            "--new-token",
            &reserve.token(),
        ])
        .args(["--label", "Reserve", "--operator-of-key", OPERATOR]);
    let _told = finish(&mut bare).refused(3, "programming-key-no-certificate");

    let added = reserve.add(&scene, "Reserve").done();
    assert_eq!(added["name"], "Reserve");
    // The one at hand is one already.
    let own = format!("bench:{}", scene.bench_folder().join("../bench").display());
    let mut twice = scene.command();
    let _command = twice
        .env("KEYWRIGHT_NEW_TOKEN_PIN", &scene.pin)
        .args(["--json", "--at", NOW, "programming-key", "add"])
        .args(["--new-token", &own, "--label", "Twice"])
        .args(["--operator-of-key", OPERATOR]);
    let _told = finish(&mut twice).refused(1, "programming-key-known");
    assert_eq!(added["opens_generations"], serde_json::json!([1]));
    assert_eq!(added["steps"].as_array().unwrap().len(), 7);
    let permissions = added["permissions"].as_array().unwrap();
    assert!(
        permissions.iter().any(|one| one == "program-keys"),
        "{added}"
    );
    assert_eq!(added["operators"][0]["email"], OPERATOR);
    let _known = reserve
        .add(&scene, "Again")
        .refused(1, "programming-key-known");
    assert_eq!(items(&scene.run(["programming-key", "list"])).len(), 2);

    // It programs as the first one does.
    let number = scene.draft("Aino Salo", "Resident A");
    let _uid = scene.new_fob("aino");
    let _done = reserve.run(&scene, &["key", "program", &number]).done();
    assert_eq!(scene.present("aino", "A main", NOW), "open");

    let edit = ["programming-key", "edit", "Reserve", "--label", "Safe"];
    assert_eq!(scene.run(edit).done()["name"], "Safe");
    let nobody = [
        "programming-key",
        "edit",
        "Safe",
        "--remove-operator",
        OPERATOR,
    ];
    let _told = scene.run(nobody).refused(1, "programming-key-no-operator");
    let itself = ["programming-key", "remove", "Safe"];
    let _told = reserve
        .run(&scene, &itself)
        .refused(1, "programming-key-removes-itself");
    let removed = scene.run(itself).done();
    assert_eq!(
        (&removed["removed"], &removed["ways_left"]),
        (&true.into(), &1.into())
    );
    assert!(removed["notice"].is_string());
    reserve
        .run(&scene, &["key", "program", &number])
        .refused_action("programming-key-foreign");
    let _told = scene.run(["audit", "verify"]).done();
}

impl Run {
    /// That the one write of it was refused with this word.
    fn refused_action(&self, word: &str) {
        assert_ne!(self.code, 0, "{self:?}");
        assert!(self.stdout.contains(word), "{self:?}");
    }
}

#[test]
fn the_secrets_of_a_new_key_are_found_nowhere() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    let mut command = scene.command();
    let _command = command
        .env("KEYWRIGHT_LOG", "trace")
        .env("KEYWRIGHT_NEW_TOKEN_PIN", RESERVE_PIN)
        .env("KEYWRIGHT_PUK", RESERVE_PUK)
        .args(["--json", "--at", NOW, "programming-key", "add"])
        .args(["--new-token", &reserve.token(), "--label", "Reserve"])
        .args(["--operator-of-key", OPERATOR]);
    let added = finish(&mut command);
    let _answer = added.done();
    let kept = std::fs::read_to_string(reserve.folder.join("state/tokens/reserve.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    // What the token keeps for itself: its management key, its private key.
    let management = kept["management"]["key"].as_str().unwrap();
    let private = kept["keys"]["9d"].as_str().unwrap();
    let mut secrets = Vec::new();
    for text in [RESERVE_PIN, RESERVE_PUK, management, private] {
        secrets.push(text.as_bytes().to_vec());
        secrets.push(text.to_uppercase().into_bytes());
        secrets.push(data_encoding::HEXLOWER.encode(text.as_bytes()).into_bytes());
        secrets.push(data_encoding::BASE64.encode(text.as_bytes()).into_bytes());
    }
    for hex in [management, private] {
        let raw = data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap();
        secrets.push(data_encoding::BASE64_NOPAD.encode(&raw).into_bytes());
        secrets.push(format!("{raw:?}").into_bytes());
        secrets.push(raw);
    }
    let mut places = vec![
        ("said".to_owned(), added.stdout.into_bytes()),
        ("logged".to_owned(), added.stderr.into_bytes()),
    ];
    for entry in std::fs::read_dir(scene.root()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            places.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    let mut searched = 0;
    for (place, bytes) in &places {
        for secret in &secrets {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == &secret[..]);
            assert!(!found, "{place} holds {}", String::from_utf8_lossy(secret));
            searched += 1;
        }
    }
    println!(
        "a new programming key: {} places searched {searched} times for its secrets",
        places.len()
    );
    assert!(places.len() >= 4);
}

#[test]
fn a_key_that_is_pulled_while_it_is_added_leaves_the_system_as_it_was() {
    let scene = Scene::town();
    let mut pulled = 0;
    for commands in [0, 3, 9, 15, 21, 27, 33, 39, 45, 51, 57] {
        let name = format!("reserve{commands}");
        let reserve = Reserve::new(&scene, &name);
        let fuse = ["remove", "--after-exchange", &commands.to_string()];
        let _lit = reserve.bench(&scene, &fuse).done();
        let run = reserve.add(&scene, &name);
        if run.code == 0 {
            // Later than the last command: it only lost its plug.
            let last = ["programming-key", "remove", &name];
            let _gone = scene.run(last).done();
            continue;
        }
        let _told = run.refused(3, "programming-key-gone");
        assert_eq!(items(&scene.run(["programming-key", "list"])).len(), 1);
        let _in = reserve.bench(&scene, &["insert", &name]).done();
        let _added = reserve.add(&scene, &name).done();
        let _gone = scene.run(["programming-key", "remove", &name]).done();
        pulled += 1;
    }
    // And the one that gives the authority.
    let reserve = Reserve::new(&scene, "last");
    for commands in [0, 2, 4, 6] {
        let fuse = ["remove", "--after-exchange", &commands.to_string()];
        let _lit = scene.bench(fuse).done();
        let _told = reserve
            .add(&scene, "last")
            .refused(3, "programming-key-gone");
        let _in = scene.bench(["insert", "office"]).done();
        assert_eq!(items(&scene.run(["programming-key", "list"])).len(), 1);
        pulled += 1;
    }
    let _added = reserve.add(&scene, "last").done();
    println!("adding a programming key: pulled out {pulled} times, each begun again");
    assert!(pulled > 8);
}

#[test]
fn a_key_that_is_pulled_while_a_fob_is_written_stops_the_next_write_only() {
    let scene = Scene::town();
    let number = scene.draft("Aino Salo", "Resident A");
    let _uid = scene.new_fob("aino");
    // SELECT, certificate and GUID, PIN twice, one agreement: then it is not needed any more.
    let mut writes = 0;
    for commands in 0..40 {
        let fuse = ["remove", "--after-exchange", &commands.to_string()];
        let _lit = scene.bench(fuse).done();
        let run = scene.run(["key", "program", &number]);
        if run.code == 0 {
            assert_eq!(scene.present("aino", "A main", NOW), "open");
            writes += 1;
            break;
        }
        run.refused_action("programming-key-gone");
        assert_eq!(scene.key(&number)["state"], "draft");
        let _in = scene.bench(["insert", "office"]).done();
    }
    assert_eq!(writes, 1);
    // It answers no more commands: the next write finds it gone.
    let next = scene.run(["key", "program", &number]);
    next.refused_action("programming-key-gone");
    // Another token in its place gets the PIN of nobody, and opens nothing.
    let _made = scene
        .bench(["new", "token", "stranger", "--factory", "3des"])
        .done();
    let _in = scene.bench(["insert", "stranger"]).done();
    let next = scene.run(["key", "program", &number]);
    next.refused_action("programming-key-no-certificate");
}

#[test]
fn the_recovery_code_is_proven_printed_and_made_anew() {
    let scene = Scene::town();
    let printed = init_of_the_town()["recovery_code"]
        .as_str()
        .unwrap()
        .to_owned();
    let with = |code: &str, words: &[&str]| {
        let mut command = scene.command();
        let _command = command.env("KEYWRIGHT_RECOVERY_CODE", code);
        finish(command.args(["--json", "--at", NOW, "system"]).args(words))
    };
    assert!(scene.run(["system", "info"]).done()["recovery_rehearsed"].is_null());
    let mistyped = printed.replacen(
        &printed[..1],
        if printed.starts_with('7') { "8" } else { "7" },
        1,
    );
    let told = with(&mistyped, &["rehearse-recovery"]);
    let _told = told.refused(1, "secrets-recovery-code-mistyped");
    let proven = with(&printed.to_lowercase(), &["rehearse-recovery"]).done();
    assert_eq!(proven["ways"], 2);
    let sheet = with(&printed, &["recovery-sheet"]).done();
    assert!(
        sheet["sheet"].as_str().unwrap().contains(&printed),
        "{sheet}"
    );
    assert!(
        sheet["sheet"].as_str().unwrap().contains("Small town"),
        "{sheet}"
    );

    let renewed = scene.run(["system", "recovery-sheet", "--renew"]).done();
    let fresh = renewed["recovery_code"].as_str().unwrap();
    assert_ne!(fresh, printed);
    assert!(scene.run(["system", "info"]).done()["recovery_rehearsed"].is_null());
    let told = with(&printed, &["rehearse-recovery"]);
    let _told = told.refused(1, "secrets-wrong-recovery-code");
    assert_eq!(with(fresh, &["rehearse-recovery"]).done()["ways"], 2);
    let _whole = scene.run(["system", "verify"]).done();
}

/// Renews the code, cut off somewhere; the code that somebody knows now must open everything.
fn renewed_and_cut_off(scene: &Scene, known: &mut String, run: &Run) {
    if let Some(told) = run.stdout.lines().next() {
        let told: Value = serde_json::from_str(told).unwrap();
        if let Some(fresh) = told["recovery_code"].as_str() {
            fresh.clone_into(known);
        }
    }
    let mut command = scene.command();
    let _command = command.env("KEYWRIGHT_RECOVERY_CODE", &*known);
    let proven = finish(command.args(["--json", "--at", NOW, "system", "rehearse-recovery"]));
    assert_eq!(proven.done()["ways"], 2, "{run:?}");
}

#[test]
fn whatever_cuts_a_renewal_off_a_code_that_is_known_opens_everything() {
    let scene = Scene::town();
    let mut known = init_of_the_town()["recovery_code"]
        .as_str()
        .unwrap()
        .to_owned();
    let renew = ["--json", "--at", NOW, "system", "recovery-sheet", "--renew"];
    let (mut kills, mut pulls, mut told) = (0, 0, 0);
    if cfg!(debug_assertions) {
        for point in 1.. {
            let mut command = scene.command();
            let _command = command.env("KEYWRIGHT_FAILPOINT", point.to_string());
            let run = finish(command.args(renew));
            renewed_and_cut_off(&scene, &mut known, &run);
            if run.code == 0 {
                break;
            }
            assert_eq!(run.code, -1, "{run:?}");
            kills += 1;
            told += usize::from(!run.stdout.is_empty());
        }
        assert!(kills >= 8 && told >= 3 && told < kills, "{kills} {told}");
    }
    for commands in 0..60 {
        let fuse = ["remove", "--after-exchange", &commands.to_string()];
        let _lit = scene.bench(fuse).done();
        let mut command = scene.command();
        let run = finish(command.args(renew));
        let _in = scene.bench(["insert", "office"]).done();
        renewed_and_cut_off(&scene, &mut known, &run);
        if run.code == 0 {
            break;
        }
        let told = [run.stdout.as_str(), &run.stderr].concat();
        assert!(told.contains("\"programming-key-gone\""), "{run:?}");
        pulls += 1;
    }
    println!("renewing the recovery code: killed {kills} times, pulled {pulls} times");
    assert!(pulls >= 4);
    let _whole = scene.run(["system", "verify"]).done();
}

#[test]
fn no_fob_leaves_the_counter_before_two_ways_to_the_secrets_are_proven() {
    let scene = Scene::bare();
    let token = || {
        hardware::open_bench_token(
            &scene.bench_folder(),
            &scene.pin,
            keywright::device::programming_key::LastTry::Keep,
        )
        .unwrap()
    };
    let new = NewStation {
        name: "Real",
        zone: "Europe/Helsinki".parse().unwrap(),
        demo: false,
        operator: Email::new(OPERATOR).unwrap(),
        password: PASSWORD,
    };
    let services = Services::of_this_computer(Arc::new(SystemClock));
    let opened = Station::init(&scene.system, &new, &mut *token(), services).unwrap();
    let (mut station, code) = (opened.station, opened.recovery_code);
    assert_eq!(
        station.go_live().unwrap_err().code(),
        "system-one-recipient"
    );
    assert!(!station.info().unwrap().live);
    let wrong = "0".repeat(32);
    assert!(station.rehearse_recovery(&wrong).is_err());
    assert_eq!(
        station.go_live().unwrap_err().code(),
        "system-one-recipient"
    );
    let _code = station.rehearse_recovery(&code).unwrap();
    station.go_live().unwrap();
    assert!(station.info().unwrap().live);
    // Once live it stays so, whatever is proven.
    // A code that nobody could read changes nothing: the one before still opens everything.
    let unseen = station.renew_recovery(PASSWORD, &mut *token(), &mut |_| false);
    assert_eq!(unseen.unwrap_err().code(), "recovery-code-not-shown");
    let _code = station.rehearse_recovery(&code).unwrap();
    let mut shown = None;
    station
        .renew_recovery(PASSWORD, &mut *token(), &mut |sheet| {
            shown = Some(sheet.code.clone());
            true
        })
        .unwrap();
    assert!(station.rehearse_recovery(&code).is_err());
    assert_eq!(station.ways_to_the_secrets().unwrap(), 1);
    station.go_live().unwrap();
    let _code = station.rehearse_recovery(&shown.unwrap()).unwrap();
}

/// The PUK comes from a file too where a system is made, and a file that is not there stops before anything is.
#[test]
fn the_puk_of_the_first_programming_key_may_stand_in_a_file() {
    let scene = Scene::bare();
    let file = scene.root().join("puk");
    let init = || {
        let system = scene.system.to_str().unwrap();
        let words = ["system", "init", system, "--name", "Small town"];
        let more = ["--zone", "Europe/Helsinki", "--demo", "--puk-file"];
        let words = words.iter().chain(&more).copied();
        scene.run(words.chain([file.to_str().unwrap()]))
    };
    let missing = init();
    assert_eq!(missing.code, 2, "{missing:?}");
    assert!(missing.stdout.contains("puk"), "{missing:?}");
    assert!(!scene.system.exists());
    std::fs::write(&file, "31415926\n").unwrap();
    let _made = init().done();
    assert!(scene.system.exists());
}
