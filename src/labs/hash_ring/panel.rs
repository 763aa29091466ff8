//! What can be done to the cluster by hand: add a node, and fail, restore, remove or weigh the one that is chosen; and a
//! key to follow on its walk.

use leptos::prelude::*;
use leptos::web_sys::Event;

use super::frame::{Frame, NodeMark, State};
use super::scene::Scene;
use super::{Attention, Side};
use crate::engines::hash_ring::spec::WEIGHT;
use crate::kernel::Action;
use crate::labs::markup::{Element, IntoNode as _, Node, button, element, many};
use crate::labs::shared::{LIVE, Pair, Stage};
use crate::scenario::{Link, MAX_ACTIONS};

/// The panel under the picture.
pub fn panel(
    stage: Stage,
    scene: Memo<Scene>,
    frame: Memo<Option<Frame>>,
    attention: Attention,
    prefix: String,
) -> Element {
    let full = move || !LIVE || stage.link.with(|link| link.scenario.actions.len() >= MAX_ACTIONS);
    let add = button("button", "Add a node", move || act(stage, "add-node", 0, None));
    let chosen = chosen(stage, frame, attention, format!("{prefix}-weight"));
    element("fieldset")
        .class("ring-panel")
        .attr("disabled", full)
        .child(element("legend").class("sr-only").child("Change the cluster"))
        .child(element("div").class("ring-buttons").child(add).child(chosen))
        .child(follow(stage, scene, frame, attention, format!("{prefix}-follow")))
}

/// The node that is chosen, as it is at the end of the run, where actions take place.
fn chosen(stage: Stage, frame: Memo<Option<Frame>>, attention: Attention, weight_id: String) -> Node {
    let node = move || {
        let id = attention.chosen.get()?;
        frame.with(|frame| {
            frame.as_ref().and_then(|frame| frame.node(id)).filter(|node| node.state != State::Away).cloned()
        })
    };
    let buttons = move || match node() {
        None => {
            let hint = "Choose a node in the picture to fail it, remove it or give it more weight.";
            element("p").class("ring-hint").child(hint).into()
        }
        Some(node) => node_buttons(stage, &node, weight_id.clone()),
    };
    buttons.into_node()
}

fn node_buttons(stage: Stage, node: &NodeMark, weight_id: String) -> Node {
    let id = node.id;
    let (verb, label) = match node.state {
        State::Down => ("restore-node", format!("Restore node {id}")),
        _ => ("fail-node", format!("Fail node {id}")),
    };
    let weigh = move |event: Event| {
        let weight = WEIGHT.parse(&event_target_value(&event)).unwrap_or_else(|(nearest, _)| nearest);
        act(stage, "set-weight", id.into(), Some(weight));
    };
    let field = element("input")
        .attr("type", "number")
        .attr("id", weight_id.clone())
        .attr("min", "0.1")
        .attr("max", "5")
        .attr("step", "0.1")
        .attr("value", node.weight)
        .on("change", weigh);
    let weight = element("label").attr("for", weight_id).child("Weight");
    many([
        button("button quiet", label, move || act(stage, verb, id.into(), None)).into(),
        button("button quiet", format!("Remove node {id}"), move || act(stage, "remove-node", id.into(), None)).into(),
        element("span").class("ring-weight").child(weight).child(field).into(),
    ])
}

/// A slider over the keys that are drawn, so that a walk needs no pointer.
fn follow(stage: Stage, scene: Memo<Scene>, frame: Memo<Option<Frame>>, attention: Attention, id: String) -> Element {
    let words = move |frame: Option<&Frame>| Some(frame?.walk(attention.walking()?)?.1);
    let main = move || frame.with(|frame| words(frame.as_ref()));
    let twin = move || scene.with(|scene| words(scene.frame(Side::Twin, stage.position.get()).as_ref()));
    let said = move || match (main(), twin()) {
        (Some(main), Some(twin)) if main != twin => format!("{main} In the second run: {twin}"),
        (Some(main), _) => main,
        _ => "Point at a dot, or move the slider, to see how a key finds its node.".to_string(),
    };
    let count = move || frame.with(|frame| frame.as_ref().map_or(0, |frame| frame.keys.len()));
    let set = move |event: Event| {
        attention.followed.set(event_target_value(&event).parse::<u32>().ok().and_then(|index| index.checked_sub(1)));
    };
    let value = move || attention.followed.get().map_or(0, |index| index + 1);
    let slider = element("input")
        .attr("type", "range")
        .attr("id", id.clone())
        .attr("min", "0")
        .attr("max", count)
        .attr("step", "1")
        .attr("value", "0")
        .property("value", value)
        .attr("aria-valuetext", said)
        .on("input", set);
    element("div")
        .class("ring-follow")
        .child(element("label").attr("for", id).child("Follow a key"))
        .child(slider)
        .child(element("p").class("ring-said").child(said))
}

/// Does something to the cluster, one second after all that has happened so far.
fn act(stage: Stage, verb: &'static str, target: u32, value: Option<crate::kernel::Value>) {
    let at_ms = stage.pair.with_untracked(|pair| stage.link.with_untracked(|link| next_moment(pair, link)));
    stage.link.update(|link| link.scenario.act(Action { at_ms, verb, target, value }));
}

/// The next whole second after the last event and the last action, which may not have run yet.
fn next_moment(pair: &Pair, link: &Link) -> u32 {
    let event = pair.main.trace().events().last().map_or(0, |event| event.at.as_millis() as u32);
    let action = link.scenario.actions.last().map_or(0, |action| action.at_ms);
    (event.max(action) / 1000).saturating_add(1).saturating_mul(1000)
}
