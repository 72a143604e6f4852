use std::collections::VecDeque;

use proptest::prelude::*;

use super::*;
use crate::device::Error as LineError;
use crate::device::ccid::message::{Kind, Request};

/// What the reader sends, piece by piece, and what it was sent. Waiting costs nothing.
#[derive(Default)]
struct Script {
    pieces: VecDeque<Vec<u8>>,
    /// What comes once the host has written so many frames.
    later: Vec<(usize, Vec<u8>)>,
    written: Vec<Vec<u8>>,
}

impl Line for Script {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), LineError> {
        self.written.push(bytes.to_vec());
        let now = self.written.len();
        let due = self.later.iter().filter(|(count, _)| *count == now);
        self.pieces.extend(due.map(|(_, bytes)| bytes.clone()));
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], _: Instant) -> Result<usize, LineError> {
        let Some(mut piece) = self.pieces.pop_front() else {
            return Ok(0);
        };
        let rest = piece.split_off(piece.len().min(buffer.len()));
        buffer[..piece.len()].copy_from_slice(&piece);
        if !rest.is_empty() {
            self.pieces.push_front(rest);
        }
        Ok(piece.len())
    }

    fn set_baud(&mut self, _: u32) -> Result<(), LineError> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), LineError> {
        Ok(())
    }
}

fn framed(message: &[u8]) -> Vec<u8> {
    let mut frame = [&[0x03, 0x06], message].concat();
    frame.push(frame.iter().fold(0, |sum, byte| sum ^ byte));
    frame
}

/// An answer of this kind with this data.
fn answer(data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_le_bytes();
    [&[0x80], &length[..], &[0, 0, 0, 0, 0], data].concat()
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(5)
}

/// What comes of one request, and all frames written for it.
fn asked(later: &[(usize, &[u8])]) -> (Result<Vec<u8>, Error>, Vec<Vec<u8>>) {
    let later = later.iter().map(|(count, bytes)| (*count, bytes.to_vec()));
    let mut transport = TwinTransport::new(Script {
        later: later.collect(),
        ..Script::default()
    });
    let request = Request::GetSlotStatus.encode(0, 1);
    transport.send(&request, soon()).unwrap();
    let heard = transport.receive(soon()).map(|message| message.to_vec());
    (heard, transport.line.written)
}

#[test]
fn a_frame_is_sync_acknowledgement_message_and_check() {
    let sound = framed(&answer(&[]));
    let (heard, written) = asked(&[(1, &sound)]);
    assert_eq!(heard, Ok(answer(&[])));
    // 03 ^ 06 ^ 65 ^ 01.
    let expected = [3, 6, 0x65, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x61];
    assert_eq!(written, [expected.to_vec()]);
}

#[test]
fn what_the_reader_sends_back_of_ours_is_no_answer() {
    let echo = framed(&Request::GetSlotStatus.encode(0, 1));
    let both = [echo.clone(), framed(&answer(&[7]))].concat();
    assert_eq!(asked(&[(1, &both)]).0, Ok(answer(&[7])));
    assert_eq!(asked(&[(1, &echo)]).0, Err(Error::Silent));
}

#[test]
fn a_refused_frame_is_sent_twice_more_and_then_given_up() {
    let sound = framed(&answer(&[]));
    let (heard, written) = asked(&[(1, &AGAIN), (2, &AGAIN), (3, &sound)]);
    assert_eq!((heard, written.len()), (Ok(answer(&[])), 3));
    assert!(written.iter().all(|frame| *frame == written[0]));
    let (heard, written) = asked(&[(1, &AGAIN), (2, &AGAIN), (3, &AGAIN)]);
    assert_eq!(heard.unwrap_err().code(), "reader-garbled");
    assert_eq!(written.len(), 3);
}

#[test]
fn a_damaged_answer_is_asked_for_twice_more_and_then_given_up() {
    let (sound, mut damaged) = (framed(&answer(&[9; 20])), framed(&answer(&[9; 20])));
    damaged[15] ^= 0x40;
    let (heard, written) = asked(&[(1, &damaged), (2, &damaged), (3, &sound)]);
    assert_eq!(heard, Ok(answer(&[9; 20])));
    assert_eq!(written[1..], [AGAIN.to_vec(), AGAIN.to_vec()]);
    let (heard, written) = asked(&[(1, &damaged), (2, &damaged), (3, &damaged)]);
    assert!(matches!(heard, Err(Error::Malformed(_))), "{heard:?}");
    assert_eq!(written.len(), 3);
}

#[test]
fn a_command_is_not_sent_again_once_its_answer_has_begun() {
    // A reader that sends back what asks for its frame would otherwise have the command twice.
    let mut damaged = framed(&answer(&[9; 20]));
    damaged[15] ^= 0x40;
    let again = [&AGAIN[..], &framed(&answer(&[9; 20]))].concat();
    let (heard, written) = asked(&[(1, &damaged), (2, &again)]);
    assert_eq!(heard, Ok(answer(&[9; 20])));
    assert_eq!(written[1..], [AGAIN.to_vec(), AGAIN.to_vec()]);
}

#[test]
fn what_is_cut_short_or_too_long_hides_nothing() {
    let sound = framed(&answer(&[1, 2, 3]));
    // A length that swallows what follows, one beyond every message, and a lone sync.
    let swallowing = [3, 6, 0x80, 200, 0, 0, 0, 0, 0, 0, 0, 0];
    let endless = [3, 6, 0x80, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0];
    for before in [&swallowing[..], &endless, &[3], &[3, 6], &[3, 0x15, 0x17]] {
        let both = [before, &sound].concat();
        assert_eq!(asked(&[(1, &both)]).0, Ok(answer(&[1, 2, 3])), "{before:?}");
    }
}

