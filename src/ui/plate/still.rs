//! The still plate, as the build writes it into the page.

use super::state::PlateState;
use super::{LabView, RunPair, body};
use crate::scenario::{Link, Plate};
use crate::ui::dom::{Element, Node, Signal, element, fragment};

/// The whole figure as the build writes it into the page: the run's picture, result and controls, still. The browser
/// finds what it needs to bring it to life in `data-plate`.
pub fn plate_html(plate: &Plate, view: LabView) -> String {
    let pair = RunPair::run(plate.scenario.clone(), Link::of_plate(plate).twin());
    let signal = Signal::new(PlateState::new(plate.clone(), view, None, pair, Vec::new()));
    let figure = signal.with(|state| {
        let place = element("div").class("plate-place").child(body::body(state, signal));
        let figure = element("figure")
            .class("plate")
            .attr("id", plate.id.clone())
            .attr("aria-labelledby", state.id("title"))
            .attr("data-lab", plate.scenario.lab.spec.id)
            .attr("data-plate", plate.to_page())
            .attr("data-state", "still");
        Node::from(figure.child(caption(state)).child(place)).to_html()
    });
    signal.close();
    figure.unwrap_or_default()
}

/// The words over the plate. They stay as the page has them when the plate comes to life.
fn caption(state: &PlateState) -> Element {
    let Plate { number, title, caption, .. } = &state.plate;
    let number = (!number.is_empty()).then(|| {
        let number = element("span").class("plate-number").child(format!("Plate {number}"));
        fragment([number.into(), Node::Text(" ".into())])
    });
    let title = element("p").class("plate-title").attr("id", state.id("title")).child(number).child(title.clone());
    element("figcaption").child(title).child(element("p").class("plate-caption").child(caption.clone()))
}
