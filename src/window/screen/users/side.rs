//! The panel at the right: everything on one user.

use iced::Alignment;
use iced::widget::{Column, column, row, space};

use super::Message;
use crate::model::{KeyState, UserId};
use crate::window::desk::sheet::Act;
use crate::window::desk::{Fault, KeyView, LogLine, PersonView, Reason, SourceView, WayView};
use crate::window::screen::listing::card::{cell, said as words};
use crate::window::screen::wizard::Step;
use crate::window::screen::{Ctx, kind_icon, validity};
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, button};
use crate::window::ui::icon::icon;
use crate::window::ui::side_panel::{self, section, side_panel};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, Icon, text};

/// How many locks are explained.
const SHOWN: usize = 200;

/// The panel.
pub(super) fn panel<'a>(
    ctx: Ctx<'_>,
    person: &'a PersonView,
    why: Option<&'a Result<Vec<Reason>, Fault>>,
) -> Element<'a, Message> {
    let look = ctx.look;
    let head = side_panel::Head {
        title: person.name.clone(),
        subtitle: person.email.clone(),
        close: ctx.say("close"),
        on_close: Message::SideClosed,
    };
    let mut basic = Column::new().push(side_panel::line(
        look,
        ctx.say("field-email"),
        text::body(look, person.email.as_str()),
    ));
    for (label, value) in &person.details {
        basic = basic.push(side_panel::line(
            look,
            ctx.say(label),
            text::body(look, words(ctx, value)),
        ));
    }
    let sources: Element<'a, Message> = if person.sources.is_empty() {
        text::muted(look, ctx.say("given-none")).into()
    } else {
        Column::with_children(person.sources.iter().map(|source| given(ctx, source)))
            .spacing(gap::SMALL)
            .into()
    };
    let keys: Element<'a, Message> = if person.keys.is_empty() {
        text::muted(look, ctx.say("keys-none")).into()
    } else {
        Column::with_children(person.keys.iter().map(|key| held(ctx, person.id, key)))
            .spacing(gap::MEDIUM)
            .into()
    };
    let invited = person.invitation.as_ref().map(|invited| {
        let again = match &invited.act {
            Some(Act::Resend(id, version, anyway)) => Some(button(
                look,
                Weight::Quiet,
                ctx.say("resend"),
                Some(Message::Resend(*id, *version, *anyway)),
            )),
            _ => None,
        };
        let why = invited.fault.as_ref().map(|fault| ctx.fault(fault, None));
        let state: Element<'a, Message> = cell(ctx, &invited.state);
        section(
            look,
            ctx.say("invitation"),
            again,
            column![state, why].spacing(gap::SMALL),
        )
    });
    let edit = |step, word: &str| {
        Some(button(
            look,
            Weight::Quiet,
            ctx.say(word),
            Some(Message::Edit(person.id, step)),
        ))
    };
    side_panel(
        look,
        head,
        invited_after(
            invited,
            [
                section(
                    look,
                    ctx.say("step-basic"),
                    edit(Step::Basic, "edit"),
                    basic,
                ),
                section(
                    look,
                    ctx.say("column-given"),
                    edit(Step::Sources, "edit"),
                    sources,
                ),
                section(look, ctx.say("nav-keys"), edit(Step::Keys, "add-key"), keys),
                reasons(ctx, why),
                section(look, ctx.say("nav-log"), None, log(ctx, &person.log)),
            ],
        ),
        vec![
            button(
                look,
                Weight::Secondary,
                ctx.say("edit-user"),
                Some(Message::Edit(person.id, Step::Basic)),
            ),
            space().width(iced::Length::Fill).into(),
            button(
                look,
                Weight::Quiet,
                ctx.say("remove-user"),
                Some(Message::Remove(vec![person.id])),
            ),
        ],
    )
}

/// The sections, with the invitation before the log, which is long.
fn invited_after<'a, const N: usize>(
    invited: Option<Element<'a, Message>>,
    sections: [Element<'a, Message>; N],
) -> Vec<Element<'a, Message>> {
    let mut all = Vec::from(sections);
    if let Some(invited) = invited {
        all.insert(N.saturating_sub(1), invited);
    }
    all
}

/// A role or private premises, with its validity.
fn given<'a>(ctx: Ctx<'_>, source: &SourceView) -> Element<'a, Message> {
    let look = ctx.look;
    let drawing = if source.premises {
        Icon::Premises
    } else {
        Icon::Role
    };
    let name = if source.roles.is_empty() {
        source.name.clone()
    } else {
        format!("{} ({})", source.name, source.roles.join(", "))
    };
    row![
        icon(look, drawing, look.palette.muted),
        column![
            text::body(look, name),
            text::small(look, validity(ctx, source))
        ]
        .spacing(2.0)
    ]
    .spacing(gap::SMALL)
    .into()
}

