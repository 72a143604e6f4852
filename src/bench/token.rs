//! A simulated programming key: a PIV card (NIST SP 800-73-4 part 2) that answers APDUs.
//!
//! It shares no line with the station's side of these commands, so that a shared mistake does not hide.
//! It behaves as a card with keys in slots 9A (signatures) and 9D (key agreement), PIN and PUK of three
//! tries each, and a management key that is told to nobody; or as one that comes from the factory, to be
//! enrolled. Beside the standard it knows the instructions that YubiKeys added and tools rely on. A try is
//! written to disk before the PIN is looked at, so pulling the plug gives no free guesses.
//!
//! It is for benches. Its private keys lie unprotected in a file.

mod apdu;
mod management;
mod objects;
mod serve;
mod state;

pub use management::factory_algorithm;
pub use serve::{Fuse, serve};

use crate::secrets::random::{self, OsRandom, Random};
use apdu::{Command, Status};
use p256::ecdsa::{Signature, SigningKey, signature::hazmat::PrehashSigner};
use state::State;
use std::{
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use zeroize::Zeroizing;

/// What can go wrong when a token is made or loaded. A running token answers with status words instead.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The state file could not be read or written.
    #[error("token state")]
    State(#[source] io::Error),
    /// The state file is not one.
    #[error("token state unreadable")]
    Unreadable,
    /// There is a token in that file already.
    #[error("token exists")]
    Exists,
    /// Keys, certificates or random numbers failed.
    #[error("token secrets")]
    Secrets(#[from] crate::secrets::Error),
}

impl Error {
    /// The stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::State(_) => "bench-token-state",
            Self::Unreadable => "bench-token-unreadable",
            Self::Exists => "bench-token-exists",
            Self::Secrets(error) => error.code(),
        }
    }
}

/// A new token and what is told only once.
pub struct NewToken {
    /// The token.
    pub token: Token,
    /// Its PIN: eight random digits.
    pub pin: Zeroizing<String>,
    /// What unblocks the PIN: eight random digits.
    pub puk: Zeroizing<String>,
}

/// A simulated PIV card with a durable state.
pub struct Token {
    state: State,
    selected: bool,
    verified: bool,
    /// The management key was proven.
    managed: bool,
    challenge: Option<management::Challenge>,
    random: Box<dyn Random + Send>,
    chain: Option<Command>,
    pending: Vec<u8>,
    uses: Arc<Uses>,
}

/// How often a token was used since somebody asked last.
#[derive(Debug, Default)]
pub struct Uses {
    /// Key agreements that were answered.
    pub agreements: AtomicU64,
    /// PINs that were taken.
    pub pins: AtomicU64,
}

/// Commands longer than this are refused; a point takes 71 bytes.
const MOST_CHAINED: usize = 4096;

const PIN: u8 = 0x80;
const PUK: u8 = 0x81;
const SLOT_AUTHENTICATION: u8 = 0x9A;
const SLOT_MANAGEMENT: u8 = 0x9B;
const SLOT_KEY_MANAGEMENT: u8 = 0x9D;
/// Slots that keys can be made in.
const KEY_SLOTS: [u8; 4] = [0x9A, 0x9C, 0x9D, 0x9E];
const ALGORITHM_P256: u8 = 0x11;

impl Token {
    /// Makes a token with random keys, PIN and PUK, and writes its state to `file`, which must not exist.
    pub fn create(random: &mut dyn Random, name: &str, file: &Path) -> Result<NewToken, Error> {
        let (state, pin, puk) = State::create(random, name, file)?;
        let token = Self::with(state);
        Ok(NewToken { token, pin, puk })
    }

    /// Makes a token as it leaves the factory, with a management key for this algorithm ([`factory_algorithm`]).
    pub fn factory(
        random: &mut dyn Random,
        name: &str,
        file: &Path,
        algorithm: u8,
    ) -> Result<Self, Error> {
        State::factory(random, name, file, algorithm).map(Self::with)
    }

    /// The token whose state lies in `file`, as after it was plugged in.
    pub fn load(file: &Path) -> Result<Self, Error> {
        State::load(file).map(Self::with)
    }

