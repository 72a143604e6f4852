//! Inputs for the parsers, kept as files.

use keywright::medium::Image;

use super::material::*;
use super::vectors::{aged, list, tables};

/// Inputs for the parsers, good and hostile, as (folder/name, bytes).
pub fn all() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for (number, (_, table)) in tables().into_iter().enumerate() {
        let image = Image::build(&header(), &table, &sign)
            .unwrap()
            .as_bytes()
            .to_vec();
        found.push((
            format!("image/refused-short-{number}"),
            image[..image.len() - 1].to_vec(),
        ));
        let mut draw = Draw(number as u64);
        let mut damaged = image.clone();
        // The signature itself is not looked at by parsing, so damage is done after it.
        let place = 104 + draw.below(u32::try_from(image.len() - 104).unwrap()) as usize;
        damaged[place] ^= 0x80;
        let taken = Image::parse(&damaged).is_ok();
        found.push((
            format!(
                "image/{}-damaged-{number}",
                if taken { "taken" } else { "refused" }
            ),
            damaged,
        ));
        found.push((format!("image/taken-whole-{number}"), image));
    }
    found.push(("image/taken-whole-aged".into(), aged().as_bytes().to_vec()));
    // It takes numbers from another leaf, which lists them.
    let mut twisted = aged().as_bytes().to_vec();
    let branch = aged().head().as_bytes().len() - 15;
    let start = u32::from_be_bytes([0, twisted[branch], twisted[branch + 1], twisted[branch + 2]]);
    twisted[branch..branch + 3].copy_from_slice(&(start - 300).to_be_bytes()[1..]);
    found.push(("image/refused-branch-that-starts-too-low".into(), twisted));
    let front = |levels: u8, head: u16, leaves: u16, rest: &[u8]| {
        let mut bytes = Image::build(&header(), &locks([]), &sign)
            .unwrap()
            .as_bytes()[..104]
            .to_vec();
        bytes[1] = levels;
        bytes[2..4].copy_from_slice(&head.to_be_bytes());
        bytes[27..29].copy_from_slice(&leaves.to_be_bytes());
        let body = if levels == 0 { 0 } else { head.div_ceil(32) };
        bytes[29] = u8::try_from(body).unwrap_or(u8::MAX);
        bytes.extend_from_slice(rest);
        bytes
    };
    let always = [0, 1, 0];
    let every_number = [&always[..], &[0, 0], &[0x80, 0x80, 0x80, 8, 1, 0, 1]].concat();
    found.push((
        "image/refused-sixteen-million-locks".into(),
        front(0, 116, 0, &every_number),
    ));
    found.push((
        "image/refused-no-such-leaves".into(),
        front(1, 110, 65_535, &[0, 1, 0, 0, 0, 0]),
    ));
    found.push((
        "image/refused-head-too-long".into(),
        front(0, 60_000, 0, &[0; 600]),
    ));
    found.push(("image/refused-empty-medium".into(), vec![0; 640]));
    for (number, list) in [
        list(3, 1, []),
        list(3, 9, 1..=500),
        list(4, 2, Draw(9).distinct(40, 9_000)),
    ]
    .iter()
    .enumerate()
    {
        let bytes = list.as_bytes().to_vec();
        found.push((
            format!("blocklist/refused-short-{number}"),
            bytes[..bytes.len() - 1].to_vec(),
        ));
        let mut padded = bytes.clone();
        padded.extend_from_slice(&[0xFF; 40]);
        found.push((
            format!("blocklist/taken-followed-by-old-bytes-{number}"),
            padded,
        ));
        let mut crowded = bytes.clone();
        crowded[14..16].copy_from_slice(&501u16.to_be_bytes());
        found.push((format!("blocklist/refused-501-{number}"), crowded));
        found.push((format!("blocklist/taken-whole-{number}"), bytes));
    }
    found.push(("blocklist/refused-empty-medium".into(), vec![0; 96]));
    found
}
