//! What a simulated token keeps when the power goes: one JSON file, replaced whole.

use super::management::Management;
use super::{Error, objects};
use crate::secrets::{
    certificate::Certificate,
    envelope::AgreementKey,
    random::{self, Random},
};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Tries of a fresh PIN or PUK.
pub(super) const TRIES: u8 = 3;
/// What every token has when it leaves the factory.
pub(super) const FACTORY_PIN: [u8; 8] = *b"123456\xFF\xFF";
/// As [`FACTORY_PIN`].
pub(super) const FACTORY_PUK: [u8; 8] = *b"12345678";

pub(super) struct State {
    file: PathBuf,
    pub(super) name: String,
    pub(super) guid: [u8; 16],
    pub(super) pin: Secret,
    pub(super) puk: Secret,
    pub(super) management: Management,
    /// Private keys by slot.
    pub(super) keys: BTreeMap<u8, [u8; 32]>,
    /// What was written into data objects, by tag.
    pub(super) objects: BTreeMap<[u8; 3], Vec<u8>>,
}

/// A PIN or PUK and its tries.
#[derive(Clone)]
pub(super) struct Secret {
    pub(super) tries: u8,
    salt: [u8; 16],
    digest: [u8; 32],
}

impl Secret {
    fn new(random: &mut dyn Random, padded: [u8; 8]) -> Result<Self, Error> {
        let salt = random::bytes(random)?;
        let digest = digest(&salt, padded);
        Ok(Self {
            tries: TRIES,
            salt,
            digest,
        })
    }

    pub(super) fn is(&self, padded: [u8; 8]) -> bool {
        use subtle::ConstantTimeEq;
        digest(&self.salt, padded).ct_eq(&self.digest).into()
    }

    pub(super) fn set(&mut self, padded: [u8; 8]) {
        self.tries = TRIES;
        self.digest = digest(&self.salt, padded);
    }
}

fn digest(salt: &[u8; 16], padded: [u8; 8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(salt)
        .chain_update(padded)
        .finalize()
        .into()
}

impl State {
    pub(super) fn create(
        random: &mut dyn Random,
        name: &str,
        file: &Path,
    ) -> Result<(Self, Zeroizing<String>, Zeroizing<String>), Error> {
        if file.exists() {
            return Err(Error::Exists);
        }
        let (pin, pin_text) = digits(random)?;
        let (puk, puk_text) = digits(random)?;
        let mut state = Self {
            file: file.to_owned(),
            name: name.to_owned(),
            guid: random::bytes(random)?,
            pin: Secret::new(random, pin)?,
            puk: Secret::new(random, puk)?,
            management: Management::random(random)?,
            keys: BTreeMap::new(),
            objects: BTreeMap::new(),
        };
        let holder = objects::holder_identifier(&state.guid);
        drop(state.objects.insert(objects::HOLDER_IDENTIFIER, holder));
        state.make_key(
            random,
            super::SLOT_AUTHENTICATION,
            &format!("{name} signature"),
        )?;
        state.make_key(random, super::SLOT_KEY_MANAGEMENT, name)?;
        state.save().map_err(Error::State)?;
        Ok((state, pin_text, puk_text))
    }

    /// As it leaves the factory: known PIN, PUK and management key, no keys, no objects.
    pub(super) fn factory(
        random: &mut dyn Random,
        name: &str,
        file: &Path,
        algorithm: u8,
    ) -> Result<Self, Error> {
        if file.exists() {
            return Err(Error::Exists);
        }
        let state = Self {
            file: file.to_owned(),
            name: name.to_owned(),
            guid: random::bytes(random)?,
            pin: Secret::new(random, FACTORY_PIN)?,
            puk: Secret::new(random, FACTORY_PUK)?,
            management: Management::factory(algorithm).ok_or(Error::Unreadable)?,
            keys: BTreeMap::new(),
            objects: BTreeMap::new(),
        };
        state.save().map_err(Error::State)?;
        Ok(state)
    }

    /// Back to the factory, as both counters are used up.
    pub(super) fn reset(&mut self) {
        self.pin.set(FACTORY_PIN);
        self.puk.set(FACTORY_PUK);
        if let Some(management) = Management::factory(self.management.algorithm()) {
            self.management = management;
        }
        self.keys.clear();
        self.objects.clear();
    }

    fn make_key(&mut self, random: &mut dyn Random, slot: u8, name: &str) -> Result<(), Error> {
        let key = AgreementKey::generate(random)?;
        let serial = random::bytes(random)?;
        let certificate = Certificate::self_signed(&key.certifying_key()?, name, serial)?;
        let _none = self.keys.insert(slot, *key.to_bytes());
        if let Some(tag) = objects::certificate_of(slot) {
            let object = objects::certificate(certificate.der());
            drop(self.objects.insert(tag, object));
        }
        Ok(())
    }

    pub(super) fn load(file: &Path) -> Result<Self, Error> {
        let text = Zeroizing::new(fs::read_to_string(file).map_err(Error::State)?);
        let stored: Stored = serde_json::from_str(&text).map_err(|_| Error::Unreadable)?;
        stored.into_state(file).ok_or(Error::Unreadable)
    }

    pub(super) fn secret_mut(&mut self, pin: bool) -> &mut Secret {
        if pin { &mut self.pin } else { &mut self.puk }
    }

    /// Durable when it returns: a new file on the disk, then renamed over the old one.
    pub(super) fn save(&self) -> io::Result<()> {
        let text = Zeroizing::new(serde_json::to_string_pretty(&Stored::from(self))?);
        let fresh = self.file.with_extension("new");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, &self.file)?;
        let directory = self
            .file
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
    }
}

