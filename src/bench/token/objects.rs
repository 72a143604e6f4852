//! The data objects of the simulated card (NIST SP 800-73-4 part 1, section 3 and appendix A).

use super::apdu::Status;
use super::state::State;

/// The name of the PIV application with its version.
pub(super) const APPLICATION: [u8; 11] = [0xA0, 0, 0, 0x03, 0x08, 0, 0, 0x10, 0, 0x01, 0];

/// The answer to SELECT: 61 { 4F name within the provider, 79 { 4F provider } }.
pub(super) fn application_properties() -> Vec<u8> {
    let provider = element(0x79, &element(0x4F, &APPLICATION[..5]));
    element(0x61, &[element(0x4F, &APPLICATION[5..]), provider].concat())
}

/// The card holder unique identifier.
pub(super) const HOLDER_IDENTIFIER: [u8; 3] = [0x5F, 0xC1, 0x02];
/// Printed information: read with the PIN only (SP 800-73-4 part 1, table 3).
const PRINTED: [u8; 3] = [0x5F, 0xC1, 0x09];

/// The object that holds the certificate of a slot.
pub(super) fn certificate_of(slot: u8) -> Option<[u8; 3]> {
    Some(match slot {
        0x9A => [0x5F, 0xC1, 0x05],
        0x9C => [0x5F, 0xC1, 0x0A],
        0x9D => [0x5F, 0xC1, 0x0B],
        0x9E => [0x5F, 0xC1, 0x01],
        _ => return None,
    })
}

/// The answer to GET DATA: the request is 5C { tag of the object }.
pub(super) fn read(state: &State, request: &[u8], verified: bool) -> Result<Vec<u8>, Status> {
    match find(request, 0x5C) {
        Some([0x7E]) => Ok(discovery()),
        Some(tag) => {
            let tag = <[u8; 3]>::try_from(tag).map_err(|_| Status::NOT_FOUND)?;
            let content = state.objects.get(&tag).ok_or(Status::NOT_FOUND)?;
            if tag == PRINTED && !verified {
                return Err(Status::SECURITY);
            }
            Ok(element(0x53, content))
        }
        None => Err(Status::WRONG_DATA),
    }
}

/// PUT DATA: 5C { tag } 53 { content }; an empty content takes the object away.
pub(super) fn write(state: &mut State, request: &[u8]) -> Result<(), Status> {
    let tag = find(request, 0x5C).and_then(|tag| <[u8; 3]>::try_from(tag).ok());
    let (Some(tag), Some(content)) = (tag, find(request, 0x53)) else {
        return Err(Status::WRONG_DATA);
    };
    if content.is_empty() {
        drop(state.objects.remove(&tag));
    } else {
        drop(state.objects.insert(tag, content.to_vec()));
    }
    Ok(())
}

/// The name and the usage policy of the PIN: the card's own PIN, nothing else.
fn discovery() -> Vec<u8> {
    let policy = [0x5F, 0x2F, 0x02, 0x40, 0x00];
    element(
        0x7E,
        &[element(0x4F, &APPLICATION), policy.to_vec()].concat(),
    )
}

/// The card holder unique identifier of a card without an agency: an empty FASC-N, the GUID, no end, no signature.
pub(super) fn holder_identifier(guid: &[u8; 16]) -> Vec<u8> {
    const FASC_N: [u8; 25] = [
        0xD4, 0xE7, 0x39, 0xDA, 0x73, 0x9C, 0xED, 0x39, 0xCE, 0x73, 0x9D, 0x83, 0x68, 0x58, 0x21,
        0x08, 0x42, 0x10, 0x84, 0x21, 0xC8, 0x42, 0x10, 0xC3, 0xEB,
    ];
    [
        element(0x30, &FASC_N),
        element(0x34, guid),
        element(0x35, b"20991231"),
        element(0x3E, &[]),
        element(0xFE, &[]),
    ]
    .concat()
}

/// Certificate, not compressed, no error detection code.
pub(super) fn certificate(der: &[u8]) -> Vec<u8> {
    [element(0x70, der), element(0x71, &[0]), element(0xFE, &[])].concat()
}

/// One element; contents here stay below 65,536 bytes.
pub(super) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len().to_be_bytes() {
        [.., 0, low @ 0..=0x7F] => out.push(low),
        [.., 0, low] => out.extend([0x81, low]),
        [.., high, low] => out.extend([0x82, high, low]),
    }
    out.extend_from_slice(content);
    out
}

/// The content of the first element with this tag; none if there is none or the lengths do not fit.
pub(super) fn find(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let mut at = 0;
    while at < bytes.len() {
        let found = bytes[at];
        let first = usize::from(*bytes.get(at + 1)?);
        let (start, length) = match first {
            0..=0x7F => (at + 2, first),
            0x81 => (at + 3, usize::from(*bytes.get(at + 2)?)),
            0x82 => {
                let high = usize::from(*bytes.get(at + 2)?);
                (at + 4, high << 8 | usize::from(*bytes.get(at + 3)?))
            }
            _ => return None,
        };
        let content = bytes.get(start..start + length)?;
        if found == tag {
            return Some(content);
        }
        at = start + length;
    }
    None
}
