//! Prints what sets of locks take, beside the least that any coding could take and beside a general bitmap
//! (`roaring`), what a lock reads by size of image, and how fast both ways are. Fails where a bound is missed.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

use std::collections::BTreeSet;
use std::time::Instant;

use keywright::access::{AccessTable, Conditions, Entry, Target};
use keywright::device::encoder::written_ranges;
use keywright::lock::{Dump, Presented, UtcSeconds, decide};
use keywright::medium::image::budget::{BYTES_LIMIT, EXCHANGES_LIMIT, Traffic};
use keywright::medium::{
    Blocklist, Configuration, Header, Image, NumberSet, PublicKey, TrustedKey,
};
use keywright::model::{
    BlockingGroupNumber, Generation, KeyNumber, LockGroupNumber, LockId, LockNumber, Revision,
    SystemId, Window,
};
use p256::ecdsa::signature::Signer as _;
use sha2::{Digest as _, Sha256};

const LOCKS: u32 = 10_000;
const GROUPS: u32 = 2_000;
const UID: [u8; 7] = [4, 1, 2, 3, 4, 5, 6];
const PRESENTED: Presented = Presented {
    uid: UID,
    generation: Generation::FIRST,
};
const SYSTEM: SystemId = SystemId([7; 8]);
const NOW: u32 = 1_795_248_000;

fn main() {
    sets();
    groups();
    blocklists();
    lock_reads();
    delta();
}

fn sets() {
    println!("Sets of locks of {LOCKS}, bytes (mean of 100 draws; the bound holds for each)\n");
    println!("| set | least (log2 C) | ours | widest | allowed | roaring |");
    println!("|---|---|---|---|---|---|");
    for count in [1, 10, 100, 1_000] {
        let least = log2_choose(LOCKS, count) / 8.0;
        let draw = |seed| distinct(seed, count, LOCKS).into_iter().collect();
        row(
            &format!("{count} at random"),
            LOCKS,
            least,
            1.03 * least + 4.0,
            draw,
        );
    }
    for runs in [1, 10, 100, 1_000] {
        let least = log2_choose(LOCKS + 1, 2 * runs) / 8.0;
        let draw = |seed| {
            let borders: Vec<u32> = distinct(seed, 2 * runs, LOCKS + 1).into_iter().collect();
            borders.chunks(2).flat_map(|run| run[0]..run[1]).collect()
        };
        row(
            &format!("{runs} runs at random"),
            LOCKS,
            least,
            1.15 * least + 8.0,
            draw,
        );
    }
    let least = log2_choose(100_000, 500) / 8.0;
    let draw = |seed| distinct(seed, 500, 100_000).into_iter().collect();
    row("500 keys of 100,000", 100_000, least, 600.0, draw);
}

fn row(name: &str, bound: u32, least: f64, allowed: f64, draw: impl Fn(u64) -> Vec<u32>) {
    let (mut sum, mut widest, mut roaring) = (0, 0, 0);
    for seed in 0..100 {
        let numbers = draw(seed);
        let set: NumberSet = numbers.iter().copied().collect();
        let bytes = set.encode(bound).unwrap();
        assert_eq!(NumberSet::decode(&bytes, bound).unwrap().0, set);
        let mut bitmap: roaring::RoaringBitmap = numbers.iter().collect();
        let _smaller = bitmap.optimize();
        sum += bytes.len();
        widest = widest.max(bytes.len());
        roaring += bitmap.serialized_size();
    }
    assert!(widest as f64 <= allowed, "{name}: {widest} of {allowed}");
    let (ours, roaring) = (sum as f64 / 100.0, roaring as f64 / 100.0);
    println!("| {name} | {least:.1} | {ours:.1} | {widest} | {allowed:.1} | {roaring:.1} |");
}

