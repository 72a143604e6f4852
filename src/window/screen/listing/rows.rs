//! The list itself: head, search, filter, count, rows and the menu of a row.

use std::cmp::Ordering;

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::columns::{Spec, spec};
use super::{Listing, Message, SEARCH, card};
use crate::store::fold;
use crate::window::desk::sheet::{Act, Cell, Kind};
use crate::window::screen::Ctx;
use crate::window::ui::button::{Weight, button, button_with_icon};
use crate::window::ui::choice::Choice;
use crate::window::ui::context_menu::{Item, context_menu};
use crate::window::ui::field::search;
use crate::window::ui::frame::{page_head, page_head_of};
use crate::window::ui::list::{self, Column, Row};
use crate::window::ui::nav::{bare_tabs, tabs};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, Icon, text};

/// How far each level of a tree is set in, in pixels.
const INDENT: f32 = 20.0;

/// How many rows of a list are seen at least, whatever stands above it.
const SEEN: f32 = 4.0;

/// Which of two cells comes first: by count, then by name.
pub(super) fn compare(one: Option<&Cell>, other: Option<&Cell>) -> Ordering {
    let key = |cell: Option<&Cell>| {
        cell.map(|cell| {
            let (count, text) = cell.plain();
            // Numbers that are written as text stand in the order of the numbers.
            let number = text.parse::<u64>().unwrap_or(u64::MAX);
            (count, number, fold(text))
        })
    };
    key(one).cmp(&key(other))
}

impl Listing {
    /// The page.
    pub fn view<'a>(&'a self, ctx: Ctx<'a>) -> Element<'a, Message> {
        if let Some(form) = &self.form {
            return form.view(ctx).map(Message::Form);
        }
        if self.sheet.holding.is_none() {
            return self.page(ctx, f32::INFINITY);
        }
        iced::widget::responsive(move |size| self.page(ctx, size.height)).into()
    }

