//! A bench in a folder, over its socket and its line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::os::unix::fs::OpenOptionsExt;
use std::sync::Arc;
use std::thread::JoinHandle;

use serde_json::json;

use super::*;

struct Served {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

fn serve(mut bench: Bench) -> Served {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let thread = Some(std::thread::spawn(move || bench.serve(&flag).unwrap()));
    Served { stop, thread }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        drop(self.thread.take().unwrap().join());
    }
}

fn ask(folder: &Path, request: &Value) -> Value {
    control::request(folder, request).unwrap()
}

#[test]
fn media_are_made_laid_lifted_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let served = serve(Bench::open(folder).unwrap());
    let made = ask(
        folder,
        &json!({"verb": "new", "kind": "fob", "name": "anna", "chip": "ev3-16k"}),
    );
    assert_eq!(made["ok"], true);
    assert!(made["uid"].as_str().unwrap().starts_with("04"));
    let again = ask(
        folder,
        &json!({"verb": "new", "kind": "fob", "name": "anna"}),
    );
    assert_eq!(again["code"], "bench-name-taken");
    let _ = ask(
        folder,
        &json!({"verb": "new", "kind": "fob", "name": "bert", "chip": "classic-1k"}),
    );
    assert_eq!(
        ask(folder, &json!({"verb": "lay", "name": "anna"}))["ok"],
        true
    );
    assert_eq!(
        ask(folder, &json!({"verb": "lay", "name": "bert"}))["ok"],
        true
    );
    let listed = ask(folder, &json!({"verb": "list"}));
    assert_eq!(
        (&listed["items"], &listed["in_field"]),
        (&json!(["anna", "bert"]), &json!("bert"))
    );
    assert_eq!(ask(folder, &json!({"verb": "lift"}))["name"], "bert");
    assert_eq!(
        ask(folder, &json!({"verb": "dump", "name": "anna"}))["chip"],
        "ev3-16k"
    );
    assert_eq!(
        ask(folder, &json!({"verb": "dance"}))["code"],
        "bench-verb-unknown"
    );
    assert_eq!(
        ask(folder, &json!({"verb": "lay", "name": "carl"}))["code"],
        "bench-medium-unknown"
    );
    assert_eq!(ask(folder, &json!([1]))["code"], "bench-verb-unknown");
    drop(served);
    assert_eq!(
        control::request(folder, &json!({"verb": "list"}))
            .unwrap_err()
            .code(),
        "bench-not-running"
    );
}

#[test]
fn a_folder_serves_one_bench_and_remembers_its_media() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::open(folder.path()).unwrap();
    assert!(matches!(
        Bench::open(folder.path()),
        Err(Error::FolderInUse)
    ));
    bench
        .add("anna", Medium::named("ev1-8k", [4; 7]).unwrap())
        .unwrap();
    drop(bench);
    // What a crash in the middle of keeping a memory leaves behind is passed over.
    std::fs::write(folder.path().join("state/anna.new"), b"{\"half").unwrap();
    let mut bench = Bench::open(folder.path()).unwrap();
    assert_eq!(bench.medium("anna").unwrap().uid(), [4; 7]);
    std::fs::write(folder.path().join("state/bert.fob"), b"{\"half").unwrap();
    drop(bench);
    assert!(matches!(
        Bench::open(folder.path()),
        Err(Error::MemoryUnreadable { .. })
    ));
}

#[test]
fn an_added_verb_reaches_a_medium_wherever_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::open(folder.path()).unwrap();
    bench
        .add("anna", Medium::named("ev1-8k", [4; 7]).unwrap())
        .unwrap();
    bench.add_verb(
        "settings",
        Box::new(|bench, request| {
            let name = request["name"].as_str().unwrap_or_default();
            let answer =
                bench.with_fob(name, |fob| fob.exchange(&[0x45], &mut |_: &mut [u8]| {}))?;
            Ok(json!({ "answer": answer.map(|reaction| reaction.answer) }))
        }),
    );
    let served = serve(bench);
    for verb in ["settings", "lay", "settings"] {
        let answer = ask(folder.path(), &json!({"verb": verb, "name": "anna"}));
        assert_eq!(answer["ok"], true, "{verb}");
        if verb == "settings" {
            assert_eq!(answer["answer"], json!([0, 0x0F, 1]));
        }
    }
    drop(served);
}

#[test]
fn a_host_on_the_line_gets_its_answer_and_the_counters_see_it() {
    let folder = tempfile::tempdir().unwrap();
    let served = serve(Bench::open(folder.path()).unwrap());
    let mut host = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(i32::try_from(rustix::fs::OFlags::NOCTTY.bits()).unwrap())
        .open(folder.path().join("encoder"))
        .unwrap();
    host.write_all(&[
        0x55, 0x55, 0, 0, 0, 0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00,
    ])
    .unwrap();
    let mut answer = [0; 19];
    host.read_exact(&mut answer).unwrap();
    assert_eq!(answer[13..17], [0x32, 0x01, 0x06, 0x07]);
    let stats = ask(folder.path(), &json!({"verb": "stats"}));
    assert_eq!(
        (&stats["bytes_out"], &stats["bytes_in"], &stats["commands"]),
        (&json!(14), &json!(19), &json!(1))
    );
    assert_eq!(ask(folder.path(), &json!({"verb": "stats"}))["commands"], 0);
    drop(served);
}