fn groups() {
    println!(
        "\nWhole lock groups with exceptions (an image in all, signature and fields 104 bytes)\n"
    );
    println!(
        "| groups of {GROUPS} | set of groups | allowed | single locks beside them | image | more than the empty image |"
    );
    println!("|---|---|---|---|---|---|");
    let empty = image(&AccessTable::default(), &header()).as_bytes().len();
    for (count, exceptions) in [(1, 0), (4, 0), (16, 0), (64, 0), (4, 5), (16, 20)] {
        let group = |number: u32| Target::Group(LockGroupNumber(u16::try_from(number).unwrap()));
        let lock = |number: u32| Target::Lock(LockNumber(number));
        let groups = distinct(5, count, GROUPS);
        let set = groups.iter().copied().collect::<NumberSet>();
        let (set, allowed) = (set.encode(GROUPS).unwrap().len(), 4 * groups.len());
        assert!(set <= allowed, "{count} groups: {set} of {allowed}");
        let targets = groups.into_iter().map(group);
        let targets = targets.chain(distinct(6, exceptions, LOCKS).into_iter().map(lock));
        let size = image(&table(targets), &header()).as_bytes().len();
        let more = size - empty;
        println!("| {count} | {set} | {allowed} | {exceptions} | {size} | {more} |");
    }
}

fn blocklists() {
    println!(
        "\nBlocklists among 100,000 keys: 16 bytes of fields, 64 of signature, 3 of bound, the set\n"
    );
    println!("| blocked | bytes in all | of them the set |");
    println!("|---|---|---|");
    for count in [0, 1, 50, 250, 500] {
        let keys = distinct(8, count, 100_000).into_iter().map(KeyNumber);
        let group = BlockingGroupNumber(1);
        let list = Blocklist::build(SYSTEM, Generation::FIRST, group, 1, NOW, keys, &sign).unwrap();
        println!(
            "| {count} | {} | {} |",
            list.as_bytes().len(),
            list.as_bytes().len() - 83
        );
    }
}

fn lock_reads() {
    println!(
        "\nWhat a lock spends after authentication (limits {EXCHANGES_LIMIT} exchanges, {BYTES_LIMIT} bytes), and speed\n"
    );
    println!(
        "| locks | of | image | levels | exchanges | bytes | build ms | measure ms | read ms | decide ms |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let cases = [
        (1, LOCKS),
        (10, LOCKS),
        (100, LOCKS),
        (300, LOCKS),
        (700, LOCKS),
        (1_000, LOCKS),
        (1_500, 100_000),
        (2_500, 100_000),
        (100_000, 100_000),
    ];
    for (count, bound) in cases {
        let numbers = if count == bound {
            (0..bound).collect()
        } else {
            distinct(9, count, bound)
        };
        let table = table(
            numbers
                .into_iter()
                .map(|number| Target::Lock(LockNumber(number))),
        );
        let (image, build) = timed(|| image(&table, &header()));
        let (_, measure) = timed(|| Image::measure(&header(), &table).unwrap());
        let (_, read) = timed(|| Image::verified(image.as_bytes(), &public()).unwrap());
        let mut widest = Traffic::default();
        let mut deciding = 0.0f64;
        for lock in (0..bound).step_by(bound as usize / 97) {
            let mut medium = Dump {
                image: image.as_bytes().to_vec(),
                ..Dump::default()
            };
            let at = Some(UtcSeconds(NOW));
            let (_, took) =
                timed(|| decide(&configuration(lock), &PRESENTED, &mut medium, at, None).unwrap());
            let mut spent = Traffic::default();
            for (_, _, length) in medium.reads {
                spent += Traffic::of_read(length);
            }
            widest.exchanges = widest.exchanges.max(spent.exchanges);
            widest.bytes = widest.bytes.max(spent.bytes);
            deciding = deciding.max(took);
        }
        assert!(widest.exchanges <= EXCHANGES_LIMIT && widest.bytes <= BYTES_LIMIT);
        println!(
            "| {count} | {bound} | {} | {} | {} | {} | {build:.2} | {measure:.2} | {read:.2} | {deciding:.2} |",
            image.as_bytes().len(),
            image.head().levels(),
            widest.exchanges,
            widest.bytes,
        );
    }
}

