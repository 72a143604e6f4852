//! Commands on the level of the card: version, memory, configuration, applications. Must not know file contents.

use super::crypto::KeyKind;
use super::desfire::{Desfire, Reply, Volatile};
use super::image::Application;
use super::session::Mode;
use super::status::{
    APPLICATION_NOT_FOUND, AUTHENTICATION, COUNT, DUPLICATE, ILLEGAL_COMMAND, INTEGRITY, LENGTH,
    OUT_OF_MEMORY, PARAMETER, PERMISSION_DENIED, Status,
};

/// Applications a card holds.
const APPLICATIONS: usize = 28;

impl Desfire {
    /// Runs a command that has arrived whole.
    pub(super) fn run(&mut self, command: &[u8]) -> Result<Reply, Status> {
        match command[0] {
            0x45 => self.get_key_settings(command),
            0x54 => self.change_key_settings(command),
            0x64 => self.get_key_version(command),
            0xC4 => self.change_key(command),
            0x51 => self.get_card_uid(command),
            0x5A => self.select_application(command),
            0x5C => self.set_configuration(command),
            0x60 => self.get_version(command),
            0x6A => self.get_application_ids(command),
            0x6D => self.get_df_names(command),
            0x6E => self.free_memory(command),
            0xCA => self.create_application(command),
            0xDA => self.delete_application(command),
            0xFC => self.format(command),
            0x6F => self.get_file_ids(command),
            0x61 => self.get_iso_file_ids(command),
            0xF5 => self.get_file_settings(command),
            0x5F => self.change_file_settings(command),
            0xCD | 0xCB => self.create_data_file(command),
            0xCC => self.create_value_file(command),
            0xC1 | 0xC0 => self.create_record_file(command),
            0xDF => self.delete_file(command),
            0xBD => self.read_data(command),
            0xBB => self.read_records(command),
            0x3D => self.write_data(command),
            0x3B => self.write_record(command),
            0x6C => self.get_value(command),
            0x0C | 0xDC | 0x1C => self.change_value(command),
            0xEB => self.clear_records(command),
            0xC7 => self.commit(command),
            0xA7 => self.abort(command),
            _ => Err(ILLEGAL_COMMAND),
        }
    }

    /// 60: hardware, software and production data in three frames.
    fn get_version(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        self.hear(command);
        let (hardware, software, storage) = self.image.chip.version();
        let part = |version: [u8; 2]| vec![0x04, 0x01, 0x01, version[0], version[1], storage, 0x05];
        let uid = if self.image.random_uid {
            [0; 7]
        } else {
            self.image.uid
        };
        let mut production = uid.to_vec();
        production.extend([0xBA, 0x34, 0x5A, 0x02, 0x70, 0x14, 0x21]);
        Ok(Reply::Cut(vec![part(hardware), part(software), production]))
    }

    /// 51: the real number of the card, enciphered.
    fn get_card_uid(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        if self.state.session.is_none() {
            return Err(AUTHENTICATION);
        }
        self.hear(command);
        Ok(Reply::Data {
            mode: Mode::Full,
            data: self.image.uid.to_vec(),
            open_ended: false,
        })
    }

    /// 6E: bytes still free.
    fn free_memory(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        self.hear(command);
        Ok(Reply::plain(self.image.free().to_le_bytes()[..3].to_vec()))
    }

