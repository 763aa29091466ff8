//! Playback of a plate: the moment that is shown, and how it moves.

use super::state::PlateState;
use super::transport::SPEEDS;
use crate::kernel::Time;
use crate::scenario::Position;

impl PlateState {
    /// Puts playback at a moment and stops it there.
    pub fn seek(&mut self, moment: Time) {
        self.playing = false;
        self.until = None;
        self.come_to(moment);
    }

    /// Playback comes to a moment. What was copied is no longer what is shown.
    fn come_to(&mut self, moment: Time) {
        self.moment = moment.min(self.end());
        self.copied = None;
        self.turned = None;
    }

    /// The reader's time goes on by so many milliseconds while the run is played. At the end, or where a step ends, it
    /// pauses.
    pub fn advance(&mut self, elapsed_ms: f64) {
        let rate = self.pace.ms_per_s / 1000.0 * SPEEDS[self.speed].0;
        let stop = self.until.unwrap_or(Time(u64::MAX)).min(self.end());
        let moment = self.moment + Time::from_millis_f64(elapsed_ms * rate);
        if moment >= stop {
            return self.seek(stop);
        }
        self.come_to(moment);
        self.ticks = self.ticks.wrapping_add(1);
    }

    /// Playback without movement: on to where something has come to rest, at most once a second.
    pub fn advance_to_rest(&mut self) {
        let rate = self.pace.ms_per_s * SPEEDS[self.speed].0;
        let next = self.pair.next_rest(self.pace, self.moment).max(self.moment + Time::from_millis_f64(rate));
        let stop = self.until.unwrap_or(next).min(next);
        let goes_on = self.until.is_none() && stop < self.end();
        self.seek(stop);
        self.playing = goes_on;
    }

    /// Plays to where the next event has come to rest.
    pub fn step(&mut self) {
        if let Some(until) = self.until {
            self.seek(until);
        }
        self.until = Some(self.pair.next_rest(self.pace, self.moment));
        self.playing = self.moment < self.end();
    }

    /// Goes back to where the event before had come to rest.
    pub fn step_back(&mut self) {
        self.seek(self.pair.previous_rest(self.pace, self.moment));
    }

    /// For who steers a plate from outside: shows the moment `from`, if there is one, and plays on until `until`, if there is
    /// one; else it stands still. What stands at its end starts over. A run that is still to come is steered when it arrives.
    pub fn steer(&mut self, from: Option<Time>, until: Option<Time>) {
        if !self.is_shown() {
            self.steered = Some((from, until));
            return;
        }
        let restart = (until.is_some() && self.moment >= self.end()).then_some(Time::ZERO);
        self.seek(from.or(restart).unwrap_or(self.moment));
        self.playing = until.is_some_and(|until| until > self.moment);
        self.until = until.filter(|until| *until < self.end());
    }

    /// Plays or pauses; at the end it plays from the start.
    pub fn toggle_play(&mut self) {
        let start = !self.playing;
        if start && self.moment >= self.end() {
            self.come_to(Time::ZERO);
        }
        self.playing = start;
        self.until = None;
        // The run that was asked for takes over when it comes, and is played then.
        self.play_on_arrival = start && !self.is_shown();
        if self.play_on_arrival {
            self.link.position.get_or_insert(Position::Moment(Time::ZERO));
        }
    }
}
