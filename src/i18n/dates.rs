//! Dates and times as people of a language write them, so that none is taken for another: the month is a word in
//! English, where some write it first and some second. What is typed may be `2026-11-22` in every language, or a date
//! as any of them writes it: [`date_of`].

use super::Language;

const ENGLISH_MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A day of the Gregorian calendar: year, month from 1, day from 1.
pub type Date = (i32, u8, u8);

/// A time of the day: hour from 0 to 23, minute.
pub type Time = (u8, u8);

impl Language {
    /// A date: `22 Nov 2026`, `22.11.2026` (Finnish and German), `2026-11-22` (Swedish).
    pub fn date(self, (year, month, day): Date) -> String {
        match self {
            Self::English => {
                let place = usize::from(month).saturating_sub(1);
                let month = ENGLISH_MONTHS.get(place).copied().unwrap_or_default();
                format!("{day} {month} {year}")
            }
            Self::Finnish => format!("{day}.{month}.{year}"),
            Self::German => format!("{day:02}.{month:02}.{year}"),
            Self::Swedish => format!("{year:04}-{month:02}-{day:02}"),
        }
    }

    /// A time of the day: `14:05`, in Finnish `14.05`.
    pub fn time(self, (hour, minute): Time) -> String {
        match self {
            Self::Finnish => format!("{hour}.{minute:02}"),
            Self::English | Self::Swedish | Self::German => format!("{hour:02}:{minute:02}"),
        }
    }

    /// Date and time: `22 Nov 2026, 14:05`, `22.11.2026 klo 14.05`, `2026-11-22 14:05`, `22.11.2026, 14:05`.
    pub fn instant(self, date: Date, time: Time) -> String {
        let between = match self {
            Self::English | Self::German => ", ",
            Self::Finnish => " klo ",
            Self::Swedish => " ",
        };
        format!("{}{between}{}", self.date(date), self.time(time))
    }
}

/// The date that a text of one of the languages says, other than `2026-11-22`: `22.11.2026`, `22 Nov 2026`. Whether
/// there is such a day is another matter.
pub fn date_of(text: &str) -> Option<Date> {
    let mut parts = text.split(['.', ' ']).filter(|part| !part.is_empty());
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = match month.parse() {
        Ok(number) if text.contains('.') => number,
        Ok(_) => return None,
        Err(_) => month_of(month)?,
    };
    let is_whole = year.len() == 4 && parts.next().is_none();
    is_whole.then_some((year.parse().ok()?, month, day.parse().ok()?))
}

/// The month that an English word stands for, in full or in short.
fn month_of(word: &str) -> Option<u8> {
    let start: String = word.chars().take(3).collect();
    let place = ENGLISH_MONTHS
        .iter()
        .position(|month| month.eq_ignore_ascii_case(&start))?;
    u8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_dates_as_its_people_do() {
        let said = |date, time| Language::ALL.map(|language| language.instant(date, time));
        assert_eq!(
            said((2026, 11, 22), (14, 5)),
            [
                "22 Nov 2026, 14:05",
                "22.11.2026 klo 14.05",
                "2026-11-22 14:05",
                "22.11.2026, 14:05"
            ]
        );
        assert_eq!(
            said((2027, 2, 3), (8, 0)),
            [
                "3 Feb 2027, 08:00",
                "3.2.2027 klo 8.00",
                "2027-02-03 08:00",
                "03.02.2027, 08:00"
            ]
        );
    }

    #[test]
    fn what_a_language_writes_is_read_again() {
        for date in [(2026, 11, 22), (2027, 2, 3), (2027, 12, 31)] {
            for language in [Language::English, Language::Finnish, Language::German] {
                assert_eq!(date_of(&language.date(date)), Some(date), "{language:?}");
            }
        }
        assert_eq!(date_of(" 3. 2. 2027 "), Some((2027, 2, 3)));
        assert_eq!(date_of("3 february 2027"), Some((2027, 2, 3)));
        // What may mean two days, or is not finished, is none.
        for text in [
            "",
            "3.2.",
            "3.2.27",
            "3/2/2027",
            "3 2 2027",
            "x.2.2027",
            "1.2.2027.4",
        ] {
            assert_eq!(date_of(text), None, "{text}");
        }
    }

    #[test]
    fn no_two_days_are_written_alike() {
        for language in Language::ALL {
            let days = (1..=12).flat_map(|month| (1..=28).map(move |day| (2026, month, day)));
            let written: std::collections::BTreeSet<String> =
                days.map(|day| language.date(day)).collect();
            assert_eq!(written.len(), 12 * 28, "{language:?}");
        }
    }
}
