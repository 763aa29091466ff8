//! Where the percentiles of the requests so far stand: under the pile, or named on one line where it is low.

use super::answers::Tally;
use super::layout::{LINE, Layout};
use super::phrases::latency;
use crate::ui::chart::{Across, Axis, Ink, Pen, fitting, width_of};

const PERCENTILES: [(&str, Ink, f64); 3] = [("p50", Ink::P50, 1.5), ("p99", Ink::P99, 3.0), ("p99.9", Ink::P999, 5.0)];

/// The percentiles under the pile: three weights, each on a line of its own with its value, or named on one line.
pub(super) fn percentiles(pen: &mut Pen, layout: &Layout, axis: &Axis, tally: &Tally) {
    let Some(values) = tally.percentiles_ms() else { return };
    let area = layout.pile;
    let places = values.map(|ms| axis.place(ms));
    if layout.low {
        for ((_, ink, weight), x) in PERCENTILES.into_iter().zip(places) {
            pen.bar((x - weight / 2.0, area.bottom + 1.0), (x + weight / 2.0, area.bottom + 6.0), ink, 1.0);
        }
        for Name { text, middle } in names(places, (area.left, area.right)) {
            pen.text(&text, (middle, area.bottom + 11.0), Across::Middle, Ink::Quiet);
        }
        return;
    }
    for (line, ((name, ink, weight), (x, ms))) in
        PERCENTILES.into_iter().zip(places.into_iter().zip(values)).enumerate()
    {
        let top = area.bottom + LINE * line as f64 + 2.0;
        pen.bar((x - weight / 2.0, top), (x + weight / 2.0, top + LINE - 3.0), ink, 1.0);
        let value = latency(ms);
        let texts = [
            format!("{name} {value}"),
            format!("{name} {}", value.strip_suffix("\u{202f}ms").unwrap_or(&value)),
            name.into(),
        ];
        let (before, after) = (x - area.left - 8.0, area.right - x - 8.0);
        let left = before >= width_of(&texts[0]) || before > after;
        let (x, across) = match left {
            true => (x - weight / 2.0 - 5.0, Across::End),
            false => (x + weight / 2.0 + 5.0, Across::Start),
        };
        pen.text(fitting(before.max(after), &texts), (x, top + LINE / 2.0 - 1.0), across, Ink::Text);
    }
}

/// A name on the line, and its middle.
#[derive(Debug, PartialEq)]
struct Name {
    text: String,
    middle: f64,
}

/// The names of the percentiles at their places; those that would overlap are one: `p50–p99.9`.
fn names(places: [f64; 3], (left, right): (f64, f64)) -> Vec<Name> {
    const APART: f64 = 4.0;
    let name = |&(first, last): &(usize, usize)| {
        let [from, to] = [first, last].map(|index| PERCENTILES[index].0);
        let text = if first == last { from.to_string() } else { format!("{from}–{to}") };
        let half = width_of(&text) / 2.0;
        let middle = (places[first] + places[last]) / 2.0;
        Name { middle: middle.max(left + half).min(right - half), text }
    };
    let mut groups = vec![(0, 0), (1, 1), (2, 2)];
    let overlap = |pair: &[(usize, usize)]| {
        let [one, other] = [name(&pair[0]), name(&pair[1])];
        other.middle - one.middle < (width_of(&one.text) + width_of(&other.text)) / 2.0 + APART
    };
    while let Some(place) = groups.windows(2).position(overlap) {
        let next = groups.remove(place + 1);
        groups[place].1 = next.1;
    }
    groups.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_at_their_places_inside_and_those_that_would_overlap_are_one() {
        let named = |places| names(places, (0.0, 300.0)).into_iter().map(|name| name.text).collect::<Vec<_>>();
        assert_eq!(named([20.0, 150.0, 270.0]), ["p50", "p99", "p99.9"]);
        assert_eq!(named([20.0, 250.0, 256.0]), ["p50", "p99–p99.9"]);
        assert_eq!(named([10.0, 11.0, 12.0]), ["p50–p99.9"]);
        let alone = names([299.0, 299.5, 300.0], (0.0, 300.0)).remove(0);
        assert!(alone.middle + width_of(&alone.text) / 2.0 <= 300.0, "{alone:?}");
    }
}
