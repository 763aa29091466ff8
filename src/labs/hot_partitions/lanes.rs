//! The partitions as lanes: as full as they are asked, what is refused above what is served; the line of their capacity; the
//! star and the ways to where her key lives; the front, which may be a cache.

use super::layout::{Layout, NARROW};
use super::scene::{Scene, Shot};
use crate::engines::hot_partitions::history::Asked;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::number;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    front(pen, shot, layout);
    lanes(pen, scene, shot, layout);
    words(pen, shot, layout);
}

/// What comes and what becomes of it.
fn words(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let refused = super::sentence::percent(shot.costs()[0]) + " refused";
    let ink = if shot.now.refused > 0 { Ink::Bad } else { Ink::Good };
    pen.text(&refused, (layout.width - 2.0, 9.0), Across::End, ink);
    let requests = number(shot.per_s(shot.now.requests), 0) + "/s";
    let texts = [["requests: ", &requests].concat(), requests, String::new()];
    let room = 0.5 * layout.width - 60.0;
    pen.text(fitting(room, &texts), (2.0, 9.0), Across::Start, Ink::Quiet);
}

/// The star, and the place where requests are sent on.
fn front(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (top, foot) = layout.front;
    let star = shot.star();
    if star.share > 0.0 {
        let texts = ["her post".to_string(), String::new()];
        let beside = (layout.star.0 - 14.0, layout.star.1);
        pen.text(fitting(beside.0, &texts), beside, Across::End, Ink::Text);
    }
    let spared = shot.now.spared > 0;
    pen.bar(
        (1.0, top),
        (layout.width - 1.0, foot),
        if spared { Ink::Good } else { Ink::Rule },
        if spared { 0.25 } else { 0.6 },
    );
    let spares = f64::from(shot.now.spared) / f64::from(shot.now.reads.max(1));
    let texts = match spared {
        true => [
            format!("in front: {} of the reads answered", super::sentence::percent(spares)),
            super::sentence::percent(spares) + " of reads",
        ],
        false => ["router".to_string(), String::new()],
    };
    pen.text(fitting(layout.width - 8.0, &texts), (6.0, 0.5 * (top + foot)), Across::Start, Ink::Quiet);
}

/// What a lane shows: rates a second.
struct Lane {
    sides: (f64, f64),
    asked: f64,
    refused: f64,
    famous: f64,
}

/// Every lane: a node; where there would be too many, a partition, as its nodes are on average.
fn list(shot: &Shot<'_>, layout: &Layout) -> Vec<Lane> {
    let partitions = shot.partitions();
    let replicas = shot.run.replicas() as usize;
    let apart = replicas * partitions.len() * 4 <= layout.width as usize;
    let mut lanes = Vec::new();
    for (place, &partition) in partitions.iter().enumerate() {
        let (left, right) = layout.lane(place, partitions.len());
        let nodes = shot.nodes(partition);
        let wide = (right - left) / nodes.len().max(1) as f64;
        let lane = |node: &Asked, sides, share: f64| Lane {
            sides,
            asked: share * shot.per_s(node.asked),
            refused: share * shot.per_s(node.refused),
            famous: share * shot.per_s(node.famous),
        };
        if apart {
            for (replica, node) in nodes.iter().enumerate() {
                let from = left + wide * replica as f64;
                lanes.push(lane(node, (from, from + wide), 1.0));
            }
        } else {
            let mut sum = Asked::default();
            for node in nodes {
                sum.asked += node.asked;
                sum.refused += node.refused;
                sum.famous += node.famous;
            }
            lanes.push(lane(&sum, (left, right), 1.0 / replicas as f64));
        }
    }
    lanes
}

fn lanes(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let (top, foot) = layout.lanes;
    let rate = Axis::linear((0.0, scene.top_per_s), (foot, top));
    let lanes = list(shot, layout);
    let famous: f64 = lanes.iter().map(|lane| lane.famous).sum();
    let hers = shot.star().share > 0.0;
    let mut marks = Marks::default();
    let mut hottest: Option<&Lane> = None;
    for lane in &lanes {
        let (left, right) = lane.sides;
        let wide = (right - left - 0.5).max(0.5);
        let mut bar = |ink, opacity, low: f64, high: f64| {
            let (low, high) = (rate.place(low), rate.place(high));
            if low - high > 0.2 {
                marks.put(ink, opacity, Shape::Rect(left, high, wide, low - high));
            }
        };
        let served = lane.asked - lane.refused;
        // Of what is asked, her part is served as the rest is.
        let own = if hers { lane.famous * served / lane.asked.max(1e-9) } else { 0.0 };
        bar(Ink::Good, 0.95, 0.0, own);
        bar(Ink::Good, 0.4, own, served);
        bar(Ink::Bad, 0.85, served, lane.asked);
        bar(Ink::Rule, 0.25, lane.asked, scene.top_per_s);
        if hers && lane.famous > 0.03 * famous {
            let middle = 0.5 * (left + right);
            pen.line(
                &[(layout.star.0, layout.front.1), (middle, top - 2.0)],
                Ink::Quiet,
                1.0 + 2.0 * lane.famous / famous,
            );
        }
        if hottest.is_none_or(|hottest| lane.asked > hottest.asked) {
            hottest = Some(lane);
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    let capacity = shot.run.capacity_per_s();
    let y = rate.place(capacity);
    pen.dashes((0.0, y), (layout.width, y), Ink::Bad);
    let hot = hottest.filter(|lane| lane.asked > capacity);
    let label = number(capacity, 0) + "/s";
    let texts = [["capacity ", &label].concat(), label];
    let wide = if layout.width < NARROW { NARROW / 3.0 } else { NARROW };
    // At the side where the hottest lane is not.
    let left = hot.is_some_and(|lane| lane.sides.0 > 0.5 * layout.width);
    let (x, across) = if left { (3.0, Across::Start) } else { (layout.width - 3.0, Across::End) };
    pen.text(fitting(wide, &texts), (x, y - 8.0), across, Ink::Bad);
    let under = foot + 8.0;
    match hot {
        Some(lane) => {
            let said = number(lane.asked, 0) + "/s";
            let half = 0.5 * width_of(&said);
            let x = (0.5 * (lane.sides.0 + lane.sides.1)).max(half).min((layout.width - half).max(half));
            pen.text(&said, (x, under), Across::Middle, Ink::Bad);
        }
        None => {
            let count = number(shot.now.nodes.len() as f64, 0);
            pen.text(&(count + " nodes"), (0.5 * layout.width, under), Across::Middle, Ink::Quiet);
        }
    }
}
