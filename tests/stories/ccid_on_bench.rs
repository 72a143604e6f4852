//! The station's CCID layer against the bench's reader, in memory: every level, every fault, no USB.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use keywright::bench::reader::{Fault, Level, Reader as BenchReader};
use keywright::bench::token::{NewToken, Token};
use keywright::device::ccid::card::Card;
use keywright::device::ccid::descriptor::Descriptor;
use keywright::device::ccid::message::{Notification, SlotChange};
use keywright::device::ccid::reader::{Patience, Reader};
use keywright::device::ccid::{CcidTransport, Error};
use keywright::device::piv::PinState;
use keywright::device::programming_key::{LastTry, Pin, PivProgrammingKey, ProgrammingKey};
use keywright::secrets::random::OsRandom;
use zeroize::Zeroizing;

/// Messages handed over by hand.
#[derive(Debug)]
struct InMemory {
    bench: Arc<Mutex<BenchReader>>,
    answers: VecDeque<Vec<u8>>,
    sent: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl CcidTransport for InMemory {
    fn send(&mut self, message: &[u8], _deadline: Instant) -> Result<(), Error> {
        self.sent.lock().unwrap().push(message.to_vec());
        let answers = self.bench.lock().unwrap().answer(message);
        self.answers.extend(answers);
        Ok(())
    }

    fn receive(&mut self, _deadline: Instant) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.answers
            .pop_front()
            .map(Zeroizing::new)
            .ok_or(Error::Silent)
    }

    fn notifications(&mut self) -> Result<Vec<Notification>, Error> {
        let told = self.bench.lock().unwrap().notification();
        Ok(told
            .iter()
            .filter_map(|bytes| Notification::parse(bytes))
            .collect())
    }
}

struct Table {
    bench: Arc<Mutex<BenchReader>>,
    sent: Arc<Mutex<Vec<Vec<u8>>>>,
    pin: Pin,
    _folder: tempfile::TempDir,
}

impl Table {
    fn new(level: Level) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let NewToken { token, pin, .. } = new_token(folder.path());
        Self {
            bench: Arc::new(Mutex::new(BenchReader::new(token, level))),
            sent: Arc::default(),
            pin: Pin::new(&pin).unwrap(),
            _folder: folder,
        }
    }

    fn reader(&self) -> Reader<InMemory> {
        let descriptor = self.bench.lock().unwrap().descriptor();
        let transport = InMemory {
            bench: Arc::clone(&self.bench),
            answers: VecDeque::new(),
            sent: Arc::clone(&self.sent),
        };
        let patience = Patience {
            answer: Duration::from_millis(50),
            command: Duration::from_secs(1),
        };
        Reader::new(transport, Descriptor::find(&descriptor).unwrap(), patience)
    }

    fn card(&self) -> Card<InMemory> {
        Card::open(self.reader()).unwrap()
    }

    fn misbehave(&self, fault: Fault) {
        self.bench.lock().unwrap().misbehave(fault);
    }
}

fn new_token(folder: &Path) -> NewToken {
    Token::create(&mut OsRandom, "Key", &folder.join("token.json")).unwrap()
}

const LEVELS: [Level; 4] = [
    Level::ExtendedApdu { most_message: 3072 },
    Level::ExtendedApdu { most_message: 271 },
    Level::BlocksT1,
    Level::CommandsT0,
];

const SELECT: &[u8] = b"\x00\xA4\x04\x00\x0B\xA0\x00\x00\x03\x08\x00\x00\x10\x00\x01\x00\x00";

#[test]
fn a_programming_key_works_at_every_level() {
    for level in LEVELS {
        let table = Table::new(level);
        let mut key = PivProgrammingKey::open(table.card()).unwrap();
        let point = *key.certificate().point();
        assert!(key.agree(&point).is_err(), "{level:?}");
        key.verify_pin(&table.pin, LastTry::Keep).unwrap();
        let shared = key.agree(&point).unwrap();
        assert_eq!(key.agree(&point).unwrap(), shared);
        drop(key);

        // The power was cut: the PIN is forgotten, the key the same.
        let mut key = PivProgrammingKey::open(table.card()).unwrap();
        assert_eq!(key.pin_state().unwrap(), PinState::Tries(3), "{level:?}");
        assert!(key.agree(&point).is_err());
        key.verify_pin(&table.pin, LastTry::Keep).unwrap();
        assert_eq!(key.agree(&point).unwrap(), shared);
    }
}

#[test]
fn an_extended_apdu_is_cut_into_messages_both_ways() {
    let table = Table::new(Level::ExtendedApdu { most_message: 271 });
    let mut card = table.card();
    assert!(card.exchange(SELECT).unwrap().ends_with(&[0x90, 0x00]));
    // GET DATA with an extended length both ways: the certificate comes in one answer.
    let certificate = card
        .exchange(b"\x00\xCB\x3F\xFF\x00\x00\x05\x5C\x03\x5F\xC1\x0B\x00\x00")
        .unwrap();
    assert!(certificate.len() > 300 && certificate.ends_with(&[0x90, 0x00]));
    // VERIFY with 600 bytes is nonsense, and arrives whole: the card says so, not the reader.
    let mut long = b"\x00\x20\x00\x80\x00\x02\x58".to_vec();
    long.extend([0x31; 600]);
    assert_eq!(*card.exchange(&long).unwrap(), [0x6A, 0x80]);
    let sent = table.sent.lock().unwrap();
    assert!(sent.iter().all(|message| message.len() <= 271));
    let pieces: Vec<u8> = sent
        .iter()
        .filter(|message| message[0] == 0x6F)
        .map(|message| message[8])
        .collect();
    assert!(pieces.ends_with(&[1, 3, 2]), "{pieces:?}");
    assert!(pieces.contains(&0x10));
}

