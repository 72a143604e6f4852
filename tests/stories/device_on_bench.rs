//! The encoder's driver against the simulated encoder and fob: what it costs, and what every interruption leaves.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use keywright::bench::card::{Application, Body, Fob, Image, Key, KeyKind, Medium};
use keywright::bench::fault::{Damage, Direction, LineFault, Moment, Pull};
use keywright::bench::line::Duplex;
use keywright::bench::{Bench, Encoder as BenchEncoder};
use keywright::device::Error;
use keywright::device::encoder::{
    EmptyJob, Encoder, Expected, Fence, FileSizes, FobEncoder, FobKeys, FobState, Format, KeyRole,
    Phase, ProgramJob, WriteReport,
};
use keywright::device::line::{Line, SerialLine};
use keywright::device::pn532::Timing;
use keywright::device::pn532::frame::{ACK, Decoder, Received, encode};
use keywright::device::worker::{Command, Event, Outcome, Worker};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const UID: [u8; 7] = [0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80];
const AID: [u8; 3] = [0x57, 0x4B, 0xF5];
const MOMENTS: [Moment; 3] = [Moment::Before, Moment::Executed, Moment::MidAnswer];

/// Waits of a station whose hardware loses its power at once.
const AT_ONCE: Timing = Timing {
    acknowledge: Duration::from_millis(250),
    answer: Duration::from_secs(1),
    field_off: Duration::ZERO,
};

/// Keys of a made-up system.
struct Keys(u8);

impl FobKeys for Keys {
    fn key(
        &self,
        role: KeyRole,
        uid: &[u8; 7],
        generation: u8,
    ) -> Result<Zeroizing<[u8; 16]>, Error> {
        let digest = Sha256::new()
            .chain_update([self.0, role as u8, generation])
            .chain_update(uid)
            .finalize();
        Ok(Zeroizing::new(digest[..16].try_into().unwrap()))
    }
}

/// 64 bytes that stand for a signature, then generation, revision, length.
const FORMAT: Format = Format {
    fence_offset: 64,
    fence_length: 28,
    fence: |bytes| {
        let field = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        (bytes[0] != 0).then(|| Fence {
            generation: bytes[0],
            revision: field(1),
            length: field(5),
        })
    },
    blocklist_head: 2,
    blocklist_length: |bytes| match u32::from(u16::from_le_bytes([bytes[0], bytes[1]])) {
        0 => None,
        length => Some(length),
    },
};

fn image(generation: u8, revision: u32, length: usize) -> Vec<u8> {
    let mut image: Vec<u8> = (0..length)
        .map(|place| ((place * 7 + place / 256) % 256).to_le_bytes()[0])
        .collect();
    let head = Sha256::digest([generation, revision.to_le_bytes()[0]]);
    image[..32].copy_from_slice(&head);
    image[64] = generation;
    image[65..69].copy_from_slice(&revision.to_le_bytes());
    image[69..73].copy_from_slice(&u32::try_from(length).unwrap().to_le_bytes());
    image
}

/// The image with one lock changed somewhere in its body.
fn with_one_lock_changed(old: &[u8], revision: u32) -> Vec<u8> {
    let mut new = image(old[64], revision, old.len());
    new[700..740].fill(0xAA);
    new[150..162].fill(0xBB);
    new
}

fn blocklist(version: u8) -> Vec<u8> {
    let mut list = vec![version; 90];
    list[..2].copy_from_slice(&90u16.to_le_bytes());
    list
}

fn fence(image: &[u8]) -> Fence {
    FORMAT.fence_of(image).unwrap()
}

fn first_job(length: usize) -> ProgramJob {
    ProgramJob {
        uid: UID,
        keys: Arc::new(Keys(1)),
        generation: 1,
        expected: Expected::Factory,
        previous: None,
        image: image(1, 1, length),
        blocklist: Some(blocklist(1)),
        format: FORMAT,
        sizes: FileSizes::default(),
    }
}

