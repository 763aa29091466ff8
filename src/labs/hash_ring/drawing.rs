//! The ring itself as SVG, one circle of dashes for the arcs of each node; and the keys that are followed, as marks over it.

use std::rc::Rc;

use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Event, KeyboardEvent};

use super::frame::{Frame, Hit, NodeMark, State};
use super::geometry::{self, BAND, CENTRE, HOME, RIM, Spot, coordinate, on_circle, turn};
use super::{Attention, CHOSEN, HOVERED, POINTED, choose};
use crate::parts::placements::NodeId;
use crate::ui::LIVE;
use crate::ui::chart::{Ink, Marks, Shape};
use crate::ui::dom::focus;
use crate::ui::dom::{Element, Signal, element};
use crate::ui::plate::PlateState;

/// The ring of one run, without its keys. It is drawn anew for a few instants of a movement, and when the reader points at
/// something else.
pub(super) fn ring(
    signal: Signal<PlateState>,
    frame: &Rc<Frame>,
    ids: Option<String>,
    attention: Attention,
) -> Element {
    let lit = attention.lit;
    let tab_stop = attention.chosen.or_else(|| frame.first_present());
    let homes: Vec<Element> =
        frame.nodes.iter().map(|node| home(signal, ids.as_deref(), node, attention, tab_stop)).collect();
    let before: Vec<Element> = frame.nodes.iter().filter_map(|node| arc(node, &node.dashes_before, lit)).collect();
    let arcs: Vec<Element> = frame.nodes.iter().filter_map(|node| arc(node, &node.dashes, lit)).collect();
    let (role, name) = match (LIVE, frame.label.as_str()) {
        (true, "") => ("group", "Nodes of the cluster".to_string()),
        (true, label) => ("group", format!("Nodes of the cluster, {label}")),
        (false, _) => ("img", "The cluster: its loads are among the numbers".to_string()),
    };
    element("svg")
        .class(if lit.is_some() { "ring dimmed" } else { "ring" })
        .attr("viewBox", "0 0 400 400")
        .attr("role", role)
        .attr("aria-label", name)
        .on("pointermove", listen(signal, frame, point))
        .on("pointerdown", listen(signal, frame, point))
        .on("pointerleave", move |_| pick(signal, None, None))
        .on("click", listen(signal, frame, click))
        .on("keydown", {
            let (frame, prefix) = (Rc::clone(frame), ids.unwrap_or_default());
            move |event| press(signal, &frame, &prefix, &event)
        })
        .child(circle(CENTRE, BAND).class("ring-space"))
        .child(element("g").attr("transform", "rotate(-90 200 200)").child(before).child(arcs))
        .child(attention.walking.and_then(|index| walk(frame, index)))
        .child(homes)
}

/// The keys of one run on their ways, each in its owner's colour and shape; what the last event moved has a rim.
pub(super) fn keys(frame: &Frame, part: f64, attention: Attention) -> Marks {
    let part = geometry::eased(part);
    let (mut rims, mut marks) = (Marks::default(), Marks::default());
    for ((index, key), way) in (0..).zip(&frame.keys).zip(&frame.ways) {
        let at = way.at(part);
        let owner = key.landing.and_then(|landing| frame.node(landing.owner));
        let lit = attention.walking == Some(index) || owner.is_some_and(|node| attention.lit == Some(node.id));
        let opacity = if attention.lit.is_some() && !lit { geometry::DIMMED } else { 1.0 };
        let Some(node) = owner else {
            marks.put(Ink::Quiet, opacity, Shape::Disc(at.x, at.y, KEY));
            continue;
        };
        if key.moved {
            rims.put(Ink::Text, opacity, shape(node, at, KEY + 1.4));
        }
        marks.put(node.ink(), opacity, shape(node, at, KEY));
    }
    rims.above(marks)
}

/// How large a key is.
const KEY: f64 = 2.7;

/// Nodes of one hue differ in the shape of their keys.
fn shape(node: &NodeMark, at: Spot, size: f64) -> Shape {
    match node.id / 10 % 3 {
        _ if node.newcomer => Shape::Disc(at.x, at.y, size),
        0 => Shape::Disc(at.x, at.y, size),
        1 => Shape::Square(at.x, at.y, size * 0.9),
        _ => Shape::Diamond(at.x, at.y, size * 1.25),
    }
}

/// A listener that is told what lies under the pointer.
fn listen(
    signal: Signal<PlateState>,
    frame: &Rc<Frame>,
    act: fn(Signal<PlateState>, Hit),
) -> impl FnMut(Event) + 'static {
    let frame = Rc::clone(frame);
    move |event| act(signal, spot_under(&event).map_or(Hit::Nothing, |at| frame.hit(at)))
}

fn point(signal: Signal<PlateState>, hit: Hit) {
    match hit {
        Hit::Key(index) => pick(signal, None, Some(index)),
        Hit::Node(id) => pick(signal, Some(id.into()), None),
        Hit::Nothing => pick(signal, None, None),
    }
}

fn click(signal: Signal<PlateState>, hit: Hit) {
    if let Hit::Node(id) = hit {
        signal.update(|state| choose(state, id));
    }
}

