//! PIV programs that others wrote. Hosts: yubico-piv-tool and OpenSC through pcscd and a virtual reader, against our
//! simulated token, and through its driver for readers on serial ports, against our simulated contact slot. A card: the
//! PIV application of Nitrokey's firmware, against our driver. A missing program is a failure, never a skip.

mod contact_slot;
mod firmware;
mod service;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use keywright::bench::token::{Token, factory_algorithm};
use keywright::device::card_listener::CardListener;
use keywright::device::card_service;
use keywright::device::enrolment;
use keywright::device::piv::{PinState, Piv};
use keywright::device::programming_key::{
    Agreement, Error, LastTry, Pin, PivProgrammingKey, ProgrammingKey, Puk,
};
use keywright::device::token_link::{ApduLink, SocketLink};
use keywright::secrets::certificate::Certificate;
use keywright::secrets::envelope;
use keywright::secrets::random::OsRandom;
pub(super) use service::Service;

use super::enrolment::wishes;

pub(super) const PIN: &str = "27182818";
pub(super) const PUK: &str = "31415926";

fn enrol<L: ApduLink>(link: L) -> Result<Vec<&'static str>, Error> {
    let (pin, puk) = (Pin::new(PIN)?, Puk::new(PUK)?);
    let mut steps = Vec::new();
    let mut note = |step: enrolment::Step| steps.push(step.as_str());
    drop(enrolment::enrol(
        link,
        &wishes(&pin, Some(&puk)),
        &mut OsRandom,
        &mut note,
    )?);
    Ok(steps)
}

pub(super) fn empty_token(folder: &Path, cipher: &str) -> Token {
    let algorithm = factory_algorithm(cipher).unwrap();
    Token::factory(
        &mut OsRandom,
        "empty",
        &folder.join("token.json"),
        algorithm,
    )
    .unwrap()
}

/// What an envelope for this key holds, opened by the key.
fn opens_an_envelope(key: &mut dyn ProgrammingKey) {
    let certificate = key.certificate().clone();
    let recipients = std::slice::from_ref(&certificate);
    let sealed = envelope::seal(b"content", recipients, &mut OsRandom).unwrap();
    let opened = envelope::open(&sealed, &certificate, &mut Agreement(key)).unwrap();
    assert_eq!(*opened.content, b"content");
}

/// Runs a program to its end; it must succeed.
fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new("timeout")
        .args(["30", program])
        .args(arguments)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert_ne!(
        output.status.code(),
        Some(127),
        "{program} is not installed"
    );
    assert!(output.status.success(), "{program} {arguments:?}: {text}");
    text
}

/// As [`run`], with its arguments in one line.
fn run_line(program: &str, line: &str) -> String {
    run(program, &line.split_whitespace().collect::<Vec<_>>())
}

/// yubico-piv-tool on the virtual reader.
fn yubico(line: &str) -> String {
    run_line("yubico-piv-tool", &format!("-r Virtual {line}"))
}

/// The secret that OpenSC and the card agree on with a fresh key, and that OpenSSL computes for it.
fn derived(folder: &Path, certificate: &Certificate, pin: &str) -> [Vec<u8>; 2] {
    let at = folder.display();
    let openssl = |line: &str| run_line("openssl", line);
    let _made = openssl(&format!(
        "ecparam -name prime256v1 -genkey -noout -out {at}/peer.pem"
    ));
    let _made = openssl(&format!(
        "ec -in {at}/peer.pem -pubout -outform DER -out {at}/peer.der"
    ));
    std::fs::write(folder.join("own.der"), certificate.der()).unwrap();
    let own = openssl(&format!("x509 -in {at}/own.der -inform DER -noout -pubkey"));
    std::fs::write(folder.join("own.pem"), own).unwrap();
    let _said = run_line(
        "pkcs11-tool",
        &format!(
            "--login --pin {pin} --derive -m ECDH1-DERIVE --id 03 -i {at}/peer.der -o {at}/card.bin"
        ),
    );
    let _said = openssl(&format!(
        "pkeyutl -derive -inkey {at}/peer.pem -peerkey {at}/own.pem -out {at}/other.bin"
    ));
    ["card.bin", "other.bin"].map(|file| std::fs::read(folder.join(file)).unwrap())
}

