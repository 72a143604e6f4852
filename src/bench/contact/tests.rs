use super::*;
use crate::bench::fault::{Damage, Direction};

/// Escape 02, sequence 9.
const ASK: [u8; 14] = [3, 6, 0x6B, 1, 0, 0, 0, 0, 9, 0, 0, 0, 2, 0x64];

fn drained(contact: &mut Contact) -> Vec<u8> {
    std::iter::from_fn(|| contact.read())
        .flat_map(|piece| piece.bytes)
        .collect()
}

/// The frame of the answer to [`ASK`] from an empty slot.
fn firmware() -> Vec<u8> {
    let length = u8::try_from(FIRMWARE.len()).unwrap();
    let mut frame = vec![3, 6, 0x83, length, 0, 0, 0, 0, 9, 2, 0, 0];
    frame.extend(FIRMWARE);
    frame.push(frame.iter().fold(0, |sum, byte| sum ^ byte));
    frame
}

fn told(contact: &mut Contact, bytes: &[u8]) -> Vec<u8> {
    contact.write(bytes);
    drained(contact)
}

#[test]
fn a_sound_frame_comes_back_before_its_answer() {
    let mut contact = Contact::default();
    let both = [&ASK[..], &firmware()].concat();
    assert_eq!(told(&mut contact, &ASK), both);
    // Asked again, the answer alone.
    assert_eq!(told(&mut contact, &REFUSAL), firmware());
    // Noise before it does not matter.
    let noise = [&[0x55, 0x03, 0x55, 0x03][..], &ASK].concat();
    assert_eq!(told(&mut contact, &noise), both);
}

#[test]
fn what_is_no_sound_frame_is_refused() {
    let mut contact = Contact::default();
    let mut wrong = ASK;
    wrong[13] ^= 1;
    assert_eq!(told(&mut contact, &wrong), REFUSAL);
    let endless = [3, 6, 0x6F, 0, 2, 0, 0];
    assert_eq!(told(&mut contact, &endless), REFUSAL);
    assert!(told(&mut contact, &ASK[..9]).is_empty());
    contact.pause();
    assert_eq!(drained(&mut contact), REFUSAL);
    contact.pause();
    assert_eq!(told(&mut contact, &ASK).len(), 14 + firmware().len());
}

#[test]
fn a_command_of_the_maker_that_is_not_known_fails() {
    let mut contact = Contact::default();
    let ask = [3, 6, 0x6B, 1, 0, 0, 0, 0, 9, 0, 0, 0, 0x6A, 0x0C];
    let answer = told(&mut contact, &ask).split_off(14);
    assert_eq!(answer[..12], [3, 6, 0x83, 0, 0, 0, 0, 0, 9, 0x42, 0, 0]);
}

#[test]
fn after_any_damaged_byte_the_next_command_but_one_is_answered() {
    let damages = [
        Damage::Drop,
        Damage::Flip(0x01),
        Damage::Flip(0xFF),
        Damage::Duplicate,
        Damage::Insert(0x00),
        Damage::Insert(0x03),
        Damage::Delay(5_000_000),
    ];
    for (position, damage) in (0..14).flat_map(|at| damages.map(|damage| (at, damage))) {
        let mut contact = Contact::default();
        contact.arm_line(LineFault {
            direction: Direction::ToReader,
            position,
            damage,
        });
        drop(told(&mut contact, &ASK));
        contact.pause();
        drop(drained(&mut contact));
        let answer = told(&mut contact, &ASK);
        let expected = [&ASK[..], &firmware()].concat();
        assert_eq!(answer, expected, "{position} {damage:?}");
    }
}
