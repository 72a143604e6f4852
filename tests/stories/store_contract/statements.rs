//! The statements themselves, and the texts of the errors.

use keywright::store::Error;
use std::path::{Path, PathBuf};

/// Every statement file, without the migrations.
fn statements() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("resources/sql");
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        if folder.ends_with("migrations") {
            continue;
        }
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
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
    for (path, text) in &statements {
        for dialect in dialects {
            let parsed = Parser::parse_sql(dialect, text);
            assert_eq!(parsed.map(|all| all.len()), Ok(1), "{}", path.display());
        }
        let upper = text.to_uppercase();
        for word in forbidden {
            assert!(!upper.contains(word), "{} holds {word}", path.display());
        }
        let highest = (1..=99)
            .rev()
            .find(|n| text.contains(&format!("${n}")))
            .unwrap_or(0);
        for number in 1..=highest {
            assert!(
                text.contains(&format!("${number}")),
                "{} skips ${number}",
                path.display()
            );
        }
        assert!(highest <= 20, "{} has too many parameters", path.display());
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
    let mut rust = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                rust.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    for (path, _) in statements() {
        let entity = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap();
        let name = format!(
            "\"{entity}/{}\"",
            path.file_stem().unwrap().to_str().unwrap()
        );
        assert!(rust.contains(&name), "{name} is used nowhere");
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
