//! `piv-firmware DIR`: Nitrokey's PIV application behind `DIR/token.sock`, one client at a time, each way a 4-byte
//! big-endian length and an APDU. To connect is to plug it in: PIN and keys last in DIR, what was selected or
//! proven does not. Prints `ready`.
//!
//! Its random numbers come from a constant seed, as the platform for tests has it: never for use.

mod backends;

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use backends::{BACKENDS, Dispatch};
use iso7816::command::Command;
use piv_authenticator::{Authenticator, Client, Options};
use trussed::virt::{self, StorageConfig, StoreConfig};

/// The longest command, put together.
const LONGEST: usize = 3072;
const SELECT: u8 = 0xA4;
const GET_RESPONSE: u8 = 0xC0;
const CHAINED: u8 = 0x10;
const APPLICATION: [u8; 11] = [0xA0, 0, 0, 0x03, 0x08, 0, 0, 0x10, 0, 0x01, 0];

fn main() -> io::Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("usage: piv-firmware DIR"));
    let listener = UnixListener::bind(folder.join("token.sock"))?;
    println!("ready");
    io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept()?;
        // Who leaves in the middle of a message has pulled the token.
        if let Err(error) = plugged_in(&folder, stream) {
            eprintln!("visit: {error}");
        }
    }
}

fn plugged_in(folder: &Path, mut stream: UnixStream) -> io::Result<()> {
    let store = StoreConfig {
        internal: StorageConfig::filesystem(folder.join("internal")),
        external: StorageConfig::filesystem(folder.join("external")),
        volatile: StorageConfig::ram(),
    };
    virt::with_platform(store, |platform| {
        platform.run_client_with_backends("piv", Dispatch::default(), BACKENDS, |client| {
            let mut card = Card {
                application: Authenticator::new(client, Options::default()),
                selected: false,
                chain: Vec::new(),
                pending: Vec::new(),
            };
            let mut length = [0; 4];
            loop {
                match stream.read_exact(&mut length) {
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                    other => other?,
                }
                let mut command = vec![0; u32::from_be_bytes(length) as usize];
                stream.read_exact(&mut command)?;
                let answer = card.answer(&command);
                let length = (answer.len() as u32).to_be_bytes();
                stream.write_all(&[&length[..], &answer].concat())?;
            }
        })
    })
}

/// What the firmware's dispatcher does around its applications: selection, chaining, answers in pieces.
struct Card<T> {
    application: Authenticator<T>,
    selected: bool,
    chain: Vec<u8>,
    pending: Vec<u8>,
}

impl<T: Client> Card<T> {
    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let Some((&[class, instruction, p1, p2], body)) = command.split_first_chunk() else {
            return vec![0x67, 0x00];
        };
        if instruction == GET_RESPONSE {
            let wanted = body.last().copied().unwrap_or(0);
            return self.piece(wanted);
        }
        self.pending.clear();
        let (data, wanted) = match body {
            [] => (&[][..], 0),
            [wanted] => (&[][..], *wanted),
            [length, rest @ ..] => match rest.split_at_checked(usize::from(*length)) {
                Some((data, [])) => (data, 0),
                Some((data, [wanted])) => (data, *wanted),
                _ => return vec![0x67, 0x00],
            },
        };
        self.chain.extend_from_slice(data);
        if class & CHAINED != 0 {
            return vec![0x90, 0x00];
        }
        let data = std::mem::take(&mut self.chain);
        if instruction == SELECT {
            // By any beginning of its name from the provider on: tools shorten it.
            if data.len() < 5 || !APPLICATION.starts_with(&data) {
                return vec![0x6A, 0x82];
            }
            self.selected = true;
            return self.run(SELECT, p1, p2, &APPLICATION, wanted);
        }
        if !self.selected {
            return vec![0x6D, 0x00];
        }
        self.run(instruction, p1, p2, &data, wanted)
    }

    fn run(&mut self, instruction: u8, p1: u8, p2: u8, data: &[u8], wanted: u8) -> Vec<u8> {
        // Extended, so that data of any length is one command; an answer may always come.
        let mut whole = vec![0, instruction, p1, p2, 0];
        if !data.is_empty() {
            whole.extend((data.len() as u16).to_be_bytes());
            whole.extend_from_slice(data);
        }
        whole.extend([0, 0]);
        let Ok(command) = Command::<LONGEST>::try_from(&whole) else {
            return vec![0x67, 0x00];
        };
        let mut reply = heapless::Vec::<u8, LONGEST>::new();
        match self.application.respond(command.as_view(), &mut reply) {
            Ok(()) => {
                self.pending = reply.to_vec();
                self.piece(wanted)
            }
            Err(status) => {
                let status: [u8; 2] = status.into();
                status.to_vec()
            }
        }
    }

    /// At most as much as was asked for; 0 asks for 256.
    fn piece(&mut self, wanted: u8) -> Vec<u8> {
        let wanted = if wanted == 0 { 256 } else { usize::from(wanted) };
        let mut answer: Vec<u8> = self.pending.drain(..wanted.min(self.pending.len())).collect();
        match self.pending.len() {
            0 => answer.extend([0x90, 0x00]),
            left => answer.extend([0x61, u8::try_from(left).unwrap_or(0)]),
        }
        answer
    }
}
