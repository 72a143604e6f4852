//! The contact slot: our own transport against the bench's reader, over a line that is damaged, and what `doctor` says.
//! Programs of others meet the same reader in `piv_peers`.

mod doctor;
mod wire;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use keywright::bench::contact::Contact;
use keywright::bench::fault::{Damage, Direction, LineFault, Piece};
use keywright::bench::reader::Fault;
use keywright::bench::token::{NewToken, Token};
use keywright::device::ccid::CcidTransport as _;
use keywright::device::ccid::card::Card;
use keywright::device::ccid::message::{Notification, SlotChange};
use keywright::device::ccid::twin::TwinTransport;
use keywright::device::contact::{ContactSlot, Content};
use keywright::device::piv::PinState;
use keywright::device::programming_key::{
    Error, LastTry, Pin, PivProgrammingKey, ProgrammingKey as _,
};
use keywright::secrets::random::OsRandom;
use wire::{Noise, OtherMaker, Wire};

/// A reader with a card in it.
struct Table {
    wire: Wire,
    pin: Pin,
    _folder: tempfile::TempDir,
}

impl Table {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("card.json");
        let NewToken { token, pin, .. } = Token::create(&mut OsRandom, "Card", &file).unwrap();
        let wire = Wire::default();
        assert!(wire.contact().0.seat(token).is_none());
        Self {
            wire,
            pin: Pin::new(&pin).unwrap(),
            _folder: folder,
        }
    }

    fn with<R>(&self, what: impl FnOnce(&mut Contact) -> R) -> R {
        what(&mut self.wire.contact().0)
    }

    fn slot(&self) -> Result<ContactSlot<Wire>, &'static str> {
        ContactSlot::on(self.wire.clone(), "memory").map_err(|error| error.code())
    }

    /// Greets the reader, powers the card, selects PIV, reads the certificate (several blocks of T=1).
    fn key(&self) -> Result<PivProgrammingKey<Card<TwinTransport<Wire>>>, &'static str> {
        let card = Card::open(self.slot()?.into_reader()).map_err(|error| error.code())?;
        PivProgrammingKey::open(card).map_err(|error| error.code())
    }
}

#[test]
fn the_slot_is_empty_or_holds_a_piv_card_or_another() {
    let table = Table::new();
    let slot = table.slot().unwrap();
    assert_eq!(slot.firmware(), "Keywright bench twin 1.00");
    assert_eq!(slot.look(), Ok(Content::PivCard));
    let card = table.with(Contact::unseat).unwrap();
    assert_eq!(table.slot().unwrap().look(), Ok(Content::Nothing));
    assert!(table.with(|contact| contact.seat(card)).is_none());
    assert_eq!(table.slot().unwrap().look(), Ok(Content::PivCard));
    // Another maker's reader.
    let other = ContactSlot::on(OtherMaker::new(false), "memory").unwrap();
    assert_eq!(other.firmware(), "");
    assert_eq!(other.look(), Ok(Content::OtherCard));
    let mute = ContactSlot::on(OtherMaker::new(true), "memory").unwrap();
    assert_eq!(mute.look().unwrap_err().code(), "reader-card-mute");
}

#[test]
fn cards_that_come_and_go_are_told_as_the_host_wants_it() {
    let table = Table::new();
    let mut transport = TwinTransport::new(table.wire.clone());
    let soon = || Instant::now() + Duration::from_secs(1);
    let slots = |present| {
        let changed = true;
        Notification::Slots(vec![SlotChange { present, changed }])
    };
    assert_eq!(transport.notifications(), Ok(vec![slots(true)]));
    let card = table.with(Contact::unseat).unwrap();
    assert_eq!(transport.notifications(), Ok(vec![slots(false)]));
    // From now on before the next answer alone.
    let told = [0x6B, 3, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1];
    transport.send(&told, soon()).unwrap();
    assert_eq!(transport.receive(soon()).unwrap()[0], 0x83);
    assert!(table.with(|contact| contact.seat(card)).is_none());
    assert_eq!(transport.notifications(), Ok(Vec::new()));
    let status = [0x65, 0, 0, 0, 0, 0, 2, 0, 0, 0];
    transport.send(&status, soon()).unwrap();
    assert_eq!(transport.receive(soon()).unwrap()[7], 1);
    assert_eq!(transport.notifications(), Ok(vec![slots(true)]));
}

#[test]
fn a_reader_that_misbehaves_is_borne_or_told() {
    let table = Table::new();
    let faults = [
        (Fault::Silent, Some("reader-silent")),
        (Fault::MoreTime(3), None),
        (Fault::StaleAnswer, None),
        (Fault::WrongLength, Some("reader-garbled")),
        (Fault::SlotBusy, Some("reader-busy")),
        (Fault::DamagedBlock, None),
        (Fault::Parity, None),
        (Fault::WaitingTime, None),
        (Fault::BlockSize(16), None),
    ];
    for (fault, expected) in faults {
        let mut key = table.key().unwrap();
        let certificate = key.certificate().clone();
        table.with(|contact| contact.misbehave(fault));
        let outcome = key.pin_state();
        let code = outcome.as_ref().err().map(Error::code);
        assert_eq!(code, expected, "{fault:?}: {outcome:?}");
        drop(key);
        let again = table.key().unwrap();
        assert_eq!(again.certificate(), &certificate, "{fault:?}");
    }
}

