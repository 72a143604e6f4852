//! The third step: the keys, what each carries, the home group, and whether they are programmed now. Nothing is
//! preselected where the rule asks for a choice. The keys that a user has already stand above those to be added.

mod cards;

use std::collections::BTreeSet;

use iced::widget::{Column, column, row};
use serde::{Deserialize, Serialize};

use super::sources::{SourceRef, Sources};
use crate::model::{BlockingGroupId, KeyId, KeyKind};
use crate::window::desk::{EditStart, Fault, HomeNeed, KeyPreview, KeyView, Preview};
use crate::window::screen::home_group::home_group;
use crate::window::screen::{Ctx, kind_icon};
use crate::window::ui::button::{Weight, build};
use crate::window::ui::choice::{Choice, choices};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, text};
use crate::workflow::choosing::GroupChoice;
use crate::workflow::editing::KeyEdit;
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
    Source(usize, SourceRef),
    /// The same at a key that the user has already.
    HeldSource(usize, SourceRef),
    /// Opened or closed what its sources open.
    Details(usize),
    /// The same at a key that the user has already.
    HeldDetails(usize),
    /// Chose the home group of a key to be added.
    Home(usize, BlockingGroupId),
    /// Chose whether keys are programmed now.
    Program(bool),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyDraft {
    kind: KeyKind,
    without: BTreeSet<SourceRef>,
    details: bool,
    home: Option<BlockingGroupId>,
}

/// A key that the user has already.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    key: KeyView,
    without: BTreeSet<SourceRef>,
    details: bool,
}

/// A key to be added, as it is kept in a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptKey {
    kind: KeyKind,
    without: BTreeSet<SourceRef>,
    #[serde(default)]
    home: Option<BlockingGroupId>,
}

/// What a key that is there does not carry, as it is kept in a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptHeld {
    key: KeyId,
    without: BTreeSet<SourceRef>,
}

/// The keys step, as it is kept in a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptKeys {
    keys: Vec<KeptKey>,
    #[serde(default)]
    held: Vec<KeptHeld>,
    program: Option<bool>,
}

/// The keys.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    drafts: Vec<KeyDraft>,
    held: Vec<Held>,
    program: bool,
    told: bool,
}

impl Keys {
    /// Whether none is to be added.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// The keys that the user has already.
    pub fn take(&mut self, start: &EditStart, sources: &Sources) {
        let order: Vec<Option<SourceRef>> = start
            .edit
            .sources
            .iter()
            .map(|source| sources.source_of(source))
            .collect();
        let held = start.edit.keys.iter().zip(&start.keys);
        self.held = held
            .map(|(edit, view)| Held {
                key: view.clone(),
                without: edit
                    .without
                    .iter()
                    .filter_map(|place| order.get(*place).copied().flatten())
                    .collect(),
                details: false,
            })
            .collect();
    }

    /// A key fob that shall be programmed at once, as for the one that lies on the encoder.
    pub fn with_fob(&mut self) {
        if !self.has_fob() {
            self.update(Message::Add(KeyKind::Fob));
        }
    }

    /// What was entered, to be kept in a draft.
    pub fn kept(&self) -> KeptKeys {
        let keys = self.drafts.iter().map(|key| KeptKey {
            kind: key.kind,
            without: key.without.clone(),
            home: key.home,
        });
        KeptKeys {
            keys: keys.collect(),
            held: self.kept_of_held(),
            program: self.told.then_some(self.program),
        }
    }

    /// What the keys that are there do not carry, to be kept in a draft.
    pub fn kept_of_held(&self) -> Vec<KeptHeld> {
        let held = self.held.iter().map(|held| KeptHeld {
            key: held.key.id,
            without: held.without.clone(),
        });
        held.collect()
    }

    /// What was changed at keys that are there, by a draft; what was not touched stays as it is now.
    pub fn restore_held(&mut self, kept: &KeptKeys, before: &[KeptHeld]) {
        for held in &mut self.held {
            let of = |all: &[KeptHeld]| {
                let mut all = all.iter();
                let found = all.find(|one| one.key == held.key.id);
                found.map(|one| one.without.clone())
            };
            let entered = of(&kept.held);
            if entered != of(before)
                && let Some(without) = entered
            {
                held.without = without;
            }
        }
    }

    /// What was kept in a draft.
    pub fn restore(&mut self, kept: KeptKeys) {
        self.drafts = kept
            .keys
            .into_iter()
            .map(|key| KeyDraft {
                kind: key.kind,
                without: key.without,
                details: false,
                home: key.home,
            })
            .collect();
        self.told = kept.program.is_some();
        self.program = kept.program.unwrap_or_default();
    }

