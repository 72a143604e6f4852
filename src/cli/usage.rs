//! What was written on the command line and makes no sense, told in the person's language.

use std::ffi::OsString;

use clap::error::{ContextKind, ErrorKind};

use super::Failure;
use super::output::language;
use crate::i18n::{Argument, Arguments, Language, Texts};

/// A slip on the command line: the text `usage-<id>` with its values.
#[derive(Debug, Clone)]
pub(crate) struct Usage {
    id: &'static str,
    values: Arguments,
}

impl Usage {
    /// Its sentence.
    pub(crate) fn told(&self, texts: &Texts) -> String {
        texts.text(&format!("usage-{}", self.id), &self.values)
    }
}

impl Failure {
    /// A slip that the text `usage-<id>` tells.
    pub(crate) fn usage<const N: usize>(
        id: &'static str,
        values: [(&'static str, &str); N],
    ) -> Self {
        let value = |(name, value): (&'static str, &str)| (name, Argument::from(value));
        Self::Usage(Usage {
            id,
            values: values.into_iter().map(value).collect(),
        })
    }
}

/// The language that the words of a command line ask for, before they are understood: `--messages`, the environment,
/// the locale.
pub(super) fn spoken(words: &[OsString]) -> Language {
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let asked = words.iter().enumerate().find_map(|(place, word)| {
        let rest = word.strip_prefix("--messages")?;
        match rest.strip_prefix('=') {
            Some(tag) => Some(tag.to_owned()),
            None if rest.is_empty() => words.get(place + 1).map(|tag| (*tag).to_owned()),
            None => None,
        }
    });
    let known = |tag: &String| Language::ALL.iter().any(|known| known.tag() == *tag);
    let environment = || std::env::var("KEYWRIGHT_LANGUAGE").ok();
    let tag = asked.filter(known).or_else(|| environment().filter(known));
    language(tag.as_deref())
}

/// What a parser of arguments found wrong, in a sentence; and how the verb is used.
pub(super) fn sentence(error: &clap::Error, texts: &Texts) -> (String, Option<String>) {
    let one = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let option = one(ContextKind::InvalidArg);
    let value = one(ContextKind::InvalidValue);
    let (id, values) = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => ("value-missing", vec![("option", option)]),
        ErrorKind::InvalidValue => (
            "value-unknown",
            vec![
                ("option", option),
                ("value", value),
                ("known", one(ContextKind::ValidValue)),
            ],
        ),
        ErrorKind::ValueValidation => (
            "value-malformed",
            vec![("option", option), ("value", value)],
        ),
        ErrorKind::UnknownArgument => ("option-unknown", vec![("option", option)]),
        ErrorKind::InvalidSubcommand => {
            let verb = one(ContextKind::InvalidSubcommand);
            ("verb-unknown", vec![("verb", verb)])
        }
        ErrorKind::ArgumentConflict => (
            "conflict",
            vec![("option", option), ("other", one(ContextKind::PriorArg))],
        ),
        ErrorKind::MissingRequiredArgument => ("missing", vec![("options", option)]),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("verb-missing", Vec::new())
        }
        ErrorKind::InvalidUtf8 => ("characters", Vec::new()),
        _ => ("values", vec![("option", option)]),
    };
    let values = values.into_iter();
    let values: Arguments = values.map(|(name, value)| (name, value.into())).collect();
    let mut sentence = texts.text(&format!("usage-{id}"), &values);
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand] {
        let other = one(kind);
        if !other.is_empty() {
            let other = Arguments::from([("other", other.into())]);
            sentence = [sentence, texts.text("usage-perhaps", &other)].join(" ");
        }
    }
    let line = one(ContextKind::Usage);
    let line = line.trim().strip_prefix("Usage:").map(|rest| {
        let heading = texts.text("help-heading-usage", &Arguments::new());
        format!("{heading} {}", rest.trim())
    });
    (sentence, line)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Arguments as Words;

    /// A slip of each kind, with what its sentence must name.
    const SLIPS: [(&[&str], &str); 9] = [
        (&["user", "lst"], "lst"),
        (&["user", "list", "--loud"], "--loud"),
        (&["user", "list", "--search"], "--search"),
        (&["user", "show"], "<USER>"),
        (&["--messages", "xx", "user", "list"], "en, fi, sv, de"),
        (
            &["premises", "edit", "A", "--private", "perhaps"],
            "yes, no",
        ),
        (&["role", "edit", "A", "--expiry", "many"], "many"),
        (
            &["key", "replace", "1", "--lost", "--written-off"],
            "--written-off",
        ),
        (&["key", "replace", "1"], "--lost"),
    ];

    #[test]
    fn a_slip_is_told_in_every_language_with_what_it_is_about() {
        for (words, about) in SLIPS {
            let words = ["keywright"].iter().chain(words);
            let error = Words::try_parse_from(words).unwrap_err();
            let mut told = Vec::new();
            for language in Language::ALL {
                let (sentence, _) = sentence(&error, &Texts::new(language));
                assert!(sentence.contains(about), "{about}: {sentence}");
                assert!(!sentence.contains("usage-"), "{sentence}");
                told.push(sentence);
            }
            told.sort();
            told.dedup();
            assert_eq!(told.len(), 4, "{told:?}");
        }
    }

    #[test]
    fn the_language_asked_for_is_found_before_the_words_are_understood() {
        let of = |words: &[&str]| {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            spoken(&words)
        };
        assert_eq!(
            of(&["keywright", "--messages", "fi", "lst"]),
            Language::Finnish
        );
        assert_eq!(
            of(&["keywright", "lst", "--messages=sv"]),
            Language::Swedish
        );
    }
}