    /// 5A: selects an application, or the card by 000000. The session and the transaction end.
    fn select_application(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, a, b, c] = command else {
            return Err(LENGTH);
        };
        self.select([a, b, c])?;
        Ok(Reply::Bare)
    }

    /// Selects by identifier as on the wire.
    pub(super) fn select(&mut self, aid: [u8; 3]) -> Result<(), Status> {
        let card = aid == [0; 3];
        if !card
            && !self
                .image
                .applications
                .iter()
                .any(|application| application.aid == aid)
        {
            self.state = Volatile::default();
            return Err(APPLICATION_NOT_FOUND);
        }
        self.state = Volatile {
            selected: (!card).then_some(aid),
            ..Volatile::default()
        };
        Ok(())
    }

    fn need_card_level(&self) -> Result<(), Status> {
        if self.state.selected.is_none() {
            Ok(())
        } else {
            Err(PERMISSION_DENIED)
        }
    }

    /// 6A: the identifiers of all applications.
    fn get_application_ids(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        self.need_card_level()?;
        if self.image.settings & 0x02 == 0 {
            self.need_master()?;
        }
        self.hear(command);
        let ids: Vec<u8> = self
            .image
            .applications
            .iter()
            .flat_map(|application| application.aid)
            .collect();
        // Nineteen identifiers fill the first frame; none is cut in two.
        if ids.len() > 57 {
            let (first, second) = ids.split_at(57);
            return Ok(Reply::Cut(vec![first.to_vec(), second.to_vec()]));
        }
        Ok(Reply::plain(ids))
    }

    /// 6D: identifier, ISO identifier and ISO name of every named application, a frame each.
    fn get_df_names(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        self.need_card_level()?;
        if self.image.settings & 0x02 == 0 {
            self.need_master()?;
        }
        self.hear(command);
        let named = self
            .image
            .applications
            .iter()
            .filter(|application| !application.iso_name.is_empty());
        let frames: Vec<Vec<u8>> = named
            .map(|application| {
                let id = application.iso_id.unwrap_or(0).to_le_bytes();
                [&application.aid[..], &id, &application.iso_name].concat()
            })
            .collect();
        Ok(if frames.is_empty() {
            Reply::done()
        } else {
            Reply::Cut(frames)
        })
    }

    /// CA: a new application.
    fn create_application(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, a, b, c, settings, keys, ref iso @ ..] = command else {
            return Err(LENGTH);
        };
        if iso.len() == 1 || iso.len() > 18 {
            return Err(LENGTH);
        }
        self.need_card_level()?;
        if self.image.settings & 0x04 == 0 {
            self.need_master()?;
        }
        self.hear(command);
        let aid = [a, b, c];
        let count = keys & 0x0F;
        let kind = KeyKind::from_settings(keys)
            .filter(|_| (1..=14).contains(&count))
            .ok_or(PARAMETER)?;
        let iso_id = iso.get(..2).map(|id| u16::from_le_bytes([id[0], id[1]]));
        let iso_name = iso.get(2..).unwrap_or_default().to_vec();
        let taken = self.image.applications.iter().any(|application| {
            application.aid == aid
                || (iso_id.is_some() && application.iso_id == iso_id)
                || (!iso_name.is_empty() && application.iso_name == iso_name)
        });
        if aid == [0; 3] || taken {
            return Err(DUPLICATE);
        }
        if self.image.applications.len() >= APPLICATIONS {
            return Err(COUNT);
        }
        let application = Application {
            aid,
            settings,
            kind,
            iso_files: keys & 0x20 != 0,
            iso_id,
            iso_name,
            keys: vec![self.image.first_key(kind); usize::from(count)],
            files: std::collections::BTreeMap::new(),
        };
        if application.memory() > self.image.free() {
            return Err(OUT_OF_MEMORY);
        }
        self.change(32, |image| image.applications.push(application));
        Ok(Reply::done())
    }

    /// DA: deletes an application, by the card master key or, where the card allows it, its own.
    fn delete_application(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, a, b, c] = command else {
            return Err(LENGTH);
        };
        let aid = [a, b, c];
        let inside = self.state.selected;
        if inside.is_some_and(|selected| selected != aid || self.image.settings & 0x04 == 0) {
            return Err(PERMISSION_DENIED);
        }
        let known = self
            .image
            .applications
            .iter()
            .find(|application| application.aid == aid);
        let memory = known.ok_or(APPLICATION_NOT_FOUND)?.memory();
        self.need_master()?;
        self.hear(command);
        let reclaims = self.image.chip.reclaims();
        self.change(32, |image| {
            image
                .applications
                .retain(|application| application.aid != aid);
            if !reclaims {
                image.lost = image.lost.saturating_add(memory);
            }
        });
        if inside.is_some() {
            self.state = Volatile::default();
            return Ok(Reply::Bare);
        }
        Ok(Reply::done())
    }

    /// FC: deletes everything but keys and configuration.
    fn format(&mut self, command: &[u8]) -> Result<Reply, Status> {
        alone(command)?;
        self.need_card_level()?;
        self.need_master()?;
        if self.image.format_disabled {
            return Err(PERMISSION_DENIED);
        }
        self.hear(command);
        self.change(32, |image| {
            image.applications.clear();
            image.lost = 0;
        });
        Ok(Reply::done())
    }

    /// 5C: configuration 0 (no formatting, random number), 1 (first key of applications), 2 (answer to
    /// select). The first kind cannot be taken back.
    fn set_configuration(&mut self, command: &[u8]) -> Result<Reply, Status> {
        let &[_, option, ref cryptogram @ ..] = command else {
            return Err(LENGTH);
        };
        self.need_card_level()?;
        self.need_master()?;
        let header = &command[..2];
        let session = self.state.session.as_mut().ok_or(AUTHENTICATION)?;
        match option {
            0 => {
                let bits = session.open(Mode::Full, header, cryptogram, 1)?[0];
                if bits & !0x03 != 0 {
                    return Err(PARAMETER);
                }
                self.change(1, |image| {
                    image.format_disabled |= bits & 0x01 != 0;
                    image.random_uid |= bits & 0x02 != 0;
                });
            }
            1 => {
                let key = session.open(Mode::Full, header, cryptogram, 25)?;
                self.change(25, |image| image.default_key = key);
            }
            2 => {
                let plain = session.decipher(cryptogram)?;
                let length = usize::from(plain[0]);
                if !(1..=20).contains(&length) {
                    return Err(PARAMETER);
                }
                let rest = session.check(header, &plain, length)?;
                let padding = rest.strip_prefix(&[0x80]).unwrap_or(rest);
                if padding.iter().any(|byte| *byte != 0) {
                    return Err(INTEGRITY);
                }
                let ats = plain[..length].to_vec();
                self.change(length, |image| image.ats = ats);
            }
            _ => return Err(PARAMETER),
        }
        Ok(Reply::done())
    }
}

/// The command has no parameters.
pub(super) fn alone(command: &[u8]) -> Result<(), Status> {
    if command.len() == 1 {
        Ok(())
    } else {
        Err(LENGTH)
    }
}
