//! One run: a station at one load, or at each load of a sweep in turn.

use super::config::{Config, Stall};
use super::history::History;
use super::policy::{SWEEP_PERCENT, SWEEPS};
use super::report::{Present, report};
use super::station::{Outcome, Station};
use super::sweep::{Level, shares};
use super::theory::Theory;
use super::window::Window;
use crate::kernel::{Action, EventLimit, Field, Input, Progress, Report, Seed, Simulation, Time, Trace, Value};

/// The most events that the trace keeps.
const MAX_TRACED: usize = 2_000;

/// A run of at most so many requests tells the fate of each; a longer one tells windows.
const TOLD_ONE_BY_ONE: u32 = 400;

/// The longest line that is simulated.
const LONGEST_LINE: usize = 100_000;

/// Why a run with a longer line stops.
const OVERFLOW: &str = "more than 100,000 requests wait: the load is more than the servers can carry";

/// About what closing a window costs, in units of the budget: it reads a histogram of 27,000 counters.
const WINDOW_COST: u32 = 100;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Queueing {
    config: Config,
    seed: Seed,
    /// The requests of the current level, and those among them that come before the measuring.
    customers: u32,
    warm_up: u32,
    warm_up_percent: u32,
    /// The percents that the sweep has still to visit.
    ahead: &'static [u32],
    /// The levels that have ended.
    levels: Vec<Level>,
    /// The requests of each level.
    shares: Vec<u32>,
    windows: u32,
    /// When a reader freezes the servers, and when each level's stall was, from the beginning of the run.
    freezes: Vec<Stall>,
    stalls: Vec<Stall>,
    history: History,
    station: Station,
    level_began: Time,
    window: Window,
    finished: bool,
    overflowed: bool,
    /// Counts the events of the station.
    limit: EventLimit,
    trace: Trace,
}

