//! `operator` and `administrator-role`: who works at the station, and what they may do.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::arguments::{AdministratorRole as RoleVerb, Global, Operator as Verb};
use super::view::name_user;
use super::{Failure, Outcome, session, told};
use crate::model::{AdministratorRole, Email, Permission, PremisesId, RoleId};
use crate::workflow::operators::OperatorRecord;
use crate::workflow::{Error, Station};

pub(super) fn run(global: &Global, verb: &Verb) -> Outcome {
    match verb {
        Verb::List => {
            let station = session::reading(global)?;
            let items: Vec<Value> = station.operators()?.iter().map(view).collect();
            Ok(json!({"items": items}).into())
        }
        Verb::Show { operator } => {
            let station = session::reading(global)?;
            Ok(view(&station.operator_named(operator)?).into())
        }
        Verb::Add {
            user,
            roles,
            new_password_file,
        } => {
            let mut station = session::writing(global)?;
            let user = station.user(user)?.value;
            let roles = roles_of(&station, roles)?;
            let own = told::password(global)?;
            let new = told::new_password(global, new_password_file.as_deref())?;
            let id = station.add_operator(user.id, roles, &own, &new)?;
            Ok(view(&station.operator_named(&id.to_string())?).into())
        }
        Verb::Edit {
            operator,
            add_role,
            remove_role,
            email,
            new_password,
            new_password_file,
        } => {
            let mut station = session::writing(global)?;
            let mut record = station.operator_named(operator)?;
            let mut roles = record.operator.value.roles.clone();
            roles.extend(roles_of(&station, add_role)?);
            let gone = roles_of(&station, remove_role)?;
            roles.retain(|role| !gone.contains(role));
            if roles != record.operator.value.roles {
                station.set_operator_roles(&record, roles)?;
                record = station.operator_named(operator)?;
            }
            let new = if *new_password || new_password_file.is_some() {
                Some(told::new_password(global, new_password_file.as_deref())?)
            } else {
                None
            };
            credentials(global, &mut station, &record, email.as_deref(), new)?;
            let id = record.operator.id.to_string();
            Ok(view(&station.operator_named(&id)?).into())
        }
        Verb::Remove { operator } => {
            let mut station = session::writing(global)?;
            let record = station.operator_named(operator)?;
            station.remove_operator(&record, &told::password(global)?)?;
            let mut gone = view(&record);
            gone["removed"] = json!(true);
            Ok(gone.into())
        }
    }
}

/// Address and password, which open one slot together.
fn credentials(
    global: &Global,
    station: &mut Station,
    record: &OperatorRecord,
    email: Option<&str>,
    new: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    if email.is_none() && new.is_none() {
        return Ok(());
    }
    let own = told::password(global)?;
    let Some(email) = email else {
        let new = new.unwrap_or_default();
        return Ok(station.set_operator_password(record, &own, &new)?);
    };
    let password = match new {
        Some(new) => new,
        None if record.user.id == station.operator => own.clone(),
        None => {
            return Err(Failure::usage("address-without-password", []));
        }
    };
    Ok(station.set_operator_address(record, &own, &Email::new(email)?, &password)?)
}

pub(super) fn roles(global: &Global, verb: &RoleVerb) -> Outcome {
    match verb {
        RoleVerb::List => {
            let station = session::reading(global)?;
            let roles = station.read(|reading| reading.administrator_roles())?;
            let items: Result<Vec<Value>, Error> = roles
                .iter()
                .map(|role| role_view(&station, &role.value))
                .collect();
            Ok(json!({"items": items?}).into())
        }
        RoleVerb::Show { role } => {
            let station = session::reading(global)?;
            let role = station.administrator_role(role)?;
            Ok(role_view(&station, &role.value)?.into())
        }
        RoleVerb::Add {
            name,
            permissions,
            premises,
        } => {
            let mut station = session::writing(global)?;
            let role = AdministratorRole {
                id: RoleId::from_bytes([0; 16]),
                name: name.clone(),
                permissions: permissions_of(permissions)?,
                premises: premises_of(&station, premises)?,
            };
            let id = station.add_administrator_role(role)?;
            let role = station.administrator_role(&id.to_string())?;
            Ok(role_view(&station, &role.value)?.into())
        }
        RoleVerb::Edit {
            role,
            name,
            add_permission,
            remove_permission,
            add_premises,
            remove_premises,
        } => {
            let mut station = session::writing(global)?;
            let mut role = station.administrator_role(role)?;
            let value = &mut role.value;
            if let Some(name) = name {
                value.name = crate::model::name(name)?;
            }
            value.permissions.extend(permissions_of(add_permission)?);
            let gone = permissions_of(remove_permission)?;
            value.permissions.retain(|one| !gone.contains(one));
            let limited = !value.premises.is_empty();
            value.premises.extend(premises_of(&station, add_premises)?);
            let gone = premises_of(&station, remove_premises)?;
            value.premises.retain(|one| !gone.contains(one));
            if limited && value.premises.is_empty() {
                return Err(Failure::usage("role-without-premises", []));
            }
            station.update_administrator_role(&role.value, role.version)?;
            Ok(role_view(&station, &role.value)?.into())
        }
        RoleVerb::Remove { role } => {
            let mut station = session::writing(global)?;
            let role = station.administrator_role(role)?;
            station.remove_administrator_role(role.value.id, role.version)?;
            Ok(json!({"id": role.id, "name": role.name, "removed": true}).into())
        }
    }
}

fn roles_of(station: &Station, texts: &[String]) -> Result<BTreeSet<RoleId>, Error> {
    texts
        .iter()
        .map(|text| Ok(station.administrator_role(text)?.value.id))
        .collect()
}

fn premises_of(station: &Station, texts: &[String]) -> Result<BTreeSet<PremisesId>, Error> {
    texts
        .iter()
        .map(|text| Ok(station.premises(text)?.value.id))
        .collect()
}

fn permissions_of(texts: &[String]) -> Result<BTreeSet<Permission>, Error> {
    texts.iter().map(|text| Ok(text.parse()?)).collect()
}

fn view(record: &OperatorRecord) -> Value {
    let roles: Vec<&str> = record.roles.iter().map(|role| role.name.as_str()).collect();
    let name = record.user.full_name();
    let mut view = json!({
        "id": record.operator.id,
        "name": name,
        "email": record.user.email,
        "user": record.user.id,
        "roles": roles,
    });
    name_user(&mut view, Some(record.user.id), Some(&name));
    view
}

fn role_view(station: &Station, role: &AdministratorRole) -> Result<Value, Error> {
    let all = station.read(|reading| reading.all_premises())?;
    let premises: Vec<String> = all
        .iter()
        .filter(|one| role.premises.contains(&one.value.id))
        .map(|one| crate::workflow::naming::path_of(&all, &one.value))
        .collect();
    let permissions: Vec<&str> = role.permissions.iter().map(|one| one.as_str()).collect();
    Ok(json!({
        "id": role.id,
        "name": role.name,
        "permissions": permissions,
        "premises": premises,
        "everywhere": role.premises.is_empty(),
    }))
}
