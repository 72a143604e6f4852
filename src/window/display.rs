//! Whether there is a display, and why no window can be opened. The toolkit panics where there is none, so it is asked
//! for before; what shows only while the window is being opened is caught.

use std::any::Any;
use std::env;
use std::ffi::OsString;
#[cfg(unix)]
use std::os::fd::OwnedFd;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::i18n::{Arguments, Texts};

/// Whether a window has been opened; what panics from then on is no matter of the display.
static OPENED: AtomicBool = AtomicBool::new(false);

/// Why there is no window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// No display is named.
    #[error("no display is named")]
    Unnamed,
    /// The display that is named does not answer.
    #[error("the display {display} does not answer")]
    Dead {
        /// As it is named.
        display: String,
    },
    /// The display answers, and no window can be opened on it.
    #[error("no window can be opened: {reason}")]
    Refused {
        /// What the toolkit said.
        reason: String,
    },
}

impl NoWindow {
    /// What is the matter and what to do.
    pub fn say(&self, texts: &Texts) -> String {
        match self {
            Self::Unnamed => texts.text("window-no-display", &Arguments::new()),
            Self::Dead { display } => {
                let values = Arguments::from([("display", display.clone().into())]);
                texts.text("window-display-dead", &values)
            }
            Self::Refused { reason } => {
                let values = Arguments::from([("reason", reason.clone().into())]);
                texts.text("window-display-refused", &values)
            }
        }
    }
}

/// A display that answered, and the line to it. Held until the window is closed: an X server whose last line is cut
/// begins anew (unless it was started otherwise), and would cut off the toolkit that calls just then.
#[derive(Debug)]
pub struct Answering {
    #[cfg(unix)]
    _line: Option<OwnedFd>,
}

/// Whether the display that the toolkit will take answers.
///
/// # Errors
/// [`NoWindow::Unnamed`], [`NoWindow::Dead`].
pub fn probe() -> Result<Answering, NoWindow> {
    probe_named(&|name| env::var_os(name))
}

/// A window has been opened.
pub(super) fn opened() {
    OPENED.store(true, Ordering::Relaxed);
}

