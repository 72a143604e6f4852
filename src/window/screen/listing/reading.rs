//! What of a list is read, and what of that is shown. The list of keys is read stretch by stretch, sorted and sifted by
//! the store, and so is the log, from its newest entry on; every other list is read whole.

use super::{Listing, rows, send};
use crate::store::fold;
use crate::window::desk::Handle;
use crate::window::desk::sheet::{Ask, KeysAsked, Kind, Line, LogAsked, Sheet};

/// How many lines are read at once.
const STRETCH: usize = 200;
/// So many lines below what is seen are read ahead.
const AHEAD: usize = 50;

impl Listing {
    /// Asks for all that is shown. Whoever has scrolled down a long list stays there.
    pub fn refresh(&mut self, handle: &Handle) {
        if self.kind == Kind::Log {
            self.ask_log(0, None, handle);
        } else if self.is_long() {
            let end = self.choosing.list.seen(self.sheet.lines.len()).end;
            self.ask_stretch(0, STRETCH.max(end + AHEAD), handle);
        } else {
            self.sheet_ticket = send(handle, Ask::Sheet(self.kind));
        }
        self.ask_card(handle);
    }

    /// Whether the list is too long to be read at once.
    pub(super) fn is_long(&self) -> bool {
        matches!(self.kind, Kind::Keys | Kind::Log)
    }

    /// Whether words or a filter keep lines out.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.search.trim().is_empty() || self.filter.is_some()
    }

    /// Other lines are wanted, or another order.
    pub(super) fn sift(&mut self, handle: &Handle) {
        match self.kind {
            Kind::Keys => self.ask_stretch(0, STRETCH, handle),
            Kind::Log => self.ask_log(0, None, handle),
            _ => self.arrange(),
        }
    }

    /// Reads on where somebody has scrolled near the end of what was read, or where less was found than there is room for.
    pub(super) fn read_on(&mut self, handle: &Handle) {
        let read = self.sheet.lines.len();
        let near = self.choosing.list.seen(read).end + AHEAD > read;
        if !self.sheet.more || !near || self.reading {
            return;
        }
        match self.sheet.stretch {
            Some(stretch) if self.kind == Kind::Log => self.ask_log(read, stretch.before, handle),
            Some(_) => self.ask_stretch(read, STRETCH, handle),
            None => {}
        }
    }

    fn ask_log(&mut self, offset: usize, before: Option<u64>, handle: &Handle) {
        self.reading = true;
        self.sheet_ticket = send(
            handle,
            Ask::Log(LogAsked {
                text: self.search.clone(),
                group: self.filter,
                offset,
                before,
            }),
        );
    }

    fn ask_stretch(&mut self, offset: usize, limit: usize, handle: &Handle) {
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        self.reading = true;
        self.sheet_ticket = send(
            handle,
            Ask::Keys(KeysAsked {
                text: self.search.clone(),
                group: self.filter,
                order: self.order,
                offset: number(offset),
                limit: number(limit),
            }),
        );
    }

    /// Takes in what was read.
    pub(super) fn take(&mut self, sheet: &Sheet) {
        self.reading = false;
        match sheet.stretch {
            Some(stretch) if stretch.offset > 0 => {
                self.sheet.lines.truncate(stretch.offset);
                self.sheet.lines.extend(sheet.lines.iter().cloned());
                self.sheet.more = sheet.more;
                self.sheet.stretch = sheet.stretch;
            }
            _ => self.sheet = sheet.clone(),
        }
        self.arrange();
    }

    /// Which lines are shown, and in which order. In a tree what lies above a hit stays.
    pub(super) fn arrange(&mut self) {
        if self.kind == Kind::Keys {
            self.shown = (0..self.sheet.lines.len()).collect();
            return;
        }
        let wanted: Vec<String> = self.search.split_whitespace().map(fold).collect();
        let keeps = |line: &Line| {
            self.filter.is_none_or(|group| line.group == group)
                && wanted.iter().all(|word| line.found_by.contains(word))
        };
        let lines = &self.sheet.lines;
        let mut shown: Vec<usize> = Vec::new();
        let mut above: Vec<usize> = Vec::new();
        for (place, line) in lines.iter().enumerate() {
            above.retain(|at| lines.get(*at).is_some_and(|one| one.depth < line.depth));
            if keeps(line) {
                let missing: Vec<usize> = above
                    .iter()
                    .copied()
                    .filter(|at| !shown.contains(at))
                    .collect();
                shown.extend(missing);
                shown.push(place);
            }
            above.push(place);
        }
        if let Some((column, up)) = self.order {
            let of = |place: &usize| lines.get(*place).and_then(|line| line.cells.get(column));
            shown.sort_by(|one, other| {
                let order = rows::compare(of(one), of(other));
                if up { order } else { order.reverse() }
            });
        }
        self.shown = shown;
    }
}