    /// What the access tables are made from; another preview is needed when it changes.
    pub fn what_matters(&self) -> Vec<(Option<KeyId>, KeyKind, BTreeSet<SourceRef>)> {
        let held = self.held.iter();
        let held = held.map(|held| (Some(held.key.id), held.key.kind, held.without.clone()));
        let drafts = self.drafts.iter();
        let drafts = drafts.map(|key| (None, key.kind, key.without.clone()));
        held.chain(drafts).collect()
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

    /// The keys to be added, as the workflow takes them; sources are places in `order`. Probing asks which home groups
    /// there are, not which was chosen.
    pub fn new_keys(&self, order: &[(SourceRef, String)], probing: bool) -> Vec<NewKey> {
        self.drafts
            .iter()
            .map(|key| NewKey {
                kind: key.kind,
                without: places(&key.without, order),
                home_group: key.home.filter(|_| !probing),
            })
            .collect()
    }

    /// The keys that are there already, as the workflow takes them.
    pub fn edits(&self, order: &[(SourceRef, String)]) -> Vec<KeyEdit> {
        self.held
            .iter()
            .map(|held| KeyEdit {
                key: held.key.id,
                without: places(&held.without, order),
            })
            .collect()
    }

    /// A choice that is offered no more is none.
    pub fn offered(&mut self, preview: &Preview) {
        for (draft, key) in self.drafts.iter_mut().zip(added(preview)) {
            if !groups(key).iter().any(|group| Some(group.id) == draft.home) {
                draft.home = None;
            }
        }
    }

    /// Whether nothing more must be chosen.
    pub fn is_settled(&self, preview: &Preview) -> bool {
        let mut keys = self.drafts.iter().zip(added(preview));
        let chosen = keys.all(|(draft, key)| choice(draft, key).is_empty() || draft.home.is_some());
        added(preview).count() == self.drafts.len() && (chosen || !self.programs())
    }

    /// The name of the home group of each key to be added, where one was chosen or is given.
    pub fn home_names(&self, preview: &Preview) -> Vec<Option<String>> {
        let keys = self.drafts.iter().zip(added(preview));
        let names = keys.map(|(draft, key)| match &key.home {
            HomeNeed::Is(name) | HomeNeed::Orphaned(name) => Some(name.clone()),
            HomeNeed::Choose(groups) => {
                let mut groups = groups.iter();
                let chosen = groups.find(|group| Some(group.id) == draft.home);
                chosen.map(|group| group.name.clone())
            }
            HomeNeed::EveryGroup | HomeNeed::Nothing => None,
        });
        names.collect()
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
                details: false,
                home: None,
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
            Message::HeldSource(key, source) => {
                if let Some(held) = self.held.get_mut(key)
                    && !held.without.remove(&source)
                {
                    let _new = held.without.insert(source);
                }
            }
            Message::Details(key) => {
                if let Some(key) = self.drafts.get_mut(key) {
                    key.details = !key.details;
                }
            }
            Message::HeldDetails(key) => {
                if let Some(held) = self.held.get_mut(key) {
                    held.details = !held.details;
                }
            }
            Message::Home(key, group) => {
                if let Some(key) = self.drafts.get_mut(key) {
                    key.home = Some(group);
                }
            }
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
        sources: &[(SourceRef, String)],
        probe: Option<&Result<Preview, Fault>>,
        programs: bool,
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
        let mut list = Column::new().spacing(gap::MEDIUM);
        for (place, held) in self.held.iter().enumerate() {
            list = list.push(cards::held(ctx, place, held, sources, preview));
        }
        for (place, key) in self.drafts.iter().enumerate() {
            list = list.push(cards::added(ctx, place, key, sources, preview));
        }
        let nothing = (self.drafts.is_empty() && self.held.is_empty())
            .then(|| text::muted(look, ctx.say("keys-none-yet")));
        let home = preview.and_then(|preview| self.home_choices(ctx, preview));
        let program = (self.has_fob() && programs).then(|| {
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
            list,
            fault.map(|fault| ctx.fault(fault, None)),
            home,
            program,
        ]
        .spacing(gap::MEDIUM)
        .into()
    }

    /// The home group of every key for which one must be chosen, where there is one. One key may open what another does
    /// not.
    fn home_choices<'a>(&self, ctx: Ctx<'_>, preview: &Preview) -> Option<Element<'a, Message>> {
        let keys = self.drafts.iter().zip(added(preview)).enumerate();
        let choices = keys.filter_map(|(place, (draft, key))| {
            let groups = choice(draft, key);
            let title = if self
                .kinds()
                .iter()
                .filter(|kind| **kind == KeyKind::Fob)
                .count()
                > 1
            {
                let name = format!("{} ({})", ctx.kind(draft.kind), place + 1);
                ctx.tell("home-group-of", [("key", name.into())])
            } else {
                ctx.say("home-group-title")
            };
            (!groups.is_empty()).then(|| {
                home_group(ctx, title, groups, draft.home, move |group, _| {
                    Message::Home(place, group)
                })
            })
        });
        let choices: Vec<_> = choices.collect();
        // Nothing moves when it is known that there is nothing to choose.
        (!choices.is_empty()).then(|| Column::with_children(choices).spacing(gap::MEDIUM).into())
    }
}

