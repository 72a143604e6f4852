//! What stands in the columns of the lists, in every language and at the sizes of window that are promised: no heading and
//! no usual value is cut off, and the column that says which thing it is has room for it.

use std::collections::BTreeSet;

use iced_test::core::{Length, Point, Rectangle};
use iced_test::program::Program;
use keywright::i18n::{Arguments, Language, Texts};
use keywright::model::Permission;
use keywright::window::desk::sheet::Kind;
use keywright::window::screen::listing::columns::spec;
use keywright::window::ui::Look;
use keywright::window::ui::line::Line;
use keywright::window::ui::theme::{FONT_STRONG, Step};

use super::window_small::control;
use super::window_wizard::desk::{Counter, shut};
use crate::driver::{Driver, load_fonts};

/// 1280x800 and 1024x700, each at 100 % and at 200 %.
const WINDOWS: [(f32, f32); 4] = [
    (1280.0, 800.0),
    (1024.0, 700.0),
    (640.0, 400.0),
    (512.0, 350.0),
];

/// A list: the key of its place, its tab, the heading at its left, and the one of its important column.
struct List {
    key: &'static str,
    tab: Option<&'static str>,
    first: &'static str,
    important: &'static str,
}

const fn list(key: &'static str, first: &'static str, important: &'static str) -> List {
    List {
        key,
        tab: None,
        first,
        important,
    }
}

const fn tab(key: &'static str, tab: &'static str) -> List {
    List {
        tab: Some(tab),
        ..list(key, NAME, NAME)
    }
}

const NAME: &str = "window-column-name";
const TOKEN: &str = "window-token-label";

const LISTS: [List; 12] = [
    list("1", NAME, NAME),
    list("2", "window-column-number", "window-holder"),
    list("3", NAME, NAME),
    tab("3", "window-lock-groups"),
    list("4", NAME, NAME),
    list("5", NAME, NAME),
    tab("5", "window-administrator-roles"),
    tab("5", "window-operators"),
    list("6", NAME, NAME),
    list("7", "window-state", "window-todo-what"),
    list("8", "window-log-time", "window-log-done"),
    list("9", TOKEN, TOKEN),
];

/// The heads of the columns from left to right.
fn heads<P: Program + 'static>(person: &mut Driver<P>, list: &List) -> Vec<(String, Rectangle)> {
    let texts = person.seen_texts();
    let last = |id: &str| {
        let word = person.say(id);
        texts.iter().rev().find(|(text, _)| *text == word)
    };
    // Where there is least room the first of them goes before the important one.
    let left = last(list.first).or_else(|| last(list.important));
    let left = left.map(|(_, at)| *at).unwrap_or_default();
    let beside = |at: &Rectangle| (at.center_y() - left.center_y()).abs() < 2.0 && at.x >= left.x;
    let row = texts.iter().filter(|(_, at)| beside(at));
    row.cloned().collect()
}

/// The columns whose values are as long as people make them: an ellipsis ends them where there is no room.
const LONG: [&str; 16] = [
    "field-email",
    "column-given",
    "details-groups",
    "details-times",
    "nav-roles",
    "nav-premises",
    "linked-roles",
    "administrator-roles",
    "column-blocking-group",
    "home-group-title",
    "chip-number",
    "column-serial",
    "log-operator",
    "log-subject",
    "log-details",
    "todo-why",
];

/// What is cut in the list that is shown.
fn cut<P: Program + 'static>(person: &mut Driver<P>, list: &List) -> Vec<String> {
    let look = Look::default();
    let heads = heads(person, list);
    let long = LONG.map(|id| person.say(&format!("window-{id}")));
    let strip = person.place_on_top("window-state-ready").y;
    let mut found = Vec::new();
    let mut judge = |what: &str, seen: f32, line: Line| {
        let needed = line.needed();
        if seen + 1.0 < needed {
            found.push(format!("{what}: {seen} of {needed} pixels"));
        }
    };
    for (text, at) in &heads {
        let head = Line::new(look, text.as_str()).small(look);
        judge(text, at.width, head.font(FONT_STRONG));
    }
    let below = heads.first().map_or(0.0, |(_, at)| at.y + at.height);
    for (text, at) in person.seen_texts() {
        let mut columns = heads.iter().rev();
        let column = columns.find(|(_, head)| at.x + 1.0 >= head.x);
        let Some((column, _)) = column.filter(|_| at.y > below && at.y + at.height < strip) else {
            continue;
        };
        let line = Line::new(look, text.as_str());
        let what = format!("{column}: {text}");
        // A row that stands on the edge is seen in part only.
        if (at.height - look.line_height(Step::Small)).abs() < 0.5 {
            judge(&what, at.width, line.small(look).font(FONT_STRONG));
        } else if (at.height - look.line_height(Step::Body)).abs() < 0.5 && !long.contains(column) {
            judge(&what, at.width, line);
        }
    }
    found
}

/// Looks at every list in this language at every size.
#[track_caller]
fn nothing_is_cut(language: Language) {
    let counter = Counter::new();
    let mut found = BTreeSet::new();
    for (width, height) in WINDOWS {
        let mut person = counter.window_of(language, width, height);
        for list in &LISTS {
            control(&mut person, list.key);
            if let Some(tab) = list.tab {
                person.click(tab);
            }
            if list.key == "9" {
                // Below what is said of the ways to the secrets.
                person.expect("window-one-way");
                person.point_at(Point::new(width / 2.0, height / 2.0));
                let head = person.say(TOKEN);
                person.expect_that("the list is in view", |person| {
                    let seen = person.all_texts().contains(&head);
                    if !seen {
                        person.wheel(0.5);
                    }
                    seen
                });
            }
            person.expect(list.important);
            person.settle_down();
            let place = format!("{width}x{height} {} {:?}", list.key, list.tab);
            let cut = cut(&mut person, list);
            found.extend(cut.into_iter().map(|what| format!("{place}: {what}")));
        }
        shut(person);
    }
    assert!(found.is_empty(), "{language:?}: {found:#?}");
}

