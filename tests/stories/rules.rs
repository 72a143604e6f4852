//! The access rules as properties.
