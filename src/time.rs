//! Instants, dates and time zones. The only room that names `chrono` and `chrono-tz`.