#[test]
fn cards_that_come_and_go_are_told_whenever_they_do() {
    let sound = framed(&answer(&[]));
    let mut transport = TwinTransport::new(Script::default());
    let bytes = [&[0x50, 0x03][..], &sound, &[0x50, 0x02]].concat();
    transport.line.pieces.push_back(bytes);
    let slots = |present| {
        let changed = true;
        Notification::Slots(vec![SlotChange { present, changed }])
    };
    let told = transport.notifications().unwrap();
    assert_eq!(told, [slots(true), slots(false)]);
    assert_eq!(*transport.receive(soon()).unwrap(), answer(&[]));
    assert_eq!(transport.notifications(), Ok(Vec::new()));
    let bytes = [&[0x50, 0x02][..], &sound].concat();
    transport.line.pieces.push_back(bytes);
    assert_eq!(*transport.receive(soon()).unwrap(), answer(&[]));
    assert_eq!(transport.notifications(), Ok(vec![slots(false)]));
}

#[test]
fn a_message_longer_than_the_reader_s_buffer_is_not_sent() {
    let mut transport = TwinTransport::new(Script::default());
    let fits = transport.send(&[0x6F; MOST_MESSAGE], soon());
    assert_eq!(fits, Ok(()));
    let longer = transport.send(&[0x6F; MOST_MESSAGE + 1], soon());
    assert_eq!(longer, Err(Error::TooLong));
    assert_eq!(transport.line.written.len(), 1);
    assert_eq!(transport.announce_abort(0, 0), Err(Error::Stalled));
}

/// A line on which a piece comes each 40 ms, as long as there are any.
struct Slow(VecDeque<Vec<u8>>);

impl Line for Slow {
    fn write_all(&mut self, _: &[u8]) -> Result<(), LineError> {
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, LineError> {
        let next = Instant::now() + Duration::from_millis(40);
        std::thread::sleep(next.min(deadline).saturating_duration_since(Instant::now()));
        if next > deadline {
            return Ok(0);
        }
        let piece = self.0.pop_front().unwrap_or_default();
        buffer[..piece.len()].copy_from_slice(&piece);
        Ok(piece.len())
    }

    fn set_baud(&mut self, _: u32) -> Result<(), LineError> {
        Ok(())
    }

    fn clear(&mut self) -> Result<(), LineError> {
        Ok(())
    }
}

#[test]
fn a_card_that_asks_for_time_gets_it_and_noise_without_end_does_not() {
    let patience = Duration::from_millis(100);
    let sound = framed(&answer(&[]));
    // Ten times 40 ms, which is more than the 100 ms and the gap.
    let mut asking: VecDeque<_> = (0x80..0x8A).map(|byte| vec![byte]).collect();
    asking.push_back(sound);
    let mut transport = TwinTransport::new(Slow(asking));
    let heard = transport.receive(Instant::now() + patience);
    assert_eq!(heard.map(|message| message.to_vec()), Ok(answer(&[])));
    let noise = vec![vec![0x11]; 100];
    let mut transport = TwinTransport::new(Slow(noise.into()));
    let start = Instant::now();
    let heard = transport.receive(Instant::now() + patience);
    assert!(heard.is_err());
    assert!(start.elapsed() < Duration::from_secs(2));
}

proptest! {
    #[test]
    fn every_message_comes_through_in_any_pieces_and_among_anything_harmless(
        data in prop::collection::vec(any::<u8>(), 0..=261),
        noise in prop::collection::vec(0x04_u8..0x50, 0..40),
        time in prop::collection::vec(0x80_u8.., 0..5),
        echo in any::<bool>(),
        cuts in prop::collection::vec(1_usize..50, 1..40),
    ) {
        let message = answer(&data);
        let ours = framed(&Request::Escape(&data).encode(0, 1));
        let before = if echo { ours.clone() } else { Vec::new() };
        let mut bytes = [&time[..], &noise, &[0x50, 0x03], &before, &time, &framed(&message)].concat();
        let mut transport = TwinTransport::new(Script::default());
        transport.send(&Request::Escape(&data).encode(0, 1), soon()).unwrap();
        for cut in cuts {
            let rest = bytes.split_off(cut.min(bytes.len()));
            transport.line.pieces.push_back(bytes);
            bytes = rest;
        }
        transport.line.pieces.push_back(bytes);
        transport.line.pieces.retain(|piece| !piece.is_empty());
        let heard = transport.receive(soon()).unwrap();
        prop_assert_eq!(&*heard, &message);
        prop_assert_eq!(Response::parse(&heard).unwrap().kind, Kind::DataBlock);
        prop_assert_eq!(&transport.line.written, &[ours]);
        prop_assert_eq!(transport.notifications().unwrap().len(), 1);
    }

    #[test]
    fn one_damaged_byte_never_makes_another_message(
        data in prop::collection::vec(any::<u8>(), 0..=261),
        at in any::<prop::sample::Index>(),
        flip in 1_u8..,
    ) {
        let sound = framed(&answer(&data));
        let mut damaged = sound.clone();
        damaged[at.index(sound.len())] ^= flip;
        let (heard, written) = asked(&[(1, &damaged), (2, &sound), (3, &sound)]);
        // What lies within the data may be a frame by itself; it was sent with a sound check then.
        if let Ok(heard) = heard && heard != answer(&data) {
            prop_assert!(damaged.windows(heard.len() + 3).any(|part| part == framed(&heard)));
        }
        prop_assert!(written.len() <= 3);
    }
}
