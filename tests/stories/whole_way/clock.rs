//! The computer's clock is wrong, is set, or jumps: what begins and ends by it is written only once somebody has said
//! that it is right. And the two nights of the year on which the clocks of a country are set: access times and dates
//! hold by the doors' own local time.

mod jumps;

use serde_json::Value;

use super::scene::{NOW, Run, Scene, finish};

/// Runs a verb at a time.
fn at(scene: &Scene, time: &str, words: &[&str]) -> Run {
    let mut command = scene.command();
    finish(command.args(["--json", "--at", time]).args(words))
}

/// What a write says that a wrong clock keeps from being begun; none where it was not the clock.
fn refusal(run: &Run) -> Option<Value> {
    if run.code == 0 {
        return None;
    }
    let told = Some(run.broken_part());
    told.filter(|told| {
        told["code"]
            .as_str()
            .is_some_and(|code| code.starts_with("clock-"))
    })
}

/// What is said of a clock that stands behind; the first is what it shows.
fn behind(now: &str) -> String {
    format!(
        "The clock of this computer shows {now}, but 2026-11-23 10:00 has passed already. What is written by it would begin \
         and end at wrong times."
    )
}

/// What is said of a clock that cannot be right.
fn impossible(now: &str) -> String {
    format!(
        "The clock of this computer shows {now}. This program is younger than that, so the clock cannot be right."
    )
}

/// Where the clock stands before or after the last change, what a write says to that, and what the clock shows.
const BEHIND: [(&str, Option<&str>, &str); 10] = [
    ("2026-11-23T09:59:59+02:00", None, ""),
    ("2026-11-23T09:59:01+02:00", None, ""),
    (
        "2026-11-23T09:59:00+02:00",
        Some("clock-behind"),
        "2026-11-23 09:59",
    ),
    (
        "2026-11-23T09:00:00+02:00",
        Some("clock-behind"),
        "2026-11-23 09:00",
    ),
    (
        "2026-11-22T10:00:00+02:00",
        Some("clock-behind"),
        "2026-11-22 10:00",
    ),
    (
        "2026-01-01T00:00:00Z",
        Some("clock-behind"),
        "2026-01-01 02:00",
    ),
    (
        "2025-12-31T23:59:59Z",
        Some("clock-impossible"),
        "2026-01-01 01:59",
    ),
    (
        "2025-11-23T10:00:00+02:00",
        Some("clock-impossible"),
        "2025-11-23 10:00",
    ),
    (
        "2000-01-01T00:00:00Z",
        Some("clock-impossible"),
        "2000-01-01 02:00",
    ),
    (
        "1970-01-01T00:00:00Z",
        Some("clock-impossible"),
        "1970-01-01 02:00",
    ),
];

#[test]
fn a_clock_before_the_log_writes_nothing_until_somebody_says_that_it_is_right() {
    let scene = Scene::town();
    let number = scene.draft("Kello Kallio", "Resident A");
    let _uid = scene.new_fob("kello");
    let blank = scene.content("kello");
    for (item, (time, refused, shown)) in BEHIND.iter().enumerate() {
        for words in [
            &["key", "program", &number, "--again"][..],
            &["lock", "deploy", "Shed"],
        ] {
            let run = at(&scene, time, words);
            let Some(code) = refused else {
                let _done = run.done();
                continue;
            };
            let told = refusal(&run).unwrap_or_else(|| panic!("{time} {words:?}: {run:?}"));
            assert_eq!(
                (run.code, told["code"].as_str()),
                (1, Some(*code)),
                "{run:?}"
            );
            let may_be = *code == "clock-behind";
            let said = if may_be {
                behind(shown)
            } else {
                impossible(shown)
            };
            assert_eq!(told["message"], said.as_str(), "{time}");
            // Where nobody can say that it is right, nobody is told to.
            let remedy = told["remedy"].as_str().unwrap();
            assert_eq!(remedy.contains("--confirm-clock"), may_be, "{told}");
        }
        // Everything else goes on, and none of it makes the wrong time a right one.
        let name = format!("Group {item}");
        let _added = at(&scene, time, &["lock-group", "add", "--name", &name]).done();
        let _read = at(&scene, time, &["user", "list"]).done();
        let doctor = at(&scene, time, &["doctor"]).json();
        let state = if refused.is_some() { "warning" } else { "ok" };
        let found = &doctor["items"][0];
        assert_eq!(found["state"], state, "{time}: {doctor}");
        assert!(found.to_string().contains(shown), "{time}: {doctor}");
    }
    // A lost key is blocked at any hour.
    let _blocked = at(
        &scene,
        "2026-11-20T10:00:00+02:00",
        &["key", "block", &number],
    )
    .done();
    assert_eq!(scene.key(&number)["state"], "blocked");
    assert_ne!(
        scene.content("kello"),
        blank,
        "it was written at the two small steps"
    );
    let _whole = scene.run(["system", "verify"]).done();
}

