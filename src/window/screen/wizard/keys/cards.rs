//! One key: what it carries, what it opens, and which home group it has.

use iced::widget::{Column, container, row, space};
use iced::{Alignment, Length};

use super::{Held, KeyDraft, Message};
use crate::model::{KeyKind, KeyState};
use crate::window::desk::{HomeNeed, KeyPreview, Preview};
use crate::window::screen::wizard::sources::SourceRef;
use crate::window::screen::wizard::summary::orphaned;
use crate::window::screen::{Ctx, kind_icon};
use crate::window::ui::badge::badge;
use crate::window::ui::button::icon_button;
use crate::window::ui::check_box::check_box;
use crate::window::ui::icon::icon;
use crate::window::ui::notice::notice;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon, text};

/// The sources of the user with their names.
type Names = [(SourceRef, String)];

/// A key to be added.
pub(super) fn added<'a>(
    ctx: Ctx<'_>,
    place: usize,
    key: &KeyDraft,
    sources: &Names,
    preview: Option<&Preview>,
) -> Element<'a, Message> {
    let look = ctx.look;
    let remove = icon_button(
        look,
        Icon::Remove,
        ctx.say("key-remove"),
        Some(Message::Remove(place)),
    );
    let mut body = Column::new().push(head(ctx, key.kind, ctx.kind(key.kind), remove));
    body = body.push(carried(ctx, key.kind, sources, |source| {
        (
            !key.without.contains(&source),
            Some(Message::Source(place, source)),
        )
    }));
    let seen = preview.and_then(|preview| {
        let mut added = preview.keys.iter().filter(|seen| seen.id.is_none());
        added.nth(place)
    });
    if let Some(seen) = seen.filter(|seen| seen.kind == key.kind) {
        if seen.changes.is_empty() {
            body = body.push(notice(
                look,
                Tone::Warn,
                ctx.say("key-opens-nothing"),
                None,
                None,
            ));
        } else {
            body = body.push(text::small(
                look,
                ctx.tell("key-opens", [("count", seen.changes.len().into())]),
            ));
        }
        body = body.push(known(ctx, seen));
    }
    card(ctx, body)
}

/// A key that the user has already.
pub(super) fn held<'a>(
    ctx: Ctx<'_>,
    place: usize,
    held: &Held,
    sources: &Names,
    preview: Option<&Preview>,
) -> Element<'a, Message> {
    let look = ctx.look;
    let key = &held.key;
    let (tone, drawing, word) = ctx.key_state(key.state, key.pending);
    let name = format!("{} {}", ctx.kind(key.kind), key.number);
    let mut body = Column::new().push(head(ctx, key.kind, name, badge(look, tone, drawing, word)));
    let fixed = key.state == KeyState::Blocked;
    body = body.push(carried(ctx, key.kind, sources, |source| {
        let turn = (!fixed).then_some(Message::HeldSource(place, source));
        (!held.without.contains(&source), turn)
    }));
    let seen = preview.and_then(|preview| {
        let mut keys = preview.keys.iter();
        keys.find(|seen| seen.id == Some(key.id))
    });
    if let Some(seen) = seen.filter(|seen| !seen.changes.is_empty()) {
        let count = seen.changes.len();
        body = body.push(text::small(
            look,
            ctx.tell("program-changes", [("count", count.into())]),
        ));
        body = body.push(known(ctx, seen));
    }
    card(ctx, body)
}

fn head<'a>(
    ctx: Ctx<'_>,
    kind: KeyKind,
    name: String,
    end: Element<'a, Message>,
) -> Element<'a, Message> {
    let look = ctx.look;
    row![
        icon(look, kind_icon(kind), look.palette.muted),
        text::strong(look, name),
        space().width(Length::Fill),
        end,
    ]
    .spacing(gap::SMALL)
    .align_y(Alignment::Center)
    .into()
}

/// The sources on the key; a phone key carries all.
fn carried<'a>(
    ctx: Ctx<'_>,
    kind: KeyKind,
    sources: &Names,
    on: impl Fn(SourceRef) -> (bool, Option<Message>),
) -> Element<'a, Message> {
    let look = ctx.look;
    if kind == KeyKind::Phone {
        let names: Vec<&str> = sources.iter().map(|(_, name)| name.as_str()).collect();
        let all = if names.is_empty() {
            ctx.say("given-none")
        } else {
            ctx.tell("phone-key-sources", [("sources", names.join(", ").into())])
        };
        return text::muted(look, all).into();
    }
    let mut list = Column::new()
        .spacing(gap::TIGHT)
        .push(text::muted(look, ctx.say("sources-on-key")));
    for (source, name) in sources {
        let (checked, turn) = on(*source);
        list = list.push(check_box(look, name.clone(), checked, turn));
    }
    list.into()
}

/// The home group, where it is given, and the locks that the key cannot open.
fn known<'a>(ctx: Ctx<'_>, seen: &KeyPreview) -> Element<'a, Message> {
    let look = ctx.look;
    let mut body = Column::new().spacing(gap::TIGHT);
    if let HomeNeed::Is(group) = &seen.home {
        body = body.push(text::small(
            look,
            ctx.tell("home-group-is", [("group", group.clone().into())]),
        ));
    }
    if let HomeNeed::Orphaned(group) = &seen.home {
        body = body.push(orphaned(ctx, group));
    }
    if !seen.unreadable.is_empty() {
        body = body.push(notice(
            look,
            Tone::Warn,
            ctx.tell("key-cannot-open", [("count", seen.unreadable.len().into())]),
            Some(seen.unreadable.join(", ")),
            None,
        ));
    }
    body.into()
}

fn card<'a>(
    ctx: Ctx<'_>,
    body: Column<'a, Message, iced::Theme, iced::Renderer>,
) -> Element<'a, Message> {
    container(body.spacing(gap::TIGHT))
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(ctx.look.card())
        .into()
}
