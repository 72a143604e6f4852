//! A list of any length: only the rows that are seen are made. Rows have a fixed height and a stable key, so that
//! what belongs to a row stays with it when the list is sorted, filtered or grows.
//!
//! The list is one stop in the Tab order; inside it the arrows, Page up and down, Home and End move, Enter opens,
//! and the menu key or the right button asks for the menu of the row.

mod grip;

use std::ops::Range;
use std::rc::Rc;

use iced::keyboard::{Key, Modifiers, key};
use iced::widget::operation::{self, AbsoluteOffset};
use iced::widget::{
    Id, Row as Cells, column, container, keyed_column, responsive, row, rule, scrollable, space,
};
use iced::{Alignment, Length, Padding, Task, Vector};

use super::icon::{Icon, icon};
use super::pressable::{Held, Pressable, Style};
use super::theme::{FONT_STRONG, Look, space as gap};
use super::{Element, text};

/// How many rows are made beyond those that are seen, above and below.
const BEYOND: usize = 2;
/// The width of the mark before the selected row, in pixels.
const MARK: f32 = 3.0;

/// What the person did. Rows are given by their place in what is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The list was scrolled to so many pixels, and so many pixels of it are seen.
    Scrolled(f32, f32),
    /// The grip of the bar was dragged to so many pixels.
    Dragged(f32),
    /// A row was selected by mouse or keyboard.
    Selected(usize),
    /// A row was marked beside others, or is no longer (Ctrl).
    Toggled(usize),
    /// Every row from the one selected last to this one was marked (Shift).
    Extended(usize),
    /// The selected row was opened with Enter.
    Opened(usize),
    /// The menu of a row was asked for; it opens at the pointer.
    Menu(usize),
    /// The menu of the selected row was asked for by key; [`List::menu_place`] says where it opens.
    MenuByKey(usize),
    /// The head of a column was pressed.
    SortedBy(usize),
}

/// A column: its head, its width, and whether the list is sorted by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The word at its head.
    pub label: String,
    /// Its width.
    pub width: Length,
    /// Whether the list is sorted by it, and if so upwards.
    pub sorted: Option<bool>,
    /// Whether it can be sorted by it.
    pub sortable: bool,
}

/// A row: a key that never changes for the same thing, and its cells.
pub struct Row<'a, Message> {
    /// The same for the same thing, whatever its place.
    pub key: u64,
    /// What stands in each column.
    pub cells: Vec<Element<'a, Message>>,
}

/// Where a list stands.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    id: &'static str,
    offset: f32,
    height: f32,
    selected: Option<usize>,
    row: f32,
    held: Held,
}

