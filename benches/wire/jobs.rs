//! What is written: images, a blocklist, and the jobs that bring them onto fobs.

use std::collections::BTreeSet;
use std::sync::Arc;

use keywright::access::{AccessTable, Conditions, Entry, Target};
use keywright::device::Error;
use keywright::device::encoder::{
    Expected, Fence, FileSizes, FobKeys, Format, KeyRole, ProgramJob, written_ranges,
};
use keywright::medium::image::IMAGE_LIMIT;
use keywright::medium::{self, Blocklist, Header, Image};
use keywright::model::{
    BlockingGroupNumber, Generation, KeyNumber, LockNumber, Revision, SystemId,
};
use p256::ecdsa::signature::Signer as _;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const SYSTEM: SystemId = SystemId([7; 8]);
const NOW: u32 = 1_795_248_000;
/// Locks of the system.
pub const LOCKS: u32 = 10_000;
/// The most that an image may take: real ones come in steps.
pub const IMAGE: usize = 1_024;
/// As the client on libfreefare has it.
pub const LIST: usize = 90;

/// Keys of a made-up system.
pub struct Keys;

impl FobKeys for Keys {
    fn key(
        &self,
        role: KeyRole,
        uid: &[u8; 7],
        generation: u8,
    ) -> Result<Zeroizing<[u8; 16]>, Error> {
        let digest = Sha256::new()
            .chain_update([role as u8, generation])
            .chain_update(uid)
            .finalize();
        Ok(Zeroizing::new(digest[..16].try_into().unwrap()))
    }
}

/// The form of image and blocklist, as a station tells it to its encoder.
pub const FORMAT: Format = Format {
    fence_offset: 0,
    fence_length: 40,
    fence: |front| {
        let fence = medium::Fence::read(front).ok()??;
        Some(Fence {
            generation: fence.generation.get(),
            revision: fence.revision.0,
            length: fence.length,
        })
    },
    first_read: 172,
    blocklist_head: 16,
    blocklist_length: |front| {
        let front = medium::blocklist::Front::parse(front).ok()?;
        Some(u32::from(front.length))
    },
    blocklist_newer: |_, _| false,
};

pub fn first_job(uid: [u8; 7], image: Vec<u8>) -> ProgramJob {
    assert_eq!(medium::FENCE_LENGTH, 40);
    assert_eq!(medium::blocklist::FIELDS, 16);
    ProgramJob {
        uid,
        keys: Arc::new(Keys),
        generation: 1,
        expected: Expected::Factory,
        previous: None,
        image,
        blocklist: Some(blocklist()),
        list_check: Arc::new(|_| false),
        format: FORMAT,
        sizes: FileSizes::default(),
    }
}

pub fn next_job(before: &ProgramJob, image: Vec<u8>) -> ProgramJob {
    ProgramJob {
        expected: Expected::Ours {
            generation: 1,
            fence: before.format.fence_of(&before.image).unwrap(),
        },
        image,
        blocklist: None,
        ..before.clone()
    }
}

/// Locks whose image is the largest that fits 1 KiB, and locks whose image is of the next size; of those with a size the
/// middle one, since real images come in steps and one at the edge of a step is no example of anything.
pub fn locks_of_size() -> [BTreeSet<u32>; 2] {
    let all = (700..1_200).map(|count| distinct(1, count, LOCKS));
    let sized = all.map(|locks| {
        let size = Image::measure(&header(uid(0), 1), &table(&locks)).unwrap();
        (size.total, locks)
    });
    let sized: Vec<(usize, BTreeSet<u32>)> = sized.collect();
    let sizes = || sized.iter().map(|(size, _)| *size);
    let most = sizes().filter(|size| *size <= IMAGE).max().unwrap();
    let next = sizes().filter(|size| *size > IMAGE).min().unwrap();
    [most, next].map(|size| {
        let mut of_it: Vec<_> = sized.iter().filter(|(own, _)| *own == size).collect();
        of_it.swap_remove(of_it.len() / 2).1.clone()
    })
}

