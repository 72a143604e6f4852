//! Programming tasks.

use super::{Reading, found};
use crate::medium::Layout;
use crate::model::{Generation, KeyId, Revision, TaskId, Uid};
use crate::store::sql::{Row, params, statement};
use crate::store::{Entity, Error, Intent, TaskRecord};

impl Reading<'_> {
    /// A task.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn task(&self, id: TaskId) -> Result<TaskRecord, Error> {
        let task = self
            .link
            .first(statement!("task/get"), params![id], task_of)?;
        found(task, Entity::Task)
    }

    /// Every task that has not ended, the oldest first.
    pub fn open_tasks(&self) -> Result<Vec<TaskRecord>, Error> {
        self.link.all(statement!("task/open"), &[], task_of)
    }

    /// Every write that has begun and not ended: what a station resumes when it starts.
    pub fn open_intents(&self) -> Result<Vec<TaskRecord>, Error> {
        self.link.all(statement!("task/open_intents"), &[], task_of)
    }

    /// The last fifty tasks of a key, the newest first.
    pub fn tasks_of_key(&self, key: KeyId) -> Result<Vec<TaskRecord>, Error> {
        self.link
            .all(statement!("task/of_key"), params![key], task_of)
    }
}

fn task_of(row: &Row<'_>) -> Result<TaskRecord, Error> {
    Ok(TaskRecord {
        id: row.id(0)?,
        version: row.number(1)?,
        key: row.id(2)?,
        operation: row.word(3)?,
        state: row.word(4)?,
        approved_by: row.maybe(5, Row::id)?,
        resume_state: row.word(6)?,
        station: row.maybe(7, |row, n| row.text(n).map(str::to_owned))?,
        lease_until: row.maybe(8, Row::time)?,
        intent: row.maybe(9, intent_of)?,
        failure: row.maybe(20, |row, n| row.text(n).map(str::to_owned))?,
        created_at: row.time(21)?,
        changed_at: row.time(22)?,
    })
}

fn intent_of(row: &Row<'_>, uid: usize) -> Result<Intent, Error> {
    let generation = |row: &Row<'_>, n: usize| Ok(Generation::new(row.number(n)?)?);
    Ok(Intent {
        uid: Uid::new(row.blob(uid)?)?,
        generation_now: row.maybe(10, generation)?,
        generation_wanted: row.maybe(11, generation)?,
        revision_expected: Revision(row.number(12)?),
        image_hash: row.array(13)?,
        image: row.blob(14)?.to_vec(),
        blocklist: row.maybe(15, |row, n| row.blob(n).map(<[u8]>::to_vec))?,
        blocklist_version: row.maybe(16, Row::number)?,
        home_group: row.maybe(17, Row::id)?,
        table: row.document(18)?,
        table_hash: row.array(19)?,
        given: row.document(23)?,
        layout: row.maybe(24, |row, image| {
            Ok(Layout {
                image: row.number(image)?,
                blocklist: row.number(25)?,
            })
        })?,
    })
}
