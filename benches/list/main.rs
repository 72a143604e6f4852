//! What a list of the window costs: a scrolled frame, a keystroke in the filter and memory, for the list that
//! makes only the rows that are seen, beside a plain column that makes them all.
//!
//! And what the store adds to it: 100,000 users with sources and keys in an encrypted file, searched, filtered and
//! sorted by each column, beside the keystroke's budget of 15 ms.
//!
//! `cargo bench --bench list`. Without arguments it starts itself anew for each line, so that memory is that of
//! the line alone.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../shared/people.rs"]
mod people;
mod store;
#[path = "../shared/system.rs"]
mod system;

use std::process::Command;
use std::time::{Duration, Instant};

use iced::Length;
use iced::widget::{Column as Plain, column, container, row, scrollable};
use iced_test::core::renderer::Headless as _;
use iced_test::core::theme::Base as _;
use iced_test::core::{Event, Pixels, Point, Size, clipboard, mouse, renderer, window};
use iced_test::futures::futures::executor::block_on;
use iced_test::renderer::Renderer;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use keywright::window::ui::badge::badge;
use keywright::window::ui::field::search;
use keywright::window::ui::list::{self, Column, List, Row};
use keywright::window::ui::theme::{FONT, Look, Tone};
use keywright::window::ui::{Element, Icon, text};

const SIZE: Size = Size::new(1280.0, 800.0);

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

/// A window without a display, with its parts timed apart.
struct Bench {
    people: People,
    naive: bool,
    renderer: Renderer,
    cache: Option<Cache>,
}

#[derive(Default)]
struct Times {
    build: Vec<Duration>,
    event: Vec<Duration>,
    draw: Vec<Duration>,
}

impl Bench {
    fn new(rows: u32, naive: bool) -> Self {
        let mut fonts = iced_test::renderer::graphics::text::font_system()
            .write()
            .unwrap();
        for font in keywright::window::FONTS {
            fonts.load_font(font.into());
        }
        drop(fonts);
        let renderer = block_on(<Renderer as renderer::Headless>::new(
            FONT,
            Pixels(14.0),
            Some("tiny-skia"),
        ))
        .unwrap();
        Self {
            people: People::new(rows),
            naive,
            renderer,
            cache: Some(Cache::default()),
        }
    }

    fn frame(&mut self, events: &[Event], times: &mut Times) -> Vec<Message> {
        let look = Look::default();
        let cursor = mouse::Cursor::Available(Point::new(600.0, 500.0));
        let mut messages = Vec::new();
        let start = Instant::now();
        let view: Element<'_, Message> = if self.naive {
            self.people.plain_column(look)
        } else {
            self.people.list(look)
        };
        let mut interface =
            UserInterface::build(view, SIZE, self.cache.take().unwrap(), &mut self.renderer);
        times.build.push(start.elapsed());

        let start = Instant::now();
        let mut board = clipboard::Null;
        let _ = interface.update(
            events,
            cursor,
            &mut self.renderer,
            &mut board,
            &mut messages,
        );
        let redraw = [Event::Window(
            window::Event::RedrawRequested(Instant::now()),
        )];
        let _ = interface.update(
            &redraw,
            cursor,
            &mut self.renderer,
            &mut board,
            &mut messages,
        );
        times.event.push(start.elapsed());

        let start = Instant::now();
        let theme = look.theme();
        let base = theme.base();
        let style = renderer::Style {
            text_color: base.text_color,
        };
        interface.draw(&mut self.renderer, &theme, &style, cursor);
        self.cache = Some(interface.into_cache());
        let size = Size::new(1280, 800);
        let pixels = self.renderer.screenshot(size, 1.0, base.background_color);
        assert!(!pixels.is_empty());
        times.draw.push(start.elapsed());
        messages
    }

    fn apply(&mut self, messages: Vec<Message>) {
        for message in messages {
            self.people.update(message);
        }
    }
}

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
    let messages = bench.frame(&[], &mut first);
    bench.apply(messages);
    let turns = if naive && rows > 1000 { 8 } else { 60 };

    let mut scrolled = Times::default();
    let wheel = Event::Mouse(mouse::Event::WheelScrolled {
        delta: mouse::ScrollDelta::Lines { x: 0.0, y: -3.0 },
    });
    for _ in 0..turns {
        let messages = bench.frame(std::slice::from_ref(&wheel), &mut scrolled);
        bench.apply(messages);
    }

    let mut filtered = Times::default();
    let mut keys = Vec::new();
    for turn in 0..turns.min(24) {
        let letters = "hanna fischer 0";
        let search = letters[..=turn % letters.len()].to_owned();
        let start = Instant::now();
        bench.people.update(Message::Search(search));
        let filter = start.elapsed();
        let messages = bench.frame(&[], &mut filtered);
        bench.apply(messages);
        let frame = *filtered.build.last().unwrap()
            + *filtered.event.last().unwrap()
            + *filtered.draw.last().unwrap();
        keys.push(filter + frame);
    }
    let first = middle(&mut first.build) + middle(&mut first.event) + middle(&mut first.draw);
    println!(
        "| {:<7} | {rows:>7} | {first:>11.1} | {:>17.2} | {:>6.2} | {:>6.2} | {:>13.1} | {:>6.0} |",
        if naive { "plain" } else { "window" },
        middle(&mut scrolled.build),
        middle(&mut scrolled.event),
        middle(&mut scrolled.draw),
        middle(&mut keys),
        memory()
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, rows, kind] = arguments.as_slice()
        && kind != "store"
        && let Ok(rows) = rows.parse()
    {
        measure(rows, kind == "plain");
        return;
    }
    if let [_, people, kind] = arguments.as_slice()
        && kind == "store"
    {
        return store::measure(people.parse().unwrap());
    }
    println!("Milliseconds (the middle of many), 1280x800, software renderer; memory in MB.");
    println!(
        "| list    | rows    | first frame | scrolled: build   | events | draw   | key in filter | memory |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (rows, kind) in [
        ("100000", "window"),
        ("1000", "window"),
        ("1000", "plain"),
        ("10000", "plain"),
        ("100000", "store"),
    ] {
        let own = std::env::current_exe().unwrap();
        let status = Command::new(own).args([rows, kind]).status().unwrap();
        assert!(status.success(), "{rows} {kind}");
    }
}