#[test]
fn noise_on_the_line_is_known_as_noise_in_seconds() {
    // Calls for time, the beginning of a frame, its refusal, garbage, cards that come and go.
    let kinds: [&[u8]; 5] = [
        &[0x80; 40],
        &[3, 6, 0x80],
        &[3, 0x15, 0x16],
        &[0x41; 60],
        &[0x50, 3],
    ];
    let longest = std::thread::scope(|threads| {
        let lines = kinds
            .into_iter()
            .flat_map(|bytes| [0, 30, 900].map(|pause| (bytes, Duration::from_millis(pause))));
        let greetings: Vec<_> = lines
            .map(|(bytes, pause)| {
                threads.spawn(move || {
                    let started = Instant::now();
                    let told = ContactSlot::on(Noise { bytes, pause }, "memory").map(|_| ());
                    let code = told.map_err(|error| error.code());
                    assert_eq!(code, Err("contact-not-a-reader"), "{bytes:?} {pause:?}");
                    started.elapsed()
                })
            })
            .collect();
        let took = greetings.into_iter().map(|one| one.join().unwrap());
        took.max().unwrap()
    });
    println!("noise was known as noise in {longest:?} at most");
    // Two greetings of two seconds each.
    assert!(longest < Duration::from_secs(6), "{longest:?}");
}

/// The line is sound from here on, and what is under way on it arrives at once.
fn arrive_now(contact: &mut Contact) {
    contact.pause();
    let late: Vec<Piece> = std::iter::from_fn(|| contact.read()).collect();
    contact.heal();
    for piece in late.into_iter().rev() {
        contact.put_back(Piece {
            late: Duration::ZERO,
            ..piece
        });
    }
}

/// One visit: everything of [`Table::key`], then a wrong PIN. The certificate, and what became of the PIN.
fn visit(table: &Table, wrong: &Pin) -> Result<(Vec<u8>, u8), &'static str> {
    let mut key = table.key()?;
    let certificate = key.certificate().der().to_vec();
    match key.verify_pin(wrong, LastTry::Keep) {
        Err(Error::WrongPin { left }) => Ok((certificate, left)),
        Err(error) => {
            // What was cut off does not stop the next command, though what was late arrives before its answer.
            table.with(arrive_now);
            let state = key.pin_state();
            assert!(matches!(state, Ok(PinState::Tries(2 | 3))), "{state:?}");
            Err(error.code())
        }
        Ok(()) => panic!("a wrong PIN was taken"),
    }
}

#[test]
fn any_byte_of_a_visit_may_be_damaged() {
    let table = Table::new();
    let wrong = Pin::new("000000").unwrap();
    let heal = |sent: &str, certificate: &[u8]| {
        table.with(Contact::heal);
        // The next visit succeeds: greeting, card, PIV, certificate, PIN.
        let mut key = table.key().unwrap();
        assert_eq!(key.certificate().der(), certificate, "{sent}");
        // The wrong PIN reached the card once at most, however often the line was asked to repeat.
        let state = key.pin_state().unwrap();
        assert!(matches!(state, PinState::Tries(2 | 3)), "{sent}: {state:?}");
        key.verify_pin(&table.pin, LastTry::Keep).unwrap();
    };
    let _counted_from_here = table.wire.take_bytes();
    let sound = visit(&table, &wrong).unwrap();
    assert_eq!(sound.1, 2);
    let [to_reader, to_host] = table.wire.take_bytes();
    heal("undamaged", &sound.0);
    let full = std::env::var_os("KEYWRIGHT_FULL").is_some();
    let damages = [
        Damage::Drop,
        Damage::Flip(0x01),
        Damage::Flip(0x80),
        Damage::Insert(0x00),
        Damage::Insert(0x03),
        Damage::Duplicate,
        Damage::Delay(20_000),
        Damage::Delay(300_000),
        Damage::Delay(40_000_000),
    ];
    let (mut runs, mut right) = (0, 0);
    let mut told: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut but_late, mut late) = (0, 0);
    for (direction, length) in [
        (Direction::ToReader, to_reader),
        (Direction::ToHost, to_host),
    ] {
        for position in 0..length {
            for (number, damage) in (0_u64..).zip(damages) {
                // Each position has its share of the damages; all of them where there is time.
                if !full && (number + position) % 3 != 0 {
                    continue;
                }
                let what = format!("{direction:?} {position} {damage:?}");
                table.with(|contact| {
                    contact.arm_line(LineFault {
                        direction,
                        position,
                        damage,
                    });
                });
                match visit(&table, &wrong) {
                    Ok(outcome) => {
                        assert_eq!(outcome, sound, "{what}");
                        right += 1;
                    }
                    Err(code) => {
                        // Whatever is told, it is told by a name that says where to look.
                        assert!(NAMED.contains(&code), "{what}: {code}");
                        *told.entry(code).or_default() += 1;
                        but_late += u32::from(!matches!(damage, Damage::Delay(40_000_000)));
                    }
                }
                late += u32::from(matches!(damage, Damage::Delay(40_000_000)));
                runs += 1;
                heal(&what, &sound.0);
            }
        }
    }
    println!(
        "contact slot: {to_reader} bytes to the reader and {to_host} back in a visit, {runs} damaged: {right} right answers, told {told:?} ({but_late} of them not for an answer 40 s late), the next command right each time"
    );
    assert_eq!(right + told.values().sum::<u32>(), runs);
    // An answer that comes when nobody waits for it any more cannot be right; all other damage mostly is mended.
    let (told, early) = (but_late, runs - late);
    assert!(told * 10 <= early, "{told} of {early}");
}

/// What a visit over a damaged line may say.
const NAMED: [&str; 5] = [
    "reader-silent",
    "reader-garbled",
    "contact-silent",
    "contact-not-a-reader",
    "reader-card-mute",
];
