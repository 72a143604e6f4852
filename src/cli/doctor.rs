//! `doctor`: looks at everything the station needs and says what to mend. One check that fails does not stop
//! the others.

use serde_json::{Value, json};

use super::arguments::Global;
use super::output::Answer;
use super::{Failure, Outcome, session};
use crate::workflow::hardware;

pub(super) fn run(global: &Global, _output: &super::output::Output) -> Outcome {
    let checks: [(&str, Result<String, Failure>); 4] = [
        ("system file", store(global)),
        ("encoder", encoder(global)),
        ("fob", fob(global)),
        ("programming key", token(global)),
    ];
    let mut items = Vec::new();
    let mut first = None;
    let checks = checks
        .into_iter()
        .map(|(name, outcome)| (name.to_owned(), outcome));
    for (name, outcome) in checks.chain(usb(global)) {
        items.push(match outcome {
            Ok(found) => json!({"id": name, "name": name, "state": "ok", "found": found}),
            Err(Failure::Station(error)) => {
                let view: Value = json!({"id": name, "name": name, "state": "wrong", "found": error.to_string(), "code": error.code()});
                first = first.or(Some(error));
                view
            }
            Err(Failure::Usage(sentence)) => json!({"id": name, "name": name, "state": "not checked", "found": sentence}),
            Err(Failure::Bench { message, .. }) => json!({"id": name, "name": name, "state": "wrong", "found": message}),
            Err(Failure::Partly(..)) => json!({"id": name, "name": name, "state": "wrong"}),
        });
    }
    let answer = Answer::from(json!({"items": items}));
    match first {
        Some(error) => Err(Failure::Partly(Box::new(answer), error)),
        None => Ok(answer),
    }
}

/// Every reader on USB by itself. One that cannot be used is wrong only where a programming key on USB is named;
/// who works without one need not care.
fn usb(global: &Global) -> Vec<(String, Result<String, Failure>)> {
    let needed = global
        .token
        .as_deref()
        .is_some_and(|token| token.starts_with("usb"));
    let readers = match hardware::usb_readers() {
        Ok(readers) => readers,
        Err(error) if needed => return vec![("USB".to_owned(), Err(error.into()))],
        Err(error) => return vec![("USB".to_owned(), Err(Failure::Usage(error.to_string())))],
    };
    if readers.is_empty() {
        let nothing = "no smart card reader or security key is plugged in".to_owned();
        return vec![("USB".to_owned(), Err(Failure::Usage(nothing)))];
    }
    let outcome = |reader| match hardware::usb_obstacle(reader) {
        None => Ok("can be used".to_owned()),
        Some(error) if needed => Err(error.into()),
        Some(error) => Err(Failure::Usage(format!(
            "seen, not usable ({})",
            error.code()
        ))),
    };
    readers
        .iter()
        .map(|reader| (format!("USB {}", reader.label()), outcome(reader)))
        .collect()
}

fn store(global: &Global) -> Result<String, Failure> {
    let station = session::reading(global)?;
    let report = station.verify()?;
    Ok(format!(
        "{}: whole, log {} verified",
        station.info()?.name,
        report.head.short()
    ))
}

fn encoder(global: &Global) -> Result<String, Failure> {
    if global.encoder.is_none() {
        return Err(Failure::Usage(
            "no encoder named: give --encoder PORT or set KEYWRIGHT_ENCODER".to_owned(),
        ));
    }
    drop(session::encoder(global)?);
    Ok("a PN532 answers".to_owned())
}

fn fob(global: &Global) -> Result<String, Failure> {
    if global.encoder.is_none() {
        return Err(Failure::Usage("needs the encoder".to_owned()));
    }
    let info = session::encoder(global)?.look()?;
    let Some(info) = info else {
        return Err(Failure::Usage("no fob lies on the encoder".to_owned()));
    };
    let uid = crate::model::Uid::new(&info.uid)?;
    Ok(format!(
        "{} {uid}, {} bytes free, {:?}",
        info.chip.name(),
        info.free,
        info.state
    ))
}

fn token(global: &Global) -> Result<String, Failure> {
    if global.token.is_none() {
        return Err(Failure::Usage(
            "no programming key named: give --token or set KEYWRIGHT_TOKEN".to_owned(),
        ));
    }
    let station = session::reading(global)?;
    let mut token = session::token(global, &station)?;
    let authority = crate::workflow::Authority::unlock(&station, &mut *token)?;
    Ok(format!(
        "{} opens the system's secrets, generation {}",
        token.label(),
        authority.generation().get()
    ))
}
