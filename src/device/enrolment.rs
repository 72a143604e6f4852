//! Makes a PIV token a programming key: PIN, PUK and management key of its own, a P-256 key in slot 9D and a
//! certificate for it. Every step can be cut off; the same call with the same PIN and PUK then goes on.
//!
//! The new management key is random and kept on the token itself in the object that the PIN guards, as ykman's
//! `--protect` does it: the station has one secret less to keep, and the maker's tools find it too. It is written
//! there before it counts, so that it is never lost. On a token that shows this object without the PIN nothing is
//! kept; the token then cannot be enrolled again without a reset, which is harmless.

use super::piv::management::{Cipher, ManagementKey};
use super::piv::{PinState, Piv, Reference};
use super::programming_key::{
    Error, LastTry, Pin, PivProgrammingKey, ProgrammingKey as _, Puk, prove,
};
use super::token_link::ApduLink;
use crate::secrets::certificate::Certificate;
use crate::secrets::random::{OsRandom, Random, bytes};

/// What the token shall have.
#[derive(Debug, Clone, Copy)]
pub struct Wishes<'a> {
    /// The PIN it has, or shall have in the place of the factory's.
    pub pin: &'a Pin,
    /// The PUK it shall have in the place of the factory's.
    pub puk: Option<&'a Puk>,
    /// Its management key, where it is neither the factory's nor kept on the token.
    pub management: Option<&'a [u8]>,
    /// The name in its certificate.
    pub label: &'a str,
    /// Makes a new key in 9D even where there is one.
    pub renew: bool,
    /// Whether the last try of the PIN may be sent.
    pub last_try: LastTry,
}

/// What enrolment does, in this order; what is done already is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Another PIN than the factory's.
    Pin,
    /// Another PUK.
    Puk,
    /// Another management key.
    ManagementKey,
    /// A key in slot 9D.
    Key,
    /// Its certificate.
    Certificate,
    /// A number that tells it from others.
    Identity,
    /// Everything was asked for again, and the key proved itself.
    ReadBack,
}

impl Step {
    /// The word in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Puk => "puk",
            Self::ManagementKey => "management-key",
            Self::Key => "key",
            Self::Certificate => "certificate",
            Self::Identity => "identity",
            Self::ReadBack => "read-back",
        }
    }
}

/// Enrols a token; goes on where an earlier call was cut off. The steps that were taken are told as they are.
/// A token that is enrolled already is only read back.
///
/// # Errors
/// [`Error`]; what was done till then stays, and does no harm.
pub fn enrol<L: ApduLink>(
    link: L,
    wishes: &Wishes<'_>,
    random: &mut dyn Random,
    done: &mut dyn FnMut(Step),
) -> Result<L, Error> {
    let key = enrol_selected(Piv::select(link)?, None, wishes, random, done)?;
    Ok(key.into_link())
}

/// As [`enrol`], for a card that was selected, and of which it may be known already whether slot 9D is empty. Answers
/// with the programming key that it became, its PIN given.
///
/// # Errors
/// As [`enrol`].
pub fn enrol_selected<L: ApduLink>(
    mut piv: Piv<L>,
    empty: Option<bool>,
    wishes: &Wishes<'_>,
    random: &mut dyn Random,
    done: &mut dyn FnMut(Step),
) -> Result<PivProgrammingKey<L>, Error> {
    own_pin(&mut piv, wishes, done)?;
    own_puk(&mut piv, wishes, done)?;
    let managed = own_management(&mut piv, wishes, random, done)?;
    let empty = match empty {
        Some(known) => known,
        None => piv.certificate_if_any()?.is_none(),
    };
    let mut written = None;
    if empty || wishes.renew {
        if !managed {
            return Err(Error::ManagementKeyUnknown);
        }
        let point = piv.generate_key_management()?;
        done(Step::Key);
        let certificate = certify(&mut piv, &point, wishes.label, random)?;
        piv.put_key_management_certificate(certificate.der())?;
        written = Some(certificate);
        done(Step::Certificate);
    }
    if managed && piv.guid()?.is_none() {
        piv.put_guid(&bytes(random).map_err(Error::NoRandomness)?)?;
        done(Step::Identity);
    }
    piv.forget_pin()?;
    let mut piv = Piv::select(piv.into_link())?;
    give_pin(&mut piv, wishes)?;
    let der = piv.key_management_certificate()?;
    let mut key = PivProgrammingKey::with_certificate(piv, &der)?;
    if written.is_some_and(|written| written != *key.certificate()) {
        return Err(Error::NotReadBack);
    }
    match prove(&mut key, random) {
        // It is not in use yet, so both may be made anew.
        Err(Error::Untrue) => return Err(Error::KeyMismatch),
        other => other?,
    }
    done(Step::ReadBack);
    Ok(key)
}

/// Unblocks the PIN of a token with its PUK.
///
/// # Errors
/// [`Error::WrongPuk`], [`Error::PukBlocked`].
pub fn unblock<L: ApduLink>(link: L, puk: &Puk, pin: &Pin) -> Result<L, Error> {
    let mut piv = Piv::select(link)?;
    piv.unblock_pin(puk, pin)?;
    piv.verify(pin)?;
    Ok(piv.into_link())
}