#[test]
fn who_says_that_the_clock_is_right_stands_in_the_log_and_says_it_once() {
    let scene = Scene::town();
    let number = scene.draft("Kello Kallio", "Resident A");
    let _uid = scene.new_fob("kello");
    let program = ["key", "program", &number, "--again"];
    let confirmed = ["--confirm-clock", "key", "program", &number, "--again"];
    let entries = || {
        let list = scene.run(["audit", "list", "--count", "1000"]).done();
        let items = list["items"].as_array().unwrap().clone();
        let said = items
            .into_iter()
            .filter(|one| one["name"] == "clock-confirmed");
        said.collect::<Vec<_>>()
    };
    // The clock was ahead, and somebody worked: a year, the end of 32 bits, a century without a leap day.
    let ahead = [
        "2026-11-23T10:00:01+02:00",
        "2026-11-23T11:00:00+02:00",
        "2026-11-24T10:00:00+02:00",
        "2027-11-23T10:00:00+02:00",
        "2038-01-19T03:14:08Z",
        "2100-03-01T00:00:00Z",
    ];
    let mut said = 0;
    for (item, time) in ahead.iter().enumerate() {
        let _done = at(&scene, time, &program).done();
        // Set right again.
        let run = scene.run(program);
        if item == 0 {
            let _second = run.done();
            continue;
        }
        assert!(refusal(&run).is_some(), "{time}: {run:?}");
        let _done = scene.run(confirmed).done();
        said += 1;
        assert_eq!(entries().len(), said, "{time}");
        let _done = scene.run(program).done();
        let _deployed = scene.run(["lock", "deploy", "Shed"]).done();
        // Saying it again where nothing is wrong says nothing.
        let _done = scene.run(confirmed).done();
        assert_eq!(entries().len(), said, "{time}");
    }
    let newest = &entries()[0];
    assert_eq!(newest["at"], "2026-11-23T08:00:00Z", "{newest}");
    assert!(!newest["actor"].as_str().unwrap().is_empty(), "{newest}");
    // No clock was right before there was such a program.
    let never = at(&scene, "1970-01-01T00:00:00Z", &confirmed);
    let _told = never.refused(1, "clock-impossible");
    assert_eq!(entries().len(), said);
    assert_eq!(scene.present("kello", "A main", NOW), "open");
    let _whole = scene.run(["system", "verify"]).done();
    println!("{} clocks behind, {} ahead", BEHIND.len(), ahead.len());
}

#[test]
fn a_verb_that_would_keep_nothing_takes_no_word_about_the_clock() {
    let scene = Scene::town();
    let entries = || {
        let list = scene.run(["audit", "list", "--count", "1000"]).done();
        list["items"].as_array().unwrap().len()
    };
    let before = entries();
    let file = scene.root().join("copy.keywright");
    let file = file.to_str().unwrap();
    for words in [
        &["user", "list"][..],
        &["audit", "list"],
        &["key", "show", "1"],
        &["doctor"],
        &["system", "info"],
        &["system", "restore", file],
        &["system", "init", file, "--name", "N", "--zone", "Etc/UTC"],
        &["open", file],
        &["demo", file],
        &["bench", file, "stats"],
    ] {
        let words = [&["--confirm-clock"], words].concat();
        let told = at(&scene, "2026-11-22T10:00:00+02:00", &words).refused(2, "usage");
        let message = told["message"].as_str().unwrap();
        assert!(message.contains("--confirm-clock"), "{words:?}: {told}");
    }
    assert_eq!(entries(), before);
}

#[test]
fn a_write_that_was_cut_off_waits_for_a_right_clock_too() {
    let scene = Scene::town();
    let number = scene.draft("Kello Kallio", "Resident A");
    let _uid = scene.new_fob("kello");
    let _armed = scene.bench(["pull", "--after-exchange", "32"]).done();
    let cut = scene.run(["key", "program", &number]);
    assert_eq!(cut.code, 3, "{cut:?}");
    scene.lay("kello");
    let run = at(&scene, "2026-11-23T08:00:00+02:00", &["task", "run"]);
    assert!(refusal(&run).is_some(), "{run:?}");
    let _done = scene.persevere(&["task", "run"]).done();
    assert_eq!(scene.present("kello", "A main", NOW), "open");
}

