//! Latencies as they were counted, in bins: a made-up histogram of the field, or a reader's own.

use crate::kernel::Bin;

/// Upper edges in units of the median, and how many of 100,000 calls. Made up, of a shape that caches in front of disks give:
/// a narrow hump of hits, a shoulder of misses near six times the median, and a thin tail of pauses and retransmissions to
/// three hundred times.
pub static HISTOGRAM: [Bin; 14] = [
    (0.5, 0),
    (0.7, 9_000),
    (0.9, 24_000),
    (1.1, 30_000),
    (1.4, 19_000),
    (2.0, 7_000),
    (3.0, 2_500),
    (5.0, 3_300),
    (8.0, 3_900),
    (15.0, 950),
    (30.0, 200),
    (80.0, 100),
    (200.0, 40),
    (300.0, 10),
];

/// Bins laid out so that either form of their law is one search: a reader may have thousands. Calls are uniform within a bin;
/// one that is as wide as nothing holds calls that took exactly its edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    spans: Vec<Span>,
    calls: f64,
}

/// A bin between its edges, with the calls in it and those in all before it.
#[derive(Clone, Debug, PartialEq)]
struct Span {
    lower: f64,
    upper: f64,
    below: f64,
    calls: f64,
}

impl Histogram {
    /// Lays bins out whose edges do not fall and which hold at least one call.
    pub fn of(bins: &[Bin]) -> Self {
        let (mut lower, mut below) = (0.0, 0.0);
        let mut spans = Vec::with_capacity(bins.len());
        for &(upper, calls) in bins {
            let calls = calls as f64;
            spans.push(Span { lower, upper, below, calls });
            (lower, below) = (upper, below + calls);
        }
        Self { spans, calls: below }
    }

    /// The calls in all bins.
    pub fn calls(&self) -> f64 {
        self.calls
    }

    /// The latency that a fraction `tail` in (0, 1] of calls exceeds, in the unit of the edges.
    pub fn at_survival(&self, tail: f64) -> f64 {
        let rank = (1.0 - tail) * self.calls;
        let place = self.spans.partition_point(|span| span.below + span.calls <= rank);
        match self.spans.get(place) {
            Some(span) => span.lower + (span.upper - span.lower) * (rank - span.below) / span.calls,
            None => self.spans.last().map_or(0.0, |span| span.upper),
        }
    }

    /// The fraction of calls that exceed a latency.
    pub fn survival(&self, latency: f64) -> f64 {
        let place = self.spans.partition_point(|span| span.upper <= latency);
        self.spans.get(place).map_or(0.0, |span| {
            let within = span.calls * (latency - span.lower) / (span.upper - span.lower);
            (self.calls - span.below - within) / self.calls
        })
    }

    /// The mean latency.
    pub fn mean(&self) -> f64 {
        let sum = self.spans.iter().fold(0.0, |sum, span| sum + 0.5 * (span.lower + span.upper) * span.calls);
        sum / self.calls
    }
}