/// Single-lock changes of images of several shapes: each lock of the system is added or taken away by itself, from
/// an image as it is first written and from one that has been changed often before.
fn delta() {
    println!(
        "\nOne lock added or taken away: content that the encoder writes, % of all the image (every lock of the first row, each 10th or 100th of the others)\n\
         (new: from an image as first written; aged: after {AGE} changes one on the other)\n"
    );
    println!(
        "| image | bytes | levels | | changes | median | nine of ten | most | over {QUARTER} |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut over = Vec::new();
    for shape in shapes() {
        let first = Image::build(&header(), &shape.table(&shape.locks), &mark).unwrap();
        over.extend(every_change(&shape, &shape.locks, &first, "new"));
        let (mut locks, mut aged, mut chain) = (shape.locks.clone(), first, Vec::new());
        for number in distinct_in_order(11, AGE, shape.bound) {
            toggle(&mut locks, number);
            let next = shape.changed(&aged, &locks);
            chain.push(share_written(&aged, &next));
            aged = next;
        }
        line(&shape, &aged, "on the way", chain);
        over.extend(every_change(&shape, &locks, &aged, "aged"));
    }
    match over.as_slice() {
        [] => println!("\nNo single lock costs more than {QUARTER} % of an image."),
        _ => println!(
            "\nMore than {QUARTER} % of an image is written: {}.",
            over.join("; ")
        ),
    }
}

/// What one changed lock may cost, in per cent of a full write.
const QUARTER: f64 = 25.0;
/// Changes that an aged image has seen.
const AGE: u32 = 100;

/// Locks of a system, and under which conditions each is listed.
struct Shape {
    name: &'static str,
    bound: u32,
    /// Every so many of the locks of the system are changed.
    step: usize,
    locks: BTreeSet<u32>,
    conditions: u32,
}

fn shapes() -> Vec<Shape> {
    let runs = |seed: u64, count: u32, bound: u32| -> BTreeSet<u32> {
        let borders: Vec<u32> = distinct(seed, 2 * count, bound).into_iter().collect();
        borders.chunks(2).flat_map(|run| run[0]..run[1]).collect()
    };
    let shape = |name, bound, step, locks, conditions| Shape {
        name,
        bound,
        step,
        locks,
        conditions,
    };
    vec![
        shape("870 of 10,000", LOCKS, 1, distinct(1, 870, LOCKS), 1),
        shape("820 of 10,000", LOCKS, 10, distinct(2, 820, LOCKS), 1),
        shape("500 of 10,000", LOCKS, 10, distinct(3, 500, LOCKS), 1),
        shape("300 runs in 10,000", LOCKS, 10, runs(4, 300, LOCKS), 1),
        shape(
            "500 of 10,000, three conditions",
            LOCKS,
            10,
            distinct(5, 500, LOCKS),
            3,
        ),
        shape("600 of 100,000", 100_000, 100, distinct(6, 600, 100_000), 1),
        shape(
            "1,300 of 100,000",
            100_000,
            100,
            distinct(7, 1_300, 100_000),
            1,
        ),
        shape(
            "2,300 of 100,000",
            100_000,
            100,
            distinct(8, 2_300, 100_000),
            1,
        ),
    ]
}

impl Shape {
    fn table(&self, locks: &BTreeSet<u32>) -> AccessTable {
        let entry = |number: &u32| Entry {
            target: Target::Lock(LockNumber(*number)),
            conditions: Conditions {
                window: Window {
                    start: (!number.is_multiple_of(self.conditions))
                        .then(|| 29_000_000 + number % self.conditions),
                    end: None,
                },
                ..Conditions::default()
            },
        };
        AccessTable::new(locks.iter().map(entry).collect())
    }

    fn changed(&self, image: &Image, locks: &BTreeSet<u32>) -> Image {
        let mut next = *image.header();
        next.revision.0 += 1;
        next.issued += 3_600;
        Image::build_on(image, ROOM, &next, &self.table(locks), &mark).unwrap()
    }
}

/// Bytes of the image file on a chip of 8 KB beside a list of 500 blocked keys.
const ROOM: usize = 2_784;

fn every_change(shape: &Shape, locks: &BTreeSet<u32>, image: &Image, age: &str) -> Option<String> {
    let mut shares = Vec::new();
    let mut locks = locks.clone();
    for number in (0..shape.bound).step_by(shape.step) {
        toggle(&mut locks, number);
        shares.push(share_written(image, &shape.changed(image, &locks)));
        toggle(&mut locks, number);
    }
    let over = shares.iter().filter(|&&share| share > QUARTER).count();
    let found = format!("{}, {age}: {over} of {} changes", shape.name, shares.len());
    line(shape, image, age, shares);
    (over > 0).then_some(found)
}

fn line(shape: &Shape, image: &Image, age: &str, mut shares: Vec<f64>) {
    shares.sort_by(f64::total_cmp);
    let count = shares.len();
    println!(
        "| {} | {} | {} | {age} | {count} | {:.1} | {:.1} | {:.1} | {} |",
        shape.name,
        image.as_bytes().len(),
        image.head().levels(),
        shares[count / 2],
        shares[count * 9 / 10],
        shares[count - 1],
        shares.iter().filter(|&&share| share > QUARTER).count(),
    );
}

fn toggle(locks: &mut BTreeSet<u32>, number: u32) {
    if !locks.remove(&number) {
        let _new = locks.insert(number);
    }
}

fn share_written(before: &Image, after: &Image) -> f64 {
    let ranges = written_ranges(Some(before.as_bytes()), after.as_bytes());
    let written: usize = ranges.iter().map(std::ops::Range::len).sum();
    100.0 * written as f64 / after.as_bytes().len() as f64
}

/// Stands for a signature where only its length counts: other bytes for another message.
fn mark(message: &[u8]) -> [u8; 64] {
    let half: [u8; 32] = Sha256::digest(message).into();
    let mut both = [0; 64];
    both[..32].copy_from_slice(&half);
    both[32..].copy_from_slice(&half);
    both
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed().as_secs_f64() * 1e3)
}

