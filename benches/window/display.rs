//! A display server of our own, looked at pixel by pixel.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat, Window as XWindow};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

const KEY_PRESS: u8 = 2;
const KEY_RELEASE: u8 = 3;
const BUTTON_PRESS: u8 = 4;
const BUTTON_RELEASE: u8 = 5;
const MOTION: u8 = 6;

/// Left, top, width and height in pixels.
pub type Area = (i16, i16, u16, u16);

pub struct Display {
    server: Child,
    link: RustConnection,
    root: XWindow,
    /// As DISPLAY names it.
    pub name: String,
    /// The settings of a person who never chose any.
    pub folder: tempfile::TempDir,
}

impl Display {
    pub fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is missing: run installer/prerequisites.sh test");
        let mut number = String::new();
        let _length = BufReader::new(server.stdout.as_mut().unwrap())
            .read_line(&mut number)
            .unwrap();
        let name = format!(":{}", number.trim());
        let (link, screen) = x11rb::connect(Some(&name)).unwrap();
        let root = link.setup().roots[screen].root;
        let folder = tempfile::tempdir().unwrap();
        Self {
            server,
            link,
            root,
            name,
            folder,
        }
    }

    /// The pixels of an area of the whole screen.
    fn pixels(&self, (x, y, width, height): Area) -> Vec<u8> {
        let image = self
            .link
            .get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, !0);
        image.unwrap().reply().unwrap().data
    }

    /// Whether a window has drawn anything: the screen behind is black.
    pub fn is_drawn(&self) -> bool {
        let line = self.pixels((0, 400, 1280, 1));
        line.chunks(4).any(|pixel| pixel[..3] != [0, 0, 0])
    }

    /// Whether an area holds texts, and has not changed for a while.
    pub fn settled(&self, area: Area) -> bool {
        let before = self.pixels(area);
        let texts = before
            .chunks(4)
            .any(|pixel| pixel[..3].iter().all(|part| *part < 100));
        std::thread::sleep(Duration::from_millis(40));
        texts && before == self.pixels(area)
    }

    /// Waits for something.
    pub fn until(&self, what: &str, mut seen: impl FnMut() -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !seen() {
            assert!(Instant::now() < end, "{what} did not come in a minute");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// How long it takes after `act` until an area shows something else.
    pub fn time_until_changed(&self, area: Area, act: impl FnOnce()) -> Duration {
        let before = self.pixels(area);
        let begun = Instant::now();
        act();
        self.until("another frame", || self.pixels(area) != before);
        begun.elapsed()
    }

    pub fn point(&self, x: i16, y: i16) {
        self.fake(MOTION, 0, x, y);
    }

    pub fn press_button(&self, button: u8) {
        self.fake(BUTTON_PRESS, button, 0, 0);
        self.fake(BUTTON_RELEASE, button, 0, 0);
    }

    /// Presses keys together, by the names of xdotool's keyboard layout.
    pub fn press_keys(&self, keys: &[&str]) {
        let codes: Vec<u8> = keys.iter().map(|key| code(key)).collect();
        for key in &codes {
            self.fake(KEY_PRESS, *key, 0, 0);
        }
        for key in codes.iter().rev() {
            self.fake(KEY_RELEASE, *key, 0, 0);
        }
    }

    fn fake(&self, kind: u8, detail: u8, x: i16, y: i16) {
        let _sent = self
            .link
            .xtest_fake_input(kind, detail, 0, self.root, x, y, 0)
            .unwrap();
        self.link.flush().unwrap();
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _gone = self.server.kill();
        let _code = self.server.wait();
    }
}

/// The place of a key on the keyboard that Xvfb has, in the layout that it starts with (us, evdev codes + 8).
fn code(key: &str) -> u8 {
    match key {
        "BackSpace" => 22,
        "Control_L" => 37,
        "space" => 65,
        "q" => 24,
        "e" => 26,
        "r" => 27,
        "o" => 32,
        "a" => 38,
        "f" => 41,
        "h" => 43,
        "k" => 45,
        "n" => 57,
        other => panic!("where is {other}?"),
    }
}
