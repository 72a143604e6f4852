//! What was read from the fob on the encoder: whether this system signed it, what it holds, and how that differs from
//! what it shall hold.

use iced::widget::{Column, column};

use super::wizard::summary::change_list;
use super::{Ctx, span};
use crate::window::desk::{EntryView, ReadView};
use crate::window::ui::notice::notice;
use crate::window::ui::side_panel::line;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, text};

/// How many entries are drawn.
const SHOWN: usize = 200;

/// The whole of it.
pub fn view<'a, Any: Clone + 'a>(ctx: Ctx<'_>, read: &ReadView) -> Element<'a, Any> {
    column![
        verdict(ctx, read),
        finding(ctx, read),
        changes(ctx, read),
        known(ctx, read),
        read.written.then(|| entries(ctx, read))
    ]
    .spacing(gap::MEDIUM)
    .into()
}

fn verdict<'a, Any: Clone + 'a>(ctx: Ctx<'_>, read: &ReadView) -> Element<'a, Any> {
    let (tone, id) = match (read.written, read.genuine) {
        (false, _) => (Tone::Info, "read-nothing"),
        (true, true) => (Tone::Good, "read-genuine"),
        (true, false) => (Tone::Bad, "read-not-genuine"),
    };
    notice(ctx.look, tone, ctx.say(id), None, None)
}

/// What is amiss with its key, and what to do.
fn finding<'a, Any: Clone + 'a>(ctx: Ctx<'_>, read: &ReadView) -> Option<Element<'a, Any>> {
    let (cause, remedy) = read.finding.as_ref()?.say(ctx.texts);
    Some(notice(ctx.look, Tone::Warn, cause, Some(remedy), None))
}

fn known<'a, Any: Clone + 'a>(ctx: Ctx<'_>, read: &ReadView) -> Element<'a, Any> {
    let mut lines: Vec<Element<'a, Any>> = Vec::new();
    let mut add = |label: &str, value: Option<String>| {
        let Some(value) = value else { return };
        let value = text::body(ctx.look, value);
        lines.push(line(ctx.look, ctx.say(label), value));
    };
    let holder = read.holder.clone();
    add(
        "read-holder",
        Some(holder.unwrap_or_else(|| ctx.say("state-unknown-fob"))),
    );
    add("read-key", read.key.map(|number| number.to_string()));
    add("chip-number", Some(read.uid.clone()));
    add("read-chip", Some(read.chip.to_owned()));
    add("generation", Some(read.generation.to_string()));
    add("read-revision", read.revision.map(|one| one.to_string()));
    add("home-group-title", read.home_group.clone());
    let version = read.blocklist_version;
    add("blocklist-version", version.map(|one| one.to_string()));
    add("read-events", Some(read.events.to_string()));
    Column::with_children(lines).into()
}

/// From what it holds to what it shall.
fn changes<'a, Any: Clone + 'a>(ctx: Ctx<'_>, read: &ReadView) -> Option<Element<'a, Any>> {
    let look = ctx.look;
    let changes = read.changes.as_ref()?;
    if changes.is_empty() {
        let same = ctx.say("no-difference");
        return Some(notice(look, Tone::Good, same, None, None));
    }
    let title = ctx.tell("read-difference", [("count", changes.len().into())]);
    let title = text::strong(look, title);
    Some(
        column![title, change_list(ctx, changes)]
            .spacing(gap::TIGHT)
            .into(),
    )
}

fn entries<'a, Any: Clone + 'a>(ctx: Ctx<'_>, read: &ReadView) -> Element<'a, Any> {
    let look = ctx.look;
    let count = read.entries.len();
    let title = ctx.tell("read-entries", [("count", count.into())]);
    let mut list = Column::new()
        .spacing(gap::TIGHT)
        .push(text::strong(look, title));
    for entry in read.entries.iter().take(SHOWN) {
        let target = if entry.group {
            ctx.tell("why-group", [("name", entry.target.clone().into())])
        } else {
            entry.target.clone()
        };
        list = list.push(
            column![
                text::body(look, target),
                text::small(look, conditions(ctx, read, entry))
            ]
            .spacing(2.0),
        );
    }
    if count > SHOWN {
        let more = ctx.tell("summary-more", [("count", (count - SHOWN).into())]);
        list = list.push(text::muted(look, more));
    }
    list.into()
}

fn conditions(ctx: Ctx<'_>, read: &ReadView, entry: &EntryView) -> String {
    let instant = |at| ctx.instant(read.zone, at);
    let mut all = vec![span(ctx, entry.start.map(instant), entry.end.map(instant))];
    let times = entry.times.as_ref();
    let times = times.map(|times| ctx.texts.times(times));
    all.push(times.unwrap_or_else(|| ctx.say("times-always")));
    if let Some(hours) = entry.expiry {
        all.push(ctx.tell("read-expires", [("count", usize::from(hours).into())]));
    }
    all.join(" · ")
}
