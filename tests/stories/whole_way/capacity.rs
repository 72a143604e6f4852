//! Access that no medium, or not this one, has room for: told before anything is written, with what each source costs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::scene::{Run, Scene};

/// The words that add a person with so many short windows of one role and a fob.
fn add_words(windows: usize, rest: &[&str]) -> Vec<String> {
    let mut words = [
        "user",
        "add",
        "--first",
        "Vera",
        "--last",
        "Vuoro",
        "--email",
        "vera@example.org",
        "--key",
        "fob",
    ]
    .map(str::to_owned)
    .to_vec();
    for place in 0..windows {
        // Every other day, so that none joins another.
        let (month, day) = (1 + place / 14, 1 + 2 * (place % 14));
        words.push("--role".to_owned());
        words.push(format!(
            "Resident A@2027-{month:02}-{day:02}T08:00:00+02:00..2027-{month:02}-{day:02}T10:00:00+02:00"
        ));
    }
    words.extend(rest.iter().map(|word| (*word).to_owned()));
    words
}

fn costs(told: &Value) -> Vec<u64> {
    let all = told["costs"].as_array().unwrap_or_else(|| panic!("{told}"));
    all.iter()
        .map(|cost| cost["bytes"].as_u64().unwrap())
        .collect()
}

fn number_of_users(scene: &Scene) -> usize {
    scene.run(["user", "list"]).done()["items"]
        .as_array()
        .unwrap()
        .len()
}

/// What `key show` says of the room on a chip.
fn fits(scene: &Scene, added: &Value, chip: &str) -> bool {
    let number = added["keys"][0]["number"].to_string();
    let shown = scene.run(["key", "show", &number]).done();
    assert_eq!(shown["capacity"]["bytes"], added["capacity"][0]["bytes"]);
    let chips = shown["capacity"]["chips"].as_array().unwrap();
    let one = chips.iter().find(|one| one["chip"] == chip).unwrap();
    one["fits"].as_bool().unwrap()
}

fn remove(scene: &Scene) {
    let _gone = scene.run(["user", "remove", "vera@example.org"]).done();
}

#[test]
fn access_that_fits_no_medium_is_refused_with_the_cost_of_each_source() {
    let scene = Scene::town();
    let _uid = scene.new_fob("f");
    let before = (number_of_users(&scene), scene.bench(["dump", "f"]).done());
    let words = add_words(56, &["--program"]);
    let run = scene.run(&words);
    assert_eq!(run.code, 1, "{run:?}");
    let told = run.json();
    assert_eq!(told["code"], "medium-head-full", "{told}");
    let bytes = costs(&told);
    assert_eq!(bytes.len(), 56);
    assert!(bytes.iter().all(|bytes| *bytes > 0), "{bytes:?}");
    assert!(bytes.is_sorted_by(|one, next| one >= next), "{bytes:?}");
    let starts: BTreeSet<String> = told["costs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cost| {
            assert_eq!(cost["name"], "Resident A");
            cost["start"].to_string()
        })
        .collect();
    assert_eq!(starts.len(), 56, "each window is told apart");

    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let person = scene.tell(&words);
    assert_eq!((person.code, person.stdout.as_str()), (1, ""), "{person:?}");
    let lines: Vec<&str> = person.stderr.lines().collect();
    let excess = told["excess"].as_u64().unwrap();
    assert!(
        person
            .stderr
            .contains(&format!("{excess} bytes too many; take sources off")),
        "{person:?}"
    );
    let named = lines
        .iter()
        .filter(|line| line.contains("Resident A (2027-"));
    let first = bytes[0].to_string();
    assert_eq!(named.clone().count(), 56);
    assert!(
        named
            .clone()
            .all(|line| line.ends_with(&format!(": {first} bytes"))),
        "{person:?}"
    );

    let after = (number_of_users(&scene), scene.bench(["dump", "f"]).done());
    assert_eq!(before, after, "nothing was stored or written");

    // The figures are true: so many sources less and it fits, one less of them and it does not.
    let enough = usize::try_from(excess.div_ceil(bytes[0])).unwrap();
    for (windows, fitting) in [(56 - enough, true), (57 - enough, false)] {
        let added = scene.run(add_words(windows, &["--draft"])).done();
        assert_eq!(fits(&scene, &added, "ev1-8k"), fitting, "{windows} windows");
        remove(&scene);
    }
    println!(
        "56 windows: {excess} bytes too many, {first} each; {} fit",
        56 - enough
    );
}

