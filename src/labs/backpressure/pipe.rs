//! The pipe: the producer's wheel with what it holds back, the tanks as full as they are, the consumers, the floor.

use super::layout::Layout;
use super::scene::{Scene, Shot};
use crate::engines::backpressure::policy::POLICIES;
use crate::engines::backpressure::{Policy, SPEC};
use crate::ui::chart::{Across, Ink, Pen, fitting, width_of};
use crate::ui::maths::{cos, sin};
use crate::ui::told;
use crate::ui::words::{number, short};

/// How far a wheel turns with a mark's worth of items, in radians.
const TURN: f64 = 0.5;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let (now, (top, foot), (x, y)) = (shot.now, layout.tanks, layout.producer);
    let turned = |items: u64| TURN * items as f64 / f64::from(scene.each);
    words(pen, shot, layout);
    // The producer: its wheel turns with what it sends, and stands while it may not.
    let sent = now.counts.sent - now.counts.refused - u64::from(now.held_back);
    let blocked = now.held_back > 0 || now.breaker == 1;
    wheel(pen, (x, y), (layout.radius, turned(sent)), if blocked { Ink::Bad } else { Ink::Text });
    if scene.has_pool {
        let side = 0.6 * x;
        let pool = (x - side, x + side, y + layout.radius + 4.0);
        tank(pen, pool, foot, f64::from(now.held_back) / scene.most, (now.held_back > 0, false));
        count(pen, now.held_back, (x, foot + 9.0), 2.0 * x, Ink::Text);
    }
    if now.counts.refused > 0 {
        fallen(pen, now.counts.refused, " refused", (x, layout.floor), 2.0 * x);
    }
    let mut from = (x + layout.radius, y);
    for (stage, column) in layout.columns.iter().enumerate() {
        let (left, right) = column.tank;
        pen.line(&[from, (left - 6.0, y), (left, y + 4.0)], Ink::Rule, 3.0);
        let depth = now.depths[stage];
        let bound = shot.bound();
        let is_full = bound.is_some_and(|bound| depth >= bound);
        let part = f64::from(depth) / bound.map_or(scene.most, f64::from);
        let bad = is_full || shot.is_too_long(stage);
        tank(pen, (left, right, top), foot, part, (bad, bound.is_none()));
        if shot.has_burst() {
            crack(pen, (left, top), (right, foot));
        }
        let middle = 0.5 * (left + right);
        count(pen, depth, (middle, foot + 9.0), column.wheel.0 - left, if bad { Ink::Bad } else { Ink::Text });
        let dropped = u64::from(now.flow.dropped[stage]);
        if dropped > 0 {
            fallen(pen, dropped, " dropped", (middle, layout.floor), column.wheel.0 - left);
        }
        // The consumer: full while it works, empty with a cross of its own when it may not pass on what is done.
        let (busy, held) = now.busy[stage];
        let ink = if held { Ink::Bad } else { Ink::Text };
        let done = now.flow.entered[stage].saturating_sub(depth);
        pen.line(&[(right, foot - 1.0), (column.wheel.0 - layout.radius, foot - 1.0)], Ink::Rule, 3.0);
        wheel(pen, column.wheel, (layout.radius, turned(done.into())), ink);
        if busy {
            pen.dot(column.wheel, 0.5 * layout.radius, Ink::Good, 0.8);
        }
        from = (column.wheel.0 + layout.radius, column.wheel.1);
    }
    pen.line(&[from, (layout.width, from.1)], Ink::Rule, 3.0);
    pen.line(&[(0.0, layout.floor), (layout.width, layout.floor)], Ink::Rule, 1.0);
}

