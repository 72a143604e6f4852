//! The modelled time of a station and its counters. Integer arithmetic in nanoseconds, told in whole
//! microseconds; nothing ever sleeps. Must not know what the bytes mean.
//!
//! An exchange of a command of Lc and an answer of Lr bytes costs, besides its bytes on the serial line (ten bits
//! each): `(9 (Lc + Lr + 3 n) + 3 n)` bit times of 9.44 us x 106 / R for n blocks at R kbit/s, 86 us of frame
//! delay for each block, 1.2 ms in the card, and 1 ms for every 32 bytes the card writes to its memory.

use serde::Serialize;

/// One bit on the air at 106 kbit/s, in nanoseconds.
const BIT: u64 = 9_440;
/// Frame delay of a block, in nanoseconds.
const BLOCK_DELAY: u64 = 86_000;
/// Card and turnaround time of an exchange, in nanoseconds.
const EXCHANGE: u64 = 1_200_000;
/// Writing 32 bytes of card memory, in nanoseconds.
const MEMORY_UNIT: u64 = 1_000_000;
/// How long the reader waits for a card that does not answer, in nanoseconds.
const SILENCE: u64 = 51_200_000;
/// Data bytes of one block between reader and card.
const BLOCK: usize = 61;

/// What has happened since the last reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Exchanges with a medium (InDataExchange).
    pub exchanges: u64,
    /// Commands to the reader.
    pub commands: u64,
    /// Bytes from the host to the reader.
    pub bytes_out: u64,
    /// Bytes from the reader to the host.
    pub bytes_in: u64,
    /// Modelled time in microseconds.
    pub microseconds: u64,
    /// What the same exchanges would take all at 115,200 baud and 106 kbit/s, in microseconds.
    pub microseconds_slow: u64,
    /// What the same exchanges would take all at 921,600 baud and 424 kbit/s, in microseconds.
    pub microseconds_fast: u64,
}

/// Baud and kbit/s of the two reference speeds: slow and fast.
const REFERENCES: [(u32, u64); 2] = [(115_200, 106), (921_600, 424)];

/// Counts and clocks a station.
#[derive(Debug, Clone)]
pub struct Clock {
    stats: Stats,
    nanoseconds: u64,
    /// As `nanoseconds`, at the reference speeds.
    repriced: [u64; 2],
    total: u64,
    baud: u32,
}

impl Clock {
    /// A clock at zero for a line of this speed.
    pub fn new(baud: u32) -> Self {
        Self {
            stats: Stats::default(),
            nanoseconds: 0,
            repriced: [0; 2],
            total: 0,
            baud: baud.max(1),
        }
    }

    /// The line changes its speed.
    pub fn set_baud(&mut self, baud: u32) {
        self.baud = baud.max(1);
    }

    /// The speed of the line.
    pub fn baud(&self) -> u32 {
        self.baud
    }

    /// Bytes from the host to the reader went over the line.
    pub fn heard(&mut self, bytes: usize) {
        self.stats.bytes_out += bytes as u64;
        self.line(bytes);
    }

    /// Bytes from the reader to the host went over the line.
    pub fn said(&mut self, bytes: usize) {
        self.stats.bytes_in += bytes as u64;
        self.line(bytes);
    }

    /// The reader took a command.
    pub fn command(&mut self) {
        self.stats.commands += 1;
    }

    /// A medium was asked. `rate` in kbit/s; `written` in units of 32 bytes; `answer` is `None` where it was silent.
    pub fn exchange(&mut self, command: usize, answer: Option<usize>, written: u32, rate: u64) {
        self.stats.exchanges += 1;
        let blocks = |bytes: usize| bytes.div_ceil(BLOCK).max(1) as u64;
        let count = blocks(command) + answer.map_or(0, blocks);
        let bytes = command as u64 + answer.unwrap_or(0) as u64;
        let bits = 9 * (bytes + 3 * count) + 3 * count;
        let air = |rate: u64| bits * BIT * 106 / rate.max(1);
        self.charge(air(rate), REFERENCES.map(|(_, rate)| air(rate)));
        self.pass(count * BLOCK_DELAY);
        self.pass(u64::from(written) * MEMORY_UNIT);
        self.pass(if answer.is_some() { EXCHANGE } else { SILENCE });
    }

