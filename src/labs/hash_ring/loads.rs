//! The loads as bars, each with its fair share as a dashed line.

use leptos::prelude::*;

use super::frame::{Frame, NodeMark, State};
use super::{Attention, each_node};
use crate::engines::hash_ring::NodeId;
use crate::labs::markup::{Element, element};

/// The size of the drawing, and the strip of numbers at its foot.
const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 92.0;
const FOOT: f64 = 18.0;

/// Nodes beyond which only every fifth bar has its number.
const CROWDED: usize = 20;

/// The part of its slot that a bar leaves free on either side.
const GAP: f64 = 0.12;

/// Where a bar stands.
#[derive(Clone, Copy, Default, PartialEq)]
struct Bar {
    left: f64,
    width: f64,
    /// The top of the load, and of the fair share, from the top of the drawing.
    load: f64,
    fair: f64,
    up: bool,
}

/// The bars of one run.
pub fn loads(frame: Memo<Option<Frame>>, attention: Attention) -> Element {
    let cap = Memo::new(move |_| {
        frame.with(|frame| frame.as_ref().and_then(|frame| Some(height(frame.cap?, frame.top_load))))
    });
    let cap = move || {
        cap.get().map(|y| {
            let text = element("text").attr("x", WIDTH).attr("y", y - 3.0).child("cap");
            element("g").class("ring-cap").child(level((0.0, WIDTH), y)).child(text)
        })
    };
    element("svg")
        .class(move || if attention.lit().is_some() { "ring-loads dimmed" } else { "ring-loads" })
        .attr("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .attr("aria-hidden", "true")
        .child(each_node(frame, move |id| bar(frame, attention, id)))
        .child(level((0.0, WIDTH), HEIGHT - FOOT).class("ring-base"))
        .child(cap)
}

/// A line at one height.
fn level((from, to): (f64, f64), y: f64) -> Element {
    element("line").attr("x1", from).attr("x2", to).attr("y1", y).attr("y2", y)
}

/// The height at which a load ends; the greatest of the pair ends a little below the top.
fn height(load: f64, top: u32) -> f64 {
    let room = HEIGHT - FOOT - 12.0;
    ((HEIGHT - FOOT - load / f64::from(top.max(1)) * room) * 10.0).round() / 10.0
}

fn bar_of(frame: &Frame, id: NodeId) -> Option<Bar> {
    let index = frame.nodes.iter().position(|node| node.id == id)?;
    let NodeMark { load, fair, state, .. } = frame.nodes[index];
    let slot = WIDTH / frame.nodes.len() as f64;
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    Some(Bar {
        left: tenth(index as f64 * slot),
        width: tenth(slot),
        load: height(f64::from(load), frame.top_load),
        fair: height(fair, frame.top_load),
        up: state == State::Up,
    })
}

fn bar(frame: Memo<Option<Frame>>, attention: Attention, id: NodeId) -> Element {
    let bar =
        Memo::new(move |_| frame.with(|frame| frame.as_ref().and_then(|frame| bar_of(frame, id))).unwrap_or_default());
    let numbered = move || {
        frame.with(|frame| frame.as_ref().is_some_and(|frame| frame.nodes.len() <= CROWDED || id.is_multiple_of(5)))
    };
    let class = move || {
        let lit = if attention.lit() == Some(id) { " lit" } else { "" };
        format!("ring-bar node-{}{lit}{}", id % 10, if bar.get().up { "" } else { " off" })
    };
    let read = move |read: fn(Bar) -> f64| move || read(bar.get());
    let rect = element("rect")
        .attr("x", read(|bar| bar.left + bar.width * GAP))
        .attr("width", read(|bar| bar.width * (1.0 - 2.0 * GAP)))
        .attr("y", read(|bar| bar.load))
        .attr("height", read(|bar| HEIGHT - FOOT - bar.load));
    let fair = element("line")
        .attr("x1", read(|bar| bar.left))
        .attr("x2", read(|bar| bar.left + bar.width))
        .attr("y1", read(|bar| bar.fair))
        .attr("y2", read(|bar| bar.fair));
    let number = element("text")
        .attr("x", read(|bar| bar.left + bar.width / 2.0))
        .attr("y", HEIGHT - 4.0)
        .child(move || numbered().then_some(u32::from(id)));
    element("g").class(class).child([rect, fair, number])
}
