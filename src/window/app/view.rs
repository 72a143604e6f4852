//! What the window shows: the page of the place, the navigation, the strip, and what lies over them.

use iced::keyboard::{Key, Modifiers, key};
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::{App, Message, Place, Word};
use crate::model::KeyState;
use crate::store::DraftId;
use crate::window::desk::{EncoderState, Fault, Owner, Session, Whose};
use crate::window::screen::strip::{Shown, strip};
use crate::window::screen::wizard::Mode;
use crate::window::screen::wizard::draft::Draft;
use crate::window::screen::{Ctx, discard, settings, wrapped};
use crate::window::ui::button::{Weight, button};
use crate::window::ui::dialog::{self, Dialog};
use crate::window::ui::frame::{Frame, frame};
use crate::window::ui::notice::{notice, slim};
use crate::window::ui::repaint::repaint;
use crate::window::ui::room::room;
use crate::window::ui::scope::Scope;
use crate::window::ui::theme::{Tone, space as gap};
use crate::window::ui::toast::{self, Toast};
use crate::window::ui::{Element, nav, side_panel, text};

/// How wide a list must be to stand beside the panel, in pixels with text of the usual size.
const LEAST: f32 = 280.0;

impl App {
    /// Draws the window.
    pub fn view(&self) -> Element<'_, Message> {
        let ctx = Ctx {
            look: self.look,
            texts: &self.texts,
            tight: self.is_tight(),
            list: self.list_width(),
            low: self.height < super::ROOMY,
            scant: self.height < super::SCANT,
        };
        let body = match &self.session {
            None => self.sign_in.view(ctx).map(Message::SignIn),
            Some(session) => self.inside(ctx, session),
        };
        let page = Scope::new(body).on_key(shortcut).on_escape(Message::Escape);
        let said = self.said.iter().map(|said| Toast {
            tone: said.tone,
            text: match &said.what {
                Word::Text(id, count) => ctx.tell(id, [("count", (*count).into())]),
                Word::Fault(fault) => {
                    let (cause, remedy) = fault.say(ctx.texts);
                    format!("{cause} {remedy}")
                }
            },
            on_close: Message::SaidClosed(said.number),
        });
        let below: Element<'_, Message> = match &self.session {
            // However many lines it takes, what is said there is not covered.
            Some(session) if !self.said.is_empty() => {
                let alone = self.list_width() < self.look.wide(LEAST);
                room(self.strip(ctx, session, alone && self.wizard.is_none()))
            }
            _ => iced::widget::space().into(),
        };
        let page = toast::over(self.look, page, said.collect(), &ctx.say("close"), below);
        // What was done only waits to be closed: the keys that lead elsewhere lead there at once.
        let done = self.program.as_ref().is_some_and(|one| one.is_done());
        let keys: dialog::Keys<Message> = if done { shortcut } else { locks };
        repaint(dialog::over(
            self.look,
            page,
            self.question(ctx),
            Some(keys),
        ))
    }

    fn inside<'a>(&'a self, ctx: Ctx<'a>, session: &Session) -> Element<'a, Message> {
        let (encoder, token) = (self.encoder.as_ref(), self.token.as_ref());
        if let Some(wizard) = &self.wizard {
            let page = wizard.view(ctx, encoder, token).map(Message::Wizard);
            let strip = self.strip(ctx, session, false);
            return container(column![page, strip])
                .style(self.look.canvas())
                .into();
        }
        let places = Place::ALL.map(|place| {
            let (icon, word) = place.sign();
            nav::Place {
                icon,
                label: ctx.say(word),
                waiting: (place == Place::Todo).then_some(self.waiting),
                current: place == self.place,
                on_press: Message::Went(place),
            }
        });
        let (page, side) = match (self.place, self.listings.get(&self.place)) {
            (_, Some(listing)) => (
                listing.view(ctx).map(Message::Listing),
                listing.side(ctx).map(|side| side.map(Message::Listing)),
            ),
            (Place::Settings, None) => (
                settings::view(ctx, &self.preferences, &self.ports, &self.mail)
                    .map(Message::Settings),
                None,
            ),
            (_, None) => (
                self.users.view(ctx).map(Message::Users),
                self.users.side(ctx).map(|side| side.map(Message::Users)),
            ),
        };
        let laid = self.laid(ctx);
        let draft = self.drafts.first().filter(|_| self.place != Place::Todo);
        let draft: Option<Element<'a, Message>> = draft.map(|(id, draft)| match laid {
            // Beside what is said of the fob its button says it.
            Some(_) if ctx.low => button(
                self.look,
                Weight::Secondary,
                ctx.say("draft-resume"),
                Some(Message::Resume),
            ),
            _ => unfinished(ctx, *id, draft),
        });
        // Where the window is low both share one line above the page.
        let (above, below) = if ctx.low {
            let line = (draft.is_some() || laid.is_some()).then(|| {
                row![laid, draft]
                    .spacing(gap::SMALL)
                    .align_y(Alignment::Center)
            });
            let line = line.map(|line| container(line).padding([gap::SMALL, gap::LARGE]));
            (line, None)
        } else {
            let above = draft.map(|draft| {
                container(draft).padding(iced::Padding::from([0.0, gap::LARGE]).top(gap::MEDIUM))
            });
            let below = laid.map(|laid| container(laid).padding([gap::SMALL, gap::LARGE]));
            (above, below)
        };
        // Always there, if empty: what comes and goes above the page would take the focus out of it.
        let above = container(column![above]);
        // Beside the panel a very narrow window has no room for the list, which stays as long as the menu of its row is open.
        let menu = match self.listings.get(&self.place) {
            Some(listing) => listing.shows_menu(),
            None => self.place == Place::Users && self.users.shows_menu(),
        };
        let room = self.list_width() >= self.look.wide(LEAST);
        let side = side.filter(|_| room || !menu);
        let strip = self.strip(ctx, session, side.is_some() && !room);
        let (page, side) = match side {
            Some(side) if !room => (side, None),
            side => (column![above, page, below].into(), side),
        };
        frame(
            self.look,
            Frame {
                nav: nav::nav(self.look, places.to_vec(), self.narrow),
                page,
                side,
                strip,
            },
        )
    }

    /// The device strip, below the bench of a demo. `alone` where no notice says what lies on the encoder.
    fn strip<'a>(&'a self, ctx: Ctx<'a>, session: &Session, alone: bool) -> Element<'a, Message> {
        let shown = Shown {
            session,
            token: self.token.as_ref(),
            encoder: self.encoder.as_ref(),
            whose: &self.whose,
            letters: self.letters,
            offers: alone,
            goes: self.wizard.is_none(),
        };
        let strip = strip(ctx, &shown).map(Message::Mend);
        let bench = self.bench.as_ref();
        let bench = bench.map(|bench| {
            bench
                .view(ctx, self.height >= super::ROOMY)
                .map(Message::Bench)
        });
        column![bench, strip].into()
    }

    /// What is said of the fob on the encoder.
    fn laid<'a>(&self, ctx: Ctx<'_>) -> Option<Element<'a, Message>> {
        match (&self.encoder, &self.whose) {
            (Some(EncoderState::Programmed(_)), Whose::Known(owner)) => {
                // Beside what was left half entered there is no room for more than one button.
                let reads = !ctx.low || (self.drafts.is_empty() && !ctx.scant);
                return Some(laid(ctx, owner, reads));
            }
            (Some(EncoderState::Programmed(_)), Whose::Unknown) => return Some(unknown(ctx)),
            _ => {}
        }
        let Some(EncoderState::New(_)) = &self.encoder else {
            return None;
        };
        let person = self.users.person().filter(|_| self.place == Place::Users);
        let (remedy, action) = match person {
            Some(person) => (
                None,
                (
                    ctx.tell("new-key-for", [("name", person.name.clone().into())]),
                    Message::NewKeyFor(person.id),
                ),
            ),
            None => (
                Some(ctx.say("new-key-for-whom")),
                (ctx.say("add-user"), Message::New),
            ),
        };
        let cause = ctx.say("programming-new-fob");
        Some(said(ctx, Tone::Info, cause, remedy, action))
    }

    /// How wide the list is, in pixels before the scale.
    fn list_width(&self) -> f32 {
        let nav = if self.narrow {
            64.0
        } else {
            self.look.wide(232.0)
        };
        let open = match self.listings.get(&self.place) {
            Some(listing) => listing.shows_card(),
            None => self.place == Place::Users && self.users.shows_person(),
        };
        let side = if open {
            self.look.wide(side_panel::WIDTH)
        } else {
            0.0
        };
        self.width - nav - side - 2.0 * gap::LARGE
    }

    fn is_tight(&self) -> bool {
        self.list_width() < self.look.wide(720.0)
    }

    fn question<'a>(&'a self, ctx: Ctx<'_>) -> Option<Dialog<'a, Message>> {
        if let Some(asked) = self.closing_question(ctx) {
            return Some(asked);
        }
        if self.session.is_none() {
            return self.shortcuts.then(|| shortcuts(ctx, &AT_THE_DOOR));
        }
        if self.dropping.is_some() {
            let (stay, go) = (Message::Dropping(false), Message::Dropping(true));
            return Some(discard(ctx, stay, go));
        }
        if self.shortcuts {
            return Some(shortcuts(ctx, &ANYWHERE));
        }
        if let Some(fault) = &self.told {
            return Some(told(ctx, fault));
        }
        if let Some(program) = &self.program {
            let asked = program.dialog(ctx, self.encoder.as_ref(), self.token.as_ref());
            return Some(wrapped(asked, Message::Program));
        }
        if let Some(dialog) = &self.rite {
            let asked = dialog.dialog(ctx, self.token.as_ref());
            return Some(wrapped(asked, Message::Rite));
        }
        if let Some(leave) = &self.leave {
            let asked = leave.dialog(ctx, self.encoder.as_ref(), self.token.as_ref());
            return Some(wrapped(asked, Message::Leave));
        }
        if let Some(wizard) = &self.wizard {
            let asked = wizard.question(ctx)?;
            return Some(wrapped(asked, Message::Wizard));
        }
        let asked = self.listings.get(&self.place)?.question(ctx)?;
        Some(wrapped(asked, Message::Listing))
    }
}

