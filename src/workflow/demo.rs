//! The demo system: a housing company with four buildings, to learn and to test on. Its people and places are
//! always the same, with their ids. What is secret is drawn anew each time: the system id that keys are derived
//! with, the master and signing keys, the token's PIN, the operator's password and the recovery code. A demo may be
//! shown to others or lie on a shared disk, and a key that stands in a published program would open it to anybody; nor
//! may a bench token that somebody kept open the next demo.

use std::collections::BTreeSet;

use super::people::{NewKey, NewSource, NewUser};
use super::places::NewLock;
use super::{Error, Station};
use crate::model::role::UserFeature;
use crate::model::user::UserDetails;
use crate::model::{
    BlockingGroupId, Email, ExpiryInterval, KeyKind, LockGroupId, LockId, LockKind, Premises,
    PremisesId, RoleId, SourceKind, UserRole, Validity,
};
use crate::time::UtcMillis;

/// What the ids of people and places follow from.
const SEED: &[u8] = b"keywright demo";
/// The time in their ids: 2026-01-01T00:00:00Z.
const MADE: UtcMillis = UtcMillis(1_767_225_600_000);

/// The buildings.
const BUILDINGS: [&str; 4] = ["A", "B", "C", "D"];
/// Flats in each building.
const FLATS: u32 = 6;
/// Rooms of each building beside flats and cellar. They keep time.
const COMMON_ROOMS: [&str; 5] = [
    "main door",
    "back door",
    "laundry",
    "bicycle room",
    "waste room",
];
/// Technical rooms of each building. They keep time.
const TECHNICAL_ROOMS: [&str; 3] = ["roof", "heating", "switch room"];

/// Residents by building and flat, then staff. Forty people with the first operator.
const RESIDENTS: [&str; 30] = [
    "Aada Korhonen",
    "Eino Korhonen",
    "Venla Mäkinen",
    "Onni Nieminen",
    "Helmi Laine",
    "Leo Heikkinen",
    "Sofia Koskinen",
    "Väinö Järvinen",
    "Ella Lehtonen",
    "Elias Lehtonen",
    "Isla Saarinen",
    "Oliver Salminen",
    "Alma Heinonen",
    "Noel Niemi",
    "Lilja Heikkilä",
    "Toivo Kinnunen",
    "Olivia Salonen",
    "Eeli Turunen",
    "Aino Salo",
    "Hugo Laitinen",
    "Emma Tuominen",
    "Arvo Rantanen",
    "Pihla Karjalainen",
    "Viljo Jokinen",
    "Hilla Mattila",
    "Nooa Savolainen",
    "Matilda Lahtinen",
    "Daniel Ahonen",
    "Vilma Ojala",
    "Oiva Leppänen",
];
const STAFF: [(&str, &str); 9] = [
    ("Kari Huolto", "Caretaker"),
    ("Päivi Huolto", "Caretaker"),
    ("Anna Lindqvist", "Cleaner"),
    ("Mehmet Kaya", "Cleaner"),
    ("Oksana Bondar", "Cleaner"),
    ("Jürgen Weiß", "Lift service"),
    ("Sven Åkesson", "Lift service"),
    ("Nils Öberg", "Newspapers"),
    ("Tuula Isännöitsijä", "Caretaker"),
];

struct Places {
    north: BlockingGroupId,
    south: BlockingGroupId,
    technical: BlockingGroupId,
    common: Vec<LockGroupId>,
    technical_rooms: LockGroupId,
    cellars: LockGroupId,
    main_doors: BTreeSet<LockId>,
}

/// Fills a new system: 4 buildings, 60 locks, 6 lock groups, 3 key blocking groups, 24 flats, 40 users.
///
/// # Errors
/// [`Error::DemoOnly`] for a system that is none; what the store says.
pub fn fill(station: &mut Station) -> Result<(), Error> {
    if !station.info()?.demo {
        return Err(Error::DemoOnly);
    }
    station.services.fix_ids(Some((SEED, MADE)));
    let filled = people_and_places(station);
    station.services.fix_ids(None);
    filled
}

