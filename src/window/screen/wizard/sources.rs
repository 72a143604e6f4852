//! The second step: roles and private premises, one or more, each with its details and its validity.

use std::collections::BTreeSet;

use iced::widget::{Column, column, container, row, space};
use iced::{Alignment, Length, Padding};

use crate::model::{RoleId, SourceKind, Validity};
use crate::store::fold;
use crate::time::{LocalDate, Zone};
use crate::window::desk::{Offer, PremisesOffer, RoleOffer};
use crate::window::screen::Ctx;
use crate::window::ui::button::{Weight, button};
use crate::window::ui::check_box::{check_box, with_detail};
use crate::window::ui::date_field::{self, DateField};
use crate::window::ui::field::{problem, search};
use crate::window::ui::nav::tabs;
use crate::window::ui::notice::notice;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, text};
use crate::workflow::people::NewSource;

/// The id of the filter.
pub const FILTER: &str = "wizard source filter";

/// Which list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Roles.
    #[default]
    Roles,
    /// Private premises.
    Premises,
}

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed into the filter.
    Filter(String),
    /// Went to the other list.
    Tab(Tab),
    /// Turned a box; by tab and place.
    Turned(Tab, usize),
    /// Opened or closed the details.
    Details(Tab, usize),
    /// Turned a role of premises.
    Role(usize, RoleId),
    /// Worked the first day.
    Start(Tab, usize, date_field::Event),
    /// Worked the last day.
    End(Tab, usize, date_field::Event),
}

/// One that can be given, and how it was given.
#[derive(Debug, Clone, Default)]
struct Pick {
    on: bool,
    details: bool,
    start: DateField,
    end: DateField,
    roles: BTreeSet<RoleId>,
}

impl Pick {
    fn validity(&self, zone: Zone) -> Option<Validity> {
        let start = self.start.date().ok()?.map(|date| date.start(zone));
        let end = self.end.date().ok()?.map(|date| date.end(zone));
        Validity::new(start, end).ok()
    }
}

/// What was given.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    tab: Tab,
    filter: String,
    roles: Vec<Pick>,
    premises: Vec<Pick>,
}

impl Sources {
    /// What can be given has come.
    pub fn offered(&mut self, offer: &Offer) {
        self.roles.resize_with(offer.roles.len(), Pick::default);
        self.premises.truncate(offer.premises.len());
        for one in &offer.premises[self.premises.len()..] {
            self.premises.push(Pick {
                roles: one.roles.iter().copied().collect(),
                ..Pick::default()
            });
        }
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many were given.
    pub fn count(&self) -> usize {
        let given = |picks: &[Pick]| picks.iter().filter(|pick| pick.on).count();
        given(&self.roles) + given(&self.premises)
    }

    /// Whether every validity is one.
    pub fn is_fine(&self, zone: Zone) -> bool {
        self.roles
            .iter()
            .chain(&self.premises)
            .filter(|pick| pick.on)
            .all(|pick| pick.validity(zone).is_some())
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message, offer: &Offer) {
        match message {
            Message::Filter(filter) => self.filter = filter,
            Message::Tab(tab) => self.tab = tab,
            Message::Turned(tab, place) => self.change(tab, place, |pick| pick.on = !pick.on),
            Message::Details(tab, place) => {
                self.change(tab, place, |pick| pick.details = !pick.details);
            }
            Message::Role(place, role) => {
                let known = offer.premises.get(place);
                if known.is_some_and(|one| one.roles.contains(&role)) {
                    self.change(Tab::Premises, place, |pick| {
                        if !pick.roles.remove(&role) {
                            let _new = pick.roles.insert(role);
                        }
                    });
                }
            }
            Message::Start(tab, place, event) => {
                self.change(tab, place, |pick| pick.start.update(event));
            }
            Message::End(tab, place, event) => {
                self.change(tab, place, |pick| pick.end.update(event));
            }
        }
    }

    fn change(&mut self, tab: Tab, place: usize, work: impl FnOnce(&mut Pick)) {
        let picks = match tab {
            Tab::Roles => &mut self.roles,
            Tab::Premises => &mut self.premises,
        };
        if let Some(pick) = picks.get_mut(place) {
            work(pick);
        }
    }

    fn given<'a>(&'a self, offer: &'a Offer) -> impl Iterator<Item = (Given<'a>, &'a Pick)> {
        let roles = offer.roles.iter().map(Given::Role).zip(&self.roles);
        let premises = offer
            .premises
            .iter()
            .map(Given::Premises)
            .zip(&self.premises);
        roles.chain(premises).filter(|(_, pick)| pick.on)
    }

    /// The names of what was given, in the order of [`Sources::new_sources`].
    pub fn names(&self, offer: &Offer) -> Vec<String> {
        self.given(offer)
            .map(|(given, _)| given.name().to_owned())
            .collect()
    }

