//! The public format against its vectors and a reader that is not ours.
