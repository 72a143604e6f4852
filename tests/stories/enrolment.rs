//! A token from the factory becomes a programming key: in every cipher, cut off at every command in both ways, with
//! wrong PINs, and on tokens that lie.

mod other_cards;

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use keywright::bench::token::{Token, factory_algorithm};
use keywright::device::enrolment::{self, Step, Wishes};
use keywright::device::piv::management::{Cipher, ManagementKey};
use keywright::device::piv::{PinState, Piv, Reference, StoredManagement};
use keywright::device::programming_key::{
    Error, LastTry, Pin, PivProgrammingKey, ProgrammingKey, Puk,
};
use keywright::device::token_link::ApduLink;
use keywright::secrets::random::{OsRandom, SeededRandom};

/// A token in the hand: plugged in anew with each link.
#[derive(Clone)]
struct Hand {
    token: Rc<RefCell<Token>>,
    _folder: Rc<tempfile::TempDir>,
}

/// One visit of a token.
struct Link {
    hand: Hand,
    /// Commands until it is pulled; none = never.
    left: Option<u32>,
    /// Whether the command that is cut off was still carried out.
    executes: bool,
    sent: Rc<RefCell<u32>>,
    /// A card from before SP 800-73-4: it forgets its PIN when its power goes, at no command.
    old: bool,
}

impl Hand {
    fn new(cipher: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let token = Token::factory(
            &mut OsRandom,
            "empty",
            &folder.path().join("token.json"),
            factory_algorithm(cipher).unwrap(),
        );
        Self {
            token: Rc::new(RefCell::new(token.unwrap())),
            _folder: Rc::new(folder),
        }
    }

    fn link(&self) -> Link {
        self.token.borrow_mut().reset();
        Link {
            hand: self.clone(),
            left: None,
            executes: false,
            sent: Rc::default(),
            old: false,
        }
    }

    fn pulled_after(&self, commands: u32, executes: bool) -> Link {
        Link {
            left: Some(commands),
            executes,
            ..self.link()
        }
    }
}

impl Link {
    fn of_an_old_card(self) -> Self {
        Self { old: true, ..self }
    }
}

impl ApduLink for Link {
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
        *self.sent.borrow_mut() += 1;
        match &mut self.left {
            Some(0) => {
                if self.executes {
                    let _lost = self.hand.token.borrow_mut().apdu(command);
                    self.executes = false;
                }
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            Some(left) => *left -= 1,
            None => {}
        }
        if self.old && command.starts_with(&[0x00, 0x20, 0xFF]) {
            return Ok(vec![0x6A, 0x86]);
        }
        Ok(self.hand.token.borrow_mut().apdu(command))
    }

    fn restart(&mut self) -> io::Result<()> {
        self.hand.token.borrow_mut().reset();
        Ok(())
    }
}

const PIN: &str = "27182818";
const PUK: &str = "31415926";

/// What is asked of a token that becomes a programming key.
pub(crate) fn wishes<'a>(pin: &'a Pin, puk: Option<&'a Puk>) -> Wishes<'a> {
    Wishes {
        pin,
        puk,
        management: None,
        label: "Counter",
        renew: false,
        last_try: LastTry::Keep,
    }
}

fn enrol_with(link: Link, pin: &str, puk: Option<&str>) -> Result<Vec<Step>, Error> {
    let pin = Pin::new(pin).unwrap();
    let puk = puk.map(|puk| Puk::new(puk).unwrap());
    let wishes = wishes(&pin, puk.as_ref());
    let mut steps = Vec::new();
    let link = enrolment::enrol(link, &wishes, &mut OsRandom, &mut |step| steps.push(step))?;
    drop(link);
    Ok(steps)
}

fn enrol(link: Link) -> Result<Vec<Step>, Error> {
    enrol_with(link, PIN, Some(PUK))
}

/// Everything that an enrolled token must be.
fn check(hand: &Hand) {
    let mut key = PivProgrammingKey::open(hand.link()).unwrap();
    assert_eq!(key.label(), "Counter");
    assert_eq!(key.pin_state().unwrap(), PinState::Tries(3));
    key.check_factory_values().unwrap();
    key.verify_pin(&Pin::new(PIN).unwrap(), LastTry::Keep)
        .unwrap();
    let point = *key.certificate().point();
    let _secret = key.agree(&point).unwrap();

    let mut piv = Piv::select(hand.link()).unwrap();
    for of in [Reference::Pin, Reference::Puk, Reference::Management] {
        assert_eq!(piv.metadata(of).unwrap().unwrap().factory, Some(false));
    }
    // Without the PIN nobody sees the management key, with it it is the right one.
    let hidden = StoredManagement::Hidden { status: 0x6982 };
    assert_eq!(piv.stored_management().unwrap(), hidden);
    piv.verify(&Pin::new(PIN).unwrap()).unwrap();
    let stored = piv.stored_management().unwrap().key().unwrap();
    let cipher = piv.management_cipher().unwrap().unwrap();
    let stored = ManagementKey::new(cipher, &stored).unwrap();
    let random = &mut SeededRandom::new(b"check");
    assert!(piv.prove_management(&stored, random).unwrap());
    assert!(
        !piv.prove_management(&ManagementKey::factory(cipher), random)
            .unwrap()
    );
}

