//! Reading all content of a fob of ours.

use std::sync::atomic::AtomicBool;

use super::FobEncoder;
use super::job::{FobKeys, Format, MediumContents, Phase};
use super::layout::{
    APPLICATION, BLOCKLIST_FILE, EVENT_BYTES, EVENTS_FILE, IMAGE_FILE, KEPT_EVENTS,
};
use super::visit::Visit;
use crate::device::Error;
use crate::device::desfire::status;

/// Longest image or blocklist that is read; no fob holds more.
const LONGEST: u32 = 8 * 1_024;
/// Bytes of a file that two enciphered frames bring: a whole blocklist of a few keys. No blocklist's file is shorter.
const TWO_FRAMES: u32 = 108;

impl FobEncoder {
    /// Reads the fob.
    pub(super) fn read_fob(
        &mut self,
        keys: &dyn FobKeys,
        format: &Format,
    ) -> Result<MediumContents, Error> {
        let never = AtomicBool::new(false);
        let (contents, _) = self.visit(None, keys, 30, &mut |_| {}, &never, |visit, _| {
            visit.contents(format)
        })?;
        Ok(contents)
    }
}

impl Visit<'_> {
    /// Everything that the station's key may read.
    fn contents(&mut self, format: &Format) -> Result<MediumContents, Error> {
        self.enter_phase(Phase::Identify);
        match self.card.select(APPLICATION) {
            Ok(()) => {}
            Err(error) if error.is_status(status::APPLICATION_NOT_FOUND) => {
                return Err(Error::NotProgrammed);
            }
            Err(error) => return Err(error),
        }
        let generation = self.card.key_version(1)?;
        if generation == 0 {
            return Err(Error::Unfinished);
        }
        if !self.enter(generation)? {
            return Err(Error::OtherSystem);
        }
        self.enter_phase(Phase::ReadBack);
        let image = match self.image(format, generation) {
            Err(error) if error.is_status(status::FILE_NOT_FOUND) => Vec::new(),
            read => read?,
        };
        // Without an image it may be unfinished: nothing is written before key 0 has its version.
        if image.is_empty() {
            if self.card.key_version(0)? == 0 {
                return Err(Error::Unfinished);
            }
            if !self.enter(generation)? {
                return Err(Error::OtherSystem);
            }
        }
        let blocklist = self.blocklist(format)?;
        // Last, because a fob without events ends the session.
        let events = self.events()?;
        Ok(MediumContents {
            uid: self.uid,
            generation,
            image,
            blocklist,
            events,
        })
    }

    /// The image, as long as its fence says. A fence at the very front is not read twice. Reads no less than a lock
    /// does, which is given nothing by a file that is shorter.
    fn image(&mut self, format: &Format, generation: u8) -> Result<Vec<u8>, Error> {
        let mut front = self.read_part(IMAGE_FILE, format.fence_offset, format.fence_length)?;
        let Some(fence) = (format.fence)(&front) else {
            return Ok(Vec::new());
        };
        let whole = fence.length.max(format.first_read);
        let read = match whole.checked_sub(format.fence_length) {
            Some(rest) if format.fence_offset == 0 => {
                let rest = self.read_part(IMAGE_FILE, format.fence_length, rest);
                rest.map(|rest| front.extend(rest)).map(|()| front)
            }
            _ => self.read_part(IMAGE_FILE, 0, whole),
        };
        let mut image = match read {
            // Once more: a damaged command gets the same answer as a file that is too short.
            Err(Error::AnswerMalformed { .. }) if whole == format.first_read => {
                if !self.enter(generation)? {
                    return Err(Error::OtherSystem);
                }
                let again = self.read_part(IMAGE_FILE, 0, whole);
                again.map_err(|error| match error {
                    Error::AnswerMalformed { .. } => Error::FileTooShort,
                    error => error,
                })?
            }
            read => read?,
        };
        image.truncate(usize::try_from(fence.length).unwrap_or(usize::MAX));
        Ok(image)
    }

    /// The blocklist, as long as it says itself; empty where none stands. What comes along with its length is not
    /// read twice.
    fn blocklist(&mut self, format: &Format) -> Result<Vec<u8>, Error> {
        let front = format.blocklist_head.max(TWO_FRAMES);
        let mut list = self.read_part(BLOCKLIST_FILE, 0, front)?;
        let head = usize::try_from(format.blocklist_head).unwrap_or(usize::MAX);
        let length = list
            .get(..head)
            .and_then(format.blocklist_length)
            .unwrap_or(0);
        if let Some(rest) = length.checked_sub(front) {
            list.extend(self.read_part(BLOCKLIST_FILE, front, rest)?);
        }
        list.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Ok(list)
    }

    /// Reads `length` bytes, none when that is 0.
    pub(super) fn read_part(
        &mut self,
        file: u8,
        offset: u32,
        length: u32,
    ) -> Result<Vec<u8>, Error> {
        if length == 0 {
            return Ok(Vec::new());
        }
        let malformed = Error::AnswerMalformed {
            what: "length of the content",
        };
        match usize::try_from(length) {
            Ok(length) if length <= LONGEST as usize => {
                self.card.read(file, offset, length).map_err(|error| {
                    if error.is_status(status::BOUNDARY_ERROR) {
                        malformed
                    } else {
                        error
                    }
                })
            }
            _ => Err(malformed),
        }
    }

    /// All event records.
    fn events(&mut self) -> Result<Vec<[u8; 16]>, Error> {
        let bytes = self
            .card
            .records(EVENTS_FILE, EVENT_BYTES as usize, KEPT_EVENTS as usize)?;
        Ok(bytes.as_chunks::<16>().0.to_vec())
    }
}
