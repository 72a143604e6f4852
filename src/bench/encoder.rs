//! A simulated encoder: the reader chip behind a serial line that can be damaged. Bytes in, pieces of bytes out.
//! Pure state; [`super::line`] puts it onto a pseudo-terminal or into memory.

use std::time::Duration;

use super::card::Fob;
use super::clock::Stats;
use super::fault::{LineFault, Piece, Pull, Refusal};
use super::pn532::{Pn532, Random};
use super::queue::Queue;

/// Reader, antenna and line.
pub struct Encoder {
    chip: Pn532,
    queue: Queue,
}

impl Encoder {
    /// An encoder that has just been plugged in.
    pub fn new(random: Random) -> Self {
        Self {
            chip: Pn532::new(random),
            queue: Queue::default(),
        }
    }

    /// Bytes from the host.
    pub fn write(&mut self, bytes: &[u8]) {
        for piece in self.queue.arrive(bytes) {
            self.queue.delay(piece.late);
            self.chip.receive(&piece.bytes);
        }
        self.collect();
    }

    /// The next bytes to the host, if any, with the wait before them.
    pub fn read(&mut self) -> Option<Piece> {
        self.queue.read()
    }

    /// Puts a piece back to the front, for a host that did not take all of it or did not wait long enough.
    pub fn put_back(&mut self, piece: Piece) {
        self.queue.put_back(piece);
    }

    /// The host throws away what it has not read.
    pub fn discard(&mut self) {
        self.queue.discard();
    }

    /// Lays a medium on the antenna; the one that lay there is returned.
    pub fn lay(&mut self, fob: Fob) -> Option<Fob> {
        let before = self.chip.lay(fob);
        self.collect();
        before
    }

    /// Takes the medium away.
    pub fn lift(&mut self) -> Option<Fob> {
        self.chip.lift()
    }

    /// Cuts the power and gives it back. What was under way is lost; what lies on the antenna stays there.
    pub fn power_cycle(&mut self) {
        self.chip.power_cycle();
        self.queue.cut();
    }

    /// The medium on the antenna.
    pub fn fob(&mut self) -> Option<&mut Fob> {
        self.chip.fob()
    }

    /// Arms the loss of the medium, or disarms it.
    pub fn arm_pull(&mut self, pull: Option<Pull>) {
        self.chip.arm_pull(pull);
    }

    /// The medium that an armed loss took away.
    pub fn take_pulled(&mut self) -> Option<Fob> {
        self.chip.take_pulled()
    }

    /// Arms damage to a byte of the line.
    pub fn arm_line(&mut self, fault: LineFault) {
        self.queue.arm(fault);
    }

    /// Whether any armed damage to the line is still to come.
    pub fn is_armed(&self) -> bool {
        self.queue.is_armed()
    }

    /// The reader refuses every command with this code from now on, or no longer.
    pub fn refuse(&mut self, code: u8, how: Option<Refusal>) {
        self.chip.refuse(code, how);
    }

    /// The speed of the reader's end of the line, in baud.
    pub fn baud(&mut self) -> u32 {
        self.chip.clock().baud()
    }

    /// Forgets all armed damage, withheld acknowledgements, losses and refusals.
    pub fn heal(&mut self) {
        self.chip.refuse_nothing();
        self.queue.heal();
        self.chip.withhold_acknowledgements(0);
        self.chip.arm_pull(None);
    }

    /// The next `count` answers come without their acknowledgement.
    pub fn withhold_acknowledgements(&mut self, count: u32) {
        self.chip.withhold_acknowledgements(count);
    }

    /// The counters so far.
    pub fn stats(&mut self) -> Stats {
        self.chip.clock().stats()
    }

    /// The counters, which start anew.
    pub fn take_stats(&mut self) -> Stats {
        self.chip.clock().take_stats()
    }

    /// Lets modelled time pass, as when the host waits.
    pub fn pass(&mut self, time: Duration) {
        self.chip
            .clock()
            .pass(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    fn collect(&mut self) {
        let output = self.chip.take_output();
        self.queue.send(&output);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::fault::{Damage, Direction};
    use super::*;

    const ACK: [u8; 6] = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];
    const VERSION: [u8; 9] = [0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00];
    const ANSWER: [u8; 13] = [
        0x00, 0x00, 0xFF, 0x06, 0xFA, 0xD5, 0x03, 0x32, 0x01, 0x06, 0x07, 0xE8, 0x00,
    ];

    fn drained(encoder: &mut Encoder) -> Vec<u8> {
        std::iter::from_fn(|| encoder.read())
            .flat_map(|piece| piece.bytes)
            .collect()
    }

    #[test]
    fn after_any_damaged_byte_the_next_command_but_one_is_answered() {
        let damages = [
            Damage::Drop,
            Damage::Flip(0x01),
            Damage::Flip(0xFF),
            Damage::Duplicate,
            Damage::Insert(0x00),
            Damage::Insert(0xFF),
            Damage::Delay(5_000_000),
        ];
        for direction in [Direction::ToReader, Direction::ToHost] {
            for (position, damage) in
                (0..19).flat_map(|position| damages.map(|damage| (position, damage)))
            {
                let mut encoder = Encoder::new(Box::new(|bytes| bytes.fill(0)));
                encoder.write(&[0x55, 0x55, 0, 0, 0]);
                encoder.arm_line(LineFault {
                    direction,
                    position,
                    damage,
                });
                encoder.write(&VERSION);
                drop(drained(&mut encoder));
                // A host that gives up acknowledges, which fills up a frame cut short, and asks again.
                encoder.write(&ACK);
                encoder.write(&VERSION);
                drop(drained(&mut encoder));
                encoder.heal();
                encoder.write(&VERSION);
                let answer = drained(&mut encoder);
                assert_eq!(
                    answer,
                    [&ACK[..], &ANSWER].concat(),
                    "{direction:?} {position} {damage:?}"
                );
            }
        }
    }
}
