//! A plate under its caption: picture, result, controls, tables.

use super::compare::compare;
use super::controls::{front_controls, more_controls};
use super::desk::Desk;
use super::foot::foot;
use super::keys;
use super::prediction::prediction;
use super::tables::tables;
use super::transport::transport;
use crate::ui::LIVE;
use crate::ui::dom::{Element, Store, button, element};

/// What stands under the caption, on both targets.
pub fn body(desk: &Desk, store: Store<Desk>) -> Element {
    let picture = desk.picture.draw(desk, store);
    let controls = element("fieldset")
        .class("plate-desk")
        .attr("disabled", !LIVE || desk.asking())
        .child(element("legend").class("sr-only").child("Controls"))
        .child(transport(desk, store))
        .child(front_controls(desk, store))
        .child(element("div").class("plate-more").child(more_controls(desk, store)).child(compare(desk, store)))
        .child(foot(desk, store));
    element("div")
        .class("plate-body")
        .on("keydown", move |event| keys::press(store, &event))
        .child(notes(desk))
        .child(prediction(desk, store))
        .child(element("div").class("plate-picture").child(picture).child(progress(desk, store)))
        .child(result(desk))
        .child(controls)
        .child(tables(desk, store))
}

/// What was wrong with a link or an entry. The list stands empty, so that a screen reader hears when it fills.
fn notes(desk: &Desk) -> Element {
    let items: Vec<Element> = desk.notes.iter().map(|note| element("li").child(note.clone())).collect();
    element("div").class("plate-notes").attr("role", "status").child(element("ul").child(items))
}

fn result(desk: &Desk) -> Element {
    let text = match desk.asking() {
        true => "The result is shown when you have answered, or passed the question over.".to_string(),
        false => desk.sentence.clone(),
    };
    element("p").class("plate-result").attr("aria-live", if desk.playing { "off" } else { "polite" }).child(text)
}

/// The bar of a run that takes longer than a moment. It lies over the picture, so nothing jumps when it comes.
fn progress(desk: &Desk, store: Store<Desk>) -> Option<Element> {
    let percent = (desk.progress? * 100.0) as u32;
    let bar = element("progress").attr("max", "100").attr("value", percent).child(format!("{percent} %"));
    let bar = element("div").class("plate-progress").child(element("label").child("Running ").child(bar));
    Some(bar.child(button("button quiet", "Cancel", move || store.change(Desk::cancel))))
}
