//! A reader with two slots: the card in the second one.

use std::path::Path;

use keywright::bench::reader::Reader as BenchReader;
use keywright::bench::token::{NewToken, Token};
use keywright::device::ccid::CcidTransport as _;
use keywright::device::ccid::message::Notification;
use keywright::device::enrolment::{self, Wishes};
use keywright::device::programming_key::{self, LastTry, Pin, Puk};
use keywright::device::token_link::ApduLink;
use keywright::secrets::random::OsRandom;
use keywright::workflow::hardware;

use crate::kit::{Bench, KEY, SECOND, use_key, wait_for};
use crate::site::is_told;

struct New {
    token: Token,
    pin: String,
    number: String,
}

fn new_token(folder: &Path, name: &str) -> New {
    let file = folder.join(name).with_extension("json");
    let NewToken { token, pin, .. } = Token::create(&mut OsRandom, name, &file).unwrap();
    let number = token.serial();
    let pin = pin.to_string();
    New { token, pin, number }
}

/// Found, used, moved and removed, beside another card and alone.
pub fn second_slot() {
    let folder = tempfile::tempdir().unwrap();
    let mine = new_token(folder.path(), "mine");
    let other = new_token(folder.path(), "other");
    let (pin, number) = (mine.pin.clone(), mine.number.clone());
    let reader = BenchReader::with_slots(vec![None, Some(mine.token)], KEY);
    let mut bench = Bench::of_reader(reader, Some("LAB0042"), (mine.pin, mine.number, folder));
    bench.plug_in();
    let found = bench.found();
    let descriptor = *bench.reader(SECOND).descriptor();
    assert_eq!((descriptor.slots, descriptor.busy_slots), (2, 1));
    let open = |number: &str, pin: &str| hardware::open_usb_token(Some(number), pin, LastTry::Keep);
    let mut key = open(&number, &pin).unwrap();
    key.forget_pin().unwrap();
    use_key(&mut *key, &pin);
    drop(key);
    // By the number of the device too, as long as there is one card in it.
    drop(open("LAB0042", &pin).unwrap());

    // The reader tells of each slot by interrupt.
    let mut transport = bench.transport();
    let mut told = || {
        wait_for(|| {
            let told = transport.notifications().unwrap();
            told.into_iter().find_map(|told| match told {
                Notification::Slots(slots) => {
                    Some([0, 1].map(|slot: usize| (slots[slot].present, slots[slot].changed)))
                }
                Notification::Hardware { .. } => None,
            })
        })
    };
    assert_eq!(told().map(|slot| slot.0), [false, true]);
    bench.with_key(|key| key.reader.insert(0, other.token));
    assert_eq!(told(), [(true, true), (true, false)]);
    drop(transport);

    // Each of two cards by its own number; the device alone says too little.
    drop(open(&number, &pin).unwrap());
    drop(open(&other.number, &other.pin).unwrap());
    let several = open("LAB0042", &pin).map(drop).unwrap_err();
    assert_eq!(is_told(&several), "usb-several");
    assert!(
        several
            .arguments()
            .values()
            .any(|told| format!("{told:?}").contains(&number))
    );

    // Moved under the station's hands: the old way is gone, and the card is found where it is now, locked.
    let mut key = open(&number, &pin).unwrap();
    let point = *key.certificate().point();
    let _secret = key.agree(&point).unwrap();
    bench.with_key(|key| {
        drop(key.reader.take(0));
        let moved = key.reader.take(1).unwrap();
        key.reader.insert(0, moved);
    });
    let gone = key.agree(&point);
    assert!(
        matches!(gone, Err(programming_key::Error::Gone(_))),
        "{gone:?}"
    );
    drop(key);
    let mut key = open(&number, &pin).unwrap();
    key.forget_pin().unwrap();
    use_key(&mut *key, &pin);
    drop(key);

    // Removed.
    let _removed = bench.with_key(|key| key.reader.take(0));
    let none = open("LAB0042", &pin).map(drop).unwrap_err();
    assert_eq!(is_told(&none), "usb-not-there");
    assert_eq!(bench.found(), found);
}

/// A token on its own, its commands counted.
struct Counted(Token, u32);

impl ApduLink for &mut Counted {
    fn transmit(&mut self, command: &[u8]) -> std::io::Result<Vec<u8>> {
        self.1 += 1;
        Ok(self.0.apdu(command))
    }
}

/// Finding the only token costs nothing but selecting it, and what was read of it is not read again.
pub fn nothing_twice() {
    let pin = Pin::new("27182818").unwrap();
    let puk = Puk::new("31415926").unwrap();
    let wishes = Wishes {
        pin: &pin,
        puk: Some(&puk),
        management: None,
        label: "Counter",
        renew: false,
        last_try: LastTry::Keep,
    };
    let folder = tempfile::tempdir().unwrap();
    let cipher = keywright::bench::token::factory_algorithm("aes192").unwrap();
    let token = Token::factory(&mut OsRandom, "a", &folder.path().join("a.json"), cipher);
    let mut counted = Counted(token.unwrap(), 0);
    let _link = enrolment::enrol(&mut counted, &wishes, &mut OsRandom, &mut |_| ()).unwrap();
    let alone = counted.1;

    let mut bench = Bench::from_the_factory(Some("LAB0043"));
    bench.plug_in();
    let _there = bench.found();
    let name = "usb:LAB0043".parse().unwrap();
    bench.with_key(|key| key.commands = 0);
    let key = hardware::enrol_token(&name, &wishes, &mut |_| ()).unwrap();
    let found = bench.with_key(|key| key.commands);
    drop(key);
    println!("LAB note: enrolling takes {alone} commands, {found} with finding the token on USB");
    assert_eq!(found, alone);
}
