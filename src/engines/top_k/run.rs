//! A run: items come by and are counted, a scan passes, and the list is compared with the exact one.

use super::report::Outcome;
use super::theory::Theory;
use crate::kernel::{EventLimit, Input, Progress, Report, Simulation, Trace};
use crate::parts::ZipfStream;
use crate::parts::space_saving::{Counter, Summary};
use crate::parts::zipf_stream::arrival;

/// About how many checkpoints a run has.
const CHECKPOINTS: u32 = 50;

/// The number of violations of each guarantee that get an event of their own: there should be none.
const SHOWN: u32 = 20;

/// The list against the truth after some items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checkpoint {
    /// Items that have come.
    pub items: u32,
    /// The fraction of the exact list that the summary has.
    pub recall: f64,
    /// Items of the list that are certainly on the exact one.
    pub guaranteed: u32,
    /// The least count.
    pub least: u32,
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct TopK {
    summary: Summary,
    k: u32,
    items: u32,
    /// Arrivals before the scan.
    drawn: u32,
    source: ZipfStream,
    arrived: u32,
    /// The true count of the item with this number, less one; items of the scan are not here and come once.
    truth: Vec<u32>,
    distinct: u32,
    checkpoints: Vec<Checkpoint>,
    trace: Trace,
    limit: EventLimit,
}

impl TopK {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let (items, universe) = (params.count("items"), params.count("universe"));
        Self {
            summary: Summary::new(params.count("counters")),
            k: params.count("k"),
            items,
            drawn: items - (params.number("scan_fraction") * f64::from(items) + 0.5) as u32,
            source: ZipfStream::new(input.seed, universe, params.number("skew")),
            arrived: 0,
            truth: vec![0; universe as usize],
            distinct: 0,
            checkpoints: Vec::new(),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
        }
    }

    /// The counters, as they are now.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The list: the k counters with the greatest counts, or all if there are fewer.
    pub fn top(&self) -> &[Counter] {
        let counters = self.summary.counters();
        &counters[..counters.len().min(self.k as usize)]
    }

    /// How often an item came, exactly. Items above the universe belong to the scan and come once.
    pub fn true_count(&self, item: u32) -> u32 {
        match self.truth.get(item as usize - 1) {
            Some(&count) => count,
            None => u32::from(item - self.truth.len() as u32 <= self.arrived.saturating_sub(self.drawn)),
        }
    }

    /// The true counts of the k most frequent items, the greatest first; fewer if fewer items came.
    pub fn exact_counts(&self) -> Vec<u32> {
        let mut counts: Vec<u32> = self.truth.iter().copied().filter(|&count| count > 0).collect();
        counts.extend(std::iter::repeat_n(1, self.arrived.saturating_sub(self.drawn).min(self.k) as usize));
        counts.sort_unstable_by(|a, b| b.cmp(a));
        counts.truncate(self.k as usize);
        counts
    }

    /// The list against the truth as the items came, oldest first, at most about 50 points.
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    /// One item comes; returns what it took, in units.
    fn step(&mut self) -> u32 {
        let item = if self.arrived < self.drawn {
            let item = self.source.draw();
            let count = &mut self.truth[item as usize - 1];
            self.distinct += u32::from(*count == 0);
            *count += 1;
            item
        } else {
            self.distinct += 1;
            self.truth.len() as u32 + 1 + self.arrived - self.drawn
        };
        self.summary.insert(item);
        self.arrived += 1;
        if !self.arrived.is_multiple_of(self.items.div_ceil(CHECKPOINTS)) && self.arrived != self.items {
            return 4;
        }
        self.checkpoint();
        if self.arrived == self.items {
            self.compare();
        }
        4 + self.truth.len() as u32 / 20
    }

    fn checkpoint(&mut self) {
        let checkpoint = Checkpoint {
            items: self.arrived,
            recall: self.recall(),
            guaranteed: self.summary.guaranteed(self.k),
            least: self.summary.least(),
        };
        let fields = vec![
            ("items", self.arrived.into()),
            ("distinct", self.distinct.into()),
            ("recall", checkpoint.recall.into()),
            ("guaranteed", checkpoint.guaranteed.into()),
            ("least", checkpoint.least.into()),
        ];
        self.trace.record(arrival(self.arrived - 1), "list", fields);
        self.checkpoints.push(checkpoint);
    }

    /// Writes the list down, and every promise that is broken.
    fn compare(&mut self) {
        let now = arrival(self.items);
        for (rank, counter) in (1u32..).zip(self.top().to_vec()) {
            let fields = vec![
                ("rank", rank.into()),
                ("item", counter.item.into()),
                ("count", counter.count.into()),
                ("error", counter.error.into()),
                ("true", self.true_count(counter.item).into()),
            ];
            self.trace.record(now, "rank", fields);
        }
        let wild = self.summary.counters().iter().map(|counter| counter.item).filter(|&item| !self.is_bounded(item));
        let broken = [("missed", self.missed()), ("out-of-bounds", wild.collect())];
        for (kind, items) in broken {
            for item in items.into_iter().take(SHOWN as usize) {
                self.trace.record(now, kind, vec![("item", item.into()), ("true", self.true_count(item).into())]);
            }
        }
    }

    /// Whether count − error ≤ truth ≤ count.
    fn is_bounded(&self, item: u32) -> bool {
        let truth = self.true_count(item);
        self.summary
            .counter(item)
            .is_some_and(|counter| (counter.count - counter.error..=counter.count).contains(&truth))
    }

    /// Items that came more than n/m times.
    fn heavy(&self) -> impl Iterator<Item = u32> + '_ {
        let bound = self.error_bound();
        (1..).zip(&self.truth).filter(move |&(_, &count)| f64::from(count) > bound).map(|(item, _)| item)
    }

    fn missed(&self) -> Vec<u32> {
        self.heavy().filter(|&item| self.summary.counter(item).is_none()).collect()
    }

    fn error_bound(&self) -> f64 {
        f64::from(self.arrived) / f64::from(self.summary.capacity())
    }

    fn recall(&self) -> f64 {
        let exact = self.exact_counts();
        let last = exact.last().copied().unwrap_or(0);
        let right = self.top().iter().filter(|counter| self.true_count(counter.item) >= last).count();
        right as f64 / exact.len().max(1) as f64
    }

    fn overestimates(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.summary.counters().iter().map(|counter| {
            let truth = f64::from(self.true_count(counter.item));
            (f64::from(counter.count) - truth, truth)
        })
    }

    /// The fraction of the arrivals that are not of the scan.
    fn drawn_fraction(&self) -> f64 {
        f64::from(self.drawn) / f64::from(self.items)
    }
}

