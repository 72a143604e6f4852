//! The list of users: search as one types, filter, sort, a menu on each row, everything on the chosen one at the side,
//! and what can be done with several at once.

mod page;
mod several;
mod side;

use iced::Task;

use super::choosing::{Choosing, Worked};
use super::wizard::{Mode, Step};
use crate::model::{KeyId, UserId};
use crate::store::{InvitationId, Sort, UserCounts};
use crate::window::desk::{
    Answer, Fault, Group, Handle, PersonView, Reason, Request, UserLine, UserPage, UsersAsked,
};
use crate::window::ui::select::{self, Select};
use crate::window::ui::{Element, Look, list};

use super::Ctx;
use several::Picked;

/// So many rows below what is seen are read ahead.
const AHEAD: usize = 50;

/// The id of the search.
pub const SEARCH: &str = "users search";

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed into the search.
    Search(String),
    /// Worked the filter.
    Filter(select::Event<Group>),
    /// Worked the list.
    List(list::Event),
    /// Closed the menu.
    MenuClosed,
    /// Wants addresses on the clipboard.
    Copy(String),
    /// Wants a user added.
    Add,
    /// Wants a user added without programming.
    AddAndSave,
    /// Wants a user changed, beginning at a step.
    Edit(UserId, Step),
    /// Wants users removed, one after another.
    Remove(Vec<UserId>),
    /// Wants a key programmed.
    Program(KeyId),
    /// Wants an invitation sent again.
    Resend(InvitationId, u64, bool),
    /// Wants to see the user whose fob lies on the encoder.
    Show(UserId),
    /// Wants to know why which lock opens, or no longer.
    Why(bool),
    /// Closed the side panel.
    SideClosed,
}

/// What the window must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    None,
    /// Open the wizard.
    Wizard(Mode, Step),
    /// Ask what becomes of each user's media, then remove.
    Remove(Vec<UserId>),
    /// Ask for the PIN and program this key.
    Program(KeyId),
    /// Send an invitation of this version again; also where nobody knows whether it went.
    Resend(InvitationId, u64, bool),
}

/// The list.
#[derive(Debug)]
pub struct Users {
    rows: Vec<UserLine>,
    more: bool,
    counts: UserCounts,
    search: String,
    group: Group,
    groups: Select,
    sort: Sort,
    down: bool,
    choosing: Choosing,
    fault: Option<Fault>,
    chosen: Option<UserId>,
    picked: Picked,
    person: Option<Box<PersonView>>,
    why: Option<Result<Vec<Reason>, Fault>>,
    list_ticket: u64,
    /// Whether the counts are out of date, and no answer has brought them yet.
    counts_due: bool,
    asked_to: u32,
    fresh: Option<Fresh>,
    person_ticket: u64,
    why_ticket: u64,
}

/// The list as it is read anew, stretch by stretch, while the old one is still shown: whoever has scrolled down stays
/// there.
#[derive(Debug)]
struct Fresh {
    rows: Vec<UserLine>,
    wanted: usize,
}

impl Default for Users {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            more: false,
            counts: UserCounts::default(),
            search: String::new(),
            group: Group::All,
            groups: Select::default(),
            sort: Sort::Name,
            down: false,
            choosing: Choosing::new("users"),
            fault: None,
            chosen: None,
            picked: Picked::default(),
            person: None,
            why: None,
            list_ticket: 0,
            counts_due: false,
            asked_to: 0,
            fresh: None,
            person_ticket: 0,
            why_ticket: 0,
        }
    }
}

impl Users {
    /// Asks for the list anew, from its beginning.
    fn load(&mut self, handle: &Handle) {
        self.fresh = None;
        self.ask(handle, 0, false);
    }

    fn ask(&mut self, handle: &Handle, offset: u32, counts: bool) {
        // An answer that is not waited for any more may have had them.
        self.counts_due |= counts;
        self.list_ticket = handle.ticket();
        self.asked_to = offset;
        handle.send(Request::Users {
            ticket: self.list_ticket,
            asked: UsersAsked {
                text: self.search.clone(),
                group: self.group,
                sort: self.sort,
                down: self.down,
                offset,
                counts: self.counts_due,
            },
        });
    }

    /// Chooses a user, as after it was added.
    pub fn choose(&mut self, id: UserId, handle: &Handle) {
        if self.chosen != Some(id) {
            self.why = None;
        }
        self.chosen = Some(id);
        self.picked.clear();
        self.ask_person(handle);
    }

