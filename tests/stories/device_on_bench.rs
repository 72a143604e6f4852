//! The encoder's driver against the simulated encoder and fob: what it costs, and what every interruption leaves.

mod attention;
mod faults;
mod held;
mod lies;
mod masters;
mod opened;
mod speeds;
pub(crate) mod station;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use keywright::bench::card::{Fob, Key, KeyKind, Medium};
use keywright::bench::fault::{Moment, Pull};
use keywright::bench::line::Duplex;
use keywright::bench::{Bench, Encoder as BenchEncoder};
use keywright::device::Error;
use keywright::device::desfire::Card;
use keywright::device::encoder::{
    APPLICATION, EVENTS_FILE, EmptyJob, Encoder, FileSizes, FobEncoder, FobKeys, FobState, Format,
    KeyRole, Phase, ProgramJob, Progress,
};
use keywright::device::line::SerialLine;
use keywright::device::pn532::{Pn532, Timing};
use keywright::device::worker::{Command, Event, Outcome, Worker};
use zeroize::Zeroizing;

use station::*;

#[test]
fn six_commands_bring_a_fob_into_the_field() {
    let mut station = Station::with(&factory("ev1-8k"));
    assert_eq!(station.driver.presence().unwrap(), Some(UID.to_vec()));
    let commands = station.driver.traffic().commands;
    println!("commands from opening to a fob in the field: {commands}");
    assert!(commands <= 6, "{commands}");
}

#[test]
fn programming_stays_within_its_budgets() {
    let first = first_job(1_024);
    let mut station = Station::with(&factory("ev1-8k"));
    let report = station.program(&first).unwrap();
    println!("first programming of 1,024 bytes: {report:?}");
    assert!(report.exchanges <= 70, "{report:?}");
    assert_done(&station.memory(), &first);

    let whole = next_job(&first, image(1, 2, 1_024));
    let full = station.program(&whole).unwrap();
    println!("rewrite of 1,024 bytes: {full:?}");
    assert!(full.exchanges <= 42, "{full:?}");
    assert_done(&station.memory(), &whole);

    let mut small = next_job(&whole, with_one_lock_changed(&whole.image, 3));
    small.previous = Some(whole.image.clone());
    let part = station.program(&small).unwrap();
    println!("one lock changed in 1,024 bytes: {part:?}");
    assert!(part.written < 200 && part.exchanges <= 30, "{part:?}");
    assert_done(&station.memory(), &small);

    let emptied = station.empty(&empty_job()).unwrap();
    println!("emptying: {emptied:?}");
}

#[test]
fn each_accepted_chip_is_programmed_and_emptied_again_and_again() {
    for chip in ["ev1-8k", "ev2-8k", "ev3-16k"] {
        let mut station = Station::with(&factory(chip));
        let free = station.driver.look().unwrap().unwrap().free;
        for _ in 0..4 {
            assert_eq!(
                station.driver.look().unwrap().unwrap().state,
                FobState::Factory
            );
            let _ = station.program(&first_job(600)).unwrap();
            assert_eq!(
                station.driver.look().unwrap().unwrap().state,
                FobState::Ours { generation: 1 }
            );
            let _ = station.empty(&empty_job()).unwrap();
            let info = station.driver.look().unwrap().unwrap();
            assert_eq!((info.state, info.free), (FobState::Factory, free), "{chip}");
        }
        assert_eq!(
            station
                .program(&first_job(600))
                .map(|report| report.restarts),
            Ok(0)
        );
    }
}

#[test]
fn the_same_job_run_twice_changes_nothing() {
    let job = first_job(300);
    let mut station = Station::with(&factory("ev1-8k"));
    let _ = station.program(&job).unwrap();
    let before = station.memory();
    let again = station.program(&job).unwrap();
    assert_eq!((station.memory(), again.written), (before, 0));
    let _ = station.empty(&empty_job()).unwrap();
    let before = station.memory();
    let _ = station.empty(&empty_job()).unwrap();
    assert_eq!(station.memory(), before);
}

#[test]
fn a_key_campaign_moves_a_fob_to_the_next_generation() {
    let first = first_job(400);
    let mut next = next_job(&first, image(2, 2, 400));
    next.blocklist = Some(blocklist(2));
    let mut station = Station::with(&programmed(&first));
    let report = station.program(&next).unwrap();
    println!("next key generation with 400 bytes: {report:?}");
    assert_done(&station.memory(), &next);
}

