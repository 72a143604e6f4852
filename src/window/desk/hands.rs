//! The hands at the bench of a demo. They have a thread of their own, so that a fob can be pulled away while the other
//! thread writes it.

use std::fs;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};

use iced::futures::channel::mpsc::UnboundedSender;

use super::PinNote;
use super::data::{Answer, BenchAsk, BenchTold, Fault, Secret};
use crate::time::UtcMillis;
use crate::workflow::Error;
use crate::workflow::simulation::Simulation;

/// Starts the thread; it ends when nobody asks any more. Doors take `now` for the time where the demo does.
pub(super) fn start(
    folder: &Path,
    (note, now): (Option<PinNote>, Option<UtcMillis>),
    outbox: UnboundedSender<Answer>,
) -> Sender<BenchAsk> {
    let (asks, inbox) = channel();
    let bench = Simulation::new(folder);
    let _thread = std::thread::spawn(move || {
        while let Ok(ask) = inbox.recv() {
            let told = act(&bench, note.as_ref(), now, ask).map_err(Fault::from);
            if outbox.unbounded_send(Answer::Bench(told)).is_err() {
                return;
            }
        }
    });
    asks
}

fn act(
    bench: &Simulation,
    note: Option<&PinNote>,
    now: Option<UtcMillis>,
    ask: BenchAsk,
) -> Result<BenchTold, Error> {
    let mut visit = None;
    match ask {
        BenchAsk::View => {}
        BenchAsk::Lay(fob) => bench.lay(&fob)?,
        BenchAsk::Lift => bench.lift()?,
        BenchAsk::Pull(exchanges) => bench.pull_after(exchanges)?,
        BenchAsk::New(name) => bench.new_fob(&name)?,
        BenchAsk::NewToken(name) => bench.new_token(&name)?,
        BenchAsk::Present(fob, lock, at) => {
            visit = Some(bench.present(&fob, lock, at.or(now))?);
        }
        BenchAsk::Plug(token) => bench.plug(token.as_deref())?,
        BenchAsk::PlugEncoder(plugged) => bench.plug_encoder(plugged)?,
    }
    let view = bench.view()?;
    let pin = noted(note, view.inserted.as_deref());
    Ok(BenchTold { view, visit, pin })
}

/// What is noted of the token that is plugged in.
fn noted(note: Option<&PinNote>, plugged: Option<&str>) -> Option<Secret> {
    let note = note.filter(|note| plugged == Some(note.token.as_str()))?;
    let text = fs::read_to_string(&note.file).ok()?;
    Some(Secret::new(text.trim().to_owned())).filter(|pin| !pin.expose().is_empty())
}

/// The token that is plugged in has another PIN now: what was noted of it is written anew.
pub(super) fn renote(folder: &Path, note: &PinNote, pin: &Secret) {
    let plugged = Simulation::new(folder).view().map(|view| view.inserted);
    if plugged.ok().flatten().as_ref() != Some(&note.token) {
        return;
    }
    if let Err(error) = fs::write(&note.file, format!("{}\n", pin.expose())) {
        tracing::warn!("the PIN of the demo is not noted: {error}");
    }
}
