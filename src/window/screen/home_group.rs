//! The choice of the home group: the key blocking groups of the key's locks, none chosen before, each with what must be
//! known of it, and which groups' blocklists the key will not carry. The wizard and the dialog that programs both ask it.

use iced::Length;
use iced::widget::{column, container};

use super::Ctx;
use crate::model::{BLOCKLIST_CAPACITY, BlockingGroupId};
use crate::window::ui::choice::{By, Choice, choices_by};
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, text};
use crate::workflow::choosing::GroupChoice;

/// The choice, with the group that was chosen.
pub fn home_group<'a, Message: Clone + 'a>(
    ctx: Ctx<'_>,
    title: String,
    groups: &[GroupChoice],
    home: Option<BlockingGroupId>,
    on_choose: impl Fn(BlockingGroupId, By) -> Message + 'a,
) -> Element<'a, Message> {
    let look = ctx.look;
    let options = groups
        .iter()
        .map(|group| Choice {
            value: group.id,
            label: group.name.clone(),
            detail: Some(facts(ctx, group)),
        })
        .collect();
    let without = home.map(|home| {
        let mut left: Vec<&str> = groups
            .iter()
            .filter(|group| group.id != home)
            .map(|group| group.name.as_str())
            .collect();
        left.sort_unstable();
        text::body(
            look,
            ctx.tell("home-group-without", [("groups", left.join(", ").into())]),
        )
    });
    let list = choices_by(look, options, home.as_ref(), on_choose);
    let body = column![
        text::strong(look, title),
        text::muted(look, ctx.say("home-group-why")),
        list,
        without
    ]
    .spacing(gap::SMALL);
    container(body)
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(look.card())
        .into()
}

fn facts(ctx: Ctx<'_>, group: &GroupChoice) -> String {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    ctx.tell(
        "home-group-facts",
        [
            ("locks", group.locks.into()),
            ("version", group.version.to_string().into()),
            ("entries", count(group.entries).to_string().into()),
            ("most", BLOCKLIST_CAPACITY.to_string().into()),
            ("behind", count(group.behind).into()),
            ("carriers", count(group.carriers).into()),
        ],
    )
}
