//! Several people work at the station, each within the rights that their administrator roles give. The command
//! line obeys like any face, since the rights are held where changes are made.

use std::sync::Arc;

use keywright::device::programming_key::LastTry;
use keywright::model::{Email, SourceKind, Validity};
use keywright::workflow::editing::{UserEdit, WantedSource};
use keywright::workflow::{Access, Authority, Services, Station, hardware};
use serde_json::{Value, json};

use super::scene::{NOW, OPERATOR, PASSWORD, Run, Scene, finish};

pub(super) const CLERK: &str = "clerk@example.org";
pub(super) const CLERKS_PASSWORD: &str = "the clerk's own long password";

/// The town with a clerk whose role has these permissions, in these premises or everywhere.
pub(super) fn with_clerk(permissions: &[&str], premises: &[&str]) -> Scene {
    let town = Scene::town();
    let mut role = vec!["administrator-role", "add", "--name", "Clerk"];
    for permission in permissions {
        role.extend(["--permission", permission]);
    }
    for one in premises {
        role.extend(["--premises", one]);
    }
    let _role = town.run(role).done();
    let _user = town
        .run([
            "user", "add", "--first", "Cleo", "--last", "Clerk", "--email", CLERK,
        ])
        .done();
    let _operator =
        changing(&town, CLERKS_PASSWORD)(&["operator", "add", CLERK, "--role", "Clerk"]).done();
    town
}

/// Names the clerk as an operator of the only programming key.
fn with_the_key(town: &Scene) {
    let key = the_key(town);
    let _edited = town
        .run(["programming-key", "edit", &key, "--add-operator", CLERK])
        .done();
}

/// Id of the only programming key.
fn the_key(town: &Scene) -> String {
    let keys = town.run(["programming-key", "list"]).done();
    keys["items"][0]["id"].as_str().unwrap().to_owned()
}

/// Runs verbs as the first operator with a new password at hand.
fn changing<'a>(town: &'a Scene, new: &'a str) -> impl Fn(&[&str]) -> Run + 'a {
    move |words| {
        let mut command = town.command();
        let _command = command
            .env("KEYWRIGHT_NEW_PASSWORD", new)
            .args(["--json", "--at", NOW]);
        finish(command.args(words))
    }
}

/// Runs a verb as the clerk.
fn as_clerk(town: &Scene, password: &str, words: &[&str]) -> Run {
    let mut command = town.command();
    let _command = command
        .env("KEYWRIGHT_OPERATOR", CLERK)
        .env("KEYWRIGHT_PASSWORD", password)
        .args(["--json", "--at", NOW]);
    finish(command.args(words))
}

fn count(town: &Scene, what: &str) -> usize {
    town.run([what, "list"]).done()["items"]
        .as_array()
        .map_or(0, Vec::len)
}

fn person<'a>(email: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec![
        "user", "add", "--first", "Paula", "--last", "Person", "--email", email,
    ];
    words.extend(more);
    words
}

