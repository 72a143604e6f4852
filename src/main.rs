//! The program: arguments, log, then one of the faces. Only from here is the bench started.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use keywright::cli::{self, arguments::Verb};

#[cfg(unix)]
#[path = "main/bench.rs"]
mod bench;
#[path = "main/face.rs"]
mod face;

fn main() -> ExitCode {
    if let Err(error) = keywright::secrets::hardening::protect_process() {
        eprintln!("keywright: the process cannot be protected from being read: {error}");
        return ExitCode::from(4);
    }
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let filter = tracing_subscriber::EnvFilter::try_from_env("KEYWRIGHT_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal() && !no_colour)
        .init();
    let arguments = match cli::parse() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    match &arguments.verb {
        #[cfg(unix)]
        Some(Verb::Bench(bench)) if bench.action.is_none() => {
            bench::foreground(&arguments.global, &bench.directory)
        }
        #[cfg(unix)]
        Some(Verb::Demo(demo)) => {
            bench::beside(&arguments.global, demo, || face::demo(&arguments, demo))
        }
        None | Some(Verb::Open(_)) => face::open(&arguments),
        #[cfg(all(feature = "window", debug_assertions))]
        Some(Verb::Gallery) => face::gallery(&arguments),
        _ => cli::run(&arguments),
    }
}
