//! What the reader chip does, byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::bench::card::Medium;

const UID: [u8; 7] = [0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6];

fn chip() -> Pn532 {
    let mut chip = Pn532::new(Box::new(|bytes| bytes.fill(0x5A)));
    chip.receive(&[0x55, 0x55, 0, 0, 0]);
    chip
}

fn fob(name: &str) -> Fob {
    Fob::new(Medium::named(name, UID).unwrap())
}

fn command(data: &[u8]) -> Vec<u8> {
    let length = u8::try_from(data.len() + 1).unwrap();
    let sum = data
        .iter()
        .fold(0xD4_u8, |sum, byte| sum.wrapping_add(*byte));
    let mut frame = vec![0x00, 0x00, 0xFF, length, 0_u8.wrapping_sub(length), 0xD4];
    frame.extend_from_slice(data);
    frame.extend([0_u8.wrapping_sub(sum), 0x00]);
    frame
}

/// Sends a command; returns what follows the acknowledgement and D5.
fn ask(chip: &mut Pn532, data: &[u8]) -> Vec<u8> {
    chip.receive(&command(data));
    let output = chip.take_output();
    let answer = output.strip_prefix(&ACK).expect("acknowledged");
    match answer {
        [] => Vec::new(),
        [0, 0, 0xFF, 0xFF, 0xFF, _, _, _, 0xD5, data @ .., _, 0]
        | [0, 0, 0xFF, _, _, 0xD5, data @ .., _, 0] => data.to_vec(),
        other => other.to_vec(),
    }
}

#[test]
fn the_set_up_of_every_known_host_is_answered() {
    let mut chip = chip();
    assert_eq!(ask(&mut chip, &[0x14, 0x01]), [0x15]);
    assert_eq!(ask(&mut chip, &[0x14, 0x01, 0x14, 0x01]), [0x15]);
    assert_eq!(ask(&mut chip, b"\x00\x00libnfc"), b"\x01\x00libnfc");
    assert_eq!(ask(&mut chip, &[0x02]), [0x03, 0x32, 0x01, 0x06, 0x07]);
    assert_eq!(ask(&mut chip, &[0x12, 0x14]), [0x13]);
    assert_eq!(ask(&mut chip, &[0x08, 0x63, 0x02, 0x80]), [0x09]);
    assert_eq!(
        ask(&mut chip, &[0x06, 0x63, 0x02, 0x63, 0x03]),
        [0x07, 0x80, 0x00]
    );
    assert_eq!(ask(&mut chip, &[0x32, 0x05, 0xFF, 0x01, 0x02]), [0x33]);
    assert_eq!(ask(&mut chip, &[0x8C, 0x00]), ERROR);
}

#[test]
fn a_sleeping_chip_hears_nothing_before_the_wake_up() {
    let mut chip = Pn532::new(Box::new(|bytes| bytes.fill(0)));
    chip.receive(&command(&[0x02]));
    assert!(chip.take_output().is_empty());
    chip.receive(&[&[0x55; 17][..], &command(&[0x02])].concat());
    assert!(chip.take_output().starts_with(&ACK));
    assert_eq!(ask(&mut chip, &[0x16, 0xF0]), [0x17, 0x00]);
    chip.receive(&command(&[0x02]));
    assert!(chip.take_output().is_empty());
}

#[test]
fn a_fob_is_listed_with_its_answer_to_select() {
    let mut chip = chip();
    drop(chip.lay(fob("ev1-8k")));
    let listed = [
        &[0x4B, 1, 1, 0x03, 0x44, 0x20, 7],
        UID.as_slice(),
        &[6, 0x75, 0x77, 0x81, 2, 0x80],
    ]
    .concat();
    assert_eq!(ask(&mut chip, &[0x4A, 1, 0]), listed);
    assert_eq!(
        ask(&mut chip, &[&[0x4A, 1, 0, 0x88], UID.as_slice()].concat()),
        listed
    );
    assert_eq!(ask(&mut chip, &[0x32, 0x05, 0, 0, 0]), [0x33]);
    assert_eq!(
        ask(&mut chip, &[0x4A, 1, 0, 0x88, 4, 0, 0, 0, 0, 0, 0]),
        [0x4B, 0]
    );
    assert_eq!(
        ask(&mut chip, &[0x4A, 1, 1, 0, 0xFF, 0xFF, 0, 0]),
        [0x4B, 0]
    );
}

