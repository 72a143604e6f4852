//! The open transaction of the selected application: what writing into backup, value and record files
//! prepares, and how a commit takes it over in one replacement. Must not know the secure channel.

use super::desfire::{Desfire, Reply};
use super::image::{Body, File, Records};
use super::picc::alone;
use super::status::{BOUNDARY, NO_CHANGES, PERMISSION_DENIED, Status};

/// What has been prepared for one file.
pub(super) enum Change {
    /// The new content of a backup file.
    Data(Vec<u8>),
    /// The new value; how much was debited in this transaction; whether limited credit was used.
    Value {
        value: i32,
        debited: i32,
        limited_used: bool,
    },
    /// A record to be added, or the file to be cleared.
    Records {
        added: Option<Vec<u8>>,
        cleared: bool,
    },
}

impl Desfire {
    /// C7: everything prepared becomes the memory at once.
    pub(super) fn commit(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        let _ = self.application()?;
        self.hear(command);
        let prepared = std::mem::take(&mut self.state.transaction);
        if prepared.is_empty() {
            return Err(NO_CHANGES);
        }
        let selected = self.state.selected;
        self.change(1, |image| {
            let application = image
                .applications
                .iter_mut()
                .find(|application| Some(application.aid) == selected);
            if let Some(application) = application {
                for (number, change) in prepared {
                    if let Some(file) = application.files.get_mut(&number) {
                        take_over(file, change);
                    }
                }
            }
        });
        Ok(Reply::done())
    }

    /// A7: everything prepared is forgotten.
    pub(super) fn abort(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        let _ = self.application()?;
        self.hear(command);
        if self.state.transaction.is_empty() {
            return Err(NO_CHANGES);
        }
        self.state.transaction.clear();
        Ok(Reply::done())
    }

    /// Prepares bytes of a backup file.
    pub(super) fn prepare_data(
        &mut self,
        number: u8,
        committed: &[u8],
        offset: usize,
        data: &[u8],
    ) {
        let change = self
            .state
            .transaction
            .entry(number)
            .or_insert_with(|| Change::Data(committed.to_vec()));
        if let Change::Data(next) = change
            && let Some(place) = next.get_mut(offset..offset + data.len())
        {
            place.copy_from_slice(data);
        }
    }

    /// Prepares bytes of the record that this transaction adds.
    pub(super) fn prepare_record(
        &mut self,
        number: u8,
        records: &Records,
        cyclic: bool,
        offset: usize,
        data: &[u8],
    ) -> Result<(), Status> {
        if !cyclic && records.count() >= records.max {
            return Err(BOUNDARY);
        }
        let empty = || Change::Records {
            added: None,
            cleared: false,
        };
        let Change::Records { added, cleared } =
            self.state.transaction.entry(number).or_insert_with(empty)
        else {
            return Err(PERMISSION_DENIED);
        };
        if *cleared {
            return Err(PERMISSION_DENIED);
        }
        let record = added.get_or_insert_with(|| vec![0; records.size as usize]);
        record
            .get_mut(offset..offset + data.len())
            .ok_or(BOUNDARY)?
            .copy_from_slice(data);
        Ok(())
    }

    /// Prepares the clearing of a record file.
    pub(super) fn prepare_clearing(&mut self, number: u8) {
        drop(self.state.transaction.insert(
            number,
            Change::Records {
                added: None,
                cleared: true,
            },
        ));
    }

    /// Prepares a new value: `amount` is added; a credit may be limited to what was debited last.
    pub(super) fn prepare_value(
        &mut self,
        number: u8,
        amount: i64,
        limited: bool,
    ) -> Result<(), Status> {
        let Body::Value {
            lower,
            upper,
            value,
            limited: allowed,
            options,
        } = self.file(number)?.body
        else {
            return Err(PERMISSION_DENIED);
        };
        if limited && options & 0x01 == 0 {
            return Err(PERMISSION_DENIED);
        }
        let (before, debited, used) = match self.state.transaction.get(&number) {
            Some(Change::Value {
                value,
                debited,
                limited_used,
            }) => (*value, *debited, *limited_used),
            _ => (value, 0, false),
        };
        if limited && (used || amount > i64::from(allowed)) {
            return Err(BOUNDARY);
        }
        let next = i64::from(before) + amount;
        if !(i64::from(lower)..=i64::from(upper)).contains(&next) {
            return Err(BOUNDARY);
        }
        let debit = i32::try_from(-amount).unwrap_or(0).max(0);
        let change = Change::Value {
            value: i32::try_from(next).map_err(|_| BOUNDARY)?,
            debited: debited.saturating_add(debit),
            limited_used: used || limited,
        };
        drop(self.state.transaction.insert(number, change));
        Ok(())
    }
}

fn take_over(file: &mut File, change: Change) {
    match (&mut file.body, change) {
        (Body::Backup { data }, Change::Data(next)) => *data = next,
        (
            Body::Value { value, limited, .. },
            Change::Value {
                value: next,
                debited,
                limited_used,
            },
        ) => {
            *value = next;
            if debited > 0 {
                *limited = debited;
            } else if limited_used {
                *limited = 0;
            }
        }
        (Body::Linear(records), Change::Records { added, cleared }) => {
            add(records, added, cleared, records.max);
        }
        (Body::Cyclic(records), Change::Records { added, cleared }) => {
            add(records, added, cleared, records.max - 1);
        }
        _ => {}
    }
}

fn add(records: &mut Records, added: Option<Vec<u8>>, cleared: bool, keep: u32) {
    if cleared {
        records.data.clear();
    }
    if let Some(record) = added {
        records.add(record, keep);
    }
}
