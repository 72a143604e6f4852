//! What the list screens show, in one shape for all of them: a sheet of lines, a card on one thing, a form to change
//! it. Words stand here as the ids of their texts, so that a language can be changed while they are shown.

use std::collections::BTreeSet;

use super::{ChangeLine, Fault, Secret};
use crate::i18n::{Argument, Arguments, Language};
use crate::model::{
    BlockingGroupId, KeyId, KeyState, LockGroupId, LockId, LockState, OperatorId, PremisesId,
    ProgrammingKeyId, RoleId, UserId,
};
use crate::store::{DraftId, InvitationId};
use crate::time::{LocalDate, UtcMillis, Zone};
use crate::window::ui::Icon;
use crate::window::ui::theme::Tone;
use crate::workflow::ShownKey;
use crate::workflow::campaign::Campaign;
use crate::workflow::inviting::Standing;
use crate::workflow::programming_keys::NewProgrammingKey;

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// User roles.
    Roles,
    /// Administrator roles.
    AdministratorRoles,
    /// Operators.
    Operators,
    /// The password of an operator: a form without a list.
    Passwords,
    /// The next holder of a key: a form without a list.
    PassOn,
    /// What becomes of a key whose medium does not come back: a form without a list.
    Replace,
    /// Premises, as a tree.
    Premises,
    /// Locks.
    Locks,
    /// Lock groups.
    LockGroups,
    /// Key blocking groups.
    BlockingGroups,
    /// Keys.
    Keys,
    /// What waits to be done.
    Todo,
    /// The log.
    Log,
    /// Programming keys.
    ProgrammingKeys,
}

/// One thing of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A user role.
    Role(RoleId),
    /// An administrator role.
    AdministratorRole(RoleId),
    /// An operator.
    Operator(OperatorId),
    /// Premises.
    Premises(PremisesId),
    /// A lock.
    Lock(LockId),
    /// A lock group.
    LockGroup(LockGroupId),
    /// A key blocking group.
    BlockingGroup(BlockingGroupId),
    /// A key.
    Key(KeyId),
    /// A programming key.
    ProgrammingKey(ProgrammingKeyId),
    /// An entry of the log, by its number.
    Entry(u64),
    /// An invitation.
    Invitation(InvitationId),
    /// What was entered into a wizard and not confirmed.
    Draft(DraftId),
}

