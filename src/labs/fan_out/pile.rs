//! All requests so far: one square for every few, stacked by how long they took; above it how many that are, under it where
//! the percentiles stand.

use super::answers::{Count, bin_of};
use super::layout::{Area, GAUGE, LINE, Layout, Stacking};
use super::percentiles::percentiles;
use super::phrases::{share, tick};
use super::scene::Scene;
use crate::engines::fan_out::FanOut;
use crate::kernel::Time;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::plate::Side;
use crate::ui::words;

/// Theory is shown once enough requests have been answered that it gives nothing away.
const THEORY_FROM: u32 = 100;

/// A pile less wide than this has no room for the theory.
const THEORY_WIDTH: f64 = 240.0;

/// How long an answer falls onto the pile, in seconds of the reader's at 1×.
const FALL_S: f64 = 0.4;

/// The most answers that are seen to fall.
const FALLING: usize = 80;

/// The lines of an axis behind what stands on it.
pub(super) fn grid(pen: &mut Pen, axis: &Axis, area: Area) {
    for ms in ticks(axis, area) {
        let x = axis.place(ms);
        pen.line(&[(x, area.top), (x, area.bottom)], Ink::Rule, 1.0);
    }
}

fn ticks(axis: &Axis, area: Area) -> Vec<f64> {
    axis.ticks((area.width() / 55.0).max(2.0) as usize)
}

/// The pile of one run at a moment.
pub(super) struct Pile<'a> {
    /// The runs.
    pub scene: &'a Scene,
    /// Which of them.
    pub side: Side,
    /// The moment.
    pub moment: Time,
    /// The share of slow requests that the reader predicted.
    pub predicted: Option<f64>,
    /// Whether answers are seen to fall.
    pub playing: bool,
}

