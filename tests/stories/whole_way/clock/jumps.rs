//! A clock that somebody, or a time server, sets while something is written, on a system that is no demo: at every
//! single look at it. Set back before the intent is kept, it begins nothing; set at any other moment, it changes neither
//! what is written nor the order of the log.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use keywright::bench::card::Medium;
use keywright::bench::fault::{Moment, Pull};
use keywright::medium::{Chip, Image, SignedConfiguration};
use keywright::time::{Clock, UtcMillis};
use keywright::workflow::Error;

use super::super::counter::Counter;
use super::super::full;

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;
/// By how much the clock jumps.
const JUMPS: [i64; 6] = [-SECOND, SECOND, -HOUR, HOUR, -365 * DAY, 40 * DAY];
/// More looks than any of the writes here takes.
const LOOKS: usize = 100;

/// A clock that goes on by a little at every look, and jumps at one of them.
#[derive(Debug)]
struct Jumping {
    base: AtomicI64,
    looks: AtomicUsize,
    at: AtomicUsize,
    by: AtomicI64,
}

impl Clock for Jumping {
    fn now(&self) -> UtcMillis {
        let look = self.looks.fetch_add(1, Ordering::SeqCst) + 1;
        let jumped = look >= self.at.load(Ordering::SeqCst);
        let by = if jumped {
            self.by.load(Ordering::SeqCst)
        } else {
            0
        };
        let passed = i64::try_from(look).unwrap();
        UtcMillis(self.base.load(Ordering::SeqCst) + passed + by)
    }
}

/// A system that is no demo at such a clock.
struct Desk {
    counter: Counter,
    clock: Arc<Jumping>,
}

impl Desk {
    fn new() -> Self {
        let start: UtcMillis = "2026-11-23T08:00:00Z".parse().unwrap();
        let clock = Arc::new(Jumping {
            base: AtomicI64::new(start.0),
            looks: AtomicUsize::new(0),
            at: AtomicUsize::new(usize::MAX),
            by: AtomicI64::new(0),
        });
        let counter = Counter::real(Arc::clone(&clock) as Arc<dyn Clock>);
        assert!(!counter.station.info().unwrap().demo);
        Self { counter, clock }
    }

    /// The clock is right again, an hour after whatever was noted.
    fn set_right(&self) {
        self.clock.at.store(usize::MAX, Ordering::SeqCst);
        self.clock.looks.store(0, Ordering::SeqCst);
        let reached = self.counter.station.info().unwrap().log_reaches;
        self.clock.base.store(reached.0 + HOUR, Ordering::SeqCst);
    }

    /// Does something while the clock jumps at a look; whether it came to that look.
    fn jump<T>(
        &mut self,
        (at, by): (usize, i64),
        act: impl FnOnce(&mut Counter) -> Result<T, Error>,
    ) -> (Result<T, Error>, bool) {
        self.set_right();
        self.clock.by.store(by, Ordering::SeqCst);
        self.clock.at.store(at, Ordering::SeqCst);
        let outcome = act(&mut self.counter);
        let came = self.clock.looks.load(Ordering::SeqCst) >= at;
        self.clock.at.store(usize::MAX, Ordering::SeqCst);
        (outcome, came)
    }

    /// That a time is one that the clock showed: before the jump or, where that came before the first look, after it.
    fn assert_shown(&self, issued: u32, (at, by): (usize, i64)) {
        let first = self.clock.base.load(Ordering::SeqCst) + if at == 1 { by } else { 0 };
        let late = i64::from(issued) - first.div_euclid(SECOND);
        assert!((0..=1).contains(&late), "{by} at look {at}: {late} s");
    }
}

/// Every look of a kind of write at which the clock may jump, and how often it was refused and done.
fn at_every_look(mut one: impl FnMut((usize, i64)) -> (bool, bool)) -> [usize; 3] {
    let (mut refused, mut done, mut looks) = (0, 0, 0);
    for by in JUMPS {
        // Every look for the two that are refused; a look in three for the others is enough on ordinary days.
        let step = if full() || by < -SECOND { 1 } else { 3 };
        for at in (1..LOOKS).step_by(step) {
            let (was_done, came) = one((at, by));
            if !came {
                break;
            }
            looks = looks.max(at);
            *(if was_done { &mut done } else { &mut refused }) += 1;
            assert!(was_done || by <= -HOUR, "{by} at look {at} was refused");
        }
    }
    assert!(looks < LOOKS - 1 && refused > 0 && done > 0);
    [looks, refused, done]
}

