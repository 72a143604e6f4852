//! The bench panel of a demo: fobs are laid on the encoder, lifted, pulled away at the wrong moment and put on doors
//! by mouse, and four sentences say how to begin.

use iced::widget::{Row, column, container, row, space};
use iced::{Alignment, Length};

use super::Ctx;
use crate::i18n::Arguments;
use crate::time::{LocalDate, UtcMillis, Zone};
use crate::window::desk::{
    Answer, BenchAsk, BenchTold, EncoderState, Fault, Handle, Job, Request, Secret,
};
use crate::window::ui::badge::badge;
use crate::window::ui::button::{Weight, button, button_with_icon, icon_button};
use crate::window::ui::choice::Choice;
use crate::window::ui::icon::icon;
use crate::window::ui::select::{self, Select};
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::{Element, Icon, text};
use crate::workflow::simulation::{BenchView, Visit};

/// After how many exchanges of a write the fob is pulled away: in its middle.
const MIDDLE: u32 = 24;
/// Ten in the morning, in milliseconds after midnight.
const MORNING: i64 = 10 * 3_600_000;

/// What the person did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Opened or closed the panel.
    Turn,
    /// Wants a fob on the encoder.
    Lay(String),
    /// Wants the encoder empty.
    Lift,
    /// Wants the fob pulled away in the middle of the next write.
    Pull,
    /// Wants a new fob.
    New,
    /// Worked the list of doors.
    Door(select::Event<usize>),
    /// Puts the fob on the door.
    Present,
    /// Puts it there as if it were the next Monday in the morning, when people work.
    PresentOnMonday,
    /// Pulls the programming key out, or plugs it in.
    Plug,
    /// Plugs this one in.
    PlugIn(String),
    /// Wants an empty token.
    NewToken,
    /// Pulls the encoder out, or plugs it in.
    PlugEncoder,
}

/// The panel.
#[derive(Debug, Default)]
pub struct Bench {
    turned: Option<bool>,
    view: BenchView,
    held: Option<String>,
    token: Option<String>,
    pin: Option<Secret>,
    doors: Vec<(u32, String)>,
    door: Option<usize>,
    list: Select,
    visit: Option<(String, Visit)>,
    fault: Option<Fault>,
    armed: bool,
    done: [bool; 4],
}

impl Bench {
    /// A panel that is open where there is room.
    pub fn new(handle: &Handle) -> Self {
        handle.bench(BenchAsk::View);
        handle.send(Request::Doors);
        Self::default()
    }

    /// Takes in what the person did.
    pub fn update(
        &mut self,
        message: Message,
        roomy: bool,
        (zone, today): (Zone, LocalDate),
        handle: &Handle,
    ) {
        self.fault = None;
        match message {
            Message::Turn => self.turned = Some(!self.turned.unwrap_or(roomy)),
            Message::Lay(fob) => {
                self.held = Some(fob.clone());
                self.visit = None;
                handle.bench(BenchAsk::Lay(fob));
            }
            Message::Lift => handle.bench(BenchAsk::Lift),
            Message::Pull => {
                self.armed = true;
                handle.bench(BenchAsk::Pull(MIDDLE));
            }
            Message::New => {
                let name = format!("fob-{}", self.view.fobs.len() + 1);
                handle.bench(BenchAsk::New(name));
            }
            Message::Door(event) => {
                if let Some(door) = self.list.update(event) {
                    self.door = Some(door);
                    self.visit = None;
                }
            }
            Message::Present => self.present(None, handle),
            Message::PresentOnMonday => {
                let midnight = today.next_monday().start(zone);
                self.present(Some(UtcMillis(midnight.0 + MORNING)), handle);
            }
            Message::Plug => {
                let plugged = self.view.inserted.is_some();
                let other = self.token.clone().filter(|_| !plugged);
                handle.bench(BenchAsk::Plug(other));
            }
            Message::PlugIn(token) => handle.bench(BenchAsk::Plug(Some(token))),
            Message::PlugEncoder => handle.bench(BenchAsk::PlugEncoder(!self.view.encoder)),
            Message::NewToken => {
                let name = format!("token-{}", self.view.tokens.len() + 1);
                handle.bench(BenchAsk::NewToken(name));
            }
        }
    }

    fn present(&self, at: Option<UtcMillis>, handle: &Handle) {
        let door = self.door.and_then(|place| self.doors.get(place));
        if let (Some(fob), Some((number, _))) = (self.fob(), door) {
            handle.bench(BenchAsk::Present(fob, *number, at));
        }
    }

