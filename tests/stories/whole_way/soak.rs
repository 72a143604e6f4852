//! Fob after fob with faults of every kind at about one exchange in a hundred, drawn from a seed that is printed:
//! what was planned is done, the fobs hold what the records say, and the locks agree.
//!
//! `KEYWRIGHT_SOAK` says how many fobs, `KEYWRIGHT_SEED` repeats a run.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use keywright::bench::card::{Body, Medium};
use keywright::bench::fault::{Damage, Direction, LineFault, Moment, Pull};
use keywright::medium::Chip;
use keywright::model::KeyState;

use super::counter::{Counter, Holder, at_counters};
use super::full;
use crate::stories::device_on_bench::station::our_application;

/// Fobs at one counter, after which another town is begun.
const AT_ONE_COUNTER: usize = 50;
/// Longest job, in exchanges, with looking first.
const EXCHANGES: u64 = 120;
/// Bytes that one exchange takes in one direction, about.
const BYTES: u64 = 34;
/// Taps after which a person would give up. Half of the jobs meet a fault.
const TAPS: usize = 30;

/// Steele, Lea and Flood's SplitMix64.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ z >> 31) % bound
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    fn damage(&mut self) -> Damage {
        match self.below(5) {
            0 => Damage::Drop,
            1 => Damage::Flip(self.byte().max(1)),
            2 => Damage::Duplicate,
            3 => Damage::Insert(self.byte()),
            _ => {
                Damage::Delay([14_000, 200_000, 5_000_000][usize::try_from(self.below(3)).unwrap()])
            }
        }
    }
}

/// What came of the fobs.
#[derive(Debug, Default)]
struct Ledger {
    planned: usize,
    programmed: usize,
    taken_back: usize,
    failed: Vec<String>,
    jobs: usize,
    taps: usize,
    pulls: usize,
    damages: usize,
    errors: BTreeMap<&'static str, usize>,
    chips: BTreeMap<&'static str, usize>,
}

impl Ledger {
    fn add(&mut self, other: Self) {
        self.planned += other.planned;
        self.programmed += other.programmed;
        self.taken_back += other.taken_back;
        self.failed.extend(other.failed);
        self.jobs += other.jobs;
        self.taps += other.taps;
        self.pulls += other.pulls;
        self.damages += other.damages;
        for (code, count) in other.errors {
            *self.errors.entry(code).or_default() += count;
        }
        for (chip, count) in other.chips {
            *self.chips.entry(chip).or_default() += count;
        }
    }
}

/// A counter with the draws and the ledger of its fobs.
struct Soak<'a> {
    counter: &'a mut Counter,
    draw: Draw,
    ledger: Ledger,
}