#[test]
fn a_fob_whose_files_are_too_small_is_left_alone_altogether() {
    let first = ProgramJob {
        sizes: FileSizes {
            image: 512,
            blocklist: 128,
        },
        ..first_job(400)
    };
    let with_list = |generation, length: u8| {
        let mut list = vec![3; length.into()];
        list[..2].copy_from_slice(&[length, 0]);
        ProgramJob {
            blocklist: Some(list),
            ..next_job(&first, image(generation, 2, 400))
        }
    };
    let start = programmed(&first);
    // Whether keys would have moved to the next generation or not, and each time again.
    for generation in [1, 2] {
        for (job, code) in [
            (with_list(generation, 200), "fob-blocklist-too-large"),
            (
                next_job(&first, image(generation, 2, 600)),
                "fob-image-too-large",
            ),
        ] {
            let mut station = Station::with(&start);
            let before = station.memory();
            for turn in 0..2 {
                let error = station.program(&job).unwrap_err();
                let told = format!("generation {generation}, {code}, turn {turn}");
                assert_eq!(error.code(), code, "{told}");
                assert!(station.memory() == before, "{told}: the fob was changed");
            }
            // What does fit goes on from there.
            let fits = with_list(generation, 128);
            let _ = station.program(&fits).unwrap();
            assert_done(&station.memory(), &fits);
        }
    }
    // The move was cut off with some keys moved; then the list grew beyond its file.
    let whole = Station::with(&start).program(&with_list(2, 90)).unwrap();
    let mut halfway = 0;
    for exchange in 1..=u64::from(whole.exchanges) {
        let mut station = Station::with(&start);
        station.bench.encoder().arm_pull(Some(Pull {
            exchange,
            moment: Moment::Executed,
        }));
        let _cut = station.program(&with_list(2, 90));
        let memory = station.lift();
        let mut station = Station::with(&memory);
        let before = station.memory();
        let Err(error) = station.program(&with_list(2, 200)) else {
            continue;
        };
        if error.code() == "fob-blocklist-too-large" {
            halfway += u32::from(before != start);
            assert!(station.memory() == before, "exchange {exchange}");
        }
    }
    assert!(halfway > 3, "{halfway}");
}

#[test]
fn a_newer_blocklist_on_the_fob_is_never_replaced_by_an_older_one() {
    let first = first_job(300);
    let next = ProgramJob {
        blocklist: Some(blocklist(5)),
        ..next_job(&first, image(1, 2, 300))
    };
    let carrying = |list: Vec<u8>| {
        let ahead = ProgramJob {
            blocklist: Some(list),
            ..first.clone()
        };
        Station::with(&programmed(&ahead))
    };
    let list_of = |station: &Station| stored_file(&station.memory(), 2).unwrap()[..90].to_vec();
    // A lock gave the fob version 6 since the job was written down.
    let mut station = carrying(blocklist(6));
    let _ = station.program(&next).unwrap();
    assert_eq!(list_of(&station), blocklist(6));
    assert_eq!(
        stored_file(&station.memory(), 1).unwrap()[..300],
        next.image
    );
    // The same when the image came through and only its answer was lost.
    let _ = station.program(&next).unwrap();
    assert_eq!(list_of(&station), blocklist(6));
    // Who only says that it is newer, or longer than its file, gives way.
    let mut forged = blocklist(9);
    forged[40] ^= 1;
    let mut endless = forged.clone();
    endless[..2].copy_from_slice(&7_000u16.to_le_bytes());
    for list in [blocklist(4), blocklist(5), forged, endless] {
        let mut station = carrying(list);
        let _ = station.program(&next).unwrap();
        assert_eq!(list_of(&station), blocklist(5));
    }
}

