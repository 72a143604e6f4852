//! A text on one line that ends in an ellipsis where there is no room for all of it, since the toolkit would cut
//! a letter in half. What is found by its text is still the whole text.

use iced::advanced::text::{self as shaping, Paragraph as _, Renderer as _};
use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Layout, Widget, layout, mouse, renderer};
use iced::widget::text::{LineHeight, Wrapping};
use iced::{Color, Font, Length, Pixels, Rectangle, Renderer, Size, Theme, alignment};

use super::Element;
use super::theme::{FONT, Look, Step};

type Paragraph = <Renderer as shaping::Renderer>::Paragraph;

/// See the module.
#[derive(Debug, Clone)]
pub struct Line {
    content: String,
    size: f32,
    height: f32,
    font: Font,
    tint: Option<Color>,
}

/// What was shaped last, and for what.
#[derive(Default)]
struct State {
    whole: String,
    room: f32,
    size: f32,
    font: Option<Font>,
    needed: f32,
    shown: Option<Paragraph>,
}

impl Line {
    /// A line of running text.
    pub fn new(look: Look, content: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            size: look.size(Step::Body),
            height: look.line_height(Step::Body),
            font: FONT,
            tint: Some(look.palette.text),
        }
    }

    /// Its colour.
    #[must_use]
    pub fn color(mut self, tint: Color) -> Self {
        self.tint = Some(tint);
        self
    }

    /// The colour of the control on which it stands.
    #[must_use]
    pub fn inherit_color(mut self) -> Self {
        self.tint = None;
        self
    }

    /// The size of hints and column heads.
    #[must_use]
    pub fn small(mut self, look: Look) -> Self {
        self.size = look.size(Step::Small);
        self.height = look.line_height(Step::Small);
        self
    }

    /// Another cut.
    #[must_use]
    pub fn font(mut self, font: Font) -> Self {
        self.font = font;
        self
    }

    /// How much room all of it needs, in pixels.
    pub fn needed(&self) -> f32 {
        self.shape(&self.content).min_bounds().width
    }

    fn shape(&self, content: &str) -> Paragraph {
        Paragraph::with_text(shaping::Text {
            content,
            bounds: Size::new(f32::INFINITY, self.height),
            size: Pixels(self.size),
            line_height: LineHeight::Absolute(Pixels(self.height)),
            font: self.font,
            align_x: shaping::Alignment::Default,
            align_y: alignment::Vertical::Top,
            shaping: shaping::Shaping::default(),
            wrapping: Wrapping::None,
        })
    }

    /// The most of the text that has room with an ellipsis after it.
    fn shorten(&self, room: f32) -> Paragraph {
        let ends: Vec<usize> = self.content.char_indices().map(|(at, _)| at).collect();
        let cut = |letters: usize| {
            let end = ends.get(letters).copied().unwrap_or(self.content.len());
            self.shape(&format!("{}…", self.content[..end].trim_end()))
        };
        let (mut fits, mut too_many) = (0, ends.len());
        while fits + 1 < too_many {
            let half = usize::midpoint(fits, too_many);
            if cut(half).min_bounds().width <= room {
                fits = half;
            } else {
                too_many = half;
            }
        }
        cut(fits)
    }

    fn is_shaped(&self, state: &State, room: f32) -> bool {
        // While all of it had room and still has, the exact room does not matter.
        let same_room = (state.room - room).abs() < 0.01
            || (state.needed <= state.room && state.needed <= room);
        state.shown.is_some()
            && state.whole == self.content
            && same_room
            && (state.size - self.size).abs() < 0.01
            && state.font == Some(self.font)
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Line {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        _renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let room = limits.max().width;
        if !self.is_shaped(state, room) {
            let whole = self.shape(&self.content);
            state.needed = whole.min_bounds().width;
            state.shown = Some(if state.needed <= room {
                whole
            } else {
                self.shorten(room)
            });
            state.whole.clone_from(&self.content);
            state.room = room;
            state.size = self.size;
            state.font = Some(self.font);
        }
        let width = state
            .shown
            .as_ref()
            .map_or(0.0, |shown| shown.min_bounds().width);
        layout::Node::new(limits.resolve(
            Length::Shrink,
            Length::Shrink,
            Size::new(width.ceil(), self.height),
        ))
    }

    fn operate(
        &mut self,
        _tree: &mut Tree,
        layout: Layout<'_>,
        _renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.text(None, layout.bounds(), &self.content);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        if let Some(shown) = &state.shown {
            renderer.fill_paragraph(
                shown,
                layout.position(),
                self.tint.unwrap_or(style.text_color),
                *viewport,
            );
        }
    }
}

impl<'a, Message: 'a> From<Line> for Element<'a, Message> {
    fn from(line: Line) -> Self {
        Self::new(line)
    }
}
