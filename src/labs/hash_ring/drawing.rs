//! The ring itself as SVG: one circle of dashes for the arcs of each node, one dot for each followed key.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{FocusEvent, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::Attention;
use super::frame::{BAND_LENGTH, Frame, Hit, KeyMark, NodeMark, State};
use super::geometry::{BAND, CENTRE, HOME, SIZE, Spot, on_circle, turn};
use crate::engines::hash_ring::NodeId;
use crate::labs::markup::{Element, IntoNode as _, Node, element};
use crate::labs::shared::LIVE;

/// What is drawn for each node that either run ever sees.
pub fn nodes(frame: Memo<Option<Frame>>, draw: impl Fn(&NodeMark) -> Element) -> Vec<Element> {
    frame.with(|frame| frame.iter().flat_map(|frame| &frame.nodes).map(&draw).collect())
}

/// The ring of one run. `prefix` begins the ids of its nodes.
pub fn ring(prefix: String, frame: Memo<Option<Frame>>, attention: Attention) -> Element {
    let arcs = move || nodes(frame, |node| arc(node, attention.lit()));
    let homes = {
        let prefix = prefix.clone();
        move || {
            let tab_stop = attention.chosen.get().or_else(|| frame.with(|frame| frame.as_ref()?.first_present()));
            nodes(frame, |node| home(&prefix, node, attention, tab_stop))
        }
    };
    let dots = move || {
        let (lit, walking) = (attention.lit(), attention.walking());
        frame.with(|frame| {
            let keys = (0..).zip(frame.iter().flat_map(|frame| &frame.keys));
            keys.map(|(index, key)| dot(key, lit, walking == Some(index))).collect::<Vec<_>>()
        })
    };
    let point = move |event: PointerEvent| {
        let hit = spot_under(&event).map_or(Hit::Nothing, |at| hit(frame, at));
        renew(attention.pointed, if let Hit::Key(index) = hit { Some(index) } else { None });
        renew(attention.hovered, if let Hit::Node(id) = hit { Some(id) } else { None });
    };
    let leave = move |_: PointerEvent| {
        attention.pointed.set(None);
        attention.hovered.set(None);
    };
    let click = move |event: MouseEvent| {
        if let Some(Hit::Node(id)) = spot_under(&event).map(|at| hit(frame, at)) {
            attention.choose(id);
        }
    };
    let keys = move |event: KeyboardEvent| press(&event, &prefix, frame, attention);
    let (role, name) = if LIVE {
        ("group", "Nodes of the cluster")
    } else {
        ("img", "The cluster: its loads are in the table of results")
    };
    let rotate = format!("rotate(-90 {} {})", CENTRE.x, CENTRE.y);
    element("svg")
        .class(move || if attention.lit().is_some() { "ring dimmed" } else { "ring" })
        .attr("viewBox", format!("0 0 {SIZE} {SIZE}"))
        .attr("role", role)
        .attr("aria-label", name)
        .on("pointermove", point)
        .on("pointerdown", point)
        .on("pointerleave", leave)
        .on("click", click)
        .on("keydown", keys)
        .child(circle(CENTRE, BAND).class("ring-space"))
        .child(element("g").attr("transform", rotate).child(arcs))
        .child(walk(frame, attention))
        .child(element("g").class("ring-keys").attr("aria-hidden", "true").child(dots))
        .child(homes)
}

/// Sets what the pointer is over, if that is news: it is asked at every move, and each change draws the ring anew.
fn renew<T: Copy + PartialEq + Send + Sync + 'static>(signal: RwSignal<Option<T>>, value: Option<T>) {
    if signal.get_untracked() != value {
        signal.set(value);
    }
}

fn circle(centre: Spot, radius: f64) -> Element {
    element("circle").attr("cx", centre.x).attr("cy", centre.y).attr("r", radius)
}

fn arc(node: &NodeMark, lit: Option<NodeId>) -> Element {
    let none = if node.dashes.is_empty() { " none" } else { "" };
    circle(CENTRE, BAND)
        .class(format!("ring-arc {}{none}", hue(node.id, lit)))
        .attr("pathLength", BAND_LENGTH)
        .attr("stroke-dasharray", node.dashes.clone())
}

/// The classes that give a node's things their colour, and light them.
pub fn hue(id: NodeId, lit: Option<NodeId>) -> String {
    format!("node-{}{}", id % 10, if lit == Some(id) { " lit" } else { "" })
}

