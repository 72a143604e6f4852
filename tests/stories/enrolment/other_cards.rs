//! Cards that keep less of the standard: that do not tell the tries of their PIN, or cannot be told to forget it.

use super::*;

/// A card that answers some commands in its own way.
struct Odd<F> {
    link: Link,
    lie: F,
}

impl<F: Fn(&[u8]) -> Option<[u8; 2]>> ApduLink for Odd<F> {
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
        match (self.lie)(command) {
            Some(status) => Ok(status.to_vec()),
            None => self.link.transmit(command),
        }
    }

    fn restart(&mut self) -> io::Result<()> {
        self.link.hand.token.borrow_mut().reset();
        Ok(())
    }
}

/// What cards say to the question for the tries that do not answer it: given already, wrong length, wrong parameters,
/// unknown instruction, not allowed now.
const UNTOLD: [[u8; 2]; 5] = [
    [0x90, 0x00],
    [0x67, 0x00],
    [0x6A, 0x86],
    [0x6D, 0x00],
    [0x69, 0x85],
];

/// Answers the empty VERIFY with this; and knows nothing of metadata, or does.
fn silent(status: [u8; 2], metadata: bool) -> impl Fn(&[u8]) -> Option<[u8; 2]> {
    move |command| match command {
        [_, 0x20, 0x00, 0x80] => Some(status),
        [_, 0xF7, ..] if !metadata => Some([0x6D, 0x00]),
        _ => None,
    }
}

fn open(hand: &Hand, status: [u8; 2], metadata: bool) -> impl ProgrammingKey {
    let lie = silent(status, metadata);
    let link = hand.link();
    PivProgrammingKey::open(Odd { link, lie }).unwrap()
}

fn tries(hand: &Hand) -> PinState {
    let mut piv = Piv::select(hand.link()).unwrap();
    piv.pin_state().unwrap()
}

#[test]
fn a_card_that_does_not_tell_its_tries_gets_no_pin_unless_that_is_risked() {
    let (right, wrong) = (Pin::new(PIN).unwrap(), Pin::new("00000000").unwrap());
    for status in UNTOLD {
        let hand = Hand::new("aes192");
        let _steps = enrol(hand.link()).unwrap();
        for pin in [&wrong, &wrong, &wrong, &right] {
            let mut key = open(&hand, status, false);
            assert_eq!(key.pin_state().unwrap(), PinState::Untold, "{status:02X?}");
            let refused = key.verify_pin(pin, LastTry::Keep);
            assert!(matches!(refused, Err(Error::PinUntold)), "{refused:?}");
        }
        assert_eq!(tries(&hand), PinState::Tries(3), "nothing was sent");
        // It serves who risks it, and once it has the PIN it may be given again.
        let mut key = open(&hand, status, false);
        key.verify_pin(&right, LastTry::Risk).unwrap();
        assert_eq!(key.pin_state().unwrap(), PinState::Verified);
        key.verify_pin(&right, LastTry::Keep).unwrap();
        let point = *key.certificate().point();
        let _secret = key.agree(&point).unwrap();
        // After a wrong one nothing is known any more.
        let refused = key.verify_pin(&wrong, LastTry::Keep);
        assert!(matches!(refused, Err(Error::WrongPin { left: 2 })));
        let refused = key.verify_pin(&wrong, LastTry::Keep);
        assert!(matches!(refused, Err(Error::PinUntold)));
    }
}

#[test]
fn where_the_question_for_the_tries_fails_the_metadata_tell_them() {
    let wrong = Pin::new("00000000").unwrap();
    for status in UNTOLD {
        let hand = Hand::new("aes192");
        let _steps = enrol(hand.link()).unwrap();
        for left in [2, 1] {
            let mut key = open(&hand, status, true);
            assert_eq!(key.pin_state().unwrap(), PinState::Tries(left + 1));
            let refused = key.verify_pin(&wrong, LastTry::Keep);
            assert!(matches!(refused, Err(Error::WrongPin { left: told }) if told == left));
        }
        let mut key = open(&hand, status, true);
        let refused = key.verify_pin(&wrong, LastTry::Keep);
        assert!(matches!(refused, Err(Error::LastPinTry)), "{refused:?}");
        let refused = key.verify_pin(&wrong, LastTry::Risk);
        assert!(matches!(refused, Err(Error::PinBlocked)), "{refused:?}");
        let mut key = open(&hand, status, true);
        assert_eq!(key.pin_state().unwrap(), PinState::Blocked);
    }
}

#[test]
fn a_card_that_told_once_and_refuses_then_is_another_visit() {
    let hand = Hand::new("aes192");
    let _steps = enrol(hand.link()).unwrap();
    let asked = std::cell::Cell::new(0);
    let lie = |command: &[u8]| match command {
        [_, 0x20, 0x00, 0x80] => {
            asked.set(asked.get() + 1);
            (asked.get() > 2).then_some([0x6D, 0x00])
        }
        _ => None,
    };
    let link = hand.link();
    let mut key = PivProgrammingKey::open(Odd { link, lie }).unwrap();
    key.verify_pin(&Pin::new(PIN).unwrap(), LastTry::Keep)
        .unwrap();
    assert_eq!(key.pin_state().unwrap(), PinState::Verified);
    let refused = key.pin_state();
    assert!(matches!(refused, Err(Error::Refused { status: 0x6D00 })));
}

#[test]
fn a_card_that_cannot_be_told_to_forget_its_pin_is_enrolled_all_the_same() {
    for status in [[0x6A, 0x86], [0x67, 0x00], [0x6D, 0x00], [0x6B, 0x00]] {
        let hand = Hand::new("aes192");
        let lie = |command: &[u8]| matches!(command, [_, 0x20, 0xFF, ..]).then_some(status);
        let (pin, puk) = (Pin::new(PIN).unwrap(), Puk::new(PUK).unwrap());
        let wishes = wishes(&pin, Some(&puk));
        let mut steps = Vec::new();
        let link = hand.link();
        let enrolled = enrolment::enrol(Odd { link, lie }, &wishes, &mut OsRandom, &mut |step| {
            steps.push(step);
        });
        assert!(enrolled.is_ok(), "after {steps:?}: {:?}", enrolled.err());
        drop(enrolled);
        assert_eq!(steps.last(), Some(&Step::ReadBack));
        check(&hand);
        // And a key forgets it.
        let link = hand.link();
        let mut key = PivProgrammingKey::open(Odd { link, lie }).unwrap();
        key.verify_pin(&pin, LastTry::Keep).unwrap();
        key.forget_pin().unwrap();
        let point = *key.certificate().point();
        assert!(matches!(key.agree(&point), Err(Error::PinMissing)));
    }
}