    fn ask_person(&mut self, handle: &Handle) {
        let Some(id) = self.chosen else {
            return;
        };
        self.person_ticket = handle.ticket();
        handle.send(Request::Person {
            ticket: self.person_ticket,
            id,
        });
        if self.why.is_some() {
            self.ask_why(id, handle);
        }
    }

    fn ask_why(&mut self, id: UserId, handle: &Handle) {
        self.why_ticket = handle.ticket();
        handle.send(Request::Reasons {
            ticket: self.why_ticket,
            id,
        });
    }

    /// The user that is shown at the right.
    pub fn person(&self) -> Option<&PersonView> {
        self.person
            .as_deref()
            .filter(|_| !self.picked.are_several())
    }

    /// Nobody is chosen any more, as after users were removed.
    pub fn forget(&mut self) {
        self.chosen = None;
        self.close_person();
        self.picked.clear();
    }

    /// What is on its way to the panel comes too late.
    fn close_person(&mut self) {
        self.person = None;
        self.person_ticket = 0;
        self.why_ticket = 0;
    }

    /// Whether the panel at the right is open.
    pub fn shows_person(&self) -> bool {
        self.person.is_some() || self.picked.are_several()
    }

    /// Whether the menu of a row is open.
    pub fn shows_menu(&self) -> bool {
        self.choosing.menu.is_some()
    }

    /// Asks again for all that is shown.
    pub fn refresh(&mut self, handle: &Handle) {
        self.fresh = Some(Fresh {
            rows: Vec::new(),
            wanted: self.choosing.list.seen(self.rows.len()).end + AHEAD,
        });
        self.ask(handle, 0, true);
        self.ask_person(handle);
    }

    /// Escape: closes the panel, or empties the search and the filter. `false` where there was nothing to close.
    pub fn back(&mut self, handle: &Handle) -> bool {
        if self.picked.are_several() {
            self.picked.clear();
            return true;
        }
        if self.chosen.take().is_some() {
            self.close_person();
            return true;
        }
        if self.search.is_empty() && self.group == Group::All {
            return false;
        }
        self.search.clear();
        self.group = Group::All;
        self.load(handle);
        true
    }

    /// Takes in what the person did.
    pub fn update(
        &mut self,
        message: Message,
        look: Look,
        handle: &Handle,
    ) -> (Task<Message>, Outcome) {
        match message {
            Message::Search(search) => {
                let again = super::search_again(SEARCH, &search);
                self.search = search;
                self.picked.clear();
                self.load(handle);
                let top = self.choosing.list.to_top();
                (Task::batch([top, again]), Outcome::None)
            }
            Message::Filter(event) => {
                if let Some(group) = self.groups.update(event) {
                    self.group = group;
                    self.picked.clear();
                    self.load(handle);
                    return (self.choosing.list.to_top(), Outcome::None);
                }
                (Task::none(), Outcome::None)
            }
            Message::List(event) => (self.worked(event, look, handle), Outcome::None),
            Message::MenuClosed => {
                self.choosing.menu = None;
                (Task::none(), Outcome::None)
            }
            Message::Copy(addresses) => {
                self.choosing.menu = None;
                (iced::clipboard::write(addresses), Outcome::None)
            }
            Message::Add => self.wants(Outcome::Wizard(Mode::Add, Step::Basic)),
            Message::AddAndSave => self.wants(Outcome::Wizard(Mode::Save, Step::Basic)),
            Message::Edit(user, step) => self.wants(Outcome::Wizard(Mode::Change(user), step)),
            Message::Remove(users) => self.wants(Outcome::Remove(users)),
            Message::Program(key) => self.wants(Outcome::Program(key)),
            Message::Resend(id, version, anyway) => {
                self.wants(Outcome::Resend(id, version, anyway))
            }
            Message::Show(user) => {
                self.choose(user, handle);
                let place = self.place_of_chosen();
                let count = self.rows.len();
                (
                    self.choosing.list.changed(look, count, place),
                    Outcome::None,
                )
            }
            Message::Why(wanted) => {
                self.why = wanted.then(|| Ok(Vec::new()));
                if let Some(id) = self.chosen.filter(|_| wanted) {
                    self.ask_why(id, handle);
                }
                (Task::none(), Outcome::None)
            }
            Message::SideClosed => {
                self.forget();
                let count = self.rows.len();
                (self.choosing.list.changed(look, count, None), Outcome::None)
            }
        }
    }

    fn wants(&mut self, outcome: Outcome) -> (Task<Message>, Outcome) {
        self.choosing.menu = None;
        (Task::none(), outcome)
    }

