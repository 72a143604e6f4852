//! Programming keys through the smart card service of the system (PC/SC): where it, or another program through it,
//! holds the reader's interface, so that USB itself is out of reach. Everything that names PC/SC is here.

use std::ffi::{CStr, CString};
use std::io;

use pcsc::{Card, Context, Protocol, Protocols, Scope, ShareMode};
use zeroize::Zeroizing;

use super::ccid;
use super::token_link::ApduLink;

/// What stopped the way through the smart card service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The service does not run.
    #[error("the smart card service does not run")]
    NotRunning,
    /// The service has no reader of that name with a card in it.
    #[error("no reader {name:?} with a card")]
    NotThere {
        /// What was asked for.
        name: String,
    },
    /// Several readers could be meant.
    #[error("several readers: {}", .readers.join(", "))]
    Several {
        /// Their names.
        readers: Vec<String>,
    },
    /// Another program uses the card.
    #[error("{reader} is in use by another program")]
    Busy {
        /// Which reader.
        reader: String,
    },
    /// The service refuses for another reason.
    #[error("smart card service: {reason}")]
    Failed {
        /// What it said.
        reason: String,
    },
}

impl Error {
    /// Whether this says that the reader which was there, or its card, is there no more. Of a service that ended nobody
    /// knows.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::NotThere { .. })
    }

    /// The stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotRunning => "pcsc-not-running",
            Self::NotThere { .. } => "pcsc-not-there",
            Self::Several { .. } => "pcsc-several",
            Self::Busy { .. } => "pcsc-busy",
            Self::Failed { .. } => "pcsc-failed",
        }
    }

    /// What the texts may name, by variable.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotRunning => Vec::new(),
            Self::NotThere { name } => vec![("name", name.clone())],
            Self::Several { readers } => vec![("readers", readers.join(", "))],
            Self::Busy { reader } => vec![("reader", reader.clone())],
            Self::Failed { reason } => vec![("reason", reason.clone())],
        }
    }

    fn of(reader: &str, error: pcsc::Error) -> Self {
        match error {
            pcsc::Error::NoService | pcsc::Error::ServiceStopped | pcsc::Error::CommError => {
                Self::NotRunning
            }
            pcsc::Error::SharingViolation => Self::Busy {
                reader: reader.to_owned(),
            },
            pcsc::Error::NoSmartcard
            | pcsc::Error::RemovedCard
            | pcsc::Error::UnknownReader
            | pcsc::Error::NoReadersAvailable
            | pcsc::Error::ReaderUnavailable => Self::NotThere {
                name: reader.to_owned(),
            },
            other => Self::Failed {
                reason: other.to_string(),
            },
        }
    }
}

/// The names of all readers that the service has.
///
/// # Errors
/// [`Error::NotRunning`], [`Error::Failed`].
pub fn readers() -> Result<Vec<String>, Error> {
    let names = names(&context()?)?;
    Ok(names.iter().map(|name| shown(name)).collect())
}

/// The readers that the service has, and whether a card is in each; none where it does not run. No card gets power.
pub fn occupied() -> Option<Vec<(String, bool)>> {
    let glance = || -> Result<Vec<(String, bool)>, pcsc::Error> {
        let context = Context::establish(Scope::User)?;
        let names = match context.list_readers_owned() {
            Err(pcsc::Error::NoReadersAvailable) => return Ok(Vec::new()),
            names => names?,
        };
        let state = |name| pcsc::ReaderState::new(name, pcsc::State::UNAWARE);
        let mut states: Vec<_> = names.into_iter().map(state).collect();
        context.get_status_change(std::time::Duration::ZERO, &mut states)?;
        let told = |state: &pcsc::ReaderState| {
            let there = state.event_state().contains(pcsc::State::PRESENT);
            (shown(state.name()), there)
        };
        Ok(states.iter().map(told).collect())
    };
    glance().ok()
}

/// Opens the card in the reader of this name, or of the only name that holds it. The card is then ours alone until
/// the link is dropped, and forgets what it was told.
///
/// # Errors
/// [`Error`].
pub fn open(name: &str) -> Result<PcscLink, Error> {
    let context = context()?;
    let all = names(&context)?;
    let exact: Vec<_> = all.iter().filter(|reader| shown(reader) == name).collect();
    let holding = || {
        all.iter()
            .filter(|reader| shown(reader).contains(name))
            .collect()
    };
    let meant: Vec<_> = if exact.is_empty() { holding() } else { exact };
    match meant[..] {
        [] => Err(Error::NotThere {
            name: name.to_owned(),
        }),
        [one] => connect(&context, one),
        _ => Err(Error::Several {
            readers: meant.iter().map(|reader| shown(reader)).collect(),
        }),
    }
}

fn context() -> Result<Context, Error> {
    Context::establish(Scope::User).map_err(|error| Error::of("", error))
}

fn names(context: &Context) -> Result<Vec<CString>, Error> {
    match context.list_readers_owned() {
        Ok(names) => Ok(names),
        Err(pcsc::Error::NoReadersAvailable) => Ok(Vec::new()),
        Err(error) => Err(Error::of("", error)),
    }
}

fn shown(reader: &CStr) -> String {
    reader.to_string_lossy().into_owned()
}

fn connect(context: &Context, reader: &CStr) -> Result<PcscLink, Error> {
    let card = context
        .connect(reader, ShareMode::Exclusive, Protocols::ANY)
        .map_err(|error| Error::of(&shown(reader), error))?;
    let mut link = PcscLink {
        card: Some(card),
        commands_of_t0: false,
    };
    // What another program proved to the card must not count here.
    link.reset()
        .map_err(|error| Error::of(&shown(reader), error))?;
    Ok(link)
}

/// A card in a reader of the service. Dropping it resets the card, so that it forgets its PIN.
pub struct PcscLink {
    card: Option<Card>,
    /// The service carries commands of T=0 as they are: what they have for APDUs is left to us.
    commands_of_t0: bool,
}

impl std::fmt::Debug for PcscLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PcscLink")
    }
}

impl PcscLink {
    fn reset(&mut self) -> Result<(), pcsc::Error> {
        if let Some(card) = &mut self.card {
            card.reconnect(
                ShareMode::Exclusive,
                Protocols::ANY,
                pcsc::Disposition::ResetCard,
            )?;
            self.commands_of_t0 = card.status2_owned()?.protocol2() == Some(Protocol::T0);
        }
        Ok(())
    }
}

impl ApduLink for PcscLink {
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
        let card = self.card.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        let exchange = |command: &[u8]| {
            let mut room = Zeroizing::new(vec![0; pcsc::MAX_BUFFER_SIZE]);
            let answer = card.transmit(command, &mut room);
            // A card that was reset or pulled has forgotten everything: it is another visit.
            let answer = answer.map_err(|_| ccid::Error::Gone)?;
            Ok(Zeroizing::new(answer.to_vec()))
        };
        let mut answer = if self.commands_of_t0 {
            ccid::t0::transmit(command, exchange)?
        } else {
            exchange(command)?
        };
        Ok(std::mem::take(&mut *answer))
    }

    fn restart(&mut self) -> io::Result<()> {
        Ok(self.reset().map_err(|_| ccid::Error::Gone)?)
    }
}

impl Drop for PcscLink {
    fn drop(&mut self) {
        if let Some(card) = self.card.take() {
            // A card that is gone has nothing to forget.
            let _gone = card.disconnect(pcsc::Disposition::ResetCard);
        }
    }
}
