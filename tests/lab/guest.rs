//! What runs in the guest of the USB lab: security keys on a virtual USB bus of a real kernel, driven through
//! libusb by the station's own code, and a serial encoder. Two other roles are played on the host: `card`, the card in
//! QEMU's own reader, and `encoder`, the bench behind the encoder's cable.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::struct_excessive_bools,
    missing_docs
)]

mod barred;
mod cable;
mod control;
mod kit;
mod main_job;
mod passthru;
mod presence;
mod rules;
mod security_key;
mod service;
mod site;
mod slots;
#[path = "../slowdown.rs"]
mod slowdown;
mod tests;
mod two_keys;
mod unplugged;
mod usbip;

use std::path::Path;
use std::process::ExitCode;

use keywright::bench::token::{NewToken, Token};
use keywright::secrets::random::OsRandom;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["prepare", folder] => {
            let file = Path::new(folder).join("token.json");
            let NewToken { pin, .. } = Token::create(&mut OsRandom, "QEMU", &file).unwrap();
            std::fs::write(Path::new(folder).join("pin"), pin.as_bytes()).unwrap();
            ExitCode::SUCCESS
        }
        ["card", socket, folder] => {
            passthru::serve(Path::new(socket), Path::new(folder));
            ExitCode::SUCCESS
        }
        ["encoder", folder, ports @ ..] => {
            cable::serve(Path::new(folder), ports.iter().map(Into::into).collect());
            ExitCode::SUCCESS
        }
        ["open"] => rules::open_as_this_user(),
        ["arrive"] => presence::open_on_arrival(),
        ["test"] => {
            control::begin();
            tests::run()
        }
        _ => ExitCode::from(2),
    }
}
