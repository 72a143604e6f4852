//! Writing a key: intent first, then the effect, then the result. The same call again resumes what was cut
//! off, at this station or another.

mod bytes;
mod confirming;
mod ready;

use std::sync::atomic::AtomicBool;

use sha2::{Digest as _, Sha256};

pub(super) use bytes::format;
use bytes::{build_image, list_check};
use ready::Ready;

use super::blocklists::signed;
use super::plan::{KeyPlan, Subject, costs, is_pending, plan};
use super::seen::{Met, after_a_look};
use super::shown::{ATTEMPTS, Shown, unchanged_since};
use super::{Authority, Detail, Error, Station};
use crate::access::{AccessTable, GivenBy, HomeGroup, LockChange};
use crate::device::encoder::{
    Encoder, Expected, FileSizes, FobState, MediumInfo, ProgramJob, Progress, WriteReport,
};
use crate::device::programming_key::{self, ProgrammingKey};
use crate::device::{self};
use crate::medium::image::IMAGE_LIMIT;
use crate::medium::{self, Header, Image, Layout};
use crate::model::{
    BLOCKLIST_CAPACITY, BlockingGroupId, Generation, Key, KeyId, KeyState, Revision, Stamp, Uid,
};
use crate::store::{
    self, AuditHead, Entity, Intent, KeyRecord, NewTask, Operation, TaskRecord, TaskResult,
    TaskState,
};
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
    /// What somebody saw and confirmed, in short: where the write would be another one by now, nothing is written.
    /// None where nobody was asked.
    pub shown: Option<Shown>,
}

