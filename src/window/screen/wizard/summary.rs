//! The fourth step: everything that Confirm will do, and the difference at each lock.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Length, Padding};

use super::Message;
use super::basic::language_name;
use crate::access::Change;
use crate::i18n::Language;
use crate::model::KeyKind;
use crate::time::LocalDate;
use crate::window::desk::{ChangeLine, DeedView, Fault, HomeNeed, KeyPreview, Preview, SourceView};
use crate::window::screen::{Ctx, kind_icon};
use crate::window::ui::check_box::with_detail;
use crate::window::ui::icon::icon;
use crate::window::ui::notice::notice;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon, text};

/// How many lines of a difference are drawn.
const SHOWN: usize = 200;

/// What adding and changing have in common, in words.
pub struct Common {
    /// The keys that are added.
    pub keys: Vec<KeyKind>,
    /// Whether fobs are programmed now.
    pub programs: bool,
    /// Whether an invitation is sent.
    pub invite: bool,
    /// The home group of each key that is added, in their order.
    pub home_groups: Vec<Option<String>>,
    /// Whether the box can still be turned.
    pub editable: bool,
}

/// Who is added, in words.
pub struct Shown {
    /// First and last name.
    pub name: String,
    /// Roles and premises with their validity.
    pub given: Vec<String>,
    /// The rest.
    pub common: Common,
}

/// The summary.
pub fn view<'a>(
    ctx: Ctx<'_>,
    shown: &Shown,
    preview: Option<&Result<Preview, Fault>>,
) -> Element<'a, Message> {
    let look = ctx.look;
    let mut parts = Column::new().spacing(gap::MEDIUM).push(actions(ctx, shown));
    if shown.given.is_empty() {
        parts = parts.push(notice(
            look,
            Tone::Warn,
            ctx.say("given-nothing"),
            Some(ctx.say("given-nothing-remedy")),
            None,
        ));
    }
    match preview {
        None => parts = parts.push(text::muted(look, ctx.say("summary-computing"))),
        Some(Err(fault)) => parts = parts.push(ctx.fault(fault, None)),
        Some(Ok(preview)) => {
            let mut homes = shown.common.home_groups.iter();
            for key in &preview.keys {
                let home = homes.next().and_then(Option::as_ref);
                parts = parts.push(difference(ctx, key, home));
            }
        }
    }
    if shown.common.editable {
        parts = parts.push(invite_box(ctx, shown.common.invite));
    }
    parts.into()
}

/// The box that sends an invitation.
fn invite_box<'a>(ctx: Ctx<'_>, on: bool) -> Element<'a, Message> {
    let (what, detail) = (ctx.say("invite"), ctx.say("invite-detail"));
    with_detail(ctx.look, what, Some(detail), on, Some(Message::Invite))
}

/// The summary of a change: before and after, and each key lock by lock.
pub fn of_change<'a>(
    ctx: Ctx<'_>,
    shown: &Common,
    preview: Option<&Result<Preview, Fault>>,
) -> Element<'a, Message> {
    let look = ctx.look;
    let mut parts = Column::new().spacing(gap::MEDIUM);
    match preview {
        None => parts = parts.push(text::muted(look, ctx.say("summary-computing"))),
        Some(Err(fault)) => parts = parts.push(ctx.fault(fault, None)),
        Some(Ok(preview)) => {
            let lines = deeds(ctx, preview, shown.invite);
            if lines.is_empty() {
                let cause = ctx.say("change-nothing");
                parts = parts.push(notice(look, Tone::Info, cause, None, None));
            } else {
                parts = parts.push(listed(ctx, lines));
            }
            if preview.reinvite {
                let cause = ctx.say("change-reinvites");
                parts = parts.push(notice(look, Tone::Info, cause, None, None));
            }
            for (deed, id) in [
                ("action-rewrite", "change-rewrites"),
                ("action-take-back", "change-takes-back"),
            ] {
                let keys = preview.deeds.iter().filter(|one| one.is_of_key(deed));
                let count = keys.count();
                if count > 0 && !shown.programs {
                    let cause = ctx.tell(id, [("count", count.into())]);
                    let remedy = ctx.say(&format!("{id}-remedy"));
                    parts = parts.push(notice(look, Tone::Info, cause, Some(remedy), None));
                }
            }
            if !preview.fields.is_empty() || !preview.sources.is_empty() {
                parts = parts.push(before_after(ctx, preview));
            }
            let mut homes = shown.home_groups.iter();
            for key in &preview.keys {
                let home = if key.id.is_none() { homes.next() } else { None };
                parts = parts.push(difference(ctx, key, home.and_then(Option::as_ref)));
            }
        }
    }
    if shown.editable {
        parts = parts.push(invite_box(ctx, shown.invite));
    }
    parts.into()
}

