//! A PN532 on its serial port (UM0701-02, HSU): fed with bytes, it produces bytes. It has one antenna on which
//! at most one medium lies. Pure state: no clock, no port, no thread; the modelled time is counted in [`Clock`].
//! Must not know what the media say.

mod commands;
mod frame;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::card::Fob;
use super::clock::Clock;
use super::fault::{Moment, Pull, Refusal};
use frame::{ACK, Collector, ERROR, Incoming};

/// A source of random bytes that a station owns.
pub type Random = Box<dyn FnMut(&mut [u8]) + Send>;

/// The reader chip.
pub struct Pn532 {
    collector: Collector,
    awake: bool,
    clock: Clock,
    random: Random,
    fob: Option<Fob>,
    pull: Option<Pull>,
    pulled: Option<Fob>,
    unacknowledged: u32,
    /// Commands that are refused, by their code.
    refusals: HashMap<u8, Refusal>,
    field: bool,
    registers: HashMap<u16, u8>,
    automatic_rats: bool,
    passive_retries: u8,
    target: Option<Target>,
    /// Data of a command that the host sends in several parts.
    gathered: Vec<u8>,
    /// What is left of an answer too long for one frame.
    remaining: Vec<u8>,
    /// A listing that goes on until a medium appears.
    waiting: Option<Vec<u8>>,
    new_baud: Option<u32>,
    last: Vec<u8>,
    out: Vec<u8>,
}

/// A medium that has been listed.
struct Target {
    /// Rates in kbit/s, to the medium and back.
    rates: (u64, u64),
    /// The medium that was found was taken away; what lies there now was not selected and says nothing.
    lifted: bool,
}

/// What a command leads to.
enum Outcome {
    /// An answer: code and data.
    Answer(Vec<u8>),
    /// A syntax error.
    Refused,
    /// An answer will come later.
    Later,
    /// An answer, and sleep after it.
    Sleep(Vec<u8>),
}

impl Pn532 {
    /// A chip that has just been powered: asleep, the line at 115,200 baud.
    pub fn new(random: Random) -> Self {
        Self {
            collector: Collector::default(),
            awake: false,
            clock: Clock::new(115_200),
            random,
            fob: None,
            pull: None,
            pulled: None,
            unacknowledged: 0,
            refusals: HashMap::new(),
            field: false,
            registers: HashMap::new(),
            automatic_rats: true,
            passive_retries: 0xFF,
            target: None,
            gathered: Vec::new(),
            remaining: Vec::new(),
            waiting: None,
            new_baud: None,
            last: Vec::new(),
            out: Vec::new(),
        }
    }

    /// The counters and the modelled time.
    pub fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    /// Lays a medium on the antenna; the one that lay there is returned.
    pub fn lay(&mut self, mut fob: Fob) -> Option<Fob> {
        let before = self.lift();
        fob.power_up(&mut self.random);
        self.fob = Some(fob);
        if let Some(target) = &mut self.target {
            target.lifted = true;
        }
        if let Some(command) = self.waiting.take()
            && let Outcome::Answer(answer) = self.execute(&command)
        {
            self.send(&frame::answer(&answer));
        }
        before
    }

    /// Takes the medium away.
    pub fn lift(&mut self) -> Option<Fob> {
        let mut fob = self.fob.take()?;
        fob.deselect();
        Some(fob)
    }

    /// Cuts the power and gives it back: the chip is as new, and so is what lies on its antenna. Counters, and faults
    /// that were armed, stay.
    pub fn power_cycle(&mut self) {
        self.collector = Collector::default();
        self.awake = false;
        self.clock.set_baud(115_200);
        self.field = false;
        self.registers.clear();
        self.automatic_rats = true;
        self.passive_retries = 0xFF;
        self.target = None;
        self.gathered.clear();
        self.remaining.clear();
        self.waiting = None;
        self.new_baud = None;
        self.last.clear();
        self.out.clear();
        if let Some(fob) = &mut self.fob {
            fob.power_up(&mut self.random);
        }
    }

    /// The medium on the antenna.
    pub fn fob(&mut self) -> Option<&mut Fob> {
        self.fob.as_mut()
    }

    /// Arms the loss of the medium, or disarms it.
    pub fn arm_pull(&mut self, pull: Option<Pull>) {
        self.pull = pull;
    }

    /// The medium that an armed loss took away.
    pub fn take_pulled(&mut self) -> Option<Fob> {
        self.pulled.take()
    }

    /// The next `count` answers come without their acknowledgement.
    pub fn withhold_acknowledgements(&mut self, count: u32) {
        self.unacknowledged = count;
    }

