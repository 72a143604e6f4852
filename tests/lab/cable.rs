//! The host's side of the encoder: a bench in this process, and a USB cable from it to QEMU's `usb-serial`, which is
//! plugged in exactly as long as somebody is connected to its socket. The control socket of the bench is the
//! guest's second serial port; the verbs that are added here move the cable.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use keywright::bench::{Bench, Encoder, Error, control};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The moment at which the encoder is pulled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// The command did not reach it.
    Before,
    /// It carried the command out and could not answer.
    Executed,
    /// Half of its answer arrived.
    MidAnswer,
}

/// Pulled out at the `frame`-th command from now on (1 is the next one).
#[derive(Debug, Clone, Copy, Deserialize)]
struct Cut {
    frame: u32,
    moment: Moment,
}

#[derive(Debug, Default)]
struct State {
    /// The port that it shall be plugged into.
    wanted: Option<usize>,
    cut: Option<Cut>,
    /// Commands since it was plugged in.
    frames: u32,
}

/// Serves until QEMU ends, which ends this process.
pub fn serve(folder: &Path, ports: Vec<PathBuf>) {
    let mut bench = Bench::open(folder).unwrap();
    let state = Arc::new(Mutex::new(State::default()));
    let (ours, wake) = UnixStream::pair().unwrap();
    ours.set_nonblocking(true).unwrap();
    add_verbs(&mut bench, &state, &Arc::new(wake));
    let mut cable = Cable {
        folder: folder.to_path_buf(),
        line: open_line(&folder.join("encoder")),
        ports,
        state,
        wake: ours,
        plugged: None,
        cutter: Cutter::default(),
    };
    let _to_the_end = std::thread::spawn(move || {
        loop {
            cable.step();
        }
    });
    bench.serve(&AtomicBool::new(false)).unwrap();
}

fn add_verbs(bench: &mut Bench, state: &Arc<Mutex<State>>, wake: &Arc<UnixStream>) {
    let mut add = |name: &str, act: fn(&mut Bench, &mut State, &Value) -> Result<Value, Error>| {
        let (state, wake) = (Arc::clone(state), Arc::clone(wake));
        let verb = move |bench: &mut Bench, request: &Value| {
            let answer = act(bench, &mut state.lock().unwrap(), request)?;
            (&*wake).write_all(&[0]).map_err(Error::Io)?;
            Ok(answer)
        };
        bench.add_verb(name, Box::new(verb));
    };
    add("cable-plug", |_, state, request| {
        let port = request["port"].as_u64().unwrap_or(0);
        state.wanted = usize::try_from(port).ok();
        (state.cut, state.frames) = (None, 0);
        Ok(Value::Null)
    });
    add("cable-pull", |_, state, _| {
        (state.cut, state.wanted) = (None, None);
        Ok(Value::Null)
    });
    add("cable-cut", |_, state, request| {
        state.cut = Some(Cut::deserialize(request).map_err(Error::Request)?);
        Ok(Value::Null)
    });
    add("cable", |_, state, _| {
        Ok(json!({ "port": state.wanted, "frames": state.frames }))
    });
    // Without its cable the encoder has no power: chip and fob forget what they were doing.
    add("power-lost", |bench, _, _| {
        let lying = bench.lift();
        let random = bench.random();
        *bench.encoder() = Encoder::new(Box::new(move |bytes| random.fill(bytes)));
        if let Some(name) = lying {
            bench.lay(&name)?;
        }
        Ok(Value::Null)
    });
}

fn open_line(terminal: &Path) -> File {
    let flags = OFlags::NOCTTY | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap();
    let options = File::options()
        .read(true)
        .write(true)
        .custom_flags(flags)
        .clone();
    options.open(terminal).unwrap()
}

struct Cable {
    folder: PathBuf,
    line: File,
    ports: Vec<PathBuf>,
    state: Arc<Mutex<State>>,
    wake: UnixStream,
    plugged: Option<(usize, UnixStream)>,
    cutter: Cutter,
}

/// What is left of a cut that has begun.
#[derive(Default)]
struct Cutter {
    commands: Commands,
    /// The command was passed on and its answer is being awaited: moment, and what came of it.
    answer: Option<(Moment, Vec<u8>)>,
}

impl Cable {
    fn step(&mut self) {
        self.wait();
        let mut scratch = [0; 64];
        while matches!(self.wake.read(&mut scratch), Ok(1..)) {}
        let wanted = self.state.lock().unwrap().wanted;
        if self.plugged.as_ref().map(|(port, _)| *port) != wanted {
            self.pull_out();
            if let Some(port) = wanted {
                self.plug_in(port);
            }
        }
        self.pass_commands();
        self.pass_answers();
    }

    fn wait(&self) {
        let mut waits = vec![PollFd::new(&self.wake, PollFlags::IN)];
        if let Some((_, host)) = &self.plugged {
            waits.push(PollFd::new(host, PollFlags::IN));
            waits.push(PollFd::new(&self.line, PollFlags::IN));
        }
        let glance = Timespec::try_from(Duration::from_millis(200)).unwrap();
        let _ready = poll(&mut waits, Some(&glance));
    }

