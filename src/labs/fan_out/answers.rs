//! What has been answered by a moment, counted. A request counts as soon as its last leaf is in: at the end of playback the
//! counts are those of the report.

use std::cell::RefCell;

use crate::engines::fan_out::FanOut;
use crate::kernel::Time;
use crate::parts::LatencyHistogram;

/// When a request was answered; `None` if the run has no such request.
pub(super) fn answered_at(run: &FanOut, request: u32) -> Option<Time> {
    run.roots().get(request as usize).map(|root| run.sent_at(request) + root.latency)
}

/// Whether a request has been answered by a moment.
pub(super) fn is_answered(run: &FanOut, request: u32, moment: Time) -> bool {
    answered_at(run, request).is_some_and(|at| at <= moment)
}

/// The requests answered by a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Count {
    /// How many.
    pub answered: u32,
    /// Those that took as long as counts as slow, or longer.
    pub slow: u32,
    /// Those that were answered without one of their leaves.
    pub incomplete: u32,
    /// Their leaf calls for which two leaves did the work.
    pub calls_run_twice: u64,
    /// The one that took longest; the first of several.
    pub slowest: Option<u32>,
    /// In each bin of the scale, those that were fast and those that were slow.
    pub bins: Vec<[u32; 2]>,
}

impl Count {
    /// Those that were not slow.
    pub(super) fn fast(&self) -> u32 {
        self.answered - self.slow
    }

    /// A part of the answered as a fraction; 0 before the first.
    pub(super) fn share(&self, part: u32) -> f64 {
        f64::from(part) / f64::from(self.answered.max(1))
    }

    /// The leaf calls that were made twice as a fraction of all calls, of so many to a request.
    pub(super) fn extra_calls(&self, fan_out: u32) -> f64 {
        self.calls_run_twice as f64 / (f64::from(self.answered) * f64::from(fan_out)).max(1.0)
    }
}

/// A count that goes on, with the percentiles.
#[derive(Default)]
pub(super) struct Tally {
    /// What was counted.
    pub count: Count,
    latencies: LatencyHistogram,
}

impl Tally {
    /// Everything that a run has answered by a moment; into bins between these edges in milliseconds, if there are any.
    pub(super) fn of(run: &FanOut, moment: Time, edges_ms: &[f64]) -> Self {
        let mut tally = Self::default();
        tally.clear(edges_ms);
        for request in 0..run.roots().len() as u32 {
            if is_answered(run, request, moment) {
                tally.add(run, request, edges_ms);
            }
        }
        tally
    }

    /// The median, p99 and p99.9 in milliseconds; nothing before the first answer.
    pub(super) fn percentiles_ms(&self) -> Option<[f64; 3]> {
        (self.count.answered > 0).then(|| self.latencies.quantiles_ms([0.5, 0.99, 0.999]))
    }

    fn clear(&mut self, edges_ms: &[f64]) {
        self.latencies.clear();
        self.count = Count { bins: vec![[0; 2]; edges_ms.len().saturating_sub(1)], ..Count::default() };
    }

    fn add(&mut self, run: &FanOut, request: u32, edges_ms: &[f64]) {
        let (roots, count) = (run.roots(), &mut self.count);
        let root = roots[request as usize];
        let slow = root.latency >= run.slow();
        self.latencies.record(root.latency);
        count.answered += 1;
        count.slow += u32::from(slow);
        count.incomplete += u32::from(root.incomplete);
        count.calls_run_twice += u64::from(root.calls_run_twice);
        let rank = |request: u32| (roots[request as usize].latency, u32::MAX - request);
        if count.slowest.is_none_or(|slowest| rank(slowest) < rank(request)) {
            count.slowest = Some(request);
        }
        if let Some(bin) = count.bins.get_mut(bin_of(edges_ms, root.latency)) {
            bin[usize::from(slow)] += 1;
        }
    }
}

/// The bin of a latency; one beyond the edges falls into the outermost.
pub(super) fn bin_of(edges_ms: &[f64], latency: Time) -> usize {
    let bins = edges_ms.len().saturating_sub(1);
    edges_ms.partition_point(|&edge| edge <= latency.as_millis()).saturating_sub(1).min(bins.saturating_sub(1))
}

/// The requests of a run in the order of their answers, and the tally up to the moment that was asked for last: the next
/// frame adds but a few.
pub(super) struct Answers {
    order: Vec<(Time, u32)>,
    tally: RefCell<Tally>,
}

impl Answers {
    /// Sorts a run's requests.
    pub(super) fn of(run: &FanOut) -> Self {
        let requests = 0..run.roots().len() as u32;
        // As bare numbers: a sort is compiled anew for every type, and the ring sorts such pairs already.
        let mut order: Vec<(u64, u32)> =
            requests.filter_map(|request| Some((answered_at(run, request)?.0, request))).collect();
        order.sort_unstable();
        let order = order.into_iter().map(|(at, request)| (Time(at), request)).collect();
        Self { order, tally: RefCell::default() }
    }

    /// When the last request was answered.
    pub(super) fn last(&self) -> Time {
        self.order.last().map(|answer| answer.0).unwrap_or_default()
    }

    /// Reads the tally at a moment.
    pub(super) fn at<R>(&self, run: &FanOut, moment: Time, edges_ms: &[f64], read: impl FnOnce(&Tally) -> R) -> R {
        let mut tally = self.tally.borrow_mut();
        let wanted = self.order.partition_point(|answer| answer.0 <= moment);
        if wanted < tally.count.answered as usize || tally.count.answered == 0 {
            tally.clear(edges_ms);
        }
        for answer in &self.order[tally.count.answered as usize..wanted] {
            tally.add(run, answer.1, edges_ms);
        }
        read(&tally)
    }

    /// The answers after one moment and not after another, the first first: when, and to which request.
    pub(super) fn between(&self, after: Time, until: Time) -> &[(Time, u32)] {
        let place = |moment: Time| self.order.partition_point(|answer| answer.0 <= moment);
        &self.order[place(after.min(until))..place(until)]
    }
}
