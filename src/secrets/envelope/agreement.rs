//! The key agreement of an envelope: ephemeral-static ECDH on P-256, then X9.63's derivation with SHA-256.

use super::super::{
    AgreementError, Error,
    certificate::EC_PUBLIC_KEY,
    random::{Random, secret_bytes},
    signing::SigningKey,
    tlv::{CONTEXT, OCTET_STRING, OID, SEQUENCE, tlv},
};
use super::layout::AES256_WRAP;
use p256::{PublicKey, SecretKey, elliptic_curve::sec1::ToSec1Point};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Whoever holds the private key of a recipient: a programming key or a recovery code.
pub trait KeyAgreement {
    /// The x coordinate of (private key * `ephemeral`): 32 bytes, big-endian (SEC 1 section 3.3.1).
    /// `ephemeral` is 04, x, y and lies on the curve.
    fn agree(&mut self, ephemeral: &[u8; 65]) -> Result<Zeroizing<[u8; 32]>, AgreementError>;
}

impl<F> KeyAgreement for F
where
    F: FnMut(&[u8; 65]) -> Result<Zeroizing<[u8; 32]>, AgreementError>,
{
    fn agree(&mut self, ephemeral: &[u8; 65]) -> Result<Zeroizing<[u8; 32]>, AgreementError> {
        self(ephemeral)
    }
}

/// A private P-256 key held in memory: of a recovery code, of an ephemeral side, of a simulated token.
#[derive(Clone)]
pub struct AgreementKey(SecretKey);

impl AgreementKey {
    /// A new random key.
    pub fn generate(random: &mut dyn Random) -> Result<Self, Error> {
        // A random string is outside 1..n once in 2^32 draws; a source that never hits is broken.
        for _ in 0..8 {
            let bytes = secret_bytes::<32>(random)?;
            if let Ok(key) = Self::from_bytes(&bytes) {
                return Ok(key);
            }
        }
        Err(Error::NoRandomness("no scalar in range".into()))
    }

    /// The key with this secret scalar: 32 bytes, big-endian, 1..n.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, Error> {
        SecretKey::from_slice(bytes)
            .map(Self)
            .map_err(|_| Error::BadKey)
    }

    /// The secret scalar.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    /// The public point: 04, x, y.
    pub fn point(&self) -> [u8; 65] {
        let mut point = [0; 65];
        point.copy_from_slice(self.0.public_key().to_sec1_point(false).as_bytes());
        point
    }

    /// The x coordinate of (this key * `point`). A point off the curve is [`Error::BadKey`].
    pub fn shared_secret(&self, point: &[u8; 65]) -> Result<Zeroizing<[u8; 32]>, Error> {
        let point = PublicKey::from_sec1_bytes(point).map_err(|_| Error::BadKey)?;
        let shared = self.0.diffie_hellman(&point);
        let mut x = Zeroizing::new([0; 32]);
        x.copy_from_slice(shared.raw_secret_bytes());
        Ok(x)
    }

    /// The same scalar as a signing key, with which the holder signs its own certificate and nothing else.
    pub fn certifying_key(&self) -> Result<SigningKey, Error> {
        SigningKey::from_bytes(&self.to_bytes())
    }
}

impl KeyAgreement for AgreementKey {
    fn agree(&mut self, ephemeral: &[u8; 65]) -> Result<Zeroizing<[u8; 32]>, AgreementError> {
        Ok(self.shared_secret(ephemeral)?)
    }
}

impl std::fmt::Debug for AgreementKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AgreementKey(..)")
    }
}

/// The AES-256 key that wraps the content key: SHA-256(Z || 00000001 || ECC-CMS-SharedInfo), one round of
/// X9.63's derivation (SEC 1 section 3.6.1; RFC 5753 section 7.2).
pub(super) fn key_encryption_key(
    shared: &[u8; 32],
    user_material: Option<&[u8]>,
) -> Zeroizing<[u8; 32]> {
    let mut hash = Sha256::new();
    hash.update(shared);
    hash.update(1_u32.to_be_bytes());
    hash.update(&*shared_info(user_material));
    Zeroizing::new(hash.finalize().into())
}

/// What the derivation is for: the wrap algorithm, the material of the sender if any, and 256 bits.
fn shared_info(user_material: Option<&[u8]>) -> Zeroizing<Vec<u8>> {
    let wrap = tlv(SEQUENCE, &[&tlv(OID, &[AES256_WRAP.as_bytes()])]);
    let material = user_material.map_or_else(Vec::new, |material| {
        tlv(CONTEXT[0], &[&tlv(OCTET_STRING, &[material])]).to_vec()
    });
    let bits = tlv(CONTEXT[2], &[&tlv(OCTET_STRING, &[&256_u32.to_be_bytes()])]);
    tlv(SEQUENCE, &[&wrap, &material, &bits])
}

/// The algorithm of an ephemeral key in an envelope: parameters absent, as RFC 5753 section 3.1.1 advises.
pub(super) fn ephemeral_algorithm() -> Vec<u8> {
    tlv(SEQUENCE, &[&tlv(OID, &[EC_PUBLIC_KEY.as_bytes()])]).to_vec()
}
