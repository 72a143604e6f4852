//! `doctor`: looks at everything the station needs and says what to mend. One check that fails does not stop
//! the others.

use serde_json::{Value, json};

use super::arguments::Global;
use super::output::{Answer, Form, Output};
use super::{Failure, Outcome, session};
use crate::device::contact::Content;
use crate::device::encoder::FobState;
use crate::device::line::serial;
use crate::device::piv::PinState;
use crate::device::{programming_key, usb};
use crate::i18n::Arguments;
use crate::workflow::capacity::room;
use crate::workflow::clock::ClockFault;
use crate::workflow::{Error, hardware};

/// What a check found: the text `doctor-<id>` with its values.
type Found = (&'static str, Arguments);

/// Why a check could not be made, or what is wrong.
enum Trouble {
    /// Told by code, cause and remedy.
    Wrong(Failure),
    /// Nothing to look at.
    NotChecked(Found),
    /// It works, and could be better.
    Bearable(Found),
}

impl<E: Into<Failure>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Wrong(error.into())
    }
}

type Check = Result<Found, Trouble>;

pub(super) fn run(global: &Global, output: &Output) -> Outcome {
    // What names no programming key at all is mistyped, here as everywhere.
    if let Some(token) = &global.token {
        let _named = session::token_named(token)?;
    }
    let encoder = encoder(global);
    // What is wrong with the encoder is told once.
    let fob = match &encoder {
        Err(Trouble::Wrong(_) | Trouble::NotChecked(_)) => Err(nothing("doctor-needs-encoder")),
        _ => fob(global, output),
    };
    let token = token(global);
    let blames_usb = blames_usb(&token);
    let checks: [(&str, &str, Check); 5] = [
        ("system file", "doctor-name-store", store(global)),
        ("encoder", "doctor-name-encoder", encoder),
        ("fob", "doctor-name-fob", fob),
        ("programming key", "doctor-name-token", token),
        ("contact slot", "doctor-name-contact", contact(global)),
    ];
    let checks = checks.into_iter().map(|(id, name, outcome)| {
        let name = output.text(name, &Arguments::new());
        (id.to_owned(), name, outcome)
    });
    let ports = ports(global)
        .into_iter()
        .map(|(name, outcome)| (name.clone(), name, outcome));
    let usb = usb(global, blames_usb)
        .into_iter()
        .map(|(name, outcome)| (name.clone(), name, outcome));
    let service = service(global)
        .into_iter()
        .map(|(name, outcome)| (name.clone(), name, outcome));
    let mut items = Vec::new();
    let mut first = None;
    for (id, name, outcome) in checks.chain(ports).chain(usb).chain(service) {
        let mut item = json!({"id": id, "name": name, "state": "ok"});
        let found = match outcome {
            Ok((text, values)) => output.text(text, &values),
            Err(Trouble::NotChecked((text, values))) => {
                item["state"] = json!("not checked");
                output.text(text, &values)
            }
            Err(Trouble::Bearable((text, values))) => {
                item["state"] = json!("warning");
                output.text(text, &values)
            }
            Err(Trouble::Wrong(Failure::Usage(usage))) => {
                item["state"] = json!("not checked");
                output.usage(&usage)
            }
            Err(Trouble::Wrong(Failure::Station(error) | Failure::Partly(_, error))) => {
                item["state"] = json!("wrong");
                output.tell(&mut item, &error);
                let found = output.describe(&error).0;
                first = first.or(Some(error));
                found
            }
            Err(Trouble::Wrong(Failure::Bench { code, message })) => {
                item["state"] = json!("wrong");
                item["code"] = json!(code);
                message
            }
        };
        item["found"] = json!(found);
        items.push(item);
    }
    // A table tells each fault once, with what to do.
    let rows: Vec<Value> = items
        .iter()
        .map(|item| json!({"name": item["name"], "state": item["state"], "found": item["found"], "code": item["code"], "remedy": item["remedy"]}))
        .collect();
    let answer = Answer {
        json: json!({"items": items}),
        form: Form::Table(json!({"items": rows})),
    };
    match first {
        Some(error) => Err(Failure::Partly(Box::new(answer), error)),
        None => Ok(answer),
    }
}

fn nothing(id: &'static str) -> Trouble {
    Trouble::NotChecked((id, Arguments::new()))
}

/// Whether the way to the programming key is what is wrong with it.
fn blames_usb(token: &Check) -> bool {
    let Err(Trouble::Wrong(Failure::Station(Error::ProgrammingKey(error)))) = token else {
        return false;
    };
    matches!(
        error,
        programming_key::Error::Usb(_)
            | programming_key::Error::Pcsc(_)
            | programming_key::Error::Gone(_)
    )
}

