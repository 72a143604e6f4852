//! How the dialog is drawn: what is to be plugged in, what is to be typed, what came of it.

use iced::widget::{Column, column, row};

use super::{Entry, Kind, Message, RiteDialog, Stage};
use crate::device::enrolment::Step;
use crate::window::desk::{RiteDone, Secret, TokenState};
use crate::window::screen::Ctx;
use crate::window::screen::programmer::interrupted;
use crate::window::ui::button::{Weight, button};
use crate::window::ui::choice::{Choice, choices};
use crate::window::ui::dialog::Dialog;
use crate::window::ui::field::Field;
use crate::window::ui::notice::notice;
use crate::window::ui::progress::progress;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, text};
use crate::workflow::programming_keys::NewSecrets;

/// Steps that making a token ready takes.
const STEPS: u32 = 7;

impl RiteDialog {
    /// The dialog.
    pub fn dialog<'a>(&'a self, ctx: Ctx<'_>, token: Option<&TokenState>) -> Dialog<'a, Message> {
        let title = match &self.kind {
            Kind::Add(new) => ctx.tell("rite-add", [("name", new.label.clone().into())]),
            Kind::Prepare => ctx.say("rite-prepare"),
            Kind::Remove(_, name) => ctx.tell("remove-title", [("name", name.clone().into())]),
            Kind::Lose(_, name) => ctx.tell("rite-lose", [("name", name.clone().into())]),
            Kind::Unblock => ctx.say("rite-unblock"),
            Kind::Recover => ctx.say("rite-recover"),
        };
        Dialog {
            title,
            body: self.body(ctx, token),
            answers: self.answers(ctx),
            on_close: Message::Close,
        }
    }