    /// The serial number: what stands as GUID in the holder's identifier, in hexadecimal.
    pub fn serial(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.state.guid)
    }

    /// The certificate of slot 9D in DER; empty where there is none.
    pub fn certificate(&self) -> &[u8] {
        let tag = objects::certificate_of(SLOT_KEY_MANAGEMENT).unwrap_or_default();
        let object = self.state.objects.get(&tag);
        let certificate = object.and_then(|object| objects::find(object, 0x70));
        certificate.unwrap_or_default()
    }

    /// Counts what it does; whoever reads it may begin anew.
    pub fn uses(&self) -> Arc<Uses> {
        Arc::clone(&self.uses)
    }

    /// The secret scalar of slot 9D, for tests that open envelopes with other programs; zeros where there is none.
    /// No card would.
    pub fn export_key_management_key(&self) -> Zeroizing<[u8; 32]> {
        let key = self.state.keys.get(&SLOT_KEY_MANAGEMENT);
        Zeroizing::new(key.copied().unwrap_or_default())
    }

    /// Cuts the power: nothing is selected or verified afterwards.
    pub fn reset(&mut self) {
        self.selected = false;
        self.verified = false;
        self.managed = false;
        self.challenge = None;
        self.chain = None;
        self.pending.clear();
    }

    /// Answers one command APDU; the answer ends in SW1 SW2.
    pub fn apdu(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Some(command) = Command::read(bytes) else {
            return apdu::answer(&[], Status::WRONG_LENGTH);
        };
        if command.is_get_response() {
            return self.next_piece(command.expected);
        }
        self.pending.clear();
        let (data, status) = match self.chained(command) {
            Chained::More => (Vec::new(), Status::OK),
            Chained::TooLong => (Vec::new(), Status::WRONG_LENGTH),
            Chained::Whole(command) => match self.run(&command) {
                Ok(data) => return self.first_piece(data, command.expected),
                Err(status) => (Vec::new(), status),
            },
        };
        apdu::answer(&data, status)
    }

    fn with(state: State) -> Self {
        Self {
            state,
            selected: false,
            verified: false,
            managed: false,
            challenge: None,
            random: Box::new(OsRandom),
            chain: None,
            pending: Vec::new(),
            uses: Arc::default(),
        }
    }

    /// Collects a command that comes in parts (ISO 7816-4 section 5.1.1.1).
    fn chained(&mut self, command: Command) -> Chained {
        let more = command.is_chained();
        let whole = match self.chain.take() {
            Some(mut before) if before.continues_in(&command) => {
                before.append(command);
                before
            }
            _ => command,
        };
        if whole.data.len() > MOST_CHAINED {
            return Chained::TooLong;
        }
        if more {
            self.chain = Some(whole);
            Chained::More
        } else {
            Chained::Whole(whole)
        }
    }

    fn first_piece(&mut self, data: Vec<u8>, expected: usize) -> Vec<u8> {
        self.pending = data;
        self.next_piece(expected)
    }

    fn next_piece(&mut self, expected: usize) -> Vec<u8> {
        let length = expected.min(self.pending.len());
        let piece: Vec<u8> = self.pending.drain(..length).collect();
        apdu::answer(&piece, Status::remaining(self.pending.len()))
    }

    fn run(&mut self, command: &Command) -> Result<Vec<u8>, Status> {
        let data = &command.data;
        match (command.instruction, command.p1, command.p2) {
            (0xA4, 0x04, 0x00) => self.select(data),
            _ if !self.selected => Err(Status::INSTRUCTION_UNKNOWN),
            (0xCB, 0x3F, 0xFF) => objects::read(&self.state, data, self.verified),
            (0x20, 0x00, PIN) => self.verify(data),
            (0x20, 0xFF, PIN) if data.is_empty() => {
                self.verified = false;
                Ok(Vec::new())
            }
            (0x24, 0x00, reference @ (PIN | PUK)) => self.change(reference, data),
            (0x2C, 0x00, PIN) => self.unblock(data),
            (0x87, algorithm, SLOT_MANAGEMENT) => self.prove_management(algorithm, data),
            (0x87, ALGORITHM_P256, slot) => self.authenticate(slot, data),
            (0xDB, 0x3F, 0xFF) => self.put(data),
            (0x47, 0x00, slot) => self.generate(slot, data),
            // What YubiKeys added: version, serial number, metadata, another management key, reset.
            (0xFD, 0x00, 0x00) => Ok(vec![5, 4, 3]),
            (0xF8, 0x00, 0x00) => Ok(self.state.guid[..4].to_vec()),
            (0xF7, 0x00, slot) => self.metadata(slot),
            (0xFF, 0xFF, 0xFF) => self.set_management(data),
            (0xFB, 0x00, 0x00) => self.factory_reset(),
            (0x87 | 0xA4 | 0xCB | 0xDB, ..) => Err(Status::WRONG_PARAMETERS),
            (0x20 | 0x24 | 0x2C, ..) => Err(Status::REFERENCE_UNKNOWN),
            _ => Err(Status::INSTRUCTION_UNKNOWN),
        }
    }

    /// By the full name or any beginning of it from the 5-byte provider on, as tools send it.
    fn select(&mut self, name: &[u8]) -> Result<Vec<u8>, Status> {
        if name.len() < 5 || !objects::APPLICATION.starts_with(name) {
            return Err(Status::NOT_FOUND);
        }
        self.selected = true;
        self.managed = false;
        self.challenge = None;
        Ok(objects::application_properties())
    }

    fn verify(&mut self, typed: &[u8]) -> Result<Vec<u8>, Status> {
        if typed.is_empty() {
            return match self.state.pin.tries {
                _ if self.verified => Ok(Vec::new()),
                0 => Err(Status::BLOCKED),
                tries => Err(Status::tries(tries)),
            };
        }
        self.verified = false;
        self.compare(PIN, typed)?;
        self.verified = true;
        let _before = self.uses.pins.fetch_add(1, Ordering::Relaxed);
        Ok(Vec::new())
    }

    /// Old and new value, eight bytes each.
    fn change(&mut self, reference: u8, data: &[u8]) -> Result<Vec<u8>, Status> {
        let (old, new) = data.split_at_checked(8).ok_or(Status::WRONG_DATA)?;
        let new = new_secret(reference, new)?;
        if reference == PIN {
            self.verified = false;
        }
        self.compare(reference, old)?;
        self.replace(reference, new)
    }

    /// PUK and new PIN, eight bytes each.
    fn unblock(&mut self, data: &[u8]) -> Result<Vec<u8>, Status> {
        let (puk, new) = data.split_at_checked(8).ok_or(Status::WRONG_DATA)?;
        let new = new_secret(PIN, new)?;
        self.compare(PUK, puk)?;
        self.verified = false;
        self.replace(PIN, new)
    }

    /// Takes a try off the counter, durably, then compares; gives the tries back when it fits.
    fn compare(&mut self, reference: u8, typed: &[u8]) -> Result<(), Status> {
        let typed: [u8; 8] = typed.try_into().map_err(|_| Status::WRONG_DATA)?;
        let secret = self.state.secret_mut(reference == PIN);
        if secret.tries == 0 {
            return Err(Status::BLOCKED);
        }
        secret.tries -= 1;
        self.save()?;
        let secret = self.state.secret_mut(reference == PIN);
        if !secret.is(typed) {
            return Err(match secret.tries {
                0 => Status::BLOCKED,
                tries => Status::tries(tries),
            });
        }
        secret.tries = state::TRIES;
        self.save()
    }

    fn replace(&mut self, reference: u8, new: [u8; 8]) -> Result<Vec<u8>, Status> {
        self.state.secret_mut(reference == PIN).set(new);
        self.save()?;
        Ok(Vec::new())
    }

    fn save(&self) -> Result<(), Status> {
        self.state.save().map_err(|_| Status::MEMORY_FAILURE)
    }

    /// ECDH with the point in 85, or ECDSA over the digest in 81, with the key of any slot. All want the PIN once.
    fn authenticate(&mut self, slot: u8, data: &[u8]) -> Result<Vec<u8>, Status> {
        if !KEY_SLOTS.contains(&slot) {
            return Err(Status::REFERENCE_UNKNOWN);
        }
        if !self.verified {
            return Err(Status::SECURITY);
        }
        let key = self.state.keys.get(&slot).ok_or(Status::WRONG_PARAMETERS)?;
        let template = objects::find(data, 0x7C).ok_or(Status::WRONG_DATA)?;
        if objects::find(template, 0x82).is_none_or(|wanted| !wanted.is_empty()) {
            return Err(Status::WRONG_DATA);
        }
        let result = match objects::find(template, 0x85) {
            Some(point) => {
                let shared = agree(key, point)?;
                let _before = self.uses.agreements.fetch_add(1, Ordering::Relaxed);
                shared
            }
            None => sign(
                key,
                objects::find(template, 0x81).ok_or(Status::WRONG_DATA)?,
            )?,
        };
        Ok(objects::element(0x7C, &objects::element(0x82, &result)))
    }

    fn put(&mut self, data: &[u8]) -> Result<Vec<u8>, Status> {
        if !self.managed {
            return Err(Status::SECURITY);
        }
        objects::write(&mut self.state, data)?;
        self.save()?;
        Ok(Vec::new())
    }

    /// AC { 80 algorithm } makes a new key; the answer is 7F49 { 86 point }.
    fn generate(&mut self, slot: u8, data: &[u8]) -> Result<Vec<u8>, Status> {
        if !self.managed {
            return Err(Status::SECURITY);
        }
        let template = objects::find(data, 0xAC).ok_or(Status::WRONG_DATA)?;
        if !KEY_SLOTS.contains(&slot) {
            return Err(Status::WRONG_PARAMETERS);
        }
        if objects::find(template, 0x80) != Some(&[ALGORITHM_P256]) {
            return Err(Status::WRONG_DATA);
        }
        let key = loop {
            let bytes =
                random::bytes::<32>(&mut *self.random).map_err(|_| Status::MEMORY_FAILURE)?;
            if let Ok(key) = p256::SecretKey::from_slice(&bytes) {
                break key;
            }
        };
        let _old = self.state.keys.insert(slot, key.to_bytes().into());
        self.save()?;
        let point = objects::element(0x86, &key.public_key().to_sec1_bytes());
        Ok([&[0x7F][..], &objects::element(0x49, &point)].concat())
    }

    /// What is known of a reference: 01 algorithm, 02 policies, 03 origin, 04 public key, 05 whether it still has
    /// its factory value, 06 tries.
    fn metadata(&self, slot: u8) -> Result<Vec<u8>, Status> {
        let flag = |yes: bool| objects::element(0x05, &[u8::from(yes)]);
        let counted = |secret: &state::Secret, factory| {
            let tries = objects::element(0x06, &[state::TRIES, secret.tries]);
            [
                objects::element(0x01, &[0xFF]),
                flag(secret.is(factory)),
                tries,
            ]
            .concat()
        };
        Ok(match slot {
            PIN => counted(&self.state.pin, state::FACTORY_PIN),
            PUK => counted(&self.state.puk, state::FACTORY_PUK),
            SLOT_MANAGEMENT => {
                let management = &self.state.management;
                let algorithm = objects::element(0x01, &[management.algorithm()]);
                let policy = objects::element(0x02, &[0, 1]);
                [algorithm, policy, flag(management.is_factory())].concat()
            }
            slot => {
                let key = self
                    .state
                    .keys
                    .get(&slot)
                    .ok_or(Status::REFERENCE_UNKNOWN)?;
                let key = p256::SecretKey::from_slice(key).map_err(|_| Status::MEMORY_FAILURE)?;
                let point = objects::element(0x86, &key.public_key().to_sec1_bytes());
                [
                    objects::element(0x01, &[ALGORITHM_P256]),
                    objects::element(0x02, &[2, 1]),
                    objects::element(0x03, &[1]),
                    objects::element(0x04, &point),
                ]
                .concat()
            }
        })
    }

    fn factory_reset(&mut self) -> Result<Vec<u8>, Status> {
        if self.state.pin.tries > 0 || self.state.puk.tries > 0 {
            return Err(Status::CONDITIONS);
        }
        self.state.reset();
        self.verified = false;
        self.managed = false;
        self.save()?;
        Ok(Vec::new())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token")
            .field("name", &self.state.name)
            .finish_non_exhaustive()
    }
}

