//! Content for several recipients, in a form other programs read: CMS AuthEnvelopedData (RFC 5083) with
//! AES-256-GCM (RFC 5084) and one P-256 key agreement for each recipient (RFC 5753).
//!
//! The profile is narrow and the same both ways: ephemeral-static ECDH with a fresh ephemeral key for each
//! recipient, the key derivation of X9.63 with SHA-256, AES-256 key wrap (RFC 3394), recipients named by
//! issuer and serial number, 16-byte tags, definite lengths. Everything else is refused, not tried.
//!
//! GCM covers the content only, so an authenticated attribute binds the rest: the SHA-256 of all
//! recipient information and the fingerprints of the recipients' certificates. Who opens an envelope with
//! one key thus also knows that the way in for the others is unharmed and is theirs.
//!
//! An envelope is not a signature: whoever has the public keys can make one. Its place is a store that
//! authenticates what it holds.

mod agreement;
mod layout;

pub use agreement::{AgreementKey, KeyAgreement};

use super::{
    Error,
    certificate::Certificate,
    random::{Random, bytes, secret_bytes},
};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use aes_kw::KwAes256;
use layout::Envelope;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// What an envelope held.
pub struct Opened {
    /// The content, exactly as it was sealed.
    pub content: Zeroizing<Vec<u8>>,
    /// The SHA-256 fingerprints of the recipients' certificates in ascending order, if the envelope binds
    /// them. Those of this program always do; those of OpenSSL's command do not.
    pub bound: Option<Vec<[u8; 32]>>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("bound", &self.bound)
            .finish_non_exhaustive()
    }
}

/// Seals `content` for the recipients, with a content key of its own. To add or remove a recipient, seal
/// again: the old envelope still opens for whom it opened.
///
/// What is returned was opened again as each recipient will open it, from its bytes alone: the ephemeral side agrees on
/// the same secret, so no recipient is asked.
pub fn seal(
    content: &[u8],
    recipients: &[Certificate],
    random: &mut dyn Random,
) -> Result<Vec<u8>, Error> {
    let fingerprints = fingerprints(recipients)?;
    let content_key = secret_bytes::<32>(random)?;
    let infos = recipients
        .iter()
        .map(|recipient| recipient_info(&content_key, recipient, random))
        .collect::<Result<Vec<_>, _>>()?;
    let (ephemerals, infos): (Vec<_>, Vec<_>) = infos.into_iter().unzip();
    let infos = layout::recipient_infos(infos);
    let attributes = layout::attributes(&Sha256::digest(&infos).into(), &fingerprints);
    let nonce = bytes::<12>(random)?;
    let mut encrypted = Aes256Gcm::new((&*content_key).into())
        .encrypt(
            &nonce.into(),
            Payload {
                msg: content,
                aad: &attributes.authenticated(),
            },
        )
        .map_err(|_| Error::EnvelopeUnsupported("content too long"))?;
    let tag = encrypted.split_off(content.len());
    let sealed = layout::write(&infos, &nonce, &encrypted, &attributes, &tag);
    for (recipient, ephemeral) in recipients.iter().zip(&ephemerals) {
        check_opens(&sealed, (content, &fingerprints), recipient, ephemeral)?;
    }
    Ok(sealed)
}

/// Opens an envelope as a recipient will, by the other side of their agreement, and compares what is in it.
fn check_opens(
    sealed: &[u8],
    (content, fingerprints): (&[u8], &Vec<[u8; 32]>),
    recipient: &Certificate,
    ephemeral: &AgreementKey,
) -> Result<(), Error> {
    let opened = open(sealed, recipient, &mut |named: &[u8; 65]| {
        if *named == ephemeral.point() {
            Ok(ephemeral.shared_secret(recipient.point())?)
        } else {
            Err(Error::EnvelopeTampered.into())
        }
    })?;
    if *opened.content == content && opened.bound.as_ref() == Some(fingerprints) {
        Ok(())
    } else {
        Err(Error::EnvelopeTampered)
    }
}

