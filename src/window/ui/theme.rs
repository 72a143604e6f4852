//! The look: colours, spaces and sizes of text. Screens take every colour and distance from here.
//! Spaces lie on a grid of 8 pixels (4 inside controls). No shadow, no gradient: the renderer is software.

use iced::widget::{container, scrollable};
use iced::{Background, Border, Color, Font, Theme, border, color, font};

/// A colour.
pub type Tint = Color;

/// The embedded typeface.
pub const FONT: Font = Font::with_name("Inter");
/// Its heavier cut, for titles and the current thing.
pub const FONT_STRONG: Font = Font {
    weight: font::Weight::Semibold,
    ..FONT
};

/// Spaces in pixels.
pub mod space {
    /// Between an icon and its word.
    pub const TIGHT: f32 = 4.0;
    /// Between things that belong together.
    pub const SMALL: f32 = 8.0;
    /// Between fields, and the inner margin of panels.
    pub const MEDIUM: f32 = 16.0;
    /// Between groups.
    pub const LARGE: f32 = 24.0;
    /// Between sections of a page.
    pub const SECTION: f32 = 32.0;
}

/// The height of a list row, in pixels.
pub const ROW: f32 = 36.0;
/// The least height of a button or an input, in pixels.
pub const CONTROL: f32 = 32.0;
/// The rounding of controls, in pixels.
pub const ROUND: f32 = 4.0;
/// The widest that the content of a wizard becomes, in pixels.
pub const CONTENT: f32 = 760.0;
/// The width of the focus ring, in pixels.
pub const RING: f32 = 2.0;

/// Which set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Dark text on light ground.
    #[default]
    Light,
    /// Light text on dark ground.
    Dark,
    /// White and yellow on black, with lines around everything.
    HighContrast,
}

impl Mode {
    /// Every set.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::HighContrast];
}

/// The size of all text, apart from the scale of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextSize {
    /// 14 pixels for running text.
    #[default]
    Normal,
    /// One step larger.
    Large,
    /// Two steps larger.
    Larger,
}

impl TextSize {
    /// Every size.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Larger];
}

/// The scale of the whole window in per cent: 100 to 200, in steps of 25.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale(u16);

impl Scale {
    /// Every scale that is offered, in per cent.
    pub const OFFERED: [u16; 5] = [100, 125, 150, 175, 200];

    /// The scale nearest to so many per cent.
    pub fn percent(percent: u16) -> Self {
        Self(percent.clamp(100, 200))
    }

    /// The factor for the window.
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

impl Default for Scale {
    fn default() -> Self {
        Self(100)
    }
}

/// The steps of the size of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Hints, badges, column heads.
    Small,
    /// Running text, labels, values.
    Body,
    /// The title of a section or a panel.
    Title,
    /// The title of a page.
    Page,
}

/// What a colour says. The word and the icon beside it say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Nothing special.
    Neutral,
    /// For information, or in progress.
    Info,
    /// As it should be.
    Good,
    /// Needs attention.
    Warn,
    /// Failed, refused or dangerous.
    Bad,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; 5] = [Self::Neutral, Self::Info, Self::Good, Self::Warn, Self::Bad];
}

/// The colours of one mode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    /// Behind everything.
    pub canvas: Color,
    /// Panels, lists, inputs.
    pub surface: Color,
    /// Heads of lists, bars, hovered rows.
    pub sunken: Color,
    /// Lines between things.
    pub line: Color,
    /// The outline of something that can be worked.
    pub outline: Color,
    /// Running text.
    pub text: Color,
    /// Hints and secondary text.
    pub muted: Color,
    /// Text and outline of what cannot be worked now.
    pub disabled: Color,
    /// The one accent: primary action, current thing, focus.
    pub accent: Color,
    /// The accent under the pointer.
    pub accent_strong: Color,
    /// Text on the accent.
    pub on_accent: Color,
    /// The ground of the selected thing.
    pub accent_soft: Color,
    /// As it should be, as text.
    pub good: Color,
    /// Its ground.
    pub good_soft: Color,
    /// Needs attention, as text.
    pub warn: Color,
    /// Its ground.
    pub warn_soft: Color,
    /// Failed or dangerous, as text and as the ground of a dangerous action.
    pub bad: Color,
    /// That under the pointer.
    pub bad_strong: Color,
    /// Text on a dangerous action.
    pub on_bad: Color,
    /// Its ground as a notice.
    pub bad_soft: Color,
    /// What lies over the page behind a dialog.
    pub veil: Color,
}

