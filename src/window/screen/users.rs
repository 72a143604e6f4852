//! The list of users: search as one types, sort, a menu on each row, and everything on the chosen one at the side.

mod side;

use iced::widget::{column, container, row};
use iced::{Alignment, Length, Task};

use super::Ctx;
use super::wizard::{Mode, Step};
use crate::model::{KeyId, UserId};
use crate::store::Sort;
use crate::window::desk::{Answer, Fault, Handle, PersonView, Request, UserLine, UserPage};
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, button, button_with_icon};
use crate::window::ui::context_menu::{Item, context_menu};
use crate::window::ui::field::search;
use crate::window::ui::frame::page_head;
use crate::window::ui::list::{self, Column, List, Row};
use crate::window::ui::popup::Where;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon, Look, text};

/// The id of the search.
pub const SEARCH: &str = "users search";

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed into the search.
    Search(String),
    /// Worked the list.
    List(list::Event),
    /// Closed the menu.
    MenuClosed,
    /// Wants an address on the clipboard.
    Copy(String),
    /// Wants a user added.
    Add,
    /// Wants a user added without programming.
    AddAndSave,
    /// Wants a user changed, beginning at a step.
    Edit(UserId, Step),
    /// Wants a user removed.
    Remove(UserId),
    /// Wants a key programmed.
    Program(KeyId),
    /// Wants to see the user whose fob lies on the encoder.
    Show(UserId),
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
    /// Ask what becomes of the user's media, then remove.
    Remove(UserId),
    /// Ask for the PIN and program this key.
    Program(KeyId),
}

/// The list.
#[derive(Debug)]
pub struct Users {
    rows: Vec<UserLine>,
    more: bool,
    all: u64,
    search: String,
    sort: Sort,
    list: List,
    menu: Option<Where>,
    fault: Option<Fault>,
    chosen: Option<UserId>,
    person: Option<Box<PersonView>>,
    list_ticket: u64,
    asked_to: u32,
    person_ticket: u64,
}

impl Default for Users {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            more: false,
            all: 0,
            search: String::new(),
            sort: Sort::Name,
            list: List::new("users"),
            menu: None,
            fault: None,
            chosen: None,
            person: None,
            list_ticket: 0,
            asked_to: 0,
            person_ticket: 0,
        }
    }
}

impl Users {
    /// Asks for the list anew, from its beginning.
    pub fn load(&mut self, handle: &Handle) {
        self.ask(handle, 0);
    }

    fn ask(&mut self, handle: &Handle, offset: u32) {
        self.list_ticket = handle.ticket();
        self.asked_to = offset;
        handle.send(Request::Users {
            ticket: self.list_ticket,
            text: self.search.clone(),
            sort: self.sort,
            offset,
        });
    }

    /// Chooses a user, as after it was added.
    pub fn choose(&mut self, id: UserId, handle: &Handle) {
        self.chosen = Some(id);
        self.ask_person(handle);
    }

    fn ask_person(&mut self, handle: &Handle) {
        if let Some(id) = self.chosen {
            self.person_ticket = handle.ticket();
            handle.send(Request::Person {
                ticket: self.person_ticket,
                id,
            });
        }
    }

    /// The user that is shown at the right.
    pub fn person(&self) -> Option<&PersonView> {
        self.person.as_deref()
    }

    /// Nobody is chosen any more, as after the user was removed.
    pub fn forget(&mut self) {
        self.chosen = None;
        self.person = None;
    }

    /// Whether the panel at the right is open.
    pub fn shows_person(&self) -> bool {
        self.person.is_some()
    }

    /// Asks again for all that is shown.
    pub fn refresh(&mut self, handle: &Handle) {
        self.load(handle);
        self.ask_person(handle);
    }