#[test]
fn a_token_from_the_factory_becomes_a_programming_key_in_every_cipher() {
    for (name, cipher) in [
        ("3des", Cipher::TripleDes),
        ("aes128", Cipher::Aes128),
        ("aes192", Cipher::Aes192),
        ("aes256", Cipher::Aes256),
    ] {
        let hand = Hand::new(name);
        let mut piv = Piv::select(hand.link()).unwrap();
        assert_eq!(piv.management_cipher().unwrap(), Some(cipher));
        let link = hand.link();
        let sent = Rc::clone(&link.sent);
        let steps = enrol(link).unwrap();
        assert_eq!(
            steps,
            [
                Step::Pin,
                Step::Puk,
                Step::ManagementKey,
                Step::Key,
                Step::Certificate,
                Step::Identity,
                Step::ReadBack
            ]
        );
        check(&hand);
        let commands = *sent.borrow();
        // Again: nothing is left to do but to look.
        assert_eq!(
            enrol_with(hand.link(), PIN, None).unwrap(),
            [Step::ReadBack]
        );
        println!("enrolment with {name}: {commands} commands");
    }
}

#[test]
fn enrolment_cut_off_at_any_command_goes_on_where_it_was() {
    let mut cuts = 0;
    for (executes, old) in [(false, false), (true, false), (false, true), (true, true)] {
        for commands in 0.. {
            let hand = Hand::new("aes192");
            let cut = hand.pulled_after(commands, executes);
            let cut = if old { cut.of_an_old_card() } else { cut };
            match enrol(cut) {
                Ok(_) => break,
                Err(Error::Gone(_)) => {}
                Err(other) => panic!("after {commands}: {other:?}"),
            }
            let whole = hand.link();
            let again = enrol(if old { whole.of_an_old_card() } else { whole });
            assert!(
                again.is_ok(),
                "after {commands}, executed {executes}: {again:?}"
            );
            check(&hand);
            cuts += 1;
        }
    }
    println!("enrolment: pulled out {cuts} times, each finished by the same call");
    assert!(cuts > 60);
}

#[test]
fn a_card_that_forgets_its_pin_at_no_command_is_started_afresh_for_it() {
    for cipher in ["3des", "aes128", "aes192", "aes256"] {
        let hand = Hand::new(cipher);
        let steps = enrol(hand.link().of_an_old_card()).unwrap();
        assert_eq!(steps.last(), Some(&Step::ReadBack), "{cipher}");
        assert!(steps.contains(&Step::ManagementKey), "{cipher}: {steps:?}");
        check(&hand);
        let mut key = PivProgrammingKey::open(hand.link().of_an_old_card()).unwrap();
        key.verify_pin(&Pin::new(PIN).unwrap(), LastTry::Keep)
            .unwrap();
        key.forget_pin().unwrap();
        let mut point = [0; 65];
        point[0] = 4;
        assert!(
            matches!(key.agree(&point), Err(Error::PinMissing)),
            "{cipher}"
        );
    }
}

#[test]
fn what_the_factory_gave_is_refused() {
    let hand = Hand::new("aes192");
    assert!(matches!(Pin::new("123456"), Err(Error::FactoryPin)));
    assert!(matches!(Puk::new("12345678"), Err(Error::FactoryPuk)));
    assert!(matches!(
        enrol_with(hand.link(), PIN, None),
        Err(Error::FactoryPuk)
    ));
    let mut piv = Piv::select(hand.link()).unwrap();
    assert_eq!(
        piv.metadata(Reference::Puk).unwrap().unwrap().factory,
        Some(true)
    );
    // Somebody else made key and certificate and left the rest as it was.
    piv.verify(&Pin::new(PIN).unwrap()).unwrap();
    let random = &mut SeededRandom::new(b"other");
    let factory = ManagementKey::factory(Cipher::Aes192);
    assert!(piv.prove_management(&factory, random).unwrap());
    let point = piv.generate_key_management().unwrap();
    let certificate = keywright::secrets::certificate::Certificate::self_signed_by(
        &point,
        "x",
        [1; 16],
        &mut |digest| piv.key_management_signature(digest).ok(),
    );
    piv.put_key_management_certificate(certificate.unwrap().der())
        .unwrap();
    let mut key = PivProgrammingKey::open(hand.link()).unwrap();
    assert!(matches!(key.check_factory_values(), Err(Error::FactoryPuk)));
    let steps = enrol(hand.link()).unwrap();
    assert_eq!(
        steps,
        [
            Step::Puk,
            Step::ManagementKey,
            Step::Identity,
            Step::ReadBack
        ]
    );
    let mut key = PivProgrammingKey::open(hand.link()).unwrap();
    key.check_factory_values().unwrap();
    assert_eq!(key.label(), "x");
}

