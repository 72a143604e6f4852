//! The words of the field as plain data with their invariants. This room does no input or output and never asks for the time.