    /// The fob in the hand: the one that lies there, or lay there last.
    fn fob(&self) -> Option<String> {
        let lying = self.view.in_field.clone();
        lying.or_else(|| self.held.clone())
    }

    /// Takes in what the thread says.
    pub fn hear(&mut self, answer: &Answer, handle: &Handle) {
        match answer {
            Answer::Bench(Ok(BenchTold { view, visit, pin })) => {
                self.view = view.clone();
                self.pin.clone_from(pin);
                if view.in_field.is_some() {
                    self.held.clone_from(&view.in_field);
                }
                if view.inserted.is_some() {
                    self.token.clone_from(&view.inserted);
                }
                if let Some(visit) = visit {
                    let door = self.door.and_then(|place| self.doors.get(place));
                    let name = door.map(|(_, name)| name.clone()).unwrap_or_default();
                    self.done[3] |= visit.decision == "open";
                    self.visit = Some((name, visit.clone()));
                }
            }
            Answer::Bench(Err(fault)) => self.fault = Some(fault.clone()),
            Answer::Doors(doors) => {
                let main = doors
                    .iter()
                    .position(|(_, name)| name.contains("main door"));
                self.door = self.door.or(main).or((!doors.is_empty()).then_some(0));
                self.doors.clone_from(doors);
            }
            Answer::Encoder(state) => {
                self.done[0] |= matches!(state, EncoderState::New(_) | EncoderState::Programmed(_));
                handle.bench(BenchAsk::View);
            }
            Answer::Added(_, Ok(_)) => self.done[1] = true,
            // It may have another PIN now.
            Answer::Rite(_, Ok(_)) => handle.bench(BenchAsk::View),
            Answer::Programmed(_, outcome) => {
                self.armed = false;
                if let Ok(written) = outcome {
                    self.done[2] |= matches!(written.job, Job::Program(..));
                }
            }
            _ => {}
        }
    }

    /// The panel over the device strip.
    pub fn view<'a>(&'a self, ctx: Ctx<'_>, roomy: bool) -> Element<'a, Message> {
        let look = ctx.look;
        let open = self.turned.unwrap_or(roomy);
        let (turn, word) = if open {
            (Icon::ChevronDown, "bench-hide")
        } else {
            (Icon::ChevronUp, "bench-show")
        };
        let title = row![
            text::strong(look, ctx.say("bench-title")),
            space().width(gap::MEDIUM),
            container(self.tour(ctx, roomy)).width(Length::Fill),
            self.verdict(ctx),
            icon_button(look, turn, ctx.say(word), Some(Message::Turn)),
        ]
        .align_y(Alignment::Center);
        let tools = open.then(|| self.tools(ctx));
        let line = iced::widget::rule::horizontal(1).style(look.line());
        column![
            line,
            container(column![title, tools].spacing(gap::TIGHT))
                .padding([gap::TIGHT, gap::MEDIUM])
                .width(Length::Fill)
                .style(look.surface())
        ]
        .into()
    }

