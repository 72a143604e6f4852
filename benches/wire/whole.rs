//! The whole way as the program goes it: from opening the encoder over the look at the fob to the write that was read
//! back, with images of the workflow's own making.

use serde_json::{Value, json};

use super::estate;
use super::jobs::IMAGE;
use super::person::Demo;

/// The most exchanges of a first programming and of a rewrite.
const ALLOWED: [u64; 2] = [70, 42];

/// Prints what the whole way costs, beside what the driver alone may take.
pub fn whole(demo: &Demo, missed: &mut Vec<String>) {
    estate::build(&demo.station());
    let [many, other] = estate::ROLES;
    let user = [
        "user",
        "add",
        "--first",
        "Vera",
        "--last",
        "Whole",
        "--email",
        "vera@example.org",
        "--role",
        many,
        "--key",
        "fob",
        "--draft",
    ];
    let (added, _) = demo.run(&user);
    let bytes = added["capacity"][0]["bytes"].as_u64().unwrap();
    assert!(bytes <= IMAGE as u64 && bytes > 900, "{bytes}");
    let number = added["keys"][0]["number"].to_string();
    let new = json!({"verb": "new", "kind": "fob", "name": "whole", "chip": "ev1-8k"});
    let _new = demo.ask(&new);
    let _laid = demo.ask(&json!({"verb": "lay", "name": "whole"}));
    let first = counted(demo, &["key", "program", &number]);
    let roles = ["--remove-role", many, "--add-role", other];
    let _changed = demo.run(&[&["user", "edit", "vera@example.org"], &roles[..]].concat());
    let rewrite = counted(demo, &["key", "program", &number]);
    let [_, opened] = estate::opened();
    let lock = (0..estate::LOCKS).find(|number| !opened.contains(number));
    let lock = estate::door(lock.unwrap());
    let _changed = demo.run(&["role", "edit", other, "--add-lock", &lock]);
    let changed = counted(demo, &["task", "run"]);
    let compared = counted(demo, &["key", "program", &number]);
    println!(
        "\nThe whole way of `key program`, from opening the encoder to done, look included; image of {bytes} bytes\n"
    );
    println!("| job | exchanges | allowed | bytes out | bytes in | ms as it runs | |");
    println!("|---|---|---|---|---|---|---|");
    let [most_first, most_rewrite] = ALLOWED.map(Some);
    for (name, stats, allowed) in [
        ("first programming", first, most_first),
        ("rewrite", rewrite, most_rewrite),
        ("one lock changed", changed, most_rewrite),
        ("nothing to do: read and compared", compared, None),
    ] {
        let number = |field: &str| stats[field].as_u64().unwrap();
        let exchanges = number("exchanges");
        let held = allowed.is_none_or(|allowed| exchanges <= allowed);
        println!(
            "| {name} | {exchanges} | {} | {} | {} | {:.1} | {} |",
            allowed.map_or_else(String::new, |allowed| allowed.to_string()),
            number("bytes_out"),
            number("bytes_in"),
            number("microseconds") as f64 / 1e3,
            if held { "PASS" } else { "over" },
        );
        if !held {
            missed.push(format!("the whole way of {name}: {exchanges} exchanges"));
        }
    }
}

/// What the bench counted over a verb.
fn counted(demo: &Demo, words: &[&str]) -> Value {
    let _before = demo.ask(&json!({"verb": "stats"}));
    let _done = demo.run(words);
    demo.ask(&json!({"verb": "stats"}))
}
