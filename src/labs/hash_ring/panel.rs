//! What can be done to the cluster by hand: add a node, and fail, restore, remove or weigh the one that is chosen; a key to
//! follow on its walk; and a cluster of the reader's own.

use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::KeyboardEvent;

use super::frame::{Frame, NodeMark, State};
use super::{Attention, CHOSEN, FOLLOWED};
use crate::engines::hash_ring::SPEC;
use crate::engines::hash_ring::spec::WEIGHT;
use crate::kernel::{Action, Time, Value};
use crate::ui::LIVE;
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, Node, Signal, button, element, fragment};
use crate::ui::plate::{PlateState, entered};
use crate::ui::words;

/// The most nodes that a reader can bring along: a run begins with no more.
const OWN_NODES: usize = 50;

/// The actions of the story, first among the controls.
pub(super) fn actions(state: &PlateState, signal: Signal<PlateState>, main: &Frame, twin: Option<&Frame>) -> Node {
    let add = button("button", "Add a node", move || signal.update(|state| state.act("add-node", 0, None)));
    let hint = element("p").class("ring-hint").child(
        "Choose a node in the picture to fail, remove or weigh it. Keys with a rim were moved by the last event.",
    );
    fragment([
        add.attr("disabled", state.is_full()).into(),
        hint.into(),
        follow(state, signal, main, twin, Attention::of(state)).into(),
        own(state, signal).into(),
    ])
}

/// The reader's own cluster, typed or pasted: a weight for each node. Words that are no numbers, such as
/// names and addresses, are passed over.
fn own(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let set = move |event| {
        let text = value_of(&event);
        signal.update(|state| {
            let (mut weights, mut notes) = (Vec::new(), Vec::new());
            let is_number = |word: &&str| {
                !word.is_empty()
                    && !word.contains(|c: char| !c.is_ascii_digit() && c != '.')
                    && word.matches('.').count() < 2
            };
            for word in text.split([' ', '\t', ',', ';', ':', '=']).filter(is_number) {
                let (weight, note) = entered(&SPEC, &WEIGHT, word);
                weights.push(weight);
                notes.extend(note);
            }
            weights.truncate(OWN_NODES);
            if weights.is_empty() {
                return;
            }
            state.play_from(Time::ZERO, |link| {
                let scenario = &mut link.scenario;
                scenario.params.set("nodes", Value::Integer(weights.len() as i64));
                scenario.actions.clear();
                for (target, &weight) in (0..).zip(&weights).filter(|(_, weight)| **weight != Value::Number(1.0)) {
                    scenario.act(Action { at_ms: 0, verb: "set-weight", target, value: Some(weight) });
                }
            });
            state.notes = notes;
        });
    };
    let id = state.id("own");
    let field = element("input")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("placeholder", "1 1 2 0.5")
        .attr("id", id.clone())
        .on("change", set);
    let label = element("label").attr("for", id).child("Your nodes, by weight");
    element("div").class("ring-weight").child(label).child(field)
}

/// What can be done to the node that is chosen; it lies over the foot of the picture, where the node was touched.
pub(super) fn chosen(state: &PlateState, signal: Signal<PlateState>, main: &Frame) -> Option<Element> {
    let id = Attention::of(state).chosen.filter(|_| LIVE)?;
    let node = main.node(id).filter(|node| node.state != State::Away)?;
    let let_go = move || signal.update(|state| state.picks[CHOSEN] = None);
    let bar = element("fieldset")
        .class("ring-chosen")
        .attr("disabled", state.is_full())
        .on("keydown", move |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                let_go();
            }
        })
        .child(element("legend").class("sr-only").child(format!("Node {id}")))
        .child(element("span").child(node.name()))
        .child(node_buttons(signal, node, state.id("weight")))
        .child(button("button quiet", "×", let_go).attr("aria-label", format!("Let go of node {id}")));
    Some(bar)
}

/// What can be done to a node.
fn node_buttons(signal: Signal<PlateState>, node: &NodeMark, weight_id: String) -> Node {
    let id = node.id;
    let act = move |verb, value| signal.update(|state| state.act(verb, id.into(), value));
    let (verb, label) = match node.state {
        State::Down => ("restore-node", "Restore"),
        _ => ("fail-node", "Fail"),
    };
    let weigh = move |event| {
        let (weight, note) = entered(&SPEC, &WEIGHT, &value_of(&event));
        act("set-weight", Some(weight));
        signal.update(|state| state.notes.extend(note));
    };
    let field = element("input")
        .attr("type", "text")
        .attr("inputmode", "decimal")
        .attr("autocomplete", "off")
        .attr("id", weight_id.clone())
        .property("value", words::short(node.weight))
        .on("change", weigh);
    let weight = element("label").attr("for", weight_id).child("Weight");
    fragment([
        button("button quiet", label, move || act(verb, None)).into(),
        button("button quiet", "Remove", move || act("remove-node", None)).into(),
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
