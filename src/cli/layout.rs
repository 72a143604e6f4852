//! Answers for people: the JSON of a verb as a table or as lines, in their language, with times in the system's zone
//! and names in the place of ids.

use serde_json::{Map, Value};

use crate::i18n::{Arguments, Texts};
use crate::model::{KeyId, LockId};
use crate::time::{UtcMillis, Zone};

/// Fields whose values are words of the product, with texts of their own under `word-<value>`.
const WORDS: [&str; 10] = [
    "reason",
    "phase",
    "state",
    "kind",
    "outcome",
    "operation",
    "signature",
    "action",
    "opened_by",
    "new_secrets",
];

/// Fields that no table has room for; `show` tells them.
const WIDE: [&str; 4] = ["fingerprint", "subject", "subject_id", "permissions"];

/// How an answer is told.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    texts: &'a Texts,
    /// That of the system, where one was opened.
    zone: Option<Zone>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(texts: &'a Texts, zone: Option<Zone>) -> Self {
        Self { texts, zone }
    }

    /// A list as a table, an object as lines.
    pub(super) fn laid_out(&self, value: &Value) -> String {
        let value = &self.in_words(value);
        match value {
            Value::Object(fields) => match fields.get("items") {
                Some(Value::Array(items)) if items.is_empty() => {
                    self.texts.text("told-nothing", &Arguments::new())
                }
                Some(Value::Array(items)) => self.table(items),
                _ => self.lines(value, 0),
            },
            other => self.word("", other),
        }
    }

    /// What a field is called: the text `label-<name>`.
    pub(super) fn label(&self, name: &str) -> String {
        let id = format!("label-{}", name.replace('_', "-"));
        self.texts
            .find(&id, &Arguments::new())
            .unwrap_or_else(|| name.replace('_', " "))
    }

    fn lines(&self, value: &Value, depth: usize) -> String {
        let Value::Object(fields) = value else {
            return self.word("", value);
        };
        let indent = "  ".repeat(depth);
        let line = |(name, field): (&String, &Value)| {
            if self.is_told_beside(fields, name) {
                return String::new();
            }
            let label = format!("{indent}{}", self.label(name));
            if let Some(holder) = self.removed_holder(field) {
                return format!("{label:<28} {holder}\n");
            }
            match field {
                Value::Object(_) => format!("{label}:\n{}", self.lines(field, depth + 1)),
                Value::Array(items) if items.iter().any(Value::is_object) => {
                    let rows = self.table(items).replace('\n', &format!("\n{indent}  "));
                    format!("{label}:\n{indent}  {rows}\n")
                }
                _ => match self.word(name, field) {
                    word if word.is_empty() => String::new(),
                    word => format!("{label:<28} {word}\n"),
                },
            }
        };
        fields.iter().map(line).collect()
    }

    /// Whether people find this field beside itself: scripts are told ids, and names and numbers apart from each other;
    /// people are told each thing once.
    fn is_told_beside(&self, fields: &Map<String, Value>, name: &str) -> bool {
        let cell = |other: &str| {
            fields
                .get(other)
                .map_or_else(String::new, |value| self.cell(other, value))
        };
        let told = |others: &[&str]| others.iter().any(|other| !cell(other).is_empty());
        let same = |others: &[&str]| others.iter().any(|other| cell(other) == cell(name));
        match name {
            "id" => told(&["name", "sequence"]),
            // A task and an entry of the log are called by what they do.
            "operation" => same(&["name"]),
            "key" => same(&["name", "number"]),
            "key_number" => told(&["key", "number", "subject_name"]),
            "user_name" => told(&["user", "subject_name"]) || same(&["name"]),
            "lock_name" => told(&["lock", "subject_name"]) || same(&["name"]),
            "lock_number" => told(&["lock", "lock_name"]),
            "chip" => told(&["chip_name"]),
            "lock_groups" => told(&["lock_group_names"]),
            "blocking_group" => told(&["blocking_group_name"]),
            _ => false,
        }
    }

    /// Columns in which nothing stands are left out; the others stand in the order of the fields, whichever row has the
    /// first that is not empty.
    fn table(&self, items: &[Value]) -> String {
        let rows: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
        let mut columns: Vec<&String> = Vec::new();
        for row in &rows {
            let mut place = 0;
            for name in row.keys() {
                if let Some(known) = columns.iter().position(|known| *known == name) {
                    place = known + 1;
                } else {
                    columns.insert(place, name);
                    place += 1;
                }
            }
        }
        columns.retain(|name| {
            let shown = |row: &&Map<String, Value>| {
                row.get(name.as_str()).is_some_and(|value| {
                    !self.cell(name, value).is_empty() && !self.is_told_beside(row, name)
                })
            };
            !WIDE.contains(&name.as_str()) && rows.iter().any(shown)
        });
        let head = columns
            .iter()
            .map(|name| self.label(name).to_uppercase())
            .collect();
        let mut rows: Vec<Vec<String>> = vec![head];
        for item in items {
            let cell = |name: &&String| {
                let value = item.get(name.as_str()).unwrap_or(&Value::Null);
                self.cell(name, value)
            };
            rows.push(columns.iter().map(cell).collect());
        }
        let width = |place: usize| rows.iter().map(|row| row[place].chars().count()).max();
        let widths: Vec<usize> = (0..columns.len())
            .map(|place| width(place).unwrap_or(0))
            .collect();
        let line = |row: &Vec<String>| {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:<width$}"))
                .collect();
            cells.join("  ").trim_end().to_owned()
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// A value in a table: a record is told by its name.
    pub(super) fn cell(&self, name: &str, value: &Value) -> String {
        if let Some(holder) = self.removed_holder(value) {
            return holder;
        }
        match value {
            Value::Object(fields) if fields.contains_key("expiry_hours") => {
                match self.conditions(fields) {
                    none if none.is_empty() => self.texts.text("told-always", &Arguments::new()),
                    told => told,
                }
            }
            Value::Object(fields) => match (fields.get("name"), fields.get("start")) {
                (Some(own), _) => self.word("name", own),
                (None, Some(start)) => {
                    self.between(start, fields.get("end").unwrap_or(&Value::Null))
                }
                (None, None) => String::new(),
            },
            Value::Array(items) => {
                let words = items.iter().map(|item| self.cell(name, item));
                words
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            other => self.word(name, other),
        }
    }

    /// What stands in the place of the name of a holder who was removed.
    pub(super) fn removed_holder(&self, value: &Value) -> Option<String> {
        let removed = value["removed"] == Value::Bool(true) && value["name"].is_null();
        removed.then(|| self.texts.text("told-removed-user", &Arguments::new()))
    }

    /// A validity from its start to its end; nothing where neither is set.
    pub(super) fn span(&self, start: &Value, end: &Value) -> String {
        match self.between(start, end) {
            none if none.is_empty() => none,
            span => format!("({span})"),
        }
    }

    fn between(&self, start: &Value, end: &Value) -> String {
        let (start, end) = (self.word("start", start), self.word("end", end));
        if start.is_empty() && end.is_empty() {
            return String::new();
        }
        format!("{start}..{end}")
    }

    /// The conditions of one entry of a table, as [`super::view::conditions`] gives them; nothing where it holds always.
    pub(super) fn conditions(&self, entry: &Map<String, Value>) -> String {
        let hours = |hours: u64| {
            let hours = usize::try_from(hours).unwrap_or(usize::MAX);
            let told = Arguments::from([("count", hours.into())]);
            self.texts.text("told-expiry", &told)
        };
        let told = [
            self.cell("windows", &entry["windows"]),
            self.word("access_times", &entry["access_times"]),
            entry["expiry_hours"]
                .as_u64()
                .map(hours)
                .unwrap_or_default(),
        ];
        let told: Vec<String> = told.into_iter().filter(|one| !one.is_empty()).collect();
        told.join(", ")
    }

    /// A value of the field `name`: nothing for an id, which a name stands beside.
    pub(super) fn word(&self, name: &str, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) => self.text(name, text),
            Value::Array(items) => {
                let words = items.iter().map(|item| self.word(name, item));
                words
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            Value::Bool(true) => self.texts.text("word-yes", &Arguments::new()),
            Value::Bool(false) => self.texts.text("word-no", &Arguments::new()),
            Value::Object(fields) => {
                let words = fields.iter().map(|(name, field)| self.word(name, field));
                words
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            other @ Value::Number(_) => other.to_string(),
        }
    }

    /// The answer with the names that the program gives in words. Names that somebody gave stay as they are, though
    /// they be such a word.
    fn in_words(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.in_words(item)).collect(),
            Value::Object(fields) => {
                let told = |(name, field): (&String, &Value)| {
                    let given = field
                        .as_str()
                        .and_then(|text| self.given_name(fields, name, text));
                    (
                        name.clone(),
                        given.map_or_else(|| self.in_words(field), Value::String),
                    )
                };
                Value::Object(fields.iter().map(told).collect())
            }
            other => other.clone(),
        }
    }

    /// What the program calls a record without a name of its own, in words: what is done, or what it is with its number.
    fn given_name(&self, fields: &Map<String, Value>, name: &str, text: &str) -> Option<String> {
        let is = |field: &str, value: &str| fields.get(field).is_some_and(|own| own == value);
        let has = |field: &str| fields.contains_key(field);
        match name {
            "name" if is("operation", text) => Some(self.text("operation", text)),
            "name" if has("subject_kind") => {
                let action = Arguments::from([("action", text.into())]);
                // What the texts do not know they give back as it is.
                Some(self.texts.text("window-log-action", &action))
            }
            "name" if has("uid") || has("key_id") || has("media_generation") => self.numbered(text),
            "subject_name" if is("subject_kind", "key") || is("subject_kind", "task") => {
                self.numbered(text)
            }
            _ => None,
        }
    }

    fn numbered(&self, text: &str) -> Option<String> {
        let (noun, number) = text.split_once(' ')?;
        let (_, id) = NUMBERED.iter().find(|(known, _)| *known == noun)?;
        let number = number.parse::<u32>().ok()?;
        Some(format!(
            "{} {number}",
            self.texts.text(id, &Arguments::new())
        ))
    }

    /// A fact of the log, written `name=value`: the name in words; nothing of an id.
    fn fact(&self, text: &str) -> String {
        let Some((name, value)) = text.split_once('=') else {
            return text.to_owned();
        };
        // What was written is compared by machines.
        if is_id(value) || name == "image" {
            return String::new();
        }
        let value = match name {
            "from" | "to" => self.text("state", value),
            _ => self.text(name, value),
        };
        [self.label(name), value].join("=")
    }

    fn text(&self, name: &str, text: &str) -> String {
        if name == "facts" {
            return self.fact(text);
        }
        if is_id(text) {
            return String::new();
        }
        if WORDS.contains(&name) {
            let id = format!("word-{}", text.replace(' ', "-"));
            let known = self.texts.find(&id, &Arguments::new());
            return known.unwrap_or_else(|| text.to_owned());
        }
        if name == "access_times" {
            return self.texts.times(text);
        }
        if name == "subject_kind" {
            let known = self
                .texts
                .find(&format!("subject-{text}"), &Arguments::new());
            return known.unwrap_or_else(|| text.to_owned());
        }
        match (self.zone, text.parse::<UtcMillis>()) {
            // An end is the first moment that is no longer in it: at midnight, people say the day before.
            (Some(zone), Ok(at)) if name == "end" && zone.hour_minute(at) == (0, 0) => {
                zone.date(UtcMillis(at.0 - 1)).to_string()
            }
            (Some(zone), Ok(at)) if text.contains('T') => zone.shown(at),
            _ => text.to_owned(),
        }
    }
}

