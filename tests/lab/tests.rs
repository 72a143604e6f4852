//! The tests of the lab. Each plugs its own key, so that none depends on another.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use keywright::bench::reader::{Fault, Level};
use keywright::device::ccid::CcidTransport as _;
use keywright::device::ccid::Error as CcidError;
use keywright::device::ccid::card::Card;
use keywright::device::ccid::message::Notification;
use keywright::device::programming_key::{
    self, LastTry, Pin, PivProgrammingKey, ProgrammingKey as _,
};
use keywright::device::usb::{self, Access, Bell, Found};
use keywright::workflow::hardware;

use crate::kit::{Bench, KEY, SECOND, SLACK, none_left, ours, use_key, wait_for};
use crate::{barred, main_job, presence, rules, service, slots, two_keys, unplugged};

const SELECT: &[u8] = b"\x00\xA4\x04\x00\x0B\xA0\x00\x00\x03\x08\x00\x00\x10\x00\x01\x00\x00";
const TESTS: &[(&str, fn())] = &[
    ("a key is listed with name, number and descriptor", listed),
    (
        "a claimed key is busy for others until it is let go",
        claimed,
    ),
    (
        "messages of whole packets pass with and without an empty packet",
        whole_packets,
    ),
    ("a silent key is given up in time and told so", silent),
    ("a stall ends one message, not the key", stalled),
    ("a key pulled in mid-transfer is gone at once", pulled),
    ("a key pulled between commands is gone", pulled_between),
    ("keys that come and go are noticed", hot_plug),
    (
        "a card that comes and goes is told by interrupt",
        card_moves,
    ),
    (
        "a programming key opens an envelope over extended APDUs",
        || opens_envelope(KEY),
    ),
    (
        "a programming key opens an envelope over small messages",
        || {
            opens_envelope(Level::ExtendedApdu { most_message: 271 });
        },
    ),
    (
        "a programming key opens an envelope over short APDUs",
        || opens_envelope(Level::ShortApdu),
    ),
    ("a programming key opens an envelope over T=1", || {
        opens_envelope(Level::BlocksT1);
    }),
    ("a programming key opens an envelope over T=0", || {
        opens_envelope(Level::CommandsT0);
    }),
    (
        "a card in the second slot is found, used, moved and removed",
        slots::second_slot,
    ),
    (
        "enrolling the only key asks for nothing twice",
        slots::nothing_twice,
    ),
    (
        "a key that the kernel keeps out is told from a busy one, with its remedy",
        barred::told_apart,
    ),
    ("time extensions and late answers pass over USB", patience),
    (
        "the station finds the key by its number and its card's",
        by_number,
    ),
    (
        "the program makes a system with a key on USB, and doctor says what it sees",
        whole_program,
    ),
    (
        "the reader of QEMU with a card on the host works",
        foreign_reader,
    ),
    (
        "the service that holds the readers is taken, and left when it ends",
        service::held_by_the_service,
    ),
    (
        "a key that the service holds is found by its number",
        service::by_number,
    ),
    (
        "no permission is told, and the udev rule gives it",
        rules::permission,
    ),
    (
        "a serial encoder belongs to the group and is left alone by ModemManager",
        rules::serial_port,
    ),
    (
        "the adapter's latency timer is set low, and doctor warns where it is not",
        rules::latency,
    ),
    (
        "a user without rights opens key and encoder as soon as they arrive",
        presence::at_once,
    ),
    (
        "a key is ready within a second of being plugged in",
        presence::ready,
    ),
    (
        "the window's strip follows key and encoder within a second",
        presence::strip,
    ),
    (
        "the whole main job by the program, over both devices",
        main_job::by_the_program,
    ),
    (
        "the encoder pulled out in the middle of a first programming",
        unplugged::first_programming,
    ),
    (
        "the encoder pulled out in the middle of a rewrite",
        unplugged::rewrite,
    ),
    (
        "the key pulled out in the middle of unlocking",
        unplugged::unlocking,
    ),
    (
        "the key pulled out or swapped while a fob is written",
        unplugged::during_a_write,
    ),
    (
        "the key pulled out or swapped while it is enrolled",
        unplugged::enrolment,
    ),
    (
        "two empty keys serve a new system, as the README says",
        two_keys::as_the_readme_says,
    ),
];

/// Runs all, one after the other, and says so line by line.
pub fn run() -> ExitCode {
    let mut failed = 0;
    // `KEYWRIGHT_LAB_ONLY=words` runs the tests whose names have them.
    let only = std::env::var("KEYWRIGHT_LAB_ONLY").unwrap_or_default();
    let only = only.replace('_', " ");
    let chosen = || TESTS.iter().filter(|(name, _)| name.contains(&only));
    for (name, test) in chosen() {
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(test));
        let took = begun.elapsed().as_millis();
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        println!("LAB {word}: {name} ({took} ms)");
        failed += usize::from(outcome.is_err());
    }
    println!("LAB {} passed, {failed} failed", chosen().count() - failed);
    ExitCode::from(u8::from(failed > 0))
}

