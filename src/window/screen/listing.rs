//! The list screens, in one shape: a list with search, order, filter and counts, a card at the side on what is
//! chosen, a form to add or change, and a question before anything is removed. What differs between them stands in
//! [`columns`].

pub mod card;
pub mod columns;
mod holding;
mod reading;
mod rows;

use std::path::PathBuf;

use iced::Task;

use super::Ctx;
use super::choosing::{Choosing, Worked};
use super::form::{self, FormPage};
use super::rite;
use crate::model::OperatorId;
use crate::model::UserId;
use crate::store::{DraftId, InvitationId};
use crate::window::desk::sheet::{Act, Ask, Card, Cell, Kind, Line, Saved, Sheet, Thing, Told};
use crate::window::desk::{Answer, Fault, Handle, Job, Request, Secret};
use crate::window::ui::button::{Weight, button};
use crate::window::ui::dialog::Dialog;
use crate::window::ui::field::Field;
use crate::window::ui::list;
use crate::window::ui::select::{self, Select};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, Look, text};
use crate::workflow::ShownKey;

/// The id of the search.
pub const SEARCH: &str = "listing search";
/// The id of the input for the name of a file.
const PATH: &str = "listing export path";
/// The id of the input for the operator's own password.
const OWN: &str = "listing own password";

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Went to another list of the same place.
    Tab(usize),
    /// Typed into the search.
    Search(String),
    /// Worked the filter; none keeps all.
    Filter(select::Event<Option<&'static str>>),
    /// Worked the list.
    List(list::Event),
    /// Closed the menu.
    MenuClosed,
    /// Closed the card.
    SideClosed,
    /// Wants one added.
    Add,
    /// Wants the chosen one changed.
    Edit,
    /// Wants the chosen one removed.
    Remove,
    /// Wants something done with it.
    Act(Act),
    /// Wants the log as a file.
    Export,
    /// Typed the name of the file.
    Path(String),
    /// Typed the own password.
    Own(Secret),
    /// Says yes to the question.
    Yes,
    /// Says no to it.
    No,
    /// Worked the form.
    Form(form::Message),
    /// Wants something done with programming keys that concerns none of the list.
    Rite(rite::Kind),
}

/// What the window must do.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Nothing.
    None,
    /// Ask for the PIN and write.
    Run(Job),
    /// Show a user.
    Show(UserId),
    /// Send an invitation of this version again; also where nobody knows whether it went.
    Resend(InvitationId, u64, bool),
    /// Change a user, beginning with the keys.
    EditKeys(UserId),
    /// Go on with a wizard that was left.
    Resume(DraftId),
    /// Throw away what was entered into it.
    Discard(DraftId),
    /// Do something with programming keys.
    Rite(rite::Kind),
    /// Say a sentence, by its id and its count.
    Say(&'static str, usize),
}

/// A question over the list.
#[derive(Debug, Clone, PartialEq)]
enum Question {
    Remove(Box<Card>),
    RemoveOperator(Box<Card>, OperatorId, Secret),
    Block(Box<Card>, ShownKey),
    Export(String),
}

/// A list screen.
#[derive(Debug)]
pub struct Listing {
    kinds: &'static [Kind],
    home: PathBuf,
    kind: Kind,
    sheet: Sheet,
    shown: Vec<usize>,
    search: String,
    filter: Option<&'static str>,
    filters: Select,
    order: Option<(usize, bool)>,
    choosing: Choosing,
    chosen: Option<Thing>,
    card: Option<Box<Card>>,
    form: Option<FormPage>,
    question: Option<Question>,
    refused: Option<Fault>,
    waiting: bool,
    fault: Option<Fault>,
    notice: Option<Fault>,
    loaded: bool,
    reading: bool,
    sheet_ticket: u64,
    card_ticket: u64,
    ticket: u64,
}

impl Listing {
    /// A list screen with these lists as its tabs.
    pub fn new(kinds: &'static [Kind], home: PathBuf) -> Self {
        Self {
            home,
            kinds,
            kind: kinds.first().copied().unwrap_or(Kind::Todo),
            sheet: Sheet::default(),
            shown: Vec::new(),
            search: String::new(),
            filter: None,
            filters: Select::default(),
            order: None,
            choosing: Choosing::new("listing"),
            chosen: None,
            card: None,
            form: None,
            question: None,
            refused: None,
            waiting: false,
            fault: None,
            notice: None,
            loaded: false,
            reading: false,
            sheet_ticket: 0,
            card_ticket: 0,
            ticket: 0,
        }
    }

