//! Prints what sets of locks take, beside the least that any coding could take and beside a general bitmap
//! (`roaring`), what a lock reads by size of image, and how fast both ways are. Fails where a bound is missed.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

use std::collections::BTreeSet;
use std::time::Instant;

use keywright::access::{AccessTable, Conditions, Entry, Target};
use keywright::lock::{Dump, Presented, UtcSeconds, decide};
use keywright::medium::image::budget::{BYTES_LIMIT, EXCHANGES_LIMIT, Traffic};
use keywright::medium::{
    Blocklist, Configuration, Header, Image, NumberSet, PublicKey, TrustedKey, changed_ranges,
};
use keywright::model::{
    BlockingGroupNumber, Generation, KeyNumber, LockGroupNumber, LockId, LockNumber, Revision,
    SystemId,
};
use p256::ecdsa::signature::Signer as _;

const LOCKS: u32 = 10_000;
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
    println!("| groups | single locks beside them | image | more than the empty image |");
    println!("|---|---|---|---|");
    let empty = image(&AccessTable::default(), &header()).as_bytes().len();
    for (count, exceptions) in [(1, 0), (4, 0), (16, 0), (64, 0), (4, 5), (16, 20)] {
        let group = |number: u32| Target::Group(LockGroupNumber(u16::try_from(number).unwrap()));
        let lock = |number: u32| Target::Lock(LockNumber(number));
        let targets = distinct(5, count, 2_000).into_iter().map(group);
        let targets = targets.chain(distinct(6, exceptions, LOCKS).into_iter().map(lock));
        let size = image(&table(targets), &header()).as_bytes().len();
        println!("| {count} | {exceptions} | {size} | {} |", size - empty);
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

fn delta() {
    println!("\nOne changed lock of 760 (of {LOCKS}): bytes written of the image, 200 draws\n");
    println!("| | least | median | nine of ten | most |");
    println!("|---|---|---|---|---|");
    let (mut shares, mut wires) = (Vec::new(), Vec::new());
    let traffic = |length: usize| Traffic::of_write(u32::try_from(length).unwrap()).bytes;
    for seed in 0..200 {
        let mut numbers = distinct(seed, 760, LOCKS);
        let lock = |number: &u32| Target::Lock(LockNumber(*number));
        let before = image(&table(numbers.iter().map(lock)), &header());
        let victim = *numbers
            .iter()
            .nth(usize::try_from(seed).unwrap() * 3)
            .unwrap();
        let _was = numbers.remove(&victim);
        let mut next = header();
        next.revision = Revision(2);
        next.issued += 3_600;
        let after = image(&table(numbers.iter().map(lock)), &next);
        let ranges = changed_ranges(before.as_bytes(), after.as_bytes());
        let length = after.as_bytes().len();
        shares.push(
            100.0 * ranges.iter().map(std::ops::Range::len).sum::<usize>() as f64 / length as f64,
        );
        let wire: u32 = ranges.iter().map(|range| traffic(range.len())).sum();
        wires.push(100.0 * f64::from(wire) / f64::from(traffic(length)));
    }
    for (name, mut shares) in [
        ("data, % of the image", shares),
        ("on the wire, % of a full write", wires),
    ] {
        shares.sort_by(f64::total_cmp);
        println!(
            "| {name} | {:.1} | {:.1} | {:.1} | {:.1} |",
            shares[0], shares[100], shares[180], shares[199]
        );
    }
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

/// `count` different numbers below `bound` (Steele, Lea and Flood's SplitMix64).
fn distinct(seed: u64, count: u32, bound: u32) -> BTreeSet<u32> {
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
