//! One of many in a list that opens under it. Made of buttons, so that each choice can be found and reached.

use iced::keyboard::{Key, key};
use iced::widget::{Column, Id, container, row, scrollable};
use iced::{Alignment, Length, Padding};

use super::choice::Choice;
use super::icon::{Icon, icon};
use super::popup::Popup;
use super::pressable::{Pressable, Style};
use super::scope::Scope;
use super::theme::{Look, ROUND, space};
use super::{Element, text};

/// The most choices that are seen at once.
const SEEN: f32 = 8.0;

/// What the person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<T> {
    /// Opened the list.
    Opened,
    /// Closed it without choosing.
    Closed,
    /// Chose; the list closes with it.
    Chosen(T),
}

/// Whether the list is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Select {
    open: bool,
}

impl Select {
    /// Takes in what the person did and says what was chosen.
    pub fn update<T>(&mut self, event: Event<T>) -> Option<T> {
        self.open = matches!(event, Event::Opened);
        match event {
            Event::Chosen(value) => Some(value),
            Event::Opened | Event::Closed => None,
        }
    }

    /// The control. `prompt` stands in it while nothing is chosen.
    pub fn view<'a, T, Message>(
        self,
        look: Look,
        choices: Vec<Choice<T>>,
        chosen: Option<&T>,
        prompt: impl Into<String>,
        on_event: impl Fn(Event<T>) -> Message + 'a,
    ) -> Element<'a, Message>
    where
        T: Clone + PartialEq + 'a,
        Message: Clone + 'a,
    {
        let label = choices
            .iter()
            .find(|choice| chosen == Some(&choice.value))
            .map(|choice| choice.label.clone());
        let trigger = trigger(look, label, prompt.into(), on_event(Event::Opened));
        let closed = on_event(Event::Closed);
        let list = self.open.then(|| list(look, choices, chosen, &on_event));
        Popup::new(trigger, list, closed).into()
    }
}

fn trigger<'a, Message: Clone + 'a>(
    look: Look,
    label: Option<String>,
    prompt: String,
    opened: Message,
) -> Pressable<'a, Message> {
    let p = look.palette;
    let word = match label {
        Some(label) => text::cell(look, label),
        None => text::cell(look, prompt).color(p.muted),
    };
    let by_arrow = opened.clone();
    Pressable::new(
        look,
        row![
            container(word).width(Length::Fill).clip(true),
            icon(look, Icon::ChevronDown, p.muted)
        ]
        .spacing(space::SMALL)
        .align_y(Alignment::Center),
    )
    .on_press(Some(opened))
    .on_key(move |key, _| {
        matches!(key, Key::Named(key::Named::ArrowDown)).then(|| by_arrow.clone())
    })
    .width(Length::Fill)
    .height(look.control())
    .padding(Padding::ZERO.horizontal(space::SMALL))
    .style(move |status| Style {
        ground: Some(p.surface),
        outline: Some(if status.hovered { p.text } else { p.outline }),
        text: p.text,
        round: ROUND,
    })
}

fn list<'a, T, Message>(
    look: Look,
    choices: Vec<Choice<T>>,
    chosen: Option<&T>,
    on_event: &impl Fn(Event<T>) -> Message,
) -> Scope<'a, Message>
where
    T: Clone + PartialEq,
    Message: Clone + 'a,
{
    let p = look.palette;
    let start = choices
        .iter()
        .position(|choice| chosen == Some(&choice.value));
    let mut column = Column::new().width(Length::Fill);
    for (place, choice) in choices.into_iter().enumerate() {
        let marked = start == Some(place);
        let mark: Element<'a, Message> = if marked {
            icon(look, Icon::Check, p.accent)
        } else {
            iced::widget::space().width(16).into()
        };
        column = column.push(
            Pressable::new(
                look,
                row![mark, text::cell(look, choice.label)]
                    .spacing(space::SMALL)
                    .align_y(Alignment::Center),
            )
            .id(Id::from(format!("choice {place}")))
            .on_press(Some(on_event(Event::Chosen(choice.value))))
            .width(Length::Fill)
            .height(look.row() - 4.0)
            .padding(Padding::ZERO.horizontal(space::SMALL))
            .style(move |status| Style {
                ground: (status.hovered || status.focused).then_some(p.sunken),
                ..Style::plain(look)
            }),
        );
    }
    let body = container(
        scrollable(column)
            .direction(super::theme::vertical())
            .style(look.scroll_bar()),
    )
    .max_height((look.row() - 4.0) * SEEN)
    .padding(1)
    .style(look.card());
    Scope::page(body)
        .arrows()
        .start(Some(Id::from(format!("choice {}", start.unwrap_or(0)))))
}
