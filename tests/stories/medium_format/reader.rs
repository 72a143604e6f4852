//! Runs the foreign reader.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Its answers to the dumps, in their order.
pub fn read<'a>(dumps: impl Iterator<Item = &'a Value>) -> Vec<Value> {
    let root = super::root();
    let python = std::env::var_os("KEYWRIGHT_PYTHON")
        .unwrap_or_else(|| root.join(".venv/bin/python").into_os_string());
    let mut child = Command::new(&python)
        .arg(root.join("tests/peers/reader.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("the foreign reader needs {}: {error}", python.display()));
    let lines: Vec<String> = dumps.map(Value::to_string).collect();
    let mut input = child.stdin.take().unwrap();
    let count = lines.len();
    let writer = std::thread::spawn(move || {
        for line in lines {
            writeln!(input, "{line}").unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "the foreign reader failed");
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), count);
    answers
}
