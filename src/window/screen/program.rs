//! Writing what is there already, in a dialog over the list: what changes, the home group where one must be chosen,
//! the PIN, the write. A key is programmed or emptied, or a lock gets its configuration.

use iced::widget::column;

use super::Ctx;
use super::home_group::home_group;
use super::programmer::{self, Programmer};
use super::reading;
use super::wizard::summary::orphaned;
use crate::model::BlockingGroupId;
use crate::window::desk::{
    Answer, EncoderState, Fault, Handle, HomeNeed, Job, KeyPreview, ReadView, Request, Secret,
    TokenState,
};
use crate::window::ui::button::{Weight, build};
use crate::window::ui::choice::By;
use crate::window::ui::dialog::Dialog;
use crate::window::ui::theme::space as gap;
use crate::window::ui::{Element, text};

/// The id of the button that closes the dialog.
const CLOSE: &str = "program close";

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// At the write.
    Programmer(programmer::Message),
    /// Chose the home group.
    Home(BlockingGroupId, By),
    /// Wants to leave.
    Close,
}

/// The dialog.
#[derive(Debug)]
pub struct Program {
    programmer: Programmer,
    plan: Option<Result<KeyPreview, Fault>>,
    ticket: u64,
    read: Option<Box<ReadView>>,
}

impl Program {
    /// Asks what the write would do.
    pub fn new(job: Job, handle: &Handle) -> (Self, iced::Task<Message>) {
        let ticket = handle.ticket();
        let task = match job {
            Job::Program(key, _) => {
                handle.send(Request::KeyPlan { ticket, key });
                iced::Task::none()
            }
            Job::Empty(_) | Job::Deploy(_) | Job::SignLists | Job::Read => focus(),
        };
        let dialog = Self {
            programmer: Programmer::new(job, 0, Secret::default()),
            plan: None,
            ticket,
            read: None,
        };
        (dialog, task)
    }

    fn home_group(&self) -> Option<BlockingGroupId> {
        match self.programmer.job {
            Job::Program(_, group) => group,
            Job::Empty(_) | Job::Deploy(_) | Job::SignLists | Job::Read => None,
        }
    }

    /// Takes in what the person did; `true` where the dialog is to be closed.
    pub fn update(&mut self, message: Message, handle: &Handle) -> (iced::Task<Message>, bool) {
        match message {
            Message::Programmer(programmer::Message::Start | programmer::Message::Risk)
                if self.must_choose() => {}
            Message::Programmer(message) => {
                return (self.programmer.update(message, handle), false);
            }
            Message::Home(group, by) => {
                if let Job::Program(key, _) = self.programmer.job
                    && !self.programmer.is_running()
                {
                    self.programmer.job = Job::Program(key, Some(group));
                    // Whoever goes through them with the arrows goes on there.
                    if by == By::Press {
                        return (focus(), false);
                    }
                }
            }
            Message::Close => return (iced::Task::none(), !self.programmer.is_running()),
        }
        (iced::Task::none(), false)
    }

    /// Another token is plugged in.
    pub fn other_token(&mut self) {
        self.programmer.other_token();
    }

    /// The programming key left: its PIN is forgotten. Whether it was being typed.
    pub fn token_left(&mut self) -> bool {
        self.programmer.token_left()
    }

    /// Something lies on the encoder; whether that was waited for.
    pub fn fob_laid(&mut self) -> bool {
        self.programmer.fob_laid()
    }

    /// Whether it was done.
    pub fn is_done(&self) -> bool {
        self.programmer.is_done()
    }

    /// Whether it is being written.
    pub fn is_running(&self) -> bool {
        self.programmer.is_running()
    }

    /// Whether a home group must still be chosen.
    fn must_choose(&self) -> bool {
        let choosing =
            matches!(&self.plan, Some(Ok(plan)) if matches!(plan.home, HomeNeed::Choose(_)));
        choosing && self.home_group().is_none()
    }

