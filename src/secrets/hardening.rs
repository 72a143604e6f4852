//! Keeps the memory of this process to itself. Called once, first thing in `main`.

use super::Error;

/// Forbids core dumps, and on Linux also that another process of the same user traces this one or reads
/// its memory (`prctl(PR_SET_DUMPABLE)`). What a platform does not offer is left out in silence.
pub fn protect_process() -> Result<(), Error> {
    #[cfg(unix)]
    no_core_dumps()?;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    not_dumpable()?;
    Ok(())
}

#[cfg(unix)]
fn no_core_dumps() -> Result<(), Error> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none).map_err(|error| Error::Hardening(error.into()))
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn not_dumpable() -> Result<(), Error> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .map_err(|error| Error::Hardening(error.into()))
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn a_protected_process_leaves_no_core() {
        protect_process().unwrap();
        assert!(matches!(
            dumpable_behavior(),
            Ok(DumpableBehavior::NotDumpable)
        ));
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
    }
}