enum Chained {
    More,
    TooLong,
    Whole(Command),
}

/// A PIN is six to eight digits, filled up with FF; a PUK is eight bytes.
fn new_secret(reference: u8, bytes: &[u8]) -> Result<[u8; 8], Status> {
    let value: [u8; 8] = bytes.try_into().map_err(|_| Status::WRONG_DATA)?;
    let length = value.iter().position(|&byte| byte == 0xFF).unwrap_or(8);
    let digits = value[..length].iter().all(u8::is_ascii_digit);
    let filled = value[length..].iter().all(|&byte| byte == 0xFF);
    let shaped = length >= 6 && digits && filled;
    if reference == PUK || shaped {
        Ok(value)
    } else {
        Err(Status::WRONG_DATA)
    }
}

fn agree(scalar: &[u8; 32], point: &[u8]) -> Result<Vec<u8>, Status> {
    if point.len() != 65 {
        return Err(Status::WRONG_DATA);
    }
    let point = p256::PublicKey::from_sec1_bytes(point).map_err(|_| Status::WRONG_DATA)?;
    let key = p256::SecretKey::from_slice(scalar).map_err(|_| Status::MEMORY_FAILURE)?;
    Ok(key.diffie_hellman(&point).raw_secret_bytes().to_vec())
}

fn sign(scalar: &[u8; 32], digest: &[u8]) -> Result<Vec<u8>, Status> {
    if digest.len() != 32 {
        return Err(Status::WRONG_DATA);
    }
    let key = SigningKey::from_slice(scalar).map_err(|_| Status::MEMORY_FAILURE)?;
    let signature: Signature = key
        .sign_prehash(digest)
        .map_err(|_| Status::MEMORY_FAILURE)?;
    Ok(signature.to_der().as_bytes().to_vec())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
