//! `programming-key`, `campaign` and the recovery code: who holds the authority, and what is done when it is lost.

mod adding;
mod asked;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use self::asked::Secrets;
use super::arguments::{self, Campaign as CampaignVerb, Global, ProgrammingKey as Verb};
use super::output::{Answer, Output};
use super::told::Told;
use super::view::name_user;
use super::{Failure, Outcome, session, told};
use crate::device::enrolment::{Step, Wishes};
use crate::device::piv::PinState;
use crate::device::programming_key::{self, LastTry, Pin, Puk};
use crate::i18n::Arguments;
use crate::model::OperatorId;
use crate::store::{self, Stored};
use crate::workflow::campaign::Campaign;
use crate::workflow::hardware::{self, BlockedToken, BoxedProgrammingKey, NewToken};
use crate::workflow::operators::OperatorRecord;
use crate::workflow::recovery::Sheet;
use crate::workflow::{Error, Station};

pub(super) fn run(global: &Global, verb: &Verb, output: &Output) -> Outcome {
    match verb {
        Verb::List => {
            let station = session::reading(global)?;
            let keys = station.read(|reading| reading.programming_keys())?;
            let operators = station.operators()?;
            let items = keys.iter().map(|key| view(&station, key, &operators));
            Ok(json!({"items": items.collect::<Result<Vec<_>, _>>()?}).into())
        }
        Verb::Show { key } => shown(&session::reading(global)?, key),
        Verb::Prepare { label, renew, puk } => {
            let name = session::token_name(global)?;
            let mut token = hardware::new_token(None, &name)?;
            if *renew && global.system.as_deref().is_some_and(Path::exists) {
                token.refuse_in_use(&session::reading(global)?)?;
            }
            let told = (Told::pin(global), Told::puk(puk.puk_file.as_deref()));
            let secrets = asked::secrets(global, told, &mut token, label)?;
            let (key, steps) = prepare(global, token, &secrets, label, *renew, puk)?;
            let mut answer = token_view(&key);
            answer["steps"] = json!(steps);
            Ok(answer.into())
        }
        Verb::Unblock {
            puk,
            risk_last_puk_try,
        } => {
            let last_puk_try = if *risk_last_puk_try {
                LastTry::Risk
            } else {
                LastTry::Keep
            };
            let mut token = BlockedToken::find(&session::token_name(global)?)?;
            let told = Told::puk(puk.puk_file.as_deref());
            let (puk, pin) = asked::for_unblocking(global, told, &mut token, last_puk_try)?;
            let state = token.unblock(&puk, &pin, last_puk_try)?;
            let tries = match state.pin {
                PinState::Tries(left) => json!(left),
                PinState::Verified | PinState::Blocked | PinState::Untold => Value::Null,
            };
            Ok(json!({"id": state.serial, "name": state.label, "pin_tries": tries, "unblocked": true}).into())
        }
        Verb::Add(wanted) => adding::add(global, wanted, output),
        Verb::Edit {
            key,
            label,
            add_operator,
            remove_operator,
        } => {
            let mut station = session::writing(global)?;
            let record = station.programming_key(key)?;
            let mut chosen = record.operators.clone();
            chosen.extend(operators(&station, add_operator)?);
            let gone = operators(&station, remove_operator)?;
            chosen.retain(|operator| !gone.contains(operator));
            station.edit_programming_key(&record, label.as_deref(), Some(chosen))?;
            shown(&station, &record.id.to_string())
        }
        Verb::Remove { key } => removed(global, key, false, output),
        Verb::Lost {
            key,
            pin_may_be_known,
        } => removed(global, key, *pin_may_be_known, output),
    }
}

