//! Queues: requests that find the server busy wait, and the closer the load is to 1, the longer.
//!
//! The classic station M/G/c/K: requests come at random, `c` servers take them from one line with room for `K`. For
//! exponential service, one server and no bound the sojourn is exponential with rate μ − λ, so that its 99th percentile
//! is ln 100 / (μ − λ): doubling the load from 45 % to 90 % makes the tail not twice but five and a half times as long.
//! Beside each measurement stands what theory says ([`theory`]).
//!
//! And who measures? A load generator that waits for an answer before it sends again stops sending just when the
//! station is slow: it coordinates with the system under test and omits the bad samples (G. Tene, "How NOT to measure
//! latency", 2013). So the lab keeps three clocks ([`measures`]): from the moment at which a request was *due*, from the
//! moment at which it was *sent*, and the latter corrected for what was omitted.
//!
//! The run is a list of levels: one load, or a sweep of eleven. Every level draws from the same streams anew, so that a
//! higher load means the same requests, closer together.

pub mod config;
pub mod measures;
mod report;
pub mod service;
mod spec;
pub mod station;
pub mod theory;
mod window;

pub use config::{Config, Generator, Stall};
pub use measures::Measures;
pub use service::Service;
pub use spec::{MAX_CUSTOMERS, SPEC, SWEEP_PERCENT};
pub use station::{Outcome, Request, Station};
pub use theory::Theory;

use crate::kernel::{Field, Input, Progress, Report, Seed, Simulation, Time, Trace};
use window::Window;

/// The most events that the trace keeps.
const MAX_TRACED: usize = 2_000;

/// A run of at most so many requests tells the fate of each; a longer one tells windows.
const TOLD_ONE_BY_ONE: u32 = 400;

/// The longest line that is simulated.
const LONGEST_LINE: usize = 100_000;

/// About what closing a window costs, in units of the budget: it reads a histogram of 27,000 counters.
const WINDOW_COST: u32 = 100;

/// Starts a run.
pub fn start(input: &Input) -> Box<dyn Simulation> {
    Box::new(Queueing::new(input))
}

/// What a level of a sweep measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The load, in percent.
    pub load_percent: u32,
    /// The median and the 99th percentile of the sojourn, in milliseconds.
    pub sojourn_ms: [f64; 2],
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Queueing {
    config: Config,
    seed: Seed,
    customers: u32,
    warm_up: u32,
    /// The percents that the sweep has still to visit.
    ahead: &'static [u32],
    levels: Vec<Level>,
    level_count: u32,
    station: Station,
    level_began: Time,
    window: Window,
    finished: bool,
    overflowed: bool,
    trace: Trace,
}

impl Queueing {
    fn new(input: &Input) -> Self {
        let params = input.params;
        let config = Config::of(params);
        let ahead: &'static [u32] = if params.choice("sweep") == "on" { &SWEEP_PERCENT } else { &[] };
        let level_count = ahead.len() as u32 + 1;
        let all = u32::try_from(params.integer("customers")).unwrap_or(MAX_CUSTOMERS);
        let customers = (all / level_count).max(1);
        let percent = u32::try_from(params.integer("warm_up_percent")).unwrap_or(0);
        let warm_up = (u64::from(customers) * u64::from(percent) / 100) as u32;
        let windows = match level_count {
            1 if customers <= TOLD_ONE_BY_ONE => 1,
            1 => 40,
            _ => 5,
        };
        let mut run = Self {
            config,
            seed: input.seed,
            customers,
            warm_up,
            ahead,
            levels: Vec::new(),
            level_count,
            station: Station::new(config, customers, warm_up, input.seed, Time::ZERO),
            level_began: Time::ZERO,
            window: Window::of(customers.div_ceil(windows)),
            finished: false,
            overflowed: false,
            trace: Trace::keeping(MAX_TRACED),
        };
        run.begin_level(Time::ZERO);
        run
    }

