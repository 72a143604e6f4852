use proptest::prelude::*;

use super::atr::Atr;
use super::descriptor::{Descriptor, Level};
use super::message::{
    Fault, Icc, Kind, MOST_DATA, Notification, Outcome, Piece, Request, Response, Voltage,
};
use super::t1::{Block, Blocks, T1};
use super::{Error, t0};
use zeroize::Zeroizing;

fn hex(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    data_encoding::HEXUPPER_PERMISSIVE
        .decode(text.as_bytes())
        .unwrap()
}

#[test]
fn requests_have_the_bytes_of_the_specification() {
    let encoded = |request: Request<'_>| request.encode(2, 7).to_vec();
    assert_eq!(
        encoded(Request::IccPowerOn(Voltage::Volts3)),
        hex("62 00000000 02 07 02 0000")
    );
    assert_eq!(
        encoded(Request::IccPowerOff),
        hex("63 00000000 02 07 000000")
    );
    assert_eq!(
        encoded(Request::GetSlotStatus),
        hex("65 00000000 02 07 000000")
    );
    let block = Request::XfrBlock {
        waiting: 3,
        piece: Piece::Last,
        data: &[0xAA, 0xBB],
    };
    assert_eq!(encoded(block), hex("6F 02000000 02 07 03 0200 AABB"));
    assert_eq!(
        encoded(Request::GetParameters),
        hex("6C 00000000 02 07 000000")
    );
    let parameters = Request::SetParameters {
        protocol: 1,
        parameters: &[0x11, 0x10, 0, 0x4D, 0, 0xFE, 0],
    };
    assert_eq!(
        encoded(parameters),
        hex("61 07000000 02 07 01 0000 111000 4D00FE00")
    );
    assert_eq!(
        encoded(Request::Escape(&[9])),
        hex("6B 01000000 02 07 000000 09")
    );
    assert_eq!(encoded(Request::Abort), hex("72 00000000 02 07 000000"));
}

