//! Where the keyboard is. The toolkit moves the focus among text inputs; here it moves among all controls, in the
//! order in which they are drawn, around at the end, and brings what it reaches into view.

use iced::advanced::Layout;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, Scrollable};
use iced::advanced::widget::{Id, Tree, operate};
use iced::keyboard::{Key, key};
use iced::widget::operation::AbsoluteOffset;
use iced::{Rectangle, Renderer, Task, Vector};

use super::Element;

/// The space kept above and below what is brought into view, in pixels.
const MARGIN: f32 = 16.0;
/// What an arrow turns, in pixels.
const LINE: f32 = 40.0;
/// What a key for pages turns, of what is seen.
const PAGE: f32 = 0.8;

/// Where the focus shall go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// To the next control, from the last to the first.
    Next,
    /// To the one before, from the first to the last.
    Previous,
    /// To the first control.
    First,
    /// To the control with this place in the order.
    At(usize),
    /// To the control with this id, or the first where there is none.
    To(Id),
    /// Nowhere.
    Away,
}

/// Sends the focus to the control with this id, and brings it into view, with what stands [`around`] it where there is room
/// for that. Where there is no such control, nothing changes.
pub fn to<Any: Send + 'static>(id: &'static str) -> Task<Any> {
    let seek = Seek {
        survey: Survey::default(),
        id: Id::new(id),
        around: around(id),
        whole: None,
    };
    operate(seek).discard()
}

/// The id of the container with all that belongs to a control, such as its label, its hint and the button after it.
pub fn around(id: &'static str) -> Id {
    Id::from(format!("{id} and what belongs to it"))
}

/// Moves the focus within `content` and says which place in the order had it before.
pub fn go<Message>(
    content: &mut Element<'_, Message>,
    tree: &mut Tree,
    layout: Layout<'_>,
    renderer: &Renderer,
    to: &Move,
) -> Option<usize> {
    let mut survey = Survey::default();
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut survey);
    let mut settle = survey.settle(survey.target(to));
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut settle);
    survey.focused
}

/// Brings the control with this id into view. The focus stays where it is.
pub fn show<Message>(
    content: &mut Element<'_, Message>,
    tree: &mut Tree,
    layout: Layout<'_>,
    renderer: &Renderer,
    id: &Id,
) {
    let mut survey = Survey::default();
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut survey);
    let place = survey.place_of(id);
    let Some(scroll) = place.and_then(|place| survey.scroll_for(place)) else {
        return;
    };
    let mut show = Show::new(Some(scroll));
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut show);
}

/// Which place in the order has the focus.
pub fn place<Message>(
    content: &mut Element<'_, Message>,
    tree: &mut Tree,
    layout: Layout<'_>,
    renderer: &Renderer,
) -> Option<usize> {
    let mut survey = Survey::default();
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut survey);
    survey.focused
}

/// Leaves the focus with the last that has it. Where layers lie over one another, a press on the upper one does
/// not reach what had the focus in the lower one.
pub fn only_last<Message>(
    content: &mut Element<'_, Message>,
    tree: &mut Tree,
    layout: Layout<'_>,
    renderer: &Renderer,
) {
    let mut survey = Survey::default();
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut survey);
    if survey.holders < 2 {
        return;
    }
    let mut leave = Leave {
        keep: survey.focused,
        place: 0,
    };
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut leave);
}

struct Leave {
    keep: Option<usize>,
    place: usize,
}

impl Operation for Leave {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn focusable(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        if self.keep != Some(self.place) && state.is_focused() {
            state.unfocus();
        }
        self.place += 1;
    }
}

struct Place {
    id: Option<Id>,
    bounds: Rectangle,
    inside: Option<usize>,
}

struct Port {
    bounds: Rectangle,
    content: Rectangle,
    translation: Vector,
}

impl Port {
    /// How far it can be scrolled.
    fn reach(&self) -> f32 {
        (self.content.height - self.bounds.height).max(0.0)
    }
}

/// Looks at what can have the focus and what can be scrolled.
#[derive(Default)]
struct Survey {
    places: Vec<Place>,
    focused: Option<usize>,
    holders: usize,
    ports: Vec<Port>,
    entering: Option<usize>,
    inside: Option<usize>,
}

impl Survey {
    fn target(&self, to: &Move) -> Option<usize> {
        let count = self.places.len();
        if count == 0 {
            return None;
        }
        match to {
            Move::Next => Some(self.focused.map_or(0, |at| (at + 1) % count)),
            Move::Previous => Some(
                self.focused
                    .map_or(count - 1, |at| (at + count - 1) % count),
            ),
            Move::First => Some(0),
            Move::At(place) => Some((*place).min(count - 1)),
            Move::To(id) => Some(self.place_of(id).unwrap_or(0)),
            Move::Away => None,
        }
    }

    /// What gives the focus to this place.
    fn settle(&self, target: Option<usize>) -> Settle {
        Settle {
            target,
            place: 0,
            show: Show::new(target.and_then(|target| self.scroll_for(target))),
        }
    }

    fn place_of(&self, id: &Id) -> Option<usize> {
        let mut places = self.places.iter();
        places.position(|place| place.id.as_ref() == Some(id))
    }

    /// Which scrollable must move how far so that the target is seen.
    fn scroll_for(&self, target: usize) -> Option<(usize, f32)> {
        self.scroll_to(target, self.places.get(target)?.bounds)
    }