impl List {
    /// A list at its top with nothing selected. The id is stable and belongs to this list alone.
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            offset: 0.0,
            height: 600.0,
            selected: None,
            row: super::theme::ROW,
            held: Held::default(),
        }
    }

    /// The place of the selected row.
    pub fn selected(&self) -> Option<usize> {
        self.selected
    }

    /// The places of the rows that are made for so many rows in all.
    pub fn seen(&self, count: usize) -> Range<usize> {
        seen(self.offset, self.height, self.row, count)
    }

    /// Where the menu of the selected row opens, from the top left corner of the list.
    pub fn menu_place(&self) -> Vector {
        let place = to_pixels(self.selected.unwrap_or(0), self.row);
        Vector::new(
            gap::LARGE,
            (place - self.offset + 2.0 * self.row).clamp(0.0, self.height),
        )
    }

    /// Takes in what the person did.
    pub fn update<Message: Send + 'static>(
        &mut self,
        event: Event,
        look: Look,
        count: usize,
    ) -> Task<Message> {
        self.row = look.row();
        match event {
            Event::Scrolled(offset, height) => {
                self.offset = offset;
                self.height = height;
                Task::none()
            }
            Event::Dragged(offset) => {
                self.offset = offset;
                self.scroll()
            }
            Event::Selected(place)
            | Event::MenuByKey(place)
            | Event::Toggled(place)
            | Event::Extended(place) => {
                self.selected = Some(place.min(count.saturating_sub(1)));
                self.bring_into_view()
            }
            Event::Opened(place) | Event::Menu(place) => {
                self.selected = Some(place);
                Task::none()
            }
            Event::SortedBy(_) => Task::none(),
        }
    }

    /// Says that other rows are shown, by a filter, a sort order or a change: how many, and where the selected
    /// one now is. Without this a list that shrank while it was scrolled down would show nothing.
    pub fn changed<Message: Send + 'static>(
        &mut self,
        look: Look,
        count: usize,
        selected: Option<usize>,
    ) -> Task<Message> {
        self.row = look.row();
        self.selected = selected.filter(|place| *place < count);
        let most = (to_pixels(count, self.row) - self.height).max(0.0);
        self.offset = self.offset.min(most);
        if let Some(place) = self.selected {
            // What stands around the list may have changed its height, which is told only when it is scrolled:
            // a row near the lower edge is brought to the upper third.
            let top = to_pixels(place, self.row);
            if top < self.offset || top > self.offset + self.height / 2.0 {
                self.offset = (top - self.height / 3.0).max(0.0);
            }
        }
        self.scroll()
    }

    /// Goes to the top, as after another filter.
    pub fn to_top<Message: Send + 'static>(&mut self) -> Task<Message> {
        self.offset = 0.0;
        self.scroll()
    }

    fn scroll<Message: Send + 'static>(&self) -> Task<Message> {
        operation::scroll_to(
            Id::new(self.id),
            AbsoluteOffset {
                x: None,
                y: Some(self.offset),
            },
        )
    }

    fn bring_into_view<Message: Send + 'static>(&mut self) -> Task<Message> {
        let Some(place) = self.selected else {
            return Task::none();
        };
        let top = to_pixels(place, self.row);
        if top < self.offset {
            self.offset = top;
        } else if top + self.row > self.offset + self.height {
            self.offset = top + self.row - self.height;
        }
        self.scroll()
    }

    /// Draws the head and the rows that are seen. `row` makes the row at a place. One row is selected at a time.
    pub fn view<'a, Message: Clone + 'a>(
        &'a self,
        look: Look,
        columns: Vec<Column>,
        count: usize,
        row: impl Fn(usize) -> Row<'a, Message> + 'a,
        on_event: impl Fn(Event) -> Message + 'a,
    ) -> Element<'a, Message> {
        let alone = |event| match event {
            Event::Toggled(place) | Event::Extended(place) => Event::Selected(place),
            other => other,
        };
        let on_event = move |event| on_event(alone(event));
        self.view_of_several(look, columns, count, row, |_| false, on_event)
    }

    /// The same, where several rows can be marked at a time; `picked` says which are.
    pub fn view_of_several<'a, Message: Clone + 'a>(
        &'a self,
        look: Look,
        columns: Vec<Column>,
        count: usize,
        row: impl Fn(usize) -> Row<'a, Message> + 'a,
        picked: impl Fn(usize) -> bool + 'a,
        on_event: impl Fn(Event) -> Message + 'a,
    ) -> Element<'a, Message> {
        let widths: Vec<Length> = columns.iter().map(|column| column.width).collect();
        let on_event = Rc::new(on_event);
        let head = head(look, columns, on_event.as_ref());
        let (on_key, on_scroll) = (on_event.clone(), on_event.clone());
        let selected = self.selected;
        let (id, offset) = (self.id, self.offset);
        let step = look.row();
        let (held, noted) = (self.held.clone(), self.held.clone());
        let rows = responsive(move |size| {
            let seen = seen(offset, size.height, step, count);
            let above = to_pixels(seen.start, step);
            let below = to_pixels(count - seen.end, step);
            let made = seen.map(|place| {
                let Row { key, cells } = row(place);
                let marked = selected == Some(place) || picked(place);
                let on_event = on_event.clone();
                (
                    key,
                    line(look, &widths, cells, marked, place, (&held, on_event)),
                )
            });
            let on_scroll = on_scroll.clone();
            let bar = grip::Span {
                all: to_pixels(count, step),
                seen: size.height,
                offset,
            };
            let on_drag = on_event.clone();
            let port = scrollable(column![
                space().height(above),
                keyed_column(made),
                space().height(below)
            ])
            .direction(scrollable::Direction::Vertical(
                scrollable::Scrollbar::hidden(),
            ))
            .id(Id::new(id))
            .on_scroll(move |port| {
                on_scroll(Event::Scrolled(
                    port.absolute_offset().y,
                    port.bounds().height,
                ))
            })
            .width(Length::Fill)
            .height(Length::Fill)
            .style(look.scroll_bar());
            row![
                port,
                grip::grip(look, bar, move |offset| on_drag(Event::Dragged(offset)))
            ]
            .into()
        });
        let page = to_rows(self.height, step);
        let body = Pressable::new(look, rows)
            .id(Id::from(format!("{id} rows")))
            .noting(noted)
            .on_key(move |key, modifiers| {
                Some(on_key(by_key(key, modifiers, selected, count, page)?))
            })
            .width(Length::Fill)
            .height(Length::Fill);
        column![head, body]
            .width(Length::Fill)
            .height(Length::Fill)
            .into()
    }
}

