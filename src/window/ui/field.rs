//! A field: the label above, the input, the hint or what is wrong with it below. A press on the label goes to
//! the input. What is wrong is said with an icon and a sentence, never by a red line alone.

use iced::widget::{Column, column, container, row, text_input};
use iced::{Alignment, Background, Length, Padding, Pixels, border};

use super::icon::{Icon, icon};
use super::scope::Scope;
use super::theme::{Look, ROUND, Step, Tone, space};
use super::{Element, text};

/// The space between the outline of an input and a button inside it, in pixels.
pub(super) const INSET: f32 = 3.0;

/// A text input with its label.
pub struct Field<'a, Message> {
    look: Look,
    label: String,
    value: String,
    id: Option<iced::widget::Id>,
    placeholder: String,
    hint: Option<String>,
    problem: Option<String>,
    secret: bool,
    drawing: Option<Icon>,
    after: Option<Element<'a, Message>>,
    on_input: Option<Box<dyn Fn(String) -> Message + 'a>>,
    on_submit: Option<Message>,
    width: Length,
}

impl<'a, Message: Clone + 'a> Field<'a, Message> {
    /// An input that shows `value`; without [`Field::on_input`] it cannot be changed.
    pub fn new(look: Look, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            look,
            label: label.into(),
            value: value.into(),
            id: None,
            placeholder: String::new(),
            hint: None,
            problem: None,
            secret: false,
            drawing: None,
            after: None,
            on_input: None,
            on_submit: None,
            width: Length::Fill,
        }
    }

    /// What a change of the text sends.
    #[must_use]
    pub fn on_input(mut self, on_input: impl Fn(String) -> Message + 'a) -> Self {
        self.on_input = Some(Box::new(on_input));
        self
    }

    /// What Enter in the input sends.
    #[must_use]
    pub fn on_submit(mut self, message: Message) -> Self {
        self.on_submit = Some(message);
        self
    }

    /// The name by which the focus is sent here.
    #[must_use]
    pub fn id(mut self, id: impl Into<iced::widget::Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// An example, shown while the input is empty.
    #[must_use]
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = placeholder.into();
        self
    }

    /// A sentence of help below.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong, if anything; it stands in the place of the hint.
    #[must_use]
    pub fn problem(mut self, problem: Option<String>) -> Self {
        self.problem = problem;
        self
    }

    /// Shows dots in the place of the letters.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// How wide the input is.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    pub(super) fn drawing(mut self, drawing: Icon) -> Self {
        self.drawing = Some(drawing);
        self
    }

    pub(super) fn after(mut self, after: impl Into<Element<'a, Message>>) -> Self {
        self.after = Some(after.into());
        self
    }
}

impl<'a, Message: Clone + 'a> From<Field<'a, Message>> for Element<'a, Message> {
    fn from(field: Field<'a, Message>) -> Self {
        let look = field.look;
        let size = look.size(Step::Body);
        let line = look.line_height(Step::Body);
        let wrong = field.problem.is_some();
        let height = look.control();
        let left = if field.drawing.is_some() {
            32.0
        } else {
            space::SMALL
        };
        let right = if field.after.is_some() {
            height
        } else {
            space::SMALL
        };
        let input: Element<'a, Message> = match field.on_input {
            Some(on_input) => {
                let mut input = text_input(&field.placeholder, &field.value)
                    .on_input(on_input)
                    .size(size)
                    .line_height(iced::widget::text::LineHeight::Absolute(Pixels(line)))
                    .padding(
                        Padding::ZERO
                            .vertical(((height - line) / 2.0).max(0.0))
                            .left(left)
                            .right(right),
                    )
                    .secure(field.secret)
                    .style(move |_, status| style(look, wrong, status));
                if let Some(id) = field.id {
                    input = input.id(id);
                }
                if let Some(message) = field.on_submit {
                    input = input.on_submit(message);
                }
                input.into()
            }
            None => container(text::cell(look, field.value).color(look.palette.muted))
                .padding(Padding::ZERO.horizontal(space::SMALL))
                .center_y(height)
                .width(Length::Fill)
                .clip(true)
                .style(move |_| container::Style {
                    background: Some(look.palette.sunken.into()),
                    border: border::rounded(ROUND).width(1.0).color(look.palette.line),
                    ..container::Style::default()
                })
                .into(),
        };
        let mut layers = iced::widget::Stack::new().push(input);
        if let Some(drawing) = field.drawing {
            layers = layers.push(
                container(icon(look, drawing, look.palette.muted))
                    .padding(Padding::ZERO.left(space::SMALL))
                    .center_y(height),
            );
        }
        if let Some(after) = field.after {
            layers = layers.push(container(after).align_right(Length::Fill).padding(INSET));
        }
        let mut parts = Column::new().spacing(space::TIGHT).width(field.width);
        if !field.label.is_empty() {
            parts = parts.push(text::body(look, field.label));
        }
        parts = parts.push(layers);
        match (field.problem, field.hint) {
            (Some(problem), _) => parts = parts.push(self::problem(look, problem)),
            (None, Some(hint)) => parts = parts.push(text::small(look, hint)),
            (None, None) => {}
        }
        Scope::label(parts).into()
    }
}

/// What is wrong with a field, said below it.
pub fn problem<'a, Message: 'a>(look: Look, sentence: impl Into<String>) -> Element<'a, Message> {
    let tint = look.tint(Tone::Bad);
    row![
        icon(look, Icon::Error, tint),
        text::small(look, sentence).color(tint)
    ]
    .spacing(space::TIGHT)
    .align_y(Alignment::Start)
    .into()
}

/// Any control under a label of the same kind as a field's.
pub fn labelled<'a, Message: Clone + 'a>(
    look: Look,
    label: impl Into<String>,
    control: impl Into<Element<'a, Message>>,
    hint: Option<String>,
) -> Element<'a, Message> {
    let hint = hint.map(|hint| text::small(look, hint));
    Scope::label(
        column![text::body(look, label), control.into(), hint]
            .spacing(space::TIGHT)
            .width(Length::Fill),
    )
    .into()
}

/// An input for searching, with a lens before it and a button that empties it.
pub fn search<'a, Message: Clone + 'a>(
    look: Look,
    id: &'static str,
    placeholder: impl Into<String>,
    clear: impl Into<String>,
    value: &str,
    on_input: impl Fn(String) -> Message + 'a,
) -> Element<'a, Message> {
    let emptied = on_input(String::new());
    let mut field = Field::new(look, "", value)
        .id(id)
        .placeholder(placeholder)
        .on_input(on_input)
        .drawing(Icon::Search);
    if !value.is_empty() {
        field = field.after(super::button::icon_button_of_size(
            look,
            look.control() - 2.0 * INSET,
            Icon::Close,
            clear,
            Some(emptied),
        ));
    }
    field.into()
}

fn style(look: Look, wrong: bool, status: text_input::Status) -> text_input::Style {
    let p = look.palette;
    let focused = matches!(status, text_input::Status::Focused { .. });
    let (width, line) = match (focused, wrong) {
        (true, _) => (2.0, p.accent),
        (_, true) => (1.0, p.bad),
        _ if status == text_input::Status::Hovered => (1.0, p.text),
        _ => (1.0, p.outline),
    };
    text_input::Style {
        background: Background::Color(p.surface),
        border: border::rounded(ROUND).width(width).color(line),
        icon: p.muted,
        placeholder: p.disabled,
        value: p.text,
        selection: p.accent_soft,
    }
}