    /// Whether something is being entered here that must not be lost.
    pub fn is_entering(&self) -> bool {
        self.form.as_ref().is_some_and(FormPage::is_changed)
    }

    /// Whether the panel at the right is open.
    pub fn shows_card(&self) -> bool {
        self.card.is_some() && self.form.is_none()
    }

    /// Whether the menu of a row is open.
    pub fn shows_menu(&self) -> bool {
        self.choosing.menu.is_some() && self.form.is_none()
    }

    /// What is on its way to the card comes too late.
    fn close_card(&mut self) {
        self.card = None;
        self.card_ticket = 0;
    }

    fn ask_card(&mut self, handle: &Handle) {
        if let Some(thing) = self.chosen {
            self.card_ticket = send(handle, Ask::Card(thing));
        }
    }

    /// Escape: closes what is open. `false` where there was nothing to close.
    pub fn back(&mut self, handle: &Handle) -> bool {
        if let Some(form) = &mut self.form {
            if form.leave() {
                self.form = None;
            }
            return true;
        }
        if self.chosen.take().is_some() {
            self.close_card();
            return true;
        }
        if self.search.is_empty() {
            return false;
        }
        self.search.clear();
        self.sift(handle);
        true
    }

    /// Takes in what the person did.
    pub fn update(
        &mut self,
        message: Message,
        look: Look,
        handle: &Handle,
    ) -> (Task<Message>, Outcome) {
        let mut outcome = Outcome::None;
        let task = match message {
            Message::Tab(place) => self.go(place, handle),
            Message::Search(search) => {
                let found = super::search_again(SEARCH, &search);
                self.search = search;
                self.sift(handle);
                Task::batch([self.sifted_from_top(look), found])
            }
            Message::Filter(event) => {
                if let Some(filter) = self.filters.update(event) {
                    self.filter = filter;
                    self.sift(handle);
                }
                self.sifted_from_top(look)
            }
            Message::List(event) => self.worked(event, look, handle),
            Message::MenuClosed => {
                self.choosing.menu = None;
                Task::none()
            }
            Message::SideClosed => {
                self.chosen = None;
                self.close_card();
                self.marked(look)
            }
            Message::Add => self.ask_form(self.kind, None, handle),
            Message::Edit => self.ask_form(self.kind, self.chosen, handle),
            Message::Remove => {
                self.choosing.menu = None;
                self.notice = None;
                self.refused = None;
                self.ask_remove()
            }
            Message::Act(act) => {
                self.choosing.menu = None;
                let form = match act {
                    Act::SetPassword(operator) => {
                        Some((Kind::Passwords, Thing::Operator(operator)))
                    }
                    Act::PassOn(key) => Some((Kind::PassOn, Thing::Key(key))),
                    Act::Replace(key) => Some((Kind::Replace, Thing::Key(key))),
                    _ => None,
                };
                if let Some((kind, thing)) = form {
                    self.ask_form(kind, Some(thing), handle)
                } else {
                    outcome = self.act(act);
                    Task::none()
                }
            }
            Message::Export => {
                self.refused = None;
                let file = self.home.join("keywright-log.csv");
                self.question = Some(Question::Export(file.display().to_string()));
                focus(PATH)
            }
            Message::Path(path) => {
                self.question = Some(Question::Export(path));
                Task::none()
            }
            Message::Own(typed) => {
                if let Some(Question::RemoveOperator(_, _, own)) = &mut self.question {
                    *own = typed;
                }
                Task::none()
            }
            Message::Yes => {
                self.confirm(handle);
                Task::none()
            }
            Message::No => {
                if !self.waiting {
                    self.question = None;
                }
                Task::none()
            }
            Message::Form(message) => self.on_form(message, handle),
            Message::Rite(kind) => {
                outcome = Outcome::Rite(kind);
                Task::none()
            }
        };
        (task, outcome)
    }

