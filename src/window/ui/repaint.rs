//! The outermost part of the picture: sees to it that a frame in which much changed is drawn once.
//!
//! The software renderer draws anew only the regions that changed. Each region costs it a mask as large as the window
//! for every layer, so that a list that was scrolled, where each text is a region, takes longer by far than the whole
//! window drawn once (measured at 1280x800: 220 ms beside 9 ms). Where the regions are many, this draws a layer
//! without content whose bounds differ from those of the frame before; the renderer takes that for a change of
//! everything.

use std::cell::{Cell, RefCell};

use iced::advanced::graphics::damage;
use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{
    Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay, renderer,
};
use iced::{Event, Length, Rectangle, Renderer, Size, Theme, Vector};
use iced_tiny_skia::Layer;

use super::Element;

/// From so many regions on the whole window is drawn. A field that was typed into, a row under the mouse and a line of
/// the strip are fewer.
const SCATTERED: usize = 6;
/// How far the bounds of the empty layer may go beyond the window, in pixels, before they begin again.
const FAR: u16 = 1_000;

/// Puts the whole picture under this care.
pub fn repaint<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Element::new(Repaint {
        content: content.into(),
    })
}

struct Repaint<'a, Message> {
    content: Element<'a, Message>,
}

/// What was drawn last, and how often everything was.
#[derive(Debug, Default)]
struct State {
    before: RefCell<Vec<Layer>>,
    whole: Cell<u16>,
}

impl State {
    /// Compares with the frame before; tells the bounds of the empty layer.
    fn compare(&self, layers: &[Layer], window: Rectangle) -> Rectangle {
        let mut before = self.before.borrow_mut();
        let changed = damage::diff(&before, layers, |layer| vec![layer.bounds], Layer::damage);
        if changed.len() > SCATTERED && damage::group(changed, window).len() > SCATTERED {
            self.whole.set((self.whole.get() + 1) % FAR);
        }
        layers.clone_into(&mut before);
        around(window, self.whole.get())
    }
}

/// Bounds that hold the window, with their middle at its corner: regions are joined beginning with those that are
/// nearest to it, and none is nearer.
fn around(window: Rectangle, more: u16) -> Rectangle {
    let (width, height) = (
        window.width + f32::from(more) + 1.0,
        window.height + f32::from(more) + 1.0,
    );
    Rectangle {
        x: -width,
        y: -height,
        width: 2.0 * width,
        height: 2.0 * height,
    }
}

/// The software renderer, where it is the one that draws.
#[cfg(not(feature = "gpu"))]
#[allow(clippy::unnecessary_wraps)]
fn software(renderer: &mut Renderer) -> Option<&mut iced_tiny_skia::Renderer> {
    Some(renderer)
}

/// The software renderer, where it is the one that draws.
#[cfg(feature = "gpu")]
fn software(renderer: &mut Renderer) -> Option<&mut iced_tiny_skia::Renderer> {
    match renderer {
        Renderer::Secondary(software) => Some(software),
        Renderer::Primary(_) => None,
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Repaint<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let content = self.content.as_widget_mut();
        content.layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        let content = self.content.as_widget_mut();
        content.operate(&mut tree.children[0], layout, renderer, operation);
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
        let inner = &mut tree.children[0];
        let content = self.content.as_widget_mut();
        content.update(
            inner, event, layout, cursor, renderer, clipboard, shell, viewport,
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
        let (inner, content) = (&tree.children[0], self.content.as_widget());
        content.mouse_interaction(inner, layout, cursor, viewport, renderer)
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
        let (inner, content) = (&tree.children[0], self.content.as_widget());
        content.draw(inner, renderer, theme, style, layout, cursor, viewport);
        let state = tree.state.downcast_ref::<State>();
        let window = layout.bounds();
        if let Some(software) = software(renderer) {
            let bounds = state.compare(software.layers(), window);
            renderer.with_layer(bounds, |_| {});
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let (inner, content) = (&mut tree.children[0], self.content.as_widget_mut());
        content.overlay(inner, layout, renderer, viewport, translation)
    }
}