    /// Modelled time passes without anything counted.
    pub fn pass(&mut self, nanoseconds: u64) {
        self.charge(nanoseconds, [nanoseconds; 2]);
    }

    /// Modelled microseconds since the station was made; never reset.
    pub fn now(&self) -> u64 {
        self.total / 1_000
    }

    /// The counters, without resetting them.
    pub fn stats(&self) -> Stats {
        Stats {
            microseconds: self.nanoseconds / 1_000,
            microseconds_slow: self.repriced[0] / 1_000,
            microseconds_fast: self.repriced[1] / 1_000,
            ..self.stats
        }
    }

    /// The counters; they start anew.
    pub fn take_stats(&mut self) -> Stats {
        let stats = self.stats();
        self.stats = Stats::default();
        self.nanoseconds = 0;
        self.repriced = [0; 2];
        stats
    }

    fn line(&mut self, bytes: usize) {
        let line = |baud: u32| bytes as u64 * 10_000_000_000 / u64::from(baud);
        self.charge(line(self.baud), REFERENCES.map(|(baud, _)| line(baud)));
    }

    /// Time passes: so much as things are, and so much at each reference speed.
    fn charge(&mut self, nanoseconds: u64, repriced: [u64; 2]) {
        self.nanoseconds = self.nanoseconds.saturating_add(nanoseconds);
        self.total = self.total.saturating_add(nanoseconds);
        for (sum, more) in self.repriced.iter_mut().zip(repriced) {
            *sum = sum.saturating_add(more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_costs_what_the_formula_says() {
        let mut clock = Clock::new(115_200);
        clock.heard(18);
        clock.said(6 + 19);
        clock.exchange(8, Some(9), 0, 106);
        // 43 bytes on the line: 3,732.6 us; (9 x 23 + 6) bits: 2,010.72 us; 2 blocks: 172 us; 1,200 us.
        let stats = clock.take_stats();
        assert_eq!(stats.microseconds, 7_115);
        assert_eq!(
            (stats.exchanges, stats.bytes_out, stats.bytes_in),
            (1, 18, 25)
        );
        assert_eq!(clock.stats(), Stats::default());
    }

    /// Select, AES authentication, enciphered write of 1,024 bytes in native frames, commit.
    fn whole_write(baud: u32, rate: u64) -> Stats {
        let mut frames = vec![(4, 1), (2, 17), (33, 17), (60, 1)];
        frames.extend([(60, 1); 16]);
        frames.extend([(45, 9), (1, 9)]);
        let mut clock = Clock::new(baud);
        for (command, answer) in &frames {
            clock.heard(command + 10);
            clock.said(answer + 16);
            clock.exchange(*command, Some(*answer), 0, rate);
        }
        clock.take_stats()
    }

    #[test]
    fn a_whole_write_takes_what_the_published_table_says() {
        for (baud, rate, floor) in [(115_200, 106, 268), (921_600, 106, 135), (921_600, 424, 51)] {
            let stats = whole_write(baud, rate);
            assert_eq!(stats.exchanges, 22);
            let microseconds = stats.microseconds - stats.exchanges * 1_200;
            assert_eq!((microseconds + 500) / 1_000, floor);
        }
    }

    #[test]
    fn the_same_exchanges_are_priced_at_both_reference_speeds() {
        let slow = whole_write(115_200, 106);
        let fast = whole_write(921_600, 424);
        for stats in [slow, fast, whole_write(9_600, 212)] {
            assert_eq!(stats.microseconds_slow, slow.microseconds);
            assert_eq!(stats.microseconds_fast, fast.microseconds);
        }
    }

    #[test]
    fn a_faster_field_and_a_write_are_seen() {
        let mut clock = Clock::new(921_600);
        clock.exchange(60, Some(1), 2, 424);
        // (9 x 67 + 6) bits of 2,360 ns, two blocks, two memory units, the card.
        assert_eq!(clock.take_stats().microseconds, 1_437 + 172 + 2_000 + 1_200);
    }
}
