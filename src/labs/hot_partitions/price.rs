//! What it costs, as bars: what is refused, how many nodes are asked for each request, what is stale, how many nodes there
//! are.

use super::layout::{LINE, Layout};
use super::scene::{Scene, Shot};
use super::sentence::percent;
use crate::ui::chart::{Across, Ink, Pen, fitting, width_of};
use crate::ui::words::number;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let Some((first, columns)) = layout.price else { return };
    let [refused, each, stale] = shot.costs();
    let nodes = shot.now.nodes.len() as f64;
    let rows = [
        ("refused", "refused", percent(refused), refused, Ink::Bad),
        ("nodes asked for each", "asked for each", number(each, 1), each / scene.tops[0], Ink::Text),
        ("stale reads", "stale", percent(stale), stale, Ink::Idle),
        ("nodes to pay for", "nodes", number(nodes, 0), nodes / scene.tops[1], Ink::Text),
    ];
    let wide = layout.width / f64::from(columns);
    for ((long, short, value, part, ink), place) in rows.into_iter().zip(0u32..) {
        let left = wide * f64::from(place % columns) + 2.0;
        let y = first + LINE * f64::from(place / columns);
        let right = left + wide - 10.0;
        let texts = [long.to_string(), short.to_string()];
        let label = fitting(0.52 * wide, &texts);
        pen.text(label, (left, y), Across::Start, Ink::Quiet);
        pen.text(&value, (right, y), Across::End, Ink::Text);
        let bar = (left + (0.52 * wide).max(width_of(label)), right - 40.0);
        if bar.1 > bar.0 + 8.0 {
            pen.bar((bar.0, y - 4.0), (bar.1, y + 4.0), Ink::Rule, 0.4);
            if part > 0.0 {
                pen.bar((bar.0, y - 4.0), (bar.0 + (bar.1 - bar.0) * part.min(1.0), y + 4.0), ink, 0.9);
            }
        }
    }
}
