//! The programming key is pulled while a command uses its authority at several doors.

use keywright::bench::control;
use serde_json::{Value, json};

use super::scene::Scene;

#[test]
fn doors_after_the_programming_key_left_are_refused_and_told() {
    let scene = Scene::town();
    let bench = scene.bench_folder();
    let ask = |request: Value| control::request(&bench, &request).unwrap();
    let own = ask(json!({"verb": "list"}))["inserted"].clone();
    let listed = scene.run(["lock", "list"]).done();
    let names = listed["items"].as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|lock| lock["name"].as_str().unwrap()).collect();
    let deploy = [&["lock", "deploy"], &names[..]].concat();
    let mut between = 0;
    for after in 4..40 {
        let _lit = ask(json!({"verb": "remove", "after_exchange": after}));
        let run = scene.run(&deploy);
        let _back = ask(json!({"verb": "insert", "name": own}));
        if run.code == 0 {
            break;
        }
        assert_eq!(run.code, 3, "{run:?}");
        let told = run.json();
        // Pulled before the secrets were open, nothing was done.
        let Some(items) = told["items"].as_array() else {
            assert_eq!(told["code"], "programming-key-gone", "{told}");
            continue;
        };
        assert_eq!(items.len(), names.len(), "every door is told of: {told}");
        let done = |item: &&Value| item.get("revision").is_some_and(Value::is_u64);
        let count = items.iter().filter(done).count();
        for (place, item) in items.iter().enumerate() {
            let is_refused = item["code"] == "programming-key-gone";
            assert_eq!(is_refused, place >= count, "{after}: {told}");
        }
        assert!(count > 0, "the door under way is finished: {told}");
        between += 1;
    }
    assert!(
        between > 1,
        "it was pulled between two doors {between} times"
    );
    println!("the programming key was pulled between two doors {between} times");
}
