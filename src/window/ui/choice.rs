//! One of several: radio buttons, each with a line of detail where that helps to choose. Nothing need be chosen
//! at first. The arrows move and choose, as everywhere.

use iced::keyboard::{Key, key};
use iced::widget::{Column, container};
use iced::{Color, Length, border};

use super::Element;
use super::check_box::line;
use super::scope::Scope;
use super::theme::{Look, Step, space};

/// One that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<T> {
    /// What is meant.
    pub value: T,
    /// Its name.
    pub label: String,
    /// What choosing it means.
    pub detail: Option<String>,
}

/// How one was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// It was pressed.
    Press,
    /// An arrow went to it, and may go on.
    Arrow,
}

/// Radio buttons under one another.
pub fn choices<'a, T, Message>(
    look: Look,
    choices: Vec<Choice<T>>,
    chosen: Option<&T>,
    on_choose: impl Fn(T) -> Message + 'a,
) -> Element<'a, Message>
where
    T: Clone + PartialEq + 'a,
    Message: Clone + 'a,
{
    choices_by(look, choices, chosen, move |value, _| on_choose(value))
}

/// The same for whoever must know how it was chosen.
pub fn choices_by<'a, T, Message>(
    look: Look,
    choices: Vec<Choice<T>>,
    chosen: Option<&T>,
    on_choose: impl Fn(T, By) -> Message + 'a,
) -> Element<'a, Message>
where
    T: Clone + PartialEq + 'a,
    Message: Clone + 'a,
{
    let values: Vec<T> = choices.iter().map(|choice| choice.value.clone()).collect();
    let on_choose = std::rc::Rc::new(on_choose);
    let mut column = Column::new().spacing(space::TIGHT);
    for (place, choice) in choices.into_iter().enumerate() {
        let marked = chosen == Some(&choice.value);
        let (values, choose) = (values.clone(), on_choose.clone());
        let message = on_choose(choice.value, By::Press);
        let radio = line(
            look,
            mark(look, marked),
            choice.label,
            choice.detail,
            Some(message),
        )
        .on_key(move |key, _| {
            let to = match key {
                Key::Named(key::Named::ArrowDown) => (place + 1) % values.len(),
                Key::Named(key::Named::ArrowUp) => (place + values.len() - 1) % values.len(),
                _ => return None,
            };
            Some(choose(values[to].clone(), By::Arrow))
        })
        .passing();
        column = column.push(radio);
    }
    Scope::new(column).arrows().into()
}

fn mark<'a, Message: 'a>(look: Look, marked: bool) -> Element<'a, Message> {
    let p = look.palette;
    let dot = container(iced::widget::space())
        .width(8)
        .height(8)
        .style(move |_| container::Style {
            background: marked.then(|| p.accent.into()),
            border: border::rounded(4),
            ..container::Style::default()
        });
    container(dot)
        .center(Length::Fixed(16.0 + look.size(Step::Body) - 14.0))
        .style(move |_| container::Style {
            background: Some(p.surface.into()),
            border: border::rounded(10)
                .width(if marked { 2.0 } else { 1.0 })
                .color(if marked { p.accent } else { p.outline }),
            text_color: None::<Color>,
            ..container::Style::default()
        })
        .into()
}
