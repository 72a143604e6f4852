//! A station at a bench of its own, and the jobs that the stories give it.

use std::io::{ErrorKind, Read};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use keywright::bench::Encoder as BenchEncoder;
use keywright::bench::card::{Application, Body, File, Fob, Image, Key, KeyKind, Medium};
use keywright::bench::fault::Moment;
use keywright::bench::line::Duplex;
use keywright::device::Error;
use keywright::device::encoder::{
    EmptyJob, Encoder, Expected, Fence, FileSizes, FobEncoder, FobKeys, Format, KeyRole,
    ProgramJob, WriteReport,
};
use keywright::device::line::Line;
use keywright::device::pn532::Timing;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub(super) const UID: [u8; 7] = [0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80];
pub(crate) const AID: [u8; 3] = [0x57, 0x4B, 0xF5];
pub(crate) const MOMENTS: [Moment; 3] = [Moment::Before, Moment::Executed, Moment::MidAnswer];

/// Waits of a station whose hardware loses its power at once.
pub(super) const AT_ONCE: Timing = Timing {
    acknowledge: Duration::from_millis(250),
    answer: Duration::from_secs(1),
    field_off: Duration::ZERO,
};

/// Keys of a made-up system.
pub(super) struct Keys(pub(super) u8);

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
pub(super) const FORMAT: Format = Format {
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
    first_read: 172,
    blocklist_head: 3,
    blocklist_length: |bytes| match u32::from(u16::from_le_bytes([bytes[0], bytes[1]])) {
        0 => None,
        length => Some(length),
    },
    blocklist_newer: |found, own| found[2] > own[2],
};

pub(super) fn image(generation: u8, revision: u32, length: usize) -> Vec<u8> {
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
pub(super) fn with_one_lock_changed(old: &[u8], revision: u32) -> Vec<u8> {
    let mut new = image(old[64], revision, old.len());
    new[700..740].fill(0xAA);
    new[150..162].fill(0xBB);
    new
}

pub(super) fn blocklist(version: u8) -> Vec<u8> {
    let mut list = vec![version; 90];
    list[..2].copy_from_slice(&90u16.to_le_bytes());
    list
}

pub(super) fn fence(image: &[u8]) -> Fence {
    FORMAT.fence_of(image).unwrap()
}

pub(super) fn first_job(length: usize) -> ProgramJob {
    ProgramJob {
        uid: UID,
        keys: Arc::new(Keys(1)),
        generation: 1,
        expected: Expected::Factory,
        previous: None,
        image: image(1, 1, length),
        blocklist: Some(blocklist(1)),
        // Whoever forges a list in these stories does not know that all its bytes are alike.
        list_check: Arc::new(|list| list.iter().skip(2).all(|byte| *byte == list[2])),
        format: FORMAT,
        sizes: FileSizes::default(),
    }
}

/// A job on top of what another one left.
pub(super) fn next_job(before: &ProgramJob, image: Vec<u8>) -> ProgramJob {
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

pub(super) fn empty_job() -> EmptyJob {
    EmptyJob {
        uid: UID,
        keys: Arc::new(Keys(1)),
    }
}

/// What the host did on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sent {
    /// The wake-up pattern.
    Wake,
    /// A command: its code and data.
    Command(Vec<u8>),
    /// The frame that acknowledges, or drops a command.
    Ack,
    /// The frame that asks for an answer again.
    Nack,
    /// It set its speed.
    Baud(u32),
}

impl Sent {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0x55, ..] => Self::Wake,
            [0, 0, 0xFF, 0, 0xFF, 0] => Self::Ack,
            [0, 0, 0xFF, 0xFF, 0, 0] => Self::Nack,
            [0, 0, 0xFF, 0xFF, 0xFF, _, _, _, 0xD4, content @ .., _, 0]
            | [0, 0, 0xFF, _, _, 0xD4, content @ .., _, 0] => Self::Command(content.to_vec()),
            other => panic!("{other:02X?} is no frame"),
        }
    }

    /// Whether it formats the card: everything of everybody would be gone.
    fn formats(&self) -> bool {
        matches!(self, Self::Command(command)
            if matches!(command[..], [0x40, _, 0xFC, ..] | [0x40, _, 0x90, 0xFC, ..]))
    }
}