impl Queueing {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let freezes: Vec<Stall> = input.actions.iter().filter_map(freeze).collect();
        let config = Config { is_frozen: !freezes.is_empty(), ..Config::of(params) };
        let ahead: &'static [u32] = if params.chosen("sweep", &SWEEPS) { &SWEEP_PERCENT } else { &[] };
        let customers = params.count("customers");
        let loads: Vec<f64> = ahead.iter().map(|&percent| of_percent(percent)).chain([config.load]).collect();
        let windows = match loads.len() {
            1 if customers <= TOLD_ONE_BY_ONE => 1,
            1 => 40,
            _ => 5,
        };
        let mut run = Self {
            config,
            seed: input.seed,
            customers,
            warm_up: 0,
            warm_up_percent: params.count("warm_up_percent"),
            ahead,
            levels: Vec::new(),
            shares: shares(customers, &loads),
            windows,
            freezes,
            stalls: Vec::new(),
            history: History::of(customers),
            station: Station::new(config, customers, 0, input.seed, Time::ZERO),
            level_began: Time::ZERO,
            window: Window::of(customers),
            finished: false,
            overflowed: false,
            limit: EventLimit::of(input),
            trace: Trace::keeping(MAX_TRACED),
        };
        run.begin_level(Time::ZERO);
        run
    }

    /// Begins the next load of the sweep, or the load that was asked for, with an empty station.
    fn begin_level(&mut self, began: Time) {
        let load = self.ahead.first().map_or(self.config.load, |&percent| of_percent(percent));
        let config = Config { load, ..self.config };
        self.customers = self.shares[self.levels.len()];
        self.warm_up = (u64::from(self.customers) * u64::from(self.warm_up_percent) / 100) as u32;
        self.level_began = began;
        self.station = Station::new(config, self.customers, self.warm_up, self.seed, began);
        let later = self.freezes.iter().filter(|freeze| freeze.from >= began);
        self.station.also_stalls(later.map(|freeze| Stall { from: freeze.from - began, ..*freeze }));
        self.stalls.extend(config.stall.map(|stall| Stall { from: began + stall.from, ..stall }));
        self.window = Window::of(self.customers.div_ceil(self.windows));
        let rate_per_s = 1e9 / config.interval_ns();
        self.trace.record(began, "level", vec![("load", load.into()), ("rate_per_s", rate_per_s.into())]);
    }

    /// Ends a level: keeps what it measured and begins the next one, or ends the run.
    fn end_level(&mut self) {
        let now = self.station.now();
        let measures = self.station.measures();
        let [p50, p99] = measures.sojourn.quantiles_ms([0.5, 0.99]);
        self.history.sample(&self.station);
        self.history.measure(now, self.station.config().load, measures);
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
                let (measured, relaxations) = (measures.served(), self.present().relaxations());
                self.levels.push(Level { load_percent, sojourn_ms: [p50, p99], measured, relaxations });
                self.ahead = rest;
                self.begin_level(now);
            }
            None => self.finished = true,
        }
    }

    /// Plays one event of the station; says what it cost.
    fn step(&mut self) -> u32 {
        if !self.limit.allow() {
            self.finished = true;
            return 0;
        }
        let Some(outcome) = self.station.step() else {
            self.end_level();
            return WINDOW_COST;
        };
        self.history.note(outcome, &self.station);
        match outcome {
            Outcome::Sent | Outcome::Delayed => {}
            Outcome::Omitted(_) => self.window.omitted += 1,
            Outcome::Lost(_) => self.window.lost += 1,
            Outcome::Left(request) => {
                let sojourn = self.station.now() - request.intended;
                self.window.left.record(sojourn);
                if request.number >= self.warm_up {
                    self.window.measured.record(sojourn);
                }
            }
        }
        if self.customers <= TOLD_ONE_BY_ONE && self.shares.len() == 1 {
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
        let fields = self.window.close(due, waiting as u64);
        self.trace.record(self.station.now(), "window", fields);
        self.history.measure(self.station.now(), self.station.config().load, self.station.measures());
        if waiting > LONGEST_LINE {
            self.overflowed = true;
            self.finished = true;
        }
    }

    /// The level under way.
    fn present(&self) -> Present<'_> {
        Present {
            config: self.station.config(),
            measures: self.station.measures(),
            window_p99_ms_mean: self.window.p99_ms_mean(),
            began: self.level_began,
            length_ms: f64::from(self.customers - self.warm_up) * self.station.config().interval_ns() / 1e6,
            now: self.station.now(),
        }
    }

    /// The station of the current level.
    pub fn station(&self) -> &Station {
        &self.station
    }

    /// The course of the run.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Whether the servers stand still at a moment.
    pub fn is_frozen(&self, moment: Time) -> bool {
        let holds = |stall: &Stall| stall.from <= moment && moment < stall.from + stall.length;
        self.stalls.iter().chain(&self.freezes).any(holds)
    }

    /// The predictions for the current level.
    pub fn theory(&self) -> Theory {
        Theory::of(self.station.config())
    }

    /// The levels of a sweep that have ended, lowest load first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }
}

/// What a reader does: the servers stand still for a while.
fn freeze(action: &Action) -> Option<Stall> {
    match (action.verb, action.value) {
        ("freeze", Some(Value::Number(length_ms))) => {
            Some(Stall { from: Time::from_millis(action.at_ms.into()), length: Time::from_millis_f64(length_ms) })
        }
        _ => None,
    }
}

/// A load that is given in percent.
fn of_percent(percent: u32) -> f64 {
    f64::from(percent) / 100.0
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
        let due = self.shares[..self.levels.len()].iter().sum::<u32>() + self.station.due();
        Progress::Running(f64::from(due) / f64::from(self.shares.iter().sum::<u32>() + 1))
    }

    fn report(&self) -> Report {
        let why = self.limit.stopped(self.station.now());
        report(&self.present(), &self.levels).stopped(if self.overflowed { Some(OVERFLOW.into()) } else { why })
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