/// A job on top of what another one left.
fn next_job(before: &ProgramJob, image: Vec<u8>) -> ProgramJob {
    ProgramJob {
        generation: image[64],
        expected: Expected::Ours {
            generation: before.generation,
            fence: fence(&before.image),
        },
        previous: None,
        image,
        blocklist: None,
        ..before.clone()
    }
}

fn empty_job() -> EmptyJob {
    EmptyJob {
        uid: UID,
        keys: Arc::new(Keys(1)),
    }
}

/// One end in the driver, the other in the test.
#[derive(Clone)]
struct BenchLine(Duplex);

impl Line for BenchLine {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.0.encoder().write(bytes);
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
        self.0
            .set_timeout(deadline.saturating_duration_since(Instant::now()));
        match self.0.read(buffer) {
            Err(error) if error.kind() == ErrorKind::TimedOut => Ok(0),
            other => Ok(other.unwrap()),
        }
    }

    fn set_baud(&mut self, _: u32) -> Result<(), Error> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.0.discard_input();
        Ok(())
    }
}

static SEED: AtomicU64 = AtomicU64::new(1);

fn scatter(bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(32) {
        let digest = Sha256::digest(SEED.fetch_add(1, Ordering::Relaxed).to_le_bytes());
        chunk.copy_from_slice(&digest[..chunk.len()]);
    }
}

/// A bench of its own with a station at it.
struct Station {
    bench: Duplex,
    driver: FobEncoder,
}

impl Station {
    fn new() -> Self {
        let bench = Duplex::new(BenchEncoder::new(Box::new(scatter)));
        Self {
            driver: Self::open(&bench),
            bench,
        }
    }

    fn open(bench: &Duplex) -> FobEncoder {
        let random = Box::new(|bytes: &mut [u8]| {
            scatter(bytes);
            Ok(())
        });
        FobEncoder::open(Box::new(BenchLine(bench.clone())), AT_ONCE, random).unwrap()
    }

    fn with(medium: &Medium) -> Self {
        let station = Self::new();
        station.lay(medium);
        station
    }

    fn lay(&self, medium: &Medium) {
        drop(self.bench.encoder().lay(Fob::new(medium.clone())));
    }

    /// Takes the fob out of the field, wherever a fault left it, and returns its memory.
    fn lift(&self) -> Medium {
        let mut encoder = self.bench.encoder();
        encoder.heal();
        let fob = encoder.take_pulled().or_else(|| encoder.lift()).unwrap();
        fob.medium()
    }

    fn memory(&self) -> Medium {
        self.bench.encoder().fob().unwrap().medium()
    }

    fn program(&mut self, job: &ProgramJob) -> Result<WriteReport, Error> {
        self.driver
            .program(job, &mut |_| {}, &AtomicBool::new(false))
    }

    fn empty(&mut self, job: &EmptyJob) -> Result<WriteReport, Error> {
        self.driver.empty(job, &mut |_| {}, &AtomicBool::new(false))
    }
}

fn factory(chip: &str) -> Medium {
    Medium::named(chip, UID).unwrap()
}

fn card(medium: &Medium) -> &Image {
    match medium {
        Medium::Desfire(image) => image,
        Medium::Other(_) => panic!("no DESFire"),
    }
}

fn our_application(medium: &Medium) -> Option<&Application> {
    card(medium)
        .applications
        .iter()
        .find(|application| application.aid == AID)
}

/// What the image file holds, as much of it as asked for.
fn stored_image(medium: &Medium, length: usize) -> Option<Vec<u8>> {
    let file = our_application(medium)?.files.get(&1)?;
    match &file.body {
        Body::Backup { data } => Some(data[..length].to_vec()),
        _ => None,
    }
}

fn programmed(job: &ProgramJob) -> Medium {
    let mut station = Station::with(&factory("ev1-8k"));
    let _ = station.program(job).unwrap();
    station.lift()
}

