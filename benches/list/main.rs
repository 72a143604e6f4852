//! What a list of the window costs: a scrolled frame, a keystroke in the filter and memory, for the list that
//! makes only the rows that are seen, beside a plain column that makes them all.
//!
//! And what the store adds to it: 100,000 users with sources and keys in an encrypted file, searched, filtered and
//! sorted by each column; a keystroke in the search with the frame that shows what it found; and the first frame of the
//! wizard. Each stands beside what it may take.
//!
//! `cargo bench --bench list`. Without arguments it starts itself anew for each line, so that memory is that of
//! the line alone.
#![allow(clippy::unwrap_used, missing_docs)]

mod canvas;
#[path = "../shared/people.rs"]
mod people;
mod store;
#[path = "../shared/system.rs"]
mod system;
mod wizard;

use std::process::Command;
use std::time::{Duration, Instant};

use canvas::{Canvas, Times};
use iced::Length;
use iced::widget::{Column as Plain, column, container, row, scrollable};
use iced_test::core::{Event, mouse};
use keywright::window::ui::badge::badge;
use keywright::window::ui::field::search;
use keywright::window::ui::list::{self, Column, List, Row};
use keywright::window::ui::theme::{Look, Tone};
use keywright::window::ui::{Element, Icon, text};

const FIRST: [&str; 6] = ["Aino", "Björn", "Eeva", "Hanna", "Jörg", "Liisa"];
const LAST: [&str; 5] = ["Ahonen", "Dahl", "Fischer", "Korhonen", "Öberg"];

/// What the person did.
#[derive(Debug, Clone)]
enum Message {
    Search(String),
    List(list::Event),
}

/// The people and those of them that are shown.
struct People {
    names: Vec<String>,
    shown: Vec<u32>,
    search: String,
    list: List,
}

impl People {
    fn new(rows: u32) -> Self {
        let name = |number: usize| {
            let (first, last) = (FIRST[number % FIRST.len()], LAST[number % LAST.len()]);
            format!("{first} {last} {number:05}")
        };
        Self {
            names: (0..rows as usize).map(name).collect(),
            shown: (0..rows).collect(),
            search: String::new(),
            list: List::new("people"),
        }
    }

    fn update(&mut self, message: Message) {
        let look = Look::default();
        match message {
            Message::Search(search) => {
                self.shown = (0..)
                    .zip(&self.names)
                    .filter(|(_, name)| name.to_lowercase().contains(&search))
                    .map(|(number, _)| number)
                    .collect();
                self.search = search;
                let _ = self.list.changed::<Message>(look, self.shown.len(), None);
            }
            Message::List(event) => {
                let _ = self.list.update::<Message>(event, look, self.shown.len());
            }
        }
    }

    fn cells(&self, place: usize) -> Row<'_, Message> {
        let look = Look::default();
        let number = self.shown[place];
        Row {
            key: number.into(),
            cells: vec![
                text::cell(look, self.names[number as usize].as_str()).into(),
                text::cell(look, format!("person{number}@example.fi")).into(),
                badge(look, Tone::Good, Icon::Done, "Programmed"),
                text::cell(look, (number % 4).to_string()).into(),
            ],
        }
    }

    fn search(&self) -> Element<'_, Message> {
        let look = Look::default();
        search(
            look,
            "search",
            "Search",
            "Empty",
            &self.search,
            Message::Search,
        )
    }

    fn list(&self, look: Look) -> Element<'_, Message> {
        let column_of = |label: &str, width| Column {
            label: label.to_owned(),
            width,
            sorted: None,
            sortable: true,
        };
        let columns = vec![
            column_of("Name", Length::FillPortion(3)),
            column_of("E-mail", Length::FillPortion(4)),
            column_of("State", Length::Fixed(150.0)),
            column_of("Keys", Length::Fixed(72.0)),
        ];
        let list = self.list.view(
            look,
            columns,
            self.shown.len(),
            |place| self.cells(place),
            Message::List,
        );
        column![self.search(), list].into()
    }

    /// The same rows, all of them made.
    fn plain_column(&self, look: Look) -> Element<'_, Message> {
        let lines = (0..self.shown.len()).map(|place| {
            let cells = self.cells(place).cells.into_iter();
            row(cells.map(|cell| container(cell).width(Length::Fill).into()))
                .height(look.row())
                .into()
        });
        column![self.search(), scrollable(Plain::with_children(lines))].into()
    }
}

/// The people on a canvas.
pub struct Bench {
    people: People,
    naive: bool,
    canvas: Canvas,
}

impl Bench {
    /// So many made-up people, in the list of the window or in a plain column.
    pub fn new(rows: u32, naive: bool) -> Self {
        Self {
            people: People::new(rows),
            naive,
            canvas: Canvas::new(),
        }
    }

