//! The loads as bars, each with its fair share as a dashed line.

use super::Attention;
use super::drawing::hue;
use super::frame::{Frame, NodeMark, State};
use super::geometry::coordinate;
use crate::parts::placements::NodeId;
use crate::ui::dom::{Element, element};

/// The size of the drawing, and the strip of numbers at its foot.
const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 92.0;
const FOOT: f64 = 18.0;

/// Nodes beyond which only every fifth bar has its number.
const CROWDED: usize = 20;

/// The part of its slot that a bar leaves free on either side.
const GAP: f64 = 0.12;

/// The bars of one run.
pub(super) fn loads(frame: &Frame, attention: Attention) -> Element {
    let cap = frame.cap.map(|cap| {
        let y = height(cap, frame.top_load);
        let text = element("text").attr("x", coordinate(WIDTH)).attr("y", coordinate(y - 3.0)).child("cap");
        element("g").class("ring-cap").child(level((0.0, WIDTH), y)).child(text)
    });
    let fair = if frame.plain { "mean" } else { "fair share" };
    let name =
        element("text").class("ring-fair").attr("x", "0").attr("y", "10").child(["keys per node, – – ", fair].concat());
    let slot = WIDTH / frame.nodes.len() as f64;
    let nodes = frame.nodes.iter().enumerate();
    let bars: Vec<Element> =
        nodes.map(|(index, node)| bar(frame, node, (index as f64 * slot, slot), attention.lit)).collect();
    element("svg")
        .class(if attention.lit.is_some() { "ring-loads dimmed" } else { "ring-loads" })
        .attr("viewBox", "0 0 400 92")
        .attr("aria-hidden", "true")
        .child(bars)
        .child(level((0.0, WIDTH), HEIGHT - FOOT).class("ring-base"))
        .child(cap)
        .child(name)
}

/// A line at one height.
fn level((from, to): (f64, f64), y: f64) -> Element {
    let y = coordinate(y);
    element("line").attr("x1", coordinate(from)).attr("x2", coordinate(to)).attr("y1", y.clone()).attr("y2", y)
}

/// The height at which a load ends; the greatest of the pair ends a little below the top.
fn height(load: f64, top: u32) -> f64 {
    let room = HEIGHT - FOOT - 12.0;
    ((HEIGHT - FOOT - load / f64::from(top.max(1)) * room) * 10.0).round() / 10.0
}

/// A node's load and its fair share, in a slot of the drawing.
fn bar(frame: &Frame, node: &NodeMark, (left, slot): (f64, f64), lit: Option<NodeId>) -> Element {
    let (load, fair) = (height(node.bar, frame.top_load), height(node.fair, frame.top_load));
    let numbered = frame.nodes.len() <= CROWDED || node.id.is_multiple_of(5);
    let rect = element("rect")
        .attr("x", coordinate(left + slot * GAP))
        .attr("width", coordinate(slot * (1.0 - 2.0 * GAP)))
        .attr("y", coordinate(load))
        .attr("height", coordinate(HEIGHT - FOOT - load));
    let number = element("text")
        .attr("x", coordinate(left + slot / 2.0))
        .attr("y", coordinate(HEIGHT - 4.0))
        .child(numbered.then_some(u32::from(node.id)));
    let off = if node.state == State::Up { "" } else { " off" };
    element("g").class(hue("ring-bar", node, lit) + off).child([rect, level((left, left + slot), fair), number])
}
