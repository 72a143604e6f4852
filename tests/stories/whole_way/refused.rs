//! Writes that a fob refuses before anything stands on it: the key is as it was, whoever holds it still holds it, and
//! no chip is bound to it.

use std::sync::atomic::AtomicBool;

use keywright::device::Error as FobError;
use keywright::device::encoder::{
    EmptyJob, Encoder, FobKeys, Format, MediumContents, MediumInfo, ProgramJob, Progress,
    WriteReport,
};
use keywright::device::pn532::Traffic;
use keywright::device::programming_key::LastTry;
use keywright::workflow::Station;
use keywright::workflow::hardware::{BoxedEncoder, open_bench_token, open_encoder};
use keywright::workflow::programming::{Devices, Request};
use serde_json::{Value, json};

use super::scene::Scene;

/// An encoder on which the fob is swapped, or found to be another's, after it was looked at.
struct Refusing {
    inner: BoxedEncoder,
    error: FobError,
}

impl Encoder for Refusing {
    fn look(&mut self) -> Result<Option<MediumInfo>, FobError> {
        self.inner.look()
    }

    fn presence(&mut self) -> Result<Option<Vec<u8>>, FobError> {
        self.inner.presence()
    }

    fn read(&mut self, keys: &dyn FobKeys, format: &Format) -> Result<MediumContents, FobError> {
        self.inner.read(keys, format)
    }

    fn program(
        &mut self,
        _job: &ProgramJob,
        _progress: &mut dyn FnMut(Progress),
        _cancel: &AtomicBool,
    ) -> Result<WriteReport, FobError> {
        Err(self.error.clone())
    }

    fn empty(
        &mut self,
        _job: &EmptyJob,
        _progress: &mut dyn FnMut(Progress),
        _cancel: &AtomicBool,
    ) -> Result<WriteReport, FobError> {
        Err(self.error.clone())
    }

    fn traffic(&self) -> Traffic {
        self.inner.traffic()
    }
}

/// What is done with a key on an encoder whose fob refuses; the code of the refusal.
fn refusing(
    scene: &Scene,
    number: &str,
    error: FobError,
    act: impl FnOnce(&mut Station, keywright::model::KeyId, &mut Devices<'_>) -> &'static str,
) -> &'static str {
    let mut station = scene.station();
    let key = station.key(number).unwrap().key.id;
    let mut token = open_bench_token(&scene.bench_folder(), &scene.pin, LastTry::Keep).unwrap();
    let port = scene.bench_folder().join("encoder");
    let mut encoder = Refusing {
        inner: open_encoder(&port).unwrap(),
        error,
    };
    let mut devices = Devices {
        encoder: &mut encoder,
        token: &mut *token,
        progress: &mut |_| {},
        cancel: &AtomicBool::new(false),
    };
    act(&mut station, key, &mut devices)
}

fn swapped() -> FobError {
    FobError::WrongFob {
        expected: [4, 1, 2, 3, 4, 5, 6],
        found: [4, 6, 5, 4, 3, 2, 1],
    }
}

#[test]
fn a_draft_is_not_bound_to_a_blank_fob_on_which_nothing_was_written() {
    let scene = Scene::town();
    let _first = scene.new_fob("first");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let code = refusing(&scene, &number, swapped(), |station, key, devices| {
        let refused = station.program_key(Request::of(key), devices);
        refused.unwrap_err().code()
    });
    assert_eq!(code, "wrong-fob");
    let key = scene.key(&number);
    assert_eq!(
        (&key["state"], &key["uid"]),
        (&json!("draft"), &Value::Null),
        "{key}"
    );
    // Any blank fob will do.
    let uid = scene.new_fob("second");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let key = scene.key(&number);
    assert_eq!(
        (&key["state"], &key["uid"]),
        (&json!("programmed"), &json!(uid)),
        "{key}"
    );
}

