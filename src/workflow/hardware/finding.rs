//! Finds the token that a name means: on USB, through the smart card service, on a bench. No PIN is given here.

use std::path::Path;

use super::{BoxedProgrammingKey, TokenName};
use crate::device::ccid::card::Card;
use crate::device::piv::Piv;
use crate::device::programming_key::{self, PivProgrammingKey, ProgrammingKey as _};
use crate::device::token_link::{ApduLink, SocketLink};
use crate::device::{self, card_service, usb};
use crate::secrets::certificate::Certificate;
use crate::secrets::envelope;
use crate::store::Envelope;

/// A way to a token.
pub(super) type BoxedLink = Box<dyn ApduLink>;

/// Whether a token that was found could be the one that is wanted.
pub(super) type Meant<'a, T> = &'a dyn Fn(&mut T) -> Result<bool, programming_key::Error>;

/// Finds a token on USB without giving it a PIN.
fn find_usb<T>(
    serial: Option<&str>,
    open: &dyn Fn(BoxedLink) -> Result<T, programming_key::Error>,
    number: &dyn Fn(&mut T) -> Option<String>,
    meant: Option<Meant<'_, T>>,
) -> Result<T, programming_key::Error> {
    let all = usb::list()?;
    let wanted = |found: &usb::Found, serial: &str| {
        let own = found.serial.as_deref();
        own.is_some_and(|own| own.eq_ignore_ascii_case(serial))
    };
    let by_device = serial.is_some_and(|serial| all.iter().any(|found| wanted(found, serial)));
    let mut sighted = Vec::new();
    for found in &all {
        if by_device && !serial.is_some_and(|serial| wanted(found, serial)) {
            continue;
        }
        let cards = cards_in(found).into_iter();
        sighted.extend(cards.map(|card| card.and_then(open)));
    }
    let wanted = Wanted {
        serial,
        by_device,
        number,
        meant,
    };
    wanted.choose(sighted, &|| {
        through_the_service(open, serial.filter(|_| by_device))
    })
}

/// Which token on USB is looked for.
struct Wanted<'a, T> {
    /// Its number.
    serial: Option<&'a str>,
    /// Whether that is the number of a device, so that those of the cards need not be asked for.
    by_device: bool,
    number: &'a dyn Fn(&mut T) -> Option<String>,
    meant: Option<Meant<'a, T>>,
}

impl<T> Wanted<'_, T> {
    /// The one that is wanted of those that were found. Where a reader is kept from us and none of what was found is
    /// `meant`, the smart card service is asked, which may have it. Where several are there and no number was given, the
    /// only one that is `meant` is taken; without a rule for that, any of them could be.
    fn choose(
        &self,
        sighted: Vec<Result<T, programming_key::Error>>,
        service: &dyn Fn() -> Vec<T>,
    ) -> Result<T, programming_key::Error> {
        let not_there = || usb::Error::NotThere {
            serial: self.serial.map(str::to_owned),
        };
        let mut keys = Vec::new();
        let mut first = None;
        let mut barred = false;
        for one in sighted {
            match one {
                Ok(key) => keys.push(key),
                // Readers that stand there empty, and cards for other purposes.
                Err(error) if is_nothing(&error) => {}
                Err(error) => {
                    barred |= is_barred(&error);
                    first = first.or(Some(error));
                }
            }
        }
        self.keep_named(&mut keys);
        if barred && !self.holds_meant(&mut keys) {
            let mut more = service();
            self.keep_named(&mut more);
            keys.append(&mut more);
        }
        // One that is alone is not asked for its number.
        let numbers =
            |keys: &mut Vec<T>| keys.iter_mut().filter_map(self.number).collect::<Vec<_>>();
        if let Some(meant) = self
            .meant
            .filter(|_| keys.len() > 1 && self.serial.is_none())
        {
            let serials = numbers(&mut keys);
            let mut chosen = Vec::new();
            for mut key in keys.drain(..) {
                match meant(&mut key) {
                    Ok(true) => chosen.push(key),
                    Err(gone @ programming_key::Error::Gone(_)) => return Err(gone),
                    // A card for other purposes may refuse what was asked.
                    Ok(false) | Err(_) => {}
                }
            }
            if chosen.is_empty() {
                return Err(usb::Error::NoneMeant { serials }.into());
            }
            keys = chosen;
        }
        match (keys.len(), first) {
            (1, _) => keys.pop().ok_or_else(|| not_there().into()),
            (0, Some(error)) => Err(error),
            (0, None) => Err(not_there().into()),
            _ => {
                let serials = numbers(&mut keys);
                Err(usb::Error::Several { serials }.into())
            }
        }
    }

    /// Leaves those whose card has the number that was given.
    fn keep_named(&self, keys: &mut Vec<T>) {
        let Some(serial) = self.serial.filter(|_| !self.by_device) else {
            return;
        };
        keys.retain_mut(|key| {
            let own = (self.number)(key);
            own.is_some_and(|own| own.eq_ignore_ascii_case(serial))
        });
    }

    /// Whether one of these could be it.
    fn holds_meant(&self, keys: &mut [T]) -> bool {
        match self.meant.filter(|_| self.serial.is_none()) {
            None => !keys.is_empty(),
            Some(meant) => keys.iter_mut().any(|key| matches!(meant(key), Ok(true))),
        }
    }
}

