//! How command and answer APDUs reach a programming key. It knows nothing of what they say.

use std::io;

/// A way to one smart card. Dropping it lets the card go.
pub trait ApduLink {
    /// Sends one command APDU (ISO 7816-4, at most 261 bytes here) and returns the answer with its two
    /// status bytes. An error means that the card or the way to it is gone.
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>>;

    /// Starts the card anew, so that it forgets all it was told, the application that was selected among it. Not every
    /// way can.
    fn restart(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl<L: ApduLink + ?Sized> ApduLink for Box<L> {
    fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
        (**self).transmit(command)
    }

    fn restart(&mut self) -> io::Result<()> {
        (**self).restart()
    }
}

#[cfg(unix)]
pub use socket::SocketLink;

#[cfg(unix)]
mod socket {
    use super::ApduLink;
    use std::{
        io::{self, Read, Write},
        net::Shutdown,
        os::unix::net::UnixStream,
        path::{Path, PathBuf},
        time::Duration,
    };

    /// Longer than any answer of a card, shorter than anybody's patience.
    const PATIENCE: Duration = Duration::from_secs(10);
    /// The longest answer a card may give: an extended APDU and its status.
    const MOST_BYTES: usize = 65_538;

    /// A simulated token behind `DIR/token.sock`: each way a 4-byte big-endian length, then the APDU.
    #[derive(Debug)]
    pub struct SocketLink(UnixStream, PathBuf);

    impl SocketLink {
        /// Connects to the token of the bench in this directory. The token is then ours alone until the
        /// link is dropped.
        pub fn connect(bench: &Path) -> io::Result<Self> {
            let stream = UnixStream::connect(bench.join("token.sock"))?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            Ok(Self(stream, bench.to_owned()))
        }
    }

    impl ApduLink for SocketLink {
        fn transmit(&mut self, command: &[u8]) -> io::Result<Vec<u8>> {
            let length = u32::try_from(command.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
            let message = zeroize::Zeroizing::new([&length.to_be_bytes()[..], command].concat());
            self.0.write_all(&message)?;

            let mut length = [0; 4];
            self.0.read_exact(&mut length).map_err(silence)?;
            let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
            if length > MOST_BYTES {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let mut answer = vec![0; length];
            self.0.read_exact(&mut answer).map_err(silence)?;
            Ok(answer)
        }

        fn restart(&mut self) -> io::Result<()> {
            // It serves the next who comes once this one has left.
            self.0.shutdown(Shutdown::Both)?;
            *self = Self::connect(&self.1)?;
            Ok(())
        }
    }

    /// A socket whose patience ends says "would block"; what it means is that nobody answers, which is also
    /// how it looks while another program has the token.
    fn silence(error: io::Error) -> io::Error {
        match error.kind() {
            io::ErrorKind::WouldBlock => io::ErrorKind::TimedOut.into(),
            _ => error,
        }
    }
}
