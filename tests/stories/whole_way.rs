//! A person is added, the fob programmed, the doors tried.
