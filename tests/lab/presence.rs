//! Devices come and go while the station runs: how soon it knows, and how soon they can be used.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use keywright::device::line::SerialLine;
use keywright::device::usb::{self, Change, Watch};
use keywright::window::desk::{self, Answer, Config, EncoderState, Request, Secret, TokenState};
use keywright::workflow::hardware::{self, Bell, TokenName};

use crate::control;
use crate::kit::{Bench, KEY, SECOND, SLACK, none_left, ours, wait_within};
use crate::site::{OPERATOR, PASSWORD, Site};

fn milliseconds(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    let on_time = times.iter().filter(|time| **time <= SECOND).count();
    format!(
        "median {} ms, worst {} ms, {on_time} within a second",
        median.as_millis(),
        worst.as_millis()
    )
}

/// What is promised, and what a test may fail on: other work on the computer stretches the guest's time.
fn soon_enough(times: &[Duration]) {
    let mut times = times.to_vec();
    times.sort_unstable();
    let median = times[times.len() / 2];
    assert!(median < SECOND + SLACK, "{median:?}");
}

/// Plugged in, listed, opened, PIN state known.
pub fn ready() {
    none_left();
    let mut key = Bench::in_hand(KEY, Some("LAB0001"));
    let bell = Bell::hang();
    assert!(bell.is_told());
    let name: TokenName = "usb:LAB0001".parse().unwrap();
    let mut times = Vec::new();
    for _ in 0..10 {
        let begun = Instant::now();
        key.plug_in();
        let state = loop {
            assert!(begun.elapsed() < 10 * SECOND, "it is not seen");
            let _rang = bell.wait(Instant::now() + SECOND);
            if let Ok(state) = hardware::look_at_token(&name) {
                break state;
            }
        };
        times.push(begun.elapsed());
        assert_eq!(state.serial, key.card_number);
        key.pull_out();
        while bell.wait(Instant::now() + Duration::from_millis(50)) {}
    }
    soon_enough(&times);
    println!(
        "LAB note: key plugged in to ready, 10 times: {}",
        milliseconds(&mut times)
    );
}

/// The role of a user without rights who waits for the devices, and opens each as soon as it is there.
pub fn open_on_arrival() -> ExitCode {
    let mut watch = Watch::begin().unwrap();
    println!("ready");
    let until = Instant::now() + 20 * SECOND;
    let found = loop {
        let changes = watch.wait(until).unwrap();
        let arrived = |change: &Change| match change {
            Change::Arrived(found) if ours(found) => Some(found.clone()),
            _ => None,
        };
        if let Some(found) = changes.iter().find_map(arrived) {
            break found;
        }
    };
    let begun = Instant::now();
    if let Err(error) = usb::open(&found) {
        println!("the key: {error}");
        return ExitCode::from(8);
    }
    let key = begun.elapsed();
    println!("opened");
    let (port, _) = wait_within(20 * SECOND, || {
        let port = "/dev/ttyUSB0";
        std::fs::metadata(port).ok().map(|_| port)
    });
    let begun = Instant::now();
    if let Err(error) = SerialLine::open(port, 115_200) {
        println!("the port: {error}");
        return ExitCode::from(9);
    }
    println!("{} {}", key.as_millis(), begun.elapsed().as_millis());
    ExitCode::SUCCESS
}

pub fn at_once() {
    use std::os::unix::process::CommandExt as _;
    none_left();
    let mut key = Bench::in_hand(KEY, Some("LAB0001"));
    for _ in 0..3 {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let command = command.arg("arrive").uid(65_534).gid(46);
        let mut user = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(user.stdout.take().unwrap()).lines();
        let mut next = || lines.next().unwrap().unwrap();
        assert_eq!(next(), "ready");
        key.plug_in();
        assert_eq!(next(), "opened");
        let _port = control::plug_encoder(0);
        let took = next();
        assert!(user.wait().unwrap().success(), "{took}");
        println!(
            "LAB note: a user without rights opened key and port on arrival, in milliseconds: {took}"
        );
        control::pull_encoder();
        key.pull_out();
    }
}

/// The thread behind the window's device strip.
pub fn strip() {
    let Site {
        mut key,
        station,
        folder,
        ..
    } = Site::new(Bench::new(KEY));
    let path = station.path().to_path_buf();
    drop(station);
    key.pull_out();
    let config = Config {
        encoder: Some("/dev/ttyUSB0".into()),
        token: Some("usb:LAB0001".parse().unwrap()),
        ..Config::default()
    };
    let mut answers = desk::start(&config);
    let mut next = |wanted: &dyn Fn(&Answer) -> bool| {
        wait_within(30 * SECOND, || {
            let answer = answers.try_recv().ok()?;
            wanted(&answer).then_some(answer)
        })
    };
    let Answer::Ready(handle) = next(&|answer| matches!(answer, Answer::Ready(_))).0 else {
        unreachable!();
    };
    handle.send(Request::SignIn {
        path,
        email: OPERATOR.to_owned(),
        password: Secret::new(PASSWORD.to_owned()),
    });
    let token_gone = |answer: &Answer| matches!(answer, Answer::Token(TokenState::Missing(_)));
    let token_there = |answer: &Answer| matches!(answer, Answer::Token(TokenState::Ready(..)));
    let encoder_gone =
        |answer: &Answer| matches!(answer, Answer::Encoder(EncoderState::Missing(_)));
    let encoder_there = |answer: &Answer| matches!(answer, Answer::Encoder(EncoderState::Empty));
    // They come in any order.
    let before = RefCell::new([false; 3]);
    let _all = next(&|answer| {
        let told = [
            matches!(answer, Answer::SignedIn(Ok(_))),
            token_gone(answer),
            encoder_gone(answer),
        ];
        let mut before = before.borrow_mut();
        for (before, told) in before.iter_mut().zip(told) {
            *before |= told;
        }
        *before == [true; 3]
    });
    let mut times = [(); 4].map(|()| Vec::new());
    for _ in 0..5 {
        key.plug_in();
        times[0].push(next(&token_there).1);
        drop(key.plugged.take());
        times[1].push(next(&token_gone).1);
        let begun = Instant::now();
        let _port = control::plug_encoder(0);
        let _state = next(&encoder_there);
        times[2].push(begun.elapsed());
        let begun = Instant::now();
        control::pull_encoder();
        let _state = next(&encoder_gone);
        times[3].push(begun.elapsed());
    }
    for (times, what) in
        times
            .iter_mut()
            .zip(["key shown", "key gone", "encoder shown", "encoder gone"])
    {
        soon_enough(times);
        println!("LAB note: strip, {what}, 5 times: {}", milliseconds(times));
    }
    drop(folder);
}
