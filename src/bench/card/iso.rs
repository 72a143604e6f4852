//! The ISO 7816-4 commands of a DESFire: SELECT, READ and UPDATE BINARY, READ RECORDS and APPEND RECORD on files that
//! the rights leave plain, and the authentication in three commands. Must not know native frames.

mod authentication;
mod records;

pub(super) use authentication::Proof;

use super::desfire::{Desfire, Grant, RandomBytes, rights};
use super::image::Body;
use super::session::Mode;
use super::status::{APPLICATION_NOT_FOUND, BOUNDARY, FILE_NOT_FOUND, LENGTH, Status};

/// The name under which the card itself is selected.
const CARD_NAME: [u8; 7] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x00];
/// A plain answer carries no more.
const LONGEST: usize = 59;

impl Desfire {
    /// `00 INS P1 P2 [Lc data] [Le]`; answers with data and a status word.
    pub(super) fn iso(&mut self, frame: &[u8], random: RandomBytes<'_>) -> Vec<u8> {
        let before = std::mem::take(&mut self.state.proof);
        let result = match (frame, body(frame)) {
            ([_, 0xA4, how, _, ..], Some((data, _))) => {
                self.iso_select(*how, data).map(|()| Vec::new())
            }
            ([_, 0xB0, high, low, ..], Some(([], wanted))) => self.iso_read(*high, *low, wanted),
            ([_, 0xD6, high, low, ..], Some((data, _))) => {
                self.iso_update(*high, *low, data).map(|()| Vec::new())
            }
            ([_, 0xB2, first, which, ..], Some(([], wanted))) => {
                self.iso_read_records(*first, *which, wanted)
            }
            ([_, 0xE2, 0, which, ..], Some((data, _))) => {
                self.iso_append_record(*which, data).map(|()| Vec::new())
            }
            ([_, 0x84, 0, 0, ..], Some(([], wanted))) => self.iso_challenge(wanted, random),
            ([_, 0x82, algorithm, which, ..], Some((data, _))) => self
                .iso_external(before, [*algorithm, *which], data)
                .map(|()| Vec::new()),
            ([_, 0x88, algorithm, which, ..], Some((data, _))) => {
                self.iso_internal(before, [*algorithm, *which], data, random)
            }
            (_, None) => Err(0x6700),
            ([_, 0x84 | 0xE2, ..], _) => Err(0x6A86),
            _ => Err(0x6D00),
        };
        match result {
            Ok(mut answer) => {
                answer.extend([0x90, 0x00]);
                answer
            }
            Err(word) => {
                let _ = self.failed(LENGTH);
                u16::to_be_bytes(word).to_vec()
            }
        }
    }

    fn iso_select(&mut self, how: u8, data: &[u8]) -> Result<(), u16> {
        match (how, data) {
            (0x04, name) => {
                let named = self
                    .image
                    .applications
                    .iter()
                    .find(|found| !name.is_empty() && found.iso_name == name);
                let aid = named.map(|application| application.aid);
                let card = (name == CARD_NAME).then_some([0; 3]);
                self.select(aid.or(card).ok_or(0x6A82_u16)?).map_err(word)
            }
            (0x00, [] | [0x3F, 0x00]) => self.select([0; 3]).map_err(word),
            (0x00..=0x02, [high, low]) => {
                let id = u16::from_be_bytes([*high, *low]);
                self.iso_select_id(id)
            }
            _ => Err(0x6A86),
        }
    }

    fn iso_select_id(&mut self, id: u16) -> Result<(), u16> {
        if let Ok(application) = self.application()
            && let Some((number, _)) = application
                .files
                .iter()
                .find(|(_, file)| file.iso_id == Some(id))
        {
            self.state.iso_file = Some(*number);
            return Ok(());
        }
        let aid = self
            .image
            .applications
            .iter()
            .find(|found| found.iso_id == Some(id))
            .map(|found| found.aid);
        self.select(aid.ok_or(0x6A82_u16)?).map_err(word)
    }

    fn iso_read(&mut self, high: u8, low: u8, wanted: usize) -> Result<Vec<u8>, u16> {
        let (number, offset) = self.iso_place(high, low)?;
        let [read, _, both, _] = rights(self.file(number).map_err(word)?.access);
        self.iso_plain(number, &[read, both])?;
        let (Body::Standard { data } | Body::Backup { data }) =
            &self.file(number).map_err(word)?.body
        else {
            return Err(0x6981);
        };
        let end = data.len().min(offset + wanted.min(LONGEST));
        data.get(offset..end)
            .filter(|found| !found.is_empty())
            .map(<[u8]>::to_vec)
            .ok_or(0x6B00)
    }

    fn iso_update(&mut self, high: u8, low: u8, data: &[u8]) -> Result<(), u16> {
        let (number, offset) = self.iso_place(high, low)?;
        let [_, write, both, _] = rights(self.file(number).map_err(word)?.access);
        self.iso_plain(number, &[write, both])?;
        match &self.file(number).map_err(word)?.body {
            Body::Standard { data: now } | Body::Backup { data: now }
                if offset + data.len() > now.len() =>
            {
                return Err(0x6B00);
            }
            Body::Standard { .. } => self.write_standard(number, offset, data),
            Body::Backup { .. } => {
                // Without a commit in this command set the update is its own transaction.
                self.change_file(number, data.len(), |file| {
                    if let Body::Backup { data: now } = &mut file.body
                        && let Some(place) = now.get_mut(offset..offset + data.len())
                    {
                        place.copy_from_slice(data);
                    }
                });
            }
            _ => return Err(0x6981),
        }
        Ok(())
    }

    fn iso_place(&self, high: u8, low: u8) -> Result<(u8, usize), u16> {
        if high & 0x80 == 0 {
            return Ok((
                self.iso_target(None).map_err(word)?,
                usize::from(u16::from_be_bytes([high, low])),
            ));
        }
        Ok((
            self.iso_target(Some(high & 0x1F)).map_err(word)?,
            usize::from(low),
        ))
    }

    fn iso_plain(&self, number: u8, wanted: &[u16]) -> Result<(), u16> {
        let plain = Mode::of(self.file(number).map_err(word)?.communication) == Mode::Plain;
        match self.grant(wanted).map_err(word)? {
            Grant::Free => Ok(()),
            Grant::Keyed if plain => Ok(()),
            Grant::Keyed => Err(0x6982),
        }
    }
}

/// Data and wanted length of a short command.
fn body(frame: &[u8]) -> Option<(&[u8], usize)> {
    let wanted = |length: u8| {
        if length == 0 {
            256
        } else {
            usize::from(length)
        }
    };
    match frame.get(4..)? {
        [] => Some((&[], 0)),
        [length] => Some((&[], wanted(*length))),
        [length, data @ ..] if data.len() == usize::from(*length) => Some((data, 0)),
        [length, data @ .., expected] if data.len() == usize::from(*length) => {
            Some((data, wanted(*expected)))
        }
        _ => None,
    }
}

fn word(status: Status) -> u16 {
    match status {
        FILE_NOT_FOUND | APPLICATION_NOT_FOUND => 0x6A82,
        BOUNDARY => 0x6B00,
        LENGTH => 0x6700,
        _ => 0x6982,
    }
}
