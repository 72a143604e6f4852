//! Operators: who works at the station, as lines, a card and forms. Every change asks for the password of the one who
//! makes it, since only that opens the slots of the others.

use std::collections::BTreeSet;

use super::Secret;
use super::cards::{pairs, plain};
use super::forms::{Entered, many, option, words};
use super::sheet::{Act, Body, Card, Cell, Choosable, Field, Form, Kind, Line, Part, Thing, Value};
use super::sheets::{line, named, premises_names};
use crate::model::{AdministratorRole, OperatorId, Permission, PremisesId, UserId};
use crate::store::UserQuery;
use crate::window::ui::Icon;
use crate::workflow::operators::OperatorRecord;
use crate::workflow::rights::Place;
use crate::workflow::{Error, Station};

/// How many users are read at once.
const STRETCH: u32 = 1000;

type Names = std::collections::BTreeMap<PremisesId, String>;

fn names_of_premises(station: &Station) -> Result<Names, Error> {
    let all = station.read(|reading| reading.all_premises())?;
    Ok(premises_names(&all))
}

/// Where a role reaches.
fn reach(names: &Names, role: &AdministratorRole) -> Cell {
    if role.premises.is_empty() {
        Cell::Word("everywhere")
    } else {
        Cell::Muted(named(names, &role.premises))
    }
}

/// Where an operator may work with any of the roles.
fn scope(names: &Names, record: &OperatorRecord) -> Cell {
    if record.roles.is_empty() {
        return Cell::Word("none");
    }
    if record.roles.iter().any(|role| role.premises.is_empty()) {
        return Cell::Word("everywhere");
    }
    let premises = record.roles.iter().flat_map(|role| &role.premises);
    Cell::Muted(named(names, &premises.copied().collect()))
}

/// Every operator.
pub(super) fn lines(station: &Station) -> Result<Vec<Line>, Error> {
    let names = names_of_premises(station)?;
    let operators = station.operators()?;
    Ok(operators
        .iter()
        .map(|one| {
            let roles: Vec<&str> = one.roles.iter().map(|role| role.name.as_str()).collect();
            line(
                &one.operator.id.to_string(),
                Thing::Operator(one.operator.id),
                vec![
                    Cell::Text(one.user.full_name()),
                    Cell::Muted(one.user.email.to_string()),
                    Cell::Muted(roles.join(", ")),
                    scope(&names, one),
                ],
            )
        })
        .collect())
}

/// Everything on one operator.
pub(super) fn card(station: &Station, id: OperatorId) -> Result<Card, Error> {
    let names = names_of_premises(station)?;
    let known = station.operator_named(&id.to_string())?;
    let roles = known.roles.iter();
    let roles = roles
        .map(|role| (role.name.clone(), Some(reach(&names, role))))
        .collect();
    Ok(Card {
        acts: vec![Act::SetPassword(id), Act::Show(known.user.id)],
        ..plain(
            Thing::Operator(id),
            known.operator.version,
            &known.user.full_name(),
            Cell::Word("operator"),
            vec![
                pairs(
                    "step-basic",
                    vec![("field-email", Cell::Text(known.user.email.to_string()))],
                ),
                Part {
                    title: "administrator-roles",
                    body: Body::Names(Icon::Role, roles, "none"),
                },
            ],
        )
    })
}

/// What can be entered of an operator: who and the roles, or the roles alone where it is one already. The right is asked
/// for before anything is entered in vain.
pub(super) fn form(station: &Station, thing: Option<Thing>) -> Result<(u64, Vec<Field>), Error> {
    station.require_at(Permission::Administer, Place::System)?;
    let roles = station.read(|reading| reading.administrator_roles())?;
    let options = roles.iter().map(|role| option(&role.id, &role.name));
    let options = options.collect();
    let Some(Thing::Operator(id)) = thing else {
        let mut fields = vec![
            Field {
                label: "operator-user",
                hint: None,
                value: Value::Sought(users(station, &operators_now(station)?)?, None),
            },
            many("administrator-roles", options, &BTreeSet::new()),
        ];
        fields.extend(new_password());
        return Ok((0, fields));
    };
    let known = station.operator_named(&id.to_string())?;
    let held = words(&known.operator.value.roles);
    let fields = vec![shown(&known), many("administrator-roles", options, &held)];
    Ok((known.operator.version, fields))
}

