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

/// What the reader of an invitation does with it.
#[derive(Clone, Copy)]
pub enum Way<'a> {
    /// Opens this link.
    Link(&'a str),
    /// Tells this code at the counter.
    Code(&'a str),
}

/// Both are secrets.
impl std::fmt::Debug for Way<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Way(..)")
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
    /// What the reader does with it.
    pub way: Way<'a>,
    /// The last day on which that works.
    pub until: &'a str,
    /// The reader's language.
    pub language: Language,
}

/// A letter that shows whether letters arrive.
#[derive(Debug, Clone)]
pub struct Trial<'a> {
    /// The reader's address.
    pub to: &'a str,
    /// The reader's name.
    pub name: &'a str,
    /// The name of the system.
    pub system: &'a str,
    /// The reader's language.
    pub language: Language,
}

/// Where a letter says nothing, the text is empty.
#[derive(Template)]
#[template(path = "letter.txt")]
struct Plain<'a> {
    greeting: &'a str,
    before: &'a [String],
    way: &'a str,
    after: &'a [String],
}

/// The same; a button makes a link of the way.
#[derive(Template)]
#[template(path = "letter.html")]
struct Marked<'a> {
    language: &'a str,
    subject: &'a str,
    greeting: &'a str,
    before: &'a [String],
    way: &'a str,
    button: &'a str,
    after: &'a [String],
}

/// What a letter says.
struct Content<'a> {
    to: &'a str,
    name: &'a str,
    language: Language,
    subject: String,
    greeting: String,
    before: Vec<String>,
    way: &'a str,
    button: String,
    after: Vec<String>,
}

impl Invitation<'_> {
    /// The letter.
    ///
    /// # Errors
    /// [`Error::Address`] where a line break in a name or an address would forge a header.
    pub fn letter(&self) -> Result<Letter, Error> {
        let (way, kind) = match self.way {
            Way::Link(link) => (link, "link"),
            Way::Code(code) => (code, "code"),
        };
        let texts = Texts::new(self.language);
        let arguments = Arguments::from([
            ("name", self.name.into()),
            ("system", self.system.into()),
            ("until", self.until.into()),
        ]);
        let say = |id: &str| texts.text(&format!("mail-invitation-{id}"), &arguments);
        let button = match self.way {
            Way::Link(_) => say("button"),
            Way::Code(_) => String::new(),
        };
        Content {
            to: self.to,
            name: self.name,
            language: self.language,
            subject: say("subject"),
            greeting: texts.text("mail-greeting", &arguments),
            before: vec![say("what"), say(&format!("by-{kind}"))],
            way,
            button,
            after: vec![say(&format!("{kind}-until")), say("unexpected")],
        }
        .letter()
    }
}

impl Trial<'_> {
    /// The letter.
    ///
    /// # Errors
    /// As [`Invitation::letter`].
    pub fn letter(&self) -> Result<Letter, Error> {
        let texts = Texts::new(self.language);
        let arguments =
            Arguments::from([("name", self.name.into()), ("system", self.system.into())]);
        Content {
            to: self.to,
            name: self.name,
            language: self.language,
            subject: texts.text("mail-trial-subject", &arguments),
            greeting: texts.text("mail-greeting", &arguments),
            before: vec![texts.text("mail-trial-what", &arguments)],
            way: "",
            button: String::new(),
            after: Vec::new(),
        }
        .letter()
    }
}

impl Content<'_> {
    fn letter(self) -> Result<Letter, Error> {
        let forged = |text: &str| text.chars().any(char::is_control);
        if [self.to, self.name, self.way, &self.subject, &self.greeting]
            .into_iter()
            .any(forged)
        {
            return Err(Error::Address);
        }
        let plain = Plain {
            greeting: &self.greeting,
            before: &self.before,
            way: self.way,
            after: &self.after,
        };
        let marked = Marked {
            language: self.language.tag(),
            subject: &self.subject,
            greeting: &self.greeting,
            before: &self.before,
            way: self.way,
            button: &self.button,
            after: &self.after,
        };
        let text = plain.render().map_err(|_| Error::Address)?;
        Ok(Letter {
            to: self.to.to_owned(),
            name: self.name.to_owned(),
            text: format!("{}\n", text.trim_end()),
            html: marked.render().map_err(|_| Error::Address)?,
            subject: self.subject,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    const LINK: &str = "https://keys.example.org/invitation/TOKEN";

    fn invitation(name: &str, way: Way<'_>, language: Language) -> Result<Letter, Error> {
        Invitation {
            to: "aino@example.org",
            name,
            system: "Koivu & Co",
            way,
            until: "2026-12-05",
            language,
        }
        .letter()
    }

    #[test]
    fn both_twins_say_the_same_in_every_language() {
        let mut subjects = std::collections::BTreeSet::new();
        for language in Language::ALL {
            let link = invitation("Aino Aalto", Way::Link(LINK), language).unwrap();
            let code = invitation("Aino Aalto", Way::Code("ABCD-EFGH"), language).unwrap();
            for (letter, way) in [(&link, LINK), (&code, "ABCD-EFGH")] {
                for twin in [&letter.text, &letter.html] {
                    assert!(twin.contains("Aino Aalto"), "{twin}");
                    assert!(twin.contains(way) && twin.contains("2026-12-05"), "{twin}");
                    assert!(!twin.contains("mail-") && !twin.contains("{ $"), "{twin}");
                }
            }
            assert!(
                link.html.contains(&format!("<a href=\"{LINK}\"")),
                "{}",
                link.html
            );
            assert!(
                !code.html.contains("<a ") && !code.text.contains("http"),
                "{}",
                code.html
            );
            assert!(
                link.html
                    .contains(&format!("<html lang=\"{}\">", language.tag()))
            );
            assert!(link.subject.contains("Koivu & Co"));
            assert!(!link.text.contains("\n\n\n"), "{}", link.text);
            let _new = subjects.insert(link.subject);
        }
        assert_eq!(subjects.len(), Language::ALL.len());
    }

    #[test]
    fn a_name_is_no_markup_and_no_header() {
        let way = Way::Link(LINK);
        let letter = invitation("<b>Aino</b> & \"co\"", way, Language::English).unwrap();
        assert!(!letter.html.contains("<b>Aino"), "{}", letter.html);
        assert!(!letter.html.contains("Koivu & Co"), "{}", letter.html);
        assert!(letter.text.contains("<b>Aino</b> & \"co\""));
        for forged in ["Aino\r\nBcc: all@example.org", "Aino\nX: y", "A\u{0}"] {
            assert_eq!(
                invitation(forged, way, Language::English),
                Err(Error::Address)
            );
        }
    }

    #[test]
    fn a_trial_says_what_it_is_and_invites_nobody() {
        for language in Language::ALL {
            let (to, name, system) = ("aino@example.org", "Aino", "Koivu & Co");
            let trial = Trial {
                to,
                name,
                system,
                language,
            };
            let letter = trial.letter().unwrap();
            assert!(letter.text.contains("Koivu & Co"), "{}", letter.text);
            assert!(!letter.html.contains("<a ") && !letter.html.contains("<strong>"));
            assert!(!letter.text.contains("mail-"), "{}", letter.text);
        }
    }
}
