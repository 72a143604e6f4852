//! Image and blocklist: fence, write, commit, read back, and the last proof that no factory key works.

use std::sync::atomic::AtomicBool;

use super::FobEncoder;
use super::difference::written_ranges;
use super::job::{Expected, Fence, Phase, ProgramJob, Progress, WriteReport};
use super::layout::{BLOCKLIST_FILE, FACTORY_KEY, IMAGE_FILE, KEYS};
use super::structure::Footing;
use super::visit::Visit;
use crate::device::Error;
use crate::device::desfire::{LONGEST_FRAME_DATA, status};

impl FobEncoder {
    /// Programs the fob.
    pub(super) fn program_fob(
        &mut self,
        job: &ProgramJob,
        progress: &mut dyn FnMut(Progress),
        cancel: &AtomicBool,
    ) -> Result<WriteReport, Error> {
        let wanted = job.check()?;
        let expected = expected_exchanges(job);
        let bare = self.holds_factory_fob(job.uid);
        let (written, report) = self.visit(
            Some(job.uid),
            &*job.keys,
            expected,
            progress,
            cancel,
            |visit, start| {
                visit.safe_point()?;
                let footing = visit.prepare(job, start, bare)?;
                let written = visit.bring_content(job, wanted, footing)?;
                if job.expected == Expected::Factory {
                    visit.factory_keys_fail()?;
                }
                Ok(written)
            },
        )?;
        Ok(WriteReport { written, ..report })
    }
}

/// A rough number of exchanges, for a progress bar.
fn expected_exchanges(job: &ProgramJob) -> u32 {
    let frames = |bytes: &[u8]| bytes.len() / LONGEST_FRAME_DATA + 1;
    let list = job.blocklist.as_deref().map_or(0, frames);
    let ranges = written_ranges(job.previous.as_deref(), &job.image);
    let write: usize = ranges
        .iter()
        .map(|range| range.len() / LONGEST_FRAME_DATA + 1)
        .sum();
    let frame = if job.expected == Expected::Factory {
        29
    } else {
        5
    };
    u32::try_from(frame + write + frames(&job.image) + 2 * list).unwrap_or(u32::MAX)
}

