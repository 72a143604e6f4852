//! The store key and the slots that give it back: to an operator with a password, to the recovery code.
//!
//! The store key is the raw key of the encrypted system file. It never changes when a password does; each
//! slot wraps it on its own, so losing one slot harms nothing. Losing all of them loses the system, hence
//! two copies, each with a sequence number and a checksum, and a copy in every backup.
//!
//! The slots lie in a file of their own next to the system file ([`file::beside`]), not inside it. Every
//! byte of an SQLCipher file but the salt is encrypted, so slots in it could only be read by who needs none;
//! and bytes behind the last page are SQLite's to overwrite or cut off. Backup and restore carry both files.
//!
//! A third kind, a slot in the keyring of the operating system, is wanted by some and needed by nobody: whoever may
//! unlock the desktop would open the system file with it, and a station without a desktop has no keyring. It is not
//! built; a kind of its own beside [`SlotKind::Password`] is the place for it, and older files stay readable then.
//!
//! Removing a slot stops the new copies of the slots from opening; who kept an old copy and its password
//! still gets the store key. After a theft of both, the store must take a new key.

pub mod file;
mod layout;
mod slot;

pub use slot::{Cost, SlotKind};

use super::{
    Error, SystemId,
    random::{Random, bytes, secret_bytes},
    recovery::RecoveryCode,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use slot::Slot;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// More operators than any system has; it bounds the file.
const MOST_SLOTS: usize = 1000;

/// The 32-byte raw key of the system file. Wiped on drop.
#[derive(Clone)]
pub struct StoreKey(Zeroizing<[u8; 32]>);

impl StoreKey {
    /// A new random key.
    pub fn generate(random: &mut dyn Random) -> Result<Self, Error> {
        secret_bytes(random).map(Self)
    }

    /// The key itself, for the store alone.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for StoreKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&*other.0).into()
    }
}

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreKey(..)")
    }
}

/// What may be told of a slot without opening it. Names are not in it: the file is not encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotInfo {
    /// Its number, by which it is removed. Never used again in these slots.
    pub number: u32,
    /// What opens it.
    pub kind: SlotKind,
}

/// All slots of one system.
#[derive(Clone)]
pub struct Slots {
    system: SystemId,
    /// Grows with every change; of two copies the higher one counts.
    sequence: u64,
    /// Next number to give out.
    next: u32,
    /// Makes the operator hints of this system differ from those of others.
    salt: [u8; 16],
    entries: Vec<Slot>,
    /// HMAC under a key derived from the store key: nobody else adds or removes slots unnoticed.
    seal: [u8; 32],
}

impl Slots {
    /// No slots yet, for a store key of this system. Add one before writing them.
    pub fn create(
        system: SystemId,
        key: &StoreKey,
        random: &mut dyn Random,
    ) -> Result<Self, Error> {
        let mut slots = Self {
            system,
            sequence: 0,
            next: 1,
            salt: bytes(random)?,
            entries: Vec::new(),
            seal: [0; 32],
        };
        slots.seal = slots.sealed_by(key)?;
        Ok(slots)
    }

