//! A token that yubico-piv-tool enrolled, with no help of ours, becomes a programming key of a system: through the smart
//! card service, by the program alone, and it writes a fob.

use keywright::bench::token::Token;

use super::authority::{RESERVE_PIN, RESERVE_PUK};
use super::scene::{NOW, OPERATOR, Scene, finish};
use crate::stories::piv_peers::{self, Service};

/// The reader of the smart card service, as `--token` names it.
const READER: &str = "pcsc:Virtual PCD 00 00";

#[test]
fn a_token_enrolled_by_yubico_s_tool_is_added_and_writes_a_fob() {
    let scene = Scene::town();
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start();
    let token: Token = piv_peers::empty_token(folder.path(), "3des");
    service.plug_in(token);
    piv_peers::enrolled_by_yubico(folder.path());
    piv_peers::without_factory_values();
    let add = |label: &str| {
        let mut command = scene.command();
        let _command = command
            .env("KEYWRIGHT_NEW_TOKEN_PIN", RESERVE_PIN)
            .env_remove("KEYWRIGHT_PUK")
            .args(["--json", "--at", NOW, "programming-key", "add"])
            .args(["--new-token", READER, "--label", label])
            .args(["--operator-of-key", OPERATOR]);
        finish(&mut command)
    };
    assert_eq!((piv_peers::PIN, piv_peers::PUK), (RESERVE_PIN, RESERVE_PUK));
    let added = add("Elsewhere").done();
    assert_eq!(added["opens_generations"], serde_json::json!([1]));
    let before = service.commands();
    let number = scene.draft("Aino Salo", "Resident A");
    let _uid = scene.new_fob("aino");
    let run = |words: &[&str]| {
        let mut command = scene.command();
        let _command = command
            .env("KEYWRIGHT_TOKEN", READER)
            .env("KEYWRIGHT_PIN", RESERVE_PIN)
            .args(["--json", "--at", NOW])
            .args(words);
        finish(&mut command)
    };
    let written = run(&["key", "program", &number]).done();
    assert_eq!(written["keys"][0]["state"], "programmed", "{written}");
    assert!(service.commands() > before, "another token was used");
    assert_eq!(scene.present("aino", "A main", NOW), "open");
    // Pulled out, it writes no more.
    service.pull();
    let late = run(&["key", "program", &number, "--again"]);
    assert_eq!(late.code, 3, "{late:?}");
    println!(
        "enrolled by yubico-piv-tool, added and used by the program alone: {} commands",
        service.commands()
    );
}
