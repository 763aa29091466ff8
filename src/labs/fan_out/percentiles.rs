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
        let widths = PERCENTILES.map(|percentile| width_of(percentile.0));
        let names = spread(places, widths, (area.left, area.right));
        for ((&(name, ink, weight), x), middle) in PERCENTILES.iter().zip(places).zip(names) {
            pen.bar((x - weight / 2.0, area.bottom + 1.0), (x + weight / 2.0, area.bottom + 6.0), ink, 1.0);
            pen.text(name, (middle, area.bottom + 11.0), Across::Middle, Ink::Quiet);
        }
        return;
    }
    for (line, ((name, ink, weight), (x, ms))) in
        PERCENTILES.into_iter().zip(places.into_iter().zip(values)).enumerate()
    {
        let top = area.bottom + LINE * line as f64 + 2.0;
        pen.bar((x - weight / 2.0, top), (x + weight / 2.0, top + LINE - 3.0), ink, 1.0);
        let value = latency(ms);
        let texts = [[name, " ", &value].concat(), [name, " ", &value.replace("\u{202f}ms", "")].concat(), name.into()];
        let (before, after) = (x - area.left - 8.0, area.right - x - 8.0);
        let left = before >= width_of(&texts[0]) || before > after;
        let (x, across) = match left {
            true => (x - weight / 2.0 - 5.0, Across::End),
            false => (x + weight / 2.0 + 5.0, Across::Start),
        };
        pen.text(fitting(before.max(after), &texts), (x, top + LINE / 2.0 - 1.0), across, Ink::Text);
    }
}

/// The middles of labels that stand in a line in their order, each as near to its place as the others let it.
fn spread(places: [f64; 3], widths: [f64; 3], (left, right): (f64, f64)) -> [f64; 3] {
    const APART: f64 = 8.0;
    let mut middles = places;
    let mut start = left;
    for (middle, width) in middles.iter_mut().zip(widths) {
        *middle = middle.max(start + width / 2.0);
        start = *middle + width / 2.0 + APART;
    }
    let mut end = right;
    for (middle, width) in middles.iter_mut().zip(widths).rev() {
        *middle = middle.min(end - width / 2.0);
        end = *middle - width / 2.0 - APART;
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_apart_and_inside() {
        for places in [[10.0, 11.0, 12.0], [0.0, 0.0, 0.0], [290.0, 295.0, 300.0], [20.0, 150.0, 290.0]] {
            let widths = [21.0, 21.0, 35.0];
            let middles = spread(places, widths, (0.0, 300.0));
            assert!(middles[0] - 10.5 >= -1e-9 && middles[2] + 17.5 <= 300.0 + 1e-9, "{middles:?}");
            assert!(middles[1] - middles[0] >= 28.9 && middles[2] - middles[1] >= 35.9, "{middles:?}");
        }
    }
}
