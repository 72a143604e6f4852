use std::collections::BTreeMap;

use super::*;
use crate::bench::card::{Application, Body, File, Fob, Key, KeyKind, Medium, Records};
use crate::lock::{UtcSeconds, fob_key};
use crate::medium::testing::{
    NOW, SYSTEM, UID, configuration, header, lock_keys, locks, sign, signed_configuration,
};
use crate::medium::{Blocklist, Image, Seal, SignedConfiguration};
use crate::model::{BlockingGroupNumber, Generation, KeyNumber, LockGroupNumber, Revision};
use zeroize::Zeroizing;

const LOCK: LockNumber = LockNumber(100);
const SEAL_KEY: [u8; 32] = [5; 32];

fn seal_key() -> Zeroizing<[u8; 32]> {
    Zeroizing::new(SEAL_KEY)
}

/// The lock of the published configuration.
fn deployed(folder: &Path) -> Door {
    let mut door = Doors::open(folder).unwrap().door(LOCK).unwrap();
    door.install(seal_key()).unwrap();
    door.configure(signed_configuration().as_bytes()).unwrap();
    door
}

fn list(version: u32) -> Blocklist {
    let group = BlockingGroupNumber(3);
    let keys = (1..=version * 20).map(|key| KeyNumber(key * 37));
    Blocklist::build(SYSTEM, Generation::FIRST, group, version, 1, keys, &sign).unwrap()
}

fn backup(access: u16, content: &[u8], size: usize) -> File {
    let mut data = content.to_vec();
    data.resize(size, 0);
    File {
        communication: 3,
        access,
        iso_id: None,
        body: Body::Backup { data },
    }
}

/// A fob as a station leaves it, made without any station: keys of `base` and version, a table for locks 90 to 110.
fn fob(carried: &[u8], list_size: usize, version: u8, base: u8) -> Fob {
    let image = Image::build(&header(), &locks(90..=110), &sign).unwrap();
    let key = |base: [u8; 16]| Key {
        kind: KeyKind::Aes,
        bytes: fob_key(&base, &UID, SYSTEM).to_vec(),
        aes_version: version,
    };
    let records = Records {
        size: 16,
        max: 17,
        data: Vec::new(),
    };
    let events = File {
        body: Body::Cyclic(records),
        ..backup(0x1310, &[], 0)
    };
    let application = Application {
        aid: [0x57, 0x4B, 0xF5],
        settings: 1,
        kind: KeyKind::Aes,
        iso_files: false,
        iso_id: None,
        iso_name: Vec::new(),
        keys: vec![key([1; 16]), key([2; 16]), key([base; 16]), key([18; 16])],
        files: BTreeMap::from([
            (1, backup(0x2110, image.as_bytes(), 640)),
            (2, backup(0x3310, carried, list_size)),
            (3, events),
        ]),
    };
    let mut medium = Medium::named("ev1-8k", UID).unwrap();
    if let Medium::Desfire(card) = &mut medium {
        card.applications.push(application);
    }
    Fob::new(medium)
}

fn our_fob(carried: &[u8], list_size: usize) -> Fob {
    fob(carried, list_size, 1, 17)
}

fn hold(door: &mut Door, fob: &mut Fob) -> Visit {
    let mut place = 0u8;
    let mut random = |bytes: &mut [u8]| {
        for byte in bytes {
            place = place.wrapping_mul(5).wrapping_add(73);
            *byte = place;
        }
    };
    present(door, fob, &mut random, UtcSeconds(NOW)).unwrap()
}

fn records(fob: &Fob) -> usize {
    fob.medium().dump()["applications"][0]["files"][2]["records"]
        .as_array()
        .unwrap()
        .len()
}

#[test]
fn a_listed_fob_opens_and_keeps_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = deployed(folder.path());
    let mut fob = our_fob(&[], 640);
    let visit = hold(&mut door, &mut fob);
    assert_eq!(visit.answer, Answer::Decided(Decision::Open));
    assert_eq!(
        (visit.answer.is_open(), visit.answer.reason()),
        (true, None)
    );
    assert_eq!(records(&fob), 1);
    let expected = crate::medium::image::budget::Traffic::of_read(172);
    let spent = (visit.deciding.exchanges, visit.deciding.bytes);
    assert_eq!(spent, (expected.exchanges.into(), expected.bytes.into()));
    assert!(visit.whole.microseconds > visit.deciding.microseconds);
    let event = visit.event.unwrap();
    assert_eq!((event.time, event.sequence), (Some(NOW), 0));
}