#[test]
fn a_listing_without_end_waits_for_a_fob_or_for_the_host() {
    let mut chip = chip();
    assert!(ask(&mut chip, &[0x4A, 1, 0]).is_empty());
    drop(chip.lay(fob("ev1-8k")));
    let output = chip.take_output();
    assert_eq!(output[5..8], [0xD5, 0x4B, 1]);
    drop(chip.lift());
    assert!(ask(&mut chip, &[0x4A, 1, 0]).is_empty());
    chip.receive(&ACK);
    drop(chip.lay(fob("ev1-8k")));
    assert!(chip.take_output().is_empty());
}

#[test]
fn a_refusal_brings_the_last_answer_again() {
    let mut chip = chip();
    chip.receive(&command(&[0x02]));
    let first = chip.take_output();
    chip.receive(&[0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00]);
    assert_eq!(chip.take_output(), first[6..]);
}

#[test]
fn an_exchange_without_target_is_out_of_context_and_silence_is_a_time_out() {
    let mut chip = chip();
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x60]), [0x41, 0x27]);
    drop(chip.lay(fob("ev1-8k")));
    assert_eq!(ask(&mut chip, &[0x4A, 1, 0])[..2], [0x4B, 1]);
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x45]), [0x41, 0, 0, 0x0F, 0x01]);
    assert_eq!(ask(&mut chip, &[0x40, 2, 0x45]), [0x41, 0x27]);
    drop(chip.lift());
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x45]), [0x41, 0x01]);
    // One that is laid down now was not selected.
    drop(chip.lay(fob("ev1-8k")));
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x45]), [0x41, 0x01]);
    assert_eq!(ask(&mut chip, &[0x4A, 1, 0])[..2], [0x4B, 1]);
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x45]), [0x41, 0, 0, 0x0F, 0x01]);
}

#[test]
fn a_field_switched_off_forgets_what_the_fob_was_about() {
    let mut chip = chip();
    drop(chip.lay(fob("ev1-8k")));
    let list = |chip: &mut Pn532| assert_eq!(ask(chip, &[0x4A, 1, 0])[1], 1);
    list(&mut chip);
    assert_eq!(
        ask(&mut chip, &[0x40, 1, 0xCA, 1, 2, 3, 0x0F, 0x81]),
        [0x41, 0, 0]
    );
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x5A, 1, 2, 3]), [0x41, 0, 0]);
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x6A]), [0x41, 0, 0x9D]);
    assert_eq!(ask(&mut chip, &[0x32, 1, 0]), [0x33]);
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x6A]), [0x41, 0x27]);
    list(&mut chip);
    assert_eq!(ask(&mut chip, &[0x40, 1, 0x6A]), [0x41, 0, 0, 1, 2, 3]);
}

#[test]
fn a_command_in_several_parts_reaches_the_fob_as_one() {
    let mut chip = chip();
    drop(chip.lay(fob("ev3-16k")));
    drop(ask(&mut chip, &[0x4A, 1, 0]));
    assert_eq!(ask(&mut chip, &[0x40, 0x41, 0x5A, 0]), [0x41, 0]);
    assert_eq!(ask(&mut chip, &[0x40, 0x01, 0, 0]), [0x41, 0, 0]);
    assert_eq!(chip.clock().stats().exchanges, 1);
}

