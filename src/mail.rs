//! Letters: written in the reader's language as plain text with an HTML twin, and handed to a mail server.
//!
//! A letter leaves over TLS or not at all: a server that does not offer STARTTLS is refused, its certificate must be
//! right for its name, and only a server on this very computer may be spoken to in the clear. What was written counts
//! as sent once the server has taken it. Where the line broke after the text had gone and before the answer came,
//! nobody knows ([`Error::Unsure`]): such a letter is never sent again by itself, so nobody gets it twice.
//!
//! This room knows no users and no store; it is handed what stands in a letter.

mod delivery;
mod letter;

use serde::{Deserialize, Serialize, Serializer};
use zeroize::Zeroizing;

pub use delivery::{check, deliver};
pub use letter::{Invitation, Letter, Trial, Way};

/// How the line to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// Plain at first, then TLS by STARTTLS before anything is said (RFC 3207); usually port 587.
    StartTls,
    /// TLS from the first byte (RFC 8314); usually port 465.
    Tls,
    /// None: for a server on this computer only.
    Loopback,
}

impl Security {
    /// The word in commands and the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::Loopback => "loopback",
        }
    }

    /// The port that servers of this kind listen on (RFC 6409, RFC 8314).
    pub fn usual_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::Loopback => 25,
        }
    }
}

impl std::str::FromStr for Security {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        [Self::StartTls, Self::Tls, Self::Loopback]
            .into_iter()
            .find(|one| one.as_str() == text)
            .ok_or(Error::Settings { what: "security" })
    }
}

/// A mail server and how to use it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Its name, for which its certificate must be right.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is protected.
    pub security: Security,
    /// The address letters come from.
    pub sender: String,
    /// The name it signs in with; none = it asks for none.
    pub user: Option<String>,
    /// The password that goes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// The certificate of a company's own authority, as PEM, trusted beside those of this computer.
    pub authority: Option<String>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server({}:{})", self.host, self.port)
    }
}

/// A password, wiped when it goes.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Secret(Zeroizing<String>);

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}
impl From<Zeroizing<String>> for Secret {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}
impl Secret {
    /// The password, for the one who needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}
/// Into the encrypted store; whoever makes a document of it wipes that document.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// How far a talk with a mail server had come when it said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// At its greeting, the signing in or the sender's address: it would say so to every letter.
    Server,
    /// At the reader's address.
    Reader,
    /// At the letter itself.
    Letter,
}

/// Why a letter was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A setting of the mail server makes no sense.
    #[error("the setting {what} makes no sense")]
    Settings {
        /// Which one.
        what: &'static str,
    },
    /// Nobody answers under that name and port.
    #[error("no mail server answers there")]
    Unreachable,
    /// The server took too long.
    #[error("the mail server took too long")]
    TimedOut,
    /// The line would not be protected.
    #[error("the mail server offers no TLS")]
    NoTls,
    /// The certificate is not right for the server's name, too old, or of an unknown authority.
    #[error("the certificate of the mail server is not right")]
    Certificate,
    /// The server does not take name and password.
    #[error("the mail server refuses name and password")]
    SignIn,
    /// The server refuses the letter for good.
    #[error("the mail server refuses with {status}")]
    Refused {
        /// Its answer (RFC 5321 section 4.2): 500 to 599.
        status: u16,
        /// At what.
        step: Step,
    },
    /// The server refuses the letter for now.
    #[error("the mail server puts off with {status}")]
    PutOff {
        /// Its answer: 400 to 499.
        status: u16,
        /// At what.
        step: Step,
    },
    /// The line broke before the text had gone.
    #[error("the line to the mail server broke")]
    Broken,
    /// The line broke after the text had gone and before the answer came.
    #[error("whether the mail server took the letter is not known")]
    Unsure,
    /// An address that cannot stand in a letter.
    #[error("the address cannot stand in a letter")]
    Address,
}