#[test]
fn a_key_whose_emptying_was_refused_is_as_it_was() {
    let scene = Scene::town();
    let uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let _held = scene.run(["key", "hand-over", &number]).done();
    let code = refusing(
        &scene,
        &number,
        FobError::ForeignMasterKey,
        |station, key, devices| station.empty_key(key, devices).unwrap_err().code(),
    );
    assert_eq!(code, "fob-foreign-master-key");
    let key = scene.key(&number);
    assert_eq!(
        (&key["state"], &key["uid"]),
        (&json!("handed-over"), &json!(uid)),
        "{key}"
    );
    // It may be written, and emptied in earnest.
    let _written = scene
        .persevere(&["key", "program", &number, "--again"])
        .done();
    let _back = scene.persevere(&["key", "return", &number]).done();
    assert_eq!(scene.key(&number)["state"], "returned");
}

#[test]
fn a_key_in_its_holders_hand_is_that_after_a_refused_write_too() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let _held = scene.run(["key", "hand-over", &number]).done();
    let old = scene.root().join("old.keywright");
    let old = old.to_str().unwrap();
    let _copied = scene.run(["system", "backup", old]).done();
    let _written = scene
        .persevere(&["key", "program", &number, "--again"])
        .done();
    let _restored = scene.run(["system", "restore", old]).done();
    let _edited = scene
        .run(["role", "edit", "Resident A", "--add-lock", "Shed"])
        .done();
    let refused = scene.persevere(&["key", "program", &number]);
    assert_eq!(refused.broken_action()["code"], "fob-changed-elsewhere");
    assert_eq!(scene.key(&number)["state"], "handed-over");
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(adopted["state"], "handed-over", "{adopted}");
    let _written = scene.persevere(&["key", "program", &number]).done();
    assert_eq!(scene.key(&number)["state"], "handed-over");
}

#[test]
fn a_key_in_its_holders_hand_is_that_after_a_failed_write_too() {
    let scene = Scene::town();
    let _uid = scene.new_fob("aada");
    let number = scene.draft("Aada Korhonen", "Resident A");
    let _written = scene.persevere(&["key", "program", &number]).done();
    let _held = scene.run(["key", "hand-over", &number]).done();
    let old = scene.root().join("old.keywright");
    let old = old.to_str().unwrap();
    // The write is open in the copy, and finished and gone beyond here.
    let _armed = scene.bench(["pull", "--after-exchange", "6"]).done();
    let again = ["key", "program", &number, "--again"];
    assert_eq!(scene.run(again).code, 3);
    let _copied = scene.run(["system", "backup", old]).done();
    scene.lay("aada");
    let _written = scene.persevere(&again).done();
    let _written = scene.persevere(&again).done();
    let _restored = scene.run(["system", "restore", old]).done();
    let refused = scene.persevere(&["key", "program", &number]);
    assert_eq!(refused.broken_action()["code"], "fob-changed-elsewhere");
    assert_eq!(scene.key(&number)["state"], "write-failed");
    let adopted = scene.run(["key", "read", "--adopt"]).done();
    assert_eq!(adopted["state"], "handed-over", "{adopted}");
}

#[test]
fn a_refused_first_write_names_no_task_because_there_is_none() {
    let scene = Scene::town();
    let number = scene.draft("Aada Korhonen", "Resident A");
    let remedy = |words: &[&str]| {
        let action = scene.run(words).broken_action();
        action["remedy"].as_str().unwrap().to_owned()
    };
    let again = format!("keywright key program {number}");
    // Nothing lies there, and one that is another key's.
    let nothing = remedy(&["key", "program", &number]);
    let _uid = scene.new_fob("other");
    let other = scene.draft("Eeva Virta", "Resident A");
    let _done = scene.persevere(&["key", "program", &other]).done();
    let _armed = scene.bench(["pull", "--after-exchange", "3"]).done();
    let _uid = scene.new_fob("new");
    let looking = remedy(&["key", "program", &number]);
    for told in [&nothing, &looking] {
        assert!(
            told.contains(&again) && !told.contains("task run"),
            "{told}"
        );
    }
    assert_eq!(scene.run(["task", "list"]).done()["items"], json!([]));
    // Once it was begun there is one.
    scene.lay("new");
    let _armed = scene.bench(["pull", "--after-exchange", "20"]).done();
    let cut = remedy(&["key", "program", &number]);
    assert!(
        cut.contains(&again) && cut.contains("keywright task run"),
        "{cut}"
    );
}
