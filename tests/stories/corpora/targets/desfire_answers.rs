//! A hostile card, or a stranger between encoder and card: the driver works with a genuine card whose answers are
//! bent as the bytes say. The stranger does not know the keys.
//!
//! The first byte picks the state of the card, the second the operation. Each further byte decides about one
//! exchange: below 0xC0 the answer passes; above, it is bent (see [`bend`]), with parameters from the bytes that
//! follow. When the bytes are used up, all answers pass.

use std::collections::VecDeque;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use keywright::bench::card::{Body, Chip, Fob, Image, Medium};
use keywright::device::Error;
use keywright::device::encoder::{
    EmptyJob, Encoder, Expected, Fence, FileSizes, FobEncoder, FobKeys, Format, KeyRole, ProgramJob,
};
use keywright::device::line::MemoryLine;
use keywright::device::pn532::Timing;
use keywright::device::pn532::frame::{Decoder, FROM_CHIP, Received, encode};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const UID: [u8; 7] = [0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80];
const AID: [u8; 3] = [0x57, 0x4B, 0xF5];
/// No operation needs more exchanges, whatever the card answers.
const MOST_EXCHANGES: u32 = 2_000;

/// Waits of a station whose hardware answers at once.
pub const AT_ONCE: Timing = Timing {
    acknowledge: Duration::from_millis(250),
    answer: Duration::from_secs(1),
    field_off: Duration::ZERO,
};

/// Keys of a made-up system.
struct Keys;

impl FobKeys for Keys {
    fn key(
        &self,
        role: KeyRole,
        uid: &[u8; 7],
        generation: u8,
    ) -> Result<Zeroizing<[u8; 16]>, Error> {
        if generation > 2 {
            return Err(Error::NoKey { generation });
        }
        let digest = Sha256::new()
            .chain_update([role as u8, generation])
            .chain_update(uid)
            .finalize();
        Ok(Zeroizing::new(digest[..16].try_into().unwrap()))
    }
}

/// Generation, revision (2 bytes), length (2 bytes).
const FORMAT: Format = Format {
    fence_offset: 0,
    fence_length: 5,
    fence: |bytes| {
        (bytes[0] != 0).then(|| Fence {
            generation: bytes[0],
            revision: u16::from_be_bytes([bytes[1], bytes[2]]).into(),
            length: u16::from_be_bytes([bytes[3], bytes[4]]).into(),
        })
    },
    first_read: 172,
    blocklist_head: 3,
    blocklist_length: |bytes| match u16::from_be_bytes([bytes[0], bytes[1]]) {
        0 => None,
        length => Some(length.into()),
    },
    blocklist_newer: |found, own| found[2] > own[2],
};

fn image(generation: u8, revision: u8) -> Vec<u8> {
    let mut image: Vec<u8> = (0..300u16).map(|place| (place % 251) as u8).collect();
    image[..5].copy_from_slice(&[generation, 0, revision, 1, 44]);
    image[200] = revision;
    image
}

fn blocklist(version: u8) -> Vec<u8> {
    let mut list = vec![version; 90];
    list[..2].copy_from_slice(&[0, 90]);
    list
}

fn first_job() -> ProgramJob {
    ProgramJob {
        uid: UID,
        keys: Arc::new(Keys),
        generation: 1,
        expected: Expected::Factory,
        previous: None,
        image: image(1, 1),
        blocklist: Some(blocklist(1)),
        list_check: Arc::new(|_| false),
        format: FORMAT,
        sizes: FileSizes {
            image: 512,
            blocklist: 128,
        },
    }
}

fn next_job(generation: u8) -> ProgramJob {
    let fence = FORMAT.fence_of(&image(1, 1)).unwrap();
    ProgramJob {
        generation,
        expected: Expected::Ours {
            generation: 1,
            fence,
        },
        previous: Some(image(1, 1)),
        image: image(generation, 2),
        blocklist: Some(blocklist(2)),
        ..first_job()
    }
}

/// What bends the answers, and the card itself.
struct Stranger {
    fob: Fob,
    script: VecDeque<u8>,
    heard: Vec<Vec<u8>>,
    exchanges: u32,
    /// Stop answering after so many exchanges.
    silent_after: Option<u32>,
    noise: u64,
}

impl Stranger {
    fn new(medium: &Medium, script: &[u8]) -> Self {
        Self {
            fob: Fob::new(medium.clone()),
            script: script.iter().copied().collect(),
            heard: Vec::new(),
            exchanges: 0,
            silent_after: None,
            noise: 1,
        }
    }