#[test]
fn a_job_that_changed_the_fob_never_claims_that_it_did_not() {
    // The fob is pulled, and something else lies in the field before the driver looks again.
    let swapped = |start: &Medium, job: &ProgramJob, exchange: u32| {
        let mut station = Station::with(start);
        let bench = station.bench.clone();
        bench.encoder().arm_pull(Some(Pull {
            exchange: exchange.into(),
            moment: Moment::Executed,
        }));
        let mut lay = |progress: Progress| {
            if progress.exchanges == exchange {
                let other = Medium::named("classic-1k", UID).unwrap();
                drop(bench.encoder().lay(Fob::new(other)));
            }
        };
        let result = station
            .driver
            .program(job, &mut lay, &AtomicBool::new(false));
        result.unwrap_err().code()
    };
    let first = first_job(300);
    let blank = factory("ev1-8k");
    let whole = Station::with(&blank).program(&first).unwrap().exchanges;
    let mut codes = Vec::new();
    for exchange in 1..=whole {
        codes.push(swapped(&blank, &first, exchange));
    }
    let changed = codes
        .iter()
        .position(|code| *code != "fob-chip-refused")
        .unwrap();
    println!("of {whole} exchanges the first {changed} change nothing");
    assert_eq!(changed, 6, "the application is made then");
    assert!(codes[changed..].iter().all(|code| *code == "fob-lifted"));
}

#[test]
fn an_outdated_station_leaves_the_fob_alone() {
    let first = first_job(300);
    let winner = next_job(&first, image(1, 2, 300));
    let mut station = Station::with(&programmed(&first));
    let _ = station.program(&winner).unwrap();
    let before = station.memory();
    let outdated = [
        next_job(&first, image(1, 3, 300)),
        next_job(&first, image(2, 3, 300)),
        ProgramJob {
            image: image(1, 9, 300),
            ..first.clone()
        },
    ];
    for job in outdated {
        let error = station.program(&job).unwrap_err();
        assert_eq!(error.code(), "fob-changed-elsewhere");
        assert_eq!(station.memory(), before);
    }
    let same_number_other_content = next_job(&first, {
        let mut image = image(1, 2, 300);
        image[200] ^= 1;
        image
    });
    assert_eq!(
        station
            .program(&same_number_other_content)
            .unwrap_err()
            .code(),
        "fob-changed-elsewhere"
    );
    assert_eq!(station.memory(), before);
}

#[test]
fn doubtful_fobs_are_refused_before_the_first_write() {
    let foreign_aes = |bytes: u8, version: u8| {
        let mut medium = factory("ev1-8k");
        if let Medium::Desfire(image) = &mut medium {
            image.key = Key {
                kind: KeyKind::Aes,
                bytes: vec![bytes; 16],
                aes_version: version,
            };
        }
        medium
    };
    let mut foreign_des = factory("ev1-8k");
    let mut foreign_application = factory("ev3-16k");
    let mut random_uid = factory("ev1-8k");
    let ours = programmed(&first_job(200));
    if let (Medium::Desfire(des), Medium::Desfire(application), Medium::Desfire(random)) =
        (&mut foreign_des, &mut foreign_application, &mut random_uid)
    {
        des.key.bytes = vec![0x22; 16];
        random.random_uid = true;
        application.applications = card(&ours).applications.clone();
    }
    let cases = [
        (foreign_des, "fob-foreign-master-key"),
        (foreign_aes(0x33, 0), "fob-foreign-master-key"),
        (foreign_aes(0x33, 1), "fob-foreign-master-key"),
        (foreign_application, "fob-foreign-application"),
        (random_uid, "fob-random-uid"),
        (factory("ev1-2k"), "fob-full"),
        (factory("ev1-4k"), "fob-full"),
        (factory("d40"), "fob-chip-refused"),
        (factory("classic-1k"), "fob-chip-refused"),
        (factory("ultralight"), "fob-chip-refused"),
        (factory("unknown"), "fob-chip-refused"),
        (
            Medium::named("ev1-8k", [4, 1, 2, 3, 4, 5, 6]).unwrap(),
            "wrong-fob",
        ),
    ];
    let count = cases.len();
    for (medium, code) in cases {
        let mut station = Station::with(&medium);
        assert_eq!(station.program(&first_job(200)).unwrap_err().code(), code);
        assert_eq!(station.memory(), medium, "{code}");
    }
    let mut others = first_job(200);
    others.keys = Arc::new(Keys(2));
    let mut station = Station::with(&ours);
    assert_eq!(
        station.program(&others).unwrap_err().code(),
        "fob-foreign-master-key"
    );
    assert_eq!(
        station.driver.read(&Keys(2), &FORMAT).unwrap_err().code(),
        "fob-other-system"
    );
    let foreign_empty = EmptyJob {
        uid: UID,
        keys: Arc::new(Keys(2)),
    };
    assert_eq!(
        station.empty(&foreign_empty).unwrap_err().code(),
        "fob-foreign-master-key"
    );
    assert_eq!(station.memory(), ours);
    println!("{count} doubtful fobs and 3 jobs of another system refused before the first write");
}

