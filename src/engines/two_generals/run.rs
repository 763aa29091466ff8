//! The run: many days, each by itself.

use super::day::Day;
use super::policy::{MAX_MESSENGERS, Plan};
use super::report::Days;
use crate::kernel::{Event, EventLimit, Input, Progress, Report, Simulation, Stream, Time, Trace};

/// Up to so many days each is in the trace; of longer runs only the days that end badly.
const TRACED_DAYS: u32 = 100;

/// The most events that a trace keeps.
const MAX_TRACE: usize = 1_500;

/// The cost of a day, in units of work of about 100 ns.
const DAY_COST: u32 = 2;

/// How long a day is.
const DAY: Time = Time::from_millis(86_400_000);

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct TwoGenerals {
    plan: Plan,
    messengers: u32,
    caught: f64,
    days: u32,
    draws: Stream,
    played: Days,
    limit: EventLimit,
    trace: Trace,
}

impl TwoGenerals {
    /// A run before its first day.
    pub fn new(input: &Input) -> Self {
        let (plan, messengers) = Plan::of(input.params);
        Self {
            plan,
            messengers,
            caught: input.params.number("capture_probability"),
            days: input.params.count("days"),
            draws: Stream::named(input.seed, "capture"),
            played: Days::default(),
            limit: EventLimit::of(input),
            trace: Trace::keeping(MAX_TRACE),
        }
    }

    /// The evening of the last day that was played.
    fn now(&self) -> Time {
        Time(u64::from(self.played.played) * DAY.0)
    }

    fn play(&mut self) {
        let mut fates = [false; MAX_MESSENGERS as usize];
        for fate in &mut fates {
            *fate = self.draws.unit() < self.caught;
        }
        let day = Day::of(self.plan, fates[..self.messengers as usize].iter().copied());
        self.played.count(&day);
        if day.is_lone_attack() || self.days <= TRACED_DAYS {
            self.trace.push(Event { at: self.now(), ..day.event() });
        }
    }
}

impl Simulation for TwoGenerals {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.played.played < self.days && !self.limit.is_reached() {
            if left == 0 {
                return Progress::Running(f64::from(self.played.played) / f64::from(self.days));
            }
            if self.limit.allow() {
                self.play();
                left = left.saturating_sub(DAY_COST);
            }
        }
        Progress::Done
    }

    fn report(&self) -> Report {
        let report = self.played.report(self.plan, self.caught, self.messengers);
        report.stopped(self.limit.stopped(self.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
