//! A card in a slot of a reader, as a way for APDUs.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::atr::Atr;
use super::descriptor::Level;
use super::message::Icc;
use super::reader::Reader;
use super::t1::{Blocks, T1};
use super::{CcidTransport, Error, t0};
use crate::device::token_link::ApduLink;

/// A powered card. Dropping it cuts its power, so that it forgets its PIN.
///
/// Cards in several slots share their reader, which serves one command at a time, however many its slots could
/// (bMaxCCIDBusySlots).
#[derive(Debug)]
pub struct Card<T: CcidTransport> {
    reader: Arc<Mutex<Reader<T>>>,
    slot: u8,
    atr: Zeroizing<Vec<u8>>,
    protocol: Protocol,
}

/// What we do about the card's protocol.
#[derive(Debug)]
enum Protocol {
    /// The reader takes APDUs of any length.
    Extended,
    /// The reader takes short APDUs.
    Short,
    /// We speak T=0.
    T0,
    /// We speak T=1.
    T1(T1),
}

/// The size of a T=1 block to us without a word about it, and the most we ask for.
const LEAST_IFSD: u32 = 32;
const MOST_IFSD: u32 = 254;

impl<T: CcidTransport> Card<T> {
    /// Powers the card of the first slot that holds one.
    ///
    /// # Errors
    /// [`Error::NoCard`], [`Error::CardMute`], [`Error::Unsupported`], and what the transport says.
    pub fn open(mut reader: Reader<T>) -> Result<Self, Error> {
        let slot = reader.occupied_slots()?.first().copied();
        let slot = slot.ok_or(Error::NoCard)?;
        Self::powered(&Arc::new(Mutex::new(reader)), slot)
    }

    /// Powers the cards of all slots; each by itself may fail to answer.
    ///
    /// # Errors
    /// [`Error::NoCard`] where every slot is empty, and what the transport says.
    pub fn open_all(mut reader: Reader<T>) -> Result<Vec<Result<Self, Error>>, Error> {
        let slots = reader.occupied_slots()?;
        if slots.is_empty() {
            return Err(Error::NoCard);
        }
        let shared = Arc::new(Mutex::new(reader));
        let card = |slot| Self::powered(&shared, slot);
        Ok(slots.into_iter().map(card).collect())
    }

    /// Powers the card of a slot and finds out how it is spoken to.
    fn powered(shared: &Arc<Mutex<Reader<T>>>, slot: u8) -> Result<Self, Error> {
        let (atr, protocol) = power(&mut lock(shared), slot)?;
        Ok(Self {
            reader: Arc::clone(shared),
            slot,
            atr,
            protocol,
        })
    }

    /// The card's answer to reset.
    pub fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// The slot the card is in.
    pub fn slot(&self) -> u8 {
        self.slot
    }

    /// One command APDU with its answer.
    ///
    /// # Errors
    /// What the reader says; the command may have been carried out nevertheless. [`Error::Silent`] at the latest when
    /// the reader's patience with a command ends, whatever the card sends until then.
    pub fn exchange(&mut self, apdu: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (protocol, slot) = (&mut self.protocol, self.slot);
        let answer = lock(&self.reader).in_time(|reader| match protocol {
            Protocol::Extended => reader.transfer_in_pieces(slot, apdu),
            Protocol::Short if is_short(apdu) => reader.transfer(slot, apdu, 0),
            Protocol::Short => Err(Error::TooLong),
            Protocol::T0 => t0::transmit(apdu, |command| reader.transfer(slot, command, 0)),
            Protocol::T1(t1) => t1.transmit(&mut Line { reader, slot }, apdu),
        })?;
        if answer.len() < 2 {
            return Err(Error::CardProtocol("no status"));
        }
        Ok(answer)
    }
}

impl<T: CcidTransport> ApduLink for Card<T> {
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
        Ok(std::mem::take(&mut *self.exchange(command)?))
    }

    fn restart(&mut self) -> io::Result<()> {
        (self.atr, self.protocol) = power(&mut lock(&self.reader), self.slot)?;
        Ok(())
    }
}