    /// Takes in what the thread says. Answers whether the key was written.
    pub fn hear(&mut self, answer: &Answer) -> (iced::Task<Message>, bool) {
        if let Answer::KeyPlan(ticket, outcome) = answer
            && *ticket == self.ticket
        {
            if let Ok(plan) = outcome {
                self.programmer.number = plan.number;
                self.programmer.bound = plan.to_program;
            }
            self.plan = Some(outcome.clone());
            // Nobody chooses by an Enter that was meant for what opened the question.
            let task = if self.must_choose() {
                crate::window::ui::focus::to(CLOSE)
            } else {
                focus()
            };
            return (task, false);
        }
        if let (Answer::Read(_, read), Job::Read) = (answer, self.programmer.job) {
            self.read = Some(read.clone());
        }
        let before = self.programmer.is_done();
        let task = self.programmer.hear(answer);
        if let Some(now) = self.programmer.take_renewed() {
            self.plan = Some(Ok(now));
        }
        let written = !before && self.programmer.is_done();
        if written {
            let close = crate::window::ui::focus::to(CLOSE);
            return (iced::Task::batch([task, close]), true);
        }
        (task, false)
    }

    /// The dialog.
    pub fn dialog<'a>(
        &'a self,
        ctx: Ctx<'_>,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Dialog<'a, Message> {
        let look = ctx.look;
        let read = self.read.as_deref().filter(|_| self.programmer.is_done());
        let body: Element<'a, Message> = match (&self.plan, read) {
            (_, Some(read)) => reading::view(ctx, read),
            (None, _) if !matches!(self.programmer.job, Job::Program(..)) => self
                .programmer
                .view(ctx, encoder, token)
                .map(Message::Programmer),
            (None, _) => text::muted(look, ctx.say("summary-computing")).into(),
            (Some(Err(fault)), _) => ctx.fault(fault, None),
            (Some(Ok(plan)), _) => self.body(ctx, plan, encoder, token),
        };
        let (word, weight) = if self.programmer.is_done() {
            ("close", Weight::Primary)
        } else {
            ("cancel", Weight::Quiet)
        };
        let close = (!self.programmer.is_running()).then_some(Message::Close);
        Dialog {
            title: match self.programmer.job {
                Job::Program(..) => ctx.tell(
                    "program-title",
                    [("number", self.programmer.number.to_string().into())],
                ),
                Job::Empty(_) => ctx.say("return-key"),
                Job::Deploy(_) => ctx.say("deploy-title"),
                Job::SignLists => ctx.say("sign-lists"),
                Job::Read => ctx.say("read-title"),
            },
            body,
            answers: vec![
                build(look, weight, None, ctx.say(word), close)
                    .id(CLOSE)
                    .into(),
            ],
            on_close: Message::Close,
        }
    }

    fn body<'a>(
        &'a self,
        ctx: Ctx<'_>,
        plan: &KeyPreview,
        encoder: Option<&EncoderState>,
        token: Option<&TokenState>,
    ) -> Element<'a, Message> {
        let differs = (!self.programmer.is_done()).then(|| programmer::differs(ctx, &plan.changes));
        let home = match &plan.home {
            HomeNeed::Choose(groups) if !self.programmer.is_done() => {
                let title = ctx.say("home-group-title");
                let chosen = self.home_group();
                Some(home_group(ctx, title, groups, chosen, Message::Home))
            }
            HomeNeed::Orphaned(group) => Some(orphaned(ctx, group)),
            _ => None,
        };
        let write = (!self.must_choose()).then(|| {
            self.programmer
                .view(ctx, encoder, token)
                .map(Message::Programmer)
        });
        // First what must be answered: the changes may be many, and scroll.
        column![home, write, differs].spacing(gap::MEDIUM).into()
    }
}

fn focus<Any: Send + 'static>() -> iced::Task<Any> {
    crate::window::ui::focus::to(programmer::PIN)
}