#[test]
fn a_fob_that_is_too_small_is_told_before_it_lies_on_the_encoder_and_refused_there() {
    let scene = Scene::town();
    let draft: Vec<String> = add_words(30, &["--draft"]);
    let draft: Vec<&str> = draft.iter().map(String::as_str).collect();
    let told = scene.tell(&draft);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(
        told.stdout.contains("too small") && told.stdout.contains("ev1-2k (288)"),
        "{told:?}"
    );
    assert!(!told.stdout.contains("ev1-4k"), "{told:?}");
    let list = scene.run(["key", "list"]).done();
    let number = list["items"][0]["number"].to_string();
    let shown = scene.run(["key", "show", &number]).done();
    let chips = shown["capacity"]["chips"].as_array().unwrap();
    assert_eq!(
        (&chips[0], &chips[1]["fits"]),
        (
            &json!({"chip": "ev1-2k", "chip_name": "MIFARE DESFire EV1 2K", "bytes": 288, "fits": false}),
            &json!(true)
        ),
        "{shown}"
    );

    let _made = scene
        .bench(["new", "fob", "small", "--chip", "ev1-2k"])
        .done();
    scene.lay("small");
    let before = scene.bench(["dump", "small"]).done();
    let refused: Run = scene.persevere(&["key", "program", &number]);
    assert_eq!(refused.code, 1, "{refused:?}");
    let action = refused.broken_action();
    assert_eq!(action["code"], "medium-image-too-large", "{action}");
    let bytes = costs(&action);
    assert!(
        bytes.len() == 30 && bytes.iter().all(|bytes| *bytes > 0),
        "{action}"
    );
    let used = shown["capacity"]["bytes"].as_u64().unwrap();
    // The bench's card has a little more memory than is reckoned with.
    assert!(action["excess"].as_u64().unwrap() <= used - 288, "{action}");
    assert_eq!(
        scene.bench(["dump", "small"]).done(),
        before,
        "nothing was written"
    );
    assert_eq!(scene.key(&number)["state"], "draft");
    let text = scene.tell(&["key", "program", &number]);
    assert_eq!(
        text.stdout.matches("Resident A (2027-").count(),
        30,
        "{text:?}"
    );
    assert!(!text.stdout.contains(":  bytes"), "{text:?}");

    let _made = scene
        .bench(["new", "fob", "large", "--chip", "ev1-4k"])
        .done();
    scene.lay("large");
    let done = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(done["keys"][0]["state"], "programmed");
}

#[test]
fn doctor_tells_the_room_of_the_fob_and_that_of_its_kind() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _made = scene
        .bench(["new", "fob", "small", "--chip", "ev1-4k"])
        .done();
    scene.lay("small");
    let doctor = scene.run(["doctor"]).json();
    let items = doctor["items"].as_array().unwrap();
    let fob = items.iter().find(|item| item["id"] == "fob").unwrap();
    let found = fob["found"].as_str().unwrap();
    let shown = scene.run(["key", "show", &number]).done();
    let chips = shown["capacity"]["chips"].as_array().unwrap();
    let kind = chips.iter().find(|chip| chip["chip"] == "ev1-4k").unwrap();
    let reckoned = kind["bytes"].as_u64().unwrap();
    let own = found.split("room for an access table of ").nth(1).unwrap();
    let own: u64 = own.split(' ').next().unwrap().parse().unwrap();
    assert!(own > reckoned, "{found}");
    assert!(
        found.contains(&format!("({reckoned} on the smallest fob of this size")),
        "{found}"
    );
}