impl<T: CcidTransport> Drop for Card<T> {
    fn drop(&mut self) {
        // The reader may be gone, which cuts the power as well.
        let _off = lock(&self.reader).power_off(self.slot);
    }
}

/// Gives a card power, none being left of what it was told before, and finds out how it is spoken to.
fn power<T: CcidTransport>(
    reader: &mut Reader<T>,
    slot: u8,
) -> Result<(Zeroizing<Vec<u8>>, Protocol), Error> {
    if reader.status(slot)? == Icc::Active {
        // Somebody left it on; what it was told before must not count.
        reader.power_off(slot)?;
    }
    let atr = reader.power_on(slot)?;
    let protocol = match reader.descriptor().level() {
        Level::ExtendedApdu => Protocol::Extended,
        Level::ShortApdu => Protocol::Short,
        Level::Tpdu => negotiate(reader, slot, &atr)?,
        Level::Character => return Err(Error::Unsupported("a reader at character level")),
    };
    Ok((atr, protocol))
}

/// The reader; what another card of it did in a panic leaves it usable.
fn lock<T>(reader: &Mutex<Reader<T>>) -> MutexGuard<'_, Reader<T>> {
    reader.lock().unwrap_or_else(PoisonError::into_inner)
}

/// 5 bytes of head, 255 of data, one for the answer's length; and not one that begins an extended length.
fn is_short(apdu: &[u8]) -> bool {
    apdu.len() <= 261 && !(apdu.len() > 5 && apdu.get(4) == Some(&0))
}

/// The protocol that the card is in anyway: nothing is negotiated, so nothing can be misunderstood.
fn negotiate<T: CcidTransport>(
    reader: &mut Reader<T>,
    slot: u8,
    bytes: &[u8],
) -> Result<Protocol, Error> {
    let atr = Atr::parse(bytes).map_err(Error::CardProtocol)?;
    let number = if reader.descriptor().chooses_parameters() {
        // A reader that does not tell has followed the card.
        match reader.protocol(slot) {
            Ok(number) => number,
            Err(Error::Refused(_)) => atr.protocol(),
            Err(error) => return Err(error),
        }
    } else {
        let number = atr.protocol();
        reader.set_parameters(slot, number, &parameters(number, &atr)?)?;
        number
    };
    if number > 1 || reader.descriptor().protocols & (1 << number) == 0 {
        return Err(Error::Unsupported("the card's protocol"));
    }
    if number == 0 {
        return Ok(Protocol::T0);
    }
    let mut t1 = T1::new(atr.ifsc, atr.crc);
    let size = reader.descriptor().most_ifsd.min(MOST_IFSD);
    if size > LEAST_IFSD && !reader.descriptor().announces_block_size() {
        let size = u8::try_from(size).unwrap_or(u8::MAX - 1);
        t1.announce_block_size(&mut Line { reader, slot }, size)?;
    }
    Ok(Protocol::T1(t1))
}

/// The protocol data structure (CCID revision 1.1, section 6.1.7).
fn parameters(protocol: u8, atr: &Atr) -> Result<Vec<u8>, Error> {
    // The clock may not be stopped, in both.
    match protocol {
        0 => Ok(vec![
            atr.factors_in_force(),
            0x00,
            atr.guard,
            atr.waiting_t0,
            0x00,
        ]),
        1 => Ok(vec![
            atr.factors_in_force(),
            0x10 | u8::from(atr.crc),
            atr.guard,
            atr.waiting_t1,
            0x00,
            atr.ifsc,
            0x00,
        ]),
        _ => Err(Error::Unsupported("the card's protocol")),
    }
}

/// The slot as a carrier of blocks.
struct Line<'a, T> {
    reader: &'a mut Reader<T>,
    slot: u8,
}

impl<T: CcidTransport> Blocks for Line<'_, T> {
    fn exchange(&mut self, block: &[u8], waiting: u8) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.reader.transfer(self.slot, block, waiting)
    }
}
