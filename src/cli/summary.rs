//! The answer of `user add` and `key program` for people: who, which keys, what changed at which lock.

use serde_json::Value;

/// The answer in lines.
pub(super) fn told(answer: &Value) -> String {
    let mut lines = vec![user(&answer["user"])];
    for key in items(&answer["keys"]) {
        lines.push(format!("  {}", key_line(key)));
    }
    for change in items(&answer["difference"]) {
        lines.push(format!(
            "    {} {:<24} {}",
            word(&change["change"]),
            word(&change["lock"]),
            word(&change["source"])
        ));
    }
    for (field, label) in [
        ("doors_to_visit", "doors to visit before that works"),
        ("cannot_open", "locks this kind of key cannot open"),
    ] {
        let names: Vec<String> = items(&answer[field]).map(word).collect();
        if !names.is_empty() {
            lines.push(format!("  {label}: {}", names.join(", ")));
        }
    }
    for action in items(&answer["actions"]) {
        lines.push(action_line(action));
    }
    if let Some(wire) = answer["wire"].as_object() {
        lines.push(format!(
            "  {} exchanges, {} bytes out, {} in",
            wire["exchanges"], wire["bytes_out"], wire["bytes_in"]
        ));
    }
    lines.join("\n")
}

fn user(user: &Value) -> String {
    let sources: Vec<String> = items(&user["sources"])
        .map(|source| word(&source["name"]))
        .collect();
    let sources = if sources.is_empty() {
        "no role and no premises: opens nothing".to_owned()
    } else {
        sources.join(", ")
    };
    format!(
        "{} <{}>: {sources}",
        word(&user["name"]),
        word(&user["email"])
    )
}

fn key_line(key: &Value) -> String {
    let mut parts = vec![format!(
        "key {}: {}",
        word(&key["name"]),
        word(&key["state"])
    )];
    for (field, label) in [
        ("uid", ""),
        ("home_group", "home group "),
        ("stamp", "stamp "),
    ] {
        let value = word(&key[field]);
        if !value.is_empty() {
            parts.push(format!("{label}{value}"));
        }
    }
    if key["pending"] == Value::Bool(true) {
        parts.push("pending".to_owned());
    }
    parts.join(", ")
}

fn action_line(action: &Value) -> String {
    let outcome = word(&action["outcome"]);
    let mut line = format!("  {}: {outcome}", word(&action["action"]).replace('-', " "));
    for cost in items(&action["costs"]) {
        line += &[
            "\n    ",
            &word(&cost["source"]),
            ": ",
            &word(&cost["bytes"]),
            " bytes",
        ]
        .concat();
    }
    line
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    #[test]
    fn each_change_stands_on_a_line_with_its_lock_and_source() {
        let told = super::told(&json!({
            "user": {"name": "Aino Salo", "email": "aino@example.org", "sources": [{"name": "A 1"}]},
            "keys": [{"name": "fob 1", "state": "programmed", "uid": "04A1", "home_group": "House", "pending": false}],
            "difference": [{"lock": "Front door", "change": "+", "source": "A 1"}],
            "doors_to_visit": ["Flat 1"],
            "actions": [{"action": "program-key", "outcome": "done"}],
            "wire": {"exchanges": 40, "bytes_out": 1, "bytes_in": 2},
        }));
        let expected = "Aino Salo <aino@example.org>: A 1\n  key fob 1: programmed, 04A1, home group House\n    + Front door               A 1\n  doors to visit before that works: Flat 1\n  program key: done\n  40 exchanges, 1 bytes out, 2 in";
        assert_eq!(told, expected);
    }
}