impl Request {
    /// A write of the key, with nothing chosen.
    pub fn of(key: KeyId) -> Self {
        Self {
            key,
            home_group: None,
            stamp: None,
            again: false,
            shown: None,
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
    /// [`Error::Rule`] and others before anything is written, [`Error::SummaryChanged`] where it is not what was
    /// confirmed; [`Error::Encoder`] at any time: what is open then
    /// stands on the task list and is resumed by the same call.
    pub fn program_key(
        &mut self,
        request: Request,
        devices: &mut Devices<'_>,
    ) -> Result<Programmed, Error> {
        self.program_within(&mut None, request, devices)
    }

    /// The same for several keys that were confirmed together, one after another: the secrets are opened once for all of
    /// them, and forgotten where the programming key leaves in between.
    pub fn program_keys(
        &mut self,
        requests: &[Request],
        devices: &mut Devices<'_>,
    ) -> Vec<Result<Programmed, Error>> {
        let mut opened = None;
        let write = |request: &Request| self.program_within(&mut opened, *request, devices);
        requests.iter().map(write).collect()
    }

    fn program_within(
        &mut self,
        opened: &mut Option<Authority>,
        request: Request,
        devices: &mut Devices<'_>,
    ) -> Result<Programmed, Error> {
        let Ready { open, now, .. } = self.ready(request)?;
        self.go_live()?;
        let before = opened.take();
        if before.is_some() {
            programming_key::require_presence(devices.token)?;
        }
        let authority = match before {
            Some(authority) => authority,
            None => Authority::unlock(self, devices.token)?,
        };
        let authority = opened.insert(authority);
        let outcome = self.write_session((request, now), open, authority, devices);
        let outcome = outcome.map_err(|error| self.naming_people(error));
        authority.end(self, outcome)
    }

    /// What is done between the authority's opening and its end, by the time at which the clock was looked at.
    fn write_session(
        &mut self,
        (mut request, now): (Request, UtcMillis),
        open: Option<TaskRecord>,
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<Programmed, Error> {
        let record = self.read(|reading| reading.key(request.key))?;
        let (before, gave) = self.written_table(&record)?;
        let resumed = open.as_ref().is_some_and(|task| task.intent.is_some());
        let mut wire = WriteReport::default();
        let wanted = self.confirmed(request, now)?;
        if let Some(task) = open.filter(|task| task.intent.is_some()) {
            wire.add(&self.resume((&task, now), authority, devices)?);
            request = self.confirmed_after((request, now), wanted)?;
        }
        let record = self.read(|reading| reading.key(request.key))?;
        let (plan, _) = self.settled_plan_at(request, now)?;
        let behind = record.key.generation < Some(authority.generation());
        let nothing_to_do = !resumed && self.holds_all(&record, &plan, request, authority)?;
        if nothing_to_do {
            self.compare(&record, authority, devices)?;
        } else if !resumed || behind || is_pending(&record, &plan) {
            wire.add(&self.write((request, now), authority, devices)?);
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
        let fob = self.fob_for(&record.key, devices.encoder)?;
        self.check_fob(record, &fob, authority, devices.encoder)?;
        let contents = devices.encoder.read(&*authority.fob_keys(), &format());
        let contents = contents.map_err(after_a_look)?;
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

    /// The plan of a key and the home group under which it may be written by a write that begins at this time. Refused
    /// where anything must be settled first.
    fn settled_plan_at(
        &self,
        request: Request,
        now: UtcMillis,
    ) -> Result<(KeyPlan, Option<BlockingGroupId>), Error> {
        self.with_subject((request, now), |facts, zone, subject, now| {
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
        let now = self.services.now();
        self.with_subject((Request::of(key), now), |facts, zone, subject, now| {
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
        (request, now): (Request, UtcMillis),
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
        work(&facts, self.info()?.zone, subject, now)
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
        asked: (Request, UtcMillis),
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<WriteReport, Error> {
        let request = asked.0;
        let before = self.read(|reading| reading.key(request.key))?;
        match self.write_within(IMAGE_LIMIT, asked, authority, devices) {
            Err(Error::Encoder(device::Error::ImageTooLarge)) if before.key.uid.is_some() => {
                let outcome = self.write_within(0, asked, authority, devices);
                outcome.map_err(|error| self.with_costs(asked, error))
            }
            outcome => outcome,
        }
    }

    /// Everything is prepared and made durable, then the fob is touched. An image that keeps the leaves of the
    /// one before takes no more bytes than `room`.
    fn write_within(
        &mut self,
        room: usize,
        (request, now): (Request, UtcMillis),
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<WriteReport, Error> {
        let record = self.read(|reading| reading.key(request.key))?;
        let fob = self.fob_for(&record.key, devices.encoder)?;
        let mut attempts = 0;
        let (job, task) = loop {
            match self.begin_write(room, (request, now), &fob, (authority, devices.encoder)) {
                // Others changed something since the plan was made: it is made again, and compared with what was
                // confirmed.
                Err(Error::Store(store::Error::ChangedMeanwhile {
                    entity: Entity::System,
                })) if attempts < ATTEMPTS => attempts += 1,
                begun => break begun?,
            }
        };
        match devices
            .encoder
            .program(&job, devices.progress, devices.cancel)
            .map_err(after_a_look)
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
                Err(match error {
                    // It was taken for a new one by its master key, before its applications were asked for.
                    device::Error::Unfinished => Error::FobBegunElsewhere,
                    other => other.into(),
                })
            }
        }
    }

    /// The plan as it was confirmed, and everything that the write needs, durable: from here on the fob may be
    /// written.
    fn begin_write(
        &mut self,
        room: usize,
        (request, now): (Request, UtcMillis),
        fob: &Met,
        (authority, encoder): (&Authority, &mut dyn Encoder),
    ) -> Result<(ProgramJob, (crate::model::TaskId, u64)), Error> {
        let before = self.read(|reading| reading.audit_head())?;
        let record = self.read(|reading| reading.key(request.key))?;
        self.check_fob(&record, fob, authority, encoder)?;
        let (plan, home) = self.settled_plan_at(request, now)?;
        request.confirms(&plan)?;
        let key = settled_key(&record, home, request.stamp);
        // What the fob has no room for is told here, before anything is begun.
        let prepared = self.intent(&record, (&plan, now), home, fob, (room, authority));
        let prepared = prepared
            .and_then(|intent| Ok((self.job(&record, &intent, fob.uid, authority)?, intent)));
        let (job, intent) = prepared.map_err(|error| self.with_costs((request, now), error))?;
        let guard = request.shown.map(|_| before);
        let task = self.begin((&record, now), &key, &intent, guard)?;
        Ok((job, task))
    }

    /// Finishes an interrupted write with the very bytes of its intent.
    fn resume(
        &mut self,
        (task, now): (&TaskRecord, UtcMillis),
        authority: &Authority,
        devices: &mut Devices<'_>,
    ) -> Result<WriteReport, Error> {
        let intent = task.intent.as_ref().ok_or(crate::store::Error::TaskTaken)?;
        let fob = self.fob_of_chip(&intent.uid, devices.encoder)?;
        if Uid::new(&fob.uid)? != intent.uid {
            let expected = intent.uid.seven().unwrap_or_default();
            let found = fob.uid;
            return Err(device::Error::WrongFob { expected, found }.into());
        }
        let record = self.read(|reading| reading.key(task.key))?;
        let _now = self.require_clock_since(now)?;
        let lease = UtcMillis(now.0 + LEASE);
        let version = self.change_at(now, |change| change.claim_task(task.id, STATION, lease))?;
        let job = self.job(&record, intent, fob.uid, authority)?;
        match devices
            .encoder
            .program(&job, devices.progress, devices.cancel)
            .map_err(after_a_look)
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

    /// The fob on the encoder may become, or is, this key's. One that the records do not know is read, to tell what
    /// it is.
    fn check_fob(
        &self,
        record: &KeyRecord,
        fob: &Met,
        authority: &Authority,
        encoder: &mut dyn Encoder,
    ) -> Result<(), Error> {
        let found = Uid::new(&fob.uid)?;
        if let Some(own) = &record.key.uid {
            if *own != found {
                let (expected, found) = (own.seven().unwrap_or_default(), fob.uid);
                return Err(device::Error::WrongFob { expected, found }.into());
            }
            return Ok(());
        }
        let Some(info) = &fob.seen else {
            return Err(device::Error::NoFob.into());
        };
        match self.read(|reading| reading.key_by_uid(&found))? {
            Some(other) if other.key.id != record.key.id => Err(Error::FobOfOtherKey {
                number: other.key.number.0,
            }),
            _ if info.state == FobState::Factory => Ok(()),
            _ if info.state == FobState::Foreign => Err(device::Error::ForeignMasterKey.into()),
            _ if info.state == FobState::Started => Err(Error::FobBegunElsewhere),
            _ => Err(self.unknown_fob(authority, info.chip.name(), encoder)),
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
        (plan, now): (&KeyPlan, UtcMillis),
        home: Option<BlockingGroupId>,
        fob: &Met,
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
            uid: fob.uid,
            generation: authority.generation(),
            signer: authority.generation(),
            key: key.number,
            home_group: group.map(|group| group.number),
            revision: Revision(next),
            issued: now.seconds(),
        };
        // An image that this version cannot read is no ground to build on; the fob is written as a whole then.
        let previous = self
            .read(|reading| reading.written_view(key.id))?
            .and_then(|view| Image::parse(&view.image).ok());
        let ground = previous.as_ref().map(|image| (image, room));
        let image = build_image(&header, &plan.wanted.table, ground, authority)?;
        let list = home
            .map(|group| signed((self, now), authority, group))
            .transpose()?;
        let carried = key.uid.is_some()
            && key.generation == Some(authority.generation())
            && record.written_blocklist_version == list.as_ref().map(|list| list.version);
        let version = list.as_ref().map(|list| list.version);
        let list = list.filter(|_| !carried).map(|list| list.bytes);
        Ok(Intent {
            layout: self.layout(record, fob, &image, list.as_deref())?,
            uid: Uid::new(&fob.uid)?,
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
    fn with_costs(&self, asked: (Request, UtcMillis), error: Error) -> Error {
        let is_capacity = match &error {
            Error::Medium(error) => error.is_capacity(),
            Error::Encoder(error) => matches!(error, device::Error::ImageTooLarge),
            _ => false,
        };
        if !is_capacity {
            return error;
        }
        match self.with_subject(asked, costs) {
            Ok(costs) => error.with(Detail::Costs(costs)),
            Err(other) => other,
        }
    }

    /// Queues, claims and makes the intent durable, with home group and stamp as settled for it. Where somebody
    /// confirmed it, only while nothing changed since `confirmed`.
    fn begin(
        &mut self,
        (record, now): (&KeyRecord, UtcMillis),
        key: &Key,
        intent: &Intent,
        confirmed: Option<AuditHead>,
    ) -> Result<(crate::model::TaskId, u64), Error> {
        let _now = self.require_clock_since(now)?;
        let open = self.open_task(record.key.id)?;
        let id = match &open {
            Some(task) => task.id,
            None => self.services.id()?,
        };
        let lease = UtcMillis(now.0 + LEASE);
        let task = NewTask {
            id,
            key: record.key.id,
            operation: Operation::Program,
            approved_by: Some(self.operator),
        };
        let version = self.change_at(now, |change| {
            if let Some(head) = confirmed {
                unchanged_since(change, head)?;
            }
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
        uid: [u8; 7],
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
            uid,
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
        fob: &Met,
        image: &[u8],
        list: Option<&[u8]>,
    ) -> Result<Option<Layout>, Error> {
        // The fob of a key that was written before has its files.
        let (None, Some(info)) = (record.key.generation, &fob.seen) else {
            return Ok(None);
        };
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

/// Errors that the encoder reports before the first write of a job only.
pub(super) fn refused_before_writing(error: &device::Error) -> bool {
    matches!(
        error,
        device::Error::WrongFob { .. }
            | device::Error::ChipRefused { .. }
            | device::Error::RandomUid
            | device::Error::ForeignMasterKey
            | device::Error::ForeignApplication
            | device::Error::Unfinished
            | device::Error::FobFull { .. }
            | device::Error::ImageTooLarge
            | device::Error::BlocklistTooLarge
            | device::Error::ChangedElsewhere { .. }
            | device::Error::BadJob { .. }
    )
}