/// One end in the driver, the other in the test.
#[derive(Clone)]
pub(super) struct BenchLine {
    pub(super) bench: Duplex,
    /// How often the fob refused a key.
    pub(super) refusals: Arc<AtomicU64>,
    /// All that the host did.
    pub(super) log: Arc<Mutex<Vec<Sent>>>,
    /// When the last byte came from the reader, in modelled microseconds.
    pub(super) heard: Arc<AtomicU64>,
    /// Speed of the host's end. At another than the reader's nothing gets through.
    baud: Arc<AtomicU32>,
}

impl BenchLine {
    pub(super) fn new(bench: &Duplex) -> Self {
        Self {
            bench: bench.clone(),
            refusals: Arc::default(),
            log: Arc::default(),
            heard: Arc::default(),
            baud: Arc::default(),
        }
    }

    fn both_are_as_fast(&self) -> bool {
        self.bench.encoder().baud() == self.baud.load(Ordering::Relaxed)
    }
}

impl Line for BenchLine {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.log.lock().unwrap().push(Sent::of(bytes));
        if self.both_are_as_fast() {
            self.bench.encoder().write(bytes);
        }
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
        let wait = deadline.saturating_duration_since(Instant::now());
        self.bench.set_timeout(wait);
        if !self.both_are_as_fast() {
            self.bench.discard_input();
        }
        let count = match self.bench.read(buffer) {
            Err(error) if error.kind() == ErrorKind::TimedOut => 0,
            other => other.unwrap(),
        };
        let refusal = [0xD5, 0x41, 0x00, 0xAE];
        if buffer[..count].windows(4).any(|bytes| bytes == refusal) {
            let _ = self.refusals.fetch_add(1, Ordering::Relaxed);
        }
        if count > 0 {
            let now = self.bench.encoder().stats().microseconds;
            self.heard.store(now, Ordering::Relaxed);
        }
        Ok(count)
    }

    fn set_baud(&mut self, baud: u32) -> Result<(), Error> {
        self.log.lock().unwrap().push(Sent::Baud(baud));
        self.baud.store(baud, Ordering::Relaxed);
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.bench.discard_input();
        Ok(())
    }
}

pub(super) static SEED: AtomicU64 = AtomicU64::new(1);

pub(crate) fn scatter(bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(32) {
        let digest = Sha256::digest(SEED.fetch_add(1, Ordering::Relaxed).to_le_bytes());
        chunk.copy_from_slice(&digest[..chunk.len()]);
    }
}

/// A bench of its own with a station at it.
pub(crate) struct Station {
    pub(crate) bench: Duplex,
    pub(crate) driver: FobEncoder,
    /// The driver's line; a clone counts and logs in the same place.
    pub(super) line: BenchLine,
}

impl Station {
    pub(crate) fn new() -> Self {
        Self::at(BenchEncoder::new(Box::new(scatter)))
    }

    /// A station at an encoder that was prepared.
    pub(super) fn at(encoder: BenchEncoder) -> Self {
        let bench = Duplex::new(encoder);
        let line = BenchLine::new(&bench);
        Self {
            driver: Self::open(line.clone()),
            line,
            bench,
        }
    }

    /// What the host did on the line since this was last asked.
    pub(super) fn take_log(&self) -> Vec<Sent> {
        std::mem::take(&mut self.line.log.lock().unwrap())
    }

    /// Modelled time so far, in microseconds.
    pub(super) fn now(&self) -> u64 {
        self.bench.encoder().stats().microseconds
    }

    /// How long ago, in modelled microseconds, the last byte came from the reader.
    pub(super) fn silent_for(&self) -> u64 {
        self.now() - self.line.heard.load(Ordering::Relaxed)
    }

