//! What the driver says on the line to go faster, what it does where that is refused, and how it drops a command.

use keywright::bench::Encoder as BenchEncoder;
use keywright::bench::card::Medium;
use keywright::bench::fault::{Damage, Direction, LineFault, Refusal};
use keywright::device::encoder::Encoder;

use super::station::*;

const SET_BAUD: u8 = 0x10;
const IN_PSL: u8 = 0x4E;

/// An encoder that refuses one command.
fn refusing(code: u8, how: Refusal) -> BenchEncoder {
    let mut encoder = BenchEncoder::new(Box::new(scatter));
    encoder.refuse(code, Some(how));
    encoder
}

/// A fob that offers these speeds when it is selected: byte TA(1), or none at all.
fn offering(rates: Option<u8>) -> Medium {
    let mut medium = factory("ev1-8k");
    if let Medium::Desfire(image) = &mut medium {
        image.ats = match rates {
            Some(rates) => vec![0x06, 0x75, rates, 0x81, 0x02, 0x80],
            None => vec![0x05, 0x65, 0x81, 0x02, 0x80],
        };
    }
    medium
}

fn commands(log: &[Sent], code: u8) -> Vec<Vec<u8>> {
    let of_code = log.iter().filter_map(|sent| match sent {
        Sent::Command(command) if command[0] == code => Some(command.clone()),
        _ => None,
    });
    of_code.collect()
}

/// The rates of the medium in the field as the reader itself tells them, in kbit/s (GetGeneralStatus).
fn rates(station: &Station) -> [u16; 2] {
    let mut encoder = station.bench.encoder();
    encoder.write(&[0, 0, 0xFF, 2, 0xFE, 0xD4, 0x04, 0x28, 0]);
    let told: Vec<u8> = std::iter::from_fn(|| encoder.read())
        .flat_map(|piece| piece.bytes)
        .collect();
    // Acknowledgement, head of the frame, D5 05, error, field, one target: its number and its rates.
    assert_eq!(told[11..17], [0xD5, 0x05, 0, 1, 1, 1], "{told:02X?}");
    [told[17], told[18]].map(|number| 106 << number)
}

#[test]
fn the_way_to_the_fob_is_as_fast_as_the_fob_offers() {
    for (offer, asked, kbits) in [
        (Some(0x77), Some(2), 424),
        (Some(0x33), Some(2), 424),
        (Some(0x11), Some(1), 212),
        // Faster one way only is no offer: both ways go at the same speed.
        (Some(0x13), Some(1), 212),
        (Some(0x02), None, 106),
        (Some(0x00), None, 106),
        (None, None, 106),
    ] {
        let mut station = Station::with(&offering(offer));
        let _opening = station.take_log();
        assert!(station.driver.look().unwrap().is_some(), "{offer:02X?}");
        let log = station.take_log();
        let expected: Vec<Vec<u8>> = asked
            .map(|speed| vec![IN_PSL, 0x01, speed, speed])
            .into_iter()
            .collect();
        assert_eq!(commands(&log, IN_PSL), expected, "{offer:02X?}");
        assert_eq!(rates(&station), [kbits; 2], "{offer:02X?}");
        // And the time that the exchanges took is that of this speed.
        let _ = station.bench.encoder().take_stats();
        let _ = station.program(&first_job(300)).unwrap();
        let stats = station.bench.encoder().stats();
        assert_eq!(stats.microseconds == stats.microseconds_fast, kbits == 424);
    }
}

#[test]
fn a_fob_that_is_not_sped_up_is_started_afresh_and_left_slow() {
    for how in [
        Refusal::Unknown,
        Refusal::Status(0x01),
        Refusal::Status(0x13),
    ] {
        let job = first_job(300);
        let mut station = Station::at(refusing(IN_PSL, how));
        station.lay(&factory("ev1-8k"));
        let _opening = station.take_log();
        assert!(station.driver.presence().unwrap().is_some());
        let log = station.take_log();
        // Asked once; then the field goes off and on, and the fob is listed again.
        let codes: Vec<Vec<u8>> = log
            .iter()
            .map(|sent| match sent {
                Sent::Command(command) => command[..2].to_vec(),
                other => panic!("{how:?}: {other:?}"),
            })
            .collect();
        let expected = [[0x4A, 1], [IN_PSL, 1], [0x32, 1], [0x32, 1], [0x4A, 1]];
        assert_eq!(codes, expected, "{how:?}");
        assert_eq!(
            commands(&log, 0x32),
            [[0x32, 0x01, 0x00], [0x32, 0x01, 0x01]]
        );
        assert_eq!(rates(&station), [106; 2], "{how:?}");
        // The same fob is not asked again, and is written to its end.
        let _ = station.program(&job).unwrap();
        assert_eq!(
            commands(&station.take_log(), IN_PSL),
            [[0u8; 4]; 0],
            "{how:?}"
        );
        assert_eq!(rates(&station), [106; 2], "{how:?}");
        assert_done(&station.memory(), &job);
        // Another fob is asked anew, by a reader that has come to its senses.
        let _gone = station.lift();
        assert_eq!(station.driver.presence(), Ok(None));
        station.bench.encoder().heal();
        station.lay(&factory("ev1-8k"));
        let _empty = station.take_log();
        assert!(station.driver.presence().unwrap().is_some());
        assert_eq!(
            commands(&station.take_log(), IN_PSL),
            [[IN_PSL, 1, 2, 2]],
            "{how:?}"
        );
        assert_eq!(rates(&station), [424; 2], "{how:?}");
    }
}

