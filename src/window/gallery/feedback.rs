//! Notices, badges, meters, progress, a tree, a question, a word at the edge.

use iced::Length;
use iced::widget::{column, row};

use super::{group, say, two};
use crate::i18n::Texts;
use crate::window::ui::badge::{badge, usual_icon};
use crate::window::ui::button::{Weight, button};
use crate::window::ui::dialog::Dialog;
use crate::window::ui::meter::meter;
use crate::window::ui::notice::notice;
use crate::window::ui::progress::progress;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::toast::Toast;
use crate::window::ui::tree_row::{TreeRow, tree_row};
use crate::window::ui::{Element, Icon, Look, text};

/// What the person did.
#[derive(Debug, Clone, Copy)]
pub enum Message {
    /// Pressed a button without further meaning.
    Pressed,
    /// Asked to remove.
    Asked,
    /// Answered no.
    Kept,
    /// Answered yes.
    Removed,
    /// Closed the word at the edge.
    ToastClosed,
    /// Opened or closed the branch.
    Branch,
    /// Selected a row of the tree.
    Selected(usize),
}

/// What is shown.
#[derive(Debug, Default)]
pub struct Feedback {
    asking: bool,
    removed: bool,
    closed: bool,
    selected: usize,
}

impl Feedback {
    pub(super) fn update(&mut self, message: Message) {
        match message {
            Message::Pressed => {}
            Message::Asked => self.asking = true,
            Message::Kept => self.asking = false,
            Message::Removed => {
                self.asking = false;
                self.removed = true;
            }
            Message::ToastClosed => self.removed = false,
            Message::Branch => self.closed = !self.closed,
            Message::Selected(row) => self.selected = row,
        }
    }

    pub(super) fn view<'a>(&self, look: Look, texts: &Texts) -> Element<'a, Message> {
        let notices = column![
            notice(
                look,
                Tone::Bad,
                "The fob on the encoder belongs to another system.",
                Some("Lay a blank fob or one of this system on the encoder.".to_owned()),
                Some((say(texts, "retry"), Message::Pressed))
            ),
            notice(
                look,
                Tone::Warn,
                "The blocklist of South stair is nearly full.",
                Some(
                    "471 of 500 entries are used. Remove keys that were emptied or have ended."
                        .to_owned()
                ),
                Some((say(texts, "show-details"), Message::Pressed))
            ),
            notice(
                look,
                Tone::Info,
                "Three doors must be visited before the change works.",
                None,
                None
            ),
            notice(
                look,
                Tone::Good,
                "The key was written and read back.",
                None,
                None
            ),
        ]
        .spacing(gap::SMALL);
        let badges = row![
            badge(look, Tone::Neutral, Icon::Edit, say(texts, "state-draft")),
            badge(look, Tone::Warn, Icon::Clock, say(texts, "state-pending")),
            badge(
                look,
                Tone::Info,
                usual_icon(Tone::Info),
                say(texts, "state-busy")
            ),
            badge(look, Tone::Good, Icon::Done, say(texts, "state-programmed")),
            badge(
                look,
                Tone::Good,
                Icon::User,
                say(texts, "state-handed-over")
            ),
            badge(
                look,
                Tone::Neutral,
                Icon::ArrowLeft,
                say(texts, "state-returned")
            ),
            badge(look, Tone::Bad, Icon::Block, say(texts, "state-blocked")),
        ]
        .spacing(gap::SMALL)
        .wrap();
        let measures = column![
            meter(look, "North stair", 3, 500, 450),
            meter(look, "South stair", 471, 500, 450),
            meter(look, "Garage", 500, 500, 450),
            progress(look, "Writing the table, exchange 5 of 12", 5, 12),
        ]
        .spacing(gap::MEDIUM)
        .width(Length::Fill);
        let ask = button(
            look,
            Weight::Danger,
            say(texts, "remove"),
            Some(Message::Asked),
        );
        column![
            group(look, "Notices", notices),
            group(look, "Badges", badges),
            two(
                group(look, "Meters", measures),
                group(look, "Tree", self.tree(look))
            ),
            group(look, "Question", ask),
        ]
        .spacing(gap::SECTION)
        .into()
    }

    fn tree<'a>(&self, look: Look) -> Element<'a, Message> {
        let line = |place: usize, depth, branch, icon, label: &str, detail: &str| {
            tree_row(
                look,
                TreeRow {
                    depth,
                    branch,
                    selected: self.selected == place,
                    icon,
                    label: label.to_owned(),
                    detail: detail.to_owned(),
                    on_press: Message::Selected(place),
                },
            )
        };
        let mut rows = column![line(
            0,
            0,
            Some((!self.closed, Message::Branch)),
            Icon::Premises,
            "Harbour street 12",
            "60 locks"
        )];
        if !self.closed {
            rows = rows
                .push(line(1, 1, None, Icon::Premises, "Stair A", "24 locks"))
                .push(line(2, 2, None, Icon::Door, "Flat A 3", "2 locks"))
                .push(line(3, 1, None, Icon::Premises, "Garage", "6 locks"));
        }
        rows.into()
    }

    pub(super) fn toasts(&self, texts: &Texts) -> Vec<Toast<super::Message>> {
        if !self.removed {
            return Vec::new();
        }
        vec![Toast {
            tone: Tone::Good,
            text: say(texts, "state-done"),
            on_close: super::Message::Feedback(Message::ToastClosed),
        }]
    }

    pub(super) fn question<'a>(
        &self,
        look: Look,
        texts: &Texts,
    ) -> Option<Dialog<'a, super::Message>> {
        let send = super::Message::Feedback;
        self.asking.then(|| Dialog {
            title: "Remove Liisa Virtanen?".to_owned(),
            body: text::body(
                look,
                "Two keys are handed over to this user. Decide for each of them first whether it is returned, blocked or kept.",
            )
            .into(),
            answers: vec![
                button(look, Weight::Secondary, say(texts, "keep"), Some(send(Message::Kept))),
                button(look, Weight::Danger, say(texts, "confirm"), Some(send(Message::Removed))),
            ],
            on_close: send(Message::Kept),
        })
    }
}