#[test]
fn applications_of_others_stay_untouched() {
    let mut shared = factory("ev3-16k");
    let other = {
        let medium = programmed(&first_job(200));
        let mut application = card(&medium).applications[0].clone();
        application.aid = [1, 2, 3];
        application
    };
    if let Medium::Desfire(image) = &mut shared {
        image.applications.push(other.clone());
    }
    let mut station = Station::with(&shared);
    let _ = station.program(&first_job(500)).unwrap();
    assert_done(&station.memory(), &first_job(500));
    assert!(card(&station.memory()).applications.contains(&other));
    let _ = station.empty(&empty_job()).unwrap();
    assert_eq!(card(&station.memory()).applications, [other]);
}

#[test]
fn a_job_can_be_cancelled_at_every_exchange_and_continued() {
    let job = first_job(300);
    let mut cancelled = 0;
    for at in 1.. {
        let mut station = Station::with(&factory("ev1-8k"));
        let cancel = AtomicBool::new(false);
        let mut last = None;
        let result = station.driver.program(
            &job,
            &mut |progress| {
                let _ = cancel.fetch_or(progress.exchanges == at, Ordering::Relaxed);
                last = Some(progress);
            },
            &cancel,
        );
        match result {
            Ok(report) if report.exchanges < at => break,
            Ok(_) => assert_eq!(
                stored_image(&station.memory(), 300),
                Some(job.image.clone())
            ),
            Err(error) => {
                assert_eq!(error, Error::Cancelled);
                assert!(last.unwrap().phase != Phase::ReadBack);
                cancelled += 1;
            }
        }
        let _ = station.program(&job).unwrap();
        assert_done(&station.memory(), &job);
    }
    println!("cancelled {cancelled} times");
    assert!(cancelled > 20);
}

#[test]
fn the_worker_tells_what_happens_on_the_encoder() {
    let job = first_job(600);
    let bench = Duplex::new(BenchEncoder::new(Box::new(scatter)));
    let line = BenchLine::new(&bench);
    let (worker, events) = Worker::start(Box::new(move || {
        let encoder: Box<dyn Encoder> = Box::new(Station::open(line));
        Ok(encoder)
    }));
    drop(bench.encoder().lay(Fob::new(factory("ev1-8k"))));
    let next = || events.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(
        matches!(next(), Event::Laid(info) if info.uid == UID && info.state == FobState::Factory)
    );
    worker
        .send(Command::Program {
            request: 7,
            job: Box::new(job.clone()),
        })
        .unwrap();
    let mut phases = Vec::new();
    let outcome = loop {
        match next() {
            Event::Progress {
                request: 7,
                progress,
            } => phases.push(progress.phase),
            Event::Done {
                request: 7,
                outcome,
            } => break outcome,
            other => panic!("{other:?}"),
        }
    };
    assert!(matches!(outcome, Ok(Outcome::Programmed(_))), "{outcome:?}");
    phases.dedup();
    for phase in [
        Phase::Identify,
        Phase::Keys,
        Phase::Files,
        Phase::Write,
        Phase::Commit,
        Phase::ReadBack,
        Phase::FactoryCheck,
    ] {
        assert!(phases.contains(&phase), "{phase:?} in {phases:?}");
    }
    let programmed = bench.encoder().lift().unwrap().medium();
    assert_done(&programmed, &job);
    assert_eq!(next(), Event::Lifted);
    drop(bench.encoder().lay(Fob::new(factory("classic-1k"))));
    assert_eq!(
        next(),
        Event::Refused(Error::ChipRefused {
            chip: "MIFARE Classic"
        })
    );
}

