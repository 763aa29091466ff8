//! Two Generals: no number of messengers makes two sides certain that they agree.
//!
//! Two armies win only if both attack; messengers between them are caught with a probability p (Akkoyunlu, Ekanadham &
//! Huber 1975; named by Gray 1978). Whatever the plan, the last messenger that matters may be caught, and the general
//! who sent him cannot know. So every plan of finitely many messengers sometimes lets one side attack alone; all that
//! can be bought is how seldom.
//!
//! Two plans are played: a *volley* of n messengers with the same letter, and a *chain* of n letters, each the receipt of
//! the one before. One stream, `"capture"`, has n draws for every day whatever the plan, so both meet the same luck.

pub mod fates;
mod spec;

use crate::kernel::{Input, Progress, Report, Simulation, Stream, Time, Trace};
pub use fates::explore;
pub use spec::{MAX_MESSENGERS, SPEC};

/// Up to so many days each is in the trace; of longer runs only the days that end badly.
const TRACED_DAYS: u32 = 100;

/// The most events that a trace keeps.
const MAX_TRACE: usize = 1_500;

/// What the generals have agreed on beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// The first general sends all messengers at once and attacks; the second attacks if one arrives.
    Volley,
    /// Each letter is the receipt of the one before. A general attacks if every letter that was to reach him did.
    Chain,
}

/// How a day ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Whether the first general attacks.
    pub first: bool,
    /// Whether the second general attacks.
    pub second: bool,
    /// How many messengers set out.
    pub sent: u32,
    /// How many arrived.
    pub arrived: u32,
}

impl Plan {
    /// A day on which the messengers meet these fates, in the order in which they set out; true is caught.
    pub fn day(self, caught: impl Iterator<Item = bool>) -> Day {
        match self {
            Self::Volley => {
                let (mut sent, mut arrived) = (0, 0);
                for is_caught in caught {
                    sent += 1;
                    arrived += u32::from(!is_caught);
                }
                Day { first: true, second: arrived > 0, sent, arrived }
            }
            Self::Chain => {
                let fates: Vec<bool> = caught.collect();
                let planned = fates.len() as u32;
                let arrived = fates.iter().take_while(|is_caught| !**is_caught).count() as u32;
                // Letters 1, 3, 5, … go to the second general and 2, 4, 6, … to the first. Whoever lacks one stays.
                let first = arrived >= planned - planned % 2;
                let second = arrived >= planned - (planned + 1) % 2;
                Day { first, second, sent: planned.min(arrived + 1), arrived }
            }
        }
    }

    /// P(one general attacks alone) with `n` messengers, each caught with probability `p`: the whole volley, pⁿ; the
    /// last letter of the chain, (1−p)ⁿ⁻¹·p.
    pub fn disagreement(self, p: f64, n: u32) -> f64 {
        match self {
            Self::Volley => libm::pow(p, f64::from(n)),
            Self::Chain => libm::pow(1.0 - p, f64::from(n - 1)) * p,
        }
    }

    /// P(both attack).
    pub fn victory(self, p: f64, n: u32) -> f64 {
        match self {
            Self::Volley => 1.0 - libm::pow(p, f64::from(n)),
            Self::Chain => libm::pow(1.0 - p, f64::from(n)),
        }
    }
}

fn plan_of(input: &Input) -> (Plan, u32) {
    let plan = if input.params.choice("plan") == "chain" { Plan::Chain } else { Plan::Volley };
    (plan, u32::try_from(input.params.integer("messengers")).unwrap_or(1))
}

/// Starts a run.
pub fn start(input: &Input) -> Box<dyn Simulation> {
    Box::new(TwoGenerals::new(input))
}

/// A run of the lab: many days, each by itself.
#[derive(Clone, Debug)]
pub struct TwoGenerals {
    plan: Plan,
    messengers: u32,
    caught: f64,
    days: u32,
    draws: Stream,
    played: u32,
    both: u32,
    neither: u32,
    sent: u64,
    arrived: u64,
    trace: Trace,
}

impl TwoGenerals {
    fn new(input: &Input) -> Self {
        let (plan, messengers) = plan_of(input);
        Self {
            plan,
            messengers,
            caught: input.params.number("capture_probability"),
            days: u32::try_from(input.params.integer("days")).unwrap_or(1),
            draws: Stream::named(input.seed, "capture"),
            played: 0,
            both: 0,
            neither: 0,
            sent: 0,
            arrived: 0,
            trace: Trace::keeping(MAX_TRACE),
        }
    }

    /// The plan and the number of its messengers.
    pub fn plan(&self) -> (Plan, u32) {
        (self.plan, self.messengers)
    }

    fn play(&mut self) {
        let mut fates = [false; MAX_MESSENGERS as usize];
        for fate in &mut fates {
            *fate = self.draws.unit() < self.caught;
        }
        let day = self.plan.day(fates[..self.messengers as usize].iter().copied());
        self.played += 1;
        self.both += u32::from(day.first && day.second);
        self.neither += u32::from(!day.first && !day.second);
        self.sent += u64::from(day.sent);
        self.arrived += u64::from(day.arrived);
        if day.first != day.second || self.days <= TRACED_DAYS {
            let at = Time(u64::from(self.played) * 86_400_000_000_000);
            self.trace.record(at, kind(&day), vec![("sent", day.sent.into()), ("arrived", day.arrived.into())]);
        }
    }
}

/// What a day is called in a trace.
fn kind(day: &Day) -> &'static str {
    match (day.first, day.second) {
        (true, true) => "both-attack",
        (false, false) => "nobody-attacks",
        (true, false) => "first-attacks-alone",
        (false, true) => "second-attacks-alone",
    }
}

impl Simulation for TwoGenerals {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.played < self.days && left > 0 {
            self.play();
            left = left.saturating_sub(2);
        }
        if self.played < self.days {
            Progress::Running(f64::from(self.played) / f64::from(self.days))
        } else {
            Progress::Done
        }
    }

    fn report(&self) -> Report {
        let per_day = |value: f64| value / f64::from(self.played.max(1));
        let (p, n) = (self.caught, self.messengers);
        let alone = self.played - self.both - self.neither;
        let mut report = Report::default();
        for (name, value) in [
            ("both_attack", f64::from(self.both)),
            ("nobody_attacks", f64::from(self.neither)),
            ("one_attacks_alone", f64::from(alone)),
            ("disagreement_fraction", per_day(f64::from(alone))),
            ("predicted_disagreement_fraction", self.plan.disagreement(p, n)),
            ("victory_fraction", per_day(f64::from(self.both))),
            ("predicted_victory_fraction", self.plan.victory(p, n)),
            ("messengers_per_day", per_day(self.sent as f64)),
            ("arrivals_per_day", per_day(self.arrived as f64)),
        ] {
            report.push(SPEC.metrics, name, value);
        }
        report
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
