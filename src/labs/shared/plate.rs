//! The figure: title, picture, result in words, transport, controls, foot.

use leptos::prelude::*;

use super::compare::compare;
use super::controls::{front_controls, more_controls};
use super::desk::Desk;
use super::foot::foot;
use super::prediction::prediction;
use super::tables::tables;
use super::transport::transport;
use super::{LIVE, Pair, keys};
use crate::scenario::{Link, Plate};

/// The whole figure as the build writes it into the page: the run's picture, result and controls, still. The browser
/// finds what it needs to bring it to life in `data-plate`.
pub fn plate_html(plate: &Plate) -> String {
    let pair = Pair::run(plate.scenario.clone(), Link::of_plate(plate).twin());
    let (id, lab, data) = (plate.id.clone(), plate.scenario.lab.spec.id, plate.to_json().to_string());
    let plate = plate.clone();
    let html = Owner::new().with(|| {
        let desk = Desk::new(plate, None, pair, Vec::new());
        let labelled = desk.id("title");
        view! {
            <figure class="plate" id=id aria-labelledby=labelled data-lab=lab data-plate=data data-state="still">
                {card(desk)}
            </figure>
        }
        .to_html()
    });
    // The browser draws the tree anew, so the marks by which Leptos would find its text nodes again serve nobody.
    html.replace("<!>", "")
}

/// What stands inside the figure, on both targets.
pub fn card(desk: Desk) -> AnyView {
    let picture = (desk.view.picture)(desk.stage());
    view! {
        {caption(desk)}
        <div class="plate-body" on:keydown=move |event| keys::press(desk, &event)>
            {notes(desk)}
            {prediction(desk)}
            <div class="plate-picture">{picture} {progress(desk)}</div>
            {result(desk)}
            <fieldset class="plate-desk" disabled=move || !LIVE || desk.asking()>
                <legend class="sr-only">"Controls"</legend>
                {transport(desk)}
                {front_controls(desk)}
                <div class="plate-more">{more_controls(desk)} {compare(desk)}</div>
                {foot(desk)}
            </fieldset>
            {tables(desk)}
        </div>
    }
    .into_any()
}

fn caption(desk: Desk) -> AnyView {
    let (number, title, caption) =
        desk.plate.with_value(|plate| (plate.number.clone(), plate.title.clone(), plate.caption.clone()));
    let number = (!number.is_empty()).then(|| view! { <span class="plate-number">"Plate "{number}</span>" " });
    view! {
        <figcaption>
            <p class="plate-title" id=desk.id("title")>{number}{title}</p>
            <p class="plate-caption">{caption}</p>
        </figcaption>
    }
    .into_any()
}

/// What was wrong with a link or an entry. The list stands empty, so that a screen reader hears when it fills.
fn notes(desk: Desk) -> AnyView {
    let items = move || desk.notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
    view! { <div class="plate-notes" role="status"><ul>{items}</ul></div> }.into_any()
}

fn result(desk: Desk) -> AnyView {
    let text = move || match desk.asking() {
        true => "The result is shown when you have answered, or passed the question over.".to_string(),
        false => desk.sentence.get(),
    };
    let live = move || if desk.playing.get() { "off" } else { "polite" };
    view! { <p class="plate-result" aria-live=live>{text}</p> }.into_any()
}

/// The bar of a run that takes longer than a moment. It lies over the picture, so nothing jumps when it comes.
fn progress(desk: Desk) -> AnyView {
    let bar = move || {
        desk.progress.get().map(|done| {
            let percent = (done * 100.0) as u32;
            view! {
                <div class="plate-progress">
                    <label>"Running " <progress max="100" prop:value=percent>{percent}" %"</progress></label>
                    <button type="button" class="button quiet" on:click=move |_| desk.cancel()>"Cancel"</button>
                </div>
            }
        })
    };
    view! { {bar} }.into_any()
}
