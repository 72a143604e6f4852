//! What stands in a letter: plain text, and the same as HTML without pictures, scripts or anything from elsewhere.

use askama::Template;

use super::Error;
use crate::i18n::{Arguments, Language, Texts};

/// A letter, ready to be sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The reader's address.
    pub to: String,
    /// The reader's name.
    pub name: String,
    /// What it is about.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Neither address nor text belong in logs: the text may hold a link that opens an account.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Letter(..)")
    }
}

/// An invitation to make an account.
#[derive(Debug, Clone)]
pub struct Invitation<'a> {
    /// The reader's address.
    pub to: &'a str,
    /// The reader's name.
    pub name: &'a str,
    /// The name of the system.
    pub system: &'a str,
    /// The link with the token.
    pub link: &'a str,
    /// The last day on which the link works, as the reader writes dates.
    pub until: &'a str,
    /// The reader's language.
    pub language: Language,
}

#[derive(Template)]
#[template(path = "invitation.txt")]
struct PlainInvitation<'a> {
    greeting: &'a str,
    what: &'a str,
    how: &'a str,
    link: &'a str,
    until: &'a str,
    unexpected: &'a str,
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct HtmlInvitation<'a> {
    language: &'a str,
    subject: &'a str,
    greeting: &'a str,
    what: &'a str,
    how: &'a str,
    button: &'a str,
    link: &'a str,
    until: &'a str,
    unexpected: &'a str,
}

impl Invitation<'_> {
    /// The letter.
    ///
    /// # Errors
    /// [`Error::Address`] where a line break in a name or an address would forge a header.
    pub fn letter(&self) -> Result<Letter, Error> {
        let forged = |text: &str| text.chars().any(char::is_control);
        if [self.to, self.name, self.system, self.link]
            .iter()
            .any(|text| forged(text))
        {
            return Err(Error::Address);
        }
        let texts = Texts::new(self.language);
        let arguments = Arguments::from([
            ("name", self.name.into()),
            ("system", self.system.into()),
            ("until", self.until.into()),
        ]);
        let say = |id: &str| texts.text(id, &arguments);
        let (subject, greeting, what, how, until, unexpected) = (
            say("mail-invitation-subject"),
            say("mail-invitation-greeting"),
            say("mail-invitation-what"),
            say("mail-invitation-how"),
            say("mail-invitation-until"),
            say("mail-invitation-unexpected"),
        );
        let text = PlainInvitation {
            greeting: &greeting,
            what: &what,
            how: &how,
            link: self.link,
            until: &until,
            unexpected: &unexpected,
        };
        let html = HtmlInvitation {
            language: self.language.tag(),
            subject: &subject,
            greeting: &greeting,
            what: &what,
            how: &how,
            button: &say("mail-invitation-button"),
            link: self.link,
            until: &until,
            unexpected: &unexpected,
        };
        Ok(Letter {
            to: self.to.to_owned(),
            name: self.name.to_owned(),
            text: text.render().map_err(|_| Error::Address)?,
            html: html.render().map_err(|_| Error::Address)?,
            subject,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn invitation(name: &str, language: Language) -> Result<Letter, Error> {
        Invitation {
            to: "aino@example.org",
            name,
            system: "Koivu & Co",
            link: "https://keys.example.org/invitation/TOKEN",
            until: "5.12.2026",
            language,
        }
        .letter()
    }

    #[test]
    fn both_twins_say_the_same_in_every_language() {
        for language in Language::ALL {
            let letter = invitation("Aino Aalto", language).unwrap();
            for twin in [&letter.text, &letter.html] {
                assert!(twin.contains("Aino Aalto"), "{twin}");
                assert!(twin.contains("https://keys.example.org/invitation/TOKEN"));
                assert!(twin.contains("5.12.2026"), "{twin}");
                assert!(!twin.contains("mail-invitation"), "{twin}");
            }
            assert!(letter.subject.contains("Koivu & Co"));
        }
    }

    #[test]
    fn a_name_is_no_markup_and_no_header() {
        let letter = invitation("<b>Aino</b> & \"co\"", Language::English).unwrap();
        assert!(!letter.html.contains("<b>Aino"), "{}", letter.html);
        assert!(letter.text.contains("<b>Aino</b> & \"co\""));
        assert_eq!(
            invitation("Aino\r\nBcc: everybody@example.org", Language::English),
            Err(Error::Address)
        );
    }
}
