//! The only programming key is gone: the recovery code adds another, whatever is cut off; then the lost one is taken
//! off, and what was made before still opens and is written again.

use serde_json::{Value, json};

use super::authority::{RESERVE_PIN, RESERVE_PUK, Reserve};
use super::scene::{NOW, OPERATOR, Run, Scene, finish, init_of_the_town};

fn printed() -> String {
    init_of_the_town()["recovery_code"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A code that is one, of no system.
const STRANGER: &str = "0000-0000-0000-0000-0000-0000-015Z-YDP7";

/// `programming-key add` with the recovery code; nobody has the PIN of another key.
fn recover(
    scene: &Scene,
    reserve: &Reserve,
    (label, code): (&str, &str),
    more: &[(&str, &str)],
) -> Run {
    let mut command = scene.command();
    let _command = command
        .env_remove("KEYWRIGHT_TOKEN")
        .env_remove("KEYWRIGHT_PIN")
        .env("KEYWRIGHT_NEW_TOKEN_PIN", RESERVE_PIN)
        .env("KEYWRIGHT_PUK", RESERVE_PUK)
        .env("KEYWRIGHT_RECOVERY_CODE", code)
        .envs(more.iter().copied())
        .args(["--json", "--at", NOW, "programming-key", "add"])
        .args(["--with-recovery-code", "--new-token", &reserve.token()])
        .args(["--label", label, "--operator-of-key", OPERATOR]);
    finish(&mut command)
}

fn keys(scene: &Scene) -> Vec<Value> {
    let listed = scene.run(["programming-key", "list"]).done();
    listed["items"].as_array().unwrap().clone()
}

fn log(scene: &Scene) -> String {
    scene.run(["audit", "list"]).done().to_string()
}

/// Nobody has the token `office` any more.
fn lose_the_only_key(scene: &Scene) {
    let _out = scene.bench(["remove"]).done();
    let lost = scene.run(["programming-key", "lost", "CN=office"]);
    let _told = lost.refused(3, "programming-key-gone");
}

#[test]
fn the_recovery_code_adds_a_programming_key_when_the_only_one_is_lost() {
    let scene = Scene::town();
    let number = scene.draft("Aino Salo", "Resident A");
    let _uid = scene.new_fob("aino");
    let _done = scene.run(["key", "program", &number]).done();
    lose_the_only_key(&scene);
    let reserve = Reserve::new(&scene, "reserve");

    // Nothing is done to the token before the code is known to be that of the system.
    let code = printed();
    let wrong = code.replacen(&code[..1], if code.starts_with('7') { "8" } else { "7" }, 1);
    let told = recover(&scene, &reserve, ("Reserve", &wrong), &[]);
    let _told = told.refused(1, "secrets-recovery-code-mistyped");
    let told = recover(&scene, &reserve, ("Reserve", STRANGER), &[]);
    let _told = told.refused(1, "secrets-wrong-recovery-code");
    let _told = recover(&scene, &reserve, ("Reserve", ""), &[]).refused(2, "usage");
    let plain = reserve.run(&scene, &["programming-key", "list"]).done();
    assert_eq!(plain["items"].as_array().unwrap().len(), 1);
    let empty = reserve.run(&scene, &["key", "program", &number]);
    assert!(empty.stdout.contains("programming-key-no-certificate"));

    let trace = [("KEYWRIGHT_LOG", "trace")];
    let run = recover(&scene, &reserve, ("Reserve", &code), &trace);
    let added = run.done();
    assert_eq!(added["opened_by"], "recovery-code");
    assert_eq!(added["opens_generations"], json!([1]));
    assert!(
        added["notice"].as_str().unwrap().contains("lost"),
        "{added}"
    );
    for said in [&run.stdout, &run.stderr] {
        assert!(!said.contains(&code) && !said.contains(&code.replace('-', "")));
        assert!(!said.contains(RESERVE_PIN) && !said.contains(RESERVE_PUK));
    }
    assert!(log(&scene).contains("recovery-code-used"));
    let _whole = scene.run(["audit", "verify"]).done();

    // What was made before opens and is written again, and the lost one is made worthless.
    scene.lay("aino");
    let _written = reserve.run(&scene, &["key", "program", &number]).done();
    assert_eq!(scene.present("aino", "A main", NOW), "open");
    let lost = ["programming-key", "lost", "CN=office", "--pin-may-be-known"];
    let removed = reserve.run(&scene, &lost).done();
    assert_eq!(removed["campaign"]["phase"], "locks");
    assert_eq!(keys(&scene).len(), 1);
    let _deployed = reserve.run(&scene, &["lock", "deploy", "--all"]).done();
    scene.lay("aino");
    let _written = reserve.run(&scene, &["key", "program", &number]).done();
    let _deployed = reserve.run(&scene, &["lock", "deploy", "--all"]).done();
    let status = reserve.run(&scene, &["campaign", "show"]).done();
    assert_eq!(status["phase"], "done");
    assert_eq!(scene.present("aino", "A main", NOW), "open");

    // And once more: the code opens what was made since, and what was before.
    let second = Reserve::new(&scene, "second");
    let added = recover(&scene, &second, ("Second", &code), &[]).done();
    assert_eq!(added["opens_generations"], json!([1, 2]));
    let _gone = second
        .run(&scene, &["programming-key", "lost", "Reserve"])
        .done();
    scene.lay("aino");
    let _written = second.run(&scene, &["key", "program", &number]).done();
    assert_eq!(scene.present("aino", "A main", NOW), "open");
    let _whole = scene.run(["audit", "verify"]).done();
}

#[test]
fn whatever_cuts_the_way_back_off_the_same_command_finishes_it() {
    let scene = Scene::town();
    lose_the_only_key(&scene);
    let code = printed();
    let (mut kills, mut pulls, mut told) = (0, 0, 0);
    if cfg!(debug_assertions) {
        let reserve = Reserve::new(&scene, "killed");
        for point in 1.. {
            let number = point.to_string();
            let run = recover(
                &scene,
                &reserve,
                ("Killed", &code),
                &[("KEYWRIGHT_FAILPOINT", &number)],
            );
            if run.code != -1 {
                // It belongs to the system by now, through this run or through the one that was killed after it did.
                if run.code != 0 {
                    let _known = run.refused(1, "programming-key-known");
                    told += 1;
                }
                break;
            }
            assert!(keys(&scene).len() <= 2);
            kills += 1;
        }
        assert_eq!(keys(&scene).len(), 2);
        assert!(kills >= 1, "{kills}");
    }
    for commands in (0..70).step_by(7) {
        let name = format!("pulled{commands}");
        let reserve = Reserve::new(&scene, &name);
        let before = keys(&scene).len();
        let fuse = ["remove", "--after-exchange", &commands.to_string()];
        let _lit = reserve.bench(&scene, &fuse).done();
        let run = recover(&scene, &reserve, (&name, &code), &[]);
        if run.code != 0 {
            let _told = run.refused(3, "programming-key-gone");
            assert_eq!(keys(&scene).len(), before);
            let _in = reserve.bench(&scene, &["insert", &name]).done();
            let _added = recover(&scene, &reserve, (&name, &code), &[]).done();
            pulls += 1;
        }
        assert_eq!(keys(&scene).len(), before + 1);
    }
    println!("the way back: killed {kills} times ({told} known), pulled {pulls} times");
    assert!(pulls > 4, "{pulls}");
    let _whole = scene.run(["system", "verify"]).done();
    let _whole = scene.run(["audit", "verify"]).done();
}

#[test]
fn the_code_from_a_file_serves_who_may_add_programming_keys_and_nobody_else() {
    let scene = super::operators::with_clerk(&["edit-users", "view-log"], &[]);
    lose_the_only_key(&scene);
    let reserve = Reserve::new(&scene, "reserve");
    let file = scene.root().join("code.txt");
    std::fs::write(&file, format!("{}\n", printed().to_lowercase())).unwrap();
    let add = |who: Option<&str>| {
        let mut command = scene.command();
        if let Some(password) = who {
            let _command = command
                .env("KEYWRIGHT_OPERATOR", super::operators::CLERK)
                .env("KEYWRIGHT_PASSWORD", password);
        }
        let _command = command
            .env("KEYWRIGHT_NEW_TOKEN_PIN", RESERVE_PIN)
            .env("KEYWRIGHT_PUK", RESERVE_PUK)
            .args(["--json", "--at", NOW, "programming-key", "add"])
            .args(["--with-recovery-code", "--new-token", &reserve.token()])
            .args(["--label", "Reserve", "--operator-of-key", OPERATOR])
            .arg("--recovery-file")
            .arg(&file);
        finish(&mut command)
    };
    let _told = add(Some(super::operators::CLERKS_PASSWORD)).refused(1, "right-missing");
    assert_eq!(add(None).done()["opened_by"], "recovery-code");
}

/// `programming-key prepare --renew` on the reserve, with this system file named or none.
fn renew(scene: &Scene, reserve: &Reserve, system: Option<&std::path::Path>) -> Run {
    let mut command = scene.command();
    let _command = command
        .env_remove("KEYWRIGHT_SYSTEM")
        .env("KEYWRIGHT_TOKEN", reserve.token())
        .env("KEYWRIGHT_PIN", RESERVE_PIN);
    if let Some(system) = system {
        let _command = command.env("KEYWRIGHT_SYSTEM", system);
    }
    finish(command.args([
        "--json",
        "--at",
        NOW,
        "programming-key",
        "prepare",
        "--renew",
    ]))
}

#[test]
fn a_key_of_the_system_is_not_made_anew_and_one_made_anew_elsewhere_comes_back() {
    let scene = Scene::town();
    let number = scene.draft("Aino Salo", "Resident A");
    let _uid = scene.new_fob("aino");
    let reserve = Reserve::new(&scene, "reserve");
    let _added = reserve.add(&scene, "Reserve").done();
    let program = || reserve.run(&scene, &["key", "program", &number]);

    let told = renew(&scene, &reserve, Some(&scene.system)).refused(1, "programming-key-in-use");
    assert!(
        told["message"].as_str().unwrap().contains("Reserve"),
        "{told}"
    );
    let _done = program().done();

    // On a computer where nobody knows of the system.
    let nowhere = scene.root().join("not-there.keywright");
    let _made = renew(&scene, &reserve, Some(&nowhere)).done();
    let _again = renew(&scene, &reserve, None).done();
    assert!(program().stdout.contains("programming-key-foreign"));
    let before = keys(&scene);
    let _told = reserve
        .add(&scene, "Office")
        .refused(1, "programming-key-label-taken");
    let added = reserve.add(&scene, "reserve").done();
    assert_eq!(added["opens_generations"], json!([1]));
    let after = keys(&scene);
    let serials = |keys: &[Value]| {
        let mut all: Vec<_> = keys.iter().map(|key| key["serial"].to_string()).collect();
        all.sort();
        all
    };
    assert_eq!(serials(&before), serials(&after));
    let all = |key: &Value| key["opens_generations"] == json!([1]);
    assert!(after.iter().all(all), "{after:?}");
    let _done = program().done();
    assert_eq!(scene.present("aino", "A main", NOW), "open");

    // The only one, made anew: the recovery code leads out of that too.
    let remove = ["programming-key", "remove", "CN=office"];
    let _gone = reserve.run(&scene, &remove).done();
    let _again = renew(&scene, &reserve, None).done();
    let _added = recover(&scene, &reserve, ("Reserve", &printed()), &[]).done();
    assert_eq!(keys(&scene).len(), 1);
    let _done = program().done();
    let _whole = scene.run(["audit", "verify"]).done();
}

#[test]
fn what_a_loss_leads_to_is_told() {
    let scene = Scene::town();
    let number = scene.draft("Aino Salo", "Resident A");
    let _uid = scene.new_fob("aino");
    let _done = scene.run(["key", "program", &number]).done();
    let (first, second) = (
        Reserve::new(&scene, "first"),
        Reserve::new(&scene, "second"),
    );
    let _added = first.add(&scene, "First").done();
    let _added = second.add(&scene, "Second").done();
    let lost = |label: &str| {
        let known = ["programming-key", "lost", label, "--pin-may-be-known"];
        scene.run(known).done()
    };
    let told = lost("First");
    assert_eq!(told["new_secrets"], "made", "{told}");
    let _deployed = scene.run(["lock", "deploy", "--all"]).done();
    let told = lost("Second");
    assert_eq!(told["new_secrets"], "due", "{told}");
    assert_eq!(told["campaign"]["due"], true, "{told}");
}

#[test]
fn no_two_programming_keys_have_the_same_label() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    for taken in ["CN=office", "Office", " office "] {
        let _told = reserve
            .add(&scene, taken)
            .refused(1, "programming-key-label-taken");
    }
    let _added = reserve.add(&scene, "Reserve").done();
    let edit = |label: &str| scene.run(["programming-key", "edit", "Reserve", "--label", label]);
    let _told = edit("OFFICE").refused(1, "programming-key-label-taken");
    // Nor may one be called by another's number, whatever its own is.
    let keys = scene.run(["programming-key", "list"]).done();
    let keys = keys["items"].as_array().unwrap();
    let serial = |name: &str| {
        let own = keys.iter().find(|key| key["name"] == name).unwrap();
        own["serial"].as_str().unwrap()
    };
    let _told = edit(serial("office")).refused(1, "programming-key-label-taken");
    assert_eq!(edit(serial("Reserve")).done()["serial"], serial("Reserve"));
    assert_eq!(
        scene
            .run([
                "programming-key",
                "edit",
                serial("Reserve"),
                "--label",
                "reserve"
            ])
            .done()["name"],
        "reserve"
    );
}
