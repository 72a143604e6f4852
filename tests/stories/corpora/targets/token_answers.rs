//! A hostile programming key: its answers are the bytes, each with its length before it.

use std::collections::VecDeque;
use std::io;

use keywright::device::programming_key::{LastTry, Pin, PivProgrammingKey, ProgrammingKey};
use keywright::device::token_link::ApduLink;

struct Answers {
    left: VecDeque<u8>,
    count: u32,
}

impl ApduLink for Answers {
    fn transmit(&mut self, _: &[u8]) -> io::Result<Vec<u8>> {
        self.count += 1;
        assert!(self.count < 10_000, "no end of commands");
        let length = self.left.pop_front().ok_or(io::ErrorKind::BrokenPipe)?;
        // Long answers, as cards give them, are had with two bytes.
        let length = match length {
            0xFF => usize::from(self.left.pop_front().unwrap_or(0)) * 16,
            short => usize::from(short),
        };
        let length = length.min(self.left.len());
        Ok(self.left.drain(..length).collect())
    }
}

pub fn verdict(bytes: &[u8]) -> String {
    let link = Answers {
        left: bytes.iter().copied().collect(),
        count: 0,
    };
    let mut token = match PivProgrammingKey::open(link) {
        Ok(token) => token,
        Err(error) => return error.code().to_owned(),
    };
    let _ = (token.label(), token.serial().len());
    let state = token.pin_state().map_err(|error| error.code());
    let pin = Pin::new("314159").unwrap();
    let verified = token
        .verify_pin(&pin, LastTry::Keep)
        .map_err(|error| error.code());
    let agreed = token.agree(&[4; 65]).map_err(|error| error.code());
    format!("open; {state:?}; {verified:?}; {}", agreed.is_ok())
}
