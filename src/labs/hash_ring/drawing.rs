//! The ring itself as SVG: one circle of dashes for the arcs of each node, one dot for each followed key.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{FocusEvent, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::frame::{BAND_LENGTH, Frame, Hit, KeyMark, NodeMark, State};
use super::geometry::{BAND, CENTRE, HOME, SIZE, Spot, on_circle, turn};
use super::{Attention, each_node};
use crate::engines::hash_ring::NodeId;
use crate::engines::hash_ring::run::SAMPLE_SIZE;
use crate::labs::markup::{Element, IntoNode as _, Node, element};
use crate::labs::shared::LIVE;

/// The ring of one run. `prefix` begins the ids of its nodes.
pub fn ring(prefix: String, frame: Memo<Option<Frame>>, attention: Attention) -> Element {
    let arcs = each_node(frame, move |id| arc(frame, attention, id));
    let homes = {
        let prefix = prefix.clone();
        each_node(frame, move |id| home(&prefix, frame, attention, id))
    };
    let dots: Vec<Element> = (0..SAMPLE_SIZE).map(|index| dot(frame, attention, index)).collect();
    let point = move |event: PointerEvent| {
        let hit = spot_under(&event).map_or(Hit::Nothing, |at| hit(frame, at));
        attention.pointed.set(if let Hit::Key(index) = hit { Some(index) } else { None });
        attention.hovered.set(if let Hit::Node(id) = hit { Some(id) } else { None });
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

fn circle(centre: Spot, radius: f64) -> Element {
    element("circle").attr("cx", centre.x).attr("cy", centre.y).attr("r", radius)
}

/// Reads a node of the frame, if it is there.
fn of_node<T: Default>(frame: Memo<Option<Frame>>, id: NodeId, read: impl Fn(&NodeMark) -> T) -> T {
    frame.with(|frame| frame.as_ref().and_then(|frame| frame.node(id)).map(read).unwrap_or_default())
}

fn arc(frame: Memo<Option<Frame>>, attention: Attention, id: NodeId) -> Element {
    let dashes = Memo::new(move |_| of_node(frame, id, |node| node.dashes.clone()));
    let class = move || {
        let none = dashes.with(String::is_empty);
        let lit = if attention.lit() == Some(id) { " lit" } else { "" };
        format!("ring-arc node-{}{lit}{}", id % 10, if none { " none" } else { "" })
    };
    circle(CENTRE, BAND).class(class).attr("pathLength", BAND_LENGTH).attr("stroke-dasharray", move || dashes.get())
}

fn dot(frame: Memo<Option<Frame>>, attention: Attention, index: u32) -> Element {
    let read = move |read: fn(&KeyMark) -> f64| {
        frame
            .with(|frame| frame.as_ref().and_then(|frame| frame.keys.get(index as usize)).map(read).unwrap_or_default())
    };
    let class = move || {
        frame.with(|frame| {
            let Some(key) = frame.as_ref().and_then(|frame| frame.keys.get(index as usize)) else {
                return "ring-key none".to_string();
            };
            let owner = key.landing.map(|landing| landing.owner);
            let node = owner.map_or(String::new(), |owner| format!(" node-{}", owner % 10));
            let lit = owner.is_some() && owner == attention.lit() || attention.walking() == Some(index);
            format!("ring-key{node}{}{}", if key.moved { " moved" } else { "" }, if lit { " lit" } else { "" })
        })
    };
    element("circle")
        .class(class)
        .attr("cx", move || read(|key| key.spot.x))
        .attr("cy", move || read(|key| key.spot.y))
        .attr("r", "2.6")
}

fn home(prefix: &str, frame: Memo<Option<Frame>>, attention: Attention, id: NodeId) -> Element {
    let state = Memo::new(move |_| of_node(frame, id, |node| Some(node.state)));
    let place = move || of_node(frame, id, |node| format!("translate({} {})", node.home.x, node.home.y));
    let class = move || {
        let state = match state.get() {
            Some(State::Up) => "up",
            Some(State::Down) => "down",
            _ => "away",
        };
        let lit = if attention.lit() == Some(id) { " lit" } else { "" };
        let chosen = if attention.chosen.get() == Some(id) { " chosen" } else { "" };
        format!("ring-home node-{} {state}{lit}{chosen}", id % 10)
    };
    let there = move || LIVE && matches!(state.get(), Some(State::Up | State::Down));
    let first = move || {
        let present = |node: &&NodeMark| node.state != State::Away;
        frame.with(|frame| frame.as_ref().and_then(|frame| frame.nodes.iter().find(present)).map(|node| node.id))
    };
    let tabindex = move || there().then(|| if attention.chosen.get().or_else(first) == Some(id) { "0" } else { "-1" });
    element("g")
        .class(class)
        .attr("id", node_id(prefix, id))
        .attr("transform", place)
        .attr("tabindex", tabindex)
        .attr("role", move || there().then_some("button"))
        .attr("aria-label", move || there().then(|| of_node(frame, id, NodeMark::name)))
        .attr("aria-pressed", move || there().then(|| (attention.chosen.get() == Some(id)).to_string()))
        .attr("aria-hidden", move || (!there()).then_some("true"))
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
