//! A reader's own latencies, read as they were counted: what makes any service the leaf of the lab.
//!
//! Three ways of writing are read: lines of a bound and a count (CSV), the table of percentiles that HdrHistogram and wrk2
//! print, and the buckets of a Prometheus histogram, as a service shows them or `promtool query instant` prints them. The
//! series of such a histogram are added bucket by bucket, as counts may be.

use super::{Bin, decimal};

/// No latency is longer than an hour: a Pareto tail would otherwise leave every clock behind.
pub const LONGEST_MS: f64 = 3_600_000.0;

/// The longest text that is read, in bytes.
pub const MAX_BYTES: usize = 2_000_000;

/// The most bounds that are read.
const MAX_BINS: usize = 10_000;

/// No bin holds more calls than this, so that all of them together can be counted.
const MAX_CALLS: u64 = 1_000_000_000_000_000;

/// Reads bins: those that hold a call, and those between them, by rising bounds. Calls beyond the last bound of a Prometheus
/// histogram are a last bin that is as wide as nothing: they count as that bound, as they do when Prometheus itself
/// computes a percentile.
///
/// # Errors
/// Says what is wrong, in which line, and what is wanted.
pub fn read(text: &str) -> Result<Vec<Bin>, String> {
    if text.len() > MAX_BYTES {
        return Err("This is more than 2 MB: keep the lines of one histogram.".to_string());
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut table = Table { form: Form::of(text), ..Table::default() };
    for (number, line) in (1..).zip(text.lines()) {
        let read =
            table.line(line.trim()).and_then(|row| row.map_or(Ok(()), |(ms, calls)| table.add(number, ms, calls)));
        read.map_err(|why| at(number, why))?;
    }
    let mut bins = table.bins()?;
    while bins.last().is_some_and(|bin| bin.1 == 0) {
        bins.pop();
    }
    if bins.is_empty() {
        let wanted = "No call is counted here. Wanted are lines of a bound in ms and a count, as in `12.5,340`, a table of \
            percentiles, or the buckets of Prometheus.";
        return Err(wanted.to_string());
    }
    Ok(bins)
}

fn at(line: u32, why: &str) -> String {
    ["Line ", &line.to_string(), ": ", why].concat()
}

/// How the calls are written down.
#[derive(Clone, Copy, Default, PartialEq)]
enum Form {
    /// `12.5,340`: so many took up to this and longer than the bound before.
    #[default]
    Bounds,
    /// `12.5 0.99 340 100.0`: a value in ms, its percentile, and how many took no longer.
    Percentiles,
    /// `name_seconds_bucket{…,le="0.1"} 340`: how many took no longer.
    Prometheus,
}

/// The heading of a table of percentiles.
const HEADING: &str = "TotalCount";

impl Form {
    fn of(text: &str) -> Self {
        match text {
            _ if is_bucket(text) => Self::Prometheus,
            _ if text.contains(HEADING) => Self::Percentiles,
            _ => Self::Bounds,
        }
    }
}

/// Whether there is a bucket of Prometheus here. (A `quantile="0.5"` is none.)
fn is_bucket(text: &str) -> bool {
    ["_bucket{", "{le=\"", ",le=\"", " le=\""].iter().any(|mark| text.contains(mark))
}

/// What has been read.
#[derive(Default)]
struct Table<'a> {
    form: Form,
    /// By rising bounds.
    rows: Vec<Row>,
    /// Calls that Prometheus counted up to any latency at all.
    all: u64,
    /// The name of the histogram, or the heading of the table.
    name: Option<&'a str>,
}

struct Row {
    upper_ms: f64,
    calls: u64,
    line: u32,
}

/// A bound in milliseconds and a count, if a line has one; or what is wrong with it.
type Read = Result<Option<(f64, u64)>, &'static str>;

impl<'a> Table<'a> {
    fn line(&mut self, line: &'a str) -> Read {
        match self.form {
            _ if line.is_empty() || line.starts_with('#') => Ok(None),
            Form::Bounds => bound(line, self.rows.is_empty()),
            Form::Percentiles => self.percentile(line),
            Form::Prometheus => self.bucket(line),
        }
    }

