//! What the card does, told by a small reader of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod charge;
mod iso;

use proptest::prelude::*;

use super::crypto::{Cipher, Vector, crc16, crc32, rotated};
use super::*;

const ZERO: [u8; 16] = [0; 16];

/// A reader with a session.
struct Reader {
    card: Desfire,
    cipher: Option<Cipher>,
    vector: Vector,
    old: bool,
    /// Units of memory written since this was last set to 0.
    written: u32,
}

fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u8;
    move |bytes| {
        for byte in bytes {
            next = next.wrapping_mul(5).wrapping_add(113);
            *byte = next;
        }
    }
}

impl Reader {
    fn new(chip: Chip) -> Self {
        let card = Desfire::new(Image::factory(chip, [4, 1, 2, 3, 4, 5, 6]));
        Self {
            card,
            cipher: None,
            vector: [0; 16],
            old: false,
            written: 0,
        }
    }

    /// Sends a native frame; status first.
    fn raw(&mut self, frame: &[u8]) -> Vec<u8> {
        let reaction = self.card.exchange(frame, &mut counting());
        self.written += reaction.written;
        reaction.answer
    }

    fn status(&mut self, frame: &[u8]) -> u8 {
        self.raw(frame)[0]
    }

    /// Sends a command in as many frames as it needs and gathers the answer.
    fn whole(&mut self, command: &[u8]) -> (u8, Vec<u8>) {
        let mut frames = command[..1].to_vec();
        let mut answer = Vec::new();
        for (index, chunk) in command[1..].chunks(59).enumerate() {
            if index > 0 {
                assert_eq!(answer, [0xAF]);
                frames = vec![0xAF];
            }
            frames.extend(chunk);
            answer = self.raw(&frames);
        }
        if command.len() == 1 {
            answer = self.raw(&frames);
        }
        let mut data = answer[1..].to_vec();
        let mut status = answer[0];
        while status == 0xAF {
            let next = self.raw(&[0xAF]);
            status = next[0];
            data.extend(&next[1..]);
        }
        (status, data)
    }

    fn authenticate(&mut self, instruction: u8, number: u8, kind: KeyKind, key: &[u8]) -> u8 {
        let first = self.raw(&[instruction, number]);
        if first[0] != 0xAF {
            return first[0];
        }
        let cipher = Cipher::new(kind, key).unwrap();
        let mut vector = [0; 16];
        let mut b = first[1..].to_vec();
        cipher.cbc_decrypt(&mut vector, &mut b);
        let a: Vec<u8> = (0x30..).take(b.len()).collect();
        let mut token = [a.clone(), rotated(&b)].concat();
        self.old = instruction == 0x0A;
        if self.old {
            // Decipher to send: D(P xor C').
            let mut previous = [0_u8; 8];
            for chunk in token.chunks_mut(8) {
                let mut block: Vec<u8> = chunk.iter().zip(previous).map(|(a, b)| a ^ b).collect();
                cipher.cbc_decrypt(&mut [0; 16], &mut block);
                previous.copy_from_slice(&block);
                chunk.copy_from_slice(&block);
            }
            vector = [0; 16];
        } else {
            cipher.cbc_encrypt(&mut vector, &mut token);
        }
        let second = self.raw(&[&[0xAF], token.as_slice()].concat());
        if second[0] != 0 {
            return second[0];
        }
        let mut proof = second[1..].to_vec();
        cipher.cbc_decrypt(&mut vector, &mut proof);
        assert_eq!(proof, rotated(&a));
        self.cipher = Some(cipher.session(&a, &b).unwrap().1);
        self.vector = [0; 16];
        0
    }

    fn aes(&mut self, number: u8, key: &[u8]) -> u8 {
        self.authenticate(0xAA, number, KeyKind::Aes, key)
    }

