//! Prints what it takes to change a role under very many keys: every key's wanted table is worked out again, the
//! keys that became pending are found, and their hashes recorded, in one change set. Beside it stands the time of
//! merely reading the same rows in the same run. Every size runs in a process of its own, so that memory is its
//! own too. Ends with 0 in any case and says what is missed.
//!
//! `KEYWRIGHT_RULES_SIZES` names other sizes, such as `10000,100000`.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

#[path = "shared/system.rs"]
mod system;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use keywright::model::user::UserDetails;
use keywright::model::{
    BlockingGroupId, Email, KeyId, Lock, LockGroupId, LockId, LockKind, LockNumber, LockState,
    Premises, PremisesId, RoleId, SourceId, UserId, UserRole,
};
use keywright::store::sql::Value;
use keywright::store::{self, Actor, Connection, KeyFilter, Mode};
use keywright::time::FixedClock;
use keywright::workflow::{Services, Station};
use system::{EMAIL, NOW, PASSWORD, id};

const DAY: i64 = 86_400_000;
/// Locks of the role that changes; three lock groups come on top.
const ROLE_LOCKS: u32 = 1_000;
/// Different windows among the tenth of keys that have one.
const WINDOWS: u64 = 300;
/// What the whole may take beside reading alone.
const RATIO_LIMIT: f64 = 3.0;
/// Peak memory in MB (1,000,000 bytes).
const MEMORY_LIMIT: f64 = 500.0;
const SIZE: &str = "KEYWRIGHT_RULES_KEYS";

