//! User texts by message id.
