//! The loads as bars, each with its fair share as a dashed line.

use super::frame::{Frame, NodeMark, State};
use super::geometry::DIMMED;
use crate::parts::placements::NodeId;
use crate::ui::chart::{Across, Ink, Pen, fitting, width_of};

/// The strips of words over the bars and of numbers under them, in CSS pixels.
const HEAD: f64 = 17.0;
const FOOT: f64 = 17.0;

/// The part of its slot that a bar leaves free on either side.
const GAP: f64 = 0.12;

/// The bars of one run.
pub(super) fn draw(pen: &mut Pen, frame: &Frame, lit: Option<NodeId>) {
    let (width, height) = pen.size();
    let base = height - FOOT;
    let place = |load: f64| base - load / f64::from(frame.top_load.max(1)) * (base - HEAD);
    let slot = width / frame.nodes.len().max(1) as f64;
    let every = numbered(frame, slot);
    for (node, index) in frame.nodes.iter().zip(0u32..) {
        let left = f64::from(index) * slot;
        let opacity = if lit.is_none_or(|lit| lit == node.id) { 1.0 } else { DIMMED };
        pen.bar((left + slot * GAP, place(node.bar)), (left + slot * (1.0 - GAP), base), node.ink(), opacity);
        let is_up = node.state == State::Up;
        if is_up {
            pen.dashes((left, place(node.fair)), (left + slot, place(node.fair)), Ink::Text);
        }
        if u32::from(node.id).is_multiple_of(every) {
            let ink = if is_up { Ink::Text } else { Ink::Idle };
            let number = node.id.to_string();
            let half = width_of(&number) / 2.0;
            let middle = (left + slot / 2.0).min(width - half).max(half);
            pen.text(&number, (middle, height - FOOT / 2.0), Across::Middle, ink);
        }
    }
    pen.line(&[(0.0, base), (width, base)], Ink::Quiet, 1.0);
    let fair = if frame.plain { "mean" } else { "fair share" };
    let titles = ["keys per node, – – ", "keys, – – ", "– – "].map(|title| [title, fair].concat());
    pen.text(fitting(width, &titles), (0.0, HEAD / 2.0 - 1.0), Across::Start, Ink::Quiet);
    if let Some(cap) = frame.cap {
        pen.line(&[(0.0, place(cap)), (width, place(cap))], Ink::Bad, 1.5);
        pen.text("cap", (width, place(cap) - 8.0), Across::End, Ink::Bad);
    }
}

/// Each so many nodes one has its number under its bar: all, where there is room.
fn numbered(frame: &Frame, slot: f64) -> u32 {
    let widest = frame.nodes.iter().map(|node| width_of(&node.id.to_string())).fold(0.0, f64::max);
    [1, 2, 5, 10].into_iter().find(|every| slot * f64::from(*every) > widest + 3.0).unwrap_or(20)
}

impl NodeMark {
    /// The colour of what is its own.
    pub(super) fn ink(&self) -> Ink {
        if self.newcomer { Ink::Text } else { Ink::node(self.id.into()) }
    }
}