#[test]
fn an_encoder_on_a_pseudo_terminal_is_opened_by_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::with_random(folder.path(), Box::new(scatter)).unwrap();
    bench.add("anna", factory("ev1-8k")).unwrap();
    bench.lay("anna").unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let thread = std::thread::spawn(move || bench.serve(&flag).map(|()| bench));
    let path = folder.path().join("encoder").display().to_string();
    let line = SerialLine::open(&path, 115_200).unwrap();
    assert!(
        SerialLine::open(&path, 115_200).is_err(),
        "the port is ours alone"
    );
    let random = Box::new(|bytes: &mut [u8]| {
        scatter(bytes);
        Ok(())
    });
    let mut driver = FobEncoder::open(Box::new(line), Timing::default(), random).unwrap();
    let job = first_job(1_024);
    let start = Instant::now();
    let report = driver
        .program(&job, &mut |_| {}, &AtomicBool::new(false))
        .unwrap();
    println!(
        "over a pseudo-terminal: {report:?} in {:?}",
        start.elapsed()
    );
    let nobody = SerialLine::open("/nowhere/at/all", 115_200).err().unwrap();
    assert_eq!(nobody.code(), "port-unavailable");
    stop.store(true, Ordering::Relaxed);
    let mut bench = thread.join().unwrap().unwrap();
    assert_done(&bench.medium("anna").unwrap(), &job);
    drop(bench);
    let gone = driver.look().unwrap_err();
    assert!(
        matches!(gone, Error::Unplugged { .. } | Error::EncoderSilent),
        "{gone:?}"
    );
}

/// Leaves events on a fob as a lock does, with the carry key.
fn leave_events(medium: &Medium, count: u8) -> Medium {
    let station = Station::with(medium);
    let mut chip = Pn532::open(Box::new(BenchLine::new(&station.bench)), AT_ONCE).unwrap();
    assert!(chip.find().unwrap().is_some());
    let mut card = Card::new(&mut chip);
    let key = Keys(1).key(KeyRole::LockCarry, &UID, 1).unwrap();
    for number in 1..=count {
        card.select(APPLICATION).unwrap();
        let mut nonce = Zeroizing::new([0; 16]);
        scatter(&mut *nonce);
        card.authenticate(3, &key, &nonce).unwrap();
        card.write_record(EVENTS_FILE, &[number; 16]).unwrap();
        card.commit().unwrap();
    }
    station.lift()
}

#[test]
fn events_that_locks_left_are_read_oldest_first() {
    let fob = programmed(&first_job(200));
    for count in [0, 1, 3, 16, 20] {
        let mut station = Station::with(&leave_events(&fob, count));
        let events = station.driver.read(&Keys(1), &FORMAT).unwrap().events;
        let kept: Vec<[u8; 16]> = (1..=count)
            .rev()
            .take(16)
            .rev()
            .map(|number| [number; 16])
            .collect();
        assert_eq!(events, kept);
    }
}

#[test]
fn an_image_is_read_whole_wherever_its_fence_stands() {
    let at_the_front = Format {
        fence_offset: 0,
        fence_length: 92,
        fence: |bytes| (FORMAT.fence)(&bytes[64..]),
        ..FORMAT
    };
    for length in [92, 93, 150, 300, 1_024] {
        let job = first_job(length);
        let mut station = Station::with(&programmed(&job));
        for format in [FORMAT, at_the_front] {
            let found = station.driver.read(&Keys(1), &format).unwrap();
            assert_eq!(found.image, job.image, "{length}");
        }
    }
}

#[test]
fn a_fob_that_is_not_ours_has_nothing_to_read() {
    let mut station = Station::with(&factory("ev1-8k"));
    assert_eq!(
        station.driver.read(&Keys(1), &FORMAT),
        Err(Error::NotProgrammed)
    );
    station.bench.encoder().arm_pull(Some(Pull {
        exchange: 18,
        moment: Moment::Before,
    }));
    assert!(station.program(&first_job(200)).is_err());
    let torn = station.lift();
    station.lay(&torn);
    assert_eq!(
        station.driver.look().unwrap().unwrap().state,
        FobState::Started
    );
    assert_eq!(
        station.driver.read(&Keys(1), &FORMAT),
        Err(Error::Unfinished)
    );
    let _ = station.lift();
    assert_eq!(station.driver.read(&Keys(1), &FORMAT), Err(Error::NoFob));
    assert_eq!(station.driver.look(), Ok(None));
}

#[test]
fn an_encoder_that_lost_its_power_is_woken_again() {
    let job = first_job(300);
    let mut station = Station::with(&factory("ev1-8k"));
    assert!(station.driver.look().is_ok());
    let fob = station.lift();
    *station.bench.encoder() = BenchEncoder::new(Box::new(scatter));
    station.lay(&fob);
    let _ = station.program(&job).unwrap();
    assert_done(&station.memory(), &job);
}
