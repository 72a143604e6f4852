//! Fobs pulled away and bytes damaged, at every place.

use std::collections::BTreeMap;

use keywright::bench::card::Medium;
use keywright::bench::fault::{Damage, Direction, LineFault, Moment, Pull};
use keywright::device::Error;
use sha2::{Digest, Sha256};

use keywright::device::encoder::{Encoder, FobState};

use super::station::*;

/// Pulls the fob once and returns its memory then.
fn pull(station: &mut Station, flow: &Flow, exchange: u64, moment: Moment) -> Medium {
    station
        .bench
        .encoder()
        .arm_pull(Some(Pull { exchange, moment }));
    let result = flow.run(station);
    assert!(
        matches!(result, Err(Error::FobLifted | Error::NoFob)),
        "{exchange} {moment:?}: {result:?}"
    );
    station.lift()
}

#[test]
fn a_fob_pulled_at_any_exchange_is_mended_by_the_next_tap() {
    let mut pulls = 0;
    for (name, start, flow) in flows(760) {
        let exchanges = exchanges_of(&start, &flow);
        for exchange in 1..=exchanges {
            for moment in MOMENTS {
                for elsewhere in [false, true] {
                    let mut station = Station::with(&start);
                    let torn = pull(&mut station, &flow, exchange, moment);
                    flow.assert_old_or_new(&start, &torn);
                    if elsewhere {
                        station = Station::new();
                    }
                    station.lay(&torn);
                    let seen = station.driver.look().unwrap().unwrap().state;
                    assert_ne!(
                        seen,
                        FobState::Foreign,
                        "{name}, exchange {exchange}, {moment:?}"
                    );
                    let _ = station.take_refusals();
                    let result = flow.run(&mut station);
                    let refused = station.take_refusals();
                    assert!(
                        refused <= flow.proper_refusals(),
                        "{name}, {exchange}, {moment:?}: {refused} wrong keys"
                    );
                    assert!(
                        result.is_ok(),
                        "{name}, exchange {exchange}, {moment:?}: {result:?}"
                    );
                    flow.assert_done(&station.memory());
                    pulls += 1;
                }
            }
        }
        println!("{name}: {exchanges} exchanges");
    }
    println!("pulled and mended: {pulls}");
}

#[test]
fn fobs_pulled_twice_are_mended_too() {
    let flows = flows(760);
    let rounds: usize = if full() { 5_000 } else { 500 };
    let lengths: Vec<u64> = flows
        .iter()
        .map(|(_, start, flow)| exchanges_of(start, flow))
        .collect();
    let mut second = 0;
    for round in 0..rounds {
        let (name, start, flow) = &flows[round % flows.len()];
        let digest = Sha256::digest((round as u64).to_le_bytes());
        let mut torn = start.clone();
        let mut station = Station::new();
        for pair in digest[..4].as_chunks::<2>().0 {
            let exchange = 1 + u64::from(pair[0]) % lengths[round % flows.len()];
            let moment = MOMENTS[usize::from(pair[1]) % 3];
            station.lay(&torn);
            station
                .bench
                .encoder()
                .arm_pull(Some(Pull { exchange, moment }));
            let result = flow.run(&mut station);
            assert!(
                !matches!(&result, Err(error) if *error != Error::FobLifted && *error != Error::NoFob),
                "{result:?}"
            );
            second += u32::from(result.is_err());
            torn = station.lift();
            flow.assert_old_or_new(start, &torn);
        }
        station.lay(&torn);
        let result = flow.run(&mut station);
        assert!(result.is_ok(), "{name}, round {round}: {result:?}");
        flow.assert_done(&station.memory());
    }
    println!("{rounds} fobs, {second} pulls, all mended");
}

/// Bytes on the line in each direction for one flow, opening not counted, and how long it takes undisturbed.
fn line_bytes(start: &Medium, flow: &Flow) -> ([(Direction, u64); 2], u64) {
    let mut station = Station::with(start);
    let begun = station.now();
    let report = flow.run(&mut station).unwrap();
    let bytes = [
        (Direction::ToReader, report.bytes_out),
        (Direction::ToHost, report.bytes_in),
    ];
    (bytes, station.now() - begun)
}

