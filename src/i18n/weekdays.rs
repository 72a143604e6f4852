//! Access times as people of a language write them: the days of the week are words of the language, all else is as the
//! system writes it, `mon-fri 07:00-18:00`.

use super::{Arguments, Language, Texts};

/// The words of the system.
const PLAIN: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Texts {
    /// Access times with the days in this language.
    pub fn times(&self, plain: &str) -> String {
        if plain == "always" {
            return self.text("window-times-always", &Arguments::new());
        }
        each_word(plain, |word| {
            let place = PLAIN.iter().position(|day| *day == word)?;
            Some(self.weekday(place))
        })
    }

    /// The short word for a day of the week, 0 = Monday.
    fn weekday(&self, place: usize) -> String {
        let id = format!("window-weekday-{}", place + 1);
        self.text(&id, &Arguments::new())
    }
}

/// Access times as the system writes them, of what was typed with the days of any language.
pub fn plain_times(typed: &str) -> String {
    let languages = Language::ALL.map(Texts::new);
    each_word(typed, |word| {
        let word = word.to_lowercase();
        let means = |place: &usize| {
            let mut words = languages.iter().map(|texts| texts.weekday(*place));
            words.any(|known| known.to_lowercase() == word)
        };
        let place = (0..PLAIN.len()).find(means)?;
        PLAIN.get(place).map(|day| (*day).to_owned())
    })
}

/// A text in which words were replaced.
fn each_word(text: &str, replaced: impl Fn(&str) -> Option<String>) -> String {
    let mut all = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (before, from) = rest.split_at(start);
        let length = from.find(|letter: char| !letter.is_alphabetic());
        let (word, after) = from.split_at(length.unwrap_or(from.len()));
        all.push_str(before);
        match replaced(word) {
            Some(other) => all.push_str(&other),
            None => all.push_str(word),
        }
        rest = after;
    }
    all.push_str(rest);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: &str = "mon-wed+fri 07:00-18:00, thu 09:00-12:00, sat+sun 10:00-14:30";

    #[test]
    fn days_are_words_of_the_language() {
        let said = Language::ALL.map(|language| Texts::new(language).times(TIMES));
        assert_eq!(
            said,
            [
                "Mon-Wed+Fri 07:00-18:00, Thu 09:00-12:00, Sat+Sun 10:00-14:30",
                "ma-ke+pe 07:00-18:00, to 09:00-12:00, la+su 10:00-14:30",
                "mån-ons+fre 07:00-18:00, tors 09:00-12:00, lör+sön 10:00-14:30",
                "Mo-Mi+Fr 07:00-18:00, Do 09:00-12:00, Sa+So 10:00-14:30",
            ]
        );
    }

    #[test]
    fn what_is_said_in_a_language_means_the_same_again() {
        for language in Language::ALL {
            let texts = Texts::new(language);
            assert_eq!(plain_times(&texts.times(TIMES)), TIMES);
        }
        assert_eq!(plain_times(TIMES), TIMES);
        assert_eq!(plain_times("MA-pe 7:00"), "mon-fri 7:00");
        assert_eq!(plain_times("whenever 7:00"), "whenever 7:00");
    }

    #[test]
    fn always_is_a_word_too() {
        assert_ne!(Texts::new(Language::Finnish).times("always"), "always");
    }
}
