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

/// Bytes on the line in each direction for one flow, opening not counted.
fn line_bytes(start: &Medium, flow: &Flow) -> [(Direction, u64); 2] {
    let mut station = Station::with(start);
    let report = flow.run(&mut station).unwrap();
    [
        (Direction::ToReader, report.bytes_out),
        (Direction::ToHost, report.bytes_in),
    ]
}

/// A damaged line ends in "done" with the right content, or in a named error after which the same job finishes.
fn assert_survives(name: &str, start: &Medium, flow: &Flow, fault: LineFault) -> &'static str {
    let mut station = Station::with(start);
    station.bench.encoder().arm_line(fault);
    let result = flow.run(&mut station);
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
    for (name, start, flow) in flows(760) {
        for (direction, bytes) in line_bytes(&start, &flow) {
            let step = if full() { 1 } else { (bytes / 60).max(1) | 1 };
            for position in (0..bytes).step_by(usize::try_from(step).unwrap()) {
                let stray = (position % 251) as u8;
                for damage in [
                    Damage::Drop,
                    Damage::Flip(1 << (position % 8)),
                    Damage::Duplicate,
                    Damage::Insert(stray),
                ] {
                    let fault = LineFault {
                        direction,
                        position,
                        damage,
                    };
                    *outcomes
                        .entry(assert_survives(name, &start, &flow, fault))
                        .or_default() += 1;
                }
            }
        }
    }
    let cases: u32 = outcomes.values().sum();
    println!("{cases} damaged bytes; at once, and where not at the next tap: {outcomes:?}");
    assert!(outcomes[DONE] * 100 > cases * 99);
}

#[test]
fn late_bytes_and_missing_acknowledgements_are_survived() {
    let mut cases = 0;
    for (name, start, flow) in flows(760) {
        for (direction, bytes) in line_bytes(&start, &flow) {
            for milliseconds in [14, 16, 200, 5_000] {
                let step = if full() { 11 } else { (bytes / 12).max(1) };
                for position in (0..bytes).step_by(usize::try_from(step).unwrap()) {
                    let damage = Damage::Delay(milliseconds * 1_000);
                    let done = assert_survives(
                        name,
                        &start,
                        &flow,
                        LineFault {
                            direction,
                            position,
                            damage,
                        },
                    );
                    assert!(
                        done == DONE || milliseconds > 100,
                        "{name}: {milliseconds} ms at {position}"
                    );
                    cases += 1;
                }
            }
        }
        let mut station = Station::with(&start);
        station.bench.encoder().withhold_acknowledgements(1_000);
        let report = flow.run(&mut station).unwrap();
        assert_eq!(report.restarts, 0);
        flow.assert_done(&station.memory());
    }
    println!("{cases} delays");
}
