//! A fob that was looked at stays where it is and is gone on with: nothing is asked twice, and what took its place in
//! between is found before anything is written.

use keywright::bench::card::Medium;
use keywright::bench::fault::{Damage, Direction, LineFault, Pull};
use keywright::device::Error;
use keywright::device::encoder::{Encoder, FobState, ProgramJob, WriteReport};

use super::station::*;

/// The chip number of another fob.
const OTHER: [u8; 7] = [4, 9, 9, 9, 9, 9, 9];

/// A look as it comes before a write of this job.
fn look(station: &mut Station, first: bool) {
    if first {
        let info = station.driver.look_before_first_write().unwrap().unwrap();
        assert_eq!((info.uid, info.state), (UID, FobState::Factory));
    } else {
        assert_eq!(station.driver.presence().unwrap(), Some(UID.to_vec()));
    }
}

/// Every job with what it starts from, and whether it is a first one.
fn jobs() -> [(Medium, ProgramJob, bool); 2] {
    let first = first_job(1_024);
    let whole = next_job(&first, image(1, 2, 1_024));
    let written = programmed(&first);
    [(factory("ev1-8k"), first, true), (written, whole, false)]
}

fn looked_and_written(
    station: &mut Station,
    job: &ProgramJob,
    first: bool,
) -> Result<WriteReport, Error> {
    look(station, first);
    station.program(job)
}

#[test]
fn a_look_and_a_write_take_no_more_exchanges_than_the_write() {
    for ((start, job, first), most) in jobs().iter().zip([70, 42]) {
        let mut alone = Station::with(start);
        let alone = alone.program(job).unwrap().exchanges;
        let mut station = Station::with(start);
        let report = looked_and_written(&mut station, job, *first).unwrap();
        assert_done(&station.memory(), job);
        let whole = station.driver.traffic().exchanges;
        println!("whole {whole}, the write alone {alone}: {report:?}");
        assert_eq!(
            (whole, report.exchanges, report.restarts),
            (alone, alone, 0)
        );
        assert!(whole <= most, "{whole}");
    }
}

#[test]
fn a_fob_swapped_after_the_look_is_found_before_anything_is_written() {
    for (start, job, first) in jobs() {
        for other in [
            Medium::named("ev1-8k", OTHER).unwrap(),
            Medium::named("ev1-4k", OTHER).unwrap(),
        ] {
            let mut station = Station::with(&start);
            look(&mut station, first);
            station.lay(&other);
            let wrong = Error::WrongFob {
                expected: UID,
                found: OTHER,
            };
            assert_eq!(station.program(&job), Err(wrong));
            assert_eq!(station.lift(), other);
        }
        let mut station = Station::with(&start);
        look(&mut station, first);
        assert_eq!(station.lift(), start);
        assert_eq!(station.program(&job), Err(Error::NoFob));
        // The very fob, written elsewhere meanwhile.
        let mut station = Station::with(&start);
        look(&mut station, first);
        let elsewhere = programmed(&first_job(900));
        station.lay(&elsewhere);
        let result = station.program(&job);
        assert!(
            matches!(result, Err(Error::ChangedElsewhere { .. })),
            "first {first}: {result:?}"
        );
        assert_eq!(station.lift(), elsewhere);
    }
}

#[test]
fn a_fob_laid_down_again_after_the_look_is_written() {
    for (start, job, first) in jobs() {
        let mut station = Station::with(&start);
        look(&mut station, first);
        let same = station.lift();
        station.lay(&same);
        let report = station.program(&job).unwrap();
        assert_eq!(report.restarts, 0);
        assert_done(&station.memory(), &job);
        // The look counts once: a second write of the same fob finds it by itself.
        let again = station.program(&job).unwrap();
        assert_eq!(again.written, 0);
    }
}

