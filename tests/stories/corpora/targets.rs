//! One door for each parser that meets bytes of strangers: bytes in, verdict out. Shared by the stories, which replay
//! kept inputs, and the fuzzer, which finds new ones. A verdict is a short word that stays the same for the same
//! bytes; what must never happen whatever the bytes are is asserted on the way.
//!
//! The paths are written out because the fuzzer takes this file in from elsewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "targets/ccid_messages.rs"]
pub mod ccid_messages;
#[path = "targets/desfire_answers.rs"]
pub mod desfire_answers;
#[path = "targets/medium.rs"]
pub mod medium;
#[path = "targets/pn532_frames.rs"]
pub mod pn532_frames;
#[path = "targets/secrets.rs"]
pub mod secrets;
#[path = "targets/token_answers.rs"]
pub mod token_answers;
#[path = "targets/twin_frames.rs"]
pub mod twin_frames;

pub use medium::{event_record, lock_configuration, medium_blocklist, medium_image};
pub use secrets::{cms_envelope, slots_file};

/// What is made of some bytes.
pub type Verdict = fn(&[u8]) -> String;

/// Every target with its door.
#[allow(dead_code)]
pub const ALL: [(&str, Verdict); 11] = [
    ("pn532_frames", pn532_frames::verdict),
    ("desfire_answers", desfire_answers::verdict),
    ("medium_image", medium_image::verdict),
    ("medium_blocklist", medium_blocklist::verdict),
    ("lock_configuration", lock_configuration::verdict),
    ("event_record", event_record::verdict),
    ("cms_envelope", cms_envelope::verdict),
    ("slots_file", slots_file::verdict),
    ("token_answers", token_answers::verdict),
    ("ccid_messages", ccid_messages::verdict),
    ("twin_frames", twin_frames::verdict),
];
