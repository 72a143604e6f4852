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
    own_pin(&mut piv, wishes, random, done)?;
    own_puk(&mut piv, wishes, random, done)?;
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
    let _afresh = piv.forget_pin()?;
    let mut piv = Piv::select(piv.into_link())?;
    give_pin(&mut piv, wishes)?;
    let der = piv.key_management_certificate()?;
    let mut key = PivProgrammingKey::with_certificate(piv, &der)?;
    key.note_own_puk();
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

/// What a token asks of whoever makes it a programming key. No try is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asks {
    /// Where its PIN stands.
    pub pin: PinState,
    /// Whether the PIN takes the place of the factory's: else it is the one that the token has.
    pub new_pin: bool,
    /// What its PUK is asked for.
    pub puk: AskedPuk,
}

/// What a PUK is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedPuk {
    /// For nothing: the token tells that it has one of its own.
    Known,
    /// To take the place of the factory's.
    New,
    /// To prove that it is not the factory's, or to take its place: the token does not tell.
    Untold,
}

/// What [`enrol_selected`] will ask of this card.
///
/// # Errors
/// [`Error`].
pub fn asks<L: ApduLink>(piv: &mut Piv<L>, random: &mut dyn Random) -> Result<Asks, Error> {
    let pin = piv.pin_state()?;
    let told = piv
        .metadata(Reference::Pin)?
        .and_then(|metadata| metadata.factory);
    let new_pin = match told {
        Some(told) => told,
        None => matches!(pin, PinState::Tries(3..)) && has_factory_management(piv, random)?,
    };
    let told = piv.metadata(Reference::Puk)?;
    let puk = match told.and_then(|metadata| metadata.factory) {
        Some(true) => AskedPuk::New,
        Some(false) => AskedPuk::Known,
        None => AskedPuk::Untold,
    };
    Ok(Asks { pin, new_pin, puk })
}

/// How many tries the PUK has, where the card tells.
///
/// # Errors
/// [`Error::PukBlocked`], and [`Error::LastPukTry`] where that is not risked.
pub fn puk_tries<L: ApduLink>(
    piv: &mut Piv<L>,
    last_puk_try: LastTry,
) -> Result<Option<u8>, Error> {
    let told = piv.metadata(Reference::Puk)?;
    match told.and_then(|metadata| metadata.tries) {
        Some(0) => Err(Error::PukBlocked),
        Some(1) if last_puk_try == LastTry::Keep => Err(Error::LastPukTry),
        tries => Ok(tries),
    }
}

/// Unblocks the PIN of a token with its PUK. Of a card that tells how many tries the PUK has, the last one is sent only
/// where that is risked; others tell it only after a wrong one.
///
/// # Errors
/// [`Error::LastPukTry`], [`Error::WrongPuk`], [`Error::PukBlocked`].
pub fn unblock<L: ApduLink>(
    link: L,
    puk: &Puk,
    pin: &Pin,
    last_puk_try: LastTry,
) -> Result<L, Error> {
    let mut piv = Piv::select(link)?;
    let _tries = puk_tries(&mut piv, last_puk_try)?;
    piv.unblock_pin(puk, pin)?;
    piv.verify(pin)?;
    Ok(piv.into_link())
}
/// Refuses a token that has PUK or management key from the factory. No try is used up: of a card that does not tell
/// about its PUK another must have been proven, one that does not tell about its management key is asked to take the
/// factory's.
pub(super) fn check_factory_values<L: ApduLink>(
    piv: &mut Piv<L>,
    has_own_puk: bool,
) -> Result<(), Error> {
    let told = piv.metadata(Reference::Puk)?;
    match told.and_then(|metadata| metadata.factory) {
        Some(true) => return Err(Error::FactoryPuk),
        None if !has_own_puk => return Err(Error::PukUntold),
        Some(false) | None => {}
    }
    if has_factory_management(piv, &mut OsRandom)? {
        return Err(Error::FactoryManagementKey);
    }
    Ok(())
}

/// That the card has this PUK, which is not the factory's. One that tells that it has another than the factory's is
/// asked no more.
pub(super) fn prove_puk<L: ApduLink>(piv: &mut Piv<L>, puk: &Puk) -> Result<(), Error> {
    let told = piv.metadata(Reference::Puk)?;
    match told.and_then(|metadata| metadata.factory) {
        Some(true) => Err(Error::FactoryPuk),
        Some(false) => Ok(()),
        None => piv.confirm_puk(puk),
    }
}

/// Whether the management key is the factory's: as the card tells, else as it takes it. No try is used up.
fn has_factory_management<L: ApduLink>(
    piv: &mut Piv<L>,
    random: &mut dyn Random,
) -> Result<bool, Error> {
    let told = piv.metadata(Reference::Management)?;
    match told.and_then(|metadata| metadata.factory) {
        Some(told) => Ok(told),
        None => match piv.management_cipher()? {
            Some(cipher) => piv.prove_management(&ManagementKey::factory(cipher), random),
            None => Ok(false),
        },
    }
}

fn own_pin<L: ApduLink>(
    piv: &mut Piv<L>,
    wishes: &Wishes<'_>,
    random: &mut dyn Random,
    done: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    let told = piv
        .metadata(Reference::Pin)?
        .and_then(|metadata| metadata.factory);
    match told {
        Some(true) => piv.change_factory_pin(wishes.pin)?,
        Some(false) => return give_pin(piv, wishes),
        None => {
            // The card does not tell. One that has not the factory's management key was made ready before, and no try
            // is spent on the factory's PIN; nor on a new one that has lost a try already.
            let is_new = has_factory_management(piv, random)?;
            match piv.pin_state()? {
                PinState::Untold if is_new && wishes.last_try == LastTry::Keep => {
                    return Err(Error::PinUntold);
                }
                PinState::Tries(3..) | PinState::Untold if is_new => {
                    match piv.change_factory_pin(wishes.pin) {
                        Err(Error::WrongPin { left: 2.. }) => return give_pin(piv, wishes),
                        other => other?,
                    }
                }
                _ => return give_pin(piv, wishes),
            }
        }
    }
    done(Step::Pin);
    give_pin(piv, wishes)
}

fn give_pin<L: ApduLink>(piv: &mut Piv<L>, wishes: &Wishes<'_>) -> Result<(), Error> {
    piv.pin_state()?.lets_try(wishes.last_try)?;
    piv.verify(wishes.pin)
}

fn own_puk<L: ApduLink>(
    piv: &mut Piv<L>,
    wishes: &Wishes<'_>,
    random: &mut dyn Random,
    done: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    let told = piv
        .metadata(Reference::Puk)?
        .and_then(|metadata| metadata.factory);
    match told {
        Some(false) => return Ok(()),
        Some(true) => piv.change_factory_puk(wishes.puk.ok_or(Error::FactoryPuk)?)?,
        // A card that does not tell must be given one, or the factory's could stay. That one comes first: the right one
        // gives back all tries. The factory's comes after it, on a card that is new, and never where one try is told to
        // be left.
        None => {
            let puk = wishes.puk.ok_or(Error::PukUntold)?;
            match piv.confirm_puk(puk) {
                Err(Error::WrongPuk {
                    left: None | Some(2..),
                }) if has_factory_management(piv, random)? => piv.change_factory_puk(puk)?,
                other => other?,
            }
        }
    }
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
    let guarded = piv.guards_stored_management(&ManagementKey::factory(cipher), random)?;
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
