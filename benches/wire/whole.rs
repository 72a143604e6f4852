//! The whole way as the program goes it: from opening the encoder over the look at the fob to the write that was read
//! back, with images of the workflow's own making.

use std::collections::BTreeSet;

use keywright::model::{Id, Lock, LockKind, LockNumber, LockState, UserRole};
use serde_json::{Value, json};

use super::jobs::{IMAGE, LOCKS, distinct};
use super::person::Demo;

/// The most exchanges of a first programming and of a rewrite.
const ALLOWED: [u64; 2] = [70, 42];
/// Doors of a role: their image comes close to 1 KiB.
const OPENED: u32 = 890;

/// Prints what the whole way costs, beside what the driver alone may take.
pub fn whole(demo: &Demo, missed: &mut Vec<String>) {
    doors(demo);
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
        "Many doors",
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
    let other = ["--remove-role", "Many doors", "--add-role", "Other doors"];
    let _changed = demo.run(&[&["user", "edit", "vera@example.org"], &other[..]].concat());
    let rewrite = counted(demo, &["key", "program", &number]);
    let lock = (0..LOCKS)
        .find(|number| !opened(2).contains(number))
        .unwrap();
    let lock = format!("Far door {lock}");
    let _changed = demo.run(&["role", "edit", "Other doors", "--add-lock", &lock]);
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

/// Gives the demo's house many more doors, and two roles that open some of them.
fn doors(demo: &Demo) {
    let station = demo.station();
    let group = station.blocking_group("North").unwrap().value.id;
    let role = |name: &str, seed: u8| UserRole {
        id: id(b'r', u32::from(seed)),
        name: name.to_owned(),
        locks: opened(seed)
            .into_iter()
            .map(|number| id(b'l', number))
            .collect(),
        lock_groups: BTreeSet::new(),
        access_times: None,
        expiry: None,
        features: BTreeSet::new(),
        premises: None,
    };
    station
        .change(|change| {
            for number in 0..LOCKS {
                let _given = change.insert_lock(&Lock {
                    id: id(b'l', number),
                    number: LockNumber(0),
                    name: format!("Far door {number}"),
                    kind: LockKind::Fob,
                    clock: true,
                    groups: BTreeSet::new(),
                    blocking_group: group,
                    state: LockState::NotDeployed,
                })?;
            }
            change.insert_role(&role("Many doors", 1))?;
            change.insert_role(&role("Other doors", 2))
        })
        .unwrap();
}

/// The doors of a role.
fn opened(seed: u8) -> BTreeSet<u32> {
    distinct(seed.into(), OPENED, LOCKS)
}

fn id<Kind>(kind: u8, number: u32) -> Id<Kind> {
    let mut random = [kind; 10];
    random[..4].copy_from_slice(&number.to_be_bytes());
    Id::new(1_795_248_000_000, random)
}
