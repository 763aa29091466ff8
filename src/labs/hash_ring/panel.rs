//! What can be done to the cluster by hand: add a node, and fail, restore, remove or weigh the one that is chosen; and a
//! key to follow on its walk.

use super::frame::{Frame, NodeMark, State};
use super::{Attention, FOLLOWED};
use crate::engines::hash_ring::spec::WEIGHT;
use crate::kernel::{Action, Value};
use crate::scenario::MAX_ACTIONS;
use crate::ui::LIVE;
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, Node, Signal, button, element, fragment};
use crate::ui::plate::PlateState;
use crate::ui::words;

/// The panel under the picture.
pub(super) fn panel(
    state: &PlateState,
    signal: Signal<PlateState>,
    main: &Frame,
    twin: Option<&Frame>,
    attention: Attention,
) -> Element {
    let full = !LIVE || state.link.scenario.actions.len() >= MAX_ACTIONS;
    let add = button("button", "Add a node", move || act(signal, "add-node", 0, None));
    let chosen = attention.chosen.and_then(|id| main.node(id)).filter(|node| node.state != State::Away);
    let chosen = match chosen {
        None => {
            let hint = "Choose a node in the picture to fail it, remove it or give it more weight.";
            element("p").class("ring-hint").child(hint).into()
        }
        Some(node) => node_buttons(signal, node, state.id("weight")),
    };
    element("fieldset")
        .class("ring-panel")
        .attr("disabled", full)
        .child(element("legend").class("sr-only").child("Change the cluster"))
        .child(element("div").class("ring-buttons").child(add).child(chosen))
        .child(follow(state, signal, main, twin, attention))
}

/// What can be done to a node.
fn node_buttons(signal: Signal<PlateState>, node: &NodeMark, weight_id: String) -> Node {
    let id = node.id;
    let (verb, label) = match node.state {
        State::Down => ("restore-node", format!("Restore node {id}")),
        _ => ("fail-node", format!("Fail node {id}")),
    };
    let weigh = move |event| {
        let (weight, note) = WEIGHT.take(&value_of(&event));
        act(signal, "set-weight", id.into(), Some(weight));
        signal.update(|state| state.notes.extend(note));
    };
    let field = element("input")
        .attr("type", "number")
        .attr("id", weight_id.clone())
        .attr("min", "0.1")
        .attr("max", "5")
        .attr("step", "0.1")
        .property("value", words::short(node.weight))
        .on("change", weigh);
    let weight = element("label").attr("for", weight_id).child("Weight");
    fragment([
        button("button quiet", label, move || act(signal, verb, id.into(), None)).into(),
        button("button quiet", format!("Remove node {id}"), move || act(signal, "remove-node", id.into(), None)).into(),
        element("span").class("ring-weight").child(weight).child(field).into(),
    ])
}

/// A slider over the keys that are drawn, so that a walk needs no pointer.
fn follow(
    state: &PlateState,
    signal: Signal<PlateState>,
    main: &Frame,
    twin: Option<&Frame>,
    attention: Attention,
) -> Element {
    let words = |frame: &Frame| Some(frame.walk(attention.walking?)?.1);
    let said = match (words(main), twin.and_then(words)) {
        (Some(main), Some(twin)) if main != twin => main + " In the second run: " + &twin,
        (Some(main), _) => main,
        _ => "Point at a dot, or move the slider, to see how a key finds its node.".to_string(),
    };
    let set = move |event| {
        let key = value_of(&event).parse().ok().and_then(|index: u32| index.checked_sub(1));
        signal.update(|state| state.picks[FOLLOWED] = key);
    };
    let id = state.id("follow");
    let slider = element("input")
        .attr("type", "range")
        .attr("id", id.clone())
        .attr("min", "0")
        .attr("max", main.keys.len() as u32)
        .attr("step", "1")
        .property("value", state.picks[FOLLOWED].map_or(0, |index| index.saturating_add(1)))
        .attr("aria-valuetext", said.clone())
        .on("input", set);
    element("div")
        .class("ring-follow")
        .child(element("label").attr("for", id).child("Follow a key"))
        .child(slider)
        .child(element("p").class("ring-said").child(said))
}

/// Does something to the cluster, one second after all that has happened so far.
fn act(signal: Signal<PlateState>, verb: &'static str, target: u32, value: Option<Value>) {
    signal.update(|state| {
        let at_ms = next_moment(state);
        state.change(|link| link.scenario.act(Action { at_ms, verb, target, value }));
    });
}

/// The next whole second after the last event and the last action, which may not have run yet.
fn next_moment(state: &PlateState) -> u32 {
    let event = state.pair.main.trace().events().last().map_or(0, |event| event.at.as_millis() as u32);
    let action = state.link.scenario.actions.last().map_or(0, |action| action.at_ms);
    (event.max(action) / 1000).saturating_add(1).saturating_mul(1000)
}