/// The fob is exactly as the job wants it.
fn assert_done(medium: &Medium, job: &ProgramJob) {
    assert_eq!(
        stored_image(medium, job.image.len()).as_ref(),
        Some(&job.image)
    );
    let mut station = Station::with(medium);
    let contents = station.driver.read(&*job.keys, &job.format).unwrap();
    assert_eq!(contents.image, job.image);
    assert_eq!(contents.generation, job.generation);
    if let Some(list) = &job.blocklist {
        assert_eq!(&contents.blocklist, list);
    }
    let application = our_application(medium).unwrap();
    assert!(
        application
            .keys
            .iter()
            .all(|key| key.version() == job.generation && key.bytes != [0; 16])
    );
    assert_eq!(
        (card(medium).key.kind, card(medium).key.version()),
        (KeyKind::Aes, job.generation)
    );
}

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

/// What is done to a fob in a fault test.
enum Flow {
    Program(Box<ProgramJob>),
    Empty(EmptyJob),
}

impl Flow {
    fn run(&self, station: &mut Station) -> Result<WriteReport, Error> {
        match self {
            Self::Program(job) => station.program(job),
            Self::Empty(job) => station.empty(job),
        }
    }

    /// The fob shows the image from before or the one from after, nothing between.
    fn assert_old_or_new(&self, start: &Medium, now: &Medium) {
        let Self::Program(job) = self else { return };
        let length = job.image.len();
        let found = stored_image(now, length).filter(|image| image.iter().any(|byte| *byte != 0));
        let old = stored_image(start, length);
        assert!(
            found.is_none() || found == old || found.as_ref() == Some(&job.image),
            "an image between old and new"
        );
        assert!(old.is_none() || found.is_some(), "the image was lost");
    }

    fn assert_done(&self, now: &Medium) {
        match self {
            Self::Program(job) => assert_done(now, job),
            Self::Empty(_) => {
                let image = card(now);
                assert_eq!(
                    (image.applications.len(), image.key.kind),
                    (0, KeyKind::Des)
                );
                assert_eq!(image.key.bytes, [0; 16]);
            }
        }
    }
}

/// The flows: name, start, what is done.
fn flows(length: usize) -> Vec<(&'static str, Medium, Flow)> {
    let first = first_job(length);
    let ours = programmed(&first);
    let mut rewrite = next_job(&first, image(1, 2, length));
    rewrite.blocklist = Some(blocklist(2));
    let mut part = next_job(&first, with_one_lock_changed(&first.image, 2));
    part.previous = Some(first.image.clone());
    let mut campaign = next_job(&first, image(2, 2, length));
    campaign.blocklist = Some(blocklist(2));
    vec![
        (
            "first programming",
            factory("ev1-8k"),
            Flow::Program(Box::new(first)),
        ),
        ("rewrite", ours.clone(), Flow::Program(Box::new(rewrite))),
        (
            "one lock changed",
            ours.clone(),
            Flow::Program(Box::new(part)),
        ),
        (
            "next generation",
            ours.clone(),
            Flow::Program(Box::new(campaign)),
        ),
        ("emptying", ours, Flow::Empty(empty_job())),
    ]
}

fn exchanges_of(start: &Medium, flow: &Flow) -> u64 {
    u64::from(flow.run(&mut Station::with(start)).unwrap().exchanges)
}

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
                    let result = flow.run(&mut station);
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

/// Outcome of a job that finished.
const DONE: &str = "done";

/// Long runs are asked for by the environment.
fn full() -> bool {
    std::env::var_os("KEYWRIGHT_FULL").is_some()
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

/// What a malicious card answers instead of the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lie {
    Nothing,
    Success,
    WrongMac,
    WrongData,
    Status(u8),
    Oversize,
    Endless,
    Repeat,
    Noise,
}

const LIES: [Lie; 12] = [
    Lie::Nothing,
    Lie::Success,
    Lie::WrongMac,
    Lie::WrongData,
    Lie::Status(0xAE),
    Lie::Status(0xBE),
    Lie::Status(0xDE),
    Lie::Status(0xA0),
    Lie::Oversize,
    Lie::Endless,
    Lie::Repeat,
    Lie::Noise,
];

/// A line behind which the card lies from one exchange on.
struct LyingLine {
    line: BenchLine,
    lie: Lie,
    countdown: u64,
    last: Vec<u8>,
    arrived: Vec<u8>,
}

