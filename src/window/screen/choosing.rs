//! What every list does alike: a row is chosen by mouse or key, marked beside others, and has a menu.

use iced::Task;

use crate::window::ui::Look;
use crate::window::ui::list::{self, List};
use crate::window::ui::popup::Where;

/// A list and the menu of its chosen row.
#[derive(Debug)]
pub struct Choosing {
    /// The list.
    pub list: List,
    /// Where the menu is open.
    pub menu: Option<Where>,
}

/// What came of working the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worked {
    /// It was scrolled.
    Nothing,
    /// It shall be sorted by this column.
    Sorted(usize),
    /// This row alone is chosen.
    Chosen(usize),
    /// This row is marked beside others, or no longer.
    Toggled(usize),
    /// Every row up to this one is marked.
    Extended(usize),
    /// The menu of this row is open.
    Menu(usize),
}

impl Choosing {
    /// A list at its top. The id belongs to this list alone.
    pub fn new(id: &'static str) -> Self {
        Self {
            list: List::new(id),
            menu: None,
        }
    }

    /// Takes in what the person did to a list of so many rows.
    pub fn worked<Any: Send + 'static>(
        &mut self,
        event: list::Event,
        look: Look,
        count: usize,
    ) -> (Task<Any>, Worked) {
        let worked = match event {
            list::Event::SortedBy(column) => {
                return (self.list.to_top(), Worked::Sorted(column));
            }
            list::Event::Menu(place) => {
                self.menu = Some(Where::Pointer);
                Worked::Menu(place)
            }
            list::Event::MenuByKey(place) => {
                self.menu = Some(Where::At(self.list.menu_place()));
                Worked::Menu(place)
            }
            list::Event::Selected(place) | list::Event::Opened(place) => Worked::Chosen(place),
            list::Event::Toggled(place) => Worked::Toggled(place),
            list::Event::Extended(place) => Worked::Extended(place),
            list::Event::Scrolled(..) | list::Event::Dragged(_) => Worked::Nothing,
        };
        (self.list.update(event, look, count), worked)
    }

    /// Where the menu opens.
    pub fn menu_place(&self) -> Where {
        self.menu.unwrap_or(Where::Pointer)
    }
}
