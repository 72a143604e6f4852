//! What every store engine must do.
