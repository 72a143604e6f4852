//! What is done with the bytes of each target stands with the stories, which replay the corpora on stable.

#[path = "../../tests/stories/corpora/targets.rs"]
mod targets;

pub use targets::*;
