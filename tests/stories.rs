//! Every story in one binary, so that linking happens once. Unit tests stand beside the code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[cfg(all(feature = "window", debug_assertions))]
mod driver;
#[cfg(all(feature = "window", debug_assertions))]
mod slowdown;

mod stories {
    mod audit;
    mod ccid_on_bench;
    mod commands;
    mod contact_slot;
    mod corpora;
    mod device_on_bench;
    mod doors_on_bench;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod encoder_found;
    mod enrolment;
    mod foreign_peers;
    mod lying_token;
    mod medium_format;
    mod openssl_cms;
    mod piv_peers;
    mod programming_key;
    mod rules;
    mod running;
    mod store_contract;
    mod structure;
    mod usb_lab;
    mod whole_way;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_clock;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_closing;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_columns;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_confirmed;
    #[cfg(all(feature = "window", debug_assertions))]
    mod window_controls;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_counter;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_dialogs;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_display;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_doors;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_drafts;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_holders;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_invitations;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_keyboard;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_killed;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_kinds;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_last_try;
    mod window_lists;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_looks;
    mod window_low;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_operators;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_people;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_refused;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_screens;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_seen;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_small;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_stale;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_steps;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_tells;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_token_gone;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_tokens;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_tokens_again;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_twice;
    #[cfg(all(feature = "window", debug_assertions, unix))]
    mod window_wizard;
}
