//! `programming-key add`: by a programming key of the system or, where none is left, by the recovery code.

use serde_json::json;

use super::super::arguments::{Global, NewKey};
use super::super::output::Output;
use super::super::told::Told;
use super::super::{Outcome, session};
use super::asked;
use super::{operators, prepare, shown};
use crate::i18n::Arguments;
use crate::workflow::Error;
use crate::workflow::hardware::{self, TokenName};
use crate::workflow::programming_keys::NewProgrammingKey;

pub(super) fn add(global: &Global, wanted: &NewKey, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let new = NewProgrammingKey {
        label: wanted.label.clone(),
        operators: operators(&station, &wanted.operator_of_key)?,
    };
    let name = session::token_named(&wanted.new_token)?;
    if matches!(name, TokenName::Bench(_)) && !station.info()?.demo {
        return Err(Error::DemoOnly.into());
    }
    let pin = Told::new_token_pin(wanted.new_token_pin_file.as_deref());
    let puk = Told::puk(wanted.puk.puk_file.as_deref());
    // Once before the other holds its device: what is missing or known is said before any PIN is given.
    let mut there = hardware::new_token(Some(&station), &name)?;
    let _label = station.check_new_key(&new, there.serial().as_deref())?;
    let secrets = asked::secrets(global, (pin, puk), &mut there, &new.label)?;
    drop(there);
    let code = if wanted.with_recovery_code {
        let typed = Told::recovery_code(wanted.recovery_file.as_deref()).read()?;
        Some(station.recovery_code(&typed)?)
    } else {
        None
    };
    let mut authority = match code {
        Some(_) => None,
        None => Some(session::token(global, &station)?),
    };
    let token = hardware::new_token(Some(&station), &name)?;
    let (mut added, steps) = if secrets.puk.is_some() {
        prepare(global, token, &secrets, &wanted.label, false, &wanted.puk)?
    } else {
        let last_try = session::last_try(global);
        (token.open(&secrets.pin, last_try)?, Vec::new())
    };
    let id = match (&mut authority, &code) {
        (Some(authority), _) => station.add_programming_key(&new, &mut **authority, &mut *added)?,
        (None, Some(code)) => station.add_programming_key_by_code(&new, code, &mut *added)?,
        (None, None) => return Err(Error::NoProgrammingKey.into()),
    };
    let mut answer = shown(&station, &id.to_string())?;
    answer.json["steps"] = json!(steps);
    if code.is_some() {
        answer.json["opened_by"] = json!("recovery-code");
        answer.json["notice"] = json!(output.text("told-recovered", &Arguments::new()));
    } else {
        answer.json["opened_by"] = json!("programming-key");
    }
    Ok(answer)
}