/// A door of a country: its access times or its dates, and when it opens or what it says.
struct Door {
    name: &'static str,
    times: Option<&'static str>,
    dates: &'static str,
    verdicts: &'static [(&'static str, &'static str)],
}

const CLOSED: &str = "outside-times";

/// Helsinki sets its clocks at 01:00 UTC: on 2027-03-28 from 03:00 to 04:00, on 2027-10-31 from 04:00 to 03:00.
const HELSINKI: &[Door] = &[
    Door {
        name: "Over the gap",
        times: Some("sun 02:00-05:00"),
        dates: "",
        verdicts: &[
            ("2027-03-27T23:59:00Z", CLOSED),
            ("2027-03-28T00:00:00Z", "open"),
            ("2027-03-28T00:59:00Z", "open"),
            ("2027-03-28T01:00:00Z", "open"),
            ("2027-03-28T01:59:00Z", "open"),
            ("2027-03-28T02:00:00Z", CLOSED),
        ],
    },
    Door {
        name: "In the gap and twice",
        times: Some("sun 03:00-04:00"),
        dates: "",
        verdicts: &[
            ("2027-03-28T00:59:00Z", CLOSED),
            ("2027-03-28T01:00:00Z", CLOSED),
            ("2027-03-28T01:30:00Z", CLOSED),
            ("2027-10-30T23:59:00Z", CLOSED),
            ("2027-10-31T00:00:00Z", "open"),
            ("2027-10-31T00:59:00Z", "open"),
            ("2027-10-31T01:00:00Z", "open"),
            ("2027-10-31T01:59:00Z", "open"),
            ("2027-10-31T02:00:00Z", CLOSED),
        ],
    },
    Door {
        name: "The short day",
        times: None,
        dates: "@2027-03-28..2027-03-28",
        verdicts: &[
            ("2027-03-27T21:59:00Z", "not-yet-valid"),
            ("2027-03-27T22:00:00Z", "open"),
            ("2027-03-28T20:59:00Z", "open"),
            ("2027-03-28T21:00:00Z", "expired"),
        ],
    },
    Door {
        name: "The long day",
        times: None,
        dates: "@2027-10-31..2027-10-31",
        verdicts: &[
            ("2027-10-30T20:59:00Z", "not-yet-valid"),
            ("2027-10-30T21:00:00Z", "open"),
            ("2027-10-31T21:59:00Z", "open"),
            ("2027-10-31T22:00:00Z", "expired"),
        ],
    },
];

/// Lord Howe sets its clocks by half an hour: on 2027-04-04 at 02:00 (15:00 UTC of the day before) back to 01:30, on
/// 2027-10-03 at 02:00 (15:30 UTC of the day before) on to 02:30.
const LORD_HOWE: &[Door] = &[
    Door {
        name: "Twice",
        times: Some("sun 01:30-02:00"),
        dates: "",
        verdicts: &[
            ("2027-04-03T14:29:00Z", CLOSED),
            ("2027-04-03T14:30:00Z", "open"),
            ("2027-04-03T14:59:00Z", "open"),
            ("2027-04-03T15:00:00Z", "open"),
            ("2027-04-03T15:29:00Z", "open"),
            ("2027-04-03T15:30:00Z", CLOSED),
        ],
    },
    Door {
        name: "Never",
        times: Some("sun 02:00-02:30"),
        dates: "",
        verdicts: &[
            ("2027-10-02T15:29:00Z", CLOSED),
            ("2027-10-02T15:30:00Z", CLOSED),
            ("2027-10-02T15:59:00Z", CLOSED),
        ],
    },
    Door {
        name: "The day",
        times: None,
        dates: "@2027-10-03..2027-10-03",
        verdicts: &[
            ("2027-10-02T13:29:00Z", "not-yet-valid"),
            ("2027-10-02T13:30:00Z", "open"),
            ("2027-10-03T12:59:00Z", "open"),
            ("2027-10-03T13:00:00Z", "expired"),
        ],
    },
];