fn removed(global: &Global, key: &str, stolen: bool, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.programming_key(key)?;
    let mut token = session::token(global, &station)?;
    let removal = station.remove_programming_key(&record, stolen, &mut *token)?;
    let mut answer = json!({
        "id": record.id,
        "name": record.label,
        "serial": record.serial,
        "removed": true,
        "ways_left": removal.ways_left,
    });
    if let Some(new_secrets) = removal.new_secrets {
        answer["new_secrets"] = json!(new_secrets.as_str());
        answer["campaign"] = campaign_view(&station, &station.campaign()?)?;
    }
    if removal.ways_left < 2 {
        answer["notice"] = json!(output.text("told-one-way", &Arguments::new()));
    }
    Ok(answer.into())
}

/// Makes a token ready; with the steps that were taken.
fn prepare(
    global: &Global,
    token: NewToken,
    secrets: &Secrets,
    label: &str,
    renew: bool,
    options: &arguments::Puk,
) -> Result<(BoxedProgrammingKey, Vec<&'static str>), Failure> {
    let pin = Pin::new(&secrets.pin)?;
    let puk = secrets.puk.as_ref();
    let puk = puk.map(|puk| Puk::new(puk)).transpose()?;
    let management = options
        .management_key_file
        .as_deref()
        .map(told::in_file)
        .transpose()?;
    let management = management
        .map(|text| {
            let digits = text.replace([' ', ':'], "");
            let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(digits.as_bytes());
            bytes.map(Zeroizing::new)
        })
        .transpose()
        .map_err(|_| programming_key::Error::ManagementKeyShape)?;
    let wishes = Wishes {
        pin: &pin,
        puk: puk.as_ref(),
        management: management.as_deref().map(Vec::as_slice),
        label,
        renew,
        last_try: session::last_try(global),
    };
    let mut steps = Vec::new();
    let mut note = |step: Step| steps.push(step.as_str());
    let key = token.enrol(&wishes, &mut note)?;
    Ok((key, steps))
}

fn operators(station: &Station, names: &[String]) -> Result<BTreeSet<OperatorId>, Error> {
    let of = |name: &String| Ok(station.operator_named(name)?.operator.id);
    names.iter().map(of).collect()
}

fn token_view(key: &BoxedProgrammingKey) -> Value {
    let print = data_encoding::HEXUPPER.encode(&key.certificate().fingerprint());
    json!({"id": key.serial(), "name": key.label(), "serial": key.serial(), "fingerprint": print})
}

fn shown(station: &Station, key: &str) -> Outcome {
    let record = station.programming_key(key)?;
    Ok(view(station, &record, &station.operators()?)?.into())
}

/// A programming key with its operators; what they may do is a right of the station's software.
fn view(
    station: &Station,
    key: &Stored<store::ProgrammingKey>,
    operators: &[OperatorRecord],
) -> Result<Value, Error> {
    let certificate = crate::secrets::certificate::Certificate::from_der(&key.certificate)?;
    let own = operators
        .iter()
        .filter(|one| key.operators.contains(&one.operator.id));
    let mut permissions = BTreeSet::new();
    let mut people = Vec::new();
    for one in own {
        let roles = one
            .roles
            .iter()
            .flat_map(|role| role.permissions.iter().copied());
        let may: BTreeSet<_> = roles.collect();
        let name = one.user.full_name();
        let mut person = json!({"id": one.operator.id, "name": name, "email": one.user.email, "permissions": may});
        name_user(&mut person, Some(one.user.id), Some(&name));
        people.push(person);
        permissions.extend(may);
    }
    let envelopes = station.read(|reading| reading.envelopes())?;
    let opens = |envelope: &store::Envelope| {
        crate::secrets::envelope::is_for(&envelope.cms, &certificate).unwrap_or(false)
    };
    let generations: Vec<_> = envelopes
        .iter()
        .filter(|one| opens(one))
        .map(|one| one.generation)
        .collect();
    Ok(json!({
        "id": key.id,
        "name": key.label,
        "serial": key.serial,
        "subject": certificate.subject(),
        "fingerprint": data_encoding::HEXUPPER.encode(&certificate.fingerprint()),
        "operators": people,
        "permissions": permissions,
        "opens_generations": generations,
    }))
}

