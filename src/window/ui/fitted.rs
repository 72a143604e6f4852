//! A head, a body and a foot below one another in as much height as there is: head and foot are always whole, and the
//! body takes what they leave, so that it must scroll where it needs more. A column would give the height to whoever
//! comes first, and nothing to the foot.

use iced::advanced::widget::Tree;
use iced::advanced::widget::operation::Operation;
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

use super::Element;

/// See the module.
pub struct Fitted<'a, Message> {
    parts: [Element<'a, Message>; 3],
    spacing: f32,
}

/// Head, body and foot with this space between them.
pub fn fitted<'a, Message: 'a>(
    parts: [Element<'a, Message>; 3],
    spacing: f32,
) -> Element<'a, Message> {
    Element::new(Fitted { parts, spacing })
}

impl<Message> Widget<Message, Theme, Renderer> for Fitted<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let most = limits.max();
        let mut left = most.height - 2.0 * self.spacing;
        let mut nodes = [const { None }; 3];
        for place in [0, 2, 1] {
            let limits = layout::Limits::new(Size::ZERO, Size::new(most.width, left.max(0.0)));
            let part = self.parts[place].as_widget_mut();
            let node = part.layout(&mut tree.children[place], renderer, &limits);
            left -= node.size().height;
            nodes[place] = Some(node);
        }
        let mut below = 0.0;
        let placed = nodes.into_iter().flatten().map(|node| {
            let node = node.move_to(Point::new(0.0, below));
            below += node.size().height + self.spacing;
            node
        });
        let placed: Vec<layout::Node> = placed.collect();
        layout::Node::with_children(Size::new(most.width, below - self.spacing), placed)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.traverse(&mut |operation| {
            let parts = self.parts.iter_mut().zip(&mut tree.children);
            for ((part, tree), layout) in parts.zip(layout.children()) {
                part.as_widget_mut()
                    .operate(tree, layout, renderer, operation);
            }
        });
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
        let parts = self.parts.iter_mut().zip(&mut tree.children);
        for ((part, tree), layout) in parts.zip(layout.children()) {
            part.as_widget_mut().update(
                tree, event, layout, cursor, renderer, clipboard, shell, viewport,
            );
        }
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
        let parts = self.parts.iter().zip(&tree.children);
        for ((part, tree), layout) in parts.zip(layout.children()) {
            part.as_widget()
                .draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let parts = self.parts.iter().zip(&tree.children);
        let each = parts.zip(layout.children()).map(|((part, tree), layout)| {
            part.as_widget()
                .mouse_interaction(tree, layout, cursor, viewport, renderer)
        });
        each.max().unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        overlay::from_children(
            &mut self.parts,
            tree,
            layout,
            renderer,
            viewport,
            translation,
        )
    }
}