impl Simulation for TopK {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.arrived < self.items && !self.limit.is_reached() {
            if left == 0 {
                return Progress::Running(f64::from(self.arrived) / f64::from(self.items));
            }
            if self.limit.allow() {
                left = left.saturating_sub(self.step());
            }
        }
        Progress::Done
    }

    fn report(&self) -> Report {
        let theory = Theory { law: self.source.law(), drawn_fraction: self.drawn_fraction(), items: self.items };
        let outcome = Outcome {
            summary: &self.summary,
            k: self.k,
            distinct: self.distinct,
            recall: self.recall(),
            overestimates: self.overestimates().collect(),
            error_bound: self.error_bound(),
            heavy: self.heavy().count(),
            missed: self.missed().len(),
            predicted_heavy: theory.heavy_items(self.summary.capacity()),
            exact_counts: &self.exact_counts(),
            predicted_top_share: theory.top_share(self.k),
        };
        outcome.report().stopped(self.limit.stopped(arrival(self.arrived)))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::top_k::SPEC;
    use crate::kernel::{MAX_EVENTS, Params, Seed};

    #[test]
    fn a_broken_guarantee_is_recorded() {
        let params = Params::defaults(SPEC.params);
        let mut run = TopK::new(&Input { params: &params, actions: &[], seed: Seed(1), max_events: MAX_EVENTS });
        assert_eq!(run.advance(u32::MAX), Progress::Done);
        let uncounted = (1..).find(|&item| run.summary.counter(item).is_none()).expect("an item without a counter");
        let counted = run.top()[0].item;
        run.truth[uncounted as usize - 1] = run.items;
        run.truth[counted as usize - 1] = 0;
        let before = run.trace.events().len();
        run.compare();
        let told: Vec<String> = run.trace.events()[before..].iter().map(|event| SPEC.say(event)).collect();
        assert!(told.contains(&format!("Item {uncounted} came 100,000 times and has no counter")), "{told:?}");
        assert!(told.contains(&format!("Item {counted} came 0 times, which its count and error rule out")), "{told:?}");
        assert!(SPEC.properties.iter().all(|property| !property.holds(&run.trace)));
    }
}
