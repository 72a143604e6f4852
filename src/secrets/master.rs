//! The system master key of one generation, what is derived from it, and how it rests in an envelope.
//!
//! It lives in memory for one confirmed change set and is wiped at its end.

use super::{
    Error, SystemId,
    certificate::Certificate,
    diversify::BaseKey,
    envelope::{self, KeyAgreement},
    random::{Random, bytes, secret_bytes},
    signing::SigningKey,
    tlv::{Elements, INTEGER, Malformed, OCTET_STRING, SEQUENCE, number, tlv, unsigned},
};
use aes_gcm::{
    Aes256Gcm, KeyInit as _,
    aead::{Aead as _, Payload},
};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Version of the document inside the envelope.
const DOCUMENT: u64 = 1;

/// What a key on a fob is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyRole {
    /// The card's own master key: format, make applications.
    CardMaster,
    /// Master key of our application: change its keys and files.
    AppMaster,
    /// Write the access table; stations only.
    StationWrite,
    /// Read the access table; every lock.
    LockRead,
    /// Write the blocklist and events; every lock.
    LockCarry,
}

impl KeyRole {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::CardMaster,
        Self::AppMaster,
        Self::StationWrite,
        Self::LockRead,
        Self::LockCarry,
    ];

    /// Its name in derivations.
    pub fn label(self) -> &'static str {
        match self {
            Self::CardMaster => "card-master",
            Self::AppMaster => "app-master",
            Self::StationWrite => "station-write",
            Self::LockRead => "lock-read",
            Self::LockCarry => "lock-carry",
        }
    }
}

/// The master key and the signing key of one generation of one system.
pub struct MasterSecrets {
    system: SystemId,
    generation: u8,
    created: u64,
    master_key: Zeroizing<[u8; 32]>,
    signing: SigningKey,
}

/// Master secrets and for whom their envelope was sealed.
#[derive(Debug)]
pub struct OpenedMaster {
    /// The secrets.
    pub secrets: MasterSecrets,
    /// The recipients' certificates, proven by the envelope. To add or remove one, change this list and
    /// [`MasterSecrets::seal`] again.
    pub recipients: Vec<Certificate>,
}

impl MasterSecrets {
    /// New random secrets. `generation` is 1..=255 and becomes the key version byte of fobs; `created` is
    /// in seconds since 1970 UTC.
    pub fn generate(
        system: SystemId,
        generation: u8,
        created: u64,
        random: &mut dyn Random,
    ) -> Result<Self, Error> {
        if generation == 0 {
            return Err(Error::GenerationZero);
        }
        Ok(Self {
            system,
            generation,
            created,
            master_key: secret_bytes(random)?,
            signing: SigningKey::generate(random)?,
        })
    }

