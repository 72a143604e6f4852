//! What every control is made of: something that can be pressed by mouse, by Enter or by Space, that can have the
//! focus and shows it, and that may listen to other keys while it has it.
//!
//! The ring is drawn for the keyboard only, as a pointer needs none. A key that is held down presses once, so
//! that Enter never does a thing twice.

use std::cell::Cell;
use std::rc::Rc;

use iced::advanced::widget::operation::{Focusable, Operation};
use iced::advanced::widget::{Id, Tree, tree};
use iced::advanced::{
    Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay, renderer,
};
use iced::keyboard::{self, Key, Modifiers, key};
use iced::{
    Alignment, Background, Border, Color, Event, Length, Padding, Rectangle, Renderer, Size, Theme,
    Vector, border, touch, window,
};

use super::Element;
use super::theme::{Look, RING, ROUND};

/// How it stands with a control at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct Status {
    /// The pointer is over it.
    pub hovered: bool,
    /// The pointer holds it down.
    pub pressed: bool,
    /// It cannot be worked now.
    pub disabled: bool,
    /// It has the focus and shows it.
    pub focused: bool,
}

/// How a control is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The ground, if it has one.
    pub ground: Option<Color>,
    /// The outline, if it has one.
    pub outline: Option<Color>,
    /// The words on it that have no colour of their own.
    pub text: Color,
    /// How round the corners are, in pixels.
    pub round: f32,
}

impl Style {
    /// Words alone.
    pub fn plain(look: Look) -> Self {
        Self {
            ground: None,
            outline: None,
            text: look.palette.text,
            round: ROUND,
        }
    }
}

type StyleFn<'a> = Box<dyn Fn(Status) -> Style + 'a>;
type ClickFn<'a, Message> = Box<dyn Fn() -> Message + 'a>;
type KeyFn<'a, Message> = Box<dyn Fn(&Key, Modifiers) -> Option<Message> + 'a>;

/// Which modifiers are held, known to a control and all that lies in it.
pub type Held = Rc<Cell<Modifiers>>;

/// A control around any content.
pub struct Pressable<'a, Message> {
    content: Element<'a, Message>,
    id: Option<Id>,
    on_press: Option<Message>,
    on_click: Option<ClickFn<'a, Message>>,
    held: Option<Held>,
    on_right_press: Option<Message>,
    on_key: Option<KeyFn<'a, Message>>,
    name: Option<String>,
    passing: bool,
    focusable: bool,
    ring: Color,
    ring_outside: bool,
    width: Length,
    height: Length,
    padding: Padding,
    align: Alignment,
    style: StyleFn<'a>,
    status: Option<Status>,
}

#[derive(Debug, Default)]
struct State {
    pressed: bool,
    focused: bool,
    ring: bool,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }
    fn focus(&mut self) {
        self.focused = true;
        self.ring = true;
    }
    fn unfocus(&mut self) {
        self.focused = false;
        self.ring = false;
    }
}

