//! The figure: title, picture, result in words, transport, controls, foot.

use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;

use super::compare::compare;
use super::controls::{front_controls, more_controls};
use super::desk::Desk;
use super::foot::foot;
use super::prediction::prediction;
use super::tables::tables;
use super::transport::transport;
use super::{LIVE, Pair, keys};
use crate::labs::markup::{Element, IntoNode as _, Node, button, element, many};
use crate::scenario::{Link, Plate};

/// The whole figure as the build writes it into the page: the run's picture, result and controls, still. The browser
/// finds what it needs to bring it to life in `data-plate`.
pub fn plate_html(plate: &Plate) -> String {
    let pair = Pair::run(plate.scenario.clone(), Link::of_plate(plate).twin());
    let (id, lab, data) = (plate.id.clone(), plate.scenario.lab.spec.id, plate.to_page());
    let plate = plate.clone();
    Owner::new().with(|| {
        let desk = Desk::new(plate, None, pair, Vec::new());
        let figure = element("figure").class("plate").attr("id", id).attr("aria-labelledby", desk.id("title"));
        let figure =
            figure.attr("data-lab", lab).attr("data-plate", data).attr("data-state", "still").child(card(desk));
        Node::from(figure).to_html()
    })
}

/// What stands inside the figure, on both targets.
pub fn card(desk: Desk) -> Node {
    let picture = (desk.view.picture)(desk.stage());
    let controls = element("fieldset")
        .class("plate-desk")
        .attr("disabled", move || !LIVE || desk.asking())
        .child(element("legend").class("sr-only").child("Controls"))
        .child(transport(desk))
        .child(front_controls(desk))
        .child(element("div").class("plate-more").child(more_controls(desk)).child(compare(desk)))
        .child(foot(desk));
    let body = element("div")
        .class("plate-body")
        .on("keydown", move |event: KeyboardEvent| keys::press(desk, &event))
        .child(notes(desk))
        .child(prediction(desk))
        .child(element("div").class("plate-picture").child(picture).child(progress(desk)))
        .child(result(desk))
        .child(controls)
        .child(tables(desk));
    many([caption(desk).into(), body.into()])
}

fn caption(desk: Desk) -> Element {
    let (number, title, caption) =
        desk.plate.with_value(|plate| (plate.number.clone(), plate.title.clone(), plate.caption.clone()));
    let number = (!number.is_empty()).then(|| {
        let number = element("span").class("plate-number").child(format!("Plate {number}"));
        many([number.into(), " ".into_node()])
    });
    element("figcaption")
        .child(element("p").class("plate-title").attr("id", desk.id("title")).child(number).child(title))
        .child(element("p").class("plate-caption").child(caption))
}

/// What was wrong with a link or an entry. The list stands empty, so that a screen reader hears when it fills.
fn notes(desk: Desk) -> Element {
    let items = move || desk.notes.get().into_iter().map(|note| element("li").child(note)).collect::<Vec<_>>();
    element("div").class("plate-notes").attr("role", "status").child(element("ul").child(items))
}

fn result(desk: Desk) -> Element {
    let text = move || match desk.asking() {
        true => "The result is shown when you have answered, or passed the question over.".to_string(),
        false => desk.sentence.get(),
    };
    let live = move || if desk.playing.get() { "off" } else { "polite" };
    element("p").class("plate-result").attr("aria-live", live).child(text)
}

/// The bar of a run that takes longer than a moment. It lies over the picture, so nothing jumps when it comes.
fn progress(desk: Desk) -> Node {
    let bar = move || {
        desk.progress.get().map(|done| {
            let percent = (done * 100.0) as u32;
            let bar = element("progress").attr("max", "100").property("value", move || percent);
            element("div")
                .class("plate-progress")
                .child(element("label").child("Running ").child(bar.child(format!("{percent} %"))))
                .child(button("button quiet", "Cancel", move || desk.cancel()))
        })
    };
    bar.into_node()
}
