//! The rules that turn what people were given into what their keys open: sources to access table, home
//! group, blocklists, and the difference between what a key shall hold and what it holds. Pure functions
//! over plain data: no store, no device, no clock of their own.

pub mod table;

pub use table::{AccessTable, Conditions, Entry, Target};
