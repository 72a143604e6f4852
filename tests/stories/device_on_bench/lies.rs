//! A card that does not tell the truth.

use std::time::Instant;

use keywright::bench::card::{Application, Medium};
use keywright::device::Error;
use keywright::device::encoder::{Encoder as _, Expected};
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
    /// Now the truth, now anything: what this seed makes of it.
    Drawn(u64),
}

impl Lie {
    /// Whether it goes on after its first exchange.
    fn lasts(self) -> bool {
        matches!(self, Self::Endless | Self::Drawn(_))
    }
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
        if self.countdown > 1 || (self.countdown == 0 && !self.lie.lasts()) {
            return answer.to_vec();
        }
        if self.countdown == 1 {
            self.countdown = u64::from(self.lie.lasts());
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
            Lie::Drawn(seed) => {
                let mut draw = Draw(seed);
                twisted = draw.twist(twisted, honest);
                self.lie = Lie::Drawn(draw.0);
            }
        }
        twisted
    }
}

/// Steele, Lea and Flood's SplitMix64.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ z >> 31) % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    /// An answer that is true more often than not; else cut, longer, of any status, any content, or an older one.
    fn twist(&mut self, mut answer: Vec<u8>, before: Vec<u8>) -> Vec<u8> {
        let place = self.below(answer.len());
        match self.below(16) {
            0 => answer.truncate(place),
            1 => answer.resize(1 + self.below(255), self.byte()),
            2 if !answer.is_empty() => {
                answer[0] = [0x00, 0xAF, 0xAE, 0xBE, 0xF0, 0x9D][self.below(6)];
            }
            3 if !answer.is_empty() => answer[place] ^= self.byte().max(1),
            4 => answer = (0..self.below(256)).map(|_| self.byte()).collect(),
            5 => answer = before,
            6 => answer = vec![self.byte()],
            _ => {}
        }
        answer
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

    fn set_baud(&mut self, baud: u32) -> Result<(), Error> {
        self.line.set_baud(baud)
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.arrived.clear();
        self.line.clear()
    }
}

#[test]
fn a_lying_card_is_never_called_done_and_never_spoilt() {
    let (mut cases, mut found_out) = (0, 0);
    let mut of_each = [0; LIES.len()];
    for (name, start, flow) in flows(760) {
        for exchange in 1..=exchanges_of(&start, &flow) {
            for (place, lie) in LIES.into_iter().enumerate() {
                of_each[place] += 1;
                let mut station = Station::with(&start);
                let line = LyingLine {
                    line: station.line.clone(),
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
    let kinds: Vec<String> = LIES
        .iter()
        .zip(of_each)
        .map(|(lie, count)| format!("{lie:?} {count}"))
        .collect();
    println!("{cases} lies at every exchange, {found_out} found out, the others without effect");
    println!("of each: {}", kinds.join(", "));
}

/// Errors with which the driver says that it left the fob as it was.
const UNTOUCHED: [&str; 7] = [
    "fob-chip-refused",
    "fob-random-uid",
    "fob-foreign-master-key",
    "fob-foreign-application",
    "fob-full",
    "fob-changed-elsewhere",
    "wrong-fob",
];

/// The medium with an application of somebody else on it, which has files and keys.
fn shared(medium: &Medium) -> Medium {
    let mut foreign = our_application(&programmed(&first_job(200)))
        .unwrap()
        .clone();
    foreign.aid = [1, 2, 3];
    let mut medium = medium.clone();
    if let Medium::Desfire(image) = &mut medium {
        image.applications.push(foreign);
    }
    medium
}

fn foreign(medium: &Medium) -> Option<&Application> {
    let mut applications = card(medium).applications.iter();
    applications.find(|application| application.aid == [1, 2, 3])
}

#[test]
fn two_thousand_drawn_cards_neither_deceive_nor_spoil() {
    let flows = flows(760);
    let costs: Vec<u64> = flows
        .iter()
        .map(|(_, start, flow)| exchanges_of(start, flow))
        .collect();
    let (mut found_out, mut untouched, mut most) = (0, 0, 0);
    for seed in 1..=2_000u64 {
        let mut draw = Draw(seed);
        let which = draw.below(flows.len());
        let (name, start, flow) = &flows[which];
        // Beside what lies on it already; a new one must have room for both.
        let start = match flow {
            Flow::Program(job) if draw.below(2) == 0 => match job.expected {
                Expected::Factory => shared(&factory("ev3-16k")),
                Expected::Ours { .. } => shared(start),
            },
            _ => start.clone(),
        };
        let mut station = Station::with(&start);
        station.driver = Station::open(LyingLine {
            line: station.line.clone(),
            lie: Lie::Drawn(draw.0),
            countdown: 1 + u64::try_from(draw.below(usize::try_from(costs[which]).unwrap()))
                .unwrap(),
            last: vec![0],
            arrived: Vec::new(),
        });
        let result = flow.run(&mut station);
        let exchanges = station.driver.traffic().exchanges;
        assert!(
            exchanges < 400,
            "seed {seed}, {name}: {exchanges} exchanges"
        );
        most = most.max(exchanges);
        let left = station.lift();
        flow.assert_old_or_new(&start, &left);
        assert_eq!(foreign(&left), foreign(&start), "seed {seed}, {name}");
        match &result {
            Ok(_) => flow.assert_done(&left),
            Err(error) => {
                found_out += 1;
                if UNTOUCHED.contains(&error.code()) {
                    untouched += 1;
                    assert!(left == start, "seed {seed}, {name}: {error:?}");
                }
            }
        }
        let mut honest = Station::with(&left);
        let again = flow.run(&mut honest);
        assert!(
            again.is_ok(),
            "seed {seed}, {name}: {result:?}, then {again:?}"
        );
        flow.assert_done(&honest.memory());
    }
    println!(
        "2,000 drawn cards: {found_out} found out, of them {untouched} before the first write; at most {most} exchanges"
    );
}
