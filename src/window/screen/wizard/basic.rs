//! The first step: who it is. Name and address are required; the rest waits behind *Show additional options*.

use iced::widget::{column, row};
use iced::{Alignment, Length};
use serde::{Deserialize, Serialize};

use crate::i18n::Language;
use crate::model::user::UserDetails;
use crate::model::{Email, User, UserId};
use crate::time::LocalDate;
use crate::window::desk::{Fault, Likeness};
use crate::window::screen::Ctx;
use crate::window::ui::button::{Weight, button_with_icon};
use crate::window::ui::choice::Choice;
use crate::window::ui::date_field::{self, DateField};
use crate::window::ui::field::{Field, labelled};
use crate::window::ui::notice::notice;
use crate::window::ui::select::{self, Select};
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon};
use crate::workflow::people::NewUser;

/// The id of the first input.
pub const FIRST: &str = "wizard first name";
/// The id of the second.
const LAST: &str = "wizard last name";
/// The id of the input for the address.
const EMAIL: &str = "wizard e-mail";
/// The id of the input for the end date.
const END_DATE: &str = "wizard end date";

/// The inputs, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// First name.
    First,
    /// Last name.
    Last,
    /// Address.
    Email,
    /// Company or department.
    Company,
    /// Title.
    Title,
    /// Person code.
    PersonCode,
    /// The telephones.
    Telephone(usize),
    /// Street address.
    Street,
    /// Postal code.
    PostalCode,
    /// Post office.
    PostOffice,
    /// Country.
    Country,
    /// Id in another system.
    ExternalId,
    /// Free text.
    Description,
}

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed.
    Typed(Input, String),
    /// Opened or closed the additional options.
    More,
    /// Worked the end date.
    EndDate(date_field::Event),
    /// Worked the language of the invitation.
    Language(select::Event<Language>),
    /// Pressed Enter in an input.
    Submit,
}

/// What was entered, as it is kept in a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBasic {
    first: String,
    last: String,
    email: String,
    details: UserDetails,
    external_id: String,
    end_date: String,
    language: Option<String>,
}

/// What was entered.
#[derive(Debug, Clone, Default)]
pub struct Basic {
    first: String,
    last: String,
    email: String,
    details: UserDetails,
    external_id: String,
    end_date: DateField,
    language: Option<Language>,
    language_list: Select,
    more: bool,
    checked: bool,
}

impl Basic {
    /// What is known of a user.
    pub fn of(user: &User) -> Self {
        let language = user.details.language.as_deref();
        Self {
            first: user.first_name.clone(),
            last: user.last_name.clone(),
            email: user.email.to_string(),
            external_id: user.details.external_id.clone().unwrap_or_default(),
            end_date: DateField::new(user.end_date),
            language: language.map(Language::of),
            details: user.details.clone(),
            ..Self::default()
        }
    }

    /// The user with what was entered; none where something is missing or wrong.
    pub fn user(&self, id: UserId) -> Option<User> {
        let new = self.new_user()?;
        Some(User {
            id,
            first_name: new.first_name,
            last_name: new.last_name,
            email: new.email,
            details: new.details,
            end_date: new.end_date,
        })
    }

    /// What was entered, to be kept in a draft.
    pub fn kept(&self) -> KeptBasic {
        KeptBasic {
            first: self.first.clone(),
            last: self.last.clone(),
            email: self.email.clone(),
            details: self.details.clone(),
            external_id: self.external_id.clone(),
            end_date: self.end_date.typed().to_owned(),
            language: self.language.map(|language| language.tag().to_owned()),
        }
    }

