//! The third step: the keys, what each carries, the home group, and whether they are programmed now. Nothing is
//! preselected where the rule asks for a choice.

use std::collections::BTreeSet;

use iced::widget::{Column, column, container, row, space};
use iced::{Alignment, Length};

use crate::model::{BLOCKLIST_CAPACITY, BlockingGroupId, KeyKind};
use crate::window::desk::{Fault, GroupFacts, HomeNeed, Preview};
use crate::window::screen::{Ctx, kind_icon};
use crate::window::ui::button::{Weight, build, icon_button};
use crate::window::ui::check_box::check_box;
use crate::window::ui::choice::{Choice, choices};
use crate::window::ui::icon::icon;
use crate::window::ui::notice::notice;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon, text};
use crate::workflow::people::NewKey;

/// The id of the first button.
pub const FIRST: &str = "wizard add key fob";

/// What the person did.
#[derive(Debug, Clone, Copy)]
pub enum Message {
    /// Wants another key.
    Add(KeyKind),
    /// Does not want this one.
    Remove(usize),
    /// Took a source off a key, or put it back.
    Source(usize, usize),
    /// Chose the home group.
    Home(BlockingGroupId),
    /// Chose whether keys are programmed now.
    Program(bool),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyDraft {
    kind: KeyKind,
    without: BTreeSet<usize>,
}

/// The keys.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    drafts: Vec<KeyDraft>,
    home: Option<BlockingGroupId>,
    program: bool,
    told: bool,
}

impl Keys {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// What the access tables are made from; another preview is needed when it changes.
    pub fn what_matters(&self) -> Vec<(KeyKind, Vec<usize>)> {
        self.drafts
            .iter()
            .map(|key| (key.kind, key.without.iter().copied().collect()))
            .collect()
    }

    /// The kinds, in order.
    pub fn kinds(&self) -> Vec<KeyKind> {
        self.drafts.iter().map(|key| key.kind).collect()
    }

    /// Whether key fobs are programmed now.
    pub fn programs(&self) -> bool {
        self.has_fob() && (self.program || !self.told)
    }

    fn has_fob(&self) -> bool {
        self.drafts.iter().any(|key| key.kind == KeyKind::Fob)
    }

    /// The home group that was chosen.
    pub fn home_group(&self) -> Option<BlockingGroupId> {
        self.home
    }

    /// The keys, as the workflow takes them.
    pub fn new_keys(&self) -> Vec<NewKey> {
        self.drafts
            .iter()
            .map(|key| NewKey {
                kind: key.kind,
                without: key.without.clone(),
            })
            .collect()
    }

    /// Fewer sources were given than before.
    pub fn forget_sources_beyond(&mut self, count: usize) {
        for key in &mut self.drafts {
            key.without.retain(|place| *place < count);
        }
    }

    /// A choice that is offered no more is none.
    pub fn offered(&mut self, preview: &Preview) {
        let offered = groups(preview);
        if !offered.iter().any(|group| Some(group.id) == self.home) {
            self.home = None;
        }
    }

    /// Whether nothing more must be chosen.
    pub fn is_settled(&self, preview: &Preview) -> bool {
        preview.keys.len() == self.drafts.len()
            && (groups(preview).is_empty() || self.home.is_some() || !self.programs())
    }

    /// The name of the home group, where one was chosen or is given.
    pub fn home_name(&self, preview: &Preview) -> Option<String> {
        let chosen = groups(preview)
            .into_iter()
            .find(|group| Some(group.id) == self.home)
            .map(|group| group.name.clone());
        chosen.or_else(|| {
            preview.keys.iter().find_map(|key| match &key.home {
                HomeNeed::Is(name) => Some(name.clone()),
                _ => None,
            })
        })
    }

