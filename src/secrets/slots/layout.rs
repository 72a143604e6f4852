//! How slots lie in bytes. Numbers are big-endian.
//!
//! ```text
//! file   = copy, padded with zeros to a multiple of 4096, twice
//! copy   = "KWSLOTS1"  body length u32  body  seal 32  SHA-256 over all before it, 32
//! body   = system 8  sequence u64  next number u32  salt 16  count u16  slot...
//! slot   = number u32  opener  salt 16  nonce 12  wrapped 48
//! opener = 01 hint 2 memory u32 passes u32 lanes u32 | 02
//! ```
//!
//! A page of its own for each copy: a torn or rotten sector takes one copy only.

use super::super::Error;
use super::{
    Slots,
    slot::{Cost, Opener, Slot},
};
use sha2::{Digest, Sha256};

const MAGIC: &[u8; 8] = b"KWSLOTS1";
const PAGE: usize = 4096;
const DIGEST: usize = 32;
/// Bounds the work on hostile bytes; real files are two pages.
const MOST_BYTES: usize = 1 << 20;

pub(super) fn write(slots: &Slots) -> Vec<u8> {
    let body = body(slots);
    let mut copy = MAGIC.to_vec();
    copy.extend_from_slice(&length(&body).to_be_bytes());
    copy.extend_from_slice(&body);
    copy.extend_from_slice(&slots.seal);
    let digest = Sha256::digest(&copy);
    copy.extend_from_slice(&digest);
    copy.resize(copy.len().next_multiple_of(PAGE), 0);
    copy.repeat(2)
}

/// At most a thousand slots of 97 bytes, so nothing saturates here.
fn length(body: &[u8]) -> u32 {
    u32::try_from(body.len()).unwrap_or(u32::MAX)
}

pub(super) fn body(slots: &Slots) -> Vec<u8> {
    let mut body = slots.system.0.to_vec();
    body.extend_from_slice(&slots.sequence.to_be_bytes());
    body.extend_from_slice(&slots.next.to_be_bytes());
    body.extend_from_slice(&slots.salt);
    let count = u16::try_from(slots.entries.len()).unwrap_or(u16::MAX);
    body.extend_from_slice(&count.to_be_bytes());
    for slot in &slots.entries {
        body.extend_from_slice(&slot.number.to_be_bytes());
        body.extend_from_slice(&opener(&slot.opener));
        body.extend_from_slice(&slot.salt);
        body.extend_from_slice(&slot.nonce);
        body.extend_from_slice(&slot.wrapped);
    }
    body
}

pub(super) fn opener(opener: &Opener) -> Vec<u8> {
    match opener {
        Opener::Password { hint, cost } => {
            let mut out = vec![1];
            out.extend_from_slice(hint);
            for number in [cost.memory, cost.passes, cost.lanes] {
                out.extend_from_slice(&number.to_be_bytes());
            }
            out
        }
        Opener::Recovery => vec![2],
    }
}

/// The undamaged copy with the highest sequence, wherever on a page boundary it starts.
pub(super) fn read(bytes: &[u8]) -> Result<Slots, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::SlotsDamaged);
    }
    (0..bytes.len())
        .step_by(PAGE)
        .filter_map(|at| read_copy(&bytes[at..]))
        .max_by_key(|slots| slots.sequence)
        .ok_or(Error::SlotsDamaged)
}

fn read_copy(bytes: &[u8]) -> Option<Slots> {
    let mut rest = Bytes(bytes);
    if rest.take::<8>()? != MAGIC {
        return None;
    }
    let length = usize::try_from(rest.u32()?).ok()?;
    let whole = MAGIC.len() + 4 + length + DIGEST;
    let digest: [u8; DIGEST] = Sha256::digest(bytes.get(..whole)?).into();
    if bytes.get(whole..whole + DIGEST)? != digest {
        return None;
    }
    let (body, after) = rest.0.split_at_checked(length)?;
    let mut slots = read_body(Bytes(body))?;
    slots.seal = *Bytes(after).take()?;
    Some(slots)
}

fn read_body(mut body: Bytes<'_>) -> Option<Slots> {
    let system = crate::model::SystemId(*body.take()?);
    let sequence = u64::from_be_bytes(*body.take()?);
    let next = body.u32()?;
    let salt = *body.take()?;
    let count = u16::from_be_bytes(*body.take()?);
    let mut entries = Vec::new();
    for _ in 0..count {
        entries.push(read_slot(&mut body)?);
    }
    body.0.is_empty().then_some(Slots {
        system,
        sequence,
        next,
        salt,
        entries,
        seal: [0; 32],
    })
}

fn read_slot(body: &mut Bytes<'_>) -> Option<Slot> {
    let number = body.u32()?;
    let opener = match body.take::<1>()? {
        [1] => Opener::Password {
            hint: *body.take()?,
            cost: Cost {
                memory: body.u32()?,
                passes: body.u32()?,
                lanes: body.u32()?,
            },
        },
        [2] => Opener::Recovery,
        _ => return None,
    };
    Some(Slot {
        number,
        opener,
        salt: *body.take()?,
        nonce: *body.take()?,
        wrapped: *body.take()?,
    })
}

/// Bytes read from front to back.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(head)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(|bytes| u32::from_be_bytes(*bytes))
    }
}
