//! What the charts of one plate have in common: the runs, how far they have been played, and the scale.

use std::any::Any;

use leptos::prelude::*;

use crate::engines::fan_out::FanOut;
use crate::kernel::order::{ascending, rank};
use crate::labs::shared::chart::axis::{round_down, round_up};
use crate::labs::shared::chart::{Across, Axis, Ink, Pen};
use crate::labs::shared::{Pair, Stage, words};
use crate::registry::Simulation;

/// Bins of the distribution to a factor of ten.
const BINS_PER_DECADE: f64 = 16.0;

/// Which of the twins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The main run.
    Main,
    /// The run beside it.
    Twin,
}

impl Side {
    /// This side's run, if there is one and it is of this lab.
    pub fn run(self, pair: &Pair) -> Option<&FanOut> {
        let run: &dyn Simulation = match self {
            Self::Main => &*pair.main,
            Self::Twin => &*pair.twin.as_ref()?.1,
        };
        let any: &dyn Any = run;
        any.downcast_ref()
    }
}

/// Looks at one side's run and how many of its requests have been played.
pub fn with_run<T>(stage: Stage, side: Side, look: impl FnOnce(&FanOut, u32) -> T) -> Option<T> {
    let position = stage.position.get();
    stage.pair.with(|pair| side.run(pair).map(|run| look(run, played(run, position))))
}

/// How many requests have been sent at a position of the main run; the twin has as many events unless it has another
/// number of requests.
pub fn played(run: &FanOut, position: u32) -> u32 {
    run.requests_played(position)
}

/// The scale that both twins share.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// From below the fastest request to above the slowest, in milliseconds.
    pub roots_ms: (f64, f64),
    /// The edges of the distribution's bins, in milliseconds, rising: they hold the leaves too.
    pub edges_ms: Vec<f64>,
    /// The fullest bin, as a fraction of the requests.
    pub fullest: f64,
    /// When the last request is sent, in seconds.
    pub end_s: f64,
}

impl Scale {
    /// The scale that holds both runs, whole.
    pub fn of(pair: &Pair) -> Self {
        let runs: Vec<&FanOut> = [Side::Main, Side::Twin].into_iter().filter_map(|side| side.run(pair)).collect();
        let of_roots = runs.iter().flat_map(|run| run.latencies()).map(|latency| latency.as_millis());
        let (fastest, slowest) = of_roots.fold((f64::MAX, 0f64), |(low, high), ms| (low.min(ms), high.max(ms)));
        let roots_ms = (round_down(fastest.min(slowest)), round_up(slowest));
        let fast_leaf = runs.iter().map(|run| run.leaf_tally().quantiles_ms([0.01])[0]).fold(fastest, f64::min);
        let edges_ms = edges(round_down(fast_leaf.max(roots_ms.1 * 1e-6)), roots_ms.1);
        let fullest = |run: &&FanOut| {
            let shares = [root_shares(run, u32::MAX, &edges_ms), run.leaf_tally().shares(&edges_ms)].concat();
            shares.into_iter().fold(0.0, f64::max)
        };
        let fullest = runs.iter().map(fullest).fold(0.01, f64::max);
        let end = |run: &&FanOut| run.sent_at(run.latencies().len().saturating_sub(1) as u32).as_millis() / 1e3;
        let end_s = runs.iter().map(end).fold(0.0, f64::max);
        Self { roots_ms, edges_ms, fullest, end_s }
    }
}

fn edges(from: f64, to: f64) -> Vec<f64> {
    let bins = (libm::log10(to / from) * BINS_PER_DECADE).ceil().max(1.0);
    (0..=bins as u32).map(|index| from * libm::pow(to / from, f64::from(index) / bins)).collect()
}

/// The fraction of the first `played` requests in each bin.
pub fn root_shares(run: &FanOut, played: u32, edges_ms: &[f64]) -> Vec<f64> {
    let sent = &run.latencies()[..run.latencies().len().min(played as usize)];
    let mut shares = vec![0.0; edges_ms.len().saturating_sub(1)];
    for latency in sent {
        let bin = edges_ms.partition_point(|&edge| edge <= latency.as_millis()).saturating_sub(1);
        if let Some(share) = shares.get_mut(bin) {
            *share += 1.0 / sent.len() as f64;
        }
    }
    shares
}

/// The running median, p99 and p99.9 in milliseconds at the last checkpoint that has been played.
pub fn percentiles_so_far(run: &FanOut, played: u32) -> [f64; 3] {
    let passed = run.checkpoints().iter().take_while(|checkpoint| checkpoint.requests <= played);
    passed.last().map_or([f64::NAN; 3], |checkpoint| checkpoint.latency_ms)
}

/// The same, as a sentence for an accessible name.
pub fn percentiles_in_words(run: &FanOut, played: u32) -> String {
    let [p50, p99, p999] = percentiles_so_far(run, played);
    if p50.is_nan() {
        return String::new();
    }
    format!(" Median {}, p99 {}, p99.9 {}.", latency(p50), latency(p99), latency(p999))
}

/// A latency as a colleague would say it: three digits or so, in milliseconds.
pub fn latency(ms: f64) -> String {
    let decimals = match ms {
        _ if ms >= 99.95 => 0,
        _ if ms >= 9.995 => 1,
        _ => 2,
    };
    words::number(ms, decimals) + "\u{202f}ms"
}

/// A round latency on an axis: `20 ms`, `5 s`.
pub fn tick(ms: f64) -> String {
    if ms >= 1000.0 { words::short(ms / 1000.0) + "\u{202f}s" } else { words::short(ms) + "\u{202f}ms" }
}

/// Draws light grid lines and labels for a logarithmic axis of latencies that runs upwards.
pub fn latency_axis(pen: &mut Pen, axis: &Axis, left: f64, right: f64) {
    for ms in axis.ticks(6) {
        let y = axis.place(ms);
        pen.line(&[(left, y), (right, y)], Ink::Rule, 1.0);
        pen.text(&tick(ms), (left - 6.0, y), Across::End, Ink::Quiet);
    }
}

/// Moves labels apart that stand closer than `gap`, keeping their order from the top.
pub fn spread(places: &mut [f64], gap: f64) {
    let order = ascending(places.len(), |index| rank(places[index]));
    for pair in order.windows(2) {
        let (above, below) = (pair[0] as usize, pair[1] as usize);
        places[below] = places[below].max(places[above] + gap);
    }
}
