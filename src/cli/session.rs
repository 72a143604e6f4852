//! From options and environment to an open station, its encoder, its programming key and the way to its locks.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::Failure;
use super::arguments::Global;
use super::told::{self, Told};
use crate::device::programming_key::{self, LastTry, ProgrammingKey, Puk};
use crate::model::Email;
use crate::time::{Clock, FixedClock, SystemClock, UtcMillis};
use crate::workflow::hardware::{self, FoundToken, TokenName};
use crate::workflow::{Access, Error, Services, Station};

/// Opens the system for a verb that changes something.
pub(super) fn writing(global: &Global) -> Result<Station, Failure> {
    changing(global, false)
}

/// As [`writing`], but only to tell what would change, where that is asked for: what the verb changes is gone with the
/// station.
pub(super) fn changing(global: &Global, only_told: bool) -> Result<Station, Failure> {
    let station = open(global, Access::Write)?;
    if only_told {
        station.rehearse()?;
    }
    if global.confirm_clock {
        station.confirm_clock()?;
    }
    Ok(station)
}

/// Opens the system for a verb that only looks. It would not keep who said that the clock is right, so it does not let
/// anybody believe that.
pub(super) fn reading(global: &Global) -> Result<Station, Failure> {
    if global.confirm_clock {
        return Err(Failure::usage("confirm-clock", []));
    }
    open(global, Access::Read)
}

fn open(global: &Global, access: Access) -> Result<Station, Failure> {
    let path = system_path(global)?;
    let operator = operator(global)?;
    let password = told::password(global)?;
    let mut station = Station::open(&path, &operator, &password, access, services(global))?;
    set_clock(global, &mut station)?;
    let _zone = global.zone.set(station.info()?.zone);
    Ok(station)
}

/// The clock of `--at`: for demo systems only.
fn set_clock(global: &Global, station: &mut Station) -> Result<(), Failure> {
    if let Some(at) = instant(global)? {
        if !station.info()?.demo {
            return Err(Error::DemoOnly.into());
        }
        station.services.clock = Arc::new(FixedClock(at));
    }
    Ok(())
}

/// The time of `--at`.
pub(super) fn instant(global: &Global) -> Result<Option<UtcMillis>, Failure> {
    Ok(global.at.as_deref().map(str::parse).transpose()?)
}

/// What the station is handed.
pub(super) fn services(global: &Global) -> Services {
    with_patience(global, Arc::new(SystemClock))
}

fn with_patience(global: &Global, clock: Arc<dyn Clock>) -> Services {
    let mut services = Services::of_this_computer(clock);
    services.patience = Duration::from_secs(global.wait);
    services
}

/// As [`services`], for a system that is still to be made.
pub(super) fn services_for(global: &Global, demo: bool) -> Result<Services, Failure> {
    match instant(global)? {
        Some(_) if !demo => Err(Error::DemoOnly.into()),
        Some(at) => Ok(with_patience(global, Arc::new(FixedClock(at)))),
        None => Ok(services(global)),
    }
}

/// The system file that was named.
pub(super) fn system_path(global: &Global) -> Result<PathBuf, Failure> {
    let missing = || Failure::usage("no-system", []);
    let path = global.system.clone().ok_or_else(missing)?;
    if path.to_string_lossy().starts_with("postgres://") {
        return Err(Failure::usage("system-files-only", []));
    }
    Ok(path)
}

/// The operator who was named.
pub(super) fn operator(global: &Global) -> Result<Email, Failure> {
    let missing = || Failure::usage("no-operator", []);
    Ok(Email::new(global.operator.as_deref().ok_or_else(missing)?)?)
}

/// Of a token that does not tell about its PUK, that the one that was told is its own. Where none was told nothing is
/// asked; it is refused as any other that is not known to have its own.
pub(super) fn prove_puk(
    token: &mut dyn ProgrammingKey,
    file: Option<&Path>,
) -> Result<(), Failure> {
    let untold = matches!(
        token.check_factory_values(),
        Err(programming_key::Error::PukUntold)
    );
    let puk = Told::puk(file).read_if_told()?;
    if let Some(puk) = puk.filter(|_| untold) {
        token.prove_puk(&Puk::new(&puk)?)?;
    }
    Ok(())
}

/// A flag that the first Ctrl-C sets, or a request to end: a write then stops at its next safe point, and what is open
/// is resumed by the same command. The second Ctrl-C ends the program as ever.
#[cfg(unix)]
pub(super) fn cancelled_by_keyboard() -> Arc<AtomicBool> {
    static FLAG: std::sync::LazyLock<Arc<AtomicBool>> = std::sync::LazyLock::new(|| {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // In this order the first signal finds the flag unset. Where the system refuses, Ctrl-C ends at once.
            let _ended = signal_hook::flag::register_conditional_shutdown(
                signal,
                128 + signal,
                Arc::clone(&flag),
            );
            let _set = signal_hook::flag::register(signal, Arc::clone(&flag));
        }
        flag
    });
    Arc::clone(&FLAG)
}

