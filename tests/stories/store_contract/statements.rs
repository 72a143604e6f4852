//! The statements themselves, and the texts of the errors.

use keywright::store::Error;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Every file below a folder.
fn files(folder: PathBuf) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of each statement that the store names, which are put together where they are several.
fn named() -> BTreeSet<Vec<String>> {
    let mut named = BTreeSet::new();
    for path in files(root().join("src/store")) {
        let rust = std::fs::read_to_string(path).unwrap();
        for call in rust.split("statement!(").skip(1) {
            let names = call.split(')').next().unwrap().split('"');
            let names: Vec<String> = names.skip(1).step_by(2).map(str::to_owned).collect();
            let _new = named.insert(names);
        }
    }
    named
}

/// Every statement, each with the names of its files.
fn statements() -> Vec<(String, String)> {
    let text = |name: &String| {
        let path = root().join(format!("resources/sql/{name}.sql"));
        std::fs::read_to_string(path).unwrap()
    };
    let statements = named().into_iter();
    statements
        .map(|names| (names.join(" + "), names.iter().map(text).collect()))
        .collect()
}

#[test]
fn every_statement_is_plain_enough_for_both_engines() {
    use sqlparser::dialect::{Dialect, PostgreSqlDialect, SQLiteDialect};
    use sqlparser::parser::Parser;
    let dialects: [&dyn Dialect; 2] = [&SQLiteDialect {}, &PostgreSqlDialect {}];
    let forbidden = [
        "BIGSERIAL",
        " SERIAL PRIMARY",
        "IDENTITY",
        "NEXTVAL",
        "LISTEN",
        "NOTIFY",
        "ADVISORY",
        "LOCK TABLE",
        "DEFERR",
        "INHERITS",
        "TRIGGER",
        "NOW()",
        "RANDOM",
        "CURRENT_",
        "FOR UPDATE",
        "FOR SHARE",
        " TEMP",
        "COLLATE",
        "CITEXT",
        "ILIKE",
        "GLOB",
        "ROWID",
        "INSERT OR",
        "REPLACE INTO",
        "PRAGMA",
        "ANY(",
        " / ",
        " & ",
        " | ",
        "||",
        "<<",
        ">>",
        "~",
        "?",
        "::",
        "IFNULL",
        "CREATE ",
        "ALTER ",
        "DROP ",
        "DATETIME",
        "STRFTIME",
        "JSON",
        ";",
    ];
    let statements = statements();
    for (name, text) in &statements {
        for dialect in dialects {
            let parsed = Parser::parse_sql(dialect, text);
            assert_eq!(parsed.map(|all| all.len()), Ok(1), "{name}");
        }
        let upper = text.to_uppercase();
        for word in forbidden {
            assert!(!upper.contains(word), "{name} holds {word}");
        }
        let highest = (1..=99)
            .rev()
            .find(|n| text.contains(&format!("${n}")))
            .unwrap_or(0);
        for number in 1..=highest {
            assert!(
                text.contains(&format!("${number}")),
                "{name} skips ${number}"
            );
        }
        assert!(highest <= 20, "{name} has too many parameters");
    }
    let migration = include_str!("../../../resources/sql/migrations/sqlite/0001_first_schema.sql");
    let tables = migration.replace(" STRICT, WITHOUT ROWID", " STRICT");
    let tables = Parser::parse_sql(&SQLiteDialect {}, &tables).unwrap();
    println!(
        "{} statements, {} of schema",
        statements.len(),
        tables.len()
    );
    assert!(!migration.to_uppercase().contains("TRIGGER") && !migration.contains("AUTOINCREMENT"));
}

#[test]
fn every_statement_is_used() {
    let used: BTreeSet<String> = named().into_iter().flatten().collect();
    let folder = root().join("resources/sql");
    for path in files(folder.clone()) {
        let name = path.strip_prefix(&folder).unwrap().with_extension("");
        let name = name.to_str().unwrap();
        let migration = name.starts_with("migrations/");
        assert!(migration || used.contains(name), "{name} is used nowhere");
    }
}

#[test]
fn every_error_has_its_texts_in_every_language() {
    for language in ["en", "fi", "sv", "de"] {
        let path = format!(
            "{}/resources/i18n/{language}/store.ftl",
            env!("CARGO_MANIFEST_DIR")
        );
        let texts = std::fs::read_to_string(path).unwrap();
        for error in Error::examples() {
            for id in [
                format!("error-{} = ", error.code()),
                format!("error-{}-remedy = ", error.code()),
            ] {
                assert!(
                    texts.lines().any(|line| line.starts_with(&id)),
                    "{language}: {id}"
                );
            }
        }
    }
}
