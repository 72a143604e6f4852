//! The cable to a lock, with somebody on it who listens, sets up a lock of his own, or makes up what the lock holds.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use super::scene::{NOW, Run, Scene};

const LOCK: &str = "A 2 door";

/// Passes everything between station and locks on, hears it all, and changes answers where it is told to.
struct Cable {
    folder: PathBuf,
    bench: PathBuf,
    heard: Arc<Mutex<Vec<Value>>>,
    /// So many of the next configurations read are given a revision that nobody signed.
    made_up: Arc<AtomicUsize>,
}

impl Cable {
    fn laid(scene: &Scene) -> Self {
        let folder = scene.root().join("cable");
        fs::create_dir(&folder).unwrap();
        let listener = UnixListener::bind(folder.join("control.sock")).unwrap();
        let cable = Self {
            folder,
            bench: scene.bench_folder(),
            heard: Arc::default(),
            made_up: Arc::default(),
        };
        let (bench, heard) = (cable.bench.clone(), Arc::clone(&cable.heard));
        let made_up = Arc::clone(&cable.made_up);
        let _listens_to_the_end = thread::spawn(move || {
            for stream in listener.incoming() {
                let _gone = stream.and_then(|stream| pass(stream, &bench, &heard, &made_up));
            }
        });
        cable
    }

    fn deploy(&self, scene: &Scene, words: &[&str]) -> Run {
        let locks = format!("bench:{}", self.folder.display());
        let verb = ["--locks", &locks, "lock", "deploy", LOCK];
        scene.run(verb.iter().chain(words))
    }

    /// How often a seal key went over the cable since this was last asked.
    fn seal_keys_heard(&self) -> usize {
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        assert!(!heard.is_empty());
        let keys = heard.iter().filter(|said| said["seal_key"].is_string());
        let count = keys.clone().count();
        assert!(keys.clone().all(|said| said["verb"] == "lock-install"));
        count
    }

    fn ask(&self, request: &Value) -> Value {
        ask(&self.bench, request).unwrap()
    }
}

fn pass(
    mut station: UnixStream,
    bench: &Path,
    heard: &Mutex<Vec<Value>>,
    made_up: &AtomicUsize,
) -> io::Result<()> {
    let mut line = String::new();
    let _length = BufReader::new(&station).read_line(&mut line)?;
    let said: Value = serde_json::from_str(&line)?;
    let mut answer = ask(bench, &said)?;
    heard.lock().unwrap().push(said);
    if let Some(held) = answer["configuration"].as_str()
        && made_up
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            })
            .is_ok()
    {
        // Bytes 32 to 35, two digits each, are the revision.
        answer["configuration"] = json!([&held[..64], "fffffffe", &held[72..]].concat());
    }
    writeln!(station, "{answer}")
}

fn ask(bench: &Path, request: &Value) -> io::Result<Value> {
    let mut stream = UnixStream::connect(bench.join("control.sock"))?;
    writeln!(stream, "{request}")?;
    let mut answer = String::new();
    let _length = BufReader::new(stream).read_line(&mut answer)?;
    Ok(serde_json::from_str(&answer)?)
}

