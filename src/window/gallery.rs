//! Every control in every state, arranged as the window is. For the eye, for the pictures that tests compare and
//! as the host in which the stories of the controls play; not in a release. What it shows is made up here and
//! goes nowhere.

mod feedback;
mod fields;
mod people;
mod steps;

use iced::widget::{column, container, row, scrollable, space};
use iced::{Alignment, Length, Task};

use super::ui::choice::Choice;
use super::ui::device_strip::{Chip, device_strip};
use super::ui::frame::{Frame, frame, page_head};
use super::ui::room::room;
use super::ui::select::{self, Select};
use super::ui::theme::{Mode, Scale, TextSize, Tone, space as gap};
use super::ui::{Element, Icon, Look, dialog, nav, toast};
use crate::i18n::{Arguments, Language, Texts};
use crate::time::LocalDate;

/// The pages of the gallery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Page {
    /// Inputs, buttons and choices.
    #[default]
    Fields,
    /// The long list with its side panel and its menu.
    People,
    /// Notices, badges, meters, progress.
    Feedback,
    /// A wizard.
    Steps,
}

impl Page {
    const ALL: [Self; 4] = [Self::Fields, Self::People, Self::Feedback, Self::Steps];
}

/// How the gallery begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Start {
    /// The page.
    pub page: Page,
    /// The colours.
    pub mode: Mode,
    /// The size of text.
    pub text_size: TextSize,
    /// The scale of the window.
    pub scale: Scale,
    /// The language as its place among all.
    pub language: usize,
    /// Whether the window is narrow.
    pub narrow: bool,
}

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Nothing that the gallery answers.
    Nothing,
    /// Went to another page.
    Went(Page),
    /// Chose other colours.
    Colours(select::Event<Mode>),
    /// On the page of fields.
    Fields(fields::Message),
    /// On the page of people.
    People(people::Message),
    /// On the page of feedback.
    Feedback(feedback::Message),
    /// In the wizard.
    Steps(steps::Message),
}

/// The gallery.
#[derive(Debug)]
pub struct Gallery {
    texts: Texts,
    look: Look,
    scale: Scale,
    narrow: bool,
    page: Page,
    colours: Select,
    fields: fields::Fields,
    people: people::People,
    feedback: feedback::Feedback,
    steps: steps::Steps,
}

impl Gallery {
    /// The gallery as it begins.
    pub fn new(start: Start) -> Self {
        let language = Language::ALL
            .get(start.language)
            .copied()
            .unwrap_or(Language::English);
        Self {
            texts: Texts::new(language),
            look: Look::new(start.mode, start.text_size),
            scale: start.scale,
            narrow: start.narrow,
            page: start.page,
            colours: Select::default(),
            fields: fields::Fields::default(),
            people: people::People::new(100_000),
            feedback: feedback::Feedback::default(),
            steps: steps::Steps::default(),
        }
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Nothing => Task::none(),
            Message::Went(page) => {
                self.page = page;
                Task::none()
            }
            Message::Colours(event) => {
                if let Some(mode) = self.colours.update(event) {
                    self.look = Look::new(mode, self.look.text_size);
                }
                Task::none()
            }
            Message::Fields(message) => {
                self.fields.update(message);
                Task::none()
            }
            Message::People(message) => self.people.update(message, self.look).map(Message::People),
            Message::Feedback(message) => {
                self.feedback.update(message);
                Task::none()
            }
            Message::Steps(message) => {
                self.steps.update(message);
                Task::none()
            }
        }
    }

    /// Draws it.
    pub fn view(&self) -> Element<'_, Message> {
        let look = self.look;
        let body = match self.page {
            Page::Fields => scrolled(
                look,
                self.fields.view(look, &self.texts).map(Message::Fields),
            ),
            Page::People => self.people.view(look, &self.texts).map(Message::People),
            Page::Feedback => scrolled(
                look,
                self.feedback.view(look, &self.texts).map(Message::Feedback),
            ),
            Page::Steps => self.steps.view(look, &self.texts).map(Message::Steps),
        };
        let side = match self.page {
            Page::People => self
                .people
                .side(look, &self.texts)
                .map(|side| side.map(Message::People)),
            _ => None,
        };
        let page = column![self.head(), body].height(Length::Fill);
        let window = frame(
            look,
            Frame {
                nav: navigation(look, &self.texts, self.narrow),
                page: page.into(),
                side,
                strip: strip(look, &self.texts),
            },
        );
        let toasts = self.feedback.toasts(&self.texts);
        let below = room(strip(look, &self.texts));
        let window = toast::over(look, window, toasts, &self.say("close"), below);
        let question = match self.page {
            Page::Feedback => self.feedback.question(look, &self.texts),
            _ => None,
        };
        dialog::over(look, window, question, None)
    }

    fn head(&self) -> Element<'_, Message> {
        let look = self.look;
        let colours = Mode::ALL
            .into_iter()
            .map(|mode| Choice {
                value: mode,
                label: format!("{mode:?}"),
                detail: None,
            })
            .collect();
        let colours = self
            .colours
            .view(look, colours, Some(&look.mode), "", Message::Colours);
        let tabs = Page::ALL
            .into_iter()
            .map(|page| (format!("{page:?}"), Message::Went(page)))
            .collect();
        let current = Page::ALL
            .into_iter()
            .position(|page| page == self.page)
            .unwrap_or(0);
        column![
            page_head(look, "Gallery", vec![container(colours).width(160).into()]),
            container(nav::tabs(look, tabs, current)).padding([0.0, gap::LARGE])
        ]
        .into()
    }

    fn say(&self, id: &str) -> String {
        say(&self.texts, id)
    }

    /// The theme for the toolkit.
    pub fn theme(&self) -> iced::Theme {
        self.look.theme()
    }

    /// The scale of the window.
    pub fn scale(&self) -> f32 {
        self.scale.factor()
    }
}