    /// The page in so much height. Where the notices would leave the list no room, all that stands below the title scrolls.
    fn page<'a>(&'a self, ctx: Ctx<'a>, height: f32) -> Element<'a, Message> {
        let look = ctx.look;
        let spec = spec(self.kind);
        let notice = self.notice.as_ref().map(|fault| ctx.fault(fault, None));
        let holding = self.sheet.holding.as_ref();
        let room = holding.map_or(0.0, |holding| super::holding::room(look, holding));
        let low = height < room + SEEN * look.row();
        let holding = holding.map(|holding| super::holding::view(ctx, holding));
        // In a low window the tabs stand where the title does: they say as much.
        let (heads, title) = if self.kinds.len() < 2 {
            (None, None)
        } else if ctx.low {
            (None, Some(self.tabs(ctx)))
        } else {
            (Some(self.tabs(ctx)), None)
        };
        let body: Element<'a, Message> = if let Some(fault) = &self.fault {
            ctx.fault(fault, None)
        } else if self.loaded && self.shown.is_empty() {
            let nothing = self.sheet.lines.is_empty() && !(self.is_long() && self.is_narrowed());
            let id = if nothing { "list-empty" } else { "list-none" };
            text::muted(look, ctx.say(id)).into()
        } else {
            let rows = self.rows(ctx, spec);
            if low {
                // Its head, and so many rows.
                let rows = container(rows).height((SEEN + 1.0) * look.row());
                rows.width(Length::Fill).into()
            } else {
                rows
            }
        };
        let parts = column![heads, notice, holding, self.bar(ctx, spec), body]
            .spacing(gap::MEDIUM)
            .padding(iced::Padding::from([0.0, gap::LARGE]).bottom(gap::MEDIUM));
        let parts: Element<'a, Message> = if low {
            iced::widget::scrollable(parts)
                .direction(crate::window::ui::theme::vertical())
                .style(look.scroll_bar())
                .height(Length::Fill)
                .into()
        } else {
            parts.into()
        };
        let actions = match title {
            Some(_) if self.crowds_the_head(ctx) => Vec::new(),
            _ => self.actions(ctx, spec),
        };
        let head = match title {
            Some(tabs) => page_head_of(look, tabs, actions),
            None => page_head(look, ctx.say(self.title(spec)), actions),
        };
        column![head, parts].into()
    }

    /// Whether its tabs leave no room beside them: the buttons then stand beside the search.
    fn crowds_the_head(&self, ctx: Ctx<'_>) -> bool {
        ctx.scant && self.kinds.len() > 2
    }

    fn title(&self, own: Spec) -> &'static str {
        match self.kinds {
            [Kind::Roles, ..] => "nav-roles",
            [Kind::Locks, ..] => "nav-locks",
            _ => own.title,
        }
    }

    fn tabs<'a>(&self, ctx: Ctx<'_>) -> Element<'a, Message> {
        let words = self.kinds.iter().enumerate();
        let words = words
            .map(|(place, kind)| (ctx.say(spec(*kind).title), Message::Tab(place)))
            .collect();
        let here = self.kinds.iter().position(|kind| *kind == self.kind);
        let tabs = if ctx.low { bare_tabs } else { tabs };
        tabs(ctx.look, words, here.unwrap_or(0))
    }

    /// Whether a blocklist waits to be signed.
    fn is_unsigned(&self) -> bool {
        let mut cells = self.sheet.lines.iter().flat_map(|line| &line.cells);
        cells.any(|cell| matches!(cell, Cell::State(_, _, "blocklist-unsigned")))
    }

    fn actions<'a>(&self, ctx: Ctx<'_>, spec: Spec) -> Vec<Element<'a, Message>> {
        let mut actions = Vec::new();
        if self.kind == Kind::Log {
            actions.push(button(
                ctx.look,
                Weight::Secondary,
                ctx.say("export"),
                Some(Message::Export),
            ));
        }
        if self.kind == Kind::BlockingGroups && self.is_unsigned() {
            actions.push(button(
                ctx.look,
                Weight::Secondary,
                ctx.say(Act::SignLists.word()),
                Some(Message::Act(Act::SignLists)),
            ));
        }
        if let Some(add) = spec.add {
            actions.push(button_with_icon(
                ctx.look,
                Weight::Primary,
                Icon::Plus,
                ctx.say(if ctx.scant { "add" } else { add }),
                Some(Message::Add),
            ));
        }
        actions
    }

    fn bar<'a>(&'a self, ctx: Ctx<'_>, spec: Spec) -> Element<'a, Message> {
        let look = ctx.look;
        let (search_width, filter_width) = ctx.bar(200.0);
        let filter = (!spec.filters.is_empty()).then(|| {
            let choice = |value: Option<&'static str>| Choice {
                value,
                label: ctx.say(value.unwrap_or("filter-all")),
                detail: None,
            };
            let choices = std::iter::once(None)
                .chain(spec.filters.iter().copied().map(Some))
                .map(choice)
                .collect();
            let list = self.filters.view(
                look,
                choices,
                Some(&self.filter),
                ctx.say("filter-all"),
                Message::Filter,
            );
            container(list).width(filter_width)
        });
        let all = self.shown.len() == self.sheet.lines.len();
        let count = if let Some(stretch) = self.sheet.stretch {
            let read = ("count", self.sheet.lines.len().into());
            match (self.is_narrowed(), self.sheet.more) {
                (false, true) if stretch.all.is_none() => ctx.tell("rows-newest", [read]),
                (false, _) => {
                    let known = stretch.all.map(usize::try_from).and_then(Result::ok);
                    let all = known.unwrap_or(self.sheet.lines.len());
                    ctx.tell(spec.count, [("count", all.into())])
                }
                (true, true) => ctx.tell("users-found-more", [read]),
                (true, false) => ctx.tell("users-found", [read]),
            }
        } else if all {
            ctx.tell(spec.count, [("count", self.shown.len().into())])
        } else {
            let hits = self.shown.iter();
            let hits = hits.filter_map(|place| self.sheet.lines.get(*place));
            let folded: Vec<String> = self.search.split_whitespace().map(fold).collect();
            let hits = hits.filter(|line| {
                folded.iter().all(|word| line.found_by.contains(word))
                    && self.filter.is_none_or(|group| line.group == group)
            });
            ctx.tell("users-found", [("count", hits.count().into())])
        };
        let beside = self
            .crowds_the_head(ctx)
            .then(|| iced::widget::Row::with_children(self.actions(ctx, spec)));
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
            filter,
            text::muted(look, count).wrapping(iced::widget::text::Wrapping::None),
            beside
        ]
        .spacing(if ctx.scant { gap::SMALL } else { gap::MEDIUM })
        .align_y(Alignment::Center)
        .wrap()
        .vertical_spacing(gap::SMALL)
        .into()
    }

    fn rows<'a>(&'a self, ctx: Ctx<'a>, spec: Spec) -> Element<'a, Message> {
        let look = ctx.look;
        let places: Vec<usize> = shown_places(ctx, spec);
        let column = |place: usize| {
            let col = spec.columns.get(place)?;
            Some(Column {
                label: ctx.say(col.label),
                width: col.width(look),
                sorted: self.order.filter(|(by, _)| *by == place).map(|(_, up)| up),
                sortable: spec.sortable && !(spec.acts && place + 1 == spec.columns.len()),
            })
        };
        let columns = places.iter().copied().filter_map(column).collect();
        let list = self.choosing.list.view(
            look,
            columns,
            self.shown.len(),
            move |place| self.row(ctx, spec, place),
            move |event| {
                Message::List(match event {
                    list::Event::SortedBy(place) => {
                        list::Event::SortedBy(places.get(place).copied().unwrap_or(place))
                    }
                    other => other,
                })
            },
        );
        let list = container(list).padding(1).style(look.card());
        context_menu(
            look,
            list,
            self.choosing.menu.and_then(|_| self.menu_items(ctx, spec)),
            self.choosing.menu_place(),
            Message::MenuClosed,
        )
    }

    fn row<'a>(&'a self, ctx: Ctx<'_>, spec: Spec, place: usize) -> Row<'a, Message> {
        let Some(line) = self.line(place) else {
            return Row {
                key: 0,
                cells: Vec::new(),
            };
        };
        let mut cells: Vec<Element<'a, Message>> = line
            .cells
            .iter()
            .map(|cell| card::cell(ctx, cell))
            .collect();
        if self.kind == Kind::Premises
            && let Some(name) = (!cells.is_empty()).then(|| cells.remove(0))
        {
            let name = row![
                space().width(INDENT * f32::from(line.depth)),
                container(name).width(Length::Fill)
            ];
            cells.insert(0, name.into());
        }
        if spec.acts {
            cells.push(match line.act {
                Some(act) => small_button(ctx, act),
                None => space().into(),
            });
        }
        let shown = shown_places(ctx, spec);
        let cells = cells
            .into_iter()
            .enumerate()
            .filter(|(place, _)| shown.contains(place))
            .map(|(_, cell)| cell)
            .collect();
        Row {
            key: line.row,
            cells,
        }
    }

    fn menu_items(&self, ctx: Ctx<'_>, spec: Spec) -> Option<Vec<Item<Message>>> {
        let line = self.line(self.choosing.list.selected()?)?;
        let mut items = Vec::new();
        let card = self.card.as_ref().filter(|card| card.thing == line.thing);
        let acts = card.map_or_else(|| line.act.into_iter().collect(), |card| card.acts.clone());
        for act in acts {
            items.push(Item::Action {
                icon: icon_of(act),
                label: ctx.say(act.word()),
                message: Some(Message::Act(act)),
            });
        }
        if spec.add.is_some() {
            let editable = card.is_some_and(|card| card.editable);
            let removable = card.is_some_and(|card| card.removable);
            items.push(Item::Action {
                icon: Icon::Edit,
                label: ctx.say("edit"),
                message: editable.then_some(Message::Edit),
            });
            if self.kind != Kind::ProgrammingKeys {
                items.push(Item::Line);
                items.push(Item::Danger {
                    icon: Icon::Remove,
                    label: ctx.say("remove"),
                    message: removable.then_some(Message::Remove),
                });
            }
        } else if let Some(card) = card.filter(|card| card.editable || card.removable) {
            if card.editable {
                items.push(Item::Action {
                    icon: Icon::Edit,
                    label: ctx.say("edit"),
                    message: Some(Message::Edit),
                });
            }
            if !card.removable {
                return Some(items);
            }
            items.push(Item::Line);
            items.push(Item::Danger {
                icon: Icon::Remove,
                label: ctx.say("remove"),
                message: Some(Message::Remove),
            });
        }
        (!items.is_empty()).then_some(items)
    }
}

