//! People, and the sources from which their keys draw access.

use serde::{Deserialize, Serialize};

use super::{Error, PremisesId, RoleId, SourceId, UserId, Validity};
use crate::time::LocalDate;

/// An e-mail address: the sign-in id of a user, unique without regard to case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// # Errors
    /// [`Error::Email`] unless it is `local@domain` of at most 254 characters, without spaces or control
    /// characters (RFC 5321 section 4.5.3.1; quoted local parts are not taken).
    pub fn new(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(Error::Email)?;
        let printable = text
            .chars()
            .all(|c| !c.is_control() && !c.is_whitespace() && !"<>\",;:\\()[]".contains(c));
        let labels = domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
        let whole =
            !local.is_empty() && local.len() <= 64 && !local.contains('@') && text.len() <= 254;
        if printable && labels && whole {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Email)
        }
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which addresses are compared.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}
impl TryFrom<String> for Email {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(&text)
    }
}
impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}
impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
/// Shows only the first letter: addresses do not belong in logs.
impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Email({}...)", self.0.chars().next().unwrap_or('?'))
    }
}

/// A person who holds keys, signs in, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Identity of the record.
    pub id: UserId,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Sign-in id.
    pub email: Email,
    /// What *Show additional options* opens.
    #[serde(flatten)]
    pub details: UserDetails,
    /// The last day on which the user holds anything.
    pub end_date: Option<LocalDate>,
}

/// The additional options of a user: all may be left empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UserDetails {
    /// Company or department.
    pub company: String,
    /// Title.
    pub title: String,
    /// Person code.
    pub person_code: String,
    /// Telephone numbers 1 to 3.
    pub telephones: [String; 3],
    /// Street address.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Post office.
    pub post_office: String,
    /// Country.
    pub country: String,
    /// The user's id in another system; unique where set.
    pub external_id: Option<String>,
    /// Free text.
    pub description: String,
    /// Language of the invitation, a BCP 47 tag such as `fi`.
    pub language: Option<String>,
}

impl User {
    /// First and last name in one.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// One assignment of a user, with its validity, from which a key draws access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Identity of the assignment.
    pub id: SourceId,
    /// Whose it is.
    pub user: UserId,
    /// What was assigned.
    #[serde(flatten)]
    pub kind: SourceKind,
    /// From when until when.
    pub validity: Validity,
}

/// What a source assigns.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum SourceKind {
    /// A user role: staff.
    Role {
        /// The role.
        role: RoleId,
    },
    /// Private premises, with those of their linked roles that were chosen: a resident.
    Premises {
        /// The premises.
        premises: PremisesId,
        /// The linked roles that were chosen.
        roles: Vec<RoleId>,
    },
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_taken() {
        for text in ["aino@example.fi", "a.b+c@sub.example.org", "päivi@näyte.fi"] {
            assert!(Email::new(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn addresses_that_could_split_a_mail_are_refused() {
        for text in [
            "",
            "aino",
            "@x.fi",
            "a@",
            "a b@x.fi",
            "a@x.fi\nBcc: b@y.fi",
            "a@@x.fi",
            "<a@x.fi>",
            "a@x..fi",
            "a@-x.fi",
        ] {
            assert_eq!(Email::new(text), Err(Error::Email), "{text}");
        }
    }

    #[test]
    fn an_address_never_shows_whole_in_debug_output() {
        let shown = format!("{:?}", Email::new("aino@example.fi").unwrap());
        assert!(!shown.contains("aino") && !shown.contains("example"));
    }
}
