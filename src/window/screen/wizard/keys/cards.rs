//! One key: what it carries, what it opens, and which home group it has.

use iced::widget::{Column, container, row, space};
use iced::{Alignment, Length, Padding};

use super::{Held, KeyDraft, Message};
use crate::model::{KeyKind, KeyState};
use crate::window::desk::{HomeNeed, KeyPreview, Preview, ShareView};
use crate::window::screen::wizard::sources::SourceRef;
use crate::window::screen::wizard::summary::{later, orphaned};
use crate::window::screen::{Ctx, kind_icon};
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, button, icon_button};
use crate::window::ui::check_box::with_detail;
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
    let seen = preview.and_then(|preview| {
        let mut added = preview.keys.iter().filter(|seen| seen.id.is_none());
        added.nth(place).filter(|seen| seen.kind == key.kind)
    });
    let given = Given {
        sources,
        shares: seen.map_or(&[], |seen| &seen.shares),
        details: (key.details, Message::Details(place)),
    };
    let mut body = Column::new().push(head(ctx, key.kind, ctx.kind(key.kind), remove));
    body = body.push(carried(ctx, key.kind, &given, |source| {
        (
            !key.without.contains(&source),
            Some(Message::Source(place, source)),
        )
    }));
    body = body.push(later(ctx, key.kind));
    if let Some(seen) = seen {
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
    let shares = preview.and_then(|preview| {
        let mut held = preview.held.iter();
        held.find(|(id, _)| *id == key.id)
    });
    let given = Given {
        sources,
        shares: shares.map_or(&[], |(_, shares)| shares),
        details: (held.details, Message::HeldDetails(place)),
    };
    body = body.push(carried(ctx, key.kind, &given, |source| {
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

/// What a key is given, and what that means for it as far as it is known.
struct Given<'a> {
    sources: &'a Names,
    shares: &'a [ShareView],
    /// Whether the locks are named, and what turns that.
    details: (bool, Message),
}

/// The sources on the key, each with what it opens and takes; a phone key carries all.
fn carried<'a>(
    ctx: Ctx<'_>,
    kind: KeyKind,
    given: &Given<'_>,
    on: impl Fn(SourceRef) -> (bool, Option<Message>),
) -> Element<'a, Message> {
    let look = ctx.look;
    if kind == KeyKind::Phone {
        let names: Vec<&str> = given
            .sources
            .iter()
            .map(|(_, name)| name.as_str())
            .collect();
        let all = if names.is_empty() {
            ctx.say("given-none")
        } else {
            ctx.tell("phone-key-sources", [("sources", names.join(", ").into())])
        };
        return text::muted(look, all).into();
    }
    let (open, turn) = given.details;
    let word = if open { "hide-details" } else { "show-details" };
    let turn =
        (!given.shares.is_empty()).then(|| button(look, Weight::Quiet, ctx.say(word), Some(turn)));
    let title = row![
        text::muted(look, ctx.say("sources-on-key")),
        space().width(Length::Fill),
        turn
    ]
    .align_y(Alignment::Center);
    let mut list = Column::new().spacing(gap::TIGHT).push(title);
    for (place, (source, name)) in given.sources.iter().enumerate() {
        let (checked, turn) = on(*source);
        // What was worked out for other sources, before the second step was changed, says nothing.
        let share = given.shares.get(place).filter(|share| share.name == *name);
        let detail = share.map(|share| said(ctx, share));
        list = list.push(with_detail(look, name.clone(), detail, checked, turn));
        let locks = share.filter(|share| open && !share.locks.is_empty());
        list = list.push(locks.map(|share| {
            container(text::small(look, share.locks.join(", ")))
                .padding(Padding::ZERO.left(gap::LARGE))
        }));
    }
    list.into()
}

/// What a source opens and takes.
fn said(ctx: Ctx<'_>, share: &ShareView) -> String {
    let id = if share.carried {
        "source-opens"
    } else {
        "source-would-open"
    };
    let values = [
        ("count", share.locks.len().into()),
        ("bytes", share.bytes.to_string().into()),
    ];
    ctx.tell(id, values)
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
