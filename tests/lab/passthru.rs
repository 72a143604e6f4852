//! The card in QEMU's `usb-ccid`: the VSC protocol of libcacard towards `ccid-card-passthru`.
//! A header of three big-endian words (type, reader, length), then data.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use keywright::bench::reader::{Level, Reader};
use keywright::bench::token::Token;

const INIT: u32 = 1;
const ERROR: u32 = 2;
const READER_ADD: u32 = 3;
const ATR: u32 = 5;
const APDU: u32 = 7;

/// Answers until QEMU ends.
pub fn serve(socket: &Path, folder: &Path) {
    let token = Token::load(&folder.join("token.json")).unwrap();
    let mut reader = Reader::new(token, Level::CommandsT0);
    let mut stream = connect(socket);
    send(
        &mut stream,
        INIT,
        0xFFFF_FFFF,
        &[b"VSCD".as_slice(), &[0, 0, 0, 2, 0, 0, 0, 0]].concat(),
    );
    let atr = data(&mut reader, &[0x62, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let mut added = false;
    while let Some((kind, body)) = receive(&mut stream) {
        match kind {
            INIT => send(&mut stream, READER_ADD, 0xFFFF_FFFF, b"bench"),
            ERROR if !added => {
                added = true;
                send(&mut stream, ATR, 0, &atr);
            }
            APDU => {
                let length = u32::try_from(body.len()).unwrap().to_le_bytes();
                let mut message = vec![0x6F];
                message.extend(length);
                message.extend([0; 5]);
                message.extend(body);
                let answer = data(&mut reader, &message);
                send(&mut stream, APDU, 0, &answer);
            }
            _ => {}
        }
    }
}

fn connect(socket: &Path) -> UnixStream {
    for _ in 0..500 {
        if let Ok(stream) = UnixStream::connect(socket) {
            return stream;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("QEMU does not listen");
}

fn data(reader: &mut Reader, message: &[u8]) -> Vec<u8> {
    reader.answer(message)[0][10..].to_vec()
}

fn send(stream: &mut UnixStream, kind: u32, reader: u32, data: &[u8]) {
    let mut message = Vec::new();
    for word in [kind, reader, u32::try_from(data.len()).unwrap()] {
        message.extend(word.to_be_bytes());
    }
    message.extend_from_slice(data);
    // QEMU may have ended.
    let _sent = stream.write_all(&message);
}

fn receive(stream: &mut UnixStream) -> Option<(u32, Vec<u8>)> {
    let mut header = [0; 12];
    stream.read_exact(&mut header).ok()?;
    let word = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().unwrap());
    let mut body = vec![0; usize::try_from(word(8)).ok()?.min(65_536)];
    stream.read_exact(&mut body).ok()?;
    Some((word(0), body))
}