    fn go(&mut self, place: usize, handle: &Handle) -> Task<Message> {
        if let Some(kind) = self.kinds.get(place).copied() {
            let kinds = self.kinds;
            *self = Self::new(kinds, std::mem::take(&mut self.home));
            self.kind = kind;
            self.refresh(handle);
        }
        self.choosing.list.to_top()
    }

    fn act(&mut self, act: Act) -> Outcome {
        match act {
            Act::Program(key) => Outcome::Run(Job::Program(key, None)),
            Act::Empty(key) => Outcome::Run(Job::Empty(key)),
            Act::Deploy(lock) => Outcome::Run(Job::Deploy(lock)),
            Act::SignLists => Outcome::Run(Job::SignLists),
            Act::Show(user) => Outcome::Show(user),
            Act::Resend(id, version, anyway) => Outcome::Resend(id, version, anyway),
            Act::EditKeys(user) => Outcome::EditKeys(user),
            Act::Resume(draft) => Outcome::Resume(draft),
            Act::Discard(draft) => Outcome::Discard(draft),
            Act::RemoveToken(key) => Outcome::Rite(rite::Kind::Remove(key, self.title_of_card())),
            Act::LoseToken(key) => Outcome::Rite(rite::Kind::Lose(key, self.title_of_card())),
            Act::SetPassword(_) | Act::PassOn(_) | Act::Replace(_) => Outcome::None,
            Act::Block(key) => {
                self.refused = None;
                let card = self.card.clone();
                self.question = card.map(|card| {
                    let version = Some(card.version);
                    Question::Block(card, ShownKey { id: key, version })
                });
                Outcome::None
            }
        }
    }

    /// The name of what is chosen.
    fn title_of_card(&self) -> String {
        let title = self.card.as_ref().map(|card| &card.title);
        match title {
            Some(Cell::Text(name)) => name.clone(),
            _ => String::new(),
        }
    }

    /// What was asked of this list is done: what is shown is asked for anew, and a form that led there closes.
    pub fn rite_done(&mut self, handle: &Handle) {
        self.form = None;
        self.refresh(handle);
    }

    fn confirm(&mut self, handle: &Handle) {
        if self.waiting {
            return;
        }
        let ask = match &self.question {
            Some(Question::Remove(card)) => Ask::Remove(card.thing, card.version),
            Some(Question::RemoveOperator(_, _, own)) if own.expose().is_empty() => return,
            Some(Question::RemoveOperator(card, id, own)) => {
                Ask::RemoveOperator(*id, card.version, own.clone())
            }
            Some(Question::Block(_, key)) => Ask::Block(*key),
            Some(Question::Export(path)) => Ask::Export(path.trim().into()),
            None => return,
        };
        self.waiting = true;
        self.refused = None;
        self.ticket = send(handle, ask);
    }

    /// The question before what is chosen is removed.
    fn ask_remove(&mut self) -> Task<Message> {
        self.question = self.card.clone().map(|card| match card.thing {
            Thing::Operator(id) => Question::RemoveOperator(card, id, Secret::default()),
            _ => Question::Remove(card),
        });
        match self.question {
            Some(Question::RemoveOperator(..)) => focus(OWN),
            _ => Task::none(),
        }
    }

    /// Forgets what was typed that must not wait behind a locked window.
    pub fn forget_secrets(&mut self) {
        if let Some(form) = &mut self.form {
            form.forget_secrets();
        }
        if let Some(Question::RemoveOperator(..)) = self.question {
            self.question = None;
        }
    }

    fn ask_form(&mut self, kind: Kind, thing: Option<Thing>, handle: &Handle) -> Task<Message> {
        self.notice = None;
        self.choosing.menu = None;
        self.ticket = send(handle, Ask::Form(kind, thing));
        Task::none()
    }

    fn on_form(&mut self, message: form::Message, handle: &Handle) -> Task<Message> {
        let Some(page) = &mut self.form else {
            return Task::none();
        };
        let again = match &message {
            form::Message::Filter(place, typed) => {
                super::search_again(page.filter_id(*place), typed)
            }
            _ => Task::none(),
        };
        match page.update(message) {
            form::Outcome::None => {}
            form::Outcome::Leave => self.form = None,
            form::Outcome::Save(form) => self.ticket = send(handle, Ask::Save(form)),
        }
        again
    }

