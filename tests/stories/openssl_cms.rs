//! Envelopes exchanged with OpenSSL.
