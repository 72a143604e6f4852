//! What each command is charged for its writing: a unit for every 32 bytes begun, at least one where anything is
//! written at all, none for reading and for what is refused.

use super::*;

/// Runs commands one by one, each answer's charge beside it.
struct Charged(Reader);

impl Charged {
    /// What the frames of a command wrote, by a reader's way of sending it; it must have succeeded.
    fn by(&mut self, what: &str, expected: u32, send: impl FnOnce(&mut Reader)) {
        self.0.written = 0;
        send(&mut self.0);
        assert_eq!(self.0.written, expected, "{what}");
    }

    fn plain(&mut self, what: &str, expected: u32, command: &[u8]) {
        self.by(what, expected, |reader| {
            assert!(reader.plain(command).is_ok(), "{what}");
        });
    }

    fn key(&mut self, what: &str, expected: u32, which: u8, new: &[u8], check: &[u8]) {
        self.by(what, expected, |reader| {
            let header = [0xC4, which];
            assert!(reader.full(&header, new, check).is_ok(), "{what}");
        });
    }
}

#[test]
fn keys_and_structure_are_charged_as_memory_that_is_written() {
    let mut card = Charged(Reader::new(Chip::Ev1With8K));
    card.by("authenticate to the card", 0, |reader| {
        assert_eq!(reader.authenticate(0x1A, 0, KeyKind::Des, &ZERO), 0);
    });
    card.plain("create application", 1, &[0xCA, 1, 2, 3, 0x0F, 0x83]);
    card.key(
        "change the card's key",
        1,
        0x80,
        &[&ZERO[..], &[1]].concat(),
        &[],
    );
    card.by("select", 0, |reader| {
        assert_eq!(reader.status(&[0x5A, 1, 2, 3]), 0);
    });
    card.by("authenticate", 0, |reader| {
        assert_eq!(reader.aes(0, &ZERO), 0);
    });
    let other = [&[5; 16][..], &[2]].concat();
    card.key("change another key", 1, 2, &other, &crc32(&[5; 16]));
    card.by("change key settings", 1, |reader| {
        assert!(reader.full(&[0x54], &[0x0F], &[]).is_ok());
    });
    for (what, create) in [
        ("standard", &[0xCD, 1, 0, 0x00, 0x00, 0x20, 3, 0][..]),
        ("backup", &[0xCB, 2, 0, 0x00, 0x00, 0x20, 3, 0]),
        (
            "value",
            &[0xCC, 3, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0, 1],
        ),
        ("linear", &[0xC1, 4, 0, 0, 0, 40, 0, 0, 3, 0, 0]),
        ("cyclic", &[0xC0, 5, 0, 0, 0, 40, 0, 0, 3, 0, 0]),
    ] {
        card.plain(what, 1, create);
    }
    card.by("change file settings", 1, |reader| {
        assert!(reader.full(&[0x5F, 1], &[0, 0, 0], &[]).is_ok());
    });
    card.plain("delete file", 1, &[0xDF, 1]);
    card.by("select the card", 0, |reader| {
        assert_eq!(reader.status(&[0x5A, 0, 0, 0]), 0);
    });
    card.by("show the card's key", 0, |reader| {
        assert_eq!(reader.aes(0, &ZERO), 0);
    });
    card.by("set configuration", 1, |reader| {
        assert!(reader.full(&[0x5C, 1], &[0; 25], &[]).is_ok());
    });
    card.plain("delete application", 1, &[0xDA, 1, 2, 3]);
    card.plain("format", 1, &[0xFC]);
}

/// The charge of writing `length` bytes into file 1 in as many frames as that takes.
fn writing(reader: &mut Reader, length: u8) -> u32 {
    reader.written = 0;
    assert!(reader.write(1, 0, &vec![7; length.into()]).is_ok());
    reader.written
}

#[test]
fn data_are_charged_by_their_length_and_a_commit_once() {
    let mut reader = prepared();
    for (length, units) in [(1, 1), (32, 1), (33, 2), (64, 2)] {
        assert_eq!(writing(&mut reader, length), units, "{length} bytes");
    }
    let mut card = Charged(reader);
    card.plain("commit", 1, &[0xC7]);
    card.plain("get file settings", 0, &[0xF5, 1]);
    assert_eq!(writing(&mut card.0, 10), 1);
    card.plain("abort", 0, &[0xA7]);

    assert_eq!(card.0.aes(0, &ZERO), 0);
    let value = [0xCC, 4, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 50, 0, 0, 0, 1];
    card.plain("value file", 1, &value);
    card.plain("debit", 1, &[0xDC, 4, 30, 0, 0, 0]);
    card.plain("get value", 0, &[0x6C, 4]);
    card.plain("commit of a value", 1, &[0xC7]);
    card.plain("limited credit", 1, &[0x1C, 4, 30, 0, 0, 0]);
    card.plain("cyclic file", 1, &[0xC0, 5, 0, 0, 0, 40, 0, 0, 3, 0, 0]);
    let record = [&[0x3B, 5, 0, 0, 0, 40, 0, 0][..], &[9; 40]].concat();
    card.plain("record", 2, &record);
    card.plain("commit of both", 1, &[0xC7]);
    card.plain("read records", 0, &[0xBB, 5, 0, 0, 0, 0, 0, 0]);
    card.plain("clear records", 1, &[0xEB, 5]);
    card.plain("standard file", 1, &[0xCD, 6, 0, 0, 0, 64, 0, 0]);
    let standard = [&[0x3D, 6, 0, 0, 0, 40, 0, 0][..], &[9; 40]].concat();
    card.plain("standard data", 2, &standard);
}

#[test]
fn what_is_refused_is_not_charged() {
    let mut reader = prepared();
    let mut refused = |frame: &[u8]| {
        reader.written = 0;
        assert_ne!(reader.status(frame), 0, "{frame:02X?}");
        assert_eq!(reader.written, 0, "{frame:02X?}");
    };
    refused(&[0xC4, 2, 0]);
    refused(&[0xCD, 1, 0, 0, 0, 8, 0, 0]);
    refused(&[0x3D, 1, 0, 0, 0, 8, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    refused(&[0xC7]);
    refused(&[0xFC]);
    refused(&[0xDA, 9, 9, 9]);
}
