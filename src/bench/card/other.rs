//! Media that are not DESFire cards, just as far as a station has to tell them apart. Must not know readers.

use serde::{Deserialize, Serialize};

/// Which other medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherKind {
    /// MIFARE Classic with 1 KB.
    Classic1K,
    /// MIFARE Ultralight.
    Ultralight,
    /// A card that speaks ISO 14443-4 and knows none of our commands.
    Unknown,
}

/// A medium that is not a DESFire card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// What it is.
    pub kind: OtherKind,
    /// Its number: four or seven bytes.
    pub uid: Vec<u8>,
}

impl Other {
    /// Answers a frame; `None` is silence.
    pub(super) fn exchange(&self, frame: &[u8]) -> Option<Vec<u8>> {
        match (self.kind, frame) {
            (OtherKind::Unknown, [_, _, _, _, ..]) => Some(vec![0x6D, 0x00]),
            (OtherKind::Unknown, _) => Some(vec![0x67, 0x00]),
            (OtherKind::Ultralight, [0x30, page]) if *page < 16 => Some(self.pages(*page)),
            _ => None,
        }
    }

    /// Four pages of an Ultralight from a page on, wrapping as the chip does.
    fn pages(&self, from: u8) -> Vec<u8> {
        let mut memory = [0; 64];
        for (place, byte) in memory.iter_mut().zip(self.uid.iter().take(3)) {
            *place = *byte;
        }
        memory[3] = 0x88 ^ memory[0] ^ memory[1] ^ memory[2];
        for (place, byte) in memory[4..8].iter_mut().zip(self.uid.iter().skip(3)) {
            *place = *byte;
        }
        memory[8] = memory[4] ^ memory[5] ^ memory[6] ^ memory[7];
        memory[9] = 0x48;
        (0..16)
            .map(|at| memory[(usize::from(from) * 4 + at) % 64])
            .collect()
    }
}
