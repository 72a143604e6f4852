//! Whether a key may be written, as far as it can be known without programming key and fob: a dry run and the write
//! itself ask the same.

use super::bytes::measure_image;
use super::{Request, Station};
use crate::device;
use crate::medium::image::IMAGE_LIMIT;
use crate::medium::{Image, Layout};
use crate::model::{BlockingGroupId, KeyKind, KeyState, Permission};
use crate::store::{KeyRecord, Operation, TaskRecord, TaskState};
use crate::time::UtcMillis;
use crate::workflow::Error;
use crate::workflow::plan::KeyPlan;

/// A plan and the home group under which it may be written.
type Settled = (KeyPlan, Option<BlockingGroupId>);

/// A write that nothing known refuses.
pub(super) struct Ready {
    /// The task that is open on the key.
    pub(super) open: Option<TaskRecord>,
    /// When it was looked at: the write goes on by this time.
    pub(super) now: UtcMillis,
    /// What is written, or why nothing is but the rest of an interrupted write.
    settled: Result<Settled, Error>,
}

impl Station {
    /// What a write would do.
    ///
    /// # Errors
    /// Whatever [`Station::program_key`] refuses and can be known before programming key and fob are there.
    pub fn dry_run(&self, request: Request) -> Result<Settled, Error> {
        self.ready(request)?.settled
    }

    /// All that may refuse a write before the authority is asked for.
    pub(super) fn ready(&self, request: Request) -> Result<Ready, Error> {
        self.require(Permission::ProgramKeys)?;
        let record = self.read(|reading| reading.key(request.key))?;
        self.require_over_key(Permission::ProgramKeys, &record)?;
        let open = self.open_task(request.key)?;
        check_writable(&record, open.as_ref())
            .map_err(|error| self.naming_way_out(request.key, error))?;
        let now = self.require_clock()?;
        let _wanted = self.confirmed(request, now)?;
        let mut settled = self.settled_with_room(&record, (request, now));
        // What was interrupted is finished whatever may be said of the rest.
        if open.as_ref().is_none_or(|task| task.intent.is_none()) {
            settled = Ok(settled?);
        }
        self.check_live()?;
        Ok(Ready { open, now, settled })
    }

    fn settled_with_room(
        &self,
        record: &KeyRecord,
        asked: (Request, UtcMillis),
    ) -> Result<Settled, Error> {
        let settled = self.settled_plan_at(asked.0, asked.1)?;
        self.check_room(record, &settled.0)
            .map_err(|error| self.with_costs(asked, error))?;
        Ok(settled)
    }

    /// Refuses a table that has no room on the medium that the key has, where it is known how much there is.
    fn check_room(&self, record: &KeyRecord, plan: &KeyPlan) -> Result<(), Error> {
        let Some(layout) = self.layout_known(record)? else {
            return Ok(());
        };
        let previous = self
            .read(|reading| reading.written_view(record.key.id))?
            .and_then(|view| Image::parse(&view.image).ok());
        let length = |room: usize| {
            let ground = previous.as_ref().map(|image| (image, room));
            measure_image(&plan.wanted.table, ground)
        };
        // As it is tried when it is written: beside what stands there, then divided anew.
        if length(IMAGE_LIMIT)? > layout.image as usize && length(0)? > layout.image as usize {
            return Err(device::Error::ImageTooLarge.into());
        }
        Ok(())
    }

    /// The files that were made on the key's medium.
    fn layout_known(&self, record: &KeyRecord) -> Result<Option<Layout>, Error> {
        if record.key.generation.is_none() {
            return Ok(None);
        }
        let tasks = self.read(|reading| reading.tasks_of_key(record.key.id))?;
        let made = |task: TaskRecord| {
            let intent = task.intent.filter(|_| {
                task.state == TaskState::Done && task.operation == Operation::Program
            })?;
            let own = Some(&intent.uid) == record.key.uid.as_ref();
            intent.layout.filter(|_| own)
        };
        Ok(tasks.into_iter().find_map(made))
    }
}

/// States of a key from which it may be written.
fn check_writable(record: &KeyRecord, open: Option<&TaskRecord>) -> Result<(), Error> {
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
    }?;
    if open.is_some_and(|task| task.operation == Operation::Empty) {
        return Err(Error::OtherTaskOpen { open: "empty" });
    }
    Ok(())
}
