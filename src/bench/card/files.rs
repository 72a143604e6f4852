//! Files of the selected application: creating, listing, settings, deleting. Must not know their contents.

use super::desfire::{Desfire, Grant, Reply, rights};
use super::image::{Body, File, Records};
use super::picc::alone;
use super::session::Mode;
use super::status::{
    AUTHENTICATION, DUPLICATE, FILE_NOT_FOUND, LENGTH, NO_SUCH_KEY, OUT_OF_MEMORY, PARAMETER,
    PERMISSION_DENIED, Status,
};

/// File numbers of an EV1 and later; the first generation has half of them.
const FILES: u8 = 32;

impl Desfire {
    /// Listing needs the application master key unless the application leaves it free.
    fn may_list(&self) -> Result<(), Status> {
        if self.application()?.settings & 0x02 == 0 {
            self.need_master()
        } else {
            Ok(())
        }
    }

    fn may_create(&self) -> Result<(), Status> {
        if self.application()?.settings & 0x04 == 0 {
            self.need_master()
        } else {
            Ok(())
        }
    }

    /// 6F: the numbers of all files.
    pub(super) fn get_file_ids(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        self.may_list()?;
        self.hear(command);
        Ok(Reply::plain(
            self.application()?.files.keys().copied().collect(),
        ))
    }

    /// 61: the ISO identifiers of all files.
    pub(super) fn get_iso_file_ids(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        self.may_list()?;
        if !self.application()?.iso_files {
            return Err(PERMISSION_DENIED);
        }
        self.hear(command);
        let ids = self
            .application()?
            .files
            .values()
            .filter_map(|file| file.iso_id);
        Ok(Reply::plain(ids.flat_map(u16::to_le_bytes).collect()))
    }

