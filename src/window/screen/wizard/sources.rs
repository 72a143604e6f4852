//! The second step: roles and private premises, one or more, each with its details and its validity.

mod lines;

use std::collections::BTreeSet;

use iced::widget::{Column, column, container};
use serde::{Deserialize, Serialize};

use lines::{Given, line};

use crate::model::{PremisesId, RoleId, SourceId, SourceKind, Validity};
use crate::store::fold;
use crate::time::{LocalDate, UtcMillis, Zone};
use crate::window::desk::{EditStart, Offer};
use crate::window::screen::{Ctx, span};
use crate::window::ui::Element;
use crate::window::ui::date_field::{self, DateField};
use crate::window::ui::field::search;
use crate::window::ui::nav::tabs;
use crate::window::ui::notice::notice;
use crate::window::ui::theme::{Tone, space as gap};
use crate::workflow::editing::WantedSource;

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

/// Which source, whatever the order of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SourceRef {
    /// This role.
    Role(RoleId),
    /// These premises.
    Premises(PremisesId),
    /// One that the user has and the lists do not offer.
    Other(SourceId),
}

/// One that can be given, and how it was given.
#[derive(Debug, Clone, Default)]
struct Pick {
    on: bool,
    details: bool,
    start: DateField,
    end: DateField,
    roles: BTreeSet<RoleId>,
    kept: Option<Kept>,
}

/// What the user has already.
#[derive(Debug, Clone)]
struct Kept {
    id: SourceId,
    validity: Validity,
    start: String,
    end: String,
}

impl Pick {
    fn validity(&self, zone: Zone) -> Option<Validity> {
        // Days say less than instants: what was not touched stays as it was.
        if let Some(kept) = &self.kept
            && (kept.start.as_str(), kept.end.as_str()) == (self.start.typed(), self.end.typed())
        {
            return Some(kept.validity);
        }
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
    others: Vec<(WantedSource, String)>,
}

/// What was given, as it is kept in a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSource {
    source: SourceRef,
    start: String,
    end: String,
    roles: Vec<RoleId>,
}

/// What was given in a draft over what the user has now: what is in the draft as it was before takes what it has become.
pub fn over(entered: &[KeptSource], before: &[KeptSource], now: &[KeptSource]) -> Vec<KeptSource> {
    let find = |all: &[KeptSource], source| all.iter().find(|one| one.source == source).cloned();
    let mut sources: Vec<SourceRef> = Vec::new();
    for one in entered.iter().chain(now) {
        if !sources.contains(&one.source) {
            sources.push(one.source);
        }
    }
    let merged = sources.into_iter().filter_map(|source| {
        let entered = find(entered, source);
        if entered == find(before, source) {
            find(now, source)
        } else {
            entered
        }
    });
    merged.collect()
}

impl Sources {
    /// What the user has already. What the lists do not offer stays as it is.
    pub fn take(&mut self, start: &EditStart, offer: &Offer, zone: Zone) {
        for source in &start.edit.sources {
            let Some(id) = source.id else {
                continue;
            };
            let pick = match &source.kind {
                SourceKind::Role { role } => offer
                    .roles
                    .iter()
                    .position(|one| one.id == *role)
                    .and_then(|place| self.roles.get_mut(place)),
                SourceKind::Premises { premises, .. } => offer
                    .premises
                    .iter()
                    .position(|one| one.id == *premises)
                    .and_then(|place| self.premises.get_mut(place)),
            };
            let Some(pick) = pick.filter(|pick| !pick.on) else {
                let name = start.names.iter().find(|(known, _)| *known == id);
                let name = name.map(|(_, name)| name.clone()).unwrap_or_default();
                self.others.push((source.clone(), name));
                continue;
            };
            pick.on = true;
            if let SourceKind::Premises { roles, .. } = &source.kind {
                pick.roles = roles.iter().copied().collect();
            }
            let day = source.validity.start.map(|at| zone.date(at));
            pick.start = DateField::new(day);
            // The end is the first instant after the last day.
            let day = source.validity.end.map(|at| zone.date(UtcMillis(at.0 - 1)));
            pick.end = DateField::new(day);
            pick.kept = Some(Kept {
                id,
                validity: source.validity,
                start: pick.start.typed().to_owned(),
                end: pick.end.typed().to_owned(),
            });
        }
    }

