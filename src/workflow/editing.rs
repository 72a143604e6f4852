//! Changing a user: basic information, sources and keys as they shall be, the summary of what that changes, and the
//! change itself.
//!
//! A face takes [`Station::user_edit`], which changes nothing, edits it, shows [`Station::summary_of_edit`] and hands
//! it to [`Station::edit_user`].

mod deeds;
mod fields;

use std::collections::BTreeSet;

pub use deeds::Deed;
pub use fields::FieldChange;

use fields::field_changes;

use super::people::{NewKey, NewSource, Person, check_language, check_premises, check_start};
use super::plan::{KeyPlan, Subject, plan, promised};
use super::rights::Place;
use super::shown::{Shown, ToProgram, unchanged_since};
use super::{Error, Station, without_clock};
use crate::access::{AccessTable, Facts, HomeGroup, LockChange, difference};
use crate::model::{
    Key, KeyId, KeyKind, KeyState, Permission, Source, SourceId, SourceKind, User, UserId, Validity,
};
use crate::store::{Change, InvitationId, KeyFilter, KeyRecord};
use crate::time::{UtcMillis, Zone};

/// A user as it shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct UserEdit {
    /// Basic information.
    pub user: User,
    /// The version it was prepared on.
    pub expected: u64,
    /// Roles and private premises; one that is missing is taken from the user.
    pub sources: Vec<WantedSource>,
    /// The keys that are there.
    pub keys: Vec<KeyEdit>,
    /// Keys to be added.
    pub new_keys: Vec<NewKey>,
    /// Whether the new keys shall be programmed now, which draws the line tighter than a draft.
    pub program: bool,
    /// Whether a sign-up invitation goes into the outbox, beside the one that another address asks for.
    pub invite: bool,
}

/// A source as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedSource {
    /// Which; none = a new one.
    pub id: Option<SourceId>,
    /// What.
    pub kind: SourceKind,
    /// From when until when.
    pub validity: Validity,
}

/// A key that is there, as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEdit {
    /// Which.
    pub key: KeyId,
    /// Places in [`UserEdit::sources`] that it does not carry.
    pub without: BTreeSet<usize>,
}

/// A source before and after; one of them may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceChange {
    /// What it was.
    pub before: Option<Source>,
    /// What it shall be.
    pub after: Option<Source>,
}

/// What becomes of a key.
#[derive(Debug, Clone)]
pub struct KeyChange {
    /// The key as it shall be.
    pub key: Key,
    /// Whether it is added.
    pub is_new: bool,
    /// Whether it is on a medium.
    pub is_written: bool,
    /// Its plan.
    pub plan: KeyPlan,
    /// What changes, lock by lock: against its medium where it has one, else against what it should hold so far.
    pub difference: Vec<LockChange>,
}

/// What Confirm will change: everything computed and checked, nothing stored.
#[derive(Debug)]
pub struct EditSummary {
    /// Basic information that changes.
    pub fields: Vec<FieldChange>,
    /// Sources that come, go or change.
    pub sources: Vec<SourceChange>,
    /// Keys that are added or whose access changes.
    pub keys: Vec<KeyChange>,
    /// Whether an invitation goes out because the address changes.
    pub reinvite: bool,
    /// Whether an invitation goes out, for whatever reason.
    pub invites: bool,
    /// Whether new key fobs are programmed now.
    pub programs: bool,
    /// Every source as it shall be, with its id.
    pub wanted: Vec<Source>,
    before: Person,
}

impl EditSummary {
    /// Whether Confirm would change nothing.
    pub fn is_empty(&self) -> bool {
        !self.invites && self.fields.is_empty() && self.sources.is_empty() && self.keys.is_empty()
    }
}

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedUser {
    /// Who.
    pub user: UserId,
    /// The keys whose medium must be written again.
    pub pending: Vec<KeyId>,
    /// Those of them that shall open nothing any more: nothing can be written on their medium, it is emptied.
    pub to_empty: Vec<KeyId>,
    /// The keys that were added.
    pub added: Vec<KeyId>,
    /// What writing each key of the summary would do, as it was confirmed.
    pub shown: Vec<(KeyId, ToProgram)>,
    /// Whether an invitation waits in the outbox.
    pub invited: bool,
}

