//! The commands of ISO 7816-4.

use super::*;

/// `00 INS P1 P2` with data and a wanted length.
fn apdu(head: [u8; 3], data: &[u8], wanted: Option<u8>) -> Vec<u8> {
    let mut frame = [&[0x00], head.as_slice()].concat();
    if !data.is_empty() {
        frame.push(u8::try_from(data.len()).unwrap());
        frame.extend(data);
    }
    frame.extend(wanted);
    frame
}

impl Reader {
    /// Data, or the word of a refusal.
    fn iso(&mut self, head: [u8; 3], data: &[u8], wanted: Option<u8>) -> Result<Vec<u8>, u16> {
        let mut answer = self.raw(&apdu(head, data, wanted));
        let word = answer.split_off(answer.len() - 2);
        match u16::from_be_bytes([word[0], word[1]]) {
            0x9000 => Ok(answer),
            other => Err(other),
        }
    }

    /// Shows a key in three commands, and that the card knows it too.
    fn iso_authenticate(&mut self, p: [u8; 2], kind: KeyKind, key: &[u8]) -> Result<(), u16> {
        let cipher = Cipher::new(kind, key).unwrap();
        let size = cipher.challenge();
        let wanted = u8::try_from(size).unwrap();
        let challenge = self.iso([0x84, 0, 0], &[], Some(wanted))?;
        let a: Vec<u8> = (0x30..).take(size).collect();
        let mut vector = [0; 16];
        let mut token = [a.as_slice(), &challenge].concat();
        cipher.cbc_encrypt(&mut vector, &mut token);
        assert!(self.iso([0x82, p[0], p[1]], &token, None)?.is_empty());
        let asked: Vec<u8> = (0x70..).take(size).collect();
        let mut proof = self.iso([0x88, p[0], p[1]], &asked, Some(2 * wanted))?;
        cipher.cbc_decrypt(&mut vector, &mut proof);
        assert_eq!(proof.split_off(size), asked, "the card proves itself");
        self.cipher = Some(cipher.session(&a, &proof).unwrap().1);
        self.vector = [0; 16];
        self.old = false;
        Ok(())
    }
}

/// An application with free plain files that have ISO identifiers: linear records 3, cyclic records 4.
fn with_records() -> Reader {
    let mut reader = Reader::new(Chip::Ev1With8K);
    assert_eq!(reader.status(&[0xCA, 1, 0, 0, 0x0F, 0xA2, 0x10, 0xE1]), 0);
    assert_eq!(reader.status(&[0x5A, 1, 0, 0]), 0);
    for (create, file) in [(0xC1, 3), (0xC0, 4)] {
        let frame = [create, file, file, 0xEF, 0, 0xEE, 0xEE, 4, 0, 0, 3, 0, 0];
        assert_eq!(reader.status(&frame), 0, "{create:X}");
    }
    reader
}

#[test]
fn records_are_appended_and_read_from_the_newest_on() {
    let mut reader = with_records();
    assert_eq!(reader.iso([0xB2, 1, 0x1C], &[], Some(0)), Err(0x6A83));
    for record in 1..=3 {
        assert_eq!(reader.iso([0xE2, 0, 0x18], &[record; 4], None), Ok(vec![]));
        assert_eq!(reader.iso([0xE2, 0, 0x20], &[record; 4], None), Ok(vec![]));
    }
    // The linear file is full; the cyclic one of three places keeps two.
    assert_eq!(reader.iso([0xE2, 0, 0x18], &[4; 4], None), Err(0x6A84));
    for (first, how, expected) in [
        (0, 0x1C, vec![3; 4]),
        (1, 0x1C, vec![3; 4]),
        (3, 0x1C, vec![1; 4]),
        (1, 0x1D, [[3; 4], [2; 4], [1; 4]].concat()),
        (2, 0x1D, [[2; 4], [1; 4]].concat()),
        (1, 0x25, [[3; 4], [2; 4]].concat()),
    ] {
        let read = reader.iso([0xB2, first, how], &[], Some(0));
        assert_eq!(read, Ok(expected), "{first} {how:X}");
    }
    assert_eq!(reader.iso([0xB2, 3, 0x24], &[], Some(0)), Err(0x6A83));
    assert_eq!(reader.iso([0xB2, 1, 0x1E], &[], Some(0)), Err(0x6A86));
    assert_eq!(reader.iso([0xB2, 1, 0x1C], &[], Some(3)), Err(0x6700));
    assert_eq!(reader.iso([0xB2, 1, 0x2C], &[], Some(0)), Err(0x6A82));
    // The native commands see the same.
    assert_eq!(
        reader.raw(&[0xBB, 4, 0, 0, 0, 0, 0, 0]),
        [0, 2, 2, 2, 2, 3, 3, 3, 3]
    );
}

