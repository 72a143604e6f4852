//! Encoder and programming key pulled out at every step, plugged in again (elsewhere, at times), and the same call
//! goes on. Nothing counts as done that is not; each time an error with its remedy is told.
//!
//! Each step is cut off once, the ways of being cut off taken in turn; with `KEYWRIGHT_FULL` each in every way.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use keywright::device;
use keywright::device::enrolment::{Step, Wishes};
use keywright::device::piv::{PinState, Piv, Reference};
use keywright::device::programming_key::{LastTry, Pin, Puk};
use keywright::model::{KeyId, KeyState};
use keywright::store::{KeyRecord, TaskRecord, TaskState};
use keywright::workflow::hardware::{self, BoxedProgrammingKey, TokenName};
use keywright::workflow::programming::{Devices, Programmed, Request};
use keywright::workflow::{Authority, Error};

use crate::cable::Moment;
use crate::control::{self, content, cut_encoder, encoder_cable, encoder_port, plug_encoder};
use crate::kit::{Bench, KEY, full, wait_for};
use crate::security_key::Pull;
use crate::site::{Site, is_told};

/// No job takes so many commands.
const ENOUGH: u32 = 200;
const MOMENTS: [Moment; 3] = [Moment::Before, Moment::Executed, Moment::MidAnswer];
const PIN: &str = "27182818";
const PUK: &str = "31415926";

/// Every command, with one way of being cut off or with all of them.
fn steps<Way: Copy>(first: u32, ways: &[Way]) -> Vec<(u32, Way)> {
    if full() {
        let all = |step| ways.iter().map(move |way| (step, *way));
        return (first..ENOUGH).flat_map(all).collect();
    }
    let every = first..ENOUGH;
    every.zip(ways.iter().copied().cycle()).collect()
}

/// That no step was left out.
fn all_were_taken(share: &BTreeSet<u32>, commands: u64) {
    let taken = share.len() as u64;
    assert!(taken >= commands, "{taken} of {commands} steps");
}

/// The system of these tests is made once; making one takes long here. Each test finds its key plugged in.
fn with_site(test: impl FnOnce(&mut Site)) {
    thread_local! {
        static SITE: RefCell<Option<Site>> = const { RefCell::new(None) };
    }
    let kept = SITE.with_borrow_mut(Option::take);
    let mut site = match kept {
        Some(mut site) => {
            site.key.plug_in();
            site
        }
        None => Site::new(Bench::new(KEY)),
    };
    let _there = site.key.found();
    test(&mut site);
    site.key.pull_out();
    SITE.set(Some(site));
}

/// The errors that were told, by code.
type Told = BTreeMap<&'static str, u32>;

fn count(told: &mut Told, error: &Error) {
    *told.entry(is_told(error)).or_default() += 1;
}

fn record(site: &Site, key: KeyId) -> KeyRecord {
    site.station.read(|reading| reading.key(key)).unwrap()
}

fn open_tasks(site: &Site, key: KeyId) -> usize {
    let tasks = site.station.read(|reading| reading.tasks_of_key(key));
    let over = [TaskState::Done, TaskState::Failed, TaskState::Cancelled];
    let open = |task: &&TaskRecord| !over.contains(&task.state);
    tasks.unwrap().iter().filter(open).count()
}

/// That the fob holds the image which the station says was written.
fn holds_what_is_recorded(site: &Site, key: KeyId, fob: &str) {
    let view = site.station.read(|reading| reading.written_view(key));
    let image = data_encoding::HEXUPPER.encode(&view.unwrap().unwrap().image);
    let held = content(fob).concat().to_uppercase();
    assert!(
        held.contains(&image),
        "{fob} holds something else than is recorded"
    );
}

/// The adapter is gone from the guest too, so that the next one is another. On a busy computer the encoder may have
/// been given up before its cable was cut; then it is pulled out now.
fn settle() {
    if encoder_cable().1 {
        control::pull_encoder();
    }
    wait_for(|| {
        (0..2)
            .all(|port| encoder_port(port).is_none())
            .then_some(())
    });
}

/// Runs the job as a person does who was told to run it again: on a busy computer the bench may answer too late.
fn persevere(site: &mut Site, key: KeyId, port: &str) -> Programmed {
    let mut again = 4;
    loop {
        match site.program(key, port) {
            Err(Error::Encoder(device::Error::EncoderSilent)) if again > 0 => again -= 1,
            outcome => return outcome.unwrap_or_else(|error| panic!("not resumed: {error:?}")),
        }
    }
}