    /// Seals the secrets for these recipients; the certificates go inside, so that an opened envelope is
    /// enough to seal it again.
    pub fn seal(
        &self,
        recipients: &[Certificate],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, Error> {
        envelope::seal(&self.document(recipients), recipients, random)
    }

    /// Opens an envelope of this system. Refused are envelopes that do not bind their recipients (OpenSSL
    /// can make such, we do not) and those whose binding and content disagree.
    pub fn open(
        envelope: &[u8],
        system: &SystemId,
        recipient: &Certificate,
        agreement: &mut dyn KeyAgreement,
    ) -> Result<OpenedMaster, Error> {
        let opened = envelope::open(envelope, recipient, agreement)?;
        let master = Self::read(&opened.content)?;
        let mut prints: Vec<_> = master
            .recipients
            .iter()
            .map(Certificate::fingerprint)
            .collect();
        prints.sort_unstable();
        if opened.bound.is_none_or(|bound| bound != prints) {
            return Err(Error::EnvelopeTampered);
        }
        if master.secrets.system != *system {
            return Err(Error::OtherSystem);
        }
        Ok(master)
    }

    /// Seals the secrets of another generation under these, so that whoever opens these needs no key agreement for
    /// them. `envelope` is the one that they were opened from: with any other the link does not open.
    ///
    /// AES-256-GCM under HKDF purpose `linked <generation>`, nonce (12) before the ciphertext, authenticated with the
    /// SHA-256 of the envelope.
    pub fn link(
        &self,
        other: &OpenedMaster,
        envelope: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, Error> {
        let document = other.secrets.document(&other.recipients);
        let nonce = bytes::<12>(random)?;
        let payload = Payload {
            msg: &document,
            aad: &Sha256::digest(envelope),
        };
        let key = self.link_key(other.secrets.generation)?;
        let sealed = Aes256Gcm::new((&*key).into()).encrypt(&nonce.into(), payload);
        let sealed = sealed.map_err(|_| Error::BadKey)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what [`MasterSecrets::link`] sealed for the generation of `envelope`.
    ///
    /// # Errors
    /// [`Error::EnvelopeTampered`] for anything else, as when the envelope was sealed again since.
    pub fn open_linked(
        &self,
        generation: u8,
        linked: &[u8],
        envelope: &[u8],
    ) -> Result<OpenedMaster, Error> {
        let (nonce, sealed) = linked
            .split_first_chunk::<12>()
            .ok_or(Error::EnvelopeTampered)?;
        let payload = Payload {
            msg: sealed,
            aad: &Sha256::digest(envelope),
        };
        let key = self.link_key(generation)?;
        let document = Aes256Gcm::new((&*key).into()).decrypt(&(*nonce).into(), payload);
        let document = Zeroizing::new(document.map_err(|_| Error::EnvelopeTampered)?);
        let opened = Self::read(&document)?;
        if opened.secrets.system != self.system || opened.secrets.generation != generation {
            return Err(Error::EnvelopeTampered);
        }
        Ok(opened)
    }

    fn link_key(&self, generation: u8) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.derive(&format!("linked {generation}"))
    }

    /// The system these secrets belong to.
    pub fn system(&self) -> SystemId {
        self.system
    }

    /// 1..=255, the key version byte on fobs.
    pub fn generation(&self) -> u8 {
        self.generation
    }

    /// When they were made, in seconds since 1970 UTC.
    pub fn created(&self) -> u64 {
        self.created
    }

    /// The key that signs tables, blocklists and lock configurations.
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing
    }

    /// The base keys of fobs.
    pub fn base_keys(&self) -> Result<BaseKeys, Error> {
        let mut keys = Vec::with_capacity(KeyRole::ALL.len());
        for role in KeyRole::ALL {
            let key = self.derive::<16>(role.label())?;
            keys.push((role, BaseKey::new(key, self.system)));
        }
        Ok(BaseKeys {
            generation: self.generation,
            keys,
        })
    }

    /// The AES-256 key that seals images on media without an own access control.
    pub fn image_seal_key(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.derive("image-seal")
    }

    /// The AES-256 key that seals the base keys in the configurations of lock `number`: purpose
    /// `lock-seal <number>`. The lock is given it at its installation.
    pub fn lock_seal_key(&self, number: u32) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.derive(&format!("lock-seal {number}"))
    }

    /// HKDF-SHA-256 (RFC 5869) with the master key, salt = system id, info = `keywright v1 <purpose>`.
    fn derive<const N: usize>(&self, purpose: &str) -> Result<Zeroizing<[u8; N]>, Error> {
        derive(&*self.master_key, &self.system.0, purpose)
    }

    /// The content of the envelope:
    /// `SEQUENCE { version, system id, generation, created, master key, signing key, SEQUENCE OF certificate }`.
    fn document(&self, recipients: &[Certificate]) -> Zeroizing<Vec<u8>> {
        let certificates: Vec<u8> = recipients
            .iter()
            .flat_map(|one| one.der().to_vec())
            .collect();
        tlv(
            SEQUENCE,
            &[
                &unsigned(DOCUMENT),
                &tlv(OCTET_STRING, &[&self.system.0]),
                &unsigned(self.generation.into()),
                &unsigned(self.created),
                &tlv(OCTET_STRING, &[&*self.master_key]),
                &tlv(OCTET_STRING, &[&*self.signing.to_bytes()]),
                &tlv(SEQUENCE, &[&certificates]),
            ],
        )
    }