#[test]
fn a_slow_card_and_a_late_answer_do_no_harm() {
    for level in LEVELS {
        let table = Table::new(level);
        let mut card = table.card();
        assert!(card.exchange(SELECT).unwrap().ends_with(&[0x90, 0x00]));
        for fault in [Fault::MoreTime(5), Fault::StaleAnswer, Fault::MoreTime(1)] {
            table.misbehave(fault);
            let answer = card.exchange(SELECT).unwrap();
            assert!(answer.ends_with(&[0x90, 0x00]), "{level:?} {fault:?}");
        }
    }
}

#[test]
fn an_unanswered_command_is_given_up_and_the_next_one_works() {
    let table = Table::new(Level::ExtendedApdu { most_message: 3072 });
    let mut card = table.card();
    table.misbehave(Fault::Silent);
    assert_eq!(card.exchange(SELECT), Err(Error::Silent));
    let sent = table.sent.lock().unwrap().clone();
    let [.., command, abort] = sent.as_slice() else {
        panic!("nothing sent")
    };
    assert_eq!((command[0], abort[0]), (0x6F, 0x72));
    assert_eq!(command[6], abort[6]);
    assert!(card.exchange(SELECT).unwrap().ends_with(&[0x90, 0x00]));
}

#[test]
fn what_a_reader_refuses_is_told_apart() {
    let table = Table::new(Level::ExtendedApdu { most_message: 3072 });
    let mut card = table.card();
    table.misbehave(Fault::SlotBusy);
    assert_eq!(card.exchange(SELECT), Err(Error::SlotBusy));
    table.misbehave(Fault::Mute);
    assert_eq!(card.exchange(SELECT), Err(Error::CardMute));
    table.misbehave(Fault::WrongLength);
    assert!(matches!(card.exchange(SELECT), Err(Error::Malformed(_))));
    assert!(card.exchange(SELECT).is_ok());
    table.bench.lock().unwrap().set_present(false);
    assert_eq!(card.exchange(SELECT), Err(Error::NoCard));
    drop(card);
    assert_eq!(Card::open(table.reader()).unwrap_err(), Error::NoCard);
}

#[test]
fn a_programming_key_tells_a_pulled_card_from_a_silent_reader() {
    use keywright::device::programming_key::Error as KeyError;
    let table = Table::new(Level::ExtendedApdu { most_message: 3072 });
    let mut key = PivProgrammingKey::open(table.card()).unwrap();
    table.misbehave(Fault::Silent);
    assert!(matches!(
        key.pin_state(),
        Err(KeyError::Reader(Error::Silent))
    ));
    table.bench.lock().unwrap().set_present(false);
    assert!(matches!(key.pin_state(), Err(KeyError::Gone(_))));
}

#[test]
fn a_card_that_comes_and_goes_is_told() {
    let table = Table::new(Level::BlocksT1);
    let mut reader = table.reader();
    let told = |reader: &mut Reader<InMemory>| match reader.notifications().unwrap().as_slice() {
        [] => None,
        [Notification::Slots(slots)] => Some(slots[0]),
        other => panic!("{other:?}"),
    };
    let change = |present| {
        Some(SlotChange {
            present,
            changed: true,
        })
    };
    assert_eq!(told(&mut reader), change(true));
    assert_eq!(told(&mut reader), None);
    table.bench.lock().unwrap().set_present(false);
    assert_eq!(told(&mut reader), change(false));
    table.bench.lock().unwrap().set_present(true);
    assert_eq!(told(&mut reader), change(true));
}

#[test]
fn blocks_of_t1_survive_damage_and_never_cost_a_second_try() {
    let table = Table::new(Level::BlocksT1);
    let mut key = PivProgrammingKey::open(table.card()).unwrap();
    let wrong = Pin::new("000000").unwrap();
    assert_eq!(key.pin_state().unwrap(), PinState::Tries(3));
    for fault in [
        Fault::DamagedBlock,
        Fault::Parity,
        Fault::Mute,
        Fault::WaitingTime,
        Fault::BlockSize(16),
    ] {
        table.misbehave(fault);
        assert_eq!(key.pin_state().unwrap(), PinState::Tries(3), "{fault:?}");
    }
    // The state is asked for first, so the second command is the PIN itself.
    table.misbehave(Fault::WaitingTime);
    table.misbehave(Fault::WaitingTime);
    table.misbehave(Fault::DamagedBlock);
    let refused = key.verify_pin(&wrong, LastTry::Keep);
    assert!(
        matches!(
            refused,
            Err(keywright::device::programming_key::Error::WrongPin { left: 2 })
        ),
        "{refused:?}"
    );
    assert_eq!(key.pin_state().unwrap(), PinState::Tries(2));
    key.verify_pin(&table.pin, LastTry::Keep).unwrap();
    let point = *key.certificate().point();
    for _ in 0..20 {
        table.misbehave(Fault::DamagedBlock);
        let _shared = key.agree(&point).unwrap();
    }
}
