//! What a lock answers, in words that scripts may depend on and in codes that stand in event records.

use serde::{Deserialize, Serialize};

/// Open, or denied for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The lock opens.
    Open,
    /// No entry names this lock or one of its groups.
    NotListed,
    /// The window has not begun.
    NotYetValid,
    /// The window is over, or the expiry interval has passed.
    Expired,
    /// Within the window, but not at this time of the week.
    OutsideTimes,
    /// The key is on the lock's blocklist.
    Blocked,
    /// The image was made for another system.
    WrongSystem,
    /// Keys or signature are of a generation that the lock does not trust.
    OldGeneration,
    /// The image is damaged, forged, or no image at all.
    BadSignature,
    /// A good image of this system, copied from another medium.
    WrongUid,
    /// Every entry that fits needs a clock, and the lock has none or is unsure of it.
    ClockUnsure,
}

impl Decision {
    /// Every answer, in the order of its code.
    pub const ALL: [Self; 11] = [
        Self::Open,
        Self::NotListed,
        Self::NotYetValid,
        Self::Expired,
        Self::OutsideTimes,
        Self::Blocked,
        Self::WrongSystem,
        Self::OldGeneration,
        Self::BadSignature,
        Self::WrongUid,
        Self::ClockUnsure,
    ];

    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::NotListed => "not-listed",
            Self::NotYetValid => "not-yet-valid",
            Self::Expired => "expired",
            Self::OutsideTimes => "outside-times",
            Self::Blocked => "blocked",
            Self::WrongSystem => "wrong-system",
            Self::OldGeneration => "old-generation",
            Self::BadSignature => "bad-signature",
            Self::WrongUid => "wrong-uid",
            Self::ClockUnsure => "clock-unsure",
        }
    }

    /// The code in event records: 0 for open, 1 to 10 in the order of [`Self::ALL`].
    pub fn code(self) -> u8 {
        (0u8..)
            .zip(Self::ALL)
            .find(|(_, known)| *known == self)
            .map_or(0, |(code, _)| code)
    }

    /// The answer with this code.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// Whether the lock opens.
    pub fn is_open(self) -> bool {
        self == Self::Open
    }
}

impl std::fmt::Display for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_words_tell_the_answers_apart() {
        for (place, decision) in (0u8..).zip(Decision::ALL) {
            assert_eq!(
                (decision.code(), Decision::from_code(place)),
                (place, Some(decision))
            );
        }
        let words: std::collections::BTreeSet<_> = Decision::ALL.map(Decision::as_str).into();
        assert_eq!(words.len(), Decision::ALL.len());
        assert_eq!(Decision::from_code(11), None);
    }
}
