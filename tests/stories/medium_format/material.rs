//! Keys, random tables and what a reader is to make of them.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use keywright::access::{AccessTable, Conditions, Entry, Target};
use keywright::medium::image::IMAGE_LIMIT;
use keywright::medium::{
    Blocklist, Configuration, Event, Header, Image, LockKeys, PublicKey, Seal, SignedConfiguration,
    TrustedKey,
};
use keywright::model::*;
use keywright::time::Transition;
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};
use zeroize::Zeroizing;

pub const SYSTEM: SystemId = SystemId([0x4B, 0x57, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60]);
pub const UID: [u8; 7] = [0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80];
/// 2026-11-21T08:00:00Z, a Saturday.
pub const NOW: u32 = 1_795_248_000;
pub const SEAL_KEY: [u8; 32] = [0x5E; 32];

/// A signing key whose 32 bytes are all alike.
pub struct Signing(pub u8);

impl Signing {
    fn inner(&self) -> p256::ecdsa::SigningKey {
        p256::ecdsa::SigningKey::from_slice(&[self.0; 32]).unwrap()
    }
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: p256::ecdsa::Signature = self.inner().sign(message);
        signature.to_bytes().into()
    }
    pub fn public(&self) -> PublicKey {
        PublicKey::from_sec1(self.inner().verifying_key().to_sec1_point(false).as_bytes()).unwrap()
    }
    pub fn key(value: &Value) -> PublicKey {
        PublicKey::from_sec1(&unhex(value)).unwrap()
    }
}

pub const KEY: Signing = Signing(0x2A);

pub fn sign(message: &[u8]) -> [u8; 64] {
    KEY.sign(message)
}

pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

pub fn unhex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

/// Random numbers from a seed (Steele, Lea and Flood's SplitMix64).
pub struct Draw(pub u64);

impl Draw {
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from((z ^ z >> 31) % u64::from(bound)).unwrap()
    }
    pub fn chance(&mut self, of: u32) -> bool {
        self.below(of) == 0
    }
    pub fn distinct(&mut self, count: u32, bound: u32) -> BTreeSet<u32> {
        let mut drawn = BTreeSet::new();
        while drawn.len() < count as usize {
            let _new = drawn.insert(self.below(bound));
        }
        drawn
    }
    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| u8::try_from(self.below(256)).unwrap())
    }
}

pub fn header() -> Header {
    Header {
        system: SYSTEM,
        uid: UID,
        generation: Generation::FIRST,
        signer: Generation::FIRST,
        key: KeyNumber(1234),
        home_group: Some(BlockingGroupNumber(3)),
        revision: Revision(17),
        issued: NOW - 86_400,
    }
}

pub fn table(entries: impl IntoIterator<Item = (Target, Conditions)>) -> AccessTable {
    AccessTable::new(
        entries
            .into_iter()
            .map(|(target, conditions)| Entry { target, conditions })
            .collect(),
    )
}

pub fn locks(numbers: impl IntoIterator<Item = u32>) -> AccessTable {
    table(
        numbers
            .into_iter()
            .map(|number| (Target::Lock(LockNumber(number)), Conditions::default())),
    )
}

fn entry_reads(entry: &Entry) -> Value {
    let (kind, number) = match entry.target {
        Target::Group(group) => ("group", u32::from(group.0)),
        Target::Lock(lock) => ("lock", lock.0),
    };
    let conditions = &entry.conditions;
    let times = conditions.access_times.as_ref().map(|times| {
        times
            .intervals()
            .iter()
            .map(|i| [i.days, i.from, i.to])
            .collect::<Vec<_>>()
    });
    let expiry = conditions.expiry.map(ExpiryInterval::as_hours);
    let (start, end) = (conditions.window.start, conditions.window.end);
    json!([kind, number, {"start": start, "end": end, "times": times, "expiry": expiry}])
}

pub fn image_reads(image: &Image) -> Value {
    let header = image.header();
    let mut entries: Vec<Value> = image.table().entries().iter().map(entry_reads).collect();
    entries.sort_by_key(python_text);
    json!({
        "ok": true, "system": header.system, "uid": hex(&header.uid),
        "generation": header.generation, "signer": header.signer, "key": header.key,
        "home_group": header.home_group.map_or(0, |group| group.0), "revision": header.revision,
        "issued": header.issued, "entries": entries,
    })
}

/// The text by which the foreign reader sorts: its dictionaries keep the order in which they are made.
fn python_text(entry: &Value) -> String {
    let conditions = &entry[2];
    format!(
        "[{}, {}, {{\"start\": {}, \"end\": {}, \"expiry\": {}, \"times\": {}}}]",
        entry[0],
        entry[1],
        conditions["start"],
        conditions["end"],
        conditions["expiry"],
        conditions["times"].to_string().replace(',', ", ")
    )
}