    /// One table is read, and one histogram: of two nobody could say which was meant.
    fn of_one(&mut self, name: &'a str, is_another: bool) -> Result<(), &'static str> {
        match self.name {
            Some(_) if is_another => Err("another histogram begins here: keep the lines of one."),
            _ => {
                self.name = Some(name);
                Ok(())
            }
        }
    }

    fn percentile(&mut self, line: &'a str) -> Read {
        if line.contains(HEADING) {
            return self.of_one(line, true).map(|()| None);
        }
        let mut words = line.split([' ', '\t', ',']).filter(|word| !word.is_empty());
        let mut number = || decimal::parse(words.next()?);
        // What else a tool prints, before the table and after it, does not begin with two numbers.
        let (Some(value_ms), Some(_)) = (number(), number()) else { return Ok(None) };
        let total = words.next().and_then(|total| total.parse().ok());
        Ok(Some((value_ms, total.ok_or("wanted a value in ms, its percentile and a whole count.")?)))
    }

    fn bucket(&mut self, line: &'a str) -> Read {
        if !is_bucket(line) {
            return Ok(None);
        }
        let (name, rest) = line.split_once('{').ok_or("wanted the labels of a bucket, between braces.")?;
        let (labels, value) = rest.split_at(end_of_labels(rest).ok_or("the labels do not end.")?);
        self.of_one(name, self.name != Some(name))?;
        let bound = labels.split(',').find_map(|label| label.trim().strip_prefix("le=\"")?.strip_suffix('"'));
        let bound = bound.ok_or("a bucket without `le`.")?;
        // `promtool` puts an arrow before the value, and whoever writes an exemplar puts it behind.
        let mut words = value[1..].split_whitespace().filter(|&word| word != "=>");
        let count = words.next().and_then(decimal::parse).filter(|&count| (0.0..MAX_CALLS as f64).contains(&count));
        let count = count.ok_or("wanted a count after the labels.")? as u64;
        if bound == "+Inf" {
            self.all = self.all.saturating_add(count);
            return Ok(None);
        }
        let name = name.strip_suffix("_bucket").unwrap_or(name);
        let unit_ms = if name.ends_with("_milliseconds") || name.ends_with("_ms") { 1.0 } else { 1e3 };
        Ok(Some((decimal::parse(bound).ok_or("the bound `le` is no number.")? * unit_ms, count)))
    }

    fn add(&mut self, line: u32, upper_ms: f64, calls: u64) -> Result<(), &'static str> {
        if !(0.0..=LONGEST_MS).contains(&upper_ms) {
            return Err("a bound is from 0 ms to an hour; is this one in another unit?");
        }
        if calls > MAX_CALLS {
            return Err("more calls than anybody counts.");
        }
        let is_full = self.rows.len() == MAX_BINS;
        let place = self.rows.partition_point(|row| row.upper_ms < upper_ms);
        match self.rows.get_mut(place).filter(|row| row.upper_ms == upper_ms) {
            // A table of percentiles tells one value more than once; what it tells is a total.
            Some(row) if self.form == Form::Percentiles => row.calls = row.calls.max(calls),
            Some(row) => row.calls = row.calls.saturating_add(calls).min(MAX_CALLS),
            None if is_full => return Err("one bound too many: at most 10,000 are read."),
            None => self.rows.insert(place, Row { upper_ms, calls, line }),
        }
        Ok(())
    }

    /// The bins; of totals what each has more than the one before.
    fn bins(self) -> Result<Vec<Bin>, String> {
        let mut below = 0;
        let mut bins = Vec::with_capacity(self.rows.len() + 1);
        for row in self.rows {
            let falls = || at(row.line, "fewer calls than up to the bound before, and these counts are totals.");
            bins.push((row.upper_ms, row.calls.checked_sub(below).ok_or_else(falls)?));
            below = if self.form == Form::Bounds { 0 } else { row.calls };
        }
        if let Some(&(last_ms, _)) = bins.last() {
            bins.push((last_ms, self.all.saturating_sub(below)));
        }
        Ok(bins)
    }
}

/// `12.5,340`. The first lines may be headings.
fn bound(line: &str, may_be_heading: bool) -> Read {
    let (upper, count) = line.split_once([',', ';', '\t']).unwrap_or((line, ""));
    match (decimal::parse(upper.trim()), count.trim().parse()) {
        (Some(upper_ms), Ok(count)) => Ok(Some((upper_ms, count))),
        (None, Err(_)) if may_be_heading && !count.is_empty() => Ok(None),
        _ => Err("wanted a bound in ms and a whole count, as in `12.5,340`."),
    }
}

