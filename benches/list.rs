//! What a list of the window costs: a scrolled frame, a keystroke in the filter and memory, for the list that
//! makes only the rows that are seen, beside a plain column that makes them all.
//!
//! And what the store adds to it: 100,000 users with sources and keys in an encrypted file, searched, filtered and
//! sorted by each column, beside the keystroke's budget of 15 ms.
//!
//! `cargo bench --bench list`. Without arguments it starts itself anew for each line, so that memory is that of
//! the line alone.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
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
use keywright::model::user::UserDetails;
use keywright::model::{
    Email, Id, Key, KeyKind, KeyNumber, KeyState, Premises, Revision, Source, SourceKind, SystemId,
    User, UserRole, Validity,
};
use keywright::store::{self, Actor, Mode, NewSystem, Options, Sort, UserFilter, UserQuery};
use keywright::time::UtcMillis;
use keywright::window::ui::badge::badge;
use keywright::window::ui::field::search;
use keywright::window::ui::list::{self, Column, List, Row};
use keywright::window::ui::theme::{FONT, Look, Tone};
use keywright::window::ui::{Element, Icon, text};

/// The instant at which everything happens.
const NOW: UtcMillis = UtcMillis(1_795_000_000_000);
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

/// What `people` users of an encrypted file cost to list, to search and to count.
fn measure_store(people: u32) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("system.keywright");
    let system = NewSystem {
        id: SystemId([7; 8]),
        name: "Bench".into(),
        zone: "Europe/Helsinki".parse().unwrap(),
        created: NOW,
        demo: true,
    };
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let random = move |buffer: &mut [u8]| {
        for byte in buffer {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *byte = state.to_le_bytes()[3];
        }
        true
    };
    let options = Options::new(Mode::Write, Box::new(random));
    let store = store::create(&path, &[0x5A; 32], &system, options).unwrap();
    store
        .change(Actor::Station, NOW, |change| fill(change, people))
        .unwrap();
    println!("\n| {people} users in the file | milliseconds, the middle of 20 |\n|---|---|");
    let timed = |label: &str, work: &dyn Fn()| {
        work();
        let mut times: Vec<Duration> = (0..20)
            .map(|_| {
                let start = Instant::now();
                work();
                start.elapsed()
            })
            .collect();
        println!("| {label:<52} | {:>6.2} |", middle(&mut times));
    };
    let today = "2026-11-22".parse().unwrap();
    let ended = UserFilter::Ended { today, now: NOW };
    let asked = |text: &str, filter, sort, offset| UserQuery {
        text: text.to_owned(),
        filter,
        sort,
        offset,
        limit: 200,
        ..UserQuery::default()
    };
    let read = |query: &UserQuery| {
        let page = store.read(|reading| reading.users(query)).unwrap();
        assert!(page.items.len() <= 200);
    };
    let half = people / 2;
    for (label, query) in [
        (
            "first page by name",
            asked("", UserFilter::All, Sort::Name, 0),
        ),
        (
            "from the middle by e-mail",
            asked("", UserFilter::All, Sort::Email, half),
        ),
        (
            "from the middle by roles and premises",
            asked("", UserFilter::All, Sort::Given, half),
        ),
        (
            "from the middle by keys",
            asked("", UserFilter::All, Sort::Keys, half),
        ),
        (
            "residents by e-mail",
            asked("", UserFilter::Residents, Sort::Email, 0),
        ),
        (
            "staff (1 in 20) by name",
            asked("", UserFilter::Staff, Sort::Name, 0),
        ),
        (
            "pending (nobody) by keys",
            asked("", UserFilter::Pending, Sort::Keys, 0),
        ),
        (
            "ended (1 in 50) by roles and premises",
            asked("", ended, Sort::Given, 0),
        ),
        (
            "key in the search: h",
            asked("h", UserFilter::All, Sort::Name, 0),
        ),
        (
            "key in the search: hanna",
            asked("hanna", UserFilter::All, Sort::Name, 0),
        ),
        (
            "key in the search: hanna fischer",
            asked("hanna fischer", UserFilter::All, Sort::Name, 0),
        ),
        (
            "the same among staff",
            asked("hanna fischer", UserFilter::Staff, Sort::Name, 0),
        ),
        (
            "key in the search: a key's number",
            asked("4711", UserFilter::All, Sort::Name, 0),
        ),
    ] {
        timed(label, &|| read(&query));
    }
    timed("the counts of the filters", &|| {
        let counts = store
            .read(|reading| reading.user_counts(today, NOW))
            .unwrap();
        assert_eq!(counts.all, u64::from(people));
    });
}

/// One in twenty is staff, the others live in one of 500 flats; one in fifty has left. Each has the draft of a key.
fn fill(change: &mut store::Change<'_>, people: u32) -> Result<(), store::Error> {
    let role = UserRole {
        id: id(4, 1),
        name: "Cleaner".into(),
        locks: BTreeSet::new(),
        lock_groups: BTreeSet::new(),
        access_times: None,
        expiry: None,
        features: BTreeSet::new(),
        premises: None,
    };
    change.insert_role(&role)?;
    for flat in 0..500 {
        change.insert_premises(&Premises {
            id: id(5, flat),
            name: format!("Flat {flat}"),
            parent: None,
            private: true,
            locks: BTreeSet::new(),
            linked_roles: BTreeSet::new(),
        })?;
    }
    for number in 0..people {
        let place = number as usize;
        let user = id(1, number);
        change.insert_user(&User {
            id: user,
            first_name: FIRST[place % FIRST.len()].to_owned(),
            last_name: LAST[place % LAST.len()].to_owned(),
            email: Email::new(&format!("person{number}@example.fi"))?,
            details: UserDetails::default(),
            end_date: None,
        })?;
        let kind = if number % 20 == 0 {
            SourceKind::Role { role: role.id }
        } else {
            SourceKind::Premises {
                premises: id(5, number % 500),
                roles: Vec::new(),
            }
        };
        let end = (number % 50 == 1).then_some(UtcMillis(NOW.0 - 1));
        change.insert_source(&Source {
            id: id(9, number),
            user,
            kind,
            validity: Validity { start: None, end },
        })?;
        let _number = change.insert_key(
            &Key {
                id: id(2, number),
                number: KeyNumber(0),
                kind: KeyKind::Fob,
                user,
                state: KeyState::Draft,
                validity: Validity::ALWAYS,
                expiry: None,
                without: BTreeSet::new(),
                home_group: None,
                uid: None,
                stamp: None,
                generation: None,
                revision: Revision(0),
            },
            None,
        )?;
    }
    Ok(())
}

fn id<Kind>(kind: u8, number: u32) -> Id<Kind> {
    let mut random = [kind; 10];
    random[6..].copy_from_slice(&number.to_be_bytes());
    Id::new(NOW.0 + i64::from(number), random)
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
        return measure_store(people.parse().unwrap());
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
