//! How the list of users is drawn: search, filter, count, rows, and the menu of a row.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::{Message, SEARCH, Users};
use crate::store::Sort;
use crate::window::desk::Group;
use crate::window::screen::Ctx;
use crate::window::screen::wizard::Step;
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, button, button_with_icon};
use crate::window::ui::choice::Choice;
use crate::window::ui::context_menu::{Item, context_menu};
use crate::window::ui::field::search;
use crate::window::ui::frame::page_head;
use crate::window::ui::list::{Column, Event, Row};
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon, text};

/// What each column is sorted by.
pub(super) const SORTS: [Sort; 4] = [Sort::Name, Sort::Email, Sort::Given, Sort::Keys];

impl Users {
    /// The page.
    pub fn view<'a>(&'a self, ctx: Ctx<'a>) -> Element<'a, Message> {
        let look = ctx.look;
        let add = button_with_icon(
            look,
            Weight::Primary,
            Icon::Plus,
            ctx.say(if ctx.scant { "add" } else { "add-user" }),
            Some(Message::Add),
        );
        let save = button(
            look,
            Weight::Secondary,
            ctx.say("add-user-save"),
            Some(Message::AddAndSave),
        );
        let bar = self.bar(ctx);
        let body: Element<'a, Message> = if let Some(fault) = &self.fault {
            ctx.fault(fault, None)
        } else if self.rows.is_empty() && self.is_narrowed() {
            text::muted(look, ctx.say("users-none")).into()
        } else {
            self.list_view(ctx)
        };
        column![
            page_head(
                look,
                ctx.say("nav-users"),
                // Where there is little room the menu of a row has it.
                if ctx.tight {
                    vec![add]
                } else {
                    vec![save, add]
                }
            ),
            column![bar, body]
                .spacing(gap::MEDIUM)
                .padding(iced::Padding::from([0.0, gap::LARGE]).bottom(gap::MEDIUM))
        ]
        .into()
    }

    fn is_narrowed(&self) -> bool {
        !self.search.trim().is_empty() || self.group != Group::All
    }

    /// Search, filter, and how many that are.
    fn bar<'a>(&'a self, ctx: Ctx<'_>) -> Element<'a, Message> {
        let look = ctx.look;
        let count = if self.search.trim().is_empty() {
            let count = self.group.count(&self.counts);
            ctx.tell("users-count", [("count", count.into())])
        } else if self.more {
            ctx.tell("users-found-more", [("count", self.rows.len().into())])
        } else {
            ctx.tell("users-found", [("count", self.rows.len().into())])
        };
        let choices = Group::ALL.map(|group| Choice {
            value: group,
            label: ctx.tell(group.word(), [("count", group.count(&self.counts).into())]),
            detail: None,
        });
        let groups = self.groups.view(
            look,
            choices.to_vec(),
            Some(&self.group),
            ctx.say("filter"),
            Message::Filter,
        );
        let filter = if ctx.tight { 176.0 } else { 232.0 };
        let (search_width, filter_width) = ctx.bar(filter);
        row![
            container(search(
                look,
                SEARCH,
                ctx.say("search"),
                ctx.say("search-clear"),
                &self.search,
                Message::Search
            ))
            .width(search_width),
            container(groups).width(filter_width),
            text::muted(look, count).wrapping(iced::widget::text::Wrapping::None),
        ]
        .spacing(if ctx.scant { gap::SMALL } else { gap::MEDIUM })
        .align_y(Alignment::Center)
        .wrap()
        .vertical_spacing(gap::SMALL)
        .into()
    }

    fn list_view<'a>(&'a self, ctx: Ctx<'a>) -> Element<'a, Message> {
        let look = ctx.look;
        let column = |id: &str, width, sort: Sort| Column {
            label: ctx.say(id),
            width,
            sorted: (sort == self.sort).then_some(!self.down),
            sortable: true,
        };
        let columns = vec![
            column("column-name", Length::FillPortion(4), Sort::Name),
            column("field-email", Length::FillPortion(5), Sort::Email),
            column("column-given", Length::FillPortion(4), Sort::Given),
            column("nav-keys", Length::Fixed(look.wide(144.0)), Sort::Keys),
        ];
        let columns = roomy(ctx, columns);
        let places = roomy(ctx, (0..SORTS.len()).collect());
        let list = self.choosing.list.view_of_several(
            look,
            columns,
            self.rows.len(),
            move |place| self.row(ctx, place),
            |place| self.is_picked(place),
            move |event| {
                Message::List(match event {
                    Event::SortedBy(place) => {
                        Event::SortedBy(places.get(place).copied().unwrap_or(place))
                    }
                    other => other,
                })
            },
        );
        let list = container(list).padding(1).style(look.card());
        context_menu(
            look,
            list,
            self.choosing.menu.and_then(|_| self.menu_items(ctx)),
            self.choosing.menu_place(),
            Message::MenuClosed,
        )
    }

    fn row<'a>(&self, ctx: Ctx<'_>, place: usize) -> Row<'a, Message> {
        let look = ctx.look;
        let line = &self.rows[place];
        let keys: Element<'a, Message> = if line.pending > 0 {
            badge(
                look,
                Tone::Warn,
                Icon::Clock,
                ctx.tell("keys-pending", [("count", line.pending.into())]),
            )
        } else if line.drafts > 0 {
            badge(
                look,
                Tone::Neutral,
                Icon::Edit,
                ctx.tell("keys-draft", [("count", line.drafts.into())]),
            )
        } else if line.keys > 0 {
            badge(
                look,
                Tone::Good,
                Icon::Done,
                ctx.tell("keys-fine", [("count", line.keys.into())]),
            )
        } else {
            text::cell(look, ctx.say("keys-none"))
                .color(look.palette.muted)
                .into()
        };
        Row {
            key: line.row,
            cells: roomy(
                ctx,
                vec![
                    text::cell(look, line.name.as_str()).into(),
                    text::cell(look, line.email.as_str())
                        .color(look.palette.muted)
                        .into(),
                    text::cell(look, line.given.as_str()).into(),
                    keys,
                ],
            ),
        }
    }

    fn menu_items(&self, ctx: Ctx<'_>) -> Option<Vec<Item<Message>>> {
        if self.picked.are_several() {
            return Some(super::several::menu(ctx, &self.picked));
        }
        let line = self.rows.get(self.choosing.list.selected()?)?;
        Some(vec![
            Item::Action {
                icon: Icon::Edit,
                label: ctx.say("edit"),
                message: Some(Message::Edit(line.id, Step::Basic)),
            },
            Item::Action {
                icon: Icon::Key,
                label: ctx.say("add-key"),
                message: Some(Message::Edit(line.id, Step::Keys)),
            },
            Item::Action {
                icon: Icon::Fob,
                label: ctx.say("program-fob"),
                message: line.programmable.map(Message::Program),
            },
            Item::Action {
                icon: Icon::Mail,
                label: ctx.say("copy-email"),
                message: Some(Message::Copy(line.email.clone())),
            },
            Item::Line,
            Item::Action {
                icon: Icon::Plus,
                label: ctx.say("add-user"),
                message: Some(Message::Add),
            },
            Item::Action {
                icon: Icon::Plus,
                label: ctx.say("add-user-save"),
                message: Some(Message::AddAndSave),
            },
            Item::Line,
            Item::Danger {
                icon: Icon::Remove,
                label: ctx.say("remove"),
                message: Some(Message::Remove(vec![line.id])),
            },
        ])
    }
}

/// Name and keys stay where there is little room.
fn roomy<T>(ctx: Ctx<'_>, all: Vec<T>) -> Vec<T> {
    let stays = |place: usize| !ctx.tight || place == 0 || place == 3;
    let all = all.into_iter().enumerate();
    all.filter(|(place, _)| stays(*place))
        .map(|(_, one)| one)
        .collect()
}
