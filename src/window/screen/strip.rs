//! The device strip: programming key, encoder, system file and mail, with their state in words and the button that
//! mends what can be mended from here.

use super::Ctx;
use crate::i18n::Arguments;
use crate::window::desk::{EncoderState, Fault, Letters, Owner, Session, TokenState, Whose};
use crate::window::ui::device_strip::{Chip, device_strip};
use crate::window::ui::theme::Tone;
use crate::window::ui::{Element, Icon};

/// What a button of the strip is for.
#[derive(Debug, Clone)]
pub enum Mend {
    /// Gives the PIN of the programming key its tries back.
    Unblock,
    /// Writes the fob that lies on the encoder.
    Program,
    /// Says what to do.
    Help(Box<Fault>),
    /// Shows the letters that did not go.
    Letters,
    /// Sets up the mail server.
    Mail,
    /// Says that the clock is right.
    Clock,
    /// Chooses among several encoders.
    Encoder,
    /// Shows the programming keys, where one that is not the system's is added.
    Keys,
}

/// What the strip shows.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// Who works on which system.
    pub session: &'a Session,
    /// The programming key.
    pub token: Option<&'a TokenState>,
    /// The encoder.
    pub encoder: Option<&'a EncoderState>,
    /// Whose fob lies on it.
    pub whose: &'a Whose,
    /// The outbox.
    pub letters: Option<Letters>,
    /// Whether nothing else on the screen offers to write that fob, and it could be written.
    pub offers: bool,
    /// Whether one can go to another place.
    pub goes: bool,
}

type Words = (Tone, String, Option<(String, Mend)>);

/// The strip.
pub fn strip<'a>(ctx: Ctx<'_>, shown: &Shown<'_>) -> Element<'a, Mend> {
    let chip = |icon, name: &str, (tone, state, mend): Words| Chip {
        icon,
        // Beside the drawing its state must do.
        name: (!ctx.scant).then(|| ctx.say(name)),
        tone,
        state,
        mend,
    };
    device_strip(
        ctx.look,
        vec![
            chip(
                Icon::ProgrammingKey,
                "device-programming-key",
                token_words(ctx, shown),
            ),
            chip(Icon::Encoder, "device-encoder", encoder_words(ctx, shown)),
            chip(Icon::Store, "device-store", store_words(ctx, shown.session)),
            chip(Icon::Mail, "device-mail", mail_words(ctx, shown)),
        ],
    )
}

/// The button that says what to do about a fault.
fn help(ctx: Ctx<'_>, fault: &Fault) -> (String, Mend) {
    let mend = Mend::Help(Box::new(fault.clone()));
    (ctx.say("mend-help"), mend)
}

fn unnamed(ctx: Ctx<'_>, code: &'static str) -> Words {
    let fault = Fault::new(code, Arguments::new());
    let mend = Some(help(ctx, &fault));
    (Tone::Neutral, ctx.say("state-unnamed"), mend)
}

fn token_words(ctx: Ctx<'_>, shown: &Shown<'_>) -> Words {
    let (tone, id) = match shown.token {
        None => (Tone::Info, "state-looking"),
        Some(TokenState::Unnamed) => return unnamed(ctx, "programming-key-not-named"),
        Some(TokenState::Missing(fault)) if fault.code == "programming-key-no-certificate" => {
            (Tone::Warn, "state-empty-token")
        }
        // The short words of this one say that it is not plugged in.
        Some(TokenState::Barred(fault)) if fault.code == "programming-key-gone" => {
            return (Tone::Bad, fault.say(ctx.texts).0, Some(help(ctx, fault)));
        }
        Some(
            TokenState::Missing(fault) | TokenState::Barred(fault) | TokenState::Foreign(_, fault),
        ) => {
            return fault_words(ctx, fault, shown.goes);
        }
        Some(TokenState::Blocked(_)) => {
            let mend = Some((ctx.say("rite-unblock"), Mend::Unblock));
            return (Tone::Bad, ctx.say("state-pin-blocked"), mend);
        }
        Some(TokenState::Ready(_, Some(1))) => (Tone::Warn, "state-last-try"),
        Some(TokenState::Ready(..)) => (Tone::Good, "state-ready"),
    };
    (tone, ctx.say(id), None)
}