    fn worked(&mut self, event: list::Event, look: Look, handle: &Handle) -> Task<Message> {
        let (task, worked) = self.choosing.worked(event, look, self.shown.len());
        match worked {
            Worked::Sorted(column) => {
                self.order = match self.order {
                    Some((known, true)) if known == column => Some((column, false)),
                    Some((known, false)) if known == column => None,
                    _ => Some((column, true)),
                };
                self.sift(handle);
                return Task::batch([task, self.marked(look)]);
            }
            Worked::Chosen(place)
            | Worked::Toggled(place)
            | Worked::Extended(place)
            | Worked::Menu(place) => self.choose_row(place, handle),
            Worked::Nothing => {}
        }
        self.read_on(handle);
        task
    }

    fn choose_row(&mut self, place: usize, handle: &Handle) {
        let thing = self.line(place).map(|line| line.thing);
        if let Some(thing) = thing {
            self.choose(thing, handle);
        }
    }

    /// Chooses a thing, as after it was added.
    fn choose(&mut self, thing: Thing, handle: &Handle) {
        if self.chosen != Some(thing) {
            self.card = None;
        }
        self.chosen = Some(thing);
        self.ask_card(handle);
    }

    fn line(&self, place: usize) -> Option<&Line> {
        self.sheet.lines.get(*self.shown.get(place)?)
    }

    /// Other rows are shown: what is chosen is marked where it stands now, and nothing in its place.
    fn marked(&mut self, look: Look) -> Task<Message> {
        let place = self.place_of_chosen();
        self.choosing.list.changed(look, self.shown.len(), place)
    }

    /// As [`Self::marked`], from the top, as after a search or a filter.
    fn sifted_from_top(&mut self, look: Look) -> Task<Message> {
        Task::batch([self.marked(look), self.choosing.list.to_top()])
    }

    fn place_of_chosen(&self) -> Option<usize> {
        let thing = self.chosen?;
        (0..self.shown.len())
            .find(|place| self.line(*place).is_some_and(|line| line.thing == thing))
    }

    /// Takes in what the thread says; what was asked before is ignored.
    pub fn hear(
        &mut self,
        answer: &Answer,
        look: Look,
        handle: &Handle,
    ) -> (Task<Message>, Outcome) {
        let Answer::Told(ticket, told) = answer else {
            return (Task::none(), Outcome::None);
        };
        let mut outcome = Outcome::None;
        match told {
            Told::Sheet(sheet) if *ticket == self.sheet_ticket => match sheet {
                Ok(sheet) => {
                    self.fault = None;
                    self.loaded = true;
                    self.take(sheet);
                    self.read_on(handle);
                    return (self.marked(look), Outcome::None);
                }
                Err(fault) => {
                    self.reading = false;
                    self.fault = Some(fault.clone());
                }
            },
            Told::Card(card) if *ticket == self.card_ticket => {
                self.card = card.clone().ok();
            }
            Told::Form(form) if *ticket == self.ticket => match form {
                Ok(form) => {
                    self.form = Some(FormPage::new((**form).clone()));
                    return (focus(form::FIRST), Outcome::None);
                }
                Err(fault) => self.notice = Some(fault.clone()),
            },
            Told::MayAdd(new) if *ticket == self.ticket => match new {
                Ok(new) => {
                    if let Some(form) = &mut self.form {
                        form.may_go_on();
                    }
                    outcome = Outcome::Rite(rite::Kind::Add(new.clone()));
                }
                Err(fault) => {
                    if let Some(form) = &mut self.form {
                        form.refused(fault.clone());
                    }
                }
            },
            Told::Saved(saved) if *ticket == self.ticket => outcome = self.saved(saved, handle),
            Told::Removed(done) if *ticket == self.ticket => {
                outcome = self.answered(done.clone(), "removed", handle);
            }
            Told::Blocked(done) if *ticket == self.ticket => {
                outcome = self.answered(done.clone(), "blocked", handle);
            }
            Told::Exported(done) if *ticket == self.ticket => {
                let count = done.as_ref().map_or(0, |count| *count);
                outcome = self.answered(done.clone().map(|_| ()), "exported", handle);
                if let Outcome::Say(_, said) = &mut outcome {
                    *said = usize::try_from(count).unwrap_or(usize::MAX);
                }
            }
            _ => {}
        }
        (Task::none(), outcome)
    }

