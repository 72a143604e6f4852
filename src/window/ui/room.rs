//! As much room as something takes, and nothing of it: what lies over a page keeps clear of what stands there.

use iced::advanced::widget::Tree;
use iced::advanced::{Layout, Widget, layout, mouse, renderer};
use iced::{Length, Rectangle, Renderer, Size, Theme};

use super::Element;

/// See the module.
pub struct Room<'a, Message>(Element<'a, Message>);

/// The room of this.
pub fn room<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Element::new(Room(content.into()))
}

impl<Message> Widget<Message, Theme, Renderer> for Room<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.0)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.0));
    }

    fn size(&self) -> Size<Length> {
        self.0.as_widget().size()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let content = self.0.as_widget_mut();
        let node = content.layout(&mut tree.children[0], renderer, limits);
        layout::Node::new(node.size())
    }

    fn draw(
        &self,
        _tree: &Tree,
        _renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        _layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
    }
}