/// The places of sources in the order in which they are given.
fn places(without: &BTreeSet<SourceRef>, order: &[(SourceRef, String)]) -> BTreeSet<usize> {
    let at = |source: &SourceRef| order.iter().position(|(known, _)| known == source);
    without.iter().filter_map(at).collect()
}

/// The keys that are added, in the order in which they were entered.
fn added(preview: &Preview) -> impl Iterator<Item = &KeyPreview> {
    preview.keys.iter().filter(|key| key.id.is_none())
}

/// The groups of which one must be chosen for a key that is to be written. What no encoder writes stays a draft, which
/// needs none yet.
fn choice<'a>(draft: &KeyDraft, key: &'a KeyPreview) -> &'a [GroupChoice] {
    match draft.kind {
        KeyKind::Fob => groups(key),
        KeyKind::K5 | KeyKind::Phone => &[],
    }
}

/// The groups of which one may be chosen for a key.
fn groups(key: &KeyPreview) -> &[GroupChoice] {
    match &key.home {
        HomeNeed::Choose(groups) => groups,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(number: u8, name: &str) -> GroupChoice {
        GroupChoice {
            id: BlockingGroupId::from_bytes([number; 16]),
            name: name.to_owned(),
            locks: 1,
            version: 1,
            entries: 0,
            behind: 0,
            carriers: 0,
            not_carried: Vec::new(),
        }
    }

    fn key(home: HomeNeed) -> KeyPreview {
        KeyPreview {
            to_program: None,
            id: None,
            kind: KeyKind::Fob,
            number: 0,
            home,
            changes: Vec::new(),
            doors: Vec::new(),
            unreadable: Vec::new(),
            needed: 0,
            too_small: Vec::new(),
            shares: Vec::new(),
        }
    }

    #[test]
    fn each_key_has_a_home_group_of_its_own_and_none_of_another_keys() {
        let mut keys = Keys::default();
        keys.update(Message::Add(KeyKind::Fob));
        keys.update(Message::Add(KeyKind::Fob));
        let (a, b, c, d) = (group(1, "A"), group(2, "B"), group(3, "C"), group(4, "D"));
        let preview = Preview {
            keys: vec![
                key(HomeNeed::Choose(vec![a.clone(), b])),
                key(HomeNeed::Choose(vec![c.clone(), d])),
            ],
            ..Preview::default()
        };
        keys.update(Message::Home(0, a.id));
        assert!(!keys.is_settled(&preview), "the other key has none");
        // What is a choice for the first is none for the second.
        keys.update(Message::Home(1, a.id));
        keys.offered(&preview);
        assert!(!keys.is_settled(&preview));
        keys.update(Message::Home(1, c.id));
        keys.offered(&preview);
        assert!(keys.is_settled(&preview));
        let names = [Some("A".to_owned()), Some("C".to_owned())];
        assert_eq!(keys.home_names(&preview), names);
        let chosen = keys.new_keys(&[], false);
        let chosen: Vec<_> = chosen.iter().map(|key| key.home_group).collect();
        assert_eq!(chosen, [Some(a.id), Some(c.id)]);
        let asked = keys.new_keys(&[], true);
        assert!(asked.iter().all(|key| key.home_group.is_none()));
        // A key that is not written yet asks for none.
        let mut beside = Keys::default();
        beside.update(Message::Add(KeyKind::K5));
        beside.update(Message::Add(KeyKind::Fob));
        assert!(!beside.is_settled(&preview));
        beside.update(Message::Home(1, c.id));
        assert!(beside.is_settled(&preview));
        // A draft keeps each.
        let mut again = Keys::default();
        again.restore(keys.kept());
        assert_eq!(again.home_names(&preview), names);
    }
}
