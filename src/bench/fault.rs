//! Faults by script: the medium is pulled at an exchange, a byte on the line is lost, turned, doubled, added or
//! late, an answer comes without its acknowledgement, a command is refused. Deterministic: everything counts from arming on.
//! Must not know what the bytes mean.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The moment within an exchange at which the medium leaves the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// Before the command reaches it.
    Before,
    /// It has executed the command; nothing of the answer arrives.
    Executed,
    /// It has executed the command; the answer breaks off in the middle.
    MidAnswer,
    /// The exchange is complete.
    Answered,
}

/// The medium leaves at the `exchange`-th exchange after arming (1 is the next one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    /// Which exchange.
    pub exchange: u64,
    /// When within it.
    pub moment: Moment,
}

/// Which way a byte travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the host to the reader.
    ToReader,
    /// From the reader to the host.
    ToHost,
}

/// What happens to a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// It is lost.
    Drop,
    /// It is combined with this pattern by exclusive or.
    Flip(u8),
    /// It comes twice.
    Duplicate,
    /// This byte comes before it.
    Insert(u8),
    /// It and all that follow come so many microseconds later.
    Delay(u64),
}

/// How the reader refuses a command that it would carry out otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// As one that it does not know, by an error frame.
    Unknown,
    /// With this status in its answer; status 0 says yes without doing anything.
    Status(u8),
    /// Not at all: it acknowledges, and nothing more comes.
    Silent,
}

/// Damage to the `position`-th byte of a direction after arming (0 is the next one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFault {
    /// Which way.
    pub direction: Direction,
    /// Which byte.
    pub position: u64,
    /// What happens.
    pub damage: Damage,
}

/// The armed faults of a line.
#[derive(Debug, Clone, Default)]
pub struct Line {
    faults: Vec<(LineFault, u64)>,
    to_reader: u64,
    to_host: u64,
}

/// A piece of the line's traffic: bytes that come `late` after the piece before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Wait before it.
    pub late: Duration,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Line {
    /// Arms a fault, counting from now.
    pub fn arm(&mut self, fault: LineFault) {
        let passed = match fault.direction {
            Direction::ToReader => self.to_reader,
            Direction::ToHost => self.to_host,
        };
        self.faults
            .push((fault, passed.saturating_add(fault.position)));
    }

    /// Forgets every fault.
    pub fn clear(&mut self) {
        self.faults.clear();
    }

    /// Whether any fault is still to come.
    pub fn is_armed(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Bytes of a direction as they arrive.
    pub fn pass(&mut self, direction: Direction, bytes: &[u8]) -> Vec<Piece> {
        let mut pieces = vec![Piece {
            late: Duration::ZERO,
            bytes: Vec::with_capacity(bytes.len()),
        }];
        for &byte in bytes {
            let at = match direction {
                Direction::ToReader => &mut self.to_reader,
                Direction::ToHost => &mut self.to_host,
            };
            let position = *at;
            *at += 1;
            let hit = self
                .faults
                .iter()
                .position(|(fault, when)| fault.direction == direction && *when == position);
            let damage = hit.map(|index| self.faults.swap_remove(index).0.damage);
            if let Some(Damage::Delay(late)) = damage {
                pieces.push(Piece {
                    late: Duration::from_micros(late),
                    bytes: Vec::new(),
                });
            }
            if let Some(piece) = pieces.last_mut() {
                arrive(&mut piece.bytes, byte, damage);
            }
        }
        pieces.retain(|piece| !piece.bytes.is_empty());
        pieces
    }
}

fn arrive(bytes: &mut Vec<u8>, byte: u8, damage: Option<Damage>) {
    match damage {
        Some(Damage::Drop) => {}
        Some(Damage::Flip(pattern)) => bytes.push(byte ^ pattern),
        Some(Damage::Duplicate) => bytes.extend([byte, byte]),
        Some(Damage::Insert(stray)) => bytes.extend([stray, byte]),
        Some(Damage::Delay(_)) | None => bytes.push(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_damage_hits_the_byte_it_names() {
        let all = [
            (Damage::Drop, vec![1, 3]),
            (Damage::Flip(0x80), vec![1, 0x82, 3]),
            (Damage::Duplicate, vec![1, 2, 2, 3]),
            (Damage::Insert(9), vec![1, 9, 2, 3]),
        ];
        for (damage, expected) in all {
            let mut line = Line::default();
            drop(line.pass(Direction::ToHost, &[0; 5]));
            line.arm(LineFault {
                direction: Direction::ToHost,
                position: 1,
                damage,
            });
            drop(line.pass(Direction::ToReader, &[7, 7, 7]));
            let pieces = line.pass(Direction::ToHost, &[1, 2, 3]);
            assert_eq!(pieces[0].bytes, expected);
            assert!(!line.is_armed());
        }
    }

    #[test]
    fn a_late_byte_holds_up_the_rest() {
        let mut line = Line::default();
        line.arm(LineFault {
            direction: Direction::ToHost,
            position: 1,
            damage: Damage::Delay(500),
        });
        let pieces = line.pass(Direction::ToHost, &[1, 2, 3]);
        assert_eq!(pieces[0].bytes, [1]);
        assert_eq!(
            pieces[1],
            Piece {
                late: Duration::from_micros(500),
                bytes: vec![2, 3]
            }
        );
    }
}
