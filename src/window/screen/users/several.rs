//! Several users marked at once, and what can be done with all of them: their addresses on the clipboard, and removal,
//! which asks about the media of each.

use std::collections::BTreeMap;

use iced::widget::{Column, column, row, space};

use super::Message;
use crate::model::UserId;
use crate::window::desk::UserLine;
use crate::window::screen::Ctx;
use crate::window::ui::button::{Weight, button, button_with_icon};
use crate::window::ui::context_menu::Item;
use crate::window::ui::icon::icon;
use crate::window::ui::side_panel::{self, section, side_panel};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, Icon, text};

/// How many names are drawn.
const SHOWN: usize = 100;

/// The users that are marked, by their place when they were: they stay marked when the list reads on.
#[derive(Debug, Default)]
pub(super) struct Picked {
    users: BTreeMap<UserId, (String, String)>,
    from: Option<usize>,
}

impl Picked {
    /// Nobody.
    pub(super) fn clear(&mut self) {
        self.users.clear();
        self.from = None;
    }

    /// Whether more than one is marked.
    pub(super) fn are_several(&self) -> bool {
        self.users.len() > 1
    }

    /// The only one.
    pub(super) fn only(&self) -> Option<UserId> {
        match self.users.len() {
            1 => self.users.keys().next().copied(),
            _ => None,
        }
    }

    /// Whether this one is among several.
    pub(super) fn holds(&self, id: UserId) -> bool {
        self.are_several() && self.users.contains_key(&id)
    }

    /// Marks one more or one less; the first mark takes in the one that was chosen before.
    pub(super) fn toggle(&mut self, place: usize, row: &UserLine, chosen: Option<&UserLine>) {
        if let Some(chosen) = chosen.filter(|_| self.users.is_empty()) {
            self.add(chosen);
            if chosen.id == row.id {
                return;
            }
        }
        self.from = Some(place);
        if self.users.remove(&row.id).is_none() {
            self.add(row);
        }
    }

    /// Marks those from where marking began, or else from `before`, up to `place`, and nobody else.
    pub(super) fn extend(&mut self, before: Option<usize>, place: usize, rows: &[UserLine]) {
        let from = self.from.or(before).unwrap_or(place);
        self.users.clear();
        self.from = Some(from);
        let range = from.min(place)..=from.max(place);
        for row in rows.get(range).unwrap_or_default() {
            self.add(row);
        }
    }

    fn add(&mut self, row: &UserLine) {
        let _before = self
            .users
            .insert(row.id, (row.name.clone(), row.email.clone()));
    }

    fn ids(&self) -> Vec<UserId> {
        let mut users: Vec<_> = self.users.iter().collect();
        users.sort_by(|one, other| one.1.cmp(other.1));
        users.into_iter().map(|(id, _)| *id).collect()
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.users.values().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
    }

    /// As an e-mail program takes them.
    fn addresses(&self) -> String {
        let mut all: Vec<&str> = self
            .users
            .values()
            .map(|(_, email)| email.as_str())
            .collect();
        all.sort_unstable();
        all.join(", ")
    }
}

/// The menu of every one of them.
pub(super) fn menu(ctx: Ctx<'_>, picked: &Picked) -> Vec<Item<Message>> {
    let count = [("count", picked.users.len().into())];
    vec![
        Item::Action {
            icon: Icon::Mail,
            label: ctx.say("copy-emails"),
            message: Some(Message::Copy(picked.addresses())),
        },
        Item::Line,
        Item::Danger {
            icon: Icon::Remove,
            label: ctx.tell("remove-users", count),
            message: Some(Message::Remove(picked.ids())),
        },
    ]
}

/// The panel at the right.
pub(super) fn panel<'a>(ctx: Ctx<'_>, picked: &Picked) -> Element<'a, Message> {
    let look = ctx.look;
    let count = picked.users.len();
    let head = side_panel::Head {
        title: ctx.tell("users-picked", [("count", count.into())]),
        subtitle: ctx.say("users-picked-hint"),
        close: ctx.say("close"),
        on_close: Message::SideClosed,
    };
    let names = picked.names().into_iter().take(SHOWN).map(|name| {
        row![
            icon(look, Icon::User, look.palette.muted),
            text::cell(look, name.to_owned())
        ]
        .spacing(gap::SMALL)
        .align_y(iced::Alignment::Center)
        .into()
    });
    let mut names = Column::with_children(names).spacing(gap::TIGHT);
    if count > SHOWN {
        let more = ctx.tell("summary-more", [("count", (count - SHOWN).into())]);
        names = names.push(text::muted(look, more));
    }
    let copy = button_with_icon(
        look,
        Weight::Secondary,
        Icon::Mail,
        ctx.say("copy-emails"),
        Some(Message::Copy(picked.addresses())),
    );
    side_panel(
        look,
        head,
        vec![
            column![copy].into(),
            section(look, ctx.say("nav-users"), None, names),
        ],
        vec![
            space().width(iced::Length::Fill).into(),
            button(
                look,
                Weight::Quiet,
                ctx.tell("remove-users", [("count", count.into())]),
                Some(Message::Remove(picked.ids())),
            ),
        ],
    )
}
