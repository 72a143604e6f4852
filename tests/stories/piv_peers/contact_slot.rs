//! Debian's driver for readers on serial ports (libccidtwin, of libccid) against the contact slot of the bench: its
//! framing, its T=1 and its power are its own; pcscd, yubico-piv-tool and OpenSC work through it.

use std::time::Duration;

use keywright::device::card_service;
use keywright::device::piv::Piv;
use serde_json::json;

use super::service::{Daemon, wait};
use super::{run, run_line};
use crate::stories::running::Running;

const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libccidtwin.so";
const READER: &str = "GemPC Twin 00 00";

#[test]
fn debian_s_serial_driver_reads_the_card_in_the_contact_slot() {
    let bench = Running::start();
    let at = bench.folder().display().to_string();
    for name in ["first", "card"] {
        let _made = bench.act(&json!({"verb": "new", "kind": "token", "name": name}));
    }
    let service = Daemon::start(DRIVER, || {
        format!(
            "FRIENDLYNAME \"GemPC Twin\"\nDEVICENAME {at}/contact:GemPCTwin\nLIBPATH {DRIVER}\nCHANNELID 1\n"
        )
    });
    wait("the driver with its reader", || {
        card_service::readers().is_ok_and(|readers| readers == [READER])
    });
    let code = || card_service::open(READER).err().map(|error| error.code());
    assert_eq!(code(), Some("pcsc-not-there"), "the slot is empty");

    let _seated = bench.act(&json!({"verb": "seat", "name": "card"}));
    wait("the card to be noticed", || code().is_none());
    let status = run_line("yubico-piv-tool", "-r GemPC -a status");
    assert!(status.contains("PIN tries left:\t3"), "{status}");
    assert!(status.contains("Algorithm:\tECCP256"), "{status}");
    let read = |file: &str| {
        let line = format!("-r GemPC -a read-certificate -s 9d -o {at}/{file}");
        let _said = run_line("yubico-piv-tool", &line);
        let line = format!("x509 -in {at}/{file} -outform DER -out {at}/{file}.der");
        let _said = run_line("openssl", &line);
        std::fs::read(bench.folder().join(format!("{file}.der"))).unwrap()
    };
    let certificate = read("one.pem");
    let name = run("opensc-tool", &["--name"]);
    assert!(
        name.contains("Personal Identity Verification Card"),
        "{name}"
    );
    let objects = run("pkcs15-tool", &["-D"]);
    assert!(objects.contains("KEY MAN"), "{objects}");
    // What the foreign host read is what we read through it, by its T=1.
    let mut piv = Piv::select(card_service::open(READER).unwrap()).unwrap();
    assert_eq!(piv.key_management_certificate().unwrap(), certificate);

    // Taken out in the middle, and another put in.
    let _taken = bench.act(&json!({"verb": "unseat"}));
    assert!(piv.key_management_certificate().is_err());
    drop(piv);
    wait("the card to be gone", || code() == Some("pcsc-not-there"));
    // The service asks the driver each 400 ms: a change of cards faster than any hand would escape it.
    std::thread::sleep(Duration::from_secs(1));
    let _pulled = bench.act(&json!({"verb": "insert", "name": "card"}));
    let _seated = bench.act(&json!({"verb": "seat", "name": "first"}));
    wait("the other card to be noticed", || code().is_none());
    assert_ne!(read("other.pem"), certificate);
    drop(service);
    println!(
        "libccidtwin: reader found empty, card noticed, read by yubico-piv-tool, OpenSC and us ({} bytes of certificate), taken out and another put in",
        certificate.len()
    );
}
