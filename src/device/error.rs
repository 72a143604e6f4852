//! Everything that can go wrong between the station and a fob, in the words of the person who must mend it.

use crate::device::desfire::status;
use crate::device::encoder::Fence;

/// What stopped a device.
///
/// [`Error::code`] is stable; the sentences for people stand in the language files under `error-<code>` and
/// `error-<code>-remedy`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The port could not be opened: no such path, or no permission.
    #[error("cannot open port {path}: {reason}")]
    PortUnavailable {
        /// Path as typed in.
        path: String,
        /// What the operating system said.
        reason: String,
    },
    /// Another program holds the port.
    #[error("port {path} is in use")]
    PortBusy {
        /// Path as typed in.
        path: String,
    },
    /// This user may not open the port: the udev rule is missing.
    #[error("no permission for port {path}")]
    PortDenied {
        /// Path as typed in.
        path: String,
    },
    /// What the path names is no serial port.
    #[error("{path} is no serial port")]
    NoSerialPort {
        /// Path as typed in.
        path: String,
    },
    /// The line broke: unplugged, or the other end closed.
    #[error("the line to the encoder broke: {reason}")]
    Unplugged {
        /// What the operating system said.
        reason: String,
    },
    /// No answer in time. Says nothing about whether the command was carried out.
    #[error("the encoder does not answer")]
    EncoderSilent,
    /// Answers kept arriving damaged.
    #[error("the encoder's answers arrive damaged")]
    EncoderGarbled,
    /// The chip refused a command (error frame or an answer of the wrong shape).
    #[error("the encoder refused command {command:#04x}")]
    EncoderRefused {
        /// PN532 command code.
        command: u8,
    },
    /// Something answers on the port, but it is no PN532.
    #[error("no PN532 on this port (chip {found:#04x})")]
    NotAnEncoder {
        /// First byte of its firmware answer.
        found: u8,
    },
    /// The fob stopped answering over the air; whether it carried out the last command is unknown.
    #[error("the fob does not answer (field error {code:#04x})")]
    FieldLost {
        /// PN532 error code (UM0701-02, 7.1).
        code: u8,
    },
    /// No fob lies on the encoder.
    #[error("no fob on the encoder")]
    NoFob,
    /// The fob was lifted in the middle of an operation. Laying it back and running the same operation mends it.
    #[error("the fob was lifted")]
    FobLifted,
    /// Another fob than the job's lies on the encoder.
    #[error("another fob lies on the encoder")]
    WrongFob {
        /// Chip number the job is for.
        expected: [u8; 7],
        /// Chip number found.
        found: [u8; 7],
    },
    /// A chip that is not accepted: MIFARE Classic, Ultralight, DESFire D40, unknown.
    #[error("chip {chip} is not accepted")]
    ChipRefused {
        /// Name of the chip.
        chip: &'static str,
    },
    /// The fob shows a new chip number each time; keys cannot be derived from it.
    #[error("the fob uses random chip numbers")]
    RandomUid,
    /// The master key of the fob is neither the factory's nor ours.
    #[error("the fob's master key is foreign")]
    ForeignMasterKey,
    /// An application under our number that we did not make.
    #[error("another maker's application stands under our number")]
    ForeignApplication,
    /// Our application, but the keys of another system (or of a generation we do not have).
    #[error("the fob belongs to another system")]
    OtherSystem,
    /// No application of ours stands on the fob.
    #[error("the fob is not programmed")]
    NotProgrammed,
    /// First programming was interrupted; nothing can be read before it is finished.
    #[error("the fob's first programming is unfinished")]
    Unfinished,
    /// Not enough free memory. Nothing was written.
    #[error("the fob has {free} bytes free, {needed} are needed")]
    FobFull {
        /// Bytes the files need.
        needed: u32,
        /// Bytes the fob reports free.
        free: u32,
    },
    /// The image does not fit the file it is for. Nothing was written.
    #[error("the image does not fit the file on the fob")]
    ImageTooLarge,
    /// The blocklist does not fit the file it is for. Nothing was written.
    #[error("the blocklist does not fit the file on the fob")]
    BlocklistTooLarge,
    /// The image's file is shorter than what a lock reads first of any fob, so that no lock can read this one.
    #[error("no lock can read the image file on the fob")]
    FileTooShort,
    /// The fob holds another revision than the job expects: another station was faster, or the job is old.
    #[error("the fob holds {found:?}, the job expects {expected:?}")]
    ChangedElsewhere {
        /// What the job says lies on the fob.
        expected: Option<Fence>,
        /// What lies on it.
        found: Option<Fence>,
    },
    /// The fob refused a command.
    #[error("the fob refused command {command:#04x} with status {status:#04x}")]
    FobRefused {
        /// DESFire command code.
        command: u8,
        /// DESFire status code.
        status: u8,
    },
    /// An answer of the fob does not carry the right MAC or CRC.
    #[error("the fob's answer is not authentic")]
    AnswerForged,
    /// An answer of the fob has the wrong shape or length.
    #[error("the fob's answer is malformed: {what}")]
    AnswerMalformed {
        /// Which answer.
        what: &'static str,
    },
    /// A chain of answer frames does not end where it should.
    #[error("the fob's answer does not end")]
    AnswerEndless,
    /// What was read back is not what was to be written.
    #[error("the read-back differs from the image")]
    ReadBackDiffers,
    /// A factory key still opens the fob after programming.
    #[error("a factory key still works (key {key})")]
    FactoryKeyWorks {
        /// Key number in the application, 0xFF for the fob's master key.
        key: u8,
    },
    /// The fob was changed in part when there was a reason to go no further. Running the same job again continues
    /// it, or says the reason alone.
    #[error("stopped halfway: {cause}")]
    StoppedHalfway {
        /// The reason.
        cause: Box<Error>,
    },
    /// Stopped by the operator at a safe point. Running the job again continues it.
    #[error("cancelled")]
    Cancelled,
    /// No key of this generation is at hand.
    #[error("no keys of generation {generation}")]
    NoKey {
        /// Key generation asked for.
        generation: u8,
    },
    /// The source of randomness failed.
    #[error("no randomness")]
    NoRandomness,
    /// The job contradicts itself.
    #[error("impossible job: {what}")]
    BadJob {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The encoder's thread has ended.
    #[error("the encoder is closed")]
    Closed,
}