/// What a reader says that has no programming key in it.
fn is_nothing(error: &programming_key::Error) -> bool {
    matches!(
        error,
        programming_key::Error::NotPiv
            | programming_key::Error::Reader(device::ccid::Error::NoCard)
            | programming_key::Error::Pcsc(card_service::Error::NotThere { .. })
    )
}

/// Whether the reader is kept from us, and somebody else may let us at its card: another program has it, mostly the smart
/// card service, or a driver of the operating system; or the system denies it, which it says before it says that it is
/// in use.
fn is_barred(error: &programming_key::Error) -> bool {
    matches!(
        error,
        programming_key::Error::Usb(
            usb::Error::Busy { .. } | usb::Error::NoDriver { .. } | usb::Error::NoPermission { .. }
        )
    )
}

/// Every token that the smart card service reaches; none where it does not run. A device that was named by its number
/// bears it in the name of its reader, in brackets.
fn through_the_service<T>(
    open: &dyn Fn(BoxedLink) -> Result<T, programming_key::Error>,
    serial: Option<&str>,
) -> Vec<T> {
    let readers = card_service::readers().unwrap_or_default();
    let mark = serial.map(|serial| format!("({})", serial.to_lowercase()));
    let meant = |reader: &&String| {
        let mark = mark.as_ref();
        mark.is_none_or(|mark| reader.to_lowercase().contains(mark))
    };
    let key = |reader: &String| open(Box::new(card_service::open(reader).ok()?)).ok();
    readers.iter().filter(meant).filter_map(key).collect()
}

/// The cards in all slots of a reader.
fn cards_in(found: &usb::Found) -> Vec<Result<BoxedLink, programming_key::Error>> {
    let opened = usb::open(found).map_err(programming_key::Error::from);
    match opened.and_then(|reader| Ok(Card::open_all(reader)?)) {
        Ok(cards) => {
            let link = |card| Ok(Box::new(card) as BoxedLink);
            let cards = cards.into_iter();
            cards
                .map(|card| card.map_err(Into::into).and_then(link))
                .collect()
        }
        Err(error) => vec![Err(error)],
    }
}

pub(super) fn as_key(
    link: BoxedLink,
) -> Result<PivProgrammingKey<BoxedLink>, programming_key::Error> {
    PivProgrammingKey::open(link)
}

/// What is known of slot 9D.
pub(super) enum Held {
    /// It was not asked.
    Unread,
    /// There is no certificate.
    Nothing,
    /// Its certificate in DER.
    Certificate(Vec<u8>),
}