    /// Four sentences: what was done is ticked, the next one stands out. Where there is little room it stands alone.
    fn tour<'a>(&self, ctx: Ctx<'_>, roomy: bool) -> Element<'a, Message> {
        let look = ctx.look;
        let next = self.done.iter().position(|done| !done);
        let mut steps = Row::new().spacing(gap::MEDIUM).align_y(Alignment::Center);
        for (place, done) in self.done.iter().enumerate() {
            if !roomy && next.is_some_and(|next| next != place) {
                continue;
            }
            let sentence = match (place, &self.pin) {
                (2, Some(pin)) => ctx.tell("tour-3-pin", [("pin", pin.expose().into())]),
                _ => ctx.say(&format!("tour-{}", place + 1)),
            };
            let sentence = format!("{}. {sentence}", place + 1);
            let mark = done.then(|| icon(look, Icon::Done, look.palette.good));
            let words = if next == Some(place) {
                text::strong(look, sentence)
            } else {
                text::muted(look, sentence)
            };
            steps = steps.push(
                row![mark, words.wrapping(iced::widget::text::Wrapping::None)]
                    .spacing(gap::TIGHT)
                    .align_y(Alignment::Center),
            );
        }
        container(steps).clip(true).into()
    }

    fn tools<'a>(&'a self, ctx: Ctx<'_>) -> Element<'a, Message> {
        let look = ctx.look;
        let mut tools = Row::new()
            .spacing(gap::SMALL)
            .align_y(Alignment::Center)
            .push(text::muted(look, ctx.say("bench-lay")));
        for fob in &self.view.fobs {
            let lies = self.view.in_field.as_ref() == Some(fob);
            let press = (!lies).then(|| Message::Lay(fob.clone()));
            tools = tools.push(if lies {
                button_with_icon(look, Weight::Secondary, Icon::Check, fob.clone(), press)
            } else {
                button(look, Weight::Secondary, fob.clone(), press)
            });
        }
        tools = tools
            .push(icon_button(
                look,
                Icon::Plus,
                ctx.say("bench-new"),
                Some(Message::New),
            ))
            .push(button(
                look,
                Weight::Secondary,
                ctx.say("bench-lift"),
                self.view.in_field.is_some().then_some(Message::Lift),
            ))
            .push(button(
                look,
                Weight::Quiet,
                ctx.say("bench-pull"),
                (!self.armed).then_some(Message::Pull),
            ))
            .push(button(
                look,
                Weight::Quiet,
                ctx.say(if self.view.inserted.is_some() {
                    "bench-unplug"
                } else {
                    "bench-plug"
                }),
                Some(Message::Plug),
            ));
        if let (Some(token), Some(pin)) = (&self.view.inserted, &self.pin) {
            let values = [
                ("token", token.clone().into()),
                ("pin", pin.expose().into()),
            ];
            tools = tools.push(text::body(look, ctx.tell("bench-pin", values)));
        }
        let others = self.view.tokens.iter();
        for token in others.filter(|token| self.view.inserted.as_ref() != Some(token)) {
            // The only one is plugged in by the button above.
            if self.view.tokens.len() > 1 {
                let word = ctx.tell("bench-plug-in", [("token", token.clone().into())]);
                let press = Some(Message::PlugIn(token.clone()));
                tools = tools.push(button(look, Weight::Quiet, word, press));
            }
        }
        let plug = if self.view.encoder {
            "bench-unplug-encoder"
        } else {
            "bench-plug-encoder"
        };
        let plug = button(
            look,
            Weight::Quiet,
            ctx.say(plug),
            Some(Message::PlugEncoder),
        );
        tools = tools.push(plug).push(icon_button(
            look,
            Icon::ProgrammingKey,
            ctx.say("bench-new-token"),
            Some(Message::NewToken),
        ));
        tools
            .push(self.at_the_door(ctx))
            .wrap()
            .vertical_spacing(gap::TIGHT)
            .into()
    }

    /// The doors, and putting the fob on one.
    fn at_the_door<'a>(&'a self, ctx: Ctx<'_>) -> Element<'a, Message> {
        let look = ctx.look;
        let doors = self
            .doors
            .iter()
            .enumerate()
            .map(|(place, (_, name))| Choice {
                value: place,
                label: name.clone(),
                detail: None,
            })
            .collect();
        let list = self.list.view(
            look,
            doors,
            self.door.as_ref(),
            ctx.say("choose"),
            Message::Door,
        );
        let ready = self.fob().is_some() && self.door.is_some();
        let present = match self.fob() {
            Some(fob) => ctx.tell("bench-present", [("fob", fob.into())]),
            None => ctx.say("bench-present-none"),
        };
        row![
            button(
                look,
                Weight::Secondary,
                present,
                ready.then_some(Message::Present)
            ),
            container(list).width(look.wide(184.0)),
        ]
        .spacing(gap::SMALL)
        .align_y(Alignment::Center)
        .into()
    }

    /// What the door said, or why nothing came of it.
    fn verdict<'a>(&self, ctx: Ctx<'_>) -> Option<Element<'a, Message>> {
        let look = ctx.look;
        if let Some(fault) = &self.fault {
            return Some(badge(look, Tone::Bad, Icon::Error, fault.say(ctx.texts).0));
        }
        let (door, visit) = self.visit.as_ref()?;
        if visit.decision == "open" {
            let words = ctx.tell("bench-open", [("door", door.clone().into())]);
            return Some(badge(look, Tone::Good, Icon::Done, words));
        }
        let reason = visit.reason.clone().unwrap_or_default();
        let values = Arguments::from([("door", door.clone().into()), ("reason", reason.into())]);
        let words = ctx.texts.text("window-bench-denied", &values);
        let denied = badge(look, Tone::Bad, Icon::Block, words);
        // Whoever tries it in the evening sees that the times are at work, and can go on all the same.
        let monday = (visit.reason.as_deref() == Some("outside-times")).then(|| {
            let word = ctx.say("bench-monday");
            button(look, Weight::Quiet, word, Some(Message::PresentOnMonday))
        });
        Some(row![denied, monday].align_y(Alignment::Center).into())
    }
}
