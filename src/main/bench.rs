//! The bench as a process of its own, and beside a demo. Nothing else of the program starts it.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use keywright::bench::{Bench, Error};
use keywright::cli::arguments::{Demo, Global};

/// Runs the bench until it is told to end.
pub fn foreground(global: &Global, folder: &Path) -> ExitCode {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT] {
        if let Err(error) = signal_hook::flag::register(signal, Arc::clone(&stop)) {
            return failed(global, &Error::from(error));
        }
    }
    let served = Bench::open(folder).and_then(|mut bench| {
        println!("ready");
        bench.serve(&stop)
    });
    served.map_or_else(|error| failed(global, &error), |()| ExitCode::SUCCESS)
}

/// Runs the bench of a demo while `work` is done.
pub fn beside(global: &Global, demo: &Demo, work: impl FnOnce() -> ExitCode) -> ExitCode {
    let stop = AtomicBool::new(false);
    let mut bench = match open(demo) {
        Ok(bench) => bench,
        Err(error) => return failed(global, &error),
    };
    std::thread::scope(|scope| {
        let serving = scope.spawn(|| bench.serve(&stop));
        let code = work();
        stop.store(true, Ordering::Relaxed);
        match serving.join() {
            Ok(Ok(())) => code,
            Ok(Err(error)) => failed(global, &error),
            Err(_) => ExitCode::from(3),
        }
    })
}

fn open(demo: &Demo) -> Result<Bench, Error> {
    if demo.fresh {
        keywright::cli::demo_clear(&demo.directory)?;
    }
    Bench::open(&keywright::cli::demo_bench(&demo.directory)?)
}

fn failed(global: &Global, error: &Error) -> ExitCode {
    keywright::cli::failed(global, error.code(), &error.to_string())
}