impl Station {
    /// The edit of a user that changes nothing.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn user_edit(&self, id: UserId) -> Result<UserEdit, Error> {
        let person = self.person(id)?;
        let sources: Vec<WantedSource> = person
            .sources
            .iter()
            .map(|source| WantedSource {
                id: Some(source.id),
                kind: source.kind.clone(),
                validity: source.validity,
            })
            .collect();
        let place = |id: &SourceId| sources.iter().position(|source| source.id == Some(*id));
        let keys = person
            .keys
            .iter()
            .filter(|record| is_in_use(record))
            .map(|record| KeyEdit {
                key: record.key.id,
                without: record.key.without.iter().filter_map(place).collect(),
            })
            .collect();
        Ok(UserEdit {
            expected: person.user.version,
            user: person.user.value,
            sources,
            keys,
            new_keys: Vec::new(),
            program: false,
            invite: false,
        })
    }

    /// What Confirm will change. Refuses what may not be confirmed; stores nothing.
    ///
    /// # Errors
    /// [`Error::Rule`] with the cause, [`Error::Store`] for a taken address or a blocked key that would change.
    pub fn summary_of_edit(&mut self, edit: &UserEdit) -> Result<EditSummary, Error> {
        let (facts, zone) = (self.facts()?, self.info()?.zone);
        let before = self.person(edit.user.id)?;
        self.check_address(&before.user, &edit.user)?;
        check_kept_premises(&facts, &before, edit)?;
        check_language(&edit.user.details)?;
        let wanted = self.wanted_sources(edit)?;
        let sources = source_changes(&before, &wanted);
        check_starts(&facts, zone, (&before, edit), &wanted)?;
        // One time for all keys: what ends in between would be on one and off the other.
        let when = (zone, self.services.now());
        let mut keys = Vec::new();
        for record in before.keys.iter().filter(|record| is_in_use(record)) {
            let changed = self.changed_key(&facts, when, edit, &wanted, (&before, record))?;
            keys.extend(changed);
        }
        for new in &edit.new_keys {
            keys.push(self.added_key(&facts, when, edit, &wanted, new)?);
        }
        let moved = before.user.email.folded() != edit.user.email.folded();
        let invited = moved
            && !self
                .read(|reading| reading.invitations_of(edit.user.id))?
                .is_empty();
        Ok(EditSummary {
            fields: field_changes(&before.user, &edit.user),
            sources,
            keys,
            reinvite: invited,
            invites: invited || edit.invite,
            programs: edit.program,
            wanted,
            before,
        })
    }

    /// What comes or goes must lie within the operator's reach; what stays may lie elsewhere. The address of an
    /// operator opens their slot, so it changes only together with that.
    fn require_for_edit(&self, summary: &EditSummary) -> Result<(), Error> {
        let sides = summary
            .sources
            .iter()
            .flat_map(|one| [&one.before, &one.after]);
        let kinds: Vec<SourceKind> = sides.flatten().map(|source| source.kind.clone()).collect();
        self.require_at(Permission::EditUsers, Place::AllOf(&kinds))?;
        let readdressed = summary.fields.iter().any(|field| field.field == "email");
        let before = &summary.before.user;
        if readdressed && self.operators()?.iter().any(|one| one.user.id == before.id) {
            return Err(Error::OperatorAddress {
                user: before.email.to_string(),
            });
        }
        Ok(())
    }

    /// A new key carries every source of its holder, and a key from which a source was kept may get it back, so both
    /// need the right over all of them; so does another end, which every source obeys.
    fn require_for_keys(&self, edit: &UserEdit, summary: &EditSummary) -> Result<(), Error> {
        let kinds: Vec<SourceKind> = summary.wanted.iter().map(|one| one.kind.clone()).collect();
        let all = if kinds.is_empty() {
            Place::System
        } else {
            Place::AllOf(&kinds)
        };
        let gets_back = |change: &KeyChange| {
            let mut known = summary.before.keys.iter();
            let before = known.find(|record| record.key.id == change.key.id);
            before.is_some_and(|record| {
                let kept_off = without(&record.key, &summary.wanted).without;
                !kept_off.is_subset(&change.key.without)
            })
        };
        if !edit.new_keys.is_empty() || summary.keys.iter().any(gets_back) {
            self.require_at(Permission::OrderKeys, all)?;
        }
        if summary.before.user.end_date != edit.user.end_date {
            self.require_at(Permission::EditUsers, all)?;
        }
        Ok(())
    }

    /// Changes a user as the summary says, which nobody has seen yet: all of it, or nothing.
    ///
    /// # Errors
    /// [`Error::RightMissing`], and as [`Station::summary_of_edit`]; [`Error::Store`] where somebody changed the user
    /// meanwhile.
    pub fn edit_user(&mut self, edit: &UserEdit) -> Result<EditedUser, Error> {
        self.edit(edit, None)
    }

    /// Changes a user as somebody was shown.
    ///
    /// # Errors
    /// As [`Station::edit_user`]; [`Error::SummaryChanged`] where it would be something else by now. Then nothing was
    /// changed.
    pub fn edit_user_as_shown(
        &mut self,
        edit: &UserEdit,
        shown: Shown,
    ) -> Result<EditedUser, Error> {
        self.edit(edit, Some(shown))
    }

    fn edit(&mut self, edit: &UserEdit, shown: Option<Shown>) -> Result<EditedUser, Error> {
        let user = edit.user.id;
        self.require_over_user(Permission::EditUsers, user)?;
        let summarise = |station: &mut Self| station.summary_of_edit(edit);
        let (summary, (touched, invited)) =
            self.confirm(shown, summarise, |station, summary, before| {
                station.require_for_edit(summary)?;
                station.require_for_keys(edit, summary)?;
                let invitation = summary.invites.then(|| station.invitation()).transpose()?;
                let touched = station.change_rights(KeyFilter::User(user), |change| {
                    unchanged_since(change, before)?;
                    perform(change, edit, summary, invitation)
                })?;
                Ok((touched, invitation.is_some()))
            })?;
        let added: Vec<KeyId> = summary
            .keys
            .iter()
            .filter(|key| key.is_new)
            .map(|key| key.key.id)
            .collect();
        let keys = self.read(|reading| reading.keys(user))?;
        let pending = |id: &KeyId| {
            keys.iter()
                .any(|record| record.key.id == *id && record.is_pending())
        };
        let deeds = summary.deeds();
        let taken_back = |id: &KeyId| {
            let is_it = |deed: &Deed<'_>| matches!(deed, Deed::TakeBack(key) if key.id == *id);
            deeds.iter().any(is_it)
        };
        let pending: Vec<KeyId> = touched.into_iter().filter(pending).collect();
        Ok(EditedUser {
            user,
            to_empty: pending.iter().copied().filter(taken_back).collect(),
            pending,
            added,
            shown: summary
                .keys
                .iter()
                .map(|key| (key.key.id, key.plan.to_program(key.key.id)))
                .collect(),
            invited,
        })
    }

    fn check_address(&self, before: &User, after: &User) -> Result<(), Error> {
        let _first = crate::model::name(&after.first_name)?;
        let _last = crate::model::name(&after.last_name)?;
        let other = self.read(|reading| reading.user_by_email(after.email.as_str()))?;
        if other.is_some_and(|other| other.id != before.id) {
            return Err(crate::store::Error::EmailTaken.into());
        }
        Ok(())
    }

    fn wanted_sources(&mut self, edit: &UserEdit) -> Result<Vec<Source>, Error> {
        let mut wanted = Vec::with_capacity(edit.sources.len());
        for source in &edit.sources {
            wanted.push(Source {
                id: match source.id {
                    Some(id) => id,
                    None => self.services.id()?,
                },
                user: edit.user.id,
                kind: source.kind.clone(),
                validity: source.validity,
            });
        }
        Ok(wanted)
    }

    /// A key that is there: none where nothing about it changes.
    fn changed_key(
        &self,
        facts: &Facts,
        (zone, now): (Zone, UtcMillis),
        edit: &UserEdit,
        wanted: &[Source],
        (before, record): (&Person, &KeyRecord),
    ) -> Result<Option<KeyChange>, Error> {
        // A source that the user no longer holds is no matter of the key.
        let so_far = without(&record.key, wanted);
        let mut key = so_far.clone();
        if let Some(asked) = edit.keys.iter().find(|asked| asked.key == key.id) {
            key.without = taken_off(&asked.without, wanted);
        }
        let view = self.read(|reading| reading.written_view(key.id))?;
        let (written, given) = view
            .map(|view| (view.table, view.given))
            .unwrap_or_default();
        let subject = Subject {
            key: &key,
            user_end: edit.user.end_date,
            sources: wanted,
            written: &written,
            given: &given,
            chosen: None,
        };
        let after = plan(facts, zone, subject, now)?;
        let blocked = record.key.state == KeyState::Blocked;
        if record.written_hash.is_none() && key.kind != KeyKind::Phone && !blocked {
            let group = match after.home_group {
                HomeGroup::Is(group) | HomeGroup::Orphaned(group) => Some(group),
                _ => None,
            };
            key.home_group = group;
        }
        let held_so_far = || {
            let plan = plan_so_far(facts, zone, (before, record), now)?;
            Ok(plan.wanted.table)
        };
        without_clock::allow(facts, &record.key, held_so_far, &after.wanted.table)?;
        let difference = if record.written_hash.is_some() {
            after.difference.clone()
        } else {
            let so_far = plan_so_far(facts, zone, (before, record), now)?;
            let held = (&so_far.wanted.table, &so_far.gives[..]);
            difference(facts, held, &after.wanted.table, &after.wanted.origins)
        };
        let edited = is_edited(&so_far, &key);
        if !edited && (difference.is_empty() || record.wanted_hash == Some(after.hash)) {
            return Ok(None);
        }
        if blocked && edited {
            return Err(crate::store::Error::KeyBlocked.into());
        }
        Ok(Some(KeyChange {
            key,
            is_new: false,
            is_written: record.written_hash.is_some(),
            plan: after,
            difference,
        }))
    }

    fn added_key(
        &mut self,
        facts: &Facts,
        (zone, now): (Zone, UtcMillis),
        edit: &UserEdit,
        wanted: &[Source],
        new: &NewKey,
    ) -> Result<KeyChange, Error> {
        let mut key = self.key_of(edit.user.id, new, wanted)?;
        let written = AccessTable::default();
        let subject = |key| Subject {
            key,
            user_end: edit.user.end_date,
            sources: wanted,
            written: &written,
            given: &[],
            chosen: new.home_group,
        };
        let found = plan(facts, zone, subject(&key), now)?;
        promised(facts, &found)?;
        if edit.program && new.kind == KeyKind::Fob {
            key.home_group = self.settle(facts, zone, &found, subject(&key), now)?;
        } else if let HomeGroup::Is(group) = found.home_group {
            key.home_group = Some(group);
        }
        Ok(KeyChange {
            difference: found.difference.clone(),
            key,
            is_new: true,
            is_written: false,
            plan: found,
        })
    }
}