/// What is wrong with the programming key: in short where there are few words for it, otherwise as it is told.
fn fault_words(ctx: Ctx<'_>, fault: &Fault, goes: bool) -> Words {
    let short = match fault.code {
        "usb-none-there"
        | "usb-not-there"
        | "usb-gone"
        | "pcsc-not-there"
        | "programming-key-gone" => "state-missing",
        "usb-no-permission" => "state-no-permission",
        "usb-busy" | "pcsc-busy" => "state-token-busy",
        "usb-several" | "pcsc-several" => "state-several",
        "usb-no-driver" => "state-no-driver",
        "pcsc-not-running" => "state-no-service",
        "programming-key-not-piv" | "programming-key-certificate-unusable" | "usb-unusable" => {
            "state-not-piv"
        }
        "programming-key-of-others" => "state-token-of-others",
        "programming-key-foreign" => {
            let go = goes.then(|| (ctx.say("mend-keys"), Mend::Keys));
            let mend = go.unwrap_or_else(|| help(ctx, fault));
            return (Tone::Bad, ctx.say("state-foreign-token"), Some(mend));
        }
        _ => return (Tone::Bad, fault.say(ctx.texts).0, Some(help(ctx, fault))),
    };
    (Tone::Bad, ctx.say(short), Some(help(ctx, fault)))
}

fn encoder_words(ctx: Ctx<'_>, shown: &Shown<'_>) -> Words {
    let (tone, id) = match shown.encoder {
        None => (Tone::Info, "state-looking"),
        Some(EncoderState::Unnamed) => return unnamed(ctx, "encoder-not-named"),
        Some(EncoderState::Missing(fault)) if fault.code == "encoder-several" && shown.goes => {
            let mend = Some((ctx.say("mend-encoder"), Mend::Encoder));
            return (Tone::Warn, ctx.say("state-several"), mend);
        }
        Some(EncoderState::Missing(fault)) => {
            return (Tone::Bad, fault.say(ctx.texts).0, Some(help(ctx, fault)));
        }
        Some(EncoderState::Empty) => (Tone::Good, "state-ready"),
        Some(EncoderState::New(_)) => (Tone::Good, "state-new-fob"),
        Some(EncoderState::Programmed(_)) => match shown.whose {
            Whose::Known(owner) => return owner_words(ctx, owner, shown.offers),
            Whose::Asked => (Tone::Info, "state-looking"),
            Whose::Unknown => (Tone::Warn, "state-unknown-fob"),
        },
        Some(EncoderState::Unusable(None)) => (Tone::Warn, "state-foreign-fob"),
        Some(EncoderState::Unusable(Some(fault))) => {
            return (Tone::Warn, fault.say(ctx.texts).0, Some(help(ctx, fault)));
        }
    };
    (tone, ctx.say(id), None)
}

/// Whose fob lies there, and what is pending.
fn owner_words(ctx: Ctx<'_>, owner: &Owner, offers: bool) -> Words {
    let name = ("name", owner.name.clone().into());
    let program = || offers.then(|| (ctx.say("program"), Mend::Program));
    if owner.state.is_out_of_use() {
        let (_, _, state) = ctx.key_state(owner.state, false);
        let told = ctx.tell("state-fob-out-of-use", [name, ("state", state.into())]);
        return (Tone::Warn, told, None);
    }
    if owner.is_begun() {
        let words = ctx.tell("state-fob-of-started", [name]);
        return (Tone::Warn, words, program());
    }
    if owner.changes == 0 {
        return (Tone::Good, ctx.tell("state-fob-of", [name]), None);
    }
    let values = [name, ("count", owner.changes.into())];
    (
        Tone::Warn,
        ctx.tell("state-fob-of-pending", values),
        program(),
    )
}

fn store_words(ctx: Ctx<'_>, session: &Session) -> Words {
    if session.clock_wrong {
        let mend = Some((ctx.say("mend-clock"), Mend::Clock));
        return (Tone::Warn, ctx.say("state-clock"), mend);
    }
    (Tone::Good, session.system.clone(), None)
}

fn mail_words(ctx: Ctx<'_>, shown: &Shown<'_>) -> Words {
    let Some(letters) = shown.letters else {
        return (Tone::Info, ctx.say("state-looking"), None);
    };
    let go = |id: &str, mend| shown.goes.then(|| (ctx.say(id), mend));
    let show = || go("mend-letters", Mend::Letters);
    if letters.failed > 0 {
        let count = ("count", letters.failed.into());
        return (Tone::Bad, ctx.tell("mail-failed", [count]), show());
    }
    if !letters.server {
        let tone = if letters.waiting > 0 {
            Tone::Warn
        } else {
            Tone::Neutral
        };
        return (tone, ctx.say("mail-not-set"), go("mend-mail", Mend::Mail));
    }
    if letters.waiting > 0 {
        let count = ("count", letters.waiting.into());
        return (Tone::Info, ctx.tell("mail-waiting", [count]), show());
    }
    (Tone::Good, ctx.say("mail-settled"), None)
}