    /// A plain command in the session; checks the code of an answer.
    fn plain(&mut self, command: &[u8]) -> Result<Vec<u8>, u8> {
        if !self.old {
            self.cipher
                .as_ref()
                .unwrap()
                .cmac(&mut self.vector, command);
        }
        let (status, mut data) = self.whole(command);
        self.check(status, &mut data)?;
        Ok(data)
    }

    fn check(&mut self, status: u8, data: &mut Vec<u8>) -> Result<(), u8> {
        if status != 0 {
            return Err(status);
        }
        if !self.old {
            let code = data.split_off(data.len() - 8);
            self.cipher
                .as_ref()
                .unwrap()
                .cmac(&mut self.vector, &[data.as_slice(), &[0]].concat());
            assert_eq!(code, self.vector[..8]);
        }
        Ok(())
    }

    /// A command with enciphered data in an EV1 session.
    fn full(&mut self, header: &[u8], data: &[u8], extra: &[u8]) -> Result<Vec<u8>, u8> {
        let cipher = self.cipher.as_ref().unwrap();
        let mut body = [data, &crc32(&[header, data].concat()), extra].concat();
        body.resize(body.len().next_multiple_of(cipher.block()), 0);
        cipher.cbc_encrypt(&mut self.vector, &mut body);
        let (status, mut answer) = self.whole(&[header, &body].concat());
        if answer.is_empty() && status == 0 {
            return Ok(answer);
        }
        self.check(status, &mut answer)?;
        Ok(answer)
    }

    fn write(&mut self, file: u8, offset: u8, data: &[u8]) -> Result<Vec<u8>, u8> {
        let length = u8::try_from(data.len()).unwrap();
        self.full(&[0x3D, file, offset, 0, 0, length, 0, 0], data, &[])
    }

    fn stored(&self, file: u8) -> Vec<u8> {
        let application = &self.card.image().applications[0];
        match &application.files[&file].body {
            Body::Backup { data } | Body::Standard { data } => data.clone(),
            other => panic!("{other:?}"),
        }
    }
}

/// A fob with an AES application of three keys and an enciphered backup file 1 of 64 bytes, master shown.
fn prepared() -> Reader {
    let mut reader = Reader::new(Chip::Ev1With8K);
    assert_eq!(reader.status(&[0xCA, 0x57, 0x4B, 0xF5, 0x0F, 0x83]), 0);
    assert_eq!(reader.status(&[0x5A, 0x57, 0x4B, 0xF5]), 0);
    assert_eq!(reader.aes(0, &ZERO), 0);
    assert!(reader.plain(&[0xCB, 1, 3, 0x10, 0x21, 64, 0, 0]).is_ok());
    assert_eq!(reader.aes(1, &ZERO), 0);
    reader
}

#[test]
fn a_factory_fob_says_what_it_is() {
    for (name, chip) in Chip::ALL {
        let mut reader = Reader::new(chip);
        let (status, version) = reader.whole(&[0x60]);
        assert_eq!((status, version.len()), (0, 28), "{name}");
        assert_eq!(version[14..21], [4, 1, 2, 3, 4, 5, 6]);
        assert_eq!(reader.raw(&[0x45]), [0, 0x0F, 0x01]);
        assert_eq!(reader.raw(&[0x64, 0]), [0, 0]);
    }
    assert_eq!(
        Reader::new(Chip::Ev1With8K).raw(&[0x60]),
        [0xAF, 4, 1, 1, 1, 0, 0x1A, 5]
    );
    assert_eq!(Reader::new(Chip::D40).status(&[0xAA, 0]), 0x1C);
}

#[test]
fn wrapped_and_native_commands_mean_the_same() {
    let mut reader = Reader::new(Chip::Ev1With8K);
    assert_eq!(reader.raw(&[0x90, 0x45, 0, 0, 0]), [0x0F, 0x01, 0x91, 0x00]);
    assert_eq!(reader.raw(&[0x90, 0x5A, 0, 0, 3, 0, 0, 0, 0]), [0x91, 0x00]);
    assert_eq!(reader.raw(&[0x90, 0x5A, 0, 0, 3, 1, 2, 3, 0]), [0x91, 0xA0]);
    assert_eq!(reader.raw(&[0x90, 0x5A, 0, 0, 9, 1, 2, 3, 0]), [0x91, 0x7E]);
    assert_eq!(
        reader.raw(&[0x00, 0xA4, 0x04, 0x00, 0x07, 0xD2, 0x76, 0, 0, 0x85, 1, 0]),
        [0x90, 0x00]
    );
}