impl Error {
    /// The stable code scripts and message texts refer to.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Settings { .. } => "mail-settings",
            Self::Unreachable => "mail-server-unreachable",
            Self::TimedOut => "mail-server-slow",
            Self::NoTls => "mail-server-without-tls",
            Self::Certificate => "mail-server-certificate",
            Self::SignIn => "mail-sign-in",
            Self::Refused { step, .. } => match step {
                Step::Server => "mail-sender-refused",
                Step::Reader => "mail-recipient-refused",
                Step::Letter => "mail-refused",
            },
            Self::PutOff { .. } => "mail-put-off",
            Self::Broken => "mail-line-broken",
            Self::Unsure => "mail-unsure",
            Self::Address => "mail-address",
        }
    }

    /// Values for its sentences.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Settings { what } => vec![("what", (*what).to_owned())],
            Self::Refused { status, .. } | Self::PutOff { status, .. } => {
                vec![("status", status.to_string())]
            }
            _ => Vec::new(),
        }
    }

    /// Whether the same letter may be sent again by itself after a while: it certainly did not go, and what stood
    /// in its way may pass.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Unreachable | Self::TimedOut | Self::PutOff { .. } | Self::Broken
        )
    }

    /// Whether every other letter would meet the same now. Trying them all could lock the account at the server.
    pub fn concerns_all(&self) -> bool {
        match self {
            Self::Settings { .. }
            | Self::Unreachable
            | Self::TimedOut
            | Self::NoTls
            | Self::Certificate
            | Self::SignIn => true,
            Self::Refused { step, .. } | Self::PutOff { step, .. } => *step == Step::Server,
            Self::Broken | Self::Unsure | Self::Address => false,
        }
    }

    /// Every code.
    const CODES: [&'static str; 13] = [
        "mail-settings",
        "mail-server-unreachable",
        "mail-server-slow",
        "mail-server-without-tls",
        "mail-server-certificate",
        "mail-sign-in",
        "mail-sender-refused",
        "mail-recipient-refused",
        "mail-refused",
        "mail-put-off",
        "mail-line-broken",
        "mail-unsure",
        "mail-address",
    ];

    /// Code and value as they are kept beside what was not sent.
    pub fn kept(&self) -> String {
        let value = self.arguments().into_iter().next();
        value.map_or_else(
            || self.code().to_owned(),
            |(_, value)| format!("{} {value}", self.code()),
        )
    }

    /// The code and the values of the sentences of what was kept; none for a code this version does not know.
    pub fn told(kept: &str) -> Option<(&'static str, Vec<(&'static str, String)>)> {
        let (word, value) = kept.split_once(' ').unwrap_or((kept, ""));
        let code = Self::CODES.into_iter().find(|code| *code == word)?;
        let values = ["status", "what"].map(|name| (name, value.to_owned()));
        Some((code, values.to_vec()))
    }

    /// The codes of what other settings of the mail server may mend.
    pub const MENDED_BY_SETTINGS: [&'static str; 7] = [
        "mail-settings",
        "mail-server-unreachable",
        "mail-server-slow",
        "mail-server-without-tls",
        "mail-server-certificate",
        "mail-sign-in",
        "mail-sender-refused",
    ];
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::i18n::{Language, Texts};

    const EVERY: [Error; 13] = [
        Error::Settings { what: "host" },
        Error::Unreachable,
        Error::TimedOut,
        Error::NoTls,
        Error::Certificate,
        Error::SignIn,
        Error::Refused {
            status: 550,
            step: Step::Server,
        },
        Error::Refused {
            status: 550,
            step: Step::Reader,
        },
        Error::Refused {
            status: 550,
            step: Step::Letter,
        },
        Error::PutOff {
            status: 451,
            step: Step::Reader,
        },
        Error::Broken,
        Error::Unsure,
        Error::Address,
    ];

    #[test]
    fn every_fault_has_a_code_of_its_own_with_cause_and_remedy_in_every_language() {
        let codes: Vec<_> = EVERY.iter().map(Error::code).collect();
        assert_eq!(codes, Error::CODES);
        for error in &EVERY {
            let (code, values) = Error::told(&error.kept()).unwrap();
            assert_eq!(code, error.code());
            let arguments = error.arguments();
            assert!(arguments.iter().all(|one| values.contains(one)), "{error}");
        }
        assert_eq!(Error::told("mail-of-a-later-version"), None);
        for language in Language::ALL {
            let texts = Texts::new(language);
            for error in &EVERY {
                let named = error.arguments().into_iter();
                let arguments = named.map(|(name, value)| (name, value.into())).collect();
                let (cause, remedy) = texts.error(error.code(), &arguments);
                for text in [cause, remedy] {
                    assert!(text.len() > 20 && !text.contains("error-mail"), "{text}");
                    assert!(!text.contains('{'), "{text}");
                }
            }
        }
    }

    #[test]
    fn nothing_that_may_have_gone_or_needs_a_person_is_sent_again_by_itself() {
        for error in &EVERY {
            let repeated = [
                "mail-server-unreachable",
                "mail-server-slow",
                "mail-put-off",
                "mail-line-broken",
            ];
            assert_eq!(
                error.may_pass(),
                repeated.contains(&error.code()),
                "{error}"
            );
        }
    }

    #[test]
    fn a_server_shows_neither_password_nor_account_to_a_log() {
        let server = Server {
            host: "mail.example.org".to_owned(),
            port: 465,
            security: Security::Tls,
            sender: "keys@example.org".to_owned(),
            user: Some("account".to_owned()),
            password: Some(Secret::from("canary".to_owned())),
            authority: None,
        };
        let shown = format!("{server:?} {:?}", server.password);
        assert!(
            !shown.contains("canary") && !shown.contains("account"),
            "{shown}"
        );
        let document = serde_json::to_string(&server).unwrap();
        assert_eq!(serde_json::from_str::<Server>(&document).unwrap(), server);
    }
}