    /// How many keys the fob refused since this was last asked.
    pub(super) fn take_refusals(&self) -> u64 {
        self.line.refusals.swap(0, Ordering::Relaxed)
    }

    pub(super) fn open(line: impl Line + 'static) -> FobEncoder {
        Self::try_open(line).unwrap()
    }

    /// As [`Self::open`], on a line on which that may fail.
    pub(super) fn try_open(line: impl Line + 'static) -> Result<FobEncoder, Error> {
        let random = Box::new(|bytes: &mut [u8]| {
            scatter(bytes);
            Ok(())
        });
        FobEncoder::open(Box::new(line), AT_ONCE, random)
    }

    pub(super) fn with(medium: &Medium) -> Self {
        let station = Self::new();
        station.lay(medium);
        station
    }

    pub(crate) fn lay(&self, medium: &Medium) {
        drop(self.bench.encoder().lay(Fob::new(medium.clone())));
    }

    /// Takes the fob out of the field, wherever a fault left it, and returns its memory.
    pub(crate) fn lift(&self) -> Medium {
        let mut encoder = self.bench.encoder();
        encoder.heal();
        let fob = encoder.take_pulled().or_else(|| encoder.lift()).unwrap();
        fob.medium()
    }

    pub(crate) fn memory(&self) -> Medium {
        self.bench.encoder().fob().unwrap().medium()
    }

    pub(super) fn program(&mut self, job: &ProgramJob) -> Result<WriteReport, Error> {
        self.driver
            .program(job, &mut |_| {}, &AtomicBool::new(false))
    }

    pub(super) fn empty(&mut self, job: &EmptyJob) -> Result<WriteReport, Error> {
        self.driver.empty(job, &mut |_| {}, &AtomicBool::new(false))
    }
}

pub(super) fn factory(chip: &str) -> Medium {
    Medium::named(chip, UID).unwrap()
}

pub(crate) fn card(medium: &Medium) -> &Image {
    match medium {
        Medium::Desfire(image) => image,
        Medium::Other(_) => panic!("no DESFire"),
    }
}

pub(crate) fn our_application(medium: &Medium) -> Option<&Application> {
    card(medium)
        .applications
        .iter()
        .find(|application| application.aid == AID)
}

/// What the image file holds, as much of it as asked for.
pub(super) fn stored_image(medium: &Medium, length: usize) -> Option<Vec<u8>> {
    let image = stored_file(medium, 1)?;
    Some(image[..length].to_vec())
}

/// All that a file of ours holds.
pub(super) fn stored_file(medium: &Medium, number: u8) -> Option<Vec<u8>> {
    match &our_application(medium)?.files.get(&number)?.body {
        Body::Backup { data } => Some(data.clone()),
        _ => None,
    }
}

pub(super) fn programmed(job: &ProgramJob) -> Medium {
    programmed_on(&factory("ev1-8k"), job)
}

pub(super) fn programmed_on(start: &Medium, job: &ProgramJob) -> Medium {
    let mut station = Station::with(start);
    let _ = station.program(job).unwrap();
    station.lift()
}

/// A small application of somebody else, which nobody of ours may touch.
pub(crate) fn neighbour() -> Application {
    let file = File {
        communication: 3,
        access: 0x1100,
        iso_id: None,
        body: Body::Standard { data: vec![7; 40] },
    };
    Application {
        aid: [7, 8, 9],
        settings: 0x0F,
        kind: KeyKind::Aes,
        iso_files: false,
        iso_id: None,
        iso_name: Vec::new(),
        keys: vec![
            Key {
                kind: KeyKind::Aes,
                bytes: vec![0x77; 16],
                aes_version: 9,
            };
            2
        ],
        files: [(4, file)].into(),
    }
}