/// What was entered before and not confirmed.
fn unfinished<'a>(ctx: Ctx<'_>, id: DraftId, draft: &Draft) -> Element<'a, Message> {
    let look = ctx.look;
    let word = match draft.mode {
        Mode::Change(_) => "draft-change-left",
        Mode::Add | Mode::Save => "draft-left",
    };
    let cause = ctx.tell(word, [("name", draft.name().into())]);
    let go_on = (ctx.say("draft-continue"), Message::Resume);
    if ctx.low {
        // It is thrown away on the to-do list.
        return slim(look, Tone::Info, cause, Some(go_on));
    }
    row![
        container(notice(look, Tone::Info, cause, None, Some(go_on))).width(Length::Fill),
        button(
            look,
            Weight::Quiet,
            ctx.say("discard-go"),
            Some(Message::DropDraft(id))
        )
    ]
    .spacing(gap::SMALL)
    .align_y(iced::Alignment::Center)
    .into()
}

/// Whose fob lies on the encoder, and what is to be done with it.
fn laid<'a>(ctx: Ctx<'_>, owner: &Owner, reads: bool) -> Element<'a, Message> {
    let cause = ctx.tell(
        "fob-laid",
        [
            ("name", owner.name.clone().into()),
            ("number", owner.number.to_string().into()),
        ],
    );
    let (_, _, state) = ctx.key_state(owner.state, false);
    let (tone, remedy, action) = if owner.is_begun() {
        (
            Tone::Warn,
            ctx.say("fob-laid-started"),
            (ctx.say("program"), Message::ProgramLaid),
        )
    } else if owner.awaits_write() {
        (
            Tone::Warn,
            ctx.tell("fob-laid-pending", [("count", owner.changes.into())]),
            (ctx.say("program"), Message::ProgramLaid),
        )
    } else if owner.state == KeyState::WrittenOff {
        (
            Tone::Warn,
            ctx.say("fob-laid-not-dead"),
            (ctx.say("fob-laid-show"), Message::Show(owner.user)),
        )
    } else if owner.state == KeyState::Blocked {
        (
            Tone::Warn,
            ctx.say("fob-laid-blocked"),
            (ctx.say("return-key"), Message::EmptyLaid),
        )
    } else {
        (
            Tone::Info,
            ctx.tell("fob-laid-fine", [("state", state.into())]),
            (ctx.say("fob-laid-show"), Message::Show(owner.user)),
        )
    };
    let told = said(ctx, tone, cause, Some(remedy), action);
    if !reads {
        // It is read by Ctrl+R, or from the menu of its key.
        return told;
    }
    let read = button(
        ctx.look,
        Weight::Quiet,
        ctx.say("read"),
        Some(Message::ReadLaid),
    );
    row![container(told).width(Length::Fill), read]
        .spacing(gap::SMALL)
        .align_y(iced::Alignment::Center)
        .into()
}

