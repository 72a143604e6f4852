//! The block protocol T=1 (ISO/IEC 7816-3, section 11), the station's side, for readers that leave it to us.
//!
//! A command is never sent a second time as a whole: after a resynchronisation nobody knows whether the card
//! carried it out, and a PIN sent twice costs two tries. What was damaged on the way is asked for again block by
//! block, which the protocol makes safe.

use zeroize::Zeroizing;

use super::Error;

/// Carries one block to the card and brings one back.
pub trait Blocks {
    /// Sends a block and waits `waiting` times the card's block waiting time for the answer (0 counts as 1).
    ///
    /// # Errors
    /// [`Error::Refused`] with a parity fault and [`Error::CardMute`] lead to another try, others end the command.
    fn exchange(&mut self, block: &[u8], waiting: u8) -> Result<Zeroizing<Vec<u8>>, Error>;
}

/// The most bytes a block carries.
const MOST_INFORMATION: usize = 254;
/// Damaged blocks before we resynchronise (rule 6.4 allows two repetitions).
const MOST_FAILURES: u8 = 3;
/// The longest answer APDU.
const MOST_ANSWER: usize = 65_538;
/// Blocks in one command, waiting included: a chain of one byte a block would be longer, and is broken.
const MOST_BLOCKS: u32 = 20_000;

const RESYNCH: u8 = 0x00;
const IFS: u8 = 0x01;
const ABORT: u8 = 0x02;
const WTX: u8 = 0x03;

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Carries data.
    I {
        /// N(S).
        number: bool,
        /// Another block of the same chain follows.
        more: bool,
        /// The data.
        information: Zeroizing<Vec<u8>>,
    },
    /// Asks for a block.
    R {
        /// N(R): the number of the block asked for.
        number: bool,
        /// 0 none, 1 check byte or parity, 2 other.
        error: u8,
    },
    /// Supervises.
    S {
        /// The answer to such a block, not a request.
        response: bool,
        /// 0 resynchronise, 1 size of blocks, 2 abort, 3 waiting time.
        kind: u8,
        /// Size or multiplier; 0 for the others.
        value: u8,
    },
}

impl Block {
    /// As bytes: node address 0, control byte, length, information, check.
    pub fn encode(&self, crc: bool) -> Zeroizing<Vec<u8>> {
        let (control, information): (u8, &[u8]) = match self {
            Self::I {
                number,
                more,
                information,
            } => (
                u8::from(*number) << 6 | u8::from(*more) << 5,
                information.as_slice(),
            ),
            Self::R { number, error } => (0x80 | u8::from(*number) << 4 | error & 0x0F, &[]),
            Self::S {
                response,
                kind,
                value,
            } => {
                let information = if matches!(*kind, IFS | WTX) {
                    std::slice::from_ref(value)
                } else {
                    &[]
                };
                (0xC0 | u8::from(*response) << 5 | kind & 0x1F, information)
            }
        };
        let information = &information[..information.len().min(MOST_INFORMATION)];
        let mut block = Zeroizing::new(Vec::with_capacity(information.len() + 5));
        // At most 254, so it fits a byte.
        let length = u8::try_from(information.len()).unwrap_or(0);
        block.extend_from_slice(&[0x00, control, length]);
        block.extend_from_slice(information);
        if crc {
            let check = crc16(&block);
            block.extend_from_slice(&check.to_be_bytes());
        } else {
            let check = lrc(&block);
            block.push(check);
        }
        block
    }

    /// Reads one block from the card.
    ///
    /// # Errors
    /// The error code of the R-block that asks for it again: 1 for the check, 2 for all else.
    pub fn parse(bytes: &[u8], crc: bool) -> Result<Self, u8> {
        let body = if crc {
            let (body, check) = bytes.split_last_chunk::<2>().ok_or(2)?;
            (crc16(body) == u16::from_be_bytes(*check)).then_some(body)
        } else {
            let (check, body) = bytes.split_last().ok_or(2)?;
            (lrc(body) == *check).then_some(body)
        }
        .ok_or(1)?;
        let (&[_address, control, length], information) = body.split_first_chunk::<3>().ok_or(2)?;
        if usize::from(length) != information.len() || information.len() > MOST_INFORMATION {
            return Err(2);
        }
        match (control >> 6, information) {
            (0 | 1, _) if control.trailing_zeros() >= 5 => Ok(Self::I {
                number: control & 0x40 != 0,
                more: control & 0x20 != 0,
                information: Zeroizing::new(information.to_vec()),
            }),
            (2, []) if control & 0x20 == 0 => Ok(Self::R {
                number: control & 0x10 != 0,
                error: control & 0x0F,
            }),
            (3, []) if matches!(control & 0x1F, RESYNCH | ABORT) => Ok(Self::S {
                response: control & 0x20 != 0,
                kind: control & 0x1F,
                value: 0,
            }),
            (3, [value]) if matches!(control & 0x1F, IFS | WTX) => Ok(Self::S {
                response: control & 0x20 != 0,
                kind: control & 0x1F,
                value: *value,
            }),
            _ => Err(2),
        }
    }
}

