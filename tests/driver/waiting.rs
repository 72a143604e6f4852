//! What is expected, looked for until a deadline.

use super::*;

impl<P: Program + 'static> Driver<P> {
    /// Waits for what the thread behind the window answers within a moment.
    pub fn settle_down(&mut self) {
        let deadline = Instant::now() + STEP;
        while Instant::now() < deadline {
            self.settle();
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Hears what has been said by now.
    pub fn settle_briefly(&mut self) {
        self.settle();
        std::thread::sleep(Duration::from_millis(5));
    }

    /// Waits until the window is closed.
    #[track_caller]
    pub fn expect_closed(&mut self) {
        let closed = self.until(|driver| driver.closed);
        assert!(closed, "the window is open: {:#?}", self.all_texts());
    }

    /// Waits until the window is closed, or until this stands on the screen. Whether it is closed.
    pub fn closes_or_asks(&mut self, text: &str) -> bool {
        let asked = self.say(text);
        let _either = self.until(|driver| driver.closed || driver.sees(&asked));
        self.closed
    }

    /// Waits until this text stands on the screen.
    #[track_caller]
    pub fn expect(&mut self, text: &str) {
        let wanted = self.say(text);
        let found = self.until(|driver| driver.sees(&wanted));
        assert!(
            found,
            "{wanted:?} is not on the screen: {:#?}",
            self.all_texts()
        );
    }

    /// Waits until something holds that no single text tells.
    #[track_caller]
    pub fn expect_that(&mut self, what: &str, holds: impl FnMut(&mut Self) -> bool) {
        let held = self.until(holds);
        assert!(held, "{what}: {:#?}", self.all_texts());
    }

    /// Waits until this text stands nowhere on the screen.
    #[track_caller]
    pub fn expect_none(&mut self, text: &str) {
        let unwanted = self.say(text);
        let gone = self.until(|driver| !driver.sees(&unwanted));
        assert!(gone, "{unwanted:?} is on the screen");
    }

    /// Waits until this text stands within what has the focus, or is the label before it.
    #[track_caller]
    pub fn expect_focus(&mut self, text: &str) {
        let wanted = self.say(text);
        let found = self.until(|driver| driver.focus().as_deref() == Some(wanted.as_str()));
        assert!(
            found,
            "the focus is on {:?}, not on {wanted:?}",
            self.focus()
        );
    }

    pub(super) fn until(&mut self, mut holds: impl FnMut(&mut Self) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.settle();
            if holds(self) {
                return true;
            }
            if Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}
