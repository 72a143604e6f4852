//! A part of the picture within which the keyboard moves: the page, a dialog, a field with its label. A scope
//! moves the focus on Tab, keeps it inside where it must not leave, hears Escape and shortcuts, and can be put to
//! sleep behind a dialog, after which the focus stands where it stood.

use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Id, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::{self, Key, Modifiers, key};
use iced::{Event, Length, Rectangle, Renderer, Size, Theme, Vector};

use super::Element;
use super::focus::{self, Move, Turn, WithoutFocus};

type KeyFn<'a, Message> = Box<dyn Fn(&Key, Modifiers) -> Option<Message> + 'a>;

/// See the module.
#[allow(clippy::struct_excessive_bools)]
pub struct Scope<'a, Message> {
    content: Element<'a, Message>,
    on_key: Option<KeyFn<'a, Message>>,
    on_escape: Option<Message>,
    start: Option<Move>,
    tab: bool,
    arrows: bool,
    keeps: bool,
    scrolls: bool,
    asleep: bool,
    label: bool,
    shown: Option<(Id, usize)>,
}

#[derive(Debug, Default)]
struct State {
    started: bool,
    asleep: bool,
    shown: Option<(usize, Size)>,
    remembered: Option<usize>,
}

impl<'a, Message: Clone + 'a> Scope<'a, Message> {
    /// A scope that does nothing yet.
    pub fn new(content: impl Into<Element<'a, Message>>) -> Self {
        Self {
            content: content.into(),
            on_key: None,
            on_escape: None,
            start: None,
            tab: false,
            arrows: false,
            keeps: false,
            scrolls: false,
            asleep: false,
            label: false,
            shown: None,
        }
    }

    /// A page: Tab moves among all its controls.
    pub fn page(content: impl Into<Element<'a, Message>>) -> Self {
        Self {
            tab: true,
            ..Self::new(content)
        }
    }

    /// A dialog: Tab moves among its controls, the arrows and the keys for pages turn its body, no key leaves it, and it
    /// takes the focus when it appears.
    pub fn dialog(content: impl Into<Element<'a, Message>>) -> Self {
        Self {
            tab: true,
            keeps: true,
            scrolls: true,
            start: Some(Move::First),
            ..Self::new(content)
        }
    }

    /// A field: a press on its label or its hint gives the focus to its control.
    pub fn label(content: impl Into<Element<'a, Message>>) -> Self {
        Self {
            label: true,
            ..Self::new(content)
        }
    }

    /// Arrow up and down move among the controls too.
    #[must_use]
    pub fn arrows(mut self) -> Self {
        self.arrows = true;
        self
    }

    /// What Escape means.
    #[must_use]
    pub fn on_escape(mut self, message: Message) -> Self {
        self.on_escape = Some(message);
        self
    }

    /// What keys mean that no control took.
    #[must_use]
    pub fn on_key(mut self, on_key: impl Fn(&Key, Modifiers) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }

    /// Which control has the focus at first; the first one where the id is none.
    #[must_use]
    pub fn start(mut self, id: Option<Id>) -> Self {
        self.start = Some(id.map_or(Move::First, Move::To));
        self
    }

    /// Brings the control with this id into view, once for each place that it stands at and each size of the scope: whoever
    /// scrolls it out of view may.
    #[must_use]
    pub fn shows(mut self, id: Id, place: usize) -> Self {
        self.shown = Some((id, place));
        self
    }

    /// Whether neither mouse nor keyboard reaches the content.
    #[must_use]
    pub fn asleep(mut self, asleep: bool) -> Self {
        self.asleep = asleep;
        self
    }

    /// Goes to sleep or wakes, and gives the focus at first.
    fn begin(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer) -> bool {
        let inner = &mut tree.children[0];
        let state = tree.state.downcast_mut::<State>();
        let mut moved = false;
        if self.asleep != state.asleep {
            state.asleep = self.asleep;
            moved = true;
            if self.asleep {
                state.remembered =
                    focus::go(&mut self.content, inner, layout, renderer, &Move::Away);
            } else if let Some(place) = state.remembered.take()
                // What closed may have sent it elsewhere.
                && focus::place(&mut self.content, inner, layout, renderer).is_none()
            {
                let _ = focus::go(&mut self.content, inner, layout, renderer, &Move::At(place));
            }
        }
        if !state.started {
            // What was answered before it was ever drawn may have sent the focus where it belongs.
            let waits = focus::place(&mut self.content, inner, layout, renderer).is_none();
            state.started = true;
            if let Some(to) = self.start.as_ref().filter(|_| waits) {
                let _ = focus::go(&mut self.content, inner, layout, renderer, to);
                // A menu may be open before it is known what can be done: the first that can be has the focus.
                state.started = focus::place(&mut self.content, inner, layout, renderer).is_some();
                moved |= state.started;
            }
        }
        if let Some((id, place)) = &self.shown {
            let now = Some((*place, layout.bounds().size()));
            if state.shown != now {
                state.shown = now;
                focus::show(&mut self.content, inner, layout, renderer, id);
                moved = true;
            }
        }
        moved
    }

    /// Where a key moves the focus.
    fn moves(&self, key: &Key, modifiers: Modifiers) -> Option<Move> {
        match key {
            Key::Named(key::Named::Tab) if self.tab && modifiers.shift() => Some(Move::Previous),
            Key::Named(key::Named::Tab) if self.tab => Some(Move::Next),
            Key::Named(key::Named::ArrowUp) if self.arrows => Some(Move::Previous),
            Key::Named(key::Named::ArrowDown) if self.arrows => Some(Move::Next),
            _ => None,
        }
    }

    fn key(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        shell: &mut Shell<'_, Message>,
        (key, modifiers): (&Key, Modifiers),
    ) {
        if let Some(to) = self.moves(key, modifiers) {
            let inner = &mut tree.children[0];
            let tab = matches!(key, Key::Named(key::Named::Tab));
            if tab || focus::place(&mut self.content, inner, layout, renderer).is_some() {
                let _ = focus::go(&mut self.content, inner, layout, renderer, &to);
                shell.capture_event();
                shell.request_redraw();
                return;
            }
        }
        if self.scrolls
            && let Some(turn) = Turn::of(key)
        {
            let inner = &mut tree.children[0];
            focus::turn(&mut self.content, inner, layout, renderer, turn);
            shell.capture_event();
            shell.request_redraw();
            return;
        }
        let escape = matches!(key, Key::Named(key::Named::Escape));
        let message = self
            .on_escape
            .clone()
            .filter(|_| escape)
            .or_else(|| self.on_key.as_ref().and_then(|on| on(key, modifiers)));
        if let Some(message) = message {
            shell.publish(message);
            shell.capture_event();
        } else if self.keeps {
            shell.capture_event();
        }
    }
}

