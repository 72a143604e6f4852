//! The public format against its vectors and a reader that is not ours.
//!
//! `KEYWRIGHT_WRITE_VECTORS=1 cargo test --test stories medium_format` writes `tests/vectors` anew; without it
//! the files are compared byte for byte. The foreign reader is `tests/peers/reader.py`; it runs under
//! `KEYWRIGHT_PYTHON`, or `.venv/bin/python`, which has what `tests/peers/requirements.txt` names.

mod corpus;
mod material;
mod reader;
mod vectors;

use std::path::{Path, PathBuf};

use keywright::medium::{Blocklist, Image, SignedConfiguration};
use material::{Draw, Signing};
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn writing() -> bool {
    std::env::var_os("KEYWRIGHT_WRITE_VECTORS").is_some()
}

/// Writes the file, or compares it.
fn hold(path: &Path, content: &[u8]) {
    if writing() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let kept = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(
        kept == content,
        "{} is not what the code writes",
        path.display()
    );
}

#[test]
fn the_vectors_are_what_the_code_writes() {
    let mut count = 0;
    for (name, cases) in vectors::all() {
        count += cases.as_array().unwrap().len();
        let lines: Vec<String> = cases
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string)
            .collect();
        let text = format!(
            "[
{}
]
",
            lines.join(
                ",
"
            )
        );
        hold(
            &root().join("tests/vectors/medium").join(name),
            text.as_bytes(),
        );
    }
    println!("{count} vectors");
}

#[test]
fn a_foreign_reader_reads_every_vector_as_it_is_meant() {
    let mut dumps = Vec::new();
    for (name, cases) in vectors::all() {
        for case in cases.as_array().unwrap() {
            if let Some(dump) = case.get("dump") {
                dumps.push((
                    format!("{name} {}", case["name"]),
                    dump.clone(),
                    case["reads"].clone(),
                ));
            }
        }
    }
    let answers = reader::read(dumps.iter().map(|(_, dump, _)| dump));
    for ((name, _, expected), answer) in dumps.iter().zip(&answers) {
        assert_eq!(answer, expected, "{name}");
    }
    println!("{} vectors read by the foreign reader", answers.len());
}

/// What the product makes of a dump.
fn ours(dump: &Value) -> Value {
    let bytes = material::unhex(&dump["bytes"]);
    let key = Signing::key(&dump["key"]);
    let refused = json!({"ok": false});
    match dump["kind"].as_str().unwrap() {
        "image" => {
            Image::verified(&bytes, &key).map_or(refused, |image| material::image_reads(&image))
        }
        "blocklist" => {
            let system = dump["system"].as_str().unwrap().parse().unwrap();
            let read =
                Blocklist::parse(&bytes).and_then(|list| list.verify(system, &key).map(|()| list));
            read.map_or(refused, |list| material::blocklist_reads(&list))
        }
        _ => {
            let read = SignedConfiguration::parse(&bytes)
                .and_then(|read| read.verify(&key).map(|()| read));
            let seal: [u8; 32] = material::unhex(&dump["seal"]).try_into().unwrap();
            let opened = read.and_then(|read| read.open_keys(&seal).map(|keys| (read, keys)));
            opened.map_or(refused, |(read, keys)| {
                material::configuration_reads(&read, &keys)
            })
        }
    }
}

#[test]
fn a_thousand_random_dumps_are_read_alike_by_a_foreign_reader() {
    let mut dumps = Vec::new();
    let (mut whole, mut levels) = (0, [0; 3]);
    for seed in 1..=1_000u64 {
        let mut draw = Draw(seed);
        let mut dump = match seed % 10 {
            0 => material::random_blocklist(&mut draw),
            1 => material::random_configuration(&mut draw),
            _ => material::random_image(&mut draw, &mut levels),
        };
        if seed % 4 == 3 {
            material::tamper(&mut draw, &mut dump);
        } else {
            whole += 1;
        }
        dumps.push(dump);
    }
    let answers = reader::read(dumps.iter());
    let mut taken = 0;
    for ((seed, dump), answer) in (1..).zip(&dumps).zip(&answers) {
        let mut answer = answer.clone();
        if answer["ok"] == json!(false) {
            answer = json!({"ok": false});
        }
        let ours = ours(dump);
        taken += usize::from(ours["ok"] == json!(true));
        assert_eq!(answer, ours, "seed {seed}");
    }
    assert_eq!(
        taken, whole,
        "what was not tampered with is taken, and nothing else"
    );
    println!(
        "1,000 dumps (seeds 1 to 1000): {taken} read alike, {} refused by both; images with 0, 1, 2 levels: {levels:?}",
        1_000 - taken
    );
}

#[test]
fn the_corpus_is_taken_or_refused_as_its_names_say() {
    let folder = root().join("tests/vectors/corpus");
    for (name, bytes) in corpus::all() {
        hold(&folder.join(name), &bytes);
    }
    let mut count = 0;
    for kind in ["image", "blocklist"] {
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join(kind))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            let taken = if kind == "image" {
                Image::parse(&bytes).is_ok()
            } else {
                Blocklist::parse(&bytes).is_ok()
            };
            let name = file.file_name().unwrap().to_str().unwrap();
            assert_eq!(taken, name.starts_with("taken-"), "{}", file.display());
            count += 1;
        }
    }
    println!("{count} inputs replayed");
}
