//! CCID messages in bulk transfers (CCID revision 1.1, section 3 and 5).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use rusb::{Context, DeviceHandle};
use zeroize::Zeroizing;

use crate::device::ccid::message::{HEADER, Notification, Response};
use crate::device::ccid::{CcidTransport, Error};

/// bmRequestType: class, interface, to the device.
const CLASS_REQUEST: u8 = 0x21;
/// Section 5.3.1.
const ABORT: u8 = 0x01;
/// A look at the interrupt endpoint; 0 would mean for ever.
const GLANCE: Duration = Duration::from_millis(1);
/// Notifications carry two bits a slot; this is 252 slots.
const MOST_NOTIFICATION: usize = 64;

/// A claimed smart card interface.
#[derive(Debug)]
pub struct UsbTransport {
    handle: DeviceHandle<Context>,
    interface: u8,
    input: u8,
    packet: usize,
    output: u8,
    interrupt: Option<u8>,
    told: VecDeque<Notification>,
}

impl UsbTransport {
    pub(super) fn new(
        handle: DeviceHandle<Context>,
        interface: u8,
        (input, packet): (u8, u16),
        output: u8,
        interrupt: Option<u8>,
    ) -> Self {
        // The low eleven bits are the size (USB 2.0, table 9-13); never 0, whatever the device says.
        let packet = usize::from(packet & 0x07FF).max(8);
        Self {
            handle,
            interface,
            input,
            packet,
            output,
            interrupt,
            told: VecDeque::new(),
        }
    }

    /// Fills the buffer as far as one transfer goes.
    fn read(&self, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
        match self.handle.read_bulk(self.input, buffer, left(deadline)?) {
            Ok(count) => Ok(count),
            Err(error) => Err(self.failed(error, self.input)),
        }
    }

    /// What an error of libusb means; a stalled endpoint is set free, so that the next message may pass.
    fn failed(&self, error: rusb::Error, endpoint: u8) -> Error {
        match error {
            rusb::Error::Timeout => Error::Silent,
            rusb::Error::NoDevice => Error::Gone,
            rusb::Error::Pipe => match self.handle.clear_halt(endpoint) {
                Err(rusb::Error::NoDevice) => Error::Gone,
                _ => Error::Stalled,
            },
            rusb::Error::Overflow => Error::Malformed("more bytes than announced"),
            error => Error::Broken(error.to_string()),
        }
    }
}

impl CcidTransport for UsbTransport {
    fn send(&mut self, message: &[u8], deadline: Instant) -> Result<(), Error> {
        let sent = self
            .handle
            .write_bulk(self.output, message, left(deadline)?)
            .map_err(|error| self.failed(error, self.output))?;
        if sent == message.len() {
            Ok(())
        } else {
            Err(Error::Silent)
        }
    }

    /// The first packet says how long the message is; then exactly the rest is asked for. So neither a missing nor
    /// a surplus empty packet at the end of a message of whole packets does harm: devices do both.
    fn receive(&mut self, deadline: Instant) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut message = Zeroizing::new(vec![0; self.packet]);
        let mut filled = 0;
        while filled == 0 {
            filled = self.read(&mut message, deadline)?;
        }
        if filled < HEADER {
            return Err(Error::Malformed("shorter than a header"));
        }
        let whole = Response::announced(&message[..filled])
            .ok_or(Error::Malformed("longer than any message"))?;
        // QEMU's reader puts its parameters behind an announced length of 0. What was not announced does not count.
        filled = filled.min(whole);
        if whole > filled && filled < self.packet {
            return Err(Error::Malformed("fewer bytes than announced"));
        }
        let packets = (whole - filled).div_ceil(self.packet);
        let mut rest = Zeroizing::new(vec![0; packets * self.packet]);
        let mut arrived = 0;
        while filled + arrived < whole {
            // A transfer may be cut by our deadline between two packets; the deadline ends the loop.
            let count = self.read(&mut rest[arrived..], deadline)?;
            if count == 0 {
                return Err(Error::Malformed("fewer bytes than announced"));
            }
            arrived += count;
        }
        if filled + arrived > whole {
            return Err(Error::Malformed("more bytes than announced"));
        }
        let mut all = Zeroizing::new(Vec::with_capacity(whole));
        all.extend_from_slice(&message[..filled]);
        all.extend_from_slice(&rest[..arrived]);
        Ok(all)
    }

    fn notifications(&mut self) -> Result<Vec<Notification>, Error> {
        let Some(endpoint) = self.interrupt else {
            return Ok(Vec::new());
        };
        // A device that never stops telling is not listened to for ever.
        for _ in 0..32 {
            let mut buffer = [0; MOST_NOTIFICATION];
            match self.handle.read_interrupt(endpoint, &mut buffer, GLANCE) {
                Ok(count) => self.told.extend(Notification::parse(&buffer[..count])),
                Err(rusb::Error::Timeout) => {
                    // What arrives while the transfer is called off lies in the buffer, only its length is lost.
                    // Bytes of 0 behind it are slots without news.
                    let end = buffer.iter().rposition(|&byte| byte != 0);
                    let count = end.map_or(0, |last| last.max(1) + 1);
                    self.told.extend(Notification::parse(&buffer[..count]));
                    break;
                }
                Err(error) => return Err(self.failed(error, endpoint)),
            }
        }
        Ok(self.told.drain(..).collect())
    }

    fn announce_abort(&mut self, slot: u8, sequence: u8) -> Result<(), Error> {
        let value = u16::from_be_bytes([sequence, slot]);
        let patience = Duration::from_secs(1);
        let interface = u16::from(self.interface);
        match self
            .handle
            .write_control(CLASS_REQUEST, ABORT, value, interface, &[], patience)
        {
            Ok(_) => Ok(()),
            // Endpoint 0 frees itself with the next request.
            Err(rusb::Error::Pipe) => Err(Error::Stalled),
            Err(error) => Err(self.failed(error, 0)),
        }
    }
}

/// The time left, never 0, which libusb takes for eternity.
fn left(deadline: Instant) -> Result<Duration, Error> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        Err(Error::Silent)
    } else {
        Ok(left.max(Duration::from_millis(1)))
    }
}
