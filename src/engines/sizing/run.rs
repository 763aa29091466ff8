//! The run: the error is tightened in steps of equal ratio, from a half to the one that is wanted. At each, a Bloom filter
//! with the card's bits a key is filled with a few thousand keys, to see that the promise holds.

use super::card::Card;
use super::spec::SPEC;
use crate::kernel::{EventLimit, Input, Progress, Report, Seed, Simulation, Time, Trace};
use crate::parts::bloom_filter::{Classic, Filter};
use crate::parts::zipf_stream::digest;

/// The error at which a run begins, the steps to the wanted one, and how long each takes.
const LOOSE: f64 = 0.5;
const STEPS: u32 = 12;
const STEP: Time = Time::from_millis(250);

/// The keys of the filter that is tried, and the strangers that are asked for.
const TRIED: u32 = 4_000;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Sizing {
    keys: u32,
    error: f64,
    delta: f64,
    seed: Seed,
    /// The share of strangers that the filter of the last step has found.
    tried: f64,
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
            seed: input.seed,
            tried: 1.0,
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

    fn tighten(&mut self) {
        self.step += 1;
        let error = self.error_at(self.now());
        let card = self.card(error);
        self.tried = self.try_out(&card);
        let [bloom, hyperloglog, count_min, _] = card.bytes;
        let fields = vec![
            ("error", error.into()),
            ("bloom", bloom.into()),
            ("tried", self.tried.into()),
            ("hyperloglog", hyperloglog.into()),
            ("count_min", count_min.into()),
        ];
        self.trace.record(self.now(), "size", fields);
    }

    /// The share of strangers that are found in a filter of this card's bits a key.
    fn try_out(&self, card: &Card) -> f64 {
        let bits = (f64::from(card.bits) / f64::from(self.keys) * f64::from(TRIED)).ceil();
        let mut filter = Classic::new(bits as u32, card.hashes);
        for key in 0..TRIED {
            filter.insert(digest(self.seed, key));
        }
        let found = (TRIED..2 * TRIED).filter(|&key| filter.contains(digest(self.seed, key))).count();
        found as f64 / f64::from(TRIED)
    }

    fn now(&self) -> Time {
        Time(STEP.0 * u64::from(self.step))
    }
}

impl Simulation for Sizing {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.step < STEPS && !self.limit.is_reached() {
            if left == 0 {
                return Progress::Running(f64::from(self.step) / f64::from(STEPS));
            }
            if self.limit.allow() {
                self.tighten();
                left = left.saturating_sub(TRIED);
            }
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
            ("bloom_rate_tried", self.tried),
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