#[test]
fn a_clerk_without_a_right_is_told_which_and_nothing_changes() {
    let town = with_clerk(&["edit-users", "order-keys"], &[]);
    with_the_key(&town);
    let clerk = |words: &[&str]| as_clerk(&town, CLERKS_PASSWORD, words);
    let added = clerk(&person(
        "paula@example.org",
        &["--role", "Cleaner", "--key", "fob", "--draft"],
    ))
    .done();
    let key = added["keys"][0]["id"].as_str().unwrap().to_owned();
    let _uid = town.new_fob("blank");
    let before = (
        count(&town, "user"),
        count(&town, "key"),
        count(&town, "task"),
    );
    let refusals: &[(&[&str], &str)] = &[
        (&["key", "program", &key], "program keys"),
        (&["key", "hand-over", &key], "hand over keys"),
        (&["key", "return", &key], "return keys"),
        (&["key", "block", &key], "block keys"),
        (&["key", "unblock", &key], "block keys"),
        (&["key", "replace", &key, "--lost"], "block keys"),
        (&["blocklist", "sign"], "block keys"),
        (
            &["premises", "edit", "A 1", "--name", "Mine"],
            "edit premises",
        ),
        (&["role", "add", "--name", "Mine"], "edit roles"),
        (&["role", "remove", "Empty"], "edit roles"),
        (&["premises", "add", "--name", "Annexe"], "edit premises"),
        (&["lock", "edit", "Shed", "--name", "Hut"], "edit premises"),
        (&["lock", "deploy", "Shed"], "deploy locks"),
        (&["lock", "deploy", "--all"], "deploy locks"),
        (
            &["blocking-group", "add", "--name", "East"],
            "edit premises",
        ),
        (&["audit", "list"], "view the log"),
        (&["system", "backup", "copy.keywright"], "administer"),
        (
            &["operator", "edit", CLERK, "--add-role", "Administrator"],
            "administer",
        ),
        (
            &[
                "administrator-role",
                "edit",
                "Clerk",
                "--add-permission",
                "administer",
            ],
            "administer",
        ),
        (
            &["operator", "remove", "locksmith@example.org"],
            "administer",
        ),
    ];
    for (words, right) in refusals {
        let run = clerk(words);
        let told: Value = if matches!(words[1], "program" | "return") {
            assert_eq!(run.code, 1, "{run:?}");
            run.broken_action()
        } else {
            run.refused(1, "right-missing")
        };
        assert_eq!(told["code"], "right-missing", "{told}");
        assert!(
            told["message"].as_str().unwrap().contains(right),
            "{words:?}: {told}"
        );
    }
    let after = (
        count(&town, "user"),
        count(&town, "key"),
        count(&town, "task"),
    );
    assert_eq!(before, after);
    let dump = town.bench(["dump", "blank"]).done();
    assert_eq!(
        dump["applications"].as_array().map_or(0, Vec::len),
        0,
        "{dump}"
    );
    println!("{} actions refused for want of a right", refusals.len());
}

#[test]
fn a_caretaker_of_one_building_works_there_and_nowhere_else() {
    let town = with_clerk(
        &[
            "edit-users",
            "order-keys",
            "program-keys",
            "edit-roles",
            "deploy-locks",
        ],
        &["Building A"],
    );
    with_the_key(&town);
    let clerk = |words: &[&str]| as_clerk(&town, CLERKS_PASSWORD, words);
    // The flat lies in the building.
    let _uid = town.new_fob("resident");
    let added = clerk(&person(
        "here@example.org",
        &["--premises", "A 1:Resident A", "--key", "fob", "--program"],
    ))
    .done();
    assert_eq!(added["keys"][0]["state"], "programmed", "{added}");
    assert_eq!(town.present("resident", "A 1 door", NOW), "open");
    // Writing what its holder has already takes no right to hand over.
    let number = added["keys"][0]["number"].to_string();
    let _told = clerk(&["key", "hand-over", &number]).refused(1, "right-missing");
    let _held = town.run(["key", "hand-over", &number]).done();
    let again = clerk(&["key", "program", &number, "--again"]).done();
    assert_eq!(again["keys"][0]["state"], "handed-over", "{again}");
    let elsewhere: &[&[&str]] = &[
        &person("there@example.org", &["--premises", "B 1:Resident B"]),
        &person("staff@example.org", &["--role", "Everywhere"]),
        &[
            "role",
            "add",
            "--name",
            "All doors",
            "--lock-group",
            "Common B",
        ],
        &[
            "role",
            "add",
            "--name",
            "Mine",
            "--premises",
            "Building A",
            "--lock",
            "B 1 door",
        ],
        &["lock", "deploy", "B 1 door"],
    ];
    let lock = clerk(&["lock", "deploy", "B 1 door"]).refused(1, "right-missing-here");
    assert!(
        lock["message"].as_str().unwrap().contains("B 1 door"),
        "{lock}"
    );
    for words in elsewhere {
        let told = clerk(words).refused(1, "right-missing-here");
        assert!(
            told["message"].as_str().unwrap().contains("there"),
            "{told}"
        );
    }
    let _role = clerk(&[
        "role",
        "add",
        "--name",
        "Mine",
        "--premises",
        "Building A",
        "--lock",
        "A 1 door",
    ])
    .done();
}

