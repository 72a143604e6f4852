//! A programming key is lost and its PIN may be known: new secrets, locks first, then fobs, then locks again. The
//! program is killed before and after every durable step of every command of it, and fobs are pulled away in the
//! middle; no fob may ever be one that no generation opens, and no door refuse who had access.

use serde_json::Value;

use super::authority::Reserve;
use super::scene::{NOW, Run, Scene, finish, init_of_the_town};

const PEOPLE: [(&str, &str, &str, &[&str]); 3] = [
    ("aino", "Aino Salo", "Resident A", &["A main", "A laundry"]),
    ("ben", "Ben Virta", "Resident B", &["B main"]),
    ("carl", "Carl Koski", "Cleaner", &["A main", "A laundry"]),
];

struct Story {
    scene: Scene,
    reserve: Reserve,
    numbers: Vec<String>,
    /// The number of each lock: by its name the system is asked first, which takes its time.
    doors: std::collections::HashMap<String, String>,
    visits: u32,
    kills: u32,
    pulls: u32,
}

impl Story {
    /// Everybody comes in where they shall.
    fn everybody_comes_in(&mut self, when: &str) {
        for (fob, _, _, doors) in PEOPLE {
            for door in doors {
                let said = self.scene.present(fob, &self.doors[*door], NOW);
                assert_eq!(said, "open", "{when}: {fob} at {door}");
                self.visits += 1;
            }
            let stranger = if fob == "ben" { "A 2 door" } else { "B 1 door" };
            let said = self.scene.present(fob, &self.doors[stranger], NOW);
            assert_ne!(said, "open", "{when}: {fob} at {stranger}");
        }
    }

    /// Runs a command till its end, killed at its first durable step, then at its second, and so on.
    fn killed_all_the_way(&mut self, words: &[&str]) -> Value {
        let mut point = 1;
        loop {
            let mut command = self.scene.command();
            let locks = format!("bench:{}", self.scene.bench_folder().display());
            let _command = command
                .env("KEYWRIGHT_TOKEN", self.reserve.token())
                .env("KEYWRIGHT_LOCKS", locks)
                .env("KEYWRIGHT_PIN", super::authority::RESERVE_PIN)
                .env("KEYWRIGHT_FAILPOINT", point.to_string())
                .args(["--json", "--at", NOW])
                .args(words);
            let run = finish(&mut command);
            if run.code == -1 {
                self.kills += 1;
                point += 1;
                self.everybody_comes_in(&format!("{words:?} killed at {point}"));
                continue;
            }
            // It was done by the run that was killed after its last commit, or it is done now.
            return if run.code == 0 {
                run.done()
            } else {
                run.json()
            };
        }
    }

    fn run(&self, words: &[&str]) -> Run {
        self.reserve.run(&self.scene, words)
    }

    fn campaign(&self) -> Value {
        self.run(&["campaign", "show"]).done()
    }
}

fn left(campaign: &Value, what: &str) -> u64 {
    campaign[what]["left"].as_u64().unwrap()
}

