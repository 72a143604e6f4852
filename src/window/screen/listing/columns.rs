//! What the lists differ in: their columns, their filters, and what can be added.

use iced::Length;

use crate::window::desk::sheet::Kind;
use crate::window::ui::{Icon, Look};

/// A column: the id of its head, and its width.
#[derive(Debug, Clone, Copy)]
pub struct Col {
    /// The id of its head.
    pub label: &'static str,
    width: Width,
    /// How wide the list must be for it, in pixels with text of the usual size.
    from: f32,
}

#[derive(Debug, Clone, Copy)]
enum Width {
    /// Its part of what is left.
    Part(u16),
    /// So many pixels with text of the usual size.
    Fixed(f32),
}

const fn part(label: &'static str, part: u16) -> Col {
    Col {
        label,
        width: Width::Part(part),
        from: 0.0,
    }
}

const fn fixed(label: &'static str, pixels: f32) -> Col {
    Col {
        label,
        width: Width::Fixed(pixels),
        from: 0.0,
    }
}

/// A column that is there where the list is so wide.
const fn from(pixels: f32, col: Col) -> Col {
    Col {
        from: pixels,
        ..col
    }
}

/// A column that goes where there is little room, as beside a panel.
const fn roomy(col: Col) -> Col {
    from(720.0, col)
}

/// A column that is there where there is more room than on a small screen.
const fn ample(col: Col) -> Col {
    from(840.0, col)
}

impl Col {
    /// Whether it has room in a list of this width.
    pub fn has_room(self, look: Look, list: f32) -> bool {
        list >= look.wide(self.from)
    }

    /// Its width.
    pub fn width(self, look: Look) -> Length {
        match self.width {
            Width::Part(part) => Length::FillPortion(part),
            Width::Fixed(pixels) => Length::Fixed(look.wide(pixels)),
        }
    }
}

/// What a list is.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The id of its title, which is the word on its tab too.
    pub title: &'static str,
    /// The drawing of its things.
    pub icon: Icon,
    /// Its columns.
    pub columns: &'static [Col],
    /// The ids of its filters.
    pub filters: &'static [&'static str],
    /// The id of the button that adds one.
    pub add: Option<&'static str>,
    /// The id of the count of all its lines.
    pub count: &'static str,
    /// Whether it can be put in another order.
    pub sortable: bool,
    /// Whether the last column holds the button that acts.
    pub acts: bool,
}

/// What this list is.
pub fn spec(kind: Kind) -> Spec {
    let plain = Spec {
        title: "nav-roles",
        icon: Icon::Role,
        columns: &[],
        filters: &[],
        add: None,
        count: "rows-count",
        sortable: true,
        acts: false,
    };
    match kind {
        Kind::Roles => Spec {
            title: "user-roles",
            columns: const {
                &[
                    part("column-name", 4),
                    roomy(fixed("details-groups", 128.0)),
                    roomy(fixed("details-locks", 88.0)),
                    roomy(part("details-times", 4)),
                    fixed("nav-users", 96.0),
                ]
            },
            add: Some("add-role"),
            ..plain
        },
        Kind::AdministratorRoles => Spec {
            title: "administrator-roles",
            columns: const {
                &[
                    part("column-name", 4),
                    fixed("rights", 96.0),
                    roomy(part("nav-premises", 4)),
                    fixed("operators", 104.0),
                ]
            },
            add: Some("add-administrator-role"),
            ..plain
        },
        Kind::Operators | Kind::Passwords => operators(plain),
        Kind::PassOn | Kind::Replace => plain,
        Kind::Premises => Spec {
            title: "nav-premises",
            icon: Icon::Premises,
            columns: const {
                &[
                    part("column-name", 5),
                    roomy(fixed("kind", 176.0)),
                    fixed("details-locks", 88.0),
                    roomy(part("linked-roles", 4)),
                    fixed("nav-users", 96.0),
                ]
            },
            filters: &["private-premises", "common-premises"],
            add: Some("add-premises"),
            sortable: false,
            ..plain
        },
        Kind::Locks => Spec {
            title: "nav-locks",
            icon: Icon::Lock,
            columns: const {
                &[
                    part("column-name", 4),
                    fixed("column-number", 80.0),
                    ample(fixed("kind", 144.0)),
                    roomy(part("details-groups", 4)),
                    roomy(fixed("column-blocking-group", 128.0)),
                    fixed("state", 168.0),
                ]
            },
            filters: &["lock-not-deployed", "lock-deployed", "lock-pending"],
            add: Some("add-lock"),
            ..plain
        },
        Kind::LockGroups => Spec {
            title: "lock-groups",
            icon: Icon::Lock,
            columns: const {
                &[
                    part("column-name", 4),
                    fixed("column-number", 80.0),
                    fixed("details-locks", 88.0),
                    roomy(part("nav-roles", 4)),
                ]
            },
            add: Some("add-lock-group"),
            ..plain
        },
        kind => working(kind, plain),
    }
}

