//! What somebody has entered into a wizard and not confirmed, kept in the system so that it survives the program.

use super::{Error, Station};
use crate::store::{DraftId, DraftRecord, Entity};

/// What others have entered is nobody else's to see, to change or to throw away.
const NOT_OURS: crate::store::Error = crate::store::Error::NotFound {
    entity: Entity::Draft,
};

impl Station {
    /// Keeps what was entered so far. None begins a draft; its id comes back and is given from then on. The last
    /// one wins: a draft belongs to one operator, who sits before one window.
    ///
    /// # Errors
    /// [`Error::Store`]; that of another operator is none that this one has.
    pub fn keep_draft(
        &mut self,
        draft: Option<DraftId>,
        wizard: &str,
        document: &str,
    ) -> Result<DraftId, Error> {
        let id = match draft {
            Some(id) => id,
            None => self.services.id()?,
        };
        let owner = self.operator;
        let _version = self.change(|change| {
            let known = change.drafts()?.into_iter().find(|draft| draft.id == id);
            let version = known.as_ref().map_or(0, |draft| draft.version);
            if known.is_some_and(|draft| draft.owner != Some(owner)) {
                return Err(NOT_OURS);
            }
            change.put_draft(id, version, Some(owner), wizard, document)
        })?;
        Ok(id)
    }

    /// The operator's own drafts of a wizard, the last changed first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn own_drafts(&self, wizard: &str) -> Result<Vec<DraftRecord>, Error> {
        let mut drafts = self.read(|reading| reading.drafts())?;
        drafts.retain(|draft| draft.owner == Some(self.operator) && draft.wizard == wizard);
        Ok(drafts)
    }

    /// Throws a draft away; one that is gone already is no fault.
    ///
    /// # Errors
    /// [`Error::Store`]; that of another operator is none that this one has.
    pub fn drop_draft(&mut self, draft: DraftId) -> Result<(), Error> {
        let owner = self.operator;
        self.change(|change| {
            let known = change.drafts()?.into_iter().find(|one| one.id == draft);
            if known.is_some_and(|draft| draft.owner != Some(owner)) {
                return Err(NOT_OURS);
            }
            change.remove_draft(draft)
        })
    }
}
