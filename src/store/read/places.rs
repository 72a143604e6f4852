//! Premises, locks, groups and roles, and all of them at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reading, found};
use crate::model::role::UserFeature;
use crate::model::{
    AdministratorRole, BlockingGroup, BlockingGroupId, BlockingGroupNumber, ExpiryInterval, Lock,
    LockGroup, LockGroupId, LockGroupNumber, LockId, LockNumber, Premises, PremisesId, RoleId,
    SourceKind, UserRole,
};
use crate::store::sql::{Row, Value, params, statement};
use crate::store::{Deployed, Entity, Error, LockRecord, Stored, SystemInfo};

/// All that a key's wanted table is computed from beside its own sources, from one view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the system is.
    pub system: SystemInfo,
    /// Every user role, by name.
    pub roles: Vec<Stored<UserRole>>,
    /// All premises, by name.
    pub premises: Vec<Stored<Premises>>,
    /// Every lock, by name.
    pub locks: Vec<LockRecord>,
    /// Every lock group, by name.
    pub lock_groups: Vec<Stored<LockGroup>>,
    /// Every key blocking group, by number.
    pub blocking_groups: Vec<Stored<BlockingGroup>>,
}

/// The wanted and the deployed groups of locks.
type Memberships = BTreeMap<LockId, (BTreeSet<LockGroupId>, BTreeSet<LockGroupId>)>;

