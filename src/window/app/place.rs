//! Where one can go.

use crate::window::desk::sheet::Kind;
use crate::window::ui::Icon;

/// A place of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Place {
    /// Users.
    #[default]
    Users,
    /// Keys.
    Keys,
    /// Locks and lock groups.
    Locks,
    /// Premises.
    Premises,
    /// User roles, administrator roles and operators.
    Roles,
    /// Key blocking groups.
    BlockingGroups,
    /// What waits to be done.
    Todo,
    /// The log.
    Log,
    /// Programming keys.
    ProgrammingKeys,
    /// The settings of the window.
    Settings,
}

impl Place {
    /// Every place, in the order of the navigation.
    pub const ALL: [Self; 10] = [
        Self::Users,
        Self::Keys,
        Self::Locks,
        Self::Premises,
        Self::Roles,
        Self::BlockingGroups,
        Self::Todo,
        Self::Log,
        Self::ProgrammingKeys,
        Self::Settings,
    ];

    /// Its drawing and the id of its word.
    pub fn sign(self) -> (Icon, &'static str) {
        match self {
            Self::Users => (Icon::User, "nav-users"),
            Self::Keys => (Icon::Key, "nav-keys"),
            Self::Locks => (Icon::Lock, "nav-locks"),
            Self::Premises => (Icon::Premises, "nav-premises"),
            Self::Roles => (Icon::Role, "nav-roles"),
            Self::BlockingGroups => (Icon::Block, "nav-blocking-groups"),
            Self::Todo => (Icon::Todo, "nav-todo"),
            Self::Log => (Icon::Log, "nav-log"),
            Self::ProgrammingKeys => (Icon::ProgrammingKey, "nav-programming-keys"),
            Self::Settings => (Icon::Settings, "nav-settings"),
        }
    }

    /// The lists that are its tabs; none where it is no list screen.
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Users | Self::Settings => &[],
            Self::Keys => &[Kind::Keys],
            Self::Locks => &[Kind::Locks, Kind::LockGroups],
            Self::Premises => &[Kind::Premises],
            Self::Roles => &[Kind::Roles, Kind::AdministratorRoles, Kind::Operators],
            Self::BlockingGroups => &[Kind::BlockingGroups],
            Self::Todo => &[Kind::Todo],
            Self::Log => &[Kind::Log],
            Self::ProgrammingKeys => &[Kind::ProgrammingKeys],
        }
    }
}
