//! Every chip that is taken, pulled at every exchange and held to the doors afterwards: a fob that is reported done
//! is one that the locks read, with the files that a fob written in one go would have.

use std::collections::BTreeMap;
use std::sync::Mutex;

use keywright::bench::card::{Application, Body, File, Medium};
use keywright::bench::fault::{Moment, Pull};
use keywright::medium::Chip;
use keywright::medium::image::budget::FIRST_READ;
use keywright::workflow::Error;

use super::counter::{Counter, Holder, at_counters, memory, sizes};
use super::full;
use crate::stories::device_on_bench::station::{AID, MOMENTS, neighbour, our_application};

/// What a pull comes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Job {
    /// A fob from the factory becomes a key.
    First,
    /// The table grows beyond what a lock reads first.
    TableGrows,
    /// Another key is blocked, so that the list grows.
    ListGrows,
}

/// Windows that a growing table gains.
const WINDOWS: i64 = 12;

/// One kind of fob and job.
struct Case {
    chip: Chip,
    neighbour: bool,
    job: Job,
}

/// A fob that waits for its write, and what the doors shall say afterwards.
struct Waiting {
    holder: Holder,
    medium: Medium,
    doors: Vec<(&'static str, &'static str)>,
    blocked: Option<Medium>,
}

/// Makes ready for a write of the job.
fn prepare(counter: &mut Counter, case: &Case) -> Waiting {
    let blank = counter.blank(case.chip, case.neighbour);
    let holder = counter.person(&["Resident A"]);
    let mut waiting = Waiting {
        holder,
        medium: blank,
        doors: vec![("A main", "open"), ("B main", "not-listed")],
        blocked: None,
    };
    if case.job == Job::First {
        return waiting;
    }
    waiting.medium = written(counter, holder, &waiting.medium);
    if case.job == Job::TableGrows {
        assert_eq!(counter.present(&waiting.medium, "Shed"), "not-listed");
        counter.give_shed(holder.user, WINDOWS);
        waiting.doors.push(("Shed", "open"));
    } else {
        let blank = counter.blank(case.chip, case.neighbour);
        let other = counter.person(&["Resident A"]);
        let medium = written(counter, other, &blank);
        let _blocked = counter.station.block_key(other.key, "lost").unwrap();
        waiting.blocked = Some(medium);
    }
    waiting
}

/// The fob after a write in one go.
fn written(counter: &mut Counter, holder: Holder, medium: &Medium) -> Medium {
    counter.encoder.lay(medium);
    let _done = counter.program(holder.key).unwrap();
    counter.encoder.lift()
}

/// A fob that was reported done: it holds what the records say, in files of the right size, and the locks agree.
fn assert_done(
    counter: &Counter,
    waiting: &Waiting,
    medium: &Medium,
    layout: [usize; 2],
    place: &str,
) {
    let view = counter.written(waiting.holder.key).unwrap();
    let stored = our_application(medium).unwrap();
    let Body::Backup { data } = &stored.files[&1].body else {
        panic!("{place}: no image");
    };
    assert_eq!(data[..view.image.len()], view.image, "{place}");
    let grown = place.starts_with("TableGrows");
    assert_eq!(view.image.len() > FIRST_READ, grown, "{place}");
    for (lock, answer) in &waiting.doors {
        assert_eq!(counter.present(medium, lock), *answer, "{place}: {lock}");
    }
    if let Some(blocked) = &waiting.blocked {
        assert_eq!(counter.present(blocked, "A main"), "blocked", "{place}");
    }
    assert_eq!(sizes(medium), layout, "{place}");
}