#[test]
fn a_wrong_pin_never_blocks_the_token_by_itself_and_its_puk_gives_the_tries_back() {
    let hand = Hand::new("aes192");
    let _steps = enrol(hand.link()).unwrap();
    let wrong = |link| enrol_with(link, "00000000", Some(PUK));
    assert!(matches!(
        wrong(hand.link()),
        Err(Error::WrongPin { left: 2 })
    ));
    assert!(matches!(
        wrong(hand.link()),
        Err(Error::WrongPin { left: 1 })
    ));
    for _ in 0..5 {
        assert!(matches!(wrong(hand.link()), Err(Error::LastPinTry)));
    }
    let mut key = PivProgrammingKey::open(hand.link()).unwrap();
    let zeros = Pin::new("00000000").unwrap();
    assert!(matches!(
        key.verify_pin(&zeros, LastTry::Risk),
        Err(Error::PinBlocked)
    ));
    assert!(matches!(enrol(hand.link()), Err(Error::PinBlocked)));

    let (puk, pin) = (Puk::new(PUK).unwrap(), Pin::new(PIN).unwrap());
    let other = Puk::new("99999999").unwrap();
    let unblock = |puk, last| enrolment::unblock(hand.link(), puk, &pin, last).map(drop);
    let unblocked = unblock(&other, LastTry::Keep);
    assert!(matches!(unblocked, Err(Error::WrongPuk { left: Some(2) })));
    unblock(&puk, LastTry::Keep).unwrap();
    check(&hand);
    // The last one is not sent unless somebody says so, right as it may be.
    for left in [2, 1] {
        let told = unblock(&other, LastTry::Keep);
        assert!(matches!(told, Err(Error::WrongPuk { left: Some(told) }) if told == left));
    }
    for puk in [&puk, &other, &other] {
        assert!(matches!(
            unblock(puk, LastTry::Keep),
            Err(Error::LastPukTry)
        ));
    }
    unblock(&puk, LastTry::Risk).unwrap();
    check(&hand);
}

/// A token that now and then changes a byte of what it says, or its end.
struct Liar {
    link: Link,
    at: u32,
    byte: usize,
    change: u8,
}

impl ApduLink for Liar {
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
        let mut answer = self.link.transmit(command)?;
        if *self.link.sent.borrow() == self.at {
            match self.change {
                0 => answer.truncate(self.byte % answer.len()),
                1 => answer.extend([0x5A; 300]),
                change => {
                    let byte = self.byte % answer.len();
                    answer[byte] ^= change;
                }
            }
        }
        Ok(answer)
    }
}

#[test]
fn a_token_that_lies_is_found_out_or_harmless() {
    let (mut refused, mut taken) = (0, 0);
    for at in (1..45).step_by(3) {
        for (byte, change) in [
            (0, 0x40),
            (1, 0xFF),
            (2, 0),
            (3, 1),
            (9, 0x01),
            (30, 0x80),
            (66, 2),
        ] {
            let hand = Hand::new("aes192");
            let liar = Liar {
                link: hand.link(),
                at,
                byte,
                change,
            };
            let (pin, puk) = (Pin::new(PIN).unwrap(), Puk::new(PUK).unwrap());
            let wishes = wishes(&pin, Some(&puk));
            if enrolment::enrol(liar, &wishes, &mut OsRandom, &mut |_| ()).is_err() {
                refused += 1;
                continue;
            }
            // What was taken over is a token whose key proved itself against its certificate.
            let mut key = PivProgrammingKey::open(hand.link()).unwrap();
            key.verify_pin(&pin, LastTry::Keep).unwrap();
            key.check_factory_values().unwrap();
            taken += 1;
        }
    }
    println!("lying tokens: {refused} refused, {taken} harmless");
    assert!(refused > 40);
}
