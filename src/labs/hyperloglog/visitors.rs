//! Who comes: one visitor at a time with the bits of the hash, and all others as specks on their way to their registers.

use super::registers;
use super::scene::{LINE, Layout, Scene, Shot};
use crate::engines::hyperloglog::Visit;
use crate::kernel::words::counted;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::whole;

/// How long one visitor is shown, and how long a speck flies, in seconds of the reader's.
const SHOWN_S: f64 = 1.0;
const FLIGHT_S: f64 = 0.6;

/// The least box that has room for its digit, in CSS pixels.
const LEGIBLE: f64 = 10.0;

/// At most so many specks fly at once.
const SPECKS: usize = 40;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let visits = shot.run.visits();
    let mut marks = Marks::default();
    let flight = (FLIGHT_S * scene.rate).max(1.0);
    let apart = (flight as usize / SPECKS).max(1);
    let last = (shot.now + flight) as usize;
    for index in (shot.arrived..=last).filter(|index| index.is_multiple_of(apart)) {
        if let Some(&visit) = visits.get(index) {
            let (x, y) = on_the_way(scene, shot, layout, visit, 1.0 - (index as f64 - shot.now) / flight);
            marks.put(ink(shot, visit), 0.7, Shape::Disc(x, y, 2.5));
        }
    }
    // The one that is shown comes to its register when the next takes its place; the last stays.
    let hold = (SHOWN_S * scene.rate).max(1.0);
    let index = (((shot.now / hold).floor() + 1.0) * hold) as usize;
    let index = index.min(visits.len().saturating_sub(1));
    if let Some(&visit) = visits.get(index) {
        let part = 1.0 - ((index as f64 - shot.now) / hold).max(0.0);
        let (x, y) = on_the_way(scene, shot, layout, visit, (2.0 * part - 1.0).max(0.0));
        marks.put(ink(shot, visit), 1.0, Shape::Disc(x, y, 5.0));
        hash(pen, shot, layout, index, visit);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

fn ink(shot: &Shot<'_>, visit: Visit) -> Ink {
    if shot.is_alone() { Ink::node(0) } else { Ink::node(visit.shard.into()) }
}

fn on_the_way(scene: &Scene, shot: &Shot<'_>, layout: &Layout, visit: Visit, part: f64) -> (f64, f64) {
    let (register, _) = shot.tally.shards()[0].place_of(shot.tally.digest(visit));
    let (x, y) = registers::place(scene, shot, layout, visit.shard.into(), register as usize);
    (layout.source.0 + (x - layout.source.0) * part, layout.source.1 + (y - layout.source.1) * part)
}

/// The bits of a visitor's hash: first those that name the register, then the zeros that count, up to the first one.
fn hash(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, index: usize, visit: Visit) {
    let sketch = &shot.tally.shards()[0];
    let digest = shot.tally.digest(visit);
    let (register, rank) = sketch.place_of(digest);
    let zeros = format!("register {register}, {} and a one: {rank}", counted(u64::from(rank) - 1, "zero"));
    let visitor = whole(visit.item.into());
    let texts = [
        format!("visit {}: visitor {visitor}, {zeros}", whole(index as u64 + 1)),
        zeros,
        format!("register {register}: {rank}"),
    ];
    pen.text(fitting(layout.width - 4.0, &texts), (0.5 * layout.width, 0.5 * LINE), Across::Middle, Ink::Text);
    if layout.bit <= 0.0 {
        return;
    }
    let named = sketch.registers().len().trailing_zeros();
    let until = named + u32::from(rank);
    let boxes = ((layout.width / layout.bit) as u32).min(until + 3);
    let left = 0.5 * (layout.width - layout.bit * f64::from(boxes));
    let mut marks = Marks::default();
    for bit in 0..boxes {
        let (ink, opacity) = match bit {
            _ if bit < named => (ink(shot, visit), 0.35),
            _ if bit + 1 < until => (Ink::Confirmed, 0.45),
            _ if bit + 1 == until => (Ink::Text, 0.35),
            _ => (Ink::Rule, 0.6),
        };
        let x = left + layout.bit * f64::from(bit);
        marks.put(ink, opacity, Shape::Rect(x + 0.5, LINE, layout.bit - 1.0, layout.bit));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    // Where digits would run into each other the colours alone stay, and the words above.
    for bit in (0..boxes).filter(|_| layout.bit > LEGIBLE) {
        let x = left + layout.bit * (f64::from(bit) + 0.5);
        let is_one = digest >> (63 - bit) & 1 == 1;
        pen.text(if is_one { "1" } else { "0" }, (x, LINE + 0.5 * layout.bit), Across::Middle, Ink::Text);
    }
}
