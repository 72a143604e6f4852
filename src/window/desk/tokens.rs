//! Programming keys as they are listed, shown and entered.

use std::collections::{BTreeMap, BTreeSet};

use super::cards::{names, pairs, people, plain};
use super::sheet::{Act, Body, Card, Cell, Holding, Line, Part, Thing};
use super::sheets::line;
use crate::model::{Generation, OperatorId, Permission, ProgrammingKeyId, UserId};
use crate::secrets::certificate::Certificate;
use crate::secrets::envelope::is_for;
use crate::store::{self, Envelope, Stored};
use crate::window::ui::Icon;
use crate::window::ui::theme::Tone;
use crate::workflow::{Error, Station};

type Record = Stored<store::ProgrammingKey>;

/// The list.
pub(super) fn lines(station: &Station, plugged: Option<&str>) -> Result<Vec<Line>, Error> {
    let (keys, envelopes) =
        station.read(|reading| Ok((reading.programming_keys()?, reading.envelopes()?)))?;
    let operators: BTreeMap<OperatorId, String> = station
        .operators()?
        .into_iter()
        .map(|one| (one.operator.id, one.user.full_name()))
        .collect();
    keys.iter()
        .map(|key| {
            let mut people: Vec<&str> = key
                .operators
                .iter()
                .filter_map(|id| operators.get(id))
                .map(String::as_str)
                .collect();
            people.sort_unstable();
            let opened = opened(key, &envelopes)?;
            let cells = vec![
                Cell::Text(key.label.clone()),
                Cell::Muted(key.serial.clone()),
                Cell::Text(people.join(", ")),
                state(key, &opened, &envelopes, plugged),
            ];
            Ok(line(
                &key.id.to_string(),
                Thing::ProgrammingKey(key.id),
                cells,
            ))
        })
        .collect()
}

/// Who holds the authority.
pub(super) fn holding(station: &Station) -> Result<Holding, Error> {
    Ok(Holding {
        ways: station.ways_to_the_secrets()?,
        rehearsed: station.info()?.recovery_rehearsed.is_some(),
        campaign: station.campaign()?,
    })
}

/// The generations whose secrets it opens.
fn opened(key: &Record, envelopes: &[Envelope]) -> Result<Vec<Generation>, Error> {
    let certificate = Certificate::from_der(&key.certificate)?;
    let opens = |envelope: &&Envelope| is_for(&envelope.cms, &certificate).unwrap_or(false);
    let opened = envelopes.iter().filter(opens);
    Ok(opened.map(|envelope| envelope.generation).collect())
}

fn state(
    key: &Record,
    opened: &[Generation],
    envelopes: &[Envelope],
    plugged: Option<&str>,
) -> Cell {
    let newest = envelopes.last().map(|envelope| envelope.generation);
    if newest.is_some_and(|newest| !opened.contains(&newest)) {
        Cell::State(Tone::Bad, Icon::Warning, "token-behind")
    } else if plugged == Some(key.serial.as_str()) {
        Cell::State(Tone::Good, Icon::Done, "token-plugged")
    } else {
        Cell::State(Tone::Neutral, Icon::Dash, "token-away")
    }
}

/// Everything on one, with what its operators may do.
pub(super) fn card(station: &Station, id: ProgrammingKeyId) -> Result<Card, Error> {
    let (keys, envelopes) =
        station.read(|reading| Ok((reading.programming_keys()?, reading.envelopes()?)))?;
    let key = keys.into_iter().find(|key| key.id == id);
    let key = key.ok_or(store::Error::NotFound {
        entity: store::Entity::ProgrammingKey,
    })?;
    let certificate = Certificate::from_der(&key.certificate)?;
    let print = data_encoding::HEXUPPER.encode(&certificate.fingerprint());
    let opened = opened(&key, &envelopes)?
        .iter()
        .map(|one| one.get().to_string())
        .collect::<Vec<_>>();
    let known = vec![
        ("column-serial", Cell::Text(key.serial.clone())),
        (
            "token-certificate",
            Cell::Text(certificate.subject().clone()),
        ),
        ("token-fingerprint", Cell::Text(grouped(&print))),
        ("token-opens", Cell::Text(opened.join(", "))),
    ];
    let mut rights: BTreeMap<Permission, BTreeSet<String>> = BTreeMap::new();
    let mut allowed: Vec<UserId> = Vec::new();
    for one in station.operators()? {
        if !key.operators.contains(&one.operator.id) {
            continue;
        }
        allowed.push(one.operator.user);
        for right in one.roles.iter().flat_map(|role| &role.permissions) {
            let holders = rights.entry(*right).or_default();
            let _new = holders.insert(one.user.full_name());
        }
    }
    let holders = station.read(|reading| people(reading, &allowed))?;
    let rights = Permission::ALL.into_iter().map(|right| {
        let holders = rights
            .get(&right)
            .map(|all| all.iter().cloned().collect::<Vec<_>>());
        let who = holders.map_or(Cell::Word("nobody"), |all| Cell::Text(all.join(", ")));
        (Cell::told("right", "right", right.as_str()), who)
    });
    let rights = Body::Pairs(rights.collect());
    let mut card = plain(
        Thing::ProgrammingKey(id),
        key.version,
        &key.label,
        Cell::Text(key.serial.clone()),
        vec![
            pairs("step-basic", known),
            names("operators", Icon::User, holders, "nobody"),
            Part {
                title: "token-rights",
                body: rights,
            },
        ],
    );
    card.removable = false;
    card.acts = vec![Act::LoseToken(id), Act::RemoveToken(id)];
    Ok(card)
}

/// Long numbers in groups of four digits.
fn grouped(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}