/// Pulls the fob at this exchange and finishes the write; whether there was an exchange to pull at.
fn pulled(counter: &mut Counter, case: &Case, layout: [usize; 2], pull: Pull) -> bool {
    let place = format!(
        "{:?} on {}{}, exchange {}, {:?}",
        case.job,
        case.chip.as_str(),
        if case.neighbour {
            " beside another application"
        } else {
            ""
        },
        pull.exchange,
        pull.moment
    );
    let waiting = prepare(counter, case);
    counter.encoder.lay(&waiting.medium);
    counter.encoder.bench.encoder().arm_pull(Some(pull));
    let outcome = counter.program(waiting.holder.key);
    let torn = counter.encoder.lift();
    if outcome.is_ok() {
        assert_done(counter, &waiting, &torn, layout, &place);
        return false;
    }
    counter.encoder.lay(&torn);
    let outcome = counter.program(waiting.holder.key);
    assert!(outcome.is_ok(), "{place}: {outcome:?}");
    let medium = counter.encoder.lift();
    assert_done(counter, &waiting, &medium, layout, &place);
    true
}

/// Of the exchanges of a way, one in so many where not the full set is asked for.
const SPARSE: usize = 9;

/// Every exchange of the ways that were found most telling, a part of the others.
fn step(case: &Case, moment: Moment) -> usize {
    let telling = case.chip == Chip::Ev1With2K && !case.neighbour && case.job == Job::First;
    if full() || (telling && moment == Moment::Executed) {
        1
    } else {
        SPARSE
    }
}

fn sweep(job: Job) {
    let cases: Vec<Case> = Chip::ALL
        .into_iter()
        .flat_map(|chip| {
            [false, true].map(|neighbour| Case {
                chip,
                neighbour,
                job,
            })
        })
        .collect();
    let counts = Mutex::new(BTreeMap::<String, usize>::new());
    at_counters(&cases, |counter, case| {
        let waiting = prepare(counter, case);
        let whole = written(counter, waiting.holder, &waiting.medium);
        let layout = sizes(&whole);
        let place = format!("{job:?}, not pulled");
        assert_done(counter, &waiting, &whole, layout, &place);
        for (way, moment) in MOMENTS.into_iter().enumerate() {
            let step = step(case, moment);
            // Each way and chip at other exchanges, so that together they come to most.
            let first = 1 + (way * 3 + case.chip as usize * 2 + usize::from(case.neighbour)) % step;
            let mut pulls = 0;
            for exchange in (first..).step_by(step) {
                let exchange = u64::try_from(exchange).unwrap();
                if !pulled(counter, case, layout, Pull { exchange, moment }) {
                    break;
                }
                pulls += 1;
            }
            assert!(pulls >= 12 / step, "{job:?}: {pulls} pulls");
            let mut counts = counts.lock().unwrap();
            *counts.entry(case.chip.as_str().to_owned()).or_default() += pulls;
        }
    });
    let counts = counts.into_inner().unwrap();
    let all: usize = counts.values().sum();
    println!("{job:?}: {all} pulls, every fob finished and read by the locks; by chip {counts:?}");
}

#[test]
fn a_first_programming_of_any_chip_pulled_at_any_exchange_opens_the_doors_it_shall() {
    sweep(Job::First);
}

#[test]
fn a_table_that_grows_on_any_chip_survives_a_pull_at_any_exchange() {
    sweep(Job::TableGrows);
}

#[test]
fn a_list_that_grows_on_any_chip_survives_a_pull_at_any_exchange() {
    sweep(Job::ListGrows);
}