#[test]
fn the_line_goes_at_921_600_baud_once_the_host_has_acknowledged() {
    let mut station = Station::with(&factory("ev1-8k"));
    let log = station.take_log();
    let at = |wanted: &Sent| log.iter().position(|sent| sent == wanted).unwrap();
    let asked = at(&Sent::Command(vec![SET_BAUD, 0x07]));
    assert_eq!(
        log[asked + 1..asked + 3],
        [Sent::Ack, Sent::Baud(921_600)],
        "the acknowledgement goes out at the old speed, what follows at the new one"
    );
    assert!(matches!(log[asked + 3], Sent::Command(_)));
    assert_eq!(log[0], Sent::Baud(115_200));
    assert_eq!(station.bench.encoder().baud(), 921_600);
    let _ = station.program(&first_job(300)).unwrap();
    let later = station.take_log();
    assert!(!later.iter().any(|sent| matches!(sent, Sent::Baud(_))));
}

#[test]
fn a_reader_that_refuses_921_600_baud_is_used_as_it_is() {
    let job = first_job(300);
    let mut station = Station::at(refusing(SET_BAUD, Refusal::Unknown));
    station.lay(&factory("ev1-8k"));
    let log = station.take_log();
    assert_eq!(commands(&log, SET_BAUD), [[SET_BAUD, 0x07]], "asked once");
    assert!(!log.contains(&Sent::Baud(921_600)));
    assert!(!log.contains(&Sent::Ack), "nothing is to be acknowledged");
    let _ = station.program(&job).unwrap();
    assert_eq!(station.bench.encoder().baud(), 115_200);
    assert_eq!(commands(&station.take_log(), SET_BAUD), [[0u8; 2]; 0]);
    assert_done(&station.memory(), &job);
}

#[test]
fn a_reader_left_at_921_600_baud_by_another_session_is_found() {
    let station = Station::with(&factory("ev1-8k"));
    let line = BenchLine::new(&station.bench);
    let mut again = Station::open(line.clone());
    let log = line.log.lock().unwrap().clone();
    let speeds: Vec<&Sent> = log
        .iter()
        .filter(|one| matches!(one, Sent::Baud(_)))
        .collect();
    assert_eq!(speeds, [&Sent::Baud(115_200), &Sent::Baud(921_600)]);
    assert_eq!(
        commands(&log, SET_BAUD),
        [[0u8; 2]; 0],
        "it is fast already"
    );
    assert!(again.presence().unwrap().is_some());
}

#[test]
fn a_command_that_is_not_answered_is_dropped_by_an_acknowledgement() {
    // What the host reads of each answer: nothing, the reader's acknowledgement, a part of the frame.
    for heard in [0, 6, 14] {
        let mut station = Station::with(&factory("ev1-8k"));
        assert!(station.driver.presence().unwrap().is_some());
        let _opening = station.take_log();
        station.bench.encoder().arm_line(LineFault {
            direction: Direction::ToHost,
            position: heard,
            damage: Damage::Delay(60_000_000),
        });
        assert!(station.driver.look().is_ok());
        let log = station.take_log();
        let Sent::Command(first) = &log[0] else {
            panic!("{log:?}");
        };
        // Before the next command, and after asking again where something had come, the first one is dropped.
        let next = log[1..]
            .iter()
            .position(|sent| matches!(sent, Sent::Command(_) | Sent::Wake))
            .unwrap();
        let between = &log[1..=next];
        assert_eq!(
            between.last(),
            Some(&Sent::Ack),
            "{heard}: {first:02X?}, {log:?}"
        );
        assert!(
            between[..between.len() - 1]
                .iter()
                .all(|sent| *sent == Sent::Nack),
            "{heard}: {between:?}"
        );
        assert_eq!(between.len() > 1, heard == 14, "{heard}: {between:?}");
    }
    // Where all is answered nothing is dropped.
    let mut station = Station::with(&factory("ev1-8k"));
    let _opening = station.take_log();
    let _ = station.program(&first_job(300)).unwrap();
    let log = station.take_log();
    assert!(!log.contains(&Sent::Ack) && !log.contains(&Sent::Nack));
}
