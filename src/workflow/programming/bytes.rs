//! The bytes that a write puts on a medium, and what the encoder must know of their form.

use std::cell::Cell;
use std::sync::Arc;

use crate::access::AccessTable;
use crate::device::encoder::{Fence, Format, ListCheck};
use crate::medium::image::budget::FIRST_READ;
use crate::medium::{self, Blocklist, Header, Image};
use crate::workflow::blocklists::sign_into;
use crate::workflow::plan::sample_header;
use crate::workflow::{Authority, Error};

/// The signed image of a table; where another stands on the medium, built on that in so much room.
pub(super) fn build_image(
    header: &Header,
    table: &AccessTable,
    ground: Option<(&Image, usize)>,
    authority: &Authority,
) -> Result<Vec<u8>, Error> {
    let signer = authority.signing_key()?;
    let outcome = Cell::new(Ok([0; 64]));
    let sign = |message: &[u8]| sign_into(signer, message, &outcome);
    let image = match ground {
        Some((previous, room)) => Image::build_on(previous, room, header, table, &sign)?,
        None => Image::build(header, table, &sign)?,
    };
    let _signature = outcome.into_inner()?;
    Ok(image.as_bytes().to_vec())
}

/// How long the image of a table is, built as [`build_image`] does.
pub(super) fn measure_image(
    table: &AccessTable,
    ground: Option<(&Image, usize)>,
) -> Result<usize, medium::Error> {
    let header = sample_header();
    let unsigned = |_: &[u8]| [0; 64];
    let image = match ground {
        Some((previous, room)) => Image::build_on(previous, room, &header, table, &unsigned)?,
        None => Image::build(&header, table, &unsigned)?,
    };
    Ok(image.as_bytes().len())
}

/// Believes lists of this system that the current generation signed: no other can be newer than one of an intent.
pub(super) fn list_check(authority: &Authority) -> Result<ListCheck, Error> {
    let (system, generation) = (authority.system(), authority.generation());
    let point = authority.signing_key()?.public_key().compressed();
    let key = medium::PublicKey::from_sec1(&point)?;
    Ok(Arc::new(move |bytes| {
        let genuine = |list: &Blocklist| {
            list.front().signer == generation && list.verify(system, &key).is_ok()
        };
        Blocklist::parse(bytes).is_ok_and(|list| genuine(&list))
    }))
}

/// What the encoder must know of the form of image and blocklist.
pub(in crate::workflow) fn format() -> Format {
    Format {
        fence_offset: 0,
        fence_length: u32::try_from(medium::FENCE_LENGTH).unwrap_or(0),
        fence: |front| {
            let fence = medium::Fence::read(front).ok()??;
            Some(Fence {
                generation: fence.generation.get(),
                revision: fence.revision.0,
                length: fence.length,
            })
        },
        first_read: u32::try_from(FIRST_READ).unwrap_or(u32::MAX),
        blocklist_head: u32::try_from(medium::blocklist::FIELDS).unwrap_or(0),
        blocklist_length: |front| {
            medium::blocklist::Front::parse(front)
                .ok()
                .map(|front| u32::from(front.length))
        },
        blocklist_newer: |found, own| {
            let front = medium::blocklist::Front::parse;
            match (front(found), front(own)) {
                (Ok(found), Ok(own)) => found.group == own.group && found.version > own.version,
                _ => false,
            }
        },
    }
}
