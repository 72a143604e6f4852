//! A liar behind the socket of a bench: a token whose answers are changed on their way.

use std::io::{Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use keywright::bench::token::Token;
use keywright::workflow::hardware::TokenName;

/// What is said instead of the token's own answer.
pub(super) enum Said {
    /// Its own.
    Own,
    /// This.
    Instead(Vec<u8>),
    /// Nothing at all.
    Nothing,
}

/// Given the token, the command and its number from 0.
pub(super) type Lie = Box<dyn FnMut(&mut Token, &[u8], u32) -> Said + Send>;

/// See the module.
pub(super) struct Liar {
    folder: tempfile::TempDir,
    /// What it was sent.
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Liar {
    pub(super) fn new(token: Token, lie: Lie) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join("token.sock")).unwrap();
        listener.set_nonblocking(true).unwrap();
        let (heard, stop) = (
            Arc::<Mutex<Vec<_>>>::default(),
            Arc::<AtomicBool>::default(),
        );
        let (ears, ends) = (Arc::clone(&heard), Arc::clone(&stop));
        let serve = move || {
            let mut speaker = (token, lie);
            while !ends.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) => visit(stream, &mut speaker, &ears, &ends),
                    Err(_) => std::thread::sleep(Duration::from_millis(2)),
                }
            }
        };
        Self {
            folder,
            heard,
            stop,
            thread: Some(std::thread::spawn(serve)),
        }
    }

    pub(super) fn name(&self) -> TokenName {
        TokenName::Bench(self.path().to_path_buf())
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn heard(&self) -> Vec<Vec<u8>> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn visit(
    mut stream: UnixStream,
    (token, lie): &mut (Token, Lie),
    heard: &Mutex<Vec<Vec<u8>>>,
    stop: &AtomicBool,
) {
    stream.set_nonblocking(false).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    token.reset();
    for number in 0.. {
        let mut length = [0; 4];
        if stream.read_exact(&mut length).is_err() || stop.load(Ordering::Relaxed) {
            return;
        }
        let mut command = vec![0; u32::from_be_bytes(length) as usize];
        stream.read_exact(&mut command).unwrap();
        heard.lock().unwrap().push(command.clone());
        let answer = match lie(token, &command, number) {
            Said::Own => token.apdu(&command),
            Said::Instead(answer) => answer,
            Said::Nothing => continue,
        };
        let length = u32::try_from(answer.len()).unwrap().to_be_bytes();
        if stream.write_all(&[&length[..], &answer].concat()).is_err() {
            return;
        }
    }
}

/// Says the same to every command of this instruction (and, for GENERAL AUTHENTICATE, with slot 9D).
pub(super) fn always(instruction: u8, answer: Vec<u8>) -> Lie {
    Box::new(move |_, command, _| {
        if is(command, instruction) {
            Said::Instead(answer.clone())
        } else {
            Said::Own
        }
    })
}

/// As [`always`], for what is asked for next of it (GET RESPONSE) as well.
pub(super) fn endlessly(instruction: u8, answer: Vec<u8>) -> Lie {
    let mut begun = false;
    Box::new(move |_, command, _| {
        begun = is(command, instruction) || begun && command[1] == 0xC0;
        if begun {
            Said::Instead(answer.clone())
        } else {
            Said::Own
        }
    })
}

/// Changes what the token itself answers to this instruction.
pub(super) fn changed(
    instruction: u8,
    mut change: impl FnMut(Vec<u8>) -> Vec<u8> + Send + 'static,
) -> Lie {
    Box::new(move |token, command, _| {
        if is(command, instruction) {
            Said::Instead(change(token.apdu(command)))
        } else {
            Said::Own
        }
    })
}

/// Has another token answer this instruction, which was given its own PIN before.
pub(super) fn by_another(instruction: u8, mut other: Token) -> Lie {
    let mut begun = false;
    Box::new(move |_, command, _| {
        begun = is(command, instruction) || begun && command[1] == 0xC0;
        if begun {
            Said::Instead(other.apdu(command))
        } else {
            Said::Own
        }
    })
}

pub(super) fn is(command: &[u8], instruction: u8) -> bool {
    command[1] == instruction && (instruction != 0x87 || command[3] == 0x9D)
}

/// The token of a file, plugged in anew.
pub(super) fn load(file: &Path) -> Token {
    Token::load(file).unwrap()
}

/// Selected, its PIN given.
pub(super) fn ready(mut token: Token, pin: &str) -> Token {
    let select = b"\x00\xA4\x04\x00\x0B\xA0\x00\x00\x03\x08\x00\x00\x10\x00\x01\x00\x00";
    assert!(token.apdu(select).ends_with(&[0x90, 0x00]));
    let mut verify = b"\x00\x20\x00\x80\x08".to_vec();
    verify.extend(pin.as_bytes());
    verify.resize(13, 0xFF);
    assert_eq!(token.apdu(&verify), [0x90, 0x00]);
    token
}
