//! What texts say about the command line is so: every command that a remedy, a notice or the README names exists,
//! with its flags, in every language alike.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Command, CommandFactory as _};
use keywright::cli::Arguments;
use keywright::i18n::Language;

/// Signs between which a command may stand.
const QUOTES: [(char, char); 8] = [
    ('`', '`'),
    ('"', '"'),
    ('\u{201c}', '\u{201d}'),
    ('\u{201d}', '\u{201d}'),
    ('\u{201e}', '\u{201c}'),
    ('\u{ab}', '\u{bb}'),
    ('\u{bb}', '\u{ab}'),
    ('(', ')'),
];

fn program() -> Command {
    let mut command = Arguments::command();
    command.build();
    command
}

fn options(command: &Command) -> BTreeSet<String> {
    let long = command.get_arguments().filter_map(clap::Arg::get_long);
    long.map(str::to_owned).collect()
}

/// Every option of the program, of whatever verb.
fn every_option(command: &Command, all: &mut BTreeSet<String>) {
    all.extend(options(command));
    for verb in command.get_subcommands() {
        every_option(verb, all);
    }
}

/// The words of a command as they stand in a text: without signs that end a sentence.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| ".,;:!?)".contains(c)))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Goes down the tree along the words; the command that is meant, and what is wrong with the rest.
fn follow(root: &Command, words: &[&str]) -> Result<Vec<String>, String> {
    let (mut command, mut path, mut rest) = (root, Vec::new(), words);
    while let Some((first, behind)) = rest.split_first() {
        let Some(verb) = command.find_subcommand(first) else {
            break;
        };
        path.push(verb.get_name().to_owned());
        // `bench DIR VERB`: the folder stands before the verb.
        let skipped = usize::from(verb.get_name() == "bench" && behind.len() > 1);
        (command, rest) = (verb, &behind[skipped..]);
    }
    if command.has_subcommands()
        && command.is_subcommand_required_set()
        && !rest.iter().any(|word| word.starts_with("--help"))
    {
        return Err(format!("{}: no verb {rest:?}", path.join(" ")));
    }
    let known = options(command);
    for word in rest {
        let Some(flag) = word.strip_prefix("--") else {
            continue;
        };
        let flag = flag.split('=').next().unwrap_or_default();
        if !known.contains(flag) && !matches!(flag, "help" | "version") {
            return Err(format!("{}: no --{flag}", path.join(" ")));
        }
        path.push(format!("--{flag}"));
    }
    Ok(path)
}

/// The commands that stand in a text: between quotes, and wherever the program is named.
fn commands<'a>(root: &Command, text: &'a str) -> Vec<Vec<&'a str>> {
    let mut found = Vec::new();
    for (open, close) in QUOTES {
        let mut rest = text;
        while let Some((_, behind)) = rest.split_once(open) {
            let Some((inside, after)) = behind.split_once(close) else {
                break;
            };
            let words = words(inside);
            let named = words.first() == Some(&"keywright");
            let words = &words[usize::from(named)..];
            let verb = words.first().and_then(|word| root.find_subcommand(word));
            let begun = verb.is_some_and(|verb| match words.get(1) {
                Some(word) if open == '(' => verb.find_subcommand(word).is_some(),
                Some(word) => !verb.has_subcommands() || !word.starts_with('<'),
                None => open != '(' && !verb.has_subcommands(),
            });
            // What stands in brackets is mostly a remark.
            if words.len() > usize::from(open == '(') && (named || begun) {
                found.push(words.to_vec());
            }
            rest = if open == close { after } else { behind };
        }
    }
    for (place, _) in text.match_indices("keywright ") {
        let before = text[..place].chars().next_back();
        if before.is_none_or(char::is_whitespace) {
            let line = text[place..].lines().next().unwrap_or_default();
            let words = words(line);
            let verb = words
                .get(1)
                .filter(|word| root.find_subcommand(word).is_some() || word.starts_with("--"));
            if verb.is_some() {
                // Prose may follow: only what is certain to belong to it.
                let long = words
                    .iter()
                    .skip(3)
                    .take_while(|word| word.starts_with("--"));
                let count = 2 + usize::from(words.len() > 2) + long.count();
                found.push(words[1..count.min(words.len())].to_vec());
            }
        }
    }
    found
}

/// The messages of a language: their texts by id.
fn messages(language: Language) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut id = String::new();
    for line in language.files().iter().flat_map(|(_, text)| text.lines()) {
        let head = line.split_once(" =").map(|(id, text)| (id.trim(), text));
        match head {
            Some((name, text)) if !line.starts_with([' ', '#', '-']) => {
                name.clone_into(&mut id);
                let _none = all.insert(id.clone(), text.trim().to_owned());
            }
            _ if line.starts_with(' ') => {
                let text: &mut String = all.entry(id.clone()).or_default();
                text.push('\n');
                text.push_str(line);
            }
            _ => {}
        }
    }
    all
}

