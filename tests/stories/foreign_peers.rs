//! Programs that are not ours against the bench.
