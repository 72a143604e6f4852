//! Lies of a token that shall become a programming key: one that was made ready before, and one from the factory.

use std::time::Instant;

use keywright::bench::token::{NewToken, Token, factory_algorithm};
use keywright::device::enrolment::Wishes;
use keywright::device::programming_key::{LastTry, Pin, Puk, prove};
use keywright::secrets::certificate::Certificate;
use keywright::secrets::random::OsRandom;
use keywright::workflow::hardware::{self, BoxedProgrammingKey};
use keywright::workflow::programming_keys::NewProgrammingKey;
use keywright::workflow::{Authority, Error};

use super::hand::{self, Liar, Lie, Said, always, by_another, changed, endlessly, ready};
use super::unlocking::{Site, about_the_agreement, only_what_may_be_known};
use super::{MOST_TIME, Tally};

const PIN: &str = "27182818";
const PUK: &str = "31415926";
const GENERATE: u8 = 0x47;
const GET_DATA: u8 = 0xCB;

impl Site {
    fn new_token(&self, name: &str) -> (Token, String) {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap().keep();
        let file = folder.join("token.json");
        let NewToken { token, pin, .. } = Token::create(&mut OsRandom, name, &file).unwrap();
        (token, pin.to_string())
    }

    fn factory_token(&self) -> Token {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap().keep();
        let cipher = factory_algorithm("aes192").unwrap();
        Token::factory(&mut OsRandom, "empty", &folder.join("token.json"), cipher).unwrap()
    }

    fn add(
        &mut self,
        liar: &Liar,
        open: impl FnOnce(hardware::NewToken) -> Result<BoxedProgrammingKey, Error>,
    ) -> Result<(), Error> {
        let operators = self.station.operators()?;
        let new = NewProgrammingKey {
            label: "Spare".to_owned(),
            operators: operators.iter().map(|one| one.operator.id).collect(),
        };
        let mut added = open(hardware::new_token(Some(&self.station), &liar.name())?)?;
        let honest = Liar::new(hand::load(&self.file), Box::new(|_, _, _| Said::Own));
        let mut own =
            hardware::open_token_of(&self.station, &honest.name(), &self.pin, LastTry::Keep)?;
        let _id = self
            .station
            .add_programming_key(&new, &mut *own, &mut *added)?;
        Ok(())
    }

    /// Everything that adding changes.
    fn standing(&self) -> (usize, Vec<Vec<u8>>) {
        let read = self.station.read(|reading| {
            let envelopes = reading.envelopes()?;
            let sealed = envelopes.iter().map(|one| one.cms.clone()).collect();
            Ok((reading.programming_keys()?.len(), sealed))
        });
        read.unwrap()
    }

    fn opens(&self) {
        let honest = Liar::new(hand::load(&self.file), Box::new(|_, _, _| Said::Own));
        let mut own =
            hardware::open_token_of(&self.station, &honest.name(), &self.pin, LastTry::Keep)
                .unwrap();
        let _authority = Authority::unlock(&self.station, &mut *own).unwrap();
    }
}

#[test]
fn a_token_that_lies_while_it_is_added_is_not_added() {
    let mut site = Site::new();
    let before = site.standing();
    let other = |site: &Site| {
        let (token, pin) = site.new_token("Other");
        hand::ready(token, &pin)
    };
    let mut lies = about_the_agreement(|| other(&site));
    let own = hand::load(&site.file);
    lies.push((
        "the certificate of one that belongs here".to_owned(),
        by_another(GET_DATA, ready(own, &site.pin)),
        "programming-key-known",
    ));
    let alien = other(&site);
    lies.push((
        "the certificate of another key".to_owned(),
        by_another(GET_DATA, alien),
        "programming-key-untrue",
    ));
    let mut tally = Tally::default();
    for (what, lie, code) in lies {
        let (token, pin) = site.new_token("Spare");
        let liar = Liar::new(token, lie);
        let begun = Instant::now();
        let outcome = site.add(&liar, |token| token.open(&pin, LastTry::Keep));
        let took = begun.elapsed();
        let error = outcome.expect_err(&what);
        assert_eq!(error.code(), code, "{what}: {error:?}");
        assert_eq!(site.standing(), before, "{what}");
        assert!(took < MOST_TIME, "{what}: {took:?}");
        let heard = liar.heard();
        let pins = only_what_may_be_known(&heard, &pin);
        assert!(pins <= 1, "{what}");
        // Nor did it hear the PIN of the other.
        let theirs = site.pin.as_bytes();
        let hears = |command: &Vec<u8>| command.windows(theirs.len()).any(|part| part == theirs);
        assert!(!heard.iter().any(hears), "{what}");
        tally.count(code, heard.len(), took);
    }
    tally.tell("lies while a token is added");
    assert!(tally.lies > 25);
    site.opens();
    // The honest one is added.
    let (token, pin) = site.new_token("Spare");
    let liar = Liar::new(token, Box::new(|_, _, _| Said::Own));
    site.add(&liar, |token| token.open(&pin, LastTry::Keep))
        .unwrap();
    assert_eq!(site.standing().0, 2);
}

/// Makes it ready on the way.
fn enrol(token: hardware::NewToken) -> Result<BoxedProgrammingKey, Error> {
    let (pin, puk) = (Pin::new(PIN)?, Puk::new(PUK)?);
    let wishes = Wishes {
        pin: &pin,
        puk: Some(&puk),
        management: None,
        label: "Spare",
        renew: false,
        last_try: LastTry::Keep,
    };
    token.enrol(&wishes, &mut |_| ())
}

