//! Prints what programming a fob takes on the wire, beside a client on libfreefare that does the same job on the
//! same simulated encoder in the same run; what of our own processor it takes; and what a person at a station
//! waits for beside the wire. Ends with 0 in any case and says what is missed.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

mod bench;
#[path = "../shared/estate.rs"]
mod estate;
mod jobs;
mod person;
mod whole;

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

use keywright::device::encoder::{Encoder as _, ProgramJob, WriteReport, written_ranges};

use self::bench::{Done, Running, Wire, client, program};
use self::jobs::{
    FORMAT, Keys, LIST, LOCKS, costliest, first_job, image, image_on, locks_of_size, next_job,
    toggle, uid,
};
use self::person::{Demo, person};
use self::whole::whole;

/// How often each job is run for the processor's time.
const RUNS: usize = 21;

fn main() {
    let mut missed = Vec::new();
    for (name, part) in [
        ("the wire", wire as fn(&mut Vec<String>)),
        ("the whole way and what a person waits for", stations),
    ] {
        let mut found = Vec::new();
        let measured = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| part(&mut found)));
        if measured.is_err() {
            found.push(format!("{name} could not be measured to its end"));
        }
        missed.append(&mut found);
    }
    match missed.as_slice() {
        [] => println!("\nEvery limit is kept."),
        _ => println!("\nMissed: {}.", missed.join("; ")),
    }
}

/// What a system with its bench shows, worked by command line.
fn stations(missed: &mut Vec<String>) {
    match Demo::new() {
        Ok(demo) => {
            person(&demo);
            whole(&demo, missed);
        }
        Err(error) => {
            println!("\nThe demo failed:\n{error}");
            missed.push("no figures of the whole way nor of what a person waits for".to_owned());
        }
    }
}

/// Several runs of one job; the figures of the wire are the same in each.
struct Row {
    name: &'static str,
    ours: Wire,
    theirs: Option<Wire>,
    cpu: Duration,
}

fn wire(missed: &mut Vec<String>) {
    let bench = Running::new();
    let client = client();
    if let Err(error) = &client {
        println!("The client on libfreefare cannot be compiled: {error}\n");
        missed.push("no comparison with libfreefare".to_owned());
    }
    let client = client.ok();
    let theirs = |size: usize, arguments: &[&str]| {
        let client = client.as_deref()?;
        Some(bench.client(client, &[&[size.to_string().as_str()], arguments].concat()))
    };

    // Real images, signed, of the largest size that fits 1 KiB.
    let [mut held, more] = locks_of_size();
    let size = image(&held, uid(0), 1).len();
    println!(
        "Signed images of {size} bytes ({} locks of {LOCKS}) and a blocklist of {LIST} on a DESFire EV1 of 8 KB.\n",
        held.len()
    );

    // A factory fob becomes a key; each time another fob. The last two are one of ours and one of theirs.
    let (ours, other) = (RUNS - 1, RUNS);
    let mut firsts = Vec::new();
    for run in 0..RUNS {
        let uid = bench.fresh(run);
        let job = first_job(uid, image(&held, uid, 1));
        firsts.push(bench.ours(|encoder| program(encoder, &job)));
    }
    let _uid = bench.fresh(other);
    let their_first = theirs(size, &["first"]);
    let their_rewrite = theirs(size, &["again"]);
    let their_read = theirs(size, &["fetch"]);
    let their_opening = theirs(size, &["connect"]);

    bench.lay(ours);
    let mut job = first_job(uid(ours), image(&held, uid(ours), 1));
    let (mut rewrites, mut reads, mut openings) = (Vec::new(), Vec::new(), Vec::new());
    for revision in (2..).take(RUNS) {
        job = next_job(&job, image(&held, uid(ours), revision));
        rewrites.push(bench.ours(|encoder| program(encoder, &job)));
        reads.push(bench.ours(|encoder| {
            let contents = encoder.read(&Keys, &FORMAT).unwrap();
            assert_eq!(contents.image, job.image);
            WriteReport::default()
        }));
        openings.push(bench.ours(|encoder| {
            assert!(encoder.presence().unwrap().is_some());
            WriteReport::default()
        }));
    }

    // Changed lock by lock, each change on top of the one before.
    let mut revision = 1;
    let uid = bench.fresh(other + 1);
    job = first_job(uid, image(&held, uid, revision));
    let _first = bench.ours(|encoder| program(encoder, &job));
    revision += 1;
    job = next_job(&job, image(&held, uid, revision));
    let real_rewrite = bench.ours(|encoder| program(encoder, &job));
    let mut changes = Vec::new();
    for run in 0..RUNS {
        let victim = *held.iter().nth(run * held.len() / RUNS).unwrap();
        let _was = held.remove(&victim);
        revision += 1;
        let before = job.image.clone();
        job = next_job(&job, image_on(&before, &held, uid, revision));
        job.previous = Some(before.clone());
        bench.lay(other + 1);
        let ours = bench.ours(|encoder| program(encoder, &job));
        bench.lay(other);
        let _same_start = theirs(job.image.len(), &["again"]);
        let ranges = text_of(&written_ranges(Some(&before), &job.image));
        changes.push((ours, theirs(job.image.len(), &["change", &ranges])));
    }
    changes.sort_by_key(|(ours, _)| ours.report.bytes_out + ours.report.bytes_in);
    bench.lay(other + 1);
    let worst = costliest_done(&bench, &job, &held, uid, revision);

    // The next size that real images come in, which has no limit of its own.
    let larger = next_size(&bench, other + 2, &more);

    let change_cpu = median(changes.iter().map(|(ours, _)| ours.cpu));
    let (change, their_change) = &changes[RUNS / 2];
    let change_row = Row {
        name: "one lock changed (median of 21)",
        ours: change.wire,
        theirs: *their_change,
        cpu: change_cpu,
    };
    let opening = row("opening, finding, letting go", &openings, their_opening);
    let first = row("first programming", &firsts, their_first);
    let rewrite = row("rewrite", &rewrites, their_rewrite);
    let read = row("read all", &reads, their_read);
    budgets(missed, &firsts[0], &rewrites[0], &real_rewrite, &changes);
    for (what, exchanges) in ["first programming", "rewrite"].iter().zip(larger.1) {
        let size = larger.0;
        println!(
            "| {what} of the next size up, {size} bytes, exchanges | {exchanges} | | no limit |"
        );
    }
    costliest_changes(missed, &real_rewrite, &worst);
    comparison(missed, &opening, &[&first, &rewrite, &change_row, &read]);
    processor(missed, &[&first, &rewrite, &change_row, &read]);
}