    /// A frame after what the person did.
    fn frame(&mut self, events: &[Event], times: &mut Times) {
        let look = Look::default();
        let (people, naive) = (&self.people, self.naive);
        let view = || {
            if naive {
                people.plain_column(look)
            } else {
                people.list(look)
            }
        };
        for message in self.canvas.frame(view, events, times) {
            self.people.update(message);
        }
    }

    /// Shows people who were found in place of the others; returns the time until they are drawn.
    pub fn show(&mut self, found: Vec<String>) -> Duration {
        let mut times = Times::default();
        let start = Instant::now();
        self.people.shown = (0..).take(found.len()).collect();
        self.people.names = found;
        let rows = self.people.shown.len();
        let _ = self
            .people
            .list
            .changed::<Message>(Look::default(), rows, None);
        let changed = start.elapsed();
        self.frame(&[], &mut times);
        changed + times.last()
    }
}

/// What a frame may cost while somebody scrolls, in milliseconds.
const SCROLLED: f64 = 10.0;
/// How long a list may take to be measured before that is given up.
const PATIENCE: Duration = Duration::from_secs(150);

fn middle(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(0.0, Duration::as_secs_f64)
        * 1000.0
}

/// The memory of this process that lies in RAM, in megabytes.
fn memory() -> f64 {
    let pages: f64 = std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse().ok())
        .unwrap_or(0.0);
    pages * 4096.0 / 1e6
}

fn measure(rows: u32, naive: bool) {
    let mut bench = Bench::new(rows, naive);
    let mut first = Times::default();
    bench.frame(&[], &mut first);
    let turns = match (naive, rows) {
        (false, _) | (true, ..=1_000) => 60,
        (true, ..=10_000) => 8,
        _ => 3,
    };

    let mut scrolled = Times::default();
    let wheel = Event::Mouse(mouse::Event::WheelScrolled {
        delta: mouse::ScrollDelta::Lines { x: 0.0, y: -3.0 },
    });
    for _ in 0..turns {
        bench.frame(std::slice::from_ref(&wheel), &mut scrolled);
    }

    let mut filtered = Times::default();
    let mut keys = Vec::new();
    for turn in 0..turns.min(24) {
        let letters = "hanna fischer 0";
        let search = letters[..=turn % letters.len()].to_owned();
        let start = Instant::now();
        bench.people.update(Message::Search(search));
        let filter = start.elapsed();
        bench.frame(&[], &mut filtered);
        keys.push(filter + filtered.last());
    }
    let whole = middle(&mut scrolled.whole());
    println!(
        "| {:<7} | {rows:>7} | {:>11.1} | {:>17.2} | {:>6.2} | {:>6.2} | {whole:>7.2} | {SCROLLED:>7.0} | {} | {:>13.1} | {:>6.0} |",
        if naive { "plain" } else { "window" },
        first.last().as_secs_f64() * 1e3,
        middle(&mut scrolled.build),
        middle(&mut scrolled.event),
        middle(&mut scrolled.draw),
        verdict(whole, SCROLLED),
        middle(&mut keys),
        memory()
    );
}

/// What is said of a figure beside its limit.
pub fn verdict(value: f64, allowed: f64) -> &'static str {
    if value <= allowed { "PASS" } else { "over" }
}

/// Measures in a process of its own, and says so where that takes too long.
fn alone(rows: &str, kind: &str) {
    let own = std::env::current_exe().unwrap();
    let mut child = Command::new(own).args([rows, kind]).spawn().unwrap();
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{rows} {kind}");
            return;
        }
        if kind == "plain" && start.elapsed() > PATIENCE {
            child.kill().unwrap();
            let _status = child.wait().unwrap();
            let seconds = PATIENCE.as_secs();
            println!("| {kind:<7} | {rows:>7} | not measured within {seconds} s |");
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, rows, kind] = arguments.as_slice()
        && let Ok(rows) = rows.parse::<u32>()
    {
        return match kind.as_str() {
            "store" => store::measure(rows.into()),
            "wizard" => wizard::measure(),
            kind => measure(rows, kind == "plain"),
        };
    }
    println!("Milliseconds (the middle of many), 1280x800, software renderer; memory in MB.");
    println!(
        "| list    | rows    | first frame | scrolled: build   | events | draw   | whole   | allowed |      | key in filter | memory |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for (rows, kind) in [
        ("100000", "window"),
        ("1000", "window"),
        ("1000", "plain"),
        ("10000", "plain"),
        ("100000", "plain"),
        ("1", "wizard"),
        ("100000", "store"),
    ] {
        alone(rows, kind);
    }
}