/// The gallery as a program, to be run in a window or by the driver of the tests.
pub fn program(
    start: Start,
) -> iced::Application<impl iced::Program<State = Gallery, Message = Message, Theme = iced::Theme>>
{
    iced::application(move || Gallery::new(start), Gallery::update, Gallery::view)
        .settings(super::settings())
        .title("Keywright")
        .theme(Gallery::theme)
        .scale_factor(Gallery::scale)
        .window_size((1280.0, 800.0))
}

fn say(texts: &Texts, id: &str) -> String {
    texts.text(&format!("window-{id}"), &Arguments::new())
}

/// The day on which the gallery is looked at.
fn today() -> LocalDate {
    "2026-11-21"
        .parse()
        .unwrap_or_else(|_| crate::time::Zone::UTC.date(crate::time::UtcMillis(0)))
}

fn scrolled(look: Look, body: Element<'_, Message>) -> Element<'_, Message> {
    scrollable(
        container(body)
            .padding([gap::LARGE, gap::LARGE])
            .width(Length::Fill),
    )
    .height(Length::Fill)
    .direction(super::ui::theme::vertical())
    .style(look.scroll_bar())
    .into()
}

fn navigation<'a>(look: Look, texts: &Texts, narrow: bool) -> Element<'a, Message> {
    let place = |icon, id: &str, waiting, current| nav::Place {
        icon,
        label: say(texts, id),
        waiting,
        current,
        on_press: Message::Nothing,
    };
    nav::nav(
        look,
        vec![
            place(Icon::User, "nav-users", None, true),
            place(Icon::Key, "nav-keys", None, false),
            place(Icon::Lock, "nav-locks", None, false),
            place(Icon::Premises, "nav-premises", None, false),
            place(Icon::Role, "nav-roles", None, false),
            place(Icon::Block, "nav-blocking-groups", None, false),
            place(Icon::Todo, "nav-todo", Some(12), false),
            place(Icon::Log, "nav-log", None, false),
            place(Icon::ProgrammingKey, "nav-programming-keys", None, false),
            place(Icon::Settings, "nav-settings", None, false),
        ],
        narrow,
    )
}

fn strip<'a>(look: Look, texts: &Texts) -> Element<'a, Message> {
    let chip = |icon, name: &str, tone, state: &str, mend: Option<&str>| Chip {
        icon,
        name: Some(say(texts, name)),
        tone,
        state: say(texts, state),
        mend: mend.map(|id| (say(texts, id), Message::Nothing)),
    };
    device_strip(
        look,
        vec![
            chip(
                Icon::ProgrammingKey,
                "device-programming-key",
                Tone::Good,
                "state-ready",
                None,
            ),
            chip(
                Icon::Encoder,
                "device-encoder",
                Tone::Bad,
                "state-missing",
                Some("retry"),
            ),
            chip(
                Icon::Contact,
                "device-contact",
                Tone::Info,
                "state-busy",
                None,
            ),
            chip(Icon::Store, "device-store", Tone::Good, "state-ready", None),
            chip(Icon::Mail, "device-mail", Tone::Warn, "state-pending", None),
        ],
    )
}

/// A group of things under a title.
fn group<'a, Message: 'a>(
    look: Look,
    title: &str,
    body: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    column![super::ui::text::title(look, title), body.into()]
        .spacing(gap::SMALL)
        .width(Length::Fill)
        .into()
}

/// Two columns of groups.
fn two<'a, Message: 'a>(
    left: Element<'a, Message>,
    right: Element<'a, Message>,
) -> Element<'a, Message> {
    row![left, space().width(gap::SECTION), right]
        .align_y(Alignment::Start)
        .into()
}