    /// What was given, to be kept in a draft.
    pub fn kept(&self, offer: &Offer) -> Vec<KeptSource> {
        self.given(offer)
            .map(|(given, pick)| KeptSource {
                source: given.source(),
                start: pick.start.typed().to_owned(),
                end: pick.end.typed().to_owned(),
                roles: pick.roles.iter().copied().collect(),
            })
            .collect()
    }

    /// What was kept in a draft, as far as it is still offered.
    pub fn restore(&mut self, kept: &[KeptSource], offer: &Offer) {
        for one in kept {
            let pick = match one.source {
                SourceRef::Role(id) => offer
                    .roles
                    .iter()
                    .position(|role| role.id == id)
                    .and_then(|place| self.roles.get_mut(place)),
                SourceRef::Premises(id) => offer
                    .premises
                    .iter()
                    .position(|premises| premises.id == id)
                    .and_then(|place| self.premises.get_mut(place)),
                SourceRef::Other(_) => None,
            };
            if let Some(pick) = pick {
                pick.on = true;
                pick.start
                    .update(date_field::Event::Typed(one.start.clone()));
                pick.end.update(date_field::Event::Typed(one.end.clone()));
                pick.roles = one.roles.iter().copied().collect();
            }
        }
    }

    /// What was kept in the draft of a change, in the place of what is shown; what the lists do not offer stays.
    pub fn replace(&mut self, kept: &[KeptSource], offer: &Offer) {
        for pick in self.roles.iter_mut().chain(&mut self.premises) {
            pick.on = false;
        }
        self.restore(kept, offer);
    }

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
        given(&self.roles) + given(&self.premises) + self.others.len()
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
            Message::Tab(tab) => {
                // What was looked for in one list says nothing of the other.
                if self.tab != tab {
                    self.filter.clear();
                }
                self.tab = tab;
            }
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

    /// What was given with its names, in the order of [`Sources::wanted`].
    pub fn names(&self, offer: &Offer) -> Vec<(SourceRef, String)> {
        let given = self.given(offer);
        let given = given.map(|(given, _)| (given.source(), given.name().to_owned()));
        let others = self
            .others
            .iter()
            .filter_map(|(source, name)| Some((SourceRef::Other(source.id?), name.clone())));
        given.chain(others).collect()
    }

    /// Which source a place in [`UserEdit::sources`] of a user that is there stands for.
    ///
    /// [`UserEdit::sources`]: crate::workflow::editing::UserEdit::sources
    pub fn source_of(&self, source: &WantedSource) -> Option<SourceRef> {
        let other = |(known, _): &(WantedSource, String)| known.id == source.id;
        if self.others.iter().any(other) {
            return Some(SourceRef::Other(source.id?));
        }
        Some(match &source.kind {
            SourceKind::Role { role } => SourceRef::Role(*role),
            SourceKind::Premises { premises, .. } => SourceRef::Premises(*premises),
        })
    }

    /// A line for each of what was given, with its validity.
    pub fn lines(&self, ctx: Ctx<'_>, offer: &Offer) -> Vec<String> {
        let line = |(given, pick): (Given<'_>, &Pick)| {
            let name = given.name().to_owned();
            let day = |field: &DateField| field.date().ok().flatten().map(|date| ctx.day(date));
            match (day(&pick.start), day(&pick.end)) {
                (None, None) => name,
                (start, end) => format!("{name}, {}", span(ctx, start, end)),
            }
        };
        self.given(offer).map(line).collect()
    }

    /// What was given, as the workflow takes it; none where a validity is none.
    pub fn wanted(&self, zone: Zone, offer: &Offer) -> Option<Vec<WantedSource>> {
        let given = self.given(offer).map(|(given, pick)| {
            Some(WantedSource {
                id: pick.kept.as_ref().map(|kept| kept.id),
                kind: given.kind(pick),
                validity: pick.validity(zone)?,
            })
        });
        let others = self.others.iter().map(|(source, _)| Some(source.clone()));
        given.chain(others).collect()
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
        let with = (offer, today, zone);
        match self.tab {
            Tab::Roles => {
                for (place, (one, pick)) in offer.roles.iter().zip(&self.roles).enumerate() {
                    if matching(&one.name) || pick.on {
                        let given = Given::Role(one);
                        list = list.push(line(ctx, given, pick, (Tab::Roles, place), with));
                    }
                }
            }
            Tab::Premises => {
                for (place, (one, pick)) in offer.premises.iter().zip(&self.premises).enumerate() {
                    if matching(&format!("{} {}", one.path, one.name)) || pick.on {
                        let given = Given::Premises(one);
                        list = list.push(line(ctx, given, pick, (Tab::Premises, place), with));
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