#[test]
fn a_lost_programming_key_is_made_worthless_whatever_is_cut_off() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    let _added = reserve.add(&scene, "Reserve").done();
    let mut numbers = Vec::new();
    for (fob, name, role, _) in PEOPLE {
        let number = scene.draft(name, role);
        let _uid = scene.new_fob(fob);
        let _done = scene.run(["key", "program", &number]).done();
        let _lifted = scene.bench(["lift"]).done();
        numbers.push(number);
    }
    let listed = scene.run(["lock", "list"]).done();
    let door = |lock: &Value| {
        let name = lock["name"].as_str().unwrap().to_owned();
        (name, lock["number"].to_string())
    };
    let doors = listed["items"].as_array().unwrap().iter().map(door);
    let mut story = Story {
        doors: doors.collect(),
        scene,
        reserve,
        numbers,
        visits: 0,
        kills: 0,
        pulls: 0,
    };
    story.everybody_comes_in("before");
    assert_eq!(story.campaign()["phase"], "done");

    let lost = ["programming-key", "lost", "office", "--pin-may-be-known"];
    let _told = story.killed_all_the_way(&lost);
    let campaign = story.campaign();
    assert_eq!(
        (&campaign["phase"], &campaign["generation"]),
        (&"locks".into(), &2.into())
    );
    assert_eq!((left(&campaign, "locks"), left(&campaign, "fobs")), (7, 3));
    let keys = story.run(&["programming-key", "list"]).done();
    assert_eq!(keys["items"].as_array().unwrap().len(), 1);
    let foreign = story.scene.run(["lock", "deploy", "--all"]);
    let _told = foreign.refused(1, "programming-key-foreign");
    let again = story.run(&["campaign", "start"]);
    let _told = again.refused(1, "campaign-running");

    // Locks, in pieces: a fob written in between still gets what every lock believes.
    let _told = story.killed_all_the_way(&["lock", "deploy", "A main"]);
    story.scene.lay("aino");
    let number = story.numbers[0].clone();
    let _done = story.run(&["key", "program", &number]).done();
    assert_eq!(story.scene.key(&number)["generation"], 1);
    let _lifted = story.scene.bench(["lift"]).done();
    story.everybody_comes_in("one lock knows both");
    let _told = story.killed_all_the_way(&["lock", "deploy", "--all"]);
    let campaign = story.campaign();
    assert_eq!(
        (&campaign["phase"], &campaign["media_generation"]),
        (&"fobs".into(), &2.into())
    );
    story.everybody_comes_in("all locks know both");

    // Fobs: killed at every step, then pulled away after each exchange.
    for (place, (fob, ..)) in PEOPLE.iter().enumerate() {
        story.scene.lay(fob);
        let number = story.numbers[place].clone();
        if place == 0 {
            written_and_killed(&mut story, &number);
        } else {
            written_and_pulled(&mut story, fob, &number);
        }
        assert_eq!(story.scene.key(&number)["generation"], 2, "{fob}");
        let _lifted = story.scene.bench(["lift"]).done();
        story.everybody_comes_in("a fob has the new generation");
        let expected = u64::try_from(PEOPLE.len() - 1 - place).unwrap();
        assert_eq!(left(&story.campaign(), "fobs"), expected);
    }

    let alone = locks_forget(&mut story);
    let _whole = story.run(&["system", "verify"]).done();

    // A lock is stolen: the same again, and its door gets a fresh lock later.
    let stolen = story.run(&["lock", "stolen", "A laundry"]).done();
    assert_eq!(stolen["campaign"]["generation"], 3);
    assert_eq!(left(&stolen["campaign"], "locks"), 6);
    let others = story.run(&["lock", "deploy", "--all"]).done();
    let names: Vec<&Value> = others["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert!(
        names.len() == 6 && !names.contains(&&"A laundry".into()),
        "the thief's lock was visited: {names:?}"
    );
    let thief = story.run(&["lock", "deploy", "A laundry"]);
    assert_eq!(
        thief.json()["items"][0]["code"],
        "lock-not-installed",
        "{thief:?}"
    );
    println!(
        "campaign: killed {} times, fobs pulled away {} times, {} visits all open, {alone} locks believe the new generation alone",
        story.kills, story.pulls, story.visits
    );
    assert!(story.kills > 10 && story.pulls > 8);
}

