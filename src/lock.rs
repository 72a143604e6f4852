//! What a lock does. Written for lock makers and used by the bench.
