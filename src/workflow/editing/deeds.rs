//! What Confirm will do, thing by thing, in the order in which it is done. Faces tell it in their own words.

use super::{EditSummary, KeyChange};
use crate::model::{Key, KeyKind, KeyState, Source};

/// One thing that Confirm does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed<'a> {
    /// Stores basic information that changed.
    EditUser,
    /// Gives a role or private premises.
    Give(&'a Source),
    /// Changes a role or private premises that the user has.
    Alter(&'a Source),
    /// Takes a role or private premises away.
    Take(&'a Source),
    /// Saves a new key without a medium.
    Draft(&'a Key),
    /// Programs a new key.
    Program(&'a Key),
    /// Changes what a key without a medium shall hold.
    Redraft(&'a Key),
    /// Has a medium written anew: at once where it lies on the encoder, else it waits on the to-do list.
    Rewrite(&'a Key),
    /// Asks for a medium back that opens nothing any more.
    TakeBack(&'a Key),
    /// Puts a sign-up invitation into the outbox.
    Invite,
}

impl<'a> Deed<'a> {
    /// Its word, which stays the same.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EditUser => "edit-user",
            Self::Give(_) => "give-source",
            Self::Alter(_) => "change-source",
            Self::Take(_) => "take-source",
            Self::Draft(_) => "save-draft",
            Self::Program(_) => "program-now",
            Self::Redraft(_) => "change-draft",
            Self::Rewrite(_) => "rewrite-key",
            Self::TakeBack(_) => "take-key-back",
            Self::Invite => "queue-invitation",
        }
    }

    /// The role or the premises that it is about.
    pub fn source(self) -> Option<&'a Source> {
        match self {
            Self::Give(source) | Self::Alter(source) | Self::Take(source) => Some(source),
            _ => None,
        }
    }

    /// The key that it is about.
    pub fn key(self) -> Option<&'a Key> {
        match self {
            Self::Draft(key)
            | Self::Program(key)
            | Self::Redraft(key)
            | Self::Rewrite(key)
            | Self::TakeBack(key) => Some(key),
            _ => None,
        }
    }
}

impl EditSummary {
    /// Everything that Confirm will do.
    pub fn deeds(&self) -> Vec<Deed<'_>> {
        let mut deeds = Vec::new();
        if !self.fields.is_empty() {
            deeds.push(Deed::EditUser);
        }
        for change in &self.sources {
            deeds.extend(match (&change.before, &change.after) {
                (None, Some(after)) => Some(Deed::Give(after)),
                (Some(_), Some(after)) => Some(Deed::Alter(after)),
                (Some(before), None) => Some(Deed::Take(before)),
                (None, None) => None,
            });
        }
        deeds.extend(self.keys.iter().filter_map(|change| self.of_key(change)));
        if self.invites {
            deeds.push(Deed::Invite);
        }
        deeds
    }

    fn of_key<'a>(&self, change: &'a KeyChange) -> Option<Deed<'a>> {
        let key = &change.key;
        if change.is_new {
            let now = self.programs && key.kind == KeyKind::Fob;
            return Some(if now {
                Deed::Program(key)
            } else {
                Deed::Draft(key)
            });
        }
        match (key.state, change.is_written) {
            // Nothing is written on it until it was returned.
            (KeyState::Blocked, _) => None,
            // A write that failed left a medium behind, whatever is known of it.
            (state, written) if !written && !state.is_on_a_medium() => Some(Deed::Redraft(key)),
            _ if change.plan.wanted.table.is_empty() => Some(Deed::TakeBack(key)),
            _ => Some(Deed::Rewrite(key)),
        }
    }
}
