//! People who are added, changed and removed: what a wizard is filled with, what confirming would do, and doing it.

use super::data::{Added, DeedView, EditStart, Entered, KeyPreview, Leaving, Preview, ShareView};
use super::post::{self, InvitationView};
use super::views::{
    change_lines, key_preview, key_view, names_of, shares, source_name, source_view, with_gone,
};
use super::{Fault, Job};
use crate::access::Facts;
use crate::model::{Key, KeyId, KeyState, Source, UserId};
use crate::workflow::editing::{Deed, EditSummary, UserEdit};
use crate::workflow::people::NewUser;
use crate::workflow::{Error, Shown, Station};

/// A user as it is, to be changed.
pub(super) fn edit_start(station: &Station, user: UserId) -> Result<EditStart, Error> {
    let facts = station.facts()?;
    let edit = station.user_edit(user)?;
    let keys = station.read(|reading| reading.keys(user))?;
    let keys = edit
        .keys
        .iter()
        .filter_map(|held| keys.iter().find(|record| record.key.id == held.key))
        .map(|record| key_view(&facts, record))
        .collect();
    let names = edit
        .sources
        .iter()
        .filter_map(|source| Some((source.id?, source_name(&facts, &source.kind))))
        .collect();
    Ok(EditStart { edit, keys, names })
}

/// What confirming would do.
pub(super) fn preview(station: &mut Station, entered: &Entered) -> Result<Preview, Error> {
    match entered {
        Entered::New(new) => preview_of_new(station, new),
        Entered::Change(edit) => preview_of_change(station, edit),
    }
}

fn preview_of_new(station: &mut Station, new: &NewUser) -> Result<Preview, Error> {
    let facts = station.facts()?;
    let summary = station.summary_of_new_user(new)?;
    let sources = names_of(&facts, &summary.sources);
    let keys = summary
        .keys
        .iter()
        .map(|(key, plan)| {
            let mut shown = key_preview(station, &facts, &sources, key, plan)?;
            let end = summary.user.end_date;
            shown.shares = shares(station, &facts, key, &summary.sources, end)?;
            Ok(shown)
        })
        .collect::<Result<_, Error>>()?;
    Ok(Preview {
        keys,
        shown: Some(summary.shown()),
        ..Preview::default()
    })
}

fn preview_of_change(station: &mut Station, edit: &UserEdit) -> Result<Preview, Error> {
    let (facts, zone) = (station.facts()?, station.info()?.zone);
    let summary = station.summary_of_edit(edit)?;
    let view = |source: &Source| source_view(&facts, zone, source);
    let sources = summary.sources.iter();
    let sources = sources
        .map(|change| {
            (
                change.before.as_ref().map(view),
                change.after.as_ref().map(view),
            )
        })
        .collect();
    let fields = summary
        .fields
        .iter()
        .map(|change| {
            (
                field_label(change.field),
                change.before.clone(),
                change.after.clone(),
            )
        })
        .collect();
    Ok(Preview {
        keys: keys_of_change(station, &facts, edit, &summary)?,
        fields,
        sources,
        deeds: deeds(&facts, &summary),
        reinvite: summary.reinvite,
        held: held(station, &facts, edit, &summary)?,
        shown: Some(summary.shown()),
    })
}

/// What Confirm will do, but for the invitation.
fn deeds(facts: &Facts, summary: &EditSummary) -> Vec<DeedView> {
    let source = |id, source: &Source| DeedView::Source(id, source_name(facts, &source.kind));
    let key = |id, key: &Key| {
        let number = Some(key.number.0).filter(|number| *number > 0);
        DeedView::Key(id, key.kind, number)
    };
    let deeds = summary.deeds().into_iter();
    let told = deeds.filter_map(|deed| match deed {
        Deed::EditUser => Some(DeedView::Basic),
        Deed::Give(given) => Some(source("action-give", given)),
        Deed::Alter(given) => Some(source("action-alter", given)),
        Deed::Take(given) => Some(source("action-take", given)),
        Deed::Draft(one) => Some(key("action-draft", one)),
        Deed::Program(one) => Some(key("action-program", one)),
        Deed::Redraft(one) => Some(key("action-redraft", one)),
        Deed::Rewrite(one) => Some(key("action-rewrite", one)),
        Deed::TakeBack(one) => Some(key("action-take-back", one)),
        Deed::Invite => None,
    });
    told.collect()
}

/// What each source means for the keys that are there, as they shall be.
fn held(
    station: &Station,
    facts: &Facts,
    edit: &UserEdit,
    summary: &EditSummary,
) -> Result<Vec<(KeyId, Vec<ShareView>)>, Error> {
    let keys = station.read(|reading| reading.keys(edit.user.id))?;
    let mut all = Vec::new();
    for asked in &edit.keys {
        let Some(record) = keys.iter().find(|record| record.key.id == asked.key) else {
            continue;
        };
        let off = asked.without.iter();
        let off = off.filter_map(|place| summary.wanted.get(*place));
        let mut key = record.key.clone();
        key.without = off.map(|source| source.id).collect();
        let end = edit.user.end_date;
        all.push((key.id, shares(station, facts, &key, &summary.wanted, end)?));
    }
    Ok(all)
}

