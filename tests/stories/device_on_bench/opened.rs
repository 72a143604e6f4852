//! Bytes damaged, late or split while the port is opened: the faults are armed before the first byte goes out.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use keywright::bench::Encoder as BenchEncoder;
use keywright::bench::card::Fob;
use keywright::bench::fault::{Damage, Direction, LineFault};
use keywright::bench::line::Duplex;
use keywright::device::Error;
use keywright::device::encoder::{Encoder, ProgramJob, WriteReport};

use super::station::*;

/// Three seconds, within which every run must end.
const SOON: u64 = 3_000_000;
/// As [`Damage::Delay`] takes it.
const MILLISECOND: u64 = 1_000;

/// A bench on whose line nothing was said yet.
fn fresh() -> (Duplex, BenchLine) {
    let bench = Duplex::new(BenchEncoder::new(Box::new(scatter)));
    drop(bench.encoder().lay(Fob::new(factory("ev1-8k"))));
    let line = BenchLine::new(&bench);
    (bench, line)
}

/// Opens the port and programs the fob, as a station does from its start on.
fn open_and_program(line: &BenchLine, job: &ProgramJob) -> Result<WriteReport, Error> {
    let mut driver = Station::try_open(line.clone())?;
    driver.program(job, &mut |_| {}, &AtomicBool::new(false))
}

/// Bytes that opening takes each way, and how long it takes undisturbed.
fn opening() -> ([(Direction, u64); 2], u64) {
    let (bench, line) = fresh();
    let driver = Station::open(line);
    let traffic = driver.traffic();
    let bytes = [
        (Direction::ToReader, traffic.bytes_out),
        (Direction::ToHost, traffic.bytes_in),
    ];
    (bytes, bench.encoder().stats().microseconds)
}

/// Every place of the opening, with each of these damages: "done" or a named error, within three seconds of the last
/// byte and of when it would have ended; and the next try on the healed line is done.
fn at_every_place(damages: impl Fn(u64) -> Vec<Damage>) -> BTreeMap<&'static str, u32> {
    let job = first_job(300);
    let (lines, undisturbed) = {
        let (lines, _) = opening();
        let (bench, line) = fresh();
        let _done = open_and_program(&line, &job).unwrap();
        (lines, bench.encoder().stats().microseconds)
    };
    let mut outcomes = BTreeMap::new();
    let mut latest = 0;
    for (direction, bytes) in lines {
        assert!(bytes > 40, "{direction:?}: {bytes}");
        for position in 0..bytes {
            for damage in damages(position) {
                let fault = LineFault {
                    direction,
                    position,
                    damage,
                };
                let (bench, line) = fresh();
                bench.encoder().arm_line(fault);
                let result = open_and_program(&line, &job);
                let (now, armed) = {
                    let mut encoder = bench.encoder();
                    (encoder.stats().microseconds, encoder.is_armed())
                };
                assert!(!armed, "{fault:?} hit nothing");
                let late = now.saturating_sub(undisturbed);
                assert!(late <= SOON, "{fault:?}: {late} us late, {result:?}");
                latest = latest.max(late);
                let end = result.as_ref().map_or_else(Error::code, |_| DONE);
                *outcomes.entry(end).or_default() += 1;
                // The same reader, wherever that left it, and the same fob.
                bench.encoder().heal();
                let again = open_and_program(&line, &job);
                assert!(again.is_ok(), "{fault:?}: {result:?}, then {again:?}");
                let fob = bench.encoder().lift().unwrap();
                assert_done(&fob.medium(), &job);
            }
        }
    }
    println!("{outcomes:?}; at most {} ms late", latest / 1_000);
    outcomes
}

#[test]
fn damaged_bytes_while_the_port_is_opened_are_survived() {
    let outcomes = at_every_place(|position| {
        vec![
            Damage::Drop,
            Damage::Flip(1 << (position % 8)),
            Damage::Duplicate,
            Damage::Insert((position % 251) as u8),
        ]
    });
    let cases: u32 = outcomes.values().sum();
    println!("{cases} damaged bytes while the port was opened");
    assert!(outcomes[DONE] * 100 >= cases * 95, "{outcomes:?}");
}

#[test]
fn late_and_split_bytes_while_the_port_is_opened_are_survived() {
    let outcomes = at_every_place(|_| {
        [0, 14, 16, 200, 5_000]
            .map(|late| Damage::Delay(late * MILLISECOND))
            .to_vec()
    });
    let cases: u32 = outcomes.values().sum();
    println!("{cases} late or split bytes while the port was opened");
    assert!(outcomes[DONE] * 100 >= cases * 80, "{outcomes:?}");
}
