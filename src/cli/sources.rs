//! How roles and premises are written on the command line: `NAME@START..END`, for premises `NAME:ROLE@START..END`. A
//! name may hold either sign: the longest name that exists is meant.

use std::collections::BTreeSet;

use super::Failure;
use super::view::Names;
use crate::model::{SourceKind, Validity};
use crate::time::{Zone, parse_end, parse_start};
use crate::workflow::naming::same_name;
use crate::workflow::people::NewSource;
use crate::workflow::{Error, Station};

/// `ROLE[@START..END]`.
pub(super) fn role_source(station: &Station, text: &str, zone: Zone) -> Result<NewSource, Failure> {
    let (role, validity) = if let Some(role) = known(station.role(text))? {
        (role, Validity::ALWAYS)
    } else {
        let (name, validity) = split_validity(text, zone)?;
        (station.role(name)?, validity)
    };
    Ok(NewSource {
        kind: SourceKind::Role {
            role: role.value.id,
        },
        validity,
    })
}

/// `PREMISES[:ROLE][@START..END]`. Without a role all linked roles come along.
pub(super) fn premises_source(
    station: &Station,
    text: &str,
    zone: Zone,
) -> Result<NewSource, Failure> {
    if let Some(kind) = premises_of(station, text)? {
        return Ok(NewSource {
            kind,
            validity: Validity::ALWAYS,
        });
    }
    let (name, validity) = split_validity(text, zone)?;
    if let Some(kind) = premises_of(station, name)? {
        return Ok(NewSource { kind, validity });
    }
    // Told of the part that is known least: the role where the premises are there.
    for (place, _) in name.rmatch_indices(':') {
        if known(station.premises(&name[..place]))?.is_some() {
            let _unknown = station.role(&name[place + 1..])?;
        }
    }
    let name = name.split(':').next().unwrap_or(name).to_owned();
    Err(Error::Unknown {
        kind: "premises",
        name,
    }
    .into())
}

/// `PREMISES[:ROLE]` with the longest name of premises that exists; none where none does, or not its role.
fn premises_of(station: &Station, text: &str) -> Result<Option<SourceKind>, Failure> {
    if let Some(premises) = known(station.premises(text))? {
        return Ok(Some(SourceKind::Premises {
            premises: premises.value.id,
            roles: premises.value.linked_roles.iter().copied().collect(),
        }));
    }
    for (place, _) in text.rmatch_indices(':') {
        let (name, role) = (&text[..place], &text[place + 1..]);
        let Some(premises) = known(station.premises(name))? else {
            continue;
        };
        if let Some(role) = known(station.role(role))? {
            return Ok(Some(SourceKind::Premises {
                premises: premises.value.id,
                roles: vec![role.value.id],
            }));
        }
    }
    Ok(None)
}

/// What was found; none where nothing has that name.
fn known<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Unknown { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn split_validity(text: &str, zone: Zone) -> Result<(&str, Validity), Failure> {
    let Some((name, window)) = text.rsplit_once('@') else {
        return Ok((text, Validity::ALWAYS));
    };
    let malformed = || Failure::usage("validity", [("text", text)]);
    let (start, end) = window.split_once("..").ok_or_else(malformed)?;
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let start = some(start)
        .map(|text| parse_start(&text, zone))
        .transpose()?;
    let end = some(end).map(|text| parse_end(&text, zone)).transpose()?;
    Ok((name, Validity::new(start, end)?))
}

/// The places of the sources that `--without-source` takes off.
pub(super) fn places_without(
    station: &Station,
    sources: &[NewSource],
    off: &[String],
) -> Result<BTreeSet<usize>, Failure> {
    let names = Names::of(station)?;
    let mut places = BTreeSet::new();
    for name in off {
        let known = sources
            .iter()
            .position(|source| same_name(&names.source(&source.kind), name));
        let place = known.ok_or_else(|| Error::SourceNotHeld { name: name.clone() })?;
        let _ = places.insert(place);
    }
    Ok(places)
}
