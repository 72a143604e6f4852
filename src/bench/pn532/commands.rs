//! The commands of the PN532 (UM0701-02, section 7), as far as a reader of ISO 14443 A media needs them.

use super::{Outcome, Pn532, Target};

/// The medium did not answer in time.
pub(super) const TIMEOUT: u8 = 0x01;
/// The answer had a wrong checksum.
pub(super) const BROKEN_ANSWER: u8 = 0x02;
/// The command does not fit the state: no such target.
const WRONG_CONTEXT: u8 = 0x27;
/// More data follow.
const MORE: u8 = 0x40;
/// Most data in one InDataExchange.
const LONGEST: usize = 262;
/// The speeds of SetSerialBaudRate by their number.
const BAUDS: [u32; 9] = [
    9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_288_000,
];

impl Pn532 {
    pub(super) fn execute(&mut self, command: &[u8]) -> Outcome {
        let Some((&code, data)) = command.split_first() else {
            return Outcome::Refused;
        };
        let answer = match code {
            0x00 => self.diagnose(data),
            0x02 if data.is_empty() => Some(vec![0x32, 0x01, 0x06, 0x07]),
            0x04 => Some(self.general_status()),
            0x06 => self.read_registers(data),
            0x08 => self.write_registers(data),
            0x10 => self.set_baud(data),
            0x12 => data.first().map(|flags| {
                self.automatic_rats = flags & 0x10 != 0;
                Vec::new()
            }),
            0x14 => data
                .first()
                .filter(|mode| (1..=4).contains(*mode))
                .map(|_| Vec::new()),
            0x16 if !data.is_empty() => return Outcome::Sleep(vec![code + 1, 0x00]),
            0x32 => self.configure_field(data),
            0x40 => Some(self.data_exchange(data)),
            0x42 => Some(self.communicate_through(data)),
            0x44 => Some(self.deselect(data)),
            0x4A => match self.list(data) {
                Listing::Answer(answer) => Some(answer),
                Listing::Refused => None,
                Listing::Waiting => return Outcome::Later,
            },
            0x4E => Some(self.set_rates(data)),
            0x52 => {
                self.release();
                Some(vec![0x00])
            }
            0x54 => Some(self.select(data)),
            _ => None,
        };
        match answer {
            Some(mut answer) => {
                answer.insert(0, code + 1);
                Outcome::Answer(answer)
            }
            None => Outcome::Refused,
        }
    }

    fn diagnose(&self, data: &[u8]) -> Option<Vec<u8>> {
        match data {
            [0x00, ..] => Some(data.to_vec()),
            [0x01 | 0x02] => Some(vec![0x00]),
            [0x06] => {
                let found = self.target.as_ref().is_some_and(|target| !target.lifted);
                let present = found && self.fob.is_some();
                Some(vec![if present { 0x00 } else { TIMEOUT }])
            }
            _ => None,
        }
    }

    fn general_status(&self) -> Vec<u8> {
        let mut status = vec![0x00, u8::from(self.field), u8::from(self.target.is_some())];
        if let Some(target) = &self.target {
            let number = |rate: u64| match rate {
                212 => 1,
                424 => 2,
                _ => 0,
            };
            status.extend([0x01, number(target.rates.1), number(target.rates.0), 0x10]);
        }
        status.push(0x00);
        status
    }

    fn read_registers(&self, data: &[u8]) -> Option<Vec<u8>> {
        let (addresses, rest) = data.as_chunks::<2>();
        if addresses.is_empty() || !rest.is_empty() {
            return None;
        }
        let value = |address: &[u8; 2]| {
            self.registers
                .get(&u16::from_be_bytes(*address))
                .copied()
                .unwrap_or(0)
        };
        Some(addresses.iter().map(value).collect())
    }

    fn write_registers(&mut self, data: &[u8]) -> Option<Vec<u8>> {
        let (entries, rest) = data.as_chunks::<3>();
        if entries.is_empty() || !rest.is_empty() {
            return None;
        }
        for [high, low, value] in entries {
            let _ = self
                .registers
                .insert(u16::from_be_bytes([*high, *low]), *value);
        }
        Some(Vec::new())
    }

    /// The new speed holds after the host has acknowledged the answer.
    fn set_baud(&mut self, data: &[u8]) -> Option<Vec<u8>> {
        let &[number] = data else {
            return None;
        };
        self.new_baud = Some(*BAUDS.get(usize::from(number))?);
        Some(Vec::new())
    }

    fn configure_field(&mut self, data: &[u8]) -> Option<Vec<u8>> {
        match data {
            [0x01, field] => {
                if field & 0x01 == 0 {
                    self.field_off();
                } else {
                    self.field_on();
                }
            }
            [0x05, _, _, passive] => self.passive_retries = *passive,
            [0x02, _, _, _] | [0x04, _] | [0x0A..=0x0D, ..] => {}
            _ => return None,
        }
        Some(Vec::new())
    }

