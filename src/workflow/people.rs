//! Adding people with what they are given and the keys they shall hold.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::plan::{KeyPlan, Subject, plan, promised};
use super::rights::Place;
use super::shown::{Shown, unchanged_since};
use super::{Error, Station};
use crate::access::{AccessTable, Facts};
use crate::i18n::Language;
use crate::model::user::UserDetails;
use crate::model::{
    BlockingGroupId, Email, Key, KeyId, KeyKind, KeyNumber, KeyState, Permission, PremisesId,
    Revision, RoleId, Source, SourceId, SourceKind, User, UserId, Validity,
};
use crate::store::{Change, InvitationId, Stored};
use crate::time::{LocalDate, UtcMillis, Zone};

/// A user to be added, as the wizard's five steps have gathered it.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Sign-in id.
    pub email: Email,
    /// Additional options.
    pub details: UserDetails,
    /// The last day on which the user holds anything.
    pub end_date: Option<LocalDate>,
    /// Roles and private premises.
    pub sources: Vec<NewSource>,
    /// Keys.
    pub keys: Vec<NewKey>,
    /// Whether the keys shall be programmed now, which draws the line tighter than a draft.
    pub program: bool,
    /// Whether a sign-up invitation goes into the outbox.
    pub invite: bool,
}

/// One role or private premises with its validity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// What.
    pub kind: SourceKind,
    /// From when until when.
    pub validity: Validity,
}

/// A key for the new user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What it is.
    pub kind: KeyKind,
    /// Places in [`NewUser::sources`] that it does not carry.
    pub without: BTreeSet<usize>,
    /// The home group that was chosen for it.
    pub home_group: Option<BlockingGroupId>,
}

/// What was added.
#[derive(Debug)]
pub struct AddedUser {
    /// The user.
    pub user: User,
    /// The sources in the order in which they were given.
    pub sources: Vec<Source>,
    /// The keys with their plans.
    pub keys: Vec<(Key, KeyPlan)>,
    /// Users that looked like the same person.
    pub similar: Vec<User>,
    /// Whether an invitation waits in the outbox.
    pub invited: bool,
}

/// What Confirm would add: everything computed and checked, nothing stored.
#[derive(Debug)]
pub struct Summary {
    /// The user.
    pub user: User,
    /// The sources.
    pub sources: Vec<Source>,
    /// The keys with their plans.
    pub keys: Vec<(Key, KeyPlan)>,
    /// Users that look like the same person.
    pub similar: Vec<User>,
    language: String,
}

impl Station {
    /// What Confirm will do for a new user. Refuses what may not be confirmed; stores nothing.
    ///
    /// # Errors
    /// [`Error::Rule`] with the cause, [`Error::Store`] for a taken e-mail address, [`Error::KeyKind`].
    pub fn summary_of_new_user(&mut self, new: &NewUser) -> Result<Summary, Error> {
        self.require_for_new(new)?;
        let (facts, zone) = (self.facts()?, self.info()?.zone);
        let now = self.services.now();
        check_sources(&facts, &new.sources)?;
        check_ends(&facts, zone, new, now)?;
        for source in &new.sources {
            check_start(&facts, zone, (&source.kind, source.validity), new.end_date)?;
        }
        check_language(&new.details)?;
        let user = self.user_of(new)?;
        if self
            .read(|reading| reading.user_by_email(user.email.as_str()))?
            .is_some()
        {
            let taken = crate::store::Error::EmailTaken.into();
            return Err(self.naming_waiting_key(user.email.as_str(), taken));
        }
        let similar =
            self.read(|reading| reading.similar_users(&user.first_name, &user.last_name))?;
        let sources = self.sources_of(user.id, &new.sources)?;
        let mut keys = Vec::new();
        for wanted in &new.keys {
            let mut key = self.key_of(user.id, wanted, &sources)?;
            let written = AccessTable::default();
            let subject = |key| Subject {
                key,
                user_end: user.end_date,
                sources: &sources,
                written: &written,
                given: &[],
                chosen: wanted.home_group,
            };
            let found = plan(&facts, zone, subject(&key), now)?;
            promised(&facts, &found)?;
            if new.program && key.kind == KeyKind::Fob {
                key.home_group = self.settle(&facts, zone, &found, subject(&key), now)?;
            } else if let crate::access::HomeGroup::Is(group) = found.home_group {
                key.home_group = Some(group);
            }
            keys.push((key, found));
        }
        let language = new
            .details
            .language
            .clone()
            .unwrap_or_else(|| "en".to_owned());
        Ok(Summary {
            user,
            sources,
            keys,
            similar: similar.into_iter().map(|one| one.value).collect(),
            language,
        })
    }

