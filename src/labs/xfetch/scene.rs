//! A pair of runs laid out once, what one moment of one of them is, and where it is drawn.

use crate::engines::xfetch::{Life, Read, Watched, XFetch};
use crate::kernel::Time;
use crate::ui::chart::Axis;
use crate::ui::chart::axis::round_up;
use crate::ui::plate::{Pace, RunPair, Side};

/// The height of a line of words.
pub(super) const LINE: f64 = 15.0;

/// A picture lower than this shows less.
const LOW: f64 = 330.0;

/// The numbers of queries that have a column; the last is of all that are more.
pub(super) const COLUMNS: usize = 8;

/// An entry is watched for three or four seconds of the reader's, and no run lasts longer than two minutes.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let run: &XFetch = pair.main.engine();
    let ms_per_s = (run.window().as_millis() / 3.5).max(1e3 * run.law().ttl_s / 120.0);
    Pace { ms_per_s, settles: Time::from_millis_f64(0.6 * ms_per_s) }
}

/// The runs of a plate.
pub(super) struct Scene {
    pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// Virtual milliseconds for each second of the reader's.
    pub ms_per_s: f64,
    /// The longer window of the two, in milliseconds.
    pub span_ms: f64,
    /// The width of a bin of leads, in milliseconds.
    pub bin_ms: f64,
    /// The most entries in a bin of either run, and in a column.
    pub tops: [f64; 2],
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let runs = || Side::BOTH.into_iter().filter_map(|side| side.run::<XFetch>(pair));
        let span_ms = runs().map(|run| run.window().as_millis()).fold(0.0, f64::max);
        let mut scene = Self {
            pair: pair.clone(),
            labels: [main, twin],
            ms_per_s: pace(pair).ms_per_s,
            span_ms,
            bin_ms: round_up(span_ms / 50.0),
            tops: [1.0; 2],
        };
        for run in runs() {
            let lives: Vec<&Life> = run.lives().iter().collect();
            let most = |bins: Vec<f64>, top: f64| bins.into_iter().fold(top, f64::max);
            let [leads, columns] = scene.tops;
            scene.tops = [most(scene.leads(&lives), leads), most(queries(&lives), columns)];
        }
        scene
    }

    /// How many lives have a lead in each bin; one that is further is in the last.
    pub(super) fn leads(&self, lives: &[&Life]) -> Vec<f64> {
        tally((self.span_ms / self.bin_ms) as usize + 1, lives, &|life| (life.lead.as_millis() / self.bin_ms) as usize)
    }

    /// Whether there are two.
    pub(super) fn has_twin(&self) -> bool {
        self.pair.twin.is_some()
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Shot::of(&self.pair, side, moment)
    }
}

/// How many lives took so many queries: one, two, and so on.
pub(super) fn queries(lives: &[&Life]) -> Vec<f64> {
    tally(COLUMNS, lives, &|life| life.recomputes.saturating_sub(1) as usize)
}

/// How many lives fall into each of so many bins; the last takes all that are beyond.
fn tally(bins: usize, lives: &[&Life], bin: &dyn Fn(&Life) -> usize) -> Vec<f64> {
    let mut counts = vec![0.0; bins];
    for life in lives {
        counts[bin(life).min(bins - 1)] += 1.0;
    }
    counts
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    pub run: &'a XFetch,
    pub moment: Time,
    /// The place of the entry under the magnifier among those that are watched.
    pub place: usize,
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &XFetch = side.run(pair)?;
        let place = run.watched().partition_point(|watched| watched.from <= moment).saturating_sub(1);
        Some(Self { run, moment, place })
    }

    /// The entry under the magnifier; `None` of a run in which none is watched.
    pub(super) fn watched(&self) -> Option<&'a Watched> {
        self.run.watched().get(self.place)
    }

    /// Whether its new value is there.
    pub(super) fn is_stored(&self) -> bool {
        self.watched().is_none_or(|watched| watched.life.began + self.run.took() <= self.moment)
    }

    /// The lives whose first recomputation began at least so long ago.
    pub(super) fn begun(&self, ago: Time) -> Vec<&'a Life> {
        self.run.lives().iter().filter(|life| life.began + ago <= self.moment).collect()
    }

    /// The mean lead of lives, in milliseconds, and their mean number of queries.
    pub(super) fn means(lives: &[&Life]) -> [f64; 2] {
        let mut sums = [0.0; 2];
        for life in lives {
            sums = [sums[0] + life.lead.as_millis(), sums[1] + f64::from(life.recomputes)];
        }
        sums.map(|sum| sum / lives.len() as f64)
    }

    /// The read of the entry under the magnifier whose throw has come nearest to its expiry, while none has reached it.
    pub(super) fn farthest(&self) -> Option<&'a Read> {
        let watched = self.watched().filter(|watched| self.moment < watched.life.began)?;
        watched.reads.iter().take_while(|read| read.at <= self.moment).max_by_key(|read| read.at + read.reach)
    }

    /// By how much that throw falls short of it.
    pub(super) fn short_by(&self) -> Option<Time> {
        let (read, watched) = self.farthest().zip(self.watched())?;
        Some(watched.life.expires - (read.at + read.reach))
    }
}

/// Where things stand, in CSS pixels.
pub(super) struct Layout {
    /// The picture's size.
    pub size: (f64, f64),
    /// From milliseconds after an expiry to places across.
    pub axis: Axis,
    /// The top and the foot of the reads.
    pub life: (f64, f64),
    /// The top and the foot of the leads; their scale stands below.
    pub leads: (f64, f64),
    /// The top and the foot of the columns of queries, where there is room for them.
    pub queries: Option<(f64, f64)>,
}

impl Layout {
    pub(super) fn of(size: (f64, f64), scene: &Scene) -> Self {
        let (width, height) = size;
        let axis = Axis::linear((-scene.span_ms, 0.15 * scene.span_ms), (2.0, width - 2.0));
        let low = height < LOW;
        let life = (18.0, if low { 0.42 } else { 0.38 } * height);
        let foot = if low { height - 33.0 } else { 0.68 * height };
        let queries = (!low).then_some((foot + 3.4 * LINE, height - 18.0));
        Self { size, axis, life, leads: (life.1 + 14.0, foot), queries }
    }
}
