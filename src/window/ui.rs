//! The look and the controls. Screens use these and no other: each can be found by its text, stands in the Tab
//! order, shows the focus and is worked by keyboard. Nothing here knows of users, locks or keys.
//!
//! A control takes the [`theme::Look`] first, then its texts, then what it sends. State that outlives one drawing
//! (an open calendar, the offset of a list) is a plain struct with `update` and `view`.

pub mod badge;
pub mod button;
pub mod check_box;
pub mod choice;
pub mod context_menu;
pub mod date_field;
pub mod device_strip;
pub mod dialog;
pub mod field;
pub mod fitted;
pub mod focus;
pub mod frame;
pub mod icon;
pub mod line;
pub mod list;
pub mod meter;
pub mod nav;
pub mod notice;
pub mod popup;
pub mod pressable;
pub mod progress;
pub mod repaint;
pub mod room;
pub mod scope;
pub mod select;
pub mod side_panel;
pub mod stepper;
pub mod text;
pub mod theme;
pub mod toast;
pub mod tree_row;

pub use icon::Icon;
pub use theme::Look;

/// A part of the picture that sends `Message`.
pub type Element<'a, Message> = iced::Element<'a, Message>;
