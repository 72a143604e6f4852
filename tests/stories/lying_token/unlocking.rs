//! Lies of a programming key of the system, or of what looks like one, when the secrets are opened with it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use keywright::bench::token::{NewToken, Token};
use keywright::device::programming_key::LastTry;
use keywright::i18n::{Language, Texts};
use keywright::model::Email;
use keywright::secrets::random::OsRandom;
use keywright::secrets::signing::PublicKey;
use keywright::time::SystemClock;
use keywright::workflow::{Authority, Error, NewStation, Services, Station, hardware};

use super::hand::{self, Liar, Lie, Said, always, by_another, changed, endlessly};
use super::{MOST_TIME, Tally};

pub(super) const AGREE: u8 = 0x87;
const VERIFY: u8 = 0x20;
const SELECT: u8 = 0xA4;
const GET_DATA: u8 = 0xCB;

/// A system with one programming key.
pub(super) struct Site {
    pub(super) station: Station,
    pub(super) file: PathBuf,
    pub(super) pin: String,
    pub(super) folder: tempfile::TempDir,
}

impl Site {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token.json");
        let NewToken { token, pin, .. } = Token::create(&mut OsRandom, "Office", &file).unwrap();
        let honest = Liar::new(token, Box::new(|_, _, _| Said::Own));
        let mut key = hardware::open_token(&honest.name(), &pin, LastTry::Keep).unwrap();
        let new = NewStation {
            name: "House",
            zone: "Europe/Helsinki".parse().unwrap(),
            demo: true,
            operator: Email::new("locksmith@example.org").unwrap(),
            password: "seven green doors and a bell",
        };
        let services = Services::of_this_computer(Arc::new(SystemClock));
        let path = folder.path().join("house.keywright");
        let opened = Station::init(&path, &new, &mut *key, services).unwrap();
        drop(key);
        Self {
            station: opened.station,
            file,
            pin: pin.to_string(),
            folder,
        }
    }

    /// What a face does: finds the key, gives it its PIN, opens the secrets.
    fn unlock(&self, lie: Lie) -> (Result<(), Error>, Vec<Vec<u8>>, Duration) {
        let liar = Liar::new(hand::load(&self.file), lie);
        let begun = Instant::now();
        let opened = hardware::open_token_of(&self.station, &liar.name(), &self.pin, LastTry::Keep)
            .and_then(|mut key| Authority::unlock(&self.station, &mut *key));
        let took = begun.elapsed();
        (opened.map(drop), liar.heard(), took)
    }
}

/// An answer with this shared secret.
pub(super) fn secret(x: &[u8]) -> Vec<u8> {
    let length = u8::try_from(x.len()).unwrap();
    let mut answer = vec![0x7C, length + 2, 0x82, length];
    answer.extend(x);
    answer.extend([0x90, 0x00]);
    answer
}

/// The x of no point of the curve.
fn off_the_curve() -> Vec<u8> {
    let mut x = [0x11; 33];
    x[0] = 2;
    while PublicKey::from_sec1(&x).is_ok() {
        x[32] += 1;
    }
    x[1..].to_vec()
}

