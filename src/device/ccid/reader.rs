//! One reader: sends requests, finds their answers, waits while a card asks for time, gives up in order.

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::descriptor::Descriptor;
use super::message::{
    Fault, Icc, MOST_DATA, Notification, Outcome, Piece, Request, Response, Voltage,
};
use super::t1::append;
use super::{CcidTransport, Error};

/// How long readers and cards may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For one message to be taken, and for one answer. A card that asks for time gets this anew each time.
    pub answer: Duration,
    /// For all of a command to the card, however often it asks for time and in however many messages it goes.
    pub command: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(5),
            command: Duration::from_secs(30),
        }
    }
}

/// A reader with one or more slots.
#[derive(Debug)]
pub struct Reader<T> {
    transport: T,
    descriptor: Descriptor,
    patience: Patience,
    sequence: u8,
    /// When the command to a card that is under way is given up.
    end: Option<Instant>,
}

impl<T: CcidTransport> Reader<T> {
    /// Nothing is sent yet.
    pub fn new(transport: T, descriptor: Descriptor, patience: Patience) -> Self {
        Self {
            transport,
            descriptor,
            patience,
            sequence: 0,
            end: None,
        }
    }

    /// What the reader says about itself.
    pub fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    /// What the reader told by itself since the last call.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub fn notifications(&mut self) -> Result<Vec<Notification>, Error> {
        self.transport.notifications()
    }

    /// What is in a slot.
    ///
    /// # Errors
    /// What the transport says, or the reader refuses.
    pub fn status(&mut self, slot: u8) -> Result<Icc, Error> {
        match self.command(slot, &Request::GetSlotStatus) {
            Ok(response) => Ok(response.icc),
            // Some readers report an empty slot as a failure.
            Err(Error::NoCard) => Ok(Icc::Absent),
            Err(error) => Err(error),
        }
    }

    /// The slots that hold a card.
    ///
    /// # Errors
    /// What the transport says, or the reader refuses.
    pub fn occupied_slots(&mut self) -> Result<Vec<u8>, Error> {
        let mut occupied = Vec::new();
        for slot in 0..self.descriptor.slots.min(256) {
            let slot = u8::try_from(slot).unwrap_or(u8::MAX);
            if self.status(slot)? != Icc::Absent {
                occupied.push(slot);
            }
        }
        Ok(occupied)
    }

    /// Does all of `work` within the time that one command to a card may take: a card that asks for time again and
    /// again, or sends piece after piece, is given up then.
    pub fn in_time<R>(&mut self, work: impl FnOnce(&mut Self) -> R) -> R {
        self.end = Some(Instant::now() + self.patience.command);
        let done = work(self);
        self.end = None;
        done
    }

    /// Resets the card and returns its ATR. Where the reader does not find the voltage, all that it has are tried,
    /// the lowest first.
    ///
    /// # Errors
    /// [`Error::NoCard`], [`Error::CardMute`], and what the transport says.
    pub fn power_on(&mut self, slot: u8) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut last = Error::CardMute;
        for voltage in self.voltages() {
            match self.command(slot, &Request::IccPowerOn(voltage)) {
                Ok(response) => return Ok(response.data),
                Err(
                    error @ (Error::CardMute
                    | Error::Refused(
                        Fault::BadField(7)
                        | Fault::Hardware
                        | Fault::BadAtrStart
                        | Fault::ClassUnsupported,
                    )),
                ) => {
                    last = error;
                    let _off = self.power_off(slot);
                }
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// Cuts the card's power; whatever it was told, a PIN above all, is forgotten.
    ///
    /// # Errors
    /// What the transport says, or the reader refuses.
    pub fn power_off(&mut self, slot: u8) -> Result<(), Error> {
        self.command(slot, &Request::IccPowerOff).map(drop)
    }

    /// One block or command to the card and its answer: one message each way.
    ///
    /// # Errors
    /// [`Error::TooLong`] where it does not fit a message; [`Error::CardMute`], [`Error::NoCard`] and so on.
    pub fn transfer(
        &mut self,
        slot: u8,
        data: &[u8],
        waiting: u8,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        if data.len() > self.descriptor.room() {
            return Err(Error::TooLong);
        }
        let piece = Piece::Whole;
        let request = Request::XfrBlock {
            waiting,
            piece,
            data,
        };
        let response = self.command(slot, &request)?;
        if response.own == Piece::Whole.code() {
            Ok(response.data)
        } else {
            Err(Error::Malformed("a chain below the extended APDU level"))
        }
    }

    /// An APDU of any length and its answer, cut into messages (section 6.1.4, extended APDU level).
    ///
    /// # Errors
    /// As [`Reader::transfer`].
    pub fn transfer_in_pieces(
        &mut self,
        slot: u8,
        apdu: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        if apdu.len() > MOST_DATA {
            return Err(Error::TooLong);
        }
        let mut response = self.send_in_pieces(slot, apdu)?;
        let mut whole = Zeroizing::new(Vec::new());
        loop {
            if whole.len() + response.data.len() > MOST_DATA {
                return Err(Error::TooLong);
            }
            append(&mut whole, &response.data);
            let expected_start = whole.len() == response.data.len();
            match Piece::from_code(response.own) {
                Some(Piece::Whole) if expected_start => return Ok(whole),
                Some(Piece::Last) => return Ok(whole),
                Some(Piece::First | Piece::Middle) if !response.data.is_empty() => {}
                _ => return Err(Error::Malformed("broken chain")),
            }
            let go_on = Request::XfrBlock {
                waiting: 0,
                piece: Piece::GoOn,
                data: &[],
            };
            response = self.command(slot, &go_on)?;
        }
    }

    fn send_in_pieces(&mut self, slot: u8, apdu: &[u8]) -> Result<Response, Error> {
        let room = self.descriptor.room();
        let mut rest = apdu;
        loop {
            let (data, after) = rest.split_at(rest.len().min(room));
            let piece = match (rest.len() == apdu.len(), after.is_empty()) {
                (true, true) => Piece::Whole,
                (true, false) => Piece::First,
                (false, false) => Piece::Middle,
                (false, true) => Piece::Last,
            };
            let request = Request::XfrBlock {
                waiting: 0,
                piece,
                data,
            };
            let response = self.command(slot, &request)?;
            if after.is_empty() {
                return Ok(response);
            }
            if Piece::from_code(response.own) != Some(Piece::GoOn) || !response.data.is_empty() {
                return Err(Error::Malformed("answer before the end of the command"));
            }
            rest = after;
        }
    }

    /// The protocol that the reader speaks with the card.
    ///
    /// # Errors
    /// [`Error::Refused`] where the reader does not tell.
    pub fn protocol(&mut self, slot: u8) -> Result<u8, Error> {
        self.command(slot, &Request::GetParameters)
            .map(|response| response.own)
    }

    /// Sets protocol and parameters.
    ///
    /// # Errors
    /// [`Error::Refused`] where the reader does not take them.
    pub fn set_parameters(
        &mut self,
        slot: u8,
        protocol: u8,
        parameters: &[u8],
    ) -> Result<(), Error> {
        let request = Request::SetParameters {
            protocol,
            parameters,
        };
        self.command(slot, &request).map(drop)
    }

    /// A command of the reader's maker.
    ///
    /// # Errors
    /// [`Error::Refused`] where the reader knows none.
    pub fn escape(&mut self, slot: u8, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        if data.len() > self.descriptor.room() {
            return Err(Error::TooLong);
        }
        self.command(slot, &Request::Escape(data))
            .map(|response| response.data)
    }

    /// One request and its answer. A silent reader is told to give the command up before this returns, so that the
    /// next command finds it ready.
    fn command(&mut self, slot: u8, request: &Request<'_>) -> Result<Response, Error> {
        let now = Instant::now();
        let end = self.end.unwrap_or(now + self.patience.command);
        if now >= end {
            return Err(Error::Silent);
        }
        let sequence = self.sequence;
        self.sequence = sequence.wrapping_add(1);
        let message = request.encode(slot, sequence);
        self.transport
            .send(&message, Instant::now() + self.patience.answer)?;
        match self.answer(slot, sequence, request, end) {
            Err(Error::Silent) => {
                // What comes of it changes nothing for the caller: the command was not answered.
                let _aborted = self.abort(slot, sequence);
                Err(Error::Silent)
            }
            outcome => outcome,
        }
    }

    /// Waits for the answer to one request. Answers to others, which came too late for them, are thrown away.
    fn answer(
        &mut self,
        slot: u8,
        sequence: u8,
        request: &Request<'_>,
        end: Instant,
    ) -> Result<Response, Error> {
        let mut deadline = (Instant::now() + self.patience.answer).min(end);
        loop {
            let message = self.transport.receive(deadline)?;
            let response = Response::parse(&message).map_err(Error::Malformed)?;
            if (response.slot, response.sequence) != (slot, sequence) {
                if Instant::now() >= deadline {
                    return Err(Error::Silent);
                }
                continue;
            }
            match response.outcome {
                Outcome::MoreTime(times) => {
                    let times = u32::from(times.max(1));
                    let longer = self.patience.answer.saturating_mul(times);
                    deadline = (Instant::now() + longer).min(end);
                    if Instant::now() >= end {
                        return Err(Error::Silent);
                    }
                }
                Outcome::Failed(fault) => return Err(failure(fault, response.icc)),
                // Readers answer what they do not know as a slot status, even where another answer belongs.
                Outcome::Done if response.kind == request.answered_by() => return Ok(response),
                Outcome::Done => return Err(Error::Malformed("answer of another kind")),
            }
        }
    }

    /// Gives up a command: beside the stream and in it, with the same number (section 5.3.1).
    fn abort(&mut self, slot: u8, sequence: u8) -> Result<(), Error> {
        let deadline = Instant::now() + self.patience.answer.min(Duration::from_secs(2));
        // A reader without this request stalls it, and may know the message.
        match self.transport.announce_abort(slot, sequence) {
            Ok(()) | Err(Error::Stalled) => {}
            Err(error) => return Err(error),
        }
        self.transport
            .send(&Request::Abort.encode(slot, sequence), deadline)?;
        loop {
            let message = self.transport.receive(deadline)?;
            let Ok(response) = Response::parse(&message) else {
                continue;
            };
            let ours = (response.slot, response.sequence) == (slot, sequence);
            if ours && response.kind == super::message::Kind::SlotStatus
                || Instant::now() >= deadline
            {
                return Ok(());
            }
        }
    }

    fn voltages(&self) -> Vec<Voltage> {
        if self.descriptor.chooses_voltage() {
            return vec![Voltage::Automatic];
        }
        let all = [
            (4, Voltage::Volts18),
            (2, Voltage::Volts3),
            (1, Voltage::Volts5),
        ];
        let offered: Vec<_> = all
            .into_iter()
            .filter(|(bit, _)| self.descriptor.voltages & bit != 0)
            .map(|(_, voltage)| voltage)
            .collect();
        if offered.is_empty() {
            vec![Voltage::Automatic]
        } else {
            offered
        }
    }
}

/// What a failed command means.
fn failure(fault: Fault, icc: Icc) -> Error {
    match (fault, icc) {
        (_, Icc::Absent) => Error::NoCard,
        (Fault::CardMute, _) => Error::CardMute,
        (Fault::SlotBusy | Fault::BusyActivating, _) => Error::SlotBusy,
        (fault, _) => Error::Refused(fault),
    }
}
