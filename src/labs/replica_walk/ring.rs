//! The circle: the points of machines, the keys, and the walk of one key to its copies.

use super::scene::{Layout, Shot, turn};
use crate::parts::placements::NodeId;
use crate::ui::chart::{Ink, Marks, Pen, Shape};

/// How many keys are drawn.
const DRAWN: u32 = 360;

/// How long the walk takes to be drawn from the start of the run, in milliseconds.
const WALK_MS: f64 = 850.0;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let circle: Vec<(f64, f64)> = (0..=90).map(|step| layout.at_turn(f64::from(step) / 90.0, layout.radius)).collect();
    pen.line(&circle, Ink::Rule, 1.0);
    walk(pen, shot, layout);
    let small = layout.radius < 120.0;
    let mut marks = Marks::default();
    let keys = shot.run.digests().len() as u32;
    let count = DRAWN.min(keys);
    let mut lost = Marks::default();
    for index in 0..count {
        let key = (u64::from(index) * u64::from(keys) / u64::from(count)) as u32;
        let inside = if small { 7.0 } else { 10.0 } + 4.0 * f64::from(index % 2);
        let (x, y) = layout.on_ring(shot.run.digests()[key as usize], layout.radius - inside);
        let size = if small { 1.3 } else { 1.9 };
        if shot.copies(key) == 0 {
            lost.put(Ink::Bad, 1.0, Shape::Square(x, y, 2.0 * size));
        } else if shot.is_split() && shot.run.is_split(key) {
            lost.put(Ink::Text, 1.0, Shape::Diamond(x, y, 2.0 * size));
        } else {
            let whole = shot.copies(key) as usize == shot.run.list(key, shot.has_new()).len();
            marks.put(if whole { Ink::Good } else { Ink::Idle }, 0.7, Shape::Disc(x, y, size));
        }
    }
    for point in shot.cluster().ring().points() {
        let at = layout.on_ring(point.position, layout.radius);
        marks.put(ink(shot, point.owner), 1.0, shape(shot, point.owner, at, if small { 2.0 } else { 3.2 }));
    }
    pen.marks(&marks.above(lost), (1.0, 0.0, 0.0));
}

/// The colour of a rack, which its machines share; grey once it is lost.
pub(super) fn ink(shot: &Shot<'_>, machine: NodeId) -> Ink {
    if shot.is_up(machine) { Ink::node(shot.run.before.rack_of(machine).into()) } else { Ink::Idle }
}

/// The points of different racks differ in shape too.
fn shape(shot: &Shot<'_>, machine: NodeId, (x, y): (f64, f64), size: f64) -> Shape {
    match shot.run.before.rack_of(machine) % 3 {
        0 => Shape::Disc(x, y, size),
        1 => Shape::Square(x, y, size * 0.9),
        _ => Shape::Diamond(x, y, size * 1.25),
    }
}

/// The followed key's way along the ring, as far as it has come: points that it takes, with a line to their machines, and
/// points that it passes, crossed out.
fn walk(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let key = shot.run.digests()[shot.key as usize];
    let stops = shot.walk();
    let Some(last) = stops.last() else { return };
    let whole = turn(last.position.wrapping_sub(key));
    let gone = whole * (shot.moment.as_millis() / WALK_MS).min(1.0);
    let outer = layout.radius + 5.0;
    let steps = (gone * 120.0).ceil().max(1.0) as u32;
    let along = |step: u32| layout.at_turn(turn(key) + gone * f64::from(step) / f64::from(steps), outer);
    pen.line(&(0..=steps).map(along).collect::<Vec<_>>(), Ink::Text, 2.0);
    pen.dot(along(0), 3.5, Ink::Text, 1.0);
    for stop in stops.iter().filter(|stop| turn(stop.position.wrapping_sub(key)) <= gone) {
        let (x, y) = layout.on_ring(stop.position, layout.radius);
        if stop.taken {
            let ink = if shot.is_up(stop.machine) { Ink::Text } else { Ink::Bad };
            pen.line(&[(x, y), layout.middle(stop.machine)], ink, 1.5);
            pen.dot((x, y), 6.0, ink, 1.0);
        } else {
            pen.line(&[(x - 5.0, y - 5.0), (x + 5.0, y + 5.0)], Ink::Quiet, 1.5);
            pen.line(&[(x - 5.0, y + 5.0), (x + 5.0, y - 5.0)], Ink::Quiet, 1.5);
        }
    }
}
