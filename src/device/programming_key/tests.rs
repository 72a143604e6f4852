use super::*;
use crate::secrets::{
    envelope::{self, AgreementKey},
    random::SeededRandom,
};
use std::{cell::RefCell, rc::Rc};

/// A card reduced to its PIN counter, to see what is sent and what is not.
#[derive(Clone)]
struct Counter {
    tries: Rc<RefCell<u8>>,
    sent: Rc<RefCell<u32>>,
    certificate: Vec<u8>,
}

impl ApduLink for Counter {
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
        let mut tries = self.tries.borrow_mut();
        Ok(match command {
            [_, 0xCB, .., 0x0B, 0x00] => {
                let mut object = vec![0x53, 0x82, 0, 0, 0x70, 0x82, 0, 0];
                let length = u16::try_from(self.certificate.len()).unwrap();
                object[2..4].copy_from_slice(&(length + 4).to_be_bytes());
                object[6..8].copy_from_slice(&length.to_be_bytes());
                object.extend_from_slice(&self.certificate);
                object.extend_from_slice(&[0x90, 0x00]);
                object
            }
            [_, 0xCB, ..] => vec![0x6A, 0x82],
            [_, 0x20, 0, 0x80] if *tries == 0 => vec![0x69, 0x83],
            [_, 0x20, 0, 0x80] => vec![0x63, 0xC0 | *tries],
            [_, 0x20, 0, 0x80, ..] => {
                *self.sent.borrow_mut() += 1;
                *tries -= 1;
                vec![0x63, 0xC0 | *tries]
            }
            [_, 0x87, ..] => vec![0x69, 0x82],
            _ => vec![0x90, 0x00],
        })
    }
}

fn card(tries: u8) -> (Counter, PivProgrammingKey<Counter>) {
    let key = AgreementKey::generate(&mut SeededRandom::new(b"card")).unwrap();
    let certificate =
        Certificate::self_signed(&key.certifying_key().unwrap(), "card", [3; 16]).unwrap();
    let counter = Counter {
        tries: Rc::new(RefCell::new(tries)),
        sent: Rc::default(),
        certificate: certificate.der().to_vec(),
    };
    let opened = PivProgrammingKey::open(counter.clone()).unwrap();
    (counter, opened)
}

#[test]
fn the_last_try_is_not_sent_unless_somebody_risks_it() {
    let (counter, mut key) = card(2);
    let pin = Pin::new("27182818").unwrap();
    assert!(matches!(
        key.verify_pin(&pin, LastTry::Keep),
        Err(Error::WrongPin { left: 1 })
    ));
    for _ in 0..5 {
        assert!(matches!(
            key.verify_pin(&pin, LastTry::Keep),
            Err(Error::LastPinTry)
        ));
    }
    assert_eq!(*counter.sent.borrow(), 1);
    assert!(matches!(
        key.verify_pin(&pin, LastTry::Risk),
        Err(Error::PinBlocked)
    ));
    assert!(matches!(
        key.verify_pin(&pin, LastTry::Risk),
        Err(Error::PinBlocked)
    ));
    assert_eq!(*counter.sent.borrow(), 2);
}

#[test]
fn a_card_without_guid_is_known_by_its_fingerprint() {
    let (_, key) = card(3);
    assert_eq!(key.serial().len(), 32);
    assert_eq!(key.label(), "card");
}

#[test]
fn the_factory_pin_and_misshapen_pins_are_refused() {
    assert!(matches!(Pin::new("123456"), Err(Error::FactoryPin)));
    for text in ["", "12345", "123456789", "12345\u{e4}", "1234 6"] {
        assert!(matches!(Pin::new(text), Err(Error::PinShape)));
    }
    assert_eq!(format!("{:?}", Pin::new("314159").unwrap()), "Pin(..)");
}

#[test]
fn why_the_token_refused_reaches_the_opener_of_an_envelope() {
    let (_, mut key) = card(3);
    let certificate = key.certificate().clone();
    let blob = envelope::seal(
        b"x",
        std::slice::from_ref(&certificate),
        &mut SeededRandom::new(b"s"),
    )
    .unwrap();
    let Err(secrets::Error::Agreement(source)) =
        envelope::open(&blob, &certificate, &mut Agreement(&mut key))
    else {
        panic!("opened without PIN")
    };
    assert!(matches!(
        source.downcast_ref::<Error>(),
        Some(Error::PinMissing)
    ));
}

#[test]
fn only_what_says_so_means_that_the_key_is_gone() {
    let device = || "YubiKey 5".to_owned();
    let io = |kind: io::ErrorKind| Error::Gone(kind.into());
    let gone = [
        io(io::ErrorKind::BrokenPipe),
        io(io::ErrorKind::UnexpectedEof),
        io(io::ErrorKind::NotFound),
        io(io::ErrorKind::ConnectionRefused),
        Error::lost(ccid::Error::NoCard.into()),
        Error::lost(ccid::Error::Gone.into()),
        usb::Error::NotThere { serial: None }.into(),
        usb::Error::Gone { device: device() }.into(),
        usb::Error::NoneMeant { serials: vec![] }.into(),
        card_service::Error::NotThere { name: device() }.into(),
        Error::NotPiv,
        Error::NoCertificate,
    ];
    for error in gone {
        assert!(error.is_gone(), "{error:?}");
    }
    let there = [
        io(io::ErrorKind::TimedOut),
        io(io::ErrorKind::WouldBlock),
        io(io::ErrorKind::PermissionDenied),
        Error::lost(ccid::Error::Silent.into()),
        Error::lost(ccid::Error::SlotBusy.into()),
        Error::lost(ccid::Error::CardMute.into()),
        usb::Error::Busy { device: device() }.into(),
        usb::Error::NoPermission { device: device() }.into(),
        usb::Error::NoDriver { device: device() }.into(),
        usb::Error::Several { serials: vec![] }.into(),
        usb::Error::Failed(String::new()).into(),
        card_service::Error::NotRunning.into(),
        card_service::Error::Busy { reader: device() }.into(),
        Error::Refused { status: 0x6F00 },
        Error::BadAnswer("length"),
        Error::WrongPin { left: 2 },
    ];
    for error in there {
        assert!(!error.is_gone(), "{error:?}");
    }
}
