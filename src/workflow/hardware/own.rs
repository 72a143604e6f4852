//! Which programming keys are a system's own and its operator's: known from its records alone, so that who only watches
//! the devices judges a key as a write does.

use super::finding::{find_token, is_for};
use super::{BoxedProgrammingKey, TokenName, TokenState, state_of};
use crate::device::programming_key;
use crate::device::usb;
use crate::secrets::certificate::Certificate;
use crate::store::Envelope;
use crate::workflow::programming_keys::KeyHolders;
use crate::workflow::{Error, Station};

/// The programming keys of a system, as its records are now.
#[derive(Debug, Clone)]
pub struct OwnKeys {
    newest: Option<Envelope>,
    holders: KeyHolders,
}

impl OwnKeys {
    /// Those of the station's system.
    ///
    /// # Errors
    /// What the store says.
    pub fn of(station: &Station) -> Result<Self, Error> {
        let mut envelopes = station.read(|reading| reading.envelopes())?;
        Ok(Self {
            newest: envelopes.pop(),
            holders: station.key_holders()?,
        })
    }

    /// The one that was named; of several on USB the only one that is the system's.
    fn find_any(&self, name: &TokenName) -> Result<BoxedProgrammingKey, Error> {
        let newest = self.newest.as_ref().ok_or(Error::ProgrammingKeyForeign)?;
        match find_token(name, Some(&|key| is_for(newest, key))) {
            // Whatever their numbers, it is another that is wanted.
            Err(programming_key::Error::Usb(usb::Error::NoneMeant { .. })) => {
                Err(Error::ProgrammingKeyForeign)
            }
            found => Ok(found?),
        }
    }

    /// Refuses what a write would refuse.
    fn require(&self, key: &Certificate) -> Result<(), Error> {
        if self
            .newest
            .as_ref()
            .is_some_and(|newest| is_for(newest, key))
        {
            self.holders.require(key)
        } else {
            Err(Error::ProgrammingKeyForeign)
        }
    }

    /// The one that a write takes.
    pub(super) fn find(&self, name: &TokenName) -> Result<BoxedProgrammingKey, Error> {
        let key = self.find_any(name)?;
        self.require(key.certificate())?;
        Ok(key)
    }

    /// Looks at the one that a write would take, without giving it a PIN; and why a write would refuse the one that is
    /// there.
    ///
    /// # Errors
    /// [`Error::ProgrammingKey`] where none is there; [`Error::ProgrammingKeyForeign`] where several are, and none is
    /// the system's.
    pub fn look(&self, name: &TokenName) -> Result<(TokenState, Option<Error>), Error> {
        let key = self.find_any(name)?;
        let refused = self.require(key.certificate()).err();
        Ok((state_of(key)?, refused))
    }
}
