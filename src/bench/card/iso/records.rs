//! READ RECORDS and APPEND RECORD. Numbers count from the newest record, as in native reading; number 0 means the
//! newest too. That order, and that an appended record needs no commit, follow the public tools and could not be
//! checked against a card.

use super::{LONGEST, word};
use crate::bench::card::desfire::{Desfire, rights};
use crate::bench::card::image::{Body, Records};

/// Reads the record with the number in P1.
const ONE: u8 = 0x04;
/// Reads from that record to the last.
const FROM: u8 = 0x05;

impl Desfire {
    /// B2: one record, or all from one on, each newer before each older.
    pub(super) fn iso_read_records(
        &mut self,
        first: u8,
        which: u8,
        wanted: usize,
    ) -> Result<Vec<u8>, u16> {
        let number = self.record_file(which)?;
        let [read, _, both, _] = rights(self.file(number).map_err(word)?.access);
        self.iso_plain(number, &[read, both])?;
        let (Body::Linear(records) | Body::Cyclic(records)) =
            &self.file(number).map_err(word)?.body
        else {
            return Err(0x6981);
        };
        let newest_first = records.data.rchunks(records.size as usize);
        let found: Vec<&[u8]> = newest_first
            .skip(usize::from(first.max(1)) - 1)
            .take(match which & 0x07 {
                ONE => 1,
                FROM => usize::MAX,
                _ => return Err(0x6A86),
            })
            .collect();
        match found.concat() {
            none if none.is_empty() => Err(0x6A83),
            // An answer is never cut within a record.
            data if data.len() > wanted.min(LONGEST) => Err(0x6700),
            data => Ok(data),
        }
    }

    /// E2: a new record, which is a transaction of its own.
    pub(super) fn iso_append_record(&mut self, which: u8, data: &[u8]) -> Result<(), u16> {
        if which & 0x07 != 0 {
            return Err(0x6A86);
        }
        let number = self.record_file(which)?;
        let [_, write, both, _] = rights(self.file(number).map_err(word)?.access);
        self.iso_plain(number, &[write, both])?;
        let keep = match &self.file(number).map_err(word)?.body {
            Body::Linear(records) if records.count() >= records.max => return Err(0x6A84),
            Body::Linear(records) => whole(records, data).map(|()| records.max),
            Body::Cyclic(records) => whole(records, data).map(|()| records.max - 1),
            _ => return Err(0x6981),
        }?;
        if self.state.transaction.contains_key(&number) {
            return Err(0x6985);
        }
        let record = data.to_vec();
        self.change_file(number, data.len(), |file| {
            if let Body::Linear(records) | Body::Cyclic(records) = &mut file.body {
                records.add(record, keep);
            }
        });
        Ok(())
    }

    /// The file by the short identifier in P2, or the selected one where that is 0.
    fn record_file(&self, which: u8) -> Result<u8, u16> {
        let short = which >> 3;
        self.iso_target((short != 0).then_some(short)).map_err(word)
    }
}

fn whole(records: &Records, data: &[u8]) -> Result<(), u16> {
    if data.len() == records.size as usize {
        Ok(())
    } else {
        Err(0x6700)
    }
}