pub fn blocklist_reads(list: &Blocklist) -> Value {
    let front = list.front();
    json!({
        "ok": true, "signer": front.signer, "group": front.group, "version": front.version,
        "issued": front.issued, "keys": list.keys().map(|key| key.0).collect::<Vec<_>>(),
    })
}

pub fn configuration_reads(signed: &SignedConfiguration, keys: &[LockKeys]) -> Value {
    let read = signed.configuration();
    let trusted: Vec<Value> = read
        .trusted
        .iter()
        .map(|known| json!([known.generation, known.key]))
        .collect();
    let times: Vec<Value> = read
        .transitions
        .iter()
        .map(|t| json!([t.from, t.offset_minutes]))
        .collect();
    let bases: Vec<Value> = keys
        .iter()
        .map(|k| json!([k.generation, hex(&*k.read), hex(&*k.carry)]))
        .collect();
    json!({
        "ok": true, "signer": read.signer, "system": read.system, "lock": read.lock,
        "id": hex(read.id.as_bytes()), "revision": read.revision, "issued": read.issued,
        "blocking_group": read.blocking_group, "clock": read.clock,
        "blocklist_version": read.blocklist_version, "trusted": trusted, "transitions": times,
        "groups": read.groups, "bases": bases,
    })
}

pub fn event_reads(event: &Event) -> Value {
    json!({
        "ok": true, "decision": event.decision, "lock": event.lock, "sequence": event.sequence,
        "time": event.time, "battery_low": event.battery_low, "list_taken": event.list_taken,
        "list_given": event.list_given,
    })
}

pub fn image_dump(image: &Image, key: &Signing) -> Value {
    json!({"kind": "image", "bytes": hex(image.as_bytes()), "key": key.public()})
}

pub fn blocklist_dump(list: &Blocklist) -> Value {
    json!({"kind": "blocklist", "bytes": hex(list.as_bytes()), "key": KEY.public(), "system": SYSTEM})
}

pub fn configuration_dump(signed: &SignedConfiguration) -> Value {
    json!({
        "kind": "configuration", "bytes": hex(signed.as_bytes()), "key": KEY.public(), "seal": hex(&SEAL_KEY),
    })
}

pub fn configuration() -> Configuration {
    let zone: keywright::time::Zone = "Europe/Helsinki".parse().unwrap();
    let at = |text: &str| text.parse().unwrap();
    Configuration {
        system: SYSTEM,
        lock: LockNumber(100),
        id: LockId::from_bytes([0x33; 16]),
        signer: Generation::FIRST,
        revision: Revision(2),
        issued: NOW - 1000,
        blocking_group: BlockingGroupNumber(3),
        blocklist_version: 5,
        clock: true,
        groups: [2, 300].map(LockGroupNumber).into(),
        trusted: vec![TrustedKey {
            generation: Generation::FIRST,
            key: KEY.public(),
        }],
        transitions: zone.transitions(at("2026-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z")),
    }
}

pub fn lock_keys(generation: u8) -> LockKeys {
    LockKeys {
        generation: Generation::new(generation).unwrap(),
        read: Zeroizing::new([generation ^ 0xA0; 16]),
        carry: Zeroizing::new([generation ^ 0xB0; 16]),
    }
}

pub fn signed(
    configuration: &Configuration,
    keys: &[LockKeys],
    nonce: [u8; 12],
) -> SignedConfiguration {
    let seal = Seal {
        key: &SEAL_KEY,
        nonce,
    };
    SignedConfiguration::build(configuration, keys, &seal, &sign).unwrap()
}

fn random_conditions(draw: &mut Draw) -> Conditions {
    let minute = |draw: &mut Draw| (!draw.chance(3)).then(|| 29_000_000 + draw.below(3_000_000));
    let interval = |draw: &mut Draw| {
        let from = u8::try_from(draw.below(96)).unwrap();
        let to = from + 1 + u8::try_from(draw.below(u32::from(96 - from))).unwrap();
        Interval {
            days: u8::try_from(1 + draw.below(127)).unwrap(),
            from,
            to,
        }
    };
    let window = if draw.chance(2) {
        Window::ALWAYS
    } else {
        Window {
            start: minute(draw),
            end: minute(draw),
        }
    };
    let access_times = draw.chance(3).then(|| {
        let intervals: Vec<Interval> = (0..=draw.below(3)).map(|_| interval(draw)).collect();
        AccessTimes::new(&intervals).unwrap()
    });
    let expiry = draw
        .chance(4)
        .then(|| ExpiryInterval::hours(1 + u16::try_from(draw.below(9_000)).unwrap()).unwrap());
    Conditions {
        window,
        access_times,
        expiry,
    }
}

