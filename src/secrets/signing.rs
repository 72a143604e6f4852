//! Signatures on what locks must believe: ECDSA P-256 over SHA-256, with the nonce of RFC 6979.
//!
//! Every kind of thing that is signed starts with a domain of its own (`keywright/image/1` and so on, told in
//! the format of media and the store's log), so a blocklist never passes as an image. Signatures are 64 bytes,
//! r then s, big-endian.
//!
//! `s` is left as RFC 6979 gives it, not lowered: the published vectors then hold for the whole path, and
//! any ECDSA chip in a lock verifies both forms anyway. So a signature proves its message; its bytes are
//! no identity of anything (from one valid signature everybody can make a second).

use super::{
    Error,
    random::{Random, secret_bytes},
};
use p256::ecdsa::{
    Signature, SigningKey as Ecdsa, VerifyingKey,
    signature::hazmat::{PrehashSigner, PrehashVerifier},
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The private signing key of one generation of a system. Wiped on drop.
#[derive(Clone)]
pub struct SigningKey(Ecdsa);

impl SigningKey {
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
        Ecdsa::from_slice(bytes)
            .map(Self)
            .map_err(|_| Error::BadKey)
    }

    /// The secret scalar, for sealing.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(*self.0.verifying_key())
    }

    /// r || s over a message that starts with its domain.
    pub fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error> {
        self.sign_digest(&Sha256::digest(message).into())
    }

    /// r || s over a SHA-256 digest. For certificates, whose signed bytes are X.509's and carry no label.
    pub(super) fn sign_digest(&self, digest: &[u8; 32]) -> Result<[u8; 64], Error> {
        let signature: Signature = self.0.sign_prehash(digest).map_err(|_| Error::BadKey)?;
        Ok(signature.to_bytes().into())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// A public signing key: what a lock is given to believe a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// From x || y, 32 bytes each, big-endian; refused when not on the curve.
    pub fn from_xy(xy: &[u8; 64]) -> Result<Self, Error> {
        let mut point = [4; 65];
        point[1..].copy_from_slice(xy);
        Self::from_sec1(&point)
    }

    /// From SEC 1 bytes: 33 compressed or 65 uncompressed.
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, Error> {
        VerifyingKey::from_sec1_bytes(bytes)
            .map(Self)
            .map_err(|_| Error::BadKey)
    }

    /// x || y.
    pub fn xy(&self) -> [u8; 64] {
        let mut xy = [0; 64];
        xy.copy_from_slice(&self.0.to_sec1_point(false).as_bytes()[1..]);
        xy
    }

    /// SEC 1 compressed: 02 or 03, then x.
    pub fn compressed(&self) -> [u8; 33] {
        let mut bytes = [0; 33];
        bytes.copy_from_slice(self.0.to_sec1_point(true).as_bytes());
        bytes
    }

    /// Whether `signature`, in DER as smart cards have it, stands for a message of this SHA-256 digest.
    pub fn verify_der(&self, digest: &[u8; 32], signature: &[u8]) -> Result<(), Error> {
        let signature = Signature::from_der(signature).map_err(|_| Error::SignatureInvalid)?;
        self.0
            .verify_prehash(digest, &signature)
            .map_err(|_| Error::SignatureInvalid)
    }

    /// Whether `signature` (r || s) stands for the message.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), Error> {
        let signature = Signature::from_slice(signature).map_err(|_| Error::SignatureInvalid)?;
        self.0
            .verify_prehash(&Sha256::digest(message), &signature)
            .map_err(|_| Error::SignatureInvalid)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::secrets::random::SeededRandom;
    use data_encoding::HEXLOWER;

    fn hex<const N: usize>(text: &str) -> [u8; N] {
        HEXLOWER
            .decode(text.as_bytes())
            .unwrap()
            .try_into()
            .unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_6979_a_2_5_hold() {
        let key = SigningKey::from_bytes(&hex(
            "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
        ))
        .unwrap();
        assert_eq!(
            key.public_key().xy(),
            hex(
                "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
                 7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
            )
        );
        for (message, signature) in [
            (
                "sample",
                "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                 f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
            ),
            (
                "test",
                "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367\
                 019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
            ),
        ] {
            let digest = Sha256::digest(message).into();
            assert_eq!(key.sign_digest(&digest).unwrap(), hex(signature));
        }
    }

    #[test]
    fn a_signature_holds_for_its_message_only() {
        let key = SigningKey::generate(&mut SeededRandom::new(b"signing")).unwrap();
        let public = key.public_key();
        let signature = key.sign(b"keywright/image/1 head body").unwrap();
        public
            .verify(b"keywright/image/1 head body", &signature)
            .unwrap();
        for other in [
            &b"keywright/image/1 head bodz"[..],
            b"keywright/blocklist/1 head body",
        ] {
            assert!(public.verify(other, &signature).is_err());
        }
        for place in 0..64 {
            let mut bent = signature;
            bent[place] ^= 1;
            assert!(
                public
                    .verify(b"keywright/image/1 head body", &bent)
                    .is_err()
            );
        }
    }

    #[test]
    fn a_public_key_survives_both_of_its_forms() {
        let public = SigningKey::generate(&mut SeededRandom::new(b"forms"))
            .unwrap()
            .public_key();
        assert_eq!(PublicKey::from_xy(&public.xy()).unwrap(), public);
        assert_eq!(PublicKey::from_sec1(&public.compressed()).unwrap(), public);
        assert!(PublicKey::from_xy(&[1; 64]).is_err());
    }
}
