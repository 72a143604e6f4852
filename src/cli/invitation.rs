//! `invitation`: who was invited, sending, inviting again.

use std::cell::Cell;

use serde_json::{Value, json};

use super::arguments::{Global, Invitation as Verb};
use super::output::{Answer, Output};
use super::view::name_user;
use super::{Failure, Outcome, session, told};
use crate::mail;
use crate::workflow::inviting::{Invitation, Standing};

pub(super) fn run(global: &Global, verb: &Verb, output: &Output) -> Outcome {
    let view = |invitation: &Invitation| view(output, invitation);
    match verb {
        Verb::List { count } => {
            let all = session::reading(global)?.invitations(*count)?;
            Ok(json!({"items": all.iter().map(view).collect::<Vec<_>>()}).into())
        }
        Verb::Show { invitation } => {
            Ok(view(&session::reading(global)?.invitation_named(invitation)?).into())
        }
        Verb::Add { user } => {
            let mut station = session::writing(global)?;
            let user = station.user(user)?.value.id;
            Ok(view(&station.invite(user)?).into())
        }
        Verb::Send => send(global, output),
        Verb::Resend { invitation, anyway } => {
            let mut station = session::writing(global)?;
            let known = station.invitation_named(invitation)?.record;
            let again = station.resend_invitation(known.id, known.version, *anyway)?;
            Ok(view(&again).into())
        }
        Verb::Revoke { invitation } => {
            let mut station = session::writing(global)?;
            let known = station.invitation_named(invitation)?.record;
            Ok(view(&station.revoke_invitation(known.id, known.version)?).into())
        }
        Verb::Accept => {
            let code = told::from_stdin()?;
            let mut station = session::writing(global)?;
            Ok(view(&station.accept_invitation(&code)?).into())
        }
    }
}

/// Sends what is due; each invitation with its outcome, and what stopped the first that failed.
fn send(global: &Global, output: &Output) -> Outcome {
    let mut station = session::writing(global)?;
    let told = Cell::new(0_usize);
    let sent = station.send_invitations(&mut |server, letter| {
        told.set(told.get() + 1);
        mail::deliver(server, letter)
    })?;
    let count = |wanted: Standing| {
        let standings = sent.iter().map(|one| one.invitation.standing);
        standings.filter(|one| *one == wanted).count()
    };
    let items: Vec<Value> = sent
        .iter()
        .map(|one| {
            let mut item = view(output, &one.invitation);
            if let Err(error) = &one.outcome {
                output.tell(&mut item, error);
            }
            item
        })
        .collect();
    let answer: Answer = json!({
        "sent": count(Standing::Sent),
        "put_off": count(Standing::Waiting),
        "failed": count(Standing::Failed),
        "unsure": count(Standing::Unsure),
        "attempts": told.get(),
        "items": items,
    })
    .into();
    match sent.into_iter().find_map(|one| one.outcome.err()) {
        None => Ok(answer),
        Some(error) => Err(Failure::Partly(Box::new(answer), error)),
    }
}

fn view(output: &Output, invitation: &Invitation) -> Value {
    let record = &invitation.record;
    let waits = invitation.standing == Standing::Waiting;
    let failure = invitation.failure();
    let described = failure
        .as_ref()
        .map(|(code, values)| output.describe_code(code, values));
    let (message, remedy) = described.unzip();
    let name = invitation.user.full_name();
    let mut view = json!({
        "id": record.id,
        "name": name,
        "user": invitation.user.id,
        "email": invitation.user.email,
        "language": record.language,
        "state": invitation.standing.as_str(),
        "attempts": record.attempts,
        "created_at": record.created_at,
        "next_attempt_at": waits.then_some(record.next_attempt_at),
        "expires_at": record.expires_at,
        "code": failure.map(|(code, _)| code),
        "message": message,
        "remedy": remedy,
    });
    name_user(&mut view, Some(invitation.user.id), Some(&name));
    view
}