#[test]
fn a_list_too_long_for_the_medium_costs_it_no_record() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = deployed(folder.path());
    let new = list(9);
    let taken = hold(&mut door, &mut our_fob(new.as_bytes(), 640));
    assert_eq!((taken.taken, taken.given), (Some(9), None));
    let mut small = our_fob(list(6).as_bytes(), 192);
    assert!(new.as_bytes().len() > 192);
    let visit = hold(&mut door, &mut small);
    assert_eq!((visit.given, records(&small)), (None, 1));
    assert!(!visit.event.unwrap().list_given);
    let mut large = our_fob(list(6).as_bytes(), 640);
    let visit = hold(&mut door, &mut large);
    assert_eq!(
        (visit.given, visit.taken, records(&large)),
        (Some(9), None, 1)
    );
    assert!(visit.event.unwrap().list_given);
}

#[test]
fn a_list_that_claims_more_than_its_file_holds_costs_no_record() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = deployed(folder.path());
    let cut = list(9).as_bytes()[..96].to_vec();
    let mut fob = our_fob(&cut, 96);
    let visit = hold(&mut door, &mut fob);
    assert!(visit.answer.is_open());
    assert_eq!((visit.taken, records(&fob)), (None, 1));
    assert!(visit.event.is_some() && door.blocklist().is_none());
}

#[test]
fn foreign_keys_and_unknown_generations_are_told_without_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = deployed(folder.path());
    for (version, base, reason) in [
        (1, 99, "wrong-system"),
        (2, 17, "old-generation"),
        (0, 17, "not-readable"),
    ] {
        let mut fob = fob(&[], 640, version, base);
        let visit = hold(&mut door, &mut fob);
        assert_eq!(visit.answer.reason(), Some(reason));
        assert_eq!((visit.event, records(&fob)), (None, 0));
        assert_eq!(visit.deciding, Spent::default());
    }
    assert_eq!(door.events(), 0);
}

#[test]
fn a_medium_that_is_no_fob_of_ours_is_not_readable() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = deployed(folder.path());
    for chip in [
        "ev1-8k",
        "ev3-16k",
        "d40",
        "classic-1k",
        "ultralight",
        "unknown",
    ] {
        let mut fob = Fob::new(Medium::named(chip, UID).unwrap());
        let visit = hold(&mut door, &mut fob);
        assert_eq!(visit.answer.reason(), Some("not-readable"), "{chip}");
    }
    let mut medium = our_fob(&[], 640).medium();
    if let Medium::Desfire(card) = &mut medium {
        card.random_uid = true;
    }
    let visit = hold(&mut door, &mut Fob::new(medium));
    assert_eq!(visit.answer, Answer::NotReadable);
}

#[test]
fn a_lock_without_configuration_lets_nobody_in_and_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = Doors::open(folder.path()).unwrap().door(LOCK).unwrap();
    for _ in 0..2 {
        let visit = hold(&mut door, &mut our_fob(&[], 640));
        assert_eq!(visit.answer.reason(), Some("not-deployed"));
        assert_eq!(visit.whole, Spent::default());
        door.install(seal_key()).unwrap();
    }
}

#[test]
fn what_a_lock_keeps_outlasts_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = deployed(folder.path());
    let _ = hold(&mut door, &mut our_fob(list(6).as_bytes(), 640));
    door.set_unsure(true).unwrap();
    drop(door);
    let doors = Doors::open(folder.path()).unwrap();
    assert_eq!(doors.all().unwrap().len(), 1);
    let mut door = doors.door(LOCK).unwrap();
    assert_eq!(door.blocklist(), Some(&list(6)));
    assert_eq!(door.configuration(), Some(&signed_configuration()));
    assert_eq!((door.events(), door.clock()), (1, "unsure"));
    let event = hold(&mut door, &mut our_fob(&[], 640)).event.unwrap();
    assert_eq!((event.sequence, event.time), (1, None));
    door.reset().unwrap();
    assert!(doors.all().unwrap().is_empty() && !doors.door(LOCK).unwrap().is_installed());
}