#[test]
fn answers_say_slot_card_and_outcome() {
    let answer = Response::parse(&hex("80 02000000 01 09 00 00 01 9000")).unwrap();
    assert_eq!(
        (answer.kind, answer.slot, answer.sequence),
        (Kind::DataBlock, 1, 9)
    );
    assert_eq!((answer.icc, answer.outcome), (Icc::Active, Outcome::Done));
    assert_eq!((answer.own, answer.data.as_slice()), (1, &[0x90, 0x00][..]));
    let mute = Response::parse(&hex("80 00000000 00 01 41 FE 00")).unwrap();
    assert_eq!(
        (mute.icc, mute.outcome),
        (Icc::Inactive, Outcome::Failed(Fault::CardMute))
    );
    let wait = Response::parse(&hex("80 00000000 00 01 80 05 00")).unwrap();
    assert_eq!(wait.outcome, Outcome::MoreTime(5));
    let empty = Response::parse(&hex("81 00000000 00 01 42 00 00")).unwrap();
    assert_eq!(
        (empty.icc, empty.outcome),
        (Icc::Absent, Outcome::Failed(Fault::CommandUnknown))
    );
    for wrong in [
        "",
        "80 00000000 00 01 00 00",
        "80 01000000 00 01 00 00 00",
        "80 00000000 00 01 00 00 00 00",
        "85 00000000 00 01 00 00 00",
        "80 00000000 00 01 03 00 00",
        "80 00000000 00 01 C0 00 00",
    ] {
        assert!(Response::parse(&hex(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn a_notification_tells_of_each_slot() {
    let Some(Notification::Slots(slots)) = Notification::parse(&[0x50, 0b0000_1101]) else {
        panic!("no slots")
    };
    let told: Vec<(bool, bool)> = slots
        .iter()
        .map(|slot| (slot.present, slot.changed))
        .collect();
    assert_eq!(
        told,
        [(true, false), (true, true), (false, false), (false, false)]
    );
    assert_eq!(
        Notification::parse(&[0x51, 1, 2, 1]),
        Some(Notification::Hardware { slot: 1, code: 1 })
    );
    assert_eq!(Notification::parse(&[0x50]), None);
}

/// What QEMU's `usb-ccid` announces.
const QEMU: &str =
    "36 21 1001 00 07 03000000 A00F0000 A00F0000 00 002A0000 002A0000 00 FE000000 00000000
    00000000 FE040100 12000100 FF FF 0000 00 01";

#[test]
fn the_descriptor_says_what_is_left_to_us() {
    let bytes = hex(QEMU);
    assert_eq!(bytes.len(), 54);
    let found = Descriptor::find(&bytes).unwrap();
    assert_eq!((found.level(), found.slots), (Level::Tpdu, 1));
    assert!(found.chooses_voltage() && found.chooses_parameters() && found.announces_block_size());
    assert_eq!(found.room(), 65_544);
    // Behind other descriptors of the interface.
    assert_eq!(
        Descriptor::find(&[&[3, 0x24, 0], &bytes[..]].concat()),
        Some(found)
    );
    let with = |features: u32| {
        let mut bytes = bytes.clone();
        bytes[40..44].copy_from_slice(&features.to_le_bytes());
        Descriptor::find(&bytes).unwrap().level()
    };
    assert_eq!(with(0x0004_00FE), Level::ExtendedApdu);
    assert_eq!(with(0x0002_0000), Level::ShortApdu);
    assert_eq!(with(0), Level::Character);
    assert_eq!(Descriptor::find(&bytes[..53]), None);
    assert_eq!(Descriptor::find(&[0; 60]), None);
}

#[test]
fn answers_to_reset_are_read_as_published() {
    // YubiKey 5: T=1 alone, IFSC 254.
    let key = Atr::parse(&hex("3BFD1300008131FE158073C021C057597562694B657940")).unwrap();
    assert_eq!((key.protocol(), key.ifsc, key.crc), (1, 254, false));
    assert_eq!(key.historical, hex("8073C021C057597562694B6579"));
    // A T=0 card without check byte.
    let plain = Atr::parse(&hex("3B020102")).unwrap();
    assert_eq!((plain.protocol(), plain.ifsc), (0, 32));
    // T=0 first, T=1 too.
    let both = Atr::parse(&hex("3B80800101")).unwrap();
    assert_eq!((both.protocol(), both.protocols.clone()), (0, vec![0, 1]));
    // Specific mode, T=1.
    let specific = Atr::parse(&hex("3B9196918131FE45 4B 7B")).or_else(|_| {
        let mut bytes = hex("3B9196918131FE454B");
        bytes.push(bytes[1..].iter().fold(0, |sum, byte| sum ^ byte));
        Atr::parse(&bytes)
    });
    assert!(specific.is_ok());
    for wrong in ["", "3B", "AA00", "3B80800100", "3B05", "3BFF"] {
        assert!(Atr::parse(&hex(wrong)).is_err(), "{wrong}");
    }
}

/// Answers from a list; remembers what was sent.
struct Script {
    answers: Vec<Vec<u8>>,
    sent: Vec<Vec<u8>>,
    waits: Vec<u8>,
}

impl Script {
    fn new(answers: &[&str]) -> Self {
        Self {
            answers: answers.iter().map(|answer| hex(answer)).collect(),
            sent: Vec::new(),
            waits: Vec::new(),
        }
    }
}

impl Blocks for Script {
    fn exchange(&mut self, block: &[u8], waiting: u8) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.sent.push(block.to_vec());
        self.waits.push(waiting);
        if self.answers.is_empty() {
            return Err(Error::Silent);
        }
        let answer = self.answers.remove(0);
        // None at all.
        if answer.is_empty() {
            return Err(Error::Silent);
        }
        Ok(Zeroizing::new(answer))
    }
}

#[test]
fn blocks_go_to_and_fro_with_their_numbers() {
    let mut line = Script::new(&["00 00 02 9000 92", "00 40 02 6982 A9"]);
    let mut t1 = T1::new(254, false);
    assert_eq!(*t1.transmit(&mut line, &[0, 0xA4]).unwrap(), [0x90, 0x00]);
    assert_eq!(*t1.transmit(&mut line, &[0, 0xB0]).unwrap(), [0x69, 0x82]);
    assert_eq!(
        line.sent,
        [hex("00 00 02 00A4 A6"), hex("00 40 02 00B0 F2")]
    );
}

#[test]
fn long_commands_and_answers_are_chained() {
    let mut line = Script::new(&[
        "00 90 00 90",
        "00 80 00 80",
        "00 20 02 0102 21",
        "00 40 02 9000 D2",
    ]);
    let mut t1 = T1::new(2, false);
    assert_eq!(
        *t1.transmit(&mut line, &[1, 2, 3, 4, 5]).unwrap(),
        [1, 2, 0x90, 0x00]
    );
    assert_eq!(
        line.sent,
        [
            hex("00 20 02 0102 21"),
            hex("00 60 02 0304 65"),
            hex("00 00 01 05 04"),
            hex("00 90 00 90")
        ]
    );
}

#[test]
fn a_damaged_block_is_asked_for_again_and_time_is_given() {
    let mut line = Script::new(&["00 00 02 9000 FF", "00 C3 01 07 C5", "00 00 02 9000 92"]);
    let mut t1 = T1::new(254, false);
    assert_eq!(*t1.transmit(&mut line, &[0]).unwrap(), [0x90, 0x00]);
    assert_eq!(line.sent[1], hex("00 81 00 81"));
    assert_eq!(line.sent[2], hex("00 E3 01 07 E5"));
    assert_eq!(line.waits, [0, 0, 7]);
}

#[test]
fn a_line_that_stays_damaged_is_resynchronised_and_the_command_not_sent_again() {
    let bad = "00 00 02 9000 FF";
    let mut line = Script::new(&[bad, bad, bad, "00 E0 00 E0"]);
    let mut t1 = T1::new(254, false);
    assert!(matches!(
        t1.transmit(&mut line, &[0x20]),
        Err(Error::CardProtocol(_))
    ));
    assert_eq!(line.sent.len(), 4);
    assert_eq!(line.sent[3], hex("00 C0 00 C0"));
    let data_blocks = line.sent.iter().filter(|block| block[1] & 0x80 == 0);
    assert_eq!(data_blocks.count(), 1);
}

#[test]
fn after_an_exchange_that_was_cut_off_both_sides_begin_anew() {
    // The card may hold the answer to the first command still; the second must never get it.
    let mut line = Script::new(&["", "00 E0 00 E0", "00 00 02 6982 E9"]);
    let mut t1 = T1::new(254, false);
    assert_eq!(t1.transmit(&mut line, &[0, 0xA4]), Err(Error::Silent));
    assert_eq!(*t1.transmit(&mut line, &[0, 0xB0]).unwrap(), [0x69, 0x82]);
    let expected = [
        hex("00 00 02 00A4 A6"),
        hex("00 C0 00 C0"),
        hex("00 00 02 00B0 B2"),
    ];
    assert_eq!(line.sent, expected);
}

#[test]
fn commands_of_t0_lose_their_le_and_fetch_their_answer() {
    let run = |apdu: &[u8], answers: &[&str]| {
        let mut script = Script::new(answers);
        let answer = t0::transmit(apdu, |command| script.exchange(command, 0));
        (answer.map(|answer| answer.to_vec()), script.sent)
    };
    let (answer, sent) = run(&hex("00A4040002A00000"), &["6102", "01029000"]);
    assert_eq!(answer.unwrap(), hex("01029000"));
    assert_eq!(sent, [hex("00A4040002A000"), hex("00C0000002")]);
    let (answer, sent) = run(&hex("00CA000000"), &["6C03", "0102039000"]);
    assert_eq!(answer.unwrap(), hex("0102039000"));
    assert_eq!(sent[1], hex("00CA000003"));
    let (answer, sent) = run(&hex("00200080"), &["63C3"]);
    assert_eq!(answer.unwrap(), hex("63C3"));
    assert_eq!(sent, [hex("0020008000")]);
    assert!(matches!(
        run(&hex("00A404000000010000"), &[]).0,
        Err(Error::Unsupported(_))
    ));
}

/// Plays arbitrary answers and then falls silent.
struct Noise(Vec<Vec<u8>>);

impl Blocks for Noise {
    fn exchange(&mut self, _block: &[u8], _waiting: u8) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.0.pop().map(Zeroizing::new).ok_or(Error::Gone)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(response) = Response::parse(&bytes) {
            prop_assert_eq!(response.data.len() + 10, bytes.len());
        }
        if let Some(whole) = Response::announced(&bytes) {
            prop_assert!(whole <= MOST_DATA + 10);
        }
        if let Some(Notification::Slots(slots)) = Notification::parse(&bytes) {
            prop_assert!(slots.len() <= 256);
        }
        if let Some(descriptor) = Descriptor::find(&bytes) {
            prop_assert!((261..=MOST_DATA).contains(&descriptor.room()));
        }
        if let Ok(atr) = Atr::parse(&bytes) {
            prop_assert!((1..=254).contains(&atr.ifsc) && !atr.protocols.is_empty());
        }
        for crc in [false, true] {
            if let Ok(block) = Block::parse(&bytes, crc) {
                prop_assert_eq!(Block::parse(&block.encode(crc), crc), Ok(block));
            }
        }
    }

    #[test]
    fn an_atr_with_any_interface_bytes_is_read_without_panic(
        mut bytes in proptest::collection::vec(any::<u8>(), 0..33),
    ) {
        bytes.insert(0, 0x3B);
        let check = bytes[1..].iter().fold(0, |sum, byte| sum ^ byte);
        bytes.push(check);
        let _read = Atr::parse(&bytes);
    }

    #[test]
    fn any_blocks_end_the_exchange_without_panic(
        blocks in proptest::collection::vec(
            (any::<u8>(), proptest::collection::vec(any::<u8>(), 0..8), proptest::bool::weighted(0.9)), 0..40,
        ),
        apdu in proptest::collection::vec(any::<u8>(), 0..70),
    ) {
        let blocks = blocks.into_iter().map(|(control, information, sound)| {
            let mut block = vec![0, control, u8::try_from(information.len()).unwrap()];
            block.extend(information);
            let check = block.iter().fold(0, |sum, byte| sum ^ byte);
            block.push(if sound { check } else { !check });
            block
        });
        let mut noise = Noise(blocks.collect());
        let mut t1 = T1::new(16, false);
        if let Ok(answer) = t1.transmit(&mut noise, &apdu) {
            prop_assert!(answer.len() <= 40 * 254);
        }
    }

    #[test]
    fn any_answers_of_t0_end_without_panic(
        answers in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..12), 0..20),
        apdu in proptest::collection::vec(any::<u8>(), 0..12),
    ) {
        let mut noise = Noise(answers);
        let _answer = t0::transmit(&apdu, |command| noise.exchange(command, 0));
    }
}