    /// A line for each of what was given, with its validity.
    pub fn lines(&self, ctx: Ctx<'_>, offer: &Offer) -> Vec<String> {
        let line = |(given, pick): (Given<'_>, &Pick)| {
            let name = given.name().to_owned();
            let (start, end) = (pick.start.typed().trim(), pick.end.typed().trim());
            match (start.is_empty(), end.is_empty()) {
                (true, true) => name,
                (false, true) => format!(
                    "{name}, {}",
                    ctx.tell("validity-from", [("start", start.into())])
                ),
                (true, false) => format!(
                    "{name}, {}",
                    ctx.tell("validity-until", [("end", end.into())])
                ),
                (false, false) => format!(
                    "{name}, {}",
                    ctx.tell(
                        "validity-between",
                        [("start", start.into()), ("end", end.into())]
                    )
                ),
            }
        };
        self.given(offer).map(line).collect()
    }

    /// What was given, as the workflow takes it; none where a validity is none.
    pub fn new_sources(&self, zone: Zone, offer: &Offer) -> Option<Vec<NewSource>> {
        self.given(offer)
            .map(|(given, pick)| {
                Some(NewSource {
                    kind: given.kind(pick),
                    validity: pick.validity(zone)?,
                })
            })
            .collect()
    }

    /// Draws the step.
    pub fn view<'a>(
        &'a self,
        ctx: Ctx<'a>,
        offer: &'a Offer,
        today: LocalDate,
        zone: Zone,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        let counted = |id: &str, picks: &[Pick]| {
            let on = picks.iter().filter(|pick| pick.on).count();
            if on == 0 {
                ctx.say(id)
            } else {
                format!("{} ({on})", ctx.say(id))
            }
        };
        let heads = tabs(
            look,
            vec![
                (counted("nav-roles", &self.roles), Message::Tab(Tab::Roles)),
                (
                    counted("private-premises", &self.premises),
                    Message::Tab(Tab::Premises),
                ),
            ],
            self.tab as usize,
        );
        let filter = container(search(
            look,
            FILTER,
            ctx.say("filter"),
            ctx.say("search-clear"),
            &self.filter,
            Message::Filter,
        ))
        .width(look.wide(320.0));
        let wanted = fold(self.filter.trim());
        let matching = |name: &str| wanted.is_empty() || fold(name).contains(&wanted);
        let mut list = Column::new();
        match self.tab {
            Tab::Roles => {
                for (place, (one, pick)) in offer.roles.iter().zip(&self.roles).enumerate() {
                    if matching(&one.name) || pick.on {
                        let given = Given::Role(one);
                        list = list.push(line(ctx, given, pick, (Tab::Roles, place), today, zone));
                    }
                }
            }
            Tab::Premises => {
                for (place, (one, pick)) in offer.premises.iter().zip(&self.premises).enumerate() {
                    if matching(&format!("{} {}", one.path, one.name)) || pick.on {
                        let at = (Tab::Premises, place);
                        let mut given =
                            column![line(ctx, Given::Premises(one), pick, at, today, zone)];
                        if pick.on && one.roles.len() > 1 {
                            given = given.push(roles_of(ctx, offer, one, pick, place));
                        }
                        list = list.push(given);
                    }
                }
            }
        }
        let nothing = self.is_empty().then(|| {
            notice(
                look,
                Tone::Info,
                ctx.say("given-nothing"),
                Some(ctx.say("given-nothing-remedy")),
                None,
            )
        });
        column![heads, filter, list, nothing]
            .spacing(gap::MEDIUM)
            .into()
    }
}

/// One that can be given.
#[derive(Clone, Copy)]
enum Given<'a> {
    Role(&'a RoleOffer),
    Premises(&'a PremisesOffer),
}

impl<'a> Given<'a> {
    fn name(self) -> &'a str {
        match self {
            Self::Role(role) => &role.name,
            Self::Premises(premises) => &premises.name,
        }
    }

    fn kind(self, pick: &Pick) -> SourceKind {
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
                .clone()
                .unwrap_or_else(|| ctx.say("times-always")),
            Self::Premises(premises) => premises.path.clone(),
        }
    }
}

/// A box with what it gives; once checked, its validity.
fn line<'a>(
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
fn roles_of<'a>(
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
                    .clone()
                    .unwrap_or_else(|| ctx.say("times-always")),
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

fn feature_word(feature: crate::model::role::UserFeature) -> &'static str {
    use crate::model::role::UserFeature;
    match feature {
        UserFeature::PhoneKey => "feature-phone-key",
        UserFeature::ShareAccess => "feature-share-access",
        UserFeature::Pins => "feature-pins",
        UserFeature::OwnLog => "feature-own-log",
    }
}

/// Under the word of a check box.
fn set_in(content: Element<'_, Message>) -> Element<'_, Message> {
    container(content)
        .padding(Padding::ZERO.left(gap::LARGE).bottom(gap::SMALL))
        .width(Length::Fill)
        .into()
}
