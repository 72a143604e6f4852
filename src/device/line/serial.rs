//! A serial port: 8 data bits, no parity, 1 stop bit or 2, no flow control, opened for us alone.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use serialport::{
    ClearBuffer, DataBits, FlowControl, Parity, SerialPort, SerialPortInfo, SerialPortType,
    StopBits,
};

use super::{Line, latency};
use crate::device::Error;

/// How long a fresh port may deny access: the kernel shows it before udev has applied its rules.
const SETTLING: Duration = Duration::from_secs(2);

/// An open serial port.
pub struct SerialLine {
    port: Box<dyn SerialPort>,
}

/// A serial port on USB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsbPort {
    /// Its path.
    pub path: String,
    /// Vendor id.
    pub vendor: u16,
    /// Product id.
    pub product: u16,
    /// What the adapter calls its maker and itself, as far as it does.
    pub name: String,
}

impl UsbPort {
    /// For people: the name if there is one, and the ids that a udev rule needs.
    pub fn label(&self) -> String {
        let ids = format!("{:04x}:{:04x}", self.vendor, self.product);
        if self.name.is_empty() {
            ids
        } else {
            format!("{} ({ids})", self.name)
        }
    }
}

/// The serial ports on USB that the system lists, where an encoder may be. Pseudo-terminals are never listed and are
/// typed in by hand, and so are ports that are built in: whether anything is at those nobody tells.
pub fn ports() -> Vec<UsbPort> {
    let listed = serialport::available_ports().unwrap_or_default();
    listed.into_iter().filter_map(on_usb).collect()
}

fn on_usb(port: SerialPortInfo) -> Option<UsbPort> {
    let SerialPortType::UsbPort(usb) = port.port_type else {
        return None;
    };
    let parts = [usb.manufacturer, usb.product].into_iter().flatten();
    let parts: Vec<String> = parts
        .map(|part| part.chars().filter(|letter| !letter.is_control()).collect())
        .collect();
    Some(UsbPort {
        path: port.port_name,
        vendor: usb.vid,
        product: usb.pid,
        name: parts.join(" ").trim().to_owned(),
    })
}

impl SerialLine {
    /// Opens the port at `path` with `baud` and one stop bit for us alone. Denied access is tried again for two
    /// seconds, as udev is often later than we are. An adapter that collects bytes before it sends them is told to be
    /// quick, where we may.
    ///
    /// # Errors
    /// [`Error::PortBusy`] when another program holds it, [`Error::PortDenied`] when this user may not open it,
    /// [`Error::PortUnavailable`] otherwise.
    pub fn open(path: &str, baud: u32) -> Result<Self, Error> {
        Self::opened(path, baud, StopBits::One, true)
    }

    /// As [`Self::open`], with two stop bits and RTS low, as the readers of contact slots want it: with RTS high they
    /// introduce themselves by a text for plug and play.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_contact_reader(path: &str, baud: u32) -> Result<Self, Error> {
        Self::opened(path, baud, StopBits::Two, false)
    }

    fn opened(path: &str, baud: u32, stop: StopBits, request: bool) -> Result<Self, Error> {
        let until = Instant::now() + SETTLING;
        let mut port = loop {
            match try_open(path, baud, stop) {
                Err(Error::PortDenied { .. }) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                outcome => break outcome?,
            }
        };
        latency::lower(path);
        // Some adapters power the chip from these lines; a pseudo-terminal has none, which is no reason to stop.
        for result in [
            port.write_data_terminal_ready(true),
            port.write_request_to_send(request),
        ] {
            if let Err(error) = result {
                tracing::debug!(path, %error, "port has no modem control lines");
            }
        }
        Ok(Self { port })
    }
}

fn try_open(path: &str, baud: u32, stop: StopBits) -> Result<Box<dyn SerialPort>, Error> {
    serialport::new(path, baud)
        .data_bits(DataBits::Eight)
        .parity(Parity::None)
        .stop_bits(stop)
        .flow_control(FlowControl::None)
        .timeout(Duration::from_millis(100))
        .open()
        .map_err(|error| open_failure(path, &error))
}