impl<'a, Message: Clone + 'a> Widget<Message, Theme, Renderer> for Scope<'a, Message> {
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
        self.content
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
        let inner = &mut tree.children[0];
        let content = self.content.as_widget_mut();
        if self.asleep {
            content.operate(inner, layout, renderer, &mut WithoutFocus(operation));
        } else {
            content.operate(inner, layout, renderer, operation);
        }
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
        if self.begin(tree, layout, renderer) {
            shell.request_redraw();
        }
        if self.asleep && matches!(event, Event::Keyboard(_) | Event::InputMethod(_)) {
            return;
        }
        // A text input would take Escape for itself, and the dialog around it would need a second one.
        // Nor does Enter that is held down submit twice.
        let withheld = match event {
            Event::Keyboard(keyboard::Event::KeyPressed {
                key,
                repeat,
                modifiers,
                ..
            }) => match key {
                // It would write the digit of a shortcut.
                Key::Character(letter) => {
                    modifiers.command() && letter.chars().all(|c| c.is_ascii_digit())
                }
                Key::Named(key::Named::Escape) => true,
                Key::Named(key::Named::Enter) => *repeat,
                _ => false,
            },
            _ => false,
        };
        // Inputs let the focus go when a press hits nothing; the second of a double click, say, on what a button has
        // made room for. Nobody who types wants that.
        let pressed = matches!(event, Event::Mouse(mouse::Event::ButtonPressed(_)));
        let before = (pressed && self.tab && !self.asleep && cursor.is_over(layout.bounds()))
            .then(|| focus::place(&mut self.content, &mut tree.children[0], layout, renderer))
            .flatten();
        if !(self.label && withheld) {
            self.content.as_widget_mut().update(
                &mut tree.children[0],
                event,
                layout,
                if self.asleep {
                    mouse::Cursor::Unavailable
                } else {
                    cursor
                },
                renderer,
                clipboard,
                shell,
                viewport,
            );
        }
        if pressed {
            focus::only_last(&mut self.content, &mut tree.children[0], layout, renderer);
        }
        if shell.is_event_captured() {
            return;
        }
        if let Some(place) = before {
            let inner = &mut tree.children[0];
            if focus::place(&mut self.content, inner, layout, renderer).is_none() {
                let _ = focus::go(&mut self.content, inner, layout, renderer, &Move::At(place));
            }
        }
        match event {
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) => {
                self.key(tree, layout, renderer, shell, (key, *modifiers));
            }
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
                if self.label && cursor.is_over(layout.bounds()) =>
            {
                let inner = &mut tree.children[0];
                let _ = focus::go(&mut self.content, inner, layout, renderer, &Move::First);
                shell.capture_event();
                shell.request_redraw();
            }
            _ => {}
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
        self.content.as_widget().draw(
            &tree.children[0],
            renderer,
            theme,
            style,
            layout,
            if self.asleep {
                mouse::Cursor::Unavailable
            } else {
                cursor
            },
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
        if self.asleep {
            return mouse::Interaction::None;
        }
        self.content.as_widget().mouse_interaction(
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
        if self.asleep {
            return None;
        }
        self.content.as_widget_mut().overlay(
            &mut tree.children[0],
            layout,
            renderer,
            viewport,
            translation,
        )
    }
}

impl<'a, Message: Clone + 'a> From<Scope<'a, Message>> for Element<'a, Message> {
    fn from(scope: Scope<'a, Message>) -> Self {
        Self::new(scope)
    }
}
