//! The system file.