/// Lies of an empty token, and what each is found out as.
fn about_its_key(site: &Site) -> Vec<(&'static str, Lie, &'static str)> {
    let mismatch = "programming-key-key-mismatch";
    let bad = "programming-key-bad-answer";
    let unusable = "programming-key-certificate-unusable";
    let point = |bytes: &[u8]| {
        let length = u8::try_from(bytes.len()).unwrap();
        let mut answer = vec![0x7F, 0x49, length + 2, 0x86, length];
        answer.extend(bytes);
        answer.extend([0x90, 0x00]);
        answer
    };
    // It makes a key nevertheless.
    let instead = |bytes: &[u8]| {
        let answer = point(bytes);
        move |_| answer.clone()
    };
    let (other, _) = site.new_token("Other");
    let theirs = *Certificate::from_der(other.certificate()).unwrap().point();
    let mut bent = theirs;
    bent[40] ^= 1;
    let mut lies: Vec<(&str, Lie, &str)> = vec![
        (
            "a point off the curve",
            changed(GENERATE, instead(&bent)),
            unusable,
        ),
        (
            "another's point",
            changed(GENERATE, instead(&theirs)),
            unusable,
        ),
        ("half a point", always(GENERATE, point(&theirs[..33])), bad),
        ("no point", always(GENERATE, vec![0x90, 0x00]), bad),
        (
            "a point without end",
            endlessly(GENERATE, vec![0x7F, 0x61, 0x05]),
            bad,
        ),
        (
            "no key",
            always(GENERATE, vec![0x6F, 0x00]),
            "programming-key-refused",
        ),
    ];
    // Signs and agrees with another key, so that the certificate made is not one of its own.
    let (token, pin) = site.new_token("Signer");
    lies.push((
        "another's signature",
        by_another(0x87, ready(token, &pin)),
        unusable,
    ));
    // Shows another certificate than was written onto it.
    let (token, pin) = site.new_token("Shown");
    let mut shown = ready(token, &pin);
    let mut written = false;
    lies.push((
        "another certificate than was written",
        Box::new(move |_, command, _| {
            written |=
                command[1] == 0xDB && command.windows(3).any(|tag| tag == [0x5F, 0xC1, 0x0B]);
            if written && matches!(command[1], GET_DATA | 0xC0) {
                Said::Instead(shown.apdu(command))
            } else {
                Said::Own
            }
        }),
        "programming-key-not-read-back",
    ));
    // The first agreement is the signature of the certificate; what comes after it is the proof.
    let mut asked = 0;
    lies.push((
        "a wrong proof",
        changed(0x87, move |mut answer| {
            asked += 1;
            if asked > 1 {
                answer[10] ^= 1;
            }
            answer
        }),
        mismatch,
    ));
    lies
}

#[test]
fn a_token_that_lies_while_it_is_made_ready_is_not_added() {
    let mut site = Site::new();
    let before = site.standing();
    let lies = about_its_key(&site);
    let mut tally = Tally::default();
    for (what, lie, code) in lies {
        let liar = Liar::new(site.factory_token(), lie);
        let begun = Instant::now();
        let outcome = site.add(&liar, enrol);
        let took = begun.elapsed();
        let error = outcome.expect_err(what);
        assert_eq!(error.code(), code, "{what}: {error:?}");
        assert_eq!(site.standing(), before, "{what}");
        assert!(took < MOST_TIME, "{what}: {took:?}");
        tally.count(code, liar.heard().len(), took);
    }
    site.opens();
    tally.tell("lies while a token is made ready");
}

/// Refused, or harmless since the key proved itself after it.
#[test]
fn a_token_that_answers_any_one_command_wrongly_while_it_is_made_ready_does_no_harm() {
    let site = Site::new();
    let honest = Liar::new(site.factory_token(), Box::new(|_, _, _| Said::Own));
    let token = hardware::new_token(Some(&site.station), &honest.name()).unwrap();
    drop(enrol(token).unwrap());
    let commands = u32::try_from(honest.heard().len()).unwrap();
    let answers: [&[u8]; 4] = [b"\x6F\x00", b"\x00\x61\x00", b"\x90\x00", b""];
    let (mut refused, mut harmless) = (0, 0);
    for at in 0..commands {
        for answer in answers {
            let liar = Liar::new(
                site.factory_token(),
                Box::new(move |_, _, number| {
                    if number == at {
                        Said::Instead(answer.to_vec())
                    } else {
                        Said::Own
                    }
                }),
            );
            let begun = Instant::now();
            let token = hardware::new_token(Some(&site.station), &liar.name());
            let outcome = token.and_then(enrol);
            assert!(
                begun.elapsed() < MOST_TIME,
                "command {at}: {:?}",
                begun.elapsed()
            );
            assert!(liar.heard().len() < 300, "command {at}");
            match outcome {
                Ok(mut key) => {
                    prove(&mut *key, &mut OsRandom).unwrap();
                    harmless += 1;
                }
                Err(error) => {
                    assert_ne!(error.code(), "", "command {at}");
                    refused += 1;
                }
            }
        }
    }
    println!(
        "each of {commands} commands answered wrongly in 4 ways: {refused} refused, {harmless} harmless"
    );
    assert!(refused > 80);
}
