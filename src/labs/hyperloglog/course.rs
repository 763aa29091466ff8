//! How far one sketch's estimate was from the truth as visitors came, against the band in which two of three should be.

use super::scene::{Layout, Scene, Shot, percent};
use crate::ui::chart::{Across, Axis, Ink, Pen, fitting};
use crate::ui::words::{number, short};

/// Room for the scale at the left, and for what stands under the axis.
const LEFT: f64 = 54.0;
const UNDER: f64 = 18.0;

/// The scale reaches so many standard errors up and down.
const SPAN: f64 = 4.0;

/// `predicted` is the error that the reader predicted, as a fraction.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let ((top, foot), right) = ((layout.below.0, layout.below.1 - UNDER), layout.width - 8.0);
    let merged = shot.tally.merged();
    let registers = merged.registers().len() as f64;
    let end = shot.run.checkpoints().last().map_or(1, |last| last.distinct);
    let least = (registers / 16.0).min(0.25 * f64::from(end)).max(1.0);
    let across = Axis::logarithmic((least, f64::from(end).max(2.0 * least)), (LEFT, right));
    let span = SPAN * scene.error;
    let up = Axis::linear((-span, span), (foot, top));
    let band = 1.04 / registers.sqrt();
    pen.bar((LEFT, up.place(band)), (right, up.place(-band)), Ink::Confirmed, 0.15);
    pen.line(&[(LEFT, up.place(0.0)), (right, up.place(0.0))], Ink::Quiet, 1.0);
    for value in [-band, 0.0, band] {
        if value == 0.0 || up.place(-band) - up.place(band) > 24.0 {
            pen.text(&signed(value), (LEFT - 4.0, up.place(value)), Across::End, Ink::Quiet);
        }
    }
    let linear_until = 2.5 * registers;
    if linear_until < f64::from(end) {
        let x = across.place(linear_until);
        pen.dashes((x, top), (x, foot), Ink::Quiet);
        pen.text("2.5 m", (x + 3.0, foot - 7.0), Across::Start, Ink::Quiet);
    }
    let (mut raw, mut given) = (Vec::new(), Vec::new());
    for point in shot.run.checkpoints().iter().filter(|point| point.items as usize <= shot.arrived) {
        let x = across.place(point.distinct.into());
        raw.push((x, up.place(Shot::error(point.estimate.raw, point.distinct))));
        given.push((x, up.place(Shot::error(point.estimate.value, point.distinct))));
    }
    let (now, truth) = (shot.estimate(&merged), shot.tally.distinct());
    let here = (across.place(truth.into()), up.place(Shot::error(now.value, truth)));
    given.push(here);
    pen.line(&raw, Ink::Idle, 1.0);
    pen.line(&given, Ink::Good, 2.5);
    pen.dot(here, 4.0, Ink::Good, 1.0);
    if let Some(predicted) = predicted {
        pen.dashes((LEFT, up.place(predicted)), (right, up.place(predicted)), Ink::Bad);
        pen.text("yours", (right, up.place(predicted) + 8.0), Across::End, Ink::Bad);
    }
    for tick in across.ticks(((right - LEFT) / 60.0) as usize) {
        pen.text(&short(tick), (across.place(tick).min(right - 12.0), foot + 10.0), Across::Middle, Ink::Quiet);
    }
    let said = format!("estimate {}, true {}", number(now.value, 0), short(truth.into()));
    let error = signed(Shot::error(now.value, truth));
    let texts = [format!("{said}: {error}; band ±1.04/√m; thin: raw"), format!("{said}: {error}"), error];
    pen.text(fitting(layout.width - 4.0, &texts), (2.0, top - 9.0), Across::Start, Ink::Text);
}

fn signed(fraction: f64) -> String {
    if fraction > 0.0 { ["+", &percent(fraction)].concat() } else { percent(fraction) }
}