impl LyingLine {
    fn twist(&mut self, answer: &[u8]) -> Vec<u8> {
        self.countdown = self.countdown.saturating_sub(1);
        let honest = std::mem::replace(&mut self.last, answer.to_vec());
        if self.countdown > 1 || (self.countdown == 0 && self.lie != Lie::Endless) {
            return answer.to_vec();
        }
        if self.countdown == 1 {
            self.countdown = u64::from(self.lie == Lie::Endless);
        }
        let mut twisted = answer.to_vec();
        match self.lie {
            Lie::Nothing => twisted.clear(),
            Lie::Success => twisted = vec![0],
            Lie::WrongMac => *twisted.last_mut().unwrap() ^= 1,
            Lie::WrongData => {
                let middle = twisted.len() / 2;
                twisted[middle] ^= 0x40;
            }
            Lie::Status(status) => twisted = vec![status],
            Lie::Oversize => twisted.resize(255, 0x5A),
            Lie::Endless => twisted = vec![0xAF; 60],
            Lie::Repeat => twisted = honest,
            Lie::Noise => scatter(&mut twisted),
        }
        twisted
    }
}

impl Line for LyingLine {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.line.write_all(bytes)?;
        let mut decoder = Decoder::default();
        while let Some(piece) = self.line.0.encoder().read() {
            decoder.push(&piece.bytes);
        }
        while let Some(received) = decoder.find() {
            match received {
                Received::Frame(content) if content.starts_with(&[0xD5, 0x41, 0x00]) => {
                    let twisted = self.twist(&content[3..]);
                    self.arrived
                        .extend(encode(&[&content[..3], &twisted].concat()));
                }
                Received::Frame(content) => self.arrived.extend(encode(&content)),
                _ => self.arrived.extend(ACK),
            }
        }
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], _: Instant) -> Result<usize, Error> {
        let count = buffer.len().min(self.arrived.len());
        buffer[..count].copy_from_slice(&self.arrived[..count]);
        drop(self.arrived.drain(..count));
        Ok(count)
    }

    fn set_baud(&mut self, _: u32) -> Result<(), Error> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.arrived.clear();
        self.line.clear()
    }
}

#[test]
fn a_lying_card_is_never_called_done_and_never_spoilt() {
    let (mut cases, mut found_out) = (0, 0);
    for (name, start, flow) in flows(760) {
        for exchange in 1..=exchanges_of(&start, &flow) {
            for lie in LIES {
                let mut station = Station::with(&start);
                let line = LyingLine {
                    line: BenchLine(station.bench.clone()),
                    lie,
                    countdown: exchange + 1,
                    last: vec![0],
                    arrived: Vec::new(),
                };
                let random = Box::new(|bytes: &mut [u8]| {
                    scatter(bytes);
                    Ok(())
                });
                station.driver = FobEncoder::open(Box::new(line), AT_ONCE, random).unwrap();
                let result = flow.run(&mut station);
                let exchanges = station.driver.traffic().exchanges;
                assert!(
                    exchanges < 400,
                    "{name}, {exchange}, {lie:?}: {exchanges} exchanges"
                );
                let left = station.lift();
                flow.assert_old_or_new(&start, &left);
                if result.is_ok() {
                    flow.assert_done(&left);
                } else {
                    found_out += 1;
                }
                let mut honest = Station::with(&left);
                let again = flow.run(&mut honest);
                assert!(
                    again.is_ok(),
                    "{name}, {exchange}, {lie:?}: {result:?}, then {again:?}"
                );
                flow.assert_done(&honest.memory());
                cases += 1;
            }
        }
    }
    println!("{cases} lies, {found_out} found out, the others without effect");
}

#[test]
fn the_worker_tells_what_happens_on_the_encoder() {
    let job = first_job(600);
    let bench = Duplex::new(BenchEncoder::new(Box::new(scatter)));
    let line = bench.clone();
    let (worker, events) = Worker::start(Box::new(move || {
        let encoder: Box<dyn Encoder> = Box::new(Station::open(&line));
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