/// Where no encoder is named, every port on USB that may be one, with the option to give.
fn ports(global: &Global) -> Vec<(String, Check)> {
    if global.encoder.is_some() {
        return Vec::new();
    }
    let told = |port: serial::UsbPort| {
        let values = Arguments::from([
            ("what", port.label().into()),
            ("path", port.path.clone().into()),
        ]);
        let found = Err(Trouble::NotChecked(("doctor-port", values)));
        (port.path, found)
    };
    hardware::serial_ports().into_iter().map(told).collect()
}

/// Every reader on USB by itself. One that cannot be used is wrong only where that keeps the named programming key from
/// us; where it was reached, through the smart card service or in another reader, nobody need care.
fn usb(global: &Global, blamed: bool) -> Vec<(String, Check)> {
    let named = global.token.as_deref();
    let needed = blamed && named.is_some_and(|token| token.starts_with("usb"));
    let serviced = hardware::service_readers().is_ok_and(|readers| !readers.is_empty());
    let unusable = |error: &Error| {
        let reason = Arguments::from([("reason", error.code().into())]);
        Trouble::NotChecked(("doctor-usb-unusable", reason))
    };
    let readers = match hardware::usb_readers() {
        Ok(readers) => readers,
        Err(error) if needed => return vec![("USB".to_owned(), Err(error.into()))],
        Err(error) => return vec![("USB".to_owned(), Err(unusable(&error)))],
    };
    if readers.is_empty() {
        return vec![("USB".to_owned(), Err(nothing("doctor-usb-none")))];
    }
    let outcome = |reader: &usb::Found| match hardware::usb_obstacle(reader) {
        None => Ok(("doctor-usb-free", Arguments::new())),
        Some(error) if needed => Err(error.into()),
        Some(_) if serviced && reader.access == usb::Access::Busy => {
            Ok(("doctor-usb-serviced", Arguments::new()))
        }
        Some(error) => Err(unusable(&error)),
    };
    readers
        .iter()
        .map(|reader| (format!("USB {}", reader.label()), outcome(reader)))
        .collect()
}

/// Every reader of the smart card service by itself, by the name that `--token pcsc:` takes. Without the service
/// nothing is amiss, unless it is named.
fn service(global: &Global) -> Vec<(String, Check)> {
    let token = global.token.as_deref();
    let needed = token.is_some_and(|token| token.starts_with("pcsc"));
    let there = |reader: String| {
        let found = Ok(("doctor-service", Arguments::new()));
        (format!("PC/SC {reader}"), found)
    };
    match hardware::service_readers() {
        Ok(readers) => readers.into_iter().map(there).collect(),
        Err(error) if needed => vec![("PC/SC".to_owned(), Err(error.into()))],
        Err(_) => Vec::new(),
    }
}

fn store(global: &Global) -> Check {
    let station = session::reading(global)?;
    let report = station.verify()?;
    let values = Arguments::from([
        ("name", station.info()?.name.into()),
        ("head", report.head.short().into()),
    ]);
    let zone = station.info()?.zone;
    let (now, fault) = station.look_at_clock()?;
    let mut times = Arguments::from([("now", zone.shown(now).into())]);
    match fault {
        None => {}
        Some(ClockFault::Behind(last)) => {
            let _none = times.insert("last", zone.shown(last).into());
            return Err(Trouble::Bearable(("doctor-clock-behind", times)));
        }
        Some(ClockFault::Impossible) => {
            return Err(Trouble::Bearable(("doctor-clock-impossible", times)));
        }
    }
    Ok(("doctor-store", values))
}

/// Whether the reader answers, and what lies in it. K5 keys cannot be written yet, so nothing is asked of a card but
/// what it is.
fn contact(global: &Global) -> Check {
    let Some(port) = &global.contact else {
        return Err(nothing("doctor-no-contact"));
    };
    let (firmware, content) = hardware::look_at_contact_slot(port)?;
    let text = match content {
        Content::Nothing => "doctor-contact-empty",
        Content::PivCard => "doctor-contact-piv",
        Content::OtherCard => "doctor-contact-other",
    };
    // Some readers do not tell.
    let firmware = if firmware.is_empty() {
        "?".to_owned()
    } else {
        firmware
    };
    Ok((text, Arguments::from([("firmware", firmware.into())])))
}

fn encoder(global: &Global) -> Check {
    let port = match session::encoder_and_port(global) {
        Err(Failure::Station(Error::NoEncoder)) => return Err(nothing("doctor-no-encoder")),
        found => found?.0,
    };
    match hardware::slow_adapter(&port) {
        None if global.encoder.is_none() => {
            let path = Arguments::from([("path", port.display().to_string().into())]);
            Ok(("doctor-encoder-found", path))
        }
        None => Ok(("doctor-encoder", Arguments::new())),
        Some(timer) => {
            let timer = Arguments::from([("timer", timer.to_string().into())]);
            Err(Trouble::Bearable(("doctor-encoder-slow", timer)))
        }
    }
}