/// Eight random digits, each as likely as the others.
fn digits(random: &mut dyn Random) -> Result<([u8; 8], Zeroizing<String>), Error> {
    let mut padded = [0; 8];
    let mut text = Zeroizing::new(String::with_capacity(8));
    while text.len() < 8 {
        let [byte] = random::bytes::<1>(random)?;
        if byte < 250 {
            padded[text.len()] = b'0' + byte % 10;
            text.push(char::from(b'0' + byte % 10));
        }
    }
    Ok((padded, text))
}

/// The file; byte strings are hex.
#[derive(Serialize, Deserialize)]
struct Stored {
    name: String,
    guid: String,
    pin: StoredSecret,
    puk: StoredSecret,
    management: StoredManagement,
    /// Private key by slot.
    keys: BTreeMap<String, String>,
    /// Content by tag.
    objects: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct StoredSecret {
    tries: u8,
    salt: String,
    digest: String,
}

#[derive(Serialize, Deserialize)]
struct StoredManagement {
    algorithm: u8,
    key: String,
}

impl From<&State> for Stored {
    fn from(state: &State) -> Self {
        let secret = |secret: &Secret| StoredSecret {
            tries: secret.tries,
            salt: HEXLOWER.encode(&secret.salt),
            digest: HEXLOWER.encode(&secret.digest),
        };
        Self {
            name: state.name.clone(),
            guid: HEXLOWER.encode(&state.guid),
            pin: secret(&state.pin),
            puk: secret(&state.puk),
            management: StoredManagement {
                algorithm: state.management.algorithm(),
                key: HEXLOWER.encode(state.management.key()),
            },
            keys: hex_map(state.keys.iter().map(|(slot, key)| ([*slot], key))),
            objects: hex_map(state.objects.iter().map(|(tag, content)| (*tag, content))),
        }
    }
}

impl Stored {
    fn into_state(self, file: &Path) -> Option<State> {
        let secret = |stored: &StoredSecret| {
            Some(Secret {
                tries: stored.tries.min(TRIES),
                salt: bytes(&stored.salt)?,
                digest: bytes(&stored.digest)?,
            })
        };
        let mut keys = BTreeMap::new();
        for (slot, key) in &self.keys {
            let [slot] = bytes(slot)?;
            let _none = keys.insert(slot, bytes(key)?);
        }
        let mut objects = BTreeMap::new();
        for (tag, content) in &self.objects {
            let content = HEXLOWER.decode(content.as_bytes()).ok()?;
            drop(objects.insert(bytes(tag)?, content));
        }
        let management = HEXLOWER.decode(self.management.key.as_bytes()).ok()?;
        Some(State {
            guid: bytes(&self.guid)?,
            pin: secret(&self.pin)?,
            puk: secret(&self.puk)?,
            management: Management::new(self.management.algorithm, &management)?,
            keys,
            objects,
            name: self.name,
            file: file.to_owned(),
        })
    }
}

fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()
}

fn hex_map<K: AsRef<[u8]>, V: AsRef<[u8]>>(
    items: impl Iterator<Item = (K, V)>,
) -> BTreeMap<String, String> {
    items
        .map(|(key, value)| {
            (
                HEXLOWER.encode(key.as_ref()),
                HEXLOWER.encode(value.as_ref()),
            )
        })
        .collect()
}