    /// Adds a user as the summary says, which nobody has seen yet and the answer tells: all of it, or nothing.
    ///
    /// # Errors
    /// As [`Station::summary_of_new_user`], and [`Error::Store`].
    pub fn add_user(&mut self, new: &NewUser) -> Result<AddedUser, Error> {
        self.add(new, None)
    }

    /// Adds a user as somebody was shown.
    ///
    /// # Errors
    /// As [`Station::add_user`]; [`Error::SummaryChanged`] where it would be something else by now. Then nothing was
    /// added.
    pub fn add_user_as_shown(&mut self, new: &NewUser, shown: Shown) -> Result<AddedUser, Error> {
        self.add(new, Some(shown))
    }

    fn add(&mut self, new: &NewUser, shown: Option<Shown>) -> Result<AddedUser, Error> {
        self.require(Permission::EditUsers)?;
        let invitation = new.invite.then(|| self.invitation()).transpose()?;
        let summarise = |station: &mut Self| station.summary_of_new_user(new);
        let (mut summary, numbers) =
            self.confirm(shown, summarise, |station, summary, before| {
                station.change(|change| {
                    unchanged_since(change, before)?;
                    insert(change, summary, invitation)
                })
            })?;
        for ((key, _), number) in summary.keys.iter_mut().zip(numbers) {
            key.number = number;
        }
        Ok(AddedUser {
            user: summary.user,
            sources: summary.sources,
            keys: summary.keys,
            similar: summary.similar,
            invited: new.invite,
        })
    }

    /// The rights that Confirm needs, so that the refusal comes before anything is entered in vain.
    fn require_for_new(&self, new: &NewUser) -> Result<(), Error> {
        let kinds: Vec<SourceKind> = new.sources.iter().map(|one| one.kind.clone()).collect();
        self.require_at(Permission::EditUsers, Place::AllOf(&kinds))?;
        if !new.keys.is_empty() {
            self.require_at(Permission::OrderKeys, Place::AllOf(&kinds))?;
        }
        if new.program && !new.keys.is_empty() {
            self.require_at(Permission::ProgramKeys, Place::OneOf(&kinds))?;
        }
        Ok(())
    }

    fn user_of(&mut self, new: &NewUser) -> Result<User, Error> {
        Ok(User {
            id: self.services.id()?,
            first_name: crate::model::name(&new.first_name)?,
            last_name: crate::model::name(&new.last_name)?,
            email: new.email.clone(),
            details: new.details.clone(),
            end_date: new.end_date,
        })
    }

    fn sources_of(&mut self, user: UserId, new: &[NewSource]) -> Result<Vec<Source>, Error> {
        let mut sources = Vec::with_capacity(new.len());
        for source in new {
            let id: SourceId = self.services.id()?;
            sources.push(Source {
                id,
                user,
                kind: source.kind.clone(),
                validity: source.validity,
            });
        }
        Ok(sources)
    }

    pub(super) fn key_of(
        &mut self,
        user: UserId,
        new: &NewKey,
        sources: &[Source],
    ) -> Result<Key, Error> {
        let id: KeyId = self.services.id()?;
        let without = new
            .without
            .iter()
            .filter_map(|place| sources.get(*place))
            .map(|source| source.id)
            .collect();
        Ok(Key {
            id,
            number: KeyNumber(0),
            kind: new.kind,
            user,
            state: KeyState::Draft,
            validity: Validity::ALWAYS,
            expiry: None,
            without,
            home_group: None,
            uid: None,
            stamp: None,
            generation: None,
            revision: Revision(0),
        })
    }

    /// An invitation's id and the hash of its token. The token itself is drawn again when the mail is made:
    /// until then nobody, not even the store, holds one that works.
    pub(super) fn invitation(&mut self) -> Result<(InvitationId, [u8; 32]), Error> {
        let token = crate::secrets::random::secret_bytes::<32>(&mut *self.services.random)?;
        Ok((self.services.id()?, Sha256::digest(*token).into()))
    }

    /// Who holds a key, with sources and keys, unless the user was removed.
    ///
    /// # Errors
    /// What the store says.
    pub fn holder(&self, id: UserId) -> Result<Option<Person>, Error> {
        match self.read(|reading| reading.holder(id))? {
            Some(_) => self.person(id).map(Some),
            None => Ok(None),
        }
    }