    fn byte(&mut self) -> u8 {
        self.script.pop_front().unwrap_or(0)
    }

    /// The chip's answer to the command in `content`.
    fn answer(&mut self, content: &[u8]) -> Vec<u8> {
        match content {
            [_, 0x02, ..] => vec![0x32, 0x01, 0x06, 0x07],
            [_, 0x32, 0x01, 0x00] => {
                self.fob.deselect();
                Vec::new()
            }
            [_, 0x4A, ..] => {
                let shown = self.fob.activation();
                let mut answer = vec![1, 1, shown.atqa[0], shown.atqa[1], shown.sak];
                answer.push(u8::try_from(shown.uid.len()).unwrap());
                answer.extend(&shown.uid);
                answer.extend(&shown.ats);
                self.bent(answer)
            }
            [_, 0x4E, ..] => vec![0],
            [_, 0x40, 0x01, frame @ ..] => {
                self.exchanges += 1;
                assert!(self.exchanges < MOST_EXCHANGES, "no end of exchanges");
                if self
                    .silent_after
                    .is_some_and(|after| self.exchanges > after)
                {
                    return vec![0x01];
                }
                let noise = &mut self.noise;
                let reaction = self.fob.exchange(frame, &mut |bytes: &mut [u8]| {
                    *noise += 1;
                    let digest = Sha256::digest(noise.to_be_bytes());
                    for (byte, random) in bytes.iter_mut().zip(digest.iter().cycle()) {
                        *byte = *random;
                    }
                });
                match reaction {
                    Some(reaction) => {
                        let answer = self.bent(reaction.answer);
                        [&[0x00], &answer[..]].concat()
                    }
                    None => vec![0x01],
                }
            }
            _ => Vec::new(),
        }
    }

    /// The answer as the stranger lets it pass.
    fn bent(&mut self, mut answer: Vec<u8>) -> Vec<u8> {
        let how = self.byte();
        if how >= 0xC0 {
            let parameter = usize::from(self.byte());
            match how & 0x0F {
                0 => {
                    let place = parameter % answer.len().max(1);
                    let with = self.byte();
                    if let Some(byte) = answer.get_mut(place) {
                        *byte ^= with;
                    }
                }
                1 => answer.truncate(parameter),
                2 => {
                    for _ in 0..parameter.min(200) {
                        let byte = self.byte();
                        answer.push(byte);
                    }
                }
                3 => {
                    answer.clear();
                    for _ in 0..parameter.min(200) {
                        let byte = self.byte();
                        answer.push(byte);
                    }
                }
                4 => answer = vec![self.byte(); parameter.min(200)],
                5 => {
                    let earlier = self.heard.len().checked_sub(1 + parameter);
                    if let Some(earlier) = earlier.and_then(|place| self.heard.get(place)) {
                        answer.clone_from(earlier);
                    }
                }
                6 => {
                    if let Some(first) = answer.first_mut() {
                        *first = self.script.pop_front().unwrap_or(0xAF);
                    }
                }
                7 => answer.clear(),
                8 => self.silent_after = Some(self.exchanges),
                9 => self.fob.deselect(),
                10 => answer.reverse(),
                11 => {
                    let by = parameter.min(answer.len());
                    answer.rotate_left(by);
                }
                // One kind of answer from here on, as long as the script lasts.
                _ => {
                    let with = self.byte();
                    let often = usize::from(self.byte()).min(60);
                    for _ in 0..often {
                        for byte in [0xC4, with, u8::try_from(parameter).unwrap_or(1)] {
                            self.script.push_front(byte);
                        }
                    }
                }
            }
        }
        answer.truncate(250);
        self.heard.push(answer.clone());
        answer
    }
}

/// The driver at the stranger's.
fn driver(stranger: &Arc<Mutex<Stranger>>) -> FobEncoder {
    let stranger = Arc::clone(stranger);
    let mut host = Decoder::default();
    let line = MemoryLine::new(move |bytes: &[u8]| {
        host.push(bytes);
        let mut out = Vec::new();
        while let Some(received) = host.find() {
            let Received::Frame(content) = received else {
                continue;
            };
            let code = content.get(1).copied().unwrap_or(0);
            if code == 0x10 {
                // The line stays at its speed.
                out.extend([0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00]);
                continue;
            }
            let answer = stranger.lock().unwrap().answer(&content);
            out.extend(encode(
                &[&[FROM_CHIP, code.wrapping_add(1)], &answer[..]].concat(),
            ));
        }
        out
    });
    let mut counter = 0u8;
    let random = Box::new(move |bytes: &mut [u8]| {
        counter = counter.wrapping_add(1);
        bytes.fill(counter);
        Ok(())
    });
    FobEncoder::open(Box::new(line), AT_ONCE, random).unwrap()
}