impl Soak<'_> {
    /// Arms what this tap meets.
    fn arm(&mut self) {
        let mut pulled = false;
        let bench = self.counter.encoder.bench.clone();
        let mut encoder = bench.encoder();
        for exchange in 1..=EXCHANGES {
            if self.draw.below(100) != 0 {
                continue;
            }
            if self.draw.below(2) == 0 && !pulled {
                let moments = [
                    Moment::Before,
                    Moment::Executed,
                    Moment::MidAnswer,
                    Moment::Answered,
                ];
                let moment = moments[usize::try_from(self.draw.below(4)).unwrap()];
                encoder.arm_pull(Some(Pull { exchange, moment }));
                pulled = true;
                self.ledger.pulls += 1;
            } else {
                let direction = [Direction::ToReader, Direction::ToHost];
                encoder.arm_line(LineFault {
                    direction: direction[usize::try_from(self.draw.below(2)).unwrap()],
                    position: exchange * BYTES + self.draw.below(BYTES),
                    damage: self.draw.damage(),
                });
                self.ledger.damages += 1;
            }
        }
    }

    /// Taps until the job is done; the fob then.
    fn persevere(
        &mut self,
        medium: &Medium,
        job: impl Fn(&mut Counter) -> Result<(), &'static str>,
    ) -> Option<Medium> {
        let mut medium = medium.clone();
        self.ledger.jobs += 1;
        for _ in 0..TAPS {
            self.ledger.taps += 1;
            self.counter.encoder.lay(&medium);
            self.arm();
            let outcome = job(self.counter);
            medium = self.counter.encoder.lift();
            match outcome {
                Ok(()) => return Some(medium),
                Err(code) => *self.ledger.errors.entry(code).or_default() += 1,
            }
        }
        None
    }

    fn program(&mut self, medium: &Medium, holder: Holder) -> Option<Medium> {
        self.persevere(medium, |counter| {
            let done = counter.program(holder.key);
            done.map(drop).map_err(|error| error.code())
        })
    }

    /// The life of one fob.
    fn fob(&mut self) -> Result<(), String> {
        let chip = Chip::ALL[usize::try_from(self.draw.below(5)).unwrap()];
        let neighbour = self.draw.below(4) == 0;
        let place = format!("{} (neighbour: {neighbour})", chip.as_str());
        *self.ledger.chips.entry(chip.as_str()).or_default() += 1;
        let mut medium = self.counter.blank(chip, neighbour);
        let holder = self.counter.person(&["Resident A"]);
        let given_up = |what: &str| format!("{place}: {what} given up");
        medium = self
            .program(&medium, holder)
            .ok_or_else(|| given_up("first programming"))?;
        let mut shed = "not-listed";
        self.judge(holder, &medium, shed, &place);
        if self.draw.below(3) == 0 {
            let windows = 1 + i64::try_from(self.draw.below(12)).unwrap();
            self.counter.give_shed(holder.user, windows);
            shed = "open";
            medium = self
                .program(&medium, holder)
                .ok_or_else(|| given_up("rewrite"))?;
            self.judge(holder, &medium, shed, &place);
        }
        if self.draw.below(4) == 0 {
            let _blocked = self.counter.station.block_key(holder.key, "lost").unwrap();
        }
        if self.draw.below(4) == 0 {
            let emptied = self.persevere(&medium, |counter| {
                let done = counter.take_back(holder.key);
                done.map(drop).map_err(|error| error.code())
            });
            let emptied = emptied.ok_or_else(|| given_up("emptying"))?;
            assert!(our_application(&emptied).is_none(), "{place}: not emptied");
            let state = self.counter.record(holder.key).key.state;
            assert_eq!(state, KeyState::Returned, "{place}");
            self.ledger.taken_back += 1;
        }
        self.ledger.programmed += 1;
        Ok(())
    }

    /// The fob holds what the records say, and the locks agree.
    fn judge(&self, holder: Holder, medium: &Medium, shed: &str, place: &str) {
        let view = self.counter.written(holder.key).unwrap();
        let ours = our_application(medium).unwrap();
        let Body::Backup { data } = &ours.files[&1].body else {
            panic!("{place}: no image");
        };
        assert_eq!(data[..view.image.len()], view.image, "{place}");
        for (lock, answer) in [("A main", "open"), ("B main", "not-listed"), ("Shed", shed)] {
            assert_eq!(
                self.counter.present(medium, lock),
                answer,
                "{place}: {lock}"
            );
        }
        let state = self.counter.record(holder.key).key.state;
        assert_eq!(state, KeyState::Programmed, "{place}");
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Memory that this process holds, in mebibytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1_024
}

#[test]
fn fobs_in_a_row_with_faults_of_every_kind_all_become_what_was_planned() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let seed = number("KEYWRIGHT_SEED").unwrap_or(now.as_secs());
    let fobs = number("KEYWRIGHT_SOAK").unwrap_or(if full() { 1_000 } else { 60 });
    let fobs = usize::try_from(fobs).unwrap();
    println!("seed {seed}, {fobs} fobs");
    let counters: Vec<(usize, usize)> = (0..fobs)
        .step_by(AT_ONE_COUNTER)
        .map(|first| (first, AT_ONE_COUNTER.min(fobs - first)))
        .collect();
    let whole = Mutex::new(Ledger::default());
    let before = resident();
    at_counters(&counters, |counter, (first, count)| {
        let mut soak = Soak {
            counter,
            draw: Draw(0),
            ledger: Ledger::default(),
        };
        for fob in *first..first + count {
            soak.draw = Draw(seed.wrapping_mul(1_000_003).wrapping_add(fob as u64));
            soak.ledger.planned += 1;
            if let Err(why) = soak.fob() {
                soak.ledger
                    .failed
                    .push(format!("seed {seed}, fob {fob}, {why}"));
            }
        }
        whole.lock().unwrap().add(soak.ledger);
    });
    let ledger = whole.into_inner().unwrap();
    println!(
        "{ledger:?}; resident memory {before} MiB, then {} MiB",
        resident()
    );
    assert_eq!(ledger.planned, fobs);
    assert_eq!(ledger.planned, ledger.programmed + ledger.failed.len());
    assert_eq!(ledger.failed, Vec::<String>::new());
    // Without faults it would say nothing.
    let taps = ledger.taps - ledger.jobs;
    assert!(taps * 10 > ledger.jobs, "{taps} taps more than jobs");
}
