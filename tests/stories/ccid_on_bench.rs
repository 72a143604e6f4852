//! The station's CCID layer against the bench's reader, in memory: every level, every fault, no USB.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use keywright::bench::reader::{Fault, Level, Reader as BenchReader};
use keywright::bench::token::{NewToken, Token};
use keywright::device::ccid::card::Card;
use keywright::device::ccid::descriptor::Descriptor;
use keywright::device::ccid::message::{Icc, Notification, SlotChange};
use keywright::device::ccid::reader::{Patience, Reader};
use keywright::device::ccid::{CcidTransport, Error};
use keywright::device::piv::{PinState, Piv};
use keywright::device::programming_key::{
    Error as KeyError, LastTry, Pin, PivProgrammingKey, ProgrammingKey,
};
use keywright::device::token_link::ApduLink as _;
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
    folder: tempfile::TempDir,
}

impl Table {
    fn new(level: Level) -> Self {
        Self::with(|token| BenchReader::new(token, level))
    }

    fn with(reader: impl FnOnce(Token) -> BenchReader) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let NewToken { token, pin, .. } = new_token(folder.path(), "token");
        Self {
            bench: Arc::new(Mutex::new(reader(token))),
            sent: Arc::default(),
            pin: Pin::new(&pin).unwrap(),
            folder,
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

fn new_token(folder: &Path, name: &str) -> NewToken {
    let file = folder.join(name).with_extension("json");
    Token::create(&mut OsRandom, "Key", &file).unwrap()
}

const LEVELS: [Level; 5] = [
    Level::ExtendedApdu { most_message: 3072 },
    Level::ExtendedApdu { most_message: 271 },
    Level::BlocksT1,
    Level::CommandsT0,
    Level::ShortApdu,
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
fn a_card_that_is_started_anew_forgets_its_pin_and_goes_on_at_every_level() {
    for level in LEVELS {
        let table = Table::new(level);
        let given = Piv::select(table.card()).and_then(|mut piv| {
            piv.verify(&table.pin)?;
            let told = piv.pin_state()?;
            let mut card = piv.into_link();
            card.restart().unwrap();
            let mut piv = Piv::select(card)?;
            Ok((told, piv.pin_state()?))
        });
        let (before, after) = given.unwrap();
        assert_eq!(before, PinState::Verified, "{level:?}");
        assert_eq!(after, PinState::Tries(3), "{level:?}");
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
fn an_extended_apdu_is_refused_before_it_is_sent_to_a_reader_of_short_ones() {
    let table = Table::new(Level::ShortApdu);
    let mut card = table.card();
    assert!(card.exchange(SELECT).unwrap().ends_with(&[0x90, 0x00]));
    let before = table.sent.lock().unwrap().len();
    let mut long = b"\x00\x20\x00\x80\x00\x02\x58".to_vec();
    long.extend([0x31; 600]);
    assert_eq!(card.exchange(&long), Err(Error::TooLong));
    let extended = b"\x00\xCB\x3F\xFF\x00\x00\x05\x5C\x03\x5F\xC1\x0B\x00\x00";
    assert_eq!(card.exchange(extended), Err(Error::TooLong));
    assert_eq!(table.sent.lock().unwrap().len(), before);
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

#[test]
fn a_card_in_the_second_slot_is_found_used_moved_and_removed_at_every_level() {
    for level in LEVELS {
        let table = Table::with(|token| BenchReader::with_slots(vec![None, Some(token)], level));
        let descriptor = *table.reader().descriptor();
        assert_eq!((descriptor.slots, descriptor.busy_slots), (2, 1));
        let mut reader = table.reader();
        assert_eq!(reader.occupied_slots().unwrap(), [1], "{level:?}");
        assert_eq!(reader.power_on(0), Err(Error::NoCard));
        assert!(matches!(
            reader.status(2),
            Err(Error::Refused(_)) | Ok(Icc::Absent)
        ));

        let card = table.card();
        assert_eq!(card.slot(), 1);
        let mut key = PivProgrammingKey::open(card).unwrap();
        let point = *key.certificate().point();
        key.verify_pin(&table.pin, LastTry::Keep).unwrap();
        let shared = key.agree(&point).unwrap();
        // All of it went to that slot.
        let sent = table.sent.lock().unwrap().clone();
        let transfers = sent.iter().filter(|message| message[0] == 0x6F);
        assert!(transfers.clone().count() > 5 && transfers.clone().all(|message| message[5] == 1));

        // Moved into the first slot it has forgotten its PIN, and the old way to it is gone.
        let moved = table.bench.lock().unwrap().take(1).unwrap();
        table.bench.lock().unwrap().insert(0, moved);
        assert!(
            matches!(key.agree(&point), Err(KeyError::Gone(_))),
            "{level:?}"
        );
        drop(key);
        let card = table.card();
        assert_eq!(card.slot(), 0);
        let mut key = PivProgrammingKey::open(card).unwrap();
        assert!(matches!(key.agree(&point), Err(KeyError::PinMissing)));
        key.verify_pin(&table.pin, LastTry::Keep).unwrap();
        assert_eq!(key.agree(&point).unwrap(), shared);

        let _removed = table.bench.lock().unwrap().take(0).unwrap();
        assert!(matches!(key.agree(&point), Err(KeyError::Gone(_))));
        drop(key);
        assert_eq!(Card::open_all(table.reader()).unwrap_err(), Error::NoCard);
    }
}

#[test]
fn cards_in_two_slots_of_one_reader_work_in_turn_and_alone() {
    for level in LEVELS {
        let table = Table::with(|token| BenchReader::with_slots(vec![Some(token), None], level));
        let NewToken { token, pin, .. } = new_token(table.folder.path(), "second");
        table.bench.lock().unwrap().insert(1, token);
        let cards = Card::open_all(table.reader()).unwrap();
        let mut keys: Vec<_> = cards
            .into_iter()
            .map(|card| PivProgrammingKey::open(card.unwrap()).unwrap())
            .collect();
        assert_eq!(keys.len(), 2);
        assert_ne!(keys[0].serial(), keys[1].serial());
        let pins = [table.pin.clone(), Pin::new(&pin).unwrap()];
        let points = [
            *keys[0].certificate().point(),
            *keys[1].certificate().point(),
        ];
        // The PIN of one is not that of the other, nor given to it.
        keys[0].verify_pin(&pins[0], LastTry::Keep).unwrap();
        assert!(matches!(
            keys[1].agree(&points[0]),
            Err(KeyError::PinMissing)
        ));
        keys[1].verify_pin(&pins[1], LastTry::Keep).unwrap();
        for _ in 0..3 {
            let theirs = keys[1].agree(&points[0]).unwrap();
            assert_eq!(keys[0].agree(&points[1]).unwrap(), theirs, "{level:?}");
        }
        // One leaves; the other goes on with its PIN.
        drop(keys.remove(0));
        let _secret = keys[0].agree(&points[0]).unwrap();
    }
}

#[test]
fn a_reader_tells_which_of_many_slots_changed() {
    let table = Table::with(|token| {
        let empty = [const { None }; 4];
        BenchReader::with_slots(empty.into_iter().chain([Some(token)]).collect(), LEVELS[0])
    });
    let mut reader = table.reader();
    let mut told = || match reader.notifications().unwrap().as_slice() {
        [] => Vec::new(),
        [Notification::Slots(slots)] => slots.clone(),
        other => panic!("{other:?}"),
    };
    let first = told();
    assert!(first[4].present && !first[3].present, "{first:?}");
    assert!(told().is_empty());
    let moved = table.bench.lock().unwrap().take(4).unwrap();
    table.bench.lock().unwrap().insert(2, moved);
    let changes = told();
    let changed = |slot: usize| (changes[slot].present, changes[slot].changed);
    assert_eq!((changed(2), changed(4)), ((true, true), (false, true)));
    assert_eq!(
        (changed(0), changed(1), changed(3)),
        ((false, false), (false, false), (false, false))
    );
    assert_eq!(table.card().slot(), 2);
}

/// How a card or its reader never comes to an end.
#[derive(Debug, Clone, Copy)]
enum Endless {
    /// The reader asks for more time.
    Time,
    /// Answers of a byte, each with another to follow (extended APDU level).
    Pieces,
    /// Blocks of T=1 with another to follow.
    Blocks,
    /// T=1: the card asks for waiting time.
    Waiting,
    /// T=1: the card changes the size of blocks.
    Sizes,
    /// T=1: damaged blocks.
    Damage,
    /// T=0: 61xx.
    Status61,
    /// T=0: 6Cxx.
    Status6C,
    /// Answers to commands that nobody gave.
    Others,
}

/// A reader that is well until the card is powered.
struct Never {
    how: Endless,
    bench: InMemory,
    asked: [u8; 3],
    begun: bool,
    number: bool,
    answers: u32,
}

impl Never {
    fn block(&mut self) -> Vec<u8> {
        let control = match self.how {
            Endless::Blocks => {
                let number = std::mem::replace(&mut self.number, false);
                self.number = !number;
                u8::from(number) << 6 | 0x20
            }
            Endless::Waiting => 0xC3,
            _ => 0xC1,
        };
        let mut block = vec![0, control, 1, 1];
        block.push(block.iter().fold(0, |sum, byte| sum ^ byte));
        if matches!(self.how, Endless::Damage) {
            block[4] ^= 0xFF;
        }
        block
    }
}

impl CcidTransport for Never {
    fn send(&mut self, message: &[u8], deadline: Instant) -> Result<(), Error> {
        self.asked = [message[0], message[5], message[6]];
        if message[0] == 0x6F {
            self.begun = true;
        }
        if self.begun {
            Ok(())
        } else {
            self.bench.send(message, deadline)
        }
    }

    fn receive(&mut self, deadline: Instant) -> Result<Zeroizing<Vec<u8>>, Error> {
        if !self.begun {
            return self.bench.receive(deadline);
        }
        // Real ones are slower.
        std::thread::sleep(Duration::from_micros(100));
        self.answers += 1;
        let [kind, slot, sequence] = self.asked;
        let (status, own, data) = match self.how {
            _ if kind != 0x6F => (0, 0, Vec::new()),
            Endless::Time => (0x80, 0, Vec::new()),
            Endless::Pieces => (0, if self.answers == 1 { 1 } else { 3 }, vec![0x55]),
            Endless::Status61 => (0, 0, vec![0x55, 0x61, 0x05]),
            Endless::Status6C => (0, 0, vec![0x6C, 0x05]),
            Endless::Others => (0, 0, vec![0x90, 0x00]),
            _ => (0, 0, self.block()),
        };
        let other = u8::from(matches!(self.how, Endless::Others));
        let answered = if kind == 0x6F { 0x80 } else { 0x81 };
        let mut message = vec![answered];
        message.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        message.extend([slot, sequence.wrapping_sub(other), status, 1, own]);
        message.extend(data);
        Ok(Zeroizing::new(message))
    }

    fn notifications(&mut self) -> Result<Vec<Notification>, Error> {
        Ok(Vec::new())
    }
}

#[test]
fn a_card_that_never_ends_is_given_up_when_the_time_of_a_command_is_over() {
    let one = Duration::from_millis(700);
    let mut longest = Duration::ZERO;
    let mut count = 0;
    for (level, how) in [
        (LEVELS[0], Endless::Time),
        (LEVELS[0], Endless::Pieces),
        (LEVELS[0], Endless::Others),
        (LEVELS[2], Endless::Time),
        (LEVELS[2], Endless::Blocks),
        (LEVELS[2], Endless::Waiting),
        (LEVELS[2], Endless::Sizes),
        (LEVELS[2], Endless::Damage),
        (LEVELS[3], Endless::Time),
        (LEVELS[3], Endless::Status61),
        (LEVELS[3], Endless::Status6C),
        (LEVELS[4], Endless::Time),
    ] {
        let table = Table::new(level);
        let bench = InMemory {
            bench: Arc::clone(&table.bench),
            answers: VecDeque::new(),
            sent: Arc::clone(&table.sent),
        };
        let never = Never {
            how,
            bench,
            asked: [0; 3],
            // The size of blocks is agreed on before the first command.
            begun: false,
            number: false,
            answers: 0,
        };
        let descriptor = table.bench.lock().unwrap().descriptor();
        let mut descriptor = Descriptor::find(&descriptor).unwrap();
        descriptor.features |= 0x0400;
        let patience = Patience {
            answer: Duration::from_millis(100),
            command: one,
        };
        let mut card = Card::open(Reader::new(never, descriptor, patience)).unwrap();
        let begun = Instant::now();
        let given_up = card.exchange(SELECT).map(|answer| answer.to_vec());
        let took = begun.elapsed();
        // 6Cxx a second time is an answer, and no PIV application gives it.
        let ended = match (&given_up, how) {
            (Ok(answer), Endless::Status6C) => answer.ends_with(&[0x6C, 0x05]),
            (Err(Error::Silent | Error::CardProtocol(_) | Error::CardMute), _) => true,
            _ => false,
        };
        assert!(ended, "{how:?}: {given_up:?}");
        // Giving up takes no longer than an answer may.
        assert!(took < one + Duration::from_secs(2), "{how:?}: {took:?}");
        longest = longest.max(took);
        count += 1;
    }
    println!(
        "{count} ways to never end; given up after {} ms of {} at the latest",
        longest.as_millis(),
        one.as_millis()
    );
}