/// Kathmandu is 5:45 ahead the whole year.
const KATHMANDU: &[Door] = &[
    Door {
        name: "The first quarter",
        times: Some("sun 00:00-00:15"),
        dates: "",
        verdicts: &[
            ("2027-03-27T18:14:00Z", CLOSED),
            ("2027-03-27T18:15:00Z", "open"),
            ("2027-03-27T18:29:00Z", "open"),
            ("2027-03-27T18:30:00Z", CLOSED),
        ],
    },
    Door {
        name: "The day",
        times: None,
        dates: "@2027-02-28..2027-02-28",
        verdicts: &[
            ("2027-02-27T18:14:00Z", "not-yet-valid"),
            ("2027-02-27T18:15:00Z", "open"),
            ("2027-02-28T18:14:00Z", "open"),
            ("2027-02-28T18:15:00Z", "expired"),
        ],
    },
];

/// Apia is 13 hours ahead and sets its clocks no more.
const APIA: &[Door] = &[Door {
    name: "Monday, which is Sunday elsewhere",
    times: Some("mon 00:00-06:00"),
    dates: "",
    verdicts: &[
        ("2027-10-03T10:59:00Z", CLOSED),
        ("2027-10-03T11:00:00Z", "open"),
        ("2027-10-03T16:59:00Z", "open"),
        ("2027-10-03T17:00:00Z", CLOSED),
    ],
}];

/// Makes a system of this zone with these doors and a fob for all of them, and asks each; how many times.
fn doors_of(zone: &str, doors: &[Door]) -> usize {
    let scene = Scene::bare();
    let file = scene.system.to_str().unwrap();
    let init = [
        "system", "init", file, "--name", "Doors", "--zone", zone, "--demo",
    ];
    let _made = scene.run(init).done();
    let group = ["blocking-group", "add", "--name", "All"];
    let _group = scene.run(group).done();
    let mut add = vec![
        "user",
        "add",
        "--first",
        "Dora",
        "--last",
        "Door",
        "--email",
        "d@example.org",
    ];
    add.extend(["--key", "fob", "--program"]);
    let given: Vec<String> = doors
        .iter()
        .map(|door| format!("{}{}", door.name, door.dates))
        .collect();
    for (door, given) in doors.iter().zip(&given) {
        let lock = [
            "lock",
            "add",
            "--name",
            door.name,
            "--clock",
            "--blocking-group",
            "All",
        ];
        let _lock = scene.run(lock).done();
        let mut role = vec!["role", "add", "--name", door.name, "--lock", door.name];
        role.extend(door.times.into_iter().flat_map(|times| ["--times", times]));
        let _role = scene.run(role).done();
        add.extend(["--role", given]);
    }
    // A door without a clock opens at any time, and takes nobody who may come at some times only.
    let lock = [
        "lock",
        "add",
        "--name",
        "No clock",
        "--blocking-group",
        "All",
    ];
    let _lock = scene.run(lock).done();
    let _role = scene
        .run(["role", "add", "--name", "Always", "--lock", "No clock"])
        .done();
    add.extend(["--role", "Always"]);
    let _deployed = scene.run(["lock", "deploy", "--all"]).done();
    let _uid = scene.new_fob("dora");
    let added = scene.run(&add);
    if added.code != 0 {
        let _done = scene.persevere(&["key", "program"]).done();
    }
    let mut asked = 0;
    for door in doors {
        for (time, verdict) in door.verdicts {
            let said = scene.present("dora", door.name, time);
            assert_eq!(&said, verdict, "{zone}, {}, {time}", door.name);
            assert_eq!(
                scene.present("dora", "No clock", time),
                "open",
                "{zone} {time}"
            );
            asked += 2;
        }
    }
    let role = ["role", "edit", "Always", "--times", "sun 01:00-02:00"];
    let _told = scene.run(role).refused(1, "lock-without-clock");
    asked
}

#[test]
fn doors_keep_local_time_through_the_nights_on_which_clocks_are_set() {
    let zones: [(&str, &[Door]); 4] = [
        ("Europe/Helsinki", HELSINKI),
        ("Australia/Lord_Howe", LORD_HOWE),
        ("Asia/Kathmandu", KATHMANDU),
        ("Pacific/Apia", APIA),
    ];
    let asked: usize = std::thread::scope(|threads| {
        let all = zones.map(|(zone, doors)| threads.spawn(move || doors_of(zone, doors)));
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    println!("doors of {} zones asked {asked} times", zones.len());
}
