//! What a wizard is for, and its steps.

use serde::{Deserialize, Serialize};

use crate::model::UserId;

/// What a wizard is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// Adds a user and programs the keys.
    Add,
    /// Adds a user without an encoder: *Save and close*.
    Save,
    /// Changes a user.
    Change(UserId),
}

impl Mode {
    /// Its steps.
    pub fn steps(self) -> &'static [Step] {
        match self {
            Self::Add | Self::Change(_) => &Step::ALL,
            Self::Save => &Step::ALL[..4],
        }
    }

    /// The id of its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Add => "add-user",
            Self::Save => "add-user-save",
            Self::Change(_) => "edit-user",
        }
    }
}

/// The steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// Who it is.
    Basic,
    /// What the user is given.
    Sources,
    /// What the user opens with.
    Keys,
    /// What will be done.
    Summary,
    /// What was done.
    Feedback,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 5] = [
        Self::Basic,
        Self::Sources,
        Self::Keys,
        Self::Summary,
        Self::Feedback,
    ];

    /// The id of its word.
    pub fn title(self, mode: Mode) -> &'static str {
        match self {
            Self::Basic => "step-basic",
            Self::Sources => "step-given",
            Self::Keys => "step-keys",
            Self::Summary if matches!(mode, Mode::Change(_)) => "step-change-summary",
            Self::Summary => "step-summary",
            Self::Feedback => "step-feedback",
        }
    }

    /// Its place among the steps.
    pub fn place(self) -> usize {
        self as usize
    }
}