pub(super) fn campaign(global: &Global, verb: &CampaignVerb) -> Outcome {
    match verb {
        CampaignVerb::Show => {
            let station = session::reading(global)?;
            Ok(campaign_view(&station, &station.campaign()?)?.into())
        }
        CampaignVerb::Start => {
            let mut station = session::writing(global)?;
            let mut token = session::token(global, &station)?;
            let status = station.start_campaign(&mut *token)?;
            Ok(campaign_view(&station, &status)?.into())
        }
    }
}

/// `lock stolen`.
pub(super) fn stolen(global: &Global, lock: &str) -> Outcome {
    let mut station = session::writing(global)?;
    let record = station.lock(lock)?;
    let mut token = session::token(global, &station)?;
    let status = station.lock_stolen(&record, &mut *token)?;
    Ok(json!({
        "id": record.lock.id,
        "name": record.lock.name,
        "number": record.lock.number,
        "stolen": true,
        "campaign": campaign_view(&station, &status)?,
    })
    .into())
}

fn campaign_view(station: &Station, status: &Campaign) -> Result<Value, Error> {
    let mut locks = Vec::new();
    for id in &status.locks_left {
        let lock = station.read(|reading| reading.lock(*id))?.lock;
        locks.push(json!({"id": lock.id, "name": lock.name, "number": lock.number}));
    }
    let mut keys = Vec::new();
    for id in &status.fobs_left {
        let key = station.read(|reading| reading.key(*id))?.key;
        keys.push(
            json!({"id": key.id, "name": key.number.to_string(), "number": key.number, "generation": key.generation}),
        );
    }
    Ok(json!({
        "id": status.generation,
        "name": format!("generation {}", status.generation.get()),
        "generation": status.generation,
        "media_generation": status.media,
        "phase": status.phase.as_str(),
        "locks": {"total": status.locks, "left": status.locks_left.len()},
        "fobs": {"total": status.fobs, "left": status.fobs_left.len()},
        "locks_left": locks,
        "fobs_left": keys,
        "due": status.due,
    }))
}

/// `system rehearse-recovery`.
pub(super) fn rehearse(global: &Global, file: Option<&Path>) -> Outcome {
    let mut station = session::writing(global)?;
    let _code = station.rehearse_recovery(&Told::recovery_code(file).read()?)?;
    let info = station.info()?;
    Ok(json!({
        "id": info.id,
        "name": info.name,
        "recovery_rehearsed": info.recovery_rehearsed,
        "ways": station.ways_to_the_secrets()?,
    })
    .into())
}

/// `system recovery-sheet`: the sheet itself is the text. A new one is told before the old code ends: an answer that
/// comes after that might never come.
pub(super) fn sheet(global: &Global, renew: bool, file: Option<&Path>, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let info = station.info()?;
    let answer = |sheet: &Sheet| {
        let text = written(sheet, output);
        let json =
            json!({"id": info.id, "name": info.name, "recovery_code": *sheet.code, "sheet": text});
        Answer::with_text(json, Some(text))
    };
    if !renew {
        let code = station.rehearse_recovery(&Told::recovery_code(file).read()?)?;
        return Ok(answer(&station.recovery_sheet(&code)?));
    }
    let password = told::password(global)?;
    let mut token = session::token(global, &station)?;
    let mut told = false;
    let renewed = station.renew_recovery(&password, &mut *token, &mut |sheet| {
        told = output.answer(&answer(sheet)).is_ok();
        told
    });
    match renewed {
        Ok(()) => Ok(Answer::told()),
        Err(error) if told => Err(Failure::Partly(Box::new(Answer::told()), error)),
        Err(error) => Err(error.into()),
    }
}

fn written(sheet: &Sheet, output: &Output) -> String {
    let words = Arguments::from([
        ("system", sheet.system.clone().into()),
        ("code", sheet.code.to_string().into()),
        ("date", sheet.date.clone().into()),
    ]);
    output.text("recovery-sheet", &words)
}