impl Visit<'_> {
    /// The fence of the image on the fob, in a session with the station's key.
    pub(super) fn read_fence(&mut self, job: &ProgramJob) -> Result<Option<Fence>, Error> {
        let length = in_memory(job.format.fence_length)?;
        let bytes = self
            .card
            .read(IMAGE_FILE, job.format.fence_offset, length)?;
        Ok((job.format.fence)(&bytes))
    }

    /// Writes what is to be written, makes it effective, reads it back. Returns the number of bytes written.
    fn bring_content(
        &mut self,
        job: &ProgramJob,
        wanted: Fence,
        footing: Footing,
    ) -> Result<u32, Error> {
        let previous = match footing {
            Footing::Blank => false,
            Footing::Unknown => match self.meet_fence(job, wanted)? {
                Meeting::Wanted => return self.finish_written(job),
                Meeting::Expected { previous } => previous,
            },
        };
        let list = match footing {
            Footing::Blank => job.blocklist.as_deref(),
            Footing::Unknown => self.list_to_write(job)?,
        };
        self.safe_point()?;
        let previous = previous.then_some(job.previous.as_deref()).flatten();
        let mut written = self.write_image(job, previous)?;
        written += self.write_blocklist(list)?;
        self.commit()?;
        if self.reads_back(job, list)? {
            return Ok(written);
        }
        if previous.is_none() {
            return Err(Error::ReadBackDiffers);
        }
        // The old image was not what the records say although its head was: write all of it.
        written += self.write_image(job, None)?;
        self.commit()?;
        if self.reads_back(job, list)? {
            Ok(written)
        } else {
            Err(Error::ReadBackDiffers)
        }
    }

    /// Compares the image on the fob with what the job starts from and with what it wants.
    fn meet_fence(&mut self, job: &ProgramJob, wanted: Fence) -> Result<Meeting, Error> {
        let window = job.format.fence_offset + job.format.fence_length;
        let window = in_memory(window)?;
        let old_head = job
            .previous
            .as_deref()
            .and_then(|previous| previous.get(..window));
        let (found, previous) = if let Some(old_head) = old_head {
            let head = self.card.read(IMAGE_FILE, 0, window)?;
            (job.format.fence_of(&head), head == old_head)
        } else {
            (self.read_fence(job)?, false)
        };
        if found == Some(wanted) {
            Ok(Meeting::Wanted)
        } else if found == job.expected_fence() {
            Ok(Meeting::Expected { previous })
        } else {
            Err(Error::ChangedElsewhere {
                expected: job.expected_fence(),
                found,
            })
        }
    }

    /// The fob shows the wanted fence: an earlier run got as far as that. Proves it, and adds the blocklist if
    /// it is not there.
    fn finish_written(&mut self, job: &ProgramJob) -> Result<u32, Error> {
        self.enter_phase(Phase::ReadBack);
        if !self.shows_locks(job)? {
            let found = job.format.fence_of(&job.image);
            return Err(Error::ChangedElsewhere {
                expected: job.expected_fence(),
                found,
            });
        }
        let Some(list) = self.list_to_write(job)? else {
            return Ok(0);
        };
        if self.holds(BLOCKLIST_FILE, list)? {
            return Ok(0);
        }
        let written = self.write_blocklist(Some(list))?;
        self.commit()?;
        self.enter_phase(Phase::ReadBack);
        if self.holds(BLOCKLIST_FILE, list)? {
            Ok(written)
        } else {
            Err(Error::ReadBackDiffers)
        }
    }

    /// Writes the image, or what differs from the previous one.
    fn write_image(&mut self, job: &ProgramJob, previous: Option<&[u8]>) -> Result<u32, Error> {
        self.enter_phase(Phase::Write);
        let mut written = 0;
        for range in written_ranges(previous, &job.image) {
            let offset = u32::try_from(range.start).map_err(|_| Error::ImageTooLarge)?;
            written += self.write_range(IMAGE_FILE, offset, &job.image[range])?;
        }
        Ok(written)
    }

    /// The job's blocklist, unless it has none or the fob carries a newer one.
    fn list_to_write<'j>(&mut self, job: &'j ProgramJob) -> Result<Option<&'j [u8]>, Error> {
        let Some(list) = job.blocklist.as_deref() else {
            return Ok(None);
        };
        let length = in_memory(job.format.blocklist_head)?;
        let front = self.card.read(BLOCKLIST_FILE, 0, length)?;
        if !(job.format.blocklist_newer)(&front, list) {
            return Ok(Some(list));
        }
        let length = (job.format.blocklist_length)(&front).unwrap_or(0);
        let found = match self.read_part(BLOCKLIST_FILE, 0, length) {
            Ok(found) => found,
            Err(Error::AnswerMalformed { .. }) => {
                // It says that it is longer than its file. The fob ended the session over that.
                return if self.enter(job.generation)? {
                    Ok(Some(list))
                } else {
                    Err(Error::OtherSystem)
                };
            }
            Err(error) => return Err(error),
        };
        Ok((!(job.list_check)(&found)).then_some(list))
    }

    /// Writes the blocklist if there is one to write.
    fn write_blocklist(&mut self, list: Option<&[u8]>) -> Result<u32, Error> {
        list.map_or(Ok(0), |list| self.write_range(BLOCKLIST_FILE, 0, list))
    }

    /// One write command; the card refuses what goes beyond the file, and drops the whole transaction.
    fn write_range(&mut self, file: u8, offset: u32, data: &[u8]) -> Result<u32, Error> {
        self.card
            .write(file, offset, data)
            .map_err(|error| match file {
                _ if !error.is_status(status::BOUNDARY_ERROR) => error,
                BLOCKLIST_FILE => Error::BlocklistTooLarge,
                _ => Error::ImageTooLarge,
            })?;
        Ok(u32::try_from(data.len()).unwrap_or(u32::MAX))
    }

    /// Last chance to stop, then makes the writes effective, all together.
    fn commit(&mut self) -> Result<(), Error> {
        if let Err(cancelled) = self.safe_point() {
            self.card.abort()?;
            return Err(cancelled);
        }
        self.enter_phase(Phase::Commit);
        self.card.commit()
    }

    /// Reads everything back and compares it.
    fn reads_back(&mut self, job: &ProgramJob, list: Option<&[u8]>) -> Result<bool, Error> {
        self.enter_phase(Phase::ReadBack);
        Ok(self.shows_locks(job)?
            && match list {
                Some(list) => self.holds(BLOCKLIST_FILE, list)?,
                None => true,
            })
    }

    /// Whether the job's image is there for locks, which read no less than so many bytes of any fob.
    fn shows_locks(&mut self, job: &ProgramJob) -> Result<bool, Error> {
        let length = job.image.len().max(in_memory(job.format.first_read)?);
        let read = match self.card.read(IMAGE_FILE, 0, length) {
            // Once more: a damaged command gets the same answer as a file that is too short.
            Err(error) if error.is_status(status::BOUNDARY_ERROR) => {
                if !self.enter(job.generation)? {
                    return Err(Error::OtherSystem);
                }
                self.card.read(IMAGE_FILE, 0, length).map_err(too_short)?
            }
            read => read?,
        };
        Ok(read.starts_with(&job.image))
    }

    /// The file begins with exactly these bytes. A file too short for them does not, but then it could not be written.
    fn holds(&mut self, file: u8, bytes: &[u8]) -> Result<bool, Error> {
        Ok(self.card.read(file, 0, bytes.len())? == bytes)
    }

    /// None of the application's factory keys may work any more.
    fn factory_keys_fail(&mut self) -> Result<(), Error> {
        self.enter_phase(Phase::FactoryCheck);
        for key in 0..KEYS {
            if self.opens(key, &FACTORY_KEY)? {
                return Err(Error::FactoryKeyWorks { key });
            }
        }
        Ok(())
    }
}

/// What the fence on the fob says.
enum Meeting {
    /// The image that the job starts from; `previous` when its head is byte for byte the recorded one.
    Expected { previous: bool },
    /// The image that the job wants.
    Wanted,
}

/// A file that ends before what is read of every one of them.
fn too_short(error: Error) -> Error {
    if error.is_status(status::BOUNDARY_ERROR) {
        Error::FileTooShort
    } else {
        error
    }
}

/// A length as the machine counts.
fn in_memory(length: u32) -> Result<usize, Error> {
    usize::try_from(length).map_err(|_| Error::BadJob { what: "length" })
}
