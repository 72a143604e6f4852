//! Above the list of programming keys: how many ways there are to the secrets, how far a change to new ones is, and what
//! can be done with tokens that are none of the list.

use iced::Length;
use iced::widget::{Column, Row, column, container};

use super::Message;
use crate::window::desk::sheet::Holding;
use crate::window::screen::Ctx;
use crate::window::screen::rite::Kind;
use crate::window::ui::button::{Weight, button};
use crate::window::ui::notice::notice;
use crate::window::ui::progress::progress;
use crate::window::ui::theme::{Look, Step, Tone, space as gap};
use crate::window::ui::{Element, text};
use crate::workflow::campaign::{Campaign, Phase};

/// See the module.
pub(super) fn view<'a>(ctx: Ctx<'_>, holding: &Holding) -> Element<'a, Message> {
    let look = ctx.look;
    let acts = [
        ("rite-recover", Kind::Recover),
        ("rite-unblock", Kind::Unblock),
        ("rite-prepare", Kind::Prepare),
    ];
    let acts = acts.map(|(id, kind)| {
        button(
            look,
            Weight::Secondary,
            ctx.say(id),
            Some(Message::Rite(kind)),
        )
    });
    let mut parts = Column::new().spacing(gap::MEDIUM);
    if holding.ways < 2 {
        let (cause, remedy) = (ctx.say("one-way"), ctx.say("one-way-remedy"));
        parts = parts.push(notice(look, Tone::Warn, cause, Some(remedy), None));
    }
    if holding.campaign.phase != Phase::Done || holding.campaign.due {
        parts = parts.push(campaign(ctx, &holding.campaign));
    }
    let acts = Row::with_children(acts).spacing(gap::SMALL).wrap();
    parts.push(acts.vertical_spacing(gap::SMALL)).into()
}

/// How much height a page needs with all this on it, without the rows of its list, in pixels. Words that wrap are
/// allowed for.
pub(super) fn room(look: Look, holding: &Holding) -> f32 {
    let line = look.line_height(Step::Body);
    let title = look.control() + 2.0 * gap::MEDIUM;
    let notice = if holding.ways < 2 { 5.0 * line } else { 0.0 };
    let change = match holding.campaign.phase {
        Phase::Done => 0.0,
        _ => 9.0 * line,
    };
    let acts = 2.0 * look.control();
    let search = look.control();
    let apart = 5.0 * gap::MEDIUM;
    title + notice + change + acts + search + apart + look.row()
}

/// How far the change is: locks first, then fobs, then locks again.
fn campaign<'a>(ctx: Ctx<'_>, campaign: &Campaign) -> Element<'a, Message> {
    let look = ctx.look;
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (locks, locks_left) = (small(campaign.locks), small(campaign.locks_left.len()));
    let fobs = u32::try_from(campaign.fobs).unwrap_or(u32::MAX);
    let fobs_left = small(campaign.fobs_left.len());
    let (first, second, third) = match campaign.phase {
        Phase::Locks => (locks - locks_left.min(locks), 0, 0),
        Phase::Fobs => (locks, fobs - fobs_left.min(fobs), 0),
        Phase::Closing | Phase::Done => (locks, fobs, locks - locks_left.min(locks)),
    };
    let line = |id, done: u32, all: u32| {
        let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        let values = [("done", count(done).into()), ("all", count(all).into())];
        progress(look, ctx.tell(id, values), done, all)
    };
    let generation = usize::from(campaign.generation.get());
    let remedy = match campaign.phase {
        Phase::Locks => "campaign-next-locks",
        Phase::Fobs => "campaign-next-fobs",
        Phase::Closing | Phase::Done => "campaign-next-closing",
    };
    let body = column![
        text::strong(
            look,
            ctx.tell("campaign-title", [("generation", generation.into())])
        ),
        line("campaign-locks", first, locks),
        line("campaign-fobs", second, fobs),
        line("campaign-closing", third, locks),
        text::muted(look, ctx.say(remedy)),
    ];
    let due = campaign.due.then(|| ctx.say("campaign-due"));
    let body = body.push(due.map(|due| text::muted(look, due)));
    container(body.spacing(gap::SMALL))
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(look.card())
        .into()
}