/// The size of the image of these locks, and the exchanges of a first programming and of a rewrite with it.
fn next_size(bench: &Running, fob: usize, locks: &BTreeSet<u32>) -> (usize, [u64; 2]) {
    let uid = bench.fresh(fob);
    let first = first_job(uid, image(locks, uid, 1));
    let rewrite = next_job(&first, image(locks, uid, 2));
    let exchanges =
        [&first, &rewrite].map(|job| bench.ours(|encoder| program(encoder, job)).wire.exchanges);
    (first.image.len(), exchanges)
}

/// Three changes that write most, each by itself and then taken back.
fn costliest_done(
    bench: &Running,
    start: &ProgramJob,
    held: &BTreeSet<u32>,
    uid: [u8; 7],
    mut revision: u32,
) -> Vec<Done> {
    let mut worst = Vec::new();
    let mut job = start.clone();
    for number in costliest(&start.image, held, uid, revision + 1)
        .into_iter()
        .take(3)
    {
        let mut changed = held.clone();
        toggle(&mut changed, number);
        for (ground, locks) in [(job.image.clone(), &changed), (start.image.clone(), held)] {
            revision += 1;
            let before = job.image.clone();
            job = next_job(&job, image_on(&ground, locks, uid, revision));
            job.previous = Some(before);
            worst.push(bench.ours(|encoder| program(encoder, &job)));
        }
        let _taken_back = worst.pop();
    }
    worst
}

fn row(name: &'static str, runs: &[Done], theirs: Option<Wire>) -> Row {
    Row {
        name,
        ours: runs[0].wire,
        theirs,
        cpu: median(runs.iter().map(|run| run.cpu)),
    }
}

fn budgets(
    missed: &mut Vec<String>,
    first: &Done,
    rewrite: &Done,
    real: &Done,
    changes: &[(Done, Option<Wire>)],
) {
    let whole = real.report.bytes_out + real.report.bytes_in;
    let share = |done: &Done| {
        let bytes = done.report.bytes_out + done.report.bytes_in;
        bytes as f64 / whole as f64
    };
    let written = |done: &Done| f64::from(done.report.written) / f64::from(real.report.written);
    let at = |share: &dyn Fn(&Done) -> f64, place: usize| {
        let mut all: Vec<f64> = changes.iter().map(|(done, _)| share(done)).collect();
        all.sort_by(f64::total_cmp);
        all[place]
    };
    let (middle, nine_of_ten, most) = (RUNS / 2, RUNS * 9 / 10, RUNS - 1);
    println!("| ours | | allowed | |\n|---|---|---|---|");
    let mut line = |what: &str, found: f64, allowed: f64, digits: usize| {
        let held = found <= allowed;
        println!(
            "| {what} | {found:.digits$} | {allowed:.digits$} | {} |",
            verdict(held)
        );
        if !held {
            missed.push(format!("{what}: {found:.digits$} of {allowed:.digits$}"));
        }
    };
    line(
        "first programming, exchanges",
        first.wire.exchanges as f64,
        70.0,
        0,
    );
    line("rewrite, exchanges", rewrite.wire.exchanges as f64, 42.0, 0);
    for (name, place) in [
        ("median", middle),
        ("nine of ten", nine_of_ten),
        ("most", most),
    ] {
        let what = format!("one lock changed, content written / all of it, {name}");
        line(&what, at(&written, place), 0.25, 3);
        let what = format!("one lock changed, all bytes / a rewrite's, {name}");
        line(&what, at(&share, place), 0.70, 3);
    }
}