/// A value as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A name or another value of the system.
    Text(String),
    /// The same, less important.
    Muted(String),
    /// Access times as the system writes them; the days are shown in the person's language.
    Times(String),
    /// A day.
    Day(LocalDate),
    /// An instant, shown in a zone.
    At(Zone, UtcMillis),
    /// A text of the window, by its id.
    Word(&'static str),
    /// A number.
    Number(u64),
    /// A text of the window with a count, by which it is sorted.
    Count(&'static str, usize),
    /// A text of the window with values.
    Told(&'static str, Arguments),
    /// A state in a drawing and a word.
    State(Tone, Icon, &'static str),
    /// The state of a key, and whether it must be written again.
    Key(KeyState, bool),
    /// How much of a blocklist is used.
    Meter(u32),
    /// What an entry of the log tells: the name of it, and its value.
    Fact(String, String),
    /// All that it tells.
    Facts(Vec<(String, Cell)>),
    /// What went wrong.
    Cause(Fault),
    /// What to do about it.
    Remedy(Fault),
}

impl Cell {
    /// A text of the window with one value.
    pub fn told(id: &'static str, name: &'static str, value: impl Into<Argument>) -> Self {
        Self::Told(id, Arguments::from([(name, value.into())]))
    }

    /// What the search finds in it; dates as each language writes them.
    pub fn found_by(&self) -> String {
        match self {
            Self::Text(text) | Self::Muted(text) | Self::Times(text) => text.clone(),
            Self::At(zone, at) => {
                let (date, time) = (zone.date(*at).parts(), zone.hour_minute(*at));
                Language::ALL
                    .map(|language| language.instant(date, time))
                    .join(" ")
            }
            Self::Fact(_, value) => value.clone(),
            Self::Facts(facts) => {
                let values: Vec<String> = facts.iter().map(|(_, value)| value.found_by()).collect();
                values.join(" ")
            }
            _ => String::new(),
        }
    }

    /// The state of a lock.
    pub fn lock(state: LockState) -> Self {
        match state {
            LockState::NotDeployed => Self::State(Tone::Neutral, Icon::Dash, "lock-not-deployed"),
            LockState::Deployed => Self::State(Tone::Good, Icon::Done, "lock-deployed"),
            LockState::Pending => Self::State(Tone::Warn, Icon::Clock, "lock-pending"),
        }
    }

    /// Where an invitation stands.
    pub fn invitation(standing: Standing) -> Self {
        let (tone, icon, word) = match standing {
            Standing::Waiting => (Tone::Info, Icon::Clock, "invitation-queued"),
            Standing::Sending => (Tone::Info, Icon::Mail, "invitation-sending"),
            Standing::Unsure => (Tone::Warn, Icon::Warning, "invitation-unsure"),
            Standing::Sent => (Tone::Good, Icon::Done, "invitation-sent"),
            Standing::Failed => (Tone::Bad, Icon::Error, "invitation-failed"),
            Standing::Accepted => (Tone::Good, Icon::Done, "invitation-accepted"),
            Standing::Revoked => (Tone::Neutral, Icon::Dash, "invitation-revoked"),
            Standing::Expired => (Tone::Neutral, Icon::Dash, "invitation-expired"),
        };
        Self::State(tone, icon, word)
    }

    /// Yes or no.
    pub fn yes(yes: bool) -> Self {
        Self::Word(if yes { "yes" } else { "no" })
    }

    /// What the search finds and the order goes by where the language does not matter.
    pub fn plain(&self) -> (u64, &str) {
        match self {
            Self::Text(text) | Self::Muted(text) | Self::Times(text) => (0, text),
            Self::Day(_) => (0, ""),
            Self::At(_, at) => (u64::try_from(at.0).unwrap_or_default(), ""),
            Self::Word(id) | Self::Told(id, _) | Self::State(_, _, id) => (0, id),
            Self::Count(_, count) => (u64::try_from(*count).unwrap_or(u64::MAX), ""),
            Self::Key(state, _) => (0, state.as_str()),
            Self::Meter(used) => (u64::from(*used), ""),
            Self::Cause(fault) | Self::Remedy(fault) => (0, fault.code),
            Self::Number(number) => (*number, ""),
            Self::Fact(_, value) => (0, value),
            Self::Facts(facts) => (0, facts.first().map_or("", |(name, _)| name.as_str())),
        }
    }
}

/// What can be done with a thing at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Program a key.
    Program(KeyId),
    /// Take a key back and empty its medium.
    Empty(KeyId),
    /// Put a key on blocklists.
    Block(KeyId),
    /// Give the definition of a returned key to its next holder.
    PassOn(KeyId),
    /// Put another key in the place of one, or write it off.
    Replace(KeyId),
    /// Deliver its configuration to a lock.
    Deploy(LockId),
    /// Show a user.
    Show(UserId),
    /// Send an invitation of this version again; also where nobody knows whether it went.
    Resend(InvitationId, u64, bool),
    /// Change a user, beginning with the keys.
    EditKeys(UserId),
    /// Go on with a wizard that was left.
    Resume(DraftId),
    /// Throw away what was entered into it.
    Discard(DraftId),
    /// Remove a programming key.
    RemoveToken(ProgrammingKeyId),
    /// Remove a programming key that is lost.
    LoseToken(ProgrammingKeyId),
    /// Sign every blocklist that waits for it.
    SignLists,
    /// Give an operator a password.
    SetPassword(OperatorId),
}

impl Act {
    /// The id of its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Program(_) => "program",
            Self::Empty(_) => "return-key",
            Self::Block(_) => "block-key",
            Self::PassOn(_) => "pass-on",
            Self::Replace(_) => "replace-key",
            Self::Deploy(_) => "deploy",
            Self::Show(_) => "fob-laid-show",
            Self::Resend(..) => "resend",
            Self::EditKeys(_) => "edit-draft",
            Self::Resume(_) => "draft-continue",
            Self::Discard(_) => "discard-go",
            Self::RemoveToken(_) => "remove",
            Self::LoseToken(_) => "token-lost",
            Self::SignLists => "sign-lists",
            Self::SetPassword(_) => "set-password",
        }
    }
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The same for the same thing.
    pub row: u64,
    /// What it is.
    pub thing: Thing,
    /// How many levels lie above it.
    pub depth: u8,
    /// What stands in its columns.
    pub cells: Vec<Cell>,
    /// The word of the filter that keeps it.
    pub group: &'static str,
    /// What the search finds, folded.
    pub found_by: String,
    /// The button that acts.
    pub act: Option<Act>,
}

/// A whole list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Its lines in their own order.
    pub lines: Vec<Line>,
    /// Whether older ones are left out.
    pub more: bool,
    /// Who holds the authority, on the list of programming keys.
    pub holding: Option<Holding>,
    /// Where this is but a stretch of a long list: which.
    pub stretch: Option<Stretch>,
}

/// A stretch of a list that is too long to be read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// How many lines stand before it.
    pub offset: usize,
    /// How many lines the list has without words and filter; none where that is not known before it is read to its end.
    pub all: Option<u64>,
    /// The entry of the log before which the next stretch begins.
    pub before: Option<u64>,
}

/// Which stretch of the log is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogAsked {
    /// What is searched for.
    pub text: String,
    /// The filter.
    pub group: Option<&'static str>,
    /// How many lines stand before it.
    pub offset: usize,
    /// The entry before which it begins; none = the newest.
    pub before: Option<u64>,
}

/// Which stretch of the list of keys is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysAsked {
    /// What is searched for.
    pub text: String,
    /// The filter.
    pub group: Option<&'static str>,
    /// By which column it is sorted, and whether upwards.
    pub order: Option<(usize, bool)>,
    /// How many lines to pass over.
    pub offset: u32,
    /// How many at most.
    pub limit: u32,
}

