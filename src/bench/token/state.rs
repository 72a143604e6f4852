//! What a simulated token keeps when the power goes: one JSON file, replaced whole.

use super::Error;
use crate::secrets::{
    certificate::Certificate,
    envelope::AgreementKey,
    random::{self, Random},
};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Tries of a fresh PIN or PUK.
pub(super) const TRIES: u8 = 3;

pub(super) struct State {
    file: PathBuf,
    pub(super) name: String,
    pub(super) guid: [u8; 16],
    pub(super) pin: Secret,
    pub(super) puk: Secret,
    pub(super) authentication: Slot,
    pub(super) key_management: Slot,
}

/// A PIN or PUK and its tries.
#[derive(Clone)]
pub(super) struct Secret {
    pub(super) tries: u8,
    salt: [u8; 16],
    digest: [u8; 32],
}

/// A private key and its certificate.
pub(super) struct Slot {
    pub(super) scalar: [u8; 32],
    pub(super) certificate: Vec<u8>,
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

impl Slot {
    fn generate(random: &mut dyn Random, name: &str) -> Result<Self, Error> {
        let key = AgreementKey::generate(random)?;
        let serial = random::bytes(random)?;
        let certificate = Certificate::self_signed(&key.certifying_key()?, name, serial)?;
        Ok(Self {
            scalar: *key.to_bytes(),
            certificate: certificate.der().to_vec(),
        })
    }
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
        let state = Self {
            file: file.to_owned(),
            name: name.to_owned(),
            guid: random::bytes(random)?,
            pin: Secret::new(random, pin)?,
            puk: Secret::new(random, puk)?,
            authentication: Slot::generate(random, &format!("{name} signature"))?,
            key_management: Slot::generate(random, name)?,
        };
        state.save().map_err(Error::State)?;
        Ok((state, pin_text, puk_text))
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
    authentication: StoredSlot,
    key_management: StoredSlot,
}

#[derive(Serialize, Deserialize)]
struct StoredSecret {
    tries: u8,
    salt: String,
    digest: String,
}

#[derive(Serialize, Deserialize)]
struct StoredSlot {
    private_key: String,
    certificate: String,
}

impl From<&State> for Stored {
    fn from(state: &State) -> Self {
        let secret = |secret: &Secret| StoredSecret {
            tries: secret.tries,
            salt: HEXLOWER.encode(&secret.salt),
            digest: HEXLOWER.encode(&secret.digest),
        };
        let slot = |slot: &Slot| StoredSlot {
            private_key: HEXLOWER.encode(&slot.scalar),
            certificate: HEXLOWER.encode(&slot.certificate),
        };
        Self {
            name: state.name.clone(),
            guid: HEXLOWER.encode(&state.guid),
            pin: secret(&state.pin),
            puk: secret(&state.puk),
            authentication: slot(&state.authentication),
            key_management: slot(&state.key_management),
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
        let slot = |stored: &StoredSlot| {
            Some(Slot {
                scalar: bytes(&stored.private_key)?,
                certificate: HEXLOWER.decode(stored.certificate.as_bytes()).ok()?,
            })
        };
        Some(State {
            guid: bytes(&self.guid)?,
            pin: secret(&self.pin)?,
            puk: secret(&self.puk)?,
            authentication: slot(&self.authentication)?,
            key_management: slot(&self.key_management)?,
            name: self.name,
            file: file.to_owned(),
        })
    }
}

fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()
}
