//! The process is killed at every durable write and at random instants: what was acknowledged is there, the log
//! holds together, and the next run heals.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::full;
use super::scene::{MAIN_JOB, NOW, Scene, side_by_side, user_add};

fn add(number: usize) -> Vec<String> {
    let email = format!("k{number}@example.org");
    user_add(
        ("Kaj", "Killed"),
        &email,
        &[&MAIN_JOB[..], &["--invite"]].concat(),
    )
}

/// What stands after a death, and that it heals. `acknowledged` is what standard output held.
fn heals(scene: &Scene, item: usize, fob: &str, acknowledged: &str, place: &str) -> &'static str {
    let _report = scene.run(["audit", "verify"]).done();
    let shown = scene.run(["user", "show", &format!("k{item}@example.org")]);
    let number = if shown.code == 1 {
        assert_eq!(
            acknowledged, "",
            "{place}: acknowledged, and the user is gone"
        );
        let added = scene.run(add(item));
        let number = added.json()["keys"][0]["number"].to_string();
        if added.code != 0 {
            let _done = scene.persevere(&["key", "program", &number]).done();
        }
        number
    } else {
        let user = shown.done();
        assert_eq!(
            (
                user["keys"].as_array().unwrap().len(),
                user["sources"].as_array().unwrap().len()
            ),
            (1, 1),
            "{place}"
        );
        user["keys"][0]["number"].to_string()
    };
    let key = scene.key(&number);
    let state = key["state"].as_str().unwrap().to_owned();
    let stage = match (shown.code, state.as_str()) {
        (1, _) => "no user",
        (_, "draft") => "draft",
        (_, "writing") => "open write",
        (_, "programmed") => "programmed",
        other => panic!("{place}: {other:?}"),
    };
    if acknowledged.ends_with('\n') {
        let answer: Value = serde_json::from_str(acknowledged).unwrap();
        assert_eq!(
            (answer["keys"][0]["state"].as_str(), stage),
            (Some("programmed"), "programmed"),
            "{place}"
        );
    }
    let tasks = scene.run(["task", "list"]).done()["items"]
        .as_array()
        .unwrap()
        .clone();
    let open = tasks.iter().filter(|task| task["key"] == key["id"]).count();
    assert_eq!(open, usize::from(stage == "open write"), "{place}");
    if stage != "programmed" && stage != "no user" {
        scene.lay(fob);
        let by_task = stage == "open write" && item.is_multiple_of(2);
        let words = if by_task {
            vec!["task", "run"]
        } else {
            vec!["key", "program", &number]
        };
        assert_eq!(
            scene.persevere(&words).done()["keys"][0]["state"],
            "programmed",
            "{place}"
        );
    }
    let read = scene.persevere(&["key", "read"]).done();
    assert_eq!(
        (&read["signature"], &read["home_group"], &read["revision"]),
        (&json!("valid"), &json!("South"), &json!(1)),
        "{place}"
    );
    assert_eq!(scene.present(fob, "B main", NOW), "open", "{place}");
    if item.is_multiple_of(10) {
        let _report = scene.run(["system", "verify"]).done();
    }
    stage
}

#[cfg(debug_assertions)]
#[test]
fn a_kill_at_every_durable_write_of_the_main_job_loses_nothing() {
    let stages = std::sync::Mutex::new(BTreeMap::<&str, usize>::new());
    let deaths = side_by_side(100, |_, item| {
        // A fresh system for each point: only the first write of a group signs its blocklist.
        let scene = &Scene::town();
        let fob = format!("k{item}");
        let _uid = scene.new_fob(&fob);
        let mut command = scene.command();
        let _command = command.env("KEYWRIGHT_FAILPOINT", (item + 1).to_string());
        let ended = command
            .args(["--json", "--at", NOW])
            .args(add(item))
            .output()
            .unwrap();
        if ended.status.success() {
            return false;
        }
        assert_eq!(ended.status.code(), None, "{ended:?}");
        let stage = heals(
            scene,
            item,
            &fob,
            &String::from_utf8(ended.stdout).unwrap(),
            &format!("fail point {}", item + 1),
        );
        *stages.lock().unwrap().entry(stage).or_default() += 1;
        true
    });
    println!(
        "{deaths} fail points of user add --program, each fatal once: {:?}",
        stages.lock().unwrap()
    );
    assert!((8..100).contains(&deaths));
}

