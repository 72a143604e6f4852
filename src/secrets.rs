//! The secrets of a system: master key, envelopes, derivations, signatures, store-key slots.