/// Other systems end the program at once; the write is resumed by the same command.
#[cfg(not(unix))]
pub(super) fn cancelled_by_keyboard() -> Arc<AtomicBool> {
    Arc::new(AtomicBool::new(false))
}

/// The encoder, opened: the one that was named, or the only one that is found.
pub(super) fn encoder(global: &Global) -> Result<hardware::BoxedEncoder, Failure> {
    Ok(encoder_and_port(global)?.1)
}

/// As [`encoder`], with its port.
pub(super) fn encoder_and_port(
    global: &Global,
) -> Result<(PathBuf, hardware::BoxedEncoder), Failure> {
    if let Some(port) = &global.encoder {
        return Ok((port.clone(), hardware::open_encoder(port)?));
    }
    let (folder, contact) = (global.encoder_ports.clone(), global.contact.clone());
    Ok(hardware::Finder::new(folder, contact).open()?)
}

/// The system's programming key with its PIN given. Bench tokens serve demo systems only.
pub(super) fn token(
    global: &Global,
    station: &Station,
) -> Result<hardware::BoxedProgrammingKey, Failure> {
    let name = permitted(global, station.info()?.demo)?;
    let told = Told::pin(global);
    if told.may_be_asked(global) {
        return asked_for(global, FoundToken::of(station, &name)?);
    }
    let (pin, last_try) = (told.read()?, last_try(global));
    Ok(hardware::open_token_of(station, &name, &pin, last_try)?)
}

/// The programming key with the PIN that a person types, told before how many tries are left. Where the last one is,
/// and nobody risks it, nothing is asked for.
fn asked_for(
    global: &Global,
    mut found: FoundToken,
) -> Result<hardware::BoxedProgrammingKey, Failure> {
    let last_try = last_try(global);
    let state = found.state(last_try)?;
    let pin = told::asked_pin(global, &state.label, state.pin)?;
    Ok(found.open(&pin, last_try)?)
}

/// Any programming key with its PIN given, for a system that is still to be made.
pub(super) fn token_for(
    global: &Global,
    demo: bool,
) -> Result<hardware::BoxedProgrammingKey, Failure> {
    let name = permitted(global, demo)?;
    let told = Told::pin(global);
    if told.may_be_asked(global) {
        return asked_for(global, FoundToken::any(&name)?);
    }
    let (pin, last_try) = (told.read()?, last_try(global));
    Ok(hardware::open_token(&name, &pin, last_try)?)
}

/// Which programming key was named, where it may serve.
pub(super) fn permitted(global: &Global, demo: bool) -> Result<TokenName, Failure> {
    let name = token_name(global)?;
    if !demo && matches!(name, TokenName::Bench(_)) {
        return Err(Error::DemoOnly.into());
    }
    Ok(name)
}

/// Whether the last try of a PIN may be sent.
pub(super) fn last_try(global: &Global) -> LastTry {
    if global.risk_last_pin_try {
        LastTry::Risk
    } else {
        LastTry::Keep
    }
}

/// Which programming key was named.
pub(super) fn token_name(global: &Global) -> Result<TokenName, Failure> {
    let named = global.token.as_deref().ok_or(Error::NoProgrammingKey)?;
    token_named(named)
}

/// The programming key that a text names.
pub(super) fn token_named(text: &str) -> Result<TokenName, Failure> {
    text.parse()
        .map_err(|_| Failure::usage("token-name", [("text", text)]))
}

/// The folder of the bench whose token was named.
fn bench_of_token(global: &Global) -> Result<PathBuf, Failure> {
    match token_name(global)? {
        TokenName::Bench(folder) => Ok(folder),
        TokenName::Usb(_) | TokenName::Pcsc(_) => Err(Failure::usage("no-locks-way", [])),
    }
}

/// The way to the locks: as named, or the folder of a bench token. A bench serves demo systems only.
pub(super) fn locks(
    global: &Global,
    station: &Station,
) -> Result<hardware::BoxedLockService, Failure> {
    let folder = match global.lock_service.as_deref() {
        Some(named) => match named.strip_prefix("bench:") {
            Some(folder) => PathBuf::from(folder),
            None => {
                return Err(Failure::usage("locks-way", [("text", named)]));
            }
        },
        None => bench_of_token(global)?,
    };
    if !station.info()?.demo {
        return Err(Error::DemoOnly.into());
    }
    Ok(hardware::open_bench_doors(&folder))
}
