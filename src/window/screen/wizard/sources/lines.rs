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
    today: LocalDate,
    zone: Zone,
) -> Element<'a, Message> {
    let look = ctx.look;
    let word = if pick.details {
        "hide-details"
    } else {
        "show-details"
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
    let details = pick.details.then(|| set_in(details(ctx, given)));
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

/// The roles that may come with premises.
pub(super) fn roles_of<'a>(
    ctx: Ctx<'_>,
    offer: &Offer,
    premises: &PremisesOffer,
    pick: &Pick,
    place: usize,
) -> Element<'a, Message> {
    let mut column = Column::new();
    for role in offer
        .roles
        .iter()
        .filter(|role| premises.roles.contains(&role.id))
    {
        column = column.push(check_box(
            ctx.look,
            role.name.clone(),
            pick.roles.contains(&role.id),
            Some(Message::Role(place, role.id)),
        ));
    }
    set_in(column.into())
}

fn details<'a>(ctx: Ctx<'_>, given: Given<'_>) -> Element<'a, Message> {
    let look = ctx.look;
    let mut lines = Vec::new();
    let mut add = |label: &str, value: String| {
        if !value.is_empty() {
            lines.push((ctx.say(label), value));
        }
    };
    match given {
        Given::Role(role) => {
            add("details-groups", role.groups.join(", "));
            add("details-locks", role.locks.join(", "));
            add(
                "details-times",
                role.times
                    .as_ref()
                    .map_or_else(|| ctx.say("times-always"), |times| ctx.texts.times(times)),
            );
            if let Some(hours) = role.expiry {
                add(
                    "details-expiry",
                    ctx.tell("hours", [("count", usize::from(hours).into())]),
                );
            }
            let features: Vec<String> = role
                .features
                .iter()
                .map(|feature| ctx.say(feature_word(*feature)))
                .collect();
            add("details-features", features.join(", "));
        }
        Given::Premises(premises) => add("details-locks", premises.locks.join(", ")),
    }
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
