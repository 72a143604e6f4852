//! A form: what can be entered of a thing, whatever the thing is.

use std::collections::{BTreeMap, BTreeSet};

use iced::Length;
use iced::widget::{Column, column, container, row};

use super::Ctx;
use super::listing::card::said;
use super::listing::columns::spec;
use crate::store::fold;
use crate::window::desk::sheet::{Choosable, Field, Form, Kind, LOST, Thing, Value};
use crate::window::desk::{Fault, Secret};
use crate::window::ui::button::{Weight, button};
use crate::window::ui::check_box::{build as check_box, with_detail};
use crate::window::ui::choice::Choice;
use crate::window::ui::dialog::Dialog;
use crate::window::ui::field::{self, labelled};
use crate::window::ui::frame::{foot, page_head};
use crate::window::ui::select::{self, Select};
use crate::window::ui::theme::{CONTENT, space as gap};
use crate::window::ui::{Element, text};

/// The id of the first thing that can be worked.
pub const FIRST: &str = "form first";
/// The ids of the filters of long choices, by the place of the field.
const FILTERS: [&str; 8] = [
    "form filter 0",
    "form filter 1",
    "form filter 2",
    "form filter 3",
    "form filter 4",
    "form filter 5",
    "form filter 6",
    "form filter 7",
];

/// From how many choices on they get a filter, and how many of them are shown at once.
const LONG: usize = 12;
/// How many of very many are shown at once.
const SOUGHT: usize = 6;

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed into the field at this place.
    Typed(usize, String),
    /// Typed what must not be shown into the field at this place.
    Secret(usize, Secret),
    /// Turned the box.
    Turned(usize),
    /// Worked the list of choices.
    Chose(usize, select::Event<Option<usize>>),
    /// Turned one of many.
    Picked(usize, usize),
    /// Typed into the filter of many.
    Filter(usize, String),
    /// Wants it saved.
    Save,
    /// Wants it saved, knowing that the key ends by it.
    Sure,
    /// Wants to leave.
    Leave,
    /// Does not want to leave after all.
    Stay,
    /// Leaves, and what was entered is gone.
    Discard,
}

/// What must be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Nothing.
    None,
    /// Close it.
    Leave,
    /// Save it.
    Save(Box<Form>),
}

/// The form as it is being filled in.
#[derive(Debug)]
pub struct FormPage {
    form: Form,
    before: Form,
    open: BTreeMap<usize, Select>,
    filters: BTreeMap<usize, String>,
    fault: Option<Fault>,
    waiting: bool,
    leaving: bool,
    ending: bool,
}

impl FormPage {
    /// A form as it comes.
    pub fn new(form: Form) -> Self {
        Self {
            before: form.clone(),
            form,
            open: BTreeMap::new(),
            filters: BTreeMap::new(),
            fault: None,
            waiting: false,
            leaving: false,
            ending: false,
        }
    }

    /// Whether something was entered, or is being saved.
    pub fn is_changed(&self) -> bool {
        self.waiting || self.form != self.before
    }

    /// What was entered may be used; the form waits for what comes of it.
    pub fn may_go_on(&mut self) {
        self.waiting = false;
    }

    /// It was not saved.
    pub fn refused(&mut self, fault: Fault) {
        self.waiting = false;
        self.fault = Some(fault);
    }