pub fn image(locks: &BTreeSet<u32>, uid: [u8; 7], revision: u32) -> Vec<u8> {
    let image = Image::build(&header(uid, revision), &table(locks), &sign).unwrap();
    image.as_bytes().to_vec()
}

/// The image of `locks` in place of `before`, as a station makes it.
pub fn image_on(before: &[u8], locks: &BTreeSet<u32>, uid: [u8; 7], revision: u32) -> Vec<u8> {
    let before = Image::parse(before).unwrap();
    let header = header(uid, revision);
    let image = Image::build_on(&before, IMAGE_LIMIT, &header, &table(locks), &sign).unwrap();
    image.as_bytes().to_vec()
}

/// Those of every tenth lock whose change by itself makes the encoder write most, the costliest first.
pub fn costliest(before: &[u8], locks: &BTreeSet<u32>, uid: [u8; 7], revision: u32) -> Vec<u32> {
    let mut locks = locks.clone();
    let mut costs = Vec::new();
    for number in (0..LOCKS).step_by(10) {
        toggle(&mut locks, number);
        let image = image_on(before, &locks, uid, revision);
        let ranges = written_ranges(Some(before), &image);
        let cost: usize = ranges.iter().map(std::ops::Range::len).sum();
        costs.push((cost, number));
        toggle(&mut locks, number);
    }
    costs.sort_unstable();
    costs.into_iter().rev().map(|(_, number)| number).collect()
}

/// Adds a lock that is not there, takes one away that is.
pub fn toggle(locks: &mut BTreeSet<u32>, number: u32) {
    if !locks.remove(&number) {
        let _new = locks.insert(number);
    }
}

/// A blocklist of just the length that the client on libfreefare writes.
pub fn blocklist() -> Vec<u8> {
    for count in 0..20 {
        for seed in 0..40 {
            let keys = distinct(seed, count, 100_000).into_iter().map(KeyNumber);
            let group = BlockingGroupNumber(1);
            let list =
                Blocklist::build(SYSTEM, Generation::FIRST, group, 1, NOW, keys, &sign).unwrap();
            if list.as_bytes().len() == LIST {
                return list.as_bytes().to_vec();
            }
        }
    }
    unreachable!("some blocklist takes {LIST} bytes")
}

pub fn table(locks: &BTreeSet<u32>) -> AccessTable {
    let entry = |number: &u32| Entry {
        target: Target::Lock(LockNumber(*number)),
        conditions: Conditions::default(),
    };
    AccessTable::new(locks.iter().map(entry).collect())
}

pub fn header(uid: [u8; 7], revision: u32) -> Header {
    Header {
        system: SYSTEM,
        uid,
        generation: Generation::FIRST,
        signer: Generation::FIRST,
        key: KeyNumber(1),
        home_group: Some(BlockingGroupNumber(1)),
        revision: Revision(revision),
        issued: NOW + 3_600 * revision,
    }
}

pub fn uid(number: usize) -> [u8; 7] {
    [4, 1, 2, 3, 4, 5, u8::try_from(number).unwrap()]
}

pub fn sign(message: &[u8]) -> [u8; 64] {
    let key = p256::ecdsa::SigningKey::from_slice(&[42; 32]).unwrap();
    let signature: p256::ecdsa::Signature = key.sign(message);
    signature.to_bytes().into()
}

/// `count` different numbers below `bound` (Steele, Lea and Flood's SplitMix64).
pub fn distinct(seed: u64, count: u32, bound: u32) -> BTreeSet<u32> {
    let mut state = seed;
    let mut drawn = BTreeSet::new();
    while drawn.len() < count as usize {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        let _new = drawn.insert(u32::try_from((z ^ z >> 31) % u64::from(bound)).unwrap());
    }
    drawn
}