/// Closing: every lock is visited once more and believes the new generation alone. Answers with how many do.
fn locks_forget(story: &mut Story) -> usize {
    assert_eq!(story.campaign()["phase"], "closing");
    let told = story.killed_all_the_way(&["lock", "deploy", "--all"]);
    assert!(
        told["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["code"].is_null()),
        "{told}"
    );
    let campaign = story.campaign();
    assert_eq!(
        (&campaign["phase"], left(&campaign, "locks")),
        (&"done".into(), 0)
    );
    story.everybody_comes_in("after");
    let locks = story.run(&["lock", "list"]).done();
    let mut alone = 0;
    for lock in locks["items"].as_array().unwrap() {
        let held = story
            .run(&["lock", "read", lock["name"].as_str().unwrap()])
            .done();
        assert_eq!(held["generations"], serde_json::json!([2]), "{held}");
        alone += 1;
    }
    alone
}

/// Killed at every durable step; the same command finishes it.
fn written_and_killed(story: &mut Story, number: &str) {
    for point in 1.. {
        let mut command = story.scene.command();
        let _command = command
            .env("KEYWRIGHT_TOKEN", story.reserve.token())
            .env("KEYWRIGHT_PIN", super::authority::RESERVE_PIN)
            .env("KEYWRIGHT_FAILPOINT", point.to_string())
            .args(["--json", "--at", NOW, "key", "program", number]);
        let run = finish(&mut command);
        if run.code == 0 {
            return;
        }
        assert_eq!(run.code, -1, "{run:?}");
        story.kills += 1;
    }
}

/// Pulled away after each exchange; the same command finishes it, and the fob comes in.
fn written_and_pulled(story: &mut Story, fob: &str, number: &str) {
    for exchange in 1.. {
        let pull = ["pull", "--after-exchange", &exchange.to_string()];
        let _armed = story.scene.bench(pull).done();
        let run = story.run(&["key", "program", number]);
        story.scene.lay(fob);
        if run.code == 0 {
            return;
        }
        story.pulls += 1;
        assert!(run.stdout.contains("fob"), "{run:?}");
    }
}

#[test]
fn the_printed_code_opens_every_generation() {
    let scene = Scene::town();
    let reserve = Reserve::new(&scene, "reserve");
    let _added = reserve.add(&scene, "Reserve").done();
    let _lost = reserve
        .run(
            &scene,
            &["programming-key", "lost", "office", "--pin-may-be-known"],
        )
        .done();
    let code = init_of_the_town()["recovery_code"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut command = scene.command();
    let _command = command.env("KEYWRIGHT_RECOVERY_CODE", code).args([
        "--json",
        "system",
        "rehearse-recovery",
    ]);
    assert_eq!(finish(&mut command).done()["ways"], 2);
}

#[test]
fn a_lock_stolen_while_a_campaign_runs_is_noted_at_once_and_answered() {
    let scene = Scene::town();
    let mut numbers = Vec::new();
    for (fob, name) in [("aino", "Aino Salo"), ("ben", "Ben Virta")] {
        let number = scene.draft(name, "Resident B");
        let _uid = scene.new_fob(fob);
        let _done = scene.run(["key", "program", &number]).done();
        let _lifted = scene.bench(["lift"]).done();
        numbers.push(number);
    }
    let status = || scene.run(["campaign", "show"]).done();
    let stolen = |lock: &str| scene.run(["lock", "stolen", lock]).done()["campaign"].clone();
    let _started = scene.run(["campaign", "start"]).done();
    let _deployed = scene.run(["lock", "deploy", "A main"]).done();

    // Locks learn generation 2. Whoever has one that knows it not has nothing that this campaign does not end.
    let told = stolen("A laundry");
    assert_eq!((&told["generation"], left(&told, "locks")), (&2.into(), 5));
    assert_eq!(told["locks"]["total"], 6);
    // One that knows it: another takes its place, before any medium has it.
    let told = stolen("A main");
    assert_eq!(
        (&told["generation"], &told["phase"], &told["due"]),
        (&3.into(), &"locks".into(), &false.into())
    );
    assert_eq!((left(&told, "locks"), left(&told, "fobs")), (5, 2));
    let _deployed = scene.run(["lock", "deploy", "--all"]).done();
    let held = scene.run(["lock", "read", "B main"]).done();
    assert_eq!(held["generations"], serde_json::json!([1, 3]));
    assert_eq!(status()["phase"], "fobs");
    assert_eq!(scene.present("aino", "B main", NOW), "open");
    let pending = || {
        let told = scene.run(["key", "list", "--pending"]).done();
        let items = told["items"].as_array().unwrap().clone();
        let numbers = items.iter().map(|key| key["number"].to_string());
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(pending(), numbers);

    // Fobs get generation 3, which the thief of the next lock has: another change is due.
    scene.lay("aino");
    let _done = scene.run(["key", "program", &numbers[0]]).done();
    assert_eq!(pending(), [numbers[1].clone()]);
    let told = stolen("Shed");
    assert_eq!(
        (&told["generation"], &told["phase"], &told["due"]),
        (&3.into(), &"fobs".into(), &true.into())
    );
    let _told = scene
        .run(["campaign", "start"])
        .refused(1, "campaign-running");

    // The last fob of the old generation is lost, and blocked: nothing is left to write.
    super::restored::block(&scene, &numbers[1]);
    assert_eq!(status()["phase"], "closing");
    let _deployed = scene.run(["lock", "deploy", "--all"]).done();
    let told = status();
    assert_eq!(
        (&told["generation"], &told["phase"], &told["due"]),
        (&4.into(), &"fobs".into(), &false.into())
    );
    let held = scene.run(["lock", "read", "B main"]).done();
    assert_eq!(held["generations"], serde_json::json!([3, 4]));
    assert_eq!(scene.present("aino", "B main", NOW), "open");
    let _done = scene.run(["key", "program", &numbers[0]]).done();
    assert_eq!(scene.present("aino", "B main", NOW), "open");
    assert_eq!(status()["phase"], "closing");
    let _whole = scene.run(["system", "verify"]).done();
}
