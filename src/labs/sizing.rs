//! The bill: error against bytes for each sketch, both in powers of ten, and the exact answer as a line on the right. While the
//! wanted error is tightened each sketch climbs down its own curve, and the card below writes down its parameters.

#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::engines::sizing::{Card, Sizing};
use crate::kernel::{Time, Value};
use crate::ui::chart::{Across, Axis, Chart, Draw, Ink, Marks, Pen, Shape};
use crate::ui::dom::{Node, Signal, button, fragment};
use crate::ui::plate::{LabView, Pace, PlateState, Renderer, RunPair, Side, side_by_side};
use crate::ui::words::{capital, number, short};

/// How the lab is drawn.
pub const VIEW: LabView = LabView { picture, sentence, pace };

/// The size of the still picture of one run, alone and beside its twin, in CSS pixels.
const ALONE: (u32, u32) = (600, 430);
const TWIN: (u32, u32) = (290, 430);

/// The sketches in the order of a card's bytes, and the metrics of these.
const NAMES: [&str; 4] = ["Bloom", "HyperLogLog", "Count-min", "Space-Saving"];
const BYTES: [&str; 4] = ["bloom_bytes", "hyperloglog_bytes", "count_min_bytes", "space_saving_bytes"];
const INKS: [Ink; 4] = [Ink::Good, Ink::Confirmed, Ink::Bad, Ink::P99];

/// The errors of the picture, and the points of a curve between them.
const ERRORS: (f64, f64) = (0.0005, 0.5);
const POINTS: u32 = 40;

/// The height of a line of the card.
const LINE: f64 = 16.0;

fn pace(_: &RunPair) -> Pace {
    Pace { ms_per_s: 1_000.0, settles: Time::from_millis(100) }
}

fn picture(pair: &RunPair) -> Box<dyn Renderer> {
    let (main, twin) = pair.labels();
    Box::new(Bill { pair: pair.clone(), labels: [main, twin], charts: Default::default() })
}

/// A pair of runs.
struct Bill {
    pair: RunPair,
    labels: [String; 2],
    charts: [Chart; 2],
}

impl Bill {
    fn run(&self, side: Side, state: &PlateState) -> Option<(&str, Node)> {
        let run: &Sizing = side.run(&self.pair)?;
        let moment = state.moment;
        let label = said(run, moment);
        // A question about one sketch's bytes is not answered by its curve.
        let asked = BYTES.iter().position(|metric| state.asks(metric));
        let key = [state.run, moment.0 as u32, (moment.0 >> 32) as u32, side as u32 | u32::from(asked.is_some()) << 1];
        let pair = self.pair.clone();
        let draw: Draw = Rc::new(move |pen: &mut Pen| {
            if let Some(run) = side.run(&pair) {
                draw(pen, run, moment, asked);
            }
        });
        let size = if self.pair.twin.is_some() { TWIN } else { ALONE };
        let chart = self.charts[side as usize].view(("run-chart", size), label, key, draw, None);
        Some((&self.labels[side as usize], chart))
    }
}

impl Renderer for Bill {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        side_by_side(Side::BOTH.into_iter().filter_map(|side| self.run(side, state)).collect()).into()
    }

    fn actions(&self, state: &PlateState, signal: Signal<PlateState>) -> Node {
        let params = &state.link.scenario.params;
        let (error, keys) = (params.number("error_percent"), params.count("keys"));
        let exact = move || {
            signal.update(|state| {
                state.play_from(Time::ZERO, |link| {
                    link.scenario.params.set("error_percent", Value::Number((error / 10.0).max(0.1)));
                });
            });
        };
        let more = move || {
            signal.update(|state| {
                state.play_from(Time::ZERO, |link| {
                    link.scenario.params.set("keys", Value::Integer((i64::from(keys) * 10).min(100_000_000)));
                });
            });
        };
        fragment([
            button("button", "Ten times as exact", exact).attr("disabled", error <= 0.1).into(),
            button("button", "Ten times as many keys", more).attr("disabled", keys >= 100_000_000).into(),
        ])
    }
}

/// Bytes as people say them: `12.5 kB`.
fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    let (value, unit) = match bytes {
        _ if bytes < 1e3 => (bytes, "B"),
        _ if bytes < 1e6 => (bytes / 1e3, "kB"),
        _ if bytes < 1e9 => (bytes / 1e6, "MB"),
        _ => (bytes / 1e9, "GB"),
    };
    number(value, if value < 9.95 && bytes >= 1e3 { 1 } else { 0 }) + "\u{202f}" + unit
}

