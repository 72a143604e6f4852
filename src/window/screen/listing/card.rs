//! The panel at the right: everything on the chosen thing, and what can be done with it.

use iced::widget::{Column, Row, container, row, space};
use iced::{Alignment, Length};

use super::{Listing, Message};
use crate::model::{BLOCKLIST_CAPACITY, BLOCKLIST_WARNING};
use crate::window::desk::sheet::{Act, Body, Cell, Part};
use crate::window::screen::Ctx;
use crate::window::screen::wizard::summary::change_list;
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, button};
use crate::window::ui::icon::icon;
use crate::window::ui::meter::meter;
use crate::window::ui::side_panel::{self, section, side_panel};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, text};

/// How many names of a section are drawn.
const SHOWN: usize = 200;

/// A value in words.
pub fn said(ctx: Ctx<'_>, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Muted(text) => text.clone(),
        Cell::Times(times) => ctx.texts.times(times),
        Cell::Day(date) => ctx.day(*date),
        Cell::At(zone, at) => ctx.instant(*zone, *at),
        Cell::Word(id) | Cell::State(_, _, id) => ctx.say(id),
        Cell::Count(id, count) => ctx.tell(id, [("count", (*count).into())]),
        Cell::Told(id, values) => ctx.texts.text(&format!("window-{id}"), values),
        Cell::Key(state, pending) => ctx.key_state(*state, *pending).2,
        Cell::Number(number) => number.to_string(),
        Cell::Cause(fault) => fault.say(ctx.texts).0,
        Cell::Remedy(fault) => fault.say(ctx.texts).1,
        Cell::Meter(used) => format!("{used}/{BLOCKLIST_CAPACITY}"),
        Cell::Fact(name, value) => value_of_fact(ctx, name, value),
        Cell::Facts(facts) => {
            let told = facts.iter().map(|(name, value)| {
                let label = ctx.tell("log-fact", [("name", name.clone().into())]);
                format!("{label} {}", said(ctx, value))
            });
            told.collect::<Vec<_>>().join(", ")
        }
    }
}

/// What a log entry says, in words where the machine has but some words for it.
fn value_of_fact(ctx: Ctx<'_>, name: &str, value: &str) -> String {
    match name {
        "kind" | "operation" | "reason" | "state" | "state-before" => {
            ctx.tell("log-value", [("value", value.to_owned().into())])
        }
        _ => value.to_owned(),
    }
}

/// A value as it stands in a row or beside its label.
pub fn cell<'a, Any: Clone + 'a>(ctx: Ctx<'_>, value: &Cell) -> Element<'a, Any> {
    let look = ctx.look;
    match value {
        Cell::State(tone, drawing, id) => badge(look, *tone, *drawing, ctx.say(id)),
        Cell::Key(state, pending) => {
            let (tone, drawing, word) = ctx.key_state(*state, *pending);
            badge(look, tone, drawing, word)
        }
        Cell::Muted(text) => text::cell(look, text.as_str())
            .color(look.palette.muted)
            .into(),
        Cell::At(..) | Cell::Times(_) | Cell::Facts(_) => text::cell(look, said(ctx, value))
            .color(look.palette.muted)
            .into(),
        other => text::cell(look, said(ctx, other)).into(),
    }
}

impl Listing {
    /// The panel, while something is chosen.
    pub fn side<'a>(&'a self, ctx: Ctx<'_>) -> Option<Element<'a, Message>> {
        let card = self.card.as_deref().filter(|_| self.form.is_none())?;
        let look = ctx.look;
        let head = side_panel::Head {
            title: said(ctx, &card.title),
            subtitle: said(ctx, &card.subtitle),
            close: ctx.say("close"),
            on_close: Message::SideClosed,
        };
        let mut sections = Vec::new();
        if !card.acts.is_empty() {
            sections.push(acts(ctx, &card.acts));
        }
        for shown in &card.parts {
            sections.push(part(ctx, shown));
        }
        let mut foot = Vec::new();
        if card.editable {
            foot.push(button(
                look,
                Weight::Secondary,
                ctx.say("edit"),
                Some(Message::Edit),
            ));
        }
        if card.removable {
            foot.push(space().width(Length::Fill).into());
            foot.push(button(
                look,
                Weight::Quiet,
                ctx.say("remove"),
                Some(Message::Remove),
            ));
        }
        Some(side_panel(look, head, sections, foot))
    }
}

fn acts<'a>(ctx: Ctx<'_>, acts: &[Act]) -> Element<'a, Message> {
    let buttons = acts.iter().enumerate().map(|(place, act)| {
        let weight = if place == 0 && !matches!(act, Act::Block(_) | Act::Empty(_)) {
            Weight::Primary
        } else {
            Weight::Secondary
        };
        button(
            ctx.look,
            weight,
            ctx.say(act.word()),
            Some(Message::Act(*act)),
        )
    });
    Row::with_children(buttons)
        .spacing(gap::SMALL)
        .wrap()
        .vertical_spacing(gap::SMALL)
        .into()
}

fn part<'a>(ctx: Ctx<'_>, part: &'a Part) -> Element<'a, Message> {
    let look = ctx.look;
    let body: Element<'a, Message> = match &part.body {
        Body::Pairs(pairs) if pairs.is_empty() => text::muted(look, ctx.say("none")).into(),
        Body::Pairs(pairs) => {
            let lines = pairs.iter().map(|(label, value)| {
                let value: Element<'a, Message> = match value {
                    Cell::State(..) | Cell::Key(..) => cell(ctx, value),
                    other => text::body(look, said(ctx, other)).into(),
                };
                let parts = match label {
                    // A right is told in several words.
                    Cell::Told("right", _) => (3, 2),
                    _ => (1, 2),
                };
                side_panel::parted(look, parts, said(ctx, label), value)
            });
            Column::with_children(lines).into()
        }
        Body::Names(_, names, none) if names.is_empty() => text::muted(look, ctx.say(none)).into(),
        Body::Names(drawing, names, _) => {
            let mut lines = Column::new().spacing(gap::TIGHT);
            for (name, mark) in names.iter().take(SHOWN) {
                lines = lines.push(
                    row![
                        icon(look, *drawing, look.palette.muted),
                        container(text::cell(look, name.as_str())).width(Length::Fill),
                        mark.as_ref().map(|mark| cell(ctx, mark))
                    ]
                    .spacing(gap::SMALL)
                    .align_y(Alignment::Center),
                );
            }
            if names.len() > SHOWN {
                lines = lines.push(text::muted(
                    look,
                    ctx.tell("summary-more", [("count", (names.len() - SHOWN).into())]),
                ));
            }
            lines.into()
        }
        Body::Meter(used) => {
            let limit = |most: usize| u32::try_from(most).unwrap_or(u32::MAX);
            meter(
                look,
                ctx.say("entries-used"),
                *used,
                limit(BLOCKLIST_CAPACITY),
                limit(BLOCKLIST_WARNING),
            )
        }
        Body::Changes(changes) if changes.is_empty() => {
            text::muted(look, ctx.say("no-difference")).into()
        }
        Body::Changes(changes) => change_list(ctx, changes),
    };
    section(look, ctx.say(part.title), None, body)
}
