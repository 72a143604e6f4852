//! A window without a display, with its parts timed apart.

use std::time::{Duration, Instant};

use iced_test::core::theme::Base as _;
use iced_test::core::{Event, Pixels, Point, Rectangle, Size, clipboard, mouse, renderer, window};
use iced_test::futures::futures::executor::block_on;
use iced_test::renderer::Renderer;
use iced_test::renderer::graphics::Viewport;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use keywright::window::ui::Element;
use keywright::window::ui::theme::{FONT, Look};
use tiny_skia::{Mask, Pixmap};

const SIZE: Size = Size::new(1280.0, 800.0);
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 800;

/// What is drawn on: as in the window, pixels that stay from frame to frame.
pub struct Canvas {
    renderer: Renderer,
    pixels: Pixmap,
    mask: Mask,
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
            pixels: Pixmap::new(WIDTH, HEIGHT).unwrap(),
            mask: Mask::new(WIDTH, HEIGHT).unwrap(),
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
        let viewport = Viewport::with_physical_size(Size::new(WIDTH, HEIGHT), 1.0);
        self.renderer.draw(
            &mut self.pixels.as_mut(),
            &mut self.mask,
            &viewport,
            &[Rectangle::with_size(SIZE)],
            base.background_color,
        );
        times.draw.push(start.elapsed());
        let first = self.pixels.pixels()[0];
        assert!(self.pixels.pixels().iter().any(|pixel| *pixel != first));
        messages
    }
}
