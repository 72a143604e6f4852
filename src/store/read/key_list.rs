//! Keys, found, sorted and filtered, a stretch at a time.

use super::Reading;
use super::keys::key_of;
use crate::store::sql::{Value, statement};
use crate::store::{Error, KeyRecord, fold};

/// By what a list of keys is sorted; what is alike stands by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeySort {
    /// By number.
    #[default]
    Number,
    /// By kind.
    Kind,
    /// By the last name of the holder, then the first.
    Holder,
    /// By state.
    State,
    /// By the name of the home group; those without come first.
    HomeGroup,
    /// By chip number.
    Uid,
}

/// How keys stand, as they are told apart in a list: each key is in one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStanding {
    /// Its medium must be written again.
    Pending,
    /// A draft.
    Draft,
    /// A task waits for it, or is at its medium.
    Task,
    /// Its last write or emptying failed.
    Failed,
    /// Programmed.
    Programmed,
    /// Handed over.
    HandedOver,
    /// Blocked.
    Blocked,
    /// Returned, replaced or written off.
    Returned,
}

impl KeyStanding {
    /// As statements take it; 0 is every standing.
    fn number(self) -> u32 {
        match self {
            Self::Pending => 1,
            Self::Draft => 2,
            Self::Task => 3,
            Self::Failed => 4,
            Self::Programmed => 5,
            Self::HandedOver => 6,
            Self::Blocked => 7,
            Self::Returned => 8,
        }
    }
}

/// Which keys are asked for. Deleted ones are never listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyQuery {
    /// Parts of the holder's name, of the name of the home group or of the number, or the beginning of the chip number.
    /// All words must be found; the three longest count. Empty = every key.
    pub text: String,
    /// How they stand.
    pub standing: Option<KeyStanding>,
    /// The order.
    pub sort: KeySort,
    /// Whether the order runs downwards.
    pub down: bool,
    /// How many keys to pass over.
    pub offset: u32,
    /// How many keys at most.
    pub limit: u32,
}

/// A key of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedKey {
    /// The key. The sources taken off it are not read.
    pub record: KeyRecord,
    /// First and last name of its holder; empty where that user was removed.
    pub holder: String,
    /// The name of its home group; empty where it has none.
    pub home_group: String,
}

/// A stretch of a list of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPage {
    /// The keys.
    pub items: Vec<ListedKey>,
    /// Whether others follow.
    pub more: bool,
}

impl Reading<'_> {
    /// How many keys a list without words and filter has.
    ///
    /// # Errors
    /// What the engine says.
    pub fn listed_key_count(&self) -> Result<u64, Error> {
        self.count(statement!("key/listed_count"), &[])
    }

    /// A stretch of the list of keys.
    ///
    /// # Errors
    /// What the engine says.
    pub fn listed_keys(&self, query: &KeyQuery) -> Result<KeyPage, Error> {
        let mut values: Vec<Value> = wanted(&query.text).into_iter().flatten().collect();
        values.push(query.standing.map_or(0, KeyStanding::number).into());
        values.push(query.limit.saturating_add(1).into());
        values.push(query.offset.into());
        let by_word: Option<u32> = match query.sort {
            KeySort::Number => None,
            KeySort::Kind => Some(1),
            KeySort::Holder => Some(2),
            KeySort::State => Some(3),
            KeySort::HomeGroup => Some(4),
            KeySort::Uid => Some(5),
        };
        values.extend(by_word.map(Value::from));
        let statement = match (by_word.is_some(), query.down) {
            (false, false) => statement!("key/listed", "key/listed_by/number"),
            (false, true) => statement!("key/listed", "key/listed_by/number_down"),
            (true, false) => statement!("key/listed", "key/listed_by/word"),
            (true, true) => statement!("key/listed", "key/listed_by/word_down"),
        };
        let mut items = self.link.all(statement, &values, |row| {
            let name = |place| row.maybe(place, |row, place| Ok(row.text(place)?.to_owned()));
            let (first, last) = (name(23)?.unwrap_or_default(), name(24)?.unwrap_or_default());
            Ok(ListedKey {
                record: key_of(row)?,
                holder: format!("{first} {last}").trim().to_owned(),
                home_group: name(25)?.unwrap_or_default(),
            })
        })?;
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        Ok(KeyPage { items, more })
    }
}

/// The words somebody looks for, the three longest: each as a pattern for names and numbers and as the range of the chip
/// numbers that begin with it. An unused word is in everything.
fn wanted(text: &str) -> [[Value; 3]; 3] {
    let folded = fold(text);
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    [0, 1, 2].map(|place| match words.get(place) {
        Some(word) => {
            // What means something in a pattern is left out of it: it stands in no name by itself.
            let plain = |letter: &char| !matches!(letter, '%' | '_' | '\\');
            let plain: String = word.chars().filter(plain).collect();
            let (from, to) = uids(word);
            [format!("%{plain}%").into(), from.into(), to.into()]
        }
        None => ["%".into(), Vec::new().into(), Vec::new().into()],
    })
}

/// The chip numbers that begin with these digits; a range without any where they are none.
fn uids(word: &str) -> (Vec<u8>, Vec<u8>) {
    let digits: Option<Vec<u8>> = word
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect();
    let Some(digits) = digits.filter(|digits| digits.len() >= 2) else {
        return (Vec::new(), Vec::new());
    };
    let bytes = |half: u8| -> Vec<u8> {
        let pairs = digits.chunks(2);
        pairs
            .map(|pair| match pair {
                [high, low] => high << 4 | low,
                [high] => high << 4 | half,
                _ => half,
            })
            .collect()
    };
    let (from, mut to) = (bytes(0), bytes(15));
    // Above every chip number that begins so: the longest has ten bytes.
    to.resize(11, 0xFF);
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_of_a_chip_number_are_the_range_of_those_that_begin_so() {
        let mut end = vec![4, 0x23];
        end.resize(11, 0xFF);
        assert_eq!(uids("0423"), (vec![4, 0x23], end));
        assert_eq!(uids("042").0, [4, 0x20]);
        assert_eq!(uids("042").1[..2], [4, 0x2F]);
        assert_eq!(uids("marja"), (Vec::new(), Vec::new()));
        assert_eq!(uids("4"), (Vec::new(), Vec::new()));
    }
}
