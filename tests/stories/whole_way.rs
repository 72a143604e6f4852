//! The whole way, as a person or a script goes it: the program runs as its own process on a bench that is
//! another process. A person is added, the fob programmed, the doors tried; then everything is interrupted,
//! killed, copied, damaged and searched for secrets.

#[cfg(unix)]
mod asked_pin;
mod attention;
mod authority;
mod blocking;
mod cable;
mod campaign;
mod capacity;
mod chips;
mod choosing;
mod circles;
mod clock;
mod confirmed;
mod contract;
mod counted;
mod counter;
mod dead_fob;
mod demo;
mod editing;
mod factory_keys;
mod failing_disk;
mod generations;
mod held;
mod holders_gone;
mod holding;
mod interrupted;
pub(crate) mod invitations;
mod killed;
mod lifted;
mod lost_numbers;
mod main_job;
mod moved_locks;
mod newcomer;
mod noted;
mod operators;
mod others_token;
mod passed_on;
mod pending;
mod races;
mod refusals;
mod refused;
mod rehearsed;
mod restored;
mod scene;
mod secrets;
mod sessions;
mod soak;
mod taken_over;
mod timeless;
mod token_gone;
mod told;
mod trail;
mod twice;
mod way_back;
mod written_off;

/// Whether the sets that take long are run too (`KEYWRIGHT_FULL=1`).
fn full() -> bool {
    std::env::var_os("KEYWRIGHT_FULL").is_some()
}