    /// The same for something around the target.
    fn scroll_to(&self, target: usize, bounds: Rectangle) -> Option<(usize, f32)> {
        let inside = self.places.get(target)?.inside?;
        let port = self.ports.get(inside)?;
        let top = bounds.y - port.translation.y;
        let bottom = top + bounds.height;
        let offset = if top < port.bounds.y {
            port.translation.y - (port.bounds.y - top) - MARGIN
        } else if bottom > port.bounds.y + port.bounds.height && bounds.height < port.bounds.height
        {
            port.translation.y + (bottom - port.bounds.y - port.bounds.height) + MARGIN
        } else {
            return None;
        };
        Some((inside, offset.max(0.0)))
    }
}

impl Operation for Survey {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let outside = self.inside;
        self.inside = self.entering.take().or(outside);
        operate(self);
        self.inside = outside;
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.entering = Some(self.ports.len());
        self.ports.push(Port {
            bounds,
            content,
            translation,
        });
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused = Some(self.places.len());
            self.holders += 1;
        }
        self.places.push(Place {
            id: id.cloned(),
            bounds,
            inside: self.inside,
        });
    }
}

/// Looks for the control with an id, then gives it the focus.
struct Seek {
    survey: Survey,
    id: Id,
    around: Id,
    whole: Option<Rectangle>,
}

impl Operation for Seek {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let outside = self.survey.inside;
        self.survey.inside = self.survey.entering.take().or(outside);
        operate(self);
        self.survey.inside = outside;
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        self.survey
            .scrollable(id, bounds, content, translation, state);
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        self.survey.focusable(id, bounds, state);
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        if id == Some(&self.around) {
            self.whole = Some(bounds);
        }
    }

    fn finish(&self) -> Outcome<()> {
        let Some(place) = self.survey.place_of(&self.id) else {
            return Outcome::None;
        };
        let mut settle = self.survey.settle(Some(place));
        let whole = self
            .whole
            .and_then(|whole| self.survey.scroll_to(place, whole));
        settle.show.scroll = whole.or(settle.show.scroll);
        Outcome::Chain(Box::new(settle))
    }
}

/// Gives the focus to one place and takes it from all others, and brings it into view.
struct Settle {
    target: Option<usize>,
    place: usize,
    show: Show,
}

impl Operation for Settle {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        self.show
            .scrollable(id, bounds, content, translation, state);
    }

    fn focusable(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        if self.target == Some(self.place) {
            state.focus();
        } else if state.is_focused() {
            state.unfocus();
        }
        self.place += 1;
    }
}

/// Scrolls one of what can be scrolled, and leaves the focus alone.
struct Show {
    scroll: Option<(usize, f32)>,
    scrollable: usize,
}

impl Show {
    fn new(scroll: Option<(usize, f32)>) -> Self {
        Self {
            scroll,
            scrollable: 0,
        }
    }
}

impl Operation for Show {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        _bounds: Rectangle,
        _content: Rectangle,
        _translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        if let Some((scrollable, y)) = self.scroll
            && scrollable == self.scrollable
        {
            state.scroll_to(AbsoluteOffset {
                x: None,
                y: Some(y),
            });
        }
        self.scrollable += 1;
    }
}

/// How far a key turns what scrolls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Turn {
    /// By so many pixels downwards.
    By(f32),
    /// By so many times what is seen, downwards.
    Pages(f32),
    /// To its top.
    Top,
    /// To its end.
    End,
}

impl Turn {
    /// What a key that no control took turns.
    pub fn of(key: &Key) -> Option<Self> {
        match key {
            Key::Named(key::Named::ArrowDown) => Some(Self::By(LINE)),
            Key::Named(key::Named::ArrowUp) => Some(Self::By(-LINE)),
            Key::Named(key::Named::PageDown) => Some(Self::Pages(PAGE)),
            Key::Named(key::Named::PageUp) => Some(Self::Pages(-PAGE)),
            Key::Named(key::Named::Home) => Some(Self::Top),
            Key::Named(key::Named::End) => Some(Self::End),
            _ => None,
        }
    }

    /// The offset that it turns to, of a port of this height, at this offset.
    fn to(self, height: f32, at: f32) -> f32 {
        match self {
            Self::By(by) => (at + by).max(0.0),
            Self::Pages(pages) => (at + pages * height).max(0.0),
            Self::Top => 0.0,
            // Whatever lies beyond the end is the end.
            Self::End => f32::MAX,
        }
    }
}

/// Turns the first that scrolls.
pub fn turn<Message>(
    content: &mut Element<'_, Message>,
    tree: &mut Tree,
    layout: Layout<'_>,
    renderer: &Renderer,
    turn: Turn,
) {
    let mut survey = Survey::default();
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut survey);
    let Some(port) = survey.ports.first() else {
        return;
    };
    let offset = turn.to(port.bounds.height, port.translation.y);
    let mut show = Show::new(Some((0, offset.min(port.reach()))));
    content
        .as_widget_mut()
        .operate(tree, layout, renderer, &mut show);
}

/// Lets every question through except those about the focus.
pub(super) struct WithoutFocus<'a>(pub &'a mut dyn Operation);

impl Operation for WithoutFocus<'_> {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        self.0
            .traverse(&mut |inner| operate(&mut WithoutFocus(inner)));
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        self.0.container(id, bounds);
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        self.0.scrollable(id, bounds, content, translation, state);
    }

    fn text(&mut self, id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.0.text(id, bounds, text);
    }

    fn text_input(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        state: &mut dyn iced::advanced::widget::operation::TextInput,
    ) {
        self.0.text_input(id, bounds, state);
    }

    fn custom(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn std::any::Any) {
        self.0.custom(id, bounds, state);
    }
}
