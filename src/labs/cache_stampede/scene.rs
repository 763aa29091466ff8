//! A pair of runs laid out once, and what one moment of one of them is.

use super::layout::Layout;
use crate::engines::cache_stampede::CacheStampede;
use crate::engines::cache_stampede::history::{History, Sample};
use crate::engines::cache_stampede::measures::Second;
use crate::kernel::Time;
use crate::ui::chart::axis::round_up;
use crate::ui::plate::{Pace, PlateState, RunPair, Side};
use crate::ui::words::number;

/// How many times a second, of the reader's, things set out together.
const GROUPS_PER_S: f64 = 30.0;

/// The most things of a kind that set out together.
const GROUP: u32 = 4;

/// Fast enough that a value expires within three seconds, or within ten where many may expire together, and a run lasts no
/// longer than half a minute. Where none expires by itself the run lasts twenty seconds.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let params = &pair.scenario.params;
    let (ttl_ms, duration_ms) = (params.number("ttl_ms"), 1e3 * f64::from(params.count("duration_s")));
    let life_s = if params.count("keys") > 1 { 10.0 } else { 2.5 };
    let ms_per_s = if ttl_ms < duration_ms { (ttl_ms / life_s).max(duration_ms / 30.0) } else { duration_ms / 20.0 };
    Pace { ms_per_s, settles: Time::from_millis_f64(0.5 * ms_per_s) }
}

/// The runs of a plate.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// Virtual milliseconds for each second of the reader's.
    pub ms_per_s: f64,
    /// The keys of the main run.
    pub keys: u32,
    /// The moment after which no reads come in the main run.
    pub last_read: Time,
    /// The end of the longer run.
    pub end: Time,
    /// The most queries that run at once in either run, or readers that wait, and at least what a database keeps up with:
    /// the scale of both.
    pub top: f64,
    /// Whether the load is what matters: readers try again, or come more and more.
    pub has_loads: bool,
    /// The least and the most reads a second of either run, and between which it may stand or lie.
    pub loads: (f64, f64),
    /// How many reads a mark stands for, …
    pub reads_each: u32,
    /// … and how many queries.
    pub queries_each: u32,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let runs: Vec<&CacheStampede> = Side::BOTH.into_iter().filter_map(|side| side.run(pair)).collect();
        let ms_per_s = pace(pair).ms_per_s;
        let (mut top, mut reads, mut queries, mut end) = (1, 1, 1, Time::ZERO);
        let mut loads = (f64::MAX, 1.0f64);
        for run in runs {
            let laws = run.tipping().into_iter().flat_map(|tipping| [tipping.recovery(), tipping.tip()]).flatten();
            let seconds = run.measures().seconds.iter().map(|second| f64::from(second.load));
            for load in laws.chain(seconds).filter(|&load| load > 0.0) {
                loads = (loads.0.min(load), loads.1.max(load));
            }
            let samples = history(run).samples();
            let capacity = run.database().capacity().unwrap_or(0);
            top = samples.iter().map(|sample| sample.running.max(sample.pool())).fold(top.max(capacity), u32::max);
            for (before, after) in samples.iter().zip(samples.iter().skip(group(run, ms_per_s))) {
                reads = reads.max(after.reads - before.reads);
                queries = queries.max(after.queries - before.queries);
            }
            end = end.max(Time(history(run).every().0 * samples.len() as u64));
        }
        let each = |most: u32| round_up(f64::from(most.div_ceil(GROUP))) as u32;
        let params = &pair.scenario.params;
        Self {
            pair: pair.clone(),
            labels: [main, twin],
            ms_per_s,
            keys: params.count("keys"),
            last_read: Time::from_millis(1_000 * u64::from(params.count("duration_s"))),
            end,
            top: f64::from(top),
            has_loads: params.count("retries") > 0 || params.number("peak_reads_per_s") > 0.0,
            loads: (loads.0.min(loads.1), loads.1),
            reads_each: each(reads),
            queries_each: each(queries),
        }
    }

    /// The places in a picture of this size.
    pub(super) fn layout(&self, size: (f64, f64), predicted: bool) -> Layout {
        Layout::of(size, self.keys > 1, predicted, self.has_loads)
    }

    /// Where the load matters, another one: so few reads a second that the system recovers by itself or, when they are so few
    /// already, as many as at the start.
    pub(super) fn calmer(&self, moment: Time) -> Option<f64> {
        let shot = self.shot(Side::Main, moment).filter(|_| self.has_loads)?;
        let recovery = shot.run.tipping().and_then(|tipping| tipping.recovery()).unwrap_or(f64::MAX);
        let now = shot.seconds(self.last_read).last().map_or(f64::MAX, |second| second.load.into());
        let start = self.pair.scenario.params.number("reads_per_s");
        Some(if now > recovery { (0.6 * recovery).max(1.0).round() } else { start })
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Some(Shot::of(side.run(&self.pair)?, moment))
    }
}

