//! The settings of the window: what is chosen holds at once.

use iced::Length;
use iced::widget::{column, container};

use super::Ctx;
use super::mail::{self, Mail};
use super::wizard::basic::language_name;
use crate::i18n::Language;
use crate::window::preferences::{Preferences, mode_word, size_word};
use crate::window::ui::choice::{Choice, choices};
use crate::window::ui::frame::page_head;
use crate::window::ui::theme::{CONTENT, Mode, Scale, TextSize, space as gap};
use crate::window::ui::{Element, text};
use crate::workflow::hardware::EncoderPort;

/// The times after which the window may lock itself, in minutes; 0 = never.
pub const LOCK_TIMES: [u16; 5] = [0, 2, 5, 10, 30];

/// What the person chose.
#[derive(Debug, Clone)]
pub enum Message {
    /// The language.
    Language(Language),
    /// The colours.
    Theme(Mode),
    /// The size of text.
    TextSize(TextSize),
    /// The scale in per cent.
    Scale(u16),
    /// The time after which the window locks itself, in minutes.
    AutoLock(u16),
    /// The port of the encoder; empty where it is found by itself.
    Encoder(String),
    /// Worked the section of the mail server.
    Mail(mail::Message),
}

/// Takes in what the person chose.
pub fn update(preferences: &mut Preferences, message: &Message) {
    match message {
        Message::Language(language) => language.tag().clone_into(&mut preferences.language),
        Message::Theme(mode) => mode_word(*mode).clone_into(&mut preferences.theme),
        Message::TextSize(size) => size_word(*size).clone_into(&mut preferences.text_size),
        Message::Scale(percent) => preferences.scale = *percent,
        Message::AutoLock(minutes) => preferences.auto_lock = *minutes,
        Message::Encoder(port) => preferences.encoder.clone_from(port),
        Message::Mail(_) => {}
    }
}

/// The page.
pub fn view<'a>(
    ctx: Ctx<'_>,
    preferences: &Preferences,
    ports: &[EncoderPort],
    mail: &'a Mail,
) -> Element<'a, Message> {
    let look = ctx.look;
    let languages = Language::ALL.map(|language| Choice {
        value: language,
        label: language_name(language).to_owned(),
        detail: None,
    });
    let themes = Mode::ALL.map(|mode| Choice {
        value: mode,
        label: ctx.say(&format!("theme-{}", mode_word(mode))),
        detail: None,
    });
    let sizes = TextSize::ALL.map(|size| Choice {
        value: size,
        label: ctx.say(&format!("text-{}", size_word(size))),
        detail: None,
    });
    let scales = Scale::OFFERED.map(|percent| Choice {
        value: percent,
        label: format!("{percent} %"),
        detail: None,
    });
    let locks = LOCK_TIMES.map(|minutes| Choice {
        value: minutes,
        label: if minutes == 0 {
            ctx.say("lock-never")
        } else {
            ctx.tell("minutes", [("count", usize::from(minutes).into())])
        },
        detail: None,
    });
    let left = column![
        group(
            ctx,
            "setting-language",
            choices(
                look,
                languages.to_vec(),
                Some(&preferences.language()),
                Message::Language
            )
        ),
        group(
            ctx,
            "setting-theme",
            choices(
                look,
                themes.to_vec(),
                Some(&preferences.mode()),
                Message::Theme
            )
        ),
        group(
            ctx,
            "setting-text-size",
            choices(
                look,
                sizes.to_vec(),
                Some(&preferences.text_size()),
                Message::TextSize
            )
        ),
        encoders(ctx, preferences, ports),
    ]
    .spacing(gap::MEDIUM);
    let right = column![
        group(
            ctx,
            "setting-scale",
            choices(
                look,
                scales.to_vec(),
                Some(&preferences.scale),
                Message::Scale
            )
        ),
        group(
            ctx,
            "setting-lock",
            choices(
                look,
                locks.to_vec(),
                Some(&preferences.auto_lock),
                Message::AutoLock
            )
        ),
        container(text::muted(look, ctx.say("settings-hold"))).width(Length::Fill),
    ]
    .spacing(gap::MEDIUM);
    let own = iced::widget::row![left, right].spacing(gap::MEDIUM);
    let body = container(column![own, mail.view(ctx).map(Message::Mail)].spacing(gap::MEDIUM))
        .max_width(look.wide(CONTENT))
        .padding(iced::Padding::from([0.0, gap::LARGE]).bottom(gap::LARGE));
    let body = iced::widget::scrollable(body)
        .height(Length::Fill)
        .width(Length::Fill)
        .direction(crate::window::ui::theme::vertical())
        .style(look.scroll_bar());
    column![page_head(look, ctx.say("nav-settings"), Vec::new()), body].into()
}

/// Where the encoder is; nothing where no port comes into question and none was chosen.
fn encoders<'a>(
    ctx: Ctx<'_>,
    preferences: &Preferences,
    ports: &[EncoderPort],
) -> Option<Element<'a, Message>> {
    let chosen = &preferences.encoder;
    if ports.is_empty() && chosen.is_empty() {
        return None;
    }
    let mut all = vec![Choice {
        value: String::new(),
        label: ctx.say("encoder-by-itself"),
        detail: Some(ctx.say("encoder-by-itself-detail")),
    }];
    all.extend(ports.iter().map(|port| {
        let told = match port.answers {
            Some(true) => "encoder-answers",
            Some(false) => "encoder-silent",
            None => "encoder-unasked",
        };
        Choice {
            value: port.name.clone(),
            label: port.label.clone(),
            detail: Some(ctx.say(told)),
        }
    }));
    // It is not plugged in now, and remembered.
    if !chosen.is_empty() && !ports.iter().any(|port| port.name == *chosen) {
        all.push(Choice {
            value: chosen.clone(),
            label: chosen.clone(),
            detail: None,
        });
    }
    let choice = choices(ctx.look, all, Some(chosen), Message::Encoder);
    Some(group(ctx, "setting-encoder", choice))
}

fn group<'a>(ctx: Ctx<'_>, title: &str, body: Element<'a, Message>) -> Element<'a, Message> {
    container(column![text::strong(ctx.look, ctx.say(title)), body].spacing(gap::SMALL))
        .padding(gap::MEDIUM)
        .width(Length::Fill)
        .style(ctx.look.card())
        .into()
}
