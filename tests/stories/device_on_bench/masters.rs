//! Master keys of cards as they are met: the factory's with a version in its parity bits, which opens like any other,
//! and those of strangers, which are not tried on and on.

use keywright::bench::card::{Key, KeyKind, Medium};
use keywright::bench::fault::Pull;
use keywright::device::Error;
use keywright::device::encoder::{Encoder, FobState};

use super::station::*;

/// Versions that the factory's key may say it has.
const VERSIONS: [u8; 4] = [1, 0x55, 0x80, 0xFF];

/// A factory fob with this master key.
fn with_master(key: Key) -> Medium {
    let mut medium = factory("ev1-8k");
    if let Medium::Desfire(image) = &mut medium {
        image.key = key;
    }
    medium
}

#[test]
fn a_master_key_of_zeros_with_a_version_is_the_factorys_wherever_the_first_write_is_cut() {
    let job = first_job(300);
    let mut plain = Station::with(&factory("ev1-8k"));
    let exchanges = plain.program(&job).unwrap().exchanges;
    let mut pulls = 0;
    for version in VERSIONS {
        let start = with_master(Key::factory_des(version));
        let mut station = Station::with(&start);
        let mut states = [FobState::Foreign; 2];
        states[0] = station.driver.look().unwrap().unwrap().state;
        states[1] = station
            .driver
            .look_before_first_write()
            .unwrap()
            .unwrap()
            .state;
        assert_eq!(states, [FobState::Factory; 2], "{version:#04X}");
        let mut station = Station::with(&start);
        assert_eq!(station.program(&job).unwrap().exchanges, exchanges);
        assert_done(&station.memory(), &job);
        for exchange in 1..=u64::from(exchanges) {
            for moment in MOMENTS {
                let mut station = Station::with(&start);
                let pull = Pull { exchange, moment };
                station.bench.encoder().arm_pull(Some(pull));
                let cut = station.program(&job);
                assert!(cut.is_err(), "{version:#04X}, {pull:?}");
                let torn = station.lift();
                station.lay(&torn);
                let seen = station.driver.look().unwrap().unwrap().state;
                assert_ne!(seen, FobState::Foreign, "{version:#04X}, {pull:?}");
                let done = station.program(&job);
                assert!(done.is_ok(), "{version:#04X}, {pull:?}: {done:?}");
                assert_done(&station.memory(), &job);
                // Whoever would rather have it back gets it back.
                station.lay(&torn);
                let emptied = station.empty(&empty_job());
                assert!(emptied.is_ok(), "{version:#04X}, {pull:?}: {emptied:?}");
                assert!(our_application(&station.memory()).is_none());
                pulls += 1;
            }
        }
    }
    println!("pulled and mended: {pulls}");
}

#[test]
fn a_strangers_master_key_is_tried_once_at_most() {
    let of = |kind: KeyKind, byte: u8, aes_version| {
        with_master(Key {
            kind,
            bytes: vec![byte; kind.size()],
            aes_version,
        })
    };
    let fobs = [
        ("DES, version 0", of(KeyKind::Des, 0x22, 0), 1),
        ("AES, version 0", of(KeyKind::Aes, 0x22, 0), 1),
        // Its nonces are longer than those of the factory's key.
        (
            "three-key DES, version 0",
            of(KeyKind::ThreeKeyDes, 0x22, 0),
            1,
        ),
        (
            "three-key DES with a version",
            of(KeyKind::ThreeKeyDes, 0x23, 0),
            2,
        ),
        // Their numbers are such as our own keys have: the factory's and ours are tried once each.
        ("DES with a version", of(KeyKind::Des, 0x23, 0), 2),
        ("AES with a version", of(KeyKind::Aes, 0x22, 1), 2),
    ];
    for (name, fob, most) in fobs {
        let job = first_job(300);
        let mut station = Station::with(&fob);
        let state = station.driver.look().unwrap().unwrap().state;
        assert_ne!(state, FobState::Factory, "{name}");
        assert!(station.take_refusals() <= 1, "{name}");
        let look = station.driver.look_before_first_write();
        assert_ne!(look.unwrap().unwrap().state, FobState::Factory, "{name}");
        assert!(station.take_refusals() <= 1, "{name}");
        assert_eq!(
            station.program(&job),
            Err(Error::ForeignMasterKey),
            "{name}"
        );
        let tried = station.take_refusals();
        assert!(tried <= most, "{name}: {tried}");
        let emptied = station.empty(&empty_job());
        assert_eq!(emptied, Err(Error::ForeignMasterKey), "{name}");
        let tried = station.take_refusals();
        assert!(tried <= most, "{name}: {tried}");
        assert_eq!(station.lift(), fob, "{name}");
    }
}
