//! The help of every verb and option in the person's language. In the code stands the English, as the documentation
//! of the arguments; the texts of all languages go by ids from the path: `help-user-add` for a verb,
//! `help-user-add--email` for its option or place, `help--json` for an option of every verb.

use clap::{Arg, Command};

use crate::i18n::{Arguments, Texts};

/// The command with its help in the language of the texts.
pub(super) fn localized(mut command: Command, texts: &Texts) -> Command {
    command.build();
    translated(command, "help", texts)
}

fn translated(command: Command, id: &str, texts: &Texts) -> Command {
    let say = |id: &str| texts.find(id, &Arguments::new());
    let heading = |name: &str| texts.text(&format!("help-heading-{name}"), &Arguments::new());
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
        heading("usage")
    );
    let usage = usage_of(&command, texts);
    let about = say(id).or_else(|| command.get_about().map(ToString::to_string));
    let command = command
        .help_template(template)
        .override_usage(usage)
        .subcommand_help_heading(heading("verbs"))
        .about(about.unwrap_or_default())
        .mut_args(|arg| {
            let section = if is_of_every_verb(&arg) {
                "global"
            } else if arg.is_positional() {
                "places"
            } else {
                "options"
            };
            let help = say(&id_of(id, &arg));
            let help = help.or_else(|| arg.get_help().map(ToString::to_string));
            arg.help(help.unwrap_or_default())
                .help_heading(heading(section))
        });
    command.mut_subcommands(|verb| {
        if verb.get_name() == "help" {
            return verb.about(say("help-help").unwrap_or_default());
        }
        let id = format!("{id}-{}", verb.get_name());
        translated(verb, &id, texts)
    })
}

/// How a verb is used, its own required options and places alone: what the environment gives is not asked for.
fn usage_of(command: &Command, texts: &Texts) -> String {
    let words = [
        ("[OPTIONS]", "usage-word-options"),
        ("<COMMAND>", "usage-word-command"),
        ("[COMMAND]", "usage-word-perhaps-command"),
    ];
    let plain = command.clone().render_usage().to_string();
    let plain = plain.trim_start_matches("Usage:").trim().to_owned();
    words.iter().fold(plain, |line, (word, id)| {
        line.replace(word, &texts.text(id, &Arguments::new()))
    })
}

/// The id of the help of an option or a place.
fn id_of(verb: &str, arg: &Arg) -> String {
    let name = arg.get_long().unwrap_or_else(|| arg.get_id().as_str());
    let verb = if is_of_every_verb(arg) { "help" } else { verb };
    format!("{verb}--{name}")
}

fn is_of_every_verb(arg: &Arg) -> bool {
    arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Arguments as Words;
    use crate::i18n::Language;

    /// The English of every verb, option and place by id.
    fn english() -> BTreeMap<String, String> {
        let mut command = Words::command();
        command.build();
        let mut all = BTreeMap::new();
        gather(&command, "help", &mut all);
        all
    }

    fn gather(command: &Command, id: &str, all: &mut BTreeMap<String, String>) {
        let text = |text: Option<&clap::builder::StyledStr>| text.unwrap().to_string();
        let _none = all.insert(id.to_owned(), text(command.get_about()));
        for arg in command.get_arguments() {
            let _none = all.insert(id_of(id, arg), text(arg.get_help()));
        }
        for verb in command.get_subcommands() {
            let id = format!("{id}-{}", verb.get_name());
            if verb.get_name() == "help" {
                let _none = all.insert("help-help".to_owned(), text(verb.get_about()));
            } else {
                gather(verb, &id, all);
            }
        }
    }

    #[test]
    fn every_verb_and_option_has_its_help_in_every_language() {
        let english = english();
        let mut wrong = BTreeSet::new();
        for language in Language::ALL {
            let texts = Texts::new(language);
            for (id, own) in &english {
                match texts.find(id, &Arguments::new()) {
                    None => drop(wrong.insert(format!("{} {id} = {own}", language.tag()))),
                    Some(text) if language == Language::English && text != *own => {
                        let _new = wrong.insert(format!("{id}: {text:?} is {own:?}"));
                    }
                    Some(_) => {}
                }
            }
            let (_, file) = language
                .files()
                .iter()
                .find(|(name, _)| *name == "help")
                .unwrap();
            for line in file.lines().filter(|line| line.starts_with("help")) {
                let id = line.split(" =").next().unwrap();
                if !english.contains_key(id) && !id.starts_with("help-heading-") {
                    let _new = wrong.insert(format!("{} {id} is nobody's", language.tag()));
                }
            }
        }
        let wrong: Vec<String> = wrong.into_iter().collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(english.len() > 200, "{}", english.len());
    }

    #[test]
    fn help_speaks_the_language_throughout() {
        for language in Language::ALL {
            let mut command = localized(Words::command(), &Texts::new(language));
            let key = command.find_subcommand_mut("key").unwrap();
            let told = [
                key.render_help().to_string(),
                key.find_subcommand_mut("block")
                    .unwrap()
                    .render_help()
                    .to_string(),
            ]
            .join("\n");
            for word in ["Usage:", "Options", "Commands:", "Print", "Blocks a key"] {
                let said = told.contains(word) && language != Language::English;
                assert!(!said, "{} says {word}: {told}", language.tag());
            }
        }
    }
}