/// The parameters of each sketch.
fn parameters(card: &Card) -> [String; 4] {
    let whole = |count: u32| number(count.into(), 0);
    [
        format!("{} bits, k = {}", whole(card.bits), whole(card.hashes)),
        format!("p = {}", whole(card.precision)),
        format!("{} × {}", whole(card.width), whole(card.depth)),
        format!("{} counters", whole(card.counters)),
    ]
}

fn draw(pen: &mut Pen, run: &Sizing, moment: Time, asked: Option<usize>) {
    let (width, height) = pen.size();
    let error = run.error_at(moment);
    let card = run.card(error);
    let foot = height - 5.0 * LINE - 20.0;
    let most = run.card(ERRORS.0).bytes.into_iter().max().unwrap_or_default().max(card.exact_bytes);
    let across = Axis::logarithmic((32.0, 2.0 * most as f64), (44.0, width - 6.0));
    let up = Axis::logarithmic(ERRORS, (foot, 20.0));
    for tick in [0.001, 0.01, 0.1] {
        pen.line(&[(44.0, up.place(tick)), (width - 6.0, up.place(tick))], Ink::Rule, 1.0);
        pen.text(&(short(100.0 * tick) + "\u{202f}%"), (40.0, up.place(tick)), Across::End, Ink::Quiet);
    }
    for tick in across.ticks(if width < 420.0 { 3 } else { 6 }) {
        pen.text(&size(tick as u64), (across.place(tick), foot + 11.0), Across::Middle, Ink::Quiet);
    }
    let exact = across.place(card.exact_bytes as f64);
    pen.line(&[(exact, 14.0), (exact, foot)], Ink::Text, 2.0);
    pen.text("exact", (exact - 5.0, 8.0), Across::End, Ink::Text);
    pen.text("error", (2.0, 8.0), Across::Start, Ink::Quiet);
    let mut marks = Marks::default();
    let parameters = parameters(&card);
    for sketch in (0..NAMES.len()).filter(|&sketch| asked != Some(sketch)) {
        let mut curve = Vec::new();
        for point in 0..=POINTS {
            let at = up.value(20.0 + (foot - 20.0) * f64::from(point) / f64::from(POINTS));
            curve.push((across.place(run.card(at).bytes[sketch] as f64), up.place(at)));
        }
        pen.line(&curve, INKS[sketch], 1.0);
        let y = foot + 24.0 + LINE * (sketch as f64 + 0.5);
        for (x, y) in [(across.place(card.bytes[sketch] as f64), up.place(error)), (8.0, y)] {
            let shape = match sketch {
                0 => Shape::Disc(x, y, 5.0),
                1 => Shape::Diamond(x, y, 6.0),
                2 => Shape::Square(x, y, 4.5),
                _ => Shape::Rect(x - 6.0, y - 2.5, 12.0, 5.0),
            };
            marks.put(INKS[sketch], 1.0, shape);
        }
        pen.text(NAMES[sketch], (20.0, y), Across::Start, INKS[sketch]);
        if width > 380.0 {
            pen.text(&parameters[sketch], (0.28 * width, y), Across::Start, Ink::Quiet);
        }
        pen.text(&size(card.bytes[sketch]), (width - 6.0, y), Across::End, Ink::Text);
    }
    let y = foot + 24.0 + LINE * 4.5;
    pen.text("Exact", (20.0, y), Across::Start, Ink::Text);
    pen.text(&size(card.exact_bytes), (width - 6.0, y), Across::End, Ink::Text);
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// What each sketch takes; for the twin, what is different.
fn sentence(pair: &RunPair, moment: Time) -> String {
    let say = |side: Side| side.run(pair).map(|run| said(run, moment));
    let twin = match (pair.twin_is_same(), say(Side::Twin)) {
        (Some(same), _) => same.to_string(),
        (None, Some(said)) => format!(" {}: {said}", capital(&pair.twin_phrase(|_, _| None))),
        (None, None) => String::new(),
    };
    say(Side::Main).unwrap_or_default() + &twin
}

/// `For 1,000,000 keys and an error of 1 %: Bloom 1.2 MB, HyperLogLog 16 kB, count-min 5.4 kB, Space-Saving 2.2 kB; exact 18.9 MB.`
fn said(run: &Sizing, moment: Time) -> String {
    let error = run.error_at(moment);
    let card = run.card(error);
    let [bloom, hyperloglog, count_min, space_saving] = card.bytes.map(size);
    let (keys, percent) = (number(run.keys().into(), 0), number(100.0 * error, if error < 0.02 { 2 } else { 1 }));
    format!(
        "For {keys} keys and an error of {percent}\u{202f}%: Bloom {bloom}, HyperLogLog {hyperloglog}, count-min {count_min}, \
        Space-Saving {space_saving}; exact {}.",
        size(card.exact_bytes)
    )
}
