//! Two demos: people, places and fobs are the same each time, secrets never.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::scene::{PROGRAM, finish};

fn made(folder: &Path) -> (Value, Vec<Value>, Vec<String>) {
    let mut demo = Command::new(PROGRAM);
    let _command = demo.args(["--json", "demo", "--headless"]).arg(folder);
    let told = finish(&mut demo).done();
    let listed = |noun: &str| {
        let mut command = Command::new(PROGRAM);
        let _command = command
            .env_clear()
            .arg("--json")
            .arg("--system")
            .arg(folder.join("demo.keywright"))
            .arg("--operator")
            .arg("locksmith@example.org")
            .arg("--password-file")
            .arg(folder.join("password"))
            .args([noun, "list"]);
        let list = finish(&mut command).done();
        let items = list["items"].as_array().unwrap().iter();
        let kept = |item: &&Value| {
            let email = item["email"].as_str().unwrap_or_default();
            // The operator is made with the secrets, and Marja by the main job.
            email != "locksmith@example.org" && email != "marja.siivonen@example.org"
        };
        let id = |item: &Value| (item["name"].clone(), item["id"].clone());
        let mut ids: Vec<_> = items.filter(kept).map(id).collect();
        ids.sort_by_key(|(name, _)| name.to_string());
        Value::from(
            ids.into_iter()
                .map(|(name, id)| Value::from(vec![name, id]))
                .collect::<Vec<_>>(),
        )
    };
    let nouns = [
        "lock",
        "role",
        "premises",
        "lock-group",
        "blocking-group",
        "user",
    ];
    let ids = nouns.map(listed).to_vec();
    let secrets =
        ["pin", "password"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap());
    (told, ids, secrets.to_vec())
}

#[test]
fn two_demos_have_the_same_people_places_and_fobs_and_other_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let (told, ids, secrets) = made(&folder.path().join("one"));
    let (other, others, other_secrets) = made(&folder.path().join("two"));
    assert_eq!(ids.len(), 6);
    assert!(
        ids.iter().all(|list| list.as_array().unwrap().len() > 1),
        "{ids:?}"
    );
    assert_eq!(ids, others);
    assert_eq!(told["keys"][0]["uid"], other["keys"][0]["uid"]);
    assert_ne!(told["read"]["system"], other["read"]["system"]);
    for (one, two) in secrets.iter().zip(&other_secrets) {
        assert_ne!(one, two);
    }
}
