//! Which request is magnified: the slowest so far, or the one that the reader picked.

use std::cmp::Reverse;

use std::rc::Rc;

use super::scene::{Scene, Side, latency};
use crate::engines::fan_out::{Call, FanOut};
use crate::ui::LIVE;
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, IntoNode as _, Node, Signal, button, element};
use crate::ui::plate::PlateState;
use crate::ui::words;

/// Rows of the table of leaf calls.
const ROWS: usize = 10;

/// The leaf calls of the magnified request, leaf 0 first, on both sides; empty before the first request and where there
/// is no run.
pub(super) type Calls = [Vec<Call>; 2];

/// The magnified request.
#[derive(Clone)]
pub(super) struct Lens {
    /// Which it is; none before the first is sent.
    pub request: Option<u32>,
    /// Its calls.
    pub calls: Rc<Calls>,
    /// The last request that could be magnified.
    last: u32,
}

/// The request that the reader picked or, without a pick, the slowest of those played.
pub(super) fn magnified(run: &FanOut, played: u32, pick: Option<u32>) -> Option<u32> {
    if pick.is_some_and(|pick| pick < played) {
        return pick;
    }
    let mut slowest = None;
    for (request, latency) in (0..played).zip(run.latencies()) {
        if slowest.is_none_or(|(_, longest)| latency > longest) {
            slowest = Some((request, latency));
        }
    }
    slowest.map(|(request, _)| request)
}

/// The calls of a request in both runs; a run that has no such request has none.
pub(super) fn calls(scene: &Scene, request: Option<u32>) -> Calls {
    Side::BOTH.map(|side| match (scene.run(side), request) {
        (Some(run), Some(request)) if (request as usize) < run.latencies().len() => run.calls(request),
        _ => Vec::new(),
    })
}

impl Lens {
    /// A request with its calls, when so many have been played.
    pub(super) fn new(request: Option<u32>, calls: Rc<Calls>, played: u32) -> Self {
        Self { request, calls, last: played.saturating_sub(1) }
    }

    /// The request as one number: 0 for none, else counted from 1.
    pub(super) fn place(&self) -> u32 {
        self.request.map_or(0, |request| request + 1)
    }

    /// How long the request took, in the run where it took longer; in milliseconds.
    pub(super) fn longest_ms(&self) -> f64 {
        let longest = self.calls.iter().flatten().map(|call| call.latency).max();
        longest.unwrap_or_default().as_millis().max(1e-3)
    }

    /// What the magnified request met, in a sentence.
    pub(super) fn in_words(&self, side: Side) -> String {
        let Some(request) = self.request else { return "No request has been sent yet.".to_string() };
        let calls = &self.calls[side as usize];
        let Some(slowest) = calls.iter().map(|call| call.latency).max() else { return String::new() };
        let which = words::number(request.into(), 0);
        let count = words::number(calls.len() as f64, 0);
        let took = latency(slowest.as_millis());
        let whose = match calls.len() {
            1 => ["its one leaf", "", ""],
            _ => ["the slowest of its ", &count, " leaves"],
        };
        let sent = calls.iter().filter(|call| call.second.is_some()).count();
        let won = calls.iter().filter(|call| call.second_won()).count();
        let seconds = match sent {
            0 => String::new(),
            _ => format!(" Second copies: {sent} sent, {won} faster."),
        };
        ["Request ", &which, ": ", &whose.concat(), " took ", &took, ".", &seconds].concat()
    }
}

/// Magnifies a request; with `None`, the slowest so far, whichever that is.
pub(super) fn pick(signal: Signal<PlateState>, request: Option<u32>) {
    signal.update(|state| state.link.pick = request);
}

/// The choice of request, and the table of its slowest leaves.
pub(super) fn controls(scene: &Rc<Scene>, lens: &Lens, state: &PlateState, signal: Signal<PlateState>) -> Element {
    let (request, last) = (lens.request.unwrap_or(0), lens.last);
    let field =
        element("input").attr("type", "number").attr("min", "0").attr("max", last).property("value", request).on(
            "change",
            move |event| {
                // What is no number leaves the choice as it was; what is too large becomes the last request.
                if let Ok(wanted) = value_of(&event).trim().parse::<u32>() {
                    pick(signal, Some(wanted.min(last)));
                }
            },
        );
    let step = |label, to: u32| button("button quiet", label, move || pick(signal, Some(to.min(last))));
    let slowest =
        button("button quiet", "The slowest", move || pick(signal, None)).attr("disabled", state.link.pick.is_none());
    let choice = element("fieldset")
        .attr("disabled", !LIVE)
        .child(element("legend").child("Magnify a request"))
        .child(step("Previous", request.saturating_sub(1)))
        .child(element("label").child(element("span").class("sr-only").child("Number of the request")).child(field))
        .child(step("Next", request + 1))
        .child(slowest);
    let (scene, calls) = (Rc::clone(scene), Rc::clone(&lens.calls));
    let tables = Node::memo([state.run, lens.place(), 0, 0], move || {
        let tables = Side::BOTH.map(|side| {
            let (calls, label) = (&calls[side as usize], &scene.labels[side as usize]);
            (!calls.is_empty()).then(|| table(calls, label))
        });
        tables.into_node()
    });
    let tables = element("details").child(element("summary").child("Table of its slowest leaves")).child(tables);
    element("div").class("fan-out-lens").child(choice).child(tables)
}

fn table(calls: &[Call], label: &str) -> Element {
    let name = if label.is_empty() { "The slowest leaves" } else { label }.to_string();
    let mut slowest: Vec<(u32, &Call)> = (0..).zip(calls).collect();
    slowest.sort_by_key(|(_, call)| Reverse(call.latency));
    let rows: Vec<Node> = slowest.into_iter().take(ROWS).map(|(leaf, &call)| row(leaf, call).into()).collect();
    let heads = ["Leaf", "First copy", "Second sent", "Second took", "Root waited", "Answered by"]
        .map(|head| Node::from(element("th").attr("scope", "col").child(head)));
    let table = element("table")
        .class("data")
        .child(element("caption").child(name.clone()))
        .child(element("thead").child(element("tr").child(heads)))
        .child(element("tbody").child(rows));
    element("div").class("scroll-x").attr("tabindex", "0").attr("role", "group").attr("aria-label", name).child(table)
}

fn row(leaf: u32, call: Call) -> Element {
    let (sent, takes) = call.second.unzip();
    let mut row = element("tr").child(element("th").attr("scope", "row").child(leaf));
    for time in [Some(call.first), sent, takes, Some(call.latency)] {
        let text = time.map_or("–".to_string(), |time| latency(time.as_millis()));
        row = row.child(element("td").class("number").child(text));
    }
    let answered_by = match call {
        _ if call.timed_out => "nobody in time",
        _ if call.second_won() => "second copy",
        _ => "first copy",
    };
    row.child(element("td").child(answered_by))
}
