//! What opening the wizard for a new user costs, from the click to its first frame.

use std::time::Instant;

use iced_test::futures::futures::StreamExt as _;
use iced_test::futures::futures::executor::block_on;
use keywright::i18n::{Language, Texts};
use keywright::window::desk::{self, Answer, Config};
use keywright::window::screen::Ctx;
use keywright::window::screen::wizard::{Mode, Wizard};
use keywright::window::ui::theme::Look;

use crate::canvas::{Canvas, Times};
use crate::{middle, verdict};

/// What it may cost, in milliseconds.
const OPENING: f64 = 50.0;
const TURNS: usize = 21;

/// Prints how long it takes until the wizard is drawn.
pub fn measure() {
    let mut answers = desk::start(&Config::default());
    let Some(Answer::Ready(handle)) = block_on(answers.next()) else {
        unreachable!("the thread behind the window says that it is there first");
    };
    let texts = Texts::new(Language::English);
    let zone = "Europe/Helsinki".parse().unwrap();
    let today = "2026-11-22".parse().unwrap();
    let mut times = Vec::new();
    let mut first = None;
    for _ in 0..TURNS {
        // A canvas of its own each time: nothing of the wizard is known from before.
        let mut canvas = Canvas::new();
        let start = Instant::now();
        let wizard = Wizard::new(Mode::Add, zone, today, &handle);
        let ctx = Ctx {
            look: Look::default(),
            texts: &texts,
            tight: false,
            list: 1000.0,
            low: false,
            scant: false,
        };
        let view = || wizard.view(ctx, None, None);
        let _messages = canvas.frame(view, &[], &mut Times::default());
        let time = start.elapsed();
        first = first.or(Some(time));
        times.push(time);
    }
    let first = first.unwrap().as_secs_f64() * 1e3;
    let time = middle(&mut times);
    let told = verdict(first.max(time), OPENING);
    println!(
        "\n| the wizard | first time | middle of {TURNS} | allowed | |\n|---|---|---|---|---|"
    );
    println!("| opened, to its first frame | {first:.1} | {time:.1} | {OPENING:.0} | {told} |");
}
