//! A display server of our own. Its picture is a file in memory that is looked at pixel by pixel, without asking the
//! server; what is pressed goes through `xdotool`, which waits for each line.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::FileExt as _;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

const WIDTH: u64 = 1280;
const HEIGHT: u64 = 800;

/// Left, top, width and height in pixels.
pub type Area = (u64, u64, u64, u64);

/// The display, with its hand on mouse and keyboard.
pub struct Display {
    server: Child,
    /// Not there before it is needed: while somebody else is connected, the server leaves what a window drew.
    hand: Option<(Child, ChildStdin)>,
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

    /// How long it takes after a line of `xdotool` until an area shows something else.
    pub fn time_until_changed(&mut self, area: Area, line: &str) -> Duration {
        let before = self.pixels(area);
        let begun = Instant::now();
        self.act(line);
        self.until("another frame", |display| display.pixels(area) != before);
        begun.elapsed()
    }

    /// Does what a line of `xdotool` says.
    pub fn act(&mut self, line: &str) {
        let (_, lines) = self.hand.get_or_insert_with(|| hand(&self.name));
        writeln!(lines, "{line}").unwrap();
        lines.flush().unwrap();
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let hand = self.hand.as_mut().map(|(process, _)| process);
        for process in hand.into_iter().chain([&mut self.server]) {
            let _gone = process.kill();
            let _code = process.wait();
        }
    }
}

/// Mouse and keyboard, and where to write what they do.
fn hand(display: &str) -> (Child, ChildStdin) {
    let mut hand = Command::new("xdotool")
        .arg("-")
        .env("DISPLAY", display)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("xdotool is missing: run installer/prerequisites.sh test");
    let lines = hand.stdin.take().unwrap();
    (hand, lines)
}
