//! PIN and PUK of a token that becomes a programming key, or whose PIN was lost: from files and variables or, where a
//! person sits at a terminal, typed; told before what they are for and how many tries are left.

use zeroize::Zeroizing;

use super::super::arguments::Global;
use super::super::told::{self, Told};
use super::super::{Failure, session};
use crate::device::enrolment::AskedPuk;
use crate::device::programming_key::{self, LastTry, Pin, Puk};
use crate::i18n::Arguments;
use crate::workflow::Error;
use crate::workflow::hardware::{BlockedToken, NewToken};

/// What a token is made a programming key with.
pub(super) struct Secrets {
    pub(super) pin: Zeroizing<String>,
    /// None where none was told, and none is needed or nobody can be asked.
    pub(super) puk: Option<Zeroizing<String>>,
}

/// PIN and PUK for a token that shall be a programming key with this label.
pub(super) fn secrets(
    global: &Global,
    (told_pin, told_puk): (Told<'_>, Told<'_>),
    token: &mut NewToken,
    label: &str,
) -> Result<Secrets, Failure> {
    let puk = told_puk.read_if_told()?;
    let ask_puk = told_puk.may_be_asked(global);
    if !told_pin.may_be_asked(global) {
        let pin = told_pin.read()?;
        let puk = if ask_puk {
            asked_puk(global, token.asks()?.puk)?
        } else {
            puk
        };
        return Ok(Secrets { pin, puk });
    }
    let asks = token.asks()?;
    let pin = if asks.new_pin {
        told::asked_twice(global, "ask-new-pin", &Arguments::new())?
    } else {
        let may_be_asked = asks.pin.lets_try(session::last_try(global));
        may_be_asked.map_err(of_token)?;
        told::asked_pin(global, label, asks.pin)?
    };
    // Nothing is done to a token before all is known to be of use.
    let _well_formed = Pin::new(&pin).map_err(of_token)?;
    let puk = match puk {
        None if ask_puk => asked_puk(global, asks.puk)?,
        puk => puk,
    };
    Ok(Secrets { pin, puk })
}

fn asked_puk(global: &Global, what_for: AskedPuk) -> Result<Option<Zeroizing<String>>, Failure> {
    let question = match what_for {
        AskedPuk::Known => return Ok(None),
        AskedPuk::New => "ask-new-puk",
        AskedPuk::Untold => "ask-puk-untold",
    };
    let puk = told::asked_twice(global, question, &Arguments::new())?;
    let _well_formed = Puk::new(&puk).map_err(of_token)?;
    Ok(Some(puk))
}

/// PUK and new PIN for a token whose PIN is lost.
pub(super) fn for_unblocking(
    global: &Global,
    told: Told<'_>,
    token: &mut BlockedToken,
    last_puk_try: LastTry,
) -> Result<(Puk, Pin), Failure> {
    let puk = told.read_or_ask(global, || {
        let mut values = Arguments::new();
        let question = match token.puk_tries(last_puk_try)? {
            Some(1) => "ask-puk-last",
            Some(left) => {
                let _none = values.insert("left", left.to_string().into());
                "ask-puk"
            }
            None => "ask-puk-plain",
        };
        told::asked(global, question, &values)
    })?;
    let puk = Puk::new(&puk).map_err(of_token)?;
    let pin = told::new_pin(global)?;
    Ok((puk, Pin::new(&pin).map_err(of_token)?))
}

fn of_token(error: programming_key::Error) -> Failure {
    Error::from(error).into()
}
