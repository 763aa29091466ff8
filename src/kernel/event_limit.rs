//! The one limit on the work of a run.

use super::lab::Input;
use super::time::Time;
use super::words;

/// The most events that a run may play: some seconds of work.
pub const MAX_EVENTS: u64 = 20_000_000;

/// Counts the events that a run plays, and stops it at the limit. Every engine keeps one and asks it before each event
/// (what its own loop plays one by one: a request, a message, an item); a run that is refused ends there, with the metrics
/// of the part that ran.
#[derive(Clone, Copy, Debug)]
pub struct EventLimit {
    played: u64,
    most: u64,
    refused: bool,
}

impl EventLimit {
    /// The limit of this run.
    pub fn of(input: &Input) -> Self {
        Self { played: 0, most: input.max_events, refused: false }
    }

    /// Whether one more event may be played, which is then counted.
    #[inline]
    pub fn allow(&mut self) -> bool {
        self.refused = self.played >= self.most;
        self.played += u64::from(!self.refused);
        !self.refused
    }

    /// How many events have been played.
    pub fn played(&self) -> u64 {
        self.played
    }

    /// Whether the run was stopped.
    pub fn is_reached(&self) -> bool {
        self.refused
    }

    /// Why the run stopped at this moment, for its report; nothing if it was not stopped.
    pub fn stopped(&self, at: Time) -> Option<String> {
        self.refused.then(|| {
            format!(
                "{} events were played by {} s, the most of one run; the numbers are those of the part that ran",
                words::whole(self.played),
                words::number(at.as_millis() / 1000.0, 1)
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_stopped_when_it_asks_for_more_than_the_limit_and_not_before() {
        let mut limit = EventLimit { played: 0, most: 2, refused: false };
        assert!(limit.allow() && limit.allow());
        assert_eq!(limit.stopped(Time::ZERO), None);
        assert!(!limit.allow());
        let why = limit.stopped(Time::from_millis(1500)).expect("it was stopped");
        assert!(why.starts_with("2 events were played by 1.5 s"), "{why}");
    }
}
