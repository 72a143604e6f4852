//! What keys shall hold. Keys that shall hold the same share one row of the store, so that a role which changes under very
//! many keys changes few rows.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use crate::model::{KeyId, UserId};
use crate::store::Error;
use crate::store::sql::{Row, params, statement};

/// A key that shall hold another table than it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewWanted {
    /// The key.
    pub key: KeyId,
    /// Under which number the store has the table it should hold until now, see [`crate::store::KeyRecord`].
    pub before: Option<u64>,
    /// The hash of the table it shall hold from now on.
    pub hash: [u8; 32],
}

/// Up to so many users are looked at one by one for whether they have a pending key; more of them in one go through all.
const FEW: usize = 1_000;

/// The keys that leave a table, by the hash of what they shall hold from now on.
type Outcomes = BTreeMap<[u8; 32], Vec<KeyId>>;

impl Change<'_> {
    /// Records the hash of the table each key shall hold. A key whose medium holds another is pending from
    /// then on. Raises no version: nobody edited anything.
    ///
    /// # Errors
    /// What the engine says.
    pub fn set_wanted_hashes(&mut self, wanted: &[(KeyId, [u8; 32])]) -> Result<(), Error> {
        let mut new = Vec::new();
        for (key, hash) in wanted {
            let before = |row: &Row<'_>| row.maybe(0, Row::number);
            let before = self
                .link
                .first(statement!("key/wanted_table"), params![*key], before)?;
            new.extend(before.map(|before| NewWanted {
                key: *key,
                before,
                hash: *hash,
            }));
        }
        self.renew_wanted(&new)
    }

    /// The same for very many keys, each once, of which is known what they should hold until now. Where all keys of a
    /// table shall hold the same again, the table itself is changed and none of its keys.
    ///
    /// # Errors
    /// What the engine says.
    pub fn renew_wanted(&mut self, wanted: &[NewWanted]) -> Result<(), Error> {
        let mut tables: BTreeMap<Option<u64>, Outcomes> = BTreeMap::new();
        for new in wanted {
            let outcomes = tables.entry(new.before).or_default();
            outcomes.entry(new.hash).or_default().push(new.key);
        }
        let mut moved = Outcomes::new();
        let mut left = BTreeSet::new();
        let mut concerned = Vec::new();
        // First the tables that change for all who have them: afterwards no other changes under those who come to it.
        for (table, mut outcomes) in tables {
            if let Some(table) = table {
                if self.all_leave(table, &outcomes)?
                    && let Some(hash) = commonest(&outcomes)
                {
                    let _stay = outcomes.remove(&hash);
                    concerned.extend(self.change_table(table, hash)?);
                }
                let _new = left.insert(table);
            }
            for (hash, keys) in outcomes {
                moved.entry(hash).or_default().extend(keys);
            }
        }
        for (hash, keys) in moved {
            let table = self.table_of(hash)?;
            for key in keys {
                let holder = |row: &Row<'_>| row.id(0);
                let set = statement!("key/set_wanted");
                concerned.extend(self.link.first(set, params![key, table], holder)?);
            }
        }
        for table in left {
            self.run(statement!("wanted_table/forget"), params![table])?;
        }
        self.renew_pending_of_these(concerned)
    }

    /// Finds out anew whether these users have a pending key.
    fn renew_pending_of_these(&self, mut users: Vec<UserId>) -> Result<(), Error> {
        users.sort_unstable();
        users.dedup();
        if users.len() > FEW {
            return self.renew_pending_of_all();
        }
        users
            .into_iter()
            .try_for_each(|user| self.renew_pending_of(user))
    }

    /// Finds out anew who has a pending key.
    pub(in crate::store) fn renew_pending_of_all(&self) -> Result<(), Error> {
        self.run(statement!("pending_user/clear"), &[])?;
        self.run(statement!("pending_user/find_all"), &[])
    }

    /// Finds out anew whether the user has a pending key.
    pub(super) fn renew_pending_of(&self, user: UserId) -> Result<(), Error> {
        self.run(statement!("pending_user/remove"), params![user])?;
        self.run(statement!("pending_user/find"), params![user])
    }

    /// Whether no key keeps what the table holds now.
    fn all_leave(&self, table: u64, outcomes: &Outcomes) -> Result<bool, Error> {
        let leaving = outcomes.values().map(Vec::len).sum::<usize>();
        let having = self.count(statement!("wanted_table/keys"), params![table])?;
        Ok(u64::try_from(leaving) == Ok(having))
    }

    /// Changes what a table holds. Answers with those whose medium holds what it held or what it comes to hold: nobody
    /// else comes to have a pending key by that, or ceases to.
    fn change_table(&self, table: u64, hash: [u8; 32]) -> Result<Vec<UserId>, Error> {
        let bytes = |row: &Row<'_>| row.array::<32>(0);
        let before = self
            .link
            .first(statement!("wanted_table/hash"), params![table], bytes)?;
        self.run(statement!("wanted_table/update"), params![table, hash])?;
        let holder = |row: &Row<'_>| row.id(0);
        self.link.all(
            statement!("wanted_table/holders"),
            params![table, before, hash],
            holder,
        )
    }

    /// The number of a table with this hash, made where there is none.
    fn table_of(&self, hash: [u8; 32]) -> Result<u64, Error> {
        let number = |row: &Row<'_>| row.number(0);
        let known = self
            .link
            .first(statement!("wanted_table/find"), params![hash], number)?;
        let made = match known {
            Some(known) => Some(known),
            None => self
                .link
                .first(statement!("wanted_table/insert"), params![hash], number)?,
        };
        made.ok_or(Error::Unreadable { what: "number" })
    }
}

/// What most keys come to.
fn commonest(outcomes: &Outcomes) -> Option<[u8; 32]> {
    let most = outcomes.iter().max_by_key(|(_, keys)| keys.len());
    most.map(|(hash, _)| *hash)
}