    /// Escape: `true` where nothing was entered, so that it may close.
    pub fn leave(&mut self) -> bool {
        if self.waiting {
            return false;
        }
        if std::mem::take(&mut self.ending) {
            return false;
        }
        self.leaving = !self.leaving && self.form != self.before;
        self.form == self.before
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message) -> Outcome {
        match message {
            Message::Typed(place, typed) => {
                if let Some(Value::Text(text) | Value::Times(text)) = self.value(place) {
                    *text = typed;
                }
            }
            Message::Secret(place, typed) => {
                if let Some(Value::Secret(secret) | Value::Again(secret)) = self.value(place) {
                    *secret = typed;
                }
            }
            Message::Turned(place) => {
                if let Some(Value::Flag(flag)) = self.value(place) {
                    *flag = !*flag;
                }
            }
            Message::Chose(place, event) => {
                let chosen = self.open.entry(place).or_default().update(event);
                if let (Some(new), Some(Value::One(_, chosen))) = (chosen, self.value(place)) {
                    *chosen = new;
                }
            }
            Message::Picked(place, option) => self.pick(place, option),
            Message::Filter(place, typed) => {
                let _before = self.filters.insert(place, typed);
            }
            Message::Save if self.form.end_of_key().is_some() => self.ending = self.may_save(),
            Message::Save => return self.save(),
            Message::Sure => {
                if std::mem::take(&mut self.ending) {
                    return self.save();
                }
            }
            Message::Leave => {
                if self.leave() {
                    return Outcome::Leave;
                }
            }
            Message::Stay => (self.leaving, self.ending) = (false, false),
            Message::Discard => return Outcome::Leave,
        }
        Outcome::None
    }

    fn save(&mut self) -> Outcome {
        if !self.may_save() {
            return Outcome::None;
        }
        self.waiting = true;
        self.fault = None;
        Outcome::Save(Box::new(self.form.clone()))
    }

    fn pick(&mut self, place: usize, option: usize) {
        if let Some(Value::Sought(_, chosen)) = self.value(place) {
            *chosen = (*chosen != Some(option)).then_some(option);
        }
        if let Some(Value::Many(_, chosen)) = self.value(place)
            && !chosen.remove(&option)
        {
            let _new = chosen.insert(option);
        }
    }

    /// What was typed twice is the same, and nothing is being saved.
    fn may_save(&self) -> bool {
        !self.waiting && (0..self.form.fields.len()).all(|place| !self.differs(place))
    }

    /// Whether it says something else than the secret it repeats.
    fn differs(&self, place: usize) -> bool {
        let value = |place: usize| self.form.fields.get(place).map(|field| &field.value);
        let before = place.checked_sub(1).and_then(value);
        match (before, value(place)) {
            (Some(Value::Secret(first)), Some(Value::Again(again))) => first != again,
            _ => false,
        }
    }

    /// Forgets what must not be kept, as when the window is locked.
    pub fn forget_secrets(&mut self) {
        for field in &mut self.form.fields {
            if let Value::Secret(secret) | Value::Again(secret) = &mut field.value {
                *secret = Secret::default();
            }
        }
    }