    fn list(&mut self, data: &[u8]) -> Listing {
        let [most, kind, wanted @ ..] = data else {
            return Listing::Refused;
        };
        if !(1..=2).contains(most) || *kind > 4 {
            return Listing::Refused;
        }
        self.release();
        self.field_on();
        let found = match &self.fob {
            Some(fob) if *kind == 0 => Some(fob.activation()),
            _ => None,
        };
        let found = found.filter(|medium| wanted.is_empty() || wanted == cascaded(&medium.uid));
        let Some(medium) = found else {
            // FF means: for ever.
            return if self.passive_retries == 0xFF {
                Listing::Waiting
            } else {
                Listing::Answer(vec![0x00])
            };
        };
        self.target = Some(Target {
            rates: (106, 106),
            lifted: false,
        });
        let length = u8::try_from(medium.uid.len()).unwrap_or(0);
        let mut answer = vec![
            0x01,
            0x01,
            medium.atqa[0],
            medium.atqa[1],
            medium.sak,
            length,
        ];
        answer.extend(&medium.uid);
        if medium.sak & 0x20 != 0 && self.automatic_rats {
            answer.extend(&medium.ats);
        }
        Listing::Answer(answer)
    }

    fn release(&mut self) {
        self.forget_target();
        if let Some(fob) = &mut self.fob {
            fob.deselect();
        }
    }

    fn deselect(&mut self, data: &[u8]) -> Vec<u8> {
        if data.first().is_some_and(|target| *target > 1) {
            return vec![WRONG_CONTEXT];
        }
        self.gathered.clear();
        self.remaining.clear();
        if let Some(fob) = &mut self.fob {
            fob.deselect();
        }
        vec![0x00]
    }

    fn select(&self, data: &[u8]) -> Vec<u8> {
        match (&self.target, data) {
            (Some(target), [0x01]) if self.fob.is_some() && !target.lifted => vec![0x00],
            (Some(_), [0x01]) => vec![TIMEOUT],
            _ => vec![WRONG_CONTEXT],
        }
    }

    /// A medium answers only for rates that it offered when it was selected; to others it stays silent.
    fn set_rates(&mut self, data: &[u8]) -> Vec<u8> {
        let rate = |number: u8| match number {
            0 => Some(106),
            1 => Some(212),
            2 => Some(424),
            _ => None,
        };
        let offered = self
            .fob
            .as_ref()
            .map_or(0, |fob| offered_rates(&fob.activation().ats));
        match (&mut self.target, data) {
            (Some(target), [0x01, there, back]) => match (rate(*there), rate(*back)) {
                (Some(_), Some(_)) if !offers(offered, *there) || !offers(offered >> 4, *back) => {
                    vec![TIMEOUT]
                }
                (Some(there), Some(back)) => {
                    target.rates = (there, back);
                    vec![0x00]
                }
                _ => vec![0x10],
            },
            _ => vec![WRONG_CONTEXT],
        }
    }

    fn data_exchange(&mut self, data: &[u8]) -> Vec<u8> {
        let Some((&which, data)) = data.split_first() else {
            return vec![0x10];
        };
        if self.target.is_none() || which & !MORE != 1 {
            return vec![WRONG_CONTEXT];
        }
        if data.len() > LONGEST {
            return vec![0x10];
        }
        if data.is_empty() && !self.remaining.is_empty() {
            return self.hand_on();
        }
        self.remaining.clear();
        self.gathered.extend_from_slice(data);
        if which & MORE != 0 {
            return vec![0x00];
        }
        let command = std::mem::take(&mut self.gathered);
        match self.exchange(&command) {
            Ok(answer) => {
                self.remaining = answer;
                self.hand_on()
            }
            Err(status) => vec![status],
        }
    }

    /// The next part of an answer with its status.
    fn hand_on(&mut self) -> Vec<u8> {
        let part = self.remaining.len().min(LONGEST);
        let data: Vec<u8> = self.remaining.drain(..part).collect();
        let more = if self.remaining.is_empty() { 0 } else { MORE };
        let mut answer = vec![more];
        answer.extend(data);
        answer
    }

    /// Raw frames: only a medium without ISO 14443-4 answers here.
    fn communicate_through(&mut self, data: &[u8]) -> Vec<u8> {
        let raw = self
            .fob
            .as_ref()
            .is_some_and(|fob| fob.activation().sak & 0x20 == 0);
        if !raw || self.target.is_none() {
            return vec![TIMEOUT];
        }
        match self.exchange(data) {
            Ok(answer) => [&[0x00], answer.as_slice()].concat(),
            Err(status) => vec![status],
        }
    }
}

enum Listing {
    Answer(Vec<u8>),
    Refused,
    Waiting,
}

/// The byte TA(1) of an answer to select with its length byte: in the low half the rates to the medium, in the high
/// half those back, bit 0 of each for 212 and bit 1 for 424 (ISO/IEC 14443-4, 5.2.4). None offered where it is absent.
fn offered_rates(ats: &[u8]) -> u8 {
    match ats {
        [_, format, rates, ..] if format & 0x10 != 0 => *rates,
        _ => 0,
    }
}

fn offers(rates: u8, number: u8) -> bool {
    match number {
        0 => true,
        _ => rates & number != 0,
    }
}

/// A number as the host names it: longer ones with the cascade tag 88 before each part but the last.
fn cascaded(uid: &[u8]) -> Vec<u8> {
    match uid.len() {
        7 => [&[0x88], uid].concat(),
        10 => [&[0x88], &uid[..3], &[0x88], &uid[3..]].concat(),
        _ => uid.to_vec(),
    }
}
