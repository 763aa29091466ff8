//! The reader's own latencies, counted, as the leaf of a run of `fan-out`. The file stays on this machine.
//!
//! Three ways of writing are read: lines of a bound and a count (CSV), the table of percentiles that HdrHistogram and wrk2
//! print, and the buckets of a Prometheus histogram, whose series are added bucket by bucket, as counts may be.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use faultlines::engines::fan_out::leaf::Bin;

/// Calls up to a bound, in milliseconds, by the bits of the bound: those of numbers of 0 or more are in the order of the
/// numbers.
type Counts = BTreeMap<u64, u64>;

/// Reads a histogram from a file.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Bin>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    bins(&text).with_context(|| format!("{} holds no histogram that can be read", path.display()))
}

/// The bins that a text holds, in the order of their bounds.
fn bins(text: &str) -> anyhow::Result<Vec<Bin>> {
    let is_prometheus = text.lines().any(|line| line.contains("_bucket{"));
    let is_percentiles = text.lines().any(|line| line.contains("TotalCount"));
    let (mut counts, is_cumulative) = (Counts::new(), is_prometheus || is_percentiles);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        let read = match () {
            () if line.is_empty() || line.starts_with('#') => Ok(None),
            () if is_prometheus => prometheus(line),
            () if is_percentiles => percentile(line),
            () => comma_separated(line, counts.is_empty()),
        };
        if let Some((upper_ms, count)) = read.with_context(|| format!("line {number}"))? {
            ensure!(upper_ms >= 0.0 && upper_ms.is_finite(), "line {number}: {upper_ms} ms is no bound of a latency");
            let calls = counts.entry(upper_ms.to_bits()).or_default();
            // A table of percentiles tells one value more than once; what it tells is a total.
            *calls = if is_percentiles { count.max(*calls) } else { count.saturating_add(*calls) };
        }
    }
    let mut below = 0;
    let mut bins = Vec::new();
    for (bits, count) in counts {
        let calls = if is_cumulative { count.checked_sub(below) } else { Some(count) };
        let Some(calls) = calls else { bail!("the counts fall at {} ms, and they are totals", f64::from_bits(bits)) };
        below = if is_cumulative { count } else { 0 };
        bins.push((f64::from_bits(bits), calls));
    }
    ensure!(bins.iter().any(|bin| bin.1 > 0), "no call is counted");
    Ok(bins)
}

/// `12.5,340`: 340 calls took up to 12.5 ms, and more than the bound before. The first line may be a heading.
fn comma_separated(line: &str, may_be_heading: bool) -> anyhow::Result<Option<(f64, u64)>> {
    let (upper, count) = line.split_once([',', ';', '\t']).context("wanted a bound in ms, a comma and a count")?;
    match (upper.trim().parse(), count.trim().parse()) {
        (Ok(upper_ms), Ok(count)) => Ok(Some((upper_ms, count))),
        (Err(_), Err(_)) if may_be_heading => Ok(None),
        _ => bail!("wanted a bound in ms and a whole count, not `{line}`"),
    }
}

/// `12.5 0.99 340 100.0`: a value in ms, its percentile, and how many calls took no longer.
fn percentile(line: &str) -> anyhow::Result<Option<(f64, u64)>> {
    let mut words = line.split_whitespace();
    let (Some(value), Some(_), Some(total)) = (words.next(), words.next(), words.next()) else { return Ok(None) };
    // Headings stand before the table, and other tables of the tool may stand before these.
    match (value.parse(), total.parse()) {
        (Ok(value_ms), Ok(total)) => Ok(Some((value_ms, total))),
        _ => Ok(None),
    }
}

/// `name_seconds_bucket{…,le="0.1"} 340`: how many calls took no longer. What is beyond the last bound has none, and is left
/// out, as it is when Prometheus itself computes a percentile.
fn prometheus(line: &str) -> anyhow::Result<Option<(f64, u64)>> {
    let Some((name, rest)) = line.split_once("_bucket{") else { return Ok(None) };
    let (labels, value) = rest.rsplit_once('}').context("the labels do not end")?;
    let bound = labels.split(',').find_map(|label| label.trim().strip_prefix("le=\"")?.strip_suffix('"'));
    let bound = bound.context("a bucket without `le`")?;
    let count: f64 = value.split_whitespace().next().and_then(|count| count.parse().ok()).context("no count")?;
    if bound == "+Inf" {
        return Ok(None);
    }
    let upper: f64 = bound.parse().ok().with_context(|| format!("`le` is `{bound}`"))?;
    let ms = if name.ends_with("_milliseconds") || name.ends_with("_ms") { 1.0 } else { 1e3 };
    ensure!(count >= 0.0 && count < 1e15, "{count} calls");
    Ok(Some((upper * ms, count as u64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_calls_are_read_from_all_three_ways_of_writing() {
        let csv = "ms,calls\n10, 90\n100,9\n1000,1\n";
        let percentiles = "       Value     Percentile   TotalCount 1/(1-Percentile)\n\n\
            10.000 0.000000 90 1.00\n 10.000 0.900000 90 10.00\n 100.0 0.99 99 100.00\n 1000.0 1.0 100\n\
            #[Mean = 28.0, StdDeviation = 100]\n";
        let prometheus = "# TYPE call_seconds histogram\n\
            call_seconds_bucket{host=\"a\",le=\"0.01\"} 80\ncall_seconds_bucket{host=\"a\",le=\"0.1\"} 89\n\
            call_seconds_bucket{host=\"a\",le=\"1\"} 90\ncall_seconds_bucket{host=\"a\",le=\"+Inf\"} 90\n\
            call_seconds_bucket{host=\"b\",le=\"0.01\"} 10\ncall_seconds_bucket{host=\"b\",le=\"0.1\"} 10\n\
            call_seconds_bucket{host=\"b\",le=\"1\"} 10\ncall_seconds_sum 3\ncall_seconds_count 100\n";
        for text in [csv, percentiles, prometheus] {
            assert_eq!(bins(text).unwrap(), [(10.0, 90), (100.0, 9), (1000.0, 1)], "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_line() {
        for (text, said) in [
            ("10,5\nten,6\n", "line 2"),
            ("10 5\n", "line 1"),
            ("", "no call"),
            ("10,0\n", "no call"),
            ("-1,5\n", "no bound"),
            ("a_seconds_bucket{le=\"1\"} 5\na_seconds_bucket{le=\"2\"} 4\n", "fall"),
            ("a_seconds_bucket{host=\"a\"} 5\n", "without `le`"),
        ] {
            let found = format!("{:#}", bins(text).unwrap_err());
            assert!(found.contains(said), "{text}: {found}");
        }
    }
}