#[test]
fn the_fob_of_a_removed_user_is_the_matter_of_those_whose_doors_it_opens() {
    let rights = ["edit-users", "return-keys", "block-keys", "program-keys"];
    for (premises, may) in [("B 1", false), ("Building A", true)] {
        let town = with_clerk(&rights, &[premises]);
        with_the_key(&town);
        let clerk = |words: &[&str]| as_clerk(&town, CLERKS_PASSWORD, words);
        let _uid = town.new_fob("gone");
        // A flat whose door lies in the building; doors that are in no premises are the whole system's.
        let add = "premises add --name Attic --private --parent";
        let add = add.split(' ').chain(["Building A", "--lock", "A 2 door"]);
        let _attic = town.run(add).done();
        let flat = ["--premises", "Attic", "--key", "fob", "--program"];
        let added = town.run(person("gone@example.org", &flat)).done();
        let number = added["keys"][0]["number"].to_string();
        let _removed = town
            .run(["user", "remove", "gone@example.org", "--block", &number])
            .done();
        for verb in ["block", "return"] {
            let run = clerk(&["key", verb, &number]);
            if may {
                continue;
            }
            let told = run.broken_part();
            assert_eq!(
                (run.code, &told["code"]),
                (1, &json!("right-missing-here")),
                "{verb}"
            );
        }
        let state = if may { "returned" } else { "blocked" };
        assert_eq!(town.key(&number)["state"], state, "{premises}");
    }
}

#[test]
fn a_programming_key_serves_its_own_operators_alone() {
    let rights = [
        "edit-users",
        "order-keys",
        "program-keys",
        "block-keys",
        "deploy-locks",
        "edit-programming-keys",
    ];
    let town = with_clerk(&rights, &[]);
    let key = the_key(&town);
    let clerk = |words: &[&str]| as_clerk(&town, CLERKS_PASSWORD, words);
    let _uid = town.new_fob("blank");
    let words = ["--role", "Cleaner", "--key", "fob", "--draft"];
    let added = clerk(&person("paula@example.org", &words)).done();
    let number = added["keys"][0]["number"].to_string();
    let program: &[&str] = &["key", "program", &number];
    let uses: &[&[&str]] = &[
        program,
        &["key", "read"],
        &["lock", "deploy", "Shed"],
        &["blocklist", "sign"],
        &["programming-key", "lost", &key],
        &["campaign", "start"],
        &["doctor"],
    ];
    let mut refused = 0;
    let mut all_refused = |pin: &str| {
        for words in uses {
            let mut command = town.command();
            let _command = command
                .env("KEYWRIGHT_OPERATOR", CLERK)
                .env("KEYWRIGHT_PASSWORD", CLERKS_PASSWORD)
                .env("KEYWRIGHT_PIN", pin)
                .args(["--json", "--messages", "en", "--at", NOW]);
            let run = finish(command.args(*words));
            assert_eq!(run.code, 1, "{words:?}: {run:?}");
            let told = &run.stdout;
            assert!(
                told.contains("programming-key-of-others"),
                "{words:?}: {run:?}"
            );
            assert!(
                told.contains("--add-operator") && told.contains(CLERK),
                "{words:?}: {run:?}"
            );
            refused += 1;
        }
    };
    // Not even a wrong PIN is given to it.
    all_refused("00000000");
    all_refused(&town.pin);
    let dump = town.bench(["dump", "blank"]).done();
    assert_eq!(
        dump["applications"].as_array().map_or(0, Vec::len),
        0,
        "{dump}"
    );
    // Nor does the station itself open anything with it where a face gives it its PIN.
    let clerks = station(&town, CLERK, CLERKS_PASSWORD);
    let folder = town.bench_folder();
    let mut token = hardware::open_bench_token(&folder, &town.pin, LastTry::Keep).unwrap();
    let unlocked = Authority::unlock(&clerks, &mut *token).unwrap_err();
    assert_eq!(unlocked.code(), "programming-key-of-others");
    drop((token, clerks));

    with_the_key(&town);
    let _done = clerk(program).done();
    assert_eq!(town.present("blank", "A main", NOW), "open");
    let taken = ["programming-key", "edit", &key, "--remove-operator", CLERK];
    let _edited = town.run(taken).done();
    all_refused(&town.pin);
    println!("{refused} uses of a programming key refused to who is none of its operators");
}

