//! Taking over a new configuration.

use super::Error;
use crate::medium::{Configuration, SignedConfiguration};

/// Whether a lock takes the configuration in `bytes` in place of the one it holds: signed by a key that the
/// held one trusts, for the same lock of the same system, and of a higher revision. A lock that holds none
/// (factory state) takes the first whose sealed keys open with its own key; that is checked by the caller.
///
/// # Errors
/// [`Error`] naming why it is not taken.
pub fn take_configuration(
    held: Option<&Configuration>,
    bytes: &[u8],
) -> Result<SignedConfiguration, Error> {
    let offered = SignedConfiguration::parse(bytes).map_err(|_| Error::ConfigurationForged)?;
    let new = offered.configuration();
    // A first configuration vouches for itself: it must at least be signed by a key that it names.
    let key = held
        .unwrap_or(new)
        .trusted_key(new.signer)
        .ok_or(Error::ConfigurationForged)?;
    offered
        .verify(key)
        .map_err(|_| Error::ConfigurationForged)?;
    let Some(held) = held else {
        return Ok(offered);
    };
    if (new.system, new.lock, new.id) != (held.system, held.lock, held.id) {
        return Err(Error::ConfigurationForeign);
    }
    if new.revision <= held.revision {
        return Err(Error::ConfigurationOld);
    }
    Ok(offered)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::medium::testing::{TestKey, configuration, lock_keys, sign, signed_configuration};
    use crate::medium::{Seal, TrustedKey};
    use crate::model::{Generation, LockNumber, Revision};

    fn signed(new: &Configuration, key: Option<&TestKey>) -> Vec<u8> {
        let seal = Seal {
            key: &[5; 32],
            nonce: [2; 12],
        };
        let signer = |message: &[u8]| key.map_or_else(|| sign(message), |key| key.sign(message));
        SignedConfiguration::build(new, &lock_keys(), &seal, &signer)
            .unwrap()
            .as_bytes()
            .to_vec()
    }

    #[test]
    fn only_a_newer_configuration_of_this_lock_is_taken() {
        let held = configuration();
        let mut new = configuration();
        assert_eq!(
            take_configuration(Some(&held), &signed(&new, None)),
            Err(Error::ConfigurationOld)
        );
        new.revision = Revision(3);
        assert!(take_configuration(Some(&held), &signed(&new, None)).is_ok());
        new.lock = LockNumber(101);
        assert_eq!(
            take_configuration(Some(&held), &signed(&new, None)),
            Err(Error::ConfigurationForeign)
        );
        assert!(take_configuration(None, signed_configuration().as_bytes()).is_ok());
    }

    #[test]
    fn a_configuration_that_only_vouches_for_itself_is_refused_by_a_deployed_lock() {
        let forger = TestKey(66);
        let mut new = configuration();
        new.revision = Revision(3);
        new.trusted = vec![TrustedKey {
            generation: Generation::FIRST,
            key: forger.public(),
        }];
        let forged = signed(&new, Some(&forger));
        assert_eq!(
            take_configuration(Some(&configuration()), &forged),
            Err(Error::ConfigurationForged)
        );
        assert_eq!(
            take_configuration(None, &forged[..200]),
            Err(Error::ConfigurationForged)
        );
    }

    #[test]
    fn a_change_of_generation_goes_by_the_old_key() {
        let next = Generation::new(2).unwrap();
        let mut new = configuration();
        new.revision = Revision(3);
        new.trusted.push(TrustedKey {
            generation: next,
            key: TestKey(43).public(),
        });
        let both = take_configuration(Some(&configuration()), &signed(&new, None)).unwrap();
        let mut last = new.clone();
        last.revision = Revision(4);
        last.signer = next;
        let _old = last.trusted.remove(0);
        assert!(
            take_configuration(
                Some(both.configuration()),
                &signed(&last, Some(&TestKey(43)))
            )
            .is_ok()
        );
    }
}
