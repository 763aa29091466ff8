//! A plate: the instrument, seen as a whole in one screen (its words, the picture, the result, the transport and the
//! panel), and the foot under it.

use super::foot::foot;
use super::head::head;
use super::panel::panel;
use super::state::PlateState;
use super::transport::transport;
use super::{keys, steady};
use crate::ui::dom::coded;
use crate::ui::dom::{Element, IntoNode as _, Node, Signal, button, element};
use crate::ui::phrases::plate as say;

/// What stands in the figure, on both targets.
pub(super) fn body(state: &PlateState, signal: Signal<PlateState>) -> Element {
    let picture = element("div").class("plate-picture").child(state.picture.draw(state, signal));
    let open = if state.panel_open { "plate-screen panel-open" } else { "plate-screen" };
    let screen = element("div")
        .class(open)
        .child(steady(state, signal, |state, _| head(state).into()))
        .child(picture.child(progress(state, signal)))
        .child(result(state))
        .child(transport(state, signal))
        .child(steady(state, signal, |state, signal| panel(state, signal).into()));
    element("div")
        .class("plate-body")
        .on("keydown", move |event| keys::press(signal, &event))
        .child(steady(state, signal, |state, _| notes(state).into()))
        .child(screen)
        .child(steady(state, signal, |state, signal| foot(state, signal).into()))
}

/// The most mistakes of a link that are said one by one.
const MOST_NOTES: usize = 5;

/// What was wrong with a link or an entry. The list stands empty, so that a screen reader hears when it fills.
fn notes(state: &PlateState) -> Element {
    let mut notes = state.notes.clone();
    // The same mistake over and over is one.
    notes.dedup();
    let said = notes.iter().take(MOST_NOTES).map(|note| element("li").child(coded(note)));
    let more = notes.len().saturating_sub(MOST_NOTES);
    let more = (more > 0).then(|| element("li").child(say::AND_MORE.of([more.to_string()])));
    let items: Vec<Element> = said.chain(more).collect();
    element("div").class("plate-notes").attr("role", "status").child(element("ul").child(items))
}

/// The result in words. What is spoken stands apart: it is there only while nothing plays, so that a screen reader hears
/// the sentence at each pause and at the end, and not once a second.
fn result(state: &PlateState) -> Node {
    let text = match state.asking() {
        true => say::ANSWER_FIRST.text(),
        false => state.picture.says().unwrap_or_else(|| state.sentence.clone()),
    };
    let spoken = (crate::ui::LIVE && !state.playing).then(|| text.clone());
    [element("p").class("plate-result").child(text), element("p").class("sr-only").attr("role", "status").child(spoken)]
        .into_node()
}

/// The bar of a run that takes longer than a moment. It lies over the picture, so nothing jumps when it comes.
fn progress(state: &PlateState, signal: Signal<PlateState>) -> Option<Element> {
    let percent = (state.progress? * 100.0) as u32;
    let bar = element("progress").attr("max", "100").attr("value", percent).child(format!("{percent} %"));
    let bar = element("div").class("plate-progress").child(element("label").child(say::RUNNING).child(" ").child(bar));
    Some(bar.child(button("button quiet", say::CANCEL, move || signal.update(PlateState::cancel))))
}
