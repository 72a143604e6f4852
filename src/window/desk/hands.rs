//! The hands at the bench of a demo. They have a thread of their own, so that a fob can be pulled away while the other
//! thread writes it.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};

use iced::futures::channel::mpsc::UnboundedSender;

use super::data::{Answer, BenchAsk, Fault};
use crate::workflow::Error;
use crate::workflow::simulation::{BenchView, Simulation, Visit};

/// Starts the thread; it ends when nobody asks any more.
pub(super) fn start(folder: &Path, outbox: UnboundedSender<Answer>) -> Sender<BenchAsk> {
    let (asks, inbox) = channel();
    let bench = Simulation::new(folder);
    let _thread = std::thread::spawn(move || {
        while let Ok(ask) = inbox.recv() {
            let told = act(&bench, ask).map_err(Fault::from);
            if outbox.unbounded_send(Answer::Bench(told)).is_err() {
                return;
            }
        }
    });
    asks
}

fn act(bench: &Simulation, ask: BenchAsk) -> Result<(BenchView, Option<Visit>), Error> {
    let mut visit = None;
    match ask {
        BenchAsk::View => {}
        BenchAsk::Lay(fob) => bench.lay(&fob)?,
        BenchAsk::Lift => bench.lift()?,
        BenchAsk::Pull(exchanges) => bench.pull_after(exchanges)?,
        BenchAsk::New(name) => bench.new_fob(&name)?,
        BenchAsk::NewToken(name) => bench.new_token(&name)?,
        BenchAsk::Present(fob, lock) => visit = Some(bench.present(&fob, lock)?),
        BenchAsk::Plug(token) => bench.plug(token.as_deref())?,
    }
    Ok((bench.view()?, visit))
}
