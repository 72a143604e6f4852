//! Programming keys that lie while they unlock or are added. Whatever they answer, each attempt ends in an error with a
//! name, in a time that is stated, nothing of the system is changed, and none of its secrets was sent.

mod adding;
mod hand;
mod unlocking;

use std::time::Duration;

/// A link gives up after ten seconds of silence; every other lie is found out at once. The rest is for busy computers.
const MOST_TIME: Duration = Duration::from_secs(20);

/// What a liar was found out by, told at the end of a test.
#[derive(Default)]
struct Tally {
    lies: u32,
    commands: u32,
    longest: Duration,
    codes: std::collections::BTreeMap<&'static str, u32>,
}

impl Tally {
    fn count(&mut self, code: &'static str, commands: usize, took: Duration) {
        self.lies += 1;
        self.commands += u32::try_from(commands).unwrap();
        self.longest = self.longest.max(took);
        *self.codes.entry(code).or_default() += 1;
    }

    fn tell(&self, doing: &str) {
        let (lies, commands) = (self.lies, self.commands);
        let codes = &self.codes;
        let longest = self.longest.as_millis();
        println!(
            "{doing}: {lies} lies in {commands} commands, the longest {longest} ms, no secret sent: {codes:?}"
        );
    }
}