#[test]
fn the_fob_is_pulled_at_the_moment_that_was_asked_for() {
    let create = [0x40, 1, 0xCA, 1, 2, 3, 0x0F, 0x81];
    for (moment, status, made) in [
        (Moment::Before, vec![0x41, 0x01], false),
        (Moment::Executed, vec![0x41, 0x01], true),
        (Moment::MidAnswer, vec![0x41, 0x02], true),
        (Moment::Answered, vec![0x41, 0x00, 0x00], true),
    ] {
        let mut chip = chip();
        drop(chip.lay(fob("ev1-8k")));
        drop(ask(&mut chip, &[0x4A, 1, 0]));
        chip.arm_pull(Some(Pull {
            exchange: 2,
            moment,
        }));
        assert_eq!(ask(&mut chip, &[0x40, 1, 0x45])[1], 0);
        assert_eq!(ask(&mut chip, &create), status, "{moment:?}");
        assert!(chip.fob().is_none());
        assert_eq!(ask(&mut chip, &[0x40, 1, 0x45]), [0x41, 0x01]);
        let dump = chip.take_pulled().unwrap().medium().dump();
        assert_eq!(
            dump["applications"].as_array().unwrap().len(),
            usize::from(made),
            "{moment:?}"
        );
    }
}

#[test]
fn an_answer_can_come_without_its_acknowledgement() {
    let mut chip = chip();
    chip.withhold_acknowledgements(1);
    chip.receive(&command(&[0x02]));
    assert_eq!(chip.take_output()[5..7], [0xD5, 0x03]);
    assert_eq!(ask(&mut chip, &[0x02])[0], 0x03);
}

#[test]
fn a_new_speed_holds_after_the_acknowledgement_of_the_host() {
    let mut chip = chip();
    assert_eq!(ask(&mut chip, &[0x10, 0x07]), [0x11]);
    assert_eq!(chip.clock().baud(), 115_200);
    chip.receive(&ACK);
    assert_eq!(chip.clock().baud(), 921_600);
    assert_eq!(ask(&mut chip, &[0x10, 0x09]), ERROR);
}

#[test]
fn a_faster_field_shortens_the_modelled_time() {
    let mut times = Vec::new();
    for rate in 0..3 {
        let mut chip = chip();
        drop(chip.lay(fob("ev1-8k")));
        drop(ask(&mut chip, &[0x4A, 1, 0]));
        assert_eq!(ask(&mut chip, &[0x4E, 1, rate, rate]), [0x4F, 0]);
        let _ = chip.clock().take_stats();
        drop(ask(&mut chip, &[0x40, 1, 0x45]));
        times.push(chip.clock().take_stats().microseconds);
    }
    assert!(times[0] > times[1] && times[1] > times[2]);
}

proptest! {
    #[test]
    fn no_bytes_break_the_chip(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut chip = chip();
        drop(chip.lay(fob("ev1-8k")));
        chip.receive(&bytes);
        drop(chip.take_output());
    }

    #[test]
    fn no_command_breaks_the_chip(
        commands in prop::collection::vec((0_u8..0x8F, prop::collection::vec(any::<u8>(), 0..200)), 1..20),
    ) {
        let mut chip = chip();
        drop(chip.lay(fob("ultralight")));
        for (code, data) in commands {
            chip.receive(&command(&[vec![code], data].concat()));
        }
        drop(chip.take_output());
    }
}

#[test]
fn what_a_command_writes_into_the_fob_takes_its_time() {
    let mut chip = chip();
    drop(chip.lay(fob("ev1-8k")));
    assert_eq!(ask(&mut chip, &[0x4A, 1, 0])[1], 1);
    let mut took = |frame: &[u8], status: u8| {
        let _ = chip.clock().take_stats();
        let answer = ask(&mut chip, &[&[0x40, 1], frame].concat());
        assert_eq!(answer, [0x41, 0, status], "{frame:02X?}");
        chip.clock().take_stats().microseconds
    };
    // 33 bytes on the line: 2,864.58 us; (9 x 13 + 6) bits on the air: 1,161.12 us; two blocks, the card, and one
    // unit of memory. The same bytes once more are refused, and nothing is written.
    let create = [0xCA, 1, 2, 3, 0x0F, 0x83];
    assert_eq!(took(&create, 0x00), 2_864 + 1_161 + 172 + 1_200 + 1_000);
    assert_eq!(took(&create, 0xDE), 2_864 + 1_161 + 172 + 1_200);
}