#[test]
fn every_authentication_works_and_a_wrong_key_does_not() {
    let mut reader = Reader::new(Chip::Ev1With8K);
    assert_eq!(reader.authenticate(0x0A, 0, KeyKind::Des, &ZERO), 0);
    assert_eq!(reader.authenticate(0x1A, 0, KeyKind::Des, &ZERO), 0);
    assert_eq!(reader.status(&[0xAA, 0]), 0xAE);
    assert_eq!(reader.status(&[0x0A, 1]), 0x40);
    assert_eq!(reader.authenticate(0x1A, 0, KeyKind::Des, &[2; 16]), 0xAE);
    assert_eq!(reader.status(&[0xCA, 1, 0, 0, 0x0F, 0x42]), 0);
    assert_eq!(reader.status(&[0x5A, 1, 0, 0]), 0);
    assert_eq!(
        reader.authenticate(0x1A, 1, KeyKind::ThreeKeyDes, &[0; 24]),
        0
    );
    assert_eq!(reader.plain(&[0x45]).unwrap(), [0x0F, 0x42]);
}

#[test]
fn the_card_master_key_becomes_an_aes_key_after_iso_authentication() {
    let mut reader = Reader::new(Chip::Ev1With8K);
    assert_eq!(reader.authenticate(0x1A, 0, KeyKind::Des, &ZERO), 0);
    let key: Vec<u8> = (1..=16).collect();
    let new = [key.as_slice(), &[0x07]].concat();
    assert_eq!(reader.full(&[0xC4, 0x80], &new, &[]), Ok(Vec::new()));
    assert_eq!(reader.raw(&[0x64, 0]), [0, 7]);
    assert_eq!(reader.raw(&[0x45]), [0, 0x0F, 0x81]);
    assert_eq!(reader.status(&[0x1A, 0]), 0xAE);
    assert_eq!(reader.aes(0, &key), 0);
}

#[test]
fn a_key_is_changed_with_another_key_only_with_both_checksums() {
    let mut reader = prepared();
    assert_eq!(reader.aes(0, &ZERO), 0);
    let key: Vec<u8> = (1..=16).collect();
    let new = [key.as_slice(), &[0x21]].concat();
    assert_eq!(reader.full(&[0xC4, 2], &new, &crc32(&key)), Ok(Vec::new()));
    assert_eq!(reader.card.image().applications[0].keys[2].bytes, key);
    let other = [[9; 16].as_slice(), &[0x22]].concat();
    assert_eq!(reader.full(&[0xC4, 2], &other, &crc32(&[8; 16])), Err(0x1E));
    assert_eq!(reader.card.image().applications[0].keys[2].bytes, key);
    assert_eq!(reader.raw(&[0x64, 2]), [0, 0x21]);
    // Key 1 may not change keys.
    assert_eq!(reader.aes(1, &ZERO), 0);
    assert_eq!(reader.full(&[0xC4, 2], &new, &crc32(&key)), Err(0xAE));
}

#[test]
fn a_des_key_carries_its_version_in_its_parity_bits() {
    let mut reader = Reader::new(Chip::Ev1With8K);
    assert_eq!(reader.authenticate(0x0A, 0, KeyKind::Des, &ZERO), 0);
    let key = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0];
    let mut body = [key.as_slice(), &crc16(&key)].concat();
    body.resize(24, 0);
    let cipher = reader.cipher.take().unwrap();
    let mut previous = [0_u8; 8];
    for chunk in body.chunks_mut(8) {
        let mut block: Vec<u8> = chunk.iter().zip(previous).map(|(a, b)| a ^ b).collect();
        cipher.cbc_decrypt(&mut [0; 16], &mut block);
        previous.copy_from_slice(&block);
        chunk.copy_from_slice(&block);
    }
    assert_eq!(reader.raw(&[&[0xC4, 0], body.as_slice()].concat()), [0]);
    assert_eq!(reader.raw(&[0x64, 0]), [0, 0xAA]);
}

