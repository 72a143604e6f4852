use super::*;
use crate::device::ccid::{self, message::Fault};

#[test]
fn every_obstacle_has_a_cause_and_a_remedy_in_every_language() {
    let device = || "Key (1209:0001)".to_owned();
    let usb = [
        Error::NotThere { serial: None },
        Error::NotThere {
            serial: Some("1".to_owned()),
        },
        Error::NoneMeant {
            serials: vec!["1".to_owned()],
        },
        Error::Several {
            serials: vec!["1".to_owned()],
        },
        Error::Busy { device: device() },
        Error::NoPermission { device: device() },
        Error::NoDriver { device: device() },
        Error::Gone { device: device() },
        Error::Unusable {
            device: device(),
            what: "endpoints",
        },
        Error::Failed("reason".to_owned()),
    ];
    let reader = [
        ccid::Error::Gone,
        ccid::Error::Silent,
        ccid::Error::Stalled,
        ccid::Error::Broken("reason".to_owned()),
        ccid::Error::Malformed("length"),
        ccid::Error::NoCard,
        ccid::Error::CardMute,
        ccid::Error::SlotBusy,
        ccid::Error::Refused(Fault::Parity),
        ccid::Error::CardProtocol("number"),
        ccid::Error::Unsupported("level"),
        ccid::Error::TooLong,
    ];
    let codes = usb.iter().map(Error::code);
    let codes: Vec<_> = codes.chain(reader.iter().map(ccid::Error::code)).collect();
    for (language, texts) in [
        ("en", include_str!("../../../resources/i18n/en/device.ftl")),
        ("fi", include_str!("../../../resources/i18n/fi/device.ftl")),
        ("sv", include_str!("../../../resources/i18n/sv/device.ftl")),
        ("de", include_str!("../../../resources/i18n/de/device.ftl")),
    ] {
        for code in &codes {
            for id in [format!("error-{code} ="), format!("error-{code}-remedy =")] {
                let found = texts.lines().any(|line| line.starts_with(&id));
                assert!(found, "{language}: {id}");
            }
        }
    }
}

#[test]
fn a_reader_is_named_by_what_is_known_of_it() {
    let mut found = Found {
        bus: 1,
        address: 2,
        interface: 0,
        vendor: 0x1050,
        product: 0x0407,
        name: None,
        serial: None,
        access: Access::Denied,
    };
    assert_eq!(found.label(), "1050:0407");
    found.name = Some("Key".to_owned());
    assert_eq!(found.label(), "Key (1050:0407)");
    found.serial = Some("77".to_owned());
    assert_eq!(found.label(), "Key (1050:0407, 77)");
}