    fn saved(&mut self, saved: &Result<Saved, Fault>, handle: &Handle) -> Outcome {
        match saved {
            Ok(saved) => {
                self.form = None;
                self.chosen = Some(saved.thing);
                // The card of before would be removed or changed in a version that is no more.
                self.card = None;
                self.refresh(handle);
                if saved.pending > 0 {
                    Outcome::Say("saved-pending", saved.pending)
                } else {
                    Outcome::Say("saved", 0)
                }
            }
            Err(fault) => {
                if let Some(form) = &mut self.form {
                    form.refused(fault.clone());
                }
                Outcome::None
            }
        }
    }

    /// The question was answered: it closes, or says why not.
    fn answered(
        &mut self,
        done: Result<(), Fault>,
        said: &'static str,
        handle: &Handle,
    ) -> Outcome {
        self.waiting = false;
        match done {
            Ok(()) => {
                if said == "removed" {
                    self.chosen = None;
                    self.close_card();
                }
                self.question = None;
                self.refresh(handle);
                Outcome::Say(said, 0)
            }
            Err(fault) => {
                self.refused = Some(fault);
                // Whoever leaves the question sees how it is by now.
                self.refresh(handle);
                Outcome::None
            }
        }
    }

    /// The question over the list, if there is one.
    pub fn question<'a>(&'a self, ctx: Ctx<'_>) -> Option<Dialog<'a, Message>> {
        let look = ctx.look;
        let (title, body, yes, weight): (_, Element<'a, Message>, _, _) = match &self.question {
            Some(Question::Remove(card)) => (
                ctx.tell(
                    "remove-title",
                    [("name", card::said(ctx, &card.title).into())],
                ),
                text::body(look, ctx.say("remove-body")).into(),
                "remove",
                Weight::Danger,
            ),
            Some(Question::RemoveOperator(card, _, own)) => (
                ctx.tell(
                    "remove-title",
                    [("name", card::said(ctx, &card.title).into())],
                ),
                own_password(ctx, own),
                "remove",
                Weight::Danger,
            ),
            Some(Question::Block(card, _)) => (
                ctx.tell(
                    "block-title",
                    [("name", card::said(ctx, &card.title).into())],
                ),
                text::body(look, ctx.say("block-body")).into(),
                "block-key",
                Weight::Danger,
            ),
            Some(Question::Export(path)) => (
                ctx.say("export-title"),
                Field::new(look, ctx.say("export-file"), path)
                    .id(PATH)
                    .on_input(Message::Path)
                    .on_submit(Message::Yes)
                    .into(),
                "export",
                Weight::Primary,
            ),
            None => {
                let asked = self.form.as_ref()?.question(ctx)?;
                return Some(super::wrapped(asked, Message::Form));
            }
        };
        let refused = self.refused.as_ref().map(|fault| ctx.fault(fault, None));
        Some(Dialog {
            title,
            body: iced::widget::column![body, refused]
                .spacing(gap::MEDIUM)
                .into(),
            answers: vec![
                button(
                    look,
                    Weight::Secondary,
                    ctx.say("cancel"),
                    Some(Message::No),
                ),
                button(
                    look,
                    weight,
                    ctx.say(yes),
                    (!self.waiting).then_some(Message::Yes),
                ),
            ],
            on_close: Message::No,
        })
    }
}

/// What the removal of an operator means, and the password that it takes.
fn own_password<'a>(ctx: Ctx<'_>, own: &Secret) -> Element<'a, Message> {
    let look = ctx.look;
    let field = Field::new(look, ctx.say("operator-own-password"), own.expose())
        .id(OWN)
        .secret()
        .hint(ctx.say("operator-own-password-hint"))
        .on_input(|typed| Message::Own(Secret::new(typed)))
        .on_submit(Message::Yes);
    iced::widget::column![text::body(look, ctx.say("operator-remove-body")), field]
        .spacing(gap::MEDIUM)
        .into()
}

fn send(handle: &Handle, ask: Ask) -> u64 {
    let ticket = handle.ticket();
    handle.send(Request::Ask(ticket, ask));
    ticket
}

fn focus<Any: Send + 'static>(id: &'static str) -> Task<Any> {
    crate::window::ui::focus::to(id)
}