#[test]
fn backup_data_show_only_after_the_commit_and_all_at_once() {
    let mut reader = prepared();
    assert!(reader.write(1, 0, &[7; 40]).is_ok());
    assert!(reader.write(1, 40, &[8; 24]).is_ok());
    assert_eq!(reader.stored(1), [0; 64]);
    let before = reader.card.image().clone();
    assert_eq!(reader.plain(&[0xC7]), Ok(Vec::new()));
    assert_eq!(reader.stored(1), [[7; 40].as_slice(), &[8; 24]].concat());
    assert_ne!(*reader.card.image(), before);
    assert_eq!(reader.plain(&[0xC7]), Err(0x0C));
}

#[test]
fn a_field_lost_before_the_commit_leaves_the_old_image() {
    let mut reader = prepared();
    let before = reader.card.image().clone();
    assert!(reader.write(1, 0, &[7; 40]).is_ok());
    reader.card.reset();
    assert_eq!(*reader.card.image(), before);
    assert_eq!(reader.status(&[0xC7]), 0x9D);
}

#[test]
fn an_error_ends_an_ev1_session_and_its_transaction() {
    let mut reader = prepared();
    assert!(reader.write(1, 0, &[7; 40]).is_ok());
    assert_eq!(reader.plain(&[0xF5, 9]), Err(0xF0));
    assert_eq!(reader.status(&[0xBD, 1, 0, 0, 0, 0, 0, 0]), 0xAE);
    assert_eq!(reader.aes(1, &ZERO), 0);
    assert_eq!(reader.plain(&[0xC7]), Err(0x0C));
    assert_eq!(reader.stored(1), [0; 64]);
}

#[test]
fn an_error_does_not_end_a_session_of_the_first_generation() {
    let mut reader = Reader::new(Chip::Ev1With8K);
    assert_eq!(reader.authenticate(0x0A, 0, KeyKind::Des, &ZERO), 0);
    assert_eq!(reader.status(&[0xDA, 1, 2, 3]), 0xA0);
    assert_eq!(reader.status(&[0xFC]), 0);
    // The same in an EV1 session.
    assert_eq!(reader.authenticate(0x1A, 0, KeyKind::Des, &ZERO), 0);
    assert_eq!(reader.status(&[0xDA, 1, 2, 3]), 0xA0);
    assert_eq!(reader.status(&[0xFC]), 0xAE);
}

#[test]
fn the_right_f_is_a_denial_and_a_missing_key_a_call_for_authentication() {
    let mut reader = prepared();
    assert_eq!(reader.aes(0, &ZERO), 0);
    assert!(reader.plain(&[0xCD, 2, 0, 0xFF, 0xFF, 32, 0, 0]).is_ok());
    assert_eq!(reader.plain(&[0xBD, 2, 0, 0, 0, 1, 0, 0]), Err(0x9D));
    assert_eq!(reader.status(&[0xBD, 1, 0, 0, 0, 1, 0, 0]), 0xAE);
}

