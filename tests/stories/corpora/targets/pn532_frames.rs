//! Bytes from the encoder: the frame decoder alone, then the whole link with a chip that says what it likes.

use keywright::device::line::MemoryLine;
use keywright::device::pn532::frame::{Decoder, LONGEST, Received, encode};
use keywright::device::pn532::{Pn532, Timing};

use super::desfire_answers::AT_ONCE;

/// The first byte cuts the stream into pieces; the rest is the stream.
pub fn verdict(bytes: &[u8]) -> String {
    let Some((&cut, stream)) = bytes.split_first() else {
        return "empty".to_owned();
    };
    let found = decoded(stream, usize::from(cut).max(1));
    let timing: Timing = AT_ONCE;
    let mut pieces = stream.split(|byte| *byte == cut).map(<[u8]>::to_vec);
    let pieces: Vec<Vec<u8>> = pieces.by_ref().take(200).collect();
    let mut next = pieces.into_iter();
    let line = MemoryLine::new(move |_: &[u8]| next.next().unwrap_or_default());
    let opened = match Pn532::open(Box::new(line), timing) {
        Ok(mut chip) => match chip.find() {
            Ok(target) => format!("open, target {}", target.is_some()),
            Err(error) => format!("open, {}", error.code()),
        },
        Err(error) => error.code().to_owned(),
    };
    format!("{found}; {opened}")
}

fn decoded(stream: &[u8], piece: usize) -> String {
    let mut decoder = Decoder::default();
    let (mut frames, mut others) = (0, 0);
    for piece in stream.chunks(piece) {
        decoder.push(piece);
        while let Some(received) = decoder.find() {
            match received {
                Received::Frame(content) => {
                    assert!((1..=LONGEST).contains(&content.len()));
                    // What was taken for a frame is one.
                    let mut again = Decoder::default();
                    again.push(&encode(&content));
                    assert_eq!(again.find(), Some(Received::Frame(content)));
                    frames += 1;
                }
                _ => others += 1,
            }
        }
    }
    let broken = decoder.breaks_off();
    format!("{frames} frames, {others} others, broken {broken}")
}
