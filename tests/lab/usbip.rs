//! The device side of USB/IP (kernel documentation, `usb/usbip_protocol.rst`), handed to the kernel's virtual host
//! controller through a socket pair: a USB device that lives in this process.

use std::collections::VecDeque;
use std::fs;
use std::io::{Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

const CONTROLLER: &str = "/sys/devices/platform/vhci_hcd.0";
const SUBMIT: u32 = 1;
const UNLINK: u32 = 2;
const STALLED: i32 = -32;
const UNLINKED: i32 = -104;

/// What a device does with data; the wire is done here.
pub trait Device: Send {
    /// GET_DESCRIPTOR: device, configuration and so on; none stalls.
    fn descriptor(&mut self, kind: u8, index: u8) -> Option<Vec<u8>>;
    /// A class request on endpoint 0; false stalls.
    fn class_request(&mut self, setup: [u8; 8]) -> bool;
    /// Data on an OUT endpoint; false stalls.
    fn output(&mut self, endpoint: u8, data: &[u8]) -> bool;
    /// Whether it was pulled out meanwhile: then nothing is answered any more.
    fn is_gone(&self) -> bool {
        false
    }
    /// The next transfer on an IN endpoint, at most `most` bytes; none waits, an error stalls.
    fn input(&mut self, endpoint: u8, most: usize) -> Option<Result<Vec<u8>, ()>>;
}

/// A plugged device. Dropping it pulls it out.
pub struct Plugged {
    socket: UnixStream,
    port: u32,
    thread: Option<JoinHandle<()>>,
}

struct Waiting {
    sequence: u32,
    endpoint: u8,
    most: usize,
}

struct Wire<D> {
    socket: UnixStream,
    device: Arc<Mutex<D>>,
    waiting: VecDeque<Waiting>,
}

/// Plugs a full-speed device into a free port.
pub fn plug_in<D: Device + 'static>(device: Arc<Mutex<D>>) -> Plugged {
    let (ours, kernels) = UnixStream::pair().unwrap();
    let port = free_port();
    let line = format!("{port} {} {} 2", kernels.as_raw_fd(), 0x1_0002 + port);
    fs::write(format!("{CONTROLLER}/attach"), line).unwrap();
    // The kernel holds its end from here on.
    drop(kernels);
    let mut wire = Wire {
        socket: ours.try_clone().unwrap(),
        device,
        waiting: VecDeque::new(),
    };
    let thread = std::thread::spawn(move || wire.serve());
    Plugged {
        socket: ours,
        port,
        thread: Some(thread),
    }
}

impl Plugged {
    /// Pulls it out as a hand does: no word before.
    pub fn pull_out(self) {
        drop(self);
    }
}