    fn read(document: &[u8]) -> Result<OpenedMaster, Error> {
        let mut fields = Elements::new(Elements::only(document, SEQUENCE)?)?;
        if number(fields.take(INTEGER)?)? != DOCUMENT {
            return Err(Error::EnvelopeUnsupported("document version"));
        }
        let system = SystemId(fixed(fields.take(OCTET_STRING)?)?);
        let generation = u8::try_from(number(fields.take(INTEGER)?)?).map_err(|_| Malformed)?;
        let created = number(fields.take(INTEGER)?)?;
        let master_key = Zeroizing::new(fixed(fields.take(OCTET_STRING)?)?);
        let signing = SigningKey::from_bytes(&Zeroizing::new(fixed(fields.take(OCTET_STRING)?)?))?;
        let mut certificates = fields.enter(SEQUENCE)?;
        fields.end()?;
        if generation == 0 {
            return Err(Error::GenerationZero);
        }
        let mut recipients = Vec::new();
        while !certificates.is_empty() {
            recipients.push(Certificate::from_der(certificates.take_whole(SEQUENCE)?)?);
        }
        Ok(OpenedMaster {
            secrets: Self {
                system,
                generation,
                created,
                master_key,
                signing,
            },
            recipients,
        })
    }
}

impl std::fmt::Debug for MasterSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MasterSecrets")
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

/// The base keys of one generation, enough to read and write every fob of the system.
#[derive(Debug, Clone)]
pub struct BaseKeys {
    generation: u8,
    keys: Vec<(KeyRole, BaseKey)>,
}

impl BaseKeys {
    /// The generation they belong to.
    pub fn generation(&self) -> u8 {
        self.generation
    }

    /// The base key of a role.
    #[expect(clippy::missing_panics_doc, reason = "it cannot panic")]
    pub fn base(&self, role: KeyRole) -> &BaseKey {
        #[expect(
            clippy::expect_used,
            reason = "the only constructor puts in every role of KeyRole::ALL"
        )]
        self.keys
            .iter()
            .find_map(|(one, key)| (*one == role).then_some(key))
            .expect("every role has a key")
    }

    /// The key of a role on the fob with this chip number.
    pub fn fob_key(&self, role: KeyRole, uid: &[u8; 7]) -> Zeroizing<[u8; 16]> {
        self.base(role).fob_key(uid)
    }
}