/// Stores what a summary says.
fn perform(
    change: &mut Change<'_>,
    edit: &UserEdit,
    summary: &EditSummary,
    invitation: Option<(InvitationId, [u8; 32])>,
) -> Result<(), crate::store::Error> {
    // Also where only sources change: two who edit the same user do not overwrite each other.
    let _version = change.update_user(&edit.user, edit.expected)?;
    let known = &summary.before.sources;
    let version = |id: SourceId| {
        let source = known.iter().find(|source| source.id == id);
        source.map(|source| source.version).unwrap_or_default()
    };
    for source in &summary.sources {
        match (&source.before, &source.after) {
            (Some(before), None) => change.remove_source(before.id, version(before.id))?,
            (Some(_), Some(after)) => {
                let _version = change.update_source(after, version(after.id))?;
            }
            (None, Some(after)) => change.insert_source(after)?,
            (None, None) => {}
        }
    }
    for key in &summary.keys {
        if key.is_new {
            let _number = change.insert_key(&key.key, None)?;
            continue;
        }
        let stored = change.key(key.key.id)?;
        if stored.key.without != key.key.without {
            let _version = change.update_key(&key.key, stored.version)?;
        } else if stored.key.home_group != key.key.home_group {
            // Nobody chose it: it follows from what the user holds now.
            change.settle_home_group(key.key.id, key.key.home_group)?;
        }
    }
    if let Some((id, token_hash)) = invitation {
        let language = edit.user.details.language.as_deref().unwrap_or("en");
        change.queue_invitation(id, edit.user.id, language, &token_hash)?;
    }
    Ok(())
}