    /// F5: type, communication mode, rights and sizes of a file.
    pub(super) fn get_file_settings(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, number] = command else {
            return Err(LENGTH);
        };
        self.may_list()?;
        let settings = description(self.file(number)?);
        self.hear(command);
        Ok(Reply::plain(settings))
    }

    /// 5F: new communication mode and rights; enciphered unless changing is free.
    pub(super) fn change_file_settings(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, number, ref payload @ ..] = command else {
            return Err(LENGTH);
        };
        let [_, _, _, change] = rights(self.file(number)?.access);
        let new = match self.grant(&[change])? {
            Grant::Free => {
                self.hear(command);
                payload.to_vec()
            }
            Grant::Keyed => {
                let session = self.state.session.as_mut().ok_or(AUTHENTICATION)?;
                session.open(Mode::Full, &command[..2], payload, 3)?
            }
        };
        let &[communication, low, high] = new.as_slice() else {
            return Err(LENGTH);
        };
        let access = self.valid_access(communication, low, high)?;
        self.change_file(number, 1, |file| {
            file.communication = communication;
            file.access = access;
        });
        Ok(Reply::done())
    }

    fn valid_access(&self, communication: u8, low: u8, high: u8) -> Result<u16, Status> {
        if communication > 3 {
            return Err(PARAMETER);
        }
        let access = u16::from_le_bytes([low, high]);
        let keys = self.application()?.keys.len();
        if rights(access)
            .iter()
            .any(|right| *right < 0x0E && usize::from(*right) >= keys)
        {
            return Err(NO_SUCH_KEY);
        }
        Ok(access)
    }

    /// CD, CB: a standard or backup data file.
    pub(super) fn create_data_file(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let (iso_id, rest) = self.split_iso(command, 7)?;
        let &[communication, low, high, ref size @ ..] = rest else {
            return Err(LENGTH);
        };
        let size = number24(size)?;
        if size == 0 {
            return Err(PARAMETER);
        }
        self.room_for(size, if command[0] == 0xCB { 2 } else { 1 })?;
        let data = vec![0; usize::try_from(size).map_err(|_| PARAMETER)?];
        let body = if command[0] == 0xCD {
            Body::Standard { data }
        } else {
            Body::Backup { data }
        };
        self.create_file(command, iso_id, [communication, low, high], body)
    }

    /// CC: a value file.
    pub(super) fn create_value_file(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, _, communication, low, high, ref numbers @ .., options] = command else {
            return Err(LENGTH);
        };
        let (numbers, rest) = numbers.as_chunks::<4>();
        let &[lower, upper, value] = numbers else {
            return Err(LENGTH);
        };
        if !rest.is_empty() {
            return Err(LENGTH);
        }
        let [lower, upper, value] = [lower, upper, value].map(i32::from_le_bytes);
        if lower > upper || !(lower..=upper).contains(&value) || options > 3 {
            return Err(PARAMETER);
        }
        let body = Body::Value {
            lower,
            upper,
            value,
            limited: 0,
            options,
        };
        self.create_file(command, None, [communication, low, high], body)
    }

    /// C1, C0: a linear or cyclic record file.
    pub(super) fn create_record_file(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let (iso_id, rest) = self.split_iso(command, 10)?;
        let &[communication, low, high, ref numbers @ ..] = rest else {
            return Err(LENGTH);
        };
        let (size, max) = numbers.split_at_checked(3).ok_or(LENGTH)?;
        let size = number24(size)?;
        let max = number24(max)?;
        let cyclic = command[0] == 0xC0;
        if size == 0 || max == 0 || (cyclic && max < 2) {
            return Err(PARAMETER);
        }
        self.room_for(size, max)?;
        let records = Records {
            size,
            max,
            data: Vec::new(),
        };
        let body = if cyclic {
            Body::Cyclic(records)
        } else {
            Body::Linear(records)
        };
        self.create_file(command, iso_id, [communication, low, high], body)
    }

    /// Parameters after the file number, without the ISO identifier that may stand first. `length`
    /// counts the parameters with the file number and without the identifier.
    fn split_iso<'a>(
        &self,
        command: &'a [u8],
        length: usize,
    ) -> Result<(Option<u16>, &'a [u8]), Status> {
        let wants = self.application()?.iso_files;
        match command {
            [_, _, rest @ ..] if rest.len() + 1 == length && !wants => Ok((None, rest)),
            [_, _, a, b, rest @ ..] if rest.len() + 1 == length && wants => {
                Ok((Some(u16::from_le_bytes([*a, *b])), rest))
            }
            _ => Err(LENGTH),
        }
    }

    /// Refuses before anything of that size is made.
    fn room_for(&self, size: u32, times: u32) -> Result<(), Status> {
        if u64::from(size) * u64::from(times) > u64::from(self.image.free()) {
            return Err(OUT_OF_MEMORY);
        }
        Ok(())
    }

    fn create_file(
        &mut self,
        command: &[u8],
        iso_id: Option<u16>,
        [communication, low, high]: [u8; 3],
        body: Body,
    ) -> Result<Reply, Status> {
        let number = command[1];
        self.may_create()?;
        if number >= FILES {
            return Err(PARAMETER);
        }
        let access = self.valid_access(communication, low, high)?;
        let application = self.application()?;
        let taken = application
            .files
            .values()
            .any(|file| iso_id.is_some() && file.iso_id == iso_id);
        if taken || application.files.contains_key(&number) {
            return Err(DUPLICATE);
        }
        let file = File {
            communication,
            access,
            iso_id,
            body,
        };
        if file.memory() > self.image.free() {
            return Err(OUT_OF_MEMORY);
        }
        self.hear(command);
        let selected = self.state.selected;
        self.change(32, |image| {
            for application in image
                .applications
                .iter_mut()
                .filter(|found| Some(found.aid) == selected)
            {
                drop(application.files.insert(number, file.clone()));
            }
        });
        Ok(Reply::done())
    }

    /// DF: deletes a file.
    pub(super) fn delete_file(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, number] = command else {
            return Err(LENGTH);
        };
        self.may_create()?;
        let memory = self.file(number)?.memory();
        self.hear(command);
        drop(self.state.transaction.remove(&number));
        let selected = self.state.selected;
        let reclaims = self.image.chip.reclaims();
        self.change(32, |image| {
            for application in image
                .applications
                .iter_mut()
                .filter(|found| Some(found.aid) == selected)
            {
                drop(application.files.remove(&number));
            }
            if !reclaims {
                image.lost = image.lost.saturating_add(memory);
            }
        });
        Ok(Reply::done())
    }

    /// The file that ISO 7816 selected, or the one with this short identifier.
    pub(super) fn iso_target(&self, short: Option<u8>) -> Result<u8, Status> {
        let number = short.or(self.state.iso_file).ok_or(FILE_NOT_FOUND)?;
        self.file(number).map(|_| number)
    }
}

/// The answer of GetFileSettings.
fn description(file: &File) -> Vec<u8> {
    let kind = match &file.body {
        Body::Standard { .. } => 0,
        Body::Backup { .. } => 1,
        Body::Value { .. } => 2,
        Body::Linear(_) => 3,
        Body::Cyclic(_) => 4,
    };
    let mut settings = vec![kind, file.communication];
    settings.extend(file.access.to_le_bytes());
    match &file.body {
        Body::Standard { data } | Body::Backup { data } => settings.extend(bytes24(data.len())),
        Body::Value {
            lower,
            upper,
            limited,
            options,
            ..
        } => {
            for number in [lower, upper, limited] {
                settings.extend(number.to_le_bytes());
            }
            settings.push(*options);
        }
        Body::Linear(records) | Body::Cyclic(records) => {
            for number in [records.size, records.max, records.count()] {
                settings.extend(&number.to_le_bytes()[..3]);
            }
        }
    }
    settings
}

/// A number of three bytes, low byte first.
pub(super) fn number24(bytes: &[u8]) -> Result<u32, Status> {
    let &[a, b, c] = bytes else {
        return Err(LENGTH);
    };
    Ok(u32::from_le_bytes([a, b, c, 0]))
}

fn bytes24(length: usize) -> [u8; 3] {
    let [a, b, c, ..] = length.to_le_bytes();
    [a, b, c]
}
