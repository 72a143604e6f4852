//! Basic information before and after, field by field.

use crate::model::User;

/// A field before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name, such as `first-name`.
    pub field: &'static str,
    /// What it was.
    pub before: String,
    /// What it shall be.
    pub after: String,
}

/// Every field with its value, as it is compared and shown.
fn fields(user: &User) -> [(&'static str, String); 17] {
    let more = &user.details;
    let telephone = |place: usize| more.telephones.get(place).cloned().unwrap_or_default();
    [
        ("first-name", user.first_name.clone()),
        ("last-name", user.last_name.clone()),
        ("email", user.email.to_string()),
        ("company", more.company.clone()),
        ("title", more.title.clone()),
        ("person-code", more.person_code.clone()),
        ("telephone-1", telephone(0)),
        ("telephone-2", telephone(1)),
        ("telephone-3", telephone(2)),
        ("street", more.street.clone()),
        ("postal-code", more.postal_code.clone()),
        ("post-office", more.post_office.clone()),
        ("country", more.country.clone()),
        ("external-id", more.external_id.clone().unwrap_or_default()),
        (
            "end-date",
            user.end_date
                .map(|date| date.to_string())
                .unwrap_or_default(),
        ),
        ("description", more.description.clone()),
        ("language", more.language.clone().unwrap_or_default()),
    ]
}

pub(super) fn field_changes(before: &User, after: &User) -> Vec<FieldChange> {
    fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| FieldChange {
            field,
            before,
            after,
        })
        .collect()
}
