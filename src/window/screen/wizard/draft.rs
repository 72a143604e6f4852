//! What was entered into a wizard, as it is kept in the system until it is confirmed.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::basic::KeptBasic;
use super::flow::{Mode, Step};
use super::keys::{KeptHeld, KeptKeys};
use super::sources::KeptSource;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What the wizard is for.
    pub mode: Mode,
    /// Where it stood.
    pub step: Step,
    /// The first step.
    pub basic: KeptBasic,
    /// The second.
    pub sources: Vec<KeptSource>,
    /// The third.
    pub keys: KeptKeys,
    /// Whether an invitation shall be sent.
    pub invite: bool,
    /// The user as it was when the change was begun; none where one is added.
    #[serde(default)]
    pub before: Option<Box<Before>>,
}

/// A user as it is stored, in the words of the wizard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Its version.
    pub version: u64,
    /// The first step.
    pub basic: KeptBasic,
    /// The second.
    pub sources: Vec<KeptSource>,
    /// What the keys that are there do not carry.
    pub held: Vec<KeptHeld>,
}

/// What was entered over what is stored now: a field that is as it was before takes what it has become.
pub fn over<T: Clone + Serialize + DeserializeOwned>(entered: &T, before: &T, now: &T) -> T {
    let value = |one: &T| serde_json::to_value(one).unwrap_or_default();
    let merged = merged(value(entered), &value(before), &value(now));
    serde_json::from_value(merged).unwrap_or_else(|_| entered.clone())
}

fn merged(entered: Value, before: &Value, now: &Value) -> Value {
    match (entered, before, now) {
        (Value::Object(fields), Value::Object(_), Value::Object(_)) => {
            let fields = fields.into_iter().map(|(name, entered)| {
                let merged = merged(entered, &before[&name], &now[&name]);
                (name, merged)
            });
            Value::Object(fields.collect())
        }
        (entered, before, now) if entered == *before => now.clone(),
        (entered, ..) => entered,
    }
}

impl Draft {
    /// As it is stored.
    pub fn document(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From what is stored; none where an older program wrote something else.
    pub fn of(document: &str) -> Option<Self> {
        serde_json::from_str(document).ok()
    }

    /// The id of the sentence why it waits.
    pub fn why(&self) -> &'static str {
        match self.mode {
            Mode::Change(_) => "todo-wizard-change",
            Mode::Add | Mode::Save => "todo-wizard",
        }
    }

    /// The name that was entered.
    pub fn name(&self) -> String {
        super::basic::Basic::restored(self.basic.clone())
            .full_name()
            .trim()
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_not_touched_takes_what_is_stored_now() {
        let before =
            json!({"first": "Aada", "last": "Korhonen", "details": {"company": "", "title": "x"}});
        let entered =
            json!({"first": "Aada", "last": "Laine", "details": {"company": "", "title": "y"}});
        let now =
            json!({"first": "Ada", "last": "Niemi", "details": {"company": "Oy", "title": "x"}});
        let expected =
            json!({"first": "Ada", "last": "Laine", "details": {"company": "Oy", "title": "y"}});
        assert_eq!(over(&entered, &before, &now), expected);
    }
}