static LIGHT: Palette = Palette {
    canvas: color!(0xf4_f5_f7),
    surface: color!(0xff_ff_ff),
    sunken: color!(0xec_ee_f2),
    line: color!(0xd5_d9_e0),
    outline: color!(0x7c_87_96),
    text: color!(0x1a_22_2d),
    muted: color!(0x52_5d_6b),
    disabled: color!(0x6c_76_84),
    accent: color!(0x1d_5f_b8),
    accent_strong: color!(0x16_4c_96),
    on_accent: color!(0xff_ff_ff),
    accent_soft: color!(0xe2_ec_f9),
    good: color!(0x1a_66_3a),
    good_soft: color!(0xe1_f2_e8),
    warn: color!(0x76_4c_00),
    warn_soft: color!(0xfc_f0_d4),
    bad: color!(0xb0_25_1f),
    bad_strong: color!(0x8c_1a_15),
    on_bad: color!(0xff_ff_ff),
    bad_soft: color!(0xfb_e8_e6),
    veil: color!(0x1a_22_2d, 0.45),
};

static DARK: Palette = Palette {
    canvas: color!(0x12_16_1b),
    surface: color!(0x1a_1f_26),
    sunken: color!(0x24_2b_34),
    line: color!(0x36_3f_4b),
    outline: color!(0x83_90_a1),
    text: color!(0xe6_ea_f0),
    muted: color!(0xa6_b0_bd),
    disabled: color!(0x87_92_a1),
    accent: color!(0x82_b1_fb),
    accent_strong: color!(0xa6_c8_ff),
    on_accent: color!(0x0b_1a_30),
    accent_soft: color!(0x1e_2f_4a),
    good: color!(0x82_d4_a2),
    good_soft: color!(0x17_2e_22),
    warn: color!(0xf0_c3_69),
    warn_soft: color!(0x33_2a_17),
    bad: color!(0xff_9e_94),
    bad_strong: color!(0xff_ba_b3),
    on_bad: color!(0x35_08_05),
    bad_soft: color!(0x39_1e_1c),
    veil: color!(0x00_00_00, 0.60),
};

static HIGH_CONTRAST: Palette = Palette {
    canvas: color!(0x00_00_00),
    surface: color!(0x00_00_00),
    sunken: color!(0x1a_1a_1a),
    line: color!(0xb0_b0_b0),
    outline: color!(0xff_ff_ff),
    text: color!(0xff_ff_ff),
    muted: color!(0xe0_e0_e0),
    disabled: color!(0xb0_b0_b0),
    accent: color!(0xff_e1_4d),
    accent_strong: color!(0xff_f0_a0),
    on_accent: color!(0x00_00_00),
    accent_soft: color!(0x33_2d_00),
    good: color!(0x8c_ff_b4),
    good_soft: color!(0x00_2a_10),
    warn: color!(0xff_cf_70),
    warn_soft: color!(0x33_22_00),
    bad: color!(0xff_b0_a8),
    bad_strong: color!(0xff_d0_cb),
    on_bad: color!(0x00_00_00),
    bad_soft: color!(0x3a_08_04),
    veil: color!(0x00_00_00, 0.80),
};

/// Everything that a control must know to draw itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Which set of colours.
    pub mode: Mode,
    /// The size of text.
    pub text_size: TextSize,
    /// The colours.
    pub palette: &'static Palette,
}

impl Default for Look {
    fn default() -> Self {
        Self::new(Mode::Light, TextSize::Normal)
    }
}

impl Look {
    /// The look with these colours and this size of text.
    pub fn new(mode: Mode, text_size: TextSize) -> Self {
        let palette = match mode {
            Mode::Light => &LIGHT,
            Mode::Dark => &DARK,
            Mode::HighContrast => &HIGH_CONTRAST,
        };
        Self {
            mode,
            text_size,
            palette,
        }
    }