/// What a key should hold before the edit.
fn plan_so_far(
    facts: &Facts,
    zone: Zone,
    (before, record): (&Person, &KeyRecord),
    now: UtcMillis,
) -> Result<KeyPlan, Error> {
    let sources: Vec<Source> = before
        .sources
        .iter()
        .map(|source| source.value.clone())
        .collect();
    let nothing = AccessTable::default();
    let subject = Subject {
        key: &record.key,
        user_end: before.user.end_date,
        sources: &sources,
        written: &nothing,
        given: &[],
        chosen: None,
    };
    plan(facts, zone, subject, now)
}

/// Whether a key is still to be reckoned with.
fn is_in_use(record: &KeyRecord) -> bool {
    !matches!(
        record.key.state,
        KeyState::Returned | KeyState::Deleted | KeyState::WrittenOff | KeyState::Replaced
    )
}

/// A key without what it says of sources that its user does not hold.
fn without(key: &Key, sources: &[Source]) -> Key {
    let mut key = key.clone();
    key.without
        .retain(|id| sources.iter().any(|source| source.id == *id));
    key
}

/// Whether people changed something of a key; what its table holds is another matter.
fn is_edited(before: &Key, after: &Key) -> bool {
    before.without != after.without || before.home_group != after.home_group
}

fn taken_off(places: &BTreeSet<usize>, sources: &[Source]) -> BTreeSet<SourceId> {
    places
        .iter()
        .filter_map(|place| sources.get(*place))
        .map(|source| source.id)
        .collect()
}

