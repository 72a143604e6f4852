//! The system's own smart card service (pcscd with libccid) holds the readers, as it does on most computers.

use std::process::{Child, Command, Stdio};

use keywright::device::card_service;
use keywright::device::programming_key::LastTry;
use keywright::device::usb::{self, Access, Found};
use keywright::workflow::hardware::{self, TokenName};
use serde_json::Value;

use crate::control;
use crate::kit::{Bench, KEY, doctor, none_left, use_key, wait_for};

/// The service, as long as the value lives.
struct Service(Child);

impl Service {
    fn start() -> Self {
        let mut command = Command::new("/usr/sbin/pcscd");
        let quiet = command.arg("--foreground").stdin(Stdio::null());
        let service = Self(
            quiet
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap(),
        );
        let _answers = wait_for(|| card_service::readers().ok());
        service
    }

    /// The names of its readers, once they are so many.
    fn readers(count: usize) -> Vec<String> {
        wait_for(|| {
            card_service::readers()
                .ok()
                .filter(|readers| readers.len() == count)
        })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let id = rustix::process::Pid::from_child(&self.0);
        let _asked = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        let _ended = self.0.wait();
    }
}

fn qemu(found: &Found) -> bool {
    (found.vendor, found.product) == (0x08E6, 0x4433)
}

/// The state of every reader on USB, once it is the same for all.
fn all_are(access: Access, count: usize) -> Vec<Found> {
    wait_for(|| {
        let found = usb::list().unwrap();
        let all = found.len() == count && found.iter().all(|one| one.access == access);
        all.then_some(found)
    })
}

fn opens(name: &TokenName, pin: &str) {
    let mut key = hardware::open_token(name, pin, LastTry::Keep).unwrap();
    key.forget_pin().unwrap();
    use_key(&mut *key, pin);
}

/// A reader that the service holds keeps nobody from a key: `doctor` finds nothing wrong, and says how it is reached.
fn in_order_for_doctor(number: &str) {
    let port = control::plug_encoder(0);
    let (code, said) = doctor("usb:LAB0001");
    assert_eq!(code, Some(0), "{said}");
    let told: Value = serde_json::from_str(&said).unwrap();
    let items = told["items"].as_array().unwrap();
    let item = |word: &str| {
        let mut items = items.iter();
        let named = items.find(|item| item["name"].as_str().unwrap().contains(word));
        named.unwrap_or_else(|| panic!("no {word}: {said}")).clone()
    };
    let key = item("programming key");
    assert_eq!(key["state"], "ok", "{said}");
    assert!(key["found"].as_str().unwrap().contains(number), "{said}");
    let reader = item("USB Bench Key");
    assert_eq!(reader["state"], "ok", "{said}");
    assert!(
        reader["found"]
            .as_str()
            .unwrap()
            .contains("smart card service"),
        "{said}"
    );
    // The encoder that nobody named is found.
    let mut all = items.iter();
    let found = all.find(|item| item["id"] == "encoder").unwrap();
    assert_eq!(found["state"], "ok", "{said}");
    assert!(found["found"].as_str().unwrap().contains(&port), "{said}");
    // Where no encoder is named, the ports that may be one are, with the option to give.
    let encoder = item(&port);
    let option = format!("--encoder {port}");
    assert!(
        encoder["found"].as_str().unwrap().contains(&option),
        "{said}"
    );
    assert!(
        encoder["found"].as_str().unwrap().contains("0403:6001"),
        "{said}"
    );
    control::pull_encoder();
}

/// First QEMU's reader alone, which we did not write; then the bench's key beside it.
pub fn held_by_the_service() {
    none_left();
    let any = TokenName::Usb(None);
    let qemus_pin = std::fs::read_to_string("/lab/pin").unwrap();
    let (free, held) = (Access::Free, Access::Busy);
    let _before = all_are(free, 1);
    opens(&any, &qemus_pin);

    let service = Service::start();
    let readers = Service::readers(1);
    assert!(!readers[0].contains("Bench Key"), "{readers:?}");
    let found = all_are(held, 1);
    assert!(found.iter().all(qemu));
    assert!(matches!(usb::open(&found[0]), Err(usb::Error::Busy { .. })));
    opens(&any, &qemus_pin);

    let mut bench = Bench::new(KEY);
    let readers = Service::readers(2);
    assert!(
        readers.iter().any(|name| name.contains("(LAB0001)")),
        "{readers:?}"
    );
    let _held = all_are(held, 2);
    let own: TokenName = "usb:LAB0001".parse().unwrap();
    opens(&own, &bench.pin);
    let state = hardware::look_at_token(&own).unwrap();
    assert_eq!(state.serial, bench.card_number);
    in_order_for_doctor(&bench.card_number);

    // The service ends: USB itself again, with nobody to be told.
    drop(service);
    let _free = all_are(free, 2);
    assert_eq!(
        card_service::readers(),
        Err(card_service::Error::NotRunning)
    );
    opens(&own, &bench.pin);
    bench.pull_out();
    opens(&any, &qemus_pin);
}

/// Every key in the service; the number on USB says which one is meant, and so does that of the card.
pub fn by_number() {
    none_left();
    let first = Bench::numbered(KEY, Some("LAB0001"));
    let second = Bench::numbered(KEY, Some("LAB0002"));
    let _there = (first.found(), second.found());
    let _service = Service::start();
    let _readers = Service::readers(3);
    let _held = all_are(Access::Busy, 3);
    let number = |name: &str, pin: &str| {
        let opened = hardware::open_token(&name.parse().unwrap(), pin, LastTry::Keep);
        opened.map(|key| key.serial().to_owned())
    };
    for bench in [&second, &first] {
        let device = bench.with_key(|key| key.serial.clone()).unwrap();
        for name in [device.to_lowercase(), bench.card_number.clone()] {
            let found = number(&format!("usb:{name}"), &bench.pin).unwrap();
            assert_eq!(found, bench.card_number);
        }
    }
    assert_eq!(number("usb", &first.pin).unwrap_err().code(), "usb-several");
}