/// A fob from the factory on which somebody else has made himself at home.
pub(super) fn shared() -> Medium {
    let mut medium = factory("ev1-8k");
    if let Medium::Desfire(image) = &mut medium {
        image.applications.push(neighbour());
    }
    medium
}

/// The applications that are not ours.
fn neighbours(medium: &Medium) -> Vec<Application> {
    let all = card(medium).applications.iter();
    all.filter(|application| application.aid != AID)
        .cloned()
        .collect()
}

/// The fob is exactly as the job wants it.
pub(super) fn assert_done(medium: &Medium, job: &ProgramJob) {
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

/// What is done to a fob in a fault test.
pub(super) enum Flow {
    Program(Box<ProgramJob>),
    Empty(EmptyJob),
}

impl Flow {
    /// Keys that the fob refuses when all goes by the book: two tries of the factory's master key and the four of the
    /// factory check on a first programming, none otherwise.
    pub(super) fn proper_refusals(&self) -> u64 {
        match self {
            Self::Program(job) if job.expected == Expected::Factory => 6,
            _ => 0,
        }
    }

    /// Runs it. Whatever happens, applications of others stay, and the card is never formatted, but where a fob with
    /// nothing else on it is emptied.
    pub(super) fn run(&self, station: &mut Station) -> Result<WriteReport, Error> {
        let others = |station: &Station| {
            let medium = station.bench.encoder().fob().map(|fob| fob.medium());
            medium.as_ref().map(neighbours)
        };
        let _before = station.take_log();
        let foreign = others(station);
        let result = match self {
            Self::Program(job) => station.program(job),
            Self::Empty(job) => station.empty(job),
        };
        if let Some(left) = others(station) {
            assert_eq!(
                Some(&left),
                foreign.as_ref(),
                "a foreign application was touched"
            );
        }
        let may_format =
            matches!(self, Self::Empty(_)) && foreign.is_some_and(|all| all.is_empty());
        let sent = station.line.log.lock().unwrap();
        assert!(
            may_format || !sent.iter().any(Sent::formats),
            "a card was formatted"
        );
        assert!(sent.iter().any(|one| matches!(one, Sent::Command(_))));
        drop(sent);
        result
    }

    /// The fob shows the image from before or the one from after, nothing between.
    pub(super) fn assert_old_or_new(&self, start: &Medium, now: &Medium) {
        assert_eq!(
            neighbours(now),
            neighbours(start),
            "a foreign application was touched"
        );
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

    pub(super) fn assert_done(&self, now: &Medium) {
        match self {
            Self::Program(job) => assert_done(now, job),
            Self::Empty(_) => {
                let image = card(now);
                assert!(our_application(now).is_none());
                assert_eq!(image.key.kind, KeyKind::Des);
                assert_eq!(image.key.bytes, [0; 16]);
            }
        }
    }
}

/// The flows: name, start, what is done. Each on a fob that carries a foreign application too, but for the last.
pub(super) fn flows(length: usize) -> Vec<(&'static str, Medium, Flow)> {
    let first = first_job(length);
    let (ours, alone) = (programmed_on(&shared(), &first), programmed(&first));
    let mut rewrite = next_job(&first, image(1, 2, length));
    rewrite.blocklist = Some(blocklist(2));
    let mut part = next_job(&first, with_one_lock_changed(&first.image, 2));
    part.previous = Some(first.image.clone());
    let mut campaign = next_job(&first, image(2, 2, length));
    campaign.blocklist = Some(blocklist(2));
    vec![
        (
            "first programming",
            shared(),
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
        ("emptying alone", alone, Flow::Empty(empty_job())),
    ]
}

pub(super) fn exchanges_of(start: &Medium, flow: &Flow) -> u64 {
    u64::from(flow.run(&mut Station::with(start)).unwrap().exchanges)
}

/// Outcome of a job that finished.
pub(super) const DONE: &str = "done";

/// Long runs are asked for by the environment.
pub(super) fn full() -> bool {
    std::env::var_os("KEYWRIGHT_FULL").is_some()
}