    /// The size of text at this step, in pixels.
    pub fn size(self, step: Step) -> f32 {
        let pixels = match step {
            Step::Small => 12.0,
            Step::Body => 14.0,
            Step::Title => 16.0,
            Step::Page => 20.0,
        };
        match self.text_size {
            TextSize::Normal => pixels,
            TextSize::Large => pixels + 2.0,
            TextSize::Larger => pixels + 4.0,
        }
    }

    /// The height of a line of text at this step: whole pixels, so that what stands below it stays sharp.
    pub fn line_height(self, step: Step) -> f32 {
        self.size(step)
            + match step {
                Step::Small => 4.0,
                Step::Body => 6.0,
                Step::Title | Step::Page => 8.0,
            }
    }

    /// The height of a button or an input, in pixels.
    pub fn control(self) -> f32 {
        match self.text_size {
            TextSize::Normal => CONTROL,
            TextSize::Large => CONTROL + 4.0,
            TextSize::Larger => CONTROL + 8.0,
        }
    }

    /// The height of a list row, in pixels.
    pub fn row(self) -> f32 {
        match self.text_size {
            TextSize::Normal => ROW,
            TextSize::Large => ROW + 4.0,
            TextSize::Larger => ROW + 8.0,
        }
    }

    /// The width that holds as many letters as `pixels` do with text of the usual size.
    pub fn wide(self, pixels: f32) -> f32 {
        let usual = Self::new(self.mode, TextSize::Normal).size(Step::Body);
        (pixels * self.size(Step::Body) / usual / 8.0).round() * 8.0
    }

    /// The colour of text of this tone.
    pub fn tint(self, tone: Tone) -> Color {
        match tone {
            Tone::Neutral => self.palette.muted,
            Tone::Info => self.palette.accent,
            Tone::Good => self.palette.good,
            Tone::Warn => self.palette.warn,
            Tone::Bad => self.palette.bad,
        }
    }

    /// The ground of a badge or notice of this tone.
    pub fn soft(self, tone: Tone) -> Color {
        match tone {
            Tone::Neutral => self.palette.sunken,
            Tone::Info => self.palette.accent_soft,
            Tone::Good => self.palette.good_soft,
            Tone::Warn => self.palette.warn_soft,
            Tone::Bad => self.palette.bad_soft,
        }
    }

    /// The theme for the toolkit.
    pub fn theme(self) -> Theme {
        let palette = self.palette;
        let name = match self.mode {
            Mode::Light => "light",
            Mode::Dark => "dark",
            Mode::HighContrast => "high-contrast",
        };
        Theme::custom(
            name,
            iced::theme::Palette {
                background: palette.canvas,
                text: palette.text,
                primary: palette.accent,
                success: palette.good,
                warning: palette.warn,
                danger: palette.bad,
            },
        )
    }

    /// A panel: the surface, without a line.
    pub fn surface(self) -> impl Fn(&Theme) -> container::Style {
        move |_| ground(self.palette.surface)
    }

    /// The ground of heads and bars.
    pub fn sunken(self) -> impl Fn(&Theme) -> container::Style {
        move |_| ground(self.palette.sunken)
    }

    /// The ground of the window.
    pub fn canvas(self) -> impl Fn(&Theme) -> container::Style {
        move |_| ground(self.palette.canvas)
    }