impl Reading<'_> {
    /// Everything at once.
    pub fn facts(&self) -> Result<Facts, Error> {
        Ok(Facts {
            system: self.system()?,
            roles: self.roles()?,
            premises: self.all_premises()?,
            locks: self.locks()?,
            lock_groups: self.lock_groups()?,
            blocking_groups: self.blocking_groups()?,
        })
    }

    /// Every user role, by name.
    pub fn roles(&self) -> Result<Vec<Stored<UserRole>>, Error> {
        let mut locks = self.sets(statement!("role/all_locks"), &[])?;
        let mut groups = self.sets(statement!("role/all_lock_groups"), &[])?;
        let mut roles = self.link.all(statement!("role/all"), &[], role_of)?;
        for role in &mut roles {
            role.value.locks = locks.remove(&role.value.id).unwrap_or_default();
            role.value.lock_groups = groups.remove(&role.value.id).unwrap_or_default();
        }
        Ok(roles)
    }

    /// A user role.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn role(&self, id: RoleId) -> Result<Stored<UserRole>, Error> {
        let role = self
            .link
            .first(statement!("role/get"), params![id], role_of)?;
        let mut role = found(role, Entity::Role)?;
        role.value.locks = self
            .sets(statement!("role/locks"), params![id])?
            .remove(&id)
            .unwrap_or_default();
        role.value.lock_groups = self
            .sets(statement!("role/lock_groups"), params![id])?
            .remove(&id)
            .unwrap_or_default();
        Ok(role)
    }

    /// What a source gives, by the name of its role or premises alone.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn name_of(&self, kind: &SourceKind) -> Result<String, Error> {
        let (sql, id, entity) = match kind {
            SourceKind::Role { role } => (statement!("role/name"), params![*role], Entity::Role),
            SourceKind::Premises { premises, .. } => (
                statement!("premises/name"),
                params![*premises],
                Entity::Premises,
            ),
        };
        let name = self
            .link
            .first(sql, id, |row| Ok(row.text(0)?.to_owned()))?;
        found(name, entity)
    }

    /// Every administrator role, by name.
    pub fn administrator_roles(&self) -> Result<Vec<Stored<AdministratorRole>>, Error> {
        let mut premises = self.sets(statement!("administrator_role/all_premises"), &[])?;
        self.link
            .all(statement!("administrator_role/all"), &[], |row| {
                Ok(Stored {
                    version: row.number(1)?,
                    value: AdministratorRole {
                        id: row.id(0)?,
                        name: row.text(2)?.to_owned(),
                        permissions: row.document(3)?,
                        premises: BTreeSet::new(),
                    },
                })
            })
            .map(|mut roles| {
                for role in &mut roles {
                    role.value.premises = premises.remove(&role.value.id).unwrap_or_default();
                }
                roles
            })
    }

    /// All premises, by name.
    pub fn all_premises(&self) -> Result<Vec<Stored<Premises>>, Error> {
        let mut locks = self.sets(statement!("premises/all_locks"), &[])?;
        let mut roles = self.sets(statement!("premises/all_roles"), &[])?;
        let mut all = self
            .link
            .all(statement!("premises/all"), &[], premises_of)?;
        for premises in &mut all {
            premises.value.locks = locks.remove(&premises.value.id).unwrap_or_default();
            premises.value.linked_roles = roles.remove(&premises.value.id).unwrap_or_default();
        }
        Ok(all)
    }

    /// Premises.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn premises(&self, id: PremisesId) -> Result<Stored<Premises>, Error> {
        let premises = self
            .link
            .first(statement!("premises/get"), params![id], premises_of)?;
        let mut premises = found(premises, Entity::Premises)?;
        premises.value.locks = self
            .sets(statement!("premises/locks"), params![id])?
            .remove(&id)
            .unwrap_or_default();
        premises.value.linked_roles = self
            .sets(statement!("premises/roles"), params![id])?
            .remove(&id)
            .unwrap_or_default();
        Ok(premises)
    }

    /// Every lock, by name.
    pub fn locks(&self) -> Result<Vec<LockRecord>, Error> {
        let mut memberships = self.memberships(statement!("lock/all_memberships"), &[])?;
        let mut locks = self.link.all(statement!("lock/all"), &[], lock_of)?;
        for record in &mut locks {
            join(record, &mut memberships);
        }
        Ok(locks)
    }

    /// A lock.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn lock(&self, id: LockId) -> Result<LockRecord, Error> {
        let record = self
            .link
            .first(statement!("lock/get"), params![id], lock_of)?;
        let mut record = found(record, Entity::Lock)?;
        join(
            &mut record,
            &mut self.memberships(statement!("lock/memberships"), params![id])?,
        );
        Ok(record)
    }

    /// The lock with this number.
    pub fn lock_by_number(&self, number: LockNumber) -> Result<Option<LockRecord>, Error> {
        let record = self
            .link
            .first(statement!("lock/by_number"), params![number.0], lock_of)?;
        record.map(|record| self.lock(record.lock.id)).transpose()
    }

    /// The configuration that was on its way to a lock when nothing more was heard; none where the last one
    /// arrived.
    pub fn offered_configuration(&self, id: LockId) -> Result<Option<Vec<u8>>, Error> {
        let offered = self
            .link
            .first(statement!("lock/offered"), params![id], |row| {
                row.maybe(0, |row, n| row.blob(n).map(<[u8]>::to_vec))
            })?;
        Ok(offered.flatten())
    }

    /// The configuration last deployed to a lock, byte for byte.
    pub fn deployed_configuration(&self, id: LockId) -> Result<Option<Vec<u8>>, Error> {
        Ok(self
            .link
            .first(statement!("lock/configuration"), params![id], |row| {
                row.maybe(0, |row, n| row.blob(n).map(<[u8]>::to_vec))
            })?
            .flatten())
    }

    /// The locks that shall be in the group.
    pub fn locks_in_group(&self, group: LockGroupId) -> Result<Vec<LockId>, Error> {
        self.link
            .all(statement!("lock/in_group"), params![group], |row| row.id(0))
    }

    /// Every lock group, by name.
    pub fn lock_groups(&self) -> Result<Vec<Stored<LockGroup>>, Error> {
        self.link.all(statement!("lock_group/all"), &[], |row| {
            Ok(Stored {
                version: row.number(1)?,
                value: LockGroup {
                    id: row.id(0)?,
                    number: LockGroupNumber(row.number(2)?),
                    name: row.text(3)?.to_owned(),
                },
            })
        })
    }

    /// Every key blocking group, by number.
    pub fn blocking_groups(&self) -> Result<Vec<Stored<BlockingGroup>>, Error> {
        self.link
            .all(statement!("blocking_group/all"), &[], blocking_group_of)
    }

    /// A key blocking group.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn blocking_group(&self, id: BlockingGroupId) -> Result<Stored<BlockingGroup>, Error> {
        let group = self.link.first(
            statement!("blocking_group/get"),
            params![id],
            blocking_group_of,
        )?;
        found(group, Entity::BlockingGroup)
    }

    fn memberships(&self, sql: &'static str, params: &[Value]) -> Result<Memberships, Error> {
        let mut memberships = Memberships::new();
        self.link.rows(sql, params, &mut |row| {
            let (wanted, deployed) = memberships.entry(row.id(0)?).or_default();
            if row.bool(2)? {
                let _new = wanted.insert(row.id(1)?);
            }
            if row.bool(3)? {
                let _new = deployed.insert(row.id(1)?);
            }
            Ok(())
        })?;
        Ok(memberships)
    }
}

