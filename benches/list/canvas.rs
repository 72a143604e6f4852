//! A window without a display, with its parts timed apart.

use std::time::{Duration, Instant};

use iced_test::core::renderer::Headless as _;
use iced_test::core::theme::Base as _;
use iced_test::core::{Event, Pixels, Point, Size, clipboard, mouse, renderer, window};
use iced_test::futures::futures::executor::block_on;
use iced_test::renderer::Renderer;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use keywright::window::ui::Element;
use keywright::window::ui::theme::{FONT, Look};

const SIZE: Size = Size::new(1280.0, 800.0);

/// What is drawn on.
pub struct Canvas {
    renderer: Renderer,
    cache: Option<Cache>,
}

/// The times of frames, each in its parts.
#[derive(Default)]
pub struct Times {
    /// Making the widgets and laying them out.
    pub build: Vec<Duration>,
    /// What the person did, and the redraw's own.
    pub event: Vec<Duration>,
    /// Drawing to pixels.
    pub draw: Vec<Duration>,
}

impl Times {
    /// The time of the last frame.
    pub fn last(&self) -> Duration {
        let parts = [&self.build, &self.event, &self.draw];
        parts.into_iter().filter_map(|part| part.last()).sum()
    }

    /// The times of whole frames.
    pub fn whole(&self) -> Vec<Duration> {
        let parts = self.build.iter().zip(&self.event).zip(&self.draw);
        parts
            .map(|((build, event), draw)| *build + *event + *draw)
            .collect()
    }
}

impl Canvas {
    /// An empty one, with the fonts of the window.
    pub fn new() -> Self {
        let mut fonts = iced_test::renderer::graphics::text::font_system()
            .write()
            .unwrap();
        for font in keywright::window::FONTS {
            fonts.load_font(font.into());
        }
        drop(fonts);
        let renderer = block_on(<Renderer as renderer::Headless>::new(
            FONT,
            Pixels(14.0),
            Some("tiny-skia"),
        ))
        .unwrap();
        Self {
            renderer,
            cache: Some(Cache::default()),
        }
    }

    /// One frame of what `view` makes, after what the person did; returns what came of it.
    pub fn frame<'a, Message: 'a>(
        &mut self,
        view: impl FnOnce() -> Element<'a, Message>,
        events: &[Event],
        times: &mut Times,
    ) -> Vec<Message> {
        let look = Look::default();
        let cursor = mouse::Cursor::Available(Point::new(600.0, 500.0));
        let mut messages = Vec::new();
        let start = Instant::now();
        let cache = self.cache.take().unwrap();
        let mut interface = UserInterface::build(view(), SIZE, cache, &mut self.renderer);
        times.build.push(start.elapsed());

        let start = Instant::now();
        let mut board = clipboard::Null;
        let redraw = [Event::Window(
            window::Event::RedrawRequested(Instant::now()),
        )];
        for events in [events, &redraw] {
            let _ = interface.update(
                events,
                cursor,
                &mut self.renderer,
                &mut board,
                &mut messages,
            );
        }
        times.event.push(start.elapsed());

        let start = Instant::now();
        let theme = look.theme();
        let base = theme.base();
        let style = renderer::Style {
            text_color: base.text_color,
        };
        interface.draw(&mut self.renderer, &theme, &style, cursor);
        self.cache = Some(interface.into_cache());
        let size = Size::new(1280, 800);
        let pixels = self.renderer.screenshot(size, 1.0, base.background_color);
        assert!(!pixels.is_empty());
        times.draw.push(start.elapsed());
        messages
    }
}
