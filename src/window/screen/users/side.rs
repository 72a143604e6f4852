//! The panel at the right: everything on one user.

use iced::Alignment;
use iced::widget::{Column, column, row, space};

use super::Message;
use crate::window::desk::{KeyView, PersonView, SourceView};
use crate::window::screen::wizard::Step;
use crate::window::screen::{Ctx, kind_icon, validity};
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, button};
use crate::window::ui::icon::icon;
use crate::window::ui::side_panel::{self, section, side_panel};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, Icon, text};

/// The panel.
pub(super) fn panel<'a>(ctx: Ctx<'_>, person: &'a PersonView) -> Element<'a, Message> {
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
            text::body(look, value.as_str()),
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
        Column::with_children(person.keys.iter().map(|key| held(ctx, key)))
            .spacing(gap::MEDIUM)
            .into()
    };
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
        vec![
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
        ],
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
                Some(Message::Remove(person.id)),
            ),
        ],
    )
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
fn held<'a>(ctx: Ctx<'_>, key: &KeyView) -> Element<'a, Message> {
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
        action
    ]
    .spacing(gap::SMALL)
    .align_y(Alignment::Start)
    .into()
}