/// Refuses a token that has PUK or management key from the factory. No try is used up: a card that does not tell
/// about its PUK is believed, one that does not tell about its management key is asked to take the factory's.
pub(super) fn check_factory_values<L: ApduLink>(piv: &mut Piv<L>) -> Result<(), Error> {
    let puk = piv.metadata(Reference::Puk)?;
    if puk.is_some_and(|metadata| metadata.factory == Some(true)) {
        return Err(Error::FactoryPuk);
    }
    let told = piv.metadata(Reference::Management)?;
    let factory = match told.and_then(|metadata| metadata.factory) {
        Some(told) => told,
        None => match piv.management_cipher()? {
            Some(cipher) => piv.prove_management(&ManagementKey::factory(cipher), &mut OsRandom)?,
            None => false,
        },
    };
    if factory {
        return Err(Error::FactoryManagementKey);
    }
    Ok(())
}

fn own_pin<L: ApduLink>(
    piv: &mut Piv<L>,
    wishes: &Wishes<'_>,
    done: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    let told = piv
        .metadata(Reference::Pin)?
        .and_then(|metadata| metadata.factory);
    match told {
        Some(true) => piv.change_factory_pin(wishes.pin)?,
        Some(false) => return give_pin(piv, wishes),
        None => {
            let before = piv.pin_state()?;
            match give_pin(piv, wishes) {
                // The card does not tell. With all tries left one may be spent on the factory's PIN.
                Err(Error::WrongPin { left: 2.. }) if before != PinState::Verified => {
                    piv.change_factory_pin(wishes.pin)?;
                }
                other => return other,
            }
        }
    }
    done(Step::Pin);
    give_pin(piv, wishes)
}

fn give_pin<L: ApduLink>(piv: &mut Piv<L>, wishes: &Wishes<'_>) -> Result<(), Error> {
    match piv.pin_state()? {
        PinState::Blocked => Err(Error::PinBlocked),
        PinState::Tries(1) if wishes.last_try == LastTry::Keep => Err(Error::LastPinTry),
        PinState::Tries(_) | PinState::Verified => piv.verify(wishes.pin),
    }
}

fn own_puk<L: ApduLink>(
    piv: &mut Piv<L>,
    wishes: &Wishes<'_>,
    done: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    let told = piv
        .metadata(Reference::Puk)?
        .and_then(|metadata| metadata.factory);
    if told == Some(false) {
        return Ok(());
    }
    // A card that does not tell must be given one, or the factory's could stay.
    piv.change_factory_puk(wishes.puk.ok_or(Error::FactoryPuk)?)?;
    done(Step::Puk);
    Ok(())
}

/// Leaves the management key proven where it is known; false where it is somebody else's.
fn own_management<L: ApduLink>(
    piv: &mut Piv<L>,
    wishes: &Wishes<'_>,
    random: &mut dyn Random,
    done: &mut dyn FnMut(Step),
) -> Result<bool, Error> {
    let Some(cipher) = piv.management_cipher()? else {
        return Ok(false);
    };
    let stored = piv.stored_management()?.key();
    let stored = stored.and_then(|key| ManagementKey::new(cipher, &key).ok());
    let given = wishes
        .management
        .map(|key| ManagementKey::new(cipher, key))
        .transpose()?;
    for key in [&given, &stored].into_iter().flatten() {
        if piv.prove_management(key, random)? {
            return Ok(true);
        }
    }
    if !piv.prove_management(&ManagementKey::factory(cipher), random)? {
        return Ok(false);
    }
    let own = match stored {
        // Kept by an earlier call that was cut off before it counted.
        Some(key) => key,
        None => keep_management(piv, wishes, cipher, random)?,
    };
    piv.set_management(&own)?;
    done(Step::ManagementKey);
    if !piv.prove_management(&own, random)? {
        return Err(Error::NotReadBack);
    }
    Ok(true)
}

/// A random management key, kept on the token where its PIN guards it.
fn keep_management<L: ApduLink>(
    piv: &mut Piv<L>,
    wishes: &Wishes<'_>,
    cipher: Cipher,
    random: &mut dyn Random,
) -> Result<ManagementKey, Error> {
    let own = ManagementKey::random(cipher, random)?;
    let guarded = piv.guards_stored_management()?;
    give_pin(piv, wishes)?;
    if guarded {
        piv.store_management(&own)?;
        let kept = piv.stored_management()?.key();
        if kept.is_none_or(|kept| *kept != own.expose()) {
            return Err(Error::NotReadBack);
        }
    }
    Ok(own)
}

/// A certificate that the key in 9D makes about itself.
fn certify<L: ApduLink>(
    piv: &mut Piv<L>,
    point: &[u8; 65],
    label: &str,
    random: &mut dyn Random,
) -> Result<Certificate, Error> {
    let serial = bytes(random).map_err(Error::NoRandomness)?;
    let mut failure = None;
    let made = Certificate::self_signed_by(point, label, serial, &mut |digest| {
        piv.key_management_signature(digest)
            .map_err(|error| failure = Some(error))
            .ok()
    });
    match (made, failure) {
        (_, Some(error)) => Err(error),
        (made, None) => made.map_err(Error::Certificate),
    }
}
