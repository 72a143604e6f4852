//! The station's programming key against the simulated token, over the socket: what the PIN counter promises.

use keywright::{
    bench::token::{self, NewToken, Token},
    device::{
        piv::{PinState, Piv},
        programming_key::{Error, LastTry, Pin, PivProgrammingKey, ProgrammingKey},
        token_link::{ApduLink, SocketLink},
    },
    secrets::random::OsRandom,
};
use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// A running bench; it ends when dropped, and the token's state stays on the disk.
struct Running {
    stop: Arc<AtomicBool>,
    server: Option<JoinHandle<()>>,
}

impl Running {
    fn start(directory: &Path) -> Self {
        let token = Token::load(&directory.join("token.json")).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let socket = directory.join("token.sock");
        let server = std::thread::spawn({
            let (stop, socket) = (Arc::clone(&stop), socket.clone());
            move || {
                token::serve(&socket, &Mutex::new(token), &stop, &token::Fuse::default()).unwrap();
            }
        });
        while SocketLink::connect(directory).is_err() {
            std::thread::yield_now();
        }
        Self {
            stop,
            server: Some(server),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(server) = self.server.take() {
            let _ended = server.join();
        }
    }
}

fn plug_in(directory: &Path) -> PivProgrammingKey<SocketLink> {
    PivProgrammingKey::open(SocketLink::connect(directory).unwrap()).unwrap()
}

fn new_token(directory: &Path) -> Pin {
    let NewToken { pin, .. } =
        Token::create(&mut OsRandom, "Key", &directory.join("token.json")).unwrap();
    Pin::new(&pin).unwrap()
}

#[test]
fn a_pulled_token_forgets_the_pin() {
    let directory = tempfile::tempdir().unwrap();
    let pin = new_token(directory.path());
    let _bench = Running::start(directory.path());
    let mut key = plug_in(directory.path());
    key.verify_pin(&pin, LastTry::Keep).unwrap();
    assert_eq!(key.pin_state().unwrap(), PinState::Verified);
    let point = *key.certificate().point();
    let shared = key.agree(&point).unwrap();
    drop(key);

    let mut key = plug_in(directory.path());
    assert!(matches!(key.agree(&point), Err(Error::PinMissing)));
    key.verify_pin(&pin, LastTry::Keep).unwrap();
    assert_eq!(key.agree(&point).unwrap(), shared);
    key.forget_pin().unwrap();
    assert!(matches!(key.agree(&point), Err(Error::PinMissing)));
}

#[test]
fn the_station_never_blocks_a_token_by_itself_and_restarts_give_no_tries() {
    let directory = tempfile::tempdir().unwrap();
    let pin = new_token(directory.path());
    let wrong = Pin::new("000000").unwrap();
    for left in [2, 1] {
        // A new bench process each time.
        let _bench = Running::start(directory.path());
        let mut key = plug_in(directory.path());
        let Err(Error::WrongPin { left: told }) = key.verify_pin(&wrong, LastTry::Keep) else {
            panic!("the wrong PIN was not refused")
        };
        assert_eq!(told, left);
    }
    let _bench = Running::start(directory.path());
    for _ in 0..10 {
        let mut key = plug_in(directory.path());
        assert!(matches!(
            key.verify_pin(&wrong, LastTry::Keep),
            Err(Error::LastPinTry)
        ));
        assert!(matches!(
            key.verify_pin(&pin, LastTry::Keep),
            Err(Error::LastPinTry)
        ));
        assert_eq!(key.pin_state().unwrap(), PinState::Tries(1));
    }
    let mut key = plug_in(directory.path());
    key.verify_pin(&pin, LastTry::Risk).unwrap();
    key.forget_pin().unwrap();
    assert_eq!(key.pin_state().unwrap(), PinState::Tries(3));
}

#[test]
fn a_bench_that_ends_is_a_token_that_is_gone() {
    let directory = tempfile::tempdir().unwrap();
    let pin = new_token(directory.path());
    let bench = Running::start(directory.path());
    let mut key = plug_in(directory.path());
    drop(bench);
    assert!(matches!(
        key.verify_pin(&pin, LastTry::Keep),
        Err(Error::Gone(_))
    ));
    assert!(SocketLink::connect(directory.path()).is_err());
}

#[test]
fn a_token_of_the_bench_that_is_started_anew_forgets_the_pin() {
    let directory = tempfile::tempdir().unwrap();
    let pin = new_token(directory.path());
    let _bench = Running::start(directory.path());
    let mut piv = Piv::select(SocketLink::connect(directory.path()).unwrap()).unwrap();
    piv.verify(&pin).unwrap();
    let mut link = piv.into_link();
    link.restart().unwrap();
    let mut piv = Piv::select(link).unwrap();
    assert_eq!(piv.pin_state().unwrap(), PinState::Tries(3));
}