/// How a word stands in its row.
#[derive(Clone, Copy)]
enum Shape {
    Badge,
    Cell,
    Button,
}

impl Shape {
    /// How wide a column must be for this word, in pixels.
    fn room(self, look: Look, word: &str) -> f32 {
        let line = Line::new(look, word);
        let (line, around) = match self {
            // An icon, and the space inside its frame.
            Self::Badge => (line.small(look).font(FONT_STRONG), 14.0 + 4.0 + 12.0),
            Self::Cell => (line, 0.0),
            Self::Button => (line.font(FONT_STRONG), 24.0),
        };
        line.needed() + around + 24.0
    }
}

/// The words that a column must hold whatever their language.
const WORDS: [(Kind, &str, Shape, &[&str]); 9] = [
    (
        Kind::Keys,
        "state",
        Shape::Badge,
        &[
            "state-pending",
            "state-draft",
            "state-task",
            "state-writing",
            "state-write-failed",
            "state-empty-failed",
            "state-programmed",
            "state-handed-over",
            "state-blocked",
            "state-returned",
            "state-replaced",
            "state-deleted",
            "state-written-off",
        ],
    ),
    (
        Kind::Keys,
        "kind",
        Shape::Cell,
        &["kind-phone", "kind-fob", "kind-k5"],
    ),
    (
        Kind::Locks,
        "state",
        Shape::Badge,
        &["lock-not-deployed", "lock-deployed", "lock-pending"],
    ),
    (
        Kind::Locks,
        "kind",
        Shape::Cell,
        &["lock-kind-fob", "lock-kind-hybrid", "lock-kind-pin"],
    ),
    (
        Kind::Premises,
        "kind",
        Shape::Cell,
        &["private-premises", "common-premises"],
    ),
    (
        Kind::BlockingGroups,
        "spread",
        Shape::Badge,
        &["blocklist-signed", "blocklist-unsigned"],
    ),
    (
        Kind::ProgrammingKeys,
        "state",
        Shape::Badge,
        &["token-behind", "token-plugged", "token-away"],
    ),
    (
        Kind::Todo,
        "state",
        Shape::Badge,
        &[
            "state-pending",
            "state-draft",
            "state-task",
            "state-writing",
            "state-write-failed",
            "state-empty-failed",
            "lock-not-deployed",
            "lock-pending",
            "blocklist-unsigned",
            "invitation-queued",
            "invitation-sending",
            "invitation-unsure",
            "invitation-failed",
            "invitation-expired",
        ],
    ),
    (
        Kind::Todo,
        "todo-act",
        Shape::Button,
        &[
            "program",
            "todo-empty",
            "edit-draft",
            "deploy",
            "resend",
            "sign-lists",
            "draft-continue",
            "fob-laid-show",
        ],
    ),
];

#[test]
fn every_word_of_a_column_that_holds_but_a_few_has_room() {
    load_fonts();
    let look = Look::default();
    let mut found = Vec::new();
    for language in Language::ALL {
        let texts = Texts::new(language);
        for (kind, column, shape, words) in WORDS {
            let columns = spec(kind).columns;
            let column = columns.iter().find(|col| col.label == column).unwrap();
            let Length::Fixed(width) = column.width(look) else {
                panic!("{kind:?}: {column:?}");
            };
            for word in words {
                let word = texts.find(&format!("window-{word}"), &Arguments::new());
                let word = word.unwrap();
                let needed = shape.room(look, &word);
                if width < needed {
                    found.push(format!("{language:?} {kind:?} {word}: {needed} in {width}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nothing_is_cut_in_english() {
    nothing_is_cut(Language::English);
}

#[test]
fn nothing_is_cut_in_finnish() {
    nothing_is_cut(Language::Finnish);
}

#[test]
fn nothing_is_cut_in_swedish() {
    nothing_is_cut(Language::Swedish);
}

#[test]
fn nothing_is_cut_in_german() {
    nothing_is_cut(Language::German);
}

#[test]
fn no_right_of_a_role_is_broken_in_the_middle_of_a_word() {
    let counter = Counter::new();
    let look = Look::default();
    let mut found = BTreeSet::new();
    for language in Language::ALL {
        for (width, height) in [(1280.0, 800.0), (640.0, 400.0)] {
            let mut person = counter.window_of(language, width, height);
            control(&mut person, "5");
            person.click("window-administrator-roles");
            person.click("Administrator");
            person.expect("window-rights");
            person.settle_down();
            for right in Permission::ALL {
                let right = Arguments::from([("right", right.as_str().into())]);
                let right = Texts::new(language).text("window-right", &right);
                // What stands below the edge is scrolled into view.
                person.point_at(Point::new(width - 100.0, height / 2.0));
                person.expect_that("the right is in view", |person| {
                    let seen = person.is_whole(&right);
                    if !seen {
                        person.wheel(0.5);
                    }
                    seen
                });
                let seen = person.width(&right);
                for word in right.split(' ') {
                    let needed = Line::new(look, word).needed();
                    if seen + 1.0 < needed {
                        let _new =
                            found.insert(format!("{language:?} {word}: {seen} of {needed} pixels"));
                    }
                }
            }
            shut(person);
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