/// The cards that the operations start from: factory, programmed, each with its first programming cut off at a
/// different exchange.
fn cards() -> &'static [Medium] {
    static CARDS: OnceLock<Vec<Medium>> = OnceLock::new();
    CARDS.get_or_init(|| {
        let factory = Medium::Desfire(Image::factory(Chip::Ev1With8K, UID));
        let mut cards = vec![factory.clone()];
        let left_after = |silent_after| {
            let mut stranger = Stranger::new(&factory, &[]);
            stranger.silent_after = silent_after;
            let stranger = Arc::new(Mutex::new(stranger));
            let result =
                driver(&stranger).program(&first_job(), &mut |_| {}, &AtomicBool::new(false));
            assert_eq!(result.is_ok(), silent_after.is_none(), "{result:?}");
            stranger.lock().unwrap().fob.medium()
        };
        cards.push(left_after(None));
        cards.extend([5, 9, 12, 16, 20].map(|count| left_after(Some(count))));
        cards
    })
}

/// State, operation, script.
pub fn verdict(bytes: &[u8]) -> String {
    let [state, operation, script @ ..] = bytes else {
        return "empty".to_owned();
    };
    let cards = cards();
    let medium = &cards[usize::from(*state) % cards.len()];
    let stranger = Arc::new(Mutex::new(Stranger::new(medium, script)));
    let mut driver = driver(&stranger);
    let never = AtomicBool::new(false);
    let program = |driver: &mut FobEncoder, job: &ProgramJob| {
        let result = driver.program(job, &mut |_| {}, &never);
        if result.is_ok() {
            // Never a false "done".
            assert_holds(&stranger.lock().unwrap().fob.medium(), job);
        }
        said(result.map(|_| ()))
    };
    match operation % 6 {
        0 => match driver.look() {
            Ok(info) => format!("look: {:?}", info.map(|info| info.state)),
            Err(error) => format!("look: {}", error.code()),
        },
        1 => match driver.read(&Keys, &FORMAT) {
            Ok(contents) => {
                let genuine = stranger.lock().unwrap().fob.medium();
                let file = |number: u8| content(&genuine, number).unwrap();
                assert!(file(1).starts_with(&contents.image));
                assert!(file(2).starts_with(&contents.blocklist));
                assert!(contents.events.is_empty(), "there were no events");
                format!("read: {} bytes", contents.image.len())
            }
            Err(error) => format!("read: {}", error.code()),
        },
        2 => format!("first: {}", program(&mut driver, &first_job())),
        3 => format!("next: {}", program(&mut driver, &next_job(1))),
        4 => format!("keys: {}", program(&mut driver, &next_job(2))),
        _ => {
            let job = EmptyJob {
                uid: UID,
                keys: Arc::new(Keys),
            };
            let result = driver.empty(&job, &mut |_| {}, &never);
            if result.is_ok() {
                assert!(content(&stranger.lock().unwrap().fob.medium(), 1).is_none());
            }
            format!("empty: {}", said(result.map(|_| ())))
        }
    }
}

fn said(result: Result<(), Error>) -> String {
    result.map_or_else(|error| error.code().to_owned(), |()| "done".to_owned())
}

/// The committed content of a file of our application.
fn content(medium: &Medium, number: u8) -> Option<Vec<u8>> {
    let Medium::Desfire(image) = medium else {
        panic!("the card is a DESFire");
    };
    let application = image
        .applications
        .iter()
        .find(|application| application.aid == AID)?;
    match &application.files.get(&number)?.body {
        Body::Backup { data } => Some(data.clone()),
        _ => None,
    }
}

fn assert_holds(medium: &Medium, job: &ProgramJob) {
    assert!(content(medium, 1).unwrap().starts_with(&job.image));
    let list = job.blocklist.as_ref().unwrap();
    assert!(content(medium, 2).unwrap().starts_with(list));
}