impl<'a, Message: Clone + 'a> Pressable<'a, Message> {
    /// A control that does nothing yet.
    pub fn new(look: Look, content: impl Into<Element<'a, Message>>) -> Self {
        Self {
            content: content.into(),
            id: None,
            on_press: None,
            on_click: None,
            held: None,
            on_right_press: None,
            on_key: None,
            name: None,
            passing: false,
            focusable: true,
            ring: look.palette.accent,
            ring_outside: false,
            width: Length::Shrink,
            height: Length::Shrink,
            padding: Padding::ZERO,
            align: Alignment::Start,
            style: Box::new(move |_| Style::plain(look)),
            status: None,
        }
    }

    /// The name by which the focus is sent here.
    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// What a press means; with none the control cannot be worked.
    #[must_use]
    pub fn on_press(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// Notes in `held` which modifiers are held.
    #[must_use]
    pub fn noting(mut self, held: Held) -> Self {
        self.held = Some(held);
        self
    }

    /// What a click means by the modifiers that something around notes in `held`.
    #[must_use]
    pub fn on_click(mut self, held: Held, on_click: impl Fn(Modifiers) -> Message + 'a) -> Self {
        self.on_click = Some(Box::new(move || on_click(held.get())));
        self
    }

    /// What a press of the right button means.
    #[must_use]
    pub fn on_right_press(mut self, message: Message) -> Self {
        self.on_right_press = Some(message);
        self
    }

    /// What other keys mean while the control has the focus. It is asked before Enter and Space press.
    #[must_use]
    pub fn on_key(mut self, on_key: impl Fn(&Key, Modifiers) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }

    /// Lets the keys of [`Pressable::on_key`] do what they do around it too, such as moving the focus.
    #[must_use]
    pub fn passing(mut self) -> Self {
        self.passing = true;
        self
    }

    /// The word for what is drawn without one, by which it is found.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Leaves the control out of the Tab order, where something around it stands in it.
    #[must_use]
    pub fn without_focus(mut self) -> Self {
        self.focusable = false;
        self
    }

    /// Draws the ring around the outline rather than on it.
    #[must_use]
    pub fn ring_outside(mut self) -> Self {
        self.ring_outside = true;
        self
    }

    /// The width.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// The height; the content stands in its middle.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    /// The space between outline and content.
    #[must_use]
    pub fn padding(mut self, padding: impl Into<Padding>) -> Self {
        self.padding = padding.into();
        self
    }

    /// Where the content stands from left to right.
    #[must_use]
    pub fn align(mut self, align: Alignment) -> Self {
        self.align = align;
        self
    }

    /// How it is drawn.
    #[must_use]
    pub fn style(mut self, style: impl Fn(Status) -> Style + 'a) -> Self {
        self.style = Box::new(style);
        self
    }

    fn can_be_worked(&self) -> bool {
        self.on_press.is_some() || self.on_key.is_some()
    }

    fn in_tab_order(&self) -> bool {
        self.focusable && self.can_be_worked()
    }

    /// What a key means here, if anything, and whether it goes no further.
    fn key(&self, key: &Key, modifiers: Modifiers, repeat: bool) -> Option<(Message, bool)> {
        let presses = matches!(key, Key::Named(key::Named::Enter | key::Named::Space));
        if presses && repeat {
            return None;
        }
        if let Some(message) = self
            .on_key
            .as_ref()
            .and_then(|on_key| on_key(key, modifiers))
        {
            return Some((message, !self.passing));
        }
        let presses = presses && !modifiers.command() && !modifiers.alt();
        self.on_press
            .clone()
            .filter(|_| presses)
            .map(|message| (message, true))
    }

    fn status(&self, state: &State, hovered: bool) -> Status {
        Status {
            hovered: hovered && self.on_press.is_some(),
            pressed: state.pressed && hovered,
            disabled: !self.can_be_worked(),
            focused: state.focused && state.ring,
        }
    }

    fn press(
        &self,
        state: &mut State,
        event: &Event,
        over: bool,
        captured: bool,
    ) -> (Option<Message>, bool) {
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(_))
            | Event::Touch(touch::Event::FingerPressed { .. })
                if !over =>
            {
                Focusable::unfocus(state);
                (None, false)
            }
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                state.focused = self.in_tab_order();
                state.ring = false;
                let takes = !captured && self.on_press.is_some();
                state.pressed = takes;
                (None, takes)
            }
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Right)) if !captured => {
                (self.on_right_press.clone(), self.on_right_press.is_some())
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerLifted { .. })
                if state.pressed =>
            {
                state.pressed = false;
                let click = self.on_click.as_ref().map(|on_click| on_click());
                (
                    click.or_else(|| self.on_press.clone()).filter(|_| over),
                    true,
                )
            }
            Event::Touch(touch::Event::FingerLost { .. }) => {
                state.pressed = false;
                (None, false)
            }
            _ => (None, false),
        }
    }
}