    /// Reads slots from bytes: the newest undamaged copy.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        layout::read(bytes)
    }

    /// Both copies.
    pub fn to_bytes(&self) -> Vec<u8> {
        layout::write(self)
    }

    /// The system they belong to.
    pub fn system(&self) -> SystemId {
        self.system
    }

    /// How often they were changed.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// What slots there are.
    pub fn list(&self) -> Vec<SlotInfo> {
        let info = |slot: &Slot| SlotInfo {
            number: slot.number,
            kind: slot.kind(),
        };
        self.entries.iter().map(info).collect()
    }

    /// Adds a slot that opens with this operator's name (an e-mail address; case does not count) and
    /// password. At least [`slot::LEAST_PASSWORD`] characters. Returns its number.
    pub fn add_password(
        &mut self,
        key: &StoreKey,
        operator: &str,
        password: &str,
        cost: Cost,
        random: &mut dyn Random,
    ) -> Result<u32, Error> {
        let hint = self.hint(operator)?;
        self.add(key, |number, context| {
            Slot::for_password(number, hint, password, cost, context, key, random)
        })
    }

    /// Adds a slot that opens with the recovery code. Returns its number.
    pub fn add_recovery(
        &mut self,
        key: &StoreKey,
        code: &RecoveryCode,
        random: &mut dyn Random,
    ) -> Result<u32, Error> {
        self.add(key, |number, context| {
            Slot::for_recovery(number, code, context, key, random)
        })
    }

    /// The store key, if one of the operator's slots opens with the password. Takes as long as the cost of
    /// the slots demands.
    pub fn open_with_password(&self, operator: &str, password: &str) -> Result<StoreKey, Error> {
        self.open_numbered(operator, password).map(|(_, key)| key)
    }

    /// As [`Slots::open_with_password`], with the number of the slot that opened. The hint of an address is short,
    /// and slots tell no names: whose slot it is, only the record of the operator says.
    pub fn open_numbered(&self, operator: &str, password: &str) -> Result<(u32, StoreKey), Error> {
        let hint = self.hint(operator)?;
        let mut own = self
            .entries
            .iter()
            .filter(|slot| slot.has_hint(hint))
            .peekable();
        if own.peek().is_none() {
            // Nobody may learn from the time it takes whether this operator has a slot.
            let other = self
                .entries
                .iter()
                .find(|slot| slot.kind() == SlotKind::Password);
            let _none = other.map(|slot| slot.open_with_password(password, self.system));
            return Err(Error::WrongPassword);
        }
        let found = own.find_map(|slot| {
            let key = slot.open_with_password(password, self.system)?;
            Some((slot.number, key))
        });
        let (number, key) = found.ok_or(Error::WrongPassword)?;
        Ok((number, self.checked(key)?))
    }

    /// Gives the operator a new password in place of the old one, which must open. Returns the number of the
    /// new slot; with every error nothing has changed.
    pub fn change_password(
        &mut self,
        operator: &str,
        old: &str,
        new: &str,
        cost: Cost,
        random: &mut dyn Random,
    ) -> Result<u32, Error> {
        let key = self.open_with_password(operator, old)?;
        let hint = self.hint(operator)?;
        let opens = |slot: &Slot| {
            slot.has_hint(hint) && slot.open_with_password(old, self.system).is_some()
        };
        let replaced: Vec<u32> = self
            .entries
            .iter()
            .filter(|slot| opens(slot))
            .map(|slot| slot.number)
            .collect();
        let mut changed = self.clone();
        changed
            .entries
            .retain(|slot| !replaced.contains(&slot.number));
        changed.changed(&key)?;
        let number = changed.add_password(&key, operator, new, cost, random)?;
        *self = changed;
        Ok(number)
    }

    /// The store key, if a slot opens with the recovery code.
    pub fn open_with_recovery(&self, code: &RecoveryCode) -> Result<StoreKey, Error> {
        let found = self
            .entries
            .iter()
            .find_map(|slot| slot.open_with_recovery(code, self.system));
        self.checked(found.ok_or(Error::WrongRecoveryCode)?)
    }

    /// Removes a slot, but never the last.
    pub fn remove(&mut self, key: &StoreKey, number: u32) -> Result<(), Error> {
        self.check_seal(key)?;
        let place = self
            .entries
            .iter()
            .position(|slot| slot.number == number)
            .ok_or(Error::NoSuchSlot)?;
        if self.entries.len() == 1 {
            return Err(Error::LastSlot);
        }
        let _removed = self.entries.remove(place);
        self.changed(key)
    }

    /// Takes the recovery slots of newer slots of the same store key in the place of its own: the code that was made
    /// last stays the one that opens. Whether that could be done: a slot opens under its own number only, and that
    /// may be taken here.
    pub fn keep_recovery_of(&mut self, key: &StoreKey, newer: &Self) -> Result<bool, Error> {
        self.check_seal(key)?;
        newer.check_seal(key)?;
        let is_recovery = |slot: &&Slot| slot.kind() == SlotKind::Recovery;
        let kept: Vec<Slot> = newer.entries.iter().filter(is_recovery).cloned().collect();
        let mut entries = self.entries.clone();
        entries.retain(|slot| slot.kind() != SlotKind::Recovery);
        if kept
            .iter()
            .any(|slot| entries.iter().any(|own| own.number == slot.number))
        {
            return Ok(false);
        }
        entries.extend(kept);
        self.entries = entries;
        self.next = self.next.max(newer.next);
        self.sequence = self.sequence.max(newer.sequence);
        self.changed(key)?;
        Ok(true)
    }

    fn add(
        &mut self,
        key: &StoreKey,
        make: impl FnOnce(u32, SystemId) -> Result<Slot, Error>,
    ) -> Result<u32, Error> {
        self.check_seal(key)?;
        if self.entries.len() >= MOST_SLOTS {
            return Err(Error::TooManySlots);
        }
        let number = self.next;
        self.entries.push(make(number, self.system)?);
        self.next += 1;
        self.changed(key)?;
        Ok(number)
    }

    fn changed(&mut self, key: &StoreKey) -> Result<(), Error> {
        self.sequence += 1;
        self.seal = self.sealed_by(key)?;
        Ok(())
    }

    fn checked(&self, key: StoreKey) -> Result<StoreKey, Error> {
        self.check_seal(&key)?;
        Ok(key)
    }

    fn check_seal(&self, key: &StoreKey) -> Result<(), Error> {
        if self.sealed_by(key)?.ct_eq(&self.seal).into() {
            Ok(())
        } else {
            Err(Error::SlotsOfAnotherKey)
        }
    }

    fn sealed_by(&self, key: &StoreKey) -> Result<[u8; 32], Error> {
        let seal_key = super::master::derive::<32>(key.expose(), &self.system.0, "slots seal")?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&*seal_key).map_err(|_| Error::BadKey)?;
        mac.update(&layout::body(self));
        Ok(mac.finalize().into_bytes().into())
    }

    /// 16 bits that pick an operator's slots out of a few dozen and confirm nobody's address: one in
    /// 65,536 addresses has the same.
    fn hint(&self, operator: &str) -> Result<[u8; 2], Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.salt).map_err(|_| Error::BadKey)?;
        mac.update(operator.trim().to_lowercase().as_bytes());
        let digest = mac.finalize().into_bytes();
        Ok([digest[0], digest[1]])
    }
}

impl std::fmt::Debug for Slots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slots")
            .field("sequence", &self.sequence)
            .field("slots", &self.list())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;
