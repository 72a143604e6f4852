//! The media that can lie in the field of the simulated encoder: a DESFire card with its whole command set, and
//! a few others for refusals. Must not know the reader or where the memory is kept.

mod crypto;
mod data;
mod desfire;
mod dump;
mod files;
mod image;
mod iso;
mod keys;
mod other;
mod picc;
mod session;
mod status;
mod transaction;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use crypto::KeyKind;
pub use desfire::{Desfire, RandomBytes, Reaction};
pub use image::{Application, Body, Chip, File, Image, Key, Records};
pub use other::{Other, OtherKind};

/// The lasting memory of any medium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// A DESFire card.
    Desfire(Image),
    /// Something else.
    Other(Other),
}

impl Medium {
    /// A new medium by its name on the command line: a chip of [`Chip::ALL`], `classic-1k`, `ultralight`
    /// or `unknown`. Four-byte numbers are cut from the seven given.
    pub fn named(name: &str, uid: [u8; 7]) -> Option<Self> {
        let kind = match name {
            "classic-1k" => OtherKind::Classic1K,
            "ultralight" => OtherKind::Ultralight,
            "unknown" => OtherKind::Unknown,
            _ => return Some(Self::Desfire(Image::factory(Chip::named(name)?, uid))),
        };
        let uid = if kind == OtherKind::Ultralight {
            uid.to_vec()
        } else {
            uid[3..].to_vec()
        };
        Some(Self::Other(Other { kind, uid }))
    }

    /// The number printed on it.
    pub fn uid(&self) -> &[u8] {
        match self {
            Self::Desfire(image) => &image.uid,
            Self::Other(other) => &other.uid,
        }
    }
}

/// What a medium tells when it is selected (ISO 14443-3 and -4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// Answer to request as the PN532 reports it, high byte first.
    pub atqa: [u8; 2],
    /// Select acknowledge; bit 20 stands for ISO 14443-4.
    pub sak: u8,
    /// The number shown: four or seven bytes.
    pub uid: Vec<u8>,
    /// Answer to select, with its length byte; empty without ISO 14443-4.
    pub ats: Vec<u8>,
}

/// Keeps the lasting memory: called before an answer leaves that changed it.
pub type Keeper = Box<dyn FnMut(&Medium) -> std::io::Result<()> + Send>;

/// A medium that can be laid into the field.
pub struct Fob {
    card: Presence,
    keeper: Option<Keeper>,
    random_uid: [u8; 4],
}

enum Presence {
    Desfire(Box<Desfire>),
    Other(Other),
}

impl Fob {
    /// A medium whose memory lasts as long as the value.
    pub fn new(medium: Medium) -> Self {
        let card = match medium {
            Medium::Desfire(image) => Presence::Desfire(Box::new(Desfire::new(image))),
            Medium::Other(other) => Presence::Other(other),
        };
        Self {
            card,
            keeper: None,
            random_uid: [0x08, 0, 0, 0],
        }
    }

    /// A medium whose memory is kept by `keeper`.
    pub fn kept(medium: Medium, keeper: Keeper) -> Self {
        Self {
            keeper: Some(keeper),
            ..Self::new(medium)
        }
    }

    /// The lasting memory as it is now.
    pub fn medium(&self) -> Medium {
        match &self.card {
            Presence::Desfire(card) => Medium::Desfire(card.image().clone()),
            Presence::Other(other) => Medium::Other(other.clone()),
        }
    }

    /// The field comes up: everything volatile is gone, a random number is drawn anew.
    pub fn power_up(&mut self, random: RandomBytes<'_>) {
        random(&mut self.random_uid[1..]);
        self.deselect();
    }

    /// The medium is deselected or the field is off.
    pub fn deselect(&mut self) {
        if let Presence::Desfire(card) = &mut self.card {
            card.reset();
        }
    }

    /// What it tells when selected.
    pub fn activation(&self) -> Activation {
        match &self.card {
            Presence::Desfire(card) => {
                let image = card.image();
                let (atqa, uid) = if image.random_uid {
                    ([0x03, 0x04], self.random_uid.to_vec())
                } else {
                    ([0x03, 0x44], image.uid.to_vec())
                };
                Activation {
                    atqa,
                    sak: 0x20,
                    uid,
                    ats: image.ats.clone(),
                }
            }
            Presence::Other(other) => {
                let (atqa, sak, ats) = match other.kind {
                    OtherKind::Classic1K => ([0x00, 0x04], 0x08, Vec::new()),
                    OtherKind::Ultralight => ([0x00, 0x44], 0x00, Vec::new()),
                    OtherKind::Unknown => ([0x00, 0x08], 0x20, vec![0x05, 0x78, 0x80, 0x70, 0x02]),
                };
                Activation {
                    atqa,
                    sak,
                    uid: other.uid.clone(),
                    ats,
                }
            }
        }
    }

    /// One exchange; `None` is silence. What changed is kept before this returns.
    pub fn exchange(&mut self, frame: &[u8], random: RandomBytes<'_>) -> Option<Reaction> {
        let card = match &mut self.card {
            Presence::Other(other) => {
                let answer = other.exchange(frame)?;
                return Some(Reaction {
                    answer,
                    written: 0,
                    changed: false,
                });
            }
            Presence::Desfire(card) => card,
        };
        let before = self.keeper.as_ref().map(|_| card.image().clone());
        let reaction = card.exchange(frame, random);
        if reaction.changed
            && let (Some(keeper), Some(before)) = (&mut self.keeper, before)
            && keeper(&Medium::Desfire(card.image().clone())).is_err()
        {
            card.restore(before);
            return None;
        }
        Some(reaction)
    }
}
