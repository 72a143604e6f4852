//! The commands of the chip that a station needs (UM0701-02, section 7).

use std::time::Duration;

use super::link::{Link, Timing, Traffic};
use crate::device::Error;
use crate::device::desfire::Transceiver;
use crate::device::line::Line;

/// Speed after power-up, in baud.
const START_BAUD: u32 = 115_200;
/// Speed we ask for, in baud, and its code.
const FAST_BAUD: u32 = 921_600;
const FAST_BAUD_CODE: u8 = 0x07;
/// Most bytes one exchange may return, over all parts that the chip hands out one by one.
const LONGEST_ANSWER: usize = 512;
/// How often a command that changes nothing on the fob is tried.
const TRIES: u32 = 3;

/// The self-test that asks the card in the field for attention (7.2.1).
const ATTENTION_TEST: u8 = 0x06;
/// Error code within the status byte of an exchange (7.1).
const FIELD_ERROR: u8 = 0x3F;

const DIAGNOSE: u8 = 0x00;
const GET_FIRMWARE_VERSION: u8 = 0x02;
const SET_SERIAL_BAUD_RATE: u8 = 0x10;
const SAM_CONFIGURATION: u8 = 0x14;
const RF_CONFIGURATION: u8 = 0x32;
const IN_DATA_EXCHANGE: u8 = 0x40;
const IN_LIST_PASSIVE_TARGET: u8 = 0x4A;
const IN_PSL: u8 = 0x4E;
const IN_RELEASE: u8 = 0x52;

/// What the chip says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Firmware {
    /// Version number.
    pub version: u8,
    /// Revision number.
    pub revision: u8,
}

/// A card in the field (ISO/IEC 14443-3 type A at 106 kbit/s).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Answer to request, as received (2 bytes).
    pub atqa: [u8; 2],
    /// Select acknowledge: bit 0x20 says ISO/IEC 14443-4.
    pub sak: u8,
    /// Chip number: 4, 7 or 10 bytes.
    pub uid: Vec<u8>,
    /// Answer to select without its length byte; empty when there was none.
    pub ats: Vec<u8>,
}

impl Target {
    /// The fastest speed code both ways that the fob offers and the chip can do: 0 = 106, 1 = 212, 2 = 424 kbit/s
    /// (ATS byte TA(1), ISO/IEC 14443-4, 5.2.4).
    pub fn speed(&self) -> u8 {
        let Some(&[format, ta1]) = self.ats.first_chunk::<2>() else {
            return 0;
        };
        if format & 0x10 == 0 {
            0
        } else if ta1 & 0x22 == 0x22 {
            2
        } else {
            u8::from(ta1 & 0x11 == 0x11)
        }
    }
}

/// The reader chip, open and awake.
pub struct Pn532 {
    link: Link,
    firmware: Firmware,
    baud: u32,
    /// The fob in the field refused to be sped up; leave it at 106 kbit/s until another comes.
    slow: bool,
    /// Whether to ask for a card's attention: not again where that was refused or not answered.
    asks_attention: bool,
}

impl Pn532 {
    /// Wakes the chip, checks that it is one, and raises the speed of the line where it agrees. Four commands.
    ///
    /// # Errors
    /// [`Error::EncoderSilent`] when nothing answers at the start speed nor at the fast one (a chip left there by
    /// an earlier session), [`Error::NotAnEncoder`] when something else does.
    pub fn open(line: Box<dyn Line>, timing: Timing) -> Result<Self, Error> {
        let mut link = Link::new(line, timing);
        let baud = rouse(&mut link)?;
        let answer = patiently(&mut link, GET_FIRMWARE_VERSION, &[])?;
        let firmware = match answer[..] {
            [0x32, version, revision, _] => Firmware { version, revision },
            [found, ..] => return Err(Error::NotAnEncoder { found }),
            [] => {
                return Err(Error::EncoderRefused {
                    command: GET_FIRMWARE_VERSION,
                });
            }
        };
        let mut chip = Self {
            link,
            firmware,
            baud,
            slow: false,
            asks_attention: true,
        };
        if chip.baud == START_BAUD {
            chip.hurry()?;
        }
        chip.limit_retries()?;
        Ok(chip)
    }

