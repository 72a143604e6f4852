//! What the person sees: texts, the focus, places, pictures.

use super::*;

impl<P: Program + 'static> Driver<P> {
    /// Every text that is seen, in the order in which it is drawn.
    pub fn all_texts(&mut self) -> Vec<String> {
        let seen = self.survey();
        seen.into_iter()
            .filter_map(|seen| match seen {
                Seen::Text(text, Some(_)) | Seen::Input(text, Some(_)) => Some(text),
                _ => None,
            })
            .collect()
    }

    /// The first text within what has the focus; where there is none, as in an input, the label before it.
    /// With a popup open its own focus counts, which is drawn last.
    pub fn focus(&mut self) -> Option<String> {
        let seen = self.survey();
        let place = seen
            .iter()
            .rposition(|seen| matches!(seen, Seen::Focus(_)))?;
        let Seen::Focus(Some(bounds)) = seen[place] else {
            return None;
        };
        let text = |seen: &Seen| match seen {
            Seen::Text(text, _) if !text.is_empty() => Some(text.clone()),
            _ => None,
        };
        let input = |seen: &Seen| matches!(seen, Seen::Input(_, Some(at)) if *at == bounds);
        if seen.iter().any(input) {
            return seen[..place].iter().rev().find_map(text);
        }
        let inside = seen[place..].iter().find_map(|seen| match seen {
            Seen::Text(text, Some(at)) if at.is_within(&bounds) => Some(text.clone()),
            _ => None,
        });
        inside.or_else(|| seen[..place].iter().rev().find_map(text))
    }

    /// The message with this id, or the text itself where it is no id.
    pub fn say(&self, text: &str) -> String {
        self.texts
            .find(text, &Arguments::new())
            .unwrap_or_else(|| text.to_owned())
    }

    pub(super) fn sees(&mut self, text: &str) -> bool {
        self.all_texts().iter().any(|seen| seen == text)
    }

    /// Whether this text, where it stands last, is seen from its first letter to its last, cut by no edge.
    pub fn is_whole(&mut self, text: &str) -> bool {
        let wanted = self.say(text);
        let look = move |candidate: Candidate<'_>| match candidate {
            Candidate::Text {
                content,
                bounds,
                visible_bounds,
                ..
            } if content == wanted => Some(visible_bounds.is_some_and(|seen| {
                // Half a pixel is lost to rounding.
                seen.width + 0.5 > bounds.width && seen.height + 0.5 > bounds.height
            })),
            _ => None,
        };
        let mut operation = look.find_all();
        self.operate(&mut widget::operation::black_box(&mut operation));
        match widget::Operation::finish(&operation) {
            widget::operation::Outcome::Some(found) => found.last().copied().unwrap_or(false),
            _ => false,
        }
    }

    /// How wide this text, where it stands last, is seen, in pixels.
    pub fn width(&mut self, text: &str) -> f32 {
        let wanted = self.say(text);
        let mut seen = self.survey().into_iter().filter_map(|seen| match seen {
            Seen::Text(text, Some(at)) if text == wanted => Some(at.width),
            _ => None,
        });
        seen.next_back().unwrap_or_default()
    }

    /// Every text with the part of it that is seen, in the order in which it is drawn.
    pub fn seen_texts(&mut self) -> Vec<(String, Rectangle)> {
        let seen = self.survey();
        seen.into_iter()
            .filter_map(|seen| match seen {
                Seen::Text(text, Some(at)) => Some((text, at)),
                _ => None,
            })
            .collect()
    }

    /// The middle of what shows this text.
    #[track_caller]
    pub fn place(&mut self, text: &str) -> Point {
        self.locate(text, false)
    }

    /// The same where it stands last.
    #[track_caller]
    pub fn place_on_top(&mut self, text: &str) -> Point {
        self.locate(text, true)
    }

    #[track_caller]
    pub(super) fn locate(&mut self, text: &str, last: bool) -> Point {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.expect(text);
            if let Some(at) = self.find(text, last) {
                return at;
            }
            assert!(Instant::now() < deadline, "{text:?} is not in sight");
        }
    }

    /// The middle of what shows this text, if it is in sight.
    pub(super) fn find(&mut self, text: &str, last: bool) -> Option<Point> {
        let wanted = self.say(text);
        let mut found = self.survey().into_iter().filter_map(|seen| match seen {
            Seen::Text(text, Some(at)) | Seen::Input(text, Some(at)) if text == wanted => {
                Some(at.center())
            }
            _ => None,
        });
        if last {
            found.next_back()
        } else {
            found.next()
        }
    }

    pub(super) fn survey(&mut self) -> Vec<Seen> {
        let look = |candidate: Candidate<'_>| match candidate {
            Candidate::Text {
                content,
                visible_bounds,
                ..
            } => Some(Seen::Text(content.to_owned(), visible_bounds)),
            Candidate::TextInput {
                state,
                visible_bounds,
                ..
            } => Some(Seen::Input(state.text().to_owned(), visible_bounds)),
            Candidate::Focusable {
                state,
                visible_bounds,
                ..
            } if state.is_focused() => Some(Seen::Focus(visible_bounds)),
            _ => None,
        };
        let mut operation = look.find_all();
        self.operate(&mut widget::operation::black_box(&mut operation));
        match widget::Operation::finish(&operation) {
            widget::operation::Outcome::Some(found) => found,
            _ => Vec::new(),
        }
    }

    pub(super) fn operate(&mut self, operation: &mut dyn widget::Operation) {
        let mut interface = UserInterface::build(
            self.program.view(&self.state, self.window),
            self.size,
            self.cache.take().unwrap(),
            &mut self.renderer,
        );
        interface.operate(&self.renderer, operation);
        self.cache = Some(interface.into_cache());
    }

    /// Draws the screen and gives its pixels, four bytes each, at scale 1.
    pub fn pixels(&mut self) -> (u32, u32, Vec<u8>) {
        use iced_test::core::renderer::Headless as _;
        use iced_test::core::theme::Base as _;

        self.send_quietly(Event::Window(
            window::Event::RedrawRequested(Instant::now()),
        ));
        let theme = self
            .program
            .theme(&self.state, self.window)
            .expect("a theme");
        let base = theme.base();
        let mut interface = UserInterface::build(
            self.program.view(&self.state, self.window),
            self.size,
            self.cache.take().unwrap(),
            &mut self.renderer,
        );
        let _ = interface.update(
            &[Event::Window(
                window::Event::RedrawRequested(Instant::now()),
            )],
            mouse::Cursor::Unavailable,
            &mut self.renderer,
            &mut self.board,
            &mut Vec::new(),
        );
        interface.draw(
            &mut self.renderer,
            &theme,
            &renderer::Style {
                text_color: base.text_color,
            },
            mouse::Cursor::Unavailable,
        );
        self.cache = Some(interface.into_cache());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (width, height) = (self.size.width as u32, self.size.height as u32);
        let pixels = self
            .renderer
            .screenshot(Size::new(width, height), 1.0, base.background_color);
        (width, height, pixels)
    }

    /// Compares the screen with the reference of this name; see [`snapshot::compare`].
    #[track_caller]
    pub fn snapshot(&mut self, name: &str) {
        let (width, height, pixels) = self.pixels();
        snapshot::compare(name, width, height, &pixels);
    }
}
