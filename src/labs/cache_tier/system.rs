//! The nodes, each as full as its share of hits; the database, as busy as it is, and its line.

use super::scene::{Layout, Shot, share};
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::number;

/// A square of the line at the database, and its pitch, in CSS pixels.
const SQUARE: f64 = 3.0;
const PITCH: f64 = 4.0;

/// A picture narrower than this, in CSS pixels, says less.
pub(super) const NARROW: f64 = 230.0;

/// The height of a line of words, in CSS pixels.
pub(super) const LINE: f64 = 15.0;

/// Nodes beyond which only every fifth has its number.
const CROWDED: usize = 16;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    readers(pen, shot, layout);
    nodes(pen, shot, layout);
    database(pen, shot, layout);
}

/// What the tier does for its readers, in words.
fn readers(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (second, _) = shot.second();
    let hits = format!("{} from caches", share(second.hits, second.reads));
    if layout.width >= NARROW {
        pen.text(&format!("{} reads/s", number(second.reads as f64, 0)), (2.0, 9.0), Across::Start, Ink::Quiet);
    }
    pen.text(&hits, (layout.width - 2.0, 9.0), Across::End, Ink::Good);
}

fn nodes(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let Some(moment) = shot.at(shot.moment) else { return };
    let (top, foot) = layout.nodes;
    let count = moment.nodes().count();
    let newcomer = shot.tier.epochs().first().map_or(0, |epoch| epoch.members.len());
    for (place, (member, _, counts)) in moment.nodes().enumerate() {
        let (left, right) = layout.slot(place, count);
        let ink = if usize::from(member.id) >= newcomer { Ink::Text } else { Ink::node(member.id.into()) };
        let hits = f64::from(counts.hits) / f64::from(counts.reads.max(1));
        if member.up {
            pen.bar((left, foot - (foot - top) * hits), (right, foot), ink, 0.35);
        }
        frame(pen, (left, top), (right, foot), if member.up { ink } else { Ink::Rule });
        let number = member.id.to_string();
        if right - left > width_of(&number) + 2.0 && (count <= CROWDED || member.id.is_multiple_of(5)) {
            let middle = (0.5 * (left + right), 0.5 * (top + foot));
            pen.text(&number, middle, Across::Middle, if member.up { Ink::Text } else { Ink::Idle });
        }
    }
}

fn database(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let Some(moment) = shot.at(shot.moment) else { return };
    let database = shot.tier.database();
    let (top, foot) = layout.database;
    let over = moment.window.waiting > database.servers();
    let ink = if over { Ink::Bad } else { Ink::Good };
    let (second, so_far) = shot.second();
    // While reads wait it is as full as it can be, whatever was sent in the last second.
    let load = second.database_reads as f64 / database.capacity_per_s().max(1.0);
    let full = if moment.window.waiting > 0 { 1.0 } else { load.min(1.0) };
    pen.bar((1.0, top), (1.0 + (layout.width - 2.0) * full, foot), ink, 0.3);
    frame(pen, (1.0, top), (layout.width - 1.0, foot), ink);
    let [sent, serves] = [count(second.database_reads), number(database.capacity_per_s(), 0)];
    let texts = [
        format!("database: {sent} reads/s, serves {serves}"),
        format!("{sent} reads/s, serves {serves}"),
        format!("{sent}/s, serves {serves}"),
    ];
    let middle = (0.5 * layout.width, 0.5 * (top + foot));
    pen.text(fitting(layout.width - 8.0, &texts), middle, Across::Middle, Ink::Text);
    line(pen, moment.window.waiting, layout, ink);
    // In a low picture there is no room under the database; the sentence says the same.
    if layout.load.0 - foot < 20.0 {
        return;
    }
    let lost = [(so_far.failed(), "failed"), (so_far.stale, "stale")];
    let lost: Vec<String> =
        lost.into_iter().filter(|(lost, _)| *lost > 0).map(|(lost, how)| format!("{} {how}", count(lost))).collect();
    let waiting = match moment.window.waiting {
        0 => String::new(),
        waiting => format!("{} waiting", count(waiting.into())),
    };
    pen.text(&waiting, (2.0, foot + 11.0), Across::Start, if over { Ink::Bad } else { Ink::Quiet });
    let room = layout.width - 12.0 - width_of(&waiting);
    let whole = lost.join(", ");
    let lines = if width_of(&whole) <= room { vec![whole] } else { lost };
    for (line, text) in (0..).zip(&lines) {
        pen.text(text, (layout.width - 2.0, foot + 11.0 + LINE * f64::from(line)), Across::End, Ink::Bad);
    }
}

/// Those who wait, in rows over the database. A square is one read; where they would not fit, it is more.
fn line(pen: &mut Pen, waiting: u32, layout: &Layout, ink: Ink) {
    let columns = ((layout.width - 4.0) / PITCH).max(1.0) as u32;
    let rows = ((layout.database.0 - layout.nodes.1) * 0.55 / PITCH).max(1.0) as u32;
    let each = waiting.div_ceil(columns * rows).max(1);
    let mut marks = Marks::default();
    for index in 0..waiting / each {
        let (column, row) = (f64::from(index % columns), f64::from(index / columns));
        let corner = (2.0 + column * PITCH, layout.database.0 - 3.0 - SQUARE - row * PITCH);
        marks.put(ink, 1.0, Shape::Rect(corner.0, corner.1, SQUARE, SQUARE));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

fn frame(pen: &mut Pen, (left, top): (f64, f64), (right, foot): (f64, f64), ink: Ink) {
    pen.line(&[(left, top), (right, top), (right, foot), (left, foot), (left, top)], ink, 1.5);
}

fn count(count: u64) -> String {
    number(count as f64, 0)
}