    /// Wakes a chip that fell silent and sets it up as after opening.
    ///
    /// # Errors
    /// [`Error::EncoderSilent`] when it stays silent.
    pub fn revive(&mut self) -> Result<(), Error> {
        self.baud = rouse(&mut self.link)?;
        if self.baud == START_BAUD {
            self.hurry()?;
        }
        self.limit_retries()
    }

    /// What the chip says about itself.
    pub fn firmware(&self) -> Firmware {
        self.firmware
    }

    /// Speed of the line in baud.
    pub fn baud(&self) -> u32 {
        self.baud
    }

    /// What went over the line so far.
    pub fn traffic(&self) -> Traffic {
        self.link.traffic
    }

    /// Looks for one card and speeds up the way to it where it agrees. `None` when the field is empty.
    pub fn find(&mut self) -> Result<Option<Target>, Error> {
        let Some(target) = self.list()? else {
            self.slow = false;
            return Ok(None);
        };
        let speed = if self.slow { 0 } else { target.speed() };
        if speed == 0 || target.sak & 0x20 == 0 {
            return Ok(Some(target));
        }
        let refused = match self.link.command(IN_PSL, &[0x01, speed, speed]) {
            Ok(answer) => answer
                .first()
                .is_none_or(|status| status & FIELD_ERROR != 0),
            Err(Error::EncoderRefused { .. } | Error::EncoderSilent | Error::EncoderGarbled) => {
                true
            }
            Err(error) => return Err(error),
        };
        if refused {
            // The fob may be at either speed now: start it afresh and leave it slow.
            self.slow = true;
            self.reset_field()?;
            return self.list();
        }
        Ok(Some(target))
    }

    /// Switches the field off and on: every card in it starts afresh, whatever state it was in.
    pub fn reset_field(&mut self) -> Result<(), Error> {
        let _ = patiently(&mut self.link, RF_CONFIGURATION, &[0x01, 0x00])?;
        std::thread::sleep(self.link.timing.field_off);
        let _ = patiently(&mut self.link, RF_CONFIGURATION, &[0x01, 0x01])?;
        Ok(())
    }

    /// Whether the card that was found last still attends: it answers at the level below its commands (ISO/IEC
    /// 14443-4).
    ///
    /// Not tried on hardware: the question is taken from the manual (7.2.1) and from what libnfc asks of the same chip.
    /// So nothing depends on its answer but exchanges. A reader that refuses it or says nothing is not asked again as
    /// long as it is open, and counts as no; one that always says yes is found out by the first exchange, as a card
    /// that was not selected does not answer. Whoever hears no selects anew, from a field that was off.
    pub fn attends(&mut self) -> bool {
        if !self.asks_attention {
            return false;
        }
        let answer = self.link.command(DIAGNOSE, &[ATTENTION_TEST]);
        self.asks_attention = answer.is_ok();
        answer.is_ok_and(|answer| answer == [0x00])
    }

    /// Lets go of the card in the field.
    pub fn release(&mut self) -> Result<(), Error> {
        let _ = patiently(&mut self.link, IN_RELEASE, &[0x00])?;
        Ok(())
    }

    /// `InListPassiveTarget` for one card of type A.
    fn list(&mut self) -> Result<Option<Target>, Error> {
        let answer = patiently(&mut self.link, IN_LIST_PASSIVE_TARGET, &[0x01, 0x00])?;
        parse_target(&answer)
    }

