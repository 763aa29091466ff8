//! A pair of runs laid out once, and what one moment of one of them is.

use crate::engines::hot_partitions::HotPartitions;
use crate::engines::hot_partitions::history::{Asked, Star, Window};
use crate::kernel::Time;
use crate::ui::chart::axis::round_up;
use crate::ui::plate::{RunPair, Side};

/// How many windows make the rates of a moment: one alone is a matter of chance.
const SMOOTH: usize = 5;

/// About how many marks set out in a window.
const MARKS: u32 = 5;

/// A lane is at most so many times as high as its capacity; what is asked beyond is said as a number.
const HIGHEST: f64 = 3.5;

/// The runs of a plate.
pub(super) struct Scene {
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The end of the longer run.
    pub end: Time,
    /// The height of a lane, in requests per second.
    pub top_per_s: f64,
    /// The most requests in any window of either run, a second.
    pub most_per_s: f64,
    /// How many requests a mark stands for.
    pub each: u32,
    /// The most requests to nodes for each request, and the most nodes, in either run.
    pub tops: [f64; 2],
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let mut scene = Self {
            pair: pair.clone(),
            labels: [main, twin],
            end: Time::ZERO,
            top_per_s: 0.0,
            most_per_s: 1.0,
            each: 1,
            tops: [1.0; 2],
        };
        let mut most = 1;
        for run in Side::BOTH.into_iter().filter_map(|side| side.run::<HotPartitions>(pair)) {
            let per_s = 1e3 / run.history().every().as_millis();
            scene.end = scene.end.max(run.now());
            let mut top = 1.25 * run.capacity_per_s();
            for window in run.history().over(Time(u64::MAX)) {
                let hottest = window.nodes.iter().fold(0, |most, node| most.max(node.asked));
                top = top.max(per_s * f64::from(hottest));
                most = most.max(window.requests);
                let asked: u32 = window.nodes.iter().map(|node| node.asked).sum();
                let each = f64::from(asked) / f64::from(window.requests.max(1));
                scene.tops = [scene.tops[0].max(each), scene.tops[1].max(window.nodes.len() as f64)];
            }
            scene.most_per_s = scene.most_per_s.max(per_s * f64::from(most));
            scene.top_per_s = scene.top_per_s.max(top.min(HIGHEST * run.capacity_per_s()));
        }
        scene.each = round_up(f64::from(most.div_ceil(MARKS))) as u32;
        scene
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Shot::of(&self.pair, side, moment)
    }
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    pub run: &'a HotPartitions,
    pub moment: Time,
    /// The windows that are over.
    pub over: &'a [Window],
    /// What has happened lately, in sum.
    pub now: Window,
    /// In how many seconds.
    now_s: f64,
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &HotPartitions = side.run(pair)?;
        let moment = moment.min(run.now());
        let over = run.history().over(moment);
        let recent = &over[over.len().saturating_sub(SMOOTH)..];
        let mut now = Window::default();
        for window in recent {
            add(&mut now, window);
        }
        let now_s = run.history().every().as_millis() * recent.len().max(1) as f64 / 1e3;
        Some(Self { run, moment, over, now, now_s })
    }

    /// A count of what has happened lately, a second.
    pub(super) fn per_s(&self, count: u32) -> f64 {
        f64::from(count) / self.now_s
    }

    /// Who has been the celebrity so far, the first from the start on.
    pub(super) fn stars(&self) -> &'a [Star] {
        let stars = self.run.stars();
        &stars[..stars.partition_point(|star| star.at <= self.moment).max(1)]
    }

    /// Who is the celebrity.
    pub(super) fn star(&self) -> Star {
        self.stars()[self.stars().len() - 1]
    }

    /// The partitions that there are, by the order of their ranges.
    pub(super) fn partitions(&self) -> Vec<u32> {
        let there = self.now.nodes.len() as u32 / self.run.replicas();
        self.run.layout().ranges().iter().map(|range| range.1).filter(|&number| number < there).collect()
    }

    /// What a partition's nodes are asked.
    pub(super) fn nodes(&self, partition: u32) -> &[Asked] {
        let replicas = self.run.replicas() as usize;
        let first = partition as usize * replicas;
        self.now.nodes.get(first..first + replicas).unwrap_or_default()
    }

    /// The node that is asked most.
    pub(super) fn hottest(&self) -> Asked {
        self.now.nodes.iter().fold(Asked::default(), |most, node| if node.asked > most.asked { *node } else { most })
    }

    /// The share of the capacity that is not used.
    pub(super) fn idle(&self) -> f64 {
        let served: u32 = self.now.nodes.iter().map(|node| node.asked - node.refused).sum();
        let capacity = self.run.capacity_per_s() * self.now.nodes.len().max(1) as f64;
        (1.0 - self.per_s(served) / capacity).max(0.0)
    }

    /// The share of requests refused, requests to nodes for each request, and the share of reads that are stale.
    pub(super) fn costs(&self) -> [f64; 3] {
        let part = |count: u32, all: u32| f64::from(count) / f64::from(all.max(1));
        let asked: u32 = self.now.nodes.iter().map(|node| node.asked).sum();
        [
            part(self.now.refused, self.now.requests),
            part(asked, self.now.requests),
            part(self.now.stale, self.now.reads),
        ]
    }
}

/// Adds the counts of a window to a sum.
fn add(sum: &mut Window, window: &Window) {
    sum.nodes.resize(window.nodes.len(), Asked::default());
    for (sum, node) in sum.nodes.iter_mut().zip(&window.nodes) {
        sum.asked += node.asked;
        sum.refused += node.refused;
        sum.famous += node.famous;
    }
    sum.requests += window.requests;
    sum.famous += window.famous;
    sum.reads += window.reads;
    sum.refused += window.refused;
    sum.spared += window.spared;
    sum.stale += window.stale;
}
