//! Taking over what a medium was found to hold: the way back for a system that was restored from a backup, whose
//! records are older than its fobs.

use super::{Change, Subject};
use crate::access::AccessTable;
use crate::model::{BlockingGroupId, Generation, KeyId, KeyState, Revision, Uid};
use crate::store::sql::{params, statement};
use crate::store::{Entity, Error, TaskResult};
use crate::time::UtcMillis;

/// What was read from a medium whose image this system signed for it.
#[derive(Debug, Clone)]
pub struct Adopted {
    /// The key the image was written for.
    pub key: KeyId,
    /// The chip.
    pub uid: Uid,
    /// The generation of its keys.
    pub generation: Generation,
    /// The revision of its image: the next write goes beyond it.
    pub revision: Revision,
    /// The table in the image.
    pub table: AccessTable,
    /// The image.
    pub image: Vec<u8>,
    /// The group whose blocklist it carries, where the system knows it.
    pub home_group: Option<BlockingGroupId>,
    /// The version of that list.
    pub blocklist_version: Option<u32>,
    /// When the image was made.
    pub written_at: UtcMillis,
}

impl Change<'_> {
    /// Makes what was read the key's written view. A task that was open for the key ends: what it was to write
    /// started from a medium that is no longer there.
    ///
    /// # Errors
    /// [`Error::KeyTransition`] for a key that has no medium any more, [`Error::MediumTaken`].
    pub fn adopt_medium(&mut self, found: &Adopted) -> Result<(), Error> {
        let was_handed_over = match self.key(found.key)?.key.state {
            KeyState::HandedOver => true,
            KeyState::Task | KeyState::Writing | KeyState::WriteFailed | KeyState::EmptyFailed => {
                self.was_handed_over(found.key)?
            }
            _ => false,
        };
        for task in self.tasks_of_key(found.key)? {
            if !task.state.is_over() {
                self.finish_task(task.id, task.version, TaskResult::Failed("medium-adopted"))?;
            }
        }
        let before = self.key(found.key)?;
        let from = before.key.state;
        let to = match from {
            KeyState::Blocked | KeyState::Replaced | KeyState::WrittenOff => from,
            _ if was_handed_over => KeyState::HandedOver,
            KeyState::Draft
            | KeyState::Programmed
            | KeyState::WriteFailed
            | KeyState::EmptyFailed => KeyState::Programmed,
            _ => {
                return Err(Error::KeyTransition {
                    from,
                    to: KeyState::Programmed,
                });
            }
        };
        self.run(
            statement!("key/written"),
            params![
                found.key,
                &found.uid,
                found.generation.get(),
                found.revision.0,
                found.table.hash(),
                found.blocklist_version,
                found.home_group,
                found.written_at,
                true,
            ],
        )?;
        self.run(
            statement!("key/put_written"),
            params![
                found.key,
                serde_json::to_string(&found.table)?,
                &found.image,
                // Which source gave what stands on no medium.
                "[]",
            ],
        )?;
        let _version = self.guarded(
            statement!("key/set_state"),
            params![found.key, before.version, to.as_str(), self.now],
            Entity::Key,
        )?;
        let key = self.key(found.key)?.key;
        self.renew_words_of_key(&key)?;
        self.renew_keys_of(key.user)?;
        self.record_adopted(found, before.key.revision)
    }

    /// Notes that a medium was read that holds what the records say: nothing of the key is unknown from then on.
    ///
    /// # Errors
    /// What the engine says.
    pub fn found_unchanged(&mut self, found: &Adopted) -> Result<(), Error> {
        self.record_adopted(found, found.revision)
    }

    fn record_adopted(&mut self, found: &Adopted, before: Revision) -> Result<(), Error> {
        self.record(
            "medium-adopted",
            Subject::of(Entity::Key, found.key),
            &[
                ("uid", &found.uid.to_string()),
                ("revision", &found.revision.0.to_string()),
                ("before", &before.0.to_string()),
            ],
        )
    }
}