    /// Raises the speed of the line. A chip that refuses, or is not heard afterwards, stays at the start speed.
    fn hurry(&mut self) -> Result<(), Error> {
        match self.link.command(SET_SERIAL_BAUD_RATE, &[FAST_BAUD_CODE]) {
            Ok(_) => {}
            Err(Error::EncoderRefused { .. }) => return Ok(()),
            Err(Error::EncoderSilent | Error::EncoderGarbled) => {
                self.baud = rouse(&mut self.link)?;
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        // The chip switches when it has this acknowledgement (7.2.6); it asks for 200 microseconds.
        self.link.abort()?;
        std::thread::sleep(Duration::from_millis(1));
        if self.link.set_baud(FAST_BAUD).is_ok() {
            self.baud = FAST_BAUD;
        }
        Ok(())
    }

    /// Makes the search for a card end after three tries instead of never; also proves the speed just set.
    fn limit_retries(&mut self) -> Result<(), Error> {
        let retries = [0x05, 0x00, 0x01, 0x02];
        match self.link.command(RF_CONFIGURATION, &retries) {
            Err(Error::EncoderSilent | Error::EncoderGarbled) => {
                self.baud = rouse(&mut self.link)?;
                patiently(&mut self.link, RF_CONFIGURATION, &retries).map(drop)
            }
            other => other.map(drop),
        }
    }
}

impl Transceiver for Pn532 {
    fn transceive(&mut self, frame: &[u8]) -> Result<Vec<u8>, Error> {
        let mut command = Vec::with_capacity(frame.len() + 1);
        command.push(0x01);
        command.extend_from_slice(frame);
        let mut whole = Vec::new();
        loop {
            self.link.traffic.exchanges += 1;
            let answer = self.link.command(IN_DATA_EXCHANGE, &command)?;
            let Some((&status, part)) = answer.split_first() else {
                return Err(Error::EncoderRefused {
                    command: IN_DATA_EXCHANGE,
                });
            };
            if status & FIELD_ERROR != 0 {
                return Err(Error::FieldLost {
                    code: status & FIELD_ERROR,
                });
            }
            whole.extend_from_slice(part);
            if whole.len() > LONGEST_ANSWER {
                return Err(Error::AnswerEndless);
            }
            // Bit 0x40: more information stands ready and is fetched with an empty exchange.
            if status & 0x40 == 0 {
                return Ok(whole);
            }
            if part.is_empty() {
                return Err(Error::AnswerEndless);
            }
            command.truncate(1);
        }
    }
}

/// Wakes the chip and puts it into normal mode; returns the speed at which it listens.
fn rouse(link: &mut Link) -> Result<u32, Error> {
    let mut last = Error::EncoderSilent;
    for baud in [START_BAUD, FAST_BAUD, START_BAUD] {
        link.set_baud(baud)?;
        link.wake()?;
        match link.command(SAM_CONFIGURATION, &[0x01]) {
            Ok(_) => return Ok(baud),
            Err(error @ (Error::EncoderSilent | Error::EncoderGarbled)) => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// Sends a command that may be repeated without harm until it is answered, a few times.
fn patiently(link: &mut Link, code: u8, data: &[u8]) -> Result<Vec<u8>, Error> {
    let mut tries = 1;
    loop {
        match link.command(code, data) {
            Err(Error::EncoderSilent | Error::EncoderGarbled) if tries < TRIES => tries += 1,
            other => return other,
        }
    }
}

/// Reads the answer of `InListPassiveTarget`: count, target number, ATQA, SAK, UID with length, ATS with length.
pub(crate) fn parse_target(answer: &[u8]) -> Result<Option<Target>, Error> {
    let malformed = Error::EncoderRefused {
        command: IN_LIST_PASSIVE_TARGET,
    };
    match *answer {
        [0, ..] => Ok(None),
        [1, _, atqa0, atqa1, sak, length, ref rest @ ..] => {
            let length = usize::from(length);
            if !matches!(length, 4 | 7 | 10) || rest.len() < length {
                return Err(malformed);
            }
            let (uid, rest) = rest.split_at(length);
            let ats = match rest.split_first() {
                None => &[],
                Some((&total, ats)) if usize::from(total) == ats.len() + 1 => ats,
                Some(_) => return Err(malformed),
            };
            Ok(Some(Target {
                atqa: [atqa0, atqa1],
                sak,
                uid: uid.to_vec(),
                ats: ats.to_vec(),
            }))
        }
        _ => Err(malformed),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::super::frame;
    use super::*;

    const LISTED: [u8; 19] = [
        0x01, 0x01, 0x03, 0x44, 0x20, 0x07, 0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80, 0x06, 0x75,
        0x77, 0x81, 0x02, 0x80,
    ];

    #[test]
    fn a_listed_fob_is_read_with_its_speed() {
        let target = parse_target(&LISTED).unwrap().unwrap();
        assert_eq!(target.uid, [0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80]);
        assert_eq!((target.sak, target.speed()), (0x20, 2));
    }

    #[test]
    fn a_fob_that_offers_one_step_gets_212() {
        let mut answer = LISTED;
        answer[15] = 0x11;
        assert_eq!(parse_target(&answer).unwrap().unwrap().speed(), 1);
        answer[15] = 0x00;
        assert_eq!(parse_target(&answer).unwrap().unwrap().speed(), 0);
    }

    /// A chip with a speed of its own on a line with another; it is heard only where both are the same.
    struct Chip {
        at: u32,
        line: u32,
        agreed: Option<u32>,
        refuses: bool,
        arrived: Vec<u8>,
    }

    impl Chip {
        fn open(at: u32, refuses: bool) -> Result<Pn532, Error> {
            let chip = Self {
                at,
                line: 0,
                agreed: None,
                refuses,
                arrived: Vec::new(),
            };
            Pn532::open(Box::new(chip), Timing::default())
        }
    }

    impl Line for Chip {
        fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error> {
            if self.at != self.line {
                return Ok(());
            }
            if bytes == frame::ACK {
                self.at = self.agreed.take().unwrap_or(self.at);
                return Ok(());
            }
            let mut decoder = frame::Decoder::default();
            decoder.push(bytes);
            let Some(frame::Received::Frame(content)) = decoder.find() else {
                return Ok(());
            };
            let answer: &[u8] = match content[1] {
                GET_FIRMWARE_VERSION => &[0x32, 0x01, 0x06, 0x07],
                SET_SERIAL_BAUD_RATE if self.refuses => {
                    self.arrived
                        .extend([0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00]);
                    return Ok(());
                }
                SET_SERIAL_BAUD_RATE => {
                    self.agreed = Some(FAST_BAUD);
                    &[]
                }
                _ => &[],
            };
            let content = [&[frame::FROM_CHIP, content[1] + 1], answer].concat();
            self.arrived.extend(frame::encode(&content));
            Ok(())
        }

        fn read(&mut self, buffer: &mut [u8], _: std::time::Instant) -> Result<usize, Error> {
            let count = buffer.len().min(self.arrived.len());
            buffer[..count].copy_from_slice(&self.arrived[..count]);
            drop(self.arrived.drain(..count));
            Ok(count)
        }

        fn set_baud(&mut self, baud: u32) -> Result<(), Error> {
            self.line = baud;
            Ok(())
        }

        fn clear(&mut self) -> Result<(), Error> {
            self.arrived.clear();
            Ok(())
        }
    }

    #[test]
    fn the_line_is_raised_where_the_chip_agrees() {
        assert_eq!(Chip::open(START_BAUD, false).unwrap().baud(), FAST_BAUD);
        assert_eq!(Chip::open(START_BAUD, true).unwrap().baud(), START_BAUD);
    }

    #[test]
    fn a_chip_left_at_the_fast_speed_is_found_there() {
        assert_eq!(Chip::open(FAST_BAUD, false).unwrap().baud(), FAST_BAUD);
    }

    #[test]
    fn a_port_where_nothing_answers_is_given_up() {
        let silent = Chip::open(9_600, false);
        assert_eq!(silent.err(), Some(Error::EncoderSilent));
    }

    proptest! {
        #[test]
        fn no_answer_to_a_listing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(Some(target)) = parse_target(&bytes) {
                let _ = target.speed();
            }
        }
    }
}