/// Opens an envelope for the holder of `recipient`'s private key, who is asked for one key agreement.
pub fn open(
    envelope: &[u8],
    recipient: &Certificate,
    agreement: &mut dyn KeyAgreement,
) -> Result<Opened, Error> {
    let envelope = Envelope::read(envelope)?;
    let info = envelope.info_for(recipient).ok_or(Error::NotARecipient)?;
    let shared = agreement.agree(&info.ephemeral).map_err(Error::Agreement)?;
    let key_encryption_key = agreement::key_encryption_key(&shared, info.user_material);
    let content_key = unwrap(&key_encryption_key, info.wrapped_key)?;
    let content = decrypt(&content_key, &envelope)?;
    let bound = match &envelope.binding {
        None => None,
        Some(binding) => Some(checked_binding(binding, &envelope, recipient)?),
    };
    Ok(Opened { content, bound })
}

/// Whether the envelope names this recipient, without opening it.
pub fn is_for(envelope: &[u8], recipient: &Certificate) -> Result<bool, Error> {
    Ok(Envelope::read(envelope)?.info_for(recipient).is_some())
}

/// How many recipients the envelope names.
pub fn recipient_count(envelope: &[u8]) -> Result<usize, Error> {
    Ok(Envelope::read(envelope)?.infos.len())
}

/// Ascending, because the order of a SET says nothing.
fn fingerprints(recipients: &[Certificate]) -> Result<Vec<[u8; 32]>, Error> {
    let mut names: Vec<_> = recipients
        .iter()
        .map(Certificate::issuer_and_serial)
        .collect();
    names.sort_unstable();
    names.dedup();
    if recipients.is_empty() || names.len() != recipients.len() {
        return Err(Error::Recipients);
    }
    let mut all: Vec<_> = recipients.iter().map(Certificate::fingerprint).collect();
    all.sort_unstable();
    Ok(all)
}

fn recipient_info(
    content_key: &[u8; 32],
    recipient: &Certificate,
    random: &mut dyn Random,
) -> Result<(AgreementKey, Vec<u8>), Error> {
    let ephemeral = AgreementKey::generate(random)?;
    let shared = ephemeral.shared_secret(recipient.point())?;
    let key_encryption_key = agreement::key_encryption_key(&shared, None);
    let mut wrapped = [0; 40];
    let _whole = KwAes256::new((&*key_encryption_key).into())
        .wrap_key(content_key, &mut wrapped)
        .map_err(|_| Error::BadKey)?;
    let info = layout::recipient_info(&ephemeral.point(), recipient.issuer_and_serial(), &wrapped);
    Ok((ephemeral, info))
}

fn unwrap(key_encryption_key: &[u8; 32], wrapped: &[u8; 40]) -> Result<Zeroizing<[u8; 32]>, Error> {
    let mut content_key = Zeroizing::new([0; 32]);
    let _whole = KwAes256::new(key_encryption_key.into())
        .unwrap_key(wrapped, content_key.as_mut_slice())
        .map_err(|_| Error::EnvelopeTampered)?;
    Ok(content_key)
}

fn decrypt(content_key: &[u8; 32], envelope: &Envelope<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let sealed = [envelope.encrypted, &envelope.tag[..]].concat();
    let authenticated = envelope
        .authenticated
        .as_deref()
        .map_or(&[][..], Vec::as_slice);
    Aes256Gcm::new(content_key.into())
        .decrypt(
            &(*envelope.nonce).into(),
            Payload {
                msg: &sealed,
                aad: authenticated,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| Error::EnvelopeTampered)
}

fn checked_binding(
    binding: &layout::Binding,
    envelope: &Envelope<'_>,
    recipient: &Certificate,
) -> Result<Vec<[u8; 32]>, Error> {
    let infos: [u8; 32] = Sha256::digest(envelope.infos_whole).into();
    let complete = binding.fingerprints.len() == envelope.infos.len();
    let ours = binding.fingerprints.contains(&recipient.fingerprint());
    if infos == binding.infos_digest && complete && ours {
        Ok(binding.fingerprints.clone())
    } else {
        Err(Error::EnvelopeTampered)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
