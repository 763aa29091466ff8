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
pub mod service;
mod spec;
pub mod station;
pub mod theory;

pub use config::{Config, Generator, Stall};
pub use measures::Measures;
pub use service::Service;
pub use spec::{MAX_CUSTOMERS, SPEC, SWEEP_PERCENT};
pub use station::{Outcome, Request, Station};
pub use theory::Theory;

use crate::kernel::{Field, Input, Progress, Report, Seed, Simulation, Tally, Time, Trace};

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

/// The part of a level between two events of the trace.
#[derive(Clone, Debug)]
struct Window {
    /// Requests due per window.
    length: u32,
    left: Tally,
    omitted: u32,
    lost: u32,
    /// The sum of the 99th percentiles of the windows after the warm-up, and their number.
    p99_ms_sum: f64,
    measured: u32,
}

impl Window {
    fn of(length: u32) -> Self {
        Self { length, left: Tally::new(), omitted: 0, lost: 0, p99_ms_sum: 0.0, measured: 0 }
    }
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
        let windows = if level_count > 1 { 5 } else { 40 };
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
        let [p99] = self.window.left.quantiles_ms([0.99]);
        if self.station.due() > self.warm_up && self.window.left.count() > 0 {
            self.window.p99_ms_sum += p99;
            self.window.measured += 1;
        }
        let waiting = self.station.waiting().len() + self.station.delayed().len();
        self.trace.record(
            self.station.now(),
            "window",
            vec![
                ("due", self.station.due().into()),
                ("left", self.window.left.count().into()),
                ("omitted", self.window.omitted.into()),
                ("lost", self.window.lost.into()),
                ("waiting", (waiting as u64).into()),
                ("p99_ms", p99.into()),
            ],
        );
        self.window.left.clear();
        self.window.omitted = 0;
        self.window.lost = 0;
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

    fn report_measures(&self, report: &mut Report) {
        let measures = self.station.measures();
        let Measures { sojourn, client, .. } = measures;
        report.push(SPEC.metrics, "sojourn_ms_mean", sojourn.mean_ms());
        let clocks = [
            (sojourn, ["sojourn_ms_p50", "sojourn_ms_p99", "sojourn_ms_p999"]),
            (
                client.as_ref().map_or(sojourn, |client| &client.reported),
                ["reported_ms_p50", "reported_ms_p99", "reported_ms_p999"],
            ),
            (
                client.as_ref().map_or(sojourn, |client| &client.corrected),
                ["corrected_ms_p50", "corrected_ms_p99", "corrected_ms_p999"],
            ),
        ];
        for (tally, names) in clocks {
            for (name, value) in names.into_iter().zip(tally.quantiles_ms([0.5, 0.99, 0.999])) {
                report.push(SPEC.metrics, name, value);
            }
        }
        let served = measures.served().max(1) as f64;
        let span_ns = (self.station.now() - measures.since).0.max(1) as f64;
        let busy = (measures.area_station - measures.area_waiting) as f64 / span_ns;
        let rest = [
            ("window_sojourn_ms_p99_mean", self.window.p99_ms_sum / f64::from(self.window.measured.max(1))),
            ("waiting_ms_mean", measures.waiting_ns as f64 / 1e6 / served),
            ("waiting_fraction", measures.waited as f64 / served),
            ("queue_length_mean", measures.area_waiting as f64 / span_ns),
            ("in_station_mean", measures.area_station as f64 / span_ns),
            ("utilisation", busy / f64::from(self.config.servers)),
            ("throughput_per_s", measures.served() as f64 / span_ns * 1e9),
            ("loss_fraction", measures.share_of_due(measures.lost)),
            ("omitted_samples", measures.omitted as f64),
            ("omitted_fraction", measures.share_of_due(measures.omitted)),
            ("measured_requests", measures.served() as f64),
            ("warm_up_ms", (measures.since - self.level_began).as_millis()),
        ];
        for (name, value) in rest {
            report.push(SPEC.metrics, name, value);
        }
    }

    fn report_predictions(&self, report: &mut Report) {
        let theory = self.theory();
        let quantile = |q| theory.sojourn.map(|law| law.quantile_ms(q));
        // Whoever finds all places taken is lost; whoever finds all clients waiting is omitted.
        let omits = self.config.generator == Generator::Closed
            && self.config.capacity.is_none_or(|capacity| capacity >= self.config.clients);
        let (lost, omitted) = if omits { (theory.loss.map(|_| 0.0), theory.loss) } else { (theory.loss, None) };
        let predictions = [
            ("predicted_sojourn_ms_mean", theory.sojourn_mean_ms),
            ("predicted_sojourn_ms_p50", quantile(0.5)),
            ("predicted_sojourn_ms_p99", quantile(0.99)),
            ("predicted_sojourn_ms_p999", quantile(0.999)),
            ("predicted_waiting_ms_mean", theory.waiting_mean_ms),
            ("predicted_waiting_fraction", theory.waiting),
            ("predicted_utilisation", theory.utilisation),
            ("predicted_loss_fraction", lost),
            ("predicted_omitted_fraction", omitted),
            ("predicted_relaxation_ms", theory.relaxation_ms),
        ];
        for (name, value) in predictions {
            if let Some(value) = value {
                report.push(SPEC.metrics, name, value);
            }
        }
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
        let mut report = Report::default();
        self.report_measures(&mut report);
        self.report_predictions(&mut report);
        for (index, prefix) in ["sojourn_ms_p50_at_", "sojourn_ms_p99_at_"].into_iter().enumerate() {
            for level in &self.levels {
                report.push(SPEC.metrics, format!("{prefix}{}", level.load_percent), level.sojourn_ms[index]);
            }
        }
        if self.overflowed {
            let why = "more than 100,000 requests wait: the load is more than the servers can carry";
            report.stopped = Some(why.into());
        }
        report
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
