//! Reading and writing the contents of files. Must not know keys or applications.

use super::desfire::{Desfire, Grant, Reply, rights};
use super::files::number24;
use super::image::Body;
use super::session::Mode;
use super::status::{AUTHENTICATION, BOUNDARY, LENGTH, PARAMETER, PERMISSION_DENIED, Status};

impl Desfire {
    /// How many bytes a writing command has in all, by its header: that is how long frames are gathered.
    pub(super) fn expected(&mut self, command: &[u8]) -> Result<usize, Status> {
        let (header, length) = match command {
            [0x3D | 0x3B, _, _, _, _, a, b, c, ..] => (8, number24(&[*a, *b, *c])? as usize),
            [0x0C | 0x1C | 0xDC, _, ..] => (2, 4),
            _ => return Err(LENGTH),
        };
        let mode = self.write_mode(command[0], command[1])?;
        let travelling = match &self.state.session {
            Some(session) => session.travelling(mode, length),
            None => length,
        };
        Ok(header + travelling)
    }

    fn write_mode(&self, instruction: u8, number: u8) -> Result<Mode, Status> {
        let file = self.file(number)?;
        let [read, write, both, _] = rights(file.access);
        let grant = match instruction {
            0x0C => self.grant(&[both])?,
            0xDC => self.grant(&[read, write, both])?,
            _ => self.grant(&[write, both])?,
        };
        Ok(mode(grant, file.communication))
    }

    fn opened(&mut self, command: &[u8], header: usize, length: usize) -> Result<Vec<u8>, Status> {
        let mode = self.write_mode(command[0], command[1])?;
        let (head, payload) = command.split_at(header);
        match &mut self.state.session {
            Some(session) => session.open(mode, head, payload, length),
            None if mode == Mode::Plain && payload.len() == length => Ok(payload.to_vec()),
            None => Err(AUTHENTICATION),
        }
    }

    /// 3D: writes into a standard file, or prepares it in a backup file.
    pub(super) fn write_data(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let (number, offset, length) = span(command)?;
        let data = self.opened(command, 8, length)?;
        match &self.file(number)?.body {
            Body::Standard { data: now } | Body::Backup { data: now }
                if offset + length > now.len() =>
            {
                return Err(BOUNDARY);
            }
            Body::Standard { .. } => self.write_standard(number, offset, &data),
            Body::Backup { data: now } => {
                let now = now.clone();
                self.prepare_data(number, &now, offset, &data);
                self.wrote(data.len());
            }
            _ => return Err(PERMISSION_DENIED),
        }
        Ok(Reply::done())
    }

    /// Writes into a standard file at once; the bounds have been checked.
    pub(super) fn write_standard(&mut self, number: u8, offset: usize, data: &[u8]) {
        self.change_file(number, data.len(), |file| {
            if let Body::Standard { data: now } = &mut file.body
                && let Some(place) = now.get_mut(offset..offset + data.len())
            {
                place.copy_from_slice(data);
            }
        });
    }

    /// 3B: prepares a record.
    pub(super) fn write_record(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let (number, offset, length) = span(command)?;
        let data = self.opened(command, 8, length)?;
        let (records, cyclic) = match &self.file(number)?.body {
            Body::Linear(records) => (records.clone(), false),
            Body::Cyclic(records) => (records.clone(), true),
            _ => return Err(PERMISSION_DENIED),
        };
        if offset + length > records.size as usize {
            return Err(BOUNDARY);
        }
        self.prepare_record(number, &records, cyclic, offset, &data)?;
        self.wrote(data.len());
        Ok(Reply::done())
    }

    /// 0C, DC, 1C: credit, debit, limited credit.
    pub(super) fn change_value(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let data = self.opened(command, 2, 4)?;
        let amount = <[u8; 4]>::try_from(data.as_slice())
            .map(i32::from_le_bytes)
            .map_err(|_| LENGTH)?;
        if amount < 0 {
            return Err(PARAMETER);
        }
        let amount = i64::from(amount);
        let signed = if command[0] == 0xDC { -amount } else { amount };
        self.prepare_value(command[1], signed, command[0] == 0x1C)?;
        self.wrote(4);
        Ok(Reply::done())
    }