#[test]
fn passwords_and_operators_come_and_go_but_never_the_last_administrator() {
    let town = with_clerk(&["edit-users"], &[]);
    let _list = as_clerk(&town, CLERKS_PASSWORD, &["user", "list"]).done();
    // The clerk changes their own password without further rights.
    let mut own = town.command();
    let _command = own
        .env("KEYWRIGHT_OPERATOR", CLERK)
        .env("KEYWRIGHT_PASSWORD", CLERKS_PASSWORD)
        .env("KEYWRIGHT_NEW_PASSWORD", "a quite different password")
        .args([
            "--json",
            "--at",
            NOW,
            "operator",
            "edit",
            CLERK,
            "--new-password",
        ]);
    let _changed = finish(&mut own).done();
    let _old =
        as_clerk(&town, CLERKS_PASSWORD, &["user", "list"]).refused(1, "secrets-wrong-password");
    let _new = as_clerk(&town, "a quite different password", &["user", "list"]).done();

    let first = changing(&town, "short");
    let _short = first(&["operator", "edit", CLERK, "--new-password"])
        .refused(1, "secrets-password-too-short");
    for words in [
        &[
            "operator",
            "edit",
            "locksmith@example.org",
            "--remove-role",
            "Administrator",
        ][..],
        &[
            "administrator-role",
            "edit",
            "Administrator",
            "--remove-permission",
            "administer",
        ],
    ] {
        let _told = town.run(words).refused(1, "operator-last-administrator");
    }
    let told = town
        .run(["operator", "remove", "locksmith@example.org"])
        .refused(1, "operator-last-administrator");
    assert!(
        told["remedy"].as_str().unwrap().contains("operator add"),
        "{told}"
    );
    let twice = changing(&town, PASSWORD)(&["operator", "add", CLERK, "--role", "Clerk"]);
    let _told = twice.refused(1, "operator-already");
    // Who still may use a programming key is told which.
    with_the_key(&town);
    let told = town.run(["operator", "remove", CLERK]);
    let told = told.refused(1, "still-used");
    let message = told["message"].as_str().unwrap();
    assert!(message.contains("linked to: office."), "{told}");
    let key = the_key(&town);
    let edit = ["programming-key", "edit", &key, "--remove-operator", CLERK];
    let _edited = town.run(edit).done();
    let _gone = town.run(["operator", "remove", CLERK]).done();
    let _shut = as_clerk(&town, "a quite different password", &["user", "list"])
        .refused(1, "secrets-wrong-password");
    let _still_a_user = town.run(["user", "show", CLERK]).done();
    let names: Vec<String> = town.run(["operator", "list"]).done()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["email"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["locksmith@example.org"]);
    let _sound = town.run(["system", "verify"]).done();
}