/// HKDF-SHA-256 with info `keywright v1 <purpose>`.
pub(super) fn derive<const N: usize>(
    key: &[u8],
    salt: &[u8],
    purpose: &str,
) -> Result<Zeroizing<[u8; N]>, Error> {
    let mut out = Zeroizing::new([0; N]);
    Hkdf::<Sha256>::new(Some(salt), key)
        .expand_multi_info(&[b"keywright v1 ", purpose.as_bytes()], out.as_mut_slice())
        .map_err(|_| Error::BadKey)?;
    Ok(out)
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Malformed> {
    bytes.try_into().map_err(|_| Malformed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::secrets::{envelope::AgreementKey, random::SeededRandom};
    use hmac::{Hmac, KeyInit, Mac};

    const SYSTEM: SystemId = SystemId(*b"a system");

    fn recipient(name: &str) -> (AgreementKey, Certificate) {
        let key = AgreementKey::generate(&mut SeededRandom::new(name.as_bytes())).unwrap();
        let certificate =
            Certificate::self_signed(&key.certifying_key().unwrap(), name, [1; 16]).unwrap();
        (key, certificate)
    }

    fn secrets() -> MasterSecrets {
        MasterSecrets::generate(SYSTEM, 1, 1_795_305_600, &mut SeededRandom::new(b"master"))
            .unwrap()
    }

    #[test]
    fn sealed_secrets_come_back_whole_with_their_recipients() {
        let (mut key, certificate) = recipient("token");
        let (_, recovery) = recipient("recovery");
        let secrets = secrets();
        let blob = secrets
            .seal(
                &[certificate.clone(), recovery.clone()],
                &mut SeededRandom::new(b"seal"),
            )
            .unwrap();
        let opened = MasterSecrets::open(&blob, &SYSTEM, &certificate, &mut key).unwrap();
        assert_eq!(opened.secrets.master_key, secrets.master_key);
        assert_eq!(
            opened.secrets.signing.to_bytes(),
            secrets.signing.to_bytes()
        );
        assert_eq!(
            (opened.secrets.generation(), opened.secrets.created()),
            (1, 1_795_305_600)
        );
        assert_eq!(opened.recipients, [certificate, recovery]);
    }

    #[test]
    fn a_linked_generation_opens_with_the_other_alone_and_with_its_own_envelope_only() {
        let (_, certificate) = recipient("token");
        let random = &mut SeededRandom::new(b"link");
        let newer = MasterSecrets::generate(SYSTEM, 2, 7, random).unwrap();
        let older = OpenedMaster {
            secrets: secrets(),
            recipients: vec![certificate.clone()],
        };
        let link = newer.link(&older, b"its envelope", random).unwrap();
        let opened = newer.open_linked(1, &link, b"its envelope").unwrap();
        assert_eq!(opened.secrets.master_key, older.secrets.master_key);
        assert_eq!(opened.recipients, [certificate]);
        let refused = |opened: Result<OpenedMaster, Error>| {
            assert!(matches!(opened, Err(Error::EnvelopeTampered)), "{opened:?}");
        };
        refused(newer.open_linked(1, &link, b"sealed again"));
        refused(newer.open_linked(3, &link, b"its envelope"));
        refused(secrets().open_linked(1, &link, b"its envelope"));
        refused(newer.open_linked(1, &link[..11], b"its envelope"));
        for place in 0..link.len() {
            let mut bent = link.clone();
            bent[place] ^= 1;
            refused(newer.open_linked(1, &bent, b"its envelope"));
        }
    }

    #[test]
    fn a_removed_recipient_does_not_open_the_new_envelope() {
        let (mut key, certificate) = recipient("token");
        let (mut lost_key, lost) = recipient("lost");
        let mut random = SeededRandom::new(b"seal");
        let both = secrets()
            .seal(&[certificate.clone(), lost.clone()], &mut random)
            .unwrap();
        let mut opened = MasterSecrets::open(&both, &SYSTEM, &certificate, &mut key).unwrap();
        opened.recipients.retain(|one| *one != lost);
        let blob = opened
            .secrets
            .seal(&opened.recipients, &mut random)
            .unwrap();
        assert!(MasterSecrets::open(&blob, &SYSTEM, &certificate, &mut key).is_ok());
        assert!(matches!(
            MasterSecrets::open(&blob, &SYSTEM, &lost, &mut lost_key),
            Err(Error::NotARecipient)
        ));
    }

    #[test]
    fn secrets_of_another_system_are_refused() {
        let (mut key, certificate) = recipient("token");
        let blob = secrets()
            .seal(
                std::slice::from_ref(&certificate),
                &mut SeededRandom::new(b"seal"),
            )
            .unwrap();
        assert!(matches!(
            MasterSecrets::open(&blob, &SystemId(*b"another!"), &certificate, &mut key),
            Err(Error::OtherSystem)
        ));
    }

    #[test]
    fn a_content_that_names_other_recipients_is_refused() {
        let (mut key, certificate) = recipient("token");
        let (_, other) = recipient("other");
        let document = secrets().document(&[certificate.clone(), other]);
        let blob = envelope::seal(
            &document,
            std::slice::from_ref(&certificate),
            &mut SeededRandom::new(b"seal"),
        )
        .unwrap();
        assert!(matches!(
            MasterSecrets::open(&blob, &SYSTEM, &certificate, &mut key),
            Err(Error::EnvelopeTampered)
        ));
    }

    #[test]
    fn base_keys_are_hkdf_by_hand_and_all_different() {
        let secrets = secrets();
        let keys = secrets.base_keys().unwrap();
        let mut seen = Vec::new();
        for role in KeyRole::ALL {
            // RFC 5869 with one block: PRK = HMAC(salt, key), OKM = HMAC(PRK, info || 01).
            let hmac = |key: &[u8], parts: &[&[u8]]| -> [u8; 32] {
                let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
                for part in parts {
                    mac.update(part);
                }
                mac.finalize().into_bytes().into()
            };
            let extracted = hmac(&SYSTEM.0, &[&*secrets.master_key]);
            let info = format!("keywright v1 {}", role.label());
            let expected = hmac(&extracted, &[info.as_bytes(), &[1]]);
            assert_eq!(keys.base(role).expose()[..], expected[..16]);
            seen.push(*keys.fob_key(role, &[4, 1, 2, 3, 4, 5, 6]));
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 5);
    }

    #[test]
    fn generation_zero_is_no_generation() {
        assert!(matches!(
            MasterSecrets::generate(SYSTEM, 0, 0, &mut SeededRandom::new(b"0")),
            Err(Error::GenerationZero)
        ));
    }

    #[test]
    fn secrets_never_show_themselves() {
        assert_eq!(
            format!("{:?}", secrets()),
            "MasterSecrets { generation: 1, .. }"
        );
        let keys = format!("{:?}", secrets().base_keys().unwrap());
        assert_eq!(keys.matches("BaseKey(..)").count(), 5);
    }
}