/// What comes of damage to the bytes at every `step`-th position of every flow, in both directions.
fn damage_everywhere(
    step: impl Fn(u64) -> u64,
    damages: impl Fn(u64) -> Vec<Damage>,
    mut outcome: impl FnMut(Damage, &'static str),
) -> Delays {
    let mut longest = Delays::default();
    for flow in flows(760) {
        let (lines, undisturbed) = line_bytes(&flow.1, &flow.2);
        for (direction, bytes) in lines {
            let step = usize::try_from(step(bytes).max(1)).unwrap();
            for position in (0..bytes).step_by(step) {
                for damage in damages(position) {
                    let fault = LineFault {
                        direction,
                        position,
                        damage,
                    };
                    let end = assert_survives(&flow, undisturbed, fault, &mut longest);
                    outcome(damage, end);
                }
            }
        }
    }
    longest
}

/// Three seconds, within which every run must end.
const SOON: u64 = 3_000_000;

/// How long damaged runs went on, in modelled microseconds.
#[derive(Default)]
struct Delays {
    /// After the last byte from the reader.
    silent: u64,
    /// Beyond an undisturbed run.
    lost: u64,
}

/// A damaged line ends in "done" with the right content, or in a named error after which the same job finishes; and
/// it ends soon: within three seconds of the last byte, and of when it would have ended undisturbed.
fn assert_survives(
    (name, start, flow): &(&str, Medium, Flow),
    undisturbed: u64,
    fault: LineFault,
    longest: &mut Delays,
) -> &'static str {
    let mut station = Station::with(start);
    station.bench.encoder().arm_line(fault);
    let begun = station.now();
    let result = flow.run(&mut station);
    let lost = (station.now() - begun).saturating_sub(undisturbed);
    let silent = station.silent_for();
    assert!(
        silent <= SOON && lost <= SOON,
        "{name}, {fault:?}: ended {silent} us after the last byte, {lost} us late"
    );
    longest.silent = longest.silent.max(silent);
    longest.lost = longest.lost.max(lost);
    if result.is_ok() {
        flow.assert_done(&station.memory());
    }
    let torn = station.lift();
    flow.assert_old_or_new(start, &torn);
    let mut next = Station::with(&torn);
    let again = flow.run(&mut next);
    assert!(
        again.is_ok(),
        "{name}, {fault:?}: {result:?}, then {again:?}"
    );
    flow.assert_done(&next.memory());
    result.map_or_else(|error| error.code(), |_| DONE)
}

#[test]
fn damaged_bytes_on_the_line_never_end_in_a_wrong_done() {
    let mut outcomes = BTreeMap::<_, u32>::new();
    let longest = damage_everywhere(
        |bytes| if full() { 1 } else { (bytes / 60) | 1 },
        |position| {
            let stray = (position % 251) as u8;
            vec![
                Damage::Drop,
                Damage::Flip(1 << (position % 8)),
                Damage::Duplicate,
                Damage::Insert(stray),
            ]
        },
        |_, end| *outcomes.entry(end).or_default() += 1,
    );
    let cases: u32 = outcomes.values().sum();
    println!(
        "{cases} damaged bytes; at once, and where not at the next tap: {outcomes:?}; ended at most {} ms after the \
         last byte, {} ms later than undisturbed",
        longest.silent / 1_000,
        longest.lost / 1_000
    );
    assert!(outcomes[DONE] * 100 > cases * 99);
}

/// As [`Damage::Delay`] takes it.
const MILLISECOND: u64 = 1_000;

#[test]
fn late_bytes_at_every_place_are_survived() {
    let mut cases = 0;
    let longest = damage_everywhere(
        |bytes| if full() { 1 } else { bytes / 12 },
        |_| {
            [14, 16, 200, 5_000]
                .map(|late| Damage::Delay(late * MILLISECOND))
                .to_vec()
        },
        |damage, end| {
            let short = matches!(damage, Damage::Delay(late) if late < 100 * MILLISECOND);
            assert!(end == DONE || !short, "{damage:?} ended in {end}");
            cases += 1;
        },
    );
    println!(
        "{cases} delays; ended at most {} ms after the last byte, {} ms later than undisturbed",
        longest.silent / 1_000,
        longest.lost / 1_000
    );
}

#[test]
fn a_line_that_hands_on_its_bytes_in_two_pieces_changes_nothing() {
    let mut cases = 0;
    let longest = damage_everywhere(
        |bytes| if full() { 1 } else { (bytes / 100) | 1 },
        |_| vec![Damage::Delay(0)],
        |_, end| {
            assert_eq!(end, DONE);
            cases += 1;
        },
    );
    println!("{cases} splits");
    assert_eq!(longest.lost, 0);
}

#[test]
fn missing_acknowledgements_are_survived() {
    for (_, start, flow) in flows(760) {
        let mut station = Station::with(&start);
        station.bench.encoder().withhold_acknowledgements(1_000);
        let report = flow.run(&mut station).unwrap();
        assert_eq!(report.restarts, 0);
        flow.assert_done(&station.memory());
    }
}