fn icon_of(act: Act) -> Icon {
    match act {
        Act::Program(_) | Act::Replace(_) => Icon::Fob,
        Act::Empty(_) => Icon::Dash,
        Act::Block(_) => Icon::Block,
        Act::Deploy(_) => Icon::Door,
        Act::Resend(..) => Icon::Mail,
        Act::Show(_) | Act::PassOn(_) => Icon::User,
        Act::EditKeys(_) | Act::Resume(_) => Icon::Edit,
        Act::Discard(_) | Act::RemoveToken(_) => Icon::Remove,
        Act::LoseToken(_) => Icon::Warning,
        Act::SetPassword(_) => Icon::Lock,
        Act::SignLists => Icon::Done,
    }
}

/// The columns that have room.
fn shown_places(ctx: Ctx<'_>, spec: Spec) -> Vec<usize> {
    let columns = spec.columns.iter().enumerate();
    let shown = columns.filter(|(_, col)| col.has_room(ctx.look, ctx.list));
    shown.map(|(place, _)| place).collect()
}

/// A button that fits into a row.
fn small_button<'a>(ctx: Ctx<'_>, act: Act) -> Element<'a, Message> {
    let word = match act {
        // The question that follows says all of it.
        Act::Empty(_) => "todo-empty",
        act => act.word(),
    };
    crate::window::ui::button::build(
        ctx.look,
        Weight::Secondary,
        None,
        ctx.say(word),
        Some(Message::Act(act)),
    )
    .height(ctx.look.row() - 10.0)
    .without_focus()
    .into()
}
