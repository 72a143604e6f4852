//! Reading: one consistent view of the whole system. Within a [`super::Change`] it shows what that change
//! has done so far.

mod desk;
mod key_list;
mod keys;
mod log;
mod places;
mod standing;
mod tasks;
mod user_list;
mod user_order;
mod user_search;
mod users;

use std::collections::{BTreeMap, BTreeSet};

pub use self::key_list::{KeyPage, KeyQuery, KeySort, KeyStanding, ListedKey};
pub use self::keys::KeyFilter;
pub use self::places::Facts;
pub use self::standing::{Given, GivenLists, Since, StandingSecrets};
pub use self::user_list::{Sort, UserCounts, UserFilter, UserPage, UserQuery};
use super::sql::{Connection, Value};
use super::{Entity, Error};
use crate::model::Id;

/// A consistent view.
pub struct Reading<'a> {
    pub(super) link: &'a dyn Connection,
}

impl std::fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reading")
    }
}

impl Reading<'_> {
    /// A table of pairs of ids as sets by the first.
    fn sets<A, B>(
        &self,
        sql: &'static str,
        params: &[Value],
    ) -> Result<BTreeMap<Id<A>, BTreeSet<Id<B>>>, Error> {
        let mut sets: BTreeMap<Id<A>, BTreeSet<Id<B>>> = BTreeMap::new();
        self.link.rows(sql, params, &mut |row| {
            let _new = sets.entry(row.id(0)?).or_default().insert(row.id(1)?);
            Ok(())
        })?;
        Ok(sets)
    }

    pub(super) fn count(&self, sql: &'static str, params: &[Value]) -> Result<u64, Error> {
        Ok(self
            .link
            .first(sql, params, |row| row.number(0))?
            .unwrap_or(0))
    }
}

fn found<T>(record: Option<T>, entity: Entity) -> Result<T, Error> {
    record.ok_or(Error::NotFound { entity })
}