/// The nouns that records without a name of their own are called by, with their number behind.
const NUMBERED: [(&str, &str); 4] = [
    ("fob", "word-fob"),
    ("phone", "word-phone"),
    ("k5", "word-k5"),
    ("generation", "label-generation"),
];

/// Whether a text is the id of a record, which tells people nothing. Ids of every kind are written alike.
fn is_id(text: &str) -> bool {
    text.len() == 36 && (text.parse::<KeyId>().is_ok() || text.parse::<LockId>().is_ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::Layout;
    use crate::i18n::{Language, Texts};

    #[test]
    fn people_see_names_local_times_and_words_of_their_language() {
        let item = json!({
            "id": "01a2076b-4400-75a8-ba8d-aa1ad3fc6448",
            "name": "fob 1",
            "key_id": null,
            "state": "write-failed",
            "pending": true,
            "uid": null,
            "written_at": "2026-11-21T22:30:00Z",
        });
        let zone = "Europe/Helsinki".parse().unwrap();
        let tell = |language| {
            let texts = Texts::new(language);
            Layout::new(&texts, Some(zone)).laid_out(&json!({"items": [item]}))
        };
        let german = "NAME        ZUSTAND                   AUSSTEHEND  GESCHRIEBEN\nAnhänger 1  Schreiben fehlgeschlagen  ja          2026-11-22 00:30";
        assert_eq!(tell(Language::German), german);
        let texts = Texts::new(Language::German);
        let nothing = Layout::new(&texts, None).laid_out(&json!({"items": []}));
        assert_eq!(nothing, "Es gibt nichts anzuzeigen.");
        assert!(tell(Language::Finnish).contains("kirjoitus epäonnistui"));
        assert!(tell(Language::Swedish).contains("skrivning misslyckades"));
        assert!(tell(Language::English).contains("write failed"));
    }

    #[test]
    fn names_that_somebody_gave_are_never_told_in_other_words() {
        let texts = Texts::new(Language::German);
        let layout = Layout::new(&texts, None);
        for own in ["fob 1", "program", "empty", "key-added", "generation 2"] {
            let told = layout
                .laid_out(&json!({"items": [{"id": 1, "name": own, "number": 1, "kind": "fob"}]}));
            assert!(told.contains(own), "{own}: {told}");
            let holder =
                json!({"number": 1, "user": {"id": 1, "name": own}, "user_name": own, "key_id": 4});
            assert!(layout.laid_out(&holder).contains(own), "{own}");
            let logged = json!({"items": [{"name": "user-added", "sequence": 1, "subject_kind": "user", "subject_name": own, "actor_name": own, "facts": [format!("name={own}")]}]});
            let told = layout.laid_out(&logged);
            assert_eq!(told.matches(own).count(), 3, "{own}: {told}");
            assert!(!told.contains("user-added"), "{told}");
        }
        let given = |fields| layout.laid_out(&fields);
        let key = json!({"name": "fob 1", "number": 1, "uid": "04A1"});
        let task = json!({"name": "program", "operation": "program", "key_id": 4});
        let change = json!({"name": "generation 2", "media_generation": 1});
        let about = json!({"name": "key-added", "subject_kind": "key", "subject_name": "fob 1"});
        for (fields, word) in [
            (key, "Anhänger 1"),
            (task, "Programmieren"),
            (change, "Generation 2"),
            (about, "Anhänger 1"),
        ] {
            let told = given(fields);
            assert!(told.contains(word), "{word}: {told}");
        }
    }

    #[test]
    fn an_interval_of_one_hour_is_told_as_every_hour() {
        for (language, one, two) in [
            (Language::English, "every hour", "every 2 hours"),
            (Language::Finnish, "joka tunti", "2 tunnin"),
            (Language::Swedish, "varje timme", "var 2:e timme"),
            (Language::German, "jede Stunde", "alle 2 Stunden"),
        ] {
            let texts = Texts::new(language);
            let layout = Layout::new(&texts, None);
            let told = |hours: u16| {
                let entry = json!({"windows": [], "access_times": null, "expiry_hours": hours});
                layout.conditions(entry.as_object().unwrap())
            };
            assert!(told(1).contains(one), "{}", told(1));
            assert!(told(2).contains(two), "{}", told(2));
        }
    }

    #[test]
    fn an_end_at_midnight_is_told_as_the_last_day() {
        let texts = Texts::new(Language::English);
        let zone = "Europe/Helsinki".parse().unwrap();
        let layout = Layout::new(&texts, Some(zone));
        let told = |end: &str| layout.word("end", &json!(end));
        assert_eq!(told("2026-12-31T22:00:00Z"), "2026-12-31");
        assert_eq!(told("2026-12-31T10:00:00Z"), "2026-12-31 12:00");
        let start = layout.word("start", &json!("2026-12-31T22:00:00Z"));
        assert_eq!(start, "2027-01-01 00:00");
    }

    #[test]
    fn people_are_told_each_thing_once_and_columns_keep_their_order() {
        let texts = Texts::new(Language::English);
        let layout = Layout::new(&texts, None);
        let rows = json!({"items": [
            {"id": 7, "name": "fob 1", "uid": null, "number": 1, "key": 1, "key_id": null, "key_number": 1, "user": {"id": null, "name": "Aino Salo"}, "user_name": "Aino Salo"},
            {"id": 8, "name": "fob 2", "uid": "04A1", "number": 2, "key": 2, "key_id": null, "key_number": 2, "user": {"id": null, "name": "Eero Virta"}, "user_name": "Eero Virta"},
        ]});
        let told = layout.laid_out(&rows);
        let head: Vec<&str> = told.lines().next().unwrap().split_whitespace().collect();
        assert_eq!(head, ["NAME", "CHIP", "NUMBER", "USER"], "{told}");
        assert_eq!(told.matches("Aino Salo").count(), 1, "{told}");
        let read = json!({"key": 3, "key_number": 3, "lock_groups": [1], "lock_group_names": ["Common"], "subject_name": null});
        let told = layout.laid_out(&read);
        assert_eq!(told.matches('3').count(), 1, "{told}");
        assert!(told.contains("Common") && !told.contains("019ab"), "{told}");
    }

    /// Fields of answers that need no word: those whose table has no heading for them, and those of the bench and the
    /// demo, whose answers have texts of their own.
    const NAMELESS: [&str; 33] = [
        "id",
        "items",
        "verb",
        "sheet",
        "read",
        "reading",
        "doors",
        "agreed",
        "factory",
        "after_exchange",
        "first_programming",
        "exchanges",
        "bytes_in",
        "bytes_out",
        "field",
        "fields",
        "before",
        "after",
        "not_carried",
        "nothing_to_do",
        "resumed",
        "done",
        "subject_id",
        "recovery_codes",
        "agrees",
        "by_the_dump",
        "choices",
        "costs",
        "excess",
        "fob_expected",
        "fob_found",
        "receipt",
        "waiting",
    ];

    #[test]
    fn every_field_of_an_answer_has_its_word_in_every_language() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
        let mut sources = String::new();
        for entry in ["", "key", "user"] {
            for file in std::fs::read_dir(folder.join(entry)).unwrap() {
                let path = file.unwrap().path();
                if path.extension().is_some_and(|ending| ending == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    sources += text.split("#[cfg(test)]").next().unwrap();
                }
            }
        }
        let parts: Vec<&str> = sources.split('"').collect();
        let is_field = |pair: &&[&str]| {
            let plain = |c: char| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit();
            !pair[0].is_empty() && pair[0].chars().all(plain) && pair[1].starts_with(": ")
        };
        let is_put = |three: &&[&str]| {
            three[0].ends_with('[') && three[2].starts_with("] = ") && !three[1].contains(' ')
        };
        let put = parts.windows(3).filter(is_put).map(|three| three[1]);
        let fields: std::collections::BTreeSet<&str> = parts
            .windows(2)
            .filter(is_field)
            .map(|pair| pair[0])
            .chain(put)
            // Ids are for scripts.
            .filter(|field| !field.ends_with("_id") || *field == "external_id")
            .collect();
        assert!(fields.len() > 100, "{fields:?}");
        for language in Language::ALL {
            let texts = Texts::new(language);
            for field in fields.iter().filter(|field| !NAMELESS.contains(field)) {
                let id = format!("label-{}", field.replace('_', "-"));
                let own = language.files().iter().any(|(_, text)| {
                    text.lines()
                        .any(|line| line.starts_with(&format!("{id} =")))
                });
                assert!(own, "{} {id}", texts.language().tag());
            }
        }
    }
}