fn people_and_places(station: &mut Station) -> Result<(), Error> {
    let mut places = groups(station)?;
    let mut flats = Vec::new();
    for (place, building) in BUILDINGS.iter().enumerate() {
        flats.extend(add_building(station, &mut places, place, building)?);
    }
    let staff_roles = add_staff_roles(station, &places)?;
    add_residents(station, &flats)?;
    for (name, role) in STAFF {
        let known = staff_roles.iter().find(|(known, _)| *known == role);
        if let Some((_, role)) = known {
            let source = NewSource {
                kind: SourceKind::Role { role: *role },
                validity: Validity::ALWAYS,
            };
            let _added = station.add_user(&person(name, vec![source], false)?)?;
        }
    }
    add_options(station, &flats)
}

/// The flats of the last building may have more than their own doors. Last of all, so that no id before them moves.
fn add_options(station: &mut Station, flats: &[(PremisesId, RoleId)]) -> Result<(), Error> {
    let lock = |station: &Station, name: &str| -> Result<LockId, Error> {
        Ok(station.lock(name)?.lock.id)
    };
    let mut laundry = role("Laundry C, evenings", []);
    laundry.locks = [lock(station, "C laundry")?].into();
    laundry.access_times = Some("mon-sun 17:00-21:00".parse()?);
    let mut cycles = role("Cycle store C", []);
    cycles.locks = [lock(station, "C bicycle room")?].into();
    cycles.features = [UserFeature::ShareAccess].into();
    let options = [station.add_role(laundry)?, station.add_role(cycles)?];
    let last = flats.len().saturating_sub(FLATS as usize);
    for (flat, _) in &flats[last..] {
        let known = station.read(|reading| reading.premises(*flat))?;
        let mut premises = known.value;
        premises.linked_roles.extend(options);
        let _touched = station.update_premises(&premises, known.version)?;
    }
    Ok(())
}

fn groups(station: &mut Station) -> Result<Places, Error> {
    let mut common = Vec::new();
    for building in BUILDINGS {
        common.push(station.add_lock_group(&format!("Common rooms {building}"))?);
    }
    Ok(Places {
        north: station.add_blocking_group("North")?,
        south: station.add_blocking_group("South")?,
        technical: station.add_blocking_group("Technical")?,
        common,
        technical_rooms: station.add_lock_group("Technical rooms")?,
        cellars: station.add_lock_group("Cellars")?,
        main_doors: BTreeSet::new(),
    })
}

/// One building with its rooms, its resident role and its flats; answers with the flats and that role.
fn add_building(
    station: &mut Station,
    places: &mut Places,
    place: usize,
    building: &str,
) -> Result<Vec<(PremisesId, RoleId)>, Error> {
    let group = if place < 2 {
        places.north
    } else {
        places.south
    };
    let common = places.common[place];
    let lock = |name: String, clock, groups: &[LockGroupId], blocking_group| NewLock {
        name,
        kind: if clock {
            LockKind::Hybrid
        } else {
            LockKind::Fob
        },
        clock,
        groups: groups.iter().copied().collect(),
        blocking_group,
    };
    for room in COMMON_ROOMS {
        let (id, _) =
            station.add_lock(lock(format!("{building} {room}"), true, &[common], group))?;
        if room == "main door" {
            let _ = places.main_doors.insert(id);
        }
    }
    for room in TECHNICAL_ROOMS {
        let groups = [places.technical_rooms];
        let _added = station.add_lock(lock(
            format!("{building} {room}"),
            true,
            &groups,
            places.technical,
        ))?;
    }
    let _added = station.add_lock(lock(
        format!("{building} cellar"),
        false,
        &[places.cellars],
        group,
    ))?;
    let role = station.add_role(role(
        &format!("Resident {building}"),
        [common, places.cellars],
    ))?;
    let root = station.add_premises(premises(&format!("Building {building}"), None, [], []))?;
    let mut flats = Vec::new();
    for number in 1..=FLATS {
        let name = format!("{building} {number}");
        let (door, _) = station.add_lock(lock(format!("{name} door"), false, &[], group))?;
        let mut flat = premises(&name, Some(root), [door], [role]);
        flat.private = true;
        flats.push((station.add_premises(flat)?, role));
    }
    Ok(flats)
}