    /// EB: prepares the clearing of a record file.
    pub(super) fn clear_records(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, number] = command else {
            return Err(LENGTH);
        };
        let file = self.file(number)?;
        let records = matches!(file.body, Body::Linear(_) | Body::Cyclic(_));
        let [_, _, both, _] = rights(file.access);
        let _ = self.grant(&[both])?;
        if !records {
            return Err(PERMISSION_DENIED);
        }
        self.hear(command);
        self.prepare_clearing(number);
        self.wrote(1);
        Ok(Reply::done())
    }

    fn read_mode(&self, number: u8) -> Result<Mode, Status> {
        let file = self.file(number)?;
        let [read, _, both, _] = rights(file.access);
        Ok(mode(self.grant(&[read, both])?, file.communication))
    }

    /// BD: reads committed data; length 0 reads to the end.
    pub(super) fn read_data(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let (number, offset, length) =
            span(command).and_then(|found| exactly(command, 8, found))?;
        let mode = self.read_mode(number)?;
        let (Body::Standard { data } | Body::Backup { data }) = &self.file(number)?.body else {
            return Err(PERMISSION_DENIED);
        };
        let end = if length == 0 {
            data.len()
        } else {
            offset + length
        };
        let data = data
            .get(offset..end)
            .filter(|found| !found.is_empty())
            .ok_or(BOUNDARY)?
            .to_vec();
        self.hear(command);
        Ok(Reply::Data {
            mode,
            data,
            open_ended: length == 0,
        })
    }

    /// BB: reads records, counted from the newest, sent oldest first; number 0 reads all.
    pub(super) fn read_records(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let (number, skip, count) = span(command).and_then(|found| exactly(command, 8, found))?;
        let mode = self.read_mode(number)?;
        let (Body::Linear(records) | Body::Cyclic(records)) = &self.file(number)?.body else {
            return Err(PERMISSION_DENIED);
        };
        let end = (records.count() as usize)
            .checked_sub(skip)
            .ok_or(BOUNDARY)?;
        let start = if count == 0 {
            0
        } else {
            end.checked_sub(count).ok_or(BOUNDARY)?
        };
        let size = records.size as usize;
        let found = records.data.get(start * size..end * size);
        let data = found
            .filter(|found| !found.is_empty())
            .ok_or(BOUNDARY)?
            .to_vec();
        self.hear(command);
        Ok(Reply::Data {
            mode,
            data,
            open_ended: count == 0,
        })
    }

    /// 6C: the committed value.
    pub(super) fn get_value(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, number] = command else {
            return Err(LENGTH);
        };
        let file = self.file(number)?;
        let Body::Value { value, options, .. } = file.body else {
            return Err(PERMISSION_DENIED);
        };
        let [read, write, both, _] = rights(file.access);
        let grant = match self.grant(&[read, write, both]) {
            Err(_) if options & 0x02 != 0 => Grant::Free,
            other => other?,
        };
        let mode = mode(grant, file.communication);
        self.hear(command);
        Ok(Reply::Data {
            mode,
            data: value.to_le_bytes().to_vec(),
            open_ended: false,
        })
    }
}

fn mode(grant: Grant, communication: u8) -> Mode {
    match grant {
        Grant::Keyed => Mode::of(communication),
        Grant::Free => Mode::Plain,
    }
}

/// File number, offset and length of a reading or writing command.
fn span(command: &[u8]) -> Result<(u8, usize, usize), Status> {
    let [_, number, offset @ .., a, b, c] = command.get(..8).ok_or(LENGTH)? else {
        return Err(LENGTH);
    };
    Ok((
        *number,
        number24(offset)? as usize,
        number24(&[*a, *b, *c])? as usize,
    ))
}

fn exactly<T>(command: &[u8], length: usize, found: T) -> Result<T, Status> {
    if command.len() == length {
        Ok(found)
    } else {
        Err(LENGTH)
    }
}