fn table(targets: impl Iterator<Item = Target>) -> AccessTable {
    AccessTable::new(
        targets
            .map(|target| Entry {
                target,
                conditions: Conditions::default(),
            })
            .collect(),
    )
}

fn image(table: &AccessTable, header: &Header) -> Image {
    Image::build(header, table, &sign).unwrap()
}

fn header() -> Header {
    Header {
        system: SYSTEM,
        uid: UID,
        generation: Generation::FIRST,
        signer: Generation::FIRST,
        key: KeyNumber(1),
        home_group: None,
        revision: Revision(1),
        issued: NOW,
    }
}

fn configuration(lock: u32) -> Configuration {
    Configuration {
        system: SYSTEM,
        lock: LockNumber(lock),
        id: LockId::from_bytes([0; 16]),
        signer: Generation::FIRST,
        revision: Revision(1),
        issued: NOW,
        blocking_group: BlockingGroupNumber(1),
        blocklist_version: 0,
        clock: true,
        groups: BTreeSet::new(),
        trusted: vec![TrustedKey {
            generation: Generation::FIRST,
            key: public(),
        }],
        transitions: Vec::new(),
    }
}

fn signing_key() -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&[42; 32]).unwrap()
}

fn sign(message: &[u8]) -> [u8; 64] {
    let signature: p256::ecdsa::Signature = signing_key().sign(message);
    signature.to_bytes().into()
}

fn public() -> PublicKey {
    PublicKey::from_sec1(
        signing_key()
            .verifying_key()
            .to_sec1_point(false)
            .as_bytes(),
    )
    .unwrap()
}

fn log2_choose(n: u32, k: u32) -> f64 {
    (1..=k)
        .map(|i| (f64::from(n - k + i) / f64::from(i)).log2())
        .sum()
}

/// `count` different numbers below `bound`.
fn distinct(seed: u64, count: u32, bound: u32) -> BTreeSet<u32> {
    distinct_in_order(seed, count, bound).into_iter().collect()
}

/// As [`distinct`], in the order in which they were drawn (Steele, Lea and Flood's SplitMix64).
fn distinct_in_order(seed: u64, count: u32, bound: u32) -> Vec<u32> {
    let mut state = seed;
    let (mut drawn, mut order) = (BTreeSet::new(), Vec::new());
    while order.len() < count as usize {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        let number = u32::try_from((z ^ z >> 31) % u64::from(bound)).unwrap();
        if drawn.insert(number) {
            order.push(number);
        }
    }
    order
}