    /// Takes in what the person did.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "every screen takes its messages whole"
    )]
    pub fn update(&mut self, message: Message) {
        match message {
            Message::Add(kind) => self.drafts.push(KeyDraft {
                kind,
                without: BTreeSet::new(),
            }),
            Message::Remove(place) => {
                if place < self.drafts.len() {
                    let _removed = self.drafts.remove(place);
                }
            }
            Message::Source(key, source) => {
                if let Some(key) = self.drafts.get_mut(key)
                    && !key.without.remove(&source)
                {
                    let _new = key.without.insert(source);
                }
            }
            Message::Home(group) => self.home = Some(group),
            Message::Program(program) => {
                self.program = program;
                self.told = true;
            }
        }
    }

    /// Draws the step.
    pub fn view<'a>(
        &'a self,
        ctx: Ctx<'a>,
        sources: &[String],
        probe: Option<&Result<Preview, Fault>>,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        let add = |kind: KeyKind| {
            let button = build(
                look,
                Weight::Secondary,
                Some(kind_icon(kind)),
                ctx.kind(kind),
                Some(Message::Add(kind)),
            );
            if kind == KeyKind::Fob {
                button.id(FIRST)
            } else {
                button
            }
        };
        let preview = probe.and_then(|outcome| outcome.as_ref().ok());
        let fault = probe.and_then(|outcome| outcome.as_ref().err());
        let mut cards = Column::new().spacing(gap::MEDIUM);
        for (place, key) in self.drafts.iter().enumerate() {
            cards = cards.push(card(ctx, place, key, sources, preview));
        }
        let nothing = self
            .drafts
            .is_empty()
            .then(|| text::muted(look, ctx.say("keys-none-yet")));
        let home = preview
            .map(|preview| groups(preview))
            .filter(|groups| !groups.is_empty())
            .map(|groups| self.home_choice(ctx, &groups));
        let program = self.has_fob().then(|| {
            let option = |value, label: &str, detail: &str| Choice {
                value,
                label: ctx.say(label),
                detail: Some(ctx.say(detail)),
            };
            choices(
                look,
                vec![
                    option(true, "program-now", "program-now-detail"),
                    option(false, "save-draft", "save-draft-detail"),
                ],
                Some(&self.programs()),
                Message::Program,
            )
        });
        column![
            text::muted(look, ctx.say("keys-add")),
            row![add(KeyKind::Fob), add(KeyKind::Phone), add(KeyKind::K5)]
                .spacing(gap::SMALL)
                .wrap(),
            nothing,
            cards,
            fault.map(|fault| ctx.fault(fault, None)),
            home,
            program,
        ]
        .spacing(gap::MEDIUM)
        .into()
    }

    /// The key blocking groups to choose from, with what must be known of each.
    fn home_choice<'a>(&self, ctx: Ctx<'_>, groups: &[&GroupFacts]) -> Element<'a, Message> {
        let look = ctx.look;
        let options = groups
            .iter()
            .map(|group| Choice {
                value: group.id,
                label: group.name.clone(),
                detail: Some(facts(ctx, group)),
            })
            .collect();
        let without = self.home.map(|home| {
            let left: Vec<&str> = groups
                .iter()
                .filter(|group| group.id != home)
                .map(|group| group.name.as_str())
                .collect();
            text::body(
                look,
                ctx.tell("home-group-without", [("groups", left.join(", ").into())]),
            )
        });
        let list = choices(look, options, self.home.as_ref(), Message::Home);
        let body = column![
            text::strong(look, ctx.say("home-group-title")),
            text::muted(look, ctx.say("home-group-why")),
            list,
            without
        ]
        .spacing(gap::SMALL);
        container(body)
            .padding(gap::MEDIUM)
            .width(Length::Fill)
            .style(look.card())
            .into()
    }
}

/// The groups that must be chosen from; the same for every key, so the first list serves.
fn groups(preview: &Preview) -> Vec<&GroupFacts> {
    let mut all: Vec<&GroupFacts> = Vec::new();
    for key in &preview.keys {
        if let HomeNeed::Choose(groups) = &key.home {
            for group in groups {
                if !all.iter().any(|known| known.id == group.id) {
                    all.push(group);
                }
            }
        }
    }
    all
}

fn facts(ctx: Ctx<'_>, group: &GroupFacts) -> String {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    ctx.tell(
        "home-group-facts",
        [
            ("locks", group.locks.into()),
            ("version", group.version.to_string().into()),
            ("entries", count(group.entries).to_string().into()),
            ("most", BLOCKLIST_CAPACITY.to_string().into()),
            ("behind", count(group.behind).into()),
            ("carriers", count(group.carriers).into()),
        ],
    )
}

/// One key: what it carries.
fn card<'a>(
    ctx: Ctx<'_>,
    place: usize,
    key: &KeyDraft,
    sources: &[String],
    preview: Option<&Preview>,
) -> Element<'a, Message> {
    let look = ctx.look;
    let head = row![
        icon(look, kind_icon(key.kind), look.palette.muted),
        text::strong(look, ctx.kind(key.kind)),
        space().width(Length::Fill),
        icon_button(
            look,
            Icon::Remove,
            ctx.say("key-remove"),
            Some(Message::Remove(place))
        ),
    ]
    .spacing(gap::SMALL)
    .align_y(Alignment::Center);
    let mut body = Column::new().push(head);
    if key.kind == KeyKind::Phone {
        let all = if sources.is_empty() {
            ctx.say("given-none")
        } else {
            ctx.tell(
                "phone-key-sources",
                [("sources", sources.join(", ").into())],
            )
        };
        body = body.push(text::muted(look, all));
    } else {
        body = body.push(text::muted(look, ctx.say("sources-on-key")));
        for (source, name) in sources.iter().enumerate() {
            body = body.push(check_box(
                look,
                name.clone(),
                !key.without.contains(&source),
                Some(Message::Source(place, source)),
            ));
        }
    }
    let seen = preview.and_then(|preview| preview.keys.get(place));
    let seen = seen.filter(|seen| seen.kind == key.kind);
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
        if let HomeNeed::Is(group) = &seen.home {
            body = body.push(text::small(
                look,
                ctx.tell("home-group-is", [("group", group.clone().into())]),
            ));
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
    }
    container(body.spacing(gap::TIGHT))
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(look.card())
        .into()
}
