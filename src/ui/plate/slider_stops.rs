//! Where a slider stops: every step of a narrow range, round numbers of a wide one, and for a percentile round numbers of
//! what lies beyond it.
//!
//! A slider over 1 to 200,000 in equal steps leaves the small values to chance; over stops that grow by about a quarter
//! (the R10 preferred numbers of ISO 3, rounded) each press of an arrow key is a change that can be seen.

use crate::kernel::{ParamKind, ParamSpec, Value};

/// A range this many times its smallest value wide, and with this many steps, gets stops that grow.
const WIDE: f64 = 100.0;

/// A percentage that may come so near to 100 and not reach it is a percentile.
const NEARLY_ALL: f64 = 99.0;

const ROUND: [f64; 10] = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0];

/// The stops of a numeric parameter's slider, ascending; empty for a choice.
pub(super) fn of(spec: &ParamSpec) -> Vec<f64> {
    let (min, max, step, default) = match spec.kind {
        ParamKind::Integer { min, max, step, default } => (min as f64, max as f64, step as f64, default as f64),
        ParamKind::Number { min, max, step, default } => (min, max, step, default),
        ParamKind::Choice { .. } => return Vec::new(),
    };
    let steps = (max - min) / step;
    if spec.unit == "%" && (NEARLY_ALL..100.0).contains(&max) {
        return percentiles(min, max, default);
    }
    if steps > WIDE && max > WIDE * min.max(step) {
        return growing(min, max, step, default);
    }
    let mut stops: Vec<f64> = (0..=steps as u32).map(|index| tidy(min + f64::from(index) * step)).collect();
    if stops.last().is_some_and(|&last| last < max) {
        stops.push(max);
    }
    stops
}

/// The stops of a percentile: what counts is the part beyond it, and that falls from 100 % in round numbers.
fn percentiles(min: f64, max: f64, default: f64) -> Vec<f64> {
    let mut stops = vec![min, max, default];
    for decade in [0.001, 0.01, 0.1, 1.0, 10.0] {
        let percentiles = ROUND.iter().map(|mantissa| tidy(100.0 - mantissa * decade));
        stops.extend(percentiles.filter(|&stop| stop > min && stop < max));
    }
    in_order(&stops)
}

fn growing(min: f64, max: f64, step: f64, default: f64) -> Vec<f64> {
    let mut stops = vec![min, max, default];
    let mut decade = 1e-6;
    while decade <= max {
        let round = ROUND.iter().map(|mantissa| tidy(mantissa * decade));
        stops.extend(round.filter(|&stop| stop >= step && stop > min && stop < max && is_multiple(stop, step)));
        decade *= 10.0;
    }
    in_order(&stops)
}

/// Each stop once, the smallest first. They are few: to sort them would take more of the page's module than they are worth.
fn in_order(stops: &[f64]) -> Vec<f64> {
    let mut ordered: Vec<f64> = Vec::new();
    for &stop in stops {
        let place = ordered.partition_point(|&other| other < stop);
        if ordered.get(place) != Some(&stop) {
            ordered.insert(place, stop);
        }
    }
    ordered
}

/// Takes off the last bits that repeated multiplication leaves.
fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn is_multiple(value: f64, step: f64) -> bool {
    let ratio = value / step;
    (ratio - ratio.round()).abs() < 1e-6
}

/// The index of the stop nearest to a value.
pub(super) fn nearest(stops: &[f64], value: Value) -> usize {
    let value = number(value);
    let after = stops.partition_point(|&stop| stop < value).min(stops.len().saturating_sub(1));
    let before = after.saturating_sub(1);
    if (value - stops[before]).abs() < (stops[after] - value).abs() { before } else { after }
}

/// A numeric value as a real number; a choice counts as zero.
pub(super) fn number(value: Value) -> f64 {
    match value {
        Value::Integer(value) => value as f64,
        Value::Number(value) => value,
        Value::Choice(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(min: i64, max: i64, default: i64) -> ParamSpec {
        ParamSpec::integer("x", "X").range(min..=max).default(default)
    }

    #[test]
    fn a_narrow_range_stops_at_every_step() {
        assert_eq!(of(&integer(1, 50, 10)).len(), 50);
    }

    #[test]
    fn a_wide_range_stops_at_round_numbers_its_ends_and_its_default() {
        let stops = of(&integer(1, 2000, 777));
        assert_eq!(&stops[..6], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert!(stops.contains(&777.0) && stops.contains(&1500.0));
        assert_eq!(stops.last(), Some(&2000.0));
        assert!(stops.is_sorted() && stops.len() < 40, "{stops:?}");
    }

    #[test]
    fn every_stop_is_a_value_that_the_schema_takes() {
        let fraction = ParamSpec::number("x", "X").range(0.0..=1.0).step(0.001).default(0.01);
        for spec in [fraction, PERCENTILE, integer(100, 200_000, 10_000), integer(0, 3, 1)] {
            for stop in of(&spec) {
                assert!(spec.from_number(stop).is_ok(), "{stop}");
            }
        }
    }

    const PERCENTILE: ParamSpec = ParamSpec::number("p", "P").range(0.0..=99.99).step(0.1).default(95.0).unit("%");

    #[test]
    fn a_percentile_stops_at_every_one_that_people_name_and_comes_ever_nearer_to_100() {
        let stops = of(&PERCENTILE);
        for named in [0.0, 50.0, 75.0, 90.0, 95.0, 98.0, 99.0, 99.5, 99.9, 99.95, 99.99] {
            assert!(stops.contains(&named), "{named} is not among {stops:?}");
        }
        assert!(stops.is_sorted() && stops.len() < 60, "{stops:?}");
        let percentages = ParamSpec::integer("x", "X").range(0..=90).default(10).unit("%");
        assert_eq!(of(&percentages).len(), 91);
    }

    #[test]
    fn a_value_between_two_stops_shows_at_the_nearer_one() {
        assert_eq!(nearest(&[1.0, 10.0, 100.0], Value::Integer(12)), 1);
        assert_eq!(nearest(&[1.0, 10.0, 100.0], Value::Integer(90)), 2);
        assert_eq!(nearest(&[1.0, 10.0, 100.0], Value::Integer(500)), 2);
        assert_eq!(nearest(&[1.0, 10.0, 100.0], Value::Integer(0)), 0);
    }
}