/// The changes of one lock that write most, of a thousand that were reckoned.
fn costliest_changes(missed: &mut Vec<String>, real: &Done, worst: &[Done]) {
    println!(
        "\nThe costliest single changes of 1,000 (every tenth lock added or taken away by itself)\n\n\
         | content written / all of it | all bytes / a rewrite's | |\n|---|---|---|"
    );
    let bytes = |done: &Done| (done.report.bytes_out + done.report.bytes_in) as f64;
    for done in worst {
        let written = f64::from(done.report.written) / f64::from(real.report.written);
        let share = bytes(done) / bytes(real);
        let held = written <= 0.25 && share <= 0.70;
        println!("| {written:.3} | {share:.3} | {} |", verdict(held));
        if !held {
            missed.push(format!(
                "one of the costliest changes: {written:.3}, {share:.3}"
            ));
        }
    }
}

fn comparison(missed: &mut Vec<String>, opening: &Row, rows: &[&Row]) {
    println!(
        "\nBeside libfreefare: the whole way of a process, from opening the encoder to letting go. libnfc stays at \
         115,200 baud and\n106 kbit/s always; both are priced by the bench's clock at both speeds. As it runs, ours \
         raises both. `alone` is without\nopening (the last row). One lock changed: both read \
         the fence, so that no other station's image is written over,\nand write the same bytes. Whoever leaves the \
         fence out has one exchange less.\n"
    );
    println!(
        "| job | who | exchanges | bytes out | bytes in | ms at 115,200/106 | ms at 921,600/424 | ms as it runs | ours / theirs, bytes | slow | fast | alone: bytes | slow | fast | bytes and time | exchanges |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for row in rows.iter().copied().chain([opening]) {
        let figures = |wire: &Wire| {
            format!(
                "{} | {} | {} | {:.1} | {:.1} | {:.1}",
                wire.exchanges, wire.out, wire.back, wire.slow, wire.fast, wire.own
            )
        };
        let Some(theirs) = &row.theirs else {
            println!(
                "| {} | ours | {} | | | | | | | | |",
                row.name,
                figures(&row.ours)
            );
            continue;
        };
        println!(
            "| {} | libfreefare | {} | | | | | | | | |",
            row.name,
            figures(theirs)
        );
        let ratios = |ours: &Wire, theirs: &Wire| {
            format!(
                "{:.2} | {:.2} | {:.2}",
                ours.bytes() as f64 / theirs.bytes() as f64,
                ours.slow / theirs.slow,
                ours.fast / theirs.fast
            )
        };
        let whole = ratios(&row.ours, theirs);
        let mut ahead = row.ours.is_ahead_of(theirs);
        let alone = match &opening.theirs {
            Some(their_opening) if !std::ptr::eq(row, opening) => {
                let (ours, theirs) = (
                    row.ours.without(opening.ours),
                    theirs.without(*their_opening),
                );
                ahead &= ours.is_ahead_of(&theirs);
                ratios(&ours, &theirs)
            }
            _ => " | | ".to_owned(),
        };
        let (exchanges, no_more) = row.ours.exchanges_beside(theirs);
        println!(
            "| | ours | {} | {whole} | {alone} | {} | {exchanges} |",
            figures(&row.ours),
            verdict(ahead)
        );
        if !no_more {
            missed.push(format!(
                "exchanges of {}: {exchanges} beside libfreefare",
                row.name
            ));
        }
        if !ahead {
            missed.push(format!("{} is not ahead of libfreefare", row.name));
        }
    }
}

fn processor(missed: &mut Vec<String>, rows: &[&Row]) {
    println!(
        "\nOur processor time, user and system, of the thread that drives the encoder (median of {RUNS} runs)\n"
    );
    println!(
        "| job | cpu ms | modelled ms as it runs | share % | allowed | |\n|---|---|---|---|---|---|"
    );
    for row in rows {
        let cpu = row.cpu.as_secs_f64() * 1e3;
        let share = 100.0 * cpu / row.ours.own;
        println!(
            "| {} | {cpu:.2} | {:.1} | {share:.2} | 3 | {} |",
            row.name,
            row.ours.own,
            verdict(share <= 3.0)
        );
        if share > 3.0 {
            missed.push(format!("processor time of {}: {share:.2} %", row.name));
        }
    }
}

fn text_of(ranges: &[Range<usize>]) -> String {
    let texts: Vec<String> = ranges
        .iter()
        .map(|range| format!("{}-{}", range.start, range.end))
        .collect();
    texts.join(",")
}

fn median(times: impl IntoIterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.into_iter().collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn verdict(held: bool) -> &'static str {
    if held { "PASS" } else { "over" }
}