#[test]
fn nobody_takes_an_address_or_a_right_that_is_not_theirs() {
    let town = with_clerk(
        &["edit-users", "order-keys", "program-keys", "edit-premises"],
        &["Building A"],
    );
    let clerk = |words: &[&str]| as_clerk(&town, CLERKS_PASSWORD, words);
    // The administrator's address with the clerk's own password: refused, and no slot of it stays behind.
    let _taken = clerk(&[
        "operator",
        "edit",
        CLERK,
        "--email",
        "locksmith@example.org",
    ])
    .refused(1, "email-taken");
    let mut guise = town.command();
    let _command = guise
        .env("KEYWRIGHT_PASSWORD", CLERKS_PASSWORD)
        .args(["--json", "--at", NOW, "user", "list"]);
    let _shut = finish(&mut guise).refused(1, "secrets-wrong-password");
    // A role of the whole system linked to a flat would open every building to who lives there.
    let _linked = clerk(&[
        "premises",
        "add",
        "--name",
        "A 9",
        "--parent",
        "Building A",
        "--private",
        "--role",
        "Everywhere",
    ])
    .refused(1, "right-missing-here");
    let _still_there = town
        .run(["operator", "show", "locksmith@example.org"])
        .done();
    let _own = clerk(&["user", "list"]).done();
}

/// A station as the window has it.
fn station(town: &Scene, operator: &str, password: &str) -> Station {
    let clock = Arc::new(keywright::time::FixedClock(NOW.parse().unwrap()));
    Station::open(
        &town.system,
        &Email::new(operator).unwrap(),
        password,
        Access::Write,
        Services::of_this_computer(clock),
    )
    .unwrap()
}

/// The edit of a user that changes nothing yet.
fn edit_of(station: &Station, email: &str) -> UserEdit {
    let user = station.user(email).unwrap().value.id;
    station.user_edit(user).unwrap()
}

/// The role as a source to be added.
fn role(station: &Station, name: &str) -> WantedSource {
    WantedSource {
        id: None,
        kind: SourceKind::Role {
            role: station.role(name).unwrap().id,
        },
        validity: Validity::ALWAYS,
    }
}

#[test]
fn a_clerk_who_may_not_order_keys_gives_a_role_and_the_drafts_home_group_follows() {
    let town = with_clerk(&["edit-users"], &[]);
    let paula = "paula@example.org";
    let keys = ["--role", "Everywhere", "--role", "Cleaner", "--key", "fob"];
    let _added = town.run(person(paula, &keys)).done();
    let draft = || town.run(["key", "list"]).done()["items"][0].clone();
    assert!(draft()["home_group"].is_null());
    let mut clerk = station(&town, CLERK, CLERKS_PASSWORD);
    let mut edit = edit_of(&clerk, paula);
    // Without the role for all doors only one key blocking group is left.
    let everywhere = role(&clerk, "Everywhere").kind;
    edit.sources.retain(|source| source.kind != everywhere);
    for key in &mut edit.keys {
        key.without.clear();
    }
    let _edited = clerk.edit_user(&edit).unwrap();
    assert_eq!(draft()["home_group"], "North");
    // What people choose of a key is another matter.
    let mut edit = edit_of(&clerk, paula);
    let _new = edit.keys[0].without.insert(0);
    let refused = clerk.edit_user(&edit).unwrap_err();
    assert_eq!(refused.code(), "right-missing");
}

#[test]
fn a_source_that_a_blocked_key_kept_off_may_be_taken_from_its_holder() {
    let town = with_clerk(&["edit-users"], &[]);
    let paula = "paula@example.org";
    let held = ["--role", "Cleaner", "--role", "Short", "--key", "fob"];
    let mut words = person(paula, &held);
    words.extend(["--without-source", "Short", "--program"]);
    let _uid = town.new_fob("paula");
    let added = town.run(words).done();
    let number = added["keys"][0]["number"].to_string();
    super::restored::block(&town, &number);
    let mut clerk = station(&town, CLERK, CLERKS_PASSWORD);
    let short = role(&clerk, "Short").kind;
    let mut edit = edit_of(&clerk, paula);
    let place = edit.sources.iter().position(|source| source.kind == short);
    let gone = place.unwrap();
    let _source = edit.sources.remove(gone);
    for key in &mut edit.keys {
        key.without.clear();
    }
    let _edited = clerk.edit_user(&edit).unwrap();
    drop(clerk);
    assert_eq!(town.key(&number)["state"], "blocked");
    // The key itself stays as it is.
    let mut administrator = station(&town, OPERATOR, PASSWORD);
    let mut edit = edit_of(&administrator, paula);
    let _new = edit.keys[0].without.insert(0);
    let refused = administrator.edit_user(&edit).unwrap_err();
    assert_eq!(refused.code(), "key-blocked");
}