/// That nobody is known to hold the fob that lies on the encoder.
fn unknown<'a>(ctx: Ctx<'_>) -> Element<'a, Message> {
    let read = (ctx.say("read"), Message::ReadLaid);
    let (cause, remedy) = (ctx.say("fob-unknown"), ctx.say("fob-unknown-remedy"));
    said(ctx, Tone::Warn, cause, Some(remedy), read)
}

/// What is said of a fob, with all of its words or, where the window is low, on one line.
fn said<'a>(
    ctx: Ctx<'_>,
    tone: Tone,
    cause: String,
    remedy: Option<String>,
    action: (String, Message),
) -> Element<'a, Message> {
    if ctx.low {
        slim(ctx.look, tone, cause, Some(action))
    } else {
        notice(ctx.look, tone, cause, remedy, Some(action))
    }
}

/// What to do about a device.
fn told<'a>(ctx: Ctx<'_>, fault: &Fault) -> Dialog<'a, Message> {
    Dialog {
        title: ctx.say("mend-help"),
        body: ctx.fault(fault, None),
        answers: vec![button(
            ctx.look,
            Weight::Primary,
            ctx.say("close"),
            Some(Message::ToldClosed),
        )],
        on_close: Message::ToldClosed,
    }
}

/// What keys mean anywhere.
fn shortcut(pressed: &Key, modifiers: Modifiers) -> Option<Message> {
    match pressed {
        Key::Named(key::Named::F1) => Some(Message::Shortcuts),
        Key::Character(letter) if modifiers.command() => match letter.as_str() {
            "n" | "N" => Some(Message::New),
            "f" | "F" => Some(Message::Find),
            "p" | "P" => Some(Message::ProgramLaid),
            "r" | "R" => Some(Message::ReadLaid),
            "l" | "L" => Some(Message::Lock),
            digit => {
                // 1 to 9, then 0, as the places stand from top to bottom.
                let digit: usize = digit.parse().ok()?;
                let place = Place::ALL.get((digit + 9) % 10)?;
                Some(Message::Went(*place))
            }
        },
        _ => None,
    }
}

