//! PIV programs that others wrote. Hosts: yubico-piv-tool and OpenSC through pcscd and a virtual reader, against our
//! simulated token. A card: the PIV application of Nitrokey's firmware, against our driver. A missing program is a
//! failure, never a skip.

mod firmware;
mod service;

use std::path::Path;
use std::process::Command;

use keywright::bench::token::{Token, factory_algorithm};
use keywright::device::enrolment::{self, Wishes};
use keywright::device::pcsc;
use keywright::device::piv::{PinState, Piv};
use keywright::device::programming_key::{
    Agreement, Error, LastTry, Pin, PivProgrammingKey, ProgrammingKey, Puk,
};
use keywright::device::token_link::{ApduLink, SocketLink};
use keywright::secrets::certificate::Certificate;
use keywright::secrets::envelope;
use keywright::secrets::random::OsRandom;
use service::Service;

const PIN: &str = "27182818";
const PUK: &str = "31415926";

fn wishes<'a>(pin: &'a Pin, puk: &'a Puk) -> Wishes<'a> {
    Wishes {
        pin,
        puk: Some(puk),
        management: None,
        label: "Counter",
        renew: false,
        last_try: LastTry::Keep,
    }
}

fn enrol<L: ApduLink>(link: L) -> Result<Vec<&'static str>, Error> {
    let (pin, puk) = (Pin::new(PIN)?, Puk::new(PUK)?);
    let mut steps = Vec::new();
    let mut note = |step: enrolment::Step| steps.push(step.as_str());
    drop(enrolment::enrol(
        link,
        &wishes(&pin, &puk),
        &mut OsRandom,
        &mut note,
    )?);
    Ok(steps)
}

fn empty_token(folder: &Path, cipher: &str) -> Token {
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

/// yubico-piv-tool on the virtual reader.
fn yubico(arguments: &[&str]) -> String {
    run(
        "yubico-piv-tool",
        &[&["-r", "Virtual"][..], arguments].concat(),
    )
}

/// The secret that OpenSC and the card agree on with a fresh key, and that OpenSSL computes for it.
fn derived(folder: &Path, certificate: &Certificate, pin: &str) -> [Vec<u8>; 2] {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let openssl = |arguments: &[&str]| run("openssl", arguments);
    let (peer, public) = (path("peer.pem"), path("peer.der"));
    let _made = openssl(&[
        "ecparam",
        "-name",
        "prime256v1",
        "-genkey",
        "-noout",
        "-out",
        &peer,
    ]);
    let _made = openssl(&[
        "ec", "-in", &peer, "-pubout", "-outform", "DER", "-out", &public,
    ]);
    std::fs::write(path("own.der"), certificate.der()).unwrap();
    let own = openssl(&[
        "x509",
        "-in",
        &path("own.der"),
        "-inform",
        "DER",
        "-noout",
        "-pubkey",
    ]);
    std::fs::write(path("own.pem"), own).unwrap();
    let (card, other) = (path("card.bin"), path("other.bin"));
    let _said = run(
        "pkcs11-tool",
        &[
            "--login",
            "--pin",
            pin,
            "--derive",
            "-m",
            "ECDH1-DERIVE",
            "--id",
            "03",
            "-i",
            &public,
            "-o",
            &card,
        ],
    );
    let _said = openssl(&[
        "pkeyutl",
        "-derive",
        "-inkey",
        &peer,
        "-peerkey",
        &path("own.pem"),
        "-out",
        &other,
    ]);
    [card, other].map(|file| std::fs::read(file).unwrap())
}

#[test]
fn yubico_s_tool_enrols_a_token_that_we_take_and_opensc_uses_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut service = Service::start();
    // The packaged version knows no other cipher of the management key.
    let cipher = "3des";
    let inside = tempfile::tempdir().unwrap();
    service.plug_in(empty_token(inside.path(), cipher));
    let status = yubico(&["-a", "status"]);
    assert!(status.contains("PIN tries left:\t3"), "{status}");
    let made = yubico(&[
        "-a",
        "generate",
        "-s",
        "9d",
        "-A",
        "ECCP256",
        "-o",
        &path("pub.pem"),
    ]);
    assert!(made.contains("Successfully generated"), "{made}");
    let openssl = |arguments: &[&str]| run("openssl", arguments);
    let _key = openssl(&[
        "ecparam",
        "-name",
        "prime256v1",
        "-genkey",
        "-noout",
        "-out",
        &path("ca.key"),
    ]);
    let _request = openssl(&[
        "req",
        "-new",
        "-key",
        &path("ca.key"),
        "-subj",
        "/CN=Made elsewhere",
        "-out",
        &path("ca.csr"),
    ]);
    let _certificate = openssl(&[
        "x509",
        "-req",
        "-in",
        &path("ca.csr"),
        "-signkey",
        &path("ca.key"),
        "-force_pubkey",
        &path("pub.pem"),
        "-days",
        "3650",
        "-out",
        &path("own.crt"),
    ]);
    let import = [
        "-a",
        "import-certificate",
        "-s",
        "9d",
        "-i",
        &path("own.crt"),
    ];
    let _said = yubico(&import);
    let _said = yubico(&["-a", "set-chuid"]);
    let _said = yubico(&["-a", "change-pin", "-P", "123456", "-N", PIN]);
    let tested = [
        "-a",
        "verify-pin",
        "-P",
        PIN,
        "-a",
        "test-decipher",
        "-s",
        "9d",
        "-i",
        &path("own.crt"),
    ];
    let tested = yubico(&tested);
    assert!(tested.contains("Successfully performed ECDH"), "{tested}");
    // PUK and management key are the factory's still.
    let name = "Virtual PCD 00 00";
    let mut key = PivProgrammingKey::open(pcsc::open(name).unwrap()).unwrap();
    assert!(matches!(key.check_factory_values(), Err(Error::FactoryPuk)));
    drop(key);
    let _said = yubico(&["-a", "change-puk", "-P", "12345678", "-N", PUK]);
    let mut key = PivProgrammingKey::open(pcsc::open(name).unwrap()).unwrap();
    assert!(matches!(
        key.check_factory_values(),
        Err(Error::FactoryManagementKey)
    ));
    drop(key);
    let own = "0F0E0D0C0B0A09080706050403020100AABBCCDDEEFF1122";
    let _said = yubico(&["-a", "set-mgm-key", "-n", own]);

    let mut key = PivProgrammingKey::open(pcsc::open(name).unwrap()).unwrap();
    key.check_factory_values().unwrap();
    assert_eq!(key.label(), "CN=Made elsewhere");
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
        "enrolled by yubico-piv-tool ({cipher}), taken by us, used by OpenSC: {} commands",
        service.commands()
    );
}