    /// Begins the next load of the sweep, or the load that was asked for, with an empty station.
    fn begin_level(&mut self, began: Time) {
        let load = self.ahead.first().map_or(self.config.load, |&percent| f64::from(percent) / 100.0);
        let config = Config { load, ..self.config };
        self.level_began = began;
        self.station = Station::new(config, self.customers, self.warm_up, self.seed, began);
        self.window = Window::of(self.window.length);
        let rate_per_s = 1e9 / config.interval_ns();
        self.trace.record(began, "level", vec![("load", load.into()), ("rate_per_s", rate_per_s.into())]);
    }

    /// Ends a level: keeps what it measured and begins the next one, or ends the run.
    fn end_level(&mut self) {
        let now = self.station.now();
        let measures = self.station.measures();
        let [p50, p99] = measures.sojourn.quantiles_ms([0.5, 0.99]);
        self.trace.record(
            now,
            "level-ends",
            vec![
                ("served", measures.served().into()),
                ("omitted", measures.omitted.into()),
                ("lost", measures.lost.into()),
                ("p50_ms", p50.into()),
                ("p99_ms", p99.into()),
            ],
        );
        match self.ahead.split_first() {
            Some((&load_percent, rest)) => {
                self.levels.push(Level { load_percent, sojourn_ms: [p50, p99] });
                self.ahead = rest;
                self.begin_level(now);
            }
            None => self.finished = true,
        }
    }

    /// Plays one event of the station; says what it cost.
    fn step(&mut self) -> u32 {
        let Some(outcome) = self.station.step() else {
            self.end_level();
            return WINDOW_COST;
        };
        match outcome {
            Outcome::Sent | Outcome::Delayed => {}
            Outcome::Omitted(_) => self.window.omitted += 1,
            Outcome::Lost(_) => self.window.lost += 1,
            Outcome::Left(request) => self.window.left.record(self.station.now() - request.intended),
        }
        if self.customers <= TOLD_ONE_BY_ONE && self.level_count == 1 {
            self.tell(outcome);
        }
        let settles = !matches!(outcome, Outcome::Left(_));
        let due = self.station.due();
        if settles && (due.is_multiple_of(self.window.length) || due == self.customers) {
            self.close_window();
            return WINDOW_COST;
        }
        1
    }

    /// One request's fate, for runs that are short enough.
    fn tell(&mut self, outcome: Outcome) {
        let now = self.station.now();
        let (kind, fields): (_, Vec<(&'static str, Field)>) = match outcome {
            Outcome::Sent | Outcome::Delayed => return,
            Outcome::Omitted(number) => ("omit", vec![("request", number.into())]),
            Outcome::Lost(number) => ("lose", vec![("request", number.into())]),
            Outcome::Left(request) => {
                let ms = |from: Time, to: Time| Field::from((to - from).as_millis());
                let fields = vec![
                    ("request", request.number.into()),
                    ("delayed_ms", ms(request.intended, request.sent)),
                    ("waited_ms", ms(request.sent, request.started)),
                    ("sojourn_ms", ms(request.intended, now)),
                ];
                ("leave", fields)
            }
        };
        self.trace.record(now, kind, fields);
    }

    /// Writes the event of the window that ends now.
    fn close_window(&mut self) {
        let waiting = self.station.waiting().len() + self.station.delayed().len();
        let due = self.station.due();
        let fields = self.window.close(due, due > self.warm_up, waiting as u64);
        self.trace.record(self.station.now(), "window", fields);
        if waiting > LONGEST_LINE {
            self.overflowed = true;
            self.finished = true;
        }
    }

    /// The station of the current level.
    pub fn station(&self) -> &Station {
        &self.station
    }

    /// What theory says of the current level.
    pub fn theory(&self) -> Theory {
        Theory::of(self.station.config())
    }

    /// The levels of a sweep that have ended, lowest load first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }
}

impl Simulation for Queueing {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while !self.finished && left > 0 {
            left = left.saturating_sub(self.step());
        }
        if self.finished {
            return Progress::Done;
        }
        let levels_done = self.level_count as usize - 1 - self.ahead.len();
        let of_level = f64::from(self.station.due()) / f64::from(self.customers + 1);
        Progress::Running((levels_done as f64 + of_level) / f64::from(self.level_count))
    }

    fn report(&self) -> Report {
        self.measured()
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
