//! What was entered into a wizard, as it is kept in the system until it is confirmed.

use serde::{Deserialize, Serialize};

use super::basic::KeptBasic;
use super::flow::{Mode, Step};
use super::keys::KeptKeys;
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

    /// The name that was entered.
    pub fn name(&self) -> String {
        super::basic::Basic::restored(self.basic.clone())
            .full_name()
            .trim()
            .to_owned()
    }
}
