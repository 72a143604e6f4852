//! The answer of `user add` and `key program` for people: who, which keys, what changed at which lock.

use serde_json::Value;

use super::detail;
use super::layout::Layout;
use crate::i18n::{Arguments, Texts};

/// Tells such answers in one language.
#[derive(Debug)]
pub(super) struct Summary<'a> {
    texts: &'a Texts,
    layout: Layout<'a>,
}

impl<'a> Summary<'a> {
    pub(super) fn new(texts: &'a Texts, layout: Layout<'a>) -> Self {
        Self { texts, layout }
    }

    /// The answer in lines.
    pub(super) fn told(&self, answer: &Value) -> String {
        let mut lines = vec![self.user(&answer["user"])];
        for field in items(&answer["fields"]) {
            lines.push(format!(
                "  {}: {} > {}",
                self.layout.label(&word(&field["field"])),
                word(&field["before"]),
                word(&field["after"])
            ));
        }
        for source in items(&answer["sources"]) {
            lines.push(format!(
                "  {} {}",
                word(&source["change"]),
                word(&source["name"])
            ));
        }
        let keys: Vec<&Value> = items(&answer["keys"]).collect();
        for similar in items(&answer["similar"]) {
            let user = format!("{} <{}>", word(&similar["name"]), word(&similar["email"]));
            let told = Arguments::from([("user", user.into())]);
            lines.push(format!("  {}", self.texts.text("told-similar", &told)));
        }
        for key in &keys {
            lines.push(format!("  {}", self.key_line(key)));
            let own = |change: &&Value| change["key"] == key["number"];
            let own = items(&answer["difference"]).filter(own);
            lines.extend(own.map(|change| self.change_line(change)));
        }
        // A key that is only planned has no number yet, nor a place among the keys.
        let planned = items(&answer["difference"]).filter(|change| change["key"].is_null());
        let mut planned: Vec<String> = planned.map(|change| self.change_line(change)).collect();
        if !planned.is_empty() {
            let told = self.texts.text("told-new-key", &Arguments::new());
            lines.push(format!("  {told}"));
            let mut seen = std::collections::BTreeSet::new();
            planned.retain(|line| seen.insert(line.clone()));
            lines.extend(planned);
        }
        for key in items(&answer["home_group_orphaned"]) {
            let told = Arguments::from([
                ("key", word(&key["name"]).into()),
                ("group", word(&key["home_group"]).into()),
            ]);
            let id = match key["opens_nothing"].as_bool() {
                Some(true) => "told-opens-nothing",
                _ => "told-orphaned",
            };
            lines.push(format!("  {}", self.texts.text(id, &told)));
        }
        let small = items(&answer["capacity"]);
        for told in small.filter_map(|one| detail::too_small(one, self.texts)) {
            lines.push(format!("  {told}"));
        }
        for field in ["doors_to_visit", "cannot_open"] {
            let names: Vec<String> = items(&answer[field]).map(word).collect();
            if !names.is_empty() {
                lines.push(format!(
                    "  {}: {}",
                    self.layout.label(field),
                    names.join(", ")
                ));
            }
        }
        if let Some(notice) = answer["notice"].as_str() {
            lines.push(format!("  {notice}"));
        }
        let mut actions = items(&answer["actions"]).peekable();
        // Once it was done, what was done says it.
        if actions.peek().is_none() {
            lines.extend(items(&answer["planned"]).map(|deed| self.deed_line(deed)));
        }
        lines.extend(actions.map(|action| self.action_line(action)));
        let wire = answer["wire"].as_object();
        // Where nothing was written there is nothing to count.
        let written = answer["nothing_to_do"] != true;
        if let Some(wire) = wire.filter(|wire| written && wire["exchanges"] != 0) {
            let count = |name: &str| wire[name].to_string();
            let told = Arguments::from([
                ("exchanges", count("exchanges").into()),
                ("out", count("bytes_out").into()),
                ("in", count("bytes_in").into()),
            ]);
            // A write that is continued counts from where it is continued.
            let text = if answer["resumed"] == true {
                "told-wire-resumed"
            } else {
                "told-wire"
            };
            lines.push(format!("  {}", self.texts.text(text, &told)));
        }
        if let Some(head) = answer["head"].as_str() {
            let told = Arguments::from([("head", head.into())]);
            lines.push(format!("  {}", self.texts.text("told-log-head", &told)));
        }
        lines.join("\n")
    }

