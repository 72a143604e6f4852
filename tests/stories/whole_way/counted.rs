//! What a whole write costs on the wire, the look at the fob included, as the bench counts it from the outside: as many
//! exchanges as the driver alone may take.

use serde_json::Value;

use super::scene::{NOW, Scene, finish, user_add};

#[path = "../../../benches/shared/estate.rs"]
mod estate;

/// The most exchanges of a first programming and of a rewrite with an image of 1 KiB.
const FIRST: u64 = 70;
const REWRITE: u64 = 42;

/// The counters of the bench since they were last asked for.
fn stats(scene: &Scene) -> Value {
    scene.bench(["stats"]).done()
}

/// A write, and what it cost as the bench counts; the answer says the same.
fn counted(scene: &Scene, words: &[&str]) -> (Value, u64) {
    let _before = stats(scene);
    let answer = scene.run(words).done();
    let spent = stats(scene);
    println!("{}: {spent}", words.join(" "));
    for count in ["exchanges", "bytes_out", "bytes_in"] {
        assert_eq!(answer["wire"][count], spent[count], "{answer}");
    }
    let exchanges = spent["exchanges"].as_u64().unwrap();
    (answer, exchanges)
}

/// Words that add a person whose image comes as close to 1 KiB as it can.
fn person(name: (&str, &str), how: &str) -> Vec<String> {
    let email = format!("{}@example.org", name.0.to_lowercase());
    let more = [
        "--role",
        "Many doors",
        "--role",
        "Cleaner@2027-01-01..2027-02-01",
        "--key",
        "fob",
        how,
    ];
    user_add(name, &email, &more)
}

#[test]
fn a_whole_write_with_an_image_of_1_kib_stays_within_its_exchanges() {
    let scene = Scene::town();
    estate::build(&scene.station());
    let added = scene.run(person(("Vera", "Virta"), "--draft")).done();
    let bytes = added["capacity"][0]["bytes"].as_u64().unwrap();
    assert!((1_000..=1_024).contains(&bytes), "{bytes}");
    let number = added["keys"][0]["number"].to_string();

    let _uid = scene.new_fob("vera");
    let (_, first) = counted(&scene, &["key", "program", &number]);
    assert!(first <= FIRST, "{first}");
    // All of it changes: nothing that stands on the fob can stay.
    let [many, other] = estate::ROLES;
    let all = ["--remove-role", many, "--add-role", other];
    let words = [&["user", "edit", "vera@example.org"][..], &all].concat();
    let _changed = scene.run(words).done();
    let (again, rewrite) = counted(&scene, &["key", "program", &number]);
    assert!((REWRITE - 4..=REWRITE).contains(&rewrite), "{rewrite}");
    assert!(again["difference"].as_array().unwrap().len() > estate::OPENED);
    // Whose fob it is, its chip number tells: that costs no exchange either.
    let (_, unnamed) = counted(&scene, &["key", "program", "--again"]);
    assert!(unnamed <= REWRITE, "{unnamed}");

    // Added and programmed at once; run as a task.
    let _uid = scene.new_fob("aada");
    let words = person(("Aada", "Aho"), "--program");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (_, first) = counted(&scene, &words);
    assert!(first <= FIRST, "{first}");
    let _changed = scene
        .run(["role", "edit", "Many doors", "--add-lock", "A 2 door"])
        .done();
    let (task, changed) = counted(&scene, &["task", "run"]);
    assert!(changed <= REWRITE, "{changed}");
    assert_eq!(task["difference"][0]["lock"], "A 2 door", "{task}");
}

#[test]
fn a_write_that_was_cut_off_tells_what_it_cost_too() {
    let scene = Scene::town();
    let number = scene.draft("Vera Virta", "Resident A");
    let told = |words: &[&str], code: i32| {
        let _before = stats(&scene);
        let run = scene.run(words);
        assert_eq!(run.code, code, "{run:?}");
        let (answer, spent) = (run.json(), stats(&scene));
        for count in ["exchanges", "bytes_out", "bytes_in"] {
            assert_eq!(answer["wire"][count], spent[count], "{answer}");
        }
        spent["exchanges"].as_u64().unwrap()
    };
    let program = ["key", "program", number.as_str()];
    // Nothing lies there: the encoder was opened all the same, and that is told.
    assert_eq!(told(&program, 3), 0);
    for (place, exchange) in [3, 20].into_iter().enumerate() {
        let _uid = scene.new_fob(&format!("fob{place}"));
        let after = exchange.to_string();
        let _armed = scene.bench(["pull", "--after-exchange", &after]).done();
        let spent = told(&program, 3);
        assert!((exchange..exchange + 6).contains(&spent), "{spent}");
    }
    scene.lay("fob1");
    let resumed = told(&program, 0);
    assert!(resumed > 20, "{resumed}");
    // People are told that it is not all of it.
    let second = scene.draft("Bea Virta", "Resident A");
    let _uid = scene.new_fob("fob2");
    let _armed = scene.bench(["pull", "--after-exchange", "20"]).done();
    let _spent = told(&["key", "program", second.as_str()], 3);
    scene.lay("fob2");
    let mut command = scene.command();
    let words = [
        "--messages",
        "en",
        "--at",
        NOW,
        "key",
        "program",
        second.as_str(),
    ];
    let run = finish(command.args(words));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("in this session alone"), "{run:?}");
    let _armed = scene.bench(["pull", "--after-exchange", "9"]).done();
    let _cut = told(&["key", "return", &number], 3);
    // Added, and the write is cut off.
    let _uid = scene.new_fob("aada");
    let _armed = scene.bench(["pull", "--after-exchange", "30"]).done();
    let more = ["--role", "Resident A", "--key", "fob", "--program"];
    let words = user_add(("Aada", "Aho"), "aada@example.org", &more);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert!(told(&words, 3) >= 30);
}
