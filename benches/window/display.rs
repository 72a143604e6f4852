//! A display server of our own. Its picture is a file in memory that is looked at pixel by pixel, without asking the
//! server; what is pressed goes through the XTEST extension, which waits for nothing.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::FileExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, KEY_PRESS_EVENT,
    KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

const WIDTH: u64 = 1280;
const HEIGHT: u64 = 800;

/// Left, top, width and height in pixels.
pub type Area = (u64, u64, u64, u64);

/// Keys that write nothing, by their symbols (keysymdef.h of X11); a letter is its own.
pub mod key {
    /// The left Ctrl.
    pub const CONTROL: u32 = 0xFFE3;
    /// Backspace.
    pub const BACKSPACE: u32 = 0xFF08;
}

/// What a hand does.
#[derive(Debug, Clone, Copy)]
pub enum Act<'a> {
    /// Moves the pointer there.
    Point(i16, i16),
    /// Turns the wheel one notch down.
    Wheel,
    /// Presses these keys, holding each until the last is released.
    Keys(&'a [u32]),
}

/// The display, with its hand on mouse and keyboard.
pub struct Display {
    server: Child,
    /// Not there before it is needed: while somebody else is connected, the server leaves what a window drew.
    hand: Option<Hand>,
    picture: File,
    /// Where the pixels begin in the picture.
    start: u64,
    /// As DISPLAY names it.
    pub name: String,
    /// The settings of a person who never chose any; and the picture.
    pub folder: tempfile::TempDir,
}

impl Display {
    /// Starts it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-br", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{WIDTH}x{HEIGHT}x24"))
            .arg("-fbdir")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is missing: run installer/prerequisites.sh test");
        let mut number = String::new();
        let _length = BufReader::new(server.stdout.as_mut().unwrap())
            .read_line(&mut number)
            .unwrap();
        let name = format!(":{}", number.trim());
        let picture = File::open(folder.path().join("Xvfb_screen0")).unwrap();
        // The header of an X window dump, then four bytes a pixel.
        let start = picture.metadata().unwrap().len() - WIDTH * HEIGHT * 4;
        Self {
            server,
            hand: None,
            picture,
            start,
            name,
            folder,
        }
    }

    fn pixels(&self, (left, top, width, height): Area) -> Vec<u8> {
        let mut pixels = Vec::new();
        let mut line = vec![0; usize::try_from(width * 4).unwrap()];
        for y in top..top + height {
            let at = self.start + (y * WIDTH + left) * 4;
            self.picture.read_exact_at(&mut line, at).unwrap();
            pixels.extend_from_slice(&line);
        }
        pixels
    }

    /// Whether a window has drawn anything: the screen behind is black.
    pub fn is_drawn(&self) -> bool {
        let line = self.pixels((0, HEIGHT / 2, WIDTH, 1));
        line.chunks(4).any(|pixel| pixel[..3] != [0, 0, 0])
    }

    /// Whether an area holds texts, and has not changed for a while.
    pub fn settled(&self, area: Area) -> bool {
        let before = self.pixels(area);
        let is_dark = |pixel: &[u8]| pixel[..3].iter().all(|part| *part < 100);
        std::thread::sleep(Duration::from_millis(40));
        before.chunks(4).any(is_dark) && before == self.pixels(area)
    }

    /// Waits for something.
    pub fn until(&self, what: &str, seen: impl Fn(&Self) -> bool) {
        let end = Instant::now() + Duration::from_mins(1);
        while !seen(self) {
            assert!(Instant::now() < end, "{what} did not come in a minute");
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    /// How long it takes after an act until an area shows something else.
    pub fn time_until_changed(&mut self, area: Area, act: Act<'_>) -> Duration {
        let before = self.pixels(area);
        let begun = Instant::now();
        self.act(act);
        self.until("another frame", |display| display.pixels(area) != before);
        begun.elapsed()
    }

    /// Does it, and waits until the server has taken it.
    pub fn act(&mut self, act: Act<'_>) {
        let hand = self.hand.get_or_insert_with(|| Hand::new(&self.name));
        hand.act(act);
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.hand = None;
        let _gone = self.server.kill();
        let _code = self.server.wait();
    }
}

/// Mouse and keyboard of the server.
struct Hand {
    server: RustConnection,
    root: u32,
    /// The symbol of each key without any other held, beginning with the first key.
    symbols: Vec<u32>,
    first: u8,
}

impl Hand {
    fn new(display: &str) -> Self {
        let (server, screen) = RustConnection::connect(Some(display)).unwrap();
        let setup = server.setup();
        let (root, first) = (setup.roots[screen].root, setup.min_keycode);
        let count = setup.max_keycode - first + 1;
        let mapping = server.get_keyboard_mapping(first, count).unwrap();
        let mapping = mapping.reply().unwrap();
        let each = usize::from(mapping.keysyms_per_keycode);
        let symbols = mapping.keysyms.chunks(each).map(|key| key[0]).collect();
        Self {
            server,
            root,
            symbols,
            first,
        }
    }

    fn act(&self, act: Act<'_>) {
        match act {
            Act::Point(x, y) => self.send(MOTION_NOTIFY_EVENT, 0, (x, y)),
            Act::Wheel => {
                self.send(BUTTON_PRESS_EVENT, 5, (0, 0));
                self.send(BUTTON_RELEASE_EVENT, 5, (0, 0));
            }
            Act::Keys(symbols) => {
                let keys: Vec<u8> = symbols.iter().map(|symbol| self.key(*symbol)).collect();
                for key in &keys {
                    self.send(KEY_PRESS_EVENT, *key, (0, 0));
                }
                for key in keys.iter().rev() {
                    self.send(KEY_RELEASE_EVENT, *key, (0, 0));
                }
            }
        }
        // An answer comes after everything that was sent before it.
        let _focus = self.server.get_input_focus().unwrap().reply().unwrap();
    }

    fn key(&self, symbol: u32) -> u8 {
        let place = self.symbols.iter().position(|one| *one == symbol);
        self.first + u8::try_from(place.expect("a key for the symbol")).unwrap()
    }

    fn send(&self, kind: u8, detail: u8, (x, y): (i16, i16)) {
        let server = &self.server;
        let _sent = server
            .xtest_fake_input(kind, detail, 0, self.root, x, y, 0)
            .unwrap();
    }
}