/// Tells a port in use, and one that we may not open, from one that is not there.
fn open_failure(path: &str, error: &serialport::Error) -> Error {
    let reason = error.to_string();
    // What the system says of a port in use, and what the crate says where the system lets us in (as it does root) and
    // the port is locked.
    let in_use = ["busy", "exclusive lock"];
    let said = reason.to_lowercase();
    let busy = error.kind() == serialport::ErrorKind::NoDevice
        && in_use.iter().any(|words| said.contains(words))
        || matches!(
            error.kind(),
            serialport::ErrorKind::Io(ErrorKind::ResourceBusy)
        );
    let denied = serialport::ErrorKind::Io(ErrorKind::PermissionDenied);
    if busy {
        Error::PortBusy {
            path: path.to_owned(),
        }
    } else if error.kind() == denied {
        Error::PortDenied {
            path: path.to_owned(),
        }
    } else if is_no_terminal(path) {
        Error::NoSerialPort {
            path: path.to_owned(),
        }
    } else {
        Error::PortUnavailable {
            path: path.to_owned(),
            reason,
        }
    }
}

/// Whether there is something that can be opened, and is no terminal line: every serial port is one.
#[cfg(unix)]
fn is_no_terminal(path: &str) -> bool {
    use std::io::IsTerminal as _;
    use std::os::unix::fs::FileTypeExt as _;
    // A pipe would wait for somebody at its other end.
    let plain = |found: std::fs::Metadata| !found.file_type().is_fifo();
    std::fs::metadata(path).is_ok_and(plain)
        && std::fs::File::open(path).is_ok_and(|file| !file.is_terminal())
}

/// Elsewhere ports are no files.
#[cfg(not(unix))]
fn is_no_terminal(_path: &str) -> bool {
    false
}

/// Any failure of an open port means that it is gone.
fn unplugged(error: &dyn std::fmt::Display) -> Error {
    Error::Unplugged {
        reason: error.to_string(),
    }
}

impl Line for SerialLine {
    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.port
            .write_all(bytes)
            .map_err(|error| unplugged(&error))
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let left = deadline
            .saturating_duration_since(Instant::now())
            .max(Duration::from_millis(1));
        self.port
            .set_timeout(left)
            .map_err(|error| unplugged(&error))?;
        let (first, rest) = buffer.split_at_mut(1);
        match self.port.read(first) {
            Ok(0) => return Err(unplugged(&"end of file")),
            Ok(_) => {}
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::Interrupted
                ) =>
            {
                return Ok(0);
            }
            Err(error) => return Err(unplugged(&error)),
        }
        let waiting = self
            .port
            .bytes_to_read()
            .map_err(|error| unplugged(&error))?;
        let more = rest
            .len()
            .min(usize::try_from(waiting).unwrap_or(usize::MAX));
        if more == 0 {
            return Ok(1);
        }
        let count = self
            .port
            .read(&mut rest[..more])
            .map_err(|error| unplugged(&error))?;
        Ok(1 + count)
    }

    fn set_baud(&mut self, baud: u32) -> Result<(), Error> {
        // Bytes still on their way must leave at the old speed; a pseudo-terminal cannot drain and need not.
        let _ = self.port.flush();
        self.port
            .set_baud_rate(baud)
            .map_err(|error| unplugged(&error))
    }

    fn clear(&mut self) -> Result<(), Error> {
        self.port
            .clear(ClearBuffer::Input)
            .map_err(|error| unplugged(&error))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serialport::UsbPortInfo;

    fn listed(port_type: SerialPortType) -> Option<UsbPort> {
        on_usb(SerialPortInfo {
            port_name: "/dev/ttyUSB0".to_owned(),
            port_type,
        })
    }

    #[test]
    fn ports_on_usb_are_listed_with_what_they_are_and_no_others() {
        let adapter = |maker: Option<&str>, name: Option<&str>| {
            SerialPortType::UsbPort(UsbPortInfo {
                vid: 0x0403,
                pid: 0x6001,
                serial_number: None,
                manufacturer: maker.map(str::to_owned),
                product: name.map(str::to_owned),
            })
        };
        let full = listed(adapter(Some("FTDI"), Some("FT232R\n"))).unwrap();
        assert_eq!(full.path, "/dev/ttyUSB0");
        assert_eq!(full.label(), "FTDI FT232R (0403:6001)");
        assert_eq!(listed(adapter(None, None)).unwrap().label(), "0403:6001");
        for other in [
            SerialPortType::Unknown,
            SerialPortType::PciPort,
            SerialPortType::BluetoothPort,
        ] {
            assert_eq!(listed(other), None);
        }
    }
}