/// The state of the protocol with one card.
#[derive(Debug, Clone)]
pub struct T1 {
    crc: bool,
    /// The most bytes of a block to the card.
    ifsc: usize,
    /// N(S) of our next I-block.
    sending: bool,
    /// N(S) of the card's next I-block.
    receiving: bool,
    last: Last,
}

/// How the last exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Answered,
    /// The card may hold its answer still.
    CutOff,
}

impl T1 {
    /// After the card's reset; `ifsc` and `crc` as its ATR says.
    pub fn new(ifsc: u8, crc: bool) -> Self {
        Self {
            crc,
            ifsc: usize::from(ifsc).clamp(1, MOST_INFORMATION),
            sending: false,
            receiving: false,
            last: Last::Answered,
        }
    }

    /// Tells the card how long its blocks may be: the first block after a reset.
    ///
    /// # Errors
    /// [`Error::CardProtocol`] where the card does not agree.
    pub fn announce_block_size(&mut self, line: &mut dyn Blocks, size: u8) -> Result<(), Error> {
        let request = Block::S {
            response: false,
            kind: IFS,
            value: size,
        };
        let agreed = Block::S {
            response: true,
            kind: IFS,
            value: size,
        };
        for _ in 0..MOST_FAILURES {
            match self.exchange(line, &request, 0) {
                Ok(Ok(answer)) if answer == agreed => return Ok(()),
                Ok(_) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::CardProtocol("no agreement on the size of blocks"))
    }

    /// One command APDU with its answer. After one that was cut off both sides begin anew first, so that no command
    /// gets the answer of the one before.
    ///
    /// # Errors
    /// [`Error::CardProtocol`] when the card does not keep to the protocol or broke the exchange off. The command
    /// may have been carried out then.
    pub fn transmit(
        &mut self,
        line: &mut dyn Blocks,
        apdu: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        if self.last == Last::CutOff {
            self.resynchronise(line)?;
        }
        let answer = self.carry(line, apdu);
        self.last = if answer.is_ok() {
            Last::Answered
        } else {
            Last::CutOff
        };
        answer
    }

    fn carry(&mut self, line: &mut dyn Blocks, apdu: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut exchange = Exchange {
            rest: apdu,
            carried: 0,
            acknowledged: false,
            answer: Zeroizing::new(Vec::new()),
        };
        let mut next = self.next_piece(&mut exchange);
        let mut ours = next.clone();
        let mut waiting = 0;
        let mut failures = 0;
        for _ in 0..MOST_BLOCKS {
            let answer = self.exchange(line, &next, waiting)?;
            waiting = 0;
            let step = match answer {
                Ok(block) => self.answer(&mut exchange, block)?,
                Err(error) => Step::Again { error },
            };
            next = match step {
                Step::Done => return Ok(exchange.answer),
                Step::Send(block) => {
                    failures = 0;
                    ours = block.clone();
                    block
                }
                Step::Supervise { reply, wait } => {
                    waiting = wait;
                    reply
                }
                Step::Repeat => {
                    failures += 1;
                    ours.clone()
                }
                Step::Again { error } => {
                    failures += 1;
                    Block::R {
                        number: self.receiving,
                        error,
                    }
                }
            };
            if failures >= MOST_FAILURES {
                self.resynchronise(line)?;
                return Err(Error::CardProtocol("exchange broken off"));
            }
        }
        Err(Error::CardProtocol("endless exchange"))
    }

    /// What the card's block means for the exchange.
    fn answer(&mut self, exchange: &mut Exchange<'_>, block: Block) -> Result<Step, Error> {
        Ok(match block {
            Block::I {
                number,
                more,
                information,
            } => {
                // Data may only come when all of the command is there, and in order.
                if exchange.carried < exchange.rest.len() || number != self.receiving {
                    return Ok(Step::Again { error: 2 });
                }
                exchange.acknowledge(self);
                self.receiving = !self.receiving;
                if exchange.answer.len() + information.len() > MOST_ANSWER {
                    return Err(Error::TooLong);
                }
                append(&mut exchange.answer, &information);
                if more {
                    Step::Send(Block::R {
                        number: self.receiving,
                        error: 0,
                    })
                } else {
                    Step::Done
                }
            }
            // The card misses our I-block, or, once its answer has begun, our R-block.
            Block::R { number, .. } if exchange.acknowledged || number == self.sending => {
                Step::Repeat
            }
            Block::R { .. } if exchange.carried < exchange.rest.len() => {
                self.sending = !self.sending;
                exchange.rest = &exchange.rest[exchange.carried..];
                Step::Send(self.next_piece(exchange))
            }
            // It asks for a block we do not have: it has ours, and its answer was lost on the way.
            Block::R { .. } => Step::Again { error: 0 },
            Block::S {
                response: false,
                kind: kind @ (IFS | WTX),
                value,
            } => {
                if kind == IFS {
                    if !(1..=254).contains(&value) {
                        return Ok(Step::Again { error: 2 });
                    }
                    self.ifsc = usize::from(value);
                }
                let reply = Block::S {
                    response: true,
                    kind,
                    value,
                };
                let wait = if kind == WTX { value } else { 0 };
                Step::Supervise { reply, wait }
            }
            Block::S {
                response: false,
                kind: ABORT,
                ..
            } => return Err(Error::CardProtocol("the card broke its chain off")),
            Block::S { .. } => Step::Again { error: 2 },
        })
    }

    fn next_piece(&self, exchange: &mut Exchange<'_>) -> Block {
        exchange.carried = exchange.rest.len().min(self.ifsc);
        Block::I {
            number: self.sending,
            more: exchange.carried < exchange.rest.len(),
            information: Zeroizing::new(exchange.rest[..exchange.carried].to_vec()),
        }
    }

    /// Both sides begin anew with number 0 (rule 6.4); our blocks to the card are at the size of its ATR or its
    /// last wish still.
    fn resynchronise(&mut self, line: &mut dyn Blocks) -> Result<(), Error> {
        let request = Block::S {
            response: false,
            kind: RESYNCH,
            value: 0,
        };
        let agreed = Block::S {
            response: true,
            kind: RESYNCH,
            value: 0,
        };
        for _ in 0..MOST_FAILURES {
            if self.exchange(line, &request, 0)? == Ok(agreed.clone()) {
                self.sending = false;
                self.receiving = false;
                return Ok(());
            }
        }
        Err(Error::CardMute)
    }

    /// One block there and one back. The inner error is one that asking again may mend.
    fn exchange(
        &self,
        line: &mut dyn Blocks,
        block: &Block,
        waiting: u8,
    ) -> Result<Result<Block, u8>, Error> {
        use super::message::Fault;
        match line.exchange(&block.encode(self.crc), waiting) {
            Ok(answer) => Ok(Block::parse(&answer, self.crc)),
            Err(Error::Refused(Fault::Parity | Fault::Overrun)) => Ok(Err(1)),
            Err(Error::CardMute) => Ok(Err(2)),
            Err(error) => Err(error),
        }
    }
}

/// One command on its way and its answer so far.
struct Exchange<'a> {
    /// What the card has not acknowledged.
    rest: &'a [u8],
    /// So much of it is in the block under way.
    carried: usize,
    /// All of the command has arrived.
    acknowledged: bool,
    answer: Zeroizing<Vec<u8>>,
}

