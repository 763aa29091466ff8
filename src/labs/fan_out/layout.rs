//! Where things stand on a canvas of a size: the request above the pile, or beside it where the canvas is wide and low.

use super::scene::Scale;
use crate::ui::chart::Axis;

/// The height of a line of text.
pub(super) const LINE: f64 = 17.0;

/// The height of a gauge under its line of text, with the room below it.
pub(super) const GAUGE: f64 = 9.0;

/// Room at either end of an axis.
const MARGIN: f64 = 6.0;

/// Between the two parts.
const GAP: f64 = 8.0;

/// A canvas lower than this says less: the percentiles are named in one line, a gauge stands beside its words.
const LOW: f64 = 300.0;

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

impl Area {
    /// From the left to the right edge.
    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }

    /// From the upper to the lower edge.
    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }
}

/// What the canvas has to hold besides the request and the pile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Contents {
    /// The gauges above the pile.
    pub gauges: usize,
    /// Whether the reader's prediction is among them.
    pub predicted: bool,
}

/// Where things stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layout {
    /// The rows of the request's leaves; a line of text stands above it.
    pub request: Area,
    /// The pile; its gauges stand above it, from `gauges_top` on.
    pub pile: Area,
    /// Where the first gauge begins.
    pub gauges_top: f64,
    /// The height that is kept for the reader's prediction, under the first gauge.
    pub prediction: f64,
    /// Whether there is little room from top to bottom.
    pub low: bool,
    /// Whether the two parts stand beside each other, each with an axis of its own.
    pub beside: bool,
}

impl Layout {
    /// Lays a canvas out.
    pub(super) fn of((width, height): (f64, f64), contents: Contents) -> Self {
        let beside = width > 2.2 * height && width > 520.0;
        let low = height < LOW;
        let prediction = if contents.predicted && !low { LINE } else { 0.0 };
        let further = (contents.gauges.saturating_sub(1)) as f64 * if low { LINE } else { LINE + GAUGE };
        let above = LINE + GAUGE + prediction + further;
        // The percentiles, the ticks, the title of the axis.
        let below = (percentile_lines(low) + 2) as f64 * LINE;
        let right = width - MARGIN;
        if beside {
            let middle = width / 2.0;
            let pile = Area { left: middle + 2.0 * GAP, top: above, right, bottom: height - below };
            let request = Area { left: MARGIN, top: LINE, right: middle - GAP, bottom: height - below };
            return Self { request, pile, gauges_top: 0.0, prediction, low, beside };
        }
        let room = (height - LINE - GAP - above - below).max(20.0);
        let request = Area { left: MARGIN, top: LINE, right, bottom: LINE + 0.4 * room };
        let gauges_top = request.bottom + GAP;
        let pile = Area { left: MARGIN, top: gauges_top + above, right, bottom: gauges_top + above + 0.6 * room };
        Self { request, pile, gauges_top, prediction, low, beside }
    }

    /// Lines for the percentiles under the pile.
    pub(super) fn percentile_lines(&self) -> usize {
        percentile_lines(self.low)
    }

    /// The axis of latencies across an area.
    pub(super) fn axis(scale: &Scale, area: Area) -> Axis {
        Axis::logarithmic(scale.range_ms(), (area.left, area.right))
    }
}

fn percentile_lines(low: bool) -> usize {
    if low { 1 } else { 3 }
}

/// How the pile is stacked: squares side by side in a bin, bin beside bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stacking {
    /// The requests to a square.
    pub each: u32,
    /// The squares side by side in a bin.
    pub across: u32,
    /// From one square to the next.
    pub pitch: f64,
}

impl Stacking {
    /// The least square that can be told from its neighbours.
    const LEAST: f64 = 3.4;

    /// The largest squares, of a round number of requests, with which the fullest bin does not outgrow the pile.
    pub(super) fn of(fullest: u32, bin_width: f64, height: f64) -> Self {
        let mut decade = 1;
        loop {
            for each in [decade, 2 * decade, 5 * decade] {
                let squares = f64::from(fullest.div_ceil(each));
                for across in 1..=(bin_width / Self::LEAST).max(1.0) as u32 {
                    let pitch = bin_width / f64::from(across);
                    // A wide bin with few requests holds small squares rather than slabs.
                    if pitch <= 12.0 && (height / pitch).floor() * f64::from(across) >= squares {
                        return Self { each, across, pitch };
                    }
                }
            }
            if decade >= 100_000_000 {
                return Self { each: decade, across: 1, pitch: bin_width };
            }
            decade *= 10;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Contents = Contents { gauges: 3, predicted: true };

    #[test]
    fn everything_has_its_place_on_every_screen() {
        for size in [(600.0, 430.0), (290.0, 410.0), (370.0, 380.0), (180.0, 340.0), (780.0, 250.0), (380.0, 215.0)] {
            let layout = Layout::of(size, ALL);
            let (request, pile) = (layout.request, layout.pile);
            assert!(request.height() > 25.0 && pile.height() > 35.0, "{size:?}: {layout:?}");
            assert!(request.width() > 150.0 && pile.width() > 150.0, "{size:?}: {layout:?}");
            assert!(
                pile.bottom + (layout.percentile_lines() + 2) as f64 * LINE <= size.1 + 0.5,
                "{size:?}: {layout:?}"
            );
            let apart = request.right < pile.left || request.bottom <= layout.gauges_top;
            assert!(apart && pile.right <= size.0, "{size:?}: {layout:?}");
        }
    }

    #[test]
    fn the_fullest_bin_fills_the_pile_and_does_not_outgrow_it() {
        for fullest in [1, 7, 130, 1_268, 20_000, 200_000] {
            for (width, height) in [(16.0, 190.0), (5.0, 90.0), (24.0, 60.0)] {
                let stacking = Stacking::of(fullest, width, height);
                let rows = fullest.div_ceil(stacking.each).div_ceil(stacking.across);
                assert!(f64::from(rows) * stacking.pitch <= height, "{fullest} on {width}: {stacking:?}");
                assert!(stacking.pitch >= Stacking::LEAST.min(width) && stacking.pitch <= 12.0_f64.max(width));
            }
        }
    }
}
