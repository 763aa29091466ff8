//! A plate under its caption: picture, result, controls, tables.

use super::compare::compare;
use super::controls::{front_controls, more_controls};
use super::foot::foot;
use super::keys;
use super::prediction::prediction;
use super::state::PlateState;
use super::tables::tables;
use super::transport::transport;
use crate::ui::LIVE;
use crate::ui::dom::{Element, Signal, button, element};

/// What stands under the caption, on both targets.
pub(super) fn body(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let picture = state.picture.draw(state, signal);
    let controls = element("fieldset")
        .class("plate-desk")
        .attr("disabled", !LIVE || state.asking())
        .child(element("legend").class("sr-only").child("Controls"))
        .child(transport(state, signal))
        .child(front_controls(state, signal))
        .child(element("div").class("plate-more").child(more_controls(state, signal)).child(compare(state, signal)))
        .child(foot(state, signal));
    element("div")
        .class("plate-body")
        .on("keydown", move |event| keys::press(signal, &event))
        .child(notes(state))
        .child(prediction(state, signal))
        .child(element("div").class("plate-picture").child(picture).child(progress(state, signal)))
        .child(result(state))
        .child(controls)
        .child(tables(state, signal))
}

/// What was wrong with a link or an entry. The list stands empty, so that a screen reader hears when it fills.
fn notes(state: &PlateState) -> Element {
    let items: Vec<Element> = state.notes.iter().map(|note| element("li").child(note.clone())).collect();
    element("div").class("plate-notes").attr("role", "status").child(element("ul").child(items))
}

fn result(state: &PlateState) -> Element {
    let text = match state.asking() {
        true => "The result is shown when you have answered, or passed the question over.".to_string(),
        false => state.sentence.clone(),
    };
    element("p").class("plate-result").attr("aria-live", if state.playing { "off" } else { "polite" }).child(text)
}

/// The bar of a run that takes longer than a moment. It lies over the picture, so nothing jumps when it comes.
fn progress(state: &PlateState, signal: Signal<PlateState>) -> Option<Element> {
    let percent = (state.progress? * 100.0) as u32;
    let bar = element("progress").attr("max", "100").attr("value", percent).child(format!("{percent} %"));
    let bar = element("div").class("plate-progress").child(element("label").child("Running ").child(bar));
    Some(bar.child(button("button quiet", "Cancel", move || signal.update(PlateState::cancel))))
}