fn keys_of_change(
    station: &Station,
    facts: &Facts,
    edit: &UserEdit,
    summary: &EditSummary,
) -> Result<Vec<KeyPreview>, Error> {
    let mut names = names_of(facts, &summary.wanted);
    let before = summary
        .sources
        .iter()
        .filter_map(|change| change.before.clone());
    for (id, name) in names_of(facts, &before.collect::<Vec<_>>()) {
        let _known = names.entry(id).or_insert(name);
    }
    let mut keys = Vec::new();
    for change in &summary.keys {
        let mut shown = key_preview(station, facts, &names, &change.key, &change.plan)?;
        shown.id = (!change.is_new).then_some(change.key.id);
        let names = with_gone(&names, &change.plan.gave);
        shown.changes = change_lines(facts, &names, &change.difference);
        let end = edit.user.end_date;
        shown.shares = shares(station, facts, &change.key, &summary.wanted, end)?;
        keys.push(shown);
    }
    Ok(keys)
}

/// The id of the label of a field.
fn field_label(field: &'static str) -> &'static str {
    match field {
        "first-name" => "field-first-name",
        "last-name" => "field-last-name",
        "email" => "field-email",
        "company" => "field-company",
        "title" => "field-title",
        "person-code" => "field-person-code",
        "telephone-1" => "field-telephone-1",
        "telephone-2" => "field-telephone-2",
        "telephone-3" => "field-telephone-3",
        "street" => "field-street",
        "postal-code" => "field-postal-code",
        "post-office" => "field-post-office",
        "country" => "field-country",
        "external-id" => "field-external-id",
        "end-date" => "field-end-date",
        "language" => "field-language",
        _ => "field-description",
    }
}

/// Stores what was entered, as it was shown: all of it, or nothing.
pub(super) fn store(
    station: &mut Station,
    entered: &Entered,
    shown: Shown,
) -> Result<Added, Error> {
    match entered {
        Entered::New(new) => {
            let added = station.add_user_as_shown(new, shown)?;
            Ok(Added {
                user: added.user.id,
                keys: added
                    .keys
                    .iter()
                    .map(|(key, _)| (key.id, key.kind, key.number.0))
                    .collect(),
                pending: Vec::new(),
                shown: added
                    .keys
                    .iter()
                    .map(|(key, plan)| (key.id, plan.to_program(key.id)))
                    .collect(),
                invitation: invitation(station, added.user.id, added.invited)?,
            })
        }
        Entered::Change(edit) => {
            let done = station.edit_user_as_shown(edit, shown)?;
            let keys = station.read(|reading| reading.keys(done.user))?;
            let known = |id| keys.iter().find(|record| record.key.id == id);
            let added = done.added.iter().filter_map(|id| known(*id));
            let pending = done.pending.iter().filter_map(|id| known(*id));
            Ok(Added {
                user: done.user,
                keys: added
                    .map(|record| (record.key.id, record.key.kind, record.key.number.0))
                    .collect(),
                pending: pending
                    .map(|record| {
                        let id = record.key.id;
                        let job = if done.to_empty.contains(&id) {
                            Job::Empty(id)
                        } else {
                            Job::Program(id, None)
                        };
                        (job, record.key.number.0)
                    })
                    .collect(),
                shown: done.shown.clone(),
                invitation: invitation(station, done.user, done.invited)?,
            })
        }
    }
}

/// The invitation that a change put into the outbox.
fn invitation(
    station: &Station,
    user: UserId,
    invited: bool,
) -> Result<Option<InvitationView>, Error> {
    let known = station.invitation_of(user)?.filter(|_| invited);
    known.map(|known| post::view(station, &known)).transpose()
}

/// What stands in the way of removing a user.
pub(super) fn leaving(station: &Station, user: UserId) -> Result<Leaving, Error> {
    let facts = station.facts()?;
    let person = station.person(user)?;
    let media = station.undecided_media(user)?;
    // Before any medium is emptied for nothing.
    let refused = match station.check_removal(user) {
        Err(
            error @ (Error::RightMissing { .. } | Error::OwnAccount | Error::StillOperator { .. }),
        ) => Some(Fault::from(error)),
        other => {
            other?;
            None
        }
    };
    let decided = person.keys.iter().filter(|record| {
        matches!(
            record.key.state,
            KeyState::Returned | KeyState::Blocked | KeyState::Replaced | KeyState::WrittenOff
        )
    });
    Ok(Leaving {
        user,
        version: person.user.version,
        name: person.user.full_name(),
        media: media
            .iter()
            .map(|record| key_view(&facts, record))
            .collect(),
        given: person
            .sources
            .iter()
            .map(|source| source_name(&facts, &source.kind))
            .collect(),
        drafts: person
            .keys
            .iter()
            .filter(|record| record.key.state == KeyState::Draft)
            .count(),
        decided: decided.map(|record| key_view(&facts, record)).collect(),
        refused,
    })
}
