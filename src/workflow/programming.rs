//! Writing a key: intent first, then the effect, then the result. The same call again resumes what was cut
//! off, at this station or another.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use sha2::{Digest as _, Sha256};

use super::blocklists::{sign_into, signed};
use super::plan::{KeyPlan, Subject, costs, is_pending, plan};
use super::{Authority, Detail, Error, Station};
use crate::access::{AccessTable, GivenBy, HomeGroup, LockChange};
use crate::device::encoder::{
    Encoder, Expected, Fence, FileSizes, FobState, Format, ListCheck, MediumInfo, ProgramJob,
    Progress, WriteReport,
};
use crate::device::programming_key::ProgrammingKey;
use crate::device::{self};
use crate::medium::image::IMAGE_LIMIT;
use crate::medium::image::budget::FIRST_READ;
use crate::medium::{self, Blocklist, Header, Image, Layout};
use crate::model::{
    BLOCKLIST_CAPACITY, BlockingGroupId, Generation, Key, KeyId, KeyKind, KeyState, Permission,
    Revision, Stamp, Uid,
};
use crate::store::{Intent, KeyRecord, NewTask, Operation, TaskRecord, TaskResult, TaskState};
use crate::time::UtcMillis;

/// How long a task stays in a station's hand without a sign of life: 90 seconds.
pub(super) const LEASE: i64 = 90_000;

/// What a write is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// Which key.
    pub key: KeyId,
    /// The home group that was chosen now, if any.
    pub home_group: Option<BlockingGroupId>,
    /// What is engraved on the medium, if it was told.
    pub stamp: Option<Stamp>,
    /// Whether a medium that holds all it shall is written once more.
    pub again: bool,
}

impl Request {
    /// A write of the key, with nothing chosen.
    pub fn of(key: KeyId) -> Self {
        Self {
            key,
            home_group: None,
            stamp: None,
            again: false,
        }
    }
}

/// The devices of one write.
pub struct Devices<'a> {
    /// The encoder with the fob on it.
    pub encoder: &'a mut dyn Encoder,
    /// The programming key, its PIN given.
    pub token: &'a mut dyn ProgrammingKey,
    /// Hears how far it is.
    pub progress: &'a mut dyn FnMut(Progress),
    /// Stops at the next safe point once set.
    pub cancel: &'a AtomicBool,
}

impl std::fmt::Debug for Devices<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Devices")
    }
}

/// What a write did.
#[derive(Debug, Clone)]
pub struct Programmed {
    /// The key afterwards.
    pub key: KeyRecord,
    /// What changed at which lock.
    pub difference: Vec<LockChange>,
    /// What the rule says of its home group.
    pub home_group: HomeGroup,
    /// Which source gave what before: it names those in the difference that are gone.
    pub gave: Vec<GivenBy>,
    /// What it cost on the wire.
    pub wire: WriteReport,
    /// Whether an interrupted write was finished first.
    pub resumed: bool,
    /// Whether the medium held all it shall: it was read and compared, and not written.
    pub nothing_to_do: bool,
}

impl Station {
    /// Writes the wanted table of a key onto the fob on the encoder. `Ok` only after it was read back equal and
    /// the result is durable. Interrupted, the same call finishes it.
    ///
    /// # Errors
    /// [`Error::Rule`] and others before anything is written; [`Error::Encoder`] at any time: what is open then
    /// stands on the task list and is resumed by the same call.
    pub fn program_key(
        &mut self,
        request: Request,
        devices: &mut Devices<'_>,
    ) -> Result<Programmed, Error> {
        self.require(Permission::ProgramKeys)?;
        let record = self.read(|reading| reading.key(request.key))?;
        self.require_over_user(Permission::ProgramKeys, record.key.user)?;
        check_writable(&record)?;
        let open = self.open_task(request.key)?;
        if open
            .as_ref()
            .is_some_and(|task| task.operation == Operation::Empty)
        {
            return Err(Error::OtherTaskOpen { open: "empty" });
        }
        self.require_clock()?;
        let resumed = open.as_ref().is_some_and(|task| task.intent.is_some());
        if !resumed {
            // Everything that may refuse comes before the authority is asked for.
            let _plan = self.settled_plan(request)?;
        }
        self.go_live()?;
        let authority = Authority::unlock(self, devices.token)?;
        let outcome = self.write_session(request, open, &authority, devices);
        let outcome = outcome.map_err(|error| self.naming_people(error));
        authority.end(self, outcome)
    }

