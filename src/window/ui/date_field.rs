//! A date as the person's language writes it, or as `YYYY-MM-DD`: typed, or picked from a small calendar. The week
//! begins on Monday. An empty field is no date.

use iced::keyboard::{Key, key};
use iced::widget::{Column, Id, Row, column, container, row, space};
use iced::{Alignment, Length, Padding};

use super::button::{icon_button, icon_button_of_size};
use super::field::{Field, INSET};
use super::icon::Icon;
use super::popup::{Popup, Where};
use super::pressable::{Pressable, Style};
use super::scope::Scope;
use super::theme::{FONT_STRONG, Look, ROUND, space as gap};
use super::{Element, text};
use crate::i18n::{Arguments, Date, Language, Texts, date_of};
use crate::time::{Error, LocalDate};

/// The side of a day in the calendar, in pixels.
const DAY: f32 = 36.0;
const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 2105;

/// What the person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Typed.
    Typed(String),
    /// Opened the calendar; today is where it opens on an empty field.
    Opened(LocalDate),
    /// Closed it.
    Closed,
    /// Moved to another day in it.
    Moved(Day),
    /// Picked a day.
    Picked(Day),
}

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::struct_field_names)]
pub struct Day {
    year: i32,
    month: u8,
    day: u8,
}

impl Day {
    fn of(date: LocalDate) -> Self {
        let written = date.to_string();
        let mut parts = written.split('-').map(str::parse::<u16>);
        let mut part = || parts.next().and_then(Result::ok).unwrap_or(1);
        Self {
            year: part().into(),
            month: u8::try_from(part()).unwrap_or(1),
            day: u8::try_from(part()).unwrap_or(1),
        }
    }

    fn written(self) -> String {
        written((self.year, self.month, self.day))
    }

    /// Days since 1970-01-01.
    fn number(self) -> i32 {
        let before = |year: i32| year * 365 + year / 4 - year / 100 + year / 400;
        let months: i32 = (1..self.month)
            .map(|month| i32::from(days_in(self.year, month)))
            .sum();
        before(self.year - 1) - before(FIRST_YEAR - 1) + months + i32::from(self.day) - 1
    }

    /// 0 for Monday to 6 for Sunday.
    fn weekday(self) -> u8 {
        // The first of January 1970 was a Thursday.
        u8::try_from((self.number() + 3).rem_euclid(7)).unwrap_or(0)
    }

    fn later(self, days: i32) -> Self {
        let mut day = Self { day: 1, ..self };
        let mut rest = i32::from(self.day) - 1 + days;
        while rest < 0 {
            day = day.months_later(-1);
            rest += i32::from(days_in(day.year, day.month));
        }
        while rest >= i32::from(days_in(day.year, day.month)) {
            rest -= i32::from(days_in(day.year, day.month));
            day = day.months_later(1);
        }
        day.day = u8::try_from(rest + 1).unwrap_or(1);
        day.within()
    }

    fn months_later(self, months: i32) -> Self {
        let all = self.year * 12 + i32::from(self.month) - 1 + months;
        let (year, month) = (all.div_euclid(12), all.rem_euclid(12));
        let month = u8::try_from(month + 1).unwrap_or(1);
        Self {
            year,
            month,
            day: self.day.min(days_in(year, month)),
        }
    }

    /// This day, or the nearest that media can hold.
    fn within(self) -> Self {
        let first = Self {
            year: FIRST_YEAR,
            month: 1,
            day: 1,
        };
        let last = Self {
            year: LAST_YEAR,
            month: 12,
            day: 31,
        };
        self.clamp(first, last)
    }
}

fn written((year, month, day): Date) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A date being entered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateField {
    typed: String,
    /// Whether a person typed it: what somebody types is not written otherwise under their hands.
    by_hand: bool,
    open: Option<Day>,
    insists: bool,
}