fn join(record: &mut LockRecord, memberships: &mut Memberships) {
    let (wanted, known) = memberships.remove(&record.lock.id).unwrap_or_default();
    record.lock.groups = wanted;
    if let Some(deployed) = &mut record.deployed {
        deployed.groups = known;
    }
}

fn role_of(row: &Row<'_>) -> Result<Stored<UserRole>, Error> {
    Ok(Stored {
        version: row.number(1)?,
        value: UserRole {
            id: row.id(0)?,
            name: row.text(2)?.to_owned(),
            locks: BTreeSet::new(),
            lock_groups: BTreeSet::new(),
            access_times: row.maybe(3, Row::word)?,
            expiry: row.maybe(4, |row, n| Ok(ExpiryInterval::hours(row.number(n)?)?))?,
            features: row.document::<BTreeSet<UserFeature>>(5)?,
            premises: row.maybe(6, Row::id)?,
        },
    })
}

fn premises_of(row: &Row<'_>) -> Result<Stored<Premises>, Error> {
    Ok(Stored {
        version: row.number(1)?,
        value: Premises {
            id: row.id(0)?,
            name: row.text(2)?.to_owned(),
            parent: row.maybe(3, Row::id)?,
            private: row.bool(4)?,
            locks: BTreeSet::new(),
            linked_roles: BTreeSet::new(),
        },
    })
}

fn blocking_group_of(row: &Row<'_>) -> Result<Stored<BlockingGroup>, Error> {
    Ok(Stored {
        version: row.number(1)?,
        value: BlockingGroup {
            id: row.id(0)?,
            number: BlockingGroupNumber(row.number(2)?),
            name: row.text(3)?.to_owned(),
            blocklist_version: row.number(4)?,
        },
    })
}

/// A lock as its row has it, without its groups.
fn lock_of(row: &Row<'_>) -> Result<LockRecord, Error> {
    let deployed = row.maybe(8, |row, n| {
        Ok(Deployed {
            groups: BTreeSet::new(),
            blocking_group: row.id(n)?,
            blocklist_version: row.number(9)?,
            clock: row.bool(10)?,
            at: row.time(11)?,
        })
    })?;
    Ok(LockRecord {
        version: row.number(1)?,
        deployed,
        lost: row.bool(12)?,
        lock: Lock {
            id: row.id(0)?,
            number: LockNumber(row.number(2)?),
            name: row.text(3)?.to_owned(),
            kind: row.word(4)?,
            clock: row.bool(5)?,
            groups: BTreeSet::new(),
            blocking_group: row.id(6)?,
            state: row.word(7)?,
        },
    })
}
