//! Readers that do not say truly whether the fob still lies there: each of them programs, in a whole command.

use keywright::bench::control;
use serde_json::json;

use super::scene::{NOW, Scene};

#[test]
fn a_reader_that_does_not_say_whether_the_fob_still_lies_there_programs_all_the_same() {
    let scene = Scene::town();
    for (how, name) in [
        (json!("unknown"), "Aada"),
        (json!("silent"), "Aino"),
        (json!({"status": 0}), "Arvo"),
    ] {
        let number = scene.draft(&format!("{name} Virta"), "Resident A");
        let _uid = scene.new_fob(name);
        let refuse = json!({"verb": "refuse", "command": 0, "how": how});
        let made = control::request(&scene.bench_folder(), &refuse).unwrap();
        assert_eq!(made["ok"], true, "{made}");
        let done = scene.run(["key", "program", &number]).done();
        assert_eq!(done["keys"][0]["state"], "programmed", "{how}");
        assert_eq!(scene.present(name, "A main", NOW), "open", "{how}");
    }
}
