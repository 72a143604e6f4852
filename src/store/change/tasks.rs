//! The journal of a write: intent, effect, result, each durable on its own.
//!
//! `queued -> claimed -> writing -> written -> verified -> done`. Everything needed to resume is in the row
//! before the first exchange with the medium, so a station that starts again knows what the medium may hold.
//! Each step names the version of the row the station holds: a station that slept past its lease, and lost
//! the task to another, is refused with [`Error::TaskTaken`].

use super::{Change, Subject};
use crate::model::{Generation, KeyState, Revision, TaskId};
use crate::store::sql::{params, statement};
use crate::store::{Entity, Error, Intent, NewTask, Operation, TaskRecord, TaskResult, TaskState};
use crate::time::UtcMillis;

impl Change<'_> {
    /// Queues an approved write; its key waits for the encoder from now on.
    ///
    /// # Errors
    /// [`Error::TaskOpen`], [`Error::KeyBlocked`] for programming a blocked key, [`Error::KeyTransition`].
    pub fn queue_task(&mut self, task: &NewTask) -> Result<(), Error> {
        let key = self.key(task.key)?;
        if key.key.state == KeyState::Blocked && task.operation == Operation::Program {
            return Err(Error::KeyBlocked);
        }
        if matches!(key.key.state, KeyState::Task | KeyState::Writing) {
            return Err(Error::TaskOpen);
        }
        let is_out = matches!(key.key.state, KeyState::Replaced | KeyState::WrittenOff);
        if is_out && task.operation == Operation::Program {
            return Err(Error::KeyTransition {
                from: key.key.state,
                to: KeyState::Task,
            });
        }
        self.run(
            statement!("task/insert"),
            params![
                task.id,
                task.key,
                task.operation.as_str(),
                task.approved_by,
                key.key.state.as_str(),
                self.now,
            ],
        )?;
        let _version = self.move_key(&key, key.version, KeyState::Task)?;
        self.record(
            "task-queued",
            Subject::of(Entity::Task, task.id),
            &[
                ("key", &task.key.to_string()),
                ("operation", task.operation.as_str()),
            ],
        )
    }

    /// Takes a task into a station's hand until `lease_until`: one that waits, one whose lease has run out,
    /// or one the station had in hand before it ended. Returns the version that the next step must name.
    ///
    /// # Errors
    /// [`Error::TaskTaken`].
    pub fn claim_task(
        &mut self,
        id: TaskId,
        station: &str,
        lease_until: UtcMillis,
    ) -> Result<u64, Error> {
        self.link
            .first(
                statement!("task/claim"),
                params![id, station, lease_until, self.now],
                |row| row.number(0),
            )?
            .ok_or(Error::TaskTaken)
    }

    /// Makes the intent durable. Only after this may the medium be written.
    ///
    /// # Errors
    /// [`Error::TaskTaken`], [`Error::KeyBlocked`] where the key was blocked meanwhile.
    pub fn begin_intent(
        &mut self,
        id: TaskId,
        version: u64,
        intent: &Intent,
    ) -> Result<u64, Error> {
        let task = self.task(id)?;
        let key = self.key(task.key)?;
        if key.key.state == KeyState::Blocked && task.operation == Operation::Program {
            return Err(Error::KeyBlocked);
        }
        let next = self
            .link
            .first(
                statement!("task/begin_intent"),
                params![
                    id,
                    version,
                    &intent.uid,
                    intent.generation_now.map(Generation::get),
                    intent.generation_wanted.map(Generation::get),
                    intent.revision_expected.0,
                    intent.image_hash,
                    &intent.image,
                    intent.blocklist.clone(),
                    intent.blocklist_version,
                    intent.home_group,
                    serde_json::to_string(&intent.table)?,
                    intent.table_hash,
                    self.now,
                    serde_json::to_string(&intent.given)?,
                    intent.layout.map(|layout| layout.image),
                    intent.layout.map(|layout| layout.blocklist),
                ],
                |row| row.number(0),
            )?
            .ok_or(Error::TaskTaken)?;
        if key.key.state == KeyState::Task {
            let _version = self.move_key(&key, key.version, KeyState::Writing)?;
        }
        // The medium is this key's from here on, and stays it should the write fail: the chip may hold the
        // image, so no other key may be written to it.
        self.run(statement!("key/set_uid"), params![task.key, &intent.uid])?;
        self.record(
            "write-begun",
            Subject::of(Entity::Key, task.key),
            &[
                ("task", &id.to_string()),
                ("uid", &intent.uid.to_string()),
                ("image", &data_encoding::HEXLOWER.encode(&intent.image_hash)),
            ],
        )?;
        Ok(next)
    }

    /// Records how far the effect has come: [`TaskState::Written`], then [`TaskState::Verified`].
    ///
    /// # Errors
    /// [`Error::TaskTaken`].
    pub fn mark_effect(
        &mut self,
        id: TaskId,
        version: u64,
        reached: TaskState,
    ) -> Result<u64, Error> {
        let before = match reached {
            TaskState::Written => TaskState::Writing,
            TaskState::Verified => TaskState::Written,
            _ => return Err(Error::TaskTaken),
        };
        self.move_task(id, version, before, reached, None)
    }

    /// Notes why a task that stays open could not go on, so that the task list and the log tell it.
    ///
    /// # Errors
    /// What the engine says.
    pub fn note_failure(&mut self, id: TaskId, code: &str) -> Result<(), Error> {
        self.run(statement!("task/note_failure"), params![id, code, self.now])?;
        let key = self.task(id)?.key;
        self.record(
            "write-interrupted",
            Subject::of(Entity::Key, key),
            &[("task", &id.to_string()), ("failure", code)],
        )
    }

    fn move_task(
        &mut self,
        id: TaskId,
        version: u64,
        from: TaskState,
        to: TaskState,
        failure: Option<&str>,
    ) -> Result<u64, Error> {
        self.link
            .first(
                statement!("task/move"),
                params![id, version, from.as_str(), to.as_str(), failure, self.now,],
                |row| row.number(0),
            )?
            .ok_or(Error::TaskTaken)
    }

    /// Ends a task. Done: what the intent holds becomes the key's written view. Failed: the old written view
    /// stays. Refused and cancelled: the key goes back to where it was.
    ///
    /// # Errors
    /// [`Error::TaskTaken`] where the task is not in the step that may end so: only a verified one is done,
    /// and only one that has written nothing is cancelled.
    pub fn finish_task(
        &mut self,
        id: TaskId,
        version: u64,
        result: TaskResult<'_>,
    ) -> Result<(), Error> {
        let task = self.task(id)?;
        let (reached, failure) = match result {
            TaskResult::Done => (TaskState::Done, None),
            TaskResult::Failed(code) | TaskResult::Refused(code) => (TaskState::Failed, Some(code)),
            TaskResult::Cancelled => (TaskState::Cancelled, None),
        };
        let may_end = match result {
            TaskResult::Done => task.state == TaskState::Verified,
            TaskResult::Failed(_) | TaskResult::Refused(_) => !task.state.is_over(),
            TaskResult::Cancelled => {
                matches!(task.state, TaskState::Queued | TaskState::Claimed)
            }
        };
        if !may_end {
            return Err(Error::TaskTaken);
        }
        let _next = self.move_task(id, version, task.state, reached, failure)?;
        let key = self.key(task.key)?;
        match (result, &task.intent) {
            (TaskResult::Done, Some(intent)) => self.take_over(&task, intent)?,
            (TaskResult::Failed(_), Some(_)) => self.renew_words_of_key(&key.key)?,
            (TaskResult::Refused(_), Some(_)) if task.resume_state == KeyState::Draft => {
                // The chip holds nothing of the key: it may become any other's.
                self.run(
                    statement!("key/set_uid"),
                    params![task.key, None::<Vec<u8>>],
                )?;
                self.renew_words_of_key(&self.key(task.key)?.key)?;
            }
            _ => {}
        }
        self.release_key(&task, result)?;
        if task.operation == Operation::Empty && result == TaskResult::Done {
            // An empty medium opens nothing, so no list need name it any longer.
            self.take_off_blocklists(task.key)?;
        }
        let key = task.key.to_string();
        let mut facts = vec![("key", key.as_str())];
        facts.extend(failure.map(|failure| ("failure", failure)));
        self.record(
            &format!("task-{}", reached.as_str()),
            Subject::of(Entity::Task, id),
            &facts,
        )
    }

    /// Makes the intent the key's written view.
    fn take_over(&mut self, task: &TaskRecord, intent: &Intent) -> Result<(), Error> {
        let revision = Revision(intent.revision_expected.0.saturating_add(1));
        match task.operation {
            Operation::Program => {
                self.run(
                    statement!("key/written"),
                    params![
                        task.key,
                        &intent.uid,
                        intent.generation_wanted.map(Generation::get),
                        revision.0,
                        intent.table_hash,
                        intent.blocklist_version,
                        intent.home_group,
                        self.now,
                        false,
                    ],
                )?;
                self.run(
                    statement!("key/put_written"),
                    params![
                        task.key,
                        serde_json::to_string(&intent.table)?,
                        &intent.image,
                        serde_json::to_string(&intent.given)?,
                    ],
                )?;
            }
            Operation::Empty => {
                self.run(statement!("key/emptied"), params![task.key, revision.0])?;
                self.run(statement!("key/remove_written"), params![task.key])?;
            }
        }
        let key = self.key(task.key)?.key;
        self.renew_keys_of(key.user)?;
        self.renew_words_of_key(&key)
    }

    /// Whether the holder had the key when the task was queued, whatever failed before.
    fn is_held(&self, task: &TaskRecord) -> Result<bool, Error> {
        match task.resume_state {
            KeyState::HandedOver => Ok(true),
            KeyState::WriteFailed | KeyState::EmptyFailed => self.was_handed_over(task.key),
            _ => Ok(false),
        }
    }

    /// Gives the key the state that follows the task, unless it was blocked meanwhile.
    fn release_key(&mut self, task: &TaskRecord, result: TaskResult<'_>) -> Result<(), Error> {
        let key = self.key(task.key)?;
        let waiting = matches!(key.key.state, KeyState::Task | KeyState::Writing);
        let emptied = task.operation == Operation::Empty && result == TaskResult::Done;
        if !waiting && !emptied {
            return Ok(());
        }
        let was_out_of_use = matches!(
            task.resume_state,
            KeyState::Blocked | KeyState::Replaced | KeyState::WrittenOff
        );
        let to = match (result, task.operation) {
            (TaskResult::Done, Operation::Empty) => KeyState::Returned,
            (TaskResult::Done, Operation::Program) if self.is_held(task)? => KeyState::HandedOver,
            (TaskResult::Done, Operation::Program) => KeyState::Programmed,
            (TaskResult::Failed(_), Operation::Program) => KeyState::WriteFailed,
            (TaskResult::Failed(_), Operation::Empty) if !was_out_of_use => KeyState::EmptyFailed,
            (TaskResult::Failed(_) | TaskResult::Refused(_) | TaskResult::Cancelled, _) => {
                task.resume_state
            }
        };
        if matches!(key.key.state, KeyState::Blocked | KeyState::Replaced) {
            // Blocked while its medium was being emptied: the empty medium ends that too.
            let version = self.guarded(
                statement!("key/set_state"),
                params![task.key, key.version, to.as_str(), self.now],
                Entity::Key,
            )?;
            self.renew_keys_of(key.key.user)?;
            return self.record(
                &format!("key-{}", to.as_str()),
                Subject::of(Entity::Key, task.key),
                &[("version", &version.to_string())],
            );
        }
        let _version = self.move_key(&key, key.version, to)?;
        Ok(())
    }
}