/// What keys mean while something is asked: only to leave the station is always possible.
fn locks(pressed: &Key, modifiers: Modifiers) -> Option<Message> {
    shortcut(pressed, modifiers).filter(|message| matches!(message, Message::Lock))
}

/// The keys that work anywhere in a system.
const ANYWHERE: [(&str, &str); 11] = [
    ("Ctrl+N", "add-user"),
    ("Ctrl+F", "shortcut-find"),
    ("Ctrl+1 … 0", "shortcut-go"),
    ("Ctrl+P", "shortcut-program"),
    ("Ctrl+R", "shortcut-read"),
    ("Ctrl+L", "shortcut-lock"),
    ("Tab", "shortcut-tab"),
    ("Enter", "shortcut-enter"),
    ("Shift+F10", "shortcut-menu"),
    ("Esc", "shortcut-back"),
    ("F1", "shortcuts"),
];

/// Those that work before a system is open, or while it is locked.
const AT_THE_DOOR: [(&str, &str); 3] = [
    ("Tab", "shortcut-tab"),
    ("Enter", "sign-in-open"),
    ("F1", "shortcuts"),
];

/// Keys by what stands on them: keyboards of some countries have other words.
fn engraved(ctx: Ctx<'_>, keys: &str) -> String {
    let words = [("Ctrl", "key-cap-ctrl"), ("Shift", "key-cap-shift")];
    words.iter().fold(keys.to_owned(), |keys, (word, id)| {
        keys.replace(word, &ctx.say(id))
    })
}

/// What keys do.
fn shortcuts<'a>(
    ctx: Ctx<'_>,
    keys: &'static [(&'static str, &'static str)],
) -> Dialog<'a, Message> {
    let look = ctx.look;
    let lines = keys.iter().map(|(keys, id)| {
        row![
            container(text::strong(look, engraved(ctx, keys))).width(look.wide(112.0)),
            container(text::body(look, ctx.say(id))).width(Length::Fill)
        ]
        .into()
    });
    Dialog {
        title: ctx.say("shortcuts"),
        body: column(lines).spacing(gap::SMALL).into(),
        answers: vec![button(
            look,
            Weight::Secondary,
            ctx.say("close"),
            Some(Message::Shortcuts),
        )],
        on_close: Message::Shortcuts,
    }
}
