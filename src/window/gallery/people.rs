//! A list of a hundred thousand made-up people with search, sort order, side panel and menu.

use iced::widget::{column, container, row};
use iced::{Alignment, Length, Task};

use super::say;
use crate::i18n::Texts;
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, button, button_with_icon};
use crate::window::ui::context_menu::{Item, context_menu};
use crate::window::ui::field::search;
use crate::window::ui::list::{self, Column, List, Row};
use crate::window::ui::popup::Where;
use crate::window::ui::side_panel::{self, section, side_panel};
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon, Look, text};

const FIRST: [&str; 12] = [
    "Aino",
    "Björn",
    "Cecilia",
    "Dieter",
    "Eeva",
    "Frédéric",
    "Günther",
    "Hanna",
    "Ilmari",
    "Jörg",
    "Kåre",
    "Liisa",
];
const LAST: [&str; 10] = [
    "Ahonen",
    "Bäckström",
    "Dahl",
    "Fischer",
    "Hämäläinen",
    "Jansson",
    "Korhonen",
    "Müller",
    "Öberg",
    "Virtanen",
];

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed into the search.
    Search(String),
    /// Worked the list.
    List(list::Event),
    /// Chose from the menu.
    Chose(&'static str),
    /// Closed the menu.
    MenuClosed,
    /// Closed the side panel.
    SideClosed,
}

/// The list.
#[derive(Debug)]
pub struct People {
    names: Vec<String>,
    shown: Vec<u32>,
    search: String,
    upwards: bool,
    list: List,
    menu: Option<bool>,
    chosen: &'static str,
}

impl People {
    /// So many people.
    pub fn new(count: u32) -> Self {
        let name = |number: u32| {
            let number = number as usize;
            let first = FIRST[number * 7 % FIRST.len()];
            let last = LAST[number * 3 % LAST.len()];
            format!("{first} {last} {:05}", number + 1)
        };
        Self {
            names: (0..count).map(name).collect(),
            shown: (0..count).collect(),
            search: String::new(),
            upwards: true,
            list: List::new("people"),
            menu: None,
            chosen: "",
        }
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message, look: Look) -> Task<Message> {
        match message {
            Message::Search(search) => {
                self.search = search;
                self.refresh(look)
            }
            Message::List(event) => {
                match event {
                    list::Event::SortedBy(_) => {
                        self.upwards = !self.upwards;
                        return self.refresh(look);
                    }
                    list::Event::Menu(_) => self.menu = Some(false),
                    list::Event::MenuByKey(_) => self.menu = Some(true),
                    _ => {}
                }
                self.list.update(event, look, self.shown.len())
            }
            Message::Chose(what) => {
                self.chosen = what;
                self.menu = None;
                Task::none()
            }
            Message::MenuClosed => {
                self.menu = None;
                Task::none()
            }
            Message::SideClosed => self.list.changed(look, self.shown.len(), None),
        }
    }

    fn refresh(&mut self, look: Look) -> Task<Message> {
        let kept = self.list.selected().map(|place| self.shown[place]);
        let wanted = self.search.to_lowercase();
        let names = &self.names;
        self.shown = (0..)
            .zip(names)
            .filter(|(_, name)| wanted.is_empty() || name.to_lowercase().contains(&wanted))
            .map(|(number, _)| number)
            .collect();
        if !self.upwards {
            self.shown.reverse();
        }
        let place = kept.and_then(|kept| self.shown.iter().position(|number| *number == kept));
        self.list.changed(look, self.shown.len(), place)
    }

