//! Status codes of a DESFire, as the card sends them in the last byte of an answer. Knows nothing of commands.

/// One status byte.
pub(super) type Status = u8;

/// Done.
pub(super) const DONE: Status = 0x00;
/// Commit or abort without anything open.
pub(super) const NO_CHANGES: Status = 0x0C;
/// Not enough memory left.
pub(super) const OUT_OF_MEMORY: Status = 0x0E;
/// The card does not know this command.
pub(super) const ILLEGAL_COMMAND: Status = 0x1C;
/// Checksum, MAC or padding is wrong.
pub(super) const INTEGRITY: Status = 0x1E;
/// There is no such key.
pub(super) const NO_SUCH_KEY: Status = 0x40;
/// The command has the wrong length.
pub(super) const LENGTH: Status = 0x7E;
/// The configuration forbids it.
pub(super) const PERMISSION_DENIED: Status = 0x9D;
/// A parameter is outside its range.
pub(super) const PARAMETER: Status = 0x9E;
/// There is no such application.
pub(super) const APPLICATION_NOT_FOUND: Status = 0xA0;
/// The key this needs has not been shown.
pub(super) const AUTHENTICATION: Status = 0xAE;
/// More frames are wanted or offered.
pub(super) const MORE: Status = 0xAF;
/// Reading or writing past the end, or a value past its limits.
pub(super) const BOUNDARY: Status = 0xBE;
/// The chain of frames was broken off by another command.
pub(super) const ABORTED: Status = 0xCA;
/// Too many applications.
pub(super) const COUNT: Status = 0xCE;
/// A file or application of that number exists.
pub(super) const DUPLICATE: Status = 0xDE;
/// There is no such file.
pub(super) const FILE_NOT_FOUND: Status = 0xF0;
