//! Where the program can be made to die or to stand still: right before and right after every durable commit, and
//! between the files of a copy. Only programs built with debug assertions look; in a release nothing of it is left.

#[cfg(debug_assertions)]
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

static PASSED: AtomicU64 = AtomicU64::new(0);

/// How many fail points this process has passed: two for each durable commit, and those of copying files.
pub fn passed() -> u64 {
    PASSED.load(Ordering::SeqCst)
}

/// Passes one fail point. Where `KEYWRIGHT_FAILPOINT` names its number, counted from 1, the process dies
/// at once as by a power cut; where `KEYWRIGHT_FAILPOINT_HOLDS` is set too, it stands still there until somebody lets
/// it go on, as a computer does whose lid is closed.
pub fn pass() {
    let number = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    #[cfg(debug_assertions)]
    {
        static FATAL: OnceLock<Option<u64>> = OnceLock::new();
        let fatal = FATAL.get_or_init(|| std::env::var("KEYWRIGHT_FAILPOINT").ok()?.parse().ok());
        if *fatal == Some(number) {
            if std::env::var_os("KEYWRIGHT_FAILPOINT_HOLDS").is_some() {
                hold();
            } else {
                die();
            }
        }
    }
    #[cfg(not(debug_assertions))]
    let _: u64 = number;
}

#[cfg(debug_assertions)]
fn hold() {
    #[cfg(unix)]
    let _sent =
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
}

#[cfg(debug_assertions)]
fn die() -> ! {
    #[cfg(unix)]
    let _sent =
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    std::process::abort()
}