    /// The page.
    pub fn view<'a>(&'a self, look: Look, texts: &Texts) -> Element<'a, Message> {
        let bar = row![
            container(search(
                look,
                "people search",
                say(texts, "search"),
                say(texts, "search-clear"),
                &self.search,
                Message::Search
            ))
            .width(look.wide(360.0)),
            text::muted(look, format!("{} people", self.shown.len())),
            text::muted(look, self.chosen),
        ]
        .spacing(gap::MEDIUM)
        .align_y(Alignment::Center);
        let column = |label: &str, width, sortable: bool| Column {
            label: label.to_owned(),
            width,
            sorted: sortable.then_some(self.upwards),
            sortable,
        };
        let columns = vec![
            column("Name", Length::FillPortion(3), true),
            column("E-mail", Length::FillPortion(4), false),
            column("State", Length::Fixed(150.0), false),
            column("Keys", Length::Fixed(72.0), false),
        ];
        let words = [
            say(texts, "state-programmed"),
            say(texts, "state-pending"),
            say(texts, "state-blocked"),
        ];
        let list = self.list.view(
            look,
            columns,
            self.shown.len(),
            move |place| self.row(look, &words, place),
            Message::List,
        );
        let items = self.menu.map(|_| {
            vec![
                Item::Action {
                    icon: Icon::Edit,
                    label: say(texts, "edit"),
                    message: Some(Message::Chose("Edit chosen")),
                },
                Item::Action {
                    icon: Icon::Print,
                    label: say(texts, "save"),
                    message: None,
                },
                Item::Line,
                Item::Danger {
                    icon: Icon::Remove,
                    label: say(texts, "remove"),
                    message: Some(Message::Chose("Remove chosen")),
                },
            ]
        });
        let at = if self.menu == Some(true) {
            Where::At(self.list.menu_place())
        } else {
            Where::Pointer
        };
        let list = container(list).padding(1).style(look.card());
        column![
            bar,
            context_menu(look, list, items, at, Message::MenuClosed)
        ]
        .spacing(gap::MEDIUM)
        .padding([gap::MEDIUM, gap::LARGE])
        .into()
    }

    fn row<'a>(&self, look: Look, words: &[String; 3], place: usize) -> Row<'a, Message> {
        let number = self.shown[place];
        let name = &self.names[number as usize];
        let (tone, drawing, word) = match number % 7 {
            3 => (Tone::Warn, Icon::Clock, &words[1]),
            5 => (Tone::Bad, Icon::Block, &words[2]),
            _ => (Tone::Good, Icon::Done, &words[0]),
        };
        Row {
            key: number.into(),
            cells: vec![
                text::cell(look, name.as_str()).into(),
                text::cell(look, format!("person{}@example.fi", number + 1))
                    .color(look.palette.muted)
                    .into(),
                badge(look, tone, drawing, word.as_str()),
                text::cell(look, (number % 4).to_string()).into(),
            ],
        }
    }

    pub(super) fn side<'a>(&'a self, look: Look, texts: &Texts) -> Option<Element<'a, Message>> {
        let number = self.shown[self.list.selected()?];
        let name = self.names[number as usize].clone();
        let head = side_panel::Head {
            title: name,
            subtitle: format!("person{}@example.fi", number + 1),
            close: say(texts, "close"),
            on_close: Message::SideClosed,
        };
        let edit = || {
            Some(button(
                look,
                Weight::Quiet,
                say(texts, "edit"),
                Some(Message::Chose("Section")),
            ))
        };
        let roles = section(
            look,
            say(texts, "nav-roles"),
            edit(),
            column![
                side_panel::line(look, "Cleaner", text::body(look, "Mon to Fri 06:00-16:00")),
                side_panel::line(look, "Warden", text::body(look, "Always")),
            ],
        );
        let keys = section(
            look,
            say(texts, "nav-keys"),
            edit(),
            column![
                side_panel::line(
                    look,
                    "Key fob 0417",
                    badge(
                        look,
                        Tone::Good,
                        Icon::Done,
                        say(texts, "state-handed-over")
                    )
                ),
                side_panel::line(
                    look,
                    "K5 key 0022",
                    badge(look, Tone::Warn, Icon::Clock, say(texts, "state-pending"))
                ),
            ],
        );
        Some(side_panel(
            look,
            head,
            vec![roles, keys],
            vec![button_with_icon(
                look,
                Weight::Danger,
                Icon::Remove,
                say(texts, "remove"),
                Some(Message::Chose("Remove chosen")),
            )],
        ))
    }
}