/// What Confirm will do to a user that is there, one line each.
fn deeds(ctx: Ctx<'_>, preview: &Preview, invite: bool) -> Vec<(Icon, String)> {
    let about_key = |id: &str, kind: KeyKind, number: Option<u32>| {
        let name = match number {
            Some(number) => format!("{} {number}", ctx.kind(kind)),
            None => ctx.kind(kind),
        };
        (kind_icon(kind), ctx.tell(id, [("key", name.into())]))
    };
    let line = |deed: &DeedView| match deed {
        DeedView::Basic => {
            let labels = preview.fields.iter().map(|(label, _, _)| ctx.say(label));
            let labels: Vec<String> = labels.collect();
            let fields = [("fields", labels.join(", ").into())];
            (Icon::User, ctx.tell("action-change-basic", fields))
        }
        DeedView::Source(id, name) => (Icon::Role, ctx.tell(id, [("given", name.clone().into())])),
        DeedView::Key(id, kind, number) => about_key(id, *kind, *number),
    };
    let mut lines: Vec<(Icon, String)> = preview.deeds.iter().map(line).collect();
    if invite || preview.reinvite {
        lines.push((Icon::Mail, ctx.say("action-invite")));
    }
    lines
}

/// Basic information and sources, each before and after.
fn before_after<'a>(ctx: Ctx<'_>, preview: &Preview) -> Element<'a, Message> {
    let look = ctx.look;
    let line = |label: String, before: String, after: String| {
        let value = |text: String| {
            if text.is_empty() {
                "–".to_owned()
            } else {
                text
            }
        };
        row![
            container(text::muted(look, label)).width(Length::FillPortion(2)),
            container(text::body(look, value(before)).color(look.palette.muted))
                .width(Length::FillPortion(3)),
            icon(look, Icon::ArrowRight, look.palette.muted),
            container(text::body(look, value(after))).width(Length::FillPortion(3)),
        ]
        .spacing(gap::SMALL)
        .align_y(Alignment::Center)
    };
    let mut list = Column::new()
        .spacing(gap::SMALL)
        .push(text::strong(look, ctx.say("change-before-after")));
    for (label, before, after) in &preview.fields {
        let shown = |value: &String| match value.parse::<LocalDate>() {
            Ok(date) if *label == "field-end-date" => ctx.day(date),
            _ if *label == "field-language" && !value.is_empty() => {
                language_name(Language::of(value)).to_owned()
            }
            _ => value.clone(),
        };
        list = list.push(line(ctx.say(label), shown(before), shown(after)));
    }
    for (before, after) in &preview.sources {
        let name = before.as_ref().or(after.as_ref());
        let name = name.map(|source| source.name.clone()).unwrap_or_default();
        let said = |source: &Option<SourceView>| {
            source.as_ref().map_or_else(String::new, |source| {
                let validity = crate::window::screen::validity(ctx, source);
                if source.roles.is_empty() {
                    validity
                } else {
                    format!("{} ({validity})", source.roles.join(", "))
                }
            })
        };
        list = list.push(line(name, said(before), said(after)));
    }
    container(list)
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(look.card())
        .into()
}

/// What will be done, one line each.
fn actions<'a>(ctx: Ctx<'_>, shown: &Shown) -> Element<'a, Message> {
    let mut lines = vec![(
        Icon::User,
        ctx.tell("action-add-user", [("name", shown.name.clone().into())]),
    )];
    for given in &shown.given {
        lines.push((
            Icon::Role,
            ctx.tell("action-give", [("given", given.clone().into())]),
        ));
    }
    for kind in &shown.common.keys {
        let id = if *kind == KeyKind::Fob && shown.common.programs {
            "action-program"
        } else {
            "action-draft"
        };
        lines.push((
            kind_icon(*kind),
            ctx.tell(id, [("key", ctx.kind(*kind).into())]),
        ));
    }
    if shown.common.invite {
        lines.push((Icon::Mail, ctx.say("action-invite")));
    }
    listed(ctx, lines)
}

/// The card of what Confirm will do.
fn listed<'a>(ctx: Ctx<'_>, lines: Vec<(Icon, String)>) -> Element<'a, Message> {
    let look = ctx.look;
    let mut column = Column::new()
        .spacing(gap::SMALL)
        .push(text::strong(look, ctx.say("summary-actions")));
    for (drawing, line) in lines {
        column = column.push(
            row![
                icon(look, drawing, look.palette.muted),
                text::body(look, line)
            ]
            .spacing(gap::SMALL)
            .align_y(Alignment::Center),
        );
    }
    container(column)
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(look.card())
        .into()
}

