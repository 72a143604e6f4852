use std::cell::Cell;

use super::*;

type Key = (&'static str, bool);

const OWN: Key = ("own", true);
const OTHER: Key = ("other", false);

fn busy() -> programming_key::Error {
    let device = "1050:0407".to_owned();
    usb::Error::Busy { device }.into()
}

fn denied() -> programming_key::Error {
    let device = "1050:0407".to_owned();
    usb::Error::NoPermission { device }.into()
}

/// What is chosen, and how often the service was asked.
fn chosen(
    serial: Option<&str>,
    sighted: Vec<Result<Key, programming_key::Error>>,
    service: &[Key],
) -> (Result<&'static str, &'static str>, u32) {
    let asked = Cell::new(0);
    let number = |key: &mut Key| Some(key.0.to_owned());
    let meant = |key: &mut Key| Ok(key.1);
    let wanted = Wanted {
        serial,
        by_device: false,
        number: &number,
        meant: Some(&meant),
    };
    let outcome = wanted.choose(sighted, &|| {
        asked.set(asked.get() + 1);
        service.to_vec()
    });
    let outcome = outcome.map(|key| key.0).map_err(|error| error.code());
    (outcome, asked.get())
}

#[test]
fn a_reader_that_is_kept_from_us_is_asked_for_through_the_service() {
    for barred in [busy, denied] {
        let told = chosen(None, vec![Err(barred())], &[OWN]);
        assert_eq!(told, (Ok("own"), 1));
        // Somebody else's key that is free does not hide it.
        let told = chosen(None, vec![Ok(OTHER), Err(barred())], &[OWN]);
        assert_eq!(told, (Ok("own"), 1));
        let told = chosen(Some("OWN"), vec![Ok(OTHER), Err(barred())], &[OTHER, OWN]);
        assert_eq!(told, (Ok("own"), 1));
        // Nobody is asked where the right one was found.
        let told = chosen(None, vec![Ok(OWN), Err(barred())], &[OTHER]);
        assert_eq!(told, (Ok("own"), 0));
        let told = chosen(Some("other"), vec![Ok(OTHER), Err(barred())], &[OWN]);
        assert_eq!(told, (Ok("other"), 0));
    }
}

#[test]
fn where_the_service_has_nothing_it_is_told_what_usb_said() {
    assert_eq!(chosen(None, vec![Err(busy())], &[]), (Err("usb-busy"), 1));
    let told = chosen(None, vec![Err(denied())], &[]);
    assert_eq!(told, (Err("usb-no-permission"), 1));
    let told = chosen(Some("own"), vec![Err(denied())], &[OTHER]);
    assert_eq!(told, (Err("usb-no-permission"), 1));
    // The one that is there is alone, whosever it is: whoever asked for it says so.
    let told = chosen(None, vec![Ok(OTHER), Err(denied())], &[]);
    assert_eq!(told, (Ok("other"), 1));
    let told = chosen(None, vec![Ok(OTHER), Err(busy())], &[OTHER]);
    assert_eq!(told, (Err("usb-none-meant"), 1));
}
