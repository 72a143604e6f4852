//! The bench's reader as a USB device: descriptors, and CCID messages in bulk transfers.

use std::collections::VecDeque;

use keywright::bench::reader::Reader;

use crate::usbip::Device;

/// Bulk packets of full speed.
const PACKET: usize = 64;
const OUT: u8 = 1;
const IN: u8 = 2;
const INTERRUPT: u8 = 3;
/// PC_to_RDR_XfrBlock.
const TO_CARD: u8 = 0x6F;
/// PC_to_RDR_GetSlotStatus.
const STATUS: u8 = 0x65;

/// A security key with one CCID interface.
pub struct SecurityKey {
    pub reader: Reader,
    /// Its number on USB; many keys have none.
    pub serial: Option<String>,
    /// The next bulk IN transfer stalls.
    pub stall_input: bool,
    /// The next bulk OUT transfer stalls.
    pub stall_output: bool,
    /// Answers are kept back.
    pub hold: bool,
    /// An empty packet follows a message of whole packets.
    pub ends_with_empty_packet: bool,
    /// ABORT requests seen.
    pub aborts: u32,
    /// It is pulled out when so many more commands have been answered.
    pub pull: Option<Pull>,
    /// Commands to the card since it was last asked.
    pub commands: u32,
    /// The same for questions whether a card is in a slot.
    pub asked: u32,
    arriving: Vec<u8>,
    answers: VecDeque<VecDeque<u8>>,
    empty_packet: bool,
    gone: bool,
}

/// When a key is pulled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pull {
    /// Commands that are still answered.
    pub after: u32,
    /// Whether the command behind them is carried out, its answer lost.
    pub executes: bool,
}

impl SecurityKey {
    pub fn new(reader: Reader, serial: Option<&str>) -> Self {
        Self {
            reader,
            serial: serial.map(str::to_owned),
            stall_input: false,
            stall_output: false,
            hold: false,
            ends_with_empty_packet: true,
            aborts: 0,
            pull: None,
            commands: 0,
            asked: 0,
            arriving: Vec::new(),
            answers: VecDeque::new(),
            empty_packet: false,
            gone: false,
        }
    }

    /// As after it was plugged in: what was under way is forgotten, and the card has no power.
    pub fn restart(&mut self) {
        self.reader.restart();
        self.arriving.clear();
        self.answers.clear();
        self.empty_packet = false;
        self.gone = false;
        self.pull = None;
    }

    /// Counts a message to the card; whether it is the one in which the key is pulled out.
    fn pulls_out(&mut self, message: &[u8]) -> bool {
        if message[0] != TO_CARD {
            return false;
        }
        self.commands += 1;
        match &mut self.pull {
            Some(Pull { after: 0, executes }) => {
                if *executes {
                    let _lost = self.reader.answer(message);
                }
                self.gone = true;
                true
            }
            Some(pull) => {
                pull.after -= 1;
                false
            }
            None => false,
        }
    }

    fn configuration(&self) -> Vec<u8> {
        let mut rest = vec![9, 4, 0, 0, 3, 0x0B, 0, 0, 0];
        rest.extend(self.reader.descriptor());
        rest.extend([7, 5, OUT, 2, 64, 0, 0]);
        rest.extend([7, 5, 0x80 | IN, 2, 64, 0, 0]);
        rest.extend([7, 5, 0x80 | INTERRUPT, 3, 8, 0, 32]);
        let length = u16::try_from(rest.len() + 9).unwrap().to_le_bytes();
        let mut all = vec![9, 2, length[0], length[1], 1, 1, 0, 0x80, 15];
        all.extend(rest);
        all
    }
}

impl Device for SecurityKey {
    fn descriptor(&mut self, kind: u8, index: u8) -> Option<Vec<u8>> {
        let serial_index = u8::from(self.serial.is_some()) * 2;
        match (kind, index) {
            // 1209:0001 is the range for tests of pid.codes.
            (1, _) => Some(vec![
                18,
                1,
                0x00,
                0x02,
                0,
                0,
                0,
                64,
                0x09,
                0x12,
                0x01,
                0x00,
                0x00,
                0x01,
                0,
                1,
                serial_index,
                1,
            ]),
            (2, _) => Some(self.configuration()),
            (3, 0) => Some(vec![4, 3, 0x09, 0x04]),
            (3, 1) => Some(text("Bench Key")),
            (3, 2) => self.serial.as_deref().map(text),
            _ => None,
        }
    }

    fn class_request(&mut self, setup: [u8; 8]) -> bool {
        let abort = setup[..2] == [0x21, 0x01];
        self.aborts += u32::from(abort);
        if abort {
            self.hold = false;
            self.answers.clear();
        }
        abort
    }

    fn output(&mut self, endpoint: u8, data: &[u8]) -> bool {
        if endpoint != OUT || std::mem::take(&mut self.stall_output) {
            return false;
        }
        self.arriving.extend_from_slice(data);
        while let Some(length) = self.arriving.get(1..5) {
            let length = u32::from_le_bytes(length.try_into().unwrap()) as usize + 10;
            if self.arriving.len() < length {
                break;
            }
            let message: Vec<u8> = self.arriving.drain(..length).collect();
            self.asked += u32::from(message[0] == STATUS);
            if self.pulls_out(&message) {
                break;
            }
            let answers = self.reader.answer(&message);
            self.answers.extend(answers.into_iter().map(VecDeque::from));
        }
        true
    }

    fn is_gone(&self) -> bool {
        self.gone
    }

    fn input(&mut self, endpoint: u8, most: usize) -> Option<Result<Vec<u8>, ()>> {
        if endpoint == INTERRUPT {
            return self.reader.notification().map(Ok);
        }
        if self.stall_input && !self.answers.is_empty() {
            self.stall_input = false;
            self.answers.clear();
            return Some(Err(()));
        }
        if self.hold {
            return None;
        }
        if std::mem::take(&mut self.empty_packet) {
            return Some(Ok(Vec::new()));
        }
        let message = self.answers.front_mut()?;
        let count = message.len().min(most);
        let data: Vec<u8> = message.drain(..count).collect();
        if message.is_empty() {
            let _sent = self.answers.pop_front();
            // A transfer that is full ends without looking further, so that the empty packet comes with the next.
            let whole_packets = count == most && count % PACKET == 0;
            self.empty_packet = self.ends_with_empty_packet && whole_packets;
        }
        Some(Ok(data))
    }
}

fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![u8::try_from(units.len() + 2).unwrap(), 3];
    all.extend(units);
    all
}