    /// A card: the surface with a line around it.
    pub fn card(self) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(self.palette.surface.into()),
            border: border::rounded(ROUND).width(1.0).color(self.palette.line),
            ..container::Style::default()
        }
    }

    /// A ground and a line of a tone.
    pub fn toned(self, tone: Tone, lined: bool) -> impl Fn(&Theme) -> container::Style {
        move |_| container::Style {
            background: Some(self.soft(tone).into()),
            border: border::rounded(ROUND)
                .width(if lined || self.mode == Mode::HighContrast {
                    1.0
                } else {
                    0.0
                })
                .color(self.tint(tone)),
            ..container::Style::default()
        }
    }

    /// A line between things.
    pub fn line(self) -> impl Fn(&Theme) -> iced::widget::rule::Style {
        move |_| iced::widget::rule::Style {
            color: self.palette.line,
            radius: border::Radius::default(),
            fill_mode: iced::widget::rule::FillMode::Full,
            snap: true,
        }
    }

    /// The bar beside what can be scrolled.
    pub fn scroll_bar(self) -> impl Fn(&Theme, scrollable::Status) -> scrollable::Style {
        move |_, status| {
            let held = matches!(
                status,
                scrollable::Status::Dragged { .. }
                    | scrollable::Status::Hovered {
                        is_vertical_scrollbar_hovered: true,
                        ..
                    }
            );
            let rail = scrollable::Rail {
                background: None,
                border: Border::default(),
                scroller: scrollable::Scroller {
                    background: Background::Color(if held {
                        self.palette.muted
                    } else {
                        self.palette.outline
                    }),
                    border: border::rounded(ROUND),
                },
            };
            scrollable::Style {
                container: container::Style::default(),
                vertical_rail: rail,
                horizontal_rail: rail,
                gap: None,
                auto_scroll: scrollable::AutoScroll {
                    background: self.palette.sunken.into(),
                    border: border::rounded(16).width(1.0).color(self.palette.outline),
                    shadow: iced::Shadow::default(),
                    icon: self.palette.text,
                },
            }
        }
    }
}

/// Scrolling up and down, with a bar that takes its own room where there is something to scroll.
pub fn vertical() -> scrollable::Direction {
    scrollable::Direction::Vertical(
        scrollable::Scrollbar::new()
            .width(8)
            .scroller_width(8)
            .spacing(0),
    )
}

fn ground(tint: Color) -> container::Style {
    container::Style {
        background: Some(tint.into()),
        ..container::Style::default()
    }
}

/// The contrast of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance).
pub fn contrast(one: Color, other: Color) -> f32 {
    let luminance = |tint: Color| {
        let [red, green, blue, _] = tint.into_linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(look: Look) -> Vec<(String, Color, Color, f32)> {
        let p = look.palette;
        let least = if look.mode == Mode::HighContrast {
            7.0
        } else {
            4.5
        };
        let grounds = [
            ("canvas", p.canvas),
            ("surface", p.surface),
            ("sunken", p.sunken),
            ("accent_soft", p.accent_soft),
        ];
        let mut found = Vec::new();
        for (name, ground) in grounds {
            found.push((format!("text on {name}"), p.text, ground, least));
            found.push((format!("muted on {name}"), p.muted, ground, least));
            found.push((format!("accent on {name}"), p.accent, ground, least));
        }
        found.push(("bad on surface".into(), p.bad, p.surface, least));
        found.push(("bad on canvas".into(), p.bad, p.canvas, least));
        for tone in Tone::ALL {
            let soft = look.soft(tone);
            found.push((format!("{tone:?} badge"), look.tint(tone), soft, least));
            found.push((format!("text on {tone:?}"), p.text, soft, least));
        }
        found.push(("primary".into(), p.on_accent, p.accent, least));
        found.push((
            "primary hovered".into(),
            p.on_accent,
            p.accent_strong,
            least,
        ));
        found.push(("danger".into(), p.on_bad, p.bad, least));
        found.push(("danger hovered".into(), p.on_bad, p.bad_strong, least));
        // Outlines of controls and what cannot be worked: 3 to 1.
        found.push(("outline".into(), p.outline, p.surface, 3.0));
        found.push(("disabled".into(), p.disabled, p.surface, 3.0));
        found
    }

    #[test]
    fn every_text_has_the_contrast_that_wcag_asks_for() {
        let mut wrong = Vec::new();
        for mode in Mode::ALL {
            for (what, text, ground, least) in pairs(Look::new(mode, TextSize::Normal)) {
                let found = contrast(text, ground);
                if found < least {
                    wrong.push(format!("{mode:?} {what}: {found:.2} < {least}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn black_on_white_has_the_greatest_contrast() {
        assert!((contrast(Color::BLACK, Color::WHITE) - 21.0).abs() < 0.01);
    }

    #[test]
    fn the_scale_stays_between_100_and_200_per_cent() {
        assert!((Scale::percent(50).factor() - 1.0).abs() < f32::EPSILON);
        assert!((Scale::percent(999).factor() - 2.0).abs() < f32::EPSILON);
    }
}
