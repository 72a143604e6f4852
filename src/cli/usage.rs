//! What was written on the command line and makes no sense, told in the person's language.

use std::ffi::OsString;

use clap::builder::Resettable;
use clap::error::{ContextKind, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

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

/// A command line that takes no notice of variables which are set to nothing: whoever clears one names nothing.
pub(super) fn without_cleared(command: Command) -> Command {
    let cleared = |arg: &&Arg| {
        let variable = arg.get_env().and_then(std::env::var_os);
        variable.is_some_and(|value| value.is_empty())
    };
    let of = |command: &Command| -> Vec<clap::Id> {
        let all = command.get_arguments().filter(cleared);
        all.map(|arg| arg.get_id().clone()).collect()
    };
    let ids = of(&command);
    ids.into_iter().fold(command, |command, id| {
        command.mut_arg(id.as_str(), |arg| arg.env(Resettable::Reset))
    })
}

/// The verb that words name, with the nouns before it: the last known command among them.
fn verb_of(command: &Command, words: &[OsString]) -> Command {
    let mut verb = command;
    for word in words.iter().skip(1).filter_map(|word| word.to_str()) {
        verb = verb.find_subcommand(word).unwrap_or(verb);
    }
    verb.clone()
}

/// The option that an unknown one stands for: one of the verb itself that ends like it (`--lock` for `--add-lock`) or
/// that is nearly the same; an option of every verb only where a single letter differs.
fn meant(verb: &Command, unknown: &str) -> Option<String> {
    let wanted = unknown.trim_start_matches('-');
    let wanted = wanted.split('=').next().unwrap_or(wanted);
    let named = |arg: &&Arg| arg.get_long().is_some() && !arg.is_hide_set();
    let (common, own): (Vec<&Arg>, Vec<&Arg>) =
        verb.get_arguments().filter(named).partition(|arg| {
            arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version")
        });
    let name = |arg: &&Arg| arg.get_long().unwrap_or_default().to_owned();
    let own: Vec<String> = own.iter().map(name).collect();
    let ending = format!("-{wanted}");
    let added = own.iter().find(|name| **name == format!("add{ending}"));
    let ends = own.iter().find(|name| name.ends_with(&ending));
    let near = |names: &[String], most: usize| {
        let far = |name: &String| (steps_between(name, wanted), name.clone());
        let nearest = names.iter().map(far).min()?;
        (nearest.0 <= most).then_some(nearest.1)
    };
    let common: Vec<String> = common.iter().map(name).collect();
    let found = added.or(ends).cloned();
    let found = found.or_else(|| near(&own, 2)).or_else(|| near(&common, 1));
    found.map(|name| format!("--{name}"))
}

/// How many letters must be put in, taken out or changed to get from one word to another.
fn steps_between(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut next = vec![place + 1];
        for (column, own) in other.iter().enumerate() {
            let changed = row[column] + usize::from(letter != *own);
            next.push(changed.min(row[column + 1] + 1).min(next[column] + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// The options of an `edit` that was given none of them: it would change nothing.
pub(super) fn nothing_to_change(command: &Command, matches: &ArgMatches) -> Option<String> {
    let (noun, rest) = matches.subcommand()?;
    let (verb, given) = rest.subcommand()?;
    let command = command.find_subcommand(noun)?.find_subcommand(verb)?;
    let changes: Vec<&Arg> = command
        .get_arguments()
        .filter(|arg| !arg.is_positional() && !arg.is_global_set())
        .filter(|arg| !matches!(arg.get_id().as_str(), "help" | "dry_run"))
        .collect();
    let told = |arg: &&Arg| {
        let source = given.value_source(arg.get_id().as_str());
        source == Some(ValueSource::CommandLine)
    };
    if verb != "edit" || changes.iter().any(told) {
        return None;
    }
    let names = changes.iter().filter_map(|arg| arg.get_long());
    let names: Vec<String> = names.map(|name| format!("--{name}")).collect();
    Some(names.join(", "))
}

/// What a parser of arguments found wrong, in a sentence; and how the verb is used.
pub(super) fn sentence(
    error: &clap::Error,
    texts: &Texts,
    (command, words): (&Command, &[OsString]),
) -> (String, Option<String>) {
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
    let option = match error.kind() {
        ErrorKind::UnknownArgument => {
            meant(&verb_of(command, words), &one(ContextKind::InvalidArg))
        }
        _ => None,
    };
    let verb = Some(one(ContextKind::SuggestedSubcommand)).filter(|verb| !verb.is_empty());
    for other in option.into_iter().chain(verb) {
        let other = Arguments::from([("other", other.into())]);
        sentence = [sentence, texts.text("usage-perhaps", &other)].join(" ");
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
    use clap::{CommandFactory as _, Parser as _};

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
            let words: Vec<OsString> = ["keywright"]
                .iter()
                .chain(words)
                .map(OsString::from)
                .collect();
            let error = Words::try_parse_from(&words).unwrap_err();
            let mut command = Words::command();
            command.build();
            let mut told = Vec::new();
            for language in Language::ALL {
                let (sentence, _) = sentence(&error, &Texts::new(language), (&command, &words));
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
    fn an_unknown_option_is_taken_for_one_of_the_verb_and_an_edit_without_a_change_is_none() {
        let mut command = Words::command();
        command.build();
        let of = |words: &[&str]| {
            let words: Vec<OsString> = ["keywright"]
                .iter()
                .chain(words)
                .map(OsString::from)
                .collect();
            let error = Words::try_parse_from(&words).unwrap_err();
            sentence(&error, &Texts::new(Language::English), (&command, &words)).0
        };
        for words in [
            ["premises", "edit", "A 2", "--lock", "X"],
            ["role", "edit", "Resident", "--lock", "X"],
        ] {
            let told = of(&words);
            assert!(told.contains("Perhaps --add-lock is meant"), "{told}");
            assert!(!told.contains("--locks"), "{told}");
        }
        let told = of(&["user", "add", "--frist", "Aino"]);
        assert!(told.contains("--first"), "{told}");
        let told = of(&["user", "list", "--jsn"]);
        assert!(told.contains("--json"), "{told}");
        let told = of(&["user", "list", "--loud"]);
        assert!(!told.contains("Perhaps"), "{told}");

        let edit = |words: &[&str]| {
            let words = ["keywright"].iter().chain(words);
            let mut command = Words::command();
            let matches = command.try_get_matches_from_mut(words).unwrap();
            nothing_to_change(&command, &matches)
        };
        let options = edit(&["premises", "edit", "A 2", "--locks", "X"]).unwrap();
        assert!(
            options.contains("--add-lock") && !options.contains("--locks"),
            "{options}"
        );
        assert!(edit(&["user", "edit", "x", "--dry-run"]).is_some());
        assert_eq!(edit(&["role", "edit", "A", "--name", "B"]), None);
        assert_eq!(edit(&["role", "show", "A"]), None);
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
