//! A card that does not tell the truth.

use std::time::Instant;

use keywright::device::Error;
use keywright::device::line::Line;
use keywright::device::pn532::frame::{ACK, Decoder, Received, encode};

use super::station::*;

/// What a malicious card answers instead of the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lie {
    Nothing,
    Success,
    WrongMac,
    WrongData,
    Status(u8),
    Oversize,
    Endless,
    Repeat,
    Noise,
}

const LIES: [Lie; 12] = [
    Lie::Nothing,
    Lie::Success,
    Lie::WrongMac,
    Lie::WrongData,
    Lie::Status(0xAE),
    Lie::Status(0xBE),
    Lie::Status(0xDE),
    Lie::Status(0xA0),
    Lie::Oversize,
    Lie::Endless,
    Lie::Repeat,
    Lie::Noise,
];

/// A line behind which the card lies from one exchange on.
struct LyingLine {
    line: BenchLine,
    lie: Lie,
    countdown: u64,
    last: Vec<u8>,
    arrived: Vec<u8>,
}

impl LyingLine {
    fn twist(&mut self, answer: &[u8]) -> Vec<u8> {
        self.countdown = self.countdown.saturating_sub(1);
        let honest = std::mem::replace(&mut self.last, answer.to_vec());
        if self.countdown > 1 || (self.countdown == 0 && self.lie != Lie::Endless) {
            return answer.to_vec();
        }
        if self.countdown == 1 {
            self.countdown = u64::from(self.lie == Lie::Endless);
        }
        let mut twisted = answer.to_vec();
        match self.lie {
            Lie::Nothing => twisted.clear(),
            Lie::Success => twisted = vec![0],
            Lie::WrongMac => *twisted.last_mut().unwrap() ^= 1,
            Lie::WrongData => {
                let middle = twisted.len() / 2;
                twisted[middle] ^= 0x40;
            }
            Lie::Status(status) => twisted = vec![status],
            Lie::Oversize => twisted.resize(255, 0x5A),
            Lie::Endless => twisted = vec![0xAF; 60],
            Lie::Repeat => twisted = honest,
            Lie::Noise => scatter(&mut twisted),
        }
        twisted
    }
}

impl Line for LyingLine {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.line.write_all(bytes)?;
        let mut decoder = Decoder::default();
        while let Some(piece) = self.line.bench.encoder().read() {
            decoder.push(&piece.bytes);
        }
        while let Some(received) = decoder.find() {
            match received {
                Received::Frame(content) if content.starts_with(&[0xD5, 0x41, 0x00]) => {
                    let twisted = self.twist(&content[3..]);
                    self.arrived
                        .extend(encode(&[&content[..3], &twisted].concat()));
                }
                Received::Frame(content) => self.arrived.extend(encode(&content)),
                _ => self.arrived.extend(ACK),
            }
        }
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], _: Instant) -> Result<usize, Error> {
        let count = buffer.len().min(self.arrived.len());
        buffer[..count].copy_from_slice(&self.arrived[..count]);
        drop(self.arrived.drain(..count));
        Ok(count)
    }

    fn set_baud(&mut self, _: u32) -> Result<(), Error> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.arrived.clear();
        self.line.clear()
    }
}

#[test]
fn a_lying_card_is_never_called_done_and_never_spoilt() {
    let (mut cases, mut found_out) = (0, 0);
    for (name, start, flow) in flows(760) {
        for exchange in 1..=exchanges_of(&start, &flow) {
            for lie in LIES {
                let mut station = Station::with(&start);
                let line = LyingLine {
                    line: BenchLine::new(&station.bench),
                    lie,
                    countdown: exchange + 1,
                    last: vec![0],
                    arrived: Vec::new(),
                };
                station.driver = Station::open(line);
                let result = flow.run(&mut station);
                let exchanges = station.driver.traffic().exchanges;
                assert!(
                    exchanges < 400,
                    "{name}, {exchange}, {lie:?}: {exchanges} exchanges"
                );
                let left = station.lift();
                flow.assert_old_or_new(&start, &left);
                if result.is_ok() {
                    flow.assert_done(&left);
                } else {
                    found_out += 1;
                }
                let mut honest = Station::with(&left);
                let again = flow.run(&mut honest);
                assert!(
                    again.is_ok(),
                    "{name}, {exchange}, {lie:?}: {result:?}, then {again:?}"
                );
                flow.assert_done(&honest.memory());
                cases += 1;
            }
        }
    }
    println!("{cases} lies, {found_out} found out, the others without effect");
}
