//! The mail server of a system. Its password lies in the encrypted system file and nowhere else, sealed once more for
//! itself.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::mail::{self, Server};
use crate::model::Permission;
use crate::secrets::random::secret_bytes;
use crate::workflow::rights::Place;
use crate::workflow::{Error, Station};

/// The name of the setting.
const SETTING: &str = "mail";

/// The name under which the password is sealed.
const PASSWORD: &str = "mail-password";

/// How invitations are sent.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MailSettings {
    /// The mail server.
    pub server: Server,
    /// Where the resident portal is reached, without a slash at its end. Without one, invitations hold a code.
    pub portal: Option<String>,
}

impl Station {
    /// How invitations are sent; none before it is set.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn mail_settings(&self) -> Result<Option<MailSettings>, Error> {
        let document = self.read(|reading| reading.setting(SETTING))?;
        let document = document.map(Zeroizing::new);
        let Some(document) = document else {
            return Ok(None);
        };
        let damaged = || crate::store::Error::Damaged {
            what: SETTING.to_owned(),
        };
        let parsed = serde_json::from_str(&document);
        let mut settings: MailSettings = parsed.map_err(|_| damaged())?;
        if let Some(kept) = settings.server.password.take() {
            let password = self.fields.open(PASSWORD, kept.expose());
            let password = password.map_err(|_| damaged())?;
            settings.server.password = Some(mail::Secret::from(password));
        }
        Ok(Some(settings))
    }

    /// Sets how invitations are sent. What the former settings kept from going is due again.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Mail`] for settings that make no sense.
    pub fn set_mail_settings(&mut self, settings: &MailSettings) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        check(settings)?;
        let document = self.document(settings)?;
        let kept = self.read(|reading| reading.invitations_kept_back())?;
        let mendable = |code: &str| mail::Error::MENDED_BY_SETTINGS.contains(&code);
        let mut due = Vec::new();
        for one in kept {
            let code = one.failure.as_deref().and_then(mail::Error::told);
            if code.is_some_and(|(code, _)| mendable(code)) {
                let hash = Sha256::digest(*secret_bytes::<32>(&mut *self.services.random)?);
                due.push((one, <[u8; 32]>::from(hash)));
            }
        }
        self.change(|change| {
            change.put_setting(SETTING, &document)?;
            for (one, hash) in &due {
                let _version = change.requeue_invitation(one.id, one.version, hash)?;
            }
            Ok(())
        })
    }

    /// The settings as they are kept: the password sealed.
    fn document(&mut self, settings: &MailSettings) -> Result<String, Error> {
        let mut kept = settings.clone();
        if let Some(password) = &settings.server.password {
            let random = &mut *self.services.random;
            let sealed = self.fields.seal(PASSWORD, password.expose(), random)?;
            kept.server.password = Some(mail::Secret::from(Zeroizing::new(sealed)));
        }
        let document = serde_json::to_string(&kept);
        document.map_err(|_| mail::Error::Settings { what: "document" }.into())
    }

    /// Forgets the mail server. Invitations then wait.
    ///
    /// # Errors
    /// [`Error::RightMissing`], [`Error::Store`].
    pub fn forget_mail_settings(&mut self) -> Result<(), Error> {
        self.require_at(Permission::Administer, Place::System)?;
        self.change(|change| change.remove_setting(SETTING))
    }
}

/// Settings with which nothing could be sent, or sent safely, are refused before they are kept.
fn check(settings: &MailSettings) -> Result<(), mail::Error> {
    let server = &settings.server;
    let clean = |text: &str| !text.is_empty() && !text.chars().any(|c| c.is_control() || c == ' ');
    let wrong = |what| Err(mail::Error::Settings { what });
    if !clean(&server.host) {
        return wrong("host");
    }
    if server.port == 0 {
        return wrong("port");
    }
    if server.user.is_some() != server.password.is_some() {
        return wrong("password");
    }
    mail::check(server)?;
    // A token in the clear would open somebody's account to whoever listens.
    let safe = |portal: &str| portal.starts_with("https://") || is_here(portal);
    let fine = |portal: &str| safe(portal) && clean(portal) && !portal.ends_with('/');
    if settings
        .portal
        .as_deref()
        .is_some_and(|portal| !fine(portal))
    {
        return wrong("portal");
    }
    Ok(())
}

/// An address on this computer, which nobody listens to.
fn is_here(portal: &str) -> bool {
    ["http://localhost", "http://127.0.0.1"].iter().any(|here| {
        let rest = portal.strip_prefix(here);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::mail::Security;

    fn settings(change: impl FnOnce(&mut MailSettings)) -> Result<(), mail::Error> {
        let mut settings = MailSettings {
            server: Server {
                host: "mail.example.org".to_owned(),
                port: 587,
                security: Security::StartTls,
                sender: "Keys <keys@example.org>".to_owned(),
                user: None,
                password: None,
                authority: None,
            },
            portal: Some("https://keys.example.org".to_owned()),
        };
        change(&mut settings);
        check(&settings)
    }

    #[test]
    fn what_could_not_be_sent_or_not_safely_is_refused_by_its_name() {
        assert_eq!(settings(|_| {}), Ok(()));
        assert_eq!(settings(|one| one.portal = None), Ok(()));
        let here = "http://127.0.0.1:8080".to_owned();
        assert_eq!(settings(|one| one.portal = Some(here)), Ok(()));
        let wrong = |what| Err(mail::Error::Settings { what });
        assert_eq!(settings(|one| one.server.host.clear()), wrong("host"));
        assert_eq!(
            settings(|one| one.server.host = "a b".into()),
            wrong("host")
        );
        assert_eq!(settings(|one| one.server.port = 0), wrong("port"));
        for sender in ["", "nobody", "a@b\r\nBcc: c@d"] {
            let set = |one: &mut MailSettings| sender.clone_into(&mut one.server.sender);
            assert_eq!(settings(set), wrong("sender"), "{sender}");
        }
        assert_eq!(
            settings(|one| one.server.user = Some("a".into())),
            wrong("password")
        );
        let pem = Some("no certificate".to_owned());
        assert_eq!(
            settings(|one| one.server.authority = pem),
            wrong("authority")
        );
        for portal in [
            "http://keys.example.org",
            "http://localhost.example.org",
            "https://keys.example.org/",
            "javascript:alert(1)",
        ] {
            let set = |one: &mut MailSettings| one.portal = Some(portal.to_owned());
            assert_eq!(settings(set), wrong("portal"), "{portal}");
        }
    }
}