    /// The id of the filter of the field at this place.
    pub fn filter_id(&self, place: usize) -> &'static str {
        match FILTERS.get(place) {
            _ if self.is_first(place) => FIRST,
            Some(id) => id,
            None => FILTERS[0],
        }
    }

    /// Whether this is the first field of which more is shown than how it is.
    fn is_first(&self, place: usize) -> bool {
        let mut fields = self.form.fields.iter();
        let first = fields.position(|field| !matches!(field.value, Value::Shown(_)));
        first == Some(place)
    }

    fn value(&mut self, place: usize) -> Option<&mut Value> {
        self.form
            .fields
            .get_mut(place)
            .map(|field| &mut field.value)
    }

    /// Draws it in the place of the list.
    pub fn view<'a>(&'a self, ctx: Ctx<'a>) -> Element<'a, Message> {
        let look = ctx.look;
        let mut fields = Column::new().spacing(gap::MEDIUM);
        for (place, field) in self.form.fields.iter().enumerate() {
            fields = fields.push(self.field(ctx, place, field));
        }
        let fault = self.fault.as_ref().map(|fault| {
            container(ctx.fault(fault, None))
                .max_width(look.wide(CONTENT))
                .padding(iced::Padding::from([0.0, gap::LARGE]).bottom(gap::MEDIUM))
        });
        let body = container(fields)
            .max_width(look.wide(CONTENT))
            .padding(iced::Padding::from([0.0, gap::LARGE]).bottom(gap::LARGE));
        let body = iced::widget::scrollable(body)
            .height(Length::Fill)
            .width(Length::Fill)
            .direction(crate::window::ui::theme::vertical())
            .style(look.scroll_bar());
        let title = match (self.form.thing, spec(self.form.kind).add) {
            _ if self.form.kind == Kind::Passwords => ctx.say("set-password"),
            _ if self.form.kind == Kind::PassOn => ctx.say("pass-on"),
            _ if self.form.kind == Kind::Replace => ctx.say("replace-key"),
            (Some(Thing::Key(_)), _) => ctx.say("edit"),
            (None, Some(add)) => ctx.say(add),
            _ => match self.before.fields.first().map(|field| &field.value) {
                Some(Value::Text(name) | Value::Shown(name)) => {
                    ctx.tell("edit-title", [("name", name.clone().into())])
                }
                _ => ctx.say("edit"),
            },
        };
        let asks_on = self.form.kind == Kind::ProgrammingKeys && self.form.thing.is_none();
        let word = if asks_on { "next" } else { "save" };
        let save = self.may_save().then_some(Message::Save);
        let leave = button(look, Weight::Quiet, ctx.say("cancel"), Some(Message::Leave));
        let go = vec![button(look, Weight::Primary, ctx.say(word), save)];
        let width = look.wide(CONTENT) - 2.0 * gap::LARGE;
        let foot = foot(look, width, gap::LARGE, Some(leave), go);
        column![page_head(look, title, Vec::new()), fault, body, foot].into()
    }

    fn field<'a>(&'a self, ctx: Ctx<'a>, place: usize, field: &'a Field) -> Element<'a, Message> {
        let look = ctx.look;
        let hint = field.hint.map(|id| ctx.say(id));
        match &field.value {
            Value::Text(_) | Value::Times(_) => {
                let value = match &field.value {
                    Value::Times(times) => ctx.texts.times(times),
                    Value::Text(text) => text.clone(),
                    _ => String::new(),
                };
                let mut input = field::Field::new(look, ctx.say(field.label), value)
                    .on_input(move |typed| Message::Typed(place, typed))
                    .on_submit(Message::Save);
                if let Some(hint) = hint {
                    input = input.hint(hint);
                }
                if self.is_first(place) {
                    input = input.id(FIRST);
                }
                input.into()
            }
            Value::Secret(secret) | Value::Again(secret) => {
                let differs = self.differs(place) && !secret.expose().is_empty();
                let mut input = field::Field::new(look, ctx.say(field.label), secret.expose())
                    .secret()
                    .on_input(move |typed| Message::Secret(place, Secret::new(typed)))
                    .on_submit(Message::Save)
                    .problem(differs.then(|| ctx.say("rite-differs")));
                if let Some(hint) = hint {
                    input = input.hint(hint);
                }
                if self.is_first(place) {
                    input = input.id(FIRST);
                }
                input.into()
            }
            Value::Shown(value) => {
                labelled(look, ctx.say(field.label), text::body(look, value), hint)
            }
            Value::Sought(options, chosen) => {
                let chosen = chosen.iter().copied().collect();
                self.boxes(ctx, place, field.label, (options, &chosen), SOUGHT)
            }
            Value::Flag(on) => with_detail(
                look,
                ctx.say(field.label),
                hint,
                *on,
                Some(Message::Turned(place)),
            ),
            Value::One(options, chosen) => {
                let mut choices = vec![Choice {
                    value: None,
                    label: ctx.say("choose-none"),
                    detail: None,
                }];
                choices.extend(options.iter().enumerate().map(|(at, option)| Choice {
                    value: Some(at),
                    label: said(ctx, &option.label),
                    detail: None,
                }));
                let select = self.open.get(&place).copied().unwrap_or_default();
                let list = select.view(
                    look,
                    choices,
                    Some(chosen),
                    ctx.say("choose"),
                    move |event| Message::Chose(place, event),
                );
                labelled(look, ctx.say(field.label), list, hint)
            }
            Value::Many(options, chosen) => {
                let most = chosen.len().max(LONG) + LONG;
                self.boxes(ctx, place, field.label, (options, chosen), most)
            }
        }
    }

    /// Boxes in two columns; many of them with a filter, the chosen ones first, so many at most.
    fn boxes<'a>(
        &'a self,
        ctx: Ctx<'a>,
        place: usize,
        label: &'static str,
        (options, chosen): (&'a [Choosable], &BTreeSet<usize>),
        most: usize,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        let typed = self.filters.get(&place).map_or("", String::as_str);
        let wanted = fold(typed.trim());
        let matching = |option: &Choosable| {
            wanted.is_empty() || fold(&said(ctx, &option.label)).contains(&wanted)
        };
        let on = |at: &usize| chosen.contains(at);
        let mut shown: Vec<usize> = chosen.iter().copied().collect();
        let others = (0..options.len()).filter(|at| !on(at));
        shown.extend(others.filter(|at| options.get(*at).is_some_and(matching)));
        let hidden = shown.len().saturating_sub(most);
        shown.truncate(most);
        let mut lines = Column::new();
        for pair in shown.chunks(2) {
            let boxes = pair.iter().filter_map(|at| {
                let option = options.get(*at)?;
                let turn = Some(Message::Picked(place, *at));
                let mut mark = check_box(look, said(ctx, &option.label), None, on(at), turn);
                // Of long choices the filter is the first that can be worked.
                if options.len() <= LONG && self.is_first(place) && shown.first() == Some(at) {
                    mark = mark.id(FIRST);
                }
                Some(container(mark).width(Length::FillPortion(1)).into())
            });
            let mut boxes: Vec<Element<'a, Message>> = boxes.collect();
            if boxes.len() == 1 {
                boxes.push(iced::widget::space().width(Length::FillPortion(1)).into());
            }
            lines = lines.push(row(boxes).spacing(gap::MEDIUM));
        }
        let filter = (options.len() > LONG).then(|| {
            let id = self.filter_id(place);
            container(field::search(
                look,
                id,
                ctx.say("filter"),
                ctx.say("search-clear"),
                typed,
                move |typed| Message::Filter(place, typed),
            ))
            .width(look.wide(320.0))
        });
        let more = (hidden > 0)
            .then(|| text::muted(look, ctx.tell("summary-more", [("count", hidden.into())])));
        let head = format!("{} ({})", ctx.say(label), chosen.len());
        let body = column![text::strong(look, head), filter, lines, more].spacing(gap::SMALL);
        container(body)
            .padding(gap::MEDIUM)
            .width(Length::Fill)
            .style(look.card())
            .into()
    }

    /// The question whether what was entered may go, or whether a key shall end.
    pub fn question<'a>(&self, ctx: Ctx<'_>) -> Option<Dialog<'a, Message>> {
        if self.leaving {
            return Some(super::discard(ctx, Message::Stay, Message::Discard));
        }
        let (end, label) = self.form.end_of_key().filter(|_| self.ending)?;
        let (body, no, yes) = match end {
            LOST => ("block-body", "not-blocked", "block-now"),
            _ => ("write-off-hint", "not-written-off", "write-off-now"),
        };
        let look = ctx.look;
        let answer = |weight, word, message| button(look, weight, ctx.say(word), Some(message));
        Some(Dialog {
            title: said(ctx, label),
            body: text::body(look, ctx.say(body)).into(),
            answers: vec![
                answer(Weight::Secondary, no, Message::Stay),
                answer(Weight::Danger, yes, Message::Sure),
            ],
            on_close: Message::Stay,
        })
    }
}
