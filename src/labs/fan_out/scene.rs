//! What the charts of one plate have in common: the runs, laid out once, how far they have been played, and the scale.

use std::rc::Rc;

use super::magnifier::Lens;
use crate::engines::fan_out::FanOut;
use crate::kernel::Simulation;
use crate::ui::chart::axis::{round_down, round_up};
use crate::ui::chart::{Across, Axis, Ink, Pen};
use crate::ui::maths::{log10, pow};
use crate::ui::plate::RunPair;
use crate::ui::words;

/// Bins of the distribution to a factor of ten.
const BINS_PER_DECADE: f64 = 16.0;

/// Which of the twins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The main run.
    Main,
    /// The run beside it.
    Twin,
}

impl Side {
    /// Both, the main run first.
    pub(super) const BOTH: [Self; 2] = [Self::Main, Self::Twin];

    /// This side's run, if there is one.
    pub(super) fn run(self, pair: &RunPair) -> Option<&FanOut> {
        let run: &dyn Simulation = match self {
            Self::Main => &*pair.main,
            Self::Twin => &*pair.twin.as_ref()?.1,
        };
        Some(run.engine())
    }
}

/// The runs of a plate, laid out.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where there is one.
    pub labels: [String; 2],
    /// Where their charts put everything.
    pub scale: Scale,
    /// The distributions behind each run.
    pub outlines: [Outlines; 2],
}

/// What stands beside the distribution of a run's requests: the fraction in each bin.
#[derive(Default)]
pub(super) struct Outlines {
    /// Of the calls to leaves.
    pub leaves: Vec<f64>,
    /// Of the requests, by theory.
    pub theory: Vec<f64>,
}

impl Scene {
    /// Lays a run, and its twin, out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let scale = Scale::of(pair);
        let outlines = Side::BOTH.map(|side| side.run(pair).map(|run| outlines(run, &scale)).unwrap_or_default());
        Self { pair: pair.clone(), labels: [main, twin], scale, outlines }
    }

    /// One side's run.
    pub(super) fn run(&self, side: Side) -> Option<&FanOut> {
        side.run(&self.pair)
    }

    /// The sides that there are.
    pub(super) fn sides(&self) -> &'static [Side] {
        if self.pair.twin.is_some() { &Side::BOTH } else { &Side::BOTH[..1] }
    }
}

fn outlines(run: &FanOut, scale: &Scale) -> Outlines {
    let slower: Vec<f64> = scale.edges_ms.iter().map(|&edge| run.theory().root_survival(edge)).collect();
    Outlines {
        leaves: run.leaf_tally().shares(&scale.edges_ms),
        theory: slower.windows(2).map(|bin| bin[0] - bin[1]).collect(),
    }
}

/// One side of a plate at a moment of its playback: what a chart draws.
#[derive(Clone)]
pub(super) struct Moment {
    /// The runs.
    pub scene: Rc<Scene>,
    /// Which of them.
    pub side: Side,
    /// How many of its requests have been sent.
    pub played: u32,
    /// The magnified request.
    pub lens: Lens,
}

impl Moment {
    /// The run.
    pub(super) fn run(&self) -> Option<&FanOut> {
        self.scene.run(self.side)
    }
}

/// The scale that both twins share.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
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
    pub(super) fn of(pair: &RunPair) -> Self {
        let runs: Vec<&FanOut> = Side::BOTH.into_iter().filter_map(|side| side.run(pair)).collect();
        let (mut fastest, mut slowest, mut end_s) = (f64::MAX, 0f64, 0f64);
        for run in &runs {
            for latency in run.latencies() {
                fastest = fastest.min(latency.as_millis());
                slowest = slowest.max(latency.as_millis());
            }
            end_s = end_s.max(run.sent_at(run.latencies().len().saturating_sub(1) as u32).as_millis() / 1e3);
        }
        let roots_ms = (round_down(fastest.min(slowest)), round_up(slowest));
        let mut fast_leaf = fastest;
        for run in &runs {
            fast_leaf = fast_leaf.min(run.leaf_tally().quantiles_ms([0.01])[0]);
        }
        let edges_ms = edges(round_down(fast_leaf.max(roots_ms.1 * 1e-6)), roots_ms.1);
        let mut fullest = 0.01f64;
        for run in &runs {
            for shares in [root_shares(run, u32::MAX, &edges_ms), run.leaf_tally().shares(&edges_ms)] {
                fullest = shares.into_iter().fold(fullest, f64::max);
            }
        }
        Self { roots_ms, edges_ms, fullest, end_s }
    }
}

fn edges(from: f64, to: f64) -> Vec<f64> {
    let bins = (log10(to / from) * BINS_PER_DECADE).ceil().max(1.0);
    (0..=bins as u32).map(|index| from * pow(to / from, f64::from(index) / bins)).collect()
}

/// The fraction of the first `played` requests in each bin.
pub(super) fn root_shares(run: &FanOut, played: u32, edges_ms: &[f64]) -> Vec<f64> {
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
pub(super) fn percentiles_so_far(run: &FanOut, played: u32) -> [f64; 3] {
    let passed = run.checkpoints().iter().take_while(|checkpoint| checkpoint.requests <= played);
    passed.last().map_or([f64::NAN; 3], |checkpoint| checkpoint.latency_ms)
}

/// The same, as a sentence for an accessible name.
pub(super) fn percentiles_in_words(run: &FanOut, played: u32) -> String {
    let [p50, p99, p999] = percentiles_so_far(run, played);
    if p50.is_nan() {
        return String::new();
    }
    [" Median ", &latency(p50), ", p99 ", &latency(p99), ", p99.9 ", &latency(p999), "."].concat()
}

/// A latency as a colleague would say it: three digits or so, in milliseconds.
pub(super) fn latency(ms: f64) -> String {
    let decimals = match ms {
        _ if ms >= 99.95 => 0,
        _ if ms >= 9.995 => 1,
        _ => 2,
    };
    words::number(ms, decimals) + "\u{202f}ms"
}

/// A round latency on an axis: `20 ms`, `5 s`.
pub(super) fn tick(ms: f64) -> String {
    if ms >= 1000.0 { words::short(ms / 1000.0) + "\u{202f}s" } else { words::short(ms) + "\u{202f}ms" }
}

/// Draws light grid lines and labels for a logarithmic axis of latencies that runs upwards.
pub(super) fn latency_axis(pen: &mut Pen, axis: &Axis, left: f64, right: f64) {
    for ms in axis.ticks(6) {
        let y = axis.place(ms);
        pen.line(&[(left, y), (right, y)], Ink::Rule, 1.0);
        pen.text(&tick(ms), (left - 6.0, y), Across::End, Ink::Quiet);
    }
}

/// Moves labels apart that stand closer than `gap`, keeping their order from the top.
pub(super) fn spread(places: &mut [f64], gap: f64) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&one, &other| places[one].total_cmp(&places[other]));
    for pair in order.windows(2) {
        let (above, below) = (pair[0], pair[1]);
        places[below] = places[below].max(places[above] + gap);
    }
}
