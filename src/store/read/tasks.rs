//! Programming tasks.

use super::{Reading, found};
use crate::medium::Layout;
use crate::model::{Generation, KeyId, KeyState, Revision, TaskId, Uid};
use crate::store::sql::{Row, params, statement};
use crate::store::{AuditEntry, Entity, Error, Intent, TaskRecord};

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

    /// Whether a key that is blocked or written off, on which a task is open, or whose last task failed, was with its
    /// holder before all that. The log knows the order in which things were done.
    ///
    /// # Errors
    /// What the engine says.
    pub fn was_handed_over(&self, key: KeyId) -> Result<bool, Error> {
        let log = self.audit_of_subject(key.as_bytes(), RECENT)?;
        Ok(was_handed_over(&log))
    }
}

/// How many entries of the log about a key are looked at to find how it was.
const RECENT: u32 = 100;

/// Whether these entries of the log about a key, the newest first, say that it was with its holder before the tasks,
/// blocks and writing off that came last.
fn was_handed_over(log: &[AuditEntry]) -> bool {
    const PASSING: [KeyState; 6] = [
        KeyState::Task,
        KeyState::Writing,
        KeyState::WriteFailed,
        KeyState::EmptyFailed,
        KeyState::Blocked,
        KeyState::WrittenOff,
    ];
    let taken = |entry: &&AuditEntry| {
        matches!(
            &*entry.action,
            "key-task" | "key-blocked" | "key-written-off"
        )
    };
    let mut before = log.iter().filter(taken).filter_map(|entry| {
        let from = entry.facts.iter().find(|(name, _)| name == "from");
        from.map(|(_, state)| state.as_str())
    });
    let settled = before.find(|from| PASSING.iter().all(|state| state.as_str() != *from));
    settled == Some(KeyState::HandedOver.as_str())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::UtcMillis;

    /// Entries of the log by action and former state, the newest first.
    fn log(entries: &[(&str, &str)]) -> Vec<AuditEntry> {
        let entry = |(action, from): &(&str, &str)| AuditEntry {
            sequence: 1,
            at: UtcMillis(0),
            actor: "station".to_owned(),
            action: (*action).to_owned(),
            subject_kind: "key".to_owned(),
            subject: None,
            facts: vec![("from".to_owned(), (*from).to_owned())],
            personal: Vec::new(),
        };
        entries.iter().map(entry).collect()
    }

    #[test]
    fn failed_writes_and_blocks_do_not_hide_who_had_the_key() {
        let held = [
            ("key-blocked", "writing"),
            ("key-writing", "task"),
            ("key-task", "write-failed"),
            ("key-write-failed", "writing"),
            ("key-task", "blocked"),
            ("key-blocked", "empty-failed"),
            ("key-task", "handed-over"),
            ("key-task", "draft"),
        ];
        for start in 0..6 {
            assert!(was_handed_over(&log(&held[start..])), "{start}");
        }
        assert!(!was_handed_over(&log(&held[7..])));
        assert!(!was_handed_over(&log(&[])));
        // It came back, and was written again.
        let back = [("key-task", "programmed"), ("key-blocked", "handed-over")];
        assert!(!was_handed_over(&log(&back)));
        assert!(!was_handed_over(&log(&[
            ("key-task", "replaced"),
            ("key-blocked", "handed-over"),
        ])));
    }
}
