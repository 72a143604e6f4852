//! The bar beside a long list. The toolkit's own shrinks to two pixels with a hundred thousand rows; this one
//! stays large enough to be seen and held. A press beside the grip goes there at once.

use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, renderer};
use iced::{Background, Event, Length, Rectangle, Renderer, Size, Theme, border, window};

use super::Element;
use super::Look;

/// The least height of the grip, in pixels.
const LEAST: f32 = 32.0;
/// The width of the bar, in pixels.
pub(super) const WIDTH: f32 = 12.0;

/// What is scrolled: all of it, how much is seen, and where it stands, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub all: f32,
    pub seen: f32,
    pub offset: f32,
}

impl Span {
    /// The top and the height of the grip on a bar of this height; none where everything is seen.
    fn grip(self, bar: f32) -> Option<(f32, f32)> {
        let rest = self.all - self.seen;
        if rest <= 0.0 || bar <= 0.0 {
            return None;
        }
        let height = (bar * self.seen / self.all).max(LEAST).min(bar);
        let top = (bar - height) * (self.offset / rest).clamp(0.0, 1.0);
        Some((top, height))
    }

    /// The offset at which the grip has its top there.
    fn offset_at(self, bar: f32, top: f32) -> f32 {
        let rest = (self.all - self.seen).max(0.0);
        let Some((_, height)) = self.grip(bar) else {
            return 0.0;
        };
        let way = bar - height;
        if way <= 0.0 {
            return 0.0;
        }
        rest * (top / way).clamp(0.0, 1.0)
    }
}

/// The bar.
pub(super) fn grip<'a, Message: 'a>(
    look: Look,
    span: Span,
    on_drag: impl Fn(f32) -> Message + 'a,
) -> Element<'a, Message> {
    Element::new(Grip {
        look,
        span,
        on_drag: Box::new(on_drag),
        lit: false,
    })
}

struct Grip<'a, Message> {
    look: Look,
    span: Span,
    on_drag: Box<dyn Fn(f32) -> Message + 'a>,
    lit: bool,
}

/// How far below the top of the grip the pointer holds it.
#[derive(Debug, Default)]
struct State {
    held: Option<f32>,
}

impl<Message> Widget<Message, Theme, Renderer> for Grip<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(WIDTH), Length::Fill)
    }

    fn layout(
        &mut self,
        _tree: &mut Tree,
        _renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        layout::atomic(limits, WIDTH, Length::Fill)
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        let over = cursor.is_over(bounds);
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                if let (Some(at), Some((top, height))) =
                    (cursor.position_in(bounds), self.span.grip(bounds.height))
                {
                    let inside = (top..top + height).contains(&at.y);
                    let held = if inside { at.y - top } else { height / 2.0 };
                    state.held = Some(held);
                    if !inside {
                        let offset = self.span.offset_at(bounds.height, at.y - held);
                        shell.publish((self.on_drag)(offset));
                    }
                    shell.capture_event();
                }
            }
            Event::Mouse(mouse::Event::CursorMoved { .. }) => {
                if let (Some(held), Some(at)) = (state.held, cursor.land().position()) {
                    let top = at.y - bounds.y - held;
                    shell.publish((self.on_drag)(self.span.offset_at(bounds.height, top)));
                    shell.capture_event();
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
                if state.held.take().is_some() =>
            {
                shell.capture_event();
            }
            _ => {}
        }
        let lit = over || state.held.is_some();
        if let Event::Window(window::Event::RedrawRequested(_)) = event {
            self.lit = lit;
        } else if self.lit != lit {
            shell.request_redraw();
        }
    }

    fn draw(
        &self,
        _tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let Some((top, height)) = self.span.grip(bounds.height) else {
            return;
        };
        let p = self.look.palette;
        renderer.fill_quad(
            renderer::Quad {
                bounds: Rectangle {
                    x: bounds.x + 2.0,
                    y: bounds.y + top + 2.0,
                    width: WIDTH - 4.0,
                    height: height - 4.0,
                },
                border: border::rounded(4),
                ..renderer::Quad::default()
            },
            Background::Color(if self.lit { p.muted } else { p.outline }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: Span = Span {
        all: 3_600_000.0,
        seen: 600.0,
        offset: 0.0,
    };

    #[test]
    fn the_grip_of_a_long_list_can_still_be_held() {
        let (top, height) = SPAN.grip(600.0).unwrap_or_default();
        assert!(top.abs() < 0.01 && (height - LEAST).abs() < 0.01);
        let end = Span {
            offset: 3_599_400.0,
            ..SPAN
        };
        let (top, _) = end.grip(600.0).unwrap_or_default();
        assert!((top - 568.0).abs() < 0.01);
    }

    #[test]
    fn the_whole_way_of_the_grip_is_the_whole_list() {
        assert!((SPAN.offset_at(600.0, 568.0) - 3_599_400.0).abs() < 1.0);
        assert!(SPAN.offset_at(600.0, -20.0).abs() < 0.01);
    }

    #[test]
    fn a_list_that_is_seen_whole_has_no_grip() {
        let whole = Span { all: 100.0, ..SPAN };
        assert_eq!(whole.grip(600.0), None);
    }
}