    fn answers<'a>(&self, ctx: Ctx<'_>) -> Vec<Element<'a, Message>> {
        let look = ctx.look;
        let close = (!self.running).then_some(Message::Close);
        let (word, weight) = match self.stage {
            Stage::Done(RiteDone::Sheet { .. }) => ("close", Weight::Secondary),
            Stage::Done(_) | Stage::Kept => ("close", Weight::Primary),
            _ => ("cancel", Weight::Secondary),
        };
        let mut answers = vec![button(look, weight, ctx.say(word), close)];
        if let Some((word, weight)) = self.next() {
            let (word, weight, message) = if self.is_last_try() {
                ("pin-use-last", Weight::Danger, Message::Risk)
            } else if self.is_unusable() {
                ("rite-go-anew", Weight::Danger, Message::Anew)
            } else {
                (word, weight, Message::Go)
            };
            let go = self.may_go().then_some(message);
            answers.push(button(look, weight, ctx.say(word), go));
        }
        answers
    }

    /// The word of what comes next.
    fn next(&self) -> Option<(&'static str, Weight)> {
        Some(match (&self.kind, &self.stage) {
            (Kind::Add(_) | Kind::Prepare, Stage::First) => ("rite-go-prepare", Weight::Primary),
            (_, Stage::Seal) if self.by_code() => ("rite-go-admit", Weight::Primary),
            (_, Stage::Seal) => ("rite-go-seal", Weight::Primary),
            (_, Stage::Admit) => ("rite-go-admit", Weight::Primary),
            (Kind::Remove(..) | Kind::Lose(..), Stage::First) => ("rite-go-remove", Weight::Danger),
            (Kind::Unblock, Stage::First) => ("rite-go-unblock", Weight::Primary),
            (Kind::Recover, Stage::First) if self.chosen == Some(true) => {
                ("rite-go-renew", Weight::Primary)
            }
            (Kind::Recover, Stage::First) => ("rite-go-rehearse", Weight::Primary),
            (_, Stage::Done(RiteDone::Sheet { .. })) => ("rite-go-write", Weight::Primary),
            (_, Stage::Done(_) | Stage::Kept) => return None,
        })
    }

    fn body<'a>(&'a self, ctx: Ctx<'_>, token: Option<&TokenState>) -> Element<'a, Message> {
        let look = ctx.look;
        if let Stage::Done(done) = &self.stage {
            return self.done(ctx, done);
        }
        if matches!(self.stage, Stage::Kept) {
            let cause = ctx.tell("rite-written", [("file", self.path.trim().into())]);
            let remedy = ctx.say("rite-written-remedy");
            return notice(look, Tone::Good, cause, Some(remedy), None);
        }
        let mut body = Column::new().spacing(gap::MEDIUM);
        if let Some(place) = self.place() {
            let step = ctx.tell(
                "rite-step",
                [("number", place.into()), ("all", self.places().into())],
            );
            body = body.push(text::strong(look, step));
        }
        body = body.push(text::body(look, ctx.say(self.sentence())));
        if let Some(choice) = self.choice(ctx) {
            body = body.push(choice);
        }
        if self.wants_token() {
            body = body.push(plugged(ctx, token));
        }
        if self.interrupted {
            return body.push(interrupted(ctx, Message::TypeAnew)).into();
        }
        // What is typed twice stands side by side.
        let entries = self.entries();
        for (place, entry) in entries.iter().enumerate() {
            let again = entries.get(place + 1).copied();
            let again = again.filter(|again| again.repeats() == Some(*entry));
            if entry.repeats().is_none() {
                let again = again.map(|again| self.field(ctx, again));
                let line = row![self.field(ctx, *entry), again].spacing(gap::MEDIUM);
                body = body.push(line.align_y(iced::Alignment::Start));
            }
        }
        if self.wants_path() {
            body = body.push(self.file(ctx));
        }
        if self.running {
            body = body.push(self.progress(ctx));
        }
        let fault = self.fault.as_ref().map(|fault| ctx.fault(fault, None));
        body.push(fault).into()
    }

    /// The place of the present question where there are several.
    fn place(&self) -> Option<usize> {
        match (&self.kind, &self.stage) {
            (Kind::Add(_), Stage::First) => Some(1),
            (Kind::Add(_), Stage::Seal) => Some(2),
            (Kind::Add(_), Stage::Admit) => Some(3),
            _ => None,
        }
    }

    /// How many questions there are: with the recovery code no token is plugged in again.
    fn places(&self) -> usize {
        if self.by_code() { 2 } else { 3 }
    }

    /// The id of what must be known.
    fn sentence(&self) -> &'static str {
        match (&self.kind, &self.stage) {
            _ if self.is_unusable() => "rite-say-anew",
            (Kind::Add(_) | Kind::Prepare, Stage::First) => "rite-say-prepare",
            (_, Stage::Seal) if self.by_code() => "rite-say-seal-code",
            (_, Stage::Seal) => "rite-say-seal",
            (_, Stage::Admit) => "rite-say-admit",
            (Kind::Remove(..), _) => "rite-say-remove",
            (Kind::Lose(..), _) => "rite-say-lose",
            (Kind::Unblock, _) => "rite-say-unblock",
            _ => "rite-say-recover",
        }
    }

    fn choice<'a>(&self, ctx: Ctx<'_>) -> Option<Element<'a, Message>> {
        let ids = match (&self.kind, &self.stage) {
            (Kind::Lose(..), Stage::First) => ["lose-unknown", "lose-known"],
            (Kind::Add(_), Stage::Seal) => ["seal-token", "seal-code"],
            (Kind::Recover, Stage::First) => ["recover-prove", "recover-renew"],
            _ => return None,
        };
        let options = [false, true]
            .into_iter()
            .zip(ids)
            .map(|(value, id)| Choice {
                value,
                label: ctx.say(id),
                detail: Some(ctx.say(&format!("{id}-detail"))),
            });
        let chosen = self.chosen;
        Some(choices(
            ctx.look,
            options.collect(),
            chosen.as_ref(),
            Message::Chose,
        ))
    }

    fn wants_token(&self) -> bool {
        !matches!(self.kind, Kind::Recover) || self.chosen == Some(true)
    }

    fn field<'a>(&'a self, ctx: Ctx<'_>, entry: Entry) -> Element<'a, Message> {
        let (label, hint) = match entry {
            Entry::Pin => ("pin-label", None),
            Entry::NewPin if matches!(self.kind, Kind::Unblock) => {
                ("rite-fresh-pin", Some("rite-fresh-pin-hint"))
            }
            Entry::NewPin => ("rite-new-pin", Some("rite-new-pin-hint")),
            Entry::NewPinAgain => ("rite-new-pin-again", None),
            Entry::Puk if matches!(self.kind, Kind::Unblock) => ("rite-puk", None),
            Entry::Puk => ("rite-new-puk", Some("rite-new-puk-hint")),
            Entry::PukAgain => ("rite-new-puk-again", None),
            Entry::Code => ("rite-code", Some("rite-code-hint")),
            Entry::Password => ("sign-in-password", None),
        };
        let differs = self.differs(entry) && !self.text(entry).is_empty();
        let mut field = Field::new(ctx.look, ctx.say(label), self.text(entry))
            .id(entry.id())
            .problem(differs.then(|| ctx.say("rite-differs")))
            .on_input(move |typed| Message::Typed(entry, Secret::new(typed)))
            .on_submit(Message::Go);
        if entry != Entry::Code {
            field = field.secret();
        }
        if let Some(hint) = hint {
            field = field.hint(ctx.say(hint));
        }
        field.into()
    }

    /// The name of the file for the sheet.
    fn file<'a>(&'a self, ctx: Ctx<'_>) -> Element<'a, Message> {
        Field::new(ctx.look, ctx.say("rite-file"), self.path.as_str())
            .hint(ctx.say("rite-file-hint"))
            .on_input(Message::Path)
            .on_submit(Message::Go)
            .into()
    }

    fn progress<'a>(&self, ctx: Ctx<'_>) -> Element<'a, Message> {
        let word = match self.steps.last() {
            Some(step) => ctx.say(&format!("rite-step-{}", step.as_str())),
            None => ctx.say("state-busy"),
        };
        if self.entries().contains(&Entry::NewPin) && !matches!(self.kind, Kind::Unblock) {
            // What is there already is left out, so the step tells more than the count.
            let done = self.steps.last().map_or(0, |step| place_of(*step));
            return progress(ctx.look, word, done, STEPS);
        }
        text::muted(ctx.look, word).into()
    }

    fn done<'a>(&'a self, ctx: Ctx<'_>, done: &'a RiteDone) -> Element<'a, Message> {
        let look = ctx.look;
        let good = |cause, remedy| notice(look, Tone::Good, cause, remedy, None);
        match done {
            RiteDone::Prepared(serial) => {
                let cause = ctx.tell("rite-prepared", [("serial", serial.clone().into())]);
                good(cause, Some(ctx.say("rite-prepared-remedy")))
            }
            RiteDone::Admitted(_) if self.by_code() => {
                let remedy = ctx.say("rite-added-by-code-remedy");
                good(ctx.say("rite-added"), Some(remedy))
            }
            RiteDone::Admitted(_) => {
                good(ctx.say("rite-added"), Some(ctx.say("rite-added-remedy")))
            }
            RiteDone::Removed { ways, new_secrets } => {
                let mut parts = Column::new().spacing(gap::MEDIUM);
                parts = parts.push(good(ctx.say("rite-removed"), None));
                if let Some(new_secrets) = new_secrets {
                    let id = match new_secrets {
                        NewSecrets::Made => "rite-campaign",
                        NewSecrets::Due => "rite-campaign-due",
                        NewSecrets::Underway => "rite-campaign-underway",
                    };
                    let (cause, remedy) = (ctx.say(id), ctx.say("rite-campaign-remedy"));
                    parts = parts.push(notice(look, Tone::Info, cause, Some(remedy), None));
                }
                if *ways < 2 {
                    let (cause, remedy) = (ctx.say("one-way"), ctx.say("one-way-remedy"));
                    parts = parts.push(notice(look, Tone::Warn, cause, Some(remedy), None));
                }
                parts.into()
            }
            RiteDone::Unblocked(label) => good(
                ctx.tell("rite-unblocked", [("name", label.clone().into())]),
                None,
            ),
            RiteDone::Sheet { code, .. } => {
                let fault = self.fault.as_ref().map(|fault| ctx.fault(fault, None));
                let cause = ctx.say("rite-code-holds");
                column![
                    good(cause, Some(ctx.say("rite-code-holds-remedy"))),
                    text::title(look, code.expose()),
                    self.file(ctx),
                    fault
                ]
                .spacing(gap::MEDIUM)
                .into()
            }
            RiteDone::Sealed | RiteDone::Written => text::body(look, "").into(),
        }
    }
}

