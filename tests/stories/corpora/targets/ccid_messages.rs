//! A hostile reader with a hostile card in it: messages and T=1 blocks as the bytes say.
//!
//! The first byte is the reader's level and manner. Each message of the reader is then made of the next bytes: a byte
//! that says how, a length, the content. Below 0x80 the content is put into the answer that is waited for (below
//! 0x40 as a block with its check byte made to fit), so that what lies behind is reached; above it is the message.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use keywright::device::ccid::card::Card;
use keywright::device::ccid::descriptor::Descriptor;
use keywright::device::ccid::message::{Notification, Response};
use keywright::device::ccid::reader::{Patience, Reader};
use keywright::device::ccid::t1::Block;
use keywright::device::ccid::{CcidTransport, Error};
use zeroize::Zeroizing;

/// No way through the layer needs more messages: a command is given up after its blocks, tries and answers.
const MOST_MESSAGES: u32 = 20_000;
/// The answer of an APDU may be as long as its length can say, and its status.
const LONGEST_ANSWER: usize = 65_536 + 2;

struct Hostile {
    left: VecDeque<u8>,
    /// The messages sent: kind, slot, sequence.
    asked: [u8; 3],
    count: u32,
}

impl Hostile {
    fn byte(&mut self) -> Option<u8> {
        self.left.pop_front()
    }

    fn count(&mut self) {
        self.count += 1;
        assert!(self.count < MOST_MESSAGES, "no end of messages");
    }

    fn message(&mut self) -> Option<Vec<u8>> {
        let how = self.byte()?;
        let length = usize::from(self.byte()?).min(self.left.len());
        let content: Vec<u8> = self.left.drain(..length).collect();
        if how >= 0x80 {
            return Some(content);
        }
        let content = if how < 0x40 {
            framed(&content)
        } else {
            content
        };
        let kind = match self.asked[0] {
            0x62 | 0x6F => 0x80,
            0x63 | 0x65 | 0x72 => 0x81,
            0x6B => 0x83,
            _ => 0x82,
        };
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let status = match how & 0x0F {
            0x0F => 0x80,
            0x0E => 0x41,
            _ => 0,
        };
        // The piece of a long answer that it is (wLevelParameter).
        let piece = how >> 4 & 3;
        let own = if piece > 1 && how >= 0x40 { piece } else { 0 };
        let header = [&[kind], &length[..], &self.asked[1..], &[status, how, own]];
        Some([&header.concat()[..], &content].concat())
    }
}

/// A block of T=1 with its length and check byte.
fn framed(content: &[u8]) -> Vec<u8> {
    let Some((control, information)) = content.split_first() else {
        return Vec::new();
    };
    let information = &information[..information.len().min(254)];
    let mut block = vec![0, *control, u8::try_from(information.len()).unwrap()];
    block.extend(information);
    block.push(block.iter().fold(0, |sum, byte| sum ^ byte));
    block
}

impl CcidTransport for Hostile {
    fn send(&mut self, message: &[u8], _: Instant) -> Result<(), Error> {
        self.count();
        assert!(message.len() >= 10, "a message has its header");
        self.asked = [message[0], message[5], message[6]];
        Ok(())
    }

    fn receive(&mut self, _: Instant) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.count();
        self.message().map(Zeroizing::new).ok_or(Error::Silent)
    }

    fn notifications(&mut self) -> Result<Vec<Notification>, Error> {
        Ok(Vec::new())
    }
}

fn descriptor(manner: u8) -> Descriptor {
    let level = [0x0001_0000, 0x0002_0000, 0x0004_0000, 0][usize::from(manner & 3)];
    let chooses = u32::from(manner >> 2 & 1) * 0x0042;
    let sized = u32::from(manner >> 3 & 1) * 0x0400;
    Descriptor {
        version: 0x0110,
        slots: 1,
        voltages: manner >> 4 & 7,
        protocols: 3,
        clock: 4_000,
        most_ifsd: 254,
        features: level | chooses | sized,
        most_message: if manner & 0x80 == 0 { 271 } else { 3_072 },
        pin_support: 0,
        busy_slots: 1,
    }
}

pub fn verdict(bytes: &[u8]) -> String {
    let Some((&manner, script)) = bytes.split_first() else {
        return "empty".to_owned();
    };
    // What a stranger sends is read by itself too.
    let response = Response::parse(script).is_ok();
    let notified = Notification::parse(script).is_some();
    let found = Descriptor::find(script).is_some();
    for crc in [false, true] {
        if let Ok(block) = Block::parse(script, crc) {
            let again = Block::parse(&block.encode(crc), crc);
            assert_eq!(again.as_ref(), Ok(&block), "a block survives");
        }
    }
    let transport = Hostile {
        left: script.iter().copied().collect(),
        asked: [0; 3],
        count: 0,
    };
    let patience = Patience {
        answer: Duration::from_mins(1),
        command: Duration::from_mins(2),
    };
    let reader = Reader::new(transport, descriptor(manner), patience);
    let mut card = match Card::open(reader) {
        Ok(card) => card,
        Err(error) => {
            return format!("{response}, {notified}, {found}; {}", error.code());
        }
    };
    let mut said = Vec::new();
    let select: &[u8] = b"\x00\xA4\x04\x00\x0B\xA0\x00\x00\x03\x08\x00\x00\x10\x00\x01\x00\x00";
    let long = [&[0x00, 0x87, 0x11, 0x9D, 0x00, 0x01, 0x40], &[7; 320][..]].concat();
    for apdu in [select, &long, &[0x00, 0xCB, 0x3F, 0xFF]] {
        said.push(match card.exchange(apdu) {
            Ok(answer) => {
                assert!(answer.len() <= LONGEST_ANSWER, "{} bytes", answer.len());
                answer.len().to_string()
            }
            Err(error) => error.code().to_owned(),
        });
    }
    format!("{response}, {notified}, {found}; open, {}", said.join(", "))
}