#[cfg(debug_assertions)]
#[test]
fn a_kill_at_every_durable_write_of_a_rewrite_leaves_the_old_image_or_the_new_one() {
    let old = AtomicUsize::new(0);
    let deaths = side_by_side(100, |scene, item| {
        let fob = format!("k{item}");
        let number = scene.draft(&format!("K{item} Rewrite"), "Resident A");
        let _uid = scene.new_fob(&fob);
        let _first = scene.run(["key", "program", &number]).done();
        let held = scene.present(&fob, "Shed", NOW) == "open";
        let edit = if held { "--remove-lock" } else { "--add-lock" };
        let _edited = scene
            .run(["role", "edit", "Resident A", edit, "Shed"])
            .done();
        let mut command = scene.command();
        let _command = command.env("KEYWRIGHT_FAILPOINT", (item + 1).to_string());
        let ended = command
            .args(["--json", "--at", NOW, "key", "program", &number])
            .output()
            .unwrap();
        if ended.status.success() {
            return false;
        }
        assert!(ended.stdout.is_empty(), "{ended:?}");
        let _report = scene.run(["audit", "verify"]).done();
        let read = scene.persevere(&["key", "read"]).done();
        let _count = old.fetch_add(usize::from(read["revision"] == 1), Ordering::SeqCst);
        assert_eq!(read["signature"], "valid");
        assert_eq!(
            scene.present(&fob, "Shed", NOW) == "open",
            held == (read["revision"] == 1)
        );
        let _done = scene.run(["key", "program", &number]).done();
        assert_eq!(scene.present(&fob, "Shed", NOW) == "open", !held);
        true
    });
    println!("{deaths} fail points of a rewrite; the fob held the old image {old:?} times");
    assert!(deaths >= 4);
}

/// Pseudo-random numbers that a printed seed repeats (splitmix64).
fn instant(seed: u64, item: usize) -> u64 {
    let mut z = seed.wrapping_add((item as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A run of `user add --program` that somebody may kill.
struct Victim {
    child: Child,
    begun: Instant,
    written: Receiver<()>,
}

impl Victim {
    fn start(scene: &Scene, item: usize) -> Self {
        let mut command = scene.command();
        let _command = command.args(["--json", "--at", NOW]).args(add(item));
        let begun = Instant::now();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (tell, written) = channel();
        let _reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if line.contains("\"phase\"") {
                    let _told = tell.send(());
                }
            }
        });
        Self {
            child,
            begun,
            written,
        }
    }

    /// Waits for the first exchange with the fob, or the end.
    fn wait_for_the_fob(&mut self) {
        let _told = self.written.recv();
    }

    /// What it had said on standard output by its end, and whether it ended by itself.
    fn end(mut self, kill: bool) -> (String, bool) {
        let ended = self.child.try_wait().unwrap().is_some();
        if kill {
            self.child.kill().unwrap();
        }
        let output = self.child.wait_with_output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), ended)
    }
}

#[test]
fn kills_at_random_instants_lose_nothing() {
    let drawn = || {
        u64::try_from(
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .as_micros(),
        )
        .unwrap()
    };
    let seed =
        std::env::var("KEYWRIGHT_SEED").map_or_else(|_| drawn(), |seed| seed.parse().unwrap());
    let kills = if full() { 1000 } else { 100 };
    let (stages, late) = (
        std::sync::Mutex::new(BTreeMap::<&str, usize>::new()),
        AtomicUsize::new(0),
    );
    // How long the two parts of a run take here and now: up to the fob, and with it.
    let scene = Scene::town();
    let _uid = scene.new_fob("measure");
    let mut whole = Victim::start(&scene, 0);
    let begun = whole.begun;
    whole.wait_for_the_fob();
    let to_the_fob = begun.elapsed();
    let _answer = whole.end(false);
    let with_the_fob = begun.elapsed().saturating_sub(to_the_fob);
    println!("seed {seed}; {to_the_fob:?} to the fob, {with_the_fob:?} with it");
    let tried = side_by_side(kills, |scene, item| {
        let fob = format!("k{item}");
        let _uid = scene.new_fob(&fob);
        let random = instant(seed, item) % 1000;
        let part =
            |whole: Duration| whole.mul_f64(f64::from(u16::try_from(random).unwrap()) / 1000.0);
        let mut victim = Victim::start(scene, item);
        // One in four dies before it has touched the fob, the others while they write it.
        if item.is_multiple_of(4) {
            std::thread::sleep(part(to_the_fob));
        } else {
            victim.wait_for_the_fob();
            std::thread::sleep(part(with_the_fob));
        }
        let (acknowledged, ended) = victim.end(true);
        let _count = late.fetch_add(usize::from(ended), Ordering::SeqCst);
        let stage = heals(
            scene,
            item,
            &fob,
            &acknowledged,
            &format!("seed {seed}, kill {item}, instant {random}"),
        );
        *stages.lock().unwrap().entry(stage).or_default() += 1;
        true
    });
    println!(
        "{tried} runs killed at random instants, {late:?} had ended before: {:?}",
        stages.lock().unwrap()
    );
    assert!(
        stages
            .lock()
            .unwrap()
            .get("open write")
            .is_some_and(|count| *count * 10 > kills),
        "kills in the middle of writes"
    );
}