/// A token enrolled by yubico-piv-tool alone: key, certificate, number and PIN.
pub(super) fn enrolled_by_yubico(folder: &Path) {
    let at = folder.display();
    let status = yubico("-a status");
    assert!(status.contains("PIN tries left:\t3"), "{status}");
    let made = yubico(&format!("-a generate -s 9d -A ECCP256 -o {at}/pub.pem"));
    assert!(made.contains("Successfully generated"), "{made}");
    let openssl = |line: &str| run_line("openssl", line);
    let _key = openssl(&format!(
        "ecparam -name prime256v1 -genkey -noout -out {at}/ca.key"
    ));
    let _request = openssl(&format!(
        "req -new -key {at}/ca.key -subj /CN=Elsewhere -out {at}/ca.csr"
    ));
    let _certificate = openssl(&format!(
        "x509 -req -in {at}/ca.csr -signkey {at}/ca.key -force_pubkey {at}/pub.pem -days 3650 -out {at}/own.crt"
    ));
    let _said = yubico(&format!("-a import-certificate -s 9d -i {at}/own.crt"));
    let _said = yubico("-a set-chuid");
    let _said = yubico(&format!("-a change-pin -P 123456 -N {PIN}"));
    let tested = yubico(&format!(
        "-a verify-pin -P {PIN} -a test-decipher -s 9d -i {at}/own.crt"
    ));
    assert!(tested.contains("Successfully performed ECDH"), "{tested}");
}

fn new_puk() {
    let _said = yubico(&format!("-a change-puk -P 12345678 -N {PUK}"));
}

fn new_management_key() {
    let _said = yubico("-a set-mgm-key -n 0F0E0D0C0B0A09080706050403020100AABBCCDDEEFF1122");
}

/// Takes PUK and management key of the factory away, which [`enrolled_by_yubico`] leaves.
pub(super) fn without_factory_values() {
    new_puk();
    new_management_key();
}

#[test]
fn yubico_s_tool_enrols_a_token_that_we_take_and_opensc_uses_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start();
    // The packaged version knows no other cipher of the management key.
    let inside = tempfile::tempdir().unwrap();
    service.plug_in(empty_token(inside.path(), "3des"));
    enrolled_by_yubico(folder.path());
    // PUK and management key are the factory's still.
    let name = "Virtual PCD 00 00";
    let mut key = PivProgrammingKey::open(card_service::open(name).unwrap()).unwrap();
    assert!(matches!(key.check_factory_values(), Err(Error::FactoryPuk)));
    drop(key);
    new_puk();
    let mut key = PivProgrammingKey::open(card_service::open(name).unwrap()).unwrap();
    assert!(matches!(
        key.check_factory_values(),
        Err(Error::FactoryManagementKey)
    ));
    drop(key);
    new_management_key();

    let mut key = PivProgrammingKey::open(card_service::open(name).unwrap()).unwrap();
    key.check_factory_values().unwrap();
    assert_eq!(key.label(), "Elsewhere");
    key.verify_pin(&Pin::new(PIN).unwrap(), LastTry::Keep)
        .unwrap();
    opens_an_envelope(&mut key);
    let certificate = key.certificate().clone();
    drop(key);
    let [card, other] = derived(folder.path(), &certificate, PIN);
    assert_eq!((card.len(), &card), (32, &other));
    let card = run("piv-tool", &["-n"]);
    assert!(
        card.contains("Personal Identity Verification Card"),
        "{card}"
    );
    println!(
        "enrolled by yubico-piv-tool, taken by us, used by OpenSC: {} commands",
        service.commands()
    );
    // Started afresh through the service it has forgotten its PIN.
    let mut piv = Piv::select(card_service::open(name).unwrap()).unwrap();
    piv.verify(&Pin::new(PIN).unwrap()).unwrap();
    let mut card = piv.into_link();
    card.restart().unwrap();
    let mut piv = Piv::select(card).unwrap();
    assert_eq!(piv.pin_state().unwrap(), PinState::Tries(3));
}

