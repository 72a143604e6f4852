//! The form under which texts are compared and found: composed (Unicode NFC), in small letters, with single
//! spaces. Done here and not by the engine, so that every engine finds the same.

use unicode_normalization::UnicodeNormalization as _;

use crate::model::User;

/// The compared form of a text.
pub fn fold(text: &str) -> String {
    let small: String = text.nfc().flat_map(char::to_lowercase).nfc().collect();
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a user stands in a list by name: last name first.
pub(super) fn sort_name(user: &User) -> String {
    fold(&format!("{} {}", user.last_name, user.first_name))
}

/// The words of a text by which it is found.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(64).collect())
        .collect::<Vec<_>>()
        .into_iter()
}

/// The words by which a user is found.
pub(super) fn user_words(user: &User) -> Vec<String> {
    let mut found: Vec<String> = [&user.first_name, &user.last_name, &user.details.company]
        .into_iter()
        .flat_map(|text| words(text))
        .chain(words(user.email.as_str()))
        .collect();
    found.push(fold(user.email.as_str()));
    found.extend(user.details.external_id.as_deref().map(fold));
    found.sort_unstable();
    found.dedup();
    found
}

/// The words somebody looks for: up to three, the longest ones, each as the range of terms that begin with
/// it. Unused ranges hold every term.
pub(super) fn wanted_ranges(text: &str) -> Vec<(String, String)> {
    let mut wanted: Vec<String> = fold(text)
        .split(' ')
        .flat_map(|word| {
            if word.contains('@') {
                vec![word.to_owned()]
            } else {
                words(word).collect()
            }
        })
        .collect();
    wanted.sort_by_key(|word| std::cmp::Reverse(word.len()));
    wanted.dedup();
    wanted.truncate(3);
    wanted
        .into_iter()
        .map(|word| {
            let end = format!("{word}\u{10FFFF}");
            (word, end)
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn case_composition_and_spaces_do_not_tell_texts_apart() {
        assert_eq!(fold("  PA\u{308}ivi   Ja\u{308}rvi "), "päivi järvi");
    }

    #[test]
    fn an_address_is_looked_for_whole_and_other_texts_by_word() {
        let starts = |text| -> Vec<String> {
            wanted_ranges(text)
                .into_iter()
                .map(|(start, _)| start)
                .collect()
        };
        assert_eq!(starts("Aino.V@ex"), ["aino.v@ex"]);
        assert_eq!(starts("o'brien b"), ["brien", "o", "b"]);
        assert!(starts(" . ").is_empty());
    }
}