impl Pile<'_> {
    /// Draws the pile, with what stands above and below it.
    pub(super) fn draw(&self, pen: &mut Pen, layout: &Layout) {
        self.scene.tally(self.side, self.moment, |run, tally| {
            let area = layout.pile;
            let axis = Layout::axis(&self.scene.scale, area);
            grid(pen, &axis, area);
            let stacking = stacking(self.scene, area);
            self.gauges(pen, layout, run, &tally.count);
            let mut marks = Marks::default();
            for (bin, &counts) in tally.count.bins.iter().enumerate() {
                stack(&mut marks, (axis.place(self.scene.scale.edges_ms[bin]), area.bottom), stacking, counts);
            }
            if self.playing {
                self.falling(&mut marks, area, &axis, stacking, run, &tally.count);
            }
            pen.marks(&marks, (1.0, 0.0, 0.0));
            pen.line(&[(area.left, area.bottom), (area.right, area.bottom)], Ink::Quiet, 1.0);
            self.curves(pen, area, &axis, stacking, run, &tally.count);
            percentiles(pen, layout, &axis, tally);
            self.axis(pen, layout, &axis, stacking);
        });
    }

    /// How many are fast and slow, what second copies cost, how many lack a leaf: each in words over a bar of the whole.
    fn gauges(&self, pen: &mut Pen, layout: &Layout, run: &FanOut, count: &Count) {
        let (area, mut top) = (layout.pile, layout.gauges_top);
        let room = area.width() / 2.0 - 4.0;
        let [fast, slow] = [count.fast(), count.slow].map(|part| words::whole(part.into()));
        pen.text(&(fast + " fast"), (area.left, top + LINE / 2.0), Across::Start, Ink::Good);
        let slow = [format!("{slow} slow, {}", share(count.share(count.slow))), format!("{slow} slow")];
        pen.text(fitting(room, &slow), (area.right, top + LINE / 2.0), Across::End, Ink::Bad);
        top += LINE;
        let border = area.right - area.width() * count.share(count.slow);
        if count.answered > 0 {
            gauge(pen, (area.left, border), top, Ink::Good);
            gauge(pen, (border, area.right), top, Ink::Bad);
        }
        top += GAUGE;
        if let Some(predicted) = self.predicted {
            let x = area.right - area.width() * predicted;
            pen.dashes((x, top - 11.0), (x, top + 3.0 + layout.prediction * 0.7), Ink::Text);
            let text = format!("you predicted {} slow", share(predicted));
            let (x, across) =
                if x > area.left + area.width() / 2.0 { (x - 5.0, Across::End) } else { (x + 5.0, Across::Start) };
            if layout.prediction > 0.0 {
                pen.text(&text, (x, top + LINE / 2.0 - 1.0), across, Ink::Text);
            }
        }
        top += layout.prediction;
        let extra = count.extra_calls(run.fan_out());
        let hedged = run.policy().second_after().is_some();
        let price = match hedged {
            true => [format!("second copies: {} more leaf calls", share(extra)), share(extra) + " more calls"],
            false => ["no second copies", "no second copies"].map(str::to_string),
        };
        let lacking = words::whole(count.incomplete.into()) + " answered without a leaf";
        let lacking = [lacking, words::whole(count.incomplete.into()) + " incomplete"];
        let gauges = [
            (self.scene.hedges, price, extra, Ink::Confirmed),
            (self.scene.gives_up, lacking, count.share(count.incomplete), Ink::Bad),
        ];
        for (_, texts, part, ink) in gauges.into_iter().filter(|gauge| gauge.0) {
            let text = fitting(area.width(), &texts);
            pen.text(text, (area.left, top + LINE / 2.0), Across::Start, Ink::Text);
            let (left, at) = match layout.low {
                true => (area.left + width_of(text), top + LINE / 2.0 - 2.0),
                false => (area.left, top + LINE),
            };
            gauge(pen, (left, area.right), at, Ink::Rule);
            if part > 0.0 {
                gauge(pen, (left, left + ((area.right - left) * part).max(1.0)), at, ink);
            }
            top += if layout.low { LINE } else { LINE + GAUGE };
        }
    }

    /// The answers of the last moments, on their way down.
    fn falling(&self, marks: &mut Marks, area: Area, axis: &Axis, stacking: Stacking, run: &FanOut, count: &Count) {
        let fall = Time::from_millis_f64(self.scene.pace.ms_per_s * FALL_S);
        let Some((_, answers)) = self.scene.run(self.side) else { return };
        let answers = answers.between(self.moment - fall, self.moment);
        let size = (stacking.pitch - 1.0).max(2.0);
        let edges = &self.scene.scale.edges_ms;
        for &(at, request) in answers.iter().step_by(answers.len().div_ceil(FALLING).max(1)) {
            let latency = run.roots()[request as usize].latency;
            let bin = bin_of(edges, latency);
            let [fast, slow] = count.bins.get(bin).copied().unwrap_or_default();
            let rows = (fast + slow).div_ceil(stacking.each).div_ceil(stacking.across);
            let part = (self.moment - at).as_millis() / fall.as_millis().max(1e-9);
            let way = area.height() - f64::from(rows) * stacking.pitch - size;
            // Which column it falls in is of no account, so long as neighbours fall apart.
            let column = (request.wrapping_mul(0x9E37_79B1) >> 16) % stacking.across;
            let x = axis.place(edges[bin]) + stacking.pitch * f64::from(column);
            let ink = if latency >= run.slow() { Ink::Bad } else { Ink::Good };
            marks.put(ink, 0.7, Shape::Rect(x, area.top + part * part * way.max(0.0), size, size));
        }
    }

    /// As many requests as probability says, as a thin line; and the leaves, were each of them a request.
    fn curves(&self, pen: &mut Pen, area: Area, axis: &Axis, stacking: Stacking, run: &FanOut, count: &Count) {
        let (edges, outlines) = (&self.scene.scale.edges_ms, &self.scene.outlines[self.side as usize]);
        let mut outline = |shares: &[f64], ink: Ink, width: f64| {
            let mut points = Vec::new();
            for (bin, part) in edges.windows(2).zip(shares) {
                let squares = part * f64::from(count.answered) / f64::from(stacking.each * stacking.across);
                let y = (area.bottom - squares * stacking.pitch).max(area.top);
                points.extend([(axis.place(bin[0]), y), (axis.place(bin[1]), y)]);
            }
            pen.line(&points, ink, width);
        };
        if count.answered < THEORY_FROM.min(run.roots().len() as u32) {
            return;
        }
        outline(&outlines.leaves, Ink::Idle, 2.0);
        if area.width() >= THEORY_WIDTH {
            outline(&outlines.theory, Ink::Text, 1.0);
        }
    }

    /// The ticks and the title, and what a square is.
    fn axis(&self, pen: &mut Pen, layout: &Layout, axis: &Axis, stacking: Stacking) {
        let area = layout.pile;
        let top = area.bottom + layout.percentile_lines() as f64 * LINE;
        axis_labels(pen, axis, area, top);
        if layout.beside {
            axis_labels(pen, &Layout::axis(&self.scene.scale, layout.request), layout.request, layout.request.bottom);
        }
        let y = top + 1.5 * LINE;
        let square = match stacking.each {
            1 => "= 1 request".to_string(),
            each => format!("= {}", words::whole(each.into())),
        };
        let side = (stacking.pitch - 1.0).max(2.0);
        pen.bar((area.left, y - side / 2.0), (area.left + side, y + side / 2.0), Ink::Quiet, 1.0);
        pen.text(&square, (area.left + side + 4.0, y), Across::Start, Ink::Quiet);
        let mut used = side + 12.0 + width_of(&square);
        let theory = ("theory", Ink::Text, 1.0);
        let legends =
            [("one leaf", Ink::Idle, 2.0)].into_iter().chain((area.width() >= THEORY_WIDTH).then_some(theory));
        for (name, ink, weight) in legends {
            let x = area.left + used;
            pen.line(&[(x, y), (x + 14.0, y)], ink, weight);
            pen.text(name, (x + 18.0, y), Across::Start, Ink::Quiet);
            used += 26.0 + width_of(name);
        }
        let titles = ["latency of a request, log scale", "latency, log scale", "log scale", ""].map(str::to_string);
        let title = fitting(area.width() - used, &titles);
        pen.text(title, (area.right, y), Across::End, Ink::Quiet);
    }
}

