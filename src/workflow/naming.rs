//! From what a person writes to the record that is meant: an id, a number, or a name that is the only one of
//! its kind.

use super::{Error, Station};
use crate::model::{BlockingGroup, KeyNumber, LockGroup, Premises, User, UserId, UserRole};
use crate::store::{KeyRecord, LockRecord, Reading, Stored, TaskRecord, UserQuery, fold};

/// Whether two names are the same to people: without regard to case, in every script.
pub fn same_name(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}

/// The one item that `text` names.
pub(super) fn pick<T>(
    kind: &'static str,
    text: &str,
    items: Vec<T>,
    names: impl Fn(&T) -> Vec<String>,
    is_id: impl Fn(&T) -> bool,
) -> Result<T, Error> {
    let wanted = fold(text.trim());
    let mut hits: Vec<T> = Vec::new();
    for item in items {
        if is_id(&item) {
            return Ok(item);
        }
        if names(&item).iter().any(|name| fold(name) == wanted) {
            hits.push(item);
        }
    }
    let name = text.to_owned();
    match (hits.pop(), hits.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(Error::Ambiguous { kind, name }),
        (None, _) => Err(Error::Unknown { kind, name }),
    }
}

/// A key as people know it: whose it is, and its number.
pub(super) fn key_of(
    reading: &Reading<'_>,
    user: UserId,
    number: KeyNumber,
) -> Result<String, crate::store::Error> {
    let holder = reading.user(user)?.full_name();
    Ok(format!("{holder} ({number})"))
}

impl Station {
    /// The user role with this name or id.
    ///
    /// # Errors
    /// [`Error::Unknown`].
    pub fn role(&self, text: &str) -> Result<Stored<UserRole>, Error> {
        let roles = self.read(|reading| reading.roles())?;
        pick(
            "role",
            text,
            roles,
            |role| vec![role.name.clone()],
            |role| role.id.to_string() == text,
        )
    }

    /// The premises with this name, path (`building/stair/flat`) or id.
    ///
    /// # Errors
    /// [`Error::Unknown`], and [`Error::Ambiguous`] for a name that stands in several places.
    pub fn premises(&self, text: &str) -> Result<Stored<Premises>, Error> {
        let all = self.read(|reading| reading.all_premises())?;
        let paths: Vec<String> = all.iter().map(|one| path_of(&all, &one.value)).collect();
        let items: Vec<(Stored<Premises>, String)> = all.into_iter().zip(paths).collect();
        let named = |(one, path): &(Stored<Premises>, String)| vec![one.name.clone(), path.clone()];
        pick("premises", text, items, named, |(one, _)| {
            one.id.to_string() == text
        })
        .map(|(one, _)| one)
    }

    /// The lock with this number, name or id.
    ///
    /// # Errors
    /// [`Error::Unknown`].
    pub fn lock(&self, text: &str) -> Result<LockRecord, Error> {
        let locks = self.read(|reading| reading.locks())?;
        let is_id = |record: &LockRecord| {
            record.lock.number.to_string() == text || record.lock.id.to_string() == text
        };
        pick(
            "lock",
            text,
            locks,
            |record| vec![record.lock.name.clone()],
            is_id,
        )
    }

    /// The lock group with this name or id.
    ///
    /// # Errors
    /// [`Error::Unknown`].
    pub fn lock_group(&self, text: &str) -> Result<Stored<LockGroup>, Error> {
        let groups = self.read(|reading| reading.lock_groups())?;
        pick(
            "lock group",
            text,
            groups,
            |group| vec![group.name.clone()],
            |group| group.id.to_string() == text,
        )
    }

    /// The key blocking group with this name or id.
    ///
    /// # Errors
    /// [`Error::Unknown`].
    pub fn blocking_group(&self, text: &str) -> Result<Stored<BlockingGroup>, Error> {
        let groups = self.read(|reading| reading.blocking_groups())?;
        pick(
            "key blocking group",
            text,
            groups,
            |group| vec![group.name.clone()],
            |group| group.id.to_string() == text,
        )
    }

    /// The user with this e-mail address, id or full name.
    ///
    /// # Errors
    /// [`Error::Unknown`], and [`Error::Ambiguous`] for a name that several bear.
    pub fn user(&self, text: &str) -> Result<Stored<User>, Error> {
        let found = self.read(|reading| {
            if let Some(user) = reading.user_by_email(text.trim())? {
                return Ok(vec![user]);
            }
            if let Ok(id) = text.trim().parse() {
                return Ok(vec![reading.user(id)?]);
            }
            let query = UserQuery {
                text: text.to_owned(),
                limit: 100,
                ..UserQuery::default()
            };
            Ok(reading.users(&query)?.items)
        })?;
        let direct = |user: &Stored<User>| user.id.to_string() == text.trim();
        let named = |user: &Stored<User>| vec![user.full_name(), user.email.to_string()];
        pick("user", text, found, named, direct)
    }

    /// The task with this id, or the open one of the key with this number.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::Store`] for an id that no task has.
    pub fn task(&self, text: &str) -> Result<TaskRecord, Error> {
        let text = text.trim();
        if let Ok(number) = text.parse::<u32>() {
            let number = crate::model::KeyNumber(number);
            let open = self.read(|reading| {
                let open = reading.open_tasks()?;
                let key = reading.key_by_number(number)?.map(|record| record.key.id);
                Ok(open.into_iter().find(|task| Some(task.key) == key))
            })?;
            return open.ok_or_else(|| Error::Unknown {
                kind: "task",
                name: text.to_owned(),
            });
        }
        let id = text.parse()?;
        self.read(|reading| reading.task(id))
    }

    /// The key with this number, chip number or id.
    ///
    /// # Errors
    /// [`Error::Unknown`].
    pub fn key(&self, text: &str) -> Result<KeyRecord, Error> {
        let text = text.trim();
        let found = self.read(|reading| {
            if let Ok(number) = text.parse() {
                return reading.key_by_number(crate::model::KeyNumber(number));
            }
            if let Ok(uid) = text.parse() {
                return reading.key_by_uid(&uid);
            }
            text.parse()
                .map_or(Ok(None), |id| reading.key(id).map(Some))
        })?;
        found.ok_or_else(|| Error::Unknown {
            kind: "key",
            name: text.to_owned(),
        })
    }
}

/// The names of premises and of all they lie in, from the root, with slashes between.
pub fn path_of(all: &[Stored<Premises>], premises: &Premises) -> String {
    let mut names = vec![premises.name.as_str()];
    let mut parent = premises.parent;
    while let Some(above) = parent.and_then(|id| all.iter().find(|one| one.id == id)) {
        names.push(&above.name);
        parent = above.parent;
        if names.len() > all.len() {
            break;
        }
    }
    names.reverse();
    names.join("/")
}
