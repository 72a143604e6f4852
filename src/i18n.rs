//! User texts by message id, in every language. The texts are Fluent files under `resources/i18n`, one
//! folder a language and one file a room, embedded in the program.

mod dates;
mod weekdays;

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use dates::{Date, date_of};
pub use weekdays::plain_times;

/// The languages the program speaks; the first is the one that others fall back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// Finnish.
    Finnish,
    /// Swedish.
    Swedish,
    /// German.
    German,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::English, Self::Finnish, Self::Swedish, Self::German];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Finnish => "fi",
            Self::Swedish => "sv",
            Self::German => "de",
        }
    }

    /// The language of a tag or a POSIX locale such as `fi_FI.UTF-8`; English for any other.
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
            .unwrap_or(Self::English)
    }

    /// The Fluent files of this language by file name.
    pub fn files(self) -> &'static [(&'static str, &'static str)] {
        macro_rules! files {
            ($language:literal: $($file:literal)*) => {
                &[$(($file, include_str!(concat!("../resources/i18n/", $language, "/", $file, ".ftl")))),*]
            };
        }
        macro_rules! every_file {
            ($language:literal) => {
                files!($language: "access" "bench" "bench_token" "cli" "device" "help" "mail" "medium" "programming_key" "screens" "secrets" "store" "ways" "window" "window_remedies" "workflow")
            };
        }
        match self {
            Self::English => every_file!("en"),
            Self::Finnish => every_file!("fi"),
            Self::Swedish => every_file!("sv"),
            Self::German => every_file!("de"),
        }
    }
}

/// A value that a text takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// A word or name, shown as it is.
    Text(String),
    /// A count, which also chooses the plural form.
    Count(i64),
    /// A word of the product, told in the reader's language by the text with this id, such as `word-blocked`.
    Word(String),
}

impl Argument {
    /// A word that has the text `<group>-<word>` in every language. One that has none is shown as it is.
    pub fn word(group: &str, word: &str) -> Self {
        Self::Word(format!("{group}-{}", word.replace(' ', "-")))
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<usize> for Argument {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// The arguments of a text by name.
pub type Arguments = BTreeMap<&'static str, Argument>;

/// All texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Texts({})", self.language.tag())
    }
}

impl Texts {
    /// Reads the embedded files of a language. A line that is no Fluent is left out; a test holds that there
    /// is none.
    pub fn new(language: Language) -> Self {
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks would show up as boxes in terminals and in the window's font.
        bundle.set_use_isolating(false);
        for (_, text) in language.files() {
            let resource =
                FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partial, _)| partial);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Which language these are.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text with this id, or none where the language has none.
    pub fn find(&self, id: &str, arguments: &Arguments) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut values = FluentArgs::new();
        for (name, argument) in arguments {
            let value = match argument {
                Argument::Text(text) => FluentValue::from(text.as_str()),
                Argument::Count(count) => FluentValue::from(*count),
                Argument::Word(id) => FluentValue::from(self.word(id)),
            };
            values.set(*name, value);
        }
        let mut problems = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, Some(&values), &mut problems)
                .into_owned(),
        )
    }

    /// The word with this id; where the language has none, what stands behind the id's group.
    fn word(&self, id: &str) -> String {
        let own = |word: &str| {
            word.split_once('-')
                .map_or(word, |(_, word)| word)
                .to_owned()
        };
        self.find(id, &Arguments::new()).unwrap_or_else(|| own(id))
    }

    /// The text with this id. Where there is none, the id itself, so that a missing text shows.
    pub fn text(&self, id: &str, arguments: &Arguments) -> String {
        self.find(id, arguments).unwrap_or_else(|| id.to_owned())
    }

    /// What an error code means, as a whole sentence, and what to do next: the texts `error-<code>` and `error-<code>-remedy`.
    pub fn error(&self, code: &str, arguments: &Arguments) -> (String, String) {
        let cause = ended(self.text(&format!("error-{code}"), arguments));
        (cause, self.text(&format!("error-{code}-remedy"), arguments))
    }

    /// The same for whoever sits before the window: where the remedy is a command, `window-remedy-<code>` names the
    /// buttons and places instead.
    pub fn error_in_window(&self, code: &str, arguments: &Arguments) -> (String, String) {
        let (cause, remedy) = self.error(code, arguments);
        let here = self.find(&format!("window-remedy-{code}"), arguments);
        (cause, here.unwrap_or(remedy))
    }
}

/// A sentence with its full stop, where what another program said ends it without one.
pub fn ended(mut sentence: String) -> String {
    let whole = sentence.ends_with(['.', '!', '?', ':', '\n']) || sentence.is_empty();
    if !whole {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Language;

    /// Words that lost, in a language: where the English text has the first word and not the second, no text has these.
    const LOST: [(&str, &str, &str, &[&str]); 4] = [
        (
            "fi",
            "encoder",
            "reader",
            &["lukija", "laitteel", "laitetta"],
        ),
        (
            "fi",
            "",
            "-",
            &["käytävi", "koodaaja", "estolistaryhmä", "avaimenperä"],
        ),
        (
            "sv",
            "",
            "-",
            &["spärrlistegrupp", "kodningsenhet", "nyckelring"],
        ),
        (
            "de",
            "",
            "-",
            &["lebt", "lebend", "kodiergerät", "encodergerät"],
        ),
    ];

    /// The texts of a language by their ids, without what is typed.
    fn texts(language: Language) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        let mut id = String::new();
        for line in language.files().iter().flat_map(|(_, text)| text.lines()) {
            if line.starts_with('#') {
                continue;
            }
            let begun = line.split_once(" =").filter(|_| !line.starts_with(' '));
            if let Some((name, _)) = begun {
                name.clone_into(&mut id);
            }
            let told = begun.map_or(line, |(_, told)| told).to_lowercase();
            let plain: String = told.split('`').step_by(2).collect();
            let words = plain.split(' ').filter(|word| !word.starts_with("--"));
            let text: &mut String = texts.entry(id.clone()).or_default();
            for word in words {
                *text += &[word, " "].concat();
            }
        }
        texts
    }

    #[test]
    fn each_thing_has_one_word_in_each_language() {
        let english = texts(Language::English);
        assert!(english.len() > 500);
        for (tag, said, unsaid, lost) in LOST {
            for (id, text) in texts(Language::of(tag)) {
                let own = english.get(&id).map_or("", String::as_str);
                let meant = own.contains(said) && !own.contains(unsaid);
                for word in lost.iter().filter(|_| meant) {
                    assert!(!text.contains(word), "{tag} {id}: {word} in {text}");
                }
            }
        }
    }
}