impl DateField {
    /// A field that holds this date, or none.
    pub fn new(date: Option<LocalDate>) -> Self {
        Self {
            typed: date.map(|date| date.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// From now on what is wrong is said however little was typed.
    pub fn insist(&mut self) {
        self.insists = true;
    }

    /// The date, none where the field is empty, or what is wrong with what was typed.
    pub fn date(&self) -> Result<Option<LocalDate>, Error> {
        match self.typed.trim() {
            "" => Ok(None),
            typed => match date_of(typed) {
                Some(date) => written(date).parse().map(Some),
                None => typed.parse().map(Some),
            },
        }
    }

    /// What was typed, word for word.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Takes in what the person did.
    pub fn update(&mut self, event: Event) {
        match event {
            Event::Typed(typed) => {
                self.typed = typed;
                self.by_hand = true;
            }
            Event::Opened(today) => {
                let at = self.date().ok().flatten().unwrap_or(today);
                self.open = Some(Day::of(at));
            }
            Event::Closed => self.open = None,
            Event::Moved(day) => self.open = Some(day.within()),
            Event::Picked(day) => {
                self.typed = day.written();
                self.by_hand = false;
                self.open = None;
            }
        }
    }

    /// The control. What is wrong with the date is said below it once ten letters were typed.
    pub fn view<'a, Message: Clone + 'a>(
        &self,
        look: Look,
        texts: &Texts,
        label: impl Into<String>,
        today: LocalDate,
        on_event: impl Fn(Event) -> Message + Clone + 'a,
    ) -> Element<'a, Message> {
        self.view_as(look, texts, label, today, None, on_event)
    }

    /// What stands in the input: a date that was given or picked as the language writes it, else what was typed.
    fn shown(&self, language: Language) -> String {
        let local = matches!(language, Language::Finnish | Language::German);
        match self.typed.parse::<LocalDate>() {
            Ok(date) if local && !self.by_hand => language.date(date.parts()),
            _ => self.typed.clone(),
        }
    }

    /// The same with an id, by which it gets the focus.
    pub fn view_as<'a, Message: Clone + 'a>(
        &self,
        look: Look,
        texts: &Texts,
        label: impl Into<String>,
        today: LocalDate,
        id: Option<&'static str>,
        on_event: impl Fn(Event) -> Message + Clone + 'a,
    ) -> Element<'a, Message> {
        let say = |id: &str| texts.text(id, &Arguments::new());
        let problem = match self.date() {
            Err(Error::Range) => Some(say("window-date-out-of-range")),
            Err(_) if self.insists || self.typed.trim().len() >= 10 => {
                Some(say("window-date-malformed"))
            }
            _ => None,
        };
        let open = icon_button_of_size(
            look,
            look.control() - 2.0 * INSET,
            Icon::Calendar,
            say("window-open-calendar"),
            Some(on_event(Event::Opened(today))),
        );
        let typed = on_event.clone();
        let mut field = Field::new(look, label, self.shown(texts.language()))
            .placeholder(say("window-date-pattern"))
            .on_input(move |text| typed(Event::Typed(text)))
            .problem(problem)
            .after(open);
        if let Some(id) = id {
            field = field.id(id);
        }
        let calendar = self.open.map(|at| {
            let chosen = self.date().ok().flatten().map(Day::of);
            calendar(look, texts, at, chosen, Day::of(today), on_event.clone())
        });
        Popup::new(field, calendar, on_event(Event::Closed))
            .at(Where::UnderNarrow)
            .into()
    }
}

fn calendar<'a, Message: Clone + 'a>(
    look: Look,
    texts: &Texts,
    at: Day,
    chosen: Option<Day>,
    today: Day,
    on_event: impl Fn(Event) -> Message + Clone + 'a,
) -> Scope<'a, Message> {
    let say = |id: &str| texts.text(id, &Arguments::new());
    let month = format!("{} {}", say(&format!("window-month-{}", at.month)), at.year);
    let moved = |months| Some(on_event(Event::Moved(at.months_later(months))));
    let head = row![
        icon_button(
            look,
            Icon::ChevronLeft,
            say("window-month-before"),
            moved(-1)
        ),
        container(text::strong(look, month)).center_x(Length::Fill),
        icon_button(
            look,
            Icon::ChevronRight,
            say("window-month-after"),
            moved(1)
        ),
    ]
    .align_y(Alignment::Center);
    let mut names = Row::new();
    for weekday in 1..=7 {
        names = names.push(
            container(text::small(look, say(&format!("window-weekday-{weekday}")))).center_x(DAY),
        );
    }
    let first = Day { day: 1, ..at };
    let start = first.later(-i32::from(first.weekday()));
    let mut weeks = Column::new();
    for week in 0..6 {
        let mut days = Row::new();
        for weekday in 0..7 {
            let day = start.later(week * 7 + weekday);
            let marks = Marks {
                at: day == at,
                chosen: chosen == Some(day),
                today: day == today,
                outside: day.month != at.month,
            };
            days = days.push(self::day(look, day, marks, on_event(Event::Picked(day))));
        }
        weeks = weeks.push(days);
    }
    let by_key = on_event.clone();
    let grid = Pressable::new(look, weeks)
        .id("calendar days")
        .on_key(move |key, _| {
            let Key::Named(named) = key else { return None };
            let to = match named {
                key::Named::ArrowLeft => at.later(-1),
                key::Named::ArrowRight => at.later(1),
                key::Named::ArrowUp => at.later(-7),
                key::Named::ArrowDown => at.later(7),
                key::Named::PageUp => at.months_later(-1),
                key::Named::PageDown => at.months_later(1),
                key::Named::Enter | key::Named::Space => return Some(by_key(Event::Picked(at))),
                _ => return None,
            };
            Some(by_key(Event::Moved(to)))
        });
    let foot = container(super::button::build(
        look,
        super::button::Weight::Quiet,
        None,
        say("window-today"),
        Some(on_event(Event::Picked(today))),
    ))
    .center_x(DAY * 7.0);
    let body = container(
        column![
            head.width(DAY * 7.0),
            names,
            grid,
            space().height(gap::TIGHT),
            foot
        ]
        .spacing(2.0),
    )
    .padding(Padding::new(gap::SMALL))
    .style(look.card());
    Scope::page(body).start(Some(Id::new("calendar days")))
}