    /// What was kept in a draft.
    pub fn restored(kept: KeptBasic) -> Self {
        let mut end_date = DateField::default();
        end_date.update(date_field::Event::Typed(kept.end_date));
        Self {
            first: kept.first,
            last: kept.last,
            email: kept.email,
            more: kept.details != UserDetails::default(),
            details: kept.details,
            external_id: kept.external_id,
            end_date,
            language: kept.language.as_deref().map(Language::of),
            ..Self::default()
        }
    }

    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
            && self.last.is_empty()
            && self.email.is_empty()
            && self.external_id.is_empty()
            && self.details == UserDetails::default()
            && self.end_date.typed().is_empty()
    }

    /// First and last name.
    pub fn names(&self) -> (String, String) {
        (self.first.trim().to_owned(), self.last.trim().to_owned())
    }

    /// Both in one.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first.trim(), self.last.trim())
    }

    /// The address as typed.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// What a likeness was accepted for.
    pub fn identity(&self) -> (String, String) {
        (self.full_name(), self.email.trim().to_lowercase())
    }

    /// From now on what is wrong is said below its input; `true` where nothing is.
    pub fn check(&mut self) -> bool {
        self.checked = true;
        // What stops the step is seen: the end date stands among the additional options.
        if self.end_date.date().is_err() {
            self.more = true;
            self.end_date.insist();
        }
        self.new_user().is_some()
    }

    /// The input that stops the step, from above.
    pub fn first_wrong(&self) -> Option<&'static str> {
        let named = |text: &str| crate::model::name(text).is_ok();
        if !named(&self.first) {
            Some(FIRST)
        } else if !named(&self.last) {
            Some(LAST)
        } else if Email::new(&self.email).is_err() {
            Some(EMAIL)
        } else if self.end_date.date().is_err() {
            Some(END_DATE)
        } else {
            None
        }
    }

    /// Takes in what the person did.
    pub fn update(&mut self, message: Message) {
        match message {
            Message::Typed(input, text) => *self.value_mut(input) = text,
            Message::More => self.more = !self.more,
            Message::EndDate(event) => self.end_date.update(event),
            Message::Language(event) => {
                if let Some(language) = self.language_list.update(event) {
                    self.language = Some(language);
                }
            }
            Message::Submit => {}
        }
    }

    fn value_mut(&mut self, input: Input) -> &mut String {
        let details = &mut self.details;
        match input {
            Input::First => &mut self.first,
            Input::Last => &mut self.last,
            Input::Email => &mut self.email,
            Input::Company => &mut details.company,
            Input::Title => &mut details.title,
            Input::PersonCode => &mut details.person_code,
            Input::Telephone(place) => &mut details.telephones[place.min(2)],
            Input::Street => &mut details.street,
            Input::PostalCode => &mut details.postal_code,
            Input::PostOffice => &mut details.post_office,
            Input::Country => &mut details.country,
            Input::ExternalId => &mut self.external_id,
            Input::Description => &mut details.description,
        }
    }

    fn value(&self, input: Input) -> &str {
        let details = &self.details;
        match input {
            Input::First => &self.first,
            Input::Last => &self.last,
            Input::Email => &self.email,
            Input::Company => &details.company,
            Input::Title => &details.title,
            Input::PersonCode => &details.person_code,
            Input::Telephone(place) => &details.telephones[place.min(2)],
            Input::Street => &details.street,
            Input::PostalCode => &details.postal_code,
            Input::PostOffice => &details.post_office,
            Input::Country => &details.country,
            Input::ExternalId => &self.external_id,
            Input::Description => &details.description,
        }
    }

    /// What was entered, as the workflow takes it; none where something is missing or wrong.
    pub fn new_user(&self) -> Option<NewUser> {
        let external_id = Some(self.external_id.trim().to_owned()).filter(|id| !id.is_empty());
        let name = |text: &str| crate::model::name(text).ok();
        Some(NewUser {
            first_name: name(&self.first)?,
            last_name: name(&self.last)?,
            email: Email::new(&self.email).ok()?,
            details: UserDetails {
                external_id,
                language: self.language.map(|language| language.tag().to_owned()),
                ..self.details.clone()
            },
            end_date: self.end_date.date().ok()?,
            sources: Vec::new(),
            keys: Vec::new(),
            program: false,
            invite: false,
        })
    }

    fn problem(&self, ctx: Ctx<'_>, input: Input, likeness: Option<&Likeness>) -> Option<String> {
        if input == Input::Email && likeness.is_some_and(|found| found.email_taken) {
            return Some(ctx.say("email-taken"));
        }
        if !self.checked {
            return None;
        }
        let value = self.value(input);
        match input {
            Input::First | Input::Last | Input::Email if value.trim().is_empty() => {
                Some(ctx.say("required"))
            }
            Input::First | Input::Last if crate::model::name(value).is_err() => {
                Some(ctx.say("name-malformed"))
            }
            Input::Email if Email::new(value).is_err() => Some(ctx.say("email-malformed")),
            _ => None,
        }
    }

    fn field<'a>(
        &self,
        ctx: Ctx<'_>,
        input: Input,
        label: &str,
        likeness: Option<&Likeness>,
    ) -> Field<'a, Message> {
        Field::new(ctx.look, ctx.say(label), self.value(input))
            .on_input(move |text| Message::Typed(input, text))
            .on_submit(Message::Submit)
            .problem(self.problem(ctx, input, likeness))
    }

    /// Draws the step.
    pub fn view<'a>(
        &'a self,
        ctx: Ctx<'a>,
        today: LocalDate,
        likeness: Option<&Likeness>,
        fault: Option<&Fault>,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        let names = row![
            self.field(ctx, Input::First, "field-first-name", None)
                .id(FIRST),
            self.field(ctx, Input::Last, "field-last-name", None)
                .id(LAST),
        ]
        .spacing(gap::MEDIUM)
        .align_y(Alignment::Start);
        let email = self
            .field(ctx, Input::Email, "field-email", likeness)
            .id(EMAIL)
            .hint(ctx.say("email-hint"));
        let (word, drawing) = if self.more {
            ("options-hide", Icon::ChevronUp)
        } else {
            ("options-show", Icon::ChevronDown)
        };
        let more = button_with_icon(
            look,
            Weight::Quiet,
            drawing,
            ctx.say(word),
            Some(Message::More),
        );
        let options = self.more.then(|| self.options(ctx, today));
        let similar = likeness
            .filter(|found| !found.email_taken && !found.similar.is_empty())
            .map(|found| {
                let who: Vec<String> = found
                    .similar
                    .iter()
                    .map(|(name, email)| format!("{name}, {email}"))
                    .collect();
                notice(
                    look,
                    Tone::Warn,
                    ctx.tell("similar", [("users", who.join("; ").into())]),
                    Some(ctx.say("similar-remedy")),
                    None,
                )
            });
        column![
            names,
            email,
            row![more],
            options,
            similar,
            fault.map(|fault| ctx.fault(fault, None)),
        ]
        .spacing(gap::MEDIUM)
        .into()
    }

    fn options<'a>(&'a self, ctx: Ctx<'a>, today: LocalDate) -> Element<'a, Message> {
        let pair = |one: (Input, &str), other: (Input, &str)| {
            row![
                self.field(ctx, one.0, one.1, None),
                self.field(ctx, other.0, other.1, None)
            ]
            .spacing(gap::MEDIUM)
            .align_y(Alignment::Start)
        };
        let languages = Language::ALL
            .into_iter()
            .map(|language| Choice {
                value: language,
                label: language_name(language).to_owned(),
                detail: None,
            })
            .collect();
        let language = self.language_list.view(
            ctx.look,
            languages,
            self.language.as_ref(),
            ctx.say("choose"),
            Message::Language,
        );
        let end = self.end_date.view_as(
            ctx.look,
            ctx.texts,
            ctx.say("field-end-date"),
            today,
            Some(END_DATE),
            Message::EndDate,
        );
        column![
            pair(
                (Input::Company, "field-company"),
                (Input::Title, "field-title")
            ),
            pair(
                (Input::PersonCode, "field-person-code"),
                (Input::ExternalId, "field-external-id")
            ),
            row![
                self.field(ctx, Input::Telephone(0), "field-telephone-1", None),
                self.field(ctx, Input::Telephone(1), "field-telephone-2", None),
                self.field(ctx, Input::Telephone(2), "field-telephone-3", None),
            ]
            .spacing(gap::MEDIUM),
            pair(
                (Input::Street, "field-street"),
                (Input::PostalCode, "field-postal-code")
            ),
            pair(
                (Input::PostOffice, "field-post-office"),
                (Input::Country, "field-country")
            ),
            row![
                end,
                labelled(ctx.look, ctx.say("field-language"), language, None)
            ]
            .spacing(gap::MEDIUM)
            .align_y(Alignment::Start)
            .width(Length::Fill),
            self.field(ctx, Input::Description, "field-description", None),
        ]
        .spacing(gap::MEDIUM)
        .into()
    }
}

/// Each language in its own words.
pub fn language_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Finnish => "Suomi",
        Language::Swedish => "Svenska",
        Language::German => "Deutsch",
    }
}
