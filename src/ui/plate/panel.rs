//! The panel beside the picture: the question while it is open; then what the reader can do, in one of three faces.

use leptos::prelude::{document, request_animation_frame};

use super::compare::compare;
use super::controls::{all_controls, front_controls};
use super::focus_soon;
use super::prediction::prediction;
use super::rare;
use super::state::{Panel, PlateState};
use crate::ui::LIVE;
use crate::ui::dom::{Element, IntoNode as _, Node, Signal, button, element};
use crate::ui::phrases::plate as say;

/// The panel.
pub(super) fn panel(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let panel = element("div").attr("id", state.id("panel"));
    if state.asking() {
        return panel.class("plate-panel").child(prediction(state, signal));
    }
    let face: Node = match state.panel {
        Panel::Front => front(state, signal),
        Panel::All => [back(signal), element("div").class("controls").child(all_controls(state, signal))].into_node(),
        Panel::Compare => [back(signal), compare(state, signal)].into_node(),
        Panel::Rare => [back(signal), rare::face(state, signal)].into_node(),
    };
    let controls = element("fieldset")
        .class("panel-controls")
        .attr("disabled", !LIVE)
        .child(element("legend").class("sr-only").child(say::CONTROLS))
        .child(face);
    let is_front = state.panel == Panel::Front;
    let answered = is_front.then(|| prediction(state, signal)).flatten();
    panel.class(if is_front { "plate-panel" } else { "plate-panel whole" }).child(answered).child(controls)
}

/// The story's actions, the controls that the plate is about, and the way to the other faces.
fn front(state: &PlateState, signal: Signal<PlateState>) -> Node {
    let all = state.link.scenario.params.specs().len();
    let compared = if state.link.compare.is_empty() { say::COMPARE_WITH } else { say::WHAT_DIFFERS };
    let promises = rare::promises(state.link.scenario.lab.spec).next().is_some();
    let rare = || turn(signal, Panel::Rare, say::FIND_RARE.text()).attr("id", state.id("rare"));
    let ways = element("p").class("panel-ways").child([
        turn(signal, Panel::All, say::ALL_CONTROLS.of([all.to_string()])).attr("id", state.id("all")),
        turn(signal, Panel::Compare, compared.text()).attr("id", state.id("vs")),
    ]);
    let ways = ways.child(promises.then(rare));
    [
        element("div").class("panel-actions").child(state.picture.actions(state, signal)),
        element("div").class("controls").child(front_controls(state, signal)),
        ways,
    ]
    .into_node()
}

/// A button that turns the panel to another face. The focus goes to the way back, for the button is gone.
fn turn(signal: Signal<PlateState>, to: Panel, label: String) -> Element {
    button("button quiet", label, move || {
        signal.update(|state| state.panel = to);
        show_beginning(signal);
        focus_soon(signal, "back");
    })
}

fn back(signal: Signal<PlateState>) -> Element {
    let id = signal.with(|state| state.id("back")).unwrap_or_default();
    let back = button("button quiet", say::BACK, move || {
        let from = signal.with(|state| state.panel);
        signal.update(|state| state.panel = Panel::Front);
        let way = match from {
            Some(Panel::Compare) => "vs",
            Some(Panel::Rare) => "rare",
            _ => "all",
        };
        focus_soon(signal, way);
    });
    element("p").class("panel-ways").child(back.attr("id", id))
}

/// A panel that was scrolled shows another face from its beginning.
fn show_beginning(signal: Signal<PlateState>) {
    request_animation_frame(move || {
        let id = signal.with(|state| state.id("panel")).unwrap_or_default();
        if let Some(panel) = document().get_element_by_id(&id) {
            panel.set_scroll_top(0);
            panel.set_scroll_left(0);
        }
    });
}
