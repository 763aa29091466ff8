//! A plate: caption, picture, result, controls, tables.

use super::LIVE;
#[cfg(not(target_arch = "wasm32"))]
use super::Pair;
use super::compare::compare;
use super::controls::{front_controls, more_controls};
use super::desk::Desk;
use super::foot::foot;
use super::keys;
use super::prediction::prediction;
use super::tables::tables;
use super::transport::transport;
use crate::labs::markup::{Element, Store, button, element};
#[cfg(not(target_arch = "wasm32"))]
use crate::labs::markup::{Node, many};
#[cfg(not(target_arch = "wasm32"))]
use crate::scenario::{Link, Plate};

/// The whole figure as the build writes it into the page: the run's picture, result and controls, still. The browser
/// finds what it needs to bring it to life in `data-plate`.
#[cfg(not(target_arch = "wasm32"))]
pub fn plate_html(plate: &Plate) -> String {
    let pair = Pair::run(plate.scenario.clone(), Link::of_plate(plate).twin());
    let store = Store::new(Desk::new(plate.clone(), None, pair, Vec::new()));
    let figure = store.look(|desk| {
        let place = element("div").class("plate-place").child(body(desk, store));
        let figure = element("figure")
            .class("plate")
            .attr("id", plate.id.clone())
            .attr("aria-labelledby", desk.id("title"))
            .attr("data-lab", plate.scenario.lab.spec.id)
            .attr("data-plate", plate.to_page())
            .attr("data-state", "still");
        Node::from(figure.child(caption(desk)).child(place)).to_html()
    });
    store.close();
    figure.unwrap_or_default()
}

/// The words over the plate. They stay as the page has them when the plate comes to life.
#[cfg(not(target_arch = "wasm32"))]
fn caption(desk: &Desk) -> Element {
    let Plate { number, title, caption, .. } = &desk.plate;
    let number = (!number.is_empty()).then(|| {
        let number = element("span").class("plate-number").child(format!("Plate {number}"));
        many([number.into(), Node::Text(" ".into())])
    });
    let title = element("p").class("plate-title").attr("id", desk.id("title")).child(number).child(title.clone());
    element("figcaption").child(title).child(element("p").class("plate-caption").child(caption.clone()))
}

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
