//! The house: rooms, floors, sizes.
