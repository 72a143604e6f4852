//! How the devices stand, and what is written with them.

use super::Fault;
use super::wizard::ChangeLine;
use crate::model::{BlockingGroupId, KeyId, KeyState, LockId, UserId};
use crate::time::{UtcMillis, Zone};

/// What is written with the programming key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// A key is programmed, under the home group that was chosen now.
    Program(KeyId, Option<BlockingGroupId>),
    /// A key is returned and its medium emptied.
    Empty(KeyId),
    /// A lock gets its configuration.
    Deploy(LockId),
    /// Every blocklist that waits for it is signed.
    SignLists,
    /// What lies on the encoder is read; nothing is written.
    Read,
}

/// What was read from a fob.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadView {
    /// Its chip number.
    pub uid: String,
    /// The name of its chip.
    pub chip: &'static str,
    /// The number of its key.
    pub key: Option<u32>,
    /// Who holds it; none where it is no key of this system.
    pub holder: Option<String>,
    /// Whether access was written on it.
    pub written: bool,
    /// Whether this system signed that for this fob.
    pub genuine: bool,
    /// The generation of its card keys.
    pub generation: u8,
    /// How often it was written.
    pub revision: Option<u32>,
    /// The name of its home group.
    pub home_group: Option<String>,
    /// The version of the blocklist that it carries.
    pub blocklist_version: Option<u32>,
    /// How many events locks have left on it.
    pub events: usize,
    /// The zone of the system.
    pub zone: Zone,
    /// What it opens.
    pub entries: Vec<EntryView>,
    /// From what it holds to what it shall hold; none where it is no key of this system.
    pub changes: Option<Vec<ChangeLine>>,
    /// What is amiss with its key: the records do not have it, or not as it is, or it was written off.
    pub finding: Option<Fault>,
}

/// An entry of the table on a fob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryView {
    /// The name of the lock or lock group.
    pub target: String,
    /// Whether it is a lock group.
    pub group: bool,
    /// From when.
    pub start: Option<UtcMillis>,
    /// Until when.
    pub end: Option<UtcMillis>,
    /// When in the week; none = always.
    pub times: Option<String>,
    /// Hours since programming after which it opens no more.
    pub expiry: Option<u16>,
}

/// How the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters {
    /// Whether a mail server is set up.
    pub server: bool,
    /// Letters that go by themselves.
    pub waiting: usize,
    /// Letters that wait for somebody.
    pub failed: usize,
}

/// What was written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it was.
    pub job: Job,
    /// The number of the key, or of the lock.
    pub number: u32,
    /// The chip number of the medium, or the name of the lock.
    pub uid: String,
    /// At how many locks something changed, or how many lists were signed.
    pub changes: usize,
    /// Whether an interrupted write was finished.
    pub resumed: bool,
}

/// Whose fob lies on the encoder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The user.
    pub user: UserId,
    /// First and last name.
    pub name: String,
    /// The key.
    pub key: KeyId,
    /// Its number.
    pub number: u32,
    /// Where it is in its life.
    pub state: KeyState,
    /// At how many locks it is out of date.
    pub changes: usize,
}

impl Owner {
    /// Whether a write of the fob was begun and is not finished: it holds neither what it held nor what it shall.
    pub fn is_begun(&self) -> bool {
        matches!(self.state, KeyState::Writing | KeyState::WriteFailed)
    }

    /// Whether the fob shall be written as it lies there: a write of it is not finished, or it holds something else
    /// than it shall.
    pub fn awaits_write(&self) -> bool {
        !self.state.is_out_of_use() && (self.is_begun() || self.changes > 0)
    }
}

/// What is known of whose fob lies on the encoder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Whose {
    /// It was asked, or will be; nothing is known yet.
    #[default]
    Asked,
    /// No key of the system is written on it.
    Unknown,
    /// This user's.
    Known(Box<Owner>),
}

impl Whose {
    /// The user and the key, where they are known.
    pub fn owner(&self) -> Option<&Owner> {
        match self {
            Self::Known(owner) => Some(owner),
            Self::Asked | Self::Unknown => None,
        }
    }
}

/// How the encoder stands.
#[derive(Debug, Clone, PartialEq)]
pub enum EncoderState {
    /// None was named.
    Unnamed,
    /// It cannot be reached.
    Missing(Fault),
    /// It is ready, and nothing lies on it.
    Empty,
    /// A fob as it left the factory lies on it.
    New([u8; 7]),
    /// A programmed fob lies on it.
    Programmed([u8; 7]),
    /// What lies on it cannot be used.
    Unusable(Option<Fault>),
}

/// How the programming key stands.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenState {
    /// None was named.
    Unnamed,
    /// It is not plugged in.
    Missing(Fault),
    /// It cannot be looked at: another program has it, it does not answer, or it may not be opened. Whether it is still
    /// the one that was there nobody knows.
    Barred(Fault),
    /// It is there; so many PIN tries are left, none where that is not told.
    Ready(Plugged, Option<u8>),
    /// Its PIN is blocked.
    Blocked(Plugged),
    /// It is there, and a write would refuse it: it is not the system's, or not the operator's.
    Foreign(Plugged, Fault),
}

/// A programming key that is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plugged {
    /// What is written on it, by which people tell it apart. It may be given another label meanwhile.
    pub label: String,
    /// Its number, which stays.
    pub serial: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fob_is_offered_to_be_written_by_its_state_first_and_then_by_what_changed() {
        let awaits = |state, changes| {
            let owner = Owner {
                user: UserId::from_bytes([1; 16]),
                name: "Aino".into(),
                key: KeyId::from_bytes([2; 16]),
                number: 1,
                state,
                changes,
            };
            owner.awaits_write()
        };
        // A write that was cut off may leave what it shall hold unchanged.
        assert!(awaits(KeyState::Writing, 0) && awaits(KeyState::WriteFailed, 0));
        assert!(awaits(KeyState::Programmed, 3) && !awaits(KeyState::Programmed, 0));
        // Programming refuses these.
        for state in [
            KeyState::Blocked,
            KeyState::Replaced,
            KeyState::WrittenOff,
            KeyState::EmptyFailed,
        ] {
            assert!(!awaits(state, 3), "{state:?}");
        }
    }
}