fn is_refusal<T: std::fmt::Debug>(outcome: &Result<T, Error>, jump: (usize, i64)) -> bool {
    match outcome {
        Ok(_) => false,
        Err(Error::ClockBehind { .. }) if jump.1 <= -HOUR => true,
        // The first year of the program, less a year.
        Err(Error::ClockImpossible { .. }) if jump.1 <= -365 * DAY => true,
        Err(other) => panic!("{jump:?}: {other}"),
    }
}

fn issued(desk: &Desk, key: keywright::model::KeyId) -> u32 {
    let view = desk.counter.written(key).unwrap();
    Image::parse(&view.image).unwrap().header().issued
}

#[test]
fn a_clock_that_jumps_while_a_fob_is_written_begins_nothing_or_changes_nothing() {
    let mut desk = Desk::new();
    let told = at_every_look(|jump| {
        desk.set_right();
        let holder = desk.counter.person(&["Shed"]);
        let blank: Medium = desk.counter.blank(Chip::Ev2With8K, false);
        desk.counter.encoder.lay(&blank);
        let (outcome, came) = desk.jump(jump, |counter| counter.program(holder.key));
        if is_refusal(&outcome, jump) {
            assert_eq!(desk.counter.encoder.memory(), blank, "{jump:?}");
            assert!(desk.counter.written(holder.key).is_none(), "{jump:?}");
            let tasks = desk
                .counter
                .station
                .read(|reading| reading.tasks_of_key(holder.key));
            assert!(tasks.unwrap().is_empty(), "{jump:?}: an intent was kept");
            desk.set_right();
            let _written = desk.counter.program(holder.key).unwrap();
        } else if came {
            desk.assert_shown(issued(&desk, holder.key), jump);
        }
        let fob = desk.counter.encoder.lift();
        assert_eq!(desk.counter.present(&fob, "Shed"), "open", "{jump:?}");
        let _whole = desk.counter.station.verify().unwrap();
        (outcome.is_ok(), came)
    });
    println!(
        "looks at most {}; refused {}, done {}",
        told[0], told[1], told[2]
    );
}

#[test]
fn a_clock_that_jumps_while_a_cut_off_write_is_finished_begins_nothing_or_changes_nothing() {
    let mut desk = Desk::new();
    let told = at_every_look(|jump| {
        desk.set_right();
        let holder = desk.counter.person(&["Shed"]);
        let blank = desk.counter.blank(Chip::Ev2With8K, false);
        desk.counter.encoder.lay(&blank);
        let pull = Pull {
            exchange: 30,
            moment: Moment::Executed,
        };
        desk.counter.encoder.bench.encoder().arm_pull(Some(pull));
        let cut = desk.counter.program(holder.key);
        assert!(matches!(cut, Err(Error::Encoder(_))), "{cut:?}");
        let torn = desk.counter.encoder.lift();
        desk.counter.encoder.lay(&torn);
        let intent = desk.clock.base.load(Ordering::SeqCst);
        let (outcome, came) = desk.jump(jump, |counter| counter.program(holder.key));
        if is_refusal(&outcome, jump) {
            assert_eq!(desk.counter.encoder.memory(), torn, "{jump:?}");
            desk.set_right();
            let _written = desk.counter.program(holder.key).unwrap();
        }
        // The very bytes of the intent, whatever the clock said since.
        let late = i64::from(issued(&desk, holder.key)) - intent.div_euclid(SECOND);
        assert!((0..=1).contains(&late), "{jump:?}: {late} s");
        let fob = desk.counter.encoder.lift();
        assert_eq!(desk.counter.present(&fob, "Shed"), "open", "{jump:?}");
        let _whole = desk.counter.station.verify().unwrap();
        (outcome.is_ok(), came)
    });
    println!(
        "looks at most {}; refused {}, done {}",
        told[0], told[1], told[2]
    );
}

#[test]
fn a_clock_that_jumps_while_a_lock_is_deployed_begins_nothing_or_changes_nothing() {
    let mut desk = Desk::new();
    let told = at_every_look(|jump| {
        let before = desk.counter.lock_holds().configuration;
        let (outcome, came) = desk.jump(jump, Counter::deploy);
        let after = desk.counter.lock_holds().configuration;
        if is_refusal(&outcome, jump) {
            assert_eq!(after, before, "{jump:?}");
        } else if came {
            let signed = SignedConfiguration::parse(&after.unwrap()).unwrap();
            desk.assert_shown(signed.configuration().issued, jump);
        }
        let _whole = desk.counter.station.verify().unwrap();
        (outcome.is_ok(), came)
    });
    println!(
        "looks at most {}; refused {}, done {}",
        told[0], told[1], told[2]
    );
}