/// Sets what the pointer is over, if that is news: it is asked at every move, and each change draws the plate anew.
fn pick(signal: Signal<PlateState>, node: Option<u32>, key: Option<u32>) {
    if signal.with(|state| state.picks[HOVERED] != node || state.picks[POINTED] != key) == Some(true) {
        signal.update(|state| {
            state.picks[HOVERED] = node;
            state.picks[POINTED] = key;
        });
    }
}

fn circle(centre: Spot, radius: f64) -> Element {
    element("circle").attr("cx", coordinate(centre.x)).attr("cy", coordinate(centre.y)).attr("r", coordinate(radius))
}

fn arc(node: &NodeMark, dashes: &str, lit: Option<NodeId>) -> Option<Element> {
    let arc = circle(CENTRE, BAND).class(hue("ring-arc", node, lit)).attr("pathLength", "720");
    (!dashes.is_empty()).then(|| arc.attr("stroke-dasharray", dashes.to_string()))
}

/// The classes that give a node's things their colour, and light them.
fn hue(class: &str, node: &NodeMark, lit: Option<NodeId>) -> String {
    let lit = if lit == Some(node.id) { " lit" } else { "" };
    match node.newcomer {
        true => format!("{class} node-new{lit}"),
        false => format!("{class} node-{}{lit}", node.id % 10),
    }
}

fn home(
    signal: Signal<PlateState>,
    ids: Option<&str>,
    node: &NodeMark,
    attention: Attention,
    tab_stop: Option<NodeId>,
) -> Element {
    let id = node.id;
    let (state, there) = match node.state {
        State::Up => (" up", LIVE),
        State::Down => (" down", LIVE),
        State::Away => (" away", false),
    };
    let chosen = attention.chosen == Some(id);
    let class = hue("ring-home", node, attention.lit) + state + if chosen { " chosen" } else { "" };
    element("g")
        .class(class)
        .attr("id", ids.map(|prefix| node_id(prefix, id)))
        .attr("transform", format!("translate({})", node.home.text()))
        .attr("tabindex", there.then_some(if tab_stop == Some(id) { "0" } else { "-1" }))
        .attr("role", there.then_some("button"))
        .attr("aria-label", there.then(|| node.name()))
        .attr("aria-pressed", there.then_some(if chosen { "true" } else { "false" }))
        .attr("aria-hidden", (!there).then_some("true"))
        .on("focus", move |_| pick(signal, Some(id.into()), None))
        .on("blur", move |_| pick(signal, None, None))
        .child(element("circle").class("ring-halo").attr("r", coordinate(HOME + 8.0)))
        .child(element("circle").class("ring-disc").attr("r", coordinate(HOME)))
        .child(element("path").class("ring-cross").attr("d", "M-8-8L8 8M8-8L-8 8"))
        .child(element("text").class("ring-number").attr("dy", "0.35em").child(u32::from(id)))
}

fn node_id(prefix: &str, id: NodeId) -> String {
    format!("{prefix}-{id}")
}

/// The walk of the key that is pointed at or followed.
fn walk(frame: &Frame, index: u32) -> Option<Element> {
    let key = frame.keys.get(index as usize)?;
    let path = element("path").attr("d", frame.walk(index)?.0);
    let start = circle(on_circle(turn(key.position), RIM), 4.0);
    Some(element("g").class("ring-walk").attr("aria-hidden", "true").child(path).child(start))
}

/// The place in the picture under the pointer; the still picture has no pointer.
#[cfg(target_arch = "wasm32")]
fn spot_under(event: &Event) -> Option<Spot> {
    let event: &web_sys::MouseEvent = event.unchecked_ref();
    let frame = event.current_target()?.unchecked_into::<web_sys::Element>().get_bounding_client_rect();
    let scale = geometry::SIZE / frame.width().max(1.0);
    let (x, y) = (f64::from(event.client_x()) - frame.left(), f64::from(event.client_y()) - frame.top());
    Some(Spot { x: x * scale, y: y * scale })
}

#[cfg(not(target_arch = "wasm32"))]
fn spot_under(_: &Event) -> Option<Spot> {
    None
}

/// The keys of the group of nodes: arrows go round, Enter and the space bar choose, Escape lets go.
fn press(signal: Signal<PlateState>, frame: &Frame, prefix: &str, event: &Event) {
    let there = frame.nodes.iter().filter(|node| node.state != State::Away);
    let ids: Vec<NodeId> = there.map(|node| node.id).collect();
    let at = signal.with(|state| state.picks[HOVERED]).flatten();
    let Some(at) = at.and_then(|id| ids.iter().position(|other| u32::from(*other) == id)) else { return };
    let next = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
        "ArrowRight" | "ArrowDown" => (at + 1) % ids.len(),
        "ArrowLeft" | "ArrowUp" => (at + ids.len() - 1) % ids.len(),
        "Home" => 0,
        "End" => ids.len() - 1,
        "Enter" | " " => {
            event.prevent_default();
            return signal.update(|state| choose(state, ids[at]));
        }
        "Escape" => return signal.update(|state| state.picks[CHOSEN] = None),
        _ => return,
    };
    event.prevent_default();
    focus(&node_id(prefix, ids[next]));
}