/// The request that a click on a pile means: the one that the square stands for, at that moment.
pub(super) fn request_at(scene: &Scene, side: Side, moment: Time, area: Area, (x, y): (f64, f64)) -> Option<u32> {
    let inside = (area.left..=area.right).contains(&x) && (area.top..=area.bottom).contains(&y);
    let (run, answers) = scene.run(side).filter(|_| inside)?;
    let (edges, axis, stacking) = (&scene.scale.edges_ms, Layout::axis(&scene.scale, area), stacking(scene, area));
    let bin = bin_of(edges, Time::from_millis_f64(axis.value(x)));
    let column = ((x - axis.place(edges[bin])) / stacking.pitch) as u32;
    let square = ((area.bottom - y) / stacking.pitch) as u32 * stacking.across + column.min(stacking.across - 1);
    let answered = answers.between(Time::ZERO, moment).iter().map(|answer| answer.1);
    let of_bin = |&request: &u32| bin_of(edges, run.roots()[request as usize].latency) == bin;
    // The slow ones lie on the others.
    let is_slow = |&request: &u32| run.roots()[request as usize].latency >= run.slow();
    let (slow, mut stacked): (Vec<u32>, Vec<u32>) = answered.filter(of_bin).partition(is_slow);
    stacked.extend(slow);
    let place = (square as usize * stacking.each as usize).min(stacked.len().checked_sub(1)?);
    stacked.get(place).copied()
}

fn stacking(scene: &Scene, area: Area) -> Stacking {
    let bins = scene.scale.edges_ms.len().saturating_sub(1).max(1);
    Stacking::of(scene.scale.fullest, area.width() / bins as f64, area.height())
}

/// The squares of one bin, the fast under the slow; the last is as wide as it is full.
fn stack(marks: &mut Marks, (left, bottom): (f64, f64), stacking: Stacking, counts: [u32; 2]) {
    let side = (stacking.pitch - 1.0).max(1.0);
    let mut place = 0;
    for (count, ink) in counts.into_iter().zip([Ink::Good, Ink::Bad]) {
        let mut left_over = count;
        while left_over > 0 {
            let held = left_over.min(stacking.each);
            let part = f64::from(held) / f64::from(stacking.each);
            let (column, row) = (place % stacking.across, place / stacking.across);
            let (x, y) = (left + f64::from(column) * stacking.pitch, bottom - f64::from(row + 1) * stacking.pitch);
            marks.put(ink, 1.0, Shape::Rect(x, y, (side * part).max(1.0), side));
            place += 1;
            left_over -= held;
        }
    }
}

fn gauge(pen: &mut Pen, (left, right): (f64, f64), top: f64, ink: Ink) {
    if right > left {
        pen.bar((left, top), (right, top + 5.0), ink, 1.0);
    }
}

fn axis_labels(pen: &mut Pen, axis: &Axis, area: Area, top: f64) {
    for ms in ticks(axis, area) {
        let (text, x) = (tick(ms), axis.place(ms));
        let half = width_of(&text) / 2.0;
        let middle = x.max(area.left + half - 4.0).min(area.right - half + 4.0);
        pen.text(&text, (middle, top + LINE / 2.0), Across::Middle, Ink::Quiet);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_is_as_many_squares_as_it_has_requests_and_the_last_may_be_part_of_one() {
        let stacking = Stacking { each: 10, across: 3, pitch: 5.0 };
        let mut marks = Marks::default();
        stack(&mut marks, (100.0, 200.0), stacking, [25, 10]);
        let mut expected = Marks::default();
        for (x, width) in [(100.0, 4.0), (105.0, 4.0), (110.0, 2.0)] {
            expected.put(Ink::Good, 1.0, Shape::Rect(x, 195.0, width, 4.0));
        }
        expected.put(Ink::Bad, 1.0, Shape::Rect(100.0, 190.0, 4.0, 4.0));
        assert_eq!(marks, expected);
    }
}
