//! A serial line between a host and something simulated, as both the encoder and the contact slot have one: it may be
//! damaged, and what was sent waits in pieces until the host reads it.

use std::collections::VecDeque;
use std::time::Duration;

use super::fault::{Direction, Line, LineFault, Piece};

/// The line, with what is under way to the host.
#[derive(Default)]
pub(super) struct Queue {
    line: Line,
    pieces: VecDeque<Piece>,
    /// What is sent next is late by so much, because what it answers was.
    late: Duration,
}

impl Queue {
    /// What arrives of the host's bytes, in pieces. Whoever takes one tells how late it was ([`Self::delay`]).
    pub(super) fn arrive(&mut self, bytes: &[u8]) -> Vec<Piece> {
        self.line.pass(Direction::ToReader, bytes)
    }

    /// What is sent from now on answers something that came late.
    pub(super) fn delay(&mut self, late: Duration) {
        self.late += late;
    }

    /// Sends bytes to the host.
    pub(super) fn send(&mut self, bytes: &[u8]) {
        for mut piece in self.line.pass(Direction::ToHost, bytes) {
            piece.late += std::mem::take(&mut self.late);
            self.pieces.push_back(piece);
        }
    }

    /// The next bytes to the host, if any, with the wait before them.
    pub(super) fn read(&mut self) -> Option<Piece> {
        self.pieces.pop_front()
    }

    /// Puts a piece back to the front, for a host that did not take all of it or did not wait long enough.
    pub(super) fn put_back(&mut self, piece: Piece) {
        self.pieces.push_front(piece);
    }

    /// The host throws away what it has not read.
    pub(super) fn discard(&mut self) {
        self.pieces.clear();
    }

    /// What is under way is lost.
    pub(super) fn cut(&mut self) {
        self.pieces.clear();
        self.late = Duration::ZERO;
    }

    /// Arms damage to a byte.
    pub(super) fn arm(&mut self, fault: LineFault) {
        self.line.arm(fault);
    }

    /// Whether any armed damage is still to come.
    pub(super) fn is_armed(&self) -> bool {
        self.line.is_armed()
    }

    /// Forgets all armed damage.
    pub(super) fn heal(&mut self) {
        self.line.clear();
    }
}
