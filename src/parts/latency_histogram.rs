//! Latencies counted: percentiles to a thousandth, the longest and the mean exactly.

use hdrhistogram::Histogram;

use crate::kernel::{Metric, NOTHING_COUNTED, Report, Time};

/// Nothing below 100 ns is told apart: three digits hold from 0.1 ms, the shortest mean that the lab knows.
const LOWEST_NS: u64 = 100;

/// A bucket is at most a thousandth of its latencies wide, so of a percentile four digits are known.
const DIGITS: u32 = 4;

/// Counts of latencies in buckets of three significant digits, of any length that virtual time can tell (HdrHistogram;
/// Tene 2012). Memory grows with the logarithm of the longest, not with their number.
#[derive(Clone, Debug)]
pub struct LatencyHistogram {
    histogram: Histogram<u32>,
    longest: Time,
    total_ns: u128,
}

impl LatencyHistogram {
    /// An empty histogram.
    pub fn new() -> Self {
        let mut histogram = Histogram::new_with_bounds(LOWEST_NS, 2 * LOWEST_NS, 3).expect("the bounds are in order");
        histogram.auto(true);
        Self { histogram, longest: Time::ZERO, total_ns: 0 }
    }

    /// Counts one latency.
    pub fn record(&mut self, latency: Time) {
        self.histogram.record(latency.0).expect("a histogram that grows holds any latency");
        self.longest = self.longest.max(latency);
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
        self.longest = Time::ZERO;
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

    /// Quantiles in milliseconds: for each fraction (0 to 1, ascending) the latency that so much of the sample does not
    /// exceed, to four digits, and never above the longest.
    pub fn quantiles_ms<const N: usize>(&self, quantiles: [f64; N]) -> [f64; N] {
        let mut values = [0.0; N];
        self.write_quantiles(&quantiles, &mut values);
        values
    }

    /// The same for a slice: compiled once, not for each number of fractions.
    fn write_quantiles(&self, quantiles: &[f64], values: &mut [f64]) {
        for (value, found) in values.iter_mut().zip(self.histogram.value_at_quantiles(quantiles.iter().copied())) {
            *value = nanos_to_ms(rounded(found).min(self.longest.0));
        }
    }

    /// Says of the percentiles and the mean in a report how well they are known. A metric is one of them if it is named
    /// `stem`, then `_p50`, `_p99` or the like, or `_mean`. A mean of no latency says nothing. A percentile is
    /// shown with four digits at most; with no latency it says nothing, and where fewer than one are left above it, it is no
    /// more than the longest.
    pub fn qualify_metrics(&self, report: &mut Report, stem: &str) {
        for metric in &mut report.metrics {
            let suffix = metric.name.strip_prefix(stem);
            if let Some(quantile) = suffix.and_then(percentile) {
                qualify(metric, quantile, self.count());
            } else if suffix == Some("_mean") && self.count() == 0 {
                metric.remark = Some(NOTHING_COUNTED.to_string());
            }
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

/// Says of a metric that is a quantile of so many latencies how well it is known.
pub fn qualify(metric: &mut Metric, quantile: f64, count: u64) {
    let whole_digits = (metric.value as u64).checked_ilog10().map_or(0, |log| log + 1);
    metric.decimals = metric.decimals.min(DIGITS.saturating_sub(whole_digits) as u8);
    if count == 0 {
        metric.remark = Some(NOTHING_COUNTED.to_string());
    } else if (quantile * count as f64).ceil() >= count as f64 {
        metric.remark = Some(format!("the longest of {count}"));
    }
}

/// The fraction that the end of a metric's name stands for: `_p50` is 0.5, `_p999` is 0.999.
fn percentile(suffix: &str) -> Option<f64> {
    let digits = suffix.strip_prefix("_p")?;
    let part: u32 = digits.parse().ok()?;
    Some(f64::from(part) / f64::from(10u32.checked_pow(digits.len() as u32)?))
}

/// The first [`DIGITS`] digits of a number of nanoseconds; the last of them is rounded.
fn rounded(nanos: u64) -> u64 {
    let unit = 10u64.pow((nanos.max(1).ilog10() + 1).saturating_sub(DIGITS));
    nanos.saturating_add(unit / 2) / unit * unit
}

/// Nanoseconds as milliseconds.
pub fn nanos_to_ms(nanos: u64) -> f64 {
    nanos as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::MetricSpec;

    const SPECS: &[MetricSpec] = &[MetricSpec::ms("wait_ms_*", "")];

    fn of(latencies: impl IntoIterator<Item = u64>) -> LatencyHistogram {
        let mut histogram = LatencyHistogram::new();
        latencies.into_iter().for_each(|nanos| histogram.record(Time(nanos)));
        histogram
    }

    #[test]
    fn no_percentile_is_above_the_longest_latency_however_long_that_is() {
        for digits in 0..19 {
            for first in [1, 3, 9] {
                let nanos = first * 10u64.pow(digits) + 7 * u64::from(digits > 0);
                let [median, most] = of([nanos / 2, nanos]).quantiles_ms([0.5, 1.0]);
                let longest = nanos_to_ms(nanos);
                assert!(most <= longest && most >= 0.9995 * longest, "{most} of {longest}");
                assert!((median - nanos_to_ms(nanos / 2)).abs() <= 0.0016 * median + 64e-6, "{median} of {nanos}");
            }
        }
    }

    #[test]
    fn percentiles_keep_the_order_of_their_fractions_and_have_four_digits() {
        let histogram = of((1..=100_000).map(|n| n * n * 37));
        let found = histogram.quantiles_ms([0.0, 0.1, 0.5, 0.501, 0.9, 0.99, 0.9999, 1.0]);
        assert!(found.is_sorted(), "{found:?}");
        assert_eq!(found[2], 92_540.0);
    }

    #[test]
    fn a_percentile_is_shown_with_the_digits_that_are_known() {
        for (nanos, shown) in
            [(123_456, "0.12"), (1_234_567, "1.23"), (123_456_789, "123.5"), (98_765_432_100, "98765")]
        {
            let histogram = of([nanos; 100]);
            let [median] = histogram.quantiles_ms([0.5]);
            let mut report = Report::of(SPECS, [("wait_ms_p50", median)]);
            histogram.qualify_metrics(&mut report, "wait_ms");
            assert_eq!(report.to_string(), format!("wait_ms_p50  {shown} ms\n"));
        }
    }

    #[test]
    fn a_percentile_with_less_than_one_latency_above_it_is_marked_with_the_count() {
        let marks = |count: u64| {
            let names = ["wait_ms_p50", "wait_ms_p99", "wait_ms_p999", "wait_ms_p99_at_10", "wait_ms_mean"];
            let mut report = Report::of(SPECS, names.map(|name| (name, 1.0)));
            of(0..count).qualify_metrics(&mut report, "wait_ms");
            report.metrics.into_iter().map(|metric| metric.remark).collect::<Vec<_>>()
        };
        let longest = |count: u64| Some(format!("the longest of {count}"));
        let nothing = || Some(NOTHING_COUNTED.to_string());
        assert_eq!(marks(0), [nothing(), nothing(), nothing(), None, nothing()]);
        assert_eq!(marks(1), [longest(1), longest(1), longest(1), None, None]);
        assert_eq!(marks(2), [None, longest(2), longest(2), None, None]);
        assert_eq!(marks(100), [None, None, longest(100), None, None]);
        assert_eq!(marks(1000), [None, None, None, None, None]);
    }
}
