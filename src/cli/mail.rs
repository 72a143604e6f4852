//! `system mail`: the mail server that takes invitations. Its password comes in by standard input and is never shown.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::arguments::{Global, Mail};
use super::{Failure, Outcome, session, told};
use crate::mail::{self, Secret, Security, Server};
use crate::workflow::inviting::MailSettings;

pub(super) fn run(global: &Global, asked: &Mail) -> Outcome {
    if asked.forget {
        let mut station = session::writing(global)?;
        station.forget_mail_settings()?;
        return Ok(view(None).into());
    }
    if changes(asked) {
        // Asked for before the system is held, which a person who types would do for long.
        let password = asked.account_password_stdin;
        let password = password.then(told::from_stdin);
        let password = password.transpose()?;
        let mut station = session::writing(global)?;
        let settings = changed(station.mail_settings()?, asked, password)?;
        station.set_mail_settings(&settings)?;
    }
    let station = session::reading(global)?;
    let mut answer = view(station.mail_settings()?.as_ref());
    if let Some(to) = &asked.test {
        let (server, letter) = station.trial_letter(to.as_deref())?;
        drop(station);
        mail::deliver(&server, &letter)?;
        answer["test"] = json!(letter.to);
    }
    Ok(answer.into())
}

/// Whether anything is set.
fn changes(asked: &Mail) -> bool {
    let Mail {
        host,
        port,
        security,
        sender,
        account,
        account_password_stdin,
        no_account,
        authority,
        no_authority,
        portal,
        no_portal,
        test: _,
        forget: _,
    } = asked;
    let texts = [host, security, sender, account, portal];
    texts.iter().any(|one| one.is_some())
        || [account_password_stdin, no_account, no_authority, no_portal].contains(&&true)
        || port.is_some()
        || authority.is_some()
}

/// What stands, with what was asked for in its place.
fn changed(
    known: Option<MailSettings>,
    asked: &Mail,
    password: Option<Zeroizing<String>>,
) -> Result<MailSettings, Failure> {
    let mut settings = match known {
        Some(known) => known,
        None => fresh(asked)?,
    };
    let server = &mut settings.server;
    if let Some(host) = &asked.host {
        host.clone_into(&mut server.host);
    }
    if let Some(security) = &asked.security {
        let wanted: Security = security.parse()?;
        if server.port == server.security.usual_port() {
            server.port = wanted.usual_port();
        }
        server.security = wanted;
    }
    server.port = asked.port.unwrap_or(server.port);
    if let Some(sender) = &asked.sender {
        sender.clone_into(&mut server.sender);
    }
    if let Some(account) = &asked.account {
        server.user = Some(account.clone());
    }
    if let Some(password) = password {
        server.password = Some(Secret::from(password.to_string()));
    }
    if asked.no_account {
        (server.user, server.password) = (None, None);
    }
    if let Some(file) = &asked.authority {
        let pem = std::fs::read_to_string(file);
        let pem = pem.map_err(|error| {
            let (file, reason) = (file.display().to_string(), error.to_string());
            Failure::usage("secret-file", [("file", &file), ("reason", &reason)])
        })?;
        server.authority = Some(pem);
    }
    if asked.no_authority {
        server.authority = None;
    }
    if let Some(portal) = &asked.portal {
        settings.portal = Some(portal.trim_end_matches('/').to_owned());
    }
    if asked.no_portal {
        settings.portal = None;
    }
    Ok(settings)
}

/// The first settings, which need a server and a sender.
fn fresh(asked: &Mail) -> Result<MailSettings, Failure> {
    let missing = |option: &str| Failure::usage("mail-missing", [("option", option)]);
    let security = Security::StartTls;
    Ok(MailSettings {
        server: Server {
            host: asked.host.clone().ok_or_else(|| missing("--host"))?,
            port: security.usual_port(),
            security,
            sender: asked.sender.clone().ok_or_else(|| missing("--sender"))?,
            user: None,
            password: None,
            authority: None,
        },
        portal: None,
    })
}

fn view(settings: Option<&MailSettings>) -> Value {
    let Some(settings) = settings else {
        return json!({"set": false});
    };
    let server = &settings.server;
    json!({
        "set": true,
        "host": server.host,
        "port": server.port,
        "security": server.security.as_str(),
        "sender": server.sender,
        "account": server.user,
        "account_password": server.password.is_some(),
        "authority": server.authority.is_some(),
        "portal": settings.portal,
    })
}
