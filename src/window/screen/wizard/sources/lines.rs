//! What can be given, line by line: a box with its details, its validity, its roles.

use iced::widget::{Column, column, container, row, space};
use iced::{Alignment, Length, Padding};

use super::{Message, Pick, SourceRef, Tab};
use crate::model::SourceKind;
use crate::time::{LocalDate, Zone};
use crate::window::desk::{Offer, PremisesOffer, RoleOffer, feature_word};
use crate::window::screen::Ctx;
use crate::window::ui::button::{Weight, button};
use crate::window::ui::check_box::{check_box, with_detail};
use crate::window::ui::field::problem;
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, text};

/// One that can be given.
#[derive(Clone, Copy)]
pub(super) enum Given<'a> {
    Role(&'a RoleOffer),
    Premises(&'a PremisesOffer),
}

impl<'a> Given<'a> {
    pub(super) fn name(self) -> &'a str {
        match self {
            Self::Role(role) => &role.name,
            Self::Premises(premises) => &premises.name,
        }
    }

    pub(super) fn source(self) -> SourceRef {
        match self {
            Self::Role(role) => SourceRef::Role(role.id),
            Self::Premises(premises) => SourceRef::Premises(premises.id),
        }
    }

    pub(super) fn kind(self, pick: &Pick) -> SourceKind {
        match self {
            Self::Role(role) => SourceKind::Role { role: role.id },
            Self::Premises(premises) => SourceKind::Premises {
                premises: premises.id,
                roles: pick.roles.iter().copied().collect(),
            },
        }
    }

    /// Whether there is something to choose from: private premises that offer several roles.
    fn has_options(self) -> bool {
        matches!(self, Self::Premises(premises) if premises.roles.len() > 1)
    }

    fn detail(self, ctx: Ctx<'_>) -> String {
        match self {
            Self::Role(role) => role
                .times
                .as_ref()
                .map_or_else(|| ctx.say("times-always"), |times| ctx.texts.times(times)),
            Self::Premises(premises) => premises.path.clone(),
        }
    }
}

/// A box with what it gives; once checked, its validity.
pub(super) fn line<'a>(
    ctx: Ctx<'a>,
    given: Given<'a>,
    pick: &'a Pick,
    (tab, place): (Tab, usize),
    (offer, today, zone): (&Offer, LocalDate, Zone),
) -> Element<'a, Message> {
    let look = ctx.look;
    let word = match (given.has_options(), pick.details) {
        (false, false) => "show-details",
        (false, true) => "hide-details",
        (true, false) => "show-options",
        (true, true) => "hide-options",
    };
    let head = row![
        with_detail(
            look,
            given.name(),
            Some(given.detail(ctx)),
            pick.on,
            Some(Message::Turned(tab, place))
        ),
        space().width(Length::Fill),
        button(
            look,
            Weight::Quiet,
            ctx.say(word),
            Some(Message::Details(tab, place))
        ),
    ]
    .align_y(Alignment::Center);
    let details = pick.details.then(|| match given {
        Given::Role(role) => set_in(pairs(ctx, of_role(ctx, role))),
        Given::Premises(one) => set_in(of_premises(ctx, (offer, place), one, pick)),
    });
    let validity = pick.on.then(|| {
        let start = pick.start.view(
            look,
            ctx.texts,
            ctx.say("valid-from"),
            today,
            move |event| Message::Start(tab, place, event),
        );
        let end = pick.end.view(
            look,
            ctx.texts,
            ctx.say("valid-until"),
            today,
            move |event| Message::End(tab, place, event),
        );
        let wrong =
            (pick.start.date().is_ok() && pick.end.date().is_ok() && pick.validity(zone).is_none())
                .then(|| problem(look, ctx.say("validity-backwards")));
        set_in(
            column![row![start, end].spacing(gap::MEDIUM), wrong]
                .spacing(gap::TIGHT)
                .max_width(look.wide(400.0))
                .into(),
        )
    });
    column![
        head,
        details,
        validity,
        iced::widget::rule::horizontal(1).style(look.line())
    ]
    .spacing(gap::TIGHT)
    .into()
}

/// What premises give: their own locks, and by each role that was chosen what it adds. Where they offer several roles,
/// each has its box.
fn of_premises<'a>(
    ctx: Ctx<'_>,
    (offer, place): (&Offer, usize),
    premises: &PremisesOffer,
    pick: &Pick,
) -> Element<'a, Message> {
    let mut own = Vec::new();
    add(ctx, &mut own, "details-locks", premises.locks.join(", "));
    let mut column = Column::new().spacing(gap::SMALL).push(pairs(ctx, own));
    let linked = offer.roles.iter();
    for role in linked.filter(|role| premises.roles.contains(&role.id)) {
        let chosen = pick.roles.contains(&role.id);
        let (name, id) = (role.name.clone(), role.id);
        let head: Element<'a, Message> = if premises.roles.len() > 1 {
            check_box(ctx.look, name, chosen, Some(Message::Role(place, id)))
        } else {
            text::strong(ctx.look, name).into()
        };
        let adds = chosen.then(|| set_in(pairs(ctx, of_role(ctx, role))));
        column = column.push(column![head, adds].spacing(gap::TIGHT));
    }
    column.into()
}

/// What a role gives.
fn of_role(ctx: Ctx<'_>, role: &RoleOffer) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    add(ctx, &mut lines, "details-groups", role.groups.join(", "));
    add(ctx, &mut lines, "details-locks", role.locks.join(", "));
    let times = role.times.as_ref();
    let times = times.map_or_else(|| ctx.say("times-always"), |times| ctx.texts.times(times));
    add(ctx, &mut lines, "details-times", times);
    if let Some(hours) = role.expiry {
        let hours = [("count", usize::from(hours).into())];
        add(ctx, &mut lines, "details-expiry", ctx.tell("hours", hours));
    }
    let features = role.features.iter();
    let features: Vec<String> = features
        .map(|feature| ctx.say(feature_word(*feature)))
        .collect();
    add(ctx, &mut lines, "details-features", features.join(", "));
    lines
}

fn add(ctx: Ctx<'_>, lines: &mut Vec<(String, String)>, label: &str, value: String) {
    if !value.is_empty() {
        lines.push((ctx.say(label), value));
    }
}

fn pairs<'a>(ctx: Ctx<'_>, lines: Vec<(String, String)>) -> Element<'a, Message> {
    let look = ctx.look;
    let mut column = Column::new().spacing(gap::TIGHT);
    for (label, value) in lines {
        column = column.push(
            row![
                container(text::muted(look, label)).width(look.wide(136.0)),
                container(text::body(look, value)).width(Length::Fill)
            ]
            .spacing(gap::SMALL),
        );
    }
    column.into()
}

/// Under the word of a check box.
fn set_in(content: Element<'_, Message>) -> Element<'_, Message> {
    container(content)
        .padding(Padding::ZERO.left(gap::LARGE).bottom(gap::SMALL))
        .width(Length::Fill)
        .into()
}
