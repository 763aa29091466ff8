//! Latencies counted: percentiles to three significant digits, the mean exactly.

use hdrhistogram::Histogram;

use crate::kernel::Time;

/// The longest latency that the histogram holds, one hour; a longer one counts as this.
pub const LONGEST: Time = Time(3_600_000_000_000);

/// Nothing below 100 ns is told apart: three digits hold from 0.1 ms, the shortest mean that the lab knows.
const LOWEST_NS: u64 = 100;

/// Counts of latencies in buckets of three significant digits: any number of them in a fixed amount of memory
/// (HdrHistogram; Tene 2012).
#[derive(Clone, Debug)]
pub struct LatencyHistogram {
    histogram: Histogram<u32>,
    total_ns: u128,
}

impl LatencyHistogram {
    /// An empty histogram.
    pub fn new() -> Self {
        let histogram = Histogram::new_with_bounds(LOWEST_NS, LONGEST.0, 3).expect("the bounds are in order");
        Self { histogram, total_ns: 0 }
    }

    /// Counts one latency.
    pub fn record(&mut self, latency: Time) {
        self.histogram.saturating_record(latency.0);
        self.total_ns += u128::from(latency.0);
    }

    /// Counts one latency that a client waited out, and the samples that it should have taken meanwhile: one every
    /// `interval`, each seeing what was left of the wait (HdrHistogram's `recordValueWithExpectedInterval`).
    pub fn record_corrected(&mut self, latency: Time, interval: Time) {
        assert!(interval > Time::ZERO, "samples have a distance");
        self.record(latency);
        let mut left = latency;
        while left - interval >= interval {
            left = left - interval;
            self.record(left);
        }
    }

    /// Empties the histogram and keeps its memory.
    pub fn clear(&mut self) {
        self.histogram.reset();
        self.total_ns = 0;
    }

    /// The number of latencies counted.
    pub fn count(&self) -> u64 {
        self.histogram.len()
    }

    /// The mean in milliseconds; 0 for an empty histogram.
    pub fn mean_ms(&self) -> f64 {
        self.total_ns as f64 / 1e6 / self.count().max(1) as f64
    }

    /// Quantiles in milliseconds: for each fraction (0 to 1, ascending) the latency that so much of the sample does not exceed.
    pub fn quantiles_ms<const N: usize>(&self, quantiles: [f64; N]) -> [f64; N] {
        let mut values = [0.0; N];
        self.write_quantiles(&quantiles, &mut values);
        values
    }

    /// The same for a slice: compiled once, not for each number of fractions.
    fn write_quantiles(&self, quantiles: &[f64], values: &mut [f64]) {
        for (value, found) in values.iter_mut().zip(self.histogram.value_at_quantiles(quantiles.iter().copied())) {
            *value = nanos_to_ms(found);
        }
    }

    /// The fraction of latencies in each bin between neighbouring edges, in milliseconds, which must rise.
    pub fn shares(&self, edges_ms: &[f64]) -> Vec<f64> {
        let nanos = |ms: f64| Time::from_millis_f64(ms).0;
        let total = self.count().max(1) as f64;
        let bins = edges_ms.windows(2);
        bins.map(|bin| self.histogram.count_between(nanos(bin[0]), nanos(bin[1]).saturating_sub(1)) as f64 / total)
            .collect()
    }
}

impl Default for LatencyHistogram {
    fn default() -> Self {
        Self::new()
    }
}

/// Nanoseconds as milliseconds.
pub fn nanos_to_ms(nanos: u64) -> f64 {
    nanos as f64 / 1e6
}