#[test]
fn a_record_file_can_be_selected_and_a_record_must_be_whole() {
    let mut reader = with_records();
    assert_eq!(reader.iso([0xE2, 0, 0], &[1; 4], None), Err(0x6A82));
    assert_eq!(reader.iso([0xA4, 0, 0], &[0xEF, 0x04], None), Ok(vec![]));
    assert_eq!(reader.iso([0xE2, 0, 0], &[1; 3], None), Err(0x6700));
    assert_eq!(reader.iso([0xE2, 1, 0], &[1; 4], None), Err(0x6A86));
    assert_eq!(reader.iso([0xA4, 0, 0], &[0xEF, 0x04], None), Ok(vec![]));
    assert_eq!(reader.iso([0xE2, 0, 0], &[9; 4], None), Ok(vec![]));
    assert_eq!(reader.iso([0xB2, 1, 0x04], &[], Some(4)), Ok(vec![9; 4]));
    // Bytes are not records, and records are not bytes.
    assert_eq!(reader.iso([0xB0, 0, 0], &[], Some(4)), Err(0x6981));
    assert_eq!(
        reader.status(&[0xCD, 1, 1, 0xEF, 0, 0xEE, 0xEE, 8, 0, 0]),
        0
    );
    assert_eq!(reader.iso([0xB2, 1, 0x0C], &[], Some(0)), Err(0x6981));
    assert_eq!(reader.iso([0xE2, 0, 0x08], &[1; 4], None), Err(0x6981));
}

#[test]
fn records_behind_a_key_are_denied_without_it() {
    let mut reader = prepared();
    assert_eq!(reader.aes(0, &ZERO), 0);
    let create = [0xC0, 3, 0, 0x11, 0x11, 4, 0, 0, 3, 0, 0];
    assert!(reader.plain(&create).is_ok());
    let secret = [0xC0, 4, 3, 0x11, 0x11, 4, 0, 0, 3, 0, 0];
    assert!(reader.plain(&secret).is_ok());
    assert_eq!(reader.iso([0xE2, 0, 0x18], &[1; 4], None), Err(0x6982));
    assert_eq!(reader.aes(1, &ZERO), 0);
    assert_eq!(reader.iso([0xE2, 0, 0x18], &[1; 4], None), Ok(vec![]));
    assert_eq!(reader.iso([0xB2, 1, 0x1C], &[], Some(0)), Ok(vec![1; 4]));
    // A file that only travels enciphered is out of reach, whatever key was shown.
    assert_eq!(reader.iso([0xE2, 0, 0x20], &[1; 4], None), Err(0x6982));
}

#[test]
fn an_authentication_in_three_commands_ends_in_a_native_session() {
    let mut reader = Reader::new(Chip::Ev1With8K);
    // The card's own key: two-key DES, eight bytes of challenge.
    for algorithm in [0x00, 0x02] {
        assert_eq!(
            reader.iso_authenticate([algorithm, 0x00], KeyKind::Des, &ZERO),
            Ok(())
        );
        assert!(reader.plain(&[0x6A]).is_ok());
    }
    assert_eq!(reader.status(&[0xCA, 2, 0, 0, 0x0F, 0x42]), 0);
    assert_eq!(reader.status(&[0x5A, 2, 0, 0]), 0);
    assert_eq!(
        reader.iso_authenticate([0x04, 0x81], KeyKind::ThreeKeyDes, &[0; 24]),
        Ok(())
    );
    assert_eq!(reader.plain(&[0x45]).unwrap(), [0x0F, 0x42]);
    let mut reader = prepared();
    assert_eq!(
        reader.iso_authenticate([0x09, 0x81], KeyKind::Aes, &ZERO),
        Ok(())
    );
    // What follows is the session of key 1: enciphered writing and commit.
    assert!(reader.write(1, 0, &[7; 40]).is_ok());
    assert_eq!(reader.plain(&[0xC7]), Ok(Vec::new()));
    assert_eq!(reader.stored(1)[..40], [7; 40]);
}

#[test]
fn an_authentication_out_of_order_or_with_a_wrong_key_gives_nothing() {
    let mut reader = prepared();
    reader.card.reset();
    assert_eq!(reader.status(&[0x5A, 0x57, 0x4B, 0xF5]), 0);
    let wrong = |reader: &mut Reader, p, key: &[u8]| {
        let told = reader.iso_authenticate(p, KeyKind::Aes, key);
        assert_eq!(reader.status(&[0xBD, 1, 0, 0, 0, 1, 0, 0]), 0xAE);
        told
    };
    assert_eq!(wrong(&mut reader, [0x09, 0x81], &[1; 16]), Err(0x6300));
    assert_eq!(wrong(&mut reader, [0x02, 0x81], &ZERO), Err(0x6A86));
    assert_eq!(wrong(&mut reader, [0x09, 0x01], &ZERO), Err(0x6A86));
    assert_eq!(wrong(&mut reader, [0x09, 0x83], &ZERO), Err(0x6982));
    assert_eq!(reader.iso([0x84, 0, 0], &[], Some(12)), Err(0x6700));
    assert_eq!(reader.iso([0x82, 9, 0x81], &[0; 32], None), Err(0x6985));
    assert_eq!(reader.iso([0x88, 9, 0x81], &[0; 16], Some(32)), Err(0x6985));
    // A challenge is good for the next command only.
    let challenge = reader.iso([0x84, 0, 0], &[], Some(16)).unwrap();
    let mut token = [ZERO.as_slice(), &challenge].concat();
    let cipher = Cipher::new(KeyKind::Aes, &ZERO).unwrap();
    cipher.cbc_encrypt(&mut [0; 16], &mut token);
    assert_eq!(reader.status(&[0x64, 0]), 0);
    assert_eq!(reader.iso([0x82, 9, 0x81], &token, None), Err(0x6985));
    // And one too short for the key is no challenge.
    assert!(reader.iso([0x84, 0, 0], &[], Some(8)).is_ok());
    assert_eq!(reader.iso([0x82, 9, 0x81], &token, None), Err(0x6700));
    assert_eq!(reader.status(&[0xBD, 1, 0, 0, 0, 1, 0, 0]), 0xAE);
}