fn history(run: &CacheStampede) -> &History {
    &run.measures().history
}

/// How many samples of a run hold what sets out together.
pub(super) fn group(run: &CacheStampede, ms_per_s: f64) -> usize {
    (ms_per_s / GROUPS_PER_S / history(run).every().as_millis()).ceil().max(1.0) as usize
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a CacheStampede,
    /// The moment.
    pub moment: Time,
    /// What has happened by then.
    pub now: Sample,
}

/// The last refilling that has begun: of the only key, or of any.
pub(super) struct Refill {
    /// How long ago its first query was sent, in seconds.
    pub ago_s: f64,
    /// How long it took until a value was stored, in seconds; `None` if none is yet.
    pub took_s: Option<f64>,
    /// The queries sent for it.
    pub queries: u32,
}

impl<'a> Shot<'a> {
    /// A run at a moment.
    pub(super) fn of(run: &'a CacheStampede, moment: Time) -> Self {
        Self { run, moment, now: history(run).at(moment) }
    }

    /// The run's samples.
    pub(super) fn history(&self) -> &'a History {
        history(self.run)
    }

    /// The samples up to the moment.
    pub(super) fn samples(&self) -> &'a [Sample] {
        let samples = self.history().samples();
        &samples[..samples.len().min(self.history().place(self.moment) + 1)]
    }

    /// The reads of the last second.
    pub(super) fn reads_per_s(&self) -> f64 {
        let before = Time(self.moment.0.saturating_sub(1_000_000_000));
        let seconds = (self.moment - before).as_millis() / 1e3;
        f64::from(self.now.reads - self.history().at(before).reads) / seconds.max(1e-3)
    }

    /// What of the reads of the last second the cache answered at once, as a fraction; nothing if none came.
    pub(super) fn hit_fraction(&self) -> Option<f64> {
        let before = self.history().at(Time(self.moment.0.saturating_sub(1_000_000_000)));
        let reads = self.now.reads - before.reads;
        (reads > 0).then(|| f64::from(self.now.hits - before.hits) / f64::from(reads))
    }

    /// The last refilling.
    pub(super) fn refill(&self) -> Option<Refill> {
        let samples = self.samples();
        let begun = samples.partition_point(|sample| sample.expiries < self.now.expiries).checked_sub(1)?;
        let stored = begun + samples[begun..].partition_point(|sample| sample.stored == samples[begun].stored);
        let span_s = |from: usize, to: usize| (to - from) as f64 * self.history().every().as_millis() / 1e3;
        Some(Refill {
            ago_s: span_s(begun, samples.len() - 1),
            took_s: (stored < samples.len()).then(|| span_s(begun, stored)),
            queries: self.now.queries - samples[begun].queries,
        })
    }

    /// The seconds that are over, of those in which reads come.
    pub(super) fn seconds(&self, last_read: Time) -> &'a [Second] {
        let seconds = &self.run.measures().seconds;
        &seconds[..seconds.len().min((self.moment.min(last_read).as_millis() / 1e3) as usize)]
    }

    /// `tipped at 936`, `recovered at 46`: what has happened of it, five seconds long.
    pub(super) fn turned(&self) -> Vec<String> {
        let measures = self.run.measures();
        let mut said = Vec::new();
        for (turn, words) in measures.turns().into_iter().zip(["tipped at ", "recovered at "]) {
            if let Some(second) = turn.filter(|&second| self.moment >= Time::from_millis(1_000 * (second as u64 + 5))) {
                said.push([words, &number(measures.seconds[second].load.into(), 0)].concat());
            }
        }
        said
    }

    /// Whether more queries run than the database keeps up with.
    pub(super) fn is_over(&self) -> bool {
        self.run.database().capacity().is_some_and(|capacity| self.now.running > capacity)
    }
}

/// What the reader predicted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Predicted {
    /// The share of all reads that get no answer.
    Failed(f64),
    /// Queries for each expiry.
    Queries(f64),
}

impl Predicted {
    /// The answer that was locked, if it is one that the picture can show.
    pub(super) fn of(state: &PlateState) -> Option<Self> {
        let failed = state.predicted("failed_fraction").map(Self::Failed);
        failed.or_else(|| state.predicted("recomputes_per_expiry").map(Self::Queries))
    }
}
