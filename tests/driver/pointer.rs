//! The mouse: clicking what stands on the screen, pointing, dragging, the wheel.

use super::*;

impl<P: Program + 'static> Driver<P> {
    /// Presses what shows this text, where it stands first.
    #[track_caller]
    pub fn click(&mut self, text: &str) {
        self.click_there(text, false, mouse::Button::Left);
    }

    /// Presses what shows this text where it stands last: in a menu or a list over the page.
    #[track_caller]
    pub fn click_on_top(&mut self, text: &str) {
        self.click_there(text, true, mouse::Button::Left);
    }

    /// Presses the right button on what shows this text.
    #[track_caller]
    pub fn click_right(&mut self, text: &str) {
        self.click_there(text, false, mouse::Button::Right);
    }

    /// Presses what shows this text while modifiers are held.
    #[track_caller]
    pub fn click_with(&mut self, modifiers: Modifiers, text: &str) {
        self.hold_modifiers(modifiers);
        self.click_there(text, false, mouse::Button::Left);
        self.hold_modifiers(Modifiers::default());
    }

    /// Turns the wheel by so many lines downwards over what shows this text.
    #[track_caller]
    pub fn wheel_over(&mut self, text: &str, lines: f32) {
        let at = self.locate(text, false);
        self.point_at(at);
        self.wheel(lines);
    }

    /// Presses at a point.
    pub fn click_at(&mut self, at: Point) {
        self.press_at(at, mouse::Button::Left);
    }

    pub(super) fn press_at(&mut self, at: Point, button: mouse::Button) {
        self.point_at(at);
        let _taken = self.press_here(button);
    }

    /// Presses where the pointer is. Nothing is heard between press and release: what answers meanwhile cannot put
    /// something else under the pointer.
    /// Whether something took it.
    pub(super) fn press_here(&mut self, button: mouse::Button) -> bool {
        let taken = self.send_now(Event::Mouse(mouse::Event::ButtonPressed(button)));
        self.send(Event::Mouse(mouse::Event::ButtonReleased(button)));
        taken
    }

    /// Presses what shows this text, where it stands at that moment: a page that moved while the pointer was on its way
    /// is followed. Where nothing takes the press, as a button that cannot be pressed yet, it is pressed again.
    #[track_caller]
    pub(super) fn click_there(&mut self, text: &str, last: bool, button: mouse::Button) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let at = self.locate(text, last);
            if self.press_if_there(text, last, at, button) {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "nothing takes a press on {text:?}"
            );
            self.settle_briefly();
        }
    }

    /// Points there, and presses if the text is still there. Whether something took it.
    pub(super) fn press_if_there(
        &mut self,
        text: &str,
        last: bool,
        at: Point,
        button: mouse::Button,
    ) -> bool {
        self.point_at(at);
        self.find(text, last) == Some(at) && self.press_here(button)
    }

    /// Moves the pointer.
    pub fn point_at(&mut self, at: Point) {
        self.cursor = mouse::Cursor::Available(at);
        self.send(Event::Mouse(mouse::Event::CursorMoved { position: at }));
    }

    /// Holds the left button at one point and lets go at another.
    pub fn drag(&mut self, from: Point, to: Point) {
        self.point_at(from);
        self.send(Event::Mouse(mouse::Event::ButtonPressed(
            mouse::Button::Left,
        )));
        self.point_at(to);
        self.send(Event::Mouse(mouse::Event::ButtonReleased(
            mouse::Button::Left,
        )));
    }

    /// Turns the wheel by so many lines downwards, where the pointer is.
    pub fn wheel(&mut self, lines: f32) {
        self.send(Event::Mouse(mouse::Event::WheelScrolled {
            delta: mouse::ScrollDelta::Lines { x: 0.0, y: -lines },
        }));
    }

    /// Presses a button as somebody does who sees that nothing happens: again and again, until one of these texts
    /// stands on the screen. For a button that is dead until something in the background has been noticed.
    #[track_caller]
    pub fn click_until_one_of(&mut self, button: &str, texts: &[&str]) {
        let wanted: Vec<String> = texts.iter().map(|text| self.say(text)).collect();
        let found = self.until(|driver| {
            let seen = wanted.iter().any(|text| driver.sees(text));
            if !seen && let Some(at) = driver.find(button, false) {
                let _ = driver.press_if_there(button, false, at, mouse::Button::Left);
            }
            seen
        });
        assert!(
            found,
            "none of {wanted:?} is on the screen: {:#?}",
            self.all_texts()
        );
    }
}