fn listed() {
    none_left();
    let bench = Bench::new(KEY);
    let found = bench.found();
    assert_eq!(found.name.as_deref(), Some("Bench Key"));
    assert_eq!(found.serial.as_deref(), Some("LAB0001"));
    assert_eq!((found.interface, found.access), (0, Access::Free));
    let descriptor = *bench.reader(SECOND).descriptor();
    assert_eq!((descriptor.version, descriptor.slots), (0x0110, 1));
    assert_eq!(descriptor.most_message, 3072);
    assert_eq!(descriptor.pin_support, 0);
}

fn claimed() {
    let bench = Bench::new(KEY);
    let held = bench.transport();
    assert_eq!(bench.found().access, Access::Busy);
    assert!(matches!(
        usb::open(&bench.found()),
        Err(usb::Error::Busy { .. })
    ));
    drop(held);
    assert_eq!(bench.found().access, Access::Free);
    drop(bench.transport());
}

fn whole_packets() {
    for empty in [true, false] {
        let bench = Bench::new(KEY);
        bench.with_key(|key| key.ends_with_empty_packet = empty);
        let mut card = bench.card();
        assert!(card.exchange(SELECT).unwrap().ends_with(&[0x90, 0x00]));
        // Header 10, status 2: 52 and 116 give one and two packets of 64.
        for length in [51_u8, 52, 53, 115, 116, 117, 180] {
            let command = [0, 0xCB, 0x3F, 0xFF, 5, 0x5C, 3, 0x5F, 0xC1, 0x0B, length];
            let answer = card.exchange(&command).unwrap();
            assert_eq!(
                answer.len(),
                usize::from(length) + 2,
                "empty packet {empty}"
            );
        }
    }
}

fn silent() {
    let bench = Bench::new(KEY);
    let mut card = Card::open(bench.reader(SECOND)).unwrap();
    bench.with_key(|key| key.hold = true);
    let begun = Instant::now();
    assert_eq!(card.exchange(SELECT), Err(CcidError::Silent));
    let took = begun.elapsed();
    assert!(took >= SECOND && took < SECOND + SLACK, "{took:?}");
    assert_eq!(bench.with_key(|key| key.aborts), 1);
    assert!(card.exchange(SELECT).unwrap().ends_with(&[0x90, 0x00]));
}

fn stalled() {
    let bench = Bench::new(KEY);
    let mut card = bench.card();
    bench.with_key(|key| key.stall_input = true);
    assert_eq!(card.exchange(SELECT), Err(CcidError::Stalled));
    assert!(card.exchange(SELECT).unwrap().ends_with(&[0x90, 0x00]));
    bench.with_key(|key| key.stall_output = true);
    assert_eq!(card.exchange(SELECT), Err(CcidError::Stalled));
    assert!(card.exchange(SELECT).unwrap().ends_with(&[0x90, 0x00]));
}

fn pulled() {
    let mut bench = Bench::new(KEY);
    let mut card = Card::open(bench.reader(8 * SECOND)).unwrap();
    let found = bench.found();
    bench.with_key(|key| key.hold = true);
    let plugged = bench.plugged.take().unwrap();
    let hand = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        plugged.pull_out();
        Instant::now()
    });
    let begun = Instant::now();
    assert_eq!(card.exchange(SELECT), Err(CcidError::Gone));
    assert!(begun.elapsed() < 3 * SECOND, "{:?}", begun.elapsed());
    let _pulled = hand.join().unwrap();
    assert_eq!(card.exchange(SELECT), Err(CcidError::Gone));
    drop(card);
    none_left();
    assert!(matches!(usb::open(&found), Err(usb::Error::Gone { .. })));
}

fn pulled_between() {
    let mut bench = Bench::new(KEY);
    let mut key = PivProgrammingKey::open(bench.card()).unwrap();
    key.verify_pin(&Pin::new(&bench.pin).unwrap(), LastTry::Keep)
        .unwrap();
    bench.plugged.take().unwrap().pull_out();
    let point = *key.certificate().point();
    assert!(matches!(
        key.agree(&point),
        Err(programming_key::Error::Gone(_))
    ));
    drop(key);
    // Plugged in again, it wants its PIN anew.
    none_left();
    bench.plug_in();
    let mut key = PivProgrammingKey::open(bench.card()).unwrap();
    assert!(matches!(
        key.agree(&point),
        Err(programming_key::Error::PinMissing)
    ));
}

fn hot_plug() {
    none_left();
    let bell = Bell::hang();
    assert!(bell.is_told(), "libusb offers no events");
    let silence = || while bell.wait(Instant::now() + Duration::from_millis(200)) {};
    let rings = || assert!(bell.wait(Instant::now() + 10 * SECOND), "nobody told");
    silence();
    let mut bench = Bench::new(KEY);
    rings();
    // It can be opened at once, whatever udev does.
    let found = usb::list().unwrap().into_iter().find(ours).unwrap();
    drop(usb::open(&found).unwrap());
    silence();
    bench.plugged.take().unwrap().pull_out();
    rings();
    assert!(!usb::list().unwrap().iter().any(ours));
}

