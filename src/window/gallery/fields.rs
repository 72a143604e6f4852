//! Buttons, inputs, choices, dates.

use iced::Length;
use iced::widget::{column, row};

use super::{group, say, today, two};
use crate::i18n::Texts;
use crate::window::ui::button::{Weight, button, button_with_icon, icon_button};
use crate::window::ui::check_box::{check_box, with_detail};
use crate::window::ui::choice::{Choice, choices};
use crate::window::ui::date_field::{self, DateField};
use crate::window::ui::field::{Field, labelled, search};
use crate::window::ui::select::{self, Select};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, Icon, Look, icon, text};

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Pressed a button.
    Pressed,
    /// Typed a name.
    Name(String),
    /// Typed an address.
    Email(String),
    /// Typed a secret.
    Pin(String),
    /// Typed into the search.
    Search(String),
    /// Turned a box.
    Turned(usize),
    /// Chose a group.
    Group(u8),
    /// Worked the select.
    Country(select::Event<u8>),
    /// Worked the date.
    Date(date_field::Event),
}

/// What was entered.
#[derive(Debug, Default)]
pub struct Fields {
    presses: usize,
    name: String,
    email: String,
    pin: String,
    search: String,
    turned: [bool; 2],
    group: Option<u8>,
    country: Option<u8>,
    countries: Select,
    date: DateField,
}

impl Fields {
    pub(super) fn update(&mut self, message: Message) {
        match message {
            Message::Pressed => self.presses += 1,
            Message::Name(name) => self.name = name,
            Message::Email(email) => self.email = email,
            Message::Pin(pin) => self.pin = pin,
            Message::Search(search) => self.search = search,
            Message::Turned(place) => self.turned[place] = !self.turned[place],
            Message::Group(group) => self.group = Some(group),
            Message::Country(event) => {
                if let Some(country) = self.countries.update(event) {
                    self.country = Some(country);
                }
            }
            Message::Date(event) => self.date.update(event),
        }
    }

    pub(super) fn view<'a>(&'a self, look: Look, texts: &Texts) -> Element<'a, Message> {
        column![
            self.buttons(look, texts),
            two(self.inputs(look, texts), self.choices(look, texts)),
            drawings(look),
        ]
        .spacing(gap::SECTION)
        .into()
    }

    fn buttons<'a>(&self, look: Look, texts: &Texts) -> Element<'a, Message> {
        let press = || Some(Message::Pressed);
        let plain = row![
            button(look, Weight::Primary, say(texts, "next"), press()),
            button(look, Weight::Secondary, say(texts, "back"), press()),
            button(look, Weight::Danger, say(texts, "remove"), press()),
            button(look, Weight::Quiet, say(texts, "cancel"), press()),
            icon_button(look, Icon::Edit, say(texts, "edit"), press()),
            text::muted(look, format!("Pressed {} times", self.presses)),
        ]
        .spacing(gap::SMALL)
        .align_y(iced::Alignment::Center);
        let other = row![
            button_with_icon(
                look,
                Weight::Primary,
                Icon::Plus,
                say(texts, "add"),
                press()
            ),
            button_with_icon(
                look,
                Weight::Secondary,
                Icon::Filter,
                say(texts, "filter"),
                press()
            ),
            button(look, Weight::Primary, say(texts, "confirm"), None),
            button(look, Weight::Secondary, say(texts, "save"), None),
            button(look, Weight::Quiet, say(texts, "close"), None),
            icon_button(look, Icon::More, "", None),
        ]
        .spacing(gap::SMALL)
        .align_y(iced::Alignment::Center);
        group(look, "Buttons", column![plain, other].spacing(gap::SMALL))
    }

    fn inputs<'a>(&self, look: Look, texts: &Texts) -> Element<'a, Message> {
        let wrong = (!self.email.is_empty() && !self.email.contains('@'))
            .then(|| "An e-mail address has an @, as in liisa@example.fi.".to_owned());
        let body = column![
            Field::new(look, "First name", self.name.as_str())
                .on_input(Message::Name)
                .hint("As it stands on the receipt."),
            Field::new(look, "E-mail", self.email.as_str())
                .placeholder("liisa@example.fi")
                .on_input(Message::Email)
                .problem(wrong),
            Field::new(look, "PIN", self.pin.as_str())
                .secret()
                .on_input(Message::Pin),
            Field::new(look, "Number", "K-000417").hint("Given by the system."),
            search(
                look,
                "gallery search",
                say(texts, "search"),
                say(texts, "search-clear"),
                &self.search,
                Message::Search
            ),
            self.date
                .view(look, texts, "Valid from", today(), Message::Date),
        ]
        .spacing(gap::MEDIUM)
        .width(Length::Fill);
        group(look, "Inputs", body)
    }

    fn choices<'a>(&self, look: Look, texts: &Texts) -> Element<'a, Message> {
        let groups = [
            (
                "North stair",
                "24 locks, 3 of 500 entries used, 61 carriers",
            ),
            (
                "South stair",
                "18 locks, 471 of 500 entries used, 40 carriers",
            ),
            ("Garage", "6 locks, 12 of 500 entries used, 101 carriers"),
        ];
        let groups = (0..).zip(groups).map(|(value, (label, detail))| Choice {
            value,
            label: label.to_owned(),
            detail: Some(detail.to_owned()),
        });
        let names = [
            "Austria",
            "Denmark",
            "Estonia",
            "Finland",
            "Germany",
            "Iceland",
            "Latvia",
            "Lithuania",
            "Norway",
            "Poland",
            "Sweden",
            "Switzerland",
        ];
        let countries = (0..).zip(names).map(|(value, label)| Choice {
            value,
            label: label.to_owned(),
            detail: None,
        });
        let country = self.countries.view(
            look,
            countries.collect(),
            self.country.as_ref(),
            say(texts, "choose"),
            Message::Country,
        );
        let body = column![
            column![
                check_box(
                    look,
                    "Send sign-up invitation",
                    self.turned[0],
                    Some(Message::Turned(0))
                ),
                with_detail(
                    look,
                    "Private premises B 14",
                    Some("2 locks and 1 lock group, at any time".to_owned()),
                    self.turned[1],
                    Some(Message::Turned(1))
                ),
                check_box(look, "Write to phone key", true, None),
                check_box(look, "Write to K5 key", false, None),
            ],
            labelled(
                look,
                "Home group",
                choices(look, groups.collect(), self.group.as_ref(), Message::Group),
                None
            ),
            labelled(look, "Country", country, None),
        ]
        .spacing(gap::MEDIUM)
        .width(Length::Fill);
        group(look, "Choices", body)
    }
}

fn drawings<'a>(look: Look) -> Element<'a, Message> {
    let all = Icon::ALL
        .iter()
        .map(|drawing| icon::icon_of_size(look, *drawing, look.palette.text, 20.0));
    group(
        look,
        "Drawings",
        row(all)
            .spacing(gap::MEDIUM)
            .wrap()
            .vertical_spacing(gap::SMALL),
    )
}