/// What the to-do list can be narrowed to.
const TODO: [&str; 7] = [
    "todo-drafts",
    "todo-tasks",
    "todo-pending",
    "todo-doors",
    "todo-failed",
    "todo-invitations",
    "todo-orphaned",
];

/// The lists of what is worked with, not of what is set up.
fn working(kind: Kind, plain: Spec) -> Spec {
    match kind {
        Kind::BlockingGroups => Spec {
            title: "nav-blocking-groups",
            icon: Icon::Block,
            columns: const {
                &[
                    part("column-name", 3),
                    fixed("details-locks", 88.0),
                    roomy(fixed("column-behind", 80.0)),
                    fixed("blocklist", 88.0),
                    roomy(fixed("column-version", 72.0)),
                    roomy(fixed("carriers", 80.0)),
                    roomy(fixed("spread", 184.0)),
                ]
            },
            add: Some("add-blocking-group"),
            ..plain
        },
        Kind::Keys => keys(plain),
        Kind::Log => Spec {
            title: "nav-log",
            icon: Icon::Log,
            columns: const {
                &[
                    from(480.0, fixed("log-time", 168.0)),
                    roomy(part("log-operator", 3)),
                    part("log-done", 4),
                    part("log-subject", 3),
                    ample(part("log-details", 4)),
                ]
            },
            filters: &[
                "log-users",
                "log-keys",
                "log-locks",
                "log-places",
                "log-system",
            ],
            ..plain
        },
        Kind::ProgrammingKeys => Spec {
            title: "nav-programming-keys",
            icon: Icon::ProgrammingKey,
            columns: const {
                &[
                    part("token-label", 3),
                    roomy(part("column-serial", 4)),
                    roomy(part("operators", 3)),
                    fixed("state", 184.0),
                ]
            },
            add: Some("add-programming-key"),
            ..plain
        },
        _ => Spec {
            title: "nav-todo",
            icon: Icon::Todo,
            columns: const {
                &[
                    from(600.0, fixed("state", 208.0)),
                    part("todo-what", 4),
                    roomy(part("todo-why", 5)),
                    fixed("todo-act", 184.0),
                ]
            },
            filters: &TODO,
            count: "todo-count",
            acts: true,
            ..plain
        },
    }
}

/// The list of operators.
fn operators(plain: Spec) -> Spec {
    Spec {
        title: "operators",
        icon: Icon::User,
        columns: const {
            &[
                part("column-name", 4),
                roomy(part("field-email", 4)),
                part("administrator-roles", 4),
                roomy(part("nav-premises", 4)),
            ]
        },
        add: Some("add-operator"),
        ..plain
    }
}

/// The list of keys.
fn keys(plain: Spec) -> Spec {
    Spec {
        title: "nav-keys",
        icon: Icon::Key,
        columns: const {
            &[
                from(480.0, fixed("column-number", 88.0)),
                roomy(fixed("kind", 96.0)),
                part("holder", 4),
                fixed("state", 208.0),
                roomy(part("home-group-title", 3)),
                ample(part("chip-number", 3)),
            ]
        },
        filters: &[
            "state-pending",
            "state-draft",
            "state-task",
            "state-failed",
            "state-programmed",
            "state-handed-over",
            "state-blocked",
            "state-returned",
        ],
        ..plain
    }
}
