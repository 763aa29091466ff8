//! A pair of runs laid out once: the order of their answers and the scale that both share.

use super::answers::{Answers, Tally};
use crate::engines::fan_out::{FanOut, Hedge};
use crate::kernel::Time;
use crate::kernel::schema::within;
use crate::ui::maths::{log10, pow};
use crate::ui::plate::{Pace, RunPair, Side};

/// About how many bins the axis of latencies has.
const BINS: f64 = 20.0;

/// An axis spans no more than this ratio: what is faster is drawn at its beginning.
const WIDEST: f64 = 1e6;

/// A whole run is played in so many seconds of the reader's.
const PLAYED_S: f64 = 12.0;

/// The runs of a pair, the main one first.
fn runs(pair: &RunPair) -> impl Iterator<Item = &FanOut> {
    Side::BOTH.into_iter().filter_map(|side| side.run(pair))
}

/// The whole run in twelve seconds, up to its last answer.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let last_sent = |run: &FanOut| run.sent_at((run.roots().len() as u32).saturating_sub(1));
    let sent = runs(pair).map(last_sent).max().unwrap_or_default();
    let answered = runs(pair).map(|run| Answers::of(run).last()).max().unwrap_or_default();
    Pace { ms_per_s: answered.max(sent).as_millis().max(1.0) / PLAYED_S, settles: answered - sent }
}

/// The runs of a plate, laid out.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// How fast they are played.
    pub pace: Pace,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// Where their pictures put everything.
    pub scale: Scale,
    /// Whether either run sends second copies.
    pub hedges: bool,
    /// Whether either gives up on leaves.
    pub gives_up: bool,
    /// The distributions behind each run's pile.
    pub outlines: [Outlines; 2],
    answers: [Option<Answers>; 2],
}

/// What stands beside the pile of a run: the fraction in each bin.
#[derive(Default)]
pub(super) struct Outlines {
    /// Of the calls to leaves.
    pub leaves: Vec<f64>,
    /// Of the requests, as probability has it.
    pub theory: Vec<f64>,
}

impl Outlines {
    fn of(run: &FanOut, edges_ms: &[f64]) -> Self {
        let slower: Vec<f64> = edges_ms.iter().map(|&edge| run.theory().root_at_least(edge)).collect();
        Self {
            leaves: run.leaf_tally().shares(edges_ms),
            theory: slower.windows(2).map(|bin| bin[0] - bin[1]).collect(),
        }
    }
}

impl Scene {
    /// Lays a run, and its twin, out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let scale = Scale::of(pair);
        let outlines = |side: Side| side.run(pair).map(|run| Outlines::of(run, &scale.edges_ms)).unwrap_or_default();
        Self {
            pace: pace(pair),
            labels: [main, twin],
            outlines: Side::BOTH.map(outlines),
            scale,
            hedges: runs(pair).any(|run| run.policy().hedge != Hedge::Off),
            gives_up: runs(pair).any(|run| run.policy().timeout.is_some()),
            answers: Side::BOTH.map(|side| side.run(pair).map(Answers::of)),
            pair: pair.clone(),
        }
    }

    /// One side's run, with its answers.
    pub(super) fn run(&self, side: Side) -> Option<(&FanOut, &Answers)> {
        Some((side.run(&self.pair)?, self.answers[side as usize].as_ref()?))
    }

    /// The sides that there are.
    pub(super) fn sides(&self) -> &'static [Side] {
        if self.pair.twin.is_some() { &Side::BOTH } else { &Side::BOTH[..1] }
    }

    /// Reads one side's tally at a moment.
    pub(super) fn tally<R>(&self, side: Side, moment: Time, read: impl FnOnce(&FanOut, &Tally) -> R) -> Option<R> {
        let (run, answers) = self.run(side)?;
        Some(answers.at(run, moment, &self.scale.edges_ms, |tally| read(run, tally)))
    }
}

/// The scale that both twins share.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    /// The edges of the bins in milliseconds, rising in equal ratios. One of them is the limit of what is slow.
    pub edges_ms: Vec<f64>,
    /// The most requests that either run has in one bin, in the end; or leaves, were each request one.
    pub fullest: u32,
}

impl Scale {
    fn of(pair: &RunPair) -> Self {
        let (mut fastest, mut slowest, mut limit) = (f64::MAX, 0f64, 1.0);
        for run in runs(pair) {
            let latencies = || run.roots().iter().map(|root| root.latency.as_millis());
            // Leaves are drawn on the same axis: but for the fastest few all of them are in its range.
            fastest = latencies().fold(fastest.min(run.leaf_tally().quantiles_ms([0.02])[0]), f64::min);
            slowest = latencies().fold(slowest, f64::max);
        }
        if let Some(run) = Side::Main.run::<FanOut>(pair) {
            limit = run.slow().as_millis();
        }
        let edges_ms = edges(within(fastest, (slowest / WIDEST).max(1e-4), slowest.max(1e-3)), slowest, limit);
        let counted = |run| Tally::of(run, Time(u64::MAX), &edges_ms).count;
        let requests = runs(pair).flat_map(|run| counted(run).bins).map(|[fast, slow]| fast + slow).max();
        // The outline of the leaves is as high as if each request were one leaf.
        let leaves = runs(pair).map(|run| {
            let fullest = run.leaf_tally().shares(&edges_ms).into_iter().fold(0.0, f64::max);
            (fullest * run.roots().len() as f64).ceil() as u32
        });
        let fullest = requests.into_iter().chain(leaves).max();
        Self { fullest: fullest.unwrap_or(0).max(1), edges_ms }
    }

    /// The first and the last edge.
    pub(super) fn range_ms(&self) -> (f64, f64) {
        (self.edges_ms[0], self.edges_ms[self.edges_ms.len() - 1])
    }
}

/// Edges from below one latency to a bin above another, of which `limit` is one or would be.
fn edges(from: f64, to: f64, limit: f64) -> Vec<f64> {
    let per_decade = within((BINS / log10(to / from).max(0.1)).floor(), 4.0, 10.0);
    let step = |ms: f64| log10(ms / limit) * per_decade;
    let (first, last) = (step(from).floor() as i32, (step(to) + 1e-6).floor() as i32 + 2);
    (first..=last.max(first + 1)).map(|index| limit * pow(10.0, f64::from(index) / per_decade)).collect()
}