/// A key with its state and what can be done with it.
fn held<'a>(ctx: Ctx<'_>, user: UserId, key: &KeyView) -> Element<'a, Message> {
    let look = ctx.look;
    let (tone, drawing, word) = ctx.key_state(key.state, key.pending);
    let name = format!("{} {}", ctx.kind(key.kind), key.number);
    let mut facts = Vec::new();
    facts.extend(key.uid.clone());
    facts.extend(
        key.home_group
            .clone()
            .map(|group| ctx.tell("home-group-is", [("group", group.into())])),
    );
    let action = key.programmable.then(|| {
        button(
            look,
            Weight::Secondary,
            ctx.say("program"),
            Some(Message::Program(key.id)),
        )
    });
    let edit = (key.state == KeyState::Draft).then(|| {
        button(
            look,
            Weight::Quiet,
            ctx.say("edit-draft"),
            Some(Message::Edit(user, Step::Keys)),
        )
    });
    let facts = (!facts.is_empty()).then(|| text::small(look, facts.join(" · ")));
    row![
        icon(look, kind_icon(key.kind), look.palette.muted),
        column![
            text::body(look, name),
            facts,
            badge(look, tone, drawing, word)
        ]
        .spacing(gap::TIGHT),
        space().width(iced::Length::Fill),
        column![action, edit]
            .spacing(gap::TIGHT)
            .align_x(Alignment::End)
    ]
    .spacing(gap::SMALL)
    .align_y(Alignment::Start)
    .into()
}

/// Why which lock opens, once that was asked.
fn reasons<'a>(ctx: Ctx<'_>, why: Option<&'a Result<Vec<Reason>, Fault>>) -> Element<'a, Message> {
    let look = ctx.look;
    let word = if why.is_some() {
        "why-hide"
    } else {
        "why-show"
    };
    let turn = button(
        look,
        Weight::Quiet,
        ctx.say(word),
        Some(Message::Why(why.is_none())),
    );
    let body: Element<'a, Message> = match why {
        None => text::muted(look, ctx.say("why-hint")).into(),
        Some(Err(fault)) => ctx.fault(fault, None),
        Some(Ok(all)) => {
            let lines = all.iter().take(SHOWN).map(|reason| lock(ctx, reason));
            let mut lines = Column::with_children(lines).spacing(gap::SMALL);
            if all.len() > SHOWN {
                let more = ctx.tell("summary-more", [("count", (all.len() - SHOWN).into())]);
                lines = lines.push(text::muted(look, more));
            }
            lines.into()
        }
    };
    section(look, ctx.say("why-title"), Some(turn), body)
}

/// A lock, and below it every way to it.
fn lock<'a>(ctx: Ctx<'_>, reason: &'a Reason) -> Element<'a, Message> {
    let look = ctx.look;
    let ways = reason
        .ways
        .iter()
        .map(|way| text::small(look, said(ctx, way)).into());
    row![
        icon(look, Icon::Lock, look.palette.muted),
        column![
            text::body(look, reason.lock.as_str()),
            Column::with_children(ways)
        ]
        .spacing(2.0)
    ]
    .spacing(gap::SMALL)
    .into()
}

/// A way in words, from the source to the lock.
fn said(ctx: Ctx<'_>, way: &WayView) -> String {
    let kind = if way.premises {
        "why-premises"
    } else {
        "why-role"
    };
    let mut steps = vec![ctx.tell(kind, [("name", way.source.clone().into())])];
    let role = way.role.clone();
    steps.extend(role.map(|name| ctx.tell("why-role", [("name", name.into())])));
    let group = way.group.clone();
    steps.extend(group.map(|name| ctx.tell("why-group", [("name", name.into())])));
    steps.join(" → ")
}

/// The newest of the log.
fn log<'a>(ctx: Ctx<'_>, entries: &'a Result<Vec<LogLine>, Fault>) -> Element<'a, Message> {
    let look = ctx.look;
    let entries = match entries {
        Ok(entries) if entries.is_empty() => {
            return text::muted(look, ctx.say("list-empty")).into();
        }
        Ok(entries) => entries,
        // A panel is not the place for the remedy: who looks at a user did not ask for the log.
        Err(fault) => return text::muted(look, fault.say(ctx.texts).0).into(),
    };
    let lines = entries.iter().map(|entry| {
        let mut done = ctx.tell("log-action", [("action", entry.action.clone().into())]);
        if let Some(key) = entry.key {
            done = format!("{done} ({key})");
        }
        let (zone, at) = entry.at;
        let by = format!("{} · {}", ctx.instant(zone, at), entry.operator);
        column![text::body(look, done), text::small(look, by)]
            .spacing(2.0)
            .into()
    });
    Column::with_children(lines).spacing(gap::SMALL).into()
}