#[test]
fn writing_a_record_after_an_uncommitted_clearing_is_refused() {
    let mut reader = prepared();
    assert_eq!(reader.aes(0, &ZERO), 0);
    assert!(
        reader
            .plain(&[0xC0, 3, 0, 0xEE, 0xEE, 4, 0, 0, 3, 0, 0])
            .is_ok()
    );
    for record in 0..4_u8 {
        assert!(
            reader
                .plain(&[0x3B, 3, 0, 0, 0, 4, 0, 0, record, record, record, record])
                .is_ok()
        );
        assert!(reader.plain(&[0xC7]).is_ok());
    }
    // Three places: two records are kept, the oldest are gone.
    assert_eq!(
        reader.plain(&[0xBB, 3, 0, 0, 0, 0, 0, 0]).unwrap(),
        [2, 2, 2, 2, 3, 3, 3, 3]
    );
    assert_eq!(
        reader.plain(&[0xBB, 3, 1, 0, 0, 1, 0, 0]).unwrap(),
        [2, 2, 2, 2]
    );
    assert!(reader.plain(&[0xEB, 3]).is_ok());
    assert_eq!(
        reader.plain(&[0x3B, 3, 0, 0, 0, 4, 0, 0, 1, 1, 1, 1]),
        Err(0x9D)
    );
}

#[test]
fn a_linear_file_fills_up() {
    let mut reader = prepared();
    assert_eq!(reader.aes(0, &ZERO), 0);
    assert!(
        reader
            .plain(&[0xC1, 3, 0, 0xEE, 0xEE, 2, 0, 0, 2, 0, 0])
            .is_ok()
    );
    for _ in 0..2 {
        assert!(reader.plain(&[0x3B, 3, 0, 0, 0, 2, 0, 0, 1, 2]).is_ok());
        assert!(reader.plain(&[0xC7]).is_ok());
    }
    assert_eq!(reader.plain(&[0x3B, 3, 0, 0, 0, 2, 0, 0, 1, 2]), Err(0xBE));
}

#[test]
fn a_value_stays_within_its_limits_and_gives_back_what_was_debited() {
    let mut reader = prepared();
    assert_eq!(reader.aes(0, &ZERO), 0);
    let create = [
        0xCC, 4, 0, 0xEE, 0xEE, 0, 0, 0, 0, 100, 0, 0, 0, 50, 0, 0, 0, 1,
    ];
    assert!(reader.plain(&create).is_ok());
    assert!(reader.plain(&[0xDC, 4, 30, 0, 0, 0]).is_ok());
    assert_eq!(reader.plain(&[0x6C, 4]).unwrap(), [50, 0, 0, 0]);
    assert!(reader.plain(&[0xC7]).is_ok());
    assert_eq!(reader.plain(&[0x6C, 4]).unwrap(), [20, 0, 0, 0]);
    assert!(reader.plain(&[0x1C, 4, 30, 0, 0, 0]).is_ok());
    assert!(reader.plain(&[0xC7]).is_ok());
    assert_eq!(reader.plain(&[0x6C, 4]).unwrap(), [50, 0, 0, 0]);
    assert_eq!(reader.plain(&[0x1C, 4, 1, 0, 0, 0]), Err(0xBE));
    assert_eq!(reader.aes(0, &ZERO), 0);
    assert_eq!(reader.plain(&[0x0C, 4, 51, 0, 0, 0]), Err(0xBE));
}

#[test]
fn memory_is_counted_in_units_and_backup_files_twice() {
    let mut reader = prepared();
    // Application: 32 + 3 keys of 16; file: twice 64.
    assert_eq!(reader.card.image().free(), 7_936 - 96 - 128);
    assert_eq!(reader.aes(0, &ZERO), 0);
    // A backup file of 4,096 bytes does not fit a card of 8 KB.
    assert_eq!(reader.plain(&[0xCB, 2, 3, 0, 0, 0, 0x10, 0]), Err(0x0E));
    assert_eq!(reader.aes(0, &ZERO), 0);
    assert!(reader.plain(&[0xCD, 2, 3, 0, 0, 33, 0, 0]).is_ok());
    assert_eq!(reader.card.image().free(), 7_936 - 96 - 128 - 64);
    // Deleting alone gives nothing back on this chip.
    assert!(reader.plain(&[0xDF, 2]).is_ok());
    assert_eq!(reader.card.image().free(), 7_936 - 96 - 128 - 64);
    assert_eq!(reader.status(&[0x5A, 0, 0, 0]), 0);
    assert_eq!(reader.authenticate(0x1A, 0, KeyKind::Des, &ZERO), 0);
    assert!(reader.plain(&[0xFC]).is_ok());
    assert_eq!(reader.card.image().free(), 7_936);
}