/// Runs a window on a display. A panic before it was opened becomes [`NoWindow::Refused`]; a later one goes on.
///
/// # Errors
/// [`NoWindow::Refused`].
pub(super) fn guarded(
    _held: &Answering,
    run: impl FnOnce() -> Result<(), String>,
) -> Result<(), NoWindow> {
    let said: Arc<dyn Fn(&panic::PanicHookInfo<'_>) + Send + Sync> = panic::take_hook().into();
    let loud = Arc::clone(&said);
    panic::set_hook(Box::new(move |info| {
        if OPENED.load(Ordering::Relaxed) {
            loud(info);
        }
    }));
    let ended = panic::catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(Box::new(move |info| said(info)));
    match ended {
        Ok(outcome) => outcome.map_err(|reason| NoWindow::Refused { reason }),
        Err(panic) if OPENED.load(Ordering::Relaxed) => panic::resume_unwind(panic),
        Err(panic) => Err(NoWindow::Refused {
            reason: words_of(&*panic),
        }),
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("?").to_owned()
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn probe_named(_variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Answering, NoWindow> {
    Ok(Answering {
        #[cfg(unix)]
        _line: None,
    })
}

/// Wayland comes first where it is named, as the toolkit has it.
#[cfg(all(unix, not(target_os = "macos")))]
fn probe_named(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Answering, NoWindow> {
    let answering = |line| Answering { _line: line };
    let named = |name: &str| {
        let value = variable(name).filter(|value| !value.is_empty())?;
        value.into_string().ok()
    };
    if let Some(display) = named("WAYLAND_DISPLAY") {
        let folder = variable("XDG_RUNTIME_DIR").map(std::path::PathBuf::from);
        let line = unix::wayland(&display, folder.as_deref());
        let line = line.ok_or(NoWindow::Dead { display })?;
        return Ok(answering(Some(line)));
    }
    // A socket that was opened for us by who started us.
    if named("WAYLAND_SOCKET").is_some() {
        return Ok(answering(None));
    }
    let display = named("DISPLAY").ok_or(NoWindow::Unnamed)?;
    let line = unix::x(&display).ok_or(NoWindow::Dead { display })?;
    Ok(answering(Some(line)))
}

#[cfg(all(unix, not(target_os = "macos")))]
mod unix {
    use std::net::{TcpStream, ToSocketAddrs as _};
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    use std::path::Path;
    use std::time::Duration;

    /// How long a display on another computer may take to answer.
    const PATIENCE: Duration = Duration::from_secs(3);
    /// The port of display 0 (X Window System Protocol, appendix B).
    const FIRST_PORT: u16 = 6000;

    /// A name within the folder of the session, or a path.
    pub(super) fn wayland(display: &str, folder: Option<&Path>) -> Option<OwnedFd> {
        let path = Path::new(display);
        let path = match folder {
            _ if path.is_absolute() => path.to_path_buf(),
            Some(folder) => folder.join(path),
            None => return None,
        };
        Some(UnixStream::connect(path).ok()?.into())
    }

    /// `[protocol/][host]:number[.screen]`; without a host, or with the host `unix`, the socket of this computer.
    pub(super) fn x(display: &str) -> Option<OwnedFd> {
        let (host, number) = display.rsplit_once(':')?;
        let number = number.split('.').next().unwrap_or_default();
        let number = number.parse::<u32>().ok()?;
        let host = host.rsplit('/').next().unwrap_or_default();
        if host.is_empty() || host == "unix" {
            let path = format!("/tmp/.X11-unix/X{number}");
            let line = nameless(&path).or_else(|| UnixStream::connect(&path).ok());
            return line.map(OwnedFd::from);
        }
        let port = u16::try_from(number).ok()?;
        let port = FIRST_PORT.checked_add(port)?;
        let host = host.trim_matches(['[', ']']);
        let mut found = (host, port).to_socket_addrs().ok()?;
        let line = found.find_map(|at| TcpStream::connect_timeout(&at, PATIENCE).ok());
        line.map(OwnedFd::from)
    }

    /// Linux has sockets without a file, which reach out of a container too.
    #[cfg(target_os = "linux")]
    fn nameless(path: &str) -> Option<UnixStream> {
        use std::os::linux::net::SocketAddrExt as _;
        use std::os::unix::net::SocketAddr;
        let address = SocketAddr::from_abstract_name(path).ok()?;
        UnixStream::connect_addr(&address).ok()
    }

    #[cfg(not(target_os = "linux"))]
    fn nameless(_path: &str) -> Option<UnixStream> {
        None
    }
}

#[cfg(test)]
#[cfg(all(unix, not(target_os = "macos")))]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::net::TcpListener;
    use std::os::unix::net::UnixListener;

    use super::*;

    fn probed(variables: &[(&str, &str)]) -> Result<(), NoWindow> {
        let answering = probe_named(&|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        });
        answering.map(drop)
    }

    fn dead(display: &str) -> NoWindow {
        NoWindow::Dead {
            display: display.to_owned(),
        }
    }

    #[test]
    fn a_display_must_be_named_and_answer() {
        assert_eq!(probed(&[]), Err(NoWindow::Unnamed));
        assert_eq!(probed(&[("DISPLAY", "")]), Err(NoWindow::Unnamed));
        for display in [":4095", "unix:4095.0", "nonsense", ":x", "localhost:60000"] {
            assert_eq!(probed(&[("DISPLAY", display)]), Err(dead(display)));
        }
    }

    #[test]
    fn a_display_on_another_computer_is_asked_at_its_port() {
        let (server, number) = (4000..4100)
            .find_map(|number| {
                let server = TcpListener::bind(("127.0.0.1", 6000 + number)).ok()?;
                Some((server, number))
            })
            .unwrap();
        let display = format!("127.0.0.1:{number}.0");
        assert_eq!(probed(&[("DISPLAY", &display)]), Ok(()));
        drop(server);
        assert_eq!(probed(&[("DISPLAY", &display)]), Err(dead(&display)));
    }

    #[test]
    fn wayland_comes_first_by_its_name_or_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wayland-7");
        let runtime = ("XDG_RUNTIME_DIR", folder.path().to_str().unwrap());
        let by_name = [("WAYLAND_DISPLAY", "wayland-7"), runtime];
        assert_eq!(probed(&by_name), Err(dead("wayland-7")));
        let _server = UnixListener::bind(&path).unwrap();
        assert_eq!(probed(&by_name), Ok(()));
        assert_eq!(
            probed(&[("WAYLAND_DISPLAY", path.to_str().unwrap())]),
            Ok(())
        );
        assert_eq!(probed(&by_name[..1]), Err(dead("wayland-7")));
    }
}