/// What a key means in a list of `count` rows of which `page` are seen.
fn by_key(
    key: &Key,
    modifiers: Modifiers,
    selected: Option<usize>,
    count: usize,
    page: usize,
) -> Option<Event> {
    let last = count.checked_sub(1)?;
    let Key::Named(named) = key else {
        return None;
    };
    if *named == key::Named::Space && modifiers.command() {
        return selected.map(Event::Toggled);
    }
    let place = match (named, selected) {
        (key::Named::Enter, Some(place)) => return Some(Event::Opened(place)),
        (key::Named::ContextMenu, Some(place)) => return Some(Event::MenuByKey(place)),
        (key::Named::F10, Some(place)) if modifiers.shift() => {
            return Some(Event::MenuByKey(place));
        }
        (key::Named::ArrowDown | key::Named::ArrowUp | key::Named::Space, None)
        | (key::Named::Home, _) => 0,
        (key::Named::End, _) => last,
        (key::Named::ArrowDown, Some(place)) => place + 1,
        (key::Named::ArrowUp, Some(place)) => place.saturating_sub(1),
        (key::Named::PageDown, place) => place.unwrap_or(0) + page,
        (key::Named::PageUp, place) => place.unwrap_or(0).saturating_sub(page),
        _ => return None,
    };
    let place = place.min(last);
    Some(if modifiers.shift() && selected.is_some() {
        Event::Extended(place)
    } else {
        Event::Selected(place)
    })
}

/// What a click on a row means while these modifiers are held.
fn by_click(modifiers: Modifiers, place: usize) -> Event {
    if modifiers.shift() {
        Event::Extended(place)
    } else if modifiers.command() {
        Event::Toggled(place)
    } else {
        Event::Selected(place)
    }
}

fn seen(offset: f32, height: f32, row: f32, count: usize) -> Range<usize> {
    let first = to_rows(offset, row).saturating_sub(BEYOND).min(count);
    let many = to_rows(height, row) + 2 * BEYOND + 1;
    first..(first + many).min(count)
}

// A list holds far fewer rows than 2^24, so the figures are exact.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
fn to_rows(pixels: f32, row: f32) -> usize {
    (pixels.max(0.0) / row) as usize
}

#[allow(clippy::cast_precision_loss)]
fn to_pixels(rows: usize, row: f32) -> f32 {
    rows as f32 * row
}

fn head<'a, Message: Clone + 'a>(
    look: Look,
    columns: Vec<Column>,
    on_event: &impl Fn(Event) -> Message,
) -> Element<'a, Message> {
    let p = look.palette;
    let mut cells = Cells::new().height(look.row() - 4.0);
    for (place, shown) in columns.into_iter().enumerate() {
        let word = text::cell(look, shown.label)
            .small(look)
            .font(FONT_STRONG)
            .color(p.muted);
        let mark = shown.sorted.map(|up| {
            icon(
                look,
                if up {
                    Icon::ChevronUp
                } else {
                    Icon::ChevronDown
                },
                p.accent,
            )
        });
        let content = row![word, mark]
            .spacing(gap::TIGHT)
            .align_y(Alignment::Center);
        cells = cells.push(
            Pressable::new(look, content)
                .on_press(shown.sortable.then(|| on_event(Event::SortedBy(place))))
                .width(shown.width)
                .height(Length::Fill)
                .padding(Padding::ZERO.horizontal(12.0))
                .style(move |status| Style {
                    ground: status.hovered.then_some(p.line),
                    round: 0.0,
                    ..Style::plain(look)
                }),
        );
    }
    column![
        container(cells)
            .padding(Padding::ZERO.left(MARK).right(grip::WIDTH))
            .width(Length::Fill)
            .style(look.sunken()),
        rule::horizontal(1).style(look.line())
    ]
    .into()
}