/// What is plugged in.
fn plugged<'a>(ctx: Ctx<'_>, token: Option<&TokenState>) -> Element<'a, Message> {
    let (tone, sentence) = match token {
        Some(TokenState::Ready(token, Some(left))) => {
            let values = [
                ("label", token.label.clone().into()),
                ("count", usize::from(*left).into()),
            ];
            (Tone::Info, ctx.tell("plugged-tries", values))
        }
        // Here another system's may be meant, or one that is to become this one's.
        Some(TokenState::Ready(token, None) | TokenState::Foreign(token, _)) => {
            let label = ("label", token.label.clone().into());
            (Tone::Info, ctx.tell("plugged", [label]))
        }
        Some(TokenState::Blocked(_)) => (Tone::Warn, ctx.say("state-pin-blocked")),
        Some(TokenState::Missing(fault)) if fault.code == "programming-key-no-certificate" => {
            (Tone::Info, ctx.say("plugged-empty"))
        }
        Some(TokenState::Missing(fault) | TokenState::Barred(fault)) => {
            (Tone::Warn, fault.say(ctx.texts).0)
        }
        Some(TokenState::Unnamed) => (Tone::Bad, ctx.say("plugged-unnamed")),
        None => (Tone::Info, ctx.say("state-looking")),
    };
    notice(ctx.look, tone, sentence, None, None)
}

fn place_of(step: Step) -> u32 {
    match step {
        Step::Pin => 1,
        Step::Puk => 2,
        Step::ManagementKey => 3,
        Step::Key => 4,
        Step::Certificate => 5,
        Step::Identity => 6,
        Step::ReadBack => STEPS,
    }
}