#[test]
fn a_token_that_we_enrolled_is_read_by_yubico_s_tool_and_opensc() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start();
    // The packaged yubico-piv-tool knows no other cipher of the management key.
    service.plug_in(empty_token(folder.path(), "3des"));
    let steps = enrol(card_service::open("Virtual PCD 00 00").unwrap()).unwrap();
    assert_eq!(steps.len(), 7);
    let ours = service.commands();
    let status = yubico("-a status");
    assert!(status.contains("Subject DN:\tCN=Counter"), "{status}");
    assert!(status.contains("Algorithm:\tECCP256"), "{status}");
    let pem = folder.path().join("own.crt");
    let pem = pem.to_str().unwrap();
    let _said = yubico(&format!("-a read-certificate -s 9d -o {pem}"));
    let verified = run("openssl", &["verify", "-check_ss_sig", "-CAfile", pem, pem]);
    assert!(verified.contains("OK"), "{verified}");
    let tested = yubico(&format!(
        "-a verify-pin -P {PIN} -a test-decipher -s 9d -i {pem}"
    ));
    assert!(tested.contains("Successfully performed ECDH"), "{tested}");
    // The key that we kept where ykman keeps its own manages the token for others too.
    let mut piv = Piv::select(card_service::open("Virtual PCD 00 00").unwrap()).unwrap();
    piv.verify(&Pin::new(PIN).unwrap()).unwrap();
    let stored = piv.stored_management().unwrap().key().unwrap();
    drop(piv);
    let key = format!("-k{}", data_encoding::HEXUPPER.encode(&stored));
    let _said = yubico(&format!("{key} -a set-ccc"));
    let objects = run("pkcs15-tool", &["-D"]);
    assert!(objects.contains("KEY MAN key"), "{objects}");

    // What unlocking costs: PIN, agreement, envelope; and the same agreement by OpenSC.
    let _before = service.take();
    let mut key =
        PivProgrammingKey::open(card_service::open("Virtual PCD 00 00").unwrap()).unwrap();
    key.verify_pin(&Pin::new(PIN).unwrap(), LastTry::Keep)
        .unwrap();
    opens_an_envelope(&mut key);
    let certificate = key.certificate().clone();
    drop(key);
    let (our_commands, our_bytes) = service.take();
    let [card, other] = derived(folder.path(), &certificate, PIN);
    assert_eq!(card, other);
    let (commands, bytes) = service.take();
    println!(
        "unlocking: ours {our_commands} commands, {our_bytes} bytes; pkcs11-tool --derive {commands} commands, {bytes} bytes"
    );
    assert!(our_commands < commands && our_bytes < bytes);
    println!("enrolled by us in {ours} commands, read by yubico-piv-tool and OpenSC");
}

#[test]
fn the_smart_card_service_is_told_apart_when_it_is_away_busy_or_empty() {
    let away = Service::away();
    assert_eq!(
        card_service::readers(),
        Err(card_service::Error::NotRunning)
    );
    drop(away);
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start();
    let name = "Virtual PCD 00 00";
    assert_eq!(
        card_service::open(name).unwrap_err().code(),
        "pcsc-not-there"
    );
    service.plug_in(empty_token(folder.path(), "aes256"));
    assert_eq!(
        card_service::open("Virtual").unwrap_err().code(),
        "pcsc-several"
    );
    assert_eq!(
        card_service::open("another").unwrap_err().code(),
        "pcsc-not-there"
    );
    let held = card_service::open(name).unwrap();
    assert_eq!(card_service::open(name).unwrap_err().code(), "pcsc-busy");
    drop(held);
    let _steps = enrol(card_service::open(name).unwrap()).unwrap();
    // What was proven in one visit does not count in the next.
    let mut key = PivProgrammingKey::open(card_service::open(name).unwrap()).unwrap();
    key.verify_pin(&Pin::new(PIN).unwrap(), LastTry::Keep)
        .unwrap();
    drop(key);
    let mut key = PivProgrammingKey::open(card_service::open(name).unwrap()).unwrap();
    assert_eq!(key.pin_state().unwrap(), PinState::Tries(3));
    // Pulled out.
    service.pull();
    assert!(matches!(key.pin_state(), Err(Error::Gone(_))));
    println!("smart card service: not running, empty, several, busy, pulled: told apart");
}