/// Where the brace is that ends the labels: a quoted value may hold one too.
fn end_of_labels(rest: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    rest.bytes().position(|byte| {
        quoted ^= byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        byte == b'}' && !quoted
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CSV: &str = "ms,calls\n10, 90\n100,9\n1000,1\n";
    const PERCENTILES: &str = "  2 threads and 100 connections\n    50.000%    6.67ms\n\
        \x20      Value     Percentile   TotalCount 1/(1-Percentile)\n\n\
        10.000 0.000000 90 1.00\n 10.000 0.900000 90 10.00\n 100.0 0.99 99 100.00\n 1000.0 1.0 100 inf\n\
        #[Mean = 28.0, StdDeviation = 100]\n  100 requests in 30.00s, 19.81MB read\n";
    const PROMETHEUS: &str = "# TYPE call_seconds histogram\ngc_seconds{quantile=\"0.5\"} 3\n\
        call_seconds_bucket{host=\"a\",le=\"0.01\"} 80\ncall_seconds_bucket{host=\"a\",le=\"0.1\"} 89 # {id=\"x\"} 0.05\n\
        call_seconds_bucket{host=\"a\",le=\"1\"} 90\ncall_seconds_bucket{host=\"a\",le=\"+Inf\"} 90\n\
        call_seconds_bucket{host=\"}\\\"\",le=\"0.01\"} 10\ncall_seconds_bucket{host=\"b\",le=\"0.1\"} 10\n\
        call_seconds_bucket{host=\"b\",le=\"1\"} 10\ncall_seconds_sum 3\ncall_seconds_count 100\n";
    const PROMTOOL: &str = "{le=\"0.1\"} => 99.3 @[1732700000.123]\n{le=\"0.01\"} => 90.2 @[1732700000.123]\n\
        {le=\"1\"} => 100 @[1732700000.123]\n{le=\"+Inf\"} => 100 @[1732700000.123]\n";

    #[test]
    fn the_same_calls_are_read_from_every_way_of_writing_and_of_ending_lines() {
        let quoted = "\"Value\",\"Percentile\",\"TotalCount\",\"1/(1-Percentile)\"\n10,0.9,90,10\n100,.99,99,100\n1e3,1,100,Infinity\n";
        for text in [CSV, PERCENTILES, PROMETHEUS, PROMTOOL, quoted] {
            for text in [text.to_string(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
                assert_eq!(read(&text), Ok(vec![(10.0, 90), (100.0, 9), (1000.0, 1)]), "{text}");
            }
        }
        assert_eq!(read("a_ms_bucket{le=\"5\"} 7"), Ok(vec![(5.0, 7)]));
    }

    #[test]
    fn calls_beyond_the_last_bucket_count_as_its_bound() {
        let text = "a_seconds_bucket{le=\"1\"} 5\na_seconds_bucket{le=\"2\"} 6\na_seconds_bucket{le=\"+Inf\"} 10\n";
        assert_eq!(read(text), Ok(vec![(1000.0, 5), (2000.0, 1), (2000.0, 4)]));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_line() {
        let two_tables = [PERCENTILES, PERCENTILES].concat();
        for (text, said) in [
            ("10,5\nten,6\n", "Line 2: wanted a bound in ms and a whole count"),
            ("10 5\n", "Line 1: wanted"),
            ("10,5.5\n", "Line 1: wanted"),
            ("", "No call is counted"),
            ("10,0\n", "No call is counted"),
            ("-1,5\n", "Line 1: a bound is from 0 ms"),
            ("NaN,5\n", "Line 1: a bound is from 0 ms"),
            ("inf,5\n", "Line 1: a bound is from 0 ms"),
            ("3600001,5\n", "another unit?"),
            ("1,99999999999999999999\n", "Line 1: wanted"),
            ("1,9999999999999999\n", "Line 1: more calls"),
            ("a_seconds_bucket{le=\"1\"} 5\na_seconds_bucket{le=\"2\"} 4\n", "Line 2: fewer calls"),
            ("a_seconds_bucket{host=\"a\"} 5\n", "Line 1: a bucket without `le`"),
            ("a_seconds_bucket{le=\"1\" 5\n", "Line 1: the labels do not end"),
            ("a_seconds_bucket{le=\"1\"} NaN\n", "Line 1: wanted a count"),
            ("a_seconds_bucket{le=\"one\"} 5\n", "Line 1: the bound `le`"),
            ("a_bucket{le=\"1\"} 5\nb_bucket{le=\"1\"} 5\n", "Line 2: another histogram"),
            ("Value Percentile TotalCount\n1 0.5 half\n", "Line 2: wanted a value in ms"),
            (&two_tables, "Line 13: another histogram"),
        ] {
            let found = read(text).expect_err(text);
            assert!(found.contains(said), "{text}: {found}");
        }
    }

    #[test]
    fn a_text_of_any_size_is_bounded() {
        let lines = |count: u32| (1..=count).map(|bound| format!("{bound},1\n")).collect::<String>();
        assert_eq!(read(&lines(10_000)).map(|bins| bins.len()), Ok(10_000));
        assert!(read(&lines(10_001)).is_err_and(|said| said.starts_with("Line 10001: one bound too many")));
        assert!(read(&" ".repeat(MAX_BYTES + 1)).is_err_and(|said| said.contains("2 MB")));
    }

    proptest! {
        #[test]
        fn hostile_text_is_refused_or_is_bins_with_rising_edges(
            lines in prop::collection::vec(
                "[0-9.eE+-]{1,12}[,;\t ][0-9]{1,20}|[a-z_]{0,9}(_bucket)?\\{le=\"[0-9.+Inf]{1,6}\"\\}?( =>)? ?[0-9.e+-]{0,9}|TotalCount|\\PC{0,12}",
                0..12,
            ),
        ) {
            if let Ok(bins) = read(&lines.join("\n")) {
                prop_assert!(bins.windows(2).all(|pair| pair[0].0 <= pair[1].0));
                prop_assert!(bins.iter().all(|bin| (0.0..=LONGEST_MS).contains(&bin.0) && bin.1 <= MAX_CALLS));
                prop_assert!(bins.last().is_some_and(|bin| bin.1 > 0));
            }
        }
    }
}