/// What can be entered to give an operator a password; one's own needs no right.
pub(super) fn password_form(
    station: &Station,
    thing: Option<Thing>,
) -> Result<(u64, Vec<Field>), Error> {
    let known = operator(station, thing)?;
    if known.user.id != station.operator {
        station.require_at(Permission::Administer, Place::System)?;
    }
    let mut fields = vec![shown(&known)];
    fields.extend(new_password());
    Ok((known.operator.version, fields))
}

/// Who is an operator already.
fn operators_now(station: &Station) -> Result<BTreeSet<UserId>, Error> {
    let operators = station.operators()?;
    Ok(operators.iter().map(|one| one.user.id).collect())
}

fn operator(station: &Station, thing: Option<Thing>) -> Result<OperatorRecord, Error> {
    match thing {
        Some(Thing::Operator(id)) => station.operator_named(&id.to_string()),
        _ => Err(Error::NotChosen { what: "user" }),
    }
}

/// Who it is, which stays.
fn shown(known: &OperatorRecord) -> Field {
    Field {
        label: "operator",
        hint: None,
        value: Value::Shown(format!("{} ({})", known.user.full_name(), known.user.email)),
    }
}

/// A password twice, and the one of who gives it.
fn new_password() -> [Field; 3] {
    let secret = |label, hint, value| Field { label, hint, value };
    [
        secret(
            "operator-password",
            Some("operator-password-hint"),
            Value::Secret(Secret::default()),
        ),
        secret(
            "operator-password-again",
            None,
            Value::Again(Secret::default()),
        ),
        secret(
            "operator-own-password",
            Some("operator-own-password-hint"),
            Value::Secret(Secret::default()),
        ),
    ]
}

/// Every user who is no operator yet, by name.
pub(super) fn users(station: &Station, known: &BTreeSet<UserId>) -> Result<Vec<Choosable>, Error> {
    station.read(|reading| {
        let mut found = Vec::new();
        let mut query = UserQuery {
            limit: STRETCH,
            ..UserQuery::default()
        };
        loop {
            let page = reading.users(&query)?;
            let free = page.items.iter().filter(|user| !known.contains(&user.id));
            found.extend(
                free.map(|user| {
                    option(&user.id, &format!("{} ({})", user.full_name(), user.email))
                }),
            );
            if !page.more {
                return Ok(found);
            }
            query.offset += STRETCH;
        }
    })
}

/// Adds an operator, or gives one other roles or another password.
pub(super) fn save(
    station: &mut Station,
    form: &Form,
    entered: &mut Entered<'_>,
) -> Result<Thing, Error> {
    if form.kind == Kind::Operators && form.thing.is_none() {
        let user = entered.one().ok_or(Error::NotChosen { what: "user" })?;
        let roles: BTreeSet<_> = entered.many();
        if roles.is_empty() {
            return Err(Error::NotChosen {
                what: "administrator-role",
            });
        }
        let (new, own) = entered.password();
        let id = station.add_operator(user, roles, own.expose(), new.expose())?;
        return Ok(Thing::Operator(id));
    }
    let mut known = operator(station, form.thing)?;
    known.operator.version = form.version;
    entered.skip();
    if form.kind == Kind::Operators {
        station.set_operator_roles(&known, entered.many())?;
    } else {
        let (new, own) = entered.password();
        station.set_operator_password(&known, own.expose(), new.expose())?;
    }
    Ok(Thing::Operator(known.operator.id))
}

/// Takes the right to sign in from an operator.
pub(super) fn remove(
    station: &mut Station,
    (id, version): (OperatorId, u64),
    own: &Secret,
) -> Result<(), Error> {
    let mut known = station.operator_named(&id.to_string())?;
    known.operator.version = version;
    station.remove_operator(&known, own.expose())
}