impl Drop for Plugged {
    fn drop(&mut self) {
        let _closed = self.socket.shutdown(std::net::Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
        // Until the kernel has let the port go, so that the next device does not meet this one.
        for _ in 0..200 {
            if port_states()
                .iter()
                .any(|(port, free)| *port == self.port && *free)
            {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
}

fn free_port() -> u32 {
    let free = port_states().into_iter().find(|(_, free)| *free);
    free.expect("no free port").0
}

/// Ports of full and high speed, and whether nothing is plugged there (state 4).
fn port_states() -> Vec<(u32, bool)> {
    let status = fs::read_to_string(format!("{CONTROLLER}/status")).unwrap();
    status
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            (words.next() == Some("hs")).then_some(())?;
            let port = words.next()?.parse().ok()?;
            Some((port, words.next()? == "004"))
        })
        .collect()
}

impl<D: Device> Wire<D> {
    fn serve(&mut self) {
        let glance = std::time::Duration::from_millis(2);
        self.socket.set_read_timeout(Some(glance)).unwrap();
        let mut header = Vec::new();
        loop {
            let mut more = [0; 48];
            match self.socket.read(&mut more[..48 - header.len()]) {
                Ok(0) => return,
                Ok(count) => header.extend_from_slice(&more[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return,
            }
            if header.len() == 48 {
                let whole = std::mem::take(&mut header);
                let served = self.command(&whole);
                if served.is_none() || self.device.lock().unwrap().is_gone() {
                    let _closed = self.socket.shutdown(std::net::Shutdown::Both);
                    return;
                }
            }
            if self.feed().is_none() {
                return;
            }
        }
    }

    /// One command of the kernel; none when the wire is cut.
    fn command(&mut self, header: &[u8]) -> Option<()> {
        let word = |at: usize| u32::from_be_bytes(header[at * 4..at * 4 + 4].try_into().unwrap());
        let (command, sequence, is_input) = (word(0), word(1), word(3) == 1);
        let endpoint = u8::try_from(word(4)).ok()?;
        if command == UNLINK {
            let victim = word(5);
            let before = self.waiting.len();
            self.waiting.retain(|one| one.sequence != victim);
            let status = if self.waiting.len() < before {
                UNLINKED
            } else {
                0
            };
            return self.reply(4, sequence, status, 0, &[]);
        }
        assert_eq!(command, SUBMIT, "unknown USB/IP command");
        let length = usize::try_from(word(6)).ok()?;
        let setup: [u8; 8] = header[40..48].try_into().unwrap();
        let mut data = vec![0; if is_input { 0 } else { length }];
        self.socket.set_read_timeout(None).ok()?;
        self.socket.read_exact(&mut data).ok()?;
        let glance = std::time::Duration::from_millis(2);
        self.socket.set_read_timeout(Some(glance)).ok()?;
        if endpoint == 0 {
            return match self.control(setup) {
                Some(mut answer) if is_input => {
                    answer.truncate(length);
                    let count = answer.len();
                    self.reply(3, sequence, 0, count, &answer)
                }
                Some(_) => self.reply(3, sequence, 0, length, &[]),
                None => self.reply(3, sequence, STALLED, 0, &[]),
            };
        }
        if is_input {
            self.waiting.push_back(Waiting {
                sequence,
                endpoint,
                most: length,
            });
            return Some(());
        }
        let taken = self.device.lock().unwrap().output(endpoint, &data);
        if taken {
            self.reply(3, sequence, 0, length, &[])
        } else {
            self.reply(3, sequence, STALLED, 0, &[])
        }
    }

    /// Answers the IN transfers that have something to get.
    fn feed(&mut self) -> Option<()> {
        let mut left = VecDeque::new();
        while let Some(one) = self.waiting.pop_front() {
            let offered = self.device.lock().unwrap().input(one.endpoint, one.most);
            match offered {
                None => left.push_back(one),
                Some(Ok(data)) => self.reply(3, one.sequence, 0, data.len(), &data)?,
                Some(Err(())) => self.reply(3, one.sequence, STALLED, 0, &[])?,
            }
        }
        self.waiting = left;
        Some(())
    }

    fn control(&mut self, setup: [u8; 8]) -> Option<Vec<u8>> {
        let mut device = self.device.lock().unwrap();
        match (setup[0], setup[1]) {
            (0x80, 0x06) => device.descriptor(setup[3], setup[2]),
            // GET_STATUS, SET_CONFIGURATION, SET_INTERFACE, CLEAR_FEATURE.
            (0x80..=0x82, 0x00) => Some(vec![0, 0]),
            (0x00, 0x09) | (0x01, 0x0B) | (0x00..=0x02, 0x01) => Some(Vec::new()),
            (0x21 | 0xA1, _) => device.class_request(setup).then(Vec::new),
            _ => None,
        }
    }

    fn reply(
        &mut self,
        command: u32,
        sequence: u32,
        status: i32,
        count: usize,
        data: &[u8],
    ) -> Option<()> {
        let mut message = Vec::with_capacity(48 + data.len());
        for word in [command, sequence, 0, 0, 0] {
            message.extend(word.to_be_bytes());
        }
        message.extend(status.to_be_bytes());
        message.extend(u32::try_from(count).unwrap().to_be_bytes());
        message.resize(48, 0);
        message.extend_from_slice(data);
        self.socket.write_all(&message).ok()
    }
}
