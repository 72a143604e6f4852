//! How the wizard is drawn: the step, the stepper, the foot.

use iced::widget::Column;

use super::{BACK, CLOSE, CONFIRM, Message, Mode, Step, Wizard, feedback, summary};
use crate::window::desk::{EncoderState, TokenState};
use crate::window::screen::Ctx;
use crate::window::ui::button::{Weight, build, button};
use crate::window::ui::dialog::Dialog;
use crate::window::ui::frame::{Wizard as Parts, wizard};
use crate::window::ui::notice::notice;
use crate::window::ui::stepper::stepper;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, text};

impl Wizard {
    /// The wizard.
    pub fn view<'a>(
        &'a self,
        ctx: Ctx<'a>,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Element<'a, Message> {
        let look = ctx.look;
        let content = self.content(ctx, encoder, token);
        let steps = self.mode.steps().iter();
        let steps = steps.map(|step| {
            let go = self.may_go_to(*step);
            let go = go.then(|| Message::GoTo(step.place()));
            (ctx.say(step.title(self.mode)), go)
        });
        let steps = steps.collect();
        let (leave, go) = self.foot(ctx);
        let place = self.step.place().min(self.mode.steps().len() - 1);
        let step = self.mode.steps().get(place).copied();
        let title = match self.mode {
            Mode::Change(_) => ctx.tell("edit-title", [("name", self.basic.full_name().into())]),
            Mode::Add | Mode::Save => ctx.say(self.mode.title()),
        };
        wizard(
            look,
            Parts {
                title,
                steps: stepper(look, steps, place),
                step: ctx.say(step.unwrap_or(self.step).title(self.mode)),
                content,
                leave,
                go,
            },
        )
    }

    fn content<'a>(
        &'a self,
        ctx: Ctx<'a>,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Element<'a, Message> {
        let waits = matches!(self.mode, Mode::Change(_)) && self.loaded.is_none();
        if waits {
            return match &self.fault {
                Some(fault) => ctx.fault(fault, None),
                None => text::muted(ctx.look, ctx.say("state-looking")).into(),
            };
        }
        let meanwhile = (self.meanwhile && self.feedback.is_none()).then(|| {
            let cause = ctx.say("draft-user-changed");
            let remedy = Some(ctx.say("draft-user-changed-remedy"));
            notice(ctx.look, Tone::Warn, cause, remedy, None)
        });
        let page = self.page(ctx, encoder, token);
        match meanwhile {
            Some(meanwhile) => iced::widget::column![meanwhile, page]
                .spacing(gap::MEDIUM)
                .into(),
            None => page,
        }
    }

    fn page<'a>(
        &'a self,
        ctx: Ctx<'a>,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Element<'a, Message> {
        match self.step {
            Step::Basic => self
                .basic
                .view(ctx, self.today, self.likeness.as_ref(), self.fault.as_ref())
                .map(Message::Basic),
            Step::Sources => self
                .sources
                .view(ctx, &self.offer, self.today, self.zone)
                .map(Message::Sources),
            Step::Keys => self
                .keys
                .view(
                    ctx,
                    &self.sources.names(&self.offer),
                    self.probe.as_ref(),
                    self.mode != Mode::Save,
                )
                .map(Message::Keys),
            Step::Summary => {
                let outrun = self.outrun.as_ref().map(|fault| ctx.fault(fault, None));
                Column::with_children(outrun)
                    .push(self.summary(ctx))
                    .spacing(gap::MEDIUM)
                    .into()
            }
            Step::Feedback => match &self.feedback {
                Some(feedback) => {
                    let summary = feedback.shows_summary().then(|| self.summary(ctx));
                    feedback.view(ctx, encoder, token, summary)
                }
                None => text::body(ctx.look, "").into(),
            },
        }
    }