    /// Escape: closes the panel, or empties the search. `false` where there was nothing to close.
    pub fn back(&mut self, handle: &Handle) -> bool {
        if self.chosen.take().is_some() {
            self.person = None;
            return true;
        }
        if self.search.is_empty() {
            return false;
        }
        self.search.clear();
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
                self.search = search;
                self.load(handle);
                (self.list.to_top(), Outcome::None)
            }
            Message::List(event) => (self.worked(event, look, handle), Outcome::None),
            Message::MenuClosed => {
                self.menu = None;
                (Task::none(), Outcome::None)
            }
            Message::Copy(address) => {
                self.menu = None;
                (iced::clipboard::write(address), Outcome::None)
            }
            Message::Add => self.wants(Outcome::Wizard(Mode::Add, Step::Basic)),
            Message::AddAndSave => self.wants(Outcome::Wizard(Mode::Save, Step::Basic)),
            Message::Edit(user, step) => self.wants(Outcome::Wizard(Mode::Change(user), step)),
            Message::Remove(user) => self.wants(Outcome::Remove(user)),
            Message::Program(key) => self.wants(Outcome::Program(key)),
            Message::Show(user) => {
                self.choose(user, handle);
                let place = self.place_of_chosen();
                (
                    self.list.changed(look, self.rows.len(), place),
                    Outcome::None,
                )
            }
            Message::SideClosed => {
                self.chosen = None;
                self.person = None;
                (
                    self.list.changed(look, self.rows.len(), None),
                    Outcome::None,
                )
            }
        }
    }

    fn wants(&mut self, outcome: Outcome) -> (Task<Message>, Outcome) {
        self.menu = None;
        (Task::none(), outcome)
    }

    fn worked(&mut self, event: list::Event, look: Look, handle: &Handle) -> Task<Message> {
        match event {
            list::Event::SortedBy(column) => {
                self.sort = if column == 1 { Sort::Email } else { Sort::Name };
                self.load(handle);
                return self.list.to_top();
            }
            list::Event::Menu(place) | list::Event::MenuByKey(place) => {
                self.menu = Some(match event {
                    list::Event::Menu(_) => Where::Pointer,
                    _ => Where::At(self.list.menu_place()),
                });
                self.choose_row(place, handle);
            }
            list::Event::Selected(place) | list::Event::Opened(place) => {
                self.choose_row(place, handle);
            }
            list::Event::Scrolled(..) | list::Event::Dragged(_) => {}
        }
        let task = self.list.update(event, look, self.rows.len());
        let end = self.list.seen(self.rows.len()).end;
        let read = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        if self.more && end + 50 > self.rows.len() && self.asked_to < read {
            self.ask(handle, read);
        }
        task
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
    pub fn hear<Any: Send + 'static>(&mut self, answer: &Answer, look: Look) -> Task<Any> {
        match answer {
            Answer::Users(ticket, outcome) if *ticket == self.list_ticket => match outcome {
                Ok(page) => {
                    self.fault = None;
                    self.take(page);
                    let place = self.place_of_chosen();
                    return self.list.changed(look, self.rows.len(), place);
                }
                Err(fault) => self.fault = Some(fault.clone()),
            },
            Answer::Person(ticket, outcome) if *ticket == self.person_ticket => match outcome {
                Ok(person) => self.person = Some(person.clone()),
                Err(_) => self.person = None,
            },
            _ => {}
        }
        Task::none()
    }

    fn take(&mut self, page: &UserPage) {
        self.rows
            .truncate(usize::try_from(page.offset).unwrap_or_default());
        self.rows.extend(page.rows.iter().cloned());
        self.more = page.more;
        self.all = page.all;
    }

    /// The page.
    pub fn view<'a>(&'a self, ctx: Ctx<'a>) -> Element<'a, Message> {
        let look = ctx.look;
        let add = button_with_icon(
            look,
            Weight::Primary,
            Icon::Plus,
            ctx.say("add-user"),
            Some(Message::Add),
        );
        let save = button(
            look,
            Weight::Secondary,
            ctx.say("add-user-save"),
            Some(Message::AddAndSave),
        );
        let count = if self.search.trim().is_empty() {
            ctx.tell(
                "users-count",
                [(
                    "count",
                    usize::try_from(self.all).unwrap_or(usize::MAX).into(),
                )],
            )
        } else if self.more {
            ctx.tell("users-found-more", [("count", self.rows.len().into())])
        } else {
            ctx.tell("users-found", [("count", self.rows.len().into())])
        };
        let bar = row![
            container(search(
                look,
                SEARCH,
                ctx.say("search"),
                ctx.say("search-clear"),
                &self.search,
                Message::Search
            ))
            .width(look.wide(320.0)),
            text::muted(look, count).wrapping(iced::widget::text::Wrapping::None),
        ]
        .spacing(gap::MEDIUM)
        .align_y(Alignment::Center);
        let body: Element<'a, Message> = if let Some(fault) = &self.fault {
            ctx.fault(fault, None)
        } else if self.rows.is_empty() && !self.search.trim().is_empty() {
            text::muted(look, ctx.say("users-none")).into()
        } else {
            self.list_view(ctx)
        };
        column![
            page_head(
                look,
                ctx.say("nav-users"),
                // Where there is little room the menu of a row has it.
                if ctx.tight {
                    vec![add]
                } else {
                    vec![save, add]
                }
            ),
            column![bar, body]
                .spacing(gap::MEDIUM)
                .padding(iced::Padding::from([0.0, gap::LARGE]).bottom(gap::MEDIUM))
        ]
        .into()
    }

    fn list_view<'a>(&'a self, ctx: Ctx<'a>) -> Element<'a, Message> {
        let look = ctx.look;
        let column = |id: &str, width, sort: Option<Sort>| Column {
            label: ctx.say(id),
            width,
            sorted: (sort == Some(self.sort)).then_some(true),
            sortable: sort.is_some(),
        };
        let columns = vec![
            column("column-name", Length::FillPortion(4), Some(Sort::Name)),
            column("field-email", Length::FillPortion(5), Some(Sort::Email)),
            column("column-given", Length::FillPortion(4), None),
            column("nav-keys", Length::Fixed(look.wide(144.0)), None),
        ];
        let columns = roomy(ctx, columns);
        let list = self.list.view(
            look,
            columns,
            self.rows.len(),
            move |place| self.row(ctx, place),
            Message::List,
        );
        let list = container(list).padding(1).style(look.card());
        context_menu(
            look,
            list,
            self.menu.and_then(|_| self.menu_items(ctx)),
            self.menu.unwrap_or(Where::Pointer),
            Message::MenuClosed,
        )
    }

    fn row<'a>(&self, ctx: Ctx<'_>, place: usize) -> Row<'a, Message> {
        let look = ctx.look;
        let line = &self.rows[place];
        let keys: Element<'a, Message> = if line.pending > 0 {
            badge(
                look,
                Tone::Warn,
                Icon::Clock,
                ctx.tell("keys-pending", [("count", line.pending.into())]),
            )
        } else if line.drafts > 0 {
            badge(
                look,
                Tone::Neutral,
                Icon::Edit,
                ctx.tell("keys-draft", [("count", line.drafts.into())]),
            )
        } else if line.keys > 0 {
            badge(
                look,
                Tone::Good,
                Icon::Done,
                ctx.tell("keys-fine", [("count", line.keys.into())]),
            )
        } else {
            text::cell(look, ctx.say("keys-none"))
                .color(look.palette.muted)
                .into()
        };
        Row {
            key: line.row,
            cells: roomy(
                ctx,
                vec![
                    text::cell(look, line.name.as_str()).into(),
                    text::cell(look, line.email.as_str())
                        .color(look.palette.muted)
                        .into(),
                    text::cell(look, line.given.as_str()).into(),
                    keys,
                ],
            ),
        }
    }

    fn menu_items(&self, ctx: Ctx<'_>) -> Option<Vec<Item<Message>>> {
        let line = self.rows.get(self.list.selected()?)?;
        Some(vec![
            Item::Action {
                icon: Icon::Edit,
                label: ctx.say("edit"),
                message: Some(Message::Edit(line.id, Step::Basic)),
            },
            Item::Action {
                icon: Icon::Key,
                label: ctx.say("add-key"),
                message: Some(Message::Edit(line.id, Step::Keys)),
            },
            Item::Action {
                icon: Icon::Fob,
                label: ctx.say("program-fob"),
                message: line.programmable.map(Message::Program),
            },
            Item::Action {
                icon: Icon::Mail,
                label: ctx.say("copy-email"),
                message: Some(Message::Copy(line.email.clone())),
            },
            Item::Line,
            Item::Action {
                icon: Icon::Plus,
                label: ctx.say("add-user"),
                message: Some(Message::Add),
            },
            Item::Action {
                icon: Icon::Plus,
                label: ctx.say("add-user-save"),
                message: Some(Message::AddAndSave),
            },
            Item::Line,
            Item::Danger {
                icon: Icon::Remove,
                label: ctx.say("remove"),
                message: Some(Message::Remove(line.id)),
            },
        ])
    }

    /// The panel at the right, while a user is chosen.
    pub fn side<'a>(&'a self, ctx: Ctx<'_>) -> Option<Element<'a, Message>> {
        self.person
            .as_deref()
            .map(|person| side::panel(ctx, person))
    }
}

/// Name and keys stay where there is little room.
fn roomy<T>(ctx: Ctx<'_>, all: Vec<T>) -> Vec<T> {
    let stays = |place: usize| !ctx.tight || place == 0 || place == 3;
    let all = all.into_iter().enumerate();
    all.filter(|(place, _)| stays(*place))
        .map(|(_, one)| one)
        .collect()
}