pub fn random_table(draw: &mut Draw) -> AccessTable {
    let kinds: Vec<Conditions> = (0..=draw.below(4))
        .map(|_| random_conditions(draw))
        .collect();
    let bound = [200, 3_000, 20_000, 100_000][draw.below(4) as usize];
    let count = [0, 5, 40, 300, 900][draw.below(5) as usize].min(bound / 2);
    let mut entries = Vec::new();
    for number in draw.distinct(count, bound) {
        let kind = &kinds[draw.below(u32::try_from(kinds.len()).unwrap()) as usize];
        let run = if draw.chance(20) {
            1 + draw.below(30)
        } else {
            1
        };
        let target = |number| Target::Lock(LockNumber(number));
        entries.extend((number..number + run).map(|number| (target(number), kind.clone())));
    }
    for _ in 0..draw.below(12) {
        let group = Target::Group(LockGroupNumber(u16::try_from(draw.below(400)).unwrap()));
        entries.push((group, kinds[0].clone()));
    }
    table(entries)
}

/// An image of a random table; tables that do not fit are drawn again.
pub fn random_image(draw: &mut Draw, levels: &mut [usize; 3]) -> Value {
    loop {
        let header = Header {
            system: SystemId(draw.bytes()),
            uid: draw.bytes(),
            generation: Generation::new(1 + u8::try_from(draw.below(255)).unwrap()).unwrap(),
            signer: Generation::FIRST,
            key: KeyNumber(draw.below(u32::MAX)),
            home_group: (!draw.chance(3))
                .then(|| BlockingGroupNumber(1 + u16::try_from(draw.below(60_000)).unwrap())),
            revision: Revision(draw.below(u32::MAX)),
            issued: draw.below(u32::MAX),
        };
        match Image::build(&header, &random_table(draw), &sign) {
            Ok(mut image) => {
                levels[usize::from(image.head().levels())] += 1;
                for _ in 0..draw.below(2) {
                    image = changed(draw, image);
                }
                return image_dump(&image, &KEY);
            }
            Err(error) => assert!(error.is_capacity(), "{error}"),
        }
    }
}

/// The image after some locks were added and some taken away, built on the one before.
fn changed(draw: &mut Draw, image: Image) -> Image {
    let mut entries = image.table().entries().to_vec();
    entries.retain(|_| !draw.chance(30));
    if let Some(like) = entries.first().cloned() {
        for _ in 0..=entries.len() / 30 {
            entries.push(Entry {
                target: Target::Lock(LockNumber(draw.below(100_000))),
                ..like.clone()
            });
        }
    }
    let table = AccessTable::new(entries);
    Image::build_on(&image, IMAGE_LIMIT, image.header(), &table, &sign).unwrap_or(image)
}

pub fn random_blocklist(draw: &mut Draw) -> Value {
    let count = draw.below(501);
    let bound = 1_000 + draw.below(99_000);
    let keys = draw.distinct(count, bound);
    let group = BlockingGroupNumber(1 + u16::try_from(draw.below(60_000)).unwrap());
    let (version, issued) = (draw.below(u32::MAX), draw.below(u32::MAX));
    let keys = keys.into_iter().map(KeyNumber);
    blocklist_dump(
        &Blocklist::build(
            SYSTEM,
            Generation::FIRST,
            group,
            version,
            issued,
            keys,
            &sign,
        )
        .unwrap(),
    )
}

pub fn random_configuration(draw: &mut Draw) -> Value {
    let mut new = configuration();
    new.lock = LockNumber(draw.below(1 << 24));
    new.id = LockId::from_bytes(draw.bytes());
    new.clock = draw.chance(2);
    let count = draw.below(30);
    new.groups = draw
        .distinct(count, 65_536)
        .into_iter()
        .map(|g| LockGroupNumber(u16::try_from(g).unwrap()))
        .collect();
    let offset = |draw: &mut Draw| i16::try_from(draw.below(1_700)).unwrap() - 850;
    let count = draw.below(60);
    let from = draw.distinct(count, u32::MAX);
    new.transitions = from
        .into_iter()
        .map(|from| Transition {
            from,
            offset_minutes: offset(draw),
        })
        .collect();
    let keys: Vec<LockKeys> = (1..=1 + u8::try_from(draw.below(2)).unwrap())
        .map(lock_keys)
        .collect();
    configuration_dump(&signed(&new, &keys, draw.bytes()))
}

/// Changes a byte, swaps two pieces, cuts the end off, or takes another key.
pub fn tamper(draw: &mut Draw, dump: &mut Value) {
    let mut bytes = unhex(&dump["bytes"]);
    let length = u32::try_from(bytes.len()).unwrap();
    match draw.below(4) {
        0 => bytes.truncate(draw.below(length) as usize),
        1 => dump["key"] = json!(Signing(0x2B).public()),
        _ => bytes[draw.below(length) as usize] ^= 1 << draw.below(8),
    }
    dump["bytes"] = json!(hex(&bytes));
}