/// What changes at each lock by one key.
fn difference<'a>(
    ctx: Ctx<'_>,
    key: &KeyPreview,
    home_group: Option<&String>,
) -> Element<'a, Message> {
    let look = ctx.look;
    let name = if key.number == 0 {
        ctx.kind(key.kind)
    } else {
        format!("{} {}", ctx.kind(key.kind), key.number)
    };
    let title = ctx.tell(
        "summary-difference",
        [("key", name.into()), ("count", key.changes.len().into())],
    );
    let mut column = Column::new().push(text::strong(look, title));
    if let Some(group) = home_group.filter(|_| key.kind != KeyKind::Phone) {
        column = column.push(text::small(
            look,
            ctx.tell("home-group-is", [("group", group.clone().into())]),
        ));
    }
    if key.id.is_none() {
        column = column.push(later(ctx, key.kind));
    }
    // What to know before Confirm stands above the list, which may be longer than the window.
    if let HomeNeed::Orphaned(group) = &key.home {
        column = column.push(orphaned(ctx, group));
    }
    if !key.too_small.is_empty() {
        column = column.push(notice(
            look,
            Tone::Warn,
            ctx.tell("key-too-small", [("needed", key.needed.to_string().into())]),
            Some(key.too_small.join(", ")),
            None,
        ));
        let carried = key.shares.iter().filter(|share| share.carried);
        let mut costs: Vec<(String, usize)> = carried
            .map(|share| (share.name.clone(), share.bytes))
            .collect();
        costs.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        if costs.len() > 1 {
            column = column.push(ctx.costs(0, &costs));
        }
    }
    for (locks, tone, id) in [
        (&key.doors, Tone::Warn, "summary-doors"),
        (&key.unreadable, Tone::Warn, "key-cannot-open"),
    ] {
        if !locks.is_empty() {
            column = column.push(notice(
                look,
                tone,
                ctx.tell(id, [("count", locks.len().into())]),
                Some(locks.join(", ")),
                None,
            ));
        }
    }
    for change in key.changes.iter().take(SHOWN) {
        column = column.push(change_line(ctx, change));
    }
    if key.changes.len() > SHOWN {
        column = column.push(text::muted(
            look,
            ctx.tell(
                "summary-more",
                [("count", (key.changes.len() - SHOWN).into())],
            ),
        ));
    }
    container(column.spacing(gap::TIGHT))
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(look.card())
        .into()
}

/// Why a key of this kind stays a draft for now; none where it can be programmed.
pub fn later<'a, Any: Clone + 'a>(ctx: Ctx<'_>, kind: KeyKind) -> Option<Element<'a, Any>> {
    let (cause, remedy) = match kind {
        KeyKind::Fob => return None,
        KeyKind::K5 => ("later-k5", "later-k5-what"),
        KeyKind::Phone => ("later-phone", "later-phone-what"),
    };
    let remedy = Some(ctx.say(remedy));
    Some(notice(ctx.look, Tone::Info, ctx.say(cause), remedy, None))
}

/// That none of a key's locks is in its home group any more, and what to do.
pub fn orphaned<'a, Any: Clone + 'a>(ctx: Ctx<'_>, group: &str) -> Element<'a, Any> {
    notice(
        ctx.look,
        Tone::Warn,
        ctx.tell("home-group-orphaned", [("group", group.to_owned().into())]),
        Some(ctx.say("home-group-orphaned-what")),
        None,
    )
}

/// One lock: sign, name, what happens and by what.
pub fn change_line<'a, Any: Clone + 'a>(ctx: Ctx<'_>, change: &ChangeLine) -> Element<'a, Any> {
    let look = ctx.look;
    let (sign, tone, id) = match change.change {
        Change::Added => ("+", Tone::Good, "change-added"),
        Change::Removed => ("\u{2212}", Tone::Bad, "change-removed"),
        Change::Changed => ("~", Tone::Warn, "change-changed"),
    };
    let word = format!("{sign} {}", ctx.say(id));
    row![
        container(text::body(look, word).color(look.tint(tone))).width(look.wide(96.0)),
        container(text::cell(look, change.lock.as_str())).width(Length::FillPortion(2)),
        container(text::cell(look, change.sources.as_str()).color(look.palette.muted))
            .width(Length::FillPortion(3)),
    ]
    .spacing(gap::SMALL)
    .padding(Padding::ZERO.vertical(2.0))
    .align_y(Alignment::Center)
    .into()
}

/// The differences of one key alone, as a list.
pub fn change_list<'a, Any: Clone + 'a>(ctx: Ctx<'_>, changes: &[ChangeLine]) -> Element<'a, Any> {
    let lines = changes
        .iter()
        .take(SHOWN)
        .map(|change| change_line(ctx, change));
    column(lines).into()
}