#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools)]
struct Marks {
    at: bool,
    chosen: bool,
    today: bool,
    outside: bool,
}

fn day<'a, Message: Clone + 'a>(
    look: Look,
    day: Day,
    marks: Marks,
    picked: Message,
) -> Element<'a, Message> {
    let p = look.palette;
    let word = text::word(look, day.day.to_string());
    let word = match (marks.chosen, marks.today, marks.outside) {
        (true, _, _) => word.font(FONT_STRONG).color(p.on_accent),
        (_, true, _) => word.font(FONT_STRONG).color(p.accent),
        (_, _, true) => word.color(p.disabled),
        _ => word.color(p.text),
    };
    Pressable::new(look, word)
        .without_focus()
        .on_press(Some(picked))
        .width(DAY)
        .height(DAY - 4.0)
        .align(Alignment::Center)
        .style(move |status| Style {
            ground: match (marks.chosen, status.hovered) {
                (true, _) => Some(p.accent),
                (false, true) => Some(p.sunken),
                (false, false) => None,
            },
            outline: (marks.at && !marks.chosen).then_some(p.accent),
            text: p.text,
            round: ROUND,
        })
        .into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::of(text.parse().unwrap())
    }

    #[test]
    fn a_date_is_shown_and_taken_as_the_language_writes_it() {
        let christmas = "2026-12-24".parse().ok();
        let shown = |typed: &str| {
            let mut field = DateField::default();
            field.update(Event::Typed(typed.to_owned()));
            assert_eq!(field.date().unwrap(), christmas, "{typed}");
            Language::ALL.map(|language| field.shown(language))
        };
        let iso = "2026-12-24".to_owned();
        let local = "24.12.2026".to_owned();
        let all = [iso.clone(), local.clone(), iso.clone(), local.clone()];
        let given = DateField::new(christmas);
        assert_eq!(Language::ALL.map(|language| given.shown(language)), all);
        // What was typed stays as it was typed: it may go on.
        for typed in [&iso, &local] {
            assert_eq!(shown(typed), [typed; 4].map(Clone::clone));
        }
        let _english = shown("24 Dec 2026");
    }

    #[test]
    fn days_are_counted_through_months_and_leap_years() {
        assert_eq!(day("1970-01-01").number(), 0);
        assert_eq!(day("2000-03-01").number(), 11_017);
        assert_eq!(day("2026-11-21").weekday(), 5);
        assert_eq!(day("2028-02-29").later(1), day("2028-03-01"));
        assert_eq!(day("2027-01-01").later(-1), day("2026-12-31"));
        assert_eq!(day("2026-01-31").months_later(1), day("2026-02-28"));
        assert_eq!(day("2026-01-31").months_later(-1), day("2025-12-31"));
        assert_eq!(day("2026-11-21").later(400).later(-400), day("2026-11-21"));
    }

    #[test]
    fn no_day_is_offered_that_media_cannot_hold() {
        assert_eq!(day("2105-12-31").later(1), day("2105-12-31"));
        assert_eq!(day("1970-01-01").later(-1), day("1970-01-01"));
    }

    #[test]
    fn an_empty_field_is_no_date_and_a_wrong_one_says_so() {
        let mut field = DateField::default();
        assert_eq!(field.date(), Ok(None));
        field.update(Event::Typed("2026-02-30".into()));
        assert_eq!(field.date(), Err(Error::Malformed));
        field.update(Event::Opened("2026-11-21".parse().unwrap()));
        field.update(Event::Picked(day("2026-12-24")));
        assert_eq!(field.typed(), "2026-12-24");
        assert_eq!(field.date(), Ok(Some("2026-12-24".parse().unwrap())));
    }
}
