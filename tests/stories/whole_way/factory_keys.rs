//! A card that goes on opening to a key from the factory: anybody could write it, so it is never called done.

use keywright::bench::control;
use keywright::medium::Chip;
use keywright::model::KeyState;
use serde_json::json;

use super::counter::{Counter, memory};
use super::scene::{NOW, Scene};

/// The keys of our application, and the card master key.
const KEYS: [u8; 5] = [0, 1, 2, 3, 255];

#[test]
fn a_fob_that_keeps_a_factory_key_is_not_reported_programmed() {
    let mut counter = Counter::new();
    for chip in [Chip::Ev1With4K, Chip::Ev3With16K] {
        for key in KEYS {
            let mut medium = counter.blank(chip, false);
            memory(&mut medium).factory_keys_kept = vec![key];
            let holder = counter.person(&["Resident A"]);
            counter.encoder.lay(&medium);
            // Not at the first tap, and not when it is continued.
            for tap in 1..=3 {
                let outcome = counter.program(holder.key);
                let code = outcome.as_ref().map_err(keywright::workflow::Error::code);
                let code = code.err();
                assert_eq!(code, Some("fob-factory-key-works"), "key {key}, tap {tap}");
                let record = counter.record(holder.key);
                assert_eq!(record.key.state, KeyState::Writing, "key {key}, tap {tap}");
                assert!(
                    counter.written(holder.key).is_none(),
                    "key {key}, tap {tap}"
                );
            }
            // A fob that lets go of it at last is finished by the same call.
            let mut healed = counter.encoder.lift();
            memory(&mut healed).factory_keys_kept.clear();
            counter.encoder.lay(&healed);
            let done = counter.program(holder.key).unwrap();
            assert_eq!(done.key.key.state, KeyState::Programmed);
            let healed = counter.encoder.lift();
            assert_eq!(counter.present(&healed, "A main"), "open");
        }
    }
    println!(
        "{} kept keys on two chips, each refused three times",
        KEYS.len()
    );
}

#[test]
fn the_command_line_says_that_a_factory_key_still_works() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let new = json!({"verb": "new", "kind": "fob", "name": "soft", "chip": "ev1-4k", "keeps_factory_keys": [2]});
    let made = control::request(&scene.bench_folder(), &new).unwrap();
    assert_eq!(made["ok"], true, "{made}");
    scene.lay("soft");
    let run = scene.persevere(&["key", "program", &number]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(run.broken_action()["code"], "fob-factory-key-works");
    assert_eq!(scene.key(&number)["state"], "writing");
    // The remedy is another fob: the key is taken off this one, and its holder gets another.
    let replaced = scene
        .run(["key", "replace", &number, "--written-off"])
        .done();
    let _uid = scene.new_fob("sound");
    let next = replaced["number"].to_string();
    let done = scene.persevere(&["key", "program", &next]).done();
    assert_eq!(done["keys"][0]["state"], "programmed");
    assert_eq!(scene.present("sound", "A main", NOW), "open");
}

#[test]
fn a_fob_whose_factory_key_has_a_version_is_finished_after_a_cut() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let new = json!({"verb": "new", "kind": "fob", "name": "odd", "master_key_version": 0x55});
    let made = control::request(&scene.bench_folder(), &new).unwrap();
    assert_eq!(made["ok"], true, "{made}");
    scene.lay("odd");
    // The application is made, and its answer never comes.
    let pull = json!({"verb": "pull", "after_exchange": 7, "moment": "executed"});
    let armed = control::request(&scene.bench_folder(), &pull).unwrap();
    assert_eq!(armed["ok"], true, "{armed}");
    let cut = scene.run(["key", "program", &number]);
    assert_eq!(cut.code, 3, "{cut:?}");
    let left = scene.bench(["dump", "odd"]).done();
    assert_eq!(left["applications"].as_array().unwrap().len(), 1, "{left}");
    assert_eq!(left["master_key"]["version"], 0x55, "{left}");
    scene.lay("odd");
    let done = scene.run(["key", "program", &number]).done();
    assert_eq!(done["keys"][0]["state"], "programmed");
    assert_eq!(scene.present("odd", "A main", NOW), "open");
}