#[test]
fn a_lock_that_still_opens_for_a_group_counts_to_it() {
    let town = with_clerk(&["edit-roles"], &["Building A"]);
    let _group = town.run(["lock-group", "add", "--name", "Yard"]).done();
    for lock in ["A 1 door", "B 1 door"] {
        let _edited = town
            .run(["lock", "edit", lock, "--add-lock-group", "Yard"])
            .done();
    }
    let _deployed = town.run(["lock", "deploy", "--all"]).done();
    let mine = |name: &str| {
        let words = ["role", "add", "--name", name, "--premises", "Building A"];
        let words = [&words[..], &["--lock-group", "Yard"]].concat();
        as_clerk(&town, CLERKS_PASSWORD, &words)
    };
    let _told = mine("First").refused(1, "right-missing-here");
    // Taken out of the group, but nobody was at the door yet.
    let _edited = town
        .run(["lock", "edit", "B 1 door", "--remove-lock-group", "Yard"])
        .done();
    let _told = mine("Second").refused(1, "right-missing-here");
    let _deployed = town.run(["lock", "deploy", "B 1 door"]).done();
    assert_eq!(mine("Third").done()["name"], json!("Third"));
}

#[test]
fn a_list_and_a_dead_fob_are_the_matter_of_those_whose_doors_they_are() {
    let town = with_clerk(&["block-keys", "order-keys"], &["Building A"]);
    let gone = |name: &str, fob: &str, given: [&str; 2]| {
        let email = format!("{name}@example.org");
        let mut words = person(&email, &given);
        words.extend(["--key", "fob", "--program"]);
        let _uid = town.new_fob(fob);
        let number = town.run(words).done()["keys"][0]["number"].to_string();
        let block = ["user", "remove", &email, "--block", &number];
        let _gone = town.run(block).done();
        number
    };
    // The second flat's door lies in the building; the main door lies in no premises, and B 1 in others.
    let second = ["premises", "add", "--name", "A 2", "--parent", "Building A"];
    let second = [&second[..], &["--private", "--lock", "A 2 door"]].concat();
    let _premises = town.run(second).done();
    let own = gone("paula", "one", ["--premises", "A 2"]);
    let wide = gone("pekka", "two", ["--role", "Resident A"]);
    let others = gone("pirjo", "three", ["--premises", "B 1"]);
    let as_clerk = |words: &[&str]| as_clerk(&town, CLERKS_PASSWORD, words);
    for number in [&wide, &others] {
        let _told = as_clerk(&["key", "write-off", number]).refused(1, "right-missing-here");
        assert_eq!(town.key(number)["state"], "blocked");
    }
    let ended = as_clerk(&["key", "write-off", &own]).done();
    assert_eq!(ended["state"], "written-off");
    let _dead = town.run(["key", "write-off", &others]).done();
    let _told = as_clerk(&["blocklist", "prune", "South"]).refused(1, "right-missing-here");
    // They may, but a fob that was written off may live, so its key stays on the list.
    let _pruned = as_clerk(&["blocklist", "prune", "North"]).done();
    let left = |group: &str| town.run(["blocklist", "show", group]).done()["blocked"].clone();
    assert_eq!((left("North"), left("South")), (json!(2), json!(1)));
}