/// What lies on the encoder, and whose it is where the system can be asked. A fob of nobody here is a finding.
fn fob(global: &Global, output: &Output) -> Check {
    let mut encoder = session::encoder(global)?;
    let info = encoder.look().map_err(Error::from)?;
    let Some(info) = info else {
        return Err(nothing("doctor-no-fob"));
    };
    let mut values = Arguments::from([
        ("chip", info.chip.name().into()),
        (
            "uid",
            crate::model::Uid::new(&info.uid)
                .map_err(Error::from)?
                .to_string()
                .into(),
        ),
        ("free", info.free.to_string().into()),
    ]);
    if info.state == FobState::Factory {
        let (room, half_list) = match session::reading(global) {
            Ok(station) => station.room(info.free)?,
            Err(_) => room(info.free, 0).map_err(Error::from)?,
        };
        let reckoned = match session::reading(global) {
            Ok(station) => station.room_reckoned(info.free)?,
            Err(_) => None,
        };
        let reckoned = reckoned.filter(|reckoned| *reckoned < room);
        let least = reckoned.map_or_else(|| "same".to_owned(), |bytes| bytes.to_string());
        let _none = values.insert("least", least.into());
        let _none = values.insert("room", room.to_string().into());
        let text = if half_list {
            "doctor-fob-blank-small"
        } else {
            "doctor-fob-blank"
        };
        return Ok((text, values));
    }
    if info.state == FobState::Foreign {
        return Err(Error::from(crate::device::Error::ForeignMasterKey).into());
    }
    let Ok(station) = session::reading(global) else {
        return Ok(("doctor-fob-unasked", values));
    };
    let record = station.key_on_encoder(&mut *encoder)?;
    station.refuse_written_off(&record)?;
    let holder = station.holder(record.key.user)?;
    let _none = values.insert("number", record.key.number.to_string().into());
    let name = holder.map_or_else(
        || output.text("told-removed-user", &Arguments::new()),
        |person| person.user.value.full_name(),
    );
    let _none = values.insert("name", name.into());
    if let Some(told) = station.out_of_use(&record)? {
        values.extend(told);
        return Err(Trouble::Bearable(("doctor-fob-out-of-use", values)));
    }
    let text = if info.state == FobState::Started {
        "doctor-fob-started"
    } else {
        "doctor-fob-ours"
    };
    Ok((text, values))
}

/// The programming key, as far as it shows without its PIN: a wrong one would use up a try for nothing.
fn token(global: &Global) -> Check {
    if global.token.is_none() {
        return Err(nothing("doctor-no-token"));
    }
    // Why the system cannot be asked is told with it.
    let Ok(station) = session::reading(global) else {
        return any_token(global);
    };
    let name = session::permitted(global, station.info()?.demo)?;
    let (found, generation) = hardware::check_token(&station, &name)?;
    let mut values = Arguments::from([
        ("label", found.label.into()),
        ("generation", generation.get().to_string().into()),
    ]);
    let tries = match found.pin {
        PinState::Tries(left) => left.to_string(),
        PinState::Untold => "?".to_owned(),
        PinState::Verified | PinState::Blocked => return Ok(("doctor-token", values)),
    };
    let _none = values.insert("tries", tries.into());
    Ok(("doctor-token-tries", values))
}

/// What the token is that was named, where no system can be asked whose it is.
fn any_token(global: &Global) -> Check {
    let name = session::token_name(global)?;
    let found = match hardware::look_at_any_token(&name) {
        Err(Error::ProgrammingKey(programming_key::Error::Usb(usb::Error::Several {
            serials,
        }))) => {
            let values = Arguments::from([("serials", serials.join(", ").into())]);
            return Err(Trouble::NotChecked(("doctor-token-several", values)));
        }
        found => found?,
    };
    let number = found.number.unwrap_or_else(|| "?".to_owned());
    let mut values = Arguments::from([("number", number.into())]);
    let tries = match found.pin {
        PinState::Tries(left) => left.to_string(),
        PinState::Blocked => "0".to_owned(),
        PinState::Verified | PinState::Untold => "?".to_owned(),
    };
    let _none = values.insert("tries", tries.into());
    let Some(label) = found.label else {
        return Ok(("doctor-token-factory", values));
    };
    let _none = values.insert("label", label.into());
    if found.has_factory_values {
        return Err(Trouble::Bearable(("doctor-token-half-made", values)));
    }
    Ok(("doctor-token-prepared", values))
}
