//! Something that opens over the page, beside what opened it: the list of a select, a calendar, a context menu.
//! While it is open every key and every press goes to it; Escape or a press elsewhere closes it.

use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Overlay, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard;
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector, touch};

use super::Element;
use super::scope::Scope;

/// The least space between a popup and the edge of the window, in pixels.
const EDGE: f32 = 8.0;
/// The space between a popup and what opened it, in pixels.
const GAP: f32 = 4.0;

/// Where it opens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Where {
    /// Under what opened it and just as wide; above where there is no room.
    Under,
    /// Under what opened it, as wide as it needs to be.
    UnderNarrow,
    /// Where the pointer pressed last.
    Pointer,
    /// So far from the top left corner of what opened it.
    At(Vector),
}

/// See the module.
pub struct Popup<'a, Message> {
    anchor: Element<'a, Message>,
    content: Option<Element<'a, Message>>,
    on_close: Message,
    at: Where,
}

#[derive(Debug, Default)]
struct State {
    pointer: Point,
}

impl<'a, Message: Clone + 'a> Popup<'a, Message> {
    /// `content` over the page while it is there. The scope says where the focus starts.
    pub fn new(
        anchor: impl Into<Element<'a, Message>>,
        content: Option<Scope<'a, Message>>,
        on_close: Message,
    ) -> Self {
        Self {
            anchor: anchor.into(),
            content: content.map(|scope| scope.on_escape(on_close.clone()).into()),
            on_close,
            at: Where::Under,
        }
    }

    /// Where it opens.
    #[must_use]
    pub fn at(mut self, at: Where) -> Self {
        self.at = at;
        self
    }
}

impl<'a, Message: Clone + 'a> Widget<Message, Theme, Renderer> for Popup<'a, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        std::iter::once(&self.anchor)
            .chain(&self.content)
            .map(Tree::new)
            .collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.children[0].diff(&self.anchor);
        match (&self.content, tree.children.len()) {
            (Some(content), 1) => tree.children.push(Tree::new(content)),
            (Some(content), _) => tree.children[1].diff(content),
            (None, _) => tree.children.truncate(1),
        }
    }

    fn size(&self) -> Size<Length> {
        self.anchor.as_widget().size()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        self.anchor
            .as_widget_mut()
            .layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        self.anchor
            .as_widget_mut()
            .operate(&mut tree.children[0], layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        if let Event::Mouse(mouse::Event::ButtonPressed(_)) = event
            && let Some(pointer) = cursor.position_over(layout.bounds())
        {
            tree.state.downcast_mut::<State>().pointer = pointer;
        }
        self.anchor.as_widget_mut().update(
            &mut tree.children[0],
            event,
            layout,
            cursor,
            renderer,
            clipboard,
            shell,
            viewport,
        );
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.anchor.as_widget().draw(
            &tree.children[0],
            renderer,
            theme,
            style,
            layout,
            cursor,
            viewport,
        );
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.anchor.as_widget().mouse_interaction(
            &tree.children[0],
            layout,
            cursor,
            viewport,
            renderer,
        )
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let anchor = layout.bounds() + translation;
        let pointer = tree.state.downcast_ref::<State>().pointer + translation;
        let (first, rest) = tree.children.split_at_mut(1);
        if let (Some(content), Some(tree)) = (&mut self.content, rest.first_mut()) {
            return Some(overlay::Element::new(Box::new(Open {
                content,
                tree,
                on_close: &self.on_close,
                anchor,
                width: (self.at == Where::Under).then_some(anchor.width),
                at: match self.at {
                    Where::Under | Where::UnderNarrow => None,
                    Where::Pointer => Some(pointer),
                    Where::At(offset) => Some(anchor.position() + offset),
                },
            })));
        }
        self.anchor
            .as_widget_mut()
            .overlay(&mut first[0], layout, renderer, viewport, translation)
    }
}

struct Open<'a, 'b, Message> {
    content: &'b mut Element<'a, Message>,
    tree: &'b mut Tree,
    on_close: &'b Message,
    anchor: Rectangle,
    width: Option<f32>,
    at: Option<Point>,
}

impl<Message: Clone> Overlay<Message, Theme, Renderer> for Open<'_, '_, Message> {
    fn layout(&mut self, renderer: &Renderer, window: Size) -> layout::Node {
        let room = window.width - 2.0 * EDGE;
        let (least, most) = self.width.map_or((0.0, room), |width| {
            (width.min(room).ceil(), width.min(room).ceil())
        });
        let limits = layout::Limits::new(
            Size::new(least, 0.0),
            Size::new(most, window.height - 2.0 * EDGE),
        );
        let node = self
            .content
            .as_widget_mut()
            .layout(self.tree, renderer, &limits);
        let size = node.size();
        let corner = self.at.unwrap_or_else(|| {
            let below = self.anchor.y + self.anchor.height + GAP;
            let above = self.anchor.y - GAP - size.height;
            let fits = below + size.height + EDGE <= window.height || above < EDGE;
            Point::new(self.anchor.x, if fits { below } else { above })
        });
        // On whole pixels: the renderer redraws whole ones only, and would leave traces beside others.
        node.move_to(Point::new(
            corner
                .x
                .min(window.width - EDGE - size.width)
                .max(EDGE)
                .floor(),
            corner
                .y
                .min(window.height - EDGE - size.height)
                .max(EDGE)
                .floor(),
        ))
    }

    fn draw(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
    ) {
        self.content.as_widget().draw(
            self.tree,
            renderer,
            theme,
            style,
            layout,
            cursor,
            &layout.bounds(),
        );
    }

    fn operate(&mut self, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.content
            .as_widget_mut()
            .operate(self.tree, layout, renderer, operation);
    }

    fn update(
        &mut self,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        self.content.as_widget_mut().update(
            self.tree,
            event,
            layout,
            cursor,
            renderer,
            clipboard,
            shell,
            &layout.bounds(),
        );
        if shell.is_event_captured() {
            return;
        }
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(_))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                if !cursor.is_over(layout.bounds()) {
                    shell.publish(self.on_close.clone());
                }
                shell.capture_event();
            }
            Event::Keyboard(keyboard::Event::KeyPressed { .. })
            | Event::Mouse(mouse::Event::WheelScrolled { .. }) => shell.capture_event(),
            _ => {}
        }
    }

    fn mouse_interaction(
        &self,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let inside = self.content.as_widget().mouse_interaction(
            self.tree,
            layout,
            cursor,
            &layout.bounds(),
            renderer,
        );
        if inside == mouse::Interaction::None && cursor.is_over(layout.bounds()) {
            mouse::Interaction::Idle
        } else {
            inside
        }
    }
}

impl<'a, Message: Clone + 'a> From<Popup<'a, Message>> for Element<'a, Message> {
    fn from(popup: Popup<'a, Message>) -> Self {
        Self::new(popup)
    }
}