fn main() {
    if let Ok(keys) = std::env::var(SIZE) {
        return one_size(keys.parse().unwrap());
    }
    let sizes = std::env::var("KEYWRIGHT_RULES_SIZES");
    let sizes = sizes.unwrap_or_else(|_| "10000,100000,1000000".to_owned());
    println!(
        "A role with {ROLE_LOCKS} locks and 3 lock groups changes. Of the keys, all of which have it and a medium, 80 % \
         hold it plainly,\n10 % within one of {WINDOWS} windows, 5 % beside a second role with access times, 5 % beside \
         private premises of their own\n(two keys each). Every medium holds what it shall before each change, so that every key becomes pending. All sizes are \
         stored system files.\nMedians of three changes and three readings; the first of each is cold.\n"
    );
    println!(
        "| keys | file MB | filled in s | read ms | change ms | ratio | allowed | | hashes recorded | of it rules alone ms | peak MB | allowed | | us a key |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    let mut each = Vec::new();
    for size in sizes.split(',') {
        let mut child = Command::new(std::env::current_exe().unwrap());
        let output = child.env(SIZE, size).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        print!("{text}");
        if !output.status.success() {
            println!(
                "| {size} | failed: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        each.extend(
            text.rsplit('|')
                .nth(1)
                .and_then(|field| field.trim().parse::<f64>().ok()),
        );
    }
    if let (Some(first), Some(last)) = (each.first(), each.last()) {
        println!(
            "\nGrowth: a key takes {:.2} times as long among the most as among the fewest (1.00 = linear).",
            last / first
        );
    }
}

/// Fills a system of so many keys, changes its role, and prints a row.
fn one_size(keys: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.keywright");
    let start = Instant::now();
    let role = fill(&path, keys);
    let filled = start.elapsed();
    let mut station = open(&path);
    // A first change computes every hash.
    let mut stored = station.read(|reading| reading.role(role)).unwrap();
    let _gone = stored.value.locks.pop_first().unwrap();
    let _all = station.update_role(&stored.value, stored.version).unwrap();
    settle(&station);
    drop(station);
    let megabytes = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
    // From here on the peak is the change's and the reading's own.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let mut station = open(&path);
    let (mut reading, mut changing) = (Vec::new(), Vec::new());
    let mut recorded = 0;
    for _ in 0..3 {
        settle(&station);
        let (count, took) = timed(|| read_rows(&station));
        assert_eq!(count, keys);
        reading.push(took);
        let mut stored = station.read(|reading| reading.role(role)).unwrap();
        let _gone = stored.value.locks.pop_first().unwrap();
        let (changed, took) = timed(|| station.update_role(&stored.value, stored.version).unwrap());
        changing.push(took);
        assert_eq!(pending(&station), keys);
        recorded = changed.len();
    }
    let peak = peak_memory();
    let rules = rules_alone(&station);
    let (read, change) = (median(reading), median(changing));
    let ratio = change.as_secs_f64() / read.as_secs_f64();
    println!(
        "| {keys} | {megabytes:.0} | {:.1} | {:.0} | {:.0} | {ratio:.2} | {RATIO_LIMIT:.1} | {} | {recorded} | {:.0} | {peak:.0} | {MEMORY_LIMIT:.0} | {} | {:.2} |",
        filled.as_secs_f64(),
        read.as_secs_f64() * 1e3,
        change.as_secs_f64() * 1e3,
        verdict(ratio <= RATIO_LIMIT),
        rules.as_secs_f64() * 1e3,
        verdict(peak <= MEMORY_LIMIT),
        change.as_secs_f64() * 1e6 / keys as f64,
    );
}

/// The rows that a change of a role looks at, and nothing else.
fn read_rows(station: &Station) -> u64 {
    let mut count = 0;
    station
        .read(|reading| {
            let facts = reading.facts()?;
            let _places = black_box(keywright::workflow::station::rule_facts(facts));
            let _ends = black_box(reading.user_end_dates()?);
            reading.for_each_key_with_sources(KeyFilter::All, &mut |key| {
                count += 1;
                let _row = black_box(key);
                Ok(())
            })
        })
        .unwrap();
    count
}

/// The rules without the store: the hash of every key, from rows that are in memory.
fn rules_alone(station: &Station) -> Duration {
    use keywright::access::{KeyRequest, WantedHashes};
    let facts = station.facts().unwrap();
    let mut tables = WantedHashes::new(&facts, NOW);
    let mut spent = Duration::ZERO;
    let mut batch = Vec::new();
    let mut work = |batch: &mut Vec<store::KeyWithSources>| {
        let start = Instant::now();
        for found in batch.iter() {
            let request = KeyRequest {
                sources: &found.sources,
                without: &found.record.key.without,
                validity: found.record.key.validity,
                expiry: found.record.key.expiry,
            };
            let _hash = black_box(tables.hash(&request).unwrap());
        }
        spent += start.elapsed();
        batch.clear();
    };
    station
        .read(|reading| {
            reading.for_each_key_with_sources(KeyFilter::All, &mut |key| {
                batch.push(key);
                if batch.len() == 1_000 {
                    work(&mut batch);
                }
                Ok(())
            })
        })
        .unwrap();
    work(&mut batch);
    spent
}

/// How many keys the store says must be written again.
fn pending(station: &Station) -> u64 {
    let (mut count, mut after) = (0, None);
    loop {
        let page = station
            .read(|reading| reading.pending_keys(after, 1_000))
            .unwrap();
        count += page.len() as u64;
        after = match page.last() {
            Some(last) => Some(last.key.id),
            None => return count,
        };
    }
}

/// Every medium holds what it shall, as after all of them were written.
fn settle(station: &Station) {
    station
        .store()
        .transaction(&mut |link| {
            let keys = "UPDATE keys SET written_hash = (SELECT t.hash FROM wanted_tables t WHERE t.id = keys.wanted_id)";
            let _all = link.execute(keys, &[])?;
            link.execute("DELETE FROM pending_users", &[]).map(|_| ())
        })
        .unwrap();
}

/// A system with places by way of the store and people as bare rows: what a reader reads is the same.
fn fill(path: &Path, keys: u64) -> RoleId {
    // Its fill would only be slowed by wiping pages of memory.
    let store = system::create(path, false);
    let flats = keys / 40;
    let mut made = None;
    store
        .change(Actor::Station, NOW, |change| {
            made = Some(places(change, flats)?);
            Ok(())
        })
        .unwrap();
    let (group, roles, premises) = made.unwrap();
    for from in (0..keys).step_by(50_000) {
        let mut people = |link: &dyn Connection| {
            (from..keys.min(from + 50_000))
                .try_for_each(|number| person(link, number, group, &roles, &premises))
        };
        store.transaction(&mut people).unwrap();
    }
    // Bare rows leave out what is kept for lists.
    let wrong = store.change(Actor::Station, NOW, |change| change.recount());
    assert!(wrong.unwrap() >= keys);
    roles[0]
}

type Places = (BlockingGroupId, [RoleId; 2], Vec<PremisesId>);

/// Locks, groups, two roles, and private premises with two locks each.
fn places(change: &mut store::Change<'_>, flats: u64) -> Result<Places, store::Error> {
    let area: BlockingGroupId = id(b'b', 0);
    let _number = change.insert_blocking_group(area, "all")?;
    let groups: Vec<LockGroupId> = (0..3).map(|n| id(b'g', n)).collect();
    for (n, group) in groups.iter().enumerate() {
        let _number = change.insert_lock_group(*group, &format!("group {n}"))?;
    }
    let mut locks: Vec<LockId> = Vec::new();
    for n in 0..u64::from(ROLE_LOCKS) + 200 + 2 * flats {
        let lock = Lock {
            id: id(b'l', n),
            number: LockNumber(0),
            name: format!("door {n}"),
            kind: LockKind::Fob,
            clock: true,
            groups: groups.iter().filter(|_| n % 10 == 9).copied().collect(),
            blocking_group: area,
            state: LockState::NotDeployed,
        };
        let _number = change.insert_lock(&lock)?;
        locks.push(lock.id);
    }
    let (of_role, rest) = locks.split_at(ROLE_LOCKS as usize);
    let (of_second, of_flats) = rest.split_at(200);
    let role = |n: u64, locks: &[LockId], times: Option<&str>| UserRole {
        id: id(b'r', n),
        name: format!("role {n}"),
        locks: locks.iter().copied().collect(),
        lock_groups: groups.iter().copied().collect(),
        access_times: times.map(|times| times.parse().unwrap()),
        expiry: None,
        features: BTreeSet::new(),
        premises: None,
    };
    let roles = [
        role(0, of_role, None),
        role(1, of_second, Some("mon-fri 07:00-18:00")),
    ];
    for role in &roles {
        change.insert_role(role)?;
    }
    let mut premises = Vec::new();
    for (n, locks) in (0..).zip(of_flats.chunks(2)) {
        let flat = Premises {
            id: id(b'p', n),
            name: format!("flat {n}"),
            parent: None,
            private: true,
            locks: locks.iter().copied().collect(),
            linked_roles: BTreeSet::new(),
        };
        change.insert_premises(&flat)?;
        premises.push(flat.id);
    }
    Ok((area, [roles[0].id, roles[1].id], premises))
}

/// A user with a fob, as rows.
fn person(
    link: &dyn Connection,
    n: u64,
    group: BlockingGroupId,
    roles: &[RoleId; 2],
    premises: &[PremisesId],
) -> Result<(), store::Error> {
    let user: UserId = id(b'u', n);
    let email = format!("person{n}@example.org");
    let details = serde_json::to_string(&UserDetails::default())?;
    let _one = link.execute(
        "INSERT INTO users (id, version, first_name, last_name, email, email_folded, details, sort_name, sort_keys, changed_at) \
         VALUES ($1, 1, 'Person', $2, $3, $3, $4, $2, 2, $5)",
        &[user.into(), format!("number {n}").into(), email.into(), details.into(), NOW.into()],
    )?;
    let source = |which: u64,
                  role: Option<RoleId>,
                  premises: Option<PremisesId>,
                  end: Option<i64>| {
        let id: SourceId = id(b's', 2 * n + which);
        let sql = "INSERT INTO sources (id, version, user_id, role_id, premises_id, valid_from, valid_until) \
                   VALUES ($1, 1, $2, $3, $4, NULL, $5)";
        let values: [Value; 5] = [
            id.into(),
            user.into(),
            role.into(),
            premises.into(),
            end.into(),
        ];
        link.execute(sql, &values).map(|_| ())
    };
    match n % 20 {
        0 | 10 => {
            let end = NOW.0 + DAY * i64::try_from(1 + n / 10 % WINDOWS).unwrap();
            source(0, Some(roles[0]), None, Some(end))?;
        }
        5 => {
            source(0, Some(roles[0]), None, None)?;
            source(1, Some(roles[1]), None, None)?;
        }
        15 => {
            source(0, Some(roles[0]), None, None)?;
            let flat = usize::try_from(n / 40).unwrap().min(premises.len() - 1);
            source(1, None, Some(premises[flat]), None)?;
        }
        _ => source(0, Some(roles[0]), None, None)?,
    }
    let key: KeyId = id(b'k', n);
    let mut uid = n.to_be_bytes();
    uid[1] = 4;
    let _one = link.execute(
        "INSERT INTO keys (id, version, number, kind, user_id, state, home_group_id, uid, stamp, generation, revision, \
         written_blocklist_version, written_at, changed_at) \
         VALUES ($1, 1, $2, 'fob', $3, 'handed-over', $4, $5, $6, 1, 1, 1, $7, $7)",
        &[
            key.into(),
            (n + 1).into(),
            user.into(),
            group.into(),
            uid[1..].into(),
            format!("{:04}", n % 10_000).into(),
            NOW.into(),
        ],
    )?;
    Ok(())
}

fn open(path: &Path) -> Station {
    let services = Services::of_this_computer(Arc::new(FixedClock(NOW)));
    Station::open(
        path,
        &Email::new(EMAIL).unwrap(),
        PASSWORD,
        Mode::Write,
        services,
    )
    .unwrap()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The most memory that this process ever held since the mark was last set, in MB.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: f64 = line
        .unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap();
    kilobytes * 1_024.0 / 1e6
}

fn verdict(held: bool) -> &'static str {
    if held { "PASS" } else { "over" }
}
