//! Pictures compared by their SHA-256. The references are committed; one that is missing is a failure, so that
//! no picture passes unseen. `KEYWRIGHT_WRITE_SNAPSHOTS=1` writes them anew, to be looked at and committed.

use std::fs;
use std::path::Path;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// Compares the pixels with the reference. A picture that differs is left under `target/snapshots` as a PPM.
#[track_caller]
pub fn compare(name: &str, width: u32, height: u32, pixels: &[u8]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reference = root.join("tests/snapshots").join(format!("{name}.sha256"));
    let hash = HEXLOWER.encode(&Sha256::digest(pixels));
    if std::env::var_os("KEYWRIGHT_WRITE_SNAPSHOTS").is_some_and(|value| value == "1") {
        save(name, width, height, pixels);
        fs::create_dir_all(root.join("tests/snapshots")).unwrap();
        fs::write(&reference, format!("{hash}\n")).unwrap();
        return;
    }
    let known = fs::read_to_string(&reference).unwrap_or_default();
    if known.trim() != hash {
        save(name, width, height, pixels);
        panic!(
            "the picture {name} {}; look at target/snapshots/{name}.ppm, and if it is right, \
             write it anew with KEYWRIGHT_WRITE_SNAPSHOTS=1",
            if known.is_empty() {
                "has no reference"
            } else {
                "is not as it was"
            }
        );
    }
}

fn save(name: &str, width: u32, height: u32, pixels: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/snapshots");
    let mut image = format!("P6 {width} {height} 255\n").into_bytes();
    image.extend(pixels.chunks_exact(4).flat_map(|pixel| &pixel[..3]));
    let saved = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join(format!("{name}.ppm")), image));
    if let Err(error) = saved {
        println!("the picture {name} could not be kept: {error}");
    }
}