#[test]
fn a_file_that_is_no_memory_of_a_lock_is_named() {
    let folder = tempfile::tempdir().unwrap();
    drop(deployed(folder.path()));
    let file = folder.path().join("100.json");
    let text = fs::read_to_string(&file).unwrap();
    for broken in [
        String::new(),
        text.replace("0505", "0605"),
        text.replace("\"01", "\"02"),
    ] {
        fs::write(&file, &broken).unwrap();
        let error = Doors::open(folder.path()).unwrap().door(LOCK).unwrap_err();
        assert_eq!(error.code(), "bench-memory-unreadable");
    }
}

#[test]
fn a_lock_that_cannot_keep_its_memory_reports_it_before_the_medium_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = deployed(folder.path());
    fs::remove_dir_all(folder.path()).unwrap();
    let mut fob = our_fob(&[], 640);
    let mut random = |bytes: &mut [u8]| bytes.fill(7);
    let error = present(&mut door, &mut fob, &mut random, UtcSeconds(NOW)).unwrap_err();
    assert_eq!((error.code(), records(&fob)), ("bench-files", 0));
}

#[test]
fn a_seal_key_is_given_once() {
    let folder = tempfile::tempdir().unwrap();
    let doors = Doors::open(folder.path()).unwrap();
    let mut door = doors.door(LOCK).unwrap();
    let early = door.configure(signed_configuration().as_bytes());
    assert_eq!(early.unwrap_err().code(), "lock-not-installed");
    door.install(seal_key()).unwrap();
    door.install(seal_key()).unwrap();
    let other = door.install(Zeroizing::new([6; 32])).unwrap_err();
    assert_eq!(other.code(), "lock-installed-already");
    door.reset().unwrap();
    let mut door = doors.door(LOCK).unwrap();
    door.install(Zeroizing::new([6; 32])).unwrap();
    let foreign = door.configure(signed_configuration().as_bytes());
    assert_eq!(foreign.unwrap_err().code(), "lock-configuration-foreign");
    let mut outside = doors.door(LockNumber(1 << 24)).unwrap();
    let error = outside.install(seal_key()).unwrap_err();
    assert_eq!(error.code(), "number-out-of-range");
}

#[test]
fn a_refused_configuration_leaves_the_held_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut door = deployed(folder.path());
    let signed = |revision: u32, group: u16, seal: [u8; 32]| {
        let mut new = configuration();
        new.revision = Revision(revision);
        new.groups = [LockGroupNumber(group)].into();
        let seal = Seal {
            key: &seal,
            nonce: [4; 12],
        };
        SignedConfiguration::build(&new, &lock_keys(), &seal, &sign).unwrap()
    };
    let mut forged = signed(9, 7, SEAL_KEY).as_bytes().to_vec();
    forged[50] ^= 1;
    for (bytes, code) in [
        (forged, "lock-configuration-forged"),
        (
            signed(2, 7, SEAL_KEY).as_bytes().to_vec(),
            "lock-configuration-old",
        ),
        (
            signed(9, 7, [8; 32]).as_bytes().to_vec(),
            "lock-configuration-foreign",
        ),
    ] {
        assert_eq!(door.configure(&bytes).unwrap_err().code(), code);
        assert_eq!(door.configuration(), Some(&signed_configuration()));
    }
    let mut stranger = Doors::open(folder.path())
        .unwrap()
        .door(LockNumber(5))
        .unwrap();
    stranger.install(seal_key()).unwrap();
    let error = stranger.configure(signed_configuration().as_bytes());
    assert_eq!(error.unwrap_err().code(), "lock-configuration-foreign");
    door.configure(signed(9, 7, SEAL_KEY).as_bytes()).unwrap();
    assert_eq!(door.configuration().unwrap().configuration().revision.0, 9);
}
