//! What an operator does, step by step.