#[test]
fn a_broken_chain_is_reported_and_forgotten() {
    let mut reader = Reader::new(Chip::Ev1With8K);
    assert_eq!(reader.status(&[0x60]), 0xAF);
    assert_eq!(reader.status(&[0x45]), 0xCA);
    assert_eq!(reader.status(&[0x45]), 0x00);
    assert_eq!(reader.status(&[0xAF]), 0x1C);
}

#[test]
fn frozen_key_settings_stay() {
    let mut reader = prepared();
    assert_eq!(reader.aes(0, &ZERO), 0);
    assert_eq!(reader.full(&[0x54], &[0x01], &[]), Ok(Vec::new()));
    assert_eq!(reader.full(&[0x54], &[0x0F], &[]), Err(0x9D));
    // Listing now needs the master key.
    assert_eq!(reader.status(&[0x6F]), 0xAE);
    assert_eq!(reader.aes(1, &ZERO), 0);
    assert_eq!(reader.plain(&[0xCD, 2, 3, 0, 0, 33, 0, 0]), Err(0xAE));
}

#[test]
fn a_memory_image_survives_its_text_form() {
    let reader = prepared();
    let medium = Medium::Desfire(reader.card.image().clone());
    let text = serde_json::to_string(&medium).unwrap();
    assert_eq!(serde_json::from_str::<Medium>(&text).unwrap(), medium);
    assert_eq!(
        medium.dump()["applications"][0]["files"][0]["type"],
        "backup"
    );
}

/// Frames that often get far: a known instruction and any parameters.
fn frame() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        0x0A_u8, 0x1A, 0xAA, 0xAF, 0x45, 0x54, 0x64, 0xC4, 0x51, 0x5A, 0x5C, 0x60, 0x6A, 0x6D,
        0x6E, 0xCA, 0xDA, 0xFC, 0x6F, 0x61, 0xF5, 0x5F, 0xCD, 0xCB, 0xCC, 0xC1, 0xC0, 0xDF, 0xBD,
        0xBB, 0x3D, 0x3B, 0x6C, 0x0C, 0xDC, 0x1C, 0xEB, 0xC7, 0xA7, 0x90, 0x00,
    ]);
    let parameters = prop::collection::vec(prop_oneof![4 => 0_u8..5, 1 => any::<u8>()], 0..40);
    let native = (known, parameters).prop_map(|(first, rest)| [vec![first], rest].concat());
    let known = prop::sample::select(vec![0xA4_u8, 0xB0, 0xD6, 0xB2, 0xE2, 0x84, 0x82, 0x88]);
    let numbers = prop::collection::vec(prop_oneof![3 => 0_u8..17, 1 => any::<u8>()], 2..25);
    let iso =
        (known, numbers).prop_map(|(instruction, rest)| [vec![0, instruction], rest].concat());
    prop_oneof![5 => native, 1 => iso]
}

proptest! {
    #[test]
    fn no_sequence_of_frames_breaks_the_card(frames in prop::collection::vec(frame(), 1..60), plain: bool) {
        let mut reader = if plain { Reader::new(Chip::Ev3With16K) } else { prepared() };
        for frame in frames {
            let before = reader.card.image().clone();
            let reaction = reader.card.exchange(&frame, &mut counting());
            prop_assert!(!reaction.answer.is_empty() && reaction.answer.len() <= 62);
            prop_assert_eq!(reaction.changed || before == *reader.card.image(), true);
            prop_assert!(reader.card.image().free() <= reader.card.image().chip.memory());
        }
    }

    #[test]
    fn no_bytes_break_the_card(frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..20)) {
        let mut reader = prepared();
        for frame in frames {
            prop_assert!(!reader.raw(&frame).is_empty());
        }
    }
}