#[test]
fn a_token_that_we_enrolled_is_read_by_yubico_s_tool_and_opensc() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start();
    // The packaged yubico-piv-tool knows no other cipher of the management key.
    service.plug_in(empty_token(folder.path(), "3des"));
    let steps = enrol(pcsc::open("Virtual PCD 00 00").unwrap()).unwrap();
    assert_eq!(steps.len(), 7);
    let ours = service.commands();
    let status = yubico(&["-a", "status"]);
    assert!(status.contains("Subject DN:\tCN=Counter"), "{status}");
    assert!(status.contains("Algorithm:\tECCP256"), "{status}");
    let pem = folder.path().join("own.crt");
    let pem = pem.to_str().unwrap();
    let _said = yubico(&["-a", "read-certificate", "-s", "9d", "-o", pem]);
    let verified = run("openssl", &["verify", "-check_ss_sig", "-CAfile", pem, pem]);
    assert!(verified.contains("OK"), "{verified}");
    let tested = [
        "-a",
        "verify-pin",
        "-P",
        PIN,
        "-a",
        "test-decipher",
        "-s",
        "9d",
        "-i",
        pem,
    ];
    assert!(yubico(&tested).contains("Successfully performed ECDH"));
    // The key that we kept where ykman keeps its own manages the token for others too.
    let mut piv = Piv::select(pcsc::open("Virtual PCD 00 00").unwrap()).unwrap();
    piv.verify(&Pin::new(PIN).unwrap()).unwrap();
    let stored = piv.stored_management().unwrap().unwrap().unwrap();
    drop(piv);
    let key = format!("-k{}", data_encoding::HEXUPPER.encode(&stored));
    let _said = yubico(&[&key, "-a", "set-ccc"]);
    let objects = run("pkcs15-tool", &["-D"]);
    assert!(objects.contains("KEY MAN key"), "{objects}");

    // What unlocking costs: PIN, agreement, envelope; and the same agreement by OpenSC.
    let _before = service.take();
    let mut key = PivProgrammingKey::open(pcsc::open("Virtual PCD 00 00").unwrap()).unwrap();
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
    assert_eq!(pcsc::readers(), Err(pcsc::Error::NotRunning));
    drop(away);
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start();
    let name = "Virtual PCD 00 00";
    assert_eq!(pcsc::open(name).unwrap_err().code(), "pcsc-not-there");
    service.plug_in(empty_token(folder.path(), "aes256"));
    assert_eq!(pcsc::open("Virtual").unwrap_err().code(), "pcsc-several");
    assert_eq!(pcsc::open("another").unwrap_err().code(), "pcsc-not-there");
    let held = pcsc::open(name).unwrap();
    assert_eq!(pcsc::open(name).unwrap_err().code(), "pcsc-busy");
    drop(held);
    let _steps = enrol(pcsc::open(name).unwrap()).unwrap();
    // What was proven in one visit does not count in the next.
    let mut key = PivProgrammingKey::open(pcsc::open(name).unwrap()).unwrap();
    key.verify_pin(&Pin::new(PIN).unwrap(), LastTry::Keep)
        .unwrap();
    drop(key);
    let mut key = PivProgrammingKey::open(pcsc::open(name).unwrap()).unwrap();
    assert_eq!(key.pin_state().unwrap(), PinState::Tries(3));
    // Pulled out.
    service.pull();
    assert!(matches!(key.pin_state(), Err(Error::Gone(_))));
    println!("smart card service: not running, empty, several, busy, pulled: told apart");
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
    assert_eq!(key.label(), "CN=Counter");
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