/// The fob with its image file cut to 128 bytes: shorter than what a lock reads first.
fn cut_short(mut medium: Medium) -> Medium {
    let image = memory(&mut medium);
    let ours = image.applications.iter_mut().find(|one| one.aid == AID);
    let file = ours.unwrap().files.get_mut(&1).unwrap();
    match &mut file.body {
        Body::Backup { data } => data.truncate(128),
        other => panic!("{other:?}"),
    }
    medium
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

/// The way out that the remedies name: the key is taken back, and the holder gets a new one on the same fob.
fn emptied_and_written_anew(counter: &mut Counter, holder: Holder, medium: &Medium) {
    counter.encoder.lay(medium);
    let _emptied = counter.take_back(holder.key).unwrap();
    let emptied = counter.encoder.lift();
    let next = counter.person(&["Resident A"]);
    let whole = written(counter, next, &emptied);
    assert_eq!(counter.present(&whole, "A main"), "open");
}

#[test]
fn a_fob_that_no_lock_can_read_is_never_called_done() {
    let mut counter = Counter::new();
    for chip in [Chip::Ev1With2K, Chip::Ev3With16K] {
        let blank = counter.blank(chip, false);
        let holder = counter.person(&["Resident A"]);
        let short = cut_short(written(&mut counter, holder, &blank));
        assert_eq!(counter.present(&short, "A main"), "not-readable");
        counter.encoder.lay(&short);
        // There is nothing to do by the records; then there is; then there is a write that was begun.
        assert_eq!(code(counter.program(holder.key)), "fob-file-too-short");
        assert_eq!(code(counter.read()), "fob-file-too-short");
        let other = counter.person(&["Resident A"]);
        let blank = counter.blank(chip, false);
        let _other = written(&mut counter, other, &blank);
        let _blocked = counter.station.block_key(other.key, "lost").unwrap();
        counter.encoder.lay(&short);
        for _ in 0..2 {
            assert_eq!(code(counter.program(holder.key)), "fob-file-too-short");
        }
        let medium = counter.encoder.lift();
        emptied_and_written_anew(&mut counter, holder, &medium);
    }
}

/// A fob whose first programming was cut off as soon as what is asked for stood on it.
fn begun(
    counter: &mut Counter,
    chip: Chip,
    holder: Holder,
    stands: impl Fn(&Application) -> bool,
) -> Medium {
    let blank = counter.blank(chip, false);
    for exchange in 5.. {
        counter.encoder.lay(&blank);
        let moment = Moment::Executed;
        counter
            .encoder
            .bench
            .encoder()
            .arm_pull(Some(Pull { exchange, moment }));
        assert!(counter.program(holder.key).is_err());
        let torn = counter.encoder.lift();
        if our_application(&torn).is_some_and(&stands) {
            return torn;
        }
    }
    panic!("nothing was begun");
}

#[test]
fn a_file_too_short_in_an_unfinished_fob_is_made_anew() {
    let mut counter = Counter::new();
    for chip in Chip::ALL {
        let holder = counter.person(&["Resident A"]);
        let torn = begun(&mut counter, chip, holder, |ours| {
            ours.files.contains_key(&1)
        });
        let torn = cut_short(torn);
        counter.encoder.lay(&torn);
        let outcome = counter.program(holder.key);
        assert!(outcome.is_ok(), "{chip:?}: {outcome:?}");
        let whole = counter.encoder.lift();
        assert_eq!(counter.present(&whole, "A main"), "open", "{chip:?}");
    }
}

#[test]
fn a_fob_that_somebody_filled_while_its_write_stood_open_gets_what_is_left() {
    let mut counter = Counter::new();
    for (chip, taken, fits) in [
        (Chip::Ev1With4K, 1_000, true),
        (Chip::Ev1With2K, 1_500, false),
    ] {
        let holder = counter.person(&["Resident A"]);
        let mut torn = begun(&mut counter, chip, holder, |_| true);
        let mut other = neighbour();
        if let Some(File {
            body: Body::Standard { data },
            ..
        }) = other.files.get_mut(&4)
        {
            data.resize(taken, 7);
        }
        memory(&mut torn).applications.push(other);
        counter.encoder.lay(&torn);
        // It goes on until it sees that the files have no room, then says that alone.
        assert_eq!(code(counter.program(holder.key)), "fob-stopped-halfway");
        assert_eq!(code(counter.program(holder.key)), "fob-full");
        let outcome = counter.program(holder.key);
        let medium = counter.encoder.lift();
        if fits {
            assert!(outcome.is_ok(), "{outcome:?}");
            assert_eq!(counter.present(&medium, "A main"), "open");
        } else {
            assert_eq!(code(outcome), "fob-full");
            // The way out is another fob.
            counter.encoder.lay(&medium);
            let _emptied = counter.take_back(holder.key).unwrap();
            let next = counter.person(&["Resident A"]);
            let blank = counter.blank(chip, false);
            let whole = written(&mut counter, next, &blank);
            assert_eq!(counter.present(&whole, "A main"), "open");
        }
    }
}
