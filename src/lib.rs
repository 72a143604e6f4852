//! Keywright: an open programming station for electronic keys.
//!
//! A locksmith adds a person, decides where each key opens, and writes that onto the key lying on the
//! encoder, authorised by a USB programming key. The rooms below stand on floors; each imports only from
//! the floors under it (`tests/stories/structure.rs` holds that):
//!
//! `model` < `secrets`, `access` < `medium` < `lock` < `device`, `store` < `workflow` < `cli`.
//! `time` and `i18n` stand beside `model`. `bench` uses `lock` and below and is started by `main` alone.

/// The words of the field as plain data: user, role, premises, lock, key. No input, no output, no clock.
pub mod model;
/// The one place that knows about calendars and time zones, and the clock that is handed to everyone else.
pub mod time;

/// Master key, CMS envelopes, derivations, signatures and the slots of the store key.
pub mod secrets;

/// The rules: from sources to the access table, home group, blocklists, and the difference per lock.
pub mod access;

/// The public format of what lies on a fob, and of a lock's configuration.
pub mod medium;

/// What a lock does with a medium: the decision, the blocklist exchange, the event.
pub mod lock;

/// The wires to real hardware: serial line, PN532, DESFire, the programming key.
pub mod device;
/// The system file: one synchronous store, its migrations and its audit log.
pub mod store;

/// Simulated hardware that answers on the same wires as the real parts.
#[cfg(unix)]
pub mod bench;
/// Letters to people, and the mail server that takes them.
pub mod mail;
/// What an operator does: change sets, summaries, programming tasks and their resumption.
pub mod workflow;

/// The command line.
pub mod cli;
/// User texts by message id, in every language.
pub mod i18n;
/// The native window.
#[cfg(feature = "window")]
pub mod window;
