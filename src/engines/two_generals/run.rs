//! The run: many days, each by itself.

use super::day::Day;
use super::policy::{MAX_MESSENGERS, Plan};
use super::report::Days;
use crate::kernel::{Event, EventLimit, Input, Progress, Report, Simulation, Stream, Time, Trace};

/// Up to so many days each is in the trace; of longer runs only the days that end badly, and the last.
const TRACED_DAYS: u32 = 100;

/// The most events that a trace keeps.
const MAX_TRACE: usize = 1_500;

/// The cost of a day, in units of work of about 100 ns.
const DAY_COST: u32 = 2;

/// How long a day is.
pub const DAY: Time = Time::from_millis(86_400_000);

/// What is remembered of a day.
#[derive(Clone, Copy, Debug)]
struct Past {
    /// A bit for each messenger, the first lowest: whether he is caught, or would be if he set out.
    caught: u16,
    /// On how many days, with this one, one general has attacked alone, and on how many both have.
    so_far: [u32; 2],
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct TwoGenerals {
    plan: Plan,
    messengers: u32,
    caught: f64,
    days: u32,
    draws: Stream,
    played: Days,
    past: Vec<Past>,
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
            past: Vec::new(),
            limit: EventLimit::of(input),
            trace: Trace::keeping(MAX_TRACE),
        }
    }

    /// The plan, the number of its messengers and the probability that one is caught.
    pub fn plan(&self) -> (Plan, u32, f64) {
        (self.plan, self.messengers, self.caught)
    }

    /// How many days were played.
    pub fn days(&self) -> u32 {
        self.played.played
    }

    /// One of the days, counted from 0, and whether each messenger of its plan is caught, if he sets out.
    pub fn day(&self, day: u32) -> Option<(Day, Vec<bool>)> {
        let past = self.past.get(day as usize)?;
        let caught: Vec<bool> = (0..self.messengers).map(|messenger| past.caught >> messenger & 1 == 1).collect();
        Some((Day::of(self.plan, caught.iter().copied()), caught))
    }

    /// On how many of the first days one general attacked alone, and on how many both did.
    pub fn so_far(&self, days: u32) -> [u32; 2] {
        let last = days.checked_sub(1).and_then(|day| self.past.get(day as usize));
        last.map_or([0; 2], |past| past.so_far)
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
        let mut caught = 0;
        for (messenger, &is_caught) in fates.iter().enumerate() {
            caught |= u16::from(is_caught) << messenger;
        }
        self.past.push(Past { caught, so_far: self.played.alone_and_both() });
        // Playback ends with the last event.
        let is_kept = self.days <= TRACED_DAYS || day.is_lone_attack() && self.trace.count() + 1 < MAX_TRACE as u64;
        if is_kept || self.played.played == self.days {
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
