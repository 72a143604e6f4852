//! Signatures on media: ECDSA on P-256 with SHA-256 (FIPS 186-5), made after RFC 6979 so that the same message
//! gives the same bytes, written as `r || s`, 32 bytes each, highest byte first. Verifying is all that happens
//! here; whoever signs hands in a [`Signer`].

use p256::ecdsa::signature::Verifier as _;
use serde::{Deserialize, Serialize};

use super::Error;

/// Bytes of a signature.
pub const SIGNATURE_LENGTH: usize = 64;

/// Signs a message (not its digest) and returns `r || s`. RFC 6979 is required: the same message must give
/// the same signature.
pub type Signer<'a> = &'a dyn Fn(&[u8]) -> [u8; SIGNATURE_LENGTH];

/// The public half of a signing key: an uncompressed point, `04 || x || y` (SEC 1 section 2.3.3), so that a
/// lock need not take a square root.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 65]);

impl PublicKey {
    /// A point in compressed (33 bytes) or uncompressed form (65 bytes).
    ///
    /// # Errors
    /// [`Error::PublicKey`] for anything that is no point of the curve.
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, Error> {
        let key =
            p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes).map_err(|_| Error::PublicKey)?;
        let point = key.to_sec1_point(false);
        point
            .as_bytes()
            .try_into()
            .map(Self)
            .map_err(|_| Error::PublicKey)
    }

    /// The 65 bytes of the uncompressed point.
    pub fn as_bytes(&self) -> &[u8; 65] {
        &self.0
    }

    /// # Errors
    /// [`Error::Signature`] unless `signature` is this key's on `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8; SIGNATURE_LENGTH]) -> Result<(), Error> {
        let key =
            p256::ecdsa::VerifyingKey::from_sec1_bytes(&self.0).map_err(|_| Error::PublicKey)?;
        let signature =
            p256::ecdsa::Signature::from_slice(signature).map_err(|_| Error::Signature)?;
        key.verify(message, &signature)
            .map_err(|_| Error::Signature)
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}
impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({self})")
    }
}
impl Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let bytes = data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.as_bytes())
            .map_err(serde::de::Error::custom)?;
        Self::from_sec1(&bytes).map_err(serde::de::Error::custom)
    }
}