fn dot(key: &KeyMark, lit: Option<NodeId>, walks: bool) -> Element {
    let owner = key.landing.map_or(String::new(), |landing| format!(" {}", hue(landing.owner, lit)));
    let moved = if key.moved { " moved" } else { "" };
    circle(key.spot, 2.6).class(format!("ring-key{owner}{moved}{}", if walks { " lit" } else { "" }))
}

fn home(prefix: &str, node: &NodeMark, attention: Attention, tab_stop: Option<NodeId>) -> Element {
    let id = node.id;
    let (state, there) = match node.state {
        State::Up => ("up", LIVE),
        State::Down => ("down", LIVE),
        State::Away => ("away", false),
    };
    let chosen = attention.chosen.get() == Some(id);
    let class = format!("ring-home {} {state}{}", hue(id, attention.lit()), if chosen { " chosen" } else { "" });
    element("g")
        .class(class)
        .attr("id", node_id(prefix, id))
        .attr("transform", format!("translate({} {})", node.home.x, node.home.y))
        .attr("tabindex", there.then_some(if tab_stop == Some(id) { "0" } else { "-1" }))
        .attr("role", there.then_some("button"))
        .attr("aria-label", there.then(|| node.name()))
        .attr("aria-pressed", there.then(|| chosen.to_string()))
        .attr("aria-hidden", (!there).then_some("true"))
        .on("focus", move |_: FocusEvent| attention.hovered.set(Some(id)))
        .on("blur", move |_: FocusEvent| attention.hovered.set(None))
        .child(element("circle").class("ring-halo").attr("r", HOME + 4.0))
        .child(element("circle").class("ring-disc").attr("r", HOME))
        .child(element("path").class("ring-cross").attr("d", "M-8-8L8 8M8-8L-8 8"))
        .child(element("text").class("ring-number").attr("dy", "0.35em").child(u32::from(id)))
}

fn node_id(prefix: &str, id: NodeId) -> String {
    format!("{prefix}-node-{id}")
}

/// The walk of the key that is pointed at or followed.
fn walk(frame: Memo<Option<Frame>>, attention: Attention) -> Node {
    let drawn = move || {
        let index = attention.walking()?;
        let (path, start) = frame.with(|frame| {
            let frame = frame.as_ref()?;
            let key = frame.keys.get(index as usize)?;
            Some((frame.walk(index)?.0, on_circle(turn(key.position), super::geometry::RIM)))
        })?;
        let walk = element("g").class("ring-walk").attr("aria-hidden", "true");
        Some(walk.child(element("path").attr("d", path)).child(circle(start, 4.0)))
    };
    drawn.into_node()
}

fn hit(frame: Memo<Option<Frame>>, at: Spot) -> Hit {
    frame.with_untracked(|frame| frame.as_ref().map_or(Hit::Nothing, |frame| frame.hit(at)))
}

/// The place in the picture under the pointer; the still picture has no pointer.
#[cfg(target_arch = "wasm32")]
fn spot_under(event: &MouseEvent) -> Option<Spot> {
    let svg: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let frame = svg.get_bounding_client_rect();
    let scale = SIZE / frame.width().max(1.0);
    let (x, y) = (f64::from(event.client_x()) - frame.left(), f64::from(event.client_y()) - frame.top());
    Some(Spot { x: x * scale, y: y * scale })
}

#[cfg(not(target_arch = "wasm32"))]
fn spot_under(_: &MouseEvent) -> Option<Spot> {
    None
}

/// The keys of the group of nodes: arrows go round, Enter and the space bar choose, Escape lets go.
fn press(event: &KeyboardEvent, prefix: &str, frame: Memo<Option<Frame>>, attention: Attention) {
    let ids: Vec<NodeId> = frame.with_untracked(|frame| {
        let nodes = frame.iter().flat_map(|frame| &frame.nodes);
        nodes.filter(|node| node.state != State::Away).map(|node| node.id).collect()
    });
    let at = attention.hovered.get_untracked().and_then(|id| ids.iter().position(|other| *other == id));
    let Some(at) = at else { return };
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (at + 1) % ids.len(),
        "ArrowLeft" | "ArrowUp" => (at + ids.len() - 1) % ids.len(),
        "Home" => 0,
        "End" => ids.len() - 1,
        "Enter" | " " => {
            event.prevent_default();
            return attention.choose(ids[at]);
        }
        "Escape" => return attention.chosen.set(None),
        _ => return,
    };
    event.prevent_default();
    let element = document().get_element_by_id(&node_id(prefix, ids[next]));
    let _ = element.map(|element| element.unchecked_into::<HtmlElement>().focus());
}
