//! What somebody saw before they confirmed. Between a summary and its Confirm another operator may change a role, a
//! lock group or premises, and then the same confirmation would do something else. So a summary is told in short, the
//! confirmation brings that back, and it is done only while the summary still says the same.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::editing::{EditSummary, EditedUser};
use super::people::{AddedUser, Summary};
use super::plan::KeyPlan;
use super::programming::Request;
use super::{Error, Station};
use crate::access::{GivenBy, HomeGroup, LockChange};
use crate::model::{BlockingGroupId, Key, KeyId, Source, SourceId};
use crate::store::{self, AuditHead, Change, Entity, KeyRecord};

/// How often a summary is made again because others changed something while it was made.
pub(super) const ATTEMPTS: usize = 8;

/// Says of a summary that others changed something while it was made.
const OUTRUN: store::Error = store::Error::ChangedMeanwhile {
    entity: Entity::System,
};

/// A summary in short: SHA-256 over what it tells of access. Two summaries of the same request have the same one as
/// long as nothing that Confirm would do differs; ids that are drawn anew each time do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown([u8; 32]);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Shown {
    type Err = Error;

    /// Reads 64 hexadecimal digits. What is none was never shown.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut hash = [0; 32];
        if text.len() != 2 * hash.len() || !text.is_ascii() {
            return Err(Error::SummaryChanged);
        }
        for (byte, place) in hash.iter_mut().zip((0..).step_by(2)) {
            let digits = text.get(place..place + 2).unwrap_or_default();
            *byte = u8::from_str_radix(digits, 16).map_err(|_| Error::SummaryChanged)?;
        }
        Ok(Self(hash))
    }
}

/// A key that somebody decided about, as it was shown to them. Where that matters to nobody, it is the key alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownKey {
    /// Which.
    pub id: KeyId,
    /// The version of its record that was shown.
    pub version: Option<u64>,
}

impl ShownKey {
    /// The key as this record tells of it.
    pub fn of(record: &KeyRecord) -> Self {
        Self {
            id: record.key.id,
            version: Some(record.version),
        }
    }

    /// Refuses what was decided about the key as it was.
    ///
    /// # Errors
    /// [`store::Error::ChangedMeanwhile`], [`store::Error::NotFound`].
    pub(super) fn still_in(self, change: &Change<'_>) -> Result<(), store::Error> {
        let now = change.key(self.id)?.version;
        match self.version {
            Some(shown) if shown != now => Err(store::Error::ChangedMeanwhile {
                entity: Entity::Key,
            }),
            _ => Ok(()),
        }
    }
}

impl From<KeyId> for ShownKey {
    fn from(id: KeyId) -> Self {
        Self { id, version: None }
    }
}

/// What writing a key would do, in short, before a home group is chosen: each choice has a [`Shown`] of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToProgram {
    told: [u8; 32],
    home_group: Option<BlockingGroupId>,
}

impl ToProgram {
    /// What writing the key would do, in short, under the home group that is chosen for it: it belongs to
    /// [`Request::shown`](super::programming::Request::shown). A choice that is made already stays the same one.
    pub fn shown(&self, chosen: Option<BlockingGroupId>) -> Shown {
        let mut told = Telling::new("keywright summary of a write v1", &[]);
        told.hash.update(self.told);
        told.part(&format!("{:?}", chosen.or(self.home_group)));
        told.end()
    }
}

impl KeyPlan {
    /// What writing this key would do, in short.
    pub fn to_program(&self, key: KeyId) -> ToProgram {
        let mut told = Telling::new("keywright plan of a write v1", &[]);
        told.part(&key.to_string());
        told.plan(self, &self.difference);
        told.part(&format!("{:?} {:?}", self.unreadable, self.doors));
        ToProgram {
            told: told.end().0,
            home_group: match self.home_group {
                HomeGroup::Is(group) | HomeGroup::Orphaned(group) => Some(group),
                HomeGroup::EveryGroup | HomeGroup::None | HomeGroup::MustChoose(_) => None,
            },
        }
    }
}

impl AddedUser {
    /// The write of a key that was added: what was told of it is what is written.
    pub fn write_of(&self, key: KeyId, home_group: Option<BlockingGroupId>) -> Request {
        let plan = self.keys.iter().find(|(added, _)| added.id == key);
        bound(key, home_group, plan.map(|(_, plan)| plan.to_program(key)))
    }
}

impl EditedUser {
    /// The write of a key of the summary: what was told of it is what is written.
    pub fn write_of(&self, key: KeyId, home_group: Option<BlockingGroupId>) -> Request {
        let told = self.shown.iter().find(|(shown, _)| *shown == key);
        bound(key, home_group, told.map(|(_, told)| *told))
    }
}

fn bound(key: KeyId, home_group: Option<BlockingGroupId>, told: Option<ToProgram>) -> Request {
    Request {
        home_group,
        shown: told.map(|told| told.shown(home_group)),
        ..Request::of(key)
    }
}

/// A summary that can be told in short.
pub(super) trait Tells {
    /// What Confirm would do, in short.
    fn shown(&self) -> Shown;
}

impl Tells for Summary {
    fn shown(&self) -> Shown {
        Summary::shown(self)
    }
}