impl Exchange<'_> {
    /// The card's first data block acknowledges our last one.
    fn acknowledge(&mut self, protocol: &mut T1) {
        if !self.acknowledged {
            self.acknowledged = true;
            protocol.sending = !protocol.sending;
        }
    }
}

enum Step {
    Done,
    /// The next block of ours; the exchange got on.
    Send(Block),
    /// A reply that is not part of the exchange.
    Supervise {
        reply: Block,
        wait: u8,
    },
    /// Our last block once more.
    Repeat,
    /// The card's last block once more.
    Again {
        error: u8,
    },
}

/// Appends without leaving an unwiped copy behind, as a vector that grows by itself does.
pub(super) fn append(whole: &mut Zeroizing<Vec<u8>>, more: &[u8]) {
    if whole.capacity() - whole.len() < more.len() {
        let mut larger = Zeroizing::new(Vec::with_capacity((whole.len() + more.len()) * 2));
        larger.extend_from_slice(whole);
        *whole = larger;
    }
    whole.extend_from_slice(more);
}

fn lrc(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

/// ISO/IEC 13239, as T=1 uses it.
fn crc16(bytes: &[u8]) -> u16 {
    const CRC: crc::Crc<u16> = crc::Crc::<u16>::new(&crc::CRC_16_IBM_SDLC);
    CRC.checksum(bytes)
}
