//! The screens. Each is a struct with `update` and `view`; what the parent must do stands in its answer.

pub mod bench;
pub mod choosing;
pub mod form;
pub mod home_group;
pub mod leave;
pub mod listing;
pub mod mail;
pub mod program;
pub mod programmer;
pub mod reading;
pub mod rite;
pub mod settings;
pub mod sign_in;
pub mod strip;
pub mod users;
pub mod wizard;

use iced::widget::column;

use super::desk::Fault;
use super::ui::button::{Weight, button};
use super::ui::dialog::Dialog;
use super::ui::notice::notice;
use super::ui::theme::{self, Tone};
use super::ui::{Element, Icon, Look, text};
use crate::i18n::{Argument, Arguments, Texts};
use crate::model::{KeyKind, KeyState};
use crate::time::{LocalDate, UtcMillis, Zone};

/// What every screen draws with.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    /// The look.
    pub look: Look,
    /// The texts of the person's language.
    pub texts: &'a Texts,
    /// Whether a list has room for its most important columns only.
    pub tight: bool,
    /// How wide a list is, in pixels.
    pub list: f32,
    /// Whether the window is too low for more than one line above a list.
    pub low: bool,
    /// Whether it is so small that a list has room only where everything around it is told in the fewest words.
    pub scant: bool,
}

impl Ctx<'_> {
    /// How wide the search above a list is, and its filter: in so little room both stand on one line with the count.
    pub fn bar(&self, filter: f32) -> (f32, f32) {
        let (search, filter) = match (self.scant, self.tight) {
            (true, _) => (120.0, 128.0),
            (false, true) => (200.0, filter.min(200.0)),
            (false, false) => (320.0, filter),
        };
        (self.look.wide(search), self.look.wide(filter))
    }

    /// The text `window-<id>`.
    pub fn say(&self, id: &str) -> String {
        self.texts.text(&format!("window-{id}"), &Arguments::new())
    }

    /// The text `window-<id>` with values.
    pub fn tell<const N: usize>(&self, id: &str, values: [(&'static str, Argument); N]) -> String {
        self.texts
            .text(&format!("window-{id}"), &Arguments::from(values))
    }

    /// What went wrong and what to do next, with the button that does it.
    pub fn fault<'b, Message: Clone + 'b>(
        &self,
        fault: &Fault,
        action: Option<(String, Message)>,
    ) -> Element<'b, Message> {
        let (cause, remedy) = fault.say(self.texts);
        let told = notice(self.look, Tone::Bad, cause, Some(remedy), action);
        if fault.costs.is_empty() {
            return told;
        }
        column![told, self.costs(fault.excess, &fault.costs)]
            .spacing(theme::space::SMALL)
            .into()
    }

    /// What each source takes on a medium, the dearest first.
    pub fn costs<'b, Message: Clone + 'b>(
        &self,
        excess: usize,
        costs: &[(String, usize)],
    ) -> Element<'b, Message> {
        let head = Arguments::from([("excess", excess.into())]);
        let head = text::body(self.look, self.texts.text("told-costs", &head));
        let lines = costs.iter().map(|(name, bytes)| {
            let values = [("name", name.clone().into()), ("bytes", (*bytes).into())];
            text::body(self.look, self.tell("cost", values)).into()
        });
        column![head, column(lines)]
            .spacing(theme::space::TIGHT)
            .into()
    }

    /// A day as people of the language write it.
    pub fn day(&self, date: LocalDate) -> String {
        self.texts.language().date(date.parts())
    }

    /// Date and time in a zone as people of the language write them.
    pub fn instant(&self, zone: Zone, at: UtcMillis) -> String {
        let (date, time) = (zone.date(at).parts(), zone.hour_minute(at));
        self.texts.language().instant(date, time)
    }

    /// The word for a kind of key.
    pub fn kind(&self, kind: KeyKind) -> String {
        self.say(&format!("key-{}", kind.as_str()))
    }

    /// Tone, icon and word for the state of a key.
    pub fn key_state(&self, state: KeyState, pending: bool) -> (Tone, Icon, String) {
        if pending {
            return (Tone::Warn, Icon::Clock, self.say("state-pending"));
        }
        let word = self.say(&format!("state-{}", state.as_str()));
        let (tone, icon) = match state {
            KeyState::Draft => (Tone::Neutral, Icon::Edit),
            KeyState::Task | KeyState::Writing => (Tone::Info, Icon::Clock),
            KeyState::Programmed | KeyState::HandedOver => (Tone::Good, Icon::Done),
            KeyState::WriteFailed | KeyState::EmptyFailed => (Tone::Bad, Icon::Error),
            KeyState::Blocked => (Tone::Bad, Icon::Block),
            KeyState::Returned | KeyState::Replaced | KeyState::Deleted | KeyState::WrittenOff => {
                (Tone::Neutral, Icon::Dash)
            }
        };
        (tone, icon, word)
    }
}

/// An emptied search keeps the focus: the button that empties it goes with what was typed.
fn search_again<Any: Send + 'static>(id: &'static str, typed: &str) -> iced::Task<Any> {
    if typed.is_empty() {
        crate::window::ui::focus::to(id)
    } else {
        iced::Task::none()
    }
}

/// The drawing for a kind of key.
pub fn kind_icon(kind: KeyKind) -> Icon {
    match kind {
        KeyKind::Phone => Icon::Phone,
        KeyKind::Fob => Icon::Fob,
        KeyKind::K5 => Icon::Key,
    }
}

/// A question of a part, as one of the whole.
pub fn wrapped<'a, Inner: Clone + 'a, Outer: Clone + 'a>(
    asked: Dialog<'a, Inner>,
    wrap: impl Fn(Inner) -> Outer + Copy + 'a,
) -> Dialog<'a, Outer> {
    Dialog {
        title: asked.title,
        body: asked.body.map(wrap),
        answers: asked
            .answers
            .into_iter()
            .map(|answer| answer.map(wrap))
            .collect(),
        on_close: wrap(asked.on_close),
    }
}

/// The question whether what was entered may go.
pub fn discard<'a, Message: Clone + 'a>(
    ctx: Ctx<'_>,
    stay: Message,
    go: Message,
) -> Dialog<'a, Message> {
    let look = ctx.look;
    Dialog {
        title: ctx.say("discard-title"),
        body: text::body(look, ctx.say("discard-body")).into(),
        answers: vec![
            button(
                look,
                Weight::Secondary,
                ctx.say("discard-stay"),
                Some(stay.clone()),
            ),
            button(look, Weight::Danger, ctx.say("discard-go"), Some(go)),
        ],
        on_close: stay,
    }
}

/// From when until when a source holds.
pub fn validity(ctx: Ctx<'_>, source: &super::desk::SourceView) -> String {
    let day = |date: LocalDate| ctx.day(date);
    span(ctx, source.start.map(day), source.end.map(day))
}

/// From when until when something holds, both as they are shown.
pub fn span(ctx: Ctx<'_>, start: Option<String>, end: Option<String>) -> String {
    match (start, end) {
        (None, None) => ctx.say("validity-always"),
        (Some(start), None) => ctx.tell("validity-from", [("start", start.into())]),
        (None, Some(end)) => ctx.tell("validity-until", [("end", end.into())]),
        (Some(start), Some(end)) => ctx.tell(
            "validity-between",
            [("start", start.into()), ("end", end.into())],
        ),
    }
}