#[test]
fn a_fob_pulled_at_any_exchange_after_a_look_is_mended_by_the_next_tap() {
    let mut pulls = 0;
    for (start, job, first) in jobs() {
        let mut station = Station::with(&start);
        let _done = looked_and_written(&mut station, &job, first).unwrap();
        let exchanges = u64::from(station.driver.traffic().exchanges);
        let looking = if first { 6 } else { 0 };
        for exchange in looking + 1..=exchanges {
            for moment in MOMENTS {
                let mut station = Station::with(&start);
                station
                    .bench
                    .encoder()
                    .arm_pull(Some(Pull { exchange, moment }));
                let result = looked_and_written(&mut station, &job, first);
                assert!(
                    matches!(result, Err(Error::FobLifted | Error::NoFob)),
                    "{exchange} {moment:?}: {result:?}"
                );
                let torn = station.lift();
                station.lay(&torn);
                let done = station.program(&job);
                assert!(done.is_ok(), "{exchange} {moment:?}: {done:?}");
                assert_done(&station.memory(), &job);
                pulls += 1;
            }
        }
    }
    println!("pulled after a look and mended: {pulls}");
}

/// A factory fob on which an application under our number was made and nothing else.
fn begun() -> Medium {
    let job = first_job(300);
    for exchange in 1.. {
        let mut station = Station::with(&factory("ev1-8k"));
        station.bench.encoder().arm_pull(Some(Pull {
            exchange,
            moment: MOMENTS[1],
        }));
        assert!(station.program(&job).is_err());
        let torn = station.lift();
        if our_application(&torn).is_some() {
            return torn;
        }
    }
    unreachable!("an application is made")
}

#[test]
fn what_somebody_else_began_is_left_alone_though_its_master_key_is_the_factorys() {
    let mut strange = begun();
    if let Medium::Desfire(image) = &mut strange {
        let ours = image.applications.iter_mut().find(|one| one.aid == AID);
        ours.unwrap().keys[0].aes_version = 7;
    }
    for (fob, error) in [
        (begun(), Error::Unfinished),
        (strange, Error::ForeignMasterKey),
    ] {
        let mut station = Station::with(&fob);
        look(&mut station, true);
        assert_eq!(station.program(&first_job(300)), Err(error));
        assert_eq!(station.lift(), fob);
    }
    // A job that began it goes on with it: no look said that it is new.
    let job = first_job(300);
    let mut station = Station::with(&begun());
    assert_eq!(
        station.driver.look().unwrap().unwrap().state,
        FobState::Started
    );
    let _done = station.program(&job).unwrap();
    assert_done(&station.memory(), &job);
}

/// Whether the log has a native command to the fob with this code.
fn commands(log: &[Sent], code: u8) -> usize {
    let is = |sent: &&Sent| matches!(sent, Sent::Command(command) if command.starts_with(&[0x40, 0x01, code]));
    log.iter().filter(is).count()
}

#[test]
fn what_somebody_else_began_is_left_alone_after_an_interruption_too() {
    let fob = begun();
    let (mut refused, mut its_own) = (0, 0);
    for position in 0..400 {
        let mut station = Station::with(&fob);
        look(&mut station, true);
        let same = station.lift();
        station.lay(&same);
        drop(station.take_log());
        station.bench.encoder().arm_line(LineFault {
            direction: Direction::ToHost,
            position,
            damage: Damage::Delay(5_000_000),
        });
        let result = station.program(&first_job(300));
        let log = station.take_log();
        let restarted = commands(&log, 0x60) > 1;
        match result {
            Err(Error::Unfinished) => {
                refused += u32::from(restarted);
                assert_eq!(station.lift(), fob, "{position}");
            }
            // It asked for the application and did not hear the answer: as far as it can know, it made it.
            Ok(_) => {
                its_own += 1;
                assert!(restarted && commands(&log, 0xCA) == 1, "{position}");
            }
            Err(error) => panic!("{position}: {error:?}"),
        }
    }
    println!("interrupted and refused {refused} times; taken for its own {its_own} times");
    assert!(refused > 100 && its_own > 0);
}
