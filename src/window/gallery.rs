//! Every control.