#[test]
fn a_lock_is_given_its_seal_key_once_and_again_only_by_hand() {
    let scene = Scene::town();
    let cable = Cable::laid(&scene);
    let group = scene.run(["lock", "show", LOCK]).done()["blocking_group"].clone();
    let group = group["name"]
        .as_str()
        .or(group.as_str())
        .unwrap()
        .to_owned();
    let fresh = scene
        .run([
            "lock",
            "add",
            "--name",
            "New door",
            "--blocking-group",
            &group,
        ])
        .done();
    let locks = format!("bench:{}", cable.folder.display());
    let first = scene
        .run(["--locks", &locks, "lock", "deploy", "New door"])
        .done();
    assert_eq!(first["items"][0]["state"], "deployed", "{fresh}");
    assert_eq!(cable.seal_keys_heard(), 1);

    let lock = scene
        .run(["lock", "edit", LOCK, "--add-lock-group", "Common A"])
        .done();
    let _done = cable.deploy(&scene, &[]).done();
    assert_eq!(cable.seal_keys_heard(), 0);

    // Somebody has put a lock of his own in its place, which is as it left the factory.
    let number = lock["number"].as_u64().unwrap();
    let reset = cable.ask(&json!({ "verb": "lock-reset", "lock": number }));
    assert_eq!(reset["ok"], true);
    let refused = cable.deploy(&scene, &[]);
    let told = &refused.json()["items"][0];
    assert_eq!(refused.code, 3);
    assert_eq!(told["code"], "lock-not-installed", "{told}");
    assert!(
        told["remedy"].as_str().unwrap().contains("--install"),
        "{told}"
    );
    assert_eq!(cable.seal_keys_heard(), 0);
    let held = cable.ask(&json!({ "verb": "locks" }));
    let strangers = held["items"].as_array().unwrap();
    assert!(
        strangers.iter().all(|item| item["lock"] != number),
        "{held}"
    );

    // The locksmith did it himself.
    let done = cable.deploy(&scene, &["--install"]).done();
    assert_eq!(done["items"][0]["state"], "deployed");
    assert_eq!(cable.seal_keys_heard(), 1);
    let _done = cable.deploy(&scene, &[]).done();
    assert_eq!(cable.seal_keys_heard(), 0);

    // What was blocked meanwhile stays blocked at a lock put in the place of another.
    let _uid = scene.new_fob("lost");
    let key = scene.draft("Aada Korhonen", "Everywhere");
    let _written = scene
        .persevere(&["key", "program", &key, "--home-group", "North"])
        .done();
    assert_eq!(scene.present("lost", LOCK, NOW), "open");
    let _blocked = scene.run(["key", "block", &key]).done();
    assert_eq!(scene.present("lost", LOCK, NOW), "open");
    let reset = cable.ask(&json!({ "verb": "lock-reset", "lock": number }));
    assert_eq!(reset["ok"], true);
    let done = cable.deploy(&scene, &["--install"]).done();
    assert_eq!(done["items"][0]["blocklist_version"], 1, "{done}");
    assert_eq!(scene.present("lost", LOCK, NOW), "blocked");
    let list = cable.ask(&json!({ "verb": "lock-read", "lock": number }))["blocklist"].clone();
    assert_eq!(cable.seal_keys_heard(), 1);
    let forged = json!({ "verb": "lock-blocklist", "lock": number, "blocklist": list.as_str().unwrap().replacen('0', "1", 1) });
    assert_eq!(cable.ask(&forged)["code"], "lock-blocklist-forged");

    // The others of the group do not wait for somebody who carries the list to them.
    let behind = || {
        let groups = scene.run(["blocklist", "show"]).done();
        let groups = groups["items"].as_array().unwrap().iter();
        groups
            .map(|group| group["locks_behind"].as_u64().unwrap())
            .sum::<u64>()
    };
    let waiting = behind();
    assert!(waiting > 0);
    let brought = scene.run(["lock", "deploy", "--all"]).done();
    let brought = brought["items"].as_array().unwrap().len() as u64;
    assert_eq!((brought, behind()), (waiting, 0));
    let none = scene.run(["lock", "deploy", "--all"]).done();
    assert_eq!(none["items"], json!([]));

    // All at once are never given theirs anew.
    assert_eq!(scene.run(["lock", "deploy", "--all", "--install"]).code, 2);
    assert_eq!(scene.run(["lock", "deploy", "--install"]).code, 2);
}

#[test]
fn a_made_up_revision_does_not_use_up_those_of_the_lock() {
    let scene = Scene::town();
    let cable = Cable::laid(&scene);
    let before = scene.run(["lock", "read", LOCK]).done()["revision"].clone();
    cable.made_up.store(1, Ordering::SeqCst);
    let done = cable.deploy(&scene, &[]).done();
    assert_eq!(cable.made_up.load(Ordering::SeqCst), 0);
    let next = before.as_u64().unwrap() + 1;
    assert_eq!(done["items"][0]["revision"], next);
    assert_eq!(scene.run(["lock", "read", LOCK]).done()["revision"], next);
}