    /// What is done between the authority's opening and its end.
    fn write_session(
        &mut self,
        request: Request,
        open: Option<TaskRecord>,
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<Programmed, Error> {
        let record = self.read(|reading| reading.key(request.key))?;
        let (before, gave) = self.written_table(&record)?;
        let resumed = open.as_ref().is_some_and(|task| task.intent.is_some());
        let mut wire = WriteReport::default();
        if let Some(task) = open.filter(|task| task.intent.is_some()) {
            wire.add(&self.resume(&task, authority, devices)?);
        }
        let record = self.read(|reading| reading.key(request.key))?;
        let (plan, _) = self.settled_plan(request)?;
        let behind = record.key.generation < Some(authority.generation());
        let nothing_to_do = !resumed && self.holds_all(&record, &plan, request, authority)?;
        if nothing_to_do {
            self.compare(&record, authority, devices)?;
        } else if !resumed || behind || is_pending(&record, &plan) {
            wire.add(&self.write(request, authority, devices)?);
        }
        let key = self.read(|reading| reading.key(request.key))?;
        let facts = self.facts()?;
        let (after, _) = self.written_table(&key)?;
        let held = (&before, &gave[..]);
        let difference = crate::access::difference(&facts, held, &after, &plan.wanted.origins);
        Ok(Programmed {
            key,
            difference,
            gave,
            home_group: plan.home_group,
            wire,
            resumed,
            nothing_to_do,
        })
    }

    /// Whether by the records a write would leave the medium as it is. A key with an expiry interval is never
    /// done: writing it starts the interval anew.
    fn holds_all(
        &self,
        record: &KeyRecord,
        plan: &KeyPlan,
        request: Request,
        authority: &Authority,
    ) -> Result<bool, Error> {
        let key = &record.key;
        let asked = request.again
            || request.stamp.is_some_and(|stamp| key.stamp != Some(stamp))
            || request.home_group.is_some() && request.home_group != key.home_group;
        let settled = matches!(key.state, KeyState::Programmed | KeyState::HandedOver);
        let expires = |entry: &crate::access::Entry| entry.conditions.expiry.is_some();
        if asked
            || !settled
            || record.written_hash != Some(plan.hash)
            || key.generation != Some(authority.generation())
            || record.rewrite
            || plan.wanted.table.entries().iter().any(expires)
        {
            return Ok(false);
        }
        let Some(group) = key.home_group else {
            return Ok(true);
        };
        let current = self.read(|reading| reading.blocking_group(group))?;
        Ok(record
            .written_blocklist_version
            .is_some_and(|version| version >= current.blocklist_version))
    }

    /// The medium on the encoder is the key's and holds what the records say; it is read and not written.
    fn compare(
        &self,
        record: &KeyRecord,
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<(), Error> {
        let info = self.fob_on(devices.encoder)?;
        self.check_fob(record, &info)?;
        let contents = devices.encoder.read(&*authority.fob_keys(), &format())?;
        let recorded = self.read(|reading| reading.written_view(record.key.id))?;
        let recorded = recorded.map(|view| view.image).unwrap_or_default();
        if contents.image == recorded {
            return Ok(());
        }
        Err(device::Error::ChangedElsewhere {
            expected: format().fence_of(&recorded),
            found: format().fence_of(&contents.image),
        }
        .into())
    }

    /// The plan of a key and the home group under which it may be written.
    ///
    /// # Errors
    /// [`Error::Rule`] where anything must be settled first.
    pub fn settled_plan(
        &self,
        request: Request,
    ) -> Result<(KeyPlan, Option<BlockingGroupId>), Error> {
        self.with_subject(request, |facts, zone, subject, now| {
            let plan = plan(facts, zone, subject, now)?;
            let home = self.settle(facts, zone, &plan, subject, now)?;
            Ok((plan, home))
        })
    }

    /// The plan of a key, whether it may be written or not.
    ///
    /// # Errors
    /// [`Error::Rule`] where the rules refuse.
    pub fn key_plan(&self, key: KeyId) -> Result<KeyPlan, Error> {
        self.with_subject(Request::of(key), |facts, zone, subject, now| {
            if !subject.key.state.is_over() {
                return plan(facts, zone, subject, now);
            }
            // Nothing is written for it any more, so nothing is wanted and nothing will change.
            let ended = Subject {
                sources: &[],
                ..subject
            };
            let mut plan = plan(facts, zone, ended, now)?;
            plan.difference.clear();
            Ok(plan)
        })
    }

    fn with_subject<T>(
        &self,
        request: Request,
        work: impl FnOnce(
            &crate::access::Facts,
            crate::time::Zone,
            Subject<'_>,
            UtcMillis,
        ) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (record, sources, user) = self.read(|reading| {
            let record = reading.key(request.key)?;
            Ok((
                record.clone(),
                reading.sources(record.key.user)?,
                reading.holder(record.key.user)?,
            ))
        })?;
        let sources: Vec<_> = sources.into_iter().map(|source| source.value).collect();
        let (written, given) = self.written_table(&record)?;
        let facts = self.facts()?;
        let subject = Subject {
            key: &record.key,
            user_end: user.and_then(|user| user.value.end_date),
            sources: &sources,
            written: &written,
            given: &given,
            chosen: request.home_group,
        };
        work(&facts, self.info()?.zone, subject, self.services.now())
    }

    /// What the key's medium holds, as last read back, and which source gave it.
    fn written_table(&self, record: &KeyRecord) -> Result<(AccessTable, Vec<GivenBy>), Error> {
        let view = self.read(|reading| reading.written_view(record.key.id))?;
        Ok(view
            .map(|view| (view.table, view.given))
            .unwrap_or_default())
    }

    /// The open task of a key.
    pub(super) fn open_task(&self, key: KeyId) -> Result<Option<TaskRecord>, Error> {
        let tasks = self.read(|reading| reading.tasks_of_key(key))?;
        Ok(tasks.into_iter().find(|task| !task.state.is_over()))
    }

    /// A fresh write. Locks that stay in the leaves in which they are may take a leaf more than there would be anew;
    /// where the fob's file has no room for that, they are divided anew.
    fn write(
        &mut self,
        request: Request,
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<WriteReport, Error> {
        let before = self.read(|reading| reading.key(request.key))?;
        match self.write_within(IMAGE_LIMIT, request, authority, devices) {
            Err(Error::Encoder(device::Error::ImageTooLarge)) if before.key.uid.is_some() => {
                let outcome = self.write_within(0, request, authority, devices);
                outcome.map_err(|error| self.with_costs(request, error))
            }
            outcome => outcome,
        }
    }

    /// Everything is prepared and made durable, then the fob is touched. An image that keeps the leaves of the
    /// one before takes no more bytes than `room`.
    fn write_within(
        &mut self,
        room: usize,
        request: Request,
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<WriteReport, Error> {
        let info = self.fob_on(devices.encoder)?;
        let record = self.read(|reading| reading.key(request.key))?;
        self.check_fob(&record, &info)?;
        let (plan, home) = self.settled_plan(request)?;
        let key = settled_key(&record, home, request.stamp);
        // What the fob has no room for is told here, before anything is begun.
        let prepared = self.intent(&record, &plan, home, &info, (room, authority));
        let prepared =
            prepared.and_then(|intent| Ok((self.job(&record, &intent, &info, authority)?, intent)));
        let (job, intent) = prepared.map_err(|error| self.with_costs(request, error))?;
        let task = self.begin(&record, &key, &intent)?;
        match devices
            .encoder
            .program(&job, devices.progress, devices.cancel)
        {
            Ok(report) => self.finish(task, report),
            Err(error) => {
                // Refused before the first write: nothing is open, the key is as it was. Anything else stays
                // open, to be resumed.
                if refused_before_writing(&error) {
                    self.change(|change| {
                        change.finish_task(task.0, task.1, TaskResult::Refused(error.code()))
                    })?;
                } else {
                    self.note(task.0, &error);
                }
                Err(error.into())
            }
        }
    }

    /// Finishes an interrupted write with the very bytes of its intent.
    fn resume(
        &mut self,
        task: &TaskRecord,
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<WriteReport, Error> {
        let intent = task.intent.as_ref().ok_or(crate::store::Error::TaskTaken)?;
        let info = self.fob_on(devices.encoder)?;
        let found = Uid::new(&info.uid)?;
        if found != intent.uid {
            let expected = intent.uid.seven().unwrap_or_default();
            return Err(device::Error::WrongFob {
                expected,
                found: info.uid,
            }
            .into());
        }
        let record = self.read(|reading| reading.key(task.key))?;
        let lease = UtcMillis(self.services.now().0 + LEASE);
        let version = self.change(|change| change.claim_task(task.id, STATION, lease))?;
        let job = self.job(&record, intent, &info, authority)?;
        match devices
            .encoder
            .program(&job, devices.progress, devices.cancel)
        {
            Ok(report) => self.finish((task.id, version), report),
            Err(error) => {
                // Another station went on from here, or the fob never takes these bytes: the next write begins
                // anew. Anything else stays open with its cause.
                if refused_before_writing(&error)
                    && !matches!(error, device::Error::WrongFob { .. })
                {
                    self.change(|change| {
                        change.finish_task(task.id, version, TaskResult::Failed(error.code()))
                    })?;
                } else {
                    self.note(task.id, &error);
                }
                Err(error.into())
            }
        }
    }

    /// The effect is there and was read back: the result becomes durable.
    pub(super) fn finish(
        &mut self,
        task: (crate::model::TaskId, u64),
        report: WriteReport,
    ) -> Result<WriteReport, Error> {
        let (id, version) = task;
        self.change(|change| {
            let state = change.task(id)?.state;
            let version = if state == TaskState::Writing {
                change.mark_effect(id, version, TaskState::Written)?
            } else {
                version
            };
            let version = if matches!(state, TaskState::Writing | TaskState::Written) {
                change.mark_effect(id, version, TaskState::Verified)?
            } else {
                version
            };
            change.finish_task(id, version, TaskResult::Done)
        })?;
        Ok(report)
    }

    /// The fob on the encoder may become, or is, this key's.
    fn check_fob(&self, record: &KeyRecord, info: &MediumInfo) -> Result<(), Error> {
        let found = Uid::new(&info.uid)?;
        if let Some(own) = &record.key.uid {
            if *own != found {
                let expected = own.seven().unwrap_or_default();
                return Err(device::Error::WrongFob {
                    expected,
                    found: info.uid,
                }
                .into());
            }
            return Ok(());
        }
        match self.read(|reading| reading.key_by_uid(&found))? {
            Some(other) if other.key.id != record.key.id => Err(Error::FobOfOtherKey {
                number: other.key.number.0,
            }),
            _ if info.state == FobState::Factory => Ok(()),
            _ if info.state == FobState::Foreign => Err(device::Error::ForeignMasterKey.into()),
            _ => Err(Error::FobUnknown),
        }
    }

    /// Tells the task list why an open task could not go on. Where that cannot be kept, the task is open all the
    /// same.
    pub(super) fn note(&self, task: crate::model::TaskId, error: &device::Error) {
        let _noted = self.change(|change| change.note_failure(task, error.code()));
    }

    /// Image and blocklist for the fob, signed.
    fn intent(
        &mut self,
        record: &KeyRecord,
        plan: &KeyPlan,
        home: Option<BlockingGroupId>,
        info: &MediumInfo,
        (room, authority): (usize, &Authority),
    ) -> Result<Intent, Error> {
        let key = &record.key;
        let facts = self.facts()?;
        let group = home.and_then(|id| facts.blocking_groups.get(&id));
        let next = key
            .revision
            .0
            .checked_add(1)
            .ok_or(crate::model::Error::Number)?;
        let header = Header {
            system: authority.system(),
            uid: info.uid,
            generation: authority.generation(),
            signer: authority.generation(),
            key: key.number,
            home_group: group.map(|group| group.number),
            revision: Revision(next),
            issued: self.services.now().seconds(),
        };
        // An image that this version cannot read is no ground to build on; the fob is written as a whole then.
        let previous = self
            .read(|reading| reading.written_view(key.id))?
            .and_then(|view| Image::parse(&view.image).ok());
        let ground = previous.as_ref().map(|image| (image, room));
        let image = build_image(&header, &plan.wanted.table, ground, authority)?;
        let list = home
            .map(|group| signed(self, authority, group))
            .transpose()?;
        let carried = key.uid.is_some()
            && key.generation == Some(authority.generation())
            && record.written_blocklist_version == list.as_ref().map(|list| list.version);
        let version = list.as_ref().map(|list| list.version);
        let list = list.filter(|_| !carried).map(|list| list.bytes);
        Ok(Intent {
            layout: self.layout(record, info, &image, list.as_deref())?,
            uid: Uid::new(&info.uid)?,
            generation_now: key.generation,
            generation_wanted: Some(authority.generation()),
            revision_expected: key.revision,
            image_hash: Sha256::digest(&image).into(),
            image,
            blocklist_version: version,
            blocklist: list,
            home_group: home,
            table: plan.wanted.table.clone(),
            given: plan.gives.clone(),
            table_hash: plan.hash,
        })
    }

    /// A table that does not fit comes back with what each source costs.
    fn with_costs(&self, request: Request, error: Error) -> Error {
        let is_capacity = match &error {
            Error::Medium(error) => error.is_capacity(),
            Error::Encoder(error) => matches!(error, device::Error::ImageTooLarge),
            _ => false,
        };
        if !is_capacity {
            return error;
        }
        match self.with_subject(request, costs) {
            Ok(costs) => error.with(Detail::Costs(costs)),
            Err(other) => other,
        }
    }

    /// Queues, claims and makes the intent durable, with home group and stamp as settled for it: from here on the
    /// fob may be written.
    fn begin(
        &mut self,
        record: &KeyRecord,
        key: &Key,
        intent: &Intent,
    ) -> Result<(crate::model::TaskId, u64), Error> {
        let open = self.open_task(record.key.id)?;
        let id = match &open {
            Some(task) => task.id,
            None => self.services.id()?,
        };
        let lease = UtcMillis(self.services.now().0 + LEASE);
        let task = NewTask {
            id,
            key: record.key.id,
            operation: Operation::Program,
            approved_by: Some(self.operator),
        };
        let version = self.change(|change| {
            if *key != record.key {
                let _version = change.update_key(key, record.version)?;
            }
            if open.is_none() {
                change.queue_task(&task)?;
            }
            let version = change.claim_task(id, STATION, lease)?;
            change.begin_intent(id, version, intent)
        })?;
        Ok((id, version))
    }

    /// What the encoder is told to do for an intent.
    fn job(
        &self,
        record: &KeyRecord,
        intent: &Intent,
        info: &MediumInfo,
        authority: &Authority,
    ) -> Result<ProgramJob, Error> {
        let previous = self
            .read(|reading| reading.written_view(record.key.id))?
            .map(|view| view.image);
        let expected = match (intent.generation_now, &previous) {
            (Some(generation), Some(image)) => {
                let fence = format().fence_of(image).ok_or(medium::Error::Malformed)?;
                Expected::Ours {
                    generation: generation.get(),
                    fence,
                }
            }
            _ => Expected::Factory,
        };
        Ok(ProgramJob {
            uid: info.uid,
            keys: authority.fob_keys(),
            generation: intent.generation_wanted.map_or(0, Generation::get),
            expected,
            previous,
            image: intent.image.clone(),
            blocklist: intent.blocklist.clone(),
            list_check: list_check(authority)?,
            format: format(),
            sizes: intent
                .layout
                .map_or_else(FileSizes::default, |layout| FileSizes {
                    image: layout.image,
                    blocklist: layout.blocklist,
                }),
        })
    }

    /// The files of a fob that has none yet: room for a full blocklist where the chip has it, and all the rest for
    /// the image. None for a fob that has them. One whose first programming was cut off gets those that it was to
    /// have, unless it had no room for them.
    fn layout(
        &self,
        record: &KeyRecord,
        info: &MediumInfo,
        image: &[u8],
        list: Option<&[u8]>,
    ) -> Result<Option<Layout>, Error> {
        if record.key.generation.is_some() {
            return Ok(None);
        }
        let keys = self.keys_reckoned()?;
        let layout = if info.state == FobState::Factory {
            super::capacity::layout(info.free, keys)?
        } else {
            self.layout_begun(record, info)?
                .unwrap_or_else(|| Layout::rest(info.free, BLOCKLIST_CAPACITY, keys, image.len()))
        };
        layout.check_image(image.len())?;
        if let Some(list) = list {
            layout.check_blocklist(list.len())?;
        }
        Ok(Some(layout))
    }

    /// The files that an earlier task of the key, which ended as failed, began to make on this fob.
    fn layout_begun(&self, record: &KeyRecord, info: &MediumInfo) -> Result<Option<Layout>, Error> {
        let uid = Uid::new(&info.uid)?;
        let full = |task: &TaskRecord| task.failure.as_deref() == Some("fob-full");
        let tasks = self.read(|reading| reading.tasks_of_key(record.key.id))?;
        let newest = tasks.into_iter().find_map(|task| match &task.intent {
            Some(intent) if intent.uid == uid => Some(intent.layout.filter(|_| !full(&task))),
            _ => None,
        });
        Ok(newest.flatten())
    }
}

/// The name under which this station claims tasks. One system file has one writer, so one name is enough; shared
/// systems will need one for each station.
pub(super) const STATION: &str = "station";

/// Home group and stamp as settled for a write.
fn settled_key(record: &KeyRecord, home: Option<BlockingGroupId>, stamp: Option<Stamp>) -> Key {
    let mut key = record.key.clone();
    key.home_group = home.or(key.home_group);
    key.stamp = stamp.or(key.stamp);
    key
}

/// States of a key from which it may be written.
fn check_writable(record: &KeyRecord) -> Result<(), Error> {
    if record.key.kind != KeyKind::Fob {
        return Err(Error::KeyKind {
            kind: record.key.kind.as_str(),
        });
    }
    match record.key.state {
        KeyState::Draft
        | KeyState::Task
        | KeyState::Writing
        | KeyState::Programmed
        | KeyState::HandedOver
        | KeyState::WriteFailed => Ok(()),
        state => Err(Error::KeyState {
            state: state.as_str(),
        }),
    }
}

/// Errors that the encoder reports before the first write of a job only.
pub(super) fn refused_before_writing(error: &device::Error) -> bool {
    matches!(
        error,
        device::Error::WrongFob { .. }
            | device::Error::ChipRefused { .. }
            | device::Error::RandomUid
            | device::Error::ForeignMasterKey
            | device::Error::ForeignApplication
            | device::Error::FobFull { .. }
            | device::Error::ImageTooLarge
            | device::Error::BlocklistTooLarge
            | device::Error::ChangedElsewhere { .. }
            | device::Error::BadJob { .. }
    )
}

/// The signed image of a table; where another stands on the medium, built on that in so much room.
fn build_image(
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

/// Believes lists of this system that the current generation signed: no other can be newer than one of an intent.
fn list_check(authority: &Authority) -> Result<ListCheck, Error> {
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
pub(super) fn format() -> Format {
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
