//! Our driver against the bench's encoder and fobs.
