//! The device strip: programming key, encoder and system file, with their state in words.

use super::Ctx;
use crate::window::desk::{EncoderState, Owner, Session, TokenState};
use crate::window::ui::device_strip::{Chip, device_strip};
use crate::window::ui::theme::Tone;
use crate::window::ui::{Element, Icon};

/// The strip.
pub fn strip<'a, Message: Clone + 'a>(
    ctx: Ctx<'_>,
    session: &Session,
    token: Option<&TokenState>,
    encoder: Option<&EncoderState>,
    owner: Option<&Owner>,
) -> Element<'a, Message> {
    let chip = |icon, name: &str, (tone, state): (Tone, String)| Chip {
        icon,
        name: ctx.say(name),
        tone,
        state,
        mend: None,
    };
    device_strip(
        ctx.look,
        vec![
            chip(
                Icon::ProgrammingKey,
                "device-programming-key",
                token_words(ctx, token),
            ),
            chip(
                Icon::Encoder,
                "device-encoder",
                encoder_words(ctx, encoder, owner),
            ),
            chip(
                Icon::Store,
                "device-store",
                (Tone::Good, session.system.clone()),
            ),
        ],
    )
}

fn token_words(ctx: Ctx<'_>, token: Option<&TokenState>) -> (Tone, String) {
    match token {
        None => (Tone::Info, ctx.say("state-looking")),
        Some(TokenState::Unnamed) => (Tone::Neutral, ctx.say("state-unnamed")),
        Some(TokenState::Missing(fault)) if fault.code == "programming-key-no-certificate" => {
            (Tone::Warn, ctx.say("state-empty-token"))
        }
        Some(TokenState::Missing(_)) => (Tone::Bad, ctx.say("state-missing")),
        Some(TokenState::Blocked(_)) => (Tone::Bad, ctx.say("state-pin-blocked")),
        Some(TokenState::Ready(_, Some(1))) => (Tone::Warn, ctx.say("state-last-try")),
        Some(TokenState::Ready(..)) => (Tone::Good, ctx.say("state-ready")),
    }
}

fn encoder_words(
    ctx: Ctx<'_>,
    encoder: Option<&EncoderState>,
    owner: Option<&Owner>,
) -> (Tone, String) {
    match encoder {
        None => (Tone::Info, ctx.say("state-looking")),
        Some(EncoderState::Unnamed) => (Tone::Neutral, ctx.say("state-unnamed")),
        Some(EncoderState::Missing(fault)) => (Tone::Bad, fault.say(ctx.texts).0),
        Some(EncoderState::Empty) => (Tone::Good, ctx.say("state-ready")),
        Some(EncoderState::New(_)) => (Tone::Good, ctx.say("state-new-fob")),
        Some(EncoderState::Programmed(_)) => match owner {
            Some(owner) => (
                Tone::Good,
                ctx.tell("state-fob-of", [("name", owner.name.clone().into())]),
            ),
            None => (Tone::Warn, ctx.say("state-unknown-fob")),
        },
        Some(EncoderState::Unusable(fault)) => (
            Tone::Warn,
            fault.as_ref().map_or_else(
                || ctx.say("state-foreign-fob"),
                |fault| fault.say(ctx.texts).0,
            ),
        ),
    }
}