    fn summary<'a>(&'a self, ctx: Ctx<'_>) -> Element<'a, Message> {
        let common = summary::Common {
            keys: self.keys.kinds(),
            programs: self.programs(),
            invite: self.invite,
            home_groups: self.home_names(),
            editable: self.feedback.is_none(),
        };
        if matches!(self.mode, Mode::Change(_)) {
            return summary::of_change(ctx, &common, self.preview.as_ref());
        }
        let shown = summary::Shown {
            name: self.basic.full_name(),
            given: self.sources.lines(ctx, &self.offer),
            common,
        };
        summary::view(ctx, &shown, self.preview.as_ref())
    }

    fn home_names(&self) -> Vec<Option<String>> {
        match &self.probe {
            Some(Ok(preview)) => self.keys.home_names(preview),
            _ => Vec::new(),
        }
    }

    fn foot<'a>(&self, ctx: Ctx<'_>) -> (Option<Element<'a, Message>>, Vec<Element<'a, Message>>) {
        let look = ctx.look;
        let back = |enabled: bool| -> Element<'a, Message> {
            build(
                look,
                Weight::Secondary,
                None,
                ctx.say("back"),
                enabled.then_some(Message::Back),
            )
            .id(BACK)
            .into()
        };
        let primary = |id: &str, message| button(look, Weight::Primary, ctx.say(id), message);
        let leave = button(look, Weight::Quiet, ctx.say("cancel"), Some(Message::Leave));
        if let Some(feedback) = &self.feedback {
            return foot_of_feedback(ctx, feedback, leave, back(true));
        }
        let changes = matches!(self.mode, Mode::Change(_));
        let next = match self.step {
            Step::Basic => primary("next", Some(Message::Next)),
            Step::Sources => primary(
                "next",
                self.sources.is_fine(self.zone).then_some(Message::Next),
            ),
            Step::Keys => {
                let word = if changes { "to-summary" } else { "next" };
                primary(word, self.keys_settled().then_some(Message::Next))
            }
            Step::Summary | Step::Feedback => {
                let word = if self.mode == Mode::Save {
                    "save-and-close"
                } else {
                    "confirm"
                };
                let go = self.may_confirm().then_some(Message::Next);
                build(look, Weight::Primary, None, ctx.say(word), go)
                    .id(CONFIRM)
                    .into()
            }
        };
        // Always there, if empty: what comes and goes before the buttons would lose a press on them.
        let missing = if self.step == Step::Keys && self.wants_home_group() {
            ctx.say("home-group-missing")
        } else {
            String::new()
        };
        let mut go: Vec<Element<'a, Message>> = vec![
            text::muted(look, missing).into(),
            back(self.step != Step::Basic),
        ];
        // In a low window the steps alone lead there.
        if changes && self.step < Step::Keys && !ctx.low {
            let ready = self.sections_are_fine() && self.keys_settled();
            go.push(button(
                look,
                Weight::Secondary,
                ctx.say("to-summary"),
                ready.then_some(Message::ToSummary),
            ));
        }
        go.push(next);
        (Some(leave), go)
    }

    /// The question whether what was entered may go.
    pub fn question<'a>(&self, ctx: Ctx<'_>) -> Option<Dialog<'a, Message>> {
        self.leaving
            .then(|| crate::window::screen::discard(ctx, Message::Stay, Message::Discard))
    }
}

fn foot_of_feedback<'a>(
    ctx: Ctx<'_>,
    feedback: &feedback::Feedback,
    leave: Element<'a, Message>,
    back: Element<'a, Message>,
) -> (Option<Element<'a, Message>>, Vec<Element<'a, Message>>) {
    if feedback.was_refused() {
        // Back stands where it stood, beside what can be pressed again once something else was entered.
        let confirm = button(ctx.look, Weight::Primary, ctx.say("confirm"), None);
        return (Some(leave), vec![back, confirm]);
    }
    let close = (!feedback.is_busy()).then_some(Message::Leave);
    let weight = if feedback.is_finished() {
        Weight::Primary
    } else {
        Weight::Secondary
    };
    let close = build(ctx.look, weight, None, ctx.say("close"), close).id(CLOSE);
    // Where Confirm was is nothing: whoever presses it once more closes nothing unseen.
    (Some(close.into()), Vec::new())
}