    fn plug_in(&mut self, port: usize) {
        while !received(&mut self.line).is_empty() {}
        let until = Instant::now() + Duration::from_secs(5);
        loop {
            match UnixStream::connect(&self.ports[port]) {
                Ok(host) => {
                    host.set_nonblocking(true).unwrap();
                    self.cutter = Cutter::default();
                    self.plugged = Some((port, host));
                    return;
                }
                Err(_) if Instant::now() < until => std::thread::sleep(Duration::from_millis(10)),
                Err(error) => panic!("{}: {error}", self.ports[port].display()),
            }
        }
    }

    fn pull_out(&mut self) {
        let Some((_, host)) = self.plugged.take() else {
            return;
        };
        let _closed = host.shutdown(Shutdown::Both);
        let lost = control::request(&self.folder, &json!({ "verb": "power-lost" })).unwrap();
        assert_eq!(lost["ok"], true, "{lost}");
    }

    /// Pulled out by a cut: it stays out until it is plugged in again.
    fn cut(&mut self) {
        {
            let mut state = self.state.lock().unwrap();
            (state.cut, state.wanted) = (None, None);
        }
        self.pull_out();
    }

    /// Bytes of the guest to the bench, up to the command at which the cable is cut.
    fn pass_commands(&mut self) {
        let Some((_, host)) = &mut self.plugged else {
            return;
        };
        let bytes = received(host);
        let mut passed = Vec::new();
        for byte in bytes {
            let mut state = self.state.lock().unwrap();
            let last = state.cut.is_some_and(|cut| cut.frame == 1);
            let moment = state.cut.map(|cut| cut.moment).filter(|_| last);
            let ends = self.cutter.commands.ends_with(byte);
            if moment != Some(Moment::Before) {
                passed.push(byte);
            }
            if !ends {
                continue;
            }
            state.frames += 1;
            match &mut state.cut {
                // Begun. On a busy computer more commands may come before the answer that ends it.
                Some(Cut { frame: 1, .. }) => state.cut = None,
                Some(cut) => cut.frame -= 1,
                None => {}
            }
            drop(state);
            match moment {
                Some(Moment::Before) => return self.cut(),
                Some(moment) => self.cutter.answer = Some((moment, Vec::new())),
                None => {}
            }
        }
        self.line.write_all(&passed).unwrap();
    }

    /// Bytes of the bench to the guest.
    fn pass_answers(&mut self) {
        let bytes = received(&mut self.line);
        let Some((_, host)) = &mut self.plugged else {
            return;
        };
        if bytes.is_empty() {
            return;
        }
        let Some((moment, heard)) = &mut self.cutter.answer else {
            // QEMU may have ended.
            let _sent = host.write_all(&bytes);
            return;
        };
        heard.extend(bytes);
        // Behind the acknowledgement.
        if heard.len() <= ACKNOWLEDGEMENT {
            return;
        }
        if *moment == Moment::MidAnswer {
            let _sent = host.write_all(&heard[..ACKNOWLEDGEMENT.midpoint(heard.len())]);
            // Pulled out sooner, it would not have arrived.
            std::thread::sleep(Duration::from_millis(20));
        }
        self.cut();
    }
}

const ACKNOWLEDGEMENT: usize = 6;

fn received(from: &mut impl Read) -> Vec<u8> {
    let mut buffer = [0; 4096];
    match from.read(&mut buffer) {
        Ok(count) => buffer[..count].to_vec(),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
            Vec::new()
        }
        // The other end is gone, and the cable will be told.
        Err(_) => Vec::new(),
    }
}

/// Finds the ends of commands to a PN532 in a stream of bytes (UM0701-02, 6.2.1).
#[derive(Default)]
struct Commands {
    /// What has come of a frame, from its start code on.
    frame: Vec<u8>,
}

impl Commands {
    fn ends_with(&mut self, byte: u8) -> bool {
        self.frame.push(byte);
        let wanted = match self.frame[..] {
            [0x00, 0xFF, 0xFF, 0xFF, high, low, _, ..] => {
                8 + usize::from(u16::from_be_bytes([high, low]))
            }
            // Acknowledgements have no content.
            [0x00, 0xFF, 0x00, 0xFF, ..] | [0x00, 0xFF, 0xFF, 0x00, ..] => {
                self.frame.clear();
                return false;
            }
            [0x00, 0xFF, length, check, ..] if length.wrapping_add(check) == 0 => {
                5 + usize::from(length)
            }
            [0x00] | [0x00, 0xFF] | [0x00, 0xFF, _] | [0x00, 0xFF, 0xFF, 0xFF, ..] => return false,
            _ => {
                // No start code so far; this byte may begin one.
                self.frame.clear();
                if byte == 0x00 {
                    self.frame.push(byte);
                }
                return false;
            }
        };
        // Start code, lengths, content, check byte.
        let whole = self.frame.len() >= wanted;
        if whole {
            self.frame.clear();
        }
        whole
    }
}