/// Who holds the authority: how many ways there are to the secrets, and how far a change to new ones is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Programming keys, and the recovery code where it was proven.
    pub ways: usize,
    /// Whether it was.
    pub rehearsed: bool,
    /// The change of generation.
    pub campaign: Campaign,
}

/// Everything on one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// What it is.
    pub thing: Thing,
    /// Its version, by which it is changed.
    pub version: u64,
    /// Its name.
    pub title: Cell,
    /// A line below it.
    pub subtitle: Cell,
    /// What is known of it.
    pub parts: Vec<Part>,
    /// What can be done with it.
    pub acts: Vec<Act>,
    /// Whether it can be changed.
    pub editable: bool,
    /// Whether it can be removed.
    pub removable: bool,
}

/// A section of a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The id of its title.
    pub title: &'static str,
    /// What it holds.
    pub body: Body,
}

/// What a section holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Labels with their values.
    Pairs(Vec<(Cell, Cell)>),
    /// Names, each with a word on it; the id of what is said where there is none.
    Names(Icon, Vec<(String, Option<Cell>)>, &'static str),
    /// How much of a blocklist is used.
    Meter(u32),
    /// What changes, lock by lock.
    Changes(Vec<ChangeLine>),
}

/// A thing to be added or changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Of which list.
    pub kind: Kind,
    /// Which; none where it is added.
    pub thing: Option<Thing>,
    /// The version it was prepared on.
    pub version: u64,
    /// What can be entered.
    pub fields: Vec<Field>,
}

/// The word of an end of a key of which the medium is lost.
pub const LOST: &str = "lost";

impl Form {
    /// The end that a key comes to by this form, which is not taken back: the word that was chosen, and the text of it.
    pub fn end_of_key(&self) -> Option<(&str, &Cell)> {
        if self.kind != Kind::Replace {
            return None;
        }
        let chosen = self.fields.iter().find_map(|field| match &field.value {
            Value::One(options, chosen) => options.get((*chosen)?),
            _ => None,
        })?;
        Some((&chosen.id, &chosen.label))
    }
}

/// One thing that can be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The id of its label.
    pub label: &'static str,
    /// The id of a sentence of help.
    pub hint: Option<&'static str>,
    /// What was entered.
    pub value: Value,
}

/// What was entered.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A line of text.
    Text(String),
    /// Access times as the system writes them, or with the days of a language.
    Times(String),
    /// Yes or no.
    Flag(bool),
    /// One of these or none.
    One(Vec<Choosable>, Option<usize>),
    /// One of very many, found by typing.
    Sought(Vec<Choosable>, Option<usize>),
    /// Some of these.
    Many(Vec<Choosable>, BTreeSet<usize>),
    /// What must not be shown or kept.
    Secret(Secret),
    /// The same as the secret before it.
    Again(Secret),
    /// Nothing: it is as it is.
    Shown(String),
}

/// One that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Choosable {
    /// Its id or word in the system.
    pub id: String,
    /// What is shown.
    pub label: Cell,
}

/// What came of saving a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// What was added or changed.
    pub thing: Thing,
    /// How many keys must be written again for it.
    pub pending: usize,
}

/// What the list screens ask for.
#[derive(Debug, Clone)]
pub enum Ask {
    /// A list.
    Sheet(Kind),
    /// A stretch of the list of keys.
    Keys(KeysAsked),
    /// A stretch of the log.
    Log(LogAsked),
    /// Everything on one thing.
    Card(Thing),
    /// A form, filled in where the thing is there already.
    Form(Kind, Option<Thing>),
    /// To save a form.
    Save(Box<Form>),
    /// To remove a thing of this version.
    Remove(Thing, u64),
    /// To remove an operator of this version, with the password of the one who does.
    RemoveOperator(OperatorId, u64, Secret),
    /// To block a key, as it was shown.
    Block(ShownKey),
    /// To write a key off, as it was shown.
    WriteOff(ShownKey),
    /// To write the log to a file.
    Export(std::path::PathBuf),
}

/// What is answered.
#[derive(Debug, Clone)]
pub enum Told {
    /// To [`Ask::Sheet`] and [`Ask::Keys`].
    Sheet(Result<Sheet, Fault>),
    /// To [`Ask::Card`].
    Card(Result<Box<Card>, Fault>),
    /// To [`Ask::Form`].
    Form(Result<Box<Form>, Fault>),
    /// To [`Ask::Save`].
    Saved(Result<Saved, Fault>),
    /// To [`Ask::Save`] for a new programming key: what may be added once its token is at hand.
    MayAdd(Result<NewProgrammingKey, Fault>),
    /// To [`Ask::Remove`] and [`Ask::RemoveOperator`].
    Removed(Result<(), Fault>),
    /// To [`Ask::Block`] and [`Ask::WriteOff`].
    Blocked(Result<(), Fault>),
    /// To [`Ask::Export`]: so many entries.
    Exported(Result<u64, Fault>),
}