/// A token whatever is on it, with what was read of it, so that nothing is asked for twice.
pub(super) struct Candidate {
    pub(super) piv: Piv<BoxedLink>,
    pub(super) held: Held,
}

impl Candidate {
    fn select(link: BoxedLink) -> Result<Self, programming_key::Error> {
        let piv = Piv::select(link)?;
        Ok(Self {
            piv,
            held: Held::Unread,
        })
    }

    pub(super) fn into_link(self) -> BoxedLink {
        self.piv.into_link()
    }

    /// The certificate of slot 9D; none where there is none.
    pub(super) fn der(&mut self) -> Result<Option<&[u8]>, programming_key::Error> {
        if matches!(self.held, Held::Unread) {
            let found = self.piv.certificate_if_any()?;
            self.held = found.map_or(Held::Nothing, Held::Certificate);
        }
        match &self.held {
            Held::Certificate(der) => Ok(Some(der)),
            Held::Nothing | Held::Unread => Ok(None),
        }
    }

    /// One that is empty has no certificate to be known by.
    pub(super) fn number(&mut self) -> Option<String> {
        let guid = self.piv.guid().ok().flatten();
        guid.map(|guid| data_encoding::HEXLOWER.encode(&guid))
    }

    /// Whether it has no certificate yet, or one that the envelope is not sealed for.
    pub(super) fn is_new(
        &mut self,
        newest: Option<&Envelope>,
    ) -> Result<bool, programming_key::Error> {
        let known = |der: &[u8]| {
            Certificate::from_der(der)
                .is_ok_and(|certificate| newest.is_none_or(|newest| is_for(newest, &certificate)))
        };
        Ok(!self.der()?.is_some_and(known))
    }
}

/// Opens the programming key that was named, its PIN not given yet; of several on USB the only one that is `meant`, where
/// one is more than another.
pub(super) fn find_token(
    name: &TokenName,
    meant: Option<&dyn Fn(&Certificate) -> bool>,
) -> Result<BoxedProgrammingKey, programming_key::Error> {
    let number = |key: &mut PivProgrammingKey<BoxedLink>| Some(key.serial().to_owned());
    let rule = |key: &mut PivProgrammingKey<BoxedLink>| {
        Ok(meant.is_none_or(|meant| meant(key.certificate())))
    };
    let rule: Option<Meant<'_, _>> = meant.is_some().then_some(&rule);
    let key = match name {
        TokenName::Usb(serial) => find_usb(serial.as_deref(), &as_key, &number, rule)?,
        TokenName::Pcsc(reader) => as_key(through(reader)?)?,
        TokenName::Bench(folder) => as_key(on_bench(folder)?)?,
    };
    Ok(Box::new(key))
}

/// The token that was named, whether it is a programming key already or shall become one; of several on USB the only
/// one that is `meant`.
pub(super) fn find_candidate(
    name: &TokenName,
    meant: Option<Meant<'_, Candidate>>,
) -> Result<Candidate, programming_key::Error> {
    match name {
        TokenName::Usb(serial) => find_usb(
            serial.as_deref(),
            &Candidate::select,
            &Candidate::number,
            meant,
        ),
        TokenName::Pcsc(reader) => Candidate::select(through(reader)?),
        TokenName::Bench(folder) => Candidate::select(on_bench(folder)?),
    }
}

fn through(reader: &str) -> Result<BoxedLink, programming_key::Error> {
    Ok(Box::new(card_service::open(reader)?))
}

fn on_bench(folder: &Path) -> Result<BoxedLink, programming_key::Error> {
    let link = SocketLink::connect(folder).map_err(programming_key::Error::Gone)?;
    Ok(Box::new(link))
}

pub(super) fn is_for(envelope: &Envelope, key: &Certificate) -> bool {
    envelope::is_for(&envelope.cms, key).unwrap_or(false)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
