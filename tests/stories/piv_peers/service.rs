//! The smart card service of the system (pcscd) with a virtual reader (vpcd of vsmartcard), into which a simulated
//! token is plugged. The service has one place on a computer: one at a time runs, and needs root or sudo.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use keywright::bench::token::Token;
use keywright::device::card_service;

const PATIENCE: Duration = Duration::from_secs(20);
const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// What a YubiKey 5 answers to a reset; no tool minds another.
const ATR: [u8; 23] = [
    0x3B, 0xFD, 0x13, 0x00, 0x00, 0x81, 0x31, 0xFE, 0x15, 0x80, 0x73, 0xC0, 0x21, 0xC0, 0x57, 0x59,
    0x75, 0x62, 0x69, 0x4B, 0x65, 0x79, 0x40,
];

/// Keeps the one place on this computer, from every other run of these stories too, until it is dropped.
pub struct Place {
    _locked: File,
}

impl Place {
    fn take() -> Self {
        let path = std::env::temp_dir().join("keywright-pcscd.lock");
        let mut options = File::options();
        let _any = options.create(true).append(true);
        let file = options
            .open(&path)
            .expect("a file of its own in the temporary folder");
        file.lock().expect("a lock on a file of one's own");
        Self { _locked: file }
    }
}

/// The service itself with one reader, as long as the value lives.
pub struct Daemon {
    process: Child,
    _configuration: tempfile::TempDir,
    _place: Place,
}

impl Daemon {
    /// `reader`: its entry in the configuration (reader.conf(5)).
    pub fn start(driver: &str, reader: impl FnOnce() -> String) -> Self {
        let place = Place::take();
        assert!(
            UnixStream::connect("/run/pcscd/pcscd.comm").is_err(),
            "a smart card service runs already: stop it first (systemctl stop pcscd.socket pcscd)"
        );
        assert!(
            Path::new(driver).exists(),
            "{driver} is missing: run installer/prerequisites.sh"
        );
        let configuration = tempfile::tempdir().unwrap();
        std::fs::write(configuration.path().join("reader"), reader()).unwrap();
        let root = rustix::process::geteuid().is_root();
        let mut command = Command::new(if root { "pcscd" } else { "sudo" });
        if !root {
            let _added = command.args(["-n", "pcscd"]);
        }
        let process = command
            .args(["--foreground", "--config"])
            .arg(configuration.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("pcscd is installed");
        Self {
            process,
            _configuration: configuration,
            _place: place,
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let id = rustix::process::Pid::from_child(&self.process);
        // Asked to end it leaves its socket behind clean; sudo hands the signal on.
        let _asked = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        let _ended = self.process.wait();
    }
}

/// The service with the virtual reader.
pub struct Service {
    port: u16,
    inserted: Option<(TcpStream, JoinHandle<()>)>,
    commands: Arc<AtomicU32>,
    bytes: Arc<AtomicU32>,
    _daemon: Daemon,
}

impl Service {
    /// Keeps the service away as long as the guard lives.
    pub fn away() -> Place {
        Place::take()
    }

    pub fn start() -> Self {
        let mut port = 0;
        let daemon = Daemon::start(DRIVER, || {
            port = free_port();
            format!(
                "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:{port:#06X}\nLIBPATH {DRIVER}\nCHANNELID {port:#06X}\n"
            )
        });
        let service = Self {
            port,
            inserted: None,
            commands: Arc::default(),
            bytes: Arc::default(),
            _daemon: daemon,
        };
        wait("the smart card service with its reader", || {
            card_service::readers()
                .is_ok_and(|readers| readers.iter().any(|name| name.contains("Virtual")))
        });
        service
    }

    /// Plugs a token into the first slot; one that is there is pulled.
    pub fn plug_in(&mut self, mut token: Token) {
        self.pull();
        self.commands.store(0, Ordering::Relaxed);
        let deadline = Instant::now() + PATIENCE;
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", self.port)) {
                Ok(stream) => break stream,
                Err(error) => assert!(Instant::now() < deadline, "no reader: {error}"),
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        let card = stream.try_clone().unwrap();
        let counters = (Arc::clone(&self.commands), Arc::clone(&self.bytes));
        let serve = move || while answer(&stream, &mut token, &counters).is_ok() {};
        self.inserted = Some((card, std::thread::spawn(serve)));
        wait("the card in its reader", || {
            card_service::open("Virtual PCD 00 00").is_ok()
        });
        let _before = self.take();
    }

    pub fn pull(&mut self) {
        if let Some((stream, thread)) = self.inserted.take() {
            let _closed = stream.shutdown(std::net::Shutdown::Both);
            thread.join().unwrap();
            wait("the card to be gone", || {
                card_service::open("Virtual PCD 00 00").is_err()
            });
        }
    }

    /// Commands and bytes both ways since the last call.
    pub fn take(&self) -> (u32, u32) {
        let take = |counter: &AtomicU32| counter.swap(0, Ordering::Relaxed);
        (take(&self.commands), take(&self.bytes))
    }

    /// Commands that reached the token since it was plugged in.
    pub fn commands(&self) -> u32 {
        self.commands.load(Ordering::Relaxed)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some((stream, _)) = &self.inserted {
            let _closed = stream.shutdown(std::net::Shutdown::Both);
        }
    }
}

/// One message of the reader: control of the power, or a command.
fn answer(
    mut stream: &TcpStream,
    token: &mut Token,
    (commands, bytes): &(Arc<AtomicU32>, Arc<AtomicU32>),
) -> io::Result<()> {
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message)?;
    let answer = match message[..] {
        [0..=2] => {
            token.reset();
            return Ok(());
        }
        [4] => ATR.to_vec(),
        _ => {
            let _before = commands.fetch_add(1, Ordering::Relaxed);
            let answer = token.apdu(&message);
            let both = u32::try_from(message.len() + answer.len()).unwrap();
            let _before = bytes.fetch_add(both, Ordering::Relaxed);
            answer
        }
    };
    let length = u16::try_from(answer.len()).unwrap().to_be_bytes();
    stream.write_all(&[&length[..], &answer].concat())
}

fn free_port() -> u16 {
    loop {
        // The reader takes two ports, one a slot.
        let first = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = first.local_addr().unwrap().port();
        if TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
}

pub fn wait(what: &str, ready: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !ready() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
