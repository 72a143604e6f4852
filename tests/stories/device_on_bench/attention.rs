//! Readers that do not know the question whether the fob still attends, that do not answer it, or that always say yes.

use keywright::bench::card::Medium;
use keywright::bench::fault::Refusal;
use keywright::device::Error;
use keywright::device::encoder::{Encoder, ProgramJob};

use super::station::*;

/// The chip number of another fob.
const OTHER: [u8; 7] = [4, 9, 9, 9, 9, 9, 9];
/// `Diagnose`, and its test for a card's attention.
const DIAGNOSE: u8 = 0x00;
const ATTENTION: [u8; 2] = [DIAGNOSE, 0x06];
const ALWAYS_YES: Refusal = Refusal::Status(0x00);

/// Every job with what it starts from, and whether it is a first one.
fn jobs() -> [(Medium, ProgramJob, bool); 2] {
    let first = first_job(1_024);
    let whole = next_job(&first, image(1, 2, 1_024));
    let written = programmed(&first);
    [(factory("ev1-8k"), first, true), (written, whole, false)]
}

/// A station at a reader that answers the question in this way, and a fob that was looked at.
fn looked(start: &Medium, first: bool, how: Refusal) -> Station {
    let mut station = Station::with(start);
    station.bench.encoder().refuse(DIAGNOSE, Some(how));
    look(&mut station, first);
    station
}

fn look(station: &mut Station, first: bool) {
    if first {
        let info = station.driver.look_before_first_write().unwrap();
        assert_eq!(info.unwrap().uid, UID);
    } else {
        assert_eq!(station.driver.presence().unwrap(), Some(UID.to_vec()));
    }
}

/// How often the reader was asked.
fn asked(station: &Station) -> usize {
    let sent = station.take_log();
    let asks = |sent: &&Sent| **sent == Sent::Command(ATTENTION.to_vec());
    sent.iter().filter(asks).count()
}

#[test]
fn a_reader_that_does_not_answer_the_question_is_asked_once_and_lists_anew() {
    for how in [Refusal::Unknown, Refusal::Silent] {
        for (start, job, first) in jobs() {
            let mut station = looked(&start, first, how);
            let before = station.now();
            let report = station.program(&job).unwrap();
            println!(
                "{how:?}, first {first}: {report:?}, {} ms",
                (station.now() - before) / 1_000
            );
            assert_eq!(report.restarts, 0, "{how:?}");
            assert_done(&station.memory(), &job);
            assert_eq!(asked(&station), 1, "{how:?}");
            // The next fobs on this reader are not held up by it.
            let next = next_job(&job, image(1, 9, 1_024));
            look(&mut station, false);
            let before = station.now();
            let report = station.program(&next).unwrap();
            assert_eq!((asked(&station), report.restarts), (0, 0), "{how:?}");
            assert!(station.now() - before < 1_000_000, "{how:?}");
            assert_done(&station.memory(), &next);
        }
    }
}

#[test]
fn a_swapped_fob_is_not_written_at_any_such_reader() {
    for how in [Refusal::Unknown, Refusal::Silent, ALWAYS_YES] {
        for (start, job, first) in jobs() {
            let name = format!("{how:?}, first {first}");
            let others = [
                Medium::named("ev1-8k", OTHER).unwrap(),
                Medium::named("ev3-16k", OTHER).unwrap(),
            ];
            for other in others {
                let mut station = looked(&start, first, how);
                station.lay(&other);
                let result = station.program(&job);
                let wrong = matches!(result, Err(Error::WrongFob { .. } | Error::FobLifted));
                assert!(wrong, "{name}: {result:?}");
                assert_eq!(station.lift(), other, "{name}");
            }
            let mut station = looked(&start, first, how);
            assert_eq!(station.lift(), start, "{name}");
            // Healed by the lifting; the reader is what it was.
            station.bench.encoder().refuse(DIAGNOSE, Some(how));
            let result = station.program(&job);
            let gone = matches!(result, Err(Error::NoFob | Error::FobLifted));
            assert!(gone, "{name}: {result:?}");
            // The very fob, written elsewhere meanwhile.
            let mut station = looked(&start, first, how);
            let elsewhere = programmed(&first_job(900));
            station.lay(&elsewhere);
            let result = station.program(&job);
            // Where a yes was believed, the first command found nobody, but that could not be known.
            let cause = match result {
                Err(Error::StoppedHalfway { cause }) if how == ALWAYS_YES => *cause,
                other => other.unwrap_err(),
            };
            let changed = matches!(cause, Error::ChangedElsewhere { .. });
            assert!(changed, "{name}: {cause:?}");
            assert_eq!(station.lift(), elsewhere, "{name}");
            // The very fob, laid down again.
            let mut station = looked(&start, first, how);
            station.lay(&start);
            let _report = station.program(&job).unwrap();
            assert_done(&station.memory(), &job);
        }
    }
}
