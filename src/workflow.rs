//! What an operator does: opens a system, adds people, looks at what will change, programs keys, deploys
//! locks. Every face goes through here; this room alone brings rules, store and devices together.
//!
//! The way of a write, there and back: the rules make the wanted table, the authority signs the image, the
//! store makes the intent durable, the encoder writes and reads back, the store keeps the result.

pub mod adoption;
pub mod authority;
pub mod blocklists;
pub mod campaign;
pub mod capacity;
pub mod changing;
pub mod choosing;
pub mod clock;
pub mod copies;
pub mod demo;
pub mod deploying;
pub mod drafts;
pub mod editing;
mod error;
mod exporting;
pub mod hardware;
pub mod holding;
pub mod inviting;
pub mod leaving;
pub mod listing;
pub mod lost_numbers;
pub mod naming;
pub mod operators;
mod passing_on;
pub mod passwords;
pub mod people;
pub mod places;
pub mod plan;
pub mod programming;
pub mod programming_keys;
pub mod pruning;
pub mod reading;
pub mod recovery;
pub mod removing;
pub mod rights;
mod seen;
mod shown;
pub mod simulation;
mod standing;
pub mod station;
pub mod tasks;
pub mod trail;
mod way_out;
pub mod whose;
mod without_clock;

pub use crate::store::Mode as Access;
pub use authority::Authority;
pub use error::{Class, Detail, Error};
pub use plan::{KeyPlan, SourceCost, plan};
pub use shown::{Shown, ShownKey, ToProgram};
pub use station::{NewStation, Opened, Services, Station};