impl Error {
    /// Stable code of the error, in kebab case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PortUnavailable { .. } => "port-unavailable",
            Self::PortBusy { .. } => "port-busy",
            Self::PortDenied { .. } => "port-denied",
            Self::NoSerialPort { .. } => "port-not-serial",
            Self::Unplugged { .. } => "encoder-unplugged",
            Self::EncoderSilent => "encoder-silent",
            Self::EncoderGarbled => "encoder-garbled",
            Self::EncoderRefused { .. } => "encoder-refused",
            Self::NotAnEncoder { .. } => "not-an-encoder",
            Self::FieldLost { .. } => "fob-silent",
            Self::NoFob => "no-fob",
            Self::FobLifted => "fob-lifted",
            Self::WrongFob { .. } => "wrong-fob",
            Self::ChipRefused { .. } => "fob-chip-refused",
            Self::RandomUid => "fob-random-uid",
            Self::ForeignMasterKey => "fob-foreign-master-key",
            Self::ForeignApplication => "fob-foreign-application",
            Self::OtherSystem => "fob-other-system",
            Self::NotProgrammed => "fob-not-programmed",
            Self::Unfinished => "fob-unfinished",
            Self::FobFull { .. } => "fob-full",
            Self::ImageTooLarge => "fob-image-too-large",
            Self::BlocklistTooLarge => "fob-blocklist-too-large",
            Self::FileTooShort => "fob-file-too-short",
            Self::ChangedElsewhere { .. } => "fob-changed-elsewhere",
            Self::FobRefused { .. } => "fob-refused",
            Self::AnswerForged => "fob-answer-forged",
            Self::AnswerMalformed { .. } => "fob-answer-malformed",
            Self::AnswerEndless => "fob-answer-endless",
            Self::ReadBackDiffers => "fob-read-back-differs",
            Self::FactoryKeyWorks { .. } => "fob-factory-key-works",
            Self::StoppedHalfway { .. } => "fob-stopped-halfway",
            Self::Cancelled => "device-cancelled",
            Self::NoKey { .. } => "fob-no-key",
            Self::NoRandomness => "device-no-randomness",
            Self::BadJob { .. } => "device-bad-job",
            Self::Closed => "encoder-closed",
        }
    }

    /// Values for the sentences of the language files, by the names used there.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::PortUnavailable { path, reason } => {
                vec![("path", path.clone()), ("reason", reason.clone())]
            }
            Self::PortBusy { path } | Self::PortDenied { path } | Self::NoSerialPort { path } => {
                vec![("path", path.clone())]
            }
            Self::WrongFob { expected, found } => {
                vec![
                    ("expected", uid_text(*expected)),
                    ("found", uid_text(*found)),
                ]
            }
            Self::ChipRefused { chip } => vec![("chip", (*chip).to_owned())],
            Self::FobFull { needed, free } => {
                vec![("needed", needed.to_string()), ("free", free.to_string())]
            }
            Self::FobRefused { command, status } => {
                vec![
                    ("command", format!("{command:02X}")),
                    ("status", format!("{status:02X}")),
                ]
            }
            Self::EncoderRefused { command } => vec![("command", format!("{command:02X}"))],
            Self::FieldLost { code } => vec![("status", format!("{code:02X}"))],
            Self::NoKey { generation } => vec![("generation", generation.to_string())],
            Self::StoppedHalfway { cause } => vec![("cause", cause.code().to_owned())],
            _ => Vec::new(),
        }
    }

    /// The exchange was cut off, or reached the fob damaged, and nobody knows what took effect: put the fob back to
    /// its start and look.
    pub(crate) fn is_interruption(&self) -> bool {
        match self {
            Self::EncoderSilent | Self::EncoderGarbled | Self::FieldLost { .. } => true,
            // None of these is an answer to what we sent.
            Self::FobRefused { status, .. } => matches!(
                *status,
                status::ILLEGAL_COMMAND
                    | status::INTEGRITY_ERROR
                    | status::LENGTH_ERROR
                    | status::COMMAND_ABORTED
            ),
            _ => false,
        }
    }

    /// The error as it is to be reported once the fob was, or may have been, changed: those by which a caller knows
    /// that nothing was written no longer say so.
    pub(crate) fn halfway(self) -> Self {
        match self {
            // Something else lies there now.
            Self::WrongFob { .. } | Self::ChipRefused { .. } | Self::RandomUid => Self::FobLifted,
            Self::ForeignMasterKey
            | Self::ForeignApplication
            | Self::FobFull { .. }
            | Self::ImageTooLarge
            | Self::BlocklistTooLarge
            | Self::ChangedElsewhere { .. }
            | Self::BadJob { .. } => Self::StoppedHalfway {
                cause: Box::new(self),
            },
            other => other,
        }
    }

    /// The fob answered with exactly this status.
    pub(crate) fn is_status(&self, wanted: u8) -> bool {
        matches!(self, Self::FobRefused { status, .. } if *status == wanted)
    }
}

/// A chip number in upper-case hexadecimal digits.
fn uid_text(uid: [u8; 7]) -> String {
    data_encoding::HEXUPPER.encode(&uid)
}