impl<'a, Message: Clone + 'a> Widget<Message, Theme, Renderer> for Pressable<'a, Message> {
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
        Size::new(self.width, self.height)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let align = self.align;
        layout::positioned(
            limits,
            self.width,
            self.height,
            self.padding,
            |limits| {
                self.content.as_widget_mut().layout(
                    &mut tree.children[0],
                    renderer,
                    &limits.loose(),
                )
            },
            |content, size| content.align(align, Alignment::Center, size),
        )
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        let bounds = layout.bounds();
        let state = tree.state.downcast_mut::<State>();
        if self.in_tab_order() {
            operation.focusable(self.id.as_ref(), bounds, state);
        } else {
            Focusable::unfocus(state);
        }
        operation.container(self.id.as_ref(), bounds);
        if let Some(name) = &self.name {
            operation.text(None, bounds, name);
        }
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(
                &mut tree.children[0],
                layout.child(0),
                renderer,
                operation,
            );
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
        self.content.as_widget_mut().update(
            &mut tree.children[0],
            event,
            layout.child(0),
            cursor,
            renderer,
            clipboard,
            shell,
            viewport,
        );
        if let (Some(held), Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers))) =
            (&self.held, event)
        {
            held.set(*modifiers);
        }
        let state = tree.state.downcast_mut::<State>();
        let over = cursor.is_over(layout.bounds());

        if let Event::Keyboard(keyboard::Event::KeyPressed {
            key,
            modifiers,
            repeat,
            ..
        }) = event
        {
            if state.focused && !shell.is_event_captured() && self.in_tab_order() {
                state.ring = true;
                if let Some((message, takes)) = self.key(key, *modifiers, *repeat) {
                    shell.publish(message);
                    if takes {
                        shell.capture_event();
                    }
                }
            }
        } else {
            let (message, takes) = self.press(state, event, over, shell.is_event_captured());
            if let Some(message) = message {
                shell.publish(message);
            }
            if takes {
                shell.capture_event();
            }
        }

        let now = self.status(tree.state.downcast_ref::<State>(), over);
        if let Event::Window(window::Event::RedrawRequested(_)) = event {
            self.status = Some(now);
        } else if self.status.is_some_and(|drawn| drawn != now) {
            shell.request_redraw();
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let status = self
            .status
            .unwrap_or_else(|| self.status(tree.state.downcast_ref::<State>(), false));
        let style = (self.style)(status);
        if style.ground.is_some() || style.outline.is_some() {
            let border = border::rounded(style.round)
                .width(if style.outline.is_some() { 1.0 } else { 0.0 })
                .color(style.outline.unwrap_or(Color::TRANSPARENT));
            fill(renderer, bounds, border, style.ground);
        }
        self.content.as_widget().draw(
            &tree.children[0],
            renderer,
            theme,
            &renderer::Style {
                text_color: style.text,
            },
            layout.child(0),
            cursor,
            viewport,
        );
        if status.focused {
            let (bounds, round) = if self.ring_outside {
                (bounds.expand(RING + 1.0), style.round + RING + 1.0)
            } else {
                (bounds, style.round)
            };
            let ring = border::rounded(round).width(RING).color(self.ring);
            // What scrolls inside draws on a layer of its own; the ring goes over it.
            if let Some(seen) = bounds.expand(RING).intersection(viewport) {
                renderer.with_layer(whole(seen), |renderer| fill(renderer, bounds, ring, None));
            }
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
        let inside = self.content.as_widget().mouse_interaction(
            &tree.children[0],
            layout.child(0),
            cursor,
            viewport,
            renderer,
        );
        if inside == mouse::Interaction::None
            && self.on_press.is_some()
            && cursor.is_over(layout.bounds())
        {
            mouse::Interaction::Pointer
        } else {
            inside
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
        self.content.as_widget_mut().overlay(
            &mut tree.children[0],
            layout.child(0),
            renderer,
            viewport,
            translation,
        )
    }
}

/// The whole pixels that a rectangle touches, which are those that are redrawn.
fn whole(bounds: Rectangle) -> Rectangle {
    let (x, y) = (bounds.x.floor(), bounds.y.floor());
    Rectangle {
        x,
        y,
        width: (bounds.x + bounds.width).ceil() - x,
        height: (bounds.y + bounds.height).ceil() - y,
    }
}

fn fill(renderer: &mut Renderer, bounds: Rectangle, border: Border, ground: Option<Color>) {
    renderer.fill_quad(
        renderer::Quad {
            bounds,
            border,
            ..renderer::Quad::default()
        },
        Background::Color(ground.unwrap_or(Color::TRANSPARENT)),
    );
}

impl<'a, Message: Clone + 'a> From<Pressable<'a, Message>> for Element<'a, Message> {
    fn from(pressable: Pressable<'a, Message>) -> Self {
        Self::new(pressable)
    }
}