pub fn first_programming() {
    with_site(|site| {
        let (mut cuts, mut told, mut states) = (0_u32, Told::new(), BTreeMap::new());
        let (mut commands, mut share) = (0, BTreeSet::new());
        for (frame, moment) in steps(1, &MOMENTS) {
            let place = (cuts % 2) as usize;
            let fob = format!("first-{cuts}");
            let key = site.draft();
            let _uid = control::new_fob(&fob);
            let port = plug_encoder(place);
            cut_encoder(frame, moment);
            match site.program(key, &port) {
                Ok(_) => {
                    commands = encoder_cable().0;
                    control::pull_encoder();
                    break;
                }
                Err(error) => count(&mut told, &error),
            }
            settle();
            let between = record(site, key);
            let state = between.key.state;
            assert!(
                matches!(state, KeyState::Draft | KeyState::Writing),
                "{frame}: {state:?}"
            );
            assert_eq!(
                open_tasks(site, key),
                usize::from(state == KeyState::Writing),
                "{frame}"
            );
            assert!(between.written_hash.is_none(), "{frame}: counts as written");
            *states.entry(state.as_str()).or_insert(0) += 1;

            // Into the other port, where it has another name.
            let port = plug_encoder(1 - place);
            let done = persevere(site, key, &port);
            assert_eq!(done.key.key.state, KeyState::Programmed, "{frame}");
            assert!(done.resumed || state == KeyState::Draft, "{frame}");
            control::pull_encoder();
            assert_eq!(
                (open_tasks(site, key), done.key.key.revision.0),
                (0, 1),
                "{frame}"
            );
            holds_what_is_recorded(site, key, &fob);
            let [allowed, other, _] = site.doors;
            assert_eq!(control::present(&fob, allowed), "open", "{frame}");
            assert_eq!(control::present(&fob, other), "not-listed", "{frame}");
            cuts += 1;
            let _new = share.insert(frame);
        }
        println!(
            "LAB note: first programming: encoder pulled out {cuts} times, at {} of {commands} commands, each resumed; told {told:?}; the key was {states:?}",
            share.len()
        );
        all_were_taken(&share, commands);
        assert!(commands > 40);
    });
}

pub fn rewrite() {
    with_site(|site| {
        let (mut cuts, mut told) = (0_u32, Told::new());
        let (mut old, mut new, mut commands, mut share) = (0, 0, 0, BTreeSet::new());
        let key = site.draft();
        let fob = "again";
        let _uid = control::new_fob(fob);
        let port = plug_encoder(0);
        let _first = persevere(site, key, &port);
        control::pull_encoder();
        let mut revision = 1;
        for (frame, moment) in steps(1, &MOMENTS) {
            let opens = site.change_role();
            let (before, was) = (content(fob), record(site, key));
            let port = plug_encoder(0);
            cut_encoder(frame, moment);
            revision += 1;
            match site.program(key, &port) {
                Ok(_) => {
                    commands = encoder_cable().0;
                    control::pull_encoder();
                    break;
                }
                Err(error) => count(&mut told, &error),
            }
            settle();
            let (between, is) = (content(fob), record(site, key));
            assert_eq!(
                is.written_hash, was.written_hash,
                "{frame}: counts as written"
            );
            assert!(is.is_pending(), "{frame}");
            let port = plug_encoder(1);
            let done = persevere(site, key, &port);
            control::pull_encoder();
            assert_eq!(done.key.key.state, KeyState::Programmed, "{frame}");
            assert!(!done.key.is_pending(), "{frame}");
            assert_eq!(
                (open_tasks(site, key), done.key.key.revision.0),
                (0, revision),
                "{frame}"
            );
            let after = content(fob);
            assert_ne!(after, before, "{frame}");
            match () {
                () if between == before => old += 1,
                () if between == after => new += 1,
                () => panic!("{frame}: neither the old image nor the new one"),
            }
            holds_what_is_recorded(site, key, fob);
            let [_, _, shed] = site.doors;
            let says = if opens { "open" } else { "not-listed" };
            assert_eq!(control::present(fob, shed), says, "{frame}");
            cuts += 1;
            let _new = share.insert(frame);
        }
        println!(
            "LAB note: rewrite: encoder pulled out {cuts} times, at {} of {commands} commands, each resumed; the fob held the old image {old} times, the new one {new} times; told {told:?}",
            share.len()
        );
        all_were_taken(&share, commands);
        assert!(commands > 15);
        assert!(old > 0 && new > 0);
    });
}

/// PIN, agreement, secrets.
fn unlock(site: &Site) -> Result<Authority, Error> {
    let mut token = site.token()?;
    Authority::unlock(&site.station, &mut *token)
}

pub fn unlocking() {
    with_site(|site| {
        site.key.with_key(|key| key.commands = 0);
        let _authority = unlock(site).unwrap();
        let commands = site.key.with_key(|key| key.commands);
        let (mut pulls, mut told) = (0, Told::new());
        for after in 0..commands {
            for executes in [false, true] {
                site.key
                    .with_key(|key| key.pull = Some(Pull { after, executes }));
                let error = unlock(site).map(drop).expect_err("it was pulled out");
                count(&mut told, &error);
                site.key.pull_out();
                site.key.plug_in();
                let _there = site.key.found();
                let _authority = unlock(site).unwrap_or_else(|error| panic!("{after}: {error:?}"));
                pulls += 1;
            }
        }
        println!(
            "LAB note: unlocking: key pulled out {pulls} times at each of {commands} commands, before and after it was carried out, each healed; told {told:?}"
        );
        assert!(commands >= 5);
    });
}