    fn user(&self, user: &Value) -> String {
        if let Some(told) = self.layout.removed_holder(user) {
            return told;
        }
        let sources: Vec<String> = items(&user["sources"])
            .map(|source| word(&source["name"]))
            .collect();
        let sources = if sources.is_empty() {
            self.texts.text("told-no-sources", &Arguments::new())
        } else {
            sources.join(", ")
        };
        format!(
            "{} <{}>: {sources}",
            word(&user["name"]),
            word(&user["email"])
        )
    }

    /// What happens at a lock; of what changes there, the conditions before and after.
    fn change_line(&self, change: &Value) -> String {
        let mut line = format!(
            "    {} {:<24} {}",
            word(&change["change"]),
            word(&change["lock"]),
            word(&change["source"])
        );
        if change["after"].is_array() {
            let [before, after] =
                ["before", "after"].map(|name| self.layout.cell(name, &change[name]));
            line += &[": ", &before, " > ", &after].concat();
        }
        line
    }

    fn key_line(&self, key: &Value) -> String {
        let mut parts = vec![format!(
            "{} {} ({}): {}",
            self.layout.label("key"),
            word(&key["number"]),
            self.layout.word("kind", &key["kind"]),
            self.layout.word("state", &key["state"])
        )];
        for field in ["uid", "home_group", "stamp"] {
            let value = word(&key[field]);
            match (value.is_empty(), field) {
                (true, _) => {}
                (false, "uid") => parts.push(value),
                (false, _) => parts.push(format!("{} {value}", self.layout.label(field))),
            }
        }
        if key["pending"] == Value::Bool(true) {
            parts.push(self.layout.label("pending"));
        }
        parts.join(", ")
    }

    fn deed_line(&self, deed: &Value) -> String {
        let mut parts = vec![self.layout.word("action", &deed["action"])];
        if deed["kind"].is_string() {
            parts.push(self.layout.word("kind", &deed["kind"]));
        }
        for field in ["key", "source"] {
            parts.push(word(&deed[field]));
        }
        parts.retain(|part| !part.is_empty());
        format!("  {}: {}", self.layout.label("planned"), parts.join(" "))
    }

    fn action_line(&self, action: &Value) -> String {
        let mut line = format!(
            "  {}: {}",
            self.layout.word("action", &action["action"]),
            self.layout.word("outcome", &action["outcome"])
        );
        if action["outcome"] == "done" && action["message"].is_string() {
            line += &[". ", &word(&action["message"])].concat();
        }
        for detail in detail::lines(action, self.texts, &self.layout) {
            line += &["\n    ", &detail].concat();
        }
        line
    }
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

    use super::{Layout, Summary};
    use crate::i18n::{Language, Texts};

    #[test]
    fn each_change_stands_below_its_key_with_lock_and_source() {
        let answer = json!({
            "user": {"name": "Aino Salo", "email": "aino@example.org", "sources": [{"name": "A 1"}]},
            "similar": [{"name": "Aino Salo", "email": "a.salo@example.org"}],
            "keys": [
                {"name": "fob 1", "number": 1, "kind": "fob", "state": "programmed", "uid": "04A1", "home_group": "House", "pending": false},
                {"name": "phone 2", "number": 2, "kind": "phone", "state": "draft"},
            ],
            "difference": [
                {"lock": "Front door", "change": "+", "source": "A 1", "key": 1},
                {"lock": "Flat 1", "change": "+", "source": "A 1", "key": 2},
            ],
            "doors_to_visit": ["Flat 1"],
            "actions": [{"action": "program-key", "outcome": "done", "message": null}],
            "wire": {"exchanges": 40, "bytes_out": 1, "bytes_in": 2},
        });
        let told = |language| {
            let texts = Texts::new(language);
            Summary::new(&texts, Layout::new(&texts, None)).told(&answer)
        };
        let expected = "Aino Salo <aino@example.org>: A 1\n  a user of this name is there already: Aino Salo <a.salo@example.org>\n  key 1 (fob): programmed, 04A1, home group House\n    + Front door               A 1\n  key 2 (phone): draft\n    + Flat 1                   A 1\n  doors to visit before it works: Flat 1\n  program key: done\n  40 exchanges, 1 bytes out, 2 in";
        assert_eq!(told(Language::English), expected);
        let mut continued = answer.clone();
        continued["resumed"] = json!(true);
        let texts = Texts::new(Language::English);
        let continued = Summary::new(&texts, Layout::new(&texts, None)).told(&continued);
        let more = ", in this session alone: what was spent before it was cut off is not counted";
        assert_eq!(continued, [expected, more].concat());
        let german = told(Language::German);
        assert!(
            german.contains("Schlüssel 1 (Anhänger): programmiert") && !german.contains("doors"),
            "{german}"
        );
    }
}