    fn worked(&mut self, event: list::Event, look: Look, handle: &Handle) -> Task<Message> {
        let before = self.choosing.list.selected();
        let (task, worked) = self.choosing.worked(event, look, self.rows.len());
        match worked {
            Worked::Sorted(column) => self.sort_by(page::SORTS.get(column).copied(), handle),
            // The menu of one among several is that of all of them.
            Worked::Menu(place) if self.is_picked(place) => {}
            Worked::Chosen(place) | Worked::Menu(place) => self.choose_row(place, handle),
            Worked::Toggled(place) => {
                let first = before.and_then(|place| self.rows.get(place));
                if let Some(row) = self.rows.get(place) {
                    self.picked.toggle(place, row, first);
                }
                self.settle_picked(handle);
            }
            Worked::Extended(place) => {
                self.picked.extend(before, place, &self.rows);
                self.settle_picked(handle);
            }
            Worked::Nothing => {}
        }
        let end = self.choosing.list.seen(self.rows.len()).end;
        let read = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        if self.more
            && self.fresh.is_none()
            && end + AHEAD > self.rows.len()
            && self.asked_to < read
        {
            self.ask(handle, read, false);
        }
        task
    }

    fn sort_by(&mut self, sort: Option<Sort>, handle: &Handle) {
        let Some(sort) = sort else {
            return;
        };
        self.down = self.sort == sort && !self.down;
        self.sort = sort;
        self.load(handle);
    }

    /// Where only one is marked any more, that one is chosen.
    fn settle_picked(&mut self, handle: &Handle) {
        if let Some(only) = self.picked.only() {
            self.chosen = Some(only);
            self.why = None;
            self.ask_person(handle);
        }
    }

    fn is_picked(&self, place: usize) -> bool {
        let row = self.rows.get(place);
        row.is_some_and(|row| self.picked.holds(row.id))
    }

    fn choose_row(&mut self, place: usize, handle: &Handle) {
        if let Some(id) = self.rows.get(place).map(|row| row.id) {
            self.choose(id, handle);
        }
    }

    fn place_of_chosen(&self) -> Option<usize> {
        let id = self.chosen?;
        self.rows.iter().position(|row| row.id == id)
    }

    /// Takes in what the thread says; what was asked before is ignored.
    pub fn hear<Any: Send + 'static>(
        &mut self,
        answer: &Answer,
        look: Look,
        handle: &Handle,
    ) -> Task<Any> {
        match answer {
            Answer::Users(ticket, outcome) if *ticket == self.list_ticket => match outcome {
                Ok(page) => {
                    self.fault = None;
                    if !self.take(page, handle) {
                        return Task::none();
                    }
                    let place = if self.picked.are_several() {
                        self.choosing.list.selected()
                    } else {
                        self.place_of_chosen()
                    };
                    return self.choosing.list.changed(look, self.rows.len(), place);
                }
                Err(fault) => {
                    self.fresh = None;
                    self.fault = Some(fault.clone());
                }
            },
            Answer::Person(ticket, outcome) if *ticket == self.person_ticket => match outcome {
                Ok(person) => self.person = Some(person.clone()),
                Err(_) => self.person = None,
            },
            Answer::Reasons(ticket, outcome)
                if *ticket == self.why_ticket && self.why.is_some() =>
            {
                self.why = Some(outcome.clone());
            }
            _ => {}
        }
        Task::none()
    }

    /// Takes in a stretch; `false` where more must be read before the list changes.
    fn take(&mut self, page: &UserPage, handle: &Handle) -> bool {
        if let Some(counts) = page.counts {
            self.counts = counts;
            self.counts_due = false;
        }
        if let Some(mut fresh) = self.fresh.take() {
            fresh.rows.extend(page.rows.iter().cloned());
            if page.more && fresh.rows.len() < fresh.wanted && !page.rows.is_empty() {
                let read = u32::try_from(fresh.rows.len()).unwrap_or(u32::MAX);
                self.fresh = Some(fresh);
                self.ask(handle, read, false);
                return false;
            }
            self.rows = fresh.rows;
        } else {
            self.rows
                .truncate(usize::try_from(page.offset).unwrap_or_default());
            self.rows.extend(page.rows.iter().cloned());
        }
        self.more = page.more;
        true
    }

    /// The panel at the right: everything on the chosen user, or what can be done with several.
    pub fn side<'a>(&'a self, ctx: Ctx<'_>) -> Option<Element<'a, Message>> {
        if self.picked.are_several() {
            return Some(several::panel(ctx, &self.picked));
        }
        let person = self.person.as_deref()?;
        Some(side::panel(ctx, person, self.why.as_ref()))
    }
}