/// Lies about the key agreement, and what each is found out as.
pub(super) fn about_the_agreement(other: impl Fn() -> Token) -> Vec<(String, Lie, &'static str)> {
    let (untrue, refused) = ("programming-key-untrue", "programming-key-refused");
    let mut lies: Vec<(String, Lie, &'static str)> = Vec::new();
    let mut add = |what: &str, lie: Lie, code| lies.push((what.to_owned(), lie, code));
    let flip = |mut answer: Vec<u8>| {
        if answer.ends_with(&[0x90, 0x00]) {
            answer[20] ^= 1;
        }
        answer
    };
    add("a bit of the secret", changed(AGREE, flip), untrue);
    add("zeros", always(AGREE, secret(&[0; 32])), untrue);
    add("ones", always(AGREE, secret(&[0xFF; 32])), untrue);
    add("no point", always(AGREE, secret(&off_the_curve())), untrue);
    add("another token's", by_another(AGREE, other()), untrue);
    let bad = "programming-key-bad-answer";
    for length in [0, 1, 16, 31, 33, 64, 65] {
        let what = format!("{length} bytes");
        add(&what, always(AGREE, secret(&vec![7; length])), bad);
    }
    for answer in [
        &b"\x90\x00"[..],
        b"",
        b"\x90",
        b"\x7C\x22\x82\x20\x90\x00",
        b"\x7C\x00\x90\x00",
        b"\x7C\x82\xFF\xFF\x82\x20\x90\x00",
    ] {
        add("cut short", always(AGREE, answer.to_vec()), bad);
    }
    add(
        "not given",
        always(AGREE, vec![0x69, 0x82]),
        "programming-key-pin-missing",
    );
    for status in [
        0x0000_u16, 0x6300, 0x63C2, 0x6700, 0x6983, 0x6A80, 0x6D00, 0x6F00, 0xFFFF,
    ] {
        let answer = status.to_be_bytes().to_vec();
        add(&format!("{status:04X}"), always(AGREE, answer), refused);
    }
    for data in [0, 1, 2, 64, 255] {
        let mut answer = vec![0x7C; data];
        answer.extend([0x61, 0x10]);
        add("no end of pieces", endlessly(AGREE, answer), bad);
    }
    add(
        "another length",
        endlessly(AGREE, vec![0x6C, 0x22]),
        refused,
    );
    lies
}

/// Once the PIN was given, another token is there.
fn swapped_for(other: Token) -> Lie {
    let mut swapped = Some(other);
    let mut there: Option<Token> = None;
    Box::new(move |_, command, _| {
        if hand::is(command, AGREE) && there.is_none() {
            there = swapped.take().map(|mut token| {
                token.reset();
                token
            });
        }
        match &mut there {
            Some(other) => Said::Instead(other.apdu(command)),
            None => Said::Own,
        }
    })
}

/// The answer with this certificate.
fn named(der: &[u8]) -> Vec<u8> {
    let mut object = vec![0x53, 0x82, 0, 0, 0x70, 0x82, 0, 0];
    let length = u16::try_from(der.len()).unwrap();
    object[2..4].copy_from_slice(&(length + 4).to_be_bytes());
    object[6..8].copy_from_slice(&length.to_be_bytes());
    object.extend(der);
    object.extend([0x90, 0x00]);
    object
}

/// Lies about which key it is, what it is, and how its PIN stands; what each is found out as, and whether the PIN may
/// have been given to it.
fn about_itself(site: &Site, alien: &Token) -> Vec<(String, Lie, &'static str, bool)> {
    let (refused, bad) = ("programming-key-refused", "programming-key-bad-answer");
    let mut lies: Vec<(String, Lie, &str, bool)> = Vec::new();
    let mut add = |what: &str, lie: Lie, code, pin| lies.push((what.to_owned(), lie, code, pin));
    // Which key it is, what it is, how its PIN stands: nothing of that costs the PIN.
    let foreign = "programming-key-foreign";
    add(
        "another certificate",
        always(GET_DATA, named(alien.certificate())),
        foreign,
        false,
    );
    let own = hand::load(&site.file).certificate().to_vec();
    let place = own
        .windows(4)
        .position(|four| four == [0x03, 0x42, 0x00, 0x04])
        .unwrap();
    let mut bent = own.clone();
    bent[place + 20] ^= 1;
    let unusable = "programming-key-certificate-unusable";
    add(
        "a certificate off the curve",
        always(GET_DATA, named(&bent)),
        unusable,
        false,
    );
    let garbage = always(GET_DATA, named(&[0x30; 200]));
    add("a certificate that is none", garbage, unusable, false);
    add(
        "an object without end",
        endlessly(GET_DATA, vec![0x53, 0x61, 0x00]),
        bad,
        false,
    );
    add("no object", always(GET_DATA, vec![0x90, 0x00]), bad, false);
    let none = "programming-key-no-certificate";
    add(
        "no certificate",
        always(GET_DATA, vec![0x6A, 0x82]),
        none,
        false,
    );
    add(
        "no PIV",
        always(SELECT, vec![0x6A, 0x82]),
        "programming-key-not-piv",
        false,
    );
    add(
        "PIV without end",
        endlessly(SELECT, vec![0x4F, 0x61, 0x01]),
        bad,
        false,
    );
    let last = "programming-key-last-pin-try";
    add(
        "one try left",
        always(VERIFY, vec![0x63, 0xC1]),
        last,
        false,
    );
    let blocked = "programming-key-pin-blocked";
    add(
        "no try left",
        always(VERIFY, vec![0x63, 0xC0]),
        blocked,
        false,
    );
    add("blocked", always(VERIFY, vec![0x69, 0x83]), blocked, false);
    add(
        "no state of its PIN",
        always(VERIFY, vec![0x6F, 0x00]),
        refused,
        false,
    );
    add(
        "a PIN without end",
        endlessly(VERIFY, vec![0x00, 0x61, 0x01]),
        bad,
        false,
    );
    let wrong = "programming-key-wrong-pin";
    add(
        "a wrong PIN, whatever it is",
        always(VERIFY, vec![0x63, 0xC5]),
        wrong,
        true,
    );
    let believed = always(VERIFY, vec![0x90, 0x00]);
    add(
        "a right PIN, whatever it is",
        believed,
        "programming-key-pin-missing",
        true,
    );
    lies
}

#[test]
fn a_programming_key_that_lies_while_unlocking_opens_nothing() {
    let site = Site::new();
    let other = || {
        let folder = tempfile::tempdir_in(site.folder.path()).unwrap().keep();
        let NewToken { token, pin, .. } =
            Token::create(&mut OsRandom, "Other", &folder.join("token.json")).unwrap();
        hand::ready(token, &pin)
    };
    let refused = "programming-key-refused";
    // With the code that each ends in, and whether the PIN may have gone out before.
    let mut lies: Vec<(String, Lie, &str, bool)> = about_the_agreement(other)
        .into_iter()
        .map(|(what, lie, code)| (what, lie, code, true))
        .collect();

    lies.push((
        "another token from the PIN on".to_owned(),
        swapped_for(other()),
        refused,
        true,
    ));
    lies.extend(about_itself(&site, &other()));
    let mut add = |what: &str, lie: Lie, code, pin| lies.push((what.to_owned(), lie, code, pin));
    let silent: Lie = Box::new(|_, command, _| {
        if hand::is(command, AGREE) {
            Said::Nothing
        } else {
            Said::Own
        }
    });
    add("nothing at all", silent, "programming-key-gone", true);

    let texts = Texts::new(Language::English);
    let mut tally = Tally::default();
    for (what, lie, code, pin) in lies {
        let (outcome, heard, took) = site.unlock(lie);
        let error = outcome.expect_err(&what);
        assert_eq!(error.code(), code, "{what}: {error:?}");
        let (message, remedy) = texts.error(error.code(), &error.arguments());
        assert!(message.len() > 10 && remedy.len() > 10, "{what}");
        assert!(
            took < MOST_TIME && heard.len() < 150,
            "{what}: {took:?}, {}",
            heard.len()
        );
        assert_eq!(
            only_what_may_be_known(&heard, &site.pin),
            u32::from(pin),
            "{what}"
        );
        tally.count(code, heard.len(), took);
    }
    tally.tell("lies while unlocking");
    assert!(tally.lies > 45);
    // None of that changed anything, or cost a try.
    let (honest, heard, _) = site.unlock(Box::new(|_, _, _| Said::Own));
    honest.unwrap();
    assert_eq!(only_what_may_be_known(&heard, &site.pin), 1);
}

/// That a token was sent nothing but questions, points of the curve, and its PIN where PINs go; how often that was.
pub(super) fn only_what_may_be_known(heard: &[Vec<u8>], pin: &str) -> u32 {
    let mut pins = 0;
    for command in heard {
        let data = command.get(5..).unwrap_or_default();
        match (command[1], data.len()) {
            (SELECT | GET_DATA | 0xC0 | 0xF7, ..=20) | (VERIFY, 0) => {}
            (VERIFY, 8) => pins += 1,
            // A point of a key that is used once.
            (AGREE, 72) => {
                assert_eq!(data[..6], [0x7C, 0x45, 0x82, 0x00, 0x85, 0x41]);
                let _point = PublicKey::from_sec1(&data[6..71]).unwrap();
            }
            _ => panic!("{command:02X?}"),
        }
        let has_pin = command
            .windows(pin.len())
            .any(|part| part == pin.as_bytes());
        assert_eq!(
            has_pin,
            command[1] == VERIFY && data.len() == 8,
            "{command:02X?}"
        );
    }
    pins
}