fn tries(key: &Bench) -> PinState {
    let name = format!("usb:{}", key.card_number);
    hardware::look_at_token(&name.parse().unwrap()).unwrap().pin
}

/// Once the secrets are open, a write needs the key no more. Another key in its place is given no PIN.
pub fn during_a_write() {
    with_site(|site| {
        let key = site.draft();
        let _uid = control::new_fob("alone");
        let port = plug_encoder(0);
        {
            let mut encoder = hardware::open_encoder(port.as_ref()).unwrap();
            let mut token = site.token().unwrap();
            let plugged = &mut site.key.plugged;
            let mut devices = Devices {
                encoder: &mut *encoder,
                token: &mut *token,
                progress: &mut |_| drop(plugged.take()),
                cancel: &AtomicBool::new(false),
            };
            let done = site.station.program_key(Request::of(key), &mut devices);
            assert_eq!(done.unwrap().key.key.state, KeyState::Programmed);
            assert!(plugged.is_none());
        }
        site.key.pull_out();
        let _pending = site.change_role();
        let before = content("alone");
        let gone = site
            .program(key, &port)
            .map(drop)
            .expect_err("no key is there");
        assert_eq!(is_told(&gone), "usb-not-there");

        // Another one is plugged in: it is not the one with that number, and called by its own it is none of the
        // system's.
        let mut other = Bench::numbered(KEY, Some("LAB0002"));
        let _there = other.found();
        let swapped = site.program(key, &port).map(drop).expect_err("another key");
        assert_eq!(is_told(&swapped), "usb-not-there");
        let own = std::mem::replace(&mut site.token, "usb:LAB0002".parse().unwrap());
        let swapped = site.program(key, &port).map(drop).expect_err("another key");
        assert_eq!(is_told(&swapped), "programming-key-foreign");
        site.token = own;
        assert_eq!(tries(&other), PinState::Tries(3), "it was given a PIN");
        assert_eq!(content("alone"), before);
        other.pull_out();
        site.key.plug_in();
        let _there = site.key.found();
        let done = persevere(site, key, &port);
        assert_eq!(done.key.key.revision.0, 2);
        control::pull_encoder();
    });
}

/// What `programming-key prepare` does.
fn enrol(name: &TokenName) -> Result<(BoxedProgrammingKey, Vec<Step>), Error> {
    let (pin, puk) = (Pin::new(PIN).unwrap(), Puk::new(PUK).unwrap());
    let wishes = Wishes {
        pin: &pin,
        puk: Some(&puk),
        management: None,
        label: "Counter",
        renew: false,
        last_try: LastTry::Keep,
    };
    let mut steps = Vec::new();
    let key = hardware::enrol_token(name, &wishes, &mut |step| steps.push(step))?;
    Ok((key, steps))
}

/// Whether the token has what the factory gave it.
fn is_untouched(key: &Bench) -> bool {
    let mut piv = Piv::select(key.card()).unwrap();
    [Reference::Pin, Reference::Puk, Reference::Management]
        .into_iter()
        .all(|of| piv.metadata(of).unwrap().unwrap().factory == Some(true))
}

pub fn enrolment() {
    let name: TokenName = "usb:LAB0001".parse().unwrap();
    let (mut pulls, mut swaps, mut told) = (0_u32, 0, Told::new());
    let (mut commands, mut share) = (0, BTreeSet::new());
    let mut other = Bench::from_the_factory(Some("LAB0002"));
    for (after, executes) in steps(0, &[false, true]) {
        let mut key = Bench::from_the_factory(Some("LAB0001"));
        key.plug_in();
        let _there = key.found();
        key.with_key(|key| key.pull = Some(Pull { after, executes }));
        match enrol(&name) {
            Ok(_) => {
                commands = key.with_key(|key| key.commands);
                key.pull_out();
                break;
            }
            Err(error) => count(&mut told, &error),
        }
        key.pull_out();
        if pulls % 4 == 0 {
            // Another is plugged in in its place, and the same call names the first.
            other.plug_in();
            let _there = other.found();
            let error = enrol(&name).map(drop).expect_err("another key");
            assert_eq!(is_told(&error), "usb-not-there");
            assert!(is_untouched(&other), "{after}: the other key was changed");
            other.pull_out();
            swaps += 1;
        }
        key.plug_in();
        let _there = key.found();
        let (mut enrolled, steps) =
            enrol(&name).unwrap_or_else(|error| panic!("{after}: {error:?}"));
        assert_eq!(steps.last(), Some(&Step::ReadBack), "{after}");
        enrolled.check_factory_values().unwrap();
        assert_eq!(enrolled.label(), "Counter");
        drop(enrolled);
        key.pull_out();
        pulls += 1;
        let _new = share.insert(after);
    }
    println!(
        "LAB note: enrolment: key pulled out {pulls} times, at {} of {commands} commands, each finished by the same call; {swaps} times another was there instead and refused by number; told {told:?}",
        share.len()
    );
    all_were_taken(&share, u64::from(commands));
    assert!(commands > 30 && swaps > 2);
}
