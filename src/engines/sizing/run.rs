//! The run: the error is tightened in steps of equal ratio, from a half to the one that is wanted.

use super::card::Card;
use super::spec::SPEC;
use crate::kernel::{EventLimit, Input, Progress, Report, Simulation, Time, Trace};

/// The error at which a run begins, the steps to the wanted one, and how long each takes.
const LOOSE: f64 = 0.5;
const STEPS: u32 = 12;
const STEP: Time = Time::from_millis(250);

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Sizing {
    keys: u32,
    error: f64,
    delta: f64,
    step: u32,
    limit: EventLimit,
    trace: Trace,
}

impl Sizing {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        Self {
            keys: input.params.count("keys"),
            error: input.params.number("error_percent") / 100.0,
            delta: input.params.number("delta"),
            step: 0,
            limit: EventLimit::of(input),
            trace: Trace::keeping(STEPS as usize),
        }
    }

    /// The error that is wanted at a moment.
    pub fn error_at(&self, moment: Time) -> f64 {
        let part = (moment.as_millis() / (STEP.as_millis() * f64::from(STEPS))).min(1.0);
        LOOSE * libm::pow(self.error / LOOSE, part)
    }

    /// What any error costs.
    pub fn card(&self, error: f64) -> Card {
        Card::of(self.keys, error, self.delta)
    }

    /// How many different keys there are.
    pub fn keys(&self) -> u32 {
        self.keys
    }

    fn now(&self) -> Time {
        Time(STEP.0 * u64::from(self.step))
    }
}

impl Simulation for Sizing {
    fn advance(&mut self, _: u32) -> Progress {
        while self.step < STEPS && self.limit.allow() {
            self.step += 1;
            let error = self.error_at(self.now());
            let [bloom, hyperloglog, count_min, _] = self.card(error).bytes;
            let fields = vec![
                ("error", error.into()),
                ("bloom", bloom.into()),
                ("hyperloglog", hyperloglog.into()),
                ("count_min", count_min.into()),
            ];
            self.trace.record(self.now(), "size", fields);
        }
        Progress::Done
    }

    fn report(&self) -> Report {
        let card = self.card(self.error);
        let [bloom, hyperloglog, count_min, space_saving] = card.bytes.map(|bytes| bytes as f64);
        let metrics = [
            ("bloom_bits", f64::from(card.bits)),
            ("bloom_bits_per_key", f64::from(card.bits) / f64::from(self.keys)),
            ("bloom_hashes", card.hashes.into()),
            ("bloom_rate", card.rate),
            ("bloom_bytes", bloom),
            ("hyperloglog_precision", card.precision.into()),
            ("hyperloglog_error", card.standard_error),
            ("hyperloglog_bytes", hyperloglog),
            ("count_min_width", card.width.into()),
            ("count_min_depth", card.depth.into()),
            ("count_min_bytes", count_min),
            ("space_saving_counters", card.counters.into()),
            ("space_saving_bytes", space_saving),
            ("exact_bytes", card.exact_bytes as f64),
        ];
        Report::of(SPEC.metrics, metrics).stopped(self.limit.stopped(self.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