    /// Refuses every command with this code from now on, or no longer.
    pub fn refuse(&mut self, code: u8, how: Option<Refusal>) {
        let _before = match how {
            Some(how) => self.refusals.insert(code, how),
            None => self.refusals.remove(&code),
        };
    }

    /// Carries out every command again.
    pub fn refuse_nothing(&mut self) {
        self.refusals.clear();
    }

    /// Bytes from the host.
    pub fn receive(&mut self, bytes: &[u8]) {
        self.clock.heard(bytes.len());
        for &byte in bytes {
            // Asleep, the first 55 wakes the chip; what came before is lost.
            if !self.awake {
                self.awake = byte == 0x55;
                continue;
            }
            if let Some(incoming) = self.collector.add(byte) {
                self.handle(incoming);
            }
        }
    }

    /// Bytes to the host since the last call.
    pub fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    fn handle(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Ack => {
                self.waiting = None;
                if let Some(baud) = self.new_baud.take() {
                    self.clock.set_baud(baud);
                }
            }
            Incoming::Nack => {
                let last = self.last.clone();
                self.out(&last);
            }
            Incoming::Command(command) => self.command(&command),
        }
    }

    fn command(&mut self, command: &[u8]) {
        self.clock.command();
        self.waiting = None;
        self.new_baud = None;
        if self.unacknowledged > 0 {
            self.unacknowledged -= 1;
        } else {
            self.out(&ACK);
        }
        let refused = command.first().and_then(|code| self.refusals.get(code));
        let outcome = match (refused, command) {
            (Some(Refusal::Unknown), _) => Outcome::Refused,
            (Some(Refusal::Silent), _) => return,
            (Some(Refusal::Status(status)), [code, ..]) => Outcome::Answer(vec![code + 1, *status]),
            _ => self.execute(command),
        };
        match outcome {
            Outcome::Answer(answer) => self.send(&frame::answer(&answer)),
            Outcome::Refused => self.send(&ERROR),
            Outcome::Later => self.waiting = Some(command.to_vec()),
            Outcome::Sleep(answer) => {
                self.send(&frame::answer(&answer));
                self.field_off();
                self.awake = false;
                self.collector.clear();
            }
        }
    }

    fn send(&mut self, frame: &[u8]) {
        self.last = frame.to_vec();
        self.out(frame);
    }

    fn out(&mut self, bytes: &[u8]) {
        self.clock.said(bytes.len());
        self.out.extend_from_slice(bytes);
    }

    fn field_off(&mut self) {
        self.field = false;
        self.forget_target();
        if let Some(fob) = &mut self.fob {
            fob.deselect();
        }
    }

    fn field_on(&mut self) {
        if !self.field {
            self.field = true;
            if let Some(fob) = &mut self.fob {
                fob.power_up(&mut self.random);
            }
        }
    }

    fn forget_target(&mut self) {
        self.target = None;
        self.gathered.clear();
        self.remaining.clear();
    }

    /// One exchange with the medium, as the armed loss allows it. `None` is silence; an error status where
    /// the answer broke off.
    fn exchange(&mut self, data: &[u8]) -> Result<Vec<u8>, u8> {
        let moment = self.moment();
        if moment == Some(Moment::Before) {
            self.remove();
        }
        let rates = self
            .target
            .as_ref()
            .map_or((106, 106), |target| target.rates);
        let rate = rates.0.min(rates.1);
        let lifted = self.target.as_ref().is_some_and(|target| target.lifted);
        let reaction = match &mut self.fob {
            Some(fob) if self.field && !lifted => fob.exchange(data, &mut self.random),
            _ => None,
        };
        let lost = matches!(moment, Some(Moment::Executed | Moment::MidAnswer));
        let heard = reaction
            .as_ref()
            .filter(|_| !lost)
            .map(|reaction| reaction.answer.len());
        let written = reaction.as_ref().map_or(0, |reaction| reaction.written);
        self.clock.exchange(data.len(), heard, written, rate);
        if moment.is_some() {
            self.remove();
        }
        match (reaction, moment) {
            (Some(_), Some(Moment::MidAnswer)) => Err(commands::BROKEN_ANSWER),
            (Some(reaction), _) if !lost => Ok(reaction.answer),
            _ => Err(commands::TIMEOUT),
        }
    }

    /// Counts an exchange against the armed loss.
    fn moment(&mut self) -> Option<Moment> {
        let pull = self.pull.as_mut()?;
        pull.exchange = pull.exchange.saturating_sub(1);
        if pull.exchange > 0 {
            return None;
        }
        self.pull.take().map(|pull| pull.moment)
    }

    fn remove(&mut self) {
        if let Some(fob) = self.lift() {
            self.pulled = Some(fob);
        }
    }
}