fn card_moves() {
    let bench = Bench::new(KEY);
    let mut transport = bench.transport();
    let mut told = || {
        wait_for(|| {
            let told = transport.notifications().unwrap();
            told.into_iter().find_map(|told| match told {
                Notification::Slots(slots) => Some(slots[0].present),
                Notification::Hardware { .. } => None,
            })
        })
    };
    assert!(told());
    bench.with_key(|key| key.reader.set_present(false));
    assert!(!told());
    bench.with_key(|key| key.reader.set_present(true));
    assert!(told());
}

/// PIN, agreement, and secrets sealed for this key opened with it.
fn opens_envelope(level: Level) {
    let bench = Bench::new(level);
    let mut key = PivProgrammingKey::open(bench.card()).unwrap();
    use_key(&mut key, &bench.pin);
    assert!(bench.with_key(|key| key.aborts) == 0);
}

fn patience() {
    let bench = Bench::new(KEY);
    let mut card = Card::open(bench.reader(SECOND)).unwrap();
    for fault in [Fault::MoreTime(5), Fault::StaleAnswer, Fault::Silent] {
        bench.with_key(|key| key.reader.misbehave(fault));
        let answer = card.exchange(SELECT);
        assert_eq!(
            answer.is_ok(),
            fault != Fault::Silent,
            "{fault:?} {answer:?}"
        );
    }
    assert!(card.exchange(SELECT).is_ok());
}

fn by_number() {
    let first = Bench::numbered(KEY, Some("LAB0001"));
    let second = Bench::numbered(Level::BlocksT1, None);
    let _there = (first.found(), second.found());
    let label = |serial: Option<&str>, pin: &str| {
        hardware::open_usb_token(
            serial,
            pin,
            keywright::device::programming_key::LastTry::Keep,
        )
        .map(|key| key.serial().to_owned())
    };
    assert_eq!(
        label(Some("lab0001"), &first.pin).unwrap(),
        first.card_number
    );
    let number = second.card_number.clone();
    assert_eq!(label(Some(&number), &second.pin).unwrap(), number);
    let code = |serial: Option<&str>| label(serial, "31415926").unwrap_err().code();
    assert_eq!(code(Some("LAB0002")), "usb-not-there");
    assert_eq!(code(None), "usb-several");
    let held = first.transport();
    assert_eq!(code(Some("LAB0001")), "usb-busy");
    drop(held);
}

/// The program itself: a system that is no demo, made and opened with a key on USB.
fn whole_program() {
    let bench = Bench::new(KEY);
    let found = bench.found();
    let folder = tempfile::tempdir().unwrap();
    let system = folder.path().join("lab.keywright");
    let run = |pin: &str, arguments: &[&str]| {
        let mut command = Command::new("/bin/keywright");
        let command = command.arg("--json").args(arguments);
        let command = command
            .env("KEYWRIGHT_PIN", pin)
            .env("KEYWRIGHT_PASSWORD", "seven green doors and a bell")
            .env("KEYWRIGHT_OPERATOR", "lab@example.org")
            .env("KEYWRIGHT_SYSTEM", &system)
            .env("KEYWRIGHT_TOKEN", "usb:LAB0001");
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let said = text(&output.stdout) + &text(&output.stderr);
        (output.status.success(), said)
    };
    let file = system.to_str().unwrap();
    let init = [
        "system",
        "init",
        file,
        "--name",
        "Lab",
        "--zone",
        "Europe/Helsinki",
    ];
    let (made, said) = run("00000000", &init);
    assert!(
        !made && said.contains("programming-key-wrong-pin"),
        "{said}"
    );
    let (made, said) = run(&bench.pin, &init);
    assert!(made, "{said}");
    let (sound, said) = run(&bench.pin, &["doctor"]);
    assert!(sound, "{said}");
    assert!(
        said.contains("belongs to this system, generation 1"),
        "{said}"
    );
    assert!(said.contains(&found.label()), "{said}");
    let held = bench.transport();
    let (sound, said) = run(&bench.pin, &["doctor"]);
    assert!(!sound && said.contains("usb-busy"), "{said}");
    drop(held);
}

fn foreign_reader() {
    let pin = std::fs::read_to_string("/lab/pin").unwrap();
    let qemu = |found: &Found| (found.vendor, found.product) == (0x08E6, 0x4433);
    let found = wait_for(|| usb::list().unwrap().into_iter().find(qemu));
    assert_eq!(found.access, Access::Free);
    let card = wait_for(|| {
        let reader = usb::open(&found).unwrap();
        match Card::open(reader) {
            Ok(card) => Some(card),
            Err(CcidError::NoCard) => None,
            Err(error) => panic!("{error}"),
        }
    });
    use_key(&mut PivProgrammingKey::open(card).unwrap(), &pin);
}