/// Premises that the user has already stay, whatever became of them; others are checked as the wizard does.
fn check_kept_premises(facts: &Facts, before: &Person, edit: &UserEdit) -> Result<(), Error> {
    for source in &edit.sources {
        let kept = before
            .sources
            .iter()
            .any(|known| Some(known.id) == source.id && known.kind == source.kind);
        if let (false, SourceKind::Premises { premises, roles }) = (kept, &source.kind) {
            check_premises(facts, *premises, roles)?;
        }
    }
    Ok(())
}

/// What the edit brings must start before the user's end date; what started too late before stands in nobody's way.
fn check_starts(
    facts: &Facts,
    zone: Zone,
    (before, edit): (&Person, &UserEdit),
    wanted: &[Source],
) -> Result<(), Error> {
    let moved = before.user.end_date != edit.user.end_date;
    for source in wanted {
        let mut known = before.sources.iter();
        let same = |known: &crate::store::Stored<Source>| {
            known.id == source.id && known.validity == source.validity
        };
        let given = (&source.kind, source.validity);
        let late = check_start(facts, zone, given, before.user.end_date).is_err();
        if known.any(same) && (!moved || late) {
            continue;
        }
        check_start(facts, zone, given, edit.user.end_date)?;
    }
    Ok(())
}

fn source_changes(before: &Person, wanted: &[Source]) -> Vec<SourceChange> {
    let mut changes = Vec::new();
    for known in &before.sources {
        let after = wanted.iter().find(|source| source.id == known.id);
        if after != Some(&known.value) {
            changes.push(SourceChange {
                before: Some(known.value.clone()),
                after: after.cloned(),
            });
        }
    }
    for source in wanted {
        if !before.sources.iter().any(|known| known.id == source.id) {
            changes.push(SourceChange {
                before: None,
                after: Some(source.clone()),
            });
        }
    }
    changes
}

impl From<NewSource> for WantedSource {
    fn from(new: NewSource) -> Self {
        Self {
            id: None,
            kind: new.kind,
            validity: new.validity,
        }
    }
}