#[test]
fn every_command_a_text_names_exists_in_every_language() {
    let root = program();
    let mut known = BTreeSet::new();
    every_option(&root, &mut known);
    let (mut wrong, mut checked) = (Vec::new(), 0);
    let mut english: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    for language in Language::ALL {
        for (id, text) in messages(language) {
            let place = format!("{} {id}", language.tag());
            for flag in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
                let name = flag.strip_prefix("--").filter(|name| name.len() > 1);
                if let Some(name) = name
                    && !known.contains(name)
                    && name != "help"
                {
                    wrong.push(format!("{place}: no --{name}"));
                }
            }
            let mut meant = BTreeSet::new();
            for words in commands(&root, &text) {
                checked += 1;
                match follow(&root, &words) {
                    Ok(path) => drop(meant.insert(path)),
                    Err(fault) => wrong.push(format!("{place}: {words:?}: {fault}")),
                }
            }
            if language == Language::English {
                let _none = english.insert(id, meant);
            } else if english.get(&id).is_some_and(|own| *own != meant) {
                wrong.push(format!(
                    "{place}: names {meant:?}, English {:?}",
                    english[&id]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked > 100, "only {checked} commands were found");
    println!("{checked} commands in texts exist");
}

#[test]
fn every_command_of_the_readme_exists() {
    let root = program();
    let text = include_str!("../../README.md");
    let (mut wrong, mut checked, mut in_block) = (Vec::new(), 0, false);
    let mut check = |words: &[&str]| {
        checked += 1;
        if let Err(fault) = follow(&root, words) {
            wrong.push(format!("{words:?}: {fault}"));
        }
    };
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if in_block && line.starts_with("keywright ") {
            let line = line.split(" #").next().unwrap_or_default();
            check(&words(line)[1..]);
        }
    }
    for paragraph in text.split("\n\n").filter(|part| !part.contains("```")) {
        for words in commands(&root, &paragraph.replace('\n', " ")) {
            check(&words);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked > 40, "only {checked} commands were found");
}

/// One word for one thing: what another word already says.
const RETIRED: [(Language, &[&str]); 3] = [
    (
        Language::Finnish,
        &[
            "ohjelmointilait",
            "käyttöhenkil",
            "avaimenper",
            "testipenk",
            "ylläpitorool",
            "valitsim",
            "kosketinpaik",
            "käytä tunnistetta.",
            "nimi tai tunniste",
        ],
    ),
    (
        Language::Swedish,
        &["prägling", "privat utrymme", "jobbet", "nyckelspärrgrupp"],
    ),
    (
        Language::German,
        &[
            "Programmiergerät",
            "Kodiergerät",
            "Codierer",
            "Werkbank",
            "Stempel",
            "ausgebucht",
            "Räumlichkeit",
            "Verwalterroll",
            "Kennwort",
            "Kontaktplatz",
            "auf dem Gerät",
            "oder Id",
        ],
    ),
];

/// Errors that the window never meets: the verbs, the bench and the demo of the command line alone tell them.
const OF_THE_COMMAND_LINE: [&str; 18] = [
    "bench-medium-unknown",
    "bench-not-running",
    "bench-token-unknown",
    "bench-verb-unknown",
    "blocklist-number-unknown",
    "contact-gone",
    "contact-not-a-reader",
    "demo-folder",
    "demo-only",
    "demo-there",
    "number-has-key",
    "number-never-given",
    "restore-generations-differ",
    "restore-other-system",
    "restore-recipients-differ",
    "store-backup-missing",
    "store-miscounted",
    "usage",
];

/// What starts the program with another device.
const STARTS: [&str; 2] = ["window-plugged-unnamed", "window-programming-no-encoder"];

/// Who looks at a window has buttons, and no command line: where a remedy is a command, the window says it otherwise.
#[test]
fn no_remedy_in_the_window_is_a_command() {
    let root = program();
    let names_command = |text: &str| {
        text.contains("--") || text.contains("key-way-out }") || !commands(&root, text).is_empty()
    };
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for language in Language::ALL {
        let all = messages(language);
        for (id, text) in &all {
            let of_window = id.starts_with("window-");
            let code = id.strip_prefix("error-");
            let code = code.map(|code| code.trim_end_matches("-remedy"));
            if code.is_none() && !of_window
                || STARTS.contains(&code.unwrap_or(id))
                || code.is_some_and(|code| OF_THE_COMMAND_LINE.contains(&code))
            {
                continue;
            }
            let own = code.map(|code| format!("window-remedy-{code}"));
            let own = own.filter(|_| id.ends_with("-remedy"));
            let told = own.and_then(|own| all.get(&own)).unwrap_or(text);
            checked += 1;
            if names_command(&told.replace("window-remedy-key-way-out }", "")) {
                wrong.push(format!("{} {id}: {told}", language.tag()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{checked} texts that the window may show name no command");
}

/// What is told to the window has an error that it belongs to, which names a command.
#[test]
fn every_remedy_of_the_window_belongs_to_an_error() {
    let all = messages(Language::English);
    let own = all
        .keys()
        .filter_map(|id| id.strip_prefix("window-remedy-"));
    for code in own.filter(|code| *code != "key-way-out") {
        assert!(
            all.contains_key(&format!("error-{code}-remedy")),
            "no error {code}"
        );
    }
}

#[test]
fn each_thing_has_one_word_in_each_language() {
    for (language, words) in RETIRED {
        for (id, text) in messages(language) {
            let found = words
                .iter()
                .find(|word| text.to_lowercase().contains(&word.to_lowercase()));
            assert_eq!(found, None, "{} {id}: {text}", language.tag());
        }
    }
}

#[test]
fn a_command_that_is_not_there_is_noticed() {
    let root = program();
    for text in [
        "Run \"key frobnicate\".",
        "Run keywright lock polish.",
        "Use `key list --loud`.",
    ] {
        let found = commands(&root, text);
        assert!(
            found.iter().any(|words| follow(&root, words).is_err()),
            "{text}: {found:?}"
        );
    }
    for text in [
        "Run \"key program 3 --again\" now.",
        "See `keywright --help`.",
        "a key (fob) fits",
    ] {
        for words in commands(&root, text) {
            assert!(follow(&root, &words).is_ok(), "{text}: {words:?}");
        }
    }
}