fn line<'a, Message: Clone + 'a>(
    look: Look,
    widths: &[Length],
    cells: Vec<Element<'a, Message>>,
    marked: bool,
    place: usize,
    (held, on_event): (&Held, Rc<impl Fn(Event) -> Message + 'a>),
) -> Element<'a, Message> {
    let p = look.palette;
    let mut line = Cells::new().align_y(Alignment::Center);
    for (cell, width) in cells.into_iter().zip(widths) {
        line = line.push(
            container(cell)
                .width(*width)
                .padding(Padding::ZERO.horizontal(12.0))
                .clip(true),
        );
    }
    let bar = container(space())
        .width(MARK)
        .height(look.row() - 1.0)
        .style(move |_| container::Style {
            background: marked.then(|| p.accent.into()),
            ..container::Style::default()
        });
    // One pixel above stands for the line below, so that the words keep whole pixels.
    let cells = container(line)
        .height(look.row() - 1.0)
        .align_y(Alignment::Center)
        .padding(Padding::ZERO.top(1.0))
        .width(Length::Fill);
    let content = row![bar, cells];
    let pressable = Pressable::new(look, content)
        .without_focus()
        .on_press(Some(on_event(Event::Selected(place))))
        .on_right_press(on_event(Event::Menu(place)))
        .on_click(held.clone(), move |modifiers| {
            on_event(by_click(modifiers, place))
        })
        .width(Length::Fill)
        .height(look.row() - 1.0)
        .style(move |status| Style {
            ground: match (marked, status.hovered) {
                (true, _) => Some(p.accent_soft),
                (false, true) => Some(p.sunken),
                (false, false) => Some(p.surface),
            },
            round: 0.0,
            ..Style::plain(look)
        });
    column![pressable, rule::horizontal(1).style(look.line())].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOWN: Key = Key::Named(key::Named::ArrowDown);

    #[test]
    fn only_the_rows_that_are_seen_are_made() {
        let mut list = List::new("test");
        assert_eq!(list.seen(100_000), 0..21);
        let _ = list.update::<()>(Event::Scrolled(36_000.0, 720.0), Look::default(), 100_000);
        assert_eq!(list.seen(100_000), 998..1023);
        assert_eq!(list.seen(1000), 998..1000);
    }

    #[test]
    fn a_list_that_shrinks_while_scrolled_down_shows_its_end() {
        let mut list = List::new("test");
        let _ = list.update::<()>(Event::Scrolled(36_000.0, 720.0), Look::default(), 100_000);
        let _ = list.changed::<()>(Look::default(), 30, None);
        assert_eq!(list.seen(30), 8..30);
        let _ = list.changed::<()>(Look::default(), 3, None);
        assert_eq!(list.seen(3), 0..3);
    }

    #[test]
    fn keys_move_the_selection_and_stop_at_both_ends() {
        let none = Modifiers::default();
        let go = |key: key::Named, at| by_key(&Key::Named(key), none, at, 10, 4);
        assert_eq!(go(key::Named::ArrowDown, None), Some(Event::Selected(0)));
        assert_eq!(go(key::Named::ArrowDown, Some(9)), Some(Event::Selected(9)));
        assert_eq!(go(key::Named::ArrowUp, Some(0)), Some(Event::Selected(0)));
        assert_eq!(go(key::Named::PageDown, Some(3)), Some(Event::Selected(7)));
        assert_eq!(go(key::Named::PageUp, Some(3)), Some(Event::Selected(0)));
        assert_eq!(go(key::Named::End, None), Some(Event::Selected(9)));
        assert_eq!(go(key::Named::Enter, Some(3)), Some(Event::Opened(3)));
        assert_eq!(go(key::Named::Enter, None), None);
        assert_eq!(by_key(&DOWN, none, None, 0, 4), None);
    }

    #[test]
    fn a_selected_row_out_of_sight_is_brought_into_view() {
        let mut list = List::new("test");
        let _ = list.update::<()>(Event::Scrolled(0.0, 360.0), Look::default(), 1000);
        let _ = list.update::<()>(Event::Selected(500), Look::default(), 1000);
        assert!(list.seen(1000).contains(&500));
        assert_eq!(list.selected(), Some(500));
        let _ = list.update::<()>(Event::Selected(2), Look::default(), 1000);
        assert!(list.seen(1000).contains(&2));
    }
}