fn add_staff_roles(
    station: &mut Station,
    places: &Places,
) -> Result<Vec<(&'static str, RoleId)>, Error> {
    let everywhere = places
        .common
        .iter()
        .copied()
        .chain([places.technical_rooms, places.cellars]);
    let caretaker = role("Caretaker", everywhere);
    let mut cleaner = role("Cleaner", places.common.iter().copied());
    cleaner.access_times = Some("mon-fri 06:00-16:00".parse()?);
    let mut lift = role("Lift service", [places.technical_rooms]);
    lift.access_times = Some("mon-fri 07:00-18:00, sat 08:00-14:00".parse()?);
    lift.expiry = Some(ExpiryInterval::hours(720)?);
    let mut newspapers = role("Newspapers", []);
    newspapers.locks.clone_from(&places.main_doors);
    newspapers.access_times = Some("mon-sun 03:00-06:30".parse()?);
    let mut added = Vec::new();
    for (name, role) in [
        ("Caretaker", caretaker),
        ("Cleaner", cleaner),
        ("Lift service", lift),
        ("Newspapers", newspapers),
    ] {
        added.push((name, station.add_role(role)?));
    }
    Ok(added)
}

/// Residents go round the flats, so that some flats have two.
fn add_residents(station: &mut Station, flats: &[(PremisesId, RoleId)]) -> Result<(), Error> {
    for (place, name) in RESIDENTS.iter().enumerate() {
        let (flat, role) = flats[place % flats.len()];
        let kind = SourceKind::Premises {
            premises: flat,
            roles: vec![role],
        };
        let source = NewSource {
            kind,
            validity: Validity::ALWAYS,
        };
        let _added = station.add_user(&person(name, vec![source], true)?)?;
    }
    Ok(())
}

fn person(name: &str, sources: Vec<NewSource>, fob: bool) -> Result<NewUser, Error> {
    let (first, last) = name.split_once(' ').unwrap_or((name, "Demo"));
    let plain = |text: &str| -> String {
        text.to_lowercase()
            .chars()
            .map(|c| match c {
                'ä' | 'å' => 'a',
                'ö' => 'o',
                'ü' => 'u',
                'ß' => 's',
                c => c,
            })
            .collect()
    };
    let keys = if fob {
        vec![NewKey {
            kind: KeyKind::Fob,
            without: BTreeSet::new(),
            home_group: None,
        }]
    } else {
        Vec::new()
    };
    Ok(NewUser {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: Email::new(&format!("{}.{}@example.org", plain(first), plain(last)))?,
        details: UserDetails::default(),
        end_date: None,
        sources,
        keys,
        program: false,
        invite: false,
    })
}

fn role(name: &str, groups: impl IntoIterator<Item = LockGroupId>) -> UserRole {
    UserRole {
        id: RoleId::from_bytes([0; 16]),
        name: name.to_owned(),
        locks: BTreeSet::new(),
        lock_groups: groups.into_iter().collect(),
        access_times: None,
        expiry: None,
        features: BTreeSet::new(),
        premises: None,
    }
}

fn premises(
    name: &str,
    parent: Option<PremisesId>,
    locks: impl IntoIterator<Item = LockId>,
    roles: impl IntoIterator<Item = RoleId>,
) -> Premises {
    Premises {
        id: PremisesId::from_bytes([0; 16]),
        name: name.to_owned(),
        parent,
        private: false,
        locks: locks.into_iter().collect(),
        linked_roles: roles.into_iter().collect(),
    }
}
