//! The signed blocklists that media carry and locks obey.

use super::{Authority, Error, Station};
use crate::medium::Blocklist;
use crate::model::BlockingGroupId;

/// A signed list with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Its version.
    pub version: u32,
    /// Its bytes as they stand on media.
    pub bytes: Vec<u8>,
}

/// The current list of a group, signed under the current generation; signs it now where it is not signed yet.
///
/// # Errors
/// [`Error::Store`], [`Error::Medium`] where the list does not fit its form.
pub fn signed(
    station: &Station,
    authority: &Authority,
    group: BlockingGroupId,
) -> Result<Signed, Error> {
    let (list, record) =
        station.read(|reading| Ok((reading.blocklist(group)?, reading.blocking_group(group)?)))?;
    let usable = |bytes: &Vec<u8>| {
        Blocklist::parse(bytes).is_ok_and(|signed| signed.front().signer == authority.generation())
    };
    if let Some(bytes) = list.signed.filter(usable) {
        return Ok(Signed {
            version: list.version,
            bytes,
        });
    }
    let signer = authority.signing_key()?;
    let signature = std::cell::Cell::new(Ok([0; 64]));
    let sign = |message: &[u8]| sign_into(signer, message, &signature);
    let built = Blocklist::build(
        authority.system(),
        authority.generation(),
        record.number,
        list.version,
        station.services.now().seconds(),
        list.entries.iter().map(|entry| entry.number),
        &sign,
    )?;
    let _signature = signature.into_inner()?;
    let bytes = built.as_bytes().to_vec();
    station.change(|change| change.put_signed_blocklist(group, list.version, &bytes))?;
    Ok(Signed {
        version: list.version,
        bytes,
    })
}

/// Signs for an encoder that cannot itself fail: the failure is kept in `outcome` and looked at afterwards.
pub(super) fn sign_into(
    key: &crate::secrets::signing::SigningKey,
    message: &[u8],
    outcome: &std::cell::Cell<Result<[u8; 64], crate::secrets::Error>>,
) -> [u8; 64] {
    match key.sign(message) {
        Ok(signature) => {
            outcome.set(Ok(signature));
            signature
        }
        Err(error) => {
            outcome.set(Err(error));
            [0; 64]
        }
    }
}