/// The policy of the moment, and what there is in memory or what Little's law makes of the run so far.
fn words(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let Some(y) = layout.words else { return };
    let now = shot.now;
    let place = POLICIES.options.iter().position(|option| POLICIES.get(option.id) == Some(now.policy)).unwrap_or(0);
    let policy = match now.breaker {
        0 => told::choice(&SPEC, "policy", &POLICIES.options[place]),
        1 => "Breaker open".to_string(),
        _ => "Breaker tries one".to_string(),
    };
    pen.text(&policy, (2.0, y), Across::Start, if now.breaker > 0 { Ink::Bad } else { Ink::Quiet });
    let [mean, per_s, stay_s] = shot.little();
    let law = number(per_s * stay_s, 1);
    let bytes = f64::from(now.inside) * f64::from(shot.run.config().item_bytes);
    let memory = format!("{}\u{202f}MB in memory", number(bytes / 1e6, if bytes < 1e7 { 2 } else { 0 }));
    let texts = match (shot.has_burst(), now.policy) {
        (true, _) => vec!["out of memory".to_string()],
        (_, Policy::Unbounded) => vec![memory, String::new()],
        _ => vec![
            format!("L {}, λ·W {}/s · {} = {law}", number(mean, 1), number(per_s, 1), short_s(stay_s)),
            format!("L {}, λ·W {law}", number(mean, 1)),
            String::new(),
        ],
    };
    let ink = if shot.has_burst() { Ink::Bad } else { Ink::Quiet };
    let room = layout.width - 16.0 - width_of(&policy);
    pen.text(fitting(room, &texts), (layout.width - 2.0, y), Across::End, ink);
}

/// `0.143 s`.
fn short_s(seconds: f64) -> String {
    number(seconds, 3) + "\u{202f}s"
}

/// A wheel that has turned so far.
fn wheel(pen: &mut Pen, (x, y): (f64, f64), (radius, angle): (f64, f64), ink: Ink) {
    const CORNERS: u32 = 12;
    let at = |angle: f64| (x + radius * cos(angle), y + radius * sin(angle));
    let step = core::f64::consts::TAU / f64::from(CORNERS);
    let rim: Vec<(f64, f64)> = (0..=CORNERS).map(|corner| at(step * f64::from(corner))).collect();
    pen.line(&rim, ink, 1.5);
    let [first, second, third] = [0.0, 4.0, 8.0].map(|corner| at(angle + step * corner));
    pen.line(&[first, (x, y), second, (x, y), third], ink, 1.5);
}

/// A tank, as full as a part of it; one without a bound has no lid, and its walls are dashed.
fn tank(pen: &mut Pen, (left, right, top): (f64, f64, f64), foot: f64, part: f64, (bad, boundless): (bool, bool)) {
    let level = foot - (foot - top) * part.min(1.0);
    if level < foot {
        pen.bar((left, level), (right, foot), if bad { Ink::Bad } else { Ink::Good }, 0.4);
    }
    let ink = if bad { Ink::Bad } else { Ink::Text };
    if boundless {
        pen.dashes((left, top), (left, foot), ink);
        pen.dashes((right, top), (right, foot), ink);
        pen.line(&[(left, foot), (right, foot)], ink, 1.5);
    } else {
        pen.line(&[(left, top), (left, foot), (right, foot), (right, top)], ink, 1.5);
    }
}

/// A tank that has burst.
fn crack(pen: &mut Pen, (left, top): (f64, f64), (right, foot): (f64, f64)) {
    let (middle, high) = (0.5 * (left + right), foot - top);
    for (x, way) in [(left, -1.0), (right, 1.0), (middle, 1.0)] {
        let point = |part: f64, across: f64| (x + way * across, top + high * part);
        pen.line(
            &[point(0.0, 3.0), point(0.3, -3.0), point(0.5, 5.0), point(0.75, -2.0), point(1.0, 4.0)],
            Ink::Bad,
            2.0,
        );
    }
}

fn count(pen: &mut Pen, items: u32, (x, y): (f64, f64), room: f64, ink: Ink) {
    let number = number(items.into(), 0);
    let texts = [number + if items == 1 { " item" } else { " items" }, short(items.into())];
    pen.text(fitting(room, &texts), (x, y), Across::Middle, ink);
}

/// What lies on the floor, counted.
fn fallen(pen: &mut Pen, items: u64, how: &str, (x, floor): (f64, f64), room: f64) {
    let number = number(items as f64, 0);
    let texts = [[&number, how].concat(), number];
    pen.text(fitting(room, &texts), (x, floor + 9.0), Across::Middle, Ink::Bad);
}
