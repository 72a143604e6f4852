//! The command line: reads arguments, calls `workflow`, prints the outcome for people or as JSON.

pub mod arguments;