    /// A user with sources and keys.
    ///
    /// # Errors
    /// What the store says.
    pub fn person(&self, id: UserId) -> Result<Person, Error> {
        self.read(|reading| {
            Ok(Person {
                user: reading.user(id)?,
                sources: reading.sources(id)?,
                keys: reading.keys(id)?,
            })
        })
    }
}

/// A user with all that hangs on the user.
#[derive(Debug, Clone)]
pub struct Person {
    /// The user.
    pub user: Stored<User>,
    /// Roles and private premises.
    pub sources: Vec<Stored<Source>>,
    /// Keys.
    pub keys: Vec<crate::store::KeyRecord>,
}

/// Stores what a summary says. Answers with the numbers of its keys.
fn insert(
    change: &mut Change<'_>,
    summary: &Summary,
    invitation: Option<(InvitationId, [u8; 32])>,
) -> Result<Vec<KeyNumber>, crate::store::Error> {
    change.insert_user(&summary.user)?;
    for source in &summary.sources {
        change.insert_source(source)?;
    }
    let mut numbers = Vec::new();
    for (key, plan) in &summary.keys {
        numbers.push(change.insert_key(key, None)?);
        change.set_wanted_hashes(&[(key.id, plan.hash)])?;
    }
    if let Some((id, token_hash)) = invitation {
        change.queue_invitation(id, summary.user.id, &summary.language, &token_hash)?;
    }
    Ok(numbers)
}

/// Sources that the wizard would not offer are refused here too.
fn check_sources(facts: &Facts, sources: &[NewSource]) -> Result<(), Error> {
    for source in sources {
        if let SourceKind::Premises { premises, roles } = &source.kind {
            check_premises(facts, *premises, roles)?;
        }
    }
    Ok(())
}

/// What ended before it began is a slip of the pen.
fn check_ends(facts: &Facts, zone: Zone, new: &NewUser, now: UtcMillis) -> Result<(), Error> {
    let past = |what: String| Err(Error::EndPast { what });
    if new.end_date.is_some_and(|date| date.end(zone) <= now) {
        return past(format!("{} {}", new.first_name, new.last_name));
    }
    for source in &new.sources {
        if source.validity.end.is_some_and(|end| end <= now) {
            return past(given_name(facts, &source.kind));
        }
    }
    Ok(())
}

/// What starts only after the user's last day never holds.
pub(super) fn check_start(
    facts: &Facts,
    zone: Zone,
    (kind, validity): (&SourceKind, Validity),
    end_date: Option<LocalDate>,
) -> Result<(), Error> {
    match (validity.start, end_date) {
        (Some(start), Some(end)) if start >= end.end(zone) => Err(Error::StartAfterEnd {
            what: given_name(facts, kind),
            end,
        }),
        _ => Ok(()),
    }
}

fn given_name(facts: &Facts, kind: &SourceKind) -> String {
    let name = match kind {
        SourceKind::Role { role } => facts.roles.get(role).map(|role| &role.name),
        SourceKind::Premises { premises, .. } => facts.premises.get(premises).map(|one| &one.name),
    };
    name.cloned().unwrap_or_default()
}

/// Invitations are written in the languages of the program only.
pub(super) fn check_language(details: &UserDetails) -> Result<(), Error> {
    match &details.language {
        Some(tag) if !Language::ALL.iter().any(|known| known.tag() == tag) => {
            Err(Error::LanguageUnknown { tag: tag.clone() })
        }
        _ => Ok(()),
    }
}

pub(super) fn check_premises(facts: &Facts, id: PremisesId, roles: &[RoleId]) -> Result<(), Error> {
    let unknown = || Error::Unknown {
        kind: "premises",
        name: id.to_string(),
    };
    let premises = facts.premises.get(&id).ok_or_else(unknown)?;
    if !premises.private {
        return Err(Error::PremisesNotPrivate {
            premises: premises.name.clone(),
        });
    }
    match roles
        .iter()
        .find(|role| !premises.linked_roles.contains(role))
    {
        None => Ok(()),
        Some(role) => {
            let role = facts
                .roles
                .get(role)
                .map_or_else(|| role.to_string(), |role| role.name.clone());
            Err(Error::RoleNotLinked {
                role,
                premises: premises.name.clone(),
            })
        }
    }
}