#[test]
fn the_smart_card_service_tells_by_itself_that_it_and_its_cards_come_and_go() {
    let away = Service::away();
    let listener = CardListener::start();
    assert!(!listener.is_told());
    drop(away);
    let heard = |what: &str| {
        let end = Instant::now() + Duration::from_secs(10);
        while !listener.moved() {
            assert!(Instant::now() < end, "{what} is not heard");
            std::thread::sleep(Duration::from_millis(5));
        }
        // What belongs to it may be told in several words; then nothing is told as long as nothing happens.
        let end = Instant::now() + Duration::from_secs(20);
        let mut quiet = Instant::now();
        while quiet.elapsed() < Duration::from_secs(1) {
            assert!(Instant::now() < end, "{what} is told time and again");
            if listener.moved() {
                quiet = Instant::now();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let mut service = Service::start();
    heard("the service");
    assert!(listener.is_told());
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        service.plug_in(empty_token(folder.path(), "aes192"));
        heard("a card");
        service.pull();
        heard("that it left");
    }
    drop(service);
    heard("the end of the service");
    assert!(!listener.is_told());
    // It waits for nothing that would hold the program up.
    let begun = Instant::now();
    drop(listener);
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[test]
fn nitrokey_s_firmware_is_enrolled_and_opens_envelopes() {
    let firmware = firmware::Firmware::start();
    let link = || SocketLink::connect(firmware.folder()).unwrap();
    assert_eq!(
        PivProgrammingKey::open(link()).unwrap_err().code(),
        "programming-key-no-certificate"
    );
    let steps = enrol(link()).unwrap();
    assert_eq!(
        steps,
        [
            "pin",
            "puk",
            "management-key",
            "key",
            "certificate",
            "read-back"
        ]
    );
    assert_eq!(enrol(link()).unwrap(), ["puk", "read-back"]);
    let mut key = PivProgrammingKey::open(link()).unwrap();
    assert_eq!(key.label(), "Counter");
    // It does not tell about its PUK.
    assert!(matches!(key.check_factory_values(), Err(Error::PukUntold)));
    key.prove_puk(&Puk::new(PUK).unwrap()).unwrap();
    key.check_factory_values().unwrap();
    let (pin, wrong) = (Pin::new(PIN).unwrap(), Pin::new("00000000").unwrap());
    assert!(matches!(
        key.verify_pin(&wrong, LastTry::Keep),
        Err(Error::WrongPin { left: 2 })
    ));
    assert!(matches!(key.agree(&[4; 65]), Err(Error::PinMissing)));
    key.verify_pin(&pin, LastTry::Keep).unwrap();
    opens_an_envelope(&mut key);
    for left in [2, 1] {
        let told = key.verify_pin(&wrong, LastTry::Keep);
        assert!(matches!(told, Err(Error::WrongPin { left: told }) if told == left));
    }
    assert!(matches!(
        key.verify_pin(&wrong, LastTry::Keep),
        Err(Error::LastPinTry)
    ));
    key.verify_pin(&pin, LastTry::Risk).unwrap();
    println!("Nitrokey's firmware: enrolled, envelope opened, PIN counted");
}

/// CHANGE REFERENCE DATA for the PUK, as another tool sends it; what the card says.
fn change_puk(link: &mut dyn ApduLink, old: &str, new: &str) -> Vec<u8> {
    let select = [0x00, 0xA4, 0x04, 0x00, 0x05, 0xA0, 0x00, 0x00, 0x03, 0x08];
    assert!(link.transmit(&select).unwrap().ends_with(&[0x90, 0x00]));
    let mut command = vec![0x00, 0x24, 0x00, 0x81, 0x10];
    command.extend([old, new].concat().bytes());
    link.transmit(&command).unwrap()
}

#[test]
fn a_card_that_keeps_its_puk_to_itself_is_not_believed_and_loses_no_try_that_nobody_expects() {
    const FACTORY: &str = "12345678";
    let firmware = firmware::Firmware::start();
    let link = || SocketLink::connect(firmware.folder()).unwrap();
    let _steps = enrol(link()).unwrap();
    let enrol_as = |pin: &str, puk: Option<&str>| {
        let pin = Pin::new(pin).unwrap();
        let puk = puk.map(|puk| Puk::new(puk).unwrap());
        let wishes = wishes(&pin, puk.as_ref());
        enrolment::enrol(link(), &wishes, &mut OsRandom, &mut |_| ()).map(drop)
    };
    // One that was made ready: whatever is mistyped is one try, so two leave the right one a third.
    let wrong_puk = |told: Result<(), Error>| {
        assert!(matches!(told, Err(Error::WrongPuk { .. })), "{told:?}");
    };
    let told = enrol_as("00000000", Some(PUK));
    assert!(matches!(told, Err(Error::WrongPin { left: 2 })), "{told:?}");
    for _ in 0..2 {
        wrong_puk(enrol_as(PIN, Some("00000000")));
        wrong_puk(enrol_as(PIN, Some("00000000")));
        enrol_as(PIN, Some(PUK)).unwrap();
    }
    assert!(matches!(enrol_as(PIN, None), Err(Error::PukUntold)));

    // Somebody puts the factory's back: nobody is asked to believe that it was changed.
    let said = change_puk(&mut link(), PUK, FACTORY);
    assert_eq!(said, [0x90, 0x00]);
    let mut key = PivProgrammingKey::open(link()).unwrap();
    assert!(matches!(key.check_factory_values(), Err(Error::PukUntold)));
    wrong_puk(key.prove_puk(&Puk::new(PUK).unwrap()));
    assert!(matches!(key.check_factory_values(), Err(Error::PukUntold)));
    drop(key);
    let said = change_puk(&mut link(), FACTORY, PUK);
    assert_eq!(said, [0x90, 0x00]);
    let mut key = PivProgrammingKey::open(link()).unwrap();
    key.prove_puk(&Puk::new(PUK).unwrap()).unwrap();
    key.check_factory_values().unwrap();
}

#[test]
fn nitrokey_s_firmware_cut_off_at_any_command_goes_on() {
    let full = std::env::var_os("KEYWRIGHT_FULL").is_some();
    let (mut cuts, mut commands) = (0, 0);
    loop {
        let firmware = firmware::Firmware::start();
        let link = SocketLink::connect(firmware.folder()).unwrap();
        let outcome = enrol(firmware::Cut {
            link,
            left: commands,
        });
        if outcome.is_ok() {
            break;
        }
        assert!(
            matches!(outcome, Err(Error::Gone(_))),
            "after {commands}: {outcome:?}"
        );
        let again = enrol(SocketLink::connect(firmware.folder()).unwrap());
        assert!(again.is_ok(), "after {commands}: {again:?}");
        let mut key =
            PivProgrammingKey::open(SocketLink::connect(firmware.folder()).unwrap()).unwrap();
        key.verify_pin(&Pin::new(PIN).unwrap(), LastTry::Keep)
            .unwrap();
        opens_an_envelope(&mut key);
        cuts += 1;
        commands += if full { 1 } else { 3 };
    }
    println!("Nitrokey's firmware: pulled out {cuts} times while it was enrolled, each finished");
    assert!(cuts > 8);
}
