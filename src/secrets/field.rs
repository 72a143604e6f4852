//! Single secret fields of the store, sealed for themselves: what another party than this system gave it, such as the
//! password of a mail server. The system file is encrypted as a whole already; a server's database is not, and whoever
//! administers that must not read them either.
//!
//! A field is sealed with AES-256-GCM under HKDF-SHA-256 (key: the store key, salt: the system id, info: `keywright v1
//! field`), authenticated with its name, and kept as text: base64 of the nonce (12) and the ciphertext with its tag.

use aes_gcm::{
    Aes256Gcm, KeyInit as _,
    aead::{Aead as _, Payload},
};
use data_encoding::BASE64;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Error;
use super::random::{Random, bytes};
use super::slots::StoreKey;
use crate::model::SystemId;

/// Seals and opens fields. Wiped on drop.
pub struct FieldKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for FieldKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FieldKey(..)")
    }
}

impl FieldKey {
    /// The one of a system.
    ///
    /// # Errors
    /// None in practice: the length asked for is one that HKDF gives.
    pub fn of(key: &StoreKey, system: SystemId) -> Result<Self, Error> {
        let mut derived = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(&system.0), key.expose())
            .expand(b"keywright v1 field", &mut *derived)
            .map_err(|_| Error::BadKey)?;
        Ok(Self(derived))
    }

    /// The text that is kept in place of a field.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub fn seal(&self, name: &str, field: &str, random: &mut dyn Random) -> Result<String, Error> {
        let nonce = bytes::<12>(random)?;
        let payload = Payload {
            msg: field.as_bytes(),
            aad: name.as_bytes(),
        };
        let sealed = Aes256Gcm::new((&*self.0).into()).encrypt(&nonce.into(), payload);
        let sealed = sealed.map_err(|_| Error::BadKey)?;
        Ok(BASE64.encode(&[&nonce[..], &sealed].concat()))
    }

    /// The field of that name.
    ///
    /// # Errors
    /// [`Error::EnvelopeTampered`] for anything that was not sealed here under this name.
    pub fn open(&self, name: &str, kept: &str) -> Result<Zeroizing<String>, Error> {
        let kept = BASE64.decode(kept.as_bytes());
        let kept = kept.map_err(|_| Error::EnvelopeTampered)?;
        let (nonce, sealed) = kept
            .split_first_chunk::<12>()
            .ok_or(Error::EnvelopeTampered)?;
        let payload = Payload {
            msg: sealed,
            aad: name.as_bytes(),
        };
        let opened = Aes256Gcm::new((&*self.0).into()).decrypt(&(*nonce).into(), payload);
        let opened = Zeroizing::new(opened.map_err(|_| Error::EnvelopeTampered)?);
        let text = std::str::from_utf8(&opened).map_err(|_| Error::EnvelopeTampered)?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::secrets::random::SeededRandom;

    #[test]
    fn a_field_opens_under_its_own_name_and_key_only() {
        let mut random = SeededRandom::new(b"fields");
        let key = StoreKey::generate(&mut random).unwrap();
        let fields = FieldKey::of(&key, SystemId([1; 8])).unwrap();
        let kept = fields.seal("mail", "geheim", &mut random).unwrap();
        assert!(!kept.contains("geheim"));
        assert_ne!(kept, fields.seal("mail", "geheim", &mut random).unwrap());
        assert_eq!(*fields.open("mail", &kept).unwrap(), "geheim");
        let refused = |fields: &FieldKey, name: &str, kept: &str| {
            matches!(fields.open(name, kept), Err(Error::EnvelopeTampered))
        };
        assert!(refused(&fields, "other", &kept));
        assert!(refused(&fields, "mail", "geheim"));
        let strange = FieldKey::of(&key, SystemId([2; 8])).unwrap();
        assert!(refused(&strange, "mail", &kept));
        let bytes = BASE64.decode(kept.as_bytes()).unwrap();
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 1;
            assert!(refused(&fields, "mail", &BASE64.encode(&other)), "{place}");
            assert!(refused(&fields, "mail", &BASE64.encode(&bytes[..place])));
        }
    }
}
