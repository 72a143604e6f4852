//! The public format of a medium, version 1.
