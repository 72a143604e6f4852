//! What may become of a task beside being run: taken back before it wrote, or ended with its medium.
//!
//! A task whose write has begun cannot be taken back: the fob holds the old content or the new, and only running the
//! task again tells and mends. Where the fob is dead it never will. Then its key is *written off* (there is nothing to
//! empty and nothing to block), the task ends with it, and a draft with the same holder, sources and home group takes
//! its place. The old record keeps the chip number: a fob that was not dead after all is known for what it is, and its
//! key is blocked or returned like any other.

use super::{Error, ShownKey, Station};
use crate::model::{KeyState, Permission, TaskId};
use crate::store::{Change, KeyRecord, TaskRecord, TaskResult, TaskState};

/// A key that another one takes the place of, and the draft of that.
#[derive(Debug)]
pub struct Replaced {
    /// The key that was written off or is lost.
    pub before: KeyRecord,
    /// The draft that waits for a new medium.
    pub draft: KeyRecord,
}

impl Station {
    /// Takes a task back that has written nothing; its key is again as it was.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::WriteBegun`] where the medium may have been touched, [`Error::TaskOver`].
    pub fn cancel_task(&mut self, id: TaskId) -> Result<TaskRecord, Error> {
        let (task, key) = self.read(|reading| {
            let task = reading.task(id)?;
            let key = reading.key(task.key)?;
            Ok((task, key))
        })?;
        self.require_over_key(Permission::ProgramKeys, &key)?;
        match task.state {
            TaskState::Queued | TaskState::Claimed => {}
            TaskState::Writing | TaskState::Written | TaskState::Verified => {
                return Err(Error::WriteBegun {
                    number: key.key.number.0,
                });
            }
            TaskState::Done | TaskState::Failed | TaskState::Cancelled => {
                return Err(Error::TaskOver {
                    state: task.state.as_str(),
                });
            }
        }
        self.change(|change| change.finish_task(id, task.version, TaskResult::Cancelled))?;
        self.read(|reading| reading.task(id))
    }

    /// Writes a key off whose medium is destroyed or dead, ends its open task, and adds a draft for the same holder
    /// in its place.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::HolderRemoved`]; [`Error::Store`]: the key has no medium, or was replaced before.
    /// Then nothing was changed.
    pub fn replace_written_off(&mut self, key: impl Into<ShownKey>) -> Result<Replaced, Error> {
        let key = key.into();
        let outcome = self.draft_for_written_off(key);
        outcome.map_err(|error| self.naming_way_out(key.id, error))
    }

    fn draft_for_written_off(&mut self, shown: ShownKey) -> Result<Replaced, Error> {
        let id = shown.id;
        let record = self.read(|reading| reading.key(id))?;
        self.require_over_key(Permission::OrderKeys, &record)?;
        self.require_holder(&record)?;
        let draft = self.draft_in_place_of(&record)?;
        self.change(|change| {
            // What was in its place may have been removed as a draft.
            let waits =
                record.key.state == KeyState::WrittenOff && change.replacement_of(id)?.is_none();
            if waits {
                shown.still_in(change)?;
            } else {
                write_off(change, shown)?;
            }
            let _number = change.insert_key(&draft, Some(id))?;
            Ok(())
        })?;
        self.replaced(id, draft.id)
    }

    /// Writes a key off whose medium is destroyed or dead, and ends its open task. Nothing comes in its place: its
    /// holder was removed, or needs none. On a blocklist it stays: the medium may not be dead after all.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Store`] for a key without a medium. Then nothing was changed.
    pub fn write_off_key(&mut self, key: impl Into<ShownKey>) -> Result<KeyRecord, Error> {
        let shown = key.into();
        let id = shown.id;
        let record = self.read(|reading| reading.key(id))?;
        self.require_over_key(Permission::OrderKeys, &record)?;
        self.change(|change| write_off(change, shown))
            .map_err(|error| self.naming_way_out(id, error))?;
        self.read(|reading| reading.key(id))
    }
}

fn write_off(change: &mut Change<'_>, shown: ShownKey) -> Result<(), crate::store::Error> {
    shown.still_in(change)?;
    let id = shown.id;
    let mut ended = false;
    for task in change.tasks_of_key(id)? {
        if task.state.is_over() {
            continue;
        }
        ended = true;
        let result = match &task.intent {
            Some(_) => TaskResult::Failed("written-off"),
            None => TaskResult::Cancelled,
        };
        change.finish_task(task.id, task.version, result)?;
    }
    let key = change.key(id)?;
    if key.key.state == KeyState::WrittenOff && ended {
        // It was before somebody began to empty it.
        return Ok(());
    }
    let _version = change.set_key_state(id, key.version, KeyState::WrittenOff)?;
    Ok(())
}
