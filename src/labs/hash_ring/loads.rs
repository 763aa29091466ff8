//! The loads as bars, each with its fair share as a dashed line.

use leptos::prelude::*;

use super::Attention;
use super::frame::{Frame, NodeMark, State};
use crate::engines::hash_ring::NodeId;

/// The size of the drawing, and the strip of numbers at its foot.
const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 92.0;
const FOOT: f64 = 18.0;

/// Nodes beyond which only every fifth bar has its number.
const CROWDED: usize = 20;

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
pub fn loads(frame: Memo<Option<Frame>>, attention: Attention) -> AnyView {
    let ids = Memo::new(move |_| {
        frame.with(|frame| frame.iter().flat_map(|frame| frame.nodes.iter().map(|node| node.id)).collect::<Vec<_>>())
    });
    let cap = Memo::new(move |_| {
        frame.with(|frame| frame.as_ref().and_then(|frame| Some(height(frame.cap?, frame.top_load))))
    });
    let bars = move |id| bar(frame, attention, id);
    let view_box = format!("0 0 {WIDTH} {HEIGHT}");
    view! {
        <svg class="ring-loads" viewBox=view_box aria-hidden="true" class:dimmed=move || attention.lit().is_some()>
            <For each=move || ids.get() key=|id| *id children=bars />
            <line class="ring-base" x1="0" x2=WIDTH y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
            {move || cap.get().map(|y| view! {
                <g class="ring-cap"><line x1="0" x2=WIDTH y1=y y2=y /><text x=WIDTH y={y - 3.0}>"cap"</text></g>
            })}
        </svg>
    }
    .into_any()
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

fn bar(frame: Memo<Option<Frame>>, attention: Attention, id: NodeId) -> AnyView {
    let bar =
        Memo::new(move |_| frame.with(|frame| frame.as_ref().and_then(|frame| bar_of(frame, id))).unwrap_or_default());
    let numbered = move || {
        frame.with(|frame| frame.as_ref().is_some_and(|frame| frame.nodes.len() <= CROWDED || id.is_multiple_of(5)))
    };
    let class = move || {
        let lit = if attention.lit() == Some(id) { " lit" } else { "" };
        format!("ring-bar node-{}{lit}{}", id % 10, if bar.get().up { "" } else { " off" })
    };
    let gap = move || bar.get().width * 0.12;
    view! {
        <g class=class>
            <rect x=move || bar.get().left + gap() width=move || bar.get().width - 2.0 * gap()
                y=move || bar.get().load height=move || HEIGHT - FOOT - bar.get().load />
            <line x1=move || bar.get().left x2=move || bar.get().left + bar.get().width
                y1=move || bar.get().fair y2=move || bar.get().fair />
            <text x=move || bar.get().left + bar.get().width / 2.0 y={HEIGHT - 4.0}>
                {move || if numbered() { id.to_string() } else { String::new() }}
            </text>
        </g>
    }
    .into_any()
}