impl Tells for EditSummary {
    fn shown(&self) -> Shown {
        EditSummary::shown(self)
    }
}

impl Summary {
    /// What Confirm would do, in short: it belongs to [`Station::add_user_as_shown`].
    pub fn shown(&self) -> Shown {
        let mut told = Telling::new("keywright summary of a new user v1", &self.sources);
        for (key, plan) in &self.keys {
            told.key(None, key, plan, &plan.difference);
        }
        told.end()
    }
}

impl EditSummary {
    /// What Confirm would do, in short: it belongs to [`Station::edit_user_as_shown`].
    pub fn shown(&self) -> Shown {
        let mut told = Telling::new("keywright summary of an edit v1", &self.wanted);
        told.part(&format!("{:?}", self.fields));
        told.part(if self.reinvite { "reinvite" } else { "" });
        for change in &self.sources {
            // What it was is a source that is there, with an id of its own; what it shall be may be new.
            told.part(&format!("{:?}", change.before));
            told.source(change.after.as_ref());
        }
        for change in &self.keys {
            let known = (!change.is_new).then_some(change.key.id);
            told.key(known, &change.key, &change.plan, &change.difference);
        }
        told.end()
    }
}

/// Hashes the parts of a summary, each with its length before it.
struct Telling<'a> {
    hash: Sha256,
    sources: &'a [Source],
}

impl<'a> Telling<'a> {
    fn new(kind: &str, sources: &'a [Source]) -> Self {
        let mut told = Self {
            hash: Sha256::new(),
            sources,
        };
        told.part(kind);
        for source in sources {
            told.source(Some(source));
        }
        told
    }

    fn part(&mut self, text: &str) {
        self.hash.update((text.len() as u64).to_be_bytes());
        self.hash.update(text);
    }

    /// What a source is, without its id: that of a new one is drawn for each summary.
    fn source(&mut self, source: Option<&Source>) {
        let told = source.map(|source| (&source.kind, source.validity));
        self.part(&format!("{told:?}"));
    }

    fn key(&mut self, known: Option<KeyId>, key: &Key, plan: &KeyPlan, changes: &[LockChange]) {
        self.part(&format!("{known:?} {:?} {:?}", key.kind, key.home_group));
        self.part(&format!("{:?} {:?}", plan.home_group, plan.unreadable));
        self.plan(plan, changes);
    }

    /// What the medium will hold, what of that is new, and which source gives what.
    fn plan(&mut self, plan: &KeyPlan, changes: &[LockChange]) {
        self.hash.update(plan.hash);
        for change in changes {
            self.part(&format!("{} {:?}", change.lock, change.change));
            self.names(change.sources.iter().copied());
        }
        // A plan made before the user is stored has its sources as they were entered, one made of the store by their
        // ids: the order says nothing of what is written.
        let mut given: Vec<String> = plan.gives.iter().map(|by| self.given(by)).collect();
        given.sort_unstable();
        for line in &given {
            self.part(line);
        }
    }

    fn given(&self, by: &GivenBy) -> String {
        format!("{} {} {:?}", self.name(by.source), by.name, by.locks)
    }

    /// Sources by their place among those that the user shall hold; others by their id.
    fn names(&mut self, sources: impl IntoIterator<Item = SourceId>) {
        let mut names: Vec<String> = sources.into_iter().map(|id| self.name(id)).collect();
        names.sort_unstable();
        self.part(&names.join(" "));
    }

    fn name(&self, id: SourceId) -> String {
        match self.sources.iter().position(|source| source.id == id) {
            Some(place) => place.to_string(),
            None => id.to_string(),
        }
    }

    fn end(self) -> Shown {
        Shown(self.hash.finalize().into())
    }
}

impl Station {
    /// Makes a summary and does what it says, on the same state of the system: where others changed something in
    /// between, it is made again. With `shown`, only while it still says what was shown.
    ///
    /// # Errors
    /// [`Error::SummaryChanged`] where it says something else, and what the two works say.
    pub(super) fn confirm<S: Tells, T>(
        &mut self,
        shown: Option<Shown>,
        mut summarise: impl FnMut(&mut Self) -> Result<S, Error>,
        mut perform: impl FnMut(&mut Self, &S, AuditHead) -> Result<T, Error>,
    ) -> Result<(S, T), Error> {
        for _attempt in 0..ATTEMPTS {
            // Every change set ends in the log, so a log that did not grow is a system that did not change.
            let before = self.read(|reading| reading.audit_head())?;
            let summary = summarise(self)?;
            if shown.is_some_and(|shown| shown != summary.shown()) {
                return Err(Error::SummaryChanged);
            }
            match perform(self, &summary, before) {
                Err(Error::Store(store::Error::ChangedMeanwhile {
                    entity: Entity::System,
                })) => {}
                done => return Ok((summary, done?)),
            }
        }
        Err(Error::SummaryChanged)
    }
}

/// Refuses to go on where others changed something since `head` was read.
pub(super) fn unchanged_since(change: &Change<'_>, head: AuditHead) -> Result<(), store::Error> {
    if change.audit_head()? == head {
        Ok(())
    } else {
        Err(OUTRUN)
    }
}
